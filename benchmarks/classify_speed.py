"""How fast the tier "linear" scores short comments, beside scikit-learn and fastText, all in one run.

    python -m benchmarks.classify_speed [FOLDER] [--texts 20000] [--shape 3,3-5,4]

FOLDER holds .csv or .csv.gz files with real comments, one folder a set; without it the demo's comments are used. The
weights are drawn at random: speed does not depend on what they say.

For: the figures in benchmarks/README.md. Not for: quality; `voc evaluate` measures that.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from voc.classify import kernel, linear
from voc.classify.grams import Shape, grams, script
from voc.language import folded

LABELS, FEATURES = 40, 60_000
SHAPES = {"3,3-5,4": Shape(3, 3, 5, 4), "2,4-4,3": Shape(2, 4, 4, 3), "2,none,3": Shape(2, 0, 0, 3)}
LENGTHS = {"en": (60, 140), "zh": (25, 60)}  # characters of a short comment: about 100 letters, about 40 Han
SLOW = 1_500  # texts for what is slow
WANTED = {"en": 500_000, "zh": 200_000}


def main() -> None:
    """Prints texts a core second of everything that is installed, and ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--texts", type=int, default=20_000)
    parser.add_argument("--shape", choices=list(SHAPES), default="")
    given = parser.parse_args()
    csv.field_size_limit(1 << 24)
    found = comments(given.folder, 2 * given.texts)
    known = {lang: texts[: given.texts] for lang, texts in found.items()}
    found = {lang: texts[given.texts :] for lang, texts in found.items()}
    for lang, texts in found.items():
        mean = np.mean([len(text) for text in texts])
        print(f"{lang}: {len(set(texts)):,} different comments, {mean:.0f} characters on average; vocabulary of others")
    for name, shape in SHAPES.items():
        if given.shape in ("", name):
            print(f"\ngrams {name} (words, characters, Han), {FEATURES} features a language, {LABELS} labels")
            model, vocabularies = drawn(known, shape)
            for lang, texts in found.items():
                compare(lang, texts, model, vocabularies[lang])
    print()
    for lang, texts in found.items():
        fasttext(lang, texts)


def comments(folder: Path | None, most: int) -> dict[str, list[str]]:
    """Short comments by language group, each different, repeated to `most` where there are fewer."""
    files = sorted(folder.rglob("*.csv*")) if folder else _demo()
    kept: dict[str, dict[str, None]] = {"en": {}, "zh": {}}
    for file in files:
        for cell in _cells(file):
            if len(cell) < LENGTHS["zh"][0] or len(cell) > LENGTHS["en"][1]:
                continue
            if all(word[0] in "BIO" and word[1:2] in ("", "-") for word in cell.split()):  # O O B-product I-product O
                continue
            lang = script(cell)
            if lang in kept and LENGTHS[lang][0] <= len(cell) <= LENGTHS[lang][1]:
                kept[lang][cell] = None
    chance = np.random.default_rng(0)
    drawn = {}
    for lang, texts in kept.items():
        if texts:
            order = chance.permutation(len(texts))
            every = list(texts)
            drawn[lang] = [every[order[number % len(order)]] for number in range(most)]
    return drawn


def _demo() -> list[Path]:
    return sorted(Path(str(resources.files("voc").joinpath("data/demo"))).glob("*.csv*"))


def _cells(file: Path) -> Iterator[str]:
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8", errors="replace") as lines:
        for number, row in enumerate(csv.reader(line.replace("\0", "") for line in lines)):
            if number > 40_000:  # of each set a part, so that none prevails
                break
            yield from row


def drawn(found: dict[str, list[str]], shape: Shape) -> tuple[linear.Linear, dict[str, list[str]]]:
    """A model of the commonest grams of `found` with random weights, and its vocabularies."""
    chance = np.random.default_rng(1)
    groups, vocabularies = {}, {}
    for lang, texts in found.items():
        counted = Counter(gram for text in dict.fromkeys(texts) for gram in grams(text, shape))
        common = [gram for gram, _ in counted.most_common(FEATURES)]
        common += [f"w:never {number}" for number in range(FEATURES - len(common))]
        times = np.array([counted.get(gram, 0) for gram in common])
        groups[lang] = linear.Group(
            hashes=linear.hashes(common),
            idf=(np.log((1 + len(texts)) / (1 + times)) + 1).astype(np.float32),
            weights=chance.normal(size=(FEATURES, LABELS)).astype(np.float32),
            bias=np.zeros(LABELS, np.float32),
            slope=np.ones(LABELS, np.float32),
            offset=np.zeros(LABELS, np.float32),
        )
        vocabularies[lang] = common
    return linear.Linear(tuple(f"label {number}" for number in range(LABELS)), shape, groups), vocabularies


