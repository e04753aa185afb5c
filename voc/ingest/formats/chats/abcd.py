"""ABCD, the Action-Based Conversations Dataset, and chats that are written as it is: pairs of speaker and words.

For: lists of conversations with `original` or `delexed`, whole or by split (train, dev, test). Not for: the targets and
candidates of its task. `action` is what the agent's system did: role system.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, raws, unfit
from voc.ingest.formats.parts.document import documents, first, stem, word
from voc.ingest.formats.parts.word_runs import turn
from voc.ingest.raw import Raw


def like(head: Head) -> Like:
    """A Like of convo_id with original or delexed turns."""
    found = [
        having(head.members, ("convo_id", needed), ("scenario", "flow", "subflow"))
        for needed in ("original", "delexed")
    ]
    return max(found, key=lambda one: one.score)


def read(content: Content, rows: Raw | None = None) -> Sequence[Raw]:
    """Turns and interactions; the scenario's flow is the reason."""
    calls = [
        _conversation(one, f"{stem(content)}:{at}", split)
        for at, (one, split) in enumerate(_each(documents(content)), 1)
    ]
    return raws(content, "abcd", calls)


def _each(found: Sequence[Any]) -> Iterator[tuple[Any, str | None]]:
    """The conversations, each with its split where the file has splits."""
    for one in found:
        splits = (
            {name: value for name, value in one.items() if isinstance(value, list)} if isinstance(one, dict) else {}
        )
        if splits and not {"convo_id", "original", "delexed"} & set(one):
            for name, members in splits.items():
                yield from ((member, name) for member in members)
        else:
            yield one, None


def _conversation(one: Any, name: str, split: str | None) -> Conversation | Left:
    said = first(one, "original", "delexed")
    if not isinstance(said, list):
        return unfit(one, "no_transcript", "a conversation with original")
    cells = {
        "interaction_id": word(one, "convo_id") or name,
        "channel": "chat",
        "reason": word(one, "scenario", "flow"),
        "subflow": word(one, "scenario", "subflow"),
        "customer_id": word(one, "scenario", "personal", "username"),
        "member_level": word(one, "scenario", "personal", "member_level"),
        "order_id": word(one, "scenario", "order", "order_id"),
        "split": split,
    }
    return Conversation(cells, [pair(each) for each in said])


def pair(one: Any) -> Turn | Left:
    """A turn written as [speaker, words] or as an object with both."""
    if isinstance(one, list):
        who, words = [*(cell if isinstance(cell, str) else None for cell in one[:2]), None, None][:2]
        return (
            turn(words, who)
            if len(one) >= 2
            else Left("not_a_turn", found=f"{len(one)} parts", expected="[speaker, words]")
        )
    if isinstance(one, dict):
        return turn(word(one, "text"), word(one, "speaker"))
    return Left("not_a_turn", found="a single value", expected="[speaker, words]")


FORMATS = (Format("abcd", "ABCD chats", "Action-Based Conversations Dataset", ("turns", "interactions"), like, read),)
