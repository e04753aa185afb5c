"""Many clauses at once: the hits and the weights that `phrases` and `lexicon` find one by one, found by compiled code.

For: `phrases.mentions`, `phrases.scores` and `sentiment.opinions`, where there are clauses enough and numba is there.
Not for: rules of its own; the same tables come out to the last bit. Python is entered once for each batch; only phrases
whose regular expression has no program (see `program`) are searched clause by clause.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import accumulate
from typing import TYPE_CHECKING

from voc.classify.phrases import kept, lexicon, program
from voc.classify.phrases.index import CLEAR, SENTIMENTS, confidence, index_of, phrase_language
from voc.pattern import Pattern, is_spaced
from voc.taxonomy import Taxonomy

if TYPE_CHECKING:
    import numpy as np

    from voc.classify.phrases.judging import Words
    from voc.classify.phrases.machine import Keys, Programs, Texts
    from voc.classify.phrases.verdict import Hits, Meanings

FEW = 5_000  # clauses below which reading the phrases takes longer than it saves, ...
FEW_AT_FIRST = 50_000  # ... and below which nothing is compiled that is not compiled yet
ROWS = 50_000  # clauses that are held as code points at a time
_KINDS = (*SENTIMENTS, "judged", "except")
_LETTERS = 0x110000


@dataclass(frozen=True)
class Plan:
    """The phrases of one language as arrays; `others` are the numbers and patterns that only Python can search."""

    keys: Keys
    programs: Programs
    classes: tuple[str, ...]
    meanings: Meanings
    others: tuple[tuple[int, Pattern], ...]


def pays(clauses: int) -> bool:
    """Whether so many clauses are worth the compiled code, and numba is there."""
    return clauses >= FEW and _has_numba() and (clauses >= FEW_AT_FIRST or _is_compiled())


@cache
def _has_numba() -> bool:
    return find_spec("numba") is not None


def _is_compiled() -> bool:
    return "voc.classify.phrases.tree" in sys.modules or kept.is_full()


def hits(texts: Sequence[str], langs: Sequence[str], taxonomy: Taxonomy) -> Hits:
    """What `phrases.hits` finds in each of the folded clauses, as columns; topics by their place in the taxonomy and
    sentiments by theirs in SENTIMENTS."""
    import numpy as np

    from voc.classify.phrases.verdict import Hits

    found: list[Hits] = []
    for rows, lang in _by_language(langs):
        key = phrase_language(lang, taxonomy)
        if key is not None:
            plan, words = _plan(taxonomy, key), _words(lexicon.family(lang))
            for some in _cut(rows):
                hits = _hits([texts[row] for row in some], plan, words)
                found.append(hits._replace(row=some[hits.row]))
    if not found:
        return Hits(*(np.zeros(0, float if name == "confidence" else np.int64) for name in Hits._fields))
    columns = [np.concatenate(column) for column in zip(*found, strict=True)]
    order = np.argsort(columns[0], kind="stable")
    return Hits(*(column[order] for column in columns))


def weights(texts: Sequence[str], langs: Sequence[str]) -> np.ndarray:
    """Sums of what is good and of what is bad in the judging words of each folded clause: float64 (clauses, 2)."""
    import numpy as np

    from voc.classify.phrases import judging

    sums = np.zeros((len(texts), 2))
    for rows, lang in _by_language(langs):
        if lexicon.knows(lang):
            for some in _cut(rows):
                chosen = _texts([texts[row] for row in some])
                of_some = judging.weights(chosen, np.ones(len(some), bool), _words(lexicon.family(lang)))
                sums[some] = of_some[:, 1:]
    return sums


def _by_language(langs: Sequence[str]) -> Iterable[tuple[np.ndarray, str]]:
    """The rows of each language, in order of its first."""
    import numpy as np

    numbers = {lang: number for number, lang in enumerate(dict.fromkeys(langs))}
    of = np.fromiter(map(numbers.__getitem__, langs), np.int64, len(langs))
    for lang, number in numbers.items():
        yield np.flatnonzero(of == number), lang


def _cut(rows: np.ndarray) -> Iterable[np.ndarray]:
    return (rows[first : first + ROWS] for first in range(0, len(rows), ROWS))


def _texts(texts: Sequence[str], classes: tuple[str, ...] = program.CLASSES) -> Texts:
    """Clauses as code points, with the classes of each character."""
    import numpy as np

    from voc.classify.phrases.machine import Texts

    letters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.int32)
    is_there = np.zeros(_LETTERS, bool)
    is_there[letters] = True
    bits = np.zeros(_LETTERS, np.int64)
    for code in np.flatnonzero(is_there).tolist():
        bits[code] = _bits(code, classes)
    at = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)), out=at[1:])
    return Texts(letters, bits[letters], at)


@cache
def _bits(code: int, classes: tuple[str, ...]) -> int:
    """Bit k is set if the character is of class k: what Python's `re` holds it for."""
    return sum(1 << k for k, source in enumerate(classes) if re.fullmatch(source, chr(code)))


