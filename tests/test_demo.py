"""What the demo world promises: the same bytes for the same seed, the causes as planted, and nothing else."""

from __future__ import annotations

import csv
import gzip
import math
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from voc import demo, tables
from voc.demo.company import LANGUAGES
from voc.demo.texts import MOODS, phrasebook, shares
from voc.errors import DataError, UsageError

SHIPPED = Path(demo.__file__).parent.parent / "data" / "demo"
TOPICS = {
    "wait_time", "repetition", "resolution", "reachability", "self_service", "kept_informed", "staff_attitude",
    "staff_knowledge", "language_barrier", "checkout_friction", "account_access", "app_website", "price_billing",
    "delivery", "product_quality", "returns_refunds", "availability", "premises", "privacy_security", "policy", "other",
}  # fmt: skip
# cause: file of the records, id and time column, column of the outcome, what it says when it happened
RECORDS = {
    "coat": ("orders.csv.gz", "order_no", "placed", "returned"),
    "address": ("sessions.csv.gz", "visit", "started", "abandoned"),
    "talker": ("interactions.csv.gz", "ticket", "opened", "solved_first"),
}
FEEDBACK = {
    "reviews.csv": ("review_id", "text", "order_no", "coat"),
    "survey_ces.csv": ("answer_id", "comment", "order_no", "coat"),
    "survey_csat.csv": ("survey_id", "comment", "ticket", "talker"),
    "tickets.csv.gz": ("note_id", "text", "ticket", "talker"),
    "exit_comments.csv": ("comment_id", "comment", "visit", "address"),
}
Rows = list[dict[str, str]]


def content(path: Path) -> bytes:
    """The bytes of a file, unpacked: packing depends on the zlib of the machine, what is inside does not."""
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def rows(folder: Path, file: str) -> Rows:
    return list(csv.DictReader(content(folder / file).decode("utf-8").splitlines()))


def rate(values: Iterable[str]) -> tuple[float, int]:
    known = [value == "yes" for value in values if value]
    return sum(known) / len(known), len(known)


def moved(before: tuple[float, int], after: tuple[float, int]) -> float:
    """The difference of two rates in standard errors."""
    variance = sum(p * (1 - p) / n for p, n in (before, after))
    return (after[0] - before[0]) / math.sqrt(variance)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> demo.World:
    return demo.write(tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> demo.World:
    return demo.write(tmp_path_factory.mktemp("quiet"), planted=False)


def test_shipped_files_are_what_the_code_writes(world: demo.World) -> None:
    made = {path.name for path in world.folder.iterdir()}
    assert made == {path.name for path in SHIPPED.iterdir()}
    for name in sorted(made):
        assert content(world.folder / name) == content(SHIPPED / name), f"{name}: run demo.write(voc/data/demo)"


def test_shipped_files_stay_small() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) <= 2_000_000


def test_same_seed_same_bytes_and_another_seed_another_world(tmp_path: Path) -> None:
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        demo.write(tmp_path / name, seed, days=40, size=0.3)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
    assert (tmp_path / "a" / "reviews.csv").read_bytes() != (tmp_path / "c" / "reviews.csv").read_bytes()


def test_packed_files_carry_no_clock(world: demo.World) -> None:
    for path in world.folder.glob("*.gz"):
        assert path.read_bytes()[3:8] == bytes(5), f"{path.name}: no name, no time"


def test_each_cause_moves_its_metric_in_its_segment_only(world: demo.World) -> None:
    assert [truth.cause for truth in world.planted] == ["coat", "address", "talker"]
    for truth in world.planted:
        file, _, time, outcome = RECORDS[truth.cause]
        ((dim, value),) = truth.segment.items()
        levels = {}
        for inside in (True, False):
            segment = [row for row in rows(world.folder, file) if (row[dim] == value) is inside]
            onset = truth.onset.isoformat()
            before = rate(row[outcome] for row in segment if row[time] < onset)
            after = rate(row[outcome] for row in segment if row[time] >= onset)
            levels[inside] = (before, after)
        before, after = levels[True]
        assert abs(moved(before, after)) > 7
        assert (moved(before, after) > 0) is (truth.direction == "up")
        assert before[0] == pytest.approx(truth.before, abs=0.025)
        assert after[0] == pytest.approx(truth.after, abs=0.045)
        assert abs(moved(*levels[False])) < 3.5


