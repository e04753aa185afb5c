"""`voc check` prints one page on what was read, and `--json` has the same content."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from voc import wording
from voc.cli import check
from voc.cli.notes import in_words


def test_the_page_says_what_was_read_and_what_to_look_at(project: Path, voc_command: Callable[..., object]) -> None:
    file = project / "feedback.csv"
    lines = file.read_text().splitlines()
    lines.append("f900,2026-01-03T10:00:00,Your ticket has been received. It took a week,2,north,,c900,a,x")
    lines.append("f901,2026-01-03T11:00:00,The parcel was left out in the rain again,2,north,,c900,a,x")
    lines.append("f902,2026-01-03T12:00:00,The parcel was left out in the rain again,2,north,,c900,a,x")
    lines = [line for line in lines if ",2026-01-20T" not in line]
    file.write_text("\n".join(lines) + "\n")
    toml = project / "voc.toml"
    toml.write_text(
        toml.read_text()
        .replace('queue_wait_s = "wait_min"', 'handle_s = "wait_min"')
        .replace('queue_wait_s = "min"', 'handle_s = "s"')
    )
    got = voc_command("check", project)
    assert got.exit == 0
    for words in (
        "Repeated comments, counted once in shares: 1 (exact 1, near 0, flood 0)",
        "Cut out as no words of the customer's: template in 1 comments",
        "nothing on 1 of 60 days: 2026-01-20",
        "1 to 5",
        "minutes_as_seconds: the median handle_s is 5 'seconds' (n = 240)",
        "why it matters:",
        'do: give the unit: [source.units] handle_s = "min"',
    ):
        assert words in got.out, got.out
    told = json.loads(voc_command("check", project, "--json").out)
    assert told["duplicates"] == 1 and told["duplicate_kinds"] == {"exact": 1, "near": 0, "flood": 0}
    assert told["boilerplate"]["template"] == {"comments": 1, "cuts": 1}
    (scale,) = told["scales"]
    assert (scale["source"], scale["type"], scale["min"], scale["max"], scale["direction"]) == (
        "feedback.csv",
        "csat",
        1.0,
        5.0,
        "higher_better",
    )
    assert scale["n"] == 475 and 0 < scale["top_two"] < 475
    assert [(one["table"], one["empty_days"]) for one in told["days"]] == [("feedback", 1), ("interactions", 0)]
    assert [one["rule"] for one in told["lint"]] == ["minutes_as_seconds"]


def test_a_turned_scale_says_so(project: Path, voc_command: Callable[..., object]) -> None:
    toml = project / "voc.toml"
    toml.write_text(toml.read_text().replace("max = 5", 'max = 5\ndirection = "lower_better"'))
    told = json.loads(voc_command("check", project, "--json").out)
    assert told["scales"][0]["direction"] == "lower_better"
    assert [one["rule"] for one in told["lint"]] == ["reversed_scale"], "the words say that 5 was the best after all"


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh-Hans", ("文件", "保留", "匹配率", "最好两档", "语言：", "重复的评论", "口径：没有要看的")),
        ("zh-Hant", ("檔案", "保留", "配對率", "最好兩檔", "語言：", "重複的評論", "定義：沒有要看的")),
    ],
)
def test_the_page_is_in_the_language_of_the_report_or_as_asked(
    project: Path, voc_command: Callable[..., object], lang: str, told: tuple[str, ...]
) -> None:
    asked = voc_command("check", project, "--lang", lang).out
    for words in told:
        assert words in asked, asked
    english = {"Files", "kept", "rejected", "Match rates", "Languages", "dated", "Metrics", "Definitions", "left out"}
    assert not [word for word in english if word in asked.replace("rejected.csv", "")], asked
    toml = project / "voc.toml"
    toml.write_text(f'{toml.read_text()}\n[report]\nlang = "{lang}"\n')
    assert voc_command("check", project).out == asked
    assert "Definitions: nothing to look at" in voc_command("check", project, "--lang", "en").out
    assert json.loads(voc_command("check", project, "--json").out)["left_out"]


def test_a_metric_without_a_row_is_left_out_once_and_nothing_is_none(
    project: Path, voc_command: Callable[..., object]
) -> None:
    (project / "orders.csv").write_text("order_id,created_at,amount\n1,2026-01-05 09:00,free\n2,,\n", "utf-8")
    toml = project / "voc.toml"
    own = 'id = "basket"\ntable = "orders"\nvalue = "amount"\nworse = "down"\n'
    toml.write_text(
        f'{toml.read_text()}\n[[source]]\npath = "orders.csv"\ntable = "orders"\n\n[[metric]]\n{own}', "utf-8"
    )
    told = json.loads(voc_command("check", project, "--json").out)
    assert "basket" in told["left_out"] and "basket" not in told["metrics"]
    page = voc_command("check", project, "--lang", "zh-Hant").out
    assert "orders：沒有一列有日期" in page and "None" not in page, page


NOTES = """
[project]
name = "notes"
timezone = "Asia/Taipei"
[[source]]
path = "calls.csv"
table = "interactions"
[source.columns]
interaction_id = "編號"
queue_wait_s = "等候分鐘"
[[source]]
path = "effort.csv"
table = "feedback"
[source.columns]
feedback_id = "編號"
text = "意見"
score = "分數"
[source.score]
type = "ces"
min = 1
max = 7
direction = "lower_better"
[[source]]
path = "orders.csv"
[[source]]
path = "returns.csv"
"""


def test_what_is_noted_of_a_file_is_in_the_language_of_the_page(
    tmp_path: Path, voc_command: Callable[..., object]
) -> None:
    calls = "".join(f"{n},{n / 4}\n" for n in range(1, 40))
    (tmp_path / "calls.csv").write_text(f"門市來電\n編號,等候分鐘\n{calls}", "big5")
    answers = "".join(f"{n},很滿意{n},{'N/A' if n % 9 == 0 else n % 7 + 1}\n" for n in range(1, 40))
    (tmp_path / "effort.csv").write_text(f"編號,意見,分數\n{answers}", "utf-8")
    (tmp_path / "orders.csv").write_text("order_id,created_at\n1,2026-01-05 00:30\n2,2026-01-06 09:00\n", "utf-8")
    (tmp_path / "returns.csv").write_text(
        "RMA number,Order number,Return reason,Status\nR1,1,Too small,Received\n", "utf-8"
    )
    (tmp_path / "voc.toml").write_text(NOTES, "utf-8")
    noted = [
        one for file in json.loads(voc_command("check", tmp_path, "--json").out)["files"] for one in file["warnings"]
    ]
    assert len(noted) >= 7, noted
    for lang, minutes in (("zh-Hans", "按秒读取，看起来却是分钟"), ("zh-Hant", "按秒讀取，看起來卻是分鐘")):
        page = voc_command("check", tmp_path, "--lang", lang).out
        assert minutes in page and not [one for one in noted if one in page], page
        assert all(re.search("[\u4e00-\u9fff]", in_words(one, lang)) for one in noted), noted
    assert all(one in voc_command("check", tmp_path, "--lang", "en").out for one in noted)


def test_a_note_without_words_stands_as_it_is() -> None:
    assert in_words("column x: something new", "zh-Hant") == "欄 x：something new"
    assert in_words("of 3 sheets, a, b read", "zh-Hant") == "3 個工作表中讀了 a, b"
    said = in_words("'a' is the order_id, 'b' is the return_id", "zh-Hant")
    assert said == "'a' 是 order_id、'b' 是 return_id"
    assert in_words("of 3 sheets, a read", "en") == "of 3 sheets, a read"


def test_every_reason_for_a_rejected_row_has_words() -> None:
    """Of all that the case tables of the readers name."""
    cases = [one.read_text("utf-8").splitlines() for one in (Path(__file__).parent / "cases/formats").glob("*.tsv")]
    rows = [dict(zip(lines[0].split("\t"), line.split("\t"), strict=False)) for lines in cases for line in lines[1:]]
    reasons = {reason for row in rows for reason in row.get("reasons", "").split()}
    assert len(reasons) > 60
    assert [one for one in sorted(reasons) if not wording.knows(f"rejected_as.{one}")] == []


def test_the_catalogues_say_the_same_things() -> None:
    keys = {lang: set(wording.catalogue(lang)) for lang in wording.LANGS}
    assert keys["zh-Hans"] == keys["en"] == keys["zh-Hant"]
    for key, said in wording.catalogue("en").items():
        for lang in ("zh-Hans", "zh-Hant"):
            other = wording.catalogue(lang)[key]
            assert set(re.findall(r"{(\w+)}", other)) == set(re.findall(r"{(\w+)}", said)), (lang, key)


def test_a_sound_project_has_nothing_to_look_at(project: Path, voc_command: Callable[..., object]) -> None:
    got = voc_command("check", project)
    assert "Definitions: nothing to look at" in got.out


@pytest.mark.parametrize(
    ("files", "folder", "shown"),
    [
        (("data/may/tickets.csv", "data/may/calls.csv"), "data/may", "tickets.csv"),
        (("data/may/tickets.csv", "data/june/calls.csv"), "data", "may/tickets.csv"),
        (("tickets.csv", "calls.csv"), "", "tickets.csv"),
        (("data/tickets.csv",), "", "data/tickets.csv"),
        (("/mnt/tickets.csv", "calls.csv"), "", "/mnt/tickets.csv"),
    ],
)
def test_the_folder_of_all_files_is_said_once(files: tuple[str, ...], folder: str, shown: str) -> None:
    found = SimpleNamespace(files=[{"file": one} for one in files])
    assert check._folder(found) == folder and check._within(folder, files[0]) == shown  # type: ignore[arg-type]


def test_a_topic_file_that_is_not_understood_is_said_before_the_analysis(
    project: Path, voc_command: Callable[..., object]
) -> None:
    (project / "topics.toml").write_text('[[topic]]\nid = "parking"\n[topic.phrases.en]\nnegativ = ["no parking"]\n')
    with (project / "voc.toml").open("a") as out:
        out.write('\n[classify]\ntopics = "topics.toml"\n')
    got = voc_command("check", project)
    assert got.exit != 0 and "E152" in got.err and "did you mean negative?" in got.err


def test_ratings_of_two_steps_are_a_metric_and_have_no_best_two(
    project: Path, voc_command: Callable[..., object]
) -> None:
    (project / "ratings.csv").write_text(
        "feedback_id,created_at,score\n"
        + "".join(f"r{n},2026-01-{n % 28 + 1:02}T10:00:00,{n % 2}\n" for n in range(60))
    )
    toml = project / "voc.toml"
    more = '\n[[source]]\npath = "ratings.csv"\ntable = "feedback"\n[source.score]\ntype = "thumbs"\nmin = 0\nmax = 1\n'
    toml.write_text(toml.read_text() + more)
    got = voc_command("check", project)
    line = next(one for one in got.out.splitlines() if one.strip().startswith("ratings.csv") and "thumbs" in one)
    assert line.split()[-2:] == ["0.50", "-"]
    assert "thumbs" in next(one for one in got.out.splitlines() if one.startswith("Metrics that can be counted"))


def test_rows_that_should_have_been_counted_are_listed_first() -> None:
    rows = [
        {"file": "m.json", "row": n, "column": "id", "reason": "put_into_another_row", "found": "1"} for n in range(50)
    ]
    rows.append({"file": "f.csv", "row": 7, "column": "score", "reason": "score_outside_scale", "found": "9"})
    said: list[str] = []
    on = SimpleNamespace(print=lambda text, **_: said.append(str(text)))
    check._rejected(SimpleNamespace(rejected=rows), on, check.Words("en"))  # type: ignore[arg-type]
    assert "f.csv row 7" in said[0] and "39 more" in said[-1]
