"""A loop says how far it is to whoever listens, not more often than it should, and nothing where nobody does."""

from __future__ import annotations

import pytest

from voc import progress


def test_a_loop_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 4.0, 11.0, 12.0, 21.0, 21.5, 21.9])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    said: list[tuple[str, int, int]] = []
    with progress.heard(lambda *one: said.append(one)):
        assert list(progress.steps(range(0, 50, 10), "texts", 50)) == [0, 10, 20, 30, 40]
    assert said == [("texts", 20, 50)], "4 s are too soon, 11 s are not, 12 s are again"


def test_nobody_listens_nothing_is_said_and_an_error_leaves_no_listener() -> None:
    said: list[int] = []
    with pytest.raises(ValueError, match="broke"), progress.heard(lambda what, done, of: said.append(done)):
        raise ValueError("broke")
    assert list(progress.steps([0, 1, 2], "texts", 3)) == [0, 1, 2] and said == []
