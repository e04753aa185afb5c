"""Chinese names that the words around them tell: a role or a place of work before, what people are and do behind.

For: `names_zh`. Not for: names after 我叫, 姓 and labels, nor before titles; see `names_zh`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from voc.language import folded
from voc.personal.chinese import han, likely_zh
from voc.personal.words import begin, lists

LONGEST = 8  # letters of a role
_TAIL = re.compile(
    r"(?:那[个個位]|这[个個位]|這[个個位]|有[个個位]|一[个個位]|[叫是：:（( 填“\"「『系係]|——|--|—|名叫|名[为為]|姓名|本人)+$"
)
# 胸牌上写的..., 名字打的...: written on something that bears a name.
_WRITTEN = re.compile(
    r"(?:牌子?|工?[卡证證]|[单單]子?|[标標]签|標籤|合同|合約|票|名字?|抬[头頭]|受益人|收件人|[署签簽]名|[户戶]名)(?:上面?|[里裡])?[都也还還]?(?:[写寫印签簽登填打][记記]?)(?:[着著的]?是|[着著的嘅了成]|[为為])?$"
)
# Words of one letter that a name may stand behind.
_FUNCTION = frozenset("是叫和跟与與及由找请請让讓问問给給被把听聽等对對替陪为為喺搵畀俾同嗌填")
_COUNTED = frozenset("万萬段张張包路项項房连連季章成千百")
_CLAUSE = frozenset("由用以和跟找给給将將把是叫请請写寫填成为為与與及同替让讓被同向係喺")


def name(text: str, start: int) -> int | None:
    """The end of a name that begins at `start`, right behind a role or a place of work; None where none begins."""
    known = _known()
    strength = _before(text, start, known)
    if not strength:
        return _said(text, start, known) or _alone(text, start, known)
    is_changed = text[start - 1] in "写寫改填变變" and text[start] in "成向"
    if (
        is_changed
        or text[start - 1] == text[start]
        or text[start + 1 : start + 2] == text[start]
        or text[start - 1 : start + 1] in known.not_pairs
    ):
        return None
    return _best(text, start, strength)


def _before(text: str, start: int, known: _Known) -> int:
    """2 behind a role, 1 behind a place of work and 的, else 0."""
    if not start:
        return 0
    last = text[start - 1]
    if last in known.ends and text[max(0, start - LONGEST) : start].endswith(known.ends[last]):
        return 2
    if last in "的嘅" and start > 1:
        head = text[max(0, start - 1 - LONGEST) : start - 1]
        if head.endswith(known.ends.get(head[-1], ())):
            return 2
        if head.endswith(known.places.get(head[-1], ())) and not _WRITTEN.search(text[max(0, start - 12) : start]):
            return 1
    if last in known.tails:
        head = text[max(0, start - 12) : start]
        if _WRITTEN.search(head):
            return 2
        told = _TAIL.sub("", head)
        if told and told != head and told.endswith(known.ends.get(told[-1], ())):
            return 2
    if last in "@\uff20":
        return 2
    return int(last in known.verbs and text.endswith(known.verbs[last], 0, start))


def is_told(text: str, start: int) -> bool:
    """True right behind a role or kin, with or without a word like 叫 between."""
    return _before(text, start, _known()) == 2


def lasts_of_people() -> frozenset[str]:
    """The last letters of kin and roles, and of what may stand between them and a name."""
    known = _known()
    return frozenset([*known.ends, *known.tails, "@", "\uff20"])


def goes() -> frozenset[str]:
    """The letters with which a sentence goes on behind somebody's name."""
    return _known().goes


def lasts() -> frozenset[str]:
    """The letters that a name may stand behind; a mark may as well."""
    known = _known()
    return frozenset([*known.ends, *known.verbs, *known.tails, *_CLAUSE, *_FUNCTION, *"的嘅@\uff20"])


