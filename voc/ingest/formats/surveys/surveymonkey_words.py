"""What the ids in responses of SurveyMonkey's API mean, as far as the file or a definition beside it says.

For: `surveymonkey_api`. Not for: responses themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from voc.ingest.formats.format import texts
from voc.ingest.formats.parts import questions
from voc.ingest.formats.parts.document import word
from voc.ingest.source import Score


@dataclass
class Words:
    """What ids mean: question -> heading, choice or row -> text, question -> whether it is Net Promoter Score, question ->
    the scale of its weights, question -> the rows that were answered."""

    asked: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    nps: set[str] = field(default_factory=set)
    scales: dict[str, Score] = field(default_factory=dict)
    lines: dict[str, set[str]] = field(default_factory=dict)


def learn(one: Any, words: Words) -> None:
    """The words of a survey's definition, if `one` is or holds it, and of answers that were asked for as words."""
    if not isinstance(one, dict):
        return
    page: Any = one.get("data")
    for inner in (one, one.get("survey"), one.get("details"), *(page if isinstance(page, list) else ())):
        for question in questions_of(inner):
            id, heading = texts(question.get("id")), _heading(question)
            if id and heading:
                words.asked[id] = heading
            is_nps = "nps" in (question.get("subtype"), question.get("family")) or _is_nps(question)
            if id and (is_nps or questions.NPS_WORDS.search(heading or "")):
                words.nps.add(id)
            options: Any = question.get("answers")
            for kind in ("choices", "rows", "cols", "other") if isinstance(options, dict) else ():
                several = options.get(kind)
                for option in several if isinstance(several, list) else [several]:
                    if isinstance(option, dict) and option.get("id") and isinstance(option.get("text"), str):
                        words.chosen[str(option["id"])] = option["text"]
            scale = _weighed(question, heading or "")
            if id and scale is not None:
                words.scales[id] = scale


def _weighed(question: Mapping[str, Any], heading: str) -> Score | None:
    """The points of a rating whose choices are numbers or bare: from the lowest weight to the highest."""
    options = question.get("answers")
    options = options if isinstance(options, dict) else {}
    choices = [one for one in dicts(options.get("choices")) if str(one.get("is_na")).lower() != "true"]
    weights = [word(one, "weight") or "" for one in choices]
    labels = [str(one.get("text") or "").strip() for one in choices]
    if len(dicts(options.get("rows"))) > 1 or len(choices) < 3 or not all(one.isdecimal() for one in weights):
        return None
    if any(label and label != weight for label, weight in zip(labels, weights, strict=True)):
        return None
    low, high = min(map(int, weights)), max(map(int, weights))
    if high - low + 1 != len({*weights}):
        return None
    return Score(questions.kind(heading, low, high), low, high)


def dicts(values: Any) -> list[dict[str, Any]]:
    """The objects of a list; none where it is no list."""
    return [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []


def _is_nps(question: Mapping[str, Any]) -> bool:
    shown = question.get("display_options")
    return (isinstance(shown, dict) and str(shown.get("display_type", "")).lower() == "nps") or (
        str(question.get("net_promoter_score", "")).lower() == "true" or bool(question.get("nps"))
    )  # fmt: skip


def _heading(question: Mapping[str, Any]) -> str | None:
    if isinstance(question.get("heading"), str):
        return question["heading"] or None
    several = question.get("headings")
    one = several[0] if isinstance(several, list) and several else None
    return one["heading"] if isinstance(one, dict) and isinstance(one.get("heading"), str) else None


def pages_of(one: Any) -> list[Any]:
    """The pages of a definition or a response; none where it has none."""
    pages = one.get("pages") if isinstance(one, dict) else None
    return pages if isinstance(pages, list) else []


def questions_of(one: Any) -> Iterator[Mapping[str, Any]]:
    """The questions on its pages, in their order."""
    for page in pages_of(one):
        several = page.get("questions") if isinstance(page, dict) else None
        for question in several if isinstance(several, list) else ():
            if isinstance(question, dict):
                yield question
