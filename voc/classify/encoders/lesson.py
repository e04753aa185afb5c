"""One step of fine-tuning: how wrong the model is on a batch, and which way each weight should go.

Parts of a batch are worked on side by side, each by one thread from the first layer to the last and back, and their
gradients are added in a fixed order. That needs no barrier inside a layer: on two cores that others use as well, it is
several times as fast as two threads in each product. Dropout is drawn by each part from a seed of its own, so that chance
does not depend on which part came first.

For: `finetune`. Not for: the course of learning, or scoring.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from voc.classify.encoders.encoder import Window
from voc.classify.encoders.targets import Targets
from voc.classify.encoders.transformer import Transformer, joined

_WINDOWS = 8  # of one text in one step; scoring reads all of them
# How much each question counts. Topics are many and mostly absent, so that their mean error is small.
_SHARES = (3.0, 1.0, 1.0)  # topics, polarity, sentiment

_drawn = threading.local()  # the generator of the part that this thread works on


def ready(body: Any, head: Any, frozen: int) -> None:
    """Sets encoder and heads up for learning, in place: what stays as it is (the table of words and `frozen` layers from
    below), whence chance comes, and attention in the form that learns fastest on a CPU.

    Fused attention saves a third of the way there and takes three times as long back; chance inside attention costs
    another third of the way and is left to the layers between.
    """
    body.get_input_embeddings().weight.requires_grad_(False)
    layers = getattr(getattr(body, "encoder", body), "layer", None)
    for layer in (layers or [])[:frozen]:
        layer.requires_grad_(False)
    if frozen and hasattr(body, "embeddings"):
        body.embeddings.requires_grad_(False)  # or the way back would lead through the frozen layers all the same
    if body.device.type == "cpu":
        body.set_attn_implementation("eager")
    for whole in (body, head):
        for part in list(whole.modules()):
            for name, child in part.named_children():
                if type(child).__name__ == "Dropout":
                    is_inside = type(part).__name__.endswith("SelfAttention")
                    setattr(part, name, _kind()(0.0 if is_inside else child.p))


def gradients(
    model: Transformer,
    cut: Sequence[Sequence[Window]],
    wanted: Targets,
    trained: Sequence[Any],
    seed: Sequence[int],
    parts: int,
    pool: Executor | None,
) -> tuple[float, list[Any]]:
    """The loss of a batch (windows of each text, and its targets) and the gradient of each of `trained`.

    The batch is dealt out to `parts`, run in `pool` if there is one; the sum is the same whoever is done first.
    """
    whole = _judged(wanted)

    def part(number: int) -> tuple[float, tuple[Any, ...]]:
        import torch

        _drawn.generator = torch.Generator(model.encoder.device).manual_seed(_mixed([*seed, number]))
        places = range(number, len(cut), parts)  # every second, say: texts of a batch are sorted by length
        loss = _loss(model, [cut[place] for place in places], wanted.rows(list(places)), whole, _mixed(seed))
        return float(loss.detach()), torch.autograd.grad(loss, list(trained), allow_unused=True)

    parts = min(parts, len(cut))
    found = list((pool.map if pool and parts > 1 else map)(part, range(parts)))
    added = []
    for ours in zip(*(gradient for _, gradient in found), strict=True):
        said = [one for one in ours if one is not None]
        added.append(sum(said[1:], said[0]) if said else None)
    return sum(loss for loss, _ in found), added


def _mixed(numbers: Sequence[int]) -> int:
    return int(np.random.SeedSequence(list(numbers)).generate_state(1, np.uint32)[0])


@cache
def _kind() -> Any:
    import torch

    class Drawn(torch.nn.Module):
        """Dropout by the generator of the part that this thread works on."""

        def __init__(self, p: float) -> None:
            super().__init__()
            self.p = p

        def forward(self, x: Any) -> Any:
            if not self.training or self.p == 0:
                return x
            kept = torch.empty_like(x).bernoulli_(1 - self.p, generator=_drawn.generator)
            return x * kept.div_(1 - self.p)

    return Drawn


def _judged(wanted: Targets) -> tuple[float, ...]:
    """How much was judged in the whole batch, for topics, polarity and sentiment: what the errors are divided by."""
    known = (wanted.topics, wanted.polarity[..., 0], wanted.sentiment[..., 0])
    counts = ((~np.isnan(one)).reshape(len(wanted), -1).sum(1) for one in known)
    return tuple(max(float((count * wanted.weights).sum()), 1e-6) for count in counts)


def _loss(
    model: Transformer, cut: Sequence[Sequence[Window]], wanted: Targets, judged: Sequence[float], seed: int
) -> Any:
    """This part's share of the mean error of the batch: cross entropy of each question, over what was judged."""
    import torch

    rng = np.random.default_rng(seed)
    some: list[Window] = []
    for text, windows in enumerate(cut):
        at: Any = range(len(windows))
        if len(windows) > _WINDOWS:
            at = np.sort(rng.choice(len(windows), _WINDOWS, replace=False))
        some += [replace(windows[place], text=text) for place in at]
    device = model.encoder.device
    topics, polarity, sentiment = joined(model.heads(*model.encoder.states(some)), some, len(cut))
    weight = torch.from_numpy(wanted.weights).to(device)
    said, toward, whole = (
        torch.from_numpy(part).to(device) for part in (wanted.topics, wanted.polarity, wanted.sentiment)
    )

    def error(off: Any, values: Any) -> Any:
        return (off * (~values.isnan()).float() * weight.view(-1, *[1] * (values.dim() - 1))).sum()

    off = torch.nn.functional.binary_cross_entropy_with_logits(topics, said.nan_to_num(), reduction="none")
    total = _SHARES[0] / judged[0] * error(off, said)
    for number, logits, values in ((1, polarity, toward), (2, sentiment, whole)):
        missed = -(values.nan_to_num() * logits.log_softmax(-1)).sum(-1)
        total = total + _SHARES[number] / judged[number] * error(missed, values[..., 0])
    return total
