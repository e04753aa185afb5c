"""Facts: what the lint reads; Line: what it says.

For: the rules. Not for: the rules themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from voc.metrics import Metric
from voc.wording import Phrase, join, same, say

if TYPE_CHECKING:
    import pandas as pd

COMMA: Phrase = {"en": ", ", "zh-Hans": "、", "zh-Hant": "、"}
ENOUGH = 30  # rows below which a median or a share says too little


@dataclass(frozen=True)
class Line:
    """One line of the lint: `rule` is its name, `n` the rows it speaks of, `found` what was found with its n, `why` it
    matters for a figure, and what to `do`; each in every language."""

    rule: str
    n: int
    found: Phrase
    why: Phrase
    do: Phrase

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """The parts by name, in `lang`."""
        said = {"found": self.found[lang], "n": self.n, "why": self.why[lang], "do": self.do[lang]}
        return {"rule": self.rule, **said}


@dataclass(frozen=True)
class Facts:
    """Tables by name as they were read (feedback cleaned), table `matches`, the metrics that can be counted, and of a
    sample of comments by id whether they are negative or positive; `files` are entries of run.json's, `turned` those whose
    lowest answer was the best."""

    read: Mapping[str, pa.Table]
    matches: pa.Table
    metrics: Mapping[str, Metric]
    feelings: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[Mapping[str, Any]] = ()
    turned: Set[str] = frozenset()

    def rows(self, table: str, *columns: str) -> pd.DataFrame | None:
        """These columns of a table; None where the table or one of them is not there or holds nothing."""
        rows = self.read.get(table)
        if rows is None or any(
            name not in rows.column_names or rows.column(name).null_count == rows.num_rows for name in columns
        ):
            return None
        frame: pd.DataFrame = rows.select(list(columns)).to_pandas()
        return frame


def line(
    rule: str, n: int, /, found: str = "found", why: str = "why", do: str = "do", **values: Phrase | str | int
) -> Line:
    """A Line of `rule` on `n` rows, of the sentences that the catalogues have under these keys of [lint.rule], filled in."""
    said = (say(f"lint.{rule}.{key}", **{"n": n, **values}) for key in (found, why, do))
    return Line(rule, n, *said)


def part(rule: str, key: str, **values: Phrase | str | int) -> Phrase:
    """One more sentence or word of [lint.rule]."""
    return say(f"lint.{rule}.{key}", **values)


def share(part: int, n: int) -> Phrase:
    """A part of n as it is always shown: "12 of 400 (3.0 %)"."""
    return (
        say("count.share", part=part, n=n, share=f"{part / n:.1%}"[:-1]) if n else say("count.share_of_none", part=part)
    )


def listed(parts: Sequence[Phrase | str]) -> Phrase:
    """Parts one after the other, with a comma between them."""
    phrases = [same(part) if isinstance(part, str) else part for part in parts]
    return join(phrases, COMMA)


def some(names: Sequence[str], most: int = 4) -> Phrase:
    """A list of names, cut after `most`."""
    first = listed(names[:most])
    return say("count.more", names=first, n=len(names) - most) if len(names) > most else first
