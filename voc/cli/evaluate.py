"""`voc evaluate`. Not for: how agreement is counted; see voc.classify.evaluate and voc.scoring."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voc.cli import options

if TYPE_CHECKING:
    from voc.scoring import Estimate


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@options.as_json
def command(folder: Path, as_json: bool) -> None:
    """Score the classifier against hand-made labels: FOLDER holds texts.csv (id, lang, text) and labels.csv (id,
    overall: neg, neu, pos or mix, mentions: topic:pol;topic:pol).

    \b
    voc evaluate gold
    voc evaluate gold --json
    """
    from voc import scoring

    found = scoring.scored(folder)
    if as_json:
        options.print_json(found.as_dict())
        return
    click.echo(f"{'topic':<20} {'lang':<8} {'precision':>9} {'recall':>7} {'F1':>6} {'n':>6}")
    for one in found.topics:
        if one.n or one.found:
            figures = f"{_share(one.precision):>9} {_share(one.recall):>7} {_share(one.f1):>6} {one.n:>6}"
            click.echo(f"{one.label:<20} {one.lang:<8} {figures}")
    click.echo(f"\n{'lang':<8} {'texts':>6}  {'topics, macro F1':<22} {'topics, micro F1':<22} sentiment, macro F1")
    for lang, n in found.n.items():
        f1 = [_interval(one[lang]) for one in (found.macro, found.micro, found.sentiment)]
        click.echo(f"{lang:<8} {n:>6}  {f1[0]:<22} {f1[1]:<22} {f1[2]}")
    click.echo("in brackets: 95 % interval, bootstrap over texts; mixed texts do not count for sentiment", err=True)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _interval(estimate: Estimate) -> str:
    est, lo, hi = estimate
    return "-" if math.isnan(est) else f"{est:.3f} [{lo:.3f} … {hi:.3f}]"
