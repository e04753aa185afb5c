"""Student: the linear model, fitted to labelled texts and to what a teacher says of others.

For: `learn`. Not for: the features (`grams`), scoring (`linear`), or thresholds. The objective is that of
scikit-learn's LogisticRegression with all labels at once; it is written out here because that takes no soft targets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.feature_extraction.text import TfidfVectorizer
from threadpoolctl import threadpool_limits

from voc.classify.grams import Shape, grams
from voc.errors import ModelError

ROUGH, ROUNDS = 30, 120  # steps of the fit that chooses the grams, and of the one that is kept


@dataclass(frozen=True)
class Fit:
    """`names` of the grams kept, their `idf`, `weights` (grams x labels), `hints` (hints x labels) and `bias` (labels,), for
    texts whose vector of grams has length 1."""

    names: tuple[str, ...]
    idf: np.ndarray
    weights: np.ndarray
    hints: np.ndarray
    bias: np.ndarray


def fitted(
    texts: Sequence[str], said: sp.csr_matrix, targets: np.ndarray, weight: np.ndarray, *,
    shape: Shape, most: int, strength: float, least: int = 2, prior: np.ndarray | None = None,
) -> Fit:  # fmt: skip
    """The Fit of `texts` with hints `said` (texts x hints) to `targets` (texts x labels, 0..1).

    `weight` (texts x labels) says how much each target counts, 0 for not at all. `strength` is C of scikit-learn. What hints
    are worth (hints x labels) is drawn toward `prior` instead of 0. Only the `most` grams that matter most in a first,
    rough fit are kept, and fitted again. Raises ModelError E337 where no gram stands in `least` texts.
    """
    vectorizer = TfidfVectorizer(
        analyzer=lambda text: sorted(grams(text, shape)), min_df=least, binary=True, dtype=np.float64
    )
    try:
        seen = vectorizer.fit_transform(texts).tocsr()
    except ValueError as error:  # no gram stands in `least` texts
        raise ModelError(
            "E337", "nothing to learn from", found=f"{len(texts)} texts that have no word in common",
            do="look whether the right column was read",
        ) from error  # fmt: skip
    names, idf = vectorizer.get_feature_names_out(), vectorizer.idf_
    known = np.zeros((said.shape[1], targets.shape[1])) if prior is None else prior
    told = telling(seen, targets, weight)
    rough, _, _ = _solved(seen, said, targets, weight, strength, ROUGH, known, told)
    kept = np.sort(np.argsort(-np.abs(rough).max(axis=1) * idf, kind="stable")[:most])
    # The length of a text is that of the grams kept: what the model does not know cannot count.
    left = sp.csr_matrix((seen[:, kept] != 0).multiply(idf[kept]))
    length = np.sqrt(np.asarray(left.multiply(left).sum(axis=1)).ravel())
    left = sp.diags(1 / np.maximum(length, 1e-9)) @ left
    weights, hints, bias = _solved(left.tocsr(), said, targets, weight, strength, ROUNDS, known, told[kept])
    return Fit(tuple(names[kept]), idf[kept], weights, hints, bias)


def _solved(
    seen: sp.csr_matrix, said: sp.csr_matrix, targets: np.ndarray, weight: np.ndarray, strength: float, rounds: int,
    prior: np.ndarray, told: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """(weights of grams, of hints, bias) at the least of sum(weight * log loss) + sum((weights - prior)^2 / told^2) /
    (2 strength), the prior of grams being 0 and `told`, how `telling` each gram is, 1 for hints."""
    # Single precision in the products, which take nearly all of the time; the sums are kept in double.
    every = sp.hstack([seen, said]).tocsr().astype(np.float32)
    across, labels, rows, known = every.T.tocsr(), targets.shape[1], every.shape[1], said @ prior
    scale = np.vstack([told, np.ones((said.shape[1], labels), np.float32)])

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        matrix, bias = flat[: rows * labels].reshape(rows, labels), flat[rows * labels :]
        logits = every @ (matrix * scale).astype(np.float32) + bias + known
        value = float(
            (weight * (np.logaddexp(0, logits) - targets * logits)).sum() + (matrix**2).sum() / (2 * strength)
        )
        off = weight * (expit(logits) - targets)
        back = (across @ off.astype(np.float32)) * scale
        return value, np.concatenate([(back + matrix / strength).ravel(), off.sum(axis=0)])

    usual = np.clip((weight * targets).sum(axis=0) / np.maximum(weight.sum(axis=0), 1e-9), 1e-3, 1 - 1e-3)
    start = np.concatenate([np.zeros(rows * labels), np.log(usual / (1 - usual))])
    # On more threads sums come out otherwise in the last digit, and after a hundred steps in the first.
    with threadpool_limits(1):
        best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds, "maxcor": 6}).x
    matrix = best[: rows * labels].reshape(rows, labels) * scale
    return matrix[: seen.shape[1]], matrix[seen.shape[1] :] + prior, best[rows * labels :]


def telling(seen: sp.csr_matrix, targets: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """How much each gram tells of each label by itself, float32 (grams x labels): the square root of its log ratio, how
    often it stands where the label holds against where it does not.

    A gram that tells little is held closer to 0. The ratio is that of Wang & Manning (2012), "Baselines and Bigrams"; its
    root did better than the ratio on texts of every kind that we measured.
    """
    is_seen = (seen != 0).astype(np.float64).T.tocsr()
    yes, no = weight * targets, weight * (1 - targets)
    ratio = np.log((is_seen @ yes + 1) / (yes.sum(axis=0) + 2)) - np.log((is_seen @ no + 1) / (no.sum(axis=0) + 2))
    return np.sqrt(np.abs(ratio)).astype(np.float32)
