"""What voc promises where nobody checked a project's own comments: the part that goes with a topic is as unsure as a tagger
that meets a kind of text for the first time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planted_records import Plan, only, world

import voc
from voc import demo, taxonomy
from voc.classify import bundle, shelf, track_record
from voc.errors import ModelError
from voc.explain.borrowed import borrowed
from voc.explain.effect import accounted
from voc.label import assumed, comments

SHIPPED = shelf.SHIPPED / shelf.LINEAR


def record(rng: np.random.Generator, means: np.ndarray, alike: float, kinds: int = 12, n: int = 60) -> pd.DataFrame:
    """A track record in which kinds of texts differ by `alike` about the mean of each topic; one comment in five complains."""
    size = 1 / alike - 1
    rows = []
    for topic, mean in enumerate(means):
        for kind in range(kinds):
            found, taken = rng.beta(mean * size, (1 - mean) * size), rng.beta(0.04 * size, 0.96 * size)
            n_true = int(rng.binomial(n, 0.2))
            rows.append({
                "topic": f"t{topic}", "source": f"s{kind}", "lang": "en", "n_true": n_true,
                "n_found": rng.binomial(n_true, found), "n_other": n - n_true,
                "n_taken": rng.binomial(n - n_true, taken),
            })  # fmt: skip
    return pd.DataFrame(rows)


@pytest.mark.parametrize("alike", [0.03, 0.12])
def test_the_interval_holds_the_rate_on_a_kind_of_text_not_seen_yet(alike: float) -> None:
    rng, size, held = np.random.default_rng(3), 1 / alike - 1, []
    for _ in range(40):
        means = rng.beta(13, 7, 10)
        for topic, mean in zip(borrowed(record(rng, means, alike), {}).values(), means, strict=True):
            fresh = rng.beta(mean * size, (1 - mean) * size)
            low, high = np.quantile(topic.draws(("en",), rng, 800)[0], (0.025, 0.975))
            held.append(low <= fresh <= high)
    assert 0.92 <= np.mean(held) <= 0.98


def test_a_topic_with_few_texts_goes_like_the_others_and_one_with_none_is_left_out() -> None:
    rows = record(np.random.default_rng(1), np.full(8, 0.8), 0.04)
    few = rows["topic"] == "t0"
    rows.loc[few, ["n_true", "n_found"]] = 0
    rows.loc[rows.index[few][0], "n_true"] = 5
    none = rows["topic"] == "t1"
    rows.loc[none, ["n_true", "n_found"]] = 0
    known = borrowed(rows, {})
    assert "t1" not in known
    assert 0.4 < known["t0"].of("en")[0] < known["t2"].of("en")[0]


@settings(max_examples=30, deadline=None)
@given(share=st.floats(0.0, 0.2), seed=st.integers(0, 1000))
def test_no_more_can_be_taken_for_a_topic_than_was_counted(share: float, seed: int) -> None:
    known = borrowed(record(np.random.default_rng(seed), np.full(3, 0.7), 0.05), {"t0": share})
    found, taken = known["t0"].draws(("en", "en"), np.random.default_rng(seed), 300)
    assert taken.max() <= share and ((found >= 0) & (found <= 1)).all()


def test_of_a_language_that_the_record_lacks_what_is_counted_stands() -> None:
    known = borrowed(record(np.random.default_rng(2), np.full(3, 0.7), 0.05), {})["t0"]
    found, taken = known.draws(("en", "pt"), np.random.default_rng(2), 100)
    assert known.of("pt") == (1.0, 0.0) and (found[:, 1] == 1).all() and not taken[:, 1].any()
    assert known.of("en")[0] < 1 and found[:, 0].max() < 1


def test_the_part_holds_the_truth_where_the_tagger_misses_and_nobody_checked() -> None:
    held, plain, wider = [], [], []
    rng = np.random.default_rng(11)
    means = np.full(6, 0.65)
    for seed in range(12):
        sensitivity = [float(one) for one in rng.beta(0.65 * 19, 0.35 * 19, 2)]
        errors = ((sensitivity[0], 0.02), (sensitivity[1], 0.04))
        made = world(Plan(jump=0.12, hidden=0.04, errors=errors), seed)
        if made.found.segment.as_dict != {"channel": "web"} or not only(made, "delivery"):
            continue
        rows = record(rng, means, 0.05).replace({"topic": {"t0": "delivery"}})
        rows = pd.concat([rows, rows.assign(lang="zh-Hans")])
        counted = {"delivery": len(made.pained[made.pained["topic"] == "delivery"]) / len(made.heard.ids)}
        effect = accounted(made.found, only(made, "delivery"), made.heard, {**borrowed(rows, counted)})
        part, as_counted = effect.parts["delivery"], effect.counted["delivery"]
        held.append(part[1] <= made.truth <= part[2])
        plain.append(as_counted[0] - made.truth)
        wider.append(part[2] - part[1] > as_counted[2] - as_counted[1])
        assert as_counted == accounted(made.found, only(made, "delivery"), made.heard, {}).parts["delivery"]
    assert len(held) >= 8 and np.mean(held) >= 0.9 and np.mean(wider) > 0.8
    assert np.mean(plain) < -0.1, "as counted it is too little"


def test_the_record_that_ships_is_of_the_shipped_topics_and_comes_back_as_it_was_written() -> None:
    rows = track_record.of(SHIPPED)
    assert track_record.packed(rows) == (SHIPPED / track_record.FILE).read_bytes()
    frame = rows.to_pandas()
    assert set(frame["topic"]) <= set(taxonomy.default().ids) and set(frame["lang"]) == {"en", "zh-Hans", "zh-Hant"}
    assert (frame["n_found"] <= frame["n_true"]).all() and (frame["n_taken"] <= frame["n_other"]).all()
    assert track_record.FILE in bundle.check(SHIPPED)
    assert track_record.of(None).num_rows == 0


@pytest.mark.parametrize(
    "text", ["topic,source\nwait_time,x\n", "topic,source,lang,n_true,n_found,n_other,n_taken\na,b,en,x,1,1,1\n"]
)
def test_a_record_of_something_else_is_refused_by_name(text: str, tmp_path: Path) -> None:
    (tmp_path / track_record.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ModelError) as refused:
        track_record.of(tmp_path)
    assert refused.value.code == "E313" and track_record.FILE in refused.value.where


def test_a_run_keeps_the_record_and_says_that_the_error_is_borrowed(tmp_path: Path) -> None:
    world_of = demo.write(tmp_path / "in", 2)
    metric = world_of.planted[0].metric
    run = voc.analyze(world_of.folder, metrics=[metric])
    assert run.rows["track_record"].equals(track_record.of(SHIPPED))
    said = [one for one in run.findings if one.metric == metric and one.verdict == "explained"]
    assert said
    rows = run.tables["track_record"].groupby("topic")[["n_true", "n_other"]].sum().sum(axis=1)
    for one in said:
        assert "no_audit" in one.reasons and one.grade == "C"
        (told,) = (reason for reason in one.reasons if reason.startswith("error_borrowed"))
        first = one.drivers[0]
        assert int(told.split(": ")[1]) == rows[first.topic]
        assert (first.counted.est or 0) < (first.accounted.est or 0) <= 1
        assert (first.counted.hi or 0) <= (first.accounted.hi or 0)
        known = assumed.assumed(run, comments.comments(run, one.id))
        assert known.source == "track_record" and known.kinds >= 10
        assert 0 <= known.false_rate < 0.2 < known.sensitivity < 1 and 0.05 < known.spread < 0.3


def test_labels_from_outside_borrow_nothing(tmp_path: Path) -> None:
    world_of = demo.write(tmp_path / "in", 4)
    lines = ["feedback_id,topic,sentiment"]
    lines += [f"{name},{one.replace(':', ',')}" for name, said in world_of.said.items() for one in said]
    (world_of.folder / "labels.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    project = world_of.folder / "voc.toml"
    project.write_text(project.read_text("utf-8") + '\n[classify]\nlabels = "labels.csv"\n', encoding="utf-8")
    run = voc.analyze(world_of.folder, metrics=[world_of.planted[0].metric])
    assert "track_record" not in run.rows or not run.rows["track_record"].num_rows
    assert not any("error_borrowed" in reason for one in run.findings for reason in one.reasons)
