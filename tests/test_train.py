"""voc train: from labelled comments to a folder that tags. What is refused is said; what is scored taught nothing."""

from __future__ import annotations

import csv
import importlib.util
import json
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import voc
from training import sources
from voc import cli, language, taxonomy, train
from voc.errors import DataError, ModelError
from voc.train import scores
from voc.train.labelled import labelled

CASES = Path(__file__).parent / "cases"


def table(file: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


def made_up(n: int = 200) -> list[dict[str, str]]:
    """Lines written for this project, by languages in turn, those with one of four topics."""
    every = list(sources.written())
    random.Random(1).shuffle(every)
    wanted = {"wait_time", "staff_attitude", "price_billing", "premises"}
    own = [one for one in every if {topic for topic, _ in one.mentions} & wanted and language.of(one.text) != "und"]
    of = {family: [one for one in own if (one.lang == "en") == (family == "en")] for family in ("en", "zh")}
    return [
        {"text": one.text, "overall": one.overall, "mentions": ";".join(f"{topic}:{toward}" for topic, toward in one.mentions)}
        for pair in zip(of["en"], of["zh"], strict=False) for one in pair
    ][:n]  # fmt: skip


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """200 labelled lines, and one of each kind that is refused."""
    wrong = [
        {"text": "a topic misspelt", "overall": "neg", "mentions": "wait_tme:neg"},
        {"text": "a polarity misspelt", "overall": "neg", "mentions": "wait_time:bad"},
        {"text": "an overall misspelt", "overall": "negative", "mentions": ""},
        {"text": " ", "overall": "neg", "mentions": ""},
        {"text": "two readers differ", "overall": "neg", "mentions": "-"},
        {"text": "two  readers differ ", "overall": "pos", "mentions": "-"},
    ]
    rows = made_up()
    return table(tmp_path_factory.mktemp("labels") / "labels.csv", [*rows, rows[0], *wrong])


@pytest.fixture(scope="module")
def plan(lines: Path) -> train.Plan:
    return train.plan(lines)


@pytest.fixture(scope="module")
def learned(plan: train.Plan) -> train.Learned:
    return train.learned(plan, "mine")


# The whole loop


def test_labels_to_a_model_to_tags(
    lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, voc_command: Callable[..., Any]
) -> None:
    monkeypatch.chdir(tmp_path)
    got = voc_command("train", lines, "--out", "mine")
    assert got.exit == 0, got.err
    for said in ("200 comments: en 100, zh-", "wait_time ", "too few, under 10 labels in any one language", "1 line refused, in row 202: unknown topic wait_tme",
                 "did you mean wait_time?", "2 lines refused, the first in row ", "one text with different labels", "counted once: 1"):  # fmt: skip
        assert said in got.err, said
    assert "phrases alone" in got.out and "cross-validation in 5 parts" in got.err
    card = Path("models/mine/CARD.md").read_text("utf-8")
    assert "labels.csv" in card and "## Known limits" in card and made_up(1)[0]["text"][:30] not in card
    new = table(tmp_path / "new.csv", made_up(260)[200:])
    got = voc_command(
        "classify",
        new,
        "--text-column",
        "text",
        "--model",
        "models/mine",
        "--out",
        "tags.csv",
        "--mentions",
        "mentions.csv",
    )
    assert got.exit == 0, got.err
    with Path("mentions.csv").open(encoding="utf-8", newline="") as opened:
        mentions = list(csv.DictReader(opened))
    assert {"mine"} <= {one["tagger"] for one in mentions}
    assert {one["topic"] for one in mentions if one["tagger"] == "mine"} & {"wait_time", "staff_attitude"}
    again = voc_command("train", lines, "--out", "mine")
    assert again.exit == 2 and again.err.startswith("E148") and "--replace" in again.err


def test_the_same_labels_and_seed_give_the_same_bytes(
    plan: train.Plan, learned: train.Learned, lines: Path, tmp_path: Path
) -> None:
    train.written(learned, plan, tmp_path / "one" / "mine")
    again = train.plan(lines)
    train.written(train.learned(again, "mine"), again, tmp_path / "two" / "mine")
    files = sorted(file.name for file in (tmp_path / "one" / "mine").iterdir())
    assert files == ["CARD.md", "SHA256SUMS", "hints.npz", "model.json", "stack.npz", "tagger.json",
                     "taught.txt", "track_record.csv", "weights.npz"]  # fmt: skip
    for file in files:
        assert (tmp_path / "one" / "mine" / file).read_bytes() == (tmp_path / "two" / "mine" / file).read_bytes(), file


def test_a_dry_run_learns_and_writes_nothing(lines: Path, tmp_path: Path, voc_command: Callable[..., Any]) -> None:
    got = voc_command("train", lines, "--out", tmp_path / "mine", "--dry-run", "--json")
    assert got.exit == 0 and not (tmp_path / "mine").exists()
    told = json.loads(got.out)
    assert told["learned_from"]["comments"] == 200 and told["scores"] is None
    assert sum(one["n"] for one in told["learned_from"]["refused"]) == 6
    assert "nothing learned or written" in got.err


def test_a_refused_comment_is_told_without_the_name_in_it(
    lines: Path, tmp_path: Path, voc_command: Callable[..., Any]
) -> None:
    """The terminal and --json are outputs like any other; two texts of one beginning are counted both."""
    said = "Please call me back, I am Jane Doe, on 07700 900123 about my order"
    twice = [{"text": said + end, "overall": whole, "mentions": ""} for end in (" A", " B") for whole in ("neg", "pos")]
    twice += [{"text": "fine", "overall": said, "mentions": ""}]
    got = voc_command("train", table(tmp_path / "l.csv", made_up(200) + twice), "--out", "x", "--dry-run", "--json")
    assert got.exit == 0, got.err
    told = json.loads(got.out)["learned_from"]["refused"]
    assert sum(one["n"] for one in told if one["reason"] == "one text with different labels") == 4
    for name in ("Jane", "Doe", "07700", "900123"):
        assert name not in got.out and name not in got.err


@pytest.mark.parametrize("tier", ["linear", "embed", "transformer"])
def test_too_few_labels_are_too_few_in_each_language(
    tmp_path: Path, voc_command: Callable[..., Any], tier: str
) -> None:
    """12 labels of a topic, 6 in each language: "too few, under 10" would be wrong of 12."""
    rows = [{"text": f"{one['text']} {number}", "overall": "neg", "mentions": "delivery:neg" if number % 4 < 2 else ""}
            for number, one in enumerate(made_up(200))]  # fmt: skip
    is_zh = [any(letter >= "\u4e00" for letter in one["text"]) for one in rows]
    for own in (True, False):
        for row in [row for row, zh in zip(rows, is_zh, strict=True) if zh is own][:6]:
            row["mentions"] += ";policy:neg"
    got = voc_command("train", table(tmp_path / "l.csv", rows), "--out", "x", "--dry-run", "--tier", tier)
    assert got.exit == 0, got.err
    assert "under 10 labels in any one language" in got.err and "policy 12" in got.err


def test_a_topic_that_every_comment_has_is_named(tmp_path: Path, voc_command: Callable[..., Any]) -> None:
    rows = [{"text": one["text"], "overall": "neg", "mentions": "wait_time:neg"} for one in made_up(200)]
    got = voc_command("train", table(tmp_path / "l.csv", rows), "--out", "x", "--dry-run")
    assert "E337" in got.err and "do not speak of wait_time" in got.err


# What is scored taught nothing


def test_scores_come_from_comments_that_taught_nothing(
    plan: train.Plan, learned: train.Learned, tmp_path: Path
) -> None:
    """On what it learned from, the finished tagger is much better than the scores say: so these are not from there."""
    from voc import asking

    train.written(learned, plan, tmp_path / "mine")
    answer, _ = asking.classified(plan.labelled.texts, model=str(tmp_path / "mine"))
    true, said = plan.true().topics, np.array([[one in topics for one in plan.topics] for topics in answer["topics"]])
    at_heart = 2 * (true & said).sum() / (true.sum() + said.sum())
    found = learned.scores.lines
    held = 2 * sum(one.right for one in found) / sum(one.n + one.found for one in found)
    assert at_heart > held + 0.1
    assert sum(one.n for one in found) == true.sum() and learned.scores.n == 200


def test_the_model_that_ships_stands_beside_on_the_same_topics(plan: train.Plan, learned: train.Learned) -> None:
    """It is what one would use instead; its figure is what `voc.classify` makes of the same comments."""
    said = voc.classify(list(plan.labelled.texts))["topics"]
    f1 = []
    for topic in plan.topics:
        true = np.array([topic in {one for one, _ in mentions or ()} for mentions in plan.labelled.mentions])
        found = np.array([topic in one for one in said])
        f1.append(2 * (true & found).sum() / (true.sum() + found.sum()))
    assert learned.scores.means[-1].ships == pytest.approx(np.mean(f1), abs=0.02)
    assert learned.scores.as_dict()["langs"][-1]["ships_macro_f1"] > 0.5
    assert "the model that ships" in train.card("mine", plan, learned)


def test_a_score_and_its_interval() -> None:
    """Counted by hand: 4 comments have the topic, 4 were given it, 3 of them rightly."""
    true, said = np.zeros((40, 1), bool), np.zeros((40, 1), bool)
    true[:4], said[1:5] = True, True
    nothing, whole, at = np.zeros((40, 1), bool), np.arange(40) % 3, np.arange(40)[:, None]
    gold = scores.Answers(true, true & (at != 3), nothing, whole)  # the fourth is neutral
    model = scores.Answers(said, said & (at != 2) & (at != 3), nothing, whole)  # and so it is found; the third is not
    plain = scores.Answers(nothing, nothing, nothing, np.full(40, 1))
    found = scores.scores(model, plain, gold, np.ones(40, bool), ["en"] * 40, ["wait_time"], "by hand")
    (line,) = found.lines
    assert (line.n, line.found, line.right, line.f1[0], line.phrases) == (4, 4, 3, 0.75, 0.0)
    assert line.f1[1] < 0.6 and line.f1[2] > 0.85
    assert (found.polarity, found.n_polarity) == (2 / 3, 3)
    assert found.means[-1].overall[0] == 1.0 and found.means[-1].lexicon < 0.2


def test_probabilities_become_answers_and_what_is_unknown_stays_with_phrases() -> None:
    """One topic: said and blamed, said with two sides, said of neither, below its threshold, not taught, unreadable, praised
    by phrases that found both, a little likelier praised than blamed."""
    none = np.nan
    shares = np.array([
        [0.8, 0.7, 0.1, 0.1, 0.1, 0.1, 0.7], [0.8, 0.65, 0.7, 0.6, 0.1, 0.1, 0.2], [0.8, 0.15, 0.1, 0.1, 0.6, 0.1, 0.2],
        [0.3, 0.7, 0.1, 0.1, 0.1, 0.6, 0.2], [0.8, 0.7, 0.1, none, none, none, none], [none] * 7,
        [0.8, 0.1, 0.7, 0.6, 0.1, 0.1, 0.2], [0.8, 0.5, 0.6, 0.6, 0.1, 0.1, 0.2],
    ])  # fmt: skip
    least = np.array([[none] if row == 4 else [0.5] for row in range(8)])
    plain = scores.Answers(*(np.array([[one]] * 8) for one in (True, False, True)), np.full(8, 2))
    plain.negative[[1, 6]] = True  # phrases found praise and blame: both stay where the model doubts too
    found = scores.from_shares(shares, least, plain)
    assert found.topics[:, 0].tolist() == [True, True, True, False, True, True, True, True]
    assert found.negative[:, 0].tolist() == [True, True, False, True, False, False, False, True]
    assert found.positive[:, 0].tolist() == [False, True, False, False, True, True, True, False]
    assert found.overall.tolist() == [3, 0, 1, 2, 2, 2, 0, 0]


# Lines

with (CASES / "train_lines.tsv").open(encoding="utf-8", newline="") as opened:
    LINES = [row for row in csv.reader(opened, delimiter="\t", quoting=csv.QUOTE_NONE) if not row[0].startswith("#")]


@pytest.mark.parametrize(("overall", "mentions", "text", "outcome"), LINES)
def test_a_line_is_read_or_refused_with_its_reason(
    overall: str, mentions: str, text: str, outcome: str, tmp_path: Path
) -> None:
    file = table(tmp_path / "one.csv", [{"text": text, "overall": overall, "mentions": mentions}])
    found = labelled(file, taxonomy.default())
    assert (len(found.texts), [one.reason for one in found.refused]) == (
        (1, []) if outcome == "read" else (0, [outcome])
    )  # fmt: skip


def test_a_folder_and_a_file_of_lines_say_the_same(tmp_path: Path) -> None:
    rows = made_up(30)
    table(tmp_path / "texts.csv", [{"id": str(i), "lang": "", "text": one["text"]} for i, one in enumerate(rows)])
    labels = [{"id": str(i), "overall": one["overall"], "mentions": one["mentions"]} for i, one in enumerate(rows)]
    table(tmp_path / "labels.csv", [*labels, {"id": "nobody", "overall": "neg", "mentions": ""}])
    file = tmp_path / "lines.jsonl"
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows), "utf-8")
    one, other = (labelled(path, taxonomy.default()) for path in (tmp_path, file))
    assert (one.texts, one.mentions, one.overall) == (other.texts, other.mentions, other.overall)
    assert [name for name, _ in one.files] == ["texts.csv", "labels.csv"]


