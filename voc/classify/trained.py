"""A trained tagger: grams and hints weighed together.

    log odds of a label = log odds of `linear` + hints x `added`

of the whole comment; those of a topic are mixed with the same of its likeliest clause (`clauses`), and then every label is
looked at again beside the others (`stack`). How sure a mention is follows from all of them (`confidence`).

For: the probabilities of a `tagger` from a folder. Not for: what follows from them (`tagger`), training (`learn`; the folder
`training` for what ships), keeping it (`shelf`), or what grams and hints are.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from voc.classify import confidence
from voc.classify.clauses import Clauses, clauses, likeliest, mixed
from voc.classify.grams import script
from voc.classify.hints import hints
from voc.classify.linear import Linear
from voc.classify.stack import Stack
from voc.classify.tagger import DIVIDED, OVERALL, Answer, Tagger, worded
from voc.language import family
from voc.spans import unmasked

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

JUDGED = 0.2  # a topic whose negative and positive mention are both less likely than this part of it is neutral
# What praise of a topic needs over blame, in log odds. Each is calibrated for itself; between the two, where the topic is
# there, blame was right more often than that says (labelled texts, `voc evaluate`: polarity).
LEAN = 0.5
_AT_ONCE = 50_000  # clauses, of which there are several to a comment


class Weighing(Tagger):
    """A tagger that weighs hints beside a text, in the whole and in its clauses. `silent`: language groups in which it was
    not taught what a comment says as a whole."""

    silent: frozenset[str]
    follows: ClassVar[bool] = True

    @abstractmethod
    def scores(
        self, texts: Sequence[str], langs: Sequence[str], said: np.ndarray, parts: Clauses | None = None
    ) -> np.ndarray:  # fmt: skip
        """Probability of each label, float32 (texts, labels), by the texts, their hints `said` and their clauses `parts`."""

    def answer(self, feedback: pa.Table, mentions: pa.Table, opinions: pa.Table, utterances: pa.Table) -> Answer:
        """See `Tagger.answer`."""
        ids, langs, texts = worded(feedback)
        parts = clauses(ids, utterances, mentions, self.topics)
        shares = self.scores(texts, langs, hints(ids, mentions, opinions, self.topics), parts)
        return answered(ids, langs, shares, len(self.topics), self.silent, self.sure(shares, texts, langs))

    def sure(self, shares: np.ndarray, texts: Sequence[str], langs: Sequence[str]) -> np.ndarray:
        """The confidence of each topic, float32 (texts, topics), from what `scores` gave: here its own probability."""
        return shares[:, : len(self.topics)]


@dataclass(frozen=True)
class Trained(Weighing):
    """`linear` has columns topic, topic:neg, topic:pos for each of `topics`, and overall:neg, neu, pos, mix.

    `added`, by language group: what each hint adds to the log odds, float32 (hints, labels). `least`, by language: the
    probability from which a topic is said, float32 (topics). `tuned_on`: the name of the texts that `least` was chosen on
    (`evaluate.named`), "" where nobody wrote it down. `silent`: language groups in which it was not taught
    what a comment says as a whole. `stacks`: the second look of a language group, and its calibration; without one the first
    look stands. `sureness`: the weights of `confidence` of a language group; without them a topic is as sure as likely.
    """

    name: str
    linear: Linear
    topics: tuple[str, ...]
    added: Mapping[str, np.ndarray]
    least: Mapping[str, np.ndarray]
    tuned_on: str = ""
    silent: frozenset[str] = frozenset()
    stacks: Mapping[str, Stack] = field(default_factory=dict)
    sureness: Mapping[str, np.ndarray] = field(default_factory=dict)

    def scores(
        self, texts: Sequence[str], langs: Sequence[str], said: np.ndarray, parts: Clauses | None = None
    ) -> np.ndarray:  # fmt: skip
        """Probability of each label of `linear`, float32 (texts, labels); NaN rows for what it cannot read. `said` are the
        hints of the texts, `parts` their clauses; without those a text is read only as a whole. No text is looked at beside
        another."""
        odds = self._odds(texts, langs, said)
        if parts is not None:
            odds = mixed(odds, likeliest(self._of_clauses(parts, langs), len(texts), len(self.topics)))
        of = _groups(texts, langs)
        for group, one in self.stacks.items():
            odds[of == group] = one.odds(odds[of == group])
        return share_of(odds)

    def sure(self, shares: np.ndarray, texts: Sequence[str], langs: Sequence[str]) -> np.ndarray:
        """See `Weighing.sure`."""
        size, of = len(self.topics), _groups(texts, langs)
        made, letters = shares[:, :size].copy(), confidence.letters(texts)
        for group, weights in self.sureness.items():
            made[of == group] = confidence.sure(shares[of == group], size, letters[of == group], weights)
        return made

    def _of_clauses(self, parts: Clauses, langs: Sequence[str]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        for at in range(0, len(parts.texts), _AT_ONCE):
            some = slice(at, at + _AT_ONCE)
            yield (
                self._odds(
                    parts.texts[some], [langs[place] for place in parts.of[some]], parts.said[some], len(self.topics)
                ),
                parts.of[some],
            )

    def _odds(
        self, texts: Sequence[str], langs: Sequence[str], said: np.ndarray, first: int | None = None
    ) -> np.ndarray:
        """Log odds of the labels, or of the `first` labels, float64 (texts, labels)."""
        import numpy as np

        odds, of = odds_of(self.linear.scores(texts, langs)[:, :first]), _groups(texts, langs)
        for group, added in self.added.items():
            odds[of == group] += (said[of == group] @ added.astype(np.float64))[:, :first]
        return odds

    def alone(self, clauses: pa.Table) -> np.ndarray:
        """See `Tagger.alone`; by the grams alone."""
        texts = [unmasked(text) for text in clauses.column("folded").to_pylist()]
        return self.linear.scores(texts, clauses.column("lang"))[:, : len(self.topics)]


def _groups(texts: Sequence[str], langs: Sequence[str]) -> np.ndarray:
    """The language group of each text, object (texts): that of its language, of its letters where it has none."""
    import numpy as np

    return np.array([family(lang) if lang else script(text) for text, lang in zip(texts, langs, strict=True)], object)


def answered(
    ids: Sequence[str], langs: Sequence[str], shares: np.ndarray, topics: int, silent: frozenset[str], sure: np.ndarray
) -> Answer:  # fmt: skip
    """The Answer that follows from probabilities, float32 (comments, labels as in `Trained`), of so many topics, and from
    how sure each is, float32 (comments, topics)."""
    import numpy as np

    said, bad, good = (shares[:, place * topics :][:, :topics] for place in range(3))
    tones, divided = toward(said, bad, good)
    whole = shares[:, -len(OVERALL) :].astype(float)
    whole /= np.maximum(whole.sum(axis=1, keepdims=True), 1e-9)
    whole[[family(lang) in silent for lang in langs]] = np.nan
    return Answer(tuple(ids), tuple(langs), said, sure, tones, divided, whole)


def toward(said: np.ndarray, bad: np.ndarray, good: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The tones, int8 places in TONES, and whether blame and praise are both likely, bool, of topics that are `said`,
    blamed and praised with these probabilities; arrays of one shape. Where one is nan the answer means nothing."""
    import numpy as np

    with np.errstate(invalid="ignore"):
        is_blame = odds_of(bad) + LEAN >= odds_of(good)
        tones = np.where(np.maximum(bad, good) < JUDGED * said, 1, np.where(is_blame, 0, 2)).astype(np.int8)
        divided = (np.minimum(bad, good) >= DIVIDED * np.maximum(bad, good)) & (np.maximum(bad, good) > 0)
    return tones, divided


def share_of(odds: np.ndarray) -> np.ndarray:
    """Probabilities of log odds, float32."""
    import numpy as np

    return (1 / (1 + np.exp(-np.clip(odds, -40, 40)))).astype(np.float32)


def odds_of(share: np.ndarray) -> np.ndarray:
    """Log odds of probabilities, float64, at most about 20."""
    import numpy as np

    held = np.clip(share.astype(np.float64), 1e-9, 1 - 1e-9)
    return np.log(held) - np.log1p(-held)
