"""Texts of the user's as they may be shown: nothing that a terminal obeys, nobody's data.

For: messages, warnings and pages on a terminal. Not for: what is kept in tables; see `clean`.
"""

from __future__ import annotations

import re

from voc.errors import VocError

_ESCAPE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[PX^_][^\x1b]*(?:\x1b\\)?|[ -/]*[0-~])"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """`text` without the signs that a terminal would obey (colours, moves, bells), lines kept."""
    return _CONTROL.sub("", _ESCAPE.sub("", text))


def said(text: str) -> str:
    """`text` of a message as it may be shown and kept: printable, personal data hidden."""
    from voc.personal import hidden

    return hidden(printable(text))


def shown(error: VocError) -> VocError:
    """`error` as it may be shown: personal data of what was found taken out, the place as it is but for signs that a
    terminal obeys."""
    return type(error)(
        error.code, said(error.what), where=printable(error.where), found=said(error.found),
        expected=printable(error.expected), do=said(error.do),
    )  # fmt: skip
