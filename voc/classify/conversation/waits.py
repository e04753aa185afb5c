"""Waits told: durations in what customers write, as seconds, and whether they were lived or told by the firm.

For: the stage's `waits_told`, read beside the mentions of wait_time and against the clock of the records; `promises` reads
what the firm says with the same lists. Not for: deciding that somebody complains of a wait; that is the tagger's.

How a duration is read is `durations`'. What holds no number ("forever", 半天) or only
a beginning ("waiting since 9 this morning") is counted as vague. What is no wait
("2 year old phone", "24 hour hotline", 一天三次, a date) is left out: voc/data/waits.toml says how it looks.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from voc import spans, tables
from voc.classify.conversation.durations import READ_IN
from voc.language import family
from voc.pattern import compiled

if TYPE_CHECKING:
    import pyarrow as pa

NEAR = 32  # characters before and after a duration in which it is told who said it
_BREAK = re.compile(r"[,;.!?，。；！？]")
_PLACEHOLDER = re.compile(r"<[a-z]+_\d+>")


@dataclass(frozen=True)
class Wait:
    """A duration: characters [start, end) of the clause, its seconds `low`..`high` (`high` None: "over an hour"; both None:
    vague), its `unit`, and `kind`: lived, told (by the firm) or other."""

    start: int
    end: int
    low: float | None
    high: float | None
    unit: str | None
    kind: str


def waits_told(utterances: pa.Table) -> pa.Table:
    """Table `waits_told`: every duration in every utterance, in their order. Languages without a list are left out."""
    import pyarrow as pa

    columns = ("feedback_id", "utterance_id", "lang", "folded", "start", "masks")
    found: list[dict[str, Any]] = []
    for feedback_id, utterance_id, lang, text, start, masks in zip(
        *(utterances.column(name).to_pylist() for name in columns), strict=True
    ):
        text = _PLACEHOLDER.sub(lambda match: " " * len(match.group()), text) if masks else text
        for one in waits(text, lang):
            first, last = (
                spans.interval(one.start, one.end, start, masks) if masks else (start + one.start, start + one.end)
            )
            found.append({
                "feedback_id": feedback_id, "utterance_id": utterance_id, "start": first, "end": last,
                "low_s": one.low, "high_s": one.high, "unit": one.unit, "kind": one.kind,
                "is_vague": one.unit is None,
            })  # fmt: skip
    return tables.conform(pa.Table.from_pylist(found, schema=tables.schema("waits_told")), "waits_told")


def waits(folded: str, lang: str) -> list[Wait]:
    """The waits in one folded clause, in order of place; none for a language without a list."""
    lang = family(lang)
    if lang not in READ_IN:
        return []
    lists = phrases(lang)
    vague = [(*match.span(), None, None, None) for name in ("since", "vague") for match in lists[name].finditer(folded)]
    durations = [*vague, *READ_IN[lang](folded)]
    if not durations:
        return []
    taken: list[Wait] = []
    refused = [match.span() for match in lists["no_wait"].finditer(folded)]
    for start, end, low, high, unit in durations:
        if low is not None and high is not None and high < low:
            low, high = high, low  # 两三天 the other way round: 3-2天
        if any(start < past and first < end for first, past in (*refused, *((one.start, one.end) for one in taken))):
            continue
        taken.append(Wait(start, end, low, high, unit, _kind(folded, start, end, lists)))
    return sorted(taken, key=lambda one: one.start)


def _kind(folded: str, start: int, end: int, lists: dict[str, re.Pattern[str]]) -> str:
    """Who says so: the nearer of the words before it in its part of the clause, then those right after it."""
    before, after = folded[max(0, start - NEAR) : start], folded[end : end + NEAR].lstrip(" '")
    words = _BREAK.split(before)[-1]
    if lists["since"].fullmatch(folded, start, end):
        return "lived"
    said = [match.span() for match in lists["told"].finditer(words)]
    told = max((first for first, _ in said), default=-1)
    # the waiting that somebody is told to do is part of what was said
    lived = max(
        (at for at in (match.start() for match in lists["lived"].finditer(words)) if not _is_inside(at, said)),
        default=-1,
    )
    if lived > told and lists["willing"].search(words):
        return "told" if told >= 0 else "other"
    if told >= 0 or lived >= 0:
        return "told" if told > lived else "lived"
    if lists["lived_after"].match(after):
        return "lived"
    return "told" if lists["told_after"].match(after) else "other"


def _is_inside(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(first <= at < last for first, last in spans)


@cache
def phrases(lang: str) -> dict[str, re.Pattern[str]]:
    """The lists of voc/data/waits.toml for a language of READ_IN, by name, each as one expression."""
    content = tomllib.loads(resources.files("voc").joinpath("data", "waits.toml").read_text(encoding="utf-8"))[lang]
    return {
        name: re.compile("|".join(f"(?:{compiled(phrase, lang).expression})" for phrase in phrases))
        for name, phrases in content.items()
    }
