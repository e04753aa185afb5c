"""The house rules that a program can check: who may import whom, who may print, how long a file is, what it is called.

The layers themselves stand in pyproject.toml and are checked by `make imports`. Every test here collects all offenders,
so that one run shows them all.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "voc"
FILES = sorted(HOUSE.rglob("*.py"))
STAGES = ("ingest", "clean", "classify", "join", "explain")
NOT_NAMES = {"utils", "util", "helpers", "helper", "core", "common", "base", "manager", "factory", "service", "misc"}
MOST_LINES = 320
# The same input gives the same bytes: no unseeded generator, no clock in what is written, no random id.
CHANCE = ("default_rng()", "uuid4(", "datetime.now(", "date.today(", "np.random.rand", "random.random(")


@cache
def tree(file: Path) -> ast.Module:
    """The file, parsed once for all tests."""
    return ast.parse(file.read_text("utf-8"))


@cache
def imported(file: Path) -> frozenset[str]:
    """Every module that `file` imports, at its top or inside a function, with what is taken from it: voc.join.links."""
    names: set[str] = set()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{'.' * node.level}{node.module}", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(names)


def room(file: Path) -> str:
    """The first name below voc/: ingest, cli, pipeline ..."""
    return file.relative_to(HOUSE).parts[0].removesuffix(".py")


def name(file: Path) -> str:
    """The file as a person says it."""
    return file.relative_to(HOUSE.parent).as_posix()


def test_there_is_something_to_check() -> None:
    assert {*STAGES, "engine", "report", "cli", "pipeline", "config"} <= {room(file) for file in FILES}


def test_stages_meet_only_in_tables() -> None:
    wrong = []
    for file in FILES:
        others = {f"voc.{stage}" for stage in STAGES if stage != room(file)} if room(file) in STAGES else set()
        wrong += [f"{name(file)}: {one}" for one in sorted(imported(file)) if ".".join(one.split(".")[:2]) in others]
    assert not wrong


def test_no_import_hides_which_room_it_reaches_into() -> None:
    assert not [f"{name(file)}: {one}" for file in FILES for one in sorted(imported(file)) if one.startswith(".")]


def test_only_the_engine_knows_its_database() -> None:
    assert not [
        f"{name(file)}: {one}"
        for file in FILES
        for one in sorted(imported(file))
        if one.split(".")[0] in ("duckdb", "pyspark") and room(file) != "engine"
    ]


def test_explain_and_report_never_see_an_engine() -> None:
    small = [file for file in FILES if room(file) in ("explain", "report")]
    assert not [f"{name(file)}: {one}" for file in small for one in imported(file) if one.startswith("voc.engine")]


def test_only_the_command_line_prints() -> None:
    wrong = []
    for file in FILES:
        if room(file) in ("cli", "__main__"):
            continue
        calls = [node.func for node in ast.walk(tree(file)) if isinstance(node, ast.Call)]
        wrong += [name(file) for call in calls if isinstance(call, ast.Name) and call.id == "print"]
        wrong += [f"{name(file)}: {one}" for one in imported(file) if one.split(".")[0] in ("click", "rich", "logging")]
    assert not wrong


def test_a_file_has_one_noun() -> None:
    lengths = {name(file): len(file.read_text("utf-8").splitlines()) for file in FILES}
    assert not {file: lines for file, lines in lengths.items() if lines > MOST_LINES}, "two nouns by now"


def test_no_file_is_called_after_nothing() -> None:
    parts = {name(file): {part.removesuffix(".py") for part in file.relative_to(HOUSE).parts} for file in FILES}
    assert not [file for file, words in parts.items() if words & NOT_NAMES]


def test_a_file_says_what_it_is_for_and_what_not() -> None:
    said = {name(file): ast.get_docstring(tree(file)) or "" for file in FILES}
    assert not [file for file, text in said.items() if not text]
    spare = ("__init__.py", "__main__.py")
    assert not [file for file, text in said.items() if "not for" not in text.lower() and not file.endswith(spare)]


def test_public_functions_and_classes_say_what_they_give() -> None:
    assert not [
        f"{name(file)}: {node.name}"
        for file in FILES
        for node in tree(file).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]


def test_chance_has_a_seed() -> None:
    assert not [f"{name(file)}: {one}" for file in FILES for one in CHANCE if one in file.read_text("utf-8")]


@pytest.mark.parametrize("what", ["import voc", "import voc.cli", "import voc.tables, voc.metrics, voc.taxonomy"])
def test_importing_costs_nothing(what: str) -> None:
    heavy = {"pandas", "pyarrow", "duckdb", "spacy", "numpy", "scipy", "pydantic", "sklearn"}
    script = f"{what}\nimport sys\nprint(*sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not done.stdout.split()
