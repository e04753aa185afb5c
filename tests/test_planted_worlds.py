"""What voc promises to one who brings a world of his own: files as the contract describes them, labels from outside.

A case is a line in cases/explain_worlds.tsv. How often each kind comes out right over many seeds: `make planted`.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import worlds
from click.testing import CliRunner

import voc
from voc import asking
from voc.cli import group

CASES = Path(__file__).parent / "cases" / "explain_worlds.tsv"


def cases() -> list[Any]:
    lines = [line for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [pytest.param(*line.split("\t"), id=line.split("\t")[0]) for line in lines]


@pytest.mark.parametrize(("name", "plan", "verdict", "segment", "topic"), cases())
def test_a_world_is_answered_as_its_line_says(
    name: str, plan: str, verdict: str, segment: str, topic: str, tmp_path: Path
) -> None:
    """A line: name, plan (JSON; see worlds.Plan), verdict, segment (JSON) or -, first topic or -."""
    world = worlds.write(tmp_path, worlds.Plan(**json.loads(plan)), seed=1)
    run = voc.analyze(tmp_path, metrics=[world.metric, *worlds.QUIET])
    asked = [asking.question(metric, world.onset.isoformat()) for metric in (world.metric, *worlds.QUIET)]
    answer, quiet = asking.explained(run, asked).findings
    assert answer.verdict == verdict, (answer.reasons, answer.p_shift)
    if segment != "-":
        assert answer.segment == json.loads(segment)
    assert (answer.drivers[0].topic if answer.drivers else "-") == topic
    assert quiet.drivers == ()


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> tuple[worlds.World, Path]:
    """A world with noisy labels and an audit, and the run that `voc analyze` wrote of it."""
    folder = tmp_path_factory.mktemp("judged")
    world = worlds.write(folder / "in", worlds.Plan(noise=0.2, audit=600), seed=4)
    done = CliRunner().invoke(group, ["analyze", str(folder / "in"), "--out", str(folder / "run")])
    assert done.exit_code == 0, done.output
    return world, folder / "run"


def printed(*words: str) -> Any:
    done = CliRunner().invoke(group, list(words))
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def assert_interval(value: Any, *, known: bool = True) -> None:
    assert set(value) == {"est", "lo", "hi"}
    if known:
        assert value["lo"] <= value["est"] <= value["hi"]


def test_questions_are_answered_in_the_shape_of_the_contract(judged: tuple[worlds.World, Path]) -> None:
    world, run = judged
    answers = printed("explain", "--questions", str(world.folder / "questions.json"), str(run), "--json")
    assert [one["metric"] for one in answers] == ["abandonment_rate", "csat", "resolution_rate"]
    for one in answers:
        assert one["kind"] in ("step", "pulse", "ramp") and one["direction"] in ("up", "down")
        assert one["onset_lo"] <= one["onset"] <= one["onset_hi"]
        assert one["verdict"] in ("explained", "unexplained", "mix", "artifact", "no_shift")
        assert one["grade"] in ("B", "C", "D", None)
        assert isinstance(one["reasons"], list) and isinstance(one["rivals"], list)
        assert isinstance(one["segment"], dict)
        for name in ("delta_overall", "mix", "delta_segment"):
            assert_interval(one[name])
        assert 0 <= one["p_shift"] <= 1
        assert {"response_rate", "link_rate", "placebo_dates", "placebo_topics"} <= set(one["checks"])
        assert {"records", "feedback", "linked", "audit"} <= set(one["n"])
    first = answers[0]
    assert first["verdict"] == "explained" and first["segment"] == {"device": "mobile"}
    driver = first["drivers"][0]
    assert driver["topic"] == "checkout_friction"
    for name in ("share_before", "share_after", "raw_share_change", "q_value"):
        assert isinstance(driver[name], float)
    for name in ("share_change", "gap", "accounted"):
        assert_interval(driver[name])
    assert_interval(first["unexplained"])
    assert isinstance(driver["lag_days"], int) and driver["link_level"] == "record"
    assert driver["evidence"] and all(name.startswith("f") for name in driver["evidence"])
    assert first["n"]["audit"] == 600
    # A fifth of the labels is wrong, which shrinks the raw change; the corrected one holds the truth.
    onset = date.fromisoformat(first["onset"])
    spans = (
        (date.fromisoformat(first["before_from"]), date.fromordinal(onset.toordinal() - 1)),
        (onset, date.fromisoformat(first["after_to"])),
    )
    truth = world.share(*spans, {"device": "mobile"})
    assert driver["share_change"]["lo"] <= truth <= driver["share_change"]["hi"]
    assert driver["raw_share_change"] < truth


def test_one_question_is_one_object(judged: tuple[worlds.World, Path]) -> None:
    world, run = judged
    one = printed("explain", "abandonment_rate", str(run), "--onset", world.onset.isoformat(), "--json")
    assert isinstance(one, dict) and one["metric"] == "abandonment_rate"


def test_the_same_run_gives_the_same_answer(judged: tuple[worlds.World, Path]) -> None:
    world, run = judged
    words = ("explain", "--questions", str(world.folder / "questions.json"), str(run), "--json")
    assert printed(*words) == printed(*words)


def test_an_experiment_is_answered_in_the_shape_of_the_contract(judged: tuple[worlds.World, Path]) -> None:
    _, run = judged
    found = printed("experiment", "csat", str(run), "--arm", "variant", "--margin", "0.05", "--json")
    assert {"metric", "arm", "effect", "margin", "noninferior", "verdict", "srm_p", "n"} <= set(found)
    assert_interval(found["effect"])
    assert (found["metric"], found["arm"], found["margin"]) == ("csat", "variant", 0.05)
    # The arms do not differ: a margin of five points is far away.
    assert found["verdict"] == "noninferior" and found["noninferior"] is True
    assert found["effect"]["lo"] < 0.02 and found["effect"]["hi"] > -0.02 and found["srm_p"] > 0.001
