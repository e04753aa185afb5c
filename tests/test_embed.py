"""Tier 3: few labels, the vectors of an encoder, and the model that ships. An encoder that counts words stands for a real one."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from voc import asking, classify, taxonomy, train
from voc.classify import learn, opened, shelf
from voc.classify.encoders import embed, embedded, encoder
from voc.errors import ModelError

WORDS = ("gondola", "缆车", "frobnicate", "小发明", "lovely", "很棒", "awful", "糟糕")
FILES = ("SHA256SUMS", "model.json", "weights.npz", "tagger.json", "encoder.json", "CARD.md", "linear/weights.npz")


@dataclass(frozen=True)
class Counting:
    """Vectors of what stands in a text: a word and its translation are one number."""

    name: str = "counting"
    dims: int = 5
    window: int = 512
    overlap: int = 32
    prefix: str = ""
    precision: str = "float32"

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        count = [[float(text.count(WORDS[at]) + text.count(WORDS[at + 1])) for at in (0, 2, 4, 6)] for text in texts]
        vectors = np.c_[np.array(count, np.float32).reshape(-1, 4), np.ones(len(texts), np.float32)]
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of an encoder that needs no torch."""

    def made(source: str, **how: Any) -> Counting:
        return Counting(**{"name": Path(source).name, **how})

    file = tmp_path / "counting.bin"
    file.write_bytes(b"weights")
    monkeypatch.setattr(encoder, "encoder", made)
    monkeypatch.setattr(embedded, "encoder", made)
    monkeypatch.setattr(embedded, "need", lambda *names: None)
    monkeypatch.setattr(embedded, "suited", lambda precision: precision)
    return file


def lines(file: Path, n: int = 80) -> Path:
    """Comments in two languages about waiting, and about a gadget that no phrase and no model knows by its name."""
    rows = []
    for i in range(n):
        is_en, kind = i % 2 == 0, i // 2 % 4
        bad, good = ("awful", "lovely") if is_en else ("糟糕", "很棒")
        said = {
            0: (
                f"The frobnicate is {bad}, day {i}" if is_en else f"小发明{bad}，第{i}天",
                "neg",
                "product_quality:neg",
            ),
            1: (
                f"The frobnicate is {good}, day {i}" if is_en else f"小发明{good}，第{i}天",
                "pos",
                "product_quality:pos",
            ),
            2: (f"We waited {i} hours on hold" if is_en else f"电话里等了{i}个小时", "neg", "wait_time:neg"),
            3: (f"A lovely day in {i}" if is_en else f"第{i}天很棒", "pos", "-"),
        }[kind]
        rows.append(dict(zip(("text", "overall", "mentions"), said, strict=True)))
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


@pytest.fixture
def model(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, voc_command: Callable[..., Any]) -> Path:
    """A model taught by 80 lines, in the folder we are in."""
    monkeypatch.chdir(tmp_path)
    got = voc_command("train", lines(tmp_path / "l.csv", 120), "--out", "mine", "--tier", "embed", "--base", base)
    assert got.exit == 0, got.err
    assert "product_quality" in got.out and "cross-validation in 5 parts" in got.err
    return tmp_path / "models" / "mine"


# --- learning


def test_heads_learn_what_was_taught_and_leave_the_rest_as_usual() -> None:
    topics, ships = ("wait_time", "delivery", "own"), ("wait_time", "delivery")
    rng = np.random.default_rng(1)
    n = 300
    vectors = rng.normal(3, 1, (n, 8)).astype(np.float32)
    is_own = vectors[:, 0] + 0.3 * rng.normal(size=n) > 3
    hints = np.zeros((n, len(embed.hint_names(topics))), np.float32)
    odds = rng.normal(-2, 2, (n, len(learn.labels(ships)))).astype(np.float32)
    mentions = [[("own", "neg" if row % 2 else "pos")] if said else [] for row, said in enumerate(is_own)]
    lessons = learn.lessons_of([""] * n, ["en"] * n, hints, mentions, [None] * n, topics)
    begin = embed.usual(topics, ships)
    found = embed.fitted(vectors, np.hstack([hints, odds]), lessons, ["own"], begin)
    share = 1 / (1 + np.exp(-found.heads.odds(np.hstack([vectors, hints, odds]))))
    names = found.heads.labels
    assert ((share[:, names.index("own")] >= found.least[2]) == is_own).mean() > 0.9
    assert ((found.held.shares[:, 2] >= found.held.least[:, 2]) == is_own).mean() > 0.85
    assert np.isnan(found.least[:2]).all() and not np.isnan(found.least[2])
    for label in ("wait_time", "delivery:neg", "overall:pos"):
        usual = 1 / (1 + np.exp(-odds[:, learn.labels(ships).index(label)]))
        np.testing.assert_allclose(share[:, names.index(label)], usual, atol=1e-5)
    again = embed.fitted(vectors, np.hstack([hints, odds]), lessons, ["own"], begin)
    np.testing.assert_array_equal(again.heads.weights, found.heads.weights)
    with pytest.raises(ValueError, match="features"):
        found.heads.odds(vectors)
    with pytest.raises(ValueError, match="labels"):
        embed.Heads(("one",), found.heads.weights, found.heads.bias)


