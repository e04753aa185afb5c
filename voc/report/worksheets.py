"""The six worksheets of the workbook, as plain tables: one row of headings, then rows of cells, in one language.

For: workbook, which writes them. Not for: computing, or writing a file; what stands here stands in the view, in the
findings as report.json has them, or in weekly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from voc.report import cells, figures
from voc.report.cells import Cell, Column, Words, Worksheet, ends
from voc.report.figures import Scale
from voc.report.finding import Interval
from voc.report.finding_rows import drivers, scales, summary
from voc.report.inputs import Inputs
from voc.report.sentences import named
from voc.report.topic_table import TopicRow
from voc.report.view import View
from voc.report.weekly import weekly
from voc.report.whole import whole
from voc.wording import Phrase, say, word
from voc.wording import sentences as paragraph

TOPICS = (
    "table.topic", "book.id", "table.n", "book.comments", "table.share", *ends("table.share"),
    "book.n_before", "book.comments_before", "book.share_before", "book.share_change",
    *ends("book.share_change"), "book.n_negative", "book.negative", *ends("book.negative"),
)  # fmt: skip
WEEKLY = (
    "book.week", "book.iso", "book.covered", "book.kind", "book.name", "book.id", "book.value", *ends("book.value"),
    "book.n", "book.counted", "book.unit",
)  # fmt: skip
VOICES = (
    "book.feedback_id", "book.date", "book.language", "book.channel", "book.score", "book.score_type",
    "book.sentiment", "page.topics", "book.text", "book.marked", "book.speaks_for",
)  # fmt: skip
METHOD = ("book.section", "book.item", "book.reading", "book.value", *ends("book.value"), "book.n")
_SHOWN_ANYWAY = ("channel", "lang")
_POINTS = Scale("share", 100.0, 1)


def worksheets(inputs: Inputs, view: View) -> tuple[Worksheet, ...]:
    """Summary, Drivers, Topics, Weekly, Voices, Method, in the language of the view."""
    known = scales(inputs)
    return (
        summary(inputs, view, known),
        drivers(inputs, view, known),
        _topics(view),
        _weekly(inputs, view.lang, known),
        _voices(inputs, view),
        _method(inputs, view),
    )


def _topics(view: View) -> Worksheet:
    rows = tuple(_topic(row, view.lang) for row in view.topics.rows)
    return Worksheet("Topics", cells.columns(TOPICS), rows, say("table.none"), 1)


def _topic(row: TopicRow, lang: str) -> tuple[Cell, ...]:
    told, negative = row.share_range, row.negative_range
    return (
        row.name[lang],
        row.topic,
        cells.count(row.n),
        cells.count(row.comments),
        *(cells.share(x) for x in (told.est, told.lo, told.hi)),
        cells.count(row.n_before),
        cells.count(row.comments_before),
        cells.share(row.share_before),
        *cells.changes(row.change_range, _POINTS, lang),
        cells.count(row.n_negative),
        *(cells.share(x, 0) for x in (negative.est, negative.lo, negative.hi)),
    )


def _weekly(inputs: Inputs, lang: str, known: Mapping[str, Scale]) -> Worksheet:
    rows = []
    for one in weekly(inputs):
        is_metric = one.kind == "metric"
        scale = known[one.id] if is_metric else _POINTS
        year, week, _ = one.first.isocalendar()
        name = inputs.metric_name(one.id) if is_metric else inputs.topic(one.id)
        row: tuple[Cell, ...] = (
            one.first,
            f"{year}-W{week:02}" if one.days is not None else None,
            cells.count(one.days),
            say("book.metric" if is_metric else "table.topic")[lang],
            name[lang],
            one.id,
            *cells.levels(one.value, scale, lang),
            cells.count(one.n),
            cells.count(one.part),
            "%" if scale.unit == "share" else scale.unit_name[lang],
        )
        rows.append(row)
    return Worksheet("Weekly", cells.columns(WEEKLY), tuple(rows), say("table.none"))


def _voices(inputs: Inputs, view: View) -> Worksheet:
    lang, speaks, dims = view.lang, _evidence(inputs), _segments(inputs, view)
    rows = []
    for voice in view.voices:
        kind = voice.points_of.upper() if voice.points_of in ("nps", "csat", "ces") else voice.points_of
        marked = " … ".join(words for words, is_marked in voice.pieces() if is_marked)
        row: tuple[Cell, ...] = (
            voice.id,
            cells.day(voice.day),
            word("lang", voice.lang)[lang],
            voice.channel[lang],
            cells.score(voice.points),
            kind if voice.points is not None else "",
            voice.feeling[lang],
            "; ".join(view.topic_names[topic][lang] for topic in voice.topics),
            Words(voice.text, voice.lang),
            Words(marked, voice.lang),
            "; ".join(speaks.get(voice.id, ())),
            *(values.get(voice.id, "") for values in dims.values()),
        )
        rows.append(row)
    more = tuple(Column(word("dim", dim)) for dim in dims)
    return Worksheet("Voices", (*cells.columns(VOICES), *more), tuple(rows), say("say.none"), 1)


def _evidence(inputs: Inputs) -> dict[str, list[str]]:
    """The findings that a comment is evidence for, by feedback id: those whose drivers the report names."""
    speaks: dict[str, list[str]] = {}
    for finding in inputs.findings:
        for key in dict.fromkeys(key for driver in named(finding) for key in driver.evidence):
            speaks.setdefault(key, []).append(finding.id)
    return speaks


def _segments(inputs: Inputs, view: View) -> dict[str, dict[str, str]]:
    """Value by feedback id, for every dimension of the project that comments carry; ids of persons and records stay out."""
    asked = inputs.run.get("project", {}).get("dims") or ()
    dims = [dim for dim in asked if dim in inputs.feedback.columns]
    dims = [dim for dim in dims if dim not in _SHOWN_ANYWAY and not dim.endswith("_id")]
    shown = inputs.feedback[inputs.feedback["feedback_id"].isin([voice.id for voice in view.voices])]
    found = {}
    for dim in dims:
        rows = shown[["feedback_id", dim]].dropna()
        values = {
            key: word("value", str(value))[view.lang] for key, value in rows.itertuples(index=False) if value != ""
        }
        if values:
            found[dim] = values
    return found


def _method(inputs: Inputs, view: View) -> Worksheet:
    rows = [*_about(view), *_checked(inputs, view)]
    return Worksheet("Method", cells.columns(METHOD), tuple(rows), say("sure.not_run"))


def _about(view: View) -> Iterator[tuple[Cell, ...]]:
    """What each worksheet holds, and how its numbers are to be read."""
    lang = view.lang
    shown, every = figures.count(len(view.voices)), figures.count(view.voices_all)
    voices = [say("book.about_voices"), say("voices.sub", shown=shown, all=every)]
    voices += [say("voices.sub_long")] if view.is_shortened else []
    topics = [say("book.about_topics")] if view.topics.has_shares else [say("table.sub_few", floor=figures.FLOOR)]
    told: tuple[tuple[str, Phrase], ...] = (
        ("Summary", say("book.about_summary")),
        ("Drivers", say("book.about_drivers")),
        ("Topics", paragraph(topics)),
        ("Weekly", say("book.about_weekly")),
        ("Voices", paragraph([*voices, say("say.own_words")])),
        ("Method", say("book.about_method")),
        (say("book.intervals")[lang], say("book.about_intervals", floor=figures.FLOOR)),
        (say("book.ids")[lang], say("book.about_ids")),
        (say("book.apostrophe")[lang], say("book.about_apostrophe")),
    )
    for item, reading in told:
        yield say("book.about")[lang], item, Words(reading[lang], lang), None, None, None, None


def _checked(inputs: Inputs, view: View) -> Iterator[tuple[Cell, ...]]:
    """ "How sure" line by line; the levels of the metrics as numbers too."""
    lang, levels = view.lang, whole(inputs)
    for place, facts in enumerate(view.sure):
        for at, fact in enumerate(facts.facts):
            head: tuple[Cell, ...] = (facts.title[lang], fact.label[lang], Words(fact.value[lang], lang))
            if place:
                yield (*head, None, None, None, None)
                continue
            one = levels[at]
            scale = inputs.scale(one.metric, one.value, None)
            yield (*head, *cells.levels(Interval(one.value, one.lo, one.hi), scale, lang), cells.count(one.n))
