"""How a table of text is laid out: what parts its columns, where its header is, which rows at its end are no data.

For: `delimited` and `columnar`, which read the rows. Not for: what the columns mean. Exports put a title and a date range
above the header and a total below the last row; the first lines agree on a separator, or there is none.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import median

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voc.ingest.raw import Reject, short

SEPARATORS = (",", "\t", ";", "|", "^", "~", ":")
SPACES = "  "  # two or more
NONE = "\x1f"  # a sign that texts do not hold: one column, whatever signs stand in it
HEAD = 1 << 20  # letters that are looked at
_LINES = 60
_MANY_TIMES = 4
_LIKELY = {",": 0.12, "\t": 0.12, ";": 0.12, "|": 0.1, "^": 0.04, "~": 0.04}  # how much sooner a sign is believed
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_NUMBER = re.compile(r"[-+(]?[\d.,:/% -]*\d[\d.,:/%) -]*$")
_TOTAL = re.compile(
    r"(grand |sub-?)?totals?\b|sums?\b|summe\b|gesamt|somme\b|averages?\b|mean\b"
    r"|合计|合計|总计|總計|小计|小計|总和|總和|平均",
    re.I,
)
_END = 8  # rows at the end that may be no data


@dataclass(frozen=True)
class Layout:
    """`separator` of the columns; `header` the names; `before` the lines above it; `start` the letters up to the first row
    behind the header; `why` for `--explain`."""

    separator: str
    header: tuple[str, ...]
    before: tuple[str, ...]
    start: int
    why: str


def layout(head: str, kind: str) -> Layout | None:
    """The Layout of a text that begins with `head`; None where it has no line. `kind` is the ending of the file."""
    lines = _LINE.findall(head[:HEAD])
    n_blank = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    given, at = None, n_blank
    if at < len(lines) and re.fullmatch(r"(?i)\"?sep=(.)\"?\s*", lines[at].rstrip("\r\n") or " "):
        given, at = lines[at].strip().strip('"')[4:5] or "\t", at + 1
    if not any(line.strip() for line in lines[at:]):
        return None
    tried = [_tried(lines[at:], one) for one in ((given,) if given else (*SEPARATORS, SPACES))]
    if kind in (".tsv", ".tab") and not given and any("\t" in line for line in lines[at : at + _LINES]):
        best = _tried(lines[at:], "\t")
    else:
        best = max(tried, key=lambda one: (not _is_inside(one, tried), one.score))
    if best.score <= 0 and not given:
        best = _tried(lines[at:], NONE)
    first = best.lines[best.header]
    n_lines = at + best.ends[best.header]
    begins = at + (best.ends[best.header - 1] if best.header else 0)
    header = [*first, ""] if best.is_open else first
    return Layout(
        best.separator, tuple(header), tuple(line.strip() for line in lines[at:begins] if line.strip()),
        sum(map(len, lines[:n_lines])), best.why if not given else "sep= says so",
    )  # fmt: skip


@dataclass(frozen=True)
class _Try:
    separator: str
    lines: list[list[str]]
    ends: list[int]  # lines of the file that were read with each of them
    header: int
    score: float
    is_open: bool  # every row ends with a separator, the header does not
    why: str


def _tried(lines: Sequence[str], separator: str) -> _Try:
    """The first lines cut at `separator`, and how well they agree on a number of columns."""
    rows, ends = [], []
    reader = csv.reader(_joined(lines, separator), delimiter="\t" if separator == SPACES else separator)
    try:
        for row in islice(reader, _LINES):
            rows.append(row)
            ends.append(reader.line_num)
    except csv.Error:
        pass
    if len(rows) > 1 and len(rows) < _LINES and not lines[-1].endswith(("\n", "\r")) and len(lines) > len(rows):
        rows, ends = rows[:-1], ends[:-1]  # perhaps cut off by the head
    rows = rows or [[""]]
    ends = ends or [1]
    header = header_at(rows)
    widths = [len(row) for row in rows[header:] if row]
    n_first = len(rows[header])
    data = widths[1:]
    is_open = n_first >= 1 and bool(data) and set(data) == {n_first + 1} and not any(
        row[-1] for row in rows[header + 1 :] if row
    )  # fmt: skip
    agree = sum(one == n_first + is_open for one in data) / len(data) if data else 0.5
    if (
        n_first < 2
        or (header and agree < 0.6)
        or (separator in (":", SPACES) and (agree < 1 or len(data) < 2 or not _are_names(rows[header])))
    ):
        score = 0.0
    else:
        score = 0.2 + agree + _LIKELY.get(separator, 0) - 0.05 * min(header, 4) + 0.02 * min(n_first, 10)
    why = f"{n_first} columns, {agree:.0%} of the first {len(data)} rows agree" if n_first > 1 else "one column"
    return _Try(separator, rows, ends, header, score, is_open, why)


def _is_inside(one: _Try, others: Sequence[_Try]) -> bool:
    """Whether the names of `one` stand below a first line that another sign cuts into many times as many names, and its
    rows too: then its sign stands in the cells of those."""
    n = len(one.lines[one.header])
    return one.header > 0 and any(
        other.header == 0 and len(other.lines[0]) >= max(8, _MANY_TIMES * n)
        and all(len(row) >= _MANY_TIMES * n for row in other.lines if len(row) > 1)
        for other in others
    )  # fmt: skip


def _joined(lines: Sequence[str], separator: str) -> Iterator[str]:
    return (spaced(line) for line in lines) if separator == SPACES else iter(lines)


def spaced(text: str) -> str:
    """`text` with a tab for every stretch of two or more spaces inside a line."""
    return re.sub(r"(?<=\S) {2,}(?=\S)", "\t", text)


def header_at(rows: Sequence[Sequence[str | None]]) -> int:
    """The place of the header among the first rows of a table: the first that is filled about as far as those below it and
    holds names; 0 where none is."""
    filled = [sum(1 for cell in row if cell is not None and cell.strip()) for row in rows]
    for at, here in enumerate(filled):
        below = [n for n in filled[at + 1 : at + 31] if n]
        if here < 2:
            continue
        is_close = at == 0 and here == len(rows[0]) and here >= median(below or [0]) - 1 and _are_names(rows[0])
        if below and here < 0.7 * median(below) and not is_close:
            continue
        if at == 0 or _are_names(rows[at]):
            return at
        break
    return 0


def _are_names(row: Sequence[str | None]) -> bool:
    cells = [cell.strip() for cell in row if cell is not None and cell.strip()]
    short_ones = [cell for cell in cells if not _NUMBER.match(cell)]
    return len(set(cells)) * 10 >= len(cells) * 9 and len(short_ones) * 2 > len(cells)


def _is_total(row: Mapping[str, object]) -> bool:
    cells = [str(cell) for cell in row.values() if cell is not None and str(cell).strip()]
    first = cells[0].strip() if cells else ""
    return bool(_TOTAL.match(first)) and len(first) <= 40 and len(cells) * 2 <= len(row) + 1


def without_header(
    rows: pa.Table, numbers: np.ndarray, header: Sequence[str]
) -> tuple[pa.Table, np.ndarray, list[Reject]]:
    """(`rows` of text without those that are the header again, as files that were put together or printed by pages have it;
    their `numbers`; those as rejects, `repeated_header`). `header` are the names as they stand in the file."""
    names = [one.strip().removeprefix("\ufeff") for one in header]
    if rows.num_rows == 0 or sum(map(bool, names)) < 2 or len(names) != rows.num_columns:
        return rows, numbers, []
    first = next(at for at, name in enumerate(names) if name)
    near = pc.equal(pc.utf8_trim(rows.column(first), " \ufeff\t"), names[first])
    places = np.flatnonzero(pc.fill_null(near, False).to_numpy())
    again = [at for at in places.tolist() if _cells(rows, at) == names]
    if not again or len(again) == rows.num_rows:
        return rows, numbers, []
    expected = "a row of data; the header stands here once more"
    wrong = [Reject(int(numbers[at]), "", "repeated_header", short(names[first]), expected) for at in again]
    kept = np.setdiff1d(np.arange(rows.num_rows), again)
    return rows.take(pa.array(kept)), numbers[kept], wrong


def _cells(rows: pa.Table, at: int) -> list[str]:
    return [(one[at].as_py() or "").strip().removeprefix("\ufeff") for one in rows.columns]


def without_end(rows: pa.Table, numbers: np.ndarray) -> tuple[pa.Table, np.ndarray, list[Reject]]:
    """(`rows` of text without what stands below the last row of data, their `numbers`, what was rejected there).

    A row is a total (`total_row`) where its first word says so and half of its cells or more are empty, a closing remark
    (`remark_row`) where only its first cell is filled and the three rows above that are no remarks, or all that there are
    above an empty row, have others. Several remarks are some below an empty row, or where each is of several words: rows of
    which only the id is known stand below one another too. Both in a table of three columns or more.
    """
    if rows.num_columns < 3 or rows.num_rows < 2:
        return rows, numbers, []
    tail = rows.slice(max(rows.num_rows - _END - 3, 0)).to_pylist()
    kinds: list[str] = []
    for row in reversed(tail[1:]):
        kind = _below(row, rows.column_names[0])
        if not kind or len(kinds) == _END:
            break
        kinds.append(kind)
    below = tail[len(tail) - len(kinds) :][::-1]
    remarks = [at for at, kind in enumerate(kinds) if kind == "remark"]
    rejected: list[Reject] = []
    for at, (row, kind) in enumerate(zip(below, kinds, strict=True)):
        first = next((str(cell) for cell in row.values() if cell is not None and str(cell).strip()), "").strip()
        if kind == "remark":
            above = tail[: len(tail) - len(kinds)][-3:]
            is_apart = "empty" in kinds[at:]
            is_said = len(remarks) == 1 or all(_is_sentence(below[one]) for one in remarks)
            if not (is_apart or (is_said and len(above) + kinds.count("total") >= 3)) or not all(
                len(_filled(one)) > 2 for one in above
            ):
                break
        reason = "total_row" if kind == "total" else "remark_row"
        expected = "a row of data; what stands below the table does not count"
        rejected.append(Reject(int(numbers[rows.num_rows - at - 1]), "", reason, short(first), expected))
    if not rejected or len(rejected) == rows.num_rows:
        return rows, numbers, []
    n = rows.num_rows - len(rejected)
    return rows.slice(0, n), numbers[:n], rejected[::-1]


def _below(row: Mapping[str, object], first: str) -> str:
    """What a row at the end is, if no row of data: total, remark (only the column `first` is filled) or empty."""
    if _is_total(row):
        return "total"
    cells = _filled(row)
    return "empty" if not cells else "remark" if [*cells] == [first] else ""


def _filled(row: Mapping[str, object]) -> dict[str, str]:
    return {name: str(cell) for name, cell in row.items() if cell is not None and str(cell).strip()}


def _is_sentence(row: Mapping[str, object]) -> bool:
    return any(len(cell.split()) > 1 for cell in _filled(row).values())
