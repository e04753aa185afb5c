"""The shelf: models by name, and a trained tagger as a folder.

    shelf.names()                      # what ships, and what stands in ./models
    shelf.folder("mine", home)         # where it is; home is the project's folder
    shelf.trained(folder)              # the tagger of the tier "linear" in it

For: finding models, and reading and writing a trained tagger. Not for: reading a model of whichever tier (`opened`), the
numbers themselves (`bundle` and `transformer` keep them), or telling people what is there (`about`).
A `trained.Trained` is the files of `bundle`, tagger.json (topics and thresholds), hints.npz and stack.npz, and what was
written beside them, all under SHA256SUMS; an `embedded.Embedded` what `embedded.write` wrote, a `finetuned.FineTuned` what
`transformer.save` wrote. CARD.md is for people.
"""

from __future__ import annotations

import json
import math
import os
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from voc.classify import bundle, confidence, stack
from voc.classify.encoders import checkpoint
from voc.classify.hints import names as hint_names
from voc.classify.tagger import OVERALL
from voc.classify.trained import Trained, Weighing
from voc.errors import ModelError, nearest

if TYPE_CHECKING:
    import numpy as np

TAGGER, HINTS, STACK, ENCODING, CARD = "tagger.json", "hints.npz", "stack.npz", "encoder.json", "CARD.md"
TOPICS = "topics.toml"  # the topic file of the project that a model was trained for
SHIPPED = Path(__file__).parent.parent / "data" / "models"
PHRASES, LINEAR, EMBED, TRANSFORMER, DEFAULT = "phrases", "linear", "embed", "transformer", "default"
MODELS = "models"


def names(home: Path | None = None) -> dict[str, Path | None]:
    """The models that can be named: `phrases`, which has no folder, those that ship, those in ./models and those in the
    project's own models; of two with one name the later."""
    found: dict[str, Path | None] = {PHRASES: None}
    for place in (SHIPPED, Path(MODELS), *([home / MODELS] if home else [])):
        if place.is_dir():
            found |= {one.name: one for one in sorted(place.iterdir()) if is_model(one)}
    return {PHRASES: None} | {name: one for name, one in found.items() if name not in (PHRASES, DEFAULT)}


def folder(model: str, home: Path | None = None) -> Path | None:
    """The folder of a model by name or path; None for `phrases`. A path begins at the project's folder `home` or where we
    are. `default` is what ships. Raises ModelError E300 where there is no such model, E301 for a folder of something else,
    E302 for an encoder, which knows no topics.
    """
    if model == DEFAULT:
        return SHIPPED / LINEAR if is_model(SHIPPED / LINEAR) else None
    if model == PHRASES:
        return None
    path = Path(os.path.expandvars(model)).expanduser()
    places = [home, home / MODELS] if home else []
    every = [place / path for place in (*places, Path(), Path(MODELS), SHIPPED)] if model else []
    for one in every:
        if is_model(one):
            return one
    for one in every:
        if (one / checkpoint.CONFIG).is_file():
            raise _bare(one, "this is an encoder alone, which knows no topics", str(one))
        if one.is_dir():
            raise ModelError(
                "E301", "this folder is no model", where=str(one), expected=f"{bundle.SUMS} and {bundle.HEAD}",
                do="name the folder that `voc train` wrote, or one of `voc model list`",
            )  # fmt: skip
    is_ours = path.parts[:1] == (MODELS,)  # models/mine is where ours stand, whoever is called so on the hub
    if checkpoint.is_hub_name(model) and not is_ours and not any(one.parent.is_dir() for one in every):
        raise _bare(path, "there is no such folder, and an encoder of that name on the hub knows no topics", model)
    known = [DEFAULT, *names(home)]
    raise ModelError(
        "E300", "there is no such model", found=model, expected=", ".join(known) + ", or a folder",
        do=nearest(model, known) or "leave the model out, or train one: `voc train --help`",
    )  # fmt: skip


def _bare(where: Path, what: str, base: str) -> ModelError:
    """E302: an encoder in the place of a model."""
    return ModelError(
        "E302", what, where=str(where), expected="one of `voc model list`, or a folder that `voc train` wrote",
        do=f"voc train LABELS --out models/mine --tier transformer --base {base}",
    )  # fmt: skip


