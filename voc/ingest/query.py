"""A read-only query over files, instead of a path.

For: `assemble`. Not for: running SQL - the engine does that; here a query is checked and its file names are resolved.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from voc.errors import ConfigError, DataError, EngineError
from voc.ingest import carried, delimited
from voc.ingest.raw import Raw
from voc.ingest.source import expanded
from voc.ingest.unpack import contents

if TYPE_CHECKING:
    from voc.engine import Engine

# Comments, quoted text and quoted names are looked at as wholes; everything else character by character.
_TOKEN = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\w+|\S", re.DOTALL)
_FILE = re.compile(r"\.(csv|tsv|txt|json|jsonl|ndjson|parquet|pq)(\.gz|\.zst)?$", re.IGNORECASE)
_DELIMITED = re.compile(r"\.(csv|tsv|txt)(\.gz)?$", re.IGNORECASE)
_CLAUSES = ("select", "from", "join", "where", "on", "using", "group", "having", "order", "limit", "union", "qualify")
_WRITING = frozenset(
    ("insert", "update", "delete", "create", "copy", "attach", "install", "load", "pragma", "export", "drop")
)
_READERS = ("read_csv", "read_csv_auto", "read_json", "read_json_auto", "read_ndjson", "read_parquet", "parquet_scan",
            "read_text", "read_blob", "glob", "sniff_csv")  # fmt: skip


def queried(query: str, name: str, folder: Path, engine: Engine | None) -> Raw:
    """The rows of `query`, called `name` in reports; row numbers are those of its result.

    Raises ConfigError E121 where it is more than one read-only statement, E122 where it names a file outside the
    project and VOC_DATA, E128 where it does not run; DataError E200 where a file does not exist, E202 where it gives no row.
    """
    if engine is None:
        raise ConfigError("E121", "a query needs an engine", where=name)
    sql = expanded(query)
    folders = [folder.resolve(), *([Path(os.environ["VOC_DATA"]).resolve()] if os.environ.get("VOC_DATA") else [])]
    tokens = [token for token in _TOKEN.finditer(sql) if not token.group().startswith(("--", "/*"))]
    words = [token.group().lower() for token in tokens]
    _check_reads_only(words, query, name)
    rewritten, files = _resolved(sql, tokens, name, folder, folders)
    try:
        rows = engine.query(rewritten, folders=folders)
    except EngineError as error:
        if error.code != "E402":
            raise
        raise ConfigError(
            "E128", "the query does not run", where=name, found=error.found.splitlines()[0], do="mend `query` in this source"
        ) from error  # fmt: skip
    if rows.num_rows == 0:
        raise DataError("E202", "the query gives no row", where=name, found=query[:200], do="look at its conditions")
    names, warnings = delimited.names_of(rows.column_names)
    rows = rows.rename_columns(names)
    if "order" not in words:
        rows = _in_order(rows)
    digest = hashlib.sha256(query.encode())
    for file in files:
        digest.update(file.read_bytes())
    numbers = np.arange(1, rows.num_rows + 1)
    return Raw(name, "query", "", digest.hexdigest(), rows, numbers, [], warnings)


def _check_reads_only(words: list[str], query: str, name: str) -> None:
    statement = " ".join(words).rstrip("; ").split(" ")
    first = next((word for word in statement if word != "("), "")
    if first not in ("select", "with", "from") or ";" in statement:
        raise ConfigError(
            "E121", "a query must be one read-only statement", where=name, found=query[:120],
            expected="one select, with or from; no second statement", do="keep the select alone",
        )  # fmt: skip
    writes = _WRITING.intersection(statement) if first == "with" else set()
    if writes:
        raise ConfigError("E121", "a query must only read", where=name, found=min(writes), do="keep the select")


def _resolved(
    sql: str, tokens: list[re.Match[str]], name: str, folder: Path, folders: list[Path]
) -> tuple[str, list[Path]]:
    """The statement with whole file names, ids kept as text, and the files it reads.

    A file name is quoted text that stands where a table would, or an argument of a function that reads files.
    """
    files: list[Path] = []
    parts, at, clause, reader_depth = [], 0, "", 0
    before = ""
    for token in tokens:
        word = token.group().lower()
        if reader_depth or (word == "(" and before in _READERS):
            reader_depth += {"(": 1, ")": -1}.get(word, 0)
        if word in _CLAUSES:
            clause = word
        is_table = clause in ("from", "join") and before in ("from", "join", ",") and not reader_depth
        is_argument = (
            bool(reader_depth) and before in ("(", "[", ",") and (before != "," or bool(_FILE.search(word[1:-1])))
        )
        is_file_name = word[0] == "'" or (word[0] == '"' and _FILE.search(word[1:-1]) is not None)
        if is_file_name and (is_table or is_argument):
            file = token.group()[1:-1].replace("''", "'")
            there = _files(file, name, folder, folders)
            files += there
            whole = "'" + str(_full(file, folder)).replace("'", "''") + "'"
            parts += [
                sql[at : token.start()],
                _as_text_ids(whole, there[0]) if is_table and _DELIMITED.search(file) else whole,
            ]
            at = token.end()
        before = word
    return "".join([*parts, sql[at:]]), files


def _full(file: str, folder: Path) -> Path:
    path = Path(file)
    return Path(os.path.normpath(path if path.is_absolute() else folder.resolve() / path))


def _files(file: str, name: str, folder: Path, folders: list[Path]) -> list[Path]:
    full = _full(file, folder)
    if not any(full.resolve().is_relative_to(one) for one in folders):
        raise ConfigError(
            "E122", "a query may only read files of the project or of VOC_DATA", where=name, found=Path(file).name,
            do="put the file into the project folder",
        )  # fmt: skip
    anchor = Path(full.anchor)
    found = sorted(anchor.glob(str(full.relative_to(anchor)))) if any(mark in file for mark in "*?[") else [full]
    if not all(one.is_file() for one in found) or not found:
        raise DataError("E200", "there is no such file", where=name, found=Path(file).name, do="correct the file name")
    return found


def _as_text_ids(whole: str, file: Path) -> str:
    """The file as DuckDB reads it with its ids and codes as text: 007 stays 007."""
    text = next(contents(file, file.name)).head(1 << 20)
    ids = [one.removeprefix("\ufeff") for one in delimited.columns(text, file.suffix) if carried.is_code(one)]
    if not ids:
        return f"read_csv({whole}, sample_size=-1)"
    types = ", ".join(f"""'{one.replace("'", "''")}': 'VARCHAR'""" for one in ids)
    return f"read_csv({whole}, types={{{types}}}, sample_size=-1)"


def _in_order(rows: pa.Table) -> pa.Table:
    """A statement without `order by` promises no order; ours must be the same on every machine."""
    sortable = [
        field.name for field in rows.schema
        if not (pa.types.is_nested(field.type) or pa.types.is_null(field.type) or pa.types.is_dictionary(field.type))
    ]  # fmt: skip
    return rows.sort_by([(name, "ascending") for name in sortable]) if sortable else rows
