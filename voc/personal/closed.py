"""Names in places that are closed on both sides, where any word may be one: a field of a form, the line of a greeting, a line that
signs, an answer's thanks: "Name: Fair, Blessing", "Hi Sipho & Ryo,", "PA to May Order".

For: `names`. Not for: names that one side alone tells; see `cues`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal.lexicon import LETTER, UPPER, Lexicon, fold, lexicon
from voc.personal.mark import Found, Look
from voc.personal.person import value
from voc.personal.thing import bears
from voc.personal.words import Placed, lists

PART = r"(?:van|von|der|den|de|da|das|do|dos|del|della|di|du|la|le|las|los|bin|bint|binte|ibn|al|el|ter|ten|zu|ap|ab|ould|ait|die|y|n\u00ed|\u00f3|nic|d['\u2019]|dell['\u2019]|a/l|a/p|s/o|d/o)"
_CAP = rf"(?:{PART} )*(?:(?:[dD]['\u2019]|[dD]ell['\u2019])?[{UPPER}][{LETTER}'\u2019-]*[{LETTER}]|[{UPPER}]\.?(?:[{UPPER}]\.?){{0,2}}(?![{LETTER}]))"
_ONE = rf"(?<![{LETTER}0-9@#&/'\u2019_.-]){_CAP}"
_NAME = rf"{_ONE}(?: {_CAP}){{0,4}}"
LABEL = (
    r"(?:(?i:(?:(?:full|first|last|given|family|sur|fore|middle|maiden|your|customer|client|contact|caller|guest|patient|passenger|lead passenger|account|account holder|card|card ?holder|policy ?holder|"
    r"booking|member|employee|student|agent|driver|tenant|recipient|sender|billing|shipping|delivery|applicant|legal|preferred|display|parent|insured|owner)(?:'s)?[ _-]?)?names?(?: on (?:card|account|order|booking|file))?)"
    r"|(?i:(?:emergency |main |site |primary )?contact(?: person)?|caller|(?:lead |second |other )?passenger(?:\(s\)|s)?|guests?|patient|recipient|card ?holder|(?:account|policy) ?holder|customer|client|attn|attention|fao|attending|agent|adviser|advisor|rep|handled by|"
    r"seen by|raised by|reported by|requested by|requester|assigned to|assignee|submitted by|logged by|created by|signed(?: by)?|sold to|ship to|bill to|deliver to|delivered to|shipped to|billed to|sender|from|to|cc|next of kin|nominated person|nominee|"
    r"beneficiary|payee|payer|tenant|landlord|driver|witness|applicant|claimant|insured|employee|engineer|technician|courier|consultant|gp|doctor|nurse|surgeon|student|teacher|parent|guardian|owner|resident|occupant|traveller|traveler|"
    r"member|subscriber|author|reviewer|organi[sz]er|attendees?|participants?|manager|supervisor|team lead(?:er)?|surname|forename|spouse|executor|guarantor|buyer|seller|vendor contact))"
)
DASHED = "name contact guest customer passenger patient agent driver caller client tenant"
ENDS = r"(?=[ \t]*(?:$|[\n|;<\[(\t]|,\s|[,.](?:\s|$)| [/\u2013\u2014-] |\s(?:[Tt]el|TEL|[Pp]hone|PHONE|[Mm]ob(?:ile)?|MOBILE|[Ee]-?mail|EMAIL|[Oo]rder|ORDER|DOB|[Cc]ell|[Rr]ef|[Aa]ddress|ADDRESS|[Aa]ccount|[Dd]ate|[Cc]ase|[Tt]icket)(?![a-z])))"
CLOSE = (
    r"(?:(?i:(?:kind(?:est)?|best|warm(?:est)?|many|with|thanks and|thank you and|sincere)?(?: kind| best| warm)? ?(?:regards|wishes|thanks)|(?:yours |very )?(?:sincerely|faithfully|truly|respectfully)(?: yours)?|yours|thanks?(?: you)?(?: again| in advance| so much| very much| for (?:your|the) [a-z ]{2,24})?|cheers|"
    r"take care|all the best|best|rgds|br|kr|cordially|love|xx+|signed|gratefully|looking forward[a-z ]{0,30}|have a (?:nice|great|good) (?:day|week|weekend|evening)|talk soon|speak soon|ta|ciao)"
    r"[,.!]?|--)"
)
_SIGN_ENDS = r"(?=[ \t]*(?:x{1,3}|:\)|,)?[ \t]*(?:$|\n|\||[,(] ?[\d+(]| [|\u2022\u00b7] ))"
TO = r"(?:[Hh]i(?:ya)?|HI|[Hh]ello|HELLO|[Hh]ey|[Dd]ear|DEAR|[Gg]reetings|(?:[Gg]ood )?(?:[Mm]orning|[Aa]fternoon|[Ee]vening)|[Tt]o|[Aa]ttn:?|[Aa]ttention:?|FAO:?|[Ww]elcome(?: back)?|[Ss]alutations)"


_START = r"(?:^|(?<=[\n.!?]) *|(?<=: ))"
# What must stand in a text: one of these words (any where there is none), one of these signs; and the place.
_PLACES = Placed(
    (gate, signs, re.compile(pattern))
    for gate, signs, pattern in (
        (DASHED, "-\u2013\u2014", rf"(?:^|(?<=\n)){LABEL} [-\u2013\u2014] ({_NAME}(?:, (?=[{UPPER}][{LETTER}'\u2019-]){_NAME})?){ENDS}"),
        ("name customer passenger guest patient tenant", "\n", rf"(?:^|(?<=\n))(?:[Nn]ame|NAME|[Cc]ustomer|CUSTOMER|[Pp]assenger|PASSENGER|[Gg]uest|GUEST|[Pp]atient|PATIENT|[Tt]enant) ({_NAME})(?=[ \t]*\n)"),
        # Hi Sipho & Ryo, - Greetings Aung, - To Rui Sun,
        ("hi hiya hello hey dear greetings morning afternoon evening attn attention fao welcome salutations", ",:!\n-\u2013", rf"{_START}{TO},? ({_NAME})(?: (?:and|&|\+) ({_NAME}))?(?=[ \t]*(?:[,:!\n]| [-\u2013\u2014] ))"),
        ("to", "\n", rf"(?:^|(?<=\n))To ({_NAME})(?=[,:]\n)"),
        # a line under a closing, and one alone before a telephone
        ("", "\n", rf"(?:^|(?<=\n)|(?<=[.!?] )){CLOSE}[ \t]*\n+[ \t]*(?:- ?)?({_NAME}){_SIGN_ENDS}"),
        ("", "\n", rf"\n\n[ \t]*({_NAME})(?=[ \t]*(?:\n\n?(?:[^\n]{{0,50}}\n){{0,3}}?[^\n]{{0,50}}?(?:\d{{3}}[^\n]{{0,8}}\d{{3}}|@)|\n+(?:Sent|Get) |$))"),
        ("", "\n", rf"\n--?[ \t]*\n+[ \t]*({_NAME}){_SIGN_ENDS}"),
        ("", "|", rf"(?:^|(?<=\n))({_NAME})(?= \|[^\n]*(?:\d{{3}}[^\n]{{0,8}}\d{{3}}|@))"),
        ("x xx xxx", "x", rf"(?:^|(?<=[\n.!?] )|(?<=\n))x{{1,3}} ({_NAME})(?=\s*$)"),
        ("", "\n", rf"\n[ \t]*({_NAME})[ \t]*\n+(?=Sent from|Get Outlook)"),
        ("", "\n", rf"\n[ \t]*(?:--?|[\u2013\u2014~])[ \t]*({_NAME})(?=\s*$|\n)"),
        # what is said to somebody, and who says it
        ("speaking chatting talking", "", rf"(?<![A-Za-z])(?:speaking|chatting|talking) (?:to|with) ({_NAME})(?=[,.!?]|$|\n)"),
        ("speaking", "", rf"(?:^|(?<=[\n.!?,:]) ?)({_NAME}) speaking(?=[,.!?\n ]|$)"),
        ("here", "", rf"{_START}({_NAME}) here(?=[,.!\n-]| [-\u2013\u2014] |$)"),
        ("pa assistant secretary kin", "", rf"(?<![A-Za-z])(?:PA|assistant|secretary|next of kin) (?:to|of) ({_NAME})(?=[,.;]?(?:\s*\n|\s*$))"),
        ("mr mrs ms mx dr prof professor miss", "", rf"(?<![A-Za-z])(?:M(?:rs?|s|x|iss)|Dr|Prof|Professor)\.? ({_CAP}(?: {_CAP}){{1,4}})(?![{LETTER}])"),
        ("surname name", "", rf"(?<![A-Za-z])(?:[Ss]urname|[Ff]irst name|[Ll]ast name|[Ff]ull name|[Mm]aiden name|[Ff]amily name|[Nn]ame)(?: is| was|:)? ({_NAME})(?=, |[.;]|\n|$)"),
    )
)  # fmt: skip
_NO_WORD = re.compile(r"[Xx]{2,}[a-z]?|.*['\u2019](?:m|re|ve|ll|d|t|n)", re.IGNORECASE)  # redacted, or I'm and We're
_INITIALS = re.compile(rf"(?:[{UPPER}]\.)+[{UPPER}]?")
_TITLES = frozenset(
    "mr mrs ms mx miss dr prof professor sir madam sister brother nurse doctor rev reverend capt captain senator judge father uncle aunt".split()
)
_OWNED = re.compile("['\u2019]s(?![a-z])")
_ANSWER = re.compile(rf"({_NAME})(?=[,.;!?]|$|\n)", re.MULTILINE)
# A part of a name, which may be any word: last_name: Merchant, Mrs Salmon.
_PART_OF_NAME = re.compile(
    rf"(?:Mr\.? |Mrs\.? |MR |MRS |Sister |Nurse |Dear Sir |Matron |name[ \t]*[:=] ?|Name[ \t]*[:=] ?|NAME[ \t]*[:=] ?)({_ONE})"
    rf"(?=[ \t]*(?:$|[\n|;,<(/.:!?'\u2019]| [a-z]))"
)
_PART_BEFORE = re.compile(r"(?<![a-z])(?:(?:first|last|family|given|middle|maiden)[ _]?|sur|fore)$", re.IGNORECASE)
_TITLES_OF_PARTS = frozenset("mr mrs sister nurse matron sir surname forename".split())
_PARTS_OF_NAMES = frozenset("first last family given middle maiden".split())
# Name: Blessing Fair; Passenger: CHEN, Wei / Seat 14C; first_name: Emi
_FIELD = re.compile(rf"[:=][ \t]*({_NAME}(?:, (?=[{UPPER}][{LETTER}'\u2019-]){_NAME})?){ENDS}")
_LABELLED = re.compile(rf"(?:[\n;,|(/.] ?|  ){LABEL}[ \t]*$")
_SPEAKER = re.compile(
    r"(?<![a-z])(?:customer|caller|client|agent|advis[eo]r|rep|guest|patient|passenger|driver|owner|member|user|visitor|technician|nurse|doctor|teacher|student|parent|manager|supervisor|buyer|seller)[ \t]*$",
    re.IGNORECASE,
)
_LONGEST = 48  # letters of a label
_THANKED = re.compile(
    rf"(?:Thanks|thanks|Thank you|thank you|Cheers|cheers)(?: so much| very much| again)?,? ({_NAME})(?=[,!] |[.!](?:\s|$)|$|\n)"
)
_THANKS = frozenset("thanks thank cheers".split())
# Who speaks; letters stand first, which is what `re` is quick to look for, so that what stands before is asked afterwards.
_SELF = re.compile(
    rf"(?:This is|this is|I'm|I\u2019m|i'm|I am|i am|Name is|name is|name's|name\u2019s|name was|registered to|in the name|in the name of|under the name|under the name of) ({_NAME})"
    rf"(?=, (?!who|which|the|a )|[.](?:\s|$)|$|\n| (?:from|calling|speaking|here|and (?:I|my|we)|again)(?![a-z]))"
)
_SELVES = frozenset("this am m name registered".split())
# A name has no capital inside but behind Mc and the like, a hyphen or an apostrophe: SpotifyCares is none.
_UPPER_FIRST = rf"(?:Mc|Mac|Fitz|[DOL]['\u2019]|De|Le|La|Van|Al)?[{UPPER}](?:(?![{UPPER}])[{LETTER}'\u2019])+"
_WRITTEN = re.compile(rf"{_UPPER_FIRST}(?:-(?:{_UPPER_FIRST}|[a-z]+))*")


def find(look: Look) -> Iterator[Found]:
    """NAME."""
    text, known = look.text, lexicon()
    for pattern in _PLACES.of(look.words, look.letters):
        for match in pattern.finditer(text):
            for group in range(1, pattern.groups + 1):
                if match.group(group):
                    is_pair = pattern.groups > 1 and match.group(2) is not None
                    yield from _person(text, *match.span(group), known, may_bear=is_pair)
    if not look.letters.isdisjoint(":="):
        for match in _FIELD.finditer(text):
            if not is_labelled(text, match.start()):
                continue
            if text[match.end() : match.end() + 1] in (",", ".") and speaks(text, match.start()):
                first = fold(match.group(1).split(" ")[0])
                if first not in known.given and first not in known.weak and first not in known.family:
                    continue  # Customer: Heya, my order
            yield from _person(text, *match.span(1), known, may_bear=False)
    if not look.words.isdisjoint(_THANKS):
        for match in _THANKED.finditer(text):
            if text[: match.start()].rstrip(" ")[-1:] in "\n.!?:":  # nothing as well
                yield from _person(text, *match.span(1), known, may_bear=False)
    if not look.words.isdisjoint(_SELVES):
        for match in _SELF.finditer(text):
            if not text[match.start() - 1 : match.start()].isalpha():
                yield from _person(text, *match.span(1), known, may_bear=False)
    if not look.words.isdisjoint(_TITLES_OF_PARTS) or (
        "name" in look.words and not look.words.isdisjoint(_PARTS_OF_NAMES)
    ):
        for match in _PART_OF_NAME.finditer(text):
            head = text[max(0, match.start() - 10) : match.start()]
            is_told = _PART_BEFORE.search(head) if match.group()[:4].lower() == "name" else not head[-1:].isalpha()
            if is_told and is_word_for_a_name(match.group(1), known) and not bears(text, *match.span(1)):
                yield Found(*match.span(1), "NAME", value(match.group(1)))


def is_labelled(text: str, at: int) -> bool:
    """Whether the label of a field that holds somebody's name ends at `at`."""
    head = text[max(0, at - _LONGEST) : at]
    return _LABELLED.search(head if at > _LONGEST else "\n" + head) is not None


