"""Arm topics: which complaints one arm of an experiment has more of than the other.

For: `voc experiment`. Not for: topics over time; see drivers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from voc.explain.drivers import q_values
from voc.explain.experiment.arms import LEAST_UNITS, Interval, Sums, means

LEAST_MENTIONS = 20
Q = 0.05


@dataclass(frozen=True)
class ArmTopic:
    """Share of responses that complain of `topic` by arm, the difference in shares, and q over all topics compared; `n`
    complaints among `responses` of both arms."""

    topic: str
    treatment: float
    control: float
    difference: Interval
    q: float
    n: int
    responses: int

    @property
    def passes(self) -> bool:
        """True where the false discovery rate allows to name it."""
        return self.q <= Q

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "topic": self.topic, "share_treatment": self.treatment, "share_control": self.control,
            "difference": self.difference.as_dict(), "q_value": self.q, "n": self.n, "n_responses": self.responses,
            "passes": self.passes,
        }  # fmt: skip


def arm_topics(responses: pd.DataFrame, pained: pd.DataFrame, treatment: str, control: str) -> tuple[ArmTopic, ...]:
    """The ArmTopics, surest first; those with fewer than LEAST_MENTIONS complaints in both arms are not compared.

    `responses` has columns arm, code, key (the feedback), a row each; `pained` feedback_id and topic, as voices.pains
    gives them. Units go together as in the comparison itself; q after Benjamini & Hochberg (1995).
    """
    if not len(responses) or not len(pained):
        return ()
    rows = responses.drop_duplicates("key").reset_index(drop=True)
    place = pd.Index(rows["key"]).get_indexer(pd.Index(pained["feedback_id"]))
    said = pd.DataFrame({"topic": pained["topic"].to_numpy(), "place": place})[place >= 0].drop_duplicates()
    code, size = rows["code"].to_numpy(), int(rows["code"].max()) + 1
    arms = {name: (rows["arm"] == name).to_numpy() for name in (treatment, control)}
    counts = {name: np.bincount(code[here], minlength=size).astype(float) for name, here in arms.items()}
    there = {name: np.flatnonzero(count) for name, count in counts.items()}
    if min(len(one) for one in there.values()) < LEAST_UNITS:
        return ()
    made = []
    for topic, group in said.groupby("topic", sort=True):
        at = group["place"].to_numpy()
        if len(at) < LEAST_MENTIONS:
            continue
        sides = []
        for name, here in arms.items():
            total = np.bincount(code[at[here[at]]], minlength=size).astype(float)
            sides.append(Sums(there[name], total[there[name]], counts[name][there[name]]))
        found = means(sides[0], sides[1], is_share=True)
        p = float(2 * stats.t.sf(abs(found.difference) / found.se(), found.df)) if found.se() else 1.0
        made.append((str(topic), found, p, len(at)))
    q = q_values([one[2] for one in made], [1.0] * len(made))
    found_topics = [
        ArmTopic(topic, one.treated, one.control, one.interval(), float(q[k]), n, len(rows))
        for k, (topic, one, _, n) in enumerate(made)
    ]
    return tuple(sorted(found_topics, key=lambda one: (one.q, -abs(one.difference.est), one.topic)))
