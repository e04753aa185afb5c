"""The codes of a finding, reasons and rivals, as sentences.

For: the report modules that say why a grade was given and what could not be ruled out. Not for: choosing codes; see
voc.explain.grade.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from voc.report import figures
from voc.wording import LANGS, Phrase, catalogue, knows, same, say, word

_PAIR = re.compile(
    r"\b([A-Za-z]\w*)=([^,=]+?)(?:(, | )(?=[A-Za-z]\w*=|\d{4}-\d{2}-\d{2})|(?=,|$))"
)  # ward=A 2026-07-06
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_SIDES = re.compile(r"(\d+) before, (\d+) after")
_FRACTION = re.compile(r"\b(?:0?\.\d+|[01]\.0+)\b")


def code(section: str, written: str, names: Mapping[str, Phrase]) -> Phrase:
    """The sentence for a code of a finding, `code` or `code: detail`; an unknown code is shown as it is written. `names` are
    those of topics, and of metrics where a rival may be one."""
    plain, _, detail = (part.strip() for part in written.partition(":"))
    key = f"{section}.{plain}"
    if not knows(key):
        return same(written)
    if "{detail}" not in catalogue(LANGS[0])[key]:
        return say(key)
    if plain in ("other_topic", "topic_unsure", "topic_not_worse", "moved_against"):
        return say(key, detail=names.get(detail, same(detail)))
    if plain == "topic_later":
        topic, _, days = detail.rpartition(" ")
        return say(key, detail=names.get(topic, same(topic)), days=days)
    if plain == "event":
        return say(key, detail=dated(detail))
    detail = detail.replace("->", "→")
    if detail.isdigit():
        return say(key, detail=figures.count(int(detail)))
    if plain.endswith("_changed"):
        detail = _FRACTION.sub(lambda found: f"{float(found[0]):.0%}", detail)
    if plain == "outside_data":
        detail = detail.replace(" to ", " – ")
    if sides := _SIDES.fullmatch(detail) if plain == "short_history" else None:
        return say("reason.short_history_sides", before=sides[1], after=sides[2])
    if plain == "short_history":
        detail = detail.removesuffix(" periods")
    return say(key, detail=in_words(detail) if detail else "…")


def dated(event: str) -> Phrase:
    """An event written `name date`: its name, and its date as each reader writes it."""
    title, _, date = event.rpartition(" ")
    if title and _DATE.fullmatch(date):
        return say("dek.dated", event=title, date=with_dates(date, figures.day))
    return same(event)


def in_words(detail: str) -> Phrase:
    """A detail as its readers say it: `channel=voice 2026-07-06` is channel phone, 6 Jul; `everywhere` is no name."""
    if detail == "everywhere":
        return say("place.everywhere")

    def written(lang: str) -> str:
        def one(pair: re.Match[str]) -> str:
            said = say("place.pair", dim=word("dim", pair[1]), value=word("value", pair[2]))[lang]
            return said + (say("place.join")[lang] if pair[3] else "")

        return with_dates(_PAIR.sub(one, detail), figures.day)[lang]

    return {lang: written(lang) for lang in LANGS}


def with_dates(text: str, day: Callable[..., Phrase]) -> Phrase:
    """`text` with every ISO date as `day` writes it."""

    def written(lang: str) -> str:
        def one(found: Any) -> str:
            try:
                return day(found[0])[lang]
            except ValueError:  # looks like a date and is none
                return str(found[0])

        return _DATE.sub(one, text)

    return {lang: written(lang) for lang in LANGS}
