"""Microsoft Copilot Studio (Power Virtual Agents): transcripts of conversations of a bot.

For: the table ConversationTranscript of Dataverse, exported, whose content is JSON; that JSON by itself; Bot Framework's
transcripts, which are the same activities. Not for: the sessions that the studio itself lists. Who speaks is the role of an
activity: 1 or "user" is the customer, 0 or "bot" the bot. Events and traces are no turns; the trace of a survey is feedback,
1 to 5. What was typed while the bot was being designed is a test.
https://learn.microsoft.com/microsoft-copilot-studio/analytics-transcripts-powerapps
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, having
from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, listed, mapping, stem, truth, word
from voc.ingest.formats.parts.json_cells import objects
from voc.ingest.formats.parts.messages import Contact, message, sheets, strange
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.table_rows import raw_of, rows
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw
from voc.ingest.source import Score

_ROLES = {"0": "bot", "bot": "bot", "1": "customer", "user": "customer", "2": "agent", "agent": "agent"}
_STARS = Score("csat", 1, 5)


def like(head: Head) -> Like:
    """How like the table of transcripts a head is."""
    needed, usual = ("content", "conversationstarttime"), ("conversationtranscriptid", "schematype", "name")
    return having(head.names, needed, usual) if head.names.intersection(usual) else NOT_LIKE


def like_json(head: Head) -> Like:
    """How like activities of a bot a head is."""
    members = head.members
    if members.issuperset(("activities", "from", "role", "type")):
        return Like(0.9, "has activities, from, role")
    if members.issuperset(("from", "role", "channelId", "conversation", "recipient", "type", "timestamp")):
        return Like(0.9, "has from, role, channelId, conversation")
    return NOT_LIKE


def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    """Interactions, turns and feedback of the table."""
    assert raw is not None
    every = rows(raw)
    found, feedback = _found([(number, one.get("content"), one) for number, one in objects(every)])
    found += [Left(one.wrong.reason, row=one.number) for one in every if one.wrong is not None]
    return [raw_of(one, content, raw, "copilot_studio") for one in (*sheets(found, "UTC"), feedback)]


def read_json(content: Content, _: Raw | None) -> Sequence[Raw]:
    """The same of JSON: an object with activities, or a list of them. Raises DataError E293 where it is no JSON."""
    given = documents(content)
    is_list = given and all(isinstance(one, dict) and "activities" not in one and "type" in one for one in given)
    talks = [{"activities": given}] if is_list else given
    names = [stem(content) if len(talks) == 1 else f"{stem(content)}:{at}" for at, _ in enumerate(talks, 1)]
    found, feedback = _found([(None, one, {"name": name}) for one, name in zip(talks, names, strict=True)])
    encoding, notes = content.decoded[1], content.decoded[2]
    return [one.raw(content, "copilot_studio_json", encoding, notes) for one in (*sheets(found, "UTC"), feedback)]


def _found(talks: Sequence[tuple[int | None, Any, Mapping[str, Any]]]) -> tuple[list[Contact | Left], Sheet]:
    """The contacts of (row, what holds the activities, the cells beside it), and the sheet of feedback."""
    found: list[Contact | Left] = []
    feedback = Sheet("feedback", timezone="UTC", score=_STARS)
    for number, one, beside in talks:
        wrong = strange(one, "a transcript with its activities")
        if wrong is not None:
            found.append(Left("no_transcript", found=wrong.found, expected=wrong.expected, row=number))
            continue
        traces = {word(each, "valueType"): mapping(each, "value") for each in listed(one, "activities")}
        about, ended = traces.get("ConversationInfo", {}), traces.get("SessionInfo", {})
        if truth(about.get("isDesignMode")):
            found.append(Left("test_conversation", found="isDesignMode", expected="a talk with a customer", row=number))
            continue
        outcome = word(ended, "outcome") or word(about, "lastSessionOutcome")
        id = word(beside.get("conversationtranscriptid")) or _talk(one) or word(beside.get("name"))
        cells = {
            "interaction_id": id, "started_at": moment(beside.get("conversationstarttime")), "channel": "chat",
            "outcome": outcome, "is_resolved": None if outcome in (None, "None") else str(outcome == "Resolved").lower(),
            "customer_id": next((user for each in listed(one, "activities") if (user := _user(each))), None),
        }  # fmt: skip
        found.append(Contact(cells, [_item(each) for each in listed(one, "activities")], number))
        rated = traces.get("CSATSurveyResponse", {})
        if word(rated, "score"):
            feedback.keep(
                number, feedback_id=f"{id}:csat", interaction_id=id, score=word(rated, "score"),
                text=word(rated, "comment"), created_at=cells["started_at"],
            )  # fmt: skip
    return found, feedback


def _talk(one: Mapping[str, Any]) -> str | None:
    return next((id for each in listed(one, "activities") if (id := word(each, "conversation", "id"))), None)


def _user(each: Any) -> str | None:
    return word(each, "from", "id") if _ROLES.get(word(each, "from", "role") or "") == "customer" else None


def _item(each: Any) -> Message | Left:
    kind = word(each, "type") or "another kind"
    if not isinstance(each, dict) or kind != "message":
        return Left("not_a_turn", found=word(each, "valueType") or kind, expected="a message", column="type")
    text = markup.words(word(each, "text") or "")
    if not text and listed(each, "attachments"):
        return Left("attachment", found=word(each, "id") or "", expected="a message with words", column="text")
    role = _ROLES.get((word(each, "from", "role") or "").lower(), "unknown")
    return message(word(each, "id"), moment(each.get("timestamp")), role, text, word(each, "from", "id"))


_GIVES = ("interactions", "turns", "feedback")
FORMATS = (
    Format(
        "copilot_studio", "Copilot Studio transcripts, the table", "Microsoft Copilot Studio, ConversationTranscript",
        _GIVES, like, read, rows=True,
    ),
    Format(
        "copilot_studio_json", "Copilot Studio transcripts (JSON)", "Microsoft Copilot Studio, Bot Framework", _GIVES,
        like_json, read_json,
    ),
)  # fmt: skip
