"""Many clauses at once: compiled code finds what Python's regular expressions find, to the last bit."""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from voc import classify, clean, language, pattern, tables, taxonomy
from voc.classify import phrases, sentiment
from voc.classify.phrases import batch, kept, lexicon, program

pytest.importorskip("numba", reason="the extra [fast] is not installed")

CASES = Path(__file__).parent / "cases"
LANGS = ("en", "zh-Hans", "zh-Hant", "pt-BR", "und")


@pytest.fixture(autouse=True, scope="module")
def by_compiled_code() -> Iterator[None]:
    """Even a single clause is read by compiled code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "FEW", 0)
        patch.setattr(batch, "FEW_AT_FIRST", 0)
        yield


def _lines(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def _own() -> taxonomy.Taxonomy:
    """Topics of a project: another language, regular expressions with and without a program, signs, exceptions."""
    path = CASES / "own_topics.toml"
    return taxonomy.merged(taxonomy.default(), taxonomy.load(path, over=taxonomy.default()))


def _by_python(texts: list[str], langs: list[str], topics: taxonomy.Taxonomy) -> tuple[np.ndarray, ...]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "pays", lambda clauses: False)
        return phrases.found(texts, langs, topics)


def _assert_same(texts: list[str], langs: list[str], topics: taxonomy.Taxonomy) -> int:
    """Fails unless both ways find the same hits and weights; the number of hits."""
    assert batch.pays(len(texts))
    ours, reference = phrases.found(texts, langs, topics), _by_python(texts, langs, topics)
    for column, expected in zip(ours, reference, strict=True):
        np.testing.assert_array_equal(column, expected)
    for (good, bad), text, lang in zip(batch.weights(texts, langs), texts, langs, strict=True):
        strengths = [one.strength for one in lexicon.judgements(text, lang)]
        assert good == lexicon.total(one for one in strengths if one > 0), text
        assert bad == lexicon.total(-one for one in strengths if one < 0), text
    return len(ours[0])


@pytest.mark.parametrize(("expression", "text", "is_compiled"), _lines("programs.tsv"))
def test_a_program_finds_what_its_expression_finds(expression: str, text: str, is_compiled: str) -> None:
    if is_compiled == "no":
        with pytest.raises(program.Unwritable):
            program.written(expression, program.Shared())
    else:
        assert _first(expression, text) == (match.span() if (match := re.search(expression, text)) else None)


def _first(expression: str, text: str) -> tuple[int, int] | None:
    from voc.classify.phrases import machine

    programs, classes, others = batch._programs([pattern.Pattern("", expression, frozenset(), frozenset(), 1.0)])
    assert not others
    texts = batch._texts([text], classes)
    keys = batch._plan(taxonomy.default(), "").keys._replace(
        keyless=np.zeros(1, np.int32), also_at=np.zeros(2, np.int32)
    )
    found, _ = machine.matches(texts, keys, programs)
    return (int(found[0, 1]), int(found[0, 2])) if len(found) else None


_PLACES = st.sampled_from(["a", "b", "c", "ab", "ca", r"\w", r"\d", r"\s", ".", "[ab]", "[^a]", "[a-c1]", r"\b", "好"])
_TIMES = st.sampled_from(["?", "*", "+", "{0,2}", "{1,3}", "{2}", "??", "*?", "+?", "{1,}?"])
_EXPRESSIONS = st.recursive(
    _PLACES | st.builds("{}{}".format, _PLACES.filter(lambda one: one != r"\b" and len(one) != 2), _TIMES),
    lambda inner: (
        st.builds(lambda parts: "(?:" + "|".join(parts) + ")", st.lists(inner, min_size=1, max_size=5))
        | st.builds("(?:{})?".format, inner)
        | st.builds("(?:{}){{1,2}}?".format, inner)
        | st.builds("{}{}".format, inner, inner)
        | st.builds("{}(?!{})".format, inner, st.sampled_from([r"\w", "a", "[bc]"]))
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(_EXPRESSIONS, st.text("abc1 好\n", max_size=12))
@example("(?:a|ab|abc|b|bc|c)(?:c|a|b)", "abcab")
def test_any_program_finds_what_its_expression_finds(expression: str, text: str) -> None:
    try:
        program.written(expression, program.Shared())
    except program.Unwritable:
        return
    match = re.search(expression, text)
    assert _first(expression, text) == (match.span() if match else None)


def test_every_phrase_that_comes_with_the_package_has_a_program() -> None:
    for lang in ("en", "zh"):
        assert batch._plan(taxonomy.default(), lang).others == ()


def test_the_cases_are_read_alike() -> None:
    cases = [line[:2] for name in ("topics.tsv", "sentiment.tsv", "split.tsv") for line in _lines(name)]
    texts, langs = [language.folded(case[0]) for case in cases], [case[1] for case in cases]
    assert _assert_same(texts, langs, taxonomy.default()) > 100


def test_a_projects_own_topics_are_read_alike() -> None:
    texts = [
        "as filas são longas", "ref ab-12 never came", "ref AB-12", "costs £5 or $6", "she said it hurts, ouch",
        "badbad wolf", "it went ring ring out", "no ouch but the fee of £7 is awful", "ouch ouch", "",
    ]  # fmt: skip
    langs = ["pt-BR", "en", "en", "en", "en", "en", "en", "en", "zh", "en"]
    own = _own()
    assert {one.source for _, one in batch._plan(own, "en").others} == {"re: (?i)REF [a-z]+-[0-9]+", "re: (bad)\\1"}
    assert _assert_same(texts * 3, langs * 3, own) > 10


def _fragments(lang: str) -> list[str]:
    """What phrases and the lexicon are made of: the words of `lang`."""
    topics = taxonomy.default().topics
    sources = [source for topic in topics for some in topic.phrases.get(lang, {}).values() for source in some]
    words = [word for some in taxonomy.default().words[lang].values() for word in some]
    of_phrases = [one for source in sources for one in re.split(r"[(){}|*#~!]+", source) if one.strip()]
    known = lexicon.of(lang)
    return sorted({*of_phrases, *words, *known.strengths, *known.degrees, *known.negators, *known.not_negators})


_SIGNS = ["😀", "👎", "!!", "?", "吗", " - ", "’", "'", "n't", "n’t", "_", "3hrs", "£", "<EMAIL_1>", "\n", "é", "٣", "²", "ß", "\u0130"]  # fmt: skip


def _clauses(lang: str) -> st.SearchStrategy[str]:
    between = st.sampled_from([" ", " ", " ", ", ", "", "  ", "' "] if lang == "en" else ["", "", "", " ", "，"])
    parts = st.sampled_from(_fragments(lang)) | st.sampled_from(_SIGNS) | st.text(max_size=3)
    pieces = st.lists(st.tuples(parts, between), max_size=12)
    return pieces.map(lambda some: language.folded("".join(word + space for word, space in some)))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(_clauses("en"), st.just("en")) | st.tuples(_clauses("zh"), st.sampled_from(LANGS)), max_size=40)
)
def test_any_texts_made_of_phrases_are_read_alike(clauses: list[tuple[str, str]]) -> None:
    _assert_same([text for text, _ in clauses], [lang for _, lang in clauses], taxonomy.default())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.text(st.characters(), max_size=40), st.sampled_from(LANGS)), max_size=20))
def test_any_texts_are_read_alike(clauses: list[tuple[str, str]]) -> None:
    _assert_same([language.folded(text) for text, _ in clauses], [lang for _, lang in clauses], _own())


def test_a_long_clause_is_read_alike() -> None:
    texts = ["the room has a door. " * 5000 + "not good, I was charged twice", "房间有门，" * 20000 + "等了半天"]
    assert _assert_same(texts, ["en", "zh-Hans"], taxonomy.default()) >= 2


def test_batches_may_be_cut_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    texts, langs = ["on hold for 45 minutes", "等了半天", "lovely nurse"] * 5, ["en", "zh-Hans", "en"] * 5
    monkeypatch.setattr(batch, "ROWS", 4)
    assert _assert_same(texts, langs, taxonomy.default()) >= 15


def test_lone_surrogates_are_letters_like_any_other() -> None:
    assert _assert_same(["\ud800 on hold \udfff", "等了半天\ud800"], ["en", "zh"], taxonomy.default()) == 2


def test_tables_are_the_same_to_the_last_bit() -> None:
    assert _same_tables([line[0] for line in _lines("topics.tsv")] + ["mail ann@example.org, on hold for 45 minutes"])


def test_few_clauses_and_a_machine_without_numba_keep_to_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "FEW", 10)
    assert not batch.pays(9)
    assert batch.pays(10)
    monkeypatch.setattr(batch, "_has_numba", lambda: False)
    assert not batch.pays(10**9)


def test_nothing_is_compiled_for_a_short_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "FEW_AT_FIRST", 100)
    monkeypatch.setattr(batch, "_is_compiled", lambda: False)
    assert not batch.pays(99)
    assert batch.pays(100)


def test_compiled_code_is_kept_under_the_name_of_what_it_is_made_of() -> None:
    for name in kept._FILES:
        assert (Path(kept.__file__).parent / f"{name}.py").exists()
    compiled = {path.stem for path in Path(kept.__file__).parent.glob("*.py") if "tree import" in path.read_text()}
    assert compiled - {"batch"} <= set(kept._FILES)


def _same_tables(texts: list[str]) -> int:
    """Fails unless mentions and opinions are the same tables; the number of mentions."""
    rows = pa.table(
        {"feedback_id": [f"f{number}" for number in range(len(texts))], "text": pa.array(texts, pa.string())}
    )
    feedback = clean.feedback(tables.conform(rows, "feedback"))
    utterances = clean.utterances(feedback)
    ours = classify.mentions(utterances, taxonomy.default())
    opinions = classify.opinions(feedback, utterances, ours)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "pays", lambda clauses: False)
        reference = classify.mentions(utterances, taxonomy.default())
        assert ours.equals(reference)
        assert opinions.equals(classify.opinions(feedback, utterances, reference))
    return int(ours.num_rows)


SETS = {
    "nhs_fft/comments_phase1.csv.gz": "feedback",
    "zh_waimai/reviews.csv.gz": "review",
    "airline_tweets_2015/tweets.csv.gz": "text",
    "zhhant_hospital_reviews/reviews.csv.gz": "review_text",
}


@pytest.mark.parametrize("name", [*SETS, "gold"])
def test_real_comments_are_read_alike(name: str) -> None:
    data = Path(os.environ.get("VOC_DATA", "none"))
    file = data.parent / "gold" / "texts.csv" if name == "gold" else data / name
    if not file.exists():
        pytest.skip("VOC_DATA is not set")
    content = file.read_bytes() if name == "gold" else gzip.decompress(file.read_bytes())
    rows = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
    texts = [row[SETS.get(name, "text")] for row in rows]
    assert _same_tables(texts if name == "gold" else texts[::5]) > 100


def test_the_sentiment_of_a_comment_is_rounded_as_python_rounds() -> None:
    good, bad = np.array([1.6, 0.0, 3.0, 2.4]), np.array([0.0, 0.0, 2.5, 1.23456])
    codes, scores = sentiment.overall(good, bad)
    assert [sentiment.SENTIMENTS[code] for code in codes] == ["positive", "neutral", "mixed", "positive"]
    assert scores.tolist() == [round((g - 1.3 * b) / (g + 1.3 * b + 1), 4) for g, b in zip(good, bad, strict=True)]
