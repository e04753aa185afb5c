"""Restatements: what a customer says again because the firm did not keep it, seen in the turns themselves.

For: the stage's `restatements` and the mentions of `repetition` that follow from them. Not for: "I had to repeat
myself" as customers tell it afterwards; the tagger finds that. Nothing that was said is in the table, only where.

A customer's turn restates an earlier one of the same customer where, with the firm's turn between them,
  - a number comes again: order, account, phone, e-mail, any run of six figures or more. A date, an amount or a short code
    only where the firm asked for it or somebody else had taken over, since people name those in passing;
  - a description comes again: clauses of which SHARE of the content words stand close together in one earlier turn, LEAST
    words in all;
  - a short answer comes again word by word to the same question ("and your name?").
It does not where the firm has just said it (an echo), nor where the firm reads back or has a number confirmed once.
SHARE and LEAST were chosen by reading helpdesk dialogues in Chinese and English; see DECISIONS.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voc import language, tables
from voc.classify.conversation import contact
from voc.classify.conversation.contacts import Contact, Turn, by_person, contacts, earlier
from voc.classify.conversation.content import STRONG, Content, Given, content, digits, size

if TYPE_CHECKING:
    import pyarrow as pa

TOPIC = "repetition"
TAGGER = "turns"
SHARE = 0.5  # of the content words of a clause, or the clause is new
LEAST = {True: 5, False: 7}  # content words said again: English words, pairs of Han letters
LEAST_TOLD = {
    True: 2,
    False: 3,
}  # where the customer says that it was said, was asked again, or somebody else took over
LEAST_BACK = {True: 4, False: 5}  # in another contact, where the customer says that there was one
NEW_HANDS = ("order",)  # in another contact an account or phone number only says who is calling
ANSWER = 8  # words of a turn that does no more than answer
# by what name the firm asks for it
ASKED_AS = {
    "number": ("order", "account", "phone"),
    "code": ("code", "order", "account"),
    "answer": ("name",),
}


@dataclass(frozen=True)
class _Said:
    """An earlier turn: its number in the contact, its id, what it gave; `is_here`: of the same contact."""

    turn: Turn
    contact_id: str
    content: Content
    is_here: bool
    is_chained: bool


@dataclass(frozen=True)
class _Again:
    """What one turn says again of one earlier turn: `kinds` of it, its places, its words."""

    said: _Said
    kinds: tuple[str, ...]
    start: int
    end: int
    words: int


def restatements(turns: pa.Table, interactions: pa.Table | None = None) -> pa.Table:
    """Table `restatements`: a row for each customer's turn that says an earlier one again; by contact and place.

    Earlier contacts are those of the same customer or chain (`contacts.earlier`). The order of the rows that come in does
    not matter.
    """
    import pyarrow as pa

    every = contacts(turns, interactions)
    known = by_person(every)
    rows = [row for one in every for row in _of_contact(one, earlier(one, known))]
    return tables.conform(pa.Table.from_pylist(rows, schema=tables.schema("restatements")), "restatements")


def with_turns(mentions: pa.Table, restated: pa.Table, feedback: pa.Table) -> pa.Table:
    """`mentions` and behind them one of TOPIC, negative, for each row of `restated` whose contact is in `feedback`, without
    the contacts that are there twice.

    It has no utterance: that something was said again is a fact, not an attitude, and weighs nothing in an opinion.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    is_once = pc.invert(pc.fill_null(feedback.column("is_duplicate"), False))
    known = set(feedback.filter(is_once).column("feedback_id").to_pylist())
    taken = set(
        zip(*(mentions.column(name).to_pylist() for name in ("feedback_id", "topic", "start", "end")), strict=True)
    )
    rows = [
        {
            "feedback_id": id, "topic": TOPIC, "sentiment": "negative", "confidence": _sure(row), "start": row["start"],
            "end": row["end"], "tagger": TAGGER, "effort": _effort(row),
        }
        for row in restated.to_pylist()
        if (id := f"chat:{row['interaction_id']}") in known and (id, TOPIC, row["start"], row["end"]) not in taken
    ]  # fmt: skip
    more = pa.Table.from_pylist(rows, schema=tables.schema("mentions"))
    return pa.concat_tables([mentions, tables.conform(more, "mentions")])


