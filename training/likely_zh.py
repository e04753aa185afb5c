"""Weights for Chinese names that nothing tells: how likely letters are a name, learnt from drawn names and written texts.

    python -m training.likely_zh JIEBA_DICT     # writes voc/data/words/likely_zh.tsv and words_zh.txt

For: whoever changes the lists of names or the texts of `written/`; nothing runs it by itself. Needs Faker (MIT, lists of
names and how usual they are) and the dictionary of jieba 0.42.1 (MIT, words and how often they were met); neither is needed
to run. Names are drawn and put where the written texts say 客服, 店员, 她 and the like, and into the frames of the toml;
every other place of a family letter in the written texts is no name.
"""

from __future__ import annotations

import math
import random
import sys
import tomllib
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from voc.language import folded
from voc.personal import han, likely_zh

WORDS = Path("voc/data/words")
SEED = 7
DRAWN = 40_000  # names that are put into texts
LEAST_WEIGHT = 0.05  # of a letter beside the name: what weighs less is left out
_LISTS = {
    name: said.split() for name, said in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")).items()
}
_PEOPLE, _FRAMES, _NO_PEOPLE = _LISTS["people"], _LISTS["frames"], frozenset(map(folded, _LISTS["no_people"]))
LICENCE = """# Chinese words, by their first letter: that letter, how many it has, how often it is met (1 to 3), the letters
# behind. Written by `python -m training.likely_zh` from our own texts and the dictionary of jieba 0.42.1
# (https://github.com/fxsjy/jieba), whose licence is MIT: Copyright (c) 2013 Sun Junyi. Read by voc.personal.likely_zh.
"""
HEAD = """# What speaks for a Chinese name, in logs: written by `python -m training.likely_zh`, read by
# voc.personal.likely_zh. How usual letters are in names: our own lists, and Faker (its licence stands in given_names.txt).
"""


def _names() -> tuple[Counter[str], Counter[str]]:
    """How usual family names and given names are, folded."""
    from faker.providers.person.zh_CN import Provider as Mainland
    from faker.providers.person.zh_TW import Provider as Taiwan

    family: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for made in (Mainland.last_names, Taiwan.last_names):
        whole = sum(made.values())
        for one, many in made.items():
            family[folded(one)] += many / whole / 2
    for one in Mainland.first_names:
        given[folded(one)] += 3
    for made in (Taiwan.first_names_male, Taiwan.first_names_female):
        for one, many in made.items():
            given[folded(one)] += many * 10
    for one in han.letters().given:
        given[folded(one)] += 1
    for one in han.letters().every | han.letters().double:
        family[folded(one)] += 5e-6
    return family, given


def _words(path: str) -> dict[str, int]:
    """The words of jieba's dictionary that are no names of people, and how often they were met."""
    said: dict[str, int] = {}
    for line in Path(path).read_text("utf-8").splitlines():
        word, many, kind = line.split(" ")
        # tagged as people, though words: 蓝天, 陈设, 黄澄澄
        is_usual = int(many) >= 150 if len(word) == 2 else len(word) == 3 and word[1] == word[2]
        is_word = not kind.startswith("nr") or is_usual or word in _NO_PEOPLE
        if len(word) > 1 and is_word and all(map(han.is_han, word)):
            said[word] = int(many)
    return said


def _texts() -> list[str]:
    """The written texts in Chinese."""
    return [
        line.split("\t")[0]
        for path in sorted(Path("training/written").glob("zh-*.tsv"))
        for line in path.read_text("utf-8").splitlines()[1:]
    ]


