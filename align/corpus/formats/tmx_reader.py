"""TMX 1.1 to 1.4b: reading files of align and of other tools, a unit at a time.

Plain units are read by `tmx_fast_reader`, all others by libxml2. Entities are not resolved, no DTD is read,
nothing is fetched, and a single text above 10 MB is refused, as libxml2 does by default. Inline codes are flattened:
the markup of `bpt`, `ept`, `ph`, `it` and `ut` is dropped, the words inside `hi` stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, BinaryIO

from align.corpus.fields import json_object
from align.corpus.format_options import FormatOptions
from align.corpus.formats.tmx_fast_reader import PlainTmx, details, unescaped
from align.corpus.formats.tmx_units import (
    PROP_KEY,
    Details,
    SharedProps,
    UnitShape,
    bare_pair,
    flattened,
    full_pair,
    is_foreign,
    own_pair,
    read_unit,
    words,
)
from align.corpus.pair import Corpus, Pair, Signature
from align.corpus.timestamps import from_tmx
from align.errors import FormatError, option_name
from align.io.bounded import BoundedXml
from align.io.xml_text import forget_before, iterparse, xml_error
from align.languages.tags import as_asked, best_match, primary_subtag

__all__ = ["PROP_KEY", "flattened", "is_foreign", "read"]

_RELEASE_EVERY = 256
"""Emptied units are removed from the tree this many at a time: one by one costs more than reading them."""
_REMEMBERED = 4096
_VARIES = '<prop type="x-n">'
"""The first prop by align that differs from one unit to the next; what precedes it is parsed once and cached."""


def read(stream: BinaryIO, name: str, options: FormatOptions) -> Corpus:
    """Read the corpus in a TMX stream. Raises FormatError, with the line, for broken XML and for what is not TMX."""
    return _TmxParser(stream, name, options).corpus()


class _TmxParser:
    def __init__(self, stream: BinaryIO, name: str, options: FormatOptions):
        self._name = name
        self._options = options
        self._srclang = self._source = self._target = ""
        self._choices: dict[tuple[str, ...], tuple[str, str] | None] = {}
        self._known: dict[str, tuple[Details, SharedProps | None]] = {}
        self._found = False
        self._plain = PlainTmx(stream, self._shape)
        self._parsing = False

    def corpus(self) -> Corpus:
        units: Iterator[Any] = chain(self._plain, self._events())
        header = self._plain.header
        if header is None:
            first = next(units, None)
            if first is not None and type(first) is not tuple and first.tag == "header":
                header = first
            elif first is not None:
                units = chain([first], units)
        corpus = Corpus(()) if header is None else self._header(header)
        corpus.source_lang = self._options.source_lang or corpus.source_lang
        corpus.target_lang = self._options.target_lang or corpus.target_lang
        corpus.pairs = self._pairs(units)
        return corpus

    def _events(self) -> Iterator[Any]:
        """Parse the header and the units that are not plain; what was read before is released."""
        from lxml import etree

        stream = self._plain.rest()
        if stream is None:
            return
        self._parsing = True
        source = BoundedXml(stream, self._name)
        source.line = self._plain.reached
        parser = iterparse(source, ("end",), ("header", "{*}tu"))
        seen = 0
        try:
            for _, element in parser:
                line = self._plain.shift(element.sourceline)
                self._check_place(element, line)
                if line > source.line:  # noqa: PLR1730  a call for each unit takes longer
                    source.line = line
                yield element
                element.clear()
                seen += 1
                if seen % _RELEASE_EVERY == 0 or source.full:
                    forget_before(element)
                    source.begin()
        except etree.XMLSyntaxError as error:
            raise xml_error(self._name, error, self._plain.shift) from error
        if parser.root is None or parser.root.tag != "tmx":
            tag = "nothing" if parser.root is None else f"<{parser.root.tag}>"
            raise FormatError(f"{self._name} is not TMX: it holds {tag} where <tmx> should be", path=self._name)

    def _check_place(self, element: Any, line: int) -> None:
        """Raise FormatError for a unit that would be skipped, or would include another one."""
        body = element.getparent()
        root = None if body is None else body.getparent()
        if element.tag == "tu" and root is not None and root.getparent() is None and body.tag == "body":
            return
        if element.tag not in ("header", "tu"):
            raise self._broken(ValueError(f"<{element.tag}> is not the <tu> of TMX, which has no namespace"), line)
        above = next(element.iterancestors("{*}tu", "header"), None)
        if above is not None:
            raise self._broken(ValueError(f"a <{element.tag}> stands inside a <{above.tag}>"), line)

    def _header(self, header: Any) -> Corpus:
        self._srclang = header.get("srclang") or ""
        props = {prop.get("type"): words(prop) for prop in header.iterchildren("prop")}
        self._source = props.get("x-source-lang", "")
        self._target = props.get("x-target-lang", "")
        try:
            extra = json_object(props.get("x-extra") or "{}")
        except ValueError as error:
            raise FormatError.at(self._name, header.sourceline, f"the header's x-extra is broken: {error}") from error
        source = self._source or ("" if self._srclang == "*all*" else self._srclang)
        signature = Signature.parse(props.get("x-signature", ""))
        return Corpus((), signature, source, self._target, from_tmx(header.get("creationdate") or ""), extra)

    def _pairs(self, units: Iterable[Any]) -> Iterator[Pair]:
        number = 0
        pair: Pair | None
        for unit in units:
            if type(unit) is tuple:
                number += 1
                shape, tuid, about, source, target = unit
                if not shape.has_both:
                    continue
                if shape.swapped:
                    source, target = target, source
                source = unescaped(source) if "&" in source else source
                target = unescaped(target) if "&" in target else target
                make = self._full if about else bare_pair
                pair = make(number, tuid, shape, source, target, about)
            elif unit.tag == "tu":
                number += 1
                pair = self._pair(number, unit)
            else:  # a second header
                continue
            if pair is not None:
                self._found = True
                yield pair
        if number and not self._found:
            source = self._options.source_lang or self._source or self._srclang
            wanted = f"{source} and {self._options.target_lang or 'another language'}"
            present = ", ".join(sorted({code for codes in self._choices for code in codes[1:]}))
            hint = f"Choose two with {option_name('source_lang')} and {option_name('target_lang')}"
            raise FormatError.at(self._name, None, f"no unit has {wanted}; there is {present}", hint)

    def _full(self, number: int, tuid: str, shape: UnitShape, source: str, target: str, about: str) -> Pair:
        """Make the pair of a plain unit with props or notes."""
        at = about.find(_VARIES)
        before, rest = (about, "") if at < 0 else (about[:at], about[at:])
        known = self._known.get(before)
        if known is None:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            shared = Details(details(before))
            known = self._known[before] = shared, SharedProps.of(shared)
        shared, common = known
        try:
            return (common and own_pair(number, tuid, shape, source, target, common, rest)) or full_pair(
                number, tuid, shape, source, target, Details(details(rest), shared)
            )
        except ValueError as error:
            raise self._broken(error, self._plain.line) from error

    def _pair(self, number: int, unit: Any) -> Pair | None:
        """Make the pair of a `tu` element, or None if it lacks a language."""
        line = self._plain.shift(unit.sourceline) if self._parsing else self._plain.line
        try:
            segments, about = read_unit(unit)
        except ValueError as error:
            raise self._broken(error, line) from error
        chosen = self._choose(unit.get("srclang", ""), list(segments), line)
        if chosen is None:
            return None
        shape = UnitShape(True, False, *self._languages(*chosen), from_tmx(unit.get("creationdate", "")))
        try:
            return full_pair(number, unit.get("tuid", ""), shape, segments[chosen[0]], segments[chosen[1]], about)
        except ValueError as error:
            raise self._broken(error, line) from error

    def _broken(self, error: ValueError, line: int) -> FormatError:
        return FormatError.at(self._name, line, str(error), "Mend or remove this unit")

    def _shape(self, attributes: Mapping[str, str], codes: tuple[str, ...]) -> UnitShape:
        """The shape of plain units with these attributes and languages."""
        chosen = self._choose(attributes.get("srclang", ""), list(dict.fromkeys(codes)), 0)
        if chosen is None:
            return UnitShape(False)
        created = from_tmx(attributes.get("creationdate", ""))
        return UnitShape(True, chosen[0] != codes[0], *self._languages(*chosen), created)

    def _languages(self, source: str, target: str) -> tuple[str, str]:
        """The languages of the pair for the language codes of a unit."""
        is_default = source == self._srclang
        return (
            as_asked(self._source if is_default and self._source else source, self._options.source_lang) or source,
            as_asked(self._target if is_default and self._target else target, self._options.target_lang) or target,
        )

    def _choose(self, srclang: str, codes: list[str], line: int) -> tuple[str, str] | None:
        """Choose the codes of source and target among those of a unit; None where one is missing."""
        key = (srclang or self._srclang, *codes)
        if key not in self._choices:
            self._choices[key] = self._choice(key[0], codes, line)
        return self._choices[key]

    def _choice(self, srclang: str, codes: list[str], line: int) -> tuple[str, str] | None:
        wanted = self._options.source_lang or srclang
        source = next(iter(codes), None) if wanted in ("", "*all*") else best_match(wanted, codes)
        others = [code for code in codes if code != source]
        wanted = self._options.target_lang
        target = best_match(wanted, others) if wanted else next(iter(others), None)
        if source is None or target is None:
            return None
        if not wanted and len({primary_subtag(code) for code in others}) > 1:
            present = ", ".join(codes)
            hint = f"choose two with {option_name('source_lang')} and {option_name('target_lang')}"
            raise FormatError.at(self._name, line, f"a unit has {present}", hint)
        return source, target
