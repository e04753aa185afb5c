"""Linear layers in whole numbers of eight bits, for a CPU without bfloat16.

Weights get one scale a row once; what comes in gets one scale a token when it comes. torch's own dynamic quantization
takes one scale a batch, and then a loud neighbour makes a text coarse; with one a token the product of a text is the same
in any company. (What stands between the products is not, at the seventh digit, and rounding makes steps of that: vectors
of a text alone and in a batch agree to about 0.01, not to 1e-5.)
Formula: y = (round(x / s) . round(w / t)) s t + bias, s = max|x| / 127 over a token, t = max|w| / 127 over a row.

For: `encoder(..., precision="int8")`. Not for: training.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from typing import Any

SLOWER = 4  # times as long from which the other way is taken: less may be chance


def quantized(model: Any) -> Any:
    """The same model, changed in place: each `torch.nn.Linear` of it computes in int8. About 1 % off, layer by layer."""
    import torch

    for child_name, child in model.named_children():
        if isinstance(child, torch.nn.Linear):
            setattr(model, child_name, _layer(child))
        else:
            quantized(child)
    return model


def _layer(linear: Any) -> Any:
    import torch

    weight = linear.weight.detach().float()
    scales = weight.abs().amax(1).clamp_min(1e-12) / 127
    whole = torch.round(weight / scales[:, None]).to(torch.int8)
    bias = None if linear.bias is None else linear.bias.detach().float()
    product = _product(whole, scales)

    class Whole(torch.nn.Module):
        """y = x W' + b with x and W as whole numbers."""

        in_features, out_features = linear.in_features, linear.out_features

        def forward(self, x: Any) -> Any:
            shape = x.shape
            rows = x.reshape(-1, shape[-1]).float()
            step = rows.abs().amax(1, keepdim=True).clamp_min(1e-12) / 127
            y = product((rows / step).round_().to(torch.int8)).mul_(step)
            return (y if bias is None else y.add_(bias)).reshape(*shape[:-1], -1)

    return Whole()


def _product(whole: Any, scales: Any) -> Any:
    """rows of int8 -> rows . whole' * scales as float32, exact before the scales; oneDNN's kernel where torch has it and it
    is one: on some CPUs it reckons number by number, hundreds of times as long."""
    import torch

    plain = _by_matrix(whole, scales)
    try:
        fast = _by_onednn(whole, scales)
        probe = torch.randint(-127, 128, (3, whole.shape[1]), dtype=torch.int8)
        if torch.allclose(fast(probe), (probe.float() @ whole.float().T) * scales, rtol=1e-4, atol=1e-4):
            return plain if _is_onednn_slow() else fast
    except (RuntimeError, AttributeError):
        pass
    return plain


def _by_onednn(whole: Any, scales: Any) -> Callable[[Any], Any]:
    import torch

    packed = torch.ops.onednn.qlinear_prepack(whole, None)
    zeros = torch.zeros(len(scales), dtype=torch.int64)
    return lambda rows: torch.ops.onednn.qlinear_pointwise(
        rows, 1.0, 0, packed, scales, zeros, None, 1.0, 0, torch.float32, "none", [], ""
    )


def _by_matrix(whole: Any, scales: Any) -> Callable[[Any], Any]:
    import torch

    turned = whole.T.contiguous()
    return lambda rows: torch._int_mm(rows, turned).float() * scales


@cache
def _is_onednn_slow() -> bool:
    """Whether oneDNN takes SLOWER times as long as the plain product on this CPU, by one small product of each."""
    import torch

    whole, scales = torch.ones((256, 256), dtype=torch.int8), torch.ones(256)
    rows = torch.ones((32, 256), dtype=torch.int8)
    return _took(_by_onednn(whole, scales), rows) > SLOWER * _took(_by_matrix(whole, scales), rows)


def _took(product: Callable[[Any], Any], rows: Any) -> float:
    """Seconds of the quickest of three, the first not counted: it prepares what the others use."""
    product(rows)
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        product(rows)
        times.append(time.perf_counter() - begun)
    return min(times)
