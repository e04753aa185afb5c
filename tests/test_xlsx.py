"""What an analyst is promised of report.xlsx: rows to filter and pivot, the figures of report.json, nothing that runs."""

from __future__ import annotations

import dataclasses
import datetime
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from click.testing import CliRunner

from tests import report_world as world
from voc import cli, config, metrics
from voc.errors import ConfigError, UsageError
from voc.report import cells, figures, workbook, write
from voc.report.figures import Scale
from voc.report.finding import Interval
from voc.report.finding_rows import drivers, summary
from voc.report.inputs import Inputs
from voc.report.topic_table import topic_table
from voc.report.view import view
from voc.report.weekly import weekly
from voc.report.whole import whole
from voc.wording import LANGS, catalogue

DOCS = Path(__file__).parent.parent / "docs"
SHEETS = ["Summary", "Drivers", "Topics", "Weekly", "Voices", "Method"]
SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HOSTILE = ("=cmd|'/c calc'!A1", "+1+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =1", "\u202e=1")


@dataclass(frozen=True)
class Cell:
    """What a cell holds (a text, a number, nothing), and the format it is shown in."""

    value: str | float | None
    format: str = ""
    font: str = ""


class Book:
    """A workbook as it lies in the file: cells with their formats, panes, filters, formulas."""

    def __init__(self, content: bytes) -> None:
        self.files = {}
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            assert packed.testzip() is None
            self.files = {name: packed.read(name).decode() for name in packed.namelist()}
        texts = self._xml("xl/sharedStrings.xml")
        self._texts = ["".join(part.text or "" for part in one.iter(f"{SPACE}t")) for one in texts]
        styles = self._xml("xl/styles.xml")
        named = {one.get("numFmtId"): one.get("formatCode") or "" for one in styles.iter(f"{SPACE}numFmt")}
        fonts = [one.find(f"{SPACE}name").get("val") for one in styles.find(f"{SPACE}fonts")]  # type: ignore[union-attr]
        found = styles.find(f"{SPACE}cellXfs")
        assert found is not None
        # 3 and 9: formats that every spreadsheet knows by number
        known = {"0": "", "1": "0", "3": "#,##0", "9": "0%", **named}
        self._styles = [(known[one.get("numFmtId") or "0"], fonts[int(one.get("fontId") or 0)] or "") for one in found]
        names = [one.get("name") or "" for one in self._xml("xl/workbook.xml").iter(f"{SPACE}sheet")]
        self.sheets = {name: self._xml(f"xl/worksheets/sheet{i}.xml") for i, name in enumerate(names, 1)}

    def _xml(self, name: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.files[name])

    def rows(self, sheet: str) -> list[list[Cell]]:
        """Every row, as wide as the headings."""
        found: list[dict[int, Cell]] = []
        for row in self.sheets[sheet].iter(f"{SPACE}row"):
            found.append({_column(one.get("r") or ""): self._cell(one) for one in row})
        return [[row.get(at, Cell(None)) for at in range(len(found[0]))] for row in found]

    def _cell(self, one: ElementTree.Element) -> Cell:
        format_, font = self._styles[int(one.get("s") or 0)]
        value = one.findtext(f"{SPACE}v")
        if value is None:
            return Cell(None, format_, font)
        return Cell(self._texts[int(value)] if one.get("t") == "s" else float(value), format_, font)

    def headings(self, sheet: str) -> list[str]:
        return [str(cell.value) for cell in self.rows(sheet)[0]]

    def table(self, sheet: str) -> list[dict[str, Cell]]:
        head, *rows = self.rows(sheet)
        return [dict(zip([str(cell.value) for cell in head], row, strict=True)) for row in rows]

    def texts(self) -> list[str]:
        return self._texts


def _column(place: str) -> int:
    letters = re.sub(r"\d", "", place)
    at = 0
    for letter in letters:
        at = at * 26 + ord(letter) - 64
    return at - 1


def book(inputs: Inputs, lang: str = "en") -> Book:
    return Book(workbook.workbook(inputs, view(inputs, lang)))


