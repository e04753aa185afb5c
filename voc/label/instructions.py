"""Instructions: what a reader has to know to fill in a sheet, in the languages of its comments.

For: `sheet`, which writes them beside the sheet. Not for: who draws the sheet; see the README.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from voc.report import figures
from voc.taxonomy import Topic
from voc.wording import LANGS, say

RULES = ("sheet.topics", "sheet.none", "sheet.complaint", "sheet.alone", "sheet.masked")


def instructions(topics: Sequence[Topic], langs: Sequence[str], project: str, n: int) -> str:
    """The text of sheet.README.txt: rules and topics, once for each of `langs` that we write, else in English."""
    return "\n\n\n".join(
        _written(topics, lang, project, n) for lang in [one for one in LANGS if one in langs] or ["en"]
    )


def _written(topics: Sequence[Topic], lang: str, project: str, n: int) -> str:
    lines = [say("sheet.title")[lang], "", say("sheet.about", n=figures.count(n), project=project)[lang], ""]
    lines += [f"- {say(rule)[lang]}" for rule in RULES]
    lines += ["", say("sheet.list")[lang], ""]
    for topic in topics:
        name = _in(topic.name, lang)
        lines.append(f"{topic.id} · {name}" if name else topic.id)
        lines += [f"    {_in(topic.definition, lang)}"] if topic.definition else []
        lines += [f"    {say('sheet.includes', text=_in(topic.includes, lang))[lang]}"] if topic.includes else []
        lines += [f"    {say('sheet.excludes', text=_in(topic.excludes, lang))[lang]}"] if topic.excludes else []
    return "\n".join(lines) + "\n"


def _in(texts: Mapping[str, str], lang: str) -> str:
    """The text in `lang`; a Chinese one in the other script is written in this one; else English, else nothing."""
    if lang in texts:
        return texts[lang]
    if lang.startswith("zh"):
        other = texts.get("zh") or texts.get("zh-Hans") or texts.get("zh-Hant")
        if other:
            from opencc import OpenCC

            return str(OpenCC("s2twp" if lang == "zh-Hant" else "t2s").convert(other))
    return texts.get("en", "")
