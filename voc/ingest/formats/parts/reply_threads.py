"""Which conversation a message belongs to, where each says only which one it answers.

    threads(["1", "2", "3"], [None, "1", "2"])      # ["1", "1", "1"]

For: tables of posts and replies (`message_tables`). Not for: messages that name their conversation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# The heading of the message that one answers.
ANSWERED = re.compile(
    r"(?:in )?(?:response|reply|replied|replying) to(?: (?:tweet|status|message|msg|post|comment))?(?: ?id)?|"
    r"parent(?: (?:tweet|status|message|msg|post|comment))?(?: ?id)?"
)


def threads(ids: Sequence[str], answered: Sequence[str | None]) -> list[str]:
    """For each message of `ids` the id of the one that opens its thread; `answered` is the message that each answers, None
    for none. A message that is not there opens the thread of those that answer it; a circle is called by one of it."""
    before = {id: to for id, to in zip(ids, answered, strict=True) if to is not None and to != id}
    opened: dict[str, str] = {}
    for id in ids:
        way = [id]
        seen = {id}
        while (to := before.get(way[-1])) is not None and to not in seen and way[-1] not in opened:
            way.append(to)
            seen.add(to)
        first = opened.get(way[-1], way[-1] if way[-1] not in before else min(way))
        opened.update(dict.fromkeys(way, first))
    return [opened[id] for id in ids]
