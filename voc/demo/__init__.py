"""The demo world: an invented outdoor shop, its records and its customers' words, with known causes planted.

For: `voc demo DIR`, and tests that must know the truth. Not for: anything that reads a user's data.
"""

from voc.demo.cause import CAUSES, Cause, only
from voc.demo.world import Planted, World, write

__all__ = ["CAUSES", "Cause", "Planted", "World", "only", "write"]
