"""How sure a difference is: intervals that hold the truth when days remember, and a family of looks that keeps its promise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.explain import Cells, cells, search
from voc.explain.cells import segments
from voc.explain.family import Family, family
from voc.explain.lags import p_together
from voc.explain.memory import judged
from voc.explain.noise import track
from voc.metrics import Metric

SERIES, BEFORE, AFTER, BLOCK = 300, 112, 56, 7
RATE = Metric("rate", "sessions", "bad", "up", min_n=30)


def wandering(rng: np.random.Generator, memory: float, length: int = BEFORE + AFTER, count: int = SERIES) -> np.ndarray:
    """Stationary AR(1) series of variance 1, shape (count, length)."""
    values = rng.standard_normal((count, length))
    for at in range(1, length):
        values[:, at] = memory * values[:, at - 1] + np.sqrt(1 - memory**2) * values[:, at]
    return values


def held(rows: float, memory: float, wander: float, weekday: float = 0.0, least_step: int = 1) -> tuple[float, float]:
    """(share of 95 % intervals that hold 0 in SERIES series in which nothing moved, mean half width over 1.96 true
    standard deviations); `wander` and `weekday` as multiples of what counting `rows` a day gives."""
    rng = np.random.default_rng([int(100 * memory), int(10 * wander), int(rows)])
    length = BEFORE + AFTER
    rhythm = weekday * np.cos(np.arange(length) * 2 * np.pi / 7)
    daily = (rng.standard_normal((SERIES, length)) + wander * wandering(rng, memory) + rhythm) / np.sqrt(rows)
    one = track(np.full((SERIES, length), rows), rows * daily, 1.0)
    found = judged(one, None, start=0, onset=BEFORE, end=length, block=BLOCK, least_step=least_step)
    intervals = [found.interval(number) for number in range(SERIES)]
    return (
        float(np.mean([lo <= 0 <= hi for _, lo, hi in intervals])),
        float(np.mean([hi - lo for _, lo, hi in intervals]) / 2 / (1.96 * found.est.std())),
    )


@pytest.mark.parametrize("memory", [0.0, 0.6, 0.8, 0.9])
@pytest.mark.parametrize("wander", [0.0, 1.0, 3.0])
def test_intervals_hold_the_truth_however_long_days_remember(memory: float, wander: float) -> None:
    share, width = held(20.0, memory, wander)
    assert 0.92 <= share <= 0.995
    assert width <= 1.45, "so wide that it says nothing"


def test_few_rows_a_day_are_read_by_the_week() -> None:
    share, width = held(2.0, 0.6, 0.5)
    assert 0.92 <= share <= 0.995
    assert width <= 1.5


def test_a_rhythm_of_the_week_is_not_taken_for_wandering() -> None:
    plain, rhythmic = held(20.0, 0.0, 0.0), held(20.0, 0.0, 0.0, weekday=4.0)
    assert rhythmic[1] <= 1.1 * plain[1]


def test_one_series_alone_is_less_sure_than_one_among_its_like() -> None:
    rng = np.random.default_rng(3)
    daily = rng.standard_normal((40, BEFORE + AFTER)) / np.sqrt(20)
    daily[0, BEFORE:] += 0.25
    many = track(np.full(daily.shape, 20.0), 20 * daily, 1.0)
    where = {"start": 0, "onset": BEFORE, "end": BEFORE + AFTER, "block": BLOCK}
    alone, among = judged(many.only(np.array([0])), None, **where), judged(many, None, **where)
    assert among.p[0] < alone.p[0] / 2
    assert among.est[0] == pytest.approx(alone.est[0])


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), gap=st.integers(0, 30), step=st.sampled_from([1, 7]))
def test_the_difference_is_that_of_the_rows_whatever_else_is_judged(seed: int, gap: int, step: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.poisson(9, (2, 120)).astype(float)
    values = rows * rng.random((2, 120))
    found = judged(
        track(rows, values, 0.3), None, start=10, onset=60, after_from=60 + gap, end=110, block=7, least_step=step
    )
    for number in range(2):
        before = values[number, 10:60].sum() / rows[number, 10:60].sum()
        after = values[number, 60 + gap : 110].sum() / rows[number, 60 + gap : 110].sum()
        assert found.est[number] == pytest.approx(after - before)
    assert (found.weight >= 0).all()
    assert found.weight.sum(axis=1) == pytest.approx(1.0)
    assert ((found.p >= 0) & (found.p <= 1)).all()


def quiet(rng: np.random.Generator, days: int = 98) -> Cells:
    """Twelve cells in which nothing moves."""
    keys = pd.MultiIndex.from_product([["web", "app", "shop"], ["UK", "DE", "FR", "US"]], names=["channel", "region"])
    n = rng.poisson(25, (12, days)).astype(float)
    total = rng.binomial(n.astype(int), 0.3).astype(float)
    calendar = np.arange("2026-01-01", days, dtype="datetime64[D]")
    return Cells("rate", "day", calendar, keys.to_frame(index=False), n, total, total)


def test_the_smallest_p_value_of_a_family_is_as_rare_as_it_says() -> None:
    rng = np.random.default_rng(11)
    alarms = 0
    for _ in range(60):
        alarms += bool(search.search({"rate": quiet(rng)}, {"rate": RATE}))
    assert alarms <= 7, "5 % would be 3 of 60"


def test_looks_that_overlap_count_for_fewer_than_they_are() -> None:
    one = quiet(np.random.default_rng(5))
    places = segments(one, min_n=60)
    windows = list(search._windows(one))
    found = family(one, places, windows)
    assert found.looks[0] < len(windows)
    assert found.looks[2] < len(windows) * sum(len(place.where) == 2 for place in places)
    assert found.looks[0] < found.looks[1] < found.looks[2]
    assert float(replace(found, metrics=3).p(1e-7, 1)) == pytest.approx(3 * float(found.p(1e-7, 1)))


def test_a_move_of_everything_does_not_pay_for_the_pairs() -> None:
    budget = Family({0: 10.0, 1: 100.0, 2: 10_000.0})
    assert float(budget.p(0.0001, 0)) < 0.01 < float(budget.p(0.0001, 1)) < 0.05 < float(budget.p(0.0001, 2))


def test_two_series_that_meet_by_chance_do_not_go_together() -> None:
    rng = np.random.default_rng(7)
    chance = [p_together(*wandering(rng, 0.8, 728, 2), 7) for _ in range(100)]
    assert np.mean(np.array(chance) <= 0.10) <= 0.17
    shared = wandering(rng, 0.8, 728, 1)[0]
    assert p_together(shared + 0.3 * rng.standard_normal(728), np.roll(shared, 7), 7) <= 0.06
    assert np.isnan(p_together(shared[:120], shared[:120], 7)), "too short to turn around"


def test_long_tails_are_tested_on_logs_and_sized_in_seconds() -> None:
    rng = np.random.default_rng(13)
    days, cell = np.repeat(np.arange("2026-01-01", 140, dtype="datetime64[D]"), 60), np.tile(["a", "b"], 140 * 30)
    wait = np.exp(rng.normal(4.0, 1.2, len(days)))
    wait[(days >= np.datetime64("2026-04-01")) & (cell == "b")] *= 1.6
    rows = pd.DataFrame({"metric": "wait", "topic": None, "period": days, "queue": cell, "n": 1, "total": wait, "sumsq": wait**2,
                         "log_total": np.log1p(wait), "log_sumsq": np.log1p(wait) ** 2})  # fmt: skip
    rows["topic"] = rows["topic"].astype(object)
    one = cells(rows, "wait", ("queue",), "day")
    assert one.tested is one.logs
    metric = Metric("wait", "interactions", "queue_wait_s", "up", kind="mean", min_n=30)
    found = search.search({"wait": one}, {"wait": metric})
    assert [move.segment.as_dict for move in found] == [{"queue": "b"}]
    assert abs(found[0].onset - 90) <= 3
    scores = cells(rows.assign(total=4.0, sumsq=17.0), "wait", ("queue",), "day")
    assert scores.tested is scores, "a scale without a long tail stays as it is"
