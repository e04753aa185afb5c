"""Feedback made ready to be read by a machine: masked, in a known language, cut into utterances.

For: `pipeline` (`clean.feedback`, then `clean.utterances`). Not for: deciding what a text is about.
The original text is in no table that leaves here; offsets into it are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["REPEATS", "feedback", "utterances"]

REPEATS = ("exact", "near", "flood")  # kinds of duplicates; see `repeats`


def feedback(
    feedback: pa.Table | None, turns: pa.Table | None = None, interactions: pa.Table | None = None
) -> pa.Table:
    """Table `feedback` with transcripts beside the comments, personal data masked, `lang` and `is_duplicate` filled.

    The customer's turns of one contact are one row, `chat:<interaction_id>`; what agents, bots and systems say is no
    feedback. The order is that of the inputs, transcripts last.
    """
    from voc.clean.comments import cleaned

    return cleaned(feedback, turns, interactions)


def utterances(feedback: pa.Table) -> pa.Table:
    """Table `utterances` of a cleaned `feedback`: its texts cut into clauses. Duplicates are left out."""
    from voc.clean.cut import cut

    return cut(feedback)
