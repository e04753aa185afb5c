"""The project folder of a world, as a user would bring it.

For: `World.folder`. Not for: anything that voc could read the truth from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from benchmarks.planted.draw import Records
from benchmarks.planted.plan import EVERY_TOPIC, FIRST, LANGS, Plan

KEYS = {"sessions": "session_id", "interactions": "interaction_id", "orders": "order_id"}
COLUMNS = {
    "abandonment_rate": "abandoned", "handle_time": "handle_s", "fcr": "is_fcr", "csat": "csat_answer",
    "queue_wait": "queue_wait_s", "return_rate": "is_returned",
}  # fmt: skip
# Labels are given, nobody has to understand these; the language is stated beside them.
NOTES = {
    "en": "Note {} from a customer about {}",
    "zh-Hans": "顾客留言第 {} 条，关于 {}",
    "zh-Hant": "顧客留言第 {} 則，關於 {}",
}


def write(plan: Plan, records: Mapping[str, Records], path: Path, *, form: str) -> Path:
    """See World.folder."""
    rng = np.random.default_rng([int(plan.rng.integers(2**32)), 3])
    path.mkdir(parents=True, exist_ok=True)
    start = np.datetime64(FIRST, "s")
    comments: dict[str, list[np.ndarray]] = {}
    dims = sorted({dim for one in records.values() for dim in one.dims})
    for table, one in records.items():
        n = len(one.day)
        names = np.char.add(table[0], np.arange(n).astype(str))
        at = start + one.day * 86400 + rng.integers(6 * 3600, 22 * 3600, n)
        customers = np.char.add("c", one.customer.astype(str))
        columns = {
            KEYS[table]: names,
            "created_at" if table == "orders" else "started_at": at,
            "customer_id": customers,
        }
        columns |= {dim: np.array(one.names[dim])[codes] for dim, codes in one.dims.items()}
        for metric, expected in one.expected.items():
            if plan.measures[metric].table != "feedback":
                columns[COLUMNS[metric]] = _typed(metric, expected.drawn)
        _rows(path / f"{table}.{form}", columns, form)
        # comments: late by hours or weeks, some of them without their key
        wrote = one.wrote
        comments.setdefault("at", []).append(
            at[wrote] + (rng.exponential(plan.delay * 86400, len(wrote)) + 600).astype(int)
        )
        lost = np.ones(len(wrote), dtype=bool) if plan.unlinked else rng.random(len(wrote)) < plan.lost
        for other in records:
            keys = np.where(lost, "", names[wrote]) if other == table else np.full(len(wrote), "")
            comments.setdefault(KEYS[other], []).append(keys)
        comments.setdefault("lang", []).append(np.array(LANGS)[one.lang[wrote]])
        for dim in dims:
            codes = np.array(one.names[dim])[one.dims[dim][wrote]] if dim in one.dims else np.full(len(wrote), "")
            comments.setdefault(dim, []).append(codes)
        survey = (
            one.expected["csat"].drawn[wrote]
            if plan.is_survey and "csat" in one.expected
            else np.full(len(wrote), np.nan)
        )
        comments.setdefault("score", []).append(survey)
        comments.setdefault("said", []).append(one.said)
    told = {name: np.concatenate(parts) for name, parts in comments.items()}
    order = np.argsort(told["at"], kind="stable")
    told = {name: column[order] for name, column in told.items()}
    _comments(plan, told, dims, path, form, rng)
    (path / "voc.toml").write_text(_project(plan, form), encoding="utf-8")
    onset = (FIRST + timedelta(days=plan.onset)).isoformat()
    asked = [{"metric": metric, "onset": onset} for metric in plan.metrics]
    (path / "questions.json").write_text(json.dumps(asked), encoding="utf-8")
    return path


def _comments(
    plan: Plan, told: dict[str, np.ndarray], dims: list[str], path: Path, form: str, rng: np.random.Generator
) -> None:
    n, said = len(told["at"]), told["said"]
    ids = np.char.add("f", np.arange(n).astype(str))
    columns = {"feedback_id": ids, "created_at": told["at"], **{key: told[key] for key in KEYS.values() if key in told}}
    columns["lang"] = told["lang"]
    if plan.unlinked:
        columns |= {dim: told[dim] for dim in dims}
    if plan.is_survey:
        columns["score"] = told["score"]
    if plan.is_raw:
        from benchmarks.planted.sentences import texts

        columns["text"] = np.array(texts(said, told["lang"], rng), dtype=object)
        columns.pop("lang")
    else:
        columns["text"] = np.array([
            NOTES[lang].format(number, " ".join(EVERY_TOPIC[place] for place in np.flatnonzero(row)) or "-")
            for number, (lang, row) in enumerate(zip(told["lang"], said, strict=True))
        ], dtype=object)  # fmt: skip
    _rows(path / f"feedback.{form}", columns, form)
    heard = said.copy()
    for lang, (found, false) in plan.skill.items():
        here = told["lang"] == lang
        drawn = rng.random((int(here.sum()), said.shape[1]))
        heard[here] = np.where(said[here], drawn < found, drawn < false)
    if not plan.is_raw:
        _labels(path / "topics_pred.csv", ids, heard)
    if plan.audit:
        checked = np.sort(rng.choice(n, min(plan.audit, n), replace=False))
        _labels(path / "audit.csv", ids[checked], said[checked], none=True)


def _labels(path: Path, ids: np.ndarray, said: np.ndarray, none: bool = False) -> None:
    rows = [f"{ids[row]},{EVERY_TOPIC[topic]}" for row, topic in zip(*np.nonzero(said), strict=True)]
    if none:
        rows += [f"{one}," for one in ids[~said.any(axis=1)]]
    path.write_text("\n".join(["feedback_id,topic", *rows]) + "\n", encoding="utf-8")


def _typed(metric: str, drawn: np.ndarray) -> np.ndarray | pa.Array:
    if metric in ("fcr", "return_rate"):
        return drawn.astype(bool)
    return drawn.astype(int) if metric == "abandonment_rate" else pa.array(drawn, from_pandas=True)


def _rows(path: Path, columns: Mapping[str, np.ndarray | pa.Array], form: str) -> None:
    made = {}
    for name, column in columns.items():
        if isinstance(column, pa.Array):
            made[name] = column
        elif column.dtype.kind == "M":
            made[name] = pa.array(column.astype("datetime64[ms]")).cast(pa.timestamp("ms", "UTC"))
        elif column.dtype.kind in "UO":
            made[name] = pa.array([one or None for one in column.tolist()], pa.string())
        else:
            made[name] = pa.array(column, from_pandas=True)
    table = pa.table(made)
    if form == "parquet":
        pq.write_table(table, path, compression="zstd")
    else:
        pcsv.write_csv(table, path)


def _project(plan: Plan, form: str) -> str:
    every = json.dumps(list(dict.fromkeys(dim for dims in plan.dims.values() for dim in dims)))
    text = f'[project]\nname = "Planted"\ntimezone = "UTC"\nperiod = "{plan.period}"\nsegments = {every}\n'
    for table in plan.rows:
        text += f'\n[[source]]\npath = "{table}.{form}"\ntable = "{table}"\n'
    text += f'\n[[source]]\npath = "feedback.{form}"\ntable = "feedback"\n'
    if plan.is_survey:
        text += '[source.score]\ntype = "csat"\nmin = 1\nmax = 5\ndirection = "higher_better"\n'
    for metric, one in plan.measures.items():
        dims = json.dumps(list(plan.dims["interactions" if one.table == "feedback" else one.table]))
        text += f'\n[[metric]]\nid = "{metric}"\ntable = "{one.table}"\nvalue = "{one.value}"\n'
        text += f'dims = {dims}\nworse = "{one.worse}"\n'
    lines = ([] if plan.is_raw else ['labels = "topics_pred.csv"']) + (['audit = "audit.csv"'] if plan.audit else [])
    if lines:
        text += "\n[classify]\n" + "\n".join(lines) + "\n"
    return text
