"""What `voc experiment` promises: intervals that hold, few false claims, and silence where arms cannot be compared.

Known truth everywhere: numbers by hand, numbers of scipy, or many small simulated experiments. A wrong command line is a
line in cases/experiment_bad_input.tsv. The page examples/slower_reply/README.md is printed by the commands in it.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from voc.cli import group
from voc.errors import DataError, UsageError
from voc.explain import Experiment, experiment, is_by_row
from voc.explain.experiment import looks
from voc.explain.experiment.answering import _trimmed
from voc.explain.experiment.arm_topics import arm_topics
from voc.explain.experiment.arms import Means, Sums, is_control, means, named
from voc.explain.experiment.history import adjusted
from voc.explain.experiment.margin import Margin, margin, power, verdict
from voc.metrics import Metric
from voc.report.trial import told

CASES = Path(__file__).parent / "cases"
PAGE = Path(__file__).parent.parent / "examples" / "slower_reply" / "README.md"
GOOD = Metric("csat", "orders", "x", "down", kind="share", unit="share")
MEAN = Metric("wait", "orders", "x", "up", kind="mean", unit="s")
REFRESH = bool(os.environ.get("VOC_REFRESH"))
T0 = pd.Timestamp("2026-03-01", tz="UTC")


def lines(name: str) -> list[Any]:
    rows = [line for line in (CASES / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [pytest.param(*row.split("\t"), id=row.split("\t")[0]) for row in rows]


def arm(rng: np.random.Generator, units: int, level: float, *, spread: float = 0.15) -> Sums:
    """Customers who differ; a few of them come very often."""
    count = 1 + np.floor(rng.pareto(1.8, units)).clip(0, 60)
    chance = np.clip(level + rng.uniform(-spread, spread, units), 0, 1)
    return Sums(np.arange(units), rng.binomial(count.astype(int), chance).astype(float), count)


def rows_of(rng: np.random.Generator, units: int = 400, effect: float = 0.0, share: float = 0.5) -> pd.DataFrame:
    """A row a contact of a good or bad outcome, customers in two arms."""
    name = np.where(rng.random(units) < share, "new", "control")
    unit = np.repeat(np.arange(units), 1 + rng.poisson(1, units))
    chance = np.clip(0.7 + rng.normal(0, 0.1, units) + effect * (name == "new"), 0, 1)
    value = (rng.random(len(unit)) < chance[unit]).astype(float)
    return pd.DataFrame({"arm": name[unit], "unit": unit.astype(str), "value": value})


def asked(rows: pd.DataFrame, metric: Metric = GOOD, size: float | str = 0.05, **more: Any) -> Experiment:
    return experiment(rows, metric, arm="variant", margin=size, **more)


# ---------------------------------------------------------------- by hand


def test_two_arms_by_hand() -> None:
    """1..10 against 0..9: variances 55/6 each, se = sqrt(11/6) = 1.354, 18 degrees of freedom, t = 2.1009."""
    rows = pd.DataFrame(
        {"arm": ["new"] * 10 + ["control"] * 10, "unit": range(20), "value": [*range(1, 11), *range(10)]}
    )
    found = asked(rows, MEAN, 3.0)
    assert (found.est, found.lo, found.hi) == pytest.approx((1.0, -1.84464, 3.84464), abs=1e-4)
    assert found.verdict == "undecided" and asked(rows, MEAN, 3.9).verdict == "noninferior"
    assert found.srm_p == 1.0


def test_one_row_a_customer_is_the_test_of_welch() -> None:
    rng = np.random.default_rng(1)
    one, other = rng.normal(5, 1, 40), rng.normal(4, 3, 25)
    found = means(*(Sums(np.arange(len(x)), x, np.ones(len(x))) for x in (one, other))).interval()
    welch = stats.ttest_ind(one, other, equal_var=False).confidence_interval()
    assert (found.lo, found.hi) == pytest.approx(tuple(welch))


def test_two_sums_of_a_ratio_by_hand() -> None:
    """Units (3 of 4), (1 of 2): mean 4/6; pulls (3 - 8/3)/6 and (1 - 4/3)/6, over the root of 1/3 and 2/3."""
    lean = Sums(np.arange(2), np.array([3.0, 1.0]), np.array([4.0, 2.0])).lean
    assert lean == pytest.approx([1 / 18 / np.sqrt(1 / 3), -1 / 18 / np.sqrt(2 / 3)])


def test_the_interval_of_fieller_by_hand() -> None:
    """12 over 10, variances 1 each, q = 2: (12 - 10 r)^2 = 4 (1 + r^2) has the roots 240 +- sqrt(240^2 - 4*96*140) over 192."""
    found = Means(12.0, 10.0, 1.0, 1.0, 0.0, 1e9).relative(2.0)
    root = np.sqrt(240**2 - 4 * 96 * 140)
    assert (found.est, found.lo, found.hi) == pytest.approx((0.2, (240 - root) / 192 - 1, (240 + root) / 192 - 1))


def test_many_looks_by_the_book() -> None:
    """At the planned number the sequence is 3.03 standard errors wide, and nowhere else narrower in proportion to it."""
    assert looks.quantile(10_000) == pytest.approx(3.03, abs=0.01)
    width = [looks.quantile(n, 5000) / np.sqrt(5000) * np.sqrt(5000 / n) for n in (4000, 5000, 6250)]
    tuned = [looks.quantile(5000, plan) for plan in (2500, 4000, 5000, 6250, 10_000)]
    assert tuned[0] > tuned[2] < tuned[4] and min(tuned) == tuned[2] and width[0] > width[1] > width[2]


def test_trimming_by_hand() -> None:
    assert _trimmed(np.array([1.0, 2.0, 3.0, 4.0]), 0.25) == (2.0, 3.0)
    assert _trimmed(np.array([0.0, 0.0, 1.0, 1.0]), 0.125) == pytest.approx((1.5 / 3.5, 2 / 3.5))


@given(
    t=st.floats(0.5, 2), c=st.floats(0.8, 2), vt=st.floats(1e-4, 1e-2), vc=st.floats(1e-4, 1e-2),
    size=st.floats(0.01, 0.5), worse=st.sampled_from(["up", "down"]),
)  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_a_relative_margin_is_fiellers_interval_against_it(
    t: float, c: float, vt: float, vc: float, size: float, worse: Any
) -> None:
    found = Means(t, c, vt, vc, 0.0, 500.0)
    ends = found.relative()
    lo, hi = (ends.lo, ends.hi) if worse == "down" else (-ends.hi, -ends.lo)
    if min(abs(lo + size), abs(hi + size)) > 1e-6:
        rule = "noninferior" if lo > -size else "inferior" if hi < -size else "undecided"
        assert verdict(found, Metric("m", "orders", "x", worse), Margin(size, is_relative=True)) == rule


@pytest.mark.parametrize(
    ("text", "size", "is_relative"),
    [("0.0125", 0.0125, False), ("1.25%", 0.0125, True), ("1.25pt", 0.0125, False), (" 2 PP ", 0.02, False)],
)
def test_a_margin_is_read_as_written(text: str, size: float, is_relative: bool) -> None:
    assert margin(text, GOOD) == Margin(pytest.approx(size), is_relative)  # type: ignore[arg-type]


# ---------------------------------------------------------------- many experiments


def test_the_interval_holds_where_a_few_customers_come_very_often() -> None:
    rng = np.random.default_rng(2)
    held, naive = [], []
    for _ in range(1000):
        one, other = arm(rng, 300, 0.65), arm(rng, 200, 0.6)
        found = means(one, other)
        held.append(found.interval().lo <= 0.05 <= found.interval().hi)
        p = [side.total.sum() / side.count.sum() for side in (one, other)]
        se = np.sqrt(sum(x * (1 - x) / side.count.sum() for x, side in zip(p, (one, other), strict=True)))
        naive.append(abs(p[0] - p[1] - 0.05) < 1.96 * se)
    assert 0.935 <= np.mean(held) <= 0.965
    assert np.mean(held) > np.mean(naive) + 0.01, "rows taken for independent are too sure"


def test_a_loss_as_large_as_the_margin_is_seldom_called_harmless() -> None:
    rng = np.random.default_rng(3)
    limit = Margin(0.05)
    said = [verdict(means(arm(rng, 300, 0.60), arm(rng, 300, 0.65)), GOOD, limit) for _ in range(1000)]
    assert np.mean([one == "noninferior" for one in said]) <= 0.04, "nominal 0.025"
    assert np.mean([one == "inferior" for one in said]) <= 0.04


def test_power_is_what_was_foretold() -> None:
    rng = np.random.default_rng(4)
    limit, found = Margin(0.05), [means(arm(rng, 800, 0.65), arm(rng, 800, 0.65)) for _ in range(600)]
    passed = np.mean([verdict(one, GOOD, limit) == "noninferior" for one in found])
    foretold = [power(one, limit, 800) for one in found]
    assert passed == pytest.approx(np.median([one.at_margin for one in foretold]), abs=0.05)
    needed = int(np.median([one.needed for one in foretold]))
    again = [means(arm(rng, needed, 0.65), arm(rng, needed, 0.65)) for _ in range(400)]
    assert np.mean([verdict(one, GOOD, limit) == "noninferior" for one in again]) == pytest.approx(0.9, abs=0.05)


def test_who_looks_every_week_is_wrong_once_in_twenty_at_most() -> None:
    """Customers come again, so each look has new customers and new rows of old ones."""
    rng = np.random.default_rng(5)
    missed = {"sequential": 0, "one look": 0}
    for _ in range(200):
        units, contacts = 1200, 3000
        own, is_new = rng.normal(0, 1, units), rng.random(units) < 0.5
        unit = rng.integers(0, units, contacts)
        value = own[unit] + rng.normal(0, 1, contacts)
        wrong = dict.fromkeys(missed, False)
        for n in range(200, contacts + 1, 280):
            sides = []
            for is_treated in (True, False):
                here = is_new[unit[:n]] == is_treated
                count = np.bincount(unit[:n][here], minlength=units)
                total = np.bincount(unit[:n][here], value[:n][here], minlength=units)
                there = np.flatnonzero(count)
                sides.append(Sums(there, total[there], count[there].astype(float)))
            found = means(*sides)
            reach = {"sequential": looks.quantile(sum(side.units for side in sides), 1000), "one look": found.quantile}
            for name, q in reach.items():
                wrong[name] |= abs(found.difference) > q * found.se()
        for name, is_wrong in wrong.items():
            missed[name] += is_wrong
    assert missed["sequential"] <= 0.05 * 200
    assert missed["one look"] > 0.09 * 200, "the simulation would show it if looking often did no harm"


def test_history_narrows_and_does_not_bend() -> None:
    """Customers without history are worse off than the others, and there are many of them."""
    rng = np.random.default_rng(6)
    est, raw_est, held, gain = [], [], [], []
    for _ in range(250):
        units = 400
        own = rng.normal(0, 1, units)
        has = rng.random(units) < np.where(own > 0, 0.9, 0.4)
        is_new = rng.random(units) < 0.5
        count = 1 + rng.poisson(2, units)
        total = (own + 0.3 * is_new) * count + rng.normal(0, np.sqrt(count))
        code = np.repeat(np.arange(units), np.where(has, 1 + rng.poisson(3, units), 0))
        before = pd.DataFrame({"code": code, "value": own[code] + rng.normal(0, 1, len(code))})
        sides = [
            Sums(np.flatnonzero(is_new == side), total[is_new == side], count[is_new == side].astype(float))
            for side in (True, False)
        ]
        raw = means(*sides)
        found = adjusted(*sides, before, raw)
        assert found is not None and found.n == has.sum()
        ends = found.means.interval()
        est.append(ends.est)
        raw_est.append(raw.difference)
        held.append(ends.lo <= 0.3 <= ends.hi)
        gain.append(found.gain)
    error = np.std(est) / np.sqrt(len(est))
    assert abs(np.mean(est) - 0.3) < 3 * error
    assert 0.93 <= np.mean(held) <= 0.97
    assert 1 - np.var(est) / np.var(raw_est) == pytest.approx(np.mean(gain), abs=0.08), "it narrows by what it says"
    assert np.mean(gain) > 0.35


def test_history_that_says_nothing_is_not_used() -> None:
    rng = np.random.default_rng(7)
    sides = [Sums(np.arange(300) + start, rng.normal(0, 1, 300), np.ones(300)) for start in (0, 300)]
    noise = pd.DataFrame({"code": np.arange(600), "value": rng.normal(0, 1, 600)})
    assert adjusted(*sides, noise, means(*sides)) is None
    assert adjusted(*sides, noise.iloc[:20], means(*sides)) is None, "too little of it"
    assert adjusted(*sides, noise.assign(value=1.0), means(*sides)) is None, "all alike"


def test_topics_of_one_arm_are_found_and_chance_is_not() -> None:
    rng = np.random.default_rng(8)
    named, wrong = 0, []
    for _ in range(25):
        code = np.repeat(np.arange(600), 1 + rng.poisson(1, 600))
        is_new = np.arange(600) % 2 == 0
        rows = pd.DataFrame(
            {"arm": np.where(is_new[code], "new", "control"), "code": code, "key": np.arange(len(code)).astype(str)}
        )
        said = [
            rows["key"][
                rng.random(len(code))
                < (0.2 if topic == "wait_time" and True else 0.1) * (1 + (is_new[code] & (topic == "wait_time")))
            ]
            for topic in ("wait_time", *"bcdefgh")
        ]
        pained = pd.concat([
            pd.DataFrame({"feedback_id": one, "topic": topic})
            for one, topic in zip(said, ("wait_time", *"bcdefgh"), strict=True)
        ])  # fmt: skip
        passed = {one.topic for one in arm_topics(rows, pained, "new", "control") if one.passes}
        named += "wait_time" in passed
        wrong.append(len(passed - {"wait_time"}) / max(len(passed), 1))
    assert named == 25 and np.mean(wrong) <= 0.1, "one false name in twenty is what the rule allows"


# ---------------------------------------------------------------- what may not be compared


def test_arms_that_are_not_filled_as_planned_give_no_verdict() -> None:
    rows = rows_of(np.random.default_rng(9), 3000, share=0.6)
    found = asked(rows, size=0.2)
    assert found.srm_p < 0.001 and found.verdict == "undecided" and found.grade == "C" and found.has("srm_failed")
    assert found.as_dict()["noninferior"] is False
    planned = asked(rows, size=0.2, split=0.6)
    assert planned.srm_p > 0.001 and planned.verdict == "noninferior" and planned.grade == "A"


def answered(seed: int, more: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(rows, assigned): of the contented `more` answer in the treatment than in the control; nobody's contentment moves."""
    rng = np.random.default_rng(seed)
    units = 6000
    name = np.where(np.arange(units) % 2 == 0, "new", "control")
    value = (rng.random(units) < 0.7).astype(float)
    is_answered = rng.random(units) < 0.4 + more * (value == 1) * (name == "new")
    every = pd.DataFrame(
        {"arm": name, "unit": np.arange(units).astype(str), "value": value, "is_answered": is_answered}
    )
    return every.loc[is_answered, ["arm", "unit", "value"]], every.drop(columns="value")


