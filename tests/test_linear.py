"""The linear tier gives one answer: alone, in a batch, in any order, plain or compiled, before and after it was kept."""

from __future__ import annotations

import csv
import gzip
import importlib.util
import itertools
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.classify import bundle, kernel, linear
from voc.classify.grams import Shape, grams, script
from voc.errors import ModelError

TEXTS = (
    "I waited two hours, nobody answered!", "the app crashes on login, user_name wrong", "Don't want to repeat myself",
    "great service 😀 thanks", "ÇA VA très bien à l'hôtel with STRASSE and İstanbul ǅ \u212a ß ẞ", "refund 25.90 please?",
    "等了很久，客服還是沒有回應！", "无法付款，体验很差", "给力，下次还来 😀", "踢皮球，讓我重複說了三遍", "𠀀𠀁罕见字",
    "they they they said said hello hello", "pneumonoultramicroscopicsilicovolcanoconiosis", "👩\u200d👧 family plan",
)  # fmt: skip
SHAPES = (Shape(), Shape(2, 4, 4, 3), Shape(2, 0, 0, 3), Shape(5, 2, 8, 8))
LABELS = tuple(f"topic {number}" for number in range(13))
NEAR = 1e-5
needs_numba = pytest.mark.skipif(importlib.util.find_spec("numba") is None, reason="numba is not installed")

PIECES = st.sampled_from([
    *TEXTS, *"aAz0_'’!?.,，。 \n\t\u3000\0", "İ", "ß", "ẞ", "ǅ", "\u212a", "é", "e\u0301", "👩\u200d👧", "❤️", "𠀀", "\U0003ffff",
    "\ufffd", "等", "還", "还", "http://a.b/c", "ＨＴＴＰＳ：／／x", "don't", "wait", "日本語です", "한국어", "по-русски", "\U000e0100",
])  # fmt: skip
WRITTEN = st.lists(PIECES | st.text(max_size=8), max_size=12).map("".join)
# What no Python text holds, but a file may: lone surrogates, cut and overlong sequences, stray bytes.
BROKEN = st.sampled_from([
    b"\xed\xa0\x80", b"\xed\xb0\x80", b"\xe7\xad", b"\xe7", b"\xf0\x9f\x98", b"\xc0\x80", b"\xe0\x80\xaf", b"\xf0\x80\x80\xaf",
    b"\xf4\x90\x80\x80", b"\xff", b"\x80", b"\xc3", b"\xf8\x88\x80\x80\x80", b"\0",
])  # fmt: skip
LETTERS = st.lists(
    WRITTEN.map(lambda text: text.encode("utf-8", "surrogatepass")) | BROKEN | st.binary(max_size=4), max_size=8
)


@cache
def model(shape: Shape = SHAPES[0], labels: int = len(LABELS), is_rounded: bool = False) -> linear.Linear:
    """A model of every second gram of TEXTS, with weights drawn by a seed."""
    chance = np.random.default_rng(5)
    groups = {}
    for name in ("en", "zh"):
        known = sorted({gram for text in TEXTS if script(text) == name for gram in grams(text, shape)})[::2]
        weights = chance.normal(0, 2, (len(known), labels)).astype(np.float32)
        groups[name] = linear.Group(
            hashes=linear.hashes(known),
            idf=(1 + 6 * chance.random(len(known))).astype(np.float32),
            weights=linear.rounded(weights) if is_rounded else weights,
            bias=chance.normal(size=labels).astype(np.float32),
            slope=chance.uniform(0.5, 1.5, labels).astype(np.float32),
            offset=chance.normal(size=labels).astype(np.float32),
        )
    return linear.Linear(tuple(f"topic {number}" for number in range(labels)), shape, groups)


def column(letters: list[bytes | None], kind: pa.DataType) -> pa.Array:
    """An Arrow array of strings over any bytes: what a reader that checks nothing hands over."""
    wide = pa.array(letters, pa.large_binary() if pa.types.is_large_string(kind) else pa.binary())
    return pa.Array.from_buffers(kind, len(wide), wide.buffers(), wide.null_count)


def plainly(one: linear.Linear, texts: pa.Array | pa.ChunkedArray) -> np.ndarray:
    chunks = texts if isinstance(texts, pa.ChunkedArray) else pa.chunked_array([texts])
    return linear.reference(one, chunks, np.full(len(texts), -2, np.int8))


