"""Which services list the utterances of a call, and what each calls the words, who speaks, and when.

For: `utterance_lists`, which reads them all in one way. Not for: services that list words (`word_lists`), and those with a
module of their own. A new one of this shape is a new Service here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from voc.ingest.formats.parts.document import mapping

Path = tuple[str, ...]


@dataclass(frozen=True)
class Service:
    """A service. `marks`: sets of members of which one must be there; `calls`: where a document holds several transcripts;
    `lists`: where a transcript holds its utterances, through lists on the way; `words`, `begin`, `end`, `speaker`: what an
    utterance calls them, the first that is there; `per_second` of its times; `sides` the role by the member `side`. `whole`:
    the text as one, for a transcript without utterances. `cells`: ours by paths that may hold it. `length` in seconds."""

    id: str
    title: str
    system: str
    marks: tuple[tuple[str, ...], ...]
    lists: tuple[Path, ...]
    words: tuple[str, ...] = ("text",)
    begin: tuple[str, ...] = ("start",)
    end: tuple[str, ...] = ("end",)
    speaker: tuple[Path, ...] = (("speaker",),)
    channel: tuple[str, ...] = ("channel",)
    per_second: float = 1.0
    calls: tuple[Path, ...] = ()
    whole: tuple[Path, ...] = ()
    side: Path = ()
    sides: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)
    length_per_second: float = 1.0
    not_with: tuple[str, ...] = ("$schema", "parties")
    named: Callable[[Any], str | None] = lambda _: None


def _at(*paths: str) -> tuple[Path, ...]:
    return tuple(tuple(one.split("/")) for one in paths)


def _twilio(document: Any) -> str | None:
    """The transcript that a page of sentences is of stands in the page's address alone."""
    found = re.search(r"/Transcripts/(GT\w+)", json.dumps(mapping(document).get("meta") or {}))
    return found[1] if found else None


