"""Boilerplate: what stands in a customer's text and is not the customer's own words.

    boilerplate.found(text)      # where it stands, and of what kind
    boilerplate.without(text)    # the same text with blanks for it, so of the same length

For: `clean`, which cuts no clause out of it and looks for repeats past it, and the models of `classify`, which must not
read it. Not for: personal data; see `clean.mask`. Nothing is taken away: the text stays as it is, with its offsets.

    quoted      a message of somebody else: lines with ">", what follows "On ... wrote:", "-----Original Message-----",
                发件人：, <blockquote>
    template    a sentence of the firm: "Your ticket has been received", 感谢您的来电, a survey's invitation
    signature   "Sent from my iPhone", "Best regards, ..." and the lines behind it
    repeat      a long sentence that the same text has said before: the same article twice
    redaction   what stands for something taken out: XXXX, [PII], ***; a blank in a clause, which it does not end

The patterns are those of `boilerplate_patterns`. A template counts where it begins a sentence: "they told me that my
call is important to us" is the customer's own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from voc.boilerplate_patterns import any_hint, lists, patterns
from voc.language import folded, once
from voc.spans import unmasked

BLOCKS = ("quoted", "template", "signature", "repeat")
KINDS = (*BLOCKS, "redaction")
AT_ONCE, KEPT = 20_000, 4  # texts read at once, and calls that are remembered

_REPEATED, _REPEATED_HAN = 40, 20  # characters of a sentence that nobody says twice by chance; where it is Chinese
_SIGNED_LINES, _SIGNED = 5, 48  # lines behind a closing at most, characters in each
_NAMING = 300  # characters of "On <date> <somebody> wrote:"
_HAN = re.compile("[\u3400-\u9fff]")
_QUOTE_LINE = re.compile(r"^[^\S\n]*(?:>|&gt;)(?![^\S\n]*\d)[^\n]*", re.MULTILINE)
_DIGIT = re.compile(r"\d")
_LINE = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"[^\n.!?。;]+")
_THANKS = ("thank", "many thank", "cheers")  # said to somebody, unless on a line of its own with a name behind
_BLOCKQUOTE = re.compile(
    r"<blockquote\b[^>]*>.*?(?:</blockquote\s*>|\Z)|\[quote\b[^\]]*\].*?(?:\[/quote\]|\Z)"
    r"|<div\b[^>]{0,80}\b(?:gmail_quote|yahoo_quoted)\b.*\Z",
    re.DOTALL,
)
_REDACTING = r"xx|[\[<{【*#_█■]"  # what every redaction has


class Cut(NamedTuple):
    """Characters [start, end) of a text that are boilerplate of a `kind` of KINDS."""

    start: int
    end: int
    kind: str


def found(text: str) -> list[Cut]:
    """The boilerplate of `text`, sorted, none inside another. Offsets are those of `text` as it is given."""
    plain = folded(text)
    return _found(text, plain, any(hint in plain for hint in lists()["hints"]))


def found_each(texts: Sequence[str], plain: Sequence[str]) -> list[list[Cut]]:
    """`found` of each text, where `plain` are the same texts folded. What is looked for in all of them is asked once, of
    Arrow: most texts end there."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column = pa.array(plain, pa.large_string())
    is_hinted, may_be_redacted = (
        pc.match_substring_regex(column, pattern).to_pylist() for pattern in (any_hint(), _REDACTING)
    )
    return [
        _found(*one)
        if one[2] or one[3] or len(one[1]) >= 2 * _REPEATED_HAN or ">" in one[1] or _may_name(one[1])
        else []
        for one in zip(texts, plain, is_hinted, may_be_redacted, strict=True)
    ]


def _found(text: str, plain: str, is_hinted: bool, may_be_redacted: bool = True) -> list[Cut]:
    """`found` of a text that is `plain` folded; whether it has one of the hints, and whether it may have a redaction."""
    taken: list[Cut] = []
    if is_hinted or _may_be_quoting(plain):
        for kind, finder in (("quoted", _quoted), ("signature", _signed), ("template", _templates)):
            cuts = _apart(Cut(start, end, kind) for start, end in finder(plain) if plain[start:end].strip())
            plain = without(plain, cuts=cuts)
            taken += cuts
    if len(plain) >= 2 * _REPEATED_HAN:
        taken += [Cut(start, end, "repeat") for start, end in _repeated(plain)]
    if may_be_redacted:
        own = without(text, cuts=_apart(taken))
        taken += [Cut(*match.span(), "redaction") for match in patterns()["redaction"].finditer(own)]
    return _apart(taken)


def without(text: str, kinds: Collection[str] = KINDS, cuts: list[Cut] | None = None) -> str:
    """`text` with blanks for its boilerplate of `kinds`, of the same length; a block begins with a line break, so that no
    clause reaches over it. `cuts` are those of `text` where they are known."""
    parts, at = [], 0
    for start, end, kind in found(text) if cuts is None else cuts:
        if kind in kinds:
            parts += [text[at:start], " " if kind == "redaction" else "\n", " " * (end - start - 1)]
            at = end
    return "".join([*parts, text[at:]]) if parts else text


def own(text: str) -> str:
    """`text` as a model reads it: what was pasted twice once, with blanks for boilerplate and for what was masked."""
    return unmasked(without(once(text)))


def own_each(texts: Sequence[str]) -> list[str]:
    """`own` of each of many texts."""
    made: list[str] = []
    for at in range(0, len(texts), AT_ONCE):
        made += [unmasked(without(one.text, cuts=one.cuts)) for one in read_each(texts[at : at + AT_ONCE])]
    return made


