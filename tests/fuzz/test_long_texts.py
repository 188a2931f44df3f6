"""Time grows with a text's length and not with its square: no pattern of ours can be made to search for hours."""

from __future__ import annotations

import contextlib
import io
import os
import time
from collections.abc import Callable
from typing import Any

import pytest

from align.alignment.beads import read_beads
from align.checks import check_pairs
from align.cli.visible import one_line
from align.corpus import Pair
from align.corpus.fields import flags_text, parse_flags
from align.corpus.fingerprints import as_displayed
from align.document import Document, Paragraph
from align.errors import AlignError
from align.io.byte_source import ByteSource
from align.io.csv_cells import protected, unprotected
from align.io.xml_text import XmlText
from align.io.xml_text import one_line as one_xml_line
from align.readers.read_options import ReadOptions
from align.readers.reading import read_source
from align.segmentation import split
from align.translation.capitals import CaseModel

LENGTH = 100_000 if "ALIGN_FUZZ" in os.environ else 10_000
SECONDS = 0.05 * LENGTH / 1000
"""What a text may take, of processor time: some twenty times what it does take, far less than a square would."""

UNITS = (
    "a", "A", "1", "1,", "1 ", "1.", "a ", "A. ", ". ", "\t", "\n", "\xa0", "-", '"', "“", '" ', "'", "( ", "(", "[",
    "[1,", "$1 ", "%", "November 1, ", "MOSCOW, ", "MOSCOW, November 1. /TASS/. ", "/", "a@", "=", "<", "<br", "&", "!",
    "?! ", "U.S. ", "Mr. ", "двадцать ", "one ", "million ", "ё\u0301", "中", "中。", "No. 1 ", "12:30 ", "https://a.b/",
    "A-", "1/2 ", "...", "aB ", "_x0041", "\x1b[", "\u202e", "e1", "+1", "«А» ", "ул. ", "e ", "a='1' ",
)  # fmt: skip


def segmented(language: str) -> Callable[[str], Any]:
    return lambda text: split(Document("a", text, (Paragraph(0, len(text)),), language))


def beads(text: str) -> None:
    for line in (text, f"[{text}]:[]", f"[0]:[0]:{text}"):
        with contextlib.suppress(AlignError):
            list(read_beads([line]))


WORK: dict[str, Callable[[str], Any]] = {
    "split English": segmented("en"),
    "split Russian": segmented("ru"),
    "split German": segmented("de"),
    "check": lambda text: list(check_pairs([Pair("a", "a", 1, text, text[::-1], "en", "ru")])),
    "cells": lambda text: (unprotected(protected(text)), unprotected(protected(f"'{text}x")), as_displayed(text)),
    "fields": lambda text: parse_flags(flags_text((text,))),
    "XML": lambda text: (XmlText().line(text, ""), XmlText().exact(text, ""), one_xml_line(text)),
    "messages": one_line,
    "beads": beads,
    "capitals": lambda text: CaseModel([text], "en").cased(text),
}


def seconds(work: Callable[[str], Any], text: str) -> float:
    """What a text takes, of processor time: the first of three times that is short enough, or the shortest. Once a
    dictionary may have to be read, or another program fills the processor's cache; that is not the text's doing."""
    took: list[float] = []
    while len(took) < 3 and not (took and took[-1] < SECONDS):
        began = time.process_time()
        work(text)
        took.append(time.process_time() - began)
    return min(took)


@pytest.mark.parametrize("work", list(WORK))
@pytest.mark.slow
def test_time_does_not_grow_with_the_square(work: str) -> None:
    WORK[work]("Warm up: one 1.")
    for unit in UNITS:
        for tail in ("", "\0"):
            text = unit * (LENGTH // len(unit)) + tail
            spent = seconds(WORK[work], text)
            assert spent < SECONDS, f"{work}: {spent:.2f} s for {unit!r} {LENGTH // len(unit)} times"


BEGINNINGS = {
    "comments": ("", "<!---->\n"),
    "document types": ("", "<!doctype a [x] >"),
    "a mailbox": ("From ", "!"),
    "a quoted parameter": ('Content-Type: text/plain; charset="', '{"a":'),
    "parameters": ('Content-Type: text/plain; charset="', ";"),
    "comments of a header": ("Content-Disposition: ", "(a)"),
    "a subject": ("Subject: ", "=?utf-8?q?a"),
}


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.eml", "message"])
def test_a_beginning_that_never_ends_is_no_trap(name: str) -> None:
    """Formats are told apart by their beginnings, and mail is read by its headers: some take for ever to go wrong."""
    for begins, unit in BEGINNINGS.values():
        data = (begins + unit * (LENGTH // len(unit)) + "\n\nText.").encode()
        began = time.process_time()
        with contextlib.suppress(AlignError):
            list(read_source(ByteSource(name, name, io.BytesIO(data)), ReadOptions()))
        assert time.process_time() - began < 2 * SECONDS, f"{begins}{unit}"
