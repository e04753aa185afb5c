"""Experiments with a known effect: customers in two arms, and whether voc says noninferior when it may.

For: the last table of the README. Not for: anything unrandomised; see `draw`.

Customers come several times and differ from one another, so that rows are no independent cases; some come before the
experiment begins. The effect is the same for all, so the truth is exact. The margin is fixed before any outcome of the
treated is drawn: some multiple of the standard error that rows of the control kind would give.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.planted.figures import markdown
from benchmarks.planted.plan import FIRST, MEASURES, Measure, seed_of

TRUTHS = ("no effect", "at the margin", "beyond it", "broken split")
# The chance of each: coverage from all, power from the first, false claims from the second and third.
CHANCES = (0.4, 0.3, 0.15, 0.15)
METRICS = ("abandonment_rate", "fcr", "csat", "handle_time")
COLUMNS = {"abandonment_rate": "abandoned", "fcr": "is_fcr", "csat": "csat_answer", "handle_time": "handle_s"}
# Standard errors in the margin: at 4.2 a true difference of 0 passes a one-sided test at 2.5 % in 98.7 % of trials.
LEAST_ERRORS, MOST_ERRORS = 4.2, 6.0


@dataclass(frozen=True)
class Trial:
    """One experiment to be drawn."""

    salt: str
    seed: int
    truth: str


@dataclass(frozen=True)
class Told:
    """What voc said of one trial. `effect` is the true one, treatment less control, in the metric's unit."""

    metric: str
    salt: str
    seed: int
    truth: str
    effect: float
    margin: float
    held: bool
    half_over_margin: float
    verdict: str
    srm_p: float
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """For --json."""
        return {"kind": "experiment", **asdict(self)}


def planned(salt: str, count: int) -> list[Trial]:
    """`count` trials, those of each truth by its chance, the same number for the same count."""
    limits = np.cumsum(CHANCES)
    return [
        Trial(salt, seed, TRUTHS[int(np.searchsorted(limits, (seed + 0.5) / count, side="right"))])
        for seed in range(count)
    ]


def score(trial: Trial) -> Told:
    """Draws, writes, analyses and asks one trial, as `voc experiment --json` does."""
    from click.testing import CliRunner

    from voc.cli import group

    with tempfile.TemporaryDirectory() as name:
        metric, effect, margin = write(trial, Path(name))
        started = time.perf_counter()
        run = str(Path(name) / "run")
        for words in (
            ["analyze", name, "--out", run, "--metric", metric],
            ["experiment", metric, run, "--arm", "variant", "--margin", f"{margin:.6g}", "--json"],
        ):
            done = CliRunner().invoke(group, words)
            if done.exit_code:
                raise RuntimeError(f"voc {' '.join(words)}: {done.output}")
        told = json.loads(done.stdout)
    lo, hi = told["effect"]["lo"], told["effect"]["hi"]
    return Told(
        metric, trial.salt, trial.seed, trial.truth, effect, margin, bool(lo <= effect <= hi), (hi - lo) / 2 / margin,
        told["verdict"], told["srm_p"], time.perf_counter() - started,
    )  # fmt: skip


def write(trial: Trial, folder: Path) -> tuple[str, float, float]:
    """(metric, true effect, margin) of the trial whose project is written into `folder`."""
    rng = np.random.default_rng(seed_of(trial.salt, f"experiment:{trial.truth}", trial.seed))
    metric = str(rng.choice(METRICS))
    measure = MEASURES[metric]
    customers, days = int(rng.integers(3000, 7000)), int(rng.integers(40, 71))
    begin = int(days * rng.uniform(0.3, 0.5))
    own = rng.normal(0, rng.uniform(0.3, 0.9), customers)  # a customer's own log odds, or log seconds
    visits = 1 + rng.negative_binomial(rng.uniform(0.5, 1.5), rng.uniform(0.25, 0.45), customers)
    customer = np.repeat(np.arange(customers), visits)
    n = len(customer)
    day = rng.integers(0, days, n)
    is_treated = rng.permutation(np.arange(customers) % 2 == 0)[customer]
    place = np.array(["north", "south", "east"])[rng.integers(0, 3, n)]
    level = rng.uniform(-1.0, -0.3) + own[customer] + 0.3 * (place == "east")
    worse = 1.0 if measure.worse == "up" else -1.0
    usual, factor = _usual(measure.form, level, rng)
    tried = day >= begin
    margin = float(rng.uniform(LEAST_ERRORS, MOST_ERRORS)) * _error(usual, customer, is_treated, tried)
    wanted = {"at the margin": 1.0, "beyond it": float(rng.uniform(1.4, 2.0))}.get(trial.truth, 0.0) * margin * worse
    value, effect = _treated(measure.form, level, usual, factor, wanted, worse, is_treated & tried, rng)
    arm = np.where(is_treated, "new", "control").astype(object)
    arm[~tried] = None
    kept = np.ones(n, dtype=bool)
    if trial.truth == "broken split":
        # one treated customer in eight is never recorded, those who would have fared badly first
        kept = ~(is_treated & (rng.random(customers)[customer] < 0.12 + 0.05 * (own[customer] > 0)))
    order = np.flatnonzero(kept)
    order = order[np.argsort(day[order], kind="stable")]
    at = np.datetime64(FIRST, "ms") + (day * 86_400_000 + rng.integers(6, 22, n) * 3_600_000)
    if metric == "csat":
        value[rng.random(n) >= 0.6] = np.nan
    drawn = {
        "customer_id": pa.array([f"c{one}" for one in customer[order]]),
        "started_at": pa.array(at[order]).cast(pa.timestamp("ms", "UTC")),
        "region": pa.array(place[order]), "variant": pa.array(arm[order], pa.string()),
        COLUMNS[metric]: pa.array(value[order].astype(bool) if metric == "fcr" else value[order], from_pandas=True),
    }  # fmt: skip
    pq.write_table(
        pa.table({f"{measure.table[:-1]}_id": pa.array([f"r{one}" for one in range(len(order))]), **drawn}),
        folder / f"{measure.table}.parquet",
    )
    (folder / "voc.toml").write_text(_project(measure), encoding="utf-8")
    return metric, effect, margin


