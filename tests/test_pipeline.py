"""The whole line: the same input gives the same bytes, the counts add up, and a run that was written is the run."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import voc
from voc import asking, pipeline, tables
from voc import run as runs
from voc.errors import UsageError
from voc.report.findings import document
from voc.report.write import reports
from voc.run import opened


def _written(project: Path, folder: Path) -> Path:
    run = pipeline.analyze(project)
    runs.write(run, folder)
    reports(run.inputs, folder, "en", ["html", "md"])
    return folder


def _info(folder: Path) -> dict[str, object]:
    info: dict[str, object] = json.loads((folder / "run.json").read_text("utf-8"))
    return info


def test_the_same_input_gives_the_same_bytes(project: Path, finished: Path, tmp_path: Path) -> None:
    again = _written(project, tmp_path / "again")
    names = sorted(str(one.relative_to(finished)) for one in finished.rglob("*") if one.is_file())
    assert names == sorted(str(one.relative_to(again)) for one in again.rglob("*") if one.is_file())
    assert {"report.json", "report.html", "report.md", "run.json", "tables/series.parquet"} <= set(names)
    for name in names:
        if name != "run.json":
            assert (finished / name).read_bytes() == (again / name).read_bytes(), name
    one, other = _info(finished), _info(again)
    assert one.pop("seconds").keys() == other.pop("seconds").keys()  # type: ignore[attr-defined]
    assert one == other, "only the seconds may differ"


def test_no_path_of_this_machine_is_written(finished: Path) -> None:
    for file in finished.rglob("*"):
        if file.suffix in (".json", ".html", ".md"):
            assert str(finished.parent) not in file.read_text("utf-8"), file.name


def test_what_moved_is_found_and_nothing_is_called_a_cause(finished: Path) -> None:
    run = opened(finished)
    csat = [one.as_dict() for one in run.findings if one.as_dict()["metric"] in ("csat", "csat_mean")]
    assert csat and csat[0]["direction"] == "down"
    assert csat[0]["onset_lo"] <= "2026-02-10" <= csat[0]["onset_hi"], "from day 40 on"
    assert csat[0]["drivers"][0]["topic"] == "wait_time"
    words = re.compile(r"\b(caus(e|es|ed|ing)|because of|due to|led to|leads to)\b", re.IGNORECASE)
    said = (finished / "report.md").read_text("utf-8")
    assert not words.search(said), words.search(said)


def test_run_json_counts_what_is_there(finished: Path) -> None:
    info = _info(finished)
    for name, count in info["rows"].items():  # type: ignore[attr-defined]
        assert pq.read_metadata(finished / "tables" / f"{name}.parquet").num_rows == count, name
    for one in info["files"]:  # type: ignore[attr-defined]
        assert one["rows_read"] == one["rows_kept"] + one["rows_rejected"] and re.fullmatch(
            r"[0-9a-f]{64}", one["sha256"]
        )
    assert {"versions", "project", "seed", "metrics", "topics", "left_out", "seconds"} <= info.keys()
    assert info["seconds"].keys() == {"ingest", "clean", "classify", "join", "explain"}  # type: ignore[attr-defined]


def test_an_opened_run_is_the_run_that_was_written(small: Path, finished: Path) -> None:
    run, again = pipeline.analyze(small), opened(finished)
    assert run.rows.keys() == again.rows.keys()
    for name, rows in run.rows.items():
        assert rows.schema.equals(again.rows[name].schema), name
        pd.testing.assert_frame_equal(rows.to_pandas(), again.rows[name].to_pandas(), check_exact=True, obj=name)
    assert run.metrics == again.metrics
    assert document(run.findings, "Small", {}) == document(again.findings, "Small", {})


def test_tables_of_a_run_are_frames(finished: Path) -> None:
    run = opened(finished)
    assert len(run.tables["feedback"]) == 480 and {"mentions", "series", "links"} <= set(run.tables)
    assert len(run.tables) == len(run.rows)


def test_questions_are_answered_in_the_order_of_the_file(finished: Path, tmp_path: Path) -> None:
    asked = [
        {"metric": "queue_wait", "onset": "2026-02-10"},
        {"metric": "csat", "onset": "2026-02-10"},
        {"metric": "csat", "onset": "2026-01-20"},
        {"metric": "negative_share", "onset": "2026-02-10"},
    ]
    (tmp_path / "q.json").write_text(json.dumps(asked))
    before = {one: one.read_bytes() for one in finished.rglob("*") if one.is_file()}
    got = [one.as_dict() for one in asking.answers(finished, asking.questions(tmp_path / "q.json"))]
    assert [(one["metric"], one["onset"]) for one in got] == [(one["metric"], one["onset"]) for one in asked]
    assert [one["verdict"] for one in got][:3] == ["no_shift", "explained", "no_shift"]
    assert {one: one.read_bytes() for one in finished.rglob("*") if one.is_file()} == before, (
        "a question changes nothing"
    )


def test_the_same_question_alone_or_among_others_has_one_shift(finished: Path) -> None:
    one = asking.question("csat", "2026-02-10")
    (alone,) = asking.answers(finished, [one])
    among = asking.answers(finished, [asking.question("queue_wait", "2026-02-10"), one])[1]
    same = ("verdict", "onset", "delta_overall", "delta_segment", "mix", "p_shift", "segment")
    assert {key: alone.as_dict()[key] for key in same} == {key: among.as_dict()[key] for key in same}


def test_since_until_and_metric_narrow_a_run(small: Path) -> None:
    from datetime import date

    run = pipeline.analyze(small, metrics=["csat"], since=date(2026, 1, 10), until=date(2026, 1, 20))
    series = run.tables["series"]
    assert set(series["metric"]) == {"csat", "topic_share", "feedback_volume", "response_rate", "link_rate"}
    assert (min(series["period"]), max(series["period"])) == (date(2026, 1, 10), date(2026, 1, 20))


def test_a_project_of_records_alone_is_analysed(project: Path) -> None:
    toml = project / "voc.toml"
    calls = toml.read_text().split("[[source]]")[2]
    toml.write_text(f'[project]\ntimezone = "UTC"\nsegments = ["channel"]\n[[source]]{calls}')
    run = pipeline.analyze(project)
    assert "queue_wait" in run.metrics and len(run.tables["feedback"]) == 0 and "csat" in run.info["left_out"]


def test_labels_from_outside_take_the_place_of_the_classifier(project: Path) -> None:
    labels = (
        ["feedback_id,topic,sentiment"]
        + [f"f{n},delivery,negative" for n in range(480) if n % 3 == 0]
        + ["nobody,delivery,"]
    )
    (project / "labels.csv").write_text("\n".join(labels) + "\n")
    with (project / "voc.toml").open("a") as toml:
        toml.write('\n[classify]\nlabels = "labels.csv"\n')
    run = pipeline.analyze(project, metrics=["csat"])
    assert set(run.tables["mentions"]["topic"]) == {"delivery"} and set(run.tables["mentions"]["tagger"]) == {"given"}
    assert run.tables["rejected"][["file", "reason"]].values.tolist() == [["labels.csv", "unknown_feedback_id"]]


def test_a_hand_checked_sample_counts_and_its_mistakes_are_rejects(project: Path) -> None:
    audit = ["feedback_id,topic,weight", "f1,,", "f0,wait_time,2.5", "f0,wait_time,2.5", "nobody,wait_time,",
             ",wait_time,", "f2,,none", "f3,,-1", "f4,,inf"]  # fmt: skip
    (project / "audit.csv").write_text("\n".join(audit) + "\n")
    with (project / "voc.toml").open("a") as toml:
        toml.write('\n[classify]\naudit = "audit.csv"\n')
    run = pipeline.analyze(project, metrics=["csat"])
    assert run.rows["audit"].to_pylist() == [
        {"feedback_id": "f1", "topic": None, "weight": None},
        {"feedback_id": "f0", "topic": "wait_time", "weight": 2.5},
    ]
    assert run.tables["rejected"]["row"].tolist() == [4, 5, 6, 7, 8]
    assert run.tables["rejected"]["reason"].tolist()[2:] == ["unusable_weight"] * 3


def test_an_audit_without_weights_counts_every_comment_alike(project: Path) -> None:
    (project / "audit.csv").write_text("feedback_id,topic\nf1,\n")
    with (project / "voc.toml").open("a") as toml:
        toml.write('\n[classify]\naudit = "audit.csv"\n')
    run = pipeline.analyze(project, metrics=["csat"])
    assert run.rows["audit"].to_pylist() == [{"feedback_id": "f1", "topic": None, "weight": None}]


# --- from Python


def test_classify_answers_as_the_contract_has_it() -> None:
    got = voc.classify(["waited 40 minutes", "等了半天", "", "waited 40 minutes"])
    assert list(got.columns) == ["id", "lang", "sentiment", "sentiment_score", "topics"]
    assert got["id"].tolist() == ["1", "2", "3", "4"] and got["lang"].tolist()[:2] == ["en", "zh-Hans"]
    assert got["topics"].tolist() == [["wait_time"], ["wait_time"], [], ["wait_time"]], (
        "what is said twice is answered twice"
    )
    assert (
        got["sentiment"].tolist()[:2] == ["negative", "negative"] and (got["sentiment_score"].dropna().abs() <= 1).all()
    )
    assert voc.classified(["等了半天"]).equals(voc.classify(["等了半天"]))


def test_one_text_is_answered_alike_alone_and_among_others() -> None:
    texts = ["The courier was late.", "物流太慢了", "Great!", "等很久，服務人員態度差"]
    every = voc.classify(texts).drop(columns="id").values.tolist()
    assert [voc.classify([one]).drop(columns="id").values.tolist()[0] for one in texts] == every


def test_no_texts_have_no_answers() -> None:
    assert len(voc.classify([])) == 0


def test_what_is_no_list_of_texts_is_refused_and_not_read_letter_by_letter() -> None:
    for wrong in ("rude staff", b"rude staff", {"rude staff"}, {"a": "rude staff"}, pd.DataFrame({"text": ["rude staff"]}), 5,
                  ["rude staff", ["slow"]], [b"rude staff"]):  # fmt: skip
        with pytest.raises(UsageError, match="E156"):
            voc.classify(wrong)


@pytest.mark.parametrize("kind", ["array", "chunked_array", "large", "dictionary"])
def test_columns_of_arrow_are_read(kind: str) -> None:
    rows = pa.array(["rude staff", None])
    made = {
        "array": rows, "chunked_array": pa.chunked_array([rows]), "large": rows.cast(pa.large_string()),
        "dictionary": rows.dictionary_encode(),
    }[kind]  # fmt: skip
    assert voc.classify(made).equals(voc.classify(["rude staff", None]))


def test_missing_texts_numbers_generators_and_halves_of_an_emoji_are_read() -> None:
    got = voc.classify(one for one in ["rude staff", None, float("nan"), pd.NA, 5])
    assert got["id"].tolist() == ["1", "2", "3", "4", "5"]
    assert got["sentiment"].notna().tolist() == [True, False, False, False, False]
    broken, whole = asking.classified(["\ud83d rude staff \udc00"])[1], asking.classified(["? rude staff ?"])[1]
    assert broken.drop(columns="effort").equals(whole.drop(columns="effort")), "places stay"


def test_the_answer_to_a_series_has_its_index_and_can_be_joined() -> None:
    rows = pd.DataFrame({"text": ["rude staff", "lovely weather", "waited an hour"]}, index=[7, 3, 9])
    chosen = rows[rows["text"] != "lovely weather"]
    got = chosen.join(voc.classify(chosen["text"]))
    assert got["topics"].to_dict() == {7: ["staff_attitude"], 9: ["wait_time"]}


def test_an_error_in_python_is_the_error_of_the_command(finished: Path) -> None:
    with pytest.raises(UsageError, match="did you mean csat"):
        asking.answers(finished, [asking.question("csta", "2026-02-10")])


def test_a_figure_read_from_the_words_of_the_topics_is_not_said_to_agree_with_them(finished: Path) -> None:
    found = [one.as_dict() for one in asking.answers(finished, [
        asking.question("negative_share", "2026-02-10"), asking.question("csat", "2026-02-10"),
    ])]  # fmt: skip
    assert [one["drivers"][0]["topic"] for one in found] == ["wait_time"] * 2
    assert "same_words" in found[0]["reasons"] and "record_link_agrees" not in found[0]["reasons"]
    assert "same_words" not in found[1]["reasons"] and "record_link_agrees" in found[1]["reasons"]


@pytest.mark.parametrize("timezone", ["Asia/Shanghai", "America/New_York"])
def test_an_event_is_named_by_the_day_that_the_clock_of_the_project_showed(finished: Path, timezone: str) -> None:
    run = opened(finished)
    began = pd.Timestamp("2026-02-10 00:00", tz=timezone).tz_convert("UTC")
    row = {
        "event_id": ["E1"],
        "started_at": pa.array([began.to_pydatetime()], pa.timestamp("us", "UTC")),
        "name": ["moved"],
    }
    events = tables.conform(pa.table(row), "events")
    moved = replace(run, info={**run.info, "project": {**run.info["project"], "timezone": timezone}}).plus(
        events=events
    )
    answer = asking.explained(moved, [asking.question("csat", "2026-02-10")]).findings[0].as_dict()
    assert "event: moved 2026-02-10" in answer["rivals"]


@pytest.mark.parametrize(
    "words", ["import voc", "from voc.cli import group", "from voc import tables, errors, metrics"]
)
def test_importing_costs_nothing_heavy(words: str) -> None:
    heavy = ("pandas", "pyarrow", "numpy", "scipy", "spacy", "sklearn", "duckdb", "statsmodels", "torch", "pyspark")
    code = f"{words}\nimport sys\nprint([one for one in {heavy} if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_is_read_from_the_words_of_the_topics_stands_behind_what_is_not(finished: Path) -> None:
    """That more comments are negative where more complain is hardly news: scores and records come first."""
    shifts = opened(finished).tables["shifts"]
    explained = shifts.loc[shifts["verdict"] == "explained", "metric"].tolist()
    assert len(explained) > 1 and "negative_share" in explained, "nothing is seen here"
    assert explained[-1] == "negative_share"
