"""Tables of messages of a tool that no format knows, a row a message, by their headings and by words that name the sides.

    told(content, raw)      # [interactions, turns] of a table that would be given up, None where it does not tell

For: `read`, before a table is given up (E204, E240). Not for: tables of a known tool, nor tables under our own names. It is
right or silent: there must be the id of a conversation in every row, or of the message that each answers (`reply_threads`),
a column whose words name a customer and somebody who answers, or one that says yes and no of one side (is_agent, inbound),
and words; what it does not say is unknown, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow.compute as pc

from voc.ingest import carried, roles
from voc.ingest.content import Content
from voc.ingest.formats.parts import headings, json_cells, markup, reply_threads, responses, stamps
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import truth
from voc.ingest.formats.parts.messages import Contact, message, sheets
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.table_rows import Row, raw_of, rows
from voc.ingest.formats.parts.thread import Message
from voc.ingest.formats.unknown import chat_message
from voc.ingest.formats.unknown.any_table import any_table
from voc.ingest.note import note
from voc.ingest.raw import Raw

ID = "message_table"
_LOOKED_AT = 500  # different words of a column
_TALK = re.compile(
    r"(?:(?:conversation|chat|session|thread|ticket|case|dialog(?:ue)?|interaction|contact|call|transcript|room|engagement|"
    r"convo|conv)(?: (?:id|uuid|guid|key|number|no|ref|sid))?|"
    r"(?:会话|會話|对话|對話|聊天|工单|工單|案件|咨询|諮詢|服务|服務|通话|通話|接待)(?:记录|記錄|紀錄)?"
    r"(?: ?id|编号|編號|号|號|流水号))"
)
_WHO = re.compile(
    r"(?:sender|speaker|author|actor|participant|user|from|message|msg|creator|party|member|reply|sent by)"
    r"(?: (?:type|role|kind|side|name))?|role|who|side|type|(?:message )?direction|said by|"
    r"(?:发送|發送|发言|發言|说话|說話|消息|訊息|发信|傳送|讲话|講話)?(?:者|人|方)?(?:类型|類型|角色|身份|来源|來源|方向)|"
    r"(?:发送|發送|发言|發言|说话|說話|傳送|讲话|講話)(?:者|人|方)|收发|收發"
)
_SAID = re.compile(
    r"(?:(?:message|chat|msg|reply|turn|utterance) ?)?(?:text|body|contents?)|message|msg|utterance|words|said|extract|"
    r"(?:消息|訊息|聊天|对话|對話|会话|會話|发言|發言|回复|信息|文本|文字)?(?:内容|內容|正文|文本)|消息|訊息"
)
_WHEN = re.compile(
    r"(?:sent|send|message|entry|created|create|event|chat)? ?(?:time|time ?stamp|date ?time|date|at|on)(?: ?\(?utc\)?)?|"
    r"(?:发送|發送|发言|發言|消息|訊息|聊天|对话|對話|会话|會話|创建|建立|傳送)?(?:时间|時間|日期时间|日期時間)"
)
_OWN_ID = re.compile(
    r"(?:message|msg|entry|event|turn|line|tweet|status|post|comment)? ?(?:id|uuid)|(?:消息|訊息)(?: ?id|编号|編號)"
)
# Columns of yes and no: what yes says of who speaks.
_FLAGS = {
    "agent": re.compile(
        r"(?:(?:is|from|by|sent by) )?(?:agent|staff|operator|admin|employee|support|rep|waiter|seller|csr)"
        r"(?: ?(?:sends?|sent))?|(?:is )?(?:outbound|outgoing)|"
        r"是否(?:为|為|是|由)?(?:客服|坐席|座席)(?:发送|發送|发言|發言|消息)?"
    ),
    "customer": re.compile(
        r"(?:(?:is|from|by|sent by) )?(?:customer|client|visitor|consumer|buyer)(?: ?(?:sends?|sent))?|"
        r"(?:is )?(?:inbound|incoming)|"
        r"是否(?:为|為|是|由)?(?:客户|客戶|顾客|顧客|用户|用戶|访客|訪客)(?:发送|發送|发言|發言|消息)?"
    ),
}  # fmt: skip
_WRITER = re.compile(r"(?:author|sender|user|from|speaker|participant) ?id|(?:发送|發送|用户|用戶)(?:者|人)? ?id")
_CUSTOMER = re.compile(
    r"(?:customer|visitor|client|end user|guest) ?id|(?:客户|客戶|访客|訪客|顾客|顧客) ?(?:id|编号|編號)"
)
_AGENT = re.compile(r"(?:agent|operator|rep) ?(?:id|name)?|(?:客服|坐席|座席)(?:id|工号|工號|编号|編號|账号|姓名)?")


@dataclass(frozen=True)
class _Columns:
    """Which column is what, by the lower case names that rows have; `sides` the role by the word of the column `who`. Of
    messages that say which one they answer `talk` is that column."""

    talk: str
    who: str
    said: str
    when: str | None
    own: str | None
    sides: Mapping[str, str]


def told(content: Content, raw: Raw) -> list[Raw] | None:
    """Interactions and turns of `raw`, the rows of a table that nobody declared; None where it does not tell."""
    names = {name.strip().lower(): headings.plain(name) for name in raw.rows.column_names}
    if any(headings.kind(name) in ("question", "rating", "stars") for name in raw.rows.column_names):
        return None
    if not _may_be(raw, names):
        return None
    every = rows(raw)
    columns = _columns(every, names)
    if columns is None:
        return None
    good = [row for row in every if row.wrong is None]
    cells = [moment(stamps.worded(row.of(columns.when))) if columns.when else None for row in good]
    dates = dict(zip((row.number for row in good), stamps.iso(cells), strict=True))
    talks: dict[str, list[Row]] = {}
    for row, talk in zip(good, _talks_of(good, columns, names), strict=True):
        talks.setdefault(talk, []).append(row)
    found: list[Contact | Left] = [
        Left(one.wrong.reason, one.wrong.found, one.wrong.expected, one.wrong.column, one.number)
        for one in every if one.wrong is not None
    ]  # fmt: skip
    for talk, mine in talks.items():
        items = [_item(row, columns, names, dates[row.number]) for row in mine]
        found.append(Contact({**_about(mine, columns, names), "interaction_id": talk}, items, mine[0].number))
    by = note(
        "read as messages by its headings: conversations by {talk}, who speaks by {who}, words in "
        "{said}; a [[source]] in voc.toml says what is right",
        talk=repr(columns.talk),
        who=repr(columns.who),
        said=repr(columns.said),
    )
    read = [raw_of(one, content, raw, ID) for one in sheets(found)]
    read[0].warnings.append(by)
    return read


def _talks_of(good: Sequence[Row], columns: _Columns, names: Mapping[str, str]) -> list[str]:
    """The conversation of each row: what it says, or what the messages that it answers belong to."""
    if columns.own is None or not reply_threads.ANSWERED.fullmatch(names[columns.talk]):
        return [row.cells[columns.talk] for row in good]
    return reply_threads.threads([row.cells[columns.own] for row in good], [row.of(columns.talk) for row in good])


def _may_be(raw: Raw, names: Mapping[str, str]) -> bool:
    """Whether the headings are there, and the words of both sides: asked before the rows are taken one by one."""
    has_talk = _named(_TALK, names) or (_named(reply_threads.ANSWERED, names) and _named(_OWN_ID, names))
    if not has_talk or not _named(_SAID, names):
        return False
    theirs = {name.strip().lower(): name for name in raw.rows.column_names}
    for name in names:
        words = pc.unique(carried.as_text(raw.rows.column(theirs[name]))).to_pylist() if _may_tell(names[name]) else []
        if _sides([word for word in words[:_LOOKED_AT] if word], names[name]) is not None:
            return True
    return False


def _may_tell(plain: str) -> bool:
    return any(one.fullmatch(plain) for one in (_WHO, *_FLAGS.values()))


def _columns(every: Sequence[Row], names: Mapping[str, str]) -> _Columns | None:
    good = [row for row in every if row.wrong is None]
    filled = {name: [row.cells[name] for row in good if name in row.cells] for name in names}
    talks = [one for one in _named(_TALK, names) if len(filled[one]) == len(good) > len(set(filled[one]))]
    talks = [one for one in talks if all(len(cell) <= 200 for cell in filled[one])]
    words = [one for one in _named(_SAID, names) if _are_words(filled[one])]
    tells = [name for name in names if _may_tell(names[name])]
    sides = {name: found for name in tells if (found := _sides(filled[name], names[name])) is not None}
    sides = {name: found for name, found in sides.items() if name not in (talks[:1] + words[:1])}
    if not talks:
        answered = _named(reply_threads.ANSWERED, names)
        own = [one for one in _named(_OWN_ID, names) if len(good) == len(filled[one]) == len(set(filled[one]))]
        talks = [one for one in answered if own and set(filled[one]) & set(filled[own[0]])]
    if not talks or not words or not sides:
        return None
    who = max(sides, key=lambda name: sum(cell in sides[name] for cell in filled[name]))
    whens = [one for one in _named(_WHEN, names) if filled[one] and any(letter.isdigit() for letter in filled[one][0])]
    owns = [one for one in _named(_OWN_ID, names) if len(good) == len(filled[one]) == len(set(filled[one]))]
    return _Columns(talks[0], who, words[0], next(iter(whens), None), next(iter(owns), None), sides[who])


def _named(pattern: re.Pattern[str], names: Mapping[str, str]) -> list[str]:
    """The columns whose headings fit, those that say more first: a conversation's id before a chat."""
    return sorted(
        (name for name, plain in names.items() if pattern.fullmatch(plain)), key=lambda name: -len(names[name])
    )


