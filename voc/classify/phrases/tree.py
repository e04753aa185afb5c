"""Words as a tree of letters: compiled, to be walked down letter by letter.

For: `machine` (keys of phrases) and `judging` (judging words). Not for: storing anything; a tree is built and read.
Imported only where it is used, since numba takes its time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numba
import numpy as np

from voc.classify.phrases import kept

QUOTE, CURLY = 39, 0x2019
_BITS = 21  # of a letter, and of a node
_LETTER = (1 << _BITS) - 1


def jit(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compiled when first called, and kept on disk where there is a place to write."""
    before, numba.config.CACHE_DIR = numba.config.CACHE_DIR, str(kept.folder())
    try:
        return numba.njit(cache=True)(function)  # type: ignore[no-any-return]
    except RuntimeError:
        return numba.njit(function)  # type: ignore[no-any-return]
    finally:
        numba.config.CACHE_DIR = before


def planted(words: Iterable[str]) -> tuple[np.ndarray, dict[str, int]]:
    """The tree of `words` and the node in which each of them ends; the root is 0.

    A tree is a hash table of int64: node << 42 | letter << 21 | child, or -1 where a slot is free.
    """
    steps: dict[int, int] = {}
    ends: dict[str, int] = {}
    for word in words:
        node = 0
        for letter in word:
            node = steps.setdefault(node << _BITS | ord(letter), len(steps) + 1)
        ends[word] = node
    size = 1 << (2 * len(steps) + 1).bit_length()
    tree = np.full(size, -1, dtype=np.int64)
    _fill(tree, np.fromiter((pair << _BITS | child for pair, child in steps.items()), np.int64, len(steps)))
    return tree, ends


@jit
def _slot(pair: int, mask: int) -> int:
    """Where the search for a pair begins. Nothing may overflow here: numba takes it that signed numbers never do."""
    mixed = (pair >> _BITS) * 0x9E3779B1 + (pair & _LETTER) * 0x85EBCA6B
    return (mixed ^ (mixed >> 15)) & mask


@jit
def _fill(tree: np.ndarray, steps: np.ndarray) -> None:
    mask = len(tree) - 1
    for step in steps:
        slot = _slot(step >> _BITS, mask)
        while tree[slot] >= 0:
            slot = (slot + 1) & mask
        tree[slot] = step


@jit
def child(tree: np.ndarray, node: int, letter: int) -> int:
    """The node one letter below `node`, or -1."""
    pair = (np.int64(node) << _BITS) | np.int64(letter)
    mask = len(tree) - 1
    slot = _slot(pair, mask)
    while True:
        step = tree[slot]
        if step >> _BITS == pair:
            return step & _LETTER
        if step < 0:
            return -1
        slot = (slot + 1) & mask


@jit
def down(tree: np.ndarray, node: int, letters: np.ndarray, start: int, past: int) -> int:
    """The node that letters [start, past) lead to from `node`, or -1; a curly apostrophe is a plain one."""
    while start < past and node >= 0:
        letter = letters[start]
        node = child(tree, node, QUOTE if letter == CURLY else letter)
        start += 1
    return node
