"""The track record of a tagger: what it found and mistook in texts labelled by hand before it came to a project.

    track_record.counted(true, said, topics, sources, langs)    # table track_record
    track_record.of(folder)                                     # what a model brings along; no rows where it has none

For: `explain`, which would otherwise take the tagger's word for the truth where nobody checked a project's own comments.
Not for: an audit of these comments (voc.label), which always goes before it; judging a model (voc.scoring), whose figures
count praise too. Only complaints count here, as in `explain`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from voc import tables
from voc.classify import bundle

FILE = "track_record.csv"
NAME = "track_record"


def counted(
    true: np.ndarray, said: np.ndarray, topics: Sequence[str], sources: Sequence[str], langs: Sequence[str]
) -> pa.Table:
    """Table track_record from what is true and what is said, bool (texts, topics), of texts with a source and a language;
    a topic that nobody complains of in any text is left out."""
    places = sorted(set(zip(sources, langs, strict=True)))
    of = np.array([places.index(one) for one in zip(sources, langs, strict=True)], int)
    rows = []
    for column, topic in enumerate(topics):
        if not true[:, column].any():
            continue
        for place, (source, lang) in enumerate(places):
            is_true, is_said = true[of == place, column], said[of == place, column]
            rows.append({
                "topic": topic, "source": source, "lang": lang,
                "n_true": int(is_true.sum()), "n_found": int((is_true & is_said).sum()),
                "n_other": int((~is_true).sum()), "n_taken": int((~is_true & is_said).sum()),
            })  # fmt: skip
    return tables.conform(pa.Table.from_pylist(rows, schema=tables.schema(NAME)), NAME)


def packed(rows: pa.Table) -> bytes:
    """The table as the file that stands in a model's folder."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(rows.column_names)
    writer.writerows(zip(*(column.to_pylist() for column in rows.columns), strict=True))
    return text.getvalue().encode()


def of(folder: Path | None) -> pa.Table:
    """Table track_record of the model in `folder`. Raises ModelError E313 where the file says something else."""
    if folder is None or not (folder / FILE).is_file():
        return tables.empty(NAME)
    schema = tables.schema(NAME)
    try:
        lines = list(csv.DictReader(io.StringIO((folder / FILE).read_text("utf-8"))))
        rows = [
            {one.name: int(line[one.name]) if pa.types.is_integer(one.type) else line[one.name] for one in schema}
            for line in lines
        ]  # fmt: skip
    except (ValueError, KeyError, TypeError) as error:
        raise bundle.unfit(folder / FILE, error) from error
    return tables.conform(pa.Table.from_pylist(rows, schema=schema), NAME)
