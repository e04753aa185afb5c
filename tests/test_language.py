"""A text is read in its own language, and what we cannot read is never called English."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc import language

CASES = Path(__file__).parent / "cases" / "language.tsv"


def _lines(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("lang", "text"), _lines(CASES))
def test_a_text_is_in_the_language_that_a_reader_sees(lang: str, text: str) -> None:
    assert language.of(text) == lang


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(language.folded(text)) == len(text)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert language.folded(language.folded(text)) == language.folded(text)


@given(st.text())
def test_every_text_has_a_language(text: str) -> None:
    assert language.of(text) in {"en", "zh-Hans", "zh-Hant", "ja", "ko", "und"}


def test_both_scripts_and_both_widths_fold_to_the_same_words() -> None:
    assert language.folded("後臺服務，Ｗａｉｔｅｄ") == language.folded("后台服务,WAITED") == "后台服务,waited"


@pytest.mark.parametrize(
    ("code", "ours"),
    [("zh-CN", "zh-Hans"), ("zh_TW", "zh-Hant"), ("zh-Hant-HK", "zh-Hant"), ("EN-gb", "en"), ("pt-BR", "pt"),
     ("zh", ""), ("", ""), (None, "")],
)  # fmt: skip
def test_a_given_code_is_understood(code: str | None, ours: str) -> None:
    assert language.named(code) == ours


@pytest.mark.parametrize(("lang", "family"), [("zh-Hans", "zh"), ("zh-Hant", "zh"), ("en", "en"), (None, "und")])
def test_both_scripts_of_chinese_share_their_words(lang: str | None, family: str) -> None:
    assert language.family(lang) == family
