"""Scores as the tables of the README: how many of how many, with a 95 % interval.

For: `__main__`. Not for: judging; see `score`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from benchmarks.masking_planted.score import Judged

Z = 1.959964  # of 95 %


def wilson(count: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share after Wilson, which holds for none and for few as well."""
    if not of:
        return 0.0, 1.0
    share, z2 = count / of, Z * Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z * ((share * (1 - share) + z2 / (4 * of)) / of) ** 0.5 / (1 + z2 / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def table(found: Mapping[str, Sequence[Judged]]) -> str:
    """Markdown: what was planted and leaked by kind, by group of sentences, and what was eaten; a column a script."""
    secrets = {script: [one for one in some if one.is_secret] for script, some in found.items()}
    stays = {script: [one for one in some if not one.is_secret] for script, some in found.items()}
    parts = (
        ("planted, by kind: leaked", secrets, "kind"),
        ("planted, by group of sentences: leaked", secrets, "group"),
        ("what must stay: eaten", stays, "kind"),
    )
    return "\n\n".join(_part(title, some, by) for title, some, by in parts)


def _part(title: str, found: Mapping[str, Sequence[Judged]], by: str) -> str:
    names = sorted({getattr(one, by) for some in found.values() for one in some})
    lines = [f"| {title} | " + " | ".join(found) + " |", "|---|" + "---|" * len(found)]
    for name in names:
        cells = [_cell(one for one in some if getattr(one, by) == name) for some in found.values()]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    if len(names) > 1:
        lines.append("| **all** | " + " | ".join(_cell(some) for some in found.values()) + " |")
    return "\n".join(lines)


def _cell(some: Iterable[Judged]) -> str:
    """3 of 1,965 (0.1-0.5 %)"""
    all_ = list(some)
    if not all_:
        return ""
    wrong = sum(one.is_wrong for one in all_)
    low, high = wilson(wrong, len(all_))
    return f"{wrong} of {len(all_):,} ({100 * low:.1f}–{100 * high:.1f} %)"


def shown(found: Mapping[str, Sequence[Judged]], number: int) -> str:
    """`number` of what leaked and of what was eaten by script, each in its text."""
    lines = []
    for script, some in found.items():
        for name, is_secret in (("leaked", True), ("eaten", False)):
            wrong = [one for one in some if one.is_wrong and one.is_secret is is_secret]
            lines += [
                f"{script} {name} {one.kind}, {one.group}: {one.said!r} in {one.masked!r}" for one in wrong[:number]
            ]
    return "\n".join(lines)