SERVICES = (
    Service(
        "gladia", "Gladia transcripts (JSON)", "Gladia API v2 and v1",
        (
            ("utterances", "full_transcript"), ("prediction", "time_begin", "time_end", "transcription"),
            ("transcription", "number_of_distinct_channels", "utterances"),
            ("event", "payload", "number_of_distinct_channels"), ("event", "payload", "utterance", "is_final"),
        ),
        _at("payload/transcription/utterances", "result/transcription/utterances", "transcription/utterances",
            "payload/data/utterance", "data/utterance", "utterances", "prediction"),
        words=("text", "transcription"), begin=("start", "time_begin"), end=("end", "time_end"), calls=_at("items"),
        whole=_at("payload/transcription/full_transcript", "result/transcription/full_transcript",
                  "transcription/full_transcript", "full_transcript"),
        cells={
            "interaction_id": _at("id"), "started_at": _at("created_at"), "status": _at("status", "event"),
            "duration_s": _at("payload/metadata/audio_duration", "result/metadata/audio_duration", "file/audio_duration",
                              "metadata/audio_duration"),
        },
    ),
    Service(
        "aircall", "Aircall transcripts (JSON)", "Aircall API, transcriptions and their webhooks",
        (("participant_type", "utterances", "call_id"), ("participant_type", "utterances", "text", "content")),
        _at("transcription/content/utterances", "data/content/utterances", "content/utterances", "utterances"),
        begin=("start_time",), end=("end_time",), speaker=_at("user_id", "participant_type"), side=("participant_type",),
        sides={"external": "customer", "internal": "agent", "ai_voice_agent": "bot", "voice_agent": "bot"},
        calls=_at("transcriptions"),
        cells={
            "interaction_id": _at("transcription/call_id", "data/call_id", "call_id"),
            "started_at": _at("transcription/call_created_at", "data/call_created_at", "call_created_at"),
            "language": _at("transcription/content/language", "data/content/language", "content/language"),
            "kind": _at("transcription/type", "data/type", "type"),
        },
    ),
    Service(
        "twilio_intelligence", "Twilio Intelligence transcripts (JSON)", "Twilio Voice Intelligence, sentences",
        (("sentences", "media_channel", "transcript"), ("media_channel", "sentence_index", "transcript")),
        _at("sentences"), words=("transcript",), begin=("start_time",), end=("end_time",), speaker=(),
        channel=("media_channel",), named=_twilio, cells={"interaction_id": _at("transcript_sid", "sid")},
    ),
    Service(
        "dashscope", "阿里云 DashScope transcripts (Paraformer, Fun-ASR, SenseVoice, JSON)", "阿里云百炼, 录音文件识别",
        (
            ("transcripts", "sentences", "begin_time", "end_time"), ("transcripts", "content_duration_in_milliseconds"),
            ("transcripts", "original_duration_in_milliseconds"),
        ),
        _at("transcripts/sentences", "output/transcripts/sentences"), begin=("begin_time",), end=("end_time",),
        speaker=_at("speaker_id"), channel=("channel_id",), per_second=1000.0,
        whole=_at("transcripts/text"), length_per_second=1000.0,
        cells={
            "duration_s": _at("properties/original_duration_in_milliseconds", "properties/original_duration"),
            "audio_format": _at("properties/audio_format"),
        },
    ),
    Service(
        "aliyun_nls", "阿里云智能语音交互 transcripts (JSON)", "阿里云智能语音交互, 录音文件识别",
        (("Result", "Sentences", "BeginTime", "EndTime"), ("Sentences", "ChannelId", "BeginTime", "Text"),
         ("TaskId", "StatusText", "BizDuration")),
        _at("Result/Sentences", "Sentences"), words=("Text",), begin=("BeginTime",), end=("EndTime",),
        speaker=_at("SpeakerId"), channel=("ChannelId",), per_second=1000.0, length_per_second=1000.0,
        cells={"interaction_id": _at("TaskId"), "duration_s": _at("BizDuration"), "status": _at("StatusText")},
    ),
    Service(
        "tingwu", "通义听悟 transcripts (JSON)", "阿里云通义听悟, 语音转写",
        (("Transcription", "Paragraphs", "Words"), ("Paragraphs", "ParagraphId", "SpeakerId")),
        _at("Transcription/Paragraphs", "Paragraphs"), words=("Text", "Words"), begin=("Start", "Words"),
        end=("End", "Words"), speaker=_at("SpeakerName", "SpeakerId"), per_second=1000.0, length_per_second=1000.0,
        cells={
            "interaction_id": _at("TaskId"), "duration_s": _at("Transcription/AudioInfo/Duration"),
            "language": _at("Transcription/AudioInfo/Language"),
        },
    ),
    Service(
        "tencent_asr", "腾讯云 transcripts (JSON)", "腾讯云语音识别, 录音文件识别",
        (("ResultDetail", "FinalSentence", "StartMs"), ("FinalSentence", "StartMs", "EndMs"),
         ("AudioDuration", "StatusStr", "ResultDetail")),
        _at("Response/Data/ResultDetail", "Data/ResultDetail", "ResultDetail"), words=("FinalSentence",),
        begin=("StartMs",), end=("EndMs",), speaker=_at("SpeakerRoleName", "SpeakerId"), channel=("ChannelId",),
        per_second=1000.0,
        cells={
            "interaction_id": _at("Response/Data/TaskId", "Data/TaskId", "TaskId"),
            "duration_s": _at("Response/Data/AudioDuration", "Data/AudioDuration", "AudioDuration"),
            "status": _at("Response/Data/StatusStr", "Data/StatusStr", "StatusStr"),
        },
    ),
    Service(
        "volcengine_asr", "火山引擎 transcripts (JSON)", "火山引擎, 录音文件识别",
        (("utterances", "start_time", "end_time", "audio_info"), ("utterances", "start_time", "definite"),
         ("resp", "utterances", "start_time", "end_time"), ("utterances", "start_time", "additions")),
        _at("result/utterances", "resp/utterances", "payload/result/utterances", "utterances"), begin=("start_time",),
        end=("end_time",), speaker=_at("additions/speaker", "speaker"), channel=("channel_id",), per_second=1000.0,
        whole=_at("result/text", "resp/text"), length_per_second=1000.0,
        cells={"interaction_id": _at("resp/id", "id", "reqid"), "duration_s": _at("audio_info/duration")},
        not_with=("$schema", "parties", "participant_type"),
    ),
    Service(
        "funasr", "FunASR transcripts (JSON)", "FunASR, AutoModel with speakers or sentence_timestamp",
        (("sentence_info", "text"), ("sentence_info", "spk")),
        _at("sentence_info"), words=("text", "sentence"), speaker=_at("spk"), per_second=1000.0, whole=_at("text"),
        cells={"interaction_id": _at("key")},
    ),
    Service(
        "iflytek", "讯飞语音转写 transcripts (JSON)", "讯飞开放平台, 语音转写",
        (("onebest", "bg", "ed"), ("ok", "err_no", "data", "failed")),
        _at("data"), words=("onebest",), begin=("bg",), end=("ed",), speaker=_at("speaker"), per_second=1000.0,
    ),
    Service(
        "ringcentral_ai", "RingCentral AI transcripts (JSON)", "RingCentral AI API, speech-to-text and interaction analysis",
        (("utterances", "speakerId", "wordTimings"), ("utterances", "speakerId", "jobId"),
         ("utterances", "speakerId", "speakerCount")),
        _at("response/utterances", "body/response/utterances", "utterances"), speaker=_at("speakerId"),
        whole=_at("response/transcript", "transcript"),
        cells={"interaction_id": _at("jobId"), "status": _at("status"), "language": _at("response/languageCode")},
    ),
    Service(
        "fireflies", "Fireflies transcripts (JSON)", "Fireflies GraphQL API",
        (("sentences", "speaker_name", "start_time", "raw_text"), ("sentences", "speaker_name", "start_time", "text")),
        _at("data/transcript/sentences", "transcript/sentences", "sentences"), words=("text", "raw_text"),
        begin=("start_time",), end=("end_time",), speaker=_at("speaker_name", "speaker_id"),
        calls=_at("data/transcripts", "transcripts"),
        cells={
            "interaction_id": _at("data/transcript/id", "transcript/id", "id"),
            "started_at": _at("data/transcript/date", "transcript/date", "date"),
            "reason": _at("data/transcript/title", "transcript/title", "title"),
        },
    ),
)  # fmt: skip
