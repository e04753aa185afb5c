"""Transcripts of services whose utterances stand in a list, as `utterance_services` says of each.

For: `formats`. Not for: transcripts that are bare words (`word_lists`). Speakers are numbers nearly everywhere, so that
roles stay unknown; they are told where the service names the side of a speaker, or where its word for a speaker is a role.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.calls.utterance_services import SERVICES, Path, Service
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.conversation import (
    Conversation,
    Left,
    Turn,
    iso,
    lang,
    number,
    plain,
    raws,
    seconds,
    unfit,
)
from voc.ingest.formats.parts.document import documents, inner, listed, mapping, named, word
from voc.ingest.formats.parts.word_runs import joined, turn
from voc.ingest.raw import Raw


def _likes(service: Service) -> Callable[[Head], Like]:
    def like(head: Head) -> Like:
        names = head.members
        for marks in service.marks:
            if names.issuperset(marks) and not names.intersection(service.not_with):
                return Like(0.93, f"has {', '.join(marks)}")
        return NOT_LIKE

    return like


def _reads(service: Service) -> Callable[[Content, Raw | None], Sequence[Raw]]:
    def read(content: Content, _: Raw | None) -> Sequence[Raw]:
        """Turns and interactions. Raises DataError E293 where it is no JSON."""
        given = [one for document in documents(content) for one in _calls(document, service)]
        if given and all(_is_line(one, service) for one in given):
            given = [{service.lists[-1][-1]: given}]
        found = [_conversation(one, name, service) for one, name in named(content, given)]
        return raws(content, service.id, found)

    return read


def _calls(document: Any, service: Service) -> Iterator[Any]:
    for path in service.calls:
        if isinstance(inner(document, *path), list):
            yield from inner(document, *path)
            return
    yield document


def _is_line(one: Any, service: Service) -> bool:
    """Whether a document is an utterance itself: some write them as a bare list, or one a line."""
    return isinstance(one, dict) and any(name in one for name in service.words) and any(n in one for n in service.begin)


def _conversation(document: Any, name: str, service: Service) -> Conversation | Left:
    if not isinstance(document, dict):
        return unfit(document, "no_transcript", "a transcript with its utterances")
    said = next((found for path in service.lists if (found := [*_spread(document, path)])), [])
    whole = next((found for path in service.whole if (found := [*_spread(document, path)])), [])
    whole = [(one, above) for one, above in whole if word(one)]
    known = (*service.lists, *service.whole, *(path for paths in service.cells.values() for path in paths[:1]))
    if not said and not whole and not any(path[0] in document for path in known):
        return unfit(document, "no_transcript", "a transcript with its utterances")
    cells = {
        ours: next((cell for path in paths if (cell := word(document, *path))), None)
        for ours, paths in service.cells.items()
    }
    cells["interaction_id"] = service.named(document) or cells.get("interaction_id") or name
    cells["started_at"] = iso(cells.get("started_at"))
    if length := number(cells.get("duration_s")):
        cells["duration_s"] = plain(length / service.length_per_second)
    code = cells.get("language")
    items = [_turn(one, above, code, service) for one, above in said]
    return Conversation(
        {"channel": "voice", **cells}, items or [_whole(one, above, code, service) for one, above in whole]
    )


def _whole(said: Any, above: Mapping[str, Any], code: str | None, service: Service) -> Turn | Left:
    """A text without utterances, of one channel, as a turn."""
    channel = next((cell for name in service.channel if (cell := word(above, name))), None)
    return turn(word(said), None, audio_channel=channel, lang=lang(code))


def _spread(value: Any, path: Path) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    """What `path` leads to, through lists on the way, and the object that holds it. A list that is written as a text is
    read."""
    if isinstance(value, list):
        for one in value:
            yield from _spread(one, path)
    elif len(path) > 1:
        yield from _spread(mapping(value).get(path[0]), path[1:])
    elif isinstance(value, dict):
        held = value.get(path[0])
        if isinstance(held, str) and held.lstrip().startswith("[{"):
            held = _read(held)
        for one in held if isinstance(held, list) else [held]:
            if one is not None:
                yield one, value


def _read(written: str) -> Any:
    try:
        return json.loads(written, parse_int=str, parse_float=str)
    except (json.JSONDecodeError, RecursionError):
        return written


def _turn(one: Any, above: Mapping[str, Any], code: str | None, service: Service) -> Turn | Left:
    if not isinstance(one, dict):
        return Left("not_a_turn", found="a single value", expected="an utterance")
    if one.get("is_final") is False:
        return Left("interim_result", found="", expected="an utterance that stands")
    said = next((text for name in service.words if (text := _said(one, name))), None)
    begin, end = (
        next((cell for name in names if (cell := _time(one, name, last))), None)
        for names, last in ((service.begin, False), (service.end, True))
    )
    speaker = next((cell for path in service.speaker if (cell := word(one, *path))), None)
    found = turn(
        said, speaker, seconds(begin, service.per_second), seconds(end, service.per_second),
        audio_channel=next((cell for name in service.channel if (cell := word(one, name) or word(above, name))), None),
        confidence=word(one, "confidence"), lang=lang(word(one, "language") or code),
    )  # fmt: skip
    side = service.sides.get((word(one, *service.side) or "").lower()) if service.side else None
    return replace(found, role=side) if side and isinstance(found, Turn) else found


def _said(one: Mapping[str, Any], name: str) -> str | None:
    """The words under `name`: a text, or a list of words."""
    if isinstance(one.get(name), list):
        return joined([word(each, "Text") or word(each, "text") or "" for each in listed(one, name)])
    return word(one, name)


def _time(one: Mapping[str, Any], name: str, is_last: bool) -> str | None:
    """The time under `name`; of a list of words, that of the first or the last."""
    if not isinstance(one.get(name), list):
        return word(one, name)
    words = listed(one, name)
    return word(words[-1 if is_last else 0], "End" if is_last else "Start") if words else None


FORMATS = tuple(
    Format(one.id, one.title, one.system, ("turns", "interactions"), _likes(one), _reads(one)) for one in SERVICES
)
