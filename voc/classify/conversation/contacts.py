"""Contacts: the turns of each contact in their order, and the contacts of the same customer before it.

For: `restatements`. Not for: what is said in them; `contact` and `content` read that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from voc import language
from voc.classify.conversation import contact as phrases

if TYPE_CHECKING:
    import pyarrow as pa

WITHIN = timedelta(days=30)  # a customer who comes back later comes with another matter
MOST = 5  # earlier contacts looked at: an id that many customers share would take time squared


@dataclass(frozen=True)
class Turn:
    """A customer's turn. `heard` is what the firm said since the turn before, `block` counts how often the firm has spoken,
    `ear` how often the customer has been passed on; `offset` is where the turn begins in the customer's side of the
    contact, its turns joined by line breaks as `clean` joins them."""

    id: str
    seq: int
    text: str
    lang: str
    start_s: float | None
    end_s: float | None
    heard: str
    block: int
    ear: int
    offset: int


@dataclass(frozen=True)
class Contact:
    """One contact with the customer's turns in order; `chain`, `customer`, `began`, `n_transfers` are of `interactions`."""

    id: str
    turns: tuple[Turn, ...]
    customer: str | None = None
    chain: str | None = None
    began: datetime | None = None
    n_transfers: int | None = None


def contacts(turns: pa.Table, interactions: pa.Table | None) -> list[Contact]:
    """The contacts that have a customer's turn, sorted by id."""
    columns = [
        name for name in ("turn_id", "interaction_id", "seq", "role", "text", "lang", "start_s", "end_s", "row", "agent_id")
        if name in turns.column_names
    ]  # fmt: skip
    by_contact: dict[str, list[dict[str, Any]]] = {}
    for row in turns.select(columns).to_pylist():
        if row["text"]:
            by_contact.setdefault(row["interaction_id"], []).append(row)
    about = _about(interactions)
    return [
        Contact(id, _turns(sorted(rows, key=_place)), **about.get(id, {}))
        for id, rows in sorted(by_contact.items())
        if any(row["role"] == "customer" for row in rows)
    ]


def earlier(one: Contact, before: Mapping[str, Sequence[Contact]]) -> list[Contact]:
    """Of `before` (see `by_person`) the contacts that came before `one`: of its chain, or of its customer in the 30 days
    before it; the last MOST of them, oldest first. A contact without a time has none before it."""
    if one.began is None:
        return []
    near = {other.id: other for key in _persons(one) for other in before.get(key, ())}
    found = [
        other for other in near.values()
        if other.began is not None and (other.began, other.id) < (one.began, one.id)
        and (one.began - other.began <= WITHIN or (one.chain is not None and one.chain == other.chain))
    ]  # fmt: skip
    return sorted(found, key=_began)[-MOST:]


def by_person(every: Sequence[Contact]) -> dict[str, list[Contact]]:
    """The contacts of each customer and of each chain."""
    found: dict[str, list[Contact]] = {}
    for one in every:
        for key in _persons(one):
            found.setdefault(key, []).append(one)
    return found


def _persons(one: Contact) -> list[str]:
    return [f"{kind} {id}" for kind, id in (("customer", one.customer), ("chain", one.chain)) if id]


def _began(one: Contact) -> tuple[datetime, str]:
    assert one.began is not None  # asked for before
    return one.began, one.id


def _place(row: Mapping[str, Any]) -> tuple[int, int]:
    return row["seq"], row["row"] or 0


def _about(interactions: pa.Table | None) -> dict[str, dict[str, Any]]:
    if interactions is None:
        return {}
    names = {"customer": "customer_id", "chain": "chain_id", "began": "started_at", "n_transfers": "n_transfers"}
    ids = interactions.column("interaction_id").to_pylist()
    columns = [interactions.column(theirs).to_pylist() for theirs in names.values()]
    return {id: dict(zip(names, row, strict=True)) for id, *row in zip(ids, *columns, strict=True)}


def _turns(rows: Sequence[Mapping[str, Any]]) -> tuple[Turn, ...]:
    """The customer's turns of one contact, in order, with what the firm said and did before each."""
    known = language.of("\n".join(row["text"] for row in rows if row["role"] == "customer"))
    found: list[Turn] = []
    heard: list[Mapping[str, Any]] = []
    block = ear = offset = 0
    hands = _Hands(None, None, False, False)
    for row in rows:
        is_customer = row["role"] == "customer"
        if is_customer:
            block += bool(heard)
            passed, hands = _passed(heard, hands, known)
            ear += passed and bool(found)
        else:
            heard.append(row)
            continue
        found.append(
            Turn(
                row["turn_id"], row["seq"], row["text"], language.named(row["lang"]) or known, row["start_s"], row["end_s"],
                "\n".join(one["text"] for one in heard), block, ear, offset,
            )
        )  # fmt: skip
        heard = []
        offset += len(row["text"]) + 1
    return tuple(found)


@dataclass(frozen=True)
class _Hands:
    """Who has the customer: the agent and the role that spoke last; `is_announced`: a hand-over was said to come;
    `is_silent`: who joined has not spoken yet."""

    agent: str | None
    role: str | None
    is_announced: bool
    is_silent: bool


def _passed(heard: Sequence[Mapping[str, Any]], hands: _Hands, lang: str) -> tuple[bool, _Hands]:
    """Whether somebody else has the customer after what the firm said, and who.

    A hand-over is announced, carried out and greeted, often with an "ok" of the customer's between; it counts once.
    """
    agent, role, is_announced, is_silent = hands.agent, hands.role, hands.is_announced, hands.is_silent
    passed = False
    for row in heard:
        is_other = (role == "bot" and row["role"] == "agent") or bool(
            agent and row.get("agent_id") not in (None, "", agent)
        )
        if is_other or phrases.says("joined", row["text"], lang):
            passed, is_announced = passed or not (is_announced or is_silent), False
            if row["role"] != "agent":
                agent, role, is_silent = None, "agent", True
                continue
        elif phrases.says("transfer", row["text"], lang):
            passed = is_announced = True
        is_silent = is_silent and row["role"] != "agent"
        agent = row.get("agent_id") or agent
        role = row["role"] if row["role"] in ("bot", "agent") else role
    return passed, _Hands(agent, role, is_announced, is_silent)
