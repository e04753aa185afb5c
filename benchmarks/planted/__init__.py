"""Planted worlds: does voc say what was put in, and nothing else?

    python -m benchmarks.planted                       the tables of the README, on fresh worlds
    python benchmarks/planted --only pulse --quick

plan.py         everything that is settled about a world before any record is drawn
kinds.py        kinds of worlds, and the plan that is drawn for one of them from its seed
outcomes.py     one metric: chances and seconds, with the plan and without, and what comes out
draw.py         the records and comments of a world
world.py        a world: exact truth about any two stretches of days and any segment
files.py        the project folder that a user would bring
sentences.py    comments in words (sentences.tsv), for worlds without labels
answers.py      an answer, as the scorer reads it
score.py        answers against the truth
baselines.py    what simple tools say of the same worlds
experiments.py  randomised arms with a known effect
kept.py         scores in a file
figures.py      many scores as the tables of the README

For: measuring `voc.explain`. Not for: tests of single promises (tests/worlds.py has its own generator, which shares no
line with this one, and neither does the demo: two generators do not have the same blind spot).
"""
