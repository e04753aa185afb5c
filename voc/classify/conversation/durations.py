"""Durations: how long, in seconds, from words and figures of English and Chinese.

For: `waits`. Not for: dates, ages and prices; what is no wait `waits` leaves out.

A number is read with its unit: "an hour and a half", "45+ mins", "3-4 business days", 半个小时, 三四十分钟, "1h20m"; "a day
or two" and "between 30 and 40 minutes" are ranges. A day is 24 hours, a working day too; a week 7 days, a month 30, a
year 365. "Nearly 3 hours" are 3 hours; "over an hour", "45+ mins", 一个多小时 have no upper end; "a few" are 3 to 5, 几 and
"several" 3 to 9. Texts are folded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

SECONDS = {
    "second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 7 * 86400, "month": 30 * 86400, "year": 365 * 86400,
}  # fmt: skip
# characters [start, end), seconds from and to (None: no upper end), unit
Found = tuple[int, int, float | None, float | None, str | None]

_WORDS_EN = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "a hundred": 100, "an": 1, "a": 1,
}  # fmt: skip
_LOOSE_EN = {
    "a couple of": (2, 2),
    "a couple": (2, 2),
    "couple of": (2, 2),
    "couple": (2, 2),
    "a few": (3, 5),
    "few": (3, 5),
    "several": (3, 9),
}
_UNIT_EN = (
    r"(?P<unit>seconds?|secs?|minutes?|mins?|minuets?|hours?|hrs?|wks?|yrs?"
    r"|(?:(?:business|working|calendar|full|whole|solid|long) )?(?:days?|weeks?|months?|years?)|[hms](?!\w))"
)
_TENS = "|".join(word for word, value in _WORDS_EN.items() if 20 <= value < 100)
_ONES = "|".join(word for word, value in _WORDS_EN.items() if value < 10 and len(word) > 2)
_ANY_EN = "|".join(sorted((*_WORDS_EN, *_LOOSE_EN), key=len, reverse=True))
# Runs are bounded, so that a long blob in a text does not take time squared.
_N_EN = (
    rf"(?:\d{{1,3}} ?(?:1/2|½)|\d{{1,7}}(?:,\d{{3}}){{0,2}}(?:\.\d{{1,3}})?|(?:{_TENS})[ -](?:{_ONES})"
    rf"|{_ANY_EN}|half an?|half)"
)
# The smaller part of a duration: an hour and twenty minutes, 1 day 4 hours. "An hour, five minutes later" are two.
_SAID_EN = rf"(?:{_TENS})[ -](?:{_ONES})|" + "|".join(
    sorted((word for word in _WORDS_EN if len(word) > 2), key=len, reverse=True)
)
_AFTER_HOURS = r"(?:(?<=hours)|(?<=hour)|(?<=hrs)|(?<=hr)|(?<=\dh)|(?<=\d h))"
_AFTER_DAYS = r"(?:(?<=days)|(?<=day))"
# A day or two is one to two days; in "a day or two weeks" the two are weeks.
_NO_UNIT = r"(?![ -]?(?:(?:full|whole|business|working) )?(?:sec|min|hour|hr|day|week|wk|month|year|yr))(?!\w)"
_ENGLISH = re.compile(
    r"(?<![\w.,:/$£€])(?P<between>between )?(?P<over>(?:over|more than|at least|upwards of|longer than|well over) )?"
    rf"(?P<low>{_N_EN})(?: and (?P<half>a half|a quarter|three quarters))?(?P<plus>\s?\+)?"
    rf"(?:\s?(?:-|–|to|or|(?(between)and|(?!)))\s?(?P<high>{_N_EN}))?(?P<more>\s?\+)?"
    rf"[ -]?(?:of )?(?:full |whole |solid |long |entire |bloody |fucking |freaking ){{0,2}}{_UNIT_EN}"
    r"(?P<end>\+| plus(?!\w))?"
    rf"(?P<and> and (?:a half|a quarter|three quarters)|(?: or (?P<or>two|three|2|3)){_NO_UNIT}|{_AFTER_HOURS}"
    rf"(?:,? ?(?:and )?(?P<rest>\d{{1,2}})| (?:and )?(?P<rest_said>{_SAID_EN}))"
    rf" ?(?:minutes?|mins?|m(?!\w))|{_AFTER_DAYS},? (?:and )?(?P<rest_hours>\d{{1,2}}|{_SAID_EN}) ?(?:hours?|hrs?))?(?!\w)"
    r"|(?<![\w.])(?P<hours>\d{1,2})h ?(?P<minutes>\d{1,2})(?:m|mins?)?(?!\w)"
    r"|(?<![\w.])(?:(?P<three>three[ -]quarters|3/4)|(?:an? |one )?quarter) of an hour(?!\w)|(?<=within )the hour(?!\w)"
)
_UNITS_EN = {"s": "second", "h": "hour", "d": "day", "w": "week", "y": "year"}


def english(text: str) -> Iterator[Found]:
    """The durations of a folded English text, in order."""
    for match in _ENGLISH.finditer(text):
        if match["hours"]:
            seconds = 3600.0 * int(match["hours"]) + 60.0 * int(match["minutes"])
            yield match.start(), match.end(), seconds, seconds, "hour"
            continue
        if not match["unit"]:
            minutes = 60.0 if match.group() == "the hour" else 45.0 if match["three"] else 15.0
            yield match.start(), match.end(), 60 * minutes, 60 * minutes, "hour"
            continue
        unit = _unit_en(match["unit"])
        if len(match["unit"]) == 1 and not match["low"][0].isdigit():
            continue  # "a m" is no minute
        if not match["low"][0].isdigit() and text[match.end("low")].isalpha():
            continue  # Amin is a name
        low, high = _number_en(match["low"])
        high = _number_en(match["high"])[1] if match["high"] else high
        if match["high"] and _number_en(match["high"])[0] < low:
            low = high
        high = max(high, _number_en(match["or"])[1]) if match["or"] else high
        more = sum(_PART[part] for part in (match["half"], (match["and"] or "").removeprefix(" and ")) if part in _PART)
        rest, rest_hours = match["rest"] or match["rest_said"], match["rest_hours"]
        extra = 60.0 * _number_en(rest)[0] if rest else 3600.0 * _number_en(rest_hours)[0] if rest_hours else 0.0
        is_open = any(match[name] for name in ("over", "plus", "more", "end"))
        seconds = SECONDS[unit]
        yield (
            match.start(), match.end(), (low + more) * seconds + extra,
            None if is_open else (high + more) * seconds + extra, _named_unit(match["unit"], unit),
        )  # fmt: skip


_PART = {"a half": 0.5, "a quarter": 0.25, "three quarters": 0.75}


def _unit_en(word: str) -> str:
    last = word.rsplit(" ", maxsplit=1)[-1]
    return ("month" if last.startswith("mo") else "minute") if last[0] == "m" else _UNITS_EN[last[0]]


def _named_unit(word: str, unit: str) -> str:
    return "working_day" if re.match("business|working|工作", word) else unit


def _number_en(word: str) -> tuple[float, float]:
    if word.endswith(("1/2", "½")):
        value = float(word.removesuffix("1/2").removesuffix("½")) + 0.5
    elif word[0].isdigit():
        value = float(word.replace(",", ""))
    elif word.startswith("half"):
        value = 0.5
    elif word in _LOOSE_EN:
        return _LOOSE_EN[word]
    else:
        value = float(
            sum(_WORDS_EN[part] for part in re.split("[ -]", word)) if word not in _WORDS_EN else _WORDS_EN[word]
        )
    return value, value


_DIGITS_ZH = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_FEW = {"一": (1, 1), "半": (0.5, 0.5), "几": (3, 9), "好几": (3, 9), "数": (3, 9), "多": (3, 9)}
_ZH = "零〇一二两三四五六七八九十百几数半"
_N_ZH = rf"(?:\d、\d0?(?!\d)|\d{{1,7}}(?:\.\d{{1,3}})?|好几|[{_ZH}](?:、?[{_ZH}]){{0,6}})"
_UNIT_ZH = (
    r"(?P<unit>秒钟?|分钟|刻钟|小时|钟头|(?<=[个几])钟(?!头)|粒钟|工作日|工作天|天|日内|周(?![一二三四五六日末])|年(?![级代纪龄轻底])"
    r"|(?:星期|礼拜)(?![一二三四五六日天])|月(?!\d)|(?:hours?|hrs?|h|minutes?|mins?)(?![a-z]))"
)
_CHINESE = re.compile(
    rf"(?<![\d.:第每])(?P<over>超过|不止|至少|起码|多于)?(?P<low>{_N_ZH})(?P<plus>\+)?"
    rf"(?:\s?[-~～至到]\s?(?P<high>{_N_ZH}))?(?P<many>[多几来])?(?P<more>\+)?"
    rf"\s?(?P<a>个|粒)?(?P<half>半)?(?P<many2>多|几(?=钟))?(?:整|的)?{_UNIT_ZH}(?P<and>半)?"
    rf"(?P<rest>(?P<n>{_N_ZH})(?:分钟?|刻钟?))?(?P<after>\+|以上|多)?"
    r"|(?P<bare>个半)(?:钟头?|小时)|(?<=成)(?P<whole>个)(?:钟头?|小时)"
)
_UNITS_ZH = {
    "秒": "second", "分": "minute", "刻": "quarter", "小": "hour", "钟": "hour", "粒": "hour", "工": "day", "天": "day",
    "日": "day", "周": "week", "星": "week", "礼": "week", "月": "month", "年": "year", "h": "hour", "m": "minute",
}  # fmt: skip


def chinese(text: str) -> Iterator[Found]:
    """The durations of a folded Chinese text, in order."""
    for match in _CHINESE.finditer(text):
        if match["bare"]:  # 成个半钟: "a whole one and a half"
            yield match.start(), match.end(), 5400.0, 5400.0, "hour"
            continue
        if match["whole"]:
            yield match.start(), match.end(), 3600.0, 3600.0, "hour"
            continue
        word = match["unit"]
        if word.isascii() and (not match["low"].isdigit() or int(match["low"]) > 99 or text[match.start() - 1] == "/"):
            continue  # 一h is nothing, 1000H a model, 156/24h a price
        unit = _UNITS_ZH[word[0]]
        if match["low"] in ("几", "好几") and match["many"] == "多":
            continue  # 几多 asks how many
        if word[0] == "月" and not match["a"]:
            continue  # 三月 is March
        low, high = _number_zh(match["low"])
        if match["high"]:
            high = _number_zh(match["high"])[1]
        if match["many"] == "几":
            high += 9
        seconds = float(SECONDS.get(unit, 900))
        more = 0.5 * bool(match["half"]) + 0.5 * bool(match["and"])
        extra = 0.0
        if match["rest"]:
            n = _number_zh(match["n"])[0]
            extra = n * (900.0 if "刻" in match["rest"] else 60.0)
        is_open = (
            any(match[name] for name in ("over", "plus", "more", "many", "many2", "after")) and match["many"] != "几"
        )
        yield (
            match.start(), match.end(), (low + more) * seconds + extra, None if is_open else (high + more) * seconds + extra,
            _named_unit(word, "minute" if unit == "quarter" else unit),
        )  # fmt: skip


def _number_zh(word: str) -> tuple[float, float]:
    """A Chinese number, or two that stand for a range: 三四 is 3 to 4, 三四十 30 to 40, 十几 11 to 19."""
    if match := re.fullmatch("(\\d)、(\\d)(0?)", word):  # 3、40分钟
        scale = 10 if match[3] else 1
        return float(match[1]) * scale, float(match[2]) * scale
    word = word.replace("、", "")
    if word[0].isdigit():
        return float(word), float(word)
    if word in _FEW:
        return _FEW[word]
    if word == "十几":
        return 11, 19
    if word.endswith("十几") or word == "几十":
        low = 10.0 * (_DIGITS_ZH.get(word[0], 2))
        return (20, 90) if word == "几十" else (low + 1, low + 9)
    if match := re.fullmatch("([二两三四五六七八九一])([二两三四五六七八九])(十|百)?", word):
        scale = {"十": 10, "百": 100}.get(match[3] or "", 1)
        low, high = _DIGITS_ZH[match[1]], _DIGITS_ZH[match[2]]
        if high == low + 1 or (low, high) == (3, 5):
            return low * scale, high * scale
    if match := re.fullmatch("十([一二三四五六七八])([二三四五六七八九])", word):
        return 10 + _DIGITS_ZH[match[1]], 10 + _DIGITS_ZH[match[2]]
    total, digit = 0, 0
    for letter in word:
        if letter in "十百":
            total, digit = total + (digit or 1) * (10 if letter == "十" else 100), 0
        elif letter in _DIGITS_ZH:
            digit = _DIGITS_ZH[letter]
    half = 0.5 if word.endswith("半") else 0.0
    return total + digit + half, total + digit + half


READ_IN: dict[str, Callable[[str], Iterator[Found]]] = {"en": english, "zh": chinese}