def _effort(row: dict[str, Any]) -> list[str]:
    """The signs of effort that the turns themselves show, in the order of `effort.SIGNS`. A contact before this one that is
    not of its chain was another one of the customer's; after a transfer it may have been either, and is not counted."""
    is_back = row["earlier_interaction_id"] != row["interaction_id"] and not row["after_transfer"]
    return ["repeat_information", *["transfer"] * bool(row["after_transfer"]), *["contact_again"] * is_back]


def _sure(row: dict[str, Any]) -> float:
    """0.9 for a number and for what was asked for again or after a transfer; 0.7 for a description (DECISIONS.md)."""
    return 0.9 if row["is_asked_again"] or row["after_transfer"] or row["repeated"] != ["description"] else 0.7


def _of_contact(one: Contact, before: Sequence[Contact]) -> Iterator[dict[str, Any]]:
    if len(one.turns) < 2 and not before:
        return
    known = [
        _Said(turn, other.id, content(turn.text, turn.lang), False, other.chain is not None and other.chain == one.chain)
        for other in before for turn in other.turns
    ]  # fmt: skip
    confirmed: set[str] = set()
    is_back = False
    for turn in one.turns:
        said = content(turn.text, turn.lang)
        is_back = is_back or (bool(before) and contact.says("been_before", turn.text, turn.lang))
        at_hand = [old for old in known if not old.is_here or old.turn.block < turn.block]
        found = _again(turn, said, at_hand, confirmed, is_back)
        known.append(_Said(turn, one.id, said, True, True))
        if found is not None:
            yield _row(
                one, turn, said, found, sum(other.chain is not None and other.chain == one.chain for other in before)
            )


def _again(turn: Turn, said: Content, known: Sequence[_Said], confirmed: set[str], is_back: bool) -> _Again | None:
    """What `turn` says again; of several earlier turns the one of which most comes again, then the first. `is_back`: the
    customer has said that there was a contact before this."""
    values = {one.value for one in said.given}
    known = [old for old in known if not said.words.isdisjoint(old.content.words) or _shares(old, values)]
    if not known:
        return None
    asked, spaced = contact.asked(turn.heard, turn.lang), language.family(turn.lang) != "zh"
    is_again = contact.says("again", turn.heard, turn.lang)
    is_told = is_again or contact.says("said_before", turn.text, turn.lang)
    is_answer = said.size <= ANSWER and not asked.isdisjoint(ASKED_AS["code"])
    echo = content(turn.heard, turn.lang).words
    heard = digits(turn.heard, turn.lang) if said.given else frozenset()
    checked = bool(turn.heard) and not is_again and contact.says("confirm", turn.heard, turn.lang)
    exempt = {one.value for one in said.given if checked and one.value not in confirmed}
    best: _Again | None = None
    for old in known:
        is_new_ear = not old.is_here or old.turn.ear < turn.ear
        given = {one.value for one in old.content.given}
        numbers = [
            one for one in said.given
            if one.value in given and one.value not in heard and one.value not in exempt
            and _counts(one, old, is_new_ear, is_again or one.kind in asked or (one.kind == "code" and is_answer))
        ]  # fmt: skip
        is_known = is_told or (is_new_ear and old.is_chained)
        least = (LEAST_TOLD if is_known else LEAST_BACK if is_back and not old.is_here else LEAST)[spaced]
        if (is_again or "name" in asked) and not numbers and _is_same_answer(said, old.content, echo):
            clauses, kinds = [(start, end) for start, end, words in said.clauses if words], ["answer"]
        else:
            is_whole = bool(numbers) and _is_same_turn(said, old.content) and len(said.words) >= LEAST_TOLD[spaced]
            clauses = [(a, b) for a, b, _ in said.clauses] if is_whole else _described(said, old.content, echo, least)
            kinds = [one.kind for one in numbers] + ["description"] * bool(clauses)
        if not kinds:
            continue
        places = [(one.start, one.end) for one in numbers] + clauses
        words = sum(size(turn.text[start:end]) for start, end in clauses) + sum(
            size(turn.text[one.start : one.end]) for one in numbers if not any(a <= one.start < b for a, b in clauses)
        )
        again = _Again(old, tuple(dict.fromkeys(kinds)), min(a for a, _ in places), max(b for _, b in places), words)
        if best is None or again.words > best.words:
            best = again
    # a number that was read back counts as confirmed only if it had been given: the next time it is asked for, it is again
    confirmed |= exempt & {one.value for old in known for one in old.content.given}
    return best


