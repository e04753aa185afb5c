"""Microsoft Teams: the transcript of a meeting or call, as Word document or text.

    Support call-20250506_100000-Meeting Recording
    May 6, 2025, 10:00AM
    4m 12s
    Maya Brandt started transcription
    Maya Brandt   0:03
    Thanks for calling.

For: `formats`. Not for: WebVTT of Teams (`captions`) and messages (`teams`). The date above has no zone: it is the
project's. A name says nothing of a side: speakers are unknown unless they are called Agent or Customer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from voc.ingest import roles
from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, raws
from voc.ingest.formats.parts.document import stem
from voc.ingest.raw import Raw

_HEAD = re.compile(r"^(?P<who>\S.{0,80}?)(?: {2,}|\t+|\u00a0+ *)(?P<at>(?:\d{1,2}:)?\d{1,2}:\d{2})\s*$")
_LENGTH = re.compile(r"^(?:\d+\s?h\s)?\d+\s?m(?:in)?\s\d+\s?s$")
_EVENT = re.compile(
    r"^.{1,80} (?:started|stopped|gestartet|beendet|démarré|arrêté|inició|detuvo) .{0,20}transcri\w*$", re.I
)
_DATES = ("%B %d, %Y, %I:%M%p", "%B %d, %Y, %I:%M %p", "%d %B %Y, %I:%M%p", "%d %B %Y, %I:%M %p", "%d %B %Y, %H:%M")
_TOP = 12  # lines


def like(head: Head) -> Like:
    """How like such a transcript a text is: names with a time behind them, below a length or a word on transcription."""
    if head.is_json or head.kind not in (".txt", ".text", ""):
        return NOT_LIKE
    every = [one.strip() for one in head.text.splitlines() if one.strip()]
    n_heads = sum(_HEAD.match(one) is not None for one in every)
    is_teams = any(_LENGTH.match(one) or _EVENT.match(one) for one in every[:_TOP])
    if n_heads == 0 or not is_teams:
        return NOT_LIKE
    return Like(0.92, f"{n_heads} lines hold a name and a time, below the head of a transcript of Teams")


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Turns and the interaction; what stands above the first speaker is rejected, but for the date."""
    lines = [one.strip() for one in content.decoded[0].splitlines()]
    begun = next((at for one in lines[:_TOP] if (at := _moment(one))), None)
    cells = {"interaction_id": stem(content), "channel": "voice", "started_at": begun}
    return raws(content, "teams_transcript", [Conversation(cells, [*_items(lines)])])


def _items(lines: Sequence[str]) -> Iterator[Turn | Left]:
    who: str | None = None
    start, said = "", list[str]()
    for line in [one for one in lines if one]:
        found = _HEAD.match(line)
        if found is None and _EVENT.match(line):
            yield Left("not_a_turn", line, "what somebody said")
        elif found is None and who is None:
            if _moment(line) is None:
                yield Left("not_a_turn", line, "what somebody said, below a name and a time")
        elif found is None:
            said.append(line)
        else:
            yield from _turn(who, start, said)
            who, start, said = found["who"].strip(), _seconds(found["at"]), []
    yield from _turn(who, start, said)


def _turn(who: str | None, start: str, said: Sequence[str]) -> Iterator[Turn | Left]:
    if who is None:
        return
    if not said:
        yield Left("no_text", who, "words below a name and a time")
        return
    yield Turn(roles.of(who) or "unknown", "\n".join(said), start, None, {"speaker": who})


def _seconds(clock: str) -> str:
    total = 0
    for part in clock.split(":"):
        total = total * 60 + int(part)
    return str(total)


def _moment(line: str) -> str | None:
    """`May 6, 2025, 10:00AM` as ISO, None for other lines."""
    for form in _DATES:
        try:
            return datetime.strptime(re.sub(r"\s+", " ", line.replace("\u202f", " ")), form).isoformat(" ")
        except ValueError:
            continue
    return None


FORMATS = (
    Format(
        "teams_transcript", "Microsoft Teams transcripts, Word document or text", "Microsoft Teams, transcript of a meeting",
        ("turns", "interactions"), like, read,
    ),
)  # fmt: skip
