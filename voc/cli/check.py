"""`voc check`. Not for: deciding what is wrong; see voc.checking and voc.lint."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from voc.cli import options
from voc.cli.notes import in_words
from voc.cli.page import page, plainly, table

if TYPE_CHECKING:
    from rich.console import Console

    from voc.checking import Checked
    from voc.lint.days import Span, Stretch
    from voc.wording import Phrase

MOST_REJECTS = 12
LEAST_STEPS = 2  # from the lowest answer to the highest: of good and bad both are the best two
MOST_DAYS = 3  # gaps and drops shown of each table; --json has them all


@dataclass(frozen=True)
class Words:
    """The sentences of the page in one language: `words("days", first=…, last=…)`."""

    lang: str

    def __call__(self, key: str, /, **values: Phrase | str | int) -> str:
        from voc.wording import say

        return say(f"check_page.{key}", **values)[self.lang]

    def word(self, section: str, value: str) -> str:
        """The word for `value`; the value itself where there is none."""
        from voc.wording import word

        return word(section, value)[self.lang]

    def listed(self, parts: Iterable[str]) -> str:
        """Parts with a comma between them."""
        from voc.lint.facts import COMMA

        return COMMA[self.lang].join(parts)


@click.command()
@options.project
@options.lang
@options.as_json
def command(project: Path, lang: str | None, as_json: bool) -> None:
    """Read and join everything in PROJECT, analyse nothing: one page, in the language of its report.

    It says what was read, kept, rejected and matched, in which languages and on which scales; which comments are
    repeats, which days are missing; and which definitions do not fit.

    \b
    voc check northfell
    voc check northfell --lang zh-Hans
    voc check northfell --json
    """
    from voc import checking

    found = checking.checked(project, {})
    if as_json:
        options.print_json(found.as_dict(lang or "en"))
        if found.refusal is not None:
            options.leave(found.refusal)
        return
    on, words = page(), Words(lang or found.lang)
    for part in (_files, _matches, _scores, _texts, _days, _metrics, _lint, _rejected):
        part(found, on, words)
    if found.refusal is not None:
        options.leave(found.refusal)


def _files(found: Checked, on: Console, words: Words) -> None:
    from voc.personal.printable import printable

    folder = _folder(found)
    files = table(
        words("files_in", folder=printable(folder)) if folder else words("files"),
        (words("file"), words("table"), words("reader")),
        (words("read"), words("kept"), words("rejected")),
    )
    beside = []
    for one in found.files:
        name = printable(_within(folder, one["file"]))
        if "error" in one:
            files.add_row(name, words("not_read", error=one["error"]), "", "", "", "")
        else:
            counts = (f"{one[n]:,}" for n in ("rows_read", "rows_kept", "rows_rejected"))
            files.add_row(name, one["table"], f"{one['reader']} {one['encoding']}", *counts)
            why = words.listed(
                words("counted", name=words.word("rejected_as", reason), n=count)
                for reason, count in one["reasons"].items()
            )
            beside += [words("why_rejected", file=name, reasons=why)] if why else []
        beside += [words("warning", file=name, warning=in_words(warning, words.lang)) for warning in one["warnings"]]
    on.print(files)
    say = plainly(on)
    for line in beside:
        say(f"  {line}")


def _matches(found: Checked, on: Console, words: Words) -> None:
    matched = table(
        words("matches"), (words("from"), words("to"), words("by")), (words("n"), words("matched"), words("share"))
    )
    for one in found.matches:
        share = f"{one['matched'] / one['n']:.1%}" if one["n"] else "-"
        matched.add_row(
            one["left_table"], one["right_table"], one["key"], f"{one['n']:,}", f"{one['matched']:,}", share
        )
    on.print(matched)


def _scores(found: Checked, on: Console, words: Words) -> None:
    from voc.personal.printable import printable

    if not found.scales:
        return
    scales = table(
        words("scores"),
        (words("source"), words("type"), words("scale"), words("best")),
        (words("n"), words("mean"), words("top_two")),
    )
    folder = _folder(found)
    for one in found.scales:
        best = words("lowest" if one["direction"] == "lower_better" else "highest")
        has_more = one["max"] - one["min"] >= LEAST_STEPS
        top = (
            words("top_two_value", n=f"{one['top_two']:,}", share=f"{one['top_two'] / one['n']:.1%}")
            if has_more
            else "-"
        )
        scale = words("scale_range", low=f"{one['min']:g}", high=f"{one['max']:g}")
        scales.add_row(
            printable(_within(folder, str(one["source"]))), str(one["type"]), scale, best,
            f"{one['n']:,}", f"{one['mean']:.2f}", top,
        )  # fmt: skip
    on.print(scales)


def _folder(found: Checked) -> str:
    """The folder that all files lie in, which stands above the tables so that names have room; "" where there is none."""
    folders = {str(PurePosixPath(one["file"]).parent) for one in found.files}
    if len(found.files) < 2 or len({one.startswith("/") for one in folders}) > 1:
        return ""
    shared = os.path.commonpath(folders)
    return "" if shared in (".", "/") else shared


def _within(folder: str, file: str) -> str:
    """The name of a file in `folder`, whole where it does not lie there."""
    return file.removeprefix(f"{folder}/") if folder else file


def _texts(found: Checked, on: Console, words: Words) -> None:
    say = plainly(on)
    langs = (
        words("no_text", n=count) if lang == "no text" else words("counted", name=lang, n=count)
        for lang, count in found.langs.items()
    )
    say(words("langs", langs=words.listed(langs)))
    kinds = (
        words("counted", name=words.word("repeat", kind), n=count) for kind, count in found.duplicate_kinds.items()
    )
    say(words("duplicates", n=found.duplicates, kinds=words.listed(kinds)))
    cut = [
        words("cut_kind", kind=words.word("no_words", kind), n=one["comments"])
        for kind, one in found.boilerplate.items()
        if one["comments"]
    ]
    say(words("cut", kinds=words.listed(cut) or words("nothing")))


def _days(found: Checked, on: Console, words: Words) -> None:
    say = plainly(on)
    named = {one.table: one for one in found.days}
    for name, (first, last) in found.spans.items():
        if first is None:
            say(words("no_day", table=name))
            continue
        span = words("span", table=name, first=str(first), last=str(last))
        one = named.get(name)
        between = "; " if words.lang == "en" else "；"
        say(between.join([span, *_of_days(one, words)]) if one else span)


def _of_days(one: Span, words: Words) -> list[str]:
    """What is worth knowing of the days of one table."""
    from voc.lint.days import most

    said = [words("dated", n=one.n)]
    said += [words("undated", n=one.undated)] if one.undated else []
    closed = words.listed(words.word("weekday", day) for day in one.weekdays)
    said += [words("closed", days=closed)] if closed else []
    for key, stretches in (("gaps", one.gaps), ("drops", one.drops)):
        if stretches:
            shown = words.listed(_stretch(each, words) for each in most(stretches, MOST_DAYS))
            if len(stretches) > MOST_DAYS:
                shown = words("more_stretches", stretches=shown, n=len(stretches) - MOST_DAYS)
            said.append(words(key, n=sum(each.days for each in stretches), all=one.days, stretches=shown))
    return said


def _stretch(one: Stretch, words: Words) -> str:
    when = str(one.first) if one.first == one.last else words("days", first=str(one.first), last=str(one.last))
    return words("few", when=when, n=one.n, usual=f"{one.usual:g}") if one.n else when


def _metrics(found: Checked, on: Console, words: Words) -> None:
    say = plainly(on)
    say(words("metrics", metrics=", ".join(found.metrics) or words("none")))
    for one in found.left:
        say(f"  {words('left_out', metric=one.metric, missing=one.why)}")


def _lint(found: Checked, on: Console, words: Words) -> None:
    say = plainly(on)
    say(words("definitions", n=len(found.lint)) if found.lint else words("definitions_none"))
    for one in found.lint:
        say(f"  {words('lint', rule=one.rule, found=one.found)}")
        say(f"    {words('why', why=one.why)}")
        say(f"    {words('do', do=one.do)}")


def _rejected(found: Checked, on: Console, words: Words) -> None:
    say = plainly(on)
    from voc.lint.rejects import is_lost

    # what should have been counted comes first: thousands of rows that went into another one would hide it
    for one in sorted(found.rejected, key=lambda one: not is_lost(one["reason"]))[:MOST_REJECTS]:
        reason = words.word("rejected_as", one["reason"])
        told = words(
            "row",
            file=one["file"],
            row=one["row"],
            column=one["column"] or "",
            reason=reason,
            found=words("empty_cell") if one["found"] is None else repr(one["found"]),
        )
        say(f"  {told}")
    if len(found.rejected) > MOST_REJECTS:
        say(f"  {words('more_rows', n=len(found.rejected) - MOST_REJECTS)}")
