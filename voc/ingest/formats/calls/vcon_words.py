"""The words in a vCon: bodies of text dialogs, and transcripts in the shape of whoever made them.

For: `vcon`. Not for: the parties and times of the conversation.
"""

from __future__ import annotations

import email
import email.policy
import html
import re
from dataclasses import replace
from typing import Any

from voc.ingest.formats.calls import assemblyai, azure_speech, captions, deepgram, whisper
from voc.ingest.formats.calls.vcon_forms import decoded, loaded
from voc.ingest.formats.chats import chat_text
from voc.ingest.formats.parts.conversation import Left, Turn, number, seconds
from voc.ingest.formats.parts.document import first, inner, listed, mapping, word
from voc.ingest.formats.parts.word_runs import turn

_HTML_GAP = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d)\b[^<>]*>", re.IGNORECASE)
_HTML_LEFT_OUT = re.compile(r"<(/?)(style|script|head)\b[^<>]*>", re.IGNORECASE)
_HTML_TAG = re.compile(r"<[^<>]+>")
_SLOWEST = 5.0  # seconds a letter
SPEAKING = ("parties", "party", "speaker", "speaker_label", "speaker_id", "participant", "role", "channel_tag")


def body(one: Any) -> Any:
    """The body of a dialog or an analysis as text or JSON, None where there is none or it is no text."""
    value = inner(one, "body")
    if value is None or value == "":
        return None
    encoding = (word(one, "encoding") or "none").lower()
    if isinstance(value, str) and encoding in ("base64url", "base64"):
        data = decoded(value)
        value = None if data is None else _utf8(data)
    if isinstance(value, str) and (encoding == "json" or value.lstrip()[:1] in ("{", "[")):
        found = loaded(value)
        return value if found is None and encoding != "json" else found if found is not None else value
    return value


def message(one: Any) -> str | None:
    """The words of a text dialog: of a mail its plain part, else what remains of its HTML."""
    value = body(one)
    if isinstance(value, (dict, list)):
        value = first(value, "text", "body", "message", "content") if isinstance(value, dict) else None
    if not isinstance(value, str):
        return None
    media = (word(one, "mediatype") or word(one, "mimetype") or "").lower()
    if media.startswith(("multipart/", "message/")):
        return _of_mail(value, word(one, "mediatype") or word(one, "mimetype") or "")
    return _of_html(value) if media.startswith("text/html") else value.strip() or None


def transcript(one: Any) -> list[Turn | Left]:
    """The turns of an analysis that is a transcript, by the shape of its body, whatever vendor it names. Speakers that are
    places in `parties` stand in the cell `party`."""
    return _in_seconds(_turns(body(one)))


def _in_seconds(said: list[Turn | Left]) -> list[Turn | Left]:
    """The turns with their times in seconds: makers that count in milliseconds do not say so, but nobody takes five seconds
    for a letter, whatever the language."""
    spoken = [one for one in said if isinstance(one, Turn)]
    slow = [
        (end - begin) / len(one.text) > _SLOWEST for one in spoken
        if (begin := number(one.start_s)) is not None and (end := number(one.end_s)) is not None
    ]  # fmt: skip
    if not slow or sum(slow) * 10 < 9 * len(slow):
        return said
    return [
        replace(one, start_s=seconds(one.start_s, 1000), end_s=seconds(one.end_s, 1000)) if isinstance(one, Turn) else one
        for one in said
    ]  # fmt: skip


