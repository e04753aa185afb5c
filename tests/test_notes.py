"""Every note on a file is said by `note`, stands in notes.toml in three languages and is found there by its own sentence."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from opencc import OpenCC

from voc.cli.notes import in_words
from voc.ingest.note import note

VOC = Path(__file__).parent.parent / "voc"
LANGS = ("zh-Hans", "zh-Hant")
GAP = re.compile(r"\{(\w+)\}")
HAN = re.compile("[\u4e00-\u9fff]")
# Names in lower case that a Chinese sentence may hold: of columns, settings, files and what files say.
CODE = {
    "voc", "type", "min", "max", "score", "labels", "seq", "encoding", "user", "customer", "contact", "simple", "true",
    "question", "item-price", "ces", "finished",
}  # fmt: skip
WARNED = ("warnings", "notes")


@cache
def trees() -> dict[str, ast.Module]:
    return {str(one.relative_to(VOC.parent)): ast.parse(one.read_text("utf-8")) for one in sorted(VOC.rglob("*.py"))}


@cache
def catalogue() -> dict[str, dict[str, str]]:
    text = (VOC / "data/wording/notes.toml").read_text("utf-8")
    return {one["en"]: one for one in tomllib.loads(text)["note"]}


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    """The calls of `note` in a module that imports it."""
    if any(isinstance(one, ast.ImportFrom) and one.module == "voc.ingest.note" for one in ast.walk(tree)):
        yield from (one for one in ast.walk(tree) if isinstance(one, ast.Call) and called(one) == "note")


def called(one: ast.Call) -> str:
    return one.func.attr if isinstance(one.func, ast.Attribute) else getattr(one.func, "id", "")


@cache
def said() -> dict[str, str]:
    """Every sentence that is the first argument of `note`, and where."""
    return {
        str(one.args[0].value): f"{file}:{one.lineno}"
        for file, tree in trees().items()
        for one in calls(tree)
        if isinstance(one.args[0], ast.Constant)
    }


def test_a_note_is_a_sentence_written_out_with_a_value_for_each_gap() -> None:
    wrong = [
        f"{file}:{one.lineno}"
        for file, tree in trees().items()
        for one in calls(tree)
        if not (
            isinstance(one.args[0], ast.Constant)
            and len(one.args) == 1
            and sorted(GAP.findall(str(one.args[0].value))) == sorted(str(each.arg) for each in one.keywords)
            and not re.search("[{}]", GAP.sub("", str(one.args[0].value)))
        )
    ]
    assert wrong == []
    assert len(said()) > 150


def test_every_note_that_is_said_is_in_the_catalogue_and_no_other() -> None:
    assert {one: where for one, where in said().items() if one not in catalogue()} == {}
    assert [one for one in catalogue() if one not in said()] == []


def test_a_sentence_has_the_same_gaps_in_three_languages() -> None:
    for english, one in catalogue().items():
        assert one.keys() == {"en", *LANGS}
        for lang in LANGS:
            assert sorted(GAP.findall(one[lang])) == sorted(GAP.findall(english)), english


# What stands in the gaps, twice: plain, and with the signs that sentences hold between their gaps.
PLAIN = {"note": "minutes", "why": "its name says so", "unit": "hours", "what": "holidays"}
SIGNS = {
    "column": "'Where, when; how: is it?'", "columns": "'a, b', 'c: d', 'e; f' ...", "question": '"Don\'t you, as is; or not?"',
    "first": "Report: May, and more; all", "files": "a, b.csv, c as d.csv", "names": "a, b is the c", "n": "1,234",
    "their": "Where, how", "error": "E201 a.csv: 'x' is the y; do: z", "note": "3 cells of a: b are HTML; read as their words", "left": "a, b read",
    "read": "May, June", "line": '[source.units] a = "min"', "ours": "their_a", "code": "min", "key": "order_id",
    "unit": "minutes", "what": "tags of orders", "roles": "a, b; c ...", "why": "half of them are above 1,000",
    "types": "a, b", "low": "0", "high": "10", "alone": "a:b", "contact": "a, b: c", "zone": "'Mars, Phobos'", "called": "their_a b",
}  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("values", [PLAIN, SIGNS], ids=["plain", "signs"])
def test_a_sentence_finds_its_own_words(lang: str, values: dict[str, str]) -> None:
    for english, one in catalogue().items():
        gaps = {name: values.get(name, f"a_{name}") for name in GAP.findall(english)}
        words = {
            name: in_words(gap, lang) if name in ("note", "why", "unit", "what") else gap for name, gap in gaps.items()
        }
        assert in_words(note(english, **gaps), lang) == one[lang].format_map(words), english


def test_lists_of_columns_are_said_to_the_last() -> None:
    named = "Where, how as order_id, wait as queue_wait_s in min, which nothing says, when as created_at"
    told = note("read by the usual names of columns: {note}; a [[source]] in voc.toml says what is right", note=named)
    assert in_words(told, "zh-Hant").startswith(
        "按常見的欄名讀取：Where, how 作 order_id、wait 作 queue_wait_s（單位 min）、此單位未經說明、when 作 created_at；"
    )
    told = note("column {column} occurs twice; the second is called {unique}", column="hours", unique="hours.2")
    assert in_words(told, "zh-Hans") == "列 hours 出现两次；第二个改称 hours.2", "a name is no note"


@pytest.mark.parametrize("lang", LANGS)
def test_chinese_is_chinese(lang: str) -> None:
    """No English words but names, and the letters of the one writing alone."""
    other = OpenCC("t2s" if lang == "zh-Hans" else "s2tw")
    for english, one in catalogue().items():
        plain = GAP.sub("", one[lang])
        words = set(re.findall(r"[A-Za-z][\w-]*", plain))
        assert not [
            word for word in words if word.islower() and "_" not in word and word not in CODE | names(english)
        ], one
        assert HAN.search(plain) or not re.search("[a-z]", plain), one
        assert [letter for letter in plain if letter not in english and other.convert(letter) != letter] == [], one


def names(english: str) -> set[str]:
    """What stands in brackets, behind a slash or before an ending: [source.columns], /forms/, voc.toml."""
    found = re.findall(r"\[[\w.\[\]]+\]|/[\w/-]+|\w+\.toml", GAP.sub("x", english))
    return {word for one in found for word in re.findall(r"[a-z][\w-]*", one)}


def test_nothing_is_noted_but_by_note() -> None:
    """No string, written out or filled in, goes into `warnings` past `note`: neither there, nor by a name or a function."""
    files = {file: tree for file, tree in trees().items() if file.startswith("voc/ingest")}
    bare = {
        f"{file}:{one.lineno}: {ast.unparse(one)[:80]}"
        for file, tree in files.items()
        for scope in [tree, *functions(tree)]
        for given in sinks(scope)
        for one in strings(given, scope, tree, set())
    }
    assert bare == set()


def functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]


@cache
def telling() -> dict[str, list[tuple[ast.FunctionDef, ast.Module]]]:
    """The functions of ingest that return words or lists of them, by name."""
    found: dict[str, list[tuple[ast.FunctionDef, ast.Module]]] = {}
    for file, tree in trees().items():
        for one in functions(tree) if file.startswith("voc/ingest") else ():
            if one.returns is not None and ast.unparse(one.returns) in ("str", "str | None", "list[str]"):
                found.setdefault(one.name, []).append((one, tree))
    return found


@cache
def constants() -> dict[str, list[ast.AST]]:
    """What names in capitals are set to, in all modules."""
    found: dict[str, list[ast.AST]] = {}
    for tree in trees().values():
        for one in tree.body:
            for target in targets(one):
                found.setdefault(last(target), []).append(getattr(one, "value", None) or ast.Constant(""))
    return found


def targets(one: ast.AST) -> list[ast.expr]:
    """What a statement sets."""
    if isinstance(one, ast.AugAssign | ast.AnnAssign):
        return [one.target]
    return one.targets if isinstance(one, ast.Assign) else []


def last(one: ast.AST) -> str:
    """The last name of x.warnings."""
    return one.attr if isinstance(one, ast.Attribute) else one.id if isinstance(one, ast.Name) else ""


def sinks(scope: ast.AST) -> Iterator[ast.AST]:
    """What is put into warnings in a function or module."""
    for one in ast.walk(scope):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and last(one.func.value) in WARNED:
            yield from one.args if one.func.attr in ("append", "extend", "insert") else ()
        elif any(last(target) in WARNED for target in targets(one)):
            yield getattr(one, "value", None) or ast.Constant("")
        elif isinstance(one, ast.Call):
            yield from (each.value for each in one.keywords if each.arg in WARNED)


def strings(one: ast.AST, scope: ast.AST, tree: ast.Module, seen: set[str]) -> Iterator[ast.expr]:
    """The strings of more than a word that `one` may be or hold."""
    more: Iterable[ast.AST] = ()
    if isinstance(one, ast.JoinedStr) or (isinstance(one, ast.Constant) and " " in str(one.value)):
        yield one
    elif isinstance(one, ast.List):
        more = one.elts
    elif isinstance(one, ast.IfExp):
        more = (one.body, one.orelse)
    elif isinstance(one, ast.BinOp):
        more = (one.left, one.right)
    elif isinstance(one, ast.ListComp | ast.GeneratorExp):
        more = (one.elt,)
    elif isinstance(one, ast.Starred):
        more = (one.value,)
    elif isinstance(one, ast.Name | ast.Attribute) and last(one) not in seen:
        more = list(values(last(one), scope)) or list(values(last(one), tree))
        if not more and last(one).isupper():
            more = constants().get(last(one), ())
        seen = {*seen, last(one)}
    elif isinstance(one, ast.Call) and called(one) in ("said", "replace", "sorted", "list"):
        more = one.args
    elif isinstance(one, ast.Call) and called(one) != "note" and called(one) not in seen:
        for function, other in telling().get(called(one), ()):
            for back in ast.walk(function):
                if isinstance(back, ast.Return) and back.value:
                    yield from strings(back.value, function, other, {*seen, called(one)})
    for each in more:
        yield from strings(each, scope, tree, seen)


def values(name: str, scope: ast.AST) -> Iterator[ast.AST]:
    """What a name is set to in a function or module, and what is appended to it."""
    for one in ast.walk(scope):
        if any(last(target) == name for target in targets(one)):
            yield getattr(one, "value", None) or ast.Constant("")
        elif isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and last(one.func.value) == name:
            yield from one.args if one.func.attr in ("append", "extend") else ()
