"""What a reader is promised of the report: sums come out, nothing is claimed that was not found, nothing breaks it."""

from __future__ import annotations

import base64
import dataclasses
import datetime
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests import report_world as world
from voc import tables
from voc.errors import UsageError
from voc.metrics import Metric
from voc.report import charts, grades, levels, write
from voc.report import figures as written
from voc.report.bridge import bridge
from voc.report.codes import code, in_words
from voc.report.figures import days, scale
from voc.report.html import html
from voc.report.inputs import Inputs
from voc.report.markdown import _plain, markdown, unescaped
from voc.report.quotes import Mark, Quote, quotes, spread
from voc.report.sentences import headline
from voc.report.topic_table import topic_table, window
from voc.report.view import _short, view
from voc.report.worksheets import worksheets
from voc.wording import EMPTY, LANGS

FINDING_KEYS = (
    "metric", "kind", "direction", "onset", "onset_lo", "onset_hi", "verdict", "grade", "reasons", "rivals",
    "segment", "runner_up", "delta_overall", "mix", "delta_segment", "p_shift", "drivers", "unexplained", "checks",
    "n",
)  # fmt: skip
DRIVER_KEYS = (
    "topic", "share_before", "share_after", "share_change", "raw_share_change", "gap", "accounted", "q_value",
    "lag_days", "link_level", "evidence",
)  # fmt: skip


