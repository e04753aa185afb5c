"""Amazon Connect Contact Lens: analysed calls and chats, plain chat transcripts, and segments in real time.

Not for: contact records (`amazon_contact_record`), or calls analysed outside Connect (`amazon_transcribe`). Members as in
https://docs.aws.amazon.com/connect/latest/adminguide/contact-lens-example-output-files.html, and of the chat and the
real-time segments as in the pages beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, having
from voc.ingest.formats.parts.conversation import (
    Conversation,
    Left,
    Turn,
    between,
    earliest,
    iso,
    lang,
    latest,
    number,
    plain,
    raws,
    seconds,
    unfit,
)
from voc.ingest.formats.parts.document import documents, first, inner, listed, mapping, stem, word
from voc.ingest.raw import Raw

ROLES = {"AGENT": "agent", "CUSTOMER": "customer", "SYSTEM": "system", "CUSTOM_BOT": "bot", "SUPERVISOR": "agent"}
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# A recording is called by the minute it began: .../7c77-..._20220622T16:55_UTC.wav
_RECORDED = re.compile(r"_(\d{4})(\d\d)(\d\d)T(\d\d):?(\d\d)_UTC", re.ASCII)
_EVENTS = ("EVENT", "ATTACHMENT")
_KINDS = (
    (("ParticipantId", "ConversationCharacteristics"), ("Participants", "Transcript", "ContentMetadata", "Channel")),
    (("CustomerMetadata", "ConversationCharacteristics"), ("JobStatus", "ContentMetadata", "Channel")),
    (("ParticipantId", "ParticipantRole", "AbsoluteTime"), ("Transcript", "ContentType", "ContactId", "Type")),
    (("ParticipantId", "ParticipantRole", "Segments"), ("Transcript", "Channel", "Status", "BeginOffsetMillis")),
    (("CustomModels", "ConversationCharacteristics"), ("JobStatus", "ContentMetadata", "Channel")),
    # Of a long one the head may hold the turns alone, or what comes before them.
    (("ParticipantId", "BeginOffsetMillis", "EndOffsetMillis", "Content"), ("Transcript", "Sentiment")),
    (("ChatTranscriptVersion", "ConversationCharacteristics"), ("AccountId", "ContentMetadata", "Channel")),
)  # fmt: skip


def like(head: Head) -> Like:
    """How like a document of Contact Lens a head is."""
    found = [having(head.members, needed, usual, not_with=("JobName",)) for needed, usual in _KINDS]
    return max(found, key=lambda one: one.score, default=NOT_LIKE)


def read(content: Content, rows: Raw | None) -> Sequence[Raw]:
    """Turns and interactions. Raises DataError E293 for damaged JSON."""
    found: list[Conversation | Left] = []
    live: dict[str, list[Mapping[str, Any]]] = {}
    given = documents(content)
    for at, one in enumerate(given, 1):
        if not isinstance(one, dict) or not any(isinstance(one.get(name), list) for name in ("Transcript", "Segments")):
            found.append(unfit(one, "no_transcript", "an object with a Transcript"))
        elif isinstance(one.get("Segments"), list):
            live.setdefault(_contact(one, content, 1, 1), []).append(one)
        else:
            found.append(_analysed(one, _contact(one, content, at, len(given))))
    found += [_live(contact, pages) for contact, pages in live.items()]
    return raws(content, "amazon_contact_lens", found)


def _contact(one: Mapping[str, Any], content: Content, at: int, of: int) -> str:
    """The contact's id. A call has none inside; its file is called by it."""
    inside = word(one, "CustomerMetadata", "ContactId") or word(one, "ContactId")
    if inside:
        return inside
    name = stem(content)
    named = _UUID.match(name)
    name = named.group() if named else name
    return name if of == 1 else f"{name}:{at}"


def _analysed(one: Mapping[str, Any], contact: str) -> Conversation:
    spoken = [item for item in one["Transcript"] if isinstance(item, dict)]
    begin = earliest(map(_time, spoken))
    items = list(_items(one, one["Transcript"], begin))
    return Conversation(_cells(one, contact, spoken, begin), items)


def _live(contact: str, pages: Sequence[Mapping[str, Any]]) -> Conversation:
    """Segments of one contact, from all of their pages or events."""
    segments = [segment for page in pages for segment in page["Segments"]]
    spoken = [mapping(segment, "Transcript") for segment in segments if inner(segment, "Transcript")]
    begin = earliest(map(_time, spoken))
    items: list[Turn | Left] = []
    seen: set[str] = set()
    for segment in segments:
        said = inner(segment, "Transcript")
        if isinstance(said, dict):
            name = word(said, "Id")
            if name and name in seen:
                items.append(Left("duplicate_row", name, "each piece of the transcript once"))
                continue
            seen.add(name or "")
            items += _items(pages[0], [said], begin)
        elif inner(segment, "Utterance"):
            items.append(Left("partial_words", "Utterance", "words that are final"))
        else:
            items.append(Left("not_a_turn", ", ".join(segment) if isinstance(segment, dict) else segment, "words"))
    return Conversation(_cells(pages[0], contact, spoken, begin), items)


