"""Label error: what a hand-checked sample says about a classifier, and shares corrected by it.

For: a classifier that is wrong 10-40 % of the time shrinks every change and every gap; both are stretched back here.
Not for: tests; those use raw shares, which a classifier that errs the same before and after leaves valid.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from voc.explain.shift import Estimate

LEAST_CHECKED, LEAST_SKILL = 10, 0.1


@dataclass(frozen=True)
class Accuracy:
    """Of one topic: share of true mentions found, share of others taken for it, and how many of each were checked."""

    sensitivity: float
    false_rate: float
    n_true: int
    n_false: int

    @property
    def skill(self) -> float:
        """Youden's J: by how much a change of the true share shows in the raw one."""
        return self.sensitivity - self.false_rate


def accuracy(audit: pd.DataFrame, pained: pd.DataFrame) -> dict[str, Accuracy]:
    """Accuracy by topic from `audit` (feedback_id, topic; one row without a topic for a comment that has none).

    A topic with fewer than LEAST_CHECKED true and false comments, or found no better than by chance, is left out.
    """
    checked = sorted(audit["feedback_id"].unique())
    true = audit.dropna(subset=["topic"]).groupby("topic")["feedback_id"].agg(set).to_dict()
    tagged = pained[pained["feedback_id"].isin(checked)].groupby("topic")["feedback_id"].agg(set).to_dict()
    known = {}
    for topic, ids in true.items():
        said = tagged.get(topic, set())
        others = len(checked) - len(ids)
        if len(ids) < LEAST_CHECKED or others < LEAST_CHECKED:
            continue
        found = Accuracy(len(ids & said) / len(ids), len(said - ids) / others, len(ids), others)
        if found.skill > LEAST_SKILL:
            known[str(topic)] = found
    return known


def corrected(change: Estimate, known: Accuracy) -> Estimate:
    """A change of share divided by the skill (adjusted classify-and-count, Forman 2008), skill's own error included."""
    variance = (
        known.sensitivity * (1 - known.sensitivity) / known.n_true
        + known.false_rate * (1 - known.false_rate) / known.n_false
    )
    est = change[0] / known.skill
    half_raw = max(change[2] - change[0], change[0] - change[1]) / known.skill
    half = math.hypot(half_raw, 1.96 * abs(est) * math.sqrt(variance) / known.skill)
    return est, est - half, est + half


def corrected_gap(gap: Estimate, raw_share: float, known: Accuracy) -> Estimate:
    """A gap divided by (share of tagged that are right - share of untagged that should be): both groups are mixed."""
    share = min(max((raw_share - known.false_rate) / known.skill, 0.001), 0.999)
    right = known.sensitivity * share / max(raw_share, 1e-9)
    missed = (1 - known.sensitivity) * share / max(1 - raw_share, 1e-9)
    purity = min(right, 1.0) - min(missed, 1.0)
    if purity <= LEAST_SKILL:
        return gap
    return gap[0] / purity, gap[1] / purity, gap[2] / purity
