"""vCon: conversations as the IETF's container has them, of any version of the draft.

For: files with parties and dialog, plain or signed. Not for: recordings, which are not listened to: a vCon with a recording
and no transcript is a contact without turns, and the warnings say so. A party's role is what the file says of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from voc.ingest import roles
from voc.ingest.content import Content
from voc.ingest.formats.calls.vcon_forms import opened
from voc.ingest.formats.calls.vcon_words import body, is_transcript, message, transcript
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.conversation import Conversation, Left, Turn, number, plain, raws, unfit
from voc.ingest.formats.parts.document import first, inner, listed, named, word
from voc.ingest.formats.parts.word_runs import turn
from voc.ingest.note import note
from voc.ingest.raw import Raw

_USUAL = ("uuid", "vcon", "created_at", "analysis", "attachments")
_COMPACT = re.compile(r"\s*ey[\w-]{10,}\.[\w-]*\.[\w.-]*")
_MAIL = ("multipart/", "message/")


def like(head: Head) -> Like:
    """A Like of parties with a dialog or an analysis; of a JWS; of a JWE."""
    names = head.members
    found = [
        having(names, ("parties", "dialog"), _USUAL),
        having(names, ("parties", "vcon"), _USUAL),
        having(names, ("parties", "analysis", "uuid"), _USUAL),
        having(names, ("payload", "signatures"), ("protected", "signature", "header")),
        having(names, ("payload", "protected", "signature"), ("header",)),
        having(names, ("ciphertext", "protected"), ("iv", "tag", "recipients", "encrypted_key")),
        having(names, ("ciphertext", "recipients"), ("iv", "tag", "unprotected", "aad")),
    ]
    best = max(found, key=lambda one: one.score)
    if head.kind == ".vcon":
        named = head.is_json or _COMPACT.match(head.text)
        return Like(0.97, "a .vcon") if named else Like(0.6, "a .vcon, not JSON")
    return best


def read(content: Content, rows: Raw | None = None) -> Sequence[Raw]:
    """Turns and interactions. Errors as `vcon_forms.opened`."""
    found, warnings = opened(content)
    calls = [_conversation(one, name) for one, name in named(content, found)]
    return raws(content, "vcon", calls, warnings=[*warnings, *_notes(found)])


def _conversation(one: Any, name: str) -> Conversation | Left:
    if not isinstance(one, dict) or not {"parties", "dialog", "analysis", "vcon"} & set(one):
        return unfit(one, "no_transcript", "a vCon with parties and dialog")
    parties, dialogs = listed(one, "parties"), listed(one, "dialog")
    # Transcripts lie in the analysis; by the extension for them (wtf_transcription) among the attachments too.
    spoken_of = [each for each in [*listed(one, "analysis"), *listed(one, "attachments")] if is_transcript(each)]
    begin = _earliest(dialogs)
    items, n_spoken = _items(dialogs, spoken_of, parties, begin)
    cells = {
        "interaction_id": word(one, "uuid") or name,
        **_span(dialogs),
        "channel": _channel(dialogs, n_spoken),
        **_sides(parties),
        "n_transfers": str(n) if (n := sum(word(each, "type") == "transfer" for each in dialogs)) else None,
        "subject": word(one, "subject"),
        "disposition": next((said for each in dialogs if (said := word(each, "disposition"))), None),
        "made_at": word(one, "created_at"),
        "redacts": word(one, "redacted", "uuid"),
        "amends": word(first(one, "amended", "appended"), "uuid"),
    }
    return Conversation(cells, items)


def _items(
    dialogs: Sequence[Any], analyses: Sequence[Any], parties: Sequence[Any], begin: datetime | None
) -> tuple[list[Turn | Left], int]:
    """What was said, dialog by dialog, and how much of it comes from transcripts: messages in their own words, else the best
    transcript of a dialog; then transcripts that name no dialog."""
    found: list[Turn | Left] = []
    n_spoken = 0
    left = list(analyses)
    for at, dialog in enumerate(dialogs):
        kind = word(dialog, "type") or ""
        mine = [one for one in left if str(at) in _places(inner(one, "dialog"))]
        if kind == "text" and body(dialog) is not None:
            found.append(_message(dialog, parties, begin))
            left = [one for one in left if one not in mine]
            continue
        turns = _best(mine)
        left = [one for one in left if one not in mine]
        n_spoken += len(turns)
        found += [_with_party(each, dialog, parties, begin) for each in turns]
        if not isinstance(dialog, dict) or (not kind and not turns):
            found.append(Left("not_a_dialog", expected="a dialog with type and start", column="dialog"))
        elif kind == "text" and not turns:
            elsewhere = word(dialog, "url") is not None
            found.append(
                Left("words_elsewhere" if elsewhere else "no_words", expected="a body with words", column="body")
            )
    rest = _best(left)
    alone = dialogs[0] if len(dialogs) == 1 else {}
    return [*found, *(_with_party(each, alone, parties, begin) for each in rest)], n_spoken + len(rest)


def _best(analyses: Sequence[Any]) -> list[Turn | Left]:
    """The turns of the transcript that says most of who speaks and when; several of one dialog say the same."""
    found = [transcript(one) for one in analyses]

    def worth(turns: list[Turn | Left]) -> tuple[bool, bool, int]:
        said = [one for one in turns if isinstance(one, Turn)]
        named = any(one.more.get("speaker") or one.more.get("party") for one in said)
        return named, any(one.start_s for one in said), len(said) > 0

    return max(found, key=worth, default=[])


def _message(dialog: Any, parties: Sequence[Any], begin: datetime | None) -> Turn | Left:
    sender = _places(inner(dialog, "originator")) or _places(inner(dialog, "parties"))[:1]
    who = _party(parties, sender[0] if sender else None)
    start, lasts = _since(begin, inner(dialog, "start")), number(word(dialog, "duration"))
    end = plain(float(start) + lasts) if start is not None and lasts else None
    said = message(dialog)
    if (
        said is None
        and word(dialog, "body")
        and not (word(dialog, "mediatype") or word(dialog, "mimetype") or "text").startswith("text")
    ):
        return Left(
            "not_text",
            found=word(dialog, "mediatype") or word(dialog, "mimetype"),
            expected="a body of text",
            column="body",
        )
    found = turn(said, _called(parties, who), start, end, said_at=_moment_text(inner(dialog, "start")))
    return replace(found, role=_role(who) or found.role) if isinstance(found, Turn) else found


def _with_party(one: Turn | Left, dialog: Any, parties: Sequence[Any], begin: datetime | None) -> Turn | Left:
    """A turn of a transcript: its party by name, its times, which count from the start of the dialog, from that of the
    contact."""
    if isinstance(one, Left):
        return one
    more = dict(one.more)
    place, lasts = more.pop("party", None), number(more.pop("lasts", None))
    who = _party(parties, place) or _of_name(parties, more.get("speaker"))
    offset = number(_since(begin, inner(dialog, "start"))) or 0.0
    start = number(one.start_s)
    shown = one.start_s if start is None else plain(start + offset)
    if start is None and one.start_s is not None:
        shown = _since(begin, one.start_s) or one.start_s
    end, since = number(one.end_s), number(shown)
    ended = one.end_s if end is None else plain(end + offset)
    if one.end_s is None and since is not None and lasts is not None:
        ended = plain(since + lasts)
    role = (_role(who) if who else None) or one.role
    return Turn(role, one.text, shown, ended, {**more, "speaker": more.get("speaker") or _called(parties, who)})


def _sides(parties: Sequence[Any]) -> dict[str, str | None]:
    """Ids of the customer and the agent, where exactly one party is said to be one."""
    found: dict[str, str | None] = {}
    for role, name in (("customer", "customer_id"), ("agent", "agent_id")):
        mine = [one for one in parties if _role(one) == role]
        found[name] = _id(mine[0]) if len(mine) == 1 else None
    return found


def _id(party: Any) -> str | None:
    names = ("id", "uuid", "mailto", "tel", "sip", "did")
    return next((said for name in names if (said := word(party, name))), None)


def _role(party: Any) -> str | None:
    """The role that the file gives a party: by role, by meta.role, by type, or by a name that is a role."""
    said = (word(party, "role"), word(party, "meta", "role"), word(party, "type"), word(party, "name"))
    return next((role for word in said if (role := roles.of(word)) not in (None, "unknown")), None)


def _called(parties: Sequence[Any], party: Any) -> str | None:
    """A party by name, else by its place: an address or a number is no name to carry about."""
    if party is None:
        return None
    name = word(party, "name")
    return (
        name
        if name and any(map(str.isalpha, name))
        else f"party {next(at for at, one in enumerate(parties) if one is party)}"
    )


def _party(parties: Sequence[Any], place: str | None) -> Mapping[str, Any] | None:
    if place is None or not place.isascii() or not place.isdigit() or len(place) > 6 or int(place) >= len(parties):
        return None
    one = parties[int(place)]
    return one if isinstance(one, dict) else None


def _of_name(parties: Sequence[Any], speaker: str | None) -> Mapping[str, Any] | None:
    """The one party that bears this name; a number is not one: a transcript counts its speakers in its own way."""
    if speaker is None:
        return None
    named = [one for one in parties if isinstance(one, dict) and (word(one, "name") or "").lower() == speaker.lower()]
    return named[0] if len(named) == 1 else None


def _places(value: Any) -> list[str]:
    """Places in a list, as one, several, or several of several."""
    if isinstance(value, list):
        return [place for one in value for place in _places(one)][:10_000] if len(value) <= 10_000 else []
    return [value] if isinstance(value, str) else []


def _span(dialogs: Sequence[Any]) -> dict[str, str | None]:
    """When the first dialog starts and the last one ends."""
    begins = [(moment, one) for one in dialogs if (moment := _moment(inner(one, "start"))) is not None]
    if not begins or len({moment.tzinfo is None for moment, _ in begins}) > 1:
        return {"started_at": next((_moment_text(inner(one, "start")) for _, one in begins), None), "ended_at": None}
    ends = [moment.timestamp() + max(number(word(one, "duration")) or 0.0, 0.0) for moment, one in begins]
    start = min(moment for moment, _ in begins)
    length = max(ends) - start.timestamp()
    is_known = len(dialogs) > 1 or word(dialogs[0], "duration") is not None
    ended = _after(start, length) if is_known and length < 1e9 else None
    return {"started_at": start.isoformat(), "ended_at": ended}


def _after(start: datetime, seconds: float) -> str | None:
    try:
        return datetime.fromtimestamp(start.timestamp() + seconds, start.tzinfo).isoformat()
    except (OverflowError, ValueError, OSError):
        return None


def _channel(dialogs: Sequence[Any], n_spoken: int) -> str | None:
    kinds = {word(one, "type") for one in dialogs}
    if n_spoken or kinds & {"recording", "recording-set", "video"}:
        return "voice"
    media = [(word(one, "mediatype") or word(one, "mimetype") or "").lower() for one in dialogs]
    if "text" in kinds:
        is_mail = any(one.startswith(_MAIL) for one in media) or any(word(one, "message_id") for one in dialogs)
        return "email" if is_mail or all(one.startswith("text/html") for one in media) else "chat"
    return "voice" if kinds & {"incomplete", "transfer"} else None


def _earliest(dialogs: Sequence[Any]) -> datetime | None:
    found = [moment for one in dialogs if (moment := _moment(inner(one, "start"))) is not None]
    return min(found) if found and len({one.tzinfo is None for one in found}) == 1 else None


def _since(begin: datetime | None, value: Any) -> str | None:
    moment = _moment(value)
    if begin is None or moment is None or (begin.tzinfo is None) != (moment.tzinfo is None):
        return None
    return plain((moment - begin).total_seconds())


def _moment(value: Any) -> datetime | None:
    """A time as RFC 3339, RFC 2822 or seconds since 1970 have it: the drafts changed their mind."""
    if not isinstance(value, str) or not value.strip():
        return None
    since = number(value)
    try:
        if since is not None:
            return datetime.fromtimestamp(since / (1000 if since > 1e11 else 1), UTC) if since > 1e8 else None
        return datetime.fromisoformat(value.strip())
    except (ValueError, OverflowError, OSError):
        pass
    try:
        return parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _moment_text(value: Any) -> str | None:
    moment = _moment(value)
    return moment.isoformat() if moment is not None else value if isinstance(value, str) else None


def _notes(found: Sequence[Any]) -> list[str]:
    n = sum(len(listed(one, "group")) for one in found)
    notes = [note("{n} vCons are named in a group and not part of this file: read their files too", n=n)] if n else []
    recordings = [one for vcon in found for one in listed(vcon, "dialog") if word(one, "type") == "recording"]
    if recordings:
        notes.append(note("{n} recordings are not listened to; words come from transcripts alone", n=len(recordings)))
    return notes


FORMATS = (Format("vcon", "vCon", "IETF vCon, any draft; plain or signed", ("turns", "interactions"), like, read),)