def _alone(text: str, start: int, known: _Known) -> int | None:
    """The end of a whole name of three or four letters at `start` that a mark or a word like 是, 跟, 请 stands before: all of its
    letters are those of names. A rare family name must have a given name that is nothing else."""
    is_apart = not start or not han.is_han(text[start - 1])
    if not is_apart and text[start - 1] not in _FUNCTION:
        return None
    letters = known.letters
    family = 2 if text[start : start + 2] in letters.double else 1
    given = text[start + family : start + family + 2]
    if not given or (given[0] not in letters.typical and given[0] not in "小一大"):
        return None
    if (
        letters.begins_word(text, start)
        or given in letters.given_words
        or (text[start] in _COUNTED and text[start - 1 : start].isdigit())
    ):
        return None
    if not is_apart and text[start - 1 : start + 1] in known.not_pairs:
        return None
    end = start + family + 2
    is_sure = given in letters.given or letters.strict.issuperset(given)
    if len(given) == 2 and han.runs_on(text, end):
        return None
    if len(given) == 2 and given[1] in letters.typical and (given[0] in letters.typical or given[1] in letters.strict):
        after = _after(text, end)
        if family == 2 or text[start] in letters.strong:
            if after >= 2 or (after and (is_sure or family == 2 or not letters.strict.isdisjoint(given))):
                return end
        elif (
            after
            and text[start] not in letters.little
            and (is_sure or (after >= 2 and text[start] in known.usual and not letters.strict.isdisjoint(given)))
        ):
            return end
    if family == 2 and _after(text, end - 1) and (is_apart or given[0] in letters.strict):
        return end - 1
    return None


def _said(text: str, start: int, known: _Known) -> int | None:
    """The end of a name at `start` of a clause that stands before what is said of people."""
    if start and "\u3400" <= text[start - 1] <= "\u9fff" and text[start - 1] not in _CLAUSE:
        return None
    match = known.said.match(text, start)
    if not match or any(text.startswith(word, start) for word in known.letters.words.get(text[start], ())):
        return None
    family, given = match.groups()
    if known.letters.title.match(text, match.end(1)):
        return None  # 郑先生您好: the title says it
    is_name = len(family) == 2 or _likelihood(given) >= (1 if len(given) == 2 else 2)
    return match.end(2) if is_name else None


def _best(text: str, start: int, strength: int) -> int | None:
    """The end of the likeliest name at `start`: letters of names, and what stands behind them, make up for each other."""
    letters = han.letters()
    known = _known()
    family = 2 if text[start : start + 2] in letters.double else 1
    if family == 1 and text[start] not in known.families:
        return None
    if not han.is_han(text[start + family : start + family + 1]):
        return None
    if letters.title.match(text, start + family):
        return None  # 蔡醫生: the title says it
    if family == 1 and han.is_married(text, start) and not letters.begins_word(text, start):
        return start + 4
    rare = family == 1 and text[start] not in letters.strong
    seldom = rare and text[start] not in known.usual
    is_word = any(text.startswith(word, start) for word in letters.words.get(text[start], ()))
    for many in (2, 1):
        end = start + family + many
        given = text[start + family : end]
        if not han.is_given(given, many) or (strength < 2 and given in letters.given_words):
            continue
        likely, after = _likelihood(given), _after(text, end)
        if many == 2 and not _likelihood(given[1]) and given[1] not in known.wide and letters.on.match(text, end - 1):
            continue  # 尹丹送来了
        if many == 2 and han.runs_on(text, end):
            continue
        is_thing = text[start - 1] in "的嘅" or many == 1 or likely < 2 or after < (1 if likely == 3 else 2)
        if (
            is_word
            and is_thing
            and not (many == 2 and strength == 2 and likely >= 2 and after and not letters.strict.isdisjoint(given))
        ):
            continue
        if seldom and not _is_told(text, start, given, strength, after):
            continue
        if many == 1 and strength == 2 and likely == 2 and _is_alone(text, start, known):
            return end  # 保安周亮大声骂人
        if likely < (1.5 if rare else 1) or (
            not after
            and (many == 1 or likely < 2 or strength < 2 or (rare and likely < 3))
            and not (family == 2 and strength == 2)
        ):
            continue
        if strength == 1 and not (many == 2 and likely >= 2) and likely + after < 2.5:
            continue
        if strength + likely + after + (family == 2) >= ((4 if strength == 2 else 3.5) if many == 2 else 5):
            return end
    return None


