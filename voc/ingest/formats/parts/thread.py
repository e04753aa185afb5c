"""The messages of one ticket or conversation as turns: in order of time, numbered, with their distance from the start.

For: formats of tickets and chats. Not for: deciding who speaks; a message comes with its role.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voc.ingest.formats.parts.moments import number, seconds

OPENING = "description"  # the id of a message that is a ticket's description, which may be its first comment too


@dataclass(frozen=True)
class Message:
    """What one side wrote. `at` is ISO text; `role` one of ours; `author` the system's id of who wrote; `opens` says that
    the system keeps it as the message that opened the contact: it comes first, whatever the times say; `row` is its
    number in the file, where the file has one."""

    id: str | None
    at: str | None
    role: str
    text: str
    author: str | None = None
    opens: bool = False
    row: int | None = None


def turns(
    interaction: str, messages: Sequence[Message], started: str | None = None, first: int = 1
) -> Iterator[tuple[int | None, dict[str, str | None]]]:
    """Cells of turns, each with the `row` of its message, in order of time; a message without a time stays after the one
    before it. `turn_id` is the message's id, or its place, behind that of the contact: systems count messages anew.

    `seq` counts from `first`; `start_s` is seconds from `started`, or from the earliest message where that is earlier or
    `started` is unknown; none for a message that is older than the one that opened. `said_at`,
    `author_id` and, of an agent's turn, `agent_id` are carried.
    """
    moments = [seconds(one.at) for one in messages]
    opening = [at for one, at in zip(messages, moments, strict=True) if one.opens and at is not None]
    known = [at for at in (*moments, seconds(started)) if at is not None]
    begin = opening[0] if opening else min(known) if known else None
    order, last = [], float("-inf")
    for place, at in enumerate(moments):
        last = last if at is None else at
        order.append((not messages[place].opens, last, place))
    for seq, (_, _, place) in enumerate(sorted(order), first):
        one, at = messages[place], moments[place]
        yield one.row, {
            "turn_id": f"{interaction}:{one.id or seq}", "interaction_id": interaction, "seq": str(seq),
            "role": one.role, "text": one.text,
            "start_s": None if at is None or begin is None or at < begin else number(at - begin),
            "said_at": one.at, "author_id": one.author, "agent_id": one.author if one.role == "agent" else None,
        }  # fmt: skip


def alike(text: str | None) -> str:
    """What two writings of one message have in common: letters and digits, lower case."""
    return re.sub(r"\W+", "", text or "").casefold()