def _project(measure: Measure) -> str:
    return f"""\
[project]
name = "Trial"
timezone = "UTC"
segments = ["region"]

[[source]]
path = "{measure.table}.parquet"
table = "{measure.table}"

[[metric]]
id = "{measure.id}"
table = "{measure.table}"
value = "{measure.value}"
dims = ["region"]
worse = "{measure.worse}"
"""


def _usual(form: str, level: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, float]:
    """(outcomes as they would be without treatment, spread of seconds)."""
    if form == "seconds":
        factor = float(rng.uniform(0.5, 0.9))
        return 240 * np.exp(level / 2 + factor * rng.standard_normal(len(level)) - factor**2 / 2), factor
    if form == "score":
        return 1.0 + rng.binomial(4, 1 - _chance(level)), 0.0
    return (rng.random(len(level)) < _chance(level)).astype(float), 0.0


def _chance(level: np.ndarray) -> np.ndarray:
    """Chances away from 0 and 1, so that an effect is the same for everybody."""
    return 0.25 + 0.5 / (1 + np.exp(-level))


def _treated(
    form: str, level: np.ndarray, usual: np.ndarray, factor: float, wanted: float, worse: float, mask: np.ndarray,
    rng: np.random.Generator,
) -> tuple[np.ndarray, float]:  # fmt: skip
    """(outcomes, true effect on the metric): the chance, the seconds or the mean answer of the treated is moved."""
    value = usual.copy()
    if form == "seconds":
        value[mask] += wanted
        return value, wanted
    chance = _chance(level)
    if form == "score":
        moved = np.clip(1 - chance + wanted / 4, 0.0, 1.0)
        value[mask] = 1.0 + rng.binomial(4, moved[mask])
        return value, float(4 * (moved - (1 - chance))[mask].mean())
    # chance is that of a bad outcome; the value counts bad ones where up is worse, good ones where down is
    moved = np.clip(chance + wanted * worse, 0.0, 1.0)
    value[mask] = rng.random(int(mask.sum())) < moved[mask]
    effect = float((moved - chance)[mask].mean()) * worse
    return (value if worse > 0 else 1 - value), effect


def _error(usual: np.ndarray, customer: np.ndarray, is_treated: np.ndarray, tried: np.ndarray) -> float:
    """Standard error of the difference between the arms before any effect, customers as units (ratio of sums)."""
    variance = 0.0
    for arm in (is_treated & tried, ~is_treated & tried):
        total = np.bincount(customer[arm], weights=usual[arm])
        rows = np.bincount(customer[arm])
        total, rows = total[rows > 0], rows[rows > 0]
        left = total - total.sum() / rows.sum() * rows
        variance += float(left.var(ddof=1)) / len(rows) / float(rows.mean()) ** 2
    return variance**0.5


def table(told: Sequence[Told]) -> str:
    """The figures of the trials as Markdown, n in brackets."""
    fair = [one for one in told if one.truth != "broken split"]
    nothing = [one for one in told if one.truth == "no effect"]
    edge, beyond = ([one for one in told if one.truth == truth] for truth in TRUTHS[1:3])
    broken = [one for one in told if one.truth == "broken split"]
    claimed = [one.verdict == "noninferior" for one in edge + beyond]
    widths, seconds = [one.half_over_margin for one in fair], [one.seconds for one in told]
    rows = [
        ("95 % interval holds the true effect", _rate([one.held for one in fair]), "0.95"),
        ("power: noninferior, no difference", _rate([one.verdict == "noninferior" for one in nothing]), ">= 0.9"),
        ("false claim: noninferior, at the margin or beyond", _rate(claimed), "<= 0.05"),
        ("inferior, beyond the margin", _rate([one.verdict == "inferior" for one in beyond]), ""),
        ("broken split found (p < 0.001)", _rate([one.srm_p < 0.001 for one in broken]), ""),
        ("a verdict though the split is broken", _rate([one.verdict != "undecided" for one in broken]), "0"),
        ("split called broken where it is not", _rate([one.srm_p < 0.001 for one in fair]), "<= 0.01"),
        ("half width over margin, median", f"{np.median(widths):.2f} ({len(widths)})" if widths else "-", ""),
        ("seconds a trial, median", f"{np.median(seconds):.1f} ({len(seconds)})", ""),
    ]
    return markdown(("experiments", "voc", "wanted"), rows)


def _rate(values: Sequence[bool]) -> str:
    return f"{np.mean(values):.3f} ({len(values)})" if values else "-"
