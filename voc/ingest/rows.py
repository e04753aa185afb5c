"""The rows of one file as rows of a canonical table; those that fail a check set aside with the reason.

For: `assemble`. Not for: checks that need more than one file (ids that occur twice).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voc import tables
from voc.errors import DataError
from voc.ingest import (
    carried,
    columns,
    declared,
    heading_zones,
    html_words,
    ids,
    nested,
    scores,
    speakers,
    steered,
    undated,
    units,
)
from voc.ingest.checks import Checks
from voc.ingest.note import note
from voc.ingest.raw import OF_FILE, Raw, Reject
from voc.ingest.source import Source
from voc.ingest.usual_names import guessed, said


@dataclass(frozen=True)
class Part:
    """The kept rows of one file (declared columns typed, carried ones as they came), and what became of the others."""

    raw: Raw
    table: str
    confidence: float
    rows: pa.Table
    rejected: list[Reject]
    warnings: list[str]
    n_read: int  # rows in the file, whatever became of them
    n_joined: int = 0  # kept rows that stand in rows of other files; see `complete`

    def slim(self) -> Part:
        """The same part without the rows as they were read, which nobody needs any more."""
        return replace(self, raw=replace(self.raw, rows=self.raw.rows.slice(0, 0)))


def part(raw: Raw, source: Source, timezone: str | None, stem: str) -> Part:
    """The rows of `raw` as `source` describes them; naive times are in the file's zone, else in the source's, else in
    `timezone`; `stem` is what ids that are made of its file's name are made of. Errors as in `ingest.tables`."""
    source = source if raw.mapped is None else replace(source, columns=raw.mapped)
    own_zone = raw.timezone or source.timezone
    raw, timezone = _called(raw, stem), own_zone or timezone
    if raw.table is not None:
        name, confidence = raw.table, 1.0 if raw.confidence is None else raw.confidence
    else:
        asked, holds = source.table, "" if source.table or source.columns else raw.holds
        if source.is_guessed and not source.columns:
            raw, source = _guessed(raw, source)
        try:
            name, confidence = columns.table_of(source, raw.rows.column_names, raw.file, raw.why)
        except DataError:
            nested.refuse(holds, "", raw.rows.column_names, raw.file)
            raise
        nested.refuse(holds, name, [*raw.rows.column_names, *source.columns], raw.file)
        if asked is None and name == "feedback":
            speakers.refuse(raw.rows, raw.file, source.columns.get("score"))
    table = tables.ALL[name]
    match = columns.matched(source, table, raw.rows.column_names, raw.file, is_known=raw.table is not None)
    checks = Checks(raw.numbers)
    parsed, stated = declared.columns(raw, source, table, match.theirs, timezone, checks)
    if name == "feedback":
        parsed = scores.scored(
            parsed, source.score or raw.score or stated, match.theirs.get("score", "score"), raw.file, checks
        )
        parsed = _with_lang(_worded(parsed, raw, checks), source.lang, raw.rows.num_rows)
        _check_said(parsed, match.theirs, raw, checks)
    parsed = _with_ids(parsed, name, raw, stem, checks)
    _check_required(parsed, table, match.theirs, checks)
    if name == "interactions":
        checks.warnings += units.doubts(parsed, match.theirs, source.units)
    more = {ours: declared.cells(raw, their, source, ours) for ours, their in match.carried.items()}
    for ours, cells in more.items():
        checks.warnings += ids.doubts(cells, match.carried[ours]) if carried.is_code(ours) else []
    for ours, cells in more.items():
        if zone := heading_zones.zone_of(match.carried[ours]) or own_zone:
            more[ours] = carried.with_offset(cells, ours, zone)
    checks.warnings += undated.doubts(name, parsed, more)
    kept = pa.array(~checks.is_bad)
    provenance = {"source": pa.array([raw.file] * len(kept), pa.string()), "row": pa.array(raw.numbers, pa.int64())}
    rows, n_steered = steered.without(pa.table({**parsed, **provenance, **more}).filter(kept))
    warnings = [*raw.warnings, *match.warnings, *checks.warnings]
    if n_steered:
        warnings.append(note("{n} cells hold signs that steer a terminal (ESC); each was read as a space", n=n_steered))
    if source.encoding is not None and not raw.encoding:
        warnings.append(
            note("encoding = {encoding} is of files of text, and this is none", encoding=repr(source.encoding))
        )
    n_read = raw.rows.num_rows + len(raw.rejected)
    return Part(raw, name, confidence, rows, [*raw.rejected, *checks.rejected], warnings, n_read)


