"""The report as one plain structure: every number computed and every sentence written, in all languages.

For: the renderers (html, markdown), which only place what stands here. Not for: markup or files.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from voc.report import figures, sentences
from voc.report.actions import Action, actions
from voc.report.cards import Card, Said, cards, fresh
from voc.report.compared import figures_compared, has_earlier, is_compared, least_rows
from voc.report.given import Given, given
from voc.report.grades import Grade, grade, uncompared
from voc.report.impact_table import ImpactTable, impact_table
from voc.report.inputs import Inputs
from voc.report.quotes import CAP, Quote, quotes, sample
from voc.report.sure import Facts, evidence_line, sure
from voc.report.tiles import Tile, tiles
from voc.report.topic_table import TopicTable, topic_table, window
from voc.wording import EMPTY, LANGS, Phrase, say
from voc.wording import sentences as paragraph


@dataclass(frozen=True)
class View:
    """What a report shows, top to bottom. `lang` is the language it opens in; `top` is the card that leads, if any."""

    lang: str
    project: str
    title: Phrase
    period: Phrase
    versus: Phrase
    headline: Phrase
    under: Phrase
    grade: Grade
    evidence: tuple[Phrase, ...]
    top: Card | None
    said: Said
    do_first: Phrase
    they_say: dict[str, str]
    tiles: tuple[Tile, ...]
    cards: tuple[Card, ...]
    actions: tuple[Action, ...]
    topics: TopicTable
    impacts: ImpactTable
    given: Given
    topic_names: dict[str, Phrase]
    voices: tuple[Quote, ...]
    voices_all: int
    is_shortened: bool
    sure: tuple[Facts, ...]


def view(inputs: Inputs, lang: str = "en") -> View:
    """The View of a run, opening in `lang`; KeyError for a language that has no catalogue."""
    if lang not in LANGS:
        raise KeyError(lang)
    top = sentences.first(inputs.findings)
    shown = cards(inputs)
    lead = next((card for card in shown if top is not None and card.id == top.id), None)
    said = lead.said[0] if lead else fresh(inputs)
    todo = actions(inputs)
    period, versus = _period(inputs)
    voices = _voices(inputs, shown, said)
    table = topic_table(inputs)
    return View(
        lang=lang,
        project=inputs.project,
        title=say("page.title", project=inputs.project),
        period=period,
        versus=versus,
        headline=_headline(inputs),
        under=_under(inputs),
        grade=grade(top) if top is not None or is_compared(inputs) else uncompared(),
        evidence=evidence_line(inputs),
        top=lead,
        said=said,
        do_first=todo[0].title,
        they_say={reader: _short(said.quotes[reader], said.topic) for reader in LANGS},
        tiles=tiles(inputs),
        cards=shown,
        actions=todo,
        topics=table,
        impacts=impact_table(inputs),
        given=given(inputs),
        topic_names={topic: inputs.topic(topic) for topic in _topics(voices, table)},
        voices=voices,
        voices_all=len(inputs.comments),
        is_shortened=any(voice.is_shortened for voice in voices),
        sure=sure(inputs),
    )


def _headline(inputs: Inputs) -> Phrase:
    finding = sentences.first(inputs.findings)
    if finding is not None:
        return sentences.headline(inputs, finding)
    asked = sentences.asked(inputs.findings)
    if asked is not None:
        return sentences.headline(inputs, asked)
    if figures_compared(inputs):
        return say("headline.none")
    if len(inputs.comments) < figures.FLOOR:
        return say("headline.few", n=len(inputs.comments))
    if sentences.is_undated(inputs):
        n, every = sentences.dated_comments(inputs), figures.count(len(inputs.comments))
        return say("headline.undated", n=figures.count(n), all=every) if n else say("headline.undated_all", all=every)
    return say("headline.thin", n=len(inputs.comments)) if has_earlier(inputs) else say("headline.first")


def _under(inputs: Inputs) -> Phrase:
    finding = sentences.first(inputs.findings)
    if finding is not None:
        real = [one for one in inputs.findings if one.verdict != "no_shift"]
        return paragraph(sentences.under(inputs, finding, len(real) - 1))
    asked = sentences.asked(inputs.findings)
    if asked is not None:
        return say("dek.unanswered" if sentences.is_unanswered(asked) else "dek.asked")
    watched = figures_compared(inputs)
    if len(inputs.comments) < figures.FLOOR:
        few = say("dek.few", floor=figures.FLOOR)
        return paragraph([say("dek.figures", metrics=watched), few]) if watched else few
    if sentences.is_undated(inputs):
        undated = say("dek.undated")
        return paragraph([say("dek.figures", metrics=watched), undated]) if watched else undated
    if not has_earlier(inputs):
        return say("dek.first")
    if not watched:
        return say("dek.thin", least=least_rows(inputs))
    return say("dek.none", metrics=watched, topics=len(inputs.topics))


def _period(inputs: Inputs) -> tuple[Phrase, Phrase]:
    span = window(inputs)
    if span is None:
        return EMPTY, EMPTY
    now = figures.days(span.after_from, span.after_to, year=True)
    if sentences.first(inputs.findings) or sentences.asked(inputs.findings):
        return now, say("page.versus", before=figures.days(span.before_from, span.before_to))
    if not has_earlier(inputs):
        return now, EMPTY
    return now, say("page.versus", before=figures.days(span.before_from, span.before_to))


def _voices(inputs: Inputs, shown: tuple[Card, ...], said: Said) -> tuple[Quote, ...]:
    """Evidence first so that it is always in the file, then an even sample; shown newest first."""
    quoted = [quote.id for one in (said, *(s for card in shown for s in card.said)) for quote in _every(one)]
    ids = list(dict.fromkeys([*quoted, *sample(inputs.comments)]))
    found = quotes(inputs, ids[:CAP]).values()
    return tuple(sorted(sorted(found, key=lambda quote: quote.id), key=lambda quote: quote.day, reverse=True))


def _every(said: Said) -> list[Quote]:
    return [quote for lang in LANGS for quote in said.quotes[lang]]


def _short(found: tuple[Quote, ...], topic: str) -> str:
    """The words that say it best, for a phone: of the first quote the first complaint that is marked, else the first mark,
    else the start; a comment that praises and blames speaks here for the blame."""
    if not found:
        return ""
    first = found[0]
    blame = replace(first, marks=tuple(mark for mark in first.marks if mark.sentiment == "negative"))
    marked = [words for quote in (blame, first) for words, is_marked in quote.pieces(topic) if is_marked]
    words = marked[0] if marked else first.text
    return words if len(words) <= 60 else words[:59].rstrip() + "…"


def _topics(voices: tuple[Quote, ...], table: TopicTable) -> list[str]:
    return sorted({topic for voice in voices for topic in voice.topics} | {row.topic for row in table.rows})
