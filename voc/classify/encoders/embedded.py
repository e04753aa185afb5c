"""An embedded tagger: heads on the vectors of an encoder and on what is known without it, at work in the pipeline.

For: the probabilities of a `tagger` from a folder of tier 3, and that folder. Not for: learning (`embed`), the vectors
(`encoder`), or what follows from the probabilities (`trained.answered`, `tagger`).

The folder holds the heads (model.json, weights.npz), tagger.json (topics and thresholds), encoder.json (which encoder, and
how it reads) and, in linear/, the whole model that shipped when it was taught, all under SHA256SUMS. The encoder is not
there: it is larger than all else together. Its name is, and the sum of its files, which is compared when the model is read.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from voc.classify import bundle, learn, shelf, shipped
from voc.classify.clauses import Clauses
from voc.classify.encoders import checkpoint
from voc.classify.encoders.embed import Heads
from voc.classify.encoders.encoder import Encoder, encoder, need, suited
from voc.classify.encoders.transformer import read
from voc.classify.grams import has_letter
from voc.classify.hints import SENTIMENTS
from voc.classify.hints import names as hint_names
from voc.classify.trained import Trained, Weighing, odds_of
from voc.errors import ModelError
from voc.language import family
from voc.spans import unmasked

KIND = "embed"


@dataclass(frozen=True)
class Source:
    """Where an encoder comes from: "e5", a file, a folder or a hub name; and the sum of its files, "" for a hub name."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Embedded(Weighing):
    """`heads` have the labels of `learn.labels(topics)`; their features are those of `features`. `ships`: the model that
    shipped when this one was taught, None where none did. `silent`: language groups in which nobody taught it what a
    comment says as a whole; `unseen`: those in which nobody taught it anything, and what ships answers for what it knows."""

    name: str
    source: Source
    encoder: Encoder
    heads: Heads
    topics: tuple[str, ...]
    least: Mapping[str, np.ndarray]
    ships: Trained | None = None
    tuned_on: str = ""
    silent: frozenset[str] = frozenset()
    unseen: frozenset[str] = frozenset()

    def scores(
        self, texts: Sequence[str], langs: Sequence[str], said: np.ndarray, parts: Clauses | None = None
    ) -> np.ndarray:  # fmt: skip
        """Probability of each label of the heads, float32 (texts, labels); NaN rows for a language that is not known and for
        what has no letter. `said` are the hints of the texts, `parts` their clauses. No text is looked at beside another."""
        rows = [row for row, lang in enumerate(langs) if self.least_of(lang) is not None and has_letter(texts[row])]
        shares = np.full((len(texts), len(self.heads.labels)), np.nan, np.float32)
        if not rows:
            return shares
        own, of = [texts[row] for row in rows], [langs[row] for row in rows]
        parts = None if parts is None else parts.rows(np.array(rows))
        others = beside(own, of, said[rows], self.topics, self.ships, parts)
        known = np.hstack([vectors(self.encoder, own), others])
        odds = self.heads.odds(known)
        if self.ships is not None:
            names = learn.labels(self.ships.topics)
            is_unseen = np.array([family(lang) in self.unseen for lang in of], bool)
            places = np.array([self.heads.labels.index(name) for name in names])
            odds[np.ix_(is_unseen, places)] = known[is_unseen, -len(names) :]
        shares[rows] = 1 / (1 + np.exp(-np.clip(odds, -40, 40)))
        return shares

    def sure(self, shares: np.ndarray, texts: Sequence[str], langs: Sequence[str]) -> np.ndarray:
        """See `Weighing.sure`; in a language that is left to what ships, its answer."""
        made = shares[:, : len(self.topics)].copy()
        rows = [row for row, lang in enumerate(langs) if family(lang) in self.unseen]
        if self.ships is not None and rows:
            places = [self.heads.labels.index(name) for name in learn.labels(self.ships.topics)]
            own = shares[rows][:, places]
            sure = self.ships.sure(own, [texts[row] for row in rows], [langs[row] for row in rows])
            for place, topic in enumerate(self.ships.topics):
                made[rows, self.topics.index(topic)] = sure[:, place]
        return made

    def alone(self, clauses: pa.Table) -> np.ndarray:
        """See `Tagger.alone`; without the phrases."""
        texts = [unmasked(text) for text in clauses.column("folded").to_pylist()]
        langs = [lang or "und" for lang in clauses.column("lang").to_pylist()]
        return self.scores(texts, langs, np.zeros((len(texts), len(hint_names(self.topics))), np.float32))[
            :, : len(self.topics)
        ]


