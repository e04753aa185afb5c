"""What is decided about a file before it is read into tables: its format and why, its text, where each column goes.

For: `drafting`, which prints it for `voc ingest --explain`. Not for: deciding; `read`, `layout` and `draft` do that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from voc import tables
from voc.errors import VocError
from voc.ingest import layout
from voc.ingest.draft import Guess, guess_of
from voc.ingest.raw import Raw
from voc.ingest.read import Opened, opened, rows_of
from voc.ingest.source import Source


@dataclass(frozen=True)
class Goes:
    """Rows of one table: those kept so far and rejected so far, theirs by our names, and the columns that are carried."""

    table: str
    n_kept: int
    n_rejected: int
    columns: tuple[tuple[str, str], ...]
    carried: tuple[str, ...]


@dataclass(frozen=True)
class Decision:
    """One content of a file. `candidates` are formats with score and why, likeliest first; `text` is encoding and separator;
    `goes` one entry a table; `guess` how it would be declared; `error` what stops it, None where nothing does."""

    file: str
    reader: str
    score: float
    why: str
    candidates: tuple[tuple[str, float, str], ...]
    text: str
    goes: tuple[Goes, ...]
    guess: Guess | None
    error: VocError | None = None


def decisions(path: Path, name: str, reader: str | None = None, encoding: str | None = None) -> list[Decision]:
    """A Decision for each content of the file at `path`, called `name`; where it cannot be opened, one that says why."""
    try:
        return [_decision(one, path, reader) for one in opened(path, name, reader, encoding)]
    except VocError as error:
        return [_stopped(name, error)]


def _stopped(name: str, error: VocError) -> Decision:
    candidates = tuple(("", 0.0, line) for line in (error.found.split("; ") if error.code == "E207" else ()))
    return Decision(name, "", 0.0, "", candidates, "", (), None, error)


def _decision(one: Opened, path: Path, reader: str | None) -> Decision:
    if one.error is not None:
        return _stopped(one.content.name, one.error)
    candidates = tuple((c.format.id, c.score, c.why) for c in one.choice.candidates)
    chosen = one.choice.format
    try:
        raws = rows_of(one, Source(is_guessed=True))
    except VocError as error:
        return Decision(one.content.name, chosen.id if chosen else "", 0.0, "", candidates, "", (), None, error)
    guess = guess_of(one, raws, path.name)
    goes: Sequence[Goes] = [_goes(raw) for raw in raws] if raws[0].table else _guessed(guess, raws[0])
    score, why = (one.choice.score, candidates[0][2]) if chosen else (0.0, "no format is sure of it: a plain table")
    if not chosen and raws[0].table:
        held = {"message_table": "messages", "ticket_table": "tickets"}.get(raws[0].reader, "feedback")
        why = f"no format is sure of it: its headings are those of {held}"
    stopped = None if raws[0].table or not guess.missing else guess.error
    return Decision(
        one.content.name, raws[0].reader, score, why, candidates, _text(one, raws[0]), tuple(goes), guess, stopped
    )


def _goes(raw: Raw) -> Goes:
    table = tables.ALL[str(raw.table)]
    names = raw.rows.column_names
    ours = tuple((name, name) for name in names if table.column(name))
    return Goes(table.name, raw.rows.num_rows, len(raw.rejected), ours, tuple(n for n in names if not table.column(n)))


def _guessed(guess: Guess, raw: Raw) -> list[Goes]:
    if guess.source.table is None:
        return []
    table = tables.ALL[guess.source.table]
    theirs = {name.strip().lower().replace(" ", "_"): name for name in raw.rows.column_names}
    own = {ours: their for ours, their in theirs.items() if table.column(ours)}
    columns = {**own, **guess.source.columns}
    carried = tuple(name for name in raw.rows.column_names if name not in columns.values())
    return [Goes(table.name, raw.rows.num_rows, len(raw.rejected), tuple(columns.items()), carried)]


def _text(one: Opened, raw: Raw) -> str:
    """The encoding, and what parts the columns of a table of text."""
    parts = [raw.encoding] if raw.encoding else []
    if raw.reader in ("csv", "tsv") or (one.choice.format and one.choice.format.rows and one.rows is None):
        laid = layout.layout(one.content.head(layout.HEAD), one.content.kind)
        if laid is not None:
            sign = {"\t": "tab", layout.SPACES: "spaces", layout.NONE: "none"}.get(laid.separator, laid.separator)
            parts.append(f"separator {sign} ({laid.why})")
    return ", ".join(parts)
