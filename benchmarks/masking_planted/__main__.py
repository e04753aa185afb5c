"""Prints what masking leaves standing and what it eats on fresh texts: see benchmarks/README.md.

python -m benchmarks.masking_planted [--salt S] [--texts N] [--show N] [--page]
"""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import voc
from benchmarks.masking_planted import figures
from benchmarks.masking_planted.score import judged
from benchmarks.masking_planted.texts import SCRIPTS, WORLDS, texts

PAGE = Path(__file__).resolve().parents[1] / "README.md"
MARK = "<!-- printed: python -m benchmarks.masking_planted --page -->\n"
TITLES = {
    "ordinary": "Comments, tickets, chats, letters, forms and dialogues, written as usual:",
    "small": "The same in small letters (English), and transcripts without marks:",
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Plants, masks, prints the tables; with --page also between the marks of the README."""
    parser = argparse.ArgumentParser(prog="benchmarks.masking_planted", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--salt", default="", help="where the texts come from (fresh)")
    parser.add_argument("--texts", type=int, default=2_000, help="texts a script and table (2000)")
    parser.add_argument("--show", type=int, default=0, help="print so many leaks and eaten things a script and table")
    parser.add_argument("--page", action="store_true", help="put what is printed into benchmarks/README.md")
    given = parser.parse_args(arguments)
    salt = given.salt or secrets.token_hex(8)
    parts = [f"salt {salt}, {given.texts:,} texts a script and table, voc {voc.__version__}, Faker {version('Faker')}"]
    for world in WORLDS:
        found = {script: judged(texts(script, world, salt, given.texts)) for script in SCRIPTS}
        parts += [TITLES[world], figures.table(found)]
        if given.show:
            parts.append(figures.shown(found, given.show))
    print("\n\n".join(parts))
    if given.page:
        text = PAGE.read_text("utf-8")
        before, _, after = text.partition(MARK)
        PAGE.write_text(
            f"{before}{MARK}" + "\n\n".join(parts) + f"\n<!-- end -->{after.partition('<!-- end -->')[2]}", "utf-8"
        )


if __name__ == "__main__":
    main()
