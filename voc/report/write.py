"""The files of a report: report.json, report.md, report.html, report.xlsx in a folder.

For: `pipeline` and `voc report`. Not for: what stands in them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from voc.errors import UsageError, nearest
from voc.report.findings import document
from voc.report.html import html
from voc.report.impacts import impacts
from voc.report.inputs import Inputs
from voc.report.markdown import markdown
from voc.report.view import View, view
from voc.report.whole import whole
from voc.report.workbook import workbook
from voc.wording import LANGS

FORMATS = ("json", "md", "html", "xlsx")
USUAL = FORMATS[:3]
NOT_YET = ("pptx",)


def reports(inputs: Inputs, folder: Path, lang: str = "en", formats: Sequence[str] = USUAL) -> list[Path]:
    """Write the reports asked for, and report.json always; returns the paths, in the order of FORMATS.

    Raises UsageError E110 for a format or language that there is not.
    """
    check(lang, formats)
    shown = view(inputs, lang)
    contents = {
        "json": lambda: _written(described(inputs, shown)),
        "md": lambda: markdown(shown).encode(),
        "html": lambda: html(shown).encode(),
        "xlsx": lambda: workbook(inputs, shown),
    }
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in FORMATS:
        if name == "json" or name in formats:
            path = folder / f"report.{name}"
            path.write_bytes(contents[name]())
            written.append(path)
    return written


def _written(described: dict[str, Any]) -> bytes:
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


def described(inputs: Inputs, shown: View) -> dict[str, Any]:
    """The object that report.json holds and `voc analyze --json` prints."""
    plain = {language: text.replace("⟦", "").replace("⟧", "") for language, text in shown.headline.items()}
    return document(inputs.findings, inputs.project, plain, [asdict(one) for one in whole(inputs)],
                    [one.as_dict() for one in impacts(inputs.impacts)])  # fmt: skip


def check(lang: str, formats: Sequence[str]) -> None:
    """Raises UsageError E110 for a format or language that there is not."""
    for asked in formats:
        if asked in NOT_YET:
            what = f"a report as {asked.upper()} cannot be written yet"
            raise UsageError("E110", what, do=f"use one of: {', '.join(FORMATS)}")
    for asked, known, what in (*((one, FORMATS, "format") for one in formats), (lang, LANGS, "language")):
        if asked not in known:
            raise UsageError("E110", f"there is no report {what} {asked!r}", do=nearest(asked, known))
