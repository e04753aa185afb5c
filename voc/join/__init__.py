"""Joins what customers said with what the operation did, and counts both in one shape.

For: links (feedback to record), series (totals by metric, period and segment), outcomes (a metric on the record that a
comment hangs on) and matches (how many rows found their partner). Not for: judging any of it; that is `explain`.
"""

from voc.join.countable import Left
from voc.join.joined import Joined, joined, met
from voc.join.units import Units, units

__all__ = ["Joined", "Left", "Units", "joined", "met", "units"]
