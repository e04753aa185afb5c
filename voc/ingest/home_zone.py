"""Where the clocks hang that wrote a file, as far as its words tell: Chinese ones tell it, others do not.

    zone_like(["等咗好耐都冇人聽"], ["通話編號"])      # "Asia/Hong_Kong"

For: drafts, whose time zone is read and corrected by a person. Not for: times that say their own zone (`heading_zones`), nor
for reading anything: a zone is declared. English, Spanish or French are written in a dozen zones and give none. The three
zones here show the same clocks, so a wrong one of them moves no time.
"""

from __future__ import annotations

from collections.abc import Sequence

from voc import language

HONG_KONG, TAIPEI, SHANGHAI = "Asia/Hong_Kong", "Asia/Taipei", "Asia/Shanghai"
# Letters of written Cantonese that the other Chinese languages hardly use.
_CANTONESE = frozenset("嘅喺咗冇佢哋啲嚟嗰嘢唔咁噉搵攞嘥")
_FEW = 0.05  # of the Chinese texts: a name or a quotation makes no file Cantonese


def zone_like(texts: Sequence[str], names: Sequence[str]) -> str:
    """The zone that the Chinese of `texts` speaks for, "" where most are not Chinese; where there is none to read, that of
    the headings `names`."""
    filled = [one for one in texts if language.of(one) != "und"]
    if not filled:
        return _of_script(language.of(" ".join(names)))
    chinese = [one for one in filled if language.of(one).startswith("zh")]
    if 2 * len(chinese) <= len(filled):
        return ""
    script = most_written([language.of(one) for one in filled])
    n_cantonese = sum(not _CANTONESE.isdisjoint(one) for one in chinese)
    return HONG_KONG if script == "zh-Hant" and n_cantonese >= _FEW * len(chinese) else _of_script(script)


def most_written(langs: Sequence[str]) -> str:
    """The language that most of the texts are in, en, zh-Hans or zh-Hant: English where nothing is more."""
    simplified, traditional, english = (langs.count(one) for one in ("zh-Hans", "zh-Hant", "en"))
    if simplified + traditional <= english:
        return "en"
    # A short text has often no letter that is written otherwise in the other script, and counts as Simplified.
    return "zh-Hant" if 3 * traditional >= simplified else "zh-Hans"


def _of_script(lang: str) -> str:
    return {"zh-Hant": TAIPEI, "zh-Hans": SHANGHAI}.get(lang, "")
