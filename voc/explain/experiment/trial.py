"""Trial: the rows of an experiment as they may be compared - begun, in one arm each, numbered by unit.

For: `voc experiment`. Not for: comparing anything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from voc.errors import DataError

# so many units of the control alone before the first treated row are no chance: those rows say "control" of a time
# before the experiment, when nobody could be treated
LEAST_LEAD = 30
MOSTLY = 0.4
_COLUMNS = ("happened_at", "seen_at")


@dataclass(frozen=True)
class Trial:
    """`rows` (arm, code, value) since the beginning; `assigned` (arm, code, is_answered), every row that could have been
    counted; `before` (code, value), what the same units did before; `responses` (arm, code, key). `code` numbers units.

    `seen` units by arm have a counted row; of `units` in all, `mixed` were seen in both arms and are left out of the
    rest. `start` is None where no row has a time; `alone` assigned rows have no known unit; `set_aside` rows are of
    other arms.
    """

    rows: pd.DataFrame
    assigned: pd.DataFrame
    before: pd.DataFrame
    responses: pd.DataFrame
    seen: dict[str, int]
    start: pd.Timestamp | None
    mixed: int
    units: int
    alone: int
    set_aside: int

    def counted(self, treatment: str, control: str, *, is_assigned: bool = False) -> dict[str, int]:
        """Units by arm: those with a counted row, or all that were assigned."""
        frame = self.assigned if is_assigned else self.rows
        return {name: int(frame.loc[frame["arm"] == name, "code"].nunique()) for name in (treatment, control)}


def trial(
    rows: pd.DataFrame,
    assigned: pd.DataFrame | None,
    responses: pd.DataFrame | None,
    arms: tuple[str, str],
    since: pd.Timestamp | None,
    timezone: str = "UTC",
) -> Trial:
    """The Trial of two `arms` (treatment, control); `rows` has columns arm, unit, value; happened_at, seen_at where known.

    It begins at `since`; else with the first row that has an arm, or with the first treated one where LEAST_LEAD units
    stood in the control before it. Raises DataError E254, with days of `timezone`, where nothing lies after `since`.
    """
    every = [rows, rows.assign(is_answered=True) if assigned is None else assigned,
             rows.iloc[:0].assign(key="") if responses is None else responses]  # fmt: skip
    codes = _codes([one["unit"] for one in every])
    ends = np.cumsum([0, *(len(one) for one in every)])
    numbered = [
        _timed(one.drop(columns="unit"), codes[ends[k] : ends[k + 1]]) for k, one in enumerate(every)
    ]  # fmt: skip
    found, asked, spoke = numbered
    start = since if since is not None else _start(asked, arms)
    here = [_since(one[one["arm"].isin(arms)], start, is_told=since is not None) for one in (found, asked, spoke)]
    if since is not None and not len(here[1]):
        raise DataError(
            "E254", "no row of the experiment lies on or after the day it began",
            found=f"{since.tz_convert(timezone):%Y-%m-%d}",
            expected=_span(asked, arms, timezone), do="give --since a day inside the data",
        )  # fmt: skip
    where = pd.concat([here[0][["arm", "code"]], here[1][["arm", "code"]]]).drop_duplicates()
    mixed = where.loc[where["code"].duplicated(), "code"].unique()
    found_before = (
        found[(found["seen_at"] < start) & (found["happened_at"] < start)] if start is not None else found.iloc[:0]
    )
    kept = [one[~one["code"].isin(mixed)] if len(mixed) else one for one in here]
    seen = here[0].groupby("arm")["code"].nunique()
    return Trial(
        kept[0], kept[1], found_before[["code", "value"]], kept[2],
        {name: int(seen.get(name, 0)) for name in arms}, start, len(mixed), int(where["code"].nunique()),
        int(kept[1]["is_alone"].sum()) if "is_alone" in kept[1] else 0,
        int((found["arm"].notna() & ~found["arm"].isin(arms)).sum()),
    )  # fmt: skip


def by_row(rows: pd.DataFrame, assigned: pd.DataFrame, arms: tuple[str, str], since: pd.Timestamp | None) -> bool:
    """True where units with several rows are in both arms about as often as if each row had been assigned by itself.

    That is half of the units with two rows, more of the others; a few strays are no plan.
    """
    armed = assigned[assigned["arm"].isin(arms)]
    if _both(armed) < MOSTLY:  # nearly always: spares the rest
        return False
    found = trial(rows, assigned, None, arms, since)
    begun = armed if found.start is None else armed[~(armed["happened_at"] < found.start)]
    return _both(begun) >= MOSTLY


def _both(armed: pd.DataFrame) -> float:
    """The share of units with at least two rows that are in both arms; 0 where there are hardly any."""
    pairs = pd.DataFrame({"unit": armed["unit"].astype("category").cat.codes, "arm": armed["arm"].astype(str)})
    counted = pairs.groupby("unit")["arm"].agg(["size", "nunique"])
    several = counted[counted["size"] > 1]
    return float((several["nunique"] > 1).mean()) if len(several) >= LEAST_LEAD else 0.0


def _codes(units: list[pd.Series]) -> np.ndarray:
    """A number a unit over all the columns, laid end to end; those that share their categories have it already."""
    first = units[0].dtype
    if isinstance(first, pd.CategoricalDtype) and all(one.dtype == first for one in units):
        return np.concatenate([one.cat.codes.to_numpy() for one in units])
    return np.asarray(pd.factorize(pd.concat([one.astype(str) for one in units], ignore_index=True))[0])


def _timed(frame: pd.DataFrame, code: np.ndarray) -> pd.DataFrame:
    more = {name: pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us, UTC]") for name in _COLUMNS}
    return frame.assign(code=code, **{name: empty for name, empty in more.items() if name not in frame})


def _start(asked: pd.DataFrame, arms: tuple[str, str]) -> pd.Timestamp | None:
    treated, control = (asked[asked["arm"] == arm] for arm in arms)
    firsts = [one["happened_at"].min() for one in (treated, control) if one["happened_at"].notna().any()]
    if not firsts:
        return None
    if len(firsts) == 2 and control.loc[control["happened_at"] < firsts[0], "code"].nunique() >= LEAST_LEAD:
        return firsts[0]
    return min(firsts)


def _since(frame: pd.DataFrame, start: pd.Timestamp | None, *, is_told: bool) -> pd.DataFrame:
    """Rows that belong to the experiment: since `start`; a row without a time does where nobody said a day."""
    if start is None or not len(frame):
        return frame
    late = frame["happened_at"] >= start
    return frame[late if is_told else late | frame["happened_at"].isna()]


def _span(asked: pd.DataFrame, arms: tuple[str, str], timezone: str) -> str:
    times = asked.loc[asked["arm"].isin(arms), "happened_at"].dropna().dt.tz_convert(timezone)
    return f"a day from {times.min():%Y-%m-%d} to {times.max():%Y-%m-%d}" if len(times) else "rows with a time"
