"""JSON Lines: what a line may be, and what is said of one that may not."""

from __future__ import annotations

import io

import pytest

from align.corpus import Corpus
from align.corpus.format_options import FormatOptions
from align.corpus.formats.jsonl import Writer, read
from align.errors import FormatError


def corpus(*lines: str) -> Corpus:
    return read(io.BytesIO("\n".join(lines).encode()), "a.jsonl", FormatOptions())


GOOD = '{"source": "a", "target": "b", "source_lang": "en", "target_lang": "ru"}'


def test_the_least_that_a_line_needs() -> None:
    """Source and target are enough where the header names the languages; the rest has defaults."""
    [pair] = corpus(
        '{"corpus": {"source_lang": "en", "target_lang": "ru", "mine": 1}}', "", '{"source": "a", "target": ""}'
    )
    assert (pair.id, pair.n, pair.status, pair.origin) == ("000003", 3, "draft", "unknown")
    assert (pair.source_lang, pair.target_lang) == ("en", "ru")


def test_a_byte_order_mark_is_no_matter() -> None:
    """Editors on Windows put one in front."""
    assert len(list(read(io.BytesIO(b"\xef\xbb\xbf" + GOOD.encode()), "a.jsonl", FormatOptions()))) == 1


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2: not JSON"),
        ("[1]", r"line 2: not an object but '\[1\]'"),
        ('{"source": "a"}', r'line 2: there is no "target"'),
        ('{"source": 1, "target": "b"}', r'line 2: "source" is not a string'),
        (GOOD[:-1] + ', "n": "1"}', r'line 2: "n" is not a whole number'),
        (GOOD[:-1] + ', "n": true}', r'line 2: "n" is not a whole number'),
        (GOOD[:-1] + ', "score": "0.5"}', r'line 2: "score" is not a number'),
        (GOOD[:-1] + ', "score": NaN}', "line 2: not JSON .NaN is not JSON"),
        (GOOD[:-1] + ', "status": "done"}', r"line 2: status is 'done', not one of draft, approved, edited, rejected"),
        (GOOD[:-1] + ', "origin": "me"}', r"line 2: origin is 'me'"),
        (GOOD[:-1] + ', "flags": "x"}', r'line 2: "flags" is not a list of strings'),
        (GOOD[:-1] + ', "source_span": [[1]]}', r"line 2: a span is not a list of \[start, end\] offsets"),
        ("[" * 100_000, "line 2: not JSON"),
    ],
)
def test_a_broken_line_is_named(line: str, message: str) -> None:
    """Each kind of broken line is answered with its number and what is wrong."""
    with pytest.raises(FormatError, match=message):
        list(corpus(GOOD, line))


def test_bytes_that_are_not_utf_8() -> None:
    """A line in another encoding is named, too."""
    with pytest.raises(FormatError, match="line 1: not UTF-8"):
        list(read(io.BytesIO("{Ж".encode("cp1251")), "a.jsonl", FormatOptions()))


def test_a_broken_header_is_named() -> None:
    """A header that is no object, or whose languages are no strings."""
    with pytest.raises(FormatError, match='line 1: "corpus" is not an object'):
        corpus('{"corpus": 1}')
    with pytest.raises(FormatError, match='line 1: "source_lang" of the corpus is not a string'):
        corpus('{"corpus": {"source_lang": 1}}')


def test_scores_that_are_no_numbers_are_left_empty() -> None:
    """NaN and infinity have no JSON: they are written as null."""
    from dataclasses import replace

    [pair] = corpus(GOOD)
    stream = io.BytesIO()
    writer = Writer(stream, "a", Corpus(()), FormatOptions())
    writer.write(replace(pair, score=float("nan"), logprob=float("-inf")))
    assert b'"score": null, "logprob": null' in stream.getvalue()
