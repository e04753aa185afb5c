"""Typeform's CSV or Excel download: a row a response, a column a question under its own words.

For: `formats`. Not for: the API and webhooks (`typeform`). Submitted rows alone count; times are UTC.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import questions, responses, scales
from voc.ingest.formats.parts.responses import Answer
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.raw import Raw

_UNFINISHED = ("partial", "started")
_STANDARD = {
    "#": "id", "start date (utc)": "landed_at", "submit date (utc)": "created_at", "stage date (utc)": "stage",
    "network id": "left", "response type": "kind", "tags": "tags", "ending": "ending", "score": "points", "token": "id",
    "submitted at": "created_at", "start date": "landed_at", "submit date": "created_at",
}  # fmt: skip


def _like(head: Head) -> Like:
    names = head.names
    if "submit date (utc)" in names and ("#" in names or "start date (utc)" in names or "network id" in names):
        found = [
            one for one in ("#", "start date (utc)", "submit date (utc)", "network id", "response type") if one in names
        ]
        return Like(min(0.97, 0.75 + 0.05 * len(found)), "has " + ", ".join(found))
    if {"#", "network id"} <= names and {"submitted at", "submit date", "token"} & names:
        return Like(0.85, "has #, Network ID")
    return NOT_LIKE


def _read(content: Content, raw: Raw | None) -> Sequence[Raw]:
    assert raw is not None
    sheet = Sheet("feedback", timezone="UTC")
    found = list(responses.rows(raw, sheet))
    names = raw.rows.column_names
    parts = {_STANDARD[name.strip().lower()]: name for name in reversed(names) if name.strip().lower() in _STANDARD}
    mine = [name for name in names if name.strip().lower() not in _STANDARD]
    email = next((one for one in mine if responses.plain(one).replace("_", "").startswith(("email", "e_mail"))), None)
    filled = {one: [cell for row in found if (cell := row.get(one))] for one in mine}
    gone = [one for one in mine if responses.is_personal(_title(one)) and {*filled[one]} != {one}]
    mine = [one for one in mine if one not in gone]
    opens = [one for one in mine if questions.is_open(_title(one), filled[one])]
    numbers = [
        one
        for one in mine
        if one not in opens and filled[one] and all(responses.is_number(cell) for cell in filled[one])
    ]
    scored = scales.scored([scales.Asked(one, _title(one), filled[one]) for one in mine if one not in opens])
    numbers = [one for one in numbers if scored is None or one != scored.id]
    unknown = [responses.carried(_title(one)) for one in numbers]
    sheet.answers = tuple(unknown)
    if scored is not None:
        sheet.score = scored.scale
        sheet.warnings += scored.warnings
    sheet.warnings += responses.left_out([*gone, *([parts["left"]] if "left" in parts else [])]) + responses.to_declare(
        unknown
    )
    own = {responses.plain(_title(one)) for one in mine}
    for row in found:
        responses.begin(sheet, row)
        kind = (row.get(parts.get("kind", "")) or "").lower()
        created = row.get(parts.get("created_at", ""))
        if kind in _UNFINISHED or created in (None, "null"):
            sheet.reject(
                "unfinished_response", column=parts.get("created_at", ""), found=kind, expected="a submitted response"
            )
            continue
        cells = {
            ours: row.get(name) for ours, name in parts.items() if ours in ("created_at", "landed_at", "tags", "ending")
        }
        closed = [
            one for one in mine if one not in opens and one not in numbers and (scored is None or one != scored.id)
        ]
        cells |= {responses.carried(_title(one)): row.get(one) for one in closed}
        if "customer_id" not in own:
            cells["customer_id"] = row.get(email) if email else None
        if "channel" not in own:
            cells["channel"] = "survey"
        once = {responses.carried(_title(one)): row.get(one) for one in numbers}
        if scored is not None:
            once["score"] = row.get(scored.id)
        if "points" in parts:
            once["calculated_score"] = row.get(parts["points"])
        answers = [Answer(f"Q{mine.index(one) + 1}", _title(one), row.get(one)) for one in opens]
        responses.give(sheet, row.get(parts["id"]) if "id" in parts else None, cells, answers, once)
    return [sheet.raw(content, "typeform_csv", raw.encoding, raw.warnings)]


def _title(name: str) -> str:
    """A question without the marks of bold and italic that Typeform leaves in."""
    return re.sub(r"<[^>]{1,20}>|\*(?=\S)|(?<=\S)\*", "", name).strip() or name


FORMATS = (
    Format(
        "typeform_csv", "Typeform responses, CSV", "Typeform, Results, download of CSV or Excel", ("feedback",), _like,
        _read, rows=True,
    ),
)  # fmt: skip