def speaks(text: str, at: int) -> bool:
    """Whether the label before `at` may say whose turn it is rather than whose name follows."""
    return _SPEAKER.search(text[max(0, at - _LONGEST) : at]) is not None


def answer(text: str, start: int, stop: int, *, is_part: bool) -> Found | None:
    """The name that an answer in [start, stop) is, or begins with; of one that was asked for a part of a name, any word."""
    match = _ANSWER.match(text, start, stop)
    if match is None:
        return None
    words = match.group(1).split(" ")
    known = lexicon()
    if not may_be([one.strip(".,") for one in words], known) and not (
        is_part and is_word_for_a_name(match.group(1), known)
    ):
        return None
    return Found(*match.span(1), "NAME", value(match.group(1)))


def _person(text: str, start: int, end: int, known: Lexicon, *, may_bear: bool) -> Iterator[Found]:
    """[start, end) of `text` if its words are somebody's name."""
    owned = _OWNED.search(text, start, end)  # Dr Schofield's I
    end = owned.start() if owned else end
    written = [one.strip(".,") for one in text[start:end].split(" ")]
    if may_be(written, known) and not known.is_firm(text, start, end) and (may_bear or not bears(text, start, end)):
        yield Found(start, end, "NAME", value(text[start:end]))


def is_word_for_a_name(said: str, known: Lexicon) -> bool:
    """Whether one word may be a part of a name where a part of one is told: any with a capital but what says that there is none."""
    key = fold(said)
    return (
        " " not in said
        and len(key) > 1
        and key not in nobody()
        and key not in _TITLES
        and said.lower() not in known.brands
        and not _NO_WORD.fullmatch(said)
    )


