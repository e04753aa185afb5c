"""Identity numbers of people (PRC, Taiwan, Hong Kong, US, UK), passports and licences.

For: `found`. Not for: bank accounts, see `accounts`; number plates, see `plates`. A number proves itself by its check digit or has a word before it that
says what it is; with such a word a wrong check digit does not save it: people mistype.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from voc.personal.mark import Found, Look, squeezed
from voc.personal.numbers import records

_LIKELY = re.compile(r"\d(?:[^\w\n]?[\dA-Za-z]){4}|\d[A-HJ-NP-Z0-9]{3}|\d{2} ?[A-Z]{3}")
_IS = r"(?:\s|[:#=(?\uff1f,，、-]|：|是|为|為|(?:统一|統一)?(?:编号|編號)|[Nn][°º]|№|号码|號碼|字号|字號|号|號|证|證|(?<![A-Za-z])(?:is|was|es|est|numbers?|nummer|num|nos?\.?|nr|card|and|my|ends?|the|details?|it's|code|please|pls|sir|madam|ma'am|yes|yeah|sure|ok|okay|it|its)(?![A-Za-z])|多少|好的|是的|嗯|呢)*"

# All that is masked without a word before it has six digits together, but for Italy's.
_SIX = re.compile(r"\d(?:[ -]?\d){5}")
_PRC_ID = re.compile(r"(?<![A-Za-z0-9])[1-8]\d{5} ?(?:1[89]|20)\d{2} ?\d{4} ?\d{3}[\dXx](?![A-Za-z0-9])")
_TW_ID = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][1289A-Da-d]\d{8}(?![A-Za-z0-9])")
_FISCAL = re.compile(r"(?<![A-Za-z0-9])[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?![A-Za-z0-9])")  # Italy
_HK_ID = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,2}\d{6} ?[(（][0-9Aa][)）]")
_SSN = re.compile(r"(?<![A-Za-z0-9_-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![A-Za-z0-9_-])")
# A text that speaks of a social: with gaps, and with a question and a speaker between.
_SSN_SPACED = re.compile(r"(?<![A-Za-z0-9_-])(?!000|666|9)\d{3}[ -](?!00)\d{2}[ -](?!0000)\d{4}(?![A-Za-z0-9_-])")
_NI = re.compile(
    r"(?<![A-Za-z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)(?:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]"
    r"|[A-CEGHJ-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} \d{2} \d{2} ?[A-D]"
    r"|(?!bg|gb|kn|nk|nt|tn|zz)[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z]\d{6}[a-d])(?![A-Za-z0-9])"
)
# A word, and the shape that is masked after it whatever its check digit says: kind, word, shape.
_CUED = tuple(
    (kind, re.compile(rf"(?:{cue}){_IS}({shape})(?![A-Za-z0-9])", re.IGNORECASE))
    for kind, cue, shape in (
        ("ID", "身份[证證]|身分[证證]|[证證]件|居留[证證]|[统統]一[证證][号號]|居民[证證]|(?<![A-Za-z])(?:hkid|hong kong (?:id|identity)(?: card)?|id card|identity card|national id|identity number|id number|arc number)",
         r"\d{17}[\dXx]|\d{6} ?\d{8} ?\d{3}[\dXx]|\d{15}|[A-Z]{1,2} ?\d{6} ?(?:\([0-9A-Z]\)|[0-9A]?)|[A-Z][A-D\d]\d{8}|[A-Z]?\d{7,9}[A-Z]?|[157]\d{6} ?\(\d\)"),
        ("SSN", r"(?<![A-Za-z])(?:ssn(?: on (?:the|my|your|this|that) [a-z]+,?)?|social security|social)|社安|社[会會]安全", r"\d{3}[- ]?\d{2}[- ]?\d{4}"),
        ("NI", r"(?<![A-Za-z])(?:ni|nino|national insurance|insurance)", r"[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]"),
        ("TAX", r"(?<![A-Za-z])(?:tax id|tax file|tin|tfn|itin|utr|pan card|pan|aadhaar|aadhar|sin|social insurance|cpf|nric|fin)",
         r"[A-Z]{5}\d{4}[A-Z]|\d{4} ?\d{4} ?\d{4}|\d{3}[ .-]?\d{3}[ .-]?\d{3}(?:-?\d{2})?|\d{3}[- ]\d{2}[- ]\d{4}|[A-Z]\d{7}[A-Z]|\d{10}"),
        ("ID", r"(?<![A-Za-z])(?:dni|nie|nif|pesel|bsn|curp|rfc|codice fiscale|personnummer|cpr(?:-nummer| number)?|ahv|avs|cnic|emirates id|my ?kad|ic(?= ?(?:no|num|:|\d{6}-))|ppsn?|nhs (?:number|no\.?)|"
         r"medicare|voter id|nik|rrn|steuer-?id|personalausweis|ausweisnummer|ausweis|s[ée]curit[ée] sociale|cni|resident(?:'s)? (?:id|permit|card)|health card|ohip|contribuinte|national identity)",
         r"[1-9][A-Z][A-Z\d]\d-?[A-Z][A-Z\d]\d-?[A-Z]{2}\d\d|[XYZ]?\d{7,8} ?-?[A-Z]|[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]|[A-Z]{4}\d{6}[A-Z0-9]{3,8}|\d{3,6}(?:[ .-]\d{1,7}){1,5}[A-Z]{0,2}|[A-Z]{0,3}\d{7,14}[A-Z]{0,2}|[A-Z0-9]{9,10}(?<=\d)"),
        ("ID", r"(?<![A-Za-z])(?:green card|uscis|alien(?: registration)?|a-number)", r"A?-?\d{8,9}|A\d{3}[ -]\d{3}[ -]\d{3}|[A-Z]{3}\d{10}"),  # America's residents
        ("ID", r"(?<![A-Za-z])(?:sa |south african |rsa )?id", r"\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]) ?\d{4} ?[01]\d{2}"),  # South Africa
        ("PLATE", "(?<![A-Za-z])(?:vin|chassis)|[车車]架|[车車]身|大架", r"(?=(?:[A-Z]*\d){4})[A-HJ-NPR-Z\d]{17}"),  # of the vehicle itself
        ("PASSPORT", r"(?<![A-Za-z])passports?(?: for [a-z ]{2,24}(?=:))?|护照|護照|通行[证證]|台胞[证證]|臺胞[证證]|回[乡鄉][证證]",
         r"[HM]\d{8,10}|(?=[A-Z]*\d)[A-Z]{0,3}\d{6,9}[A-Z]{0,2}|[A-Z]{1,2} \d{6,8}|[A-Z]\d{2}[A-Z]{2}\d{4}|\d{2}[A-Z]{2}\d{5}|(?=(?:[A-Z]*\d){3})(?=\d*[A-Z])[CFGHJ-NPRTV-Z\d]{9}"),
        ("LICENCE", r"(?<![A-Za-z])driv(?:ing|er'?s?|ers) licen[cs]e|(?<![A-Za-z])dl(?![A-Za-z0-9])|[驾駕]驶?[证證照]|[驾駕][驶駛][证證执執][照]?",
         r"(?=[A-Z0-9-]*\d{3})[A-Z0-9][A-Z0-9-]{6,18}"),
    )
)  # fmt: skip
_CUE_WORDS = frozenset(
    "hkid card ssn social ni nino insurance tax tin tfn itin utr pan aadhaar aadhar sin cpf nric fin passport driving driver drivers "
    "dni nie nif pesel bsn curp rfc codice personnummer cpr ahv avs cnic emirates mykad kad ic pps ppsn nhs medicare voter nik rrn steuer steuerid personalausweis ausweisnummer ausweis "
    "sociale cni resident residents health ohip contribuinte licence license dl identity arc id national uscis alien vin chassis".split()
)
_CUE_LETTERS = frozenset("证證照牌号號")
# A text that speaks of a Hong Kong card: what has its shape is one, though words stand between.
_HK_CARDS = re.compile(r"HKID|身[份分][证證]|登[记記][的了]?[是为為]?[A-Z]|[实實]名", re.IGNORECASE)
_HK_PLAIN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,2}\d{6}[0-9Aa](?![A-Za-z0-9])")
# Letters of Taiwan's numbers as two digits, A=10 ... Z=33 in the order of the law.
_TW_LETTERS = {letter: code for code, letter in enumerate("ABCDEFGHJKLMNPQRSTUVXYWZIO", 10)}


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    return look.has_digit and _LIKELY.search(look.text) is not None


def find(look: Look) -> Iterator[Found]:
    """ID, SSN, NI, TAX, PASSPORT and LICENCE."""
    text = look.text
    is_long = _SIX.search(text) is not None
    for match in _PRC_ID.finditer(text) if is_long else ():
        if is_prc_id(squeezed(match.group())):
            yield Found(match.start(), match.end(), "ID", squeezed(match.group()))
    for pattern, is_right in ((_TW_ID, is_tw_id), (_HK_ID, is_hk_id)) if is_long else ():
        for match in pattern.finditer(text):
            if is_right(squeezed(match.group())) and not records.is_record(text, match.start(), match.end()):
                yield Found(match.start(), match.end(), "ID", squeezed(match.group()))
    for kind, pattern in (*((("SSN", _SSN), ("NI", _NI)) if is_long else ()), ("ID", _FISCAL)):
        for match in pattern.finditer(text):
            if not records.is_record(text, match.start(), match.end()):
                yield Found(match.start(), match.end(), kind, squeezed(match.group()))
    if not (look.words.isdisjoint(_CUE_WORDS) and look.letters.isdisjoint(_CUE_LETTERS)):
        for kind, pattern in _CUED:
            for match in pattern.finditer(text):
                written = match.group(1)
                if any(one.isdigit() for one in written) and not _is_other(text, match.start(), written):
                    yield Found(match.start(1), match.end(1), kind, squeezed(written))
    if not look.words.isdisjoint(("social", "ssn")):
        for match in _SSN_SPACED.finditer(text):
            if not records.is_record(text, match.start(), match.end()):
                yield Found(match.start(), match.end(), "SSN", squeezed(match.group()))
    if (not text.isascii() or "hkid" in look.words) and _HK_CARDS.search(text):
        for match in _HK_PLAIN.finditer(text):
            if is_hk_id(squeezed(match.group())) and not records.is_record(text, match.start(), match.end()):
                yield Found(match.start(), match.end(), "ID", squeezed(match.group()))


def _is_other(text: str, start: int, written: str) -> bool:
    """True where the word before says that it is another number: "order id number 12345678"; and for dates."""
    return records.is_record_here(text, start) or records.is_date(written)


def is_prc_id(text: str) -> bool:
    """GB 11643: a birth date in it and a check digit by ISO 7064 MOD 11-2."""
    try:
        born = dt.date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(text[:17]))
    return 1900 <= born.year <= 2100 and "10X98765432"[total % 11] == text[17].upper()


def is_tw_id(text: str) -> bool:
    """National ids, resident numbers old (two letters) and new (8 or 9 first): weights 1, 9, 8, ... 1, 1, a sum of 0 modulo 10."""
    first = _TW_LETTERS[text[0]]
    second = text[1] if text[1].isdigit() else str(_TW_LETTERS[text[1]] % 10)
    figures = [first // 10, first % 10, *(int(one) for one in second + text[2:])]
    return sum(one * weight for one, weight in zip(figures, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True)) % 10 == 0


def is_hk_id(text: str) -> bool:
    """One or two letters, six digits, a check digit 0-9 or A: weights 9 to 1, a sum of 0 modulo 11; a missing letter is 36."""
    body = text[:-1].rjust(8)
    values = [36 if one == " " else int(one, 36) for one in body]
    total = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True))
    return (total + (10 if text[-1] == "A" else int(text[-1], 36))) % 11 == 0
