"""Tier 4 of the classifier: an encoder fine-tuned on labelled texts, at work.

    model = transformer("models/mine")          # a folder that `finetune.fine_tune` wrote
    matrix = model.scores(texts)                # (texts, topics), the shape of every tier
    answers = model.answers(texts)              # polarity per topic and the sentiment of the whole beside it

For: reading a model and scoring with it; `voc train` makes one. Not for: learning (`finetune`), thresholds, evidence.
A text longer than the window is read in overlapping windows: a topic is in the text if it is in one of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from voc.classify.encoders.encoder import AT_ONCE, Encoder, Window, encoder, need, suited
from voc.classify.encoders.heads import heads
from voc.classify.encoders.targets import POLARITIES, SENTIMENTS, Matrix
from voc.errors import ModelError
from voc.language import folded
from voc.progress import steps

SUMS, ABOUT, WEIGHTS, ENCODER = "SHA256SUMS", "model.json", "heads.safetensors", "encoder"
KIND = "transformer 1"


@dataclass(frozen=True)
class Answers:
    """Probabilities, float32: topics (texts, topics), each by itself; polarity (texts, topics, 3) of negative, neutral,
    positive if the topic is said, sums to 1; sentiment (texts, 4) of negative, neutral, positive, mixed, sums to 1."""

    topics: Matrix
    polarity: Matrix
    sentiment: Matrix


@dataclass(frozen=True)
class Transformer:
    """An encoder and its heads. `labels` are the topic ids of the columns; `is_folded`: texts are folded before reading."""

    encoder: Encoder
    heads: Any
    labels: tuple[str, ...]
    is_folded: bool = True

    def scores(self, texts: Sequence[str], *, threads: int | None = None) -> Matrix:
        """Probability of every topic in every text, float32 (texts, topics). A text without a letter has no topic."""
        return self.answers(texts, threads=threads).topics

    def answers(self, texts: Sequence[str], *, threads: int | None = None) -> Answers:
        """All that the model says; see `Answers`. The same text, the same answer: alone or in a batch, in any order."""
        places = steps(range(0, max(1, len(texts)), AT_ONCE), "texts", len(texts))
        found = [self._answered(texts[at : at + AT_ONCE], threads) for at in places]
        return Answers(*(np.concatenate(part) for part in zip(*found, strict=True)))

    def _answered(self, texts: Sequence[str], threads: int | None) -> tuple[Matrix, Matrix, Matrix]:
        import torch

        cut = self.encoder.cut(read(texts, self.is_folded))
        if not cut:
            counts = (len(self.labels),), (len(self.labels), len(POLARITIES)), (len(SENTIMENTS),)
            return tuple(np.zeros((0, *count), np.float32) for count in counts)  # type: ignore[return-value]
        groups = self.encoder.each(cut, self._logits, threads)
        parts = [torch.cat([said[kind] for _, said in groups]) for kind in range(3)]
        windows = [window for group, _ in groups for window in group]
        topics, polarity, sentiment = joined(parts, windows, len(texts))
        found = topics.sigmoid().numpy(), polarity.softmax(-1).numpy(), sentiment.softmax(-1).numpy()
        found[0][[not text.strip() for text in texts]] = 0.0
        return found

    def _logits(self, group: Sequence[Window]) -> tuple[Any, ...]:
        import torch

        with torch.inference_mode():
            return tuple(part.cpu() for part in self.heads(*self.encoder.states(group)))


def read(texts: Sequence[str], is_folded: bool) -> list[str]:
    """The texts as the model reads them: folded (lower case, half width, Simplified) if it learned so."""
    return [folded(text) for text in texts] if is_folded else list(texts)


def joined(parts: Sequence[Any], windows: Sequence[Window], texts: int) -> tuple[Any, Any, Any]:
    """Logits of windows (topics, polarity, sentiment) -> logits of texts, in the order of the texts.

    A topic: the highest of its windows. Its polarity: the mean, each window weighing what it believes to see of the topic.
    The sentiment: the mean, each window weighing the tokens it holds. A text of one window keeps its logits.
    """
    import torch

    topics, polarity, sentiment = parts
    owner = torch.tensor([window.text for window in windows], device=topics.device)
    own = torch.tensor([[float(window.own)] for window in windows], device=topics.device)
    highest = topics.new_zeros(texts, topics.shape[1]).scatter_reduce(
        0, owner[:, None].expand_as(topics), topics, "amax", include_self=False
    )
    seen = topics.detach().sigmoid().clamp_min(1e-6)
    return highest, _mean(polarity, seen[..., None], owner, texts), _mean(sentiment, own, owner, texts)


def _mean(values: Any, weights: Any, owner: Any, texts: int) -> Any:
    total = values.new_zeros(texts, *values.shape[1:]).index_add(0, owner, values * weights)
    return total / weights.new_zeros(texts, *weights.shape[1:]).index_add(0, owner, weights)


def save(model: Transformer, folder: Path, about: dict[str, Any]) -> Path:
    """Writes the folder: encoder/, heads.safetensors, model.json (with `about` added), SHA256SUMS. Returns it."""
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    model.encoder.save(folder / ENCODER)
    save_file({name: part.contiguous() for name, part in model.heads.state_dict().items()}, folder / WEIGHTS)
    known = {
        "kind": KIND,
        "labels": list(model.labels),
        "is_folded": model.is_folded,
        "window": model.encoder.window,
        "overlap": model.encoder.overlap,
        "prefix": model.encoder.prefix,
    }
    (folder / ABOUT).write_text(json.dumps({**known, **about}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    lines = [f"{_sum(folder / name)}  {name}\n" for name in _files(folder)]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
    return folder


def transformer(folder: str | Path, *, precision: str | None = None, device: str | None = None) -> Transformer:
    """The model of a folder; `precision` and `device` as in `encoder`, but that None takes what the folder names, float32
    where it names none.

    ModelError E335 if it is not such a folder, E336 if a byte of it is not the one that was written.
    """
    folder = Path(folder)
    check(folder)
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    if about.get("kind") != KIND:
        raise ModelError(
            "E335", "a model of another kind", where=str(folder), found=str(about.get("kind")), expected=KIND
        )
    need("torch", "transformers")
    reader = encoder(
        folder / ENCODER,
        window=about["window"],
        overlap=about["overlap"],
        prefix=about["prefix"],
        precision=precision or suited(about.get("precision", "float32"), device),
        device=device,
    )
    from safetensors.torch import load_file

    made = heads(reader.dims, len(about["labels"]))
    made.load_state_dict(load_file(folder / WEIGHTS))
    return Transformer(reader, made.to(reader.device).eval(), tuple(about["labels"]), about["is_folded"])


def check(folder: Path) -> dict[str, str]:
    """The sum of every file of the model, by its path in `folder`. ModelError E335 and E336 as for `transformer`; needs no
    torch."""
    if not (folder / SUMS).is_file() or not (folder / ABOUT).is_file():
        raise ModelError(
            "E335", "not a folder of a fine-tuned model", where=str(folder), expected=f"{ABOUT} and {SUMS}"
        )
    lines = (folder / SUMS).read_bytes().decode("utf-8", "replace").split("\n")
    written = {name: told for told, _, name in (line.partition("  ") for line in lines if line)}
    for name in sorted({*written, *_files(folder)}):
        if name not in written or not (folder / name).is_file() or _sum(folder / name) != written[name]:
            raise ModelError(
                "E336",
                "a file of the model is not the one that was written",
                where=str(folder / name),
                do="train again, or copy the folder again",
            )
    return written


def _files(folder: Path) -> list[str]:
    every = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in every if name != SUMS)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
