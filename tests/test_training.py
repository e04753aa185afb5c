"""What the training data promise: well formed, labelled in the words of the taxonomy, varied, in three scripts."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from training import build, sources, unseen
from voc import gold, language, taxonomy

TOPICS = set(taxonomy.default().ids)
EVERY = list(sources.written())


def plain(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", language.folded(text)) if letter.isalnum())


def test_every_line_is_labelled_in_known_words() -> None:
    for one in EVERY:
        assert one.text.strip() and one.overall in sources.OVERALL, one
        assert {topic for topic, _ in one.mentions} <= TOPICS, one
        assert {polarity for _, polarity in one.mentions} <= set(sources.POLARITIES), one
        assert set(one.effort) <= set(sources.EFFORT), one


def test_no_text_stands_there_twice() -> None:
    """Not even with other punctuation, case, width or script."""
    seen = Counter((one.lang == "en", plain(one.text) or one.text) for one in EVERY)
    assert [text for text, times in seen.items() if times > 1] == []


def test_texts_are_no_template_times_a_list() -> None:
    """Two texts that are the same but for one word, or for what stands in the middle, are rare."""
    for first in (True, False):
        ends = Counter(
            (one.lang, plain(one.text)[:14] if first else plain(one.text)[-14:])
            for one in EVERY
            if len(plain(one.text)) > 24
        )
        assert sum(times for times in ends.values() if times > 3) <= 0.02 * len(EVERY)


@pytest.mark.parametrize("lang", ["en", "zh-Hans", "zh-Hant"])
def test_every_topic_is_there_in_every_script(lang: str) -> None:
    of_lang = [one for one in EVERY if one.lang == lang]
    counts = Counter(topic for one in of_lang for topic, _ in one.mentions)
    assert len(of_lang) >= 2000
    assert [topic for topic in TOPICS - {"other"} if counts[topic] < 60] == []
    assert sum(not one.mentions for one in of_lang) >= 0.04 * len(of_lang), "texts without a topic are learned from too"
    script = Counter(language.of(one.text) for one in of_lang if len(one.text) > 20)
    assert script[lang] >= 0.8 * sum(script.values())


@pytest.mark.skipif("VOC_DATA" not in os.environ, reason="VOC_DATA does not name the folder of the sets")
def test_readings_find_their_texts() -> None:
    read = list(sources.read(Path(os.environ["VOC_DATA"])))
    assert {one.source for one in read} == set(sources.SETS) and len(read) >= 2000


def test_what_is_unseen_is_read_twice_in_known_words() -> None:
    every = list(unseen.listed())
    assert len({one.digest for one in every}) == len(every) >= 450
    for one in every:
        for reading in (one.first, one.second):
            assert reading.overall in sources.OVERALL, one
            assert reading.topics <= TOPICS, one
            assert {mention.partition(":")[2] for mention in reading.mentions} <= set(sources.POLARITIES), one
    langs = Counter(one.lang for one in every)
    assert min(langs[lang] for lang in ("en", "zh-Hans", "zh-Hant")) >= 100


def test_what_is_unseen_was_not_written_or_read_here() -> None:
    read = {
        line.split("\t")[0]
        for file in (sources.HERE / "readings").glob("*.tsv")
        for line in file.read_text("utf-8").splitlines()
    }
    assert not unseen.names() & (read | {sources.name_of(one.text) for one in EVERY})


@pytest.mark.skipif("VOC_DATA" not in os.environ, reason="VOC_DATA does not name the folder of the sets")
def test_what_is_unseen_becomes_a_folder_that_is_evaluated(tmp_path: Path) -> None:
    unseen.main([os.environ["VOC_DATA"], str(tmp_path)])
    said = gold.read(tmp_path)
    assert len(said.texts) == len(unseen.names())
    for digest, text in zip(said.ids, said.texts, strict=True):
        assert sources.name_of(text) == digest


def test_what_is_unseen_teaches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written or read here is left out of the lessons where it is on the list."""

    class Learning(Exception):
        """Raised in place of learning, with what would be learned from."""

    def lessons(every: list[sources.Labelled]) -> None:
        raise Learning(every)

    monkeypatch.setattr(sources, "written", lambda: iter(EVERY[:3]))
    monkeypatch.setattr(sources, "read", lambda sets: iter(EVERY[3:6]))
    listed = {sources.name_of(one.text) for one in (EVERY[0], EVERY[4])}
    monkeypatch.setattr(unseen, "names", lambda: frozenset(listed))
    monkeypatch.setattr(build, "lessons", lessons)
    with pytest.raises(Learning) as learning:
        build.model(Path("nowhere"))
    assert learning.value.args[0] == [EVERY[place] for place in (1, 2, 3, 5)]
