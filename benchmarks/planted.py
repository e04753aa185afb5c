"""How often voc is right where the truth is known: worlds of many kinds, written, analysed, asked, and compared.

    make planted                       the full table, a few minutes
    python benchmarks/planted.py --quick          two worlds a kind, under a minute
    python benchmarks/planted.py --salt other     the same kinds with other seeds

For: seeing what a change of `voc.explain` does before it is merged. Not for: passing or failing; tests do that.
The worlds come from tests/worlds.py; the columns are explained in benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import worlds
from worlds import Plan, World

import voc
from voc import asking
from voc.report.findings import Finding, Interval

MOVED = worlds.METRIC
METRICS = (*MOVED.values(), *worlds.QUIET)


@dataclass(frozen=True)
class Kind:
    """A kind of world: the plan, and the verdict that would be right on the metric it touches."""

    name: str
    plan: Plan
    verdict: str = "explained"


DESK = Plan(table="interactions", segment={"agent": "A2"}, topic="resolution", jump=0.35)
KINDS = (
    Kind("one segment", Plan()),
    Kind("service desk, csat falls", DESK),
    Kind("two conditions", Plan(segment={"device": "mobile", "region": "UK"}, jump=0.3)),
    Kind("everywhere", Plan(segment={}, jump=0.15)),
    Kind("small effect", Plan(jump=0.10)),
    Kind("pulse of ten days", Plan(shape="pulse", jump=0.35)),
    Kind("ramp over five weeks", Plan(shape="ramp", jump=0.35)),
    Kind("labels 10 % wrong", Plan(noise=0.10, audit=500)),
    Kind("labels 25 % wrong", Plan(noise=0.25, audit=500)),
    Kind("labels 40 % wrong", Plan(noise=0.40, audit=500)),
    Kind("30 % of keys lost", Plan(lost=0.30)),
    Kind("comments two weeks late", Plan(late_days=14)),
    Kind("topics wander, a rumour", Plan(decoys=0.5, rumour=True)),
    Kind("restless days", Plan(wander=0.3)),
    Kind("holidays before", Plan(holiday=True)),
    Kind("nobody speaks of it", Plan(silent=True), "unexplained"),
    Kind("complaint moves nothing", Plan(harm=0.0), "no_shift"),
    Kind("mix alone moves", Plan(jump=0.0, swap=0.35), "mix"),
    Kind("collection starts late", Plan(jump=0.0, late_value="kiosk"), "artifact"),
    Kind("the unhappy write more", Plan(jump=0.0, louder=4.0), "no_shift"),
    Kind("quiet", Plan(jump=0.0), "no_shift"),
    Kind("quiet, restless, a rumour", Plan(jump=0.0, wander=0.3, decoys=0.5, rumour=True), "no_shift"),
)


@dataclass(frozen=True)
class Score:
    """One world. None: the question does not arise. `alarms` are moves that the search reports where nothing moved."""

    kind: str
    verdict_right: bool
    driver_right: bool | None
    driver_wrong: bool
    segment_right: bool | None
    shape_right: bool | None
    found: bool | None
    onset_error: int | None
    onset_covered: bool | None
    overall: bool | None
    inside: bool | None
    share: bool | None
    quiet_explained: int
    quiet_asked: int
    alarms: int
    seconds: float


def score(kind: Kind, seed: int) -> Score:
    """Writes, analyses and asks one world."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        world = worlds.write(Path(folder), kind.plan, seed)
        run = voc.analyze(world.folder, metrics=METRICS)
        asked = asking.explained(run, asking.questions(world.folder / "questions.json")).findings
        searched = run.findings
    seconds = time.perf_counter() - started
    answer = next(one for one in asked if one.metric == world.metric)
    quiet = [one for one in asked if one.metric != world.metric]
    is_planted = kind.verdict in ("explained", "unexplained")
    move = _nearest(world, searched) if is_planted else None
    named = [one.topic for one in answer.drivers]
    return Score(
        kind=kind.name,
        verdict_right=answer.verdict == kind.verdict,
        driver_right=named[:1] == [kind.plan.topic] if kind.verdict == "explained" else None,
        driver_wrong=bool(named) and (kind.verdict != "explained" or named[0] != kind.plan.topic),
        segment_right=answer.segment == dict(kind.plan.segment) if is_planted else None,
        shape_right=answer.kind == kind.plan.shape if is_planted else None,
        found=move is not None if is_planted else None,
        onset_error=None if move is None else abs((date.fromisoformat(move.onset) - world.onset).days),
        onset_covered=None if move is None else move.onset_lo <= world.onset.isoformat() <= move.onset_hi,
        **_covered(world, answer),
        quiet_explained=sum(bool(one.drivers) for one in quiet),
        quiet_asked=len(quiet),
        alarms=sum(_is_alarm(one, world, kind) for one in searched),
        seconds=seconds,
    )


