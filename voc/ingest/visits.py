"""Visits that go on in the next file: exports of events have a file a day, and people shop past midnight.

For: `assemble`. Not for: the same events in two files (a day's export and what was streamed of it), whose times overlap:
these are versions of one visit, and `twice` says which stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from voc.ingest.pieces import Place, moved
from voc.ingest.rows import Part

STEPS = ("view_item", "add_to_cart", "begin_checkout", "add_shipping_info", "add_payment_info", "purchase")
_KEY, _COUNT = "session_id", "n_events"
_NEEDED = {_KEY, _COUNT, "started_at", "ended_at"}


def gone_on(parts: Sequence[Part]) -> list[Part]:
    """`parts` with visits that one format made of the events of several files as one row each: what begins where the file
    before ends is put into the row of the beginning, and rejected as `put_into_another_row`."""
    done = list(parts)
    for reader in dict.fromkeys(one.raw.reader for one in parts):
        places = [at for at, one in enumerate(parts) if one.raw.reader == reader and _is_of_events(one)]
        if len(places) > 1:
            for at, new in zip(places, _together([parts[at] for at in places]), strict=True):
                done[at] = new
    return done


def _is_of_events(part: Part) -> bool:
    return part.table == "sessions" and part.raw.table is not None and _NEEDED.issubset(part.rows.column_names)


def _together(parts: Sequence[Part]) -> list[Part]:
    keys = pd.concat([one.rows.column(_KEY).to_pandas() for one in parts], keys=range(len(parts)))
    shared = keys[keys.duplicated(keep=False)]
    if shared.empty:
        return list(parts)
    cells: dict[Place, dict[str, Any]] = {}
    for at, part in enumerate(parts):
        mine = [place[1] for place in shared.index if place[0] == at]
        for row, found in zip(mine, part.rows.take(pa.array(mine, pa.int64())).to_pylist(), strict=True):
            cells[at, row] = found
    changed: dict[int, dict[int, dict[str, object]]] = {}
    gone: dict[Place, Place] = {}
    for group in shared.groupby(shared, sort=False).groups.values():
        places = [place for place in group if cells[place]["started_at"] and cells[place]["ended_at"]]
        ordered = sorted(places, key=lambda place: (cells[place]["started_at"], cells[place]["ended_at"]))
        if not ordered:
            continue
        first, whole = ordered[0], cells[ordered[0]]
        for place in ordered[1:]:
            if cells[place]["started_at"] > whole["ended_at"]:
                whole = _one(whole, cells[place])
                gone[place] = first
                changed.setdefault(first[0], {})[first[1]] = {
                    name: cell for name, cell in whole.items() if name not in ("source", "row", _KEY)
                }
    return [moved(part, changed.get(at, {}), at, gone, parts, _KEY) for at, part in enumerate(parts)]


def _one(first: dict[str, Any], then: dict[str, Any]) -> dict[str, Any]:
    """A visit of which `then` is the rest; cells of no step or count are those said first."""
    steps = [one.get("last_step") for one in (first, then) if one.get("last_step") in STEPS]
    carts = [one.get("has_cart") for one in (first, then) if one.get("has_cart") is not None]
    last = max(steps, key=STEPS.index, default=None)
    is_known = any(one.get("is_abandoned") is not None for one in (first, then))
    n = sum(int(one[_COUNT]) for one in (first, then) if one[_COUNT] is not None)
    return {
        **{name: then.get(name) if first.get(name) is None else first.get(name) for name in {**first, **then}},
        "ended_at": then["ended_at"],
        "has_cart": any(carts) if carts else None,
        "last_step": last,
        "is_abandoned": any(carts) and last != "purchase" if is_known else None,
        _COUNT: type(first[_COUNT])(n) if first[_COUNT] is not None else None,
    }
