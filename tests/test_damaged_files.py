"""Files as they are found when something went wrong: cut, flipped, emptied, nested, doubled. None makes a traceback, and every
row of what is read is kept or rejected.

What is damaged are all samples in data/formats, of every format there is, and a few made files of each container; by chance
with a fixed seed, DAMAGED of them in all.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voc import ingest
from voc.errors import VocError
from voc.ingest import Source, formats
from voc.ingest.read import AS_IT_IS

OWN = Path(__file__).parent / "data" / "formats"
SAMPLES = sorted(file for file in OWN.rglob("*") if file.is_file() and file.stat().st_size < 60_000)
DAMAGED, PARTS = 2400, 24
ODD: tuple[Any, ...] = (
    None,
    "",
    0,
    -1,
    1.5,
    True,
    [],
    {},
    "x",
    "2026-13-45T99:99",
    "99999999999999999999",
    [None],
    {"a": None},
    "\ud800",
    "a\x00b",
)
ROWS = [
    ["f1", "2026-01-05", "Nobody called back", "5"],
    ["f2", "2026-01-06", "客服很耐心", "1"],
    ["f3", "2026-01-07", "", "x"],
]
HEADER = ["feedback_id", "created_at", "text", "grade"]


@cache
def made() -> dict[str, bytes]:
    """One file of each container."""
    lines = "\n".join(",".join(row) for row in [HEADER, *ROWS]).encode()
    objects = [dict(zip(HEADER, row, strict=True)) for row in ROWS]
    book, rows = io.BytesIO(), io.BytesIO()
    workbook = xlsxwriter.Workbook(book, {"in_memory": True})
    sheet = workbook.add_worksheet()
    for at, row in enumerate([HEADER, *ROWS]):
        sheet.write_row(at, 0, row)
    workbook.close()
    pq.write_table(pa.Table.from_pylist([{**one, "more": {"a": [1]}} for one in objects]), rows)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("a.csv", lines)
        opened.writestr("b.jsonl", json.dumps(objects[0]))
    return {
        "made.csv": lines, "made.tsv": lines.replace(b",", b"\t"), "made.csv.gz": gzip.compress(lines, mtime=0),
        "made.json": json.dumps(objects).encode(), "made.jsonl": "\n".join(map(json.dumps, objects)).encode(),
        "made.xlsx": book.getvalue(), "made.parquet": rows.getvalue(), "made.zip": archive.getvalue(),
        "utf16.csv": lines.decode().encode("utf-16"), "gb.csv": lines.decode().encode("gb18030"),
    }  # fmt: skip


@cache
def sound() -> tuple[tuple[str, bytes], ...]:
    return (*made().items(), *((file.name, file.read_bytes()) for file in SAMPLES))


# --- ways to damage: bytes of any file, and values of JSON


def cut(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


def flipped(rng: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 3, 30))):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def without_middle(rng: random.Random, data: bytes) -> bytes:
    first, last = sorted(rng.randrange(len(data)) for _ in range(2))
    return data[:first] + data[last:]


def doubled(rng: random.Random, data: bytes) -> bytes:
    first, last = sorted(rng.randrange(len(data)) for _ in range(2))
    return data[:last] + data[first:]


def two_encodings(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data))
    return (
        data[:at]
        + "投诉，退款 né".encode(rng.choice(("gb18030", "big5hkscs", "utf-16", "utf-8")), "replace")
        + data[at:]
    )


def shuffled(rng: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines)


def signs(rng: random.Random, data: bytes) -> bytes:
    old, new = rng.choice(
        (
            (b'"', b""),
            (b",", b";"),
            (b":", b""),
            (b"\n", b"\r"),
            (b"\n", b""),
            (b"}", b"]"),
            (b"2026", b"-1e999"),
            (b"1", b"\0"),
        )
    )
    return data.replace(old, new, rng.choice((1, 5, -1)))


def nothing(rng: random.Random, data: bytes) -> bytes:
    return rng.choice(
        (
            b"",
            b"\n\n",
            b"null",
            b"[]",
            b"{}",
            b"[null]",
            b"0",
            b'""',
            b"\xef\xbb\xbf",
            b"\xff\xfe",
            b"WEBVTT\n",
            b"PK\x03\x04",
            b"PAR1",
            b"\x1f\x8b",
        )
    )


def places(value: Any, found: list[tuple[Any, Any]], depth: int = 0) -> list[tuple[Any, Any]]:
    """Every (object or list, its key or index) in a JSON value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        found.append((value, key))
        if depth < 30:
            places(one, found, depth + 1)
    return found


