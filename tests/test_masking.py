"""Personal data goes, keys and evidence stay: in texts, in columns, in every file that a run writes."""

from __future__ import annotations

import json
import re
import stat
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voc import clean, formula, personal, pipeline, spans, tables
from voc import run as runs
from voc.clean import mask
from voc.errors import DataError, ModelError
from voc.ingest.raw import short
from voc.personal import closed_places, columns, key, mark
from voc.personal.english import seen_names
from voc.personal.numbers import accounts, identity
from voc.personal.printable import printable
from voc.personal.words import lists
from voc.report.write import reports

CASES = Path(__file__).parent / "cases"
KEY = key.Key(b"a key for tests", "environment")


def lines(name: str) -> list[list[str]]:
    found = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n").split("\t") for line in found if line and not line.startswith("#")]


# --- texts


@pytest.mark.parametrize(("text", "wanted"), [*lines("masking_en.tsv"), *lines("masking_zh.tsv")])
def test_what_is_a_persons_is_masked(text: str, wanted: str) -> None:
    assert mask.masked([text])[0] == [wanted]


@pytest.mark.parametrize("text", [one for (one,) in lines("masking_stays.tsv")])
def test_what_is_no_persons_stays(text: str) -> None:
    assert mask.masked([text])[0] == [text]


EXAMPLES = [
    pytest.param(file, one, id=one["example"])
    for file in ("closed", "closed_low", "closed_zh")
    for one in (*lists(file)["place"], *lists(file)["named"].values())
]


@pytest.mark.parametrize(("file", "told"), EXAMPLES)
def test_every_place_finds_what_its_example_shows(file: str, told: dict[str, Any]) -> None:
    place, look = closed_places.place(file, told), mark.look(told["example"].replace("[", "").replace("]", ""))
    found = [
        match.span(group)
        for match in place.pattern.finditer(look.text)
        for group in (range(1, place.pattern.groups + 1) if place.pattern.groups else (0,))
        if match.group(group)
    ]
    assert [look.text[start:end] for start, end in found] == re.findall(r"\[(.*?)\]", place.example)
    assert not told.get("words") or not look.words.isdisjoint(told["words"].split()), "the gate is closed"
    assert not told.get("signs") or not look.letters.isdisjoint(told["signs"]), "the gate is closed"


PIECES = [one[0] for one in (*lines("masking_en.tsv"), *lines("masking_zh.tsv"), *lines("masking_stays.tsv"))]
written = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(st.sampled_from("ab 0123456789@.-+()/:，。号號路王小\n'"), max_size=20)),
    max_size=5,
).map(" ".join)


@given(written)
@example("+1 415 555 0132 2 times")
def test_masks_are_sorted_apart_and_point_into_the_original(text: str) -> None:
    (said,), (masks,) = mask.masked([text])
    assert all(0 <= one["start"] < one["end"] <= len(text) for one in masks)
    assert all(a["end"] <= b["start"] for a, b in pairwise(masks))
    assert said == (spans.masked(text, masks) if masks else text)
    hidden = text
    for one in reversed(masks):
        hidden = hidden[: one["start"]] + one["placeholder"] + hidden[one["end"] :]
    assert hidden == said


@given(written)
def test_what_is_masked_is_masked_once(text: str) -> None:
    said = mask.masked([text])[0][0]
    assert said is not None
    for one in personal.found(said):  # what a first mask uncovers may be found, a placeholder never
        assert "<" not in said[one.start : one.end] and ">" not in said[one.start : one.end]


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    personal.found(text)
    assert isinstance(personal.hidden(text), str)


@pytest.mark.parametrize(
    "said", ["Ann and ", "my agent Ann, ", "王芳、", "客服小王的", "X. ", "Mr. ", 'signed by "', "thanks ann "]
)
def test_a_long_list_takes_no_time_squared(said: str) -> None:
    """Eight times the text within thirty times the time; squared it would be sixty-four."""
    took = []
    for many in (2_000, 16_000):
        began = time.process_time()
        personal.found(said * many)
        took.append(time.process_time() - began)
    assert took[1] < 30 * max(took[0], 0.02)