def _is_alone(text: str, start: int, known: _Known) -> bool:
    """Whether a usual family name that begins no word stands at `start`, and the given name of one letter behind it begins none either."""
    if text[start] not in known.letters.strong or text[start - 1] in "的嘅":
        return False
    words = likely_zh.words()
    return folded(text[start : start + 2]) not in words and folded(text[start + 1 : start + 3]) not in words


def _is_told(text: str, start: int, given: str, strength: int, after: int) -> bool:
    """Whether a name with a family name that begins many words (步, 全, 来) may stand there: its given name is one beyond doubt."""
    letters = han.letters()
    if given in letters.given_words:
        return False
    is_little = text[start] in letters.little
    if len(given) == 1:
        return strength == 2 and after > 0 and (given in letters.strict or given in letters.single) and not is_little
    if not letters.typical.issuperset(given.lstrip("小")):
        return strength == 2 and after >= 2 and _likelihood(given) >= 1.5 and not is_little
    if is_little:
        return (
            strength == 2 and given[0] != given[1] and (given in letters.given or not letters.strict.isdisjoint(given))
        )
    return strength == 2 or after >= 2 or given in letters.given or not letters.strict.isdisjoint(given)


def _likelihood(given: str) -> float:
    """How much the letters are those of names, 0 to 3."""
    letters = han.letters()
    if len(given) == 1:
        return 2 if given in letters.single or given in letters.strict else float(given in letters.typical)
    if given in letters.given:
        return 3
    return sum(1.0 if one in letters.typical else 0.5 if one in _known().wide else 0.0 for one in given)


def _after(text: str, end: int) -> int:
    """3 where what stands behind is said of people, 2 where the sentence ends, 1 where it goes on, else 0."""
    letters = han.letters()
    if _known().people.match(text, end) or letters.title.match(text, end):
        return 3
    if letters.end.match(text, end):
        return 2
    return int(text[end] in _known().goes or letters.on.match(text, end) is not None)


class _Known:
    """The patterns."""

    def __init__(self) -> None:
        old, new, work = lists("names"), lists("names_zh"), lists("work_zh")
        self.letters = han.letters()
        self.not_pairs = frozenset(old["not_pairs"])
        roles = {*work["roles"].split(), *new["roles"], *new["kin"], *new["labels"]} - {"隔壁", "户口持有人", "代表"}
        self.ends = by_last(roles)
        self.places = by_last(work["places"].split())
        self.verbs = by_last(new["to_people"].split())
        self.tails = frozenset('个個位叫是：:（( 为為名人的嘅着著成了写寫印签簽填系係“"「『—-')
        self.usual = self.letters.surnames | frozenset(new["seldom_surnames"])
        self.families = self.letters.every
        self.wide = frozenset(work["wide"])
        self.goes = frozenset(work["goes"])
        behind = begin([*work["behind"].split(), "个人", "個人"])
        self.people = re.compile(behind + "|[您你]好")
        given = f"(?:(?![{re.escape(old['not_given'])}])[\u4e00-\u9fff])"
        said = "两位|兩位|二位|夫妇|夫婦|夫妻|名下|的名字|的名[义義]|[个個嘅]名字?(?!人)|抬[头頭]|[医醫][术術]|手[艺藝]|[态態]度|人很好|人超好|人真好|[您你]好"
        self.said = re.compile(rf"({self.letters.surname})({given}{{1,2}})(?={said})")


def by_last(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The words by their last letter."""
    made: dict[str, list[str]] = {}
    for word in sorted(words):
        made.setdefault(word[-1], []).append(word)
    return {last: tuple(some) for last, some in made.items()}


@cache
def _known() -> _Known:
    return _Known()
