"""Scoring: what a tagger says of texts that people have labelled, with intervals.

For: `voc evaluate`. Not for: counting agreement (`classify.evaluate`), reading labels (`gold`), or the labels of public
sets, which are of another kind (`judged_sets`).

Figures (all F1, shares and errors are 0..1; intervals by `classify.draws`):

    topics_macro_f1        mean F1 of the topics with FEW texts or more in that language, without `other`
    every_topic_macro_f1   mean F1 of every topic that occurs there
    topics_micro_f1        F1 over all (text, topic) decisions
    parity                 best less worst topics_macro_f1 of the three languages (SCRIPTS)
    watched_topics_f1      mean F1 of the topics WATCHED
    polarity_accuracy      of the (text, topic) pairs that people and tagger both have and whose polarity people gave as
                           one of negative, neutral, positive: the share with that same polarity
    sentiment_macro_f1     mean F1 of negative, neutral, positive, for both Chinese scripts together too (`zh`); texts called
                           mixed by people do not count, one wrongly called mixed is a miss
    calibration_error_*    expected calibration error of a topic over all texts: the worst topic, and the mean
    recall_at_precision    right mentions over all that people marked, where only those count whose confidence reaches the
                           lowest bound at which nine in ten are right
    kept_at_precision      the same over the mentions that are right without that bound
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from voc import asking, classify, gold, tables, tagging
from voc.classify import calibration, draws, evaluate, shelf, taught
from voc.classify.draws import Estimate

if TYPE_CHECKING:
    import pandas as pd

FEW = 5
OTHER = "other"
WATCHED = ("repetition", "wait_time", "checkout_friction")
SCRIPTS = ("en", "zh-Hans", "zh-Hant")
TEXTS, MENTIONS = "texts", "mentions"
MACRO, PARITY = "topics_macro_f1", "parity"
WORST, MEAN = "calibration_error_worst", "calibration_error_mean"
GAPS = (PARITY, WORST, MEAN)


@dataclass(frozen=True)
class Figure:
    """A figure in one language or in `all`, with its 95 % interval; `n` of what `of` says stand behind it."""

    figure: str
    lang: str
    est: float
    lo: float
    hi: float
    n: int
    of: str

    @property
    def estimate(self) -> Estimate:
        """(est, lo, hi)."""
        return self.est, self.lo, self.hi


@dataclass(frozen=True)
class Scored:
    """`figures` as above. `topics` and `sentiments`: agreement by label and language, `f1` its intervals. `n`: texts, and
    `common`: how many topics topics_macro_f1 is over, by language. `errors`: calibration error by topic. `toward`: pairs by
    the polarity that people gave and the one found. `bound`: the confidence for recall_at_precision.
    `is_tuned_on`: the thresholds were chosen on these very texts. `unlabelled` and `textless`: see `gold.Gold`;
    `taught`: of the texts, those that taught the model, as far as its folder says."""

    model: str
    topics: tuple[evaluate.Score, ...]
    sentiments: tuple[evaluate.Score, ...]
    figures: tuple[Figure, ...]
    f1: Mapping[tuple[str, str], Estimate]
    n: Mapping[str, int]
    common: Mapping[str, int]
    errors: Mapping[str, Estimate]
    toward: Mapping[tuple[str, str], int]
    bound: float
    is_tuned_on: bool
    unlabelled: int = 0
    textless: int = 0
    taught: int = 0

    def of(self, figure: str) -> dict[str, Estimate]:
        """The estimates of one figure, by language."""
        return {one.lang: one.estimate for one in self.figures if one.figure == figure}

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        macro, micro, sentiment = map(self.of, ("every_topic_macro_f1", "topics_micro_f1", "sentiment_macro_f1"))

        def row(one: evaluate.Score) -> dict[str, Any]:
            said = {"precision": one.precision, "recall": one.recall, "f1": one.f1}
            _, lo, hi = draws.named(self.f1[one.label, one.lang]).values()
            return {**asdict(one), **said, "f1_lo": lo, "f1_hi": hi}

        return {
            "model": self.model,
            "tuned_on_these_texts": self.is_tuned_on, "learned_from_these_texts": self.taught,
            "texts_without_labels": self.unlabelled,
            "labels_without_texts": self.textless,
            "langs": [
                {"lang": lang, "n": self.n[lang], "macro_f1": draws.named(macro[lang]), "micro_f1": draws.named(micro[lang]),
                 "sentiment_macro_f1": draws.named(sentiment[lang])}
                for lang in self.n
            ],
            "figures": [{**asdict(one), **draws.named(one.estimate)} for one in self.figures],
            "common_topics": dict(self.common),
            "topics": [row(one) for one in self.topics],
            "sentiments": [row(one) for one in self.sentiments],
            "calibration": [{"label": label, **draws.named(one)} for label, one in self.errors.items()],
            "polarities": [{"gold": true, "found": found, "n": n} for (true, found), n in self.toward.items()],
            "confidence_at_precision": None if math.isnan(self.bound) else self.bound,
        }  # fmt: skip


def scored(folder: Path, model: str = "default") -> Scored:
    """The tagger `model` (a name or a folder) against the labelled texts in `folder`. Raises what `gold.read` and
    `asking.classified` raise."""
    said = gold.read(folder)
    tagger = classify.model(model)
    gold.known(said, {*tagging.topics_of(model).ids, *(tagger.topics if tagger else ())}, folder)
    answer, mentions = asking.classified(said.texts, ids=said.ids, model=model)
    opinions = _opinions(answer)
    topics, sentiments = evaluate.topics(opinions, said.opinions), evaluate.sentiments(opinions, said.opinions)
    labels = sorted({one.label for one in topics})
    given = np.array(said.langs, dtype=object)
    parts = {lang: (given == lang) | (lang == evaluate.ALL) for lang in (*sorted(set(said.langs)), evaluate.ALL)}
    drawn = draws.draws(said.langs)
    true, found = _matrix(said.opinions, "topics", labels), _matrix(opinions, "topics", labels)
    share = _shares(said.texts, labels, model)
    feel = [_matrix(one, "sentiment", evaluate.SENTIMENTS) for one in (said.opinions, opinions)]
    is_judged = feel[0].any(axis=1)
    pairs = evaluate.polarities(_toward(mentions, said.ids), said.toward)
    single = np.array([(row, one == other) for row, one, other in pairs if one != evaluate.BOTH], int).reshape(-1, 2)
    met, agreed = (np.bincount(single[:, 0], weight, len(given)) for weight in (None, single[:, 1]))

    figures: list[Figure] = []
    f1: dict[tuple[str, str], Estimate] = {}
    common: dict[str, int] = {}
    macros: dict[str, np.ndarray] = {}
    bound = math.nan

    def add(figure: str, lang: str, values: np.ndarray, n: float, of: str = TEXTS) -> None:
        figures.append(Figure(figure, lang, *draws.estimate(values, is_of_gaps=figure in GAPS), int(n), of))

    for lang, part in parts.items():
        times = drawn[:, part]
        counts = draws.counted(times, true[part], found[part])
        f1 |= {(label, lang): draws.f1_alone(*n) for label, *n in zip(labels, *(one[0] for one in counts), strict=True)}
        often = [at for at, label in enumerate(labels) if label != OTHER and counts[0][0, at] >= FEW]
        watched = [at for at, label in enumerate(labels) if label in WATCHED]
        common[lang], macros[lang] = len(often), draws.macro(*(one[:, often] for one in counts))
        add(MACRO, lang, macros[lang], part.sum())
        add("every_topic_macro_f1", lang, draws.macro(*counts), part.sum())
        add("topics_micro_f1", lang, draws.micro(*counts), part.sum())
        add("watched_topics_f1", lang, draws.macro(*(one[:, watched] for one in counts)), part.sum())
        add("polarity_accuracy", lang, draws.share(times @ agreed[part], times @ met[part]), met[part].sum(), MENTIONS)
        kept = calibration.kept(times, share[part], found[part], true[part])
        add("recall_at_precision", lang, kept.of_all, true[part].sum(), MENTIONS)
        add("kept_at_precision", lang, kept.of_found, (true * found)[part].sum(), MENTIONS)
        bound = kept.bound  # the last is that of all texts
    chinese = {"zh": np.char.startswith(given.astype(str), "zh")} if {"zh-Hans", "zh-Hant"} <= parts.keys() else {}
    for lang, part in {**parts, **chinese}.items():
        judged = part & is_judged
        felt = draws.counted(drawn[:, judged], feel[0][judged], feel[1][judged])
        alone = zip(evaluate.SENTIMENTS, *(one[0] for one in felt), strict=True)
        f1 |= {(label, lang): draws.f1_alone(*n) for label, *n in alone}
        add("sentiment_macro_f1", lang, draws.macro(*felt), judged.sum())
    scripts = [lang for lang in SCRIPTS if lang in parts]
    apart = np.stack([macros[lang] for lang in scripts], axis=1) if scripts else np.empty((len(drawn), 0))
    add(PARITY, evaluate.ALL, draws.spread(apart), sum(parts[lang].sum() for lang in scripts))
    errors = calibration.errors(drawn, share, true)
    by_topic = dict(zip(labels, _each(errors, is_of_gaps=True), strict=True))
    if labels:
        add(WORST, evaluate.ALL, errors.max(axis=1), len(given))
        add(MEAN, evaluate.ALL, errors.mean(axis=1), len(given))
    return Scored(
        tagger.name if tagger else "phrases", tuple(topics), tuple(sentiments), tuple(figures), f1,
        {lang: int(part.sum()) for lang, part in parts.items()}, common, by_topic,
        {(one, other): sum((one, other) == pair[1:] for pair in pairs) for one in evaluate.POLARITIES
         for other in evaluate.POLARITIES},
        bound, bool(tagger and tagger.tuned_on == evaluate.named(said.ids)), said.unlabelled, said.textless,
        sum(taught.among(shelf.folder(model), said.texts)),
    )  # fmt: skip


def _each(values: np.ndarray, is_of_gaps: bool = False) -> list[Estimate]:
    """The estimate of each column of (draws, labels)."""
    return [draws.estimate(column, is_of_gaps=is_of_gaps) for column in values.T]


def _opinions(answer: pd.DataFrame) -> pa.Table:
    columns = {name: answer[name].to_list() for name in ("lang", "sentiment", "topics")}
    columns["sentiment"] = [one if isinstance(one, str) else None for one in columns["sentiment"]]
    columns["lang"] = [one if isinstance(one, str) else "und" for one in columns["lang"]]  # an empty text has none
    return tables.conform(pa.table({"feedback_id": answer["id"].to_list(), **columns}), "opinions")


def _matrix(rows: pa.Table, column: str, labels: Sequence[str]) -> np.ndarray:
    """Texts by labels: 1.0 where the text has the label."""
    values = ([one] if isinstance(one, str) else one or [] for one in rows.column(column).to_pylist())
    return np.array([[float(label in value) for label in labels] for value in values]).reshape(rows.num_rows, -1)


def _shares(texts: Sequence[str], labels: Sequence[str], model: str) -> np.ndarray:
    """The probability of each label, float32 (texts, labels); 0 for a topic that no tagger knows."""
    share, topics = asking.shares(texts, model=model)
    none = np.zeros(len(texts), np.float32)
    columns = [share[:, topics.index(label)] if label in topics else none for label in labels]
    return np.stack(columns, axis=1) if columns else np.zeros((len(texts), 0), np.float32)


def _toward(mentions: pd.DataFrame, ids: Sequence[str]) -> list[evaluate.Said]:
    """What a tagger says toward each topic of each text."""
    said: dict[str, dict[str, frozenset[str]]] = {id_: {} for id_ in ids}
    for id_, topic, one in zip(mentions["feedback_id"], mentions["topic"], mentions["sentiment"], strict=True):
        said[id_][topic] = said[id_].get(topic, frozenset()) | ({one} if isinstance(one, str) else frozenset())
    return [said[id_] for id_ in ids]
