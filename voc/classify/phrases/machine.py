"""Compiled: where the phrases of a language stand in many clauses, found in one go.

For: `batch`. Not for: what a match means; `verdict` says that. Found is what `Pattern.search` finds, which stays the
reference, for each phrase of a clause that `phrases.hits` would try.

Clauses stand one behind the other as code points, the classes (see `program`) of each beside them; clause i is
[at[i], at[i + 1]). Imported only where it is used, since numba takes its time.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from voc.classify.phrases.program import (
    ANY_FIRST,
    BEGIN,
    CALL,
    DIGIT,
    EDGE,
    END,
    ENDLESS,
    JUMP,
    LEVELS,
    LOOK,
    MATCH,
    ONE,
    PEEK,
    REPEAT,
    REPEAT_LAZY,
    RETURN,
    SPLIT,
    WHEN,
    WORD,
)
from voc.classify.phrases.tree import child, jit

_EVERYWHERE = np.uint64(ANY_FIRST)
_LINE, _BELOW = 10, 95  # \n and _
_PLACE = 63 // LEVELS  # bits of a place to return to


class Texts(NamedTuple):
    """Clauses: int32 code points, int64 bits of the classes of each, int64 places where each clause begins and the
    last one ends."""

    letters: np.ndarray
    bits: np.ndarray
    at: np.ndarray


class Keys(NamedTuple):
    """The key that ends at each node of `tree` (-1: none), phrases by key, keys also needed by phrase, the phrases
    without a key. `a_at[i]:a_at[i + 1]` are the places of i's values in `a`."""

    is_spaced: bool
    tree: np.ndarray
    key: np.ndarray
    phrases_at: np.ndarray
    phrases: np.ndarray
    also_at: np.ndarray
    also: np.ndarray
    keyless: np.ndarray


class Programs(NamedTuple):
    """Programs in a row; where that of each phrase begins (-1: it has none), what a match can begin with, whether it
    must not begin inside a word; `depth` is the length of the longest with its routines."""

    code: np.ndarray
    begin: np.ndarray
    first: np.ndarray
    is_word: np.ndarray
    depth: int


@jit
def _is(place: int, letter: int, bits: int) -> bool:
    """Whether a character stands in a place for one: a code point or -(k + 1) for class k."""
    return letter == place if place >= 0 else (bits >> (-1 - place)) & 1 == 1


@jit
def _search(
    letters: np.ndarray, bits: np.ndarray, places: np.ndarray, n: int, b: int, first: int, code: np.ndarray, begin: int,
    stack: np.ndarray,
) -> tuple[int, int]:  # fmt: skip
    """The first of `n` places at which the program at `begin` matches, and where the match ends: -1 if there is none.
    The clause begins at the first of the places and ends at b.

    What is to be tried if all else fails stands on the stack: the instruction, the place, how far that place may still
    move (see REPEAT) and where the routines return to.
    """
    a, i, start, past = places[0], 0, -1, -1
    while i < n and past < 0:  # one way out: with more of them numba counts who holds the arrays, at every call
        at = places[i]
        i += 1
        if first != _EVERYWHERE and (at == b or not (first >> np.uint64(letters[at] & 63)) & np.uint64(1)):
            continue
        start, pc, top, back, is_on = at, begin, 0, 0, True
        while is_on:
            op = code[pc]
            if op == ONE:
                is_on = at < b and _is(code[pc + 1], letters[at], bits[at])
                at += 1
                pc += 2
            elif op == PEEK:
                if at < b and letters[at] == code[pc + 1]:
                    stack[top, 0], stack[top, 1], stack[top, 2], stack[top, 3] = pc + code[pc + 2], at, -1, back
                    top += 1
                    pc += 3
                else:
                    pc += code[pc + 2]
            elif op == WHEN:
                if at < b and letters[at] == code[pc + 1]:
                    pc += 3
                else:
                    is_on = code[pc + 1] >= 0
                    pc += code[pc + 2]
            elif op == SPLIT:
                stack[top, 0], stack[top, 1], stack[top, 2], stack[top, 3] = pc + code[pc + 2], at, -1, back
                top += 1
                pc += code[pc + 1]
            elif op == JUMP:
                pc += code[pc + 1]
            elif op == CALL:
                back = (back << _PLACE) | int(pc + 2)
                pc = code[pc + 1]
            elif op == RETURN:
                pc = back & ((1 << _PLACE) - 1)
                back >>= _PLACE
            elif op == REPEAT:
                least = at + code[pc + 2]
                most = b if code[pc + 3] == ENDLESS else min(b, at + code[pc + 3])
                while at < most and _is(code[pc + 1], letters[at], bits[at]):
                    at += 1
                is_on = at >= least
                pc += 4
                if at > least:  # one character less, if this leads nowhere
                    stack[top, 0], stack[top, 1], stack[top, 2], stack[top, 3] = pc, at - 1, least, back
                    top += 1
            elif op == REPEAT_LAZY:
                least = at + code[pc + 2]
                most = b if code[pc + 3] == ENDLESS else min(b, at + code[pc + 3])
                while at < least and is_on:
                    is_on = at < b and _is(code[pc + 1], letters[at], bits[at])
                    at += 1
                if is_on and at < most:  # one character more: known by its negative bound
                    stack[top, 0], stack[top, 1], stack[top, 2], stack[top, 3] = pc, at, -2 - most, back
                    top += 1
                pc += 4
            elif op == LOOK:
                there = at + code[pc + 2]
                is_there = a <= there < b and _is(code[pc + 1], letters[there], bits[there])
                is_on = is_there != (code[pc + 3] == 1)
                pc += 4
            elif op == EDGE:
                is_before = at > a and (bits[at - 1] & WORD) != 0
                is_behind = at < b and (bits[at] & WORD) != 0
                is_on = (is_before != is_behind) != (code[pc + 1] == 1)
                pc += 2
            elif op == BEGIN:
                is_on = at == a
                pc += 1
            elif op == END:
                is_on = at == b or (at == b - 1 and letters[at] == _LINE)
                pc += 1
            elif op == MATCH:
                past, top, is_on = at, 0, False
            while not is_on and top:
                top -= 1
                pc, at, bound, back = stack[top, 0], stack[top, 1], stack[top, 2], stack[top, 3]
                is_on = True
                if bound >= 0 and at > bound:
                    stack[top, 1] = at - 1
                    top += 1
                elif bound < -1:
                    is_on = _is(code[pc + 1], letters[at], bits[at])
                    at += 1
                    if is_on and at < -2 - bound:
                        stack[top, 1] = at
                        top += 1
                    pc += 4
    return start, past


