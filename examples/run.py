"""Runs every command shown in the pages of the examples and puts what it prints under it.

For: `make examples`, so that no figure in those pages is typed. Not for: checking them; tests/test_examples.py does.
A block of a page begins with ```text and `$ voc ...`; what follows up to the closing ``` is replaced. Customers' words
are left out: the licences of these sets do not let us copy them. They stand in the report that you run yourself.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
BLOCK = re.compile(r"```text\n((?:\$ [^\n]*\n)+)([\s\S]*?)```")


def page(text: str, folder: Path) -> str:
    """The page with every block printed anew; `out` in a command is a folder that lasts for the page."""
    with tempfile.TemporaryDirectory() as scratch:
        return BLOCK.sub(lambda block: f"```text\n{block[1]}{_printed(block[1], folder, scratch)}```", text)


def _printed(lines: str, folder: Path, scratch: str) -> str:
    printed = ""
    for line in lines.splitlines():
        words = shlex.split(line.removeprefix("$ "))
        settings = dict(word.split("=", 1) for word in words if re.fullmatch(r"[A-Z_]+=.*", word))
        command = [word for word in words if word not in {f"{key}={value}" for key, value in settings.items()}]
        command = [f"{scratch}/{word}" if re.fullmatch(r"out\w*", word) else word for word in command]
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=folder.parent.parent, env=os.environ | settings,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        said = done.stdout if done.returncode == 0 else done.stderr
        lines_kept = [
            one for one in said.replace(f"{scratch}/", "").strip().splitlines() if not one.startswith("   > ")
        ]
        printed += "\n".join(lines_kept) + "\n"
    return printed


def main() -> None:
    """Write every page of every example on real data again; one on a made-up world is checked by its own test."""
    for readme in sorted(HERE.glob("*/README.md")):
        if (readme.parent / "world.py").exists():
            continue
        readme.write_text(page(readme.read_text("utf-8"), readme.parent), "utf-8")
        print(readme.relative_to(HERE.parent))


if __name__ == "__main__":
    main()
