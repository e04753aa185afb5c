"""Table `feedback`, cleaned: see `clean.feedback`.

For: `clean`. Not for: cutting texts; that is `cut`.
"""

from __future__ import annotations

from itertools import chain

import pyarrow as pa

from voc import language, tables
from voc.clean import mask, repeats
from voc.clean.transcripts import transcripts


def cleaned(feedback: pa.Table | None, turns: pa.Table | None, interactions: pa.Table | None) -> pa.Table:
    """See `clean.feedback`."""
    rows = tables.empty("feedback") if feedback is None else feedback
    if turns is not None:
        rows = pa.concat_tables([rows, transcripts(turns, interactions)], promote_options="default")
    texts, titles = rows.column("text").to_pylist(), rows.column("title").to_pylist()
    langs = [_lang(*row) for row in zip(rows.column("lang").to_pylist(), texts, titles, strict=True)]
    # Text and title of a row follow one another, so that placeholders count in the order in which a person reads.
    both, masks = mask.masked(list(chain.from_iterable(zip(texts, titles, strict=True))))
    again = repeats.repeats(rows, texts)
    columns = {
        "text": pa.array(both[0::2], pa.string()),
        "title": pa.array(both[1::2], pa.string()),
        "lang": pa.array(langs, pa.string()),
        "masks": pa.array(masks[0::2], tables.arrow_type("list<mask>")),
        "is_duplicate": pa.array([one is not None for one in again], pa.bool_()),
        "duplicate_kind": pa.array(again, pa.string()),
    }
    for name, values in columns.items():
        rows = rows.set_column(rows.column_names.index(name), name, values)
    return tables.conform(rows, "feedback")


def _lang(given: str | None, text: str | None, title: str | None) -> str | None:
    """The given language in our words; else that of the text, or of the title where there is no text."""
    named = language.named(given)
    if named or not (text or title):
        return named or None
    seen = language.of(language.once(text or title or ""))
    is_chinese = given is not None and given.strip().lower() in ("zh", "zho", "chi", "cmn", "chinese")
    return "zh-Hans" if is_chinese and language.family(seen) != "zh" else seen
