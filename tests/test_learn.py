"""What a tagger learns from labelled comments: the rule that is there, as surely as it is there, and nothing else."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp

from voc import asking, classify, taxonomy
from voc.classify import clauses, learn, linear, shelf, stack, student, tuning
from voc.classify.clauses import Clauses
from voc.classify.grams import Shape, grams
from voc.classify.hints import names as hint_names
from voc.classify.learn import Lessons, learned, learned_and_held, lessons_of
from voc.classify.trained import Trained, odds_of, share_of
from voc.errors import ModelError
from voc.train.readings import Readings, readings

CASES = Path(__file__).parent / "cases"
SHAPE = Shape(words=1, chars_from=0, chars_to=0, han=2)
FILLER = {
    "en": [
        "the",
        "we",
        "room",
        "table",
        "menu",
        "street",
        "music",
        "garden",
        "morning",
        "evening",
        "window",
        "paper",
        "river",
    ],
    "zh": ["房间", "桌子", "菜单", "街道", "音乐", "花园", "早上", "晚上", "窗户", "颜色", "纸张", "瓶子", "河边"],
}
TOPICS = ("wait_time", "policy")


def written(lang: str, n: int, said: list[str], seed: int = 0) -> list[str]:
    """`n` texts of words that mean nothing, text i with the word said[i] in it."""
    chance = np.random.default_rng(seed)
    joint = " " if lang == "en" else "，"
    texts = []
    for i in range(n):
        words = list(chance.choice(FILLER[lang], 6))
        words.insert(int(chance.integers(0, 6)), said[i])
        texts.append(joint.join(word for word in words if word))
    return texts


def lessons(texts: list[str], langs: list[str], mentions: list, overall: list | None = None) -> Lessons:
    """Lessons on TOPICS from which phrases say nothing."""
    silent = np.zeros((len(texts), len(hint_names(TOPICS))), np.float32)
    return lessons_of(texts, langs, silent, mentions, overall or ["neu"] * len(texts), TOPICS)


def planted(lang: str, word: str, n: int = 120) -> Lessons:
    """A third of the texts hold `word` and complain of waiting, a third hold another word and praise it."""
    good = {"en": "zibble", "zh": "兹布"}[lang]
    said = [(word, good, "")[i % 3] for i in range(n)]
    mentions = [([("wait_time", "neg")], [("wait_time", "pos")], [])[i % 3] for i in range(n)]
    overall = [("neg", "pos", "neu")[i % 3] for i in range(n)]
    return lessons(written(lang, n, said), [lang] * n, mentions, overall)


def together(*parts: Lessons) -> Lessons:
    return Lessons(
        sum((one.texts for one in parts), ()), sum((one.langs for one in parts), ()),
        sp.vstack([one.said for one in parts]).tocsr(), np.vstack([one.targets for one in parts]),
        np.vstack([one.weight for one in parts]), parts[0].topics,
    )  # fmt: skip


def shares(model: Trained, texts: list[str], langs: list[str]) -> np.ndarray:
    return model.scores(texts, langs, np.zeros((len(texts), len(hint_names(model.topics))), np.float32))


@cache
def both() -> tuple[Trained, learn.Held]:
    """A tagger taught one rule in English and one in Chinese."""
    return learned_and_held(together(planted("en", "florb"), planted("zh", "芙洛")), "planted", shape=SHAPE)


# The rule that is there


@pytest.mark.parametrize(("lang", "word"), [("en", "florb"), ("zh", "芙洛")])
def test_a_planted_rule_is_recovered(lang: str, word: str) -> None:
    model, _ = both()
    said = [word] * 20 + [""] * 20
    found = shares(model, written(lang, 40, said, seed=9), [lang] * 40)[:, 0]
    assert (found[:20] > 0.8).all() and (found[20:] < 0.3).all()
    assert 0.2 < model.least[lang][0] < 0.8


def test_polarity_and_the_whole_are_learned_too() -> None:
    model, _ = both()
    at = {name: column for column, name in enumerate(model.linear.labels)}
    bad, good = shares(model, ["the florb room table", "the zibble room table"], ["en", "en"])
    assert bad[at["wait_time:neg"]] > 0.7 > 0.3 > bad[at["wait_time:pos"]]
    assert good[at["wait_time:pos"]] > 0.7 > 0.3 > good[at["wait_time:neg"]]
    assert bad[at["overall:neg"]] > 0.6 and good[at["overall:pos"]] > 0.6


def test_each_language_group_learns_from_its_own() -> None:
    model, _ = both()
    assert set(model.linear.groups) == {"en", "zh"}
    for gram, group, other in (("w:florb", "en", "zh"), ("h:芙洛", "zh", "en")):
        assert linear.hashed(gram) in model.linear.groups[group].hashes
        assert linear.hashed(gram) not in model.linear.groups[other].hashes
    assert shares(model, ["芙洛"], ["zh-Hant"])[0, 0] > 0.8, "both scripts of Chinese are one group"
    assert np.isnan(shares(model, ["o florb não veio"], ["pt"])).all()


@pytest.mark.parametrize("least", [stack.LEAST, 50], ids=["one look", "two looks"])
def test_what_is_held_was_never_seen(least: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Labels by chance: the tagger that is kept has learned them by heart, what is held knows nothing of them."""
    monkeypatch.setattr(stack, "LEAST", least)
    pairs = Shape(words=2, chars_from=0, chars_to=0, han=2)
    chance = np.random.default_rng(3)
    n = 120
    is_true = chance.random(n) < 0.4
    texts = written("en", n, ["florb", "grint", ""] * 40)
    made = lessons(texts, ["en"] * n, [[("wait_time", "neg")] if one else [] for one in is_true])
    fit = student.fitted(made.texts, made.said, made.targets, made.weight, shape=pairs, most=999, strength=1e3)
    _, held = learned_and_held(made, "x", shape=pairs, strength=1e3)
    heart = _line(fit, texts, pairs)[:, 0]
    assert ((heart > 0) == is_true).mean() > 0.7
    gap = held.shares[is_true, 0].mean() - held.shares[~is_true, 0].mean()
    assert gap < 0.05, gap


