"""About: what can be said of a model without asking it anything.

    about.every()                  # the models that can be named
    about.card("linear")           # its card, or a summary where nobody wrote one
    about.verified("linear")       # is every file as it was written?

For: `voc model` and `voc doctor`. Not for: finding models or reading them to work with (`shelf`), or judging them (`voc
evaluate`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Any

from voc import taxonomy
from voc.classify import bundle, shelf
from voc.errors import ModelError

LANGS = {"en": ("en",), "zh": ("zh-Hans", "zh-Hant")}  # what a language group is called elsewhere


@dataclass(frozen=True)
class About:
    """A model by name: its tier, its folder (None for phrases), bytes, languages, topic ids; whether it is what `default`
    means; `least`, by language: the probability from which each topic is said (none for phrases); `labels`, of a model with
    heads for each, and `grams`, by language group, of a linear one."""

    name: str
    tier: str
    folder: Path | None
    size: int
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    is_default: bool
    least: Mapping[str, tuple[float | None, ...]]
    labels: tuple[str, ...] = ()
    grams: Mapping[str, int] | None = None

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "name": self.name, "kind": self.tier, "where": None if self.folder is None else str(self.folder),
            "size": self.size, "languages": list(self.languages), "topics": list(self.topics), "default": self.is_default,
        }  # fmt: skip


@dataclass(frozen=True)
class Verified:
    """The files of a model that were compared with their sums, and what was wrong with the first that was not as written."""

    name: str
    folder: Path | None
    files: int
    error: ModelError | None

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "name": self.name, "where": None if self.folder is None else str(self.folder), "files": self.files,
            "error": None if self.error is None else self.error.as_dict(),
        }  # fmt: skip


def every() -> list[About]:
    """The models that can be named. One that is damaged has no languages and no topics; `verified` says why."""
    found = []
    for name, folder in shelf.names().items():
        try:
            found.append(_about(name, folder))
        except ModelError:
            found.append(About(name, shelf.tier(folder), folder, _size(folder), (), (), _is_default(folder), {}))
    return found


def of(model: str, home: Path | None = None) -> About:
    """The model of this name or path; `home` as in `shelf.folder`. Raises ModelError E300, E301 or E313."""
    folder = shelf.folder(model, home)
    return _about(shelf.PHRASES if folder is None else folder.resolve().name, folder)


def verified(model: str, home: Path | None = None) -> Verified:
    """Whether every file of the model is as it was written. Raises ModelError E300 or E301 where there is no model."""
    folder = shelf.folder(model, home)
    if folder is None:
        return Verified(shelf.PHRASES, None, 0, None)
    name = folder.resolve().name
    try:
        return Verified(name, folder, len(shelf.check(folder)), None)
    except ModelError as error:
        return Verified(name, folder, 0, error)


def identity(model: str, home: Path | None = None) -> dict[str, str | None]:
    """Name and tier of a model, and the sha256 of its sums, which stands for every byte of it (None for phrases): what a
    run writes down. Raises ModelError as `shelf.folder` does."""
    folder = shelf.folder(model, home)
    if folder is None:
        return {"name": shelf.PHRASES, "kind": shelf.PHRASES, "sha256": None}
    sums = (folder / bundle.SUMS).read_bytes()
    return {"name": folder.resolve().name, "kind": shelf.tier(folder), "sha256": hashlib.sha256(sums).hexdigest()}


def card(model: str) -> str:
    """CARD.md of the model, or a summary in the same form where it has none; Markdown. Raises ModelError as `of` does."""
    folder = shelf.folder(model)
    if folder is not None and (folder / shelf.CARD).is_file():
        return (folder / shelf.CARD).read_text("utf-8", errors="replace")
    return _summary(of(model))


def _about(name: str, folder: Path | None) -> About:
    if folder is None:
        default = taxonomy.default()
        langs = tuple(lang for group in ("en", "zh") for lang in LANGS[group])
        return About(name, shelf.PHRASES, None, 0, langs, default.ids, _is_default(None), {})
    tier = shelf.tier(folder)
    try:
        head = json.loads((folder / bundle.HEAD).read_bytes())
        if tier != shelf.TRANSFORMER:
            told = json.loads((folder / shelf.TAGGER).read_bytes())
            topics = tuple(map(str, told["topics"]))
            groups = {str(name): int(n) for name, n in head["groups"].items()} if tier == shelf.LINEAR else {}
            least: Mapping[str, tuple[float | None, ...]] = {
                lang: tuple(None if one is None else float(one) for one in values)
                for lang, values in told["least"].items()
            }
            labels: tuple[str, ...] = tuple(map(str, head["labels"]))
        else:
            from voc.classify.encoders import finetuned

            topics, groups, labels = tuple(map(str, head["labels"])), {}, ()
            least = {
                lang: tuple(None if isnan(one) else round(float(one), 4) for one in values)
                for lang, values in finetuned.thresholds(head, folder).items()
            }
    except OSError as error:
        raise bundle.missing(Path(error.filename or folder), error) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise bundle.unfit(folder, error) from error
    known = groups or least
    langs = tuple(dict.fromkeys(lang for group in known for lang in LANGS.get(group, (group,))))
    return About(name, tier, folder, _size(folder), langs, topics, _is_default(folder), least, labels, groups or None)


def _is_default(folder: Path | None) -> bool:
    return shelf.folder(shelf.DEFAULT) == folder


def _size(folder: Path | None) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) if folder else 0


def _least(least: float | None) -> str:
    """A threshold; a topic that was not taught in a language stays with its phrases."""
    return "phrases" if least is None else f"{least:.3f}"


def _summary(about: About) -> str:
    """What there is to say of a model that has no card."""
    what = "Topics and sentiment by the phrases and the lexicon of the package; nothing was trained."
    if about.folder is not None:
        what = "Nobody wrote a card for this model: what it learned from, and how often it is right, is not known."
    lines = [
        f"# {about.name}", "", what, "",
        f"- kind: {about.tier}", f"- size: {about.size:,} bytes", f"- languages: {', '.join(about.languages)}",
        f"- topics: {len(about.topics)} ({', '.join(about.topics)})",
    ]  # fmt: skip
    if about.grams:
        sizes = ", ".join(f"{group} {count:,}" for group, count in about.grams.items())
        lines += [f"- labels: {len(about.labels)} ({about.labels[0]} ... {about.labels[-1]})", f"- grams: {sizes}"]
    if about.least:
        langs = list(about.least)
        lines += ["", "A topic is said where its probability reaches", "", f"| topic | {' | '.join(langs)} |"]
        lines += [f"|---|{'---|' * len(langs)}"]
        for place, topic in enumerate(about.topics):
            lines.append(f"| {topic} | {' | '.join(_least(about.least[lang][place]) for lang in langs)} |")
    if about.folder is not None:
        lines += ["", "| sha256 | file |", "|---|---|"]
        for file in sorted(file for file in about.folder.rglob("*") if file.is_file()):
            with file.open("rb") as data:
                lines.append(
                    f"| {hashlib.file_digest(data, 'sha256').hexdigest()} | {file.relative_to(about.folder).as_posix()} |"
                )
    return "\n".join(lines) + "\n"