def _sides(cells: Sequence[str], plain: str) -> dict[str, str] | None:
    """The roles of a column's words, None where they do not name a customer and somebody who answers, or seldom; of yes and
    no, where its heading (`plain`) says of whom."""
    if not _WHO.fullmatch(plain):
        said = {cell: truth(cell) for cell in set(cells)}
        yes = next((role for role, heading in _FLAGS.items() if heading.fullmatch(plain)), None)
        no = "customer" if yes == "agent" else "agent"
        if yes is None or {*said.values()} != {True, False}:
            return None
        return {cell: yes if is_so else no for cell, is_so in said.items()}
    ways = {cell: way for cell in set(cells) if (way := chat_message.way({"direction": cell.strip()}))}
    found = {cell: role for cell in set(cells) if (role := roles.of(cell)) not in (None, "unknown")}
    found = ways if set(ways) == set(cells) else {cell: role for cell, role in found.items() if role is not None}
    given = set(found.values())
    is_told = "customer" in given and given & {"agent", "bot"}
    return found if is_told and sum(cell in found for cell in cells) * 2 >= len(cells) else None


def _are_words(cells: Sequence[str]) -> bool:
    return bool(cells) and sum(responses.is_number(cell) for cell in cells) * 2 < len(cells) and len(set(cells)) > 1


