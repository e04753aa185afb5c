"""Whether a plain table that would be read as feedback holds the messages of both sides instead.

    refuse(rows, file)       # E240: column direction (INCOMING, OUTGOING) says that these are messages

For: `rows` and `draft`, before a table that nobody declared is taken for feedback: an agent's words must never be counted
as a customer's. Not for: tables that a source declares, and formats, which know who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources

import pyarrow as pa
import pyarrow.compute as pc

from voc.errors import DataError
from voc.ingest import carried, roles

# One of these beside a text says that rows have a speaker, whatever stands in it.
_SURE = frozenset(
    ("sender", "senders", "speaker", "direction", "incoming", "outgoing", "inbound", "outbound", "is_incoming",
     "is_outgoing", "is_inbound", "is_outbound", "from_agent", "is_agent", "is_customer", "from_customer",
     "from_email", "from_address", "sender_email", "sender_address",
     "from_me", "is_from_me", "fromme", "sent_by", "sentby", "sender_type", "sendertype", "sender_role",
     "senderrole", "sender_id", "senderid", "sender_name", "sendername", "speaker_role", "speaker_id",
     "speaker_name", "speaker_type", "author_type", "authortype", "author_role", "authorrole", "participant_role",
     "participantrole", "participant_type", "from_type", "fromtype", "creator_type", "发送者", "發送者", "发送人", "發送人",
     "发信人", "說話人", "说话人", "发言人", "發言人", "收发", "收發", "傳送者", "傳送者類型", "傳送者名稱",
     "发送者类型", "发送者名称", "送信者", "送信者タイプ", "送信者名")
)  # fmt: skip
# These are as often the writer of a review, or somebody's job: they count where no score stands beside them, or where their
# words name a side.
_WRITERS = frozenset(("author", "authors", "from", "actor", "发布者"))
_SIDES = frozenset(
    (
        *_WRITERS,
        "role",
        "user",
        "who",
        "participant",
        "party",
        "side",
        "type",
        "user_type",
        "event",
        "event_type",
        "kind",
        "message_type",
        "msg_type",
        "initiator",
        "message_direction",
        "traffic",
        "角色",
        "方向",
    )
)
_KINDS = ("type", "event", "event_type", "kind", "message_type", "msg_type")  # of anything, until both sides are named
_WAYS = re.compile(
    r"in|out|(?:in|out)(?:bound|coming|going)(?:[-_ ]\w+)?|sent|received|接收|发送|發送|收到|发出|發出|来访|呼入|呼出",
    re.I,
)
_LOOKED_AT = 500  # different words of a column
_SHOWN = 4


def refuse(rows: pa.Table, file: str, score: str | None = None) -> None:
    """Raises DataError E240 where a column of `rows` says who speaks; `score` is the column of its score, where one is
    known to be there."""
    names = rows.column_names
    has_score = score is not None or any(_is_score(_plain(name)) for name in names)
    for name in names:
        words = _words_of(rows.column(name)) if _may(name) else []
        if words and _says(name, words, has_score):
            raise DataError(
                "E240", "this looks like the messages of both sides, not like feedback", where=file,
                found=f"column {name} says who speaks" + _example(words),
                expected="rows that are each a customer's own words",
                do='say table = "turns" in this source and map interaction_id, role and text in [source.columns]; '
                'or table = "feedback", if every row is a customer\'s',
            )  # fmt: skip


def _may(name: str) -> bool:
    plain = _plain(name)
    return plain in _SURE or plain in _SIDES or _first(plain) in _SURE | _SIDES


def _says(name: str, words: Sequence[str], has_score: bool) -> bool:
    plain = _plain(name)
    sides = {roles.of(word) for word in words} - {None, "unknown"}
    if "customer" in sides and sides & {"agent", "bot"}:
        return True
    if plain in ("direction", "message_direction", "traffic", "方向"):
        return all(_WAYS.fullmatch(word.strip()) for word in words)
    if has_score:
        return False
    is_writer = not {plain, _first(plain)}.isdisjoint(_SURE | _WRITERS)
    return is_writer or (plain not in _KINDS and not sides.isdisjoint(("agent", "bot")))


def _words_of(cells: pa.ChunkedArray) -> list[str]:
    """The different words of a column that is filled."""
    text = pc.cast(carried.as_text(cells), pa.string())
    return [one for one in pc.unique(text).to_pylist()[:_LOOKED_AT] if one and one.strip()]


def _example(words: Sequence[str]) -> str:
    """Words that name a side or a way, and never a name or an address."""
    shown = [one.strip() for one in words if roles.of(one) not in (None, "unknown") or _WAYS.fullmatch(one.strip())]
    return f" ({', '.join(shown[:_SHOWN])})" if shown else ""


def _first(plain: str) -> str:
    """The first name of a nested one: sender of sender.name; no first name where there is one alone."""
    return plain.partition(".")[0] if "." in plain else ""


def _plain(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.strip()).lower()


def _is_score(plain: str) -> bool:
    """Whether a column holds a score by its name: rating, overall_rating, 服务评分."""
    if plain in _scores() or not _scores().isdisjoint(re.split(r"[._]", plain)):
        return True
    return any(plain.endswith(word) for word in _scores() if not word.isascii())


@cache
def _scores() -> frozenset[str]:
    import tomllib

    text = resources.files("voc").joinpath("data/words/columns.toml").read_text("utf-8")
    return frozenset(("score", *tomllib.loads(text)["columns"]["score"]))
