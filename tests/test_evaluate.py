"""What `voc evaluate` says: figures of planted answers, known by hand; shares that are shares; sets that a person can add."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc import asking, gold, judged_sets, scoring, taxonomy
from voc.classify import calibration, draws, evaluate, learn, linear, shelf
from voc.classify.grams import Shape
from voc.classify.hints import names as hint_names
from voc.classify.trained import Trained
from voc.errors import DataError, UsageError

CASES = Path(__file__).parent / "cases"
SHORT = {"wait": "wait_time", "rep": "repetition", "pay": "checkout_friction", "del": "delivery"}
LONG = {**gold.OVERALL, "none": None}


def _cases(name: str) -> list[Any]:
    lines = [one for one in (CASES / name).read_text(encoding="utf-8").splitlines() if one and not one.startswith("#")]
    rows = [dict(zip(lines[0].split("\t"), line.split("\t"), strict=True)) for line in lines[1:]]
    return [pytest.param(row, id=row.pop("what")) for row in rows]


def _times(text: str) -> list[str]:
    """`x*3` -> x, x, x."""
    one, _, count = text.strip().partition("*")
    return [one] * int(count or 1)


def _number(text: str) -> float:
    return float("nan") if text == "-" else float(text)


# --- probabilities


@pytest.mark.parametrize("case", _cases("evaluate_shares.tsv"))
def test_shares(case: dict[str, str]) -> None:
    texts = [one for part in case["texts"].split() for one in _times(part)]
    share = np.array([[float(one[:-1])] for one in texts], np.float32)
    true = np.array([[float(one[-1] == "+")] for one in texts])
    once = np.ones((1, len(texts)))
    assert calibration.errors(once, share, true)[0, 0] == pytest.approx(float(case["error"]), abs=1e-6)
    kept = calibration.kept(once, share, share >= 0.5, true)
    assert kept.of_all[0] == pytest.approx(_number(case["of_all"]), nan_ok=True)
    assert kept.of_found[0] == pytest.approx(_number(case["of_found"]), nan_ok=True)


def test_what_is_drawn_from_its_own_shares_is_calibrated_and_what_is_not_is_not() -> None:
    rng = np.random.default_rng(4)
    share = rng.random((20_000, 3))
    true = (rng.random(share.shape) < share).astype(float)
    once = np.ones((1, len(share)))
    assert calibration.errors(once, share, true).max() < 0.02
    squared = (rng.random(share.shape) < share**2).astype(float)
    assert calibration.errors(once, share, squared)[0] == pytest.approx([1 / 6] * 3, abs=0.01), "E[p - p^2] = 1/6"


_tables = st.integers(1, 40).flatmap(
    lambda n: st.tuples(
        st.lists(st.tuples(st.sampled_from([0.0, 0.2, 0.4, 0.6, 0.8, 1.0]), st.booleans()), min_size=n, max_size=n)
    )
)


@given(_tables)
@settings(max_examples=60)
def test_what_is_kept_is_the_most_that_nine_in_ten_allow(table: tuple[list[tuple[float, bool]]]) -> None:
    (rows,) = table
    share, true = (np.array([[float(row[place])] for row in rows]) for place in (0, 1))
    kept = calibration.kept(np.ones((1, len(rows))), share, np.ones(share.shape), true)
    by_hand = [0.0]
    for limit in set(share.ravel()):
        is_said = share >= limit
        if true[is_said].mean() >= 0.9:
            by_hand.append(true[is_said].sum() / max(true.sum(), 1))
    assert np.isnan(kept.of_all[0]) if not true.any() else kept.of_all[0] == pytest.approx(max(by_hand))


def test_only_what_was_said_is_kept_by_its_confidence() -> None:
    share = np.array([[0.30, 0.0], [0.25, 0.0], [0.0, 0.85], [0.0, 0.70]])
    said, true = share > 0.28, np.array([[0, 0], [1, 0], [0, 1], [0, 1]], float)
    kept = calibration.kept(np.ones((1, 4)), share, said, true)
    assert kept.of_all[0] == pytest.approx(2 / 3) and kept.of_found[0] == 1.0 and kept.bound == 0.70
    nothing = calibration.kept(np.ones((1, 4)), share, np.zeros((4, 2)), true)
    assert nothing.of_all[0] == 0 and np.isnan(nothing.of_found[0]) and np.isnan(nothing.bound)


# --- draws and F1


@given(st.integers(1, 30), st.integers(1, 4), st.integers(0, 2**32 - 1))
@settings(max_examples=40)
def test_an_f1_lies_between_0_and_1_and_is_1_where_all_is_right(texts: int, labels: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    true, found = (rng.random((2, texts, labels)) < 0.4).astype(float)
    drawn = draws.draws(["en"] * texts, 50)
    for figure in (draws.macro, draws.micro):
        some = figure(*draws.counted(drawn, true, found))
        assert ((some[~np.isnan(some)] >= 0) & (some[~np.isnan(some)] <= 1)).all()
        right = figure(*draws.counted(drawn, true, true))
        assert (right[~np.isnan(right)] == 1).all()
        est, lo, hi = draws.estimate(some)
        assert np.isnan(est) or 0 <= lo <= hi <= 1


def test_draws_are_within_languages_and_the_first_is_the_texts_themselves() -> None:
    langs = ["en"] * 30 + ["zh-Hans"] * 5
    drawn = draws.draws(langs, 200)
    assert (drawn[0] == 1).all() and (drawn[:, :30].sum(axis=1) == 30).all() and (drawn[:, 30:].sum(axis=1) == 5).all()
    assert (draws.draws(langs, 200) == drawn).all(), "a seed wherever there is chance"


def test_an_interval_is_as_wide_as_other_samples_differ() -> None:
    rng = np.random.default_rng(3)

    def drawn(n: int) -> draws.Estimate:
        true = (rng.random((n, 3)) < 0.3).astype(float)
        found = np.where(rng.random((n, 3)) < 0.8, true, 1 - true)
        return draws.estimate(draws.macro(*draws.counted(draws.draws(["en"] * n), true, found)))

    samples = np.array([drawn(400) for _ in range(60)])
    width = (samples[:, 2] - samples[:, 1]).mean()
    assert width == pytest.approx(2 * 1.96 * samples[:, 0].std(ddof=1), rel=0.3)


def test_one_text_that_is_right_does_not_make_a_topic_sure() -> None:
    est, lo, hi = draws.f1_alone(1, 1, 1)
    assert est == hi == 1 and lo < 0.2
    assert draws.f1_alone(3, 2, 0)[:2] == (0, 0) and draws.f1_alone(3, 2, 0)[2] > 0.4
    assert all(np.isnan(draws.f1_alone(0, 4, 0)))
    assert draws.f1_alone(16, 16, 16)[1] < 0.95, "sixteen of sixteen is not never wrong"


@pytest.mark.parametrize(("share", "precision", "recall"), [(0.05, 0.9, 0.9), (0.1, 0.6, 0.7), (0.3, 0.8, 0.5)])
def test_the_interval_of_one_topic_holds_its_f1_as_often_as_it_says(
    share: float, precision: float, recall: float
) -> None:
    """Of texts drawn again and again from a world with this precision and recall."""
    rng = np.random.default_rng(4)
    right = share * recall
    cells = (right, share - right, right / precision - right)  # right, missed, said wrongly; the rest neither
    true, inside, drawn = 2 * precision * recall / (precision + recall), 0, 0
    for both, missed, wrong, _ in rng.multinomial(150, [*cells, 1 - sum(cells)], size=2_000):
        if both + missed:
            _, lo, hi = draws.f1_alone(both + missed, both + wrong, both)
            inside, drawn = inside + (lo <= true <= hi), drawn + 1
    assert 0.92 < inside / drawn < 0.99


def test_the_interval_of_a_sum_of_gaps_holds_the_figure_and_what_other_samples_give() -> None:
    rng = np.random.default_rng(5)

    def drawn() -> tuple[float, float, float]:
        share = rng.random((300, 1)) ** 4
        true = (rng.random(share.shape) < share).astype(float)
        return draws.estimate(calibration.errors(draws.draws(["en"] * 300, 300), share, true)[:, 0], is_of_gaps=True)

    samples = np.array([drawn() for _ in range(60)])
    assert (samples[:, 1] <= samples[:, 0]).all() and (samples[:, 0] <= samples[:, 2]).all()
    usual = samples[:, 0].mean()
    assert np.mean((samples[:, 1] <= usual) & (usual <= samples[:, 2])) >= 0.85


# --- polarity


@pytest.mark.parametrize("case", _cases("evaluate_polarity.tsv"))
def test_polarity(case: dict[str, str]) -> None:
    def said(cell: str) -> dict[str, frozenset[str]]:
        return {"x": frozenset(gold.POLARITIES[one] for one in cell.split("+") if one != "?")} if cell else {}

    pairs = evaluate.polarities([said(case["found"])], [said(case["gold"])])
    assert pairs == ([] if case["people"] == "-" else [(0, case["people"], case["tagger"])])


# --- all figures, on planted answers


@pytest.mark.parametrize("case", _cases("evaluate_figures.tsv"))
def test_figures(case: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [one.split() for part in case["gold"].split(" / ") for one in _times(part)]
    tagger: list[list[str]] = []
    for told, part in zip(case["gold"].split(" / "), case["found"].split(" / "), strict=True):
        own = _times(told)
        answers = [one.split() for piece in part.split(",") for one in _times(piece)]
        if part == "=":
            answers = [one.split()[1:] for one in own]
        tagger += answers * len(own) if len(answers) == 1 else answers
    texts = _folder(tmp_path, [(lang, overall, _long(mentions)) for lang, overall, mentions in people])
    _plant(monkeypatch, [(people[at][0], one[0], _long(one[1])) for at, one in enumerate(tagger)])
    got = scoring.scored(texts)
    assert got.of(case["figure"])[case["lang"]][0] == pytest.approx(_number(case["value"]), abs=1e-5, nan_ok=True)
    assert all(np.isnan(one.est) or 0 <= one.lo <= one.hi <= 1 for one in got.figures)
    assert all(np.isnan(one.est) or one.lo <= one.est <= one.hi for one in got.figures if one.figure in scoring.GAPS)


def _long(mentions: str) -> str:
    pairs = [one.split(":") for one in mentions.split(";")] if mentions != "-" else []
    return ";".join(f"{SHORT.get(topic, topic)}:{toward}" for topic, toward in pairs) or "-"


def _folder(folder: Path, rows: list[tuple[str, str, str]]) -> Path:
    with (folder / "texts.csv").open("w", newline="", encoding="utf-8") as texts:
        csv.writer(texts).writerows(
            [("id", "lang", "text"), *((f"t{n}", row[0], f"text {n}") for n, row in enumerate(rows))]
        )
    with (folder / "labels.csv").open("w", newline="", encoding="utf-8") as labels:
        csv.writer(labels).writerows(
            [("id", "overall", "mentions"), *((f"t{n}", *row[1:]) for n, row in enumerate(rows))]
        )
    return folder


def _plant(monkeypatch: pytest.MonkeyPatch, answers: list[tuple[str, str, str]]) -> None:
    """A tagger that gives these answers, sure of each."""
    topics = taxonomy.default().ids
    pairs = [(n, *one.split(":")) for n, row in enumerate(answers) for one in row[2].split(";") if one != "-"]

    def classified(texts: Any, *, ids: list[str], model: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        said: list[list[str]] = [
            list(dict.fromkeys(topic for at, topic, _ in pairs if at == n)) for n in range(len(answers))
        ]
        answer = {
            "id": ids,
            "lang": [row[0] for row in answers],
            "sentiment": [LONG[row[1]] for row in answers],
            "topics": said,
        }
        rows = [(ids[n], topic, gold.POLARITIES[toward]) for n, topic, toward in pairs]
        return pd.DataFrame(answer), pd.DataFrame(rows, columns=["feedback_id", "topic", "sentiment"])

    def shares(texts: Any, langs: Any = None, model: str = "") -> tuple[np.ndarray, tuple[str, ...]]:
        share = np.zeros((len(answers), len(topics)), np.float32)
        for n, topic, _ in pairs:
            share[n, topics.index(topic)] = 1
        return share, topics

    monkeypatch.setattr(asking, "classified", classified)
    monkeypatch.setattr(asking, "shares", shares)


def test_gold_may_have_no_topic_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _plant(monkeypatch, [("en", "neg", "-")])
    got = scoring.scored(_folder(tmp_path, [("en", "neg", "-")]))
    assert got.topics == () and got.of("sentiment_macro_f1")["en"][0] == 1.0
    json.dumps(got.as_dict(), allow_nan=False)


def test_an_empty_text_is_scored_as_one_without_an_answer(tmp_path: Path) -> None:
    folder = _folder(tmp_path, [("en", "neg", "wait_time:neg"), ("en", "neu", "-")])
    (folder / "texts.csv").write_text("id,lang,text\nt0,en,I waited an hour on hold\nt1,en,\n", encoding="utf-8")
    assert scoring.scored(folder, "phrases").n["en"] == 2


@pytest.mark.parametrize(
    ("written", "read"),
    [("english", "en"), ("EN-gb", "en"), ("zh_TW", "zh-Hant"), ("cn", "zh-Hans"), ("zh", "zh-Hant"), ("", "zh-Hant")],
)
def test_a_language_is_taken_as_users_write_it_and_else_from_the_letters(
    tmp_path: Path, written: str, read: str
) -> None:
    folder = _folder(tmp_path, [(written, "neg", "wait_time:neg")])
    (folder / "texts.csv").write_text(f"id,lang,text\nt0,{written},排隊等了兩個小時還沒輪到我\n", encoding="utf-8")
    assert gold.read(folder).langs == [read]


def test_a_polarity_that_we_do_not_know_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="E273") as error:
        gold.read(_folder(tmp_path, [("en", "neg", "wait_time:negativ")]))
    assert "wait_time:negativ" in str(error.value) and "labels.csv" in str(error.value)


@pytest.mark.parametrize(
    ("file", "line", "code", "says"),
    [
        ("labels.csv", "t1,neg,wait_tme:neg", "E277", "did you mean wait_time?"),
        ("labels.csv", "t0,pos,delivery:pos", "E278", "t0"),
        ("texts.csv", "t0,en,another text", "E278", "t0"),
        ("labels.csv", "t1,neg,delivery:neg,wait_time:neg", "E279", "wrong_number_of_fields"),
    ],
)
def test_labels_that_would_change_a_figure_in_silence_are_refused(
    tmp_path: Path, file: str, line: str, code: str, says: str
) -> None:
    (tmp_path / "texts.csv").write_text("id,lang,text\nt0,en,waited an hour\nt1,en,rude staff\n", encoding="utf-8")
    (tmp_path / "labels.csv").write_text("id,overall,mentions\nt0,neg,wait_time:neg\n", encoding="utf-8")
    with (tmp_path / file).open("a", encoding="utf-8") as out:
        out.write(f"{line}\n")
    with pytest.raises(DataError, match=code) as error:
        scoring.scored(tmp_path, "phrases")
    assert says in str(error.value) and file in str(error.value)


def test_the_same_row_twice_counts_once_and_what_has_no_partner_is_counted(tmp_path: Path) -> None:
    (tmp_path / "texts.csv").write_text("id,lang,text\nt0,en,waited\nt0,en,waited\nt1,en,rude\n", encoding="utf-8")
    (tmp_path / "labels.csv").write_text(
        "id,overall,mentions\nt0,neg,wait_time:neg\nt7,neg,-\nt8,neg,-\n", encoding="utf-8"
    )
    got = scoring.scored(tmp_path, "phrases")
    assert got.n["all"] == 1 and (got.unlabelled, got.textless) == (1, 2)
    assert got.as_dict()["texts_without_labels"] == 1


# --- shares and thresholds of taggers


def _trained(least_: float = 0.5, tuned_on: str = "") -> Trained:
    """A tagger that knows English only, one topic, and one word of it."""
    names = learn.labels(("delivery",))
    ones = np.ones(len(names), np.float32)
    group = linear.Group(
        linear.hashes(["w:slow"]), np.ones(1, np.float32), 4 * ones[None, :], -2 * ones, ones, 0 * ones
    )
    added = {"en": np.zeros((len(hint_names(("delivery",))), len(names)), np.float32)}
    limits = {"en": np.array([least_], np.float32)}
    return Trained("mine", linear.Linear(names, Shape(), {"en": group}), ("delivery",), added, limits, tuned_on)


def test_shares_of_phrases_are_the_confidence_of_the_surest() -> None:
    texts = ["I was on hold for an hour. The wait was long. The courier was late.", "Fine.", "", "等了半天"]
    share, topics = asking.shares(texts, model="phrases")
    _, mentions = asking.classified(texts, model="phrases")
    assert share.shape == (4, len(topics)) and share.dtype == np.float32 and len(mentions) > 3
    told = np.zeros_like(share)
    for id_, topic, sure in zip(mentions["feedback_id"], mentions["topic"], mentions["confidence"], strict=True):
        told[int(id_) - 1, topics.index(topic)] = max(told[int(id_) - 1, topics.index(topic)], sure)
    np.testing.assert_array_equal(share, told)


def test_shares_of_a_trained_tagger_are_its_own_where_it_knows_and_of_phrases_elsewhere(tmp_path: Path) -> None:
    shelf.write(_trained(0.6), tmp_path / "mine")
    texts = ["so slow", "quick", "物流太慢了", "I waited an hour on hold", ""]
    share, topics = asking.shares(texts, model=str(tmp_path / "mine"))
    wait, delivery = topics.index("wait_time"), topics.index("delivery")
    assert share[[0, 1], delivery] == pytest.approx([1 / (1 + np.exp(-2)), 1 / (1 + np.exp(2))], abs=1e-5)
    phrases, _ = asking.shares(texts, model="phrases")
    assert share[2, delivery] == phrases[2, delivery] > 0, "Chinese it does not know"
    assert share[3, wait] == phrases[3, wait] > 0, "nor waits"


def test_a_model_says_which_texts_its_thresholds_were_chosen_on(
    tmp_path: Path, voc_command: Callable[..., Any]
) -> None:
    folder = _folder(tmp_path, [("en", "neg", "wait_time:neg")] * 3)
    name = evaluate.named(["t2", "t0", "t1"])
    assert name == evaluate.named(["t0", "t1", "t2", "t2"]) != evaluate.named(["t0", "t1"])
    for tuned_on, is_warned in ((name, True), (evaluate.named(["t0"]), False), ("", False)):
        model = tmp_path / f"model{len(tuned_on)}{is_warned}"
        shelf.write(_trained(tuned_on=tuned_on), model)
        assert shelf.trained(model).tuned_on == tuned_on
        shown = voc_command("evaluate", folder, "--model", model)
        assert ("chosen on these very texts" in shown.out) == is_warned
        told = json.loads(voc_command("evaluate", folder, "--model", model, "--json").out)
        assert told["tuned_on_these_texts"] == is_warned and told["model"] == "mine"


# --- public sets


@pytest.mark.parametrize("case", _cases("evaluate_sets.tsv"))
def test_sets(case: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [one.split() for part in case["texts"].split(" / ") for one in _times(part)]
    _set(tmp_path, [(row[0], f"text {n}") for n, row in enumerate(rows)], case["labels"])
    by = {f"text {n}": row[1:] for n, row in enumerate(rows)}

    def classified(texts: list[str], *, model: str) -> tuple[pd.DataFrame, None]:
        answers = [by[text] for text in texts]
        sentiments = [None if one == "none" else one for one, _ in answers]
        return pd.DataFrame(
            {"sentiment": sentiments, "sentiment_score": [None if one == "none" else float(one) for _, one in answers]}
        ), None

    monkeypatch.setattr(asking, "classified", classified)
    (got,), absent = judged_sets.judged(tmp_path)
    assert got.macro[0] == pytest.approx(float(case["macro"])) and got.macro[1] <= got.macro[0] <= got.macro[2]
    assert (got.n, got.unsaid) == (int(case["n"]), int(case["unsaid"])) and "zh_waimai" in absent


def _set(folder: Path, rows: list[tuple[str, str]], labels: str) -> None:
    (folder / "mine").mkdir()
    (folder / "sets.tsv").write_text(f"mine\tfile.csv\twords\tstars\t{labels}\n", encoding="utf-8")
    with (folder / "mine" / "file.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("stars", "words"), *rows])


TWO = "0=negative;1=positive"


def test_each_text_counts_once_and_of_many_some_are_drawn_by_a_seed(tmp_path: Path) -> None:
    rows = [("1", "thank you, great"), ("1", "thank you, great"), ("0", "awful"), ("0", " "), ("0", "")]
    _set(tmp_path, [*rows, *(("1", f"lovely number {n}") for n in range(60))], TWO)
    (whole,), _ = judged_sets.judged(tmp_path, "phrases")
    assert (whole.n, whole.every, whole.macro) == (62, 62, (1.0, 1.0, 1.0))
    (some,), _ = judged_sets.judged(tmp_path, "phrases", most=20)
    assert (some.n, some.every) == (20, 62) and judged_sets.judged(tmp_path, "phrases", most=20) == (
        (some,),
        some_absent(tmp_path),
    )


def some_absent(folder: Path) -> tuple[str, ...]:
    return tuple(one.set for one in judged_sets.listed(folder) if one.set != "mine")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("mine\tfile.csv\twords\tstars", "E274"),
        ("mine\tfile.csv\twords\tstars\t0=bad;1=good", "E274"),
        ("mine\tfile.csv\t\tstars\t0=negative;1=positive", "E274"),
        ("mine\tfile.csv\tword\tstars\t0=negative;1=positive", "E210"),
        ("mine\tfile.csv\twords\tstars\tno=negative;yes=positive", "E275"),
    ],
)
def test_a_line_that_names_no_set_is_refused(line: str, code: str, tmp_path: Path) -> None:
    _set(tmp_path, [("1", "good")], TWO)
    (tmp_path / "sets.tsv").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=code):
        judged_sets.judged(tmp_path, "phrases")


def test_the_sets_that_are_listed_have_labels_for_two_classes_or_three() -> None:
    every = judged_sets.listed(Path("none"))
    assert len(every) >= 6 and {len(one.classes) for one in every} == {2, 3}


# --- the command


def test_the_command_prints_labels_sets_and_what_is_not_there(tmp_path: Path, voc_command: Callable[..., Any]) -> None:
    folder = _folder(
        tmp_path, [("en", "neg", "wait_time:neg"), ("zh-Hans", "pos", "-"), ("zh-Hant", "neu", "delivery:neu")]
    )
    _set(tmp_path, [("1", "thank you, great"), ("0", "awful")], TWO)
    shown = voc_command("evaluate", folder, "--model", "phrases", "--sets", tmp_path)
    assert shown.exit == 0 and "zh_hotel" in shown.err and "zh_hotel" not in shown.out
    for one in (
        "parity",
        "polarity",
        "calibration error",
        "90 % precision",
        "macro F1",
        "mine",
        "1.000 [1.000 … 1.000]",
    ):
        assert one in shown.out, one
    assert "Naeini" in shown.err, "what the figures mean is said beside them"
    card = voc_command("evaluate", folder, "--model", "phrases", "--sets", tmp_path, "--markdown").out
    tables = [line for line in card.splitlines() if line.startswith("|")]
    assert "| mine | 2 | 1.000 [1.000 … 1.000] |" in card and "- calibration error" in card
    assert len({line.count("|") for line in tables}) <= 5 and sum("---" in line for line in tables) == 5
    told = json.loads(voc_command("evaluate", "--sets", tmp_path, "--model", "phrases", "--json").out)
    assert told.keys() == {"model", "sets", "absent_sets"} and told["sets"][0]["macro_f1"]["est"] == 1.0


def test_nothing_to_score_on_is_said(tmp_path: Path, voc_command: Callable[..., Any]) -> None:
    assert voc_command("evaluate").exit == UsageError.exit_code
    with pytest.raises(DataError, match="E200"):
        judged_sets.judged(tmp_path / "none")
