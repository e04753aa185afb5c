"""Google CCAI Insights (CX Insights): conversations of the API, transcripts to import, rows exported to BigQuery.

Not for: Speech-to-Text, which has no conversation. Members as in Google's reference of projects.locations.conversations
(cloud.google.com/contact-center/insights/docs), the import shape as in its conversation data format, the export as in its
BigQuery schema. Python's clients write the same names with underscores.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.conversation import (
    Conversation,
    Left,
    Turn,
    between,
    earliest,
    iso,
    lang,
    later,
    latest,
    number,
    plain,
    raws,
    seconds,
    unfit,
)
from voc.ingest.formats.parts.document import documents, inner, listed, mapping, stem, word
from voc.ingest.raw import Raw

# By name, and by the number of the enumeration that Python's clients write.
_ROLES = {
    "HUMAN_AGENT": "agent", "AGENT": "agent", "ANY_AGENT": "agent", "AUTOMATED_AGENT": "bot", "END_USER": "customer",
    "CUSTOMER": "customer", "1": "agent", "2": "bot", "3": "customer", "4": "agent",
}  # fmt: skip
_MEDIA = {"PHONE_CALL": "voice", "CHAT": "chat", "1": "voice", "2": "chat"}
_UPPER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def like(head: Head) -> Like:
    """How like a conversation of Insights a head is."""
    names = frozenset(_snake(name) for name in head.members)
    found = [
        having(
            names, ("transcript_segments",), ("segment_participant", "channel_tag", "message_time", "text", "words")
        ),
        having(names, ("entries", "text", "role"), ("start_timestamp_usec", "user_id")),
        having(names, ("conversation_name", "turn_count"), ("sentences", "transcript", "start_timestamp_utc", "words")),
        having(names, ("conversation_name", "sentences"), ("participant_role", "transcript", "start_timestamp_utc")),
        having(names, ("participant_role", "content", "create_time"), ("messages", "participant", "language_code")),
        having(names, ("data_source", "create_time"), ("transcript", "medium", "language_code", "call_metadata")),
    ]
    best = max(found, key=lambda one: one.score)
    if "entries" in names and names <= {"entries", "conversation_info", "categories", "display_name"}:
        return Like(0.7, "has entries, and nothing in them")
    if "entries" in names and not names & {"start_timestamp_usec", "user_id", "conversation_info"}:
        return Like(best.score / 2, best.why)  # many files have entries with a text and a role
    return best


def read(content: Content, rows: Raw | None) -> Sequence[Raw]:
    """Turns and interactions. Raises DataError E293 for damaged JSON."""
    found: list[Conversation | Left] = []
    given = [one for page in documents(content) for one in listed(page, "conversations") or [page]]
    for at, one in enumerate(given, 1):
        name = stem(content) if len(given) == 1 else f"{stem(content)}:{at}"
        if not isinstance(one, dict):
            found.append(unfit(one, "no_transcript", "a conversation"))
        elif isinstance(one.get("entries"), list):
            found.append(_imported(one, name))
        elif isinstance(one.get("messages"), list):
            found.append(_messages(one, name))
        elif _of(one, "conversationName"):
            found.append(_exported(one, name))
        elif _of(one, "transcript") or _of(one, "name"):
            found.append(_conversation(one, name))
        else:
            found.append(unfit(one, "no_transcript", "a conversation"))
    return raws(content, "google_ccai", found)


def _imported(one: Mapping[str, Any], name: str) -> Conversation:
    """The simple shape: entries with a role, a text and a start in us since 1970."""
    begin = earliest(iso(word(entry, "start_timestamp_usec")) for entry in one["entries"])
    language = lang(word(one, "conversation_info", "language_code"))
    items: list[Turn | Left] = []
    for entry in one["entries"]:
        words, when = word(entry, "text"), iso(word(entry, "start_timestamp_usec"))
        if words is None:
            items.append(Left("no_words", "", "a text", "text"))
            continue
        since = between(begin, when)
        start = plain(since) if since is not None else word(entry, "start_timestamp_usec")
        role = _ROLES.get((word(entry, "role") or "").upper(), "unknown")
        items.append(
            Turn(role, words, start, more={"lang": language, "said_at": when, "speaker": word(entry, "user_id")})
        )
    kinds = [word(kind, "display_name") for kind in listed(one, "conversation_info", "categories")]
    return Conversation(
        {
            "interaction_id": word(one, "conversation_id") or word(one, "conversation_info", "conversation_id") or name,
            "started_at": begin,
            "ended_at": latest(iso(word(entry, "start_timestamp_usec")) for entry in one["entries"]),
            "categories": "; ".join(sorted(filter(None, kinds))),
        },
        items,
    )


def _messages(one: Mapping[str, Any], name: str) -> Conversation:
    """Messages of Dialogflow's conversations, the newest of which may come first."""
    times = [_text(message, "createTime") for message in one["messages"]]
    begin = earliest(times)
    items: list[Turn | Left] = []
    for message in one["messages"]:
        words, when = word(message, "content"), _text(message, "createTime")
        if words is None:
            items.append(Left("no_words", "", "a content", "content"))
            continue
        since = between(begin, when)
        role = _ROLES.get((_text(message, "participantRole") or "").upper(), "unknown")
        code = lang(_text(message, "languageCode"))
        items.append(Turn(role, words, None if since is None else plain(since), more={"lang": code, "said_at": when}))
    called = next(filter(None, (_text(message, "name") for message in one["messages"])), "")
    told = re.search(r"conversations/([^/]+)", called)
    return Conversation(
        {"interaction_id": told.group(1) if told else name, "started_at": begin, "ended_at": latest(times)}, items
    )


