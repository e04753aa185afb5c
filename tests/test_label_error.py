"""What voc promises about a tagger that errs: shares are put right by a hand-checked sample, with an interval that holds.

A case is a line in cases/label_error.tsv.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from planted_records import Plan, only, world

from voc.explain.label_error import LEAST_CHECKED, Accuracy, accuracy, true_share
from voc.explain.share import share_change

CASES = Path(__file__).parent / "cases" / "label_error.tsv"


def lines() -> list[Any]:
    rows = [line for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [pytest.param(*map(float, row.split("\t")[1:]), id=row.split("\t")[0]) for row in rows]


def checked(true: int, found: int, others: int, taken: int, first: str = "f") -> tuple[pd.DataFrame, pd.DataFrame]:
    """(audit, pained) of a checked sample with these counts."""
    ids = [f"{first}{number}" for number in range(true + others)]
    audit = pd.DataFrame({"feedback_id": ids, "topic": ["delivery"] * true + [None] * others})
    tagged = ids[:found] + ids[true : true + taken]
    return audit, pd.DataFrame({"feedback_id": tagged, "topic": "delivery"})


@pytest.mark.parametrize(("true", "found", "others", "taken", "raw", "sensitivity", "false_rate", "share"), lines())
def test_a_share_is_put_right_as_the_textbook_does(
    true: float,
    found: float,
    others: float,
    taken: float,
    raw: float,
    sensitivity: float,
    false_rate: float,
    share: float,
) -> None:
    known = accuracy(*checked(int(true), int(found), int(others), int(taken)))["delivery"]
    assert (known.sensitivity, known.false_rate) == pytest.approx((sensitivity, false_rate))
    assert (known.n_true, known.n_false) == pytest.approx((true, others))
    assert float(true_share(raw, known.sensitivity, known.false_rate)) == pytest.approx(share, abs=1e-9)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_share_stays_a_share(raw: float, sensitivity: float, false_rate: float) -> None:
    assert 0 <= float(true_share(raw, sensitivity, false_rate)) <= 1


@pytest.mark.parametrize("true", [LEAST_CHECKED - 1, LEAST_CHECKED])
def test_few_checked_comments_say_nothing(true: int) -> None:
    assert bool(accuracy(*checked(true, true, 100, 5))) is (true == LEAST_CHECKED)


def test_a_tagger_no_better_than_chance_is_not_used_to_correct() -> None:
    assert accuracy(*checked(50, 25, 150, 75)) == {}


def test_weights_undo_how_the_sample_was_drawn() -> None:
    # Tagged comments were drawn ten times as often: unweighted, the tagger seems to miss nearly nothing.
    rng = np.random.default_rng(3)
    truth = rng.random(60_000) < 0.2
    said = np.where(truth, rng.random(60_000) < 0.6, rng.random(60_000) < 0.05)
    drawn = rng.random(60_000) < np.where(said, 0.10, 0.01)
    ids = np.array([f"f{number}" for number in range(60_000)])
    audit = pd.DataFrame({"feedback_id": ids[drawn], "topic": np.where(truth[drawn], "delivery", None)})
    pained = pd.DataFrame({"feedback_id": ids[said], "topic": "delivery"})
    plain = accuracy(audit, pained)["delivery"]
    fair = accuracy(audit.assign(weight=np.where(said[drawn], 10.0, 100.0)), pained)["delivery"]
    assert plain.sensitivity > 0.85 and fair.sensitivity == pytest.approx(0.6, abs=0.08)
    assert fair.false_rate == pytest.approx(0.05, abs=0.02)
    assert fair.n_true < plain.n_true, "weights cost some of the sample"


def test_a_language_with_few_checked_comments_borrows_from_all() -> None:
    many, few = checked(100, 80, 300, 30), checked(2, 0, 8, 0, first="z")
    audit, pained = (pd.concat(pair) for pair in zip(many, few, strict=True))
    ids = audit["feedback_id"]
    known = accuracy(audit, pained, pd.Series(np.where(ids.str.startswith("z"), "zh-Hans", "en"), index=ids))[
        "delivery"
    ]
    assert known.by["zh-Hans"].sensitivity == 0
    assert 0.5 < known.of("zh-Hans")[0] < known.of("en")[0], "two comments do not make a tagger blind"
    assert known.of("fr") == (known.sensitivity, known.false_rate)
    found, taken = known.draws(("en", "zh-Hans"), np.random.default_rng(0), 2000)
    assert found[:, 1].std() > 2 * found[:, 0].std(), "and leave more open"
    assert taken.shape == (2000, 2)


ERRORS = {
    "10 %": ((0.93, 0.01), (0.80, 0.03)),
    "25 %": ((0.85, 0.03), (0.60, 0.08)),
    "40 %": ((0.70, 0.06), (0.45, 0.15)),
}


@pytest.fixture(scope="module")
def measured() -> dict[str, list[tuple[bool, bool, str]]]:
    """By label error: (corrected interval holds the truth, raw one does, how it was corrected)."""
    held: dict[str, list[tuple[bool, bool, str]]] = {}
    for name, errors in ERRORS.items():
        for seed in range(20):
            made = world(Plan(errors=errors, audit=600, wander=0.0), seed)
            if made.found.segment.as_dict != {"channel": "web"} or not only(made, "delivery"):
                continue
            known = accuracy(made.audit, made.pained, made.langs)["delivery"]
            found = share_change(made.found, made.heard, "delivery", against_rest=True, known=known)
            inside = [low <= made.share <= high for _, low, high in (found.change, found.raw)]
            held.setdefault(name, []).append((inside[0], inside[1], found.correction))
    return held


def test_the_corrected_change_holds_the_truth_and_the_raw_one_does_not(
    measured: dict[str, list[tuple[bool, bool, str]]],
) -> None:
    every = [one for rows in measured.values() for one in rows]
    assert len(every) >= 50
    assert np.mean([one[0] for one in every]) >= 0.91
    assert np.mean([one[1] for one in measured["40 %"]]) <= 0.1


def test_checked_comments_of_the_segment_are_used_where_they_say_more() -> None:
    errors = ERRORS["40 %"]
    made = world(Plan(errors=errors, audit=600, wander=0.0), 1)
    here = made.heard.ids[made.heard.inside(made.found.segment)]
    every = world(Plan(errors=errors, audit=20_000, wander=0.0), 1)
    own = every.audit[every.audit["feedback_id"].isin(here[::2])]
    told = {}
    for name, audit in (("everywhere", made.audit), ("there", own)):
        known = accuracy(audit, made.pained, made.langs)["delivery"]
        told[name] = share_change(made.found, made.heard, "delivery", against_rest=False, known=known)
    assert (told["everywhere"].correction, told["there"].correction) == ("acc", "ppi")
    assert told["there"].change[1] <= made.share <= told["there"].change[2]
    width = {name: one.change[2] - one.change[1] for name, one in told.items()}
    assert width["there"] < width["everywhere"]


def test_without_an_audit_the_share_is_raw_and_said_to_be() -> None:
    made = world(Plan(), 1)
    found = share_change(made.found, made.heard, "delivery", against_rest=True, known=None)
    assert found.correction == "none" and found.change == found.raw
    perfect = Accuracy(1.0, 0.0, 5000, 5000)
    assert share_change(made.found, made.heard, "delivery", against_rest=True, known=perfect).change[
        0
    ] == pytest.approx(found.raw[0], abs=1e-9)


def test_what_wanders_widens_the_interval() -> None:
    made = world(Plan(), 2)
    heard = made.heard
    calm = share_change(made.found, heard, "delivery", against_rest=True, known=None)
    restless = heard.said.copy()
    restless[(heard.at // 7) % 3 == 0, 0] = False
    wild = share_change(made.found, replace(heard, said=restless), "delivery", against_rest=True, known=None)
    assert wild.raw[2] - wild.raw[1] > 1.3 * (calm.raw[2] - calm.raw[1])
