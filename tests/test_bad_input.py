"""Whatever is wrong with the input, voc says what and where, leaves with the exit code of its kind, and never shows a
traceback. Each line of cases/bad_input.tsv is one thing that goes wrong."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases" / "bad_input.tsv"
CODES = {1: ("E4", "E9"), 2: ("E1",), 3: ("E2",), 4: ("E1",), 6: ("E3",)}


def _cases() -> list[list[str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _done(step: str, project: Path) -> None:
    if step == ".":
        return
    if step.startswith("- "):
        (project / step[2:].strip()).unlink()
        return
    step = step.replace("\\n", "\n").replace("\\0", "\0")
    for sign in (":=", "+=", ": "):
        name, found, rest = step.partition(sign)
        if not found or " " in name.strip():
            continue
        file = project / name.strip()
        file.parent.mkdir(parents=True, exist_ok=True)
        if sign == ": ":
            old, _, new = rest.partition(" => ")
            assert old in file.read_text("utf-8"), f"{old!r} is not in {name}: the case does nothing"
            file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
        else:
            before = file.read_text("utf-8") if sign == "+=" else ""
            file.write_text(before + rest.removeprefix(" "), "utf-8")
        return
    raise AssertionError(f"not understood: {step}")


@pytest.mark.parametrize(
    ("done", "command", "exit", "words"), [pytest.param(*case[1:], id=case[0]) for case in _cases()]
)
def test_what_is_wrong_is_said(
    project: Path, finished: Path, tmp_path: Path, voc_command: Callable[..., object],
    done: str, command: str, exit: str, words: str,
) -> None:  # fmt: skip
    for step in done.split(" ;; "):
        _done(step.lstrip(), project)
    places = {"PROJECT": str(project), "RUN": str(finished), "OUT": str(tmp_path / "out")}
    asked = []
    for word in command.split():
        for name, place in places.items():
            word = word.replace(name, place)
        asked.append(word)
    got = voc_command(*asked)
    said = got.out + got.err
    assert "Traceback" not in said and "E900" not in said, said
    assert got.exit == int(exit), said
    for one in words.split(" | "):
        assert one.strip() in said, f"{one!r} is not in:\n{said}"
    if got.exit in CODES and any(word.startswith("E") and word[1:].isdigit() for word in words.split(" | ")):
        assert got.err.lstrip().splitlines()[-1:] != [], "said on stderr"
        assert any(f"\n{code}" in f"\n{got.err}" for code in CODES[got.exit]), "a code of its kind, on stderr"


def test_an_error_is_json_where_json_was_asked_for(project: Path, voc_command: Callable[..., object]) -> None:
    (project / "voc.toml").unlink()
    got = voc_command("check", project, "--json")
    error = json.loads(got.out)["error"]
    assert error["code"] == "E100" and error["do"] and got.exit == 4
    assert "E100" in got.err, "and people see it on stderr"


def test_a_row_that_was_refused_is_never_lost(project: Path, voc_command: Callable[..., object]) -> None:
    file = project / "feedback.csv"
    lines = file.read_text().splitlines()
    lines[3] = lines[3].replace(",5,", ",9,").replace(",1,", ",9,").replace(",4,", ",9,").replace(",2,", ",9,")
    lines += [lines[1], "f999,yesterday,hello,3,north,,c1,a,x"]
    file.write_text("\n".join(lines) + "\n")
    told = json.loads(voc_command("check", project, "--json").out)
    report = told["files"][0]
    assert report["rows_read"] == report["rows_kept"] + report["rows_rejected"] == 482
    assert [(one["row"], one["reason"]) for one in told["rejected"]] == [
        (3, "score_outside_scale"), (481, "duplicate_row"), (482, "unparsable_time"),
    ]  # fmt: skip
    assert all(one["file"] == "feedback.csv" and one["column"] and one["expected"] for one in told["rejected"])


def test_an_experiment_on_one_customer_is_refused(
    project: Path, tmp_path: Path, voc_command: Callable[..., object]
) -> None:
    file = project / "feedback.csv"
    lines = [line.split(",") for line in file.read_text().splitlines()]
    for cells in lines[1:]:
        cells[6] = "c1" if cells[7] == "a" else cells[6]
    file.write_text("\n".join(",".join(cells) for cells in lines) + "\n")
    assert voc_command("analyze", project, "--out", tmp_path / "out", "--metric", "csat").exit == 0
    got = voc_command("experiment", "csat", tmp_path / "out", "--arm", "arm", "--margin", "0.1")
    assert got.exit == 3 and "E250" in got.err and "too few units" in got.err and "found: 1" in got.err


def test_one_day_of_data_is_no_error_and_no_finding(
    project: Path, tmp_path: Path, voc_command: Callable[..., object]
) -> None:
    for name, rows in (("feedback.csv", 9), ("calls.csv", 5)):
        file = project / name
        file.write_text("\n".join(file.read_text().splitlines()[:rows]) + "\n")
    got = voc_command("analyze", project, "--out", tmp_path / "out", "--json")
    assert got.exit == 0 and json.loads(got.out)["findings"] == []
    asked = voc_command("explain", "csat", tmp_path / "out", "--onset", "2026-01-01", "--json")
    assert json.loads(asked.out)["verdict"] == "no_shift" and json.loads(asked.out)["grade"] is None


def test_a_figure_that_never_varies_did_not_move(
    project: Path, tmp_path: Path, voc_command: Callable[..., object]
) -> None:
    with (project / "voc.toml").open("a") as toml:
        toml.write('\n[[metric]]\nid = "flat"\ntable = "feedback"\nvalue = "2.5"\nworse = "up"\n')
    assert voc_command("analyze", project, "--out", tmp_path / "out", "--metric", "flat").exit == 0
    told = json.loads(voc_command("explain", "flat", tmp_path / "out", "--onset", "2026-02-10", "--json").out)
    assert told["verdict"] == "no_shift" and "no_variance" in " ".join(told["reasons"])


@pytest.mark.skipif(os.name == "nt" or getattr(os, "geteuid", lambda: 1)() == 0, reason="SKIPPED: may write anywhere")
def test_a_folder_that_must_not_be_written(project: Path, tmp_path: Path, voc_command: Callable[..., object]) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(stat.S_IRUSR | stat.S_IXUSR)
    got = voc_command("analyze", project, "--out", closed / "out")
    closed.chmod(stat.S_IRWXU)
    assert got.exit == 3 and "E280" in got.err and "Traceback" not in got.err
