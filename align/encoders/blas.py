"""Keeps BLAS to one thread: we share the work ourselves, in larger pieces."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import lru_cache
from typing import Any


def one_thread() -> AbstractContextManager[Any]:
    """Keep BLAS to one thread: the products are too small to share; threads that spin were five times as slow."""
    limit: AbstractContextManager[Any] = _blas().limit(limits=1, user_api="blas")
    return limit


@lru_cache(maxsize=1)
def _blas() -> Any:
    """The BLAS libraries of this process, looked up once: that takes milliseconds."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