def _about(mine: Sequence[Row], columns: _Columns, names: Mapping[str, str]) -> dict[str, str | None]:
    """What every message of a conversation says alike is said of the conversation."""
    used = {columns.talk, columns.who, columns.said, columns.when, columns.own}
    cells: dict[str, str | None] = {"channel": "chat", "customer_id": _writer(mine, columns, names)}
    for name, plain in names.items():
        said = {cell for row in mine if (cell := row.of(name))}
        if name in used or len(said) != 1:
            continue
        cell = next(iter(said))
        if _CUSTOMER.fullmatch(plain):
            cells["customer_id"] = cell
        elif _AGENT.fullmatch(plain):
            cells["agent_id"] = cell
        elif len(mine) > 1 and headings.kind(name) != "left" and sum(name in row.cells for row in mine) == len(mine):
            cells[responses.carried(name)] = cell
    return cells


def _writer(mine: Sequence[Row], columns: _Columns, names: Mapping[str, str]) -> str | None:
    """The id of who writes what customers say in a conversation, where it is one and no agent's."""
    for name in _named(_WRITER, names):
        by: dict[str, set[str | None]] = {}
        for row in mine:
            by.setdefault(columns.sides.get(row.of(columns.who) or "", "unknown"), set()).add(row.of(name))
        theirs = by.pop("customer", set())
        if len(theirs) == 1 and not theirs & {one for ids in by.values() for one in ids}:
            return next(iter(theirs))
    return None


def _item(row: Row, columns: _Columns, names: Mapping[str, str], at: str | None) -> Message | Left:
    plain = {names[name].replace(" ", "_"): cell for name, cell in row.cells.items()}
    id = row.of(columns.own) if columns.own else None
    if chat_message.is_private(plain):
        return Left("private_note", found=id or "", expected="what the customer could read", row=row.number)
    role = columns.sides.get(row.of(columns.who) or "", "unknown")
    return message(id, at, role, markup.words(json_cells.said(row.of(columns.said))), row=row.number)


FORMATS = (
    any_table(
        ID, "Messages of other tools, a table", "any table with the id of a conversation, who speaks and words",
        ("interactions", "turns"), told,
    ),
)  # fmt: skip