def test_a_filled_sheet_teaches_complaints(tmp_path: Path) -> None:
    sheet = table(tmp_path / "sheet.csv", [
        {"row": "1", "feedback_id": "a", "text": "waited an hour", "lang": "en", "topics": "wait_time; Staff attitude"},
        {"row": "2", "feedback_id": "b", "text": "all well", "lang": "en", "topics": "-"},
        {"row": "3", "feedback_id": "c", "text": "not read yet", "lang": "en", "topics": ""},
    ])  # fmt: skip
    found = labelled(sheet, taxonomy.default())
    assert found.is_complaints and found.unread == 1 and found.overall == (None, None)
    assert {frozenset(one or ()) for one in found.mentions} == {
        frozenset({("wait_time", "neg"), ("staff_attitude", "neg")}), frozenset(),
    }  # fmt: skip


# What cannot be learned


def test_an_audit_file_has_no_texts(tmp_path: Path) -> None:
    file = table(tmp_path / "audit.csv", [{"feedback_id": "a", "topic": "wait_time", "weight": "1"}])
    with pytest.raises(DataError) as error:
        train.plan(file)
    assert error.value.code == "E210" and "sheet" in error.value.do


@pytest.mark.parametrize("n", [1, 40])
def test_too_few_lines_are_an_error_with_the_counts(n: int, tmp_path: Path) -> None:
    with pytest.raises(ModelError) as error:
        train.plan(table(tmp_path / "few.csv", made_up(n)))
    assert error.value.code == "E337" and f"{n} labelled texts" in error.value.found


