"""The words of the report: the same in every language, well set, and never claiming a cause."""

from __future__ import annotations

import csv
import re
import string
from pathlib import Path

import pytest

from voc.report import actions, codes, figures, wording
from voc.report.wording import LANGS, catalogue

CASES = Path(__file__).parent / "cases"
ROOM = Path(wording.__file__).parent
WORDED = [*ROOM.glob("*.py"), *ROOM.glob("templates/*.j2"), *ROOM.parent.glob("label/*.py")]
# keys put together from a value: their sections are listed here, every other key must stand in the code as written
BUILT = ("page", "headline", "moved", "part", "subject", "dim", "value", "grade", "grade_short", "unit", "lang")
BUILT += ("reason", "rival", "do", "list", "sure", "say", "impact", "doubt", "next", "check", "verdict")
CAUSAL = {
    "en": r"\bcaus(e|es|ed|ing)\b|\bbecause\b|\bdue to\b|\bled to\b|\bleads? to\b|"
    r"\bresult(s|ed)? (in|from)\b|\bdriven by\b",
    "zh-Hans": "导致|因为|造成|引起|致使|使得|归因|由于|所致",
    "zh-Hant": "導致|因為|造成|引起|致使|使得|歸因|由於|所致",
}
HAN = "[\u3400-\u9fff]"
CODES = (
    "reason.no_audit", "reason.audit_used", "reason.record_link_agrees", "reason.record_link_absent",
    "reason.record_link_disagrees", "reason.no_contrast", "reason.placebo_dates_failed",
    "reason.placebo_topics_failed", "reason.accounted_low", "reason.no_topic", "reason.mix_explains",
    "reason.collection_start", "reason.link_rate_changed", "reason.response_rate_changed", "reason.volume_changed",
    "reason.too_few", "reason.not_shifted", "reason.asked", "reason.short_history", "reason.outside_data",
    "reason.no_variance", "reason.segment_unclear", "reason.key_rate_changed", "reason.feedback_volume_changed",
    "reason.lang_mix_changed", "reason.source_mix_changed", "reason.tagger_changed", "reason.score_scale_changed",
    "reason.survey_wording_changed", "reason.first_seen",
    "rival.event", "rival.unmeasured_segment", "rival.response_selection",
    "rival.other_topic", "rival.season",
)  # fmt: skip
TOPICS = (
    "wait_time", "repetition", "resolution", "reachability", "self_service", "kept_informed", "staff_attitude",
    "staff_knowledge", "language_barrier", "checkout_friction", "account_access", "app_website", "price_billing",
    "delivery", "product_quality", "returns_refunds", "availability", "premises", "privacy_security", "policy",
    "other",
)  # fmt: skip


def cases(name: str) -> list[dict[str, str]]:
    """The lines of a case file."""
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def playbook(lang: str) -> dict[str, str]:
    """Every sentence of the playbook in `lang` by a dotted key."""
    plays = dict(actions.playbook())
    plays |= {f"verdict.{name}": play for name, play in plays.pop("verdict").items()}
    return {f"{name}.{part}": play[part][lang] for name, play in plays.items() for part in ("action", "check")}


def written(lang: str) -> dict[str, str]:
    """All that the report may say in `lang` of itself."""
    return catalogue(lang) | playbook(lang)


