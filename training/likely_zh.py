"""Weights for Chinese names that nothing tells: how likely letters are a name, learnt from drawn names and written texts.

    python -m training.likely_zh JIEBA_DICT     # writes voc/data/words/likely_zh.tsv and words_zh.txt

For: whoever changes the lists of names or the texts of `written/`; nothing runs it by itself, and the same sources give the
same bytes. Needs Faker 40.54 (see `drawn_zh`) and the dictionary of jieba 0.42.1 (MIT, words and how often they were met);
neither is needed to run. Not for: which examples it learns from; that is `drawn_zh`.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from training import drawn_zh
from training.drawn_zh import NO_PEOPLE, Place
from voc.language import folded
from voc.personal.chinese import han, likely_zh
from voc.personal.words import lists

WORDS = Path("voc/data/words")
LEAST_WEIGHT = 0.05  # of a letter beside the name: what weighs less is left out
NEVER = 1e-6  # the share of a letter that no text has
By = dict[str, dict[str, float]]
LICENCE = """# Chinese words, by their first letter: that letter, how many it has, how often it is met (1 to 3), the letters
# behind. Written by `python -m training.likely_zh` from our own texts and the dictionary of jieba 0.42.1
# (https://github.com/fxsjy/jieba), whose licence is MIT: Copyright (c) 2013 Sun Junyi. Read by voc.personal.chinese.
"""
HEAD = """# What speaks for a Chinese name, in logs: written by `python -m training.likely_zh`, read by
# voc.personal.chinese. How usual letters are in names: our own lists, and Faker (its licence stands in given_names.txt).
"""


def main(dictionary: str) -> None:
    """Writes both files; prints the places that are likest a name and are none, and what each bound would find."""
    written = drawn_zh.texts()
    plain = [folded(text) for text in written]
    counted = _counted(dictionary)
    family, given = drawn_zh.names()
    letters = _letters(family, given, _shares(plain, counted, {*"".join(given), *"".join(family)}))
    words = _words(plain, counted, letters)
    usual = frozenset(one for one in given if len(one) == 2 and (one in words or one[0] == one[1]))
    said = likely_zh.Said(letters, words, frozenset(), usual, {})
    nobody = _seen(said, drawn_zh.nobody(written))
    seen = [*nobody, *_seen(said, drawn_zh.people(written, family, given))]
    print(len(nobody), "places that are no names,", sum(one.is_name for one, _ in seen), "names", flush=True)
    weights, scores = _learnt(seen, letters)
    # nobody is named in the written texts
    sure = zip(nobody, scores[: len(nobody)] > likely_zh.BOUND - 2, strict=True)
    no = NO_PEOPLE | _no_names(counted, weights) | {_said(one) for (one, _), is_sure in sure if is_sure}
    weights["no"] = dict.fromkeys(no, 0.0)
    weights["given"] |= dict.fromkeys(usual, 0.0)
    _write(weights, words)
    _tell([one for one, _ in seen], scores, len(nobody))


def _counted(path: str) -> dict[str, int]:
    """The words of jieba's dictionary that are no names of people, and how often they were met."""
    few = frozenset(lists("closed_zh")["letters"]["families"])  # families that begin few words
    counted: dict[str, int] = {}
    for line in Path(path).read_text("utf-8").splitlines():
        word, many, kind = line.split(" ")
        # tagged as people, though words: 蓝天, 陈设, 黄澄澄; 王丽丽 is somebody
        is_doubled = len(word) == 3 and word[1] == word[2] and word[0] not in few
        is_usual = int(many) >= 150 if len(word) == 2 else is_doubled
        is_word = not kind.startswith("nr") or is_usual or word in NO_PEOPLE
        if len(word) > 1 and is_word and all(map(han.is_han, word)):
            counted[word] = int(many)
    return counted


def _shares(plain: list[str], counted: dict[str, int], letters: set[str]) -> dict[str, float]:
    """How usual a letter is in the written texts and in words, of all letters there; of every letter in `letters` too."""
    usual: Counter[str] = Counter("".join(plain))
    for word, many in counted.items():
        for letter in word:
            usual[letter] += many / 100  # type: ignore[assignment]
    whole = sum(usual.values())
    return {letter: (usual[letter] + 0.5) / whole for letter in {*usual, *letters}}


def _letters(family: Counter[str], given: Counter[str], share: dict[str, float]) -> By:
    """What a letter speaks for a name in each place of it: in logs, how much more usual it is there than anywhere."""
    places = {name: Counter[str]() for name in ("alone", "first", "second")}
    for one, many in given.items():
        for name, letter in zip(("first", "second") if len(one) > 1 else ("alone",), one, strict=False):
            places[name][letter] += many
    for listed, more in ((han.letters().typical, 0.7), (han.letters().strict, 0.5)):
        for letter in sorted(listed):
            for place in places.values():
                place[folded(letter)] += more  # type: ignore[assignment]
    weigh: By = {
        "family": {
            one: math.log((many + 2e-6) / (share.get(one, NEVER) if len(one) == 1 else NEVER))
            for one, many in family.items()
        }
    }
    for name, place in places.items():
        whole = sum(place.values())
        weigh[name] = {
            letter: math.log((many + 0.05) / whole / share.get(letter, NEVER)) for letter, many in place.items()
        }
    return weigh


