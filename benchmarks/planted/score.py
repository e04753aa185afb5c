"""Answers against the truth: one Score a world and method.

For: `__main__`, tests, and anyone who tunes. Not for: the table made of many scores; see `figures`.

Asked: every metric of the world on the planted day (in a world with nothing planted, on a day of no meaning). Unprompted:
what `voc analyze` found by itself.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import voc
from benchmarks.planted.answers import REAL, Answer, Estimate, answer
from benchmarks.planted.plan import Plan
from benchmarks.planted.world import Truth, World, built
from voc import asking

# Found: a move within two weeks of the planted day. Neither right nor wrong: other dates of the same episode.
NEAR_DAYS, EPISODE_DAYS = 14, 21
PARTS = ("overall", "inside", "share", "accounted")


@dataclass(frozen=True)
class Part:
    """A 95 % interval against the truth: does it hold it, half its width over the size of the truth (None where that is 0),
    estimate less truth in half widths."""

    part: str
    truth: float
    held: bool
    width: float | None
    error: float | None


@dataclass(frozen=True)
class Asked:
    """The answer about one metric. None: the question does not arise."""

    metric: str
    form: str
    is_touched: bool
    is_clear_move: bool
    is_clear_driver: bool
    z_move: float | None
    z_topic: float | None
    verdict: str
    verdict_right: bool
    named: str | None
    driver_right: bool | None
    driver_wrong: bool
    named_falsely: bool  # a topic on a quiet metric, or on a shift that no topic made
    shape_right: bool | None
    segment_f1: float | None
    parts: tuple[Part, ...]
    grade: str | None
    reasons: tuple[str, ...]

    def part(self, name: str) -> Part | None:
        """The interval called `name`, of PARTS; None where it is not scored."""
        return next((one for one in self.parts if one.part == name), None)


@dataclass(frozen=True)
class Score:
    """One world and method: answers, and what was found unasked. `moves` are right, wrong or beside (of a planted episode,
    or a move of the mix that did happen)."""

    method: str
    is_searched: bool
    kind: str
    expected: str
    salt: str
    seed: int
    asked: tuple[Asked, ...]
    moves_right: int
    moves_beside: int
    wrong: tuple[str, ...]
    sought: int
    sought_found: int
    sought_clear: int
    sought_clear_found: int
    onset_errors: tuple[int, ...]
    onset_covered: tuple[bool, ...]
    drivers_named: int  # by the search, on right moves of worlds with a driver
    drivers_named_right: int
    seconds: float

    @property
    def is_null(self) -> bool:
        """Nothing at all was planted, and the data are as they should be."""
        return self.expected == "no_shift"

    @property
    def moves_wrong(self) -> int:
        """Moves found where there is none."""
        return len(self.wrong)

    def as_dict(self) -> dict[str, Any]:
        """For --json."""
        return asdict(self)


def score(plan: Plan, *, baselines: bool = False) -> tuple[Score, ...]:
    """Draws, writes, analyses and asks one world; the Score of voc first, then those of the baselines."""
    world = built(plan)
    with tempfile.TemporaryDirectory() as name:
        folder = world.folder(Path(name))
        scores = [scored(world, folder)]
        if baselines:
            from benchmarks.planted.baselines import METHODS, seen

            sight = seen(world, folder)
            for method, ask in METHODS.items():
                started = time.perf_counter()
                answers, found = ask(world, sight)
                scores.append(judged(world, answers, found, method, time.perf_counter() - started))
    return tuple(scores)


def scored(world: World, folder: Path) -> Score:
    """The Score of voc on a world that was written into `folder`."""
    started = time.perf_counter()
    run = voc.analyze(folder, metrics=world.plan.metrics)
    answers = asking.explained(run, asking.questions(folder / "questions.json")).findings
    seconds = time.perf_counter() - started
    return judged(world, [answer(one) for one in answers], [answer(one) for one in run.findings], "voc", seconds)


def judged(
    world: World, answers: Sequence[Answer], found: Iterable[Answer] | None, method: str = "", seconds: float = 0.0
) -> Score:
    """The Score of answers (one a metric of the world) and of what was found unasked (None: the method does not search)."""
    plan = world.plan
    right, beside, wrong = _moves(world, [one for one in found or () if one.metric in plan.metrics])
    sought = plan.touched if plan.expected in REAL and found is not None else ()
    nearest = {metric: _nearest(world, [one for one in right if one.metric == metric]) for metric in sought}
    clear = [metric for metric in sought if world.is_clear_move(metric)]
    hits = [one for one in nearest.values() if one is not None]
    named = [one.topic for one in hits if one.topic] if plan.expected == "explained" else []
    return Score(
        method=method, is_searched=found is not None, kind=plan.kind, expected=plan.expected, salt=plan.salt, seed=plan.seed,
        asked=tuple(_asked(world, one) for one in answers), moves_right=len(right), moves_beside=len(beside),
        wrong=tuple(f"{one.metric} {one.onset} {one.verdict} {one.place} {one.grade}" for one in wrong),
        sought=len(sought), sought_found=len(hits),
        sought_clear=len(clear), sought_clear_found=sum(nearest[metric] is not None for metric in clear),
        onset_errors=tuple(_days_off(world, one) for one in hits),
        onset_covered=tuple(one.onset_lo <= world.onset <= one.onset_hi for one in hits),
        drivers_named=len(named), drivers_named_right=sum(one == plan.topic for one in named), seconds=seconds,
    )  # fmt: skip


def _asked(world: World, one: Answer) -> Asked:
    plan, metric = world.plan, one.metric
    is_touched = metric in plan.touched
    expected = plan.expected if is_touched else "no_shift"
    is_real = is_touched and plan.expected in REAL
    has_driver = is_touched and plan.expected == "explained"
    is_right = has_driver and one.topic == plan.topic
    z_move, z_topic = world.clearness[metric] if is_touched else (None, None)
    # No segment is named where no move was seen.
    f1 = world.likeness(metric, one.place) if is_real and one.verdict in REAL else None
    return Asked(
        metric=metric, form=plan.measures[metric].form, is_touched=is_touched,
        is_clear_move=is_real and world.is_clear_move(metric),
        is_clear_driver=has_driver and world.is_clear_driver(metric),
        z_move=z_move, z_topic=z_topic, verdict=one.verdict, verdict_right=one.verdict == expected, named=one.topic,
        driver_right=is_right if has_driver else None,
        driver_wrong=has_driver and one.topic is not None and not is_right,
        named_falsely=one.topic is not None and not has_driver,
        shape_right=one.shape == plan.shape if is_real and one.verdict in REAL else None,
        segment_f1=f1, parts=_parts(world, one, is_right and f1 is not None and f1 > 0.999),
        grade=one.grade, reasons=one.reasons,
    )  # fmt: skip


def _parts(world: World, one: Answer, is_all_right: bool) -> tuple[Part, ...]:
    """The intervals of an answer that have a truth. Shares and parts accounted for are those of the right topic in the
    right place; a share can be right only where labels are, or where an audit says how wrong they are."""
    plan, truth = world.plan, _truth(world, one)
    if truth is None:
        return ()
    given: dict[str, Estimate | None] = {}
    if not plan.late:
        given |= {"overall": one.overall, "inside": one.inside}
    if is_all_right:
        is_exact = not plan.is_raw and all(pair == (1.0, 0.0) for pair in plan.skill.values())
        is_known = bool(plan.audit) or is_exact
        given |= {"share": one.share if is_known else None, "accounted": one.accounted}
    return tuple(_part(name, known, getattr(truth, name)) for name, known in given.items() if known is not None)


def _part(name: str, known: Estimate, truth: float) -> Part:
    est, lo, hi = known
    half = (hi - lo) / 2
    return Part(
        name, truth, bool(lo <= truth <= hi), half / abs(truth) if abs(truth) > 1e-6 else None,
        (est - truth) / half if half > 0 else None,
    )  # fmt: skip


def _truth(world: World, one: Answer) -> Truth | None:
    """The truth over the very stretches and the segment of the answer."""
    if one.before[1] < one.before[0] or one.after[1] < one.after[0]:
        return None
    return world.truth(one.metric, one.before, one.after, one.place)


def _moves(world: World, found: Iterable[Answer]) -> tuple[list[Answer], list[Answer], list[Answer]]:
    """(right, beside, wrong) of what was found unasked."""
    plan = world.plan
    right: list[Answer] = []
    beside: list[Answer] = []
    wrong: list[Answer] = []
    last = plan.last if plan.shape != "step" else 0
    for one in found:
        if one.verdict in ("no_shift", "artifact"):
            continue
        day = (one.onset - world.onset).days
        is_planted = one.metric in plan.touched and plan.expected in REAL
        if one.verdict == "mix":
            (beside if _is_true_mix(world, one) else wrong).append(one)
        elif is_planted and abs(day) <= NEAR_DAYS:
            right.append(one)
        elif is_planted and -EPISODE_DAYS <= day <= last + EPISODE_DAYS:
            beside.append(one)
        else:
            wrong.append(one)
    # one planted move is found once: what else is named of it is beside
    for metric in plan.touched:
        best = _nearest(world, [one for one in right if one.metric == metric])
        more = [one for one in right if one.metric == metric and one is not best]
        right = [one for one in right if one not in more]
        beside += more
    return right, beside, wrong


def _is_true_mix(world: World, one: Answer) -> bool:
    """The usual values of the rows did move in this direction, by at least a third of what is said."""
    truth, said = _truth(world, one), one.mix[0] if one.mix else 0.0
    return truth is not None and truth.mix * said > 0 and abs(truth.mix) >= abs(said) / 3


def _nearest(world: World, among: Sequence[Answer]) -> Answer | None:
    return min(among, key=lambda one: _days_off(world, one), default=None)


def _days_off(world: World, one: Answer) -> int:
    return abs((one.onset - world.onset).days)
