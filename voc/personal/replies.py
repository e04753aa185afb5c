"""Numbers and names that answer a question of the turn before, though the question goes on behind its word: "your passport number
please, for flight BA2490" - "M38269317"; 您的微信号方便说一下吗 - april_027.

For: `voc.personal`. Not for: what a word right before tells, see `identity`, `plates` and `handles`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from voc.personal.mark import Found, Look, squeezed
from voc.personal.numbers import births

_TURNS = re.compile(
    r"(?<![^\n])(?P<asked>[^\n]{4,200})(?=\n+(?:\[[\d:. ]+\] ?)?(?:(?:[A-Za-z][A-Za-z ]{1,20}\d?|[\u4e00-\u9fff]{2,6})[:\uff1a] ?)?(?P<said>[^\n]*))"  # who answers may ask the next question
)
_FILLER = re.compile(
    r"(?:(?:yes|yeah|sure|ok|okay|um+|uh+|it's|its|it is|that's|the|my|it|is|number|here|so|ah|oh|hi)(?![A-Za-z'\u2019])[,. ]*|[是嗯呃好的，,：: 我])*",
    re.IGNORECASE,
)
_END = r"(?![A-Za-z0-9_@])"
# What is asked for, and the shape of an answer.
_ASKED = tuple(
    (kind, re.compile(asked, re.IGNORECASE), re.compile(shape + _END, re.IGNORECASE))
    for kind, asked, shape in (
        ("DOB", r"(?:date of birth|birth ?day|birth ?date|(?<![a-z])d\.?o\.?b(?![a-z]))|出生|生日", births.DATE),
        ("PASSPORT", r"passport|护照|護照", r"(?=(?:[A-Z]*\d){6})[A-Z]{0,2}\d{6,9}"),
        ("PLATE", r"(?:registration|reg|plate)s?(?: number| no\.?)?(?: (?:of|on|for) (?:the|your|this|that) (?:car|vehicle|van|bike|motorbike|truck|lorry))?(?![a-z])[^.!?]{0,24}\?|number plate|licen[cs]e plate|[车車]牌|[车車][号號]",
         r"(?=[A-Z0-9 -]{0,5}\d)(?=[A-Z0-9 -]{0,5}[A-Z])[A-Z0-9]{1,4}[- ]?[A-Z0-9]{2,5}"),
        ("HANDLE", r"微信|wechat|(?<![A-Za-z])qq|(?<![A-Za-z])line(?: id)?(?![A-Za-z])(?=[^A-Za-z]{0,8}[?？吗嗎])|skype|telegram|instagram", r"@?[A-Z][A-Z0-9_.-]{3,30}(?<=[\d_A-Z-])(?<!\.)(?=\s*(?:$|[，,。.；;\n]))"),
    )
)  # fmt: skip
# A field of a form, 微信号：april_027, asks nothing.
_QUESTION = re.compile(r"[?？]|[吗嗎是]$|(?<![a-z])please(?![a-z])", re.IGNORECASE)
_WORDLESS = re.compile(r"[\d_.@-]")
_ANOTHER = re.compile(r"(?:order|ticket|case|booking|订单|訂單|工单|工單)[^?？.。]{0,12}$", re.IGNORECASE)


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    return "\n" in look.letters and (":" in look.letters or "\uff1a" in look.letters)


def find(look: Look) -> Iterator[Found]:
    """DOB, PASSPORT, PLATE and HANDLE."""
    for turn in _TURNS.finditer(look.text):
        asked = turn.group("asked").rstrip()
        if not _QUESTION.search(asked):
            continue
        for kind, asks, shape in _ASKED:
            told = asks.search(asked)
            if not told or _ANOTHER.search(asked[: told.start()]):
                continue
            filler = _FILLER.match(look.text, turn.start("said"), turn.end("said"))
            match = shape.match(look.text, filler.end() if filler else turn.start("said"), turn.end("said"))
            if match and (kind != "HANDLE" or _WORDLESS.search(match.group())):
                yield Found(*match.span(), kind, squeezed(match.group()))
