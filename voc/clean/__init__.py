"""Feedback made ready to be read by a machine: masked, in a known language, cut into utterances.

For: `pipeline` (`clean.tables`, then `clean.utterances`), and whatever writes tables (`clean.private`). Not for: deciding
what a text is about. The original text is in no table that leaves here; offsets into it are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from voc.personal.key import Key

__all__ = ["REPEATS", "feedback", "private", "tables", "utterances"]

REPEATS = ("exact", "near", "flood")  # kinds of duplicates; see `repeats`


def feedback(
    feedback: pa.Table | None,
    turns: pa.Table | None = None,
    interactions: pa.Table | None = None,
    *,
    every_text_counts: bool = False,
) -> pa.Table:
    """Table `feedback` with transcripts beside the comments, personal data masked, `lang` and `is_duplicate` filled.

    The customer's turns of one contact are one row, `chat:<interaction_id>`; what agents, bots and systems say is no
    feedback. The order is that of the inputs, transcripts last. Where `every_text_counts` no row is a duplicate, and none
    is looked for.
    """
    from voc.clean.comments import cleaned

    return cleaned(feedback, turns, interactions, every_text_counts=every_text_counts)[0]


def tables(read: Mapping[str, pa.Table], key: Key) -> dict[str, pa.Table]:
    """Every table that was read, and `feedback` cleaned as by `feedback`, without personal data: turns and carried columns
    are masked too, and a customer is the same keyed hash in every table. Order and joins stay."""
    from voc.clean.comments import cleaned
    from voc.clean.privacy import private as hidden

    numbers: dict[tuple[str, str], int] = {}
    feedback, turns = cleaned(read.get("feedback"), read.get("turns"), read.get("interactions"), numbers)
    every = {**read, "feedback": feedback, **({} if turns is None else {"turns": turns})}
    return hidden(every, key, numbers, masked=("feedback", "turns"))


def private(read: Mapping[str, pa.Table], key: Key) -> dict[str, pa.Table]:
    """Every table that was read, rows and columns as they are, without personal data: what may be written."""
    from voc.clean.privacy import private as hidden

    return hidden(read, key, {})


def utterances(feedback: pa.Table) -> pa.Table:
    """Table `utterances` of a cleaned `feedback`: its texts cut into clauses. Duplicates are left out."""
    from voc.clean.cut import cut

    return cut(feedback)
