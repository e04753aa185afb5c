"""What the customer said in one contact, as one feedback row; and personal data in turns, read with the turn before.

For: `comments` and `privacy`. Not for: what agents, bots and systems say.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from voc import spans, tables
from voc.clean import mask

ID_PREFIX = "chat:"


BETWEEN = "\n"


def masked(turns: pa.Table, numbers: mask.Numbers) -> tuple[pa.Table, list[list[dict[str, Any]]]]:
    """(`turns` with personal data replaced, the masks of each in characters of the original turn); `numbers` as in `mask`.

    A contact is read as a whole: what "your phone number?" asks for is the number in the next turn.
    """
    texts = turns.column("text").to_pylist()
    of_turns: list[list[dict[str, Any]]] = [[] for _ in texts]
    contacts = turns.select(["interaction_id", "seq"]).to_pandas()
    contacts["contact"] = contacts.groupby("interaction_id", sort=False).ngroup()
    ordered = contacts.sort_values(["contact", "seq"], kind="stable")
    places = [list(group) for group in ordered.groupby("contact", sort=True).groups.values()]
    whole = [BETWEEN.join(texts[at] or "" for at in rows) for rows in places]
    for rows, found in zip(places, mask.masked(whole, numbers)[1], strict=True):
        begins, waiting = 0, list(found)
        for at in rows:
            ends = begins + len(texts[at] or "")
            while waiting and waiting[0]["start"] < ends:
                one = waiting.pop(0)
                start, end = max(one["start"], begins), min(one["end"], ends)
                if start < end:
                    of_turns[at].append({**one, "start": start - begins, "end": end - begins})
                if one["end"] > ends:
                    waiting.insert(0, {**one, "start": ends + 1})
                    break
            begins = ends + len(BETWEEN)
    said = [spans.masked(text, found) if text and found else text for text, found in zip(texts, of_turns, strict=True)]
    at = turns.column_names.index("text")
    return turns.set_column(at, turns.schema.field("text"), pa.array(said, pa.string())), of_turns


def transcripts(
    turns: pa.Table, interactions: pa.Table | None, of_turns: list[list[dict[str, Any]]]
) -> tuple[pa.Table, list[list[dict[str, Any]]]]:
    """(table `feedback` with a row for each contact that has words of the customer, in the order of the contacts, as they
    were said; the masks of each row, from those of the turns).

    The turns are joined with a line break, by `seq`. Time, customer, channel and agent are those of the contact.
    """
    turns = turns.append_column("at", pa.array(range(turns.num_rows), pa.int64()))
    is_customer = pc.equal(turns.column("role"), "customer")
    said = turns.filter(pc.and_kleene(is_customer, pc.fill_null(pc.not_equal(turns.column("text"), ""), False)))
    if said.num_rows == 0:
        return tables.empty("feedback"), []
    rows = said.select(["interaction_id", "seq", "text", "lang", "source", "row", "at"]).to_pandas()
    rows["place"] = rows.groupby("interaction_id", sort=False).ngroup()
    rows = rows.sort_values(["place", "seq", "row"], kind="stable")
    grouped = rows.groupby("place", sort=True)
    first = grouped.first()
    columns = {
        "feedback_id": pa.array([ID_PREFIX + one for one in first["interaction_id"]], pa.string()),
        "text": pa.array([BETWEEN.join(texts) for texts in grouped["text"].agg(list)], pa.string()),
        "lang": pa.Array.from_pandas(first["lang"], type=pa.string()),
        "interaction_id": pa.array(first["interaction_id"].tolist(), pa.string()),
        "source": pa.Array.from_pandas(first["source"], type=pa.string()),
        "row": pa.Array.from_pandas(first["row"], type=pa.int64()),
    }
    contact = _contacts(columns["interaction_id"], interactions)
    masks = [_shifted(group["text"], group["at"], of_turns) for _, group in grouped]
    return tables.conform(pa.table({**columns, **contact}), "feedback"), masks


def _shifted(texts: Any, places: Any, of_turns: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The masks of turns that stand behind one another, in characters of the whole."""
    found, begins = [], 0
    for text, at in zip(texts, places, strict=True):
        found += [{**one, "start": one["start"] + begins, "end": one["end"] + begins} for one in of_turns[at]]
        begins += len(text) + len(BETWEEN)
    return found


def _contacts(ids: pa.Array, interactions: pa.Table | None) -> dict[str, pa.Array]:
    """Columns of the contacts called `ids`, null where the contact is not known."""
    if interactions is None:
        return {}
    at = pc.index_in(ids, interactions.column("interaction_id").combine_chunks())
    theirs = {"created_at": "started_at", "customer_id": "customer_id", "channel": "channel", "agent_id": "agent_id"}
    return {ours: pc.take(interactions.column(their).combine_chunks(), at) for ours, their in theirs.items()}
