"""`voc demo`. Not for: the world itself; see voc.demo."""

from __future__ import annotations

from pathlib import Path

import click

from voc.cli import options


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--seed", default=1, show_default=True, help="Another seed, another half year.")
@click.option(
    "--planted/--nothing", default=True, help="With causes to find, or without: one carrier strike is left in."
)
@options.dry_run
def command(folder: Path, seed: int, planted: bool, dry_run: bool) -> None:
    """Write an invented outdoor shop to FOLDER: surveys, reviews, tickets, chats, orders, visits, and a voc.toml.

    \b
    voc demo northfell
    voc demo quiet --seed 7 --nothing
    """
    from voc import demo

    if dry_run:
        click.echo(f"would write the demo company to {folder}", err=True)
        return
    world = demo.write(folder, seed=seed, planted=planted)
    for cause in world.planted:
        place = ", ".join(f"{dim}={value}" for dim, value in cause.segment.items())
        click.echo(f"planted: {cause.metric} {cause.direction} in {place} from {cause.onset}: {cause.topic}", err=True)
    click.echo(f"{sum(world.rows.values())} rows in {len(world.rows)} files; now: voc analyze {folder}", err=True)
    click.echo(folder)
