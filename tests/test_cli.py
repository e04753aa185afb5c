"""The command line: what the contract names is there, says how it is used, prints what a program can read, leaves with
the right code, and writes nothing where it was told not to."""

from __future__ import annotations

import csv
import gzip
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import xlsxwriter

from voc import cli, config, drafting, scoring
from voc.classify import evaluate
from voc.errors import ConfigError

# The commands in the order of the contract, with those added since (see CHANGELOG). Those of its last lines are not all
# here yet; none stands in another order.
CONTRACT = ("init", "check", "ingest", "classify", "analyze", "explain", "impact", "experiment", "report", "label",
            "train", "evaluate", "compare", "promote", "model", "demo", "doctor", "schema")  # fmt: skip
NEEDED = {"init", "check", "ingest", "classify", "analyze", "explain", "impact", "experiment", "report", "train", "evaluate", "model", "demo",
          "doctor", "schema"}  # fmt: skip
JSON = {"check", "ingest", "analyze", "explain", "impact", "experiment", "train", "evaluate", "doctor", "schema"}
WRITES = {"init", "ingest", "classify", "analyze", "report", "train", "demo"}


# --- help


def test_every_command_of_the_contract_is_there_and_no_other() -> None:
    assert set(cli.COMMANDS) >= NEEDED
    assert list(cli.COMMANDS) == [name for name in CONTRACT if name in cli.COMMANDS], "in the order of the contract"


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_a_command_says_how_it_is_used(name: str, voc_command: Callable[..., Any]) -> None:
    got = voc_command(name, "--help")
    assert got.exit == 0 and got.out.startswith(f"Usage: voc {name}")
    assert f"voc {name} " in got.out.split("\n", 1)[1], "an example that can be copied"
    assert ("--json" in got.out) == (name in JSON)
    assert ("--dry-run" in got.out) == (name in WRITES)


def test_help_lists_every_command(voc_command: Callable[..., Any]) -> None:
    got = voc_command("--help")
    lines = [line.split()[0] for line in got.out.partition("Commands:")[2].splitlines() if line.startswith("  ")]
    assert got.exit == 0 and [line for line in lines if line in cli.COMMANDS] == list(cli.COMMANDS)
    assert all(len(text) < 80 and text.endswith(".") for text in cli.COMMANDS.values())


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nsys.argv = ['voc', '--help']\nfrom voc.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'pandas', 'pyarrow', 'numpy', 'scipy', 'spacy', 'duckdb', 'pydantic', 'rich'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "Usage: voc" in done.stdout, done.stderr


def test_the_process_leaves_with_the_code_and_no_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "voc", "check", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 4 and done.stderr.startswith("E100") and done.stdout == ""
    assert "Traceback" not in done.stderr


def test_debug_shows_the_traceback(tmp_path: Path, voc_command: Callable[..., Any]) -> None:
    with pytest.raises(ConfigError):
        voc_command("--debug", "check", tmp_path)


def test_a_fault_of_ours_is_told_in_two_lines(monkeypatch: pytest.MonkeyPatch, voc_command: Callable[..., Any]) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by design")

    monkeypatch.setattr("voc.checking.checked", broken)
    got = voc_command("check", ".")
    assert got.exit == 1 and got.err.startswith("E900 a fault of ours: ZeroDivisionError: by design\n")
    assert "--debug" in got.err and "Traceback" not in got.err


def test_an_interrupt_leaves_with_130(monkeypatch: pytest.MonkeyPatch, voc_command: Callable[..., Any]) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("voc.checking.checked", stopped)
    assert voc_command("check", ".").exit == 130


# --- JSON


