"""Which columns of a survey tool's table are times, ids and states, tool by tool; all others are questions.

For: `survey_tables`, which reads them all in one way. Not for: tools whose tables have a shape of their own (`qualtrics`,
`surveymonkey`, `google_forms`, `typeform_csv`). A new tool of this shape is a new Tool here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

# "3. ", "Q3: ", "3、" before the words of a question.
NUMBERED = re.compile(r"^\s*(?:[Qq]?\d{1,3}\s*(?:[、．.:：)](?!\d)|\s-)\s*)?(?P<text>.+)$", re.DOTALL)
# LimeSurvey: G01Q03[SQ001]. What did you use? [Phone]
_CODED = re.compile(r"^\s*(?:(?P<code>[A-Za-z]\w*(?:\[[^\]]{1,40}\])*)\.\s+)?(?P<text>.+)$", re.DOTALL)


@dataclass(frozen=True)
class Tool:
    """A survey tool. `needed`: sets of heads (lower case) of which one has to be there; `begins`: heads of which the first
    columns must be one each. `parts`: what a head is: id, email, started, ended, status, duration, left, or carry for one
    that goes along under its own name. `worded`: where its code ends and the words of a question begin. `blank`: cells that
    stand for no answer; `must_end`: a response without `ended` is unfinished. `order` is that of day and month where the
    column shows none, `grows` that rows stand in the order of time. `zone` is that of its times. `is_own`: its ids are the
    tool's and not the number of a row in one survey."""

    id: str
    title: str
    system: str
    needed: tuple[frozenset[str], ...]
    parts: Mapping[str, str]
    begins: tuple[frozenset[str], ...] = ()
    worded: re.Pattern[str] = NUMBERED
    carried: re.Pattern[str] | None = None
    blank: frozenset[str] = frozenset()
    must_end: bool = False
    order: str | None = None
    grows: bool = False
    zone: str | None = None
    is_own: bool = False
    may_be_codes: bool = False


def _sets(*heads: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(one.split("|")) for one in heads)


def _parts(**names: str) -> dict[str, str]:
    return {name: part for part, several in names.items() for name in several.split("|")}


