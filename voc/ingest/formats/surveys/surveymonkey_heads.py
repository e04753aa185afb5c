"""What SurveyMonkey calls the columns of its exports, in the languages of its accounts.

For: `surveymonkey`. Not for: questions, which are the user's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_PARTS = {
    "respondentid": "id", "responseid": "id", "collectorid": "collector_id", "startdate": "started",
    "datecreated": "started",
    "enddate": "ended", "datemodified": "ended", "ipaddress": "left", "emailaddress": "email", "email": "email",
    "firstname": "left", "lastname": "left", "responsestatus": "status", "completionstatus": "status", "status": "status",
}  # fmt: skip
_ZH = {
    "respondentid": re.compile(r"(?:受访者|受訪者|回复者|回覆者|答卷人|受调查者|受調查者|调查对象|作答者)(?:id|编号|編號)"),
    "collectorid": re.compile(r"(?:收集器|收集工具|收集者|回應收集器)(?:id|编号|編號)"),
    "startdate": re.compile(r"(?:开始|開始)(?:日期|时间|時間)"), "enddate": re.compile(r"(?:结束|結束)(?:日期|时间|時間)"),
    "ipaddress": re.compile(r"ip(?:地址|位址)"),
    "emailaddress": re.compile(r"(?:电子邮件|電子郵件|邮箱|电邮|電郵)(?:地址|位址)?"),
    "firstname": re.compile(r"名字?"), "lastname": re.compile(r"姓氏?"),
}  # fmt: skip
# German, French, Spanish, Portuguese, Italian, Dutch, Japanese; without blanks.
_OTHERS = {
    "respondentid": re.compile(
        r"(?:befragten|respondenten?|teilnehmer)-?id|(?:id|identifiant)-?(?:du|de)?-?répondant|"
        r"(?:id|identificador)(?:del?)?(?:encuestado|participante)|(?:id|identificação)(?:do|de)?(?:respondente|participante|entrevistado)|"
        r"id(?:del)?(?:rispondente|partecipante)|回答者id"
    ),
    "collectorid": re.compile(
        r"(?:collector|kollektor|sammler|verzamelaar)-?id|(?:id|identifiant)(?:du|de)?collecteur|"
        r"(?:id|identificador)(?:del?)?(?:recopilador|recolector|colector)|id(?:do|de)?coletor|id(?:del)?(?:raccoglitore|collettore)|"
        r"コレクター(?:id|の?id)"
    ),
    "startdate": re.compile(
        r"(?:start|anfangs)-?datum|begindatum|datededébut|fecha(?:de)?(?:inicio|comienzo)|data(?:de|di)?(?:início|inicio|inizio)|開始日"
    ),
    "enddate": re.compile(
        r"end-?datum|einddatum|datedefin|fecha(?:de)?(?:fin|finalización|término)|"
        r"data(?:de|di)?(?:término|conclusão|fim|fine)|終了日"
    ),
    "ipaddress": re.compile(r"ip-?adress?e?|adresseip|direcciónip|endereço(?:de)?ip|indirizzoip|ipアドレス"),
    "emailaddress": re.compile(
        r"e-?mail-?adress?e?|adresse(?:e-?mail|électronique)|(?:dirección(?:de)?)?correoelectrónico|direcciónde(?:e-?mail)|"
        r"endereçode(?:e-?mail)|indirizzo(?:e-?mail)|メールアドレス"
    ),
    "firstname": re.compile(r"vorname|prénom|nombre|primeironome|nome|voornaam|名"),
    "lastname": re.compile(r"nachname|nom(?:defamille)?|apellidos?|sobrenome|últimonome|cognome|achternaam|姓"),
}  # fmt: skip
CUSTOM = re.compile(
    r"custom ?data|(?:自定义|自訂)(?:数据|資料|数据字段)|benutzerdefinierte daten|données personnalisées|"
    r"datos personalizados|dados personalizados|dati personalizzati|aangepaste gegevens|カスタムデータ",
    re.IGNORECASE,
)
# What is typed beside an option: an answer to a closed question, and no comment.
BESIDE = re.compile(
    r"please specify|请注明|請註明|其他.{0,4}[(（]|"
    r"^(?:other|andere|anders|sonstiges|autre|otro|outro|altro|その他)\b.{0,3}[(（]",
    re.IGNORECASE,
)


def plain(heading: str) -> str:
    """A heading without blanks in lower case, one of the tool's own in English whatever the language of the account."""
    short = re.sub(r"\s+", "", heading.lower())
    return next((ours for known in (_ZH, _OTHERS) for ours, words in known.items() if words.fullmatch(short)), short)


def part(heading: str) -> str | None:
    """What a column of the tool's own holds: id, collector_id, started, ended, email, status, left for a person's; None for
    other columns."""
    return _PARTS.get(plain(heading))


def usual(headings: Iterable[str]) -> str | None:
    """Which comes first in dates that leave it open: the month under English and Chinese headings, else nobody knows."""
    known = [short for one in headings if (short := re.sub(r"\s+", "", one.lower())) not in _PARTS]
    return None if any(words.fullmatch(one) for one in known for words in _OTHERS.values()) else "month"
