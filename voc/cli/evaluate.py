"""`voc evaluate`. Not for: how figures are counted; see voc.scoring and voc.judged_sets."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import east_asian_width

import click

from voc.cli import options
from voc.errors import UsageError

if TYPE_CHECKING:
    from voc.judged_sets import Judged
    from voc.scoring import Scored

ALL = "all"
SAYS = {
    "topics_macro_f1": "topics, macro F1 (common)",
    "every_topic_macro_f1": "topics, macro F1 (every)",
    "topics_micro_f1": "topics, micro F1",
    "watched_topics_f1": "repetition, wait, checkout, mean F1",
    "parity": "parity: best less worst script",
    "polarity_accuracy": "polarity of found mentions",
    "sentiment_macro_f1": "sentiment of the text, macro F1",
    "calibration_error_worst": "calibration error, worst topic",
    "calibration_error_mean": "calibration error, mean of topics",
    "recall_at_precision": "recall at 90 % precision",
    "kept_at_precision": "kept at 90 % precision",
}
NOTES = (
    "[ … ]: 95 % interval, percentile bootstrap over texts within each language; the F1 of one topic or sentiment has that "
    "of its counts (Goutte & Gaussier 2005); n: texts, or mentions where it says so",
    "common: topics with 5 texts or more in that language, without `other`; their number stands in brackets",
    "parity: of the macro F1 of common topics. Chance makes it and calibration errors larger as a rule, draws even more: "
    "their interval is the spread of the draws about their middle, laid about the figure",
    "polarity: of the (text, topic) pairs that people and tagger both have; pairs that people call negative and positive at "
    "once are left out, one that only the tagger calls both is wrong; a judgement outweighs neutral words beside it",
    "sentiment: texts that people call mixed do not count; one wrongly called mixed is a miss; a sentiment of which there "
    "are few texts weighs in the mean as the others do, so look at its n before comparing languages",
    "calibration error: expected, 10 bins of equal width over all texts (Naeini, Cooper & Hauskrecht 2015); for phrases the "
    "confidence of the surest, 0 where there is none",
    "at 90 % precision: of the mentions, those whose confidence reaches the lowest bound, one for all topics, at which nine "
    "in ten are right; recall is of all mentions that people marked, kept of those that are right without a bound",
)
SET_NOTES = (
    "sets of three classes: the tagger's sentiment, mixed counting as neutral; of two: the sign of its score, whatever it "
    "calls the text; a score of 0, or none, is no answer and a miss",
    "each text once; of a large set 3,000 drawn by a fixed seed",
)
TUNED = "The thresholds of this model were chosen on these very texts: it will do worse on others."


class Table(NamedTuple):
    """A table to print; the first column is words, the others are figures."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option(
    "--model", default="default", show_default=True, help="Classifier: a name of `voc model list`, or a folder."
)
@click.option("--sets", type=click.Path(path_type=Path), help="Also public sets with a sentiment, from this folder.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print Markdown, for a model's card.")
@options.as_json
def command(folder: Path | None, model: str, sets: Path | None, as_markdown: bool, as_json: bool) -> None:
    """Score the classifier against hand-made labels: FOLDER holds texts.csv (id, lang, text) and labels.csv (id,
    overall: neg, neu, pos or mix, mentions: topic:pol;topic:pol, pol being neg, neu or pos).

    --sets names a folder of public sets with a sentiment of each text: those of voc/data/sentiment_sets.tsv that are
    there, and those that sets.tsv in the folder lists in the same way.

    \b
    voc evaluate gold
    voc evaluate gold --model models/mine --json
    voc evaluate gold --sets data --markdown >> CARD.md
    """
    from voc import judged_sets, scoring

    if folder is None and sets is None:
        raise UsageError("E144", "nothing to score on", do="name a folder of labelled texts, or --sets FOLDER")
    found = scoring.scored(folder, model) if folder else None
    judged, absent = judged_sets.judged(sets, model) if sets else ((), ())
    if as_json:
        parts = found.as_dict() if found else {}
        told = {"sets": [one.as_dict() for one in judged], "absent_sets": list(absent)} if sets else {}
        options.print_json({"model": model, **parts, **told})
        return
    pages, notes = list(_gold(found)) if found else [], list(NOTES) if found else []
    if sets:
        pages, notes = [*pages, _sets(judged)], [*notes, *SET_NOTES]
    warning = [TUNED] if found and found.is_tuned_on else []
    if found and found.taught:
        warning.append(
            f"This model learned from {found.taught:,} of these {found.n[ALL]:,} texts: it will do worse on others. "
            "Leave them out for figures that hold."
        )
    print_ = _markdown if as_markdown else _plain
    click.echo("\n".join([*warning, *([""] if warning else []), print_(pages)]))
    for line in _left_out(found) if found else ():
        click.echo(line, err=True)
    for absence in absent:
        click.echo(f"not in {sets}: {absence}", err=True)
    if as_markdown:
        click.echo("\n" + "\n".join(f"- {note}" for note in notes))
    else:
        click.echo("\n" + "\n".join(notes), err=True)


