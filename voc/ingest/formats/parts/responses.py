"""A survey response as rows of feedback: one for each open question that it answers, its score on the first alone.

For: the formats of surveys. Not for: recognising questions (`questions`) or reading cells, which happens afterwards.

A response may answer several open questions, and what it says to one is a comment of its own: joined, two questions would
read as one opinion. So each answer is a row, called `response:question`, with the question beside it; a response with one
answer, or none, is one row called as the response is. What counts each response once - its score, and every answer that is
a number and so may be declared a score - stands on the first row alone: an NPS is not counted twice because somebody wrote
two comments. What describes the response (answers in words, embedded data, ids) stands on each of its rows.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voc import tables
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import Broken
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.note import note
from voc.ingest.raw import Raw, short

# Ours that a file may fill under a name of its own: what joins feedback with records, and where it came in.
_FREE = ("customer_id", "channel", "interaction_id", "order_id", "session_id", "agent_id")
_TAKEN = {one.name for one in tables.ALL["feedback"].columns} - set(_FREE) | {"response_id", "question_id", "question"}
_NUMBER = re.compile(r"^\s*-?\d+(?:[.,]\d+)?\s*(?:$|[-–—:=(（].{0,40}$)")
_DIRECT = re.compile(
    r"^(?:ip|ip ?address|recipient ?e?mail|e[- ]?mail|user agent|"
    r"(?:what(?: i|')s |(?:please )?(?:enter|provide|leave|give|tell us|share)(?: us)? |may we have )?(?:your |the |"
    r"recipient |guest |customer |reviewer |respondent |contact |user |person |author |"
    r"member |visitor |buyer )?(?:e[- ]?mail(?: address)?|"
    r"(?:first|last|full|sur|family)? ?name|(?:phone|mobile|telephone|cell)(?: ?number)?)|phone|"
    r"location ?(?:latitude|longitude)|permalink|"
    r"ip ?(?:地址|紀錄|记录)|(?:请|請)?(?:输入|填写|留下|輸入|填寫)?(?:您|你)?的?"
    r"(?: ?e[- ]?mail|电子邮件地址|電子郵件地址|电子邮件|電子郵件|电子邮箱|邮箱|郵箱|邮箱地址|真实姓名|姓名|名字|称呼|稱呼|"
    r"联系电话|聯絡電話|电话|電話|电话号码|電話號碼|手机|手機|手机号|手机号码|手機號碼|联系方式|聯絡方式|微信号|微信|qq号?|身份证号?|收货地址|地址|昵称|暱稱)(?:是)?)"
    r"[:：?？*]?$"
)

# What asks for the number of an order, or brings it along; read without blanks, _ - and . between words.
_ORDER = re.compile(
    r"(?:what(?:'?s|is)|(?:please)?(?:enter|provide|give(?:us)?))?(?:your|the|my)?(?:order|booking|reservation)"
    r"(?:number|no|nr|id|ref|reference|#)|(?:请|請)?(?:输入|輸入|填写|填寫|提供)?(?:您|你|我)?的?(?:订单|訂單)"
    r"(?:编号|編號|号码|號碼|号|號|id)|(?:ご|御)?(?:注文|予約)番号|(?:주문|예약)번호|(?:预订|預訂|訂位|预约|預約)(?:编号|編號|号|號|代號)|"
    r"(?:(?:wielautet)?(?:ihre|deine|die))?(?:bestell|auftrags)(?:ungs)?(?:nummer|nr|id)|(?:uw|je)?(?:bestel|order)nummer|"
    r"(?:votre)?(?:numéro|numero|n[°º])de(?:la|votre)?commande|(?:su|tu|seu)?(?:número|numero|n[°º])d[eo](?:su|tu|seu|l)?pedido|"
    r"(?:numero|n[°º])(?:d['’]|dell['’]|di)ordine|mã(?:số)?đơnhàng|(?:numer|nr)zamówienia|sipariş(?:no|numarası)|номерзаказа|"
    r"(?:nomor|no)pesanan|(?:order|beställnings|bestillings|ordre)(?:nummer|nr)|čísloobjednávky"
)
# The same of the contact that a link to a survey brings along: ticket_id, CaseNumber.
_CONTACT = re.compile(
    r"(?:support)?(?:ticket|case|conversation|interaction|chat|call)(?:number|no|nr|id|#)|"
    r"(?:ticket|fall|vorgangs)(?:nummer|nr|id)|(?:工单|工單|会话|會話|案件)(?:编号|編號|号|號|id)"
)
# And of the customer, where nothing else says who answered: 會員編號, Kundennummer, what is your member number.
_CUSTOMER = re.compile(
    r"(?:what(?:'?s|is)|(?:please)?(?:enter|provide|give(?:us)?))?(?:your|the|my)?(?:customer|client|member(?:ship)?|patient|"
    r"subscriber)(?:number|no|nr|id|#)|"
    r"(?:请|請)?(?:输入|輸入|填写|填寫|提供)?(?:您|你|我)?的?(?:会员|會員|客户|客戶|顾客|顧客|用户|用戶)(?:卡)?"
    r"(?:编号|編號|号码|號碼|号|號|id)|(?:会員|お客様|顧客)番号|(?:회원|고객)번호|"
    r"(?:(?:wielautet)?(?:ihre|deine|die))?(?:kunden|mitglieds)(?:nummer|nr|id)|(?:uw|je)?(?:klant|lid)nummer|"
    r"(?:votre)?(?:numéro|numero|n[°º])(?:de)?(?:client|d['’]?adhérent)|(?:su|tu|seu)?(?:número|numero|n[°º])(?:d[eo])?(?:su|tu)?"
    r"(?:cliente|socio|sócio)"
)


@dataclass(frozen=True)
class Answer:
    """What a response says to an open question: `id` of the question in the file, its words, and `text`, None for none."""

    id: str
    question: str | None
    text: str | None


def give(
    sheet: Sheet, id: str | None, cells: Mapping[str, str | None], answers: Sequence[Answer], once: Mapping[str, str | None]
) -> None:  # fmt: skip
    """Keeps the rows of a response in `sheet`: `cells` on each, `once` on the first. `answers` are those to all open
    questions of the survey, filled or not. Without an `id` the rows are called by their place, as plain tables are."""
    cells = _named(_named(cells, once, "order_id", _ORDER), once, "interaction_id", _CONTACT)
    cells = _named(cells, once, "customer_id", _CUSTOMER)
    said = [one for one in answers if one.text and one.text.strip()]
    own = {} if id is None else {"response_id": id}
    if not answers:
        sheet.keep(**{**cells, **({} if id is None else {"feedback_id": id}), **own, **once})
        return
    for at, one in enumerate(said or [Answer("", None, None)]):
        name = {} if id is None else {"feedback_id": id if len(said) < 2 else f"{id}:{one.id}"}
        asked = {"question_id": one.id or None, "question": one.question, "text": one.text}
        sheet.keep(**{**cells, **name, **own, **asked, **(once if at == 0 else dict.fromkeys(once))})


def _named(
    cells: Mapping[str, str | None], once: Mapping[str, str | None], ours: str, theirs: re.Pattern[str]
) -> dict[str, str | None]:
    """`cells` with the number of an order or a contact as `ours` too, where one column alone holds it under one of `theirs`;
    an answer without a digit is none."""
    every = {**once, **cells}
    named = [name for name in every if name != ours and theirs.fullmatch(re.sub(r"[\s_.?？:：*-]+", "", name).lower())]
    if len(named) != 1 or any(plain(name) == ours and (name != ours or every[name]) for name in every):
        return dict(cells)
    number = (every[named[0]] or "").strip()
    return {**cells, ours: number if re.fullmatch(r"#?(?=.*\d)[\w./-]{1,40}", number) else None}


def carried(name: str) -> str:
    """The name under which a column of the file goes along: its own, `their_...` where that one is ours to fill."""
    return f"their_{name}" if plain(name) in _TAKEN else name


def plain(name: str) -> str:
    """A column's name as `columns` compares it: lower case, _ for spaces and hyphens."""
    return re.sub(r"[\s-]+", "_", name.strip()).lower()


