"""Table `utterances`: the clauses of cleaned feedback with their places in the original text.

For: `clean.utterances`. Not for: where to cut; that is `split`. What is not the customer's own (`boilerplate`) is in no
clause; of what was redacted in the middle of one, `text` keeps the sign and `folded`, which is matched, has blanks.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from voc import boilerplate, language, spans, tables
from voc.clean import split

_NO_MASKS: list[list[Any]] = [[]]


def cut(feedback: pa.Table) -> pa.Table:
    """See `clean.utterances`."""
    is_said = pc.fill_null(pc.not_equal(pc.utf8_trim_whitespace(feedback.column("text")), ""), False)
    is_first = pc.invert(pc.fill_null(feedback.column("is_duplicate"), False))
    rows = feedback.select(["feedback_id", "lang", "text", "masks"]).filter(pc.and_(is_said, is_first))
    batches = [batch(one) for one in rows.to_batches(max_chunksize=boilerplate.AT_ONCE)]
    return pa.Table.from_batches(batches, schema=tables.schema("utterances"))


def batch(rows: pa.RecordBatch) -> pa.RecordBatch:
    """One batch of cleaned feedback (feedback_id, lang, text, masks; no empty text) -> one batch of `utterances`."""
    ids, texts = rows.column("feedback_id").to_pylist(), rows.column("text").to_pylist()
    langs = [lang or "und" for lang in rows.column("lang").to_pylist()]
    masks = [one or [] for one in rows.column("masks").to_pylist()]
    families = [language.family(lang) for lang in langs]
    read = boilerplate.read_each(texts)
    texts, plain, cuts = [one.text for one in read], [one.plain for one in read], [one.cuts for one in read]
    own = list(texts)
    for at, of_text in enumerate(cuts):
        if of_text:
            own[at] = boilerplate.without(texts[at], boilerplate.BLOCKS, of_text)
            plain[at] = language.folded(own[at])
    pieces: list[list[tuple[int, int]]] = [[] for _ in texts]
    for family in sorted(set(families)):
        chosen = [at for at, one in enumerate(families) if one == family]
        of_family = split.clauses([own[at] for at in chosen], family, [plain[at] for at in chosen])
        for at, found in zip(chosen, of_family, strict=True):
            pieces[at] = found
    columns: dict[str, list[Any]] = {name: [] for name in tables.ALL["utterances"].names}
    for at, found in enumerate(pieces):
        text, of_masks = own[at], masks[at]
        folded = language.folded(boilerplate.without(texts[at], cuts=cuts[at])) if cuts[at] else plain[at]
        places = [spans.interval(start, end, 0, of_masks) for start, end in found] if of_masks else found
        columns["utterance_id"] += [f"{ids[at]}#{number}" for number in range(1, len(found) + 1)]
        columns["feedback_id"] += [ids[at]] * len(found)
        columns["lang"] += [langs[at]] * len(found)
        columns["text"] += [text[start:end] for start, end in found]
        columns["folded"] += [folded[start:end] for start, end in found]
        columns["start"] += [first for first, _ in places]
        columns["end"] += [last for _, last in places]
        columns["masks"] += (
            [spans.inside(of_masks, first, last) for first, last in places] if of_masks else _NO_MASKS * len(found)
        )
    return pa.RecordBatch.from_pydict(columns, schema=tables.schema("utterances"))
