"""How sure: what was read, what found its partner, what was held against the first finding, and what ran.

For: the last section of the report. Not for: wall-clock figures; they would differ between two equal runs.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from voc import metrics as measures
from voc.lint.rejects import lost
from voc.report import figures
from voc.report.finding import Placebo
from voc.report.inputs import Inputs
from voc.report.sentences import first
from voc.report.whole import whole
from voc.wording import Phrase, same, say, word

_READ_LANGS = ("en", "zh-Hans", "zh-Hant")
# clocks differ between two equal runs; metrics and topics have their own places in the report
_ELSEWHERE = ("seconds", "metrics", "topics")
_MOST = 60


@dataclass(frozen=True)
class Fact:
    """A line: what it is, and its number."""

    label: Phrase
    value: Phrase


@dataclass(frozen=True)
class Facts:
    """A titled list of facts."""

    title: Phrase
    facts: tuple[Fact, ...]


def sure(inputs: Inputs) -> tuple[Facts, ...]:
    """Five lists: metrics, read, linked, checks, run."""
    return (
        Facts(say("sure.metrics"), tuple(_metrics(inputs))),
        Facts(say("sure.read"), tuple(_read(inputs))),
        Facts(say("sure.linked"), tuple(_linked(inputs))),
        Facts(say("sure.checks"), tuple(_checks(inputs))),
        Facts(say("sure.run"), tuple(_run(inputs))),
    )


def _metrics(inputs: Inputs) -> Iterator[Fact]:
    for one in whole(inputs):
        scale = inputs.scale(one.metric, one.value, None)
        value, lo, hi = (scale.value(x if math.isfinite(x) else None) for x in (one.value, one.lo, one.hi))
        yield Fact(
            inputs.metric_name(one.metric), say("sure.metric", value=value, lo=lo, hi=hi, n=figures.count(one.n))
        )


def _read(inputs: Inputs) -> Iterator[Fact]:
    feedback, comments = inputs.feedback, inputs.comments
    has_text = feedback["text"].fillna("").astype(str).str.strip() != ""
    yield _count("comments", len(comments))
    yield _count("scores", int((~has_text & feedback["score"].notna()).sum()))
    yield _count("duplicates", int((has_text & feedback["is_duplicate"].fillna(False).astype(bool)).sum()))
    masked = sum(1 for masks in feedback["masks"] if hasattr(masks, "__len__") and len(masks))
    yield _count("masked", masked)
    yield _count("labelled", int(comments["feedback_id"].isin(inputs.mentions["feedback_id"]).sum()))
    yield _count("not_read", int((~comments["lang"].isin(_READ_LANGS)).sum()))
    refused = [one for one in inputs.run.get("files", ()) if "error" in one]
    if refused:
        yield _count("refused", len(refused))
        for one in refused:
            yield Fact(say("sure.rejected_why", file=_short(one["file"]), reason=one["error"]), same(""))
    if inputs.rejected.empty:
        yield Fact(say("sure.rejected"), say("sure.rejected_none"))
        return
    yield _count("rejected", len(inputs.rejected))
    why = Counter(zip(inputs.rejected["file"].astype(str), inputs.rejected["reason"].astype(str), strict=True))
    for (file, reason), n in sorted(why.items(), key=lambda one: (-one[1], one[0]))[:12]:
        yield Fact(
            say("sure.rejected_why", file=_short(file), reason=word("rejected_as", reason)), same(figures.count(n))
        )


def _linked(inputs: Inputs) -> Iterator[Fact]:
    rows = inputs.matches[inputs.matches["n"] > 0]
    if rows.empty:
        yield Fact(say("sure.match_none"), same(""))
    for row in rows.to_dict("records"):
        n, matched = int(row["n"]), int(row["matched"])
        label = say("sure.match", left=row["left_table"], right=row["right_table"], key=row["key"])
        if n < figures.FLOOR:
            yield Fact(label, say("sure.match_counts", matched=figures.count(matched), n=figures.count(n)))
        else:
            share = figures.percent(matched / n)
            yield Fact(label, say("sure.match_value", matched=figures.count(matched), n=figures.count(n), share=share))


def _checks(inputs: Inputs) -> Iterator[Fact]:
    finding = first(inputs.findings)
    if finding is None:
        yield Fact(say("sure.not_run"), same(""))
        return
    rate = finding.checks.response_rate
    if rate.before is not None and rate.after is not None and finding.n.records >= figures.FLOOR:
        both = f"{figures.percent(rate.before, 1)} → {figures.percent(rate.after, 1)}"
        yield Fact(say("sure.response"), same(f"{both} (n = {figures.count(finding.n.records)})"))
    else:
        yield Fact(say("sure.response"), say("sure.not_run"))
    linked = finding.checks.link_rate
    is_enough = linked is not None and finding.n.feedback >= figures.FLOOR
    yield Fact(
        say("sure.link_rate"),
        same(f"{figures.percent(linked)} (n = {figures.count(finding.n.feedback)})")
        if is_enough
        else say("sure.not_run"),
    )
    yield Fact(say("sure.placebo_dates"), _placebo(finding.checks.placebo_dates))
    yield Fact(say("sure.placebo_topics"), _placebo(finding.checks.placebo_topics))
    chance = finding.p_shift
    yield Fact(say("sure.p_shift"), same(figures.q_value(chance)) if chance is not None else say("sure.not_run"))
    yield Fact(say("sure.audit"), same(figures.count(finding.n.audit)) if finding.n.audit else say("sure.not_run"))


def _run(inputs: Inputs) -> Iterator[Fact]:
    for path, value in list(_leaves(inputs.run))[:_MOST]:
        yield Fact(same(path), same(value))


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every plain value of run.json with its path; a file is one line; what the report shows elsewhere is left out."""
    if isinstance(value, Mapping) and "file" in value:
        rows = f"{value.get('rows_kept', '')} / {value.get('rows_read', '')}"
        yield (
            _short(str(value["file"])),
            " · ".join(str(one) for one in (value.get("reader"), rows, _hash(value)) if one),
        )
    elif isinstance(value, Mapping):
        for key in value:
            if key not in _ELSEWHERE:
                yield from _leaves(value[key], f"{path} {key}".strip())
    elif isinstance(value, (list, tuple)):
        if any(isinstance(item, Mapping) for item in value):
            for item in value:
                yield from _leaves(item, path)
        elif value:
            yield path, ", ".join(str(item) for item in value)
    elif value is not None and value != "":
        yield path, _short(str(value))


