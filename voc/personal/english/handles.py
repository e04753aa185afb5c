"""Names that people go by in messengers: WeChat, QQ, LINE, Telegram, WhatsApp and the like, after the messenger's name.

For: `found`. Not for: @names without such a word, which are mostly firms, unless they are written as a person's: @Sarah_Lynne.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from voc.personal.lexicon import lexicon
from voc.personal.mark import Found, Look

_WORDS = frozenset(
    "wechat weixin wx vx v q qq line telegram tg whatsapp skype instagram insta ig snapchat kakao kakaotalk discord viber signal "
    "twitter facebook tiktok threads xhs paypal venmo cashapp username gamertag steam psn".split()
)
_LETTERS = frozenset("加微賴赖扣企抖书書报報威薇")
_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_SAYS = r"(?:\s|[:=：(?\uff1f]|是|为|為|号码|號碼|帐号|账号|帳號|号|號|群|我|吧|呀|哦|啦|喔|嘛|搵我|找我|加我|好[吗嗎]|可以[吗嗎]|多少|[，,]|(?<![A-Za-z])(?i:id was|id|ids|is|it's|its|account|handle|username|user|name|no\.?|number|my|our|the|at|me|us|on|to|under|as|by|via|contact|nick|nickname)(?![A-Za-z]))*"
# The word says it outright (an id, a colon), or only stands before: then the name must look like none of the language's.
_PLAINLY = re.compile(
    r"[:=：]|是|为|為|号|號|群|(?<![A-Za-z])(?:id|is|account|handle|username)(?![A-Za-z])|加", re.IGNORECASE
)
_OUTRIGHT = re.compile(r"(?<![A-Za-z])(?:id|handle|username)(?![A-Za-z])|号|號", re.IGNORECASE)
_WECHAT = r"加我?微(?![信訊])|微[❤♥心](?=[:： ]?[A-Za-z0-9])|加我?[vVＶ](?:[xX信])?|[vV]信|(?<![A-Za-z0-9/._@])[vV][xX]|微[信訊]|威信|薇信|(?<![A-Za-z])(?:[Ww]e[Cc]hat|WECHAT|[Ww]eixin|[Ww][Xx])(?![A-Za-z])"
_QQ = r"(?<![A-Za-z])[Qq][Qq](?![A-Za-z])|扣扣|[qQ]扣|企[鹅鵝]|(?:[加扣]我?的?|(?<![A-Za-z0-9]))[Qq](?=(?:[:：号號是 ]|号码|號碼)*\d{5})"
_LINE = r"(?<![A-Za-z])(?:LINE(?: ?@)?|(?<=[Mm]y )[Ll]ine(?= is @[a-z])|[Ll]ine(?=[ ,.]{0,2}(?:my |our |the )?[Ii][Dd](?![A-Za-z])| ?(?:：|[:=])))|加?我?的?[賴赖](?=\s*(?:[Ii][Dd]|[:：是]))|加我?[賴赖]|[賴赖]我"
_OTHER = (
    r"(?<![A-Za-z])(?:[Tt]elegram|TG(?!\d)|[Ww]hats[Aa]pp|[Ss]kype|[Ii]nstagram|[Ii]nsta|IG(?!\d)|[Ss]napchat|[Kk]akao(?:[Tt]alk)?|[Dd]iscord|[Vv]iber|"
    r"[Ff]acebook|[Tt]witter|[Vv]enmo|[Cc]ash ?[Aa]pp|[Uu]ser ?name|[Gg]amer ?tag|(?:[Ss]team|PSN|psn|[Xx]box)(?= (?:ID|id|name|tag|username|handle)(?![a-z]))|[Tt]ik[Tt]ok|[Tt]hreads(?= ?@)|[Ss]ignal(?= ?(?:[Ii][Dd]|[Uu]ser|[Hh]andle|is|:|@)))(?![A-Za-z])|电报|電報|抖音|小[红紅][书書]|微博"
)
_NAME = r"([@$]?[A-Za-z][A-Za-z0-9_.-]{3,31}|@[A-Za-z0-9_.]{4,32}|\d{5,12}(?! ?\d))(?![A-Za-z0-9@_])"
_KINDS = tuple(
    (kind, re.compile(rf"(?:{cue})(?P<says>{_SAYS}){_NAME}"))
    for kind, cue in (("WECHAT", _WECHAT), ("QQ", _QQ), ("LINE", _LINE), ("HANDLE", _OTHER))
)
_BEFORE = re.compile(
    r"(?<![\w@.])(@[A-Za-z0-9_.]{4,32}) (?:on|at|in|via) (?:my )?(?i:telegram|tg|whatsapp|skype|instagram|insta|ig|snapchat|kakao|discord|line|wechat|signal)(?![A-Za-z])"
)
# And without an @, where something is done to it: add lin_mei4 on WeChat; a digit or a sign tells it from a word.
_DONE = re.compile(
    r"(?<![A-Za-z])(?i:add|message|text|find|contact|dm|ping|reach|write to) (?P<name>(?=[A-Za-z0-9_.-]*(?:[\d_]|[a-z]\.[a-z]))[A-Za-z][A-Za-z0-9_.-]{3,31}) (?:on|via) (?:my )?(?:LINE|(?i:telegram|whatsapp|skype|instagram|insta|snapchat|kakao|discord|wechat|signal|qq))(?![A-Za-z])"
)
# In brackets right behind the messenger, or behind a dash: WeChat (joyce.evans), wechat - king068.
_BESIDE = re.compile(
    r"(?<![A-Za-z])(?:LINE|(?i:wechat|weixin|telegram|whatsapp|skype|instagram|insta|snapchat|kakao|discord))(?: ?[(\uff08](?P<name>(?=[a-z0-9_.-]*(?:[\d_]|[a-z]\.[a-z]))[a-z][a-z0-9_.-]{3,31})[)\uff09]| [-\u2013\u2014] (?P<last>(?=[a-z0-9_.-]*(?:[\d_]|[a-z]\.[a-z]))[a-z][a-z0-9_.-]{3,31})(?=[,;!]|[.]?(?:\s|$)))"
)
_IS_VERSION = re.compile(r"[vV][0-9]+(?:\.[0-9]+)+")  # WeChat (v8.0.45)
_IS_FILE = re.compile(r"\.(?:com|net|org|io|app|cn|tw|hk|uk|me|exe|dll|apk|zip|pdf|jpg|png|txt|log|js|py)$")
_LINK = re.compile(r"(?<![\w.])(?:t|wa|m|(?i:paypal))\.me/\+?([A-Za-z0-9_.]{4,32})(?<!\.)")
_SKYPE = re.compile(r"(?<![\w:])live:(?:\.cid\.)?([A-Za-z0-9][A-Za-z0-9_.,-]{2,40}[A-Za-z0-9])")
# What else people go by: there a name has a sign that words have not.
_USER = re.compile("user|gamer|steam|psn|xbox|venmo|cash", re.IGNORECASE)
_SIGNED = re.compile(r"[\d_@]|[a-z][.-][a-z]")
# Whose it is: add my WeChat, find me on Telegram.
_MINE = re.compile(
    r"(?<![a-z])(?:my|me|us|our|add|find|reach|contact|message|text|msg|ping|dm)(?: (?:me|us|on|my|via|the|at|our|in|to))*,? $",
    re.IGNORECASE,
)
# There firms have an @ too: one with an underscore or a digit is mostly a person's.
_ON_TWITTER = re.compile(
    r"(?<![\w@.])(@(?=[A-Za-z]*[_0-9])[A-Za-z0-9_]{4,32}) (?:on|at|via) (?i:twitter|facebook|tiktok|x)(?![A-Za-z])"
)
# A given name and another word, apart: @Sarah_Lynne, @tom.hughes8.
_OF_PERSON = re.compile(r"@(?<![\w@.]@)(([A-Za-z]{3,})[_.]([A-Za-z]{1,20})\d{0,4})(?![\w@]|\.[A-Za-z])")
# A given name that is nothing else: @Joan thanks for the reply.
_CALLED = re.compile(r"@(?<![\w@./]@)([A-Z][a-z]{2,})(?![\w@'\u2019-]|\.\w)")
_BEFORE_ZH = re.compile(
    r"(?<![A-Za-z0-9_@.-])([A-Za-z][A-Za-z0-9_.-]{3,31})(?:[这這]个|[这這]個|是我的?|為我的?|为我的?|的)?的?(?:LINE|Line|微[信訊]|WeChat|QQ|IG)(?: ?(?:ID|id)|号|號|帐号|账号|帳號)"
)
# 工单号WX20240527: a key, not WeChat.
_KEY_ZH = re.compile(r"[单單编編案票型款件列批货貨][号號码碼][:： ]*$")
_NO_NAMES = frozenset(
    "account accounts number name wrong blocked banned invalid down broken support service business message messages group "
    "chat link page login password please which that this where when what with from have been pay payment required missing "
    "never also only still just same code login please official video post photo live shop store story stories".split()
)


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    return _is_said(look) or ("@" in look.letters and bool(_OF_PERSON.search(look.text) or _CALLED.search(look.text)))


def _is_said(look: Look) -> bool:
    """Whether a messenger may be named."""
    return not (
        look.words.isdisjoint(_WORDS) and (look.letters.isdisjoint(_LETTERS) or look.letters.isdisjoint(_SIGNS))
    )


def find(look: Look) -> Iterator[Found]:
    """WECHAT, QQ, LINE and HANDLE."""
    text = look.text
    known = lexicon()
    for match in _OF_PERSON.finditer(text) if "@" in look.letters else ():
        if match.group(2).lower() in known.given and match.group(3).lower() not in known.plain:
            yield Found(match.start(), match.end(), "HANDLE", match.group(1).lower())
    for match in _CALLED.finditer(text) if "@" in look.letters else ():
        key = match.group(1).lower()
        is_person = key in known.given and key not in known.ordinary and key not in known.things
        if is_person and not known.is_firm(text, match.start(1), match.end()):
            yield Found(match.start(), match.end(), "HANDLE", key)
    if not _is_said(look):
        return
    for match in _BEFORE.finditer(text):
        yield Found(match.start(1), match.end(1), "HANDLE", match.group(1).lower().lstrip("@"))
    for match in _BEFORE_ZH.finditer(text):
        if match.group(1).lower() not in _NO_NAMES:
            yield Found(*match.span(1), "HANDLE", match.group(1).lower())
    for pattern in (_DONE, _BESIDE):
        for match in pattern.finditer(text):
            name = match.group(match.lastgroup or 0).rstrip(".-")
            words = re.findall("[a-z]+", name.lower())
            is_key = not name.isalnum() and known.ordinary.issuperset(words) and words[0] not in known.given  # order_12
            if not _IS_FILE.search(name) and words != ["v"] and not is_key:
                start = match.start(match.lastgroup or 0)
                yield Found(start, start + len(name), "HANDLE", name.lower())
    for match in _ON_TWITTER.finditer(text):
        yield Found(match.start(1), match.end(1), "HANDLE", match.group(1).lower().lstrip("@"))
    if ".me/" in look.low:
        for match in _LINK.finditer(text):
            yield Found(match.start(1), match.end(1), "HANDLE", match.group(1).lower())
    if "skype" in look.words:
        for match in _SKYPE.finditer(text):
            yield Found(match.start(1), match.end(1), "HANDLE", match.group(1).lower())
    for kind, pattern in _KINDS:
        for match in _each(pattern, text):
            name = match.group(2).rstrip(".-")
            plainly = bool(_PLAINLY.search(match.group()[: match.start(2) - match.start()]))
            is_mine = _MINE.search(text[max(0, match.start() - 24) : match.start()]) and (
                _SIGNED.search(name)
                or (len(name) > 4 and name.islower() and name not in known.ordinary and name not in known.things)
            )
            if (
                name.lower() in _NO_NAMES
                or _IS_VERSION.fullmatch(name)
                or not (plainly or is_mine or re.search(r"[\d_@]", name))
            ):
                continue
            is_named = kind == "HANDLE" and plainly and is_of_names(name)  # my username is juliasilva
            if kind == "HANDLE" and _USER.match(match.group()) and not is_named and not re.search(r"[\d_@$.-]", name):
                continue
            is_told = (
                is_named
                or _OUTRIGHT.search(match.group("says"))
                or is_mine
                or (plainly and re.search(r"[a-z]\.[a-z]", name))
            )
            if kind == "HANDLE" and not (re.search(r"[\d_@$]", name) or is_told):
                continue
            is_written = match.group()[0] in "加賴赖" and re.search(r"[\d_.]", name)  # 賴我 sunny_88
            is_signed = is_mine and re.search(r"\d|[a-z][_.][a-z]", name) and name.islower()  # Add my LINE jrowe96
            if kind == "LINE" and not plainly and not name.startswith("@") and not is_written and not is_signed:
                continue
            if name.isdigit() and (kind == "LINE" or _KEY_ZH.search(text[max(0, match.start() - 4) : match.start()])):
                continue
            yield Found(match.start(2), match.start(2) + len(name), kind, name.lower().lstrip("@"))


def is_of_names(name: str) -> bool:
    """Whether plain small letters are a given and a family name run together, in either order, or an initial and a family name."""
    known, low = lexicon(), name.rstrip("0123456789")
    if (
        not 5 < len(low) < 25
        or not (low.isascii() and low.isalpha() and low.islower())
        or low in known.ordinary | known.things
    ):
        return False
    names = known.given | known.weak | known.family
    if low[1:] in known.family:
        return True
    halves = ((low[:at], low[at:]) for at in range(3, len(low) - 2))
    return any(
        (one in names and other in names and not (one in known.ordinary and other in known.ordinary))
        or (one in known.given and other in known.weak_family)
        or (one in known.weak_family and other in known.given)
        for one, other in halves
    )


def _each(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Every match, also one that begins with the name of the last: on WeChat, my WeChat ID is lucy_t90."""
    match = pattern.search(text)
    while match is not None:
        yield match
        match = pattern.search(text, match.start(2))
