"""WhatsApp: a chat as the app exports it to text, of iOS and of Android.

    [14/03/2025, 09:14:10] Jo Meyer: My order never arrived
    2025/3/14 下午3:05 - 王小明: 我的包裹五天没动了

For: English and Chinese, dates as the phone writes them. Not for: who is the customer: names say nothing, and roles are
unknown where no name is a role. What the app writes itself is no turn: the notice of encryption, people who join or leave,
media that were left out, messages that were deleted. A file is one contact.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from voc.ingest.content import Content
from voc.ingest.formats.chats.chat_file import conversation
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.conversation import Left, Turn, raws
from voc.ingest.formats.parts.line_times import Stamp, grown, is_open, moment, settled, stamped
from voc.ingest.formats.parts.word_runs import turn
from voc.ingest.raw import Raw

_KINDS = ("", ".", ".txt", ".text")
_LINES = re.compile(r"\r\n|\n|\r")
_MARKS = "\u200e\u200f\u202a\u202c\ufeff"  # of the direction of writing; the app puts U+200E before words of its own
_IOS = re.compile(r"^\[(?P<at>\d[^\[\]\n]{7,40})\]\s(?P<rest>.*)$")
_ANDROID = re.compile(
    r"^(?P<at>\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?,?\s?(?:[^\W\d]{1,4}\s?)?\d{1,2}[:.]\d{2}(?:[\s\u202f]?[ap]\.?[\s\u202f]?m\.?)?)"
    r"\s[-–]\s(?P<rest>.*)$",
    re.IGNORECASE,
)
_WHO = re.compile(r"^(?P<who>[^:\n\"“”]{1,80}?):(?:\s(?P<said>.*))?$", re.DOTALL)
_NAMED = re.compile(r"(?:^|[/_\W])(?:whatsapp|_chat\.txt$)", re.IGNORECASE)
_OMITTED = (
    r"<[^<>\n]*(?:omitted|attached|省略|忽略|已略|附件)[^<>\n]*>|"
    r"(?:image|video|audio|sticker|gif|document|contact card|voice message|video note) omitted|"
    r"(?:图像|图片|圖片|照片|视频|視訊|影片|音频|音訊|语音|語音|贴图|貼圖|"
    r"动图|動圖|gif|文档|文件|檔案|联系人名片|聯絡人)\s?已?(?:省略|忽略|略)|"
    r"[^\n]{1,120}\.\w{2,5}\s\((?:file attached|文件附件|檔案附件|附件)\)|null"
)
_MEDIA = re.compile(rf"^(?:{_OMITTED})$", re.IGNORECASE)
_DELETED = re.compile(
    r"^(?:this message was deleted(?: by admin .*)?|you deleted this message|"
    r"(?:此|这|這)(?:条|則)?(?:消息|訊息)已(?:被)?(?:删除|刪除)|"
    r"[你您]已?(?:删除|刪除)(?:了)?(?:此|这|這)(?:条|則)?(?:消息|訊息))[.。]?$",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"^(?:messages (?:and calls are|to this (?:chat|group) (?:and calls )?are now|"
    r"you send to this (?:chat|group)).{0,80}end-to-end|waiting for this message|"
    r"(?:消息和通话|消息与通话|訊息和通話|訊息與通話|发送至此|傳送至此).{0,30}(?:端到端|端對端|点对点))",
    re.IGNORECASE,
)
_EDITED = re.compile(r"\s*\u200e?<[^<>\n]{0,30}(?:edited|编辑|編輯)[^<>\n]{0,10}>\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class _Entry:
    """What stands behind a time: its first line, which is `line` of the file, and those below it that no time begins."""

    stamp: Stamp
    lines: tuple[str, ...]
    line: int


def is_export(head: Head) -> bool:
    """Whether a text is such an export: lines in one of its two forms, and a sign that the app wrote them."""
    if head.kind not in _KINDS:
        return False
    entries = _entries(head.text)
    if not entries:
        return False
    is_android = sum(_ANDROID.match(line.strip(_MARKS)) is not None for line in _LINES.split(head.text)[:400])
    said = [entry.lines[0].partition(":")[2].strip() or entry.lines[0] for entry in entries]
    shown = any(
        _MEDIA.match(one.strip(_MARKS)) or _DELETED.match(one.strip(_MARKS)) or _NOTICE.match(one.strip(_MARKS))
        for one in said
    )
    by_mark = any("\u200e" in line for entry in entries for line in entry.lines)
    named = sum(_WHO.match(entry.lines[0]) is not None for entry in entries)
    if not named:
        return False
    return shown or by_mark or is_android > 1 or bool(_NAMED.search(head.name))


def like(head: Head) -> Like:
    """How like an export of WhatsApp a head is."""
    return Like(0.95, "lines as WhatsApp exports them") if is_export(head) else NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Turns and one interaction."""
    entries = _entries(content.decoded[0], content.order)
    before = [
        line for line in _LINES.split(content.decoded[0])[: _first(content.decoded[0])] if line.strip(_MARKS + " \t")
    ]
    made = [(entry.stamp, _item(entry)) for entry in entries]
    chat = conversation(
        content, made, [Left("no_speaker", found=line, expected="a line with a time") for line in before]
    )
    return [replace(one, line=_open_line(entries)) for one in raws(content, "whatsapp", [chat])]


