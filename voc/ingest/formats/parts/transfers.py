"""Contacts that were passed on, to chains: which contacts are one, what it is called, how often the customer was passed on.

For: the formats of contact records. Not for: transfers inside one contact, which a record counts by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """The contacts that a contact names: the first of its chain, the one before it and the one after it. `is_passed_on`
    says whether it began with a transfer, None where its record does not say."""

    initial: str | None = None
    before: str | None = None
    after: str | None = None
    is_passed_on: bool | None = None


def chains(links: Mapping[str, Link]) -> dict[str, tuple[str, int]]:
    """For each contact the id of its chain and the transfers in it.

    A chain is called by its first contact, whether or not that one is among `links`. A contact that is only named by others
    counts as passed on, unless it is the first.
    """
    parent: dict[str, str] = {}

    def top(one: str) -> str:
        parent.setdefault(one, one)
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    has_before: set[str] = set()
    initial: dict[str, str] = {}
    for contact, link in links.items():
        top(contact)
        for other in (link.initial, link.before, link.after):
            if other:
                parent[top(other)] = top(contact)
        if link.before and link.before != contact:
            has_before.add(contact)
        if link.after and link.after != contact:
            has_before.add(link.after)
    members: dict[str, list[str]] = {}
    for one in parent:
        members.setdefault(top(one), []).append(one)
    for contact, link in links.items():
        if link.initial:
            initial.setdefault(top(contact), link.initial)
    found: dict[str, tuple[str, int]] = {}
    for root, group in members.items():
        first = initial.get(root) or min((one for one in group if one not in has_before), default=min(group))
        n = sum(_is_passed_on(links.get(one)) for one in group if one != first)
        found |= dict.fromkeys(group, (first, n))
    return found


def _is_passed_on(link: Link | None) -> bool:
    return link is None or link.is_passed_on is not False
