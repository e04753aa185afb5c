"""A small made-up company that several test files share, and the command line as a function.

For: tests that need a whole project and do not care what is in it. Not for: planted causes; see worlds.py.

Sixty days of 2026, eight answers and four calls a day, no chance anywhere: people complain of waiting more often from
day 40 on. Answer f<n> of every even n hangs on a call.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings

from voc import cli

# How long an example takes says more of the machine than of the code.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

TOML = """\
[project]
name = "Small"
timezone = "UTC"
segments = ["region"]

[[source]]
path = "feedback.csv"
table = "feedback"
[source.columns]
created_at = "date"
text = "comment"
score = "rating"
interaction_id = "call"
[source.score]
type = "csat"
min = 1
max = 5

[[source]]
path = "calls.csv"
table = "interactions"
[source.columns]
interaction_id = "call"
started_at = "start"
queue_wait_s = "wait_min"
[source.units]
queue_wait_s = "min"
"""


def write_small(folder: Path) -> Path:
    """The project in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    feedback, calls = (
        ["feedback_id,date,comment,rating,region,call,customer_id,arm,only"],
        ["call,start,wait_min,customer_id,channel"],
    )
    start = datetime(2026, 1, 1, 9)
    for day in range(60):
        for k in range(4):
            n = day * 4 + k
            calls.append(
                f"k{n},{start + timedelta(days=day, hours=k)},{3 + n % 5},c{n % 90},{('voice', 'chat')[k % 2]}"
            )
        for k in range(8):
            n = day * 8 + k
            is_bad = (n * 7 + day) % 10 < (2 if day < 40 else 6)
            text = f"I waited {n} minutes on the phone" if is_bad else f"Very friendly staff; thank you {n}"
            rating = (1 + n % 2) if is_bad else 4 + n % 2
            call = f"k{day * 4 + k // 2}" if n % 2 == 0 else ""
            date = (start + timedelta(days=day, hours=k)).isoformat()
            feedback.append(
                f"f{n},{date},{text},{rating},{('north', 'south')[k % 2]},{call},c{n % 90},{'ab'[n % 3 % 2]},x"
            )
    (folder / "feedback.csv").write_text("\n".join(feedback) + "\n")
    (folder / "calls.csv").write_text("\n".join(calls) + "\n")
    (folder / "voc.toml").write_text(TOML)
    return folder


@dataclass(frozen=True)
class Result:
    """What a command left: its exit code, stdout and stderr."""

    exit: int
    out: str
    err: str


def run_command(*words: str, capture: Callable[[], tuple[str, str]]) -> Result:
    """`voc WORDS` in this process, from the folder we are in."""
    before = sys.argv
    sys.argv = ["voc", *words]
    code = 0
    try:
        cli.main()
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1
    finally:
        sys.argv = before
    return Result(code, *capture())


@pytest.fixture
def voc_command(capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """voc_command("check", "folder") -> Result."""
    return lambda *words: run_command(*map(str, words), capture=lambda: tuple(capsys.readouterr()))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project; nothing may be written there."""
    return write_small(tmp_path_factory.mktemp("small") / "project")


@pytest.fixture
def project(small: Path, tmp_path: Path) -> Path:
    """A copy of the small project, free to be changed."""
    return Path(shutil.copytree(small, tmp_path / "project"))


@pytest.fixture(scope="session")
def finished(small: Path) -> Path:
    """A finished run of the small project; nothing may be written there."""
    from voc import pipeline
    from voc import run as runs
    from voc.report.write import reports

    folder = small.parent / "run"
    run = pipeline.analyze(small)
    runs.write(run, folder)
    reports(run.inputs, folder, "en", ["html", "md"])
    return folder


@pytest.fixture(scope="session", autouse=True)
def no_home_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The key of customers' ids that tests make is not that of the person who runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("settings")))
        yield


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A VOC_* variable of the person who runs the tests decides nothing; VOC_DATA stays: real data are read from it."""
    for name in [one for one in os.environ if one.startswith("VOC_") and one != "VOC_DATA"]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trained tagger, learned in a few seconds from three hundred texts; nothing may be written there."""
    from training import sources
    from voc import taxonomy
    from voc.classify import learn, shelf
    from voc.train.readings import readings

    every = list(sources.written())
    own = [
        one for lang in ("en", "zh-Hans", "zh-Hant") for one in [one for one in every if one.lang == lang][::12][:100]
    ]
    found = readings([one.text for one in own], [one.lang for one in own], taxonomy.default())
    lessons = learn.lessons_of(
        found.texts, found.langs, found.hints, [one.mentions for one in own], [one.overall for one in own],
        taxonomy.default().ids, found.clauses,
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("models") / "tiny"
    shelf.write(
        learn.learned(lessons, "tiny", apart=lessons, most=2000), folder, {"CARD.md": b"# Tiny\n\nFor tests.\n"}
    )
    return folder
