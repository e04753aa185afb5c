"""LINE for computers: a chat as text: days as heads, and a time, a name and words with single spaces between them.

    2025.03.07 Friday
    23:53 林先生 請問帳篷還有貨嗎？

For: exports whose names can be told from what they say. Not for: exports of the phone, which have tabs (`line_chat`).
Nothing parts a name of several words from its message, so a name counts where it is proved: the file is called after it,
or it is all that a name's lines can have in common. Lines of other names are rejected. A file is one contact; roles are
unknown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from voc.ingest.content import Content
from voc.ingest.formats.chats.chat_file import conversation
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.conversation import Left, Turn, raws
from voc.ingest.formats.parts.line_times import Stamp, moment, stamped
from voc.ingest.formats.parts.word_runs import turn
from voc.ingest.note import note
from voc.ingest.raw import Raw

_KINDS = ("", ".", ".txt", ".text")
_LINES = re.compile(r"\r\n|\n|\r")
_DAY = re.compile(
    r"^\ufeff?(?P<day>\d{4}\.\d{2}\.\d{2}) "
    r"(?:[A-Za-z]{6,9}|[月火水木金土日]曜日|(?:星期|週|周|礼拜|禮拜)[一二三四五六日天])\s*$"
)
_SAID = re.compile(r"^(?P<at>\d{1,2}:\d{2}) (?P<rest>\S.*)$")
_FILE = re.compile(r"^\[LINE\]\s*_?(?P<name>.+)$", re.IGNORECASE)
_EVENT = re.compile(
    r"^(?:joined the (?:group|chat)\.?|left the (?:group|chat)\.?|unsent a message\.?|added .{1,60} to the group\.?|"
    r"(?:がグループに参加しました|がグループを退会しました|がメッセージの送信を取り消しました)。?|已?加入(?:該)?群組?。?|已?收回訊息。?|已離開群組。?)$"
)
_MEDIA = re.compile(
    r"^(?:(?:stickers?|photos?|videos?|audio|files?|albums?|notes?|location|contacts?|gifts?)|"
    r"(?:スタンプ|写真|動画|ボイスメッセージ|ファイル|貼圖|圖片|照片|影片|語音訊息|檔案|贴图|图片|视频|语音消息|文件)|☎.*)$",
    re.IGNORECASE,
)
_ENOUGH = 4  # lines of one name: so many messages do not all begin with the same word
_LONGEST = 4  # words of a name
_DIFFERENT = 3  # words behind a first name from which on it is a whole name


@dataclass(frozen=True)
class _Entry:
    """A message: when, its words with the name in front, and the lines below it."""

    stamp: Stamp | None
    words: tuple[str, ...]
    rest: str
    more: tuple[str, ...]


def like(head: Head) -> Like:
    """How like an export of LINE for computers a head is."""
    if head.kind not in _KINDS:
        return NOT_LIKE
    lines = _LINES.split(head.text)[:400]
    n_days = sum(_DAY.match(line) is not None for line in lines)
    n_said = sum(_SAID.match(line) is not None for line in lines)
    return Like(0.93, "days, and lines as LINE for computers writes them") if n_days and n_said > 1 else NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Turns and one interaction."""
    entries, before = _entries(content.decoded[0])
    names = _names(entries, content.name)
    made = [(one.stamp, _item(one, names)) for one in entries]
    chat = conversation(content, made, [Left("no_speaker", line, "a line with a time") for line in before])
    n_left = sum(isinstance(item, Left) and item.reason == "no_speaker" for _, item in made)
    told = note(
        "{n} lines were left out: nothing tells their name from their words; export the chat from a phone", n=n_left
    )
    return raws(content, "line_desktop", [chat], warnings=[told] if n_left else [])


def _entries(text: str) -> tuple[list[_Entry], list[str]]:
    """The messages, and the lines before the first that say nothing we know."""
    found: list[tuple[Stamp | None, str, list[str]]] = []
    before: list[str] = []
    day: str | None = None
    for line in _LINES.split(text):
        if head := _DAY.match(line):
            day = head["day"]
        elif said := _SAID.match(line):
            found.append((stamped(f"{day} {said['at']}" if day else said["at"])[0], said["rest"], []))
        elif found:
            found[-1][2].append(line)
        elif line.strip():
            before.append(line)
    return [_Entry(at, tuple(rest.split(" ")), rest, tuple(more)) for at, rest, more in found], before


def _names(entries: Sequence[_Entry], file: str) -> frozenset[tuple[str, ...]]:
    """The names that are proved, as their words."""
    called = _FILE.match(PurePosixPath(file.replace("\\", "/")).name.rpartition(".")[0])
    title = tuple(called["name"].strip().split(" ")) if called else ()
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for one in entries:
        by_first.setdefault(one.words[0], []).append(one.words)
    proved = set()
    for words in by_first.values():
        shared = _shared(words)
        if title and all(one[: len(title)] == title for one in words):
            proved.add(title)
        elif _is_proved(words, len(shared)):
            proved.add(shared)
    return frozenset(proved)


def _shared(words: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The words with which all lines begin, one left to each of them for what it says."""
    first = words[0]
    n = min(len(one) - 1 for one in words)
    while n > 1 and any(one[:n] != first[:n] for one in words):
        n -= 1
    return first[: max(n, 1)]


def _is_proved(words: Sequence[tuple[str, ...]], n: int) -> bool:
    """Whether the first `n` words, which all lines share and after which they differ, are a name: no name is longer. One
    word is none shorter; but people who share their first name part there too, and their next words come back."""
    if n > 1:
        return len(words) >= _ENOUGH and n <= _LONGEST
    return any(len(one) == 2 for one in words) or len({one[1] for one in words if len(one) > 1}) >= _DIFFERENT


def _item(entry: _Entry, names: frozenset[tuple[str, ...]]) -> Turn | Left:
    name = next((entry.words[:n] for n in range(len(entry.words) - 1, 0, -1) if entry.words[:n] in names), None)
    if name is None:
        if _EVENT.match(" ".join(entry.words[1:])) or _MEDIA.match(entry.rest):
            return Left("not_a_turn", "a line of the app", "a name and words")
        return Left("no_speaker", entry.rest, "a name that its lines prove")
    who, first = " ".join(name), " ".join(entry.words[len(name) :])
    said = "\n".join([first, *entry.more]).strip()
    if _EVENT.match(said):
        return Left("not_a_turn", "a line of the app", "a name and words")
    if _MEDIA.match(said):
        return Left("attachment", who, "a message with words")
    return turn(said, who, said_at=moment(entry.stamp))


FORMATS = (
    Format(
        "line_desktop", "LINE chats, exported on a computer", "LINE for Windows and macOS, save chat",
        ("turns", "interactions"), like, read,
    ),
)  # fmt: skip
