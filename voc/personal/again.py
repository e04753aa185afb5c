"""A name that the text has told once, wherever it stands again in it: "my name is Ann Lee ... so Ann waited".

For: `found`. Not for: names from other texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from voc.personal.chinese import han
from voc.personal.english.names import is_common, is_weak
from voc.personal.lexicon import LETTER, lexicon
from voc.personal.mark import Found, Look

_THING = re.compile(r" (?:[A-Z][a-z]|\d)")
_MOST = 200  # names that are looked for again: a text with more is a list
_SHORT = 2  # letters of 小白 and 柳絮, which may be a word or a part of one
_LEAST = 3  # letters of a part of a name; of a whole one, two


def named(look: Look, names: Sequence[Found], taken: bytearray) -> Iterator[Found]:
    """The other places of `names`, whole or a part of them, outside what is `taken` (a byte for each letter), which is
    added to."""
    text = look.text
    seen: set[str] = set()
    for name in names:
        written = text[name.start : name.end]
        parts = [part for part in re.split(r"[ .]+", written) if len(part) >= _LEAST and part[0].isupper()]
        for form in [written, *parts] if written.isascii() or " " in written else [written]:
            if (
                form in seen
                or len(form) < 2
                or is_common(form)
                or (form.isascii() and not (form[0].isupper() or form in lexicon().given))
            ):
                continue
            seen.add(form)
            if len(seen) > _MOST:
                return
            if text.find(form) == text.rfind(form):  # its own place alone, as in most texts
                continue
            edge = LETTER if form[0].isascii() else ""
            pattern = rf"(?<![{edge}])" + re.escape(form) + rf"(?![{edge}])" if edge else re.escape(form)
            for match in re.finditer(pattern, text):
                if is_weak(form) and _THING.match(text, match.end()):  # "Grace" is a name, the "Grace Period" is none
                    continue
                start, end = match.span()
                if len(form) == _SHORT and not form.isascii() and _goes_into_a_word(text, start, end):
                    continue
                if not any(taken[start:end]):
                    taken[start:end] = b"\1" * (end - start)
                    yield Found(start, end, "NAME", name.value)


def _goes_into_a_word(text: str, start: int, end: int) -> bool:
    """True where 小白 is a part of 小白菜, and where 柳絮 is the word."""
    letters = han.letters()
    return (text[start] in "小老阿大" or letters.begins_word(text, start)) and not letters.on.match(text, end)
