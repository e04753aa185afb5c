"""Compiled: what the matches of many clauses say: topics, their sentiments, how sure, and where.

For: `batch`. Not for: the rules; they stand in `phrases.hits`, which is the reference, and nothing here may differ.
Imported only where it is used, since numba takes its time.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from voc.classify.phrases.tree import jit

NEGATIVE, NEUTRAL, POSITIVE, JUDGED, EXCEPT = range(5)  # kinds of phrases; the first three are sentiments too


class Meanings(NamedTuple):
    """Of each phrase the place of its topic, its kind and how sure it makes us: plain and, in `turned`, negated."""

    topic: np.ndarray
    kind: np.ndarray
    plain: np.ndarray
    turned: np.ndarray


class Hits(NamedTuple):
    """Hits in a row: clause, place of the topic, sentiment, confidence and the characters [start, end) of the clause."""

    row: np.ndarray
    topic: np.ndarray
    sentiment: np.ndarray
    confidence: np.ndarray
    start: np.ndarray
    end: np.ndarray


@jit
def hits(
    found: np.ndarray, at: np.ndarray, judged: np.ndarray, is_negated: np.ndarray, meanings: Meanings, clear: float
) -> Hits:
    """The hits of clauses with matches found[at[i]:at[i + 1]] (phrase, start, end; in any order), the sum `judged` of
    each clause and `is_negated` of each match. In the order of clause, topic, start, sentiment."""
    n_all, most = len(found), 0
    for row in range(len(at) - 1):
        most = max(most, at[row + 1] - at[row])
    topic, sentiment = np.empty(most, np.int64), np.empty(most, np.int64)
    start, past, sure = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most)
    rows, topics, sentiments = np.empty(n_all, np.int64), np.empty(n_all, np.int64), np.empty(n_all, np.int64)
    confidences, starts, ends = np.empty(n_all), np.empty(n_all, np.int64), np.empty(n_all, np.int64)
    total = 0
    for row in range(len(at) - 1):
        n = _said(found, at[row], at[row + 1], judged[row], is_negated, meanings, clear,
                  topic, sentiment, start, past, sure)  # fmt: skip
        n = _strongest(n, topic, sentiment, start, past, sure)
        first = total
        for i in range(n):
            if _gives_way(i, n, topic, sentiment, start, past, sure):
                continue
            place = total
            while place > first and _is_before(
                topic[i], start[i], sentiment[i], topics[place - 1], starts[place - 1], sentiments[place - 1]
            ):
                topics[place], sentiments[place] = topics[place - 1], sentiments[place - 1]
                starts[place], ends[place] = starts[place - 1], ends[place - 1]
                confidences[place] = confidences[place - 1]
                place -= 1
            rows[total] = row
            topics[place], sentiments[place], confidences[place] = topic[i], sentiment[i], sure[i]
            starts[place], ends[place] = start[i], past[i]
            total += 1
    return Hits(rows[:total], topics[:total], sentiments[:total], confidences[:total], starts[:total], ends[:total])


@jit
def _is_before(topic: int, start: int, sentiment: int, topic_b: int, start_b: int, sentiment_b: int) -> bool:
    if topic != topic_b:
        return topic < topic_b
    if start != start_b:
        return start < start_b
    return sentiment < sentiment_b


@jit
def _said(
    found: np.ndarray, a: int, b: int, judged: float, is_negated: np.ndarray, meanings: Meanings, clear: float,
    topic: np.ndarray, sentiment: np.ndarray, start: np.ndarray, past: np.ndarray, sure: np.ndarray,
) -> int:  # fmt: skip
    """The matches of one clause with their sentiments, without those that an exception covers."""
    n = 0
    for i in range(a, b):
        phrase = found[i, 0]
        kind = meanings.kind[phrase]
        is_out = kind == EXCEPT
        for k in range(a, b):
            other = found[k, 0]
            if meanings.kind[other] == EXCEPT and meanings.topic[other] == meanings.topic[phrase]:
                is_out = is_out or (found[i, 1] < found[k, 2] and found[k, 1] < found[i, 2])
        if is_out:
            continue
        sure[n] = meanings.plain[phrase]
        if kind in (NEGATIVE, POSITIVE):
            sentiment[n] = kind
            if is_negated[i]:
                sentiment[n] = NEGATIVE + POSITIVE - kind
                sure[n] = meanings.turned[phrase]
        else:
            sentiment[n] = POSITIVE if judged > clear else NEGATIVE if judged < -clear else NEUTRAL
            if kind == JUDGED and sentiment[n] == NEUTRAL:
                continue
        topic[n], start[n], past[n] = meanings.topic[phrase], found[i, 1], found[i, 2]
        n += 1
    return n


@jit
def _strongest(
    n: int, topic: np.ndarray, sentiment: np.ndarray, start: np.ndarray, past: np.ndarray, sure: np.ndarray
) -> int:
    """One for several of a topic and sentiment: the surest, then longest, then first, widened by what overlaps it."""
    kept = 0
    for i in range(n):
        is_first = True
        for k in range(kept):
            is_first = is_first and not (topic[k] == topic[i] and sentiment[k] == sentiment[i])
        if not is_first:
            continue
        best = i
        for k in range(i + 1, n):
            if topic[k] == topic[i] and sentiment[k] == sentiment[i]:
                longer = past[k] - start[k] - (past[best] - start[best])
                if sure[k] != sure[best]:
                    best = k if sure[k] > sure[best] else best
                elif longer:
                    best = k if longer > 0 else best
                elif start[k] < start[best]:
                    best = k
        low, high = start[best], past[best]
        for k in range(i, n):
            is_near = start[k] < past[best] and start[best] < past[k]
            if is_near and topic[k] == topic[i] and sentiment[k] == sentiment[i]:
                low, high = min(low, start[k]), max(high, past[k])
        # Nothing before i is needed any more, and `kept` is never behind i.
        topic[kept], sentiment[kept], sure[kept] = topic[i], sentiment[i], sure[best]
        start[kept], past[kept] = low, high
        kept += 1
    return kept


@jit
def _gives_way(
    i: int, n: int, topic: np.ndarray, sentiment: np.ndarray, start: np.ndarray, past: np.ndarray, sure: np.ndarray
) -> bool:
    """Whether another of the same topic has better evidence; see phrases._gives_way."""
    for k in range(n):
        if k == i or topic[k] != topic[i]:
            continue
        if sentiment[i] == NEUTRAL:
            return True
        if sentiment[k] != NEUTRAL and start[i] < past[k] and start[k] < past[i]:
            longer = past[k] - start[k] - (past[i] - start[i])
            if sure[k] != sure[i]:
                if sure[k] > sure[i]:
                    return True
            elif longer > 0 or (longer == 0 and sentiment[k] > sentiment[i]):
                return True
    return False
