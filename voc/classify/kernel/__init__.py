"""The tier "linear" at compiled speed: Arrow's string buffers in, probabilities out, in one pass over the bytes.

For: `linear.Linear.scores`, where numba is installed. Not for: training, or showing which words did it (`grams` and
`linear` do); what it must answer is written there, and it is held to it within 1e-5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from voc.classify.grams import Shape, read

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from voc.classify.group import Group

_PLANES = 0x20000  # code points with an entry in the table of letters; above are Han and marks alone
_BLOOM_BITS = 16  # bits of the bloom filter for each feature: one gram in sixteen that is none gets past it
_FLOATS = 16  # in a line of the cache
_TOGETHER = 8  # that a processor adds at once


@dataclass(frozen=True)
class Tables:
    """A model as the kernel reads it, the groups one behind the other.

    A hash, mixed, is shifted right by `bloom_shifts` (`slot_shifts`) to find its bit (its slot). `features` has -1 in
    an empty slot; a run of slots that starts where a hash belongs and has no empty one holds it if the model does.
    `rows` (features x `width`, flat): idf times weight for each label, then the square of idf, then zeros.
    `by_script`: the numbers of the groups en and zh, -1 for one that the model does not have. `shape`: which grams it reads;
    `labels`: how many columns it has.
    """

    shape: Shape
    labels: int
    bloom: np.ndarray
    bloom_starts: np.ndarray
    bloom_shifts: np.ndarray
    slots: np.ndarray
    features: np.ndarray
    slot_starts: np.ndarray
    slot_shifts: np.ndarray
    rows: np.ndarray
    width: int
    bias: np.ndarray
    slope: np.ndarray
    offset: np.ndarray
    by_script: np.ndarray


def is_here() -> bool:
    """Whether numba is installed."""
    from importlib.util import find_spec

    return find_spec("numba") is not None


def tables(
    groups: Mapping[str, Group], shape: Shape, labels: int, *, slot_bits: int = 0, bloom_bits: int = 0
) -> Tables:  # fmt: skip
    """The tables of a model with so many `labels`; 2 to the power of `slot_bits` slots before overflow, 0: two to four a
    feature."""
    import numpy as np

    width = -(-(labels + 1) // _TOGETHER) * _TOGETHER
    rows = _aligned(sum(len(group.hashes) for group in groups.values()), width)
    parts: dict[str, list[Any]] = {"bloom": [], "slots": [], "features": []}
    starts: dict[str, list[int]] = {"bloom": [0], "slots": [0]}
    shifts: dict[str, list[int]] = {"bloom": [], "slots": []}
    first = 0
    for group in groups.values():
        size = max(len(group.hashes), 1)
        slot_bits_here = slot_bits or (2 * size - 1).bit_length()
        bloom_bits_here = bloom_bits or max((_BLOOM_BITS * size - 1).bit_length(), 6)
        # Common features side by side: their rows stay in the near caches.
        order = np.argsort(group.idf, kind="stable")
        hashes = group.hashes[order]
        idf = group.idf[order].astype(np.float32)[:, None]
        rows[first : first + len(hashes), :labels] = group.weights[order] * idf
        rows[first : first + len(hashes), labels] = (idf * idf)[:, 0]
        slots, features = _slots(hashes, slot_bits_here)
        parts["slots"].append(slots)
        parts["features"].append(np.where(features < 0, -1, features + first).astype(np.int32))
        parts["bloom"].append(_bloom(hashes, bloom_bits_here))
        starts["slots"].append(starts["slots"][-1] + len(slots))
        starts["bloom"].append(starts["bloom"][-1] + len(parts["bloom"][-1]))
        shifts["slots"].append(64 - slot_bits_here)
        shifts["bloom"].append(64 - bloom_bits_here)
        first += len(hashes)
    names = list(groups)
    return Tables(
        shape=shape,
        labels=labels,
        bloom=np.concatenate(parts["bloom"]),
        bloom_starts=np.array(starts["bloom"], np.int64),
        bloom_shifts=np.array(shifts["bloom"], np.uint64),
        slots=np.concatenate(parts["slots"]),
        features=np.concatenate(parts["features"]),
        slot_starts=np.array(starts["slots"], np.int64),
        slot_shifts=np.array(shifts["slots"], np.uint64),
        rows=rows.reshape(-1),
        width=width,
        bias=np.stack([group.bias for group in groups.values()]).astype(np.float64),
        slope=np.stack([group.slope for group in groups.values()]).astype(np.float64),
        offset=np.stack([group.offset for group in groups.values()]).astype(np.float64),
        by_script=np.array([names.index(name) if name in names else -1 for name in ("en", "zh")], np.int64),
    )


def scores(made: Tables, texts: pa.ChunkedArray, groups: np.ndarray) -> np.ndarray:
    """Probabilities, float32 of shape (texts, labels): see `linear.Linear.scores`.

    `texts` are strings or large strings, in chunks and slices as they come; `groups` (int8) is the number of each
    text's group in the model, -1 for a language it does not know, -2 to go by the script.
    """
    import numpy as np

    from voc.classify.kernel.words import memory

    out = np.empty((len(texts), made.labels), np.float32)
    words = memory(texts.nbytes if made.shape.chars_to else 0, made.width)
    lists = _lists(made)
    first = 0
    for chunk in texts.chunks:
        past = first + len(chunk)
        _fill(made, chunk, groups[first:past], words, lists, out[first:past])
        first = past
    return out


def _fill(
    made: Tables,
    chunk: pa.Array,
    groups: np.ndarray,
    memory: tuple[Any, ...],
    lists: tuple[Any, ...],
    out: np.ndarray,
) -> None:
    import numpy as np
    import pyarrow as pa

    from voc.classify.kernel.numbers import MARGIN
    from voc.classify.kernel.walk import compiled

    if not len(chunk):
        return
    validity, cuts, letters = chunk.buffers()
    wide = np.int64 if pa.types.is_large_string(chunk.type) or pa.types.is_large_binary(chunk.type) else np.int32
    # A slice shares the buffers of the whole and says where it begins.
    offsets = np.frombuffer(cuts, wide)[chunk.offset : chunk.offset + len(chunk) + 1].astype(np.int64)
    room = int(np.diff(offsets).max()) + 2 * MARGIN
    shape = made.shape
    valid, data = (np.frombuffer(buffer or b"", np.uint8) for buffer in (validity, letters))
    valid.flags.writeable = data.flags.writeable = False  # arrays that may be written to are another type to numba
    compiled()(
        (valid, chunk.offset, offsets, data),
        groups,
        made.by_script,
        (_letters(), np.zeros(room, np.uint64), np.zeros(room, np.uint8)),
        tuple(map(np.uint64, (shape.words, shape.chars_from, shape.chars_to, shape.han))),
        (made.bloom, made.bloom_starts, made.bloom_shifts, made.slots, made.features,
         made.slot_starts, made.slot_shifts, made.rows),
        (made.bias, made.slope, made.offset, made.width),
        lists,
        memory,
        out,
    )  # fmt: skip


def _lists(made: Tables) -> tuple[np.ndarray, ...]:
    """What the loops write to: grams and features that wait, a bit for each feature, sums, hashes of the last words."""
    import numpy as np

    from voc.classify.kernel.numbers import HELD

    bits = len(made.rows) // made.width // 64 + 2
    waiting = [np.zeros(HELD, np.uint64) for _ in range(8)]
    return (
        *waiting,
        np.zeros(bits, np.uint64),
        np.zeros(bits, np.uint64),
        np.zeros(made.width),
        np.zeros(8, np.uint64),
    )


@cache
def _letters() -> np.ndarray:
    """The folded code point of each code point, and above its lowest 24 bits its kind (uint32)."""
    import numpy as np

    plain, kinds = read("".join(map(chr, range(_PLANES))))
    codes = np.fromiter(map(ord, plain), np.uint32, _PLANES)
    return codes | (np.array(kinds, np.uint32) << np.uint32(24))


def _aligned(count: int, width: int) -> np.ndarray:
    """Zeros, float32 (count, width), that begin with a line of the cache."""
    import numpy as np

    room = np.zeros(count * width + _FLOATS, np.float32)
    start = (-room.ctypes.data // 4) % _FLOATS
    return room[start : start + count * width].reshape(count, width)


def _mixed(hashes: np.ndarray, bits: int) -> np.ndarray:
    import numpy as np

    return ((hashes * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - bits)).astype(np.int64)


def _slots(hashes: np.ndarray, bits: int) -> tuple[np.ndarray, np.ndarray]:
    """The hash and the feature of each slot: linear probing, with room behind the last instead of going round."""
    import numpy as np

    homes = _mixed(hashes, bits)
    order = np.argsort(homes, kind="stable")
    count = np.arange(len(hashes))
    # Each goes to its home or, if that is taken, right behind the one before it.
    places = np.maximum.accumulate(homes[order] - count) + count
    size = max(2**bits, int(places.max(initial=0)) + 1) + 1
    slots, features = np.zeros(size, np.uint64), np.full(size, -1, np.int64)
    slots[places], features[places] = hashes[order], order
    return slots, features


def _bloom(hashes: np.ndarray, bits: int) -> np.ndarray:
    import numpy as np

    on = np.zeros(2**bits, np.uint8)
    on[_mixed(hashes, bits)] = 1
    return np.packbits(on, bitorder="little").view(np.uint64)
