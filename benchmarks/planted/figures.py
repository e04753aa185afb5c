"""Many scores as the tables of the README: each figure with the number of cases it rests on.

For: `__main__`. Not for: judging; see `score`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from benchmarks.planted.score import Asked, Score

WANTED = {
    "right driver first, clear drivers": ">= 0.90",
    "wrong driver named": "<= 0.02",
    "topic named on a quiet metric": "<= 0.01",
    "topic named for a silent, mix or artifact shift": "<= 0.03",
    "segment F1, where a move is named": ">= 0.93",
    "95 % interval holds: overall": "0.93-0.98",
    "95 % interval holds: overall, null worlds": "0.93-0.98",
    "95 % interval holds: segment": "0.93-0.98",
    "95 % interval holds: share change": "0.93-0.98",
    "95 % interval holds: accounted": "0.93-0.98",
    "unprompted: precision": ">= 0.90",
    "unprompted: recall, clear moves": ">= 0.80",
    "unprompted: onset error, median days": "<= 2",
    "null worlds with any alarm": "<= 0.06",
    "seconds a world, median": "< 20",
}

# From words in three scripts, tagged by voc itself.
WANTED_RAW = {**WANTED, "right driver first, clear drivers": ">= 0.75", "wrong driver named": "<= 0.03"}


# Rows of the table that the front page shows.
SHORT = (
    "right driver first, clear drivers", "wrong driver named", "topic named on a quiet metric",
    "topic named for a silent, mix or artifact shift", "95 % interval holds: overall, null worlds",
    "95 % interval holds: segment", "95 % interval holds: share change", "unprompted: precision",
    "unprompted: recall, clear moves", "null worlds with any alarm",
)  # fmt: skip


def short(printed: str) -> str:
    """The head and the rows SHORT of a printed table."""
    lines = printed.splitlines()
    return "\n".join([*lines[:2], *(line for line in lines[2:] if line.split(" | ")[0].removeprefix("| ") in SHORT)])


def table(scores: Sequence[Score], *, is_raw: bool = False) -> str:
    """The figures as Markdown, a column a method, n in brackets."""
    wanted = WANTED_RAW if is_raw else WANTED
    methods = list(dict.fromkeys(one.method for one in scores))
    made = {method: _figures([one for one in scores if one.method == method]) for method in methods}
    rows = [(name, *(made[method][name] for method in methods), wanted.get(name, "")) for name in made[methods[0]]]
    return markdown(("asked: metric and date given", *methods, "wanted"), rows)


def _figures(scores: Sequence[Score]) -> dict[str, str]:
    asked = [one for world in scores for one in world.asked]
    touched = [one for one in asked if one.is_touched]
    driven = [one for one in asked if one.driver_right is not None]
    clear = [one for one in driven if one.is_clear_driver]
    undriven = [
        one for world in scores if world.expected in ("unexplained", "mix", "artifact")
        for one in world.asked if one.is_touched
    ]  # fmt: skip
    null = [one for world in scores if world.is_null for one in world.asked]
    errors = [error for one in scores for error in one.onset_errors]
    right, wrong = sum(one.moves_right for one in scores), sum(one.moves_wrong for one in scores)
    told = sum(one.drivers_named for one in scores)
    return {
        "right driver first, clear drivers": _rate(one.driver_right for one in clear),
        "right driver first, all": _rate(one.driver_right for one in driven),
        "wrong driver named": _rate(one.driver_wrong for one in driven),
        "topic named on a quiet metric": _rate(one.named_falsely for one in asked if not one.is_touched),
        "topic named for a silent, mix or artifact shift": _rate(one.named_falsely for one in undriven),
        "verdict right, touched metrics": _rate(one.verdict_right for one in touched),
        "verdict right, quiet metrics": _rate(one.verdict_right for one in asked if not one.is_touched),
        "segment F1, where a move is named": _mean(one.segment_f1 for one in asked),
        "segment F1, clear moves, 0 where none is named": _mean(one.segment_f1 or 0.0 for one in asked if one.is_clear_move),
        "shape right": _rate(one.shape_right for one in asked),
        "95 % interval holds: overall": _held(asked, "overall"),
        "95 % interval holds: overall, null worlds": _held(null, "overall"),
        "95 % interval holds: overall, touched metrics": _held(touched, "overall"),
        "95 % interval holds: segment": _held(touched, "inside"),
        "95 % interval holds: share change": _held(asked, "share"),
        "95 % interval holds: accounted": _held(asked, "accounted"),
        "half width over truth, median: overall": _width((one for one in asked if one.is_clear_move), "overall"),
        "half width over truth, median: segment": _width((one for one in asked if one.is_clear_move), "inside"),
        "half width over truth, median: share change": _width(asked, "share"),
        "half width over truth, median: accounted": _width(asked, "accounted"),
        "error over half width, s.d.: overall": _spread(asked, "overall"),
        "error over half width, s.d.: segment": _spread(touched, "inside"),
        "error over half width, s.d.: share change": _spread(asked, "share"),
        "error over half width, s.d.: accounted": _spread(asked, "accounted"),
        "unprompted: precision": _ratio(right, right + wrong),
        "unprompted: recall, clear moves": _ratio(
            sum(one.sought_clear_found for one in scores), sum(one.sought_clear for one in scores)
        ),
        "unprompted: recall, all moves": _ratio(
            sum(one.sought_found for one in scores), sum(one.sought for one in scores)
        ),
        "unprompted: right driver first, where one is named": _ratio(sum(one.drivers_named_right for one in scores), told),
        "unprompted: onset error, median days": _median(errors),
        "unprompted: onset interval holds": _rate(is_in for one in scores for is_in in one.onset_covered),
        "null worlds with any alarm": _rate(one.moves_wrong > 0 for one in scores if one.is_null and one.is_searched),
        "seconds a world, median": _median([one.seconds for one in scores]),
    }  # fmt: skip


def by_kind(scores: Sequence[Score]) -> str:
    """A row a kind of world: shares of 1, - where the question does not arise; the first method only."""
    names = (
        "kind", "worlds", "verdict", "driver", "clear", "wrong", "falsely", "F1", "overall", "segment", "share",
        "accounted", "found", "days off", "false moves",
    )  # fmt: skip
    scores = [one for one in scores if one.method == scores[0].method]
    rows = []
    for kind in dict.fromkeys(one.kind for one in scores):
        worlds = [one for one in scores if one.kind == kind]
        asked = [one for world in worlds for one in world.asked]
        touched = [one for one in asked if one.is_touched] or asked
        driven = [one for one in asked if one.driver_right is not None]
        cells = [
            _rate(one.verdict_right for one in touched), _rate(one.driver_right for one in driven),
            _rate(one.driver_right for one in driven if one.is_clear_driver), _rate(one.driver_wrong for one in driven),
            _rate(one.named_falsely for one in asked), _mean(one.segment_f1 for one in asked),
            _held(asked, "overall"), _held(touched, "inside"), _held(asked, "share"), _held(asked, "accounted"),
            _ratio(sum(one.sought_found for one in worlds), sum(one.sought for one in worlds)),
            _median([error for one in worlds for error in one.onset_errors]),
        ]  # fmt: skip
        rows.append((kind, str(len(worlds)), *cells, str(sum(one.moves_wrong for one in worlds))))
    return markdown(names, rows)


def _held(asked: Iterable[Asked], name: str) -> str:
    return _rate(part.held for one in asked if (part := one.part(name)))


def _width(asked: Iterable[Asked], name: str) -> str:
    return _median([part.width for one in asked if (part := one.part(name)) and part.width is not None])


def _spread(asked: Iterable[Asked], name: str) -> str:
    """0.51 where intervals are as wide as they say: narrower than that, they are too wide."""
    known = [part.error for one in asked if (part := one.part(name)) and part.error is not None]
    return f"{np.std(known):.2f} ({len(known)})" if len(known) > 1 else "-"


def _rate(values: Iterable[bool | None]) -> str:
    known = [value for value in values if value is not None]
    return _ratio(sum(known), len(known))


def _mean(values: Iterable[float | None]) -> str:
    known = [value for value in values if value is not None]
    return f"{np.mean(known):.2f} ({len(known)})" if known else "-"


def _median(values: Sequence[float]) -> str:
    return f"{np.median(values):.2g} ({len(values)})" if len(values) else "-"


def _ratio(part: float, whole: int) -> str:
    return f"{part / whole:.3f} ({whole})" if whole else "-"


def markdown(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown."""
    lines = [f"| {' | '.join(names)} |", f"|{'---|' * len(names)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])