LIMESURVEY = Tool(
    "limesurvey", "LimeSurvey results", "LimeSurvey, export of results as CSV or Excel",
    _sets(
        "id|submitdate|lastpage", "submitdate|lastpage|startlanguage", "response id|date submitted|last page",
        "antwort id|datum abgeschickt|letzte seite", "antwort-id|datum abgeschickt|letzte seite",
    ),
    _parts(
        id="id|response id|antwort id|antwort-id", ended="submitdate|date submitted|datum abgeschickt",
        started="startdate|date started|datum gestartet",
        last="datestamp|date last action|datum letzte aktivität",
        carry="lastpage|last page|letzte seite|startlanguage|start language|start-sprache|startsprache|seed|"
        "zufallsstartwert|interviewtime|total time|gesamtzeit",
        left="ipaddr|ip address|ip-adresse|refurl|referrer url|token|zugangsschlüssel|access code|firstname|lastname|email",
    ),
    worded=_CODED, carried=re.compile(r"^(?:groupTime\w*|interviewtime|\w+Time)$"), must_end=True,
)  # fmt: skip
MICROSOFT_FORMS = Tool(
    "microsoft_forms", "Microsoft Forms responses", "Microsoft Forms, open results in Excel",
    (frozenset(),),
    _parts(
        id="id|識別碼|编号", started="start time|开始时间|開始時間|startzeit|heure de début|hora de inicio|hora de início",
        ended="completion time|完成时间|完成時間|fertigstellungszeit|heure de fin|hora de finalización|hora de conclusão",
        email="email|电子邮件|電子郵件|e-mail|adresse de messagerie|correo electrónico",
        left="name|名称|名稱|姓名|nom|nombre|nome",
        carry="last modified time|上次修改时间|上次修改時間|total points|quiz feedback|grade posted time|language|语言|語言",
    ),
    begins=_sets(
        "id|識別碼|编号", "start time|开始时间|開始時間|startzeit|heure de début|hora de inicio|hora de início",
        "completion time|完成时间|完成時間|fertigstellungszeit|heure de fin|hora de finalización|hora de conclusão",
        "email|电子邮件|電子郵件|e-mail|adresse de messagerie|correo electrónico|name|名称|名稱|姓名|nom|nombre",
    ),
    carried=re.compile(r"^(?:points|feedback) - ", re.IGNORECASE), blank=frozenset({"anonymous"}), grows=True,
)  # fmt: skip
WENJUANXING = Tool(
    "wenjuanxing", "问卷星 (wjx) responses", "问卷星, 下载答卷数据 as Excel or CSV, by text or by number",
    _sets("提交答卷时间|所用时间", "提交答卷时间|来自ip", "序号|提交答卷时间"),
    _parts(
        id="序号|答卷编号", ended="提交答卷时间", started="开始答卷时间|开始时间", duration="所用时间",
        carry="来源|来源详情|总分|答卷状态|省份|城市", left="来自ip|ip|用户昵称|微信昵称|微信openid|姓名|手机",
    ),
    blank=frozenset({"(空)", "（空）", "(跳过)", "（跳过）", "-2", "-3"}), may_be_codes=True,
)  # fmt: skip
TENCENT = Tool(
    "tencent_wenjuan", "腾讯问卷 responses", "腾讯问卷, 导出数据 as CSV or Excel",
    _sets("开始答题时间|结束答题时间"),
    _parts(
        id="编号|答题编号", started="开始答题时间", ended="结束答题时间", duration="答题时长|答题时长(秒)|答题时长（秒）",
        carry="自定义字段|地理位置|语言|清洗数据结果|智能清洗数据无效概率|来源|国家和地区|省份|城市|答题者来源",
        left="ip|ip地址|ua|referrer|用户昵称|用户id|openid|答题者",
    ),
    blank=frozenset({"(空)", "（空）", "(跳过)"}), may_be_codes=True,
)  # fmt: skip
WUFOO = Tool(
    "wufoo", "Wufoo entries", "Wufoo, export of entries as CSV or Excel",
    _sets("entry id|date created|completion status", "entry id|date created|last page accessed",
          "entryid|datecreated|completionstatus"),
    _parts(
        id="entry id|entryid", ended="date created|datecreated", status="completion status|completionstatus",
        carry="date updated|dateupdated|last page accessed|payment status|payment total|transaction id",
        left="created by|createdby|updated by|updatedby|ip address", email="email",
    ),
)  # fmt: skip
TALLY = Tool(
    "tally", "Tally submissions", "Tally, download of submissions as CSV",
    _sets("submission id|respondent id|submitted at"),
    _parts(id="submission id", carry="respondent id", ended="submitted at", email="email"), zone="UTC", is_own=True,
)  # fmt: skip
JOTFORM = Tool(
    "jotform", "Jotform submissions", "Jotform, Tables or download of submissions as CSV or Excel",
    _sets("submission date|submission id", "submission date|submission ip"),
    _parts(
        id="submission id", ended="submission date", carry="last update date|flow status|submission status",
        left="ip|submission ip|edit link", email="email|e-mail",
    ),
    is_own=True,
)  # fmt: skip
ALCHEMER = Tool(
    "alchemer", "Alchemer (SurveyGizmo) responses", "Alchemer, export of responses as CSV or Excel",
    _sets("response id|time started|date submitted"),
    _parts(
        id="response id", started="time started", ended="date submitted", status="status", email="email",
        carry="contact id|language|tags|country|city|state/region|postal|sessionid|legacy comments|comments",
        left="referer|user agent|ip address|longitude|latitude",
    ),
)  # fmt: skip
QUESTIONPRO = Tool(
    "questionpro", "QuestionPro responses", "QuestionPro, export of raw data as CSV or Excel",
    _sets("response id|response status|timestamp (mm/dd/yyyy)", "response id|timestamp (mm/dd/yyyy)|seq. number",
          "response id|timestamp (mm/dd/yyyy)|time taken to complete (seconds)"),
    _parts(
        id="response id", ended="timestamp (mm/dd/yyyy)", status="response status",
        duration="time taken to complete (seconds)", email="respondent email",
        carry="seq. number|external reference|email list|country code|region|country|city|language|device|duplicate|"
        "custom variable 1|custom variable 2|custom variable 3|custom variable 4|custom variable 5|survey version",
        left="ip address|operating system|browser|latitude|longitude|user agent|dma code|area code",
    ),
    carried=re.compile(r"^custom variable \d+$", re.IGNORECASE), order="month", is_own=True,
)  # fmt: skip
KOBO = Tool(
    "kobotoolbox", "KoboToolbox submissions", "KoboToolbox, download of submissions as CSV or Excel",
    _sets("_id|_uuid|_submission_time"),
    _parts(
        id="_id", started="start", ended="end", last="_submission_time",
        carry="_validation_status|today|deviceid|__version__|_tags|_index|_status|_uuid|meta/instanceid|formhub/uuid",
        left="username|phonenumber|_submitted_by|_notes|_geolocation|_attachments|simserial|subscriberid",
    ),
    zone="UTC", is_own=True,
)  # fmt: skip
ODK = Tool(
    "odk_central", "ODK Central submissions", "ODK Central, download of submissions as CSV",
    _sets("submissiondate|key|submitterid", "submissiondate|key|formversion"),
    _parts(
        id="key", started="start", ended="end", last="submissiondate",
        carry="reviewstate|today|deviceid|meta-instanceid|edits|formversion|attachmentspresent|attachmentsexpected|status|"
        "meta-instancename", left="submitterid|submittername|username|phonenumber",
    ),
    zone="UTC", is_own=True,
)  # fmt: skip
TOOLS = (LIMESURVEY, MICROSOFT_FORMS, WENJUANXING, TENCENT, WUFOO, TALLY, JOTFORM, ALCHEMER, QUESTIONPRO, KOBO, ODK)
