"""Work that is spread over cores: in order, with its own errors, and with no thread left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from itertools import islice

import pytest

from align import cores
from align.cores import available_cores, in_threads, limit_cores
from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def _no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "_limit", None)


def test_a_process_uses_the_cores_that_it_was_given_up_to_its_limit() -> None:
    given = available_cores()
    assert given == (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count())
    limit_cores(1)
    assert available_cores() == 1
    limit_cores(given + 1)
    assert available_cores() == given


def test_results_come_in_order_from_as_many_threads_as_asked_for() -> None:
    met = threading.Barrier(3, timeout=20)
    begun: list[int] = []

    def work(item: int) -> int:
        if item < 3:
            met.wait()  # all three are at work at once
        time.sleep((8 - item) / 500)
        return item * item

    found = in_threads(work, range(8), threads=3, begin=lambda: begun.append(threading.get_ident()))
    assert list(found) == [item * item for item in range(8)]
    assert len(set(begun)) == 3


def test_one_item_or_one_core_needs_no_thread() -> None:
    limit_cores(1)
    assert set(in_threads(lambda _: threading.get_ident(), range(5))) == {threading.get_ident()}
    assert list(in_threads(lambda _: threading.get_ident(), [1], threads=4)) == [threading.get_ident()]
    assert list(in_threads(str, [], threads=4)) == []


def test_an_error_surfaces_as_it_is_and_no_thread_is_left() -> None:
    done: list[int] = []
    error = MemoryError("of item 3")

    def work(item: int) -> int:
        if item == 3:
            raise error
        time.sleep(0.01)
        done.append(item)
        return item

    before = threading.active_count()
    results = in_threads(work, range(1000), threads=2)
    assert list(islice(results, 3)) == [0, 1, 2]
    with pytest.raises(MemoryError) as caught:
        next(results)
    assert caught.value is error
    assert threading.active_count() == before
    assert len(done) < 20


def test_a_caller_that_stops_leaves_no_thread() -> None:
    before = threading.active_count()
    for result in in_threads(lambda item: item, range(1000), threads=2):
        assert result == 0
        break
    assert threading.active_count() == before


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_an_interruption_is_heeded_at_once() -> None:
    code = (
        "import time\nfrom align.cores import in_threads\n"
        "def work(item):\n    print('at work', flush=True)\n    time.sleep(0.2)\n"
        "list(in_threads(work, range(1000), threads=2))\n"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout and process.stdout.readline() == "at work\n"
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert "KeyboardInterrupt" in said
    assert process.returncode
