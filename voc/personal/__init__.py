"""Where personal data stands in a text: names, numbers, accounts, identities, places; in English and both Chinese scripts.

    found("ring Mr Lee on 07700 900123")      # [Found(8, 11, "NAME", "lee"), Found(15, 27, "PHONE", "07700900123")]
    hidden("ring Mr Lee on 07700 900123")     # "ring Mr *** on ***"

For: `clean`, which puts placeholders in their place, and whatever shows a cell of the user's to people. Not for: what is no
person's - order, ticket, flight and tracking numbers, dates, times, amounts, durations and versions are join keys and
evidence, and stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from voc.personal import again, replies
from voc.personal.asked import joined
from voc.personal.chinese import handles_zh, names_zh, places_zh
from voc.personal.english import handles, names, places
from voc.personal.english.person import together
from voc.personal.mark import Found, Look, look
from voc.personal.numbers import (
    accounts,
    births,
    identity,
    ids_zh,
    nets,
    phones,
    phones_zh,
    plates,
    plates_zh,
    spoken,
    spoken_zh,
)
from voc.personal.width import plain

__all__ = ["HIDDEN", "Found", "found", "hidden"]

HIDDEN = "***"

# What a kind needs before it is looked for at all, so that most texts cost little; the surest kinds first.
_KINDS: tuple[tuple[Callable[[Look], bool], Callable[[Look], Iterator[Found]]], ...] = tuple(
    (one.is_likely, one.find)
    for one in (
        nets,
        ids_zh,
        identity,
        plates,
        plates_zh,
        accounts,
        handles_zh,
        handles,
        births,
        replies,
        places,
        places_zh,
        phones,
        spoken_zh,
        phones_zh,
        spoken,
    )
)


def found(text: str) -> list[Found]:
    """The spans of personal data in `text`, sorted, none inside another; where two compete, the surer kind wins. Letters and
    digits of full width are read as plain ones."""
    seen = look(joined(plain(text)))
    taken: list[Found] = []
    covered = bytearray(len(text))  # a byte for each letter, so that long lists take no time squared
    for is_likely, find in _KINDS:
        if is_likely(seen):
            taken += _free(find(seen), covered)
    people = [one for kind in (names, names_zh) if kind.is_likely(seen) for one in kind.find(seen)]
    # what is too wide with its neighbour may fit alone
    named = [*_free(together(seen.text, people), covered), *_free(people, covered)]
    return sorted([*taken, *named, *again.named(seen, named, covered)] if named else taken)


def _free(spans: Iterable[Found], covered: bytearray) -> Iterator[Found]:
    """Those of `spans` that meet nothing `covered`, which is added to."""
    for one in spans:
        if not any(covered[one.start : one.end]):
            covered[one.start : one.end] = b"\1" * (one.end - one.start)
            yield one


def hidden(text: str) -> str:
    """`text` with HIDDEN in place of personal data: for messages, where a number of its own would say nothing."""
    parts, at = [], 0
    for one in found(text):
        parts += [text[at : one.start], HIDDEN]
        at = one.end
    return "".join([*parts, text[at:]])