def _left_out(found: Scored) -> Iterator[str]:
    if found.unlabelled:
        yield f"not scored: {found.unlabelled:,} texts without a line in labels.csv"
    if found.textless:
        yield f"not scored: {found.textless:,} lines of labels.csv without a text"


def _gold(found: Scored) -> Iterator[Table]:
    langs = [lang for lang in found.n if lang != ALL]
    rows: list[Sequence[str]] = []
    for name, says in SAYS.items():
        for one in found.figures:
            if one.figure == name:
                topics = f" ({found.common[one.lang]})" if name == "topics_macro_f1" else ""
                n = f"{one.n} mentions" if one.of == "mentions" else str(one.n)
                rows.append((says, one.lang, _interval(one.estimate) + topics, n))
    yield Table(f"Figures of {found.model}", ("figure", "language", "estimate", "n"), rows)
    by = {(one.label, one.lang): one for one in found.topics}
    rows = []
    for label in dict.fromkeys(one.label for one in found.topics):
        every = by[label, ALL]
        parts = [_f1_of(by[label, lang].f1, by[label, lang].n) for lang in langs]
        whole = (_share(every.precision), _share(every.recall), _interval(found.f1[label, ALL], 2), str(every.n))
        rows.append((label, *parts, *whole, _interval(found.errors[label], 3)))
    header = ("topic", *(f"{lang}, F1 (n)" for lang in langs), "precision", "recall", "F1", "n", "calibration error")
    yield Table("Topics", header, rows)
    feel = {(one.label, one.lang): one for one in found.sentiments}
    rows = [
        (label, *(_f1_of(feel[label, lang].f1, feel[label, lang].n) for lang in (*langs, ALL)))
        for label in dict.fromkeys(one.label for one in found.sentiments)
    ]
    yield Table("Sentiment of the text", ("sentiment", *(f"{lang}, F1 (n)" for lang in (*langs, ALL))), rows)
    said = list(dict.fromkeys(one for _, one in found.toward))
    rows = [(true, *(str(found.toward[true, one]) for one in said)) for true in said]
    yield Table("Polarity of found mentions: people by line, tagger by column", ("people", *said), rows)


def _sets(judged: Sequence[Judged]) -> Table:
    names = ("negative", "neutral", "positive")
    rows = []
    for one in judged:
        f1 = [_interval(one.f1[name], 2) if name in one.f1 else "-" for name in names]
        n = f"{one.n} of {one.every}"
        rows.append((one.set, str(len(one.classes)), _interval(one.macro), *f1, n, str(one.unsaid)))
    header = ("set", "classes", "macro F1", *names, "n", "no answer")
    return Table("Sentiment of public sets", header, rows)


def _plain(pages: Sequence[Table]) -> str:
    return "\n\n".join("\n".join([page.title, "", *_aligned([page.header, *page.rows])]) for page in pages)


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = [first + " " * (widths[0] - _width(first))]
        cells += [" " * (width - _width(cell)) + cell for cell, width in zip(others, widths[1:], strict=True)]
        yield "  ".join(cells)


def _markdown(pages: Sequence[Table]) -> str:
    parts = []
    for page in pages:
        lines = [f"### {page.title}", "", _line(page.header), _line(["---", *["---:"] * (len(page.header) - 1)])]
        parts.append("\n".join([*lines, *map(_line, page.rows)]))
    return "\n\n".join(parts)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _width(cell: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in cell)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _f1_of(value: float | None, n: int) -> str:
    return f"{_share(value if n else None)} ({n})"


def _interval(estimate: Sequence[float], digits: int = 3) -> str:
    est, lo, hi = estimate
    return "-" if math.isnan(est) else f"{est:.{digits}f} [{lo:.{digits}f} … {hi:.{digits}f}]"
