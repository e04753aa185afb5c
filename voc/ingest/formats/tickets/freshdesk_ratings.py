"""Satisfaction ratings of Freshdesk: faces written as -103 to 103.

For: `freshdesk`. Not for: the words of its exports (`ticket_exports`).
https://developers.freshdesk.com/api/#satisfaction-ratings
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.document import word
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.source import Score

SCALE = Score("csat", 1, 7)
# Extremely unhappy to extremely happy; 100 lies in the middle. A survey of three or five answers uses some of them.
FACES = {"-103": "1", "-102": "2", "-101": "3", "100": "4", "101": "5", "102": "6", "103": "7"}


def keep_rating(number: int | None, one: Mapping[str, Any], feedback: Sheet) -> None:
    """A rating as a row of feedback: faces as 1 to 7, the answers to further questions carried under their names."""
    given = one.get("ratings")
    answers = (
        given if isinstance(given, dict) else {"default_question": given if given is not None else one.get("rating")}
    )
    first = word(answers.get("default_question"))
    score, text = FACES.get(first or ""), word(one.get("feedback"))
    if score is None and (first is not None or text is None):
        reason = "not_answered" if first is None else "unknown_score"
        feedback.reject(
            reason, number, column="ratings", found=first, expected="-103 to 103, as Freshdesk writes faces"
        )
        return
    others = {
        name: FACES.get(word(value) or "", word(value)) for name, value in answers.items() if name != "default_question"
    }
    cells = {
        "feedback_id": word(one.get("id")),
        "interaction_id": word(one.get("ticket_id")),
        "score": score,
        "text": text and markup.read(text),
        "created_at": moment(one.get("created_at")),
        "customer_id": word(one.get("user_id")),
        "agent_id": word(one.get("agent_id")),
        "group_id": word(one.get("group_id")),
        "survey_id": word(one.get("survey_id")),
    }
    feedback.keep(number, **{**others, **cells})
