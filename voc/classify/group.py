"""What a linear model knows of one language group: its grams and their weights.

For: `linear`, which weighs texts with it, and `kernel`, which does so at compiled speed. Not for: learning the weights
(`learn`) or keeping them in a folder (`bundle`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Group:
    """What a model knows of one language group.

    `hashes` (features, uint64) and `idf` (features, float32) of its grams; `weights` (features x labels, float32);
    `bias`, `slope` and `offset` (labels, float32).
    """

    hashes: np.ndarray
    idf: np.ndarray
    weights: np.ndarray
    bias: np.ndarray
    slope: np.ndarray
    offset: np.ndarray


def check(name: str, group: Group, labels: int) -> None:
    """Raises ValueError where the arrays of the group `name` do not fit each other, or so many `labels`."""
    import numpy as np

    features = len(group.hashes)
    shapes = {"hashes": (features,), "idf": (features,), "weights": (features, labels)}
    shapes |= dict.fromkeys(("bias", "slope", "offset"), (labels,))
    for part, shape in shapes.items():
        values = getattr(group, part)
        kind = np.uint64 if part == "hashes" else np.float32
        if values.shape != shape or values.dtype != kind:
            raise ValueError(f"{name}: {part} is {values.dtype} {values.shape}, not {np.dtype(kind)} {shape}")
        if part != "hashes" and not np.isfinite(values).all():
            raise ValueError(f"{name}: {part} is not finite everywhere")
    if name not in ("en", "zh"):
        raise ValueError(f"{name}: the language groups are en and zh")
    if len(np.unique(group.hashes)) != features:
        raise ValueError(f"{name}: a gram has two rows")
