"""By value: which values of a dimension the overall change of a finding comes from, by own change and by size.

For: the cards. Not for: the sums themselves; see voc.explain.contributions.
"""

from __future__ import annotations

from collections.abc import Iterable

from voc.report import figures
from voc.report.finding import Contribution, Finding
from voc.report.inputs import Inputs
from voc.wording import Phrase, say, word

MOST_LINES = 4


def by_value(inputs: Inputs, finding: Finding) -> tuple[Phrase, ...]:
    """A line for each of the values that bring most, of the dimensions that the finding's segment names; where it is
    everywhere, of the dimension that sorts the change best."""
    chosen = [one for one in finding.contributions if one.dim in finding.segment] if finding.segment else []
    chosen = sorted(chosen or _telling(finding.contributions), key=lambda one: -abs(one.total))
    return tuple(_line(inputs, finding, one) for one in chosen[:MOST_LINES])


def _telling(every: Iterable[Contribution]) -> list[Contribution]:
    """The contributions of one dimension: the one whose largest value brings most."""
    by_dim: dict[str, list[Contribution]] = {}
    for one in every:
        by_dim.setdefault(one.dim, []).append(one)
    return max(by_dim.values(), key=lambda group: max(abs(one.total) for one in group), default=[])


def _line(inputs: Inputs, finding: Finding, one: Contribution) -> Phrase:
    scale = inputs.scale(finding.metric, one.after, one.within.est)
    return say(
        "list.by_value", place=say("place.pair", dim=word("dim", one.dim), value=word("value", one.value)),
        within=scale.change(one.within.est), range=scale.range(one.within.lo, one.within.hi),
        mix=scale.change(one.mix), n_before=figures.count(one.n_before), n_after=figures.count(one.n_after),
    )  # fmt: skip
