"""`voc check`. Not for: deciding what is wrong; see voc.checking and voc.lint."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from voc.cli import options
from voc.cli.page import page, plainly, table

if TYPE_CHECKING:
    from rich.console import Console

    from voc.checking import Checked

MOST_REJECTS = 12
MOST_DAYS = 3  # gaps and drops shown of each table; --json has them all


@click.command()
@options.project
@options.as_json
def command(project: Path, as_json: bool) -> None:
    """Read and join everything in PROJECT, analyse nothing: one page.

    It says what was read, kept, rejected and matched, in which languages and on which scales; which comments are
    repeats, which days are missing; and which definitions do not fit.

    \b
    voc check northfell
    voc check northfell --json
    """
    from voc import checking

    found = checking.checked(project, {})
    if as_json:
        options.print_json(found.as_dict())
        if found.refusal is not None:
            options.leave(found.refusal)
        return
    on = page()
    for part in (_files, _matches, _scores, _texts, _days, _metrics, _lint, _rejected):
        part(found, on)
    if found.refusal is not None:
        options.leave(found.refusal)


def _files(found: Checked, on: Console) -> None:
    from voc.personal.printable import printable

    folder = _folder(found)
    files = table(
        f"Files in {printable(folder)}" if folder else "Files",
        ("file", "table", "reader"),
        ("read", "kept", "rejected"),
    )
    beside = []
    for one in found.files:
        name = printable(_within(folder, one["file"]))
        if "error" in one:
            files.add_row(name, f"not read: {one['error']}", "", "", "", "")
        else:
            counts = (f"{one[n]:,}" for n in ("rows_read", "rows_kept", "rows_rejected"))
            files.add_row(name, one["table"], f"{one['reader']} {one['encoding']}", *counts)
            why = ", ".join(f"{reason} {count}" for reason, count in one["reasons"].items())
            beside += [f"  {name}: rejected for {why}"] if why else []
        beside += [f"  {name}: {warning}" for warning in one["warnings"]]
    on.print(files)
    say = plainly(on)
    for line in beside:
        say(line)


def _matches(found: Checked, on: Console) -> None:
    matched = table("Match rates", ("from", "to", "by"), ("n", "matched", "share"))
    for one in found.matches:
        share = f"{one['matched'] / one['n']:.1%}" if one["n"] else "-"
        matched.add_row(
            one["left_table"], one["right_table"], one["key"], f"{one['n']:,}", f"{one['matched']:,}", share
        )
    on.print(matched)


def _scores(found: Checked, on: Console) -> None:
    from voc.personal.printable import printable

    if not found.scales:
        return
    scales = table("Scores", ("source", "type", "scale", "best is"), ("n", "mean", "best two"))
    folder = _folder(found)
    for one in found.scales:
        best = "lowest (turned)" if one["direction"] == "lower_better" else "highest"
        top = f"{one['top_two']:,} ({one['top_two'] / one['n']:.1%})"
        scales.add_row(
            printable(_within(folder, str(one["source"]))), str(one["type"]), f"{one['min']:g} to {one['max']:g}", best,
            f"{one['n']:,}", f"{one['mean']:.2f}", top,
        )  # fmt: skip
    on.print(scales)


def _folder(found: Checked) -> str:
    """The folder that all files lie in, which stands above the tables so that names have room; "" where there is none."""
    folders = {str(PurePosixPath(one["file"]).parent) for one in found.files}
    if len(found.files) < 2 or len({one.startswith("/") for one in folders}) > 1:
        return ""
    shared = os.path.commonpath(folders)
    return "" if shared in (".", "/") else shared


def _within(folder: str, file: str) -> str:
    """The name of a file in `folder`, whole where it does not lie there."""
    return file.removeprefix(f"{folder}/") if folder else file


def _texts(found: Checked, on: Console) -> None:
    say = plainly(on)
    langs = ", ".join(f"{lang} {count}" for lang, count in found.langs.items())
    kinds = ", ".join(f"{kind} {count}" for kind, count in found.duplicate_kinds.items())
    say(f"Languages: {langs}")
    say(f"Repeated comments, counted once in shares: {found.duplicates} ({kinds})")
    cut = [f"{kind} in {one['comments']} comments" for kind, one in found.boilerplate.items() if one["comments"]]
    say(f"Cut out as no words of the customer's: {', '.join(cut) or 'nothing'}")


def _days(found: Checked, on: Console) -> None:
    from voc.lint.days import Stretch, most

    say = plainly(on)
    named = {one["table"]: one for one in found.days}
    for name, (first, last) in found.spans.items():
        one = named.get(name)
        if one is None:
            say(f"{name}: {first} to {last}")
            continue
        said = [f"{one['n']} dated"]
        said += [f"{one['undated']} without a date"] if one["undated"] else []
        said += [f"never on {', '.join(one['weekdays'])}"] if one["weekdays"] else []
        for what, counted in (("nothing", one["gaps"]), ("few", one["drops"])):
            stretches = [Stretch(**each) for each in counted]
            if stretches:
                shown = [_stretch(each) for each in most(stretches, MOST_DAYS)]
                more = f" and {len(stretches) - MOST_DAYS} more" if len(stretches) > MOST_DAYS else ""
                n_days = sum(each.days for each in stretches)
                say_days = f"{what} on {n_days} of {one['days']} days: {', '.join(shown)}{more}"
                said.append(say_days)
        say(f"{name}: {first} to {last}; {'; '.join(said)}")


def _stretch(one: object) -> str:
    first, last, n, usual = (getattr(one, name) for name in ("first", "last", "n", "usual"))
    when = f"{first}" if first == last else f"{first} to {last}"
    return f"{when} ({n}, usually {usual:g})" if n else when


def _metrics(found: Checked, on: Console) -> None:
    say = plainly(on)
    say(f"Metrics that can be counted: {', '.join(found.metrics) or 'none'}")
    for name, missing in found.left_out.items():
        say(f"  left out: {name} ({missing})")


def _lint(found: Checked, on: Console) -> None:
    say = plainly(on)
    say(f"Definitions: {len(found.lint) or 'nothing'} to look at")
    for one in found.lint:
        say(f"  {one['rule']}: {one['found']}")
        say(f"    why it matters: {one['why']}")
        say(f"    do: {one['do']}")


def _rejected(found: Checked, on: Console) -> None:
    say = plainly(on)
    for one in found.rejected[:MOST_REJECTS]:
        say(
            f"  rejected: {one['file']} row {one['row']} {one['column'] or ''}: {one['reason']}, found {one['found']!r}"
        )
    if len(found.rejected) > MOST_REJECTS:
        say(f"  ... and {len(found.rejected) - MOST_REJECTS} more; --json lists them all")
