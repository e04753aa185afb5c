"""The answer scale of a score column: declared, checked, turned so that higher is better.

For: `rows`. Not for: inferring a scale - 4 of 5 and 4 of 10 look the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from voc.errors import ConfigError
from voc.ingest.note import note
from voc.ingest.source import Score

if TYPE_CHECKING:
    from voc.ingest.checks import Checks

TURNED = note("the lowest answer was the best; scores are turned, so that higher is better")
_SCALE = ("score_type", "score_min", "score_max")
_USUAL = (("csat", 1, 5), ("ces", 1, 7), ("csat", 1, 10), ("nps", 0, 10), ("other", 0, 100))


def _example(low: float, high: float) -> str:
    """A scale of the trade that the answers fit, as voc.toml writes it."""
    fitting = [one for one in _USUAL if one[1] <= low and high <= one[2]]
    kind, least, most = fitting[0] if fitting else ("other", low, high)
    return f'type = "{kind}", min = {least:g}, max = {most:g}, direction = "higher_better"'


def scored(
    parsed: dict[str, pa.Array], score: Score | None, their: str, file: str, checks: Checks
) -> dict[str, pa.Array]:
    """`parsed` feedback columns with score_type, score_min and score_max filled where there is a score.

    A score outside its scale is rejected. Raises ConfigError E123 where a filled score column has no declared scale
    and the file itself has no score_type, score_min and score_max.
    """
    if score is not None and "score" not in parsed:
        checks.warnings.append(
            note("[source.score] is declared and there is no score column; map it in [source.columns]")
        )
    if "score" not in parsed or parsed["score"].null_count == len(parsed["score"]):
        return parsed
    values = parsed["score"]
    if score is not None:
        low, high = (pa.array([float(end)] * len(values), pa.float64()) for end in (score.min, score.max))
        kind = pa.array([score.type] * len(values), pa.string())
    elif all(name in parsed for name in _SCALE):
        kind, low, high = (parsed[name] for name in _SCALE)
    else:
        span = pc.min_max(values).as_py()
        raise ConfigError(
            "E123", "a score needs its scale", where=f"{file}, column {their}",
            found=f"values from {span['min']:g} to {span['max']:g}",
            expected="the scale as it was asked, which the answers alone cannot tell",
            do=f"add to this source, if it was asked so: [source.score] {_example(span['min'], span['max'])}"
            " (type: nps, csat, ces, stars, thumbs or other)",
        )  # fmt: skip
    is_outside = pc.fill_null(pc.or_(pc.less(values, low), pc.greater(values, high)), False)
    ends = f"a score from {score.min:g} to {score.max:g}" if score else "a score from score_min to score_max"
    checks.reject(is_outside.to_numpy(zero_copy_only=False), values, their, "score_outside_scale", ends)
    if score is not None and score.direction == "lower_better":
        values = pc.subtract(pc.add(low, high), values)
        checks.warnings.append(TURNED)
    there = values.is_valid()
    filled = {
        name: pc.if_else(there, scale, pa.scalar(None, scale.type))
        for name, scale in zip(_SCALE, (kind, low, high), strict=True)
    }
    return {**parsed, "score": values, **filled}
