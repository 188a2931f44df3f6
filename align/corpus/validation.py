"""Validation of corpus files: XML against the TMX DTD, JSON line by line, languages, identifiers.

Problems are reported with their lines and never raised, so that one run finds all of them; the pairs that can be read
are passed on.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from importlib.resources import files
from typing import Any, BinaryIO

from align.account import Reason
from align.corpus import Corpus, Pair, format_of, read_corpus
from align.corpus.format_options import FormatOptions
from align.corpus.format_registry import open_input
from align.corpus.pair_languages import in_languages
from align.errors import AlignError, FormatError, UsageError, language_options
from align.io.atomic import STDOUT
from align.io.bounded import BoundedXml
from align.io.xml_encoding import utf8_xml
from align.io.xml_text import forget_before, iterparse
from align.languages.tags import normal_tag
from align.localization import _

DTD = files("align.corpus.formats") / "tmx14.dtd"
_RELEASE_EVERY = 256  # emptied units are taken out of the tree this many at a time


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the file itself, at `line` (from 1) where one can be named."""

    line: int | None
    message: str


OnProblem = Callable[[Problem], None]


def read_leniently(path: str, format: str | None, source_lang: str, target_lang: str, on_problem: OnProblem) -> Corpus:
    """Read a corpus as far as it can be read, and report its problems to `on_problem` while the pairs are read.

    Raises UsageError for an unknown format and InputError for a file that cannot be opened; nothing else.
    """
    known = format_of(path, format).name
    if known == "jsonl":
        return _jsonl(path, source_lang, target_lang, on_problem)
    reported: set[int | None] = set()
    if known == "tmx":
        if path == STDOUT:
            raise UsageError(
                _("TMX is read twice, to validate it and for its pairs"), path=path, hint=_("name a file instead of -")
            )
        with open_input(path) as stream:
            for problem in tmx_problems(stream):
                reported.add(problem.line)
                on_problem(problem)
    corpus = Corpus((), source_lang=source_lang, target_lang=target_lang)
    try:
        corpus = read_corpus(path, format, source_lang=source_lang, target_lang=target_lang)
        corpus.pairs = validated(_until_broken(corpus.pairs, path, reported, on_problem), on_problem)
    except FormatError as error:
        _report_error(error, path, reported, on_problem)
    return corpus


def validated(pairs: Iterable[Pair], on_problem: OnProblem) -> Iterator[Pair]:
    """Pass pairs on and report duplicate identifiers, unknown language codes, and more than one language pair.

    An identifier costs eight bytes in a set; no text is kept.
    """
    seen: set[bytes] = set()
    languages: set[tuple[str, str]] = set()
    reported = 0
    for pair in pairs:
        digest = blake2b(f"{pair.doc}\0{pair.id}".encode("utf-8", "replace"), digest_size=8).digest()
        if digest in seen:
            on_problem(
                Problem(None, _("the id {id!r} is there twice: a merge or a memory would mix the two up", id=pair.id))
            )
        seen.add(digest)
        if (pair.source_lang, pair.target_lang) not in languages:
            languages.add((pair.source_lang, pair.target_lang))
            spellings = len({tuple(map(normal_tag, codes)) for codes in languages})
            for problem in _language_problems(pair, spellings if spellings > reported else 0):
                on_problem(problem)
            reported = spellings
        yield pair


def tmx_problems(stream: BinaryIO) -> Iterator[Problem]:
    """Validate TMX against the DTD of TMX 1.4b, a unit at a time, with line numbers. Nothing is fetched or resolved."""
    from lxml import etree

    with DTD.open("rb") as file:
        dtd = etree.DTD(file)
    xml = utf8_xml(stream)
    for note in xml.notes:
        yield Problem(1, _("{reason}: most tools refuse the file", reason=Reason.of(note).shown()))
    source = BoundedXml(xml.stream, _("the file"))
    parser = iterparse(source, ("start", "end"), ("tmx", "header", "body", "tu"))
    units = 0
    try:
        for event, element in parser:
            if event == "start":
                yield from _frame_problems(element)
            elif element.tag in ("header", "tu"):
                yield from _element_problems(dtd, element)
                units += element.tag == "tu"
                element.clear()
                if units % _RELEASE_EVERY == 0 or source.full:
                    forget_before(element)
                    source.begin()
    except FormatError as error:
        yield Problem(None, str(error))
        return
    except etree.XMLSyntaxError as error:
        yield Problem(error.lineno, _("not well-formed XML: {reason}", reason=" ".join(error.msg.split())))
        return
    if parser.root is None or parser.root.tag != "tmx":
        yield Problem(1, _("the file does not begin with <tmx>"))
    elif not units:
        yield Problem(None, _("there is no translation unit (<tu>) in it"))


