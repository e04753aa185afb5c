"""`voc experiment`. Not for: the method; see voc.explain.experiment."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from voc.cli import options


@click.command()
@click.argument("metric")
@click.argument("run", default="out", type=click.Path(path_type=Path))
@click.option("--arm", required=True, help="Column that says the arm, of the metric's table or the linked record.")
@click.option("--treatment", help="Value of the treated arm; the one that is not called control if left out.")
@click.option("--control", help="Value of the control arm, where there are more than two.")
@click.option(
    "--margin", required=True, help="The worst loss accepted: 0.0125 in the metric's unit, 1.25pt, or 1.25% of control."
)
@click.option(
    "--since", type=options.Day(), help="The day the experiment began; earlier rows only narrow the interval."
)
@click.option("--split", default="50:50", show_default=True, help="Planned share of units, treatment:control.")
@click.option("--unit", help="Column of the unit of randomisation, or row  [default: the customer]")
@click.option("--sequential", is_flag=True, help="An interval that holds however often you look.")
@click.option(
    "--planned-n", type=int, help="Units of both arms for which --sequential is narrowest; keep it.  [default: 10000]"
)
@options.lang
@options.as_json
def command(
    metric: str, run: Path, arm: str, treatment: str | None, control: str | None, margin: str, since: date | None,
    split: str, unit: str | None, sequential: bool, planned_n: int | None, lang: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Compare METRIC between two randomised arms of RUN, and say whether the treatment is not worse by the margin.

    \b
    voc experiment csat out --arm variant --margin 1.25pt
    voc experiment handle_time out --arm variant --margin 2% --treatment new --control old
    voc experiment csat out --arm variant --margin 0.02 --since 2026-06-01 --split 10:90
    voc experiment csat out --arm variant --margin 0.02 --sequential --planned-n 20000
    """
    from voc import asking
    from voc.report.trial import told
    from voc.wording import name

    found, asked, finished = asking.experiment(
        run, metric, arm=arm, treatment=treatment, control=control, margin=margin, since=since, split=split, unit=unit,
        is_sequential=sequential, planned=planned_n,
    )  # fmt: skip
    if as_json:
        options.print_json(found.as_dict())
        return
    topics = {topic.id: name(topic.name, topic.id) for topic in finished.taxonomy.topics}
    click.echo(told(found, asked, topics, lang or finished.info["project"]["lang"]), nl=False)