@given(st.lists(st.sampled_from(PIECES), max_size=6))
def test_the_same_texts_give_the_same_placeholders(texts: list[str]) -> None:
    numbers: mask.Numbers = {}
    first = mask.masked(texts, numbers)
    assert mask.masked(texts)[0] == first[0]
    assert mask.masked(texts, numbers)[0] == first[0], "and so do those that come later in a run"


@pytest.mark.parametrize("digit", "0123456789")
def test_one_wrong_digit_is_another_number(digit: str) -> None:
    """Check digits: of ten, one is right."""
    numbers = {
        "card": accounts.is_card("411111111111111" + digit),
        "prc": identity.is_prc_id("11010519491231002" + digit)
        or (digit == "0" and identity.is_prc_id("11010519491231002X")),
        "tw": identity.is_tw_id("A12345678" + digit),
        "hk": identity.is_hk_id("A123456" + digit),
        "iban": accounts.is_iban("GB8" + digit + "WEST12345698765432"),
    }
    right = {"card": "1", "prc": "0", "tw": "9", "hk": "3", "iban": "2"}
    assert {name for name, is_right in numbers.items() if is_right} == {
        name for name, one in right.items() if one == digit
    }


def test_a_number_has_one_placeholder_however_it_is_written() -> None:
    ways = ["call +44 (0)20 7946 0958", "call 0044 20 7946 0958", "call 020 7946 0958", "call (020) 79460958"]
    assert mask.masked(ways)[0] == ["call <PHONE_1>"] * 4


def test_a_model_of_names_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(seen_names.MODEL, "no_such_model")
    seen_names.model.cache_clear()
    with pytest.raises(ModelError, match="E220"):
        personal.found("Ann rang")
    seen_names.model.cache_clear()


