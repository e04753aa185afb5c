"""The loops of the kernel that turn hashes into sums: which grams may be features, which are, what their rows add up to.

For: `walk` and `words`. Not for: finding grams in a text.

Each loop keeps many memory reads under way at once: grams that a bloom filter cannot rule out are held; what is held
is looked up in one go; rows are added four at a time. The order of additions depends on the text alone.
"""

# The types in the loops are those that numba finds; mypy cannot.
# mypy: disable-error-code="no-untyped-def, assignment"

from __future__ import annotations

import math

import numpy as np

from voc.classify.kernel.numbers import MIX, PRIME, UNDERSCORE, _0, _1, _2, _3, _4, _6, _63, jit, seed

_C = seed("c:")


@jit
def keep(value, wanted, held, count, bloom, start, shift):
    """`count` one higher if the gram is `wanted` and may be a feature; no branch, since nobody could predict it."""
    bit = (value * MIX) >> shift
    held[count] = value
    return count + ((bloom[start + (bit >> _6)] >> (bit & _63)) & np.uint64(wanted))


@jit
def of_word(codes, here, end, chars_from, chars_to, held, count, bloom, start, shift):
    """Keeps the c: grams of the word [here, end)."""
    before, behind = codes[here - _1], codes[end]
    codes[here - _1] = codes[end] = UNDERSCORE
    past = end + _1
    for first in range(here - _1, past):
        left = past - first  # letters from here to the end of the marked word
        if left < chars_from:
            break
        value = (_C ^ codes[first]) * PRIME
        value = (value ^ codes[first + _1]) * PRIME
        if chars_from <= 2 and chars_to >= 2:
            count = keep(value, left >= 2, held, count, bloom, start, shift)
        value = (value ^ codes[first + _2]) * PRIME
        if chars_from <= 3 and chars_to >= 3:
            count = keep(value, left >= 3, held, count, bloom, start, shift)
        value = (value ^ codes[first + _3]) * PRIME
        if chars_from <= 4 and chars_to >= 4:
            count = keep(value, left >= 4, held, count, bloom, start, shift)
        for size in range(_4, chars_to):
            value = (value ^ codes[first + size]) * PRIME
            if chars_from <= size + _1:
                count = keep(value, left > size, held, count, bloom, start, shift)
    codes[here - _1], codes[end] = before, behind
    return count


@jit
def looked_up(held, count, slots, features, start, shift, seen, hits):
    """How many features are new among the `count` grams of `held`; fills `hits`, marks them in `seen`."""
    nothing = np.uint64(len(seen) - 1) << _6
    touched = _0
    for number in range(count):  # all cache misses at once, before the first branch that waits for one
        slot = start + ((held[number] * MIX) >> shift)
        touched ^= slots[slot] ^ np.uint64(features[slot])
    seen[nothing >> _6] = _1 | touched
    seen[nothing >> _6] = _1
    found = _0
    for number in range(count):
        value = held[number]
        slot = start + ((value * MIX) >> shift)
        while features[slot] >= 0 and slots[slot] != value:
            slot += _1
        feature = np.uint64(features[slot]) if features[slot] >= 0 else nothing
        word, bit = seen[feature >> _6], feature & _63
        hits[found] = feature
        found += (~word >> bit) & _1
        seen[feature >> _6] = word | (_1 << bit)
    return found


@jit
def add(rows, width, hits, found, sums):
    """Adds the rows of `hits` to `sums`: four in single precision, their sum in double."""
    fours = found & ~_3
    for number in range(_0, fours, _4):
        one, two = hits[number] * width, hits[number + _1] * width
        three, four = hits[number + _2] * width, hits[number + _3] * width
        for column in range(width):
            sums[column] += (rows[one + column] + rows[two + column]) + (rows[three + column] + rows[four + column])
    for number in range(fours, found):
        row = hits[number] * width
        for column in range(width):
            sums[column] += rows[row + column]


@jit
def take(rows, width, hits, found, sums):
    """Takes the rows of `hits` from `sums`."""
    fours = found & ~_3
    for number in range(_0, fours, _4):
        one, two = hits[number] * width, hits[number + _1] * width
        three, four = hits[number + _2] * width, hits[number + _3] * width
        for column in range(width):
            sums[column] -= (rows[one + column] + rows[two + column]) + (rows[three + column] + rows[four + column])
    for number in range(fours, found):
        row = hits[number] * width
        for column in range(width):
            sums[column] -= rows[row + column]


@jit
def answer(sums, bias, slope, offset, out):
    """Probabilities from sums: exp(x) is the 256th power of a short series for exp(x / 256), right to 1e-8."""
    labels = len(out)
    square = sums[np.uint64(labels)]
    scale = 1.0 / math.sqrt(square) if square > 0.0 else 0.0
    for label in range(np.uint64(labels)):
        value = (sums[label] * scale + bias[label]) * slope[label] + offset[label]
        part = min(max(-value, -40.0), 40.0) / 256.0
        power = 1.0 + part * (0.5 + part * (1 / 6 + part * (1 / 24 + part * (1 / 120 + part / 720))))
        power = 1.0 + part * power
        power *= power
        power *= power
        power *= power
        power *= power
        power *= power
        power *= power
        power *= power
        power *= power
        out[label] = np.float32(1.0 / (1.0 + power))
