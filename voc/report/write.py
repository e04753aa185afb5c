"""The files of a report: report.json, report.md, report.html in a folder.

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
from voc.report.wording import LANGS

FORMATS = ("json", "md", "html")


def reports(inputs: Inputs, folder: Path, lang: str = "en", formats: Sequence[str] = FORMATS) -> list[Path]:
    """Write the reports asked for, and report.json always; returns the paths, in the order of FORMATS.

    Raises UsageError E110 for a format or language that there is not.
    """
    check(lang, formats)
    shown = view(inputs, lang)
    texts = {
        "json": lambda: json.dumps(described(inputs, shown), ensure_ascii=False, indent=1) + "\n",
        "md": lambda: markdown(shown),
        "html": lambda: html(shown),
    }
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in FORMATS:
        if name == "json" or name in formats:
            path = folder / f"report.{name}"
            path.write_text(texts[name](), encoding="utf-8", newline="\n")
            written.append(path)
    return written


def described(inputs: Inputs, shown: View) -> dict[str, Any]:
    """The object that report.json holds and `voc analyze --json` prints."""
    plain = {language: text.replace("⟦", "").replace("⟧", "") for language, text in shown.headline.items()}
    return document(inputs.findings, inputs.project, plain, [asdict(one) for one in whole(inputs)],
                    [one.as_dict() for one in impacts(inputs.impacts)])  # fmt: skip


def check(lang: str, formats: Sequence[str]) -> None:
    """Raises UsageError E110 for a format or language that there is not."""
    for asked, known, what in (*((one, FORMATS, "format") for one in formats), (lang, LANGS, "language")):
        if asked not in known:
            raise UsageError("E110", f"there is no report {what} {asked!r}", do=nearest(asked, known))
