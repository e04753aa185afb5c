"""Medallia, InMoment and their like: one row for each survey, columns under the program's own names.

For: `formats`. Not for: other tables. What they share is a survey or response id, a date of the response, a question
"likelihood to recommend" or an overall satisfaction, and comments. Likelihood to recommend is asked from 0 to 10 and
called LTR or NPS; every other question is on whatever scale the program chose, which has to be declared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import headings, questions, responses, stamps
from voc.ingest.formats.parts.responses import Answer
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.raw import Raw

_ID = (
    "survey id",
    "surveyid",
    "response id",
    "responseid",
    "record id",
    "feedback id",
    "survey response id",
    "a surveyid",
    "request id",
)
_DATE = ("response date", "responsedate", "response received at", "survey completed date", "completed date",
          "date of response",
         "creation date", "survey date", "response datetime", "response date and time", "completion date",
         "created date", "e responsedate",
         "date of service", "submitted date")  # fmt: skip
_NPS = re.compile(
    r"^(?:(?:[a-z] )?(?:ltr|nps|nps score|net promoter score)(?: score)?|likelihood to recommend.*|likely to recommend.*)$"
)
_COMMENT = re.compile(
    r"\b(?:comments?|verbatim|feedback text|open.?end|reason for (?:score|rating)|what (?:could|can) we)\b"
)
_STATUS = ("status", "survey status", "response status")
_CUSTOMER = ("customer id", "customerid", "guest id", "member id", "account id", "client id")
_MARKS = ("survey id", "unit id", "unit", "unit name", "location id", "program", "survey program",
          "likelihood to recommend", "ltr",
          "overall satisfaction", "osat", "alert status", "alert type", "nps category", "nps segment",
          "invitation date", "touchpoint",
          "survey type", "medallia survey id", "response date", "responsedate", "case status", "request sent at",
          "star rating")  # fmt: skip


def _plain(name: str) -> str:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.strip())
    return re.sub(r"[\s_-]+", " ", apart).strip().lower()


def _like(head: Head) -> Like:
    names = [_plain(one) for one in head.columns]
    if head.is_json or not any(one in _ID for one in names) or not any(one in _DATE for one in names):
        return NOT_LIKE
    marks = [one for one in _MARKS if one in names]
    says = [one for one in names if _NPS.match(one) or _COMMENT.search(one)]
    if "distributionchannel" in names or "collector id" in names or len(says) < 1 or len(marks) + len(says) < 4:
        return NOT_LIKE
    return Like(
        round(min(0.88, 0.5 + 0.05 * (len(marks) + len(says))), 2),
        "has a survey id, a response date, " + ", ".join(says[:3]),
    )


def _read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    assert raw is not None
    sheet = Sheet("feedback", timezone=stamps.zone_above(raw.above))
    found = list(responses.rows(raw, sheet))
    names = raw.rows.column_names
    at = {kind: next((one for each in several for one in names if _plain(one) == each), None)
          for kind, several in (("id", _ID), ("date", _DATE), ("status", _STATUS), ("customer", _CUSTOMER))}  # fmt: skip
    nps = next((one for one in names if _NPS.match(_plain(one)) and "category" not in _plain(one)), None)
    if nps is None and "star rating" in map(_plain, names):
        nps = next(one for one in names if _plain(one) == "star rating")
        sheet.score = questions.STARS
    elif nps is not None:
        sheet.score = questions.NPS
    taken = {*at.values(), nps}
    mine = [one for one in names if one not in taken]
    gone = [one for one in mine if responses.is_personal(one)]
    mine = [one for one in mine if one not in gone]
    filled = {one: [row[one] for row in found if row.get(one)] for one in mine}
    numbers = [one for one in mine if filled[one] and all(responses.is_number(value or "") for value in filled[one])
               and not _plain(one).endswith((" id", " number", " code"))]  # fmt: skip
    opens = [
        one
        for one in mine
        # What staff note of a case, and the same words in another language, are no words of a customer.
        if one not in numbers
        and headings.kind(one) not in ("staff", "aside")
        and _COMMENT.search(_plain(one))
        and questions.is_open("comment", filled[one])
    ]
    rated = [
        one for one in numbers if re.search(r"satisf|osat|rating|score|effort|ease|likel|quality|overall", _plain(one))
    ]
    sheet.answers = tuple(responses.carried(one) for one in rated)
    sheet.warnings += responses.left_out(gone) + responses.to_declare(sheet.answers)
    dates = stamps.iso([row.get(at["date"] or "") for row in found])
    own = {responses.plain(one) for one in mine}
    for row, date in zip(found, dates, strict=True):
        responses.begin(sheet, row)
        status = (row.get(at["status"] or "") or "").strip().lower()
        if status in ("partial", "incomplete", "started", "in progress"):
            sheet.reject("unfinished_response", column=at["status"] or "", found=status, expected="a finished response")
            continue
        cells: dict[str, str | None] = {"created_at": date}
        if at["status"] is not None:
            cells[responses.carried(at["status"])] = row.get(at["status"])
        if "customer_id" not in own:
            cells["customer_id"] = row.get(at["customer"] or "")
        if "channel" not in own:
            cells["channel"] = "survey"
        cells |= {responses.carried(one): row.get(one) for one in mine if one not in opens and one not in rated}
        once = {responses.carried(one): row.get(one) for one in rated}
        if nps is not None:
            once["score"] = row.get(nps)
        answers = [Answer(responses.plain(one), one, row.get(one)) for one in opens]
        responses.give(sheet, row.get(at["id"] or ""), cells, answers, once)
    return [sheet.raw(content, "medallia", raw.encoding, raw.warnings)]


FORMATS = (
    Format(
        "medallia", "Medallia and InMoment responses", "experience platforms, export of responses", ("feedback",),
        _like, _read,
        rows=True,
    ),
)  # fmt: skip
