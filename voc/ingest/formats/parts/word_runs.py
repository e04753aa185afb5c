"""Words with times and speakers to turns: a turn is what one speaker says in a row.

For: the formats whose transcripts may come as bare words (Deepgram, AssemblyAI, Whisper). Not for: cutting one speaker's
words at pauses; nothing says where.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from voc.ingest import roles
from voc.ingest.formats.parts.conversation import Left, Turn
from voc.ingest.raw import sound

_WIDE = r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]"
_SPACE_BETWEEN_WIDE = re.compile(rf"(?<={_WIDE}) +(?={_WIDE})")
_ENDS = re.compile(r"[.,!?;:…%)\]’]+")  # marks that some write as words of their own
# What recognisers and subtitlers write for sounds: [Music], (applause), [BLANK_AUDIO], ♪
_BOXED = re.compile(r"[\[(（【*]([^\[\]()（）【】*]{1,60})[\])）】*]")
_SOUND = re.compile(
    r"(?<![^\W_])(?:music|musik|musique|música|musica|applause|laughter|laughs|laughing|silence|blank[ _]audio|beep(?:ing)?|"
    r"ringing|rings|dial tone|noise)(?![^\W_])|音乐|音樂|掌声|掌聲|笑声|笑聲|静音|靜音|铃声|鈴聲",
    re.IGNORECASE,
)
_LONGEST_SOUND = 120  # characters of a turn that is nothing but sounds


def joined(words: Sequence[str]) -> str:
    """`words` as a text: a space between two, none before a mark and where both sides are Chinese or Japanese."""
    spaced = (("" if _ENDS.fullmatch(one) else " ", one) for one in (word.strip() for word in words) if one)
    return _SPACE_BETWEEN_WIDE.sub("", "".join(part for pair in spaced for part in pair).strip())


def turn(
    text: str | None, speaker: str | None, start_s: str | None = None, end_s: str | None = None, **more: str | None
) -> Turn | Left:
    """What `speaker`, as the file calls him, said: the role is the one that this word names, else the one that his channel
    is called after (`audio_channel`), else unknown. No words, or a sound alone, no turn (`no_words`)."""
    plain = (text or "").strip()
    if not plain or _is_sound(plain):
        return Left("no_words", found=plain or speaker or "", expected="a turn with words", column="text")
    role = roles.of(speaker)
    role = roles.of(more.get("audio_channel")) if role in (None, "unknown") else role
    return Turn(role or "unknown", sound(plain), start_s, end_s, {"speaker": speaker, **more})


def _is_sound(text: str) -> bool:
    """Whether a turn holds nothing but words for sounds in brackets, and notes."""
    if len(text) > _LONGEST_SOUND:
        return False
    boxed = _BOXED.findall(text)
    return all(map(_SOUND.search, boxed)) and not _BOXED.sub("", text).strip("♪♫ \n\t")


def runs(words: Sequence[tuple[str, str | None, str | None, str | None]], **more: str | None) -> list[Turn | Left]:
    """A turn for each run of words (text, speaker, start_s, end_s) of one speaker."""
    found: list[Turn | Left] = []
    for speaker, group in groupby((one for one in words if one[0].strip()), key=lambda one: one[1]):
        said = list(group)
        ends = [one[3] for one in said if one[3] is not None]
        found.append(turn(joined([one[0] for one in said]), speaker, said[0][2], ends[-1] if ends else None, **more))
    return found
