"""Threads: products of matrices on one thread while something is explained.

For: `found`, `answers` and `impacts`, which ask for tens of thousands of small products: sharing one out costs more than it
saves, and sums that are shared out differ in the last digit from machine to machine. Not for: the engines that join.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from threadpoolctl import threadpool_limits

Work = TypeVar("Work", bound=Callable[..., Any])


def one_thread(work: Work) -> Work:
    """`work`, with the libraries of numpy and scipy held to one thread for as long as it runs."""
    held: Work = threadpool_limits.wrap(limits=1, user_api="blas")(work)
    return held
