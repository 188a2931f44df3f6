"""`align split` from the outside."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import answer

STORY = 'Storm closes port\n\nNORTHPORT, May 5. /TASS/. The port was closed. "It rained. It snowed."\n'


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY)
    return path


def align(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return answer("split", *arguments, stdin=stdin)


def test_one_segment_a_line(story: Path) -> None:
    """Results go to standard output, nothing else does."""
    done = align(story)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines() == [
        "Storm closes port",
        "NORTHPORT, May 5. /TASS/.",
        "The port was closed.",
        '"It rained.',
        'It snowed."',
    ]


def test_kinds_and_split_quotations(story: Path) -> None:
    """`--kinds` puts the kind and a tab before each segment; quotations are cut inside."""
    lines = align(story, "--kinds").stdout.decode().splitlines()
    assert lines[0] == "headline\tStorm closes port"
    assert lines[-2:] == ['sentence\t"It rained.', 'sentence\tIt snowed."']


def test_json_lines_carry_offsets_into_the_file(story: Path) -> None:
    """Document, number from 1, kind, paragraph, offsets and the text as it stands."""
    rows = [json.loads(line) for line in align(story, "--json").stdout.splitlines()]
    assert rows[1] == {
        "doc": str(story),
        "n": 2,
        "kind": "dateline",
        "paragraph": 1,
        "start": 19,
        "end": 44,
        "text": "NORTHPORT, May 5. /TASS/.",
    }
    assert all(STORY[row["start"] : row["end"]] == row["text"] for row in rows)


def test_standard_input_and_another_encoding(tmp_path: Path) -> None:
    """Without a file standard input is read; a guessed encoding is told on standard error; output is UTF-8."""
    done = align("--from", "ru", stdin="Порт закрыт. Никто не пострадал.".encode("cp1251"))
    assert done.stdout.decode() == "Порт закрыт.\nНикто не пострадал.\n"
    assert done.stderr.decode().strip() == "align: standard input was read as cp1251; --encoding NAME if that is wrong"
    quiet = align("-", "--from", "ru", "--encoding", "cp1251", stdin="Порт.".encode("cp1251"))
    assert (quiet.stdout.decode(), quiet.stderr) == ("Порт.\n", b"")


def test_several_files_to_one_file(story: Path, tmp_path: Path) -> None:
    """A folder's files come one after another into the file that -o names."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("One.")
    (tmp_path / "in" / "b.md").write_text("Two *words*.")
    output = tmp_path / "out.txt"
    done = align(tmp_path / "in", "-o", output)
    assert (done.returncode, done.stdout) == (0, b"")
    assert output.read_text() == "One.\nTwo *words*.\n"


def test_line_for_line_input_stays_line_for_line(tmp_path: Path) -> None:
    """`--one-per-line` gives back as many lines as there were, blank ones too."""
    assert align("--one-per-line", stdin=b"One. Two.\n\nThree\n").stdout == b"One. Two.\n\nThree\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"PK\x03\x04\0\0", "looks like a Word"),
        (b"a\0b\0\0\0\x01c", "save it as plain text"),
    ],
)
def test_a_bad_file_is_one_line_and_status_1(tmp_path: Path, content: bytes, message: str) -> None:
    """Empty and binary files: no traceback, no output file."""
    (tmp_path / "bad.txt").write_bytes(content)
    output = tmp_path / "out.txt"
    done = align(tmp_path / "bad.txt", "-o", output)
    assert done.returncode == 1
    assert message in done.stderr.decode() and done.stderr.count(b"\n") == 1
    assert not output.exists() and list(tmp_path.iterdir()) == [tmp_path / "bad.txt"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """Status 1, and the message says which file it was."""
    done = align(tmp_path / "nothing.txt")
    assert done.returncode == 1 and b"nothing.txt does not exist" in done.stderr


def test_an_output_that_cannot_be_written_is_named(story: Path, tmp_path: Path) -> None:
    """A missing folder and a folder in the file's place: status 1, one line."""
    for output in (tmp_path / "no" / "out.txt", tmp_path):
        done = align(story, "-o", output)
        assert done.returncode == 1 and done.stderr.count(b"\n") == 1, done.stderr


@pytest.mark.parametrize(
    "options",
    [("--quotes", "cut"), ("--from", "no language"), ("--encoding", "no-such"), ("--kinds", "--json"), ("--no",)],
)
def test_wrong_usage_is_status_2(story: Path, options: tuple[str, ...]) -> None:
    """An unknown value, language, encoding or option, and options that do not go together."""
    done = align(story, *options)
    assert done.returncode == 2
    assert done.stdout == b"" and b"Traceback" not in done.stderr


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    """`align split big.txt | head -1`: no traceback, no complaint."""
    (tmp_path / "big.txt").write_text("It rained. " * 20_000)
    command = [sys.executable, "-m", "align", "split", str(tmp_path / "big.txt")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        assert process.stdout.readline() == b"It rained.\n"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 0


def test_help_shows_an_example() -> None:
    """A newcomer can copy a line from `--help`."""
    assert b"align split story.txt" in align("--help").stdout


def test_an_unlisted_language_gets_a_note() -> None:
    """A language the splitter may not know is split all the same, and said."""
    done = align("--from", "tlh", stdin=b"One. Two.")
    assert done.stdout == b"One.\nTwo.\n" and b"may not know" in done.stderr
