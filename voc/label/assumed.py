"""Assumed: what is taken for granted of a tagger before anybody has checked it, or what an audit says already.

For: `sheet`, which draws where most is to be learnt, and `forecast`. Not for: any figure of a report; what is assumed
decides how many comments are read where, and weights make every estimate right however wrong it is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from voc.explain.borrowed import DRAWN, SEED, borrowed
from voc.explain.label_error import LEAST_CHECKED, LEAST_SKILL
from voc.label.allocation import Strata
from voc.label.checked import marks
from voc.label.comments import BEFORE, Comments
from voc.label.rates import rates
from voc.run import Run

# Of the phrase tagger, complaints of the 20 topics with at least ten of them in 1,348 texts labelled by hand: medians,
# and the spread over topics. Printed by benchmarks/typical_accuracy.py.
SENSITIVITY, FALSE_RATE, SPREAD = 0.55, 0.03, 0.18


@dataclass(frozen=True)
class Assumed:
    """Sensitivity and false rate of the tagger for one topic, the standard error of their difference, and the number
    of checked comments they were measured on; without any, how many `kinds` of other texts they are from (the tagger's
    track record), or 0 too: then they are typical values."""

    sensitivity: float
    false_rate: float
    spread: float
    n: int = 0
    kinds: int = 0

    @property
    def source(self) -> str:
        """audit, track_record or typical."""
        return "audit" if self.n else "track_record" if self.kinds else "typical"

    @property
    def skill(self) -> float:
        """Youden's J, as in voc.explain.label_error."""
        return self.sensitivity - self.false_rate


def assumed(run: Run, drawn_from: Comments) -> Assumed:
    """What the run's audit says of the topic; where it says too little, what the tagger's track record does; where that is
    silent too, typical values."""
    if "audit" in run.rows and run.rows["audit"].num_rows and drawn_from.topic:
        seen = marks(run, run.tables["audit"], drawn_from.topic)
        found = rates(seen.is_true, seen.is_tagged, seen.weights)
        skill = found.sensitivity[0] - found.false_rate[0]
        if min(found.n_true, found.n - found.n_true) >= LEAST_CHECKED and skill > LEAST_SKILL:
            return Assumed(
                found.sensitivity[0], found.false_rate[0],
                math.hypot(*(one[2] - one[1] for one in (found.sensitivity, found.false_rate))) / (2 * 1.96), found.n,
            )  # fmt: skip
    # whatever share is counted before the onset, the tagger cannot be wrong more often than that
    rows = drawn_from.rows
    earlier = rows.loc[rows["window"] == BEFORE, "is_tagged"]
    most = float(earlier.mean()) / 2 if len(earlier) else FALSE_RATE
    record = run.tables["track_record"] if "track_record" in run.rows else pd.DataFrame({"topic": []})
    own = record[record["topic"] == drawn_from.topic] if drawn_from.topic else record[:0]
    if len(own) and (of := borrowed(record, {drawn_from.topic: most}).get(drawn_from.topic)) is not None:
        lang = min(of.langs)  # one is as good as another: each is a kind of its own
        drawn = of.draws((lang,), np.random.default_rng(SEED), DRAWN)
        return Assumed(*of.of(lang), float(np.std(drawn[0] - drawn[1])), kinds=of.kinds)
    return Assumed(SENSITIVITY, min(FALSE_RATE, most), SPREAD)


def strata(drawn_from: Comments, known: Assumed) -> Strata:
    """The Strata of the comments, with the true share of each that `known` and the counted share of its days come to."""
    rows = drawn_from.rows
    share = rows.groupby("window")["is_tagged"].mean().to_dict()
    groups = rows.groupby("stratum", sort=True).agg(
        n=("feedback_id", "size"), window=("window", "first"), tagged=("is_tagged", "first")
    )
    true = [_true(float(share[one.window]), bool(one.tagged), known) for one in groups.itertuples()]
    return Strata(
        tuple(groups.index), groups["n"].to_numpy(dtype=float), groups["tagged"].to_numpy(dtype=bool), np.array(true)
    )


def _true(counted: float, is_tagged: bool, known: Assumed) -> float:
    """The share of (un)tagged comments that do complain of the topic, kept away from 0 and 1: nobody is that sure."""
    share = min(max((counted - known.false_rate) / known.skill, 0.002), 0.95)
    if is_tagged:
        return min(max(known.sensitivity * share / max(counted, 1e-9), 0.05), 0.95)
    return min(max((1 - known.sensitivity) * share / max(1 - counted, 1e-9), 0.002), 0.9)
