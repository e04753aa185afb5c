"""Feedback that says again what an earlier row says: `exact`, `near` or `flood`. One of them counts, the first.

For: `comments`, which flags them. Not for: one text that says everything twice; that is `boilerplate`'s and
`language.once`'s. Boilerplate is left out before texts are compared: two tickets with one signature are two tickets.

    exact   the same words as an earlier row of the same person (customer; else record; else file), when that person is not
            known at all only in a text that nobody says by chance: UNKNOWN words
    near    the same words but for typing errors, of the same person; at most a tenth of the words is added or left
            out. Another number, "not", 不 or 差 for 好 makes it another text. Of persons not known at all only in LONG texts
    flood   FLOOD or more texts of different people that share ALIKE of their letters (numbers and names may differ),
            FLOODED of them within a day on which no more than USUAL of the other comments came; in LONG texts on any day

So short ordinary answers said by different people are no repeats, nor are similar complaints, nor a sentence that many
say day after day (an answer to click, a wave of complaints that goes on).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache

import numpy as np
import pandas as pd
import pyarrow as pa

from voc import boilerplate, language, tables
from voc.clean import shingles

EXACT = 12  # characters; shorter texts ("good", "ok", "没有问题") are said again by chance
NEAR = 20  # letters
UNKNOWN, LONG, FLOODING = 6.0, 15.0, 5.0  # words; a Han letter is HAN of a word
HAN = 0.4
ALIKE = 0.7  # of their shingles
FLOOD, FLOODED, USUAL = 10, 0.8, 0.1
DAY = np.timedelta64(1, "D")
_ERROR = 0.25  # by which the hashes may put the share too low
_FEW = 4  # texts of a bucket that stand for it

_NO_LETTER = re.compile(r"[\W\d_]+")
_NO_ASCII_LETTER = {code: None for code in range(128) if not chr(code).isalpha()}
_TOKEN = re.compile(r"[\u3400-\u9fff]|\d+|[^\W\d_\u3400-\u9fff]+(?:'[a-z]+)?")
_HAN_LETTER = re.compile("[\u3400-\u9fff]")
# Words that turn what is said; never a typing error.
_TURNING = frozenset(
    ("not", "no", "never", "none", "nothing", "nobody", "without", "cannot", "can't", "don't", "didn't", "isn't", "wasn't",
     "won't")
)  # fmt: skip
_TURNING |= frozenset("不没无未别非勿好坏差快慢高低贵便宜多少大小新旧真假退换有是")


def repeats(rows: pa.Table, texts: Sequence[str | None]) -> list[str | None]:
    """What each row of `feedback` is a repeat by, one of `clean.REPEATS`, or None; `texts` are its texts before masking."""
    once = [language.once(text) if text else "" for text in texts]
    words = [language.folded(text) for text in once]
    for at, cuts in enumerate(boilerplate.found_each(once, words)):
        own = language.folded(boilerplate.without(once[at], cuts=cuts)) if cuts else words[at]
        words[at] = " ".join(own.split())
    who, is_known = _who(rows)
    kinds = np.full(len(words), None, dtype=object)
    weights = np.array([_weight(one) if len(one) >= EXACT else 0.0 for one in words])
    may_repeat = np.where(is_known, weights > 0, weights >= UNKNOWN)
    is_again = pd.DataFrame({"who": who, "words": words}).duplicated().to_numpy()
    kinds[is_again & may_repeat] = "exact"
    letters = [one.translate(_NO_ASCII_LETTER) if one.isascii() else _NO_LETTER.sub("", one) for one in words]
    is_left = (kinds == None) & (np.array([len(one) for one in letters], np.int64) >= NEAR)  # noqa: E711
    places = np.flatnonzero(is_left)
    if len(places) < 2:
        return kinds.tolist()
    texts_left = [letters[at] for at in places]
    hashes = shingles.smallest(texts_left)
    # Strangers are many: their buckets must be finer than those of one person.
    for is_of_person, band in ((is_known[places], 2), (~is_known[places] & (weights[places] >= LONG), 4)):
        chosen = np.flatnonzero(is_of_person)
        found = _typed_again([words[at] for at in places[chosen]], hashes[chosen], who[places[chosen]], band)
        kinds[places[chosen[found]]] = "near"
    times = rows.column("created_at").to_numpy()
    is_left = np.array([kinds[at] is None for at in places]) & (weights[places] >= FLOODING) & ~np.isnat(times[places])
    chosen = np.flatnonzero(is_left)
    has_words = np.array([bool(one) for one in words])
    for at in _flooding([texts_left[at] for at in chosen], hashes[chosen], times[places[chosen]],
                        weights[places[chosen]] >= LONG, np.sort(times[has_words & ~np.isnat(times)])):  # fmt: skip
        kinds[places[chosen[at]]] = "flood"
    return kinds.tolist()


def _who(rows: pa.Table) -> tuple[np.ndarray, np.ndarray]:
    """(a number for each person who wrote, int64; whether it is known: else it is the file)."""
    columns = [rows.column(name).to_pandas() for name in ("customer_id", *tables.RECORD_KEYS.values(), "source")]
    codes = np.zeros(rows.num_rows, np.int64)
    for place, column in enumerate(reversed(columns)):
        there = column.notna().to_numpy() & (column != "").to_numpy()
        codes[there] = pd.factorize(column)[0][there].astype(np.int64) * len(columns) + place + 1
    return codes, (codes > 0) & (codes % len(columns) != 1)


def _weight(words: str) -> float:
    """How many words a text has; a Han letter is HAN of one."""
    han = 0 if words.isascii() else len(_HAN_LETTER.findall(words))
    return HAN * han + (len(_TOKEN.findall(words)) - han)  # each Han letter is a token


def _typed_again(words: Sequence[str], hashes: np.ndarray, who: np.ndarray, band: int) -> list[int]:
    """Places of texts that say again, but for typing errors, what an earlier one of the same person says."""
    again: set[int] = set()
    looked: set[tuple[int, int]] = set()
    for bucket in shingles.buckets(hashes, band, who):
        first: list[int] = []
        for at in bucket.tolist():
            if at in again:
                continue
            for earlier in first:
                if (earlier, at) in looked:
                    continue
                looked.add((earlier, at))
                if shingles.likely(hashes[earlier], hashes[at]) >= ALIKE - _ERROR and is_retyped(
                    words[earlier], words[at]
                ):
                    again.add(at)
                    break
            else:
                if len(first) < _FEW:
                    first.append(at)
    return sorted(again)


def is_retyped(one: str, other: str) -> bool:
    """Whether two folded texts are the same but for typing errors: see the top."""
    a, b = _tokens(one), _tokens(other)
    left = max(1, min(len(a), len(b)) // 10)
    unlike = set(a) ^ set(b)
    if len(unlike) > 6 * left or any(token in _TURNING or token.isdigit() for token in unlike):
        return False  # most pairs end here
    for kind, a_from, a_to, b_from, b_to in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        theirs, ours = a[a_from:a_to], b[b_from:b_to]
        if any(token in _TURNING or token.isdigit() for token in (*theirs, *ours)):
            return False
        if kind == "replace" and not _HAN_LETTER.match(theirs[0] + ours[0]) and not _HAN_LETTER.match(ours[0]):
            if not _is_typo("".join(theirs), "".join(ours)):
                return False
            continue
        left -= max(len(theirs), len(ours))
        if left < 0:
            return False
    return True


@lru_cache(maxsize=8)
def _tokens(words: str) -> list[str]:
    """The words of a text: the first of a bucket is compared with all behind it."""
    return _TOKEN.findall(words)


def _is_typo(one: str, other: str) -> bool:
    return sorted(one) == sorted(other) or SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.75


def _flooding(
    letters: Sequence[str], hashes: np.ndarray, times: np.ndarray, is_long: np.ndarray, every: np.ndarray
) -> list[int]:
    """Places of texts in a flood, but for the first of each. `every` are the times of all comments, sorted."""
    group: dict[int, int] = {}  # a text: the first text of those like it
    shingles_of = cache(lambda at: shingles.of(letters[at]))
    for bucket in shingles.buckets(hashes, 3, least=FLOOD // 2):
        first = list(dict.fromkeys(group[at] for at in bucket.tolist() if at in group))[:_FEW]
        for at in bucket.tolist():
            if at in group:
                continue
            near = [one for one in first if shingles.likely(hashes[one], hashes[at]) >= ALIKE - _ERROR]
            mine = shingles.of(letters[at]) if near else frozenset()
            same = next((one for one in near if shingles.alike(shingles_of(one), mine) >= ALIKE), None)
            if same is None:
                if len(first) >= _FEW:
                    continue
                same = at
                first.append(at)
            group[at] = same
    members: dict[int, list[int]] = {}
    for at in sorted(group):
        members.setdefault(group[at], []).append(at)
    flooding: list[int] = []
    for places in members.values():
        if len(places) >= FLOOD:
            flooding += _burst(np.array(places), times, bool(is_long[places].all()), every)
    return sorted(flooding)


def _burst(places: np.ndarray, times: np.ndarray, is_long: bool, every: np.ndarray) -> list[int]:
    """Those of `places` in the day in which most of them lie, but for the first; none where that is no flood."""
    order = places[np.argsort(times[places], kind="stable")]
    sorted_ = times[order]
    ends = np.searchsorted(sorted_, sorted_ + DAY, side="right")
    start = int(np.argmax(ends - np.arange(len(order))))
    inside = order[start : ends[start]]
    if len(inside) < max(FLOOD, FLOODED * len(places)):
        return []
    begin, end = np.searchsorted(every, sorted_[start]), np.searchsorted(every, sorted_[start] + DAY, side="right")
    others = len(every) - len(places)
    if not is_long and (others <= 0 or (end - begin - len(inside)) / others > USUAL):
        return []
    return sorted(int(at) for at in inside if at != inside.min())
