"""Sheet: the comments drawn for reading, what the readers need beside them, and what stays with you.

For: `voc label sample`. Not for: reading it back (filled), nor how many of which kind (allocation).

    sheet.csv          row, feedback_id, text (masked), lang, topics (to fill in); no trace of what the tagger said
    sheet.README.txt   how to fill it in, and the topics, in the languages of the sheet
    sheet.drawn.json     which comment each row is, its stratum and its weight; `voc label import` needs it

Comments stand in the order of a hash of the run's seed and their id, and the first of each stratum are drawn: the same
run gives the same sheet, and a larger sheet holds nearly all of a smaller one.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from voc.errors import DataError, UsageError
from voc.formula import harmless
from voc.label.allocation import Strata, allocated
from voc.label.assumed import assumed, strata
from voc.label.comments import Comments, comments, tried
from voc.label.forecast import SIZES, Forecast, forecast
from voc.label.instructions import instructions
from voc.run import Run

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("row", "feedback_id", "text", "lang", "topics")
WIDTHS = (6, 16, 90, 9, 32)  # of a workbook, in characters


@dataclass(frozen=True)
class Drawn:
    """`rows` of the sheet in their order (COLUMNS, and stratum, weight); `strata` with what there is and what was
    drawn; `forecast` is None for a sample of the whole run, or where nothing was measured of the finding's topic."""

    project: str
    rows: pd.DataFrame
    strata: tuple[dict[str, Any], ...]
    topics: Mapping[str, Mapping[str, str]]
    finding: str
    topic: str
    is_placed: bool
    forecast: Forecast | None
    instructions: str

    def as_dict(self) -> dict[str, Any]:
        """What sheet.drawn.json holds."""
        return {
            "project": self.project, "finding": self.finding, "topic": self.topic,
            "topics": {id: dict(names) for id, names in self.topics.items()},
            "strata": {one["stratum"]: one["n"] for one in self.strata},
            "rows": self.rows[["row", "feedback_id", "stratum", "weight"]].to_dict("records"),
        }  # fmt: skip


def drawn(run: Run, finding: str | None, n: int) -> Drawn:
    """The Drawn of `n` comments (all where there are fewer) for a finding, or of the whole run.

    Raises UsageError E145 for a finding that the run does not have, E146 for an `n` below 1, DataError E282 where no
    comment can be read.
    """
    if n < 1:
        raise UsageError("E146", "nothing is to be drawn", found=f"--n {n}", expected="a number of comments, from 1")
    among = comments(run, finding)
    known = assumed(run, among)
    layers = strata(among, known)
    rows, read = chosen(among, layers, n, int(run.info["seed"]))
    foreseen = None
    driver = tried(run, among.finding, among.topic) if among.finding else None
    if among.finding and driver is not None and among.rows["is_tagged"].any():
        foreseen = forecast(among.finding, driver, known, layers, sorted({*SIZES, n}))
    topics = _topics(run)
    langs = tuple(rows["lang"].unique())
    return Drawn(
        run.info["project"]["name"], rows,
        tuple({"stratum": name, "n": int(size), "drawn": int(take)}
              for name, size, take in zip(layers.names, layers.sizes, read, strict=True)),
        {one.id: one.name for one in topics}, finding or "", among.topic, among.is_placed, foreseen,
        instructions(topics, langs, run.info["project"]["name"], len(rows)),
    )  # fmt: skip


def paths(out: Path) -> tuple[Path, Path, Path]:
    """(sheet, instructions, what was drawn) for a sheet at `out`."""
    return out, out.with_name(f"{out.stem}.README.txt"), out.with_name(f"{out.stem}.drawn.json")


