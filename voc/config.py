"""voc.toml as frozen dataclasses: what to read, what to count, how to classify, how to report.

For: `pipeline` and `cli`. Not for: the stages, which receive the parts they need and never see a Config.
An unknown key is an error that names the near one. Order of precedence: flag > environment (VOC_*) > voc.toml > default.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from pydantic import BaseModel, ValidationError

from voc import metrics, sections, tables
from voc.errors import ConfigError, nearest
from voc.ingest import charset
from voc.ingest.source import Score, Source

FILE_NAME = "voc.toml"
PERIODS = ("day", "week", "month")
LANGS = ("en", "zh-Hans", "zh-Hant")
FORMATS = ("html", "md", "json", "xlsx")
FORMATS_NOT_YET = ("pptx",)

# What may be set from outside the file: name -> section in voc.toml.
SETTINGS = {
    "timezone": "project",
    "period": "project",
    "since": "project",
    "until": "project",
    "engine": "project",
    "model": "classify",
    "lang": "report",
    "formats": "report",
}


@dataclass(frozen=True)
class Config:
    """A project: everything `analyze` needs to know. `won` says for each of SETTINGS which source decided it."""

    folder: Path
    file: Path
    name: str
    timezone: str
    period: str
    segments: tuple[str, ...]
    since: date | None
    until: date | None
    engine: str
    sources: tuple[Source, ...]
    metrics: Mapping[str, metrics.Metric]
    model: str
    topics: Path | None
    labels: Path | None
    audit: Path | None
    lang: str
    formats: tuple[str, ...]
    won: Mapping[str, str]

    @property
    def zone(self) -> str | None:
        """What times without an offset are in; None where nobody said: then `timezone` is only how days are told apart."""
        return None if self.won.get("timezone") == "default" else self.timezone

    def only(self, metric_ids: tuple[str, ...]) -> Config:
        """The same project with these metrics alone. Raises ConfigError E105 for an id that is not defined."""
        for one in metric_ids:
            if one not in self.metrics:
                raise ConfigError("E105", f"no metric is called {one!r}", do=nearest(one, self.metrics))
        return replace(self, metrics={one: self.metrics[one] for one in metric_ids}) if metric_ids else self


def find(project: str | Path) -> Path:
    """The voc.toml of a project given as its folder or as the file. Raises ConfigError E100 where there is none."""
    path = Path(project).expanduser()
    file = path / FILE_NAME if path.is_dir() else path
    if not file.is_file():
        raise ConfigError(
            "E100", "there is no project here", where=str(path), expected=f"a folder with {FILE_NAME}, or that file",
            do="`voc init DIR` looks at the files in DIR and writes a draft; `voc demo DIR` writes a whole example",
        )  # fmt: skip
    return file


def load(
    project: str | Path, *, flags: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None
) -> Config:
    """The Config of `project`.

    `flags` are settings from the command line (None = not given), `environment` defaults to the process's.
    Raises ConfigError E100 (no project), E101 (not TOML), E102 (unknown key), E103 (wrong value), E104 (a metric or
    source that contradicts itself).
    """
    file = find(project)
    try:
        described = tomllib.loads(file.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(
            "E101", "this is not TOML", where=str(file), found=str(error), do="mend that line; text goes in quotes"
        ) from error
    described, won = _settings(described, flags or {}, os.environ if environment is None else environment)
    try:
        parsed = sections.File.model_validate(described)
    except ValidationError as error:
        raise _as_config_error(error, described, won, str(file)) from None
    return _config(parsed, file, won)


def _settings(
    described: dict[str, Any], flags: Mapping[str, Any], environment: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """`described` with flags and environment laid over it, and where each setting came from."""
    laid = dict(described)
    won = {}
    for name, section in SETTINGS.items():
        of_section = dict(laid.get(section, {})) if isinstance(laid.get(section, {}), dict) else {}
        variable = f"VOC_{name.upper()}"
        if flags.get(name) is not None:
            of_section[name], won[name] = flags[name], f"flag --{name}"
        elif environment.get(variable):
            of_section[name], won[name] = _from_text(name, environment[variable]), f"environment {variable}"
        else:
            won[name] = FILE_NAME if name in of_section else "default"
            continue
        laid[section] = of_section
    return laid, won


def _from_text(name: str, text: str) -> Any:
    if name == "formats":
        return [part.strip() for part in text.split(",") if part.strip()]
    if name in ("since", "until"):
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            variable = f"VOC_{name.upper()}"
            raise ConfigError("E103", "not a date", where=variable, found=text, expected="YYYY-MM-DD") from error
    return text


def _as_config_error(error: ValidationError, described: Any, won: Mapping[str, str], file: str) -> ConfigError:
    """The first thing pydantic found, in our words, with the near key where a key is unknown."""
    # A key that is misspelt is also missing under its right name: the unknown one says more.
    every = error.errors()
    first = next((one for one in every if one["type"] == "extra_forbidden"), every[0])
    place = [part for part in first["loc"] if part not in ("str", "dict[str,str]")]
    name = ".".join(f"[{part + 1}]" if isinstance(part, int) else str(part) for part in place).replace(".[", "[")
    where = _place(str(place[-1]), won, file) if place else file
    if first["type"] == "extra_forbidden":
        known = _keys_at(place[:-1])
        return ConfigError("E102", f"unknown key {name}", where=where, do=nearest(str(place[-1]), known))
    if first["type"] == "missing":
        return ConfigError("E103", f"{name} is missing", where=where, do=f"add `{place[-1]} = ...` there")
    found = first.get("input")
    do = "write it without quotes: 2026-01-31" if first["type"].startswith("date") else ""
    return ConfigError(
        "E103", f"{name}: {first['msg'][0].lower() + first['msg'][1:]}", where=where, found=repr(found)[:80], do=do
    )


def _place(setting: str, won: Mapping[str, str], file: str) -> str:
    """Where a setting stands that was read: the flag or variable that won, else the file."""
    return won[setting] if won.get(setting, "").startswith(("flag", "environment")) else file


def _keys_at(place: list[Any]) -> list[str]:
    """The keys that may stand in the section at `place`."""
    model: Any = sections.File
    for part in place:
        if isinstance(part, int):
            continue
        annotation = model.model_fields[part].annotation
        inner = [one for one in getattr(annotation, "__args__", ()) if isinstance(one, type)]
        model = next((one for one in inner if issubclass(one, BaseModel)), annotation)
    return list(model.model_fields)


def _config(parsed: sections.File, file: Path, won: Mapping[str, str]) -> Config:
    folder, where = file.parent.resolve(), str(file)
    since, until = parsed.project.since, parsed.project.until
    if since and until and until < since:
        raise ConfigError(
            "E104", "project.until lies before since: no day counts", where=_place("until", won, where),
            found=f"{since} to {until}", do="turn them round, or take one away",
        )  # fmt: skip
    _check_zone(parsed.project.timezone, "project", _place("timezone", won, where))
    for one in parsed.report.formats:
        if one not in FORMATS:
            what = f"{one.upper()} cannot be written yet" if one in FORMATS_NOT_YET else f"no format {one!r}"
            raise ConfigError(
                "E103", f"report.formats: {what}", where=_place("formats", won, where),
                do=f"use one of: {', '.join(FORMATS)}" if one in FORMATS_NOT_YET else nearest(one, FORMATS),
            )  # fmt: skip
    if not parsed.source:
        raise ConfigError(
            "E104", "nothing to read: there is no [[source]]", where=where, do='add [[source]] path = "..."'
        )
    segments = tuple(dict.fromkeys(parsed.project.segments))
    measured = _metrics(parsed.metric, segments, where)
    return Config(
        folder=folder,
        file=file,
        name=parsed.project.name,
        timezone=parsed.project.timezone,
        period=parsed.project.period,
        # What any metric is searched by; each metric says which of them are its own.
        segments=tuple(dict.fromkeys([*segments, *(dim for one in measured.values() for dim in one.dims or ())])),
        since=parsed.project.since,
        until=parsed.project.until,
        engine=parsed.project.engine,
        sources=tuple(_source(one, number, where) for number, one in enumerate(parsed.source, 1)),
        metrics=measured,
        model=parsed.classify.model,
        topics=_path(parsed.classify.topics, folder, "classify.topics", where),
        labels=_path(parsed.classify.labels, folder, "classify.labels", where),
        audit=_path(parsed.classify.audit, folder, "classify.audit", where),
        lang=parsed.report.lang,
        formats=tuple(dict.fromkeys(parsed.report.formats)),
        won=won,
    )


def _check_zone(name: str, section: str, where: str) -> None:
    if name not in available_timezones():
        raise ConfigError(
            "E103", f"{section}.timezone is not a time zone", where=where, found=name,
            expected="an IANA name such as Europe/London or Asia/Shanghai", do=nearest(name, available_timezones()),
        )  # fmt: skip


def _source(one: sections.Source, number: int, where: str) -> Source:
    if (one.path is None) == (one.query is None):
        raise ConfigError("E104", f"source[{number}] needs either path or query", where=where, do="keep one of the two")
    if one.table is not None and one.table not in tables.READ_BY_INGEST:
        raise ConfigError(
            "E104", f"source[{number}].table: no table {one.table!r}", where=where,
            do=nearest(one.table, tables.READ_BY_INGEST),
        )  # fmt: skip
    if one.timezone is not None:
        _check_zone(one.timezone, f"source[{number}]", where)
    if one.encoding is not None:
        charset.readings(one.encoding, f"{where}, source[{number}].encoding")
    score = None
    if one.score is not None:
        if not one.score.min < one.score.max:
            raise ConfigError("E104", f"source[{number}].score: min must be below max", where=where)
        score = Score(**one.score.model_dump())
    return Source(**one.model_dump(exclude={"score"}), score=score)


def _metrics(own: list[sections.Metric], segments: tuple[str, ...], where: str) -> dict[str, metrics.Metric]:
    """The project's own metrics first, then the built-in ones whose id it did not take; a metric that names no
    dimensions of its own has the project's `segments`."""
    countable = (*tables.TIME_COLUMN,)
    known: dict[str, metrics.Metric] = {}
    for one in own:
        if one.table not in countable:
            raise ConfigError(
                "E104", f"metric {one.id}: no metric can be counted over {one.table!r}", where=where,
                do=nearest(one.table, countable),
            )  # fmt: skip
        if one.id in known:
            raise ConfigError(
                "E104", f"metric {one.id} is defined twice", where=where, do="give one of them another id"
            )
        if one.kind == "share" and one.unit not in ("", "%", "share"):
            raise ConfigError(
                "E104", f"metric {one.id}: a share is written in %", where=where, found=f"unit = {one.unit!r}",
                do='take unit away, or say kind = "mean"',
            )  # fmt: skip
        known[one.id] = metrics.metric(one.model_dump(exclude_none=True))
    known |= {key: one for key, one in metrics.builtin().items() if key not in known}
    return {key: one if one.dims is not None else replace(one, dims=segments) for key, one in known.items()}


def _path(text: str | None, folder: Path, key: str, where: str) -> Path | None:
    if text is None:
        return None
    path = folder / os.path.expandvars(text)
    if not path.is_file():
        raise ConfigError("E104", f"{key}: there is no such file", where=where, found=text, do="mend the path")
    return path
