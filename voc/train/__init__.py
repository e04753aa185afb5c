"""Train: a tagger learned from comments that people have labelled.

For: `voc train`. Not for: the learning itself (voc.classify.learn, finetune), comparing models, or drawing comments to label
(voc.label).

    plan = train.plan(Path("labels.csv"))                     # what there is to learn, and what was refused
    learned = train.learned(plan, "mine", "linear", seed=0)   # scored on comments that taught it nothing
    train.written(learned, plan, Path("models/mine"))         # the folder, and CARD.md in it
"""

from voc.train.card import card
from voc.train.made import learned, place, written
from voc.train.plan import Plan, plan
from voc.train.tiers import Learned

__all__ = ["Learned", "Plan", "card", "learned", "place", "plan", "written"]