def _conversation(one: Mapping[str, Any], name: str) -> Conversation:
    """A conversation of the API; a turn begins with its first word, else when its message came."""
    segments = _list(one, "transcript", "transcriptSegments")
    times = [_text(segment, "messageTime") for segment in segments]
    begin = _text(one, "startTime") or earliest(times)
    medium = _MEDIA.get(_text(one, "medium") or "")
    about = _of(one, "qualityMetadata")
    agents = _list(about, "agentInfo")
    lasted = _duration(_text(one, "duration"))
    items = list(_segments(one, segments, begin))
    return Conversation(
        {
            "interaction_id": _tail(_text(one, "name")) or name,
            "started_at": begin,
            "ended_at": later(begin, number(lasted)) or latest(times),
            "channel": medium or ("voice" if _of(one, "callMetadata") else None),
            "agent_id": _text(one, "agentId")
            or next(filter(None, (_text(agent, "agentId") for agent in agents)), None),
            "customer_id": _text(one, "obfuscatedUserId"),
            "queue_wait_s": _duration(_text(about, "waitDuration")),
            "duration_s": lasted,
            "team": next(filter(None, (_text(agent, "team") for agent in agents)), None),
            "disposition": next(filter(None, (_text(agent, "dispositionCode") for agent in agents)), None),
            "satisfaction_rating": _text(about, "customerSatisfactionRating"),
            "menu_path": _text(about, "menuPath"),
            **_labels(mapping(_of(one, "labels"))),
        },
        items,
    )


def _segments(one: Mapping[str, Any], segments: Sequence[Any], begin: str | None) -> Iterator[Turn | Left]:
    about = _of(one, "callMetadata")
    by_channel = {
        _text(about, "customerChannel"): "customer", _text(about, "agentChannel"): "agent",
    }  # fmt: skip
    by_channel.pop(None, None)
    for segment in segments:
        words = word(segment, "text")
        if words is None:
            yield Left("no_words", "", "a text", "text")
            continue
        person = _of(segment, "segmentParticipant")
        role = _ROLES.get((_text(person, "role") or "").upper()) or by_channel.get(_text(segment, "channelTag"))
        speaker = _text(person, "userId")
        spoken, when = _list(segment, "words"), _text(segment, "messageTime")
        since = between(begin, when)
        start = _duration(_text(spoken[0], "startOffset")) if spoken else None
        yield Turn(
            role or "unknown", words, start or (plain(since) if since is not None else None),
            _duration(_text(spoken[-1], "endOffset")) if spoken else None,
            {
                "lang": lang(_text(segment, "languageCode") or _text(one, "languageCode")), "said_at": when,
                "speaker": speaker, "sentiment_score": word(segment, "sentiment", "score"),
                "agent_id": speaker if role == "agent" else None,
            },
        )  # fmt: skip


