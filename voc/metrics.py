"""What a metric is: its definition as data, and the right interval for its kind.

For: `join.series`, which counts it, and everything that states its value. Not for: running the SQL in it.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Literal

Kind = Literal["share", "nps", "mean"]
TOPIC_SHARE = "topic_share"
VOLUME = "feedback_volume"
RESPONSE_RATE = "response_rate"
LINK_RATE = "link_rate"
OF_THE_DATA = (VOLUME, RESPONSE_RATE, LINK_RATE)
Z95 = 1.959964


@dataclass(frozen=True)
class Metric:
    """One metric. `value` is SQL over the columns of `table`; a row where it is null is not counted.

    `needs` names columns that must hold something (`a|b`: one of them; `column=value`: at least one such value).
    `dims` None means the project's segments; `never` are dimensions that the outcome itself decides (who answered is
    known of answered calls only), so that no comparison may hold them fixed.
    `kind` None (a project's own metric): a share where its values are all 0 or 1, else a mean.
    """

    id: str
    table: str
    value: str
    worse: Literal["up", "down"]
    name: Mapping[str, str] = field(default_factory=dict)
    meaning: str = ""
    needs: tuple[str, ...] = ()
    kind: Kind | None = None
    unit: str = ""
    side: Literal["X", "O"] = "O"
    min_n: int = 30
    dims: tuple[str, ...] | None = None
    never: tuple[str, ...] = ()
    is_builtin: bool = False

    def searched(self, dims: Sequence[str]) -> tuple[str, ...]:
        """Of the project's dimensions, those this metric is counted by."""
        return tuple(dim for dim in dims if (self.dims is None or dim in self.dims) and dim not in self.never)

    def title(self, lang: str) -> str:
        """The name in `lang`, else in English, else the id."""
        return self.name.get(lang) or self.name.get("en") or self.id


def metric(described: Mapping[str, Any], *, is_builtin: bool = False) -> Metric:
    """A Metric from its TOML table; keys were checked by the caller."""
    known = dict(described)
    known["needs"] = tuple(known.get("needs", ()))
    known["never"] = tuple(known.get("never", ()))
    if known.get("dims") is not None:
        known["dims"] = tuple(known["dims"])
    if isinstance(known.get("name"), str):
        known["name"] = {"en": known["name"]}
    if known.get("kind") == "share":
        known["unit"] = "share"  # also where a project writes "%": its rows are 0 or 1, and only a share is multiplied
    if "side" not in known:
        known["side"] = "X" if known["table"] == "feedback" else "O"
    return Metric(**known, is_builtin=is_builtin)


def volume() -> Metric:
    """How much feedback came in: no metric that is explained, but one that says when a collection begins."""
    name = {"en": "Feedback volume", "zh-Hans": "反馈量", "zh-Hant": "回饋量"}
    return Metric(VOLUME, "feedback", "1", "up", name, "Responses per period", kind="mean", unit="responses", side="X")


def of_the_data() -> dict[str, Metric]:
    """The metrics that say how the data came in, by id. None of them is explained; that one of them moves is a finding
    about the data."""
    response = {"en": "Response rate", "zh-Hans": "作答率", "zh-Hant": "作答率"}
    link = {"en": "Link rate", "zh-Hans": "关联率", "zh-Hant": "關聯率"}
    return {
        VOLUME: volume(),
        RESPONSE_RATE: Metric(
            RESPONSE_RATE, "feedback", "1", "down", response, "Records with a comment within 7 days over records",
            kind="share", unit="share", side="X", min_n=100,
        ),
        LINK_RATE: Metric(
            LINK_RATE, "feedback", "1", "down", link, "Feedback that found its record over feedback with a key",
            kind="share", unit="share", side="X", min_n=100,
        ),
    }  # fmt: skip


def builtin() -> dict[str, Metric]:
    """The metrics that ship with voc, by id, in the order in which reports show them."""
    text = resources.files("voc").joinpath("data/metrics.toml").read_text("utf-8")
    described = tomllib.loads(text)["metric"]
    return {one["id"]: metric(one, is_builtin=True) for one in described}


def interval(kind: Kind, n: float, total: float, sumsq: float) -> tuple[float, float]:
    """The 95 % interval of a metric's value from its count, sum and sum of squares; (nan, nan) without rows.

    share: Wilson (1927) score interval. nps: adjusted Wald with three added answers, 3/4 of them promoters and 3/4
    detractors (Rocks 2016, The American Statistician; Sauro & Lewis). mean: Student t. All three take the rows as
    independent: they say how sure one number is, never whether a series has moved - for that see explain.shifts.
    """
    if n <= 0:
        return math.nan, math.nan
    if kind == "share":
        share, z2 = total / n, Z95 * Z95
        centre = (share + z2 / (2 * n)) / (1 + z2 / n)
        half = Z95 * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
        return max(0.0, centre - half), min(1.0, centre + half)
    if kind == "nps":
        n, sumsq = n + 3, sumsq + 1.5 * 100.0**2
        mean = total / n
        half = Z95 * math.sqrt(max(sumsq / n - mean * mean, 0.0) / n)
        return max(-100.0, mean - half), min(100.0, mean + half)
    if n < 2:
        return math.nan, math.nan
    from scipy import stats

    mean = total / n
    variance = max(sumsq - n * mean * mean, 0.0) / (n - 1)
    half = float(stats.t.ppf(0.975, n - 1)) * math.sqrt(variance / n)
    return mean - half, mean + half
