"""`voc train`. Not for: how anything is learned; see voc.train."""

from __future__ import annotations

from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voc.cli import options

if TYPE_CHECKING:
    from voc.train import Learned, Plan

SHOWN = 8  # kinds of refused lines that are named one by one


@click.command()
@click.argument("labels", type=click.Path(path_type=Path))
@click.option("--out", required=True, help="Folder of the model; a bare name goes to ./models.")
@click.option(
    "--tier", type=click.Choice(["linear", "embed", "transformer"]), default="linear", show_default=True,
    help="linear needs no extra; embed, for few labels, and transformer need [transformers].",
)  # fmt: skip
@click.option("--base", help="Encoder of embed and transformer: a folder or a name; e5 if left out.")
@click.option(
    "--precision", type=click.Choice(["float32", "bfloat16", "int8"]),
    help="How the encoder reads; float32 if left out. bfloat16 or int8 is faster, and nearly the same.",
)  # fmt: skip
@click.option("--project", type=click.Path(path_type=Path), help="Project whose own topics are learned too.")
@click.option("--seed", type=int, default=0, show_default=True, help="Same labels, same seed, same bytes.")
@click.option("--replace", is_flag=True, help="Write over a model that is there already.")
@options.dry_run
@options.as_json
def command(
    labels: Path, out: str, tier: str, base: str | None, precision: str | None, project: Path | None, seed: int,
    replace: bool, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Learn a tagger from LABELS: a folder as `voc evaluate` reads it, or one file with the columns text, and overall
    (neg, neu, pos, mix) or mentions (topic:pol;topic:pol), or a filled sheet of `voc label sample`.

    \b
    voc train labels.csv --out models/mine
    voc classify comments.csv --text-column comment --model models/mine --out topics.csv
    """
    from voc import train

    folder = train.place(out, replace=replace)
    plan = train.plan(labels, project)
    _tell(plan, tier)
    if dry_run:
        if as_json:
            options.print_json({"out": str(folder), "tier": tier, "learned_from": plan.as_dict(), "scores": None})
        click.echo(f"dry run: nothing learned or written; it would go to {folder}", err=True)
        return
    made = train.learned(
        plan,
        folder.resolve().name,
        tier,
        base=base,
        precision=precision,
        seed=seed,
        tell=lambda line: click.echo(line, err=True),
    )
    train.written(made, plan, folder)
    if as_json:
        options.print_json({
            "out": str(folder), "tier": tier, "seed": seed, "how": made.how, "learned_from": plan.as_dict(),
            "scores": made.scores.as_dict(),
        })  # fmt: skip
    else:
        _show(made)
    click.echo(f"{folder}: the model; CARD.md there says what it learned and how often it is right", err=True)


def _tell(plan: Plan, tier: str) -> None:
    """What is learned from, on stderr."""
    from voc.classify.learn import LEAST_LABELS

    known = plan.labelled
    langs = ", ".join(f"{lang} {n:,}" for lang, n in plan.langs.items())
    lines = [f"{len(known.texts):,} comments: {langs}"]
    lines.append(
        "mentions: " + (", ".join(f"{topic} {n:,}" for topic, n in plan.mentions().items()) or "of no topic enough")
    )
    left = "the model that ships" if tier == "embed" else "phrases"
    if plan.everywhere:
        lines.append(
            f"not learned, as fewer than {LEAST_LABELS} comments are without them, and left to {left}: "
            f"{', '.join(f'{topic} {plan.few[topic]:,}' for topic in plan.everywhere)}"
        )
    few = ", ".join(f"{topic} {n}" for topic, n in plan.few.items() if topic not in plan.everywhere)
    if few:
        lines.append(f"too few, under {LEAST_LABELS} labels in any one language, not learned and left to {left}: {few}")
    for lang, n in plan.elsewhere.items():
        lines.append(f"{n:,} comments in {lang} teach nothing: English and Chinese are learned")
    lines += plan.by_group() if tier == "linear" else []
    refused = sorted(known.refused, key=lambda one: -one.n)
    for one in refused[:SHOWN]:
        near = f" ({one.near})" if one.near else ""
        what = f"{one.n:,} lines refused, the first" if one.n > 1 else "1 line refused,"
        lines.append(f"{what} in row {one.first}: {one.reason} {one.found}".rstrip() + near)
    if len(refused) > SHOWN:
        lines.append(f"{sum(one.n for one in refused[SHOWN:]):,} more lines refused: --json names them all")
    lines += [f"lines that say again what another says, counted once: {known.repeated:,}"] if known.repeated else []
    lines += [f"lines without a label: {known.unread:,}"] if known.unread else []
    if known.is_complaints:
        lines.append("a sheet names complaints alone: praise of a topic will not be found")
    for line in lines:
        click.echo(line, err=True)


def _show(made: Learned) -> None:
    from voc.train.card import plain, shown

    found = made.scores
    click.echo(f"{'topic':<20} {'n':>5} {'found':>6} {'right':>6}  {'F1':<22} phrases alone")
    for one in found.lines:
        click.echo(
            f"{one.topic:<20} {one.n:>5} {one.found:>6} {one.right:>6}  {shown(one.f1):<22} {plain(one.phrases)}"
        )
    click.echo(
        f"\n{'lang':<8} {'n':>6}  {'topics, macro F1':<22} {'phrases':<8} {'ships':<6} {'sentiment, macro F1':<22} lexicon"
    )
    for mean in found.means:
        click.echo(
            f"{mean.lang:<8} {mean.n:>6}  {shown(mean.topics):<22} {plain(mean.phrases):<8} {plain(mean.ships):<6} "
            f"{shown(mean.overall):<22} "
            f"{plain(mean.lexicon)}"
        )
    if found.n_polarity:
        click.echo(f"sentiment of rightly found mentions: right {plain(found.polarity)}, n = {found.n_polarity}")
    if any(not isnan(mean.ships) for mean in found.means):
        click.echo(
            "ships: the model that ships, on the same topics; too good where it knew these comments already", err=True
        )
    click.echo(f"{found.how}; in brackets: 95 % interval, by the counts of one topic, else bootstrap", err=True)
