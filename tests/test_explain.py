"""What the explain room promises, on series and comments made here: numbers that add up, intervals that hold, silence
where something is missing."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.errors import DataError
from voc.explain import Cells, Question, cells, experiment, search
from voc.explain.against import with_rivals
from voc.explain.case import beside
from voc.explain.cells import reference
from voc.explain.contributions import OTHERS, contributions
from voc.explain.drivers import Candidate, q_values
from voc.explain.grade import Checks, verdict
from voc.explain.quotes import evidence
from voc.explain.shift import shift
from voc.explain.voices import Voices
from voc.metrics import Metric, builtin
from voc.report.codes import code

FIRST = date(2026, 1, 5)
RATE = Metric("rate", "orders", "x", "up")
CASES = Path(__file__).parent / "cases"


def lines(name: str) -> list[Any]:
    rows = [line for line in (CASES / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [pytest.param(*row.split("\t"), id=row.split("\t")[0]) for row in rows]


def made(n: np.ndarray, total: np.ndarray, keys: pd.DataFrame | None = None, sumsq: np.ndarray | None = None) -> Cells:
    """Cells of a share from counts and totals, (cells, days)."""
    keys = pd.DataFrame(index=range(len(n))) if keys is None else keys
    days = np.datetime64(FIRST, "D") + np.arange(n.shape[1])
    squares = total if sumsq is None else sumsq
    return Cells("rate", "day", days, keys, n.astype(float), total.astype(float), squares.astype(float))


def grid() -> pd.DataFrame:
    return pd.DataFrame(itertools.product(("web", "app"), ("UK", "DE", "FR")), columns=["channel", "region"])


def drawn(rng: np.random.Generator, level: np.ndarray, rows: float = 60.0) -> Cells:
    """A share by channel and region, `level` of shape (6, days)."""
    n = rng.poisson(rows, level.shape)
    return made(n, rng.binomial(n, level), grid())


def day(position: int) -> date:
    return FIRST + timedelta(days=position)


def wandering(rng: np.random.Generator, series: int, days: int, sd: float, memory: float) -> np.ndarray:
    values = np.zeros((series, days))
    values[:, 0] = rng.normal(0, sd, series)
    for at in range(1, days):
        values[:, at] = memory * values[:, at - 1] + rng.normal(0, sd * np.sqrt(1 - memory**2), series)
    return values


# ---------------------------------------------------------------- a shift in numbers


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.0, 0.3), st.floats(0.2, 3.0))
def test_mix_and_rate_add_up_to_the_whole_change(seed: int, jump: float, growth: float) -> None:
    rng = np.random.default_rng(seed)
    level = np.tile(np.linspace(0.2, 0.6, 6)[:, None], (1, 120))
    level[0, 70:] += jump
    n = rng.poisson(60, level.shape)
    n[3, 70:] = rng.poisson(60 * growth, 50)
    made_ = made(n, rng.binomial(n, level), grid())
    found = shift(Question("rate", day(70)), made_, RATE)
    whole = np.ones(6, dtype=bool)
    change = made_.mean(whole, found.after) - made_.mean(whole, found.before)
    # Mix is what the change would be had every cell kept its own level; the rest is rate.
    usual = reference(made_, slice(0, 63))[:, None]
    of_mix, of_rate = (
        rows[:, found.after].sum() / made_.n[:, found.after].sum()
        - rows[:, found.before].sum() / made_.n[:, found.before].sum()
        for rows in (made_.n * usual, made_.total - made_.n * usual)
    )
    assert found.overall[0] == pytest.approx(change, abs=1e-12)
    assert found.mix[0] == pytest.approx(of_mix, abs=1e-12)
    assert found.mix[0] + of_rate == pytest.approx(change, abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.0, 0.3), st.floats(0.0, 3.0))
def test_what_the_values_of_a_dimension_bring_adds_up_to_the_whole_change(
    seed: int, jump: float, growth: float
) -> None:
    rng = np.random.default_rng(seed)
    level = np.tile(np.linspace(0.2, 0.6, 6)[:, None], (1, 120))
    level[0, 70:] += jump
    n = rng.poisson(60, level.shape)
    n[[0, 3], 70:] = rng.poisson(60 * growth, (2, 50))
    found = shift(Question("rate", day(70)), made(n, rng.binomial(n, level), grid()), RATE)
    brought = pd.DataFrame(contributions(found))
    assert set(brought["dim"]) == {"channel", "region"}
    for _, rows in brought.groupby("dim"):
        assert rows["within"].sum() + rows["mix"].sum() == pytest.approx(found.overall[0], abs=1e-12)
        assert rows["share_before"].sum() == pytest.approx(1) and rows["share_after"].sum() == pytest.approx(1)
        known = rows[rows["within_lo"].notna()]
        assert (known["within_lo"] <= known["within"]).all() and (known["within"] <= known["within_hi"]).all()
        assert (rows.loc[rows["within_lo"].isna(), "within"] == 0).all(), "no row on a side, no change of its own"


def test_the_value_that_moved_brings_by_its_own_change_and_the_one_that_grew_by_its_size() -> None:
    rng = np.random.default_rng(3)
    level = np.tile(np.array([0.2, 0.2, 0.2, 0.6, 0.6, 0.6])[:, None], (1, 120))
    level[0, 70:] += 0.3  # web x UK
    n = rng.poisson(60, level.shape)
    n[3:, 70:] = rng.poisson(120, (3, 50))  # app
    found = shift(Question("rate", day(70)), made(n, rng.binomial(n, level), grid()), RATE)
    brought = {(row["dim"], row["value"]): row for row in contributions(found)}
    uk, france, app = brought["region", "UK"], brought["region", "FR"], brought["channel", "app"]
    assert uk["within_lo"] > 0 and uk["within"] > 2 * abs(france["within"])
    assert app["within_lo"] < 0 < app["within_hi"] and app["mix"] > 0.02


def test_a_dimension_of_many_values_is_told_by_its_largest_ones() -> None:
    rng = np.random.default_rng(4)
    n = rng.poisson(20, (30, 120))
    agents = pd.DataFrame({"agent": [f"a{number:02d}" for number in range(30)]})
    found = shift(Question("rate", day(70)), made(n, rng.binomial(n, 0.4), agents), RATE)
    told = contributions(found)
    assert len(told) == 12 and told[-1]["value"] == OTHERS
    assert sum(row["within"] + row["mix"] for row in told) == pytest.approx(found.overall[0], abs=1e-12)


def test_a_search_in_quiet_worlds_keeps_to_its_budget() -> None:
    rng = np.random.default_rng(7)
    alarms = 0
    for _ in range(24):
        wander = wandering(rng, 1, 120, 0.01, 0.5)
        quiet = drawn(rng, np.clip(0.4 + np.tile(wander, (6, 1)), 0, 1))
        alarms += bool(search.search({"rate": quiet}, {"rate": RATE}))
    assert alarms <= 4


def test_a_search_finds_where_and_when() -> None:
    rng = np.random.default_rng(8)
    level = np.full((6, 120), 0.4)
    level[3, 80:] += 0.2  # app, UK
    (move, *rest) = search.search({"rate": drawn(rng, level)}, {"rate": RATE})
    assert dict(move.segment.where) == {"channel": "app", "region": "UK"}
    assert abs(move.onset - 80) <= 2
    assert rest == []


@pytest.mark.parametrize(
    ("touched", "segment"),
    [
        ([0, 1, 2], {"channel": "web"}),
        ([1, 4], {"region": "DE"}),
        ([5], {"channel": "app", "region": "FR"}),
        (list(range(6)), {}),
    ],
)
def test_where_names_one_condition_two_or_everywhere(touched: list[int], segment: dict[str, str]) -> None:
    rng = np.random.default_rng(9)
    level = np.tile(np.linspace(0.3, 0.5, 6)[:, None], (1, 120))
    level[touched, 80:] += 0.15
    found = shift(Question("rate", day(80)), drawn(rng, level), RATE)
    assert found.is_real
    assert found.segment.as_dict == segment
    rows = [
        [found.cells.n[part, window].sum() for window in (found.before, found.after)] for part in (slice(None), touched)
    ]
    assert found.counted == (*rows[0], *rows[1])


@pytest.mark.parametrize("shape", ["step", "pulse", "ramp"])
def test_the_shape_of_a_move_is_seen(shape: str) -> None:
    rng = np.random.default_rng(10)
    after = np.arange(60)
    form = {"step": after >= 0, "pulse": after < 10, "ramp": np.clip(after / 40, 0, 1)}[shape].astype(float)
    level = np.full((6, 140), 0.3)
    level[:3, 80:] += 0.25 * form
    found = shift(Question("rate", day(80)), drawn(rng, level), RATE)
    assert found.is_real and found.kind == shape
    if shape == "pulse":
        assert 88 <= found.after.stop <= 92


def test_a_few_wild_days_at_its_start_do_not_make_a_step_a_pulse() -> None:
    rng = np.random.default_rng(1)
    level = np.full((6, 140), 0.1)
    level[:3, 80:] += 0.2
    level[:3, 80:82] += 0.35
    assert shift(Question("rate", day(80)), drawn(rng, level, rows=10), RATE).kind == "step"


def test_the_onset_interval_mostly_holds_the_planted_day() -> None:
    rng = np.random.default_rng(11)
    held = []
    for _ in range(20):
        level = np.full((6, 120), 0.4)
        level[:, 75:] += 0.05
        moves = search.search({"rate": drawn(rng, level)}, {"rate": RATE})
        for move in moves[:1]:
            question = Question("rate", day(move.onset), segment=move.segment, p=move.p, end=move.end)
            found = shift(question, drawn(rng, level), RATE)
            held.append(found.onset_lo <= 75 <= found.onset_hi)
    assert len(held) >= 10 and np.mean(held) >= 0.8


def test_only_the_mix_moved() -> None:
    rng = np.random.default_rng(12)
    level = np.tile(np.array([0.1, 0.1, 0.1, 0.7, 0.7, 0.7])[:, None], (1, 120))
    n = rng.poisson(60, level.shape)
    n[3:, 70:] = rng.poisson(150, (3, 50))
    found = shift(Question("rate", day(70)), made(n, rng.binomial(n, level), grid()), RATE)
    assert found.is_mix and not found.is_real
    assert found.mix[1] <= found.overall[0] <= found.mix[2]


def test_a_level_that_wanders_is_not_called_mix() -> None:
    rng = np.random.default_rng(22)
    for _ in range(60):
        level = np.clip(0.4 + np.tile(wandering(rng, 1, 140, 0.03, 0.9), (6, 1)), 0, 1)
        assert not shift(Question("rate", day(84)), drawn(rng, level), RATE).is_mix


def test_a_topic_that_moved_and_explains_nothing_is_not_said_to_have_stood_still() -> None:
    def one(topic: str, lag: int, *, agrees: bool = True) -> Candidate:
        return Candidate(topic, 0.1, 0.2, (0.1, 0.05, 0.15), 0.001, True, "segment", agrees=agrees, lag=lag)

    alike = replace(one("alike", 0), level="record", p_record=0.6)
    tried = [one("late", 20), one("quiet", 20), one("disagreeing", 20, agrees=False), one("unsure", 0), alike]
    q = {"late": 0.01, "quiet": 0.9, "disagreeing": 0.01, "unsure": 0.02, "alike": 0.03}
    effect = SimpleNamespace(dropped={"unsure": "accounted_unclear"})
    said = beside(SimpleNamespace(topics=tried), q, effect)  # type: ignore[arg-type]
    assert said == ("topic_later: late 20", "topic_unsure: unsure", "topic_not_worse: alike")
    found = SimpleNamespace(
        question=SimpleNamespace(is_asked=False), missing="", artifact="", is_mix=False, is_real=True, is_clear=True
    )
    for codes, first in ((said, "topic_later: late 20"), ((), "no_topic")):
        told = verdict(found, [], {}, Checks(), [], {}, [], codes)  # type: ignore[arg-type]
        assert (told.verdict, told.grade, told.reasons[0]) == ("unexplained", "D", first)


@pytest.mark.parametrize(("name", "days", "rows", "level", "asked", "code"), lines("explain_missing.tsv"))
def test_what_cannot_be_answered_says_why_and_gives_no_number(
    name: str, days: str, rows: str, level: str, asked: str, code: str
) -> None:
    rng = np.random.default_rng(13)
    n = rng.poisson(float(rows), (1, int(days)))
    found = shift(Question("rate", day(int(asked))), made(n, rng.binomial(n, float(level))), RATE)
    assert found.missing.split(":")[0] == code
    assert not found.is_real
    assert all(np.isnan(value) for value in (*found.overall, *found.mix, *found.inside, found.p))


def test_no_row_at_all_is_answered_too() -> None:
    empty = pd.DataFrame({name: [] for name in ("metric", "topic", "period", "n", "total", "sumsq")})
    found = shift(Question("rate", day(5)), cells(empty, "rate", ("channel",), "day"), RATE)
    assert found.missing == "too_few: 0"


def test_a_segment_of_five_rows_is_never_named() -> None:
    rng = np.random.default_rng(14)
    n = rng.poisson(60, (6, 120))
    n[5] = 0
    n[5, [20, 40, 90, 95, 100]] = 1
    total = rng.binomial(n, 0.4)
    total[5] = n[5] * (np.arange(120) >= 80)
    found = shift(Question("rate", day(80)), made(n, total, grid()), RATE)
    assert not found.is_real


def test_the_same_input_gives_the_same_output() -> None:
    level = np.full((6, 120), 0.4)
    level[0, 80:] += 0.2
    one, other = (drawn(np.random.default_rng(15), level) for _ in range(2))
    before = one.total.copy()
    assert shift(Question("rate", day(80)), one, RATE).inside == shift(Question("rate", day(80)), other, RATE).inside
    moves = [search.search({"rate": each}, {"rate": RATE}) for each in (one, other)]
    assert [(m.onset, m.p, m.segment.where) for m in moves[0]] == [(m.onset, m.p, m.segment.where) for m in moves[1]]
    assert (one.total == before).all(), "inputs come back as they went in"


# ---------------------------------------------------------------- topics


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.integers(0, 100))
def test_q_values_are_ordered_like_p_and_never_below(p: list[float], seed: int) -> None:
    q = q_values(p, [1.0] * len(p))
    order = np.argsort(p, kind="stable")
    assert (np.diff(q[order]) >= -1e-12).all()
    assert (q >= np.array(p) - 1e-12).all() and (q <= 1).all()


def test_a_topic_that_is_expected_to_explain_passes_more_easily() -> None:
    p = [0.04, 0.3, 0.5, 0.7]
    plain, weighted = q_values(p, [1, 1, 1, 1]), q_values(p, [3, 1, 1, 1])
    assert weighted[0] < plain[0] and weighted[1] > weighted[0]
    assert q_values([], []).size == 0


def voices_of(rng: np.random.Generator, count: int = 400) -> tuple[Voices, pd.DataFrame]:
    ids = np.array([f"f{number:04d}" for number in range(count)])
    rows = pd.DataFrame({
        "channel": rng.choice(["web", "app"], count), "region": rng.choice(["UK", "DE", "FR"], count),
        "lang": rng.choice(["en", "zh-Hans"], count, p=[0.9, 0.1]),
    })  # fmt: skip
    customers = np.array([f"c{number}" for number in rng.integers(0, 60, count)])
    heard = Voices(
        ("delivery",), ids, ids, customers, (rng.random(count) < 0.5).astype(float), rng.integers(0, 120, count),
        np.ones((count, 1), dtype=bool), rows,
    )  # fmt: skip
    mentions = pd.DataFrame({"feedback_id": ids, "topic": "delivery", "confidence": rng.random(count)})
    return heard, mentions


def named(topic: str) -> Candidate:
    return Candidate(topic, 0.1, 0.3, (0.2, 0.1, 0.3), 0.001, True, "record")


def test_quotes_come_from_the_segment_after_the_onset_one_a_customer_in_every_language() -> None:
    rng = np.random.default_rng(17)
    level = np.full((6, 120), 0.4)
    level[:3, 60:] += 0.2
    found = shift(Question("rate", day(60)), drawn(rng, level), RATE)
    assert found.segment.as_dict == {"channel": "web"}
    heard, mentions = voices_of(rng)
    chosen = evidence(found, named("delivery"), heard, mentions, heard.rows["lang"].set_axis(heard.ids)).ids
    place = [int(name[1:]) for name in chosen]
    assert len(chosen) == 12
    assert (heard.rows["channel"].to_numpy()[place] == "web").all()
    assert (heard.at[place] >= 60).all()
    assert len(set(heard.customers[place])) == len(place)
    assert set(heard.rows["lang"].to_numpy()[place]) == {"en", "zh-Hans"}
    assert evidence(found, named("nothing"), heard, mentions, pd.Series(dtype=object)).ids == ()


# ---------------------------------------------------------------- experiments


def arms(rng: np.random.Generator, effect: float, *, customers: int = 800, share: float = 0.5) -> pd.DataFrame:
    """A row a contact: customers differ from one another, and some come often."""
    own = rng.normal(0, 0.15, customers)
    arm = np.where(rng.random(customers) < share, "new", "control")
    unit = np.repeat(np.arange(customers), 1 + rng.poisson(2, customers))
    chance = np.clip(0.6 + own + np.where(arm == "new", effect, 0.0), 0, 1)[unit]
    return pd.DataFrame({"arm": arm[unit], "unit": unit, "value": (rng.random(len(unit)) < chance).astype(float)})


GOOD = replace(RATE, worse="down")


def test_the_interval_of_an_experiment_knows_that_customers_come_more_than_once() -> None:
    rng = np.random.default_rng(18)
    held = []
    for _ in range(80):
        found = experiment(arms(rng, 0.03), GOOD, arm="variant", treatment="new", margin=0.1)
        held.append(found.lo <= 0.03 <= found.hi)
    assert 0.90 <= np.mean(held) <= 0.99


@pytest.mark.parametrize(
    ("effect", "customers", "margin", "verdict"),
    [(0.0, 6000, 0.05, "noninferior"), (-0.15, 6000, 0.05, "inferior"), (-0.05, 150, 0.05, "undecided")],
)
def test_not_worse_by_the_margin_is_decided(effect: float, customers: int, margin: float, verdict: str) -> None:
    rows = arms(np.random.default_rng(19), effect, customers=customers)
    found = experiment(rows, GOOD, arm="variant", treatment="new", margin=margin)
    assert found.verdict == verdict
    assert found.as_dict()["noninferior"] is (verdict == "noninferior")
    # Where more is worse, the mirror image is decided the same way.
    mirrored = experiment(rows.assign(value=-rows["value"]), RATE, arm="variant", treatment="new", margin=margin)
    assert mirrored.verdict == verdict


def test_uneven_arms_are_noticed() -> None:
    rng = np.random.default_rng(20)
    even = experiment(arms(rng, 0.0), GOOD, arm="variant", treatment=None, margin=0.1)
    uneven = experiment(arms(rng, 0.0, share=0.6), GOOD, arm="variant", treatment=None, margin=0.1)
    assert even.srm_p > 0.001 > uneven.srm_p
    assert even.treatment == "new" and even.control == "control"


@pytest.mark.parametrize("broken", ["one customer in an arm", "one arm", "three arms", "no row", "no such treatment"])
def test_no_experiment_no_number(broken: str) -> None:
    rows = arms(np.random.default_rng(21), 0.0, customers=100)
    treatment = "other" if broken == "no such treatment" else None
    if broken == "one customer in an arm":
        first = rows.loc[rows["arm"] == "new", "unit"].iloc[0]
        rows = rows[(rows["arm"] == "control") | (rows["unit"] == first)]
    elif broken == "one arm":
        rows = rows[rows["arm"] == "control"]
    elif broken == "three arms":
        rows = rows.assign(arm=np.where(rows["unit"] % 3 == 0, "third", rows["arm"]))
    elif broken == "no row":
        rows = rows.iloc[:0]
    with pytest.raises(DataError) as told:
        experiment(rows, GOOD, arm="variant", treatment=treatment, margin=0.1)
    assert told.value.code == "E250" and told.value.do


def test_what_moved_the_other_way_in_the_same_group_is_a_rival_of_both() -> None:
    """Solved at first contact goes up where contacts are closed early, and so do the calls that come again."""
    every = builtin()
    place, elsewhere = '{"team": "C"}', '{"team": "A"}'

    def row(
        metric: str, direction: str, onset: str, segment: str = place, verdict: str = "unexplained"
    ) -> dict[str, Any]:
        return {"metric": metric, "direction": direction, "onset": onset, "segment": segment, "verdict": verdict,
                "rivals": ["season"]}  # fmt: skip

    told = with_rivals(
        [row("fcr", "up", "2026-06-01"), row("repeat_contact", "up", "2026-06-03"), row("queue_wait", "down", "2026-06-02"),
         row("repeat_contact", "up", "2026-06-01", elsewhere), row("handle_time", "up", "2026-06-20"),
         row("handle_time", "up", "2026-06-01", verdict="artifact"), row("csat", "down", "2026-06-01")],
        every,
    )  # fmt: skip
    assert [one["rivals"][1:] for one in told] == [
        ["moved_against: repeat_contact"], ["moved_against: fcr", "moved_against: queue_wait"],
        ["moved_against: repeat_contact"], [], [], [], [],
    ]  # fmt: skip
    said = code("rival", "moved_against: fcr", {"fcr": {"en": "FCR", "zh-Hans": "首解率", "zh-Hant": "首解率"}})
    assert "FCR" in said["en"] and "相反方向变化：首解率" in said["zh-Hans"]
