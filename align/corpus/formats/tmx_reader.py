"""TMX 1.1 to 1.4b: reading files of align and of other tools, a unit at a time.

Plain units are read by `tmx_fast_reader`, all others by libxml2. No DTD is read and nothing is fetched; entities that
the file declares itself are resolved where they are plain text; a single text above 10 MB is refused, as libxml2 does
by default. Inline codes leave the texts and are kept beside them (`align.corpus.inline_codes`). Where the XML is
broken, the units that are whole are read (`align.io.xml_salvage`), and the account says which are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, BinaryIO, NamedTuple

from align.account import MOST_PLACES, Account, Reason
from align.corpus.fields import json_object
from align.corpus.format_options import FormatOptions
from align.corpus.formats.tmx_fast_reader import PlainTmx, details, unescaped
from align.corpus.formats.tmx_units import (
    PROP_KEY,
    UNIT_ATTRIBUTES,
    VARIANT_ATTRIBUTES,
    Details,
    ReadUnit,
    SharedProps,
    UnitShape,
    Variant,
    attributes_of,
    bare_pair,
    fields_extra,
    flattened,
    full_pair,
    is_foreign,
    own_pair,
    read_unit,
    words,
)
from align.corpus.inline_codes import CodeRecord
from align.corpus.pair import Corpus, Pair, Signature
from align.corpus.timestamps import from_tmx
from align.errors import FormatError, language_options
from align.io.bounded import BoundedXml
from align.io.xml_encoding import HEAD, XmlSource, utf8_xml
from align.io.xml_entities import Entities, UnreadableUnit
from align.io.xml_salvage import DamagedXml, around, salvaged
from align.io.xml_text import forget_before, is_limit, iterparse, xml_error
from align.languages.tags import as_asked, best_match, primary_subtag
from align.localization import N_, _

__all__ = ["PROP_KEY", "flattened", "is_foreign", "read"]

_RELEASE_EVERY = 256
"""Emptied units are removed from the tree this many at a time: one by one costs more than reading them."""
_REMEMBERED = 4096
_VARIES = '<prop type="x-n">'
"""The first prop by align that differs from one unit to the next; what precedes it is parsed once and cached."""
DAMAGED = N_("damaged units")
ONE_LANGUAGE = N_("units with one language only")
INLINE_CODES = N_("inline codes kept beside the texts")
FURTHER_SOURCES = N_("further variants of the source")
FURTHER_TARGETS = N_("further variants of the target")
_OF_HEADER = frozenset({"x-signature", "x-source-lang", "x-target-lang", "x-extra"})
"""The props of a header that align writes itself."""
_PLAIN_ATTRIBUTES = frozenset({"creationdate", *UNIT_ATTRIBUTES})
_PLAIN_VARIANT = frozenset({"xml:lang", "lang", *VARIANT_ATTRIBUTES})


def read(stream: BinaryIO, name: str, options: FormatOptions) -> Corpus:
    """Read the corpus in a TMX stream. Raises FormatError, with the line, for broken XML and for what is not TMX."""
    return _TmxParser(stream, name, options).corpus()


class _Choice(NamedTuple):
    """The codes of source and target among those of a unit; `missing` says why there are none."""

    source: str = ""
    target: str = ""
    missing: str = ""


class _TmxParser:
    def __init__(self, stream: BinaryIO, name: str, options: FormatOptions):
        self._name = name
        self._options = options
        self._srclang = self._source = self._target = ""
        self._choices: dict[tuple[str, ...], _Choice] = {}
        self._known: dict[str, tuple[Details, SharedProps | None]] = {}
        self._found = False
        self._account = Account()
        self._entities = Entities()
        self._xml: XmlSource = utf8_xml(stream)
        for note in self._xml.notes:
            self._account.change(note, "line 1")
        self._plain = PlainTmx(self._xml.stream, self._shape)
        self._parsing = False
        self._number = 0
        self._line = 0

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
        corpus.account = self._account
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
            for __, element in parser:
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
            broken = xml_error(self._name, error, self._plain.shift)
            if is_limit(error) or self._xml.reopen is None:
                raise broken from error
            yield from self._salvaged(self._xml.reopen, broken)
            return
        if parser.root is None or parser.root.tag != "tmx":
            problem = _("{name} is not TMX: it holds nothing where <tmx> should be", name=self._name)
            if parser.root is not None:
                said = N_("{name} is not TMX: it holds <{tag}> where <tmx> should be")
                problem = _(said, name=self._name, tag=parser.root.tag)
            raise FormatError(problem, path=self._name)

    def _salvaged(self, reopen: Callable[[], BinaryIO], broken: FormatError) -> Iterator[Any]:
        """Read the units that are whole behind those that were read. Raises `broken` where none is, where the end of
        the file is missing, and where something follows it."""
        place = around(reopen().read(HEAD), "tmx")
        damaged = DamagedXml(reopen(), self._name, "tmx", ("tu",))
        done = self._number
        some, told = done > 0, False
        for number, piece in enumerate(damaged.pieces(), 1):
            if number <= done:
                continue
            self._line = piece.line
            unit = salvaged(piece.data, place, ("tu",))
            where = f"line {piece.line}"
            told = told or bool(unit.note)
            if unit.element is None:
                self._account.leave_out(unit.note, where)
                self._number += 1
                continue
            if unit.note:
                self._account.change(unit.note, where)
            self._check_place(unit.element, piece.line)
            some = True
            yield unit.element
        if not (some and damaged.whole):
            raise broken
        if not (told or DAMAGED in self._account.left_out):
            self._account.change(N_("broken XML between units"), f"line {broken.line}")

    def _check_place(self, element: Any, line: int) -> None:
        """Raise FormatError for a unit that would be skipped, or would include another one."""
        body = element.getparent()
        root = None if body is None else body.getparent()
        if element.tag == "tu" and root is not None and root.getparent() is None and body.tag == "body":
            return
        if element.tag not in ("header", "tu"):
            raise self._broken(
                ValueError(_("<{tag}> is not the <tu> of TMX, which has no namespace", tag=element.tag)), line
            )
        above = next(element.iterancestors("{*}tu", "header"), None)
        if above is not None:
            raise self._broken(
                ValueError(_("a <{tag}> stands inside a <{outer}>", tag=element.tag, outer=above.tag)), line
            )

    def _header(self, header: Any) -> Corpus:
        self._srclang = header.get("srclang") or ""
        props = {prop.get("type"): words(prop) for prop in header.iterchildren("prop")}
        self._source = props.get("x-source-lang", "")
        self._target = props.get("x-target-lang", "")
        try:
            extra = json_object(props.get("x-extra") or "{}")
        except ValueError as error:
            raise FormatError.at(
                self._name, header.sourceline, _("the header's x-extra is broken: {error}", error=error)
            ) from error
        if others := sum(
            one.tag in ("note", "ude") or (one.tag == "prop" and one.get("type") not in _OF_HEADER)
            for one in header.iterchildren("*")
        ):
            self._account.leave_out(N_("notes and fields of the header"), f"line {header.sourceline}", others)
        source = self._source or ("" if self._srclang == "*all*" else self._srclang)
        signature = Signature.parse(props.get("x-signature", ""))
        return Corpus((), signature, source, self._target, from_tmx(header.get("creationdate") or ""), extra)

    def _pairs(self, units: Iterable[Any]) -> Iterator[Pair]:
        for unit in units:
            if type(unit) is tuple:
                self._number += 1
                shape, tuid, about, source, target = unit
                if not shape.has_both:
                    self._account.leave_out(shape.missing, self._place(shape.missing))
                    continue
                if shape.swapped:
                    source, target = target, source
                source = unescaped(source) if "&" in source else source
                target = unescaped(target) if "&" in target else target
                make = self._full if about else bare_pair
                self._found = True
                yield make(self._number, tuid, shape, source, target, about)
            elif unit.tag == "tu":
                self._number += 1
                for pair in self._unit_pairs(self._number, unit):
                    self._found = True
                    yield pair
        if self._number and not self._found:
            raise self._nothing_found()

    def _nothing_found(self) -> FormatError:
        source = self._options.source_lang or self._source or self._srclang
        target = self._options.target_lang
        wanted = _("{one} and {other}", one=source, other=target)
        if not target:
            wanted = _("{language} and another language", language=source)
        present = ", ".join(sorted({code for codes in self._choices for code in codes[1:]}))
        if present and all(choice.missing for choice in self._choices.values()):
            hint = _("Choose two with {options}", options=language_options())
            problem = _("no unit has {languages}; there is {present}", languages=wanted, present=present)
            return FormatError.at(self._name, None, problem, hint)
        return FormatError.at(
            self._name,
            None,
            _("no unit can be read; {reasons}", reasons=self._account.line()),
            _("Export the file again"),
        )

    def _place(self, reason: str) -> str:
        """Where a plain unit begins, if the account still wants to know."""
        tally = self._account.left_out.get(reason)
        return f"line {self._plain.line}" if tally is None or len(tally.places) < MOST_PLACES else ""

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

    def _unit_pairs(self, number: int, unit: Any) -> Iterator[Pair]:
        """Make the pairs of a `tu` element: one for each translation into the language; none if it lacks a language."""
        line = self._line or (self._plain.shift(unit.sourceline) if self._parsing else self._plain.line)
        where = f"line {line}"
        try:
            read = read_unit(unit, self._entities.text)
        except UnreadableUnit as error:
            self._account.leave_out(error.reason, where)
            return
        except ValueError as error:
            raise self._broken(error, line) from error
        for lost in read.lost:
            self._account.leave_out(lost, where)
        codes = list(dict.fromkeys(variant.code for variant in read.variants))
        chosen = self._choose(unit.get("srclang", ""), codes, line)
        if chosen.missing:
            self._account.leave_out(chosen.missing, where)
            return
        sources = [variant for variant in read.variants if variant.code == chosen.source]
        targets = [variant for variant in read.variants if variant.code == chosen.target]
        self._account_for_others(read, chosen, len(sources), where)
        fields = attributes_of(unit.attrib, UNIT_ATTRIBUTES)
        created = from_tmx(unit.get("creationdate", ""))
        shape = UnitShape(True, False, *self._languages(chosen.source, chosen.target), created)
        tuid = unit.get("tuid", "") or f"{number:06d}"
        try:
            for further, target in enumerate(targets, 1):
                extra = _extra(fields, sources[0], target)
                if "codes" in extra:
                    self._account.change(INLINE_CODES, where)
                name = tuid if further == 1 else f"{tuid}.{further}"
                yield full_pair(number, name, shape, sources[0].text, target.text, read.about, extra)
        except ValueError as error:
            raise self._broken(error, line) from error

    def _account_for_others(self, read: ReadUnit, chosen: _Choice, sources: int, where: str) -> None:
        """Note the variants that are in no pair."""
        if len(read.variants) == 2:
            return
        kinds = [_kind_of_variant(variant.code, chosen) for variant in read.variants]
        kinds += [FURTHER_SOURCES] * (sources - 1)
        for kind in kinds:
            if kind:
                self._account.leave_out(kind, where)

    def _broken(self, error: ValueError, line: int) -> FormatError:
        return FormatError.at(self._name, line, str(error), _("Mend or remove this unit"))

    def _shape(self, attributes: Mapping[str, str], variants: Sequence[Mapping[str, str]]) -> UnitShape | None:
        """The shape of plain units with these attributes of `tu` and `tuv`; None if they have others than TMX has."""
        if not _PLAIN_ATTRIBUTES.issuperset(attributes):
            return None
        if not all(_PLAIN_VARIANT.issuperset(variant) for variant in variants):
            return None
        codes = [variant.get("xml:lang") or variant.get("lang", "") for variant in variants]
        chosen = self._choose(attributes.get("srclang", ""), list(dict.fromkeys(codes)), 0)
        if chosen.missing:
            return UnitShape(False, missing=chosen.missing)
        swapped = chosen.source != codes[0]
        created = from_tmx(attributes.get("creationdate", ""))
        one, other = (attributes_of(variant, VARIANT_ATTRIBUTES) for variant in variants)
        fields = attributes_of(attributes, UNIT_ATTRIBUTES)
        extra = fields_extra(fields, other if swapped else one, one if swapped else other)
        return UnitShape(True, swapped, *self._languages(chosen.source, chosen.target), created, extra)

    def _languages(self, source: str, target: str) -> tuple[str, str]:
        """The languages of the pair for the language codes of a unit."""
        is_default = source == self._srclang
        return (
            as_asked(self._source if is_default and self._source else source, self._options.source_lang) or source,
            as_asked(self._target if is_default and self._target else target, self._options.target_lang) or target,
        )

    def _choose(self, srclang: str, codes: list[str], line: int) -> _Choice:
        """Choose the codes of source and target among those of a unit."""
        key = (srclang or self._srclang, *codes)
        if key not in self._choices:
            self._choices[key] = self._choice(key[0], codes, line)
        return self._choices[key]

    def _choice(self, srclang: str, codes: list[str], line: int) -> _Choice:
        wanted = self._options.source_lang or srclang
        source = next(iter(codes), None) if wanted in ("", "*all*") else best_match(wanted, codes)
        others = [code for code in codes if code != source]
        further = [code for code in others if source is None or primary_subtag(code) != primary_subtag(source)]
        others = further or others  # another form of the source's language is its target only where no other is there
        wanted_target = self._options.target_lang
        target = best_match(wanted_target, others) if wanted_target else next(iter(others), None)
        if source is None or target is None:
            if len(codes) == 1:
                return _Choice(missing=ONE_LANGUAGE)
            lacking = wanted if source is None else wanted_target
            if not codes:
                return _Choice(missing=N_("units without a text"))
            return _Choice(missing=Reason(N_("units without {language}"), language=lacking))
        if not wanted_target and len({primary_subtag(code) for code in others}) > 1:
            present = ", ".join(codes)
            hint = _("choose two with {options}", options=language_options())
            raise FormatError.at(self._name, line, _("a unit has {languages}", languages=present), hint)
        return _Choice(source, target)


def _extra(unit: Mapping[str, str], source: Variant, target: Variant) -> dict[str, Any]:
    """What a pair has no fields for, of a unit and its two variants."""
    extra = fields_extra(unit, source.fields, target.fields)
    if source.coded or target.coded:
        extra |= CodeRecord("tmx", source.coded, target.coded).to_extra()
    return extra


def _kind_of_variant(code: str, chosen: _Choice) -> str:
    """Why a variant of a unit is in no pair; an empty string if it is in one."""
    if code in (chosen.source, chosen.target):
        return ""
    for which, taken in ((FURTHER_SOURCES, chosen.source), (FURTHER_TARGETS, chosen.target)):
        if primary_subtag(code) == primary_subtag(taken):
            return which
    return N_("texts in other languages")
