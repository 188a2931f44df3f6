"""Two opinions on a TMX file: `ours`, and that of libxml2 alone; and units that set the one against the other.

`whole` makes one tree of all the bytes: nothing of ours has a say in where units end.
"""

from __future__ import annotations

import io
import re
from typing import Any

from lxml import etree

from align.account import Account
from align.corpus.format_options import FormatOptions
from align.corpus.formats.tmx_reader import read
from align.corpus.formats.tmx_units import flattened
from align.errors import FormatError
from align.io.xml_text import _SAFE, one_line

HEAD, FOOT = '<tmx><header srclang="en"/><body>', "</body></tmx>\n"
"""So short that the first unit begins in the smallest block."""
TEXTS = '<tuv xml:lang="en"><seg>{}</seg></tuv><tuv xml:lang="ru"><seg>да</seg></tuv>'
PLAIN = f'<tu tuid="p">{TEXTS.format("yes &amp; no")}</tu>\n'
PAD = "PAD"
"""What is as long as a unit has to be."""
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def tu(text: str = "a", about: str = "", attributes: str = "", end: str = "</tu>") -> str:
    return f"<tu{attributes}>{about}{TEXTS.format(text)}{end}"


READ = {
    "plain": tu(PAD),
    "references": tu(f"&lt;/tu&gt;{PAD}&amp;"),
    "letters of many bytes": tu(f"й😀{PAD}😀й"),
    "characters by number": tu(f"&#1081;{PAD}&#x1F600;"),
    "inline codes": tu(f"a<ph>{{0}}</ph>{PAD}<hi>b <hi>c</hi></hi>"),
    "lines": tu(f"a\r\n{PAD}\n\tb"),
    "an end in a comment": tu(f"a<!-- </tu> {PAD} </tu> -->b"),
    "an end in CDATA": tu(f"a<![CDATA[</tu>{PAD}</tu>]]>b"),
    "an end in an instruction": tu(f"a<?x </tu>{PAD}</tu>?>b"),
    "a comment between units": f"<!-- {PLAIN}{PAD} -->{tu()}",
    "an instruction between units": f"<?x {PLAIN}{PAD} ?>{tu()}",
    "text between units": f"{PAD}</body><body>{tu()}",
    "blanks in the end": tu("a", end="</tu  >") + tu(PAD, end="</tu\n>"),
    "blanks that are the end": tu(end=f"</tu{PAD}>").replace(PAD, " \n" + PAD),
    "an attribute": tu(attributes=f' o="{PAD}"'),
    "an attribute in single quotes": tu(attributes=f" o='&lt;/tu>{PAD}\"'"),
    "a unit without anything": f"<tu/><tu /><tu></tu><!-- {PAD} -->",
    "a unit of one language": f'<tu><tuv xml:lang="en"><seg>{PAD}</seg></tuv></tu>',
    "props": tu(about='<prop type="a">b</prop>' * 9 + f'<prop type="c">{PAD}</prop>'),
    "a note": tu(about=f"<note>{PAD}</note>"),
    "a prop of two texts": tu(about=f'<prop type="a">b<![CDATA[<]]>{PAD}<!-- -->c</prop>'),
    "languages": "<tu>" + TEXTS.format(PAD) + TEXTS.replace('"ru"', '"de"').format("x") * 5 + "</tu>",
    "a namespace within": tu(f'<hi xmlns:x="u">{PAD}<x:b>c</x:b></hi>'),
}
REFUSED = {
    "a unit in a unit": f"<tu>{TEXTS.format('a')}{tu(PAD)}</tu>",
    "a unit deep in a unit": f"<tu>{TEXTS.format('a')}<body>{tu(PAD, end='</tu >')}</body></tu>",
    "a unit in a namespace": tu(PAD, attributes=' xmlns="u"'),
    "a text in a namespace": tu(PAD).replace("<tuv", '<tuv xmlns="u"', 1),
    "a prefix of none": tu(f"<x:hi>{PAD}</x:hi>"),
    "an entity of none": tu(f"&nbsp;{PAD}"),
    "an end of CDATA": tu(f"a]]>{PAD}"),
    "no end": tu(PAD, end=""),
    "two ends": tu(PAD, end="</tu></tu>"),
    "a comment without end": f"<!-- {PAD}{tu()}",
    "an attribute twice": tu(attributes=f' o="" o="{PAD}"'),
    "no character": tu(f"{PAD}\ufffe"),
    "no character in an attribute": tu(attributes=f' tuid="\uffff{PAD}"'),
    "another file": f"{tu(PAD)}{FOOT}<?xml version='1.0'?>{HEAD}",
}
UNITS = READ | REFUSED


