"""`voc label`: sample, import, agree, audit. Not for: how any of them works; see voc.label."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voc.cli import options

if TYPE_CHECKING:
    from voc.label import Drawn, Forecast

_run = click.argument("run", default="out", type=click.Path(path_type=Path))
_replace = click.option("--replace", is_flag=True, help="Write over files that are there already.")
Estimate = tuple[float, float, float]


@click.group()
def command() -> None:
    """Read comments by hand, so that the tagger's error is known instead of guessed, and a grade can rise to B.

    \b
    voc label sample out --finding F1 --n 400      a sheet to fill in
    voc label import sheet.csv --out audit.csv     what [classify] audit in voc.toml names
    voc label agree sheet-anna.csv sheet-bo.csv    do two readers mean the same by a topic?
    voc label audit out --audit audit.csv          what the tagger finds, and how much of that is right
    """


@command.command()
@_run
@click.option("--finding", help="Draw where it narrows this finding most: F1, F2 ...; all comments if left out.")
@click.option("--n", "n", type=int, default=400, show_default=True, help="Comments to read.")
@click.option("--out", default="sheet.csv", type=click.Path(path_type=Path), show_default=True, help=".csv or .xlsx")
@_replace
@options.dry_run
@options.as_json
def sample(run: Path, finding: str | None, n: int, out: Path, replace: bool, dry_run: bool, as_json: bool) -> None:
    """Draw a sheet of RUN's comments to read by hand, and say by how much that would narrow the finding.

    \b
    voc label sample out --finding F1 --n 400
    voc label sample out --finding F1 --n 400 --dry-run
    voc label sample out --n 300 --out sheet.xlsx
    """
    from voc import label
    from voc.run import opened

    made = label.drawn(opened(run), finding, n)
    files = label.written(made, out, replace=replace, dry_run=dry_run)
    if as_json:
        options.print_json({
            "finding": finding, "topic": made.topic, "n": len(made.rows), "strata": made.strata,
            "forecast": made.forecast and made.forecast.as_dict(),
            "files": dict(zip(("sheet", "instructions", "drawn"), map(str, files), strict=True)),
        })  # fmt: skip
    else:
        _show(made, n)
    if dry_run:
        click.echo(f"dry run: nothing written; it would go to {', '.join(map(str, files))}", err=True)
    elif not as_json:
        click.echo(f"\n{files[0]}: fill in the column topics; {files[1].name} says how, for the readers")
        click.echo(f"{files[2]}: stays with you and out of the readers' sight; `voc label import` needs it")


@command.command(name="import")
@click.argument("sheet", type=click.Path(path_type=Path))
@click.option("--out", default="audit.csv", type=click.Path(path_type=Path), show_default=True, help="The audit file.")
@click.option("--drawn", type=click.Path(path_type=Path), help="SHEET.drawn.json, where it is not beside SHEET.")
@click.option("--run", type=click.Path(path_type=Path), help="The run it was drawn from: every row must be in it.")
@click.option("--plain", is_flag=True, help="A sheet of your own: every comment had the same chance.")
@_replace
@options.dry_run
@options.as_json
def read_back(
    sheet: Path,
    out: Path,
    drawn: Path | None,
    run: Path | None,
    plain: bool,
    replace: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Check a filled SHEET and write the audit file that `[classify] audit` in voc.toml names.

    \b
    voc label import sheet.csv --out audit.csv
    voc label import sheet-anna.csv --drawn sheet.drawn.json --out audit.csv --run out --replace
    """
    from voc.label.filled import filled, written
    from voc.run import opened

    found = filled(sheet, drawn=drawn, run=None if run is None else opened(run), plain=plain)
    written(found, out, replace=replace, dry_run=dry_run)
    told = found.as_dict()
    if as_json:
        options.print_json({**told, "file": str(out)})
    else:
        click.echo(f"{told['read']} comments read, {told['without_topic']} of them without a complaint")
    if found.unread:
        click.echo(f"{found.unread} rows are empty and left out: not read yet", err=True)
    if found.repeated:
        click.echo(f"{found.repeated} rows say again what another row says: counted once", err=True)
    if found.renamed:
        click.echo(f"{found.renamed} ids were changed by a spreadsheet: told by their row number", err=True)
    for one in found.empty_strata:
        click.echo(f"nobody has read any of: {one}; what is found says nothing of them", err=True)
    if dry_run:
        click.echo(f"dry run: nothing written; it would go to {out}", err=True)
    elif not as_json:
        click.echo(f'{out}: name it in voc.toml, [classify] audit = "{out.name}", and run voc analyze again')


