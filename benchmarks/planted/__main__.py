"""Prints how often voc is right on fresh worlds: see benchmarks/README.md.

python -m benchmarks.planted [--worlds N] [--salt S] [--only KIND] [--jobs N] [--quick] [--raw] [--baselines]
                             [--experiments N] [--json FILE] [--again FILE...] [--page]
"""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

if __package__ in (None, ""):  # python benchmarks/planted
    sys.path[0] = str(Path(__file__).resolve().parents[2])

import voc
from benchmarks.planted import experiments, figures, kept
from benchmarks.planted.kinds import KINDS, planned
from benchmarks.planted.score import Score, score

QUICK_SIZE = 0.35


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the worlds and prints the tables; or prints those of runs that were kept."""
    given = _arguments(arguments)
    if given.again:
        scores, told = kept.read(given.again)
        salts = dict.fromkeys([*(one.salt for one in scores), *(one.salt for one in told)])
        head = f"salt {', '.join(salts)}, {len({(one.kind, one.salt, one.seed) for one in scores})} worlds"
    else:
        head, scores, told = _ran(given)
    parts = [figures.table(scores, is_raw=given.raw), figures.by_kind(scores)] if scores else []
    parts += [experiments.table(told)] if told else []
    print("\n\n".join([head, *parts]))
    if given.page:
        _quote("--raw" if given.raw else "--baselines", [head, *parts])


def _ran(given: argparse.Namespace) -> tuple[str, list[Score], list[experiments.Told]]:
    """(what was run, scores of worlds, what was told of experiments)."""
    salt = given.salt or secrets.token_hex(8)
    size = QUICK_SIZE if given.quick else 1.0
    worlds = given.worlds or (1 if given.quick else 4)
    plans = [
        planned(kind, salt, seed, size, is_raw=given.raw)
        for kind in KINDS
        if given.only in kind.name and not (given.raw and kind.asks.get("noise"))
        for seed in range(worlds * kind.times)
    ]
    text = ", raw text" if given.raw else ""
    head = f"salt {salt}, {len(plans)} worlds of size {size:g}{text}, voc {voc.__version__}"
    print(head, file=sys.stderr, flush=True)
    judge = partial(score, baselines=given.baselines and not given.raw)
    count = 0 if given.raw or (given.only and given.only not in "experiments") else given.experiments
    scores, told = [], []
    with kept.kept(given.json) as keep:
        for several in _mapped("world", judge, plans, given.jobs):
            scores += several
            keep(several)
        for one in _mapped("experiment", experiments.score, experiments.planned(salt, count), given.jobs):
            told.append(one)
            keep([one])
    return head, scores, told


def _quote(option: str, parts: Sequence[str]) -> None:
    """Puts what was printed between the marks of benchmarks/README.md, and its first figures on the front pages."""
    home = Path(__file__).resolve().parents[2]
    mark = f"<!-- printed: python -m benchmarks.planted {option} --page -->\n"
    pages = {home / "benchmarks" / "README.md": "\n\n".join(parts)}
    if option == "--baselines":
        pages |= {
            home / name: "\n\n".join([parts[0], figures.short(parts[1])])
            for name in ("README.md", "README.zh.md", "README.zh-Hant.md")
        }
    for page, text in pages.items():
        before, _, after = page.read_text("utf-8").partition(mark)
        page.write_text(f"{before}{mark}{text}\n<!-- end -->{after.partition('<!-- end -->')[2]}", "utf-8")


def _mapped(what: str, judge: Callable[[Any], Any], asked: Sequence[Any], jobs: int) -> Iterator[Any]:
    """In the order asked; how far it is goes to stderr."""
    with ProcessPoolExecutor(jobs) as pool:
        for number, one in enumerate(pool.map(judge, asked), 1):
            print(f"\r{what} {number}/{len(asked)}", end="", file=sys.stderr, flush=True)
            yield one
    if asked:
        print(file=sys.stderr)


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.planted", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--worlds", type=int, default=0, help="worlds a kind (4; with --quick 1)")
    parser.add_argument("--salt", default="", help="where the seeds come from (fresh)")
    parser.add_argument("--only", default="", help="kinds whose name holds this; experiments for those alone")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--quick", action="store_true", help="small worlds")
    parser.add_argument("--raw", action="store_true", help="no labels: sentences in three scripts, tagged by voc")
    parser.add_argument("--baselines", action="store_true", help="simple tools on the same worlds beside it")
    parser.add_argument("--experiments", type=int, default=60, help="experiments (60)")
    parser.add_argument("--json", default="", help="every score of every world, a line each")
    parser.add_argument("--again", nargs="+", default=[], help="print the tables of such files, run nothing")
    parser.add_argument("--page", action="store_true", help="write what is printed into benchmarks/README.md")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
