"""Translation Memory eXchange, TMX 1.4b (LISA OSCAR, 2005): writing. The reader is `tmx_reader`.

What the tools that read TMX ask for decides the details: one language pair a file, UTF-8 without a byte-order mark, all
required header attributes, `srclang` equal to the code of the source `tuv`, no empty `seg`, `note` and `prop` before
the `tuv`. A DOCTYPE is not written: hardened parsers refuse one and careless ones try to fetch it. Provenance is kept
in props whose type begins with `x-`, and `read` restores it.
"""

from __future__ import annotations

from typing import BinaryIO

from align._version import __version__
from align.corpus.code_placing import CodesSaid, coded_sides
from align.corpus.fields import extra_text, number_text, span_text
from align.corpus.format_options import FormatOptions
from align.corpus.formats.tmx_fields import UnitFields
from align.corpus.formats.tmx_reader import PROP_KEY, is_foreign, read
from align.corpus.formats.tmx_units import TMX_FIELDS
from align.corpus.inline_codes import CODES
from align.corpus.pair import Corpus, Pair
from align.corpus.pair_languages import OneLanguagePair
from align.corpus.timestamps import to_tmx
from align.errors import OutputError
from align.io.xml_text import XmlText
from align.languages.tags import written_code

__all__ = ["LONG", "Writer", "read"]

LONG = 2000
"""Characters a side above which cloud editions of Trados refuse a unit."""


_NATIVE = {CODES: "", TMX_FIELDS: ""}
"""The keys of `Pair.extra` that TMX has elements and attributes for."""