def _hash(file: Mapping[str, Any]) -> str:
    return f"{file['sha256'][:12]}…" if file.get("sha256") else ""


def _short(path: str) -> str:
    # the machine's folders say nothing to a reader and differ between machines
    return path.rsplit("/", 1)[-1] if path.startswith("/") else path


def _placebo(placebo: Placebo) -> Phrase:
    if not placebo.tried:
        return say("sure.not_run")
    return say("sure.of", named=placebo.named or 0, tried=placebo.tried)


def _count(key: str, n: int) -> Fact:
    return Fact(say(f"sure.{key}"), same(figures.count(n)))


def _channels(inputs: Inputs) -> int:
    """Channels that responses came in by: of the record they hang on, where they name none themselves."""
    volume = inputs.series[inputs.series["metric"] == measures.VOLUME]
    if "channel" in volume:
        return len(set(volume["channel"].dropna()) - {"(none)", "(other)"})
    return int(inputs.comments["channel"].dropna().nunique())


def evidence_line(inputs: Inputs) -> tuple[Phrase, ...]:
    """What the first screen rests on: comments, channels, share linked, and that it is association."""
    spoken = inputs.comments
    # Without a single text (topics came as labels from outside) the answers themselves are what it rests on.
    heard = spoken if len(spoken) else inputs.feedback
    n = len(heard)
    channels = _channels(inputs)
    counted = figures.count(n)
    parts = [say("evidence.comments", n=counted) if len(spoken) else say("evidence.responses", n=counted)]
    if channels:
        parts.append(say("evidence.one_channel") if channels == 1 else say("evidence.channels", n=int(channels)))
    linked = int(heard["feedback_id"].isin(inputs.links["feedback_id"]).sum()) if len(inputs.links) else 0
    parts.append(say("evidence.linked", share=figures.share(linked, n)) if linked else say("evidence.linked_none"))
    parts += [
        say("evidence.rejected", n=figures.count(lost(one)), all=figures.count(one["rows_read"]), file=_short(one["file"]))
        for one in inputs.run.get("files", ()) if lost(one)
    ]  # fmt: skip
    finding = first(inputs.findings)
    if finding is not None:
        parts.append(say("evidence.experiment" if finding.grade == "A" else "evidence.association"))
    return tuple(parts)
