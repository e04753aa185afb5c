"""What must not change an answer does not: company and order, a second copy, space, width, script. For the model that ships
and for one that was learned a minute ago; the texts are all those of the cases that are written as people write."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc import asking

CASES = Path(__file__).parent / "cases"
# file -> the column of its text
WRITTEN = {"topics": 0, "sentiment": 0, "effort": 0, "waits": 0, "language": 1, "split": 1, "mask": 0}
SWAPS = ("s2t", "t2s", "s2tw", "tw2s", "s2hk", "hk2s")

Said = tuple[str, str | None, tuple[str, ...]]


@cache
def texts() -> tuple[str, ...]:
    found = []
    for name, column in WRITTEN.items():
        for line in (CASES / f"{name}.tsv").read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                found.append(line.split("\t")[column].replace(" | ", " ").replace("|", ""))
    return tuple(dict.fromkeys(text for text in found if text.strip()))


@pytest.fixture(scope="module", params=["default", "trained"])
def model(request: pytest.FixtureRequest) -> str:
    return "default" if request.param == "default" else str(request.getfixturevalue("tiny_model"))


@cache
def whole(model: str, asked: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """All that is said of each text: language, sentiment, score, topics, and every mention with its place."""
    rows, found = asking.classified(asked, model=model)
    own: dict[str, list[Any]] = {}
    for one in found.drop(columns="utterance_id").astype({"confidence": float}).to_dict("records"):
        own.setdefault(one.pop("feedback_id"), []).append(sorted((key, str(value)) for key, value in one.items()))
    columns = (
        rows[name].astype(object).where(rows[name].notna(), None)
        for name in ("id", "lang", "sentiment", "sentiment_score", "topics")
    )
    return [
        (lang, tone, score, topics, own.get(id_, [])) for id_, lang, tone, score, topics in zip(*columns, strict=True)
    ]


def said(model: str, asked: tuple[str, ...]) -> list[Said]:
    """Language, sentiment and topics of each text."""
    return [(lang, tone, tuple(sorted(topics))) for lang, tone, _, topics, _ in whole(model, asked)]


def test_there_is_something_to_change(model: str) -> None:
    every = said(model, texts())
    assert len(texts()) >= 250 and len({one[1:] for one in every}) >= 30
    assert sum(one[0].startswith("zh") for one in every) >= 100 <= sum(one[0] == "en" for one in every)


def test_the_same_text_gives_the_same_answer_alone_as_in_a_batch(model: str) -> None:
    together = whole(model, texts())
    for place in range(0, len(texts()), 4):
        assert whole(model, texts()[place : place + 1]) == together[place : place + 1], texts()[place]


@settings(max_examples=6)
@given(order=st.permutations(range(len(texts()))), some=st.integers(1, len(texts())))
def test_the_same_text_gives_the_same_answer_in_any_order_and_company(model: str, order: list[int], some: int) -> None:
    together = whole(model, texts())
    asked = tuple(texts()[place] for place in order[:some])
    assert whole(model, asked) == [together[place] for place in order[:some]]


def test_a_number_that_is_masked_is_the_same_wherever_it_is_counted(model: str) -> None:
    text = "I waited an hour, call me on +44 20 7946 0958 or write to ann@example.org"
    before = tuple(f"write to b{number}@example.org or +44 20 7946 {number:04}" for number in range(1, 12))
    assert whole(model, (*before, text))[-1] == whole(model, (text,))[0]


def wide(text: str) -> str:
    """Letters, digits, signs and spaces in full width."""
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else "\u3000" if one == " " else one for one in text)


def wide_marks(text: str) -> str:
    """Punctuation at the end of a word in full width; what stands inside a number or an address is no punctuation."""
    ends = [one in ",.!?;:" and not text[at + 1 : at + 2].strip() for at, one in enumerate(text)]
    return "".join(wide(one) if is_end else one for one, is_end in zip(text, ends, strict=True))


def same(model: str, asked: tuple[str, ...], changed: Callable[[str], str]) -> None:
    before, after = said(model, asked), said(model, tuple(map(changed, asked)))
    assert [(text, *pair) for text, *pair in zip(asked, before, after, strict=True) if pair[0] != pair[1]] == []


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: f"{text}\n{text}", lambda text: f"{text} {text}", lambda text: f"{text}. {text}",
        lambda text: f"{text}{text}", lambda text: "\n".join([text] * 3),
    ],
    ids=["line by line", "in a line", "with a stop", "with nothing between", "three times"],
)  # fmt: skip
def test_a_text_pasted_twice_says_it_once(model: str, changed: Callable[[str], str]) -> None:
    """Where one copy is long enough to be one: "so so" is no copy of "so", and what a number is the words before it say."""
    same(
        model,
        tuple(
            one
            for one in texts()
            if (len(one) >= 4 or not one.isascii()) and "order number" not in one and not one[-1:].isdigit()
        ),
        changed,
    )


@pytest.mark.parametrize(
    "changed", [lambda text: f"{text}  \n ", lambda text: f"  {text}", wide_marks], ids=["behind", "before", "marks"]
)
def test_space_and_the_width_of_punctuation_change_nothing(model: str, changed: Callable[[str], str]) -> None:
    same(model, texts(), changed)


def test_full_width_letters_change_nothing(model: str) -> None:
    """But an address of the net in full width is none, and nothing in it is found to mask."""
    same(model, tuple(text for text in texts() if "://" not in text and "2001:db8" not in text), wide)


@pytest.mark.parametrize("swap", SWAPS)
def test_the_other_script_changes_less_than_two_answers_in_a_hundred(model: str, swap: str) -> None:
    """Letters, not words: OpenCC's twp also says 訊息 for 消息, which is another word and may be another answer."""
    convert = opencc.OpenCC(swap).convert
    chinese = tuple(text for text, one in zip(texts(), said(model, texts()), strict=True) if one[0].startswith("zh"))
    before, after = said(model, chinese), said(model, tuple(map(convert, chinese)))
    changed = [(text, *pair) for text, *pair in zip(chinese, before, after, strict=True) if pair[0][1:] != pair[1][1:]]
    assert len(changed) < 0.02 * len(chinese), changed
    assert sum(one != convert(one) for one in chinese) > (0.2 if swap[0] == "s" else 0.05) * len(chinese), (
        "something was swapped"
    )
