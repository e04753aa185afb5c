"""Options that several commands share.

For: the commands. Not for: options of one command alone.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from voc.errors import VocError

_ESCAPE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[PX^_][^\x1b]*(?:\x1b\\)?|[ -/]*[0-~])"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

project = click.argument("project", default=".", type=click.Path(path_type=Path))
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
dry_run = click.option("--dry-run", is_flag=True, help="Say what would be written, write nothing.")
lang = click.option("--lang", type=click.Choice(["en", "zh-Hans", "zh-Hant"]), help="Language of the report.")


class Day(click.ParamType[Any]):
    """A date, YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The date, or click's message with the form expected."""
        try:
            return value if not isinstance(value, str) else datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            self.fail(f"{value!r} is not a date of the form YYYY-MM-DD", param, ctx)


def printable(text: str) -> str:
    """`text` without the signs that a terminal would obey (colours, moves, bells), lines kept."""
    return _CONTROL.sub("", _ESCAPE.sub("", text))


def shown(error: VocError) -> VocError:
    """`error` with personal data of what was found taken out; the place stays as it is."""
    from voc.personal import hidden

    return type(error)(
        error.code, hidden(error.what), where=error.where, found=hidden(error.found), expected=error.expected,
        do=hidden(error.do),
    )  # fmt: skip


def leave(error: VocError) -> NoReturn:
    """Says `error` on stderr and leaves with its exit code."""
    click.echo(printable(str(shown(error))), err=True)
    sys.exit(error.exit_code)


def print_json(what: Any) -> None:
    """`what` as JSON on stdout, dates as text."""
    click.echo(json.dumps(what, ensure_ascii=False, indent=1, default=str))
