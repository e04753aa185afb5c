"""Phone numbers of Hong Kong and Macau where nothing but the text's own region tells them: 歐陽綺雯，9238 0071, 轉數快67123390.

For: `found`. Not for: numbers behind a word for a phone; see `phones`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from voc.personal.mark import Found, Look, digits
from voc.personal.numbers import records

_THERE = frozenset("港嘅喺咗俾畀唔哋澳係轉")
_SHAPE = re.compile(r"(?<![\dA-Za-z#+$@_.:/-])(?<!\d )[5-9]\d{3} \d{4}(?! ?[\dA-Za-z%元蚊塊块次件分]|[-/.:]\d)")
_CALLED = frozenset("\n转訊讯客聯联電电搵找收寄人姓。機机位支號号樓楼室家")
_PAID = re.compile(
    r"(?:[轉转][數数]快|FPS|PayMe|Payme|payme)(?: ?(?i:id)|[號号][碼码]?|[係是為为到去畀俾給给：: （(])*(\d{7,9}|\d{4}[ -]\d{4})(?![\dA-Za-z元蚊])"
    # to whom, and an amount may stand between: FPS transfer of HKD 1,500 went to 9556-2421, 轉數快轉錯咗去61172873
    r"|(?:[轉转][數数]快|FPS|PayMe|Payme|payme)[^\n。；;]{0,40}?(?:(?:went|sent|paid|transferred|made)(?: out)? to|[去到畀俾給给])[：: ]?([569]\d{3}[ -]?\d{4})(?![\dA-Za-z元蚊塊块%]|[-/.:]\d)"
)
# Who is reached, and how: 聯絡人：鄧太 2388 1706, 搵何小姐 9188 2033.
_REACHED = re.compile(
    r"(?:[聯联][絡络繫系]人?|致[電电]|搵|找|收件人|[電电][話话]|(?:^|(?<=\n))[收寄]|[件貨货電电請请訴诉]人|姓名|(?<=\n\n)\n|(?:客[戶户人]|[顾顧]客)(?=[：:])|(?<=[。！!])(?=[\u4e00-\u9fff]{2,4} ?[2-9]\d{3} ?\d{4}$))[：: ]{0,2}[\u4e00-\u9fff·]{1,12}[ ，,、:：(（/]{1,3}([2-9]\d{3}[ -]?\d{4})(?![\dA-Za-z元蚊%]|[-/.:]\d)"
)

# In a field or behind a word, and alone below the name of who signs: 【電話】6907 3301, 電話換成57278864, 支付寶94427128.
_FIELD = re.compile(
    r"(?:(?:[電电][話话]|手[機机]|回[電电]|[單单]位|[简簡][訊讯]回|(?:(?:^|(?<=[，,。\n新]))[號号][碼码]?|正[確确]的)(?=[是係]?[：: ]?[2-9]\d{3}[ -]\d{4})|住家|家[裡裏里]|公司|支付[寶宝])(?:[】\]：: ]|[換换改]成|[換换改][為为]|[是係])*[【\[]?|(?:^|\n)(?:[\u4e00-\u9fff·]{2,8}|[A-Z][a-z]+(?: [A-Z][a-z]+){1,3})\n(?=[\d -]{8,9}\s*$)|(?:^|\n)[\u4e00-\u9fff]{2,4}(?<![编編单單票件货貨流字账帳卡].)(?<![号號码碼单單额額期价價])\n(?=[\d -]{8,9}\n))"
    r"([2-9]\d{3}[ -]?\d{4})(?![\dA-Za-z元蚊塊块%]|[-/.:]\d| \d)"
)

# Behind an address, and before or behind who it is of: 文心路5號，98027372, 買家：66885512陳秀美.
_BESIDE = re.compile(
    r"(?:[號号樓楼室座收]|之\d{1,2})[，,] ?([569]\d{3}[ -]?\d{4})(?=[，,。；;\n]|\s*$)|[叫係][\u4e00-\u9fff]{2,4}[，,] ?([2-9]\d{3}[ -]\d{4})(?=[，,。；;\n]|\s*$)|[家客戶户人][：:]([569]\d{3} ?\d{4})(?=[\u4e00-\u9fff]{2,4}(?:\n|$))|[人客][：:][\u4e00-\u9fff]{2,4}[（(]([569]\d{3} ?\d{4})(?=[）)])"
    r"|[家客戶户人](?:[：:][\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,3}(?:查[詢询]|[来來][電电]|留言))[，,] ?([569]\d{3}[ -]?\d{4})(?=[，,。；;\n]|\s*$)"
)


def is_likely(look: Look) -> bool:
    """Whether to look at all."""
    if look.is_long and not look.letters.isdisjoint(_CALLED):
        return True
    return look.is_long and not (look.letters.isdisjoint(_THERE) and look.words.isdisjoint(("fps", "payme")))


def find(look: Look) -> Iterator[Found]:
    """PHONE."""
    text = look.text
    for match in _PAID.finditer(text):
        group = match.lastindex or 1
        yield Found(*match.span(group), "PHONE", digits(match.group(group)))
    for match in _REACHED.finditer(text):
        if not records.stays(text, *match.span(1)):
            yield Found(*match.span(1), "PHONE", digits(match.group(1)))
    for pattern in (_FIELD, _BESIDE):
        for match in pattern.finditer(text):
            span = match.span(match.lastindex or 1)
            if not records.stays(text, *span):
                yield Found(*span, "PHONE", digits(text[slice(*span)]))
    if look.letters.isdisjoint(_THERE):
        return
    for match in _SHAPE.finditer(text):
        if not records.stays(text, *match.span()):
            yield Found(*match.span(), "PHONE", digits(match.group()))
