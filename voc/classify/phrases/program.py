"""A regular expression as a small integer program, for the machine that searches many clauses at once.

For: `classify.plan`, which writes the programs of a language; `classify.machine` runs them. Not for: every regular
expression. What `pattern` makes of the phrase syntax can all be written; of what stands after `re:` the common part:
letters, classes, \\w \\d \\s \\b, brackets, bars, ? * + {m,n} and looks at one character. For the rest `Unwritable` is
raised, and such a phrase keeps Python's own search.

A program is a row of numbers: instructions and what they need. Jumps are relative, so that one piece can stand in many
programs; a long piece, such as a word list, stands once as a routine and is called, so that all stay near at hand.
A place for one character is a number: a code point, or -(k + 1) for class k. Which characters are of a class is not
decided here: `batch` asks Python's `re` for each character that occurs.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

MATCH, ONE, SPLIT, PEEK, WHEN, JUMP, CALL, RETURN, REPEAT, REPEAT_LAZY, LOOK, EDGE, BEGIN, END = range(14)
CLASSES = (r"\w", r"\d")  # the first classes of every language, and their bits: whether a character is of class k
WORD, DIGIT = 1, 2
ANY_FIRST = (1 << 64) - 1
ENDLESS = 2**31 - 1
OUTSIDE, LOOK_LENGTH = r"(?<!\w)", 4  # how the expression of a phrase of words begins, and the numbers of that
_COPIES = 8  # of a group that is repeated a counted number of times
_CLASSES = 62  # that have a bit
_LONG = 24  # numbers from which on a group is a routine
LEVELS = 2  # of routines that call routines

_TOKEN = re.compile(
    r"\(\?(?:<[!=]|[:!=])?|[()|]|\[\^?\]?(?:\\.|[^\]\\])*\]|[*+?][?+]?|\{\d+(?:,\d*)?\}[?+]?|\\.|.", re.DOTALL
)
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}


class Unwritable(ValueError):
    """A regular expression that has no program here."""


class Piece(NamedTuple):
    """Part of a program: `code`, whether it `may_be_empty`, and what a match can begin with.

    `first` has bit c % 64 set for every character c that may stand first; `letter` is the one that must, if one must;
    `one` is the place for one character, if the piece is no more than that. `depth` is the length of the code with its
    routines written out, `level` how many levels of them there are.
    """

    code: array[int]
    depth: int
    may_be_empty: bool
    first: int
    letter: int | None = None
    one: int | None = None
    level: int = 0


@dataclass(frozen=True)
class Shared:
    """What the programs of one language have in common: the number of each class, the pieces already written, and the
    routines, to which `CALL` gives the place."""

    classes: dict[str, int] = field(default_factory=lambda: {name: n for n, name in enumerate(CLASSES)})
    pieces: dict[str, Piece] = field(default_factory=dict)
    repeated: dict[tuple[bytes, str], Piece] = field(default_factory=dict)
    routines: array[int] = field(default_factory=lambda: array("i"))


def written(expression: str, shared: Shared) -> Piece:
    """The program of `expression`, ended by MATCH; `shared` grows by what is new in it. Raises Unwritable."""
    tokens = _TOKEN.findall(expression)
    piece = _either(tokens, 0, len(tokens), _closings(tokens), shared)
    first = ANY_FIRST if piece.may_be_empty else piece.first
    return piece._replace(code=piece.code + _code(MATCH), depth=piece.depth + 1, first=first)


def _code(*numbers: int) -> array[int]:
    return array("i", numbers)


def _closings(tokens: Sequence[str]) -> dict[int, int]:
    """Where each bracket that opens is closed."""
    closings: dict[int, int] = {}
    opened: list[int] = []
    for at, token in enumerate(tokens):
        if token[0] == "(":
            opened.append(at)
        elif token == ")":
            if not opened:
                raise Unwritable("a bracket closes that was never opened")
            closings[opened.pop()] = at
    if opened:
        raise Unwritable("a bracket is never closed")
    return closings


def _either(tokens: Sequence[str], at: int, past: int, closings: dict[int, int], shared: Shared) -> Piece:
    """Read `a|b|c` in tokens [at, past): the first that leads to a match counts, as with Python."""
    pieces = []
    while True:
        piece, at = _row(tokens, at, past, closings, shared)
        pieces.append(piece)
        if at == past:
            break
        at += 1
    if len(pieces) == 1:
        return pieces[0]
    by_letter: dict[int | None, list[Piece]] = {}
    for piece in pieces:
        by_letter.setdefault(piece.letter, []).append(piece)
    if None in by_letter or len(by_letter) < 3:
        code = _one_of(pieces)
    else:
        # Only those that begin with the letter that stands there can match, and among them the order is kept.
        code = _code(WHEN, -1, 0)
        for letter, of_letter in reversed(by_letter.items()):
            body = _one_of(of_letter) + _code(JUMP, len(code) + 2)
            code = _code(WHEN, letter or 0, len(body) + 3) + body + code
    first = 0
    for piece in pieces:
        first |= piece.first
    depth = len(code) + sum(piece.depth - len(piece.code) for piece in pieces)
    may_be_empty, level = any(piece.may_be_empty for piece in pieces), max(piece.level for piece in pieces)
    return Piece(code, depth, may_be_empty, first, level=level)


def _one_of(pieces: Sequence[Piece]) -> array[int]:
    code = pieces[-1].code
    for piece in reversed(pieces[:-1]):
        body = piece.code + _code(JUMP, len(code) + 2)
        code = _tried(piece, len(body)) + body + code
    return code


def _tried(piece: Piece, length: int) -> array[int]:
    """Try what follows, `piece` first of all, and behind its `length` numbers if that leads nowhere."""
    return _code(SPLIT, 3, length + 3) if piece.letter is None else _code(PEEK, piece.letter, length + 3)


def _row(tokens: Sequence[str], at: int, past: int, closings: dict[int, int], shared: Shared) -> tuple[Piece, int]:
    """Read things in a row up to a bar or `past`."""
    pieces: list[Piece] = []
    while at < past and tokens[at] != "|":
        token = tokens[at]
        if token[0] in "*+?{" or token == "[":
            raise Unwritable(token)
        if token[0] == "(":
            piece = _group(tokens, at, closings, shared)
            at = closings[at]
        else:
            piece = shared.pieces.get(token) or shared.pieces.setdefault(token, _single(token, shared))
        at += 1
        if at < past and tokens[at][0] in "*+?{":
            key = (piece.code.tobytes(), tokens[at])
            piece = shared.repeated.get(key) or shared.repeated.setdefault(key, _repeated(piece, tokens[at]))
            at += 1
        pieces.append(piece)
    return pieces[0] if len(pieces) == 1 else _joined(pieces), at


def _joined(pieces: Sequence[Piece]) -> Piece:
    code, first = array("i"), 0
    for piece in pieces:
        code += piece.code
    for piece in pieces:
        first |= piece.first
        if not piece.may_be_empty:
            break
    return Piece(
        code,
        sum(piece.depth for piece in pieces),
        all(piece.may_be_empty for piece in pieces),
        first,
        pieces[0].letter if pieces else None,
        level=max((piece.level for piece in pieces), default=0),
    )


def _group(tokens: Sequence[str], at: int, closings: dict[int, int], shared: Shared) -> Piece:
    opening, past = tokens[at], closings[at]
    if opening == "(?":
        raise Unwritable("(?")
    key = "".join(tokens[at : past + 1])
    if key not in shared.pieces:
        piece = _either(tokens, at + 1, past, closings, shared)
        if opening not in ("(", "(?:"):
            if piece.one is None:
                raise Unwritable(opening)
            code = _code(LOOK, piece.one, -1 if "<" in opening else 0, int(opening.endswith("!")))
            piece = Piece(code, len(code), True, 0)
        elif len(piece.code) >= _LONG and piece.level < LEVELS:
            place = len(shared.routines)
            shared.routines.extend(piece.code + _code(RETURN))
            piece = piece._replace(code=_code(CALL, place), depth=piece.depth + 3, level=piece.level + 1)
        shared.pieces[key] = piece
    return shared.pieces[key]


def _single(token: str, shared: Shared) -> Piece:
    if token in ("\\b", "\\B"):
        return Piece(_code(EDGE, int(token == "\\B")), 2, True, 0)
    if token in ("^", "$"):
        return Piece(_code(BEGIN if token == "^" else END), 1, True, 0)
    if token[0] in ".[" or token[1:2] in tuple("wWdDsS"):
        place = -1 - _class(token, shared)
        return Piece(_code(ONE, place), 2, False, ANY_FIRST, one=place)
    letters = [ord(letter) for letter in token] if token[0] != "\\" else [ord(_letter(token))]
    code = array("i", [number for letter in letters for number in (ONE, letter)])
    return Piece(code, len(code), False, 1 << letters[0] % 64, letters[0], letters[0] if len(letters) == 1 else None)


def _class(token: str, shared: Shared) -> int:
    if token not in shared.classes:
        try:
            re.compile(token)
        except re.error as error:
            raise Unwritable(token) from error
        if len(shared.classes) == _CLASSES:
            raise Unwritable("too many classes")
        shared.classes[token] = len(shared.classes)
    return shared.classes[token]


def _letter(token: str) -> str:
    """What a backslash and a sign stand for."""
    if token[1] in _CONTROLS:
        return _CONTROLS[token[1]]
    if token[1].isascii() and token[1].isalnum():
        raise Unwritable(token)
    return token[1]


def _repeated(piece: Piece, times: str) -> Piece:
    """`piece` as often as `times` (? * + {m,n}, lazily with a ? behind) says."""
    if times == "{" or (len(times) > 1 and times[-1] == "+"):
        raise Unwritable(times)
    is_lazy = len(times) > 1 and times[-1] == "?"
    counts = times[:-1] if is_lazy else times
    least, most = {"?": (0, 1), "*": (0, ENDLESS), "+": (1, ENDLESS)}.get(counts, (-1, -1))
    if least < 0:
        low, comma, high = counts[1:-1].partition(",")
        least, most = int(low), int(high or (ENDLESS if comma else low))
    first, may_be_empty = piece.first, piece.may_be_empty or not least
    if piece.one is not None:
        letter = piece.letter if least else None
        return Piece(_code(REPEAT_LAZY if is_lazy else REPEAT, piece.one, least, most), 4, may_be_empty, first, letter)
    if most > _COPIES or least > most or (piece.may_be_empty and (least, most) != (0, 1)):
        raise Unwritable(times)
    code = array("i")
    for _ in range(most - least):  # from the last copy to the first, each of which may be left out with all behind it
        body = piece.code + code
        code = (_code(SPLIT, len(body) + 3, 3) if is_lazy else _tried(piece, len(body))) + body
    code = piece.code * least + code
    depth, letter = len(code) + most * (piece.depth - len(piece.code)), piece.letter if least else None
    return Piece(code, depth, may_be_empty, first, letter, level=piece.level)
