"""The time zone that a heading names: Started at (Europe/Dublin), Time (UTC), Created [GMT-5], 提交时间（北京时间）.

    zone_of("Started at (Europe/Dublin)")      # "Europe/Dublin"
    zoned(raw)                                 # its times with their offsets, under headings without the zone

For: `rows`, where a [[source]] names such a column, `headed`, which tells tables by their headings, and `read`, for formats
that look at headings themselves. Not for: a zone that cells name themselves, which is nearer, nor letters such as EST and
IST, which mean several: of those it is only said where clocks of the zone that is declared never show them (`doubt`).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from zoneinfo import ZoneInfo, available_timezones

import pyarrow as pa

from voc.ingest import carried
from voc.ingest.formats.parts import headings, stamps
from voc.ingest.note import note
from voc.ingest.raw import Raw

_REGION = re.compile(
    r"\b(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Za-z_]+(?:/[A-Za-z_]+)?"
)
_BRACKETS = re.compile(r"\s*[(（\[](?P<zone>[^()（）\[\]]{2,60})[)）\]]\s*$")
_BEHIND = re.compile(r"(?<=[a-z时間间])[\s_]+(?P<zone>UTC|GMT)(?=\s*$)", re.IGNORECASE)
_OFFSET = re.compile(r"(?:UTC|GMT)\s*(?P<sign>[+-])\s*(?P<hours>\d{1,2})(?::?00)?(?!\d|:)", re.IGNORECASE)
_HALVES = {"+5:30": "Asia/Kolkata", "+05:30": "Asia/Kolkata", "+0530": "Asia/Kolkata", "+9:30": "Australia/Darwin"}
_WORDS = {
    **dict.fromkeys(("北京时间", "北京時間", "中国时间"), "Asia/Shanghai"),
    **dict.fromkeys(("台北時間", "台灣時間"), "Asia/Taipei"),
    "香港時間": "Asia/Hong_Kong",
    **dict.fromkeys(("日本時間", "jst"), "Asia/Tokyo"),
    **dict.fromkeys(("한국시간", "kst"), "Asia/Seoul"),
    **dict.fromkeys(("hkt", "hong kong time"), "Asia/Hong_Kong"),
    **dict.fromkeys(("sgt", "singapore time"), "Asia/Singapore"),
    **dict.fromkeys(("nzst", "nzdt"), "Pacific/Auckland"),
    **dict.fromkeys(("cet", "cest"), "Europe/Paris"),  # the same clocks from Madrid to Warsaw
    **dict.fromkeys(("pdt", "pacific time", "us/pacific"), "America/Los_Angeles"),
    **dict.fromkeys(("eastern time", "us/eastern"), "America/New_York"),
    **dict.fromkeys(("central time", "us/central"), "America/Chicago"),
    **dict.fromkeys(("mountain time", "us/mountain"), "America/Denver"),
    **dict.fromkeys(("utc", "gmt", "z", "in utc", "in gmt", "utc time"), "UTC"),
}
# What several places call their clocks by, and so names no zone of its own.
_SEVERAL = re.compile(r"[ecmp][sd]?t|a[sd]?t|ak[sd]t|hst|[bigm]st|msk|pht|wes?t|ees?t|a[ecw][sd]t|sast")
_MOMENT = re.compile(
    r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:T|,?\s*)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?\s*(AM|PM)?\s*",
    re.IGNORECASE,
)


def zone_of(heading: str) -> str | None:
    """The zone that a heading names in brackets at its end, or UTC as its last word; None for none, and for what may be
    several."""
    found = _BRACKETS.search(heading) or _BEHIND.search(heading)
    return _zone(found["zone"].strip()) if found else None


def doubt(heading: str, zone: str | None) -> str | None:
    """What to say where `heading` ends in letters such as (PST) and clocks of `zone`, in which its times are read, show
    others all year; None where it is as it should be."""
    found = _BRACKETS.search(heading)
    letters = found["zone"].strip().lower() if found else ""
    if not _SEVERAL.fullmatch(letters) or zone is None or zone_of(heading) is not None:
        return None
    clocks = [dt.datetime(2026, month, 1, tzinfo=ZoneInfo(zone)).tzname() or "" for month in (1, 7)]
    if any(re.fullmatch(letters if len(letters) > 2 else f"{letters[0]}[sd]t", one.lower()) for one in clocks):
        return None
    return note(
        "its heading says {letters}, which several zones are called, and its times are read in {zone}; if other clocks "
        "wrote them, say so in this source: {line}",
        letters=letters.upper(), zone=zone, line='timezone = "America/Los_Angeles"',
    )  # fmt: skip


def offset(raw: Raw) -> Raw:
    """`raw` with the offset behind each naive time under a heading that names its zone; its headings as they are. A time
    that its zone has twice is the first of them."""
    rows = raw.rows
    for at, name in enumerate(rows.column_names):
        zone = zone_of(name)
        if zone is None:
            continue
        found = carried.as_text(rows.column(at)).to_pylist()
        dates = stamps.iso([stamps.worded(cell) for cell in found], usual=headings.order(name))
        moments = [_with_offset(date, zone) for date in dates]
        if any(moments):
            cells = [moment or cell for moment, cell in zip(moments, found, strict=True)]
            rows = rows.set_column(at, name, pa.array(cells, pa.string()))
    return raw if rows is raw.rows else replace(raw, rows=rows)


def zoned(raw: Raw) -> Raw:
    """`raw` as `offset` gives it, and where it gave a time its zone the heading without it, if no other column is called
    so."""
    found, names = offset(raw), raw.rows.column_names
    called = list(names)
    for at, name in enumerate(names):
        if found is not raw and not found.rows.column(at).equals(raw.rows.column(at)):
            bare = (_BRACKETS if _BRACKETS.search(name) else _BEHIND).sub("", name)
            called[at] = bare if bare and bare not in called else name
    return found if called == names else replace(found, rows=found.rows.rename_columns(called))


def _zone(said: str) -> str | None:
    if (region := _REGION.search(said)) is not None:
        return region[0] if region[0] in available_timezones() else None
    if (offset := _OFFSET.search(said)) is not None:
        # Etc/GMT-8 is eight hours east.
        hours = int(offset["hours"])
        return None if hours > 14 else "UTC" if not hours else f"Etc/GMT{'-' if offset['sign'] == '+' else '+'}{hours}"
    half = re.search(r"(?:UTC|GMT)\s*([+-]\d{1,2}:?\d{2})", said, re.IGNORECASE)
    return _HALVES.get(half[1]) if half else _WORDS.get(" ".join(said.lower().split()))


def _with_offset(date: str | None, zone: str) -> str | None:
    found = _MOMENT.fullmatch(date) if date else None
    if found is None:
        return None
    year, month, day, hour, minute = map(int, found.groups()[:5])
    half = (found[8] or "").upper()
    hour = hour % 12 + (12 if half == "PM" else 0) if half else hour
    part = int((found[7] or "").ljust(6, "0") or 0)
    try:
        at = dt.datetime(year, month, day, hour, minute, int(found[6] or 0), part, tzinfo=ZoneInfo(zone))
    except ValueError:
        return None
    return at.isoformat(sep=" ")
