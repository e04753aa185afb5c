"""Data checks: did the data change where the metric moved? Asked of every shift before any topic is looked at.

For: the verdict `artifact`, reasons that hold a grade down, and the list "Is it the data?" of the report. Not for: what
customers say.

A planted cause makes more people write, so that more comments come in is no sign of bad data: a shift is called an
artifact only where it goes away when the makeup of before is put back (see `reweight`), and only where it is a metric that
customers answer. A metric counted over all records does not change with who writes about them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from voc.explain import search
from voc.explain.artifacts import without
from voc.explain.cells import Cells
from voc.explain.collection import Collection, is_answered
from voc.explain.first_seen import new_values
from voc.explain.memory import judged
from voc.explain.noise import track
from voc.explain.reweight import ClassRows, made, same_classes, same_readiness, takes_away
from voc.explain.shift import NOT_KNOWN, Estimate, Shift
from voc.metrics import LINK_RATE, RESPONSE_RATE, VOLUME, Metric

# A change matters from a tenth of all rows on, or a quarter of what there was: with many rows trifles are clear too.
MATTERS, MATTERS_OF_IT = 0.10, 0.25
# The same for who answers: by how much the share of an outcome among answers must depart from what records give.
SELECTED = 0.05
LEAST = 30
MOST_CLASSES = 8
NEAR_DAYS = 14
# The code of the reason that each check gives.
CODES = {
    "response_rate": "response_rate_changed", "link_rate": "link_rate_changed", "key_rate": "key_rate_changed",
    "volume": "volume_changed", "feedback_volume": "feedback_volume_changed", "lang_mix": "lang_mix_changed",
    "source_mix": "source_mix_changed", "tagger": "tagger_changed", "first_seen": "first_seen",
    "collection_start": "collection_start", "score_scale": "score_scale_changed",
    "survey_wording": "survey_wording_changed",
}  # fmt: skip
# Checks that say nothing against a topic by themselves: where more happens, more is written.
MILD = ("feedback_volume",)
_MIXES = {"lang": "lang_mix", "source": "source_mix", "score_scale": "score_scale", "survey_wording": "survey_wording",
          "tagger": "tagger"}  # fmt: skip


@dataclass(frozen=True)
class DataCheck:
    """One check. `before`, `after` are a rate or share 0..1, or rows a period; `left` is what is left of the shift with
    the makeup of before, in the metric's unit."""

    check: str
    detail: str
    before: float
    after: float
    p: float
    matters: bool
    n_before: int
    n_after: int
    left: Estimate = NOT_KNOWN
    is_changed: bool = False

    @property
    def reason(self) -> str:
        """`code: detail before -> after`."""
        if self.check in ("first_seen", "collection_start"):
            return f"{CODES[self.check]}: {self.detail}"
        form = "{:.0f}" if self.check.endswith("volume") else "{:.3f}"
        size = f"{form.format(self.before)} -> {form.format(self.after)}"
        return f"{CODES[self.check]}: {self.detail} {size}" if self.detail else f"{CODES[self.check]}: {size}"


def doubted(found: Shift, metric: Metric, collected: Collection) -> tuple[Shift, tuple[DataCheck, ...]]:
    """(the shift, an artifact where a check takes it away; every check that could run, changed ones first)."""
    if found.missing:
        return found, ()
    ran = list(_checks(found, metric, collected))
    tested = max(1, sum(np.isfinite(one.p) for one in ran))
    ran = [
        replace(one, is_changed=one.matters and (not np.isfinite(one.p) or one.p * tested <= search.ALPHA))
        for one in ran
    ]
    ran.sort(key=lambda one: (not one.is_changed, list(CODES).index(one.check), one.detail))
    if not found.is_real:
        return found, tuple(ran)
    away = [one for one in ran if one.is_changed and takes_away(one.left, found)]
    # Of several that take it away, the one that leaves least of it.
    away.sort(key=lambda one: (abs(np.nan_to_num(one.left[0])), one.check))
    return (replace(found, artifact=away[0].reason) if away else found), tuple(ran)


