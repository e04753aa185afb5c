"""Dynamics 365: cases as its Web API gives them, a page of OData.

For: {"@odata.context": ..., "value": [{"ticketnumber": ..., "createdon": ...}]}, single cases, and lines of them. Not for:
what a view exports to Excel (`ticket_systems`). A case has no time of its end: who resolved it, and when, is an activity of
its own, so a resolution time is not made up. Words for states and origins are those of the server where a query asks for
them, else the numbers that every organisation has from the beginning.
https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/incident
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.channels import channel
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, word
from voc.ingest.formats.parts.messages import Contact, raws, strange, things
from voc.ingest.formats.parts.thread import OPENING, Message
from voc.ingest.formats.parts.versions import newest
from voc.ingest.raw import Raw

ID = "dynamics_json"
_SHOWN = "@OData.Community.Display.V1.FormattedValue"
_ORIGINS = {"1": "phone", "2": "email", "3": "web", "2483": "facebook", "3986": "twitter"}
_STATES = {"0": "active", "1": "resolved", "2": "cancelled"}


def like(head: Head) -> Like:
    """How like cases of the Web API a head is."""
    usual = ("@odata.context", "statecode", "incidentid", "caseorigincode", "_customerid_value")
    return having(head.members, ("ticketnumber", "createdon", "title"), usual)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Interactions and turns. Raises DataError E293 where it is no JSON."""
    every = [one for document in documents(content) for one in things(document, "value")]
    again = newest(every, _id, lambda one: word(one, "modifiedon"))
    found: list[Contact | Left] = []
    for one, older in zip(every, again, strict=True):
        if (wrong := strange(one, "a case")) is not None:
            found.append(wrong)
        elif older:
            found.append(Left(older, _id(one) or "", "one case, as it stands"))
        else:
            found.append(Contact(_case(one), list(_said(one))))
    return raws(content, ID, found)


def _id(one: Any) -> str | None:
    return word(one, "incidentid") or word(one, "ticketnumber")


def _case(one: Mapping[str, Any]) -> dict[str, str | None]:
    state = (_STATES.get(word(one, "statecode") or "") or _named(one, "statecode") or "").lower()
    return {
        "interaction_id": _id(one), "started_at": word(one, "createdon"), "customer_id": word(one, "_customerid_value"),
        "agent_id": word(one, "_ownerid_value"), "reason": word(one, "title"),
        "channel": channel(_ORIGINS.get(word(one, "caseorigincode") or "") or _named(one, "caseorigincode")),
        "is_resolved": str(state == "resolved").lower() if state else None, "state": state or None,
        "status": _named(one, "statuscode"), "priority": _named(one, "prioritycode"), "type": _named(one, "casetypecode"),
        "case_number": word(one, "ticketnumber"), "updated_at": word(one, "modifiedon"),
    }  # fmt: skip


def _named(one: Mapping[str, Any], name: str) -> str | None:
    """A choice by the server's words, else its number."""
    return word(one, f"{name}{_SHOWN}") or word(one, name)


def _said(one: Mapping[str, Any]) -> Iterator[Message]:
    """What the case is about, in the customer's words as they were taken down."""
    if text := markup.read(word(one, "description") or ""):
        yield Message(OPENING, word(one, "createdon"), "customer", text, opens=True)


FORMATS = (
    Format(
        ID, "Dynamics 365 cases (JSON)", "Dynamics 365 Customer Service, Web API", ("interactions", "turns"), like, read
    ),
)
