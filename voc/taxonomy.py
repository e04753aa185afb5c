"""The topics a comment may speak of, each with its names, its definition and the phrases that betray it.

For: `classify`, which searches the phrases, and `report` and `explain`, which need names and what a topic explains.
Not for: searching; how a phrase is written and read is `pattern`'s.

A topic file is TOML:

    [words.en]                       # word lists, written {staff} in a phrase
    staff = ["agent", "nurse"]

    [[topic]]
    id = "wait_time"
    name = {en = "Waiting time", zh-Hans = "等待时间", zh-Hant = "等候時間"}
    definition = {en = "..."}
    includes = {en = "..."}
    excludes = {en = "..."}
    explains = ["queue_wait", "csat"]
    [topic.phrases.en]
    negative = ["on hold for"]       # a complaint in itself
    positive = ["no queue"]          # praise in itself
    neutral = ["queue"]              # takes the sentiment of its clause
    judged = ["reception"]           # counts only where its clause judges something
    except = ["can't wait to"]       # a hit that overlaps one of these does not count

`phrases.pt = ["fila"]`, a plain list, is a list of neutral phrases.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from voc import pattern
from voc.errors import ConfigError, nearest

_LANG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
KINDS = ("negative", "positive", "neutral", "judged", "except")
KEYS = ("id", "name", "definition", "includes", "excludes", "explains", "phrases")
Texts = Mapping[str, str]
Phrases = Mapping[str, Mapping[str, tuple[str, ...]]]  # language -> kind -> phrases
Words = Mapping[str, Mapping[str, tuple[str, ...]]]  # language -> name of the list -> its words


@dataclass(frozen=True)
class Topic:
    """One topic; texts by language, `explains` metric ids, `phrases` by language and kind (one of KINDS)."""

    id: str
    name: Texts = field(default_factory=dict)
    definition: Texts = field(default_factory=dict)
    includes: Texts = field(default_factory=dict)
    excludes: Texts = field(default_factory=dict)
    explains: tuple[str, ...] = ()
    phrases: Phrases = field(default_factory=dict)

    def name_in(self, lang: str) -> str:
        """The name in `lang`, or in the nearest language there is, or the id: never empty."""
        return self.name.get(lang) or self.name.get(lang.split("-", maxsplit=1)[0]) or self.name.get("en") or self.id


@dataclass(frozen=True)
class Taxonomy:
    """The topics in their order and the word lists that their phrases use; equal if their contents are equal."""

    topics: tuple[Topic, ...] = field(compare=False)
    words: Words = field(compare=False, default_factory=dict)
    fingerprint: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """The topic ids in order."""
        return tuple(topic.id for topic in self.topics)

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes that any topic has phrases for, sorted."""
        return tuple(sorted({lang for topic in self.topics for lang in topic.phrases}))

    def topic(self, id: str) -> Topic | None:
        """The topic called `id`, or None."""
        return next((topic for topic in self.topics if topic.id == id), None)


@cache
def default() -> Taxonomy:
    """The 21 topics that come with the package, in English and Chinese."""
    text = resources.files("voc").joinpath("data", "taxonomy.toml").read_text(encoding="utf-8")
    return _read(text, "taxonomy.toml")