def test_held_probabilities_of_a_rule_are_right() -> None:
    _, held = both()
    said = held.shares[:, 0] >= held.least[:, 0]
    true = np.array([i % 3 < 2 for i in range(120)] * 2)
    assert (said == true).mean() > 0.95


# As surely as it is there


def test_calibration_makes_shares_of_planted_probabilities() -> None:
    """A word that means waiting in 30 of 100 texts gives 0.3, another in 80 of 100 gives 0.8."""
    chance = np.random.default_rng(1)
    n = 900
    said = [("florb", "grint", "")[i % 3] for i in range(n)]
    planted_share = {"florb": 0.3, "grint": 0.8, "": 0.0}
    mentions = [[("wait_time", "neg")] if chance.random() < planted_share[one] else [] for one in said]
    model = learned(lessons(written("en", n, said), ["en"] * n, mentions), "x", shape=SHAPE, strength=30.0)
    new = written("en", 300, ["florb", "grint", ""] * 100, seed=8)
    found = shares(model, new, ["en"] * 300)[:, 0].reshape(-1, 3).mean(axis=0)
    np.testing.assert_allclose(found, [0.3, 0.8, 0.02], atol=0.07)


def test_soft_targets_are_learned_as_probabilities() -> None:
    n = 200
    texts = written("en", n, ["florb", "grint"] * (n // 2))
    targets = np.array([[0.7], [0.2]] * (n // 2))
    fit = student.fitted(texts, sp.csr_matrix((n, 0)), targets, np.ones((n, 1)), shape=SHAPE, most=1000, strength=1e4)
    found = 1 / (1 + np.exp(-_line(fit, texts)))
    np.testing.assert_allclose(found[:, 0], targets[:, 0], atol=0.07)


def test_weight_0_teaches_nothing() -> None:
    n = 80
    texts = written("en", n, ["florb", ""] * (n // 2))
    targets = np.array([[1.0], [0.0]] * (n // 2))
    weight = np.ones((n, 1))
    weight[::7] = 0
    other = np.where(weight == 0, 1 - targets, targets)
    fits = [
        student.fitted(texts, sp.csr_matrix((n, 0)), one, weight, shape=SHAPE, most=1000, strength=2.0)
        for one in (targets, other)
    ]
    np.testing.assert_array_equal(fits[0].weights, fits[1].weights)
    np.testing.assert_array_equal(fits[0].bias, fits[1].bias)


def test_what_nobody_judged_has_no_weight() -> None:
    made = lessons(["a", "b", "c"], ["en"] * 3, [None, [("policy", None)], []], ["neg", None, "mix"])
    at = {name: column for column, name in enumerate(learn.labels(TOPICS))}
    assert not made.weight[0, : at["overall:neg"]].any() and made.weight[0, at["overall:neg"] :].all()
    assert not made.weight[1, at["overall:neg"] :].any()
    assert (
        made.weight[1, at["policy"]] and not made.weight[1, at["policy:neg"]] and not made.weight[1, at["policy:pos"]]
    )
    assert made.targets[1, at["policy"]] == 1 and made.weight[2].all()


def test_scikit_learn_finds_the_same_line() -> None:
    """The same objective on the same features, each as long as it is telling: coefficients and intercept within 1e-2."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    chance = np.random.default_rng(2)
    n = 150
    is_true = np.array([i % 3 == 0 for i in range(n)]) ^ (chance.random(n) < 0.1)
    texts = written("en", n, ["florb" if i % 3 == 0 else "" for i in range(n)])
    fit = student.fitted(
        texts, sp.csr_matrix((n, 0)), is_true[:, None].astype(float), np.ones((n, 1)), shape=SHAPE, most=10**6, strength=2.0
    )  # fmt: skip
    vectors = TfidfVectorizer(analyzer=lambda text: sorted(grams(text, SHAPE)), min_df=2, binary=True)
    seen = vectors.fit_transform(texts).tocsr()
    telling = student.telling(seen, is_true[:, None].astype(float), np.ones((n, 1)))[:, 0]
    line = LogisticRegression(C=2.0, tol=1e-8, max_iter=2000).fit(seen @ sp.diags(telling), is_true)
    assert tuple(vectors.get_feature_names_out()) == fit.names
    np.testing.assert_allclose(fit.weights[:, 0], line.coef_[0] * telling, atol=1e-2)
    np.testing.assert_allclose(fit.bias[0], line.intercept_[0], atol=1e-2)


def test_hints_are_drawn_toward_what_phrases_are_worth() -> None:
    """Without a label to the contrary a phrase keeps its worth; with many, it has what they say."""
    n = 100
    texts = written("en", n, [""] * n)
    prior = np.array([[3.0]])
    rare = sp.csr_matrix(np.array([[float(i == 0)] for i in range(n)]))
    often = sp.csr_matrix(np.array([[float(i % 2)] for i in range(n)]))
    true = np.array([[float(i % 4 < 2)] for i in range(n)])
    kept, unlearned = (
        student.fitted(texts, said, true, np.ones((n, 1)), shape=SHAPE, most=99, strength=2.0, prior=prior).hints[0, 0]
        for said in (rare, often)
    )
    assert kept > 1.5 > 0.7 > abs(unlearned)


# Thresholds


def test_a_threshold_parts_what_can_be_parted() -> None:
    share = np.array([0.1, 0.15, 0.2, 0.25] * 20 + [0.6, 0.7, 0.8, 0.9] * 20)[:, None]
    true = np.repeat([0.0, 1.0], 80)[:, None]
    assert 0.25 < tuning.thresholds(share, true, np.ones_like(true))[0] <= 0.62


def test_comments_that_nobody_judged_set_no_threshold() -> None:
    share = np.array([0.1] * 50 + [0.3] * 20 + [0.7] * 30)[:, None]
    true = np.array([0.0] * 50 + [1.0] * 50)[:, None]
    other = np.full((300, 1), 0.3)
    every, is_true = np.vstack([share, other]), np.vstack([true, 0 * other])
    judged = np.vstack([np.ones_like(true), 0 * other])
    alone = tuning.thresholds(share, true, np.ones_like(true))
    np.testing.assert_array_equal(tuning.thresholds(every, is_true, judged), alone)
    assert tuning.thresholds(every, is_true, np.ones_like(judged)) > 0.3 > alone, "if they were judged, they would"


def test_where_nothing_is_right_the_threshold_is_a_half() -> None:
    nothing = np.zeros((60, 2))
    np.testing.assert_array_equal(tuning.thresholds(nothing + 0.3, nothing, nothing + 1), [0.5, 0.5])


# Too little


def test_too_few_comments_teach_nothing() -> None:
    with pytest.raises(ModelError) as error:
        learned(planted("en", "florb", 49), "x")
    assert error.value.code == "E337" and error.value.exit_code == 6
    assert "49" in str(error.value) and "50" in str(error.value)


def test_texts_without_a_word_in_common_teach_nothing() -> None:
    texts = [f"{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(60)]
    with pytest.raises(ModelError) as error:
        learned(lessons(texts, ["en"] * 60, [[("wait_time", "neg")]] * 30 + [[]] * 30), "x", shape=SHAPE)
    assert error.value.code == "E337" and "in common" in str(error.value)


def few() -> Trained:
    """Taught waiting; nobody labelled policy, nor what comments say as a whole, nor anything in Chinese."""
    made = planted("en", "florb")
    made.weight[:, -len(learn.OVERALL) :] = 0
    return learned(made, "few", shape=SHAPE)


def test_what_was_not_taught_stays_with_phrases_and_lexicon(tmp_path: Path) -> None:
    shelf.write(few(), tmp_path / "few")
    texts = ["It is against company policy, they said. The florb was on", "Wonderful, just wonderful!", "等了三个小时"]
    plain, _ = asking.classified(texts, model="phrases")
    answer, mentions = asking.classified(texts, model=str(tmp_path / "few"))
    assert answer["sentiment"].tolist()[1:] == plain["sentiment"].tolist()[1:]
    assert set(mentions["tagger"][mentions["topic"] == "policy"]) == {"phrases"}
    assert set(mentions["tagger"][mentions["topic"] == "wait_time"]) == {"few", "phrases"}, "Chinese was not taught"
    assert answer["topics"][2] == ["wait_time"]


def test_a_folder_gives_back_what_was_not_taught(tmp_path: Path) -> None:
    model = few()
    for folder in ("one", "two"):
        shelf.write(model, tmp_path / folder)
    again = shelf.trained(tmp_path / "one")
    assert again.silent == {"en"}
    np.testing.assert_allclose(again.least["en"], model.least["en"], atol=1e-4)
    assert np.isnan(again.least["en"][1]) and not np.isnan(again.least["en"][0])
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


# Where it is said

with (CASES / "learned_clauses.tsv").open(encoding="utf-8", newline="") as opened:
    CLAUSES = [row for row in csv.reader(opened, delimiter="\t", quoting=csv.QUOTE_NONE) if not row[0].startswith("#")]


@pytest.mark.parametrize(("text", "lang", "clause"), CLAUSES)
def test_a_mention_shows_the_clause_that_says_it(text: str, lang: str, clause: str, tmp_path: Path) -> None:
    shelf.write(both()[0], tmp_path / "planted")
    _, mentions = asking.classified([text], model=str(tmp_path / "planted"), lang=lang)
    found = mentions[(mentions["topic"] == "wait_time") & (mentions["tagger"] == "planted")]
    assert len(found) == 1
    (start,), (end,) = found["start"], found["end"]
    assert text[start:end].strip() == clause
    assert found["sentiment"].tolist() == ["negative"]
    assert set(mentions["topic"]) <= set(taxonomy.default().ids)


def _line(fit: student.Fit, texts: list[str], shape: Shape = SHAPE) -> np.ndarray:
    """The log odds of texts, reckoned from the parts of a fit."""
    place = {name: row for row, name in enumerate(fit.names)}
    out = []
    for text in texts:
        rows = sorted(place[gram] for gram in set(grams(text, shape)) if gram in place)
        out.append((fit.idf[rows][:, None] * fit.weights[rows]).sum(0) / np.sqrt((fit.idf[rows] ** 2).sum()) + fit.bias)
    return np.array(out)


# Clauses beside the whole


def of_clauses(*texts: str) -> tuple[Readings, Clauses]:
    read = readings(list(texts), ["en"] * len(texts), taxonomy.default())
    return read, read.clauses


def test_the_clauses_of_some_comments_are_theirs() -> None:
    """A comment without words has none; the order is that of the comments asked for."""
    _, found = of_clauses("The room was cold. The bed was fine.", "", "Nobody answered.")
    assert found.of.tolist() == [0, 0, 2] and found.texts[2] == "nobody answered."
    some = found.rows(np.array([2, 1, 0]))
    assert some.of.tolist() == [0, 2, 2] and some.texts == (found.texts[2], *found.texts[:2])
    assert (some.said == found.said[[2, 0, 1]]).all()


@pytest.mark.parametrize(
    ("whole", "parts", "mixed"),
    [
        (-1.0, [(0, 3.0), (0, -2.0)], 0.7 * -1.0 + 0.3 * 3.0),
        (1.0, [(0, -2.0)], 0.7 * 1.0 + 0.3 * -2.0),
        (1.0, [], 1.0),
        (1.0, [(0, float("nan"))], 1.0),
        (1.0, [(1, 9.0)], 1.0),
    ],
)
def test_a_topic_is_mixed_with_its_likeliest_clause(whole: float, parts: list, mixed: float) -> None:
    """Beside it a label that is no topic, which stays, and a comment that cannot be read."""
    odds = np.array([[whole, 5.0], [np.nan, np.nan]])
    of = np.array([row for row, _ in parts], np.int64)
    told = np.array([[value, 7.0] for _, value in parts]).reshape(-1, 2)
    found = clauses.mixed(odds, clauses.likeliest([(told[:1], of[:1]), (told[1:], of[1:])], 2, 1))
    assert found[0] == pytest.approx([mixed, 5.0]) and np.isnan(found[1]).all()


def test_a_tagger_answers_as_it_was_judged(tiny_model: Path) -> None:
    """What thresholds are chosen on is what comes out when the finished tagger reads a comment."""
    tagger = shelf.trained(tiny_model)
    texts = ["We waited two hours. Then they asked for the same form again. The soup was nice.", "Great staff!"]
    read, parts = of_clauses(*texts)
    fed, cut = asking.cut(texts, ["en", "en"])
    found = classify.mentions(cut, taxonomy.default())
    said = tagger.answer(fed, found, classify.opinions(fed, cut, found), cut).shares
    both = ((read.texts, read.hints), (parts.texts, parts.said))
    alone = [odds_of(tagger.scores(one, ["en"] * len(one), of)) for one, of in both]
    best = clauses.likeliest([(alone[1], parts.of)], len(texts), len(tagger.topics))
    wanted = share_of(clauses.mixed(alone[0], best))[:, : len(tagger.topics)]
    np.testing.assert_allclose(said, wanted, atol=1e-5)
    assert (said > tagger.scores(texts, ["en", "en"], read.hints)[:, : len(tagger.topics)] + 1e-3).any()
