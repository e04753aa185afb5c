"""Where compiled code is kept between runs, so that numba compiles once and not in every process.

For: `tree`, which compiles, and `batch`, which asks whether that is done. Not for: tables or models.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

_FILES = ("tree", "program", "machine", "judging", "verdict")


@cache
def folder() -> Path:
    """The folder of our compiled code, named after all that it is made of: below NUMBA_CACHE_DIR or beside this file.

    numba itself looks for changes in the file of a function only; ours call functions and use numbers of other files.
    """
    here = Path(__file__).parent
    made_of = b"".join((here / f"{name}.py").read_bytes() for name in _FILES)
    above = Path(os.environ.get("NUMBA_CACHE_DIR") or here / "__pycache__")
    return above / f"compiled-{hashlib.sha256(made_of).hexdigest()[:12]}"


def is_full() -> bool:
    """Whether a run before this one has compiled and could keep what it compiled."""
    return next(folder().rglob("verdict.hits-*.nbc"), None) is not None
