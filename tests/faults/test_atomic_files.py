"""A result appears whole or not at all, whatever the file system does at the worst moment."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from align.errors import OutputError
from align.io import temporary_files
from align.io.atomic import atomic_output, atomic_path


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test is a run of its own: no folder has been looked through."""
    monkeypatch.setattr(temporary_files, "_tidied", set())


def write(path: Path, data: bytes = b"new") -> None:
    with atomic_output(path) as stream:
        stream.write(data)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


KILLED = """
import os, sys, time
from align.io.atomic import atomic_output
with atomic_output(sys.argv[1]) as stream:
    stream.write(b"half")
    stream.flush()
    print("ready", flush=True)
    if sys.argv[2] == "die":
        os.kill(os.getpid(), 9)
    sys.stdin.readline()
"""


def start(path: Path, how: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", KILLED, str(path), how]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout and process.stdout.readline() == "ready\n"
    return process


def test_what_a_killed_run_left_the_next_one_takes_away(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", b"old")
    assert start(tmp_path / "a.jsonl", "die").wait(20) == -9
    assert (tmp_path / "a.jsonl").read_bytes() == b"old" and len(names(tmp_path)) == 2
    temporary_files._tidied.clear()
    write(tmp_path / "b.jsonl")
    assert names(tmp_path) == ["a.jsonl", "b.jsonl"], "whatever that run was writing"


def test_the_file_of_a_run_under_way_is_left_alone_even_if_its_date_is_long_ago(tmp_path: Path) -> None:
    other = start(tmp_path / "a.jsonl", "live")
    part = next(path for path in tmp_path.iterdir())
    os.utime(part, (0, 0))  # a clock that jumped
    write(tmp_path / "a.jsonl", b"mine")
    assert part.exists()
    other.communicate("go on\n", timeout=20)
    assert other.returncode == 0
    assert (tmp_path / "a.jsonl").read_bytes() == b"half", "of two runs on one output the last one to end wins, whole"
    assert names(tmp_path) == ["a.jsonl"]


def test_only_our_own_left_files_are_taken_away(tmp_path: Path) -> None:
    for name in (".a.jsonl.part", ".a.jsonl.abcdefgh.part", ".x.align-short.part", "b.align-abcdefgh.part"):
        (tmp_path / name).touch()
    (tmp_path / ".d.align-abcdefgh.part").mkdir()
    os.symlink(tmp_path / "nowhere", tmp_path / ".l.align-abcdefgh.part")
    before = names(tmp_path)
    write(tmp_path / "a.jsonl")
    assert names(tmp_path) == sorted([*before, "a.jsonl"])


def test_a_file_that_a_library_fills_by_name_appears_when_it_is_finished(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"old")
    with atomic_path(path) as part:
        part.write_bytes(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new" and names(tmp_path) == [path.name]
    with pytest.raises(ValueError, match="the library fails"), atomic_path(path) as part:
        part.write_bytes(b"half")
        raise ValueError("the library fails")
    assert path.read_bytes() == b"new" and names(tmp_path) == [path.name]
    mask = os.umask(0o022)
    os.umask(mask)
    assert path.stat().st_mode & 0o777 == 0o666 & ~mask


@pytest.mark.parametrize("code", [errno.EXDEV, errno.ESTALE, errno.EBUSY, errno.EACCES, errno.EIO])
def test_when_the_rename_fails_the_finished_work_is_kept_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    path = tmp_path / "story.tmx"
    write(path, b"old")

    def fails(source: str, target: str) -> None:
        raise OSError(code, os.strerror(code), source, None, str(target))

    monkeypatch.setattr(os, "replace", fails)
    for kept in ("story.new.tmx", "story.new2.tmx"):
        with pytest.raises(OutputError, match=rf"cannot replace .*story.tmx: .* What was made is kept as .*{kept}"):
            write(path, b"the work of hours")
        assert (tmp_path / kept).read_bytes() == b"the work of hours"
    assert path.read_bytes() == b"old" and len(names(tmp_path)) == 3
    monkeypatch.setattr(os, "rename", fails)
    with pytest.raises(OutputError, match=r"story.new3.tmx"):
        write(path, b"copied then")
    assert (tmp_path / "story.new3.tmx").read_bytes() == b"copied then"
    monkeypatch.setattr(shutil, "copyfile", fails)
    with pytest.raises(OutputError, match=r"^cannot write .*story.tmx: .*nothing was changed there$"):
        write(path, b"no place")
    assert path.read_bytes() == b"old" and len(names(tmp_path)) == 4, "nothing half-written stays"


def test_a_folder_that_vanishes_is_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with (
        pytest.raises(OutputError, match=r"cannot write .*a.tmx: no such file or directory. Choose"),
        atomic_output(folder / "a.tmx") as stream,
    ):
        stream.write(b"x")
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
    assert not folder.exists()


@pytest.mark.parametrize("name", ["a" * 300 + ".tmx", "file/a.tmx", "missing/a.tmx", "loop"])
def test_a_name_that_cannot_be_one_is_refused_before_the_work(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(OutputError, match="cannot write"), atomic_output(tmp_path / name):
        raise AssertionError("the block was entered")


def test_a_long_name_of_wide_letters_can_be_written(tmp_path: Path) -> None:
    write(tmp_path / ("😀" * 60 + ".tmx"))
    assert len(names(tmp_path)) == 1


def test_a_link_is_replaced_and_what_it_led_to_is_untouched(tmp_path: Path) -> None:
    secret, link = tmp_path / "secret", tmp_path / "story.tmx"
    secret.write_bytes(b"elsewhere")
    secret.chmod(0o640)
    link.symlink_to(secret)
    write(link)
    assert link.read_bytes() == b"new" and not link.is_symlink()
    assert secret.read_bytes() == b"elsewhere" and secret.stat().st_mode & 0o777 == 0o640


def test_the_rights_of_a_file_that_is_written_over_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    path.touch()
    path.chmod(0o4600)
    write(path)
    assert path.stat().st_mode & 0o7777 == 0o600, "but nothing becomes set-user-id by us"


def test_devices_and_pipes_are_written_to_and_stay_what_they_are(tmp_path: Path) -> None:
    before = os.stat(os.devnull)
    write(Path(os.devnull))
    assert os.path.samestat(before, os.stat(os.devnull))
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write(pipe, b"through")
    assert os.read(reader, 100) == b"through" and names(tmp_path) == ["pipe"]
    os.close(reader)


def test_a_file_system_without_locks_still_takes_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = tmp_path / ".a.align-abcdefgh.part"
    left.touch()

    def no_locks(handle: int, how: int) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    write(tmp_path / "a.tmx")
    assert left.exists(), "who cannot ask whether a file is in use leaves it"
    assert (tmp_path / "a.tmx").read_bytes() == b"new"


def test_a_run_killed_again_and_again_leaves_one_file_at_most(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", b"old")
    for _ in range(3):
        start(tmp_path / "a.jsonl", "die").wait(20)
        assert len(names(tmp_path)) == 2
        time.sleep(0.01)
    assert (tmp_path / "a.jsonl").read_bytes() == b"old"


@pytest.mark.skipif(not os.path.exists("/dev/fd"), reason="the system shows no open files")
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "a link"])
def test_an_open_file_is_written_to_whatever_it_leads_to(tmp_path: Path, name: str) -> None:
    """`-o /dev/stdout > out.tsv`: the result is in out.tsv, after what is there, and the name is what it was."""
    if name == "a link":
        (tmp_path / "one").symlink_to("two")
        (tmp_path / "two").symlink_to("/proc/self/fd/1")
        name = str(tmp_path / "one")
    if not os.path.lexists(name):
        pytest.skip(f"there is no {name}")
    before = [os.readlink(link) for link in ("/dev/stdout", "/dev/fd") if os.path.islink(link)]
    code = "import sys\nfrom align.io.atomic import atomic_output as o\nwith o(sys.argv[1]) as f: f.write(b'corpus')"
    with (tmp_path / "out.tsv").open("wb") as out:
        out.write(b"first ")
        out.flush()
        subprocess.run([sys.executable, "-c", code, name], stdout=out, check=True)
    assert (tmp_path / "out.tsv").read_bytes() == b"first corpus"
    assert [os.readlink(link) for link in ("/dev/stdout", "/dev/fd") if os.path.islink(link)] == before
    piped = subprocess.run([sys.executable, "-c", code, name], capture_output=True, check=True)
    assert piped.stdout == b"corpus"


def test_a_descriptor_that_is_closed_is_one_line() -> None:
    if not os.path.isdir("/proc/self/fd"):
        pytest.skip("the system shows no open files")
    with pytest.raises(OutputError, match="cannot write /proc/self/fd/77"), atomic_output("/proc/self/fd/77"):
        pass
