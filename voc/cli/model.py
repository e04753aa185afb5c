"""`voc model`: list, show, verify. Not for: what there is to know of a model; see voc.classify.about."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from voc.cli import options

if TYPE_CHECKING:
    from voc.classify.about import About

_name = click.argument("name", metavar="NAME")


@click.group()
def command() -> None:
    """The classifiers that can be named: what ships, and what stands in ./models. NAME may also be a folder.

    \b
    voc model list
    voc model show default
    voc model verify
    """


@command.command(name="list")
@options.as_json
def list_(as_json: bool) -> None:
    """Name, kind, place, size, languages and topics of each.

    \b
    voc model list
    voc model list --json
    """
    from voc.classify import about

    found = about.every()
    if as_json:
        options.print_json([one.as_dict() for one in found])
        return
    wide = max(len(_called(one)) for one in found)
    for one in found:
        size = f"{one.size / 1e6:.1f} MB" if one.size else "-"
        what = f"{one.tier:<11}  {size:>8}  {len(one.topics):>3} topics  {', '.join(one.languages) or '?'}"
        click.echo(f"{_called(one):<{wide}}  {what}  {one.folder or ''}".rstrip())
    for one in found:
        if not one.languages:
            click.echo(f"  {one.name} is damaged: `voc model verify {one.folder}` says where", err=True)


def _called(one: About) -> str:
    return f"{one.name} (default)" if one.is_default else one.name


@command.command()
@_name
@options.as_json
def show(name: str, as_json: bool) -> None:
    """The card of a model: what it learned from, how often it is right, what it must not be used for.

    \b
    voc model show default
    voc model show models/mine --json
    """
    from voc.classify import about

    if as_json:
        one = about.of(name)
        least = {lang: dict(zip(one.topics, values, strict=True)) for lang, values in one.least.items()}
        more = {"labels": list(one.labels), "grams": one.grams, "least": least, "card": about.card(name)}
        options.print_json(one.as_dict() | more)
    else:
        click.echo(about.card(name), nl=False)


@command.command()
@click.argument("name", metavar="[NAME]", required=False)
@options.as_json
def verify(name: str | None, as_json: bool) -> None:
    """Is every file of the model as it was written? All models where none is named; leaves with 6 where one is not.

    \b
    voc model verify
    voc model verify models/mine
    """
    from voc.classify import about, shelf
    from voc.errors import ModelError

    asked = [name] if name else [one if folder is None else str(folder) for one, folder in shelf.names().items()]
    found = [about.verified(one) for one in asked]
    for one in found:
        if one.error is not None:
            click.echo(str(one.error), err=True)
        elif not as_json:
            said = f"{one.files} files are as they were written" if one.folder else "part of voc, no folder"
            click.echo(f"{one.name}: {said}")
    if as_json:
        options.print_json([one.as_dict() for one in found])
    if any(one.error for one in found):
        sys.exit(ModelError.exit_code)
