"""Qualtrics: responses as the JSON or NDJSON of its response export: `values` by question id, `labels` beside them.

For: `formats`. Not for: CSV, whose columns mean the same (`qualtrics`). The questions are ids: their words are in
the survey.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like, texts
from voc.ingest.formats.parts import responses
from voc.ingest.formats.parts.document import documents
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.surveys import qualtrics, qualtrics_headers
from voc.ingest.raw import Raw


def _like(head: Head) -> Like:
    if not {"responseId", "values"} <= head.members:
        return NOT_LIKE
    more = [
        name
        for name in ("labels", "displayedFields", "displayedValues", "_recordId", "recordedDate")
        if name in head.members
    ]
    return (
        Like(0.7 + 0.05 * len(more), "has responseId, values" + "".join(f", {one}" for one in more))
        if more
        else NOT_LIKE
    )


def _read(content: Content, _: Raw | None) -> Sequence[Raw]:
    sheet, found, names = Sheet("feedback"), [], dict[str, str | None]()
    opened = [
        inner
        for one in documents(content)
        for inner in (one["responses"] if isinstance(one, dict) and isinstance(one.get("responses"), list) else [one])
    ]
    for one in opened:
        values = one.get("values") if isinstance(one, dict) else None
        if not isinstance(values, dict):
            responses.no_object(sheet, one)
            continue
        labels = one.get("labels") if isinstance(one.get("labels"), dict) else {}
        row = {str(name): _written(value, labels.get(name), str(name)) for name, value in values.items()}
        row.setdefault(
            "_recordId", texts(one.get("responseId")) if not isinstance(one.get("responseId"), dict | list) else None
        )
        names |= dict.fromkeys(row)
        found.append(row)
    survey = qualtrics_headers.Survey(
        tuple(qualtrics_headers.column_of(name, name, None) for name in names), None, 0, True
    )
    qualtrics.fill(sheet, survey, found)
    return [sheet.raw(content, "qualtrics_json", content.decoded[1], content.decoded[2])]


def _written(value: Any, label: Any, name: str) -> str | None:
    """A value as the export's labels say it, but for what is a number: status, finished and scores keep theirs."""
    is_standard = qualtrics_headers.compact(name) in qualtrics_headers.STANDARD
    if isinstance(label, str) and not is_standard and not responses.is_number(label) and responses.cell(value) != "":
        return label if not name.endswith("_TEXT") else responses.cell(value)
    if isinstance(label, list) and label and not is_standard:
        return "; ".join(str(one) for one in label)
    if isinstance(value, list):
        return "; ".join(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in value) or None
    return responses.cell(value)


FORMATS = (
    Format(
        "qualtrics_json", "Qualtrics responses, JSON", "Qualtrics API, response export as JSON or NDJSON", ("feedback",),
        _like, _read,
    ),
)  # fmt: skip
