"""`voc classify`. Not for: how topics are found; see voc.classify."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voc.cli import options
from voc.errors import UsageError
from voc.formula import harmless

if TYPE_CHECKING:
    import pandas as pd

ENDINGS = (".csv", ".csv.gz", ".jsonl", ".ndjson", ".parquet")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--text-column", required=True, help="Column that holds the text.")
@click.option("--id-column", help="Column that holds an id; the number of the row in FILE, from 1, if left out.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="CSV, JSONL or Parquet by its ending."
)
@click.option(
    "--mentions", type=click.Path(path_type=Path, dir_okay=False), help="Also every mention with its place in the text."
)
@click.option(
    "--model", default="default", show_default=True, help="Classifier: a name of `voc model list`, or a folder."
)
@options.dry_run
def command(
    file: Path, text_column: str, id_column: str | None, out: Path, mentions: Path | None, model: str, dry_run: bool
) -> None:
    """Sentiment and topics of every text in FILE (CSV, JSONL, Parquet, XLSX): one row a row that can be read, in the same
    order. Rows that cannot are counted, and without --id-column the others keep the numbers they have in FILE.

    \b
    voc classify comments.csv --text-column comment --out topics.csv --mentions mentions.csv
    """
    from voc import asking, single

    _places(file, out, mentions)
    read = single.texts(file, text_column, id_column)
    answer, found = asking.classified(read.texts, ids=read.ids, model=model)
    for path, frame in ((out, answer), (mentions, found)):
        if path is not None and dry_run:
            click.echo(f"would write {len(frame)} rows to {path}", err=True)
        elif path is not None:
            _write(frame, path)
            click.echo(f"{len(frame)} rows -> {path}", err=True)
    for line in (*read.notes, *_left_empty(read.texts, answer)):
        click.echo(line, err=True)


def _places(file: Path, out: Path, mentions: Path | None) -> None:
    """Raises UsageError E155 for a place that is FILE itself or stands twice, E154 for an ending that we do not write."""
    taken = {file.resolve(): "the file that is read"}
    for option, path in (("--out", out), ("--mentions", mentions)):
        if path is None:
            continue
        if not path.name.lower().endswith(ENDINGS):
            raise UsageError(
                "E154", "no format ends so", where=option, found=str(path), expected=", ".join(ENDINGS),
                do="name a file with one of these endings",
            )  # fmt: skip
        if path.resolve() in taken:
            raise UsageError(
                "E155", "this would write over what is needed", where=option,
                found=f"{path}: {taken[path.resolve()]}", do="name another file",
            )  # fmt: skip
        taken[path.resolve()] = f"also that of {option}"


def _left_empty(texts: Sequence[str | None], answer: pd.DataFrame) -> Iterator[str]:
    """What got no answer and why, a line for each reason."""
    n = f"{len(texts):,} rows"
    is_said = [bool((text or "").strip()) for text in texts]
    if silent := is_said.count(False):
        yield f"{silent:,} of {n} hold no words: left empty"
    said = answer[is_said]
    unread = Counter(said.loc[said["sentiment"].isna(), "lang"].fillna("und"))
    if unread:
        langs = ", ".join(f"{lang} {count:,}" for lang, count in unread.most_common())
        yield f"{unread.total():,} of {n} are in a language that the classifier does not know: left empty ({langs})"


def _write(frame: pd.DataFrame, path: Path) -> None:
    """`frame` in the format of the path's ending; in CSV lists become text joined by ";", and what
    looks like a formula stays a text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ending = path.suffix.lower()
    if ending == ".parquet":
        frame.to_parquet(path, index=False)
    elif ending in (".jsonl", ".ndjson"):
        frame.to_json(path, orient="records", lines=True, force_ascii=False)
    else:
        from pandas.api.types import is_numeric_dtype

        lists = [name for name in ("topics", "effort") if name in frame]
        flat = frame.assign(**{name: frame[name].map(_joined) for name in lists})
        texts = [str(name) for name in flat.columns if not is_numeric_dtype(flat[name])]
        flat.assign(**{name: flat[name].map(harmless) for name in texts}).to_csv(path, index=False)


def _joined(values: Iterable[str] | None) -> str | None:
    return None if values is None else ";".join(values)
