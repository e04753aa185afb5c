"""Compiled: how good or bad the words of many clauses sound, and where a negator stands.

For: `batch`. Not for: the rules; they stand in `lexicon`, which is the reference, and nothing here may differ from it.
Imported only where it is used, since numba takes its time.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from voc.classify.phrases.machine import Texts
from voc.classify.phrases.program import WORD
from voc.classify.phrases.tree import CURLY, QUOTE, child, down, jit

_BELOW, _SPACE, _N, _T = 95, 32, 110, 116


class Words(NamedTuple):
    """The lexicon of a language: by node of `tree` strength and degree (nan: none) and negators; `signs` by their
    node; the factors of what a negator turned, and how far it reaches, in letters where it is unspaced."""

    is_known: bool
    is_spaced: bool
    tree: np.ndarray
    strength: np.ndarray
    degree: np.ndarray
    is_negator: np.ndarray
    is_no_negator: np.ndarray
    signs: np.ndarray
    sign_strength: np.ndarray
    turned_good: float
    turned_bad: float
    reach: int
    window: int


@jit
def _split(texts: Texts, a: int, b: int, words: np.ndarray) -> int:
    """The number of words in [a, b); their first and past letters go to `words`. Apostrophes may stand inside one."""
    letters, bits = texts.letters, texts.bits
    n, at = 0, a
    while at < b:
        if not bits[at] & WORD or letters[at] == _BELOW:
            at += 1
            continue
        words[n, 0] = at
        while at < b:
            if bits[at] & WORD and letters[at] != _BELOW:
                at += 1
            elif letters[at] in (QUOTE, CURLY) and at + 1 < b and bits[at + 1] & WORD and letters[at + 1] != _BELOW:
                at += 2
            else:
                break
        words[n, 1] = at
        n += 1
    return n


@jit
def _is_turned(letters: np.ndarray, split: np.ndarray, n: int, at: int, words: Words) -> bool:
    """Whether one of the words before word `at` of `n` negates it; see lexicon._is_turned."""
    for i in range(max(0, at - words.reach), at):
        start, past = split[i, 0], split[i, 1]
        node = down(words.tree, 0, letters, start, past)
        is_negator = node >= 0 and words.is_negator[node]
        if not is_negator and past - start >= 3:
            is_negator = letters[past - 3] == _N and letters[past - 2] in (QUOTE, CURLY) and letters[past - 1] == _T
        if is_negator:
            if node >= 0 and i + 1 < n:
                node = down(words.tree, child(words.tree, node, _SPACE), letters, split[i + 1, 0], split[i + 1, 1])
            if node < 0 or not words.is_no_negator[node]:
                return True
    return False


@jit
def _has_negator(letters: np.ndarray, a: int, b: int, words: Words) -> bool:
    """Whether a negator stands in [a, b) of an unspaced text, and nothing there that only looks like one."""
    is_there = False
    for start in range(a, b):
        node = 0
        for at in range(start, b):
            node = child(words.tree, node, letters[at])
            if node < 0:
                break
            if words.is_no_negator[node]:
                return False
            is_there = is_there or words.is_negator[node]
    return is_there


@jit
def _judged(texts: Texts, a: int, b: int, words: Words, split: np.ndarray, strengths: np.ndarray) -> int:
    """The number of judging words in clause [a, b), their strengths in `strengths`; see lexicon.judgements."""
    letters = texts.letters
    found = 0
    n = _split(texts, a, b, split) if words.is_spaced else b - a
    i = 0
    while i < n:
        node, length, strength = 0, 0, 0.0
        for k in range(i, n):
            if words.is_spaced:
                if k > i:
                    node = child(words.tree, node, _SPACE)
                node = down(words.tree, node, letters, split[k, 0], split[k, 1])
            else:
                node = child(words.tree, node, letters[a + k])
            if node < 0:
                break
            if not np.isnan(words.strength[node]):
                length, strength = k + 1 - i, words.strength[node]
        if length:
            factor = 1.0
            if words.is_spaced:
                if i:
                    node = down(words.tree, 0, letters, split[i - 1, 0], split[i - 1, 1])
                    if node >= 0 and not np.isnan(words.degree[node]):
                        factor = words.degree[node]
                is_turned = _is_turned(letters, split, n, i, words)
            else:
                start = a + max(0, i - words.reach)
                for before in range(max(start, a + i - 3), a + i):
                    node = 0
                    for at in range(before, a + i):
                        node = child(words.tree, node, letters[at]) if node >= 0 else -1
                    if node >= 0 and not np.isnan(words.degree[node]) and words.degree[node] != 0:
                        factor = words.degree[node]
                        break
                is_turned = _has_negator(letters, start, a + i, words)
            if is_turned:
                factor *= words.turned_good if strength > 0 else words.turned_bad
            if strength != 0:
                strengths[found] = strength * factor
                found += 1
            i += length - 1
        i += 1
    is_plain = True
    for at in range(a, b):
        is_plain = is_plain and letters[at] < 128
    if not is_plain:
        for at in range(a, b):
            node = child(words.signs, 0, letters[at])
            if node >= 0:
                strengths[found] = words.sign_strength[node]
                found += 1
    return found


@jit
def weights(texts: Texts, is_wanted: np.ndarray, words: Words) -> np.ndarray:
    """What the judging words of each wanted clause add up to: float64 of shape (clauses, 3), all, good and bad (>= 0).

    Added one by one in their order, so that the last bit is that of the reference.
    """
    n_rows = len(texts.at) - 1
    longest = 0
    for row in range(n_rows):
        longest = max(longest, texts.at[row + 1] - texts.at[row])
    split, strengths = np.empty((longest + 1, 2), np.int64), np.empty(2 * longest + 1)
    sums = np.zeros((n_rows, 3))
    for row in range(n_rows):
        if words.is_known and is_wanted[row]:
            for i in range(_judged(texts, texts.at[row], texts.at[row + 1], words, split, strengths)):
                strength = strengths[i]
                sums[row, 0] += strength
                if strength > 0:
                    sums[row, 1] += strength
                elif strength < 0:
                    sums[row, 2] -= strength
    return sums


@jit
def negated(texts: Texts, rows: np.ndarray, starts: np.ndarray, words: Words) -> np.ndarray:
    """Whether a negator stands close before character starts[i] of clause rows[i]; see lexicon.is_negated."""
    answers = np.zeros(len(rows), np.bool_)
    split = np.empty((words.window + 1, 2), np.int64)
    for i in range(len(rows) if words.is_known else 0):
        a = texts.at[rows[i]]
        start = a + starts[i]
        first = max(a, start - words.window)
        if words.is_spaced:
            n = _split(texts, first, start, split)
            answers[i] = _is_turned(texts.letters, split, n, n, words)
        else:
            answers[i] = _has_negator(texts.letters, first, start, words)
    return answers
