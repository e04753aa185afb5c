"""Sentences put together: texts, with the places of what must be masked and of what must stay.

For: `__main__`, tests, and whoever wants texts to try a masker on. Not for: labels of topics; see `benchmarks.planted`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from benchmarks.masking_planted.slots import Piece, Slots

SCRIPTS = ("en", "zh-Hans", "zh-Hant")
# As people write, and as it comes from a telephone: small letters, and transcripts without marks.
WORLDS = ("ordinary", "small")
NOBODY, SPOKEN = "-", "spoken"
BEFORE, AFTER = 0.35, 0.35  # chances that a sentence with nobody in it stands before, or behind
_SLOT = re.compile(r"\{([^{}]+)\}")
_FILES = {"en": "frames_en.tsv", "zh-Hans": "frames_zh_hans.tsv", "zh-Hant": "frames_zh_hant.tsv"}


@dataclass(frozen=True)
class Item:
    """One thing that must be masked, or must stay: its kind, and the spans of its parts."""

    kind: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Text:
    """A text of one group of sentences: what must be masked, what must stay, and where either is right."""

    text: str
    group: str
    secrets: tuple[Item, ...]
    stays: tuple[Item, ...]
    free: tuple[tuple[int, int], ...]


@cache
def frames(script: str) -> tuple[tuple[str, str], ...]:
    """(group, sentence) of a script, as the file has them."""
    lines = (Path(__file__).parent / _FILES[script]).read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((group, sentence.replace("\\n", "\n")) for group, sentence in pairs)


def texts(script: str, world: str, salt: str, number: int) -> list[Text]:
    """`number` different texts of a script and world, every sentence as often as another; the same salt gives the same."""
    seed = f"{salt} {script} {world}"
    rng = Random(seed)
    slots = Slots(rng, seed, script)
    told = [one for one in frames(script) if one[0] != NOBODY and _is_of(one[0], script, world)]
    others = [sentence for group, sentence in frames(script) if group == NOBODY]
    made: dict[str, Text] = {}
    waiting: list[tuple[str, str]] = []
    while len(made) < number:
        if not waiting:
            waiting = rng.sample(told, len(told))
        group, sentence = waiting.pop()
        parts = [sentence]
        place = rng.random()
        if group != SPOKEN and place < BEFORE + AFTER:
            other = rng.choice(others)
            # behind what is signed stands nothing
            both = [other, sentence] if place < BEFORE or group == "signature" else [sentence, other]
            is_line = "\n" in sentence or both[0][-1] not in ".!?。！？"
            parts = [both[0], "\n" if is_line else " " if script == "en" else "", both[1]]
        one = _text(parts, group, slots, is_small=world == "small" and script == "en")
        made.setdefault(one.text, one)
    return list(made.values())


def _is_of(group: str, script: str, world: str) -> bool:
    """Whether sentences of a group are of a world: English ones are in small letters as well."""
    return (group == SPOKEN) == (world == "small") or (script == "en" and world == "small")


def _text(parts: list[str], group: str, slots: Slots, *, is_small: bool) -> Text:
    text = ""
    secrets: list[Item] = []
    stays: list[Item] = []
    free: list[tuple[int, int]] = []
    for part in parts:
        for at, said in enumerate(_SLOT.split(part)):  # words and slots in turn
            kinds: dict[tuple[str, bool], list[tuple[int, int]]] = {}
            for piece in slots.pieces(said) if at % 2 else [Piece(said)]:
                written = piece.text.lower() if is_small else piece.text
                span = (len(text), len(text) + len(written))
                text += written
                if piece.kind == "free":
                    free.append(span)
                elif piece.kind and written:
                    kinds.setdefault((piece.kind, piece.is_secret), []).append(span)
            for (kind, is_secret), spans in kinds.items():
                (secrets if is_secret else stays).append(Item(kind, tuple(spans)))
    return Text(text, group, tuple(secrets), tuple(stays), tuple(free))
