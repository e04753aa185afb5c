"""Options that several commands share.

For: the commands. Not for: options of one command alone.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from voc.errors import VocError

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


def leave(error: VocError) -> NoReturn:
    """Says `error` on stderr and leaves with its exit code."""
    from voc.personal.printable import shown

    click.echo(str(shown(error)), err=True)
    sys.exit(error.exit_code)


def print_json(what: Any) -> None:
    """`what` as JSON on stdout, dates as text."""
    click.echo(json.dumps(what, ensure_ascii=False, indent=1, default=str))
