"""`voc schema`. Not for: the tables; see voc.tables."""

from __future__ import annotations

from dataclasses import asdict

import click

from voc.cli import options


@click.command()
@click.argument("table", required=False)
@options.as_json
def command(table: str | None, as_json: bool) -> None:
    """The columns of TABLE, or of all tables: type, unit, whether it may be empty, meaning.

    \b
    voc schema feedback
    voc schema --json
    """
    from voc import tables
    from voc.errors import UsageError, nearest

    if table is not None and table not in tables.ALL:
        raise UsageError("E134", f"there is no table {table!r}", do=nearest(table, tables.ALL))
    chosen = [tables.ALL[table]] if table else list(tables.ALL.values())
    if as_json:
        options.print_json([asdict(one) for one in chosen])
        return
    for one in chosen:
        click.echo(f"\n{one.name} (made by {one.made_by}; key {', '.join(one.key)})\n  {one.meaning}")
        for column in one.columns:
            needed = " required" if column.is_required else ""
            unit = f" [{column.unit}]" if column.unit else ""
            click.echo(f"    {column.name:<22} {column.type}{unit}{needed}: {column.meaning}")
        if one.carries_more:
            click.echo("    ... and the columns of your own")
