"""What stands in a slot of a sentence: pieces of text, and for each whether it must be masked, must stay, or may be either.

For: `texts`. Not for: which sentences there are; see frames_*.tsv.

In capitals, what must be masked:
    NAME GIVEN FAMILY GIVEN_END (its last letter), TITLED TITLED_NAME DOCTOR (a title and a name), LAST_FIRST,
    SAME_NAME SAME_GIVEN SAME_FAMILY SPELLED SPELLED_GIVEN (of who was named last), ENGLISH_GIVEN ENGLISH_FAMILY ROMAN_NAME,
    PHONE PHONE_ABROAD PHONE_SPOKEN EMAIL EMAIL_SPOKEN HANDLE WECHAT QQ IP MAC, ADDRESS ADDRESS_LINES STREET POSTCODE ZIP,
    CARD IBAN ACCOUNT SORT_CODE, ID TW_ID HK_ID PASSPORT SSN NI PLATE, BORN
In small letters, what must stay: date, order, ticket and all other small slots of shapes.toml; and =these words. ~These
words may be either.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import month_name
from random import Random
from typing import NamedTuple

import phonenumbers

from benchmarks.masking_planted import digits
from benchmarks.masking_planted.people import Han, Latin, Name, names

# What slots hold, for the table; others are called what they are: {PLATE} is a plate.
KINDS = {
    "phone": "PHONE", "phone, abroad": "PHONE_ABROAD", "phone, spoken": "PHONE_SPOKEN", "e-mail": "EMAIL",
    "e-mail, spoken": "EMAIL_SPOKEN", "handle": "HANDLE WECHAT QQ", "IP or MAC": "IP MAC",
    "address": "STREET", "postcode": "POSTCODE ZIP",
    "bank account": "ACCOUNT SORT_CODE", "IBAN": "IBAN", "identity number": "ID TW_ID HK_ID SSN NI",
    "date of birth": "BORN",
}  # fmt: skip
_KIND_OF = {slot: kind for kind, slots in KINDS.items() for slot in slots.split()}
_TITLES = ("Mr ", "Mrs ", "Ms ", "Miss ", "Mr. ", "Mrs. ", "Ms. ", "Mx ")
_DOCTORS = ("Dr ", "Dr. ", "Doctor ", "Prof. ", "Professor ")
_INITIAL = re.compile(r"(?:[A-Z]\.?)+")
_PART = re.compile(r"(flat|address|postcode)\(([^)]*)\)|(/)|([^/(]+?)(?=flat\(|address\(|postcode\(|/|$)")
_NO_PLAIN = str.maketrans("øØđĐłŁıæÆß", "oOdDlLieEs")  # what has no letter of English in it
_SPOKEN = ("oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class Piece(NamedTuple):
    """A piece of a text. Without a kind it is the sentence's own; "free" may be masked or not."""

    text: str
    kind: str = ""
    is_secret: bool = False


