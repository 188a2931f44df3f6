"""What takes longest: units of which a text of any length is made, what reads and checks texts, and how time grows.

A pattern that is tried anew from each letter takes the square of a text's length. It shows in the slope of the
logarithm of the time over the logarithm of the length: 1 where time is linear, 2 where it is a square.
"""

from __future__ import annotations

import contextlib
import io
import json
import math
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from align.checks import check_pairs
from align.checks.proper_names import skeleton
from align.corpus import Pair
from align.corpus.format_options import FormatOptions
from align.corpus.format_registry import FORMATS, module_of
from align.curation.noise_flags import DEFAULT_LIMITS, flag_noise
from align.document import Document, Paragraph
from align.errors import AlignError
from align.glossary.columns import parse_rows
from align.glossary.glossary_reader import _entries
from align.io.byte_source import ByteSource
from align.io.text_encoding import decode
from align.io.xml_text import XmlText
from align.languages.normalization import memory_form
from align.languages.quantities import read_quantities
from align.languages.tags import canonical_tag
from align.memory.substitution import substitute_placeables
from align.readers.read_options import ReadOptions
from align.readers.reading import read_source
from align.segmentation import split
from align.segmentation.dateline import parse_dateline
from align.translation.long_segments import split_long_segment
from align.typography import typeset

STEEPEST = 1.3
"""The slope from which time is not linear any more."""
UNDOUBTED = 0.02
"""Seconds at the largest size below which there is no slope to measure: a square would take longer."""

UNITS = (
    "a", "A", "1", " ", "\t", "\n", "\n\n", "\xa0", "(", ")", "[", "{", "<", "&", "-", "—", "'", '"', "“", "«", ".",
    ",", ":", "/", "\\", "@", "#", "*", "_", "`", "|", ">", "=", "!", "\x00", "\x1b[", "\u0301", "\u200b", "\xad",
    "ё\u0301", "中", "é", "\xff", "аБ", "аББ ", "1 ", "1,", "1.", "a ", "a.", "a,", "A. ", "a-", "a@", "a\xff", ". ",
    '" ', "( ", "1:", "$1 ", "1/2 ", "www.", "https://a.b/", "<br", "<b>", "<a b='c'", "&#", "&amp", "- ", "> ",
    "| ", "--> ",
    "00:00:01,000 --> 00:00:02,000\n", "one ", "million ", "двадцать ", "November 1, ", "MOSCOW, ", "Mr. ", '"a ',
)  # fmt: skip


RUNS = (" ", "\n", "\xa0", "a", "1", '"', "(", "-", ".")
"""Units that take long after the right beginning: a quotation mark and blanks, a hyphen and digits."""
BEGINNINGS = ('"', "«", "(", "a", "1", ".", ",", "<", "—", "`", "[", "«a ")


def made(unit: str, length: int, begins: str = "", ends: str = "") -> str:
    """A text of about so many characters."""
    return begins + unit * max(1, length // len(unit)) + ends


def read_as(name: str) -> Callable[[str], Any]:
    """Reads a text as the file `name`, and segments it; a refusal is an end, too."""

    def read(text: str) -> None:
        with contextlib.suppress(AlignError):
            source = ByteSource(name, name, io.BytesIO(text.encode("utf-8", "surrogatepass")))
            for document in read_source(source, ReadOptions()):
                split(document)

    return read


def corpus_as(format: str, text_of: Callable[[str], str]) -> Callable[[str], Any]:
    def read(text: str) -> None:
        stream = io.BytesIO(text_of(text).encode("utf-8", "surrogatepass"))
        with contextlib.suppress(AlignError):
            list(module_of(FORMATS[format]).read(stream, "a", FormatOptions("en", "ru")).pairs)

    return read


def glossary_as(suffix: str, text_of: Callable[[str], str]) -> Callable[[str], Any]:
    def read(text: str) -> None:
        with contextlib.suppress(AlignError):
            _entries(text_of(text).encode("utf-8", "surrogatepass"), "a", suffix, "en", "ru")

    return read


def guess(encoding: str) -> Callable[[str], Any]:
    def work(text: str) -> None:
        with contextlib.suppress(AlignError):
            decode(text.encode(encoding, "replace") + b" \xff b.", "a")

    return work


def segmented(language: str) -> Callable[[str], Any]:
    return lambda text: split(Document("a", text, (Paragraph(0, len(text)),), language))


def pair(source: str, target: str) -> Pair:
    return Pair("a", "a", 1, source, target, "en", "ru")


def checked(text: str) -> None:
    list(check_pairs([pair(text, text[::-1])]))


def filtered(text: str) -> None:
    list(flag_noise([pair(text, text[::-1])], DEFAULT_LIMITS))


def typeset_in(language: str) -> Callable[[str], Any]:
    return lambda text: typeset(text, language, text)


def tag(text: str) -> None:
    with contextlib.suppress(AlignError):
        canonical_tag(text)


def xml(tag_open: str, tag_close: str) -> Callable[[str], str]:
    return lambda text: tag_open + XmlText().exact(text, "") + tag_close


TMX = (
    '<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>',
    '</seg></tuv><tuv xml:lang="ru"><seg>b</seg></tuv></tu></body></tmx>',
)
XLIFF = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="en" '
    'target-language="ru"><body><trans-unit id="1"><source>',
    "</source><target>b</target></trans-unit></body></file></xliff>",
)