def _hits(clauses: Sequence[str], plan: Plan, words: Words) -> Hits:
    import numpy as np

    from voc.classify.phrases import judging, machine, verdict

    texts = _texts(clauses, plan.classes)
    found, at = machine.matches(texts, plan.keys, plan.programs)
    if plan.others:
        found, at = _with_others(clauses, found, at, plan.others)
    rows = np.repeat(np.arange(len(clauses)), np.diff(at))
    judged = judging.weights(texts, np.diff(at) > 0, words)[:, 0].copy()
    asks = np.flatnonzero(np.isin(plan.meanings.kind[found[:, 0]], (verdict.NEGATIVE, verdict.POSITIVE)))
    is_negated = np.zeros(len(found), bool)
    is_negated[asks] = judging.negated(texts, rows[asks], found[asks, 1], words)
    hits: Hits = verdict.hits(found, at, judged, is_negated, plan.meanings, CLEAR)
    return hits


def _with_others(
    clauses: Sequence[str], found: np.ndarray, at: np.ndarray, others: Iterable[tuple[int, Pattern]]
) -> tuple[np.ndarray, np.ndarray]:
    """The matches with those of the patterns that only Python can search, in the order of the clauses."""
    import numpy as np

    rows = [np.repeat(np.arange(len(clauses)), np.diff(at))]
    more = [found]
    for phrase, pattern in others:
        spans = [(row, *match.span()) for row, text in enumerate(clauses) if (match := pattern.search(text))]
        of_phrase = np.array(spans, np.int32).reshape(-1, 3)
        rows.append(of_phrase[:, 0].astype(np.int64))
        more.append(np.column_stack([np.full(len(spans), phrase, np.int32), of_phrase[:, 1:]]))
    row, every = np.concatenate(rows), np.concatenate(more)
    order = np.argsort(row, kind="stable")
    return every[order], np.concatenate([[0], np.cumsum(np.bincount(row, minlength=len(clauses)))])


@lru_cache(maxsize=32)
def _plan(taxonomy: Taxonomy, lang: str) -> Plan:
    """The phrases of `lang` (none for an unknown one) as arrays."""
    import numpy as np

    from voc.classify.phrases.machine import Keys
    from voc.classify.phrases.tree import planted
    from voc.classify.phrases.verdict import Meanings

    index = index_of(taxonomy, lang)
    every = [one.pattern for one in index.phrases]
    names = {key: n for n, key in enumerate(sorted({*index.by_key, *(key for one in every for key in one.also)}))}
    tree, ends = planted(names)
    key = np.full(max(ends.values(), default=0) + 1, -1, np.int32)
    key[list(ends.values())] = list(names.values())
    phrases_at, by_key = _rows([index.by_key.get(name, ()) for name in names])
    also_at, also = _rows([[names[key] for key in sorted(one.also)] for one in every])
    keyless = np.array(sorted(index.keyless), np.int32)
    keys = Keys(is_spaced(lang), tree, key, phrases_at, by_key, also_at, also, keyless)

    programs, classes, others = _programs(every)
    meanings = Meanings(
        np.array([index.order[one.topic] for one in index.phrases], np.int32),
        np.array([_KINDS.index(one.kind) for one in index.phrases], np.int8),
        *(
            np.array([_sure(one.kind, one.pattern.weight, is_turned) for one in index.phrases])
            for is_turned in (False, True)
        ),
    )
    return Plan(keys, programs, classes, meanings, tuple((number, every[number]) for number in others))


