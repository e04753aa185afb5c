"""Aircall: calls as JSON of its API and of its webhooks.

For: /v1/calls, single calls, and events of calls; an event repeats its call, and the last that was told is the call.
Not for: transcripts (reader `aircall`), the export of the call history (`aircall_calls`). Until somebody answers, a caller
waits: the menu and the ringing count. A call that came in outside opening hours was not abandoned.
https://developer.aircall.io/api-references/#call
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.calls.aircall_calls import CLOSED
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts import responses
from voc.ingest.formats.parts.document import documents, inner, listed, truth, word
from voc.ingest.formats.parts.messages import things
from voc.ingest.formats.parts.moments import between, moment
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.versions import newest
from voc.ingest.raw import Raw

ID = "aircall_json"


def like(head: Head) -> Like:
    """How like calls of Aircall's API a head is."""
    return having(
        head.members, ("direction", "started_at", "answered_at", "missed_call_reason"),
        ("direct_link", "raw_digits", "voicemail", "archived", "ended_at"),
    )  # fmt: skip


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions. Raises DataError E293 where it is no JSON."""
    sheet = Sheet("interactions")
    every = [_call(one) for document in documents(content) for one in things(document, "calls")]
    again = newest(every, lambda one: word(one, "id"), lambda _: None)
    for one, older in zip(every, again, strict=True):
        if not isinstance(one, dict):
            responses.no_object(sheet, one)
        elif older is not None:
            sheet.reject(older, found=word(one, "id"), expected="the call as it was told last")
        else:
            sheet.keep(**_row(one))
    return [sheet.raw(content, ID, content.decoded[1], content.decoded[2])]


def _call(one: Any) -> Any:
    """The call of an event, of an answer, or the one that it is."""
    return next((held for name in ("data", "call") if isinstance(held := inner(one, name), dict)), one)


def _row(one: Mapping[str, Any]) -> dict[str, str | None]:
    way, missed = (word(one, "direction") or "").lower(), word(one, "missed_call_reason")
    began, answered, ended = (moment(one.get(name)) for name in ("started_at", "answered_at", "ended_at"))
    is_judged = way == "inbound" and missed != CLOSED and bool(answered or ended)
    return {
        "interaction_id": word(one, "id"), "started_at": began, "ended_at": ended, "channel": "voice",
        "agent_id": word(one, "user", "id"), "queue": word(one, "number", "name"), "duration_s": between(began, ended),
        "queue_wait_s": between(began, answered or ended) if way == "inbound" else None,
        "talk_s": between(answered, ended), "is_abandoned": str(not answered).lower() if is_judged else None,
        "customer_id": word(one, "contact", "id"), "direction": way or None, "missed_reason": missed,
        "reason": ", ".join(name for tag in listed(one, "tags") if (name := word(tag, "name"))) or None,
        "team": ", ".join(name for team in listed(one, "teams") if (name := word(team, "name"))) or None,
        "is_archived": word(one, "archived") if truth(one.get("archived")) is not None else None,
    }  # fmt: skip


FORMATS = (
    Format(
        ID, "Aircall calls (JSON)", "Aircall API, calls and their webhooks", ("interactions",), like, read,
    ),
)  # fmt: skip