def _nearest(world: World, found: Iterable[Finding]) -> Finding | None:
    """The move of the touched metric nearest to the planted day, within two weeks."""
    near = [one for one in found if one.metric == world.metric and one.verdict in ("explained", "unexplained")]
    away = {one.id: abs((date.fromisoformat(one.onset) - world.onset).days) for one in near}
    close = [one for one in near if away[one.id] <= 14]
    return min(close, key=lambda one: away[one.id], default=None)


def _is_alarm(one: Finding, world: World, kind: Kind) -> bool:
    """A real move reported where none was planted: another metric, or this one in a world without a plan, or more than
    three weeks from the planted day."""
    if one.verdict not in ("explained", "unexplained", "mix") or one.metric not in METRICS:
        return False
    touched = one.metric == world.metric and kind.verdict != "no_shift"
    days = (date.fromisoformat(one.onset) - world.onset).days
    return not touched or not -21 <= days <= 21


def _covered(world: World, answer: Finding) -> dict[str, bool | None]:
    """Does each interval hold the truth? None where there is no interval, or no plan to be right about."""
    onset = date.fromisoformat(answer.onset)
    spans = (
        (date.fromisoformat(answer.before_from), onset - timedelta(days=1)),
        (onset, date.fromisoformat(answer.after_to)),
    )
    if world.plan.late_value:
        return {"overall": None, "inside": None, "share": None}
    first = answer.drivers[0] if answer.drivers else None
    share = None
    if first is not None and first.topic == world.plan.topic and answer.segment == dict(world.plan.segment):
        share = _holds(first.share_change, world.share(*spans, answer.segment))
    return {
        "overall": _holds(answer.delta_overall, world.overall(*spans)),
        "inside": _holds(answer.delta_segment, world.in_segment(*spans, answer.segment)),
        "share": share,
    }


def _holds(interval: Interval, truth: float) -> bool | None:
    if interval.lo is None or interval.hi is None:
        return None
    return interval.lo <= truth <= interval.hi


def seeds(salt: str, kind: str, count: int) -> list[int]:
    """The seeds of a kind: from the salt, so that a new salt is a new set of worlds."""
    digests = (hashlib.sha256(f"{salt}/{kind}/{number}".encode()).digest() for number in range(count))
    return [int.from_bytes(one[:6], "big") for one in digests]


COLUMNS = (
    ("verdict", "verdict_right"), ("driver", "driver_right"), ("wrong", "driver_wrong"), ("segment", "segment_right"),
    ("shape", "shape_right"), ("found", "found"), ("onset in", "onset_covered"), ("overall", "overall"),
    ("inside", "inside"), ("share", "share"),
)  # fmt: skip


def table(scores: Sequence[Score]) -> str:
    """The scores as Markdown: a row a kind, then all; shares in %."""
    names = ["kind", "worlds", *(name for name, _ in COLUMNS), "days off", "quiet named", "alarms", "s"]
    lines = [f"| {' | '.join(names)} |", f"|{'---|' * len(names)}"]
    for kind in [*dict.fromkeys(one.kind for one in scores), "all"]:
        rows = [one for one in scores if kind in (one.kind, "all")]
        cells = [kind, str(len(rows)), *(_share(getattr(one, field) for one in rows) for _, field in COLUMNS)]
        errors = [one.onset_error for one in rows if one.onset_error is not None]
        cells.append(f"{np.median(errors):.0f}" if errors else "")
        cells.append(f"{sum(one.quiet_explained for one in rows)}/{sum(one.quiet_asked for one in rows)}")
        cells += [f"{sum(one.alarms for one in rows)}", f"{np.mean([one.seconds for one in rows]):.1f}"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _share(values: Iterable[bool | None]) -> str:
    known = [value for value in values if value is not None]
    return f"{100 * np.mean(known):.0f}" if known else ""


def _one(asked: tuple[Kind, int]) -> Score:
    return score(*asked)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the worlds and prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one small world a kind, under a minute")
    parser.add_argument("--worlds", type=int, default=0, help="worlds a kind (10; with --quick 1)")
    parser.add_argument("--salt", default="northfell", help="where the seeds come from")
    parser.add_argument("--only", default="", help="kinds whose name holds this")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args(arguments)
    count = given.worlds or (1 if given.quick else 10)
    kinds = [_small(kind) if given.quick else kind for kind in KINDS if given.only in kind.name]
    asked = [(kind, seed) for kind in kinds for seed in seeds(given.salt, kind.name, count)]
    with ProcessPoolExecutor(given.jobs) as pool:
        scores = list(pool.map(_one, asked))
    print(f"salt {given.salt}, {count} worlds a kind{', small ones' if given.quick else ''}, voc {voc.__version__}\n")
    print(table(scores))


def _small(kind: Kind) -> Kind:
    volume: Mapping[str, int] = {name: rows // 2 for name, rows in kind.plan.a_day.items()}
    return replace(kind, plan=replace(kind.plan, a_day=volume))


if __name__ == "__main__":
    main()