def test_a_difference_of_who_answered_is_not_taken_for_one_of_what_they_felt() -> None:
    rows, assigned = answered(1, 0.15)
    found = asked(rows, size=0.03, assigned=assigned)
    assert found.lo > 0, "the raw figures look better"
    assert found.verdict == "undecided" and found.grade == "C" and found.has("response_differs")
    assert found.answering is not None and found.answering.bounds is not None
    assert found.answering.bounds.lo < 0 < found.answering.bounds.hi, "the truth, nothing, lies within"
    assert asked(rows, size=0.5, assigned=assigned).verdict == "noninferior", "a margin that even the bounds clear"
    rows, assigned = answered(11, 0.0)
    even = asked(rows, size=0.05, assigned=assigned)
    assert even.verdict == "noninferior" and even.grade == "A" and not even.has("response_differs")


def test_customers_in_both_arms_are_left_out_and_said() -> None:
    rows = rows_of(np.random.default_rng(12), 1000)
    one = rows["unit"].unique()[:30]
    both = pd.concat([rows, *(rows[rows["unit"].isin(one)].assign(arm=name) for name in ("new", "control"))])
    found = asked(both, size=0.2)
    assert found.n["in_both_arms"] == 30 and found.has("in_both_arms") and found.grade == "C"
    assert found.est == asked(rows[~rows["unit"].isin(one)], size=0.2).est
    many = rows["unit"].unique()[:300]
    both = pd.concat([rows, *(rows[rows["unit"].isin(many)].assign(arm=name) for name in ("new", "control"))])
    assert asked(both, size=0.2).verdict == "undecided"
    with pytest.raises(DataError) as refused:
        asked(pd.concat([rows.assign(arm=name) for name in ("new", "control")]))
    assert refused.value.code == "E256" and "--unit row" in refused.value.do


