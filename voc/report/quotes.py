"""The customers' own words: comments with the evidence in them marked, and the few that speak for a finding.

For: "Who says so" and "Voices". Not for: choosing evidence, which `explain` does, or masking, which `clean` did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from voc import spans
from voc.report import figures
from voc.report.findings import number
from voc.report.inputs import Inputs
from voc.wording import EMPTY, LANGS, Phrase, say, word

if TYPE_CHECKING:
    import pandas as pd

LONGEST = 320  # characters shown of one comment
CAP = 5_000  # comments in one file
SPOKEN = 5  # quotes for one driver
OPENING = 60  # characters; comments that share so many at their beginning are copies of one another
_SENTIMENTS = ("negative", "neutral", "positive", "mixed")
# signs that are not text would break a page or a terminal: each becomes one space, so offsets stay
CONTROL = dict.fromkeys((*range(32), *range(127, 160), 8232, 8233), " ")


@dataclass(frozen=True)
class Mark:
    """Evidence: characters [start, end) of the quote's text that speak of a topic, and the `sentiment` toward it."""

    start: int
    end: int
    topic: str
    sentiment: str = ""


@dataclass(frozen=True)
class Quote:
    """One comment as it is shown; `lang` is the language of its words, never of the reader. `points` is the score as a
    number, on the scale that `points_of` names (nps, csat, ces, stars ...)."""

    id: str
    text: str
    lang: str
    marks: tuple[Mark, ...]
    topics: tuple[str, ...]
    sentiment: str
    score: Phrase
    channel: Phrase
    day: str
    is_shortened: bool = False
    points: float | None = None
    points_of: str = ""

    @property
    def date(self) -> Phrase:
        """The day it was said, in words."""
        return figures.day(self.day) if self.day else EMPTY

    @property
    def feeling(self) -> Phrase:
        """The sentiment of the whole comment, in words."""
        return say(f"say.{self.sentiment}") if self.sentiment in _SENTIMENTS else EMPTY

    def pieces(self, topic: str = "") -> tuple[tuple[str, bool], ...]:
        """The text cut at its marks: (words, is it marked); with `topic`, only that topic's marks."""
        cut, at = [], 0
        for start, end in _merged(mark for mark in self.marks if not topic or mark.topic == topic):
            if start > at:
                cut.append((self.text[at:start], False))
            cut.append((self.text[start:end], True))
            at = end
        if at < len(self.text):
            cut.append((self.text[at:], False))
        return tuple(cut)


def quotes(inputs: Inputs, ids: Iterable[str]) -> dict[str, Quote]:
    """A Quote by id for every one of `ids` that is a comment with words."""
    wanted = list(dict.fromkeys(ids))
    rows = inputs.feedback[inputs.feedback["feedback_id"].isin(wanted)]
    mentions = inputs.mentions[inputs.mentions["feedback_id"].isin(wanted)]
    marks: dict[str, list[Mapping[Any, Any]]] = {}
    for mention in mentions[["feedback_id", "topic", "start", "end", "sentiment"]].to_dict("records"):
        marks.setdefault(mention["feedback_id"], []).append(mention)
    told = inputs.opinions[inputs.opinions["feedback_id"].isin(wanted)]
    feeling = dict(zip(told["feedback_id"], told["sentiment"], strict=True))
    dated = inputs.comments[inputs.comments["feedback_id"].isin(wanted)]
    days = dict(zip(dated["feedback_id"], dated["day"].dt.strftime("%Y-%m-%d").fillna(""), strict=True))
    made = {}
    for row in rows.to_dict("records"):
        if isinstance(row["text"], str) and row["text"].strip():
            key = row["feedback_id"]
            made[key] = _quote(row, marks.get(key, []), feeling.get(key), days.get(key, ""))
    return {key: made[key] for key in wanted if key in made}


