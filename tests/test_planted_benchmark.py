"""The public benchmark keeps its own promises: fresh but repeatable worlds, exact truth, files that voc reads, a fair scorer.

What voc scores on it is printed by `make planted`, not tested here.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.planted import experiments, figures, kept, score
from benchmarks.planted.answers import Answer, Estimate
from benchmarks.planted.baselines import METHODS, changes, seen
from benchmarks.planted.kinds import KINDS, kind, planned
from benchmarks.planted.plan import EVERY_TOPIC, FIRST, LANGS, Plan
from benchmarks.planted.sentences import CHATTER, sentences, texts
from benchmarks.planted.world import World, build, built
from voc import checking

SALT, SMALL = "tests", 0.015


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_the_same_salt_and_seed_give_the_same_bytes(form: str, tmp_path: Path) -> None:
    one = files(build("decoys", 1, SALT, SMALL).folder(tmp_path / "one", form=form))
    again = files(build("decoys", 1, SALT, SMALL).folder(tmp_path / "again", form=form))
    assert one == again and len(one) >= 6
    for other in (build("decoys", 1, "other", SMALL), build("decoys", 2, SALT, SMALL)):
        changed = files(other.folder(tmp_path / other.plan.salt / str(other.plan.seed), form=form))
        assert changed[f"sessions.{form}"] != one[f"sessions.{form}"]


@pytest.mark.parametrize("name", [one.name for one in KINDS])
def test_every_kind_is_a_project_that_voc_reads_whole(name: str, tmp_path: Path) -> None:
    world = build(name, 0, SALT, SMALL)
    found = checking.checked(world.folder(tmp_path), {})
    assert set(world.plan.metrics) <= set(found.metrics)
    assert not found.rejected and not {dim for dim in found.left_out if dim.startswith("segment")}
    keys = {one["key"]: one for one in found.matches if one["left_table"] == "feedback"}
    matched = sum(one["matched"] for key, one in keys.items() if key.endswith("_id") and key != "customer_id")
    assert (matched == 0) == world.plan.unlinked


def smooth(plan: Plan) -> Plan:
    """The plan without anything that the truth leaves out on purpose: moods, noise, weekdays, holidays, wandering."""
    return replace(
        plan, mood=dict.fromkeys(plan.metrics, 0.0), cell_noise=0.0, weekday=0.0, wander=0.0, drift=0.0, holiday=None,
        decoys=(),
    )  # fmt: skip


def spans(plan: Plan) -> tuple[tuple[date, date], tuple[date, date]]:
    last = plan.onset + plan.last - 1 if plan.shape == "pulse" else plan.days - 1
    days = [FIRST + timedelta(days=day) for day in (0, plan.onset - 1, plan.onset, last)]
    return (days[0], days[1]), (days[2], days[3])


CHECKED = (
    "step, one condition", "step, two conditions", "seconds, skewed", "score, skewed", "pulse", "ramp", "better",
    "two metrics, one pain", "partly by something else", "survey on feedback", "silent",
)  # fmt: skip


@pytest.mark.parametrize("name", CHECKED)
def test_truth_is_what_comes_out_of_many_rows(name: str) -> None:
    """Where nothing but counting is by chance, drawn means lie within counting error of the truth."""
    world = built(smooth(planned(kind(name), SALT, 3, size=3.0)))
    plan = world.plan
    before, after = spans(plan)
    for metric in plan.touched:
        records, truth = world.table_of(metric), world.truth(metric, before, after, plan.segment)
        value = records.expected[metric].drawn.copy()
        wrote = np.isin(np.arange(len(value)), records.wrote)
        if plan.measures[metric].table == "feedback":
            value[~wrote] = np.nan
        inside = records.inside(plan.segment)
        day = np.array([FIRST + timedelta(days=int(one)) for one in range(plan.days)])[records.day]
        sides = [(day >= first) & (day <= last) for first, last in (before, after)]
        named = np.zeros(len(value))
        named[records.wrote] = records.said[:, EVERY_TOPIC.index(plan.topic)]
        for drawn, masks, known in (
            (value, [side & np.isfinite(value) for side in sides], truth.overall),
            (value, [side & inside & np.isfinite(value) for side in sides], truth.inside),
            (named, [side & inside & wrote for side in sides], truth.share),
        ):
            change = drawn[masks[1]].mean() - drawn[masks[0]].mean()
            error = sum(drawn[mask].var() / mask.sum() for mask in masks) ** 0.5
            assert abs(change - known) < 4 * error, (metric, change, known, error)
        # what goes by no topic was laid on as this share of the whole
        assert truth.accounted == pytest.approx(1 - plan.direct, abs=0.08)


def test_nothing_is_true_of_a_quiet_world() -> None:
    world = build("quiet, restless", 0, SALT, SMALL)
    before, after = spans(world.plan)
    for metric in world.plan.metrics:
        truth = world.truth(metric, before, after, {})
        assert truth.plan == truth.inside == truth.share == 0.0
        assert abs(truth.mix) < 0.05 * abs(world.table_of(metric).expected[metric].usual.mean())


def exact(truth: float) -> Estimate:
    return truth, truth - 0.001, truth + 0.001


def perfect(world: World) -> tuple[list[Answer], list[Answer]]:
    """What one would answer who knows the plan; the search of one who says just that."""
    plan = world.plan
    before, after = spans(plan)
    answers = []
    for metric in plan.metrics:
        is_touched = metric in plan.touched
        has_driver = is_touched and plan.expected == "explained"
        segment = plan.segment if is_touched else {}
        truth = world.truth(metric, before, after, segment)
        answers.append(Answer(
            metric, plan.expected if is_touched else "no_shift", before, after, world.onset, world.onset, world.onset,
            plan.shape, tuple(segment.items()), plan.topic if has_driver else None, exact(truth.overall),
            exact(truth.mix), exact(truth.inside), exact(truth.share), exact(truth.accounted),
        ))  # fmt: skip
    return answers, [one for one in answers if one.verdict in ("explained", "unexplained")]


def empty(world: World) -> tuple[list[Answer], list[Answer]]:
    """Silence."""
    before, after = spans(world.plan)
    return [
        Answer(metric, "no_shift", before, after, world.onset, world.onset, world.onset)
        for metric in world.plan.metrics
    ], []


def printed(scores: Sequence[score.Score]) -> dict[str, str]:
    """The figures by name, without their n."""
    rows = [line.strip("| ").split(" | ") for line in figures.table(scores).splitlines()[2:]]
    return {row[0]: row[1].split(" (")[0] for row in rows}


JUDGED = ("step, one condition", "step, two conditions", "better", "two metrics, one pain", "silent", "mix", "quiet")
SHARES = (
    "right driver first, clear drivers", "right driver first, all", "segment F1, where a move is named",
    "unprompted: recall, clear moves", "unprompted: recall, all moves", "unprompted: precision",
)  # fmt: skip


@pytest.fixture(scope="module")
def judged_worlds() -> list[World]:
    worlds = [built(planned(kind(name), SALT, seed, 1.0)) for name in JUDGED for seed in (0, 1)]
    return [built(replace(world.plan, skill=dict.fromkeys(LANGS, (1.0, 0.0)))) for world in worlds]


def test_a_perfect_answer_scores_1(judged_worlds: list[World]) -> None:
    told = printed([score.judged(world, *perfect(world), "perfect") for world in judged_worlds])
    assert {told[name] for name in SHARES} <= {"1.000", "1.00"}
    assert {told[name] for name in told if name.startswith("95 % interval holds")} == {"1.000"}
    for name in ("wrong driver named", "topic named on a quiet metric", "null worlds with any alarm"):
        assert told[name] == "0.000"
    assert told["topic named for a silent, mix or artifact shift"] == "0.000"
    assert told["verdict right, touched metrics"] == told["shape right"] == "1.000"
    assert told["unprompted: onset error, median days"] == "0"


def test_scores_are_kept_and_read_again(judged_worlds: list[World], tmp_path: Path) -> None:
    scores = [score.judged(world, *perfect(world), "perfect") for world in judged_worlds]
    told = [experiments.Told("fcr", SALT, 1, "no effect", 0.0, 0.1, True, 0.5, "noninferior", 0.4, 1.0)]
    with kept.kept(str(tmp_path / "kept.jsonl")) as keep:
        keep(scores)
        keep(told)
    assert kept.read([str(tmp_path / "kept.jsonl")]) == (scores, told)


def test_an_empty_answer_scores_0(judged_worlds: list[World]) -> None:
    told = printed([score.judged(world, *empty(world), "empty") for world in judged_worlds])
    assert {told[name] for name in SHARES} <= {"0.000", "-"}
    assert told["right driver first, all"] == "0.000" and told["unprompted: recall, all moves"] == "0.000"
    assert told["segment F1, clear moves, 0 where none is named"] == "0.00"
    assert told["null worlds with any alarm"] == "0.000"


def test_a_wrong_answer_is_counted(judged_worlds: list[World]) -> None:
    """Another topic, another place, another day, and topics on quiet metrics."""
    scores = []
    for world in judged_worlds:
        answers, found = perfect(world)
        wrong = [
            replace(one, topic="premises", segment=(("region", "nowhere"),), verdict="explained") for one in answers
        ]
        moved = [replace(one, onset=world.onset - timedelta(days=40)) for one in found]
        scores.append(score.judged(world, wrong, moved, "wrong"))
    told = printed(scores)
    for name in ("wrong driver named", "topic named on a quiet metric"):
        assert told[name] == "1.000"
    assert told["topic named for a silent, mix or artifact shift"] == "1.000"
    assert told["segment F1, where a move is named"] == "0.00"
    assert told["unprompted: precision"] == told["unprompted: recall, all moves"] == "0.000"


def test_the_page_shows_what_the_command_prints_today(judged_worlds: list[World]) -> None:
    """The same rows: a figure that is new, or has another name, is printed again."""
    page = (Path(figures.__file__).parents[1] / "README.md").read_text("utf-8")
    names = set(printed([score.judged(world, *perfect(world), "voc") for world in judged_worlds]))
    for option in ("--baselines", "--raw"):
        mark = f"<!-- printed: python -m benchmarks.planted {option} --page -->"
        quoted = page.partition(mark)[2].partition("<!-- end -->")[0]
        assert quoted.strip().startswith("salt "), f"{option} has not been printed"
        assert names <= {line.split("|")[1].strip() for line in quoted.splitlines() if line.startswith("|")}


def test_change_points_are_those_of_the_series() -> None:
    rng = np.random.default_rng(5)
    flat = rng.standard_normal(150)
    assert changes(flat) == []
    step = flat + np.where(np.arange(150) >= 90, 3.0, 0.0)
    assert [day for day in changes(step) if abs(day - 90) <= 2] and len(changes(step)) == 1
    assert changes(np.ones(150)) == [] == changes(np.full(150, np.nan))


def test_the_baselines_answer_every_metric(tmp_path: Path) -> None:
    world = build("step, everywhere", 2, SALT, 0.2)
    sight = seen(world, world.folder(tmp_path))
    for ask in METHODS.values():
        answers, _ = ask(world, sight)
        assert [one.metric for one in answers] == list(world.plan.metrics)


def test_sentences_are_enough_and_nowhere_twice() -> None:
    known = sentences()
    assert {topic for topic, _ in known} == {*EVERY_TOPIC, CHATTER}
    for topic in (*EVERY_TOPIC, CHATTER):
        for script in LANGS:
            assert len(known[topic, script]) >= 15, (topic, script)
    every = [sentence for found in known.values() for sentence in found]
    assert len(every) == len(set(every))
    said = np.eye(len(EVERY_TOPIC), dtype=bool)
    made = texts(said, np.array(["zh-Hant"] * len(said)), np.random.default_rng(1))
    assert len(made) == len(said) and not any("{" in one for one in made)


def test_an_experiment_has_the_effect_that_it_says(tmp_path: Path) -> None:
    """Differences between the arms, less the true effect, in standard errors of customers: mean 0, spread 1."""
    errors = []
    for trial in experiments.planned(SALT, 40):
        if trial.truth == "broken split":
            continue
        folder = tmp_path / str(trial.seed)
        folder.mkdir()
        metric, effect, margin = experiments.write(trial, folder)
        assert margin > 0 and (effect == 0) == (trial.truth == "no effect")
        column = experiments.COLUMNS[metric]
        rows = pd.read_parquet(next(folder.glob("*.parquet"))).dropna(subset=["variant", column])
        means, variance = {}, 0.0
        for arm, group in rows.assign(**{column: rows[column].astype(float)}).groupby("variant"):
            units = group.groupby("customer_id")[column].agg(["sum", "count"])
            means[arm] = units["sum"].sum() / units["count"].sum()
            variance += (units["sum"] - means[arm] * units["count"]).var() / len(units) / units["count"].mean() ** 2
        errors.append((means["new"] - means["control"] - effect) / variance**0.5)
    assert len(errors) > 30 and abs(np.mean(errors)) < 0.6 and 0.6 < np.std(errors) < 1.5
