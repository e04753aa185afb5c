"""No personal data leaves `clean`, no evidence is lost, and every place points into the original text."""

from __future__ import annotations

import re
import sys
import time
import unicodedata
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from voc import clean, spans, tables
from voc.clean import mask, split
from voc.personal.mark import look

CASES = Path(__file__).parent / "cases"


def _lines(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _feedback(*rows: dict[str, object]) -> pa.Table:
    filled = [
        {"feedback_id": f"f{number}", "source": "a.csv", "row": number, **row} for number, row in enumerate(rows, 1)
    ]
    names = dict.fromkeys(name for row in filled for name in row)
    return tables.conform(pa.table({name: [row.get(name) for row in filled] for name in names}), "feedback")


# --- masking


@pytest.mark.parametrize(("text", "expected"), _lines("mask.tsv"))
def test_personal_data_is_masked_and_evidence_is_not(text: str, expected: str) -> None:
    assert mask.masked([text])[0] == [expected]


def test_the_same_value_has_the_same_placeholder_everywhere() -> None:
    rows = clean.feedback(
        _feedback({"text": "call 415-555-0132"}, {"text": "x@y.org or (415) 555-0132", "title": "x@Y.org"})
    )
    assert rows.column("text").to_pylist() == ["call <PHONE_1>", "<EMAIL_1> or <PHONE_1>"]
    assert rows.column("title").to_pylist() == [None, "<EMAIL_1>"]


def test_the_original_text_is_in_no_output() -> None:
    rows = clean.feedback(_feedback({"text": "I am at secret@mail.org. Call +44 20 7946 0958 now please!"}))
    for table in (rows, clean.utterances(rows)):
        assert not re.search("secret@|7946", str(table.to_pylist()))


@pytest.mark.parametrize("blob", ["a", "1", ".", " ", "@", "好", "a@", "1 ", "a:", "\u3002", "，"])
def test_a_long_blob_takes_no_long_time(blob: str) -> None:
    rows = clean.feedback(_feedback({"text": "x" + blob * 20_000 + "x"}))
    begin = time.process_time()
    clean.utterances(rows)
    clean.feedback(rows)
    assert time.process_time() - begin < 2


# --- places


@st.composite
def masked_texts(draw: st.DrawFn) -> tuple[str, list[dict[str, object]]]:
    """An original text and masks on it, sorted and apart, some touching."""
    parts = draw(
        st.lists(st.tuples(st.text("ab é。", max_size=4), st.text("0123", min_size=1, max_size=20)), max_size=5)
    )
    text, masks = "", []
    for number, (plain, secret) in enumerate(parts, 1):
        start = len(text) + len(plain)
        masks.append({"start": start, "end": start + len(secret), "placeholder": f"<PHONE_{number}>"})
        text += plain + secret
    return text + draw(st.text("xy", max_size=4)), masks


@given(masked_texts())
def test_every_place_outside_a_mask_survives_the_round_trip(case: tuple[str, list[dict[str, object]]]) -> None:
    text, masks = case
    hidden = spans.masked(text, masks)
    for place in range(len(text) + 1):
        there = spans.to_masked(place, masks)
        assert 0 <= there <= len(hidden)
        inside = [m for m in masks if m["start"] < place < m["end"]]
        if not inside:
            assert spans.to_original(there, 0, masks) == place
            assert spans.to_original(there, 0, masks, is_end=True) == place
        else:
            assert spans.to_original(there, 0, masks) == inside[0]["start"]
            end = spans.to_masked(place, masks, is_end=True)
            assert spans.to_original(end, 0, masks, is_end=True) == inside[0]["end"]


@given(masked_texts(), st.data())
def test_a_touched_placeholder_counts_whole(case: tuple[str, list[dict[str, object]]], data: st.DataObject) -> None:
    text, masks = case
    hidden = spans.masked(text, masks)
    start = data.draw(st.integers(0, len(hidden)))
    end = data.draw(st.integers(start, len(hidden)))
    first, last = spans.interval(start, end, 0, masks)
    assert 0 <= first <= last <= len(text)
    if start < end:
        inside = spans.inside(masks, first, last)
        again = spans.masked(
            text[first:last], [{**m, "start": m["start"] - first, "end": m["end"] - first} for m in inside]
        )
        assert hidden[start:end] in again


def test_a_place_inside_a_later_clause_counts_from_where_the_clause_begins() -> None:
    masks = [{"start": 105, "end": 116, "placeholder": "<PHONE_1>"}]
    # "call <PHONE_1> now", its first character is original character 100
    assert spans.interval(5, 14, 100, masks) == (105, 116)
    assert spans.interval(15, 18, 100, masks) == (117, 120)
    assert spans.to_original(0, 100, masks) == 100


# --- cutting


@pytest.mark.parametrize(("family", "text"), _lines("split.tsv"))
def test_a_text_is_cut_where_a_reader_would(family: str, text: str) -> None:
    pieces = [piece.strip() for piece in text.split("|")]
    whole = text.replace(" | ", " ").replace("| ", "").replace("|", "\n")
    assert [whole[start:end] for start, end in next(split.clauses([whole], family))] == pieces


@given(
    st.text(st.sampled_from("ab but,，。.!?…;\n 但是不过<PHONE_1>好差服务😀é"), max_size=60),
    st.sampled_from(["en", "zh", "und"]),
)
def test_cutting_loses_no_character(text: str, family: str) -> None:
    intervals = next(split.clauses([text], family))
    assert "".join(re.sub(r"\s", "", text[start:end]) for start, end in intervals) == re.sub(r"\s", "", text)
    assert all(a[1] <= b[0] for a, b in pairwise(intervals))


@given(
    st.lists(st.sampled_from([*"ab ,，。.!?\n好", " but ", "但是", "<PHONE_12>", "<EMAIL_3>"]), max_size=30).map(
        "".join
    ),
    st.sampled_from(["en", "zh", "und"]),
)
def test_a_placeholder_is_never_cut(text: str, family: str) -> None:
    pieces = [text[start:end] for start, end in next(split.clauses([text], family))]
    assert sum(len(re.findall(r"<[A-Z]+_\d+>", piece)) for piece in pieces) == len(re.findall(r"<[A-Z]+_\d+>", text))


def test_an_utterance_points_into_the_original() -> None:
    original = "Great staff at the desk. My number is 415-555-0132, but nobody ever called me back."
    rows = clean.feedback(_feedback({"text": original}))
    found = clean.utterances(rows).to_pylist()
    assert [original[one["start"] : one["end"]] for one in found] == [
        "Great staff at the desk.", "My number is 415-555-0132,", "but nobody ever called me back.",
    ]  # fmt: skip
    assert [one["utterance_id"] for one in found] == ["f1#1", "f1#2", "f1#3"]
    assert found[1]["masks"] == [{"start": 38, "end": 50, "placeholder": "<PHONE_1>"}]
    assert found[1]["text"] == "My number is <PHONE_1>,"
    assert found[2]["folded"] == "but nobody ever called me back."


def test_a_score_without_words_makes_no_utterance() -> None:
    rows = clean.feedback(_feedback({"score": 5.0}, {"text": "fine"}))
    assert clean.utterances(rows).column("feedback_id").to_pylist() == ["f2"]


# --- the whole row


def test_a_given_language_wins_over_what_we_see() -> None:
    rows = clean.feedback(
        _feedback(
            {"text": "etwas", "lang": "de-DE"},
            {"text": "很好", "lang": "zh_TW"},
            {"text": "醫生很好", "lang": "zh"},
            {"score": 1.0},
        )
    )
    assert rows.column("lang").to_pylist() == ["de", "zh-Hant", "zh-Hant", None]


def test_the_same_words_by_the_same_customer_count_once() -> None:
    said = "I have waited for two weeks"
    rows = clean.feedback(
        _feedback(
            {"text": said, "customer_id": "c1"},
            {"text": said.upper() + " ", "customer_id": "c1"},
            {"text": said, "customer_id": "c2"},
            {"text": said},
            {"text": said},
            {"text": said, "source": "b.csv"},
            {"text": "good", "customer_id": "c1"},
            {"text": "good", "customer_id": "c1"},
        )
    )
    assert rows.column("is_duplicate").to_pylist() == [False, True, False, False, True, False, False, False]
    assert set(clean.utterances(rows).column("feedback_id").to_pylist()) == {"f1", "f3", "f4", "f6", "f7", "f8"}


def test_customers_who_are_not_known_may_say_the_same_of_two_records() -> None:
    said = "The form would not take my address"
    rows = clean.feedback(
        _feedback(
            {"text": said, "session_id": "s1"},
            {"text": said, "session_id": "s2"},
            {"text": said, "session_id": "s2"},
            {"text": said, "interaction_id": "s2"},
        )
    )
    assert rows.column("is_duplicate").to_pylist() == [False, False, True, False]


def _turns(*rows: tuple[str, int, str, str | None]) -> pa.Table:
    names = ("interaction_id", "seq", "role", "text")
    filled = [{**dict(zip(names, row, strict=True)), "turn_id": f"{row[0]}:{row[1]}", "source": "t.csv", "row": number}
              for number, row in enumerate(rows, 1)]  # fmt: skip
    return tables.conform(pa.Table.from_pylist(filled), "turns")


def test_a_transcript_is_what_the_customer_said() -> None:
    turns = _turns(
        ("i1", 3, "customer", "still waiting"),
        ("i1", 1, "bot", "hello"),
        ("i1", 2, "customer", "my parcel is lost"),
        ("i2", 1, "agent", "anybody there?"),
        ("i3", 1, "customer", "等了半天"),
    )
    contacts = tables.conform(
        pa.Table.from_pylist([{"interaction_id": "i1", "customer_id": "c9", "channel": "chat", "agent_id": "a1"}]),
        "interactions",
    )
    rows = clean.feedback(_feedback({"text": "ok", "region": "NA"}), turns, contacts)
    first, second = rows.to_pylist()[1:]
    assert first["feedback_id"] == "chat:i1" and first["text"] == "my parcel is lost\nstill waiting"
    assert (first["customer_id"], first["channel"], first["agent_id"]) == ("c9", "chat", "a1")
    assert (first["source"], first["row"], first["score"], first["region"]) == ("t.csv", 3, None, None)
    assert (second["feedback_id"], second["lang"], second["customer_id"]) == ("chat:i3", "zh-Hans", None)
    assert len(rows) == 3


def test_inputs_come_back_as_they_went_in() -> None:
    before = _feedback({"text": "x@y.org"})
    clean.feedback(before)
    assert before.column("text").to_pylist() == ["x@y.org"]


@given(st.text(alphabet="好差1a。！？…；!?;,，~”」）) \n\u3000", max_size=30))
def test_a_chinese_sentence_ends_where_spacy_ends_it(text: str) -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("sentencizer", config={"punct_chars": split._ENDS_ZH})
    by_spacy = {0, len(text), *(sentence.end_char for sentence in nlp(text).sents)}
    ours = {0, len(text), *(match.end() for match in split._ends_zh().finditer(text))}
    assert split._trimmed(text, sorted(ours)) == split._trimmed(text, sorted(by_spacy))


@given(
    st.lists(
        st.sampled_from(
            [
                "The",
                "the",
                "queue",
                "was",
                "late",
                "Late",
                "ok",
                "Dr.",
                "Mr.",
                "e.g.",
                "etc.",
                "U.S.",
                "3.5",
                "v2",
                "@air",
                "#fail",
                "don't",
                "x",
                "I",
                "a.m.",
                "no.",
                "No.",
                "Inc.",
                ":)",
                '"',
                "(",
                ")",
                "...",
                "!!!",
                "?!",
                ";",
                "Why?",
                "told!",
                "me.",
                "again.",
                "GONE.",
                "gone;",
                "ok.",
                "wait.they",
                "late...",
                "late..",
                "late....",
                "so...then",
                "3.5",
                "v8.4.28.",
                "0400.",
                "LOL!",
                "US.",
                "26F.",
                "e.g.",
                "etc...",
                "#late",
                "#",
                "@me",
                "@",
                "$5.",
                "\U0001f600",
                "https://t.co/aBc1",
                "https://t.co/aBc1.",
                "http://localhost/ab.c",
                "www.x.com",
                "it's.",
                "(late)",
                "late)",
                '"hi.',
                'hi."',
                "\n",
                "",
                "-",
            ]
        ),
        max_size=14,
    )
)
def test_an_english_sentence_ends_where_spacy_ends_it(words: list[str]) -> None:
    """However little of a text spaCy is asked about."""
    text = " ".join(words)
    (ends,) = split._sentence_ends([text], "en")
    by_spacy = {0, len(text), *(sentence.end_char for sentence in split._sentencizer()(text).sents)}
    assert split._trimmed(text, sorted({0, len(text), *ends})) == split._trimmed(text, sorted(by_spacy))


# The places of cuts as one would write them; those of `split` say the same faster.
CONTRAST_EN = re.compile(r"(?<=[\w,)>\"'*]) (?=(?:but|however|although|though|yet|whereas)\b)")
COMMA_EN = re.compile(r"(?<!\d), |(?<=\d), (?!\d)")
CONTRAST_ZH = re.compile(r"(?=(?<![不非])但(?!愿|凡)|可是|然而|(?<=[,\s、])(?:不过|就是|只是|却))")
COMMA_ZH = re.compile(r",(?!\d{3}(?!\d))|(?<=[^\W\da-z_])\.(?!\d)|(?<=[^\W\da-z_])\s+(?=[^\W\da-z_])|[~～]+")
BITS = ["but", "however", "yet", " ", "  ", ", ", ",", "1", "000", "late", ")", '"', "\n", ".", "~", "～", "、", "_"]
BITS += [*"不非但愿凡可是然而过就只却好", "快递"]


@given(st.lists(st.sampled_from(BITS), max_size=14).map("".join), st.integers(0, 5), st.integers(0, 5))
def test_places_to_cut_are_those_of_the_plain_patterns(text: str, start: int, less: int) -> None:
    end = max(start, len(text) - less)
    for plain, fast in (
        (CONTRAST_EN, split._CONTRAST_EN), (COMMA_EN, split._COMMA_EN), (CONTRAST_ZH, split._CONTRAST_ZH),
        (COMMA_ZH, split._COMMA_ZH),
    ):  # fmt: skip
        expected = [match.end() for match in plain.finditer(text, start, end)]
        assert [match.end("cut") for match in fast.finditer(text, start, end)] == expected


def test_all_punctuation_is_where_it_is_looked_for() -> None:
    assert not any(unicodedata.category(chr(code))[0] == "P" for code in range(split._PLANES, sys.maxunicode + 1))


def test_a_long_line_of_letters_takes_no_time_squared() -> None:
    begun = time.process_time()
    assert list(split.clauses(["a" * 1_000_000], "en")) == [[(0, 1_000_000)]]
    assert time.process_time() - begun < 5


@given(st.text())
def test_the_words_of_a_look_are_its_runs_of_small_letters(text: str) -> None:
    assert look(text).words == frozenset(re.findall("[a-z]+", text.lower()))
