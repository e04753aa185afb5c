"""What kind of question a column of a survey holds, where the file does not say: open or not, and the scale it was asked on.

For: the formats of surveys. Not for: reading answers (`answers`), nor which of several questions is the score (`scales`). A
scale is taken from the words of the question ("from 0 to 10"), or it is not known: the answers that happen to be there
prove nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

from voc.ingest.formats.parts import scale_ends
from voc.ingest.formats.parts.responses import is_number
from voc.ingest.source import Score

NPS = Score("nps", 0, 10)
STARS = Score("stars", 1, 5)
# SurveyMonkey's own words for its question of 0 to 10.
NPS_WORDS = re.compile(r"how likely is it that you would recommend", re.IGNORECASE)

_HINT = re.compile(
    r"comment|feedback|why\b|tell us|tell me|describe|explain|elaborate|in your own words|suggest|improve|anything else|"
    r"main reason|primary reason|reason for your|what .{0,40}(?:like|could|can|would|should|better)|verbatim|remarks|"
    r"what (?:went|happened|caused|made|makes|prevented|stopped|kept|frustrat|disappoint|surpris|impress|stood out|"
    r"was missing|is missing|did we\b|do we\b|else\b)|how (?:can|could|should|might) (?:we|our)\b|"
    r"(?:your|any) (?:other )?thoughts|"
    r"open.?end|"
    r"\bwarum\b|was (?:können|könnten|sollten|würden|hat|war)|verbesser|begründ|anmerkung|kommentar|anregung|"
    r"pourquoi|am[ée]lior|commentaire|\bpor ?qu[eé]\b|mejorar|melhorar|comentario|comentário|sugerencia|sugestão|"
    r"\bperch[eé]\b|migliorare|commenti?\b|\bwaarom\b|opmerking|なぜ|理由|改善|ご意見|コメント|"
    r"评论|評論|意见|意見|建议|建議|反馈|回饋|留言|说明|說明|为什么|為什麼|原因|请描述|請描述|改进|改進|还有什么|還有什麼|您想说|您想說|其他想|"
    r"补充|補充|看法|想法|心得|(?:什么|什麼|哪些|哪里|哪裡).{0,8}(?:问题|問題|不满|不滿|不足)|(?:不满|不滿|满意|滿意)的(?:地方|方面|原因)|"
    r"(?:不满意|不滿意|不喜欢|不喜歡|失望)(?:的是)?(?:什么|什麼)|(?:哪里|哪裡|哪些地方|什么地方|什麼地方).{0,4}(?:不好|不够|不夠|做得)",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]")
_TO = (
    r"(?:-|–|—|~|〜|to|through|bis|à|a|до|do|tot|till|til|到|至|から|부터|에서|"
    r"से|ถึง|đến|sampai|hingga|إلى|الى|עד|έως|até|la|ile|['’]d[ea]n)"
)
_AND = r"(?:and|und|et|y|e|i|en|och|og)"
_RANGE = re.compile(
    rf"(?<![\d.])(?P<low>[01])\s*(?:分|点|점)?\s*{_TO}\s*(?P<high>[3-9]|10)(?![\d.%])|"
    rf"(?:between|zwischen|entre|tra|tussen|mellan|mellem)\s+(?P<from>[01])\s+{_AND}\s+(?P<upto>[3-9]|10)(?![\d.%])",
    re.IGNORECASE,
)
_IS = (
    r"(?:[=:]|\bis\b|\bbeing\b|\bmeans?\b|\bist\b|\bbedeutet\b|\bsignifie\b|\best\b|\bes\b|\bsignifica\b|"
    r"代表|表示|为|為|是)"
)
_ENDS = re.compile(
    rf"(?<!\d)(?P<low>[01])\s*分?\s*{_IS}\s*(?P<bad>[^\d=]{{2,60}}?)[\s,;、/()（）]*(?:\b{_AND}\b)?\s*(?<!\d)"
    rf"(?P<high>[3-9]|10)\s*分?\s*{_IS}\s*(?P<good>[^\d=]{{2,60}})|"
    rf"(?<!\d)(?P<from>[01])\s*\((?P<left>[^\d()]{{2,60}})\)\s*{_TO}\s*(?P<upto>[3-9]|10)\s*\((?P<right>[^\d()]{{2,60}})\)",
    re.IGNORECASE,
)
# 1 Very difficult - 7 Very easy; 1分非常不满意，5分非常满意
_STEPS = re.compile(
    rf"(?<![\d.])(?P<low>[01])\s*分?\s*[-–—:]?\s*(?P<bad>[^\d\W][^\d\n]{{1,40}}?)\s*(?:{_TO}|{_AND}|[,;/、])\s*(?P<high>[3-9]|10)"
    r"\s*分?\s*[-–—:]?\s*(?P<good>[^\d\W][^\d\n]{1,40})",
    re.IGNORECASE,
)
_NPS_NAME = re.compile(
    r"(?:Q?\d{1,3}[ _.-]*)?NPS(?:[ _.-]*(?:score|rating|评分|評分|打分|得分|分数|分數))?", re.IGNORECASE
)
_KINDS = ("nps", "csat", "ces", "stars")
# A cell that is an id, a number, an address, a link, a date, or yes or no: no customer's words, whatever was asked.
_CODE = re.compile(
    r"(?=\D*\d)(?!.*[A-Za-z]{7})[A-Za-z0-9#][A-Za-z0-9#/_.:-]{0,39}|[0-9A-Fa-f-]{16,40}|"
    r"[^\s@]{1,64}@[^\s@]+\.[^\s@]+|https?://\S+|www\.\S+|\+?[\d\s()./-]{6,22}|"
    r"\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?",
)
_YES_NO = frozenset(
    ("yes", "no", "y", "n", "true", "false", "ja", "nein", "oui", "non", "si", "sí", "não", "nao", "sim", "nej", "是", "否",
     "不是", "有", "没有", "沒有", "会", "不会", "會", "不會", "はい", "いいえ", "네", "아니요",
     "evet", "hayır", "tak", "nie", "да", "нет", "có", "không", "ya", "tidak", "nee", "ano", "ne", "igen", "nem",
     "kyllä", "ei")
)  # fmt: skip
_NAMES_CODE = re.compile(
    r"(?:order|member(?:ship)?|customer|booking|reservation|confirmation|ticket|case|invoice|account|reference|tracking|"
    r"flight|policy|employee|staff|store|postal|zip|serial|loyalty|receipt|transaction|room|card|license|registration)\s*"
    r"(?:card )?(?:numbers?|no\b|nr\b|ids?\b|code|ref(?:erence)?\b|#)|\b(?:id|uuid|e-?mail|phone|mobile|whatsapp|"
    r"website|url|zip ?code|postcode|date of)\b|(?:nummer|numéro|número)\b|编号|編號|号码|號碼|单号|單號|会员号|會員號|"
    r"工号|工號|卡号|卡號|房号|房號|邮箱|郵箱|信箱|电话|電話|手机|手機|帳號|账号|車號|车号|日期",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s*[,，;；、|]\s*")  # options that a tool writes into one cell
_OPTION = 45  # letters of an option, a Han letter counts as three
_LEAST_TICKED = 4  # options in all
_MANY = 6  # answers from which on a question for a comment may turn out to be one of options
_SHORT = 30  # letters that an option of a closed question seldom has
_LONG = 80


def are_codes(question: str, cells: Iterable[str | None]) -> bool:
    """Whether the answers of a column, be it asked in an open question, are no words of a customer: ids, numbers, e-mail
    addresses, links, dates, or yes and no. Nearly all of them must be; of a question that names an id, one in two, or
    single words."""
    filled = [one.strip() for one in cells if one and one.strip()]
    if not filled:
        return False
    n = sum(_is_code(one) for one in filled)
    if n * 10 >= len(filled) * 9:
        return True
    return _NAMES_CODE.search(question) is not None and (
        n * 2 >= len(filled) or all(re.fullmatch(r"[\w#./-]{1,24}", one) and one.isascii() for one in filled)
    )


def _is_code(cell: str) -> bool:
    return cell.lower().strip(" .。!！") in _YES_NO or is_number(cell) or _CODE.fullmatch(cell) is not None


# Options are ticked there, whatever else was typed into "other".
_CHOICES = re.compile(
    r"\b(?:tick|check|select|choose|mark) (?:all|any|as many|up to)\b|\bthat apply\b"
    r"|可(?:多选|多選|复选|複選)|(?:多选|多選|复选|複選)[题題)）\]】]",
    re.IGNORECASE,
)


def are_ticked(cells: Sequence[str]) -> bool:
    """Whether cells are options that were ticked, joined by the tool: some hold several, every one is short, and they come
    again, on average at least twice in one order."""
    parts = [[part.strip() for part in _JOINED.split(one) if part.strip()] for one in cells]
    every = [part for one in parts for part in one]
    is_long = any(len(part) + 2 * len(_HAN.findall(part)) > _OPTION for part in every)
    if is_long or not any(len(one) > 1 for one in parts):
        return False
    return len(every) >= _LEAST_TICKED and len(set(every)) * 2 <= len(every)


def _are_listed(cells: Sequence[str]) -> bool:
    """Whether every cell is a few short names and one holds several of them, as tools join what was ticked: Phone, E-mail.
    Too few rows for `are_ticked` may be such, and nothing else says that they are words."""
    parts = [[part for part in _JOINED.split(one) if part] for one in cells]
    every = [part for one in parts for part in one]
    is_short = all(len(part.split()) <= 2 and len(_HAN.findall(part)) <= 4 for part in every)
    return (
        is_short and any(len(one) > 1 for one in parts) and not any(re.search(r"[.!?。！？]\s*$", one) for one in cells)
    )


def _once(cells: list[str]) -> list[str]:
    """Each cell once where every one stands there equally often, as in a file of which the rows are there twice."""
    counts = Counter(cells)
    return [*counts] if len(counts) >= _MANY and len({*counts.values()}) == 1 else cells


def is_open(question: str, cells: Iterable[str | None]) -> bool:
    """Whether a column of answers is one of free words, by the words of the question and by what is in it: numbers, ids and
    a few words that come again and again are not; a Han letter counts as three."""
    filled = _once([one.strip() for one in cells if one and one.strip()])
    worded = [one for one in filled if not is_number(one)]
    if are_codes(question, filled) or _CHOICES.search(question):
        return False
    if not filled or len(worded) * 2 < len(filled):
        return False
    if sum(one.endswith(";") or "┋" in one for one in worded) * 2 > len(worded):
        return False  # options chosen, one after another
    is_asked = _HINT.search(question) is not None or says(question, "open")
    if are_ticked(worded) and (len(worded) >= _MANY or not is_asked):
        return False
    lengths = [len(one) + 2 * len(_HAN.findall(one)) for one in worded]
    mean, kinds = sum(lengths) / len(lengths), len(set(worded))
    comes_again = len(worded) >= _MANY and kinds * 2 <= len(worded)
    if is_asked:
        return not comes_again or mean >= _LONG
    if _are_listed(worded):
        return False
    if comes_again:
        return mean >= _LONG
    # A comma between words without a blank is put there by a tool that joins what was ticked.
    has_sentence = any(re.search(r"[.!?。！？]\s*$|[,;]\s|[，；]", one) for one in worded)
    return mean >= _SHORT or (has_sentence and mean >= _SHORT / 2)


@cache
def _words() -> dict[str, re.Pattern[str]]:
    lines = resources.files("voc").joinpath("data/words/questions.tsv").read_text("utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    kinds = dict.fromkeys(kind for kind, _ in pairs)
    return {one: re.compile("|".join(words for kind, words in pairs if kind == one), re.IGNORECASE) for one in kinds}


def says(question: str, *kinds: str) -> bool:
    """Whether the words of a question show all of `kinds`: rating, bad, reversed, nps, csat, ces, stars, likely, recommend,
    overall, open; see data/words/questions.tsv."""
    return all(_words()[one].search(question) for one in kinds)


def asked_scale(question: str) -> Score | None:
    """The scale that the words of a question state, None where they do not, or leave open which end is good."""
    words = unicodedata.normalize("NFKC", question)
    ends = _ENDS.search(words)
    if ends is not None:
        low, high = int(ends["low"] or ends["from"]), int(ends["high"] or ends["upto"])
        is_low_bad = scale_ends.is_low_bad(words, ends["bad"] or ends["left"], ends["good"] or ends["right"], _is_bad)
        if is_low_bad is None:
            return None
        return Score(kind(words, low, high), low, high, "higher_better" if is_low_bad else "lower_better")
    steps = _STEPS.search(words)
    is_rated = says(words, "rating")
    if steps is not None and is_rated and scale_ends.is_low_bad(words, steps["bad"], steps["good"], _is_bad):
        low, high = int(steps["low"]), int(steps["high"])
        return Score(kind(words, low, high), low, high)
    found = _RANGE.search(words)
    if found is None or not says(words, "rating") or says(words, "reversed"):
        return None
    low, high = int(found["low"] or found["from"]), int(found["high"] or found["upto"])
    return Score(kind(words, low, high), low, high)


def _is_bad(words: str) -> bool:
    return says(words, "bad")


def kind(question: str, low: int, high: int) -> str:
    """The type of a score from `low` to `high` by the words of its question; NPS is asked 0 to 10 alone."""
    found = [one for one in _KINDS if says(question, one) and (one != "nps" or (low, high) == (0, 10))]
    return found[0] if found else "other"


def recommends(question: str) -> bool:
    """Whether a question is that of the Net Promoter Score: how likely it is that one recommends somebody, or by its name,
    as codes of questions are: NPS, Q1_NPS, NPS score."""
    return says(question, "likely", "recommend") or _NPS_NAME.fullmatch(question.strip()) is not None


def leading_number(cell: str | None) -> str | None:
    """`Extremely likely - 10` as `10 - Extremely likely`; other cells as they are."""
    found = re.fullmatch(r"\s*(\D{2,60}?)\s*[-–—:]\s*(\d{1,2})\s*", cell) if cell else None
    return cell if found is None else f"{found[2]} - {found[1]}"
