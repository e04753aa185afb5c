"""How sure: dots and words for a verdict and its grade. The one place where the mapping is written.

For: headline, tiles, actions, list. Not for: grading, which `explain` does.
"""

from __future__ import annotations

from dataclasses import dataclass

from voc.report.finding import Finding
from voc.report.sentences import said_verdict
from voc.wording import Phrase, say

_DOTS = {"A": 3, "B": 3, "C": 2, "D": 1}


@dataclass(frozen=True)
class Grade:
    """Dots 0..3, the letter where there is one, the words, and the same in one word."""

    dots: int
    letter: str
    words: Phrase
    short: Phrase

    @property
    def drawn(self) -> str:
        """●●○, for plain text."""
        return "●" * self.dots + "○" * (3 - self.dots)


def uncompared() -> Grade:
    """Of a report in which nothing could be compared: that nothing changed is not known either."""
    return Grade(0, "", say("grade.uncompared"), say("grade_short.uncompared"))


def grade(finding: Finding | None) -> Grade:
    """Strong for A and B, moderate for C, weak for D and for a real move without an explanation; none otherwise."""
    if finding is None or finding.verdict == "no_shift":
        return Grade(0, "", say("grade.0"), say("grade_short.0"))
    if finding.verdict == "artifact":
        said = said_verdict(finding)
        return Grade(0, "", say(f"grade.{said}"), say(f"grade_short.{said}"))
    letter = finding.grade or ""
    if said_verdict(finding) == "unexplained":
        letter = "D"  # what nobody is sure of explains nothing, and is no better than a move without explanation
    dots = _DOTS.get(letter, 1)
    return Grade(dots, letter, say(f"grade.{dots}"), say(f"grade_short.{dots}"))