class Slots:
    """Slots of one script, filled by `rng`; the same seed gives the same."""

    def __init__(self, rng: Random, seed: str, script: str) -> None:
        self.rng, self.script = rng, script
        self.latin = Latin(rng, seed)
        self.han = Han(rng, seed, script) if script != "en" else None
        self.last = Name("", "", "")

    def pieces(self, slot: str) -> list[Piece]:
        """What stands in {slot}. Raises KeyError where there is no such slot."""
        if slot[0] in "=~":
            return [Piece(slot[1:], "word" if slot[0] == "=" else "free")]
        if slot == "date":
            return [Piece(self._date(self.rng.randint(2025, 2026)), "date")]
        if slot.islower():
            return [Piece(self._filled(slot), slot)]
        if slot in ("ADDRESS", "ADDRESS_LINES"):
            return self._address("\n" if slot == "ADDRESS_LINES" else ", ")
        made = getattr(self, f"_{slot.lower()}", None)
        if made is None:
            return [Piece(self._filled(slot), _KIND_OF.get(slot, slot.lower()), True)]
        said: str | list[Piece] = made()
        return [Piece(said, _KIND_OF.get(slot, slot.lower()), True)] if isinstance(said, str) else said

    def _filled(self, slot: str) -> str:
        return digits.filled(self.rng, digits.shape(self.rng, slot, self.script), self.script)

    # --- names

    def _somebody(self) -> Name:
        self.last = self.han.name() if self.han else self.latin.name()
        return self.last

    def _name(self) -> list[Piece]:
        return _parts(self._somebody().full)

    def _given(self) -> list[Piece]:
        return _parts(self._somebody().given)

    def _family(self) -> list[Piece]:
        return _parts(self._somebody().family)

    def _given_end(self) -> list[Piece]:
        return _parts(self._somebody().given[-1])

    def _same_name(self) -> list[Piece]:
        return _parts(self.last.full)

    def _same_given(self) -> list[Piece]:
        return _parts(self.last.given)

    def _same_family(self) -> list[Piece]:
        return _parts(self.last.family)

    def _titled(self) -> list[Piece]:
        return [Piece(self.rng.choice(_TITLES)), *self._family()]

    def _titled_name(self) -> list[Piece]:
        return [Piece(self.rng.choice((*_TITLES[:6], *_DOCTORS))), *self._name()]

    def _doctor(self) -> list[Piece]:
        return [Piece(self.rng.choice((*_DOCTORS, "Nurse ", "Sister "))), *self._family()]

    def _last_first(self) -> list[Piece]:
        one = self._somebody()
        return _parts(f"{one.family.upper() if self.rng.random() < 0.4 else one.family}, {one.given}")

    def _spelled(self) -> list[Piece]:
        return [Piece(self._letters(self.last.family), "name, spelled", True)]

    def _spelled_given(self) -> list[Piece]:
        return [Piece(self._letters(self.last.given), "name, spelled", True)]

    def _letters(self, name: str) -> str:
        plain = re.sub("[^A-Z]", "", unicodedata.normalize("NFD", name.translate(_NO_PLAIN).upper()))
        return self.rng.choice(("-", " ", "-", ", ", ".")).join(plain)

    def _english_given(self) -> list[Piece]:
        return _parts(self.rng.choice(names()["english"]["given"]))

    def _english_family(self) -> list[Piece]:
        return _parts(self.rng.choice(names()["english"]["family"]))

    def _roman_name(self) -> list[Piece]:
        return _parts(" ".join(self.rng.choice(names()["roman"][part]) for part in ("family", "given")))

    # --- dates and numbers

    def _date(self, year: int) -> str:
        rng, month, day = self.rng, self.rng.randint(1, 12), self.rng.randint(1, 28)
        name = month_name[month]
        if self.script == "en":
            return rng.choice((
                f"{day} {name}", f"{name} {day}", f"{day:02}/{month:02}/{year}", f"{month}/{day}/{year % 100}",
                f"{year}-{month:02}-{day:02}", f"{day:02}.{month:02}.{year}", f"{day} {name[:3]} {year}",
            ))  # fmt: skip
        own = f"{year - 1911}年{month}月{day}日" if self.script == "zh-Hant" else f"{month}月{day}号"
        return rng.choice(
            (f"{month}月{day}日", f"{year}年{month}月{day}日", f"{year}-{month:02}-{day:02}", f"{month}/{day}", own)
        )

    def _born(self) -> str:
        rng, year, month, day = self.rng, self.rng.randint(1940, 2006), self.rng.randint(1, 12), self.rng.randint(1, 28)
        if self.script == "en":
            return rng.choice(
                (f"{day:02}/{month:02}/{year}", f"{day} {month_name[month]} {year}", f"{year}-{month:02}-{day:02}")
            )
        return rng.choice((f"{year}年{month}月{day}日", f"{year}-{month:02}-{day:02}"))

    def _card(self) -> str:
        return digits.card(self.rng)

    def _iban(self) -> str:
        return digits.iban(self.rng)

    def _id(self) -> str:
        if self.script == "zh-Hans":
            return digits.mainland(self.rng)
        return self.rng.choice((digits.taiwan, digits.hong_kong))(self.rng)

    def _tw_id(self) -> str:
        return digits.taiwan(self.rng)

    def _hk_id(self) -> str:
        return digits.hong_kong(self.rng)

    def _ip(self) -> str:
        return digits.net(self.rng)

    def _phone_abroad(self) -> str:
        """A mobile number of any country, valid by its plan."""
        regions = sorted(phonenumbers.SUPPORTED_REGIONS)
        while True:
            one = phonenumbers.example_number_for_type(self.rng.choice(regions), phonenumbers.PhoneNumberType.MOBILE)
            if one is None:
                continue
            drawn = str(one.national_number)[:-5] + digits.filled(self.rng, "?????", "en")
            number = phonenumbers.PhoneNumber(country_code=one.country_code, national_number=int(drawn))
            if phonenumbers.is_valid_number(number):
                written = phonenumbers.PhoneNumberFormat.INTERNATIONAL
                return str(
                    phonenumbers.format_number(
                        number, self.rng.choice((written, written, phonenumbers.PhoneNumberFormat.E164))
                    )
                )

    def _phone_spoken(self) -> str:
        rng = self.rng
        if self.script != "en":
            one, number = rng.choice("幺一"), self._filled("PHONE_SPOKEN")
            return "".join(one if digit == "1" else "零一二三四五六七八九"[int(digit)] for digit in number)
        said = [_SPOKEN[int(digit)] for digit in self._filled("PHONE_SPOKEN")]
        return rng.choice((" ".join(said), f"{' '.join(said[:5])}, {' '.join(said[5:8])}, {' '.join(said[8:])}"))

    # --- mail and accounts

    def _word(self) -> str:
        """A given name as it stands in an address of mail."""
        one = self.latin.fakers[self.rng.choice(names()["faker"]["english"])].first_name()
        return re.sub("[^a-z]", "", unicodedata.normalize("NFD", one.lower())) or "anna"

    def _email(self) -> str:
        name, other, rng = self._word(), self._word(), self.rng
        shapes = (f"{name}.{other}", f"{name}{other}??", f"{name[0]}_{other}+shop", "[1-9]????????", f"{name}????")
        return f"{digits.filled(rng, rng.choice(shapes), 'en')}@{self._filled('MAIL_HOST')}"

    def _email_spoken(self) -> str:
        host = self.rng.choice(("gmail dot com", "hotmail dot co dot uk", "outlook dot com"))
        return f"{self._word()} dot {self._word()} at {host}"

    def _handle(self) -> str:
        shapes = (
            f"{self._word()}????",
            f"{self._word()}_???",
            f"{self._word()}.??",
            f"{self._word()}-<happy|loves|cat|home>??",
        )
        return digits.filled(self.rng, self.rng.choice(shapes), "en")

    def _wechat(self) -> str:
        return self.rng.choice(
            (self._handle(), self._handle(), digits.filled(self.rng, "wxid_[a-z]?[a-z]??[a-z][a-z]???", "en"))
        )

    # --- places

    def _street(self) -> str:
        return f"{self.rng.randint(1, 300)} {self._filled('STREET_NAME')}"

    def _address(self, line: str) -> list[Piece]:
        """Lines of an address apart by `line`; Chinese ones are written in one."""
        made = []
        for kind, said, is_end, beside in _PART.findall(digits.shape(self.rng, "ADDRESS", self.script)):
            between = beside if self.script == "en" else beside.strip()
            text = line if is_end else digits.filled(self.rng, said or between, self.script)
            made.append(Piece(text, kind or "free", bool(kind)))
        return made


def _parts(name: str) -> list[Piece]:
    """The words of a name; an initial alone betrays nobody."""
    words = [one for one in re.split(r"(, | )", name) if one]
    return [
        Piece(one, "free") if one in (" ", ", ") or _INITIAL.fullmatch(one) else Piece(one, "name", True)
        for one in words
    ]
