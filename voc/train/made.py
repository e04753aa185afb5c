"""Made: a tagger learned in the tier that was asked for, and put in its place.

For: `voc train`. Not for: how a tier learns (`tiers`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from voc.classify import bundle, shelf, taught, track_record
from voc.errors import UsageError
from voc.train import tiers
from voc.train.card import card
from voc.train.plan import Plan
from voc.train.tiers import Learned

TIERS = (tiers.LINEAR, tiers.EMBED, tiers.TRANSFORMER)
_TAKEN = ("phrases", "linear", "default", "turns", "given")  # what a model or a tagger is called already


def place(out: str, *, replace: bool = False) -> Path:
    """The folder that `out` names: a path, or a name in ./models.

    Raises UsageError E148 where something is there already, unless `replace` is set and it is a model; E149 for a name that
    means another tagger.
    """
    folder = Path(out) if re.search(r"[/\\]", out) or out in (".", "..") else Path("models") / out
    name = folder.resolve().name
    if name in _TAKEN or not name:
        raise UsageError(
            "E149", "this name means another tagger", where="--out", found=name, do="choose another, such as models/mine"
        )  # fmt: skip
    is_free = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    is_model = folder.is_dir() and shelf.is_model(folder)
    others = _others(folder) if is_model else []
    if not is_free and (others or not (replace and is_model)):
        raise UsageError(
            "E148", "there is a model already" if is_model else "there is something else already", where=str(folder),
            found=f"{others[0].name}, which is no part of the model" if others else "",
            do="name another --out, or say --replace" if is_model and not others else "name another --out",
        )  # fmt: skip
    return folder


def _others(folder: Path) -> list[Path]:
    """The files beside a model that no `voc train` wrote: they are not ours to take away."""
    lines = (
        (folder / bundle.SUMS).read_text("utf-8", "replace").splitlines() if (folder / bundle.SUMS).is_file() else []
    )
    ours = {bundle.SUMS, shelf.CARD, *(line.partition("  ")[2] for line in lines)}
    files = sorted(one for one in folder.rglob("*") if not one.is_dir())
    return [one for one in files if one.relative_to(folder).as_posix() not in ours]


def learned(
    plan: Plan, name: str, tier: str = tiers.LINEAR, *, base: str | None = None, precision: str | None = None,
    seed: int = 0, tell: Callable[[str], None] = lambda line: None,
) -> Learned:  # fmt: skip
    """What `tier` learns from `plan`, and its scores; `base` is the encoder to begin from, `precision` how it is to read.

    Raises UsageError E149 for either where there is no encoder to have, ModelError E330 and E333 for an encoder that is not
    there, E337."""
    if tier == tiers.LINEAR:
        for option, given in {"--base": base, "--precision": precision}.items():
            if given is not None:
                raise UsageError(
                    "E149", "the linear tier begins from nothing", where=option, found=given,
                    do=f"leave {option} out, or say --tier embed or --tier transformer",
                )  # fmt: skip
        return tiers.linear(plan, name, seed)
    if tier == tiers.EMBED:
        return tiers.embedded(plan, base or tiers.BASE, name, seed, precision or tiers.FLOAT)
    return tiers.fine_tuned(plan, base or tiers.BASE, seed, tell, precision or tiers.FLOAT)


def written(made: Learned, plan: Plan, folder: Path) -> str:
    """Writes the model and its card into `folder`, in place of a model that is there; returns the card.

    It is written beside and then moved, so that what is there stays whole until the new one is.
    """
    text = card(folder.resolve().name, plan, made)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=".voc-") as beside:
        new = Path(beside) / "model"
        beside_it = {
            shelf.CARD: text.encode(),
            track_record.FILE: track_record.packed(made.record),
            taught.FILE: taught.packed(plan.labelled.texts),
        }
        made.write(new, beside_it | ({shelf.TOPICS: plan.own} if plan.own else {}))
        if folder.exists():
            folder.rename(Path(beside) / "before")
        new.rename(folder)
    return text
