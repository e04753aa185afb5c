"""Counts how common Chinese characters are: python -m training.characters writes voc/data/words/characters.tsv.

For: voc.ingest.letters, which tells GB18030 from Big5 by them. Not for: anything that needs more than the order of size.
Only texts written for this project are counted, so that the table is ours; both scripts by OpenCC.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from importlib import resources

import opencc

from training import sources

_HAN = re.compile("[\u3400-\u9fff]")
_HAN_RUN = re.compile("[\u3400-\u9fff]{2,}")
_PAIRS, _TOGETHER = 1500, 8  # the commonest pairs, and of these the ones met so many times as often as by chance
_HEAD = """\
# How common a character is in the texts written for this project; made by python -m training.characters.
# Script, -ln of its share in the Chinese characters (rounded), characters; "pairs": two that are often side by side.
"""


def main() -> None:
    """Writes the table."""
    texts = [one.text for one in sources.written() if one.lang != "en"]
    lines = []
    for script, conversion in (("hans", "t2s"), ("hant", "s2tw")):
        convert = opencc.OpenCC(conversion).convert
        counts = Counter(letter for text in texts for letter in _HAN.findall(convert(text)))
        total = sum(counts.values())
        by_cost: dict[int, list[str]] = {}
        for letter, count in counts.items():
            if count > 1:
                by_cost.setdefault(round(-math.log(count / total)), []).append(letter)
        pairs = Counter(
            line[at : at + 2]
            for text in texts
            for line in _HAN_RUN.findall(convert(text))
            for at in range(len(line) - 1)
        )
        bound = [
            pair for pair, count in pairs.most_common(_PAIRS)
            if count * total > _TOGETHER * counts[pair[0]] * counts[pair[1]]
        ]  # fmt: skip
        lines.append(f"{script}\tpairs\t{' '.join(sorted(bound))}\n")
        lines += [f"{script}\t{cost}\t{''.join(sorted(by_cost[cost]))}\n" for cost in sorted(by_cost)]
    file = resources.files("voc").joinpath("data/words/characters.tsv")
    with resources.as_file(file) as path:
        path.write_text(_HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
