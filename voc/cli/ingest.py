"""`voc ingest`. Not for: how files are read; see voc.ingest."""

from __future__ import annotations

import json
from pathlib import Path

import click

from voc.cli import options


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the tables; not needed to explain."
)
@click.option("--table", help="Table that the files are; detected if left out.")
@click.option(
    "--reader", help="Format that they are of, as ingest_report.json names it, or plain; detected if left out."
)
@click.option("--mapping", type=click.Path(path_type=Path, exists=True), help="A voc.toml whose [[source]] maps them.")
@click.option("--timezone", help="Of times without an offset, such as Asia/Shanghai; without it they are an error.")
@click.option("--encoding", help="Of the files, such as gb18030 or windows-1252; found if left out.")
@click.option(
    "--explain", is_flag=True, help="Say what each file is taken for and why, draft its [[source]], write nothing."
)
@click.option("--keep-going", is_flag=True, help="Leave with 0 where some files cannot be read and others can.")
@options.dry_run
@options.as_json
def command(
    files: tuple[str, ...],
    out: Path | None,
    table: str | None,
    reader: str | None,
    mapping: Path | None,
    timezone: str | None,
    encoding: str | None,
    explain: bool,
    keep_going: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """FILES, folders or patterns to canonical tables: OUT/<table>.parquet, OUT/rejected.parquet, OUT/ingest_report.json.
    Personal data is masked, and a customer's id is a keyed hash (VOC_KEY). A file that cannot be read is named and the
    others are read; then it leaves with 3, unless you say --keep-going.

    \b
    voc ingest reviews.csv --out tables
    voc ingest export.zip --explain
    voc ingest calls-*.csv --out tables --mapping northfell/voc.toml --table interactions
    """
    import pyarrow.parquet as pq

    from voc import clean, single
    from voc.ingest import refused
    from voc.personal.key import key
    from voc.personal.printable import printable

    if explain:
        _explained(files, reader, encoding, as_json)
        return
    if out is None:
        raise click.UsageError("Missing option '--out'.")
    read = single.ingested(files, table, timezone, mapping, reader, encoding)
    report = [one.as_dict() for one in read.files]
    if not dry_run:
        out.mkdir(parents=True, exist_ok=True)
        for name, rows in clean.private(read.tables, key()).items():
            pq.write_table(rows, out / f"{name}.parquet", compression="zstd")
        (out / "ingest_report.json").write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")
    stopped = refused.error(read.refused) if read.refused and not keep_going else None
    if as_json:
        options.print_json(report)
        if stopped is not None:
            options.leave(stopped)
        return
    for one in read.files:
        if one.error:
            click.echo(printable(f"{one.file}: {one.warnings[0]}"))
            continue
        counts = f"{one.rows_read} read, {one.rows_kept} kept, {one.rows_rejected} rejected"
        click.echo(printable(f"{one.file}: {one.table}, {counts}"))
        for warning in one.warnings:
            click.echo(f"  {printable(warning)}", err=True)
    if stopped is not None:
        options.leave(stopped)


def _explained(files: tuple[str, ...], reader: str | None, encoding: str | None, as_json: bool) -> None:
    from voc import drafting, single
    from voc.personal.printable import printable

    every = list(single.decided(files, reader, encoding))
    if as_json:
        options.print_json([drafting.as_dict(one) for one in every])
    else:
        click.echo(printable("\n".join(drafting.explained(one) for one in every)), nl=False)
    stopped = next((one.error for one in every if one.error is not None), None)
    if stopped is not None:
        raise stopped
