"""Tagger: what every trained tagger does with its probabilities, wherever they come from.

    answer = tagger.answer(feedback, mentions, opinions, utterances)   # a model reads every comment once
    mentions = tagger.mentions(answer, utterances, mentions)   # thresholds, and the clause that shows a topic
    judged = tagger.overall(answer)                            # what comments say as a whole

For: `trained` and `finetuned`, which bring the probabilities. Not for: phrases, which need none of this.

A topic is said of a comment where its probability reaches `least`. A tagger that `follows` phrases needs only FOLLOWED where
one found it that judges by itself: labelled texts are few and of few trades, and such a phrase is evidence of another kind;
where the model all but rules the topic out, the phrase speaks of something else. Phrases show the words; where they found
nothing the clause does that alone would get the highest probability. The sentiment toward a topic is the model's, but where
phrases found praise and blame both and the model holds both for likely: then each keeps its own. Else words that say the
contrary of it show nothing, where others say it. Topics of a project's own,
which no model knows, stay with their phrases, and so does a comment in a language that the model does not know.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from voc import tables
from voc.boilerplate import own_each
from voc.language import family

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

OVERALL = {"neg": "negative", "neu": "neutral", "pos": "positive", "mix": "mixed"}
TONES = ("negative", "neutral", "positive")
SURE = 0.7  # the confidence of a phrase that judges by itself
FOLLOWED = 0.1  # the probability from which a topic is said that such a phrase found
DIVIDED = 0.9  # praise and blame are both likely where the less likely has at least this part of the other


@dataclass(frozen=True)
class Answer:
    """What a model says of comments, NaN where it does not know the language.

    `ids`, their languages; `shares`, float32 (comments, topics): the probability of each topic, by which it is said;
    `confidence`, alike: how sure it is (`confidence.sure`; the same where nothing more is known); `tones`, int8 (comments,
    topics): the place in TONES of the sentiment toward it, if it is said; `divided`, bool (comments, topics): whether praise
    and blame of it are both likely; `whole`, float (comments, 4): probabilities of
    the whole in the order of OVERALL, which add up to 1.
    """

    ids: tuple[str, ...]
    langs: tuple[str, ...]
    shares: np.ndarray
    confidence: np.ndarray
    tones: np.ndarray
    divided: np.ndarray
    whole: np.ndarray


class Tagger(ABC):
    """`name` stands beside every mention. `topics` are ids. `least`, by language: the probability from which a topic is
    said, float32 (topics), nan for one that it was not taught in this language; a language that is not there goes by its
    family's, and is not known if that is not there. `tuned_on`: the name of the texts that `least` was chosen on,
    "" where nobody wrote it down."""

    name: str
    topics: tuple[str, ...]
    least: Mapping[str, np.ndarray]
    tuned_on: str = ""
    follows: ClassVar[bool] = False  # whether phrases count beside it, as above

    @abstractmethod
    def answer(self, feedback: pa.Table, mentions: pa.Table, opinions: pa.Table, utterances: pa.Table) -> Answer:
        """The Answer for each row of `feedback` that has words; `mentions` and `opinions` are those of the phrases,
        `utterances` the clauses."""

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
            _places(found.column(name), known) for name, known in (("feedback_id", ids), ("topic", self.topics))
        )
        is_left = (rows < 0) | (places < 0)  # nothing that the model could speak to
        is_left[~is_left] = ~is_known[rows[~is_left]] | np.isnan(least[rows[~is_left], places[~is_left]])
        is_followed = ~is_left
        at = rows[is_followed], places[is_followed]
        sure = found.column("confidence").to_numpy().copy()
        is_sure = (sure[is_followed] >= SURE) & self.follows
        is_followed[is_followed] = answer.shares[at] >= np.where(is_sure, np.minimum(least[at], FOLLOWED), least[at])
        shown = np.zeros_like(said)
        shown[rows[is_followed], places[is_followed]] = True
        sure[is_followed] = np.round(answer.confidence[rows[is_followed], places[is_followed]].astype(float), 3)
        tones = _places(found.column("sentiment"), TONES)
        sides = _sides(rows, places, tones, answer.divided.shape, is_followed)
        is_both = (sides[..., 0] & sides[..., 2] & answer.divided)[rows, places]
        ours = is_followed & ~is_both
        is_against = ours & _against(tones, answer.tones[rows, places], sides[rows, places])
        tones[ours] = answer.tones[rows[ours], places[ours]]
        taggers = np.where(is_left, np.array(found.column("tagger").to_pylist(), object), self.name)
        columns = {
            "confidence": pa.array(sure),
            "sentiment": pa.array(TONES).take(pa.array(tones)),
            "tagger": pa.array(taggers, pa.string()),
        }
        kept = found
        for name, values in columns.items():
            kept = kept.set_column(kept.schema.get_field_index(name), name, values)
        kept = tables.conform(kept, "mentions").filter(pa.array(is_left | (is_followed & ~is_against)))
        more = self._unphrased(answer, utterances, np.argwhere(said & ~shown))
        every = pa.concat_tables([kept, tables.conform(more, "mentions")])
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
                "confidence": round(float(answer.confidence[row, place]), 3), "start": starts[best], "end": ends[best],
                "tagger": self.name,
            })  # fmt: skip
        return pa.Table.from_pylist(rows, schema=tables.schema("mentions"))


def _places(column: pa.ChunkedArray, known: Sequence[str] | pa.Array) -> np.ndarray:
    """The place of each value among the `known`, -1 for others."""
    import pyarrow as pa
    import pyarrow.compute as pc

    values = known if isinstance(known, pa.Array) else pa.array(known, pa.string())
    return pc.index_in(column, value_set=values).fill_null(-1).to_numpy().copy()


def _sides(
    rows: np.ndarray, places: np.ndarray, tones: np.ndarray, shape: tuple[int, ...], chosen: np.ndarray
) -> np.ndarray:
    """What the mentions that are `chosen` say of each comment and topic, bool (comments, topics, TONES)."""
    import numpy as np

    sides = np.zeros((*shape, len(TONES)), bool)
    sides[rows[chosen], places[chosen], tones[chosen]] = True
    return sides


def _against(tones: np.ndarray, judged: np.ndarray, sides: np.ndarray) -> np.ndarray:
    """Which mentions praise where their comment is `judged` to blame, or blame where it is judged to praise, while others of
    the same comment and topic say what it is judged to; bool (mentions).

    `tones` and `judged` are places in TONES; `sides` is what all mentions of that comment and topic say (mentions, TONES).
    """
    import numpy as np

    last = len(TONES) - 1
    return np.asarray((judged != 1) & (tones == last - judged) & sides[np.arange(len(tones)), judged])


def worded(feedback: pa.Table) -> tuple[list[str], list[str], list[str]]:
    """(ids, languages, texts) of the rows that have words; a text pasted twice is read once, and what was masked not at
    all: <EMAIL_7> is numbered by those that came before it. Nor is what is not the customer's own."""
    rows = zip(*(feedback.column(name).to_pylist() for name in ("feedback_id", "lang", "text")), strict=True)
    kept = {id_: (lang or "und", text) for id_, lang, text in rows if text and text.strip()}
    return list(kept), [lang for lang, _ in kept.values()], own_each([text for _, text in kept.values()])