def is_model(folder: Path) -> bool:
    """Whether `folder` holds a model, whole or damaged."""
    return any((folder / file).is_file() for file in (bundle.SUMS, bundle.HEAD))


def tier(folder: Path | None) -> str:
    """Which tier of the classifier a model belongs to: phrases, linear, embed or transformer."""
    from voc.classify.encoders import transformer

    if folder is None:
        return PHRASES
    if (folder / ENCODING).is_file():
        return EMBED
    is_tuned = (folder / transformer.WEIGHTS).is_file() or (folder / transformer.ENCODER).is_dir()
    return TRANSFORMER if is_tuned else LINEAR


def check(folder: Path) -> tuple[str, ...]:
    """The files of a model, each found as it was written. Raises ModelError E310, E311, E335 or E336 where one is not, or is
    missing; nothing else is read."""
    from voc.classify.encoders import transformer

    of = tier(folder)
    if of == TRANSFORMER:
        return tuple(transformer.check(folder))
    return tuple(bundle.check(folder, TAGGER, ENCODING if of == EMBED else HINTS))


def write(model: Trained, folder: Path, beside: Mapping[str, bytes] | None = None) -> None:
    """Writes a tagger into `folder`, and the files `beside` it (its card, its scores) under the same sums; the same model,
    the same bytes."""
    own = {TAGGER: about(model), HINTS: bundle.packed(model.added)}
    if model.stacks:
        own[STACK] = bundle.packed(stack.arrays(model.stacks))
    bundle.write(model.linear, folder, own | dict(beside or {}))


def about(model: Weighing) -> bytes:
    """The tagger.json of a model."""
    told = {
        "name": model.name,
        "topics": list(model.topics),
        "least": {lang: [_plain(one) for one in least.tolist()] for lang, least in model.least.items()},
        "silent": sorted(model.silent),
    }
    if isinstance(model, Trained) and model.sureness:
        told["sureness"] = {group: weights.tolist() for group, weights in model.sureness.items()}
    if model.tuned_on:
        told["tuned_on"] = model.tuned_on
    return (json.dumps(told, indent=1, allow_nan=False) + "\n").encode()


def trained(folder: Path) -> Trained:
    """The tagger in `folder`, read once. Raises ModelError E310 to E313 as `bundle.read` does."""
    return _trained(folder.resolve(), written(folder))


def written(folder: Path) -> tuple[tuple[str, int], ...]:
    """When each file was written: a model is read again if one of them was."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return tuple((str(file), file.stat().st_mtime_ns) for file in files)


@lru_cache(maxsize=4)
def _trained(folder: Path, _: object) -> Trained:
    import numpy as np

    linear, files = bundle.whole(folder, TAGGER, HINTS)
    try:
        about = json.loads(files[TAGGER])
        topics = tuple(about["topics"])
        least = {lang: np.array(values, np.float32) for lang, values in about["least"].items()}
        silent, tuned_on = frozenset(about.get("silent", ())), about.get("tuned_on", "")
        second = stack.stacks(bundle.unpacked(files[STACK]), len(linear.labels)) if STACK in files else {}
        sureness = {group: np.array(weights, float) for group, weights in about.get("sureness", {}).items()}
        model = Trained(
            about["name"], linear, topics, bundle.unpacked(files[HINTS]), least, tuned_on, silent, second, sureness
        )
        _fit(model)
    except (ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise bundle.unfit(folder, error) from error
    return model


def _plain(least: float) -> float | None:
    """A threshold as JSON has it: null for nan."""
    return None if math.isnan(least) else round(least, 4)


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
    if any(one.shape != (len(confidence.PARTS),) for one in model.sureness.values()):
        raise ValueError(f"sureness is not {len(confidence.PARTS)} weights")
    if not set(model.linear.groups) <= set(model.least):
        raise ValueError(f"thresholds for {', '.join(model.least)} only")


def _shaped(parts: Mapping[str, np.ndarray], shape: tuple[int, ...]) -> None:
    for name, values in parts.items():
        if values.shape != shape or values.dtype.name != "float32":
            raise ValueError(f"{name}: {values.dtype} {values.shape}, not float32 {shape}")
