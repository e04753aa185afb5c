"""The sections of voc.toml and their keys, with types and defaults: what the file may say.

For: `config`, which checks a file against them. Not for: what the keys mean together; see `config`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic import Field as Key
from pydantic_core import PydanticCustomError


class Strict(BaseModel):
    """No key that is not named here, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Project(Strict):
    """[project]"""

    name: str = "voc"
    timezone: str = "UTC"
    period: Literal["day", "week", "month"] = "day"
    segments: list[str] = []
    since: date | None = None
    until: date | None = None
    engine: str = "duckdb"


class Score(Strict):
    """[source.score]"""

    type: Literal["nps", "csat", "ces", "stars", "thumbs", "other"]
    min: float
    max: float
    direction: Literal["higher_better", "lower_better"] = "higher_better"


def _unit(said: str) -> str:
    if said not in ("s", "ms", "min", "h", "major") and not re.fullmatch("[A-Z]{3}", said):
        expected = (
            "input should be 's', 'ms', 'min' or 'h' of a duration, 'major' or a currency such as 'EUR' of an amount"
        )
        raise PydanticCustomError("unit", expected)  # type: ignore[arg-type]
    return said


class Source(Strict):
    """[[source]]"""

    path: str | None = None
    query: str | None = None
    sheet: str | None = None
    table: str | None = None
    reader: str | None = None
    columns: dict[str, str] = {}
    score: Score | None = None
    values: dict[str, dict[str, str]] = {}
    units: dict[str, Annotated[str, AfterValidator(_unit)]] = {}
    formats: dict[str, str] = {}
    lang: str | None = None
    encoding: str | None = None
    timezone: str | None = None
    unreadable: Literal["stop", "leave_out"] = "stop"


class Metric(Strict):
    """[[metric]]"""

    id: str
    table: str
    value: str
    worse: Literal["up", "down"]
    dims: list[str] | None = None
    name: str | dict[str, str] = {}
    meaning: str = ""
    kind: Literal["share", "nps", "mean"] | None = None
    unit: str = ""
    side: Literal["X", "O"] | None = None
    min_n: int = Key(default=30, ge=1)


class Classify(Strict):
    """[classify]"""

    model: str = "default"
    topics: str | None = None
    labels: str | None = None
    audit: str | None = None


class Report(Strict):
    """[report]"""

    lang: Literal["en", "zh-Hans", "zh-Hant"] = "en"
    formats: list[str] = ["html", "md"]


class File(Strict):
    """The whole file."""

    project: Project = Key(default_factory=Project)
    source: list[Source] = []
    metric: list[Metric] = []
    classify: Classify = Key(default_factory=Classify)
    report: Report = Key(default_factory=Report)
