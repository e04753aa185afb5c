"""The three planted causes: whom they touch, from when, and what becomes of the records they touch.

For: the modules that draw records, and tests that want another truth (`only("coat")`, `replace(cause, voice=0)`).
Not for: the words of the touched customers; those are in `data/demo_texts/`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Cause:
    """An experience that customers of one segment have, rare before its onset and common after it.

    `onset` is a share of the days (None: it never becomes common); `rare` and `common` are shares of records
    touched; `plain` and `touched` are the chance of the outcome on an untouched and on a touched record;
    `voice` is the share of touched customers who write a comment that say so.

    Other truths are made with `dataclasses.replace`: `voice=0` is a shift that nobody speaks of, `touched=plain` a
    complaint that moves nothing, another `common` a weaker or stronger cause, `onset=None` no cause at all.
    """

    id: str
    metric: str
    segment: tuple[str, str]
    topic: str
    onset: float | None
    rare: float
    common: float
    plain: float
    touched: float
    voice: float
    follows: tuple[tuple[str, str], ...]

    def onset_day(self, days: int) -> int | None:
        """Index of the first touched day in a world of `days` days; None where nothing is planted."""
        return None if self.onset is None else round(self.onset * days)

    def chance(self, day: int, days: int, inside: bool) -> float:
        """The chance that a record of this day is touched; nobody outside the segment ever is."""
        if not inside:
            return 0.0
        onset = self.onset_day(days)
        return self.common if onset is not None and day >= onset else self.rare

    @property
    def before(self) -> float:
        """Expected level of the metric in the segment before the onset."""
        return self.rare * self.touched + (1 - self.rare) * self.plain

    @property
    def after(self) -> float:
        """Expected level of the metric in the segment from the onset on."""
        return self.common * self.touched + (1 - self.common) * self.plain

    @property
    def direction(self) -> str:
        """`up`, `down` or `flat`: where the metric goes in the segment."""
        if abs(self.after - self.before) < 1e-9:
            return "flat"
        return "up" if self.after > self.before else "down"


COAT = Cause(
    id="coat",
    metric="return_rate",
    segment=("product", "Summit coat"),
    topic="product_quality",
    onset=78 / 184,
    rare=0.02,
    common=0.40,
    plain=0.07,
    touched=0.60,
    voice=0.88,
    follows=(("stars", "down"),),
)
ADDRESS = Cause(
    id="address",
    metric="cart_abandonment",
    segment=("device", "mobile_web"),
    topic="checkout_friction",
    onset=106 / 184,
    rare=0.02,
    common=0.32,
    plain=0.613,
    touched=0.95,
    voice=0.88,
    follows=(),
)
TALKER = Cause(
    id="talker",
    metric="fcr",
    segment=("queue", "returns"),
    topic="staff_attitude",
    onset=127 / 184,
    rare=0.02,
    common=0.56,
    plain=0.765,
    touched=0.30,
    voice=0.88,
    follows=(("handle_time", "up"), ("csat", "down"), ("csat_mean", "down"), ("repeat_contact", "up")),
)
CAUSES = (COAT, ADDRESS, TALKER)


def only(*ids: str) -> tuple[Cause, ...]:
    """CAUSES with only those named in `ids` ever becoming common; KeyError for an id that does not exist."""
    known = {cause.id for cause in CAUSES}
    for wanted in ids:
        if wanted not in known:
            raise KeyError(f"no cause {wanted!r}; there are {', '.join(sorted(known))}")
    return tuple(cause if cause.id in ids else replace(cause, onset=None) for cause in CAUSES)
