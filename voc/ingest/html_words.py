"""Words of customers that an API gave as HTML, as they read.

    column, n = words(column)       # "I&#39;ve had 3<br>of these" -> "I've had 3\\nof these"

For: `rows`, for plain JSON, which comes from APIs. Not for: tables, whose cells are what somebody typed, and files of a
format, which knows what its fields hold (`formats.markup`).
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from voc.ingest.formats.parts import markup

_MAY_BE = r"&[#a-zA-Z][a-zA-Z0-9]{1,31};|<[a-zA-Z/]"


def words(cells: pa.Array) -> tuple[pa.Array, int]:
    """`cells` with HTML as words, and how many of them changed."""
    if not pa.types.is_string(cells.type) or not pc.any(pc.match_substring_regex(cells, _MAY_BE)).as_py():
        return cells, 0
    before = cells.to_pylist()
    may_be = pc.fill_null(pc.match_substring_regex(cells, _MAY_BE), False).to_pylist()
    after = [markup.words(one) if hit else one for one, hit in zip(before, may_be, strict=True)]
    n = sum(one != two for one, two in zip(before, after, strict=True))
    return pa.array(after, pa.string()), n
