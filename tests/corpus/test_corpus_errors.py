"""What an error of a corpus file says of itself: file, line and hint; and what it calls the options."""

from __future__ import annotations

from pathlib import Path

import pytest

from align.cli.options import flag_of
from align.corpus import Corpus, Pair, read_corpus, write_corpus
from align.corpus.validation import Problem, read_leniently
from align.errors import AlignError, FormatError, OutputError, UsageError, options_called

PAIR = Pair("1", "a", 1, "A.", "А.", "en", "ru")
TMX = '<tmx version="1.4"><header srclang="en"/>\n<body><tu><tuv xml:lang="en"><seg>a</seg></tuv>{}</tu></body></tmx>'


def failure(path: Path, data: str) -> AlignError:
    path.write_text(data)
    with pytest.raises(AlignError) as caught:
        list(read_corpus(path))
    return caught.value


@pytest.mark.parametrize(
    ("name", "data", "line", "hint"),
    [
        ("a.jsonl", '{"source": "a", "target": "b"}\n{"source": "a"}\n', 2, "Mend or remove this line"),
        ("a.jsonl", "[]\n", 1, "Each line must be one pair"),
        ("a.csv", "source,target,source_lang,target_lang,n\na,b,en,ru,x\n", 2, "Mend or remove this line"),
        ("a.tmx", TMX.format("<tuv"), 2, "Export the file again"),
        ("a.xlf", '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0"/>', None, "Export it as XLIFF 1.2 or as TMX"),
    ],
)
def test_a_broken_corpus_has_its_file_its_line_and_its_hint(
    tmp_path: Path, name: str, data: str, line: int | None, hint: str
) -> None:
    error = failure(tmp_path / name, data)
    assert isinstance(error, FormatError)
    assert (error.path, error.line, error.hint) == (str(tmp_path / name), line, hint)
    assert str(error).endswith(hint)


def test_a_script_reads_parameters_where_the_command_line_reads_flags(tmp_path: Path) -> None:
    table = tmp_path / "a.tsv"
    two = '<tuv xml:lang="de"><seg>b</seg></tuv><tuv xml:lang="ru"><seg>b</seg></tuv>'
    errors = [failure(table, "a\tb\n"), failure(tmp_path / "a.tmx", TMX.format(two))]
    for arguments in (("-",), ("a.unknown",), (tmp_path / "a.moses",)):
        with pytest.raises(UsageError) as caught:
            read_corpus(*arguments)
        errors.append(caught.value)
    mixed = (PAIR, Pair("2", "a", 2, "B.", "B.", "en", "de"))
    for name in ("a.tmx", "a.moses"):
        with pytest.raises(OutputError) as unwritten:
            write_corpus(Corpus(mixed, source_lang="en", target_lang="ru"), tmp_path / name)
        errors.append(unwritten.value)
    assert not any("--" in str(error) for error in errors)
    assert errors[0].hint == "name them with source_lang and target_lang"
    with options_called(flag_of):
        assert failure(table, "a\tb\n").hint == "name them with --from and --to"


def test_a_problem_of_validation_calls_options_as_its_caller_does(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"source": "a", "target": "b"}\n')
    problems: list[Problem] = []
    list(read_leniently(str(path), None, "", "", problems.append))
    assert problems[0].message == "the pair '000001' names no language: say source_lang and target_lang"