@pytest.mark.parametrize(
    ("treatment", "control"),
    [
        ("新版", "舊版"), ("新版", "旧版"), ("实验组", "对照组"), ("實驗組", "對照組"), ("有", "無"), ("发送", "未发送"), ("B组", "A组"),
        ("new menu", "old menu"), ("sms", "no sms"), ("variant b", "variant a"), ("treatment", "control group"),
    ],
)  # fmt: skip
def test_the_arm_that_goes_on_as_before_is_the_control_in_either_language(treatment: str, control: str) -> None:
    """旧 sorts before 新 and 舊 behind it: the same experiment, two signs."""
    for order in ([treatment, control], [control, treatment]):
        assert named(sorted(order), "arm", None, None) == (treatment, control)
        assert is_control(control) and not is_control(treatment)


def test_of_three_arms_two_are_named() -> None:
    rows = rows_of(np.random.default_rng(13), 900)
    rows["arm"] = np.where(rows["unit"].astype(int) % 3 == 0, "third", rows["arm"])
    with pytest.raises(DataError) as refused:
        asked(rows)
    assert refused.value.code == "E250" and "--control" in refused.value.do
    found = asked(rows, treatment="third", control="control")
    assert (found.treatment, found.control) == ("third", "control")
    assert f"other_arms: {(rows['arm'] == 'new').sum()}" in found.reasons


