"""A built-in metric is whole, and an interval says what it promises: known values, and how often it covers the truth."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from voc import metrics, tables

CASES = Path(__file__).parent / "cases" / "metrics.tsv"
BUILTIN = metrics.builtin()
# Ten thousand samples: three standard errors of a coverage of 95 %.
SAMPLES, SLACK = 10_000, 0.0065
ISSUE = {
    "nps", "csat", "csat_mean", "ces", "queue_wait", "first_response", "handle_time", "call_abandonment",
    "cart_abandonment", "fcr", "fcr_derived", "repeat_contact", "return_rate",
}  # fmt: skip


def test_the_metrics_of_the_trade_are_there() -> None:
    assert BUILTIN.keys() >= ISSUE


@pytest.mark.parametrize("one", BUILTIN.values(), ids=lambda one: one.id)
def test_a_builtin_metric_is_whole(one: metrics.Metric) -> None:
    assert {"en", "zh-Hans", "zh-Hant"} <= one.name.keys() and all(one.name.values())
    assert one.meaning and one.unit in ("share", "points", "s", "stars", "answers")
    assert one.worse in ("up", "down") and one.kind in ("share", "nps", "mean") and one.side in ("X", "O")
    assert one.min_n >= 30, "fewer rows than this and no statement"
    assert one.table in tables.TIME_COLUMN, "its rows can be dated"
    assert one.side == ("X" if one.table == "feedback" else "O")
    for need in one.needs:
        for column in need.partition("=")[0].split("|"):
            assert tables.ALL[one.table].column(column), f"{one.id} needs {column}"
    assert one.is_builtin


@pytest.mark.parametrize(
    ("kind", "n", "total", "sumsq", "lo", "hi", "source"),
    [line.split("\t") for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith("#")],
)
def test_an_interval_is_the_known_one(kind: str, n: str, total: str, sumsq: str, lo: str, hi: str, source: str) -> None:
    got = metrics.interval(kind, float(n), float(total), float(sumsq))  # type: ignore[arg-type]
    precision = 0.006 if kind == "nps" else 0.00006
    assert got == pytest.approx((float(lo), float(hi)), abs=precision), source


@pytest.mark.parametrize("unit", ["", "%", "share"])
def test_a_share_of_a_project_is_written_as_one_whatever_unit_it_says(unit: str) -> None:
    described = {"id": "late", "table": "orders", "value": "is_late", "worse": "up", "kind": "share", "unit": unit}
    assert metrics.metric(described).unit == "share", "0.58 is 58 %, never 0.58 %"


@pytest.mark.parametrize(("kind", "n"), [("share", 0), ("nps", 0), ("mean", 0), ("mean", 1)])
def test_no_rows_have_no_interval(kind: str, n: int) -> None:
    assert all(math.isnan(end) for end in metrics.interval(kind, n, float(n), float(n)))  # type: ignore[arg-type]


def _covered(kind: str, values: np.ndarray, truth: float) -> float:
    hits = 0
    for row in values:
        lo, hi = metrics.interval(kind, len(row), float(row.sum()), float((row**2).sum()))  # type: ignore[arg-type]
        hits += lo <= truth <= hi
    return hits / len(values)


@pytest.mark.parametrize("n", [30, 200])
def test_shares_are_covered_over_all_truths(n: int) -> None:
    """Wilson holds 95 % on average over the shares that there are; for a single one it swings (Brown, Cai & DasGupta)."""
    rng = np.random.default_rng(7)
    truths = rng.uniform(0.02, 0.98, SAMPLES)
    hits = 0
    for truth, got in zip(truths, rng.binomial(n, truths), strict=True):
        lo, hi = metrics.interval("share", n, float(got), float(got))
        hits += lo <= truth <= hi
    assert hits / SAMPLES == pytest.approx(0.95, abs=SLACK + 0.005)


@pytest.mark.parametrize(("promoters", "detractors"), [(0.5, 0.2), (0.3, 0.3), (0.85, 0.05)])
def test_the_nps_is_covered_from_thirty_answers(promoters: float, detractors: float) -> None:
    rng = np.random.default_rng(8)
    chances = (promoters, 1 - promoters - detractors, detractors)
    values = rng.choice([100.0, 0.0, -100.0], p=chances, size=(SAMPLES, 30))
    assert 0.94 <= _covered("nps", values, 100 * (promoters - detractors)) <= 0.97


def test_a_mean_is_covered() -> None:
    values = np.random.default_rng(9).normal(300, 90, size=(SAMPLES, 30))
    assert _covered("mean", values, 300) == pytest.approx(0.95, abs=SLACK)


def test_a_metric_is_searched_by_its_own_dimensions_and_never_by_what_it_decides() -> None:
    described = {"id": "m", "table": "sessions", "value": "1", "worse": "up", "never": ["last_step"]}
    free = metrics.metric(described)
    assert free.searched(("device", "last_step")) == ("device",)
    assert metrics.metric({**described, "dims": ["region"]}).searched(("device", "region")) == ("region",)
    assert free.side == "O" and metrics.metric({**described, "table": "feedback"}).side == "X"


def test_a_title_falls_back_to_english_and_to_the_id() -> None:
    described = {"id": "m", "table": "sessions", "value": "1", "worse": "up"}
    assert metrics.metric(described).title("zh-Hans") == "m"
    assert metrics.metric({**described, "name": "Emm"}).title("zh-Hans") == "Emm"
    assert BUILTIN["nps"].title("zh-Hant") == "淨推薦值 NPS"
