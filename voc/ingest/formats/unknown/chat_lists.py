"""Where the conversations of a JSON file lie, and the messages of each, in the shapes that people make themselves.

    for one in conversations(documents(content)):      # objects with a list of messages, or which say why not
        said = messages(one)                           # [{"role": "user", "content": "..."}, ...]

For: `chat_json`. Not for: what a message says and who says it (`chat_message`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voc.ingest.formats.parts.document import inner, nearest, word
from voc.ingest.formats.unknown import chat_message
from voc.ingest.formats.unknown.chat_message import NAMES, ROLES, WORDS
from voc.ingest.formats.unknown.chat_names import IDS, LISTS, MANY

OF_TALK = tuple(name for name in IDS if name not in ("id", "uuid"))  # those name the message


def conversations(found: Sequence[Any]) -> Iterator[Any]:
    """The conversations among the documents `found`, however they are wrapped; what holds no messages as it is."""
    return (one for each in _each(found) for one in _apart(each))


def _apart(one: Any) -> Iterator[Any]:
    """The conversations of a page of messages that say which one they are of; anything else as it is."""
    said = messages(one)
    if said is None or any(word(one, name) for name in IDS):
        yield one
        return
    groups = list(_by_id(said))
    if len(groups) == 1 and "conversation_id" in groups[0]:
        yield {**one, "conversation_id": groups[0]["conversation_id"]}
    elif len(groups) > 1 and all(isinstance(each, dict) and "messages" in each for each in groups):
        yield from groups
    else:
        yield one


def _each(found: Sequence[Any]) -> Iterator[Any]:
    """The conversations of a file: objects with a list of messages, however they are wrapped."""
    if found and any(is_message(one) for one in found) and all(messages(one) is None for one in found):
        yield from _by_id(found)
        return
    if found and all(isinstance(one, list) and one and isinstance(one[0], str) for one in found):
        yield {"messages": list(found)}  # pairs of one conversation
        return
    for one in found:
        if isinstance(one, list):
            yield {"messages": one}
        elif isinstance(one, dict) and messages(one) is None:
            inside = next((one[name] for name in MANY if isinstance(one.get(name), (list, dict))), None)
            if isinstance(inside, list) and inside and not any(is_message(each) for each in inside):
                yield from _each(inside)
            elif isinstance(inside, list) and inside:
                yield {**one, "messages": inside}
            else:
                yield from _named(inside if isinstance(inside, dict) else one)
        else:
            yield one


def _named(one: Mapping[str, Any]) -> Iterator[Any]:
    """Conversations under their ids; an object that holds none, as it is."""
    lists = {name: value for name, value in one.items() if isinstance(value, list) and value and _holds(value)}
    inside = {name: value for name, value in one.items() if isinstance(value, dict) and messages(value) is not None}
    if not lists and not inside:
        yield nearest(one, lambda each: messages(each) is not None) or dict(one)
    for name, said in lists.items():
        is_told = any(chat_message.talk(each, OF_TALK) for each in said)
        is_id = name not in LISTS and name not in MANY and not is_told
        yield {"messages": said, **({"id": name} if is_id else {})}
    for name, conversation in inside.items():
        yield {"id": name, **conversation}


def _by_id(said: Sequence[Any]) -> Iterator[Any]:
    """Messages that carry their conversation's id, together; all of them where they carry none."""
    groups: dict[str | None, list[Any]] = {}
    for one in said:
        if not isinstance(one, dict):
            yield one
            continue
        groups.setdefault(chat_message.talk(one, OF_TALK), []).append(one)
    for name, mine in groups.items():
        yield {"messages": mine, **({"conversation_id": name} if name else {})}


def messages(one: Any) -> list[Any] | None:
    """The messages of a conversation, None where there is no list of them."""
    if not isinstance(one, dict):
        return None
    for name in LISTS:
        value = one.get(name)
        value = inner(value, "messages") if isinstance(value, dict) else value
        if isinstance(value, list) and (_holds(value) or (not value and name in ("messages", "turns", "transcript"))):
            return value
    value = one.get("conversations")  # as ShareGPT has it: the list of one conversation
    if isinstance(value, list) and any(is_message(each) for each in value):
        return value
    # Under another name: the one list of messages of an object that says more than that.
    lists = [value for value in one.values() if isinstance(value, list) and value and _holds(value)]
    return lists[0] if len(lists) == 1 and any(isinstance(value, str) for value in one.values()) else None


def _holds(value: Sequence[Any]) -> bool:
    return any(
        is_message(each) or (isinstance(each, list) and len(each) == 2 and isinstance(each[0], str))
        for each in value[:20]
    )


def is_message(one: Any) -> bool:
    """Whether an object is a message: it has words, and somebody or a side that says them."""
    return (
        isinstance(one, dict)
        and (any(name in one for name in (*ROLES, *NAMES)) or _is_sent(one) or chat_message.is_told(one))
        and any(name in one for name in WORDS)
        and not ("answer" in one and "question" not in one and "name" in one)  # a field of a form
    )


def _is_sent(one: Mapping[str, Any]) -> bool:
    """Whether it says that it came in or went out, and of which conversation it is: a call has a direction too."""
    return chat_message.way(one) is not None and chat_message.talk(one, OF_TALK) is not None