def sized(unit: str, size: int) -> str:
    """The unit with as much in the place of PAD as makes it `size` bytes, or with nothing if it is longer."""
    return unit.replace(PAD, ("x" if "\n" + PAD not in unit else " ") * (size - len(unit.encode()) + len(PAD)))


Found = list[tuple[str, str, str, str, dict[str, Any]]]


def whole(data: bytes) -> Found | None:
    """Id, texts, notes and props of the units with both languages, for each translation, from one tree;
    None for what is no sound TMX."""
    try:
        root = etree.fromstring(data, etree.XMLParser(**_SAFE))
    except etree.XMLSyntaxError:
        return None
    parts = list(root.iter("{*}tu", "{*}tuv", "{*}seg"))
    if root.tag != "tmx" or any(part.tag not in ("tu", "tuv", "seg") for part in parts):
        return None
    if any(part.tag == "tu" and next(part.iterancestors("tu"), None) is not None for part in parts):
        return None
    found: Found = []
    for number, unit in enumerate(root.iter("tu"), 1):
        texts: dict[str, list[str]] = {}
        for variant in unit.iterchildren("tuv"):
            for segment in variant.iterchildren("seg"):
                texts.setdefault(variant.get(LANG), []).append(one_line(flattened(segment)))
        props: dict[str, list[str]] = {}
        for prop in unit.iterchildren("prop"):
            props.setdefault("prop:" + prop.get("type"), []).append("".join(prop.itertext()))
        notes = ["".join(note.itertext()) for note in unit.iterchildren("note")]
        if "en" in texts and "ru" in texts:
            extra = {kind: some if len(some) > 1 else some[0] for kind, some in props.items()}
            name = unit.get("tuid") or f"{number:06d}"
            for further, target in enumerate(texts["ru"], 1):
                name_of_pair = name if further == 1 else f"{name}.{further}"
                found.append((name_of_pair, texts["en"][0], target, "\n".join(notes), extra))
    return found


def ours(data: bytes) -> Found | None:
    """The same of our reader; None where it refuses, which it does with the line, and where it says with the line that
    the file is damaged."""
    try:
        corpus = read(io.BytesIO(data), "a.tmx", FormatOptions("en", "ru"))
        pairs = list(corpus)
    except FormatError as error:
        assert re.match(r"a\.tmx, (after )?line [1-9]\d*: ", str(error)), error
        return None
    if damage := damaged(corpus.account):
        assert all(re.fullmatch(r"line [1-9]\d*", place) for place in damage)
        return None
    own = ("codes", "tmx")
    return [
        (pair.id, pair.source, pair.target, pair.note, {k: v for k, v in pair.extra.items() if k not in own})
        for pair in pairs
    ]


def damaged(account: Account) -> list[str]:
    """Where the reader found the XML of a file broken, as its account says."""
    said = (
        "damaged",
        "broken XML",
        "units with the entity",
        "characters that XML forbids",
        "a bare &",
        "bytes that are no UTF-8",
    )
    tallies = {**account.left_out, **account.changed}
    return [place for reason, tally in tallies.items() if reason.startswith(said) for place in tally.places]
