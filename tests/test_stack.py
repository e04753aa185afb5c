"""What labels say of one another: learned where it is there, nothing where there is little to learn it from, the same for a
comment alone and among others, and refused where the file is another."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.classify import bundle, shelf, stack
from voc.errors import ModelError

LABELS = 3


def world(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """(log odds, truth): label 0 looks said in most comments, and is said only where label 1 is not; label 2 is chance."""
    chance = np.random.default_rng(seed)
    other = chance.random(n) < 0.5
    looks = chance.random(n) < 0.8
    truth = np.stack([looks & ~other, other, chance.random(n) < 0.3], axis=1).astype(float)
    odds = np.stack([np.where(looks, 2.0, -2.0), np.where(other, 3.0, -3.0), np.zeros(n)], axis=1)
    return odds + chance.normal(0, 0.3, odds.shape), truth


def test_a_label_that_rules_out_another_is_heard() -> None:
    odds, truth = world(stack.LEAST)
    made = stack.fitted(odds, truth, np.ones_like(truth))
    fresh, true = world(1000, seed=1)
    before, after = ((found[:, 0] > 0) == (true[:, 0] > 0.5) for found in (fresh, made.odds(fresh)))
    assert before.mean() < 0.65 < 0.95 < after.mean()
    assert made.matrix[1, 0] < -2, "the delivery speaks against the wait"
    assert abs(made.matrix[:, 2]).max() < 0.5, "what is chance stays chance"


def test_few_comments_change_nothing() -> None:
    odds, truth = world(stack.LEAST - 1)
    made = stack.fitted(odds, truth, np.ones_like(truth))
    assert np.array_equal(made.odds(odds), odds)


def test_calibration_is_worked_in() -> None:
    odds, truth = world(stack.LEAST)
    made = stack.fitted(odds, truth, np.ones_like(truth))
    slope, offset = np.array([0.5, 1.0, 2.0]), np.array([0.1, -0.2, 0.0])
    wanted = made.odds(odds) * slope + offset
    assert np.allclose(made.calibrated(slope, offset).odds(odds), wanted, atol=1e-5)


@given(st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_a_comment_alone_is_a_comment_among_others(n: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    made = stack.Stack(*(chance.normal(size=size).astype(np.float32) for size in (LABELS, (LABELS, LABELS), LABELS)))
    odds = chance.normal(0, 5, (n, LABELS))
    every = made.odds(odds)
    assert all(np.array_equal(made.odds(odds[row : row + 1])[0], every[row]) for row in range(n))


def test_what_cannot_be_read_stays_unread() -> None:
    odds, _ = world(20)
    odds[0] = np.nan
    made = stack.Stack(np.ones(LABELS, np.float32), np.ones((LABELS, LABELS), np.float32), np.zeros(LABELS, np.float32))
    found = made.odds(odds)
    assert np.isnan(found[0]).all() and not np.isnan(found[1:]).any()


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("en.matrix", np.zeros((2, 2), np.float32)),
        ("en.gain", np.full(LABELS, np.inf, np.float32)),
        ("en.offset", None),
    ],
)
def test_parts_that_do_not_fit_are_refused(part: str, values: np.ndarray | None) -> None:
    one = stack.Stack(np.ones(LABELS, np.float32), np.zeros((LABELS, LABELS), np.float32), np.zeros(LABELS, np.float32))
    kept = stack.arrays({"en": one})
    assert list(stack.stacks(kept, LABELS)) == ["en"]
    broken = {name: array for name, array in kept.items() if name != part}
    if values is not None:
        broken[part] = values
    with pytest.raises((KeyError, ValueError)):
        stack.stacks(broken, LABELS)


def test_a_model_of_before_has_no_second_look(tiny_model: Path, tmp_path: Path) -> None:
    """Folders that an older version wrote have no stack.npz: they say what they said."""
    files = {
        file.name: file.read_bytes() for file in tiny_model.iterdir() if file.name not in (shelf.STACK, bundle.SUMS)
    }
    bundle.put(tmp_path / "older", files)
    assert shelf.trained(tmp_path / "older").stacks == {}
    assert set(shelf.trained(tiny_model).stacks) == {"en", "zh"}


def test_a_stack_of_another_model_is_refused(tiny_model: Path, tmp_path: Path) -> None:
    files = {file.name: file.read_bytes() for file in tiny_model.iterdir() if file.name != bundle.SUMS}
    arrays = dict(np.load(io.BytesIO(files[shelf.STACK])))
    files[shelf.STACK] = bundle.packed({name: array[..., :-1] for name, array in arrays.items()})
    bundle.put(tmp_path / "mixed", files)
    with pytest.raises(ModelError, match="E313"):
        shelf.trained(tmp_path / "mixed")