def test_a_topic_begins_from_its_own_columns_and_moves_by_them_alone() -> None:
    start, far = embed.usual(("delivery", "own"), ("delivery",))
    rows = [*embed.hint_names(("delivery", "own")), *learn.labels(("delivery",))]
    columns = list(learn.labels(("delivery", "own")))
    own = {
        name: start[:, columns.index(name)] for name in ("delivery", "delivery:pos", "own", "own:neg", "overall:neg")
    }
    assert {rows[at] for at in np.flatnonzero(own["own"])} == {"own:negative", "own:neutral", "own:positive"}
    assert {rows[at] for at in np.flatnonzero(own["own:neg"])} == {"own:negative", "own:neutral"}
    assert [at - 10 for at in np.flatnonzero(own["delivery:pos"])] == [
        learn.labels(("delivery",)).index("delivery:pos")
    ]
    assert own["delivery"].sum() == own["overall:neg"].sum() == 1
    assert not far[rows.index("own:negative"), columns.index("delivery")]
    assert far[rows.index("own:negative"), columns.index("own:pos")] > 0


# --- the whole loop


def test_few_labels_teach_a_word_in_two_languages_and_forget_nothing(
    model: Path, voc_command: Callable[..., Any]
) -> None:
    texts = ["the frobnicate is awful", "这个小发明糟糕", "we waited two hours on hold", "the parcel came late", ""]
    rows, found = asking.classified(texts, model="mine")
    said = [set(one) for one in rows["topics"]]
    assert "product_quality" in said[0] and "product_quality" in said[1] and said[2] == {"wait_time"}
    assert "delivery" in said[3] and said[4] == set(), "what it was not taught is still what ships"
    assert rows["sentiment"].tolist()[:3] == ["negative"] * 3 and pd.isna(rows["sentiment"][4])
    assert set(found["tagger"]) == {"mine"}
    alone, _ = asking.classified(texts[2:3], model="mine")
    assert alone["topics"][0] == rows["topics"][2] and alone["sentiment_score"][0] == rows["sentiment_score"][2]
    shipped = classify.model("default")
    mine = classify.model("mine")
    assert shipped is not None and mine is not None
    feedback, utterances = asking.cut(["the parcel came late"])
    mentions = classify.mentions(utterances, taxonomy.default())
    words = feedback, mentions, classify.opinions(feedback, utterances, mentions), utterances
    share = [one.answer(*words).shares[0, one.topics.index("delivery")] for one in (shipped, mine)]
    assert share[0] == pytest.approx(share[1], abs=1e-5)


