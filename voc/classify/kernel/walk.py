"""The loop of the kernel over texts, and through each text from word to word: UTF-8 in, probabilities out.

For: `kernel`. Not for: knowing what a gram is; every rule here is a copy of one in `grams`, held to it by the tests.
"""

# The types in the loops are those that numba finds; mypy cannot.
# mypy: disable-error-code="no-untyped-def, assignment"

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

from voc.classify import grams
from voc.classify.kernel import letters, numbers, rows, words
from voc.classify.kernel.letters import decoded, has_letter, script_of, without_addresses
from voc.classify.kernel.numbers import FULL, MARGIN, PRIME, SPACE, _0, _1, _3, _6, jit, kept, seed
from voc.classify.kernel.rows import add, answer, keep, looked_up, take
from voc.classify.kernel.words import SPARE, entry_of, say

_LINE, _SIGN, _APOSTROPHE, _SYMBOL, _MARK = grams.LINE, grams.SIGN, grams.APOSTROPHE, grams.SYMBOL, grams.MARK
_LATIN, _LETTER, _HAN = grams.LATIN, grams.LETTER, grams.HAN
_SHORTEST, _LONGEST = np.uint64(grams.SHORTEST), np.uint64(grams.LONGEST)
_MARGIN, _SPARE = np.uint64(MARGIN), np.uint64(SPARE)
_W, _H, _SHOUT, _ASK = seed("w:"), seed("h:"), seed("s:!"), seed("s:?")


@cache
def compiled() -> Callable[..., None]:
    """`fill`, compiled; kept on disk between runs, for as long as no file that it is made of changes."""
    parts = (grams, letters, numbers, rows, words)
    source = b"".join(Path(str(part.__file__)).read_bytes() for part in parts)
    # numba looks whether this file has changed, and at what a closure holds, but not at other files.
    made_of = hashlib.sha256(source).hexdigest()

    def filled(buffers, groups, by_script, room, shape, tables, heads, lists, memory, out):
        made_of  # noqa: B018
        fill(buffers, groups, by_script, room, shape, tables, heads, lists, memory, out)

    function: Callable[..., None] = kept(filled)
    return function


@jit
def fill(buffers, groups, by_script, room, shape, tables, heads, lists, memory, out):
    """Fills `out` (texts, labels) for the strings in `buffers`; NaN where nothing can be said.

    `groups` has the number of each text's language group, -1 for none, -2 to go by the script (`by_script`: the
    numbers for English and Chinese); the first of `buffers` is Arrow's bitmap, from the bit that is the second, or
    empty.
    """
    valid, valid_from, offsets, data = buffers
    letters, codes, kinds = room
    words, chars_from, chars_to, han = shape
    bloom, bloom_starts, bloom_shifts, slots, features, slot_starts, slot_shifts, rows = tables
    bias, slope, offset, width = heads
    keys, entries, spelt, sizes, firsts, lasts, parts, sums, used = memory
    held, hits, marks, whole, less, more, word_held, word_hits, seen, own, totals, ends = lists
    columns = np.uint64(width)
    for text in range(len(offsets) - 1):
        out[text] = np.nan
        group = np.int64(groups[text])
        if group == -1:
            continue
        place = valid_from + text
        if len(valid) and not (valid[place >> 3] >> (place & 7)) & 1:
            continue
        past, has_slash = decoded(data, offsets[text], offsets[text + 1], letters, codes, kinds)
        if has_slash:
            without_addresses(codes, kinds, past)
        if group == -2:
            script = script_of(kinds, past)
            group = by_script[script] if script >= 0 else -1
            if group < 0:
                continue
        elif not has_letter(kinds, past):
            continue
        start, shift = np.uint64(bloom_starts[group]), bloom_shifts[group]
        slot_start, slot_shift = np.uint64(slot_starts[group]), slot_shifts[group]
        totals[:] = 0.0
        count, marked, wholes, lessened, added = _0, _0, _0, _0, _0
        run, here, is_long = _0, _MARGIN, False
        while here < past:
            kind = kinds[here]
            if count > FULL:
                found = looked_up(held, count, slots, features, slot_start, slot_shift, seen, hits)
                add(rows, columns, hits, found, totals)
                count, is_long = _0, True
            if marked > FULL or lessened > FULL or added > FULL:
                add(rows, columns, more, added, totals)
                take(rows, columns, less, lessened, totals)
                marked, lessened, added, is_long = _0, _0, _0, True
            if kind == _HAN:
                run = _0
                left = _1
                while left < han and kinds[here + left] == _HAN:
                    left += _1
                value = _H
                for size in range(_0, han):
                    value = (value ^ codes[here + size]) * PRIME
                    count = keep(value, left > size, held, count, bloom, start, shift)
                here += _1
            elif kind >= _SYMBOL and kind != _MARK:
                size = min(run, words - _1)
                while size > _0:
                    ends[size] = (ends[size - _1] ^ SPACE) * PRIME
                    size -= _1
                run = min(run + _1, words)
                # One, two and three words side by side; more of them are rare.
                one, two, three = _W, ends[1], ends[2]
                end = here
                while True:
                    code = codes[end]
                    one = (one ^ code) * PRIME
                    two = (two ^ code) * PRIME
                    three = (three ^ code) * PRIME
                    for size in range(_3, run):
                        ends[size] = (ends[size] ^ code) * PRIME
                    end += _1
                    after = kinds[end]
                    if kind == _SYMBOL or after < _MARK or after > _LETTER:
                        if after != _APOSTROPHE:
                            break
                        before, behind = kinds[end - _1], kinds[end + _1]
                        if before < _LATIN or before > _LETTER or behind < _LATIN or behind > _LETTER:
                            break
                ends[0], ends[1], ends[2] = one, two, three
                if chars_to and end - here >= _SHORTEST and end - here <= _LONGEST:
                    entry = entry_of(
                        one, wholes, group, codes, here, end, keys, entries, spelt, sizes, firsts, lasts, parts, sums, used,
                        bloom, start, shift, slots, features, slot_start, slot_shift, chars_from, chars_to,
                        rows, columns, word_held, own, word_hits,
                    )  # fmt: skip
                    marked, wholes, lessened, added = say(
                        entry, firsts, lasts, parts, seen, marks, marked, whole, wholes, less, lessened, more, added
                    )  # fmt: skip
                    if wholes == _SPARE:
                        add(sums, columns, whole, wholes, totals)
                        wholes = _0
                else:
                    count = keep(one, True, held, count, bloom, start, shift)
                count = keep(two, run > 1, held, count, bloom, start, shift)
                count = keep(three, run > 2, held, count, bloom, start, shift)
                for size in range(_3, run):
                    count = keep(ends[size], True, held, count, bloom, start, shift)
                here = end
            else:
                if kind >= _LINE and kind <= _SIGN:
                    run = _0
                    if kind == _SIGN:
                        value = _SHOUT if codes[here] == 33 else _ASK
                        count = keep(value, True, held, count, bloom, start, shift)
                here += _1
        found = looked_up(held, count, slots, features, slot_start, slot_shift, seen, hits)
        add(rows, columns, hits, found, totals)
        add(sums, columns, whole, wholes, totals)
        add(rows, columns, more, added, totals)
        take(rows, columns, less, lessened, totals)
        answer(totals, bias[group], slope[group], offset[group], out[text])
        if is_long:
            seen[:] = 0
        else:
            for number in range(found):
                seen[hits[number] >> _6] = _0
            for number in range(marked):
                seen[marks[number] >> _6] = _0
