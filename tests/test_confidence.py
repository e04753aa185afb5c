"""How sure a mention is: what else was said of the comment counts where labelled comments show that it does, few labels change
nothing, a comment pasted twice is as sure as once, and a folder whose weights are others is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.classify import bundle, confidence, shelf
from voc.errors import ModelError

TOPICS = 3


def world(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(shares of topics, blame and praise; truth; letters): topic 0 is likely in every comment, and is there only where no
    other is likely at all; those never are."""
    chance = np.random.default_rng(seed)
    crowded = chance.random(n) < 0.5
    said = np.stack([chance.uniform(0.5, 0.9, n), np.where(crowded, 0.4, 0.05), np.where(crowded, 0.4, 0.05)], axis=1)
    truth = np.stack([~crowded, 0 * crowded, 0 * crowded], axis=1).astype(float)
    return np.hstack([said, said, 0 * said]), truth, chance.integers(20, 400, n)


def test_what_else_is_likely_makes_a_mention_less_sure() -> None:
    shares, truth, letters = world(confidence.LEAST * 3)
    weights = confidence.fitted(shares, truth, np.ones_like(truth), letters)
    fresh, true, length = world(1000, seed=1)
    sure = confidence.sure(fresh, TOPICS, length, weights)
    assert sure[true[:, 0] > 0, 0].mean() > 0.85 > 0.25 > sure[true[:, 0] == 0, 0].mean()
    assert abs(fresh[true[:, 0] > 0, 0].mean() - fresh[true[:, 0] == 0, 0].mean()) < 0.05, "its own share does not tell"


def test_few_comments_change_nothing() -> None:
    shares, truth, letters = world(confidence.LEAST - 1)
    weights = confidence.fitted(shares, truth, np.ones_like(truth), letters)
    assert weights.tolist() == list(confidence.PLAIN)


def test_what_nobody_judged_teaches_nothing() -> None:
    shares, truth, letters = world(confidence.LEAST)
    weight = np.ones_like(truth)
    weight[0] = 0
    assert confidence.fitted(shares, truth, weight, letters).tolist() == list(confidence.PLAIN)


@given(st.lists(st.floats(0.001, 0.999), min_size=9, max_size=9), st.integers(1, 10**6))
def test_without_weights_a_mention_is_as_sure_as_its_topic_is_likely(shares: list[float], letters: int) -> None:
    row = np.array([shares], np.float32)
    sure = confidence.sure(row, TOPICS, np.array([letters]), np.array(confidence.PLAIN))
    assert np.allclose(sure, row[:, :TOPICS], atol=1e-4)


def test_what_cannot_be_read_stays_unread() -> None:
    shares, _, letters = world(2)
    shares[0] = np.nan
    sure = confidence.sure(shares, TOPICS, letters, np.array([0.3, 0.9, 0.1, -0.1, -0.1, -0.1]))
    assert np.isnan(sure[0]).all() and np.isfinite(sure[1]).all()


@given(st.integers(1, 30), st.integers(0, 2**32 - 1))
def test_a_comment_alone_is_a_comment_among_others(n: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    shares, weights = chance.random((n, 63)).astype(np.float32), chance.normal(size=len(confidence.PARTS))
    letters = chance.integers(1, 2000, n)
    every = confidence.sure(shares, 21, letters, weights)
    for row in range(n):
        assert np.array_equal(confidence.sure(shares[[row]], 21, letters[[row]], weights)[0], every[row])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I waited two hours at the desk.", "  I waited two hours at the desk.\n"),
        ("I waited two hours at the desk. ", "I waited two hours at the desk. I waited two hours at the desk."),
        ("排队两个小时，没人理", "排队两个小时，没人理 排队两个小时，没人理"),
    ],
)
def test_a_comment_pasted_twice_has_the_letters_of_one(one: str, other: str) -> None:
    assert len(set(confidence.letters([one, other]).tolist())) == 1


@pytest.mark.parametrize("weights", [[1.0], [0.0] * 7, "much", None])
def test_a_folder_with_other_weights_is_refused(tiny_model: Path, tmp_path: Path, weights: object) -> None:
    folder = tmp_path / "other"
    shutil.copytree(tiny_model, folder)
    model = shelf.trained(folder)
    about = json.loads(shelf.about(model)) | {"sureness": {"en": weights}}
    bundle.write(
        model.linear, folder, {shelf.TAGGER: json.dumps(about).encode(), shelf.HINTS: bundle.packed(model.added)}
    )
    with pytest.raises(ModelError) as raised:
        shelf.trained(folder)
    assert raised.value.code == "E313"


def test_a_model_of_before_is_as_sure_as_its_topics_are_likely(tiny_model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "before"
    model = shelf.trained(tiny_model)
    about = {name: told for name, told in json.loads(shelf.about(model)).items() if name != "sureness"}
    bundle.write(
        model.linear, folder, {shelf.TAGGER: json.dumps(about).encode(), shelf.HINTS: bundle.packed(model.added)}
    )
    read = shelf.trained(folder)
    shares = np.full((1, len(read.linear.labels)), 0.25, np.float32)
    assert (read.sure(shares, ["I waited two hours"], ["en"]) == 0.25).all()