def test_nothing_moves_where_nothing_is_planted(world: demo.World, quiet: demo.World) -> None:
    assert quiet.planted == ()
    for truth in world.planted:
        file, _, time, outcome = RECORDS[truth.cause]
        ((dim, value),) = truth.segment.items()
        segment = [row for row in rows(quiet.folder, file) if row[dim] == value]
        halves = [
            rate(r[outcome] for r in segment if (r[time] < truth.onset.isoformat()) is early) for early in (True, False)
        ]
        assert abs(moved(*halves)) < 3


def test_the_quiet_world_is_the_same_until_the_first_onset(world: demo.World, quiet: demo.World) -> None:
    assert world.quiet_until == min(truth.onset for truth in world.planted)
    assert (world.quiet_until - world.first_day).days >= 70
    until = world.quiet_until.isoformat()
    for file, id_, time, _ in RECORDS.values():
        # By id: the row that is there twice, to be rejected, stands elsewhere in a shorter file.
        early = [{row[id_]: row for row in rows(w.folder, file) if row[time] < until} for w in (world, quiet)]
        assert early[0] and early[0] == early[1]
    for file, (id_, text, _, _) in FEEDBACK.items():
        texts = [{row[id_]: row[text] for row in rows(w.folder, file)[:250]} for w in (world, quiet)]
        assert texts[0] == texts[1]


def test_touched_customers_say_it_and_others_do_not(world: demo.World) -> None:
    for truth in world.planted:
        told: dict[bool, list[bool]] = {True: [], False: []}
        for file, (id_, text, key, cause) in FEEDBACK.items():
            if cause != truth.cause or file == "survey_ces.csv":
                continue
            for row in rows(world.folder, file):
                if row[text]:
                    says = f"{truth.topic}:negative" in world.said.get(row[id_], ())
                    told[row[key] in truth.records].append(says)
        assert sum(told[True]) / len(told[True]) > 0.8
        assert sum(told[False]) / len(told[False]) < 0.12


def test_outcome_and_complaint_share_their_record(world: demo.World) -> None:
    for truth in world.planted:
        file, id_, _, outcome = RECORDS[truth.cause]
        bad = "yes" if truth.direction == "up" else "no"
        touched = [row[outcome] for row in rows(world.folder, file) if row[id_] in truth.records and row[outcome]]
        assert sum(value == bad for value in touched) / len(touched) > 0.5


def test_a_muted_cause_moves_the_metric_without_a_word(tmp_path: Path) -> None:
    causes = [replace(cause, voice=0.0) for cause in demo.only("talker")]
    world = demo.write(tmp_path, causes=causes)
    (truth,) = world.planted
    assert truth.cause == "talker"
    rude = [row[4] for row in csv.reader(content(tmp_path / "tickets.csv.gz").decode().splitlines())]
    phrases = {phrase.text for lang in LANGUAGES for phrase in phrasebook(lang).phrases["cause:talker"]}
    assert not any(text in phrases for text in rude)


def test_a_harmless_cause_is_talked_of_and_moves_nothing(tmp_path: Path) -> None:
    causes = [replace(cause, touched=cause.plain) for cause in demo.only("address")]
    (truth,) = demo.write(tmp_path, 2, days=120, size=0.5, causes=causes).planted
    assert truth.direction == "flat" and truth.size == 0
    carts = [row for row in rows(tmp_path, "sessions.csv.gz") if row["device"] == "mobile_web"]
    onset = truth.onset.isoformat()
    halves = [rate(row["abandoned"] for row in carts if (row["started"] < onset) is early) for early in (True, False)]
    assert abs(moved(*halves)) < 3
    assert "address" in content(tmp_path / "exit_comments.csv").decode()


