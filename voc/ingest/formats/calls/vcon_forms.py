"""The forms of a vCon: plain, signed (JWS: its payload is the vCon), encrypted (JWE: it cannot be read without the key).

For: `vcon`. Not for: checking a signature, which needs the signer's certificate; a warning says so.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from voc.errors import DataError
from voc.ingest.content import Content
from voc.ingest.formats.parts.document import documents, inner, word
from voc.ingest.note import note
from voc.ingest.records import constant

_DEEPEST = 4  # one signed inside another


def opened(content: Content) -> tuple[list[Any], list[str]]:
    """The vCons of a file, signed ones unwrapped, and warnings. Raises DataError E292 for an encrypted one, for a payload
    that cannot be read and for a schema, those of `documents` for damaged JSON."""
    written = content.decoded[0].strip()
    compact = written.split(".")
    if written.startswith("ey") and len(compact) in (3, 5):  # the compact form of both is one line of text
        found: list[Any] = [dict(zip(("protected", "payload", "signature"), compact, strict=True))]
        if len(compact) == 5:
            found = [{"ciphertext": compact[3]}]
    else:
        found = documents(content)
    warnings: list[str] = []
    plain = [_plain(one, content, warnings) for one in found]
    return plain, sorted(set(warnings))


def decoded(body: str) -> bytes | None:
    """The bytes of base64url or base64, with or without = at the end; None where it is neither."""
    plain = "".join(body.split()).replace("+", "-").replace("/", "_").rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None


def loaded(written: str) -> Any:
    """JSON text as a value, numbers as they are written; None where it is no JSON."""
    try:
        return json.loads(written, parse_int=str, parse_float=str, parse_constant=constant)
    except (json.JSONDecodeError, RecursionError):
        return None


def _plain(one: Any, content: Content, warnings: list[str]) -> Any:
    for _ in range(_DEEPEST):
        if inner(one, "ciphertext") is not None or inner(one, "recipients") is not None:
            raise DataError(
                "E292", "this vCon is encrypted", where=content.name, found="a JSON Web Encryption: ciphertext",
                expected="a plain or a signed vCon", do="decrypt it with the recipient's key and export it again",
            )  # fmt: skip
        if inner(one, "$schema") is not None and inner(one, "properties") is not None:
            raise DataError(
                "E292", "this is a schema and no vCon", where=content.name, found=word(one, "$schema") or "",
                expected="a vCon with parties and dialog", do="take it out of the source",
            )  # fmt: skip
        payload = inner(one, "payload")
        if payload is None or inner(one, "dialog") is not None:
            return one
        one = _payload(payload, content)
        warnings.append(note("it is signed; the signature is not checked"))
    raise DataError("E292", "this vCon is signed too many times over", where=content.name, expected="one signature")


def _payload(payload: Any, content: Content) -> Any:
    data = decoded(payload) if isinstance(payload, str) else None
    found = payload if isinstance(payload, dict) else loaded((data or b"").decode("utf-8", errors="replace"))
    if not isinstance(found, dict):
        raise DataError(
            "E292", "the payload of this signed vCon cannot be read", where=content.name,
            expected="base64url of a vCon in JSON", do="export it again, or send the unsigned form",
        )  # fmt: skip
    return found
