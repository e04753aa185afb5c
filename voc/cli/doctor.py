"""`voc doctor`. Not for: mending anything."""

from __future__ import annotations

import platform
from importlib import metadata
from pathlib import Path

import click

from voc import __version__
from voc.cli import options

NEEDED = (
    "click",
    "duckdb",
    "jinja2",
    "numpy",
    "opencc",
    "pandas",
    "pyarrow",
    "pydantic",
    "scipy",
    "spacy",
)
EXTRAS = {"fast": "numba", "spark": "pyspark", "transformers": "transformers"}


@click.command()
@options.project
@options.as_json
def command(project: Path, as_json: bool) -> None:
    """Versions, optional parts, and for PROJECT each setting and where it came from.

    \b
    voc doctor northfell
    """
    from voc.config import FILE_NAME, SETTINGS, load

    versions = {name: metadata.version(name) for name in NEEDED}
    extras: dict[str, str | None] = {}
    for extra, package in EXTRAS.items():
        try:
            extras[extra] = metadata.version(package)
        except metadata.PackageNotFoundError:
            extras[extra] = None
    settings = {}
    file = project / FILE_NAME if project.is_dir() else project
    if file.is_file():
        config = load(project)
        settings = {name: {"value": getattr(config, name), "from": config.won[name]} for name in SETTINGS}
    if as_json:
        about = {"voc": __version__, "python": platform.python_version()}
        options.print_json({**about, "versions": versions, "extras": extras, "settings": settings})
        return
    click.echo(f"voc {__version__} on Python {platform.python_version()}")
    for name, version in versions.items():
        click.echo(f"  {name} {version}")
    for extra, installed in extras.items():
        click.echo(f"  extra [{extra}]: {installed or 'not installed'}")
    if not settings:
        click.echo(f"no {FILE_NAME} in {project}")
    for name, one in settings.items():
        click.echo(f"  {name} = {one['value']}  ({one['from']})")
