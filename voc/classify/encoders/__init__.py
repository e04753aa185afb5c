"""Tiers 3 and 4 of the classifier: what reads a text with an encoder, frozen or fine-tuned, and how it is taught.

For: `shelf`, which opens such a model, and `voc train`. Not for: the model that ships, which needs no encoder and no torch.
"""
