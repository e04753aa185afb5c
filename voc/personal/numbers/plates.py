"""Number plates of vehicles: the forms of many countries, where a word for a plate or a vehicle stands near.

For: `found`. Not for: identity numbers; see `identity`. A form is told by its groups of letters and digits alone ("AA00 AAA"),
so it is read with any gap or dash and in small letters; plates of the PRC prove themselves by the letter of their province.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal.lexicon import fold, lexicon
from voc.personal.mark import Found, Look, squeezed
from voc.personal.numbers import records
from voc.personal.words import either, lists

# Forms of plates, by country: A a letter, 0 a digit, a space a gap or a dash, a dash a dash. The sure ones are hardly anything else.
_SURE = {
    "GB": "AA00 ?AAA", "IE": "0{2,3} A{1,2} 0{1,6}|0{3}A{1,2}0{3,6}", "FR": "AA ?000 ?AA", "IT": "AA ?000 ?AA",
    "NL": "AA-00-00|00-00-AA|00-AA-00|AA-00-AA|AA-AA-00|00-AA-AA|00-AAA-0|0-AAA-00|AA-000-A|A-000-AA|AAA-00-A|A-00-AAA",
    "BE": "0 AAA 000", "PL": "A{2,3} 0{2,4}A{1,3}|A{2,3} 0{1,2}A0{1,3}", "AT": "A{1,2} 0{3,5}A{1,2}", "ES": "A{1,2} 0000 A{1,2}",
    "IN": "AA ?0{1,2} ?A{1,3} ?0{4}|AA ?0A ?A{1,2} ?0{4}|00 ?AA ?0000 ?A{1,2}", "SG": "A{3} ?0{1,4} ?A", "AU": "AA 00 AA|0AA ?0AA|AAA ?00A|0AAA ?000",
    "US": "0AAA000", "CA": "AA0 ?00A|A00 ?AAA", "UA": "AA ?0000 ?AA", "TR": "00 A{1,3} 0{3,4}", "RU": "A ?000 ?AA ?0{2,3}",
    "ID": "A{1,2} 0{3,4} A{2,3}", "ZA": "AA ?00 ?AA ?AA|AA 000 000|AAA 000 AA", "KE": "AAA 000A", "BR": "AAA ?0A00", "HU": "AA AA 000", "RO": "A{1,2} 00 AAA",
    "CZ": "0A0 0000", "VN": "00A 000 00|00A 0{5}|00 A0 000 00|00 A0 0{4,5}", "MX": "AAA 000 A|AAA 00 00", "NG": "AAA 000 AA", "SE": "AAA 00A", "GB old": "AAA 0{2,3}A",
}  # fmt: skip
# And those that need the word right before or behind them; Germany's has a dash that tells it.
_LOOSE = {
    "DE": "A{1,3} A{1,2} 0{1,4}A?|A{1,3} A{1,2}0{2,4}", "HK, NZ, TW, AE": "A{1,3} ?0{3,5}", "TW, ES, PH": "0{3,4} ?A{2,3}", "GB": "A{1,3} ?0{1,4}A?|A0{1,3} ?AAA|0AAA ?0AA|0AA ?0AAA", "US, CA": "A{3,4} ?0{3,4}|0{3} ?AAA|0{2,3}A ?000|A00 ?00A",
    "SG, MY": "A{1,3} ?0{1,4} ?A", "CH": "AA ?0{1,3} ?000|AA ?0{3,6}", "DK, NO": "AA ?00 ?000|AA ?0{5}", "AT": "A{1,2} ?0{2,5} ?A{1,3}", "GH": "AA 0{1,4} 00", "PL": "A{2,3} ?0{4,5}",
}  # fmt: skip


def _forms(*tables: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(form for table in tables for form in table.values()).replace(" ", "[ -]"))


_IS_SURE, _IS_LOOSE = _forms(_SURE), _forms(_SURE, _LOOSE)
_LIKELY = re.compile(r"[A-Za-z][ ·•.-]?\d|\d[ ·•.-]?[A-Za-z]")
_CAPITALS = re.compile(r"[A-Z][ ·•.-]?\d|\d[ ·•.-]?[A-Z]")
_GERMAN = re.compile(r"[A-ZÄÖÜ]{1,3}[-:][A-Z]{1,2} ?\d{1,4}[EH]?")
_BEFORE, _GROUP = r"(?<![A-Za-z0-9À-ÿ@#_./$£€'’-])", "[A-Za-zÄÖÜäöü0-9]{1,10}"
_FIRST = re.compile(_BEFORE + _GROUP)
_START = re.compile(_BEFORE + r"(?=[A-Za-zÄÖÜ]{0,4}[ ·•.-]?[A-Za-z]{0,3} ?\d)" + _GROUP)  # a digit is near
_NEXT = re.compile(r"(?: ?[-·•] ?|\.| )[A-Za-z0-9]{1,7}(?![A-Za-z0-9À-ÿ_@'’])")
_ENDS = re.compile(r"(?![A-Za-z0-9À-ÿ_@]|[.:/-]\d|['’][a-z]|%| \d{4} \d)")
PROVINCES = "京津沪滬渝冀豫云雲辽遼黑湘皖鲁魯新苏蘇浙赣贛鄂桂甘晋晉蒙陕陝吉闽閩贵貴粤粵青藏川宁寧琼瓊"
_HAN = frozenset(PROVINCES + "牌车車")
_PRC = re.compile(
    rf"[{PROVINCES}][A-HJ-NP-Z][·•.\s-]?(?=[A-Z0-9]*\d)(?:[A-HJ-NP-Z0-9]{{5,6}}|[A-HJ-NP-Z0-9]{{4}}[挂學学警港澳])(?![A-Za-z0-9])"
    rf"|[{PROVINCES}] [A-HJ-NP-Z](?= [A-Z0-9 ]*\d)(?: [A-HJ-NP-Z0-9]){{5,6}}(?![A-Za-z0-9]| [A-Z0-9](?![A-Za-z0-9]))"
)
# As GB, TW, US, HK have them, where a text speaks of a plate by its whole name, though words stand between.
# The reg on the ticket is wrong, it should be CCW 796.
_SHOULD = re.compile(
    r"(?<![A-Za-z])(?:reg|registration|plate)s?(?: [a-z]+){0,6},? (?:it |that |which )?(?:should|must) (?:be|read|have been|say) (?=[A-Za-z0-9])",
    re.IGNORECASE,
)
_WORDS_ALONE = (" I", " A")
# As Britain and India have them: these letters may be a unit or a month as well.
_BRITISH = re.compile("[A-Z]{2}[0-9]{2} ?[A-Z]{3}|[A-Z]{2}[ -]?[0-9]{2}[ -]?[A-Z]{2}[ -]?[0-9]{4}")
_SMALL = re.compile("([a-z]{2})[0-9]{2} ?([a-z]{3})(?![a-z0-9])")  # lf19 xkd: no word in it, so a car beside is enough
_WHOLE = re.compile(r"[车車]牌|[车車][号號]|(?:licen[cs]e|number|registration) ?plate", re.IGNORECASE)
_NAMED = re.compile("0AAA000|AAA[ -]?0000|AA00 ?AAA|AA[ -]0000|0000[ -]AA|AA0000")


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    if not look.has_digit or (look.words.isdisjoint(_gate()) and look.letters.isdisjoint(_HAN)):
        return False
    is_told = not look.words.isdisjoint(_plates())
    return (_LIKELY if is_told else _CAPITALS).search(look.text) is not None or _SMALL.search(look.text) is not None


def find(look: Look) -> Iterator[Found]:
    """PLATE."""
    text = look.text
    for match in _PRC.finditer(text):
        if not records.is_record(text, match.start(), match.end()):
            yield _found(match.start(), match.end(), text)
    is_told = not look.words.isdisjoint(_plates()) or not look.letters.isdisjoint("牌车車")
    if not is_told and look.words.isdisjoint(_gate()):
        return
    plate, vehicle, behind = _cues()
    starts: set[int] = set()
    for match in plate.finditer(text) if is_told or not look.words.isdisjoint(("no", "number", "reg")) else ():
        if match.group("other"):  # a dinner plate
            continue
        is_registration = (match.group("word") or "")[:3].lower() == "reg" and look.words.isdisjoint(_vehicles())
        end = _read(text, match.end(), _IS_LOOSE, is_said=True) or (0 if is_registration else _any(text, match.end()))
        if end and match.end() not in starts:
            starts.add(match.end())
            yield _found(match.end(), end, text)
    for match in vehicle.finditer(text) if _CAPITALS.search(text) else ():
        end = _read(text, match.end(), _IS_LOOSE)
        is_written = end and not text[match.end() : end].islower()
        if is_written and match.end() not in starts and not records.is_record(text, end, end):
            starts.add(match.end())
            yield _found(match.end(), end, text)
    for match in _SHOULD.finditer(text) if "should" in look.words or "must" in look.words else ():
        end = _read(text, match.end(), _IS_LOOSE, is_said=True)
        if end and match.end() not in starts:
            starts.add(match.end())
            yield _found(match.end(), end, text)
    is_named = is_told and _WHOLE.search(text) is not None
    reached = 0
    for token in _START.finditer(text):
        start = token.start()
        if start < reached or not (
            token.group().isupper() or token.group().isdigit() or is_told or _is_small(text, start)
        ):
            continue
        end = _read(text, start, _IS_SURE)
        if not end:
            loose = _read(text, start, _IS_LOOSE)
            is_near = loose and (
                (_GERMAN.fullmatch(text, start, loose) and (is_told or " " in text[start:loose]))
                or (is_told and behind.match(text, loose))
                or (is_named and _NAMED.fullmatch(_shape(text[start:loose])))
            )
            end = loose if is_near else 0
        if end and not records.is_record(text, start, end):
            reached = end
            yield _found(start, end, text)


def _is_small(text: str, start: int) -> bool:
    """Whether a British plate in small letters stands at `start`, with no word for its letters."""
    match = _SMALL.match(text, start)
    return match is not None and lexicon().ordinary.isdisjoint(match.groups())


def _found(start: int, end: int, text: str) -> Found:
    return Found(start, end, "PLATE", squeezed(text[start:end]))


def _shape(written: str) -> str:
    """LK19 XTP as "AA00 AAA", SL-191 as "AA-000"."""
    plain = re.sub(r"[^\w]+", lambda gap: "-" if "-" in gap.group() else " ", written.upper())
    return re.sub(r"[^\W\d_]", "A", re.sub(r"\d", "0", plain))


def _groups(text: str, start: int) -> list[int]:
    """The ends of the groups of letters and digits that stand side by side from `start`, all in one case."""
    match = _FIRST.match(text, start)
    ends: list[int] = []
    while match is not None and len(ends) < 4:
        end = match.end()
        if not (text[start:end].isupper() or text[start:end].islower() or not re.search("[A-Za-z]", text[start:end])):
            break
        if ends and text[end - 2 : end] in _WORDS_ALONE and text[end : end + 1] == " ":
            break  # BMS 3716 I haven't
        ends.append(end)
        match = _NEXT.match(text, end)
    return ends


def _read(text: str, start: int, forms: re.Pattern[str], *, is_said: bool = False) -> int:
    """Where the plate ends that begins at `start`; 0 where none does. `is_said`: a word before says that it is one."""
    for end in reversed(_groups(text, start)):
        written = text[start:end]
        if _ENDS.match(text, end) and forms.fullmatch(_shape(written)) and _is_plate(written, is_said=is_said):
            return end
    return 0


def _any(text: str, start: int) -> int:
    """The same in no form that is known, right after a word for a plate: capitals and digits, four to nine."""
    for end in reversed(_groups(text, start)):
        written = text[start:end]
        if (
            _ENDS.match(text, end)
            and 4 <= len(squeezed(written)) <= 9
            and not written.islower()
            and _is_plate(written, is_said=True)
            and len(re.split(r"\W+", written)) < 4
        ):
            return end
    return 0


def _is_plate(written: str, *, is_said: bool) -> bool:
    """Letters and two digits, and no word, month, unit or currency among them."""
    groups = re.split(r"\W+", written)
    parts = [fold(part) for part in re.findall(r"[^\W\d_]+", written)]
    if not parts or sum(one.isdigit() for one in written) < 2:
        return False
    others = _others().intersection(parts)
    if (is_said and not written.islower()) or _BRITISH.fullmatch(written):
        return len(others) < len(parts)
    if others:
        return False
    words = [fold(one) for one in groups if one.isalpha() and len(one) > 1]
    known = lexicon()
    return not any(
        (one in known.brands and len(one) > 3) or (one in known.ordinary and (written.islower() or len(one) > 2))
        for one in words
    )


@cache
def _plates() -> frozenset[str]:
    return frozenset(re.findall("[a-z]+", word)[0] for word in lists("personal")["plate_words"]) - _vehicles()


@cache
def _vehicles() -> frozenset[str]:
    return frozenset(lists("personal")["vehicle_words"])


@cache
def _gate() -> frozenset[str]:
    return _plates() | _vehicles() | frozenset(lists("personal")["vehicle_makes"])


@cache
def _others() -> frozenset[str]:
    return frozenset(lists("personal")["no_plate_words"])


@cache
def _cues() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What stands before a plate: a word for it, or a vehicle; and what behind one."""
    known = lists("personal")
    plate = either(word for word in known["plate_words"] if word.isascii() or word[0].isascii())
    vehicles = either(known["vehicle_words"])
    other = either(known["other_plates"])
    between = rf"(?:\s|[:#=(,'\"“–-]|：|是|为|為|号码|號碼|号|號|(?<![A-Za-z])(?:is|was|are|number|no\.?|nr\.?|num|of|on|for|with|the|a|my|our|your|his|her|their|this|reads?|said|says|shows?|ends?|in|car|mark|(?:{vehicles}))(?![A-Za-z]))*"
    before = re.compile(
        rf"(?:(?<![A-Za-z])(?P<other>(?:{other}) )?(?P<word>{plate})(?![A-Za-z])|[车車]牌|牌照|[车車][号號]|我的[车車]子?)"
        rf"{between}(?<![A-Za-z0-9])(?=[A-Za-z0-9])",
        re.IGNORECASE,
    )
    beside = re.compile(
        rf"(?:(?<![A-Za-z])(?:{vehicles})(?![A-Za-z])|(?<=[车車])(?<![坐乘搭换換转轉改上下趕赶班列火动動].)|(?<=[车車]子))(?: |[:#=(,–-]|(?<![A-Za-z])(?:is|was|no\.?|number|nr\.?|reg)(?![A-Za-z]))*(?<=[ (:#车車子])(?=[A-Za-z0-9])",
        re.IGNORECASE,
    )
    behind = re.compile(
        rf"[,;]? ?\(?(?:(?:is|was|being|as) )?(?:(?:my|the|our|his|her|their|your|its) )?(?:(?:{vehicles})(?:'s)? )?(?:{plate})(?![A-Za-z])",
        re.IGNORECASE,
    )
    return before, beside, behind
