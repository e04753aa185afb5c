"""The join loses nothing and invents nothing: links, periods, totals and what they may be compared with."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc import ingest, join, metrics, tables
from voc.engine import engine
from voc.errors import ConfigError
from voc.join.calendar import dated, period_of
from voc.join.links import WINDOW_DAYS, links

ENGINE = engine()
START = datetime(2026, 1, 1, 12, tzinfo=UTC)
ALL = metrics.builtin()
QUICK = settings(max_examples=25, deadline=None)


def _rows(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    """Table `name` from dicts; times are moments, what is not given is null."""
    columns = sorted({key for row in rows for key in row})
    schema = {column.name: tables.arrow_type(column.type) for column in tables.ALL[name].columns}
    arrays = {one: pa.array([row.get(one) for row in rows], schema.get(one)) for one in columns}
    return tables.conform(pa.table(arrays), name) if rows else tables.empty(name)


def _joined(
    *, dims: tuple[str, ...] = (), period: str = "day", timezone: str = "UTC", since: date | None = None,
    until: date | None = None, only: tuple[str, ...] = (), mentions: list[dict[str, Any]] | None = None,
    own: tuple[metrics.Metric, ...] = (), **read: list[dict[str, Any]],
) -> join.Joined:  # fmt: skip
    every = {name: _rows(name, rows) for name, rows in {"feedback": [], **read}.items()}
    asked = {one.id: one for one in own} | {key: one for key, one in ALL.items() if not only or key in only}
    return join.joined(
        every, _rows("mentions", mentions or []), tables.empty("opinions"), metrics=asked, dims=dims,
        timezone=timezone, period=period, since=since, until=until, engine=ENGINE,
    )  # fmt: skip


def _series(got: join.Joined, metric: str) -> pd.DataFrame:
    frame: pd.DataFrame = got.tables["series"].to_pandas()
    return frame[frame["metric"] == metric]


def _value(got: join.Joined, metric: str) -> float:
    rows = _series(got, metric)
    return float(rows["total"].sum() / rows["n"].sum())


def _scored(n: int, score: float, kind: str = "csat", low: float = 1, high: float = 5, **more: Any) -> dict[str, Any]:
    of = {"score": score, "score_type": kind, "score_min": low, "score_max": high}
    return {"feedback_id": f"f{n}", "created_at": START + timedelta(days=n % 10), "source": "f.csv", **of, **more}


# --- links

IDS = st.sampled_from([None, "o1", "o2", "o3", "unknown"])
WHO = st.sampled_from([None, "anna", "ben"])
DAY = st.one_of(st.none(), st.integers(0, 30))


@st.composite
def _worlds(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    def moment(day: int | None) -> datetime | None:
        return None if day is None else START + timedelta(days=day)

    feedback = [
        {"feedback_id": f"f{n}", "order_id": draw(IDS), "interaction_id": draw(IDS), "customer_id": draw(WHO),
         "created_at": moment(draw(DAY)), "source": "f.csv", "text": draw(st.sampled_from([None, "late"]))}
        for n in range(draw(st.integers(0, 8)))
    ]  # fmt: skip
    ids = ["o1", "o2", "o3", "o4", "o5"][: draw(st.integers(0, 5))]
    orders = [
        {
            "order_id": one,
            "customer_id": draw(WHO),
            "created_at": moment(draw(DAY)),
            "channel": draw(st.sampled_from([None, "web", "store"])),
        }
        for one in ids
    ]
    contacts = [
        {
            "interaction_id": one,
            "customer_id": draw(WHO),
            "started_at": moment(draw(DAY)),
            "channel": draw(st.sampled_from(["voice", "chat"])),
        }
        for one in ids
    ]
    return feedback, orders, contacts  # fmt: skip


@QUICK
@given(_worlds())
def test_links_lose_no_row_and_invent_none(world: tuple[list[dict[str, Any]], ...]) -> None:
    feedback, orders, contacts = world
    records = {"orders": _rows("orders", orders), "interactions": _rows("interactions", contacts)}
    got = links(_rows("feedback", feedback), records, ENGINE).to_pylist()
    assert max(Counter((one["feedback_id"], one["population"]) for one in got).values(), default=1) == 1
    known = {"orders": {one["order_id"] for one in orders}, "interactions": {one["interaction_id"] for one in contacts}}
    by_id = {one["feedback_id"]: one for one in feedback}
    for one in got:
        said = by_id[one["feedback_id"]]
        assert one["record_id"] in known[one["population"]], "to a record that is there"
        assert 0 < one["confidence"] <= 1
        if one["how"] == "key":
            assert said[tables.RECORD_KEYS[one["population"]]] == one["record_id"] and one["confidence"] == 1
        else:
            assert said["order_id"] is None and said["interaction_id"] is None, (
                "a key that fits nothing is no licence to guess"
            )
    keyed = {(one["feedback_id"], one["population"]) for one in got if one["how"] == "key"}
    for name, key in (("orders", "order_id"), ("interactions", "interaction_id")):
        for said in feedback:
            assert ((said["feedback_id"], name) in keyed) == (said[key] in known[name])


@settings(max_examples=8, deadline=None)  # each makes some forty statements
@given(_worlds(), st.sampled_from(["day", "week", "month"]))
def test_segments_add_up_to_everything_and_every_row_is_counted_once(
    world: tuple[list[dict[str, Any]], ...], period: str
) -> None:
    feedback, orders, contacts = world
    if not feedback:
        feedback = [{"feedback_id": "f0", "created_at": START}]
    for n, one in enumerate(feedback):
        one |= {"score": float(1 + n % 5), "score_type": "csat", "score_min": 1.0, "score_max": 5.0}
    read = {
        "feedback": feedback,
        "orders": orders or [{"order_id": "o1"}],
        "interactions": contacts or [{"interaction_id": "o1"}],
    }
    whole = _joined(period=period, only=("csat", "csat_mean"), **read)
    split = _joined(period=period, dims=("channel",), only=("csat", "csat_mean"), **read)
    for metric in ("csat", "csat_mean", metrics.VOLUME):
        one = _series(whole, metric).groupby("period")[["n", "total", "sumsq"]].sum()
        other = _series(split, metric).groupby("period")[["n", "total", "sumsq"]].sum()
        pd.testing.assert_frame_equal(one, other)
    # Every scored row whose date is known, its own or its record's, is counted exactly once.
    outcomes = whole.tables["series"].to_pandas()
    placed = whole.tables["links"].to_pandas()
    orders_at = {one["order_id"]: one.get("created_at") for one in read["orders"]}
    contacts_at = {one["interaction_id"]: one.get("started_at") for one in read["interactions"]}
    dates = {
        **{("orders", k): v for k, v in orders_at.items()},
        **{("interactions", k): v for k, v in contacts_at.items()},
    }
    dated_rows = 0
    for one in feedback:
        mine = placed[(placed["feedback_id"] == one["feedback_id"]) & (placed["confidence"] >= 0.5)]
        reachable = [dates[p, r] for p, r in zip(mine["population"], mine["record_id"], strict=True)]
        if one.get("created_at") is not None or (reachable and all(reachable)):
            dated_rows += 1
        elif any(reachable):
            return  # which of two records dates it is another promise
    assert outcomes[outcomes["metric"] == "csat"]["n"].sum() == dated_rows


def _windowed(days: list[float]) -> list[dict[str, Any]]:
    orders = [
        {"order_id": f"o{n}", "customer_id": "anna", "created_at": START - timedelta(days=ago)}
        for n, ago in enumerate(days)
    ]
    feedback = [{"feedback_id": "f1", "customer_id": "anna", "created_at": START}]
    return links(_rows("feedback", feedback), {"orders": _rows("orders", orders)}, ENGINE).to_pylist()


@pytest.mark.parametrize(
    ("ago", "record", "confidence"),
    [
        ([1], "o0", 1.0),
        ([3, 1], "o1", 1 / 2),
        ([3, 1, 2], "o1", 1 / 3),
        ([WINDOW_DAYS], "o0", 1.0),
        ([WINDOW_DAYS + 0.01], None, None),
        ([-0.01], None, None),
        ([1, 30], "o0", 1.0),
        ([2, 2], "o0", 1 / 2),
    ],
)
def test_a_window_link_is_as_sure_as_there_are_records_that_fit(
    ago: list[float], record: str | None, confidence: float | None
) -> None:
    got = _windowed(ago)
    if record is None:
        assert got == []
        return
    assert [(one["record_id"], one["how"]) for one in got] == [(record, "window")]
    assert got[0]["confidence"] == pytest.approx(confidence)


# --- periods

CALENDAR = [
    # moment (UTC) <- where <- period -> its first day, by the clocks there
    ("2026-03-29T00:30", "Europe/London", "day", "2026-03-29"),
    ("2026-03-29T23:30", "Europe/London", "day", "2026-03-30"),
    ("2026-03-28T23:30", "Europe/London", "day", "2026-03-28"),
    ("2026-10-25T00:30", "Europe/London", "day", "2026-10-25"),
    ("2026-10-25T23:59", "Europe/London", "day", "2026-10-25"),
    ("2026-01-31T16:00", "Asia/Shanghai", "month", "2026-02-01"),
    ("2026-01-31T15:59", "Asia/Shanghai", "month", "2026-01-01"),
    ("2026-01-01T07:59", "America/Los_Angeles", "month", "2025-12-01"),
    ("2026-01-01T12:00", "UTC", "week", "2025-12-29"),
    ("2027-01-03T12:00", "UTC", "week", "2026-12-28"),
    ("2027-01-04T00:00", "UTC", "week", "2027-01-04"),
    ("2026-01-04T16:00", "Asia/Shanghai", "week", "2026-01-05"),
    ("1969-12-31T12:00", "UTC", "week", "1969-12-29"),
]


@pytest.mark.parametrize(("moment", "timezone", "period", "first"), CALENDAR)
def test_a_moment_falls_into_the_period_of_the_local_clock(moment: str, timezone: str, period: str, first: str) -> None:
    rows = pa.table(
        {"at": pa.array([datetime.fromisoformat(moment).replace(tzinfo=UTC), None], pa.timestamp("us", tz="UTC"))}
    )
    got = dated(rows, "at", timezone, period)
    assert got.column("period").to_pylist() == [date.fromisoformat(first), None]


@QUICK
@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)),
    st.sampled_from(["UTC", "Europe/London", "Asia/Shanghai", "America/Sao_Paulo", "Asia/Kathmandu"]),
)
def test_periods_are_those_of_the_calendar(moment: datetime, timezone: str) -> None:
    local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(timezone))
    series = pd.Series([pd.Timestamp(local.replace(tzinfo=None))])
    found = {one: pd.Timestamp(period_of(series, one)[0]).date() for one in ("day", "week", "month")}
    assert found["day"] == local.date()
    assert found["week"] == date.fromisocalendar(local.isocalendar().year, local.isocalendar().week, 1)
    assert found["month"] == local.date().replace(day=1)


def test_since_and_until_are_both_counted() -> None:
    got = _joined(
        only=("csat",), feedback=[_scored(n, 5) for n in range(10)], since=date(2026, 1, 3), until=date(2026, 1, 5)
    )
    assert sorted(_series(got, "csat")["period"]) == [date(2026, 1, day) for day in (3, 4, 5)]


# --- what is counted


def test_feedback_is_dated_and_placed_by_its_record_not_by_the_day_it_was_written() -> None:
    order = {"order_id": "o1", "created_at": datetime(2025, 11, 20, tzinfo=UTC), "channel": "store"}
    late = _scored(1, 2, order_id="o1", channel="web", created_at=datetime(2025, 12, 20, tzinfo=UTC))
    free = _scored(2, 4, channel="web", created_at=datetime(2025, 12, 20, tzinfo=UTC))
    got = _joined(only=("csat_mean",), dims=("channel",), period="month", feedback=[late, free], orders=[order])
    rows = _series(got, "csat_mean")[["period", "channel", "total"]].values.tolist()
    assert sorted(rows) == [[date(2025, 11, 1), "store", 2.0], [date(2025, 12, 1), "web", 4.0]]
    outcomes = got.tables["outcomes"].to_pylist()
    assert {one["feedback_id"]: one["period"].month for one in outcomes} == {"f1": 11, "f2": 12}


@pytest.mark.parametrize(("period", "cells"), [("day", 10), ("week", 2), ("month", 1)])
def test_no_day_outside_since_and_until_is_counted_whatever_the_period(period: str, cells: int) -> None:
    rows = [{**_scored(n, 5), "created_at": START + timedelta(days=n), "text": "slow"} for n in range(40)]
    got = _joined(
        only=("csat",), feedback=rows, period=period, since=date(2026, 1, 7), until=date(2026, 1, 16),
        mentions=[{"feedback_id": "f9", "topic": "wait_time", "sentiment": "negative", "start": 0, "end": 4, "tagger": "t"}],
    )  # fmt: skip
    assert _series(got, "csat")["n"].sum() == 10, "7 January is a Wednesday, the 16th a Friday"
    assert len(_series(got, "csat")) == cells
    assert _series(got, "topic_share")["n"].sum() == 10
    assert len(got.tables["outcomes"]) == 10


def test_feedback_of_a_record_before_since_is_not_counted_on_the_day_it_was_written() -> None:
    got = _joined(
        only=("csat",), since=date(2026, 1, 5),
        feedback=[_scored(9, 5, order_id="O1"), _scored(10, 5, order_id="O2"), _scored(18, 5)],
        orders=[{"order_id": "O1", "created_at": START}, {"order_id": "O2", "created_at": START + timedelta(days=8)}],
    )  # fmt: skip
    assert _series(got, "csat").set_index("period")["n"].to_dict() == {date(2026, 1, 9): 2}


def test_what_the_record_does_not_say_of_a_place_the_feedback_says_itself() -> None:
    got = _joined(
        dims=("channel",), only=("csat",), feedback=[_scored(2, 5, interaction_id="I1", channel="phone")],
        interactions=[{"interaction_id": "I1", "started_at": START, "channel": None}],
    )  # fmt: skip
    assert list(_series(got, "csat")["channel"]) == ["phone"]


def test_a_record_that_a_window_guessed_does_not_overrule_the_place_that_the_feedback_says() -> None:
    read: dict[str, Any] = {"orders": [{"order_id": "O1", "created_at": START, "customer_id": "C", "region": "north"}]}
    guessed = _joined(
        dims=("region",), only=("csat",),
        feedback=[_scored(2, 5, customer_id="C", region="south"), _scored(3, 5, customer_id="C", region=None)], **read,
    )  # fmt: skip
    assert guessed.tables["links"].column("how").to_pylist() == ["window"] * 2
    assert sorted(_series(guessed, "csat")["region"]) == ["north", "south"]
    keyed = _joined(dims=("region",), only=("csat",), feedback=[_scored(2, 5, order_id="O1", region="south")], **read)
    assert list(_series(keyed, "csat")["region"]) == ["north"]


def test_a_guess_among_many_records_dates_nothing() -> None:
    orders = [
        {"order_id": f"o{n}", "customer_id": "anna", "created_at": datetime(2025, 12, 28 + n, tzinfo=UTC)}
        for n in range(3)
    ]
    said = _scored(1, 2, customer_id="anna", created_at=datetime(2026, 1, 1, tzinfo=UTC))
    got = _joined(only=("csat",), period="month", feedback=[said], orders=orders)
    assert got.tables["links"].to_pylist()[0]["confidence"] == pytest.approx(1 / 3)
    assert _series(got, "csat")["period"].tolist() == [date(2026, 1, 1)]


def test_a_topic_share_is_out_of_all_who_answered() -> None:
    rows = [
        {**_scored(1, 1), "text": "waited an hour", "is_duplicate": False},
        {**_scored(2, 5), "text": None, "is_duplicate": False},
        {**_scored(3, 5), "text": "fine", "is_duplicate": False},
        {**_scored(4, 1), "text": "waited an hour", "is_duplicate": True},
        {**_scored(5, 1), "text": None, "is_duplicate": False, "source": "scores_only.csv"},
    ]
    rows = [{**row, "created_at": START} for row in rows]
    said = [
        {"feedback_id": "f1", "topic": "wait_time", "tagger": "t", "sentiment": "negative", "start": place}
        for place in (0, 5)
    ] + [{"feedback_id": "f3", "topic": "staff_attitude", "tagger": "t", "sentiment": "positive"}]
    got = _series(_joined(only=("csat",), feedback=rows, mentions=said), metrics.TOPIC_SHARE)
    assert got[["topic", "n", "total"]].values.tolist() == [["wait_time", 3, 1.0]], (
        "who says nothing still answered; a topic counts once a comment; a repeated text, a source without words and "
        "praise do not count"
    )


def test_every_topic_stands_in_every_cell_also_where_nobody_speaks_of_it() -> None:
    rows = [{**_scored(n, 1), "text": "x", "is_duplicate": False} for n in range(4)]
    said = [{"feedback_id": f"f{n}", "topic": ("a", "b")[n // 2], "tagger": "t"} for n in range(3)]
    got = _series(_joined(only=("csat",), feedback=rows, mentions=said), metrics.TOPIC_SHARE)
    assert len(got) == 2 * 4 and got.groupby("topic")["n"].sum().tolist() == [4, 4]


def test_csat_is_the_share_of_the_two_best_and_its_mean_is_another_metric() -> None:
    got = _joined(feedback=[_scored(n, score) for n, score in enumerate((1, 2, 3, 4, 5))])
    assert _value(got, "csat") == pytest.approx(2 / 5) and _value(got, "csat_mean") == pytest.approx(3.0)
    ten = _joined(feedback=[_scored(n, score, high=10) for n, score in enumerate((5, 8, 9, 10))])
    assert _value(ten, "csat") == pytest.approx(2 / 4), "the two best of a scale to ten are nine and ten"


def test_the_nps_counts_nine_and_ten_against_six_and_less() -> None:
    scores = (10, 9, 8, 7, 6, 0)
    got = _joined(feedback=[_scored(n, score, "nps", 0, 10) for n, score in enumerate(scores)])
    assert _value(got, "nps") == 0 and _series(got, "nps")["n"].sum() == 6
    assert "csat" not in got.metrics and "csat" in {one.metric for one in got.left}


def test_scores_of_other_kinds_do_not_mix() -> None:
    rows = [_scored(1, 1), _scored(2, 5, "stars"), _scored(3, 10, "nps", 0, 10), _scored(4, 7, "ces", 1, 7)]
    got = _joined(feedback=rows)
    assert {
        one: int(_series(got, one)["n"].sum()) for one in ("csat", "csat_mean", "stars", "nps", "ces")
    } == dict.fromkeys(("csat", "csat_mean", "stars", "nps", "ces"), 1)


def _contacts(*days: float, customer: str | None = "anna", **more: Any) -> list[dict[str, Any]]:
    return [
        {"interaction_id": f"{customer}{n}", "customer_id": customer, "started_at": START + timedelta(days=day), **more}
        for n, day in enumerate(days)
    ]


@pytest.mark.parametrize(
    ("days", "n", "repeats"),
    [
        ((0, 30), 1, 0),  # the second lies in the last seven days of the data
        ((0, 3, 30), 2, 1),
        ((0, 7, 30), 2, 1),  # seven days to the second is within seven days
        ((0, 7.01, 30), 2, 0),
        ((0, 3, 5, 23, 30), 4, 3),  # 23 is seven days before the end: counted, and followed
        ((0, 3, 5, 23.01, 30), 3, 2),
    ],
)
def test_the_last_seven_days_are_left_out_of_repeat_contact(days: tuple[float, ...], n: int, repeats: int) -> None:
    got = _joined(only=("repeat_contact", "fcr_derived"), interactions=_contacts(*days))
    repeat, fcr = _series(got, "repeat_contact"), _series(got, "fcr_derived")
    assert (repeat["n"].sum(), repeat["total"].sum()) == (n, repeats)
    assert (fcr["n"].sum(), fcr["total"].sum()) == (n, n - repeats), (
        "without transfers the one is the other turned round"
    )


def test_a_contact_that_was_passed_on_or_opened_again_was_not_solved_at_first() -> None:
    rows = [
        *_contacts(0, customer="anna"), *_contacts(0, customer="ben", n_transfers=1),
        *_contacts(0, customer="eve", n_reopens=2), *_contacts(30, customer="zoe"),
    ]  # fmt: skip
    got = _joined(only=("repeat_contact", "fcr_derived"), interactions=rows)
    assert (_series(got, "fcr_derived")["n"].sum(), _series(got, "fcr_derived")["total"].sum()) == (3, 1)
    assert _series(got, "repeat_contact")["total"].sum() == 0


def test_contacts_of_nobody_are_not_contacts_of_the_same() -> None:
    rows = [*_contacts(0, customer="anna"), *_contacts(1, 2, customer=None), *_contacts(30, customer="zoe")]
    rows = [{**row, "interaction_id": f"i{n}"} for n, row in enumerate(rows)]
    got = _joined(only=("repeat_contact",), interactions=rows)
    assert _series(got, "repeat_contact")["total"].sum() == 0


def test_a_metric_can_be_a_sentence_of_sql_and_nulls_are_not_counted() -> None:
    late = metrics.metric({"id": "late", "table": "orders", "value": "delivered_at > promised_at", "worse": "up"})
    orders = [
        {"order_id": f"o{n}", "created_at": START, "promised_at": START, "delivered_at": delivered}
        for n, delivered in enumerate((START + timedelta(hours=1), START - timedelta(hours=1), None))
    ]
    got = _joined(own=(late,), only=("late",), orders=orders)
    assert _series(got, "late")[["n", "total", "sumsq"]].values.tolist() == [[2, 1.0, 1.0]]


def test_a_metric_no_row_has_a_value_for_is_left_out_aloud() -> None:
    never = metrics.metric(
        {"id": "never", "table": "orders", "value": "case when amount > 9 then 1 end", "worse": "up"}
    )
    got = _joined(own=(never,), only=("never",), orders=[{"order_id": "o1", "created_at": START, "amount": 1}])
    assert [(one.metric, one.missing) for one in got.left] == [("never", "no row has a value for it")]


def test_rare_values_of_a_long_dimension_are_put_together_and_nothing_is_lost() -> None:
    rows = [_scored(n, 5, product=f"p{n // 2 if n < 150 else n:03}") for n in range(200)]
    got = _series(_joined(only=("csat",), dims=("product",), feedback=rows), "csat")
    assert got["n"].sum() == 200 and got["product"].nunique() == 61 and "(other)" in set(got["product"])


def test_a_row_without_a_value_stands_under_none() -> None:
    rows = [_scored(1, 5, channel="web"), _scored(2, 5, channel=None), _scored(3, 5, channel="")]
    got = _series(_joined(only=("csat",), dims=("channel",), feedback=rows), "csat")
    assert dict(got.groupby("channel")["n"].sum()) == {"web": 1, "(none)": 2}


@pytest.mark.parametrize("name", ['dim "quoted"', "two words", "渠道", "select", "it's"])
def test_a_dimension_may_have_any_name(name: str) -> None:
    rows = [_scored(n, 5, **{name: ("a", "b")[n % 2]}) for n in range(4)]
    got = _series(_joined(only=("csat",), dims=(name,), feedback=rows), "csat")
    assert dict(got.groupby(name)["n"].sum()) == {"a": 2, "b": 2}


def test_a_dimension_that_is_nowhere_is_left_out_and_said() -> None:
    joined = _joined(dims=("chanel", "channel"), feedback=[_scored(1, 5, channel="web")])
    assert joined.dims == ("channel",)
    assert [(one.metric, "did you mean channel?" in one.missing) for one in joined.left if "segment" in one.metric] == [
        ("segment chanel", True)
    ]


def test_a_dimension_with_a_name_of_ours_is_an_error() -> None:
    with pytest.raises(ConfigError, match="cannot be searched") as refused:
        _joined(dims=("topic",), feedback=[_scored(1, 5)])
    assert refused.value.code == "E109"


def test_matches_count_both_ways() -> None:
    feedback = [_scored(n, 5, order_id=one) for n, one in enumerate(("o1", "o1", "nope", None))]
    got = _joined(feedback=feedback, orders=[{"order_id": "o1"}, {"order_id": "o2"}]).tables["matches"].to_pylist()
    found = {
        (one["left_table"], one["right_table"]): (one["n"], one["matched"]) for one in got if one["key"] == "order_id"
    }
    assert found == {("feedback", "orders"): (3, 2), ("orders", "feedback"): (2, 1)}


def test_what_a_window_added_is_out_of_the_feedback_that_has_a_customer_and_no_key() -> None:
    got = _joined(
        feedback=[
            _scored(1, 5, order_id="O1", customer_id="C"), _scored(2, 5, customer_id="C"), _scored(3, 5, customer_id="D"),
            _scored(4, 5),
        ],
        orders=[{"order_id": "O1", "created_at": START, "customer_id": "C"}],
    )  # fmt: skip
    found = {
        one["key"]: (one["n"], one["matched"])
        for one in got.tables["matches"].to_pylist()
        if one["left_table"] == "feedback"
    }
    assert found == {"order_id": (1, 1), "window": (2, 1)}


def test_units_of_an_experiment_are_customers_and_the_arm_may_stand_on_the_record() -> None:
    orders = [
        {"order_id": f"o{n}", "created_at": START, "customer_id": f"c{n // 2}", "arm": ("a", "b")[n % 2]}
        for n in range(4)
    ]
    feedback = [_scored(n, 5, order_id=f"o{n}") for n in range(4)] + [_scored(9, 1)]
    got = _joined(only=("csat",), feedback=feedback, orders=orders)
    every = {
        "feedback": _rows("feedback", feedback),
        "orders": _rows("orders", orders),
        "opinions": tables.empty("opinions"),
        **got.tables,
    }
    units = join.units(every, ALL["csat"], "ARM", ENGINE)  # in any case
    assert sorted(map(tuple, units.rows[["arm", "unit", "value"]].to_numpy().tolist())) == [
        ("a", "c0", 1.0),
        ("a", "c1", 1.0),
        ("b", "c0", 1.0),
        ("b", "c1", 1.0),
    ]
    assert pc.max(got.tables["links"].column("confidence")).as_py() == 1
    assert units.assigned["is_answered"].tolist() == [True] * 4 and not units.assigned["is_alone"].any()


def test_who_did_not_answer_is_among_the_assigned_and_the_earlier_rows_have_no_arm() -> None:
    orders = [
        {
            "order_id": f"o{n}",
            "created_at": START,
            "customer_id": f"c{n}" if n else None,
            "arm": ("a", "b", None)[n % 3],
        }
        for n in range(6)
    ]
    feedback = [_scored(n, 5, order_id=f"o{n}") for n in (0, 1, 2)]
    got = _joined(only=("csat",), feedback=feedback, orders=orders)
    every = {
        "feedback": _rows("feedback", feedback),
        "orders": _rows("orders", orders),
        "opinions": tables.empty("opinions"),
        **got.tables,
    }
    units = join.units(every, ALL["csat"], "arm", ENGINE)
    assert units.rows["arm"].astype(object).where(units.rows["arm"].notna(), "").tolist() == ["a", "b", ""]
    told = units.assigned[["arm", "unit", "is_answered", "is_alone"]]
    assert [tuple(one) for one in told.to_numpy().tolist()] == [
        ("a", "o0", True, True), ("b", "c1", True, False), ("a", "c3", False, False), ("b", "c4", False, False),
    ]  # fmt: skip
    assert units.responses["key"].tolist() == ["f0", "f1"]
    by_row = join.units(every, ALL["csat"], "arm", ENGINE, unit="row")
    assert by_row.assigned["unit"].tolist() == ["o0", "o1", "o3", "o4"]


def test_a_topic_that_one_tagger_alone_finds_is_no_change_of_taggers() -> None:
    rows = [{**_scored(n, 1), "text": "x", "is_duplicate": False, "lang": ("en", "zh-Hans")[n % 2]} for n in range(4)]
    of_one = [
        {"feedback_id": f"f{n}", "topic": ("a", "mine")[n // 2], "tagger": ("linear", "phrases")[n // 2]}
        for n in range(4)
    ]
    by_lang = [{"feedback_id": f"f{n}", "topic": "a", "tagger": ("linear", "phrases")[n % 2]} for n in range(4)]
    for said, classes in (
        (of_one, set()),
        (by_lang, set()),
        ([{**one, "topic": "a"} for one in of_one], {"linear", "phrases"}),
    ):
        made = _joined(only=("csat",), feedback=rows, mentions=said).tables["makeup"].to_pylist()
        assert {row["value"] for row in made if row["made_of"] == "tagger"} == classes


def test_names_of_dimensions_that_differ_only_in_case_are_one_column(tmp_path: Path) -> None:
    """A survey says Country, the shop country: to SQL they are one column, and the first would be read for the second."""
    (tmp_path / "orders.csv").write_text(
        "order_id,created_at,country\n1,2026-01-05T10:00Z,GB\n2,2026-01-05T11:00Z,IE\n"
    )
    said = "feedback_id,text,created_at,order_id,Country,Plan,plan\n"
    said += "a,late,2026-01-06T10:00Z,1,GB,x,y\nb,fine,2026-01-06T10:00Z,,FR,z,w\n"
    (tmp_path / "comments.csv").write_text(said)
    got = ingest.tables([ingest.Source(path="orders.csv"), ingest.Source(path="comments.csv")], tmp_path, "UTC", ENGINE)
    feedback = got.tables["feedback"].to_pandas()
    assert list(feedback["country"]) == ["GB", "FR"] and list(feedback["Plan"]) == ["x", "z"]
    assert list(feedback["Plan_2"]) == ["y", "w"], "two of one file stay two"
    assert any("'Country'" in one or "column Country is called country" in one for one in got.files[1].warnings)


def test_a_dimension_is_found_in_any_case() -> None:
    rows = [_scored(n, 5, country=("GB", "FR")[n % 2]) for n in range(4)]
    asked = metrics.Metric("own", "feedback", "score", "down", dims=("Country", "country"))
    got = _joined(dims=("Country", "country"), own=(asked,), only=("csat",), feedback=rows)
    assert got.dims == ("country",) and got.metrics["own"].dims == ("country",)
    assert dict(_series(got, "csat").groupby("country")["n"].sum()) == {"GB": 2, "FR": 2}


@pytest.mark.parametrize("spoilt, is_left", [(0, True), (6, True), (120, False)])
def test_a_dimension_that_the_outcome_decides_is_no_group_to_search(spoilt: int, is_left: bool) -> None:
    """The status of an order says whether it came back; with one in three otherwise it would be a group like any."""
    rows = [
        {"order_id": f"o{n}", "created_at": START + timedelta(hours=n), "is_returned": n % 4 == 0,
         "status": "refunded" if (n % 4 == 0) != (n % 360 < spoilt) else "paid", "region": ("N", "S")[n % 2]}
        for n in range(720)
    ]  # fmt: skip
    got = _joined(dims=("status", "region"), only=("return_rate",), orders=rows)
    told = [one.metric for one in got.left if "/" in one.metric]
    assert told == (["return_rate / status"] if is_left else [])
    assert got.metrics["return_rate"].searched(got.dims) == (("region",) if is_left else ("status", "region"))


@pytest.mark.parametrize(
    ("first", "other", "is_left"),
    [(40, 0, True), (40, 8, True), (2, 0, False), (20, 0, False), (40, 40, False)],
    ids=["an arm", "beside chats", "from the start", "most of the time", "its rows came in addition"],
)
def test_a_column_that_begins_to_be_filled_is_no_group_to_search(first: int, other: int, is_left: bool) -> None:
    """The arm of an experiment: nobody had one, then everybody. Four findings said that its feedback began only now."""
    calls = [
        {"interaction_id": f"c{day}-{n}", "started_at": START + timedelta(days=day), "queue_wait_s": 60.0 + n,
         "hotline": "AB"[n % 2], "arm": ("old", "new")[n % 2] if day >= first and other < 40 else None}
        for day in range(60) for n in range(12)
    ]  # fmt: skip
    more = [
        {"interaction_id": f"m{day}-{n}", "started_at": START + timedelta(days=day), "queue_wait_s": 60.0 + n,
         "hotline": "AB"[n % 2], "arm": "new" if other == 40 else None}
        for day in range(first if other == 40 else 0, 60) for n in range(other)
    ]  # fmt: skip
    got = _joined(dims=("hotline", "ARM"), only=("queue_wait",), interactions=[*calls, *more])
    assert got.dims == (("hotline",) if is_left else ("hotline", "arm"))
    told = [one.why["en"] for one in got.left if one.metric == "segment arm"]
    assert len(told) == is_left and all(str((START + timedelta(days=first)).date()) in one for one in told)


def test_a_box_that_was_left_empty_is_in_no_language() -> None:
    said = [("en", "late"), (None, None), ("zh-Hans", "慢"), ("und", "...")]
    rows = [
        {"feedback_id": f"f{n}", "created_at": START, "source": "f.csv", "lang": lang, "text": text}
        for n, (lang, text) in enumerate(said)
    ]
    made = _joined(feedback=rows).tables["makeup"].to_pandas()
    of_lang = made[(made["metric"] == metrics.VOLUME) & (made["made_of"] == "lang")]
    assert dict(of_lang.groupby("value")["n"].sum()) == {"en": 1, "zh-Hans": 1}