def may_be(words: list[str], known: Lexicon) -> bool:
    """Whether `words` of a closed place are a name: one of them at least is listed, or a word of no language; none is what
    stands there where nobody does."""
    keys = [fold(one) for one in words if len(one) > 1]
    if any(_NO_WORD.fullmatch(one) or fold(one) in _TITLES for one in words):
        return False
    if not keys or any(key in nobody() or key in known.organisations for key in keys):
        return False
    if keys[0] not in known.given and any(one.lower() in known.brands for one in words):
        return False
    if len(keys) == 1 and len(words) == 1:
        key = keys[0]
        is_new = key not in known.ordinary and key not in known.things and _WRITTEN.fullmatch(words[0]) is not None
        return key in known.given or key in known.likely or key in known.family or (is_new and not words[0].isupper())
    if len(words[0].strip(".")) == 1 or _INITIALS.fullmatch(words[0]):
        return True
    if all(one.isupper() for one in words if len(one) > 1) and all(key in known.ordinary for key in keys):
        return False
    return any(
        key in known.given or key in known.weak or key in known.family or key in known.weak_family
        or (key not in known.ordinary and key not in known.things)
        for key in keys
    )  # fmt: skip


@cache
def nobody() -> frozenset[str]:
    """What stands in such a place where nobody does."""
    return frozenset(lists("names")["no_person"].split())
