"""Label: what people read by hand, so that the tagger's error is known instead of guessed.

For: `voc label sample`, `import`, `agree` and `audit`. Not for: correcting anything by what they found; the next run of
`voc analyze` does (see voc.explain.label_error).

A sheet is drawn where it narrows the interval of one finding most, read by people who see neither the tagger's answer
nor date nor segment, and read back with the chance that each comment had of being drawn.
"""

from voc.label.agreement import Agreement, agreement
from voc.label.checked import Checked, checked
from voc.label.filled import Filled, filled
from voc.label.forecast import Forecast, forecast
from voc.label.sheet import Drawn, drawn, written

__all__ = [
    "Agreement", "Checked", "Drawn", "Filled", "Forecast", "agreement", "checked", "drawn", "filled", "forecast",
    "written",
]  # fmt: skip
