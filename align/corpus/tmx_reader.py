"""TMX 1.1 to 1.4b: reading, our own files and those of other tools, a unit at a time.

Entities are not resolved, no DTD is read, nothing is fetched, and a single text above 10 MB is refused, as libxml2 does
by default. Inline codes are flattened: the markup of `bpt`, `ept`, `ph`, `it` and `ut` goes, the words inside `hi`
stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
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
from align.corpus.streams import BoundedXml
from align.corpus.xmltext import forget_before, iterparse, one_line, xml_error
from align.errors import FormatError

PROP_KEY = "prop:"
"""In `Pair.extra`, the beginning of the keys that hold another tool's props: they are written back as props."""

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LET_GO = 256
"""Emptied units are taken out of the tree this many at a time: one by one costs more than reading them."""
_BREAK = re.compile(r"<\s*br\b|\\[nt]|^[\n\t]$", re.IGNORECASE)
_OURS = frozenset(f"x-{key}" for key in ("doc", "n", "kind", "source-span", "target-span", "origin", "status", "score"))
_OURS |= frozenset(f"x-{key}" for key in ("logprob", "model", "created", "extra", "flag"))
_FOREIGN = re.compile(re.escape(PROP_KEY) + "(.+)", re.DOTALL)


def is_foreign(key: str) -> bool:
    """Whether a key of `Pair.extra` names a prop of another tool."""
    match = _FOREIGN.fullmatch(key)
    return bool(match) and match[1] not in _OURS  # type: ignore[index]


def read(stream: BinaryIO, name: str, options: Options) -> Corpus:
    """The corpus in a TMX stream. Raises FormatError, with the line, for broken XML and for what is not TMX."""
    return _Reader(stream, name, options).corpus()


class _Reader:
    def __init__(self, stream: BinaryIO, name: str, options: Options):
        self._stream = stream
        self._name = name
        self._options = options
        self._srclang = self._source = self._target = ""
        self._choices: dict[tuple[str, ...], tuple[str, str] | None] = {}
        self._found = False

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

        source = BoundedXml(self._stream, self._name)
        parser = iterparse(source, ("end",), ("header", "tu"))
        seen = 0
        try:
            for _, element in parser:
                yield element
                element.clear()
                seen += 1
                if seen % _LET_GO == 0 or source.full:
                    forget_before(element)
                    source.begin()
        except etree.XMLSyntaxError as error:
            raise xml_error(self._name, error) from error
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
        for unit in events if first is None else chain([first], events):
            if unit.tag == "tu":
                number += 1
                pair = self._unit(unit, number)
                if pair is not None:
                    self._found = True
                    yield pair
        if number and not self._found:
            source = self._options.source_lang or self._source or self._srclang
            wanted = f"{source} and {self._options.target_lang or 'another language'}"
            there = ", ".join(sorted({code for codes in self._choices for code in codes[1:]}))
            raise FormatError(f"{self._name}: no unit has {wanted}; there is {there}. Choose two with --from and --to")

    def _unit(self, unit: Any, number: int) -> Pair | None:
        """The pair in a `tu`, or None if it has not both languages."""
        props: dict[str, str] = {}
        flags: list[str] = []
        notes: list[str] = []
        segments: dict[str, str] = {}
        for child in unit:
            tag = child.tag
            if tag == "prop":
                kind, text = child.get("type", ""), child.text or ""
                if kind == "x-flag":
                    flags.append(text)
                else:
                    props[kind] = f"{props[kind]}\n{text}" if kind in props else text
            elif tag == "tuv":
                self._variant(child, segments, notes)
            elif tag == "note" and child.text:
                notes.append(child.text)
        chosen = self._choose(segments, unit)
        if chosen is None:
            return None
        try:
            return self._pair(unit, number, chosen, segments, props, tuple(flags), "\n".join(notes))
        except ValueError as error:
            raise FormatError(f"{self._name}, line {unit.sourceline}: {error}. Mend or remove this unit") from error

    @staticmethod
    def _variant(variant: Any, segments: dict[str, str], notes: list[str]) -> None:
        """Note down the text of a `tuv` under its language; the first of a language counts."""
        code = variant.get(_LANG) or variant.get("lang", "")
        for child in variant:
            if child.tag == "seg":
                text = flattened(child) if len(child) else child.text or ""
                segments.setdefault(code, one_line(text))
            elif child.tag == "note" and child.text:
                notes.append(child.text)

    def _choose(self, segments: dict[str, str], unit: Any) -> tuple[str, str] | None:
        """The codes of the source and target among those of a unit, or None where one is not there."""
        key = (unit.get("srclang") or self._srclang, *segments)
        if key not in self._choices:
            self._choices[key] = self._choice(key[0], list(segments), unit.sourceline)
        return self._choices[key]

    def _choice(self, srclang: str, codes: list[str], line: int) -> tuple[str, str] | None:
        wanted = self._options.source_lang or srclang
        source = next(iter(codes), None) if wanted in ("", "*all*") else best_match(wanted, codes)
        others = [code for code in codes if code != source]
        wanted = self._options.target_lang
        target = best_match(wanted, others) if wanted else next(iter(others), None)
        if source is None or target is None:
            return None
        if not wanted and len({base(code) for code in others}) > 1:
            there = ", ".join(codes)
            raise FormatError(f"{self._name}, line {line}: a unit has {there}: choose two with --from and --to")
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
        """The pair that a unit's parts make: our props restore what we wrote, other tools' props are kept as they
        are."""
        take = props.pop
        source, target = codes
        extra = json_object(take("x-extra")) if "x-extra" in props else {}
        ours = source == self._srclang
        return Pair(
            doc=take("x-doc", ""),
            n=integer(take("x-n", "") or str(number)),
            kind=take("x-kind", "") or "sentence",
            source_span=parse_spans(take("x-source-span", "")),
            target_span=parse_spans(take("x-target-span", "")),
            origin=known_origin(take("x-origin", "") or "tm"),
            status=known_status(take("x-status", "") or "approved"),
            score=parse_number(take("x-score", "")),
            logprob=parse_number(take("x-logprob", "")),
            model=take("x-model", ""),
            created=take("x-created", "") or from_tmx(unit.get("creationdate", "")),
            id=unit.get("tuid") or f"{number:06d}",
            source=segments[source],
            target=segments[target],
            source_lang=self._options.source_lang or (self._source if ours and self._source else source),
            target_lang=self._options.target_lang or (self._target if ours and self._target else target),
            flags=flags,
            note=note,
            extra=extra | {PROP_KEY + kind: text for kind, text in props.items()} if props else extra,
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
