"""Messages of a connector: the records of several streams in one file, a message a line, as Airbyte and Singer write them.

    {"stream": "tickets", "data": {"id": 18, ...}, "emitted_at": 1672878360054}
    {"type": "RECORD", "stream": "tickets", "record": {"id": 18, ...}}

For: `read`, which gives the records of each stream to the reader whose they are. Not for: tables that a sync made of them
(`airbyte` reads raw ones). Messages that hold no record (schemas, states, logs) are left out.
https://docs.airbyte.com/platform/understanding-airbyte/airbyte-protocol
https://github.com/singer-io/getting-started/blob/master/docs/SPEC.md
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from voc.errors import DataError
from voc.ingest.content import Content
from voc.ingest.formats.parts.document import Broken, documents, inner, word

_LOOKED_AT = 1 << 16  # bytes
_BEGINS = re.compile(r'\s*\[?\s*\{\s*"(?:stream|type|record|namespace|emitted_at|data)"\s*:')
_KINDS = ("RECORD", "SCHEMA", "STATE", "LOG", "TRACE", "CONTROL", "ACTIVATE_VERSION", "BATCH", "SPEC", "CATALOG")


def streams_of(content: Content) -> Mapping[str, Content] | None:
    """The records of each stream by its name, as JSON lines; None where the file is no such file. A line that is no JSON
    goes with the stream above it. Raises DataError E293 for damaged JSON, E262 where there is no record."""
    if content.kind not in (".json", ".jsonl", ".ndjson", ".txt", "") or not _BEGINS.match(content.head(_LOOKED_AT)):
        return None
    lines: dict[str, list[str]] = {}
    last = None
    for number, one in enumerate(documents(content)):
        if isinstance(one, Broken) and last is not None:
            lines[last].append(" ".join(one.text.split("\n")))
            continue
        record = _record(one)
        if record is not None:
            last = record[0]
            lines.setdefault(last, []).append(json.dumps(record[1], ensure_ascii=False))
        elif not _is_message(one):
            if not number:
                return None
            lines.setdefault(last or "?", []).append(json.dumps(one if not isinstance(one, Broken) else one.text))
    if not lines:
        raise DataError(
            "E262", "these are messages of a connector, and none of them holds a record", where=content.name,
            found="schemas, states or logs", expected='{"stream": ..., "data": {...}}', 
            do="run the sync, and give its output",
        )  # fmt: skip
    return {
        name: replace(content, kind=".jsonl", data="\n".join(each).encode("utf-8", errors="replace"), said=None)
        for name, each in lines.items()
    }


def _record(one: Any) -> tuple[str, dict[str, Any]] | None:
    """The stream and the record of a message, None for one that holds none."""
    held = inner(one, "record") if inner(one, "type") == "RECORD" and word(one, "record", "stream") else one
    stream = word(held, "stream")
    is_airbyte = stream is not None and inner(held, "emitted_at") is not None
    record = inner(held, "data") if is_airbyte else inner(held, "record") if inner(held, "type") == "RECORD" else None
    return (stream, record) if stream is not None and isinstance(record, dict) else None


def _is_message(one: Any) -> bool:
    return isinstance(one, dict) and one.get("type") in _KINDS
