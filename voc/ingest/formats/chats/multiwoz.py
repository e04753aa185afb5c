"""MultiWOZ 2.0 and 2.1, and sets that are written as it is: dialogues under their names, each with its log of words.

    {"SNG0129.json": {"goal": {...}, "log": [{"text": "...", "metadata": {}}, {"text": "...", "metadata": {"hotel": ...}}]}}

For: data.json. Not for: version 2.2 and the like, which say who speaks (`chat_json`), nor goals and tasks, which nobody
said. What the system believes stands in `metadata` of its own turns and is empty in those of the user.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, raws, unfit
from voc.ingest.formats.parts.document import documents, inner, listed, word
from voc.ingest.formats.parts.word_runs import turn
from voc.ingest.raw import Raw


def like(head: Head) -> Like:
    """How like a set of such dialogues a head is."""
    return having(head.members, ("log", "text", "metadata", "goal"), ("dialog_act", "span_info", "semi", "message"))


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Turns and interactions. Raises DataError E293 for damaged JSON."""
    found = [(name, one) for each in documents(content) for name, one in _dialogues(each)]
    return raws(content, "multiwoz", [_conversation(one, name) for name, one in found])


def _dialogues(value: Any) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, dict) else [("", value)]


def _conversation(one: Any, name: str) -> Conversation | Left:
    if not isinstance(one, dict) or not isinstance(one.get("log"), list):
        return unfit(one, "no_transcript", "a dialogue with its log")
    cells = {"interaction_id": name.removesuffix(".json"), "channel": "chat"}
    return Conversation(cells, [_turn(each) for each in listed(one, "log")])


def _turn(one: Any) -> Turn | Left:
    believed = inner(one, "metadata")
    side = None if not isinstance(believed, dict) else "agent" if believed else "customer"
    return turn(word(one, "text"), side)


FORMATS = (
    Format("multiwoz", "MultiWOZ dialogues (JSON)", "MultiWOZ 2.0 and 2.1", ("turns", "interactions"), like, read),
)
