"""What the phrases find in a clause, what a comment says as a whole, and what becomes of labels from outside."""

from __future__ import annotations

import inspect
import os
import pydoc
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import voc
from voc import classify, language, tables, taxonomy
from voc.classify import evaluate, phrases
from voc.classify.phrases import lexicon
from voc.errors import DataError

CASES = Path(__file__).parent / "cases"


def _cases(name: str) -> list[tuple[str, ...]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")[:3]) for line in lines if line and not line.startswith("#")]


def _feedback(texts: list[str], langs: list[str]) -> pa.Table:
    ids = [f"f{number}" for number in range(len(texts))]
    return tables.conform(pa.table({"feedback_id": ids, "text": texts, "lang": langs}), "feedback")


def _utterances(texts: list[str], langs: list[str]) -> pa.Table:
    """One clause a text, as the fifth stage before would cut a short one."""
    rows = [
        {
            "utterance_id": f"f{number}#1",
            "feedback_id": f"f{number}",
            "lang": lang,
            "text": text,
            "folded": language.folded(text),
            "start": 0,
            "end": len(text),
            "masks": [],
        }
        for number, (text, lang) in enumerate(zip(texts, langs, strict=True))
    ]
    return pa.Table.from_pylist(rows, schema=tables.schema("utterances"))


def _said(text: str, lang: str) -> set[str]:
    hits = phrases.hits(language.folded(text), lang, taxonomy.default())
    return {f"{hit.topic}:{hit.sentiment}" for hit in hits}


@pytest.mark.parametrize(("text", "lang", "expected"), _cases("topics.tsv"))
def test_topics(text: str, lang: str, expected: str) -> None:
    said = _said(text, lang)
    if expected == "-":
        assert not said
    else:
        assert {part.strip() for part in expected.split(";")} <= said


@pytest.mark.parametrize(("text", "lang", "expected"), _cases("sentiment.tsv"))
def test_sentiment(text: str, lang: str, expected: str) -> None:
    utterances = _utterances([text], [lang])
    mentions = classify.mentions(utterances, taxonomy.default())
    (row,) = classify.opinions(_feedback([text], [lang]), utterances, mentions).to_pylist()
    assert (row["sentiment"] or "null") == expected
    assert (row["sentiment_score"] is None) == (expected == "null")


def test_no_phrase_of_the_demo_contradicts_itself() -> None:
    for text, lang, expected in _cases("topics.tsv"):
        if expected != "-":
            topic = expected.split(":")[0]
            assert len([said for said in _said(text, lang) if said.startswith(topic + ":")]) == 1, text


def test_evidence_points_into_the_original_text() -> None:
    original = "I am ann@example.org and I was on hold for 45 minutes"
    masked = "I am <EMAIL_1> and I was on hold for 45 minutes"
    first = original.index("ann@")
    mask = {"start": first, "end": first + len("ann@example.org"), "placeholder": "<EMAIL_1>"}
    row = {
        "utterance_id": "f#1",
        "feedback_id": "f",
        "lang": "en",
        "text": masked,
        "folded": language.folded(masked),
        "start": 0,
        "end": len(original),
        "masks": [mask],
    }
    (mention,) = classify.mentions(
        pa.Table.from_pylist([row], schema=tables.schema("utterances")), taxonomy.default()
    ).to_pylist()
    assert mention["topic"] == "wait_time"
    assert original[mention["start"] : mention["end"]] == "on hold for 45 minutes"


def test_a_second_clause_is_placed_by_its_start() -> None:
    text = "Hello, the line is always busy"
    row = {
        "utterance_id": "f#2",
        "feedback_id": "f",
        "lang": "en",
        "text": text[6:],
        "folded": language.folded(text[6:]),
        "start": 6,
        "end": len(text),
        "masks": [],
    }
    rows = classify.mentions(pa.Table.from_pylist([row], schema=tables.schema("utterances")), taxonomy.default())
    assert [text[m["start"] : m["end"]] for m in rows.to_pylist()] == ["line is always busy"]


TEXTS = [(text, lang) for text, lang, _ in _cases("topics.tsv")]


@settings(max_examples=20)
@given(st.permutations(range(len(TEXTS))), st.integers(1, len(TEXTS)))
def test_the_same_text_gives_the_same_answer_alone_or_in_a_batch(order: list[int], size: int) -> None:
    chosen = order[:size]
    batch = _utterances([TEXTS[i][0] for i in chosen], [TEXTS[i][1] for i in chosen])
    found = classify.mentions(batch, taxonomy.default()).drop_columns(["feedback_id", "utterance_id"]).to_pylist()
    alone = [
        row
        for i in chosen
        for row in classify.mentions(_utterances([TEXTS[i][0]], [TEXTS[i][1]]), taxonomy.default())
        .drop_columns(["feedback_id", "utterance_id"])
        .to_pylist()
    ]
    assert found == alone


@settings(max_examples=60)
@given(st.text(max_size=80), st.sampled_from(["en", "zh-Hans", "zh-Hant", "und", "pt"]))
def test_any_text_can_be_read(text: str, lang: str) -> None:
    for hit in phrases.hits(language.folded(text), lang, taxonomy.default()):
        assert 0 <= hit.start < hit.end <= len(text)
        assert 0.5 <= hit.confidence <= 0.95
        assert hit.sentiment in ("negative", "neutral", "positive")


def test_an_unknown_language_is_never_guessed() -> None:
    text, lang = "on hold for 45 minutes", "de"
    utterances = _utterances([text], [lang])
    mentions = classify.mentions(utterances, taxonomy.default())
    (row,) = classify.opinions(_feedback([text], [lang]), utterances, mentions).to_pylist()
    assert mentions.num_rows == 0
    assert (row["sentiment"], row["sentiment_score"], row["topics"]) == (None, None, [])


def test_a_projects_own_language_gives_topics_but_no_sentiment(tmp_path: Path) -> None:
    path = tmp_path / "topics.toml"
    path.write_text('[[topic]]\nid = "wait_time"\nphrases.pt = ["fila~"]\n', encoding="utf-8")
    own = taxonomy.merged(taxonomy.default(), taxonomy.load(path))
    utterances = _utterances(["as filas são longas"], ["pt-BR"])
    mentions = classify.mentions(utterances, own)
    (row,) = classify.opinions(_feedback(["as filas são longas"], ["pt-BR"]), utterances, mentions).to_pylist()
    assert (row["topics"], row["sentiment"]) == (["wait_time"], None)


@pytest.mark.parametrize("text", ["結帳等著等著就沒了", "结账等着等着就没了", "结帐等着等着就没了"])
def test_a_topic_file_in_traditional_letters_is_read_in_both_scripts(text: str, tmp_path: Path) -> None:
    path = tmp_path / "topics.toml"
    path.write_text(
        '[words.zh]\nkassen = ["結帳", "收銀"]\n[[topic]]\nid = "queue"\nname.en = "Queue"\n'
        'phrases.zh = ["{kassen}等著"]\n', encoding="utf-8",
    )  # fmt: skip
    own = taxonomy.merged(taxonomy.default(), taxonomy.load(path, over=taxonomy.default()))
    found = classify.mentions(_utterances([text], [language.of(text)]), own).to_pylist()
    assert "queue" in {one["topic"] for one in found}


def test_a_long_text_is_read_to_its_end() -> None:
    text = "the room has a door. " * 5000 + "I was charged twice"
    assert "price_billing:negative" in _said(text, "en")


def test_a_comment_without_text_has_no_opinion() -> None:
    feedback = _feedback(["", "  ", "good"], ["en", "en", "en"])
    empty = tables.empty("utterances")
    opinions = classify.opinions(feedback, empty, classify.mentions(empty, taxonomy.default()))
    assert opinions.column("feedback_id").to_pylist() == ["f2"]


def test_more_words_make_surer_and_a_negation_less_sure() -> None:
    assert phrases.confidence("negative", 3) > phrases.confidence("negative", 1) > phrases.confidence("judged", 1)
    assert phrases.confidence("negative", 1, is_turned=True) < phrases.confidence("negative", 1)


def test_scores_are_a_matrix_of_texts_by_topics() -> None:
    matrix, topics = classify.scores(["等了半天", "hello"], ["zh-Hans", "en"], taxonomy.default())
    assert matrix.shape == (2, len(topics))
    assert matrix[0, topics.index("wait_time")] >= 0.7
    assert not matrix[1].any()


def test_degree_and_negation_scale_a_word() -> None:
    def strength(text: str, lang: str) -> float:
        return sum(one.strength for one in lexicon.judgements(text, lang))

    assert strength("very good", "en") > strength("good", "en") > strength("slightly good", "en") > 0
    assert strength("not good at all", "en") < 0 < strength("not rude", "en") < strength("polite", "en")
    assert strength("非常满意", "zh") > strength("满意", "zh") > 0 > strength("不满意", "zh")
    assert strength("not only good", "en") > 0


def test_the_lexicons_are_large_enough() -> None:
    for lang in lexicon.LANGUAGES:
        assert len(lexicon.of(lang).strengths) >= 600


def test_labels_from_outside_become_mentions_or_rejects() -> None:
    labels = pa.table(
        {
            "feedback_id": ["f0", "f0", "f1", "f9", "f1", "f0"],
            "topic": ["wait_time", "wait_time", "parking", "policy", " ", "delivery"],
            "sentiment": ["neg", "negative", None, "pos", "pos", "awful"],
        }
    )
    mentions, rejected = classify.given(labels, _feedback(["a", "b"], ["en", "en"]), "labels.csv")
    assert [(row["feedback_id"], row["topic"], row["sentiment"]) for row in mentions.to_pylist()] == [
        ("f0", "wait_time", "negative"),
        ("f1", "parking", None),
    ]
    assert all(
        row["confidence"] == 1 and row["tagger"] == "given" and row["start"] is None for row in mentions.to_pylist()
    )
    assert [(row["file"], row["row"], row["reason"]) for row in rejected.to_pylist()] == [
        ("labels.csv", 4, "unknown_feedback_id"),
        ("labels.csv", 5, "empty_topic"),
        ("labels.csv", 6, "unknown_sentiment"),
    ]


def test_labels_without_a_topic_column_are_refused() -> None:
    with pytest.raises(DataError, match="E250"):
        classify.given(pa.table({"feedback_id": ["f0"], "topics": ["x"]}), _feedback(["a"], ["en"]))


def test_agreement_is_counted_by_hand() -> None:
    gold = pa.table(
        {
            "feedback_id": ["a", "b", "c"],
            "lang": ["en", "en", "zh-Hans"],
            "sentiment": ["negative", "mixed", "positive"],
            "topics": [["x"], ["x", "y"], []],
        }
    )
    predicted = pa.table(
        {"feedback_id": ["a", "b"], "sentiment": ["negative", "neutral"], "topics": [["x", "y"], ["x"]]}
    )
    scores = {(score.lang, score.label): score for score in evaluate.topics(predicted, gold)}
    assert (scores["en", "x"].precision, scores["en", "x"].recall, scores["en", "x"].f1) == (1.0, 1.0, 1.0)
    assert (scores["all", "y"].n, scores["all", "y"].found, scores["all", "y"].f1) == (1, 1, 0.0)
    assert evaluate.macro_f1(scores.values(), "en") == 0.5
    feelings = {(score.lang, score.label): score for score in evaluate.sentiments(predicted, gold)}
    assert feelings["en", "negative"].f1 == 1.0
    assert feelings["zh-Hans", "positive"].recall == 0.0


def test_the_gold_labels_are_met() -> None:
    """The floor of the phrases: what a plain TF-IDF model reaches on these texts, and no script far behind."""
    folder = Path(os.environ.get("VOC_DATA", "none")).parent / "gold"
    if not (folder / "labels.csv").exists():
        pytest.skip("VOC_DATA is not set")
    from pyarrow import csv

    from voc import clean

    texts = csv.read_csv(folder / "texts.csv", parse_options=csv.ParseOptions(newlines_in_values=True)).to_pylist()
    labels = {row["id"]: row for row in csv.read_csv(folder / "labels.csv").to_pylist()}
    names = {"neg": "negative", "neu": "neutral", "pos": "positive", "mix": "mixed"}
    rows = [labels[row["id"]] for row in texts]
    gold = pa.table(
        {
            "feedback_id": [row["id"] for row in texts],
            "lang": [row["lang"] for row in texts],
            "sentiment": [names[row["overall"]] for row in rows],
            "topics": [
                [part.split(":")[0] for part in row["mentions"].split(";") if ":" in part] if row["mentions"] else []
                for row in rows
            ],
        }
    )
    columns = {"feedback_id": gold["feedback_id"], "text": [row["text"] for row in texts], "lang": gold["lang"]}
    feedback = clean.feedback(tables.conform(pa.table(columns), "feedback"))
    utterances = clean.utterances(feedback)
    mentions = classify.mentions(utterances, taxonomy.default())
    opinions = classify.opinions(feedback, utterances, mentions)
    topics, feelings = evaluate.topics(opinions, gold), evaluate.sentiments(opinions, gold)
    by_script = [evaluate.macro_f1(topics, lang) or 0 for lang in ("en", "zh-Hans", "zh-Hant")]
    assert (evaluate.macro_f1(topics) or 0) > 0.58
    assert max(by_script) - min(by_script) < 0.08
    assert (evaluate.macro_f1(feelings, "en") or 0) > 0.65
    assert (evaluate.macro_f1(feelings, "zh-Hans") or 0) > 0.70


def test_help_on_the_call_begins_with_the_call() -> None:
    """A researcher asks help(voc.classify) and wants to know what to give it and what comes back."""
    said = pydoc.render_doc(voc.classify, renderer=pydoc.plaintext)
    first = said[: said.index("What the pipeline calls")]
    assert 'voc.classify(["waited 40 minutes"' in first and "sentiment_score" in first
    assert list(inspect.signature(voc.classify).parameters) == ["texts", "model"]
