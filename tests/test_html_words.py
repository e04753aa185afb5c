"""Words of customers that an API gave as HTML read as they read; those of a table stay as somebody typed them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow as pa
import pytest

from voc import ingest
from voc.ingest import Source, html_words
from voc.ingest.formats.parts import markup

WRITTEN = [
    ("I&#39;ve had 3<br>of these", "I've had 3\nof these"),
    ("<p>zu sp&auml;t &amp; kaputt</p>", "zu spät & kaputt"),
    ("R&D at AT&T <3 you", "R&D at AT&T <3 you"),
    ("a < b, c > d", "a < b, c > d"),
    ("&copy sign without its end", "&copy sign without its end"),
]


@pytest.mark.parametrize(("written", "read"), WRITTEN, ids=[one for one, _ in WRITTEN])
def test_html_is_read_as_its_words(written: str, read: str) -> None:
    assert markup.words(written) == read
    assert html_words.words(pa.array([written, None]))[0].to_pylist() == [read, None]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("[h1]Good[/h1]\n[b]but[/b] slow", "Good\nbut slow"),
        ("[list][*]one[*]two[/list]", "- one\n- two"),
        ("[url=https://x.example]link[/url] [8/10] [sic]", "link [8/10] [sic]"),
        ("", None),
    ],
)
def test_bbcode_is_read_as_its_words(written: str, read: str | None) -> None:
    assert markup.unbracketed(written) == read


def test_plain_json_is_read_as_words_and_a_table_as_it_is(tmp_path: Path) -> None:
    rows = [{"id": "1", "text": "It&#39;s<br>late"}, {"id": "2", "text": "fine"}]
    (tmp_path / "said.json").write_text(json.dumps(rows), "utf-8")
    with (tmp_path / "said.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "text"], *([one["id"], one["text"]] for one in rows)])
    texts = {}
    for name in ("said.json", "said.csv"):
        read = ingest.tables([Source(path=name, table="feedback")], tmp_path, "UTC")
        texts[name] = read.tables["feedback"].column("text").to_pylist()
        assert any("HTML" in one for one in read.files[0].warnings) == (name == "said.json")
    assert texts == {"said.json": ["It's\nlate", "fine"], "said.csv": ["It&#39;s<br>late", "fine"]}