def spread(found: Sequence[Quote], lang: str, most: int = SPOKEN) -> tuple[Quote, ...]:
    """Up to `most` quotes: one in the reader's language first, then a new language or channel each time, if there is.

    `found` comes most telling first; that order decides between equals.
    """
    left = _different(found)
    chosen: list[Quote] = []
    while left and len(chosen) < most:
        langs = {quote.lang for quote in chosen}
        channels = {quote.channel["en"] for quote in chosen}

        words = {_evidence(quote) for quote in chosen}

        def rank(
            quote: Quote, langs: set[str] = langs, channels: set[str] = channels, words: set[str] = words
        ) -> tuple[bool, ...]:
            is_other = quote.lang != lang if not langs else False
            return is_other, _evidence(quote) in words, quote.lang in langs, quote.channel["en"] in channels

        best = min(left, key=rank)
        left.remove(best)
        chosen.append(best)
    chosen.sort(key=lambda quote: quote.lang != lang)
    return tuple(chosen)


def _evidence(quote: Quote) -> str:
    """The marked words, or all of them where none is marked."""
    return " ".join(text for text, is_marked in quote.pieces() if is_marked).casefold() or quote.text.casefold()


def _different(found: Sequence[Quote]) -> list[Quote]:
    """The first of those that begin with the same words: beside each other they read as one voice, said twice."""
    once: dict[str, Quote] = {}
    for quote in found:
        once.setdefault(quote.text.casefold().strip()[:OPENING], quote)
    return list(once.values())


def sample(comments: pd.DataFrame, most: int = CAP) -> list[str]:
    """Ids of at most `most` comments, evenly over time (every k-th in order of time): no chance in it."""
    ids = [str(one) for one in comments["feedback_id"]]
    if len(ids) <= most:
        return ids
    return [ids[i * len(ids) // most] for i in range(most)]


def _quote(row: Mapping[Any, Any], mentions: list[Mapping[Any, Any]], feeling: Any, day: str) -> Quote:
    text = str(row["text"])
    masks = row["masks"] if hasattr(row["masks"], "__iter__") else None
    marks = []
    for mention in mentions:
        start, end = number(mention["start"]), number(mention["end"])
        if start is None or end is None:
            continue  # a label from outside has no place in the text
        first = spans.to_masked(int(start), masks)
        past = spans.to_masked(int(end), masks, is_end=True)
        if 0 <= first < past <= len(text):
            marks.append(Mark(first, past, mention["topic"], str(mention["sentiment"])))
    marks.sort(key=lambda mark: (mark.start, mark.end, mark.topic))
    lang = row["lang"] if isinstance(row["lang"], str) and row["lang"] else "und"
    quote = Quote(
        id=str(row["feedback_id"]),
        text=text.translate(CONTROL),
        lang=lang,
        marks=tuple(marks),
        topics=tuple(dict.fromkeys(mention["topic"] for mention in mentions)),
        sentiment=feeling if isinstance(feeling, str) else "",
        score=_score(row),
        channel=word("value", row["channel"]) if isinstance(row["channel"], str) and row["channel"] else EMPTY,
        day=day,
        points=number(row["score"]),
        points_of=row["score_type"] if isinstance(row["score_type"], str) else "",
    )
    return _shortened(quote)


def _score(row: Mapping[Any, Any]) -> Phrase:
    score, kind = number(row["score"]), row["score_type"]
    if score is None:
        return EMPTY
    written = f"{score:g}"
    if kind == "stars":
        return say("say.stars", score=written)
    known = kind.upper() if isinstance(kind, str) and kind in ("nps", "csat", "ces") else ""
    return say("say.score", type=known, score=written) if known else dict.fromkeys(LANGS, written)


def _shortened(quote: Quote) -> Quote:
    """A long comment cut around its first mark; an ellipsis stands where words were left out."""
    if len(quote.text) <= LONGEST:
        return quote
    first = quote.marks[0].start if quote.marks else 0
    start = max(0, min(first - LONGEST // 3, len(quote.text) - LONGEST))
    end = start + LONGEST
    head, tail = "…" if start else "", "…" if end < len(quote.text) else ""
    move = len(head) - start
    marks = tuple(
        replace(mark, start=max(mark.start, start) + move, end=min(mark.end, end) + move)
        for mark in quote.marks
        if mark.end > start and mark.start < end
    )
    return replace(quote, text=head + quote.text[start:end] + tail, marks=marks, is_shortened=True)


def _merged(marks: Iterable[Mark]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if merged and mark.start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], mark.end))
        else:
            merged.append((mark.start, mark.end))
    return merged
