"""What the shops of China write in a customer's place: 此用户没有填写评价, 系统默认好评.

For: the formats of reviews. Not for: boilerplate in what customers write themselves (`clean`).
"""

from __future__ import annotations

import html
import re
from typing import Any

_NOTHING = re.compile(
    r"^(?:此|该)?用户(?:未|没有?)(?:及时)?(?:填写|评价|评论)[^，。]{0,8}(?:内容|评论)?[!！。]?$|^评价方未及时做出评价.*"
)
# There the shop rates in the customer's place too.
_DEFAULT = re.compile(r"系统默认(?:好评|评价)|默认好评")
_DAY = re.compile(r"^(\d{4})年(\d{1,2})月(\d{1,2})日\s*(.*)$")


def finish(cells: dict[str, Any]) -> str | None:
    """Changes a review's `cells`: the text as it reads, None where the shop filled it in, no score where it rated in the
    customer's place, a date of Chinese words as one of figures. Returns None: no row is left out."""
    text = html.unescape(cells.get("text") or "").replace("\u00a0", " ").strip()
    is_default = _DEFAULT.search(text) is not None
    if is_default:
        cells["score"] = None
    cells["text"] = None if is_default or _NOTHING.match(text) else text or None
    day = _DAY.match(cells.get("created_at") or "")
    if day is not None:
        cells["created_at"] = f"{day[1]}-{int(day[2]):02d}-{int(day[3]):02d} {day[4]}".strip()
    return None
