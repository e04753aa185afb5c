"""The columns of one file that are declared, read cell by cell: each in its type and unit.

For: `rows`. Not for: which of the file's columns are meant (`voc.ingest.columns`), nor what is asked of a whole row.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from voc import tables
from voc.errors import ConfigError
from voc.ingest import amounts, answers, carried, dates, heading_zones, ids, parse, roles
from voc.ingest.checks import Checks
from voc.ingest.note import note
from voc.ingest.raw import Raw, short
from voc.ingest.source import Score, Source


def columns(
    raw: Raw, source: Source, table: tables.Table, theirs: dict[str, str], timezone: str | None, checks: Checks
) -> tuple[dict[str, pa.Array], Score | None]:
    """The declared columns that the file has, each in its type and unit; and the scale that its answers state."""
    found = {ours: cells(raw, their, source, ours) for ours, their in theirs.items()}
    if table.name == "turns":
        found = _with_roles(found, checks)
    moments = [theirs[column.name] for column in table.columns if column.type == "time" and column.name in found]
    order = _order(raw, moments) or dates.order_in(source.formats.values())
    parsed: dict[str, pa.Array] = {}
    stated: Score | None = None
    for column in table.columns:
        if column.name not in found:
            continue
        their, pattern = theirs[column.name], source.formats.get(column.name)
        where = f"{raw.file}, column {their}"
        if (table.name, column.name) == ("feedback", "score"):
            parsed["score"], stated = _points(found["score"], source.score or raw.score, their, where, checks)
            continue
        try:
            zone = heading_zones.zone_of(their) or timezone
            factor = (
                parse.SECONDS[source.units[column.name]] if column.unit == "s" and column.name in source.units else 1.0
            )
            read = parse.column(
                found[column.name], column.type, column.name, zone,
                where=where, pattern=pattern, order=order, factor=factor,
            )  # fmt: skip
        except ConfigError as error:
            raise _asking(error, raw, column.name) from error
        if column.unit == "minor units" and column.name in source.units:
            read = amounts.read(found, column.name, source.units[column.name])
        if read.reason == ids.LOST:
            ids.refuse_lost(read.is_bad, found[column.name], where)
        checks.reject(read.is_bad, found[column.name], their, read.reason, read.expected)
        doubts = [heading_zones.doubt(their, zone)] if column.type == "time" else []
        said = [one for one in (*read.warnings, *doubts) if one is not None]
        checks.warnings += [note("column {column}: {note}", column=their, note=one) for one in said]
        parsed[column.name] = read.values
    if "amount" in parsed and amounts.is_currency(unit := source.units.get("amount", "")):
        parsed["currency"] = amounts.in_currency(parsed["amount"], parsed.get("currency"), unit)
    return parsed, stated


def cells(raw: Raw, their: str, source: Source, ours: str) -> pa.Array:
    """The cells of a column, their words already ours where [source.values] says so."""
    found = raw.rows.column(their).combine_chunks()
    if isinstance(found, pa.ChunkedArray):  # combine_chunks of a column without chunks
        found = pa.array([], found.type)
    if pa.types.is_dictionary(found.type):
        found = found.cast(found.type.value_type)
    if not (carried.is_simple(found.type) or pa.types.is_string(found.type)):
        found = carried.as_text(found)
    words = source.values.get(ours)
    if not words:
        return found
    text = found.cast(pa.string())
    at = pc.index_in(pc.utf8_trim_whitespace(text), pa.array(list(words), pa.string()))
    return pc.if_else(at.is_valid(), pc.take(pa.array(list(words.values()), pa.string()), at), text)


def _with_roles(cells: dict[str, pa.Array], checks: Checks) -> dict[str, pa.Array]:
    """Speakers in our words."""
    plain = pc.utf8_lower(pc.utf8_trim_whitespace(cells["role"].cast(pa.string())))
    words = {one: role for one in pc.unique(plain).to_pylist() if (role := roles.of(one)) is not None}
    strange = sorted({one for one in pc.unique(plain).to_pylist() if one is not None and one not in words})
    if strange:
        more = " ..." if len(strange) > 8 else ""
        checks.warnings.append(
            note(
                "roles we do not know count as unknown: {roles}; map them in [source.values.role]",
                roles=", ".join(map(short, strange[:8])) + more,
            )
        )
    at = pc.index_in(plain, pa.array(list(words), pa.string()))
    return {**cells, "role": pc.fill_null(pc.take(pa.array(list(words.values()), pa.string()), at), "unknown")}


def _order(raw: Raw, theirs: Iterable[str]) -> str | None:
    """What all columns of the file say of the order of day and month, where one of `theirs` has dates such as 03/04/2025."""
    texts = {name: raw.rows.column(name).combine_chunks() for name in raw.rows.column_names}
    texts = {name: cells for name, cells in texts.items() if isinstance(cells, pa.StringArray)}
    return (
        dates.order_of(texts.values()) if any(dates.is_open(texts[name]) for name in theirs if name in texts) else None
    )


def _asking(error: ConfigError, raw: Raw, ours: str) -> ConfigError:
    """What asks for the order of day and month (E124), with the name that says it, and a line of a file without columns;
    any other error as it is."""
    if error.code != "E124":
        return error
    where = error.where if raw.line is None else f"{raw.file}, line {raw.line}"
    return ConfigError(
        "E124", error.what, where=where, found=error.found,
        expected=error.expected if raw.line is None else "a date with a day above 12 somewhere in the file",
        do=f'say the order in this source: [source.formats] {ours} = "%d/%m/%Y" or "%m/%d/%Y"',
    )  # fmt: skip


def _points(
    cells: pa.Array, scale: Score | None, their: str, where: str, checks: Checks
) -> tuple[pa.Array, Score | None]:
    read = answers.points(cells, scale, where=where)
    expected = "a number, or words of one scale, such as 4, 4/5, 10 - Extremely likely, ★★★★☆, very satisfied, 非常满意"
    checks.reject(read.is_bad, cells, their, "unparsable_number", expected)
    if scale is not None:
        checks.reject(
            read.is_other, cells, their, "score_of_another_scale", f"a point from {scale.min:g} to {scale.max:g}"
        )
    checks.warnings += [note("column {column}: {note}", column=their, note=one) for one in read.warnings]
    if read.scale is not None:
        checks.warnings.append(
            note(
                "column {column}: {note}",
                column=their,
                note=note(
                    "the answers state their scale: {type}, {low} to {high}",
                    type=read.scale.type,
                    low=f"{read.scale.min:g}",
                    high=f"{read.scale.max:g}",
                ),
            )
        )
    return read.values, read.scale