class Read(NamedTuple):
    """A text, what was pasted twice once; the same folded; its boilerplate."""

    text: str
    plain: str
    cuts: list[Cut]


def read_each(texts: Sequence[str]) -> tuple[Read, ...]:
    """The Read of each text. The last KEPT calls are remembered: who cuts clauses and who asks a model read the same texts,
    AT_ONCE at a time."""
    return _read_each(tuple(texts))


@lru_cache(maxsize=KEPT)
def _read_each(texts: tuple[str, ...]) -> tuple[Read, ...]:
    said = [once(text) for text in texts]
    plain = [folded(text) for text in said]
    return tuple(map(Read, said, plain, found_each(said, plain)))


def _apart(cuts: Iterable[Cut]) -> list[Cut]:
    """`cuts` sorted; of two that overlap the first whole, and of the second what lies behind it."""
    apart: list[Cut] = []
    for one in sorted(cuts):
        at = apart[-1].end if apart else 0
        if one.end > at:
            apart.append(one._replace(start=max(at, one.start)))
    return apart


def _may_be_quoting(plain: str) -> bool:
    if ">" in plain and ("\n" in plain or "<" in plain):
        return True
    return _may_name(plain) and any(patterns()[name].search(plain) for name in ("quoting", "wrote"))


def _may_name(plain: str) -> bool:
    """Whether somebody else's message may be announced: on a line of its own, which may be the only one."""
    return "\n" in plain or plain.rstrip().endswith(":")


def _quoted(plain: str) -> Iterator[tuple[int, int]]:
    """Messages of somebody else. What follows a naming of them is theirs to the end, or only the lines with ">" where such
    follow; headers at the very beginning are only headers: the message itself comes behind them."""
    for match in _BLOCKQUOTE.finditer(plain):
        yield match.span()
    lines = [match.span() for match in _QUOTE_LINE.finditer(plain)]
    own = _QUOTE_LINE.sub("", plain).strip()
    if own:
        yield from lines
    for start, end, is_headed in sorted(_namings(plain))[:1] if own else ():
        if any(first >= end and not plain[end:first].strip() for first, _ in lines):
            yield start, end
        elif is_headed and not plain[:start].strip():
            yield start, _past_headers(plain, start)
        else:
            yield start, len(plain)


def _namings(plain: str) -> Iterator[tuple[int, int, bool]]:
    """Where somebody else's message is announced: (start, end, whether by its headers)."""
    begin = patterns()["quoting"].search(plain)
    if begin is not None:
        yield *begin.span(), begin.lastgroup == "headed"
    for match in patterns()["wrote"].finditer(plain):
        start = plain.rfind("\n", 0, match.start()) + 1
        if not _DIGIT.search(plain, start, match.start()) and start:  # a name too long for one line
            start = plain.rfind("\n", 0, start - 1) + 1
        if match.end() - start <= _NAMING and _DIGIT.search(plain, start, match.start()):
            yield start, match.end(), False
            return


def _past_headers(plain: str, start: int) -> int:
    """Where the headers that begin at `start` end."""
    end = start
    for line in _LINE.finditer(plain, start):
        if not patterns()["header"].match(line.group()):
            break
        end = line.end()
    return end


def _signed(plain: str) -> Iterator[tuple[int, int]]:
    said = patterns()
    end = len(plain.rstrip())
    dashes = plain.rfind("\n-- \n") if "\n-- \n" in plain else plain.rfind("\n--\n")
    if dashes >= 0 and plain.count("\n", dashes, end) <= 2 + _SIGNED_LINES:
        yield dashes + 1, end
        end = dashes
    for match in said["device"].finditer(plain, 0, end):
        yield match.span("cut")
    for match in said["closing"].finditer(plain, max(0, end - _SIGNED_LINES * _SIGNED - _SIGNED), end):
        rest = plain[match.end() : end].strip("\n ,.!").split("\n")
        lines = [line.strip() for line in rest if line.strip()]
        before = plain[: match.start("cut")].rstrip(" \t")
        is_thanks = match.group("cut").startswith(_THANKS) and not (before.endswith("\n") and lines)
        if is_thanks or not before.strip():
            continue
        if len(lines) <= _SIGNED_LINES and all(_is_signature(line) for line in lines):
            yield match.start("cut"), end
            return


def _is_signature(line: str) -> bool:
    """Whether a line behind a closing could be a name, a role, a firm or an address: short, and no sentence."""
    return len(line) <= _SIGNED and not re.search(r"[.!?。]\s|[!?。]$|\b(?:i|my|you|is|was|not|please)\b", line)


def _templates(plain: str) -> Iterator[tuple[int, int]]:
    """Sentences of the firm; one that follows another at once is found too, since a match takes no sign before it."""
    for name in ("template_en", "template_zh"):
        for match in patterns()[name].finditer(plain):
            yield match.span("cut")


def _repeated(plain: str) -> Iterator[tuple[int, int]]:
    """The later copies of long sentences."""
    long = [one for one in map(str.strip, _SENTENCE.findall(plain)) if len(one) >= _REPEATED_HAN]
    if len(set(long)) == len(long):
        return  # nearly every text
    seen: set[str] = set()
    for match in _SENTENCE.finditer(plain):
        said = match.group().strip()
        if len(said) < _REPEATED_HAN or (len(said) < _REPEATED and not _HAN.search(said)):
            continue
        if said in seen:
            yield match.span()
        seen.add(said)
