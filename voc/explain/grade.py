"""Grade: verdict, grade, reasons and rivals of a shift.

For: the one place where numbers become a judgement. Not for: computing any of them.

    A  a randomised arm, its sample ratio checked (voc experiment; never given here)
    B  real; a topic passes Benjamini-Hochberg against the rest of the business; its records agree; placebos clean; label
       error corrected by a hand-checked sample; lower bound of accounted > 0.2
    C  real, a topic passes; one of B's checks fails or could not run
    D  real, no topic passes: no explanation found
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voc.explain.drivers import Candidate
from voc.explain.shift import Estimate, Shift

ENOUGH = 0.2


@dataclass(frozen=True)
class Verdict:
    """`reasons` and `rivals` are codes, `code` or `code: detail`, which the report turns into sentences."""

    verdict: str
    grade: str | None
    reasons: tuple[str, ...]
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checks:
    """What was tried beside the main test: placebo dates and topics, comment rates before and after, and the
    reasons of the data checks that found a change; `is_unlinked`: no comment hangs on any record of the metric;
    `is_same_words`: it is read from the words that the topics are read from."""

    dates_named: int = 0
    dates_tried: int = 0
    topics_named: int = 0
    topics_tried: int = 0
    response: tuple[float, float] = (float("nan"), float("nan"))
    link: float = float("nan")
    n_audit: int = 0
    data_changed: tuple[str, ...] = ()
    is_unlinked: bool = False
    is_same_words: bool = False


def verdict(
    found: Shift,
    drivers: Sequence[Candidate],
    parts: Mapping[str, Estimate],
    checks: Checks,
    corrected: Sequence[str],
    borrowed: Mapping[str, int],
    events: Sequence[str],
    beside: Sequence[str] = (),
) -> Verdict:
    """The Verdict on a shift with the drivers that passed; `corrected` are topics whose label error is known, `borrowed`
    those whose error comes from so many texts of others; `beside` are codes of topics that moved and explain nothing."""
    asked = ("asked",) if found.question.is_asked else ()
    if found.missing:
        return Verdict("no_shift", None, (*asked, found.missing))
    if found.artifact:
        return Verdict("artifact", None, (*asked, found.artifact))
    if found.is_mix:
        return Verdict("mix", None, (*asked, "mix_explains"))
    if not found.is_real:
        return Verdict("no_shift", None, (*asked, "not_shifted"))
    rivals = tuple(f"event: {event}" for event in events)
    unclear = () if found.is_clear or found.runner_up is None else (f"segment_unclear: {_named(found)}",)
    if not drivers:
        absent = ("record_link_absent",) if checks.is_unlinked else ()
        return Verdict(
            "unexplained",
            "D",
            (*asked, *(beside or ("no_topic",)), *absent, *unclear, *checks.data_changed),
            (*rivals, "unmeasured_segment", "season"),
        )
    against = _against_b(found, drivers, parts, checks, corrected, borrowed)
    more = tuple(f"other_topic: {one.topic}" for one in drivers[1:])
    # who complains is negative by construction: that records agree says nothing then
    backing = ("record_link_agrees",) if drivers[0].level == "record" and not checks.is_same_words else ()
    used = (f"audit_used: {checks.n_audit}",) if drivers[0].topic in corrected else ()
    return Verdict(
        "explained", "C" if against else "B", (*asked, *backing, *used, *against, *unclear),
        (*rivals, *more, "unmeasured_segment", "response_selection"),
    )  # fmt: skip


def _against_b(
    found: Shift, drivers: Sequence[Candidate], parts: Mapping[str, Estimate], checks: Checks, corrected: Sequence[str],
    borrowed: Mapping[str, int],
) -> tuple[str, ...]:  # fmt: skip
    first = drivers[0]
    why = []
    if first.topic not in corrected:
        why.append("no_audit")
        if first.level == "record" and first.topic in borrowed:
            why.append(f"error_borrowed: {borrowed[first.topic]}")
    if first.level != "record":
        why.append("records_alike" if first.is_alike else "record_link_absent")
    elif not parts[first.topic][1] > ENOUGH:
        why.append("accounted_low")
    if checks.is_same_words:
        why.append("same_words")
    if not first.has_contrast:
        why.append("no_contrast")
    if checks.dates_named:
        why.append("placebo_dates_failed")
    if checks.topics_named:
        why.append("placebo_topics_failed")
    return (*why, *checks.data_changed)


def _named(found: Shift) -> str:
    assert found.runner_up is not None
    return ", ".join(f"{dim}={value}" for dim, value in found.runner_up.where) or "everywhere"
