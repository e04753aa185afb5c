"""Types of the columns that a table carries beside its declared ones.

For: `assemble`, once all files of a table are together. Not for: declared columns. A type is only taken where every
filled cell has it; in doubt a cell stays the text it is.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from voc.errors import DataError
from voc.ingest import parse, times

# No leading zero (0012 is a code), no bare exponent (1E5 is a code), at most 15 digits (more is an id).
_NUMBER = r"^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?(?:[eE][+-]\d+)?$"
_SAYS_UTC = re.compile(r"(?:^|[\s_(\[])(?:utc|gmt)[)\]]?\s*$", re.IGNORECASE)
_WHOLE = r"^-?(?:0|[1-9]\d{0,14})$"
_CODES = ("id", "code", "zip", "zipcode", "postcode", "postal", "sku", "ean")
# Words that end in "id" and name no identity.
_NOT_IDS = ("paid", "unpaid", "prepaid", "bid", "valid", "invalid", "void", "avoid", "aid", "mid", "grid")
_WORDS = ("true", "false", "yes", "no", "是", "否")


def typed(cells: pa.Array, name: str, timezone: str | None) -> pa.Array:
    """`cells` of the carried column `name` as bool, int, float or UTC time where all of them are, else as text.

    Names of ids and codes (`is_code`) stay text. Columns that come with a type keep it; times become UTC, which a name may
    say they are already (created_utc, Started at (UTC)).
    """
    timezone = "UTC" if _SAYS_UTC.search(name) else timezone
    if pa.types.is_timestamp(cells.type) or pa.types.is_date(cells.type):
        return _moments(cells, name, timezone)
    if is_code(name):
        return parse.column(cells, "string", "any_id", timezone, where=name).values
    if pa.types.is_decimal(cells.type) or pa.types.is_duration(cells.type):
        return parse.column(cells, "float", name, timezone, where=name).values
    if not pa.types.is_string(cells.type):
        return cells if is_simple(cells.type) else as_text(cells)
    text = parse.blank_to_null(cells)
    filled = pc.utf8_trim_whitespace(pc.unique(text).drop_null())
    if len(filled) == 0:
        return text
    if pc.all(pc.is_in(pc.utf8_lower(filled), pa.array(_WORDS))).as_py():
        return parse.column(text, "bool", name, timezone, where=name).values
    if pc.all(pc.match_substring_regex(filled, _WHOLE)).as_py():
        return pc.utf8_trim_whitespace(text).cast(pa.int64())
    if pc.all(pc.match_substring_regex(filled, _NUMBER)).as_py():
        return pc.utf8_trim_whitespace(text).cast(pa.float64())
    if times.is_plainly_time(filled):
        return _moments(text, name, timezone)
    return text


def with_offset(cells: pa.Array, name: str, timezone: str) -> pa.Array:
    """Naive times of a file that says its own zone, as text with an offset; other cells as they are."""
    is_time = pa.types.is_timestamp(cells.type) and cells.type.tz is None
    if not is_time and (not pa.types.is_string(cells.type) or is_code(name)):
        return cells
    if not is_time and not times.is_plainly_time(pc.unique(parse.blank_to_null(cells)).drop_null()):
        return cells
    moments = times.times(cells, timezone, where=name).values
    return pc.binary_join_element_wise(pc.strftime(moments, format="%Y-%m-%dT%H:%M:%S"), "Z", "")


def _moments(cells: pa.Array, name: str, timezone: str | None) -> pa.Array:
    try:
        return times.times(cells, timezone, where=name).values
    except DataError:  # naive, and nobody says their zone: nothing rests on a carried column, so they stay as written
        return as_text(cells)


def is_code(name: str) -> bool:
    """True for the name of an id or code, where digits are a name and not a number: order_id, tweetid, zip_code."""
    parts = re.split(r"[\W_]+", name.strip().lower())
    return any(part in _CODES for part in parts) or (parts[-1].endswith("id") and parts[-1] not in _NOT_IDS)


def is_simple(kind: pa.DataType) -> bool:
    """True for types that a column may keep: numbers, truth, times, durations. All others become text."""
    tests = (
        pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean, pa.types.is_timestamp, pa.types.is_date,
        pa.types.is_decimal, pa.types.is_duration,
    )  # fmt: skip
    return any(test(kind) for test in tests)


def as_text(cells: pa.Array | pa.ChunkedArray) -> pa.Array:
    """`cells` of any type as text; a list or an object as Python writes it."""
    try:
        return cells.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return pa.array([None if one is None else str(one) for one in cells.to_pylist()], pa.string())