@pytest.fixture(scope="module")
def made() -> Inputs:
    """The made-up run, with a segment that comments carry."""
    inputs = world.inputs()
    project = {**inputs.run["project"], "dims": ["channel", "device", "queue", "agent_id"]}
    return dataclasses.replace(
        inputs,
        run={**inputs.run, "project": project},
        feedback=inputs.feedback.assign(agent_id="A1"),
    )


@pytest.fixture(scope="module")
def read(made: Inputs) -> Book:
    return book(made)


def nothing(**more: Any) -> Inputs:
    return world.inputs(shifts=world.frame("shifts", []), explanations=world.frame("explanations", []), **more)


# -- the file


def test_six_worksheets_in_order(read: Book) -> None:
    assert list(read.sheets) == SHEETS


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_heading_stays_and_every_column_has_a_filter(read: Book, sheet: str) -> None:
    page, rows = read.sheets[sheet], read.rows(sheet)
    pane = page.find(f".//{SPACE}pane")
    assert pane is not None and pane.get("state") == "frozen" and pane.get("ySplit") == "1"
    filters = page.find(f"{SPACE}autoFilter")
    ends = re.fullmatch(r"A1:([A-Z]+)(\d+)", "" if filters is None else filters.get("ref", ""))
    assert ends and (_column(ends[1]) + 1, int(ends[2])) == (len(rows[0]), len(rows))
    assert not page.findall(f".//{SPACE}mergeCell")
    headings = read.headings(sheet)
    assert len(set(headings)) == len(headings) and all(headings)


def test_nothing_in_the_file_runs_or_reaches_out(read: Book) -> None:
    for sheet in SHEETS:
        assert not list(read.sheets[sheet].iter(f"{SPACE}f"))
        assert not list(read.sheets[sheet].iter(f"{SPACE}hyperlink"))
    assert not [name for name in read.files if "vba" in name or "externalLink" in name or "connection" in name]