def is_personal(name: str) -> bool:
    """True for a column that names a person or a place to the metre: left out, no figure needs it."""
    return bool(_DIRECT.match(re.sub(r"[\s_.-]+", " ", name.strip().lower()))) or plain(name).replace("_", "") in (
        "recipientfirstname", "recipientlastname", "recipientemail", "emailaddress", "ipaddress", "firstname", "lastname",
        "locationlatitude", "locationlongitude",
    )  # fmt: skip


def left_out(names: Iterable[str]) -> list[str]:
    """The warning about columns that were left out, none for none."""
    gone = list(names)
    return [note("left out, as no figure needs them: {columns}", columns=", ".join(gone))] if gone else []


def is_number(cell: str) -> bool:
    """True for an answer that is a number or begins with one: 9, 4.5, 10 - Extremely likely."""
    return bool(_NUMBER.match(cell))


def to_declare(names: Sequence[str]) -> list[str]:
    """The warning about answers in numbers whose scale the file does not say, none for none."""
    if not names:
        return []
    shown = ", ".join(repr(one) for one in names[:6]) + (" ..." if len(names) > 6 else "")
    return [
        note(
            "numbers without a scale are carried, not scored: {columns}; to score one, add to this "
            'source [source.columns] score = "{first}" and [source.score] with type, min and max as it '
            "was asked",
            columns=shown,
            first=names[0],
        )
    ]


def cell(value: Any) -> str | None:
    """A value of a table, typed or not, as the text of a cell; None for none, NaN and blanks."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value) if str(value).strip() else None


class Line(dict[str, str | None]):
    """The cells of a row by name, and its `number` in the file."""

    number: int


def begin(sheet: Sheet, row: Mapping[str, str | None]) -> None:
    """Tells `sheet` that what is kept next comes from `row`."""
    sheet.origin = row.number if isinstance(row, Line) else None


def rows(raw: Raw, sheet: Sheet, skip: int = 0) -> Iterator[Line]:
    """The rows of `raw` after the first `skip`, which are headers; those that were rejected before go into `sheet` at
    their place."""
    wrong = sorted(raw.rejected, key=lambda one: one.row)
    at = 0
    for number, row in zip(raw.numbers.tolist()[skip:], raw.rows.slice(skip).to_pylist(), strict=True):
        while at < len(wrong) and wrong[at].row < number:
            _reject(sheet, wrong[at])
            at += 1
        line = Line((name, cell(value)) for name, value in row.items())
        line.number = number
        yield line
    for one in wrong[at:]:
        _reject(sheet, one)


def _reject(sheet: Sheet, one: Any) -> None:
    sheet.reject(one.reason, column=one.column, found=one.found, expected=one.expected)


def no_object(sheet: Sheet, one: Any) -> None:
    """Rejects what should have been a JSON object."""
    wrong = left(one)
    sheet.reject(wrong.reason, found=wrong.found, expected=wrong.expected)


def left(one: Any) -> Left:
    """What should have been a JSON object as a Left."""
    found = one.text if isinstance(one, Broken) else json.dumps(one, ensure_ascii=False)[:200]
    return Left("not_a_json_object", short(found), "an object with named values")
