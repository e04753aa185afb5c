"""Drafting: a commented voc.toml from the files in a folder, for a person to correct.

For: `voc init`. Not for: deciding anything in silence - what was guessed says so, what has to be declared stands there
as a comment with the values that were seen.
"""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from voc import language
from voc.config import FILE_NAME
from voc.errors import ConfigError, DataError
from voc.ingest import dims, formats
from voc.ingest.decision import Decision, Goes
from voc.ingest.draft import Guess, guesses
from voc.ingest.home_zone import HONG_KONG, most_written
from voc.personal.printable import said, shown

_HEAD = """\
# Draft of a project, made by `voc init` from the files beside it. Every line below is a guess: read it, correct it,
# then run `voc check` in this folder. `voc schema` lists the columns of ours that theirs can be mapped to.

[project]
name = {name}
{timezone}
period = "day"                  # the smallest step of a series: day, week or month
# Columns to search when a metric moves: texts with 2 to {most} values. Strike out what explains nothing.
segments = {segments}
"""

_TIMEZONE = "{line:<31} # of times without an offset: where the clocks that wrote them hang, {why}"
_WIDTH = 120
_HERE = "; a [[source]] in voc.toml says what is right"  # which is where the note goes
_CARRIED = "taken for no column of ours, and kept: {names}. [source.columns] can say what one is"
_UNSAID = 'taken for seconds; if it is not, [source.units] {ours} = "min" (or ms, h)'
_UNSAID_AMOUNT = (
    'has cents or the sign of a currency, so it is in major units; say of which currency: [source.units] amount = "EUR"'
)
_SCORE = """\
# What scale was "{their}" asked on? Seen are {seen}.
# The scale may have more: take away the # and fill in:
# [source.score]
# type = "csat"                 # nps, csat, ces, stars, thumbs or other
# min = ?
# max = ?
# direction = "higher_better"   # or lower_better
"""

_TAIL = """\

[report]
lang = {lang:<24} # en, zh-Hans or zh-Hant: what most of the first comments are in
formats = ["html", "md"]
"""


@dataclass(frozen=True)
class Draft:
    """`text` is the file; `to_declare` says in a line each what has to be filled in before it can be analysed."""

    text: str
    to_declare: tuple[str, ...]


def draft(folder: Path) -> Draft:
    """The Draft of the files in `folder`. Raises DataError E200 where there is no folder or no file we can read."""
    if not folder.is_dir():
        raise DataError("E200", "there is no such folder", where=str(folder), do="name the folder that holds the files")
    found = guesses(folder)
    if not found:
        raise DataError(
            "E200", "there is no file here that we can read", where=str(folder),
            found=", ".join(sorted(one.name for one in folder.iterdir())[:12]) or "an empty folder",
            expected="CSV, TSV, JSON, JSONL, Parquet or Excel files, packed with gzip or not",
            do="put the files there, or `voc demo DIR` for an example",
        )  # fmt: skip
    head = _HEAD.format(
        name=_quoted(folder.resolve().name), most=dims.MOST_VALUES, timezone=_timezone(found),
        segments=_list(dims.together(one.dims for one in found)),
    )  # fmt: skip
    langs = [lang for one in found for lang in one.langs]
    lang = most_written(langs or [language.of(" ".join(one.names)) for one in found])
    text = "\n".join([head, *(_source(one) for one in found)]) + _TAIL.format(lang=_quoted(lang))
    if all(one.missing for one in found):
        text += "\n# No file could be read as it stands: mend a [[source]] above and take away its #.\n"
    return Draft(text, tuple(line for one in found for line in _to_declare(one)))


def _timezone(found: Sequence[Guess]) -> str:
    """The line of the time zone: what the Chinese of most files speaks for, else UTC; neither is more than a guess."""
    zones = Counter(one.zone for one in found if not one.missing)
    chinese = [zone for zone in zones if zone]
    if not chinese or 2 * zones[""] > zones.total():
        return _TIMEZONE.format(line='timezone = "UTC"', why="e.g. Europe/London")
    # Cantonese in one file says more than a heading in another: all three zones show the same clocks.
    zone = HONG_KONG if HONG_KONG in chinese else max(chinese, key=lambda one: (zones[one], one))
    return _TIMEZONE.format(line=f"timezone = {_quoted(zone)}", why="guessed from the Chinese in the files")


def write(one: Draft, folder: Path) -> Path:
    """The draft as voc.toml in `folder`. Raises ConfigError E108 where there is one already: it is never overwritten."""
    file = folder / FILE_NAME
    if file.exists():
        raise ConfigError(
            "E108", "there is a project here already", where=str(file), do="keep it; --dry-run prints the draft instead"
        )
    file.write_text(one.text, encoding="utf-8")
    return file


def explained(one: Decision) -> str:
    """The Decision in words, and its source as voc.toml would declare it."""
    lines = [f"{one.file}: {one.reader or 'not read'}" + (f", {one.score:.2f}: {one.why}" if one.why else "")]
    for reader, score, why in one.candidates:
        lines.append(f"  candidate {reader} {score:.2f}: {why}" if reader else f"  candidate {why}")
    if one.text:
        lines.append(f"  text: {one.text}")
    for goes in one.goes:
        rejected = f", {goes.n_rejected} rejected" if goes.n_rejected else ""
        lines.append(f"  table {goes.table}: {goes.n_kept} rows{rejected}")
        lines += [f"    {ours} <- {their}" if ours != their else f"    {ours}" for ours, their in goes.columns]
        if goes.carried:
            lines.append(f"    carried: {', '.join(goes.carried)}")
    text = "\n".join(said(_line(line)) for line in lines) + "\n"
    return text + "\n" + _source(one.guess) if one.guess is not None else text


