"""The pages tell the truth: what they say can be run is run, what they name exists, what they quote was printed.

    VOC_REFRESH=1 python -m pytest tests/test_docs.py tests/test_package.py

puts what is printed today under every `<!-- as run: ... -->` of the READMEs, instead of comparing.
"""

from __future__ import annotations

import csv
import gzip
import os
import re
import subprocess
import sys
import tomllib
import zlib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from voc import asking, classify, cli, config, metrics, sections, tables, taxonomy
from voc.ingest import formats

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "voc" / "data" / "demo"
README, CHINESE, TRADITIONAL = ROOT / "README.md", ROOT / "README.zh.md", ROOT / "README.zh-Hant.md"
READMES = (README, CHINESE, TRADITIONAL)
PARKED = ("There was nowhere to park.", "楼下没地方停车", "醫院附近沒地方停車")
PAGES = sorted(
    page
    for folder in (".", "examples", "docs", "benchmarks", "voc/data/demo")
    for page in [*(ROOT / folder).glob("*.md"), *(ROOT / folder).glob("*/README.md")]
    if not any(part.startswith(".") or part in ("out", "build") for part in page.relative_to(ROOT).parts)
)
REFRESH = bool(os.environ.get("VOC_REFRESH"))
FENCE = re.compile(r"^(?:<!-- (?P<mark>[^>]*?) -->\n)?```(?P<lang>\w*)\n(?P<body>.*?)^```$", re.M | re.S)


def blocks(page: Path) -> list[tuple[str, str, str]]:
    """(mark, language, body) of every fenced block of `page`, in order; mark is the comment on the line above it."""
    return [(one["mark"] or "", one["lang"], one["body"]) for one in FENCE.finditer(page.read_text("utf-8"))]


def quoted(page: Path, mark: str, printed: str) -> None:
    """The block under `<!-- mark -->` holds `printed`, or is made to where VOC_REFRESH is set."""
    text = page.read_text("utf-8")
    found = re.search(rf"(<!-- {re.escape(mark)} -->\n```text\n)(.*?)(^```$)", text, re.M | re.S)
    assert found, f"{page.name} has no block marked {mark!r}"
    if REFRESH:
        page.write_text(text[: found.start(2)] + printed.rstrip() + "\n" + text[found.end(2) :], "utf-8")
    else:
        assert found[2].rstrip() == printed.rstrip(), f"{page.name} quotes something else: run with VOC_REFRESH=1"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the READMEs speak of: reviews and orders, customers assigned to two variants by a hash."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "reviews.csv").write_bytes((DEMO / "reviews.csv").read_bytes())
    with (
        gzip.open(DEMO / "orders.csv.gz", "rt", encoding="utf-8", newline="") as rows,
        (folder / "orders.csv").open("w", encoding="utf-8", newline="") as out,
    ):
        for order in csv.DictReader(rows):
            row = {**order, "variant": "AB"[zlib.crc32(order["customer"].encode()) % 2]}
            if not out.tell():
                csv.writer(out).writerow(row)
            csv.writer(out).writerow(row.values())
    return folder


