"""Rules on scores: which scale, counted how, and which end is good.

For: `lint`. Not for: scores outside their scale, which `ingest` rejects.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from voc.lint.facts import ENOUGH, Facts, Line, line, part, share, some
from voc.wording import SEMICOLON, Phrase, join

if TYPE_CHECKING:
    import pandas as pd

_FELT = 20  # comments that praise, and that complain, before a scale is doubted
_MANY = 100  # answers of which none lies in the upper half, before a scale is doubted
_APART = 0.1  # of the scale: by so much must complaints score higher than praise


def mixed_scales(facts: Facts) -> Iterator[Line]:
    """One score type on more than one scale."""
    rows = facts.rows("feedback", "score", "score_type", "score_min", "score_max", "source")
    if rows is None:
        return
    for kind, of_kind in rows[rows["score"].notna()].groupby("score_type", sort=True):
        scales = of_kind.groupby(["score_min", "score_max"], sort=True)
        if scales.ngroups < 2:
            continue
        told = [
            part("mixed_scales", "one", low=f"{low:g}", high=f"{high:g}", files=_files(one), n=len(one))
            for (low, high), one in scales
        ]
        yield line("mixed_scales", len(of_kind), type=str(kind), n_scales=len(told), scales=join(told, SEMICOLON))


def _files(rows: pd.DataFrame) -> Phrase:
    return some(sorted(rows["source"].dropna().unique()))


def unused_half(facts: Facts) -> Iterator[Line]:
    """A scale of whose upper half nobody chose anything: 1 to 10 declared where 1 to 5 was asked. One whose lowest answer is
    the best is left alone: there nobody need be unhappy."""
    rows = facts.rows("feedback", "score", "score_type", "score_min", "score_max", "source")
    if rows is None:
        return
    rows = rows[rows["score"].notna()]
    for (kind, source, *_), one in rows.groupby(["score_type", "source", "score_min", "score_max"], sort=True):
        low, high, most = float(one["score_min"].iloc[0]), float(one["score_max"].iloc[0]), float(one["score"].max())
        if len(one) < _MANY or high - low < 2 or most > (low + high) / 2 or source in facts.turned:
            continue
        yield line(
            "unused_half", len(one), type=str(kind), source=str(source), low=f"{low:g}", high=f"{high:g}",
            least=f"{one['score'].min():g}", most=f"{most:g}",
        )  # fmt: skip


def top_two(facts: Facts) -> Iterator[Line]:
    """CSAT on a scale of which the two best answers are not what "satisfied" means."""
    rows = facts.rows("feedback", "score", "score_type", "score_min", "score_max")
    if rows is None or "csat" not in facts.metrics:
        return
    csat = rows[(rows["score_type"] == "csat") & rows["score"].notna()]
    for (low, high), one in csat.groupby(["score_min", "score_max"], sort=True):
        steps = round(float(one["score_max"].iloc[0] - one["score_min"].iloc[0])) + 1
        if 4 <= steps <= 11:
            continue
        n_top = int((one["score"] >= one["score_max"] - 1).sum())
        yield line(
            "top_two", len(one), why="why_few" if steps < 4 else "why_many",
            low=f"{low:g}", high=f"{high:g}", share=share(n_top, len(one)), steps=steps,
        )  # fmt: skip


def csat_two_ways(facts: Facts) -> Iterator[Line]:
    """CSAT as a mean here and as a percentage there: figures that came in counted, and metrics of the project's own."""
    rows = facts.rows("feedback", "score", "score_type", "score_min", "score_max")
    if rows is None:
        return
    csat = rows[(rows["score_type"] == "csat") & rows["score"].notna()]
    if csat.empty:
        return
    n_top = int((csat["score"] >= csat["score_max"] - 1).sum())
    mean = f"{csat['score'].mean():.2f}"
    ours = part("csat_two_ways", "ours", mean=mean, n=len(csat), share=share(n_top, len(csat)))
    given = facts.rows("metrics", "metric", "value")
    is_named = given["metric"].str.contains("csat|satisf|满意|滿意", case=False) if given is not None else None
    for name, one in given[is_named].groupby("metric", sort=True) if given is not None else ():
        low, high = float(one["value"].min()), float(one["value"].max())
        if low >= float(csat["score_min"].min()) and 1 < high <= float(csat["score_max"].max()):
            continue  # a mean, as it seems
        yield line(
            "csat_two_ways", len(one), found="found_given", do="do_given",
            name=str(name), low=f"{low:g}", high=f"{high:g}", ours=ours,
        )  # fmt: skip
    for metric in facts.metrics.values():
        if metric.is_builtin or "csat" not in f"{metric.id} {metric.value}".lower():
            continue
        yield line(
            "csat_two_ways",
            len(csat),
            found="found_own",
            do="do_own",
            name=metric.id,
            value=repr(metric.value),
            ours=ours,
        )


def nps_scale(facts: Facts) -> Iterator[Line]:
    """NPS from answers on another scale than 0 to 10, or from answers among which nobody ever chose 0."""
    rows = facts.rows("feedback", "score", "score_type", "score_min", "score_max", "source")
    if rows is None:
        return
    nps = rows[(rows["score_type"] == "nps") & rows["score"].notna()]
    for (low, high), one in nps.groupby(["score_min", "score_max"], sort=True):
        files = _files(one)
        if (low, high) != (0, 10):
            yield line(
                "nps_scale", len(one), "found_other", "why_other", "do_other",
                low=f"{low:g}", high=f"{high:g}", files=files,
            )  # fmt: skip
            continue
        n_one, n_zero = int((one["score"] == 1).sum()), int((one["score"] == 0).sum())
        if len(one) >= 10 * ENOUGH and n_one >= 5 and n_zero == 0:
            chose = share(n_one, len(one))
            yield line("nps_scale", len(one), "found_zero", "why_zero", "do_zero", files=files, share=chose)


def reversed_scale(facts: Facts) -> Iterator[Line]:
    """Comments that complain score higher than comments that praise."""
    rows = facts.rows("feedback", "feedback_id", "score", "score_type", "score_min", "score_max", "source")
    if rows is None or not facts.feelings:
        return
    rows["feeling"] = rows["feedback_id"].map(facts.feelings)
    rows = rows[rows["score"].notna() & rows["feeling"].notna()]
    for (kind, source), one in rows.groupby(["score_type", "source"], sort=True):
        good, bad = (one.loc[one["feeling"] == feeling, "score"] for feeling in ("positive", "negative"))
        span = float((one["score_max"] - one["score_min"]).max())
        if min(len(good), len(bad)) < _FELT or bad.mean() - good.mean() < _APART * span:
            continue
        yield line(
            "reversed_scale", len(good) + len(bad), type=str(kind), source=str(source),
            bad=f"{bad.mean():.2f}", n_bad=len(bad), good=f"{good.mean():.2f}", n_good=len(good),
        )  # fmt: skip
