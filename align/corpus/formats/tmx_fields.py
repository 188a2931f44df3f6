"""Fields that other tools keep with a unit of TMX, written as they were read: see `tmx_units.TMX_FIELDS`.

They come from `Pair.extra`, which anything may have written: what TMX does not have is not written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from align.corpus.formats.tmx_units import TMX_FIELDS, UNIT_ATTRIBUTES, VARIANT_ATTRIBUTES
from align.corpus.pair import Pair
from align.io.xml_text import XmlText


class VariantFields(NamedTuple):
    """The attributes and props of a `tuv`, as XML."""

    attributes: str = ""
    props: str = ""


class UnitFields(NamedTuple):
    """The attributes and the notes of a `tu`, as XML, and the fields of its two `tuv`."""

    attributes: str
    notes: str
    source: VariantFields
    target: VariantFields

    @classmethod
    def of(cls, pair: Pair, source_code: str, text: XmlText) -> UnitFields:
        """Read the fields of a pair, whose source is written with `source_code`."""
        fields = _mapping(pair.extra.get(TMX_FIELDS))
        unit = dict(_mapping(fields.get("unit")))
        if unit.get("srclang") not in ("*all*", source_code):
            unit.pop("srclang", None)
        notes = fields.get("notes")
        several = isinstance(notes, list) and all(isinstance(note, str) for note in notes)
        unchanged = several and "\n".join(notes) == pair.note  # type: ignore[arg-type]
        lines = [f"<note>{text.exact(note, pair.id)}</note>\n" for note in notes or ()] if unchanged else []
        variants = (_variant(_mapping(fields.get(side)), pair.id, text) for side in ("source", "target"))
        return cls(_attributes(unit, UNIT_ATTRIBUTES, pair.id, text), "".join(lines), *variants)


def _variant(fields: Mapping[str, Any], where: str, text: XmlText) -> VariantFields:
    props = fields.get("props")
    lines = [
        f'<prop type="{text.exact(prop[0], where)}">{text.exact(prop[1], where)}</prop>'
        for prop in (props if isinstance(props, list) else ())
        if isinstance(prop, list) and len(prop) == 2 and all(isinstance(part, str) for part in prop)
    ]
    return VariantFields(_attributes(fields, VARIANT_ATTRIBUTES, where, text), "".join(lines))


def _attributes(fields: Mapping[str, Any], names: tuple[str, ...], where: str, text: XmlText) -> str:
    known = ((name, fields.get(name)) for name in names)
    return "".join(f' {name}="{text.exact(value, where)}"' for name, value in known if isinstance(value, str))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
