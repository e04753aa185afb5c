"""The examples on real data find what is known to be there, and say what is known to be an artifact.

Needs the data in VOC_DATA (see examples/README.md); skips where it is not there.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from voc import pipeline
from voc.asking import explained, question
from voc.run import Run

HOME = Path(__file__).parent.parent / "examples"
needs_data = pytest.mark.skipif("VOC_DATA" not in os.environ, reason="VOC_DATA is not set: the real sets are not here")


@pytest.fixture(scope="module")
def olist() -> Run:
    return pipeline.analyze(HOME / "olist")


@needs_data
def test_olist_november_2017_goes_with_delivery(olist: Run) -> None:
    late = next(one for one in olist.findings if one.metric == "late_delivery")
    assert late.onset == "2017-11-01" and late.direction == "up" and late.segment == {}
    assert late.before == pytest.approx(0.027, abs=0.003) and late.after == pytest.approx(0.122, abs=0.003)
    assert late.drivers[0].topic == "delivery" and late.grade in ("B", "C")


@needs_data
def test_olist_stars_fell_in_the_same_month() -> None:
    run = pipeline.analyze(HOME / "olist", period="day")
    asked = question("stars", "2017-11-01", "2017-07-01..2017-10-31", "2017-11-01..2017-11-30")
    stars = explained(run, [asked]).findings[0]
    assert stars.before == pytest.approx(4.3, abs=0.05) and stars.after == pytest.approx(4.0, abs=0.05)
    assert stars.drivers[0].topic == "delivery" and stars.grade in ("B", "C")


@needs_data
def test_nhs_111_waits_less() -> None:
    run = pipeline.analyze(HOME / "nhs_fft")
    asked = question(
        "negative_share", "2022-07-01", "2021-10-01..2021-12-31", "2022-07-01..2022-09-30", ["service=111"]
    )
    answer = explained(run, [asked]).findings[0]
    assert answer.verdict == "explained" and answer.drivers[0].topic == "wait_time" and answer.direction == "down"


@needs_data
def test_tweets_to_american_are_an_artifact() -> None:
    run = pipeline.analyze(HOME / "airline_tweets")
    starts = [(one.verdict, one.segment, one.onset) for one in run.findings]
    assert starts == [("artifact", {"airline": "American"}, "2015-02-22")]
    assert run.tables["metrics"]["airline"].nunique() == 6


@needs_data
def test_made_up_calls_are_met_with_silence() -> None:
    run = pipeline.analyze(HOME / "callcentre_synthetic")
    assert run.findings == ()
    days = ("2021-01-25", "2021-02-08", "2021-02-22", "2021-03-08")
    asked = [question(metric, day) for metric in run.metrics for day in days]
    answers = explained(run, asked).findings
    assert len(answers) >= 24 and {one.verdict for one in answers} <= {"no_shift", "unexplained"}
    assert sum(one.verdict == "unexplained" for one in answers) <= 2, "5 % of dates in noise look like a shift"
    assert all(one.drivers == () for one in answers)


def test_pages_show_no_customer_and_no_failure() -> None:
    for page in HOME.glob("*/README.md"):
        text = page.read_text("utf-8")
        assert "   > " not in text and "Traceback" not in text and "E900" not in text, page


def test_a_page_is_printed_by_its_commands(tmp_path: Path) -> None:
    sys.path.insert(0, str(HOME))
    try:
        from run import page
    finally:
        sys.path.pop(0)
    old = "# X\n\n```text\n$ voc schema audit\nold\n```\nafter\n"
    new = page(old)
    assert "feedback_id" in new and "\nold\n" not in new and new.endswith("```\nafter\n")
