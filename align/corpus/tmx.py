"""Translation Memory eXchange, TMX 1.4b (LISA OSCAR, 2005): writing. The reader is `tmx_reader`.

What the tools that read TMX ask for decides the details: one language pair a file, UTF-8 without a byte-order mark, all
required header attributes, `srclang` equal to the code of the source `tuv`, no empty `seg`, `note` and `prop` before
the `tuv`. There is no DOCTYPE: hardened parsers refuse one and careless ones try to fetch it. Provenance travels in
props whose type begins with `x-`, and `read` restores it.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import BinaryIO

from align.corpus.dates import to_tmx
from align.corpus.fields import extra_text, number_text, span_text
from align.corpus.languages import written_code
from align.corpus.options import Options
from align.corpus.pair import Corpus, Pair
from align.corpus.tmx_reader import PROP_KEY, read
from align.corpus.xmltext import XmlText
from align.errors import OutputError

__all__ = ["LONG", "Writer", "read"]

LONG = 2000
"""Characters a side above which cloud editions of Trados refuse a unit."""


class Writer:
    """Writes pairs as TMX units. Pairs with an empty side stay out and are counted: a memory holds translations."""

    def __init__(self, stream: BinaryIO, name: str, header: Corpus, options: Options):
        self._stream = stream
        self._name = name
        self._text = XmlText()
        self._languages = (header.source_lang, header.target_lang)
        self._codes = tuple(written_code(language, options.tmx_langs, name) for language in self._languages)
        self._empty = self._long = 0
        self._stream.write(self._head(header).encode())

    def write(self, pair: Pair) -> None:
        """Add one unit. Raises OutputError for a pair in other languages than the file's."""
        if (pair.source_lang, pair.target_lang) != self._languages:
            raise OutputError(
                f"{self._name}: pair {pair.id} is {pair.source_lang}-{pair.target_lang} and the file "
                f"{'-'.join(self._languages)}; one TMX file holds one pair of languages: write a file for each (--to)"
            )
        where = f"pair {pair.id}"
        source, target = self._text.line(pair.source, where), self._text.line(pair.target, where)
        if not source.strip() or not target.strip():
            self._empty += 1
            return
        self._long += len(pair.source) > LONG or len(pair.target) > LONG
        created = to_tmx(pair.created)
        about = self._about(pair, where, bool(created))
        date = f' creationdate="{created}"' if created else ""
        self._stream.write(
            f'<tu tuid="{self._text.exact(pair.id, where)}"{date}>\n{about}'
            f'<tuv xml:lang="{self._codes[0]}"><seg>{source}</seg></tuv>\n'
            f'<tuv xml:lang="{self._codes[1]}"><seg>{target}</seg></tuv>\n</tu>\n'.encode()
        )

    def close(self) -> list[str]:
        """End the file; what it could not hold."""
        self._stream.write(b"</body>\n</tmx>\n")
        lines = self._text.report(self._name)
        if self._empty:
            lines.append(f"{self._name}: {self._empty} without source or target left out: TMX holds translations only")
        if self._long:
            lines.append(f"{self._name}: {self._long} longer than {LONG} characters, which some tools refuse")
        return lines

    def _about(self, pair: Pair, where: str, dated: bool) -> str:
        """The note and props of a unit; what has its default value is not written, except origin and status."""
        native = {key: text for key, text in pair.extra.items() if key.startswith(PROP_KEY) and isinstance(text, str)}
        unknown = {key: value for key, value in pair.extra.items() if key not in native}
        props = [
            ("x-doc", pair.doc),
            ("x-n", str(pair.n)),
            ("x-kind", pair.kind if pair.kind != "sentence" else ""),
            ("x-source-span", span_text(pair.source_span)),
            ("x-target-span", span_text(pair.target_span)),
            ("x-origin", pair.origin),
            ("x-status", pair.status),
            ("x-score", number_text(pair.score)),
            ("x-logprob", number_text(pair.logprob)),
            *(("x-flag", flag) for flag in pair.flags),
            ("x-model", pair.model),
            ("x-created", "" if dated else pair.created),
            ("x-extra", extra_text(unknown) if unknown else ""),
            *((key[len(PROP_KEY) :], text) for key, text in native.items()),
        ]
        note = f"<note>{self._text.exact(pair.note, where)}</note>\n" if pair.note else ""
        return note + "".join(self._prop(kind, text, where) for kind, text in props if text)

    def _prop(self, kind: str, text: str, where: str) -> str:
        return f'<prop type="{self._text.exact(kind, where)}">{self._text.exact(text, where)}</prop>\n'

    def _head(self, header: Corpus) -> str:
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
            f'<header creationtool="align" creationtoolversion="{version("align-bitext")}" segtype="sentence" '
            f'o-tmf="align" adminlang="en" srclang="{self._codes[0]}" datatype="plaintext"{date}>\n'
            + "".join(self._prop(kind, text, "the header") for kind, text in props if text)
            + "</header>\n<body>\n"
        )
