"""What the customer said in one contact, as one feedback row.

For: `comments`. Not for: what agents, bots and systems say.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from voc import tables

ID_PREFIX = "chat:"


def transcripts(turns: pa.Table, interactions: pa.Table | None) -> pa.Table:
    """Table `feedback` with a row for each contact that has words of the customer, in the order of the contacts.

    The turns are joined with a line break, by `seq`. Time, customer, channel and agent are those of the contact.
    """
    is_customer = pc.equal(turns.column("role"), "customer")
    said = turns.filter(pc.and_kleene(is_customer, pc.fill_null(pc.not_equal(turns.column("text"), ""), False)))
    if said.num_rows == 0:
        return tables.empty("feedback")
    rows = said.select(["interaction_id", "seq", "text", "lang", "source", "row"]).to_pandas()
    rows["place"] = rows.groupby("interaction_id", sort=False).ngroup()
    rows = rows.sort_values(["place", "seq", "row"], kind="stable")
    grouped = rows.groupby("place", sort=True)
    first = grouped.first()
    columns = {
        "feedback_id": pa.array([ID_PREFIX + one for one in first["interaction_id"]], pa.string()),
        "text": pa.array(["\n".join(texts) for texts in grouped["text"].agg(list)], pa.string()),
        "lang": pa.Array.from_pandas(first["lang"], type=pa.string()),
        "interaction_id": pa.array(first["interaction_id"].tolist(), pa.string()),
        "source": pa.Array.from_pandas(first["source"], type=pa.string()),
        "row": pa.Array.from_pandas(first["row"], type=pa.int64()),
    }
    contact = _contacts(columns["interaction_id"], interactions)
    return tables.conform(pa.table({**columns, **contact}), "feedback")


def _contacts(ids: pa.Array, interactions: pa.Table | None) -> dict[str, pa.Array]:
    """Columns of the contacts called `ids`, null where the contact is not known."""
    if interactions is None:
        return {}
    at = pc.index_in(ids, interactions.column("interaction_id").combine_chunks())
    theirs = {"created_at": "started_at", "customer_id": "customer_id", "channel": "channel", "agent_id": "agent_id"}
    return {ours: pc.take(interactions.column(their).combine_chunks(), at) for ours, their in theirs.items()}
