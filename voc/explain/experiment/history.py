"""History: what the same units did before the experiment began, used to narrow the interval.

For: `voc experiment`. Not for: anything a treatment can have touched; only rows of before may come in here.

CUPED (Deng, Xu, Kohavi & Walker 2013) as a regression in each arm (Lin 2013), on the units' pulls on the mean. The
covariates are a unit's mean of before, drawn to the common mean the fewer rows it rests on, and whether there is one at
all: both were settled before the assignment, and are averaged over units, not rows, so that both arms expect the same
whatever the treatment does. Units without history stay in, at the common mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from voc.explain.experiment.arms import Means, Sums, welch

LEAST_HISTORY = 30  # units with history an arm; below, a slope is mostly noise
LEAST_GAIN = 0.01


@dataclass(frozen=True)
class Adjusted:
    """The adjusted Means, `gain`: the part of the variance of the difference that is gone, `n`: units with history."""

    means: Means
    gain: float
    n: int


def adjusted(treated: Sums, control: Sums, before: pd.DataFrame, raw: Means) -> Adjusted | None:
    """The Adjusted of two arms; None where history is too thin, or leaves the variance as it is.

    `before` has columns code (as in the Sums) and value, a row each; `raw` is what the arms give without it. Whether to
    adjust is decided by the variance alone, never by the estimate.
    """
    if not len(before):
        return None
    covariates = [_covariates(arm, before) for arm in (treated, control)]
    known = [int(one[:, 0].sum()) for one in covariates]
    if min(known) < LEAST_HISTORY:
        return None
    every = np.vstack(covariates)
    keep = every.std(axis=0) > 1e-12
    if not keep.any():
        return None
    every, covariates = every[:, keep], [one[:, keep] for one in covariates]
    n, centre = len(every), every.mean(axis=0)
    spread = np.atleast_2d(np.cov(every, rowvar=False)) / n
    value, variance, slope = [], [], []
    for arm, x in ((treated, covariates[0]), (control, covariates[1])):
        lean, inside = arm.lean * arm.units, x - x.mean(axis=0)
        theta = np.linalg.lstsq(inside, lean, rcond=None)[0]
        rest = lean - inside @ theta
        left = arm.units / max(arm.units - len(theta) - 1, 1) * (arm.units - 1) / arm.units
        value.append(arm.mean - float(theta @ (x.mean(axis=0) - centre)))
        variance.append(float((rest**2).sum()) / arm.units**2 * left)
        slope.append(theta)
    # the common mean of the covariates is itself drawn from the units
    whole = [variance[k] + float(slope[k] @ spread @ slope[k]) for k in (0, 1)]
    cov = float(slope[0] @ spread @ slope[1])
    k = int(keep.sum())
    df = welch(variance[0], treated.effective - k, variance[1], control.effective - k)
    found = Means(value[0], value[1], whole[0], whole[1], cov, df)
    gain = 1 - found.se() ** 2 / raw.se() ** 2 if raw.se() else 0.0
    return Adjusted(found, gain, sum(known)) if gain > LEAST_GAIN else None


def _covariates(arm: Sums, before: pd.DataFrame) -> np.ndarray:
    """(units, 2): is there history, and its mean minus the mean of all history, drawn to 0 where it rests on few rows."""
    code, value = before["code"].to_numpy(), before["value"].to_numpy(dtype=float)
    size = int(max(code.max(initial=0), arm.code.max(initial=0))) + 1
    count = np.bincount(code, minlength=size)
    total = np.bincount(code, weights=value - value.mean(), minlength=size)
    square = np.bincount(code, weights=(value - value.mean()) ** 2, minlength=size)
    has = count > 0
    own = np.divide(total, count, out=np.zeros(size), where=has)
    within = float((square - count * own**2).sum()) / max(int(count.sum()) - int(has.sum()), 1)
    between = max(float(own[has].var()) - within * float((1 / count[has]).mean()), 0.0)
    signal = between * count
    trust = np.divide(signal, signal + within, out=np.zeros(size), where=signal + within > 0)
    # nothing told apart: every history is as good as another, and the regression finds how good
    drawn = own * (trust if between > 0 else 1.0)
    return np.column_stack([has[arm.code].astype(float), drawn[arm.code]])
