"""`voc explain`. Not for: the method; see voc.explain."""

from __future__ import annotations

from pathlib import Path

import click

from voc.cli import options


@click.command()
@click.argument("words", nargs=-1, metavar="[METRIC] [RUN]")
@click.option("--onset", help="The date asked about, YYYY-MM-DD.")
@click.option("--before", help="Compare with these days instead of the weeks before: FROM..TO.")
@click.option("--after", help="And these days instead of the weeks after: FROM..TO.")
@click.option("--where", "place", multiple=True, help="Ask of one segment: dimension=value; twice for two conditions.")
@click.option("--questions", "file", type=click.Path(path_type=Path, exists=True), help="JSON list of {metric, onset}.")
@options.lang
@options.as_json
def command(
    words: tuple[str, ...], onset: str | None, before: str | None, after: str | None,
    place: tuple[str, ...], file: Path | None,
    lang: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Why did METRIC move on that date? Answered from RUN, a folder that `voc analyze` wrote (out/ if left out).

    \b
    voc explain cart_abandonment --onset 2026-06-15
    voc explain csat out --onset 2026-07-06 --before 2026-04-01..2026-06-30 --after 2026-07-06..2026-08-31
    voc explain fcr out --onset 2026-07-06 --where queue=returns
    voc explain --questions questions.json out --json
    """
    from voc import asking
    from voc.errors import UsageError
    from voc.report.markdown import markdown, unescaped
    from voc.report.view import view
    from voc.run import opened

    if file is None and (not words or onset is None):
        raise UsageError(
            "E133", "nothing is asked", expected="METRIC and --onset, or --questions", do="see voc explain --help"
        )
    if bool(before) != bool(after):
        raise UsageError("E133", "--before and --after go together", do="give both spans or neither")
    if file is None:
        asked, rest = [asking.question(words[0], str(onset), before, after, place)], words[1:]
    else:
        asked, rest = asking.questions(file), words
    if len(rest) > 1:
        raise UsageError("E133", "too many words", found=" ".join(rest), expected="one RUN folder")
    run = asking.explained(opened(Path(rest[0] if rest else "out")), asked)
    found = [finding.as_dict() for finding in run.findings]
    if as_json:
        options.print_json(found if file is not None else found[0])
    else:
        click.echo(unescaped(markdown(view(run.inputs, lang or run.info["project"]["lang"]))))
