"""Rules on scores: which scale, counted how, and which end is good.

For: `lint`. Not for: scores outside their scale, which `ingest` rejects.
"""

from __future__ import annotations

from collections.abc import Iterator

from voc.lint.facts import ENOUGH, Facts, Line, share, some

_FELT = 20  # comments that praise, and that complain, before a scale is doubted
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
            f"{low:g} to {high:g} in {some(sorted(one['source'].dropna().unique()))} (n = {len(one)})"
            for (low, high), one in scales
        ]
        yield Line(
            "mixed_scales", f"{kind} is asked on {len(told)} scales: {'; '.join(told)}", len(of_kind),
            "4 of 5 and 4 of 10 are different answers, and a mean over both moves with how many answers each source sends",
            "read each scale by itself: segments = [\"source\"], or give one of them type = \"other\" in [source.score]",
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
        yield Line(
            "top_two", f"csat on a scale of {low:g} to {high:g}: its two best answers are "
            f"{share(n_top, len(one))}", len(one),
            f"csat counts the two best answers; on {steps} steps that is "
            + ("nearly every answer" if steps < 4 else "only the very top"),
            'give this source type = "other" (or "thumbs" for two steps), and a [[metric]] that says who counts '
            'as satisfied',
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
    ours = (
        f"of the answers read here the mean is {csat['score'].mean():.2f} (n = {len(csat)}) and {share(n_top, len(csat))} "
        "are in the two best"
    )
    why = "a mean of 4.1 and 82 satisfied of 100 can come from the same answers, and one may rise while the other falls"
    given = facts.rows("metrics", "metric", "value")
    is_named = given["metric"].str.contains("csat|satisf|满意|滿意", case=False) if given is not None else None
    for name, one in given[is_named].groupby("metric", sort=True) if given is not None else ():
        low, high = float(one["value"].min()), float(one["value"].max())
        if low >= float(csat["score_min"].min()) and 1 < high <= float(csat["score_max"].max()):
            continue  # a mean, as it seems
        yield Line(
            "csat_two_ways",
            f"figure {name!s} runs from {low:g} to {high:g} (n = {len(one)}), as a percentage or a share does; {ours}",
            len(one), why, "compare it with csat (share of the two best answers), never with csat_mean",
        )  # fmt: skip
    for metric in facts.metrics.values():
        if metric.is_builtin or "csat" not in f"{metric.id} {metric.value}".lower():
            continue
        yield Line(
            "csat_two_ways", f"metric {metric.id} counts csat by {metric.value!r}; {ours}", len(csat), why,
            "say in its `name` whether it is a mean or a share, and compare it with the built-in metric of that kind",
        )  # fmt: skip


def nps_scale(facts: Facts) -> Iterator[Line]:
    """NPS from answers on another scale than 0 to 10, or from answers among which nobody ever chose 0."""
    rows = facts.rows("feedback", "score", "score_type", "score_min", "score_max", "source")
    if rows is None:
        return
    nps = rows[(rows["score_type"] == "nps") & rows["score"].notna()]
    for (low, high), one in nps.groupby(["score_min", "score_max"], sort=True):
        files = some(sorted(one["source"].dropna().unique()))
        if (low, high) != (0, 10):
            yield Line(
                "nps_scale", f"nps is asked on {low:g} to {high:g} in {files} (n = {len(one)})", len(one),
                "NPS is 9 and 10 less 0 to 6 on a scale of 0 to 10; on another scale the same people give another number",
                'use type = "other" for this source, or the question as it was asked if it was 0 to 10',
            )  # fmt: skip
            continue
        n_one, n_zero = int((one["score"] == 1).sum()), int((one["score"] == 0).sum())
        if len(one) >= 10 * ENOUGH and n_one >= 5 and n_zero == 0:
            yield Line(
                "nps_scale", f"nobody chose 0 in {files} while {share(n_one, len(one))} chose 1", len(one),
                "where 0 is offered some choose it; a question from 1 to 10 is not the one NPS is compared by",
                "look at the question: if it began at 1, declare min = 1",
            )  # fmt: skip


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
        yield Line(
            "reversed_scale",
            f"{kind} in {source}: comments that complain score {bad.mean():.2f} (n = {len(bad)}), comments that praise "
            f"{good.mean():.2f} (n = {len(good)})", len(good) + len(bad),
            "after reading, higher is better; here the words say the opposite, so every figure from this score "
            "would be upside "
            "down (effort scores are often asked with 1 as the best)",
            'look at the question; if its lowest answer is the best, set direction = "lower_better" in [source.score]',
        )  # fmt: skip
