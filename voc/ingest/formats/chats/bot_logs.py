"""Logs of bots in which a row holds what the customer said and what the bot answered: Amazon Lex, Dialogflow CX.

For: conversation logs of Lex V2 (CloudWatch), history of Dialogflow CX exported to BigQuery; JSON, one a line or a list.
Not for: tables of single messages (`message_tables`). A row has one moment, so that the answer stands behind the words at
the same second. A row without words of a customer (a button, an event) is no turn of theirs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.conversation import Left
from voc.ingest.formats.parts.document import documents, first, inner, listed, word
from voc.ingest.formats.parts.messages import Contact, message, raws, strange, things
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.thread import Message
from voc.ingest.raw import Raw


@dataclass(frozen=True)
class Log:
    """A log. `needed`: members that its files have; `talk` and `at`: the session and the moment of a row; `asked` what the
    customer said and `answers` what the bot did; `cells` ours by members, of the interaction."""

    id: str
    title: str
    system: str
    needed: tuple[str, ...]
    talk: str
    at: str
    asked: Callable[[Mapping[str, Any]], str | None]
    answers: Callable[[Mapping[str, Any]], list[str]]
    cells: Mapping[str, str]


def _object(one: Mapping[str, Any], name: str) -> Any:
    """An object, which BigQuery may write as a text."""
    held = one.get(name)
    try:
        return json.loads(held, parse_int=str, parse_float=str) if isinstance(held, str) else held
    except (ValueError, RecursionError):
        return None


def _cx_asked(one: Mapping[str, Any]) -> str | None:
    asked = inner(_object(one, "request"), "queryInput")
    return word(asked, "text", "text") or word(first(_object(one, "response"), "queryResult"), "transcript")


def _cx_answers(one: Mapping[str, Any]) -> list[str]:
    given = listed(_object(one, "response"), "queryResult", "responseMessages")
    return ["\n".join(filter(None, map(word, listed(each, "text", "text")))) for each in given if inner(each, "text")]


LOGS = (
    Log(
        "amazon_lex", "Amazon Lex conversation logs (JSON)", "Amazon Lex V2, conversation logs of CloudWatch",
        ("sessionId", "inputTranscript", "botId", "messages"), "sessionId", "timestamp",
        lambda one: word(one, "inputTranscript"),
        lambda one: [text for each in listed(one, "messages") if (text := word(each, "content"))],
        {"bot_version": "botVersion", "language": "localeId"},
    ),
    Log(
        "dialogflow_cx", "Dialogflow CX conversation history (JSON)", "Dialogflow CX, export to BigQuery",
        ("conversation_name", "turn_position", "request_time", "response"), "conversation_name", "request_time",
        _cx_asked, _cx_answers, {"language": "language_code"},
    ),
)  # fmt: skip


def _likes(log: Log) -> Callable[[Head], Like]:
    def like(head: Head) -> Like:
        found = having(head.members, log.needed)
        return Like(0.93, found.why) if found.score else found

    return like


def _reads(log: Log) -> Callable[[Content, Raw | None], Sequence[Raw]]:
    def read(content: Content, _: Raw | None) -> Sequence[Raw]:
        """Interactions and turns. Raises DataError E293 where it is no JSON."""
        found: list[Contact | Left] = []
        talks: dict[str | None, list[Any]] = {}
        for one in (each for document in documents(content) for each in things(document, "events", "rows")):
            wrong = strange(one, "a row of the log")
            if wrong is not None:
                found.append(wrong)
                continue
            name = word(one, log.talk)
            talks.setdefault(name.rpartition("/")[2] if name else None, []).append(one)
        for name, mine in talks.items():
            ordered = sorted(mine, key=_place)
            cells = {ours: word(ordered[0], theirs) for ours, theirs in log.cells.items()}
            items = [item for one in ordered for item in _items(one, log)]
            found.append(Contact({**cells, "interaction_id": name, "channel": "chat"}, items))
        return raws(content, log.id, found, "UTC")

    return read


def _place(one: Mapping[str, Any]) -> int:
    place = word(one, "turn_position") or ""
    return int(place) if place.isascii() and place.isdigit() and len(place) < 10 else 0


def _items(one: Mapping[str, Any], log: Log) -> Iterator[Message | Left]:
    at = moment(one.get(log.at))
    asked = log.asked(one)
    if asked is None:
        yield Left("no_words", found="a row without words of a customer", expected="what the customer said")
    else:
        yield message(None, at, "customer", asked)
    for said in log.answers(one):
        yield message(None, at, "bot", said)


FORMATS = tuple(
    Format(one.id, one.title, one.system, ("interactions", "turns"), _likes(one), _reads(one)) for one in LOGS
)
