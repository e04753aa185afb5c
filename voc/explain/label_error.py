"""Label error: what a hand-checked sample says about a classifier, by language.

For: a classifier that is wrong 10-40 % of the time shrinks every change and every gap; `share` and `effect` stretch them
back with what stands here. Not for: tests; those use raw shares, which a classifier that errs the same before and after
leaves valid.

A language with few checked comments borrows from all: its rates are those of its own comments and of SHRINK more that
went like the average of all languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

LEAST_CHECKED, LEAST_SKILL = 10, 0.1
SHRINK = 10.0


@dataclass(frozen=True)
class Accuracy:
    """Of one topic: share of true mentions found, share of others taken for it, and how many of each were checked.

    Counts of a weighted sample are effective ones (Kish 1965). `by` holds the same by language, not yet shrunk; `truth`
    has (is it there, weight) by feedback_id of every checked comment.
    """

    sensitivity: float
    false_rate: float
    n_true: float
    n_false: float
    by: Mapping[str, Accuracy] = field(default_factory=dict)
    truth: Mapping[str, tuple[bool, float]] = field(default_factory=dict, repr=False)

    @property
    def skill(self) -> float:
        """Youden's J: by how much a change of the true share shows in the raw one."""
        return self.sensitivity - self.false_rate

    def of(self, lang: str) -> tuple[float, float]:
        """(sensitivity, false_rate) in one language, shrunk to those of all."""
        own = self.by.get(lang)
        if own is None:
            return self.sensitivity, self.false_rate
        return (
            (own.n_true * own.sensitivity + SHRINK * self.sensitivity) / (own.n_true + SHRINK),
            (own.n_false * own.false_rate + SHRINK * self.false_rate) / (own.n_false + SHRINK),
        )

    def draws(self, langs: tuple[str, ...], rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
        """(sensitivities, false_rates) that the checked sample allows, each (count, languages): Beta distributions with
        Jeffreys' prior for all languages, and one around it for each."""
        drawn = []
        for rate, n, name in ((self.sensitivity, self.n_true, "n_true"), (self.false_rate, self.n_false, "n_false")):
            every = rng.beta(rate * n + 0.5, (1 - rate) * n + 0.5, count)
            columns = []
            for lang in langs:
                own = self.by.get(lang)
                if own is None:
                    columns.append(every)
                    continue
                own_rate, own_n = (own.sensitivity, own.n_true) if name == "n_true" else (own.false_rate, own.n_false)
                hits, misses = own_rate * own_n + SHRINK * every, (1 - own_rate) * own_n + SHRINK * (1 - every)
                columns.append(rng.beta(np.maximum(hits, 1e-6), np.maximum(misses, 1e-6)))
            drawn.append(np.column_stack(columns) if columns else np.zeros((count, 0)))
        return drawn[0], drawn[1]

    @cached_property
    def checked(self) -> pd.DataFrame:
        """`truth` as a frame by feedback_id: is_true, weight."""
        rows = pd.DataFrame.from_dict(dict(self.truth), orient="index", columns=["is_true", "weight"])
        return rows.astype({"is_true": bool, "weight": float})


def accuracy(audit: pd.DataFrame, pained: pd.DataFrame, langs: pd.Series | None = None) -> dict[str, Accuracy]:
    """Accuracy by topic from `audit` (feedback_id, topic; one row without a topic for a comment that has none).

    A column `weight` is 1 over the chance of being drawn, 1 where it is null or absent; `langs` is the language by
    feedback_id. A topic with fewer than LEAST_CHECKED true and false comments, or found no better than by chance, is
    left out.
    """
    weight = pd.to_numeric(audit["weight"]) if "weight" in audit else pd.Series(1.0, index=audit.index)
    weights = weight.fillna(1.0).groupby(audit["feedback_id"]).first().sort_index()
    checked = weights.index
    true = audit.dropna(subset=["topic"]).groupby("topic")["feedback_id"].agg(set).to_dict()
    tagged = pained[pained["feedback_id"].isin(checked)].groupby("topic")["feedback_id"].agg(set).to_dict()
    lang = np.full(len(checked), "und") if langs is None else langs.reindex(checked).fillna("und").to_numpy()
    known = {}
    for topic, ids in true.items():
        said, is_true = checked.isin(tagged.get(topic, set())), checked.isin(ids)
        if min(is_true.sum(), (~is_true).sum()) < LEAST_CHECKED:
            continue
        values = weights.to_numpy(dtype=float)
        by = {
            str(one): _rates(is_true[lang == one], said[lang == one], values[lang == one]) for one in sorted(set(lang))
        }
        whole = _rates(is_true, said, values)
        if whole.skill > LEAST_SKILL:
            truth = {str(name): (bool(t), float(w)) for name, t, w in zip(checked, is_true, values, strict=True)}
            known[str(topic)] = Accuracy(
                whole.sensitivity, whole.false_rate, whole.n_true, whole.n_false, by if len(by) > 1 else {}, truth
            )
    return known


def _rates(is_true: np.ndarray, said: np.ndarray, weight: np.ndarray) -> Accuracy:
    """The rates of one group; 0 of 0 is 0 with nothing checked."""
    found = []
    for group in (is_true, ~is_true):
        own = weight[group]
        rate = float((own * said[group]).sum() / own.sum()) if len(own) else 0.0
        found.append((rate, float(own.sum() ** 2 / (own**2).sum()) if len(own) else 0.0))
    (sensitivity, n_true), (false_rate, n_false) = found
    return Accuracy(sensitivity, false_rate, n_true, n_false)


def true_share(raw: float | np.ndarray, sensitivity: float | np.ndarray, false_rate: float | np.ndarray) -> np.ndarray:
    """The share behind a raw one, within 0..1: (raw - false_rate) / (sensitivity - false_rate), after Rogan & Gladen
    (1978); Forman (2008) calls it adjusted classify and count. Skill below LEAST_SKILL is taken as LEAST_SKILL."""
    return np.clip((raw - false_rate) / np.maximum(np.subtract(sensitivity, false_rate), LEAST_SKILL), 0.0, 1.0)
