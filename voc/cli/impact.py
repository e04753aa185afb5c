"""`voc impact`. Not for: the method; see voc.explain.impact and voc.explain.formulas."""

from __future__ import annotations

from pathlib import Path

import click

from voc.cli import options
from voc.cli.page import page, plainly, table


@click.command()
@click.argument("metric")
@click.argument("run", default="out", type=click.Path(path_type=Path))
@options.lang
@options.as_json
def command(metric: str, run: Path, lang: str | None, as_json: bool) -> None:
    """What goes with METRIC over the whole of RUN, topic by topic: association, by five formulas with 95 % intervals.

    The first formula adds up: no complaint + topics + other topics = all. The others are those of commercial tools.

    \b
    voc impact nps
    voc impact nps --lang zh-Hans
    voc impact fcr out --json
    """
    from voc import asking
    from voc.explain.formulas import FORMULAS
    from voc.report.impact_table import block, formulas
    from voc.run import opened
    from voc.wording import catalogue

    opened_run = opened(run)
    found = asking.impact(opened_run, metric)
    if as_json:
        options.print_json({**found.as_dict(), "formulas": dict(FORMULAS)})
        return
    lang = lang or opened_run.info["project"]["lang"]
    words, named = catalogue(lang), formulas()
    told = block(opened_run.inputs, found)
    on = page()
    say = plainly(on)
    say(f"{told.name[lang]} · {told.summary[lang]}")
    say(words["impact.unit"].format(unit=told.unit[lang]))
    rows = table("", (words["table.topic"],), ("n", *(name[lang] for name, _ in named)))
    for row in told.rows:
        value = f"{row.value[lang]} ({row.range})" if row.range else row.value[lang]
        rows.add_row(row.label[lang], row.n, value, *(row.others or ("",) * (len(named) - 1)))
    on.print(rows)
    for note in (*told.notes, told.few):
        if note[lang]:
            say(note[lang])
    for name, meaning in named:
        click.echo(f"{name[lang]} · {meaning[lang]}", err=True)
    click.echo(words["impact.brief"], err=True)
