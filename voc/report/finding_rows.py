"""The worksheets Summary and Drivers: a row for every finding, and one for every part of what moved.

For: worksheets. Not for: choosing or computing; which topic may be named, and every number, stands in the cards and in the
findings as report.json has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from voc.report import cells, figures, sentences
from voc.report.bridge import bridge
from voc.report.cards import Card
from voc.report.cells import Cell, Words, Worksheet, ends
from voc.report.figures import Scale
from voc.report.finding import Driver, Finding, Interval
from voc.report.grades import Grade
from voc.report.inputs import Inputs
from voc.report.quotes import Quote
from voc.report.view import View
from voc.report.whole import whole
from voc.wording import SPACE, Phrase, say

SUMMARY = (
    "book.kind", "book.finding", "book.words", "page.sure", "book.grade", "book.metric", "book.place", "book.verdict",
    "book.before", "book.after", "book.change", *ends("book.change"), "book.change_unit", "book.rows_before",
    "book.rows_after", "book.onset",
    "book.earliest", "book.latest", "book.overall", "list.why_not", "list.rivals", "list.data", "list.surer",
)  # fmt: skip
DRIVERS = (
    "book.finding", "book.metric", "book.place", "book.onset", "book.part", "book.name", "book.id",
    "book.accounted", *ends("book.accounted"), "book.amount", *ends("book.amount"), "book.unit",
    "book.complaints_before", "book.responses_before", "book.complaints", "book.responses",
    "book.share_before", "book.share_after", "book.share_change",
    *ends("book.share_change"), "impact.q", "book.lag", "book.compared", "page.sure", "book.quote", "book.evidence",
)  # fmt: skip
_PARTS = {"driver": "table.topic", "mediator": "book.figure", "mix": "why.mix", "rest": "why.rest"}
_COMPARED = {"record": "list.driver_link", "segment": "list.driver_segment"}
_BETWEEN = " · "


def scales(inputs: Inputs) -> Mapping[str, Scale]:
    """How each metric is written over the whole run, by id: one unit a metric, so that a column can be sorted."""
    return {one.metric: inputs.scale(one.metric, one.value, None) for one in whole(inputs)}


def summary(inputs: Inputs, view: View, known: Mapping[str, Scale]) -> Worksheet:
    """The headline and what belongs to it, what to do, then every finding in the order of the report."""
    lang = view.lang

    def line(
        kind: Phrase, words: str, finding: str = "", sure: str = "", *, is_strong: bool = False
    ) -> tuple[Cell, ...]:
        told = Words(words.replace("⟦", "").replace("⟧", ""), lang, is_strong)
        return (kind[lang], finding, told, sure, *(None,) * (len(SUMMARY) - 4))

    lead, sure = view.top.id if view.top else "", _sure(view.grade, lang)
    rows = [line(say("book.headline"), view.headline[lang], lead, sure, is_strong=True)]
    if view.under[lang]:
        rows.append(line(say("book.more"), view.under[lang], lead))
    rows.append(line(say("book.rests_on"), _BETWEEN.join(one[lang] for one in view.evidence)))
    dates = SPACE[lang].join(one[lang] for one in (view.period, view.versus) if one[lang])
    if dates:
        rows.append(line(say("book.dates"), dates))
    rows.append(line(say("book.project"), view.project))
    for one in view.actions:
        said = (one.title, one.gain, one.subject, one.reason, one.check)
        grade = _sure(one.grade, lang) if one.grade else ""
        rows.append(line(say("do.title"), _BETWEEN.join(part[lang] for part in said if part[lang]), one.finding, grade))
    for finding, card in zip(inputs.findings, view.cards, strict=True):
        rows.append(_finding(inputs, finding, card, _scale(inputs, finding, known), lang))
    if not inputs.findings:
        rows.append(line(say("book.finding"), say("list.none")[lang]))
    return Worksheet("Summary", cells.columns(SUMMARY), tuple(rows), say("list.none"))


def _finding(inputs: Inputs, finding: Finding, card: Card, scale: Scale, lang: str) -> tuple[Cell, ...]:
    before, after = sentences.levels(finding)
    return (
        say("book.finding")[lang],
        finding.id,
        Words(card.title[lang].replace("⟦", "").replace("⟧", ""), lang),
        _sure(card.grade, lang),
        card.grade.letter,
        inputs.metric_name(finding.metric)[lang],
        _place(finding)[lang],
        say(f"verdict.{sentences.said_verdict(finding)}")[lang],
        cells.level(before, scale, lang),
        cells.level(after, scale, lang),
        # as the sentence beside it says it: the difference of the levels as they are written, where that is the estimate
        cells.change(sentences.move(inputs, finding, scale), scale, lang),
        *cells.changes(sentences.interval(finding), scale, lang)[1:],
        scale.unit_name[lang],
        *map(cells.count, sentences.counted(finding)),
        cells.day(finding.onset),
        cells.day(finding.onset_lo),
        cells.day(finding.onset_hi),
        card.overall[lang],
        _BETWEEN.join(one[lang] for one in card.reasons),
        _BETWEEN.join(one[lang] for one in card.rivals),
        _BETWEEN.join(one[lang] for one in (*card.data_changed, card.data_quiet) if one[lang]),
        card.surer,
    )


def drivers(inputs: Inputs, view: View, known: Mapping[str, Scale]) -> Worksheet:
    """A row for each driver that the report names, then the other parts of its finding: figures that moved with it, the
    customer mix, and what is not explained."""
    rows = [
        row
        for finding, card in zip(inputs.findings, view.cards, strict=True)
        for row in _parts(inputs, finding, card, _scale(inputs, finding, known), view.lang)
    ]
    return Worksheet("Drivers", cells.columns(DRIVERS), tuple(rows), say("why.none"), 1)


def _parts(inputs: Inputs, finding: Finding, card: Card, scale: Scale, lang: str) -> Iterator[tuple[Cell, ...]]:
    parted = bridge(inputs, finding, scale) if card.bridge else None
    rows = parted.rows if parted else ()
    amounts = {row.topic: row.amount for row in rows if row.kind == "driver"}
    named = sentences.named(finding)
    for driver, said in zip(named, card.said if named else (), strict=True):
        amount = amounts.get(driver.topic, Interval(None, None, None))
        yield (
            *_head(inputs, finding, "driver", inputs.topic(driver.topic), lang),
            driver.topic,
            *cells.parts(driver.accounted),
            *cells.changes(amount, scale, lang),
            scale.unit_name[lang],
            *_said_of(driver, lang),
            _sure(card.grade, lang),
            _quoted(said.quotes[lang], lang),
            "; ".join(driver.evidence),
        )
    for row in rows:
        if row.kind not in _PARTS or row.kind == "driver":
            continue
        left = (
            finding.unexplained if row.kind == "rest" and sentences.sure_driver(finding) else Interval(None, None, None)
        )
        yield (
            *_head(inputs, finding, row.kind, row.label, lang),
            "",
            *cells.parts(left),
            *cells.changes(row.amount, scale, lang),
            scale.unit_name[lang],
            *(None,) * 12,
            _sure(card.grade, lang),
            None,
            None,
        )


def _head(inputs: Inputs, finding: Finding, kind: str, name: Phrase, lang: str) -> tuple[Cell, ...]:
    metric, place = inputs.metric_name(finding.metric)[lang], _place(finding)[lang]
    return finding.id, metric, place, cells.day(finding.onset), say(_PARTS[kind])[lang], name[lang]


def _said_of(driver: Driver, lang: str) -> tuple[Cell, ...]:
    """Counts, shares where there are enough responses for a percentage, q, lag, and by what was compared."""
    is_enough = driver.n_comments >= figures.FLOOR
    points = Scale("share", 100.0, 1)
    shares = (cells.share(driver.share_before), cells.share(driver.share_after)) if is_enough else (None, None)
    moved = driver.share_change if is_enough else Interval(None, None, None)
    compared = _COMPARED.get(driver.link_level)
    return (
        cells.count(driver.n_topic_before),
        cells.count(driver.n_comments_before),
        cells.count(driver.n_topic),
        cells.count(driver.n_comments),
        *shares,
        *cells.changes(moved, points, lang),
        cells.q_value(driver.q_value),
        cells.days(driver.lag_days),
        say(compared)[lang] if compared else "",
    )


def _scale(inputs: Inputs, finding: Finding, known: Mapping[str, Scale]) -> Scale:
    """As the report writes the finding, but in the one unit that its metric has in the workbook."""
    _, after = sentences.levels(finding)
    own = inputs.scale(finding.metric, after, sentences.interval(finding).est)
    usual = known.get(finding.metric, own)
    return own if own.unit == usual.unit else usual


def _place(finding: Finding) -> Phrase:
    return sentences.place({} if finding.verdict == "mix" else finding.segment)


def _sure(grade: Grade, lang: str) -> str:
    return f"{grade.drawn} {grade.words[lang]}"


def _quoted(quotes: Sequence[Quote], lang: str) -> Cell:
    """The quote that speaks first, with what leads back to it, ready for a mail."""
    if not quotes:
        return None
    quote = quotes[0]
    said = _BETWEEN.join(one for one in (quote.channel[lang], quote.date[lang], quote.id) if one)
    return Words(f"{say('quick.quoted', words=quote.text)[lang]} — {said}", quote.lang)
