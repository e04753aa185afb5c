"""Front: messages and conversations, as JSON of its Core API.

For: /conversations, /conversations/{id}/messages, and conversations with their messages inside. Not for: its analytics.
https://dev.frontapp.com/reference/conversations
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.channels import channel
from voc.ingest.formats.parts.document import Broken, documents, joined, listed, mapping, truth, word
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.thread import Message, turns
from voc.ingest.raw import Raw

_MARKS = (
    ("messages", ("is_inbound", "recipients", "body")),
    ("conversations", ("_links", "recipient", "assignee", "subject", "status")),
)
_CONVERSATION = re.compile(r"/conversations/(cnv_\w+)")


def like(head: Head) -> Like:
    """How like JSON of Front a head is."""
    return marked(head.members, _MARKS, 0.85)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """The interactions and turns of a file. Raises DataError E201 where it is no JSON."""
    interactions, said = Sheet("interactions"), Sheet("turns")
    of: dict[str, list[Message]] = {}
    whole: set[str] = set()  # conversations that the file holds themselves
    channels: dict[str, str | None] = {}
    for document in documents(content):
        page = _linked(document)
        for one in _things(document):
            if not isinstance(one, dict):
                interactions.reject("not_a_json_object", found=one, expected="a conversation or a message")
            elif "is_inbound" in one:
                contact = _conversation_of(one) or page
                _message(one, contact, of, said)
                channels.setdefault(contact, channel(one.get("type")))
            elif "status" in one and word(one.get("status")) in ("deleted", "trashed", "spam"):
                interactions.reject("spam" if one["status"] == "spam" else "deleted", found=word(one.get("id")))
            elif {"subject", "status", "recipient", "messages"} & set(one):
                contact = _conversation(one, interactions)
                whole.add(contact)
                for message in listed(one.get("messages")):
                    _message(message, contact, of, said)
                for comment in listed(one.get("comments")):
                    said.reject("private_note", found=word(mapping(comment).get("id")), expected="a message")
            else:
                interactions.reject(
                    "not_a_contact", found=", ".join(list(one)[:6]), expected="a conversation or a message"
                )
    for contact, messages in of.items():
        if contact and contact not in whole:
            begun = min((one.at for one in messages if one.at), default=None)
            interactions.keep(
                interaction_id=contact, started_at=begun, channel=channels.get(contact), n_messages=str(len(messages))
            )
        for row_number, cells in turns(contact, messages):
            said.keep(row_number, **cells)
    return [one.raw(content, "front", content.decoded[1], content.decoded[2]) for one in (interactions, said)]


def _things(value: Any) -> Iterable[Any]:
    if isinstance(value, Broken):
        return [value.text]
    for name in ("_results", "conversations"):
        if isinstance(mapping(value).get(name), list):
            return list(value[name])
    return [value]


def _conversation_of(message: dict[str, Any]) -> str:
    own = word(message.get("conversation_id")) or word(mapping(message.get("conversation")).get("id"))
    return own or _linked({"_links": mapping(message.get("_links")).get("related")})


def _linked(page: Any) -> str:
    """The conversation that the addresses of a page name: those of its messages often do not; "" for none."""
    links = [mapping(page).get("_links"), mapping(page).get("_pagination")]
    found = _CONVERSATION.search(" ".join(str(one) for each in links for one in mapping(each).values()))
    return found.group(1) if found else ""


def _conversation(one: dict[str, Any], interactions: Sheet) -> str:
    contact, status = word(one.get("id")), word(one.get("status"))
    kind = word(one.get("status_category")) or status  # a company's own statuses each have one of three categories
    recipient, owner = mapping(one.get("recipient")), mapping(one.get("assignee"))
    card = mapping(mapping(recipient.get("_links")).get("related")).get("contact")
    customer = word(card.rpartition("/")[2]) if isinstance(card, str) else None
    interactions.keep(
        interaction_id=contact, started_at=moment(one.get("created_at")), customer_id=customer,
        channel=channel(one.get("type")),
        agent_id=word(owner.get("id")), reason=word(one.get("subject")), status=status, tags=joined(one.get("tags")),
        is_resolved=None if kind is None else "true" if kind in ("archived", "resolved") else "false",
        waiting_since=moment(one.get("waiting_since")),
    )  # fmt: skip
    return contact or ""


def _message(one: Any, contact: str, of: dict[str, list[Message]], said: Sheet) -> None:
    if not isinstance(one, dict):
        said.reject("not_a_json_object", found=one, expected="a message")
        return
    text = (word(one.get("text")) or "").strip() or markup.read(word(one.get("body")) or "")
    reason = "draft" if truth(one.get("is_draft")) else "not_sent" if word(one.get("error_type")) else None
    if reason or not text:
        said.reject(reason or "no_text", found=word(one.get("id")), expected="a sent message")
        return
    inbound = truth(one.get("is_inbound"))
    role = "unknown" if inbound is None else "customer" if inbound else "agent"
    author = word(mapping(one.get("author")).get("id"))
    of.setdefault(contact, []).append(Message(word(one.get("id")), moment(one.get("created_at")), role, text, author))


FORMATS = (
    Format("front", "Front conversations and messages (JSON)", "Front Core API", ("interactions", "turns"), like, read),
)  # fmt: skip
