"""Answers: questions in, tables `shifts`, `explanations`, `bridges`, `contributions` and `data_checks` out.

For: treating every move, asked for or found, in exactly the same way. Not for: finding moves (search) or wording.

Two passes, since the false discovery rate is kept over all topics and shifts of a run: first every shift with its
candidate topics, then, with the q values known, drivers, effects, verdicts and quotes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import pyarrow as pa

from voc.explain import rows, search
from voc.explain.against import with_rivals
from voc.explain.borrowed import Borrowed, borrowed
from voc.explain.bridge import bridge
from voc.explain.case import Case, beside, case, checks, drivers, events, with_mediators
from voc.explain.cells import Cells
from voc.explain.contributions import contributions
from voc.explain.drivers import prior, q_values
from voc.explain.grade import verdict
from voc.explain.ground import Ground
from voc.explain.impact import reads_sentiment
from voc.explain.label_error import Accuracy, accuracy
from voc.explain.question import Question
from voc.explain.quotes import Evidence, evidence
from voc.explain.rates import rate_moves
from voc.explain.rows import Row
from voc.explain.threads import one_thread
from voc.explain.voices import pains
from voc.metrics import VOLUME

Answer = tuple[Row, list[Row], list[Row]]

# What a reader needs first: what is explained and still going on; then what is over; then what nobody can explain.
ORDER = ("explained", "unexplained", "mix", "artifact", "no_shift")


@dataclass(frozen=True)
class Judged:
    """One shift as a row, with its rows of the tables beside."""

    shift: Row
    offered: Sequence[Row] = ()
    bridge: Sequence[Row] = ()
    asked_of_data: Sequence[Row] = ()
    by_value: Sequence[Row] = ()


@one_thread
def found(ground: Ground) -> dict[str, pa.Table]:
    """Tables shifts and those beside it (see `Judged`) of everything that moved, in the order of the report: explained
    ones first, what went back within two weeks behind what stayed, what is read from the words of the topics behind what is
    not, surest first; then the collections that start late; then the response and link rates that moved by themselves."""
    moves = search.search({name: ground.every[name] for name in ground.metrics}, ground.metrics)
    judged = _judged([_question(move, ground.every[move.metric]) for move in moves], ground)
    judged.sort(
        key=lambda one: (
            ORDER.index(one.shift["verdict"]), one.shift["kind"] == "pulse",
            reads_sentiment(ground.metrics[one.shift["metric"]]),
        )
    )  # fmt: skip
    told_of = with_rivals([one.shift for one in judged], ground.metrics)
    judged = [replace(one, shift=row) for one, row in zip(judged, told_of, strict=True)]
    judged += [Judged(rows.stuck_row(each, one)) for one in ground.stuck.values() for each in one.stretches]
    judged += [Judged(rows.start_row(start, ground)) for start in ground.collected.starts]
    table_of = {name: one.table for name, one in ground.metrics.items()} | {VOLUME: "feedback"}
    told = [(table_of[one.shift["metric"]], one.shift["onset"]) for one in judged]
    return _tables([*judged, *(Judged(rows.rate_row(one)) for one in rate_moves(ground.collected.rates, told))])


@one_thread
def answers(questions: Sequence[Question], ground: Ground) -> dict[str, pa.Table]:
    """The same tables with a shift for every question, in their order."""
    return _tables(_judged(questions, ground))


def _question(move: search.Move, cells: Cells) -> Question:
    day = cells.day(move.onset)
    return Question(move.metric, day, segment=move.segment, p=move.p, end=move.end, is_mix=move.is_mix)


def _judged(questions: Sequence[Question], ground: Ground) -> list[Judged]:
    """Each question as it was judged."""
    pained = pains(ground.mentions)
    langs = ground.feedback.set_index("feedback_id")["lang"] if len(ground.feedback) else pd.Series(dtype=object)
    checked = accuracy(ground.audit, pained, langs) if len(ground.audit) else {}
    known: dict[str, Accuracy | Borrowed] = {**_borrowed(ground, pained), **checked}
    cases = [case(question, ground, pained) for question in questions]
    tried = [(number, one) for number, each in enumerate(cases) for one in each.topics]
    q = q_values(
        [one.p for _, one in tried],
        [prior(one.topic, cases[number].found.cells.metric, ground.explains) for number, one in tried],
    )
    of_case: list[dict[str, float]] = [{} for _ in cases]
    for (number, one), value in zip(tried, q, strict=True):
        of_case[number][one.topic] = float(value)
    return [_answer(each, q_of, ground, pained, known, langs) for each, q_of in zip(cases, of_case, strict=True)]


def _answer(
    each: Case,
    q: Mapping[str, float],
    ground: Ground,
    pained: pd.DataFrame,
    known: Mapping[str, Accuracy | Borrowed],
    langs: pd.Series,
) -> Judged:
    moved = each.found
    checked = {topic: one for topic, one in known.items() if isinstance(one, Accuracy)}
    passed, effect = drivers(each, q, known)
    effect = with_mediators(each, passed, effect, ground)
    tried = checks(each, passed, ground, pained, q)
    told = verdict(
        moved,
        passed,
        effect.parts,
        tried,
        sorted(checked),
        _texts(known),
        events(moved, ground.events),
        beside(each, q, effect),
    )
    offered = []
    for one in (*passed, *(one for one in each.topics if one not in passed)):
        is_driver = one in passed
        said = evidence(moved, one, each.heard, ground.mentions, langs) if is_driver else Evidence((), 0)
        offered.append(rows.explanation_row(each, one, is_driver, q[one.topic], effect, checked, said))
    row = rows.shift_row(each, told, effect.left, tried, ground)
    near = [rows.stuck_code(one, moved.cells) for one in ground.stuck_near(moved.question)]
    return Judged(
        {**row, "reasons": [*row["reasons"], *near]}, offered, bridge(moved, effect, told.verdict),
        [rows.check_row(one) for one in each.asked_of_data], contributions(moved),
    )  # fmt: skip


def _borrowed(ground: Ground, pained: pd.DataFrame) -> dict[str, Borrowed]:
    """What the tagger's track record says of each topic; nothing where it has none of the languages of the comments."""
    if ground.record.empty or set(ground.record["lang"]).isdisjoint(ground.feedback["lang"]):
        return {}
    texts = ground.feedback["text"].fillna("").str.strip()
    n = max(int((texts != "").sum()), 1)  # an answer without words cannot be taken for anything
    counts = pained.groupby("topic")["feedback_id"].nunique()
    return borrowed(ground.record, {str(topic): float(count) / n for topic, count in counts.items()})


def _texts(known: Mapping[str, Accuracy | Borrowed]) -> dict[str, int]:
    """How many texts the error of each topic is borrowed from."""
    return {topic: one.n for topic, one in known.items() if isinstance(one, Borrowed)}


def _tables(judged: Sequence[Judged]) -> dict[str, pa.Table]:
    """The five tables, with the shifts called F1, F2, ... in their order."""
    named = [(f"F{number}", one) for number, one in enumerate(judged, 1)]
    beside = {
        "explanations": [{"shift_id": name, **row} for name, one in named for row in one.offered],
        "bridges": [{"shift_id": name, **row} for name, one in named for row in one.bridge],
        "contributions": [{"shift_id": name, **row} for name, one in named for row in one.by_value],
        "data_checks": [{"shift_id": name, **row} for name, one in named for row in one.asked_of_data],
    }
    return {
        "shifts": rows.table([{"shift_id": name, **one.shift} for name, one in named], "shifts"),
        **{name: rows.table(made, name) for name, made in beside.items()},
    }
