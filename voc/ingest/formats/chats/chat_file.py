"""A file that is one chat: its messages, each with the time in front of it, to one conversation.

    chat = conversation(content, [(stamp, turn("Hello", "Jo Meyer")), (stamp, Left("attachment"))])

For: what apps export as text (`whatsapp`, `line_chat`, `line_desktop`). Not for: transcripts with several conversations in a
file (`chat_text`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voc.ingest.content import Content
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, plain
from voc.ingest.formats.parts.document import stem
from voc.ingest.formats.parts.line_times import Stamp, moment, since_first


def conversation(
    content: Content, messages: Sequence[tuple[Stamp | None, Turn | Left]], before: Sequence[Left] = ()
) -> Conversation:
    """The conversation of `messages`, called after the file: turns begin in seconds from the first of them, and it begins
    and ends with them. `before` are lines above them that say nothing we know."""
    stamps = [stamp for stamp, item in messages if isinstance(item, Turn)]
    offsets = iter(since_first(stamps))
    items: list[Turn | Left] = [*before]
    for _, item in messages:
        offset = next(offsets) if isinstance(item, Turn) else None
        items.append(replace(item, start_s=plain(offset)) if isinstance(item, Turn) and offset is not None else item)
    times = [when for stamp in stamps if (when := moment(stamp))]
    cells = {
        "interaction_id": stem(content), "channel": "social", "started_at": times[0] if times else None,
        "ended_at": times[-1] if len(times) > 1 else None,
    }  # fmt: skip
    return Conversation(cells, items)
