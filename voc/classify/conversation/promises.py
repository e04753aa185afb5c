"""Waits promised: how long the firm says that something will take, in its turns of a chat or call, as seconds.

For: the stage's `waits_promised`, read against what customers tell (`waits`) and the clock of the records. Not for: what
customers say; and not for topics, which turns of the firm never carry.

A duration in a turn of an agent, a bot or the system is a promise where the words right before it or right after it say that
something will take so long ("within", "takes about", 大概两个小时, 两天内寄到). How long a thing lasts, and what the
customer has to keep ("you can return it within 30 days", 7天内申请) is none: voc/data/waits.toml says how that looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from voc import language, tables
from voc.classify.conversation.durations import READ_IN
from voc.classify.conversation.waits import NEAR, Wait, phrases, waits

if TYPE_CHECKING:
    import pyarrow as pa

ROLES = ("agent", "bot", "system")
NEVER = (None, "second", "year")  # a vague one; what a machine needs, or is to be held down for; a guarantee
_PART = re.compile(r"[^,;.!?，。；！？\n]+(?:\.\d[^,;.!?，。；！？\n]*)*")


def waits_promised(turns: pa.Table) -> pa.Table:
    """Table `waits_promised`: every wait that the firm promises, by contact, turn and place. Contacts of the same words in
    another order of rows give the same table; in languages without a list nothing is found."""
    import pyarrow as pa

    columns = ("turn_id", "interaction_id", "seq", "role", "text", "lang", "row")
    by_contact: dict[str, list[dict[str, Any]]] = {}
    for row in turns.select([name for name in columns if name in turns.column_names]).to_pylist():
        if row["text"] and row["role"] in ROLES:
            by_contact.setdefault(row["interaction_id"], []).append(row)
    found = [
        made
        for _, rows in sorted(by_contact.items())
        for made in _of_contact(sorted(rows, key=lambda row: (row["seq"], row.get("row") or 0)))
    ]
    return tables.conform(pa.Table.from_pylist(found, schema=tables.schema("waits_promised")), "waits_promised")


def promised(folded: str, lang: str) -> list[Wait]:
    """The waits that a folded turn of the firm promises, in order of place; none for a language without a list."""
    found = []
    for match in _PART.finditer(folded):
        part = match.group()
        for one in waits(part, lang):
            if _is_promised(part, one, language.family(lang)):
                found.append(_moved(one, match.start()))
    return found


def _of_contact(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    known = language.of("\n".join(row["text"] for row in rows))
    for row in rows:
        for one in promised(language.folded(row["text"]), language.named(row.get("lang")) or _lang(row["text"], known)):
            yield {
                "turn_id": row["turn_id"], "interaction_id": row["interaction_id"], "seq": row["seq"], "role": row["role"],
                "start": one.start, "end": one.end, "low_s": one.low, "high_s": one.high, "unit": one.unit,
            }  # fmt: skip


def _lang(text: str, known: str) -> str:
    """The language of a turn where it can be told: some firms answer in two. Else that of the contact."""
    own = language.of(text)
    return own if language.family(own) in READ_IN else known


def _is_promised(part: str, one: Wait, lang: str) -> bool:
    lists = phrases(lang)
    if one.unit in NEVER or lists["no_promise"].search(part):
        return False
    if _before(lang).search(part[max(0, one.start - NEAR) : one.start]):
        return True
    return lists["promised_after"].match(part[one.end : one.end + NEAR].lstrip()) is not None


@cache
def _before(lang: str) -> re.Pattern[str]:
    """The words right before a duration that make it a promise, with any number of `filler` between."""
    lists = phrases(lang)
    return re.compile(rf"(?:{lists['promised'].pattern})(?:\s?(?:{lists['filler'].pattern})){{0,4}}\s?$")


def _moved(one: Wait, by: int) -> Wait:
    return Wait(one.start + by, one.end + by, one.low, one.high, one.unit, one.kind)