def main(dictionary: str) -> None:
    """Writes both files."""
    luck = random.Random(SEED)
    family, given = _names()
    texts = _texts()
    plain = [folded(text) for text in texts]
    usual = Counter("".join(plain))
    whole = sum(usual.values())
    counted = _words(dictionary)
    for word, many in counted.items():
        for letter in word:
            usual[letter] += many / 100
            whole += many / 100
    share = {letter: (usual[letter] + 0.5) / whole for letter in {*usual, *"".join(given), *"".join(family)}}

    places: tuple[Counter[str], ...] = (Counter(), Counter(), Counter())  # alone, first, second
    for one, many in given.items():
        for at, letter in enumerate(one[:2]):
            places[at + 1 if len(one) > 1 else 0][letter] += many
    letters = han.letters()
    for letter in letters.typical:
        for place in places:
            place[folded(letter)] += 0.7
    for letter in letters.strict:
        for place in places:
            place[folded(letter)] += 0.5

    weigh: dict[str, dict[str, float]] = {"family": {}, "alone": {}, "first": {}, "second": {}}
    for one, many in family.items():
        met = share.get(one, 1e-6) if len(one) == 1 else 1e-6
        weigh["family"][one] = math.log((many + 2e-6) / met)
    for name, place in zip(("alone", "first", "second"), places, strict=True):
        all_of = sum(place.values())
        for letter, many in place.items():
            weigh[name][letter] = math.log((many + 0.05) / all_of / share.get(letter, 1e-6))
    begins = Counter(text[at : at + 2] for text in plain for at in range(len(text) - 1) if text[at] in weigh["family"])
    words = {}
    for word, many in counted.items():
        level = 3 if many >= 500 else 2 if many >= 50 else 1 if many >= 4 else 0
        if (
            len(word) == 2
            and level
            and (not weigh["family"].keys().isdisjoint(word) or word[0] in weigh["first"] or word[0] in weigh["second"])
        ):
            words[word] = level
    for word, many in counted.items():
        if len(word) == 3 and many >= 3 and word[0] in weigh["family"] and words.get(word[:2], 0) < 2:
            words[word] = 3 if many >= 500 else 2 if many >= 50 else 1

    for pair, many in begins.items():
        if many >= 3 and all(map(han.is_han, pair)):
            words[pair] = max(words.get(pair, 0), 3 if many >= 20 else 2 if many >= 6 else 1)
    words |= dict.fromkeys(_LISTS["firms_before"], 3)
    usual_words = frozenset(one for one in given if len(one) == 2 and (one in words or one[0] == one[1]))
    said = likely_zh.Said(weigh, words, frozenset(), usual_words, {})
    rows: list[dict[str, float]] = []
    truth: list[int] = []
    held: list[tuple[str, int, int]] = []

    def add(text: str, start: int, end: int, is_name: int) -> None:
        seen = said.features(text, start, end)
        if seen is not None:
            rows.append(seen)
            truth.append(is_name)
            held.append((text, start, end))

    for raw, text in zip(texts, plain, strict=True):
        for start in range(len(text)):
            size = 2 if text[start : start + 2] in letters.double else 1
            if size == 2 or raw[start] in letters.every:
                for many in (1, 2):
                    add(text, start, start + size + many, 0)
    negatives = len(rows)
    families, given_all = list(family), list(given)
    by_family, by_given = ([many**0.6 for many in one.values()] for one in (family, given))
    typical = sorted({folded(one) for one in letters.typical})
    spots = [(text, at, len(who)) for text in plain for who in map(folded, _PEOPLE) if (at := text.find(who)) >= 0]
    for number in range(DRAWN):
        first = luck.choices(families, by_family)[0]
        last = luck.choices(given_all, by_given)[0]
        if luck.random() > 0.75:
            last = "".join(luck.sample(typical, luck.choice((1, 2, 2))))
        name = first + last[:2]
        if number % 2:
            text, at, size = luck.choice(spots)
            text = text[:at] + name + text[at + size * luck.choice((0, 1, 1)) :].removeprefix("们")
        else:
            frame = folded(luck.choice(_FRAMES))
            at = frame.index("{}")
            head, tail = luck.choice(plain), luck.choice(plain)
            text = frame.replace("{}", name)
            if frame[0] != "{" or luck.random() < 0.5:
                mark = luck.choice(("。", "，", "，", "\n", "")) if frame[0] != "{" or luck.random() < 0.8 else ""
                head = head.rstrip("。！？!?.") + mark
                text, at = head + text, at + len(head)
            if not frame.endswith("}") or luck.random() < 0.3:
                text += luck.choice(("", "，", "。")) + tail
        text = folded(text)
        add(text, at, at + len(name), 1)
        if len(name) - len(first) == 1:
            add(text, at, at + len(name) + 1, 0)
    print(negatives, "places that are no names,", sum(truth), "names", flush=True)

    table = DictVectorizer()
    seen = table.fit_transform(rows)
    model = LogisticRegression(C=0.3, max_iter=300)
    model.fit(seen, np.array(truth))
    weights = dict(zip(table.get_feature_names_out(), model.coef_[0], strict=True))
    base = float(model.intercept_[0])
    out = {"base": {"": base}}
    for place, letters_of in weigh.items():
        by = weights.pop(f"{place}:")
        out[place] = {letter: by * many for letter, many in letters_of.items()}
    for feature, weight in weights.items():
        place, _, letter = feature.partition(":")
        if abs(weight) >= LEAST_WEIGHT:
            out.setdefault(place, {})[letter] = float(weight)
    bare = likely_zh.Said(out, {}, frozenset(), frozenset(), {})
    no = {
        word[at:end]
        for word in counted
        if len(word) > 2 and counted[word] >= 2
        for at in range(len(word) - 1)
        for end in (at + 2, at + 3)
        if end <= len(word) and word[at] in out["family"] and bare.letters(word, at, end) > 0
    }
    no |= _NO_PEOPLE
    scored = model.decision_function(seen)
    for at in range(negatives):  # nobody is named in the written texts
        if scored[at] > likely_zh.BOUND - 2:
            text, start, end = held[at]
            no.add(text[start:end])
    out["no"] = dict.fromkeys(no, 0.0)
    out["given"] = {**out["given"], **dict.fromkeys(usual_words, 0.0)}
    lines = [f"{place}\t{one}\t{many:.2f}" for place, by in out.items() for one, many in sorted(by.items())]
    (WORDS / "likely_zh.tsv").write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    by_first: dict[tuple[str, int, int], list[str]] = {}
    for word in sorted(words):
        by_first.setdefault((word[0], len(word), words[word]), []).append(word[1:])
    lines = [f"{first}{size}{level}{''.join(rest)}" for (first, size, level), rest in sorted(by_first.items())]
    (WORDS / "words_zh.txt").write_text(LICENCE + "\n".join(lines) + "\n", "utf-8")
    worst = sorted(range(len(rows)), key=lambda at: -scored[at] if not truth[at] else 0)[:60]
    for at in worst:
        text, start, end = held[at]
        print(round(scored[at], 2), f"{text[max(0, start - 8) : start]}«{text[start:end]}»{text[end : end + 6]}")
    good = scored[np.array(truth) == 1]
    for bound in (2, 3, 4, 5, 6, 7, 8):
        bad = int(((scored > bound) & (np.array(truth) == 0))[:negatives].sum())
        print("bound", bound, "names found", round(float((good > bound).mean()), 3), "false", bad)


if __name__ == "__main__":
    main(sys.argv[1])
