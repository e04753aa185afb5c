"""A score's scale comes from the words of its question, and the answers can only stop it. Each line of cases/questions.tsv is a
question with its answers, and each of cases/open_columns.tsv a column of answers that are words, or codes and choices."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc.ingest.formats.parts import questions, scales

CASES = Path(__file__).parent / "cases"
LINES = [line.split("\t") for line in (CASES / "questions.tsv").read_text("utf-8").splitlines()[2:]]
COLUMNS = [line.split("\t") for line in (CASES / "open_columns.tsv").read_text("utf-8").splitlines()[2:]]


@pytest.mark.parametrize(("question", "answers", "score"), LINES)
def test_a_question_says_its_scale(question: str, answers: str, score: str) -> None:
    found = scales.scored([scales.Asked("q", question, answers.split("|"))])
    scale = found.scale if found else None
    reversed_ = " <" if scale and scale.direction == "lower_better" else ""
    assert (f"{scale.type} {scale.min:g}-{scale.max:g}{reversed_}" if scale else "-") == score


@pytest.mark.parametrize(("question", "answers", "kind"), COLUMNS)
def test_a_column_of_codes_is_no_column_of_words(question: str, answers: str, kind: str) -> None:
    cells = answers.split("|")
    assert questions.are_codes(question, cells) == (kind == "closed")
    assert questions.is_open(question, cells) == (kind == "open")


def test_what_rests_on_words_alone_is_said() -> None:
    warning = scales.nps_note("How likely are you to recommend us?")
    found = scales.scored([scales.Asked("q", "How likely are you to recommend us?", ["9"])])
    assert found is not None and found.warnings == (warning,) and "[source.score]" in warning


def test_the_question_for_the_whole_comes_before_that_for_a_part() -> None:
    asked = [
        scales.Asked("part", "How satisfied are you with the price? (1-5)", ["2"]),
        scales.Asked("whole", "Overall, how satisfied are you? (1-5)", ["4"]),
    ]
    found = scales.scored(asked)
    assert found is not None and found.id == "whole"