def test_a_model_of_names_finds_more(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Quillon"}])  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "named")
    assert personal.hidden("Quillon shouted") == "Quillon shouted"
    monkeypatch.setenv(seen_names.MODEL, str(tmp_path / "named"))
    seen_names.model.cache_clear()
    assert personal.hidden("Quillon shouted") == "*** shouted"
    seen_names.model.cache_clear()


# --- tables


def test_a_column_is_known_by_its_name() -> None:
    assert columns.kind("Customer E-mail") == columns.kind("customer_email") == "EMAIL"
    assert columns.kind("手机号") == "PHONE"
    assert columns.kind("requester_id") == columns.CUSTOMER
    assert columns.kind("name", "feedback") == "NAME" and columns.kind("name", "events") is None
    assert [columns.kind(one) for one in ("product_name", "channel", "order_id", "city", "region")] == [None] * 5


def turns_of(*said: tuple[str, str]) -> pa.Table:
    rows = [
        {"turn_id": f"t{n}", "interaction_id": "i1", "seq": n, "role": role, "text": text, "source": "a", "row": n}
        for n, (role, text) in enumerate(said, 1)
    ]
    return tables.conform(pa.Table.from_pylist(rows), "turns")


def test_what_the_agent_asks_for_is_masked_in_the_answer() -> None:
    said = turns_of(("agent", "What is your phone number?"), ("customer", "4155550132"), ("agent", "And the order number?"),
                    ("customer", "4155550199"))  # fmt: skip
    read = clean.tables({"turns": said}, KEY)
    assert read["turns"].column("text").to_pylist()[1::2] == ["<PHONE_1>", "4155550199"]
    assert read["feedback"].column("text").to_pylist() == ["<PHONE_1>\n4155550199"]
    assert read["feedback"].column("masks").to_pylist() == [[{"start": 0, "end": 10, "placeholder": "<PHONE_1>"}]]


def test_a_customer_is_one_hash_in_every_table_and_nobody_else() -> None:
    feedback = tables.conform(pa.table({"feedback_id": ["f1", "f2"], "customer_id": ["ann", "bo"]}), "feedback")
    orders = tables.conform(pa.table({"order_id": ["o1", "o2"], "customer_id": ["bo", None]}), "orders")
    read = clean.private({"feedback": feedback, "orders": orders}, KEY)
    ann, bo = read["feedback"].column("customer_id").to_pylist()
    assert ann != bo and read["orders"].column("customer_id").to_pylist() == [bo, None]
    assert ann == key.pseudonym("ann", KEY.secret) != key.pseudonym("ann", b"another key")


def test_carried_columns_hold_nobody() -> None:
    rows = tables.conform(
        pa.table({
            "feedback_id": ["ann@mail.org", "f2"], "text": ["write to ann@mail.org", "fine"], "email": ["ann@mail.org", None],
            "Phone": [4155550132, None], "their_name": ["Ann Lee", "Bo"], "agent_notes": ["she rang from 07700 900123 twice", ""],
            "product": ["Dr Martens 1460", "Levi 501"], "region": ["north", "south"], "score2": [4.5, 3.0],
        }), "feedback",
    )  # fmt: skip
    made = clean.private({"feedback": rows}, KEY)["feedback"].to_pydict()
    assert made["email"] == ["<EMAIL_1>", None] and made["text"][0] == "write to <EMAIL_1>"
    assert made["Phone"] == ["<PHONE_1>", None] and made["their_name"] == ["<NAME_1>", "<NAME_2>"]
    assert made["agent_notes"][0] == "she rang from <PHONE_2> twice"
    assert made["feedback_id"] == [key.pseudonym("ann@mail.org", KEY.secret), "f2"]
    assert (made["product"], made["region"], made["score2"]) == (
        ["Dr Martens 1460", "Levi 501"],
        ["north", "south"],
        [4.5, 3.0],
    )


# --- the key


def test_a_key_is_made_once_for_its_user_alone(tmp_path: Path) -> None:
    environment = {"XDG_CONFIG_HOME": str(tmp_path)}
    first = key.key(environment)
    kept = key.file(environment)
    assert first == key.key(environment) and first.origin == "kept" and len(first.secret) == 64
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert repr(first) == "Key(kept)"


def test_a_key_from_the_environment_is_taken_as_it_is(tmp_path: Path) -> None:
    assert key.key({"VOC_KEY": "secret words", "XDG_CONFIG_HOME": str(tmp_path)}).secret == b"secret words"
    assert not list(tmp_path.iterdir())


def test_a_key_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="E226"):
        key.key({"VOC_KEY": "short"})
    (tmp_path / "voc").mkdir()
    (tmp_path / "voc" / "key").write_text("")
    with pytest.raises(DataError, match="E226"):
        key.key({"XDG_CONFIG_HOME": str(tmp_path)})


def test_without_a_place_to_keep_it_a_key_is_for_one_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert key.key({"XDG_CONFIG_HOME": str(tmp_path / "file")}).origin == "this_run"


