"""A disk that is full, a folder that may not be written: one line, status 1, and what was there is as it was."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from align.corpus import Corpus, Pair, write_corpus
from tests.command import answer

MEGABYTE = 1 << 20
ROOM = MEGABYTE // 2
"""The size of the disk."""


def corpus(pairs: int) -> Corpus:
    rows = (
        Pair(
            f"a-{n:05}",
            "a.txt",
            n,
            os.urandom(99).hex(),
            os.urandom(99).hex(),
            "en",
            "ru",
            created="2026-11-23T10:00:00Z",
        )
        for n in range(1, pairs + 1)
    )
    return Corpus(rows, source_lang="en", target_lang="ru")


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of 2 MB that does not pack into the disk."""
    path = tmp_path_factory.mktemp("big") / "big.jsonl"
    write_corpus(corpus(3000), path)
    return path


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of half a megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root can mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def align(*arguments: Path | str) -> tuple[int, str]:
    done = answer(*arguments)
    return done.returncode, done.stderr.decode()


def align_alone(*arguments: Path | str, **environment: str) -> tuple[int, str]:
    """The same in a process of its own, with all that it says when it ends."""
    command = [sys.executable, "-m", "align", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env={**os.environ, **environment})
    return done.returncode, done.stderr


def assert_one_line(err: str, *words: str) -> None:
    lines = [line for line in err.splitlines() if line.startswith("align:")]
    assert len(lines) == 1 and "fault of align" not in err and "Traceback" not in err, err
    assert all(word in lines[0] for word in words), err


WRITERS = ("story.jsonl", "story.tmx", "story.tsv", "story.csv", "story.xlf", "story.txt", "story.xlsx")


@pytest.mark.slow
def test_no_writer_leaves_a_part_of_a_file_on_a_full_disk(big: Path, disk: Path) -> None:
    for name in WRITERS:
        old = disk / name
        old.write_bytes(b"old")
        status, err = align("convert", big, old)
        assert status == 1, (name, err)
        assert_one_line(err, f"cannot write {old}: no space left on device. Choose another place")
        assert old.read_bytes() == b"old" and [path.name for path in disk.iterdir()] == [name]
        old.unlink()


