"""Sorting beyond memory: the same order as in memory, whatever goes through the disk."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Generator
from math import isnan
from pathlib import Path

import pytest

from align.corpus import Pair
from align.curation.external_sort import ORDERS, sort_pairs
from align.errors import OutputError


def made(count: int) -> list[Pair]:
    rng = random.Random(1)
    scores = [None, float("nan"), 0.1, 0.2, 0.5, 0.9]
    return [
        Pair(str(n), f"{n % 7}.txt", n, "ab " * rng.randrange(9), "в" * rng.randrange(9), "en", "ru", score=score)
        for n in range(count)
        for score in [rng.choice(scores)]
    ]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("reverse", [False, True])
def test_runs_on_disk_give_the_order_of_memory(order: str, reverse: bool) -> None:
    """Merged from many runs, in stages, the pairs stand as if sorted at once; equal ones keep their order."""
    pairs = made(700)
    wanted = sorted(pairs, key=ORDERS[order], reverse=reverse)
    ids = [pair.id for pair in sort_pairs(iter(pairs), ORDERS[order], reverse, run=9)]
    assert ids == [pair.id for pair in wanted]


def test_the_best_come_first_and_the_unscored_last() -> None:
    """None and NaN are no scores."""
    scores = [pair.score for pair in sort_pairs(made(200), ORDERS["score"])]
    known = [score for score in scores if score is not None and not isnan(score)]
    assert scores[: len(known)] == known == sorted(known, reverse=True)


@pytest.mark.parametrize("count", [0, 1, 9, 10, 18])
def test_the_ends_of_runs(count: int) -> None:
    """No pair is lost where a run ends with the stream."""
    assert len(list(sort_pairs(made(count), ORDERS["length"], run=9))) == count


def test_the_command_knows_every_order() -> None:
    """The command line names the orders without importing what sorts."""
    from align.cli.sort import ORDERS as NAMES

    assert list(NAMES) == list(ORDERS)


def test_no_temporary_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither when all is read nor when the reader goes away."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert len(list(sort_pairs(made(50), ORDERS["score"], run=9))) == 50
    stream = sort_pairs(made(50), ORDERS["score"], run=9)
    next(stream)
    assert isinstance(stream, Generator)
    stream.close()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_one_line() -> None:
    """A run that cannot be written says where, and what to do."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "TemporaryFile", lambda: Path("/dev/full").open("r+b", buffering=0))  # noqa: SIM115
        with pytest.raises(OutputError, match=r"no space left on device\. Make room there, or set TMPDIR"):
            list(sort_pairs(made(50), ORDERS["score"], run=9))
