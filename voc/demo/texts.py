"""The phrases of the demo's customers, read from `data/demo_texts/`: one file a language, one of shares.

For: `comments` and `chats`. Not for: deciding who says what.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

MOODS = ("negative", "neutral", "positive")


@dataclass(frozen=True)
class Phrase:
    """One thing a customer may say, and the topics in it as `topic:sentiment`."""

    text: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Phrasebook:
    """A language: `phrases["delivery:negative"]`, `phrases["delivery:neutral@ticket"]`, `phrases["cause:coat"]`;

    `lines["openers.negative"]` and the like for what carries no topic.
    """

    lang: str
    phrases: Mapping[str, tuple[Phrase, ...]]
    lines: Mapping[str, tuple[str, ...]]


@cache
def phrasebook(lang: str) -> Phrasebook:
    """The phrases of one language."""
    phrases: dict[str, tuple[Phrase, ...]] = {}
    lines: dict[str, tuple[str, ...]] = {}
    for name, table in _read(f"{lang}.toml").items():
        if name == "planted":
            for cause, parts in table.items():
                for part in parts.keys() - {"topic"}:
                    key = f"cause:{cause}" if part == "says" else f"cause:{cause}@{part}"
                    phrases[key] = tuple(_phrase(text, parts["topic"]) for text in parts[part])
        elif name == "lines":
            lines |= {key: tuple(texts) for key, texts in _flat(table)}
        else:
            phrases |= _topic(name, table)
    return Phrasebook(lang, MappingProxyType(phrases), MappingProxyType(lines))


@cache
def shares() -> Mapping[str, Mapping[str, float]]:
    """Weights of the topics by place and mood: `shares()["review.negative"]["delivery"]`."""
    table = _read("shares.toml")
    return MappingProxyType({f"{place}.{mood}": w for place, moods in table.items() for mood, w in moods.items()})


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("voc") / "data" / "demo_texts" / name).read_text("utf-8"))


def _phrase(entry: str | list[str], label: str) -> Phrase:
    """A phrase is a text, or a list of a text and the further topics in it."""
    text, *more = [entry] if isinstance(entry, str) else entry
    return Phrase(text, tuple(x for x in (label, *more) if x))


def _topic(name: str, table: dict[str, Any]) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, tuple[Phrase, ...]] = {}
    for key, value in table.items():
        place, moods = ("", {key: value}) if key in MOODS else (f"@{key}", value)
        for mood, entries in moods.items():
            label = "" if name == "none" else f"{name}:{mood}"
            found[f"{name}:{mood}{place}"] = tuple(_phrase(entry, label) for entry in entries)
    return found


def _flat(table: dict[str, Any], prefix: str = "") -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for key, value in table.items():
        found += _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else [(prefix + key, value)]
    return found
