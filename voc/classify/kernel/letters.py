"""The first loop of the kernel: the bytes of a text become folded letters, each of a kind.

For: `walk`. Not for: knowing the kinds; every rule here is a copy of one in `grams`, held to it by the tests.
"""

# The types in the loops are those that numba finds; mypy cannot.
# mypy: disable-error-code="no-untyped-def, assignment"

from __future__ import annotations

import numpy as np

from voc.classify import grams
from voc.classify.kernel.numbers import MARGIN, _1, _2, _3, _4, jit

_OTHER, _WHITE, _LINE, _BREAK, _MARK = grams.OTHER, grams.WHITE, grams.LINE, grams.BREAK, grams.MARK
_LATIN, _LETTER, _HAN = grams.LATIN, grams.LETTER, grams.HAN
_MARGIN = np.uint64(MARGIN)


@jit
def decoded(data, first, past, letters, codes, kinds):
    """Where the letters of bytes [first, past) end in `codes` and `kinds`, which it fills from MARGIN; any slash?

    Bytes that are no UTF-8, encoded surrogates among them, are U+FFFD.
    """
    here, past, at = np.uint64(first), np.uint64(past), _MARGIN
    slashes = False
    while here < past:
        byte = np.uint32(data[here])
        if byte < 0x80:
            letter = letters[byte]
            codes[at] = letter & np.uint32(0xFFFFFF)
            kinds[at] = letter >> np.uint32(24)
            slashes |= byte == 47
            here += _1
            at += _1
            continue
        code = 0xFFFD
        size = _1
        if byte >= 0xE0 and byte < 0xF0 and here + _2 < past:
            second, third = np.int64(data[here + _1]), np.int64(data[here + _2])
            value = ((np.int64(byte) & 15) << 12) | ((second & 63) << 6) | (third & 63)
            if (second & 0xC0) == 0x80 and (third & 0xC0) == 0x80 and value >= 0x800 and (value & 0xF800) != 0xD800:
                code, size = value, _3
        elif byte >= 0xC2 and byte < 0xE0 and here + _1 < past:
            second = np.int64(data[here + _1])
            if (second & 0xC0) == 0x80:
                code, size = ((np.int64(byte) & 31) << 6) | (second & 63), _2
        elif byte >= 0xF0 and byte < 0xF5 and here + _3 < past:
            second, third = np.int64(data[here + _1]), np.int64(data[here + _2])
            fourth = np.int64(data[here + _3])
            value = ((np.int64(byte) & 7) << 18) | ((second & 63) << 12) | ((third & 63) << 6) | (fourth & 63)
            good = (second & 0xC0) == 0x80 and (third & 0xC0) == 0x80 and (fourth & 0xC0) == 0x80
            if good and value >= 0x10000 and value < 0x110000:
                code, size = value, _4
        here += size
        if code < 0x20000:
            letter = letters[np.uint64(code)]
            codes[at] = letter & np.uint32(0xFFFFFF)
            kinds[at] = letter >> np.uint32(24)
            slashes |= (letter & np.uint32(0xFFFFFF)) == 47
        else:
            codes[at] = code
            kinds[at] = _HAN if code < 0x40000 else _MARK if code >= 0xE0100 and code < 0xE01F0 else _OTHER
        at += _1
    # Grams may be read past the end before they are thrown away; a word must not run on into an old text.
    for place in range(at, at + _MARGIN):
        codes[place] = 0
        kinds[place] = _OTHER
    return at, slashes


@jit
def without_addresses(codes, kinds, past):
    """Makes web addresses a break."""
    for here in range(_MARGIN, past):
        # http:// or https://; behind the end are zeros
        if codes[here] != 104 or codes[here + _1] != 116 or codes[here + _2] != 116 or codes[here + _3] != 112:
            continue
        colon = here + _4
        if codes[colon] == 115:
            colon += _1
        if codes[colon] != 58 or codes[colon + _1] != 47 or codes[colon + _2] != 47:
            continue
        before = kinds[here - _1]
        if before >= _MARK and before <= _LETTER:
            continue
        end = here
        while end < past and kinds[end] != _WHITE and kinds[end] != _LINE and kinds[end] != _HAN:
            kinds[end] = _BREAK
            end += _1


@jit
def script_of(kinds, past):
    """0 English, 1 Chinese, -1 neither: the rule of `grams.script`."""
    han, latin, others, words = 0, 0, 0, 0
    for here in range(_MARGIN, past):
        kind, before = kinds[here], kinds[here - _1]
        han += kind == _HAN
        latin += kind == _LATIN
        others += kind == _LETTER
        words += (kind == _LATIN) & ((before < _MARK) | (before > _LETTER))
    if 2 * han > words:
        return -1 if others > 1 and 4 * others >= han else 1
    return 0 if latin > 0 and others <= latin else -1


@jit
def has_letter(kinds, past):
    """Whether any letter is left: the rule of `grams.has_letter`."""
    most = kinds[_MARGIN]
    for here in range(_MARGIN, past):
        most = max(most, kinds[here])
    return most >= _LATIN
