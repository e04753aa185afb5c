"""Moments of messages and tickets: epochs as ISO text, seconds between two.

For: formats with messages in time order. Not for: reading a whole column of times, which `times` does afterwards for what
these formats hand on.
"""

from __future__ import annotations

import datetime as dt
import re

from voc.ingest.formats.format import texts

_EPOCH = re.compile(r"^\d{9,10}(?:\.\d+)?$|^\d{13}(?:\.\d+)?$|^\d{16}$")
_SHIFT = {9: 1, 10: 1, 13: 1_000, 16: 1_000_000}  # digits of the whole part -> parts of a second


def moment(value: object) -> str | None:
    """A time of a JSON document as text: epoch seconds, milliseconds or microseconds as ISO in UTC, anything else as it
    stands, to be judged with its column. None for none, "" and 0."""
    text = (texts(value) or "").strip()
    if text in ("", "0"):
        return None
    if not _EPOCH.match(text):
        return text
    whole, _, part = text.partition(".")
    micros = int(whole) * (1_000_000 // _SHIFT[len(whole)])
    if part and len(whole) != 16:
        micros += int(float(f"0.{part}") * (1_000_000 // _SHIFT[len(whole)]))
    at = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=micros)
    return at.isoformat().replace("+00:00", "Z")


def seconds(at: str | None) -> float | None:
    """Seconds since 1970 of ISO text; a naive time counts as UTC. None where it is no such text."""
    if at is None:
        return None
    text = re.sub(r"\s*(?:UTC|GMT|Z)$", "+00:00", at.strip()).replace(" +", "+").replace(" -", "-")
    try:
        read = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    try:
        return (read if read.tzinfo else read.replace(tzinfo=dt.UTC)).timestamp()
    except (OverflowError, ValueError):
        return None


def between(first: str | None, last: str | None) -> str | None:
    """Seconds from one moment to another as the text of a cell; None where one is missing or the order is wrong."""
    one, two = seconds(first), seconds(last)
    return None if one is None or two is None or two < one else number(two - one)


def times(value: object, factor: float) -> str | None:
    """A number of a JSON document times `factor` as text; what is no number stays as it is, and its check rejects it."""
    text = texts(value)
    if text is None:
        return None
    try:
        product = float(text) * factor
    except ValueError:
        return text
    return number(product) if abs(product) < 1e15 else text


def number(value: float) -> str:
    """A number as text, whole ones without a point; at most microseconds."""
    value = round(value, 6)
    return str(int(value)) if value == int(value) else repr(value)
