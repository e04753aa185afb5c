"""Tagging as a project asks for it: by a trained model and phrases, its own among them, or by labels given from outside.

For: `pipeline`, which should not know which of them it is. Not for: finding mentions; `classify` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from voc import classify, tables, taxonomy
from voc.classify import shelf, track_record
from voc.errors import DataError, nearest

if TYPE_CHECKING:
    from voc.classify.tagger import Tagger
    from voc.config import Config


BESIDE = ("total_row", "remark_row", "repeated_header")  # rows that stand below a table and are none of it


@dataclass(frozen=True)
class Labels:
    """`tables` holds mentions, opinions, waits_told, restatements and waits_promised (where there are turns), the tagger's
    track_record (where labels are not given; no rows where it has none), audit (where the project has one) and the rejected
    rows."""

    tables: Mapping[str, pa.Table]

    @property
    def mentions(self) -> pa.Table:
        """Table `mentions`."""
        return self.tables["mentions"]

    @property
    def opinions(self) -> pa.Table:
        """Table `opinions`."""
        return self.tables["opinions"]


def topics(config: Config) -> taxonomy.Taxonomy:
    """The default topics, with the project's own laid over them; where it has none, those its model was trained with."""
    if config.topics:
        return taxonomy.merged(taxonomy.default(), taxonomy.load(config.topics, over=taxonomy.default()))
    return topics_of(config.model, config.folder) if config.labels is None else taxonomy.default()


def topics_of(model: str, home: Path | None = None) -> taxonomy.Taxonomy:
    """The default topics, with those laid over them that the model was trained with. Raises ModelError as `shelf.folder`."""
    folder, default = shelf.folder(model, home), taxonomy.default()
    own = folder / shelf.TOPICS if folder else None
    return taxonomy.merged(default, taxonomy.load(own, over=default)) if own and own.is_file() else default


def model(config: Config) -> Tagger | None:
    """The trained tagger that a project asks for; None where it asks for the phrases, or gives labels from outside. Raises
    ModelError as `classify.model` does."""
    return classify.model(config.model, config.folder) if config.labels is None else None


def labels(
    config: Config, feedback: pa.Table, utterances: pa.Table, topics: taxonomy.Taxonomy, read: Mapping[str, pa.Table]
) -> Labels:
    """The Labels of a project; `read` are the tables that ingest made. Raises ModelError as `classify.model` does.

    Labels given from outside stand alone: nothing that we find ourselves is put beside them.
    """
    made = {"waits_told": classify.waits_told(utterances)}
    if "turns" in read:
        made["waits_promised"] = classify.waits_promised(read["turns"])
        made["restatements"] = classify.restatements(read["turns"], read.get("interactions"))
    judged = None
    if config.labels is not None:
        mentions, refused = classify.given(plain(config.labels), feedback, config.labels.name)
    else:
        mentions, judged = classify.tagged(feedback, utterances, topics, model(config))
        refused = tables.empty("rejected")
        if "restatements" in made:
            mentions = classify.with_turns(mentions, made["restatements"], feedback)
        mentions = classify.with_effort(mentions, utterances)
        made["track_record"] = track_record.of(shelf.folder(config.model, config.folder))
    made["opinions"] = classify.opinions(feedback, utterances, mentions, judged)
    made |= {"mentions": mentions, "rejected": pa.concat_tables([read["rejected"], refused])}
    if config.audit is not None:
        made["audit"], refused = classify.audited(plain(config.audit), feedback, config.audit.name)
        made["rejected"] = pa.concat_tables([made["rejected"], refused])
    return Labels(made)


def plain(path: Path) -> pa.Table:
    """The rows of any file that ingest reads, as text under its own column names; for labels, of which each counts. Raises
    DataError E201 where there is no such file, with its near name, and E279 where a row cannot be read: a figure without
    it would be another."""
    from voc.ingest.read import AS_IT_IS, read

    if not path.is_file():
        beside = sorted(one.name for one in path.parent.iterdir() if one.is_file()) if path.parent.is_dir() else []
        raise DataError("E201", "there is no such file", where=str(path), found=", ".join(beside[:8]) or "an empty folder",
                        do=nearest(path.name, beside) if beside else "say where it is")  # fmt: skip
    raw = read(path, path.name, AS_IT_IS)[0]
    broken = [one for one in raw.rejected if one.reason not in BESIDE]
    if broken:
        first = broken[0]
        raise DataError(
            "E279", f"{len(broken):,} rows cannot be read", where=f"{path}, row {first.row}",
            found=f"{first.reason}: {first.found}", expected=first.expected, do="mend the file: each of its rows counts",
        )  # fmt: skip
    return raw.rows
