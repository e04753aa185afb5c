"""Messages of one contact that stand in several files: who speaks, in which order, and none of them twice.

A warehouse keeps tickets in one table and their comments in another: a comment names its author and not who that is, and the
first comment is the ticket's description once more.

For: `assemble`. Not for: contacts that are whole in one file, and guesses: a role comes from the ids of the customer and of
agents that the same system's files name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from voc.ingest.formats.parts.moments import seconds
from voc.ingest.formats.parts.thread import OPENING, alike
from voc.ingest.note import note
from voc.ingest.raw import Reject, short, sound
from voc.ingest.rows import Part, without

_ONE_SYSTEM = (
    "salesforce_",
    "zendesk",
    "freshdesk",
)  # readers that begin so read one system's tickets in several shapes
# Why a turn is left out: the column that says so, and what was expected.
_OUT = {
    "duplicate_row": ("turn_id", "said once: a comment of the ticket says the same"),
    "not_a_turn": ("turn_id", "words that somebody said"),
    "deleted": ("interaction_id", "a contact that stands"),
}
_COLUMNS = ("turn_id", "interaction_id", "seq", "role", "text", "start_s", "said_at", "author_id", "row")


def knit(parts: Sequence[Part]) -> list[Part]:
    """`parts` with the turns of those that have `author_id` put together, for each system by itself: unknown roles become
    customer or agent where the author is the contact's customer or an agent, or one whose role the system's users say; a
    ticket's description that is a comment too is rejected (`duplicate_row`), so is what was said in a contact that another
    file says was deleted (`deleted`), and a comment that is but what the system calls the contact (`not_a_turn`); turns of
    a contact that stands in several files or of which one was left out are numbered anew by their times."""
    done = {id(one): one for one in parts}
    for system in dict.fromkeys(map(_system, parts)):
        mine = [one for one in parts if _system(one) == system]
        said = [
            one for one in mine if one.table == "turns" and one.rows.num_rows and "author_id" in one.rows.column_names
        ]
        if said:
            done |= {id(old): new for old, new in zip(said, _knit(said, mine), strict=True)}
    return [done[id(one)] for one in parts]


def _system(part: Part) -> str:
    reader = part.raw.reader
    return next((one for one in _ONE_SYSTEM if reader.startswith(one)), reader)


def _knit(said: Sequence[Part], mine: Sequence[Part]) -> list[Part]:
    turns = pd.concat([_cells(part).assign(part=at) for at, part in enumerate(said)], ignore_index=True)
    customers, agents = _people(mine)
    author = turns["author_id"].to_numpy()
    is_open = (turns["role"] == "unknown").to_numpy() & turns["author_id"].notna().to_numpy()
    sides = _speakers(mine)
    side = np.array([sides.get(pair, "") for pair in zip(turns["interaction_id"], author, strict=True)], dtype=object)
    is_customer = is_open & ((turns["interaction_id"].map(customers).to_numpy() == author) | (side == "customer"))
    is_agent = is_open & ~is_customer & (np.isin(author.astype(str), list(agents)) | (side == "agent"))
    named = {sound(id): role for one in mine for id, role in one.raw.people.items()}
    is_named = is_open & ~is_customer & ~is_agent & np.isin(author.astype(str), list(named))
    turns["role"] = np.where(is_customer, "customer", np.where(is_agent, "agent", turns["role"]))
    turns.loc[is_named, "role"] = turns.loc[is_named, "author_id"].map(named)
    turns["why"] = _why_out(turns, mine)
    several = turns.groupby("interaction_id")["part"].transform("nunique") > 1
    is_cut = turns["interaction_id"].isin(turns.loc[turns["why"] != "", "interaction_id"])
    _number(turns, (several | is_cut).to_numpy())
    return [_part(part, turns[turns["part"] == at].reset_index(drop=True)) for at, part in enumerate(said)]


def _cells(part: Part) -> pd.DataFrame:
    names = [name for name in _COLUMNS if name in part.rows.column_names]
    cells = part.rows.select(names).to_pandas()
    return cells.reindex(columns=list(_COLUMNS))


def _people(mine: Sequence[Part]) -> tuple[dict[str, str], set[str]]:
    """The customer of each contact, and every agent that the files name."""
    customers: dict[str, str] = {}
    agents: set[str] = set()
    for part in mine:
        if part.table not in ("interactions", "agents"):
            continue
        columns = {name: part.rows.column(name).to_pylist() for name in part.rows.column_names if name.endswith("_id")}
        agents.update(one for one in columns.get("agent_id", []) if one)
        if part.table == "interactions" and "customer_id" in columns:
            pairs = zip(columns["interaction_id"], columns["customer_id"], strict=True)
            customers |= {contact: customer for contact, customer in pairs if customer}
    return customers, agents


def _speakers(mine: Sequence[Part]) -> dict[tuple[str, str], str]:
    """The role of each speaker of a contact, where its row lists them: `agent_speakers`, `customer_speakers`."""
    found: dict[tuple[str, str], str] = {}
    for part in mine:
        for role in ("agent", "customer"):
            if part.table == "interactions" and f"{role}_speakers" in part.rows.column_names:
                contacts, several = (
                    part.rows.column(one).to_pylist() for one in ("interaction_id", f"{role}_speakers")
                )
                pairs = zip(contacts, several, strict=True)
                found |= {(contact, one): role for contact, ids in pairs for one in (ids or "").split(", ") if one}
    return found


def _why_out(turns: pd.DataFrame, mine: Sequence[Part]) -> np.ndarray:
    """Why each turn is left out, "" where it stays."""
    gone = frozenset[str]().union(*(part.raw.gone for part in mine))
    titles = frozenset[tuple[str, str]]().union(*(part.raw.titles for part in mine))
    titled = {contact for contact, _ in titles}
    pairs = zip(turns["interaction_id"], turns["text"], strict=True)
    is_title = [contact in titled and (contact, alike(text)) in titles for contact, text in pairs]
    why = np.where(_again(turns), "duplicate_row", "")
    why = np.where(is_title, "not_a_turn", why)
    return np.where(turns["interaction_id"].isin(gone).to_numpy(), "deleted", why)


def _again(turns: pd.DataFrame) -> np.ndarray:
    """Descriptions that another turn of the contact says too."""
    is_opening = turns["turn_id"].str.endswith(f":{OPENING}").to_numpy()
    shared = turns["interaction_id"].isin(turns.loc[is_opening, "interaction_id"]).to_numpy()
    words = [alike(text) if one else "" for text, one in zip(turns["text"], shared, strict=True)]
    said = {
        (contact, word)
        for contact, word, one in zip(turns["interaction_id"], words, is_opening, strict=True)
        if word and not one
    }
    pairs = zip(turns["interaction_id"], words, strict=True)
    return is_opening & np.array([pair in said for pair in pairs], dtype=bool)


def _number(turns: pd.DataFrame, several: np.ndarray) -> None:
    """`seq` and `start_s` of the contacts of `several`, by time; those without a time keep their place."""
    chosen = turns[several & (turns["why"] == "").to_numpy()].copy()
    if chosen.empty:
        return
    chosen["at"] = [seconds(one) if isinstance(one, str) else None for one in chosen["said_at"]]
    chosen["at"] = chosen["at"].astype(float)
    chosen = chosen.sort_values(["interaction_id", "at", "seq"], kind="stable", na_position="last")
    turns.loc[chosen.index, "seq"] = chosen.groupby("interaction_id").cumcount() + 1
    turns.loc[chosen.index, "start_s"] = chosen["at"] - chosen.groupby("interaction_id")["at"].transform("min")


def _part(part: Part, turns: pd.DataFrame) -> Part:
    rows = part.rows
    columns = {
        "seq": pa.array(turns["seq"], pa.int64()), "role": pa.array(turns["role"], pa.string()),
        "start_s": pa.array(turns["start_s"].astype(float), pa.float64(), from_pandas=True),
        "agent_id": pa.array(turns["author_id"].where(turns["role"] == "agent"), pa.string(), from_pandas=True),
    }  # fmt: skip
    for name, cells in columns.items():
        if name in rows.column_names:
            rows = rows.set_column(rows.column_names.index(name), name, cells)
    is_out = (turns["why"] != "").to_numpy()
    rejects = [_reject(one) for one in turns[is_out].to_dict("records")]
    kept = without(part, rows.filter(pa.array(~is_out)), rejects)
    silent = int(((turns["role"] == "unknown") & turns["author_id"].notna() & ~is_out).sum())
    if not silent:
        return kept
    told = note(
        "{n} turns name an author and no file says who that is: read the tickets, or the users, beside this file",
        n=silent,
    )
    return replace(kept, warnings=[*kept.warnings, told])


def _reject(turn: Mapping[Any, Any]) -> Reject:
    column, expected = _OUT[turn["why"]]
    return Reject(turn["row"], column, turn["why"], short(turn[column], is_id=True), expected)
