"""The key of the hashes that stand for customers in what is written, and those hashes.

    pseudonym("jane@example.org", key().secret)      # "c-5f0c7a..."

For: every output that has a customer in it. Not for: masking texts; see `found`. The same customer is the same hash in every
table and run under one key, so joins work; without the key nobody can try names until one fits.

The key is VOC_KEY where it is set; else it is made once, from the system's source of chance, and kept in the user's own
folder of settings (`file()`), readable for that user alone. It is in no output.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from voc.errors import DataError

VARIABLE = "VOC_KEY"
LEAST = 8  # characters
PREFIX = "c-"
_DIGITS = 20  # hexadecimal: 80 bits


@dataclass(frozen=True)
class Key:
    """The `secret`, and where it comes from: environment, kept, or this_run where it could not be kept."""

    secret: bytes
    origin: str

    def __repr__(self) -> str:
        return f"Key({self.origin})"


def file(environment: Mapping[str, str] | None = None) -> Path:
    """Where the key is kept: voc/key under XDG_CONFIG_HOME or APPDATA, else ~/.config."""
    known = os.environ if environment is None else environment
    base = known.get("XDG_CONFIG_HOME") or known.get("APPDATA")
    return (Path(base) if base else Path.home() / ".config") / "voc" / "key"


def key(environment: Mapping[str, str] | None = None) -> Key:
    """The Key. Raises DataError E221 for a VOC_KEY shorter than LEAST characters, or a kept key that is damaged."""
    known = os.environ if environment is None else environment
    told = known.get(VARIABLE, "")
    if told:
        _check(told, VARIABLE)
        return Key(told.encode(), "environment")
    try:
        path = file(known)
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            # Whoever comes first makes it; a second process finds it made.
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as made:
                made.write(secrets.token_hex(32) + "\n")
    except FileExistsError:
        pass
    except (OSError, RuntimeError):  # no home, or none that can be written to
        return Key(secrets.token_hex(32).encode(), "this_run")
    try:
        kept = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        kept = ""
    _check(kept, str(path))
    return Key(kept.encode(), "kept")


def _check(secret: str, where: str) -> None:
    if len(secret) < LEAST:
        raise DataError(
            "E221", "the key for customers' ids cannot be used", where=where, found=f"{len(secret)} characters",
            expected=f"at least {LEAST}; 32 or more, of chance, are good",
            do=f"set {VARIABLE}, or remove that file and a new key is made: ids will then differ from those of older runs",
        )  # fmt: skip


def pseudonym(value: str, secret: bytes) -> str:
    """PREFIX and 20 hexadecimal digits of HMAC-SHA-256 (RFC 2104) of `value` under `secret`."""
    return PREFIX + hmac.new(secret, value.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:_DIGITS]