def agree(found: np.ndarray, expected: np.ndarray) -> None:
    np.testing.assert_array_equal(np.isnan(found), np.isnan(expected))
    np.testing.assert_allclose(np.nan_to_num(found), np.nan_to_num(expected), atol=NEAR, rtol=0)


# What the answer is


def test_the_probability_is_what_the_formula_says() -> None:
    ones = np.ones(1, np.float32)
    group = linear.Group(
        linear.hashes(["w:wait", "w:long"]), np.array([3, 4], np.float32), np.array([[2], [1]], np.float32),
        0.5 * ones, 2 * ones, -ones,
    )  # fmt: skip
    one = linear.Linear(("wait",), Shape(), {"en": group})
    both, twice, half = (1 / (1 + np.exp(-(2 * (value + 0.5) - 1))) for value in ((6 + 4) / 5, (6 + 4) / 5, 2))
    found = one.scores(["long wait", "wait, long wait", "wait", "nothing known"])[:, 0]
    np.testing.assert_allclose(found, [both, twice, half, 0.5], atol=1e-6)


def test_scikit_learn_would_say_the_same() -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    shape = Shape()
    texts = [text for text in TEXTS if script(text) == "en"]
    vectors = TfidfVectorizer(analyzer=lambda text: sorted(grams(text, shape)), binary=True)
    fitted = LogisticRegression(C=10).fit(vectors.fit_transform(texts), [len(text) % 2 for text in texts])
    names = vectors.get_feature_names_out()
    one = np.ones(1, np.float32)
    group = linear.Group(
        linear.hashes(names), vectors.idf_.astype(np.float32), fitted.coef_.T.astype(np.float32),
        fitted.intercept_.astype(np.float32), one, 0 * one,
    )  # fmt: skip
    new = [*texts, "nobody answered the app in two hours", "I said hello"]
    found = linear.Linear(("odd",), shape, {"en": group}).scores(new)[:, 0]
    np.testing.assert_allclose(found, fitted.predict_proba(vectors.transform(new))[:, 1], atol=NEAR)


def test_what_cannot_be_judged_is_nan_and_no_zero() -> None:
    one = model()
    found = one.scores(["", "!!! 12 😀", None, "http://a.b/c", "日本語をください", "Ждали", "I waited", "等了"])
    assert np.isnan(found[:6]).all()
    assert not np.isnan(found[6:]).any()


def test_a_language_that_the_model_does_not_know_is_said_to_be_unknown() -> None:
    texts = ["I waited", "等了", "j'attends", "I waited", "等了 so long my friend", "123"]
    found = model().scores(texts, ["en", "zh-Hant", "fr", "und", "zh-Hans", "en"])
    assert np.isnan(found[:, 0]).tolist() == [False, False, True, True, False, True]
    english = replace(model(), groups={"en": model().groups["en"]})
    assert np.isnan(english.scores(["I waited", "等了"])[:, 0]).tolist() == [False, True]
    assert np.isnan(english.scores(["I waited", "等了"], ["en", "zh-Hans"])[:, 0]).tolist() == [False, True]


def test_languages_may_come_as_a_column() -> None:
    texts, langs = ["I waited", "等了", "I waited", "等了"], ["en", "zh-Hant", None, "ja"]
    listed = model().scores(texts, langs)
    for column_ in (pa.array(langs), pa.chunked_array([langs[:1], langs[1:]]), pa.array(langs).dictionary_encode()):
        np.testing.assert_array_equal(model().scores(pa.array(texts), column_), listed)


def test_languages_must_be_as_many_as_texts() -> None:
    with pytest.raises(ValueError, match="1 languages for 2 texts"):
        model().scores(["a", "b"], ["en"])


@pytest.mark.parametrize("is_fast", [True, False])
@given(texts=st.lists(WRITTEN, min_size=1, max_size=8), data=st.data())
@settings(max_examples=30, deadline=None)
def test_an_answer_does_not_depend_on_its_neighbours(is_fast: bool, texts: list[str], data: st.DataObject) -> None:
    if is_fast and not kernel.is_here():
        pytest.skip("numba is not installed")
    score = model().scores if is_fast else lambda texts: plainly(model(), linear._column(texts))
    together = score(texts)
    order = data.draw(st.permutations(range(len(texts))))
    for row, text in zip(together, texts, strict=True):
        np.testing.assert_array_equal(score([text])[0], row)
    np.testing.assert_array_equal(score([texts[place] for place in order]), together[list(order)])