def test_the_same_run_gives_the_same_bytes(made: Inputs, tmp_path: Path) -> None:
    write.reports(world.inputs(), tmp_path, "zh-Hans", ["xlsx"])
    script = "import sys; from pathlib import Path; from tests import report_world as w; from voc.report import write\n"
    script += "write.reports(w.inputs(), Path(sys.argv[1]), 'zh-Hans', ['xlsx'])"
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Taipei"}
    again = tmp_path / "again"
    subprocess.run(
        [sys.executable, "-c", script, str(again)], check=True, env=environment, cwd=Path(__file__).parents[1]
    )
    assert (again / "report.xlsx").read_bytes() == (tmp_path / "report.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "report.xlsx") as packed:
        assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "2000-01-01T00:00:00Z" in packed.read("docProps/core.xml").decode()


def test_columns_are_as_wide_as_what_stands_in_them(made: Inputs) -> None:
    for lang in LANGS:
        told = book(made, lang)
        for sheet in SHEETS:
            widths = {
                at: float(one.get("width") or 0)
                for one in told.sheets[sheet].iter(f"{SPACE}col")
                for at in range(int(one.get("min") or 0), int(one.get("max") or 0) + 1)
            }
            for at, heading in enumerate(told.headings(sheet), 1):
                assert 8 <= widths[at] <= 96, (sheet, heading)
                assert max((len(one) for one in re.findall("[!-~]+", heading)), default=0) < widths[at], heading
                texts = [row[at - 1].value for row in told.rows(sheet)[1:]]
                wide = [sum(2 if sign > "\u2e80" else 1 for sign in one) for one in texts if isinstance(one, str)]
                assert widths[at] >= min(max(wide, default=0), 28), (sheet, heading)


# -- its words


@pytest.mark.parametrize("lang", LANGS)
def test_headings_are_those_of_the_page(made: Inputs, lang: str) -> None:
    """docs/workbook.md and the file name the same columns in the same order."""
    told, at = book(made, lang), LANGS.index(lang)
    page = (DOCS / "workbook.md").read_text("utf-8")
    for part in re.split(r"^## ", page, flags=re.M)[1:]:
        sheet = part.splitlines()[0]
        lines = [line for line in part.splitlines() if line.startswith("| ")][1:]
        named = [[cell.strip() for cell in line.strip("|").split("|")][at] for line in lines]
        headings = told.headings(sheet)
        assert headings[: len(named)] == named, sheet
        assert headings[len(named) :] == ([catalogue(lang)["dim.device"]] if sheet == "Voices" else [])


def test_the_language_is_that_of_the_reader(made: Inputs) -> None:
    told = book(made, "zh-Hant")
    first = told.table("Summary")[0]
    assert first["類別"].value == "結論" and "結帳障礙" in str(first["說明"].value)
    assert first["類別"].font == "Microsoft JhengHei"
    voices = {str(row["語言"].value): row["顧客原話"].font for row in told.table("Voices")}
    assert voices == {"英文": "Calibri", "簡體中文": "Microsoft YaHei", "正體中文": "Microsoft JhengHei"}
    assert "⟦" not in "".join(told.texts())


def test_a_text_that_would_run_is_made_plain(made: Inputs) -> None:
    feedback, mentions = made.feedback.copy(), made.mentions.copy()
    ids = list(feedback["feedback_id"])
    for at, text in enumerate(HOSTILE):
        feedback.loc[feedback["feedback_id"] == ids[-1 - at], "text"] = text
    feedback.loc[feedback["feedback_id"] == ids[-1], "device"] = "=device"
    topics = {**world.TOPICS, "checkout_friction": ("=1+1", "+1", "@x")}
    shifts = made.shifts.copy()
    shifts["segment"] = [json.dumps({"product": "=HYPERLINK(1)"})] * len(shifts)
    project = {"dims": ["device", "=dim"]}
    risky = dataclasses.replace(
        made, project="@project", feedback=feedback.assign(**{"=dim": "-1"}), mentions=mentions, shifts=shifts,
        taxonomy=world.taxonomy(topics), run={**made.run, "project": project},
    )  # fmt: skip
    for lang in LANGS:
        told = book(risky, lang)
        begins = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
        assert [text for text in told.texts() if text.lstrip().startswith(begins)] == []
    told = book(risky)
    voices = [str(row["Own words"].value) for row in told.table("Voices")]
    for text in ("'=cmd|'/c calc'!A1", "'+1+1", "'-1", "'@SUM(A1)", "'＝1", "' =1", "'=1"):
        assert text in voices, text
    assert "'=dim" in told.headings("Voices") and "'=device" in told.texts()
    assert {row["Topic"].value for row in told.table("Topics")} >= {"'=1+1"}
    assert "'@project" in [row["In words"].value for row in told.table("Summary")]
    assert any("HYPERLINK" in str(row["Where"].value) for row in told.table("Drivers"))


def test_a_cell_holds_no_sign_that_is_not_seen() -> None:
    assert workbook.plain("a\x00b\u202ec\ufffed\n") == "a bc d "
    assert workbook.plain("\t=1") == "' =1" and workbook.plain("\tx")[0] == "'" and workbook.plain("x=1") == "x=1"
    assert len(workbook.plain("😀" * 50_000).encode("utf-16-le")) // 2 < 32_767


def test_a_unit_of_ones_own_cannot_break_a_format() -> None:
    shown = cells.change(1.5, Scale('k"g;[Red]\x00', 1.0, 1), "en")
    assert shown is not None and shown.format == '+#,##0.0" kg;[Red]";"−"#,##0.0" kg;[Red]";"±"#,##0.0" kg;[Red]"'


# -- its figures


def test_findings_are_those_of_report_json(made: Inputs, read: Book) -> None:
    told = write.described(made, view(made))["findings"]
    rows = [row for row in read.table("Summary") if row["Kind"].value == "Finding"]
    assert [row["Finding"].value for row in rows] == [one["id"] for one in told]
    for row, one in zip(rows, told, strict=True):
        is_whole = one["verdict"] == "mix" or not one["segment"]
        before, after = ("before", "after") if is_whole else ("segment_before", "segment_after")
        delta, factor = one["delta_overall" if is_whole else "delta_segment"], 1.0
        levels = one[before], one[after]
        if one["unit"] == "share":
            factor = 100.0
            assert row["Before"].format == row["After"].format == "0.0%"
            assert (
                row["Change"].format.startswith('+#,##0.0"\u00a0pt"')
                and row["Unit of change"].value == "percentage points"
            )
        if one["unit"] == "s":
            factor, levels = 1 / 60, (levels[0] / 60, levels[1] / 60)
            assert (
                row["After"].format == '#,##0.0"\u00a0min";"−"#,##0.0"\u00a0min"'
                and row["Unit of change"].value == "minutes"
            )
        assert (row["Before"].value, row["After"].value) == pytest.approx(levels, rel=1e-5)
        ends = (row["Change, 95% low"].value, row["Change, 95% high"].value)
        assert ends == pytest.approx((delta["lo"] * factor, delta["hi"] * factor), rel=1e-5)
        # the change is that of the sentence, which is the estimate to the last digit written
        assert row["Change"].value == pytest.approx(delta["est"] * factor, abs=0.11)
        counted = [one[f"{'' if is_whole else 'segment_'}n_{side}"] for side in ("before", "after")]
        assert [row["n before"].value, row["n after"].value] == counted and row["n after"].format == "#,##0"
        assert row["Grade"].value == one["grade"] or (row["Grade"].value, one["grade"]) == (None, None)
        assert _day(row["Since"]) == one["onset"] and row["Since"].format == "yyyy-mm-dd"
        assert _day(row["Since, earliest"]) <= one["onset"] <= _day(row["Since, latest"])


def test_drivers_are_those_of_report_json_and_their_amounts_add_up(made: Inputs, read: Book) -> None:
    findings = {one["id"]: one for one in write.described(made, view(made))["findings"]}
    named = {"F1": ["checkout_friction", "price_billing"], "F2": ["product_quality"], "F3": ["staff_attitude"]}
    rows = read.table("Drivers")
    for key, topics in named.items():
        own = [row for row in rows if row["Finding"].value == key]
        assert [row["Id"].value for row in own if row["Part"].value == "Topic"] == topics
        assert {"Customer mix", "Not explained"} <= {row["Part"].value for row in own}
        one = findings[key]
        written = [round(one[f"segment_{side}"] * 100, 1) for side in ("before", "after")]
        assert sum(float(row["Amount"].value or 0) for row in own) == pytest.approx(written[1] - written[0])
        for row, driver in zip(own, one["drivers"], strict=False):
            accounted = [row[name].value for name in ("Accounted", "Accounted, 95% low", "Accounted, 95% high")]
            assert accounted == pytest.approx([driver["accounted"][end] for end in ("est", "lo", "hi")])
            assert row["Accounted"].format == '0%;"−"0%'
            counts = (row["Responses that complain of it"].value, row["All responses there"].value)
            assert counts == (driver["n_topic"], driver["n_comments"])
            former = (row["Responses that complained of it before"].value, row["All responses there before"].value)
            assert former == (driver["n_topic_before"], driver["n_comments_before"])
            assert (row["Share before"].value, row["Share after"].value) == (
                driver["share_before"],
                driver["share_after"],
            )
            assert row["Change of share"].value == pytest.approx(100 * driver["share_change"]["est"])
            assert (row["q"].value, row["q"].format) == (driver["q_value"], "0.000")
            assert str(row["Evidence ids"].value).split("; ") == driver["evidence"]
            assert re.search(r"— .*F-\d+$", str(row["Quote"].value))
    # no topic where the verdict is another: only the parts that every finding has
    others = [row for row in rows if row["Finding"].value not in named]
    assert others and not [row for row in others if row["Part"].value == "Topic"]


def test_a_change_in_seconds_is_that_of_its_levels_and_not_of_minutes_that_were_rounded(made: Inputs) -> None:
    rows = made.shifts.iloc[3:4].assign(
        segment_before=88.5975, segment_after=290.164, delta_segment_est=200.7, delta_segment_lo=188.3,
        delta_segment_hi=213.1, segment='{"region": "north"}',
    )  # fmt: skip
    asked = dataclasses.replace(made, shifts=rows)
    seconds = {"queue_wait": Scale("s", 1.0, 0)}
    told = next(row for row in summary(asked, view(asked), seconds).rows if row[0] == "Finding")
    before, after, change = (cell.value for cell in told[8:11] if isinstance(cell, cells.Figure))
    assert change == pytest.approx(round(after) - round(before)), "not 3.3 minutes, as the sentence has it"
    parts = drivers(asked, view(asked), seconds).rows
    assert sum(row[10].value for row in parts if isinstance(row[10], cells.Figure)) == pytest.approx(change)


def test_no_topic_is_named_that_the_report_does_not_name(made: Inputs) -> None:
    doubtful = made.explanations.assign(accounted_lo=-0.1)
    told = book(dataclasses.replace(made, explanations=doubtful))
    assert not [row for row in told.table("Drivers") if row["Part"].value == "Topic"]
    assert not [row for row in told.table("Voices") if row["Evidence for"].value]


def test_every_percentage_stands_beside_its_n_and_its_interval(read: Book) -> None:
    for sheet in ("Drivers", "Topics", "Weekly", "Method"):
        headings = read.headings(sheet)
        for row in read.table(sheet):
            for at, name in enumerate(headings):
                if "%" not in row[name].format or ", 95%" in name or name.startswith("Share "):
                    continue
                assert f"{name}, 95% low" in headings[at + 1] and row[headings[at + 1]].value is not None, (sheet, name)
                assert row[headings[at + 2]].value is not None
                if sheet != "Drivers":
                    assert {"n", "Comments", "Negative comments"} & set(headings)


def test_topics_are_those_of_the_table(made: Inputs, read: Book) -> None:
    told = topic_table(made)
    rows = read.table("Topics")
    assert [row["Id"].value for row in rows] == [one.topic for one in told.rows]
    for row, one in zip(rows, told.rows, strict=True):
        n, whole_, before = row["Comments"].value, row["All comments"].value, row["All comments before"].value
        assert isinstance(n, float) and isinstance(whole_, float) and isinstance(before, float)
        assert row["Share"].value == pytest.approx(n / whole_, rel=1e-5) and row["Share"].format == "0.0%"
        ends = row["Share, 95% low"].value, row["Share, 95% high"].value
        assert ends == pytest.approx(metrics.interval("share", whole_, n, n), rel=1e-5)
        assert row["Change of share"].value == pytest.approx((one.change or 0.0) * 100, rel=1e-5)
        assert float(row["Comments before"].value or 0) / before == pytest.approx(one.share_before, rel=1e-5)
        if one.n < figures.FLOOR:
            assert row["Negative share"].value is None
        else:
            assert row["Negative share"].value == pytest.approx(one.negative, rel=1e-5)


def test_weeks_add_up_to_the_run(made: Inputs, read: Book) -> None:
    rows = read.table("Weekly")
    assert all(datetime.date.fromisoformat(_day(row["Week from"])).isoweekday() == 1 for row in rows)
    for one in whole(made):
        own = [row for row in rows if row["Id"].value == one.metric]
        assert sum(float(row["n"].value or 0) for row in own) == one.n
        assert {row["Kind"].value for row in own} == {"Metric"}
        scale = 60 if made.unit(one.metric) == "s" else 1
        mean = sum(float(row["Value"].value or 0) * float(row["n"].value or 0) for row in own) / one.n * scale
        assert mean == pytest.approx(one.value, rel=1e-4)
        lows = [
            (
                float(r["Value, 95% low"].value or 0),
                float(r["Value"].value or 0),
                float(r["Value, 95% high"].value or 0),
            )
            for r in own
        ]
        assert all(low < value < high for low, value, high in lows)
    said = made.mentions.groupby("topic")["feedback_id"].nunique()
    for topic, n in said.items():
        own = [row for row in rows if row["Id"].value == topic]
        assert sum(float(row["Counted"].value or 0) for row in own) == n
        assert sum(float(row["n"].value or 0) for row in own) == len(made.comments)
        assert len({_day(row["Week from"]) for row in own}) == len(own) == 26


def test_a_week_says_how_many_of_its_days_are_there(made: Inputs) -> None:
    days = pd.to_datetime(made.feedback["created_at"], utc=True).dt.tz_localize(None)
    late = made.feedback[days.between("2026-11-11", "2026-11-24 23:00")]
    told = [one for one in weekly(dataclasses.replace(made, feedback=late)) if one.kind == "topic"]
    assert [(str(one.first), one.days) for one in told if one.id == told[0].id] == [
        ("2026-11-09", 5), ("2026-11-16", 7), ("2026-11-23", 2)
    ]  # fmt: skip


@pytest.mark.parametrize(("period", "first"), [("week", "2026-06-01"), ("month", "2026-06-01")])
def test_a_metric_that_is_counted_by_week_or_month_keeps_its_periods(made: Inputs, period: str, first: str) -> None:
    rows = made.series[made.series["metric"] == "fcr"].copy()
    starts = pd.to_datetime(rows["period"]).dt.to_period("W-SUN" if period == "week" else "M").dt.start_time
    told = [
        one
        for one in weekly(dataclasses.replace(made, series=rows.assign(period=starts.dt.date)))
        if one.kind == "metric"
    ]
    assert len(told) == len(set(starts)) and str(told[0].first) == first
    assert {one.days for one in told} == ({7} if period == "week" else {None})
    assert sum(one.n for one in told) == rows["n"].sum()


def test_voices_lead_back_to_rows(made: Inputs, read: Book) -> None:
    rows, told = read.table("Voices"), view(made).voices
    assert [row["Feedback id"].value for row in rows] == [one.id for one in told]
    assert [row["Own words"].value for row in rows] == [one.text for one in told]
    given = made.feedback.set_index("feedback_id")
    for row in rows[:40]:
        source = given.loc[row["Feedback id"].value]
        assert row["Score"].value == source["score"] and row["Score type"].value == "CSAT"
        assert _day(row["Date"]) == str(source["created_at"].tz_convert("Europe/London"))[:10]
        assert row["device"].value == source["device"].replace("_", " ")
    assert "agent_id" not in " ".join(read.headings("Voices"))
    evidence = {
        str(row["Feedback id"].value) for row in rows if "F1" in str(row["Evidence for"].value or "").split("; ")
    }
    f1 = made.findings[0]
    assert evidence == {key for driver in f1.drivers for key in driver.evidence} & {one.id for one in told}


def test_method_has_the_levels_of_report_json(made: Inputs, read: Book) -> None:
    told = write.described(made, view(made))["metrics"]
    title = catalogue("en")["sure.metrics"]
    rows = [row for row in read.table("Method") if row["Section"].value == title]
    assert len(rows) == len(told)
    for row, one in zip(rows, told, strict=True):
        factor = 60 if made.unit(one["metric"]) == "s" else 1
        found = [float(row[name].value or 0) * factor for name in ("Value", "Value, 95% low", "Value, 95% high", "n")]
        assert found[:3] == pytest.approx([one["value"], one["lo"], one["hi"]], rel=1e-5) and row["n"].value == one["n"]
    text = " ".join(read.texts())
    assert "csv · 720 / 723 · abababababab…" in text and "/somewhere" not in text and "1.23" not in text


@pytest.mark.parametrize(
    ("x", "shown"), [(0.431, "0.0%"), (0.0, "0.0%"), (1.0, "0.0%"), (0.0001, '"<0.1%"'), (0.9999, '">99.9%"')]
)
def test_a_share_never_reads_nothing_or_all_when_it_is_not(x: float, shown: str) -> None:
    assert cells.share(x) == cells.Figure(x, shown)


def test_numbers_that_are_not_there_are_empty_cells() -> None:
    scale = Scale("share", 100.0, 1)
    assert cells.level(None, scale, "en") is None and cells.share(float("nan")) is None and cells.q_value(None) is None
    assert cells.changes(Interval(0.092, None, float("inf")), scale, "zh-Hans")[1:] == (None, None)
    shown = cells.change(0.092, scale, "zh-Hans")
    assert shown == cells.Figure(9.2, '+#,##0.0" 百分点";"−"#,##0.0" 百分点";"±"#,##0.0" 百分点"')
    assert [cells.q_value(q).format for q in (1e-9, 0.004, 0.2)] == ['"<0.001"', "0.000", "0.00"]  # type: ignore[union-attr]


# -- states


def test_a_run_without_findings_says_so() -> None:
    for lang in LANGS:
        told = book(nothing(), lang)
        words = catalogue(lang)
        first, *_, last = told.rows("Summary")[1:]
        assert first[2].value == words["headline.none"] and last[2].value == words["list.none"]
        assert [row[0].value for row in told.rows("Drivers")[1:]] == [words["why.none"]]
        assert len(told.rows("Voices")) == 721


def test_an_empty_run_has_its_six_worksheets() -> None:
    names = ("feedback", "mentions", "opinions", "links", "matches", "rejected", "series")
    told = book(nothing(**{name: world.frame(name, []) for name in names}, run={}))
    assert list(told.sheets) == SHEETS
    assert [row[0].value for row in told.rows("Voices")[1:]] == ["No comment to show."]
    assert [row[0].value for row in told.rows("Topics")[1:]] == ["No topics were found."]
    assert not {"nan", "None", "NaT"} & set(told.texts())


def test_below_thirty_comments_no_percentage_is_given() -> None:
    feedback, mentions = world.comments(n=24)
    told = book(nothing(feedback=feedback, mentions=mentions, links=world.links(feedback)))
    for sheet in ("Topics", "Weekly"):
        topics = [row for row in told.table(sheet) if sheet == "Topics" or row["Kind"].value == "Topic"]
        assert topics and not [
            cell for row in topics for cell in row.values() if "%" in cell.format and cell.value is not None
        ]
    assert sum(float(row["Comments"].value or 0) for row in told.table("Topics")) == 24
    few = world.inputs(explanations=world.inputs().explanations.assign(n_comments=20, n_topic=9))
    drivers = [row for row in book(few).table("Drivers") if row["Part"].value == "Topic"]
    assert drivers and not [row for row in drivers if row["Share after"].value or row["Change of share"].value]


# -- asking for it


def test_it_is_written_when_asked_for(made: Inputs, tmp_path: Path) -> None:
    assert [path.name for path in write.reports(made, tmp_path, "en", ["html", "xlsx"])] == [
        "report.json", "report.html", "report.xlsx"
    ]  # fmt: skip
    assert set(config.FORMATS) == set(write.FORMATS) and set(config.FORMATS_NOT_YET) == set(write.NOT_YET)


def test_pptx_is_refused_by_name(made: Inputs, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        write.reports(made, tmp_path, "en", ["xlsx", "pptx"])
    assert error.value.code == "E110" and "PPTX" in str(error.value) and "xlsx" in str(error.value)
    assert not list(tmp_path.iterdir())
    (tmp_path / "voc.toml").write_text('[[source]]\npath = "a.csv"\n[report]\nformats = ["html", "pptx"]\n', "utf-8")
    with pytest.raises(ConfigError) as told:
        config.load(tmp_path, environment={})
    assert told.value.code == "E103" and "PPTX" in str(told.value)
    (tmp_path / "voc.toml").write_text('[[source]]\npath = "a.csv"\n[report]\nformats = ["html", "xlsx"]\n', "utf-8")
    assert config.load(tmp_path, environment={}).formats == ("html", "xlsx")


def test_the_command_names_the_format() -> None:
    said = CliRunner().invoke(cli.group, ["report", "--help"]).output
    assert "xlsx" in said and "pptx" not in said


def _day(cell: Cell) -> str:
    assert isinstance(cell.value, float), cell
    return str(datetime.date(1899, 12, 30) + datetime.timedelta(days=int(cell.value)))
