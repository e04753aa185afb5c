"""Progress: how far a long loop is, told to whoever asked to hear it.

    with progress.heard(lambda what, done, of: ...):     # a command says where it goes
        ...
    for place in progress.steps(range(0, 9000, 256), "texts", 9000): ...     # a loop says how far it is

For: loops that read thousands of texts with an encoder. Not for: what the loop does, nor for printing: commands do.
Where nobody listens nothing happens. Told at most once in EVERY_S seconds, and first after as long.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

EVERY_S = 10.0
Told = Callable[[str, int, int], None]
_told: ContextVar[Told | None] = ContextVar("_told", default=None)


@contextmanager
def heard(told: Told) -> Iterator[None]:
    """What runs inside tells `told(what, done, of)` how far it is."""
    before = _told.set(told)
    try:
        yield
    finally:
        _told.reset(before)


def steps(places: Iterable[int], what: str, of: int) -> Iterator[int]:
    """`places`, each the number of things that are done before it, of `of` in all."""
    told, last = _told.get(), time.monotonic()
    for place in places:
        if told is not None and place and time.monotonic() - last >= EVERY_S:
            last = time.monotonic()
            told(what, place, of)
        yield place
