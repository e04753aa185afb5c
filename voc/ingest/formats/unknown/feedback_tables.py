"""Tables of answers or reviews of a tool that no format knows, by their headings: questions, or words such as comment.

    told(content, raw)      # the feedback in a table that would be given up, or None where its headings do not tell

For: `read`, which asks this last, before a table is given up (E204). Not for: tables of a known tool, nor tables under our
own names. It is right or silent: what a heading (`headings`) does not say is carried, never guessed. The score needs a scale
that the file states; what the firm writes (a reply, a note) is carried and no feedback; ids, names, links and choices are no
words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voc.errors import DataError
from voc.ingest import speakers
from voc.ingest.content import Content
from voc.ingest.formats.parts import (
    headings,
    markup,
    questions,
    responses,
    row_states,
    scales,
    second_header,
    stamps,
)
from voc.ingest.formats.parts.document import stem
from voc.ingest.formats.parts.responses import Answer, Line
from voc.ingest.formats.parts.row_states import Column
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.unknown import feedback_points
from voc.ingest.formats.unknown.any_table import any_table
from voc.ingest.note import note
from voc.ingest.raw import Raw
from voc.ingest.usual_names import is_usual

ID = "feedback_table"
_SAYS_SO = re.compile(
    r"survey|review|feedback|nps|csat|\bces\b|respondent|问卷|問卷|评价|評價|评论|評論|满意度|滿意度", re.IGNORECASE
)
_SURVEYED = re.compile(r"survey|nps|csat|\bces\b|respondent|submission|问卷|問卷|满意度|滿意度", re.IGNORECASE)
_JUDGED = re.compile(
    r"\b(?:evaluator|auditor|coach|employee|candidate|student|assessor|interviewer)\b|质检|評核|质检员|員工|员工",
    re.IGNORECASE,
)
_MOMENT = re.compile(
    r"\s*(?:\d{4}[-/.年]\s?\d{1,2}[-/.月]|\d{1,2}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ,]+\d{2,4}|"
    r"[A-Za-z]{3,9},? ?\.? ?[A-Za-z]* ?\d{1,2},? \d{4}|"
    r"1\d{9}(?:\d{3}){0,2}(?:\.\d+)?\s*$)"
)
_ALWAYS = ("stamp", "id", "any_id", "row", "customer", "contact", "order")  # what every answer has
_CONTENT = ("content", "内容", "內容", "내용")  # bare words; a message may be anybody's
# A heading that says that words stand below it: 反馈内容, Review text. Then 2025 is what somebody wrote.
_WORDED = re.compile(r"(?:内容|內容|正文|原文|文字|文本|\btext|\bcontent|\bverbatims?)$")
_INSIDE = re.compile(r'^\s*\[\s*\{.*"(?:comment|review|text|content|body|message|rating|answer)"', re.DOTALL)
_OF_ANSWER = re.compile(
    r"respon|submi|review|comment|feedback|answer|complet|提交|填答|答题|答題|评|評|留言|反馈|回饋|完成"
)


def told(content: Content, raw: Raw, *, has_text: bool = False) -> list[Raw] | None:
    """The feedback of `raw`, the rows of a table that nobody declared; None where its headings do not tell that it is one,
    or where somebody else than customers could have written it. `has_text` says that it is feedback by our name of a column,
    text: then its headings tell what else there is."""
    names = raw.rows.column_names
    kinds = {name: headings.kind(name) for name in names}
    if raw.holds or not raw.rows.num_rows or not {"question", "text", "weak", "bare", "survey"} & {*kinds.values()}:
        return None
    try:
        speakers.refuse(raw.rows, raw.file)
    except DataError:
        if "question" not in kinds.values():
            return None
    sheet = Sheet("feedback", timezone=stamps.zone_above(raw.above))
    found = list(responses.rows(raw, sheet))
    if second_header.is_second(found, [name for name in names if kinds[name] in _ALWAYS]):
        responses.begin(sheet, found[0])
        sheet.reject("second_header", expected="a response; headers stand at the top")
        found = found[1:]
    columns = [_column(name, kinds[name], [cell for row in found if (cell := row.get(name))]) for name in names]
    if any(one.cells and _INSIDE.match(one.cells[0]) for one in columns):  # feedback in lists that are cells of a row
        return None
    opens = [one for one in columns if one.plain == "text"] if has_text else []
    opens += [one for one in _opens(columns) if one not in opens]
    if not opens or not _is_feedback(columns, opens):
        return None
    _fill(sheet, columns, opens, found, stem(content), raw)
    return [sheet.raw(content, ID, raw.encoding, raw.warnings)]


def _column(name: str, kind: str, cells: Sequence[str]) -> Column:
    """A column; one of words that holds numbers (Bewertung: 4) is one of points."""
    plain = headings.plain(name)
    are_points = kind in ("text", "weak") and not _WORDED.search(plain) and feedback_points.are_numbers(cells)
    return Column(name, plain, "rating" if are_points else kind, cells)


def _opens(columns: Sequence[Column]) -> list[Column]:
    """The columns of customers' words. Weak headings count where something else says what this is,
    bare ones (content, body) beside the id of a review or comment, beside stars, or beside a title and points."""
    asked = [one for one in columns if one.kind == "question" and questions.is_open(one.name, one.cells)]
    said = [
        one for one in columns
        if one.kind == "text" and (_WORDED.search(one.plain) or questions.is_open("comment", one.cells))
    ]  # fmt: skip
    weak = [one for one in columns if one.kind == "weak" and questions.is_open("comment", one.cells)]
    if not _says_so(columns) and not _is_alone(columns):
        weak = []
    kinds = {one.kind for one in columns}
    if {"id", "stars"} & kinds or {"rating", "title"} <= kinds or _is_alone(columns):
        weak += [one for one in columns if one.kind == "bare" and questions.is_open("comment", one.cells)]
    if not asked and not said and not weak and any(_SURVEYED.search(one.plain) for one in columns):
        weak = [one for one in columns if one.kind == "survey" and questions.is_open("comment", one.cells)]
    return [one for one in columns if one in (*asked, *said, *weak)]


def _is_alone(columns: Sequence[Column]) -> bool:
    """Whether one column of words stands beside nothing but what the rows are called and when: ID, Date, Comment."""
    others = [one.kind for one in columns if one.kind != "weak" and one.plain not in _CONTENT]
    return len(others) == len(columns) - 1 and {"stamp"} < {*others} <= {"any_id", "row", "stamp"}


def _says_so(columns: Sequence[Column]) -> bool:
    """Whether a comment stands beside points, a question on a scale, an id of a comment, or a word of surveys or reviews."""
    return any(
        one.kind in ("rating", "stars", "id")
        or _SAYS_SO.search(one.plain)
        or (one.kind == "question" and questions.asked_scale(one.name) is not None)
        for one in columns
        if one.kind not in ("staff", "left")
    )


def _is_feedback(columns: Sequence[Column], opens: Sequence[Column]) -> bool:
    has_place = any(one.kind in ("id", "any_id", "row") and one.cells for one in columns)
    has_place = has_place or any(one.kind == "stamp" and _are_moments(one.cells) for one in columns)
    has_place = has_place or any(one.kind == "contact" and len({*one.cells}) == len(one.cells) > 0 for one in columns)
    # A review beside its points, or what a reader of it marked, needs no other place than its row.
    is_judged = any(
        one.kind in ("rating", "stars") or one.plain in ("label", "sentiment", "polarity") for one in columns
    )
    has_place = has_place or (is_judged and {one.kind for one in opens} == {"text"})
    if not has_place:
        return False
    if any(one.kind == "question" for one in opens):
        return True
    # What is written about an employee is a supervisor's, and about an agent it may be.
    if any(_JUDGED.search(one.plain) for one in columns):
        return False
    is_served = any(re.search(r"\bagent\b|\bassignee\b|座席|客服", one.plain) for one in columns)
    return not is_served or any(
        re.search(r"nps|csat|survey|satisfaction|customer|guest|客户|客戶|满意度|滿意度", one.plain) for one in columns
    )


def _are_moments(cells: Sequence[str]) -> bool:
    n = sum(_MOMENT.match(stamps.unified(stamps.worded(one)) or "") is not None for one in cells)
    return bool(cells) and n * 10 >= 9 * len(cells)


def _stamp(columns: Sequence[Column]) -> Column | None:
    """When it was written: of several columns of times one that the most rows fill, and of these the one that speaks of the
    answer, else the first."""
    there = [one for one in columns if one.kind == "stamp" and _are_moments(one.cells)]
    most = max((len(one.cells) for one in there), default=0)
    filled = [one for one in there if len(one.cells) == most]
    if not filled and any(_SURVEYED.search(one.plain) for one in columns):  # of reviews it is when the firm answered
        filled = [one for one in columns if one.plain in ("responded at", "responded on") and _are_moments(one.cells)]
    asked = [one for one in filled if _OF_ANSWER.search(one.plain)]
    return next(iter([*asked, *filled]), None)


def _called(columns: Sequence[Column], n: int) -> Column | None:
    """The column of the rows' ids: filled in every row, and another in each where its heading says no more than that; one of
    the same answer twice may come twice, where no column has another in each."""
    filled = [one for one in columns if len(one.cells) == n]
    several = [one for one in filled if len({*one.cells}) == n]
    for kind, among in (("id", several), ("any_id", several), ("id", filled), ("row", several)):
        if found := next((one for one in among if one.kind == kind), None):
            return found
    return None


def _fill(
    sheet: Sheet, columns: Sequence[Column], opens: Sequence[Column], found: Sequence[Line], of_file: str, raw: Raw
) -> None:
    gone = [one for one in columns if one.kind == "left"]
    stamp, called = _stamp(columns), _called(columns, len(found))
    scored = feedback_points.scored(sheet, columns, opens, raw.above)
    keys = {
        ours: next((one for one in columns if one.kind == kind and one.cells), None)
        for ours, kind in (("customer_id", "customer"), ("order_id", "order"), ("interaction_id", "contact"))
    }
    # The subject of a ticket is no title of what is said of it.
    titles = [one for one in columns if one.kind == "title" and one.cells]
    title = next((one for one in titles if one.plain != "subject" or keys["interaction_id"] is None), None)
    taken = [one for one in (stamp, called, title, *keys.values(), *opens, *gone) if one is not None]
    mine = [one for one in columns if one not in taken and one.name != scored]
    closed = [one for one in mine if one.kind in ("question", "rating", "stars")]
    numbers = [one for one in closed if feedback_points.are_numbers(one.cells) and not {*one.cells} <= {"0", "1"}]
    way = next((one for one in mine if is_usual(one.name, "channel")), None)
    judged = scales.worded([scales.Asked(one.name, one.name, one.cells) for one in closed if one not in numbers])
    shown = [responses.carried(one.name) for one in numbers]
    sheet.answers = (*shown, *(responses.carried(name) for name in judged))
    sheet.warnings += [
        note(
            "read as feedback by its headings: words in {columns}; a [[source]] in voc.toml says what is right",
            columns=", ".join(repr(one.name) for one in opens),
        ),
        *responses.left_out(one.name for one in gone), *responses.to_declare(shown),
    ]  # fmt: skip
    emails = [one for one in gone if one.cells and all("@" in cell for cell in one.cells)]
    usual = headings.order(stamp.name) if stamp else None
    dates = stamps.iso([stamps.worded(row.get(stamp.name)) if stamp else None for row in found], usual=usual)
    asked = {one.name: one.name.strip() if one.kind == "question" or len(opens) > 1 else None for one in opens}
    for row, date in zip(found, dates, strict=True):
        responses.begin(sheet, row)
        reason = row_states.reason(columns, row)
        if reason is not None:
            sheet.reject(
                reason[0], column=reason[1], found=row.get(reason[1]), expected="what a customer says, and it counts"
            )
            continue
        cells: dict[str, str | None] = {"created_at": date}
        cells |= {ours: row.get(one.name) for ours, one in keys.items() if one is not None}
        if "customer_id" not in cells or not cells["customer_id"]:
            cells["customer_id"] = next((cell for one in emails if (cell := row.get(one.name))), None)
        cells |= {responses.carried(one.name): row.get(one.name) for one in mine if one not in numbers}
        if way is not None:  # 渠道 is the channel as much as a column called channel
            cells["channel"] = cells.pop(responses.carried(way.name))
        once = {responses.carried(one.name): row.get(one.name) for one in numbers}
        if scored is not None:
            once["score"] = questions.leading_number(row.get(scored))
        if title is not None:
            once["title"] = row.get(title.name)
        said = [Answer(f"Q{columns.index(one) + 1}", asked[one.name], _words_of(row.get(one.name))) for one in opens]
        id = row.get(called.name) if called else None
        responses.give(sheet, f"{of_file}:{id}" if called and called.kind == "row" else id, cells, said, once)


def _words_of(cell: str | None) -> str | None:
    """What a customer writes, without the tags of a page; None for what stands there where he writes nothing, as Booking has
    it."""
    if cell and re.fullmatch(r"\s*no (?:negative|positive)s?\s*", cell, re.IGNORECASE):
        return None
    return markup.plain(cell) if cell and markup.is_markup(cell) else cell


FORMATS = (
    any_table(
        ID, "Answers and reviews of other tools", "any table whose headings are questions, or words such as review or 意见",
        ("feedback",), told,
    ),
)  # fmt: skip
