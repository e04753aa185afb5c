"""The shelf: trained models by name, and a trained tagger as a folder.

    shelf.names()                   # what ships, and what stands in ./models
    tagger = shelf.trained("linear")

For: finding, reading and writing `trained.Trained`. Not for: the numbers themselves; `bundle` keeps them.
A folder holds the files of `bundle`, tagger.json (topics and thresholds) and hints.npz, all under SHA256SUMS; CARD.md
beside them is for people.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from voc.classify import bundle
from voc.classify.hints import names as hint_names
from voc.classify.trained import OVERALL, Trained
from voc.errors import ModelError, nearest

if TYPE_CHECKING:
    import numpy as np

TAGGER, HINTS, CARD = "tagger.json", "hints.npz", "CARD.md"
SHIPPED = Path(__file__).parent.parent / "data" / "models"
PHRASES, LINEAR, DEFAULT = "phrases", "linear", "default"


def names() -> dict[str, Path | None]:
    """The models that can be named: `phrases`, which has no folder, those that ship, and those in ./models."""
    found: dict[str, Path | None] = {PHRASES: None}
    for place in (SHIPPED, Path("models")):
        if place.is_dir():
            found |= {one.name: one for one in sorted(place.iterdir()) if (one / bundle.SUMS).is_file()}
    return found


def folder(model: str) -> Path | None:
    """The folder of a model by name or path; None for `phrases`. Raises ModelError E300 where there is no such model."""
    known = names()
    if model == DEFAULT:
        model = LINEAR if LINEAR in known else PHRASES
    if model in known:
        return known[model]
    if Path(model).is_dir():
        return Path(model)
    raise ModelError(
        "E300", "there is no such model", found=model, expected=", ".join([DEFAULT, *known]) + ", or a folder",
        do=nearest(model, [DEFAULT, *known]) or "leave the model out, or train one: `voc train --help`",
    )  # fmt: skip


def write(model: Trained, folder: Path) -> None:
    """Writes a tagger into `folder`; the same model, the same bytes."""
    about = {
        "name": model.name,
        "topics": list(model.topics),
        "least": {lang: [round(float(one), 4) for one in least] for lang, least in model.least.items()},
    }
    if model.tuned_on:
        about["tuned_on"] = model.tuned_on
    bundle.write(
        model.linear,
        folder,
        {TAGGER: (json.dumps(about, indent=1) + "\n").encode(), HINTS: bundle.packed(model.added)},
    )


def trained(folder: Path) -> Trained:
    """The tagger in `folder`, read once. Raises ModelError E310 to E313 as `bundle.read` does."""
    files = (folder / one for one in (bundle.SUMS, bundle.HEAD, bundle.WEIGHTS, TAGGER, HINTS))
    return _trained(folder.resolve(), tuple(file.stat().st_mtime_ns for file in files if file.is_file()))


@lru_cache(maxsize=4)
def _trained(folder: Path, _: tuple[int, ...]) -> Trained:
    import numpy as np

    linear, files = bundle.whole(folder, TAGGER, HINTS)
    try:
        about = json.loads(files[TAGGER])
        topics = tuple(about["topics"])
        least = {lang: np.array(values, np.float32) for lang, values in about["least"].items()}
        model = Trained(
            about["name"], linear, topics, bundle.unpacked(files[HINTS]), least, str(about.get("tuned_on", ""))
        )
        _fit(model)
    except (ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise bundle.unfit(folder, error) from error
    return model


def _fit(model: Trained) -> None:
    """Raises ValueError where the parts of a tagger do not fit each other."""
    wanted = [
        *model.topics, *(f"{one}:neg" for one in model.topics), *(f"{one}:pos" for one in model.topics),
        *(f"overall:{one}" for one in OVERALL),
    ]  # fmt: skip
    if list(model.linear.labels) != wanted:
        raise ValueError(f"the columns are not those of {len(model.topics)} topics")
    if set(model.added) != set(model.linear.groups):
        raise ValueError(f"hints for {', '.join(model.added)}, grams for {', '.join(model.linear.groups)}")
    _shaped(model.added, (len(hint_names(model.topics)), len(wanted)))
    _shaped(model.least, (len(model.topics),))
    if not set(model.linear.groups) <= set(model.least):
        raise ValueError(f"thresholds for {', '.join(model.least)} only")


def _shaped(parts: Mapping[str, np.ndarray], shape: tuple[int, ...]) -> None:
    for name, values in parts.items():
        if values.shape != shape or values.dtype.name != "float32":
            raise ValueError(f"{name}: {values.dtype} {values.shape}, not float32 {shape}")