@command.command()
@click.argument("a", type=click.Path(path_type=Path))
@click.argument("b", type=click.Path(path_type=Path))
@options.as_json
def agree(a: Path, b: Path, as_json: bool) -> None:
    """How far two readers agree: two filled copies A and B of a sheet, or two audit files.

    \b
    voc label agree sheet-anna.csv sheet-bo.csv
    """
    from voc import label

    found = label.agreement(a, b)
    if as_json:
        options.print_json(found.as_dict())
        return
    click.echo(f"{'topic':<20} {'kappa':<22} {'alpha':<22} {'F1':<22} {'A':>5} {'B':>5} {'both':>5}")
    for one in found.topics:
        figures = " ".join(f"{_plain(value):<22}" for value in (one.kappa, one.alpha, one.f1))
        click.echo(f"{one.topic:<20} {figures} {one.first:>5} {one.second:>5} {one.both:>5}")
    overall = " ".join(f"{_plain(value):<22}" for value in (found.kappa, found.alpha, found.f1))
    click.echo(f"{'all topics':<20} {overall}")
    click.echo(f"the very same topics: {_plain(found.exact)} of n = {found.n} comments that both have read")
    if found.only_a or found.only_b:
        click.echo(f"read by one alone and left out: {found.only_a} in {a}, {found.only_b} in {b}", err=True)
    click.echo("all topics: kappa is their mean, alpha is of whole sets (MASI), F1 of all together; "
               "in brackets: 95 % interval, bootstrap over comments; "
               "by the counts of a topic without disagreement", err=True)  # fmt: skip


@command.command()
@_run
@click.option("--audit", "file", type=click.Path(path_type=Path), help="The audit file; that of RUN if left out.")
@options.as_json
def audit(run: Path, file: Path | None, as_json: bool) -> None:
    """What a checked sample says of the tagger: what it finds, how much of that is right, by topic and language.

    \b
    voc label audit out --audit audit.csv
    """
    from voc import label
    from voc.run import opened

    found = label.checked(opened(run), file)
    if as_json:
        options.print_json(found.as_dict())
    else:
        click.echo(f"{'topic':<20} {'lang':<8} {'sensitivity':<22} {'precision':<22} {'false rate':<24} "
                   f"{'true':>5} {'tagged':>6} {'n':>6}")  # fmt: skip
        for one in found.lines:
            rates = one.rates
            click.echo(f"{one.topic:<20} {one.lang:<8} {_plain(rates.sensitivity):<22} {_plain(rates.precision):<22} "
                       f"{_plain(rates.false_rate, 3):<24} {rates.n_true:>5} {rates.n_tagged:>6} {rates.n:>6}")  # fmt: skip
        weighted = f", {found.n_weighted} of them weighted" if found.n_weighted else ""
        click.echo(f"\n{found.n} comments checked{weighted}; in brackets: 95 % interval", err=True)
    few = sorted({one.topic for one in found.lines if one.lang == "all" and not one.is_enough})
    if few:
        click.echo(
            f"too few checked to correct with (10 that complain of it, 10 that do not): {', '.join(few)}", err=True
        )
    if found.rejected:
        click.echo(f"{found.rejected} rows rejected: no comment of this run, or no usable weight", err=True)


def _show(made: Drawn, n: int) -> None:
    there = sum(one["n"] for one in made.strata)
    of = f" of finding {made.finding}" if made.finding else ""
    click.echo(f"{len(made.rows):,} of {there:,} comments{of}" + (f"; topic {made.topic}" if made.topic else ""))
    if len(made.rows) < n:
        click.echo(f"there are no more than {there:,}", err=True)
    if not made.is_placed:
        click.echo("few comments hang on records of this metric: those of its days are drawn instead", err=True)
    for one in made.strata:
        click.echo(f"  {one['stratum']:<40} {one['drawn']:>6,} of {one['n']:>7,}")
    if made.forecast is not None:
        _foresee(made.forecast, n)
    elif made.finding:
        click.echo("no share of a topic was counted here that reading could narrow: a plain sample of its comments")


def _foresee(seen: Forecast, n: int) -> None:
    known = seen.known
    source = {
        "audit": f"measured on {known.n} checked comments",
        "track_record": f"as on labelled texts of {known.kinds} other kinds",
        "typical": "typical of texts labelled by hand",
    }[known.source]
    click.echo(
        f"\nthe tagger finds {known.sensitivity:.0%} ± {1.96 * known.spread:.0%} of such complaints and tags "
        f"{known.false_rate:.1%} of the rest ({source})"
    )
    click.echo(f"  {'':<22}{'change of share, pt':<28}part of the change")
    click.echo(f"  {'as counted':<22}{_points(seen.raw):<28}{_percent(seen.accounted)}")
    click.echo(f"  {'corrected' if known.n else 'if it errs like that':<22}{_points(seen.now)}")
    for one in seen.expected:
        left = _percent(one.accounted) if one.is_usable else f"too few expected: {one.n_true:.0f} that complain of it"
        click.echo(f"  {f'with {one.n:,} checked':<22}{_points(one.share_change):<28}{left}")
    size = min(n, max(one.n for one in seen.expected))
    if seen.can_be_b(size):
        click.echo("the grade could rise to B")
    elif seen.against:
        click.echo(f"the grade stays where it is whatever is read: {', '.join(seen.against)}")
    else:
        click.echo(f"{size:,} are not expected to bring the grade to B: the part of the change must surely exceed 20 %")


def _plain(estimate: Estimate, digits: int = 2) -> str:
    est, lo, hi = estimate
    return "-" if math.isnan(est) else f"{est:.{digits}f} [{lo:.{digits}f} … {hi:.{digits}f}]"


def _points(estimate: Estimate) -> str:
    est, lo, hi = (100 * one for one in estimate)
    return "-" if math.isnan(est) else f"{est:+.1f} [{lo:+.1f} … {hi:+.1f}]"


def _percent(estimate: Estimate) -> str:
    est, lo, hi = (100 * one for one in estimate)
    return "-" if math.isnan(est) else f"{est:.0f} % [{lo:.0f} … {hi:.0f}]"
