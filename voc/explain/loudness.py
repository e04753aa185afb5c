"""Loudness: how many times as often those who met a topic write as the others.

For: `effect`, where the share of comments with a topic must become a share of records. Not for: whether the response rate
changed; that is a check of its own.

Read from the data: if those who meet a topic write three times as often, then a topic that comes up must raise the
response rate by so much, within an outcome and against the rest; where it does not rise, loudness is 1. What is assumed:
that it is the same before and after. But a response rate that rises with a topic may rise for another reason, and people
who met the topic and did not name it count among the others. In worlds with a known truth the part that goes with a topic
is too small when all of the rise is put down to loudness and too large when nothing is. So the estimate takes its square
root, and the interval covers every power from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voc.explain.shift import Shift
from voc.explain.tally import Tally
from voc.explain.voices import Voices

# Looked for from 1/e to e^3. A response rate wanders by some 5 % against the rest and 15 % on its own; without any sign
# of it loudness is 1, give or take a factor of e^2.
TRIED = np.exp(np.linspace(-1.0, 3.0, 41))
WANDERS, WANDERS_ALONE, SPREAD, LEAST_WRITTEN = 0.05, 0.15, 2.0, 20


def loudness(
    found: Shift, heard: Voices, tallies: Sequence[Tally], times: Sequence[np.ndarray], has_rest: bool,
    rng: np.random.Generator,
) -> np.ndarray:  # fmt: skip
    """How many times as often those who met a topic write, in each draw: least squares over outcomes, log response rate
    on what the rise of the topics' share would make of it."""
    counts = [np.einsum("du,ucp->dcp", drawn, one.comments) for drawn, one in zip(times, tallies, strict=True)]
    written = [np.maximum(count.sum(axis=2), 0.5) for count in counts]
    others = counts[0].shape[2] // 2
    shares = [1 - (one[:, :, 0] + one[:, :, others]) / n for one, n in zip(counts, written, strict=True)]
    records = [
        np.broadcast_to(one.records.sum(axis=0), n.shape) if one.is_dealt else np.maximum(drawn @ one.records, 0.5)
        for one, drawn, n in zip(tallies, times, written, strict=True)
    ]
    rise = np.log(written[1] / records[1]) - np.log(written[0] / records[0])
    classes = rise.shape[1]
    variance = sum((1 / n[0] for n in written), np.zeros(classes))
    of_rest, rest_variance = _of_rest(found, heard, classes) if has_rest else (np.zeros(classes), np.zeros(classes))
    wanders = WANDERS if has_rest else WANDERS_ALONE
    noise = rng.normal(0.0, 1.0, (len(rise), classes)) * np.sqrt(rest_variance + wanders**2)
    noise[0] = 0.0
    rise = rise - of_rest + noise
    weight = np.where(np.minimum(written[0][0], written[1][0]) >= LEAST_WRITTEN, 1.0, 0.0)
    weight = weight / (variance + rest_variance + wanders**2)
    hidden = 1 - 1 / TRIED
    made = np.log1p(-hidden * shares[0][:, :, None] * 0.999) - np.log1p(-hidden * shares[1][:, :, None] * 0.999)
    misfit = ((rise[:, :, None] - made) ** 2 * weight[:, None]).sum(axis=1) + (np.log(TRIED) / SPREAD) ** 2
    weighed = np.append(0.5, rng.random(len(rise) - 1))
    return np.asarray(TRIED[misfit.argmin(axis=1)] ** weighed)


def _of_rest(found: Shift, heard: Voices, classes: int) -> tuple[np.ndarray, np.ndarray]:
    """(rise of the log response rate outside the segment by outcome, its variance from counting)."""
    cells, rest = ~found.segment.cells, ~heard.inside(found.segment)
    logs, variance = [], np.zeros(classes)
    for window in (found.before, found.after):
        n, total = found.cells.n[cells, window].sum(), found.cells.total[cells, window].sum()
        records = np.array([n - total, total]) if classes == 2 else np.array([n])
        here = rest & heard.during(window)
        bad = heard.value[here] > 0.5
        written = np.array([(~bad).sum(), bad.sum()]) if classes == 2 else np.array([here.sum()])
        logs.append(np.log(np.maximum(written, 0.5) / np.maximum(records, 0.5)))
        variance = variance + 1 / np.maximum(written, 0.5)
    return logs[1] - logs[0], variance
