"""Rasa: trackers of conversations, as its HTTP API and its tracker stores write them.

For: a tracker, a list of them, one a line. Not for: stories, and rows of its SQL tables. A tracker holds events; what the
user and the bot uttered are turns, and an agent where one took over. Slots, actions and the like are the machine's own and
counted nowhere. A tracker goes on for as long as its sender is known: each session that is started is an interaction.
https://rasa.com/docs/reference/primitives/events
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, listed, word
from voc.ingest.formats.parts.messages import Contact, message, raws, strange, things
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw

_ROLES = {"user": "customer", "bot": "bot", "agent": "agent"}
_BUTTON = re.compile(r"/\w+(?:\{.*\})?")  # what a button sends: an intent, and no words


def like(head: Head) -> Like:
    """How like trackers of Rasa a head is."""
    if not head.members.issuperset(("sender_id", "events", "event", "timestamp")):
        return NOT_LIKE
    if re.search(r'"event"\s*:\s*"(?:action|session_started|user|bot|slot)"', head.text) is None:
        return NOT_LIKE
    return Like(0.93, "has sender_id, events, event, timestamp")


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E293 where it is no JSON."""
    found: list[Contact | Left] = []
    for document in documents(content):
        for one in things(document, "trackers", "conversations"):
            wrong = strange(one, "a tracker with its events")
            found += [wrong] if wrong is not None else _contacts(one)
    return raws(content, "rasa", found, "UTC")


def _contacts(tracker: dict[str, Any]) -> Iterator[Contact]:
    """The sessions in which something was uttered; the first is called as the sender is, the others are numbered."""
    sender = word(tracker, "sender_id")
    sessions: list[list[Any]] = [[]]
    for event in listed(tracker, "events"):
        if word(event, "event") == "session_started":
            sessions.append([])
        sessions[-1].append(event)
    spoken = [one for one in sessions if any(word(event, "event") in _ROLES for event in one)] or sessions[:1]
    for at, events in enumerate(spoken, 1):
        came_by = next((cell for event in events if (cell := word(event, "input_channel"))), None)
        cells = {
            "interaction_id": sender if at == 1 or sender is None else f"{sender}:{at}", "customer_id": sender,
            "channel": "chat", "input_channel": came_by or word(tracker, "latest_input_channel"),
        }  # fmt: skip
        yield Contact(cells, [_item(event) for event in events if word(event, "event") in _ROLES])


def _item(event: dict[str, Any]) -> Message | Left:
    kind, text = word(event, "event") or "", word(event, "text")
    if kind == "user" and text and _BUTTON.fullmatch(text):
        return Left("not_a_turn", found="what a button sends", expected="words", column="text")
    return message(word(event, "message_id"), moment(event.get("timestamp")), _ROLES[kind], text)


FORMATS = (
    Format("rasa", "Rasa trackers (JSON)", "Rasa, HTTP API and tracker stores", ("interactions", "turns"), like, read),
)
