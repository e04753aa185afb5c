"""Whether a text is a plain transcript, and who speaks in it, by how its lines begin.

For: `chat_text`. Not for: its turns, or where a conversation ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voc.ingest.formats.chats import chat_headers, chat_heads, line_chat, program_log, whatsapp
from voc.ingest.formats.chats.chat_lines import LONGEST, SPOKEN_AT, Line, are_dated, are_led, lines_of, split
from voc.ingest.formats.format import NOT_LIKE, Head, Like
from voc.ingest.formats.parts.speaker_lines import mostly_named, speakers, spoken

_KINDS = ("", ".", ".txt", ".text", ".log", ".md", ".transcript", ".chat")
_JSON = re.compile(r'\s*(?:\{|\[\s*[\[{"\]])')  # "[10:02] Agent: ..." is none
# What a tool writes below the talk.
FOOT = re.compile(
    r"^\s*(?:transcribed by (?:https?://)?(?:www\.)?(?:otter\.ai|rev\.com|\w+\.\w{2,3}/?)\S*|"
    r"(?:meeting|transcription) ended after \d{1,2}:\d{2}:\d{2}\W*.{0,20}|"
    r"this (?:editable )?transcript was computer generated.*)\s*$",
    re.IGNORECASE,
)
# The transcript of a meeting in Google Docs: names of those who were there, and above the lines of some minutes their time.
_MEET = re.compile(
    r"^\s*(?:meeting|transcription) ended after \d|^\s*this editable transcript was computer gen", re.I | re.M
)
_MEETING = re.compile(r"^\d{2}:\d{2}:\d{2}[ \t]+From[ \t]+[^:\n]{1,60} to [^:\n]{1,60}:", re.MULTILINE)


def like(head: Head) -> Like:
    """A Like of lines that begin with who speaks: certain where roles do, likely where names come back."""
    if head.kind not in _KINDS or _JSON.match(head.text) or "-->" in head.text[:2000] or head.text.lstrip()[:1] == "<":
        return NOT_LIKE
    if any(one(head) for one in (whatsapp.is_export, line_chat.is_export, program_log.is_log)):  # theirs to read
        return NOT_LIKE
    lines = [one for one in lines_of(head.text) if one.text.strip()][:400]
    known = speakers_of(lines)
    said = [one for line in lines if (one := spoken(line.text, known)) is not None]
    if len(said) < 2 and not (len(said) == 1 and len(lines) == 1):
        return NOT_LIKE
    names = frozenset(who for who in known if speakers([f"{who}: x"]))
    n_sure = sum(one.who in names for one in said)
    share = max(len(said) / len(lines), _led(lines_of(head.text), known))
    if n_to := len(_MEETING.findall(head.text)):
        return Like(0.85, f"{n_to} lines begin with a time, From and a name, as in the chat of a meeting")
    if _MEET.search(head.text) and said:
        return Like(0.85, "ends as a transcript of a meeting in Google Docs does")
    if are_led(split(head.text)[:400]):
        return Like(0.8, "lines hold a time, a dash and a name that comes back, above the words")
    if are_dated(split(head.text)[:400]):
        return Like(0.8, "lines hold a date, a time and a name that comes back, above the words")
    if (n_spent := len(SPOKEN_AT.findall(head.text))) > 1:
        return Like(0.8, f"{n_spent} lines hold a name and a time such as 1 minute 9 seconds")
    if n_sure >= 2:
        return Like(round(0.75 + 0.2 * share, 3), f"{n_sure} of {len(lines)} lines begin with a speaker's role")
    return Like(round(0.35 + 0.35 * share, 3), f"{len(said)} of {len(lines)} lines begin with a name that comes back")


def _led(lines: Sequence[Line], known: frozenset[str]) -> float:
    """The share of the blocks between empty lines that a time and a speaker begin, as of paragraphs below a name."""
    blocks: list[Line] = []
    is_gap = True
    for one in lines:
        if is_gap and one.text.strip() and not FOOT.match(one.text):
            blocks.append(one)
        is_gap = not one.text.strip()
    led = [one for one in blocks if one.stamp is not None and spoken(one.text, known) is not None]
    return len(led) / len(blocks) if blocks else 0.0


def speakers_of(lines: Sequence[Line]) -> frozenset[str]:
    """Who speaks; a name beside a time is one, even if it comes once. Heads of conversations come back too: 会话ID：S1."""
    heads = [
        chat_headers.ID.match(one) or chat_heads.START.match(one) or chat_headers.dayed(one)
        for one in (line.text[:LONGEST] for line in lines)
    ]
    said = _body([line.text for line, head in zip(lines, heads, strict=True) if line.text.strip() and not head])
    return speakers(said, said if mostly_named(said) else [line.text for line in lines if line.stamp is not None])


def _body(said: Sequence[str]) -> list[str]:
    """The lines without those that a tool writes at the end; where it does, without its title and list of names too."""
    kept = [one for one in said if not FOOT.match(one)]
    titles = [at for at, one in enumerate(kept) if chat_headers.TITLE.match(one[:LONGEST])]
    return kept[titles[0] + 1 :] if titles and len(kept) < len(said) else kept
