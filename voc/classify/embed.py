"""Tier 3 of the classifier: linear heads on the vectors of a frozen encoder, for few labels.

    heads = fit(features(e5.embed(texts)), wanted, labels)       # wanted: (texts, labels) of 0, 1 or nan
    model = Embedded(e5, heads)
    matrix = model.scores(texts)                                 # (texts, labels), calibrated

A hundred labelled texts are enough to be useful, as meaning is in the vectors already; from some thousands on tier 4 is
better.
For: `voc train` with few labels; other features (those of tier 2, say) may stand beside the vectors. Not for: thresholds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from voc.classify.encoder import Encoder
from voc.errors import ModelError

Matrix = npt.NDArray[np.float32]
STRENGTHS = (0.03, 0.3, 3.0)  # C of the logistic regression, on features of deviation 1, to choose from
_FOLDS = 5
_FEW = 4  # examples of one kind below which nothing can be learned and checked


@dataclass(frozen=True)
class Heads:
    """One line for each label: probability = 1 / (1 + exp(-(features . weights + bias))), calibration included.

    `weights` float32 (features, labels), `bias` float32 (labels,). `learned`: False where the examples were too few, and the
    probability is the plain share of the label.
    """

    labels: tuple[str, ...]
    weights: Matrix
    bias: Matrix
    learned: tuple[bool, ...]


@dataclass(frozen=True)
class Embedded:
    """An encoder, its heads, and what stands beside the vectors: texts -> (texts, k), or nothing."""

    encoder: Encoder
    heads: Heads
    others: Callable[[Sequence[str]], Any] | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """What the columns of `scores` are."""
        return self.heads.labels

    def scores(self, texts: Sequence[str]) -> Matrix:
        """Probability of every label in every text, float32 (texts, labels); 0 for a text without a letter."""
        beside = self.others(texts) if self.others else None
        found = probabilities(self.heads, features(self.encoder.embed(texts), beside))
        found[[not text.strip() for text in texts]] = 0.0
        return found


def features(vectors: Matrix, others: Any = None) -> Matrix:
    """Vectors and what is known beside them (texts, k), dense or sparse, as one float32 matrix."""
    if others is None:
        return np.asarray(vectors, np.float32)
    dense = others.toarray() if hasattr(others, "toarray") else np.asarray(others)
    return np.hstack([vectors, dense.reshape(len(vectors), -1)]).astype(np.float32)


def fit(known: Matrix, wanted: Matrix, labels: Sequence[str], *, seed: int = 0) -> Heads:
    """Calibrated logistic regressions, one a label, from features (texts, n) and `wanted` (texts, labels): 1, 0 or nan.

    Features are brought to mean 0 and deviation 1; C is chosen from STRENGTHS by log loss on parts held out; the slope and
    offset of the calibration (Platt 1999) come from the same held-out scores, and all of it is folded into one line.
    A label with fewer than 4 texts, or missing from fewer than 4, is not learned: its share is its probability.
    """
    wanted = np.asarray(wanted, np.float32).reshape(len(known), -1)
    if wanted.shape[1] != len(labels):
        raise ValueError(f"{wanted.shape[1]} columns for {len(labels)} labels")
    middle, spread = known.mean(0, dtype=np.float64), known.std(0, dtype=np.float64)
    scaled = (known - middle) / np.where(spread > 1e-9, spread, 1.0)
    weights, bias, learned = np.zeros((known.shape[1], len(labels))), np.zeros(len(labels)), []
    for column in range(len(labels)):
        at = ~np.isnan(wanted[:, column])
        said = wanted[at, column] >= 0.5
        learned.append(bool(min(said.sum(), (~said).sum()) >= _FEW))
        if learned[-1]:
            weights[:, column], bias[column] = _line(scaled[at], said, seed)
        else:
            bias[column] = _logit((said.sum() + 0.5) / (at.sum() + 1.0))
    # the scaling goes into the line: (x - m) / s . w + b = x . (w / s) + (b - m / s . w)
    weights /= np.where(spread > 1e-9, spread, 1.0)[:, None]
    bias -= middle @ weights
    return Heads(tuple(labels), weights.astype(np.float32), bias.astype(np.float32), tuple(learned))


def probabilities(heads: Heads, known: Matrix) -> Matrix:
    """Float32 (texts, labels) of features (texts, n)."""
    if known.shape[1] != len(heads.weights):
        raise ValueError(f"{known.shape[1]} features for a model of {len(heads.weights)}")
    line = known.astype(np.float64) @ heads.weights.astype(np.float64) + heads.bias
    return (1.0 / (1.0 + np.exp(-np.clip(line, -60, 60)))).astype(np.float32)


def save(heads: Heads, path: Path) -> None:
    """One npz, no pickle inside."""
    about = json.dumps({"labels": heads.labels, "learned": heads.learned})
    with path.open("wb") as file:
        np.savez(file, weights=heads.weights, bias=heads.bias, about=np.frombuffer(about.encode(), np.uint8))


def load(path: Path) -> Heads:
    """What `save` wrote; ModelError E338 if it is something else."""
    try:
        with np.load(path, allow_pickle=False) as file:
            about = json.loads(file["about"].tobytes())
            return Heads(tuple(about["labels"]), file["weights"], file["bias"], tuple(about["learned"]))
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            "E338", "the heads cannot be read", where=str(path), found=str(error), do="train again"
        ) from error


def _line(scaled: npt.NDArray[Any], said: npt.NDArray[np.bool_], seed: int) -> tuple[npt.NDArray[Any], float]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    folds = StratifiedKFold(min(_FOLDS, int(said.sum()), int((~said).sum())), shuffle=True, random_state=seed)
    best: tuple[float, float, float, float] | None = None
    for strength in STRENGTHS:
        line = LogisticRegression(C=strength, max_iter=500)
        held = cross_val_predict(line, scaled, said, cv=folds, method="decision_function")
        slope, offset, loss = _platt(held, said)
        if best is None or loss < best[0]:
            best = (loss, strength, slope, offset)
    assert best is not None
    _, strength, slope, offset = best
    line = LogisticRegression(C=strength, max_iter=500).fit(scaled, said)
    return slope * line.coef_[0], slope * float(line.intercept_[0]) + offset


def _platt(held: npt.NDArray[Any], said: npt.NDArray[np.bool_]) -> tuple[float, float, float]:
    """Slope, offset and log loss of the best 1 / (1 + exp(-(slope held + offset))), slope >= 0, toward targets drawn in
    by one example of each kind, as Platt has them: with few examples no probability becomes 0 or 1."""
    from scipy.optimize import minimize

    many, few = said.sum(), (~said).sum()
    target = np.where(said, (many + 1) / (many + 2), 1 / (few + 2))

    def loss(parts: npt.NDArray[Any]) -> float:
        line = parts[0] * held + parts[1]
        return float((np.logaddexp(0, line) - target * line).mean())

    found = minimize(loss, np.array([1.0, 0.0]), method="L-BFGS-B", bounds=[(0.0, None), (None, None)])
    return float(found.x[0]), float(found.x[1]), float(found.fun)


def _logit(share: float) -> float:
    return float(np.log(share / (1 - share)))