class Page(HTMLParser):
    """A page read as a browser would: its elements, the words a reader sees, and its scripts by id."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.scripts: dict[str, str] = {}
        self.style = ""
        self._inside: list[str] = []
        self._script = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self._inside.append(tag)
            self._script = dict(attrs).get("id") or "code"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style") and self._inside:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.words.append(data)
        elif self._inside[-1] == "style":
            self.style += data
        else:
            self.scripts[self._script] = self.scripts.get(self._script, "") + data

    @property
    def text(self) -> str:
        """All the words in the page."""
        return " ".join(" ".join(self.words).split())

    def tags(self, name: str) -> list[dict[str, str | None]]:
        """The attributes of every element of that name."""
        return [attributes for tag, attributes in self.elements if tag == name]


@pytest.fixture(scope="module")
def made() -> Inputs:
    """The made-up run."""
    return world.inputs()


@pytest.fixture(scope="module")
def page(made: Inputs) -> str:
    """Its page in English."""
    return html(view(made))


def only(inputs: Inputs, shift_id: str, **changed: Any) -> Inputs:
    """The run with that one shift, some of its columns changed."""
    rows = inputs.shifts[inputs.shifts["shift_id"] == shift_id].copy()
    for name, value in changed.items():
        rows[name] = [value] * len(rows)
    return world.inputs(shifts=rows)


# -- report.json


def test_a_metric_of_a_project_in_percent_whose_rows_are_0_and_1_is_a_share() -> None:
    made = world.inputs()
    own = Metric("csat", "feedback", "score >= 4", "down", unit="%")
    asked = dataclasses.replace(made, metrics={**made.metrics, "csat": own, "csat_mean": own})
    assert asked.unit("csat") == "share" and asked.scale("csat", 0.58, 0.1).value(0.58)["en"] == "58.0%"
    assert asked.unit("csat_mean") == "%", "a mean that is already in percent"


def test_report_json_is_the_contract(made: Inputs, tmp_path: Path) -> None:
    paths = write.reports(made, tmp_path)
    assert [path.name for path in paths] == ["report.json", "report.md", "report.html"]
    told = json.loads((tmp_path / "report.json").read_text("utf-8"), parse_constant=lambda _: pytest.fail("not JSON"))
    assert told["schema_version"] == 1
    assert [one["metric"] for one in told["findings"]] == list(made.shifts["metric"])
    for one in told["findings"]:
        assert set(FINDING_KEYS) <= set(one)
        assert {"before", "after", "segment_before", "segment_after", "unit"} <= set(one)
        assert set(one["n"]) == {"records", "feedback", "linked", "audit"}
        assert set(one["checks"]) == {"response_rate", "link_rate", "placebo_dates", "placebo_topics", "data"}
        assert all(set(DRIVER_KEYS) <= set(driver) for driver in one["drivers"])
    first = told["findings"][0]
    assert first["segment"] == {"device": "mobile_web"}
    assert [driver["topic"] for driver in first["drivers"]] == ["checkout_friction", "price_billing"]
    assert first["drivers"][0]["accounted"] == {"est": 0.53, "lo": 0.4, "hi": 0.66}


def test_what_is_not_a_number_is_null(made: Inputs) -> None:
    told = only(made, "F1", p_shift=float("nan"), mix_lo=float("inf"), link_rate=None).findings[0].as_dict()
    assert (told["p_shift"], told["mix"]["lo"], told["checks"]["link_rate"]) == (None, None, None)
    assert only(made, "F1", p_shift=1 / 3).findings[0].as_dict()["p_shift"] == 0.333333


# -- what may be said


def test_the_headline_names_what_the_change_goes_with(made: Inputs) -> None:
    assert headline(made, made.findings[0])["en"].replace("\u00a0", " ") == (
        "Cart abandonment on mobile web rose ⟦9.2 pt⟧ to 71.1%. “Checkout friction” accounts for about half of it."
    )
    assert headline(made, made.findings[0])["zh-Hans"] == (
        "手机网页端的购物车放弃率上升 ⟦9.2 个百分点⟧，至 71.1%，其中约一半与“结账障碍”有关。"
    )


@pytest.mark.parametrize("verdict", ["unexplained", "mix", "artifact", "no_shift"])
def test_no_topic_is_named_without_the_verdict(made: Inputs, verdict: str) -> None:
    told = view(only(made, "F1", verdict=verdict))
    assert all("Checkout" not in one for one in (told.headline["en"], told.under["en"], told.cards[0].title["en"]))
    assert all(row.kind != "driver" for card in told.cards if card.bridge for row in card.bridge.rows)
    assert all(action.topic == "" for action in told.actions)


def test_no_topic_is_named_when_its_interval_holds_zero(made: Inputs) -> None:
    rows = made.explanations.copy()
    rows["accounted_lo"] = -0.01
    told = view(world.inputs(explanations=rows, shifts=made.shifts.iloc[:1]))
    assert told.headline["en"].endswith("No explanation found in the comments.")
    assert "Checkout" not in told.headline["en"] + told.under["en"]


@pytest.mark.parametrize("low", [-0.01, None])
def test_where_no_topic_may_be_named_every_page_says_that_nothing_was_explained(
    made: Inputs, low: float | None
) -> None:
    rows = made.explanations.copy()
    rows["accounted_lo"] = low
    asked = world.inputs(explanations=rows, shifts=made.shifts.iloc[:1])
    card = view(asked).cards[0]
    assert (card.grade.letter, card.grade.dots) == ("D", 1), "as for any move without an explanation"
    assert any("Checkout" in one["en"] for one in card.rivals), "that it moved too is said as what it is"
    summary = next(one for one in worksheets(asked, view(asked)) if one.name == "Summary")
    told = [row for row in summary.rows if row[0] == "Finding"]
    assert [row[7] for row in told] == ["no explanation found"]


def test_a_finding_that_was_read_up_to_a_day_before_the_last_says_up_to_which(made: Inputs) -> None:
    last = pd.to_datetime(made.series["period"]).max()
    early = str((last - pd.Timedelta(days=9)).date())
    whole, part = (
        view(world.inputs(shifts=made.shifts.iloc[:1].assign(after_to=day))).cards[0].moved["en"]
        for day in (str(last.date()), early)
    )
    assert " since " in whole and " to " not in whole
    # It still holds, as far as anybody looked: a first and a last day alone would say that it is over.
    assert " since " in part and part.endswith(f" (compared up to {days(early, early, year=True)['en']})")
    over = [{"kind": "pulse"}, {"verdict": "no_shift"}]
    for one in over:
        moved = view(world.inputs(shifts=made.shifts.iloc[:1].assign(after_to=early, **one))).cards[0].moved["en"]
        assert " from " in moved and moved.endswith(f" to {days(early, early, year=True)['en']}"), one


def test_a_topic_that_moved_and_explains_nothing_is_said_by_its_name() -> None:
    names = {"repetition": {"en": "Repetition", "zh-Hans": "重复说明", "zh-Hant": "重複說明"}}
    late = code("reason", "topic_later: repetition 20", names)
    assert late["en"] == "“Repetition” moved too, dated 20 days later: too late to be taken for an explanation"
    assert late["zh-Hant"] == "「重複說明」也有變化，但晚了 20 天，不當作解釋"
    assert "重复说明" in code("reason", "topic_unsure: repetition", names)["zh-Hans"]
    assert "重複說明" in code("reason", "topic_not_worse: repetition", names)["zh-Hant"]


def test_a_group_that_is_everybody_is_no_name() -> None:
    said = code("reason", "segment_unclear: everywhere", {})
    assert said["zh-Hant"] == "另一客群幾乎同樣相符（整體）" and "everywhere" not in said["zh-Hans"]


def test_the_days_of_a_first_look_begin_where_the_comments_begin(made: Inputs) -> None:
    day = pd.to_datetime(made.feedback["created_at"]).dt.tz_localize(None).dt.normalize()
    few = made.feedback[day > day.max() - pd.Timedelta(days=5)]
    span = window(world.inputs(feedback=few, shifts=made.shifts.iloc[:0]))
    assert span is not None and (span.after_to - span.after_from).days == 4


def test_the_first_screen_says_of_which_file_many_rows_were_rejected(made: Inputs) -> None:
    file = {"file": "calls.csv", "rows_read": 5419, "rows_kept": 576, "rows_rejected": 4843}
    some = {**made.run, "files": [{**file, "reasons": {"unparsable_bool": 4843}}]}
    none = {**made.run, "files": [{**file, "reasons": {"duplicate_row": 4843}}]}
    told = [" · ".join(one["en"] for one in view(dataclasses.replace(made, run=run)).evidence) for run in (some, none)]
    assert "4,843 of 5,419 rows of calls.csv rejected and not counted" in told[0] and "rejected" not in told[1]


def test_every_verdict_says_what_it_is(made: Inputs) -> None:
    said = [card.title["en"] for card in view(made).cards]
    assert "No explanation found in the comments" in said[3]
    assert "the mix of customers changed" in said[4]
    assert "a change in the data" in said[5]


@pytest.mark.parametrize(
    ("verdict", "grade", "dots"),
    [
        ("explained", "A", 3),
        ("explained", "B", 3),
        ("explained", "C", 2),
        ("explained", "D", 1),
        ("unexplained", None, 1),
        ("mix", None, 1),
        ("artifact", "B", 0),
        ("no_shift", None, 0),
    ],
)
def test_dots(made: Inputs, verdict: str, grade: str | None, dots: int) -> None:
    assert grades.grade(only(made, "F1", verdict=verdict, grade=grade).findings[0]).dots == dots


def test_a_better_figure_is_not_drawn_as_worse(made: Inputs) -> None:
    better = {"delta_segment_est": -0.09, "delta_segment_lo": -0.1, "delta_segment_hi": -0.08}
    told = view(only(made, "F1", segment_before=0.7113, segment_after=0.6213, direction="down", **better))
    assert told.tiles[0].tone == "better"
    assert told.actions[0].title["en"].startswith("Find out what got better")
    assert told.actions[0].gain["en"] == ""


@pytest.mark.parametrize(
    ("before", "after", "tone"),
    [("positive", "negative", "worse"), ("negative", "positive", "better"), ("positive", "positive", "flat")],
)
def test_the_colour_of_a_topic_is_that_of_complaints(made: Inputs, before: str, after: str, tone: str) -> None:
    """As many speak of the checkout as ever, or more: what counts is whether more complain of it."""
    onset = pd.Timestamp(world.ONSET, tz="UTC")
    days = made.feedback.set_index("feedback_id")["created_at"]
    is_late = made.mentions["feedback_id"].map(days) >= onset
    about = made.mentions["topic"] == "checkout_friction"
    said = made.mentions["sentiment"].where(~about, np.where(is_late, after, before))
    row = next(
        one
        for one in topic_table(dataclasses.replace(made, mentions=made.mentions.assign(sentiment=said))).rows
        if one.topic == "checkout_friction"
    )
    assert (row.change or 0) > 0.05 and row.tone == tone


def test_actions_are_not_sized_below_the_floor(made: Inputs) -> None:
    assert view(only(made, "F3")).actions[0].gain["en"] == "not sized: 22 comments"
    assert (
        view(only(made, "F1")).actions[0].gain["en"].replace("\u00a0", " ") == "up to 3.7–6.1 pt goes with this topic"
    )


# -- sums


@settings(max_examples=60, deadline=None)
@given(
    before=some.floats(0.01, 0.99),
    after=some.floats(0.01, 0.99),
    accounted=some.lists(some.floats(0.01, 1.4), min_size=1, max_size=4),
    everywhere=some.booleans(),
    mix=some.floats(-0.1, 0.1),
    drift=some.floats(-0.1, 0.1),
)
def test_the_bridge_adds_up_to_the_last_digit(
    before: float, after: float, accounted: list[float], everywhere: bool, mix: float, drift: float
) -> None:
    segment = "{}" if everywhere else '{"device": "mobile_web"}'
    levels = {"before": before, "after": after, "segment_before": before, "segment_after": after, "mix_est": mix}
    # the estimate of the change is not the plain difference of the levels where season or trend was taken out
    moved = dict.fromkeys(("delta_segment_est", "delta_overall_est"), after - before + drift)
    shift = _WORLD.shifts.iloc[:1].assign(segment=segment, **levels, **moved)
    told = _WORLD.explanations.iloc[: len(accounted)].assign(
        shift_id="F1", is_driver=True, accounted_est=accounted, accounted_lo=0.001
    )
    inputs = world.inputs(shifts=shift, explanations=told)
    rows = bridge(inputs, inputs.findings[0]).rows
    assert rows[0].steps + sum(row.steps for row in rows[1:-1]) == rows[-1].steps
    assert [row.kind for row in rows[-3:]] == ["mix", "rest", "after"]
    assert sum(row.kind == "driver" for row in rows) == len(accounted)
    shown = [float(row.value["en"].split("\u00a0")[0].rstrip("%").translate({0x2212: "-", 0xB1: ""})) for row in rows]
    assert round(sum(shown[:-1]), 6) == shown[-1]


_WORLD = world.inputs()


def test_the_sum_a_reader_makes_comes_out(made: Inputs) -> None:
    moved = view(made).cards[0].moved["en"].replace("\u00a0", " ")
    assert moved.startswith("61.9% → 71.1% (+9.2 pt; 95% +7.8…+10.7; n = 5,230 before, 2,790 after)")


def test_a_change_at_an_unchanged_mix_says_so_and_its_bridge_shows_the_mix(made: Inputs) -> None:
    told = view(only(made, "F3", segment_before=0.755, segment_after=0.502, delta_segment_est=-0.189)).cards[0]
    assert "fell, at an unchanged mix, by ⟦18.9 pt⟧ to 50.2%" in told.title["en"].replace("\u00a0", " ")
    assert "(−18.9 pt at an unchanged mix;" in told.moved["en"].replace("\u00a0", " ")
    assert [(row.kind, row.steps) for row in told.bridge.rows if row.kind == "mix"] == [("mix", -64)]
    assert "unchanged mix" not in view(made).cards[0].title["en"]


def test_days_that_differ_more_than_their_rows_widen_the_interval() -> None:
    rows = [{"metric": "m", "period": world.FIRST + datetime.timedelta(days=i), "n": 100} for i in range(56)]
    calm = pd.DataFrame(rows).assign(total=50.0, sumsq=50.0)
    wild = calm.assign(total=[30.0, 70.0] * 28, sumsq=[30.0, 70.0] * 28)
    narrow, wide = (levels.change(*levels.windows(levels.rows(one, "m", {}))) for one in (calm, wild))
    assert narrow.est == wide.est == 0
    assert round(narrow.hi, 4) == round(1.959964 * (2 * 0.25 / 2799) ** 0.5, 4)
    assert round(wide.hi, 4) == round(1.959964 * (2 * 28 * 20**2 * 28 / 27 / 2800**2) ** 0.5, 4)


# -- the customers' words


def test_evidence_is_marked_where_it_stands_after_masking() -> None:
    feedback, mentions = world.comments(n=40)
    said = "Call me on <PHONE_1>, the coupon box empties the basket"
    masks = [{"start": 11, "end": 27, "placeholder": "<PHONE_1>"}]  # sixteen digits in the original
    at = said.index("coupon") - len("<PHONE_1>") + 16
    feedback.at[39, "text"], feedback.at[39, "masks"] = said, masks
    mentions.loc[39, ["topic", "start", "end"]] = ["checkout_friction", at, at + len("coupon box empties the basket")]
    quote = quotes(world.inputs(feedback=feedback, mentions=mentions), ["F-20039"])["F-20039"]
    assert [text for text, is_marked in quote.pieces() if is_marked] == ["coupon box empties the basket"]
    assert "".join(text for text, _ in quote.pieces()) == said


def test_a_long_comment_is_cut_around_its_evidence() -> None:
    feedback, mentions = world.comments(n=40)
    said = "很好。" * 300 + "付款一直转圈" + "还行。" * 300
    feedback.at[39, "text"] = said
    mentions.loc[39, ["topic", "start", "end"]] = ["checkout_friction", 900, 906]
    quote = quotes(world.inputs(feedback=feedback, mentions=mentions), ["F-20039"])["F-20039"]
    assert quote.is_shortened and len(quote.text) < 330 and quote.text.startswith("…") and quote.text.endswith("…")
    assert [text for text, is_marked in quote.pieces() if is_marked] == ["付款一直转圈"]


def test_a_comment_that_praises_and_blames_speaks_for_the_blame_on_a_phone() -> None:
    said = "Friendly, but he doesn't listen."
    marks = (Mark(0, 8, "staff_attitude", "positive"), Mark(17, 31, "staff_attitude", "negative"))
    quote = Quote("F-1", said, "en", marks, ("staff_attitude",), "mixed", EMPTY, EMPTY, "2026-07-16")
    assert _short((quote,), "staff_attitude") == "doesn't listen"
    praise = dataclasses.replace(quote, marks=marks[:1])
    assert _short((praise,), "staff_attitude") == "Friendly", "where nobody blames, what is marked"
    assert _short((dataclasses.replace(quote, marks=()),), "staff_attitude") == said and _short((), "delivery") == ""


@pytest.mark.parametrize("lang", LANGS)
def test_the_readers_language_comes_first_then_others(made: Inputs, lang: str) -> None:
    found = list(quotes(made, made.findings[0].drivers[0].evidence).values())
    chosen = spread(found, lang)
    assert chosen[0].lang == spread(found, lang, most=1)[0].lang == lang
    assert {quote.lang for quote in chosen} == set(LANGS)
    assert len({quote.text for quote in chosen}) == len(chosen)


@pytest.mark.parametrize(
    ("detail", "english", "chinese"),
    [
        ("channel=voice 2026-07-06", "channel phone, 6 Jul", "渠道 电话、7月6日"),
        ("ward=(none)", "ward none given", "ward 未填"),
        ("queue=returns, channel=email", "queue returns, channel e-mail", "队列 returns、渠道 邮件"),
        ("0.31 -> 0.42", "0.31 -> 0.42", "0.31 -> 0.42"),
    ],
)
def test_a_group_in_a_detail_is_said_in_words(detail: str, english: str, chinese: str) -> None:
    told = in_words(detail)
    assert (told["en"], told["zh-Hans"]) == (english, chinese)


def test_a_comment_that_was_sent_twice_with_a_word_more_speaks_once() -> None:
    long = (
        "I called with one question about a return, and each time I tried to ask it he was off again on something else."
    )
    texts = (long, f"{long} And the label did not print.", "Nobody listened to me at all.")
    found = [Quote(f"f{at}", one, "en", (), (), "negative", EMPTY, EMPTY, "2026-07-01") for at, one in enumerate(texts)]
    assert [one.id for one in spread(found, "en")] == ["f0", "f2"]


HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "\"quotes\" 'and' `ticks` & ampersands",
    "\u202eright to left\u202c \u2028 line \x1b[31mred\x00",
    "⟦brackets⟧ {braces} %s {0}",
    "](javascript:alert(1)) **bold** | cell",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_customers_words_cannot_break_the_page(text: str) -> None:
    feedback, mentions = world.comments(n=60)
    feedback["text"] = text
    mentions["start"], mentions["end"] = 0, min(9, len(text))
    inputs = world.inputs(feedback=feedback, mentions=mentions, project=text)
    told = view(inputs)
    page = Page(html(told))
    assert len(page.tags("script")) == 4 and page.tags("img") == []
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
    rows = json.loads(page.scripts["data-voices"])["rows"]
    assert len(rows) == 60 and rows[0][6].split() == text.translate({0: " ", 0x1B: " ", 0x2028: " "}).split()
    plain = markdown(told)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b]", plain)
    assert not re.search(r"(?<!\\)<(script|img)", plain)


# -- the page


def test_the_page_needs_nothing_and_allows_only_itself(page: str) -> None:
    read = Page(page)
    policy = next(meta["content"] for meta in read.tags("meta") if meta.get("http-equiv"))
    for content, kind in ((read.style, "style-src"), (read.scripts["code"], "script-src")):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    assert not re.search(r"https?://|url\(|@import|eval\(|innerHTML|\bstyle=", page)
    assert [tag for tag, _ in read.elements if tag in ("link", "img", "iframe", "object", "text", "tspan")] == []


def test_no_words_stand_inside_a_picture(page: str) -> None:
    assert not re.search(r"<svg[^>]*>(?:(?!</svg>).)*>[^<\s][^<]*<", page)


def test_the_five_answers_are_in_the_page_without_javascript(page: str) -> None:
    text = Page(page).text.replace("\u00a0", " ")
    for answer in ("Cart abandonment on mobile web rose", "strong evidence", "Checkout friction", "payment page keeps",
                   "Walk through the purchase"):  # fmt: skip
        assert answer in text


@pytest.mark.parametrize("lang", LANGS)
def test_every_phrase_can_be_switched(made: Inputs, lang: str) -> None:
    read = Page(html(view(made, lang)))
    words = json.loads(read.scripts["data-words"])
    assert read.tags("html")[0]["lang"] == lang and words["langs"] == list(LANGS)
    numbers = [
        int(a[key] or 0) for _, a in read.elements for key in ("data-t", "data-l", "data-p", "data-summary") if key in a
    ]
    assert len(numbers) > 150 and max(numbers) < len(words["lines"])
    assert all(isinstance(line, str) or len(line) == 3 for line in words["lines"])


def test_quotes_carry_their_own_language(page: str) -> None:
    assert {one["lang"] for one in Page(page).tags("p") if one.get("lang")} == set(LANGS)


def test_the_page_is_small(made: Inputs, page: str) -> None:
    voices = Page(page).scripts["data-voices"]
    assert len(page.encode()) - len(voices.encode()) <= 120_000
    feedback, mentions = world.comments(n=2000)
    many = html(view(world.inputs(feedback=feedback, mentions=mentions)))
    assert len(many.encode()) <= 600_000


def test_the_same_run_gives_the_same_bytes(made: Inputs, page: str, tmp_path: Path) -> None:
    assert html(view(world.inputs())) == page
    again = [sys.executable, "-m", "tests.report_world", str(tmp_path)]
    subprocess.run(again, check=True, env={**os.environ, "PYTHONHASHSEED": "4711"}, cwd=Path(__file__).parents[1])
    assert (tmp_path / "report.html").read_bytes() == page.encode()


def test_clocks_and_folders_stay_out_of_the_page(page: str) -> None:
    assert "1.23" not in page and "/somewhere" not in page and "csv · 720 / 723 · abababababab…" in page


def test_inputs_come_back_as_they_went_in() -> None:
    inputs = world.inputs()
    before = {name: getattr(inputs, name).copy(deep=True) for name in ("shifts", "series", "feedback", "mentions")}
    html(view(inputs))
    for name, table in before.items():
        pd.testing.assert_frame_equal(getattr(inputs, name), table)


def test_colours_can_be_read() -> None:
    css = (Path(write.__file__).parent / "templates" / "report.css").read_text("utf-8")
    blocks = re.findall(r":root[^{]*\{(--bg[^}]*--ink[^}]*)\}", css)
    themes = [dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{3,6})", block)) for block in blocks]
    assert len(themes) == 3 and themes[1] == themes[2]  # light, dark by system, dark by choice
    pairs = [(ink, paper) for ink in ("ink", "mute", "link", "worse", "better", "flat") for paper in ("card", "bg")]
    pairs += [("worse", "worse-bg"), ("mark-ink", "mark"), ("card", "navy"), ("side-ink", "x"), ("side-ink", "o")]
    pairs += [("mute", "press"), ("ink", "press"), ("link", "press")]
    for theme in themes[:2]:
        faint = [(ink, paper) for ink, paper in pairs if contrast(theme[ink], theme[paper]) < 4.5]
        assert faint == []
        assert contrast(theme["off"], theme["card"]) >= 3


def contrast(one: str, other: str) -> float:
    """Contrast of two colours (WCAG 2.2, relative luminance)."""

    def light(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
        parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


# -- states


def _nothing() -> dict[str, Any]:
    return {"shifts": world.frame("shifts", []), "explanations": world.frame("explanations", [])}


def _few() -> dict[str, Any]:
    """Two dozen comments, and no figures beside them."""
    return {**_few_and_records(), "series": world.frame("series", [])}


def _thin() -> dict[str, Any]:
    """Comments enough to count, over months, and each figure with fewer rows than one side of a look needs."""
    feedback, mentions = world.comments(n=40)
    series = world.inputs().series
    figures = series[~series["metric"].isin(["topic_share", "volume"])]
    days = figures.sort_values("period").groupby("metric").nth([0, 40]).assign(n=10, total=4.0, sumsq=4.0)
    return {
        **_nothing(), "feedback": feedback, "mentions": mentions, "links": world.links(feedback), "series": days,
    }  # fmt: skip


def _few_and_records() -> dict[str, Any]:
    feedback, mentions = world.comments(n=24)
    return {**_nothing(), "feedback": feedback, "mentions": mentions, "links": world.links(feedback)}


def _no_score() -> dict[str, Any]:
    feedback, _ = world.comments()
    return {"feedback": feedback.assign(score=None, score_type=None)}


def _no_operations() -> dict[str, Any]:
    tables_ = {name: world.frame(name, []) for name in ("links", "matches")}
    return {**_nothing(), **tables_, "series": world.series(("csat", "nps"))}


def _one_language() -> dict[str, Any]:
    feedback, mentions = world.comments(langs=("zh-Hant",))
    return {"feedback": feedback, "mentions": mentions, "opinions": world.opinions(feedback, mentions)}


def _many_topics() -> dict[str, Any]:
    feedback, mentions = world.comments()
    names = {
        f"topic_{i}": (
            "A topic whose name has forty letters ab",
            "一个名字特别特别长的主题",
            "一個名字特別特別長的主題",
        )
        for i in range(40)
    }
    told = mentions.assign(topic=[f"topic_{i % 40}" for i in range(len(mentions))])
    return {"mentions": told, "feedback": feedback, "taxonomy": world.taxonomy(names)}


def _first_run() -> dict[str, Any]:
    feedback, mentions = world.comments()
    late = feedback[feedback["created_at"] >= pd.Timestamp(world.LAST - datetime.timedelta(days=20), tz="UTC")]
    return {**_nothing(), "feedback": late, "mentions": mentions, "series": world.series(days=21)}


def _asked() -> dict[str, Any]:
    """A date that the user gave, at which nothing moved."""
    reasons = ["asked", "not_shifted"]
    return {"shifts": _WORLD.shifts.iloc[:1].assign(verdict="no_shift", grade=None, reasons=[reasons])}


def _unanswered() -> dict[str, Any]:
    """A date that the user gave, of which the data know nothing."""
    reasons = ["asked", "outside_data: 2026-08-01 to 2026-11-15"]
    return {"shifts": _WORLD.shifts.iloc[:1].assign(verdict="no_shift", grade=None, reasons=[reasons])}


def _undated(days: int = 7) -> dict[str, Any]:
    """Comments of which so many have a day, and no figures beside them."""
    feedback, mentions = world.comments()
    at = feedback["created_at"].where(np.arange(len(feedback)) < days)
    return {
        **_nothing(),
        "series": world.frame("series", []),
        "feedback": feedback.assign(created_at=at),
        "mentions": mentions,
    }


def _empty() -> dict[str, Any]:
    names = ("feedback", "mentions", "opinions", "links", "matches", "rejected", "series")
    return {**_nothing(), **{name: world.frame(name, []) for name in names}, "run": {}}


def _parquet() -> dict[str, Any]:
    import pyarrow as pa

    def through(name: str, rows: pd.DataFrame) -> pd.DataFrame:
        return tables.conform(pa.Table.from_pandas(rows, preserve_index=False), name).to_pandas()

    names = ("shifts", "explanations", "mentions", "feedback", "links", "matches", "rejected", "series")
    return {name: through(name, getattr(_WORLD, name)) for name in names}


STATES = {
    "nothing moved": (_nothing, "Nothing moved that we can be sure of."),
    "few comments": (_few, "Only 24 comments: too few"),
    "few comments, many records": (_few_and_records, "Nothing moved that we can be sure of."),
    "too little of all": (_thin, "Too little to tell a change from chance: 40 comments"),
    "no score": (_no_score, "Cart abandonment"),
    "no operations": (_no_operations, "Nothing moved"),
    "one language": (_one_language, "Cart abandonment"),
    "forty topics": (_many_topics, "Cart abandonment"),
    "first run": (_first_run, "there is no earlier period"),
    "asked, not moved": (_asked, "did not move clearly around 2 Nov 2026"),
    "asked in vain": (_unanswered, "around 2 Nov 2026: the data cannot say"),
    "hardly a date": (_undated, "Only 7 of 720 comments have a date"),
    "no date": (lambda: _undated(0), "Not one of 720 comments has a date"),
    "nothing at all": (_empty, "Only 0 comments"),
    "read back from parquet": (_parquet, "Cart abandonment"),
}


@pytest.mark.parametrize(
    "state",
    ["few comments", "too little of all", "first run", "asked in vain", "hardly a date", "no date", "nothing at all"],
)
def test_that_nothing_changed_is_not_said_where_nothing_was_compared(state: str) -> None:
    assert view(world.inputs(**STATES[state][0]())).grade.words["en"] == "nothing compared"


@pytest.mark.parametrize("state", ["nothing moved", "few comments, many records", "asked, not moved"])
def test_no_clear_change_is_said_where_days_were_compared(state: str) -> None:
    assert view(world.inputs(**STATES[state][0]())).grade.words["en"] == "no clear change"


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_its_page(state: str) -> None:
    changed, says = STATES[state]
    told = view(world.inputs(**changed()))
    assert says in told.headline["en"].replace("\u00a0", " ")
    read = Page(html(told))
    assert "None" not in read.text and "nan" not in read.text.lower().split() and "NaT" not in read.text
    for lang in LANGS:
        assert markdown(told, lang).strip()


def test_comments_without_days_are_no_all_clear() -> None:
    (action,) = view(world.inputs(**_undated())).actions
    assert "date" in action.title["en"] and "Nothing" not in action.title["en"]
    (action,) = view(world.inputs(**_nothing())).actions
    assert "Nothing to mend" in action.title["en"]


def test_too_few_rows_are_no_all_clear() -> None:
    """Thirty answers in two months are within the usual ups and downs whatever happened to them."""
    told = view(world.inputs(**_thin()))
    assert "ups and downs" not in told.under["en"] and "30 rows before a day" in told.under["en"].replace("\u00a0", " ")
    (action,) = told.actions
    assert "Nothing" not in action.title["en"]


def test_a_share_of_few_rows_is_not_said_to_have_no_earlier_period() -> None:
    shares = [one for one in view(world.inputs(**_thin())).tiles if " of " in one.n["en"]]
    assert shares and all("no percentage below 30 rows" in one.was["en"].replace("\u00a0", " ") for one in shares)


def test_topics_of_comments_without_days_are_counted_over_all_and_compared_with_none() -> None:
    made = world.inputs(**_undated())
    table, told = view(made).topics, view(made)
    assert table.has_shares and "720 comments" in table.caption["en"].replace("\u00a0", " ")
    spoken = made.mentions.groupby("topic")["feedback_id"].nunique()
    assert {row.topic: row.n for row in table.rows} == spoken.to_dict()
    for row in table.rows:
        assert row.comments == 720 and row.share == row.n / 720
        assert row.share_range.lo is not None and row.share_range.lo < row.share
        assert row.change is None and not row.spark.line and row.tone == "flat"
        assert "…" in row.range_text, "the interval of the share"
    assert not table.is_compared and not table.has_trends
    section = re.search(r'id="topics".*?</section>', html(told), re.DOTALL)
    assert section and "12 weeks" not in section[0] and 'data-k="change"' not in section[0]
    assert not told.period["en"] and not told.versus["en"]


def test_figures_of_records_are_compared_however_few_the_comments_are() -> None:
    told = view(world.inputs(**_few_and_records())).under["en"]
    assert "figures were watched" in told and "topics" not in told and "below 30 comments" in told


def test_below_thirty_comments_no_percentage_of_comments_is_given() -> None:
    told = view(world.inputs(**_few()))
    assert "%" not in told.headline["en"] + told.under["en"] + "".join(part["en"] for part in told.evidence)
    assert not told.topics.has_shares
    topics = re.search(r'id="topics".*?</section>', html(told), re.DOTALL)
    assert topics and not re.search(r"\d%<", topics[0])


def test_the_days_over_an_answer_are_those_that_it_compares() -> None:
    made = world.inputs(**_asked())
    asked = made.findings[0]
    told = view(made)
    assert told.period["en"] == days(asked.onset, asked.after_to, year=True)["en"]
    assert days(asked.before_from, asked.before_to)["en"] in told.versus["en"]
    assert "topics were watched" not in told.under["en"], "one figure was"


def test_a_question_that_cannot_be_answered_gets_no_days_and_no_all_clear() -> None:
    told = view(world.inputs(**_unanswered()))
    assert not told.period["en"] and not told.versus["en"] and not told.topics.rows
    assert "did not move" not in told.headline["en"] and "Nothing to mend" not in told.actions[0].title["en"]


def test_a_run_read_back_gives_the_same_page(page: str) -> None:
    assert html(view(world.inputs(**_parquet()))) == page


def test_one_missing_segment_column_draws_no_line() -> None:
    series = world.series().drop(columns="device")
    assert view(world.inputs(series=series)).tiles[0].spark == charts.Spark("", "")


# -- the summary, and what is asked wrongly


def test_the_summary_fits_a_message(made: Inputs) -> None:
    told = markdown(view(made))
    assert len(told) < 5000 and told.endswith("\n")
    for words in (
        "40–66% of the change",
        "q = 0.002",
        "n = 5,230 before, 2,790 after",
        "(61 of 427 → 118 of 371)",
        "●●● strong evidence (B)",
        "No hand-checked sample",
    ):
        assert words in told
    assert told.count("   > “") == 6


def test_the_summary_speaks_each_language(made: Inputs) -> None:
    told = view(made)
    assert "其中约一半与“结账障碍”有关" in markdown(told, "zh-Hans")
    assert "其中約一半與「結帳障礙」有關" in markdown(told, "zh-Hant")


@pytest.mark.parametrize(("formats", "lang", "hint"), [(("htm",), "en", "html"), (("md",), "zh-hans", "zh-Hans")])
def test_a_format_or_language_that_is_not_there_is_told(
    made: Inputs, tmp_path: Path, formats: tuple[str, ...], lang: str, hint: str
) -> None:
    with pytest.raises(UsageError) as error:
        write.reports(made, tmp_path, lang, formats)
    assert error.value.code == "E110" and hint in str(error.value)


def test_only_what_is_asked_for_is_written(made: Inputs, tmp_path: Path) -> None:
    assert [path.name for path in write.reports(made, tmp_path, "zh-Hant", ["md"])] == ["report.json", "report.md"]


def test_every_metric_has_its_level_with_the_interval_of_its_kind(made: Inputs) -> None:
    from voc import metrics
    from voc.report.whole import whole
    from voc.report.write import described

    levels = {one.metric: one for one in whole(made)}
    rows = made.series[(made.series["metric"] == "cart_abandonment") & made.series["topic"].isna()]
    n, total, sumsq = (float(rows[name].sum()) for name in ("n", "total", "sumsq"))
    cart = levels["cart_abandonment"]
    assert (cart.kind, cart.n, cart.value) == ("share", int(n), total / n)
    assert (cart.lo, cart.hi) == metrics.interval("share", n, total, sumsq)
    assert levels["nps"].kind == "nps" and levels["nps"].lo < levels["nps"].value < levels["nps"].hi
    told = described(made, view(made))["metrics"]
    assert {one["metric"] for one in told} == set(levels) and all(one["n"] > 0 for one in told)


def test_a_file_that_was_left_out_stands_in_the_report(made: Inputs) -> None:
    files = [
        *made.run["files"],
        {"file": "/home/me/march.csv", "reader": "", "rows_read": 0, "rows_kept": 0, "error": "E206"},
    ]
    told = html(view(dataclasses.replace(made, run={**made.run, "files": files})))
    assert "march.csv: E206" in told and "could not be read and were left out" in told
    assert "could not be read" not in html(view(made))


def test_what_the_checked_comments_correct_stands_beside_what_was_counted() -> None:
    made = world.inputs()
    moved = {"share_change_est": 0.316, "share_change_lo": 0.207, "share_change_hi": 0.512}
    right = made.explanations.assign(correction="acc", **moved)
    plain, put_right = (
        view(world.inputs(explanations=rows)).cards[0].drivers[0] for rows in (made.explanations, right)
    )
    assert "corrected by the checked comments +31.6 pt (95% +20.7…+51.2)" in put_right["en"].replace("\u00a0", " ")
    assert "校正为 +31.6" in put_right["zh-Hans"] and "校正為 +31.6" in put_right["zh-Hant"]
    assert "corrected" not in plain["en"]


def test_a_number_of_responses_says_of_how_long() -> None:
    made = world.inputs()
    none = {f"delta_{part}_{end}": float("nan") for part in ("overall", "segment") for end in ("lo", "hi")}
    rows = made.shifts.assign(metric="feedback_volume", verdict="artifact", **none).iloc[:1]
    moved = view(world.inputs(shifts=rows, run={**made.run, "project": {"period": "day"}})).cards[0].moved
    assert "a day on average" in moved["en"] and "95%" not in moved["en"] and "每天平均" in moved["zh-Hans"]


def test_a_topic_that_moved_along_is_named_and_not_sized_where_no_record_tells_how_much() -> None:
    made = world.inputs()
    rows = made.explanations.copy()
    rows["link_level"] = "segment"
    rows[["accounted_est", "accounted_lo", "accounted_hi"]] = np.nan
    asked = world.inputs(explanations=rows, shifts=made.shifts.iloc[:1])
    told = view(asked)
    assert told.headline["en"].endswith(
        "Complaints of “Checkout friction” rose there too; how much goes with them is not known."
    )
    assert "抱怨也增多了" in told.headline["zh-Hans"] and "「結帳障礙」" in told.headline["zh-Hant"]
    assert "none passed" not in told.under["en"] and "and not so elsewhere" in told.under["en"]
    assert (
        told.cards[0].grade.letter == made.shifts["grade"].iloc[0]
        and told.cards[0].said[0].topic == "checkout_friction"
    )
    assert told.actions[0].topic == "checkout_friction" and told.actions[0].gain["en"].startswith("not sized")
    assert all(row.kind != "driver" for card in told.cards if card.bridge for row in card.bridge.rows), (
        "no part is known"
    )
    summary = next(one for one in worksheets(asked, told) if one.name == "Summary")
    assert [row[7] for row in summary.rows if row[0] == "Finding"] == ["a topic moved along, its part is not known"]


def test_a_topic_that_moved_along_everywhere_is_not_named() -> None:
    made = world.inputs()
    rows = made.explanations.assign(
        link_level="segment", accounted_est=np.nan, accounted_lo=np.nan, accounted_hi=np.nan
    )
    alone = made.shifts.iloc[:1].assign(reasons=[["no_audit", "no_contrast"]])
    assert (
        view(world.inputs(explanations=rows, shifts=alone))
        .headline["en"]
        .endswith("No explanation found in the comments.")
    )


def test_a_stretch_that_says_the_same_in_every_row_is_told_with_its_days_and_rows(made: Inputs) -> None:
    days_of = "2026-11-02 to 2026-11-08"
    told = view(only(made, "F6", metric="cart_abandonment", segment='{"device": "desktop"}', segment_after=1.0,
                     after_to=datetime.date(2026, 11, 8), segment_n_after=159, delta_segment_lo=np.nan, delta_segment_hi=np.nan,
                     reasons=[f"stuck: device=desktop {days_of}"]))  # fmt: skip
    said = told.headline["en"].replace("\u00a0", " ")
    assert (
        said
        == "Cart abandonment on desktop stood at ⟦100.0%⟧ on 2–8 Nov 2026, in all of 159 rows: look whether it stopped, or only its recording."
    )
    assert "159 列無一例外" in told.headline["zh-Hant"] and "电脑" in told.headline["zh-Hans"]
    assert "95%" not in told.cards[0].moved["en"], "no interval is known, and none is hinted at"
    assert all(one.finding != "F6" for one in told.tiles), "what it was for a week is not what it is"
    card = told.cards[0]
    assert card.grade.words["en"] == "a stop, or a gap in the record", "no surer than the headline"
    assert "did it stop" in told.actions[0].title["en"] and "資料問題" not in str(card.grade)


def test_a_change_of_everything_that_the_mix_hides_is_told_at_an_unchanged_mix(made: Inputs) -> None:
    """It said "fell 0.8 pt" beside an interval from -2.2 to +0.5: what is sure is the change at an unchanged mix."""
    ends = {"delta_overall_est": -0.008, "delta_overall_lo": -0.022, "delta_overall_hi": 0.005,
            "delta_segment_est": -0.038, "delta_segment_lo": -0.050, "delta_segment_hi": -0.025}  # fmt: skip
    levels = {"before": 0.832, "after": 0.824, "segment_before": 0.832, "segment_after": 0.824}
    one = only(made, "F2", metric="return_rate", segment="{}", direction="down", verdict="unexplained", grade="D",
               reasons=["no_topic"], **levels, **ends)  # fmt: skip
    told = view(one).cards[0]
    assert "At an unchanged mix" in told.title["en"] or "unchanged mix" in told.title["en"], told.title["en"]
    assert "3.8" in told.title["en"] and "−5.0…−2.5" in told.moved["en"]
    sure = view(only(made, "F2", metric="return_rate", segment="{}", direction="down", verdict="unexplained", grade="D",
                     reasons=["no_topic"], **levels, **{**ends, "delta_overall_hi": -0.001})).cards[0]  # fmt: skip
    assert "0.8" in sure.title["en"] and "unchanged mix" not in sure.title["en"]


def test_comments_beside_a_finding_hang_on_records_of_its_segment(made: Inputs) -> None:
    """The group is a column of the calls, which no comment carries: quotes beside it were anybody's."""
    late = made.comments[made.comments["day"] >= "2026-11-01"]["feedback_id"].tolist()
    own = {*late[::7]}
    rows = pd.DataFrame(
        {"metric": "return_rate", "feedback_id": late, "hotline": ["cards" if one in own else "loans" for one in late]}
    )
    one = only(made, "F2", metric="return_rate", segment='{"hotline": "cards"}', verdict="unexplained", grade="D",
               reasons=["no_topic"], onset=datetime.date(2026, 11, 1))  # fmt: skip
    said = view(dataclasses.replace(one, outcomes=pa.Table.from_pandas(rows))).cards[0].said[0]
    assert said.quotes["en"] and {quote.id for quote in said.quotes["en"]} <= own
    assert said.caption["zh-Hant"] == "此客群的顧客說了什麼，新的在前"
    elsewhere = (
        view(dataclasses.replace(one, outcomes=pa.Table.from_pandas(rows.assign(hotline="loans")))).cards[0].said[0]
    )
    assert not elsewhere.quotes["en"], "nobody of this group said a word"


@pytest.mark.parametrize("said", ["<NAME_1> was *rude*", "a \\ b_ [c] | `d`", "# 1 <b>", "> 10 分鐘 _等_"])
def test_a_terminal_shows_what_was_said_and_no_escapes(said: str) -> None:
    """The signs that Markdown needs before <NAME_1> stood in the terminal too."""
    escaped = _plain(said)
    assert escaped != said and unescaped(escaped) == said


@pytest.mark.parametrize(
    ("unit", "kind", "said"),
    [("points", "nps", "5–24 分"), ("share", None, "500.0–2,400.0 個百分點"), ("s", "mean", "5–24 秒")],
)
def test_a_range_in_a_sentence_says_of_what(unit: str, kind: str | None, said: str) -> None:
    assert scale(unit, kind, 30.0, 20.0).told_span(5, 24)["zh-Hant"].replace("\u00a0", " ") == said


@pytest.mark.parametrize("unit", [*written._SUFFIX, *written._PLAIN_UNITS])
def test_every_unit_has_a_name_in_each_language(unit: str) -> None:
    named = written.Scale(unit, 1.0, 0).unit_name
    assert all(named[lang] for lang in LANGS)
