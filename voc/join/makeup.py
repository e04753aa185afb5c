"""Makeup: what a metric is made of - languages, sources, scales, wordings, taggers, outcomes - by period and segment.

For: the data checks of `explain`, which ask whether the data changed before asking what customers say. Not for: the
metrics themselves; those are in series.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from voc import tables
from voc.engine import Engine
from voc.join.calendar import dated
from voc.join.population import LEAST_CONFIDENCE, Population, placed, quoted
from voc.join.series import counted_rows, is_response
from voc.metrics import LINK_RATE, RESPONSE_RATE, VOLUME, Metric

# Days after a record in which a comment counts as an answer to it. Fixed, so that the last records of the data, whose
# comments are still to come, are left out instead of looking like silence.
ANSWER_DAYS = 7
# Columns of the user's that say how customers were asked; with more values than this a column holds something else.
WORDING = ("question", "question_id", "question_text", "survey", "survey_id", "survey_version", "wording")
MOST_WORDINGS = 20
MOST_OUTCOMES = 3


def rates(
    feedback: pa.Table, populations: Mapping[str, Population], links: pa.Table, dims: Sequence[str],
    *, timezone: str, period: str, since: date | None, until: date | None, engine: Engine,
) -> pa.Table:  # fmt: skip
    """Rows of `series` for response_rate (records with a comment within ANSWER_DAYS over records) and link_rate (feedback
    that found its record over feedback with a key), one population for each record table.

    Feedback is dated by itself here and placed by the dimensions it carries: what found no record has no other.
    """
    found = [_none("series", dims)]
    written = dated(feedback, "created_at", timezone, period, since, until)
    own = [dim for dim in dims if dim in written.column_names]
    of_feedback = placed(written, {dim: written.column(dim) for dim in own})
    for name, population in _linked(populations, links):
        answers = populations["feedback"].rows
        rows = _answered(
            population, f"select *, 1.0 as answer from feedback where {is_response(populations['feedback'])}"
        )
        sql = counted_rows(RESPONSE_RATE, "case when voc_answer is null then 0 else 1 end", f"({rows}) rows",
                           population.table, [dim for dim in population.dims if dim in dims])  # fmt: skip
        found.append(engine.query(sql, rows=population.rows, feedback=answers, links=links))
        key = population.key
        if key in written.column_names and pc.any(pc.is_valid(written.column(key))).as_py():
            source = f"""(select f.*, l.feedback_id as found from rows f left join
                (select distinct feedback_id from links where population = '{name}' and how = 'key') l
                on f.feedback_id = l.feedback_id where f.{key} is not null) keyed"""
            value = "case when found is null then 0 else 1 end"
            found.append(engine.query(counted_rows(LINK_RATE, value, source, name, own), rows=of_feedback, links=links))
    shaped = [tables.conform(rows, "series") for rows in found if rows.num_rows]
    return pa.concat_tables([found[0], *shaped], promote_options="permissive")


def makeup(
    metrics: Mapping[str, Metric], populations: Mapping[str, Population], links: pa.Table, mentions: pa.Table,
    series: pa.Table, dims: Sequence[str], *, engine: Engine,
) -> pa.Table:  # fmt: skip
    """Table `makeup` with a text column for each of `dims`. What never varies is left out: it cannot have changed."""
    found = [_none("makeup", dims)]
    if "feedback" in populations:
        found += _of_feedback(metrics, populations["feedback"], mentions, dims, engine)
        found += _of_records(metrics, populations, links, series, dims, engine)
    shaped = [tables.conform(rows, "makeup") for rows in found[1:] if rows.num_rows]
    return pa.concat_tables([found[0], *shaped], promote_options="permissive")


def _of_feedback(
    metrics: Mapping[str, Metric], feedback: Population, mentions: pa.Table, dims: Sequence[str], engine: Engine
) -> Iterator[pa.Table]:
    """Feedback metrics and the number of responses by language, source, scale, wording, tagger and key."""
    rows = feedback.rows
    known = _classes(rows)
    # what is seen in the turns stands beside any tagger and is none: it must not look like a change of taggers
    mentions = _of_two_taggers(mentions.filter(pc.not_equal(mentions.column("tagger"), "turns")), rows)
    taggers = len(pc.unique(mentions.column("tagger"))) if mentions.num_rows else 0
    every: dict[str, str] = {VOLUME: f"case when {is_response(feedback)} then 1 end"}
    every |= {one.id: one.value for one in metrics.values() if one.table == "feedback"}
    source = "rows"
    if taggers > 1:
        source = """(select f.*, m.tagger from rows f left join
            (select feedback_id, min(tagger) as tagger from mentions group by feedback_id) m
            on f.feedback_id = m.feedback_id) rows"""
    for name, value in every.items():
        own = [dim for dim in (metrics[name].searched(dims) if name in metrics else dims) if dim in feedback.dims]
        for by, sql in known.items():
            if by in ("score_scale", "survey_wording") and "score" not in value:
                continue
            # a box that was left empty is in no language: that more people write is no change of languages
            of_words = f"case when coalesce(lang, 'und') <> 'und' then ({value}) end" if by == "lang" else value
            yield engine.query(_by_class(name, by, sql, of_words, "rows", "feedback", own), rows=rows)
        if taggers > 1 and (name == VOLUME or "sentiment" in value):
            yield engine.query(_by_class(name, "tagger", "tagger", value, source, "feedback", own),
                               rows=rows, mentions=mentions)  # fmt: skip
    keys = [
        key
        for key in tables.RECORD_KEYS.values()
        if key in rows.column_names and rows.column(key).null_count < len(rows)
    ]
    if keys:
        has_none = " and ".join(f"{key} is null" for key in keys)
        of_class = f"case when {has_none} then 'no' else 'yes' end"
        own = [dim for dim in dims if dim in feedback.dims]
        yield engine.query(_by_class(VOLUME, "key", of_class, every[VOLUME], "rows", "feedback", own), rows=rows)


def _of_two_taggers(mentions: pa.Table, feedback: pa.Table) -> pa.Table:
    """The mentions of topics that more than one tagger found in the same language. A topic that is always found by the same
    one, such as a topic of one's own by its phrases, says by its rise nothing of a change of taggers."""
    if not mentions.num_rows or len(pc.unique(mentions.column("tagger"))) < 2:
        return mentions.slice(0, 0)
    said = mentions.select(["feedback_id", "topic", "tagger"]).join(
        feedback.select(["feedback_id", "lang"]), "feedback_id", join_type="inner"
    )
    taggers = said.group_by(["topic", "lang"]).aggregate([("tagger", "count_distinct")])
    several = taggers.filter(pc.greater(taggers.column("tagger_count_distinct"), 1)).select(["topic", "lang"])
    return said.join(several, ["topic", "lang"], join_type="left semi").select(["feedback_id", "topic", "tagger"])


