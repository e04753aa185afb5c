"""Topics and sentiment as components of a spaCy pipeline.

    nlp = spacy.blank("en")          # or zh, xx, a trained pipeline: any tokenizer
    nlp.add_pipe("voc_topics")       # doc._.voc_mentions, doc.spans["voc_topics"]
    nlp.add_pipe("voc_sentiment")    # doc._.voc_sentiment, doc._.voc_sentiment_score

For: spaCy, which finds the factories by the entry points in pyproject.toml; nobody has to import this. Not for: reading
texts; `asking` does, and the answers are those of `voc classify`.

spaCy imports this file whenever it makes a pipeline, ours or not, so nothing heavy beside spaCy stands at the top.
The settings live in the pipeline's config: a saved pipeline holds no file of ours, and no weights. `doc.cats` stays
untouched: what stands there are chances of classes, which training takes for true; ours is one word and a score.
"""

# Annotations are not postponed here: older spaCy reads the types of a factory's settings as they stand.

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import minibatch

if TYPE_CHECKING:
    import pandas as pd

TOPICS, SENTIMENT = "voc_topics", "voc_sentiment"
MENTIONS, SCORE = "voc_mentions", "voc_sentiment_score"
SETTINGS = {"model": "default", "lang": None}


@dataclass(frozen=True)
class Mention:
    """A topic said in a doc: a row of `voc classify --mentions`.

    `start` and `end` are characters of `doc.text`, half open; `sentiment` is that toward the topic; `effort` the signs
    of customer effort in its clause, None where nobody looked.
    """

    topic: str
    sentiment: str | None
    confidence: float
    start: int
    end: int
    tagger: str
    effort: tuple[str, ...] | None

    def span(self, doc: Doc) -> Span:
        """Its words in `doc`, widened to whole tokens, with the topic as label."""
        return doc.char_span(self.start, self.end, label=self.topic, alignment_mode="expand")


@dataclass(frozen=True)
class Answer:
    """What one text says: its mentions, and the sentiment and score (-1..1) of the whole, None where it says nothing
    or in a language that we cannot read."""

    mentions: tuple[Mention, ...]
    sentiment: str | None
    score: float | None


class Classifier(Pipe):  # type: ignore[misc]
    """A component that asks for the answers to a batch of docs and hands each to `fill`; a doc is answered the same
    alone or in any batch. From 5,000 clauses in a batch on, the compiled search of the extra [fast] is used."""

    def __init__(self, name: str, fill: Callable[[Doc, Answer], None], model: str, lang: str | None) -> None:
        known(model)
        self.name, self.fill, self.model, self.lang = name, fill, model, lang

    def __call__(self, doc: Doc) -> Doc:
        """`doc`, filled."""
        return self._filled([doc])[0]

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 1000) -> Iterator[Doc]:
        """The docs of `stream`, filled, in order; a batch that fails goes to the pipeline's error handler."""
        for docs in minibatch(stream, size=batch_size):
            try:
                filled = self._filled(docs)
            except Exception as error:
                self.get_error_handler()(self.name, self, docs, error)
            else:
                yield from filled

    def _filled(self, docs: Sequence[Doc]) -> Sequence[Doc]:
        for doc, answer in zip(docs, answers([doc.text for doc in docs], self.model, self.lang), strict=True):
            self.fill(doc, answer)
        return docs


@Language.factory(TOPICS, default_config=SETTINGS, assigns=[f"doc._.{MENTIONS}", "doc.spans"])
def topics(nlp: Language, name: str, model: str, lang: str | None) -> Classifier:
    """The component that fills `doc._.voc_mentions` (a list of Mention, None where it has not run) and
    `doc.spans["voc_topics"]` (a Span each, in the same order, labelled with the topic).

    `model` is a name as for `voc classify --model`, `lang` a language code; null looks at each text. Raises ModelError
    E300 for a model that is not here.
    """
    return Classifier(name, fill_topics, model, lang)


@Language.factory(SENTIMENT, default_config=SETTINGS, assigns=[f"doc._.{SENTIMENT}", f"doc._.{SCORE}"])
def sentiment(nlp: Language, name: str, model: str, lang: str | None) -> Classifier:
    """The component that fills `doc._.voc_sentiment` (negative, neutral, positive, mixed) and
    `doc._.voc_sentiment_score` (-1..1), both None where there is no text or a language that we cannot read.

    Settings and errors are those of `topics`.
    """
    return Classifier(name, fill_sentiment, model, lang)


def fill_topics(doc: Doc, answer: Answer) -> None:
    """Puts the mentions into `doc`: as plain values, which DocBin and to_bytes can write, and as spans."""
    doc.user_data[MENTIONS] = [asdict(one) for one in answer.mentions]
    doc.spans[TOPICS] = SpanGroup(doc, name=TOPICS, spans=[one.span(doc) for one in answer.mentions])


def fill_sentiment(doc: Doc, answer: Answer) -> None:
    """Puts the sentiment of the whole into `doc`."""
    doc._.set(SENTIMENT, answer.sentiment)
    doc._.set(SCORE, answer.score)


def answers(texts: Sequence[str], model: str, lang: str | None) -> tuple[Answer, ...]:
    """The Answer to each text, in order."""
    return _answers(tuple(texts), model, lang)


# The last batch alone: of the two components side by side, the second finds its texts answered.
@lru_cache(maxsize=1)
def _answers(texts: tuple[str, ...], model: str, lang: str | None) -> tuple[Answer, ...]:
    said, found = classified(texts, model, lang)
    of_text: dict[str, list[Mention]] = {id: [] for id in said["id"]}
    names = [field.name for field in fields(Mention)]
    for id, *values in found[["feedback_id", *names]].itertuples(index=False, name=None):
        of_text[id].append(_mention(dict(zip(names, values, strict=True))))
    return tuple(
        Answer(tuple(of_text[id]), _word(sentiment), score if _word(sentiment) else None)
        for id, sentiment, score in said[["id", "sentiment", "sentiment_score"]].itertuples(index=False, name=None)
    )


def classified(texts: Sequence[str], model: str, lang: str | None) -> tuple["pd.DataFrame", "pd.DataFrame"]:
    """Those of `asking.classified`. The only place that asks."""
    from voc import asking

    return asking.classified(texts, model=model, lang=lang)


def known(model: str) -> None:
    """Raises ModelError E300 for a model that is not here, E310 to E313 for one that is damaged."""
    from voc import classify

    classify.model(model)


def _mention(values: dict[str, Any]) -> Mention:
    """A Mention of the values of a row, or of a stored doc, in which lists may have become tuples."""
    effort = values["effort"]
    plain = {"sentiment": _word(values["sentiment"]), "effort": tuple(effort) if hasattr(effort, "__len__") else None}
    return Mention(**{**values, **plain})


def _word(value: Any) -> str | None:
    """None for what pandas shows as NaN."""
    return value if isinstance(value, str) else None


def _mentions(doc: Doc) -> list[Mention] | None:
    stored = doc.user_data.get(MENTIONS)
    return None if stored is None else [_mention(one) for one in stored]


Doc.set_extension(MENTIONS, getter=_mentions, force=True)
Doc.set_extension(SENTIMENT, default=None, force=True)
Doc.set_extension(SCORE, default=None, force=True)
