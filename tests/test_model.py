"""Models as people meet them: found by name or place, shown, verified, used; and refused when a byte of them is another."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

import voc
from voc import asking, classify, config, tagging, taxonomy
from voc.classify import about, bundle, shelf, tagger
from voc.classify.encoders import transformer
from voc.errors import ModelError

TOPICS = ("wait_time", "delivery", "policy")
FILES = ("SHA256SUMS", "model.json", "weights.npz", "tagger.json", "hints.npz", "stack.npz", "CARD.md")
TUNED = ("SHA256SUMS", "model.json", "heads.safetensors", "encoder/config.json")
TEXTS = [
    "I waited an hour on the phone",
    "the parcel came late",
    "等了半天",
    "結帳卡住了",
    "",
]


class Stub:
    """A transformer that knows words: wait or 等 is wait_time and bad, parcel is delivery and good."""

    labels = TOPICS

    def answers(self, texts: list[str]) -> SimpleNamespace:
        topics = np.array(
            [[0.9 * ("wait" in one or "等" in one), 0.6 * ("parcel" in one), 0.1] for one in texts], np.float32
        )
        polarity = np.tile(np.array([[0.8, 0.15, 0.05], [0.1, 0.2, 0.7], [0, 1, 0]], np.float32), (len(texts), 1, 1))
        return SimpleNamespace(
            topics=topics.reshape(-1, 3), polarity=polarity.reshape(-1, 3, 3),
            sentiment=np.tile(np.array([0.7, 0.1, 0.15, 0.05], np.float32), (len(texts), 1)),
        )  # fmt: skip

    def scores(self, texts: list[str]) -> np.ndarray:
        return self.answers(texts).topics


def tuned(folder: Path, **more: object) -> Path:
    """A folder as `transformer.save` writes it, without an encoder that could read anything."""
    (folder / "encoder").mkdir(parents=True)
    head = {"kind": transformer.KIND, "labels": TOPICS, "is_folded": True, "window": 96, "overlap": 24, "prefix": ""}
    (folder / "model.json").write_text(json.dumps(head | more), encoding="utf-8")
    (folder / "heads.safetensors").write_bytes(b"heads")
    (folder / "encoder" / "config.json").write_text("{}", encoding="utf-8")
    files = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    sums = [f"{hashlib.sha256((folder / file).read_bytes()).hexdigest()}  {file}\n" for file in files]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    return folder


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    """The transformer tier with `Stub` in the place of what torch would read; the sums are compared all the same."""

    def read(folder: Path) -> Stub:
        transformer.check(folder)
        return Stub()

    monkeypatch.setattr(transformer, "transformer", read)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in, and nothing that ships but phrases."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(shelf, "SHIPPED", tmp_path / "shipped")
    return here


def flipped(folder: Path, file: str, at: float, bit: int = 1) -> None:
    data = bytearray((folder / file).read_bytes())
    data[min(int(at * len(data)), len(data) - 1)] ^= bit
    (folder / file).write_bytes(data)


# --- where a model is found


def test_a_name_is_looked_for_in_the_project_then_here_then_in_what_ships(
    elsewhere: Path, tmp_path: Path, tiny_model: Path
) -> None:
    project, path = tmp_path / "project", tmp_path / "shipped" / "mine"
    assert shelf.folder("default") is None, "phrases where nothing ships"
    for place in (
        path,
        elsewhere / "models" / "mine",
        elsewhere / "mine",
        project / "models" / "mine",
        project / "mine",
    ):
        shutil.copytree(tiny_model, place)
        found = shelf.folder("mine", project)
        assert found is not None and found.resolve() == place
    assert shelf.folder(str(path)) == path, "a whole path is that path"
    assert (
        shelf.names()["mine"] == Path("models") / "mine" and shelf.names(project)["mine"] == project / "models" / "mine"
    )
    shutil.copytree(tiny_model, tmp_path / "shipped" / "linear")
    shutil.copytree(tiny_model, elsewhere / "models" / "linear")
    shutil.copytree(tiny_model, elsewhere / "models" / "phrases")
    assert shelf.folder("default") == tmp_path / "shipped" / "linear", "the default does not depend on where we are"
    assert shelf.folder("phrases") is None and shelf.names()["phrases"] is None


def test_a_folder_of_something_else_does_not_hide_a_model_of_that_name(elsewhere: Path, tiny_model: Path) -> None:
    (elsewhere / "mine").mkdir()
    with pytest.raises(ModelError, match="E301"):
        shelf.folder("mine")
    shutil.copytree(tiny_model, elsewhere / "models" / "mine")
    assert shelf.folder("mine") == Path("models") / "mine"


@pytest.mark.parametrize(("asked", "hint"), [("min", "did you mean mine?"), ("defualt", "did you mean default?"),
                                             ("", "use one of"), ("mine/model.json", "use one of")])  # fmt: skip
def test_a_model_that_is_not_there_is_told_with_the_nearest_name(
    elsewhere: Path, tiny_model: Path, asked: str, hint: str, voc_command: Callable[..., Any]
) -> None:
    shutil.copytree(tiny_model, elsewhere / "models" / "mine")
    (elsewhere / "t.csv").write_text("text\nhello\n", encoding="utf-8")
    got = voc_command("classify", "t.csv", "--text-column", "text", "--out", "o.csv", "--model", asked)
    assert got.exit == 6 and "E300" in got.err and hint in got.err and not (elsewhere / "o.csv").exists()


def test_the_model_of_a_project_begins_at_its_folder(
    project: Path, elsewhere: Path, tiny_model: Path, voc_command: Callable[..., Any]
) -> None:
    shutil.copytree(tiny_model, project / "tagger" / "second")
    with (project / "voc.toml").open("a") as toml:
        toml.write('\n[classify]\nmodel = "tagger/second"\n')
    made = tagging.model(config.load(project, environment={}))
    assert made is not None and made.name == "tiny"
    assert voc_command("analyze", project, "--out", "out").exit == 0
    told = json.loads((elsewhere / "out" / "run.json").read_text("utf-8"))["model"]
    sums = hashlib.sha256((tiny_model / "SHA256SUMS").read_bytes()).hexdigest()
    assert told == {"name": "second", "kind": "linear", "sha256": sums}
    assert set(pd.read_parquet(elsewhere / "out" / "tables" / "mentions.parquet")["tagger"]) == {
        "tiny",
        "phrases",
    }  # of few labels it learned few topics
    flag = voc_command("analyze", project, "--out", "out", "--model", "phrases")
    assert flag.exit == 0 and json.loads((elsewhere / "out" / "run.json").read_text("utf-8"))["model"]["sha256"] is None


def test_a_model_that_is_not_there_is_said_before_anything_is_read(
    project: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch, voc_command: Callable[..., Any]
) -> None:
    monkeypatch.setattr("voc.ingest.tables", lambda *_: pytest.fail("read first"))
    assert "E300" in voc_command("analyze", project, "--model", "big").err


# --- voc model


def test_list_names_what_there_is_and_which_is_the_default(
    elsewhere: Path, tmp_path: Path, tiny_model: Path, voc_command: Callable[..., Any]
) -> None:
    shutil.copytree(tiny_model, tmp_path / "shipped" / "linear")
    tuned(elsewhere / "models" / "big")
    shutil.copytree(tiny_model, elsewhere / "models" / "broken")
    (elsewhere / "models" / "broken" / "tagger.json").write_text("{", encoding="utf-8")
    (elsewhere / "models" / "notes").mkdir()
    told = {one["name"]: one for one in json.loads(voc_command("model", "list", "--json").out)}
    assert list(told) == ["phrases", "linear", "big", "broken"]
    assert told["linear"].keys() == {"name", "kind", "where", "size", "languages", "topics", "default"}
    assert {name: one["kind"] for name, one in told.items()} == {
        "phrases": "phrases", "linear": "linear", "big": "transformer", "broken": "linear"}  # fmt: skip
    assert [name for name, one in told.items() if one["default"]] == ["linear"]
    assert told["linear"]["languages"] == ["en", "zh-Hans", "zh-Hant"] and len(told["linear"]["topics"]) == 21
    assert told["big"]["topics"] == list(TOPICS) and told["broken"]["languages"] == []
    assert told["linear"]["size"] == sum(file.stat().st_size for file in tiny_model.iterdir())
    shown = voc_command("model", "list")
    assert shown.exit == 0 and "linear (default)" in shown.out and "broken is damaged" in shown.err


def test_show_prints_the_card_and_without_one_a_summary(
    elsewhere: Path, tiny_model: Path, voc_command: Callable[..., Any]
) -> None:
    assert voc_command("model", "show", tiny_model).out == "# Tiny\n\nFor tests.\n"
    bare = shelf.trained(tiny_model)
    shelf.write(bare, elsewhere / "models" / "bare")
    shown = voc_command("model", "show", "bare").out
    sums = (elsewhere / "models" / "bare" / "SHA256SUMS").read_text().split()[0::2]
    for said in ("# bare", "kind: linear", "en, zh-Hans, zh-Hant", "labels: 67", "| topic | en | zh |", *sums):
        assert said in shown, said
    place = bare.topics.index("delivery")
    assert f"| delivery | {bare.least['en'][place]:.3f} | {bare.least['zh'][place]:.3f} |" in shown
    assert "| other | phrases |" in shown
    told = json.loads(voc_command("model", "show", "bare", "--json").out)
    assert told["card"] == shown and told["least"]["en"]["delivery"] == pytest.approx(bare.least["en"][place], abs=1e-4)
    assert told["grams"].keys() == {"en", "zh"} and "lexicon" in voc_command("model", "show", "phrases").out
    tuned(elsewhere / "models" / "big", least={"en": [0.4, 0.5, 0.6]})
    shown = voc_command("model", "show", "big").out
    assert "| delivery | 0.500 |" in shown and "languages: en\n" in shown


@pytest.mark.parametrize("file", FILES)
def test_one_flipped_byte_in_a_file_of_a_model_is_refused_everywhere(
    elsewhere: Path, tiny_model: Path, file: str, voc_command: Callable[..., Any]
) -> None:
    (elsewhere / "t.csv").write_text("text\nI waited\n", encoding="utf-8")
    asked = ("classify", "t.csv", "--text-column", "text", "--out", "o.csv", "--model", "mine")
    for at, bit in ((0, 1), (0.4, 128), (1, 1)):
        shutil.copytree(tiny_model, elsewhere / "models" / "mine")
        assert voc_command("model", "verify", "mine").exit == 0 and voc_command(*asked).exit == 0
        flipped(elsewhere / "models" / "mine", file, at, bit)
        for words in (("model", "verify", "mine"), ("model", "verify"), asked):
            got = voc_command(*words)
            assert got.exit == 6 and ("E311" in got.err or "E310" in got.err) and "Traceback" not in got.err, got
        told = json.loads(voc_command("model", "verify", "mine", "--json").out)
        assert told[0]["error"]["code"] in ("E310", "E311") and told[0]["files"] == 0
        shutil.rmtree(elsewhere / "models" / "mine")


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_of_a_model_is_named(
    elsewhere: Path, tiny_model: Path, file: str, voc_command: Callable[..., Any]
) -> None:
    shutil.copytree(tiny_model, elsewhere / "models" / "mine")
    (elsewhere / "models" / "mine" / file).unlink()
    got = voc_command("model", "verify", "mine")
    assert got.exit == 6 and "E310" in got.err and file in got.err
    with pytest.raises(ModelError, match="E310"):
        classify.model("mine")


def test_a_damaged_default_is_refused_and_never_replaced_by_phrases(
    elsewhere: Path, tmp_path: Path, tiny_model: Path, voc_command: Callable[..., Any]
) -> None:
    shutil.copytree(tiny_model, tmp_path / "shipped" / "linear")
    (tmp_path / "shipped" / "linear" / "SHA256SUMS").unlink()
    with pytest.raises(ModelError, match="E310"):
        asking.classified(["hello"])
    got = voc_command("model", "verify")
    assert got.exit == 6 and "phrases: part of voc" in got.out


@pytest.mark.parametrize("file", TUNED)
def test_one_flipped_byte_of_a_fine_tuned_folder_is_refused(
    elsewhere: Path, stub: None, file: str, voc_command: Callable[..., Any]
) -> None:
    for at, bit in ((0, 1), (0.5, 128), (1, 1)):
        folder = tuned(elsewhere / "models" / "big")
        assert voc_command("model", "verify", "big").exit == 0 and classify.model("big") is not None
        flipped(folder, file, at, bit)
        got = voc_command("model", "verify", "big")
        assert got.exit == 6 and "E336" in got.err and "Traceback" not in got.err, got
        with pytest.raises(ModelError, match="E336"):
            classify.model("big")
        shutil.rmtree(folder)


def test_every_bit_of_the_sums_counts(elsewhere: Path, tiny_model: Path) -> None:
    for made, check in (
        (tuned(elsewhere / "big"), transformer.check),
        (Path(shutil.copytree(tiny_model, elsewhere / "mine")), bundle.check),
    ):
        sums = (made / "SHA256SUMS").read_bytes()
        check(made)
        for at in range(len(sums)):
            for bit in (1, 2, 4, 7, 32, 128) if at % 16 == 0 or sums[at] in b" \n" else ():
                flipped(made, "SHA256SUMS", at / len(sums) + 1e-9, bit)
                with pytest.raises(ModelError) as told:
                    check(made)
                assert told.value.exit_code == 6
                (made / "SHA256SUMS").write_bytes(sums)


# --- a fine-tuned folder in the pipeline


def test_a_fine_tuned_folder_tags_as_a_trained_one_does(
    elsewhere: Path, stub: None, voc_command: Callable[..., Any]
) -> None:
    tuned(elsewhere / "models" / "big")
    pd.DataFrame({"text": [*TEXTS, "Das Paket kam viel zu spät und niemand hat etwas gesagt", "!!!"]}).to_csv(
        "t.csv", index=False
    )
    words = ("classify", "t.csv", "--text-column", "text", "--out", "o.parquet", "--mentions", "m.parquet")
    got = voc_command(*words, "--model", "models/big")
    assert got.exit == 0, got.err
    rows, found = pd.read_parquet("o.parquet"), pd.read_parquet("m.parquet")
    topics = ["wait_time", "delivery", "wait_time", "checkout_friction", "", "", ""]
    assert rows["topics"].map(";".join).tolist() == topics
    assert rows["sentiment"].tolist()[:4] == ["negative"] * 4 and rows["sentiment"][4:].isna().all()
    assert rows["sentiment_score"][0] == pytest.approx(0.15 - 0.7, abs=1e-4) and rows["lang"][5] == "und"
    assert found["tagger"].tolist() == ["big", "big", "big", "phrases"], "a topic that it does not know is the phrases'"
    assert found["confidence"].tolist()[:3] == pytest.approx([0.9, 0.6, 0.9], abs=1e-3)


def test_the_clause_that_alone_is_likeliest_shows_a_topic_and_the_model_its_tone(elsewhere: Path, stub: None) -> None:
    tuned(elsewhere / "models" / "big")
    text = "The shop is on the corner of the street. My parcelx is blue and small. Good bye to you all."
    _, found = asking.classified([text], model="big")
    (row,) = found.to_dict("records")
    assert text[row["start"] : row["end"]] == "My parcelx is blue and small."
    assert (row["topic"], row["sentiment"]) == ("delivery", "positive")


@pytest.mark.parametrize(
    "words, tone, kept",
    [
        ("-+", "negative", "-"), ("+-", "negative", "-"), ("+-", "positive", "+"), ("++", "negative", "++"),
        ("0-", "positive", "0-"), ("+-0", "neutral", "+-0"), ("-+0", "negative", "-0"),
    ],
)  # fmt: skip
def test_words_that_say_the_contrary_show_nothing_where_others_say_it(words: str, tone: str, kept: str) -> None:
    """One comment, one topic: what the phrases say of it (-, 0, +), what the model does, and which phrases are shown."""
    tones = np.array(["-0+".index(one) for one in words])
    judged = np.full(len(words), tagger.TONES.index(tone))
    sides = np.tile(np.isin(range(len(tagger.TONES)), tones), (len(words), 1))
    against = tagger._against(tones, judged, sides)
    assert "".join(np.array(list(words))[~against]) == kept


def test_a_complaint_is_not_shown_by_the_praise_beside_it() -> None:
    text = "He is friendly, but he talks your ear off and doesn't listen. You exchanged it for the same wrong size."
    _, found = asking.classified([text])
    shown = {text[int(one.start) : int(one.end)] for one in found.itertuples() if one.topic == "staff_attitude"}
    assert shown == {"doesn't listen"}


def test_the_folder_may_name_the_probabilities_from_which_topics_are_said(elsewhere: Path, stub: None) -> None:
    tuned(elsewhere / "models" / "big", least={"en": [0.95, 0.5, 0.05], "zh-Hant": [0.5, 0.5, 0.5]})
    rows, _ = asking.classified(["we had to wait here", "我們在這裡等等看", "我们在这里等等看"], model="big")
    assert rows["topics"].tolist() == [["policy"], ["wait_time"], []], "Simplified is not known, and no phrase says it"
    assert rows["sentiment"].tolist()[:2] == ["negative", "negative"]
    tuned(elsewhere / "models" / "odd", least=[0.5])
    with pytest.raises(ModelError, match="E335"):
        classify.model("odd")


def test_a_topic_of_the_projects_own_stays_with_its_phrases(elsewhere: Path, stub: None, tmp_path: Path) -> None:
    tuned(elsewhere / "models" / "big")
    (tmp_path / "topics.toml").write_text('[[topic]]\nid = "gondola"\nphrases.en = ["gondola"]\n', encoding="utf-8")
    own = taxonomy.merged(taxonomy.default(), taxonomy.load(tmp_path / "topics.toml"))
    feedback, utterances = asking.cut(["gondola and a long wait"])
    found, _ = classify.tagged(feedback, utterances, own, classify.model("big"))
    assert dict(zip(found["topic"].to_pylist(), found["tagger"].to_pylist(), strict=True)) == {
        "gondola": "phrases", "wait_time": "big"}  # fmt: skip


def test_what_was_masked_is_not_read_and_a_copy_is_not_read_twice(
    elsewhere: Path, stub: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many addresses came before, in other texts, must not be seen by a model."""
    seen: list[str] = []
    plain = Stub.answers
    monkeypatch.setattr(Stub, "answers", lambda self, texts: (seen.extend(texts), plain(self, texts))[1])
    tuned(elsewhere / "models" / "big")
    asking.classified(
        ["mail a@example.org", "mail bob@example.org or wait. mail bob@example.org or wait."], model="big"
    )
    assert [" ".join(one.split()) for one in seen[:2]] == ["mail", "mail or wait."]
    assert not any("_1>" in one.lower() or "_2>" in one.lower() for one in seen)


