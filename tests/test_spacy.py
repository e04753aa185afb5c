"""The two spaCy components: what they put into a doc, alone and in a batch, and what comes back from disk."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from voc import asking, pipes
from voc.errors import ModelError

ROOT = Path(__file__).parent.parent
COMPONENTS = ("voc_topics", "voc_sentiment")
SAID = "Waited 40 minutes, mail me at jane@example.com. Had to repeat my story to every agent!"


def _cases() -> list[tuple[str, ...]]:
    lines = (ROOT / "tests/cases/spacy.tsv").read_text("utf-8").split("\n")
    rows = [line.replace("\\n", "\n").split("\t") for line in lines if line and not line.startswith("#")]
    return [(lang, text, sentiment, topics) for lang, text, sentiment, topics in rows]


def made(of: str, /, **config: Any) -> Language:
    """A blank pipeline with both components."""
    nlp = spacy.blank(of)
    for name in COMPONENTS:
        nlp.add_pipe(name, config=config)
    return nlp


@cache
def blank(lang: str) -> Language:
    """The same, once for all tests; nobody may change it."""
    return made(lang)


def said(doc: Doc) -> tuple[Any, ...]:
    """All that the components say of a doc."""
    spans = [(span.start, span.end, span.label_) for span in doc.spans["voc_topics"]]
    return doc._.voc_mentions, spans, doc._.voc_sentiment, doc._.voc_sentiment_score


@pytest.mark.parametrize(("lang", "text", "sentiment", "topics"), _cases())
def test_a_doc_is_filled(lang: str, text: str, sentiment: str, topics: str) -> None:
    doc = blank(lang)(text)
    assert str(doc._.voc_sentiment or "null") == sentiment
    assert (doc._.voc_sentiment_score is None) == (sentiment == "null")
    spans = [(span.label_, span.text) for span in doc.spans["voc_topics"]]
    if topics == "-":
        assert (doc._.voc_mentions, spans) == ([], [])
    for topic, words in (one.split("=") for one in topics.split(" | ") if topics != "-"):
        assert any(label == topic and words in under for label, under in spans), (topic, spans)


@pytest.mark.parametrize(("lang", "text", "sentiment", "topics"), _cases())
def test_a_span_is_the_whole_tokens_of_its_mention(lang: str, text: str, sentiment: str, topics: str) -> None:
    doc = blank(lang)(text)
    assert doc.text == text
    for mention, span in zip(doc._.voc_mentions, doc.spans["voc_topics"], strict=True):
        under = [one.i for one in doc if one.idx < mention.end and mention.start < one.idx + len(one)]
        assert [token.i for token in span] == under
        assert (span.label_, mention.span(doc)) == (mention.topic, span)


def test_answers_are_those_of_classify() -> None:
    with (ROOT / "voc/data/demo/reviews.csv").open(encoding="utf-8", newline="") as rows:
        texts = [row["text"] for row in csv.DictReader(rows)][:150]
    answer, found = asking.classified(texts)
    docs = list(blank("xx").pipe(texts))
    scores = [None if score != score else score for score in answer["sentiment_score"]]
    assert [doc._.voc_sentiment_score for doc in docs] == scores
    rows_of = ["topic", "sentiment", "confidence", "start", "end", "tagger"]
    flat = [[getattr(one, name) for name in rows_of] for doc in docs for one in doc._.voc_mentions]
    assert flat == found[rows_of].to_numpy().tolist()
    assert any(one.effort for doc in docs for one in doc._.voc_mentions)
    assert doc_topics(docs) == answer["topics"].tolist()


def doc_topics(docs: Iterable[Doc]) -> list[list[str]]:
    """The topics of each doc, each once, in order."""
    return [list(dict.fromkeys(one.topic for one in doc._.voc_mentions)) for doc in docs]


PIECES = st.sampled_from(sorted({text for _, text, *_ in _cases()})) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=12
)


@settings(max_examples=30)
@given(
    texts=st.lists(st.lists(PIECES, min_size=1, max_size=2).map(" ".join), min_size=1, max_size=6),
    again=st.lists(st.integers(0, 5), max_size=2),
    lang=st.sampled_from(["en", "zh", "xx"]),
    batch_size=st.integers(1, 5),
)
def test_a_doc_says_the_same_alone_and_in_a_batch(
    texts: list[str], again: list[int], lang: str, batch_size: int
) -> None:
    texts = [*texts, *(texts[number % len(texts)] for number in again)]
    together = [said(doc) for doc in blank(lang).pipe(texts, batch_size=batch_size)]
    assert together == [said(blank(lang)(text)) for text in texts]


def test_a_batch_is_asked_for_at_once_and_once_for_both(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    before = pipes.classified

    def counted(texts: Any, model: str, lang: str | None) -> Any:
        asked.append(len(texts))
        return before(texts, model, lang)

    monkeypatch.setattr(pipes, "classified", counted)
    texts = [f"call {number} went unanswered" for number in range(10)]
    assert [doc.text for doc in blank("en").pipe(texts, batch_size=4)] == texts
    assert asked == [4, 4, 2]


def test_entry_points_are_enough(tmp_path: Path) -> None:
    """With no more than what pyproject.toml says of entry points; the wheel itself is tested in test_package."""
    points = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]
    assert {name: EntryPoint(name, place, "").load() for name, place in points["spacy_factories"].items()} == {
        "voc_topics": pipes.topics,
        "voc_sentiment": pipes.sentiment,
    }
    about = tmp_path / "voc_points-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: voc-points\nVersion: 1\n", "utf-8")
    lines = [f"{name} = {place}" for name, place in points["spacy_factories"].items()]
    (about / "entry_points.txt").write_text("\n".join(["[spacy_factories]", *lines, ""]), "utf-8")
    script = (
        "import sys, spacy\n"
        "nlp = spacy.blank('en')\n"
        "heavy = {'pandas', 'pyarrow', 'sklearn', 'voc.asking', 'voc.clean'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "nlp.add_pipe('voc_topics'); nlp.add_pipe('voc_sentiment')\n"
        "doc = nlp('waited 40 minutes')\n"
        "print(doc._.voc_sentiment, *[span.label_ for span in doc.spans['voc_topics']])"
    )
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["negative", "wait_time"], done.stderr


def test_a_saved_pipeline_holds_settings_and_no_file_of_ours(tmp_path: Path) -> None:
    nlp = made("en", model="phrases", lang="en")
    nlp.to_disk(tmp_path / "ours")
    spacy.blank("en").to_disk(tmp_path / "blank")
    ours, bare = (sorted(one.name for one in (tmp_path / name).rglob("*")) for name in ("ours", "blank"))
    assert ours == bare
    loaded = spacy.load(tmp_path / "ours")
    assert loaded.pipe_names == list(COMPONENTS)
    for name in COMPONENTS:
        assert loaded.config["components"][name] == {"factory": name, "model": "phrases", "lang": "en"}
        assert (loaded.get_pipe(name).model, loaded.get_pipe(name).lang) == ("phrases", "en")
    assert said(loaded(SAID)) == said(nlp(SAID))


def test_a_pipeline_in_bytes_is_the_same_pipeline() -> None:
    nlp = made("zh", lang="zh-Hant")
    loaded = spacy.util.get_lang_class("zh").from_config(nlp.config).from_bytes(nlp.to_bytes())
    text = "客服態度很差，等了半小時都沒人接"
    assert loaded.get_pipe("voc_topics").lang == "zh-Hant"
    assert said(loaded(text)) == said(nlp(text))


def test_docs_come_back_as_they_were(tmp_path: Path) -> None:
    nlp = blank("en")
    docs = [nlp(SAID), nlp(""), nlp("O atendimento foi péssimo e demorou muito")]
    assert docs[0]._.voc_mentions[1].effort == ("repeat_information",)
    DocBin(docs=docs, store_user_data=True).to_disk(tmp_path / "docs.spacy")
    vocab = spacy.blank("en").vocab
    back = list(DocBin().from_disk(tmp_path / "docs.spacy").get_docs(vocab))
    assert list(map(said, back)) == list(map(said, docs))
    assert said(Doc(vocab).from_bytes(docs[0].to_bytes())) == said(docs[0].copy()) == said(docs[0])


def test_docs_stored_without_user_data_keep_the_spans_alone() -> None:
    doc = blank("en")(SAID)
    (back,) = DocBin(docs=[doc]).get_docs(doc.vocab)
    assert said(back) == (None, said(doc)[1], None, None)


def test_a_doc_that_nobody_read_has_no_list() -> None:
    assert spacy.blank("en")(SAID)._.voc_mentions is None


def test_a_classifier_of_texts_keeps_its_cats() -> None:
    doc = blank("en").make_doc(SAID)
    doc.cats = {"complaint": 1.0}
    for name in COMPONENTS:
        doc = blank("en").get_pipe(name)(doc)
    assert (doc.cats, doc._.voc_sentiment) == ({"complaint": 1.0}, "negative")


def test_the_language_may_be_given() -> None:
    text = "no me gusta nada de nada, muy mal: rude staff"
    assert said(blank("en")(text)) == ([], [], None, None)
    doc = made("en", lang="en")(text)
    assert ([one.topic for one in doc._.voc_mentions], doc._.voc_sentiment) == (["staff_attitude"], "negative")
    assert said(made("en", lang="fr")(SAID)) == ([], [], None, None)


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_model_that_is_not_here_is_refused_when_it_is_added(name: str) -> None:
    with pytest.raises(ModelError) as refused:
        spacy.blank("en").add_pipe(name, config={"model": "nowhere"})
    assert refused.value.code == "E300"


def test_a_batch_that_fails_goes_to_the_error_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = made("en")
    before = pipes.classified

    def fails(texts: Any, model: str, lang: str | None) -> Any:
        if "poison" in texts:
            raise RuntimeError("poisoned")
        return before(texts, model, lang)

    monkeypatch.setattr(pipes, "classified", fails)
    with pytest.raises(RuntimeError, match="poisoned"):
        list(nlp.pipe(["fine", "poison"]))
    seen: list[tuple[str, list[str]]] = []
    nlp.set_error_handler(lambda name, _, docs, error: seen.append((name, [doc.text for doc in docs])))
    left = [doc.text for doc in nlp.pipe(["poison", "with it", "late parcel", "rude staff"], batch_size=2)]
    assert left == ["late parcel", "rude staff"]
    assert seen == [("voc_topics", ["poison", "with it"])]
