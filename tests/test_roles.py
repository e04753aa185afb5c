"""What a word for a speaker says of the role, and what it does not. Each line of cases/roles.tsv is one word."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc.ingest import roles

LINES = (Path(__file__).parent / "cases" / "roles.tsv").read_text(encoding="utf-8").splitlines()
CASES = [line.split("\t") for line in LINES if line and not line.startswith("#")]


@pytest.mark.parametrize(("word", "role"), CASES)
def test_a_role_is_what_the_word_says(word: str, role: str) -> None:
    assert roles.of(word) == (None if role == "-" else role)


def test_no_word_is_no_role() -> None:
    assert roles.of(None) is roles.of(" ") is None
