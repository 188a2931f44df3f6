"""Translation Memory eXchange, TMX 1.4b (LISA OSCAR, 2005): writing. The reader is `tmx_reader`.

What the tools that read TMX ask for decides the details: one language pair a file, UTF-8 without a byte-order mark, all
required header attributes, `srclang` equal to the code of the source `tuv`, no empty `seg`, `note` and `prop` before
the `tuv`. A DOCTYPE is not written: hardened parsers refuse one and careless ones try to fetch it. In what they differ
is in `tmx_presets`. What they have no fields for is in props whose type begins with `x-`, and `read` restores it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from align._version import __version__
from align.corpus.code_placing import CodesSaid, coded_sides
from align.corpus.fields import extra_text
from align.corpus.format_options import FormatOptions
from align.corpus.formats.tmx_presets import code_for, tmx_preset
from align.corpus.formats.tmx_props import UnitProps
from align.corpus.formats.tmx_reader import PROP_KEY, is_foreign, read
from align.corpus.inline_codes import CODES
from align.corpus.neighbours import InContext, Neighbours
from align.corpus.pair import Corpus, Pair
from align.corpus.pair_languages import OneLanguagePair
from align.corpus.timestamps import to_tmx
from align.errors import OutputError, option_name
from align.io.xml_text import HEADER, XmlText
from align.localization import N_, _

__all__ = ["LONG", "PROP_KEY", "Writer", "is_foreign", "read"]

LONG = 2000
"""Characters a side above which some tools refuse a unit."""


class Writer:
    """Writes pairs as TMX units. Pairs with an empty side stay out and are counted: a memory holds translations."""

    def __init__(self, stream: BinaryIO, name: str, header: Corpus, options: FormatOptions):
        self._stream = stream
        self._name = name
        self._text = XmlText()
        self._preset = preset = tmx_preset(options.tmx_for)
        self._languages = OneLanguagePair((header.source_lang, header.target_lang))
        source, target = (code_for(preset, code, options.tmx_langs, name) for code in self._languages.languages)
        self._quoted = (f'"{source}"', f'"{target}"')
        self._codes = (f'<tuv xml:lang="{source}"><seg>', f'</seg></tuv>\n<tuv xml:lang="{target}"><seg>')
        self._props = UnitProps(preset, self._text, source, options.reviewer)
        self._neighbours = Neighbours() if preset.wants_context else None
        self._longest = preset.longest or LONG
        self._empty = self._long = self._rejected = 0
        self._codes_said = CodesSaid()
        self._stream.write(self._head(header, source).encode())

    def write(self, pair: Pair) -> None:
        """Add one unit. Raises OutputError for a pair in other languages than the file's."""
        if not self._languages.takes(pair):
            problem = _(
                "pair {id} is {languages} and the file {others}; one TMX file holds one pair of languages",
                id=pair.id,
                **self._languages.names_of(pair),
            )
            raise OutputError.at(self._name, None, problem, self._languages.advice(pair))
        if self._neighbours is None:
            self._write(InContext(pair))
        else:
            self._write_all(self._neighbours.add(pair))

    def close(self) -> list[str]:
        """End the file; warnings about what it could not hold."""
        if self._neighbours is not None:
            self._write_all(self._neighbours.end())
        self._stream.write(b"</body>\n</tmx>\n")
        lines = self._text.report(self._name) + self._languages.lines(self._name)
        if self._empty:
            said = N_("{file}: {count} without source or target left out: TMX holds translations only")
            lines.append(_(said, file=self._name, count=self._empty))
        if self._rejected:
            said = N_("{file}: {count} rejected left out: the file would offer them")
            lines.append(_(said, file=self._name, count=self._rejected))
        if self._long:
            lines.append(self._on_long())
        return lines + self._codes_said.lines(self._name)

    def _on_long(self) -> str:
        """The line on the pairs that are too long for the tool, or for some."""
        if not self._preset.longest:
            said = N_("{file}: {count} with a side of more than {longest:,} characters, which some tools refuse")
            return _(said, file=self._name, count=self._long, longest=self._longest)
        return _(
            "{file}: {count} with a side of more than {longest:,} characters left out: "
            "{option} {preset} allows no more",
            file=self._name,
            count=self._long,
            longest=self._longest,
            option=option_name("tmx_for"),
            preset=self._preset.name,
        )

    def _write_all(self, pairs: Iterable[InContext]) -> None:
        for one in pairs:
            self._write(one)

    def _write(self, placed: InContext) -> None:
        """Write a unit, if it is one that the file takes."""
        pair = placed.pair
        where = pair.id
        source, target = self._text.lines(pair.source, pair.target, where)
        if not source or not target or source.isspace() or target.isspace():
            self._empty += 1
            return
        if pair.status == "rejected" and not self._holds_rejected:
            self._rejected += 1
            return
        if len(source) > self._longest or len(target) > self._longest:
            is_long = len(pair.source) > self._longest or len(pair.target) > self._longest
            self._long += is_long
            if is_long and self._preset.longest:
                return
        if pair.extra and CODES in pair.extra:
            coded = coded_sides(pair, "tmx")
            self._codes_said.add(coded, where)
            source, target = coded.source or source, coded.target or target
        opening = f'<tu tuid="{self._text.exact(where, where)}"' if where else "<tu"
        if self._neighbours is None and self._props.is_plain(pair):
            self._stream.write(
                f"{opening}{self._props.about(pair)}"
                f"{self._codes[0]}{source}{self._codes[1]}{target}</seg></tuv>\n</tu>\n".encode()
            )
            return
        about, *variants = self._props.full(placed)
        segments = [
            f"<tuv xml:lang={code}{variant.attributes}>{variant.props}<seg>{text}</seg></tuv>\n"
            for code, variant, text in zip(self._quoted, variants, (source, target), strict=True)
        ]
        self._stream.write(f"{opening}{about}{''.join(segments)}</tu>\n".encode())

    @property
    def _holds_rejected(self) -> bool:
        """Whether the file says of a unit that it was rejected."""
        return bool(self._preset.level) or self._preset.own in ("all", "few")

    def _head(self, header: Corpus, source: str) -> str:
        about = {"creationtool": "align", "creationtoolversion": __version__, "segtype": "sentence", "o-tmf": "align"}
        about |= {"adminlang": "en", "srclang": source, "datatype": "plaintext"}
        about |= {"adminlang": source} if self._preset.settings else {}
        about |= self._preset.header
        if created := to_tmx(header.created):
            about["creationdate"] = created
        props = list(self._preset.settings.items())
        if self._preset.own in ("all", "few"):
            props += [("x-signature", str(header.signature)), ("x-source-lang", header.source_lang)]
            props += [("x-target-lang", header.target_lang), ("x-extra", extra_text(header.extra))]
        lines = [
            f'<prop type="{kind}">{self._text.exact(text, HEADER)}</prop>\n'
            for kind, text in props
            if text or kind in self._preset.settings
        ]
        attributes = " ".join(f'{name}="{value}"' for name, value in about.items())
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n<header {attributes}>\n'
            f"{''.join(lines)}</header>\n<body>\n"
        )
