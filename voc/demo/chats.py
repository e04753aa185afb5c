"""Transcripts of some of the chats: turns of customer and agent, with the clock of the contact.

For: `world.write`. Not for: tickets and surveys (`feedback`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from voc.demo import company
from voc.demo.comments import Facts, Writer
from voc.demo.contacts import Contact
from voc.demo.days import stream
from voc.demo.feedback import Setting

TRANSCRIBED = 0.18
_ROLES = {"en": ("customer", "agent"), "zh-Hans": ("顾客", "客服"), "zh-Hant": ("顧客", "客服")}
_NAMES = {agent.id: agent.name for agent in company.AGENTS} | {company.TALKER: company.TALKER_NAME}


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn; `start_s` and `end_s` are seconds from the start of the contact."""

    interaction_id: str
    seq: int
    role: str
    text: str
    start_s: int
    end_s: int


def chats(contacts: Sequence[Contact], world: Setting) -> tuple[list[Turn], dict[str, tuple[str, ...]]]:
    """The turns, and for each transcript the truth about what the customer said, by interaction_id."""
    rng, writer = stream(world.seed, "chats"), Writer(world.seed, "chat", world.days)
    turns: list[Turn] = []
    said: dict[str, tuple[str, ...]] = {}
    for contact in contacts:
        if contact.channel != "chat" or contact.is_abandoned or rng.random() >= TRANSCRIBED:
            continue
        lines, labels = _lines(contact, writer, world.loud(rng, contact.touched))
        customer, agent = _ROLES[company.LANG_OF[contact.region]]
        clock, pause = float(contact.queue_wait_s or 0), (contact.talk_s or 60) / len(lines)
        for seq, (is_customer, text) in enumerate(lines, 1):
            ends = clock + pause * 0.8
            turns.append(
                Turn(contact.interaction_id, seq, customer if is_customer else agent, text, round(clock), round(ends))
            )
            clock += pause
        said[contact.interaction_id] = labels
    return turns, said


def _lines(contact: Contact, writer: Writer, cause: str) -> tuple[list[tuple[bool, str]], tuple[str, ...]]:
    """The lines as (is the customer's, text), and the topics in the customer's."""
    lang = company.LANG_OF[contact.region]
    fill = {"agent": _NAMES[contact.agent_id], "order": f"N{200001 + int(contact.interaction_id[1:]) * 7 % 11000}"}
    facts = Facts(never=frozenset({"resolution:positive", "resolution:negative", "staff_attitude:negative"}), fill=fill)

    def agent(key: str) -> tuple[bool, str]:
        text = writer.line(lang, f"chat.{key}")
        for name, value in fill.items():
            text = text.replace("{" + name + "}", value)
        return False, text

    mood = "neutral" if writer.rng.random() < 0.6 else "negative"
    issue = writer.comment(lang, f"ticket_{contact.queue}", mood, contact.day, facts)
    labels = list(issue.labels)
    lines = [agent("greeting"), (True, issue.text), agent("check"), (True, agent("detail")[1])]
    if contact.touched:
        for _ in range(2 if writer.rng.random() < 0.5 else 3):
            lines.append(agent("ramble"))
            if cause:
                complaint = writer.comment(lang, "chat", "negative", contact.day, replace(facts, cause=cause))
                lines.append((True, complaint.text))
                labels += complaint.labels
    if contact.is_fcr:
        lines += [agent("fixed"), (True, agent("bye")[1])]
    else:
        lines += [agent("unfixed"), (True, agent("bye_unfixed")[1])]
    return lines, tuple(dict.fromkeys(labels))
