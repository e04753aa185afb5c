"""An answer joined to its question: in "Agent: your passport number?", "Caller: 533204418" who speaks stands between the two.

For: `voc.personal`, whose cues look before a number. Not for: names that answer, see `answers`.
"""

from __future__ import annotations

import re

# A question has its sign, or, as transcripts have it, its words.
_SPEAKER = re.compile(
    r"[.\u3002]?\n[ \t]*(?:\[[\d:. ]+\] ?)?(?:[A-Za-z][A-Za-z ]{1,20}\d?|[\u4e00-\u9fff]{2,6})[:\uff1a]"
    r"(?=[^\n]{0,60}(?:\d|(?<![A-Za-z])(?i:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|nineteen|thousand)(?![A-Za-z])))"
)
_ASKS = re.compile(
    r"(?:[?\uff1f\u662f\u5c11]|please)$|(?:请|請|麻烦|麻煩)[^\n。！!]{0,24}$"
    r"|(?<![A-Za-z])please (?:enter|provide|give|tell|type|confirm|share|send|say|state)(?![a-z])[^.!?\n]*$"
    r"|(?<![A-Za-z])(?:(?:can|could|may|might) (?:i|you|we)|what(?:'s|\u2019s|s| is| was)|and (?:your|the)|your)(?![A-Za-z])[^.!?\n]*$",
    re.IGNORECASE,
)
# Labels of what is told, and nobody who speaks: WeChat: walters-37, 手机：138...
_FIELD = re.compile(
    r"(?<![a-z])(?:we ?chat|wx|vx|line|qq|telegram|whats ?app|skype|phone|tel|telephone|mobile|cell|fax|e-?mail|card|iban|account|ssn|passport|address|ip|plate|reg|id|dob|pin|code)(?![a-z])"
    r"|微[信訊]|扣扣|[电電][话話]|手[机機]|[号號]|[证證]|[护護]照|地址|住址|[车車]牌|[邮郵]箱|信箱|方式|[账帳賬][户戶]",
    re.IGNORECASE,
)


# Turns that stand in one line: "And your passport? Customer: 533204418".
_TURN = re.compile(
    r" (?<=[?.!] )(?=(?:Agent|Caller|Customer|Client|Rep|Advis[eo]r|Operator|Support|Patient|Guest|Passenger|Receptionist|Officer|Clerk|Teller|Member|User|Bot|Me)(?: \d)?: )"
)


def _without_speaker(match: re.Match[str]) -> str:
    """As many line breaks as the end of a request and who speaks have letters, where the line before asks something; else the same."""
    asked = match.string[max(0, match.start() - 200) : match.start()].rpartition("\n")[2]
    is_speaker = _ASKS.search(asked.rstrip()) and not _FIELD.search(match.group())
    return "\n" * len(match.group()) if is_speaker else match.group()


def joined(text: str) -> str:
    """`text`, as long as it was, a line for each turn, with line breaks for who speaks before a number that answers the line before."""
    turns = _TURN.sub("\n", text) if ": " in text else text
    return _SPEAKER.sub(_without_speaker, turns) if "\n" in turns else turns