@pytest.mark.parametrize(
    ("text", "other"),
    [("等了很久，客服還是沒有回應！", "等了很久，客服还是没有回应！"), ("I waited two hours!", "Ｉ ｗａｉｔｅｄ two hours！  "),
     ("I waited two hours", "I waited two hours\nI waited two hours"), ("無法付款", "无法付款。无法付款。")],
)  # fmt: skip
def test_script_width_space_and_doubling_change_no_probability(text: str, other: str) -> None:
    found = model().scores([text, other])
    np.testing.assert_array_equal(found[0], found[1])


def test_the_evidence_adds_up_to_the_log_odds() -> None:
    one = model()
    for text in TEXTS:
        group = one.groups[script(text)]
        odds = sum(share for _, _, share in linear.evidence(one, text, "topic 3")) + group.bias[3]
        expected = 1 / (1 + np.exp(-(odds * group.slope[3] + group.offset[3])))
        assert one.scores([text])[0, 3] == pytest.approx(expected, abs=NEAR)
    assert linear.evidence(one, "wait", "topic 3", lang="fr") == []


# The kernel is held to the reference


@needs_numba
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@given(texts=st.lists(st.none() | LETTERS.map(b"".join), max_size=6), wide=st.booleans(), data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_kernel_agrees_on_hostile_strings(
    shape: Shape, texts: list[bytes | None], wide: bool, data: st.DataObject
) -> None:
    whole = column(texts, pa.large_string() if wide else pa.string())
    start = data.draw(st.integers(0, len(texts)))
    stop = data.draw(st.integers(start, len(texts)))
    for one in (model(shape), model(shape, is_rounded=True)):
        for part in (whole, whole[start:stop], pa.chunked_array([whole[start:], whole[:0], whole[:stop]], whole.type)):
            agree(one.scores(part), plainly(one, part))


@needs_numba
@given(st.lists(st.text(st.characters(), max_size=20) | WRITTEN, max_size=5))
@settings(max_examples=60, deadline=None)
def test_a_list_of_python_texts_may_hold_lone_surrogates(texts: list[str]) -> None:
    texts = [*texts, "I waited \ud800 two hours", "等\udfff了很久"]
    agree(model().scores(texts), plainly(model(), linear._column(texts)))


@needs_numba
@pytest.mark.parametrize("slot_bits", [1, 3, 6])
@given(texts=st.lists(WRITTEN, max_size=5))
@settings(max_examples=20, deadline=None)
def test_collisions_change_no_answer(slot_bits: int, texts: list[str]) -> None:
    one = model()
    texts = [*texts, *TEXTS]
    column = linear._column(texts)
    groups = np.full(len(texts), -2, np.int8)
    crowded = kernel.tables(one.groups, one.shape, len(one.labels), slot_bits=slot_bits, bloom_bits=6)
    np.testing.assert_array_equal(kernel.scores(crowded, column, groups), one.scores(column))


@needs_numba
def test_two_words_with_one_hash_are_two_words() -> None:
    one, other = "\ubc8d\ub079\ua0a8\ub172", "\U0001866c\ubb78\ub523\u2071"  # found by search
    assert linear.hashed(f"w:{one}") == linear.hashed(f"w:{other}")
    known = sorted({gram for word in (one, other) for gram in grams(word, SHAPES[0]) if gram[0] == "c"})
    ones = np.ones(1, np.float32)
    weights = np.arange(len(known), dtype=np.float32)[:, None] / len(known)
    group = linear.Group(linear.hashes(known), np.ones(len(known), np.float32), weights, 0 * ones, ones, 0 * ones)
    two = linear.Linear(("any",), SHAPES[0], {"en": group})
    texts = pa.array([one, other, f"{one} {other}", f"{other}, {one}"])
    found = two.scores(texts, ["en"] * 4)
    agree(found, linear.reference(two, pa.chunked_array([texts]), np.zeros(4, np.int8)))
    assert abs(found[0] - found[1]) > 0.01


@needs_numba
@pytest.mark.parametrize("labels", [1, 12, 15, 16, 40, 63])
@pytest.mark.parametrize("is_rounded", [False, True])
def test_any_number_of_labels(labels: int, is_rounded: bool) -> None:
    one = model(labels=labels, is_rounded=is_rounded)
    agree(one.scores(TEXTS), plainly(one, pa.array(TEXTS)))


@needs_numba
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_long_lines_are_read_to_the_end(shape: Shape) -> None:
    chance = np.random.default_rng(3)
    words = " ".join(TEXTS).split()
    mixed = " ".join(words[place] for place in chance.integers(0, len(words), 3000))
    han = "".join(chr(code) for code in chance.integers(0x4E00, 0x9FFF, 3000)) + TEXTS[6]
    # Said again behind a line break, a text has the same grams; so the reference need not read a megabyte.
    short = [mixed, han, "I waited two hours", "等" * 20 + "a", "wait!", "http://x wait"]
    long = ["\n".join([text] * (1_000_000 // len(text) + 1)) for text in short[:3]]
    long += ["等" * 400_000 + "a", " " * 1_000_000 + "wait" + "!" * 1_000_000, "http://" + "x" * 1_000_000 + " wait"]
    assert min(len(text.encode()) for text in long) >= 1_000_000
    one = model(shape)
    found = one.scores([*long, *short])
    agree(found[: len(long)], plainly(one, pa.array(short)))
    agree(found[len(long) :], plainly(one, pa.array(short)))


@needs_numba
def test_more_words_than_the_kernel_keeps_in_mind() -> None:
    chance = np.random.default_rng(4)
    letters = np.array(list("abcdefgh"))
    texts = [" ".join("".join(word) for word in chance.choice(letters, (40, 5))) + " waited" for _ in range(1500)]
    found = model().scores(texts)
    agree(found, plainly(model(), pa.array(texts)))
    np.testing.assert_array_equal(model().scores(texts[-50:]), found[-50:])


@needs_numba
def test_no_text_at_all() -> None:
    for none in ([], pa.array([], pa.string()), pa.chunked_array([], pa.string()), pa.array([None, None], pa.string())):
        assert model().scores(none).shape == (len(none), len(LABELS))
    assert np.isnan(model().scores(pa.array([None, ""], pa.string()))).all()


@needs_numba
def test_an_install_that_cannot_be_written_to_compiles_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    from voc.classify.kernel import numbers

    njit = numbers.njit

    def read_only(**options: object) -> object:
        if "cache" in options:
            raise RuntimeError("cannot cache function: no locator available")
        return njit(**options)

    monkeypatch.setattr(numbers, "njit", read_only)
    assert numbers.kept(lambda value: value + 1)(1) == 2


def test_without_numba_the_answers_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = model().scores(TEXTS)
    monkeypatch.setattr(kernel, "is_here", lambda: False)
    agree(fast, model().scores(TEXTS))


def _cells(file: Path, most: int) -> Iterator[str]:
    csv.field_size_limit(1 << 24)
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8", errors="surrogateescape") as lines:
        for row in itertools.islice(csv.reader(line.replace("\0", "") for line in lines), most):
            yield from row


@needs_numba
@pytest.mark.skipif("VOC_DATA" not in os.environ, reason="VOC_DATA is not set")
def test_the_kernel_agrees_on_every_text_of_the_shared_data() -> None:
    data = Path(os.environ["VOC_DATA"])
    most = int(os.environ.get("VOC_DATA_ROWS", "300"))
    for file in sorted([*data.rglob("*.csv"), *data.rglob("*.csv.gz"), *data.parent.glob("gold/texts.csv")]):
        texts = sorted({cell for cell in _cells(file, most) if any(map(str.isalpha, cell))})
        letters = [text.encode("utf-8", "surrogateescape") for text in texts]
        array = column(letters, pa.string())
        agree(model().scores(array), plainly(model(), array))


# The folder


@pytest.mark.parametrize("is_rounded", [False, True])
def test_a_model_that_was_kept_is_the_same_model(tmp_path: Path, is_rounded: bool) -> None:
    one = model(is_rounded=is_rounded)
    bundle.write(one, tmp_path / "a")
    bundle.write(bundle.read(tmp_path / "a"), tmp_path / "b")
    np.testing.assert_array_equal(bundle.read(tmp_path / "a").scores(TEXTS), one.scores(TEXTS))
    for file in sorted((tmp_path / "a").iterdir()):
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()


def test_rounding_halves_the_folder_and_hardly_moves_an_answer(tmp_path: Path) -> None:
    sizes = []
    for is_rounded in (False, True):
        bundle.write(model(is_rounded=is_rounded), tmp_path / str(is_rounded))
        sizes.append((tmp_path / str(is_rounded) / bundle.WEIGHTS).stat().st_size)
    assert sizes[1] < 0.7 * sizes[0]
    weights = np.random.default_rng(0).normal(size=1000).astype(np.float32)
    np.testing.assert_allclose(linear.rounded(weights), weights, rtol=2**-8)
    np.testing.assert_array_equal(linear.rounded(linear.rounded(weights)), linear.rounded(weights))


@pytest.mark.parametrize("file", [bundle.HEAD, bundle.WEIGHTS, bundle.SUMS])
def test_a_missing_file_is_named(tmp_path: Path, file: str) -> None:
    bundle.write(model(), tmp_path)
    (tmp_path / file).unlink()
    with pytest.raises(ModelError, match=f"E310 .*{file}") as told:
        bundle.read(tmp_path)
    assert told.value.exit_code == 6


@pytest.mark.parametrize("file", [bundle.HEAD, bundle.WEIGHTS, bundle.SUMS])
@pytest.mark.parametrize("place", [0, 5, 0.5, -1])
def test_one_flipped_byte_is_found(tmp_path: Path, file: str, place: float) -> None:
    bundle.write(model(), tmp_path)
    data = bytearray((tmp_path / file).read_bytes())
    where = int(place * len(data)) if isinstance(place, float) else place
    data[where] ^= 4
    (tmp_path / file).write_bytes(data)
    with pytest.raises(ModelError, match="E311"):
        bundle.read(tmp_path)


def _again(folder: Path, head: object) -> None:
    """Writes another head, with its right sum."""
    import hashlib

    data = json.dumps(head).encode()
    (folder / bundle.HEAD).write_bytes(data)
    lines = (folder / bundle.SUMS).read_text().splitlines()
    lines[0] = f"{hashlib.sha256(data).hexdigest()}  {bundle.HEAD}"
    (folder / bundle.SUMS).write_text("\n".join(lines) + "\n")


def test_a_newer_format_is_not_guessed_at(tmp_path: Path) -> None:
    bundle.write(model(), tmp_path)
    head = json.loads((tmp_path / bundle.HEAD).read_text("utf-8"))
    _again(tmp_path, head | {"format": 2})
    with pytest.raises(ModelError, match="E312"):
        bundle.read(tmp_path)


@pytest.mark.parametrize(
    "wrong", [{"labels": ["one"]}, {"shape": {"words": 0}}, {"groups": {"fr": 1}}, {"shape": []}, []]
)
def test_parts_that_do_not_fit_are_refused(tmp_path: Path, wrong: object) -> None:
    bundle.write(model(), tmp_path)
    head = json.loads((tmp_path / bundle.HEAD).read_text("utf-8"))
    _again(tmp_path, head | wrong if isinstance(wrong, dict) else wrong)
    with pytest.raises(ModelError, match="E313"):
        bundle.read(tmp_path)


@pytest.mark.parametrize(
    "wrong",
    [{"idf": np.ones(3, np.float32)}, {"bias": np.full(13, np.nan, np.float32)}, {"slope": np.ones(13)}],
    ids=["length", "nan", "float64"],
)
def test_a_group_whose_arrays_do_not_fit_is_refused(wrong: dict[str, np.ndarray]) -> None:
    with pytest.raises(ValueError, match="en: "):
        replace(model(), groups={"en": replace(model().groups["en"], **wrong)})


def test_a_gram_has_one_row() -> None:
    hashes = model().groups["en"].hashes.copy()
    hashes[1] = hashes[0]
    with pytest.raises(ValueError, match="two rows"):
        replace(model(), groups={"en": replace(model().groups["en"], hashes=hashes)})
