"""`voc impact`. Not for: the method; see voc.explain.impact and voc.explain.formulas."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from voc.cli import options

if TYPE_CHECKING:
    from voc.report.finding import Interval
    from voc.report.impacts import Impact


@click.command()
@click.argument("metric")
@click.argument("run", default="out", type=click.Path(path_type=Path))
@options.as_json
def command(metric: str, run: Path, as_json: bool) -> None:
    """What goes with METRIC over the whole of RUN, topic by topic: association, by five formulas with 95 % intervals.

    The first formula adds up: no complaint + topics + other topics = all. The others are those of commercial tools.

    \b
    voc impact nps
    voc impact fcr out --json
    """
    from voc import asking
    from voc.explain.formulas import FORMULAS

    found = asking.impact(run, metric)
    if as_json:
        options.print_json({**found.as_dict(), "formulas": dict(FORMULAS)})
        return
    for line in _lines(found):
        click.echo(line)
    for name, words in FORMULAS.items():
        click.echo(f"{name}: {words}", err=True)
    click.echo("association, not an experiment; not corrected for label error", err=True)


def _lines(found: Impact) -> list[str]:
    head = ("topic", "n", "split", "gap", "leave_out", "volume_gap", "share of R2", "q")
    rows: list[tuple[str, ...]] = [head]
    if found.none is not None:
        rows.append(("(no complaint)", str(found.none.n), _said(found.none.value, ""), "", "", "", "", ""))
    for one in found.topics:
        if one.gap.est is None:
            why = "; ".join(one.reasons)
            rows.append((one.topic, str(one.n_with), why, "", "", "", "", ""))
            continue
        q = "-" if one.q_value is None else f"{one.q_value:.2g}"
        told = [_said(value) for value in (one.split, one.gap, one.leave_out, one.volume_gap)]
        rows.append((one.topic, str(one.n_with), *told, _said(one.regression, ""), q))
    if found.few is not None:
        rows.append(
            ("(the too few)", str(found.few.n), _said(found.few.value), "", "", "", _said(found.few_share, ""), "")
        )
    rows.append(("(all)", str(found.n), _said(found.overall.value, ""), "", "", "", _said(found.r2, ""), ""))
    widths = [max(len(row[at]) for row in rows) for at in range(len(head))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _said(value: Interval, sign: str = "+") -> str:
    if value.est is None:
        return "-"
    if value.lo is None or value.hi is None:
        return f"{value.est:{sign}.3g}"
    return f"{value.est:{sign}.3g} [{value.lo:{sign}.3g} … {value.hi:{sign}.3g}]"
