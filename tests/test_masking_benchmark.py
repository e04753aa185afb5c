"""The benchmark of masking keeps its own promises: fresh but repeatable texts, true places, a fair scorer.

How much voc leaks is printed by `python -m benchmarks.masking_planted`, not tested here.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
pytest.importorskip("faker", reason="comes with the extra [dev]")

from benchmarks.masking_planted import __main__, digits
from benchmarks.masking_planted.figures import wilson
from benchmarks.masking_planted.score import judged, leaked
from benchmarks.masking_planted.slots import Slots
from benchmarks.masking_planted.texts import SCRIPTS, WORLDS, Item, Text, frames, texts
from voc.personal.numbers import accounts, identity

SALT = "tests"


def small(script: str = "en", world: str = "ordinary", salt: str = SALT) -> list[Text]:
    return texts(script, world, salt, 60)


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("script", SCRIPTS)
def test_the_same_salt_gives_the_same_texts(script: str, world: str) -> None:
    assert small(script, world) == small(script, world)
    assert small(script, world) != small(script, world, "other")


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_slot_of_every_sentence_can_be_filled(script: str) -> None:
    import random
    import re

    slots = Slots(random.Random(1), SALT, script)
    for _, sentence in frames(script):
        for slot in re.findall(r"\{([^{}]+)\}", sentence):
            pieces = slots.pieces(slot)
            assert any(piece.kind for piece in pieces), f"{slot} in {sentence}"
            assert slot[0] in "=~" or "".join(piece.text for piece in pieces).strip(), f"{slot} in {sentence}"


def nothing(said: Sequence[str]) -> list[list[tuple[int, int]]]:
    return [[] for _ in said]


def everything(said: Sequence[str]) -> list[list[tuple[int, int]]]:
    return [[(0, len(one))] for one in said]


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("script", SCRIPTS)
def test_a_masker_that_does_nothing_leaks_all_and_one_that_blanks_all_eats_all(script: str, world: str) -> None:
    some = small(script, world)
    left, blank = judged(some, nothing), judged(some, everything)
    assert {one.is_wrong for one in left if one.is_secret} == {True}
    assert {one.is_wrong for one in left if not one.is_secret} == {False}
    assert {one.is_wrong for one in blank if one.is_secret} == {False}
    assert {one.is_wrong for one in blank if not one.is_secret} == {True}


@pytest.mark.parametrize(
    ("text", "kind", "left", "is_leak"),
    [
        ("Anna", "name", "", False),
        ("Anna", "name", "a", False),
        ("Anna", "name", "nna", True),
        ("Li", "name", "Li", True),
        ("\u738b\u5c0f\u660e", "name", "\u660e", True),
        ("12 Oak Road", "address", "12 ", False),
        ("12 Oak Road", "address", "Oak Road", False),
        ("12 Oak Road", "address", "12 Oak", True),
        ("M-O-Y-O", "name, spelled", "M-O-Y", True),
    ],
)
def test_what_counts_as_a_leak(text: str, kind: str, left: str, is_leak: bool) -> None:
    at = text.index(left)
    hidden = {place for place in range(len(text)) if not at <= place < at + len(left)}
    assert leaked(text, Item(kind, ((0, len(text)),)), hidden) is is_leak


def test_check_digits_are_true() -> None:
    import random

    rng = random.Random(1)
    for _ in range(50):
        assert accounts.is_card("".join(filter(str.isdigit, digits.card(rng))))
        assert accounts.is_iban(digits.iban(rng).replace(" ", ""))
        assert identity.is_prc_id(digits.mainland(rng)) and identity.is_tw_id(digits.taiwan(rng))
        assert identity.is_hk_id("".join(one for one in digits.hong_kong(rng) if one.isalnum()))


def test_intervals_hold_the_share_and_never_leave_the_unit() -> None:
    assert wilson(0, 0) == (0.0, 1.0) and wilson(0, 100)[0] == 0.0 and wilson(100, 100)[1] == 1.0
    low, high = wilson(3, 300)
    assert low < 0.01 < high < 0.03


def test_it_prints_both_tables_and_shows_what_went_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    __main__.main(["--salt", SALT, "--texts", "40", "--show", "3"])
    printed = capsys.readouterr().out
    assert printed.startswith("salt tests, 40 texts") and printed.count("| **all** |") == 6
    __main__.main(["--salt", SALT, "--texts", "40", "--show", "3"])
    assert capsys.readouterr().out == printed