def _checks(found: Shift, metric: Metric, collected: Collection) -> Iterator[DataCheck]:
    answered = is_answered(metric, collected)
    for (name, table), cells in collected.rates.items():
        if metric.table in (table, "feedback"):
            yield from _rate(found, name, table if metric.table == "feedback" else "", cells)
    yield from _selected(found, metric, collected, answered)
    yield from _key(found, collected)
    yield from _volume(found, "volume" if metric.table != "feedback" else "feedback_volume", found.cells)
    if metric.table != "feedback":
        yield from _volume(found, "feedback_volume", collected.volume)
    for made_of, check in _MIXES.items():
        own = collected.makeup.get((metric.id, made_of))
        rows = own if own is not None else collected.makeup.get((VOLUME, made_of))
        if rows is not None:
            yield from _mix(found, check, rows, is_own=own is not None)
    yield from _first_seen(found)
    yield from _starts(found, collected, answered)


def _aligned(found: Shift, cells: Cells) -> tuple[np.ndarray, np.ndarray] | None:
    """(n, total) of other cells on the shift's calendar and in its segment, as far as they have its dimensions; None where
    they have another calendar."""
    if cells.period != found.cells.period or not len(cells.periods):
        return None
    mask = np.ones(len(cells.n), dtype=bool)
    for dim, value in found.segment.where:
        if dim in cells.keys:
            mask &= cells.keys[dim].to_numpy() == value
    laid = []
    at = np.searchsorted(found.cells.periods, cells.periods)
    fits = (at < len(found.cells.periods)) & (cells.periods >= found.cells.periods[0])
    for values in (cells.n[mask].sum(axis=0), cells.total[mask].sum(axis=0)):
        one = np.zeros(len(found.cells.periods))
        one[at[fits]] = values[fits]
        laid.append(one)
    return laid[0], laid[1]


def _tested(found: Shift, n: np.ndarray, total: np.ndarray, variance: float | np.ndarray) -> np.ndarray:
    """p of each series' own change from before to after."""
    return judged(track(n, total, variance), None, **found.compared.compared).p


def _spread(share: float) -> float:
    share = min(max(share, 0.005), 0.995)
    return share * (1 - share)


def _matters(before: float, after: float) -> bool:
    return abs(after - before) >= MATTERS or (before > 0 and abs(after / before - 1) >= MATTERS_OF_IT)


def _share_check(found: Shift, check: str, detail: str, n: np.ndarray, total: np.ndarray) -> Iterator[DataCheck]:
    rows = [float(n[window].sum()) for window in (found.before, found.after)]
    if min(rows) < LEAST:
        return
    before, after = (float(total[w].sum()) / r for w, r in zip((found.before, found.after), rows, strict=True))
    p = float(_tested(found, n, total, _spread(float(total.sum() / n.sum())))[0])
    yield DataCheck(check, detail, before, after, p, _matters(before, after), int(rows[0]), int(rows[1]))


def _rate(found: Shift, name: str, table: str, cells: Cells) -> Iterator[DataCheck]:
    laid = _aligned(found, cells)
    if laid is not None:
        yield from _share_check(found, {RESPONSE_RATE: "response_rate", LINK_RATE: "link_rate"}[name], table, *laid)


def _key(found: Shift, collected: Collection) -> Iterator[DataCheck]:
    rows = collected.makeup.get((VOLUME, "key"))
    one = made(rows, replace(found, segment=_everywhere(found))) if rows is not None else None
    if one is not None and "yes" in one.values:
        yield from _share_check(found, "key_rate", "", one.n.sum(axis=0), one.n[one.values.index("yes")])


def _everywhere(found: Shift) -> search.Segment:
    return search.Segment((), np.ones(len(found.cells.n), dtype=bool))


def _selected(found: Shift, metric: Metric, collected: Collection, answered: bool) -> Iterator[DataCheck]:
    """Who answers, by the outcome of the record: of the metric's own answers, else of the comments by the metric itself."""
    for (name, made_of), rows in collected.makeup.items():
        of, _, outcome = made_of.partition(":")
        is_own = answered and name == metric.id
        if of != "outcome" or not (is_own or (name == RESPONSE_RATE and outcome == metric.id)):
            continue
        one = made(rows, found)
        if one is None or len(one.values) < 2:
            continue
        asked, said = ([values[:, w].sum(axis=1) for w in (found.before, found.after)] for values in (one.asked, one.n))
        if min(float(each.min()) for each in (*asked, *said)) < LEAST:
            continue
        ready = [s / a for s, a in zip(said, asked, strict=True)]
        expected = one.asked * ready[0][:, None]
        sums = expected.sum(axis=0)
        usual = np.divide(expected[-1], sums, out=np.zeros_like(sums), where=sums > 0)
        n = np.where(sums > 0, one.n.sum(axis=0), 0.0)
        apart = np.where(sums > 0, one.n[-1] - n * usual, 0.0)
        changes = [apart[w].sum() / n[w].sum() for w in (found.before, found.after)]
        share = float(one.n[-1].sum() / one.n.sum())
        p = float(_tested(found, n, apart, _spread(share))[0])
        ratio = np.abs(np.log(ready[1] / ready[0]))
        chosen = int(np.argmax(ratio))
        yield DataCheck(
            "response_rate", f"{outcome}={one.values[chosen]}", float(ready[0][chosen]), float(ready[1][chosen]), p,
            abs(changes[1] - changes[0]) >= SELECTED, int(asked[0][chosen]), int(asked[1][chosen]),
            same_readiness(one, found) if is_own else NOT_KNOWN,
        )  # fmt: skip