@pytest.mark.parametrize(
    ("value", "words"), [(lambda rows: 1.0, "nothing to compare"), (lambda rows: np.where(rows["arm"] == "new", 3.0, rows["value"]), "in arm new")]
)  # fmt: skip
def test_a_metric_that_does_not_vary_is_no_number(value: Callable[[pd.DataFrame], Any], words: str) -> None:
    rows = rows_of(np.random.default_rng(14))
    with pytest.raises(DataError) as refused:
        asked(rows.assign(value=value(rows)), MEAN)
    assert refused.value.code == "E252" and words in refused.value.what


def test_nobody_unhappy_among_few_is_not_certainty() -> None:
    rows = pd.DataFrame({"arm": ["new"] * 40 + ["control"] * 40, "unit": range(80), "value": [1.0] * 75 + [0.0] * 5})
    found = asked(rows, size=0.02)
    assert found.hi - found.lo > 0.15 and found.lo < 0.125 < found.hi


def test_a_margin_of_a_mean_near_zero_is_refused() -> None:
    rng = np.random.default_rng(15)
    rows = rows_of(rng).assign(value=lambda frame: rng.normal(0, 1, len(frame)))
    with pytest.raises(DataError) as refused:
        asked(rows, MEAN, "5%")
    assert refused.value.code == "E253"


