"""Rules on durations and dates: units, what a duration is made of, whose reply counts, what came before what.

For: `lint`. Not for: times that cannot be read, which `ingest` rejects.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from voc.lint.facts import ENOUGH, Facts, Line, line, part, share

_SHORT = {"handle_s": 30.0, "talk_s": 20.0, "resolution_s": 60.0}  # seconds: a median below is no second
_LONG = {"handle_s": 6 * 3600.0, "talk_s": 6 * 3600.0, "hold_s": 6 * 3600.0, "queue_wait_s": 24 * 3600.0}
_WITHIN = 2.0  # seconds, for rounding
_MOST = 0.8  # of the contacts must fit a sum


def minutes_as_seconds(facts: Facts) -> Iterator[Line]:
    """Durations too short for seconds, or a sixtieth of what the start and the end say."""
    for column, least in _SHORT.items():
        rows = facts.rows("interactions", column)
        if rows is None:
            continue
        values = rows[column][rows[column] > 0]
        ratio, n = _span_over(facts, column)
        is_sixtieth = n >= ENOUGH and 50 <= ratio <= 70
        if len(values) < ENOUGH or not (values.median() < least or is_sixtieth):
            continue
        yield line(
            "minutes_as_seconds", len(values), found="found_beside" if is_sixtieth else "found",
            column=column, median=f"{values.median():g}", ratio=f"{ratio:.0f}", n_beside=n,
        )  # fmt: skip


def milliseconds_as_seconds(facts: Facts) -> Iterator[Line]:
    """Durations too long for seconds, or a thousand times what the start and the end say."""
    for column, most in _LONG.items():
        rows = facts.rows("interactions", column)
        if rows is None:
            continue
        values = rows[column][rows[column] > 0]
        if len(values) >= ENOUGH and values.median() > most:
            median, hours = f"{values.median():g}", f"{values.median() / 3600:.1f}"
            yield line("milliseconds_as_seconds", len(values), column=column, median=median, hours=hours)


def _span_over(facts: Facts, column: str) -> tuple[float, int]:
    """(median of ended_at - started_at over a duration, n)."""
    rows = facts.rows("interactions", column, "started_at", "ended_at")
    if rows is None:
        return 0.0, 0
    rows = rows[(rows[column] > 0) & rows["ended_at"].notna() & rows["started_at"].notna()]
    seconds = (rows["ended_at"] - rows["started_at"]).dt.total_seconds()
    ratio = seconds / rows[column]
    return (float(ratio.median()), len(ratio)) if len(ratio) else (0.0, 0)


def handle_parts(facts: Facts) -> Iterator[Line]:
    """Handle time that is not talk + hold + after-contact work: with the wait in it, without the work after, or mixed."""
    rows = facts.rows("interactions", "handle_s", "talk_s", "source")
    if rows is None:
        return
    more = {name: facts.rows("interactions", name) for name in ("hold_s", "acw_s", "queue_wait_s")}
    for name, column in more.items():
        rows[name] = column[name] if column is not None else np.nan
    rows = rows[rows["handle_s"].notna() & rows["talk_s"].notna()]
    base = rows["talk_s"]
    hold, acw, wait = (rows[name].fillna(0.0) for name in ("hold_s", "acw_s", "queue_wait_s"))
    sums = {"talk_hold_work": base + hold + acw}
    if more["queue_wait_s"] is not None:
        sums["talk_hold_work_wait"] = base + hold + acw + wait
        sums["talk_hold_wait"] = base + hold + wait
    if more["acw_s"] is not None:
        sums["talk_hold"] = base + hold
    if more["hold_s"] is not None:
        sums["talk_work"] = base + acw
        sums["talk"] = base
    fits = pd.DataFrame({name: (rows["handle_s"] - total).abs() <= _WITHIN for name, total in sums.items()})
    right = next(iter(sums))
    for source, one in rows.groupby("source", sort=True):
        mine = fits.loc[one.index]
        if len(one) < ENOUGH or mine[right].mean() >= _MOST:
            continue
        best = str(mine.mean().idxmax())
        n_best, n_right = int(mine[best].sum()), int(mine[right].sum())
        fits_best = mine[best].mean() >= _MOST
        yield line(
            "handle_parts", len(one), found="found_other" if fits_best else "found_none", source=str(source),
            best=part("handle_parts", best), share_best=share(n_best, len(one)),
            right=part("handle_parts", right), share_right=share(n_right, len(one)),
        )  # fmt: skip


def bot_replies(facts: Facts) -> Iterator[Line]:
    """First response that is the reply of a bot or the system: by the turns; else too fast for a person."""
    told = facts.rows("interactions", "interaction_id", "first_response_s")
    if told is None:
        return
    turns = facts.rows("turns", "interaction_id", "role", "start_s")
    if turns is not None:
        starts = turns[turns["start_s"].notna()].pivot_table("start_s", "interaction_id", "role", "min")
        if {"agent", "customer"} & set(starts.columns) and {"bot", "system"} & set(starts.columns):
            machine = starts[[name for name in ("bot", "system") if name in starts]].min(axis=1)
            person = starts["agent"] if "agent" in starts else pd.Series(np.nan, starts.index)
            asked = starts["customer"] if "customer" in starts else pd.Series(0.0, starts.index)
            known = told.dropna().set_index("interaction_id")["first_response_s"]
            frame = pd.DataFrame({"machine": machine, "person": person, "asked": asked, "told": known}).dropna(
                subset=["machine", "told"]
            )
            since = frame["machine"] - np.minimum(frame["asked"].fillna(0.0), frame["machine"])
            is_machine = ((frame["told"] - since).abs() <= _WITHIN) | (
                (frame["told"] - frame["machine"]).abs() <= _WITHIN
            )
            is_machine &= ~(frame["person"] <= frame["machine"] + _WITHIN + 3)
            n = int(is_machine.sum())
            if n >= 10 and n >= 0.2 * len(frame):
                yield line("bot_replies", n, found="found_turns", do="do_turns", share=share(n, len(frame)))
                return
    values = told["first_response_s"].dropna()
    n_fast = int((values <= 2).sum())
    if len(values) >= ENOUGH and n_fast >= 0.5 * len(values):
        yield line("bot_replies", len(values), found="found_fast", do="do_fast", share=share(n_fast, len(values)))


def ends_before_start(facts: Facts) -> Iterator[Line]:
    """Contacts that end, visits that end and orders that arrive before they begin; durations below zero."""
    pairs = (("interactions", "started_at", "ended_at"), ("sessions", "started_at", "ended_at"),
             ("orders", "created_at", "delivered_at"), ("orders", "created_at", "promised_at"))  # fmt: skip
    for table, first, last in pairs:
        rows = facts.rows(table, first, last)
        if rows is None:
            continue
        rows = rows.dropna()
        n = int((rows[last] < rows[first]).sum())
        if n:
            yield line(
                "ends_before_start", n, "found_order", "why_order", "do_order",
                last=last, first=first, share=share(n, len(rows)), table=table,
            )  # fmt: skip
    for column in ("queue_wait_s", "first_response_s", "talk_s", "hold_s", "acw_s", "handle_s", "resolution_s"):
        rows = facts.rows("interactions", column)
        n = int((rows[column] < 0).sum()) if rows is not None else 0
        if rows is not None and n:
            below = share(n, int(rows[column].notna().sum()))
            yield line(
                "ends_before_start", n, "found_negative", "why_negative", "do_negative", column=column, share=below
            )


def answer_before_contact(facts: Facts) -> Iterator[Line]:
    """Answers that were written before the contact or order that they are about."""
    for table, key, began in (("interactions", "interaction_id", "started_at"), ("orders", "order_id", "created_at")):
        said, records = facts.rows("feedback", key, "created_at"), facts.rows(table, key, began)
        if said is None or records is None:
            continue
        records = records.rename(columns={began: "began_at"})
        both = said.dropna().merge(records.dropna(), on=key)
        early = (both["began_at"] - both["created_at"]).dt.total_seconds()
        n = int((early > 0).sum())
        if len(both) < ENOUGH or n < 0.05 * len(both):
            continue
        hours = float(early[early > 0].median()) / 3600
        yield line("answer_before_contact", n, share=share(n, len(both)), began=began, hours=f"{hours:.1f}")
