"""Planted personal data: what does masking leave standing, and what does it take that is nobody's?

    python -m benchmarks.masking_planted                      the tables of the README, on fresh texts
    python -m benchmarks.masking_planted --salt S --show 20   the same texts again, with what leaked and what was eaten

frames_*.tsv   sentences with slots, by script: a line a sentence, which anybody can add
names.toml     names beside those of Faker
shapes.toml    what numbers, amounts, places and brands look like
people.py      names of people
digits.py      shapes, and numbers with check digits
slots.py       what stands in a slot of a sentence
texts.py       sentences put together: texts, with what must go and what must stay
score.py       texts against the masks on them
figures.py     scores as the tables of the README

For: measuring `voc.clean.mask`. Not for: tests of single promises (tests/cases/masking_*.tsv); nor for what masking costs
(`masking_speed.py`); nor a promise about your texts: the sentences are ours, and those who wrote the rules have read them.
"""
