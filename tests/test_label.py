"""What `voc label` promises: a sheet that is blind and the same each time, readings that come back as measurements, and
figures that are right whatever was assumed when the sheet was drawn."""

from __future__ import annotations

import csv
import itertools
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import voc
from voc import demo, label, metrics, tagging, taxonomy
from voc import run as runs
from voc.errors import DataError
from voc.label import allocation, assumed, comments, rates, sheet
from voc.label.agreement import compared, masi
from voc.label.filled import Filled
from voc.label.filled import written as audit_file
from voc.label.forecast import NOT_AGAINST_B, forecast
from voc.report import codes
from voc.run import Run

CASES = Path(__file__).parent / "cases"
METRIC = "cart_abandonment"


def cases(name: str) -> list[dict[str, str]]:
    """The lines of a case file, comments aside."""
    lines = [line for line in (CASES / name).read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> demo.World:
    """The demo company; who reads its comments by hand is never wrong."""
    return demo.write(tmp_path_factory.mktemp("northfell"), 1)


@pytest.fixture(scope="module")
def shop(world: demo.World) -> Run:
    """A run of the demo with one metric. By phrases: they miss enough for a sheet to be worth its while."""
    return voc.analyze(world.folder, metrics=[METRIC], model="phrases")


def complaints(world: demo.World) -> dict[str, set[str]]:
    """What each comment truly complains of."""
    return {
        id: {one.split(":")[0] for one in said if one.endswith(":negative")} for id, said in world.said.items()
    }  # fmt: skip


def read(file: Path, truth: Mapping[str, set[str]], skip: int = 0) -> None:
    """A reader who is never wrong fills in the sheet, and stops before the last `skip` rows."""
    rows = tagging.plain(file).to_pylist()
    for number, row in enumerate(rows):
        done = "; ".join(sorted(truth.get(row["feedback_id"], ()))) or "-"
        row["topics"] = "" if number >= len(rows) - skip else done
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


# --- the whole way round


def test_a_sheet_that_is_read_corrects_the_next_run(
    world: demo.World, shop: Run, tmp_path: Path, voc_command: Callable[..., object]
) -> None:
    out, audit = tmp_path / "out", tmp_path / "audit.csv"
    runs.write(shop, out)
    before = shop.findings[0]
    assert "no_audit" in before.reasons and before.n.audit == 0
    told = json.loads(
        voc_command("label", "sample", out, "--finding", "F1", "--out", tmp_path / "sheet.csv", "--json").out
    )
    read(tmp_path / "sheet.csv", complaints(world))
    got = voc_command("label", "import", tmp_path / "sheet.csv", "--out", audit, "--run", out)
    assert got.exit == 0 and "400 comments read" in got.out
    project = tmp_path / "voc.toml"
    text = (world.folder / "voc.toml").read_text("utf-8").replace('path = "', f'path = "{world.folder.as_posix()}/')
    project.write_text(text + '\n[classify]\naudit = "audit.csv"\n', "utf-8")
    again = voc.analyze(project, metrics=[METRIC])
    after = again.findings[0]
    assert after.n.audit == 400 and "audit_used: 400" in after.reasons and "no_audit" not in after.reasons
    assert after.drivers[0].topic == told["topic"] == "checkout_friction"
    assert after.drivers[0].share_change.est > after.drivers[0].raw_share_change

    # what was foreseen from the tagger's true accuracy is about what came
    made = label.drawn(again, "F1", 400)
    assert made.forecast is not None and made.forecast.known.n == 400
    (foreseen,) = (one for one in made.forecast.expected if one.n == 400)
    real = after.drivers[0].share_change
    width = (real.hi - real.lo) / (foreseen.share_change[2] - foreseen.share_change[1])
    assert 0.67 < width < 1.5

    got = voc_command("label", "audit", out, "--audit", audit)
    assert got.exit == 0 and "checkout_friction" in got.out and "400 comments checked" in got.err


def test_weighted_accuracy_is_right_on_average_whatever_was_assumed(world: demo.World, shop: Run) -> None:
    """Sheets of many seeds: their weighted rates lie around the truth of the whole; rates without weights do not."""
    truth = complaints(world)
    among = comments.comments(shop, "F1")
    rows = among.rows
    true = np.array([among.topic in truth.get(id, ()) for id in rows["feedback_id"]])
    tagged = rows["is_tagged"].to_numpy()
    wanted = (tagged & true).sum() / true.sum(), (tagged & ~true).sum() / (~true).sum()
    of = dict(zip(rows["feedback_id"], zip(true, tagged, strict=True), strict=True))
    layers = assumed.strata(among, assumed.assumed(shop, among))
    weighted, bare, inside = [], [], 0
    for seed in range(60):
        drawn, _ = sheet.chosen(among, layers, 200, seed)
        is_true, is_tagged = np.array([of[id] for id in drawn["feedback_id"]]).T
        found = rates.rates(is_true, is_tagged, drawn["weight"].to_numpy())
        weighted.append((found.sensitivity[0], found.false_rate[0]))
        plain = rates.rates(is_true, is_tagged, np.ones(len(drawn)))
        bare.append((plain.sensitivity[0], plain.false_rate[0]))
        inside += found.sensitivity[1] <= wanted[0] <= found.sensitivity[2]
    middle, error = np.mean(weighted, axis=0), np.std(weighted, axis=0, ddof=1) / math.sqrt(60)
    assert np.all(np.abs(middle - wanted) < 3 * error + 0.004), (middle, wanted, error)
    assert np.mean(bare, axis=0)[0] > wanted[0] + 0.02, "tagged comments are drawn more often: bare counts flatter"
    assert inside >= 54, "the interval covers"


# --- the sheet


def test_the_same_run_gives_the_same_sheet(shop: Run, tmp_path: Path) -> None:
    first = sheet.written(label.drawn(shop, "F1", 50), tmp_path / "a" / "sheet.csv")
    second = sheet.written(label.drawn(shop, "F1", 50), tmp_path / "b" / "sheet.csv")
    assert [one.read_bytes() for one in first] == [one.read_bytes() for one in second]
    other = label.drawn(replace(shop, info={**shop.info, "seed": 1}), "F1", 50)
    assert set(other.rows["feedback_id"]) != set(label.drawn(shop, "F1", 50).rows["feedback_id"])


def test_a_larger_sheet_holds_nearly_all_of_a_smaller_one(shop: Run) -> None:
    small, large = (set(label.drawn(shop, "F1", n).rows["feedback_id"]) for n in (100, 300))
    assert len(small - large) <= 5


def test_readers_see_neither_the_answer_nor_the_day_nor_the_segment(shop: Run, tmp_path: Path) -> None:
    files = sheet.written(label.drawn(shop, "F1", 120), tmp_path / "sheet.csv")
    assert files[0].read_bytes().startswith(b"\xef\xbb\xbf"), "a spreadsheet reads the Chinese right"
    rows = tagging.plain(files[0])
    assert rows.column_names == list(sheet.COLUMNS) == ["row", "feedback_id", "text", "lang", "topics"]
    assert rows.column("topics").null_count == 120
    stratum = json.loads(files[2].read_text("utf-8"))["rows"]
    order = [one["stratum"] for one in stratum]
    assert sum(one != two for one, two in itertools.pairwise(order)) > 60, "strata are mixed, not in a row"
    told = files[1].read_text("utf-8-sig")
    assert "finding" not in told.lower() and "checkout_friction · Checkout" in told
    assert "这张表怎么填" in told and "這張表怎麼填" in told, "in the languages of its comments"
    assert "预约延后" in told and "預約延後" in told, "each script its own"


def test_personal_data_stays_masked(shop: Run) -> None:
    text = dict(zip(shop.tables["feedback"]["feedback_id"], shop.tables["feedback"]["text"], strict=True))
    rows = label.drawn(shop, None, 300).rows
    assert all(text[id] == said for id, said in zip(rows["feedback_id"], rows["text"], strict=True))


def test_a_text_that_looks_like_a_formula_stays_a_text(shop: Run, tmp_path: Path) -> None:
    made = label.drawn(shop, "F1", 20)
    rows = made.rows.assign(text=["=1+1", "@x", "+4", "-", *made.rows["text"][4:]])
    file = sheet.written(replace(made, rows=rows), tmp_path / "sheet.csv")[0]
    assert tagging.plain(file).column("text").to_pylist()[:4] == ["'=1+1", "'@x", "'+4", "'-"]


def test_a_sheet_as_a_workbook_reads_as_the_other(shop: Run, tmp_path: Path) -> None:
    made = label.drawn(shop, "F1", 30)
    first = sheet.written(made, tmp_path / "a" / "sheet.xlsx")[0]
    second = sheet.written(made, tmp_path / "b" / "sheet.xlsx")[0]
    assert first.read_bytes() == second.read_bytes()
    rows = tagging.plain(first).to_pylist()
    assert [row["feedback_id"] for row in rows] == made.rows["feedback_id"].tolist()
    assert [row["text"] for row in rows] == made.rows["text"].tolist()


def test_a_sheet_with_readings_is_not_written_over(shop: Run, tmp_path: Path) -> None:
    made = label.drawn(shop, "F1", 20)
    sheet.written(made, tmp_path / "sheet.csv")
    with pytest.raises(voc.errors.UsageError, match="E147"):  # type: ignore[attr-defined]
        sheet.written(made, tmp_path / "sheet.csv")
    sheet.written(made, tmp_path / "sheet.csv", replace=True)


def test_nothing_is_written_on_a_dry_run(finished: Path, tmp_path: Path, voc_command: Callable[..., object]) -> None:
    got = voc_command("label", "sample", finished, "--n", "20", "--out", tmp_path / "sheet.csv", "--dry-run")
    assert got.exit == 0 and "dry run" in got.err and not list(tmp_path.iterdir())


# --- how many of which kind


@given(
    sizes=st.lists(st.integers(1, 3000), min_size=1, max_size=12),
    seed=st.integers(0, 10**6),
    n=st.integers(1, 2000),
)
def test_every_stratum_is_read_and_none_beyond_what_is_there(sizes: list[int], seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    strata = allocation.Strata(
        tuple(map(str, sizes)), np.array(sizes, float), rng.random(len(sizes)) < 0.5, rng.uniform(0.01, 0.9, len(sizes))
    )
    read = allocation.allocated(strata, n)
    assert read.sum() == min(n, sum(sizes))
    assert (read <= sizes).all()
    assert (read >= np.minimum(sizes, min(allocation.LEAST, min(n, sum(sizes)) // len(sizes)))).all()


def test_the_skill_is_known_better_than_from_a_plain_sample_of_the_same_size() -> None:
    sizes, is_tagged = np.array([2000.0, 100.0]), np.array([False, True])
    strata = allocation.Strata(("not tagged", "tagged"), sizes, is_tagged, np.array([0.02, 0.8]))
    best = allocation.skill_variance(strata, allocation.allocated(strata, 200))
    assert best < allocation.skill_variance(strata, 200 * sizes / sizes.sum())
    others = [allocation.skill_variance(strata, (n, 200 - n)) for n in range(110, 200, 5)]
    assert best <= min(others) * 1.001, "no other split of the same work knows more"


def test_strata_come_to_the_accuracy_they_were_made_from(shop: Run) -> None:
    among = comments.comments(shop, "F1")
    known = assumed.Assumed(0.7, 0.01, 0.1)
    sensitivity, false_rate = assumed.strata(among, known).accuracy
    assert abs(sensitivity - 0.7) < 0.05 and abs(false_rate - 0.01) < 0.01


# --- what it would bring


def test_more_readings_narrow_and_none_narrows_what_was_counted(shop: Run) -> None:
    seen = label.drawn(shop, "F1", 400).forecast
    assert seen is not None and seen.known.n == 0
    widths = [one.share_change[2] - one.share_change[1] for one in seen.expected]
    assert widths == sorted(widths, reverse=True)
    assert seen.now[2] - seen.now[1] > widths[0], "anything read is better than what is typical"
    skill = seen.known.skill
    assert widths[-1] > (seen.raw[2] - seen.raw[1]) / skill
    assert seen.expected[0].share_change[0] == pytest.approx(seen.raw[0] / skill)


def test_what_else_stands_against_grade_b_is_named(shop: Run) -> None:
    finding = shop.findings[0]
    layers = assumed.strata(comments.comments(shop, "F1"), assumed.Assumed(0.8, 0.01, 0.1))
    args = finding.drivers[0], assumed.Assumed(0.8, 0.01, 0.1), layers
    assert forecast(replace(finding, reasons=("no_audit",)), *args).can_be_b(400)
    seen = forecast(replace(finding, reasons=("no_audit", "placebo_dates_failed")), *args)
    assert seen.against == ("placebo_dates_failed",) and not seen.can_be_b(400)


def test_codes_that_do_not_stand_against_b_are_codes() -> None:
    assert all(codes.knows(f"reason.{one}") for one in NOT_AGAINST_B)


# --- read back


@pytest.mark.parametrize("case", cases("label_cells.tsv"), ids=lambda case: case["cell"])
def test_a_cell_is_understood_or_refused(case: dict[str, str], finished: Path, tmp_path: Path) -> None:
    file = sheet.written(label.drawn(runs.opened(finished), None, 5), tmp_path / "sheet.csv")[0]
    rows = tagging.plain(file).to_pylist()
    rows[1]["topics"] = case["cell"]
    write(file, rows)
    if case["topics"] and " " in case["topics"]:
        with pytest.raises(DataError) as told:
            label.filled(file)
        assert told.value.code == "E286" and "row 2, column topics" in told.value.where
        assert case["cell"] in told.value.found and case["topics"] in told.value.do
    else:
        found = label.filled(file)
        assert found.topics == {rows[1]["feedback_id"]: tuple(one for one in case["topics"].split(";") if one)}
        assert found.unread == 4


def write(file: Path, rows: list[dict[str, object]]) -> None:
    """A sheet as a spreadsheet program would save it."""
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def test_what_nobody_has_read_is_carried_by_what_was_read(world: demo.World, shop: Run, tmp_path: Path) -> None:
    file = sheet.written(label.drawn(shop, "F1", 200), tmp_path / "sheet.csv")[0]
    read(file, complaints(world), skip=40)
    found = label.filled(file, run=shop)
    assert found.unread == 40 and len(found.topics) == 160 and not found.empty_strata
    there = len(comments.comments(shop, "F1").rows)
    assert sum(found.weights.values()) == pytest.approx(there), "weights add up to the comments there are"


def test_ids_that_a_spreadsheet_has_changed_are_told_by_their_row(finished: Path, tmp_path: Path) -> None:
    file = sheet.written(label.drawn(runs.opened(finished), None, 3), tmp_path / "sheet.csv")[0]
    rows = [{**row, "topics": "-"} for row in tagging.plain(file).to_pylist()]
    ids = [row["feedback_id"] for row in rows]
    rows[0]["feedback_id"], rows[1]["feedback_id"], rows[2]["feedback_id"] = "1.2E+15", "", "'" + ids[2]
    write(file, rows)
    found = label.filled(file)
    assert sorted(found.topics) == sorted(ids) and found.renamed == 2


def test_the_same_row_twice_counts_once(finished: Path, tmp_path: Path) -> None:
    file = sheet.written(label.drawn(runs.opened(finished), None, 3), tmp_path / "sheet.csv")[0]
    rows = [{**row, "topics": "delivery"} for row in tagging.plain(file).to_pylist()]
    write(file, [*rows, rows[0]])
    found = label.filled(file)
    assert found.repeated == 1 and len(found.topics) == 3


def test_the_audit_file_has_one_row_a_topic_and_one_for_none(tmp_path: Path) -> None:
    made = Filled({"b": (), "a": ("delivery", "policy")}, {"a": 2.0, "b": 1 / 3}, 0, 0, 0)
    file = audit_file(made, tmp_path / "audit.csv")
    assert file.read_text("utf-8").splitlines() == [
        "feedback_id,topic,weight", "a,delivery,2", "a,policy,2", "b,,0.333333",
    ]  # fmt: skip


# --- two readers


@pytest.mark.parametrize("case", cases("label_agreement.tsv"), ids=lambda case: case["what"])
def test_agreement_is_what_the_books_have(case: dict[str, str]) -> None:
    a, b = (sets(case[reader]) for reader in "ab")
    (found,) = compared(a, b).topics
    got = [round(one[0], 4) for one in (found.kappa, found.alpha, found.f1)]
    assert got == [pytest.approx(float(case[name]), abs=1e-4) for name in ("kappa", "alpha", "f1")]


def sets(text: str) -> list[tuple[str, ...]]:
    """`x / - / x,y / x*3` as the topics of each comment."""
    found: list[tuple[str, ...]] = []
    for one in text.split(" / "):
        topics, _, times = one.partition("*")
        found += [tuple(part for part in topics.split(",") if part != "-")] * int(times or 1)
    return found


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=40))
def test_with_one_topic_alpha_of_sets_is_that_of_the_topic(pairs: list[tuple[bool, bool]]) -> None:
    found = compared(*([("x",) if pair[at] else () for pair in pairs] for at in (0, 1)))
    if found.topics:
        assert found.alpha[0] == pytest.approx(found.topics[0].alpha[0], nan_ok=True)


@pytest.mark.parametrize(("both", "least"), [(2, 0.5), (10, 0.8), (40, 0.95)])
def test_readers_who_never_disagreed_are_not_sure_of_it(both: int, least: float) -> None:
    """1.00 [1.00 ... 1.00] of two comments: no draw of the bootstrap holds a disagreement that was not there."""
    read = [("x",)] * both + [()] * (100 - both)
    (found,) = compared(read, read).topics
    for one in (found.kappa, found.alpha, found.f1):
        assert one[0] == one[2] == 1 and least - 0.25 < one[1] < 1
    assert compared(read * 2, read * 2).topics[0].kappa[1] > found.kappa[1]


def test_a_set_and_a_part_of_it_are_nearer_than_two_that_overlap() -> None:
    sets = [frozenset(one) for one in ("ab", "ab", "abcd", "bc", "cd")]
    assert [round(masi(sets[0], one), 4) for one in sets[1:]] == [0, 0.6667, 0.8889, 1]
    assert masi(frozenset(), frozenset("a")) == 1


def test_copies_for_two_readers_need_nothing_beside_them(
    world: demo.World, shop: Run, tmp_path: Path, voc_command: Callable[..., object]
) -> None:
    first = sheet.written(label.drawn(shop, "F1", 60), tmp_path / "sheet.csv")[0]
    (tmp_path / "bo.csv").write_bytes(first.read_bytes())
    read(first, complaints(world))
    read(tmp_path / "bo.csv", complaints(world), skip=10)
    told = json.loads(voc_command("label", "agree", first, tmp_path / "bo.csv", "--json").out)
    assert told["n"] == 50 and told["only_a"] == 10 and told["overall"]["alpha"]["est"] == 1
    assert voc_command("label", "agree", first, tmp_path / "bo.csv").exit == 0


@pytest.mark.parametrize("is_beside", [True, False], ids=["drawn beside the first", "nothing beside them"])
def test_a_copy_may_name_a_topic_as_the_instructions_allow(
    is_beside: bool, world: demo.World, shop: Run, tmp_path: Path, voc_command: Callable[..., Any]
) -> None:
    first, _, drawn = sheet.written(label.drawn(shop, "F1", 60), tmp_path / "sheet.csv")
    read(first, complaints(world))
    ids, names = taxonomy.default().ids, [one.name["en"] for one in taxonomy.default().topics]
    text = first.read_text("utf-8-sig")
    for id, name in zip(ids, names, strict=True):
        text = text.replace(id, name)
    (tmp_path / "bo.csv").write_text(text, encoding="utf-8")
    if not is_beside:
        drawn.unlink()
    told = json.loads(voc_command("label", "agree", first, tmp_path / "bo.csv", "--json").out)
    assert {one["topic"] for one in told["topics"]} <= set(ids) and told["overall"]["exact"]["est"] == 1


def test_a_misspelt_topic_in_a_copy_is_an_error_not_a_topic(
    world: demo.World, shop: Run, tmp_path: Path, voc_command: Callable[..., Any]
) -> None:
    first = sheet.written(label.drawn(shop, "F1", 60), tmp_path / "sheet.csv")[0]
    read(first, complaints(world))
    said = first.read_text("utf-8-sig")
    topic = next(one for one in taxonomy.default().ids if one in said)
    (tmp_path / "bo.csv").write_text(said.replace(topic, f"{topic}x"), encoding="utf-8")
    got = voc_command("label", "agree", first, tmp_path / "bo.csv")
    assert got.exit == 3 and "E286" in got.err and f"did you mean {topic}?" in got.err


# --- rates


def test_one_comment_that_was_missed_does_not_make_it_sure_that_all_are() -> None:
    """Chances differ, nobody read a tagged one, one comment complains: the tagger may find nearly all or none."""
    found = rates.rates(np.arange(20) == 0, np.zeros(20, bool), np.where(np.arange(20) < 10, 3.0, 30.0))
    assert found.sensitivity[:2] == (0, 0) and found.sensitivity[2] > 0.7
    assert found.false_rate[:2] == (0, 0) and found.false_rate[2] > 0.1


def test_where_all_chances_are_equal_intervals_are_wilsons() -> None:
    is_true, is_tagged = (
        np.repeat([True, True, False, False], [30, 10, 5, 155]),
        np.repeat([True, False, True, False], [30, 10, 5, 155]),
    )
    found = rates.rates(is_true, is_tagged, np.full(200, 3.0))
    assert found.sensitivity == pytest.approx((0.75, *metrics.interval("share", 40, 30, 30)))
    assert found.false_rate == pytest.approx((5 / 160, *metrics.interval("share", 160, 5, 5)))
    assert found.precision == pytest.approx((30 / 35, *metrics.interval("share", 35, 30, 30)))


def test_where_chances_differ_the_interval_covers() -> None:
    """2,000 comments, 120 tagged; 100 of each kind read: what is missed among many weighs most."""
    rng = np.random.default_rng(3)
    true = np.concatenate([rng.random(120) < 0.85, rng.random(1880) < 0.04])
    tagged = np.arange(2000) < 120
    wanted = (true & tagged).sum() / true.sum()
    inside, wrong = 0, 0
    for _ in range(300):
        rows = np.concatenate([rng.choice(120, 100, replace=False), 120 + rng.choice(1880, 100, replace=False)])
        found = rates.rates(true[rows], tagged[rows], np.repeat([1.2, 18.8], 100))
        inside += found.sensitivity[1] <= wanted <= found.sensitivity[2]
        wrong += found.sensitivity[2] < found.sensitivity[0] or found.sensitivity[1] > found.sensitivity[0]
    assert inside / 300 >= 0.93 and not wrong


def test_nothing_missed_is_not_nothing_to_miss() -> None:
    """All 50 true ones are tagged; none of 100 untagged that stand for 20 each complains: the rest could hold many."""
    is_tagged = np.arange(150) < 50
    found = rates.rates(is_tagged, is_tagged, np.where(is_tagged, 1.0, 20.0))
    assert found.sensitivity[0] == 1 and found.sensitivity[1] < 0.6


def test_too_few_checked_is_said(shop: Run, tmp_path: Path, voc_command: Callable[..., object]) -> None:
    runs.write(shop, tmp_path / "out")
    ids = shop.tables["feedback"]["feedback_id"].head(12)
    (tmp_path / "audit.csv").write_text(
        "feedback_id,topic\n"
        + "".join(f"{one},delivery\n" for one in ids[:4])
        + "".join(f"{one},\n" for one in ids[4:])
    )
    got = voc_command("label", "audit", tmp_path / "out", "--audit", tmp_path / "audit.csv")
    assert got.exit == 0 and "too few checked" in got.err and "delivery" in got.err.split("too few")[1]


# --- the report says what to do


def test_the_report_names_the_command_where_the_grade_lacks_a_sample(shop: Run) -> None:
    from voc.report.markdown import markdown
    from voc.report.view import view

    for lang, words in (("en", "To be surer"), ("zh-Hans", "想更有把握"), ("zh-Hant", "想更有把握")):
        said = markdown(view(shop.inputs, lang))
        assert words in said and "`voc label sample RUN --finding F1 --n 400`" in said
