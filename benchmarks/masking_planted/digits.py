"""Shapes filled with chance, and numbers with true check digits: cards, identity numbers, IBANs.

For: `slots`. Not for: numbers of anybody: digits are drawn, and that one is in use cannot be known nor ruled out.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

_DIGITS = "0123456789"
_CAPITALS = "ABCDEFGHJKLMNPRSTUVWXY"
_PART = re.compile(r"\[([^\]]+)\]|<([^>]*)>|\{(\w+)\}|([?@])")
_RANGE = re.compile(r"(.)-(.)")

_CARDS = (
    "4???????????????",
    "5[1-5]??????????????",
    "3[47]?????????????",
    "6011????????????",
    "62??????????????",
    "35[3-8]?????????????",
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_TAIWAN = dict(zip("ABCDEFGHJKLMNPQRSTUVXYWZIO", range(10, 36), strict=True))
_IBANS = {
    "DE": "?" * 18,
    "FR": "?" * 20 + "A??",
    "ES": "?" * 20,
    "NL": "INGB" + "?" * 10,
    "GB": "NWBK" + "?" * 14,
    "IT": "X" + "?" * 22,
}


@cache
def shapes() -> dict[str, dict[str, list[str]]]:
    """shapes.toml: shapes by slot and script."""
    made: dict[str, Any] = tomllib.loads((Path(__file__).parent / "shapes.toml").read_text("utf-8"))
    return made


def shape(rng: Random, slot: str, script: str) -> str:
    """A shape of `slot`; what Traditional Chinese has none of is taken from Simplified, and what that lacks from English."""
    of = shapes()[slot]
    return rng.choice(of.get(script) or of.get("zh-Hans") or of["en"])


def filled(rng: Random, text: str, script: str) -> str:
    """`text` with chance in the place of every part of a shape."""

    def chosen(part: re.Match[str]) -> str:
        if part[1]:
            return rng.choice(
                _RANGE.sub(lambda ends: "".join(map(chr, range(ord(ends[1]), ord(ends[2]) + 1))), part[1])
            )
        if part[2] is not None:
            return filled(rng, rng.choice(part[2].split("|")), script)
        if part[3]:
            return filled(rng, shape(rng, part[3], script), script)
        return rng.choice(_DIGITS if part[4] == "?" else _CAPITALS)

    return _PART.sub(chosen, text)


def card(rng: Random) -> str:
    """A card number that passes Luhn's check."""
    digits = filled(rng, rng.choice(_CARDS), "en")[:-1]
    total = sum(sum(divmod(int(one) * (2 - at % 2), 10)) for at, one in enumerate(reversed(digits)))
    digits += str(-total % 10)
    cuts = (4, 10, 15) if len(digits) == 15 else (4, 8, 12, 16)
    return rng.choice((" ", "-", "", " ")).join(digits[a:b] for a, b in zip((0, *cuts), cuts, strict=False))


def iban(rng: Random) -> str:
    """An account number whose check digits are right."""
    country = rng.choice(sorted(_IBANS))
    account = filled(rng, _IBANS[country], "en")
    check = 98 - int("".join(str(int(one, 36)) for one in f"{account}{country}00")) % 97
    number = f"{country}{check:02}{account}"
    return number if rng.random() < 0.5 else " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def mainland(rng: Random) -> str:
    """An identity number of mainland China."""
    born = f"{rng.randint(1950, 2005)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    digits = filled(rng, "{REGION_CODE}", "zh-Hans") + born + filled(rng, "???", "en")
    return digits + "10X98765432"[sum(int(one) * weight for one, weight in zip(digits, _WEIGHTS, strict=True)) % 11]


def taiwan(rng: Random) -> str:
    """An identity number of Taiwan."""
    letter, digits = rng.choice(sorted(_TAIWAN)), filled(rng, "[12]???????", "en")
    tens, ones = divmod(_TAIWAN[letter], 10)
    total = tens + ones * 9 + sum(int(one) * weight for one, weight in zip(digits, range(8, 0, -1), strict=True))
    return f"{letter}{digits}{-total % 10}"


def hong_kong(rng: Random) -> str:
    """An identity number of Hong Kong."""
    letter, digits = rng.choice("ABCDEGHKMPRVYZ"), filled(rng, "??????", "en")
    total = (
        36 * 9
        + int(letter, 36) * 8
        + sum(int(one) * weight for one, weight in zip(digits, range(7, 1, -1), strict=True))
    )
    check = "0123456789A"[-total % 11]
    return f"{letter}{digits}" + rng.choice((f"({check})", f"（{check}）", check))


def net(rng: Random) -> str:
    """An IP address of version 4 or, less often, 6."""
    if rng.random() < 0.75:
        return ".".join(str(rng.randint(*ends)) for ends in ((11, 223), (0, 255), (0, 255), (1, 254)))
    groups = [f"{rng.randrange(1 << 12, 1 << 16):x}" for _ in range(8)]
    return ":".join(groups) if rng.random() < 0.5 else f"{':'.join(groups[:3])}::{groups[-1]}"
