"""What the linear tier sees of a text: the same whatever the script, the width or the space around it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voc.classify.grams import HAN, MARK, OTHER, Shape, grams, has_letter, kind_of, placed, read, script
from voc.language import _converted, folded

CASES = Path(__file__).parent / "cases" / "grams.tsv"
SHAPE = Shape()
SHAPES = st.builds(
    Shape,
    words=st.integers(1, 5),
    chars_from=st.integers(2, 4),
    chars_to=st.integers(4, 7),
    han=st.integers(1, 6),
) | st.just(Shape(2, 0, 0, 3))
WRITTEN = st.text(
    st.sampled_from(
        "aAbz019_'’ -,.;!?…\n\t，。！？；（）等太久還还後后台臺服務😀\u200d\ufe0f\u0301éÉＡａ０　http:/İßẞǅ\u212a𠀀\0"
    )
    | st.characters(),
    max_size=60,
)


def _lines() -> list[list[str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n").split("\t") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("rule", "text", "told"), _lines())
def test_a_text_has_the_grams_that_a_reader_expects(rule: str, text: str, told: str) -> None:
    found, said = grams(text, SHAPE), {gram for gram in told.split(" | ") if gram}
    if rule == "has":
        assert said <= found
    elif rule == "lacks":
        assert not said & found
    elif rule == "only":
        assert said == found
    else:
        assert rule == "same"
        assert found == grams(told, SHAPE)


@given(WRITTEN, SHAPES)
def test_script_and_width_change_no_gram(text: str, shape: Shape) -> None:
    assert grams(text, shape) == grams(folded(text), shape)


@given(st.text(st.sampled_from(sorted(_converted("s2t"))) | st.sampled_from(" ，。！a"), max_size=30))
def test_a_simplified_text_and_its_traditional_form_have_the_same_grams(text: str) -> None:
    there = _converted("s2t")
    back = _converted("t2s")
    pairs = {old: new for old, new in there.items() if back.get(new) == old and old not in back}
    plain = "".join(letter for letter in text if letter in pairs or letter not in there)
    assert grams(plain, SHAPE) == grams("".join(pairs.get(letter, letter) for letter in plain), SHAPE)


@given(WRITTEN, SHAPES, st.sampled_from([" ", "   ", "\n", "\u3000", "\t"]))
def test_space_around_a_text_changes_nothing(text: str, shape: Shape, space: str) -> None:
    assert grams(text, shape) == grams(text + space, shape) == grams(space + text, shape)


@given(WRITTEN, SHAPES)
@example("good", SHAPE)
@example("看http://a.b", SHAPE)
def test_a_text_said_twice_gains_the_words_across_the_seam_and_loses_nothing(text: str, shape: Shape) -> None:
    once = grams(text, shape)
    assert grams(f"{text}\n{text}", shape) == once
    twice = grams(f"{text} {text}", shape)
    assert once <= twice
    assert all(gram.startswith("w:") and " " in gram for gram in twice - once)
    assert len(twice - once) <= shape.words * (shape.words - 1) // 2


@given(WRITTEN, SHAPES)
def test_every_gram_shows_its_place(text: str, shape: Shape) -> None:
    plain = read(text)[0]
    for gram, start, end in placed(text, shape):
        assert 0 <= start < end <= len(text)
        body = gram[2:]
        if gram[0] in "hs":
            assert plain[start:end] == body
        elif gram[0] == "c":
            assert plain[start:end] in (body, body[1:], body[:-1], body[1:-1])
        else:
            assert plain[start:end].startswith(body.split(" ")[0])
            assert plain[start:end].endswith(body.split(" ")[-1])
    assert {gram for gram, _, _ in placed(text, shape)} == grams(text, shape)


@pytest.mark.parametrize(
    ("text", "group"),
    [("I waited two hours", "en"), ("等了很久", "zh"), ("這個app真的很慢", "zh"), ("good 好", "zh"),
     ("I went to the 好 restaurant in town", "en"), ("すごく待ちました", ""), ("長い時間待ちました", ""), ("오래 기다렸어요", ""),
     ("Ждали долго", ""), ("好の店", "zh"), ("", ""), ("!!! 123 😀", ""), ("http://a.b/c", "")],
)  # fmt: skip
def test_the_script_says_which_vocabulary_applies(text: str, group: str) -> None:
    assert script(text) == group


def test_a_text_without_a_letter_is_told_from_one_with() -> None:
    assert has_letter("好") and has_letter("a 1")
    assert not has_letter("") and not has_letter("12 😀 ?!") and not has_letter("https://voc.example")


def test_kinds_beyond_the_second_plane_are_those_the_kernel_assumes() -> None:
    for code in range(0x20000, 0x110000):
        letter = chr(code)
        expected = HAN if code < 0x40000 else MARK if 0xE0100 <= code < 0xE01F0 else OTHER
        assert kind_of.__wrapped__(letter) == expected, (hex(code), unicodedata.category(letter))


@pytest.mark.parametrize(
    "wrong", [{"words": 0}, {"han": 9}, {"chars_from": 0}, {"chars_from": 1}, {"chars_from": 6}, {"chars_to": 9}]
)
def test_a_shape_that_makes_no_sense_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must"):
        Shape(**wrong)
