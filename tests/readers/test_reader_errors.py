"""What an error of reading documents says of itself: file, line and hint; and what it calls the options."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from align.cli.options import flag_of
from align.errors import EncodingError, InputError, UsageError, options_called
from align.readers import find_documents, read_documents
from align.segmentation import split


def failure(path: Path, **options: Any) -> InputError:
    with pytest.raises(InputError) as caught:
        list(read_documents(path, **options))
    return caught.value


@pytest.mark.parametrize(
    ("name", "data", "line", "hint"),
    [
        ("story.txt", b" ", None, "there is nothing to segment in it"),
        ("story.txt", b"{\\rtf1", None, "save it as DOCX"),
        ("story.docx", b"PK", None, "look at it in the program that made it"),
        ("news.jsonl", b'{"text": "One."}\n\n{"text"', 3, "mend or remove the line"),
        ("news.csv", b"id,text\n1,One.\n2\n", 3, "mend the row"),
        ("news.csv", b"id,words\n1,One.\n", None, "name the one with the text with text_column (there are: id, words)"),
    ],
)
def test_an_error_of_reading_has_its_file_its_line_and_its_hint(
    tmp_path: Path, name: str, data: bytes, line: int | None, hint: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    error = failure(path)
    assert (error.path, error.line, error.hint) == (str(path), line, hint)
    assert str(error).endswith(hint)


def test_a_record_that_is_passed_over_is_reported_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text('{"text": 5}\n{"text": "Two."}\n')
    errors: dict[str, InputError] = {}
    assert len(list(read_documents(path, on_error=errors.__setitem__))) == 1
    assert [(id, error.path, error.line) for id, error in errors.items()] == [(f"{path}#1", str(path), 1)]


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        find_documents([str(tmp_path / "none.txt")])
    assert caught.value.path == str(tmp_path / "none.txt")


def test_a_script_reads_parameters_where_the_command_line_reads_flags(tmp_path: Path) -> None:
    broken = tmp_path / "story.txt"
    broken.write_bytes(b"caf\xe9")
    with pytest.raises(EncodingError) as caught:
        list(read_documents(broken, encoding="ascii"))
    list_of_rows = tmp_path / "rows.jsonl"
    list_of_rows.write_text('{"text": []}\n')
    messages = [str(caught.value), str(failure(list_of_rows))]
    document = next(read_documents(Path(__file__)))
    with pytest.raises(UsageError) as usage:
        split(document, quotes="x")
    messages.append(str(usage.value))
    assert not any("--" in message for message in messages)
    assert messages[-1] == "quotes is keep or split, not 'x'"
    with options_called(flag_of):
        assert failure(list_of_rows).hint == "name another with --text-column"