@pytest.mark.parametrize(
    "words",
    [
        ("check", "SMALL"), ("schema",), ("schema", "feedback"), ("doctor", "SMALL"), ("model", "list"), ("model", "verify"),
        ("model", "show", "phrases"),
        ("explain", "csat", "RUN", "--onset", "2026-02-10"), ("impact", "csat", "RUN"),
        ("experiment", "csat", "RUN", "--arm", "arm", "--margin", "0.2"),
        ("ingest", "SMALL/calls.csv", "--mapping", "CALLS", "--timezone", "UTC", "--out", "OUT", "--dry-run"),
        ("analyze", "SMALL", "--metric", "queue_wait", "--dry-run"),
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_json_is_json_and_nothing_else(
    words: tuple[str, ...], small: Path, finished: Path, tmp_path: Path, voc_command: Callable[..., Any]
) -> None:
    toml = (small / "voc.toml").read_text().split("[[source]]")[2]
    (tmp_path / "calls.toml").write_text(f"[[source]]{toml}")
    places = {"SMALL": small, "RUN": finished, "OUT": tmp_path / "out", "CALLS": tmp_path / "calls.toml"}
    asked = []
    for word in words:
        for name, place in places.items():
            word = word.replace(name, str(place))
        asked.append(word)
    got = voc_command(*asked, "--json")
    assert got.exit == 0, got.err
    json.loads(got.out)


def test_a_finding_has_the_names_of_the_contract(finished: Path, voc_command: Callable[..., Any]) -> None:
    one = json.loads(voc_command("explain", "csat", finished, "--onset", "2026-02-10", "--json").out)
    assert one.keys() >= {
        "metric", "kind", "direction", "onset", "onset_lo", "onset_hi", "verdict", "grade", "reasons", "rivals", "segment",
        "runner_up", "delta_overall", "mix", "delta_segment", "p_shift", "drivers", "unexplained", "checks", "n",
    }  # fmt: skip
    assert one["checks"].keys() >= {"response_rate", "link_rate", "placebo_dates", "placebo_topics"}
    assert one["n"].keys() >= {"records", "feedback", "linked", "audit"}
    assert one["drivers"][0].keys() >= {
        "topic", "share_before", "share_after", "share_change", "raw_share_change", "gap", "accounted", "q_value", "lag_days",
        "link_level", "evidence",
    }  # fmt: skip
    tried = json.loads(voc_command("experiment", "csat", finished, "--arm", "arm", "--margin", "0.2", "--json").out)
    assert tried.keys() >= {"metric", "arm", "effect", "margin", "noninferior", "verdict", "srm_p", "n"}
    assert tried["effect"].keys() == {"est", "lo", "hi"} and tried["verdict"] in (
        "noninferior",
        "inferior",
        "undecided",
    )


# --- what is written, and what is not


def _files(folder: Path) -> dict[Path, bytes]:
    return {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()}


@pytest.mark.parametrize(
    "words",
    [
        "analyze {project} --out {out} --metric csat --dry-run",
        "ingest {project}/feedback.csv --mapping {project} --out {out} --dry-run",
        "classify {project}/feedback.csv --text-column comment --out {out}.csv --mentions {out}2.csv --dry-run",
        "report {run} --lang zh-Hans --dry-run",
        "demo {out} --dry-run",
        "init {project} --dry-run",
    ],
    ids=lambda words: words.split()[0],
)
def test_a_dry_run_writes_nothing(
    words: str, project: Path, finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    voc_command: Callable[..., Any],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    before = _files(tmp_path), _files(finished)
    got = voc_command(*words.format(project=project, run=finished, out=tmp_path / "out").split())
    assert got.exit == 0, got.err
    assert (_files(tmp_path), _files(finished)) == before


def test_analyze_writes_what_the_contract_says_and_prints_where(
    project: Path, tmp_path: Path, voc_command: Callable[..., Any]
) -> None:
    got = voc_command("analyze", project, "--out", tmp_path / "out")
    assert got.exit == 0 and got.out.startswith("# Small\n") and "report.html" in got.out.splitlines()[-1]
    assert {"report.html", "report.md", "report.json", "run.json", "tables"} == {
        one.name for one in (tmp_path / "out").iterdir()
    }
    assert got.err.splitlines()[0].strip() == "reading ...", "progress is not data"


def test_a_report_in_another_language_from_the_same_run(
    project: Path, finished: Path, tmp_path: Path, voc_command: Callable[..., Any]
) -> None:
    import shutil

    run = shutil.copytree(finished, tmp_path / "run")
    tables = _files(run / "tables")
    got = voc_command("report", run, "--lang", "zh-Hans", "--format", "md")
    assert got.exit == 0 and "满意度" in (run / "report.md").read_text("utf-8")
    assert _files(run / "tables") == tables


def test_classify_says_what_it_left_empty_and_why(tmp_path: Path, voc_command: Callable[..., Any]) -> None:
    texts = ["The courier was late.", "", "  ", "O atendimento foi péssimo e demorado", "物流太慢了"]
    with (tmp_path / "in.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("no", "words"), *((n, text) for n, text in enumerate(texts))])
    got = voc_command("classify", tmp_path / "in.csv", "--text-column", "words", "--out", tmp_path / "out.csv")
    assert got.exit == 0 and "2 of 5 rows hold no words" in got.err
    assert "1 of 5 rows are in a language that the classifier does not know" in got.err
    rows = list(csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8")))
    assert [bool(row["sentiment"]) for row in rows] == [True, False, False, False, True]
    assert not any(row["topics"] for row in rows[1:4])


def test_classify_gives_a_row_for_a_row_in_the_same_order(tmp_path: Path, voc_command: Callable[..., Any]) -> None:
    texts = ["The courier was late.", "", "物流太慢了", "The courier was late.", 'said "never again", twice']
    with (tmp_path / "in.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("no", "words"), *((f"x{n}", text) for n, text in enumerate(texts))])
    asked = ("classify", tmp_path / "in.csv", "--text-column", "words", "--id-column", "no")
    got = voc_command(*asked, "--out", tmp_path / "out.csv", "--mentions", tmp_path / "m.csv")
    assert got.exit == 0, got.err
    rows = list(csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8")))
    assert [row["id"] for row in rows] == [f"x{n}" for n in range(5)]
    assert list(rows[0]) == ["id", "lang", "sentiment", "sentiment_score", "topics"]
    assert (
        rows[0]["topics"] == rows[3]["topics"]
        and "delivery" in rows[0]["topics"].split(";")
        and rows[1]["topics"] == ""
    )
    for one in csv.DictReader((tmp_path / "m.csv").open(encoding="utf-8")):
        start, end = int(float(one["start"])), int(float(one["end"]))
        assert 0 <= start < end <= len(texts[int(one["feedback_id"][1:])]), "offsets lie in the original text"
    for kind in ("jsonl", "parquet"):
        assert voc_command(*asked, "--out", tmp_path / f"out.{kind}").exit == 0
    assert json.loads((tmp_path / "out.jsonl").read_text("utf-8").splitlines()[0])["topics"] == rows[0]["topics"].split(
        ";"
    )
    assert pq.read_table(tmp_path / "out.parquet").column("topics").to_pylist()[0] == rows[0]["topics"].split(";")


def test_classify_counts_the_rows_it_cannot_read_and_numbers_the_others_as_the_file_does(
    tmp_path: Path, voc_command: Callable[..., Any]
) -> None:
    (tmp_path / "in.csv").write_text(
        "no,words\na,rude staff\nb,one,too many cells\nc\n,waited two hours\na,slow parcel\n", encoding="utf-8"
    )
    asked = ("classify", tmp_path / "in.csv", "--text-column", "words", "--out", tmp_path / "out.csv")
    got = voc_command(*asked)
    assert "2 of 5 rows rejected and not in the answer: wrong_number_of_fields (row 2, 3)" in got.err
    assert [row["id"] for row in csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8"))] == ["1", "4", "5"]
    got = voc_command(*asked, "--id-column", "no")
    assert "1 of 3 rows have nothing in no" in got.err and "2 of 3 rows share their no" in got.err
    assert [row["id"] for row in csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8"))] == ["a", "", "a"]


@pytest.mark.parametrize(
    ("out", "mentions", "code"),
    [
        ("in.csv", None, "E155"), ("./in.csv", None, "E155"), ("out.csv", "in.csv", "E155"), ("out.csv", "out.csv", "E155"),
        ("out.xlsx", None, "E154"), ("out.json", None, "E154"), ("out.jsonl.gz", None, "E154"), ("-", None, "E154"),
    ],
)  # fmt: skip
def test_classify_writes_over_nothing_it_was_given_and_no_format_that_the_name_is_not(
    tmp_path: Path, voc_command: Callable[..., Any], out: str, mentions: str | None, code: str
) -> None:
    (tmp_path / "in.csv").write_text("words\nrude staff\n", encoding="utf-8")
    more = ("--mentions", f"{tmp_path}/{mentions}") if mentions else ()
    asked = ("classify", tmp_path / "in.csv", "--text-column", "words", "--out", f"{tmp_path}/{out}", *more)
    got = voc_command(*asked)
    assert got.exit == 2 and code in got.err
    assert {one.name: one.read_text("utf-8") for one in tmp_path.iterdir()} == {"in.csv": "words\nrude staff\n"}


def test_ingest_writes_tables_rejects_and_a_report_that_adds_up(
    project: Path, tmp_path: Path, voc_command: Callable[..., Any]
) -> None:
    got = voc_command("ingest", project / "feedback.csv", "--mapping", project, "--out", tmp_path / "out")
    assert got.exit == 0, got.err
    assert {one.name for one in (tmp_path / "out").iterdir()} == {
        "feedback.parquet",
        "rejected.parquet",
        "ingest_report.json",
    }
    (report,) = json.loads((tmp_path / "out" / "ingest_report.json").read_text())
    assert report.keys() == {"file", "reader", "confidence", "table", "encoding", "rows_read", "rows_kept", "rows_rejected",
                             "reasons", "warnings", "sha256"}  # fmt: skip
    assert report["rows_read"] == report["rows_kept"] + report["rows_rejected"] == 480


def test_doctor_says_which_source_won(
    project: Path, monkeypatch: pytest.MonkeyPatch, voc_command: Callable[..., Any]
) -> None:
    monkeypatch.setenv("VOC_PERIOD", "week")
    told = json.loads(voc_command("doctor", project, "--json").out)["settings"]
    assert told["period"] == {"value": "week", "from": "environment VOC_PERIOD"}
    assert told["timezone"]["from"] == "voc.toml" and told["lang"]["from"] == "default"
    assert told["engine"]["value"] == "duckdb"


# --- voc init


def _drafted(folder: Path, **files: str) -> tuple[str, config.Config]:
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    drafting.write(drafting.draft(folder), folder)
    return (folder / "voc.toml").read_text("utf-8"), config.load(folder, environment={})


REVIEWS = "review_id,Review Date,Comment,Stars,Region\n" + "".join(
    f"r{n},2026-01-{n + 1:02},it was fine,{1 + n % 5},{('north', 'south')[n % 2]}\n" for n in range(20)
)


def test_a_draft_maps_by_name_and_never_guesses_a_scale(tmp_path: Path) -> None:
    text, got = _drafted(tmp_path, reviews__csv=REVIEWS)
    (source,) = got.sources
    assert source.table == "feedback" and source.score is None
    assert source.columns == {
        "feedback_id": "review_id",
        "created_at": "Review Date",
        "text": "Comment",
        "score": "Stars",
    }
    assert "Seen are 1, 2, 3, 4, 5." in text and "\n# [source.score]\n" in text and "# min = ?" in text
    assert got.segments == ("Region",), "a text with few values; ids, texts and numbers are none"


def test_a_draft_says_which_other_score_it_does_not_read(tmp_path: Path) -> None:
    text, _ = _drafted(
        tmp_path, survey__csv="survey_id,date,csat,nps,comment\ns1,2026-01-01,5,10,fine\ns2,2026-01-02,1,0,bad\n"
    )
    assert "a score too; a source reads one" in text
    (line,) = [one for one in drafting.draft(tmp_path).to_declare if "is a score too, and is not read" in one]
    assert line.startswith("survey.csv: ") and ("csat" in line) != ("nps" in line)


@pytest.mark.parametrize(
    ("texts", "lang"),
    [
        (("late again", "很好", "fine"), "en"), (("等了半天也没人理我", "很好", "ok good"), "zh-Hans"),
        (("很好", "不错", "等了半天也沒人理我", "還可以"), "zh-Hant"), (("很好", "不错"), "zh-Hans"), (("12", ""), "en"),
    ],
)  # fmt: skip
def test_a_draft_is_reported_in_the_language_of_its_comments(tmp_path: Path, texts: tuple[str, ...], lang: str) -> None:
    rows = "".join(f"{number},2026-01-01,{text}\n" for number, text in enumerate(texts))
    text, _ = _drafted(tmp_path, f__csv=f"feedback_id,created_at,text\n{rows}")
    assert f'lang = "{lang}"' in text


@pytest.mark.parametrize(
    ("file", "zone"),
    [
        ("id,date,comment\n1,2026-01-01,等咗好耐都冇人聽電話\n2,2026-01-01,職員態度很好\n", "Asia/Hong_Kong"),
        ("id,date,comment\n1,2026-01-01,等了很久都沒人接電話\n2,2026-01-01,很好\n", "Asia/Taipei"),
        ("id,date,comment\n1,2026-01-01,等了很久都没人接电话\n2,2026-01-01,喺度等\n", "Asia/Shanghai"),
        ("id,date,comment\n1,2026-01-01,等了很久\n2,2026-01-01,fine\n3,2026-01-02,thank you\n", "UTC"),
        ("id,date,comment\n1,2026-01-01,waited an hour\n", "UTC"),
        ("通話編號,來電時間,等候時間(秒)\nc1,2026-01-01 10:00,30\nc2,2026-01-01 11:00,40\n", "Asia/Taipei"),
    ],
    ids=["cantonese", "traditional", "one word of cantonese", "mostly english", "english", "headings alone"],
)
def test_a_draft_takes_the_time_zone_that_its_chinese_speaks_for(tmp_path: Path, file: str, zone: str) -> None:
    text, got = _drafted(tmp_path, f__csv=file)
    assert got.timezone == zone
    assert ("guessed from the Chinese" in text) == (zone != "UTC")


def test_chats_and_calls_in_files_of_their_own_make_a_dimension(tmp_path: Path) -> None:
    """Each file has one channel; together they have two, and without it one region was found four times."""
    lines = [f"{{}}{n},2026-01-{n % 28 + 1:02} 10:00,{'NS'[n % 2]},{{}},30" for n in range(40)]
    heads = "interaction_id,started_at,region,channel,queue_wait_s\n"
    files = {f"{one}__csv": heads + "\n".join(line.format(one[0], one) for line in lines) for one in ("chat", "voice")}
    _, got = _drafted(tmp_path, chat__csv=files["chat__csv"])
    assert got.segments == ("region",), "one value is no dimension"
    (tmp_path / "voc.toml").unlink()
    assert _drafted(tmp_path, **files)[1].segments == ("region", "channel")


TICKETS = [
    ("工单编号,创建时间,渠道,问题描述,地区", "t{n},2026-01-{day},电话,等了{n}分钟也没人接,{side}"),
    ("工單編號,建立時間,通路,問題描述,地區", "t{n},2026-01-{day},電話,等咗{n}分鐘都冇人聽,{side}"),
    ("ticket_id,created_at,channel,issue_description,region", "t{n},2026-01-{day},phone,waited {n} minutes,{side}"),
]


@pytest.mark.parametrize(("heads", "line"), TICKETS, ids=["zh-Hans", "zh-Hant", "en"])
def test_a_draft_keeps_what_customers_wrote_in_tickets(
    tmp_path: Path, voc_command: Callable[..., Any], heads: str, line: str
) -> None:
    rows = [line.format(n=n + 10, day=f"{n % 28 + 1:02}", side="ab"[n % 2]) for n in range(40)]
    text, _ = _drafted(tmp_path, 工单__csv="\n".join([heads, *rows]))
    assert 'reader = "ticket_table"' in text and "# 40 interactions, 40 turns" in text
    assert f"kept: {heads.rsplit(',', 1)[1]}." in text, "what was taken for nothing is named"
    got = json.loads(voc_command("check", tmp_path, "--json").out)
    assert {one["table"]: one["rows_kept"] for one in got["files"]} == {"interactions": 40, "turns": 40}


@pytest.mark.parametrize(
    ("heads", "text"),
    [
        ("問卷編號,通話編號,提交時間,整體滿意度,客戶意見,渠道", "等咗{}分鐘都冇人聽"),
        ("问卷编号,通话编号,提交时间,整体满意度,客户意见,渠道", "等了{}分钟也没人接"),
        ("response_id,call_id,submitted_at,overall_satisfaction,customer_comments,channel", "waited {} minutes"),
    ],
    ids=["zh-Hant", "zh-Hans", "en"],
)
def test_a_draft_asks_for_the_scale_of_any_score_and_keeps_key_and_channel(
    tmp_path: Path, voc_command: Callable[..., Any], heads: str, text: str
) -> None:
    rows = [
        f"s{n},v{n},2026-01-{n % 28 + 1:02},{n % 5 + 1},{text.format(n)},{('sms', 'mail')[n % 2]}" for n in range(40)
    ]
    draft, got = _drafted(tmp_path, f__csv="\n".join([heads, *rows]))
    score = heads.split(",")[3]
    assert f'score = "{score}"' in draft and "Seen are 1, 2, 3, 4, 5." in draft and got.segments == ("channel",)
    assert drafting.draft(tmp_path).to_declare == (f"f.csv: the scale of {score} (seen: 1, 2, 3, 4, 5)",)
    scale = '[source.score]\ntype = "csat"\nmin = 1\nmax = 5\n'
    (tmp_path / "voc.toml").write_text(draft.replace("# [source.score]\n", scale), encoding="utf-8")
    done = voc_command("ingest", tmp_path / "f.csv", "--out", tmp_path / "out", "--json")
    assert done.exit == 0 and json.loads(voc_command("check", tmp_path, "--json").out)["metrics"][:1] == ["csat"]
    keys = pq.read_table(tmp_path / "out" / "feedback.parquet").column("interaction_id").to_pylist()
    assert keys[:2] == ["v0", "v1"]


@pytest.mark.parametrize(
    ("orders", "columns", "units", "says"),
    [
        ("order_id,created_at,total,currency\nA1,2026-01-02,12.50,EUR\n", {"amount": "total"}, {"amount": "major"}, ""),
        ("order_id,created_at,Amount,currency\nA1,2026-01-02,12.50,EUR\n", {}, {"amount": "major"}, ""),
        ("order_id,created_at,总金额\nA1,2026-01-02,12.50\n", {"amount": "总金额"}, {}, "say of which currency"),
        ("order_id,created_at,total\nA1,2026-01-02,1250\n", {}, {}, ""),
        (
            'order_id,created_at,金額\nA1,2026-01-02,"NT$1,290"\nA2,2026-01-02,NT$590\n',
            {"amount": "金額"},
            {"amount": "TWD"},
            "",
        ),
        ('order_id,created_at,總金額\nA1,2026-01-02,"$1,290"\n', {"amount": "總金額"}, {}, "say of which currency"),
        (
            "order_id,created_at,金額\nA1,2026-01-02,NT$590\nA2,2026-01-02,HK$590\n",
            {"amount": "金額"},
            {},
            "say of which currency",
        ),
    ],
    ids=["total", "amount", "without a currency", "without cents", "a sign", "a sign of many", "two signs"],
)
def test_a_draft_knows_amounts_in_major_units_by_their_cents(
    tmp_path: Path, orders: str, columns: dict[str, str], units: dict[str, str], says: str
) -> None:
    text, got = _drafted(tmp_path, orders__csv=orders)
    (source,) = got.sources
    assert (source.columns, source.units) == (columns, units), text
    assert says in text and (says or "currency:" not in text)


def test_a_draft_says_which_sheets_it_does_not_read(tmp_path: Path) -> None:
    sheets = {
        "reviews": [
            ["Review Date", "Comment", "Region"],
            *([f"2026-01-{n:02}", "fine", "north"] for n in range(1, 20)),
        ],
        "calls": [["call_id", "agent"], ["c1", "a"], ["c2", "b"]],
    }
    with xlsxwriter.Workbook(tmp_path / "data.xlsx") as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, cells in enumerate(rows):
                sheet.write_row(at, 0, cells)
    draft = drafting.draft(tmp_path)
    assert "# of 2 sheets, reviews read; left out, of other columns: calls; a [[source]] with sheet =" in draft.text
    assert [one for one in draft.to_declare if one.endswith("left out, of other columns: calls")]


def test_a_draft_is_a_project_once_the_scale_is_declared(tmp_path: Path, voc_command: Callable[..., Any]) -> None:
    text, _ = _drafted(tmp_path, reviews__csv=REVIEWS)
    assert voc_command("check", tmp_path).exit == 4, "the scale is asked for"
    scale = '[source.score]\ntype = "stars"\nmin = 1\nmax = 5\n'
    (tmp_path / "voc.toml").write_text(text.replace("# [source.score]\n", scale), encoding="utf-8")
    got = voc_command("check", tmp_path, "--json")
    assert (
        got.exit == 0
        and json.loads(got.out)["files"][0]["rows_kept"] == 20
        and "stars" in json.loads(got.out)["metrics"]
    )


@pytest.mark.parametrize(
    ("name", "text", "table", "columns"),
    [
        ("tickets.csv", "Ticket ID,Opened,wait_min,Channel\nt1,2026-01-01,3,voice\n", "interactions",
         {"interaction_id": "Ticket ID", "started_at": "Opened", "queue_wait_s": "wait_min"}),
        ("o.tsv", "order_no\tplaced\treturned\no1\t2026-01-01\tno\n", "orders",
         {"order_id": "order_no", "created_at": "placed", "is_returned": "returned"}),
        ("v.jsonl", '{"visit": "v1", "started": "2026-01-01", "abandoned": true}\n', "sessions",
         {"session_id": "visit", "started_at": "started", "is_abandoned": "abandoned"}),
        ("评论.csv", "评论编号,时间,内容\n1,2026-01-01,很好\n", "feedback",
         {"feedback_id": "评论编号", "created_at": "时间", "text": "内容"}),
        ("chat.csv", "ticket,seq,speaker,message\nt1,1,agent,hi\n", "turns",
         {"interaction_id": "ticket", "role": "speaker", "text": "message"}),
        ("reviews.csv", "id,date,review\n1,2026-01-01,good\n", "feedback",
         {"created_at": "date", "text": "review", "feedback_id": "id"}),
        ("feedback.csv", "feedback_id,created_at,text\n1,2026-01-01,good\n", "feedback", {}),
    ],
)  # fmt: skip
def test_a_table_is_known_by_its_columns(
    tmp_path: Path, name: str, text: str, table: str, columns: dict[str, str]
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    drafting.write(drafting.draft(tmp_path), tmp_path)
    (source,) = config.load(tmp_path, environment={}).sources
    assert (source.table, source.columns) == (table, columns)
    assert source.units == ({"queue_wait_s": "min"} if "wait_min" in text else {}), "the name says minutes"


def test_a_text_that_hardly_comes_back_is_no_segment(tmp_path: Path) -> None:
    rows = "".join(f"{n},fine,person {n},{'ab'[n % 2]},{n % 3},{('yes', 'no')[n % 2]},s{n % 2}\n" for n in range(12))
    _, got = _drafted(tmp_path, f__csv=f"feedback_id,text,who,plan,visits,is_new,store_id\n{rows}")
    assert got.segments == ("plan",), "no names, numbers, yes and no, or ids"


def test_a_draft_says_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("remember the milk\nand the bread\n")
    text, got = _drafted(
        tmp_path, reviews__csv="comment\nfine\n", ambiguous__csv="feedback_id,text,date\n1,a,03/04/2026\n"
    )
    assert [one.path for one in got.sources] == ["ambiguous.csv", "reviews.csv"]
    assert "# Left out: cannot tell which table this is" in text and '# path = "notes.txt"' in text
    assert "# created_at: no column was taken for the time" in text
    assert '# [source.formats]\n# created_at = "%d/%m/%Y"' in text


def test_a_remark_keeps_its_distance_from_a_long_name(tmp_path: Path) -> None:
    (tmp_path / "a_name_that_is_longer_than_most.csv").write_text("text\nrude staff\n", encoding="utf-8")
    assert '.csv" # 1 rows' in drafting.draft(tmp_path).text


def test_packed_files_are_looked_at_and_hidden_ones_are_not(tmp_path: Path) -> None:
    (tmp_path / "reviews.csv.gz").write_bytes(gzip.compress(REVIEWS.encode()))
    (tmp_path / ".hidden.csv").write_text(REVIEWS)
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    drafting.write(drafting.draft(tmp_path), tmp_path)
    assert [one.path for one in config.load(tmp_path, environment={}).sources] == ["reviews.csv.gz"]


def test_a_folder_of_files_of_one_format_is_one_source(tmp_path: Path) -> None:
    """As contact centres write them, a folder a day; a folder of several formats, or of a run, is left to its owner."""
    call = '{"task": "transcribe", "language": "en", "segments": [{"id": 0, "start": 0.0, "end": 1.5, "text": " Hi."}]}'
    for day in ("01", "02"):
        (tmp_path / "calls" / "2026" / day).mkdir(parents=True)
        (tmp_path / "calls" / "2026" / day / "call.json").write_text(call, encoding="utf-8")
    for other, names in {"mixed": ("a.json", "b.csv"), "out": ("a.json", "run.json")}.items():
        (tmp_path / other).mkdir()
        for name in names:
            (tmp_path / other / name).write_text(call if name.endswith("json") else REVIEWS, encoding="utf-8")
    text, got = _drafted(tmp_path)
    assert [(one.path, one.reader) for one in got.sources] == [("calls", "whisper")]
    assert "2 turns, 2 interactions in the first 2 files" in text


def test_a_folder_where_nothing_can_be_read_says_so_in_the_draft(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("")
    text = drafting.draft(tmp_path).text
    assert "# Left out: the file is empty" in text and "No file could be read as it stands" in text


def test_a_voc_toml_is_never_overwritten(project: Path, voc_command: Callable[..., Any]) -> None:
    before = _files(project)
    got = voc_command("init", project)
    assert got.exit == 4 and "E108" in got.err and _files(project) == before
    assert 'table = "interactions"' in voc_command("init", project, "--dry-run").out


@pytest.mark.parametrize("name", ['a "quoted" name', "back\\slash", "tab\there", "中文"])
def test_any_name_gives_sound_toml(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    row = name.replace('"', '""')
    (folder / "f.csv").write_text(f'feedback_id,text,"{row}"\n1,a,x\n2,b,y\n3,c,x\n4,d,y\n', encoding="utf-8")
    drafting.write(drafting.draft(folder), folder)
    assert config.load(folder, environment={}).segments == (name,)


# --- voc evaluate

GOLD = [
    ("1", "en", "I waited an hour on hold.", "neg", "wait_time:neg"),
    ("2", "en", "The courier was late.", "neg", "delivery:neg"),
    ("3", "en", "Lovely, thank you!", "pos", ""),
    ("4", "zh-Hans", "等了半天", "neg", "wait_time:neg;resolution:neg"),
    ("5", "zh-Hans", "物流太慢了", "neg", "delivery:neg"),
    ("6", "zh-Hans", "一半好一半坏", "mix", "other:neu"),
]


@pytest.fixture
def gold(tmp_path: Path) -> Iterator[Path]:
    for name, header, chosen in (
        ("texts.csv", "id,lang,text", (0, 1, 2)),
        ("labels.csv", "id,overall,mentions", (0, 3, 4)),
    ):
        with (tmp_path / name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header.split(","), *([row[n] for n in chosen] for row in GOLD)])
    return tmp_path


def test_evaluate_counts_what_was_right(gold: Path) -> None:
    got = scoring.scored(gold)
    by = {(one.label, one.lang): one for one in got.topics}
    assert (by["wait_time", "all"].n, by["wait_time", "all"].right) == (2, 2)
    assert (by["resolution", "zh-Hans"].n, by["resolution", "zh-Hans"].right) == (1, 0)
    assert got.n == {"en": 3, "zh-Hans": 3, "all": 6}
    for lang in got.n:
        macro, micro = got.of("every_topic_macro_f1")[lang], got.of("topics_micro_f1")[lang]
        assert macro[0] == pytest.approx(evaluate.macro_f1(got.topics, lang))
        assert micro[0] == pytest.approx(evaluate.micro_f1(got.topics, lang))
        assert macro[1] <= macro[0] <= macro[2]
    assert scoring.scored(gold).as_dict() == got.as_dict(), "a seed wherever there is chance"


def test_evaluate_prints_topics_by_language_and_json_the_same(gold: Path, voc_command: Callable[..., Any]) -> None:
    shown = voc_command("evaluate", gold)
    assert shown.exit == 0 and "wait_time" in shown.out and "macro F1" in shown.out and "zh-Hans" in shown.out
    told = json.loads(voc_command("evaluate", gold, "--json").out)
    assert [one["lang"] for one in told["langs"]] == ["en", "zh-Hans", "all"]
    assert told["langs"][0].keys() == {"lang", "n", "macro_f1", "micro_f1", "sentiment_macro_f1"}
    assert told["topics"][0].keys() == {
        "label",
        "lang",
        "n",
        "found",
        "right",
        "precision",
        "recall",
        "f1",
        "f1_lo",
        "f1_hi",
    }


def test_texts_without_a_label_are_not_scored(gold: Path) -> None:
    with (gold / "texts.csv").open("a", encoding="utf-8") as file:
        file.write("7,fr,bonjour\n")
    assert scoring.scored(gold).n == {"en": 3, "zh-Hans": 3, "all": 6}
