"""Tables of tickets of a tool that no format knows, a row a ticket, by their headings.

    told(content, raw)      # interactions and turns of a table that would be given up, None where it does not tell

For: `read`, the last before a table is given up (E204). Not for: tables of a known tool (`ticket_exports`), of feedback, or
under our own names. It is right or silent: there must be an id in every row, when it was opened, how it stands, and what it
is about; ratings without a scale and durations without a unit are carried; words for how it stands that nobody knows say
nothing of whether it is solved.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from voc.ingest.content import Content
from voc.ingest.formats.parts import headings, responses, stamps, worded_spans
from voc.ingest.formats.parts.table_rows import Row, rows
from voc.ingest.formats.tickets import ticket_exports
from voc.ingest.formats.tickets.ticket_exports import Export
from voc.ingest.formats.unknown.any_table import any_table
from voc.ingest.note import note
from voc.ingest.raw import Raw

ID = "ticket_table"
_AT = r"(?: ?(?:on|at|date|time|date ?time|timestamp))*(?: ?\(.*\))?"
# Ours, as the Export below calls it, by their headings in lower case.
_HEADS = {
    "ticket id": r"(?:ticket|case|issue|request|incident|enquiry|complaint) ?(?:id|number|no|#|ref|reference|key)|"
    r"(?:工单|工單|案件|投诉|投訴|问题|問題|服务单|服務單)(?:编号|編號|号|號|单号|單號| ?id)",
    "created": rf"(?:ticket |case |date )?(?:created|create|creation|opened|open|submitted|raised|reported|logged){_AT}|"
    r"(?:创建|建立|提交|发起|發起|受理|開立|新增|来电|來電)(?:时间|時間|日期)",
    "closed": rf"(?:ticket |case |date )?(?:closed|resolved|solved|completed){_AT}|"
    r"(?:解决|解決|关闭|關閉|完成|结案|結案|完结|完結|办结)(?:时间|時間|日期)",
    "status": r"(?:ticket |case |current )?(?:status|state)(?: ?\(.*\))?|"
    r"(?:工单|工單|处理|處理|案件|当前|當前)?(?:状态|狀態)",
    "subject": r"(?:ticket |case )?(?:subject|title|summary|topic)|(?:工单|工單|案件)?(?:标题|標題|主题|主題|主旨)",
    "description": r"(?:ticket |case |issue |problem )?(?:description|details|body)|"
    r"(?:问题|問題|工单|工單|案件|投诉|投訴|诉求|訴求|详细|詳細)?(?:描述|说明|說明|内容|內容|详情|詳情)",
    "channel": r"(?:ticket |contact )?(?:channel|source|origin)|via|"
    r"(?:工单|工單|受理|进线|進線)?(?:渠道|管道|通路|来源|來源)",
    "agent": r"assigned to|assignee|(?:assigned |ticket |case )?(?:agent|owner)(?: id)?|handled by|"
    r"(?:处理|處理|受理|负责|負責|经办|承辦)(?:人员|人員|人|客服)|(?:客服|坐席|座席|专员|專員)(?:工号|工號|人员|人員|编号|編號)?",
    "customer id": r"(?:customer|requester|contact|client|user|end user)(?: ?(?:id|number|no))|"
    r"(?:客户|客戶|用户|用戶|会员|會員)(?: ?id|编号|編號|号|號)",
    "satisfaction comment": r"(?:ticket )?(?:satisfaction|csat|survey|rating)(?: (?:rating|survey|score))? "
    r"(?:comments?|remarks?|feedback)|"
    r"(?:满意度|滿意度|评价|評價)(?:评价|評價|调查|調查|回访|回訪)?(?:备注|備註|内容|內容|说明|說明|评语|評語|留言|意见|意見)",
}  # fmt: skip
_TELLING = (
    {"status", "created", "subject"}, {"status", "description"}, {"created", "closed", "agent"}, {"created", "description"},
)  # fmt: skip
# Durations whose unit the heading says.
_SPANS = {
    "first_response_s": r"(?:time to )?first (?:response|reply)(?: time)?|"
    r"首次(?:响应|響應|回复|回覆)(?:时间|時間|时长|時長)",
    "resolution_s": r"(?:full |total )?resolution(?: time)?|time to (?:resolution|resolve|close)|"
    r"(?:解决|解決)(?:时长|時長|用时)",
}
_SOLVED = (
    "closed", "resolved", "solved", "completed", "complete", "done", "已解", "已关", "已關", "已完", "已结", "已結", "已办",
    "完成", "结案", "結案",
)  # fmt: skip
_OPEN = re.compile(
    r"(?:re-?)?open(?:ed)?|new|pending.*|on[ -]?hold|in[ -]?progress|waiting.*|awaiting.*|assigned|unassigned|escalated|"
    r"draft|active|unresolved|cancell?ed|merged|spam|"
    r"(?:待|未|新|处理中|處理中|进行|進行|挂起|掛起|重开|重開|暂停|暫停|已分配|已取消|已撤).*"
)
_DAY = re.compile(r"\s*(?:\d{4}[-/.年]|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}[ -][A-Za-z]{3}|[A-Za-z]{3,9} \d)")
EXPORT = Export(
    ID, "", "", (),
    {
        "interaction_id": ("ticket id",), "started_at": ("created",), "ended_at": ("closed",), "channel": ("channel",),
        "agent_id": ("agent",), "customer_id": ("customer id",), "reason": ("subject",), "text": ("description",),
    },
    _SOLVED, comments=("satisfaction comment",),
)  # fmt: skip


def told(content: Content, raw: Raw) -> list[Raw] | None:
    """Interactions and turns of `raw`, the rows of a table that nobody declared; None where it does not tell."""
    names = raw.rows.column_names
    found = _headed(names)
    if "ticket id" not in found or not any(one <= {*found} for one in _TELLING):
        return None
    every = [row for row in rows(raw) if row.wrong is None]
    cells = {ours: [row.of(name.strip().lower()) for row in every] for ours, name in found.items()}
    ids = cells["ticket id"]
    if None in ids or len(set(ids)) < len(ids) or ("created" in found and not _are_days(cells["created"])):
        return None
    if "closed" in found and not _are_days(cells["closed"]):
        found.pop("closed")
    stands = {cell.strip().lower() for cell in cells.get("status", ()) if cell}
    is_known = all(one.startswith(_SOLVED) or _OPEN.fullmatch(one) for one in stands)
    if not is_known:
        found.pop("status")
    if not any(one - {"status"} <= {*found} for one in _TELLING):  # what had to be days was none
        return None
    gone = [name for name in names if headings.kind(name) == "left"]
    ours = {name: mine for mine, name in found.items()}
    kept = raw.rows.drop_columns(gone)
    # A heading of theirs that is one of ours and means something else keeps its column apart.
    taken = frozenset((*_HEADS, "ticket status", "status reason", "statecode"))
    named = [
        ours.get(name) or (f"their {name}" if name.strip().lower() in taken else name) for name in kept.column_names
    ]
    spans = _spans(every, kept.column_names)
    export = replace(EXPORT, durations=spans)
    read = ticket_exports.read(export, content, replace(raw, rows=kept.rename_columns(named)))
    mine = {theirs[0]: ours for ours, theirs in EXPORT.columns.items()}
    said = headings.noted({mine.get(one, one.replace(" ", "_")): name for one, name in found.items()})
    notes = [note("read as tickets by its headings: {note}; a [[source]] in voc.toml says what is right", note=said)]
    notes += responses.left_out(gone)
    if not is_known:
        notes.append(note("whether a ticket is solved is not known: its words for how it stands are none that we know"))
    read[0].warnings.extend(notes)
    return [one for one in read if one.table != "feedback" or one.rows.num_rows]


def _headed(names: Sequence[str]) -> dict[str, str]:
    """Ours -> the first column whose heading fits."""
    plain = {name: headings.plain(name) for name in names}
    fits = {ours: [name for name in names if re.fullmatch(pattern, plain[name])] for ours, pattern in _HEADS.items()}
    return {ours: several[0] for ours, several in fits.items() if several}


def _spans(every: Sequence[Row], names: Sequence[str]) -> dict[str, tuple[str, float]]:
    """Theirs -> ours and the seconds of the unit that the heading says, of columns of numbers."""
    found: dict[str, tuple[str, float]] = {}
    for name in names:
        said = worded_spans.unit(headings.plain(name))
        ours = next((one for one, pattern in _SPANS.items() if said and re.fullmatch(pattern, said[0])), None)
        cells = [cell for row in every if (cell := row.of(name.strip().lower()))]
        if said and ours and cells and all(map(responses.is_number, cells)) and ours not in dict(found.values()):
            found[name.strip().lower()] = (ours, said[1])
    return found


def _are_days(cells: Sequence[str | None]) -> bool:
    """Whether a column holds days and not durations; an empty one holds none."""
    filled = [one for one in map(stamps.unified, cells) if one]
    return bool(filled) and all(_DAY.match(one) for one in filled)


FORMATS = (
    any_table(
        ID, "Tickets of other tools, a table", "any table with a ticket's id, its opening, how it stands and a subject",
        ("interactions", "turns", "feedback"), told,
    ),
)  # fmt: skip
