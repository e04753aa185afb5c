"""The signs of effort that a clause tells of, and on which mentions they stand."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from pathlib import Path

import pyarrow as pa
import pytest

from voc import classify, clean, language, pattern, tables, taxonomy
from voc.classify.effort import LANGUAGES, SIGNS, signs

CASES = Path(__file__).parent / "cases" / "effort.tsv"
FILE = tomllib.loads(resources.files("voc").joinpath("data/effort.toml").read_text(encoding="utf-8"))


def _cases() -> list[tuple[str, str, str]]:
    lines = [line.split("\t") for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(line[0], line[1], line[2]) for line in lines if line[0]]


@pytest.mark.parametrize(("text", "lang", "expected"), _cases())
def test_signs(text: str, lang: str, expected: str) -> None:
    assert set(signs(language.folded(text), lang)) == (set() if expected == "-" else set(expected.split("; ")))


def test_a_sign_stands_on_complaints_of_topics_that_carry_it() -> None:
    texts = ["I had to repeat my story to every agent", "I never had to repeat my story", "tive que repetir tudo"]
    rows = pa.table({"feedback_id": ["f1", "f2", "f3"], "text": texts, "lang": ["en", "en", "pt"]})
    utterances = clean.utterances(clean.feedback(tables.conform(rows, "feedback")))
    mentions = classify.with_effort(classify.mentions(utterances, taxonomy.default()), utterances)
    of = {(row["feedback_id"], row["topic"]): row["effort"] for row in mentions.to_pylist()}
    assert of["f1", "repetition"] == ["repeat_information"]
    assert of["f2", "repetition"] == []
    assert mentions.schema.equals(tables.schema("mentions"))


def test_a_mention_without_a_clause_is_not_looked_at() -> None:
    row = {"feedback_id": "f1", "topic": "repetition", "sentiment": "negative", "tagger": "turns"}
    mentions = tables.conform(pa.Table.from_pylist([row]), "mentions")
    assert classify.with_effort(mentions, tables.empty("utterances")).column("effort").to_pylist() == [None]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("sign", SIGNS)
def test_every_phrase_can_be_read(sign: str, lang: str) -> None:
    words = {name: tuple(values) for name, values in FILE["words"][lang].items()}
    assert len(FILE[sign][lang]) == len(set(FILE[sign][lang])), "each phrase once"
    for phrase in FILE[sign][lang]:
        pattern.check(phrase, lang, words)


def test_the_topics_that_carry_effort_are_topics() -> None:
    assert set(FILE["topics"]) <= set(taxonomy.default().ids)


@pytest.mark.parametrize("name", ["conversation.toml", "waits.toml"])
def test_phrases_of_the_other_files_can_be_read(name: str) -> None:
    content = tomllib.loads(resources.files("voc").joinpath("data", name).read_text(encoding="utf-8"))
    for lang in LANGUAGES:
        groups = {**content[lang], **content[lang].get("asks", {}), **content[lang].get("named", {})}
        for phrases in groups.values():
            for phrase in phrases if isinstance(phrases, list) else ():
                pattern.check(phrase, lang)


def test_chinese_phrases_are_simplified() -> None:
    for name in ("effort.toml", "waits.toml", "conversation.toml"):
        text = resources.files("voc").joinpath("data", name).read_text(encoding="utf-8")
        han = set(re.findall("[\u4e00-\u9fff]", text))
        assert not [letter for letter in sorted(han) if language.folded(letter) != letter], name
