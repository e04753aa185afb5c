"""Tier 2 of the classifier: the grams of a text, weighed for each label by what labelled texts taught.

For: scoring texts with a trained model, alone or by the million, and keeping the model in a folder. Not for: training
it, or knowing what its labels mean; a label is a column with a name.

    probability = sigmoid(slope * (sum of idf * weight over the grams of the text, divided by the root of the sum of
    idf^2, plus bias) + offset)

over the grams that the model knows, each counted once: scikit-learn's TfidfVectorizer(binary=True) and a linear model
on top of it, calibrated. English and Chinese have a vocabulary each. It is reckoned in two ways that agree within
1e-5: here, slow and plain, and by `kernel`, which is used where numba is installed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from voc.classify import kernel
from voc.classify.grams import Shape, grams, has_letter, placed, script
from voc.classify.group import Group, check
from voc.language import family

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


@dataclass(frozen=True)
class Linear:
    """A trained model: the names of its columns, which grams it reads, and a `Group` for each of en and zh it knows."""

    labels: tuple[str, ...]
    shape: Shape
    groups: Mapping[str, Group]

    def __post_init__(self) -> None:
        """Raises ValueError where the parts do not fit each other."""
        for name, group in self.groups.items():
            check(name, group, len(self.labels))
        if not self.groups or not self.labels:
            raise ValueError("a model has a label and a language group at least")

    def scores(
        self, texts: Sequence[str | None] | pa.Array, langs: Sequence[str | None] | pa.Array | None = None
    ) -> np.ndarray:
        """Probability of each label in each text, float32 of shape (texts, labels); no text is looked at beside another.

        `texts` as they came, or an Arrow array of them. `langs` are codes as in `voc.language.of`; where there is none
        the script decides (`grams.script`). A row is NaN for a null, for a text without a letter and for one in a
        language that the model does not know: that is no probability of 0.
        """
        column = _column(texts)
        groups = self._groups_of(langs, len(column))
        if kernel.is_here():
            return kernel.scores(self._tables, column, groups)
        return reference(self, column, groups)

    @cached_property
    def _tables(self) -> kernel.Tables:
        return kernel.tables(self.groups, self.shape, len(self.labels))

    @cached_property
    def _places(self) -> dict[str, dict[int, int]]:
        """The row of each hash, by group."""
        return {
            name: {hash_: row for row, hash_ in enumerate(group.hashes.tolist())} for name, group in self.groups.items()
        }

    def _groups_of(self, langs: Sequence[str | None] | pa.Array | None, count: int) -> np.ndarray:
        """The number of each text's group: -1 for a language that the model does not know, -2 to go by the script."""
        import numpy as np
        import pyarrow as pa

        if langs is None:
            return np.full(count, -2, np.int8)
        if len(langs) != count:
            raise ValueError(f"{len(langs)} languages for {count} texts")
        is_arrow = isinstance(langs, pa.Array | pa.ChunkedArray)
        column: Any = langs if is_arrow else pa.array(langs, pa.string())
        coded = (column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column).dictionary_encode()
        names = list(self.groups)
        numbers = [
            -2 if not lang else names.index(family(lang)) if family(lang) in names else -1
            for lang in [*coded.dictionary.to_pylist(), None]
        ]
        return np.array(numbers, np.int8)[coded.indices.fill_null(len(numbers) - 1).to_numpy(zero_copy_only=False)]


def reference(model: Linear, texts: pa.ChunkedArray, groups: np.ndarray) -> np.ndarray:
    """What `Linear.scores` gives, reckoned plainly; `texts` and `groups` as for `kernel.scores`."""
    import numpy as np
    import pyarrow as pa

    out = np.full((len(texts), len(model.labels)), np.nan, np.float32)
    names = list(model.groups)
    for row, letters in enumerate(texts.cast(pa.large_binary()).to_pylist()):
        if letters is None or groups[row] == -1:
            continue
        text = letters.decode("utf-8", errors="replace")
        name = names[groups[row]] if groups[row] >= 0 else script(text)
        if name in model.groups and has_letter(text):
            out[row] = _answer(model, name, text)
    return out


def evidence(model: Linear, text: str, label: str, *, lang: str | None = None) -> list[tuple[int, int, float]]:
    """What each place in `text` adds to the log odds of `label`: (start, end, share), by place; [] for no language.

    A gram said more than once counts once, so its share is parted among its places; the shares and the bias add up to
    the log odds before `slope` and `offset`.
    """
    import numpy as np

    name = family(lang) if lang else script(text)
    if name not in model.groups:
        return []
    group, column = model.groups[name], model.labels.index(label)
    rows = [
        (start, end, model._places[name].get(hashed(gram), -1)) for gram, start, end in placed(text, model.shape)
    ]  # fmt: skip
    known = [one for one in rows if one[2] >= 0]
    times: dict[int, int] = {}
    for _, _, row in known:
        times[row] = times.get(row, 0) + 1
    norm = float(np.sqrt(sum(float(group.idf[row]) ** 2 for row in times)))
    places: dict[tuple[int, int], float] = {}
    for start, end, row in known:
        share = float(group.idf[row]) * float(group.weights[row, column]) / norm / times[row]
        places[start, end] = places.get((start, end), 0.0) + share
    return [(start, end, share) for (start, end), share in sorted(places.items())]


def hashes(names: Iterable[str]) -> np.ndarray:
    """The hash of each gram, uint64: how a vocabulary is written in a model."""
    import numpy as np

    return np.array([hashed(name) for name in names], np.uint64)


def rounded(weights: np.ndarray) -> np.ndarray:
    """`weights` (float32) with 8 significant bits left: half the bytes in the folder, and in the kernel's memory.

    Round half to even on the upper 16 bits of each number (bfloat16).
    """
    import numpy as np

    bits = np.ascontiguousarray(weights, np.float32).view(np.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) & np.uint32(0xFFFF0000)).view(np.float32)


@lru_cache(maxsize=1 << 18)
def hashed(gram: str) -> int:
    """FNV-1a of 64 bits over the code points of `gram`."""
    value = 0xCBF29CE484222325
    for letter in gram:
        value = ((value ^ ord(letter)) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


def _answer(model: Linear, name: str, text: str) -> np.ndarray:
    """The probabilities of one text, float32 of shape (labels,)."""
    import numpy as np

    group, places = model.groups[name], model._places[name]
    known = (places.get(hashed(gram), -1) for gram in grams(text, model.shape))
    rows = sorted(row for row in known if row >= 0)
    value = group.bias.astype(np.float64)
    if rows and group.idf[rows].any():
        idf = group.idf[rows].astype(np.float64)
        value += (group.weights[rows] * idf[:, None]).sum(axis=0) / np.sqrt((idf * idf).sum())
    value = np.clip(value * group.slope + group.offset, -40.0, 40.0)
    return (1.0 / (1.0 + np.exp(-value))).astype(np.float32)


def _column(texts: Sequence[str | None] | pa.Array) -> pa.ChunkedArray:
    """`texts` as strings or large strings of Arrow; a lone surrogate, which Arrow refuses, as bytes that are no text."""
    import pyarrow as pa

    if not isinstance(texts, pa.Array | pa.ChunkedArray):
        try:
            texts = pa.array(texts, pa.large_string())
        except UnicodeEncodeError:
            letters = [None if text is None else text.encode("utf-8", "surrogatepass") for text in texts]
            return pa.chunked_array([pa.array(letters, pa.large_binary())])
    if not (pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type)):
        texts = texts.cast(pa.large_string())
    return texts if isinstance(texts, pa.ChunkedArray) else pa.chunked_array([texts])
