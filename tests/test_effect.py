"""What voc promises about how much: parts that never exceed the whole, intervals that hold the truth, a sum without a
remainder."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from planted_records import FIRST, RATE, Plan, World, only, world

from voc.explain import Cells, Ground, Question, adjust
from voc.explain.bridge import PARTS, bridge
from voc.explain.case import failed
from voc.explain.collection import Collection
from voc.explain.drivers import candidates
from voc.explain.effect import Effect, accounted
from voc.explain.label_error import accuracy
from voc.explain.mediators import mediators
from voc.explain.shift import NOT_KNOWN, Shift, shift
from voc.explain.voices import Voices

PLANS = {
    "all of it": Plan(),
    "half of it": Plan(jump=0.10, hidden=0.10),
    "a third of it": Plan(jump=0.08, hidden=0.16),
    "half, those who met it write much more": Plan(jump=0.12, hidden=0.12, voice=0.5, talk=0.04),
    "half, only the unhappy write more": Plan(jump=0.10, hidden=0.10, voice=0.0, talk=0.04, anger=0.2),
}


@pytest.fixture(scope="module")
def measured() -> dict[str, list[tuple[World, Effect]]]:
    made: dict[str, list[tuple[World, Effect]]] = {}
    for (name, plan), seed in itertools.product(PLANS.items(), range(7)):
        one = world(plan, seed)
        if one.found.segment.as_dict == {"channel": "web"}:
            made.setdefault(name, []).append((one, accounted(one.found, only(one, "delivery"), one.heard, {})))
    return made


def test_the_interval_holds_the_part_that_was_planted(measured: dict[str, list[tuple[World, Effect]]]) -> None:
    every = [(one.truth, effect.parts["delivery"]) for rows in measured.values() for one, effect in rows]
    assert len(every) >= 30
    assert np.mean([low <= truth <= high for truth, (_, low, high) in every]) >= 0.93


def test_the_estimate_tells_all_from_half_from_a_third(measured: dict[str, list[tuple[World, Effect]]]) -> None:
    level = {
        name: float(np.mean([effect.parts["delivery"][0] for _, effect in rows])) for name, rows in measured.items()
    }
    assert level["all of it"] > 0.7
    for name, rows in measured.items():
        if name != "all of it":
            assert level[name] == pytest.approx(rows[0][0].truth, abs=0.17), name
    # Share of comments times plain gap, as it was done before, puts much more than half down to half of it.
    before = [
        one.drivers[0].change[0] * one.drivers[0].gap[0] / one.found.inside[0] for one, _ in measured["half of it"]
    ]
    assert np.mean(before) > 0.7


def test_parts_and_what_is_left_are_the_whole_and_never_more(measured: dict[str, list[tuple[World, Effect]]]) -> None:
    for _, effect in itertools.chain(*measured.values()):
        assert sum(part[0] for part in effect.parts.values()) + effect.left[0] == pytest.approx(1.0, abs=1e-12)
        for est, low, high in (*effect.parts.values(), effect.left):
            assert low <= est <= high <= 1.0 + 1e-12 or (low <= est <= high and est == effect.left[0])
        assert effect.gap_method == "aipw"


def test_two_topics_share_what_they_have_in_common() -> None:
    made = world(Plan(jump=0.12, also=0.12, a_day=200), 3)
    two = tuple(one for one in made.drivers if one.topic in ("delivery", "price_billing"))
    assert len(two) == 2
    together = accounted(made.found, two, made.heard, {})
    parts = [together.parts[one.topic][0] for one in two]
    assert min(parts) > 0 and sum(parts) <= 1.0
    assert max(parts) / min(parts) < 2, "they were planted alike"
    # A topic and its copy get half each of what either has alone.
    twin = replace(made.heard, said=made.heard.said[:, [0, 0, 2]])
    copies = [replace(two[0], topic=topic) for topic in ("delivery", "price_billing")]
    one = accounted(made.found, copies[:1], twin, {}).parts["delivery"][0]
    both = accounted(made.found, copies, twin, {})
    assert both.parts["delivery"][0] == pytest.approx(both.parts["price_billing"][0], rel=0.01)
    assert sum(part[0] for part in both.parts.values()) == pytest.approx(one, rel=0.15)


def test_label_error_is_stretched_back() -> None:
    errors = ((0.75, 0.05), (0.5, 0.10))
    raw, right = [], []
    for seed in range(6):
        made = world(Plan(jump=0.1, hidden=0.1, errors=errors, audit=600), seed)
        if made.found.segment.as_dict != {"channel": "web"} or not only(made, "delivery"):
            continue
        known = {"delivery": accuracy(made.audit, made.pained, made.langs)["delivery"]}
        raw.append(accounted(made.found, only(made, "delivery"), made.heard, {}).parts["delivery"][0])
        right.append(accounted(made.found, only(made, "delivery"), made.heard, known).parts["delivery"])
    assert len(right) >= 4
    assert np.mean(raw) < 0.8 * np.mean([one[0] for one in right])
    assert all(low <= 0.5 <= high for _, low, high in right)


def test_the_same_input_gives_the_same_part() -> None:
    made = world(Plan(), 4)
    one, other = (accounted(made.found, only(made, "delivery"), made.heard, {}) for _ in range(2))
    assert one == other


def test_a_topic_heard_on_no_record_has_no_part() -> None:
    made = world(Plan(), 4)
    unlinked = replace(only(made, "delivery")[0], level="segment")
    effect = accounted(made.found, (unlinked,), made.heard, {})
    assert all(math.isnan(value) for value in (*effect.parts["delivery"], *effect.left))
    assert effect.gap_method == "none"


def test_the_gap_is_adjusted_for_what_else_is_known() -> None:
    # The topic does nothing; it is said on bad days of a bad place. Without adjustment it seems to matter.
    rng = np.random.default_rng(5)
    place = rng.random(4000) < 0.5
    said = rng.random(4000) < np.where(place, 0.4, 0.05)
    value = (rng.random(4000) < np.where(place, 0.6, 0.2)).astype(float)
    known = ((place - place.mean()) / place.std())[:, None]
    ids = np.array([f"c{number}" for number in range(4000)])
    fair = adjust.without(value, said, known, np.ones(4000), ids)
    assert fair is not None
    assert value.mean() - value[~said].mean() > 0.04
    assert abs(value.mean() - fair.mean()) < 0.015
    assert adjust.without(value, np.arange(4000) < 5, known, np.ones(4000), ids) is None, "too few mentions"


# ---------------------------------------------------------------- the bridge

_WORLD = world(Plan(jump=0.2, a_day=150), 6)
_share = st.floats(-0.5, 1.0)


@given(
    overall=st.floats(-3, 3), mix=st.floats(-1, 1), inside=st.floats(-5, 5), topics=st.lists(_share, max_size=4),
    mediators=st.lists(_share, max_size=2), everywhere=st.booleans(),
    verdict=st.sampled_from(["explained", "unexplained", "mix"]),
)  # fmt: skip
def test_the_bridge_adds_up_exactly(
    overall: float,
    mix: float,
    inside: float,
    topics: list[float],
    mediators: list[float],
    everywhere: bool,
    verdict: str,
) -> None:
    segment = _WORLD.found.segment
    if everywhere:
        segment = replace(segment, where=(), cells=np.ones_like(segment.cells))
        inside = overall - mix
    found = replace(
        _WORLD.found, segment=segment, overall=(overall, overall - 1, overall + 1), mix=(mix, mix - 1, mix + 1),
        inside=(inside, inside - 1, inside + 1),
    )  # fmt: skip
    parts = {f"t{number}": (one, one - 0.1, one + 0.1) for number, one in enumerate(topics)}
    left = 1 - sum(topics)
    effect = Effect({**parts, "unlinked": NOT_KNOWN}, (left, left - 0.1, left + 0.1), "aipw").beside(
        {f"m{number}": (one, one, one) for number, one in enumerate(mediators)}
    )
    rows = bridge(found, effect, verdict)
    assert math.fsum(row["est"] for row in rows) == pytest.approx(overall, abs=1e-9)
    named = [row["part"] for row in rows]
    assert named[0] == "mix" and "unexplained" in named and set(named) <= set(PARTS)
    assert ("elsewhere" in named) is (not everywhere)
    assert [row["name"] for row in rows if row["part"] == "topic"].count("unlinked") == 0
    assert all(row["lo"] <= row["est"] + 1e-9 and row["est"] <= row["hi"] + 1e-9 for row in rows)
    if verdict != "explained":
        assert not {"topic", "mediator"} & set(named)


def test_nothing_moved_no_bridge() -> None:
    assert bridge(_WORLD.found, Effect({}), "no_shift") == []
    assert bridge(_WORLD.found, Effect({}), "artifact") == []


# ---------------------------------------------------------------- other figures of the operation


def desk(side: str, slope: float, seed: int = 1) -> tuple[Shift, Voices, Ground]:
    """A score that falls by `slope` a minute of waiting; waiting rises by two minutes, and half of all waits are named.

    Every record has a comment. `side` is that of the score.
    """
    rng = np.random.default_rng(seed)
    day = np.repeat(np.arange(120), 30)
    late = day >= 80
    wait = rng.gamma(4.0, 0.5, len(day)) + 2.0 * late
    met = rng.random(len(day)) < 0.1 + 0.3 * late
    score = 5 - slope * wait - 1.0 * met + rng.normal(0, 0.5, len(day))
    ids = np.array([f"f{number:05d}" for number in range(len(day))])
    keys = pd.DataFrame(index=range(1))
    every = {}
    for name, value in (("rate", score), ("wait", wait)):
        sums = [np.bincount(day, weights=one)[None, :] for one in (np.ones(len(day)), value, value**2)]
        every[name] = Cells(name, "day", np.datetime64(FIRST, "D") + np.arange(120), keys, *sums)
    metric = replace(RATE, side=side, worse="down")
    found = shift(Question("rate", FIRST + timedelta(days=80)), every["rate"], metric)
    heard = Voices(
        ("delivery",), ids, ids, ids, score, day, met[:, None], pd.DataFrame(index=range(len(day))),
        np.full(len(day), "en", dtype=object), np.ones(len(day), bool),
    )  # fmt: skip
    outcomes = pd.DataFrame({"metric": "wait", "feedback_id": ids, "record_id": ids, "value": wait})
    none = pd.DataFrame()
    waits = replace(RATE, id="wait", side="O")
    ground = Ground({"rate": metric, "wait": waits}, every, (), none, outcomes, none, none, none, none, none, none, {},
                    Collection({}, {}, every["rate"], ()))  # fmt: skip
    return found, heard, ground


def test_a_longer_wait_takes_its_part_beside_the_topic() -> None:
    found, heard, ground = desk("X", 0.25)
    # Made: 0.5 by waiting, 0.3 by the topic.
    parts = mediators(found, heard, ["delivery"], ground, 0.9)
    est, low, high = parts["wait"]
    assert low <= 0.5 / 0.8 <= high and est == pytest.approx(0.625, abs=0.06)
    assert mediators(found, heard, ["delivery"], ground, 0.3)["wait"][0] == pytest.approx(0.3), "topics come first"


@pytest.mark.parametrize(("side", "slope"), [("O", 0.25), ("X", 0.0)])
def test_what_does_not_matter_and_what_the_operation_does_to_itself_has_no_part(side: str, slope: float) -> None:
    found, heard, ground = desk(side, slope)
    assert mediators(found, heard, ["delivery"], ground, 0.9) == {}


def test_where_all_who_are_heard_fared_alike_the_topic_is_judged_by_its_share() -> None:
    """Only those who left the cart say why: none of them fared worse than another, and what they say moved all the same."""
    one = world(Plan(usual=0.05), 3)
    heard = one.heard
    left = heard.value == 1
    alone = replace(
        heard, ids=heard.ids[left], records=heard.records[left], customers=heard.customers[left],
        value=heard.value[left], at=heard.at[left], said=heard.said[left], rows=heard.rows[left].reset_index(drop=True),
        langs=heard.langs[left], has_words=heard.has_words[left],
    )  # fmt: skip
    by_topic = {each.topic: each for each in candidates(one.found, alone, pd.DataFrame(), ())}
    delivery = by_topic["delivery"]
    assert (delivery.level, delivery.is_alike, delivery.agrees) == ("segment", True, True)
    assert np.isnan(delivery.gap[0]) and failed(delivery, delivery.p) == ()
    assert "share_not_moved" in failed(by_topic["price_billing"], by_topic["price_billing"].p)
    assert not {each.topic: each for each in one.drivers}["delivery"].is_alike
