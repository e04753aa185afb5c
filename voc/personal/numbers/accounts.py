"""Payment cards, bank accounts, and the codes and passwords that open them.

For: `found`. Not for: identity numbers; see `identity`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from voc.personal.mark import Found, Look, digits, squeezed
from voc.personal.numbers import records

_LIKELY = re.compile(r"\d\D{0,2}\d\D{0,2}\d|[A-Za-z]{2}\d\d")
_CODE_WORDS = frozenset("otp pin code passcode password passwd pwd cvv cvc cvv2 pass".split())
_CODE_LETTERS = frozenset("码碼")
# Without one of these words, or those letters, no code and no password is found.
_OF_CODES = frozenset("otp code passcode password word pin cvv cvc digit digits number numbers".split())
_OF_PASSWORDS = frozenset("password passwd passwort pwd passphrase".split())
_SIX = re.compile(r"\d(?:[ -]?\d){5}")
_CARD = re.compile(r"(?<![A-Za-z0-9])(?<!\d[.-])[2-6]\d{3}(?:[ .-]?\d){9,15}(?![A-Za-z0-9]|\.\d)")
_CARD_SAID = re.compile(
    r"(?:(?<![A-Za-z])(?:card|visa|mastercard|amex|maestro|debit|credit)(?![A-Za-z])|卡)[^\d\n]{0,16}$"
    r"|(?<![A-Za-z])(?:(?:paid|pay|paying|payment) (?:with|by|using|on|from)|(?:debited|charged|billed)(?: to| from)?|long number(?: is|:)?) $",
    re.IGNORECASE,
)
_CARD_PAID = re.compile("[这這]?[张張]卡|[付支刷][了的]?[款过過付费費钱錢]|刷[了的]")
_USED = tuple("用拿是")
_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,3})?(?![A-Za-z0-9])"
)
_IBAN_SAID = re.compile(r"(?<![A-Za-z])iban(?:\s|[:#=]|：|is|number|no\.?|是)*$", re.IGNORECASE)
_IS = r"(?:\s|[:#=(?\uff1f-]|：|是|为|為|号码|號碼|号|號|码|碼|(?<![A-Za-z])(?:is|was|numbers?|num|no\.?|nr|of|and|my|ref)(?![A-Za-z]))*"
_ACCOUNT = re.compile(
    rf"(?:(?<![A-Za-z0-9_])(?:bank account|account|acct|a/c|acc(?=[ :.#])|routing|aba|bsb|iban|debit card|bank card|card number)(?![A-Za-z])"
    rf"|银行账[号户]?|銀行[帳賬][號戶]?|账号|[帳賬]號|账户|[帳賬]戶|银行卡|銀行卡|储蓄卡|卡号|卡號|户头|戶頭|開戶)"
    rf"{_IS}((?:\d[ -]?){{5,21}}\d)(?![A-Za-z0-9]|[.,:/]\d)",
    re.IGNORECASE,
)
# Where money is sent: 過數去恒生 388-512903-668, 匯到郵局 0001234 5678901; and Hong Kong's word for an account.
_SENT = frozenset("戶户數数帳账賬匯汇存打轉转扣")
_TO_BANK = re.compile(
    r"(?:[過过]數|过数|入[數数]|[轉转][帳账賬]|[匯汇]款?|存入?)(?:去|到|至|入|給|给|畀)[\u4e00-\u9fff]{0,8}[：: ]*(\d{3,7}(?:[ -]\d{1,9}){1,4})(?![\dA-Za-z元块塊蚊萬万,.])"
    r"|(?:[過过]數|过数|入[數数]|[轉转][帳账賬款]?|[匯汇]款?|存入?|打款?)(?:去|到|至|入|給|给|畀)了?[\u4e00-\u9fff]{0,8}[：: ]*(?!1[3-9]\d{9}(?!\d)|09\d{8}(?!\d))(\d{10,19})(?![\dA-Za-z元块塊蚊萬万,.-])"
    r"|[從从由](?!1[3-9]\d{9}(?!\d)|09\d{8}(?!\d))(\d{10,19})(?=(?:[轉转][出到至去帳账賬給给]|[匯汇]|扣))"
    r"|[戶户]口[，, ]?(?:[號号][碼码]?)?(?:[:： ]|是|係|为|為)*(\d{3}(?:[ -]\d{1,9}){1,4})(?![\dA-Za-z元蚊,.])"
)
_SORT = re.compile(
    rf"(?<![A-Za-z])(?:s/c|sort(?: ?code|(?= (?:is|no|number)(?![A-Za-z])))){_IS}(\d{{2}}[- ]?\d{{2}}[- ]?\d{{2}})(?!\d)",
    re.IGNORECASE,
)
# Codes: digits right after what they are called; passwords: a token with a digit or a sign in it.
_CODE = re.compile(
    r"(?:(?<![A-Za-z])(?:one[- ]time (?:pass)?(?:code|word)|otp(?: code)?|(?:verification|security|access|login|auth(?:entication)?|"
    r"confirmation sms|2fa|sms) code|passcode|pin(?: code| number)?|cvv2?|cvc|(?:three|3|four|4) (?:digits?|numbers?)(?: code)? on the (?:back|front|reverse)(?: of (?:the|your|my) card)?)(?![A-Za-z])|[验驗][证證][码碼]|校[验驗][码碼]|[动動][态態]密?[码碼]|密[码碼]|安全[码碼])"
    r"(?:\s|[:=(?\uff1f-]|：|是|为|為|(?<![A-Za-z])(?:is|was|of)(?![A-Za-z]))*((?<![A-Za-z0-9])\d{3}[ -]?\d{1,5}|(?<![A-Za-z0-9])\d{3,8}|(?<=cv[vc])\d{3,4})(?![A-Za-z0-9]|[.,:/-]\d)",
    re.IGNORECASE,
)
_PASSWORD = re.compile(
    r"(?:(?<![A-Za-z])(?:password|passwd|passwort|pwd|passphrase)(?:\s*[:=]\s*|\s+(?:is|was)\s*:?\s+)|密[码碼]\s*(?:[:：=]|是|为|為)\s*|密[码碼] (?=\S*\d))"
    r"[\"'“‘]?((?=[^\s\"'”’，。；,;]*(?:\d|[!@#$%^&*_][A-Za-z]))[A-Za-z0-9!@#$%^&*_.+?-]{4,40})(?<![.,;?])",
    re.IGNORECASE,
)
_CHECKED = re.compile(r"\d{3,4}(?:-\d{2,8}){1,2}-\d")  # Taiwan's: branch, number, check digit
_LENGTH = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28, "CH": 21,
    "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27,
    "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26,
    "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22,
    "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24,
    "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    if look.has_digit and _LIKELY.search(look.text):
        return True
    return not (look.words.isdisjoint(_CODE_WORDS) and look.letters.isdisjoint(_CODE_LETTERS))


def find(look: Look) -> Iterator[Found]:
    """IBAN, CARD, ACCOUNT and SECRET."""
    text, words = look.text, look.words
    is_long = look.is_long or _SIX.search(text) is not None
    for match in _IBAN.finditer(text):
        written = _iban(match.group())
        if written:
            yield Found(match.start(), match.start() + len(written), "IBAN", squeezed(written))
        elif _IBAN_SAID.search(text[max(0, match.start() - 24) : match.start()]):
            yield Found(match.start(), match.end(), "IBAN", squeezed(match.group()))
    for match in _CARD.finditer(text) if look.is_long else ():
        number = digits(match.group())
        is_plain = match.group().isdigit()
        if (
            is_plain
            and not _is_usual(number)
            and not _CARD_SAID.search(text[max(0, match.start() - 24) : match.start()])
            and not (text[match.start() - 1 : match.start()] in _USED and _CARD_PAID.match(text, match.end()))
        ):
            continue
        if is_card(number) and not records.is_record(text, match.start(), match.end()):
            yield Found(match.start(), match.end(), "CARD", number)
    for pattern in (_ACCOUNT, _SORT) if is_long else ():
        for match in pattern.finditer(text):
            written = match.group(1)
            is_other = records.is_date(written) or records.is_amount(text, match.start(1), match.end(1))
            if not is_other and _is_one(written):
                yield Found(match.start(1), match.end(1), "ACCOUNT", digits(written))
    for match in _TO_BANK.finditer(text) if look.is_long and not look.letters.isdisjoint(_SENT) else ():
        number = digits(match.group(match.lastindex or 1))
        if 9 <= len(number) <= 19:
            yield Found(*match.span(match.lastindex or 1), "ACCOUNT", number)
    is_han = not look.letters.isdisjoint(_CODE_LETTERS)
    asked = (
        *((_CODE,) if is_han or not words.isdisjoint(_OF_CODES) else ()),
        *((_PASSWORD,) if is_han or not words.isdisjoint(_OF_PASSWORDS) else ()),
    )
    for pattern in asked:
        for match in pattern.finditer(text):
            if not records.is_amount(text, match.start(1), match.end(1)) and not records.is_date(match.group(1)):
                yield Found(match.start(1), match.end(1), "SECRET", match.group(1))


def _is_usual(number: str) -> bool:
    """The lengths at which a plain run of digits is a card without the word: of the others, one in ten passes by chance."""
    return (
        len(number) == 16
        or (number[:2] == "62" and len(number) == 19)
        or (number[:2] in ("34", "37") and len(number) == 15)
    )


def _is_one(written: str) -> bool:
    """True for digits that stand together like one number: not "20 2024 3"; 16 digits that fail as a card are left to be seen."""
    number = digits(written)
    groups = re.split("[ -]", written)
    if len(number) == 16 and len(groups) == 4:
        return False
    return all(len(one) >= 2 for one in groups) or _CHECKED.fullmatch(written) is not None


def _iban(written: str) -> str:
    """The beginning of `written` that is an IBAN: what follows may be a word of four letters. "" where there is none."""
    most = _LENGTH.get(written[:2].upper())
    if most is None:
        return ""
    seen = 0
    for at, letter in enumerate(written, 1):
        seen += letter.isalnum()
        if seen == most:
            is_whole = at == len(written) or not written[at].isalnum()
            return written[:at] if is_whole and is_iban(squeezed(written[:at])) else ""
    return ""


def is_iban(plain: str) -> bool:
    """ISO 13616: the length of its country and a remainder of 1 modulo 97."""
    if _LENGTH.get(plain[:2]) != len(plain):
        return False
    return int("".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])) % 97 == 1


def is_card(number: str) -> bool:
    """A card scheme's first digits, their length, and the Luhn sum (ISO/IEC 7812-1)."""
    two, n = int(number[:2]), len(number)
    is_known = (
        (number[0] == "4" and n in (13, 16, 19))
        or ((51 <= two <= 55 or 2221 <= int(number[:4]) <= 2720) and n == 16)
        or (two in (34, 37) and n == 15)
        or (two in (30, 36, 38) and n == 14)
        or (two == 35 and n == 16)
        or (two in (60, 64, 65) and n in (16, 19))
        or (two == 62 and 16 <= n <= 19)
        or (two in (50, 56, 57, 58, 63, 67) and 16 <= n <= 19)
    )
    doubled = sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(reversed(number)))
    return is_known and doubled % 10 == 0