def _shares(old: _Said, values: set[str]) -> bool:
    return any(one.value in values for one in old.content.given)


def _counts(one: Given, old: _Said, is_new_ear: bool, is_asked: bool) -> bool:
    if not old.is_here and not old.is_chained:
        return one.kind in NEW_HANDS or any(
            its.kind in NEW_HANDS for its in old.content.given if its.value == one.value
        )
    return one.kind in STRONG or is_asked or is_new_ear


def _described(said: Content, old: Content, echo: frozenset[str], least: int) -> list[tuple[int, int]]:
    """The clauses that come again, if enough of them do; what the firm has just said is no description of the customer's."""
    found, shared = [], set[str]()
    for start, end, words in said.clauses:
        if len(words & old.words) < 2:
            continue
        same = max((words & near for near in old.passages), key=len) - echo
        if len(same) >= max(2, SHARE * len(words)):
            found.append((start, end))
            shared |= same
    return found if len(shared) >= least else []


def _is_same_answer(said: Content, old: Content, echo: frozenset[str]) -> bool:
    """A short answer, given again as it was: a name, a place, a model."""
    return 1 <= len(said.words) <= 4 and said.words == old.words and said.words.isdisjoint(echo)


def _is_same_turn(said: Content, old: Content) -> bool:
    """The whole turn, word by word and with its numbers: then all of it is said again, however short."""
    values = ([one.value for one in content.given] for content in (said, old))
    return said.size == old.size and said.words == old.words and next(values) == next(values)


def _row(one: Contact, turn: Turn, said: Content, again: _Again, chained: int) -> dict[str, Any]:
    """A row of `restatements`; `chained` earlier contacts belong to the same chain: each of them was a transfer."""
    seconds = (
        (turn.end_s or 0.0) - (turn.start_s or 0.0) if turn.end_s is not None and turn.start_s is not None else 0.0
    )
    old = again.said
    heard = contact.asked(turn.heard, turn.lang)
    return {
        "turn_id": turn.id,
        "interaction_id": one.id,
        "seq": turn.seq,
        "earlier_turn_id": old.turn.id,
        "earlier_interaction_id": old.contact_id,
        "repeated": list(again.kinds),
        "start": turn.offset + again.start,
        "end": turn.offset + again.end,
        "words": again.words,
        "restated_s": seconds * min(1.0, again.words / max(1, said.size))
        if seconds > 0
        else again.words / contact.rate(turn.lang),
        "is_estimated": seconds <= 0,
        "after_transfer": _after(one, turn, old, chained),
        "is_asked_again": contact.says("again", turn.heard, turn.lang)
        or not heard.isdisjoint(kind for one in again.kinds for kind in ASKED_AS.get(one, (one,))),
    }


def _after(one: Contact, turn: Turn, old: _Said, chained: int) -> int | None:
    """The transfer since the earlier turn, counted from 1 in its chain; 0 for none; None where there were transfers that
    the turns do not show."""
    if turn.ear > (old.turn.ear if old.is_here else 0) or (chained and not old.is_here):
        return chained + turn.ear
    return None if one.n_transfers and not one.turns[-1].ear else 0