def test_what_is_found_does_not_hang_on_the_key(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs_by_key = []
    for secret in ("the first key", "another key"):
        monkeypatch.setenv("VOC_KEY", secret)
        runs_by_key.append(pipeline.analyze(small, metrics=["csat"]))
    one, other = (made.tables for made in runs_by_key)
    assert not one["feedback"]["customer_id"].equals(other["feedback"]["customer_id"])
    for name in ("shifts", "explanations", "impacts", "bridges", "links", "matches"):
        pd.testing.assert_frame_equal(one[name], other[name])


# --- what is written


SECRETS = {
    "ann.lee@example.org": "write to {}", "07700 900123": "ring me on {}", "4111 1111 1111 1111": "my card {} was charged twice",
    "13812345678": "请打{}联系我", "Xanthe Okonkwo": "my name is {}, nobody called", "欧阳小楠": "我叫{}，等了半天",
    "11010519491231002X": "身份证{}被拒", "A123456789": "身分證{}被拒絕", "221B Baker Street": "delivered to {} and not to us",
    "wang_xm88": "我的微信号是{}", "203.0.113.45": "from {} I cannot log in", "GB82 WEST 1234 5698 7654 32": "pay into {}",
}  # fmt: skip
CARRIED = {
    "Quillon Xerxes": "full_name",
    "zed@firm.example": "e-mail",
    "+1 212 555 0187": "mobile",
    "77 Sunset Boulevard": "address",
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project in which every second comment betrays somebody, with columns that do so as well, bad rows and a chat."""
    folder = tmp_path_factory.mktemp("planted")
    names, cells = list(SECRETS), ",".join(f'"{one}"' for one in CARRIED)
    rows = ["feedback_id,date,comment,title,rating,call,customer_id,region,notes," + ",".join(CARRIED.values())]
    for n in range(240):
        name = names[n % len(names)]
        said = SECRETS[name].format(name) if n % 2 else f"I waited {n} minutes on the phone"
        who = f"person{n % 40}@mail.example"
        rows.append(
            f'f{n},2026-01-{1 + n % 28:02d}T10:00:00Z,"{said}","{SECRETS[name].format(name)}",{1 + n % 5},k{n},{who},'
            f'{("north", "south")[n % 2]},"agent noted: {SECRETS[name].format(name)}",{cells}'
        )
    rows.append(f"f900,not a date {names[0]},x,,5,k1,{names[0]},north,," + cells)
    rows.append(f'f901,2026-01-01,"=1+1 {names[3]}",,eleven {names[1]},k1,c,north,,' + cells)
    (folder / "feedback.csv").write_text("\n".join(rows) + "\n", "utf-8")
    calls = ["call,start,customer_id,reason", *(
        f"k{n},2026-01-{1 + n % 28:02d}T09:00:00Z,person{n % 40}@mail.example,\"{SECRETS[names[n % len(names)]].format(names[n % len(names)])}\""
        for n in range(240)
    )]  # fmt: skip
    (folder / "calls.csv").write_text("\n".join(calls) + "\n", "utf-8")
    turns = ["call,seq,role,text", "k0,1,agent,May I have your phone number?", "k0,2,customer,07700 900123",
             *(f'k{n},{m},customer,"{said.format(name)}"' for n in range(1, 9) for m, (name, said) in enumerate(SECRETS.items(), 1))]  # fmt: skip
    (folder / "turns.csv").write_text("\n".join(turns) + "\n", "utf-8")
    (folder / "voc.toml").write_text(
        '[project]\nname = "Planted"\nsegments = ["region"]\n\n'
        '[[source]]\npath = "feedback.csv"\ntable = "feedback"\n[source.columns]\ncreated_at = "date"\ntext = "comment"\nscore = "rating"\n'
        'interaction_id = "call"\n[source.score]\ntype = "csat"\nmin = 1\nmax = 5\n\n'
        '[[source]]\npath = "calls.csv"\ntable = "interactions"\n[source.columns]\ninteraction_id = "call"\nstarted_at = "start"\n\n'
        '[[source]]\npath = "turns.csv"\ntable = "turns"\n[source.columns]\ninteraction_id = "call"\n',
        "utf-8",
    )
    return folder


def betrayed(folder: Path) -> set[tuple[str, str]]:
    """(file, what it betrays) for everything planted that stands in a file of `folder`, however deep."""
    found = set()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            said = (
                str(pq.read_table(file).to_pylist())
                if file.suffix == ".parquet"
                else file.read_text("utf-8", "replace")
            )
            for secret in (*SECRETS, *CARRIED, "@mail.example"):
                if secret in said or json.dumps(secret)[1:-1] in said:
                    found.add((file.name, secret))
    return found


def test_nothing_planted_is_in_any_file_of_a_run(planted: Path, tmp_path: Path) -> None:
    made = pipeline.analyze(planted)
    runs.write(made, tmp_path / "out")
    reports(made.inputs, tmp_path / "out", "en", ["html", "md", "json"])
    assert betrayed(planted)
    assert betrayed(tmp_path / "out") == set()
    kept = made.rows["interactions"].column("interaction_id").to_pylist()
    assert kept == [f"k{n}" for n in range(240)], "keys of records stay"
    assert set(made.rows["feedback"].column("customer_id").to_pylist()) & set(
        made.rows["interactions"].column("customer_id").to_pylist()
    )
    assert made.info["customer_ids"] == {"are": "hmac-sha256", "key": "kept"}


def test_nothing_planted_is_in_what_ingest_writes_or_says(
    planted: Path, tmp_path: Path, voc_command: Callable[..., Any]
) -> None:
    got = voc_command(
        "ingest", planted / "feedback.csv", "--mapping", planted / "voc.toml", "--out", tmp_path / "out", "--json"
    )
    assert got.exit == 0, got.err
    assert betrayed(tmp_path / "out") == set()
    assert not any(secret in got.out + got.err for secret in (*SECRETS, *CARRIED))
    rejected = pq.read_table(tmp_path / "out" / "rejected.parquet").to_pylist()
    assert [one["row"] for one in rejected] == [241, 242]


def test_nothing_planted_is_in_what_check_says(planted: Path, voc_command: Callable[..., Any]) -> None:
    for words in (("check", planted), ("check", planted, "--json")):
        got = voc_command(*words)
        assert got.exit == 0, got.err
        assert not [secret for secret in (*SECRETS, *CARRIED) if secret in got.out + got.err]


def test_an_error_says_nothing_of_anybody(tmp_path: Path, voc_command: Callable[..., Any]) -> None:
    (tmp_path / "bad.csv").write_text("ann.lee@example.org,07700 900123\n1,2\n")
    for words in (
        ("ingest", tmp_path / "bad.csv", "--out", tmp_path / "out"),
        ("classify", tmp_path / "bad.csv", "--text-column", "x", "--out", tmp_path / "o.csv"),
    ):
        for more in ((), ("--json",)) if words[0] == "ingest" else ((),):
            got = voc_command(*words, *more)
            assert got.exit == 3
            assert "example.org" not in got.out + got.err and "900123" not in got.out + got.err


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("ann@mail.org", "***"), ("ring Mr Lee on 07700 900123", "ring Mr *** on ***"), ("2026-13-45", "2026-13-45"), ("12/31/2026 x", "12/31/2026 x"),
        ("\x1b[31mred\x1b[0m\x07", "red"), ("13812345678", "***"), ("eleven", "eleven"),
    ],
)  # fmt: skip
def test_a_cell_is_shown_masked(value: str, shown: str) -> None:
    assert short(value) == shown
    assert short(value, column="full_name") == "***"


@pytest.mark.parametrize("cell", ["=1+1", "+44 20", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1"])
def test_a_formula_is_made_harmless(cell: str) -> None:
    assert formula.harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["a=1", "", "1-2", "好", 5, -2.5, None])
def test_what_is_no_formula_stays(cell: object) -> None:
    assert formula.harmless(cell) is cell


def test_classify_writes_no_formula(tmp_path: Path, voc_command: Callable[..., Any]) -> None:
    (tmp_path / "in.csv").write_text("id,text\n=cmd|' /C calc'!A0,waited 40 minutes\n@x,fine\n7,\n")
    got = voc_command("classify", tmp_path / "in.csv", "--text-column", "text", "--id-column", "id", "--out", tmp_path / "out.csv",
                      "--mentions", tmp_path / "mentions.csv", "--model", "phrases")  # fmt: skip
    assert got.exit == 0, got.err
    for file in ("out.csv", "mentions.csv"):
        assert not [line for line in (tmp_path / file).read_text().splitlines() if line[0] in "=+-@"]
    assert "'=cmd" in (tmp_path / "out.csv").read_text()


def test_a_terminal_obeys_nothing() -> None:
    assert printable("a\x1b[31mred\x1b[0m\x1b]0;title\x07 b\u202e\nc\td\x9b") == "ared b\nc\td"
