"""One person's paste and a bot's flood count once; what different people say, in whatever like words, counts each time."""

from __future__ import annotations

import datetime as dt
import random
import time
from pathlib import Path

import pyarrow as pa
import pytest

from voc import clean, tables
from voc.clean import repeats, shingles

CASES = Path(__file__).parent / "cases" / "repeats.tsv"
START = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
WORDS = [
    "parcel",
    "driver",
    "street",
    "morning",
    "refund",
    "invoice",
    "agent",
    "window",
    "colour",
    "kettle",
    "garden",
    "ticket",
    "letter",
    "battery",
    "screen",
    "branch",
]
SPAM = "Do not ever buy from this shop, they sell copies and keep your money, see {} for proof"
SHORT_SPAM = "Terrible company, avoid them at all costs {}"


def _lines() -> list[list[str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n").split("\t") for line in lines if line and not line.startswith("#")]


def _kinds(*rows: tuple[str, str | None, dt.datetime | None]) -> list[str | None]:
    """The kinds of (text, customer, time)."""
    texts, customers, times = zip(*rows, strict=True)
    table = pa.table({
        "feedback_id": [f"f{at}" for at in range(len(rows))], "text": pa.array(texts, pa.string()),
        "customer_id": pa.array(customers, pa.string()), "created_at": pa.array(times, pa.timestamp("us", tz="UTC")),
        "source": ["a.csv"] * len(rows),
    })  # fmt: skip
    feedback = clean.feedback(tables.conform(table, "feedback"))
    kinds = feedback.column("duplicate_kind").to_pylist()
    assert feedback.column("is_duplicate").to_pylist() == [one is not None for one in kinds]
    return kinds


@pytest.mark.parametrize(("kind", "who", "first", "second"), _lines())
def test_what_one_person_pastes_counts_once(kind: str, who: str, first: str, second: str) -> None:
    customers = {"same": ("c1", "c1"), "other": ("c1", "c2"), "nobody": (None, None)}[who]
    found = _kinds((first, customers[0], START), (second, customers[1], START))
    assert found == [None, None if kind == "-" else kind]


def _honest(days: int, a_day: int) -> list[tuple[str, str, dt.datetime]]:
    draw = random.Random(3)
    return [
        (
            f"The {draw.choice(WORDS)} and the {draw.choice(WORDS)} {draw.choice(WORDS)} were {draw.choice(WORDS)} to me",
            f"h{day}-{at}",
            START + dt.timedelta(days=day, hours=at),
        )
        for day in range(days)
        for at in range(a_day)
    ]


@pytest.mark.parametrize("spam", [SPAM, SHORT_SPAM, "这家店是骗子大家千万不要上当受骗请转发给朋友{}"])
@pytest.mark.parametrize("are_known", [True, False])
def test_a_flood_counts_once(spam: str, are_known: bool) -> None:
    flood = [
        (spam.format(f"x{at}"), f"b{at}" if are_known else None, START + dt.timedelta(days=9, minutes=at))
        for at in range(40)
    ]
    rows = [*_honest(20, 8), *flood]
    kinds = _kinds(*rows)
    assert kinds[: len(rows) - 40] == [None] * (len(rows) - 40)
    assert kinds[-40] is None and sum(one is not None for one in kinds[-40:]) >= 38
    assert not are_known or set(kinds[-39:]) <= {"flood", None}


def test_the_same_sentence_day_after_day_is_no_flood() -> None:
    daily = [(SHORT_SPAM.format(at), f"b{at}", START + dt.timedelta(days=at // 3, hours=at % 3)) for at in range(60)]
    assert set(_kinds(*_honest(20, 8), *daily)) == {None}


def test_a_survey_answered_on_one_day_is_no_flood() -> None:
    said = [("The staff were very friendly and kind", f"c{at}", START + dt.timedelta(minutes=at)) for at in range(30)]
    others = [(text, who, START + dt.timedelta(minutes=at)) for at, (text, who, _) in enumerate(_honest(10, 10))]
    assert set(_kinds(*said, *others)) == {None}


def test_short_answers_of_many_are_no_flood() -> None:
    said = [
        (text, f"c{text}{at}", START + dt.timedelta(days=9, minutes=at))
        for text in ("good", "很好", "thanks")
        for at in range(50)
    ]
    assert set(_kinds(*_honest(20, 8), *said)) == {None}


def test_a_few_alike_are_no_flood() -> None:
    said = [(SPAM.format(at), f"c{at}", START + dt.timedelta(days=9, minutes=at)) for at in range(repeats.FLOOD - 1)]
    assert set(_kinds(*_honest(20, 8), *said)) == {None}


def test_flagged_rows_make_no_utterance() -> None:
    rows = [(SPAM.format(at), f"b{at}", START + dt.timedelta(minutes=at)) for at in range(12)]
    table = pa.table({
        "feedback_id": [f"f{at}" for at in range(12)], "text": [text for text, _, _ in rows],
        "customer_id": [who for _, who, _ in rows], "created_at": pa.array([when for *_, when in rows], pa.timestamp("us", tz="UTC")),
    })  # fmt: skip
    said = clean.utterances(clean.feedback(tables.conform(table, "feedback"))).column("feedback_id").to_pylist()
    assert set(said) == {"f0"}


def test_time_is_linear_and_the_answer_is_always_the_same() -> None:
    draw = random.Random(5)
    texts = [" ".join(draw.choice(WORDS) + str(draw.randrange(50)) for _ in range(25)) for _ in range(3000)]
    rows = [(text, None, START) for text in texts]
    begin = time.process_time()
    once = _kinds(*rows)
    assert time.process_time() - begin < 8
    assert once == _kinds(*rows)


def test_hashes_tell_how_much_two_texts_share() -> None:
    one, other = "the driver left my parcel in the rain", "the driver left my parcel in the rains again"
    exact = shingles.alike(shingles.of(one), shingles.of(other))
    hashes = shingles.smallest([one, other, "something else entirely"])
    assert abs(shingles.likely(hashes[0], hashes[1]) - exact) < 0.3
    assert shingles.likely(hashes[0], hashes[2]) < 0.2
    assert (shingles.smallest([other, one])[::-1] == hashes[:2]).all(), "a text's hashes are its own"
