"""The part of tier 4 that is learned from nothing: from the encoder's tokens to topics, polarities and sentiment.

Each topic looks at the tokens with its own eye: a weight over the tokens learned for that topic, and the mean of the text
beside it. A comment of sixty words that complains of the queue in six gives the topic of waiting those six words and not
an average of sixty (label-wise attention; Mullenbach et al. 2018, "Explainable prediction of medical codes", eq. 2-4).

For: `transformer`. Not for: windows, batches or training.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from voc.classify.encoders.targets import POLARITIES, SENTIMENTS


def heads(dims: int, topics: int, dropout: float = 0.1) -> Any:
    """A torch module: token states (windows, tokens, dims) and mask -> logits of topics (windows, topics), of polarity
    (windows, topics, 3) and of sentiment (windows, 4)."""
    return _kind()(dims, topics, dropout)


@cache
def _kind() -> Any:
    import torch
    from torch import nn

    class Heads(nn.Module):
        """See `heads`."""

        def __init__(self, dims: int, topics: int, dropout: float) -> None:
            super().__init__()
            self.dropout = nn.Dropout(dropout)
            self.register_buffer("centre", torch.zeros(dims))
            self.register_buffer("spread", torch.ones(dims))
            self.eyes = nn.Linear(dims, topics, bias=False)
            # it begins as the mean of the tokens: every eye sees the same, and learns what to look at
            nn.init.zeros_(self.eyes.weight)
            self.topics = nn.Parameter(torch.randn(topics, 2 * dims) * 0.02)
            self.topics_bias = nn.Parameter(torch.full((topics,), -2.0))
            self.polarity = nn.Linear(2 * dims, len(POLARITIES) * topics)
            self.sentiment = nn.Linear(dims, len(SENTIMENTS))

        def forward(self, states: Any, mask: Any) -> tuple[Any, Any, Any]:
            states = (states.float() - self.centre) / self.spread
            kept = mask.unsqueeze(-1).to(states.dtype)
            mean = (states * kept).sum(1) / kept.sum(1)
            looks = self.eyes(states).masked_fill(mask.unsqueeze(-1) == 0, -1e9).softmax(1)
            seen = torch.einsum("wtk,wtd->wkd", looks, states)
            both = self.dropout(torch.cat([seen, mean.unsqueeze(1).expand_as(seen)], -1))
            topics = (both * self.topics).sum(-1) + self.topics_bias
            every = self.polarity.weight.view(-1, len(POLARITIES), both.shape[-1])
            polarity = torch.einsum("wkd,kpd->wkp", both, every) + self.polarity.bias.view(-1, len(POLARITIES))
            return topics, polarity, self.sentiment(self.dropout(mean))

    return Heads