def test_comments_agree_with_their_record(world: demo.World) -> None:
    orders = {row["order_no"]: row for row in rows(world.folder, "orders.csv.gz")}
    spoilt = {reject.row for reject in world.rejects if reject.file == "reviews.csv"}
    for number, review in enumerate(rows(world.folder, "reviews.csv"), 1):
        if number in spoilt:
            continue
        order, said = orders[review["order_no"]], world.said.get(review["review_id"], ())
        if "delivery:negative" in said:
            assert order["delivered"] > order["promised"]
        if "returns_refunds:negative" in said:
            assert order["returned"] == "yes"
        if review["stars"] == "5":
            assert not any(label.endswith("negative") for label in said)
        assert review["posted"] >= order["placed"]


def test_rejected_rows_stand_where_the_world_says(world: demo.World) -> None:
    assert {reject.reason for reject in world.rejects} == {
        "score_outside_scale",
        "duplicate_id_conflict",
        "duplicate_row",
    }
    for reject in world.rejects:
        table = rows(world.folder, reject.file)
        row = table[reject.row - 1]
        if reject.reason == "score_outside_scale":
            assert row[reject.column] == "11"
        else:
            twins = [other for other in table[: reject.row - 1] if other[reject.column] == row[reject.column]]
            assert len(twins) == 1 and (twins[0] == row) is (reject.reason == "duplicate_row")


def test_voc_toml_names_files_and_columns_that_exist(world: demo.World) -> None:
    config = tomllib.loads((world.folder / "voc.toml").read_text("utf-8"))
    assert {source["path"] for source in config["source"]} == set(world.rows)
    seen: set[str] = set()
    for source in config["source"]:
        (header, *_) = csv.reader(content(world.folder / source["path"]).decode().splitlines())
        table = tables.ALL[source["table"]]
        canonical = {column for known in tables.ALL.values() for column in known.names}
        for ours, theirs in source["columns"].items():
            assert theirs in header and ours in canonical, f"{source['path']}: {ours} = {theirs}"
        seen |= set(header) | set(source["columns"])
        assert table.key[0] in {*header, *source["columns"]} or source["table"] == "turns"
        for column, words in source.get("values", {}).items():
            theirs = source["columns"].get(column, column)
            assert set(words) <= {row[theirs] for row in rows(world.folder, source["path"])}
    assert set(config["project"]["segments"]) <= seen


def test_truth_uses_topics_of_the_contract(world: demo.World) -> None:
    labels = {label for said in world.said.values() for label in said}
    assert {label.split(":")[0] for label in labels} <= TOPICS
    assert {label.split(":")[1] for label in labels} == set(MOODS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_phrasebook_is_rich(lang: str) -> None:
    book = phrasebook(lang).phrases
    for cause in demo.CAUSES:
        assert len({phrase.text for phrase in book[f"cause:{cause.id}"]}) >= 25
    rich = [t for t in sorted(TOPICS) if all(len(book.get(f"{t}:{mood}", ())) >= 8 for mood in MOODS)]
    assert len(rich) >= 14
    for place, weights in shares().items():
        mood = place.split(".")[1]
        assert all(book.get(f"{topic}:{mood}") for topic in weights), place


def test_comments_are_varied(world: demo.World) -> None:
    texts = [row[text] for file, (_, text, _, _) in FEEDBACK.items() for row in rows(world.folder, file) if row[text]]
    long = [text for text in texts if len(text) >= 20]
    assert len(set(long)) / len(long) > 0.75
    assert not any("{" in text for text in texts)
    chinese = sum(any("\u4e00" <= letter <= "\u9fff" for letter in text) for text in texts) / len(texts)
    assert 0.4 < chinese < 0.6


def test_personal_data_is_there_to_be_masked(world: demo.World) -> None:
    texts = " ".join(content(world.folder / file).decode() for file in FEEDBACK)
    for invented in ("@example.com", "07700 900", "13800138000", "0912-345-678"):
        assert invented in texts


def test_a_world_too_small_is_a_coded_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="E290"):
        demo.write(tmp_path, days=3)


def test_a_folder_that_cannot_be_written_is_a_coded_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataError, match="E291"):
        demo.write(tmp_path / "file", days=14, size=0.1)