def revalued(rng: random.Random, document: Any) -> Any:
    """Members taken away, null, of another type, nested deeper, with odd names, or twice."""
    for _ in range(rng.choice((1, 2, 8))):
        every = places(document, [])
        if not every:
            return rng.choice(ODD)
        held, key = rng.choice(every)
        way = rng.randrange(6)
        if way == 0:
            del held[key]
        elif way == 1:
            held[key] = [held[key]] if rng.random() < 0.5 else {"value": held[key]}
        elif way == 2 and isinstance(held, dict):
            held[rng.choice(("", "id", "Text", "\u202e"))] = held.pop(key)
        elif way == 3 and isinstance(held, list):
            held.append(held[key])
        elif way == 4:
            held[key] = str(held[key])
        else:
            held[key] = json.loads(json.dumps(rng.choice(ODD)))
    return document


def damaged_json(rng: random.Random, data: bytes) -> bytes:
    text = data.decode("utf-8-sig")
    try:
        return json.dumps(revalued(rng, json.loads(text)), ensure_ascii=rng.random() < 0.9).encode(
            "utf-8", "surrogatepass"
        )
    except json.JSONDecodeError:
        lines = text.splitlines()
        at = rng.randrange(len(lines))
        try:
            lines[at] = json.dumps(revalued(rng, json.loads(lines[at])))
        except json.JSONDecodeError:  # documents one behind another
            return data[: rng.randrange(len(data))]
        return "\n".join(lines).encode("utf-8", "surrogatepass")


def nested(rng: random.Random, data: bytes) -> bytes:
    depth = rng.choice((50, 900, 5000))
    return b'{"a":' * depth + data + b"}" * depth if rng.random() < 0.5 else b"[" * depth + data + b"]" * depth


WAYS: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    cut, flipped, without_middle, doubled, two_encodings, shuffled, signs, nothing, nested,
    damaged_json, damaged_json, damaged_json, damaged_json,
)  # fmt: skip


def damaged(number: int) -> tuple[str, str, bytes]:
    """(what was done, name, bytes) of the damaged file of that number."""
    rng = random.Random(f"damaged {number}")
    every = sound()
    name, data = every[number % len(every)]
    way = rng.choice(WAYS)
    try:
        return way.__name__, name, way(rng, data)
    except (UnicodeDecodeError, json.JSONDecodeError, IndexError, ValueError):
        return "flipped", name, flipped(rng, data)


def check(path: Path, **wanted: Any) -> None:
    """Reads a file; only a coded error may come, and not the one that says that a reader fell over."""
    try:
        got = ingest.tables([Source(path=path.name, **wanted)], path.parent, "UTC")
    except VocError as error:
        assert error.code != "E225", error.text()
        return
    for one in got.files:
        assert one.rows_read == one.rows_kept + one.rows_rejected, one
        assert sum(one.reasons.values()) == one.rows_rejected, one
    json.dumps([one.warnings for one in got.files]).encode("utf-8")


@pytest.mark.parametrize("part", range(PARTS))
def test_a_damaged_file_is_refused_or_accounted_for(part: int, tmp_path: Path) -> None:
    for number in range(part, DAMAGED, PARTS):
        way, name, data = damaged(number)
        path = tmp_path / name
        path.write_bytes(data)
        try:
            check(path)
        except Exception as error:
            raise AssertionError(f"file {number} ({name}, {way}): {type(error).__name__}: {error}") from error


def test_the_damage_is_enough_and_of_every_kind() -> None:
    assert DAMAGED >= 2000
    assert len({(way, name) for way, name, _ in map(damaged, range(300))}) > 100


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("reader", [AS_IT_IS, *sorted(formats.known())])
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_a_reader_accounts_for_every_row_of_any_file(reader: str, data: st.DataObject, tmp_path: Path) -> None:
    """Of the samples that are its own, changed; of others, as they are; and of any JSON."""
    samples = [file for file in SAMPLES if file.suffix in (".json", ".jsonl", ".vcon")]
    way = data.draw(st.sampled_from(("sample", "changed", "any")))
    if way == "any" or not SAMPLES:
        path = tmp_path / "any.json"
        path.write_text(json.dumps(data.draw(JSON)), "utf-8")
    else:
        sample = data.draw(st.sampled_from(SAMPLES if way == "sample" or not samples else samples))
        path = tmp_path / sample.name
        seed = data.draw(st.integers(0, 2**32))
        whole = sample.read_bytes()
        path.write_bytes(whole if way == "sample" else damaged_json(random.Random(seed), whole))
    check(path, reader=reader)
