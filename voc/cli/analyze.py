"""`voc analyze`. Not for: the pipeline itself; see voc.pipeline."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from voc.cli import options

STAGES = {
    "ingest": "reading", "clean": "masking and splitting", "classify": "finding topics and sentiment",
    "join": "joining and counting", "explain": "looking for what moved, and why",
}  # fmt: skip


@click.command()
@options.project
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for report and tables; out/ if left out."
)
@click.option("--since", type=options.Day(), help="First day that is counted.")
@click.option("--until", type=options.Day(), help="Last day that is counted.")
@click.option("--metric", "metrics", multiple=True, help="Only this metric; may be given several times.")
@click.option("--model", help="Classifier: a folder under models/, or a path.")
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), help="Where rows are queried.")
@options.lang
@options.dry_run
@options.as_json
def command(
    project: Path, out: Path | None, since: date | None, until: date | None, metrics: tuple[str, ...],
    model: str | None, engine: str | None, lang: str | None, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Read PROJECT (a folder with voc.toml, or that file), say what moved, where, why and how sure, and write a report.

    \b
    voc analyze northfell --out out
    voc analyze . --since 2026-06-01 --metric csat --metric cart_abandonment
    """
    from voc import pipeline
    from voc import run as runs
    from voc.lint.rejects import lost
    from voc.personal.printable import printable
    from voc.report.markdown import markdown, unescaped
    from voc.report.view import view
    from voc.report.write import described, reports

    flags = {"since": since, "until": until, "model": model, "engine": engine, "lang": lang}
    run = pipeline.analyze(
        project, metrics=metrics, notice=lambda stage: click.echo(f"  {STAGES[stage]} ...", err=True), **flags
    )
    for one in run.info["files"]:
        if n := lost(one):
            click.echo(f"  {one['file']}: {n} of {one['rows_read']} rows were rejected; see voc check", err=True)
    for name, missing in run.info["left_out"].items():
        if name.startswith("segment "):
            click.echo(f"  {name} is left out: {missing}", err=True)
    for one in run.info["files"]:
        if "error" in one:
            click.echo(printable(f"  {one['file']}: {one['warnings'][0]}"), err=True)
    settings, folder = run.info["project"], out or Path("out")
    if not dry_run:
        runs.write(run, folder)
        written = reports(run.inputs, folder, settings["lang"], settings["formats"])
    if as_json:
        options.print_json(described(run.inputs, view(run.inputs, settings["lang"])))
    else:
        click.echo(unescaped(markdown(view(run.inputs, settings["lang"]))))
    if dry_run:
        click.echo(f"dry run: nothing written; it would go to {folder}", err=True)
        return
    shown = next((path for path in written if path.suffix == ".html"), written[0])
    click.echo(f"Report: {shown.resolve() if shown.is_absolute() else shown}", err=as_json)