class Writer:
    """Writes pairs as TMX units. Pairs with an empty side stay out and are counted: a memory holds translations."""

    def __init__(self, stream: BinaryIO, name: str, header: Corpus, options: FormatOptions):
        self._stream = stream
        self._name = name
        self._text = XmlText()
        self._languages = OneLanguagePair((header.source_lang, header.target_lang))
        source, target = (written_code(code, options.tmx_langs, name) for code in self._languages.languages)
        self._quoted = (f'"{source}"', f'"{target}"')
        self._codes = (f'<tuv xml:lang="{source}"><seg>', f'</seg></tuv>\n<tuv xml:lang="{target}"><seg>')
        self._common: dict[tuple[object, ...], tuple[str, str]] = {}
        self._empty = self._long = 0
        self._codes_said = CodesSaid()
        self._source = source
        self._stream.write(self._head(header, source).encode())

    def write(self, pair: Pair) -> None:
        """Add one unit. Raises OutputError for a pair in other languages than the file's."""
        if not self._languages.takes(pair):
            problem, hint = self._languages.refusal(pair)
            raise OutputError.at(self._name, None, f"{problem}; one TMX file holds one pair of languages", hint)
        where = pair.id
        source, target = self._text.lines(pair.source, pair.target, where)
        if not source or not target or source.isspace() or target.isspace():
            self._empty += 1
            return
        if len(source) > LONG or len(target) > LONG:
            self._long += len(pair.source) > LONG or len(pair.target) > LONG
        if pair.extra and CODES in pair.extra:
            coded = coded_sides(pair, "tmx")
            self._codes_said.add(coded, where)
            source, target = coded.source or source, coded.target or target
        if pair.extra and TMX_FIELDS in pair.extra:
            self._write_with_fields(pair, source, target)
            return
        self._stream.write(
            f'<tu tuid="{self._text.exact(where, where)}"{self._about(pair)}'
            f"{self._codes[0]}{source}{self._codes[1]}{target}</seg></tuv>\n</tu>\n".encode()
        )

    def close(self) -> list[str]:
        """End the file; warnings about what it could not hold."""
        self._stream.write(b"</body>\n</tmx>\n")
        lines = self._text.report(self._name) + self._languages.lines(self._name)
        if self._empty:
            lines.append(f"{self._name}: {self._empty} without source or target left out: TMX holds translations only")
        if self._long:
            lines.append(
                f"{self._name}: {self._long} with a side of more than {LONG:,} characters, which some tools refuse"
            )
        return lines + self._codes_said.lines(self._name)

    def _write_with_fields(self, pair: Pair, source: str, target: str) -> None:
        """Write a unit that has fields of other tools: attributes, several notes, props of its variants."""
        fields = UnitFields.of(pair, self._source, self._text)
        opening, _, about = self._about(pair, fields.notes).partition(">\n")
        segments = [
            f"<tuv xml:lang={code}{variant.attributes}>{variant.props}<seg>{text}</seg></tuv>\n"
            for code, variant, text in zip(self._quoted, (fields.source, fields.target), (source, target), strict=True)
        ]
        where = pair.id
        unit = f'<tu tuid="{self._text.exact(where, where)}"{opening}{fields.attributes}>\n{about}'
        self._stream.write(f"{unit}{''.join(segments)}</tu>\n".encode())

    def _about(self, pair: Pair, notes: str = "") -> str:
        """Write the rest of the opening tag, the note and the props of a unit.

        Default values are not written, except origin and status. What pairs have in common is formatted once and
        cached: it is half of the time that writing takes.
        """
        same = (pair.created, pair.doc, pair.kind, pair.origin, pair.status, pair.model, pair.flags)
        common = self._common.get(same)
        if common is None:
            if len(self._common) > 10_000:
                self._common.clear()
            common = self._common[same] = self._shared_props(pair)
        about = common[0]
        if notes:
            about += notes
        elif pair.note:
            about += f"<note>{self._text.exact(pair.note, pair.id)}</note>\n"
        about += f'{common[1]}<prop type="x-n">{pair.n}</prop>\n'
        if pair.source_span is not None:
            about += f'<prop type="x-source-span">{span_text(pair.source_span)}</prop>\n'
        if pair.target_span is not None:
            about += f'<prop type="x-target-span">{span_text(pair.target_span)}</prop>\n'
        if pair.score is not None:
            about += f'<prop type="x-score">{number_text(pair.score)}</prop>\n'
        if pair.logprob is not None:
            about += f'<prop type="x-logprob">{number_text(pair.logprob)}</prop>\n'
        return about + self._extra_props(pair) if pair.extra else about

    def _shared_props(self, pair: Pair) -> tuple[str, str]:
        created = to_tmx(pair.created)
        props = [
            ("x-doc", pair.doc),
            ("x-kind", pair.kind if pair.kind != "sentence" else ""),
            ("x-origin", pair.origin),
            ("x-status", pair.status),
            ("x-model", pair.model),
            ("x-created", "" if created else pair.created),
            *(("x-flag", flag) for flag in pair.flags),
        ]
        date = f' creationdate="{created}">\n' if created else ">\n"
        return date, "".join(self._prop(kind, text, pair.id) for kind, text in props if text or kind == "x-flag")

    def _extra_props(self, pair: Pair) -> str:
        """Write unknown keys as one prop of JSON, and other tools' props as they were."""
        native = {key: text for key, text in pair.extra.items() if is_foreign(key) and text and _is_texts(text)}
        unknown = extra_text({key: value for key, value in pair.extra.items() if key not in native | _NATIVE})
        props = [
            (key[len(PROP_KEY) :], text)
            for key, texts in native.items()
            for text in ([texts] if isinstance(texts, str) else texts)
        ]
        return "".join(self._prop(kind, text, pair.id) for kind, text in [("x-extra", unknown), *props] if text)

    def _prop(self, kind: str, text: str, where: str) -> str:
        return f'<prop type="{self._text.exact(kind, where)}">{self._text.exact(text, where)}</prop>\n'

    def _head(self, header: Corpus, source: str) -> str:
        props = [
            ("x-signature", str(header.signature)),
            ("x-source-lang", header.source_lang),
            ("x-target-lang", header.target_lang),
            ("x-extra", extra_text(header.extra)),
        ]
        created = to_tmx(header.created)
        date = f' creationdate="{created}"' if created else ""
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
            f'<header creationtool="align" creationtoolversion="{__version__}" segtype="sentence" '
            f'o-tmf="align" adminlang="en" srclang="{source}" datatype="plaintext"{date}>\n'
            + "".join(self._prop(kind, text, "the header") for kind, text in props if text)
            + "</header>\n<body>\n"
        )


def _is_texts(value: object) -> bool:
    """Whether the value of a foreign prop is a text, or the texts of several of its kind."""
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(text, str) for text in value))
