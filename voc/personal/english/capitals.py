"""Names in texts that are all capitals, after a word for one: NAME OLUFEMI BALOGUN, PASSENGER: ANNA LEE.

For: `names`. Not for: names in capitals that nothing tells; see `given`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from voc.personal.english.person import value
from voc.personal.english.thing import bears
from voc.personal.lexicon import LETTER, UPPER, fold, lexicon
from voc.personal.mark import Found, Look

_WORDS = frozenset(
    "name names passenger passengers guest customer caller patient holder cardholder sender recipient attn dear regards sincerely thanks signed applicant "
    "payee beneficiary driver tenant this".split()
)
_LABEL = re.compile(
    r"(?<![A-Za-z])(?:(?P<name>(?:(?:FULL|FIRST|LAST|GIVEN|FAMILY|PASSENGER|GUEST|CUSTOMER|CALLER|PATIENT|HOLDER|ACCOUNT|CARD|CONTACT|SUR|MY|PAX|BOOKING|PASSPORT) ?)*NAMES?(?: ON (?:CARD|ACCOUNT|BOOKING|TICKET|PASSPORT))?(?: IS| ARE|:|,| -)*)"
    r"|(?:PASSENGERS?|GUEST|CUSTOMER|CALLER|PATIENT|(?:ACCOUNT |CARD ?)?HOLDER|SENDER|RECIPIENT|ATTN|DEAR|REGARDS|SINCERELY|THANKS|SIGNED|APPLICANT|PAYEE|BENEFICIARY|DRIVER|TENANT|THIS IS)(?: NAME)?(?: IS| ARE|:|,|\.| -)*)\s+"
    rf"(?=[{UPPER}]{{2}})"
)
_LIKELY = re.compile(r"[A-Z]{3}[:,.]*\s+[A-Z]{2}")
_WORD = re.compile(rf"[{UPPER}][{UPPER}'\u2019-]+(?![{LETTER}0-9])")
_MOST = 4


def find(look: Look) -> Iterator[Found]:
    """NAME."""
    text = look.text
    if look.words.isdisjoint(_WORDS) or _LIKELY.search(text) is None:
        return
    for match in _LABEL.finditer(text):
        end = _end(text, match.end())
        words = text[match.end() : end].split(" ")
        known = lexicon()
        is_sure = match.group("name") or any(known.is_listed(fold(one)) or fold(one) in known.family for one in words)
        if (
            end
            and (len(words) > 1 or known.is_listed(fold(words[0])))
            and is_sure
            and not bears(text, match.end(), end)
        ):
            yield Found(match.end(), end, "NAME", value(text[match.end() : end]))


def _end(text: str, start: int) -> int:
    """Where the words end from `start` that are none of the language's; 0 where there is none."""
    known = lexicon()
    at, end = start, 0
    for _ in range(_MOST):
        word = _WORD.match(text, at)
        key = fold(word.group()) if word else ""
        is_name = key in known.given or key in known.family or (end and key in known.weak_family)
        if word is None or not (is_name or (key not in known.ordinary and key not in known.things)):
            break
        end = word.end()
        if text[end : end + 1] != " ":
            break
        at = end + 1
    return end