def ran(script: str, lang: str, folder: Path) -> str:
    """What a bash or Python block prints, run in `folder` with our own `voc` first in the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "-euo", "pipefail", "-c", script] if lang == "bash" else [sys.executable, "-c", script]
    env = {**os.environ, "PATH": path, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_what_the_readme_says_can_be_run_is_run(shop: Path) -> None:
    (project,) = (body for mark, _, body in blocks(README) if mark == "project")
    printed = ""
    for mark, lang, body in blocks(README):
        if mark == "run: draft":
            assert not (shop / "voc.toml").exists()
            ran(body, lang, shop)
            tomllib.loads((shop / "voc.toml").read_text("utf-8"))
        elif mark == "project":
            (shop / "voc.toml").write_text(project, "utf-8")
        elif mark == "run: shop":
            printed = ran(body, lang, shop)
        elif mark in ("as run: the lines above", "as run: the lines of spaCy", "as run: voc label sample"):
            for page in READMES:
                quoted(page, mark, printed)
    assert (shop / "out" / "report.html").is_file()
    assert "退货率" in (shop / "out" / "report.md").read_text("utf-8"), "the last report was asked for in Chinese"


def test_every_readme_has_the_same_blocks() -> None:
    """Word for word, comments and the language of a report aside."""

    def bare(page: Path) -> list[tuple[str, str, str]]:
        return [
            (mark.split(":")[0], lang, re.sub(r"\s*#.*", "", body).replace("zh-Hant", "zh-Hans"))
            for mark, lang, body in blocks(page)
            if lang != "text"
        ]

    assert bare(README) == bare(CHINESE) == bare(TRADITIONAL)


def test_every_readme_has_the_same_headings_and_tables() -> None:
    def shape(page: Path) -> list[str]:
        text = FENCE.sub("", page.read_text("utf-8"))
        lines = (line for line in text.splitlines() if line.startswith(("#", "| `")))
        return [line.split("|")[1].strip() if line.startswith("|") else line.split()[0] for line in lines]

    assert shape(README) == shape(CHINESE) == shape(TRADITIONAL)


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_every_command_is_named(page: Path) -> None:
    text = page.read_text("utf-8")
    named = set(re.findall(r"^\| `voc (\w+)", text, re.M))
    assert named == set(cli.COMMANDS)


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_every_command_answers_help(name: str) -> None:
    answer = CliRunner().invoke(cli.group, [name, "--help"])
    assert answer.exit_code == 0, answer.output
    assert len(answer.output.splitlines()) > 5


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_and_options_in_a_page_exist(page: Path) -> None:
    """In bash blocks, and after the `$` of a quoted terminal."""
    for _, lang, body in blocks(page):
        said = re.sub(r"#.*", "", body) if lang == "bash" else "\n".join(re.findall(r"^\$ (.*)", body, re.M))
        for name, rest in re.findall(r"\bvoc ([a-z]+)(.*)", said):
            assert name in cli.COMMANDS, f"voc {name}"
            command = cli.group.get_command(None, name)  # type: ignore[arg-type]
            assert command is not None
            if isinstance(command, click.Group):
                part = re.match(r" ([a-z]+)", rest)
                assert part and part[1] in command.commands, f"voc {name}{rest}"
                command = command.commands[part[1]]
            known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
            assert set(re.findall(r"--[a-z-]+", rest)) <= known | {"--help"}, f"voc {name}{rest}"
        for target in re.findall(r"\bmake ([a-z]+)", said):
            assert f"\n{target}:" in (ROOT / "Makefile").read_text("utf-8"), f"make {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_toml_blocks_are_toml(page: Path, tmp_path: Path) -> None:
    for mark, lang, body in blocks(page):
        if lang == "toml":
            tomllib.loads(body)
        if mark == "project":
            (tmp_path / "voc.toml").write_text(body, "utf-8")
            assert config.load(tmp_path, environment={}).sources
        if mark == "topics":
            (tmp_path / "topics.toml").write_text(body, "utf-8")
            own = taxonomy.load(tmp_path / "topics.toml")
            _, utterances = asking.cut(PARKED, None)
            rows = classify.mentions(utterances, taxonomy.merged(taxonomy.default(), own)).to_pylist()
            found = {(row["feedback_id"], row["sentiment"]) for row in rows if row["topic"] == "parking"}
            assert len(found) == len(PARKED) and {one for _, one in found} == {"negative"}, (
                "every script, by its phrases"
            )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text("utf-8"))
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if not target.startswith(("http://", "https://", "#")):
            assert (page.parent / target.split("#")[0]).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_paths_named_in_a_page_exist(page: Path) -> None:
    for path in re.findall(
        r"`((?:voc|tests|docs|examples|notebooks|benchmarks)/[\w./*{},-]*)`", page.read_text("utf-8")
    ):
        if "<" not in path:
            assert list(ROOT.glob(path.rstrip("/"))), path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_page_knows_the_machine_it_was_written_on(page: Path) -> None:
    text = page.read_text("utf-8")
    for trace in (
        r"/(?:home|root|work|tmp|Users|mnt)/",
        r"\b[A-Z]:\\",
        r"localhost",
        r"shared/(?:data|gold|design|sealed)",
    ):
        assert not re.search(trace, text), trace


@pytest.mark.parametrize(
    "page", [*READMES, ROOT / "examples" / "README.md"], ids=lambda page: page.relative_to(ROOT).as_posix()
)
def test_no_causal_words_for_what_was_observed(page: Path) -> None:
    text = FENCE.sub("", page.read_text("utf-8"))
    assert not re.findall(r"\b(?:caused by|because of|due to|led to)\b|导致|造成|導致", text)


def test_the_project_in_the_root_is_the_demo_with_longer_paths() -> None:
    def read(file: Path) -> dict[str, object]:
        return tomllib.loads(file.read_text("utf-8"))

    root, demo = read(ROOT / "voc.toml"), read(DEMO / "voc.toml")
    for source in root["source"]:  # type: ignore[attr-defined]
        assert source["path"].startswith("voc/data/demo/")
        source["path"] = source["path"].removeprefix("voc/data/demo/")
    assert root == demo


def words() -> list[list[str]]:
    """The rows of every table of GLOSSARY.md: en, zh-Hans, zh-Hant, meaning, not."""
    lines = (ROOT / "GLOSSARY.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in rows if row[0] not in ("en", "id") and not set(row[0]) <= set("-")]


def test_every_word_of_the_glossary_stands_in_both_languages() -> None:
    for row in words():
        assert len(row) == 5, row
        assert row[0].isascii(), row
        for cell in row[1:3]:
            assert re.search(r"[\u4e00-\u9fff]", cell), row
        assert row[3], row
    known = [row[0] for row in words()]
    assert len(known) == len(set(known)), "a word stands once"


def test_every_table_and_verdict_is_a_word_of_the_glossary() -> None:
    known = {row[0] for row in words()}
    singular = {
        "series": "series",
        "matches": "match rate",
        "rejected": "reject",
        "data_checks": "data check",
        "waits_told": "wait told",
        "waits_promised": "wait promised",
        "track_record": "track record",
    }
    for name in tables.ALL:
        assert singular.get(name, name.removesuffix("s")) in known, name
    assert {"explained", "unexplained", "mix", "artifact", "no shift"} <= known


def test_pages_name_no_metric_or_topic_that_is_not_there() -> None:
    known = {*metrics.builtin(), *taxonomy.default().ids}
    for page in READMES:
        for metric in re.findall(r"voc (?:explain|experiment) ([a-z_]+)", page.read_text("utf-8")):
            assert metric in known


def test_the_table_of_formats_is_that_of_the_readers() -> None:
    page = ROOT / "docs" / "formats.md"
    lines = ["| reader | what | from | gives |", "|---|---|---|---|"]
    for one in sorted(formats.known().values(), key=lambda one: one.id):
        lines.append(f"| `{one.id}` | {one.title} | {one.system} | {', '.join(one.tables)} |")
    text = page.read_text("utf-8")
    before, _, rest = text.partition("<!-- formats -->\n")
    _, _, after = rest.partition("<!-- /formats -->")
    made = f"{before}<!-- formats -->\n" + "\n".join(lines) + f"\n<!-- /formats -->{after}"
    if REFRESH:
        page.write_text(made, "utf-8")
    else:
        assert text == made, "docs/formats.md is older than the readers: run with VOC_REFRESH=1"


def test_the_page_of_settings_names_every_key() -> None:
    page = FENCE.sub("", (ROOT / "docs" / "voc-toml.md").read_text("utf-8"))
    words = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`]+)`", page))))
    for section in (
        sections.Project,
        sections.Source,
        sections.Score,
        sections.Metric,
        sections.Classify,
        sections.Report,
    ):
        assert set(section.model_fields) <= words, section
