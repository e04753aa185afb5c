"""`voc classify` as a whole process, from a file of comments to a file of answers, beside scikit-learn's transform alone.

    python -m benchmarks.whole_speed [FOLDER] [--texts 60000]

For: the figures in benchmarks/README.md. Not for: the kernel by itself; see classify_speed. Ours is timed with everything:
the start of Python, reading, masking, clauses, phrases, the model that ships, sentiment, writing. Theirs is only
`TfidfVectorizer.transform` on texts in memory, with our grams and with its own fastest analyzer: no model, no file.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.classify_speed import FEATURES, _native, comments
from voc.classify import opened, shelf
from voc.classify.grams import Shape, grams

WANTED = 3.0


def main() -> None:
    """Prints seconds of the processor for each, and their ratio."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--texts", type=int, default=60_000)
    given = parser.parse_args()
    model = opened.tagger(shelf.DEFAULT)
    shape = model.linear.shape if model is not None else Shape()  # type: ignore[attr-defined]
    for lang, texts in comments(given.folder, given.texts).items():
        ours = min(classified(texts) for _ in range(2))
        same, native = transformed(texts, shape, lang)
        print(f"{lang}: {len(texts):,} comments, {len(set(texts)):,} of them different")
        print(
            f"  voc classify, whole process        {ours:>9.1f} s of the processor{len(texts) / ours:>12,.0f} texts a second"
        )
        for name, took in (("our grams", same), ("its own analyzers", native)):
            verdict = "reached" if took / ours >= WANTED else "NOT reached"
            print(
                f"  scikit-learn's transform, {name:18}{took:>8.1f} s of the processor{len(texts) / took:>12,.0f} texts a"
                f" second{took / ours:>8.1f}x of ours; wanted {WANTED:g}x: {verdict}"
            )


def classified(texts: list[str]) -> float:
    """Seconds of the processor that `voc classify` takes for `texts`, all threads counted."""
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "comments.csv", Path(folder) / "answers.csv"
        with file.open("w", encoding="utf-8", newline="") as opened:
            lines = csv.writer(opened)
            lines.writerow(["id", "text"])
            lines.writerows((number, text) for number, text in enumerate(texts))
        words = ["classify", str(file), "--text-column", "text", "--id-column", "id", "--out", str(out)]
        before = os.times()
        subprocess.run(
            [sys.executable, "-m", "voc", *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        after = os.times()
    return (after.children_user - before.children_user) + (after.children_system - before.children_system)


def transformed(texts: list[str], shape: Shape, lang: str) -> tuple[float, float]:
    """Seconds of the processor for scikit-learn's transform of `texts` into FEATURES features: with our grams, and with its
    own analyzers."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    same = TfidfVectorizer(analyzer=lambda text: grams(text, shape), binary=True, max_features=FEATURES).fit(
        texts[:10_000]
    )
    native = _native(lang, shape, texts)
    before = time.process_time()
    same.transform(texts)
    between = time.process_time()
    for part in native:
        part.transform(texts)
    return between - before, time.process_time() - between


if __name__ == "__main__":
    sys.exit(main())
