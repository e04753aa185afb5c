"""The model that ships, beside a model that was taught later.

    ships = shipped(topics)                     # what ships now, for teaching
    bundle.put(folder, own | files())           # the whole of it goes into linear/ of the taught model's folder
    ships = within(folder)                      # what shipped when that model was taught

For: taggers that answer with what ships in hand (`embedded`, `finetuned`) and go on answering the same when another model
ships. Not for: what they make of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from voc.classify import bundle, shelf
from voc.classify.trained import Trained

FOLDER = "linear"


def shipped(topics: Sequence[str]) -> Trained | None:
    """The model that ships now, if all that it knows is among `topics`."""
    place = shelf.folder(shelf.DEFAULT)
    model = None if place is None else shelf.trained(place)
    return model if model and set(model.topics) <= set(topics) else None


def files() -> dict[str, bytes]:
    """The files of the model that ships now, by their path in the folder of a model that has it beside itself."""
    place = shelf.folder(shelf.DEFAULT)
    if place is None:
        return {}
    names = (bundle.SUMS, *bundle.check(place, shelf.TAGGER, shelf.HINTS))
    return {f"{FOLDER}/{name}": (place / name).read_bytes() for name in names}


def within(folder: Path) -> Trained | None:
    """The model that shipped when the one in `folder` was taught, None where none lies there. Raises ModelError as
    `shelf.trained`."""
    return shelf.trained(folder / FOLDER) if (folder / FOLDER / bundle.SUMS).is_file() else None
