"""What must not change an answer, on real comments: how many answers change all the same.

    python -m benchmarks.invariance FOLDER [--texts 3000] [--model default] [--show 3]

FOLDER holds .csv or .csv.gz files with comments. Counted is every comment whose sentiment, topics or the sentiment toward
one of them change: read alone, in another order, pasted twice, with spaces around it, with full-width punctuation; and, of
Chinese comments, in the letters of the other script (OpenCC, letter by letter).

For: the figures in benchmarks/README.md. Not for: the promise itself; tests/test_invariance.py keeps it on texts of ours.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import opencc

from benchmarks.classify_speed import comments
from voc import asking

ALONE = 200  # comments that are asked one by one
Said = tuple[str | None, frozenset[tuple[str, str]]]


def said(texts: Sequence[str], model: str) -> list[Said]:
    """Sentiment, and each topic with the sentiment toward it, of every text."""
    rows, found = asking.classified(texts, model=model)
    toward: dict[str, set[tuple[str, str]]] = {}
    for id_, topic, tone in zip(found["feedback_id"], found["topic"], found["sentiment"], strict=True):
        toward.setdefault(id_, set()).add((topic, str(tone)))
    return [(tone, frozenset(toward.get(id_, ()))) for id_, tone in zip(rows["id"], rows["sentiment"], strict=True)]


def wide_marks(text: str) -> str:
    """Punctuation at the end of a word in full width; what stands inside a number or an address is no punctuation."""
    ends = [one in ",.!?;:" and not text[at + 1 : at + 2].strip() for at, one in enumerate(text)]
    return "".join(chr(ord(one) + 0xFEE0) if is_end else one for one, is_end in zip(text, ends, strict=True))


def changes(lang: str) -> dict[str, Callable[[str], str]]:
    """What is done to a text, by name."""
    made: dict[str, Callable[[str], str]] = {
        "pasted twice": lambda text: f"{text}\n{text}",
        "spaces around it": lambda text: f"  {text} \n ",
        "full-width punctuation": wide_marks,
    }
    if lang == "zh":
        made |= {f"other script ({name})": opencc.OpenCC(name).convert for name in ("s2t", "t2s", "s2tw", "s2hk")}
    return made


def main() -> None:
    """Prints a line for each change: comments whose answer changes, of how many."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--texts", type=int, default=3_000)
    parser.add_argument("--model", default="default")
    parser.add_argument("--show", type=int, default=0, help="print so many of the comments that change")
    given = parser.parse_args()
    csv.field_size_limit(1 << 24)
    for lang, texts in comments(given.folder, given.texts).items():
        before = said(texts, given.model)
        rng = np.random.default_rng(1)
        order = rng.permutation(len(texts))
        after = said([texts[place] for place in order], given.model)
        again = [after[place] for place in np.argsort(order)]
        _told(lang, "another order", texts, before, again, given.show)
        some = np.sort(rng.choice(len(texts), min(ALONE, len(texts)), replace=False))
        alone = [said([texts[place]], given.model)[0] for place in some]
        _told(lang, "alone", [texts[place] for place in some], [before[place] for place in some], alone, given.show)
        for name, change in changes(lang).items():
            changed = [change(text) for text in texts]
            kept = [place for place, text in enumerate(texts) if changed[place] != text]
            after = said([changed[place] for place in kept], given.model)
            _told(lang, name, [texts[place] for place in kept], [before[place] for place in kept], after, given.show)


def _told(lang: str, name: str, texts: Sequence[str], before: Sequence[Said], after: Sequence[Said], show: int) -> None:
    other = [place for place, (one, two) in enumerate(zip(before, after, strict=True)) if one != two]
    topics = sum({topic for topic, _ in before[place][1]} != {topic for topic, _ in after[place][1]} for place in other)
    n = len(texts)
    print(f"{lang}: {name:24} {len(other):>4,} of {n:>5,} answers change ({100 * len(other) / max(n, 1):.2f} %), "
          f"{topics:,} of them in their topics", flush=True)  # fmt: skip
    for place in other[:show]:
        print(f"      {texts[place]!r}\n      {before[place]} -> {after[place]}")


if __name__ == "__main__":
    main()
