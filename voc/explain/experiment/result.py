"""Result: what an experiment found, with everything that is shown of it.

For: `experiment`, which fills it, and the pages and `--json` that show it. Not for: finding anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from voc.explain.experiment import looks
from voc.explain.experiment.answering import Answering
from voc.explain.experiment.arm_topics import ArmTopic
from voc.explain.experiment.arms import Interval, written
from voc.explain.experiment.history import Adjusted
from voc.explain.experiment.margin import Margin, Power
from voc.explain.experiment.tails import Tails


@dataclass(frozen=True)
class Experiment:
    """`effect`: treatment minus control in the metric's unit, with the interval that the verdict rests on; `once`: the
    same for one look; `raw`: for one look and without history. `level` is the mean of each arm, with history where it is
    used; `limit` the margin as it was asked, `margin` the same in the metric's unit.

    `n` counts rows, and units by arm; `reasons` are codes, `code` or `code: detail`; `grade` is A where the assignment
    may be taken for random and both arms answered alike, else C.
    """

    metric: str
    arm: str
    unit: str
    treatment: str
    control: str
    level: dict[str, float]
    effect: Interval
    once: Interval
    raw: Interval
    relative: Interval
    limit: Margin
    margin: float
    verdict: str
    srm_p: float
    split: float
    n: dict[str, int]
    start: str | None
    adjusted: Adjusted | None
    sequential: Interval
    planned: int | None
    is_sequential: bool
    answering: Answering | None
    topics: tuple[ArmTopic, ...]
    tails: Tails | None
    power: Power
    reasons: tuple[str, ...]
    grade: str

    @property
    def est(self) -> float:
        """Treatment minus control."""
        return self.effect.est

    @property
    def lo(self) -> float:
        """Lower end of the interval."""
        return self.effect.lo

    @property
    def hi(self) -> float:
        """Upper end of the interval."""
        return self.effect.hi

    def has(self, code: str) -> bool:
        """True where `code` is among the reasons."""
        return any(one.partition(":")[0] == code for one in self.reasons)

    def as_dict(self) -> dict[str, Any]:
        """The object that `voc experiment --json` prints."""
        asked, found = self.answering, self.adjusted
        return {
            "metric": self.metric, "arm": self.arm, "unit": self.unit, "treatment": self.treatment, "control": self.control,
            "effect": self.effect.as_dict(), "margin": self.margin,
            "noninferior": self.verdict == "noninferior", "verdict": self.verdict, "grade": self.grade,
            "reasons": list(self.reasons), "srm_p": written(self.srm_p), "split": self.split, "n": self.n,
            "start": self.start, "level": self.level, "relative_effect": self.relative.as_dict(),
            "relative_margin": self.limit.size if self.limit.is_relative else None, "raw_effect": self.raw.as_dict(),
            "cuped": {"is_used": found is not None, "variance_reduction": found.gain if found else 0.0,
                      "n_units_with_history": found.n if found else 0},
            "sequential": {**self.sequential.as_dict(), "is_used": self.is_sequential,
                           "planned_n": self.planned or looks.PLANNED},
            "response": asked and {
                "n": asked.n, "rate": asked.rate, "difference": asked.difference.as_dict(), "p": written(asked.p),
                "differs": asked.differs, "bounds": asked.bounds.as_dict() if asked.bounds else None,
            },
            "topics": [one.as_dict() for one in self.topics],
            "robustness": self.tails.as_dict() if self.tails else None,
            "power": {"at_margin": written(self.power.at_margin), "detectable": written(self.power.detectable),
                      "units_needed_per_arm": self.power.needed, "units_more_per_arm": self.power.more},
        }  # fmt: skip