def _frame_problems(element: Any) -> Iterator[Problem]:
    parent = element.getparent()
    above = None if parent is None else parent.tag
    if element.tag == "tmx":
        if element.get("version") is None:
            yield Problem(element.sourceline, _('the version is missing: write <tmx version="1.4">'))
        for name in sorted(set(element.attrib) - {"version"}):
            problem = _("<tmx> may not have the attribute {name}: some tools refuse the file", name=name)
            yield Problem(element.sourceline, problem)
    elif above != {"header": "tmx", "body": "tmx", "tu": "body"}[element.tag]:
        yield Problem(element.sourceline, _("<{tag}> stands inside <{outer}>", tag=element.tag, outer=above))


def _element_problems(dtd: Any, element: Any) -> Iterator[Problem]:
    if not dtd.validate(element):
        for entry in dtd.error_log.filter_from_errors():
            if "xmlns:xml " not in entry.message:  # an artefact of lxml, which takes the element out of its document
                yield Problem(entry.line, _("against the TMX DTD: {error}", error=entry.message))
    if element.tag == "tu":
        for segment in element.iter("seg"):
            if not "".join(segment.itertext()).strip():
                yield Problem(segment.sourceline, _("an empty <seg>: most tools drop or refuse the unit"))


def _jsonl(path: str, source_lang: str, target_lang: str, on_problem: OnProblem) -> Corpus:
    """Read JSON Lines, each line by itself: a broken one is reported, the others are read."""
    from align.corpus.formats import jsonl

    stream = open_input(path)
    header = Corpus(())

    def pairs() -> Iterator[Pair]:
        with stream:
            for number, line in enumerate(stream, 1):
                try:
                    found = jsonl.read(io.BytesIO(line), "", FormatOptions(), number)
                    if number == 1 and found.source_lang:
                        header.source_lang, header.target_lang = found.source_lang, found.target_lang
                    yield from (_with_languages(pair, header) for pair in found.pairs)
                except FormatError as error:
                    on_problem(Problem(number, _problem(error, "").message))

    named = in_languages(pairs(), FormatOptions(source_lang, target_lang), header.account, path)
    header.pairs = validated(_until_broken(named, path, set(), on_problem), on_problem)
    return header


def _with_languages(pair: Pair, header: Corpus) -> Pair:
    """Give the pair the languages of the corpus where it names none of its own."""
    if pair.source_lang and pair.target_lang:
        return pair
    return replace(
        pair,
        source_lang=pair.source_lang or header.source_lang,
        target_lang=pair.target_lang or header.target_lang,
    )


def _until_broken(pairs: Iterable[Pair], path: str, reported: set[int | None], on_problem: OnProblem) -> Iterator[Pair]:
    try:
        yield from pairs
    except FormatError as error:
        _report_error(error, path, reported, on_problem)


def _report_error(error: FormatError, path: str, reported: set[int | None], on_problem: OnProblem) -> None:
    problem = _problem(error, path)
    if problem.line is None or problem.line not in reported:
        on_problem(Problem(problem.line, _("{problem} (what follows was not read)", problem=problem.message)))


def _problem(error: AlignError, path: str) -> Problem:
    """The line and the message of a reader's error, without the file's name that the report gives anyway."""
    if error.detail != str(error):
        return Problem(error.line, error.detail)
    return Problem(None, str(error).removeprefix(_("standard input") if path == STDOUT else path).lstrip(":, "))


def _language_problems(pair: Pair, count: int) -> Iterator[Problem]:
    from align.languages.tags import canonical_tag

    for code in (pair.source_lang, pair.target_lang):
        if not code:
            yield Problem(
                None, _("the pair {id!r} names no language: say {options}", id=pair.id, options=language_options())
            )
            continue
        try:
            canonical_tag(code)
        except UsageError as error:
            yield Problem(None, str(error))
    if pair.source_lang and normal_tag(pair.source_lang) == normal_tag(pair.target_lang):
        yield Problem(None, _("source and target of {id!r} are both {language}", id=pair.id, language=pair.source_lang))
    if count == 2:
        problem = _("more than one pair of languages, from {id!r} on: most tools expect one a file", id=pair.id)
        yield Problem(None, problem)
