"""What boilerplate looks like: the lists of data/words/boilerplate.toml as patterns.

For: `voc.boilerplate`. Not for: what is found with them, and in what order; see there. Texts are folded before.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

HEADED = 4  # lines in which a second header must follow the first
STARS = r"\*{3,}|#{3,}|_{3,}|█+|■{2,}"
CROSSES = (
    r"(?<![A-Za-z0-9])(?:X{3,}|[$£€¥]?XX?(?:[/-]XX)+(?:[/-](?:XXXX|\d{2,4}))?)(?![A-Za-z0-9])|(?<=[\u3400-\u9fff])X{2,}"
)


@cache
def lists() -> dict[str, list[str]]:
    """What boilerplate.toml holds: for each name its words."""
    text = resources.files("voc").joinpath("data/words/boilerplate.toml").read_text(encoding="utf-8")
    made: dict[str, list[str]] = tomllib.loads(text)
    return made


@cache
def any_hint() -> str:
    """The hints as one pattern: without any of them a text has no template and no signature."""
    return "|".join(map(re.escape, lists()["hints"]))


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """The lists of boilerplate.toml as patterns."""
    one_of = {name: "|".join(words) for name, words in lists().items()}
    greeting = rf"(?:(?:{one_of['greetings']})[\s,:!。.]{{1,4}})?"
    tail = rf"(?:(?!(?<![a-z'])(?:{one_of['speakers']})(?![a-z']))[^\n.!?])*[.!?]*"
    header = rf"[^\S\n]{{0,8}}[*_]?(?:{one_of['headers']})[*_]?[^\S\n]?:[^\n]*"
    return {
        "quoting": re.compile(
            rf"^[^\S\n]{{0,8}}(?:{one_of['quoting']})[^\S\n]*$"
            rf"|(?P<headed>^{header}\n(?:[^\n]*\n){{0,{HEADED - 2}}}{header})",
            re.MULTILINE,
        ),
        "wrote": re.compile(rf"(?:{one_of['wrote']})[^\S\n]*:[^\S\n]*$", re.MULTILINE),
        "header": re.compile(header),
        "device": re.compile(rf"(?:^|[\n.!?。,])[^\S\n]*(?P<cut>(?:{one_of['devices']})\.?)(?=[^\S\n]*(?:\n|$))"),
        "closing": re.compile(
            rf"(?:^|\n|[.!?。][^\S\n]+)[^\S\n]*(?P<cut>(?:{one_of['closings']}))(?:[,.!~]|[^\S\n]*(?=\n|$))"
        ),
        "template_en": re.compile(
            rf"(?:^|(?<=[\n.!?。;]))\s{{0,8}}(?P<cut>{greeting}(?:{one_of['templates_en']}){tail})"
        ),
        "template_zh": re.compile(
            rf"(?:^|(?<=[\n.!?。;,~]))\s{{0,8}}(?P<cut>{greeting}(?:{one_of['templates_zh']})(?=$|[\s,.!?。;~])[,.!?。;~]*)"
        ),
        "redaction": re.compile(
            rf"{STARS}|{CROSSES}"
            rf"|(?i:[\[<{{【]{{1,2}}/?(?:{one_of['redacted']})(?: (?:removed|redacted|deleted|masked))?"
            r"[ _-]?\d{0,4}[\]>}】]{1,2})"
        ),
    }