def _words(plain: list[str], counted: dict[str, int], letters: By) -> dict[str, int]:
    """Words that could be taken for a name, or for a part of one, and how often they are met: 1 to 3. Of three letters those
    that begin like a name and hold no usual word; pairs of letters of the written texts too, where nobody is named."""
    words: dict[str, int] = {}
    of_names = letters["family"].keys() | letters["first"].keys() | letters["second"].keys()
    for word, many in counted.items():
        level = 3 if many >= 500 else 2 if many >= 50 else 1 if many >= 4 else 0
        is_near = word[0] in of_names or word[-1] in letters["family"]
        if len(word) == 2 and level and is_near:
            words[word] = level
    for word, many in counted.items():
        if len(word) == 3 and many >= 3 and word[0] in letters["family"] and words.get(word[:2], 0) < 2:
            words[word] = 3 if many >= 500 else 2 if many >= 50 else 1
    pairs = Counter(text[at : at + 2] for text in plain for at in range(len(text) - 1) if text[at] in letters["family"])
    for pair, many in pairs.items():
        if many >= 3 and all(map(han.is_han, pair)):
            words[pair] = max(words.get(pair, 0), 3 if many >= 20 else 2 if many >= 6 else 1)
    return words | dict.fromkeys(drawn_zh.FIRMS, 3)


def _seen(said: likely_zh.Said, places: Iterable[Place]) -> list[tuple[Place, dict[str, float]]]:
    """The places that can be a name at all, each with what is seen of it."""
    return [(one, seen) for one in places if (seen := said.features(one.text, one.start, one.end)) is not None]


def _learnt(seen: list[tuple[Place, dict[str, float]]], letters: By) -> tuple[By, np.ndarray]:
    """(weights of letters by place and of what stands around, the log odds of each of `seen` that it is a name)."""
    table = DictVectorizer()
    rows = table.fit_transform([features for _, features in seen])
    model = LogisticRegression(C=0.3, max_iter=300).fit(rows, np.array([one.is_name for one, _ in seen]))
    learnt = dict(zip(table.get_feature_names_out(), model.coef_[0], strict=True))
    weights: By = {"base": {"": float(model.intercept_[0])}}
    for place, of_place in letters.items():
        by = float(learnt.pop(f"{place}:"))
        weights[place] = {letter: by * many for letter, many in of_place.items()}
    for feature, weight in learnt.items():
        place, _, letter = feature.partition(":")
        if abs(weight) >= LEAST_WEIGHT:
            weights.setdefault(place, {})[letter] = float(weight)
    return weights, model.decision_function(rows)


def _no_names(counted: dict[str, int], weights: By) -> set[str]:
    """What looks like a name inside longer words: 明白人, 高速路."""
    said = likely_zh.Said(weights, {}, frozenset(), frozenset(), {})
    return {
        word[at:end]
        for word, many in counted.items()
        if len(word) > 2 and many >= 2
        for at in range(len(word) - 1)
        for end in (at + 2, at + 3)
        if end <= len(word) and word[at] in weights["family"] and said.letters(word, at, end) > 0
    }


def _write(weights: By, words: dict[str, int]) -> None:
    lines = [f"{place}\t{one}\t{many:.2f}" for place, by in weights.items() for one, many in sorted(by.items())]
    (WORDS / "likely_zh.tsv").write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    by_first: dict[tuple[str, int, int], list[str]] = {}
    for word in sorted(words):
        by_first.setdefault((word[0], len(word), words[word]), []).append(word[1:])
    lines = [f"{first}{size}{level}{''.join(rest)}" for (first, size, level), rest in sorted(by_first.items())]
    (WORDS / "words_zh.txt").write_text(LICENCE + "\n".join(lines) + "\n", "utf-8")


def _tell(places: list[Place], scores: np.ndarray, n_nobody: int) -> None:
    """Prints what is likest a name and is none, and what each bound finds of names and takes of what is none."""
    is_name = np.array([one.is_name for one in places])
    for at in np.argsort(np.where(is_name, np.inf, -scores), kind="stable")[:60]:
        one = places[at]
        print(
            round(scores[at], 2),
            f"{one.text[max(0, one.start - 8) : one.start]}«{_said(one)}»{one.text[one.end :][:6]}",
        )
    for bound in range(2, 9):
        found, false = (scores[is_name] > bound).mean(), int((scores[:n_nobody] > bound).sum())
        print("bound", bound, "names found", round(float(found), 3), "false", false)


def _said(place: Place) -> str:
    return place.text[place.start : place.end]


if __name__ == "__main__":
    parser = argparse.ArgumentParser("python -m training.likely_zh", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("dictionary", help="dict.txt of jieba")
    main(parser.parse_args().dictionary)