def _items(one: Mapping[str, Any], transcript: Sequence[Any], begin: str | None) -> Iterator[Turn | Left]:
    who = _who(one)
    language = lang(word(one, "LanguageCode"))
    for item in transcript:
        kind = word(item, "Type")
        if kind in _EVENTS:
            reason = "attachment" if kind == "ATTACHMENT" else "not_a_turn"
            yield Left(reason, word(item, "ContentType") or kind, "words that somebody said")
            continue
        words = _words(item)
        if words is None:
            yield Left("no_words", "", "a Content", "Content")
            continue
        person = word(item, "ParticipantId")
        said_role = _said_role(item, who)
        role = ROLES.get(said_role, "unknown")
        when = _time(item)
        started = seconds(word(item, "BeginOffsetMillis"), 1000)
        if started is None and (since := between(begin, when)) is not None:
            started = plain(since)
        yield Turn(
            role, words, started, seconds(word(item, "EndOffsetMillis"), 1000),
            {
                "lang": language, "said_at": when, "sentiment": word(item, "Sentiment"),
                # In a call the id of an agent is the word AGENT.
                "agent_id": person if role == "agent" and person != said_role else None,
            },
        )  # fmt: skip


def _who(one: Mapping[str, Any]) -> dict[str, str]:
    """The role of each participant, in their word, by his id: of a call the word itself, or an id that says nothing."""
    pairs = ((word(each, "ParticipantId"), word(each, "ParticipantRole")) for each in listed(one, "Participants"))
    return {id: role for id, role in pairs if id and role}


def _said_role(item: Any, who: Mapping[str, str]) -> str:
    person = word(item, "ParticipantId") or ""
    return (word(item, "ParticipantRole") or who.get(person) or person).upper()


def _by_role(told: Any, who: Mapping[str, str]) -> Any:
    """What is told of each participant under his role instead of his id, where nobody else has that role."""
    if not isinstance(told, dict):
        return told
    alone = {id: role for id, role in who.items() if sum(one == role for one in who.values()) == 1}
    return {alone.get(name, name): _by_role(value, who) for name, value in told.items()}


def _words(item: Any) -> str | None:
    """What an item says; of a message with buttons, its title."""
    words = word(item, "Content")
    if words and "interactive" in (word(item, "ContentType") or "") and words.startswith("{"):
        try:
            shown = json.loads(words)
        except (json.JSONDecodeError, RecursionError):
            return words
        title, chosen = word(shown, "data", "content", "title"), word(shown, "action")
        # What a customer chose, where it is an answer: its title is that of the question.
        words = (chosen or title if "response" in (word(item, "ContentType") or "") else title or chosen) or words
    return words


def _time(item: Any) -> str | None:
    return iso(word(item, "AbsoluteTime") or word(item, "Time", "AbsoluteTime"))


def _cells(
    one: Mapping[str, Any], contact: str, spoken: Sequence[Mapping[str, Any]], begin: str | None
) -> dict[str, str | None]:
    who = _who(one)
    told = _by_role(mapping(one, "ConversationCharacteristics"), who)
    times = [when for item in spoken if (when := _time(item))]
    replies = [item for item in spoken if _said_role(item, who) == "AGENT" and _words(item)]
    replies = [item for item in replies if word(item, "Type") not in _EVENTS]
    answered = between(begin, earliest(map(_time, replies)))
    channel = word(one, "Channel") or ("CHAT" if times else None)
    output = word(one, "ContentMetadata", "Output")
    return {
        "interaction_id": contact,
        "started_at": begin or _recorded(word(one, "CustomerMetadata", "InputS3Uri")),
        "ended_at": latest(times),
        "channel": channel.lower() if channel else None,
        "first_response_s": plain(answered) if answered is not None else None,
        "n_replies": str(len(replies)) if times else None,
        **characteristics(told),
        "categories": "; ".join(sorted(filter(None, map(word, listed(one, "Categories", "MatchedCategories"))))),
        "is_redacted": None if output is None else str(output.lower() != "raw").lower(),
        "status": word(first(one, "JobStatus", "Status")),
    }


def _recorded(address: str | None) -> str | None:
    found = _RECORDED.search(address or "")
    return "{}-{}-{}T{}:{}:00+00:00".format(*found.groups()) if found else None


def characteristics(told: Mapping[str, Any]) -> dict[str, str | None]:
    """Cells of ConversationCharacteristics, which Contact Lens and Transcribe Call Analytics share: durations in seconds,
    sentiments from -5 to 5."""
    lasted = word(told, "TotalConversationDurationMillis")
    felt = mapping(told, "Sentiment", "OverallSentiment")
    felt = mapping(felt, "DetailsByParticipantRole") or felt  # of a chat
    return {
        "duration_s": seconds(lasted, 1000) if number(lasted) is not None else None,
        "speech_s": seconds(word(told, "TalkTime", "TotalTimeMillis"), 1000),
        "silence_s": seconds(word(told, "NonTalkTime", "TotalTimeMillis"), 1000),
        "n_interruptions": word(told, "Interruptions", "TotalCount"),
        "customer_words_per_min": word(told, "TalkSpeed", "DetailsByParticipant", "CUSTOMER", "AverageWordsPerMinute"),
        "agent_words_per_min": word(told, "TalkSpeed", "DetailsByParticipant", "AGENT", "AverageWordsPerMinute"),
        "customer_sentiment": word(felt, "CUSTOMER"),
        "agent_sentiment": word(felt, "AGENT"),
    }


FORMATS = (
    Format(
        "amazon_contact_lens", "Contact Lens calls and chats", "Amazon Connect, analysis after and during a contact",
        ("turns", "interactions"), like, read,
    ),
)  # fmt: skip
