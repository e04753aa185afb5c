"""`voc init`. Not for: guessing; see voc.drafting."""

from __future__ import annotations

from pathlib import Path

import click

from voc.cli import options


@click.command()
@click.argument("folder", default=".", metavar="[DIR]", type=click.Path(path_type=Path))
@options.dry_run
def command(folder: Path, dry_run: bool) -> None:
    """Look at the files in DIR and write DIR/voc.toml: a commented draft for you to correct. A voc.toml that is there
    is never overwritten; --dry-run prints the draft.

    \b
    voc init survey-2026
    voc init survey-2026 --dry-run
    """
    from voc import drafting

    draft = drafting.draft(folder)
    if dry_run:
        click.echo(draft.text, nl=False)
    else:
        click.echo(drafting.write(draft, folder))
    for line in draft.to_declare:
        click.echo(f"to declare: {line}", err=True)
    if not dry_run:
        click.echo(f"now read it, correct it, then: voc check {folder}", err=True)