def written(made: Drawn, out: Path, *, replace: bool = False, dry_run: bool = False) -> tuple[Path, Path, Path]:
    """The three files at `paths(out)`, as a workbook where `out` ends in .xlsx.

    Raises UsageError E147 where one of them is there already and `replace` is not set, DataError E201 for an ending
    that is neither .csv nor .xlsx, E284 for .xlsx where xlsxwriter is not installed.
    """
    files = paths(out)
    if out.suffix.lower() not in (".csv", ".xlsx"):
        raise DataError("E201", "a sheet is .csv or .xlsx", where=str(out), found=out.suffix or "no ending")
    there = [one for one in files if one.exists()]
    if there and not replace and not dry_run:
        raise UsageError(
            "E147", "there is a sheet already, perhaps with somebody's readings", where=str(there[0]),
            do="name another --out, or say --replace",
        )  # fmt: skip
    sheet = _workbook(made.rows, out) if out.suffix.lower() == ".xlsx" else _delimited(made.rows)
    if not dry_run:
        out.parent.mkdir(parents=True, exist_ok=True)
        files[0].write_bytes(sheet)
        files[1].write_text(made.instructions, "utf-8-sig", newline="\r\n")
        described = json.dumps(made.as_dict(), ensure_ascii=False, indent=1)
        files[2].write_text(described + "\n", "utf-8")
    return files


def chosen(among: Comments, layers: Strata, n: int, seed: int) -> tuple[pd.DataFrame, np.ndarray]:
    """(the drawn comments in the order of the sheet, how many of each stratum): COLUMNS, and stratum and weight, the
    comments that each stands for. The order says nothing of the stratum."""
    import pandas as pd

    read, parts = allocated(layers, n), []
    for name, size, take in zip(layers.names, layers.sizes, read, strict=True):
        group = among.rows[among.rows["stratum"] == name]
        first = _order(group["feedback_id"], f"{seed}:draw")[:take]
        parts.append(group.iloc[first].assign(weight=float(size) / max(take, 1)))
    rows = pd.concat(parts)
    rows = rows.iloc[_order(rows["feedback_id"], f"{seed}:order")].reset_index(drop=True).assign(topics="")
    rows.insert(0, "row", range(1, len(rows) + 1))
    return rows[[*COLUMNS, "stratum", "weight"]], read


def _order(ids: Iterable[str], salt: str) -> np.ndarray:
    """Places of the ids in the order of a hash: chance, and the same for the same salt."""
    return np.argsort([hashlib.sha256(f"{salt}:{id}".encode()).hexdigest() for id in ids], kind="stable")


def _topics(run: Run) -> list[Any]:
    """The topics that a reader may find: those of the run, and of labels from outside, which need not be among them."""
    from voc.taxonomy import Topic

    used, taggers = (sorted(run.rows["mentions"].column(name).unique().to_pylist()) for name in ("topic", "tagger"))
    known = list(run.taxonomy.topics)
    if taggers == ["given"] and not set(used) & {one.id for one in known}:
        known = []
    return [*known, *(Topic(one) for one in used if run.taxonomy.topic(one) is None)]


def _delimited(rows: pd.DataFrame) -> bytes:
    """CSV that a spreadsheet opens with the right characters; a text that looks like a formula stays a text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows[list(COLUMNS)].itertuples(index=False):
        writer.writerow([harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _workbook(rows: pd.DataFrame, out: Path) -> bytes:
    try:
        import xlsxwriter
    except ImportError as error:
        raise DataError(
            "E284", "a workbook cannot be written here", where=str(out), found="xlsxwriter is not installed",
            do="name a sheet that ends in .csv, or `pip install xlsxwriter`",
        ) from error  # fmt: skip
    from datetime import datetime

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # the same sheet, the same bytes
        page = book.add_worksheet("sheet")
        wrapped, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True})
        page.freeze_panes(1, 0)
        for place, (name, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
            page.set_column(place, place, width, wrapped)
            page.write_string(0, place, name, bold)
        for line, row in enumerate(rows[list(COLUMNS)].itertuples(index=False), 1):
            page.write_number(line, 0, row[0])
            for place, cell in enumerate(row[1:], 1):
                page.write_string(line, place, str(cell), wrapped)
    return content.getvalue()
