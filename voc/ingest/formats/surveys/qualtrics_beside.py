"""What lies beside Qualtrics' question_response in a folder: survey_response, which says when and whether a response
counts, and question, which says of what kind a question is.

    beside = found(content)            # of the CSV files in the folder of question_response.csv
    beside.responses["R_1"]            # {"finished": "1", "status": "0", "recorded_date": "2025-05-01 08:00:00", ...}
    beside.kinds["SV_1", "QID2"]       # "NPS"

For: `qualtrics_tables`. Not for: members of an archive, which are read alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from voc.errors import VocError
from voc.ingest import delimited, layout
from voc.ingest.content import Content
from voc.ingest.formats.parts.table_rows import rows
from voc.ingest.raw import Raw

_LARGEST = 256 << 20  # bytes
_MOST = 50  # files that are looked at
_RESPONSES = frozenset(("id", "survey_id", "finished", "status"))
_QUESTIONS = frozenset(("id", "survey_id", "question_type"))
_BITS = ((1, "preview_response"), (2, "test_response"), (8, "spam_response"))
_WORDS = (("preview", "preview_response"), ("test", "test_response"), ("spam", "spam_response"))


@dataclass(frozen=True)
class Beside:
    """Cells of responses by their ids, and the kind of a question by its survey and its id, in capitals; `names` of the
    files that say so."""

    responses: dict[str, Mapping[str, str]] = field(default_factory=dict)
    kinds: dict[tuple[str, str], str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)


def found(content: Content) -> Beside:
    """What the CSV files in the folder of `content` say; a file that is none of the two, or damaged, is passed over."""
    beside = Beside()
    for name, names, raw in _tables(content):
        every = [row for row in rows(raw) if row.wrong is None and not row.is_true("_fivetran_deleted")]
        if names >= _RESPONSES:
            beside.responses.update({row.cells["id"]: row.cells for row in every if row.of("id")})
        else:
            for row in every:
                kind = "NPS" if (row.of("selector") or "").upper() == "NPS" else (row.of("question_type") or "").upper()
                beside.kinds[row.of("survey_id") or "", row.of("id") or ""] = kind
        beside.names.append(name)
    return beside


def why_not(cells: Mapping[str, str]) -> str | None:
    """Why a response does not count, None where it does."""
    status = cells.get("status", "").strip().lower()
    if status.isdecimal() and len(status) < 4:
        reason = next((reason for bit, reason in _BITS if int(status) & bit), None)
    else:
        reason = next((reason for word, reason in _WORDS if word in status), None)
    is_preview = cells.get("distribution_channel", "").strip().lower() == "preview"
    is_open = cells.get("finished", "").strip().lower() in ("0", "false", "f", "no")
    return reason or ("preview_response" if is_preview else "unfinished_response" if is_open else None)


def _tables(content: Content) -> Iterator[tuple[str, frozenset[str], Raw]]:
    if content.path is None:
        return
    for path in sorted(one for one in content.path.parent.glob("*.csv") if one != content.path)[:_MOST]:
        try:
            if path.stat().st_size > _LARGEST:
                continue
            other = Content(path.name, ".csv", path.read_bytes(), "")
            names = frozenset(one.strip().lower() for one in delimited.columns(other.head(layout.HEAD), other.kind))
            if names >= _RESPONSES or names >= _QUESTIONS:
                yield path.name, names, delimited.delimited(other)
        except (OSError, VocError):
            continue
