"""The operational figures that came aggregated, as a table beside the findings.

For: table `metrics` of a project - monthly figures by region, say. Not for: joining or explaining anything with them;
they are no records, so they are shown as given, with the count they come with.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voc.report import figures
from voc.report.inputs import Inputs
from voc.report.topic_table import window
from voc.wording import Phrase, say

if TYPE_CHECKING:
    import pandas as pd

OURS = ("metric", "period_at", "value", "n", "source", "row")
PERIODS, MOST = 4, 60


@dataclass(frozen=True)
class GivenRow:
    """One figure in one group: its name, the group, and a value (with n) for each period."""

    name: str
    place: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Given:
    """The periods nearest to the days of the report, and a row a figure and group; no rows where none were given."""

    caption: Phrase
    periods: tuple[Phrase, ...]
    rows: tuple[GivenRow, ...]
    left_out: int


def given(inputs: Inputs) -> Given:
    """The Given of a run: the last periods up to one after the headline's days, or the last ones there are."""
    import pandas as pd

    rows = inputs.given
    caption = say("given.sub")
    if not len(rows):
        return Given(caption, (), (), 0)
    dims = [name for name in rows.columns if name not in OURS]
    starts = pd.to_datetime(rows["period_at"], utc=True).dt.tz_convert(inputs.timezone).dt.tz_localize(None)
    rows = rows.assign(period_at=starts.dt.normalize())
    span = window(inputs)
    every = sorted(rows["period_at"].unique())
    past = [one for one in every if span is None or one <= span.after_to]
    shown = every[max(0, len(past) + 1 - PERIODS) : len(past) + 1] if past else every[:PERIODS]
    made = []
    for key, group in rows.fillna(dict.fromkeys(dims, "")).groupby(["metric", *dims], sort=True):
        at = group.drop_duplicates("period_at", keep="last").set_index("period_at")
        values = tuple(_value(at.loc[one]) if one in at.index else "–" for one in shown)
        made.append(GivenRow(str(key[0]).replace("_", " "), ", ".join(str(one) for one in key[1:] if one), values))
    return Given(
        caption, tuple(figures.day(str(one)[:10], year=True) for one in shown), tuple(made[:MOST]), len(made) - MOST
    )


def _value(row: pd.Series[Any]) -> str:
    import pandas as pd

    value, n = float(row["value"]), row["n"]
    return f"{value:.4g}" if pd.isna(n) else f"{value:.4g} (n = {figures.count(int(n))})"
