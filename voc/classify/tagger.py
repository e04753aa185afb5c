"""Tagger: what every trained tagger does with its probabilities, wherever they come from.

    answer = tagger.answer(feedback, mentions, opinions)       # a model reads every comment once
    mentions = tagger.mentions(answer, utterances, mentions)   # thresholds, and the clause that shows a topic
    judged = tagger.overall(answer)                            # what comments say as a whole

For: `trained` and `finetuned`, which bring the probabilities. Not for: phrases, which need none of this.

A topic is said of a comment where its probability reaches `least`. Where phrases found it too, they show the words; else
the clause does that alone would get the highest probability. What phrases found and the model does not follow is no
mention. Topics that the model was not taught, a project's own among them, stay with their phrases, and so does a comment in
a language that the model does not know.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voc import tables
from voc.language import family, once

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

OVERALL = {"neg": "negative", "neu": "neutral", "pos": "positive", "mix": "mixed"}
TONES = ("negative", "neutral", "positive")


@dataclass(frozen=True)
class Answer:
    """What a model says of comments, NaN where it does not know the language.

    `ids`, their languages; `shares`, float32 (comments, topics): the probability of each topic; `tones`, int8 (comments,
    topics): the place in TONES of the sentiment toward it, if it is said; `whole`, float (comments, 4): probabilities of
    the whole in the order of OVERALL, which add up to 1.
    """

    ids: tuple[str, ...]
    langs: tuple[str, ...]
    shares: np.ndarray
    tones: np.ndarray
    whole: np.ndarray


class Tagger(ABC):
    """`name` stands beside every mention. `topics` are ids. `least`, by language: the probability from which a topic is
    said, float32 (topics), nan for one that it was not taught in this language; a language that is not there goes by its
    family's, and is not known if that is not there."""

    name: str
    topics: tuple[str, ...]
    least: Mapping[str, np.ndarray]

    @abstractmethod
    def answer(self, feedback: pa.Table, mentions: pa.Table, opinions: pa.Table) -> Answer:
        """The Answer for each row of `feedback` that has words; `mentions` and `opinions` are those of the phrases."""

    @abstractmethod
    def alone(self, clauses: pa.Table) -> np.ndarray:
        """The probability of each topic in each clause (rows of `utterances`) read by itself, float32 (clauses, topics);
        NaN where it cannot be read."""

    def least_of(self, lang: str) -> np.ndarray | None:
        """The probabilities from which topics are said in `lang`, None for a language that is not known."""
        return self.least.get(lang, self.least.get(family(lang)))

    def mentions(self, answer: Answer, utterances: pa.Table, found: pa.Table) -> pa.Table:
        """Table `mentions` by this model; `found` are those of the phrases."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        is_known = ~np.isnan(answer.shares).any(axis=1)
        least = self._least(answer.langs)
        said = is_known[:, None] & (answer.shares >= least)
        ids = pa.array(answer.ids, pa.string())
        rows, places = (
            pc.index_in(found.column(name), value_set=pa.array(known, pa.string())).fill_null(-1).to_numpy()
            for name, known in (("feedback_id", ids), ("topic", self.topics))
        )
        is_left = (rows < 0) | (places < 0)  # nothing that the model could speak to
        is_left[~is_left] = ~is_known[rows[~is_left]] | np.isnan(least[rows[~is_left], places[~is_left]])
        is_followed = ~is_left
        is_followed[is_followed] = said[rows[is_followed], places[is_followed]]
        shown = np.zeros_like(said)
        shown[rows[is_followed], places[is_followed]] = True
        sure = found.column("confidence").to_numpy().copy()
        sure[is_followed] = np.round(answer.shares[rows[is_followed], places[is_followed]].astype(float), 3)
        taggers = np.where(is_left, np.array(found.column("tagger").to_pylist(), object), self.name)
        ours = found.set_column(found.schema.get_field_index("confidence"), "confidence", pa.array(sure))
        ours = ours.set_column(ours.schema.get_field_index("tagger"), "tagger", pa.array(taggers, pa.string()))
        ours = tables.conform(ours, "mentions").filter(pa.array(is_left | is_followed))
        more = self._unphrased(answer, utterances, np.argwhere(said & ~shown))
        every = pa.concat_tables([ours, tables.conform(more, "mentions")])
        order = pc.index_in(every.column("feedback_id"), value_set=ids).fill_null(len(ids)).to_numpy()
        return every.take(pa.array(np.argsort(order, kind="stable")))

    def overall(self, answer: Answer) -> pa.Table:
        """feedback_id, sentiment, sentiment_score of the comments of which the model says it: those in a language that it
        knows and was taught it in.

        The score is the probability of positive less that of negative, as shares of all four, -1..1.
        """
        import numpy as np
        import pyarrow as pa

        is_known = ~np.isnan(answer.whole).any(axis=1)
        whole = answer.whole[is_known].astype(float)
        words = pa.array(list(OVERALL.values()))
        return pa.table(
            {
                "feedback_id": pa.array(np.array(answer.ids, object)[is_known], pa.string()),
                "sentiment": words.take(pa.array(whole.argmax(axis=1))),
                "sentiment_score": np.round(whole[:, 2] - whole[:, 0], 4),
            }
        )

    def _least(self, langs: Sequence[str]) -> np.ndarray:
        """`least` of each comment, 2 (never) where the language is not known, float32 (comments, topics)."""
        import numpy as np

        made = np.full((len(langs), len(self.topics)), 2.0, np.float32)
        for lang in set(langs):
            least = self.least_of(lang)
            if least is not None:
                made[[one == lang for one in langs]] = least
        return made

    def _unphrased(self, answer: Answer, utterances: pa.Table, pairs: np.ndarray) -> pa.Table:
        """The mentions of (comment, topic) that no phrase found: in the clause that alone is likeliest to say it."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        ids = pa.array(answer.ids, pa.string()).take(pa.array(pairs[:, 0]))
        clauses = utterances.filter(pc.is_in(utterances.column("feedback_id"), value_set=ids.unique()))
        shares = np.nan_to_num(self.alone(clauses), nan=-1.0)
        of: dict[str, list[int]] = {}
        for place, id_ in enumerate(clauses.column("feedback_id").to_pylist()):
            of.setdefault(id_, []).append(place)
        names, starts, ends = (clauses.column(name).to_pylist() for name in ("utterance_id", "start", "end"))
        rows: list[dict[str, Any]] = []
        for (row, place), id_ in zip(pairs.tolist(), ids.to_pylist(), strict=True):
            best = max(of.get(id_, ()), key=lambda at: (shares[at, place], -at), default=None)
            if best is None:
                continue
            rows.append({
                "feedback_id": id_, "utterance_id": names[best], "topic": self.topics[place],
                "sentiment": TONES[answer.tones[row, place]],
                "confidence": round(float(answer.shares[row, place]), 3), "start": starts[best], "end": ends[best],
                "tagger": self.name,
            })  # fmt: skip
        return pa.Table.from_pylist(rows, schema=tables.schema("mentions"))


def worded(feedback: pa.Table) -> tuple[list[str], list[str], list[str]]:
    """(ids, languages, texts) of the rows that have words; a text pasted twice is read once."""
    rows = zip(*(feedback.column(name).to_pylist() for name in ("feedback_id", "lang", "text")), strict=True)
    kept = {id_: (lang or "und", once(text)) for id_, lang, text in rows if text and text.strip()}
    return list(kept), [lang for lang, _ in kept.values()], [text for _, text in kept.values()]