def test_only_refused_lines_name_the_first_reason(tmp_path: Path) -> None:
    rows = [{"text": f"text {i}", "overall": "neg", "mentions": "wait_tme:neg"} for i in range(90)]
    with pytest.raises(ModelError) as error:
        train.plan(table(tmp_path / "wrong.csv", rows))
    assert error.value.code == "E337" and "did you mean wait_time?" in error.value.do


def test_nothing_to_learn_from_names_every_kind_of_line_that_was_refused(tmp_path: Path) -> None:
    file = tmp_path / "labels.csv"
    file.write_text("text,overall,mentions\nhi,bad,\nfoo,neg,wait_tme:neg\nbar,neg,wait_time:bad\n,neg,\n", "utf-8")
    with pytest.raises(ModelError) as error:
        train.plan(file)
    for said in (
        "row 1: unknown overall bad",
        "row 2: unknown topic wait_tme",
        "row 3: unknown polarity bad",
        "row 4: empty text",
    ):
        assert said in error.value.do, error.value.do


@pytest.mark.parametrize(("out", "code"), [("linear", "E149"), ("default", "E149"), ("models/phrases", "E149")])
def test_names_of_other_taggers_are_taken(out: str, code: str, lines: Path, voc_command: Callable[..., Any]) -> None:
    got = voc_command("train", lines, "--out", out)
    assert got.exit == 2 and got.err.startswith(code)


