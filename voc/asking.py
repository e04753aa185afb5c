"""Asking: a finished run about a metric, and the tagger about texts, without the whole pipeline.

For: `voc explain`, `experiment`, `impact` and `classify`. Not for: reading files, see `single`; printing, see `cli`. What
only a finished run needs is imported where it is used: `voc classify` starts in half the time without it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from numbers import Number
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from voc import classify, clean, tables, tagging
from voc.engine import engine
from voc.errors import DataError, ModelError, UsageError, nearest
from voc.ingest.raw import sound
from voc.metrics import Metric

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from voc import explain
    from voc.explain import Question
    from voc.report.finding import Finding
    from voc.report.impacts import Impact
    from voc.run import Run


def question(
    metric: str, onset: str, before: str | None = None, after: str | None = None, place: Sequence[str] = ()
) -> Question:
    """A Question from text; `before` and `after` are FROM..TO, `place` are dimension=value.

    Raises UsageError E130 for what is not a date or span of dates, E135 for what is not dimension=value, E137 for days
    before that do not end before those after begin.
    """
    from voc.explain import Question

    pairs = [tuple(one.partition("=")[::2]) for one in place]
    for one, pair in zip(place, pairs, strict=True):
        if not all(pair):
            raise UsageError(
                "E135", "this is not a place", found=one, expected="dimension=value, such as device=mobile_web"
            )
    where = tuple((str(dim), str(value)) for dim, value in pairs)
    spans = _span(before), _span(after)
    if spans[0] and spans[1] and spans[0][1] >= spans[1][0]:
        raise UsageError(
            "E137", "the days before do not end before the days after begin", found=f"{before}, {after}",
            do="let --before end on the day before --after begins, or earlier",
        )  # fmt: skip
    return Question(metric, _day(onset), before=spans[0], after=spans[1], place=where)


def questions(file: Path) -> list[Question]:
    """The questions of a JSON file: a list of {metric, onset}. Raises DataError E270 where it is something else."""
    try:
        asked = json.loads(file.read_text("utf-8-sig"))
        return [
            question(
                one["metric"], one["onset"], one.get("before"), one.get("after"),
                [f"{dim}={value}" for dim, value in one.get("where", {}).items()],
            )
            for one in asked
        ]  # fmt: skip
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        raise DataError(
            "E270", "these are no questions", where=str(file), found=f"{type(error).__name__}: {error}",
            expected='a list such as [{"metric": "csat", "onset": "2026-06-15"}]',
        ) from error  # fmt: skip


def explained(run: Run, asked: Sequence[Question]) -> Run:
    """The run with the answers to `asked` in place of what the search found. Raises UsageError E131 for a metric that
    the run does not have."""
    from voc import explain

    ground = run.ground
    for one in asked:
        if one.metric not in ground.metrics:
            left = run.info["left_out"].get(one.metric)
            raise UsageError(
                "E131",
                f"this run has no metric {one.metric!r}",
                found=left or "",
                do=nearest(one.metric, ground.metrics),
            )
        for dim, value in one.place:
            known = ground.every[one.metric].keys
            if dim not in known or value not in set(known[dim]):
                values = sorted(set(known[dim])) if dim in known else list(known.columns)
                raise UsageError(
                    "E136",
                    f"{one.metric} has no {dim}={value}",
                    found=", ".join(values[:12]),
                    do=nearest(value, values),
                )
    # what goes with each metric over the whole run is no part of the answer to one question
    return run.plus(**explain.answers(asked, ground), impacts=tables.empty("impacts"))


def answers(folder: Path, asked: Sequence[Question]) -> tuple[Finding, ...]:
    """One finding for each question, in their order, from the run in `folder`."""
    from voc.run import opened

    return explained(opened(folder), asked).findings


def experiment(
    folder: Path,
    metric: str,
    *,
    arm: str,
    margin: str,
    treatment: str | None = None,
    control: str | None = None,
    since: date | None = None,
    split: str = "0.5",
    unit: str | None = None,
    is_sequential: bool = False,
    planned: int | None = None,
) -> tuple[explain.Experiment, Metric, Run]:
    """(the Experiment on a metric of the run in `folder`, that metric, the run)."""
    from voc import explain, join
    from voc.run import opened

    run = opened(folder)
    if metric not in run.metrics:
        raise UsageError("E131", f"this run has no metric {metric!r}", do=nearest(metric, run.metrics))
    asked = run.metrics[metric]
    limit, share = explain.margin(margin, asked), explain.planned_split(split)
    units = join.units(run.rows, asked, arm, engine(), unit=unit)
    begun, zone = None, run.info["project"]["timezone"]
    if since is not None:
        import pandas as pd

        begun = pd.Timestamp(since).tz_localize(zone).tz_convert("UTC")
    told: dict[str, Any] = {"arm": arm, "treatment": treatment, "control": control, "since": begun}
    is_by_row = unit is None and explain.is_by_row(units.rows, units.assigned, **told)
    if is_by_row:
        unit = "row"
        units = join.units(run.rows, asked, arm, engine(), unit=unit)
    found = explain.experiment(
        units.rows, asked, **told, timezone=zone, margin=limit, split=share, is_sequential=is_sequential, planned=planned,
        unit=unit or "customer_id", is_by_row=is_by_row, assigned=units.assigned, responses=units.responses,
        pained=explain.pains(run.tables["mentions"]) if "mentions" in run.rows else None,
    )  # fmt: skip
    return found, asked, run


def impact(run: Run, metric: str) -> Impact:
    """What goes with a metric of `run`. Raises UsageError E131 for a metric that the run does not have, DataError E138 where
    there is no figure: no comment hangs on its records, too few do, or it does not vary."""
    from voc import explain
    from voc.report.impacts import impacts

    if metric not in run.ground.metrics:
        left = run.info["left_out"].get(metric)
        raise UsageError(
            "E131", f"this run has no metric {metric!r}", found=left or "", do=nearest(metric, run.ground.metrics)
        )
    rows = run.rows["impacts"] if "impacts" in run.rows else explain.impacts(run.ground)
    (found,) = (one for one in impacts(rows.to_pandas()) if one.metric == metric)
    if found.reasons:
        raise DataError(
            "E138", f"what goes with {metric} cannot be said",
            found=f"{found.n} records with a response; {'; '.join(found.reasons)}",
            expected=f"at least {run.metrics[metric].min_n} of at least 10 customers, not all alike",
            do="see `voc check` for what was linked, or name another metric",
        )  # fmt: skip
    return found


def classified(
    texts: Iterable[object], *, ids: Sequence[str] | None = None, model: str = "default", lang: str | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(one row a text, in order: id, lang, sentiment, sentiment_score, topics; the mentions), by the default topics
    and those that the model was trained with.

    `model` is a name or a folder; `lang` the language of every text, found by reading where it is None. Raises ModelError
    as `classify.model` does, UsageError as `listed`. Repeated texts are answered like any other; an empty text, None or NaN
    has no sentiment and no topics.
    """
    texts = listed(texts)
    known = list(ids) if ids is not None else [str(number) for number in range(1, len(texts) + 1)]
    feedback, utterances = cut(texts, None if lang is None else [lang] * len(texts))
    places = feedback.column("feedback_id").to_pylist()
    tagger = classify.model(model)
    mentions, judged = classify.tagged(feedback, utterances, tagging.topics_of(model), tagger)
    mentions = classify.with_effort(mentions, utterances)
    said = classify.opinions(feedback, utterances, mentions, judged).to_pandas().set_index("feedback_id")
    said = said.drop(columns="lang").reindex(places)
    answer = (
        feedback.select(["feedback_id", "lang"]).to_pandas().assign(**{name: said[name].to_numpy() for name in said})
    )
    answer["topics"] = [list(one) if hasattr(one, "__len__") else [] for one in answer["topics"]]
    answer.insert(0, "id", known)
    found = mentions.to_pandas()
    found["feedback_id"] = [known[int(place)] for place in found["feedback_id"]]
    found["utterance_id"] = [f"{known[int(one.split('#')[0])]}#{one.split('#')[1]}" for one in found["utterance_id"]]
    return answer.drop(columns="feedback_id"), found


