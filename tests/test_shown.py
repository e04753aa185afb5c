"""Nobody's data and nothing that steers a terminal stands in what voc prints or writes, wherever a cell is quoted: in a
warning, a rejected row, an error, a draft, a page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from voc.personal.printable import printable

PLANTED = ("jane.doe@example.com", "+44 20 7946 0958", "\x1b[31mRED\x1b[0m")
CELL = " ".join(PLANTED)
# The middle of the telephone number as a word of its own: inside the digits of a figure the same four mean nothing.
TELLING = re.compile(r"jane\.doe|\b7946\b|79460958|\x1b|\\u001b|\\x1b")
SCORE = '[source.score]\ntype = "csat"\nmin = 1\nmax = 5\n'


@pytest.fixture
def planted(project: Path) -> Path:
    """The small project, with CELL in a cell of every kind, and in one that is quoted by a warning."""
    with (project / "feedback.csv").open("a") as file:
        file.write(f"p1,{CELL},late again,3,north,k1,c1,a,x\n")  # rejected: no time
        file.write(f"p2,2026-02-01T10:00:00,late again,{CELL},north,k1,c1,a,x\n")  # no number
        file.write(f"p3,2026-02-01T10:00:00,late again,9,north,{CELL},c1,a,x\n")  # outside of its scale
        file.write(f"p4,2026-02-01T10:00:00,{CELL},3,{CELL},k1,{CELL},a,{CELL}\n")
        file.write(f"{CELL},2026-02-01T10:00:00,late again,3,north,k1,c1,a,x\n")
        file.write(f"{CELL},2026-02-01T10:00:00,another,3,north,k1,c1,a,x\n")  # the same id
    with (project / "calls.csv").open("a") as file:
        file.write(f'k900,2026-02-01T10:00:00,"{CELL}",c1,"{CELL}"\n"{CELL}",2026-02-01T10:00:00,3,c1,voice\n')
    (project / "turns.csv").write_text(
        f"interaction_id,seq,role,text\nk1,1,agent,hello\nk1,2,{CELL},hi\nk1,3,customer,{CELL}\nk2,x {CELL},agent,hi\n"
    )
    with (project / "voc.toml").open("a") as file:
        file.write('\n[[source]]\npath = "turns.csv"\ntable = "turns"\n')
    return project


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            is_rows = path.suffix == ".parquet"
            yield path.name, str(pq.read_table(path).to_pylist()) if is_rows else path.read_text("utf-8")


def _clear(got: Any, *folders: Path) -> None:
    told = [("stdout", got.out), ("stderr", got.err), *(one for folder in folders for one in _files(folder))]
    for name, text in told:
        found = TELLING.search(text)
        assert found is None, f"{name}: {text[max(0, found.start() - 100) : found.end() + 60]!r}"


def test_nothing_of_a_person_or_for_a_terminal_is_shown(
    planted: Path, tmp_path: Path, voc_command: Callable[..., Any]
) -> None:
    out, run = tmp_path / "out", tmp_path / "run"
    for command in (["check", planted], ["check", planted, "--json"]):
        got = voc_command(*command)
        assert got.exit == 0 and "rejected" in got.out and "roles we do not know" in got.out and "***" in got.out
        _clear(got)
    got = voc_command("ingest", planted / "feedback.csv", "--mapping", planted, "--out", out)
    assert got.exit == 0 and "ESC" in got.err
    _clear(got, out)
    got = voc_command("ingest", planted / "turns.csv", "--out", out)
    assert "roles we do not know" in got.err
    _clear(got, out)
    _clear(voc_command("ingest", planted / "turns.csv", planted / "calls.csv", "--explain"))
    got = voc_command("analyze", planted, "--out", run)
    assert got.exit == 0
    _clear(got, run)
    assert any("roles we do not know" in text for name, text in _files(run) if name == "run.json")
    assert {name for name, _ in _files(run)} >= {"rejected.parquet", "feedback.parquet", "report.html"}


def test_so_it_is_in_a_warning_of_a_format(tmp_path: Path, voc_command: Callable[..., Any]) -> None:
    (tmp_path / "answers.csv").write_text(
        f"Survey response ID,Created at,Survey type,Score,Comment,Permalink\n1,2026-01-05,{CELL},3,late,x\n"
    )
    for more in ([], ["--json"]):
        got = voc_command("ingest", tmp_path / "answers.csv", "--out", tmp_path / "out", *more)
        assert got.exit == 0 and "no scale is known for survey type ***" in got.out + got.err
        _clear(got, tmp_path / "out")


def test_so_it_is_in_a_draft(planted: Path, voc_command: Callable[..., Any]) -> None:
    (planted / "voc.toml").unlink()
    for command in (
        ["ingest", planted / "feedback.csv", "--explain"],
        ["init", planted, "--dry-run"],
        ["init", planted],
    ):
        got = voc_command(*command)
        assert "What scale was" in got.out + got.err or "the scale of" in got.err
        _clear(got)
    text = (planted / "voc.toml").read_text()
    assert "***" in text and not TELLING.search(text)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("two.csv", "feedback_id,text\n1,很好\n2,很快\n".encode() + f"3,{CELL} 很好\n".encode("gb18030"), "E211"),
        ("ids.csv", f"feedback_id,text\n1.23E+15,ok\n1.24E+15,{CELL}\n".encode(), "E208"),
        ("odd.csv", f"colour,{CELL}\nred,1\n".encode(), "E204"),
        (f"{PLANTED[2]}.csv", b"colour,size\nred,1\n", "E204"),
        ("order.csv", f"feedback_id,text,created_at\n1,ok,03/04/2025\n2,ok,{CELL}\n".encode(), "E124"),
    ],
)
def test_so_it_is_in_an_error(
    tmp_path: Path, voc_command: Callable[..., Any], name: str, data: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "voc.toml").write_text(f'[project]\ntimezone = "UTC"\n[[source]]\npath = "*.csv"\n{SCORE}')
    for command in (
        ["ingest", tmp_path / name, "--out", tmp_path / "out", "--timezone", "UTC"],
        ["ingest", tmp_path / name, "--out", tmp_path / "out", "--timezone", "UTC", "--json"],
        ["ingest", tmp_path / name, "--explain"], ["ingest", tmp_path / name, "--explain", "--json"],
        ["check", tmp_path], ["check", tmp_path, "--json"], ["analyze", tmp_path, "--out", tmp_path / "run"],
    ):  # fmt: skip
        got = voc_command(*command)
        assert "--explain" in command or (got.exit in (3, 4) and code in got.err), got
        if name == PLANTED[2] + ".csv":  # a draft and JSON write such a name so that nothing obeys it
            got = replace(got, out=got.out.replace("\\u001b", ""))
        _clear(got)
        if "--json" in command and got.exit and "--explain" not in command:
            json.loads(got.out)


def test_what_a_terminal_obeys_is_taken_out_whole() -> None:
    said = "a\x1b[1;31mb\x1b]0;title\x07c\x1bPq#0\x1b\\d\u202ee\x07f\n\tg"
    assert printable(said) == "abcdef\n\tg"
