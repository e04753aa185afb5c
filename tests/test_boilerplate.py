"""What is not the customer's own words is no evidence, the text stays as it is, and every place still points into it."""

from __future__ import annotations

import itertools
import re
import time
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from voc import asking, boilerplate, clean, language, tables

CASES = Path(__file__).parent / "cases" / "boilerplate.tsv"
PIECES = [
    "The queue was long. ", "快递太慢了。", "\n", "> old words\n", "Sent from my iPhone", "Best regards,\nJane", "[PII] ", "XXXX ",
    "Your ticket has been received. ", "感谢您的来电。", "On 5 Jan 2026 Acme wrote:\n", "发件人：客服\n主题：退款\n", "<blockquote>", "</blockquote>",
    "call 415-555-0132 ", "jane@mail.example ", "😀", "-- \n", "İ ", "ﬀ",
]  # fmt: skip


def _lines() -> list[list[str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _feedback(*rows: dict[str, object]) -> pa.Table:
    filled = [{"feedback_id": f"f{at}", "source": "a.csv", "row": at, **row} for at, row in enumerate(rows, 1)]
    names = dict.fromkeys(name for row in filled for name in row)
    return tables.conform(pa.table({name: [row.get(name) for row in filled] for name in names}), "feedback")


@pytest.mark.parametrize(("kinds", "marked"), _lines())
def test_what_is_not_the_customers_own_is_cut(kinds: str, marked: str) -> None:
    marked = marked.replace("\\n", "\n")
    text = marked.replace("⟦", "").replace("⟧", "")
    found = boilerplate.found(text)
    assert [one.kind for one in found] == ([] if kinds == "-" else kinds.split())
    assert [text[one.start : one.end].strip() for one in found] == [
        one.strip() for one in re.findall("⟦(.*?)⟧", marked, re.DOTALL)
    ]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("-- \n-- \n> old words\nThe queue was long. ")
@example("\n-- \n> old words\n[PII] ")
def test_every_place_of_a_clause_points_into_the_original(text: str) -> None:
    rows = clean.feedback(_feedback({"text": text, "lang": "en"}))
    cuts = boilerplate.found(text)
    assert all(0 <= one.start < one.end <= len(text) for one in cuts)
    assert all(one.end <= other.start for one, other in itertools.pairwise(cuts))
    assert len(boilerplate.without(text)) == len(text)
    for one in clean.utterances(rows).to_pylist():
        assert len(one["text"]) == len(one["folded"])
        for mask in one["masks"]:
            assert one["start"] <= mask["start"] < mask["end"] <= one["end"]
        if not one["masks"]:
            assert re.sub(r"\s", "", one["text"]) in re.sub(r"\s", "", text[one["start"] : one["end"]]) or cuts


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("On 5 Jan 2026 Acme wrote:\n" * 2)
def test_a_clause_holds_no_block_of_boilerplate(text: str) -> None:
    masked = clean.feedback(_feedback({"text": text, "lang": "en"}))
    shown = masked.column("text").to_pylist()[0] or ""
    said = "".join(clean.utterances(masked).column("text").to_pylist())
    left = boilerplate.without(shown, boilerplate.BLOCKS)
    assert set(re.sub(r"\s", "", said)) <= set(left)


def test_boilerplate_is_no_evidence_for_a_topic_in_any_tagger() -> None:
    own = "The staff were friendly."
    more = own + "\n\nOn Mon, Jan 5, 2026 Acme wrote:\n> I waited two hours on hold and the parcel never arrived."
    for model in ("phrases", "default"):
        answers, mentions = asking.classified([own, more], model=model)
        assert answers["topics"][0] == answers["topics"][1]
        assert answers["sentiment"][0] == answers["sentiment"][1]
        assert (
            not mentions.query("id == '2'" if "id" in mentions else "feedback_id == '2'")["topic"]
            .isin(["delivery"])
            .any()
        )


def test_a_redaction_does_not_end_a_clause_and_is_not_read() -> None:
    (one,) = clean.utterances(clean.feedback(_feedback({"text": "I waited for [NAME] all day"}))).to_pylist()
    assert one["text"] == "I waited for [NAME] all day"
    assert one["folded"] == "i waited for        all day"


@pytest.mark.parametrize(
    "blob",
    ["> a\n", "\n", "[pii]", "xx", "XXXX ", "from: a\n", "wrote:\n", "1 wrote:\n", "-", "-- \n", "regards,\n", "<blockquote>", "your ticket has been ",
     "感谢", "您好,", "this message is", "dear dear ", "hi hi ", "***"],
)  # fmt: skip
def test_a_long_blob_takes_no_long_time(blob: str) -> None:
    begin = time.process_time()
    boilerplate.found("x " + blob * 20_000 + " x")
    assert time.process_time() - begin < 4


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from([
                "your ticket has been received", "Thanks", "sent from my iPhone", "> so it was", "On 3 May Bob wrote:", "\n", ".",
                "ＸＸＸＸ", "XXXX", "[PII]", "***", "感谢您的来电", "服務很差", "the same long sentence that is here twice or more",
                "late", "<blockquote>", "&gt; no", "-- \n", "Best regards,\nAnn", "\x00", "",
            ]),
            max_size=7,
        ).map(" ".join),
        max_size=6,
    )
)  # fmt: skip
def test_what_is_found_in_many_texts_at_once_is_what_is_found_in_each(texts: list[str]) -> None:
    plain = [language.folded(text) for text in texts]
    assert boilerplate.found_each(texts, plain) == [boilerplate.found(text) for text in texts]
    assert boilerplate.own_each(texts) == [boilerplate.own(text) for text in texts]
