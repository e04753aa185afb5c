"""Help Scout: conversations with their threads, as JSON of its Mailbox API.

For: conversations with embedded threads, lists of them, every version; the threads of a conversation alone, whose id stands
in their address, or nowhere: a list of threads is of one conversation; ratings of its happiness report, of /ratings and of
its webhooks. Not for: its reports of figures.
https://developer.helpscout.com/mailbox-api/endpoints/conversations/get/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, marked
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.channels import channel
from voc.ingest.formats.parts.document import Broken, documents, joined, listed, mapping, stem, word
from voc.ingest.formats.parts.moments import between, moment
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.thread import Message, turns
from voc.ingest.formats.parts.versions import newest
from voc.ingest.raw import Raw
from voc.ingest.source import Score

_MARKS = (
    ("conversations", ("primaryCustomer", "mailboxId", "status")),
    ("conversations", ("customerWaitingSince", "mailboxId")),
    ("conversations", ("_embedded", "threads", "createdBy", "mailboxId")),
    ("conversations", ("threads", "createdBy", "mailbox", "folderId")),
    ("conversations", ("threadCount", "mailboxid", "preview")),
    ("threads", ("threads", "createdBy", "assignedTo", "state")),
    ("threads", ("threads", "createdBy", "savedReplyId", "state")),
    ("threads", ("createdBy", "assignedTo", "savedReplyId", "state", "body")),
    ("ratings", ("ratingId", "ratingCustomerId", "ratingCreatedAt")),
    ("ratings", ("rating", "comments", "threadId", "ticketId", "mailbox")),
    ("ratings", ("rating", "comments", "threadId", "conversationId", "mailboxId")),
)
_ROLES = {"customer": "customer", "user": "agent", "team": "agent", "system_user": "bot"}
_CONVERSATION = re.compile(r"/conversations/(\d+)")
_NO_ZONE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?")
_NOTES = ("note",)
_SAID = ("customer", "message", "reply", "chat", "phone", "beaconchat")
# The happiness rating has three answers.
_RATINGS = {
    "great": "3",
    "okay": "2",
    "ok": "2",
    "not good": "1",
    "notgood": "1",
    "bad": "1",
    "3": "1",
    "2": "2",
    "1": "3",
}


def like(head: Head) -> Like:
    """How like JSON of Help Scout a head is."""
    return marked(head.members, _MARKS, 0.88)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """The interactions, turns and feedback of a file. Raises DataError E201 where it is no JSON."""
    interactions, said, feedback = Sheet("interactions"), Sheet("turns"), Sheet("feedback", score=Score("csat", 1, 3))
    found = _with_threads([one for document in documents(content) for one in _conversations(document)], stem(content))
    again = newest(
        found,
        lambda one: None if _is_rating(one) else f"{_is_answer(one)}:{word(mapping(one).get('id'))}",
        lambda one: moment(mapping(one).get("userUpdatedAt") or mapping(one).get("modifiedAt")),
    )
    for one, older in zip(found, again, strict=True):
        if not isinstance(one, dict):
            interactions.reject("not_a_json_object", found=one, expected="a conversation")
            continue
        if _is_rating(one):
            _of_report(one, feedback)
            continue
        if _is_answer(one) and not older:
            _answer(one, feedback)
            continue
        reason = older or {"deleted": "deleted", "draft": "draft"}.get(str(one.get("state")))
        reason = reason or ("spam" if one.get("status") == "spam" else None)
        if reason is not None:
            interactions.reject(reason, found=word(one.get("id")), expected="a conversation that stands")
        else:
            _keep(one, interactions, said, feedback)
    return [
        one.raw(content, "helpscout", content.decoded[1], content.decoded[2]) for one in (interactions, said, feedback)
    ]


def _conversations(value: Any) -> Iterable[Any]:
    if isinstance(value, Broken):
        return [value.text]
    page = mapping(value)
    for inside in (mapping(page.get("_embedded")).get("conversations"), page.get("conversations"), page.get("items"),
                   page.get("results")):  # fmt: skip
        if isinstance(inside, list):
            return inside
    return [page["item"]] if isinstance(page.get("item"), dict) else [value]


def _with_threads(found: Sequence[Any], name: str) -> list[Any]:
    """`found` with threads that stand alone put together to conversations, which have only them; `name` is the id of a
    conversation that nothing names."""
    whole, alone = [], dict[str, list[Any]]()
    for one in found:
        page = mapping(one)
        if _is_thread(page):
            alone.setdefault(_conversation_of(page) or name, []).append(one)
        elif "mailboxId" not in page and "id" not in page and mapping(page.get("_embedded")).get("threads") is not None:
            links = _conversation_of({"_links": page.get("_links")})
            alone.setdefault(links or name, []).extend(listed(mapping(page["_embedded"]).get("threads")))
        else:
            whole.append(one)
    made = []
    for contact, threads in alone.items():
        people = (word(mapping(mapping(each).get("customer")).get("id")) for each in threads)
        customer = next((one for one in people if one), None)
        times = (word(mapping(each).get("createdAt")) for each in threads)
        begun = min((one for one in times if one), default=None)
        made.append({"id": contact, "threads": threads, "primaryCustomer": {"id": customer}, "createdAt": begun})
    return [*whole, *made]


def _is_thread(one: dict[str, Any]) -> bool:
    return {"createdBy", "type", "state"} <= one.keys() and not {
        "mailboxId",
        "mailbox",
        "threads",
        "subject",
    } & one.keys()


def _conversation_of(one: dict[str, Any]) -> str | None:
    named = word(one.get("conversationId")) or word(mapping(one.get("conversation")).get("id"))
    found = _CONVERSATION.search(json.dumps(one.get("_links") or {}))
    return named or (found[1] if found else None)


def _keep(one: dict[str, Any], interactions: Sheet, said: Sheet, feedback: Sheet) -> None:
    contact = word(one.get("id"))
    customer = mapping(one.get("primaryCustomer")) or mapping(one.get("customer"))
    owner = mapping(one.get("assignee")) or mapping(one.get("owner"))
    opened, closed = moment(one.get("createdAt")), moment(one.get("closedAt"))
    threads = [*listed(mapping(one.get("_embedded")).get("threads"))]
    threads += one["threads"] if isinstance(one.get("threads"), list) else []
    messages = []
    for thread in threads:
        reason = _why_not(thread)
        if reason is not None:
            said.reject(reason, column="type", found=word(mapping(thread).get("type")), expected="a message with words")
            continue
        by = mapping(thread.get("createdBy"))
        role = "customer" if thread.get("type") == "customer" else _ROLES.get(str(by.get("type")), "unknown")
        text = markup.read(word(thread.get("body")) or word(thread.get("text")) or "")
        messages.append(
            Message(word(thread.get("id")), moment(thread.get("createdAt")), role, text, word(by.get("id")))
        )
        _rating(thread, contact, word(customer.get("id")), feedback)
    made = [cells for _, cells in turns(contact or "", messages, opened)]
    reply = next((cells["said_at"] for cells in made if cells["role"] == "agent" and cells["seq"] != "1"), None)
    source, status = mapping(one.get("source")), word(one.get("status"))
    kind = word(one.get("type"))
    interactions.keep(
        interaction_id=contact, started_at=opened, ended_at=closed, customer_id=word(customer.get("id")),
        channel=channel(kind or source.get("type")), agent_id=word(owner.get("id")), reason=word(one.get("subject")),
        first_response_s=between(opened, reply), resolution_s=between(opened, closed),
        is_resolved=None if status is None else "true" if status == "closed" else "false",
        n_replies=str(sum(1 for cells in made if cells["role"] == "agent")) if threads else None,
        status=status, number=word(one.get("number")),
        mailbox_id=word(one.get("mailboxId")) or word(mapping(one.get("mailbox")).get("id")),
        tags=joined(one.get("tags")), source_type=word(source.get("type")), source_via=word(source.get("via")),
    )  # fmt: skip
    for cells in made:
        said.keep(**cells)


def _why_not(thread: Any) -> str | None:
    if not isinstance(thread, dict):
        return "not_a_json_object"
    kind = (word(thread.get("type")) or "").lower()
    if kind in _NOTES:
        return "private_note"
    if str(thread.get("state")) in ("draft", "hidden", "review"):
        return "draft" if thread.get("state") == "draft" else "hidden"
    if kind not in _SAID:
        return "not_a_turn"
    return None if markup.read(word(thread.get("body")) or word(thread.get("text")) or "") else "no_text"


def _is_rating(one: Any) -> bool:
    """Whether it is a line of the happiness report, which is called by the id of its conversation."""
    return isinstance(one, dict) and "ratingId" in one


def _of_report(one: dict[str, Any], feedback: Sheet) -> None:
    score, contact = _RATINGS.get(str(one.get("ratingId"))), word(one.get("id"))
    if score is None:
        feedback.reject("unknown_score", column="ratingId", found=word(one.get("ratingId")), expected="1, 2 or 3")
        return
    feedback.keep(
        feedback_id=f"{word(one.get('threadid')) or contact}:rating", interaction_id=contact, score=score,
        text=word(one.get("ratingComments")), created_at=moment(one.get("ratingCreatedAt")),
        customer_id=word(one.get("ratingCustomerId")), agent_id=word(one.get("ratingUserId")),
    )  # fmt: skip


def _is_answer(one: Any) -> bool:
    """Whether it is one rating, as /ratings and the webhook of ratings give it."""
    return (
        isinstance(one, dict)
        and "rating" in one
        and "threadId" in one
        and bool({"ticketId", "conversationId"} & {*one})
    )


def _answer(one: dict[str, Any], feedback: Sheet) -> None:
    said = word(one.get("rating")) or ""
    score = _RATINGS.get(said.lower().replace("_", " "))
    if score is None:
        feedback.reject("unknown_score", column="rating", found=said, expected="great, okay or not_good")
        return
    at = moment(one.get("createdAt"))  # in UTC, whether it says so or not
    feedback.keep(
        feedback_id=f"{word(one.get('id')) or word(one.get('threadId'))}:rating", score=score,
        interaction_id=word(one.get("conversationId")) or word(one.get("ticketId")), text=word(one.get("comments")),
        created_at=f"{at}Z" if at and _NO_ZONE.fullmatch(at) else at,
        customer_id=word(mapping(one.get("customer")).get("id")), agent_id=word(mapping(one.get("user")).get("id")),
    )  # fmt: skip


def _rating(thread: dict[str, Any], contact: str | None, customer: str | None, feedback: Sheet) -> None:
    given = mapping(thread.get("rating"))
    score = _RATINGS.get(str(given.get("rating", given.get("ratingId"))).strip().lower())
    text = word(given.get("comments")) or word(given.get("comment"))
    if score is not None or text:
        feedback.keep(
            feedback_id=f"{word(thread.get('id'))}:rating", interaction_id=contact, score=score, text=text,
            created_at=moment(given.get("createdAt")) or moment(thread.get("createdAt")), customer_id=customer,
            agent_id=word(mapping(thread.get("createdBy")).get("id")),
        )  # fmt: skip


FORMATS = (
    Format(
        "helpscout", "Help Scout conversations (JSON)", "Help Scout Mailbox API", ("interactions", "turns", "feedback"),
        like, read,
    ),
)  # fmt: skip