def _volume(found: Shift, check: str, cells: Cells) -> Iterator[DataCheck]:
    laid = _aligned(found, cells)
    if laid is None:
        return
    rows, ones = laid[0], np.ones(len(laid[0]))
    before, after = (float(rows[window].mean()) if rows[window].size else 0.0 for window in (found.before, found.after))
    if not before or not rows[found.after].size:
        return
    p = float(_tested(found, ones, rows, max(float(rows.mean()), 1e-9))[0])
    matters = max(after / before, before / after if after else np.inf) >= 1 + MATTERS_OF_IT
    n = [int(rows[window].sum()) for window in (found.before, found.after)]
    yield DataCheck(check, "", before, after, p, bool(matters), n[0], n[1])


def _mix(found: Shift, check: str, rows: ClassRows, *, is_own: bool) -> Iterator[DataCheck]:
    one = made(rows, found)
    if one is None or len(one.values) < 2:
        return
    n = one.n.sum(axis=0)
    counted = [float(n[window].sum()) for window in (found.before, found.after)]
    if min(counted) < LEAST:
        return
    shares = [one.n[:, window].sum(axis=1) / rows_ for window, rows_ in
              zip((found.before, found.after), counted, strict=True)]  # fmt: skip
    most = np.argsort(-np.abs(shares[1] - shares[0]), kind="stable")[:MOST_CLASSES]
    whole = one.n.sum(axis=1) / one.n.sum()
    p = _tested(found, np.broadcast_to(n, one.n.shape), one.n, np.array([_spread(share) for share in whole]))
    chosen = int(most[0])
    apart = float(np.abs(shares[1] - shares[0]).sum() / 2)
    yield DataCheck(
        check, one.values[chosen], float(shares[0][chosen]), float(shares[1][chosen]),
        min(1.0, float(p.min()) * max(1, len(one.values) - 1)), apart >= MATTERS, int(counted[0]), int(counted[1]),
        same_classes(one, found) if is_own else NOT_KNOWN,
    )  # fmt: skip


def _first_seen(found: Shift) -> Iterator[DataCheck]:
    for dim, value, mask in new_values(found.cells, found.before, found.after)[:1]:
        late = mask & found.segment.cells
        if late.any():
            n = [int(found.cells.n[late, window].sum()) for window in (found.before, found.after)]
            shares = [r / max(found.cells.n[found.segment.cells, w].sum(), 1.0)
                      for r, w in zip(n, (found.before, found.after), strict=True)]  # fmt: skip
            yield DataCheck(
                "first_seen", f"{dim}={value} {found.cells.day(found.onset)}", shares[0], shares[1], float("nan"), True,
                n[0], n[1], without(found, late),
            )  # fmt: skip


def _starts(found: Shift, collected: Collection, answered: bool) -> Iterator[DataCheck]:
    """A collection of feedback that starts within NEAR_DAYS of the onset."""
    cells, onset = collected.volume, found.cells.periods[found.onset]
    for start in collected.starts:
        if abs((cells.periods[start.at] - onset).astype(int)) > NEAR_DAYS:
            continue
        late = np.zeros(len(found.cells.n), dtype=bool)
        if start.dim in found.cells.keys:
            late = (found.cells.keys[start.dim].to_numpy() == start.value) & found.segment.cells
            if not late.any():
                continue
        rows = cells.n[start.cells]
        yield DataCheck(
            "collection_start", f"{start.dim}={start.value} {cells.day(start.at)}", start.before, start.after,
            float("nan"), True, int(rows[:, : start.at].sum()), int(rows[:, start.at :].sum()),
            without(found, late) if answered and late.any() else NOT_KNOWN,
        )  # fmt: skip