def load(path: str | Path, over: Taxonomy | None = None) -> Taxonomy:
    """The topics of the file at `path`; phrases may use its own word lists and those of `over`.

    Raises ConfigError: E150 no such file, E151 not TOML, E152 a key or value that is not understood, E153 a phrase
    that cannot be read.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            "E150",
            "the topic file cannot be read",
            where=str(path),
            found=error.strerror or "no such file" if isinstance(error, OSError) else "bytes that are not UTF-8",
            expected="a TOML file in UTF-8",
            do="correct the path in voc.toml or save the file as UTF-8",
        ) from error
    own = _read(text, path.name)
    _check_phrases(own, over.words if over else {}, path.name)
    return own


def merged(base: Taxonomy, own: Taxonomy) -> Taxonomy:
    """`base` with the topics of `own`: a new id is added behind, a known id replaced in its place.

    What replaces is what is written: names, definitions and phrases that `own` gives in a language replace those of
    that language; `explains` if it is given. So a file may add `phrases.pt` to a topic and leave the rest alone.
    """
    words = {
        lang: {**base.words.get(lang, {}), **own.words.get(lang, {})} for lang in sorted({*base.words, *own.words})
    }
    topics = [_replaced(topic, mine) if (mine := own.topic(topic.id)) is not None else topic for topic in base.topics]
    topics += [topic for topic in own.topics if base.topic(topic.id) is None]
    return _made(tuple(topics), words)


def _replaced(topic: Topic, mine: Topic) -> Topic:
    return replace(
        topic,
        name={**topic.name, **mine.name},
        definition={**topic.definition, **mine.definition},
        includes={**topic.includes, **mine.includes},
        excludes={**topic.excludes, **mine.excludes},
        explains=mine.explains or topic.explains,
        phrases={**topic.phrases, **mine.phrases},
    )


def _made(topics: tuple[Topic, ...], words: Words) -> Taxonomy:
    """A Taxonomy with its fingerprint: SHA-256 over everything that it says."""
    said = [[vars(topic) for topic in topics], words]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return Taxonomy(topics, words, hashlib.sha256(text.encode()).hexdigest())


def _read(text: str, file: str) -> Taxonomy:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError("E151", "the file is not TOML", where=file, found=str(error), do="mend that line") from error
    _check_keys(content, ("words", "topic"), file, "")
    words = {
        lang: {
            name: _strings(value, file, f"words.{lang}.{name}")
            for name, value in _table(lists, file, f"words.{lang}").items()
        }
        for lang, lists in _table(content.get("words", {}), file, "words").items()
    }
    entries = content.get("topic", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise _mismatch(file, "topic", entries, "topics written [[topic]]")
    topics: list[Topic] = []
    for number, entry in enumerate(entries, 1):
        topic = _topic(entry, number, file)
        if any(topic.id == other.id for other in topics):
            raise _mismatch(file, f"topic {topic.id}", topic.id, "an id that no other topic of the file has")
        topics.append(topic)
    return _made(tuple(topics), words)


def _topic(entry: dict[str, Any], number: int, file: str) -> Topic:
    id = entry.get("id")
    if not isinstance(id, str) or not id.replace("_", "").replace("-", "").isalnum():
        raise _mismatch(file, f"topic {number}, id", id, "a word of letters, digits, _ and -")
    where = f"topic {id}"
    _check_keys(entry, KEYS, file, where)
    texts = {key: _texts(entry.get(key, {}), file, f"{where}, {key}") for key in KEYS[1:5]}
    explains = _strings(entry.get("explains", []), file, f"{where}, explains")
    for lang in _table(entry.get("phrases", {}), file, f"{where}, phrases"):
        _check_lang(lang, file, f"{where}, phrases")
    phrases = {
        lang: _kinds(value, file, f"{where}, phrases.{lang}")
        for lang, value in _table(entry.get("phrases", {}), file, f"{where}, phrases").items()
    }
    return Topic(id, explains=explains, phrases=phrases, **texts)


def _check_lang(lang: str, file: str, where: str) -> None:
    if not _LANG.fullmatch(lang):
        raise _mismatch(file, where, lang, "the code of a language: en, zh, zh-Hans, pt")


def _kinds(value: Any, file: str, where: str) -> dict[str, tuple[str, ...]]:
    if isinstance(value, list):
        return {"neutral": _strings(value, file, where)}
    _check_keys(_table(value, file, where), KINDS, file, where)
    return {kind: _strings(phrases, file, f"{where}.{kind}") for kind, phrases in value.items()}


def _texts(value: Any, file: str, where: str) -> dict[str, str]:
    if isinstance(value, str):
        return {"en": value}
    table = _table(value, file, where)
    for lang, text in table.items():
        _check_lang(lang, file, where)
        if not isinstance(text, str):
            raise _mismatch(file, f"{where}.{lang}", text, "a text")
    return table


def _strings(value: Any, file: str, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _mismatch(file, where, value, "a list of texts")
    return tuple(value)


def _table(value: Any, file: str, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _mismatch(file, where, value, "a table: key = value")
    return value


def _mismatch(file: str, where: str, found: Any, expected: str) -> ConfigError:
    return ConfigError(
        "E152",
        f"{where} is not understood",
        where=file,
        found=f"{found!r:.80}",
        expected=expected,
        do="mend that value",
    )


def _check_keys(table: Mapping[str, Any], known: tuple[str, ...], file: str, where: str) -> None:
    for key in table:
        if key not in known:
            place = f"{where}: " if where else ""
            raise ConfigError("E152", f"{place}unknown key {key}", where=file, found=key, do=nearest(key, known))


def _check_phrases(taxonomy: Taxonomy, more: Words, file: str) -> None:
    """Every phrase must compile; the first that does not is an E153 that names it."""
    for topic in taxonomy.topics:
        for lang, kinds in topic.phrases.items():
            words = {**more.get(lang, {}), **taxonomy.words.get(lang, {})}
            for kind, phrases in kinds.items():
                for phrase in phrases:
                    try:
                        pattern.check(phrase, lang, words)
                    except pattern.PatternError as error:
                        raise ConfigError(
                            "E153",
                            f"topic {topic.id}, phrases.{lang}.{kind}: a phrase cannot be read",
                            where=file,
                            found=f"{phrase!r:.80}: {error}",
                            expected="words, (options), (this|that), *, # or {list}",
                            do="rewrite the phrase or take it out",
                        ) from error
