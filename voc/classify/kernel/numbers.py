"""What the loops of the kernel share: numbers of the width that numba is to see, seeds of hashes, how to compile.

For: the files kernel_*.py, which need numba and are imported by `kernel` alone, inside its functions. Not for: anything
that must run without numba.

Places in arrays are unsigned: an index that might be negative, and so mean the end of the array, costs a branch each
time and keeps the compiler from vectors. Unsigned and signed numbers do not mix in numba; hence the constants.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

_0, _1, _2, _3, _4, _6, _63 = (np.uint64(number) for number in (0, 1, 2, 3, 4, 6, 63))
PRIME = np.uint64(0x100000001B3)  # FNV-1a
MIX = np.uint64(0x9E3779B97F4A7C15)  # Fibonacci hashing: spreads a hash over the high bits
SPACE, UNDERSCORE = np.uint64(32), np.uint64(95)
MARGIN = 16  # letters of room on either side of a text in the buffers
HELD = 8192  # grams or features that wait for the next loop
FULL = np.uint64(HELD - 512)  # one word or letter adds fewer than 512
# Without _nrt=False each call counts the references to every array it is given, up and down, with locks: that took a
# large part of the time. The price: no loop may make an array; `kernel` makes them all.
_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}


def seed(text: str) -> np.uint64:
    """The hash of `text`: what the hash of a longer gram goes on from."""
    value = 0xCBF29CE484222325
    for letter in text:
        value = ((value ^ ord(letter)) * int(PRIME)) % 2**64
    return np.uint64(value)


def jit(function: Callable[..., Any]) -> Any:
    """`function` for numba, to be compiled into whatever calls it."""
    return njit(**_OPTIONS)(function)


def kept(function: Callable[..., Any]) -> Any:
    """`function` for numba; what it compiles is kept on disk, where there is a folder to write to."""
    try:
        return njit(cache=True, **_OPTIONS)(function)
    except RuntimeError:  # neither the install nor the home of the user can be written to
        return jit(function)