def test_what_is_there_is_kept_unless_it_is_a_model(
    tmp_path: Path, lines: Path, voc_command: Callable[..., Any]
) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    got = voc_command("train", lines, "--out", folder, "--replace")
    assert got.exit == 2 and got.err.startswith("E148") and (folder / "mine.txt").read_text() == "mine"
    (folder / "SHA256SUMS").write_text("0  model.json\n")
    (folder / "model.json").write_text("{}")
    got = voc_command("train", lines, "--out", folder, "--replace")
    assert got.exit == 2 and "mine.txt" in got.err, "a file beside the model is not ours to take away"
    (folder / "mine.txt").unlink()
    assert train.place(str(folder), replace=True) == folder


def test_the_linear_tier_begins_from_nothing(lines: Path, tmp_path: Path, voc_command: Callable[..., Any]) -> None:
    got = voc_command("train", lines, "--out", tmp_path / "mine", "--base", "e5")
    assert got.exit == 2 and "\nE149" in got.err and not (tmp_path / "mine").exists()


@pytest.mark.skipif(importlib.util.find_spec("torch") is not None, reason="torch is here")
def test_without_torch_the_extra_is_named(lines: Path, tmp_path: Path, voc_command: Callable[..., Any]) -> None:
    got = voc_command("train", lines, "--out", tmp_path / "mine", "--tier", "transformer")
    assert got.exit == 6 and "E330" in got.err and "[transformers]" in got.err and not (tmp_path / "mine").exists()