def test_a_few_huge_values_are_told() -> None:
    rng = np.random.default_rng(16)
    rows = rows_of(rng, 2000)
    value = rng.lognormal(3, 0.5, len(rows))
    is_new = (rows["arm"] == "new").to_numpy()
    value[np.flatnonzero(is_new)[:4]] = 90_000.0
    found = asked(rows.assign(value=value), MEAN, 30.0)
    assert found.verdict == "undecided" and found.has("tails_disagree") and found.tails is not None
    assert abs(found.tails.cut.difference) < 3
    assert "cut off" in told(found, MEAN, {}, "en")


# ---------------------------------------------------------------- when it began


def dated(seed: int = 17, units: int = 600) -> pd.DataFrame:
    """Thirty days before, thirty days of an experiment; who is content stays so."""
    rng = np.random.default_rng(seed)
    own, is_new = rng.uniform(0.2, 0.95, units), rng.random(units) < 0.5
    unit, day = rng.integers(0, units, 6000), rng.uniform(-30, 30, 6000)
    rows = pd.DataFrame({"unit": unit.astype(str), "value": (rng.random(6000) < own[unit]).astype(float)})
    rows["arm"] = np.where(day < 0, None, np.where(is_new[unit], "new", "control"))
    rows["happened_at"] = rows["seen_at"] = (T0 + pd.to_timedelta(day, unit="D")).astype("datetime64[us, UTC]")
    return rows


