"""Long texts in overlapping windows, and texts of like length in one batch.

For: `encoder` and `transformer`, which read a text that is longer than their window piece by piece, never cut short.
Not for: clauses (that is `clean`); a window is so many pieces of a tokenizer and knows no grammar.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def windows(length: int, size: int, overlap: int) -> list[tuple[int, int]]:
    """Places [start, end) that cover 0..length, each at most `size` long, the next beginning `overlap` before the end.

    One window where it fits, also for a length of 0. The last one ends with the text and is as long as the others, so
    no window is a crumb of two words. ValueError unless 0 <= overlap < size.
    """
    if not 0 <= overlap < size:
        raise ValueError(f"an overlap of {overlap} does not fit into windows of {size}")
    if length <= size:
        return [(0, length)]
    starts = list(range(0, length - size, size - overlap))
    return [(start, start + size) for start in starts] + [(length - size, length)]


def batches(lengths: Sequence[int], tokens: int, most: int) -> Iterator[list[int]]:
    """Places of `lengths` from short to long, in groups of at most `most` that fill at most `tokens` when padded.

    A group holds at least one. Ties keep their order, so the same lengths give the same groups.
    """
    group: list[int] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        # the newest is the longest: all before it are padded to its length
        if group and (len(group) == most or lengths[place] * (len(group) + 1) > tokens):
            yield group
            group = []
        group.append(place)
    if group:
        yield group