def named(model: object) -> str:
    """A model as its name or the path of its folder. Raises ModelError E300 for what is neither."""
    if isinstance(model, str | os.PathLike):
        return str(model)
    raise ModelError(
        "E300", "a model is a name or a folder", found=repr(model)[:80], expected='"default", "phrases", or a folder',
        do="leave the model out for the one that ships",
    )  # fmt: skip


def listed(texts: Iterable[object]) -> list[str | None]:
    """`texts` as a list: None for what is missing, a number as it is written.

    Raises UsageError E156 for what holds no texts in an order: one text (its letters would be read each by itself), a set, a
    dict, a table, or values that are neither text nor number.
    """
    if isinstance(texts, str | bytes | Set | Mapping) or hasattr(texts, "columns") or not isinstance(texts, Iterable):
        raise UsageError(
            "E156", "this is no list of texts", found=type(texts).__name__, expected="a list, a column, any row of texts",
            do="write [text] for one text, table[column] for a table",
        )  # fmt: skip
    import pandas as pd

    every: list[str | None] = []
    if isinstance(texts, pa.Array | pa.ChunkedArray):
        texts = texts.to_pylist()
    for number, one in enumerate(texts):
        if isinstance(one, str):
            every.append(one)
        elif one is None or one is pd.NA or one is pd.NaT:
            every.append(None)
        elif isinstance(one, Number):
            every.append(None if str(one) == "nan" else str(one))
        else:
            raise UsageError(
                "E156", "this is no text", where=f"text {number}", found=type(one).__name__,
                expected="text, a number or None", do="make text of each; of bytes by their encoding: one.decode('utf-8')",
            )  # fmt: skip
    return every


