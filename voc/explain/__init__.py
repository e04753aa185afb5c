"""Explains a move of a metric: real or not, where, how much of it is mix, which topic goes with it, how sure.

For: tables `shifts`, `explanations`, `bridges` and `impacts` from series, outcomes and mentions, in plain pandas and
numpy. Not for: reading, tagging or joining (before), nor for words and pictures (after). Nothing here says "caused": that
takes an experiment.
"""

from voc.explain.alongside import alongside
from voc.explain.answers import answers, found
from voc.explain.cells import Cells, cells
from voc.explain.collection import collection
from voc.explain.experiment import Experiment, experiment, is_by_row, planned_split
from voc.explain.experiment.margin import margin
from voc.explain.ground import Ground
from voc.explain.impact import impacts
from voc.explain.question import Question
from voc.explain.rates import rate_cells
from voc.explain.stuck import stuck
from voc.explain.voices import pains

__all__ = [
    "Cells", "Experiment", "Ground", "Question", "alongside", "answers", "cells", "collection", "experiment", "found",
    "impacts", "is_by_row", "margin", "pains", "planned_split", "rate_cells", "stuck",
]  # fmt: skip
