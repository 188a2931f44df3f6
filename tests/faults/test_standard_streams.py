"""Standard input, output and error on their bad days: closed, full, broken, left by their reader, a link of /dev."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from align.cli import _run, main, standard_streams
from align.corpus import Corpus, Pair, read_corpus, write_corpus
from align.errors import InputError, OutputError
from align.io.atomic import atomic_output, is_written_to
from align.io.own_errors import open_to_read

FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a story and a corpus, in which the program runs."""
    (tmp_path / "story.txt").write_text("The port is open.\n\nShips come in at dawn.\n", "utf-8")
    pairs = [Pair(f"a-{n}", "a.txt", n, f"Port {n}.", f"Порт {n}.", "en", "ru") for n in range(1, 4)]
    write_corpus(Corpus(pairs, source_lang="en", target_lang="ru"), tmp_path / "c.jsonl")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@contextlib.contextmanager
def streams(place: Path, **opened: int) -> Iterator[Path]:
    """Streams as the program has them when it begins, `opened` in place of the usual ones: the messages' file."""
    err = place / "err"
    with (
        pytest.MonkeyPatch.context() as patch,
        open(place / "err", "wb") as messages,
        open(os.devnull, "rb") as nothing,
    ):
        numbers = {"stdin": nothing.fileno(), "stderr": messages.fileno(), **opened}
        for name, number in numbers.items():
            mode = "r" if name == "stdin" else "w"
            patch.setattr(sys, name, open(number, mode, closefd=False))  # noqa: SIM115
        standard_streams.prepare()
        yield err


def ended(*arguments: str) -> int:
    """Run the program to its end, with what Python does then."""
    status = _run(list(arguments))
    sys.stdout.flush()
    return status


COMMANDS = (
    "--help", "--version", "split --help", "split story.txt", "split --json story.txt", "check c.jsonl --json",
    "models list", "cache info --json", "completion bash", "convert c.jsonl - --format tsv",
    "convert c.jsonl - --format parquet", "review c.jsonl -o - --format csv", "report c.jsonl -o -",
    "datasheet c.jsonl", "sort c.jsonl -o - --format tsv",
)  # fmt: skip


@needs_full
@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_standard_output_is_one_line_for_every_command(place: Path, command: str) -> None:
    with open(FULL, "wb") as full, streams(place, stdout=full.fileno()) as err:
        assert ended(*command.split()) == 1
    assert err.read_text() == "align: cannot write standard output: no space left on device\n"


@pytest.mark.parametrize("command", ["--help", "split story.txt", "convert c.jsonl - --format tsv"])
def test_a_standard_output_that_nothing_can_be_written_to_is_one_line(place: Path, command: str) -> None:
    with open(os.devnull, "rb") as read_only, streams(place, stdout=read_only.fileno()) as err:
        assert ended(*command.split()) == 1
    assert err.read_text() == "align: cannot write standard output: it is closed\n"


@pytest.mark.parametrize("command", ["--help", "split story.txt", "report c.jsonl -o -"])
def test_a_reader_that_is_gone_is_no_failure(place: Path, command: str) -> None:
    read, write = os.pipe()
    os.close(read)
    with open(write, "wb") as pipe, streams(place, stdout=pipe.fileno()) as err:
        assert ended(*command.split()) == 0
    assert err.read_text() == ""


@needs_full
def test_messages_that_cannot_be_written_end_no_work(place: Path) -> None:
    with open(FULL, "wb") as full, streams(place, stderr=full.fileno()), open(place / "out", "wb") as out:
        sys.stdout = open(out.fileno(), "w", closefd=False)  # noqa: SIM115
        assert ended("review", "c.jsonl", "-o", "r.xlsx") == 0
        assert ended("split", "missing.txt") == 1
    assert (place / "r.xlsx").exists()


@pytest.mark.parametrize("said", ["is a directory", "it is closed"])
@pytest.mark.parametrize(
    "command", ["split -", "convert - x.tmx --input-format jsonl", "filter - -o x.jsonl --input-format jsonl"]
)
def test_standard_input_that_cannot_be_read_is_one_line(place: Path, command: str, said: str) -> None:
    number = os.open(place, os.O_RDONLY) if said == "is a directory" else os.open(os.devnull, os.O_WRONLY)
    with open(os.devnull, "r+b") as nothing, streams(place, stdin=nothing.fileno(), stdout=nothing.fileno()) as err:
        os.dup2(number, nothing.fileno())  # Python itself would not begin with a folder
        os.close(number)
        assert ended(*command.split()) == 1
    assert err.read_text() == f"align: cannot read standard input: {said}\n"
    assert not list(place.glob("x.*"))


SAID = {0: "cannot read standard input: it is closed", 1: "cannot write standard output: it is closed"}


