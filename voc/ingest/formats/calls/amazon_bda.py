"""Amazon Bedrock Data Automation: standard output of recordings, segments with times and labels.

For: `audio_segments` of the standard output. Not for: summaries, chapters and topics, which nobody said; output of
blueprints of one's own. Labels such as spk_0 and ch_0 name no side, so every role is unknown. Times are milliseconds.
https://docs.aws.amazon.com/bedrock/latest/userguide/bda-ouput-audio.html
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, lang, raws, seconds, unfit
from voc.ingest.formats.parts.document import documents, listed, named, word
from voc.ingest.formats.parts.word_runs import turn
from voc.ingest.raw import Raw

_PER_SECOND = 1000.0


def like(head: Head) -> Like:
    """How like output of a recording a head is; a long list of words may hide all that comes after it."""
    usual = ("metadata", "asset_id", "audio_items", "item_index", "duration_millis", "s3_key")
    found = [
        having(head.members, ("audio_segments", "start_timestamp_millis", "text"), usual),
        having(head.members, ("audio_items", "audio_segment_index", "semantic_modality"), usual),
    ]
    return max(found, key=lambda one: one.score)


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Turns and interactions. Raises DataError E293 for damaged JSON."""
    return raws(content, "amazon_bda", [_conversation(one, name) for one, name in named(content, documents(content))])


def _conversation(one: Any, name: str) -> Conversation | Left:
    if not isinstance(one, dict) or not isinstance(one.get("audio_segments"), list):
        return unfit(one, "no_transcript", "an object with audio_segments")
    language = lang((word(one, "metadata", "dominant_asset_language") or "").lower())
    cells = {
        "interaction_id": (word(one, "metadata", "s3_key") or name).rpartition("/")[2], "channel": "voice",
        "duration_s": seconds(word(one, "metadata", "duration_millis"), _PER_SECOND),
    }  # fmt: skip
    return Conversation(cells, [_turn(each, language) for each in listed(one, "audio_segments")])


def _turn(one: Any, language: str | None) -> Turn | Left:
    who, heard = word(one, "speaker", "speaker_label"), word(one, "channel", "channel_label")
    return turn(
        word(one, "text"), who or heard, seconds(word(one, "start_timestamp_millis"), _PER_SECOND),
        seconds(word(one, "end_timestamp_millis"), _PER_SECOND), audio_channel=heard, lang=language,
    )  # fmt: skip


FORMATS = (
    Format(
        "amazon_bda", "Bedrock Data Automation transcripts (JSON)", "Amazon Bedrock Data Automation, standard output",
        ("turns", "interactions"), like, read,
    ),
)  # fmt: skip
