"""Genesys Cloud analytics: conversation details (one a conversation) and aggregates (one a figure and group).

Not for: what was said (`genesys_transcript`). Members and metrics as Genesys' developer centre defines them for
/api/v2/analytics/conversations/details and .../aggregates: metrics that begin with t are milliseconds, those with n counts.
A conversation's transfers happen inside it, so that it is a chain by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.calls.genesys_transcript import PEOPLE
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.conversation import Left, between, iso, number, plain, unfit
from voc.ingest.formats.parts.document import documents, listed, mapping, word
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.raw import Raw

_CHANNELS = {"message": "chat", "callback": "voice", "cobrowse": "chat"}


def like(head: Head) -> Like:
    """How like conversation details of Genesys a head is."""
    usual = ("participants", "purpose", "sessions", "segments", "mediaType", "originatingDirection", "conversationEnd")
    return having(head.members, ("conversationId", "conversationStart"), usual, not_with=("transcripts",))


def read(content: Content, rows: Raw | None) -> Sequence[Raw]:
    """Interactions. Raises DataError E293 for damaged JSON."""
    sheet = Sheet("interactions", "UTC")
    for one in [one for page in documents(content) for one in listed(page, "conversations") or [page]]:
        if isinstance(one, dict) and word(one, "conversationId"):
            sheet.keep(**_conversation(one))
        else:
            _reject(sheet, unfit(one, "missing_id", "an object with a conversationId"))
    return [sheet.raw(content, "genesys_details", content.decoded[1], content.decoded[2])]


def _conversation(one: Mapping[str, Any]) -> dict[str, str | None]:
    people = [person for person in listed(one, "participants") if isinstance(person, dict)]
    sums = _sums(people)
    agents = [person for person in people if (word(person, "purpose") or "").lower() in PEOPLE]
    served = [person for person in agents if _sums([person]).keys() & {"tTalk", "tTalkComplete", "tHandle"}]
    handled = (served or agents)[-1] if agents else None
    segments = [
        segment
        for person in people
        for session in listed(person, "sessions")
        for segment in listed(session, "segments")
    ]
    queues = [queue for segment in segments if (queue := word(segment, "queueId"))]
    wraps = [code for segment in segments if (code := word(segment, "wrapUpCode"))]
    media = [
        medium for person in people for session in listed(person, "sessions") if (medium := word(session, "mediaType"))
    ]
    talk, hold = sums.get("tTalkComplete", sums.get("tTalk")), sums.get("tHeldComplete", sums.get("tHeld"))
    after = sums.get("tAcw")
    parts = [part for part in (talk, hold, after) if part is not None]
    wait = sums.get("tAcd", sums.get("tWait", sums.get("tAnswered", sums.get("tAbandon"))))
    begin, end = iso(word(one, "conversationStart")), iso(word(one, "conversationEnd"))
    lasted = between(begin, end)
    name = word(one, "conversationId")
    return {
        "interaction_id": name,
        "chain_id": name,
        "started_at": begin,
        "ended_at": end,
        "channel": _CHANNELS.get(media[0].lower(), media[0].lower()) if media else None,
        "agent_id": word(handled, "userId") if handled else None,
        "reason": wraps[-1] if wraps else None,
        "queue_wait_s": _seconds(wait),
        "talk_s": _seconds(talk),
        "hold_s": _seconds(hold),
        "acw_s": _seconds(after),
        "handle_s": _seconds(sums.get("tHandle", sum(parts) if talk is not None else None)),
        "is_abandoned": _abandoned(sums),
        "n_transfers": plain(sums.get("nTransferred", 0.0)) if people else None,
        "queue": queues[-1] if queues else None,
        "ivr_s": _seconds(sums.get("tIvr")),
        "duration_s": None if lasted is None else plain(lasted),
        "direction": word(one, "originatingDirection"),
        "n_agents": str(len({word(person, "userId") for person in served})) if people else None,
    }


def _abandoned(sums: Mapping[str, float]) -> str | None:
    """Whether the customer gave up in a queue: never answered, and abandoned; None where nobody waited in one."""
    if sums.keys() & {"tAnswered", "tTalk", "tTalkComplete"}:
        return "false"
    if "tAbandon" in sums or "nAbandon" in sums:
        return "true"
    return None


def _sums(people: Sequence[Any]) -> dict[str, float]:
    """Every metric of these participants, summed over their sessions."""
    sums: dict[str, float] = {}
    for person in people:
        for session in listed(person, "sessions"):
            for metric in listed(session, "metrics"):
                name, value = word(metric, "name"), number(word(metric, "value"))
                if name and value is not None:
                    sums[name] = sums.get(name, 0.0) + value
    return sums


def _seconds(milliseconds: float | None) -> str | None:
    return None if milliseconds is None else plain(milliseconds / 1000)


def like_aggregates(head: Head) -> Like:
    """How like aggregates of Genesys a head is."""
    usual = ("mediaType", "queueId", "count", "sum", "max")
    over_time = having(head.members, ("results", "group", "data", "interval", "metrics", "stats"), usual)
    # What a queue holds at this moment, which is no period: recognised to say so.
    is_now = head.members >= {"results", "group", "data", "metric", "stats"} and "interval" not in head.members
    return Like(0.75, "observations: has group, metric, stats") if is_now else over_time


def read_aggregates(content: Content, rows: Raw | None) -> Sequence[Raw]:
    """Metrics: durations as means in seconds over `n`, counts as they are. Raises DataError E293 for damaged JSON."""
    sheet = Sheet("metrics", "UTC")
    for page in documents(content):
        results = listed(page, "results")
        if not results:
            _reject(sheet, unfit(page, "no_results", "an object with results"))
        for one in results:
            group = {f"group_{name}": word(value) for name, value in mapping(one, "group").items()}
            for data in listed(one, "data"):
                if (now := word(data, "metric")) is not None:
                    sheet.reject("no_period", column="interval", found=now, expected="an aggregate over an interval")
                    continue
                begin = (word(data, "interval") or "").split("/")[0]
                for metric in listed(data, "metrics"):
                    name, stats = word(metric, "metric"), mapping(metric, "stats")
                    n, total = number(word(stats, "count")), number(word(stats, "sum"))
                    figure = n if total is None else total
                    if name and name[0] == "t" and n and total is not None:
                        sheet.keep(metric=name, period_at=begin, value=plain(total / n / 1000), n=plain(n), **group)
                    elif name and name[0] != "t" and figure is not None:
                        sheet.keep(metric=name, period_at=begin, value=plain(figure), **group)
                    else:
                        sheet.reject("no_number", column=name or "", expected="a sum and a count")
    return [sheet.raw(content, "genesys_aggregates", content.decoded[1], content.decoded[2])]


def _reject(sheet: Sheet, left: Left) -> None:
    sheet.reject(left.reason, column=left.column, found=left.found, expected=left.expected)


FORMATS = (
    Format(
        "genesys_details", "Genesys Cloud conversation details", "Genesys Cloud, analytics of conversations",
        ("interactions",), like, read,
    ),
    Format(
        "genesys_aggregates", "Genesys Cloud aggregates", "Genesys Cloud, analytics of conversations, aggregated",
        ("metrics",), like_aggregates, read_aggregates,
    ),
)  # fmt: skip
