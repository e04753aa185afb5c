"""What the kernel keeps in mind about words: the features of each, and the sum of their rows.

For: `walk`, where a model has c: grams. Not for: changing an answer; a word that finds no room is worked out
again each time, in the same way, and adds the very same numbers.

A text is mostly words that were there before. The features of a word (its w: gram and its c: grams) need to be hashed
and looked up once; and where few of them were in the text already, adding the sum of all and taking away those few is
less work than adding the others one by one.

A memory is a tuple of arrays, made by `memory`:
    keys, entries   where a word's entry is, by hash; -1 where there is none
    letters, sizes  the letters of each entry, for two words may have one hash
    starts, ends    of each entry in `parts`, the numbers of features
    sums            of rows, one an entry
    used            how many entries, and how many parts, are taken
The last entries are for words that find no room.
"""

# The types in the loops are those that numba finds; mypy cannot.
# mypy: disable-error-code="no-untyped-def, assignment"

from __future__ import annotations

from typing import Any

import numpy as np

from voc.classify.grams import LONGEST
from voc.classify.kernel.numbers import MIX, _0, _1, _6, _63, jit
from voc.classify.kernel.rows import keep, looked_up, of_word

_LETTERS = np.uint64(LONGEST)
_MOST_WORDS = 16_384
_PARTS = 16  # features of a word, on average
_FEW = 256  # parts that one word can have, at most
SPARE = 64  # words without room whose sums may wait to be added


def memory(letters: int, width: int) -> tuple[Any, ...]:
    """An empty memory for texts of `letters` bytes in all and rows of `width`."""
    words = min(_MOST_WORDS, 1 << max(letters // 16, 16).bit_length())
    return (
        np.zeros(4 * words, np.uint64),
        np.full(4 * words, -1, np.int32),
        np.zeros((words + SPARE) * LONGEST, np.uint32),
        np.zeros(words + SPARE, np.uint64),
        np.zeros(words + SPARE, np.uint64),
        np.zeros(words + SPARE, np.uint64),
        np.zeros(words * _PARTS + SPARE * _FEW, np.uint32),
        np.zeros((words + SPARE) * width, np.float32),
        np.zeros(2, np.uint64),
    )


@jit
def entry_of(
    value, spare, group, codes, here, end, keys, entries, letters, sizes, starts, ends, parts, sums, used,
    bloom, start, shift, slots, features, slot_start, slot_shift, chars_from, chars_to, rows, width, held, own, hits,
):  # fmt: skip
    """The entry of the word [here, end) whose w: gram has the hash `value`; makes it where there is none.

    A word that finds no room gets one of the last entries, that with the number `spare`.
    """
    size = end - here
    last = np.uint64(len(sizes) - SPARE)
    around = np.uint64(len(keys) - 1)
    key = value + np.uint64(group)
    slot = ((key * MIX) >> _6) & around
    while entries[slot] >= 0:
        entry = np.uint64(entries[slot])
        if keys[slot] == key and sizes[entry] == size:
            first = entry * _LETTERS
            other = _0
            for place in range(size):
                other |= np.uint64(letters[first + place]) ^ codes[here + place]
            if other == 0:
                return entry
        slot = (slot + _1) & around
    count = keep(value, True, held, _0, bloom, start, shift)
    count = of_word(codes, here, end, chars_from, chars_to, held, count, bloom, start, shift)
    found = looked_up(held, count, slots, features, slot_start, slot_shift, own, hits)
    room = np.uint64(len(parts) - SPARE * _FEW)
    entry, first = last + spare, room + spare * np.uint64(_FEW)
    if used[_0] < last and used[_1] + found <= room:
        entry, first = used[_0], used[_1]
        used[_0] += _1
        used[_1] += found
        keys[slot] = key
        entries[slot] = entry
        sizes[entry] = size
        for place in range(size):
            letters[entry * _LETTERS + place] = codes[here + place]
    starts[entry], ends[entry] = first, first + found
    sum_ = entry * width
    for column in range(width):
        sums[sum_ + column] = 0
    for number in range(found):
        feature = hits[number]
        own[feature >> _6] = _0
        parts[first + number] = feature
        row = feature * width
        for column in range(width):
            sums[sum_ + column] += rows[row + column]
    return entry


@jit
def say(entry, starts, ends, parts, seen, marks, marked, whole, wholes, less, lessened, more, added):
    """Sorts a word's features by what is to be done with them; gives the new lengths of the four lists.

    `marks` gets the features that were not `seen` in the text. If they are more than the others, the entry goes to
    `whole`, to be added, and the others to `less`, to be taken away again; else they go to `more`, to be added.
    """
    new, old = marked, lessened
    for place in range(starts[entry], ends[entry]):
        feature = np.uint64(parts[place])
        word, bit = seen[feature >> _6], feature & _63
        was = (word >> bit) & _1
        marks[new] = feature
        less[old] = feature
        new += _1 - was
        old += was
        seen[feature >> _6] = word | (_1 << bit)
    if new - marked > old - lessened:
        whole[wholes] = entry
        return new, wholes + _1, old, added
    for place in range(marked, new):
        more[added + place - marked] = marks[place]
    return new, wholes, lessened, added + new - marked
