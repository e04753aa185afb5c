"""Chinese names drawn, and put where the written texts speak of people: examples of what is a name, and of what is none.

For: `likely_zh`, which learns from them. Needs Faker (MIT, lists of names and how usual they are). Every order is fixed, so
that the same lists and texts give the same examples.
"""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from voc.language import folded
from voc.personal.chinese import han

SEED = 7
DRAWN = 40_000  # names that are put into texts
_SELDOM = 5e-6  # the share of a family name that our lists have and Faker's have not
_FLAT = 0.6  # usual names are drawn less often than they are met, so that rare ones are learnt too
_LISTS = {
    name: said.split()
    for name, said in tomllib.loads(Path(__file__).with_name("likely_zh.toml").read_text("utf-8")).items()
}
PEOPLE, FRAMES, FIRMS = _LISTS["people"], _LISTS["frames"], _LISTS["firms_before"]
NO_PEOPLE = frozenset(map(folded, _LISTS["no_people"]))


class Place(NamedTuple):
    """Letters of a folded text from `start` to `end`, and whether they are a name."""

    text: str
    start: int
    end: int
    is_name: bool


def texts() -> list[str]:
    """The written texts in Chinese, which name nobody."""
    return [
        line.split("\t")[0]
        for path in sorted(Path("training/written").glob("zh-*.tsv"))
        for line in path.read_text("utf-8").splitlines()[1:]
    ]


def names() -> tuple[Counter[str], Counter[str]]:
    """How usual family names and given names are, folded."""
    from faker.providers.person.zh_CN import Provider as Mainland
    from faker.providers.person.zh_TW import Provider as Taiwan

    family: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for made in (Mainland.last_names, Taiwan.last_names):
        whole = sum(made.values())
        for one, many in made.items():
            family[folded(one)] += many / whole / 2
    for one in Mainland.first_names:
        given[folded(one)] += 3
    for made in (Taiwan.first_names_male, Taiwan.first_names_female):
        for one, many in made.items():
            given[folded(one)] += many * 10
    for one in sorted(han.letters().given):
        given[folded(one)] += 1
    for one in sorted(han.letters().every | han.letters().double):
        family[folded(one)] += _SELDOM
    return family, given


def nobody(written: list[str]) -> Iterator[Place]:
    """Every place of a family letter in `written`, with one and with two letters behind: there no name is."""
    letters = han.letters()
    for raw, text in zip(written, map(folded, written), strict=True):
        for start in range(len(text)):
            size = 2 if text[start : start + 2] in letters.double else 1
            if size == 2 or raw[start] in letters.every:
                yield from (Place(text, start, start + size + many, False) for many in (1, 2))


def people(written: list[str], family: Counter[str], given: Counter[str]) -> Iterator[Place]:
    """Drawn names in `written`, in the place of who is spoken of, and between two texts in the frames of the toml.

    Of a given name of one letter also the name with the letter behind it, which is none."""
    luck = random.Random(SEED)
    plain = [folded(text) for text in written]
    by_family, by_given = ([many**_FLAT for many in one.values()] for one in (family, given))
    typical = sorted({folded(one) for one in han.letters().typical})
    spots = [(text, at, len(who)) for text in plain for who in map(folded, PEOPLE) if (at := text.find(who)) >= 0]
    for number in range(DRAWN):
        first = luck.choices(list(family), by_family)[0]
        last = luck.choices(list(given), by_given)[0]
        if luck.random() > 0.75:  # given names that no list has
            last = "".join(luck.sample(typical, luck.choice((1, 2, 2))))
        name = first + last[:2]
        text, at = _instead(luck, spots, name) if number % 2 else _framed(luck, plain, name)
        yield Place(text, at, at + len(name), True)
        if len(name) - len(first) == 1:
            yield Place(text, at, at + len(name) + 1, False)


def _instead(luck: random.Random, spots: list[tuple[str, int, int]], name: str) -> tuple[str, int]:
    """A text with `name` instead of, or before, who is spoken of there; and where the name begins."""
    text, at, size = luck.choice(spots)
    return text[:at] + name + text[at + size * luck.choice((0, 1, 1)) :].removeprefix("们"), at


def _framed(luck: random.Random, plain: list[str], name: str) -> tuple[str, int]:
    """A frame with `name`, and of those that are open to a side a text on that side; and where the name begins."""
    frame = folded(luck.choice(FRAMES))
    head, tail = luck.choice(plain), luck.choice(plain)
    text, at = frame.replace("{}", name), frame.index("{}")
    is_open = frame[0] == "{"
    if not is_open or luck.random() < 0.5:
        mark = luck.choice(("。", "，", "，", "\n", "")) if not is_open or luck.random() < 0.8 else ""
        head = head.rstrip("。！？!?.") + mark
        text, at = head + text, at + len(head)
    if not frame.endswith("}") or luck.random() < 0.3:
        text += luck.choice(("", "，", "。")) + tail
    return folded(text), at
