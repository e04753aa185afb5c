"""Where personal data stands in a text: names, numbers, accounts, identities, places; in English and both Chinese scripts.

    found("ring Mr Lee on 07700 900123")      # [Found(8, 11, "NAME", "lee"), Found(15, 27, "PHONE", "07700900123")]
    hidden("ring Mr Lee on 07700 900123")     # "ring Mr *** on ***"

For: `clean`, which puts placeholders in their place, and whatever shows a cell of the user's to people. Not for: what is no
person's - order, ticket, flight and tracking numbers, dates, times, amounts, durations and versions are join keys and
evidence, and stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from voc.personal import accounts, again, births, handles, identity, names, names_zh, nets, phones, places, places_zh
from voc.personal.mark import Found, Look, look
from voc.personal.person import together
from voc.personal.width import plain

__all__ = ["HIDDEN", "Found", "found", "hidden"]

HIDDEN = "***"

# What a kind needs before it is looked for at all, so that most texts cost little; the surest kinds first.
_KINDS: tuple[tuple[Callable[[Look], bool], Callable[[Look], Iterator[Found]]], ...] = tuple(
    (one.is_likely, one.find) for one in (nets, identity, accounts, handles, births, places, places_zh, phones)
)


def found(text: str) -> list[Found]:
    """The spans of personal data in `text`, sorted, none inside another; where two compete, the surer kind wins. Letters and
    digits of full width are read as plain ones."""
    seen = look(plain(text))
    taken: list[Found] = []
    for is_likely, find in _KINDS:
        if is_likely(seen):
            for one in find(seen):
                if all(one.end <= other.start or other.end <= one.start for other in taken):
                    taken.append(one)
    of_people = [one for kind in (names, names_zh) if kind.is_likely(seen) for one in kind.find(seen)]
    named: list[Found] = []
    for one in (*together(seen.text, of_people), *of_people):  # what is too wide with its neighbour may fit alone
        if all(one.end <= other.start or other.end <= one.start for other in taken):
            named.append(one)
            taken.append(one)
    return sorted([*taken, *again.named(seen, named, taken)] if named else taken)


def hidden(text: str) -> str:
    """`text` with HIDDEN in place of personal data: for messages, where a number of its own would say nothing."""
    parts, at = [], 0
    for one in found(text):
        parts += [text[at : one.start], HIDDEN]
        at = one.end
    return "".join([*parts, text[at:]])
