"""The whole demo world: draws it, writes it, and says what was planted.

For: `voc demo DIR` and the tests that measure `voc` against a known truth. Not for: judging what `voc` finds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.resources import files as resources
from pathlib import Path

from voc.demo import company, feedback, files
from voc.demo.cause import CAUSES, Cause
from voc.demo.chats import chats
from voc.demo.contacts import contacts
from voc.demo.days import calendar
from voc.demo.orders import orders
from voc.demo.sessions import sessions
from voc.demo.texts import phrasebook
from voc.errors import DataError, UsageError

UNMOVED = ("nps", "ces", "queue_wait", "first_response", "call_abandonment")


@dataclass(frozen=True)
class Planted:
    """One planted cause: `metric` moves in `segment` from `onset`, from `before` to `after`; customers say `topic`.

    `follows` are further metrics that move with it in the same segment; `event` is the line of events.csv that
    tells of it, or None; `words` are two phrases a language; `records` are the ids of all touched records.
    """

    cause: str
    metric: str
    onset: date
    segment: dict[str, str]
    topic: str
    direction: str
    before: float
    after: float
    follows: tuple[tuple[str, str], ...]
    event: str | None
    words: tuple[str, ...]
    records: frozenset[str]

    @property
    def size(self) -> float:
        """The change in the segment, after minus before."""
        return self.after - self.before


@dataclass(frozen=True)
class Decoy:
    """An event in events.csv that no planted cause hangs on; `topic` is what customers talk of while it lasts, or empty.

    The carrier strike does make parcels late while it lasts: a true pulse in late deliveries, gone within two weeks.
    """

    name: str
    first: date
    last: date | None
    topic: str


@dataclass(frozen=True)
class Reject:
    """A row that must be rejected: its file, number (the first data row is 1), column in the file, and reason."""

    file: str
    row: int
    column: str
    reason: str


@dataclass(frozen=True)
class World:
    """What was written. Nothing is planted before `quiet_until`; the metrics in `unmoved` never move.

    `said` is the truth about every comment that has topics: feedback_id -> `topic:sentiment`; a transcript has the
    id `chat:` + interaction_id. `rows` counts the data rows of each file, the rejected ones included.
    """

    folder: Path
    seed: int
    first_day: date
    last_day: date
    quiet_until: date
    planted: tuple[Planted, ...]
    decoys: tuple[Decoy, ...]
    unmoved: tuple[str, ...]
    rejects: tuple[Reject, ...]
    said: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, int]


def write(
    folder: Path,
    seed: int = 1,
    planted: bool = True,
    *,
    days: int = company.DAYS,
    size: float = 1.0,
    causes: Sequence[Cause] = CAUSES,
) -> World:
    """Writes the demo files and voc.toml into `folder` and returns what was planted in them.

    `planted=False` is the same company with nothing planted. `days` shortens the world (onsets keep their share of
    it), `size` scales all volumes, `causes` are the three of `cause.CAUSES`, changed as a test likes.
    Raises UsageError for a world too small to hold anything, DataError where the folder cannot be written.
    """
    if days < 14 or size <= 0:
        raise UsageError(
            "E290",
            "the demo world is too small",
            found=f"days={days}, size={size}",
            expected="days of 14 or more, a size above 0",
            do="leave them out for the world as shipped",
        )
    causes = tuple(causes if planted else (replace(cause, onset=None) for cause in causes))
    coat, address, talker = (next(c for c in causes if c.id == known.id) for known in CAUSES)
    dates = calendar(company.FIRST_DAY, days)
    setting = feedback.setting(seed, dates, causes)

    visits = sessions(dates, seed, size, address)
    bought = orders(dates, seed, size, coat, visits)
    asked = contacts(dates, seed, size, talker)
    turns, said_in_chat = chats(asked, setting)
    places = {
        "reviews.csv": (feedback.reviews(bought, setting), "review_id posted order_no customer - stars text"),
        "survey_csat.csv": (feedback.csat(asked, setting), "survey_id answered ticket customer - rating comment"),
        "survey_nps.csv": (
            feedback.nps(dates, size, setting),
            "answer_id answered - customer region likelihood comment",
        ),
        "survey_ces.csv": (feedback.ces(bought, setting), "answer_id answered order_no customer - ease comment"),
        "tickets.csv.gz": (feedback.tickets(asked, setting), "note_id written ticket customer - - text"),
        "exit_comments.csv": (feedback.exits(visits, setting), "comment_id left_at visit customer - - comment"),
    }
    tables = {
        "sessions.csv.gz": files.sessions(visits),
        "orders.csv.gz": files.orders(bought),
        "interactions.csv.gz": files.interactions(asked),
        "transcripts.csv.gz": files.transcripts(turns),
        "agents.csv": _agents(dates, talker),
        "events.csv": _events(dates, talker),
    } | {name: files.feedback(rows, names) for name, (rows, names) in places.items()}
    tables, rejects = _spoilt(tables)
    said = {row.feedback_id: row.said for rows, _ in places.values() for row in rows if row.said}
    said |= {f"chat:{key}": labels for key, labels in said_in_chat.items() if labels}
    touched = {
        "coat": [o.order_id for o in bought if o.touched],
        "address": [v.session_id for v in visits if v.touched],
        "talker": [c.interaction_id for c in asked if c.touched],
    }
    truths = tuple(_planted(cause, dates, touched[cause.id]) for cause in causes if cause.onset is not None)
    return World(
        folder=folder,
        seed=seed,
        first_day=dates[0],
        last_day=dates[-1],
        quiet_until=min((truth.onset for truth in truths), default=dates[-1]),
        planted=truths,
        decoys=tuple(
            Decoy(e.name, _date(dates, e.first), _end(dates, e), "delivery" if e is company.STRIKE else "")
            for e in company.EVENTS
            if not any(e.cause == truth.cause for truth in truths) and e.cause != "talker"
        ),
        unmoved=UNMOVED,
        rejects=rejects,
        said=said,
        rows=_written(folder, tables),
    )


def _written(folder: Path, tables: Mapping[str, files.Table]) -> dict[str, int]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        rows = {name: files.save(table, folder / name) for name, table in tables.items()}
        guide = resources("voc") / "data" / "demo" / "voc.toml"
        (folder / "voc.toml").write_bytes(guide.read_bytes())
    except OSError as error:
        raise DataError(
            "E291",
            "the demo cannot be written here",
            where=str(folder),
            found=str(error.strerror),
            do="name a folder that you may write to",
        ) from error
    return rows


def _spoilt(tables: Mapping[str, files.Table]) -> tuple[dict[str, files.Table], tuple[Reject, ...]]:
    """The tables with a few rows that no honest reader may keep, and where they stand."""
    spoilt, rejects = dict(tables), []

    def add(file: str, at: int, row: Sequence[files.Cell], column: str, reason: str) -> None:
        names, rows = spoilt[file]
        spoilt[file] = (names, files.with_row(rows, at, tuple(row)))
        rejects.append(Reject(file, at + 1, column, reason))

    names, rows = spoilt["survey_nps.csv"]
    score = names.index("likelihood")
    for part in (3, 2):
        at = len(rows) // part
        row = ["P9000" + str(part), *rows[at][1:]]
        row[score] = 11
        add("survey_nps.csv", at + 3 - part, row, "likelihood", "score_outside_scale")
    names, rows = spoilt["reviews.csv"]
    at = len(rows) // 2
    add("reviews.csv", at + 5, [rows[at][0], *rows[at + 4][1:]], "review_id", "duplicate_id_conflict")
    names, rows = spoilt["orders.csv.gz"]
    at = len(rows) // 4
    add("orders.csv.gz", at + 1, rows[at], "order_no", "duplicate_row")
    return spoilt, tuple(sorted(rejects, key=lambda r: (r.file, r.row)))


def _planted(cause: Cause, dates: Sequence[date], records: Sequence[str]) -> Planted:
    onset = cause.onset_day(len(dates)) or 0
    event = next((e.name for e in company.EVENTS if e.cause == cause.id), None)
    words = tuple(p.text for lang in company.LANGUAGES for p in phrasebook(lang).phrases[f"cause:{cause.id}"][:2])
    return Planted(
        cause=cause.id,
        metric=cause.metric,
        onset=dates[onset],
        segment=dict([cause.segment]),
        topic=cause.topic,
        direction=cause.direction,
        before=round(cause.before, 4),
        after=round(cause.after, 4),
        follows=cause.follows,
        event=event,
        words=words,
        records=frozenset(records),
    )


def _agents(dates: Sequence[date], talker: Cause) -> files.Table:
    rows: list[tuple[files.Cell, ...]] = [(a.id, a.name, a.team, a.started_at.isoformat()) for a in company.AGENTS]
    onset = talker.onset_day(len(dates))
    if onset is not None:
        rows.append((company.TALKER, company.TALKER_NAME, "returns", dates[onset].isoformat()))
    return ("agent_id", "name", "team", "started"), rows


def _events(dates: Sequence[date], talker: Cause) -> files.Table:
    told = [e for e in company.EVENTS if e.cause != "talker" or talker.onset is not None]
    timed = sorted((_date(dates, e.first), e.name, _end(dates, e)) for e in told)
    return ("event_id", "started", "ended", "name"), [
        (f"EV{n:02d}", first.isoformat(), last.isoformat() if last else "", name)
        for n, (first, name, last) in enumerate(timed, 1)
    ]


def _date(dates: Sequence[date], day: int) -> date:
    """The date of a day that company.py counts in a world of full length."""
    return dates[min(round(day / company.DAYS * len(dates)), len(dates) - 1)]


def _end(dates: Sequence[date], event: company.Event) -> date | None:
    return None if event.last is None else _date(dates, event.first) + timedelta(days=event.last - event.first)
