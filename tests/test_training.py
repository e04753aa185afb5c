"""What the training data promise: well formed, labelled in the words of the taxonomy, varied, in three scripts."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from training import sources
from voc import language, taxonomy

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
