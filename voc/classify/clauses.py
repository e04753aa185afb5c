"""Clauses of comments as a trained tagger reads them beside the whole: a topic said once in a long comment is not lost in
it, and one that only adds up over many sentences is heard less.

    odds of a topic = (1 - SHARE) x odds of the whole comment + SHARE x odds of its likeliest clause

For: `trained`, and `learn`, which must judge odds as they will be. Not for: cutting clauses (`clean`), or the clause that
is shown for a topic (`tagger`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voc.classify.hints import hits, names
from voc.spans import unmasked

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

SHARE = 0.3  # of the clause; on labelled texts .2 to .5 do about equally well, 0 and 1 worse


@dataclass(frozen=True)
class Clauses:
    """`texts` of clauses; `of`, int64: the place of the comment of each among the comments, ascending; `said`, uint8
    (clauses, hints): their hints, without what the lexicon says."""

    texts: tuple[str, ...]
    of: np.ndarray
    said: np.ndarray

    def rows(self, at: np.ndarray) -> Clauses:
        """The clauses of the comments at places `at`, in that order."""
        import numpy as np

        begin, end = np.searchsorted(self.of, at), np.searchsorted(self.of, at + 1)
        chosen = np.array([place for span in zip(begin, end, strict=True) for place in range(*span)], np.int64)
        of = np.repeat(np.arange(len(at)), end - begin)
        return Clauses(tuple(self.texts[place] for place in chosen), of, self.said[chosen])


def clauses(ids: Sequence[str], utterances: pa.Table, mentions: pa.Table, topics: Sequence[str]) -> Clauses:
    """The Clauses of the comments `ids`; `mentions` are those of the phrases in `utterances`."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    of = pc.index_in(utterances.column("feedback_id"), value_set=pa.array(ids, pa.string())).fill_null(-1).to_numpy()
    order = np.argsort(of, kind="stable")
    order = order[of[order] >= 0]
    known = utterances.select(["utterance_id", "folded"]).take(pa.array(order))
    said = np.zeros((len(order), len(names(topics))), np.uint8)
    said[hits("utterance_id", known.column("utterance_id").combine_chunks(), mentions, topics)] = 1
    texts = tuple(unmasked(text) for text in known.column("folded").to_pylist())
    return Clauses(texts, of[order].astype(np.int64), said)


def likeliest(parts: Iterable[tuple[np.ndarray, np.ndarray]], comments: int, topics: int) -> np.ndarray:
    """The highest log odds of each topic among the clauses of each comment, float64 (comments, topics), -inf where there is
    none that can be read. `parts` are (log odds (clauses, labels), places of their comments)."""
    import numpy as np

    best = np.full((comments, topics), -np.inf)
    for odds, of in parts:
        np.maximum.at(best, of, np.nan_to_num(odds[:, :topics], nan=-np.inf))
    return best


def mixed(odds: np.ndarray, best: np.ndarray) -> np.ndarray:
    """`odds` (comments, labels), those of the topics, which are the first labels, mixed with those of the likeliest clause,
    `best`, as above; a comment without a clause stays as it is."""
    import numpy as np

    made, topics = odds.copy(), best.shape[1]
    made[:, :topics] = np.where(np.isfinite(best), (1 - SHARE) * odds[:, :topics] + SHARE * best, odds[:, :topics])
    return made
