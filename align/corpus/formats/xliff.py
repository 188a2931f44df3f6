"""XLIFF 1.2 (OASIS, 2008), for CAT tools: writing. A `file` for each document, a `trans-unit` for each pair.

The status is written twice: as `state` and `approved`, which other tools understand, and exactly, with all other fields
of a pair, in attributes of a namespace of align, which the schema allows. One of them is the pair's fingerprint: a
target that differs from it was changed in a CAT tool, which need not have touched the `state`. The reader, of this and
other versions, is `xliff_reader`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import BinaryIO

from align._version import __version__
from align.corpus.bands import AUTHOR, band_word
from align.corpus.code_placing import CodesSaid, coded_sides
from align.corpus.fields import FIELDS, extra_text, pair_to_text
from align.corpus.fingerprints import PairFingerprint
from align.corpus.format_options import FormatOptions
from align.corpus.formats.xliff_reader import ALIGN, read, read_units
from align.corpus.formats.xliff_states import STATE
from align.corpus.inline_codes import CODES
from align.corpus.pair import Corpus, Pair
from align.corpus.paragraphs import native_place
from align.corpus.tm_match import MatchRecord
from align.document import document_path
from align.errors import OutputError
from align.io.xml_text import HEADER, XmlText
from align.languages.tags import normal_tag, written_code
from align.localization import _, language

__all__ = ["ALIGN", "XLIFF", "Writer", "read", "read_units"]

XLIFF = "urn:oasis:names:tc:xliff:document:1.2"

_OUTSIDE = ("id", "source", "target", "source_lang", "target_lang", "note")
_ATTRIBUTES = tuple(key for key in FIELDS if key not in _OUTSIDE)
_DEFAULTS = {"kind": "sentence"}


class Writer:
    """Writes pairs as trans-units. Pairs of a document that come one after another share a `file`."""

    def __init__(self, stream: BinaryIO, name: str, header: Corpus, options: FormatOptions):
        self._stream = stream
        self._name = name
        self._header = header
        self._codes = options.tmx_langs
        self._text = XmlText()
        self._codes_said = CodesSaid()
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
        place = native_place(pair.extra) if pair.extra else {}
        if place:
            pair = replace(pair, extra={key: value for key, value in pair.extra.items() if key not in place})
        fields = {key: self._text.exact(text, where) for key, text in pair_to_text(pair).items()}
        if pair.extra and CODES in pair.extra:
            coded = coded_sides(pair, "xliff")
            self._codes_said.add(coded, where)
            fields |= {"source": coded.source or fields["source"], "target": coded.target or fields["target"]}
        attributes = "".join(
            f' align:{key}="{fields[key]}"' for key in _ATTRIBUTES if fields[key] and fields[key] != _DEFAULTS.get(key)
        ) + "".join(f' align:{key}="{value}"' for key, value in place.items())
        approved = "yes" if pair.status == "approved" else "no"
        note = f"<note>{fields['note']}</note>\n" if pair.note else ""
        if band := band_word(pair, language()):
            note += f'<note from="{AUTHOR}">{band}</note>\n'
        self._write(
            f'<trans-unit id="{fields["id"]}" approved="{approved}" xml:space="preserve"{attributes} '
            f'align:mark="{_fingerprint(pair)}">\n'
            f"<source>{fields['source']}</source>\n"
            f'<target state="{STATE[pair.status]}">{fields["target"]}</target>\n{note}'
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
            raise OutputError.at(
                self._name, None, _("there is nothing to write, and XLIFF needs one document at least")
            )
        self._write("</body>\n</file>\n</xliff>\n")
        return self._text.report(self._name) + self._codes_said.lines(self._name)

    def _is_open(self, file: tuple[str, str, str]) -> bool:
        """Whether the open file is that of the document, and in the same languages spelt otherwise."""
        now = self._open
        return now is not None and now[0] == file[0] and [*map(normal_tag, now[1:])] == [*map(normal_tag, file[1:])]

    def _begin(self, file: tuple[str, str, str]) -> None:
        if self._open is not None:
            self._write("</body>\n</file>\n")
        doc, source, target = file
        name = self._text.exact(document_path(doc) or doc, HEADER)
        codes = [written_code(language, self._codes, self._name) for language in (source, target)]
        notes = {"signature": str(self._header.signature), "created": self._header.created}
        notes |= {"extra": extra_text(self._header.extra), "languages": f"{source} {target}"}
        about = "".join(
            f'<note from="align-{key}">{self._text.exact(text, HEADER)}</note>\n' for key, text in notes.items() if text
        )
        self._write(
            f'<file original="{name}" source-language="{codes[0]}" '
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
