"""What readers of several rooms share: JSON documents, conversations and turns, questions and scales, moments, money.

For: all other rooms of `formats`, and what builds on a vendor's shape in `ingest`. Not for: the name of any vendor;
what only one kind of source needs lies in its room.
"""