def test_without_torch_the_extra_is_named(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, voc_command: Callable[..., Any]
) -> None:
    tuned(elsewhere / "models" / "big")
    (elsewhere / "t.csv").write_text("text\nI waited\n", encoding="utf-8")
    known = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == "torch" else known(name, *more)
    )
    got = voc_command("classify", "t.csv", "--text-column", "text", "--out", "o.csv", "--model", "big")
    assert got.exit == 6 and "E330" in got.err and "[transformers]" in got.err and "pip install" in got.err
    assert voc_command("model", "verify", "big").exit == 0, "sums need no torch"


# --- texts that nobody can tag


@pytest.fixture(params=["default", "trained", "fine-tuned"])
def any_model(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "default":
        return "default"
    if request.param == "trained":
        return str(request.getfixturevalue("tiny_model"))
    request.getfixturevalue("stub")
    return str(tuned(tmp_path / "tuned"))


@pytest.mark.parametrize("rows", ["1,\n2,  \n3,\n", '1,""\n'])
def test_empty_texts_are_answered_without_a_guess(
    any_model: str, rows: str, tmp_path: Path, voc_command: Callable[..., Any]
) -> None:
    (tmp_path / "e.csv").write_text(f"id,text\n{rows}", encoding="utf-8")
    words = (
        "--text-column",
        "text",
        "--id-column",
        "id",
        "--out",
        tmp_path / "o.csv",
        "--mentions",
        tmp_path / "m.csv",
    )
    got = voc_command("classify", tmp_path / "e.csv", *words, "--model", any_model)
    assert got.exit == 0, got.err
    found = pd.read_csv(tmp_path / "o.csv", dtype=str)
    assert found["id"].tolist() == [line.split(",")[0] for line in rows.splitlines()]
    assert found[["sentiment", "sentiment_score", "topics"]].isna().all(axis=None)
    assert pd.read_csv(tmp_path / "m.csv").empty


def test_a_language_that_a_model_does_not_know_is_named_and_not_guessed(any_model: str) -> None:
    told = {
        "Das Paket kam viel zu spät und niemand hat etwas gesagt": "und", "Очень плохой сервис, ждали два часа": "und",
        "配達がとても遅くて、とても残念です": "ja", "배송이 너무 늦어서 정말 실망했어요": "ko",
        "O atendimento foi péssimo e demorado demais": "und",
    }  # fmt: skip
    rows, found = asking.classified([*told, "the parcel came late"], model=any_model)
    assert rows["lang"].tolist() == [*told.values(), "en"]
    assert rows["sentiment"][:-1].isna().all() and rows["sentiment_score"][:-1].isna().all()
    assert rows["topics"].tolist()[:-1] == [[]] * len(told) and set(found["feedback_id"]) <= {str(len(told) + 1)}


def test_a_language_that_the_data_name_is_kept_as_named(
    any_model: str, project: Path, voc_command: Callable[..., Any]
) -> None:
    rows = "\n".join(f"f{n},2026-01-{n % 28 + 1:02},waiting parcel {n},{1 + n % 5},x,,pt-BR" for n in range(60))
    (project / "feedback.csv").write_text(
        f"feedback_id,date,comment,rating,region,call,lang\n{rows}\n", encoding="utf-8"
    )
    got = voc_command("analyze", project, "--out", project / "out", "--model", any_model)
    assert got.exit == 0, got.err
    opinions = pd.read_parquet(project / "out" / "tables" / "opinions.parquet")
    assert set(opinions["lang"]) == {"pt"} and opinions["sentiment"].isna().all()
    assert pd.read_parquet(project / "out" / "tables" / "mentions.parquet").empty


# --- voc doctor


def test_doctor_shows_the_model_and_whether_it_is_whole(
    project: Path, elsewhere: Path, tiny_model: Path, voc_command: Callable[..., Any]
) -> None:
    assert json.loads(voc_command("doctor", project, "--json").out)["model"] == {
        "name": "phrases", "where": None, "files": 0, "error": None}  # fmt: skip
    shutil.copytree(tiny_model, project / "models" / "mine")
    with (project / "voc.toml").open("a") as toml:
        toml.write('\n[classify]\nmodel = "mine"\n')
    told = json.loads(voc_command("doctor", project, "--json").out)
    assert told["model"] == {
        "name": "mine",
        "where": str(project.resolve() / "models" / "mine"),
        "files": 6,
        "error": None,
    }
    assert told["extras"].keys() == {"fast", "spark", "transformers", "e5"} and told["extras"]["fast"]["for"]
    flipped(project / "models" / "mine", "weights.npz", 0.5)
    got = voc_command("doctor", project)
    assert got.exit == 0 and "model mine: E311" in got.out and "extra [e5]" in got.out
    assert (
        "E300" in voc_command("doctor", project / "nowhere").out
        or "model default: phrases" in voc_command("doctor", elsewhere).out
    )


def test_everything_that_ships_is_whole() -> None:
    assert [one.error for one in map(about.verified, shelf.names())] == [None] * len(shelf.names())


@pytest.mark.parametrize("model", [None, 3, ["linear"]])
def test_what_is_no_name_and_no_folder_is_no_model(model: object) -> None:
    with pytest.raises(ModelError, match="a model is a name or a folder") as error:
        voc.classified(["waited 40 minutes"], model=model)  # type: ignore[arg-type]
    assert error.value.code == "E300" and repr(model) in str(error.value)


def test_a_folder_may_be_a_path() -> None:
    assert voc.classified(["waited 40 minutes"], model=shelf.SHIPPED / shelf.LINEAR).equals(
        voc.classified(["waited 40 minutes"])
    )
