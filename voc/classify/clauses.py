"""Clauses of comments as a trained tagger reads them beside the whole: a topic said once in a long comment is not lost in
it, and one that only adds up over many sentences is heard less.

    odds of a topic = (1 - SHARE) x odds of the whole comment + SHARE x odds of its likeliest clause

For: `trained`, and `learn`, which must judge odds as they will be. Not for: cutting clauses (`clean`), or the clause that
is shown for a topic (`tagger`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voc.classify.hints import hints
from voc.spans import unmasked

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

SHARE = 0.3  # of the clause; on labelled texts .2 to .5 do about equally well, 0 and 1 worse


@dataclass(frozen=True)
class Clauses:
    """`texts` of clauses; `of`, int64: the place of the comment of each among the comments, ascending; `said`, float32
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
    names = known.column("utterance_id").to_pylist()
    said = mentions.select(["utterance_id", "topic", "sentiment"]).rename_columns(["feedback_id", "topic", "sentiment"])
    nothing = pa.table({
        "feedback_id": pa.array([], pa.string()), "sentiment": pa.array([], pa.string()),
        "sentiment_score": pa.array([], pa.float64()),
    })  # fmt: skip
    texts = tuple(unmasked(text) for text in known.column("folded").to_pylist())
    return Clauses(texts, of[order].astype(np.int64), hints(names, said, nothing, topics))


def mixed(odds: np.ndarray, of_clauses: np.ndarray, of: np.ndarray, topics: int) -> np.ndarray:
    """`odds` (comments, labels) with those of the first `topics` labels mixed with `of_clauses` (clauses, labels), as above;
    a comment without a clause that can be read stays as it is."""
    import numpy as np

    best = np.full((len(odds), topics), -np.inf)
    np.maximum.at(best, of, np.nan_to_num(of_clauses[:, :topics], nan=-np.inf))
    made = odds.copy()
    made[:, :topics] = np.where(np.isfinite(best), (1 - SHARE) * odds[:, :topics] + SHARE * best, odds[:, :topics])
    return made