def test_the_folder_is_whole_and_says_what_it_is(model: Path, base: Path, voc_command: Callable[..., Any]) -> None:
    reads = json.loads((model / "encoder.json").read_text())
    assert reads["encoder"] == str(base) and reads["sha256"] == hashlib.sha256(b"weights").hexdigest()
    assert not list(model.rglob("*.bin")) and not list(model.rglob("*.safetensors")), "the encoder stays where it is"
    card = voc_command("model", "show", "mine").out
    assert "embed: heads on the vectors of counting.bin" in card and "not learned, left to" not in card
    told = json.loads(voc_command("model", "show", "mine", "--json").out)
    assert told["kind"] == "embed" and {"product_quality", "delivery"} <= set(told["topics"])
    assert told["languages"] == ["en", "zh-Hans", "zh-Hant"]
    assert voc_command("model", "verify", "mine").exit == 0
    listed = json.loads(voc_command("model", "list", "--json").out)
    assert [one["kind"] for one in listed if one["name"] == "mine"] == ["embed"]
    for number in (1, 2):
        plan = train.plan(lines(model.parent / "again.csv", 120))
        train.written(
            train.learned(plan, "same", "embed", base=str(base)), plan, model.parent / f"same{number}" / "same"
        )
    one, other = (model.parent / f"same{number}" / "same" / "SHA256SUMS" for number in (1, 2))
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("file", FILES)
def test_one_flipped_byte_is_refused(model: Path, file: str, voc_command: Callable[..., Any]) -> None:
    data = bytearray((model / file).read_bytes())
    data[len(data) // 2] ^= 1
    (model / file).write_bytes(data)
    got = voc_command("model", "verify", "mine")
    assert got.exit == 6 and "E31" in got.err and "Traceback" not in got.err
    with pytest.raises(ModelError, match="E31"):
        classify.model("mine")


@pytest.mark.parametrize("file", ["encoder.json", "weights.npz", "tagger.json", "linear/SHA256SUMS", "linear"])
def test_a_missing_file_is_refused(model: Path, file: str) -> None:
    shutil.rmtree(model / file) if (model / file).is_dir() else (model / file).unlink()
    with pytest.raises(ModelError, match="E310"):
        opened.tagger("mine")


def test_another_encoder_of_that_name_is_refused(model: Path, base: Path, voc_command: Callable[..., Any]) -> None:
    assert opened.tagger("mine") is not None
    base.write_bytes(b"weightz")
    shutil.copytree(model, model.parent / "copy")
    with pytest.raises(ModelError, match="E339"):
        opened.tagger("copy")
    assert voc_command("model", "verify", "copy").exit == 0, "the encoder is no part of the folder"


def test_without_torch_the_extra_is_named(
    model: Path, monkeypatch: pytest.MonkeyPatch, voc_command: Callable[..., Any]
) -> None:
    shutil.copytree(model, model.parent / "copy")
    monkeypatch.setattr(embedded, "need", encoder.need)
    known = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == "torch" else known(name, *more)
    )
    Path("t.csv").write_text("text\nI waited\n")
    got = voc_command("classify", "t.csv", "--text-column", "text", "--out", "o.csv", "--model", "copy")
    assert got.exit == 6 and "E330" in got.err and "pip install" in got.err
    assert voc_command("model", "verify", "copy").exit == 0, "sums need no torch"


def test_a_language_without_labels_is_left_to_what_ships_and_the_card_says_so(base: Path, tmp_path: Path) -> None:
    file = lines(tmp_path / "l.csv", 160)
    file.write_text("".join(row for row in file.read_text().splitlines(keepends=True) if row.isascii()))
    plan = train.plan(file)
    made = train.learned(plan, "mine", "embed", base=str(base))
    assert made.limits == ("no comments in zh: the model that ships answers there, and was not scored",)
    train.written(made, plan, tmp_path / "mine")
    texts = ["这个小发明糟糕", "电话里等了两个小时", "包裹坏了，客服不理人"]
    ours, shipped = (asking.shares(texts, model=one)[0] for one in (str(tmp_path / "mine"), "default"))
    np.testing.assert_allclose(ours, shipped, atol=1e-5)
    (found, _), (usual, _) = (asking.classified(texts, model=one) for one in (str(tmp_path / "mine"), "default"))
    assert (
        found["topics"].tolist() == usual["topics"].tolist()
        and found["sentiment"].tolist() == usual["sentiment"].tolist()
    )
    (taught,) = asking.classified(["the frobnicate is awful"], model=str(tmp_path / "mine"))[0]["topics"]
    assert "product_quality" in taught


def test_where_nothing_ships_phrases_are_what_it_begins_from(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "SHIPPED", tmp_path / "nothing")
    plan = train.plan(lines(tmp_path / "l.csv", 120))
    made = train.learned(plan, "mine", "embed", base=str(base))
    assert made.left == "phrases"
    train.written(made, plan, tmp_path / "mine")
    assert not (tmp_path / "mine" / "linear").exists()
    tagger = opened.tagger(str(tmp_path / "mine"))
    assert tagger is not None and set(tagger.topics) == {"product_quality", "wait_time"}


# --- an encoder in the place of a model


@pytest.mark.parametrize("kind", ["folder", "hub name"])
def test_a_bare_encoder_knows_no_topics(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, voc_command: Callable[..., Any]
) -> None:
    monkeypatch.chdir(tmp_path)
    name = "owner/multilingual-tiny"
    if kind == "folder":
        name = "tiny"
        (tmp_path / name).mkdir()
        (tmp_path / name / "config.json").write_text('{"model_type": "bert"}')
    Path("t.csv").write_text("text\nI waited\n")
    got = voc_command("classify", "t.csv", "--text-column", "text", "--out", "o.csv", "--model", name)
    assert got.exit == 6 and "E302" in got.err and "knows no topics" in got.err
    assert f"voc train LABELS --out models/mine --tier transformer --base {name}" in got.err


def test_a_mistyped_folder_is_no_hub_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models").mkdir()
    with pytest.raises(ModelError, match="E300"):
        shelf.folder("models/mien")
