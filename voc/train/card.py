"""Card: what a tagger learned from, how often it is right, and what it must not be used for, for people.

For: CARD.md in the folder that `voc train` writes. Not for: the terminal (voc.cli.train). No comment is quoted in it.
"""

from __future__ import annotations

import math

from voc.classify import taught
from voc.classify.learn import LEAST_LABELS
from voc.train.plan import Plan
from voc.train.scores import Estimate, Scores
from voc.train.tiers import Learned

WIDE = 30  # comments with a topic below which its interval says little


def card(name: str, plan: Plan, learned: Learned) -> str:
    """The text of CARD.md: data, scores, how it was learned, limits; the same plan, the same text."""
    return "\n\n".join(
        ["# " + name, _data(plan), _how(learned), _scores(learned.scores), _limits(plan, learned)]
    ) + "\n"  # fmt: skip


def _data(plan: Plan) -> str:
    known = plan.labelled
    lines = ["## What it learned from", "", "| file | sha256 |", "|---|---|"]
    lines += [f"| {file} | `{sum_}` |" for file, sum_ in known.files]
    langs = ", ".join(f"{lang} {n:,}" for lang, n in plan.langs.items())
    lines += ["", f"{len(known.texts):,} comments: {langs}. Topics: `{plan.taxonomy.fingerprint[:12]}`.", ""]
    reasons: dict[str, int] = {}
    for one in known.refused:
        reasons[one.reason] = reasons.get(one.reason, 0) + one.n
    if reasons:
        lines.append(
            "Lines that taught nothing: " + ", ".join(f"{reason} {n:,}" for reason, n in reasons.items()) + "."
        )
    if known.repeated:
        lines.append(f"Lines that say again what another says: {known.repeated:,}.")
    lines.append(
        f"`{taught.FILE}` holds a short sum of each, by which `voc evaluate` knows them again; no word of them."
    )
    lines.append("The licence of these comments is not known to voc: whoever passes this folder on has to know it.")
    return "\n".join(lines).rstrip()


def _how(learned: Learned) -> str:
    return "\n".join(["## How it was learned", "", *(f"- {one}" for one in learned.how)])


def _scores(found: Scores) -> str:
    lines = [
        "## How often it is right", "",
        f"{found.how[0].upper()}{found.how[1:]}. n = {found.n:,} comments; in brackets 95 % intervals (by the "
        "counts of one topic, else bootstrap).",
        "", "| topic | n | found | right | F1 | phrases alone |", "|---|---|---|---|---|---|",
    ]  # fmt: skip
    for one in found.lines:
        lines.append(f"| {one.topic} | {one.n} | {one.found} | {one.right} | {shown(one.f1)} | {plain(one.phrases)} |")
    lines += [
        "",
        "| language | n | topics, macro-F1 | phrases alone | the model that ships | sentiment, macro-F1 | lexicon alone |",
        "|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for mean in found.means:
        lines.append(
            f"| {mean.lang} | {mean.n} | {shown(mean.topics)} | {plain(mean.phrases)} | {plain(mean.ships)} "
            f"| {shown(mean.overall)} "
            f"| {plain(mean.lexicon)} |"
        )
    if found.n_polarity:
        lines += ["", f"Sentiment of rightly found mentions: right {found.polarity:.2f}, n = {found.n_polarity:,}."]
    return "\n".join(lines)


def _limits(plan: Plan, learned: Learned) -> str:
    found = learned.scores
    few = ", ".join(f"{topic} ({n})" for topic, n in plan.few.items() if topic not in plan.everywhere)
    every = ", ".join(f"{topic} ({plan.few[topic]:,})" for topic in plan.everywhere)
    unsure = ", ".join(one.topic for one in found.lines if one.n < WIDE)
    worse = ", ".join(one.topic for one in found.lines if one.n and one.phrases > one.f1[0])
    lines = ["## Known limits", ""]
    lines += (
        [f"- Fewer than {LEAST_LABELS} labels in every language, not learned, left to {learned.left}: {few}."]
        if few
        else []
    )
    if every:
        lines.append(
            f"- Fewer than {LEAST_LABELS} comments without them, not learned, left to {learned.left}: {every}."
        )
    if plan.elsewhere:
        lines.append(f"- Not learned, by language: {', '.join(f'{one} {n:,}' for one, n in plan.elsewhere.items())}.")
    lines += [f"- {one}." for one in learned.limits]
    lines += [f"- Scored on fewer than {WIDE} comments, so that the F1 says little: {unsure}."] if unsure else []
    lines += [f"- Phrases alone were no worse here: {worse}."] if worse else []
    if plan.labelled.is_complaints:
        lines.append(
            "- Readers looked for complaints alone: praise of a topic is not found, and every mention is a complaint."
        )
    lines.append(
        "- It knows comments like those above; on another source, product or year, measure again: `voc evaluate`."
    )
    lines.append("- Not for judging single people, customers or staff, and not for anything decided without a person.")
    return "\n".join(lines)


def shown(estimate: Estimate) -> str:
    """An estimate with its interval, "-" where there is none."""
    est, lo, hi = estimate
    if math.isnan(est):
        return "-"
    return f"{est:.2f}" if math.isnan(lo) else f"{est:.2f} [{lo:.2f} … {hi:.2f}]"


def plain(value: float) -> str:
    """Two decimals, "-" where there is no number."""
    return "-" if math.isnan(value) else f"{value:.2f}"