def _place(sentence: Mapping[str, Any], origin: float) -> tuple[str | None, str | None]:
    """Start and end of a sentence in seconds of the call: by its offsets, or by its time and how long it lasted."""
    begin, stop = number(_text(sentence, "startOffsetNanos")), number(_text(sentence, "endOffsetNanos"))
    at, lasted = number(_text(sentence, "createTimeNanos")), number(_text(sentence, "durationNanos"))
    if begin is None and at is not None:
        begin, stop = at - origin, None
    if begin is not None and stop is None and lasted is not None:
        stop = begin + lasted
    return (None if begin is None else plain(begin / 1e9), None if stop is None else plain(stop / 1e9))


def _exported(one: Mapping[str, Any], name: str) -> Conversation:
    """A row of BigQuery: sentences with their place in nanoseconds, and the whole transcript as one text."""
    begin = iso(_utc(_text(one, "startTimestampUtc")))
    language = lang(_text(one, "languageCode"))
    sentences = _list(one, "sentences")
    first = min((at for one_ in sentences if (at := number(_text(one_, "createTimeNanos"))) is not None), default=0.0)
    origin = first if first > 1e15 else 0.0  # since 1970, not since the start of the call
    items: list[Turn | Left] = []
    for sentence in sentences:
        words = _text(sentence, "sentence")
        if words is None:
            items.append(Left("no_words", "", "a sentence", "sentence"))
            continue
        start, end = _place(sentence, origin)
        items.append(
            Turn(
                _ROLES.get((_text(sentence, "participantRole") or "").upper(), "unknown"), words,
                start, end,
                {
                    "lang": lang(_text(sentence, "languageCode")) or language, "speaker": _text(sentence, "participantId"),
                    "sentiment_score": _text(sentence, "sentimentScore"),
                },
            )
        )  # fmt: skip
    whole = _text(one, "transcript")
    if not sentences and whole:
        items.append(Turn("unknown", whole, more={"lang": language}))
    lasted_ = seconds(_text(one, "durationNanos"), 1e9)
    labels = {str(word(label, "key")): word(label, "value") for label in _list(one, "labels") if word(label, "key")}
    return Conversation(
        {
            "interaction_id": _tail(_text(one, "conversationName")) or name,
            "started_at": begin,
            "ended_at": later(begin, number(lasted_)),
            "channel": _MEDIA.get(_text(one, "medium") or ""),
            "agent_id": _text(one, "agentId"),
            "duration_s": lasted_,
            "silence_s": seconds(_text(one, "silenceNanos"), 1e9),
            "customer_sentiment": _text(one, "clientSentimentScore"),
            "agent_sentiment": _text(one, "agentSentimentScore"),
            **_labels(labels),
        },
        items,
    )


def _labels(labels: Mapping[str, Any]) -> dict[str, str | None]:
    """The user's own labels, under their names."""
    return {f"label_{name}": word(value) for name, value in labels.items()}


def _of(value: Any, name: str) -> Any:
    """A member in either spelling: agentId, agent_id."""
    one = inner(value, name)
    return one if one is not None else inner(value, _snake(name))


def _text(value: Any, name: str) -> str | None:
    return word(_of(value, name))


def _list(value: Any, *path: str) -> list[Any]:
    for name in path:
        value = _of(value, name)
    return value if isinstance(value, list) else []


def _snake(name: str) -> str:
    return _UPPER.sub("_", name).lower()


def _duration(cell: str | None) -> str | None:
    """Google's durations: "1.200s"."""
    return seconds(cell.removesuffix("s")) if cell else None


def _utc(cell: str | None) -> str | None:
    """BigQuery's times: whole seconds since 1970, a number with an exponent, or text in UTC."""
    value = number(cell)
    if value is not None:
        return plain(value)
    return f"{cell}+00:00" if cell and re.fullmatch(r"[\d\-]+[ T][\d:.]+", cell) else cell


def _tail(name: str | None) -> str | None:
    return name.rsplit("/", 1)[-1] or None if name else None


FORMATS = (
    Format(
        "google_ccai", "Google CCAI Insights conversations", "Google Cloud Contact Center AI Insights (CX Insights)",
        ("turns", "interactions"), like, read,
    ),
)  # fmt: skip
