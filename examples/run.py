"""Runs every command shown in a page and puts what it prints under it: python examples/run.py [PAGE ...].

For: `make examples`, and the speeds in benchmarks/README.md, so that no figure in those pages is typed. Not for: checking
them; tests/test_examples.py does. Without a PAGE all examples on real data are run.
A block of a page begins with ```text and `$ voc ...` or `$ python -m ...`; what follows up to the closing ``` is replaced.
Customers' words are left out: the licences of these sets do not let us copy them. They stand in the report that you run
yourself.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"```text\n((?:\$ [^\n]*\n)+)([\s\S]*?)```")


def page(text: str) -> str:
    """The page with every block printed anew; `out` in a command is a folder that lasts for the page.

    A page whose commands name the folder of the data is left alone where nobody says which that is: SystemExit."""
    if "$VOC_DATA" in "".join(block[1] for block in BLOCK.finditer(text)) and not os.environ.get("VOC_DATA"):
        raise SystemExit("VOC_DATA is not set: the folder of the public sets, without which the figures would be lost")
    with tempfile.TemporaryDirectory() as scratch:
        return BLOCK.sub(lambda block: f"```text\n{block[1]}{_printed(block[1], scratch)}```", text)


def _printed(lines: str, scratch: str) -> str:
    """What the commands of `lines` print; what one that fails says of it, where it prints nothing else."""
    printed = ""
    for line in lines.splitlines():
        words = [os.path.expandvars(word) for word in shlex.split(line.removeprefix("$ "))]
        settings = dict(word.split("=", 1) for word in words if re.fullmatch(r"[A-Z_]+=.*", word))
        command = [word for word in words if word not in {f"{key}={value}" for key, value in settings.items()}]
        command = [f"{scratch}/{word}" if re.fullmatch(r"out\w*", word) else word for word in command]
        command = command[2:] if command[:2] == ["python", "-m"] else command
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=ROOT, env=os.environ | settings,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        said = done.stdout or done.stderr
        lines_kept = [
            one for one in said.replace(f"{scratch}/", "").strip().splitlines() if not one.startswith("   > ")
        ]
        printed += "\n".join(lines_kept) + "\n"
    return printed


def main() -> None:
    """Write the pages named, or those of every example on real data; one on a made-up world is checked by its own test."""
    every = sorted((ROOT / "examples").glob("*/README.md"))
    named = [Path(name).resolve() for name in sys.argv[1:]]
    for one in named or [readme for readme in every if not (readme.parent / "world.py").exists()]:
        one.write_text(page(one.read_text("utf-8")), "utf-8")
        print(one.relative_to(ROOT))


if __name__ == "__main__":
    main()
