"""`voc check`. Not for: deciding what is wrong; see voc.asking.checked."""

from __future__ import annotations

from pathlib import Path

import click

from voc.cli import options

MOST_REJECTS = 12


@click.command()
@options.project
@options.as_json
def command(project: Path, as_json: bool) -> None:
    """Read and join everything in PROJECT, analyse nothing: one page on what was read, kept, rejected and matched.

    \b
    voc check northfell
    voc check northfell --json
    """
    from rich.console import Console
    from rich.table import Table

    from voc import asking

    found = asking.checked(project, {})
    if as_json:
        options.print_json(found.as_dict())
        return
    page = Console(soft_wrap=True)
    files = Table("file", "table", "reader", "read", "kept", "rejected", "why", title="Files")
    for column in files.columns:
        column.overflow = "fold"  # a reason cut off with "..." cannot be looked up
    for one in found.files:
        why = ", ".join(f"{reason} {count}" for reason, count in one["reasons"].items())
        counts = (str(one[name]) for name in ("rows_read", "rows_kept", "rows_rejected"))
        files.add_row(one["file"], one["table"], f"{one['reader']} {one['encoding']}", *counts, why)
    page.print(files)
    for one in found.files:
        for warning in one["warnings"]:
            page.print(f"  {one['file']}: {warning}", markup=False, highlight=False)
    matched = Table("from", "to", "by", "n", "matched", "share", title="Match rates")
    for one in found.matches:
        share = f"{one['matched'] / one['n']:.1%}" if one["n"] else "-"
        matched.add_row(one["left_table"], one["right_table"], one["key"], str(one["n"]), str(one["matched"]), share)
    page.print(matched)
    langs = ", ".join(f"{lang} {count}" for lang, count in found.langs.items())
    page.print(f"Languages: {langs}; repeated comments: {found.duplicates}", highlight=False)
    for name, (first, last) in found.spans.items():
        page.print(f"{name}: {first} to {last}", highlight=False)
    page.print(f"Metrics that can be counted: {', '.join(found.metrics) or 'none'}", highlight=False)
    for name, missing in found.left_out.items():
        page.print(f"  left out: {name} ({missing})", markup=False, highlight=False)
    for one in found.rejected[:MOST_REJECTS]:
        page.print(
            f"  rejected: {one['file']} row {one['row']} {one['column'] or ''}: {one['reason']}, found {one['found']!r}",
            markup=False, highlight=False,
        )  # fmt: skip
    if len(found.rejected) > MOST_REJECTS:
        page.print(f"  ... and {len(found.rejected) - MOST_REJECTS} more; --json lists them all", highlight=False)