WORK: dict[str, Callable[[str], Any]] = {
    **{f"read {name}": read_as(name) for name in ("a.txt", "a.md", "a.html", "a.srt", "a.vtt", "a.csv", "a.tsv")},
    "read a.jsonl": lambda text: read_as("a.jsonl")(json.dumps({"text": text, "title": text})),
    "corpus jsonl": corpus_as("jsonl", lambda text: json.dumps({"source": text, "target": text})),
    "corpus tsv": corpus_as("tsv", lambda text: f"source\ttarget\n{text}\tb\n"),
    "corpus csv": corpus_as("csv", lambda text: f"source,target\n{text},b\n"),
    "corpus tmx": corpus_as("tmx", xml(*TMX)),
    "corpus xliff": corpus_as("xliff", xml(*XLIFF)),
    "glossary heading": glossary_as(".tsv", lambda text: f"source\t{text}x\ttarget\na\tb\tc\n"),
    "glossary cell": lambda text: parse_rows([(1, [text, text, text])], "en", "ru"),
    "guess latin": guess("latin-1"),
    "guess cyrillic": guess("cp1251"),
    "guess utf-8": guess("utf-8"),
    "check": checked,
    "filter": filtered,
    **{f"typography {language}": typeset_in(language) for language in ("ru", "uk", "de", "fr", "es")},
    "clauses": lambda text: split_long_segment(text, len, 500),
    "quantities en": lambda text: read_quantities(text, "en"),
    "quantities ru": lambda text: read_quantities(text, "ru"),
    "placeables": lambda text: substitute_placeables(text, text, text, "en", "ru"),
    "memory form": memory_form,
    "dateline": parse_dateline,
    "skeleton": skeleton,
    "tag": tag,
    **{f"split {language}": segmented(language) for language in ("en", "ru", "de")},
}
"""What a text from outside goes through, by name."""


def seconds(work: Callable[[str], Any], text: str, rounds: int = 1) -> float:
    """The least processor time of so many rounds."""
    took = []
    for _ in range(rounds):
        began = time.process_time()
        work(text)
        took.append(time.process_time() - began)
    return min(took)


def shapes() -> Iterator[tuple[str, str]]:
    """The beginnings and units of the texts to try."""
    for unit in UNITS:
        yield "", unit
    for begins in BEGINNINGS:
        for unit in RUNS:
            yield begins, unit


def slope(lengths: Sequence[int], times: Sequence[float]) -> float:
    """The slope of the line that fits the logarithms best."""
    xs, ys = [math.log(length) for length in lengths], [math.log(max(taken, 1e-9)) for taken in times]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def growth(work: Callable[[str], Any], unit: str, lengths: Sequence[int], begins: str = "", rounds: int = 2) -> float:
    """The slope for texts of these lengths, of `unit` after a beginning; 0 where the longest takes next to no time."""
    texts = [made(unit, length, begins, "\x01") for length in lengths]
    work(texts[0])  # a dictionary may have to be read
    if seconds(work, texts[-1]) < UNDOUBTED:
        return 0.0
    return slope(lengths, [seconds(work, text, rounds) for text in texts])
