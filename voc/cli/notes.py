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
# Gaps without a blank, and a name in a list, which holds nothing of what comes after it; others are as short as can be.
_GAPS = dict.fromkeys(("n", "low", "high", "more", "ours", "code", "key", "unit"), "[^ ]+?") | {
    "their": "(?:(?! as | is the ).)+?"
}


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
    """What a note looks like and what it is in Chinese; first those that say most of it themselves, and of those that end in
    a note the ones that end in one that we know: the heading before it may be "Q3: How was it?"."""
    text = resources.files("voc").joinpath("data/wording/notes.toml").read_text("utf-8")
    notes = sorted(tomllib.loads(text)["note"], key=lambda one: -len(_NAME.sub("", one["en"])))
    any_of = "|".join(re.sub(r"\?P<\w+>", "?:", _pattern(one["en"])) for one in notes)
    found = []
    for one in notes:
        pattern, inner = _pattern(one["en"]), "(?P<note>.*?)"
        known = [pattern.removesuffix(inner) + f"(?P<note>{any_of})"] if pattern.endswith(inner) else []
        found += [(re.compile(each, re.DOTALL), one) for each in (*known, pattern)]
    return tuple(found)


def _pattern(sentence: str) -> str:
    """A regex for a sentence with {names} in it."""
    parts = _NAME.split(sentence)
    gaps = (f"(?P<{part}>{_GAPS.get(part, '.*?')})" if at % 2 else re.escape(part) for at, part in enumerate(parts))
    return "".join(gaps)
