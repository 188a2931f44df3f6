"""XLIFF 1.2 (OASIS, 2008), for CAT tools: a `file` for each document, a `trans-unit` for each pair.

The status is written twice: as `state` and `approved`, which other tools understand, and exactly, with all other fields
of a pair, in attributes of a namespace of align, which the schema allows. One of them is the pair's fingerprint: a
target that differs from it was changed in a CAT tool, which need not have touched the `state`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Any, BinaryIO, NamedTuple

from align._version import __version__
from align.corpus.fields import FIELDS, extra_text, json_object, pair_from_text, pair_to_text
from align.corpus.fingerprints import PairFingerprint, text_hash
from align.corpus.format_options import FormatOptions
from align.corpus.formats.tmx_reader import flattened
from align.corpus.pair import Corpus, Pair, Signature
from align.corpus.tm_match import MatchRecord
from align.errors import FormatError, OutputError
from align.io.bounded import BoundedXml
from align.io.xml_text import XmlText, forget_before, iterparse, xml_error
from align.languages.tags import as_asked, normal_tag, written_code

XLIFF = "urn:oasis:names:tc:xliff:document:1.2"
ALIGN = "urn:align:corpus:1"

_STATE = {
    "draft": "needs-review-translation",
    "approved": "final",
    "edited": "translated",
    "rejected": "needs-translation",
}
_STATUS = {"final": "approved", "signed-off": "approved", "translated": "edited"}
_OUTSIDE = ("id", "source", "target", "source_lang", "target_lang", "note")
_ATTRIBUTES = tuple(key for key in FIELDS if key not in _OUTSIDE)
_DEFAULTS = {"kind": "sentence"}
_N, _MARK = f"{{{ALIGN}}}n", f"{{{ALIGN}}}mark"


class Unit(NamedTuple):
    """A trans-unit: its pair, its fingerprint if it has one, its number in the file, and whether its `n` was written by
    align (that of another tool's unit counts the units)."""

    pair: Pair
    fingerprint: PairFingerprint | None
    number: int
    has_n: bool


class Writer:
    """Writes pairs as trans-units. Pairs of a document that come one after another share a `file`."""

    def __init__(self, stream: BinaryIO, name: str, header: Corpus, options: FormatOptions):
        self._stream = stream
        self._name = name
        self._header = header
        self._codes = options.tmx_langs
        self._text = XmlText()
        self._open: tuple[str, str, str] | None = None
        self._write(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" xmlns="{XLIFF}" xmlns:align="{ALIGN}">\n'
        )

    def write(self, pair: Pair) -> None:
        """Add one unit."""
        file = (pair.doc, pair.source_lang, pair.target_lang)
        if file != self._open and not self._is_open(file):
            self._begin(file)
        where = pair.id
        fields = {key: self._text.exact(text, where) for key, text in pair_to_text(pair).items()}
        attributes = "".join(
            f' align:{key}="{fields[key]}"' for key in _ATTRIBUTES if fields[key] and fields[key] != _DEFAULTS.get(key)
        )
        approved = "yes" if pair.status == "approved" else "no"
        note = f"<note>{fields['note']}</note>\n" if pair.note else ""
        self._write(
            f'<trans-unit id="{fields["id"]}" approved="{approved}" xml:space="preserve"{attributes} '
            f'align:mark="{_fingerprint(pair)}">\n'
            f"<source>{fields['source']}</source>\n"
            f'<target state="{_STATE[pair.status]}">{fields["target"]}</target>\n{note}'
            f"{self._match(pair)}</trans-unit>\n"
        )

    def _match(self, pair: Pair) -> str:
        """Write the match of a translation memory for CAT tools to show; it is read back from the attributes of
        align."""
        match = MatchRecord.of(pair)
        if match is None or not (match.source and match.target):
            return ""
        source, target, file = (self._text.exact(text, pair.id) for text in (match.source, match.target, match.file))
        return (
            f'<alt-trans match-quality="{match.percent}%" origin="{file}">\n<source>{source}</source>\n'
            f"<target>{target}</target>\n</alt-trans>\n"
        )

    def close(self) -> list[str]:
        """End the file; warnings about what it could not hold."""
        if self._open is None:
            raise OutputError.at(self._name, None, "there is nothing to write, and XLIFF needs one document at least")
        self._write("</body>\n</file>\n</xliff>\n")
        return self._text.report(self._name)

    def _is_open(self, file: tuple[str, str, str]) -> bool:
        """Whether the open file is that of the document, and in the same languages spelt otherwise."""
        now = self._open
        return now is not None and now[0] == file[0] and [*map(normal_tag, now[1:])] == [*map(normal_tag, file[1:])]

    def _begin(self, file: tuple[str, str, str]) -> None:
        if self._open is not None:
            self._write("</body>\n</file>\n")
        doc, source, target = file
        codes = [written_code(language, self._codes, self._name) for language in (source, target)]
        notes = {"signature": str(self._header.signature), "created": self._header.created}
        notes |= {"extra": extra_text(self._header.extra), "languages": f"{source} {target}"}
        about = "".join(
            f'<note from="align-{key}">{self._text.exact(text, "the header")}</note>\n'
            for key, text in notes.items()
            if text
        )
        self._write(
            f'<file original="{self._text.exact(doc, "the header")}" source-language="{codes[0]}" '
            f'target-language="{codes[1]}" datatype="plaintext" tool-id="align">\n<header>\n'
            f'<tool tool-id="align" tool-name="align" tool-version="{__version__}"/>\n'
            f"{about}</header>\n<body>\n"
        )
        self._open = file

    def _write(self, text: str) -> None:
        self._stream.write(text.encode())


def _fingerprint(pair: Pair) -> PairFingerprint:
    """The fingerprint of a pair as XML can hold it."""
    legal = XmlText().legal
    return PairFingerprint.of(legal(pair.source, ""), legal(pair.target, ""), pair.status, legal(pair.note, ""))


def read_units(stream: BinaryIO, name: str, options: FormatOptions) -> Iterator[Unit]:
    """Read the units of an XLIFF 1.2 stream, with their fingerprints. Raises what `read` raises."""
    return _XliffParser(stream, name, options).units()


def read(stream: BinaryIO, name: str, options: FormatOptions) -> Corpus:
    """Read the corpus in an XLIFF 1.2 stream. Raises FormatError, with the line, for broken XML and for other
    versions."""
    reader = _XliffParser(stream, name, options)
    pairs = (unit.pair for unit in reader.units())
    first = next(pairs, None)
    corpus = reader.header
    corpus.pairs = pairs if first is None else chain([first], pairs)
    return corpus


class _XliffParser:
    def __init__(self, stream: BinaryIO, name: str, options: FormatOptions):
        self._stream = stream
        self._name = name
        self._options = options
        self._number = 0
        self._file: dict[str, str] = {}
        self.header = Corpus(())

    def units(self) -> Iterator[Unit]:
        """Read the units one at a time; `header` is set when the first is yielded."""
        for element in self._events():
            tag = element.tag.rpartition("}")[2]
            if tag == "file":
                codes = {"source_lang": element.get("source-language"), "target_lang": element.get("target-language")}
                self._file = {"doc": element.get("original") or "", **{key: code or "" for key, code in codes.items()}}
            elif not self._file:
                raise FormatError.at(
                    self._name, element.sourceline, f"a <{tag}> outside of any <file>", "Export the file again"
                )
            elif tag == "header":
                self._about(element)
            else:
                self._number += 1
                pair = self._pair(element)
                if pair is not None:
                    fingerprint = PairFingerprint.parse(element.get(_MARK, ""))
                    yield Unit(_as_edited(pair, fingerprint), fingerprint, self._number, _N in element.attrib)

    def _events(self) -> Iterator[Any]:
        from lxml import etree

        tags = [f"{{{XLIFF}}}{tag}" for tag in ("file", "header", "trans-unit")]
        source = BoundedXml(self._stream, self._name)
        parser = iterparse(source, ("start", "end"), tags)
        try:
            for event, element in parser:
                if (event == "start") == element.tag.endswith("}file"):
                    yield element
                if event == "end":
                    element.clear()
                    forget_before(element)
                    source.begin()
        except etree.XMLSyntaxError as error:
            raise xml_error(self._name, error) from error
        root = parser.root
        if root is None or root.tag != f"{{{XLIFF}}}xliff":
            kind = "nothing" if root is None else f"<{root.tag.rpartition('}')[2]}> version {root.get('version')}"
            raise FormatError(
                f"{self._name} is not XLIFF 1.2: it holds {kind}",
                path=self._name,
                hint="Export it as XLIFF 1.2 or as TMX",
            )

    def _about(self, element: Any) -> None:
        """Read the notes of align in a file's header: the language codes of the file may have regions that the pairs
        lack."""
        notes = {note.get("from"): note.text or "" for note in element.iterchildren(f"{{{XLIFF}}}note")}
        languages = notes.get("align-languages", "").split(" ")
        if len(languages) == 2:
            self._file["source_lang"], self._file["target_lang"] = languages
        if self.header.source_lang:
            return
        try:
            extra = json_object(notes.get("align-extra") or "{}")
        except ValueError as error:
            raise FormatError.at(self._name, element.sourceline, f"align-extra: {error}", "Remove that note") from error
        signature = Signature.parse(notes.get("align-signature", ""))
        languages = (self._file["source_lang"], self._file["target_lang"])
        self.header = Corpus((), signature, *languages, notes.get("align-created", ""), extra)

    def _pair(self, unit: Any) -> Pair | None:
        texts = {}
        for side in ("source", "target"):
            element = unit.find(f"{{{XLIFF}}}{side}")
            texts[side] = "" if element is None else _words(element)
        target = unit.find(f"{{{XLIFF}}}target")
        state = "" if target is None else target.get("state") or ""
        approved = unit.get("approved") == "yes"
        values = {
            "n": str(self._number),
            "origin": "human",
            "status": "approved" if approved else _STATUS.get(state, "draft"),
            **self._file,
            **texts,
            "id": unit.get("id") or f"{self._number:06d}",
            "note": "\n".join(_note(note) for note in unit.iterchildren(f"{{{XLIFF}}}note") if note.text),
        }
        for key in FIELDS:  # to go through all attributes takes lxml the square of their number
            if (text := unit.get(f"{{{ALIGN}}}{key}")) is not None:
                values[key] = text
        for key, language in (("source_lang", self._options.source_lang), ("target_lang", self._options.target_lang)):
            asked = as_asked(values[key], language)
            if asked is None:
                return None
            values[key] = asked
        if target is not None and _STATE.get(values["status"]) != state:  # a CAT tool has changed it since
            values["status"] = "approved" if approved else _STATUS.get(state, "draft")
        try:
            return pair_from_text(values)
        except ValueError as error:
            raise FormatError.at(self._name, unit.sourceline, str(error), "Mend or remove this unit") from error


def _as_edited(pair: Pair, fingerprint: PairFingerprint | None) -> Pair:
    """Set the status of a pair to edited if its target differs from its fingerprint and no tool has approved it since.

    A pair whose target was emptied keeps the status of its state.
    """
    if fingerprint is None or not pair.target.strip() or text_hash(pair.target) == fingerprint.target:
        return pair
    approved = pair.status == "approved" != fingerprint.status
    return replace(pair.reworded(pair.target), status="approved" if approved else "edited")


def _note(note: Any) -> str:
    """The text of a note, after the name of who wrote it."""
    author = (note.get("from") or "").strip()
    return f"{author}: {note.text}" if author else str(note.text)


def _words(element: Any) -> str:
    """The text of a source or target without its inline codes (whose tags lose their namespace)."""
    if not len(element):
        return element.text or ""
    for code in element.iterdescendants():
        if isinstance(code.tag, str):
            code.tag = code.tag.rpartition("}")[2]
    return flattened(element)
