"""A few broken files for every room; `python benchmarks/mutations.py` makes as many as one likes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.fuzz.outcomes import Room, fault_of, run_room, timed
from tests.fuzz.rooms import rooms

SEED = 21
CASES = int(os.environ.get("ALIGN_FUZZ", "5"))


@pytest.fixture(scope="module")
def every_room(tmp_path_factory: pytest.TempPathFactory) -> list[Room]:
    return rooms(tmp_path_factory.mktemp("rooms"))


def test_every_room_reads_or_refuses_broken_files(every_room: list[Room], tmp_path: Path) -> None:
    """In one line that names the file, in seconds, and with no more memory than before."""
    with timed():
        found = {
            str(room): run_room(room, SEED, range(int(CASES // room.cost) or 1), tmp_path)
            for room in every_room
            if room.cost < 100 or CASES > 100
        }
    assert {name: one["faults"] for name, one in found.items() if one["faults"]} == {}
    taken = sum(one["taken"] for one in found.values())
    assert 0.2 < taken / sum(one["cases"] for one in found.values()) < 0.8, "some are still read, and some refused"


def test_faults_are_told_from_refusals(tmp_path: Path) -> None:
    """The measure itself."""
    from align.errors import FormatError

    path = tmp_path / "a.txt"

    def room(error: Exception | None) -> Room:
        def read(path: Path) -> None:
            if error is not None:
                raise error

        return Room("made", "a.txt", lambda rng: b"", read)

    with timed():
        assert fault_of(room(None), path) == (True, "")
        assert fault_of(room(FormatError.at(path, 3, "broken")), path) == (False, "")
        assert "no file is named" in fault_of(room(FormatError("broken")), path)[1]
        assert "KeyError" in fault_of(room(KeyError("x")), path)[1]


def test_an_error_quotes_several_lines_as_one() -> None:
    from align.errors import FormatError

    error = FormatError.at("a\nb.csv", 2, "not 'x\r\ny\u2028z'", hint="Mend it")
    assert str(error) == "a b.csv, line 2: not 'x y z'. Mend it" and error.path == "a\nb.csv"