def test_rows_of_before_are_history_however_the_arm_is_written() -> None:
    rows = dated()
    found = asked(rows)
    assert found.adjusted is not None and found.adjusted.gain > 0.2
    assert found.start == "2026-03-01" and found.n["rows"] == int(rows["arm"].notna().sum())
    assert found.hi - found.lo < found.raw.hi - found.raw.lo
    # the arm stands on every row of a customer: the day must be told
    known = rows.dropna().drop_duplicates("unit").set_index("unit")["arm"]
    stamped = rows.assign(arm=rows["unit"].map(known)).dropna(subset=["arm"])
    since = asked(stamped, since=T0)
    assert since.adjusted is not None and (since.est, since.lo) == pytest.approx((found.est, found.lo), abs=0.01)
    assert asked(stamped).adjusted is None
    # "control" is written on everything before: nobody is in both arms for that
    lead = asked(rows.fillna({"arm": "control"}))
    assert lead.n["in_both_arms"] == 0 and lead.est == pytest.approx(found.est, abs=0.005)


def test_the_day_it_began_is_the_day_of_the_clocks_there() -> None:
    rows = dated()
    day = pd.Timestamp("2026-03-05", tz="Asia/Taipei").tz_convert("UTC")  # the evening before, in UTC
    found = asked(rows, since=day, timezone="Asia/Taipei")
    assert found.start == "2026-03-05" and found.n["rows"] == int(
        (rows["arm"].notna() & (rows["happened_at"] >= day)).sum()
    )
    late = pd.Timestamp("2027-03-05", tz="Asia/Taipei").tz_convert("UTC")
    with pytest.raises(DataError, match=r"(?s)2027-03-05.*a day from 2026-03-01"):
        asked(rows, since=late, timezone="Asia/Taipei")


def test_the_command_says_the_day_it_was_told(finished: Path, tmp_path: Path, voc_command: Callable[..., Any]) -> None:
    there = Path(shutil.copytree(finished, tmp_path / "run"))
    info = json.loads((there / "run.json").read_text("utf-8"))
    info["project"]["timezone"] = "Asia/Taipei"
    (there / "run.json").write_text(json.dumps(info), "utf-8")
    words = f"experiment csat {there} --arm arm --margin 0.5 --since 2026-01-10".split()
    assert json.loads(voc_command(*words, "--json").out)["start"] == "2026-01-10"
    assert "自2026年1月10日起" in voc_command(*words, "--lang", "zh-Hant").out


def test_what_was_seen_after_the_beginning_is_no_history() -> None:
    rows = dated()
    late = rows.assign(seen_at=rows["seen_at"].where(rows["happened_at"] >= T0, T0 + pd.Timedelta(days=1)))
    assert asked(late).adjusted is None


def test_many_looks_widen_the_interval_and_say_so() -> None:
    rows = dated()
    once, often = asked(rows), asked(rows, is_sequential=True, planned=600)
    assert often.lo < once.lo and often.hi > once.hi and often.est == once.est
    assert once.as_dict()["sequential"]["lo"] == pytest.approx(asked(rows, planned=10_000).sequential.lo)
    assert "every look" in told(often, GOOD, {}, "en") and "--sequential" in told(once, GOOD, {}, "en")


