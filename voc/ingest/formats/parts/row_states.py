"""Why a row of a table of answers or reviews does not count: it was thrown away, is unfinished, or is the firm's reply.

    reason(columns, row)      # ("unfinished_response", "Status"), None where the row counts

For: `feedback_tables`. Not for: what a column is, which `headings` says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voc.ingest.formats.parts import headings
from voc.ingest.formats.parts.document import truth

_OFFICIAL = re.compile(
    r"官方|客服|旗舰店|旗艦店|专卖店|專賣店|小助手|小編|小编|店长|店長|"
    r"\b(?:official|support|customer (?:care|service)|help ?desk|team)\b",
    re.IGNORECASE,
)
_GONE = {
    "deleted": "deleted", "is deleted": "deleted", "archived": "deleted", "spam": "spam_review", "is spam": "spam_review",
    "test": "test_response", "is test": "test_response", "is bogus": "spam_review",
}  # fmt: skip
_STATES = {
    "deleted": "deleted", "removed": "deleted", "spam": "spam_review", "test": "test_response",
    "未完成": "unfinished_response",
    **dict.fromkeys(("screened", "screened out", "screenout", "disqualified", "quota full", "over quota"), "screened_out"),
    **dict.fromkeys(
        ("partial", "partially completed", "partially complete", "partial response", "partly completed", "incomplete",
         "in progress", "started", "unfinished", "not completed", "not finished", "部分完成", "答题中", "填写中", "填寫中",
         "teilweise beantwortet", "unvollständig", "nicht abgeschlossen", "incompleto", "incompleta", "parcial", "incomplet",
         "incomplète", "partiel", "parziale", "onvolledig"),
        "unfinished_response",
    ),
}  # fmt: skip
_DONE = re.compile(
    r"(?:is )?(?:finished|completed?)|(?:survey|response) (?:finished|completed?)|是否完成|已完成|完成状态|完成狀態"
)


@dataclass(frozen=True)
class Column:
    """A column: its `name`, the heading as it is compared, the `kind` of it ("question", or one of the words' kinds, "" for
    none) and its filled cells."""

    name: str
    plain: str
    kind: str
    cells: Sequence[str]


def reason(columns: Sequence[Column], row: Mapping[str, str | None]) -> tuple[str, str] | None:
    """Why a row does not count, and the column that says so: thrown away, unfinished, or a reply that the firm wrote."""
    for one in columns:
        cell = (row.get(one.name) or "").strip()
        if one.plain in _GONE and truth(cell.lower()):
            return _GONE[one.plain], one.name
        if re.fullmatch(r"(?:.* )?(?:status|state)|状态|狀態", one.plain) and cell.lower() in _STATES:
            return _STATES[cell.lower()], one.name
        if _DONE.fullmatch(one.plain) and truth(cell.lower()) is False:
            return "unfinished_response", one.name
        if headings.PARENT.fullmatch(one.plain) and cell not in ("", "0", "null", "None"):
            by = next(
                (each.name for each in columns if each.kind == "left" and _OFFICIAL.search(row.get(each.name) or "")),
                None,
            )
            if by is not None:
                return "reply_of_the_firm", one.name
    return None
