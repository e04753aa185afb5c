"""How well the phrase tagger finds complaints in texts labelled by hand: what `voc label sample` assumes.

    python benchmarks/typical_accuracy.py FOLDER     texts.csv (id, lang, text), labels.csv (id, overall, mentions)

For: the figures in voc/label/assumed.py. Not for: scoring the tagger as a whole; `voc evaluate` does.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from voc import asking, tagging
from voc.explain.voices import pains

LEAST = 10  # complaints that a topic needs


def main(folder: Path) -> None:
    """Prints sensitivity and false rate of complaints: median and spread over topics."""
    texts, labels = (tagging.plain(folder / name).to_pylist() for name in ("texts.csv", "labels.csv"))
    text = {one["id"]: one["text"] for one in texts}
    said = {one["id"]: one["mentions"] or "" for one in labels if one["id"] in text}
    true = {(id, one.split(":")[0]) for id in said for one in said[id].split(";") if one.endswith(":neg")}
    _, mentions = asking.classified([text[id] for id in said], ids=list(said))
    tagged = {(row.feedback_id, row.topic) for row in pains(mentions).itertuples()}
    found = []
    for topic in sorted({topic for _, topic in true}):
        ids = {id for id, one in true if one == topic}
        named = {id for id, one in tagged if one == topic}
        if len(ids) >= LEAST:
            found.append((len(ids & named) / len(ids), len(named - ids) / (len(said) - len(ids))))
            print(f"{topic:<20} sensitivity {found[-1][0]:.2f}  false rate {found[-1][1]:.3f}  n = {len(ids)}")
    sensitivity, false_rate = np.array(found).T
    print(
        f"\n{len(found)} topics, {len(said)} texts: sensitivity {np.median(sensitivity):.2f}, "
        f"false rate {np.median(false_rate):.2f} (medians); "
        f"spread of sensitivity - false rate {np.std(sensitivity - false_rate, ddof=1):.2f}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    main(parser.parse_args().folder)