def _classes(rows: pa.Table) -> dict[str, str]:
    """SQL of the class by what is classed, where the feedback has more than one."""
    known = {name: name for name in ("lang", "source") if len(pc.unique(rows.column(name).drop_null())) > 1}
    scale = ("score_type", "score_min", "score_max")
    if any(len(pc.unique(rows.column(name).drop_null())) > 1 for name in scale):
        known["score_scale"] = "concat(score_type, ' ', cast(score_min as string), '..', cast(score_max as string))"
    asked = [
        name for name in WORDING
        if name in rows.column_names and 1 < len(pc.unique(rows.column(name))) <= MOST_WORDINGS
    ]  # fmt: skip
    if asked:
        known["survey_wording"] = f"cast({quoted(asked[0])} as string)"
    return known


def _of_records(
    metrics: Mapping[str, Metric], populations: Mapping[str, Population], links: pa.Table, series: pa.Table,
    dims: Sequence[str], engine: Engine,
) -> Iterator[pa.Table]:  # fmt: skip
    """Who answers: comments, scores and metrics that only some records have, by the outcome of the record."""
    feedback = populations["feedback"]
    linked = dict(_linked(populations, links))
    for table, population in populations.items():
        if table == "feedback":
            continue
        answers: dict[str, tuple[str, str]] = {}
        if table in linked:
            said = f"select *, 1.0 as answer from feedback where {is_response(feedback)}"
            answers[RESPONSE_RATE] = ("answered", said)
            answers |= {
                one.id: ("answered", f"select *, cast(({one.value}) as double) as answer from feedback")
                for one in metrics.values() if one.table == "feedback"
            }  # fmt: skip
        n_rows = population.rows.num_rows
        answers |= {
            one.id: ("own", f"cast(({one.value}) as double)")
            for one in metrics.values() if one.table == table and 0 < _n(series, one.id) < 0.98 * n_rows
            and is_answer(one)
        }  # fmt: skip
        whole = [one for one in metrics.values() if one.table == table and _is_whole(series, one.id, n_rows)]
        for name, (how, sql) in answers.items():
            for outcome in [one for one in whole if one.id != name][:MOST_OUTCOMES]:
                own = [dim for dim in outcome.searched(dims) if dim in population.dims]
                source = (
                    f"({_answered(population, sql)}) rows" if how == "answered"
                    else f"(select *, {sql} as voc_answer from rows) rows"
                )  # fmt: skip
                of_class = f"cast(cast(({outcome.value}) as int) as string)"
                yield engine.query(
                    _by_class(name, f"outcome:{outcome.id}", of_class, "voc_answer", source, table, own),
                    rows=population.rows, feedback=feedback.rows, links=links,
                )  # fmt: skip