def test_rows_assigned_one_by_one_are_told_from_customers_who_stray() -> None:
    rng = np.random.default_rng(23)
    every = {"treatment": None, "control": None, "arm": "variant", "since": None}
    rows = rows_of(rng, 800).assign(happened_at=pd.NaT)
    tossed = rows.assign(arm=np.where(rng.random(len(rows)) < 0.5, "new", "control"))
    stray = rows.assign(arm=np.where(rng.random(len(rows)) < 0.05, "new", rows["arm"]))
    lead = dated().fillna({"arm": "control"})
    assert [is_by_row(one, one.assign(is_answered=True), **every) for one in (rows, tossed, stray, lead)] == [
        False, True, False, False,
    ]  # fmt: skip


def test_calls_assigned_one_by_one_are_compared_by_call(
    project: Path, tmp_path: Path, voc_command: Callable[..., Any]
) -> None:
    file = project / "calls.csv"
    head, *calls = file.read_text().splitlines()
    tossed = np.random.default_rng(24).random(len(calls)) < 0.5
    lines_with = [f"{call},{'new' if one else 'old'}" for call, one in zip(calls, tossed, strict=True)]
    file.write_text("\n".join([head + ",arm2", *lines_with]) + "\n")
    answers = [line.split(",") for line in (project / "feedback.csv").read_text().splitlines()]
    for cells in answers[1::3]:
        cells[5] = cells[6] = ""
    (project / "feedback.csv").write_text("\n".join(",".join(cells) for cells in answers) + "\n")
    assert voc_command("analyze", project, "--out", tmp_path, "--metric", "csat", "--metric", "queue_wait").exit == 0
    found = json.loads(
        voc_command("experiment", "queue_wait", tmp_path, "--arm", "arm2", "--margin", "60", "--json").out
    )
    assert found["unit"] == "row" and found["reasons"] == ["assigned_by_row"] and found["verdict"] == "noninferior"
    assert found["n"]["treatment"] + found["n"]["control"] == 240
    # csat stands in feedback, the arm on the call that it hangs on; not every call was answered
    hung = json.loads(voc_command("experiment", "csat", tmp_path, "--arm", "arm2", "--margin", "20pt", "--json").out)
    assert hung["response"]["n"] == {"treatment": int(tossed.sum()), "control": int((~tossed).sum())}
    assert hung["treatment"] == "new" and hung["n"]["assigned_treatment"] == int(tossed.sum())


# ---------------------------------------------------------------- in words


@pytest.mark.parametrize(
    ("effect", "size", "units", "words"),
    [
        (0.0, 0.05, 6000, "Not worse by more than the margin"), (0.1, 0.05, 3000, "Better than the control"),
        (-0.05, 0.1, 6000, "Worse than the control, but by less"), (-0.15, 0.05, 3000, "Worse by more than the margin"),
        (0.0, 0.01, 200, "Undecided"),
    ],
)  # fmt: skip
def test_the_verdict_is_said_in_words(effect: float, size: float, units: int, words: str) -> None:
    found = asked(rows_of(np.random.default_rng(18), units, effect), size=size)
    said = told(found, GOOD, {}, "en")
    assert words in said and "What to do next" in said and "What to distrust" in said
    assert ("more customers per arm would decide it" in said) == (words == "Undecided")
    for lang in ("zh-Hans", "zh-Hant"):
        assert "{" not in told(found, GOOD, {}, lang)


def test_rows_stand_beside_those_who_they_are_from() -> None:
    """Two n without a word between them made readers ask which one the interval has."""
    rows = rows_of(np.random.default_rng(21), 400)
    found = asked(rows)
    n = found.n
    first, second = (
        f"{n[f'rows_{arm}']:,} from {n[arm]:,}{who}" for arm, who in (("treatment", " customers"), ("control", ""))
    )
    assert f"Rows counted: {first} against {second};" in told(found, GOOD, {}, "en")
    once = told(asked(rows.drop_duplicates("unit")), GOOD, {}, "en")
    assert "Rows counted:" in once and " from " not in once.split("Rows counted:")[1].splitlines()[0]


