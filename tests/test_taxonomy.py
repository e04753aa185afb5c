"""What a topic file may say, how a phrase is read, and that the shipped taxonomy keeps its promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc import metrics, pattern, taxonomy
from voc.errors import ConfigError

IDS = [
    "wait_time",
    "repetition",
    "resolution",
    "reachability",
    "self_service",
    "kept_informed",
    "staff_attitude",
    "staff_knowledge",
    "language_barrier",
    "checkout_friction",
    "account_access",
    "app_website",
    "price_billing",
    "delivery",
    "product_quality",
    "returns_refunds",
    "availability",
    "premises",
    "privacy_security",
    "policy",
    "other",
]


def _file(folder: Path, text: str) -> Path:
    path = folder / "topics.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_default_has_the_21_topics_in_order() -> None:
    assert list(taxonomy.default().ids) == IDS


def test_every_default_topic_is_described_in_three_scripts() -> None:
    for topic in taxonomy.default().topics:
        assert set(topic.name) == set(topic.definition) == {"en", "zh-Hans", "zh-Hant"}, topic.id
        assert set(topic.includes) == set(topic.excludes) == {"en", "zh"}, topic.id
        assert set(topic.explains) <= set(metrics.builtin()), topic.id
        assert topic.explains or topic.id == "other"
        assert set(topic.phrases) == {"en", "zh"}, topic.id


def test_no_two_topics_share_a_name() -> None:
    for lang in ("en", "zh-Hans", "zh-Hant"):
        names = [topic.name_in(lang) for topic in taxonomy.default().topics]
        assert len(set(names)) == len(names)


def test_every_default_phrase_compiles_and_stands_once() -> None:
    shipped = taxonomy.default()
    for topic in shipped.topics:
        for lang, kinds in topic.phrases.items():
            for kind, phrases in kinds.items():
                assert len(set(phrases)) == len(phrases), (topic.id, lang, kind)
                for phrase in phrases:
                    pattern.compiled(phrase, lang, shipped.words[lang])


@pytest.mark.parametrize(
    ("phrase", "lang", "text", "words"),
    [
        ("on hold for", "en", "was on-hold for ages", "on-hold for"),
        ("wait", "en", "we waited", "waited"),
        ("stop", "en", "it stopped", "stopped"),
        ("carry", "en", "she carried it", "carried"),
        ("charge", "en", "charging", "charging"),
        ("wait", "en", "the waiter", None),
        ("wait!", "en", "waited", None),
        ("wait~", "en", "the waiter", "waiter"),
        ("wait # hour", "en", "waited 3 hours", "waited 3 hours"),
        ("wait * answer", "en", "waited for an answer", "waited for an answer"),
        ("wait * answer", "en", "waited " + "x" * 40 + " answer", None),
        ("(so) slow", "en", "slow", "slow"),
        ("is (so|very) slow", "en", "is slow", None),
        ("is (so|very|) slow", "en", "is slow", "is slow"),
        ("charge(s|r)", "en", "a charger", "charger"),
        ("don't care", "en", "they dont care", "dont care"),
        ("{who} was rude", "en", "the nurse was rude", "nurse was rude"),
        ("等*#小时", "zh", "等了一个多小时", "等了一个多小时"),
        ("(太|很)慢", "zh", "太慢", "太慢"),
        ("没(有)解决", "zh", "没解决", "没解决"),
        ("fila~", "pt", "as filas", "filas"),
        ("fila", "pt", "as filas", None),
        ("re: ring(ing)? out", "en", "ringing out", "ringing out"),
    ],
)
def test_a_phrase_finds(phrase: str, lang: str, text: str, words: str | None) -> None:
    found = pattern.compiled(phrase, lang, {"who": ("nurse", "agent")})
    match = found.search(text)
    assert (match.group() if match else None) == words
    if match and found.keys:
        lengths = tuple(sorted({len(key) for key in found.keys | found.also}))
        parts = pattern.keys_of(text, lang, lengths)
        assert parts & found.keys and (not found.also or parts & found.also)


@pytest.mark.parametrize("phrase", ["", "*", "(a", "a)", "(only this)", "{nobody} x", "re: (", "re: x*", "!"])
def test_a_phrase_that_cannot_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(pattern.PatternError):
        pattern.check(phrase, "en", {"who": ("nurse",)})


@given(st.text(alphabet="ab(|)*# {}!~等了", max_size=12), st.sampled_from(["en", "zh", "pt"]))
def test_any_phrase_is_read_or_refused(phrase: str, lang: str) -> None:
    try:
        pattern.check(phrase, lang)
    except pattern.PatternError as error:
        assert str(error)


def test_a_project_adds_a_topic_and_a_language(tmp_path: Path) -> None:
    own = taxonomy.load(
        _file(
            tmp_path,
            """
            [[topic]]
            id = "wait_time"
            phrases.pt = ["fila~", "espera"]
            [[topic]]
            id = "battery_swap"
            name = "Battery swap"
            phrases.en.negative = ["swap station * empty"]
            """,
        )
    )
    base = taxonomy.default()
    both = taxonomy.merged(base, own)
    assert both.ids == (*base.ids, "battery_swap")
    waiting = both.topic("wait_time")
    assert waiting is not None and base.topic("wait_time") is not None
    assert waiting.phrases["pt"] == {"neutral": ("fila~", "espera")}
    assert waiting.phrases["en"] == base.topic("wait_time").phrases["en"]  # type: ignore[union-attr]
    assert both.languages == ("en", "pt", "zh")
    assert both != base and taxonomy.merged(base, own) == both


@pytest.mark.parametrize(
    ("text", "code", "names"),
    [
        ("x = ", "E151", ["topics.toml"]),
        ("[[topics]]\nid = 'a'", "E152", ["topics", "topic"]),
        ("[[topic]]\nname = 'a'", "E152", ["topic 1, id"]),
        ("[[topic]]\nid = 'a'\nphrasis = 1", "E152", ["topic a", "phrasis", "did you mean phrases?"]),
        ("[[topic]]\nid = 'a'\nphrases.en.negativ = ['x']", "E152", ["phrases.en", "did you mean negative?"]),
        ("[[topic]]\nid = 'a'\nname = {english = 'Parking'}", "E152", ["topic a, name", "english", "zh-Hans"]),
        ("[[topic]]\nid = 'a'\nphrases.Chinese = ['停车']", "E152", ["topic a, phrases", "Chinese", "zh"]),
        ("[[topic]]\nid = 'a'\nphrases.en = 'x'", "E152", ["topic a, phrases.en"]),
        ("[[topic]]\nid = 'a'\n[[topic]]\nid = 'a'", "E152", ["topic a"]),
        ("[[topic]]\nid = 'a'\nphrases.en = ['(x']", "E153", ["topic a, phrases.en.neutral", "(x", "never closed"]),
        ("[[topic]]\nid = 'a'\nphrases.en = ['{x} y']", "E153", ["no word list is called x"]),
    ],
)
def test_a_faulty_file_is_named(tmp_path: Path, text: str, code: str, names: list[str]) -> None:
    with pytest.raises(ConfigError) as caught:
        taxonomy.load(_file(tmp_path, text))
    assert caught.value.code == code
    for name in ["topics.toml", *names]:
        assert name in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="E150"):
        taxonomy.load(tmp_path / "none.toml")


def test_a_name_is_never_empty() -> None:
    topic = taxonomy.Topic("x", name={"en": "Ex"})
    assert (topic.name_in("zh-Hant"), taxonomy.Topic("y").name_in("en")) == ("Ex", "y")