# A project's own topics


def test_a_project_teaches_its_own_topics(project: Path, tmp_path: Path) -> None:
    (project / "topics.toml").write_text('[[topic]]\nid = "parking"\n[topic.phrases.en]\nneutral = ["car park"]\n')
    toml = (project / "voc.toml").read_text()
    (project / "voc.toml").write_text(toml + '\n[classify]\ntopics = "topics.toml"\n')
    rows = [
        {"text": f"{word} was bad on day {'abcdefghij'[i % 10]} {i}", "overall": "neg", "mentions": said}
        for i in range(60)
        for word, said in ((("the car park", "parking:neg"), ("the garage", "parking:neg"), ("the soup", "-"))[i % 3],)
    ]
    file = table(tmp_path / "own.csv", rows)
    with pytest.raises(ModelError, match="parking"):
        train.plan(file)
    plan = train.plan(file, project)
    assert plan.topics == ("parking",) and plan.mentions() == {"parking": 40}
    (line,) = train.learned(plan, "own").scores.lines
    assert line.f1[0] > 0.9 > line.phrases, "it learned a word that no phrase knows"


def test_topics_of_a_project_go_with_the_model(project: Path, tmp_path: Path) -> None:
    """Its phrases are part of what was learned, and what was too rare to learn was left to them."""
    topic = '[[topic]]\nid = "gift_wrap"\n[topic.phrases.en]\nneutral = ["gift wrap"]\n'
    (project / "topics.toml").write_text(topic, encoding="utf-8")
    with (project / "voc.toml").open("a", encoding="utf-8") as out:
        out.write('\n[classify]\ntopics = "topics.toml"\n')
    made = train.plan(table(tmp_path / "labels.csv", made_up(120)), project)
    train.written(train.learned(made, "mine"), made, tmp_path / "mine")
    got = voc.classify(["The gift wrap was torn."], model=str(tmp_path / "mine"))
    assert "gift_wrap" in got["topics"][0]


