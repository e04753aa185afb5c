"""A trained model as a folder: model.json, weights.npz, and SHA256SUMS over both.

For: keeping a `linear.Linear` and getting the very same one back, or an error. Not for: what else belongs to a model, such
as thresholds and its card; `shelf` puts it beside these files, under the same sums.

The files hold numbers and names only, no code; the same model gives the same bytes. A folder whose bytes are not those
that were written is refused: a model that is a little broken is worse than none.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voc.classify.grams import Shape
from voc.classify.group import Group
from voc.classify.linear import Linear
from voc.errors import ModelError

if TYPE_CHECKING:
    import numpy as np

FORMAT = 1
SUMS, HEAD, WEIGHTS = "SHA256SUMS", "model.json", "weights.npz"
_PARTS = ("hashes", "idf", "weights", "bias", "slope", "offset")
_HALF = ".half"  # the upper halves of numbers whose lower halves are all zero: `linear.rounded`


def write(model: Linear, folder: Path, beside: Mapping[str, bytes] | None = None) -> None:
    """Writes `model` into `folder`, which it makes where it is missing; and the files `beside` it."""
    import numpy as np

    head = {
        "format": FORMAT,
        "kind": "linear",
        "labels": list(model.labels),
        "shape": vars(model.shape),
        "groups": {name: len(group.hashes) for name, group in model.groups.items()},
    }
    arrays: dict[str, np.ndarray] = {}
    for name, group in model.groups.items():
        for part in _PARTS:
            values = np.ascontiguousarray(getattr(group, part))
            half = _halved(values) if part == "weights" else None
            arrays[f"{name}.{part}" if half is None else f"{name}.{part}{_HALF}"] = values if half is None else half
    files = {HEAD: (json.dumps(head, ensure_ascii=False, indent=1) + "\n").encode(), WEIGHTS: packed(arrays)}
    put(folder, files | dict(beside or {}))


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes `files` into `folder`, by name or by path in it, and SHA256SUMS over them."""
    for file, data in files.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(data)
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {file}\n" for file, data in files.items())
    (folder / SUMS).write_text(sums, encoding="ascii", newline="\n")


def read(folder: Path) -> Linear:
    """The model in `folder`; see `whole` for the errors."""
    return whole(folder)[0]


def whole(folder: Path, *beside: str) -> tuple[Linear, dict[str, bytes]]:
    """(the model in `folder`, every file of it by name); the files `beside` must be there too.

    Raises ModelError E310 for a file that is missing, E311 for one that is not as it was written, E312 for a format
    that this version does not know, E313 for a model whose parts do not fit each other.
    """
    files = check(folder, *beside)
    head = known(files[HEAD], "linear", folder)
    try:
        arrays = unpacked(files[WEIGHTS])
        groups = {name: Group(**{part: arrays[f"{name}.{part}"] for part in _PARTS}) for name in head["groups"]}
        return Linear(tuple(head["labels"]), Shape(**head["shape"]), groups), files
    except (ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise unfit(folder, error) from error


def known(head: bytes, kind: str, folder: Path) -> dict[str, Any]:
    """The model.json in `folder`, of a model of this kind. Raises ModelError E312 and E313 as `whole` does."""
    try:
        told: dict[str, Any] = json.loads(head)
        found = told["format"], told.get("kind")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise unfit(folder / HEAD, error) from error
    if found != (FORMAT, kind):
        raise ModelError(
            "E312", "this version of voc cannot read this model", where=str(folder / HEAD),
            found=f"{found[1]}, format {found[0]}", expected=f"{kind}, format {FORMAT}",
            do="use the version of voc that wrote it or a newer one, or train the model again",
        )  # fmt: skip
    return told


def check(folder: Path, *beside: str) -> dict[str, bytes]:
    """The bytes of every file under the sums, by name, read once and found as they were written; the files `beside` must be
    there too. Raises ModelError E310 and E311 as `whole` does."""
    sums = _bytes(folder / SUMS)
    lines = sums.decode("utf-8", errors="replace").split("\n")  # nothing else ends a line: a broken byte could
    told = {file: sum_ for sum_, _, file in (line.partition("  ") for line in lines if line)}
    files: dict[str, bytes] = {}
    for file in dict.fromkeys((HEAD, WEIGHTS, *beside, *told)):
        files[file] = _bytes(folder / file)
        found = hashlib.sha256(files[file]).hexdigest()
        if told.get(file) != found:
            raise ModelError(
                "E311", "a file of the model is not as it was written", where=str(folder / file),
                found=f"sha256 {found[:12]}...", expected=f"sha256 {told.get(file, 'of this file in ' + SUMS)[:12]}...",
                do="get the whole folder again",
            )  # fmt: skip
    return files


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise missing(file, error) from error


def missing(where: Path, error: Exception) -> ModelError:
    """E310: a file that is not there or cannot be read."""
    return ModelError(
        "E310", "a file of the model is missing or cannot be read", where=str(where),
        found=getattr(error, "strerror", None) or str(error), do="get the whole folder again",
    )  # fmt: skip


def unfit(where: Path, error: Exception) -> ModelError:
    """E313: files that are as they were written and make no model together."""
    return ModelError(
        "E313", "the parts of the model do not fit each other", where=str(where),
        found=f"{type(error).__name__}: {error}", do="train the model again",
    )  # fmt: skip


def packed(arrays: Mapping[str, Any]) -> bytes:
    """The arrays as npz, stored, not deflated: deflating gives other bytes with another zlib."""
    import numpy as np

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as pack:
        for name, values in arrays.items():
            part = io.BytesIO()
            np.lib.format.write_array(part, values, allow_pickle=False)
            pack.writestr(zipfile.ZipInfo(f"{name}.npy"), part.getvalue())
    return file.getvalue()


def unpacked(data: bytes) -> dict[str, np.ndarray]:
    """The arrays of npz bytes. Raises ValueError or BadZipFile for bytes that are none."""
    import numpy as np

    with np.load(io.BytesIO(data), allow_pickle=False) as pack:
        arrays = dict(pack)
    for name in [name for name in arrays if name.endswith(_HALF)]:
        arrays[name.removesuffix(_HALF)] = (arrays.pop(name).astype(np.uint32) << 16).view(np.float32)
    return arrays


def _halved(values: np.ndarray) -> np.ndarray | None:
    """The upper halves (uint16) of float32 numbers, None if the lower halves hold anything."""
    import numpy as np

    bits = values.view(np.uint32)
    return None if (bits & 0xFFFF).any() else (bits >> 16).astype(np.uint16)
