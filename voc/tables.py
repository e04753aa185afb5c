"""Every table of the house: columns, types, units, nullability, meaning.

For: the stages, which meet only in these tables, and `voc schema`, which prints them. The declarations stand once, in
data/tables.toml. Not for: reading or computing anything; a table here is a description, its rows live in Arrow.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from voc.errors import Fault

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Column:
    """One column: `type` is one of TYPES; `unit` is what a number counts; `is_required` = never null."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    is_required: bool = False


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its `key`, and whether it carries columns of the user's beside its own."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    made_by: str
    carries_more: bool = False

    def column(self, name: str) -> Column | None:
        """The column called `name`, or None."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        """The declared column names, in order."""
        return tuple(column.name for column in self.columns)


def _declared() -> dict[str, Table]:
    text = resources.files("voc").joinpath("data/tables.toml").read_text("utf-8")
    return {name: _table(name, described) for name, described in tomllib.loads(text).items()}


def _table(name: str, described: dict[str, Any]) -> Table:
    columns = tuple(
        Column(one["name"], one["type"], one["meaning"], one.get("unit", ""), one.get("required", False))
        for one in described["columns"]
    )
    key, carries_more = tuple(described["key"]), described.get("carries_more", False)
    return Table(name, described["meaning"], key, columns, described["made_by"], carries_more)


ALL: dict[str, Table] = _declared()
READ_BY_INGEST = ("feedback", "turns", "interactions", "orders", "sessions", "agents", "events", "metrics")
RECORDS = ("interactions", "orders", "sessions")
RECORD_KEYS = {"interactions": "interaction_id", "orders": "order_id", "sessions": "session_id"}
TIME_COLUMN = {
    "feedback": "created_at",
    "interactions": "started_at",
    "orders": "created_at",
    "sessions": "started_at",
}


def arrow_type(kind: str) -> pa.DataType:
    """The Arrow type of a declared type; KeyError for a type that tables.py does not know."""
    import pyarrow as pa

    mask = pa.struct([("start", pa.int64()), ("end", pa.int64()), ("placeholder", pa.string())])
    return {
        "string": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "time": pa.timestamp("us", tz="UTC"),
        "date": pa.date32(),
        "list<string>": pa.list_(pa.string()),
        "list<mask>": pa.list_(mask),
    }[kind]


def schema(name: str) -> pa.Schema:
    """The Arrow schema of the declared columns of table `name`."""
    import pyarrow as pa

    columns = ALL[name].columns
    return pa.schema([pa.field(c.name, arrow_type(c.type), nullable=not c.is_required) for c in columns])


def empty(name: str) -> pa.Table:
    """Table `name` with its declared columns and no rows."""
    return schema(name).empty_table()


def conform(rows: pa.Table, name: str) -> pa.Table:
    """`rows` with every declared column of `name` in declared order and type, then the carried columns.

    A declared column that is absent is added as nulls. Raises Fault E299 where a required column holds a null,
    a type does not fit, or a column is neither declared nor allowed: that is a fault of ours, never of the user.
    """
    import pyarrow as pa

    table = ALL[name]
    arrays, fields = [], []
    for field in schema(name):
        try:
            array = (
                rows.column(field.name).cast(field.type)
                if field.name in rows.column_names
                else pa.chunked_array([pa.nulls(rows.num_rows, field.type)])
            )
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise Fault("E299", f"table {name}, column {field.name}: {error}") from error
        if not field.nullable and array.null_count:
            raise Fault("E299", f"table {name}, column {field.name}: {array.null_count} nulls in a required column")
        arrays.append(array)
        fields.append(field)
    more = [column for column in rows.column_names if table.column(column) is None]
    if more and not table.carries_more:
        raise Fault("E299", f"table {name} has no column {more[0]}; it has {', '.join(table.names)}")
    for column in more:
        arrays.append(rows.column(column))
        fields.append(rows.schema.field(column))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))
