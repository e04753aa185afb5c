"""Whether durations are in the unit they are read in: `doubts(parsed, theirs, declared)`, warnings for a person to judge.

For: `rows`, whose warnings `voc check` prints. Not for: changing a value. Minutes taken as seconds make every wait
sixty times too short and leave no trace, so a doubt is worth a line; nothing is turned by a guess.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voc.ingest.note import note

_FEWEST = 5  # durations above 0 before their size says anything
_NAMES = {"ms": note("milliseconds"), "min": note("minutes"), "h": note("hours")}
_SECONDS = {"ms": 0.001, "min": 60.0, "h": 3600.0}
# Medians in seconds below which a column is more likely minutes, and above which milliseconds: nobody talks to customers
# for less than twenty seconds, or solves tickets in less than a minute, in half of all cases.
_USUAL = {
    "talk_s": (20.0, 36_000.0), "handle_s": (20.0, 36_000.0), "hold_s": (0.0, 36_000.0), "acw_s": (0.0, 36_000.0),
    "queue_wait_s": (0.0, 36_000.0), "first_response_s": (0.0, 3e7), "resolution_s": (60.0, 3e7),
}  # fmt: skip
_MOST_MINUTES = 240.0  # minutes that a contact lasts at most, where its numbers are minutes
_NEAR = 0.25  # of the time between start and end


def doubts(parsed: Mapping[str, pa.Array], theirs: Mapping[str, str], declared: Mapping[str, str]) -> list[str]:
    """Warnings about columns of durations, in seconds as read; `theirs` are their names in the file. One whose unit
    is `declared` is not doubted."""
    elapsed = _elapsed(parsed)
    found = []
    for name in _USUAL:
        if name not in parsed or name in declared:
            continue
        their = theirs.get(name, name)
        unit, why = _named(their) or _measured(parsed[name], elapsed, name) or ("", "")
        if unit:
            found.append(
                note(
                    "column {column} is read as seconds and looks like {unit}: {why}; if so, say {line}",
                    column=their,
                    unit=_NAMES[unit],
                    why=why,
                    line=f'[source.units] {name} = "{unit}"',
                )
            )
    return found


def _named(their: str) -> tuple[str, str] | None:
    """The unit that the end of a column's name says, where it is another: handle_min, duration_ms, 通话时长(分钟)."""
    plain = re.sub(r"[\W_]+", "_", their.strip().lower()).strip("_")
    for unit, words in _words().items():
        for word in words:
            says = plain.endswith("_" + word) or (not word.isascii() and plain.endswith(word))
            if says:
                return (unit, note("its name says so")) if unit != "s" else None
    return None


def _measured(cells: pa.Array, elapsed: np.ndarray | None, name: str) -> tuple[str, str] | None:
    """What the sizes say: against the time between start and end where there is one, else against what is usual."""
    seconds = cells.cast(pa.float64()).to_numpy(zero_copy_only=False)
    if elapsed is not None and name in ("handle_s", "talk_s"):
        there = (seconds > 0) & (elapsed > 0)
        if there.sum() >= _FEWEST:
            ratio = float(np.median(elapsed[there] / seconds[there]))
            for unit, factor in _SECONDS.items():
                if abs(ratio / factor - 1) <= _NEAR:
                    return unit, note("contacts last {times} times as long from start to end", times=f"{ratio:.3g}")
            if _NEAR < ratio < 1 / _NEAR:
                return None
    filled = seconds[seconds > 0]
    if len(filled) < _FEWEST:
        return None
    median, low, high = float(np.median(filled)), *_USUAL[name]
    if median > high:
        return "ms", note("half of them are above {n}", n=f"{median:,.0f}")
    if median < low and filled.max() <= _MOST_MINUTES:
        return "min", note(
            "half of them are below {n} and none is above {most}", n=f"{median:g}", most=f"{filled.max():g}"
        )
    has_parts = (filled != np.floor(filled)).mean() > 0.5 and (np.round(filled, 3) == filled).all()
    if has_parts and filled.max() < 60:
        return "min", note("they have decimals and none is above {most}", most=f"{filled.max():g}")
    return None


def _elapsed(parsed: Mapping[str, pa.Array]) -> np.ndarray | None:
    """Seconds from start to end, NaN where one of them is missing."""
    if not {"started_at", "ended_at"} <= parsed.keys():
        return None
    micros = pc.subtract(parsed["ended_at"].cast(pa.int64()), parsed["started_at"].cast(pa.int64()))
    return micros.cast(pa.float64()).to_numpy(zero_copy_only=False) / 1e6


@cache
def _words() -> Mapping[str, list[str]]:
    text = resources.files("voc").joinpath("data/words/columns.toml").read_text("utf-8")
    words: dict[str, list[str]] = tomllib.loads(text)["units"]
    return words
