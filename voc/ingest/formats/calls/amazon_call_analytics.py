"""Amazon Transcribe Call Analytics, and the calls that the Post Call Analytics solution (PCA) makes of it.

Not for: Contact Lens, which tells a speaker by ParticipantId, or Transcribe without analytics (`amazon_transcribe`). Members
as in https://docs.aws.amazon.com/transcribe/latest/dg/tca-output-batch.html and in the PCA repository's docs/output_json.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from voc.ingest.content import Content
from voc.ingest.formats.calls.amazon_contact_lens import ROLES, characteristics
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, lang, number, plain, raws, seconds, unfit
from voc.ingest.formats.parts.document import documents, listed, mapping, stem, word
from voc.ingest.note import note
from voc.ingest.raw import Raw


def like(head: Head) -> Like:
    """How like a document of Transcribe Call Analytics a head is."""
    usual = ("JobName", "Participants", "ConversationCharacteristics", "LanguageCode", "ContentMetadata")
    found = [
        having(head.members, needed, usual, not_with=("ParticipantId", "CustomerMetadata", "Segments"))
        for needed in (
            ("ParticipantRole", "Transcript", "BeginOffsetMillis"),
            ("JobName", "ConversationCharacteristics"),
        )
    ]
    return max(found, key=lambda one: one.score)


def read(content: Content, rows: Raw | None) -> Sequence[Raw]:
    """Turns and interactions. Raises DataError E293 for damaged JSON."""
    found: list[Conversation | Left] = []
    given = documents(content)
    if any(_event(one) is not None for one in given):
        cells = {"interaction_id": stem(content), "channel": "voice"}
        return raws(content, "amazon_call_analytics", [Conversation(cells, [_heard(one) for one in given])])
    for at, one in enumerate(given, 1):
        if not isinstance(one, dict) or not isinstance(one.get("Transcript"), list):
            found.append(unfit(one, "no_transcript", "an object with a Transcript"))
            continue
        call = word(one, "JobName") or word(one, "CallAnalyticsJobName") or word(one, "SessionId") or stem(content)
        language = lang(word(one, "LanguageCode"))
        items: list[Turn | Left] = []
        for item in one["Transcript"]:
            words = word(item, "Content")
            if words is None:
                items.append(Left("no_words", "", "a Content", "Content"))
                continue
            items.append(
                Turn(
                    ROLES.get((word(item, "ParticipantRole") or "").upper(), "unknown"), words,
                    seconds(word(item, "BeginOffsetMillis"), 1000), seconds(word(item, "EndOffsetMillis"), 1000),
                    {"lang": language, "sentiment": word(item, "Sentiment")},
                )
            )  # fmt: skip
        found.append(
            Conversation(_cells(one, call if len(given) == 1 or word(one, "JobName") else f"{call}:{at}"), items)
        )
    return raws(content, "amazon_call_analytics", found)


def _event(one: Any) -> Mapping[str, Any] | None:
    """What was heard, in an event of the stream in real time; None for anything else."""
    heard = mapping(one, "UtteranceEvent") or mapping(one)
    return heard if "UtteranceId" in heard and "Transcript" in heard else None


def _heard(one: Any) -> Turn | Left:
    heard = _event(one)
    words = word(heard, "Transcript")
    if heard is None or words is None:
        return Left("not_a_turn", ", ".join(list(mapping(one))[:3]), "an UtteranceEvent with words")
    if (word(heard, "IsPartial") or "").lower() == "true":
        return Left("partial_words", word(heard, "UtteranceId") or "", "what it became in the end", "IsPartial")
    return Turn(
        ROLES.get((word(heard, "ParticipantRole") or "").upper(), "unknown"), words,
        seconds(word(heard, "BeginOffsetMillis"), 1000), seconds(word(heard, "EndOffsetMillis"), 1000),
        {"sentiment": word(heard, "Sentiment")},
    )  # fmt: skip


def _cells(one: Mapping[str, Any], call: str) -> dict[str, str | None]:
    channel, output = word(one, "Channel") or "VOICE", word(one, "ContentMetadata", "Output")
    issues = [issue for item in listed(one, "Transcript") for issue in listed(item, "IssuesDetected")]
    return {
        "interaction_id": call,
        "channel": channel.lower(),
        **characteristics(mapping(one, "ConversationCharacteristics")),
        "categories": "; ".join(sorted(filter(None, map(word, listed(one, "Categories", "MatchedCategories"))))),
        "n_issues": str(len(issues)),
        "is_redacted": None if output is None else str(output.lower() != "raw").lower(),
        "status": word(one, "JobStatus"),
    }


def like_pca(head: Head) -> Like:
    """How like a call of Post Call Analytics a head is."""
    usual = ("SegmentStartTime", "SegmentSpeaker", "SpeakerLabels", "SourceInformation", "DisplayText")
    found = [having(head.members, ("ConversationAnalytics", *one), usual) for one in (("SpeechSegments",), usual[2:4])]
    return max(found, key=lambda one: one.score)


def read_pca(content: Content, rows: Raw | None) -> Sequence[Raw]:
    """Turns and interactions. Raises DataError E293 for damaged JSON."""
    found: list[Conversation | Left] = []
    zones: set[str] = set()
    given = documents(content)
    for one in given:
        if not isinstance(one, dict) or not isinstance(one.get("SpeechSegments"), list):
            found.append(unfit(one, "no_transcript", "an object with SpeechSegments"))
            continue
        about = mapping(one, "ConversationAnalytics")
        if zone := _said(about, "ConversationLocation"):
            zones.add(zone)
        found.append(_pca(one, about, content))
    known = {zone for zone in zones if zone in available_timezones() and ZoneInfo(zone)}
    one_zone = next(iter(known)) if len(known) == len(zones) == 1 else None
    notes = (
        [note("times of calls in {n} zones are in the project's", n=len(zones))] if zones and one_zone is None else []
    )
    return raws(content, "amazon_pca", found, one_zone, notes)


def _pca(one: Mapping[str, Any], about: Mapping[str, Any], content: Content) -> Conversation:
    source = mapping(next(iter(listed(about, "SourceInformation")), None), "TranscribeJobInfo")
    roles = {
        word(label, "Speaker"): (word(label, "DisplayText") or "").lower() for label in listed(about, "SpeakerLabels")
    }  # fmt: skip
    language = lang(word(about, "LanguageCode"))
    items: list[Turn | Left] = []
    for segment in one["SpeechSegments"]:
        words = word(segment, "DisplayText") or word(segment, "OriginalText")
        if words is None:
            items.append(Left("no_words", "", "a DisplayText", "DisplayText"))
            continue
        speaker = word(segment, "SegmentSpeaker")
        items.append(
            Turn(
                _role(roles.get(speaker, "")), words, word(segment, "SegmentStartTime"), word(segment, "SegmentEndTime"),
                {"lang": language, "speaker": speaker, "sentiment_score": word(segment, "SentimentScore")},
            )
        )  # fmt: skip
    quiet = number(word(about, "SpeakerTime", "NonTalkTime", "TotalTimeSecs"))
    return Conversation(
        {
            "interaction_id": _said(about, "GUID") or _said(source, "TranscriptionJobName") or stem(content),
            "started_at": _said(about, "ConversationTime"),
            "channel": "voice",
            "agent_id": _said(about, "Agent"),
            "customer_id": _said(about, "Cust"),
            "duration_s": word(about, "Duration"),
            "silence_s": None if quiet is None else plain(quiet),
            "categories": "; ".join(
                sorted(filter(None, (word(kind, "Name") for kind in listed(about, "CategoriesDetected"))))
            ),
            "n_issues": str(len(listed(about, "IssuesDetected"))),
        },
        items,
    )


def _role(label: str) -> str:
    """The role that a label of SpeakerLabels names; labels are the user's own words, "Agent" and "Customer" by default."""
    words = label.replace("_", " ").split()
    return next(
        (role for role in ("agent", "customer") if role in words),
        label if label in ("客服", "客户", "客戶") else "unknown",
    )


def _said(value: Mapping[str, Any], name: str) -> str | None:
    """A member that PCA writes as the word None where it has nothing."""
    cell = word(value, name)
    return None if cell in ("None", "null", "N/A") else cell


FORMATS = (
    Format(
        "amazon_call_analytics", "Transcribe Call Analytics", "Amazon Transcribe, analytics of calls",
        ("turns", "interactions"), like, read,
    ),
    Format(
        "amazon_pca", "Post Call Analytics calls", "Amazon Transcribe, the Post Call Analytics solution",
        ("turns", "interactions"), like_pca, read_pca,
    ),
)  # fmt: skip