def is_answer(metric: Metric) -> bool:
    """Whether customers give the metric's values: they may stay silent, and who does may change."""
    words = f"{metric.id} {metric.value}".lower()
    return metric.side == "X" or any(kind in words for kind in ("nps", "csat", "ces", "stars", "thumbs", "satisf"))


def _answered(population: Population, answers: str) -> str:
    """SQL: the records of a table that are old enough, with `voc_answer`, what was answered within ANSWER_DAYS."""
    at = tables.TIME_COLUMN[population.table]
    return f"""
        select r.*, a.voc_answer from rows r left join (
          select l.record_id, avg(f.answer) as voc_answer
          from links l join ({answers}) f on l.feedback_id = f.feedback_id
          join rows o on l.record_id = o.{population.key}
          where l.population = '{population.table}' and l.confidence >= {LEAST_CONFIDENCE} and f.answer is not null
            and f.created_at <= o.{at} + interval '{ANSWER_DAYS}' day
          group by l.record_id) a on r.{population.key} = a.record_id
        where r.{at} <= (select max(created_at) from feedback) - interval '{ANSWER_DAYS}' day"""


def _by_class(
    metric: str, by: str, of_class: str, value: str, source: str, population: str, dims: Sequence[str]
) -> str:
    at = "".join(f", {quoted('dim_' + dim)} as {quoted(dim)}" for dim in dims)
    names = "".join(f", {quoted(dim)}" for dim in dims)
    return f"""
        select '{metric}' as metric, '{by}' as made_of, value_of as value, '{population}' as population, period,
               count(*) as asked, count(v) as n, coalesce(sum(v), 0.0) as total, coalesce(sum(v * v), 0.0) as sumsq{names}
        from (select period, coalesce({of_class}, '(none)') as value_of, cast(({value}) as double) as v{at} from {source}) c
        where period is not null{"" if by.startswith("outcome:") else " and v is not null"}
        group by period, value_of{names} order by period, value_of{names}"""


def _linked(populations: Mapping[str, Population], links: pa.Table) -> Iterator[tuple[str, Population]]:
    there = set(pc.unique(links.column("population")).to_pylist())
    for name, population in populations.items():
        if name in there and name != "feedback":
            yield name, population


def _n(series: pa.Table, metric: str) -> int:
    return int(pc.sum(series.filter(pc.equal(series.column("metric"), metric)).column("n")).as_py() or 0)


def _is_whole(series: pa.Table, metric: str, n_rows: int) -> bool:
    """Every record has a value, and it is 0 or 1."""
    own = series.filter(pc.equal(series.column("metric"), metric))
    total, squares = (pc.sum(own.column(name)).as_py() or 0.0 for name in ("total", "sumsq"))
    return _n(series, metric) >= 0.98 * n_rows > 0 and abs(total - squares) < 1e-6 * max(1.0, abs(total))


def _none(table: str, dims: Sequence[str]) -> pa.Table:
    empty = tables.empty(table)
    for dim in dims:
        empty = empty.append_column(dim, pa.array([], pa.string()))
    return empty
