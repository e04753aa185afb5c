"""Quotes: the comments to show for a topic and a shift.

For: evidence ids - in the segment, after the onset (before it, where a complaint went away), sure mentions, on records
that went badly, one a customer, spread over languages and weeks. Not for: the text itself, which the report takes from
`feedback`, masked.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from voc.explain.drivers import Candidate
from voc.explain.shift import Shift
from voc.explain.voices import Voices

MOST = 12


@dataclass(frozen=True)
class Evidence:
    """Feedback ids, the most telling first, and how many comments with the topic hang on a record that went well."""

    ids: tuple[str, ...]
    n_counter: int


def evidence(found: Shift, one: Candidate, heard: Voices, mentions: pd.DataFrame, langs: pd.Series) -> Evidence:
    """The Evidence for one topic; `langs` is the language by feedback_id. Empty where no comment is linked."""
    topic = one.topic
    if topic not in heard.topics:
        return Evidence((), 0)
    late = heard.inside(found.segment) & heard.during(one.spoken(found)) & heard.said[:, heard.topics.index(topic)]
    if not late.any():
        return Evidence((), 0)
    rows = pd.DataFrame({
        "feedback_id": heard.ids[late],
        "customer": heard.customers[late],
        "at": heard.at[late] // found.cells.block,
        "value": heard.value[late] * found.harm,
    })  # fmt: skip
    sure = mentions[mentions["topic"] == topic].groupby("feedback_id")["confidence"].max()
    rows["sure"] = rows["feedback_id"].map(sure).fillna(0.0)
    rows["lang"] = rows["feedback_id"].map(langs).fillna("und")
    bad = rows["value"] >= rows["value"].median()
    typical = heard.value.mean() * found.harm
    n_counter = int((rows["value"] < min(typical, rows["value"].max())).sum())
    ranked = rows.assign(bad=bad).sort_values(
        ["bad", "sure", "feedback_id"], ascending=[False, False, True], kind="stable"
    )
    ranked = ranked.drop_duplicates("customer")
    # Round by round: the best of each language and week first, then the second best of each.
    ranked["round"] = ranked.groupby(["lang", "at"], sort=False).cumcount()
    ranked["in_lang"] = ranked.groupby("lang", sort=False).cumcount()
    ranked = ranked.sort_values(["bad", "in_lang", "round", "lang"], ascending=[False, True, True, True], kind="stable")
    return Evidence(tuple(ranked["feedback_id"].head(MOST)), n_counter)