def test_a_topic_in_every_comment_is_not_learned(tmp_path: Path, voc_command: Callable[..., Any]) -> None:
    """A tagger that always says it would be right here, and of nobody else's comments."""
    rows = [
        {**one, "mentions": ";".join(dict.fromkeys(["wait_time:neg", *one["mentions"].split(";")]))}
        for one in made_up()
    ]
    made = train.plan(table(tmp_path / "labels.csv", rows))
    assert "wait_time" not in made.topics and made.everywhere == ("wait_time",) and "staff_attitude" in made.topics
    got = voc_command("train", tmp_path / "labels.csv", "--out", tmp_path / "mine")
    assert "as fewer than 10 comments are without them, and left to phrases: wait_time" in got.err
    assert "Fewer than 10 comments without them" in (tmp_path / "mine" / "CARD.md").read_text("utf-8")
    only = table(tmp_path / "only.csv", [{"text": one["text"], "mentions": "wait_time:neg"} for one in rows])
    with pytest.raises(ModelError) as error:
        train.plan(only)
    assert error.value.code == "E337" and "as many without it" in error.value.expected


def test_evaluate_knows_the_texts_that_taught_the_model(
    plan: train.Plan, learned: train.Learned, tmp_path: Path, voc_command: Callable[..., Any]
) -> None:
    train.written(learned, plan, tmp_path / "mine")
    known, others = made_up(), made_up(230)[200:]
    rows = [{"id": str(at), "lang": "en", **one} for at, one in enumerate([*known[:20], *others])]
    rows[0]["text"] = f"  {rows[0]['text'].upper()} "
    (tmp_path / "gold").mkdir()
    table(tmp_path / "gold" / "texts.csv", [{name: one[name] for name in ("id", "lang", "text")} for one in rows])
    table(
        tmp_path / "gold" / "labels.csv", [{name: one[name] for name in ("id", "overall", "mentions")} for one in rows]
    )
    got = voc_command("evaluate", tmp_path / "gold", "--model", tmp_path / "mine")
    assert got.out.startswith("This model learned from 20 of these 50 texts"), got.out[:200]
    told = json.loads(voc_command("evaluate", tmp_path / "gold", "--model", tmp_path / "mine", "--json").out)
    assert told["learned_from_these_texts"] == 20
    assert "learned from" not in voc_command("evaluate", tmp_path / "gold", "--model", "phrases").out


def test_topics_of_ones_own_need_their_project_and_the_error_says_so(tmp_path: Path) -> None:
    rows = [{"text": f"text {at} about breakfast", "mentions": "breakfast:neg"} for at in range(60)]
    with pytest.raises(ModelError) as error:
        train.plan(table(tmp_path / "labels.csv", rows))
    assert "--project DIR" in error.value.do


def test_train_stands_among_the_commands() -> None:
    assert "train" in cli.COMMANDS


def test_a_file_that_is_not_there_is_named_with_its_folder_and_the_near_name(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("text,overall\nhi,neg\n", "utf-8")
    with pytest.raises(DataError) as error:
        train.plan(tmp_path / "lables.csv")
    assert error.value.code == "E201" and str(tmp_path) in error.value.where and "labels.csv" in error.value.do
    with pytest.raises(DataError) as error:
        train.plan(tmp_path / "nowhere" / "labels.csv")
    assert error.value.code == "E201" and error.value.do
