"""Every rule of the definition lint has a case in which it speaks and one like it in which it is silent; no line has a figure
without its n, and none says what brought something about."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from voc import lint, metrics, tables
from voc.lint import days

N = 60
START = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
CAUSAL = re.compile(
    r"\b(because|caused?|causes|due to|owing to|led to|leads to|drives?|driven|thanks to|as a result)\b", re.IGNORECASE
)
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def _table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    key = tables.ALL[name].key[0]
    filled = [{key: f"r{at}", "source": "a.csv", "row": at, **row} for at, row in enumerate(rows)]
    names = dict.fromkeys(column for row in filled for column in row)
    kinds = {one.name: tables.arrow_type(one.type) for one in tables.ALL[name].columns}
    made = {column: pa.array([row.get(column) for row in filled], kinds.get(column)) for column in names}
    return tables.conform(pa.table(made), name)


def _facts(
    matches: list[dict[str, Any]] | None = None, own: tuple[metrics.Metric, ...] = (), feelings: dict[str, str] | None = None,
    **rows: list[dict[str, Any]],
) -> lint.Facts:  # fmt: skip
    read = {name: _table(name, each) for name, each in rows.items()}
    met = (
        tables.conform(pa.Table.from_pylist(matches, schema=tables.schema("matches")), "matches")
        if matches
        else tables.empty("matches")
    )
    return lint.Facts(read, met, {**{one.id: one for one in own}, **metrics.builtin()}, feelings or {})


def _file(**reasons: int) -> lint.Facts:
    """One file of 100 rows, of which so many were rejected."""
    n = sum(reasons.values())
    file = {"file": "a.csv", "rows_read": 100, "rows_kept": 100 - n, "rows_rejected": n, "reasons": reasons}
    return replace(_facts(), files=[file])


def _scored(kind: str, low: float, high: float, scores: list[float], **more: Any) -> list[dict[str, Any]]:
    return [
        {"score": float(one), "score_type": kind, "score_min": float(low), "score_max": float(high), **more}
        for one in scores
    ]


def _named(rows: list[dict[str, Any]], first: str = "f") -> list[dict[str, Any]]:
    return [{**row, "feedback_id": f"{first}{at}"} for at, row in enumerate(rows)]


def _contacts(n: int = N, **cells: Any) -> list[dict[str, Any]]:
    """n contacts; a cell that is a function is called with the number of the contact."""
    return [
        {"interaction_id": f"i{at}", **{name: cell(at) if callable(cell) else cell for name, cell in cells.items()}}
        for at in range(n)
    ]


def _hours(of: float) -> dt.timedelta:
    return dt.timedelta(hours=of)


def _talks(reply: float, machine: float, person: float) -> dict[str, list[dict[str, Any]]]:
    said = (("customer", 0.0), ("bot", machine), ("agent", person))
    turns = [
        {"turn_id": f"i{at}:{seq}", "interaction_id": f"i{at}", "seq": seq, "role": role, "text": "x", "start_s": start}
        for at in range(N) for seq, (role, start) in enumerate(said, 1)
    ]  # fmt: skip
    return {"turns": turns, "interactions": _contacts(first_response_s=reply)}


def _feel(good: float, bad: float) -> lint.Facts:
    rows = _named(_scored("ces", 1, 7, [good, bad] * N))
    return _facts(feedback=rows, feelings={f"f{at}": ("positive", "negative")[at % 2] for at in range(2 * N)})


def _met(matched: int, ids: Callable[[int], str]) -> lint.Facts:
    feedback = [{"feedback_id": f"f{at}", "order_id": f"{at:05d}"} for at in range(N)]
    orders = [{"order_id": ids(at)} for at in range(N)]
    row = {"left_table": "feedback", "right_table": "orders", "key": "order_id", "n": N, "matched": matched}
    return _facts([row, {**row, "left_table": "orders", "right_table": "feedback"}], feedback=feedback, orders=orders)


def _turned(facts: lint.Facts) -> lint.Facts:
    return replace(facts, turned={"a.csv"})


def _turns(n: int, contact: Callable[[int], str]) -> list[dict[str, Any]]:
    return [{"turn_id": f"t{at}", "interaction_id": contact(at), "seq": at, "role": "customer"} for at in range(n)]


def _own(id_: str, value: str, table: str = "feedback", **more: Any) -> metrics.Metric:
    return metrics.Metric(id_, table, value, "down", **more)


AMOUNT = (_own("basket", "amount", "orders"),)
CSAT = _scored("csat", 1, 5, [1, 5, 4, 5] * 15)
FIGURES = [{"metric": "CSAT", "period_at": START, "value": one} for one in (82.0, 85.0)]

# rule: (facts in which it speaks, words that its line must hold, facts in which it is silent)
CASES: dict[str, list[tuple[lint.Facts, str, lint.Facts]]] = {
    "rejected": [
        (_file(score_outside_scale=29), "29 of 100 (29.0 %) rows of a.csv were rejected: score outside its scale 29", _file()),
        (_file(preview_response=60, unparsable_time=5), "5 of 100 (5.0 %)", _file(preview_response=60, unparsable_time=4)),
    ],
    "mixed_scales": [(
        _facts(feedback=_named(_scored("csat", 1, 5, [4] * 40) + _scored("csat", 1, 10, [8] * 20, source="b.csv"))),
        "csat is asked on 2 scales: 1 to 5 in a.csv (n = 40); 1 to 10 in b.csv (n = 20)",
        _facts(feedback=_named(_scored("csat", 1, 5, [4] * 40) + _scored("nps", 0, 10, [8] * 20, source="b.csv"))),
    )],
    "unused_half": [
        (_facts(feedback=_scored("csat", 1, 10, [1, 3, 4, 5] * 30)), "csat in a.csv is declared as 1 to 10, and all answers lie between 1 and 5 (n = 120)",
         _facts(feedback=_scored("csat", 1, 10, [1, 3, 4, 6] * 30))),
        (_facts(feedback=_scored("nps", 0, 10, [1, 5, 4, 3] * 25)), "between 1 and 5 (n = 100)", _facts(feedback=_scored("nps", 0, 10, [1, 5, 4] * 33))),
        (_facts(feedback=_scored("ces", 1, 5, [1, 2, 3] * 40)), "(n = 120)", _turned(_facts(feedback=_scored("ces", 1, 5, [1, 2, 3] * 40)))),
    ],
    "top_two": [
        (_facts(feedback=_scored("csat", 1, 3, [1, 2, 3] * 20)), "40 of 60 (66.7 %)", _facts(feedback=CSAT)),
        (_facts(feedback=_scored("csat", 0, 100, [50, 99] * 30)), "30 of 60 (50.0 %)", _facts(feedback=_scored("csat", 1, 10, [5] * 60))),
    ],
    "csat_two_ways": [
        (_facts(feedback=CSAT, metrics=FIGURES), "figure CSAT runs from 82 to 85 (n = 2)",
         _facts(feedback=CSAT, metrics=[{**one, "value": 4.1} for one in FIGURES])),
        (_facts(feedback=CSAT, own=(_own("csat_ours", "case when score_type = 'csat' then score end"),)), "metric csat_ours counts csat",
         _facts(feedback=CSAT, own=(_own("length", "length(text)"),))),
    ],
    "nps_scale": [
        (_facts(feedback=_scored("nps", 1, 10, [9] * 60)), "nps is asked on 1 to 10 in a.csv (n = 60)",
         _facts(feedback=_scored("nps", 0, 10, [9] * 60))),
        (_facts(feedback=_scored("nps", 0, 10, [1, 9, 10, 7] * 100)), "nobody chose 0 in a.csv while 100 of 400 (25.0 %) chose 1",
         _facts(feedback=_scored("nps", 0, 10, [0, 1, 9, 10] * 100))),
    ],
    "reversed_scale": [(_feel(2, 6), "complain score 6.00 (n = 60), comments that praise 2.00 (n = 60)", _feel(6, 2))],
    "minutes_as_seconds": [
        (_facts(interactions=_contacts(handle_s=6.0)), "the median handle_s is 6 'seconds' (n = 60)", _facts(interactions=_contacts(handle_s=360.0))),
        (_facts(interactions=_contacts(handle_s=45.0, started_at=START, ended_at=START + _hours(0.75))), "60 times as long (n = 60)",
         _facts(interactions=_contacts(handle_s=45.0, started_at=START, ended_at=START + _hours(0.0125)))),
    ],
    "milliseconds_as_seconds": [(
        _facts(interactions=_contacts(talk_s=360_000.0)), "100.0 hours (n = 60)", _facts(interactions=_contacts(talk_s=360.0)),
    )],
    "handle_parts": [
        (_facts(interactions=_contacts(talk_s=200.0, hold_s=20.0, acw_s=30.0, queue_wait_s=50.0, handle_s=300.0)),
         "equals talk + hold + after-contact work + queue wait in 60 of 60 (100.0 %)",
         _facts(interactions=_contacts(talk_s=200.0, hold_s=20.0, acw_s=30.0, queue_wait_s=50.0, handle_s=250.0))),
        (_facts(interactions=_contacts(talk_s=200.0, hold_s=20.0, acw_s=30.0, handle_s=220.0)), "without after-contact work",
         _facts(interactions=_contacts(talk_s=200.0, hold_s=20.0, acw_s=30.0, handle_s=251.0))),
        (_facts(interactions=_contacts(talk_s=200.0, hold_s=20.0, acw_s=30.0, handle_s=lambda at: 500.0 + at)), "fits no single sum",
         _facts(interactions=_contacts(talk_s=200.0, handle_s=None))),
    ],
    "bot_replies": [
        (_facts(**_talks(1.0, 1.0, 90.0)), "a bot or the system replied in 60 of 60 (100.0 %)", _facts(**_talks(90.0, 1.0, 90.0))),
        (_facts(interactions=_contacts(first_response_s=1.0)), "2 seconds or less in 60 of 60 (100.0 %)", _facts(interactions=_contacts(first_response_s=45.0))),
    ],
    "ends_before_start": [
        (_facts(interactions=_contacts(started_at=START, ended_at=lambda at: START + _hours(-1 if at < 3 else 1))), "3 of 60 (5.0 %) interactions",
         _facts(interactions=_contacts(started_at=START, ended_at=START))),
        (_facts(interactions=_contacts(resolution_s=lambda at: -5.0 if at == 0 else 5.0)), "resolution_s is below zero in 1 of 60 (1.7 %)",
         _facts(interactions=_contacts(resolution_s=0.0))),
    ],
    "answer_before_contact": [(
        _facts(interactions=_contacts(started_at=START), feedback=[{"interaction_id": f"i{at}", "created_at": START - _hours(7)} for at in range(N)]),
        "60 of 60 (100.0 %) answers are dated before the started_at of what they are about, by 7.0 hours",
        _facts(interactions=_contacts(started_at=START), feedback=[{"interaction_id": f"i{at}", "created_at": START + _hours(7)} for at in range(N)]),
    )],
    "reopened_first_contact": [
        (_facts(interactions=_contacts(is_fcr=True, n_reopens=lambda at: int(at < 6))), "6 of 60 (10.0 %) contacts marked is_fcr were opened again",
         _facts(interactions=_contacts(is_fcr=lambda at: at >= 6, n_reopens=lambda at: int(at < 6)))),
        (_facts(interactions=_contacts(is_fcr=True, is_resolved=lambda at: at > 0)), "1 of 60 (1.7 %) contacts marked is_fcr are not solved",
         _facts(interactions=_contacts(is_fcr=True, is_resolved=True))),
    ],
    "answered_abandoned": [(
        _facts(interactions=_contacts(is_abandoned=lambda at: at < 10, talk_s=lambda at: 60.0 if at < 4 else None)), "4 of 10 (40.0 %)",
        _facts(interactions=_contacts(is_abandoned=lambda at: at < 10, talk_s=lambda at: None if at < 10 else 60.0)),
    )],
    "returns_without_orders": [(
        _facts(orders=[{"order_id": f"o{at}", "is_returned": True, "created_at": START if at else None} for at in range(N)]), "1 of 60 (1.7 %) returns",
        _facts(orders=[{"order_id": f"o{at}", "is_returned": True, "created_at": START} for at in range(N)]),
    )],
    "half_returns": [(
        _facts(orders=[{"order_id": f"o{at}", "is_returned": at > 1, "returned_units": 1} for at in range(N)]), "2 of 60 (3.3 %) orders",
        _facts(orders=[{"order_id": f"o{at}", "is_returned": True, "returned_units": 1} for at in range(N)]),
    )],
    "currencies": [(
        _facts(own=AMOUNT, orders=[{"order_id": f"o{at}", "amount": 5, "currency": ("GBP", "CNY")[at % 2]} for at in range(N)]), "2 currencies: CNY (n = 30), GBP (n = 30)",
        _facts(orders=[{"order_id": f"o{at}", "amount": 5, "currency": ("GBP", "CNY")[at % 2]} for at in range(N)]),
    )],
    "multi_select": [
        (_facts(interactions=_contacts(reason=lambda at: ("late;broken", "late")[at % 2])), "in 30 of 60 (50.0 %) cells: shares by answer add up to 150 % (n = 60)",
         _facts(interactions=_contacts(reason=lambda at: ("late", "broken")[at % 2]))),
        (_facts(feedback=[{"feedback_id": f"f{at}", "why_not": ("贵；慢", "贵")[at % 2]} for at in range(N)]), "why_not of feedback",
         _facts(feedback=[{"feedback_id": f"f{at}", "why_not": f"said {at}; and {at} more"} for at in range(N)])),
    ],
    "unmatched": [
        (_met(3, lambda at: str(at + 100)), "3 of 60 (5.0 %) rows of feedback find their order_id in orders", _met(50, str)),
        (_met(0, str), "59 of 60 (98.3 %) ids of the others would, but for leading zeros", _met(60, lambda at: f"{at:05d}")),
        (_met(0, lambda at: f"ORD-{at:05d}"), "but for letters and signs before the digits", _met(30, str)),
    ],
    "one_conversation": [(
        _facts(turns=_turns(300, lambda at: "i")), "all turns of a.csv are one contact (n = 300 turns)", _facts(turns=_turns(300, lambda at: f"i{at // 299}")),
    )],
    "twin_metrics": [
        (_facts(feedback=CSAT, metrics=[{**one, "metric": "csat", "value": 4.0} for one in FIGURES]), "figure csat of a.csv (n = 2)",
         _facts(feedback=CSAT, metrics=[{**one, "metric": "tickets", "value": 4.0} for one in FIGURES])),
        (_facts(feedback=CSAT, own=(_own("a", "score * 2"), _own("b", "score  * 2"))), "metrics a and b count the same (n = 60 rows of feedback)",
         _facts(feedback=CSAT, own=(_own("a", "score * 2"), _own("b", "score * 3")))),
    ],
}  # fmt: skip
FLAT = [(rule, *case) for rule, cases in CASES.items() for case in cases]


@pytest.mark.parametrize(
    ("rule", "speaks", "words", "silent"), FLAT, ids=[f"{rule}-{at}" for at, (rule, *_) in enumerate(FLAT)]
)
def test_a_rule_speaks_where_it_should_and_not_beside_it(
    rule: str, speaks: lint.Facts, words: str, silent: lint.Facts
) -> None:
    found = [one for one in lint.lines(speaks) if one.rule == rule]
    assert any(words in one.found["en"] for one in found), [one.found["en"] for one in lint.lines(speaks)]
    assert [one.found["en"] for one in lint.lines(silent) if one.rule == rule] == []


@pytest.mark.parametrize("facts", [case[1] for case in FLAT], ids=[case[0] for case in FLAT])
def test_a_line_has_its_n_and_no_causal_word(facts: lint.Facts) -> None:
    for one in lint.lines(facts):
        found, why, do = one.found["en"], one.why["en"], one.do["en"]
        said = f"{found} {why} {do}"
        assert not CAUSAL.search(said), said
        assert one.n > 0 and why and do
        assert re.search(r"\bn = \d|\d+ of \d+", found), found
        for at in re.finditer(r"[\d.]+ ?%", found):
            is_share = re.search(r"\d+ of \d+ \($", found[: at.start()])
            assert is_share or re.match(r" \(n = \d+\)", found[at.end() :]), found


@pytest.mark.parametrize("facts", [case[1] for case in FLAT], ids=[case[0] for case in FLAT])
@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant"])
def test_a_line_says_the_same_figures_in_every_language(lang: str, facts: lint.Facts) -> None:
    for one in lint.lines(facts):
        for said in (one.found, one.why, one.do):
            assert re.search("[\u4e00-\u9fff]", said[lang]), said
        assert sorted(NUMBER.findall(one.found[lang])) == sorted(NUMBER.findall(one.found["en"])), one.found
        assert one.as_dict(lang)["found"] == one.found[lang]


def test_every_rule_has_a_case() -> None:
    assert {rule.__name__ for rule in lint.RULES} == set(CASES)


def test_nothing_read_is_nothing_said() -> None:
    assert lint.lines(_facts(feedback=[])) == ()
    assert lint.lines(lint.Facts({}, tables.empty("matches"), metrics.builtin())) == ()


# --- days


def _times(*counts: int, first: dt.datetime = START) -> pa.ChunkedArray:
    return pa.chunked_array(
        [
            pa.array(
                [first + dt.timedelta(days=at) for at, n in enumerate(counts) for _ in range(n)],
                pa.timestamp("us", tz="UTC"),
            )
        ]
    )


def test_days_without_a_record_are_gaps() -> None:
    found = days.span("feedback", _times(5, 5, 0, 0, 5, 0, 5), "UTC")
    assert found is not None and (found.n, found.days, found.empty_days) == (20, 7, 3)
    assert [(one.first.isoformat(), one.days) for one in found.gaps] == [("2026-01-07", 2), ("2026-01-10", 1)]


def test_a_weekday_that_is_always_closed_is_no_gap() -> None:
    counts = [0 if (START + dt.timedelta(days=at)).weekday() >= 5 else 5 for at in range(60)]
    found = days.span("interactions", _times(*counts), "UTC")
    assert found is not None and found.weekdays == ("Saturday", "Sunday") and found.gaps == ()


def test_a_day_with_far_fewer_than_the_same_weekdays_before_is_a_drop() -> None:
    counts = [40] * 40
    counts[30], counts[35] = 2, 30
    found = days.span("orders", _times(*counts), "UTC")
    assert found is not None
    assert [(one.first, one.n, one.usual) for one in found.drops] == [((START + dt.timedelta(days=30)).date(), 2, 40.0)]


def test_few_records_a_day_never_drop_and_the_day_is_the_local_one() -> None:
    found = days.span("orders", _times(*([4] * 20), 0, 1, *([4] * 20)), "UTC")
    assert found is not None and found.drops == () and found.empty_days == 1
    late = pa.chunked_array(
        [pa.array([dt.datetime(2026, 1, 1, 23, tzinfo=dt.UTC), None], pa.timestamp("us", tz="UTC"))]
    )
    found = days.span("orders", late, "Asia/Shanghai")
    assert found is not None and found.first == dt.date(2026, 1, 2) and found.undated == 1
    assert days.span("orders", late.slice(1), "UTC") is None
