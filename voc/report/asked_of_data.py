"""Is it the data? What the data checks of a finding say, changed ones a line each, quiet ones together.

For: the cards. Not for: choosing or running the checks; see voc.explain.data_checks.
"""

from __future__ import annotations

from voc.report import figures
from voc.report.codes import in_words
from voc.report.finding import DataCheck, Finding
from voc.report.inputs import Inputs
from voc.wording import EMPTY, SEMICOLON, Phrase, join, same, say


def asked_of_data(inputs: Inputs, finding: Finding) -> tuple[tuple[Phrase, ...], Phrase]:
    """(a line for each check that found a change, one that names the others); empty where nothing was asked."""
    changed = [one for one in finding.checks.data if one.is_changed]
    quiet = {one.check: one for one in finding.checks.data if not one.is_changed}
    named = [say(f"check.{name}") for name in quiet if name not in {one.check for one in changed}]
    lines = [_changed(inputs, finding, one) for one in changed]
    return tuple(lines), say("list.data_quiet", what=join(named, say("place.join"))) if named else EMPTY


def _changed(inputs: Inputs, finding: Finding, one: DataCheck) -> Phrase:
    name = say(f"check.{one.check}")
    what = say("check.detail", what=name, detail=in_words(one.detail)) if one.detail else name
    told = say(
        "list.data_changed", what=what, before=_size(one, one.before, one.n_before),
        after=_size(one, one.after, one.n_after), n_before=figures.count(one.n_before), n_after=figures.count(one.n_after),
    )  # fmt: skip
    left = one.bound
    if left.est is None and left.lo is None:
        return told
    if left.est is None:
        return join([told, say("list.data_unknown")], SEMICOLON)
    scale = inputs.scale(finding.metric, finding.after, finding.delta_segment.est)
    return join(
        [told, say("list.data_left", left=scale.change(left.est), range=scale.range(left.lo, left.hi))], SEMICOLON
    )


def _size(one: DataCheck, value: float | None, n: int) -> Phrase:
    if value is None:
        return same("–")
    if one.check in ("volume", "feedback_volume", "collection_start"):
        return same(f"{value:,.1f}" if value < 10 else figures.count(round(value)))
    return same(figures.percent(value, 1))
