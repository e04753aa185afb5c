"""WebVTT, SubRip and SubViewer: cues with times, of recordings of calls and meetings.

For: .vtt, .srt and .sbv files. Not for: where a cue stands on the screen. A voice (`<v Maria>`), the name of a cue (`7
"Maria" (123)`, Webex) or words such as "Agent:" in front say who speaks; two of them in a cue are two turns. A cue without
words or without times that exist is rejected.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, lang, plain, raws
from voc.ingest.formats.parts.document import stem
from voc.ingest.formats.parts.speaker_lines import all_in_full, mostly_named, speakers, spoken
from voc.ingest.formats.parts.word_runs import joined, turn
from voc.ingest.note import note
from voc.ingest.raw import Raw

_ARROW = "-->"
_LINES = re.compile(r"\r\n|\n|\r")
_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,6}))?"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?$")
_BLOCKS = ("NOTE", "STYLE", "REGION")
_SRT_HEAD = re.compile(rf"\A\s*(?:\d+[ \t]*\r?\n)?{_TIME}[ \t]*-->[ \t]*{_TIME}", re.ASCII)
# SubViewer, as YouTube writes it: two times with a comma between.
_SBV = re.compile(r"(\d{1,2}:\d{2}:\d{2}\.\d{1,3})[ \t]*,[ \t]*(\d{1,2}:\d{2}:\d{2}\.\d{1,3})[ \t]*$", re.ASCII)
# A line as Whisper prints it: [00:12.000 --> 00:15.500]  Hello
_BETWEEN = r"[\d:.,]{4,15}[ \t]*-->[ \t]*[\d:.,]{4,15}"
_TIMED = re.compile(rf"^[ \t]*\[[ \t]*({_BETWEEN})[ \t]*\][ \t]*(\S.*)$", re.MULTILINE)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^<>]{0,300})>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:c|i|b|u|s|v|font|lang|ruby|rt|span|p|em|strong|br|\d+:[\d:.]+)(?:[ .\t][^<>]*)?/?>|\{\\[^}]*\}",
    re.IGNORECASE,
)
# The name of a cue as Webex writes it: 7 "Maria Lopez" (1234567890).
_NAMED = re.compile(r'^\s*\d+\s+"(?P<who>[^"]{1,100})"\s*(?:\(\d*\))?\s*$')
_META = re.compile(r"^(Kind|Language)\s*:\s*(.+)$", re.IGNORECASE)
_ROLLING = 0.5  # of the cues: how many must begin with the last line of the one before
_LEAST_ROLLING = 2
_SHOWN_CUES = 0.5  # of the cues: how many must begin with a name for names to be speakers


@dataclass(frozen=True)
class _Cue:
    """`times` as they are written, None where there are none; `lines` the words; `who` speaks where its name says it."""

    times: str | None
    lines: tuple[str, ...]
    who: str | None = None
    is_again: bool = False  # its first line was that of the cue before, and was left out


def like_vtt(head: Head) -> Like:
    """A Like of the word WEBVTT at the top."""
    top = head.text.lstrip("\ufeff \t\r\n")
    if re.match(r"WEBVTT(?:\s|$)", top):
        return Like(0.98, "begins with WEBVTT")
    return Like(0.9, "a .vtt with cues") if head.kind == ".vtt" and _ARROW in top else NOT_LIKE


def like_srt(head: Head) -> Like:
    """A Like of a number, times and words at the top."""
    top = head.text.lstrip("\ufeff \t\r\n")
    if head.kind == ".srt":
        return Like(0.95 if _ARROW in top else 0.6, "a .srt with cues" if _ARROW in top else "a .srt")
    return Like(0.9, "begins with a cue") if head.kind != ".vtt" and _SRT_HEAD.match(top) else NOT_LIKE


def like_sbv(head: Head) -> Like:
    """A Like of two times with a comma between at the top."""
    first = head.text.lstrip("\ufeff \t\r\n").partition("\n")[0].strip()
    return Like(0.95, "begins with a cue of SubViewer") if _SBV.match(first) else NOT_LIKE


def like_lines(head: Head) -> Like:
    """A Like of lines that begin with two times in brackets."""
    n = len(_TIMED.findall(head.text))
    return Like(0.9, f"{n} lines begin with [00:00.000 --> 00:00.000]") if n and not head.is_json else NOT_LIKE


def read_vtt(content: Content, rows: Raw | None = None) -> Sequence[Raw]:
    """Turns and interactions of WebVTT."""
    written = content.decoded[0].lstrip("\ufeff")
    lines = _LINES.split(written)
    top, about = _header(lines)
    notes = (
        [] if lines and lines[0].startswith("WEBVTT") else [note("it does not begin with WEBVTT; read as if it did")]
    )
    return _read(content, "webvtt", _cues(lines[top:], True), about, notes)


def read_srt(content: Content, rows: Raw | None = None) -> Sequence[Raw]:
    """Turns and interactions of SubRip."""
    return _read(content, "srt", _cues(_LINES.split(content.decoded[0].lstrip("\ufeff")), False), {}, [])


def read_sbv(content: Content, rows: Raw | None = None) -> Sequence[Raw]:
    """Turns and interactions of SubViewer."""
    lines = [_SBV.sub(r"\1 --> \2", one) for one in _LINES.split(content.decoded[0].lstrip("\ufeff"))]
    return _read(content, "sbv", _cues(lines, False), {}, [])


def read_lines(content: Content, rows: Raw | None = None) -> Sequence[Raw]:
    """Turns and interactions of lines with their times in front; lines above the first are what the program says."""
    written = content.decoded[0].lstrip("\ufeff")
    begun = _TIMED.search(written)
    lines = _LINES.split(_TIMED.sub(r"\n\1\n\2", written[begun.start() if begun else 0 :]))
    return _read(content, "timed_lines", _cues(lines, False), {}, [])


def text_turns(written: str) -> list[Turn | Left]:
    """The turns of WebVTT or SubRip text that lies inside another file."""
    lines = _LINES.split(written.lstrip("\ufeff"))
    is_vtt = written.lstrip("\ufeff").startswith("WEBVTT")
    return _turns(_cues(lines[_header(lines)[0] if is_vtt else 0 :], is_vtt), None)


def _read(
    content: Content, reader: str, cues: Sequence[_Cue], about: dict[str, str], notes: Sequence[str]
) -> Sequence[Raw]:
    cells = {"interaction_id": stem(content), "channel": "voice", "language": about.get("language")}
    return raws(content, reader, [Conversation(cells, _turns(cues, lang(about.get("language"))))], warnings=notes)


def _header(lines: Sequence[str]) -> tuple[int, dict[str, str]]:
    """Where the cues begin, and what the header says."""
    about: dict[str, str] = {}
    for at, line in enumerate(lines):
        if not line.strip() or _ARROW in line:
            return at, about
        if found := _META.match(line):
            about[found.group(1).lower()] = found.group(2).strip()
    return len(lines), about


def _cues(lines: Sequence[str], is_vtt: bool) -> list[_Cue]:
    """The cues in their order; of WebVTT without notes, styles and regions. A line with an arrow begins a cue wherever it
    stands, as the WebVTT parser has it."""
    found: list[_Cue] = []
    block: list[str] = []
    for line in [*lines, ""]:
        if is_vtt and (line == "WEBVTT" or line.startswith(("WEBVTT ", "WEBVTT\t"))):
            # A second file put behind the first, whose last cue had no line of its own to end.
            found += _of_block(block, is_vtt)
            block = []
        elif _ARROW in line and any(_ARROW in one for one in block):
            # Without an empty line between: an index of SubRip right above belongs to the cue that begins here.
            index = [block.pop()] if len(block) > 1 and block[-1].strip().isdigit() and not is_vtt else []
            found += _of_block(block, is_vtt)
            block = [*index, line]
        elif line.strip() or (is_vtt and line and block and _ARROW in block[-1]):  # YouTube leaves the upper line blank
            block.append(line)
        else:
            found += _of_block(block, is_vtt)
            block = []
    return found


def _of_block(block: Sequence[str], is_vtt: bool) -> list[_Cue]:
    if not block or (
        is_vtt and block[0].split(maxsplit=1)[0].rstrip(":") in _BLOCKS and not any(_ARROW in one for one in block[:2])
    ):
        return []
    at = next((at for at, one in enumerate(block) if _ARROW in one), None)
    if at is None:
        is_index = block[0].strip().isdigit() and len(block) > 1
        return [_Cue(None, tuple(block[1:] if is_index else block))]
    named = _NAMED.match(block[at - 1]) if at else None
    return [_Cue(block[at], tuple(block[at + 1 :]), named["who"].strip() or None if named else None)]


def _once(cues: Sequence[_Cue]) -> list[_Cue]:
    """Cues without the lines that the cue before ended with, where they roll up the screen: half of them begin so."""
    shown = [[" ".join(_bare(line).split()) for line in one.lines if _bare(line).strip()] for one in cues]
    rolls = [bool(now and before) and now[0] == before[-1] for before, now in zip([[], *shown], shown, strict=False)]
    if sum(rolls) < _ROLLING * len(cues) or sum(rolls) < _LEAST_ROLLING:
        return [*cues]
    found = []
    for one, is_again in zip(cues, rolls, strict=True):
        lines = tuple(line for line in one.lines if _bare(line).strip())
        found.append(replace(one, lines=lines[1:] if is_again else lines, is_again=is_again))
    return found


def _turns(cues: Sequence[_Cue], code: str | None) -> list[Turn | Left]:
    cues = _once(cues)
    texts = [[_bare(line) for line in one.lines] for one in cues]
    firsts = [lines[0] for lines in texts if lines]
    known = speakers(
        (line for lines in texts for line in lines), firsts if mostly_named(firsts) or all_in_full(firsts) else ()
    )
    n_begun = sum(1 for lines in texts if lines and spoken(lines[0], known))
    if n_begun < _SHOWN_CUES * len(cues):
        known = frozenset(who for who in known if speakers([f"{who}: x"]))
    return [each for one in cues for each in _of_cue(one, known, code)]


def _of_cue(cue: _Cue, known: frozenset[str], code: str | None) -> list[Turn | Left]:
    words = _layout([_bare(line) for line in cue.lines])
    if cue.times is None:
        return [Left("missing_time", found=words, expected="a line with two times and -->")]
    found = _TIMES.match(cue.times)
    begin, end = (_seconds(found.groups()[:4]), _seconds(found.groups()[4:])) if found else (None, None)
    if begin is None or end is None:
        return [Left("bad_time", found=cue.times, expected="00:01:02.345 --> 00:01:04.000", column="start_s")]
    if cue.is_again and not words.strip():
        return [Left("repeated_words", expected="words that the cue before did not show")]
    # Where the line above the times names who speaks, "Note: ..." is words.
    inside = known if cue.who is None else frozenset[str]()
    return [turn(said, who or cue.who, begin, end, lang=code) for who, said in _voices(cue.lines, inside)]


def _voices(lines: Sequence[str], known: frozenset[str]) -> list[tuple[str | None, str]]:
    """Who says what in a cue: by voices, else by who stands in front of a line."""
    parts = _VOICE.split("\n".join(lines))
    if len(parts) > 1:
        before = [(None, parts[0])] if _bare(parts[0]).strip() else []
        voiced = [
            (html.unescape(who).strip() or None, said) for who, said in zip(parts[1::2], parts[2::2], strict=True)
        ]
        return [(who, _layout([_bare(one) for one in said.split("\n")])) for who, said in [*before, *voiced]]
    found: list[tuple[str | None, list[str]]] = []
    for line in (_bare(one) for one in lines):
        begun = spoken(line, known)
        if begun is not None:
            found.append((begun.who, [begun.said]))
        elif found:
            found[-1][1].append(line)
        else:
            found.append((None, [line]))
    return [(who, _layout(said)) for who, said in found] or [(None, "")]


def _layout(lines: Sequence[str]) -> str:
    """Lines that are broken to fit the screen, as one; one that begins with a dash is another's, and stays a line."""
    found: list[list[str]] = []
    for line in (one.strip() for one in lines if one.strip()):
        if found and not line.startswith(("-", "–", "—")):
            found[-1].append(line)
        else:
            found.append([line])
    return "\n".join(map(joined, found))


def _bare(line: str) -> str:
    """A line without tags, entities as the signs they stand for."""
    return html.unescape(_TAG.sub("", line)).replace("\xa0", " ").replace("\u200e", "").replace("\u200f", "")


def _seconds(parts: Sequence[str | None]) -> str | None:
    hours, minutes, seconds, fraction = parts
    if int(minutes or 0) > 59 or int(seconds or 0) > 59:
        return None
    return plain(int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0) + float(f"0.{fraction or 0}"))


FORMATS = (
    Format("sbv", "SubViewer captions", "YouTube", ("turns", "interactions"), like_sbv, read_sbv),
    Format(
        "webvtt", "WebVTT captions", "Zoom, Teams, Whisper and many more", ("turns", "interactions"), like_vtt, read_vtt
    ),
    Format(
        "timed_lines", "Lines with two times in front", "Whisper's and whisper.cpp's terminal", ("turns", "interactions"),
        like_lines, read_lines,
    ),
    Format("srt", "SubRip captions", "Whisper and many more", ("turns", "interactions"), like_srt, read_srt),
)  # fmt: skip