def test_only_grade_a_speaks_of_an_effect() -> None:
    rng = np.random.default_rng(19)
    for share, is_sure in ((0.5, True), (0.65, False)):
        said = told(asked(rows_of(rng, 2000, share=share)), GOOD, {}, "en")
        assert ("is the effect of" in said) == is_sure
        assert not re.search(r"\bcaus|because|due to", said)


def test_json_is_plain_and_the_same_twice() -> None:
    rows, assigned = answered(20, 0.15)
    first, second = (json.dumps(asked(rows, assigned=assigned).as_dict(), allow_nan=False) for _ in range(2))
    assert first == second
    assert {"raw_effect", "cuped", "sequential", "response", "topics", "reasons", "grade", "power"} <= json.loads(
        first
    ).keys()


def test_no_customer_leaves_a_note() -> None:
    rows, assigned = answered(21, 0.0)
    found = asked(rows, assigned=assigned.assign(is_alone=assigned["unit"].astype(int) % 2 == 0))
    assert "no_customer: 3000 of 6000" in found.reasons


def test_what_nobody_called_control_is_a_guess() -> None:
    rows = rows_of(np.random.default_rng(22)).replace({"arm": {"new": "x", "control": "y"}})
    assert asked(rows).has("treatment_guessed") and not asked(rows, treatment="x").has("treatment_guessed")


@pytest.mark.parametrize("text", ["", "0:0", "1", "0", "-1", "a:b", "nan"])
def test_a_split_that_is_none(text: str) -> None:
    from voc.explain import planned_split

    with pytest.raises(UsageError) as refused:
        planned_split(text)
    assert refused.value.code == "E142"


@pytest.mark.parametrize(("what", "words", "code", "said"), lines("experiment_bad_input.tsv"))
def test_what_is_wrong_is_said(
    what: str, words: str, code: str, said: str, finished: Path, voc_command: Callable[..., Any]
) -> None:
    got = voc_command("experiment", *(str(finished) if one == "RUN" else one for one in shlex.split(words)))
    assert got.exit == int(code), got.err
    assert not [one for one in said.split(" | ") if one not in got.err], got.err
    assert "Traceback" not in got.err and not got.out


# ---------------------------------------------------------------- the page


@pytest.fixture(scope="module")
def slower(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the commands of the page are run."""
    sys.path.insert(0, str(PAGE.parent))
    try:
        import world
    finally:
        sys.path.pop(0)
    folder = tmp_path_factory.mktemp("slower")
    world.main(folder / "in")
    return folder


def test_the_page_is_what_its_commands_print(slower: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(slower)

    def printed(block: re.Match[str]) -> str:
        said = ""
        for line in block[1].splitlines():
            done = CliRunner().invoke(group, shlex.split(line.removeprefix("$ voc ")))
            assert done.exit_code == 0, done.output
            said += done.stdout.rstrip() + "\n"
        return f"```text\n{block[1]}{said}```"

    text = PAGE.read_text("utf-8")
    new = re.sub(r"```text\n((?:\$ [^\n]*\n)+)([\s\S]*?)```", printed, text)
    if REFRESH:
        PAGE.write_text(new, "utf-8")
    else:
        assert new == text, "the page quotes something else: run with VOC_REFRESH=1"


def test_the_truth_of_the_page_lies_in_the_interval(slower: Path) -> None:
    import world

    done = CliRunner().invoke(
        group, ["experiment", "csat", str(slower / "out"), "--arm", "reply", "--margin", "4%", "--json"]
    )
    found = json.loads(done.stdout)
    assert found["effect"]["lo"] <= -world.LOSS <= found["effect"]["hi"] and found["grade"] == "A"
    assert found["topics"][0]["topic"] == "wait_time" and found["topics"][0]["passes"]
    assert found["cuped"]["variance_reduction"] > 0.1
