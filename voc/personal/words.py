"""The word lists of personal.toml and names.toml, as patterns. Not for: deciding anything with them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any


@cache
def lists(name: str) -> dict[str, Any]:
    """The lists of voc/data/words/<name>.toml."""
    loaded: dict[str, Any] = tomllib.loads(
        resources.files("voc").joinpath(f"data/words/{name}.toml").read_text("utf-8")
    )
    return loaded


def either(words: Iterable[str]) -> str:
    """A pattern for any of `words`, the longest first."""
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))


def filler(more: Iterable[str] = ()) -> str:
    """A pattern for what may stand between a cue and its number. \\b would not do: there is no word boundary between a Han
    letter and a Latin one."""
    known = lists("personal")
    latin = either([*known["fillers"], *more])
    return rf"(?:\s|[:#=(?\uff1f-]|(?<![A-Za-z])(?:{latin})(?![A-Za-z])|{either(known['fillers_zh'])})*"
