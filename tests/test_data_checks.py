"""Is it the data? What is asked of the data before any topic: a change of who answers, in which language, on which scale.

Every world here is drawn row by row, so that the truth is known: what is left of a shift once the data are put right.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import worlds

import voc
from voc.explain import cells, collection
from voc.explain.artifacts import collection_starts
from voc.explain.cells import Cells
from voc.explain.collection import Collection, one_after_another
from voc.explain.data_checks import DataCheck, doubted
from voc.explain.question import Question
from voc.explain.rates import rate_moves
from voc.explain.rows import stuck_row
from voc.explain.shift import Shift, shift
from voc.explain.stuck import stuck
from voc.metrics import LINK_RATE, RESPONSE_RATE, VOLUME, Metric

FIRST, DAYS, ONSET = date(2026, 1, 5), 140, 84
CSAT = Metric("csat", "feedback", "score", "down", side="X")
WAIT = Metric("abandoned", "sessions", "abandoned", "up")
DIMS = ("region",)


def day(position: int) -> date:
    return FIRST + timedelta(days=position)


def drawn(rng: np.random.Generator, a_day: float = 60.0) -> pd.DataFrame:
    """Rows with a day and a region."""
    at = np.repeat(np.arange(DAYS), rng.poisson(a_day, DAYS))
    return pd.DataFrame({"at": at, "region": rng.choice(["north", "south"], len(at)), "late": at >= ONSET})


def said(rng: np.random.Generator, chance: np.ndarray) -> np.ndarray:
    return (rng.random(len(chance)) < chance).astype(float)


def counted(rows: pd.DataFrame, metric: str, by: list[str]) -> pd.DataFrame:
    """Rows with a `value_of` as series (by period and region) or, by class, as makeup."""
    kept = rows.assign(period=pd.to_datetime([day(at) for at in rows["at"]]), squared=rows["value_of"] ** 2)
    grouped = kept.groupby(["period", "region", *by])["value_of"]
    made = pd.DataFrame({
        "asked": grouped.size(), "n": grouped.count(), "total": grouped.sum(),
        "sumsq": kept.groupby(["period", "region", *by])["squared"].sum(),
    })  # fmt: skip
    return made.reset_index().assign(metric=metric, topic=None)


def made_of(rows: pd.DataFrame, metric: str, of: str, column: str) -> pd.DataFrame:
    return counted(rows, metric, [column]).rename(columns={column: "value"}).assign(made_of=of)


def asked(
    rows: pd.DataFrame, metric: Metric, classes: Mapping[str, str], rates: Mapping[tuple[str, str], Cells] | None = None,
    more: tuple[pd.DataFrame, ...] = (),
) -> tuple[Shift, Shift, dict[str, DataCheck]]:  # fmt: skip
    """(the shift as it looks, the same after the data checks, the checks) of rows with `value_of`, null where silent."""
    answered = rows[rows["value_of"].notna()]
    of_metric = cells(counted(answered, metric.id, []), metric.id, DIMS, "day")
    volume = cells(counted(answered.assign(value_of=1.0), VOLUME, []), VOLUME, DIMS, "day")
    frames = [made_of(rows if of.startswith("outcome:") else answered, metric.id, of, column)
              for of, column in classes.items()]  # fmt: skip
    makeup = pd.concat([*frames, *more]) if frames or more else counted(rows.iloc[:0], metric.id, []).assign(made_of="")
    collected: Collection = collection(makeup, rates or {}, {metric.id: of_metric, VOLUME: volume}, DIMS)
    before = shift(Question(metric.id, day(ONSET)), of_metric, metric)
    after, ran = doubted(before, metric, collected)
    return before, after, {one.check: one for one in reversed(ran)}


def rate(rng: np.random.Generator, name: str, level: np.ndarray, a_day: float = 30.0) -> Cells:
    """A rate of this level by day, in two regions."""
    n = rng.poisson(a_day, (2, DAYS)).astype(float)
    total = rng.binomial(n.astype(int), level).astype(float)
    days = np.datetime64(FIRST, "D") + np.arange(DAYS)
    return Cells(name, "day", days, pd.DataFrame({"region": ["north", "south"]}), n, total, total)


# ---------------------------------------------------------------- a shift that the data make


def test_a_fall_that_the_unhappy_make_by_answering_more_is_an_artifact() -> None:
    rng = np.random.default_rng(1)
    rows = drawn(rng, 300)
    rows["solved"] = np.where(rng.random(len(rows)) < 0.7, "1", "0")
    good = rows["solved"] == "1"
    value = said(rng, np.where(good, 0.8, 0.3))
    answers = rng.random(len(rows)) < np.where(~good & rows["late"], 0.5, 0.15)
    rows["value_of"] = np.where(answers, value, np.nan)
    before, after, checks = asked(rows, CSAT, {"outcome:solved": "solved"})
    assert before.is_real and before.inside[0] < -0.1
    assert not after.is_real and after.artifact.startswith("response_rate_changed: solved=0 0.1")
    one = checks["response_rate"]
    assert (one.before, one.after) == (pytest.approx(0.15, abs=0.02), pytest.approx(0.5, abs=0.02))
    assert one.left[1] <= 0 <= one.left[2] and one.left[2] - one.left[1] < 0.1


def test_a_fall_because_less_is_solved_stays_whoever_answers() -> None:
    rng = np.random.default_rng(2)
    rows = drawn(rng, 300)
    rows["solved"] = np.where(rng.random(len(rows)) < np.where(rows["late"], 0.4, 0.7), "1", "0")
    good = rows["solved"] == "1"
    answers = rng.random(len(rows)) < np.where(good, 0.1, 0.3)
    rows["value_of"] = np.where(answers, said(rng, np.where(good, 0.8, 0.3)), np.nan)
    before, after, checks = asked(rows, CSAT, {"outcome:solved": "solved"})
    assert before.is_real and after.is_real
    one = checks["response_rate"]
    assert not one.is_changed
    assert one.left[1] <= before.inside[0] <= one.left[2], "nothing is taken from a fall that customers met with"


def test_a_fall_that_another_language_makes_is_an_artifact() -> None:
    rng = np.random.default_rng(3)
    rows = drawn(rng)
    rows["lang"] = np.where(rng.random(len(rows)) < np.where(rows["late"], 0.55, 0.1), "zh-Hans", "en")
    rows["value_of"] = said(rng, np.where(rows["lang"] == "en", 0.8, 0.45))
    before, after, checks = asked(rows, CSAT, {"lang": "lang"})
    assert before.is_real and before.inside[0] < -0.1
    assert after.artifact.startswith("lang_mix_changed: ") and not after.is_real
    left = checks["lang_mix"].left
    assert left[1] <= 0 <= left[2] and abs(left[0]) < 0.03


def test_a_true_fall_beside_another_language_keeps_its_own_size() -> None:
    rng = np.random.default_rng(4)
    held = []
    for _ in range(12):
        rows = drawn(rng)
        rows["lang"] = np.where(rng.random(len(rows)) < np.where(rows["late"], 0.4, 0.2), "zh-Hans", "en")
        rows["value_of"] = said(rng, np.where(rows["lang"] == "en", 0.8, 0.6) - np.where(rows["late"], 0.2, 0.0))
        _, after, checks = asked(rows, CSAT, {"lang": "lang"})
        one = checks["lang_mix"]
        assert after.is_real and one.is_changed
        held.append(one.left[1] <= -0.2 <= one.left[2])
    assert np.mean(held) >= 0.85, "the interval of what is left holds the true fall"


@pytest.mark.parametrize(
    ("of", "code"), [("survey_wording", "survey_wording_changed"), ("score_scale", "score_scale_changed")]
)
def test_a_question_asked_in_another_way_cannot_be_told_from_a_fall(of: str, code: str) -> None:
    rng = np.random.default_rng(5)
    rows = drawn(rng)
    rows["version"] = np.where(rows["late"], "v2", "v1")
    rows["value_of"] = said(rng, np.where(rows["late"], 0.5, 0.8))
    before, after, checks = asked(rows, CSAT, {of: "version"})
    assert before.is_real and after.artifact.startswith(code)
    left = checks[of].left
    assert np.isnan(left[0]) and left[1:] == (before.inside[0], 0.0), "anything between all of it and nothing"


# ---------------------------------------------------------------- what does not make it is only said


def test_less_comments_that_find_their_record_are_said_and_take_nothing_away() -> None:
    rng = np.random.default_rng(6)
    rows = drawn(rng)
    rows["value_of"] = said(rng, np.where(rows["late"], 0.5, 0.3))
    level = np.where(np.arange(DAYS) < ONSET, 0.95, 0.6)
    before, after, checks = asked(rows, WAIT, {}, {(LINK_RATE, "sessions"): rate(rng, LINK_RATE, level)})
    assert before.is_real and after.is_real
    one = checks["link_rate"]
    assert one.is_changed and one.reason.startswith("link_rate_changed: 0.9") and np.isnan(one.left[0])
    assert (one.before, one.after) == (pytest.approx(0.95, abs=0.01), pytest.approx(0.6, abs=0.02))


def test_another_tagger_is_said_of_a_metric_that_no_tagger_makes() -> None:
    rng = np.random.default_rng(7)
    rows = drawn(rng)
    rows["value_of"] = said(rng, np.where(rows["late"], 0.5, 0.3))
    rows["tagger"] = np.where(rows["late"], "model-2", "phrases")
    more = made_of(rows.assign(value_of=1.0), VOLUME, "tagger", "tagger")
    _, after, checks = asked(rows, WAIT, {}, more=(more,))
    assert after.is_real and checks["tagger"].is_changed
    assert checks["tagger"].reason == "tagger_changed: model-2 0.000 -> 1.000"


def test_who_writes_about_visits_never_makes_abandonment_an_artifact() -> None:
    rng = np.random.default_rng(8)
    rows = drawn(rng, 300)
    rows["value_of"] = said(rng, np.where(rows["late"], 0.5, 0.3))
    rows["own"] = rows["value_of"].astype(int).astype(str)
    wrote = said(rng, np.where((rows["own"] == "1") & rows["late"], 0.5, 0.1))
    more = made_of(rows.assign(value_of=np.where(wrote > 0, 1.0, np.nan)), RESPONSE_RATE, "outcome:abandoned", "own")
    before, after, checks = asked(rows, WAIT, {}, more=(more,))
    assert before.is_real and after.is_real and after.artifact == ""
    assert checks["response_rate"].is_changed and np.isnan(checks["response_rate"].left[0])


def test_an_export_of_one_file_a_month_is_one_source() -> None:
    rng = np.random.default_rng(9)
    rows = drawn(rng)
    rows["file"] = "feedback-" + (rows["at"] // 28).astype(str) + ".csv"
    rows["value_of"] = said(rng, np.where(rows["late"], 0.5, 0.8))
    _, after, checks = asked(rows, CSAT, {"source": "file"})
    assert after.is_real and "source_mix" not in checks
    spans = pd.DataFrame({"value": ["a", "a", "b", "b", "c"], "period": [1, 5, 3, 8, 6]})
    assert list(one_after_another(spans)["value"]) == ["a", "a", "b", "b", "a"], "what overlaps stays apart"


# ---------------------------------------------------------------- silence


def test_data_that_only_wander_raise_no_doubt() -> None:
    rng = np.random.default_rng(10)
    alarms = 0
    for _ in range(60):
        rows = drawn(rng, 20.0)
        mood = worlds.mood(rng, DAYS, 1.2)[rows["at"].to_numpy()]
        rows["lang"] = np.where(rng.random(len(rows)) < 1 / (1 + np.exp(1.5 - mood)), "zh-Hans", "en")
        rows["solved"] = np.where(rng.random(len(rows)) < 0.7, "1", "0")
        ready = 1 / (1 + np.exp(0.5 - worlds.mood(rng, DAYS, 0.8)[rows["at"].to_numpy()]))
        rows["value_of"] = np.where(rng.random(len(rows)) < ready, said(rng, np.full(len(rows), 0.7)), np.nan)
        level = np.clip(0.6 + worlds.mood(rng, DAYS, 0.05), 0, 1)
        rates = {(RESPONSE_RATE, "sessions"): rate(rng, RESPONSE_RATE, level),
                 (LINK_RATE, "sessions"): rate(rng, LINK_RATE, np.full(DAYS, 0.95))}  # fmt: skip
        _, _, checks = asked(rows, CSAT, {"lang": "lang", "outcome:solved": "solved"}, rates)
        assert {"lang_mix", "response_rate", "link_rate", "feedback_volume"} <= set(checks)
        alarms += any(one.is_changed for one in checks.values())
    assert alarms <= 0.05 * 60


def test_a_link_rate_that_falls_by_itself_is_a_finding_unless_one_stands_beside_it() -> None:
    rng = np.random.default_rng(11)
    level = np.where(np.arange(DAYS) < ONSET, 0.95, 0.6)
    rates = {(LINK_RATE, "sessions"): rate(rng, LINK_RATE, level)}
    (one,) = rate_moves(rates, [])
    assert (one.metric, one.table) == (LINK_RATE, "sessions") and abs((one.onset - day(ONSET)).days) <= 2
    assert one.levels == (pytest.approx(0.95, abs=0.01), pytest.approx(0.6, abs=0.04))
    assert one.change[1] <= -0.34 and one.change[2] >= -0.36
    assert rate_moves(rates, [("sessions", day(ONSET + 10))]) == ()
    assert rate_moves(rates, [("feedback", day(ONSET - 10))]) == ()
    assert len(rate_moves(rates, [("orders", day(ONSET)), ("sessions", day(ONSET + 20))])) == 1


def test_rates_that_wander_are_no_finding() -> None:
    rng = np.random.default_rng(12)
    alarms = 0
    for _ in range(20):
        rates = {(RESPONSE_RATE, table): rate(rng, RESPONSE_RATE, np.clip(0.15 + worlds.mood(rng, DAYS, 0.0075), 0, 1), 100)
                 for table in ("sessions",)}  # fmt: skip
        alarms += bool(rate_moves(rates, []))
    assert alarms == 0


# ---------------------------------------------------------------- from files


def test_the_unhappy_who_write_more_are_a_finding_about_the_data(tmp_path: Path) -> None:
    world = worlds.write(tmp_path, worlds.Plan(jump=0.0, louder=10.0), seed=1)
    (one,) = voc.analyze(tmp_path, metrics=["abandonment_rate"]).findings
    assert (one.metric, one.verdict, one.grade, one.drivers) == (RESPONSE_RATE, "artifact", None, ())
    assert one.reasons[0].startswith("response_rate_changed: sessions 0.1")
    assert abs((date.fromisoformat(one.onset) - world.onset).days) <= 3


def test_a_planted_cause_that_makes_people_write_stays_explained(tmp_path: Path) -> None:
    worlds.write(tmp_path, worlds.Plan(), seed=1)
    (one,) = voc.analyze(tmp_path, metrics=["abandonment_rate"]).findings
    assert one.verdict == "explained" and any(reason.startswith("response_rate_changed") for reason in one.reasons)
    checks = {check.check: check for check in one.checks.data if check.detail == ""}
    assert checks["response_rate"].is_changed and not checks["link_rate"].is_changed and not checks["volume"].is_changed
    assert one.as_dict()["checks"]["data"][0]["is_changed"] is True


TOML = """\
[project]
name = "Desk"
timezone = "UTC"
segments = ["queue"]