def _turns(value: Any) -> list[Turn | Left]:
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, list):
        return [each for one in value for each in (_turns(one) if inner(one, "results") else [_said(one)])]
    if not isinstance(value, dict):
        return []
    if listed(value, "results", "channels") or listed(value, "results", "utterances"):
        return deepgram.turns(value)
    if listed(value, "paragraphs", "paragraphs"):  # Deepgram's, without what is around it there
        return deepgram.of_channel(value)
    if listed(value, "utterances"):
        ours = [_said(one) for one in listed(value, "utterances")]
        return assemblyai.turns(value) if word(value, "audio_url") or word(value, "audio_duration") else ours
    if listed(value, "recognizedPhrases") or listed(value, "combinedRecognizedPhrases"):
        return azure_speech.turns(value)
    segments = first(value, "segments", "turns", "sentences", "messages", "items", "paragraphs")
    if isinstance(segments, list) and segments:
        return [_said(_labelled(one, value)) for one in segments]
    if listed(value, "chunks") or listed(value, "word_segments") or listed(value, "transcription"):
        return whisper.turns(value)
    nested = first(value, "transcript", "transcription", "diarized", "text", "content", "body")
    return _turns(nested) if nested is not None else []


def _labelled(one: Any, whole: dict[str, Any]) -> Any:
    """A part of a transcript, its speaker under the label that the whole gives: {"speakers": {"0": {"label": "Agent"}}}."""
    label = word(whole, "speakers", word(one, "speaker") or "", "label")
    return {**one, "speaker": label} if label else one


def _said(one: Any) -> Turn | Left:
    """A part of a transcript in its maker's own words: who, what, from when to when."""
    if isinstance(one, str):
        return turn(one, None)
    party = next((inner(one, name) for name in ("parties", "party") if inner(one, name) is not None), None)
    if isinstance(party, list):
        party = party[0] if party else None
    who = next((said for name in SPEAKING[2:] if (said := word(one, name))), None)
    begin, end = word(first(one, "start", "start_time", "begin", "offset")), word(first(one, "end", "end_time"))
    return turn(
        word(first(one, "text", "transcript", "message", "content", "body", "words")), who, begin, end,
        party=word(party), lasts=word(one, "duration"), confidence=word(one, "confidence"),
    )  # fmt: skip


def _of_text(value: str) -> list[Turn | Left]:
    """Captions, lines that begin with who speaks, or paragraphs whose speaker nobody names."""
    if value.lstrip("\ufeff \n\r").startswith("WEBVTT") or "-->" in value[:400]:
        return captions.text_turns(value.lstrip())
    return chat_text.text_turns(value)


def _of_mail(value: str, media: str) -> str | None:
    """A mail without its head lines: the type in `media` stands for them."""
    header = "" if value.lstrip().lower().startswith(("mime-version:", "content-type:", "from:")) else (
        f"MIME-Version: 1.0\nContent-Type: {' '.join(media.split())}\n\n"
    )  # fmt: skip
    try:
        mail = email.message_from_string(header + value.lstrip("\r\n"), policy=email.policy.default)
        parts = {part.get_content_type(): part for part in reversed(list(mail.walk())) if not part.is_multipart()}
        if "text/plain" in parts:
            return str(parts["text/plain"].get_content()).replace("\r\n", "\n").strip() or None
        return _of_html(str(parts["text/html"].get_content())) if "text/html" in parts else None
    except (
        LookupError,
        ValueError,
        AttributeError,
        TypeError,
        RecursionError,
    ):  # a damaged mail fails anywhere in there
        return None


def _of_html(value: str) -> str | None:
    first_part, *rest = _HTML_LEFT_OUT.split(value)
    # After each of these tags: whether it closes, its name, what follows; what follows an opening one is not shown.
    shown = first_part + "".join(said for closes, said in zip(rest[::3], rest[2::3], strict=True) if closes)
    bare = _HTML_TAG.sub("", _HTML_GAP.sub("\n", shown))
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in html.unescape(bare).split("\n"))
    return "\n".join(line for line in lines if line) or None


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def is_transcript(one: Any) -> bool:
    """Whether an analysis is a transcript: its type says so, also as transcript-redacted or diarized."""
    kind = (word(one, "type") or "").lower()
    return "transcript" in kind or "diari" in kind or mapping(one, "body").get("transcript") is not None
