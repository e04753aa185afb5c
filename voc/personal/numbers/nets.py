"""Mail addresses, secrets in web addresses, addresses of machines (IP, MAC).

For: `found`. Not for: numbers of people.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from functools import cache

from voc.personal.mark import Found, Look
from voc.personal.words import either, lists

_AT = re.compile(r"@ ?[^\s@]+ ?\.")
_PAIRS = re.compile(r"[A-Fa-f0-9]:[A-Fa-f0-9]*:")
_KEY = re.compile(r"[?&](?:access_token|token|api_?key|key|pass|pwd|secret|sig)")
_DOTTED = re.compile(r"\d\.\d+\.\d|[0-9A-Fa-f]{2}-[0-9A-Fa-f]{2}-[0-9A-Fa-f]{2}-")
_SAID = "dot"
_LATIN = "A-Za-z0-9\u00c0-\u024f"
# Patterns begin behind a boundary: without one, a long blob in a text would take time squared.
_EMAIL = re.compile(rf"(?<![{_LATIN}._%+-])[{_LATIN}][{_LATIN}._%+'-]*@[{_LATIN}-]+(?:\.[{_LATIN}-]+)*\.[A-Za-z]{{2,}}")
# India's payment addresses: arvind.k@okhdfcbank.
_BANKS = "okhdfcbank|okicici|oksbi|okaxis|ybl|ibl|axl|upi|paytm|apl|yapl|fbl|sbi|icici|hdfcbank|axisbank|kotak|freecharge|jupiteraxis"
_UPI = re.compile(
    rf"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._-]{{1,40}}@(?:{_BANKS})(?![A-Za-z0-9.@])", re.IGNORECASE
)
_OF_UPI = frozenset(_BANKS.split("|"))
_PROVIDERS = "gmail|googlemail|hotmail|outlook|yahoo|icloud|live|msn|aol|qq|163|126|sina|foxmail|proton|protonmail|me|hinet|naver"
_LOOSE = re.compile(
    rf"(?<![{_LATIN}._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]* ?@ ?(?:{_PROVIDERS}) ?\. ?(?:com|net|cn|co)(?:[ ]?\.[ ]?[a-z]{{2}})?(?![A-Za-z])",
    re.IGNORECASE,
)
# "john dot smith at gmail dot com": both the at and the dot in words, or a dot and a known provider.
_SPOKEN = re.compile(
    rf"""(?<![A-Za-z0-9._-])[a-z0-9]+(?:(?:\ (?:dot|underscore|dash)\ |\ ?[\[(]\ ?dot\ ?[\])]\ ?|[._-])[a-z0-9]+){{0,4}}
    (?:\ ?[\[({{]\ ?at\ ?[\])}}]\ ?(?:[a-z0-9-]+)(?:(?:\ dot\ |\ ?[\[({{]\ ?dot\ ?[\])}}]\ ?|\.)[a-z]{{2,}}){{1,3}}
    |\ at\ (?:[a-z0-9-]+)(?:\ dot\ (?:[a-z]{{2,}})){{1,3}}
    |\ at\ (?:{_PROVIDERS})\.(?:com|net|cn|co\.uk))(?![A-Za-z])""",
    re.IGNORECASE | re.VERBOSE,
)
# tangyuan艾特163点com, lin 小老鼠 yahoo 點 com 點 tw.
_SPOKEN_ZH = re.compile(
    r"(?<![A-Za-z0-9._-])[A-Za-z0-9][A-Za-z0-9._-]* ?(?:(?:艾特|小老鼠) ?[A-Za-z0-9-]+(?:(?: ?[点點] ?|\.)[A-Za-z]{2,4}){1,2}|@ ?[A-Za-z0-9-]+(?: ?[点點] ?[A-Za-z]{2,4}){1,2})(?![A-Za-z])"
)
_SAID_ZH = frozenset("点點")
_LOGIN = re.compile(r"(?<=://)[^\s/:@]+:[^\s/@]+(?=@)")
_SECRET = re.compile(
    r"(?<=[?&])(?:access_token|token|api_?key|key|password|passwd|pwd|secret|sig|signature)=([^&\s#<>]+)", re.IGNORECASE
)
_IPV4 = re.compile(  # 10.0.0.0/8 is a network
    r"(?:(?<![A-Za-z0-9_.])|(?<=IP)|(?<=ip))(?:\d{1,3}\.){3}\d{1,3}(?![A-Za-z0-9_]|\.\d|(?<=\.0)/\d{1,2}(?!\d))"
)
# IP1.2.3.4和5.6.7.8: what is said of the first is said of the second.
_BESIDE_ZH = re.compile(r"(?:\d{1,3}\.){3}\d{1,3} ?(?:[、，,和跟与與及/]|以及|还有|還有) ?$")
_IPV6 = re.compile(
    r"(?:(?<![A-Za-z0-9_:.])|(?<=IP)|(?<=ip)|(?<=(?i:ip):)|(?<=(?i:ipv6):)|(?<=[地位]址:))(?:[A-Fa-f0-9]{1,4}:{1,2}){2,7}[A-Fa-f0-9]{1,4}(?![A-Za-z0-9_:])"
)
_MAC = re.compile(
    r"(?:(?<![A-Za-z0-9_:-])|(?<=(?i:mac):)|(?<=[地位]址:))[0-9A-Fa-f]{2}(?P<by>[:-])(?:[0-9A-Fa-f]{2}(?P=by)){4}[0-9A-Fa-f]{2}(?![A-Za-z0-9_:-])"
)


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    if "@" in look.letters and (_AT.search(look.text) or not look.words.isdisjoint(_OF_UPI)):
        return True
    if ":" in look.letters and (_PAIRS.search(look.text) or "://" in look.low or _KEY.search(look.low)):
        return True
    if look.has_digit and _DOTTED.search(look.text):
        return True
    if "小老鼠" in look.text or "艾特" in look.text:
        return True
    if not look.letters.isdisjoint(_SAID_ZH) and not look.letters.isdisjoint("鼠特@"):
        return True
    return "at" in look.words and (_SAID in look.words or ".co" in look.low or "[at" in look.low or "(at" in look.low)


def find(look: Look) -> Iterator[Found]:
    """SECRET, EMAIL, MAC and IP."""
    text, letters, words = look.text, look.letters, look.words
    for kind, pattern in (("SECRET", _LOGIN), ("SECRET", _SECRET)) if not letters.isdisjoint(":=") else ():
        for match in pattern.finditer(text):
            yield Found(match.start(pattern.groups), match.end(), kind, match.group(pattern.groups))
    for pattern in (_EMAIL, _LOOSE, _UPI) if "@" in letters else ():
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), "EMAIL", match.group().lower().replace(" ", ""))
    for match in _SPOKEN.finditer(text) if "at" in words else ():
        said = re.sub(r"[\[({ ]*\b(dot|at|underscore|dash)\b[\])} ]*", _sign, match.group().lower())
        yield Found(match.start(), match.end(), "EMAIL", said)
    for match in _SPOKEN_ZH.finditer(text) if not letters.isdisjoint("点點老艾") else ():
        said = re.sub(" ?(?:点|點) ?", ".", re.sub(" ?(?:艾特|小老鼠) ?", "@", match.group().lower()))
        yield Found(match.start(), match.end(), "EMAIL", said)
    for match in _MAC.finditer(text) if not letters.isdisjoint(":-") else ():
        yield Found(match.start(), match.end(), "MAC", match.group().lower().replace("-", ":"))
    for match in _IPV6.finditer(text) if ":" in letters else ():
        if _is_v6(match.group()):
            yield Found(match.start(), match.end(), "IP", ipaddress.ip_address(match.group()).compressed)
    for match in _IPV4.finditer(text) if look.has_digit and "." in letters else ():
        before = _BESIDE_ZH.sub("", text[max(0, match.start() - 36) : match.start()])
        if _is_v4(match.group(), is_said=_words()[1].search(before) is not None) and not _words()[0].search(before):
            yield Found(match.start(), match.end(), "IP", match.group())


def _sign(match: re.Match[str]) -> str:
    return {"dot": ".", "at": "@", "underscore": "_", "dash": "-"}[match.group(1)]


def _is_v6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return sum(len(part) >= 3 for part in text.split(":")) > 0


def _is_v4(text: str, *, is_said: bool) -> bool:
    """A real IP address that is no version number: 8.4.21.50 is too small in its parts to be told from one."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    parts = [int(part) for part in text.split(".")]
    return (
        is_said
        or (parts[0] >= 10 and sum(part >= 10 for part in parts) >= 2)
        or sum(part >= 100 for part in parts) >= 2
        or address.is_private
        or address.is_loopback
    )


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = lists("personal")
    version, ip = either(known["version_words"]), either(known["ip_words"])
    between = r"(?:\s|[:.=]|(?<![A-Za-z])(?:is|was|from)(?![A-Za-z])|是|为|為|：|number|no)*"
    return (
        re.compile(rf"(?<![A-Za-z])(?:{version}){between}$", re.IGNORECASE),
        re.compile(rf"(?<![A-Za-z])(?:{ip}){between}$", re.IGNORECASE),
    )
