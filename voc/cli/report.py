"""`voc report`. Not for: what stands in a report; see voc.report."""

from __future__ import annotations

from pathlib import Path

import click

from voc.cli import options


@click.command()
@click.argument("run", default="out", type=click.Path(path_type=Path))
@click.option(
    "--format", "formats", default="html,md", show_default=True, help="Comma-separated: html, md, xlsx, json."
)
@options.lang
@options.dry_run
def command(run: Path, formats: str, lang: str | None, dry_run: bool) -> None:
    """Write the reports of RUN (a folder that `voc analyze` wrote) again, in another language or format.

    \b
    voc report out --lang zh-Hans
    voc report out --format html,xlsx
    """
    from voc.report.write import check, reports
    from voc.run import opened

    finished = opened(run)
    asked = [one.strip() for one in formats.split(",") if one.strip()]
    lang = lang or finished.info["project"]["lang"]
    check(lang, asked)
    if dry_run:
        click.echo(f"would write report.json and {', '.join(f'report.{one}' for one in asked)} to {run}", err=True)
        return
    for path in reports(finished.inputs, run, lang, asked):
        click.echo(path)
