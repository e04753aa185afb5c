"""Slack: the lists that its export puts beside the days of channels: users, channels, logs. Nothing in them is said.

For: naming and counting them where a folder or archive holds them beside messages; alone they are refused (E216). Not for:
messages (`slack`). Slack does not say who is a customer, so that the list of users tells no role.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.document import documents
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.note import note
from voc.ingest.raw import Raw

_LISTS = {
    "users.json": note("users"), "org_users.json": note("users"), "channels.json": note("channels"),
    "groups.json": note("private channels"),
    "dms.json": note("direct messages"), "mpims.json": note("messages among several"),
    "integration_logs.json": note("integrations"),
    "canvases.json": note("canvases"), "lists.json": note("lists"), "file_conversations.json": note("files"),
}  # fmt: skip
# An id of Slack: the letter of its kind, then capitals and digits.
_ID = re.compile(r'"(?:id|user_id|app_id|service_id)"\s*:\s*"?(?:[UWCGDFAB][A-Z0-9]{1,14}"|\d+)')


def like(head: Head) -> Like:
    """How like a list of Slack's export a head is: by its name and its ids."""
    what = _LISTS.get(PurePosixPath(head.name.replace("\\", "/")).name.lower())
    if what is None or not head.is_json or head.members & {"text", "ts", "role"} or not _ID.search(head.text):
        return NOT_LIKE
    return Like(0.9, f"the list of {what}: it holds nothing else")


def read(content: Content, _: Raw | None) -> Sequence[Raw]:
    """Every entry rejected as what it is. Raises DataError E293 where it is no JSON."""
    what = _LISTS.get(PurePosixPath(content.name.replace("\\", "/")).name.lower(), note("names"))
    sheet = Sheet("interactions", warnings=[note("the list of {what} of Slack: nothing for voc in it", what=what)])
    for _one in documents(content):
        sheet.reject("lookup_row", found=f"one of {what}", expected="a message")
    made = sheet.raw(content, "slack_lookups", content.decoded[1], content.decoded[2])
    return [replace(made, nothing=f"the list of {what}")]


FORMATS = (
    Format(
        "slack_lookups", "Lists of a Slack export (nothing in them is kept)", "Slack, export of a workspace",
        ("interactions",), like, read,
    ),
)  # fmt: skip
