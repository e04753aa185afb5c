"""Which end of a scale is the bad one, by the words at its ends and of its question.

For: `questions`, which takes a scale from the words of a question. Not for: finding those words. What costs the customer
(effort, trouble, 费力) is bad where there is much of it and good where there is little: "very low effort" is the good end,
and so is "not at all" of "How difficult was it?". Where a statement that complains is agreed with, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_BURDEN = re.compile(
    r"effort(?!less)|difficult|\bhard\b|trouble|frustrat|stress|annoy|费力|費力|费劲|費勁|吃力|麻烦|麻煩|困难|困難|复杂|複雜|"
    r"aufwand|mühe|anstreng|schwierig|schwer\b|difficile|esfuerzo|difícil|sforzo",
    re.IGNORECASE,
)
_LITTLE = re.compile(
    r"\b(?:not|no|none|low|lowest|little|less|least|minimal|minimum|never)\b|不|没|沒|无|無|低|少|"
    r"\b(?:nicht|wenig|kaum|keine?|niedrig|pas|peu|aucune?|nada|poco|ningún|nessuno)\b",
    re.IGNORECASE,
)
# Words that say how much and nothing else.
_AMOUNT = re.compile(
    r"(?:\W|\b(?:very|extremely|a|at|all|not|no|none|low|little|small|high|much|lots?|of|great|deal|huge|minimal|maximal|"
    r"minimum|maximum|most|least|completely|totally|never|always|often|lowest|highest|"
    r"gar|nicht|sehr|wenig|viel|überhaupt|keine?|niedrig|hoch|pas|du|tout|très|peu|beaucoup|faible|élevé|nada|muy|poco|"
    r"mucho|bajo|alto)\b|非常|很|极|極|十分|完全|一点|一點|都|不|没有|沒有|没|沒|低|高|少|多|大|小|无|無)+",
    re.IGNORECASE,
)
# A question how much it cost; 麻烦您 asks for a kindness.
_ASKS = re.compile(
    r"\bhow (?:much |great )?(?:of an? )?(?:\w+ )?(?:effort|difficult|hard\b|trouble|frustrat|stress|annoy)|"
    r"费力|費力|费劲|費勁|吃力|麻[烦煩](?![您你给給请請])|困难|困難|多少(?:的)?(?:精力|力气|力氣)|"
    r"\bwie (?:viel|groß\w*|hoch) .{0,12}(?:aufwand|mühe|anstreng)|\bwie (?:schwierig|schwer|anstrengend)",
    re.IGNORECASE,
)
_COMPLAINS = re.compile(
    r"\b(?:took|takes|takes? me|required?|needed|cost)\b.{0,25}\b(?:effort|trouble)|"
    r"\bwas (?:too |very |so |rather )?(?:difficult|hard|frustrating|annoying)\b",
    re.IGNORECASE,
)
_EASE = re.compile(r"\beas(?:y|ily|ier|e)\b|容易|轻松|輕鬆|方便|leicht|einfach", re.IGNORECASE)
_AGREE = re.compile(r"agree|同意|赞同|贊同|stimme|zustimm|accord|acuerdo", re.IGNORECASE)


def is_low_bad(question: str, low: str, high: str, is_bad: Callable[[str], bool]) -> bool | None:
    """Whether the low end is the bad one; None where the words leave it open. `question` is all of it, `low` and `high` the
    words at its ends, `is_bad` says what words mean where nothing is asked that costs the customer."""
    asked = question.replace(low, " ").replace(high, " ")
    costs = _ASKS.search(asked) is not None
    if _AGREE.search(low + high) and (costs or _COMPLAINS.search(asked)):
        return None
    if costs and _EASE.search(asked) and (_AMOUNT.fullmatch(low) or _AMOUNT.fullmatch(high)):
        return None  # "how easy or difficult": not at all what?
    ends = [_bad(one, costs, is_bad) for one in (low, high)]
    return None if ends[0] == ends[1] else ends[0]


def _bad(words: str, costs: bool, is_bad: Callable[[str], bool]) -> bool:
    if _BURDEN.search(words) or (costs and _AMOUNT.fullmatch(words)):
        return _LITTLE.search(words) is None
    return is_bad(words)
