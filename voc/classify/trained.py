"""A trained tagger: grams and hints weighed together, a threshold for each topic, and the clause that shows it.

For: mentions and sentiments by a model from a folder. Not for: training it (the folder `training` does), keeping it
(`shelf`), or what grams and hints are.

    log odds of a label = log odds of `linear` + hints x `added`

A topic is said of a comment where its probability reaches `least`. Where phrases found it too, they show the words; else
the clause does that alone would get the highest probability. What phrases found and the model does not follow is no
mention. Topics of a project's own, which no model knows, stay with their phrases, and so does a comment in a language
that the model does not know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voc import tables
from voc.classify.grams import script
from voc.classify.hints import hints
from voc.classify.linear import Linear
from voc.language import family, once

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

OVERALL = {"neg": "negative", "neu": "neutral", "pos": "positive", "mix": "mixed"}
JUDGED = 0.25  # a mention whose negative and positive are both less likely than this is neutral


@dataclass(frozen=True)
class Answer:
    """What a model says of comments: `ids`, their languages and texts, and `shares`, float32 (comments, labels), NaN where
    it does not know the language."""

    ids: tuple[str, ...]
    langs: tuple[str, ...]
    shares: np.ndarray


@dataclass(frozen=True)
class Trained:
    """`linear` has columns topic, topic:neg, topic:pos for each of `topics`, and overall:neg, neu, pos, mix.

    `added`, by language group: what each hint adds to the log odds, float32 (hints, labels). `least`, by language: the
    probability from which a topic is said, float32 (topics); a language that is not there goes by its group's.
    `tuned_on`: the name of the texts that `least` was chosen on (`evaluate.named`), "" where nobody wrote it down.
    """

    name: str
    linear: Linear
    topics: tuple[str, ...]
    added: Mapping[str, np.ndarray]
    least: Mapping[str, np.ndarray]
    tuned_on: str = ""

    def scores(self, texts: Sequence[str], langs: Sequence[str], said: np.ndarray) -> np.ndarray:
        """Probability of each label of `linear`, float32 (texts, labels); NaN rows for what it cannot read. `said` are the
        hints of the texts. No text is looked at beside another."""
        import numpy as np

        share = np.clip(self.linear.scores(texts, langs).astype(np.float64), 1e-9, 1 - 1e-9)
        odds = np.log(share) - np.log1p(-share)
        of = np.array([family(lang) if lang else script(text) for text, lang in zip(texts, langs, strict=True)], object)
        for group, added in self.added.items():
            odds[of == group] += said[of == group] @ added.astype(np.float64)
        return (1 / (1 + np.exp(-np.clip(odds, -40, 40)))).astype(np.float32)

    def answer(self, feedback: pa.Table, mentions: pa.Table, opinions: pa.Table) -> Answer:
        """The Answer for each row of `feedback` that has words; `mentions` and `opinions` are those of the phrases."""
        rows = zip(*(feedback.column(name).to_pylist() for name in ("feedback_id", "text", "lang")), strict=True)
        kept = {id_: (once(text), lang or "und") for id_, text, lang in rows if text and text.strip()}
        ids, texts, langs = list(kept), [text for text, _ in kept.values()], [lang for _, lang in kept.values()]
        return Answer(tuple(ids), tuple(langs), self.scores(texts, langs, hints(ids, mentions, opinions, self.topics)))

    def mentions(self, answer: Answer, utterances: pa.Table, found: pa.Table) -> pa.Table:
        """Table `mentions` by this model; `found` are those of the phrases."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        is_known = ~np.isnan(answer.shares).any(axis=1)
        least = np.stack([self._least(lang) for lang in answer.langs]) if answer.ids else np.zeros((0, 1))
        said = is_known[:, None] & (answer.shares[:, : len(self.topics)] >= least)
        ids = pa.array(answer.ids, pa.string())
        rows, places = (
            pc.index_in(found.column(name), value_set=pa.array(known, pa.string())).fill_null(-1).to_numpy()
            for name, known in (("feedback_id", ids), ("topic", self.topics))
        )
        is_left = (rows < 0) | (places < 0) | ~is_known[rows]  # nothing that the model could speak to
        is_followed = ~is_left & said[rows, places]
        shown = np.zeros_like(said)
        shown[rows[is_followed], places[is_followed]] = True
        sure = np.where(is_left, found.column("confidence").to_numpy(), np.round(answer.shares[rows, places], 3))
        taggers = np.where(is_left, np.array(found.column("tagger").to_pylist(), object), self.name)
        ours = found.set_column(found.schema.get_field_index("confidence"), "confidence", pa.array(sure))
        ours = ours.set_column(ours.schema.get_field_index("tagger"), "tagger", pa.array(taggers, pa.string()))
        ours = tables.conform(ours, "mentions").filter(pa.array(is_left | is_followed))
        more = self._unphrased(answer, utterances, np.argwhere(said & ~shown))
        every = pa.concat_tables([ours, tables.conform(more, "mentions")])
        order = pc.index_in(every.column("feedback_id"), value_set=ids).fill_null(len(ids)).to_numpy()
        return every.take(pa.array(np.argsort(order, kind="stable")))

    def overall(self, answer: Answer) -> pa.Table:
        """feedback_id, sentiment, sentiment_score of the comments whose language the model knows.

        The score is the probability of positive less that of negative, as shares of all four, -1..1.
        """
        import numpy as np
        import pyarrow as pa

        is_known = ~np.isnan(answer.shares).any(axis=1)
        shares = answer.shares[is_known][:, [self._column(f"overall:{one}") for one in OVERALL]].astype(float)
        shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-9)
        words = pa.array(list(OVERALL.values()))
        return pa.table(
            {
                "feedback_id": pa.array(np.array(answer.ids, object)[is_known], pa.string()),
                "sentiment": words.take(pa.array(shares.argmax(axis=1))),
                "sentiment_score": np.round(shares[:, 2] - shares[:, 0], 4),
            }
        )

    def _column(self, label: str) -> int:
        return self.linear.labels.index(label)

    def least_of(self, lang: str) -> np.ndarray | None:
        """The probability from which each topic is said in `lang`; None for a language that the model does not know."""
        return self.least.get(lang, self.least.get(family(lang)))

    def _least(self, lang: str) -> np.ndarray:
        import numpy as np

        known = self.least_of(lang)
        return np.full(len(self.topics), 2.0, np.float32) if known is None else known

    def _unphrased(self, answer: Answer, utterances: pa.Table, pairs: np.ndarray) -> pa.Table:
        """The mentions of (comment, topic) that no phrase found: in the clause that alone is likeliest to say it."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        ids = pa.array(answer.ids, pa.string()).take(pa.array(pairs[:, 0]))
        clauses = utterances.filter(pc.is_in(utterances.column("feedback_id"), value_set=ids.unique()))
        shares = np.nan_to_num(self.linear.scores(clauses.column("folded"), clauses.column("lang")), nan=-1.0)
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
                "sentiment": self._tone(answer.shares[row], place), "confidence": round(float(answer.shares[row, place]), 3),
                "start": starts[best], "end": ends[best], "tagger": self.name,
            })  # fmt: skip
        return pa.Table.from_pylist(rows, schema=tables.schema("mentions"))

    def _tone(self, shares: np.ndarray, place: int) -> str:
        """The sentiment toward a topic, from the probabilities of its negative and positive mentions in the comment."""
        bad, good = (float(shares[len(self.topics) * half + place]) for half in (1, 2))
        return "neutral" if max(bad, good) < JUDGED else "negative" if bad >= good else "positive"
