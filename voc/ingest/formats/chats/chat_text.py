"""Plain transcripts: a line a turn, who speaks in front of it.

    2024-03-05 10:02:11 Agent: How can I help?
    顾客：我的订单还没到

For: .txt files of chats and calls, in English and Chinese. Not for: captions, or tables of text. A line that nobody begins
goes on with the turn above it. Headers (an id, a title, a line of ===) part conversations; where there are none, empty lines
do, if whole exchanges stand between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from voc.ingest import roles
from voc.ingest.content import Content
from voc.ingest.formats.chats import chat_headers, chat_heads
from voc.ingest.formats.chats.chat_lines import LONGEST, Line, as_written, lines_of
from voc.ingest.formats.chats.chat_signs import FOOT, like, speakers_of
from voc.ingest.formats.format import Format
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, plain, raws
from voc.ingest.formats.parts.document import stem
from voc.ingest.formats.parts.line_times import (
    Stamp,
    is_open,
    moment,
    settled,
    since_first,
    stamped,
)
from voc.ingest.formats.parts.speaker_lines import Spoken, spoken
from voc.ingest.formats.parts.word_runs import turn
from voc.ingest.note import note
from voc.ingest.raw import Raw

_BARE = re.compile(r"^\s*\d{1,2}:\d{2}:\d{2}\s*$")
_PARAGRAPH = re.compile(r"\n\s*\n")
_GREETING = re.compile(
    r"\W*(?:(?:hi|hello|hey|welcome|greetings|good (?:morning|afternoon|evening|day)|thank(?:s| you) for [a-z]+ing)\b"
    r"|您好|你好|喂|欢迎|歡迎|早安|午安|晚安|早上好|上午好|下午好|晚上好|感谢|感謝)",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"[^\[(【>\d:：]{0,6}[^\[(【>\d:：\s](?P<at>[\[(【]?\d{1,4}[-:：/年.].*)")
_IN_PARTS = 0.5  # of the blocks between empty lines: how many must hold an exchange


@dataclass
class _Part:
    """A conversation as its lines are found."""

    id: str | None = None
    started: Stamp | None = None
    turns: list[tuple[Stamp | None, str, list[str]]] = field(default_factory=list)
    items: list[tuple[int, Left]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)


def read(content: Content, rows: Raw | None = None) -> Sequence[Raw]:
    """Turns and interactions; a line before the first turn that says nothing we know is rejected (`no_speaker`)."""
    lines = lines_of(content.decoded[0], content.order)
    known = speakers_of(lines)
    parts, told = _parts(lines, known)
    notes = [one for one in (told, _behind_others(lines, known)) if one]
    many = len(parts) > 1
    calls: list[Conversation | Left] = []
    for at, one in enumerate(parts, 1):
        name = one.id or (f":{at}" if many else "")
        calls.append(_conversation(one, stem(content) + name if name[:1] in ("", ":") else name))
    doubt = next((at for at, line in enumerate(lines, 1) if is_open(line.stamp)), None)
    return [replace(raw, line=doubt) for raw in raws(content, "chat_text", calls, warnings=notes)]


def _behind_others(lines: Sequence[Line], known: frozenset[str]) -> str | None:
    """A note of lines in which a time and a speaker stand behind a few signs that do not belong there, as where a file was
    damaged: they go on with the turn above them, and who knows the file must see it."""
    found = [
        at for at, line in enumerate(lines, 1)
        if line.stamp is None and (behind := _BEHIND.match(line.text[:LONGEST])) is not None
        and spoken(stamped(line.text[behind.start("at") : LONGEST])[1], known) is not None
    ]  # fmt: skip
    if not found:
        return None
    return note(
        "{n} lines have a time and a speaker behind other signs, and count as words of the turn above them: "
        "the first is line {first}",
        n=len(found), first=found[0],
    )  # fmt: skip


def text_turns(written: str) -> list[Turn | Left]:
    """The turns of one transcript that lies inside another file as a text: by who begins a line, else a paragraph each, of
    nobody that is known."""
    lines = lines_of(written)
    known = speakers_of(lines)
    if sum(spoken(line.text, known) is not None for line in lines) < 2:
        return [turn(part, None) for part in _PARAGRAPH.split(written) if part.strip()]
    part = _Part()
    is_gap = False
    for line in lines:
        whole = as_written(line)
        if whole.strip():
            _take(part, line, whole, spoken(line.text, known), False, is_gap)
        is_gap = not whole.strip()
    return list(_conversation(part, "").items)


def _parts(lines: Sequence[Line], known: frozenset[str]) -> tuple[list[_Part], str | None]:
    begun = [None if chat_headers.dayed(line.text[:LONGEST]) else spoken(line.text, known) for line in lines]
    headers = [one is None and chat_headers.is_header(as_written(line)) for one, line in zip(begun, lines, strict=True)]
    feet = chat_headers.footed([as_written(one) for one in lines], headers)
    feet = [foot and any(begun[:at]) for at, foot in enumerate(feet)]  # above the talk they say what it is about
    begun = [None if foot else one for one, foot in zip(begun, feet, strict=True)]
    by_header = any(headers)
    by_gap = not by_header and _gaps_part(lines, begun)
    is_timed = any(line.stamp is not None for line in lines)
    parts = [_Part()]
    is_after_gap = False
    for line, said, is_header, is_foot in zip(lines, begun, headers, feet, strict=True):
        whole = as_written(line)
        if is_foot:
            left = Left("not_a_turn", found=whole, expected="words of a speaker")
            parts[-1].items.append((len(parts[-1].turns), left))
            is_after_gap = False
            continue
        if not whole.strip():
            is_after_gap = True
            continue
        current = parts[-1]
        if _BARE.match(whole):  # the time of the minutes that follow
            left = Left("not_a_turn", found=whole, expected="words of a speaker")
            current.items.append((len(current.turns), left))
            is_after_gap = True
            continue
        # Several header lines in a row are one header.
        is_next = is_header or (by_gap and is_after_gap and said is not None)
        if is_next and current.turns and not _is_above(current, known, is_timed):
            current = _Part()
            parts.append(current)
        is_gap, is_after_gap = is_after_gap, False
        _take(current, line, whole, said, is_header, is_gap)
    # 14/05 above one conversation says what 02/05 above another is.
    for one, start in zip(parts, settled([one.started for one in parts]), strict=True):
        one.started = start
    kept = [one for one in parts if one.turns or one.items or one.id]
    told = None
    if by_gap and len(kept) > 1:
        told = note("empty lines are taken for the ends of conversations: {n} of them", n=len(kept))
    return kept or [_Part()], told


def _take(part: _Part, line: Line, whole: str, said: Spoken | None, is_header: bool, is_gap: bool) -> None:
    if said is not None:
        part.turns.append((line.stamp, said.who, [said.said] if said.said else []))
    elif is_header:
        dayed = chat_headers.dayed(whole)
        part.id = part.id or chat_headers.id_of(dayed["head"] if dayed else whole)
        part.started = chat_heads.stated(dayed["day"]) if dayed else part.started
    elif _is_above(part) and (start := chat_heads.START.match(whole[:LONGEST])):
        at = chat_heads.stated(start["at"])
        part.started = at if moment(at) else part.started
    elif _is_above(part) and chat_heads.is_day(line.stamp, line.text):
        part.started = line.stamp
        part.items.append((len(part.turns), Left("not_a_turn", found=whole, expected="words of a speaker")))
    elif _is_above(part) and (agent := chat_heads.agent_of(whole)) is not None:
        part.agents.add(agent)
        part.items.append((len(part.turns), Left("not_a_turn", found=whole, expected="words of a speaker")))
    elif FOOT.match(whole) or chat_heads.is_event(line.text) or chat_headers.is_heard(line.text):
        part.items.append((len(part.turns), Left("not_a_turn", found=whole, expected="words of a speaker")))
    elif part.turns:
        part.turns[-1][2].append(("\n" if is_gap else "") + whole.strip())
    else:
        part.items.append((len(part.turns), Left("no_speaker", found=whole, expected="a line such as Agent: ...")))


def _is_above(part: _Part, known: frozenset[str] = frozenset(), is_timed: bool = True) -> bool:
    """Whether nothing of a part was said so far: each line names a side, one that speaks below or, where lines have times,
    has none itself."""
    return all(
        stamp is None and chat_heads.is_side(who, said) and (is_timed or said[0].strip() in known)
        for stamp, who, said in part.turns
    )


def _gaps_part(lines: Sequence[Line], begun: Sequence[Spoken | None]) -> bool:
    """Whether empty lines part conversations: at least half of the blocks between them hold turns of two speakers, and no
    agent goes on in a later one without a greeting where one greets in the first. Lines with the time of the minutes that
    follow go on in one."""
    if sum(_BARE.match(as_written(line)) is not None for line in lines) > 1:
        return False
    talk = [(line.stamp, said) for line, said in zip(lines, begun, strict=True) if said is not None]
    _, heads = chat_heads.sides([(said.who, [said.said]) for _, said in talk], [stamp for stamp, _ in talk])
    above = {id(talk[at][1]) for at in heads}
    blocks: list[list[Spoken]] = [[]]
    for line, said in zip(lines, begun, strict=True):
        if not as_written(line).strip():
            blocks.append([])
        elif said is not None and id(said) not in above:
            blocks[-1].append(said)
    filled = [one for one in blocks if one]
    first = [one[0] for one in filled if roles.of(one[0].who) == "agent"]
    greets = [_GREETING.match(one.said) is not None for one in first]
    if greets and greets[0] and not all(greets):
        return False
    return len(filled) > 1 and sum(len({said.who for said in one}) > 1 for one in filled) >= _IN_PARTS * len(filled)


def _conversation(part: _Part, name: str) -> Conversation:
    stamps = [stamp for stamp, _, _ in part.turns]
    offsets = since_first(stamps)
    dated = [when for stamp in stamps if (when := moment(stamp)) is not None]
    items: list[Turn | Left] = [left for _, left in part.items]
    roles_of, heads = chat_heads.sides([(who, said) for _, who, said in part.turns], stamps)
    roles_of = {**dict.fromkeys(part.agents, "agent"), **roles_of}
    for at, ((stamp, who, said), offset) in enumerate(zip(part.turns, offsets, strict=True)):
        if at in heads:
            items.append(Left("not_a_turn", found=f"{who}: {said[0]}", expected="words of a speaker"))
            continue
        start = None if offset is None else plain(offset)
        one = turn("\n".join(said), who, start, None, said_at=moment(stamp) or (stamp.written if stamp else None))
        if isinstance(one, Turn) and one.role == "unknown" and who in roles_of:
            one = replace(one, role=roles_of[who])
        items.append(one)
    cells = {
        "interaction_id": name,
        "started_at": chat_heads.begun(part.started, stamps) or (dated[0] if dated else None),
        "ended_at": dated[-1] if len(dated) > 1 else None,
    }
    return Conversation(cells, items)


FORMATS = (
    Format("chat_text", "Plain transcripts", "Any chat or call, as text", ("turns", "interactions"), like, read),
)  # fmt: skip