def _worded(parsed: dict[str, pa.Array], raw: Raw, checks: Checks) -> dict[str, pa.Array]:
    """`parsed` with the texts of plain JSON, which may be HTML, as words."""
    if raw.reader not in ("json", "jsonl"):
        return parsed
    read = {name: html_words.words(parsed[name]) for name in ("text", "title") if name in parsed}
    checks.warnings += [
        note("{n} cells of {column} are HTML; read as their words", n=n, column=name)
        for name, (_, n) in read.items()
        if n
    ]
    return parsed | {name: cells for name, (cells, _) in read.items()}


def _called(raw: Raw, stem: str) -> Raw:
    """`raw` with the ids that a format made of the file's name (between two OF_FILE) made of `stem`."""
    if raw.table not in ("turns", "interactions", "feedback"):
        return raw
    rows = raw.rows
    for name in ("interaction_id", "chain_id", "feedback_id", "response_id"):
        if name in rows.column_names and pa.types.is_string(rows.schema.field(name).type):
            made = pc.replace_substring_regex(
                rows.column(name), f"^{OF_FILE}[^{OF_FILE}]*{OF_FILE}", stem.replace("\\", "\\\\")
            )
            rows = rows.set_column(rows.column_names.index(name), name, made)
    return replace(raw, rows=rows)


def without(one: Part, rows: pa.Table, rejected: list[Reject]) -> Part:
    """The same part with only `rows` kept and these rejects more."""
    return replace(one, rows=rows, rejected=[*one.rejected, *rejected])


def _guessed(raw: Raw, source: Source) -> tuple[Raw, Source]:
    """The Raw and its source with what columns of the usual names are, said in a warning."""
    found = guessed(source, raw.rows.column_names, raw.file)
    if not found.columns:
        return raw, source
    by = note(
        "read by the usual names of columns: {note}; a [[source]] in voc.toml says what is right", note=said(found)
    )
    return replace(raw, warnings=[*raw.warnings, by]), found


def _check_said(parsed: dict[str, pa.Array], theirs: dict[str, str], raw: Raw, checks: Checks) -> None:
    if not {"text", "title", "score"} & set(parsed):
        checks.warnings.append(note("neither text nor score: of use only with [classify] labels"))
        return
    silent = [
        parsed[one].is_null().to_numpy(zero_copy_only=False) for one in ("text", "title", "score") if one in parsed
    ]
    silent += [raw.rows.column(one).is_null().to_numpy() for one in raw.answers if one in raw.rows.column_names]
    checks.reject(np.logical_and.reduce(silent), None, theirs.get("text", "text"), "nothing_said", "a text or a score")


def _check_required(parsed: dict[str, pa.Array], table: tables.Table, theirs: dict[str, str], checks: Checks) -> None:
    for column in table.columns:
        if column.is_required:
            reason = "missing_id" if column.name in table.key else "missing_value"
            is_null = parsed[column.name].is_null().to_numpy(zero_copy_only=False)
            checks.reject(is_null, None, theirs.get(column.name, column.name), reason, "a value in every row")


def _with_lang(parsed: dict[str, pa.Array], lang: str | None, n: int) -> dict[str, pa.Array]:
    if lang is None:
        return parsed
    given = pa.array([lang] * n, pa.string())
    return {**parsed, "lang": pc.coalesce(parsed["lang"], given) if "lang" in parsed else given}


def _with_ids(parsed: dict[str, pa.Array], name: str, raw: Raw, stem: str, checks: Checks) -> dict[str, pa.Array]:
    """`parsed` with the ids that we can make: feedback and events by their row, turns by contact and number."""
    made = dict(parsed)
    if name == "turns":
        if "seq" not in made:
            contacts = pc.fill_null(made["interaction_id"], "").to_pandas()
            made["seq"] = pa.array(contacts.groupby(contacts).cumcount().to_numpy() + 1, pa.int64())
            checks.warnings.append(note("there is no seq; turns are numbered in the order of the file"))
        if "turn_id" not in made:
            made["turn_id"] = pc.binary_join_element_wise(made["interaction_id"], made["seq"].cast(pa.string()), ":")
            # A row whose contact or number is missing is rejected for that, not for the id made of it.
            made["turn_id"] = pc.fill_null(made["turn_id"], "")
        return made
    key = {"feedback": "feedback_id", "events": "event_id"}.get(name)
    if key is not None and key not in made:
        made[key] = pa.array([f"{stem}:{number}" for number in raw.numbers.tolist()], pa.string())
        checks.warnings.append(
            note(
                "there is no {key}; rows are called {rows}, ... by their place in the file",
                key=key,
                rows=f"{stem}:1, {stem}:2",
            )
        )
    return made
