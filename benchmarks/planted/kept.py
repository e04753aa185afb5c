"""Scores in a file, a line of JSON each, written as they come and read again.

For: `__main__`; runs on several machines that are printed as one. Not for: figures; see `figures`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.planted.experiments import Told
from benchmarks.planted.score import Asked, Part, Score


@contextmanager
def kept(path: str) -> Iterator[Callable[[Sequence[Score | Told]], None]]:
    """A way to keep scores in the file `path`, a line each as they come; keeps nothing where there is no path."""
    if not path:
        yield lambda _: None
        return
    with Path(path).open("w", encoding="utf-8") as file:
        yield lambda several: print(
            *(json.dumps(one.as_dict(), ensure_ascii=False) for one in several), sep="\n", file=file, flush=True
        )


def read(paths: Sequence[str]) -> tuple[list[Score], list[Told]]:
    """(scores of worlds, what was told of experiments) of files that `kept` wrote."""
    lines = [line for path in paths for line in Path(path).read_text("utf-8").splitlines() if line]
    found = [json.loads(line) for line in lines]
    worlds = [_score(one) for one in found if one["kind"] != "experiment"]
    return worlds, [_told(one) for one in found if one["kind"] == "experiment"]


def _score(line: dict[str, Any]) -> Score:
    asked = tuple(
        Asked(**{
            **one, "parts": tuple(Part(**part) for part in one["parts"]), "reasons": tuple(one["reasons"]),
        }) for one in line["asked"]
    )  # fmt: skip
    lists = {name: tuple(line[name]) for name in ("wrong", "onset_errors", "onset_covered")}
    return Score(**{**line, **lists, "asked": asked})


def _told(line: dict[str, Any]) -> Told:
    return Told(**{name: value for name, value in line.items() if name != "kind"})
