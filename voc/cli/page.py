"""A page in the terminal: tables of words and counts that fit a narrow one, and plain lines.

For: the commands that print a page. Not for: what stands in it, nor pages of a report; see voc.report.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

WIDE = 160  # characters of a line that goes into a file or another program


def page() -> Console:
    """Where a page is printed to: as wide as the terminal, WIDE where there is none."""
    from rich.console import Console

    made = Console(soft_wrap=True)
    return made if made.is_terminal else Console(soft_wrap=True, width=WIDE)


def table(title: str, names: Sequence[str], counts: Sequence[str]) -> Table:
    """An empty table of columns of words and of counts. A name without room goes on in the next line: one that is cut off
    with "..." cannot be looked up."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    made = Table(title=title or None, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for name in names:
        made.add_column(name, overflow="fold")
    for name in counts:
        made.add_column(name, justify="right", overflow="fold")
    return made


def plainly(on: Console) -> Callable[[str], None]:
    """Prints a line as it is: no markup, no colours."""
    from voc.personal.printable import printable

    return lambda text: on.print(printable(text), markup=False, highlight=False)
