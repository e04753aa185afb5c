"""Fine-tunes an encoder on labelled texts: the learning side of tier 4.

    folder = fine_tune(encoder("e5"), texts, targets(mentions, overall, labels), "models/mine", seed=0)

For: `voc train`, and teaching a teacher. Not for: scoring (`transformer`), choosing thresholds, judging the result: the part
held out here decides when to stop, and what decided once cannot judge again.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from voc.classify.encoders.encoder import Encoder, Window, cores
from voc.classify.encoders.heads import heads
from voc.classify.encoders.lesson import gradients, ready
from voc.classify.encoders.targets import Targets
from voc.classify.encoders.transformer import Transformer, read, save
from voc.errors import ModelError

_SEEN = 512  # texts whose tokens say where the middle is
_SORTED = 50  # batches whose texts are sorted by length together: little padding, and still chance enough


@dataclass(frozen=True)
class Course:
    """How to learn. `rate` for the encoder, `heads_rate` for what begins from nothing; both rise over the first tenth of
    the steps and fall to 0. `frozen`: layers from below that stay as they are; the table of words always does (Adam would
    carry it through every step, four fifths of the model for a few words). `patience`: epochs without gain before it
    stops. `held_out`: share of the texts that decides this; 0 learns from all of them, to the end. `window`: tokens read
    at once. `precision`: bfloat16 is several times as fast on a CPU made for it. `threads`: parts of a batch at work at
    the same time (None: one for each core); another number gives another model, as good."""

    epochs: int = 4
    rate: float = 5e-5
    heads_rate: float = 1e-3
    batch: int = 32
    frozen: int = 0
    patience: int = 2
    held_out: float = 0.08
    window: int = 96
    overlap: int = 24
    dropout: float = 0.1
    decay: float = 0.01
    precision: str = "float32"
    threads: int | None = None
    is_folded: bool = True
    seed: int = 0


def fine_tune(
    start: Encoder,
    texts: Sequence[str],
    wanted: Targets,
    folder: str | Path,
    course: Course | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> Path:
    """Learns, writes the model of the best epoch to `folder` (see `transformer.save`), and returns it.

    `start` stays as it is. The same texts, seed and number of threads give the same bytes on the same machine. `tell` gets a
    line an epoch. ModelError E337 where there is nothing to learn from, E334 for an encoder in int8.
    """
    course = course or Course()
    model, about = tuned(start, texts, wanted, course, tell)
    return save(model, Path(folder), about)


def tuned(
    start: Encoder,
    texts: Sequence[str],
    wanted: Targets,
    course: Course,
    tell: Callable[[str], None] = lambda line: None,
) -> tuple[Transformer, dict[str, Any]]:
    """The model of the best epoch, not written; and how it was learned, for `model.json`."""
    import torch

    if len(texts) != len(wanted) or not len(texts):
        raise ModelError("E337", "nothing to learn from", found=f"{len(texts)} texts and {len(wanted)} rows of targets")
    if course.precision not in ("float32", "bfloat16"):
        raise ModelError("E334", f"no learning in {course.precision}", expected="float32 or bfloat16")
    if start.precision == "int8":
        raise ModelError("E334", "a model in int8 cannot learn", do='make the encoder with precision="float32"')
    threads = torch.get_num_threads()
    devices = [start.device] if start.device != "cpu" else []
    parts = course.threads or (cores() if start.device == "cpu" else 1)
    with torch.random.fork_rng(devices=devices), ThreadPoolExecutor(parts, initializer=_alone) as pool:
        torch.manual_seed(course.seed)
        _alone()
        try:
            return _learned(start, read(texts, course.is_folded), wanted, replace(course, threads=parts), pool, tell)
        finally:
            torch.set_num_threads(threads)


def _alone() -> None:
    """One thread in each product: the parts of a batch are what runs side by side."""
    import torch

    torch.set_num_threads(1)


def held_out(texts: Sequence[str], share: float, seed: int) -> npt.NDArray[np.bool_]:
    """Which texts are kept back, about `share` of them: by their own letters, so that a copy is on the same side."""
    limit = int(share * 2**32)
    keys = (hashlib.blake2b(f"{seed}\n{text.strip()}".encode("utf-8", "replace"), digest_size=4) for text in texts)
    return np.array([int.from_bytes(key.digest(), "big") < limit for key in keys], bool)


def _learned(
    start: Encoder, texts: list[str], wanted: Targets, course: Course, pool: Executor, tell: Callable[[str], None]
) -> tuple[Transformer, dict[str, Any]]:
    import torch

    body = copy.deepcopy(start.model).to(torch.float32).train()
    size = min(course.window, start.window)
    reader = replace(start, model=body, window=size, overlap=course.overlap, precision=course.precision)
    head = heads(reader.dims, len(wanted.labels), course.dropout).to(reader.device)
    attention = body.config._attn_implementation
    ready(body, head, course.frozen)
    model = Transformer(reader, head, wanted.labels, is_folded=False)  # folded already

    cut: list[list[Window]] = [[] for _ in texts]
    for window in reader.cut(texts):
        cut[window.text].append(window)
    lengths = [sum(len(window.ids) for window in own) for own in cut]
    kept = held_out(texts, course.held_out, course.seed)
    learn, check = np.flatnonzero(~kept), np.flatnonzero(kept)
    if not len(learn):
        learn, check = np.arange(len(texts)), learn

    centred(model, [window for place in learn[:: -(-len(learn) // _SEEN)] for window in cut[place][:1]])
    of_body = [weight for weight in body.parameters() if weight.requires_grad]
    parts = [{"params": of_body, "lr": course.rate}, {"params": list(head.parameters()), "lr": course.heads_rate}]
    optimizer = torch.optim.AdamW(parts, weight_decay=course.decay, fused=True)
    steps = course.epochs * -(-len(learn) // course.batch)
    rates = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / max(1, steps // 10), max(0.0, 1 - step / steps))
    )
    rng = np.random.default_rng(course.seed)
    best, best_at, epochs = -np.inf, 0, []
    state: list[Any] = []
    trained = [*of_body, *head.parameters()]
    for epoch in range(1, course.epochs + 1):
        body.train()
        head.train()
        total = 0.0
        for step, places in enumerate(_batches(learn, lengths, course.batch, rng)):
            own = [cut[place] for place in places]
            chance = (course.seed, epoch, step)
            loss, slopes = gradients(model, own, wanted.rows(places), trained, chance, course.threads or 1, pool)
            for weight, gradient in zip(trained, slopes, strict=True):
                weight.grad = gradient
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            rates.step()
            total += loss * len(places)
        body.eval()
        head.eval()
        good = _goodness(model, [texts[at] for at in check], wanted.rows(check), course) if len(check) else epoch
        epochs.append({"loss": round(total / len(learn), 5), "held_out": round(good, 5) if len(check) else None})
        tell(f"epoch {epoch}: loss {epochs[-1]['loss']}, held out {epochs[-1]['held_out']}")
        if good > best:
            best, best_at, state = good, epoch, [weight.detach().clone() for weight in trained]
        elif epoch - best_at >= course.patience:
            break
    with torch.no_grad():
        for weight, value in zip(trained, state, strict=True):
            weight.copy_(value)
    body.set_attn_implementation(attention)
    about = {"texts": len(learn), "held_out": len(check), "epochs": epochs, "best_epoch": best_at, "seed": course.seed}
    return replace(model, is_folded=course.is_folded), about


def centred(model: Transformer, some: Sequence[Window]) -> None:
    """Sets, in place, the middle and the spread of the encoder's tokens that the heads look from.

    The tokens of a sentence encoder all point much the same way: what they share is several times as long as what tells
    them apart, and heads that begin there need epochs to look past it.
    """
    import torch

    model.encoder.model.eval()
    with torch.no_grad():
        states, mask = model.encoder.states(list(some))
        tokens = states.float()[mask.bool()]
    model.encoder.model.train()
    model.heads.centre.copy_(tokens.mean(0))
    model.heads.spread.copy_(tokens.std(0).clamp_min(1e-3))


def _batches(
    learn: npt.NDArray[np.int64], lengths: list[int], size: int, rng: np.random.Generator
) -> Iterator[npt.NDArray[np.int64]]:
    """The places in batches of `size`, each of texts of like length, by chance."""
    order = rng.permutation(learn)
    long = np.array(lengths)
    groups = []
    for at in range(0, len(order), size * _SORTED):
        part = order[at : at + size * _SORTED]
        part = part[np.argsort(long[part], kind="stable")]
        groups += [part[first : first + size] for first in range(0, len(part), size)]
    for number in rng.permutation(len(groups)):
        yield groups[number]


def _goodness(model: Transformer, texts: list[str], wanted: Targets, course: Course) -> float:
    """Higher is better: the mean average precision of the topics that occur (no threshold enters), plus the share of right
    sentiments where no topic does."""
    from sklearn.metrics import average_precision_score

    answers = model.answers(texts, threads=course.threads)
    found = []
    for column in range(len(wanted.labels)):
        said = wanted.topics[:, column]
        known = ~np.isnan(said)
        if (said[known] >= 0.5).any():
            found.append(float(average_precision_score(said[known] >= 0.5, answers.topics[known, column])))
    if found:
        return float(np.mean(found))
    known = ~np.isnan(wanted.sentiment[:, 0])
    right = answers.sentiment[known].argmax(1) == wanted.sentiment[known].argmax(1)
    return float(right.mean()) if known.any() else 0.0
