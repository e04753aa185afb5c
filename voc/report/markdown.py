"""The report as Markdown that fits a chat message; the terminal prints the same at the end of a run.

For: report.md, "Copy summary", `cli`. Not for: everything; the rest stands in report.html.
"""

from __future__ import annotations

import re

from voc.report.cards import Card
from voc.report.quotes import CONTROL, Quote
from voc.report.view import View
from voc.wording import catalogue

MOST = 8  # findings
QUOTES = 2  # of each
SCORES, TOPICS = 5, 3  # in the lines of what goes with each score
# signs that Markdown would read; an underscore inside a word and a < before a digit are left as they are
_SPECIAL = re.compile(r"([\\`*\[\]|]|<(?=[A-Za-z/!?])|(?<!\w)_|_(?!\w)|^[#>])")
_ESCAPED = re.compile(r"\\([\\`*\[\]|<_#>])")
_BIDI: dict[int, str | None] = dict.fromkeys((0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
UNSEEN = _BIDI | CONTROL


def markdown(view: View, lang: str | None = None) -> str:
    """The summary in `lang` (the view's own language if none is given), ending in a newline."""
    lang = lang or view.lang
    words = catalogue(lang)
    lines = [f"# {_plain(view.project)}", "", f"**{_strong(view.headline[lang])}**"]
    if view.under[lang]:
        lines.append(_plain(view.under[lang]))
    lines += ["", f"{view.grade.drawn} {view.grade.words[lang]} · " + " · ".join(one[lang] for one in view.evidence)]
    period = " ".join(part for part in (view.period[lang], view.versus[lang]) if part)
    if period:
        lines.append(period)
    for number, card in enumerate(view.cards[:MOST], 1):
        lines += ["", *_card(card, number, lang)]
    if len(view.cards) > MOST:
        lines += ["", words["summary.more"].format(n=len(view.cards) - MOST)]
    first = view.actions[0]
    parts = [first.title[lang], first.gain[lang], first.check[lang]]
    lines += ["", f"**{words['quick.first']}**{_colon(lang)}" + _plain(" · ".join(p for p in parts if p))]
    surer = next((card.surer for card in view.cards if card.surer), "")
    lines += ["", f"**{words['list.surer']}**{_colon(lang)}`{surer}`"] if surer else []
    lines += _impacts(view, lang)
    return "\n".join(lines) + "\n"


def unescaped(text: str) -> str:
    """What `markdown` gives, for a terminal, which reads no signs: <NAME_1> in place of \\<NAME_1>."""
    return _ESCAPED.sub(r"\1", text)


def _impacts(view: View, lang: str) -> list[str]:
    """What goes with each score: a line a metric, its topics with the largest parts."""
    blocks = [one for one in view.impacts.blocks if one.sums and not one.is_same_words]
    blocks = [one for one in blocks if any(row.kind == "topic" for row in one.rows)][:SCORES]
    if not blocks:
        return []
    words = catalogue(lang)
    lines = ["", f"**{words['impact.title']}**{_colon(lang)}{_plain(words['impact.brief'])}"]
    for block in blocks:
        parts = [row for row in block.rows if row.kind == "topic"][:TOPICS]
        told = [f"{row.label[lang]} {row.value[lang]} ({row.range}; n = {row.n})" for row in parts]
        lines.append(
            f"- **{_plain(block.name[lang])}** {_plain(block.summary[lang])}{_colon(lang)}{_plain(' · '.join(told))}"
        )
    return lines


def _card(card: Card, number: int, lang: str) -> list[str]:
    lines = [f"{number}. **{_strong(card.title[lang])}**"]
    lines += [f"   {_plain(card.moved[lang])}"] if card.moved[lang] else []
    lines += [f"   {_plain(driver[lang])}" for driver in card.drivers[:2]]
    letter = f" ({card.grade.letter})" if card.grade.letter else ""
    sure = f"   {card.grade.drawn} {card.grade.words[lang]}{letter}"
    why = " · ".join(reason[lang] for reason in card.reasons)
    lines.append(f"{sure} · {_plain(why)}" if why else sure)
    if card.data_changed:
        asked = " · ".join(one[lang] for one in card.data_changed)
        lines.append(f"   {_plain(catalogue(lang)['list.data'])} {_plain(asked)}")
    if card.rivals:
        rivals = " · ".join(rival[lang] for rival in card.rivals)
        lines.append(f"   {catalogue(lang)['list.rivals']}{_colon(lang)}{_plain(rivals)}")
    if card.drivers:
        lines += [f"   > {_quote(quote, lang)}" for quote in card.said[0].quotes[lang][:QUOTES]]
    return lines


def _quote(quote: Quote, lang: str) -> str:
    said = [part for part in (quote.channel[lang], quote.date[lang], quote.id) if part]
    text = quote.text if len(quote.text) <= 160 else quote.text[:159].rstrip() + "…"
    left, right = ("「", "」") if lang == "zh-Hant" else ("“", "”")
    return f"{left}{_plain(text)}{right} — {_plain(' · '.join(said))}"


def _strong(text: str) -> str:
    return _plain(text.replace("⟦", "").replace("⟧", ""))


def _plain(text: str) -> str:
    """Customers' and users' words as plain text: Markdown signs escaped, signs that turn the line around taken out."""
    one_line = " ".join(text.translate(UNSEEN).split())
    return _SPECIAL.sub(r"\\\1", one_line)


def _colon(lang: str) -> str:
    return ": " if lang == "en" else "："
