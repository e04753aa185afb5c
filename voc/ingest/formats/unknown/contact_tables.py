"""Tables of chats and calls of a tool that no format knows, a row a contact, by their headings.

    told(content, raw)      # interactions, and turns where a column holds what was said; None where it does not tell

For: `headed`, before a table is given up (E204). Not for: tables of a known tool, of messages, of tickets, or under our own
names. It is right or silent: there must be the id of a contact in every row, another in each, and when it began, with who
took it (or which way it went) and when it ended or how long something took, or with all that was said. A duration counts
where its heading or its cells say the unit; ratings, which have no scale here, are carried. A column of transcripts gives
turns where lines begin with who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources

from voc.ingest.content import Content
from voc.ingest.formats.chats.chat_text import text_turns
from voc.ingest.formats.parts import headings, responses, stamps, worded_spans
from voc.ingest.formats.parts.channels import channel, is_known
from voc.ingest.formats.parts.conversation import Left, Turn
from voc.ingest.formats.parts.messages import Contact, message, sheets
from voc.ingest.formats.parts.table_rows import Row, beside, raw_of, rows
from voc.ingest.formats.parts.thread import Message
from voc.ingest.formats.unknown.any_table import any_table
from voc.ingest.note import note
from voc.ingest.parse import FALSE, TRUE
from voc.ingest.raw import Raw

ID = "contact_table"
_HEADS = (
    "interaction_id", "started_at", "ended_at", "agent_id", "customer_id", "queue", "channel", "reason", "direction",
    "is_resolved", "is_fcr", "is_abandoned", "n_transfers",
)  # fmt: skip
_SPANS = ("first_response_s", "queue_wait_s", "talk_s", "hold_s", "acw_s", "handle_s", "resolution_s", "duration_s")
_YES = (*TRUE, "已解决", "已解決", "解决", "解決", "resolved", "solved")
_GONE = re.compile(
    r"(?:call(?:er)? |contact )?abandon(?:ed)?(?: (?:in|by|while|on) [a-z ]{2,20})?|(?:已|客户)?(?:放弃|放棄)"
)
_RESULT = re.compile(
    r"(?:(?:call|contact|engagement|final|end) )?(?:result|status|outcome|disposition|disconnect reason)|"
    r"(?:通话|通話|会话|會話|呼叫)?(?:结果|結果|状态|狀態)"
)
# Whether an agent took it: a contact that nobody took was given up, unless the firm itself was calling.
_ANSWERED = re.compile(r"(?:(?:is|was) )?(?:call )?(?:answered|connected)|是否(?:已)?(?:接通|接听|接聽|应答|應答|接起)")
_TAKEN = {
    **dict.fromkeys(("true", "yes", "y", "1", "是", "answered", "connected", "已接通", "接通"), True),
    **dict.fromkeys(("false", "no", "n", "0", "否", "unanswered", "missed", "not connected", "未接通"), False),
}
_TAKEN_WORD = re.compile("answered|connected|missed|接通")
_OUTWARD = re.compile(r"out(?:bound|going)?\b.*|呼出.*|外呼.*|去电|去電|主叫", re.IGNORECASE)
_SOLVED = ("resolved", "solved", "已解决", "已解決")
_NOT_YET = (
    "open", "new", "pending", "assigned", "waiting", "in progress", "unresolved", "待处理", "待處理", "处理中", "處理中",
)  # fmt: skip
_STATUS = re.compile(
    r"(?:(?:conversation|chat|call|interaction|contact|session|engagement) )?(?:status|state)|"
    r"(?:会话|會話|对话|對話|服务|服務)?(?:状态|狀態)"
)
_NO = (*FALSE, *_NOT_YET, "未解决", "未解決", "unsolved", "not resolved")
_CALLS = re.compile(r"call|通话|通話|呼叫|话单|話單")
_CHATS = re.compile(r"chat|conversation|convo|dialog|session|聊天|会话|會話|对话|對話|咨询|諮詢|接待|服务|服務")
_TYPE = re.compile(r"(?:interaction|contact|engagement|conversation)? ?type")
_TURNED = re.compile(r"(?P<clock>\d{2}:\d{2}:\d{2}) (?:UTC|GMT) (?P<day>\d{4}-\d{2}-\d{2})")
_NAIVE = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_DAY = re.compile(r"\s*(?:\d{4}[-/.年]|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}[ -][A-Za-z]{3}|[A-Za-z]{3,9} \d)")


def told(content: Content, raw: Raw) -> list[Raw] | None:
    """Interactions and turns of `raw`, the rows of a table that nobody declared; None where it does not tell."""
    if any(headings.kind(name) == "question" for name in raw.rows.column_names):
        return None
    names = {name.strip().lower(): headings.plain(name) for name in raw.rows.column_names}
    found = {ours: name for ours in _HEADS if (name := _named(ours, names))}
    if not {"interaction_id", "started_at"} <= {*found}:
        return None
    every = [row for row in rows(raw) if row.wrong is None]
    cells = {ours: [row.of(name) for row in every] for ours, name in found.items()}
    ids = cells["interaction_id"]
    if not every or None in ids or len(set(ids)) < len(ids) or not _are_days(cells["started_at"]):
        return None
    if "ended_at" in found and not _are_days(cells["ended_at"]):
        found.pop("ended_at")
    for ours, outcome in (
        ("is_resolved", _resolved), ("is_fcr", _resolved), ("is_abandoned", _abandoned), ("n_transfers", _times),
    ):  # fmt: skip
        if any(cell and outcome(cell) is None for cell in cells.get(ours, ())):
            found.pop(ours)  # words of its own: they go along as they are, and no outcome is lost in silence
    stands = None if "is_resolved" in found else _stands(every, names)
    found |= {"is_resolved": stands} if stands else {}
    if "customer_id" not in found and (email := _named("email", names)):
        found["customer_id"] = email
    if "customer_id" not in found and (phone := _phone(every, names, found)):
        found["customer_id"] = phone  # of nobody's reading: a customer's id becomes a keyed hash
    types = (name for name, plain in names.items() if _TYPE.fullmatch(plain))
    if "channel" not in found and (kind := next((one for one in types if _are_channels(every, one)), None)):
        found["channel"] = kind
    spans = _spans(every, names, {*found.values()})
    talks = _talks(every, names)
    results = [name for name, plain in names.items() if _RESULT.fullmatch(plain)] if "is_abandoned" not in found else []
    result = next((one for one in results if any(_GONE.fullmatch((row.of(one) or "").lower()) for row in every)), None)
    asked = [name for name, plain in names.items() if _ANSWERED.fullmatch(plain)]
    asked = asked or [name for name in results if _are_taken(every, name)]
    answered = asked[0] if len(asked) == 1 and result is None and "is_abandoned" not in found else None
    is_served = bool({"agent_id", "direction"} & {*found} or {*spans} - {"duration_s"})
    if not talks and not (is_served and ("ended_at" in found or spans)):
        return None
    spare = [name for name in raw.rows.column_names if name.strip().lower() not in found.values()]
    gone = [
        name for name in spare
        if headings.kind(name) == "left" or any(_words()[one].fullmatch(headings.plain(name)) for one in ("left", "email"))
    ]  # fmt: skip
    known = {*found.values(), *spans.values(), talks, *(name.strip().lower() for name in gone)} - {None, stands}
    made = [_contact(row, found, spans, talks, {str(name) for name in known}, result, answered) for row in rows(raw)]
    interactions, said = sheets(made)
    shown = headings.noted({**found, **spans})
    interactions.warnings += [
        note(
            "read as contacts by its headings: {note}, and {talk} what was said; a [[source]] in voc.toml says what is "
            "right",
            note=shown, talk=repr(talks),
        )
        if talks
        else note("read as contacts by its headings: {note}; a [[source]] in voc.toml says what is right", note=shown),
        *responses.left_out(gone),
    ]  # fmt: skip
    read = [raw_of(interactions, content, raw, ID)]
    return [*read, raw_of(said, content, raw, ID)] if talks else read


def _are_channels(every: Sequence[Row], name: str) -> bool:
    cells = [cell for row in every if (cell := row.of(name))]
    return bool(cells) and all(map(is_known, cells))


def _stands(every: Sequence[Row], names: Mapping[str, str]) -> str | None:
    """The column that says in one word of each contact whether it is solved; "closed" says no more than that it is over."""
    for name, plain in names.items():
        cells = {cell.strip().lower() for row in every if (cell := row.of(name))} if _STATUS.fullmatch(plain) else set()
        if cells & {*_SOLVED} and cells <= {*_SOLVED, *_NOT_YET}:
            return name
    return None


def _are_taken(every: Sequence[Row], name: str) -> bool:
    """Whether a column says in words of each call whether it was answered."""
    cells = {cell.strip().lower() for row in every if (cell := row.of(name))}
    return bool(cells) and all(cell in _TAKEN and _TAKEN_WORD.search(cell) for cell in cells)


def _named(ours: str, names: Mapping[str, str]) -> str | None:
    return next((name for name, plain in names.items() if _words()[ours].fullmatch(plain)), None)


@cache
def _words() -> dict[str, re.Pattern[str]]:
    """Ours -> the headings that mean it."""
    lines = resources.files("voc").joinpath("data/words/contact_columns.tsv").read_text("utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    talk = "|".join(words for ours, words in pairs if ours == "talk")
    return {
        one: re.compile("|".join(words.replace("{talk}", talk) for ours, words in pairs if ours == one))
        for one, _ in pairs
    }


def _spans(every: Sequence[Row], names: Mapping[str, str], taken: set[str]) -> dict[str, str]:
    """Ours -> the column of durations whose unit its heading or its cells say."""
    found: dict[str, str] = {}
    for name, plain in names.items():
        bare = worded_spans.bare(plain)
        ours = next((one for one in _SPANS if _words()[one].fullmatch(bare)), None)
        cells = [cell for row in every if (cell := row.of(name))]
        if ours is None or ours in found or name in taken or not cells:
            continue
        if all(worded_spans.seconds(cell, plain) is not None for cell in cells):
            found[ours] = name
    return found


def _talks(every: Sequence[Row], names: Mapping[str, str]) -> str | None:
    """The column of transcripts: lines of both sides in its cells."""
    for name, plain in names.items():
        if not _words()["said"].fullmatch(plain):
            continue
        told_by = [
            {one.role for one in text_turns(cell) if isinstance(one, Turn)} for row in every if (cell := row.of(name))
        ]
        both = [roles for roles in told_by if "customer" in roles and roles & {"agent", "bot"}]
        if both and len(both) * 2 >= len(told_by):
            return name
    return None


def _contact(
    row: Row,
    found: Mapping[str, str],
    spans: Mapping[str, str],
    talks: str | None,
    known: set[str],
    result: str | None,
    answered: str | None,
) -> Contact | Left:
    if row.wrong is not None:
        return Left(row.wrong.reason, row.wrong.found, row.wrong.expected, row.wrong.column, row.number)
    cells = {ours: row.of(name) for ours, name in found.items()}
    cells |= {ours: _moment(cells[ours], found[ours]) for ours in ("started_at", "ended_at") if ours in found}
    by_id = next(
        (way for way, ids in (("voice", _CALLS), ("chat", _CHATS)) if ids.search(found["interaction_id"])), None
    )
    cells["channel"] = channel(cells.get("channel")) or by_id
    cells["is_resolved"] = _resolved(cells.get("is_resolved"))
    cells["is_fcr"] = _resolved(cells.get("is_fcr"))
    cells["is_abandoned"] = _abandoned(cells.get("is_abandoned"))
    cells["n_transfers"] = _times(cells.get("n_transfers"))
    for ours, name in spans.items():
        cells[ours] = worded_spans.seconds(row.of(name) or "", headings.plain(name))
    if result is not None:
        talked = (value := cells.get("talk_s")) is not None and float(value) > 0
        gone = True if _GONE.fullmatch((row.of(result) or "").lower()) else False if talked else None
        cells["is_abandoned"] = None if gone is None else str(gone).lower()
    elif answered is not None and not any(_OUTWARD.fullmatch(cell or "") for cell in row.others().values()):
        taken = _TAKEN.get((row.of(answered) or "").strip().lower())
        cells["is_abandoned"] = None if taken is None else str(not taken).lower()
    others = {responses.carried(name): cell for name, cell in row.others(*known).items()}
    items: list[Message | Left] = []
    for at, one in enumerate(text_turns(row.of(talks) or "") if talks else (), 1):
        if isinstance(one, Turn):
            items.append(message(str(at), one.more.get("said_at"), one.role, one.text, row=row.number))
        else:
            items.append(replace(one, row=row.number))
    return Contact(beside(cells, others), items, row.number)


def _moment(cell: str | None, heading: str) -> str | None:
    """A time with the zone that its heading or it says: UTC; 08:00:12 UTC 2026-02-01, as Twilio writes it, turned round."""
    if cell is None:
        return None
    if turned := _TURNED.fullmatch(cell.strip()):
        return f"{turned['day']}T{turned['clock']}Z"
    is_naive = _NAIVE.search(cell.strip()) is not None
    return f"{cell.strip()}Z" if is_naive and re.search(r"\b(?:utc|gmt)\b", headings.plain(heading)) else cell


def _resolved(cell: str | None) -> str | None:
    plain = (cell or "").strip().lower()
    return "true" if plain in _YES else "false" if plain in _NO else None


def _abandoned(cell: str | None) -> str | None:
    plain = (cell or "").strip().lower()
    return "true" if plain in TRUE else "false" if plain in FALSE else None


def _times(cell: str | None) -> str | None:
    """How often, as a whole number: 2, 2.0, 2次."""
    found = re.fullmatch(r"(\d{1,3})(?:\.0+)? ?(?:次|times?)?", (cell or "").strip())
    return found[1] if found else None


def _phone(every: Sequence[Row], names: Mapping[str, str], found: Mapping[str, str]) -> str | None:
    """The column of customers' telephone numbers, whole ones: of callers only where no call of the firm's is among them."""
    outward = any(_OUTWARD.fullmatch(cell or "") for row in every for cell in row.others().values())
    for ours in ("phone", "caller"):
        name = _named(ours, names)
        if name is None or (ours == "caller" and ("direction" in found or outward)):
            continue
        cells = [cell for row in every if (cell := row.of(name))]
        if len({*cells}) > 1 and all(len(re.sub(r"\D", "", one)) >= 7 and "*" not in one for one in cells):
            return name
    return None


def _are_days(cells: Sequence[str | None]) -> bool:
    filled = [one for one in map(stamps.unified, cells) if one]
    return bool(filled) and all(_DAY.match(one) or _TURNED.fullmatch(one.strip()) for one in filled)


FORMATS = (
    any_table(
        ID, "Chats and calls of other tools, a table", "any table with a contact's id, when it began and how long it took",
        ("interactions", "turns"), told,
    ),
)  # fmt: skip
