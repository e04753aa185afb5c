"""Phone numbers: by the shape of a country's numbers, by a + and a country code, or by a word before them.

For: `found`. Not for: bare runs of digits, which are order numbers as often as not; numbers in words (`spoken`, `spoken_zh`);
nor saying whether a number exists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from types import ModuleType

from voc.personal.mark import Found, Look, digits
from voc.personal.numbers import records
from voc.personal.words import either, filler, lists

_EXT = r"(?:[ ,;]{0,2}(?:ext\.?|Ext\.?|extension|x|转|轉|分机|分機|(?<![,;][ ])(?<![,;])\#)[ :.]{0,2}\d{1,6})?"
_SHAPE = re.compile(
    rf"""(?<![A-Za-z0-9+#@&%*_])(?<!\d[-/:.,])(?<![A-Za-z][-_])(?:
      (?P<plus>\+[1-9]\d[ ]?\(0\)\d{{2,5}}[ ]/[ ]\d{{3,8}}(?:[ -]\d{{1,5}})?                           # +49 (0)89 / 123456-78
      | \+[ ]?\(?[1-9]\d{{0,3}}\)?(?:(?!\.[ ])[ .\-/]{{0,2}}\(?\d{{1,12}}\)?){{1,6}})                # +44 (0)20 7946 0958
    | (?P<abroad>00)[ -]?(?:44|86|852|853|886|65|61|64|60|62|63|66|81|82|84|91|49|33|34|39|31|32|41|43|353|7|1|55|52|971)[ -]?
      \(?\d{{1,4}}\)?(?:[ -]?\d{{2,8}}){{1,4}}                                                    # 0086 138 1234 5678
    | 001-[2-9]\d{{2}}-\d{{3}}-\d{{4}}                                                             # 001-616-456-4847x147
    | \(?86\)?[ -]?1[3-9]\d[ -]?\d{{4}}[ -]?\d{{4}}                                               # 86-138 1234 5678
    | 86-0?[1-9]\d{{1,2}}-\d{{3,4}}-?\d{{4}}                                                       # 86-21-5830-4471
    | \(?85[23]\)?[ -][2-9]\d{{3}}[ -]?\d{{4}}                                                    # (852) 9123 4567
    | \(?886\)?[ -]?\(?0?\)?[2-9]\d?[ -]?\d{{3,4}}[ -]?\d{{3,4}}                            # 886-2-2345-6789
    | \(?886\)?[ -]?9\d{{2}}[ -]?\d{{3}}[ -]?\d{{3}}                                              # 886 912 345 678
    | (?:1[ .-]?)?\(\d{{3}}\)[ .-]?\d{{3}}[ .-]?\d{{4}}                                           # (415) 555-0132
    | (?:1[ .-])?[2-9]\d{{2}}(?P<by>[ .-])[2-9]\d{{2}}(?P=by)\d{{4}}                              # 415 555 0132
    | (?:1[ .-])?[2-9]\d{{2}}[ ]?[2-9]\d{{2}}-\d{{4}}                                             # 415 555-0132
    | (?:1[-.])?\d{{3}}(?P<dash>[.-])\d{{3}}(?P=dash)\d{{4}}                                      # 123-456-7890
    | 0[1-9](?:[ .-]\d{{2}}){{4}}                                                                 # 06 12 34 56 78, France
    | \(0\d{{1,5}}\)[ -]?\d{{3,4}}[ -]?\d{{3,4}}                                                  # (02) 2345-6789
    | \([1-9]\d\)[ ]?9?\d{{4}}-\d{{4}}                                                            # (11) 91234-5678, Brazil
    | 07\d{{3}}[ -]?\d{{3}}[ -]?\d{{3}} | 07\d[ -]\d{{4}}[ -]\d{{4}} | 07\d{{2}}[ -]\d{{3}}[ -]\d{{4}} # UK mobile
    | 09\d{{2}}[ -]?\d{{3}}[ -]?\d{{3}} | 09\d{{2}}-\d{{6}} | 09\d{{2}}[ ]\d{{2}}[ ]\d{{2}}[ ]\d{{2}} # TW mobile
    | 04\d{{2}}[ -]\d{{3}}[ -]\d{{3}} | 0[789]0[ -]\d{{4}}[ -]\d{{4}} | 01\d[ -]\d{{3,4}}[ -]\d{{4}} # AU, JP, KR mobile
    | 0[4-9]\d{{1,3}}[ -]\d{{3,4}}[ -]\d{{3,4}}
    | 0[1-37]\d{{0,3}}[ -]\d{{3,4}}[ -]?\d{{3,4}}                                                 # 020 7946 0958
    | [6-9]\d{{4}}[ -]\d{{5}}                                                                     # 98765 43210, IN mobile
    | 0[1-37]\d{{9}} | 07(?:[ ]\d{{1,4}}){{4,9}}                                                  # 02079460958
    | 0[1-9]\d{{0,2}}[ ]\d{{6,8}} | 0[1-9]\d{{0,3}}[/]\d{{5,8}}                                   # 030 1234567, Germany
    | 0[1-9]\d{{0,2}}-\d{{3,4}}[- ]?\d{{4}}                                                       # 010-8888 6666
    | 0[1-9]\d{{1,2}}[ -]?[2-8]\d{{6,7}}                                                          # 0755-12345678
    | 0[1-9]\d{{0,2}}\.\d{{3,4}}\.\d{{3,4}} | 0\d{{3}}\.\d{{3}}\.\d{{3}}                           # 02.1293.4466, 0912.378.465
    | 0[45689][ ](?!19|20)\d{{4}}[ ]\d{{4}} | 0[469][ ]\d{{3}}[ ]\d{{4}}                                       # 08 9123 4567, AU; 09 377 1234, NZ
    | 0[389]00[ -]\d{{3}}[ -]\d{{3,4}} | 0[389]\d\d[ -]\d{{3}}[ -]?\d{{4}}                        # 0800-123-456
    | [48]00(?P<free>[ -])\d{{3,4}}(?P=free)\d{{3,4}}                                             # 400-820-8820
    | 1[ ][3-9](?:[ ]\d){{9}} | 1[3-9]\d[ .-]?\d{{4}}[ .-]?\d{{4}} | 1[3-9]\d{{2}}[ -]\d{{3}}[ -]\d{{4}}                    # 138 1234 5678, CN mobile
    ){_EXT}(?![A-Za-z0-9_]|[.:：/-]\d|,\d(?!\d:\d\d))""",
    re.VERBOSE,
)  # fmt: skip
# What may follow a word that means a phone: anything with 7 to 15 digits.
_CUED = rf"(?P<number>\+?\(?\d(?:(?!\. )[ .()/-]{{0,2}}\d){{6,14}}{_EXT})(?![A-Za-z0-9_]|[.:：/-]\d|,\d(?!\d:\d\d))"
_AFTER = re.compile(
    r"\s?\((?:\w+ )?(?:landline|mobile|cell|phone|tel|home|work|office|hand ?phone)\)|\s(?:is|was)\s(?:my|his|her|our|the)\s(?:\w+\s)?(?:number|phone|mobile|cell|tel|landline)(?![A-Za-z])"
    r"|\sas\s(?:my|your|his|her|our|the|a)\s(?:(?:call-?back|contact|phone|mobile|cell|home|work|office|daytime|evening|best|new|old|current|main)\s)?(?:number|phone|mobile|cell|tel|landline)(?![A-Za-z])|\sfrom\syour\s(?:(?:marketing|calling|call|contact|sms|text|texting|dialler|dialer)\s)?lists?(?![A-Za-z])"
    r"|,? ?[-\u2013]? (?:please|pls|kindly) (?:call|ring|text|phone|whatsapp)(?: me| us| him| her| back| before| first| when| if)"
    r"|(?:是|就是)?(?:我|他|她)?的?(?:手机|手機|电话|電話|联系方式|聯絡電話)",
    re.IGNORECASE,
)
# What was left with somebody who then did not call: I gave them 0450007681 and nobody called, 留了0662981011也没人打来.
_LEFT = re.compile(
    r"(?:(?<![A-Za-z])(?:gave|given|left|provided)(?: (?:them|you|him|her))? |[留给給][了过過下]|打[了过過]?)(?P<number>\d{3,4}(?:[ .-]?\d{3,4}){1,2}|\d{2,3}(?:[ .-]\d{2,3}){3,4}|0\d{1,5}\.\d{5,8})"
    r"(?:,? (?:and|but|yet) (?:nobody|no-?one|no one|they never|you never|never)(?: has| have)? (?:called|rang|phoned|texted)(?![A-Za-z])"
    r"|[，,]?(?:但|却|卻|可|结果|結果)?(?:也|都|还是|還是|一直|从来|從來)*[没沒冇]有?(?:人|接到|收到)?(?:打|接|[来來][电電]|[联聯][系絡络繫]|回[电電])|找我|[联聯][系絡络繫]我|[给給]我)"
)
# Hong Kong, four and four digits: 用2811 6640打畀我, 打9483 2716.
_HK = re.compile(
    r"(?:[打撥拨搵call]|致[電电]|[電电][話话聯联]|(?i:whats ?app|phone|ring|call)(?: me)?(?: at| on)?|[用由](?=[2-9]\d{3}[ -]?\d{4} ?(?:打|call|Call|嚟電|来电|來電|註冊|注册|登[录入錄]|[绑綁]定|[开開][户戶]|申[请請]|傳|send|sms|SMS|whatsapp|WhatsApp)))"
    r"(?:[去到俾畀給给]|我[啦呀]?|[:：]| )*(?P<number>[2-9]\d{3}[ -]\d{4}|(?<=打)[2-9]\d{7}|(?<=用)[2-9]\d{7})(?![\d元蚊塊块次])(?![ -]\d)"
)
# Alone on the line under who signs, and behind whom to call: "Regards,\nAnn Lee\n6216238763", "Contact: Ann Lee, 6280877782".
_SIGNED = re.compile(
    r"(?i:regards|wishes|sincerely|faithfully|respectfully|yours|thanks|thank you|best|cheers|--|iphone)[,.! ]*\n+[^\n\d]{2,40}\n(?:[^\n\d]{2,40}\n|(?:(?i:flat|unit|apt)\.? (?:[Nn]o\.? )?)?\d{1,5}[A-Za-z]?,? [^\n]{4,80}\n(?:[^\n]{2,40}\n)?)?(?P<number>\d{10,11}|\(0\d{1,4}\) ?\d{4,8}|0\d{1,4}(?=(?:[ -]?\d){5,9}(?!\d))(?:[ -]\d{2,6}){1,3}|[2-9]\d{3} \d{4})(?=[ \t]*(?:\||\n|$))"
    r"|(?<![A-Za-z])(?i:contact|caller|customer|cust|emergency contact)(?i: person| name)?(?: ?:|) ?[A-Z][^\n\d:]{3,40}[,(/] ?(?P<told>\d{10,11}|(?=(?:[ -]?\d){9})\d{2,6}(?:[ -]\d{2,5}){1,4})(?![\dA-Za-z])"
    r"|\n(?:(?i:flat|unit|apt)\.? )?\d{1,5}[A-Za-z]?(?:/\d{1,4})?,? [A-Z][^\n]{4,80}\n(?P<below>\+?\(?\d(?:[ ()-]{0,2}\d){7,11})(?=\s*$)"
    r"|(?<=[|/] )(?P<bar>\d{10,11}|[2-9]\d{3}[ -]?\d{4})(?= [|/][^\n]*@)|(?:^|(?<=\n)|(?<=  ))(?:T|M|P|F|D|Ph)[:.] ?(?P<letter>\d{10,11})(?!\d)"
    r"|[敬谨謹]上\s*\n\s*(?P<under>(?:[2-9]\d{3}[ -]?\d{4}|0\d{1,3}[ -]\d{6,8}))(?!\d)"
)
# Somebody by name, and the number: kindly call Ann Lee on 08-10 49 48.
_NAMED_AT = re.compile(
    r"(?<![A-Za-z])(?i:call|ring|phone|text|contact|reach|whatsapp) (?:(?:my|our|his|her|their) [a-z]+,? )?(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?[A-Z][A-Za-z'\u2019-]+(?: [A-Z](?:\.|[A-Za-z'\u2019-]+)){0,2},?(?: on| at) (?P<number>\(?\d(?:[ ().-]{0,2}\d){7,11})(?![\dA-Za-z%]|[-/.:]\d)"
)
# Numbers and where they ring, side by side: Home 9458095072, work 0161 448 6400.
_RINGS, _THEN_ONE = "(?i:home|work|office|mobile|cell)", r"[,;/]? (?:and |or )?"
_BARE = r"[2-9]\d{9}|0\d{10}"
_WHERE = re.compile(
    rf"\d{_THEN_ONE}{_RINGS} (?P<second>{_BARE})(?!\d| ?%)|(?<![A-Za-z]){_RINGS} (?P<first>{_BARE})(?={_THEN_ONE}{_RINGS} \+?\(?\d)"
)
_PLACES = frozenset("home work office mobile cell".split())
_REACHES = frozenset("call ring phone text contact reach whatsapp".split())
_NAMED = frozenset("contact caller customer kin name recipient sender tenant driver guest patient".split())
_GIVEN = frozenset("gave given left provided".split())
_CALLS = frozenset("打撥拨搵電电用由wcpr")
_PLAIN = re.compile(
    r"(?<![A-Za-z0-9+#@_.-])(?:\(?\d{2,6}\)?(?:[ -]\d{2,5}){1,4}|\d{3,4}(?:[ -]?\d{3,4}){1,2})(?![A-Za-z0-9_]|[.,:：/-]\d)"
)

# Most digits of a number behind its country code: what follows is another number.
_LONGEST = {
    "1": 10, "7": 10, "20": 10, "27": 9, "30": 10, "31": 9, "32": 9, "33": 9, "34": 9, "36": 9, "39": 11, "41": 9, "43": 13,
    "44": 10, "45": 8, "46": 10, "47": 8, "48": 9, "49": 11, "52": 10, "54": 11, "55": 11, "56": 9, "57": 10, "60": 10,
    "61": 9, "62": 12, "63": 10, "64": 10, "65": 8, "66": 9, "81": 10, "82": 10, "84": 10, "86": 11, "90": 10, "91": 10,
    "92": 10, "94": 9, "351": 9, "352": 9, "353": 9, "358": 10, "380": 9, "420": 9, "852": 8, "853": 8, "855": 9, "880": 10,
    "886": 9, "966": 9, "971": 9, "972": 9,
}  # fmt: skip
# Between two whole numbers: 13812345678/021-84882157, 212-555-0132/+33 6 57 49 99 35.
_SLASH = re.compile(
    r"(?<![\dA-Za-z])(\+?\(?\d(?:[ ().-]{0,2}\d){7,13})/(?=\+\d(?:[ ().-]{0,2}\d){8,13}(?!\d)|1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|\(?0\d{1,3}\)?[ -]?\d{3,4}[ -]?\d{3,4}(?!\d)|\(?[2-9]\d\d\)?[ .-]\d{3}[ .-]\d{4}(?!\d))"
)


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    return look.is_long


def find(look: Look) -> Iterator[Found]:
    """Phone numbers with their extensions."""
    text = _SLASH.sub("\\1\n", look.text) if "/" in look.letters else look.text
    for match in _cued().finditer(text):
        start, end = match.span("number")
        written = match.group("number")
        is_other = (
            (text[start - 1] == "-" and records.is_record(text, match.start(), match.start()))  # order PH-88213044
            or records.is_amount(text, start, end)
            or records.is_date(written.strip("( "))
            or (_VERSION.fullmatch(written) and not _DOTTED.fullmatch(written))
            or (_NUMBERED.fullmatch(written) and not text[match.start()].isascii())
            or (written.isdigit() and _ABOUT.search(text[max(match.start(), start - 16) : start]))
            or (text[start - 2 : start] == ", " and _ON_THE.search(text[max(0, match.start() - 9) : match.start()]))
        )
        if not is_other:
            yield _found(text, start, end)
    for match in _SHAPE.finditer(text):
        end = match.end()
        if match.group("plus"):
            end = match.start() + len(_of_one_number(match.group())) if _EXT_AT.search(match.group()) is None else end
        if match.group("abroad") and not _has_length(digits(match.group())[2:]):
            continue
        if 8 <= len(_number(text[match.start() : end])) <= 15 and not _stays(text, match.start(), end):
            yield _found(text, match.start(), end)
    for match in _PLAIN.finditer(text):
        is_about = _ABOUT.search(text[max(0, match.start() - 16) : match.start()])
        if _AFTER.match(text, match.end()) and not is_about and not _stays(text, match.start(), match.end()):
            yield _found(text, match.start(), match.end())
    if not look.letters.isdisjoint("\n|") or not look.words.isdisjoint(_NAMED):
        for match in _SIGNED.finditer(text):
            yield _found(text, *match.span(match.lastgroup or 0))
    for match in _NAMED_AT.finditer(text) if not look.words.isdisjoint(_REACHES) else ():
        if not _stays(text, *match.span("number")):
            yield _found(text, *match.span("number"))
    for match in _WHERE.finditer(text) if not look.words.isdisjoint(_PLACES) else ():
        yield _found(text, *match.span(match.lastgroup or 0))
    if not look.letters.isdisjoint(_CALLS):
        for match in _HK.finditer(text):
            if not _stays(text, *match.span("number")):
                yield _found(text, *match.span("number"))
    if not look.words.isdisjoint(_GIVEN) or not look.letters.isdisjoint("留给給打"):
        for match in _LEFT.finditer(text):
            if not _stays(text, *match.span("number")):
                yield _found(text, *match.span("number"))


# The code was sent to a phone: the number is no code.
_SENT_TO = re.compile(
    r"(?<![a-z])(?:sen[dt]|sending|resent|text|texted|texting|went|goes|going)(?: [a-z]+){0,5} to (?:(?:my|the|this|that) )?(?:(?:number|mobile|phone) )?$"
    r"|(?:[验驗][证證]|激活|动态|動態)[码碼][^，,。；;\d]{0,8}[发發寄傳传送][到至给給] ?$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"20[0-4]\d{7}")  # as tickets are, by their year: 来电，2026697817
_ABOUT = re.compile(
    r" (?:about|regarding|re|concerning)(?: my)?:? $", re.IGNORECASE
)  # what is called about is a record
_ON_THE = re.compile("(?:on|over|by) the $")  # spoke to her on the phone, 74879606 was sorted
_VERSION = re.compile(r"\d{1,3}(?:\.\d+){2,4}")
# As numbers are dotted, and versions are not: 090.1234.9840, 12.303.69.40; 10.0.19045 is a version.
_DOTTED = re.compile(r"(?=(?:\.?\d){9,11}$)(?:0\d{1,3}|\d{2,4})(?:\.\d{2,5}){2,4}|0[1-9]\d{0,3}\.\d{5,8}")
_EXT_AT = re.compile(r"[ ,;]{0,2}(?:ext|Ext|x|转|轉|分|#)")


def _found(text: str, start: int, end: int) -> Found:
    while end > start and text[end - 1] in " -./(":
        end -= 1
    if text[start] == "(" and ")" not in text[start:end]:
        start += 1
    elif ")" in text[start:end] and "(" not in text[start:end] and text[start - 1 : start] == "(":
        start -= 1
    return Found(start, end, "PHONE", _value(text[start:end]))


def _stays(text: str, start: int, end: int) -> bool:
    written = text[start:end]
    if _SENT_TO.search(text[max(0, start - 48) : start]):
        return False
    return records.is_date(written) or records.stays(text, start, end)


def _number(written: str) -> str:
    """The digits of a number without its extension."""
    return digits(_EXT_AT.split(written, maxsplit=1)[0])


def _value(written: str) -> str:
    """One and the same for +44 20 7946 0958, +44 (0)20 7946 0958 and 020 7946 0958: the digits as dialled at home."""
    main, _, ext = _EXT_AT.sub("x", written, count=1).partition("x")
    number = digits(re.sub(r"(?<=\d)[ .]?\(0\)|^00[ -]?(?=[1-9])", "+" if main.startswith("00") else "", main))
    is_abroad = main.startswith(("+", "00"))
    if is_abroad or re.match(r"\(?(?:86|886|852|853)\b", main):
        for code, home in (("86", "1"), ("886", "0"), ("852", ""), ("853", ""), ("44", "0"), ("1", "")):
            rest = number[len(code) :]
            if number.startswith(code) and len(rest) in (8, 9, 10, 11) and (is_abroad or len(number) > 9):
                is_mobile = code == "86" and rest.startswith(home)
                number = rest if is_mobile else ("0" if code == "86" else home) + rest.lstrip("0")
                break
    elif re.match(r"1[ .-]?\(?[2-9]", main) and len(number) == 11 and not re.match(r"1[3-9]\d{9}", main):
        number = number[1:]
    elif len(number) == 13 and number.startswith("861"):
        number = number[2:]
    return number + (f"x{digits(ext)}" if ext else "")


def _of_one_number(written: str) -> str:
    """The beginning of `written`, which starts with +, that is one number: no more digits than its country has."""
    library = _library()
    if library is not None:
        return _as_the_library_reads(written, library)
    number = digits(written)
    code = next((number[:n] for n in (1, 2, 3) if number[:n] in _LONGEST), None)
    most = len(code) + _LONGEST[code] + ("(0)" in written) if code else 15
    return _cut(written, most)


def _has_length(number: str) -> bool:
    """True where `number`, a country code and what follows, has about as many digits as that country's numbers."""
    code = next((number[:n] for n in (1, 2, 3) if number[:n] in _LONGEST), "")
    return _LONGEST.get(code, 12) - 2 <= len(number) - len(code) <= _LONGEST.get(code, 12) + 1


def _cut(written: str, most: int) -> str:
    """`written` up to the last gap at which it has at most `most` digits."""
    seen, last = 0, 0
    for at, letter in enumerate(written):
        if letter.isdigit():
            seen += 1
            if seen > most:
                return written[:last].rstrip(" -./(") if last else written
        elif seen:
            last = at
    return written


def _as_the_library_reads(written: str, library: ModuleType) -> str:
    for end in range(len(written), 7, -1):
        if end < len(written) and written[end].isdigit():
            continue
        try:
            if library.is_possible_number(library.parse(written[:end], None)):
                return written[:end]
        except library.NumberParseException:
            continue
    return written


@cache
def _library() -> ModuleType | None:
    """The package phonenumbers, which knows how long numbers are everywhere; where it is not there, _LONGEST does."""
    try:
        import phonenumbers
    except ImportError:
        return None
    library: ModuleType = phonenumbers
    return library


@cache
def cue() -> str:
    """A pattern for the words that mean a phone."""
    known = lists("personal")
    return rf"(?:(?<![A-Za-z0-9_])(?:{either(known['phone_words'])})(?![A-Za-z])|{either(known['phone_words_zh'])})"


@cache
def _cued() -> re.Pattern[str]:
    return re.compile(rf"{cue()}{filler()}{_CUED}", re.IGNORECASE)