@pytest.mark.parametrize("lang", LANGS[1:])
def test_every_catalogue_has_the_same_keys_and_names(lang: str) -> None:
    def names(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    english, other = catalogue("en"), catalogue(lang)
    assert list(english) == list(other)
    assert {key: names(text) for key, text in english.items()} == {key: names(text) for key, text in other.items()}
    assert {key: text.count("⟦") for key, text in english.items()} == {
        key: text.count("⟦") for key, text in other.items()
    }


@pytest.mark.parametrize("lang", LANGS)
def test_no_sentence_claims_a_cause(lang: str) -> None:
    assert [key for key, text in written(lang).items() if re.search(CAUSAL[lang], text, re.IGNORECASE)] == []


@pytest.mark.parametrize("lang", LANGS)
def test_no_sentence_is_empty_or_says_significant(lang: str) -> None:
    words = written(lang)
    assert [key for key, text in words.items() if not text.strip()] == []
    assert [key for key, text in words.items() if re.search("significan|显著|顯著", text, re.IGNORECASE)] == []


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant"])
def test_no_half_width_punctuation_beside_chinese(lang: str) -> None:
    pattern = re.compile(f"{HAN}[,.;:!?()]|[,.;:!?()]{HAN}")
    assert [(key, text) for key, text in written(lang).items() if pattern.search(text)] == []


def test_simplified_and_traditional_keep_their_own_characters_and_terms() -> None:
    def odd(lang: str, encoding: str) -> list[str]:
        found = sorted({char for text in written(lang).values() for char in re.findall(HAN, text)})
        return [char for char in found if not char.encode(encoding, "ignore")]

    assert odd("zh-Hans", "gb2312") == []
    assert odd("zh-Hant", "big5") == []
    mainland = "登錄|數據|信息|質量|軟件|網絡|默認|激活|在線|客戶端|購物籃"
    assert [text for text in written("zh-Hant").values() if re.search(mainland, text)] == []
    assert [text for text in written("zh-Hant").values() if re.search("[“”]", text)] == []


def test_every_key_is_used() -> None:
    code = "".join(path.read_text("utf-8") for path in WORDED)
    unused = [
        key
        for key in catalogue("en")
        if key.split(".")[0] not in BUILT and not re.search(f"[\"']{re.escape(key)}[\"']", code)
    ]
    assert unused == []


def test_every_key_in_the_code_is_in_the_catalogues() -> None:
    code = "".join(path.read_text("utf-8") for path in WORDED)
    asked = re.findall(r'\bsay\(\s*"([a-z_]+\.[a-z_0-9]+)"', code)
    assert len(asked) > 60
    assert [key for key in asked if key not in catalogue("en")] == []


def test_every_code_has_a_sentence() -> None:
    assert [key for key in CODES if not wording.knows(key)] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_has_a_play(topic: str) -> None:
    play = actions.playbook()[topic]
    assert set(play) == {"action", "check"}
    assert all(set(part) == set(LANGS) and all(part.values()) for part in play.values())


@pytest.mark.parametrize("case", cases("report_codes.tsv"), ids=lambda case: case["code"])
def test_a_code_becomes_a_sentence(case: dict[str, str]) -> None:
    topics = {"wait_time": {"en": "Waiting time", "zh-Hans": "等待时间", "zh-Hant": "等候時間"}}
    said = codes.code(case["kind"], case["code"], topics)
    assert (said["en"], said["zh-Hans"]) == (case["en"], case["zh-Hans"])


@pytest.mark.parametrize(
    "case", cases("report_figures.tsv"), ids=lambda case: f"{case['how']} {case['value']} {case['unit']}"
)
def test_a_number_is_written_as_its_reader_writes_it(case: dict[str, str]) -> None:
    value = float(case["value"])
    is_change = case["how"] != "value"
    scale = figures.scale(case["unit"], None, 5.0 if is_change else value, value if is_change else None)
    said = getattr(scale, case["how"])(value)
    assert {lang: said[lang].replace("\u00a0", " ") for lang in LANGS} == {lang: case[lang] for lang in LANGS}


def test_dates_are_written_as_their_reader_writes_them() -> None:
    assert figures.days("2026-11-09", "2026-11-15", year=True)["en"] == "9–15 Nov 2026"
    assert figures.days("2026-11-09", "2026-11-15", year=True)["zh-Hans"] == "2026年11月9–15日"
    assert figures.days("2025-12-28", "2026-01-03")["en"] == "28 Dec 2025 – 3 Jan 2026"
    assert figures.day("2026-11-12")["zh-Hant"] == "11月12日"


def test_a_share_never_reads_nothing_or_all_when_it_is_not() -> None:
    assert figures.percent(0.0004) == "<1%"
    assert figures.percent(0.9996) == ">99%"
    assert figures.share(3, 29) == "3/29"
    assert figures.share(3, 30) == "10%"


def test_a_name_that_lacks_a_language_falls_back() -> None:
    assert wording.name({"en": "Queue"}, "q")["zh-Hant"] == "Queue"
    assert wording.name({"zh-Hans": "排队"}, "q") == {"en": "q", "zh-Hans": "排队", "zh-Hant": "排队"}


def test_latin_and_chinese_do_not_touch() -> None:
    said = wording.spaced({"en": "NPS", "zh-Hans": "净推荐值 NPS下降 7，至11月2日returns队列", "zh-Hant": "NPS下降"})
    assert said == {"en": "NPS", "zh-Hans": "净推荐值 NPS 下降 7，至11月2日 returns 队列", "zh-Hant": "NPS 下降"}
