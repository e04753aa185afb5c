"""voc.toml says what it means or is refused with the place, what stood there and the near name; flags come before the
environment, the environment before the file, the file before the default."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from voc import config
from voc.errors import ConfigError

CASES = Path(__file__).parent / "cases" / "config.tsv"
SOURCE = '[[source]]\npath = "f.csv"\n'


def _write(folder: Path, text: str) -> Path:
    (folder / "voc.toml").write_text(text, encoding="utf-8")
    return folder


def _load(folder: Path, text: str, **options: object) -> config.Config:
    return config.load(_write(folder, text), environment={}, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        pytest.param(*line.split("\t")[1:], id=line.split("\t")[0])
        for line in CASES.read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, code: str, words: str) -> None:
    with pytest.raises(ConfigError) as refused:
        _load(tmp_path, SOURCE + text.replace("\\n", "\n") + "\n")
    said = str(refused.value)
    assert refused.value.code == code and refused.value.exit_code == 4, said
    assert "voc.toml" in said, "the file"
    for one in words.split(" | "):
        assert one in said, f"{one!r} is not in:\n{said}"


def test_the_defaults_are_those_of_the_contract(tmp_path: Path) -> None:
    got = _load(tmp_path, SOURCE)
    assert (got.name, got.timezone, got.period, got.engine, got.model, got.lang) == (
        "voc", "UTC", "day", "duckdb", "default", "en",
    )  # fmt: skip
    assert got.formats == ("html", "md") and got.segments == () and got.since is None
    assert set(got.won.values()) == {"default"}


def test_the_project_of_the_contract_loads(tmp_path: Path) -> None:
    (tmp_path / "topics_pred.csv").write_text("feedback_id,topic\n")
    (tmp_path / "audit.csv").write_text("feedback_id,topic\n")
    got = _load(tmp_path, '''
[project]
name = "Acme Shop"
timezone = "Europe/London"
period = "day"
segments = ["channel", "device", "region", "product"]
[[source]]
path = "feedback.csv"
table = "feedback"
[source.columns]
session_id = "cart_id"
created_at = "date"
score = "csat"
[source.score]
type = "csat"
min = 1
max = 5
direction = "higher_better"
[source.values.channel]
"电话" = "voice"
[source.units]
queue_wait_s = "min"
[[source]]
query = "select o.* from '${VOC_DATA}/orders.csv.gz' o"
table = "orders"
[[metric]]
id = "abandonment_rate"
table = "sessions"
value = "abandoned"
dims = ["device", "platform", "region"]
worse = "up"
[classify]
model = "default"
labels = "topics_pred.csv"
audit = "audit.csv"
[report]
lang = "en"
formats = ["html", "md"]
''')  # fmt: skip
    assert [one.path or one.query for one in got.sources] == [
        "feedback.csv",
        "select o.* from '${VOC_DATA}/orders.csv.gz' o",
    ]
    assert got.sources[0].values["channel"]["电话"] == "voice" and got.sources[0].score.max == 5  # type: ignore[union-attr]
    assert got.labels == tmp_path.resolve() / "topics_pred.csv"
    assert next(iter(got.metrics)) == "abandonment_rate", "a project's own metrics come first"


def test_a_metric_has_its_own_dimensions_and_the_others_those_of_the_project(tmp_path: Path) -> None:
    metric = '[[metric]]\nid = "m"\ntable = "orders"\nvalue = "1"\nworse = "up"\n'
    got = _load(tmp_path, f'[project]\nsegments = ["region"]\n{SOURCE}{metric}dims = ["platform"]\n')
    assert got.segments == ("region", "platform"), "all that is counted by"
    assert got.metrics["m"].dims == ("platform",), "its own, though the project does not name it"
    assert got.metrics["csat"].dims == ("region",)


def test_a_metric_of_ours_can_be_replaced(tmp_path: Path) -> None:
    got = _load(tmp_path, SOURCE + '[[metric]]\nid = "csat"\ntable = "feedback"\nvalue = "score / 5"\nworse = "down"\n')
    assert got.metrics["csat"].value == "score / 5" and not got.metrics["csat"].is_builtin
    assert got.metrics["nps"].is_builtin


def test_one_metric_can_be_asked_for_and_a_wrong_one_names_the_near_one(tmp_path: Path) -> None:
    got = _load(tmp_path, SOURCE)
    assert list(got.only(("nps", "csat")).metrics) == ["nps", "csat"]
    assert got.only(()) == got
    with pytest.raises(ConfigError, match="did you mean csat") as refused:
        got.only(("cst",))
    assert refused.value.code == "E105"


# --- flag > environment > file > default

LAYERS = [
    ({}, {}, "", "day", "default"),
    ({}, {}, 'period = "week"\n', "week", "voc.toml"),
    ({}, {"VOC_PERIOD": "month"}, 'period = "week"\n', "month", "environment VOC_PERIOD"),
    ({"period": "day"}, {"VOC_PERIOD": "month"}, 'period = "week"\n', "day", "flag --period"),
    ({"period": None}, {"VOC_PERIOD": ""}, 'period = "week"\n', "week", "voc.toml"),
]


@pytest.mark.parametrize(("flags", "environment", "line", "value", "won"), LAYERS)
def test_what_wins(
    tmp_path: Path, flags: dict[str, object], environment: dict[str, str], line: str, value: str, won: str
) -> None:
    folder = _write(tmp_path, f"[project]\n{line}{SOURCE}")
    got = config.load(folder, flags=flags, environment=environment)
    assert (got.period, got.won["period"]) == (value, won)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("SINCE", "2026-02-01", date(2026, 2, 1)),
        ("FORMATS", "html, json", ("html", "json")),
        ("LANG", "zh-Hant", "zh-Hant"),
    ],
)
def test_every_setting_can_come_from_the_environment(tmp_path: Path, name: str, text: str, value: object) -> None:
    got = config.load(_write(tmp_path, SOURCE), environment={f"VOC_{name}": text})
    assert getattr(got, name.lower()) == value and got.won[name.lower()] == f"environment VOC_{name}"


@pytest.mark.parametrize(
    ("name", "text"), [("SINCE", "soon"), ("PERIOD", "hourly"), ("LANG", "fr"), ("FORMATS", "docx")]
)
def test_a_mistake_in_the_environment_names_the_variable(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(ConfigError) as refused:
        config.load(_write(tmp_path, SOURCE), environment={f"VOC_{name}": text})
    assert refused.value.code == "E103" and text in str(refused.value)
    assert f"VOC_{name}" in str(refused.value)


# --- where it is


def test_a_project_is_a_folder_or_its_file(tmp_path: Path) -> None:
    _write(tmp_path, SOURCE)
    assert config.load(tmp_path).file == config.load(tmp_path / "voc.toml").file == tmp_path / "voc.toml"
    with pytest.raises(ConfigError, match="there is no project here") as refused:
        config.load(tmp_path / "elsewhere")
    assert refused.value.code == "E100" and "voc init" in refused.value.do


@pytest.mark.parametrize("data", [b"[project\n", b'name = "a', b"\xff\xfe\x00", b"a = 1\na = 2\n"])
def test_what_is_no_toml_is_said(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "voc.toml").write_bytes(data)
    with pytest.raises(ConfigError) as refused:
        config.load(tmp_path)
    assert refused.value.code == "E101"


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "voc.toml").write_bytes(b"\xef\xbb\xbf" + SOURCE.encode())
    assert config.load(tmp_path).name == "voc"
