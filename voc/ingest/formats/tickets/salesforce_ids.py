"""Ids of Salesforce records: 15 signs in its reports and pages, 18 in its API and exports, and both are the same record.

    whole("500D0000001abcd")       # "500D0000001abcdIAA": the 15, and three that say which of its letters are capitals

For: the formats of Salesforce, and ids of its cases in other files (`voc.ingest.case_ids`). Not for: case numbers, which are
counted in one organisation and are no ids.
"""

from __future__ import annotations

import re

_SHORT = re.compile(r"[A-Za-z0-9]{15}")
_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
# What the ids of the records that we meet begin with: cases, contacts, accounts, people, queues, e-mails, chats, visitors.
_KINDS = ("500", "003", "001", "005", "00G", "02s", "570", "571")


def whole(id: str | None) -> str | None:
    """`id` with 18 signs where it is one of 15; everything else as it is, without blanks around it.

    Of each five signs the capitals are bits, the first the lowest; the number that they make is a sign of A-Z0-5.
    https://help.salesforce.com/s/articleView?id=000383751 (the 18-character id)
    """
    text = (id or "").strip()
    if not _SHORT.fullmatch(text) or not text.startswith(_KINDS):
        return text or None
    fives = (text[at : at + 5] for at in (0, 5, 10))
    return text + "".join(_SIGNS[sum(("A" <= sign <= "Z") << bit for bit, sign in enumerate(five))] for five in fives)
