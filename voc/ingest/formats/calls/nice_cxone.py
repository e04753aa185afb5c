"""NICE CXone (inContact): completed contacts, one a row, with the master contact that transfers share.

Not for: recordings. Members as in the reporting API's /contacts/completed and its reports; times are seconds in both.
"""

from __future__ import annotations

from collections.abc import Sequence

from voc.ingest.content import Content
from voc.ingest.formats.format import Format, Head, Like, having
from voc.ingest.formats.parts.contact_columns import Cells, contact_rows, folded, handled
from voc.ingest.raw import Raw

_COLUMNS = {
    "interaction_id": ("contactid",),
    "chain_id": ("mastercontactid",),
    "started_at": ("contactstart", "contactstartdate", "startdate"),
    "ended_at": ("contactend", "contactenddate", "enddate"),
    "channel": ("mediatypename", "medianame", "mediatype"),
    "agent_id": ("agentid",),
    "team": ("teamname",),
    "queue": ("skillname",),
    "queue_wait_s": ("inqueueseconds", "inqueue"),
    "talk_s": ("talkseconds",),
    "hold_s": ("holdseconds", "holdtime"),
    "acw_s": ("acwseconds", "acwtime"),
    "handle_s": ("handleseconds",),
    "is_abandoned": ("abandoned", "isabandoned", "abandon"),
    "reason": ("primarydispositionname", "dispositionname"),
    "campaign": ("campaignname",),
    "duration_s": ("totaldurationseconds", "totaltime"),
    "transfer": ("transferindicatorname",),
    "updated_at": ("lastupdatetime",),
}
_CHANNELS = {"call": "voice", "phone call": "voice", "phonecall": "voice", "4": "voice", "3": "chat", "1": "email"}
_TRUTH = {"1": "true", "0": "false", "y": "true", "n": "false", "yes": "true", "no": "false"}


def like(head: Head) -> Like:
    """How like completed contacts of CXone a head is."""
    names = frozenset(map(folded, head.columns or head.members))
    usual = (
        "agentid",
        "inqueueseconds",
        "acwseconds",
        "abandoned",
        "skillname",
        "contactstart",
        "totaldurationseconds",
    )
    return having(names, ("contactid", "mastercontactid"), usual)


def read(content: Content, rows: Raw | None) -> Sequence[Raw]:
    """Interactions, of a table that has been read."""
    return [contact_rows(content, rows, "nice_contacts", _COLUMNS, _row)]


def _row(ours: Cells, theirs: Cells) -> None:
    channel = (ours["channel"] or "").lower()
    ours["channel"] = _CHANNELS.get(channel, channel) or None
    lost = (ours["is_abandoned"] or "").lower()
    ours["is_abandoned"] = _TRUTH.get(lost, lost) or None
    ours["agent_id"] = None if ours["agent_id"] == "0" else ours["agent_id"]  # no agent took it
    ours["handle_s"] = ours["handle_s"] or handled(ours)


FORMATS = (
    Format(
        "nice_contacts", "NICE CXone contacts", "NICE CXone, completed contacts",
        ("interactions",), like, read, rows=True,
    ),
)  # fmt: skip
