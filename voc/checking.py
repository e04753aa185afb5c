"""Checking: everything of a project read and joined, nothing analysed, and what is worth knowing about it.

For: `voc check`. Not for: printing (`cli.check`), nor what a rule of the lint looks for (`lint`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from voc import boilerplate, classify, clean, ingest, join, lint, tables, tagging, taxonomy
from voc.config import load
from voc.engine import engine
from voc.errors import DataError
from voc.ingest import refused
from voc.ingest.scores import TURNED
from voc.join.countable import Left
from voc.lint import days

FELT = 3_000  # comments of a source whose sentiment is looked at, evenly over its rows


@dataclass(frozen=True)
class Checked:
    """What `voc check` shows.

    `lang`: the language of the project's report. `files`, `rejected`: what was read, kept and rejected, and why. `matches`:
    match rates. `metrics` that can be counted, `left` those that cannot, with what is missing. `langs`: comments by
    language. `scales`: each score type of each source, with n. `duplicates`: rows that are kept out of shares,
    `duplicate_kinds` how many of each kind; `boilerplate`: by kind, in how many comments it was cut, and how often. `spans`:
    first and last day of a table; `days`: gaps and drops too. `lint`: lines. `refusal` says which files were not read, None
    where all were or may be left out.
    """

    lang: str
    files: list[dict[str, Any]]
    matches: list[dict[str, Any]]
    metrics: list[str]
    left: tuple[Left, ...]
    langs: dict[str, int]
    spans: dict[str, tuple[date | None, date | None]]
    duplicates: int
    rejected: list[dict[str, Any]]
    duplicate_kinds: dict[str, int]
    boilerplate: dict[str, dict[str, int]]
    scales: list[dict[str, Any]]
    days: tuple[days.Span, ...]
    lint: tuple[lint.Line, ...]
    refusal: DataError | None

    @property
    def left_out(self) -> dict[str, str]:
        """The metrics and segments that cannot be counted, with what is missing, in English."""
        return {one.metric: one.missing for one in self.left}

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """For `--json`; what the lint says in `lang`."""
        told = {
            **asdict(replace(self, refusal=None, left=(), lint=())),
            "refusal": self.refusal and self.refusal.as_dict(),
        }
        told["days"] = [{**asdict(one), "days": one.days, "empty_days": one.empty_days} for one in self.days]
        told["left_out"] = {one.metric: one.why[lang] for one in self.left}
        told["lint"] = [one.as_dict(lang) for one in self.lint]
        return {name: one for name, one in told.items() if name not in ("left", "lang")}


def checked(project: str | Path, flags: Mapping[str, Any]) -> Checked:
    """Everything read and joined, nothing analysed. Raises VocError where the project or its files cannot be used."""
    config = load(project, flags=flags)
    if config.labels is None:
        classify.model(
            config.model, config.folder
        )  # one that is missing is said here, and not after this page was read
        tagging.topics(config)  # and so is a topic file that cannot be understood
    rows = engine(config.engine)
    read = ingest.tables(config.sources, config.folder, config.zone, rows, keep_going=True)
    if missing := [one for one in read.refused if one.is_whole]:
        raise refused.error(missing)
    stopping = [one for one in read.refused if not one.may_be]
    feedback = clean.feedback(*(read.tables.get(name) for name in ("feedback", "turns", "interactions")))
    every = {**read.tables, "feedback": feedback}
    joined = join.met(
        every, metrics=config.metrics, dims=config.segments, timezone=config.timezone, period=config.period, engine=rows
    )
    langs = feedback.column("lang").value_counts().to_pylist()
    spans = [
        found for name, column in tables.TIME_COLUMN.items()
        if name in every and (found := days.span(name, every[name].column(column), config.timezone)) is not None
    ]  # fmt: skip
    ends: dict[str, tuple[date | None, date | None]] = {
        name: (None, None) for name in tables.TIME_COLUMN if name in every
    }
    ends |= {one.table: (one.first, one.last) for one in spans}
    files = [one.as_dict() for one in read.files]
    turned = _turned(read.files)
    facts = lint.Facts(every, joined.tables["matches"], joined.metrics, _feelings(feedback), files, turned)
    kinds = Counter(one for one in feedback.column("duplicate_kind").to_pylist() if one)
    return Checked(
        lang=config.lang, files=files, matches=joined.tables["matches"].to_pylist(),
        metrics=list(joined.metrics), left=joined.left,
        langs={one["values"] or "no text": one["counts"] for one in sorted(langs, key=lambda one: -one["counts"])},
        spans=ends, duplicates=sum(kinds.values()), rejected=read.tables["rejected"].to_pylist(),
        duplicate_kinds={kind: kinds[kind] for kind in clean.REPEATS}, boilerplate=_boilerplate(feedback),
        scales=_scales(feedback, read.files), days=tuple(spans),
        lint=lint.lines(facts), refusal=refused.error(stopping) if stopping else None,
    )  # fmt: skip


def _boilerplate(feedback: pa.Table) -> dict[str, dict[str, int]]:
    """By kind: in how many comments it stands, and how often. What we masked ourselves is none."""
    comments, cuts = Counter[str](), Counter[str]()
    masked = pc.fill_null(pc.list_value_length(feedback.column("masks")), 0).to_pylist()
    for text, n_masks in zip(feedback.column("text").to_pylist(), masked, strict=True):
        if not text:
            continue
        found = Counter(one.kind for one in boilerplate.found(text))
        found["redaction"] -= min(n_masks, found["redaction"]) if found["redaction"] else 0
        for kind, n in found.items():
            cuts[kind] += n
            comments[kind] += n > 0
    return {kind: {"comments": comments[kind], "cuts": cuts[kind]} for kind in boilerplate.KINDS}


def _turned(files: list[ingest.FileReport]) -> set[str]:
    """The files whose lowest answer was the best."""
    return {one.file for one in files if one.table == "feedback" and TURNED in one.warnings}


def _scales(feedback: pa.Table, files: list[ingest.FileReport]) -> list[dict[str, Any]]:
    """Each score type and scale of each source: n, mean, how many are in the two best, lowest and highest given, and
    which end of the scale was the best in the file."""
    turned = _turned(files)
    names = ["source", "score_type", "score_min", "score_max", "score"]
    rows = feedback.select(names).filter(feedback.column("score").is_valid()).to_pandas()
    return [
        {
            "source": source, "type": kind, "min": low, "max": high, "n": len(one),
            "direction": "lower_better" if source in turned else "higher_better",
            "mean": float(one["score"].mean()), "top_two": int((one["score"] >= high - 1).sum()),
            "lowest": float(one["score"].min()), "highest": float(one["score"].max()),
        }
        for (source, kind, low, high), one in rows.groupby(names[:4], sort=True, dropna=False)
    ]  # fmt: skip


def _feelings(feedback: pa.Table) -> dict[str, str]:
    """Whether scored comments praise or complain, by phrases, of an even sample of each source."""
    is_asked = pc.and_(
        feedback.column("score").is_valid(), pc.greater(pc.utf8_length(pc.fill_null(feedback.column("text"), "")), 0)
    )
    scored = feedback.filter(is_asked)
    if scored.num_rows == 0:
        return {}
    sources = scored.column("source").to_pandas().fillna("")
    size, place = sources.groupby(sources).transform("size"), sources.groupby(sources).cumcount()
    step = (size // FELT).clip(lower=1)
    sample = scored.filter(pa.array(((place % step) == 0).to_numpy()))
    utterances = clean.utterances(sample)
    said = classify.opinions(sample, utterances, classify.mentions(utterances, taxonomy.default()))
    pairs = zip(said.column("feedback_id").to_pylist(), said.column("sentiment").to_pylist(), strict=True)
    return {id_: feeling for id_, feeling in pairs if feeling in ("negative", "positive")}