@jit
def _places(bits: np.ndarray, a: int, b: int, is_outside: bool, places: np.ndarray) -> int:
    """The number of places from a to b, those inside a word left out where `is_outside`; they go to `places`."""
    n = 0
    for at in range(a, b + 1):
        if not is_outside or at == a or not bits[at - 1] & WORD:
            places[n] = at
            n += 1
    return n


@jit
def _chosen(
    letters: np.ndarray, bits: np.ndarray, at: int, past: int, row: int, is_spaced: bool, tree: np.ndarray,
    key: np.ndarray, phrases_at: np.ndarray, phrases: np.ndarray, seen: np.ndarray, tried: np.ndarray,
    chosen: np.ndarray,
) -> int:  # fmt: skip
    """The number of phrases whose key is in the clause [at, past), number `row`; they go to `chosen`. `seen` keeps the
    last clause of each key and `tried` of each phrase. What the keys of a clause are: pattern.keys_of."""
    n = 0
    while at < past:
        end = past
        if is_spaced:  # a word is a run of letters or one of digits
            kind = bits[at] & (WORD | DIGIT)
            if not kind or letters[at] == _BELOW:
                at += 1
                continue
            end = at + 1
            while end < past and bits[end] & (WORD | DIGIT) == kind and letters[end] != _BELOW:
                end += 1
        node, i = 0, at
        while i < end and node >= 0:
            node = child(tree, node, letters[i])
            i += 1
            if node >= 0 and key[node] >= 0 and seen[key[node]] != row:
                seen[key[node]] = row
                for k in range(phrases_at[key[node]], phrases_at[key[node] + 1]):
                    if tried[phrases[k]] != row:
                        tried[phrases[k]] = row
                        chosen[n] = phrases[k]
                        n += 1
        at = end if is_spaced else at + 1
    return n


@jit
def matches(texts: Texts, keys: Keys, programs: Programs) -> tuple[np.ndarray, np.ndarray]:
    """Every phrase that stands in a clause: (phrase and span in the clause, int32 of shape (n, 3); where those of each
    clause begin)."""
    letters, bits, rows_at = texts.letters, texts.bits, texts.at
    key, phrases_at, also_at, also, keyless = keys.key, keys.phrases_at, keys.also_at, keys.also, keys.keyless
    code, begin, first = programs.code, programs.begin, programs.first
    n_rows, n_phrases = len(rows_at) - 1, len(begin)
    longest = 0
    for row in range(n_rows):
        longest = max(longest, rows_at[row + 1] - rows_at[row])
    every, outside = np.empty(longest + 1, np.int64), np.empty(longest + 1, np.int64)
    seen, tried = np.full(len(phrases_at), -1, np.int32), np.full(n_phrases, -1, np.int32)
    chosen, stack = np.empty(n_phrases, np.int32), np.empty((programs.depth + 1, 4), np.int64)
    found, at = np.empty((n_rows + n_phrases, 3), np.int32), np.zeros(n_rows + 1, np.int64)
    n = 0
    for row in range(n_rows):
        if n + n_phrases > len(found):
            more = np.empty((2 * len(found) + n_phrases, 3), np.int32)
            more[:n] = found[:n]
            found = more
        a, b = rows_at[row], rows_at[row + 1]
        n_every, n_outside = _places(bits, a, b, False, every), _places(bits, a, b, True, outside)
        n_chosen = _chosen(
            letters, bits, a, b, row, keys.is_spaced, keys.tree, key, phrases_at, keys.phrases, seen, tried, chosen
        )
        for phrase in keyless:
            chosen[n_chosen] = phrase
            n_chosen += 1
        for i in range(n_chosen):
            phrase = chosen[i]
            k, k_past = also_at[phrase], also_at[phrase + 1]
            is_possible = k == k_past
            while k < k_past and not is_possible:
                is_possible = seen[also[k]] == row
                k += 1
            if not is_possible or begin[phrase] < 0:
                continue
            if programs.is_word[phrase]:
                start, past = _search(letters, bits, outside, n_outside, b, first[phrase], code, begin[phrase], stack)
            else:
                start, past = _search(letters, bits, every, n_every, b, first[phrase], code, begin[phrase], stack)
            if past >= 0:
                found[n, 0], found[n, 1], found[n, 2] = phrase, start - a, past - a
                n += 1
        at[row + 1] = n
    return found[:n], at
