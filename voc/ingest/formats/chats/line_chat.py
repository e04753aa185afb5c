"""LINE: a chat as the app exports it to text: days as heads, and a time, a name and words with tabs between them.

    2025/03/07（五）
    下午11:53	林先生	請問帳篷還有貨嗎？

For: English, Chinese and Japanese. Not for: the export of LINE for computers, which parts by single spaces
(`line_desktop`). Roles are unknown where no name is a role; stickers, pictures, calls and messages that
were taken back are no turns. A file is one contact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from voc.ingest.content import Content
from voc.ingest.formats.chats.chat_file import conversation
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.conversation import Left, Turn, raws
from voc.ingest.formats.parts.line_times import Stamp, moment, stamped
from voc.ingest.formats.parts.word_runs import turn
from voc.ingest.raw import Raw

_KINDS = ("", ".", ".txt", ".text")
_LINES = re.compile(r"\r\n|\n|\r")
_TITLE = re.compile(r"^\ufeff?\[LINE\]")
_DAY = re.compile(r"^\ufeff?(?P<day>\d{4}[./-]\d{1,2}[./-]\d{1,2})(?:\s?[(（]\w{1,3}[)）]|[ ,]\s?\w{2,9})?$")
_WEEKDAY = re.compile(r"^(?P<name>Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*,\s(?P<one>\d{1,2})/(?P<two>\d{1,2})/(?P<year>\d{4})$")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_AT = r"(?P<at>(?:(?:上午|下午|午前|午後|[AP]M)\s?)?\d{1,2}:\d{2}(?:\s?[AaPp]\.?[Mm]\.?)?)"
_SAID = re.compile(rf"^{_AT}\t(?P<who>[^\t]*)\t(?P<said>.*)$")
_EVENT = re.compile(rf"^{_AT}\t(?P<what>[^\t]+)$")
MEDIA = re.compile(
    r"^[\[［【](?:stickers?|photos?|videos?|files?|voice message|audio|contact|location|albums?|notes?|gift|gif|"
    r"貼圖|贴图|圖片|照片|图片|影片|视频|檔案|文件|語音訊息|语音消息|聯絡資訊|联系人|位置訊息|位置信息|相簿|相册|記事本|スタンプ|写真|動画|ファイル|"
    r"ボイスメッセージ|位置情報|連絡先|アルバム|ノート)[\]］】].{0,60}$",
    re.IGNORECASE,
)
_CALL = re.compile(r"^☎")
_SAVED = re.compile(r"^(?:saved on|儲存日期|储存日期|保存日期|保存日時)\s?[:：]", re.IGNORECASE)


def is_export(head: Head) -> bool:
    """Whether a text is such an export: a day above times, names and words with tabs between them."""
    if head.kind not in _KINDS:
        return False
    lines = _LINES.split(head.text)[:400]
    n_said = sum(_SAID.match(line) is not None for line in lines)
    return n_said > 0 and any(_day(line) for line in lines) and (bool(_TITLE.match(head.text)) or n_said > 1)


def like(head: Head) -> Like:
    """How like an export of LINE a head is."""
    return Like(0.95, "lines as LINE exports them") if is_export(head) else NOT_LIKE


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Turns and one interaction."""
    made = [(stamp, _item(stamp, who, said)) for stamp, who, said in _entries(content.decoded[0])]
    return raws(content, "line_chat", [conversation(content, made)])


def _entries(text: str) -> Iterator[tuple[Stamp | None, str | None, str]]:
    """The moment, the name and the words of each message; no name of what the app says."""
    day: str | None = None
    found: tuple[Stamp | None, str | None, list[str]] | None = None
    for line in _LINES.split(text):
        head, said, event = _day(line), _SAID.match(line), _EVENT.match(line)
        if head or said or event:
            if found:
                yield found[0], found[1], _whole(found[2])
            found = None
        if head:
            day = head
        elif said:
            found = (_stamp(day, said["at"]), said["who"].strip(), [said["said"]])
        elif event:
            found = (_stamp(day, event["at"]), None, [event["what"]])
        elif found:
            found[2].append(line)
        elif line.strip() and not (_TITLE.match(line) or _SAVED.match(line)):
            yield None, None, line
    if found:
        yield found[0], found[1], _whole(found[2])


def _item(stamp: Stamp | None, who: str | None, said: str) -> Turn | Left:
    if not who or _CALL.match(said):
        return Left("not_a_turn", found="a line of the app", expected="a name and words")
    if MEDIA.match(said.strip()):
        return Left("attachment", found=who, expected="a message with words")
    return turn(said, who, said_at=moment(stamp))


def _whole(lines: Sequence[str]) -> str:
    """The words of a message: one of several lines stands in quotation marks, and those in it are doubled."""
    said = "\n".join(lines).strip()
    if "\n" in said and said.startswith('"') and said.endswith('"') and len(said) > 1:
        said = said[1:-1].replace('""', '"')
    return said


def _day(line: str) -> str | None:
    """The date of a head as year-month-day. Where month and day could be either, the name of the weekday tells."""
    text = line.strip()
    if hit := _DAY.match(text):
        year, month, day = map(int, re.split(r"[./-]", hit["day"]))
        return _date(year, month, day)
    if hit := _WEEKDAY.match(text):
        year, one, two = int(hit["year"]), int(hit["one"]), int(hit["two"])
        both = [_date(year, one, two), _date(year, two, one)]
        fitting = {each for each in both if each and _DAYS[date.fromisoformat(each).weekday()] == hit["name"]}
        return fitting.pop() if len(fitting) == 1 else both[0]
    return None


def _date(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _stamp(day: str | None, clock: str) -> Stamp | None:
    """A time of a day; AM in front of it counts as AM behind it."""
    hit = re.match(r"^([AP]M)\s?(.*)$", clock)
    at = f"{hit[2]} {hit[1]}" if hit else clock.replace("午前", "上午").replace("午後", "下午")
    return stamped(f"{day} {at}" if day else at)[0]


FORMATS = (
    Format(
        "line_chat", "LINE chats, exported as text", "LINE, Export chat history", ("turns", "interactions"), like, read
    ),
)