def compare(lang: str, texts: list[str], model: linear.Linear, vocabulary: list[str]) -> None:
    """Prints a line for each way to score `texts`."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    few = texts[:SLOW]
    group, shape = model.groups[lang], model.shape
    same = TfidfVectorizer(
        analyzer=lambda text: grams(text, shape), vocabulary=vocabulary, binary=True, dtype=np.float32
    )
    same.idf_ = group.idf
    rate_same = per_second(lambda: _sigmoid(same.transform(few) @ group.weights), len(few))
    native = _native(lang, shape, texts)
    weights = [chance_weights(len(part.vocabulary_)) for part in native]
    rate_native = per_second(
        lambda: _sigmoid(sum(part.transform(few) @ one for part, one in zip(native, weights, strict=True))), len(few)
    )
    lines = [("scikit-learn, our grams", rate_same), ("scikit-learn, its own analyzers", rate_native)]
    if kernel.is_here():
        column = pa.array(texts, pa.large_string())
        worst = _worst(model, few, lang)
        model.scores(column)
        rate = per_second(lambda: model.scores(column), len(texts), least=2.0)
        langs = [lang] * len(texts)
        groups = model._groups_of(langs, len(texts))
        chunked = pa.chunked_array([column])
        rate_told = per_second(lambda: kernel.scores(model._tables, chunked, groups), len(texts), least=2.0)
        lines += [("kernel, by the script", rate), ("kernel, language told", rate_told)]
        seen, words = [grams(text, shape) for text in few], set(vocabulary)
        all_, hit = np.mean([len(one) for one in seen]), np.mean([len(one & words) for one in seen])
        print(f"{lang}: {all_:.0f} grams a text, {hit:.0f} of them features; |p - p_reference| <= {worst:.1e}")
    for name, one in lines:
        print(f"  {name:34}{one:>12,.0f} texts a core second{one / rate_same:>9.1f}x")
    if kernel.is_here():
        verdict = "reached" if rate >= WANTED[lang] else "NOT reached"
        print(f"  kernel / scikit-learn's own analyzers: {rate / rate_native:.0f}x; wanted {WANTED[lang]:,}: {verdict}")


def _native(lang: str, shape: Shape, texts: list[str]) -> list[Any]:
    """scikit-learn's fastest way to like features: its own analyzers over folded text."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    parts: list[dict[str, Any]] = [{"analyzer": "char", "ngram_range": (1, shape.han)}]
    if lang == "en":
        parts = [{"analyzer": "word", "ngram_range": (1, shape.words), "token_pattern": r"\w+(?:'\w+)*"}]
        if shape.chars_to:
            parts.append({"analyzer": "char_wb", "ngram_range": (shape.chars_from, shape.chars_to)})
    options = {"binary": True, "max_features": FEATURES // len(parts), "dtype": np.float32, "lowercase": False}
    made = [TfidfVectorizer(preprocessor=folded, **options, **part) for part in parts]
    return [one.fit(texts[:10_000]) for one in made]


def chance_weights(features: int) -> np.ndarray:
    """Random weights, float32 (features, LABELS)."""
    return np.random.default_rng(2).normal(size=(features, LABELS)).astype(np.float32)


def _sigmoid(values: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.asarray(values)))


def _worst(model: linear.Linear, texts: list[str], lang: str) -> float:
    column = pa.chunked_array([pa.array(texts)])
    plain = linear.reference(model, column, model._groups_of([lang] * len(texts), len(texts)))
    return float(np.nanmax(np.abs(plain - model.scores(texts, [lang] * len(texts)))))


def fasttext(lang: str, texts: list[str]) -> None:
    """Prints what fastText reaches with as many labels, character and word grams, or that it is not installed."""
    try:
        import fasttext as package
    except ImportError:
        print(f"{lang}: fastText is not installed")
        return
    import tempfile

    spaced = [" ".join(folded(text) if lang == "zh" else folded(text).split()).replace("\n", " ") for text in texts]
    with tempfile.TemporaryDirectory() as folder:
        lines = [f"__label__{number % LABELS} {text}" for number, text in enumerate(spaced[:5_000])]
        file = Path(folder) / "lines.txt"
        file.write_text("\n".join(lines), encoding="utf-8")
        for name, chars in (("words 1-2, characters 3-5", (3, 5)), ("words 1-2", (0, 0))):
            options = {"loss": "ova", "epoch": 1, "dim": 100, "wordNgrams": 2, "bucket": 200_000, "thread": 1}
            model = package.train_supervised(str(file), minn=chars[0], maxn=chars[1], verbose=0, **options)
            rate = per_second(lambda: [model.f.multilinePredict(spaced[:SLOW], -1, 0.0, "strict")], SLOW)  # noqa: B023
            print(f"{lang}: fastText, 100 dimensions, {name:28}{rate:>12,.0f} texts a core second")


def per_second(work: Callable[[], Any], count: int, least: float = 0.5) -> float:
    """Texts a core second: the best of several rounds that together take `least` seconds of the processor or more."""
    best, spent, rounds = np.inf, 0.0, 0
    while spent < least or rounds < 3:
        before = time.process_time()
        work()
        took = time.process_time() - before
        best, spent, rounds = min(best, took), spent + took, rounds + 1
    return count / best


if __name__ == "__main__":
    sys.exit(main())
