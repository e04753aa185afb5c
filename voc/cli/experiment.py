"""`voc experiment`. Not for: the method; see voc.explain.experiment."""

from __future__ import annotations

from pathlib import Path

import click

from voc.cli import options

SAYS = {
    "noninferior": "not worse by more than the margin",
    "inferior": "worse by more than the margin",
    "undecided": "undecided: the interval reaches over the margin",
}


@click.command()
@click.argument("metric")
@click.argument("run", default="out", type=click.Path(path_type=Path))
@click.option("--arm", required=True, help="Column that says the arm, of the metric's table or the linked record.")
@click.option("--treatment", help="Value of the treated arm; the one that is not called control if left out.")
@click.option("--margin", required=True, type=float, help="The worst loss accepted, above 0, in the metric's unit.")
@options.as_json
def command(metric: str, run: Path, arm: str, treatment: str | None, margin: float, as_json: bool) -> None:
    """Compare METRIC between two randomised arms of RUN, and say whether the treatment is not worse by the margin.

    \b
    voc experiment csat out --arm variant --margin 0.02
    """
    from voc import asking
    from voc.explain.experiment import SRM_ALPHA

    found = asking.experiment(run, metric, arm=arm, treatment=treatment, margin=margin)
    if as_json:
        options.print_json(found.as_dict())
        return
    click.echo(
        f"{found.metric}: {found.treatment} minus {found.control} = {found.est:+.4g}  [{found.lo:+.4g} … {found.hi:+.4g}]"
    )
    click.echo(f"margin {found.margin:g}: {SAYS[found.verdict]}")
    click.echo(f"n: {found.n['rows']} rows; units {found.n['treatment']} treated, {found.n['control']} control")
    if found.srm_p < SRM_ALPHA:
        click.echo(
            f"the arms are not evenly filled (p = {found.srm_p:.2g}): mend the assignment before trusting this",
            err=True,
        )