def as_dict(one: Decision) -> dict[str, object]:
    """The Decision for `--json`, its source as the text that voc.toml would hold."""
    return {
        "file": one.file, "reader": one.reader, "score": one.score, "why": one.why, "text": one.text,
        "candidates": [{"reader": reader, "score": score, "why": why} for reader, score, why in one.candidates],
        "tables": [_told(goes) for goes in one.goes], "source": _source(one.guess) if one.guess else None,
        "error": shown(one.error).as_dict() if one.error else None,
    }  # fmt: skip


def _told(one: Goes) -> dict[str, object]:
    """Where rows go. A file without a header has cells of its first row for names of columns."""
    carried, columns = [said(name) for name in one.carried], [(ours, said(their)) for ours, their in one.columns]
    return {**asdict(one), "carried": carried, "columns": columns}


def _source(one: Guess) -> str:
    path = f"path = {_quoted(str(one.source.path))}"
    if one.missing:
        table = _quoted(one.source.table or "feedback")
        seen = textwrap.shorten(", ".join(one.names), 300, placeholder=" ...")
        left_out = f"# Left out: {one.missing}. Its columns: {seen or 'none that we can read'}"
        return f"{said(_line(left_out))}\n# [[source]]\n# {path}\n# table = {table}\n# [source.columns]\n"
    notes = "".join(f'# {said(_line(note))}; a [[source]] with sheet = "..." reads another\n' for note in one.notes)
    if one.source.reader is not None:
        title = formats.named(one.source.reader).title
        reader = f"reader = {_quoted(one.source.reader)}"
        if not one.told:
            return (
                f"[[source]]\n{path:<31} # {_counted(one)}\n{notes}{reader:<31} # {title}: nothing has to be declared\n"
            )
        lines = ["[[source]]", f"{path:<31} # {_counted(one)}\n{notes}".rstrip(), f"{reader:<31} # {title}"]
        carried = [_CARRIED.format(names=", ".join(one.carried))] if one.carried else []
        lines += [line for note in (*one.told, *carried) for line in _remark(note.removesuffix(_HERE))]
    else:
        lines = ["[[source]]", f"{path:<31} # {_counted(one)}\n{notes}".rstrip()]
        lines.append(f"table = {_quoted(str(one.source.table))}")
    if one.source.columns:
        lines.append("[source.columns]                # ours = theirs")
        lines += [f"{ours} = {_quoted(their)}" for ours, their in one.source.columns.items()]
    if one.source.units:
        lines.append("[source.units]                  # of theirs; ours are seconds, and minor units of money")
        lines += [f"{ours} = {_quoted(unit)}" for ours, unit in one.source.units.items()]
    lines += [f"# {ours}: {_UNSAID_AMOUNT if ours == 'amount' else _UNSAID.format(ours=ours)}" for ours in one.unsaid]
    if one.time:
        lines.append(
            f"# {one.time}: no column was taken for the time; without one these rows are never counted by period"
        )
    if one.undated:
        lines.append(
            "# Day and month cannot be told apart, or change places. Say the order: take away the # and correct:"
        )
        lines.append("# [source.formats]")
        lines += [f'# {ours} = "%d/%m/%Y"' for ours in one.undated]
    lines += [
        f"# {said(_line(their))}: a score too; a source reads one, so this one needs a [[source]] with a query"
        for their in one.more_scores
    ]
    text = "\n".join(lines) + "\n"
    return text + _SCORE.format(their=_line(_score(one)), seen=_line(", ".join(one.scores))) if one.scores else text


def _to_declare(one: Guess) -> list[str]:
    file = one.source.path
    if one.missing:
        return [f"{file}: {one.missing}"]
    lines = [f"{file}: which column is {one.time}"] if one.time else []
    lines += [f"{file}: the scale of {_score(one)} (seen: {', '.join(one.scores)})"] if one.scores else []
    lines += [f"{file}: {said(_line(their))} is a score too, and is not read" for their in one.more_scores]
    lines += [f"{file}: {said(_line(note))}" for note in one.notes]
    return lines + [f"{file}: the order of day and month in {ours}" for ours in one.undated]


def _remark(text: str) -> list[str]:
    """`text` as lines of a comment."""
    return textwrap.wrap(
        said(_line(text)), _WIDTH, initial_indent="# ", subsequent_indent="#   ", break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def _counted(one: Guess) -> str:
    """The rows of a file, by table where it gives several: 2136 interactions, 2136 turns; or of the files of a folder."""
    rows = f"{one.counts[0][1]} rows" if len(one.counts) == 1 else ", ".join(f"{n} {table}" for table, n in one.counts)
    return rows + (f" in the first {one.n_files} files" if one.n_files > 1 else "")


def _score(one: Guess) -> str:
    return one.source.columns.get("score", "score")


def _quoted(text: str) -> str:
    """`text` as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(texts: list[str]) -> str:
    return "[" + ", ".join(_quoted(one) for one in texts) + "]"


def _line(text: str) -> str:
    """`text` on one line, so that a comment stays one."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
