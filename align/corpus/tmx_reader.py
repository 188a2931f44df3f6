"""TMX 1.1 to 1.4b: reading, our own files and those of other tools, a unit at a time.

Entities are not resolved, no DTD is read, nothing is fetched, and a single text above 10 MB is refused, as libxml2 does
by default. Inline codes are flattened: the markup of `bpt`, `ept`, `ph`, `it` and `ut` goes, the words inside `hi`
stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from align.corpus.dates import from_tmx
from align.corpus.fields import (
    integer,
    json_object,
    known_origin,
    known_status,
    parse_number,
    parse_spans,
)
from align.corpus.languages import base, best_match
from align.corpus.options import Options
from align.corpus.pair import Corpus, Pair, Signature
from align.corpus.xmltext import one_line
from align.errors import FormatError

PROP_KEY = "prop:"
"""In `Pair.extra`, the beginning of the keys that hold another tool's props: they are written back as props."""

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_BREAK = re.compile(r"<\s*br\b|\\[nt]|^[\n\t]$", re.IGNORECASE)
_OURS = frozenset(f"x-{key}" for key in ("doc", "n", "kind", "source-span", "target-span", "origin", "status", "score"))
_OURS |= frozenset(f"x-{key}" for key in ("logprob", "model", "created", "extra"))


def read(stream: BinaryIO, name: str, options: Options) -> Corpus:
    """The corpus in a TMX stream. Raises FormatError, with the line, for broken XML and for what is not TMX."""
    return _Reader(stream, name, options).corpus()


