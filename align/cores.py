"""How many cores this process may use, and work that is spread over them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_limit: int | None = None


def available_cores() -> int:
    """The number of cores that this process may use: those that the system gives it, up to what `limit_cores` says."""
    given = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(given, _limit or given)


def limit_cores(number: int) -> None:
    """Use no more cores than this from now on, as a process does that shares a machine with others like it."""
    global _limit  # noqa: PLW0603  it is the process that is limited
    _limit = number


def in_threads(
    work: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    threads: int = 0,
    begin: Callable[[], object] | None = None,
) -> Iterator[Result]:
    """Do `work` on each item in `threads` threads (0: as many as there are cores), and give the results in order.

    It pays where the work leaves Python's lock alone, as NumPy does. Each thread calls `begin` first. The error of an
    item surfaces as it is, in its turn. Then, and where the caller stops or is interrupted, no further item is begun,
    and no thread outlives the call. For a single item or core there are no threads.
    """
    threads = min(threads or available_cores(), len(items))
    if threads < 2:
        yield from map(work, items)
        return
    pool = ThreadPoolExecutor(threads, initializer=begin)
    try:
        waiting = [pool.submit(work, item) for item in items]
        waiting.reverse()
        while waiting:
            yield waiting.pop().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
