"""What a comment says as a whole is learned from labelled comments where that helps, and else only evened."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.classify import stack, whole

TOPICS = 3


def world(n: int, seed: int = 0, *, tells: float = 1.5) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(log odds, sums, truth as targets): what is blamed tells of a negative whole, what is praised of a positive one, as much
    as `tells`; the log odds are three times too sure."""
    chance = np.random.default_rng(seed)
    sums = chance.random((n, 3)) * [2, 1, 1]
    plain = chance.normal(0, 1, (n, whole.N))
    told = np.zeros((3, whole.N))
    told[1, 0] = told[2, 2] = tells
    said = plain + sums @ told + [0.5, -0.5, 0, -1.5] + chance.gumbel(size=plain.shape)
    return 3 * plain, sums, np.eye(whole.N)[said.argmax(axis=1)]


def test_what_topics_tell_is_learned_where_it_helps() -> None:
    odds, sums, true = world(1500)
    made = whole.weighed(odds, sums, true, np.ones(len(odds)))
    assert made.told[1, 0] > 0.7 and made.told[2, 2] > 0.7 and np.all(made.slope < 0.5)
    fresh, beside, truth = world(1500, seed=1)
    evened = fresh + whole.evened(odds, true.argmax(axis=1))
    right = [(one.argmax(axis=1) == truth.argmax(axis=1)).mean() for one in (evened, made.odds(fresh, beside))]
    assert right[1] > right[0] + 0.03


def test_where_learning_does_not_help_it_is_left() -> None:
    chance = np.random.default_rng(3)
    true = np.eye(whole.N)[chance.choice(whole.N, 400, p=[0.4, 0.2, 0.3, 0.1])]
    made = whole.weighed(6 * true - 3 + chance.normal(0, 1, true.shape), chance.random((400, 3)), true, np.ones(400))
    assert np.array_equal(made.slope, np.ones(whole.N)) and not made.told.any()


@pytest.mark.parametrize("why", ["few comments", "nobody judged", "no sums"])
def test_without_enough_to_learn_from_only_neutral_and_mixed_move(why: str) -> None:
    odds, sums, true = world(whole.LEAST - 1 if why == "few comments" else 1500)
    weight = np.full(len(odds), float(why != "nobody judged"))
    made = whole.weighed(odds, None if why == "no sums" else sums, true, weight)
    assert not made.told.any() and np.array_equal(made.slope, np.ones(whole.N))
    assert made.offset[0] == made.offset[2] == 0 and (why != "nobody judged" or not made.offset.any())


def test_comments_that_nobody_judged_teach_nothing() -> None:
    odds, sums, true = world(1500)
    more, beside, _ = world(500, seed=5)
    every = np.vstack([odds, more]), np.vstack([sums, beside]), np.vstack([true, np.roll(true[:500], 1, axis=1)])
    judged = np.repeat([1.0, 0.0], [1500, 500])
    alone, among = whole.weighed(odds, sums, true, judged[:1500]), whole.weighed(*every, judged)
    assert all(np.array_equal(getattr(alone, part), getattr(among, part)) for part in ("slope", "offset", "told"))


@given(st.integers(1, 30), st.integers(0, 2**32 - 1))
def test_the_second_look_says_what_was_learned(n: int, seed: int) -> None:
    """A Stack with what was learned worked in gives the log odds of the Whole after the Stack before."""
    chance = np.random.default_rng(seed)
    labels = 3 * TOPICS + whole.N
    second = stack.Stack(*(chance.normal(size=size) for size in (labels, (labels, labels), labels)))
    made = whole.Whole(chance.random(whole.N), chance.normal(size=whole.N), chance.normal(size=(3, whole.N)))
    odds = chance.normal(0, 3, (n, labels))
    slope, offset = np.ones(labels), np.zeros(labels)
    slope[-whole.N :], offset[-whole.N :] = made.slope, made.offset
    found = second.calibrated(slope, offset, made.told).odds(odds)
    wanted = second.odds(odds)
    assert np.allclose(found[:, : -whole.N], wanted[:, : -whole.N], atol=1e-4)
    assert np.allclose(found[:, -whole.N :], made.odds(wanted[:, -whole.N :], whole.sums(odds, TOPICS)), atol=1e-3)