class _Reader:
    def __init__(self, stream: BinaryIO, name: str, options: Options):
        self._stream = stream
        self._name = name
        self._options = options
        self._srclang = self._source = self._target = ""
        self._languages: set[str] = set()
        self._found = 0

    def corpus(self) -> Corpus:
        events = self._events()
        first = next(events, None)
        corpus = Corpus(())
        if first is not None and first.tag == "header":
            corpus = self._header(first)
            first = None
        corpus.source_lang = self._options.source_lang or corpus.source_lang
        corpus.target_lang = self._options.target_lang or corpus.target_lang
        corpus.pairs = self._pairs(events, first)
        return corpus

    def _events(self) -> Iterator[Any]:
        """The header and the units as they end; what was read before is let go."""
        from lxml import etree

        parser = etree.iterparse(
            self._stream,
            events=("end",),
            tag=("header", "tu"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            collect_ids=False,
        )
        try:
            for _, element in parser:
                yield element
                element.clear()
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
        except etree.XMLSyntaxError as error:
            raise FormatError(f"{self._name}, line {error.lineno}: not well-formed XML: {error.msg}") from error
        if parser.root is None or parser.root.tag != "tmx":
            tag = "nothing" if parser.root is None else f"<{parser.root.tag}>"
            raise FormatError(f"{self._name} is not TMX: it holds {tag} where <tmx> should be")

    def _header(self, header: Any) -> Corpus:
        self._srclang = header.get("srclang") or ""
        props = {prop.get("type"): prop.text or "" for prop in header.iterchildren("prop")}
        self._source = props.get("x-source-lang", "")
        self._target = props.get("x-target-lang", "")
        try:
            extra = json_object(props.get("x-extra") or "{}")
        except ValueError as error:
            raise FormatError(
                f"{self._name}, line {header.sourceline}: the header's x-extra is broken: {error}"
            ) from error
        source = self._source or ("" if self._srclang == "*all*" else self._srclang)
        signature = Signature.parse(props.get("x-signature", ""))
        return Corpus((), signature, source, self._target, from_tmx(header.get("creationdate") or ""), extra)

    def _pairs(self, events: Iterator[Any], first: Any) -> Iterator[Pair]:
        number = 0
        if first is not None:
            number = 1
            yield from self._unit(first, number)
        for unit in events:
            if unit.tag == "tu":
                number += 1
                yield from self._unit(unit, number)
        if number and not self._found:
            source = self._options.source_lang or self._source or self._srclang
            wanted = f"{source} and {self._options.target_lang or 'another language'}"
            there = ", ".join(sorted(self._languages))
            raise FormatError(f"{self._name}: no unit has {wanted}; there is {there}. Choose two with --from and --to")

    def _unit(self, unit: Any, number: int) -> Iterator[Pair]:
        """The pair in a `tu`, if it has both languages."""
        props: dict[str, str] = {}
        flags: list[str] = []
        notes: list[str] = []
        segments: dict[str, str] = {}
        for child in unit:
            tag = child.tag
            if tag == "prop":
                kind, text = child.get("type") or "", child.text or ""
                if kind == "x-flag":
                    flags.append(text)
                else:
                    props[kind] = f"{props[kind]}\n{text}" if kind in props else text
            elif tag == "tuv":
                segment = child.find("seg")
                if segment is not None:
                    text = (segment.text or "") if not len(segment) else flattened(segment)
                    segments.setdefault(child.get(_LANG) or child.get("lang") or "", one_line(text))
                    if len(child) > 1:
                        notes.extend(note.text for note in child.iterchildren("note") if note.text)
            elif tag == "note" and child.text:
                notes.append(child.text)
        chosen = self._choose(segments, unit)
        if chosen is None:
            return
        self._found += 1
        try:
            yield self._pair(unit, number, chosen, segments, props, tuple(flags), "\n".join(notes))
        except ValueError as error:
            raise FormatError(f"{self._name}, line {unit.sourceline}: {error}. Mend or remove this unit") from error

    def _choose(self, segments: dict[str, str], unit: Any) -> tuple[str, str] | None:
        """The codes of the source and target among those of a unit, or None where one is not there."""
        wanted = self._options.source_lang or unit.get("srclang") or self._srclang
        source = next(iter(segments), None) if wanted in ("", "*all*") else best_match(wanted, segments)
        others = [code for code in segments if code != source]
        wanted = self._options.target_lang
        target = best_match(wanted, others) if wanted else next(iter(others), None)
        if source is None or target is None:
            self._languages.update(segments)
            return None
        if not wanted and len({base(code) for code in others}) > 1:
            raise FormatError(
                f"{self._name}, line {unit.sourceline}: a unit has {', '.join(segments)}: choose with --from and --to"
            )
        return source, target

    def _pair(
        self,
        unit: Any,
        number: int,
        codes: tuple[str, str],
        segments: dict[str, str],
        props: dict[str, str],
        flags: tuple[str, ...],
        note: str,
    ) -> Pair:
        get = props.get
        source, target = codes
        extra = json_object(get("x-extra") or "{}")
        extra.update({PROP_KEY + kind: text for kind, text in props.items() if kind not in _OURS})
        ours = source == self._srclang
        return Pair(
            id=unit.get("tuid") or f"{number:06d}",
            doc=get("x-doc", ""),
            n=integer(get("x-n") or str(number)),
            source=segments[source],
            target=segments[target],
            source_lang=self._options.source_lang or (self._source if ours and self._source else source),
            target_lang=self._options.target_lang or (self._target if ours and self._target else target),
            kind=get("x-kind") or "sentence",
            source_span=parse_spans(get("x-source-span", "")),
            target_span=parse_spans(get("x-target-span", "")),
            origin=known_origin(get("x-origin") or "tm"),
            status=known_status(get("x-status") or "approved"),
            score=parse_number(get("x-score", "")),
            logprob=parse_number(get("x-logprob", "")),
            flags=flags,
            note=note,
            model=get("x-model", ""),
            created=get("x-created") or from_tmx(unit.get("creationdate") or ""),
            extra=extra,
        )


def flattened(segment: Any) -> str:
    """The words of a `seg` with inline codes: a line break among the codes counts as a space."""
    parts = [segment.text or ""]
    for code in segment:
        if code.tag in ("hi", "mrk", "g"):
            parts.append(flattened(code))
        elif not isinstance(code.tag, str):  # an entity that was not resolved, as it stands
            parts.append(code.text or "")
        elif _BREAK.search("".join(code.itertext())) or code.get("ctype") == "lb":
            parts.append(" ")
        parts.append(code.tail or "")
    return "".join(parts)
