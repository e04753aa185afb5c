"""What a number is where it is no person's: the key of a record, an amount, a date.

For: the kinds that are told by digits alone. Not for: kinds that prove themselves (check digits with a cue word).
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from voc.personal.words import either, filler, lists

_BACK = 48  # characters before a number that may say what it is
_DATE = re.compile(
    r"(?:(?:19|20)\d\d([-./ ])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])([-./ ])"
    r"(?:0?[1-9]|[12]\d|3[01])\2(?:19|20)\d\d)(?!\d)"
)
_ENDS = re.compile("[?\uff1f!！。\n]")
_MONEY = re.compile(r"[$£€¥￥₩₹]\s?$")


def stays(text: str, start: int, end: int) -> bool:
    """True where the number at [start, end) of `text` is the key of a record or an amount."""
    return is_record(text, start, end) or is_amount(text, start, end)


def is_record(text: str, start: int, end: int) -> bool:
    """True for "order no. 13812345678", "orders 13812345678 and 13912345678", "13812345678 is my order number"."""
    before, after = _record()
    return before.search(text[max(0, start - _BACK) : start]) is not None or after.match(text, end) is not None


def is_record_here(text: str, start: int) -> bool:
    """The same of what begins at `start`, as its own sentence says it: not "已完成订单？我的护照号码是E12345678"."""
    head = max(0, start - _BACK)
    said = _ENDS.split(text[head:start])[-1]
    return is_record(said + text[start:], len(said), len(said))


def is_amount(text: str, start: int, end: int) -> bool:
    """True for "£13800000", "RMB 13800000", "13800000元"."""
    before, after = _amount()
    head = text[max(0, start - 8) : start]
    return _MONEY.search(head) is not None or before.search(head) is not None or after.match(text, end) is not None


def is_date(written: str) -> bool:
    """True for 2024-03-05, 05/03/2024, 20240305, 20240305143000."""
    if _DATE.match(written):
        return True
    if not (written.isdigit() and len(written) in (8, 10, 12, 14) and written[:2] in ("19", "20")):
        return False
    try:
        dt.date(int(written[:4]), int(written[4:6]), int(written[6:8]))
    except ValueError:
        return False
    return True


@cache
def _record() -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = lists("personal")
    latin, han = either(known["record_words"]), either(known["record_words_zh"])
    word = rf"(?:(?<![A-Za-z0-9_])(?:{latin})(?![A-Za-z])|{han})"
    listed = r"(?:[A-Za-z]{0,4}[-\d][\d -]{3,24}\s?(?:,|、|，|;|/|&|and|or|和|及|跟|與|与|或)\s?)*"
    before = rf"{word}{filler(known['record_fillers'])}{listed}(?:[A-Za-z]{{1,4}}-?)?$"
    after = (
        rf"(?:\s(?:is|was)\s(?:my|the|our|your|an?)\s(?:\w+\s)?(?:{latin})(?![A-Za-z])|\s?\((?:{latin}|{han})"
        rf"|(?:是|这个|這個|这张|這張)(?:我的|我|你们的|你們的)?(?:{han}))"
    )
    return re.compile(before, re.IGNORECASE), re.compile(after, re.IGNORECASE)


@cache
def _amount() -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = lists("personal")
    latin = either(word for word in known["amount_words"] if word.isascii() and word.isalpha())
    other = either(word for word in known["amount_words"] if not (word.isascii() and word.isalpha()))
    money = rf"(?<![A-Za-z])(?:{either(known['money_words'])})\s?$"
    return re.compile(money, re.IGNORECASE), re.compile(rf"\s?(?:(?:{latin})(?![A-Za-z])|{other})", re.IGNORECASE)
