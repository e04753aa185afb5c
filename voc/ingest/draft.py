"""What the files of a folder seem to hold: the table of each, our columns and theirs, what has to be declared.

For: `drafting`, which writes it down for the user to correct. Not for: the pipeline, which reads what a project
declares and guesses nothing; and never for a score's scale, which the answers alone cannot tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from voc import language, tables
from voc.errors import ConfigError, DataError, VocError
from voc.ingest import carried, columns, delimited, dims, layout, money, nested, speakers, times
from voc.ingest.dims import NO_DIMS, Dims
from voc.ingest.home_zone import zone_like
from voc.ingest.kinds import READERS, may_hold_rows
from voc.ingest.parse import blank_to_null
from voc.ingest.raw import Raw, short
from voc.ingest.read import Opened, opened, rows_of
from voc.ingest.source import Source
from voc.ingest.usual_names import (
    amount_in_major,
    as_ours,
    is_time_span,
    is_usual,
    table_like,
    theirs_of,
    unit_of,
    units_of,
)
from voc.ingest.workbook import LEFT

FIRST_TEXTS = 200
_SCALE = {"score_type", "score_min", "score_max"}
_PACKED = (".gz", ".zip")
MOST_BELOW = 20  # files of a folder that are looked at
_DEEPEST = 8
_LEFT_ALONE = ("voc.toml", "run.json")  # in a folder that is a project, or that `voc analyze` wrote


@dataclass(frozen=True)
class Guess:
    """One file: `source` as it would be declared, and its rows by table in `counts`.

    To be declared: `scores` are the answers seen, as text; `more_scores` columns of theirs that look like scores too, of
    which a source reads one; `undated` the time columns whose order of day and month the file does not show; `time` our time
    column where none of theirs was taken for it; `unsaid` durations and amounts whose unit nothing says.
    Of the file: `names` its columns, of a table; `dims` those that could be searched; `langs` the languages of its first
    texts, one each; `zone` where its words seem to have been written, "" where they do not tell; `notes` what was left out;
    `told` what its headings were taken for and `carried` the columns taken for nothing, of a table that no format knows;
    `n_files` how many files of a folder were looked at. `missing` says why it cannot be read as it stands, or "", with the
    `error`. A file of a format that we know needs nothing but its name and the `reader` of its source."""

    source: Source
    counts: tuple[tuple[str, int], ...] = ()
    dims: Dims = NO_DIMS
    scores: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    time: str = ""
    missing: str = ""
    names: tuple[str, ...] = ()
    n_files: int = 1
    langs: tuple[str, ...] = ()
    zone: str = ""
    more_scores: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    error: VocError | None = None


def guesses(folder: Path) -> list[Guess]:
    """A Guess for every file of `folder` that we can read, by name, and one for each folder in it that holds files of one
    format that we know. What is hidden, a project of its own or a finished run is left alone."""
    here = sorted(folder.iterdir())
    found = [_guess(path, path.name) for path in here if path.is_file() and _is_readable(path)]
    below = [_below(one) for one in here if one.is_dir() and not one.name.startswith(".")]
    return [*found, *(one for one in below if one is not None)]


def _below(folder: Path) -> Guess | None:
    """The Guess of all files in `folder` and below it, where the first of them are of one format; else None."""
    if any((folder / one).exists() for one in _LEFT_ALONE):
        return None
    first = list(islice(_files(folder, _DEEPEST), MOST_BELOW))
    if not first or not all(map(_is_readable, first)):
        return None
    found = [_guess(one, one.relative_to(folder.parent).as_posix()) for one in first]
    readers = {one.source.reader for one in found}
    if len(readers) != 1 or None in readers or any(one.missing for one in found):
        return None
    counts: Counter[str] = Counter()
    for table, n in (count for one in found for count in one.counts):
        counts[table] += n
    return replace(
        found[0], source=replace(found[0].source, path=folder.name), counts=tuple(counts.items()), n_files=len(first),
        dims=_all_dims([one.dims for one in found]), langs=tuple(lang for one in found for lang in one.langs),
        notes=tuple(dict.fromkeys(note for one in found for note in one.notes)),
    )  # fmt: skip


def _all_dims(found: Sequence[Dims]) -> Dims:
    """The Dims of several tables, each told once."""
    return Dims(*(tuple(dict.fromkeys(one for each in found for one in getattr(each, of))) for of in ("many", "alone")))


def _files(folder: Path, depth: int) -> Iterator[Path]:
    """The files of `folder` and of the folders in it, by name, as a source that names it reads them."""
    for one in sorted(folder.iterdir()):
        if one.name.startswith(".") or one.is_symlink():
            continue
        if one.is_file():
            yield one
        elif one.is_dir() and depth:
            yield from _files(one, depth - 1)


def _is_readable(path: Path) -> bool:
    kinds = [one.lower() for one in path.suffixes]
    kind = next((one for one in reversed(kinds) if one not in _PACKED), "")
    return not path.name.startswith(".") and (kind in READERS or ".zip" in kinds or (not kind and may_hold_rows(path)))


def _guess(path: Path, name: str) -> Guess:
    try:
        for one in opened(path, name):
            return guess_of(one, rows_of(one, Source(is_guessed=True)), name)
    except VocError as error:
        why = f"{error.what}: {error.found}" if error.code == "E207" else error.what
        return Guess(Source(path=name), missing=why, error=error)
    return Guess(Source(path=name), missing="there is no row")


def guess_of(one: Opened, raws: Sequence[Raw], file: str) -> Guess:
    """The Guess of what was opened in the file called `file`, and read as `raws`."""
    if one.choice.format is not None:
        return _known_guess(Source(path=file, reader=one.choice.format.id), raws, ())
    if raws[0].table is not None:
        return _headed_guess(Source(path=file, reader=raws[0].reader), raws, _headings(one))
    return _plain_guess(Source(path=file), raws[0])


def _known_guess(source: Source, raws: Sequence[Raw], names: Sequence[str]) -> Guess:
    """Of a file that is read as it stands; `names` are its columns, of a table."""
    found = [dims.of(str(raw.table), raw.rows, {}) for raw in raws]
    texts = [one for raw in raws if "text" in raw.rows.column_names for one in _first(raw.rows.column("text"))]
    return Guess(
        source,
        tuple((str(raw.table), raw.rows.num_rows) for raw in raws),
        dims=_all_dims(found),
        langs=tuple(map(language.of, texts)),
        names=tuple(names),
        zone=zone_like(texts, names),
        notes=tuple(one for raw in raws for one in raw.warnings if LEFT in one),
    )


def _headed_guess(source: Source, raws: Sequence[Raw], names: Sequence[str]) -> Guess:
    """Of a table that its headings `names` tell: what they were taken for, and the score that has no scale yet."""
    found = _known_guess(source, raws, names)
    ours = {one for raw in raws for one in tables.ALL[str(raw.table)].names}
    given = {as_ours(name) for raw in raws for name in raw.rows.column_names} - ours
    theirs = [name for name in names if as_ours(name) in given]
    told = tuple(one for raw in raws for one in raw.warnings if one not in found.notes)
    found = replace(found, told=told, carried=tuple(theirs))
    unscaled = next((raw for raw in raws if raw.table == "feedback" and raw.answers and raw.score is None), None)
    if unscaled is None or "score" in unscaled.rows.column_names:
        return found
    first, *others = unscaled.answers
    return replace(
        found,
        source=replace(source, columns={"score": first}),
        scores=_answers(_text(unscaled.rows.column(first))),
        more_scores=tuple(others),
        carried=tuple(one for one in theirs if as_ours(one) not in map(as_ours, unscaled.answers)),
    )


def _headings(one: Opened) -> Sequence[str]:
    """The names of the columns of a table as the file has them, none of a file that has no such line."""
    if one.rows is not None:
        return one.rows.rows.column_names
    return (
        delimited.columns(one.content.head(layout.HEAD), one.content.kind) if one.plain is delimited.delimited else ()
    )


def _plain_guess(source: Source, raw: Raw) -> Guess:
    rows, names, file = raw.rows, raw.rows.column_names, str(source.path)
    try:
        table = table_like(file, names)
        theirs = theirs_of(table, names)
        nested.refuse(raw.holds, table, [*names, *theirs], file)
        if table == "feedback":
            speakers.refuse(rows, file, theirs.get("score"))
        units = units_of(theirs)
        if table == "orders" and (paid := _in_major(rows, names, theirs)):
            theirs |= {"amount": paid} if as_ours(paid) != "amount" else {}
            unit = "major" if "currency" in {*map(as_ours, names), *theirs} else _currency(rows.column(paid))
            units |= {"amount": unit} if unit else {}
        source = replace(source, table=table, columns=theirs, units=units)
        columns.matched(source, tables.ALL[table], names, file)
    except VocError as error:
        return Guess(source, missing=error.what, names=tuple(names), error=error)
    cells = {their: _text(rows.column(their)) for their in names}
    known = {**{ours: name for name in names if tables.ALL[table].column(ours := as_ours(name))}, **theirs}
    texts = _first(cells[known["text"]]) if "text" in known else []
    return Guess(
        source,
        ((table, rows.num_rows),),
        dims=dims.of(table, rows, theirs),
        names=tuple(names),
        scores=_answers(cells[known["score"]]) if "score" in known and not known.keys() >= _SCALE else (),
        undated=tuple(
            ours for ours, their in known.items() if _is_moment(table, ours) and _is_undated(rows.column(their))
        ),
        unsaid=tuple(
            ours
            for ours, their in known.items()
            if (is_time_span(ours) and ours in theirs and not unit_of(their))
            or (ours == "amount" and "amount" not in units and _is_major(rows.column(their)))
        ),
        langs=tuple(map(language.of, texts)),
        zone=zone_like(texts, names),
        more_scores=_more_scores(names, known),
        notes=tuple(one for one in raw.warnings if LEFT in one),
        time="" if tables.TIME_COLUMN.get(table, "") in {"", *known} else tables.TIME_COLUMN[table],
    )


def _more_scores(names: Sequence[str], known: Mapping[str, str]) -> tuple[str, ...]:
    """Columns called like a score beside the one that was taken for it, and taken for nothing else."""
    if "score" not in known:
        return ()
    return tuple(one for one in names if is_usual(one, "score") and one not in known.values())


def _in_major(rows: pa.Table, names: Sequence[str], theirs: Mapping[str, str]) -> str:
    """The column of amounts in major units, which their cents or their signs tell; "" where there is none, or another is
    the amount."""
    free = [theirs["amount"]] if "amount" in theirs else [name for name in names if name not in theirs.values()]
    paid = amount_in_major(free)
    return paid if paid and _is_major(rows.column(paid)) else ""


def _is_major(cells: pa.ChunkedArray) -> bool:
    """Whether a cell has cents, or each the sign of a currency: nobody writes NT$129000 of an order of NT$1,290."""
    text = _text(cells)
    has_cents = pc.any(pc.match_substring_regex(text, r"\d[.,]\d{1,2}(?:\D|$)")).as_py()
    return has_cents is True or pc.all(pc.match_substring_regex(text, r"[$€£¥￥₩₫₹฿元円]")).as_py() is True


def _currency(cells: pa.ChunkedArray) -> str:
    """The currency that the sign of every amount names alone, as NT$ does and $ does not; "" where there is none."""
    named = {money.shown(one)[1] for one in pc.unique(_text(cells).drop_null()).to_pylist()}
    return (named.pop() or "") if len(named) == 1 else ""


def _first(texts: pa.Array | pa.ChunkedArray) -> list[str]:
    """The first texts that are filled."""
    return [one for one in texts.slice(0, FIRST_TEXTS).to_pylist() if isinstance(one, str) and one.strip()]


def _is_moment(table: str, ours: str) -> bool:
    column = tables.ALL[table].column(ours)
    return column is not None and column.type == "time"


def _is_undated(cells: pa.ChunkedArray) -> bool:
    try:
        times.times(cells.combine_chunks() if cells.num_chunks else pa.array([], cells.type), "UTC", where="")
    except (ConfigError, DataError):
        return True
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return False
    return False


def _text(cells: pa.ChunkedArray) -> pa.Array:
    return blank_to_null(pc.cast(carried.as_text(cells), pa.string()))


def _answers(cells: pa.Array) -> tuple[str, ...]:
    """The answers seen, smallest first; of many only the first and the last."""
    shown = pc.unique(pc.utf8_trim_whitespace(cells.drop_null()))
    seen = list(dict.fromkeys(short(one) for one in sorted(set(shown.to_pylist()), key=_as_number)))
    return tuple(seen) if len(seen) <= 12 else (seen[0], "...", seen[-1])


def _as_number(text: str) -> tuple[float, str]:
    try:
        return float(text), text
    except ValueError:
        return float("inf"), text
