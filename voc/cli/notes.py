"""The notes of a file in the language of the page: `in_words(note, "zh-Hant")`.

For: `check`. Not for: what a note says, which whoever reads the file decides and writes in English (`voc.ingest.note`);
data/wording/notes.toml has the same sentences in Chinese. A note that is not there, as one of a reader of another package,
stands as it is: English is better than nothing.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

_NAME = re.compile(r"\{(\w+)\}")
# Gaps that hold a note; what stands in others is a number, or a name or a word of the file, and stays as it is.
_NOTES = ("note", "why", "unit", "what")
_WORDS = ("ours", "code", "key", "unit")  # gaps without a blank


def in_words(note: str, lang: str) -> str:
    """`note` in `lang`; so are the notes in its gaps, such as what is said of one column."""
    for pattern, said in _notes() if lang != "en" else ():
        found = pattern.fullmatch(note)
        if found is not None:
            gaps = found.groupdict().items()
            return said[lang].format_map({name: in_words(gap, lang) if name in _NOTES else gap for name, gap in gaps})
    return note


@cache
def _notes() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    """What a note looks like and what it is in Chinese; first those that say most of it themselves."""
    text = resources.files("voc").joinpath("data/wording/notes.toml").read_text("utf-8")
    notes = sorted(tomllib.loads(text)["note"], key=lambda one: -len(_NAME.sub("", one["en"])))
    return tuple((re.compile(_pattern(one["en"]), re.DOTALL), one) for one in notes)


def _pattern(sentence: str) -> str:
    """A regex for a sentence with {names} in it."""
    parts = _NAME.split(sentence)
    return "".join(
        f"(?P<{part}>{'[^ ]' if part in _WORDS else '.'}+?)" if at % 2 else re.escape(part)
        for at, part in enumerate(parts)
    )