[[source]]
path = "calls.csv"
table = "interactions"

[[source]]
path = "feedback.csv"
table = "feedback"

[[metric]]
id = "rated"
table = "interactions"
value = "csat_answer"
worse = "down"

[[metric]]
id = "solved"
table = "interactions"
value = "solved"
worse = "down"
"""


def desk(folder: Path, rows: pd.DataFrame, answers: np.ndarray, value: np.ndarray, **more: np.ndarray) -> None:
    """A service desk: calls with the answer of those who gave one, and a comment on each answered call."""
    names = [f"i{number}" for number in range(len(rows))]
    at = [f"{day(int(one))}T{8 + number % 10:02d}:00:00Z" for number, one in enumerate(rows["at"])]
    calls = pd.DataFrame({"interaction_id": names, "started_at": at, "queue": rows["region"], "solved": rows["solved"],
                          "csat_answer": np.where(answers, value, np.nan)})  # fmt: skip
    calls.to_csv(folder / "calls.csv", index=False)
    texts = np.where(value > 0, "thank you, call ", "that did not help at all, call ") + pd.Series(names)
    comments = pd.DataFrame({"feedback_id": [f"f{name}" for name in names], "created_at": at, "interaction_id": names,
                             "text": texts, **more})[answers]  # fmt: skip
    comments.to_csv(folder / "feedback.csv", index=False)
    (folder / "voc.toml").write_text(TOML, encoding="utf-8")


def test_ratings_that_only_some_calls_have_fall_with_who_gives_them(tmp_path: Path) -> None:
    rng = np.random.default_rng(13)
    rows = drawn(rng, 60)
    rows["solved"] = (rng.random(len(rows)) < 0.7).astype(int)
    good = rows["solved"].to_numpy() == 1
    answers = rng.random(len(rows)) < np.where(~good & rows["late"], 0.8, 0.25)
    versions = np.where(rows["late"], "v2", "v1")
    desk(tmp_path, rows, answers, said(rng, np.where(good, 0.85, 0.25)), survey_version=versions)
    found = {one.metric: one for one in voc.analyze(tmp_path, metrics=["rated", "solved"]).findings}
    rated = found["rated"]
    assert rated.verdict == "artifact" and rated.reasons[0].startswith("response_rate_changed: solved=0 0.2")
    assert "solved" not in found, "every call counts there, whoever answers"
    (bound,) = [one.bound for one in rated.checks.data if one.detail == "solved=0" and one.is_changed]
    assert bound.lo <= 0 <= bound.hi and abs(bound.est) < 0.08


def _volume(by_value: Mapping[str, np.ndarray]) -> Cells:
    """The volume of feedback with so many rows a day of each value."""
    keys = pd.DataFrame({"version": [*by_value]})
    rows = np.array([*by_value.values()], dtype=float)
    periods = np.datetime64(FIRST, "D") + np.arange(DAYS)
    return Cells(VOLUME, "day", periods, keys, rows, rows, rows)


def test_what_takes_over_from_another_value_is_no_collection_that_starts() -> None:
    """A release of an app takes the reviews over from the one before, in a month in which surveys grow too."""
    late = np.arange(DAYS) >= ONSET
    took_over = _volume({"(none)": 14.0 + 4 * late, "7.2": 3.0 * ~late, "7.3": 3.0 * late})
    assert collection_starts(took_over) == ()
    on_top = _volume({"(none)": np.full(DAYS, 14.0), "7.2": np.full(DAYS, 3.0), "7.3": 3.0 * late})
    assert [(one.value, one.at) for one in collection_starts(on_top)] == [("7.3", ONSET)]


def test_a_column_that_begins_to_be_filled_is_no_collection_that_starts() -> None:
    """Both arms of an experiment begin on one day, and before it the same feedback came in without one."""
    late = np.arange(DAYS) >= ONSET
    assert collection_starts(_volume({"(none)": 20.0 * ~late, "old": 10.0 * late, "new": 10.0 * late})) == ()
    began = _volume({"(none)": np.full(DAYS, 20.0), "old": 10.0 * late, "new": 10.0 * late})
    assert [(one.value, one.at) for one in collection_starts(began)] == [("new", ONSET), ("old", ONSET)]


def test_what_was_rare_and_became_common_did_not_begin() -> None:
    """Tickets about the website, one in a month until the checkout broke: the desk was there all the time."""
    late, day_of = np.arange(DAYS) >= ONSET, np.arange(DAYS)
    rare = np.where(late, 6.0, np.isin(day_of, (17, 31, 60)).astype(float))
    assert collection_starts(_volume({"Delivery": np.full(DAYS, 9.0), "Website": rare})) == ()
    first = np.where(late, 6.0, np.isin(day_of, (70, 76, 80)).astype(float))  # reviews of orders of the weeks before
    found = collection_starts(_volume({"Delivery": np.full(DAYS, 9.0), "Website": first}))
    assert [(one.value, one.at >= 70) for one in found] == [("Website", True)]


def _basket(rng: np.random.Generator, *, lost: slice | None = None, level: float = 1.0, usual: float = 0.6) -> Cells:
    """Baskets left on two devices, 30 and 25 a day; on the first of them all are (or none is) in `lost`."""
    n = np.tile([[30.0], [25.0]], DAYS)
    total = rng.binomial(n.astype(int), usual).astype(float)
    if lost is not None:
        total[0, lost] = level * n[0, lost]
    periods = np.datetime64(FIRST, "D") + np.arange(DAYS)
    return Cells("abandoned", "day", periods, pd.DataFrame({"device": ["desktop", "mobile"]}), n, total, total)


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_a_week_in_which_every_row_says_the_same_is_found_and_left_out(level: float) -> None:
    """The tag that counts a purchase is lost for a week: 210 baskets and not one paid."""
    cells = _basket(np.random.default_rng(5), lost=slice(50, 57), level=level)
    found = stuck({"abandoned": cells}, {"abandoned": WAIT})["abandoned"]
    (one,) = found.stretches
    assert (one.place, one.first, one.last, one.n, one.level) == ((("device", "desktop"),), 50, 56, 210, level)
    assert found.sound.n[0, 50:57].sum() == 0 and found.sound.n[1, 50:57].sum() > 0 and found.whole is cells
    row = stuck_row(one, found)
    assert row["reasons"] == [f"stuck: device=desktop {day(50)} to {day(56)}"] and row["segment_n_after"] == 210
    assert (row["verdict"], row["segment_after"]) == ("artifact", level)


@pytest.mark.parametrize(
    "lost, usual",
    [(None, 0.6), (slice(50, 52), 0.6), (slice(50, 57), 0.97)],
    ids=["an ordinary quarter", "two days", "a group of which nearly all say so anyway"],
)
def test_what_chance_or_two_days_can_do_is_not_stuck(lost: slice | None, usual: float) -> None:
    cells = _basket(np.random.default_rng(6), lost=lost, usual=usual)
    assert stuck({"abandoned": cells}, {"abandoned": WAIT}) == {}
