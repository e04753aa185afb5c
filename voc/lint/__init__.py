"""The definition lint: what the tables that were read say about what their figures mean, before anything is counted.

    for line in lint.lines(Facts(read, matches, metrics, feelings)):
        line.found, line.why, line.do

For: `voc check`. Not for: rows that are wrong by themselves, which `ingest` rejects, nor for what moved. A rule is a
function of Facts that gives Lines; RULES are all of them. Nothing is changed: a line says what was found, with its n, why it
matters for a figure, and one thing to do. No line says what brought something about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from voc.lint import clocks, keys, rejects, scores, states
from voc.lint.facts import Facts, Line

__all__ = ["RULES", "Facts", "Line", "lines"]

RULES: tuple[Callable[[Facts], Iterator[Line]], ...] = (
    rejects.rejected,
    scores.mixed_scales,
    scores.unused_half,
    scores.top_two,
    scores.csat_two_ways,
    scores.nps_scale,
    scores.reversed_scale,
    clocks.minutes_as_seconds,
    clocks.milliseconds_as_seconds,
    clocks.handle_parts,
    clocks.bot_replies,
    clocks.ends_before_start,
    clocks.answer_before_contact,
    states.reopened_first_contact,
    states.answered_abandoned,
    states.returns_without_orders,
    states.half_returns,
    states.currencies,
    states.multi_select,
    keys.unmatched,
    keys.one_conversation,
    keys.twin_metrics,
)


def lines(facts: Facts) -> tuple[Line, ...]:
    """Every Line, in the order of RULES."""
    return tuple(line for rule in RULES for line in rule(facts))
