"""What is noted of a file, one English sentence with {gaps}: `note("{n} rows are {orders} orders", n=12, orders=5)`.

For: whatever stands in `warnings`. The sentence is the key by which `voc check` finds its Chinese in
data/wording/notes.toml, so it is written out where it is said; tests collect them. In the gaps called note, why, unit and
what stands a note again. Not for: errors, which are English, and reasons of rejects, which have words of their own.
"""

from __future__ import annotations


def note(sentence: str, /, **values: object) -> str:
    """`sentence` with its gaps filled. Raises KeyError for a gap without a value."""
    return sentence.format_map(values)
