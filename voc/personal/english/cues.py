"""Words that say in English whose name comes next: kin and roles, who an account, a card or a parcel is for, who speaks.

For: `names`. Not for: titles, greetings and closings; see `names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal.english.person import CAP, Need, person, value
from voc.personal.english.thing import bears
from voc.personal.lexicon import LETTER, UPPER, fold, lexicon
from voc.personal.mark import Found, Look
from voc.personal.words import either, lists

_IS = r"(?: is| was| are| were|:|,| -| =|;)*"
_QUOTE = "[\"'\u201c\u2018(]?"
_RECORD = "membership|contract|account|booking|reservation|policy|order|table|appointment|ticket|registration|registered|filed|listed|subscription|file|card|held|made|booked"
TEAM = (
    r"(?:the |your |our |my |its |their )?(?:[A-Za-z]+ ){0,2}?(?:billing|accounts?|sales|support|customer|services?|finance|claims|complaints|technical|tech|returns|logistics|"
    r"collections|reception|front|HR|IT|helpdesk|dispatch|delivery|repairs|bookings?|reservations|head|team|department|dept|branch|office|warehouse|store|shop|"
    r"bank|clinic|surgery|garage|call cent(?:er|re)|marketing|loyalty|retentions?|cancellations|security|fraud|payroll|housekeeping|engineering|operations|legal|"
    r"management|apartment|flat|unit|room|webinar|seminar|phone call|chat)(?![A-Za-z])"
)

# What stands before a name: the pattern, and how sure it is. A gate of words keeps most texts away from it.
_BEFORE: tuple[tuple[frozenset[str], re.Pattern[str], Need], ...] = tuple(
    (frozenset(gate.split()), re.compile(rf"(?<![A-Za-z])(?:{pattern}) ?{_QUOTE}(?=[{UPPER}])"), need)
    for gate, pattern, need in (
        ("under", rf"(?i:{_RECORD})(?i:[A-Z0-9 #-]{{0,24}}(?: is| was| are| were| be| still)*)(?i: under)(?i: the)?(?i: names?)?(?i: of)?:?", Need.SURE),
        ("name names", r"(?i:(?:under|in|on|by)(?: (?:the|her|his|my|our|a))? names?(?: of)?)[:,]?", Need.SURE),
        ("name names", rf"(?i:names? on (?:the |my |your |her |his |our |that )?(?:account|card|order|booking|reservation|passport|policy|ticket|bill|licen[cs]e|file|invoice|cheque|check|lease|contract|parcel|package|label|badge)){_IS}", Need.SURE),
        ("surname firstname lastname forename name", rf"(?i:(?:sur|fore|first ?|last ?|given ?|family ?|middle ?|maiden ?|full ?|birth ?|nick|legal ?|preferred ?)names?){_IS}", Need.SURE),
        ("name surname names", r"(?i:(?:sur)?names?(?: [a-z]+){0,3}? (?:from|into|to))", Need.LIKELY),
        ("name", r"(?<![Bb]rand )(?<![Pp]roduct )(?<![Uu]ser )(?<![Ff]ile )(?<![Dd]omain )(?i:name),?", Need.LIKELY),
        ("issued registered addressed made belongs belong belonged belonging assigned billed payable prescribed transferred",
         rf"(?i:(?:issued|registered|addressed|made out|made payable|belong(?:s|ed|ing)?|assigned|billed|payable|prescribed)(?: only| back)? to){_IS}", Need.SURE),
        ("paid pay send sent post ship deliver delivered give gave handed refunded credited refund wire wired transfer credit reimburse left return", 
         r"(?i:(?:paid|pay|send|sent|post|ship|deliver(?:ed)?|give|gave|handed|refund(?:ed)?|credit(?:ed)?|wired?|transfer(?:red)?|reimbursed?|left|return(?:ed)?)(?: (?:it|this|that|them|back|out|over|(?:the|a|an|my|our) [a-z ]{1,28}?(?<! the)(?<! the )(?<! a)(?<! a )(?<! an)(?<! an )(?<! my)(?<! my )(?<! your)(?<! your )))?(?: should be| must be)?:?(?: to| with)?):?", Need.LIKELY),
        ("to", r"(?i:(?:ship|bill|deliver|send|invoice|sold|mail|post|attention)(?:p?ed)? to):", Need.SURE),
        ("signed accepted received approved authorised authorized processed collected agreed left handled completed confirmed",
         rf"(?i:(?:signed(?: for)?|accepted|received|approved|authori[sz]ed|processed|collected|handled|completed|confirmed)(?: for)?(?: by| as)|agreed (?:it |this |that )?with|left with){_IS}", Need.SURE),
        ("holder cardholder policyholder payee beneficiary kin contact executor guarantor recipient addressee sender tenant passenger passengers guest guests insured applicant attn attention care representative driver resident occupant patient cc",
         r"(?i:account ?holder|card ?holder|policy ?holder|payee|beneficiary|next of kin|(?:emergency |main |point of )?contact(?: person)?|executor|guarantor|recipient|addressee|sender|tenant|(?:lead |main |other |second )?passengers?|(?:lead |main |other )?guests?|insured|(?:co-)?applicant|attn|attention|fao|care of|representative|(?:named |second |additional |main )driver|resident|occupant|patient)(?i: names?)?(?: is| was| are| were|:|,| -| =|\.(?=:))+", Need.SURE),
        ("spelled spelt misspelled misspelt name wrong spelling certificate ticket correct", r"(?i:should (?:read|be|say|have been|be spel(?:led|t)|have said)|correct (?:spelling|name)|spel(?:led|t))(?i: is| as| like)?[:,]?", Need.SURE),
        ("badge tag nametag label lanyard signature", rf"(?i:(?:badge|name ?tag|name ?badge|tag|label|lanyard|signature)(?: [a-z]+){{0,2}}? (?:said|says|read|reads|reading|saying|shows)){_IS}", Need.SURE),
        ("yoga pilates class classes lesson lessons session sessions workout training massage facial haircut appointment consultation tutoring tutorial zumba spin coaching rehearsal therapy physio checkup",
         r"(?i:yoga|pilates|class(?:es)?|lessons?|sessions?|workouts?|training|massages?|facials?|haircut|appointments?|consultations?|tutoring|tutorials?|zumba|spin|coaching|rehearsal|therapy|physio|check-?up) with", Need.SURE),
        ("mrs mr", r"(?:Mr|Mrs|Ms)\.? (?:and|&) (?:Mr|Mrs|Ms)\.?", Need.SURE),
        ("speaking talking speak talk", r"(?i:(?:am i|are you|is this|may i|can i|could i|like to|want to|wish to|who am i) ?(?:speaking|talking|speak|talk)(?: to| with))", Need.LIKELY),
        ("call", r"(?:^|(?<=[.!?,;:\n] )|[Pp]lease |[Jj]ust )[Cc]all me", Need.SURE),
        ("cc", r"(?:cc|CC|Cc):?", Need.SURE),
        ("i", r"(?:^|(?<=[.!?,;:\n] ))I,", Need.SURE),
        ("remember", r"(?i:remember me),", Need.SURE),
        ("please just can could", r"(?i:(?:please |just |can you |could you )(?:call|contact|ring|phone|text|email|ask|tell|inform|notify)(?: back)?)", Need.LIKELY),
        ("spoke talked chatted dealt spoken dealing met agreed thanks thank kudos served helped", r"(?i:(?:spoken?|talked|chatted|dealt|dealing|met) (?:to |with )?(?:both |someone called |a certain )?)", Need.LIKELY),
        ("thank thanks kudos compliments shout shoutout", r"(?i:(?:thanks?|thank you|kudos|compliments|shout ?out|credit)(?: (?:so|very) much)?(?: again)?,?(?: to| for)?(?: both)?)", Need.LIKELY),
        ("by", r"(?i:(?:purchased|bought|ordered|paid|sent|written|reported|raised|logged|created|requested|submitted|cancelled|used|owned|run|managed|served|helped|assisted|seen|treated|looked after|handled|fitted|installed|greeted|interviewed|told|emailed|advised|contacted|called|booked|repaired|fixed|cut|done|cleaned|delivered|driven|sold|resolved|sorted)(?: to me| for me)? by)", Need.LIKELY),
    )
)  # fmt: skip
# A capital behind a word, as all of these need; most texts have them at the beginning of sentences alone, and in I.
_INSIDE = re.compile(
    rf"(?:[{LETTER}0-9,:;=()\u2013\u2014'\u2019#-]|(?<=M[rs])\.|(?<=Mrs)\.) ?[\"'\u201c\u2018(]?(?<![{LETTER}])(?!I(?![{LETTER}.]))[{UPPER}]"
)
# And on the line before one.
_LINE = re.compile(
    r"(?<![A-Za-z])(?i:(?:ship(?:ped|ping)?|bill(?:ed|ing)?|deliver(?:ed|y)?|send|sent|sold|mail|invoice|return|post|refund|pay|attention) ?to|from|sender|recipient|attn|c/o)\s*:?\s*\n"
)
_NAME = rf"{CAP}(?: (?:(?:van|von|der|den|de|bin|binte|al|el) )*{CAP}){{0,3}}"
# What stands behind a name.
_HERE = re.compile(rf"(?:^|(?<=[.!?,\n:;-] )|(?<=\n)|(?<=^))({_NAME}),? here(?=[,.!\n-]|$| \(| and | again| from)")
_IT_IS = re.compile(
    rf"(?<![A-Za-z])(?i:this is|it[\u2019']?s|it is|i[\u2019']?m|i am|you[\u2019']re|my name[\u2019']s|name's)(?i: just| only)? ({_NAME})"
    rf"(?=,| ?[.!](?:\s|$)|\s*$| (?:again|here|btw|by the way|from|calling|speaking|and|with|at|in|ringing|writing|phoning|following)(?![A-Za-z])| \()"
)
# With an initial even a word of the language is a family name: "this is J. Fuller".
_INITIAL = re.compile(r"[A-Z]\. ?[A-Z]")
_DOTTED = re.compile(
    rf"(?<![A-Za-z])(?i:this is|it[\u2019']?s|i[\u2019']?m|i am|name is|name:|colleague|dear|hi|hello) ([A-Z]\. ?[A-Z][{LETTER}'\u2019-]{{2,}})"
)
_IS_THAT = re.compile(rf"(?<![A-Za-z])(?i:is that|is this|are you|was that|is it)(?i: really| still)? ({_NAME}) ?\?")
_FROM = re.compile(rf"(?<![{LETTER}.@#'\u2019-])({_NAME}),? (?P<where>from|in|at|over at|on) {TEAM}")
_PAIR = re.compile(rf"[{UPPER}][{LETTER}'\u2019-]+ [{UPPER}]")
# A whole name that begins a sentence and does what people do, or is reached.
_ACTS = re.compile(
    rf"(?:^|(?<=[.!?:;\n\u2026] )|(?<=\n)|(?<=\u2022 ))({_NAME}),? (?i:(?:just |also |then |has |had |have |kindly |already |never |always |still |even )*(?:rang|phoned|telephoned|called|emailed|e-mailed|wrote|texted|messaged|"
    r"complained|apologi[sz]ed|promised|told|assured|explained|answered|replied|spoke|asked|wants|wanted|would like|says|said|paid|moved|signed|requested|reported|confirmed|visited|ordered|cancelled|thanked|insisted|refused|"
    r"collected|helped|hung up|stayed|rings|calls|writes|asks|left (?:me|us|a)|can be|may be reached|could be reached|is reachable|is on|is the (?:account|card|policy|contact|tenant|owner|patient|passenger)|is a customer|"
    r"was (?:rude|lovely|helpful|kind|great|amazing|brilliant|charged|told|promised|very|so|born)|of (?:flat|apartment|unit|room))(?![A-Za-z]))"
)
_I_THINK = re.compile(
    rf"(?<![{LETTER}.@#'\u2019-])({_NAME}),? (?i:(?:i|we) (?:think|believe|guess|recall)|was (?:his|her|their|the) name|(?:his|her) name was|is (?:his|her|their) name)"
)
_FAMILY = re.compile(
    rf"(?<![A-Za-z])[Tt]he ({CAP}) family(?:(?=([,.!]|$| (?:was|were|have|had|are|left|complained|booked|ordered)(?![a-z])))|(?![a-z]| of (?:products|brands|apps)))"
)
_FROM_TO = re.compile(rf"(?<![A-Za-z])(?i:(?:sur)?names?)(?: [a-z]+){{0,4}} from ({_NAME}) to (?=[{UPPER}])")
_ACTING = frozenset(
    "rang phoned telephoned called emailed mailed wrote texted messaged complained apologised apologized promised told assured explained answered replied spoke asked wants wanted would says said paid moved signed requested reported confirmed visited ordered cancelled thanked insisted refused collected helped hung stayed rings calls writes asks left can may could is was of".split()
)
_HERE_WORDS = frozenset("here".split())
_SELF_WORDS = frozenset("this it its i im m s re name".split())


def find(look: Look) -> Iterator[Found]:
    """NAME: those that begin with a capital."""
    text, words = look.text, look.words
    relations = people()
    is_inside = _INSIDE.search(text) is not None
    for pattern, gate in relations if is_inside else ():
        if not words.isdisjoint(gate):
            for match in _at_words(look, pattern, gate):
                if not _speaks(text, match):
                    yield from _sure(text, match.end(), Need.SURE)
    for gate, pattern, need in _BEFORE if is_inside else ():
        if not words.isdisjoint(gate):
            for match in pattern.finditer(text):
                yield from _sure(text, match.end(), need)
    if "\n" in look.letters:
        for match in _LINE.finditer(text):
            yield from _sure(text, match.end(), Need.SURE)
    if "here" in words:
        yield from _whole(text, _HERE, Need.SURE)
    if not words.isdisjoint(_SELF_WORDS):
        for match in _IT_IS.finditer(text):
            found = person(text, match.start(1), Need.SURE)
            if found and (found.end == match.end(1) or person(text, match.start(1), Need.LIKELY)):
                yield from _sure(text, match.start(1), Need.SURE)
    for match in _DOTTED.finditer(text) if "." in look.letters and _INITIAL.search(text) else ():
        yield Found(*match.span(1), "NAME", match.group(1).lower())
    if not words.isdisjoint(("name", "names", "surname")):
        for match in _FROM_TO.finditer(text):
            yield from _sure(text, match.start(1), Need.SURE)
            yield from _sure(text, match.end(), Need.SURE)
    if any(not words.isdisjoint(gate) for _, gate in relations):
        for match in _who().finditer(text):
            key = fold(match.group(1).split(" ")[0])
            if key in lexicon().given or key in lexicon().weak or key in lexicon().family:
                yield from _sure(text, match.start(1), Need.SURE)
    if not words.isdisjoint(_ACTING) and _PAIR.search(text):
        for match in _ACTS.finditer(text):
            yield from _acting(text, *match.span(1))
    if "family" in words:
        for match in _FAMILY.finditer(text):
            key = fold(match.group(1))
            is_family = key in lexicon().family or (match.group(2) and key in lexicon().weak_family)
            if is_family and key not in lexicon().things and not bears(text, *match.span(1)):
                yield Found(*match.span(1), "NAME", value(match.group(1)))
    if "?" in look.letters:
        yield from _whole(text, _IS_THAT, Need.SURE)
    if not words.isdisjoint(("from", "in", "at", "on")):
        for match in _FROM.finditer(text):
            yield from _ending(text, *match.span(1), Need.SURE if match.group("where") == "from" else Need.LIKELY)
    if not words.isdisjoint(("think", "name", "believe", "something")):
        yield from _whole(text, _I_THINK, Need.SURE)


def _at_words(look: Look, pattern: re.Pattern[str], gate: frozenset[str]) -> Iterator[re.Match[str]]:
    """Where `pattern` matches at a word of its `gate`: quicker than to try its many words at each letter."""
    if len(look.low) != len(look.text):  # a capital that is two letters when small
        yield from pattern.finditer(look.text)
        return
    for word in sorted(look.words & gate):
        at = look.low.find(word)
        while at >= 0:
            match = pattern.match(look.text, at)
            if match:
                yield match
            at = look.low.find(word, at + 1)


def _speaks(text: str, match: re.Match[str]) -> bool:
    """True where a role only says whose turn begins with a word of the language: "Agent: Good morning"."""
    if ":" not in match.group() or text[: match.start()].rpartition("\n")[2].strip():
        return False
    word = re.match(rf"([{LETTER}]+) (?:[a-z]|I(?![A-Za-z]))", text[match.end() : match.end() + 40])
    return word is not None and fold(word.group(1)) in lexicon().ordinary


def _acting(text: str, start: int, end: int) -> Iterator[Found]:
    """Two words or more, none of them of the language, a place or a brand, that go on to `end`."""
    known = lexicon()
    keys = [fold(one) for one in text[start:end].split(" ")]
    is_known = known.is_listed(keys[0]) or keys[0] in known.likely or keys[-1] in known.family
    if (
        len(keys) < 2
        or keys[0] in known.kin
        or any(key in known.things or (key in known.ordinary and not is_known) for key in keys)
    ):
        return
    found = person(text, start, Need.SURE)
    if found and found.end == end and not text[start:end].isupper() and not bears(text, start, end):
        yield found


def _whole(text: str, pattern: re.Pattern[str], need: Need) -> Iterator[Found]:
    for match in pattern.finditer(text):
        yield from _ending(text, *match.span(1), need)


def _ending(text: str, start: int, end: int, need: Need) -> Iterator[Found]:
    """The longest name in [start, end) that goes on to its end: "Then Ann Lee" has one."""
    while start < end:
        found = person(text, start, need)
        if found and found.end == end and not bears(text, start, end):
            yield found
            return
        start = text.find(" ", start, end) + 1 or end


def _sure(text: str, start: int, need: Need) -> Iterator[Found]:
    found = person(text, start, need)
    if found and not bears(text, found.start, found.end):
        yield found


@cache
def _who() -> re.Pattern[str]:
    """Paris, the manager; Frank the plumber."""
    words = either([*lists("names")["people"], *lists("names")["kin"]])
    return re.compile(
        rf"(?<![{LETTER}.@#'\u2019-])({_NAME}),? (?:the|your|our|my|a|an|who is the|who is my) (?:[a-z]+ )?(?:{words})(?![a-z])"
    )


@cache
def people() -> tuple[tuple[re.Pattern[str], frozenset[str]], tuple[re.Pattern[str], frozenset[str]]]:
    """For kin and for roles: what stands before their names, and the words of the gate."""
    made = []
    for name in ("kin", "people"):
        words = lists("names")[name]
        pattern = re.compile(
            rf"(?<![A-Za-z])(?i:{either(words)})(?![A-Za-z])(?i:(?:'s|\u2019s)?(?: names?| badge))?(?i: is| was)?(?:,? (?i:called|named|whose name (?:is|was)|by the name of|who(?:se)? (?:is|was) called|name is|name was))?"
            rf"(?i: is| was)?(?: ?[,:(\u2013\u2014-]| \()? ?{_QUOTE}(?=[{UPPER}])"
        )
        made.append((pattern, frozenset(part for word in words for part in re.findall("[a-z]+", word))))
    return made[0], made[1]
