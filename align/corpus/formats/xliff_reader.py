"""XLIFF 1.0, 1.1, 1.2, 2.0 and 2.1, with or without their namespace, and what Trados and memoQ make of 1.2: reading.

A pair for each segment. Units that are not to be translated, alternative translations and what else is no pair is left
out and accounted for; where the XML is broken, the units that are whole are read (`align.io.xml_salvage`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any, BinaryIO, NamedTuple

from align.account import Account, Reason
from align.corpus.code_placing import coded_sides
from align.corpus.fields import FIELDS, json_object, pair_from_text
from align.corpus.fingerprints import PairFingerprint, text_hash
from align.corpus.format_options import FormatOptions, undeclared_languages
from align.corpus.formats.xliff_states import STATE, first_status
from align.corpus.formats.xliff_units import (
    SideReader,
    UnitSegment,
    children,
    first_segments,
    name_of,
    notes_of,
    second_segments,
    vocabulary_of,
)
from align.corpus.inline_codes import CODES, CodeRecord
from align.corpus.pair import Corpus, Pair, Signature
from align.corpus.paragraphs import BLOCK, PARAGRAPH, place_from_text
from align.errors import FormatError
from align.io.bounded import BoundedXml
from align.io.xml_encoding import HEAD, utf8_xml
from align.io.xml_entities import Entities, UnreadableUnit
from align.io.xml_salvage import Around, DamagedXml, around, salvaged
from align.io.xml_text import forget_before, is_limit, iterparse, xml_error
from align.languages.tags import as_asked
from align.localization import N_, _

ALIGN = "urn:align:corpus:1"
INLINE_CODES = N_("inline codes kept beside the texts")
_UNITS = ("trans-unit", "unit")
_N, _MARK = f"{{{ALIGN}}}n", f"{{{ALIGN}}}mark"


class Unit(NamedTuple):
    """A segment of a unit: its pair, its fingerprint if it has one, its number in the file, and whether its `n` was
    written by align (that of another tool's unit counts the segments)."""

    pair: Pair
    fingerprint: PairFingerprint | None
    number: int
    has_n: bool


def read_units(stream: BinaryIO, name: str, options: FormatOptions) -> Iterator[Unit]:
    """Read the segments of an XLIFF stream, with their fingerprints. Raises what `read` raises."""
    return _XliffParser(stream, name, options).units()


def read(stream: BinaryIO, name: str, options: FormatOptions) -> Corpus:
    """Read the corpus in an XLIFF stream. Raises FormatError, with the line, for broken XML of which nothing is whole
    and for what is not XLIFF, UsageError where neither the file nor `options` name the languages."""
    reader = _XliffParser(stream, name, options)
    pairs = (unit.pair for unit in reader.units())
    first = next(pairs, None)
    corpus = reader.header
    corpus.account = reader.account
    corpus.pairs = pairs if first is None else chain([first], pairs)
    return corpus


class _XliffParser:
    def __init__(self, stream: BinaryIO, name: str, options: FormatOptions):
        self._xml = utf8_xml(stream)
        self._name = name
        self._options = options
        self._number = 0
        self._seen = 0
        self._line = 0
        self._file: dict[str, str] = {}
        self._entities = Entities()
        self.header = Corpus(())
        self.account = Account()
        for note in self._xml.notes:
            self.account.change(note, "line 1")

    def units(self) -> Iterator[Unit]:
        """Read the segments one at a time; `header` is set when the first is yielded."""
        for element in self._events():
            tag = name_of(element)
            line = self._line or element.sourceline
            if tag == "file":
                self._begin_file(element)
            elif not self._file:
                raise FormatError.at(
                    self._name, line, _("a <{tag}> outside of any <file>", tag=tag), _("Export the file again")
                )
            elif tag == "header":
                self._about(element, line)
            elif tag == "bin-unit":
                self.account.leave_out(N_("units of binary data"), f"line {line}")
            else:
                yield from self._unit(element, line)

    def _begin_file(self, element: Any) -> None:
        root = element.getroottree().getroot()
        self._file = {
            "doc": element.get("original") or (element.get("id") or "" if root.get("srcLang") else ""),
            "source_lang": element.get("source-language") or root.get("srcLang") or "",
            "target_lang": element.get("target-language") or root.get("trgLang") or "",
        }

    def _events(self) -> Iterator[Any]:
        from lxml import etree

        source = BoundedXml(self._xml.stream, self._name)
        tags = [f"{{*}}{tag}" for tag in ("file", "header", "bin-unit", *_UNITS)]
        parser = iterparse(source, ("start", "end"), tags)
        space: str | None = None
        try:
            for event, element in parser:
                if space is None:
                    space = element.getroottree().getroot().tag.rpartition("}")[0]
                if element.tag.rpartition("}")[0] == space and (event == "start") == (name_of(element) == "file"):
                    self._seen += event == "end"
                    yield element
                if event == "end" and name_of(element) != "file":
                    element.clear()
                    forget_before(element)
                    source.begin()
        except etree.XMLSyntaxError as error:
            broken = xml_error(self._name, error)
            if is_limit(error) or self._xml.reopen is None:
                raise broken from error
            yield from self._salvaged(self._xml.reopen, broken)
            return
        root = parser.root
        if root is None or name_of(root) != "xliff" or not self._file:
            if root is None:
                problem = _("{name} is not XLIFF: it holds nothing where <xliff> should be", name=self._name)
            elif name_of(root) == "xliff":
                problem = _("{name} is not XLIFF: it holds an <xliff> without a <file>", name=self._name)
            else:
                said = N_("{name} is not XLIFF: it holds <{tag}> where <xliff> should be")
                problem = _(said, name=self._name, tag=name_of(root))
            raise FormatError(problem, path=self._name, hint=_("Export it as XLIFF 1.2 or as TMX"))

    def _salvaged(self, reopen: Callable[[], BinaryIO], broken: FormatError) -> Iterator[Any]:
        """Read the units that are whole behind those that were read. Raises `broken` where none is, where the end of
        the file is missing, and where something follows it."""
        root = around(reopen().read(HEAD), "xliff")
        names = ("header", "bin-unit", *_UNITS)
        damaged = DamagedXml(reopen(), self._name, "xliff", names, ("file", "group"))
        opened: list[bytes] = []
        current: list[bytes] = []
        done, seen, told = self._seen, 0, False
        some = done > 0
        for piece in damaged.pieces():
            self._line = piece.line
            if piece.kind == "opens":
                opened.append(piece.data.rstrip(b"/>") + b">")
                continue
            if piece.kind == "closes":
                del opened[-1:]
                continue
            seen += 1
            if seen <= done:
                continue
            unit = salvaged(piece.data, Around(root.doctype, (*root.tags, *opened)), names)
            told = told or bool(unit.note)
            if unit.element is None:
                self.account.leave_out(unit.note, f"line {piece.line}")
                continue
            if unit.note:
                self.account.change(unit.note, f"line {piece.line}")
            file = next(unit.element.iterancestors("{*}file"), None)
            if file is not None and opened[:1] != current:
                self._begin_file(file)
                current = opened[:1]
            some = True
            yield unit.element
        if not (some and damaged.whole):
            raise broken
        if not told:
            self.account.change(N_("broken XML between units"), f"line {broken.line}")

    def _about(self, element: Any, line: int) -> None:
        """Read the notes of align in a file's header: the language codes of the file may have regions that the pairs
        lack."""
        notes = {note.get("from"): note.text or "" for note in children(element, "note")}
        languages = notes.get("align-languages", "").split(" ")
        if len(languages) == 2:
            self._file["source_lang"], self._file["target_lang"] = languages
        if self.header.source_lang:
            return
        try:
            extra = json_object(notes.get("align-extra") or "{}")
        except ValueError as error:
            raise FormatError.at(
                self._name, line, _("align-extra: {error}", error=error), _("Remove that note")
            ) from error
        signature = Signature.parse(notes.get("align-signature", ""))
        languages = (
            self._options.source_lang or self._file["source_lang"],
            self._options.target_lang or self._file["target_lang"],
        )
        account = self.account
        self.header = Corpus((), signature, *languages, notes.get("align-created", ""), extra, account)

    def _unit(self, unit: Any, line: int) -> Iterator[Unit]:
        where = f"line {line}"
        if _not_to_be_translated(unit):
            self.account.leave_out(N_("units not to be translated"), where)
            return
        fingerprint = PairFingerprint.parse(unit.get(_MARK, ""))
        if fingerprint is None and any(True for __ in unit.iterchildren("{*}alt-trans", "{*}matches")):
            self.account.leave_out(N_("alternative translations"), where)
        reader = SideReader(
            self._entities.text, lambda what: self.account.leave_out(what, where), fingerprint is not None
        )
        segments = first_segments if name_of(unit) == "trans-unit" else second_segments
        try:
            found = list(segments(unit, unit.get("id") or "", reader))
        except UnreadableUnit as error:
            self.account.leave_out(error.reason, where)
            return
        if not found:
            self.account.leave_out(N_("units without a text"), where)
        for segment in found:
            self._number += 1
            pair = self._pair(unit, segment, line)
            if pair is not None:
                edited = _as_edited(pair, fingerprint)
                yield Unit(self._with_codes(edited, unit, segment, where), fingerprint, self._number, _N in unit.attrib)

    def _pair(self, unit: Any, segment: UnitSegment, line: int) -> Pair | None:
        values = {
            "n": str(self._number),
            "origin": segment.origin,
            "status": segment.status,
            **self._file,
            "source": segment.source.text,
            "target": segment.target.text,
            "id": segment.id or f"{self._number:06d}",
            "note": "\n".join(notes_of(unit)),
        }
        for key in FIELDS:  # to go through all attributes takes lxml the square of their number
            if (text := unit.get(f"{{{ALIGN}}}{key}")) is not None:
                values[key] = text
        for key, language in (("source_lang", self._options.source_lang), ("target_lang", self._options.target_lang)):
            asked = as_asked(values[key], language)
            if asked is None:
                self.account.leave_out(Reason(N_("units without {language}"), language=language), f"line {line}")
                return None
            values[key] = asked
            if not values[key]:
                raise undeclared_languages(self._name)
        has_status = f"{{{ALIGN}}}status" in unit.attrib
        if has_status and segment.has_target and _written_state(values["status"]) != segment.state:  # changed since
            values["status"] = first_status(segment.state, segment.approved)
        try:
            place = (unit.get(f"{{{ALIGN}}}{key}", "") for key in (PARAGRAPH, BLOCK))
            return pair_from_text(values, place_from_text(*place))
        except ValueError as error:
            raise FormatError.at(self._name, line, str(error), _("Mend or remove this unit")) from error

    def _with_codes(self, pair: Pair, unit: Any, segment: UnitSegment, where: str) -> Pair:
        """Give the pair the codes that its texts have in the file; those that align has written stay as they were read
        once, in the words of their own format."""
        source, target = segment.source.coded, segment.target.coded
        if not (source or target or CODES in pair.extra):
            return pair
        if CODES in pair.extra:
            written = coded_sides(pair, "xliff")
            if (written.source or "", written.target or "") == (source, target):
                return pair
        if source or target:
            self.account.change(INLINE_CODES, where)
        record = CodeRecord(vocabulary_of(unit), source, target).to_extra()
        return replace(pair, extra={**{key: value for key, value in pair.extra.items() if key != CODES}, **record})


def _not_to_be_translated(unit: Any) -> bool:
    """Whether a unit says so, or what it stands in."""
    for element in (unit, *unit.iterancestors()):
        if said := element.get("translate"):
            return bool(said == "no")
    return False


def _written_state(status: str) -> str:
    """The state that align writes for a status."""
    return next((state for known, state in STATE.items() if known == status), "")


def _as_edited(pair: Pair, fingerprint: PairFingerprint | None) -> Pair:
    """Set the status of a pair to edited if its target differs from its fingerprint and no tool has approved it since.

    A pair whose target was emptied keeps the status of its state.
    """
    if fingerprint is None or not pair.target.strip() or text_hash(pair.target) == fingerprint.target:
        return pair
    approved = pair.status == "approved" != fingerprint.status
    return replace(pair.reworded(pair.target), status="approved" if approved else "edited")
