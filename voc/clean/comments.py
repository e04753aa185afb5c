"""Table `feedback`, cleaned: see `clean.feedback`.

For: `clean`. Not for: cutting texts; that is `cut`.
"""

from __future__ import annotations

from itertools import chain
from typing import Any

import pyarrow as pa

from voc import language, spans, tables
from voc.clean import mask, repeats
from voc.clean.transcripts import masked, transcripts


def cleaned(
    feedback: pa.Table | None,
    turns: pa.Table | None,
    interactions: pa.Table | None,
    numbers: mask.Numbers | None = None,
    *,
    every_text_counts: bool = False,
) -> tuple[pa.Table, pa.Table | None]:
    """(See `clean.feedback`, the turns masked); `numbers` are the placeholders given so far, and are added to."""
    numbers = {} if numbers is None else numbers
    rows = tables.empty("feedback") if feedback is None else feedback
    n_own, spoken = rows.num_rows, turns
    of_spoken: list[list[dict[str, Any]]] = []
    own_texts, own_titles = rows.column("text").to_pylist(), rows.column("title").to_pylist()
    # Text and title of a row follow one another, so that placeholders count in the order in which a person reads.
    both, masks = mask.masked(list(chain.from_iterable(zip(own_texts, own_titles, strict=True))), numbers)
    if turns is not None:
        spoken, of_turns = masked(turns, numbers)
        more, of_spoken = transcripts(turns, interactions, of_turns)
        rows = pa.concat_tables([rows, more], promote_options="default")
    texts, titles = rows.column("text").to_pylist(), rows.column("title").to_pylist()
    langs = [_lang(*row) for row in zip(rows.column("lang").to_pylist(), texts, titles, strict=True)]
    said = [spans.masked(text, of_text) for text, of_text in zip(texts[n_own:], of_spoken, strict=True)]
    again = [None] * rows.num_rows if every_text_counts else repeats.repeats(rows, texts)
    columns = {
        "text": pa.array([*both[0::2], *said], pa.string()),
        "title": pa.array([*both[1::2], *titles[n_own:]], pa.string()),
        "lang": pa.array(langs, pa.string()),
        "masks": pa.array([*masks[0::2], *of_spoken], tables.arrow_type("list<mask>")),
        "is_duplicate": pa.array([one is not None for one in again], pa.bool_()),
        "duplicate_kind": pa.array(again, pa.string()),
    }
    for name, values in columns.items():
        rows = rows.set_column(rows.column_names.index(name), name, values)
    return tables.conform(rows, "feedback"), spoken


def _lang(given: str | None, text: str | None, title: str | None) -> str | None:
    """The given language in our words; else that of the text, or of the title where there is no text."""
    named = language.named(given)
    if named or not (text or title):
        return named or None
    seen = language.of(language.once(text or title or ""))
    is_chinese = given is not None and given.strip().lower() in ("zh", "zho", "chi", "cmn", "chinese")
    return "zh-Hans" if is_chinese and language.family(seen) != "zh" else seen
