"""Data that cannot answer: what `voc explain` and `voc experiment` say is a sentence about what is missing, never a number.

A case is a line in cases/explain_bad_input.tsv: a name, how the small project differs (JSON, see Small), what is asked,
the code in report.json or of the error, and the sentence in English and in Simplified Chinese.
"""

from __future__ import annotations

import csv
import json
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

CASES = Path(__file__).parent / "cases" / "explain_bad_input.tsv"
FIRST = date(2026, 1, 5)
TOML = """\
[project]
name = "Small"
timezone = "UTC"
segments = ["region"]

[[source]]
path = "calls.csv"
table = "interactions"

[[source]]
path = "feedback.csv"
table = "feedback"
[source.score]
type = "csat"
min = 1
max = 5

[[metric]]
id = "solved"
table = "interactions"
value = "solved"
worse = "down"
"""


@dataclass(frozen=True)
class Small:
    """Ten calls a day, of which fewer are solved from the middle day on; a comment on each. `rating`: one score for all;
    `rare`: calls of region east; `regions`: how many there are; `solved_from`: first day with a value of the metric;
    `written`: of the comments: all, none, without a key, without a key and all on one day; `customers`: of the arm "new"."""

    days: int = 60
    rating: int = 0
    rare: int = 0
    regions: int = 2
    solved_from: int = 0
    solved: str = "falls"
    written: str = "all"
    customers: int = 0

    def write(self, folder: Path) -> None:
        calls, comments = [], []
        for number in range(self.days * 10):
            at, late = number // 10, number // 10 >= self.days // 2
            good = (number * 7) % 10 < (3 if late else 8) or self.solved == "always"
            region = "north" if self.regions == 1 or number % 2 else "south"
            region = "east" if self.rare and number % (self.days * 10 // self.rare) == 0 else region
            is_new = number % 10 == 0 if not self.customers else number < self.customers
            when = f"{FIRST + timedelta(days=at)}T{8 + number % 10:02d}:00:00Z"
            calls.append((f"i{number}", when, f"c{number}", region, "new" if is_new else "control",
                          "" if at < self.solved_from else int(good)))  # fmt: skip
            if self.written == "one day":
                when = f"{FIRST + timedelta(days=self.days // 2)}T20:00:00Z"
            score = self.rating or (5 if good else 2)
            text = f"thank you, call {number}" if good else f"I waited far too long in the queue, call {number}"
            comments.append(
                (f"f{number}", when, "" if self.written in ("no key", "one day") else f"i{number}", score, text)
            )
        rows = [] if self.written == "none" else comments
        _csv(
            folder / "calls.csv", ("interaction_id", "started_at", "customer_id", "region", "variant", "solved"), calls
        )
        _csv(folder / "feedback.csv", ("feedback_id", "created_at", "interaction_id", "score", "text"), rows)
        (folder / "voc.toml").write_text(TOML, encoding="utf-8")


def _csv(path: Path, names: tuple[str, ...], rows: list[Any]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)


def cases() -> list[Any]:
    rows = [line.split("\t") for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [pytest.param(*row[1:], id=row[0]) for row in rows]


@pytest.mark.parametrize(("differs", "asked", "code", "en", "zh"), cases())
def test_what_is_missing_is_said_and_no_number_is_given(
    differs: str, asked: str, code: str, en: str, zh: str, tmp_path: Path, voc_command: Callable[..., Any]
) -> None:
    (tmp_path / "in").mkdir()
    Small(**json.loads(differs)).write(tmp_path / "in")
    run = str(tmp_path / "out")
    read = voc_command("analyze", str(tmp_path / "in"), "--out", run, *(["--json"] if asked == "analyze" else []))
    words = [run if word == "RUN" else word for word in shlex.split(asked)]
    told = read if asked == "analyze" else voc_command(*words, "--json")
    if code.startswith("E"):
        error = json.loads(told.out)["error"]
        assert told.exit in (2, 3) and error["code"] == code
        assert en in " ".join(error.values())
        return
    one = json.loads(told.out)
    assert code in [reason.split(":")[0] for reason in one["reasons"]]
    assert one["drivers"] == []
    if code != "record_link_absent":
        assert one["grade"] is None and one["verdict"] == "no_shift" and one["p_shift"] is None
        assert all(one[name]["est"] is None for name in ("delta_overall", "delta_segment", "mix", "unexplained"))
    for lang, sentence in (("en", en), ("zh-Hans", zh)):
        page = voc_command(*words, "--lang", lang)
        assert page.exit == 0 and sentence in page.out.replace("\u00a0", " "), page.out