def shares(
    texts: Sequence[str], langs: Sequence[str] | None = None, model: str = "default"
) -> tuple[np.ndarray, tuple[str, ...]]:
    """(the probability of every topic in every text, float32 (texts, topics); the topics, as in `classified`): see
    `classify.shares`.

    A language that is "" or not given is found by reading; an empty text has no topic, 0. Errors as `classified`.
    """
    feedback, utterances = cut(texts, langs)
    tagger = classify.model(model)
    topics = tagging.topics_of(model)
    found = classify.mentions(utterances, topics)
    said = classify.opinions(feedback, utterances, found)
    answer = tagger.answer(feedback, found, said, utterances) if tagger else None
    places = feedback.column("feedback_id").to_pylist()
    return classify.shares(places, topics.ids, found, tagger, answer), topics.ids


def cut(texts: Sequence[str | None], langs: Sequence[str] | None = None) -> tuple[pa.Table, pa.Table]:
    """Tables `feedback` and `utterances` of texts, numbered from 0; a text that is there twice is read twice. Half of
    an emoji that was cut is read as a question mark, so places stay."""
    said = [None if text is None else sound(text) for text in texts]
    columns = {"feedback_id": [str(number) for number in range(len(texts))], "text": said}
    rows = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    if langs is not None:
        rows = rows.append_column("lang", pa.array([lang or None for lang in langs], pa.string()))
    feedback = clean.feedback(tables.conform(rows, "feedback"), every_text_counts=True)
    return feedback, clean.utterances(feedback)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError as error:
        raise UsageError("E130", "this is not a date", found=str(text), expected="YYYY-MM-DD") from error


def _span(text: str | None) -> tuple[date, date] | None:
    if text is None:
        return None
    first, _, last = text.partition("..")
    if not last:
        raise UsageError("E130", "this is not a span of dates", found=text, expected="2026-01-01..2026-03-31")
    span = _day(first), _day(last)
    if span[1] < span[0]:
        raise UsageError(
            "E130", "this span ends before it begins", found=text, expected="FROM..TO, the earlier day first"
        )
    return span
