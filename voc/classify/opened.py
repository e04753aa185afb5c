"""The tagger of a model, whichever its tier: trained weights, heads on an encoder's vectors, or a fine-tuned encoder.

    tagger = opened.tagger("mine", home)      # home is the project's folder

For: whoever has a model's name and texts. Not for: where models are and which tier each is of (`shelf`); what each tier
keeps in its folder (`trained`, `embedded`, `finetuned`).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from voc.classify import shelf
from voc.classify.tagger import Tagger


def tagger(model: str, home: Path | None = None) -> Tagger | None:
    """The tagger of a model by name or path, None for `phrases`, read once. Raises ModelError as `shelf.folder` does, and as
    `shelf.trained`, `embedded.embedded` or `finetuned.finetuned`."""
    path = shelf.folder(model, home)
    if path is None:
        return None
    return shelf.trained(path) if shelf.tier(path) == shelf.LINEAR else _encoded(path.resolve(), shelf.written(path))


@lru_cache(maxsize=1)
def _encoded(folder: Path, _: object) -> Tagger:
    if shelf.tier(folder) == shelf.EMBED:
        from voc.classify.encoders.embedded import embedded

        return embedded(folder)
    from voc.classify.encoders.finetuned import finetuned

    return finetuned(folder)
