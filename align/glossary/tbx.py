"""Reads and writes TBX, the TermBase eXchange format of ISO 30042: TBX-Basic and TBX-Min, version 2 (`martif`, 2008)
and version 3 (2019) in both styles, DCA (categories in attributes) and DCT (categories as elements).

A concept with several terms of the source language makes an entry for each. Deprecated and superseded terms of the
target language are forbidden translations; the preferred one comes first. Everything but terms, statuses and notes is
skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from align.errors import FormatError
from align.glossary.columns import Entries, Remark
from align.glossary.glossary import Glossary
from align.glossary.term import Term
from align.io.bounded import BoundedXml
from align.io.xml_text import XmlText, forget_before, iterparse, one_line, xml_error
from align.languages.tags import best_match
from align.localization import _

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CONCEPTS = frozenset({"termEntry", "conceptEntry", "entry"})
_LANGUAGES = frozenset({"langSet", "langSec", "langGroup"})
_GROUPS = frozenset({"tig", "ntig", "termSec", "termGrp", "termGroup"})
_ROOTS = frozenset({"martif", "tbx", "TBX"})
_STATUS = frozenset({"administrativeStatus", "normativeAuthorization", "termStatus", "status"})
_RANK = {"preferred": 0, "standardized": 0, "": 1, "admitted": 2}
_FORBIDDEN = frozenset({"deprecated", "superseded", "obsolete", "notRecommended"})


def read(stream: BinaryIO, name: str, source_lang: str, target_lang: str) -> Entries:
    """Read the terms in a TBX stream. Languages that are not given are the first two that one concept has.

    Raises FormatError, with the line, for broken XML and for what is not TBX.
    """
    entries = Entries(source_lang=source_lang, target_lang=target_lang)
    for concept in _concepts(stream, name):
        by_language = _terms_of(concept)
        codes = list(by_language)
        if len(codes) > 1 and not (entries.source_lang and entries.target_lang):
            entries.source_lang = entries.source_lang or next(c for c in codes if c != entries.target_lang)
            entries.target_lang = entries.target_lang or next(c for c in codes if c != entries.source_lang)
        source = best_match(entries.source_lang, codes) if entries.source_lang else None
        target = best_match(entries.target_lang, codes) if entries.target_lang else None
        if source is None or target is None:
            entries.remarks.append(Remark(concept.sourceline, _("a concept without both languages"), error=True))
            continue
        entries.terms += _entries(by_language[source], by_language[target], _note(concept), concept.sourceline)
    return entries


def _entries(sources: list[tuple[str, str]], targets: list[tuple[str, str]], note: str, line: int) -> Iterator[Term]:
    ranked = sorted(targets, key=lambda term: _RANK.get(term[1], 1))
    allowed = tuple(dict.fromkeys(text for text, status in ranked if status not in _FORBIDDEN))
    forbidden = tuple(dict.fromkeys(text for text, status in ranked if status in _FORBIDDEN))
    for text in dict.fromkeys(text for text, __ in sources):
        yield Term(text, allowed, forbidden, note, line=line)


def _concepts(stream: BinaryIO, name: str) -> Iterator[Any]:
    from lxml import etree

    source = BoundedXml(stream, name)
    parser = iterparse(source, ("end",), [f"{{*}}{tag}" for tag in sorted(_CONCEPTS)])
    try:
        for __, element in parser:
            yield element
            element.clear()
            forget_before(element)
            source.begin()
    except etree.XMLSyntaxError as error:
        raise xml_error(name, error) from error
    if parser.root is None or _tag(parser.root) not in _ROOTS:
        root = "nothing" if parser.root is None else f"<{_tag(parser.root)}>"
        raise FormatError(
            _("{name} is not TBX: it holds {root} where <tbx> or <martif> should be", name=name, root=root), path=name
        )


def _terms_of(concept: Any) -> dict[str, list[tuple[str, str]]]:
    """Collect the terms of a concept by language, with their status (`preferred`, `deprecated` … or empty)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for section in concept.iter():
        if _tag(section) in _LANGUAGES:
            code = section.get(_LANG) or section.get("lang") or section.get("code") or ""
            groups = [group for group in section.iter() if _tag(group) in _GROUPS] or [section]
            terms = [(text, _status(group)) for group in groups if (text := _text_in(group))]
            found.setdefault(code, []).extend(terms)
    return {code: terms for code, terms in found.items() if terms}


def _text_in(group: Any) -> str:
    term = next((element for element in group.iter() if _tag(element) == "term"), None)
    return "" if term is None else " ".join(one_line("".join(term.itertext())).split())


def _status(group: Any) -> str:
    """Read the status of a term: `deprecatedTerm-admn-sts` → `deprecated`."""
    for element in group.iter():
        if _tag(element) in _STATUS or element.get("type") in _STATUS:
            return (element.text or "").strip().removesuffix("-admn-sts").removesuffix("Term")
    return ""


def _note(concept: Any) -> str:
    """Join the notes and definitions of a concept."""
    notes = [
        one_line("".join(element.itertext()))
        for element in concept.iter()
        if _tag(element) in ("note", "definition")
        or (_tag(element) == "descrip" and element.get("type") == "definition")
    ]
    return "; ".join(dict.fromkeys(note for note in notes if note))


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def write(stream: BinaryIO, glossary: Glossary) -> None:
    """Write TBX-Basic, version 2 (`martif`), which OmegaT and the older tools read, too."""
    text = XmlText()
    stream.write(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<martif type="TBX-Basic" xml:lang="{glossary.source_lang}">\n'
        "<martifHeader>\n<fileDesc><sourceDesc><p>align glossary</p></sourceDesc></fileDesc>\n</martifHeader>\n"
        "<text>\n<body>\n".encode()
    )
    stream.writelines(
        _write_concept(number, term, glossary, text).encode() for number, term in enumerate(glossary.terms, 1)
    )
    stream.write(b"</body>\n</text>\n</martif>\n")


def _write_concept(number: int, term: Term, glossary: Glossary, text: XmlText) -> str:
    def section(code: str, terms: list[tuple[str, str]]) -> str:
        groups = "".join(
            f"<tig><term>{text.line(written, term.source)}</term>"
            f'<termNote type="administrativeStatus">{status}Term-admn-sts</termNote></tig>\n'
            for written, status in terms
        )
        return f'<langSet xml:lang="{code}">\n{groups}</langSet>\n'

    ranks = ["preferred", *["admitted"] * len(term.targets)]
    targets = list(zip(term.targets, ranks, strict=False)) + [(word, "deprecated") for word in term.forbidden]
    note = f"<note>{text.line(term.note, term.source)}</note>\n" if term.note else ""
    languages = section(glossary.source_lang, [(term.source, "preferred")]) + section(glossary.target_lang, targets)
    return f'<termEntry id="t{number}">\n{note}{languages}</termEntry>\n'
