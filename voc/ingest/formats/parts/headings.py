"""What a column of answers or reviews holds, by its heading: a question, a customer's words, the firm's, a time, points.

    kind("What could we do better?")        # "question"
    kind("Management response")             # "staff"

For: `feedback_tables`, and formats that choose among columns of comments. Not for: the cells, nor our own names of columns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from voc.ingest.formats.parts import questions, responses
from voc.ingest.note import note

_ASKS = re.compile(
    r"[?？]\s*(?:[(（\[].*)?[*:：]?\s*$|^\s*(?:Q?\d{1,3}\s*[.、:：)]\s*)?(?:請問|请问|請您|请您|您對|您对|你对|你對|請為|请为|請留|请留|請評|请评|[请請](?:写|寫|填|输|輸|说|說|描|告|简|簡|谈|談|分享|提出|选|選|勾|列)|"
    r"(?:how (?:likely|satisfied|easy|would|was|did)|please (?:rate|tell|describe|share|explain|leave)|tell us|"
    r"rate (?:your|our|the)|why did|what (?:could|can|did|do|would|is|was))\b)",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"(?:and )?(?:why(?: not)?|warum|pourquoi|为什么|為什麼|为何|為何|なぜ)\s*[?？]"
)  # short, and a question all the same
_LEAST = 8  # letters of a question; a Han letter counts as three
_RECORD = re.compile(
    r"amount|price|\btotal\b|paid|payment|quantity|\bqty\b|currency|shipping|\bsku\b|status|subject|description|queue|duration|"
    r"handle|talk|hold|wait|priority|金额|金額|价格|價格|单价|數量|数量|实付|實付|运费|運費|状态|狀態|时长|時長|主题|主題|优先"
)
_SLUG = re.compile(
    r"^(?:data|answers?|responses?|fields|values|results|form data) "
)  # of JSON, before a question without its mark
_FORM = re.compile(r" ?\((?P<form>(?=[^)]*(?:yy|dd))[mdyhs/:. -]+)\)$")  # (mm/dd/yyyy), as some tools add to a heading
PARENT = re.compile(
    r"(?:parent|reply to|in reply to)(?: ?(?:comment|review|post|status))?(?: ?id)?|父评论id|上级评论id"
)


def noted(found: Mapping[str, str]) -> str:
    """What each column of theirs is, as one note: `found` are theirs by ours."""
    told = ""
    for ours, their in reversed([*found.items()]):
        named, others = repr(their), told
        told = (
            note("{their} is the {ours}, {note}", their=named, ours=ours, note=others)
            if others
            else note("{their} is the {ours}", their=named, ours=ours)
        )
    return told


def plain(name: str) -> str:
    """A heading as it is compared: lower case, humps apart, one space for . _ and -."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.strip())
    return re.sub(r"[\s._-]+", " ", apart).strip().lower()


def kind(name: str) -> str:
    """What a column holds by its heading: "question", a kind of data/words/feedback_columns.tsv, or ""."""
    if responses.is_personal(name):
        return "left"
    heading = plain(name)
    is_long = len(name) + 2 * len(re.findall(r"[\u3040-\u9fff\uac00-\ud7af]", name)) >= _LEAST
    asked = _SLUG.sub("", heading)
    if (is_long or _WHY.fullmatch(heading)) and (
        _ASKS.search(name)
        or (asked != heading and _ASKS.search(asked))
        or questions.says(heading, "likely", "recommend")
    ):
        return "question"
    heading = _FORM.sub("", heading)
    found = next((kind for kind, pattern in _words().items() if pattern.fullmatch(heading)), "")
    # A heading that says its scale, be it no question, is one of points.
    return "rating" if found in ("", "text", "weak", "bare") and questions.asked_scale(name) is not None else found


def order(name: str) -> str | None:
    """ "day" or "month" where a heading says which its dates begin with: Added Time (mm/dd/yyyy); None where it does not."""
    form = _FORM.search(plain(name))
    first = form["form"].lstrip()[:1] if form else ""
    return {"d": "day", "m": "month"}.get(first)


def says_review(names: Sequence[str]) -> bool:
    """Whether a table that has an order's or a contact's id is one of reviews all the same: it has a column of them or asks,
    or comments beside the id of a review, and nothing of what was paid, how long it took or how it stands."""
    kinds = {kind(name) for name in names}
    return (bool({"question", "text"} & kinds) or {"weak", "id"} <= kinds) and not any(
        _RECORD.search(plain(name)) for name in names
    )


def is_plain(names: Sequence[str]) -> bool:
    """Whether the usual names of columns say all that is to be said of a table: one column of words, and no question, points
    or words of the firm beside it."""
    kinds = [kind(name) for name in names]
    if any(PARENT.fullmatch(plain(name)) for name in names):
        return False
    return (
        not {"question", "rating", "stars", "staff", "left"} & {*kinds}
        and sum(one in ("text", "weak", "bare") for one in kinds) == 1
    )


@cache
def _words() -> dict[str, re.Pattern[str]]:
    lines = resources.files("voc").joinpath("data/words/feedback_columns.tsv").read_text("utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    kinds = dict.fromkeys(kind for kind, _ in pairs)
    return {one: re.compile("|".join(f"(?:{words})" for kind, words in pairs if kind == one)) for one in kinds}
