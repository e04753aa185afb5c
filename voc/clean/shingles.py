"""Shingles: which texts share most of their letters, found in linear time (MinHash and bands).

For: `repeats`, which then looks closely. Not for: deciding anything: texts in one bucket are alike only very likely.

A shingle is SIZE letters in a row. Of the shingles of a text HASHES hash functions each keep the smallest value; the chance
that two texts agree in one of them is the part of their shingles that they share (Broder 1997). Hash functions are fixed, so
the same texts give the same buckets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

SIZE = 3  # letters
HASHES = 24
LONGEST = 400  # letters looked at: texts that are alike begin alike
Shingles = frozenset[tuple[str, ...]]
_AT_ONCE = 20_000
_LETTER = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
_MIX = 0xFF51AFD7ED558CCD


def smallest(texts: Sequence[str]) -> np.ndarray:
    """The smallest hash of each text (SIZE letters or longer) by each function, uint32 (texts, HASHES)."""
    import numpy as np

    parts = [_smallest(texts[at : at + _AT_ONCE]) for at in range(0, len(texts), _AT_ONCE)]
    return np.concatenate(parts) if parts else np.zeros((0, HASHES), np.uint32)


def _smallest(texts: Sequence[str]) -> np.ndarray:
    import numpy as np

    texts = [text[:LONGEST] for text in texts]
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    letters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    hashes = np.zeros(len(letters) - SIZE + 1, np.uint64)
    for place, factor in enumerate(_LETTER):
        hashes ^= letters[place : len(letters) - SIZE + 1 + place] * np.uint64(factor)
    hashes = (hashes ^ (hashes >> np.uint64(33))) * np.uint64(_MIX)
    hashes ^= hashes >> np.uint64(29)
    ends = np.cumsum(sizes)
    is_inside = np.ones(len(letters), bool)
    for back in range(1, SIZE):
        is_inside[ends - back] = False  # a shingle does not reach into the next text
    hashes = hashes[is_inside[: len(hashes)]]
    starts = np.concatenate([[0], np.cumsum(sizes - SIZE + 1)[:-1]])
    odd = np.random.default_rng(7).integers(0, 2**63, HASHES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    made = np.empty((len(texts), HASHES), np.uint32)
    for place in range(HASHES):
        made[:, place] = np.minimum.reduceat(((hashes * odd[place]) >> np.uint64(32)).astype(np.uint32), starts)
    return made


def buckets(hashes: np.ndarray, rows: int, apart: np.ndarray | None = None, least: int = 2) -> Iterator[np.ndarray]:
    """Places of texts that agree in `rows` hashes next to one another, of each bucket with `least` texts, in ascending
    order; texts with another value of `apart`, int64, never meet."""
    import numpy as np

    for first in range(0, HASHES - rows + 1, rows):
        key = np.zeros(len(hashes), np.uint64) if apart is None else apart.astype(np.uint64) * np.uint64(_MIX)
        for column in hashes[:, first : first + rows].T:
            key = (key ^ column) * np.uint64(_LETTER[0])
            key ^= key >> np.uint64(31)
        order = np.argsort(key, kind="stable")
        edges = np.flatnonzero(np.diff(key[order])) + 1
        starts, ends = np.concatenate([[0], edges]), np.concatenate([edges, [len(key)]])
        for start, end in zip(*(side[ends - starts >= least].tolist() for side in (starts, ends)), strict=True):
            yield order[start:end]


def likely(one: np.ndarray, other: np.ndarray) -> float:
    """`alike` as the hashes of two texts tell it, to about a tenth."""
    return float((one == other).sum()) / HASHES


def alike(one: Shingles, other: Shingles) -> float:
    """The part of their shingles that two texts share (Jaccard), 0..1."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def of(text: str) -> Shingles:
    """The shingles of a text."""
    text = text[:LONGEST]
    return frozenset(zip(*(text[at:] for at in range(SIZE)), strict=False))
