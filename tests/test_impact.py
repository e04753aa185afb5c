"""What goes with each score: the formulas by hand, parts that add up, intervals that hold, silence where little is there."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import report_world as world
from voc import explain, tables
from voc.explain import formulas
from voc.explain.collection import Collection
from voc.explain.ground import Ground
from voc.metrics import Metric
from voc.report.html import html
from voc.report.impact_table import impact_table
from voc.report.markdown import markdown
from voc.report.view import view
from voc.wording import LANGS

SCORE = Metric("score", "feedback", "score", "down", kind="mean", min_n=10)
CASES = Path(__file__).parent / "cases"
NO_SERIES = pd.DataFrame({"metric": [], "topic": [], "period": [], "n": [], "total": [], "sumsq": []})
NOTHING_CAME = Collection({}, {}, explain.cells(NO_SERIES, "none", (), "day"), ())
Record = tuple[str, Sequence[str], float]  # customer, topics complained of, score


def lines(name: str) -> list[Any]:
    rows = [line for line in (CASES / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [pytest.param(*row.split("\t"), id=": ".join(row.split("\t")[i] for i in (0, 2, 3))) for row in rows]


def ground(records: Sequence[Record], *metrics: Metric, sentiment: str = "negative") -> Ground:
    """A Ground of these records, each a response of its own; every metric has the same values."""
    outcomes = [
        {"metric": metric.id, "feedback_id": f"f{i:05d}", "population": "feedback", "record_id": f"f{i:05d}",
         "period": "2026-01-01", "value": value, "customer_id": customer}
        for metric in metrics or (SCORE,) for i, (customer, _, value) in enumerate(records)
    ]  # fmt: skip
    told = [
        {"feedback_id": f"f{i:05d}", "topic": topic, "sentiment": sentiment}
        for i, (_, topics, _) in enumerate(records)
        for topic in topics
    ]
    columns = ["metric", "feedback_id", "population", "record_id", "period", "value", "customer_id"]
    nothing = pd.DataFrame()
    return Ground(
        {one.id: one for one in metrics or (SCORE,)}, {}, (), nothing, pd.DataFrame(outcomes, columns=columns),
        pd.DataFrame(told, columns=["feedback_id", "topic", "sentiment"]), nothing, nothing, nothing, nothing, nothing, {},
        NOTHING_CAME,
    )  # fmt: skip


def table(records: Sequence[Record], *metrics: Metric, **more: Any) -> pd.DataFrame:
    frame: pd.DataFrame = explain.impacts(ground(records, *metrics, **more)).to_pandas()
    return frame


def written(text: str) -> list[Record]:
    """`80 nobody 1; 20 wait+staff 0`: a customer a record."""
    found: list[Record] = []
    for group in text.split(";"):
        count, topics, value = group.split()
        said = () if topics == "nobody" else tuple(topics.split("+"))
        found += [(f"c{len(found) + i}", said, float(value)) for i in range(int(count))]
    return found


def at(rows: pd.DataFrame, formula: str, part: str) -> pd.Series[Any]:
    name = {"none": "none", "all": "all", "few": "few"}.get(part, "topic")
    found = rows[(rows["formula"] == formula) & (rows["part"] == name)]
    return found[found["topic"] == part].iloc[0] if name == "topic" else found.iloc[0]


def drawn(rng: np.random.Generator, n: int, kind: str = "mean") -> list[Record]:
    """Customers who come more than once and grumble more or less; `price` often comes with `wait` and does no harm."""
    customer = rng.integers(0, max(n // 2, 1), n)
    grumble = rng.normal(size=customer.max() + 1)[customer]
    said = rng.random((n, 3)) < np.clip(np.array([0.12, 0.08, 0.2]) * np.exp(0.6 * grumble)[:, None], 0, 0.9)
    said[:, 1] |= said[:, 0] & (rng.random(n) < 0.5)
    felt = (
        0.8 - 1.2 * said[:, 0] - 0.5 * said[:, 2] + 0.4 * said[:, 0] * said[:, 2] - 0.5 * grumble + rng.normal(size=n)
    )
    score = felt if kind == "mean" else (felt > 0).astype(float)
    names = np.array(["wait", "price", "staff"])
    return [(f"c{c}", tuple(names[s]), float(v)) for c, s, v in zip(customer, said, score, strict=True)]


# --- the formulas


@pytest.mark.parametrize(("name", "records", "part", "formula", "answer"), lines("impact.tsv"))
def test_the_formulas_by_hand(name: str, records: str, part: str, formula: str, answer: str) -> None:
    row = at(table(written(records)), formula, part)
    if answer[0].isalpha():
        assert np.isnan(row[["est", "lo", "hi"]].astype(float)).all(), "a sentence, never a number"
        assert list(row["reasons"]) == [answer]
    else:
        assert row["est"] == pytest.approx(float(answer), abs=1e-6)
        assert not len(row["reasons"])


RECORDS = st.lists(
    st.tuples(st.integers(0, 40).map(str), st.sets(st.sampled_from("abcde"), max_size=4).map(sorted), st.integers(-5, 5)),
    min_size=30, max_size=120,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(RECORDS)
def test_no_complaint_and_the_parts_of_all_topics_come_to_the_whole(records: list[Record]) -> None:
    rows = table(records)
    split = rows[(rows["formula"] == "split")].set_index("part")["est"]
    if np.isnan(split.get("none", np.nan)):
        return
    values = np.array([value for *_, value in records], dtype=float)
    assert split["all"] == pytest.approx(values.mean(), abs=1e-9)
    assert split.drop("all").sum() == pytest.approx(split["all"], abs=1e-8)
    shares = rows[(rows["formula"] == "regression") & rows["part"].isin(["topic", "few"])]["est"].dropna()
    if len(shares):
        assert shares.sum() == pytest.approx(1.0) and shares.min() >= 0


@settings(max_examples=20, deadline=None)
@given(RECORDS, st.randoms(use_true_random=False))
def test_neither_order_nor_names_of_topics_matter(records: list[Record], random: Any) -> None:
    names = dict(zip("abcde", random.sample("vwxyz", 5), strict=True))
    one = table(records)
    other = table([(who, [names[t] for t in said], value) for who, said, value in records])
    one = one.assign(topic=one["topic"].map(lambda topic: names.get(topic, topic)))
    by = ["formula", "part", "topic"]
    pd.testing.assert_frame_equal(
        one.sort_values(by).reset_index(drop=True), other.sort_values(by).reset_index(drop=True), rtol=1e-6, atol=1e-8
    )


def test_left_out_is_share_times_gap_and_volume_is_not() -> None:
    rows = table(drawn(np.random.default_rng(3), 800))
    for topic in ("wait", "price", "staff"):
        gap, left, volume = (at(rows, name, topic) for name in ("gap", "leave_out", "volume_gap"))
        assert left["est"] == pytest.approx(gap["n_with"] / gap["n"] * gap["est"])
        assert abs(volume["est"]) > abs(left["est"]), "mentions are fewer than responses"


def test_overlap_is_counted_once_by_the_default_alone() -> None:
    rows = table(drawn(np.random.default_rng(4), 20_000))
    of = rows[rows["part"] == "topic"].groupby("formula")["est"].sum()
    whole = at(rows, "split", "all")["est"] - at(rows, "split", "none")["est"]
    assert of["split"] == pytest.approx(whole)
    assert of["leave_out"] < 1.15 * whole < 0
    price, wait = at(rows, "split", "price"), at(rows, "split", "wait")
    assert abs(price["est"]) < 0.25 * abs(wait["est"]), "what mostly comes along gets little"
    assert abs(at(rows, "leave_out", "price")["est"]) > 0.5 * abs(at(rows, "leave_out", "wait")["est"])


# --- how sure


@pytest.mark.parametrize("kind", ["mean", "share"])
def test_intervals_hold_the_truth_19_times_of_20(kind: str) -> None:
    """Customers come more than once; the truth is read off 80,000 responses of the same world."""
    rng = np.random.default_rng(11)
    truth = table(drawn(rng, 80_000, kind)).set_index(["formula", "part", "topic"])["est"]
    held: dict[str, list[bool]] = {}
    for _ in range(150):
        rows = table(drawn(rng, 500, kind)).set_index(["formula", "part", "topic"])
        for key, row in rows.iterrows():
            held.setdefault(str(key[0]), []).append(bool(row["lo"] <= truth[key] <= row["hi"]))
    coverage = {formula: float(np.mean(told)) for formula, told in held.items()}
    assert set(coverage) == set(formulas.FORMULAS)
    # relative weights are never negative, so theirs are a little short where a topic goes with nothing
    assert 0.88 <= coverage.pop("regression") <= 0.98
    assert all(0.92 <= one <= 0.98 for one in coverage.values()), coverage


def test_rows_of_one_customer_are_not_taken_as_independent() -> None:
    once = [(f"c{i}", ("wait",) if i % 4 == 0 else (), float(i * 7 % 11)) for i in range(400)]
    often = [(who, said, value) for who, said, value in once for _ in range(5)]
    single, repeated = (at(table(records), "gap", "wait") for records in (once, often))
    assert repeated["est"] == pytest.approx(single["est"])
    assert repeated["hi"] - repeated["lo"] == pytest.approx(single["hi"] - single["lo"], rel=0.01)


def test_thirty_alike_do_not_make_an_interval_of_nothing() -> None:
    row = at(
        table([*((f"a{i}", ("wait",), 0.0) for i in range(30)), *((f"b{i}", (), 1.0) for i in range(3000))]),
        "gap",
        "wait",
    )
    assert row["hi"] - row["lo"] > 0.1


def test_topics_that_go_with_nothing_seldom_pass() -> None:
    rng = np.random.default_rng(5)
    named = 0
    for _ in range(60):
        said = rng.random((300, 8)) < 0.15
        records = [
            (f"c{i}", tuple(f"t{j}" for j in np.flatnonzero(said[i])), float(v))
            for i, v in enumerate(rng.normal(size=300))
        ]
        rows = table(records)
        named += bool((rows.loc[rows["formula"] == "gap", "q_value"] < 0.05).any())
    assert named <= 8, "one run in twenty, chance aside"


def test_a_metric_read_from_the_same_words_is_said_and_not_tested() -> None:
    same = replace(SCORE, id="negative", value="case when sentiment = 'negative' then 1 else 0 end")
    rows = table(drawn(np.random.default_rng(6), 400), SCORE, same)
    told = rows.groupby("metric")["is_same_words"].all()
    assert told["negative"] and not told["score"]
    assert rows.loc[rows["metric"] == "negative", "q_value"].isna().all()
    alone = table(drawn(np.random.default_rng(6), 400), SCORE)
    pd.testing.assert_series_equal(
        rows.loc[rows["metric"] == "score", "q_value"].reset_index(drop=True), alone["q_value"], check_names=False
    )


# --- what counts


def test_praise_is_no_complaint_and_the_unknown_counts() -> None:
    records = written("80 nobody 1; 20 wait 0")
    assert set(table(records, sentiment="positive")["part"]) == {"none", "all"}
    assert at(table(records, sentiment=None), "split", "wait")["est"] == pytest.approx(-0.2)  # type: ignore[arg-type]


def test_a_record_with_two_comments_counts_once_with_all_that_they_say() -> None:
    made = ground(written("60 nobody 1; 20 wait 0; 20 staff 0"))
    merged = made.outcomes.assign(record_id=lambda rows: [f"r{i if i < 80 else i - 20}" for i in range(len(rows))])
    rows = explain.impacts(replace(made, outcomes=merged)).to_pandas()
    assert at(rows, "split", "all")["n"] == 80
    assert at(rows, "split", "wait")["est"] == pytest.approx(-0.125)
    assert at(rows, "split", "staff")["est"] == pytest.approx(-0.125)


@pytest.mark.parametrize(
    "records",
    [
        [],
        [("c0", ("wait",), 1.0)],
        [("c0", ("wait",) if i % 2 else (), float(i % 3)) for i in range(200)],
    ],
    ids=["no response", "one comment", "one customer"],
)
def test_too_little_gives_no_number(records: list[Record]) -> None:
    rows = table(records)
    assert rows[["est", "lo", "hi", "p_value", "q_value"]].isna().all(axis=None)
    assert all(one[0].startswith("too_few: ") for one in rows["reasons"])


def test_the_same_input_gives_the_same_bytes_and_comes_back_as_it_went_in() -> None:
    made = ground(drawn(np.random.default_rng(8), 300))
    before = made.outcomes.copy(), made.mentions.copy()
    one, other = explain.impacts(made), explain.impacts(made)
    assert one.equals(other) and one.schema == tables.schema("impacts")
    shuffled = replace(made, outcomes=made.outcomes.sample(frac=1, random_state=1), mentions=made.mentions[::-1])
    assert explain.impacts(shuffled).equals(one)
    pd.testing.assert_frame_equal(made.outcomes, before[0])
    pd.testing.assert_frame_equal(made.mentions, before[1])


# --- what a reader sees


def seen(records: Sequence[Record], metric: str = "nps") -> Any:
    """The made-up report with what goes with one of its metrics."""
    name = {"wait": "wait_time", "price": "price_billing", "staff": "staff_attitude"}
    renamed = [(who, [name[topic] for topic in said], value) for who, said, value in records]
    one = replace(world.inputs().metrics["nps"], id=metric)
    return world.inputs(impacts=table(renamed, one))


@pytest.mark.parametrize("seed", range(8))
def test_the_sum_a_reader_makes_comes_out(seed: int) -> None:
    rng = np.random.default_rng(seed)
    (block,) = impact_table(seen([(w, s, round(100 * v)) for w, s, v in drawn(rng, 900)])).blocks
    *parts, whole = [row.steps for row in block.rows]
    assert sum(parts) == whole
    assert block.rows[0].kind == "none"


def test_the_section_says_that_it_is_association_in_every_language() -> None:
    inputs = seen(drawn(np.random.default_rng(2), 900))
    says = {"en": "association, not an experiment", "zh-Hans": "这是相关，不是实验", "zh-Hant": "這是相關，不是實驗"}
    for lang in LANGS:
        page = html(view(inputs, lang))
        assert says[lang] in page[page.index('id="impacts"') :]
    told = markdown(view(inputs))
    assert "**What goes with each score**: association, not an experiment" in told
    assert "- **NPS** " in told and "Waiting time −" in told


def test_without_the_table_there_is_no_section() -> None:
    assert 'id="impacts"' not in html(view(world.inputs()))
    assert "What goes with" not in markdown(view(world.inputs()))


@pytest.mark.parametrize("records", [line.values[1] for line in lines("impact.tsv")], ids=lambda one: one[:40])
def test_every_case_can_be_shown(records: str) -> None:
    inputs = seen([(who, ["price" if one == "rare" else one for one in said], v) for who, said, v in written(records)])
    page = html(view(inputs, "zh-Hant"))
    assert 'id="impacts"' in page and "nan" not in page[page.index('id="impacts"') :].split("</section>")[0]


# --- the command


def test_the_command_prints_the_same_as_the_run_holds(finished: Path, voc_command: Callable[..., Any]) -> None:
    answer = voc_command("impact", "csat", finished, "--json")
    told = json.loads(answer.out)
    report = json.loads((finished / "report.json").read_text("utf-8"))
    (same,) = (one for one in report["impacts"] if one["metric"] == "csat")
    assert told.pop("formulas") == formulas.FORMULAS
    assert told["n"] == same["n"] and [one["topic"] for one in told["topics"]] == [
        one["topic"] for one in same["topics"]
    ]
    assert told["topics"][0]["split"]["est"] == pytest.approx(same["topics"][0]["split"]["est"], rel=1e-5)
    spoken = voc_command("impact", "csat", finished)
    assert "Waiting time" in spoken.out and "association, not an experiment" in spoken.err
    assert f"n = {same['n']}" in spoken.out and "not corrected" in spoken.err
    chinese = voc_command("impact", "csat", finished, "--lang", "zh-Hans")
    assert "等待时间" in chinese.out and "只是相关，不是实验" in chinese.err


@pytest.mark.parametrize(("metric", "code"), [("csatt", "E131"), ("first_response", "E131")])
def test_a_metric_that_the_run_does_not_have(
    finished: Path, voc_command: Callable[..., Any], metric: str, code: str
) -> None:
    assert code in voc_command("impact", metric, finished).err


def test_an_older_run_is_answered_too(finished: Path, tmp_path: Path, voc_command: Callable[..., Any]) -> None:
    import shutil

    copy = Path(shutil.copytree(finished, tmp_path / "run"))
    whole = voc_command("impact", "csat", copy, "--json").out
    (copy / "tables" / "impacts.parquet").unlink()
    assert voc_command("impact", "csat", copy, "--json").out == whole
