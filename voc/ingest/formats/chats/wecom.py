"""企业微信 (WeCom): messages of its archive of chats (会话内容存档), decrypted, one a line or in a list.

For: messages as the archive's SDK gives them, of pairs and of groups. Not for: what is still encrypted, which is refused by
name (E259). A user's id says who it is: external contacts begin with wm or wo, robots with wb, all others are our people;
an id that only looks so (a name such as wong) is unknown. A pair of users is a contact, and so is a group.
https://developer.work.weixin.qq.com/document/path/91774
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from voc.errors import DataError
from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, listed, mapping, word
from voc.ingest.formats.parts.messages import Contact, message, raws, strange, things
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw

_MARKS = (
    ("messages", ("msgid", "from", "tolist", "msgtype")),
    ("encrypted messages", ("msgid", "encrypt_random_key", "encrypt_chat_msg")),
)
_KINDS = {"m": "customer", "o": "customer", "b": "bot"}
_EXTERNAL = re.compile(r"w([mob])(?:[A-Z0-9_-][\w-]*|[\w-]{18,})")
_LOOKS_SO = re.compile(r"w[mob]")
_EVENTS = ("revoke", "agree", "disagree", "switch", "meeting_voice_call", "voip_doc_share")


def like(head: Head) -> Like:
    """How like messages of the archive a head is."""
    return marked(head.members, _MARKS, 0.94)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E259 where the messages are encrypted, E293 where it is no JSON."""
    found: list[Contact | Left] = []
    talks: dict[str, list[Message | Left]] = {}
    people: dict[str, list[str]] = {}
    every = [one for document in documents(content) for one in things(document, "chatdata", "data", "messages", "list")]
    _refuse_encrypted(every, content.name)
    gone = {word(one, "revoke", "pre_msgid") for one in every if word(one, "msgtype") == "revoke"} - {None}
    beside: list[Left] = []
    for one in every:
        if (wrong := strange(one, "a message")) is not None:
            found.append(wrong)
            continue
        talk, item = _talk(one), _message(one, gone)
        if talk is None or (isinstance(item, Left) and item.reason == "not_a_turn" and talk not in talks):
            beside.append(item if isinstance(item, Left) else Left("missing_id", "", "from, tolist or roomid", "from"))
            continue
        talks.setdefault(talk, []).append(item)
        people.setdefault(talk, []).extend(_ends(one))
    found += [Contact(_cells(talk, people[talk]), items) for talk, items in talks.items()]
    return raws(content, "wecom", [*found, *beside])


def _refuse_encrypted(every: Sequence[Any], where: str) -> None:
    n = sum(isinstance(one, dict) and "encrypt_chat_msg" in one and "msgtype" not in one for one in every)
    if n:
        raise DataError(
            "E259", "these messages of 企业微信 are encrypted", where=where, found=f"encrypt_chat_msg in {n} of them",
            expected="messages with from, tolist, msgtype and their words",
            do="decrypt them with the archive's SDK and your private key (DecryptData), and export what it gives",
        )  # fmt: skip


def _ends(one: Mapping[str, Any]) -> list[str]:
    """Who sends a message, then who gets it."""
    to = one.get("tolist")
    several = [word(each) for each in to] if isinstance(to, list) else (word(to) or "").split(",")
    return [each.strip() for each in (word(one, "from"), *several) if each and each.strip()]


def _talk(one: Mapping[str, Any]) -> str | None:
    """The id of a group, else one made of the two users, which shows neither: a customer's id is never shown as it is."""
    ends = sorted(set(_ends(one)))
    pair = hashlib.sha256("\n".join(ends).encode("utf-8", "replace")).hexdigest()[:20] if len(ends) > 1 else None
    return word(one, "roomid") or (f"pair-{pair}" if pair else None)


def _role(user: str | None) -> str:
    if not user:
        return "unknown"
    found = _EXTERNAL.fullmatch(user)
    return _KINDS[found[1]] if found else "unknown" if _LOOKS_SO.match(user) else "agent"


def _cells(talk: str, users: Sequence[str]) -> dict[str, str | None]:
    sides = {role: [one for one in dict.fromkeys(users) if _role(one) == role] for role in ("customer", "agent")}
    return {
        "interaction_id": talk, "channel": "social",
        "customer_id": sides["customer"][0] if len(sides["customer"]) == 1 else None,
        "agent_id": sides["agent"][0] if len(sides["agent"]) == 1 else None,
    }  # fmt: skip


def _message(one: Mapping[str, Any], gone: set[str | None]) -> Message | Left:
    id, kind, action = word(one, "msgid"), (word(one, "msgtype") or "").lower(), (word(one, "action") or "send").lower()
    if action != "send" or kind in _EVENTS:
        return Left("not_a_turn", found=kind or action, expected="a message with words", column="msgtype")
    if id in gone:
        return Left("deleted", found=id or "", expected="a message that was not taken back", column="msgid")
    text = _text(one, kind)
    if text is None:
        return Left("attachment", found=kind, expected="a message with words", column="msgtype")
    user = word(one, "from")
    return message(id, moment(one.get("msgtime")), _role(user), text, user)


def _text(one: Mapping[str, Any], kind: str) -> str | None:
    """The words of a message: of a text, of markdown, of the texts in a mixed one, of a link its title."""
    if kind == "mixed":
        parts = [
            _held(each.get("content"))
            for each in map(mapping, listed(one, "mixed", "item"))
            if each.get("type") == "text"
        ]
        return "\n".join(part for part in parts if part) or None
    if kind in ("markdown", "news"):
        return word(one, "info", "content") or word(one, kind, "content")
    if kind == "link":
        return word(one, "link", "title")
    if kind == "text":
        return word(one, "text", "content") or _held(one.get("content")) or word(one, "text")
    return None


def _held(value: Any) -> str | None:
    """The words in {"content": "..."}, which may be written as a text."""
    if isinstance(value, str) and value.lstrip().startswith("{"):
        try:
            value = json.loads(value)
        except (json.JSONDecodeError, RecursionError):
            return value
    return word(value, "content") if isinstance(value, dict) else word(value)


FORMATS = (
    Format(
        "wecom", "企业微信会话存档 (JSON)", "企业微信, 会话内容存档", ("interactions", "turns"), like, read,
    ),
)  # fmt: skip
