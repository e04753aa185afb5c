"""One comment: topics drawn by place and mood, phrases dealt from a deck, and the wear of real typing.

For: `feedback` and `chats`. Not for: who writes and how content they are.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from voc.demo.company import AGENTS, TALKER_NAME
from voc.demo.days import drift, pick, stream
from voc.demo.texts import Phrase, phrasebook, shares

SECOND_TOPIC = 0.24
OTHER_MOOD = 0.22
OPENER, CONTEXT, CLOSER, PERSONAL = 0.16, 0.22, 0.12, 0.012
# A phrase of so many characters is a story: nobody tells it twice.
STORY = {"en": 105, "zh-Hans": 38, "zh-Hant": 38}
_NAMES = {
    "en": ("Hannah Reid", "Joe Marsh", "Elena Ortiz", "Mark Ellis", "Ruth Okafor", "Dan Whitby"),
    "zh-Hans": ("陈思远", "李晓雯", "王磊", "赵敏", "周子涵"),
    "zh-Hant": ("林家豪", "陳怡君", "黃志明", "張雅婷", "李詠詩"),
}
_AGENTS = {agent.name for agent in AGENTS} | {TALKER_NAME}
_ENDS = ".!?)。！？～…🙏👍"
_MAILS = {
    "en": ("h.reid", "joe.marsh84", "elena_o", "mellis", "ruth.okafor"),
    "zh-Hans": ("xiaowen.li", "siyuan88", "z.zihan", "zhaomin"),
    "zh-Hant": ("chiahao.lin", "yichun.chen", "wisely_lee", "zm.huang"),
}


@dataclass(frozen=True)
class Facts:
    """What the record knows: `must` and `never` are `topic:mood`; `cause` is said if set; `fill` names the {places}.

    `unsuited` are words that make no sense of this record; `grumbles` lets a content customer add a complaint.
    """

    must: tuple[str, ...] = ()
    never: frozenset[str] = frozenset()
    cause: str = ""
    grumbles: bool = False
    unsuited: tuple[str, ...] = ()
    fill: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Comment:
    """A text and the truth about it: each topic in it as `topic:sentiment`."""

    text: str
    labels: tuple[str, ...]


class Writer:
    """Deals phrases without repeating one before the deck is through, and lets the shares of topics wander."""

    def __init__(self, seed: int, place: str, days: int) -> None:
        self.rng = stream(seed, f"comments/{place}")
        self._decks: dict[str, list[Phrase]] = {}
        topics = sorted({topic for weights in shares().values() for topic in weights})
        wander = stream(seed, f"topics/{place}")
        self._wander = {topic: drift(wander, days, 0.12, memory=0.97) for topic in topics}

    def comment(self, lang: str, place: str, mood: str, day: int, facts: Facts) -> Comment:
        """A comment in this language and mood; a planted cause comes first where the record has one to tell."""
        first = self._cause(lang, facts, place) if facts.cause else self._must(lang, place, mood, facts)
        parts = [first or self._drawn(lang, place, mood, day, facts, ())]
        if self.rng.random() < SECOND_TOPIC and parts[0].labels:
            second = self._mood_of_second(mood, facts)
            said = tuple(label.split(":")[0] for label in parts[0].labels)
            more = self._drawn(lang, place, second, day, facts, said)
            if more.labels:
                parts.append(more)
        labels = tuple(dict.fromkeys(label for part in parts for label in part.labels))
        text = self._composed(
            lang, place.split("_", maxsplit=1)[0], mood, [self._filled(lang, p.text, facts) for p in parts], parts
        )
        return Comment(worn(self.rng, lang, text), labels)

    def deal(self, lang: str, *keys: str) -> Phrase:
        """The next phrase of the deck of `keys`; a deck that is through is shuffled again, without its stories."""
        name = f"{lang}/{' '.join(keys)}"
        if not self._decks.get(name):
            phrases = [phrase for key in keys for phrase in phrasebook(lang).phrases.get(key, ())]
            if name in self._decks:
                phrases = [phrase for phrase in phrases if len(phrase.text) < STORY[lang]]
            self.rng.shuffle(phrases)
            self._decks[name] = phrases
        return self._decks[name].pop()

    def line(self, lang: str, key: str) -> str:
        """One of the lines without a topic."""
        return self.rng.choice(phrasebook(lang).lines[key])

    def _cause(self, lang: str, facts: Facts, place: str) -> Phrase:
        key = f"cause:{facts.cause}"
        special = f"{key}@{place.split('_', maxsplit=1)[0]}"
        return self.deal(lang, special) if place == "chat" else self.deal(lang, key, special)

    def _must(self, lang: str, place: str, mood: str, facts: Facts) -> Phrase | None:
        fitting = [wanted for wanted in facts.must if wanted.endswith(f":{mood}")]
        return self._phrase(lang, place, self.rng.choice(fitting), facts) if fitting else None

    def _mood_of_second(self, mood: str, facts: Facts) -> str:
        if self.rng.random() >= OTHER_MOOD:
            return mood
        if mood == "negative":
            return "positive"
        return "negative" if facts.grumbles else mood

    def _drawn(self, lang: str, place: str, mood: str, day: int, facts: Facts, said: Sequence[str]) -> Phrase:
        weights = {
            topic: weight * (1 + self._wander[topic][day])
            for topic, weight in shares()[f"{place}.{mood}"].items()
            if f"{topic}:{mood}" not in facts.never and topic not in said and not (said and topic == "none")
        }
        if not weights:
            return Phrase("", ())
        topic = pick(self.rng, weights)
        return self._phrase(lang, place, f"{topic}:{mood}", facts)

    def _phrase(self, lang: str, place: str, wanted: str, facts: Facts) -> Phrase:
        """A phrase of this topic and mood, those for this place among them; another one if it does not suit."""
        keys = (wanted, f"{wanted}@{place.split('_', maxsplit=1)[0]}")
        phrase = self.deal(lang, *keys)
        for _ in range(9):
            if not any(word in phrase.text for word in facts.unsuited):
                break
            phrase = self.deal(lang, *keys)
        return phrase

    def _filled(self, lang: str, text: str, facts: Facts) -> str:
        if "{" not in text:
            return text
        any_ = {
            "n": str(self.rng.randrange(2, 6)),
            "min": str(self.rng.choice((20, 25, 30, 40, 45))),
            "order": f"N{self.rng.randrange(200001, 212000)}",
            "agent": self.rng.choice(("Priya", "Tom", "Jing", "Sam", "Grace", "Wei")),
            "product": self.rng.choice(
                {"en": ("jacket", "boots"), "zh-Hans": ("外套", "登山靴"), "zh-Hant": ("外套", "登山鞋")}[lang]
            ),
        }
        for name, value in {**any_, **facts.fill}.items():
            text = text.replace("{" + name + "}", value)
        return text

    def _composed(self, lang: str, place: str, mood: str, texts: list[str], parts: list[Phrase]) -> str:
        """The parts joined, with an opener, some context, a closer or a contact line now and then."""
        text = texts[0]
        if len(texts) > 1:
            moods = {label.split(":")[1] for part in parts for label in part.labels[:1]}
            text = _joined(lang, texts, self.line(lang, "but" if len(moods) > 1 else "also"))
        if not parts[0].labels or place == "chat":
            return text
        context = f"context.{'contact' if place in ('csat', 'ticket') else place}"
        if context in phrasebook(lang).lines and self.rng.random() < CONTEXT:
            line = self.line(lang, context)
            text = _before(lang, line, text) if self.rng.random() < 0.6 else _before(lang, text, line)
        elif self.rng.random() < OPENER:
            text = _after(lang, self.line(lang, f"openers.{mood}"), text)
        if self.rng.random() < CLOSER:
            text = _before(lang, text, self.line(lang, f"closers.{mood}"))
        if self.rng.random() < PERSONAL:
            text = _before(lang, text, self._personal(lang))
        return text

    def _personal(self, lang: str) -> str:
        """A contact line with invented personal data: reserved domains, and numbers nobody has."""
        text = self.line(lang, "personal")
        return (
            text.replace("{email}", f"{self.rng.choice(_MAILS[lang])}@example.com")
            .replace("{uk_phone}", f"07700 900{self.rng.randrange(1000):03d}")
            .replace("{us_phone}", f"(212) 555-01{self.rng.randrange(100):02d}")
            .replace("{name}", self.rng.choice(_NAMES[lang]))
        )


def _lower(text: str) -> str:
    """The first letter small, unless a name, an abbreviation or `I` begins the text."""
    first, _, rest = text.partition(" ")
    is_named = rest[:1].isupper() and rest[:2] not in ("I ", "I'")
    is_name = first.rstrip(",'s") in _AGENTS or is_named or first[1:2].isupper()
    return text if is_name or first == "I" or first.startswith("I'") else text[:1].lower() + text[1:]


def _joined(lang: str, texts: list[str], link: str) -> str:
    if lang == "en":
        return _before(lang, texts[0], f"{link}{_lower(texts[1]) if link else texts[1]}")
    first = texts[0].rstrip("。") + ("，" if link and texts[0][-1:] not in _ENDS and texts[0][-1:] != "。" else "。")
    return f"{texts[0] if texts[0][-1:] in _ENDS else first}{link}{texts[1]}"


def _after(lang: str, opener: str, text: str) -> str:
    if lang != "en":
        return opener + text
    return f"{opener} {text if opener[-1:] in '.!?' else _lower(text)}"


def _before(lang: str, text: str, closer: str) -> str:
    if lang == "en":
        return f"{text}{'' if text[-1:] in _ENDS else '.'} {closer}"
    return f"{text}{'' if text[-1:] in _ENDS else '。'}{closer}"


def worn(rng: random.Random, lang: str, text: str) -> str:
    """The text as a hurried thumb leaves it: mostly as it was, else small letters, a slip, a missing full stop."""
    luck = rng.random()
    if luck < 0.68 or not text:
        return text
    if luck < 0.80:
        return text.rstrip(".。")
    if lang != "en":
        if luck < 0.88:
            return text.replace("，", " ").rstrip("。")
        if luck < 0.94 and text[-1] not in _ENDS[:3] + "！？…🙏👍":
            return text.rstrip("。") + rng.choice(("！", "！！", "～", "。。。", "……"))
        return text.replace("，", ",")
    if luck < 0.89:
        return text.lower().rstrip(".")
    if luck < 0.93:
        return text.replace("'", "")
    if luck < 0.95 and text[-1] not in "!?":
        return text.rstrip(".") + rng.choice(("!!", "...", "!"))
    words = text.split(" ")
    long = [i for i, word in enumerate(words) if len(word) > 5 and word.isalpha()]
    if not long:
        return text
    at, word = (i := rng.choice(long)), words[i]
    cut = rng.randrange(1, len(word) - 2)
    words[at] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    return " ".join(words)
