"""A text cut into clauses: first sentences (spaCy's sentencizer and its rule), then at contrasts and long commas.

For: `cut`. Not for: parsing. A cut only ever lies between two characters: put together again, the pieces are the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from functools import cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING
from unicodedata import category

from voc import language

if TYPE_CHECKING:
    from spacy.language import Language

_ENDS_EN = [".", "!", "?", "...", "\u2026", "\u3002", "\uff01", "\uff1f", ";", "\uff1b"]
_ENDS_ZH = ["\u3002", "\uff01", "\uff1f", "\uff1b", "\u2026", "!", "?", ";", "\uff61"]
_END = re.compile(f"[{re.escape(''.join({*_ENDS_EN, *_ENDS_ZH} - {'...'}))}]")
# Other languages: after the end of a sentence, in any script.
_ENDS_OTHER = re.compile(r"(?:[.!?\u2026;\uff0e](?=\s)|[\u3002\uff01\uff1f\uff1b\u061f\u0964\u06d4])+")
_SAYS = re.compile(r"\w")
_PLANES = 0x20000  # code points among which all punctuation is; above are Han and marks alone
_LETTER = re.compile(r"[^\W_]")
# A mark that could end a sentence, and what is plain about it; a mark of any other kind is odd.
_MARK = re.compile(
    r"""[.!?;\u2026\u3002\uff01\uff1f\uff1b](?:
        (?<=\d\.)(?=\d)                                            # 3.5 ends nothing
      | (?:
            (?<=[A-Za-z0-9'\u2019][a-z]\.) | (?<=[A-Z][A-Z]\.) | (?<=[0-9]\.)
          | (?<=[A-Za-z0-9][!?;])[!?;]*
          | (?<=[A-Za-z]\.)\.\.
        )
        (?P<end>(?:\ \#(?=[A-Za-z0-9]))?)                            # a "#" is a mark that goes with those before it
        (?=\ ?\Z | \ @?[A-Za-z0-9] | \ [$+<>=~^|\U0001f300-\U0001faff] | [\n\r\t] | \ [\ \n\r\t])
      | (?<=[A-Za-z]\.)(?:\.|\.{3,})(?=\Z | \ @?[A-Za-z0-9] | [\n\r\t])  # two full stops or four are no end
      | (?P<odd>)
    )""",
    re.VERBOSE,
)
_LINK = re.compile(r"(?<!\S)https?://[a-z]+\.[a-z]+(?:/[A-Za-z0-9]+)*(?!\S)")
_DOTTED = re.compile(r"(?<![A-Za-z])[A-Za-z]+\.")
# spaCy peels marks off a word one by one, which takes time squared in the length of the word.
_BLOB = re.compile(r"\S{500}")
_NEXT_WORD = re.compile(r"(?<=\s)[A-Za-z0-9]")
_LINE = re.compile(r"\n")

# On folded text: full-width commas are plain there and Traditional is Simplified. Each begins with the letters that may
# stand there, and looks back past them: so `re` finds the few places fast. Cut is behind the group "cut".
_CONTRAST_EN = re.compile(r"(?P<cut> )(?=(?:but|however|although|though|yet|whereas)\b)(?<=[\w,)>\"'*] )")
_COMMA_EN = re.compile(r"(?P<cut>, )(?:(?<!\d, )|(?!\d))")
_CONTRAST_ZH = re.compile(
    r"(?P<cut>)[但可然不就只却](?:(?<=但)(?<![不非]但)(?!愿|凡)|(?<=可)是|(?<=然)而|(?<=[,\s\u3001]不)过|(?<=[,\s\u3001][就只])是"
    r"|(?<=[,\s\u3001]却))"
)
_COMMA_ZH = re.compile(
    r"(?P<cut>[,.\s~\uff5e](?:(?<=,)(?!\d{3}(?!\d))|(?<=[^\W\da-z_]\.)(?!\d)|(?<=[^\W\da-z_]\s)\s*(?=[^\W\da-z_])"
    r"|(?<=[~\uff5e])[~\uff5e]*))"
)
_WORD = re.compile(r"[\w'\u2019]+")
_HAN_OR_WORD = re.compile(r"[\u3400-\u9fff]|[A-Za-z0-9]+")

# A side shorter than this says too little alone: (at a contrast, at a comma), in words or Han letters.
_LONG_ENOUGH = {"en": (3, 4), "zh": (3, 4)}


def clauses(texts: Sequence[str], family: str, plain: Sequence[str] | None = None) -> Iterator[list[tuple[int, int]]]:
    """For each text the intervals [start, end) of its clauses, in order, without the white space around them.

    `family` is that of `language.family`: en and zh are cut into clauses, other languages into sentences. A
    placeholder is never cut: there is nothing in it to cut at. `plain` are the texts folded, where that is done.
    """
    plain = plain or [language.folded(text) for text in texts]
    for text, folded, ends in zip(texts, plain, _sentence_ends(texts, family), strict=True):
        cuts = {0, len(text), *ends, *(match.end() for match in _LINE.finditer(text))}
        if family in _LONG_ENOUGH:
            sentences = sorted(cuts)
            for start, end in pairwise(sentences):
                cuts.update(_clause_ends(folded, start, end, family))
        yield _trimmed(text, sorted(cuts))


def _sentence_ends(texts: Sequence[str], family: str) -> Iterator[Iterable[int]]:
    if family not in _LONG_ENOUGH:
        yield from ([match.end() for match in _ENDS_OTHER.finditer(text)] for text in texts)
        return
    if family == "zh":
        # spaCy makes every character a token here; its rule read off the text itself is the same, 30 times as fast.
        yield from ([match.end() for match in _ends_zh().finditer(text)] for text in texts)
        return
    texts = [language.half_width(text) for text in texts]  # a full stop is one in any width
    ends: list[list[int]] = [[] for _ in texts]
    asked: list[tuple[int, int, str]] = []  # the text, where the stretch begins, the stretch
    for at, text in enumerate(texts):
        plain, odd = _plain_ends(text)
        if not odd:
            ends[at] = plain
        elif _BLOB.search(text):
            ends[at] = [match.end() for match in _ENDS_OTHER.finditer(text)]
        elif _goes_on(text):  # else it says nothing after its first full stop, and is one sentence
            stretches = _stretches(text, odd)
            ends[at] = _outside(plain, stretches)
            asked += ((at, start, text[start:stop]) for start, stop in stretches)
    nlp = _sentencizer() if asked else None
    # Where spaCy has it, a memory zone forgets the words of one batch before the next.
    with getattr(nlp, "memory_zone", nullcontext)():
        docs = nlp.pipe(stretch for _, _, stretch in asked) if nlp else ()
        for (at, start, _), doc in zip(asked, docs, strict=True):
            ends[at] += (start + sentence.end_char for sentence in [*doc.sents][:-1])
    yield from ends


def _plain_ends(text: str) -> tuple[list[int], list[int]]:
    """The ends of sentences where the mark stands plainly behind a word ("... was late. They ..."), in a number or in a
    link: there spaCy's tokenizer has nothing to decide and says the same, for a tenth of the time. And the places of all
    other marks, where it is asked."""
    if "://" in text:
        text = _LINK.sub(lambda link: "a" * len(link.group()), text)
    found, odd = [], []
    for match in _MARK.finditer(text):
        if match.lastgroup == "odd":
            odd.append(match.start())
        elif match.lastgroup == "end":
            found.append(match.end("end"))
    if found:
        odd += (match.end() - 1 for match in _DOTTED.finditer(text) if match.group().lower() in _dotted())
    return found, sorted(odd)


def _stretches(text: str, odd: Iterable[int]) -> list[tuple[int, int]]:
    """What spaCy must see to say what it says of marks at `odd` in the whole `text`: it makes words of each piece between
    white space by itself, and a sentence goes on with every piece of marks alone. So from the piece with the mark to the
    first letter of the next piece that begins with one; there the sentence is over or is not."""
    stretches: list[tuple[int, int]] = []
    for mark in odd:
        if stretches and mark < stretches[-1][1]:
            continue
        start = next((at + 1 for at in range(mark - 1, -1, -1) if text[at].isspace()), 0)
        word = _NEXT_WORD.search(text, mark)
        stop = word.end() if word else len(text)
        if stretches and start < stretches[-1][1]:
            start = stretches.pop()[0]
        stretches.append((start, stop))
    return stretches


def _outside(ends: Iterable[int], stretches: Sequence[tuple[int, int]]) -> list[int]:
    """Those of `ends` behind no letter of `stretches`."""
    starts = [start for start, _ in stretches]
    before = ((end, bisect_left(starts, end) - 1) for end in ends)
    return [end for end, nearest in before if nearest < 0 or end > stretches[nearest][1]]


@cache
def _dotted() -> frozenset[str]:
    """Words that spaCy keeps together with their full stop ("dr.")."""
    return frozenset(word.lower() for word in _sentencizer().tokenizer.rules if word.endswith("."))


def _goes_on(text: str) -> bool:
    first = _END.search(text)
    return first is not None and _SAYS.search(text, first.end()) is not None


@cache
def _ends_zh() -> re.Pattern[str]:
    """A mark that ends a sentence and the marks behind it; single spaces between them do not part them."""
    marks = re.escape("".join(chr(code) for code in range(_PLANES) if category(chr(code))[0] == "P"))
    ends = re.escape("".join(_ENDS_ZH))
    return re.compile(f"[{ends}](?: ?[{ends}{marks}])*")


@cache
def _sentencizer() -> Language:
    import spacy

    nlp = spacy.blank("en")
    nlp.max_length = 10**9
    nlp.add_pipe("sentencizer", config={"punct_chars": _ENDS_EN})
    return nlp


def _clause_ends(folded: str, start: int, end: int, family: str) -> list[int]:
    """Where to cut inside the sentence [start, end): left to right, only where both sides are long enough."""
    contrast, comma = (_CONTRAST_EN, _COMMA_EN) if family == "en" else (_CONTRAST_ZH, _COMMA_ZH)
    at_contrast, at_comma = _LONG_ENOUGH[family]
    wanted = {match.end("cut"): at_comma for match in comma.finditer(folded, start, end)}
    wanted |= {match.end("cut"): at_contrast for match in contrast.finditer(folded, start, end)}
    if not wanted:
        return []
    cuts: list[int] = []
    last, places = start, sorted(wanted)
    for number, place in enumerate(places):
        following = places[number + 1] if number + 1 < len(places) else end
        n = wanted[place]
        if _is_long(folded, last, place, family, n) and _is_long(folded, place, following, family, n):
            cuts.append(place)
            last = place
    return cuts


def _is_long(folded: str, start: int, end: int, family: str, least: int) -> bool:
    """Whether [start, end) has so many words or Han letters."""
    pattern = _WORD if family == "en" else _HAN_OR_WORD
    return len(list(islice(pattern.finditer(folded, start, end), least))) == least


def _trimmed(text: str, cuts: list[int]) -> list[tuple[int, int]]:
    pieces = []
    for start, end in pairwise(cuts):
        piece = text[start:end]
        first = start + len(piece) - len(piece.lstrip())
        last = start + len(piece.rstrip())
        if first < last:
            pieces.append((first, last))
    return _joined_marks(text, pieces)


def _joined_marks(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A piece without a letter or digit (a smile, a closing quote) belongs to the piece before it."""
    joined: list[tuple[int, int]] = []
    is_said = False  # whether the last of them has a letter or digit
    for start, end in pieces:
        says = _LETTER.search(text, start, end) is not None
        if joined and not (says and is_said):
            joined[-1] = (joined[-1][0], end)
            is_said = is_said or says
        else:
            joined.append((start, end))
            is_said = says
    return joined
