"""The report as one HTML file that needs nothing else: no network, no eval, its own style and script allowed by hash.

For: report.html. Not for: computing; the templates only place what the View holds.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from voc.report.cards import Card
from voc.report.figures import MONTHS
from voc.report.markdown import markdown
from voc.report.quotes import Quote
from voc.report.view import View
from voc.wording import LANGS, Phrase, say, word

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_HAN = re.compile("[\u3400-\u9fff]")
MOST = 12  # findings with all that stands behind them; the others are in report.json
_VARIANTS = {"帐": "账"}  # two simplified letters that customers write for the same word
PAGE = 12  # voices that stand in the page itself, for a reader without JavaScript


@dataclass
class _Phrases:
    """The phrases of a page, each once; a place in the page holds the number, so that the language can be switched."""

    lines: list[str | list[str]] = field(default_factory=list)
    at: dict[tuple[str, ...], int] = field(default_factory=dict)

    def number(self, phrase: Phrase) -> int:
        key = tuple(phrase[lang] for lang in LANGS)
        if key not in self.at:
            self.at[key] = len(self.lines)
            self.lines.append(key[0] if len(set(key)) == 1 else list(key))
        return self.at[key]


def html(view: View) -> str:
    """The page; the same view gives the same bytes."""
    from markupsafe import Markup, escape

    phrases, shown = _Phrases(), _shown(view)
    style, script = _asset("report.css"), _asset("report.js")

    def words(phrase: Phrase, tag: str = "span", css: str = "") -> Markup:
        """An element with the phrase in the page's language; all the same in every language: no need to switch."""
        text = phrase[view.lang]
        if not text and not any(phrase.values()):
            return Markup("")
        inner = _marked(escape(text))
        kind = Markup(' class="{}"').format(css) if css else Markup("")
        if len(set(phrase.values())) == 1:
            return Markup("<{0}{1}>{2}</{0}>").format(tag, kind, inner) if css or tag != "span" else inner
        return Markup('<{0}{1} data-t="{2}">{3}</{0}>').format(tag, kind, phrases.number(phrase), inner)

    def label(phrase: Phrase, attribute: str = "aria-label") -> Markup:
        """An attribute that follows the language."""
        name = {"aria-label": "l", "placeholder": "p", "title": "h"}[attribute]
        return Markup('{}="{}" data-{}="{}"').format(attribute, phrase[view.lang], name, phrases.number(phrase))

    page = _environment().get_template("report.html.j2")
    summary = phrases.number({lang: markdown(view, lang) for lang in LANGS})
    body = page.render(
        view=view,
        w=words,
        a=label,
        say=say,
        summary=summary,
        langs=LANGS,
        page=PAGE,
        cards=shown,
        left_out=len(view.cards) - len(shown),
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
        voices=_json(_voices(view, shown, phrases)),
        options=lambda: _json(_options(view, phrases)),
        # last: by now every phrase has its number
        phrases=lambda: _json({"langs": LANGS, "lines": phrases.lines}),
    )
    return body if body.endswith("\n") else body + "\n"


def _marked(text: Markup) -> Markup:
    """⟦ ⟧ become the mark for the figure that stands out."""
    from markupsafe import Markup

    return Markup(str(text).replace("⟦", '<b class="hot">').replace("⟧", "</b>"))


def _shown(view: View) -> tuple[Card, ...]:
    """The findings that stand in the page: the first ones, and the one that leads wherever it is."""
    return tuple(card for i, card in enumerate(view.cards) if i < MOST or card is view.top)


def _voices(view: View, shown: tuple[Card, ...], phrases: _Phrases) -> dict[str, Any]:
    """Voices as short rows, in the order drawn: id, language, feeling, day, score, channel, text, marks, topics."""
    topics = {topic: i for i, topic in enumerate(view.topic_names)}

    def row(voice: Quote) -> list[Any]:
        marks = [[mark.start, mark.end, topics[mark.topic]] for mark in voice.marks]
        told = [topics[topic] for topic in voice.topics]
        facts = [phrases.number(part) if any(part.values()) else -1 for part in (voice.score, voice.channel)]
        return [voice.id, voice.lang, voice.sentiment, voice.day, *facts, voice.text, marks, told]

    said = [
        [card.id, one.topic, {lang: [quote.id for quote in one.quotes[lang]] for lang in LANGS}]
        for card in shown
        for one in card.said
    ]
    return {
        "topics": [[topic, phrases.number(name)] for topic, name in view.topic_names.items()],
        "said": said,
        "feelings": {one: phrases.number(say(f"say.{one}")) for one in ("negative", "neutral", "positive", "mixed")},
        "copied": phrases.number(say("page.copied")),
        "none": phrases.number(say("voices.none")),
        "months": MONTHS,
        "fold": _fold(view.voices),
        "rows": [row(voice) for voice in view.voices],
    }


def _options(view: View, phrases: _Phrases) -> dict[str, Any]:
    """What the script needs to know besides: what is shown first, and the words of the choices."""
    langs = sorted({voice.lang for voice in view.voices})
    return {
        "title": phrases.number(view.title),
        "top": view.top.id if view.top else "",
        "said": view.said.topic,
        "copy": phrases.number(say("page.copy")),
        "topic": phrases.number(say("voices.topic")),
        "language": phrases.number(say("voices.language")),
        "feeling": phrases.number(say("voices.sentiment")),
        "langs": [[lang, phrases.number(word("lang", lang))] for lang in langs],
    }


def _fold(voices: tuple[Quote, ...]) -> list[str]:
    """Two strings, Traditional characters and their Simplified forms, for those that matter to these voices."""
    from opencc import OpenCC

    characters = sorted({char for voice in voices for char in _HAN.findall(voice.text)})
    if not characters:
        return ["", ""]
    pairs: dict[str, str] = {}
    for char, simple, other in zip(
        characters,
        _each(OpenCC("t2s"), characters),
        _each(OpenCC("s2t"), characters),
        strict=True,
    ):
        if simple != char:
            pairs[char] = simple
        if other != char:
            pairs.setdefault(other, char)
    pairs = {left: _VARIANTS.get(right, right) for left, right in pairs.items()} | _VARIANTS
    kept = sorted((left, right) for left, right in pairs.items() if len(left) == len(right) == 1)
    return ["".join(left for left, _ in kept), "".join(right for _, right in kept)]


def _each(converter: Any, characters: list[str]) -> list[str]:
    # one a line, so that no two characters are read as a word
    lines: list[str] = converter.convert("\n".join(characters)).split("\n")
    return lines


def _json(value: Any) -> Markup:
    """JSON that may stand inside a script element: no `<` in it, nor the line ends that JavaScript knows."""
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


@cache
def _asset(name: str) -> str:
    return resources.files("voc").joinpath(f"report/templates/{name}").read_text("utf-8")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        loader=FunctionLoader(_asset), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
