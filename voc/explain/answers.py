"""Answers: questions in, tables `shifts`, `explanations` and `bridges` out.

For: treating every move, asked for or found, in exactly the same way. Not for: finding moves (search) or wording.

Two passes, since the false discovery rate is kept over all topics and shifts of a run: first every shift with its
candidate topics, then, with the q values known, drivers, effects, verdicts and quotes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import pyarrow as pa

from voc.explain import rows, search
from voc.explain.artifacts import collection_starts
from voc.explain.bridge import bridge
from voc.explain.case import Case, case, checks, drivers, events, with_mediators
from voc.explain.cells import Cells
from voc.explain.drivers import prior, q_values
from voc.explain.grade import verdict
from voc.explain.ground import Ground
from voc.explain.label_error import Accuracy, accuracy
from voc.explain.question import Question
from voc.explain.quotes import Evidence, evidence
from voc.explain.rows import Row
from voc.explain.voices import pains
from voc.metrics import VOLUME

Answer = tuple[Row, list[Row], list[Row]]

# What a reader needs first: what is explained and still going on; then what is over; then what nobody can explain.
ORDER = ("explained", "unexplained", "mix", "artifact", "no_shift")


def found(ground: Ground) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Tables (shifts, explanations, bridges) of everything that moved, in the order of the report: explained ones
    first, what went back within two weeks behind what stayed, surest first; then the collections that start late."""
    moves = search.search({name: ground.every[name] for name in ground.metrics}, ground.metrics)
    judged = _judged([_question(move, ground.every[move.metric]) for move in moves], ground)
    judged.sort(key=lambda one: (ORDER.index(one[0]["verdict"]), one[0]["kind"] == "pulse"))
    starts: list[Answer] = [
        (rows.start_row(start, ground), [], []) for start in collection_starts(ground.every[VOLUME])
    ]
    return _tables([*judged, *starts])


def answers(questions: Sequence[Question], ground: Ground) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Tables (shifts, explanations, bridges) with a shift for every question, in their order."""
    return _tables(_judged(questions, ground))


def _question(move: search.Move, cells: Cells) -> Question:
    day = cells.day(move.onset)
    return Question(move.metric, day, segment=move.segment, p=move.p, end=move.end, is_mix=move.is_mix)


def _judged(questions: Sequence[Question], ground: Ground) -> list[Answer]:
    """(row of shifts, its rows of explanations, of bridges) for each question."""
    pained = pains(ground.mentions)
    langs = ground.feedback.set_index("feedback_id")["lang"] if len(ground.feedback) else pd.Series(dtype=object)
    known = accuracy(ground.audit, pained, langs) if len(ground.audit) else {}
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
    known: Mapping[str, Accuracy],
    langs: pd.Series,
) -> Answer:
    moved = each.found
    passed, effect = drivers(each, q, known)
    effect = with_mediators(each, passed, effect, ground)
    tried = checks(each, passed, ground, pained, q)
    told = verdict(moved, passed, effect.parts, tried, sorted(known), events(moved, ground.events))
    offered = []
    for one in (*passed, *(one for one in each.topics if one not in passed)):
        is_driver = one in passed
        said = evidence(moved, one, each.heard, ground.mentions, langs) if is_driver else Evidence((), 0)
        offered.append(rows.explanation_row(each, one, is_driver, q[one.topic], effect, known, said))
    return rows.shift_row(each, told, effect.left, tried, ground), offered, bridge(moved, effect, told.verdict)


def _tables(judged: Sequence[Answer]) -> tuple[pa.Table, pa.Table, pa.Table]:
    """The three tables, with the shifts called F1, F2, ... in their order."""
    named = [(f"F{number}", *one) for number, one in enumerate(judged, 1)]
    shifts = [{"shift_id": name, **shift} for name, shift, _, _ in named]
    explanations = [{"shift_id": name, **one} for name, _, offered, _ in named for one in offered]
    bridges = [{"shift_id": name, **one} for name, _, _, spans in named for one in spans]
    return rows.table(shifts, "shifts"), rows.table(explanations, "explanations"), rows.table(bridges, "bridges")