def _entries(text: str, order: str | None = None) -> list[_Entry]:
    """The entries of a text; `order` of day and month is what counts where its times show none."""
    found: list[tuple[int, Stamp, list[str]]] = []
    for number, raw in enumerate(_LINES.split(text), 1):
        begun = _begun(raw)
        if begun is not None:
            found.append((number, begun[0], [begun[1]]))
        elif found:
            found[-1][2].append(raw)
    stamps = settled(grown(settled([stamp for _, stamp, _ in found])), order)
    return [_Entry(stamp or old, tuple(lines), at) for stamp, (at, old, lines) in zip(stamps, found, strict=True)]


def _open_line(entries: Sequence[_Entry]) -> int | None:
    """The line of the first date of which nothing in the file tells day from month."""
    return next((one.line for one in entries if is_open(one.stamp)), None)


def _begun(raw: str) -> tuple[Stamp, str] | None:
    """The time in front of a line and the rest, None where none of the two forms stands there."""
    line = raw.lstrip(_MARKS)
    hit = _IOS.match(line) or _ANDROID.match(line)
    if hit is None:
        return None
    stamp, rest = stamped(hit["at"])
    if stamp is None or stamp.day is None or stamp.clock is None or rest.strip():
        return None
    return replace(stamp, written=hit["at"]), hit["rest"]


def _first(text: str) -> int:
    """The place of the first line with a time."""
    return next((at for at, line in enumerate(_LINES.split(text)) if _begun(line) is not None), 0)


def _item(entry: _Entry) -> Turn | Left:
    hit = _WHO.match(entry.lines[0].lstrip(_MARKS))
    if hit is None:
        return Left("not_a_turn", found="a line of the app", expected="a name and words")
    who, first = hit["who"].strip(_MARKS + " \t~"), hit["said"] or ""
    bare = first.strip().strip(_MARKS).strip()
    rest = "\n".join(entry.lines[1:]).strip()
    if _DELETED.match(bare):
        return Left("deleted", found=who, expected="a message that stands")
    if _MEDIA.match(bare) and not rest:
        return Left("attachment", found=who, expected="a message with words")
    if _NOTICE.match(bare) or (first.lstrip().startswith("\u200e") and not _MEDIA.match(bare)):
        return Left("not_a_turn", found="a line of the app", expected="what somebody wrote")
    words = rest if _MEDIA.match(bare) else "\n".join([first, *entry.lines[1:]])
    words = _EDITED.sub("", words.strip())
    words = re.sub(rf"\s*\u200e(?:{_OMITTED})", "", words, flags=re.IGNORECASE).strip().strip(_MARKS)
    if not words:
        return Left("attachment", found=who, expected="a message with words")
    return turn(words, who, said_at=moment(entry.stamp) or entry.stamp.written)


FORMATS = (
    Format(
        "whatsapp", "WhatsApp chats, exported as text", "WhatsApp, Export chat", ("turns", "interactions"), like, read
    ),
)