def _programs(patterns: Sequence[Pattern]) -> tuple[Programs, tuple[str, ...], list[int]]:
    """The programs of the patterns, their classes, and the numbers of the patterns that have none."""
    import numpy as np

    from voc.classify.phrases.machine import Programs

    shared, code = program.Shared(), array("i")
    begin, first, others, longest = [], [], [], 0
    for number, pattern in enumerate(patterns):
        try:
            piece = program.written(pattern.expression, shared)
        except program.Unwritable:
            others.append(number)
            begin.append(-1)
            first.append(0)
            continue
        begin.append(len(code))
        first.append(piece.first)
        code += piece.code
        longest = max(longest, piece.depth)
    is_word = np.array([one.expression.startswith(program.OUTSIDE) for one in patterns], bool)
    places = np.array(begin, np.int32)
    # Routines stand before all programs; what a program of words asks first, the machine has seen to already.
    places = np.where(places < 0, -1, places + len(shared.routines) + program.LOOK_LENGTH * is_word).astype(np.int32)
    arrays = np.array(shared.routines + code, np.int32), places, np.array(first, np.uint64), is_word
    return Programs(*arrays, longest), tuple(shared.classes), others


def _sure(kind: str, weight: float, is_turned: bool) -> float:
    return 0.0 if kind == "except" else confidence(kind, weight, is_turned)


def _rows(values: Sequence[Sequence[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Lists of numbers one behind the other, int32, and where each begins and the last one ends."""
    import numpy as np

    at = np.array([0, *accumulate(map(len, values))], np.int32)
    return at, np.fromiter((one for of in values for one in of), np.int32, at[-1])


@cache
def _words(family: str) -> Words:
    """The lexicon of a language family as arrays; an empty one where there is none."""
    import numpy as np

    from voc.classify.phrases.judging import Words
    from voc.classify.phrases.tree import planted

    is_known = lexicon.knows(family)
    known = lexicon.of(family if is_known else lexicon.LANGUAGES[0])
    tree, ends = planted([*known.strengths, *known.degrees, *known.negators, *known.not_negators])
    nodes = max(ends.values()) + 1
    strength, degree = np.full(nodes, np.nan), np.full(nodes, np.nan)
    strength[[ends[word] for word in known.strengths]] = list(known.strengths.values())
    degree[[ends[word] for word in known.degrees]] = list(known.degrees.values())
    is_negator, is_no_negator = np.zeros(nodes, bool), np.zeros(nodes, bool)
    is_negator[[ends[word] for word in known.negators]] = True
    is_no_negator[[ends[word] for word in known.not_negators]] = True
    signs, of_signs = planted(known.signs)
    sign_strength = np.zeros(max(of_signs.values()) + 1)
    sign_strength[list(of_signs.values())] = list(known.signs.values())
    spaced = is_spaced(family)
    reach, window = (lexicon.REACH_WORDS, lexicon.WINDOW) if spaced else (lexicon.REACH_CHARACTERS,) * 2
    return Words(
        is_known, spaced, tree, strength, degree, is_negator, is_no_negator, signs, sign_strength,
        lexicon.TURNED[True], lexicon.TURNED[False], reach, window,
    )  # fmt: skip