@pytest.mark.skipif(sys.platform == "win32", reason="streams are closed otherwise on Windows")
@pytest.mark.parametrize(
    ("closed", "command", "said"),
    [
        ((0,), "split -", SAID[0]),
        ((1,), "split story.txt", SAID[1]),
        ((0, 1, 2), "convert c.jsonl out.tmx", None),
    ],
)
def test_streams_that_are_closed_are_one_line_and_no_file_gets_their_numbers(
    place: Path, closed: tuple[int, ...], command: str, said: str | None
) -> None:
    """As services and cron jobs begin. What native libraries write on descriptor 2 must not land in an output."""
    program = (
        f"import os\nfor number in {closed}: os.close(number)\n"
        f"os.execv({sys.executable!r}, [{sys.executable!r}, '-m', 'align', *{command.split()!r}])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.returncode == (1 if said else 0)
    assert done.stderr == (f"align: {said}\n" if said else "")
    if not said:
        assert len(list(read_corpus(place / "out.tmx"))) == 3


OUT = ("/dev/stdout", "/dev/fd/{}", "/proc/self/fd/{}", "/proc/thread-self/fd/{}", "/proc/{pid}/fd/{}", "link", "chain")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="this system has no /proc")
@pytest.mark.parametrize(
    ("command", "name"),
    [
        *(("convert c.jsonl OUT --format tsv", name) for name in OUT),
        ("report c.jsonl -o OUT", "link"),
        ("datasheet c.jsonl -o OUT", "link"),
        ("split story.txt -o OUT", "chain"),
        ("review c.jsonl -o OUT --format xlsx", "chain"),
        ("sort c.jsonl -o OUT --format jsonl", "link"),
    ],
)
def test_what_leads_to_an_open_file_is_written_to_and_stays(place: Path, command: str, name: str) -> None:
    file = place / "result"
    file.write_bytes(b"before\n")
    with open(file, "ab") as opened:
        kept = os.dup(1)
        try:
            os.dup2(opened.fileno(), 1)
            out = name.format(1, pid=os.getpid())
            if name in ("link", "chain"):
                (place / "link").symlink_to("/proc/self/fd/1")
                (place / "chain").symlink_to("link")
            with pytest.raises(SystemExit) as end:
                main(command.replace("OUT", out).split())
        finally:
            os.dup2(kept, 1)
            os.close(kept)
    assert end.value.code == 0
    content = file.read_bytes()
    assert content.startswith(b"before\n") and len(content) > 40
    assert Path(out).is_symlink() and is_written_to(out)


def test_nothing_is_made_beside_an_open_file(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No /dev/stdout.en, no /dev/stdout.train: formats of several files ask for a name."""
    for command in ("convert c.jsonl link --format moses", "convert c.jsonl link --split 80 --format jsonl"):
        with contextlib.suppress(FileExistsError):
            (place / "link").symlink_to("/proc/self/fd/1")
        before = sorted(place.iterdir())
        with pytest.raises(SystemExit) as end:
            main(command.split())
        assert end.value.code == 2 and sorted(place.iterdir()) == before, capsys.readouterr().err


def test_a_pipe_that_does_not_block_is_waited_for(place: Path) -> None:
    """Another program at the same terminal may have made it so."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    child = subprocess.Popen(["cat"], stdin=read, stdout=subprocess.PIPE)
    os.close(read)
    (place / "long.txt").write_text("The port is open.\n" * 20_000, "utf-8")
    with open(write, "wb") as pipe, streams(place, stdout=pipe.fileno()) as err:
        import threading

        got: list[bytes] = []
        assert child.stdout is not None
        reader = threading.Thread(target=lambda: got.append(child.stdout.read()))
        reader.start()
        assert ended("split", "long.txt", "--one-per-line") == 0, err.read_text()
    reader.join(60)
    child.wait(60)
    child.stdout.close()
    assert got[0].count(b"\n") == 20_000


def test_an_error_of_the_input_is_not_said_of_the_output(place: Path) -> None:
    broken = Path("/proc/self/mem")
    if not broken.exists():
        pytest.skip("this system has no file that cannot be read")
    with pytest.raises(InputError, match="cannot read /proc/self/mem: input/output error"):
        write_corpus(read_corpus(broken, "jsonl"), place / "x.tmx")
    with pytest.raises(InputError, match="cannot read it: input"), open_to_read(str(broken), "it") as stream:
        stream.read()
    assert not (place / "x.tmx").exists()


def test_a_program_without_streams_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that is used in a service."""
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(OutputError, match="cannot write standard output: it is closed"), atomic_output("-"):
        pass
    with pytest.raises(InputError, match="cannot read standard input: it is closed"):
        read_corpus("-", "jsonl")


@needs_full
def test_a_workbook_on_a_full_standard_output_leaves_nothing_behind(place: Path) -> None:
    """Neither a small one, which is in the buffer until the end, nor one that fails half way."""
    pairs = [Pair(f"a-{n}", "a.txt", n, os.urandom(99).hex(), "Порт", "en", "ru") for n in range(600)]
    write_corpus(Corpus(pairs, source_lang="en", target_lang="ru"), place / "big.jsonl")
    said: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "unraisablehook", said.append)
        for name in ("c.jsonl", "big.jsonl"):
            with open(FULL, "wb") as full, streams(place, stdout=full.fileno()) as err:
                assert ended("convert", name, "-", "--format", "xlsx") == 1
            assert err.read_text() == "align: cannot write standard output: no space left on device\n"
    assert not said


def test_a_console_that_is_no_file_is_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    console = io.TextIOWrapper(io.BytesIO(), "cp1251")
    monkeypatch.setattr(console, "isatty", lambda: True)
    monkeypatch.setattr(sys, "platform", "win32")
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, console)
    standard_streams.prepare()
    assert sys.stdout is console and console.encoding == "utf-8"
