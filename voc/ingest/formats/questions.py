"""What kind of question a column of a survey holds, where the file does not say: open or not, and the scale it was asked on.

For: the formats of surveys. Not for: reading answers. A scale is taken from the words of the question ("from 0 to 10"), or
it is not known: the answers that happen to be there prove nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from voc.ingest.formats.responses import is_number
from voc.ingest.source import Score

NPS = Score("nps", 0, 10)
STARS = Score("stars", 1, 5)
# SurveyMonkey's own words for its question of 0 to 10.
NPS_WORDS = re.compile(r"how likely is it that you would recommend", re.IGNORECASE)

_HINT = re.compile(
    r"comment|feedback|why\b|tell us|tell me|describe|explain|elaborate|in your own words|suggest|improve|anything else|"
    r"main reason|primary reason|reason for your|what .{0,40}(?:like|could|can|would|should|better)|verbatim|remarks|"
    r"open.?end|"
    r"评论|評論|意见|意見|建议|建議|反馈|回饋|留言|说明|說明|为什么|為什麼|原因|请描述|請描述|改进|改進|还有什么|還有什麼|您想说|您想說|其他想",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]")
_RANGE = re.compile(
    r"(?<![\d.])(?P<low>[01])\s*(?:-|–|—|~|～|to|through|and|bis|à|a|到|至)\s*(?P<high>[3-9]|10)(?![\d.%])",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?<!\d)(?P<low>[01])\s*[=＝:：]\s*(?P<bad>[^\d=＝]{2,60}?)[\s,;，；、/()（）and]*(?<!\d)(?P<high>[3-9]|10)\s*[=＝:：]\s*"
    r"(?P<good>[^\d=＝]{2,60})",
    re.IGNORECASE,
)
_RATING = re.compile(
    r"scale|rate|rating|likely|satisf|recommend|easy|score|评|評|打分|推荐|推薦|满意|滿意|可能|分", re.IGNORECASE
)
_BAD = re.compile(
    r"\bnot\b|\bun|\bdis|poor|bad|terrible|awful|difficult|hard|low|never|worst|不|差|难|難|低|没|沒", re.IGNORECASE
)
_REVERSED = re.compile(r"effort|difficult|hard was|hard is|problem|困难|困難|费力|費力|麻烦|麻煩", re.IGNORECASE)
_KINDS = (
    ("nps", re.compile(r"recommend|推荐|推薦|empfehl|recomend|recommand", re.IGNORECASE)),
    ("csat", re.compile(r"satisf|满意|滿意|zufrieden", re.IGNORECASE)),
    ("ces", re.compile(r"\beas(?:y|ily)\b|\bease\b|effort|容易|轻松|輕鬆|方便", re.IGNORECASE)),
    ("stars", re.compile(r"\bstars?\b|星", re.IGNORECASE)),
)
_SHORT = 30  # letters that an option of a closed question seldom has
_LONG = 80


def is_open(question: str, cells: Iterable[str | None]) -> bool:
    """Whether a column of answers is one of free words, by the words of the question and by what is in it: numbers and a
    few words that come again and again are not; a Han letter counts as three."""
    filled = [one.strip() for one in cells if one and one.strip()]
    worded = [one for one in filled if not is_number(one)]
    if not filled or len(worded) * 2 < len(filled):
        return False
    lengths = [len(one) + 2 * len(_HAN.findall(one)) for one in worded]
    mean, kinds = sum(lengths) / len(lengths), len(set(worded))
    comes_again = len(worded) >= 6 and kinds * 2 <= len(worded)
    if _HINT.search(question):
        return not comes_again or mean >= _LONG
    if comes_again:
        return mean >= _LONG
    has_sentence = any(re.search(r"[.!?。！？]\s*$|[,，;；]", one) for one in worded)
    return mean >= _SHORT or (has_sentence and mean >= _SHORT / 2)


def asked_scale(question: str) -> Score | None:
    """The scale that the words of a question state, None where they do not, or leave open which end is good."""
    ends = _ENDS.search(question)
    if ends is not None:
        low, high = int(ends["low"]), int(ends["high"])
        is_bad, is_good_bad = bool(_BAD.search(ends["bad"])), bool(_BAD.search(ends["good"]))
        if is_bad == is_good_bad:
            return None
        return Score(_kind(question, low, high), low, high, "higher_better" if is_bad else "lower_better")
    found = _RANGE.search(question)
    if found is None or not _RATING.search(question) or _REVERSED.search(question):
        return None
    low, high = int(found["low"]), int(found["high"])
    return Score(_kind(question, low, high), low, high)


def _kind(question: str, low: int, high: int) -> str:
    for kind, words in _KINDS:
        if words.search(question) and (kind != "nps" or (low, high) == (0, 10)):
            return kind
    return "other"


def leading_number(cell: str | None) -> str | None:
    """`Extremely likely - 10` as `10 - Extremely likely`; other cells as they are."""
    found = re.fullmatch(r"\s*(\D{2,60}?)\s*[-–—:]\s*(\d{1,2})\s*", cell) if cell else None
    return cell if found is None else f"{found[2]} - {found[1]}"
