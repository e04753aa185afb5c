"""微信客服 (WeChat customer service): messages as kf/sync_msg gives them.

For: pages of `msg_list`, or its messages a line each. Not for: 企业微信's archive of chats (`wecom`). `origin` says who
sent: 3 the customer, 4 the system, 5 a person who answers. What the API or a bot sent is not among them. A customer with an
account is a contact. Pictures, voices, cards and events are no turns, nor is what was taken back.
https://developer.work.weixin.qq.com/document/path/94670
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, listed, mapping, word
from voc.ingest.formats.parts.messages import message, raws, strange, things
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.pages import Piece, contacts
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw

_MARKS = (
    ("messages", ("msgid", "open_kfid", "external_userid", "origin", "msgtype")),
    ("messages", ("msg_list", "msgid", "origin", "msgtype")),
)
_ROLES = {"3": "customer", "4": "system", "5": "agent"}


def like(head: Head) -> Like:
    """How like messages of 微信客服 a head is."""
    return marked(head.members, _MARKS, 0.94)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E293 where it is no JSON."""
    found = [one for document in documents(content) for one in things(document, "msg_list", "data", "list")]
    gone = {word(one, "event", "recall_msgid") for one in found} - {None}
    seen: set[str] = set()
    pieces = []
    for one in found:
        name = word(one, "msgid") or ""
        pieces.append(_piece(one, gone, name in seen))
        seen |= {name} - {""}
    return raws(content, "wechat_service", contacts(pieces))


def _piece(one: Any, gone: set[str | None], is_again: bool) -> Piece | Left:
    if (wrong := strange(one, "a message")) is not None:
        return wrong
    if is_again:
        return Left("duplicate_row", word(one, "msgid") or "", "a message once", "msgid")
    if (word(one, "msgtype") or "").lower() == "event" or word(one, "origin") == "4":
        # Ends alone with events are no contact: nobody said a word.
        return Left("not_a_turn", word(one, "event", "event_type") or "event", "a message with words", "msgtype")
    user, account = word(one, "external_userid"), word(one, "open_kfid")
    if user is None:
        return Left("missing_id", word(one, "msgid") or "", "a message with its external_userid", "external_userid")
    ends = hashlib.sha256(f"{account}\n{user}".encode("utf-8", "replace")).hexdigest()[:20]
    known = {"channel": "social", "customer_id": user, "account_id": account, "agent_id": word(one, "servicer_userid")}
    return Piece(f"kf-{ends}", None, known, [_message(one, gone)])


def _message(one: Mapping[str, Any], gone: set[str | None]) -> Message | Left:
    name, kind = word(one, "msgid"), (word(one, "msgtype") or "").lower()
    if name in gone:
        return Left("deleted", name or "", "a message that was not taken back", "msgid")
    text = _text(one, kind)
    if text is None:
        return Left("attachment", kind, "a message with words", "msgtype")
    role = _ROLES.get(word(one, "origin") or "", "unknown")
    author = word(one, "servicer_userid") if role == "agent" else word(one, "external_userid")
    return message(name, moment(one.get("send_time")), role, text, author)


def _text(one: Mapping[str, Any], kind: str) -> str | None:
    """The words of a message: of a text, of a menu what stands above and below its choices, of a link its title."""
    if kind == "text":
        return word(one, "text", "content") or word(one, "text")
    if kind in ("msgmenu", "menu"):
        menu = mapping(one, kind)
        choices = [word(each, word(each, "type") or "", "content") for each in listed(menu, "list")]
        parts = [word(menu, "head_content"), *choices, word(menu, "tail_content")]
        return "\n".join(part for part in parts if part) or None
    return word(one, "link", "title") if kind == "link" else None


FORMATS = (
    Format(
        "wechat_service", "微信客服 messages (JSON)", "微信客服, kf/sync_msg", ("interactions", "turns"), like, read,
    ),
)  # fmt: skip
