"""Whether some Chinese letters that are all that stands in a place are somebody's name.

For: `closed_zh`, which knows the places. Not for: how far a name goes; see `han`.
"""

from __future__ import annotations

import re
from functools import cache

from voc.language import folded
from voc.personal.chinese import han, likely_zh
from voc.personal.chinese.shapes_zh import FOREIGN
from voc.personal.words import lists


class Whole:
    """The lists."""

    def __init__(self) -> None:
        new, work, told = lists("names_zh"), lists("work_zh"), lists("closed_zh")
        some, words = told["letters"], told["words"]
        self.letters = letters = han.letters()
        self.foreign = frozenset(FOREIGN)
        self.every = letters.every | frozenset(some["more"])
        self.titled = (letters.every - letters.little | frozenset(some["titled"])) - frozenset(some["no_titled"])
        self.roles = frozenset((*work["roles"].split(), *new["roles"], *new["kin"], *new["labels"]))
        self.nobody = frozenset(words["nobody"].split())
        self.calls = frozenset(words["calls"].split())
        self.organisation = re.compile(f"(?:{words['organisation']})$")
        self.families = frozenset(some["families"])  # begin few words
        self.no_given = frozenset(some["no_given"])
        self.words_given = frozenset(some["words_given"].split())
        self.other = frozenset(some["other"].split())
        self.begins = self.every | self.foreign | {one[0] for one in (*self.other, *letters.double)}  # any name at all
        self.words = likely_zh.words()  # by their folded letters, how usual they are

    def is_name(self, said: str, *, is_sure: bool, is_closed: bool = False) -> bool:
        """Whether `said` is a family name and one or two letters; in a sure place also such as are a word, and names of other
        peoples; in one that is closed to all but people, with a family of any rank and a letter of names behind it."""
        if said in self.other:
            return True
        letters = self.letters
        if len(said) == 1:
            return said in self.every
        size = 2 if said[:2] in letters.double else 1
        given = said[size:]
        is_told = is_sure or self._is_told(given, is_closed=is_closed)
        is_family = size == 2 or said[0] in (self.every if is_told else letters.every)
        is_foreign = len(said) > 2 and self.foreign.issuperset(said)  # 其其格
        if not (is_family or is_foreign) or self._is_nobody(said, given):
            return False
        if is_foreign and folded(said) not in self.words:
            return True
        if not is_family or len(given) not in (1, 2) or said[0] == said[1] or letters.title.match(said, size):
            return False
        if not self._may_be_given(given):
            return False
        if self._is_word(said):
            return is_sure and said[0] in letters.surnames
        if size == 2:
            return is_sure or said[:2] not in ("东方", "東方") or folded(given) not in self.words  # 东方航空
        return is_sure or self._is_told_alone(said, given, is_closed=is_closed)

    def _is_told(self, given: str, *, is_closed: bool) -> bool:
        """Whether a given name says by itself that what stands before it is a family: 种秋月, 火燕; in a closed place one letter
        of two does."""
        letters = self.letters
        if len(given) == 1:
            return given in letters.single or given in letters.strict or (is_closed and given in letters.typical)
        return letters.typical.issuperset(given) or (is_closed and not letters.typical.isdisjoint(given))

    def _is_nobody(self, said: str, given: str) -> bool:
        """Whether a role, an organisation or nobody stands there: 客服, 市场部, 本人, 王先生."""
        return (
            said in self.roles
            or said in self.nobody
            or given in self.calls
            or self.organisation.search(said) is not None
        )

    def _may_be_given(self, given: str) -> bool:
        """Whether nothing speaks against a given name: 解放 is a word and a name, 在了 is neither."""
        is_word = given in self.words_given or (len(given) == 2 and folded(given) in self.words)
        return is_word or self.letters.not_given.isdisjoint(given)

    def _is_word(self, said: str) -> bool:
        """Whether the whole is a word rather than a name: 金额, 高兴."""
        usual = self.words.get(folded(said), 0)
        is_begun = self.letters.begins_word(said, 0)
        if (
            is_begun and not usual and len(said) == 3 and said[0] in self.letters.strong
        ):  # 王国|庆, though 王老吉 is a firm
            is_given = self.words.get(folded(said[1:]), 0) > 1 and self.letters.not_given.isdisjoint(said)
            is_begun = said in self.letters.words[said[0]] or not is_given
        return is_begun or (usual > (said[0] in self.letters.strong) and said[0] not in self.families)

    def _is_told_alone(self, said: str, given: str, *, is_closed: bool) -> bool:
        """Whether letters of which no place says that they are a name are one: no word begins, and a family name that is a little
        word has letters of given names behind it."""
        if not self.no_given.isdisjoint(given) and given not in self.words_given:
            return False
        if len(given) == 2 and said[0] not in self.families and self.words.get(folded(said[:2]), 0) > 1:
            return False
        return said[0] not in self.letters.little or self._is_told(given, is_closed=is_closed)

    def is_usual(self, said: str) -> bool:
        """Whether the letters behind the family name are those of given names."""
        given = said[2:] if said[:2] in self.letters.double else said[1:]
        some = self.letters.single | self.letters.strict if len(given) == 1 else self.letters.typical
        return not some.isdisjoint(given) or (len(said) == 3 and said[0] in self.letters.strong)  # 崔和平

    def is_typical(self, given: str) -> bool:
        """Whether all the letters of `given` are those of given names."""
        return self.letters.typical.issuperset(given)

    def may_be_titled(self, text: str, start: int) -> bool:
        """Whether the letter at `start`, which a title stands behind, is a family name and begins no word."""
        if text[start] not in self.titled:
            return False
        is_word = self.words.get(folded(text[start : start + 2]), 0) > 1 and text[start] not in self.families
        return not is_word and not self.letters.begins_word(text, start)


@cache
def whole() -> Whole:
    """The one Whole."""
    return Whole()