@pytest.mark.parametrize(
    "arguments",
    [
        ("review", "BIG", "-o", "DISK/r.xlsx"),
        ("review", "BIG", "-o", "DISK/r.csv"),
        ("report", "BIG", "-o", "DISK/page.html"),
        ("check", "BIG", "-o", "DISK/checked.jsonl"),
        ("split", "BIG", "--one-per-line", "-o", "DISK/segments.txt"),
    ],
    ids=lambda arguments: " ".join(arguments[:1] + arguments[-1:]),
)
@pytest.mark.slow
def test_no_command_does_either(big: Path, disk: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    text = tmp_path / "big.txt"
    text.write_bytes(b"Sentences: " + big.read_bytes())  # which is no JSONL by its content
    source = text if arguments[0] == "split" else big
    status, err = align(*(word.replace("BIG", str(source)).replace("DISK", str(disk)) for word in arguments))
    assert status == 1
    assert_one_line(err, f"cannot write {disk}/", "no space left on device")
    assert list(disk.iterdir()) == []


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
def test_a_workbook_that_fails_at_its_last_byte_is_one_line_and_nothing_after_it(tmp_path: Path) -> None:
    """A small one is in the buffer until the end: its archive must not complain when it is collected."""
    write_corpus(corpus(3), tmp_path / "story.jsonl")
    status, err = align_alone("review", tmp_path / "story.jsonl", "-o", "/dev/full", "--format", "xlsx")
    assert (status, err.count("\n")) == (1, 1)
    assert_one_line(err, "cannot write /dev/full: no space left on device")


def test_a_workbook_goes_through_a_pipe(tmp_path: Path) -> None:
    write_corpus(corpus(3), tmp_path / "story.jsonl")
    command = [sys.executable, "-m", "align", "review", str(tmp_path / "story.jsonl"), "-o", "-", "--format", "xlsx"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert zipfile.ZipFile(io.BytesIO(done.stdout)).testzip() is None


def test_a_workbook_says_so_when_the_folder_for_temporary_files_is_full(big: Path, disk: Path, tmp_path: Path) -> None:
    status, err = align_alone("review", big, "-o", tmp_path / "r.xlsx", TMPDIR=str(disk))
    assert status == 1
    assert_one_line(err, "no space left on device")
    assert not list(tmp_path.glob("*.xlsx")) and not list(tmp_path.glob(".*"))


def test_a_merge_in_place_without_room_for_the_backup_changes_nothing(disk: Path, tmp_path: Path) -> None:
    story = disk / "story.jsonl"
    write_corpus(corpus(450), story)
    before = story.read_bytes()
    align("review", story, "-o", tmp_path / "r.xlsx")
    status, err = align("merge", story, tmp_path / "r.xlsx", "--in-place")
    assert status == 1
    assert_one_line(err, "no space left on device")
    assert story.read_bytes() == before and [path.name for path in disk.iterdir()] == ["story.jsonl"]


@pytest.mark.parametrize("free", [0, 1, 5, 12, 40, 50, 60, 80, 84])
def test_a_memory_that_cannot_be_made_is_not_there(big: Path, disk: Path, free: int) -> None:
    """However little room there is, in KiB; and it is not said to be damaged."""
    (disk / "full").write_bytes(bytes(ROOM - free * 1024))
    status, err = align("memory", "add", disk / "tm.sqlite", big, "--status", "draft")
    assert status == 1
    assert_one_line(err, f"cannot make {disk}/tm.sqlite: d", ". Choose another place")
    assert [path.name for path in disk.iterdir()] == ["full"]


@pytest.mark.parametrize("free", [4, 20, 200])
@pytest.mark.slow
def test_a_memory_that_cannot_be_added_to_keeps_what_it_has(disk: Path, tmp_path: Path, free: int) -> None:
    write_corpus(corpus(200), tmp_path / "c.jsonl")
    write_corpus(corpus(1), tmp_path / "one.jsonl")
    assert align("memory", "add", disk / "tm.sqlite", tmp_path / "one.jsonl", "--status", "draft")[0] == 0
    used = sum(path.stat().st_blocks for path in disk.iterdir()) * 512
    (disk / "full").write_bytes(bytes(ROOM - used - free * 1024))
    status, err = align("memory", "add", disk / "tm.sqlite", tmp_path / "c.jsonl", "--status", "draft")
    assert status == 1
    assert_one_line(err, f"cannot write {disk}/tm.sqlite: d", "What was added before is kept")
    (disk / "full").unlink()
    status, err = align("memory", "add", disk / "tm.sqlite", tmp_path / "c.jsonl", "--status", "draft")
    assert (status, "200 units added" in err) == (0, True)


def test_a_conversion_goes_to_the_cache_when_the_disk_of_the_model_is_full(
    starter: Path, disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from align.checkpoints import conversion
    from align.errors import OutputError

    def convert(folder: Path, target: Path) -> None:
        target.mkdir()
        (target / "config.json").write_text("{}")
        (target / "model.bin").write_bytes(os.urandom(2 * MEGABYTE))

    monkeypatch.setattr(conversion, "_convert", convert)
    monkeypatch.setattr(conversion, "_candidate_folders", lambda folder: (disk / "first", tmp_path / "second"))
    assert conversion.converted(starter).parent == tmp_path / "second"
    assert list((disk / "first").iterdir()) == []
    monkeypatch.setattr(conversion, "_candidate_folders", lambda folder: (disk / "first", disk / "other"))
    with pytest.raises(
        OutputError, match=r"nowhere \(.*no space left on device; .*no space left on device\): make room"
    ):
        conversion.converted(starter)


def test_a_training_checkpoint_is_whole_or_the_last_one_stays(disk: Path) -> None:
    import torch

    from align.errors import InputError, OutputError
    from align.training.schedule import Schedule
    from align.training.trainer import CHECKPOINT, Trainer

    trainer = Trainer.__new__(Trainer)
    trainer.state, trainer.schedule = disk, Schedule()
    trainer.masters, trainer.average, trainer.optimisers = {"w": torch.zeros(10)}, {}, []
    trainer.step = trainer.epoch = trainer.batch = trainer.tokens = 0
    trainer.seconds = 0.0
    trainer.save()
    before = (disk / CHECKPOINT).read_bytes()
    trainer.masters = {"w": torch.zeros(MEGABYTE)}
    with pytest.raises(OutputError, match=r"cannot save .*checkpoint.pt .*make room and run the same command again"):
        trainer.save()
    assert (disk / CHECKPOINT).read_bytes() == before and [path.name for path in disk.iterdir()] == [CHECKPOINT]
    (disk / CHECKPOINT).write_bytes(before[:-100])
    with pytest.raises(InputError, match=r"checkpoint.pt is broken, or no checkpoint: remove it to begin again"):
        trainer._resume()


def test_a_folder_that_may_not_be_written_is_one_line(big: Path, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "ro,size=1m", "tmpfs", str(tmp_path)], capture_output=True)
    else:
        tmp_path.chmod(0o500)
    try:
        if os.access(tmp_path, os.W_OK):
            pytest.skip("a folder cannot be made read-only here")
        for name in ("story.tmx", "story.xlsx"):
            status, err = align("convert", big, tmp_path / name)
            assert status == 1
            assert_one_line(err, "cannot write", "read-only" if os.geteuid() == 0 else "permission denied")
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", "-l", str(tmp_path)], capture_output=True)