def vectors(by: Encoder, texts: Sequence[str]) -> np.ndarray:
    """The vectors of texts, float32 (texts, dims); folded first, so that scripts and widths give the same."""
    return by.embed(read(texts, True))


def beside(
    texts: Sequence[str], langs: Sequence[str], said: np.ndarray, topics: Sequence[str], ships: Trained | None,
    parts: Clauses | None = None,
) -> np.ndarray:  # fmt: skip
    """What is known of texts beside their vectors, float32 (texts, features in the order of `embed.usual`); `said` are
    their hints of `topics`, among which are those of `ships`, and `parts` their clauses."""
    if ships is None:
        return np.asarray(said, np.float32)
    places = [topics.index(topic) * len(SENTIMENTS) + tone for topic in ships.topics for tone in range(len(SENTIMENTS))]
    kept = [*places, *range(len(topics) * len(SENTIMENTS), said.shape[1])]
    own = None if parts is None else replace(parts, said=parts.said[:, kept])
    odds = np.nan_to_num(odds_of(ships.scores(texts, langs, said[:, kept], own)))
    return np.hstack([said, odds]).astype(np.float32)


def write(model: Embedded, folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes `model` into `folder`, and `files` beside it. Its `ships` has to be what ships now."""
    head = {"format": bundle.FORMAT, "kind": KIND, "labels": list(model.heads.labels), "unseen": sorted(model.unseen)}
    by = model.encoder
    reads = {
        "encoder": model.source.name, "sha256": model.source.sha256, "dims": by.dims, "window": by.window,
        "overlap": by.overlap, "prefix": by.prefix, "precision": by.precision,
    }  # fmt: skip
    own = {
        bundle.HEAD: _json(head),
        bundle.WEIGHTS: bundle.packed({"weights": model.heads.weights, "bias": model.heads.bias}),
        shelf.TAGGER: shelf.about(model),
        shelf.ENCODING: _json(reads),
    }
    bundle.put(folder, own | (shipped.files() if model.ships is not None else {}) | dict(files))


def embedded(folder: Path) -> Embedded:
    """The tagger in `folder`. Raises ModelError E310 to E313 as `bundle.whole`; E330 without torch; E331 to E333 where its
    encoder is not there, E339 where that is another one now."""
    files = bundle.check(folder, shelf.TAGGER, shelf.ENCODING)
    bundle.known(files[bundle.HEAD], KIND, folder)
    ships = shipped.within(folder)
    try:
        head, told, reads = (json.loads(files[name]) for name in (bundle.HEAD, shelf.TAGGER, shelf.ENCODING))
        arrays = bundle.unpacked(files[bundle.WEIGHTS])
        heads = Heads(tuple(head["labels"]), arrays["weights"], arrays["bias"])
        topics = tuple(told["topics"])
        least = {lang: np.array(values, np.float32) for lang, values in told["least"].items()}
        if heads.labels != learn.labels(topics) or any(one.shape != (len(topics),) for one in least.values()):
            raise ValueError(f"labels and thresholds are not those of {len(topics)} topics")
        width = int(reads["dims"]) + len(hint_names(topics)) + (len(learn.labels(ships.topics)) if ships else 0)
        if len(heads.weights) != width or not set(ships.topics if ships else ()) <= set(topics):
            raise ValueError(f"weights of {len(heads.weights)} features, not {width}")
        unseen = frozenset(map(str, head["unseen"]))
        source = Source(str(reads["encoder"]), str(reads["sha256"]))
        how = {name: reads[name] for name in ("window", "overlap", "prefix", "precision")}
    except (ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise bundle.unfit(folder, error) from error
    need("torch", "transformers")
    by = encoder(source.name, **{**how, "precision": suited(how["precision"])})
    found = checkpoint.fingerprint(source.name)
    if (source.sha256 and found != source.sha256) or by.dims != reads["dims"]:
        raise ModelError(
            "E339", "the encoder is not the one that this model was taught with", where=source.name,
            found=f"sha256 {found[:12]}..., {by.dims} numbers in a vector",
            expected=f"sha256 {source.sha256[:12]}..., {reads['dims']}", do="put that one back, or train again",
        )  # fmt: skip
    return Embedded(
        told["name"], source, by, heads, topics, least, ships, told.get("tuned_on", ""),
        silent=frozenset(told.get("silent", ())), unseen=unseen,
    )  # fmt: skip


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
