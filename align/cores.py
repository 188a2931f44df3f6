"""How many cores this process uses, and work that is spread over them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_limit: int | None = None


def available_cores() -> int:
    """The number of cores that this process may use: those that the system gives it, up to `limit_cores`."""
    given = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(given, _limit or given)


def limit_cores(number: int) -> None:
    """Use no more than so many cores from now on: what a process does that shares a machine with others like it."""
    global _limit  # noqa: PLW0603  a fact about the process
    _limit = number


def in_threads(
    work: Callable[[Item], Result], items: Sequence[Item], begin: Callable[[], object] | None = None
) -> Iterator[Result]:
    """Do `work` on each item in as many threads as there are cores, and give the results in order.

    It pays where the work leaves Python's lock alone, as NumPy does. Each thread calls `begin` first. An error of an
    item surfaces as it is, when its turn comes; then, and when the caller stops or is interrupted, no further item is
    begun, and no thread is left. One item, or one core, needs no thread.
    """
    threads = min(available_cores(), len(items))
    if threads <= 1:
        yield from map(work, items)
        return
    pool = ThreadPoolExecutor(threads, initializer=begin)
    try:
        waiting: list[Future[Result]] = [pool.submit(work, item) for item in items]
        waiting.reverse()
        while waiting:
            yield waiting.pop().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
