"""Tables that a warehouse keeps beside contacts and orders: groups, teams, tags, time zones, lines of a return.

For: saying by name what such a file is, where a folder holds it beside the tables that it belongs to; its rows are rejected
and counted. Alone it is refused (E216). Not for: tables of tickets, comments, orders; see `zendesk_warehouse`,
`intercom_warehouse`, `freshdesk`, `hubspot` and `shopify_tables`, some of which know lookups of their own.

A table is known by all of its columns, as a sync writes them: one column more, and it may be something that should be read.
https://fivetran.com/docs/connectors/applications
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts.sheet import Sheet
from voc.ingest.formats.parts.table_rows import raw_of, reject_wrong, rows
from voc.ingest.note import note
from voc.ingest.raw import OF_THE_SYNC, Raw

# What the rows are, the columns that must be there, those that may.
_OF_CONTACTS = (
    (note("time zones"), "time_zone standard_offset", ""),
    (note("hours of daylight saving"), "time_zone year daylight_start_utc daylight_end_utc", "daylight_offset"),
    (note("holidays"), "id name schedule_id", "start_date end_date start_date_utc end_date_utc holiday_name"),
    (note("schedules of tickets"), "ticket_id schedule_id", "created_at"),
    (note("groups"), "id name url", "created_at updated_at description default deleted is_public group_id group_name"),
    (note("groups"), "id name description", "created_at updated_at business_hour_id escalate_to unassigned_for group_type "
     "auto_ticket_assign agent_ids"),
    (note("brands"), "id name subdomain", "url active default has_help_center help_center_state host_mapping brand_url "
     "signature_template created_at updated_at logo_id ticket_form_ids is_deleted"),
    (note("forms of tickets"), "id name display_name", "created_at updated_at active end_user_visible raw_name "
     "raw_display_name position in_all_brands url default in_all_organizations restricted_brand_ids"),
    (note("tags of users"), "user_id tag", ""), (note("tags of organizations"), "organization_id tag", ""),
    (note("domains of organizations"), "organization_id domain_name", "index"),
    (note("teams and tags, ids with their names"), "id name", "created_at updated_at applied_at applied_by_id"),
    (note("admins"), "id name email", "job_title away_mode_enabled away_mode_reassign has_inbox_seat avatar_image_url type "
     "created_at updated_at"),
    (note("members of teams"), "team_id admin_id", ""), (note("members of groups"), "group_id agent_id", ""),
    (note("members of groups"), "id user_id group_id", "created_at updated_at default url"),
    (note("tags of contacts"), "contact_id tag_id", "contact_updated_at applied_at created_at"),
    (note("tags of companies"), "company_id tag_id", "company_updated_at applied_at created_at"),
    (note("contacts of conversations"), "conversation_id contact_id", "conversation_updated_at created_at"),
    (note("companies of contacts"), "company_id contact_id", "contact_updated_at created_at"),
    (note("stages of a pipeline"), "pipeline_id stage_id label", "display_order active closed_won ticket_state is_closed "
     "created_at updated_at write_permissions"),
    (note("pipelines"), "pipeline_id label", "display_order active object_type_id created_at updated_at"),
)  # fmt: skip
_OF_ORDERS = (
    (note("tags of orders"), "order_id value", "index key"), (note("tags of products"), "product_id value", "index"),
    (note("tags of customers"), "customer_id value", "index"),
    (note("discount codes of orders"), "order_id code", "index amount type"),
    (note("notes of orders"), "order_id name value", "index"),
)  # fmt: skip
_REASON = "lookup_row"
_SURE = 0.9


def _reader(id: str, known: Sequence[tuple[str, str, str]], table: str, whose: str) -> Format:
    def like(head: Head) -> Like:
        what = _what(head.names, known)
        return Like(_SURE, f"the table of {what}: it holds nothing else") if what else NOT_LIKE

    def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
        """Every row rejected as what it is."""
        assert raw is not None
        what = _what(frozenset(name.strip().lower() for name in raw.rows.column_names), known) or note("lookups")
        sheet = Sheet(table, warnings=[note("the table of {what}: nothing for voc in it", what=what)])
        for row in rows(raw):
            if not reject_wrong(row, sheet):
                sheet.reject(_REASON, row.number, found=f"one of {what}", expected=whose)
        return [replace(raw_of(sheet, content, raw, id), nothing=f"the table of {what}")]

    read_: Callable[[Content, Raw | None], Sequence[Raw]] = read
    title = f"Tables of a warehouse beside {table} (nothing in them is kept)"
    return Format(id, title, "Fivetran and Airbyte syncs", (table,), like, read_, rows=True)


def _what(names: frozenset[str], known: Sequence[tuple[str, str, str]]) -> str | None:
    own = {name for name in names if not name.startswith(OF_THE_SYNC)}
    if own == names:
        return None  # nobody says that a sync wrote it: a table of two columns may be anything
    return next(
        (what for what, must, may in known if own.issuperset(must.split()) and own <= {*must.split(), *may.split()}),
        None,
    )


FORMATS = (
    _reader("contact_lookups", _OF_CONTACTS, "interactions", "a contact"),
    _reader("order_lookups", _OF_ORDERS, "orders", "an order"),
)
