"""The attributes, notes and props of a unit of TMX beside its texts, as a preset wants them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from align.corpus.bands import band_note, native_quality
from align.corpus.fields import extra_text, number_text, span_text
from align.corpus.formats.tmx_fields import UnitFields, VariantFields
from align.corpus.formats.tmx_presets import TmxPreset
from align.corpus.formats.tmx_units import PROP_KEY, QUALITY_PROP, TMX_FIELDS, is_foreign
from align.corpus.inline_codes import CODES
from align.corpus.neighbours import InContext
from align.corpus.pair import QUALITY, Pair
from align.corpus.paragraphs import BLOCK, PARAGRAPH, native_place
from align.corpus.timestamps import to_tmx
from align.corpus.tm_match import MATCH
from align.io.xml_text import XmlText, one_line

_NATIVE = {CODES, TMX_FIELDS}
"""The keys of `Pair.extra` that TMX has elements and attributes for."""
_NO_FIELDS = UnitFields("", "", VariantFields(), VariantFields())
_QUIET = XmlText()
"""Makes texts legal without counting what is lost: that is counted where they stand as segments."""
_REVIEWED = ("approved", "edited", "rejected")
_REMEMBERED = 10_000


class UnitProps:
    """Writes what a unit has beside its texts.

    Default values are not written, except origin and status. What pairs have in common is formatted once and cached: it
    is half of the time that writing takes. `source` is the code of the source's language.
    """

    def __init__(self, preset: TmxPreset, text: XmlText, source: str, reviewer: str):
        self._preset = preset
        self._text = text
        self._source = source
        self._reviewer = reviewer
        self._shared: dict[tuple[object, ...], tuple[str, str]] = {}
        self._by_preset = bool(reviewer or preset.document or preset.reviewer or preset.level or preset.note)

    def is_plain(self, pair: Pair) -> bool:
        """Whether a pair has nothing but what `about` writes: no fields of other tools, and none of the preset's."""
        return not (self._by_preset or (pair.extra and TMX_FIELDS in pair.extra))

    def about(self, pair: Pair, notes: str | None = None, attributes: str = "", more: str = "") -> str:
        """Write the rest of the opening tag, the notes and the props of a unit, with `attributes` and `more` props."""
        same = (pair.created, pair.doc, pair.kind, pair.origin, pair.status, pair.model, pair.flags)
        common = self._shared.get(same)
        if common is None:
            if len(self._shared) > _REMEMBERED:
                self._shared.clear()
            common = self._shared[same] = self._shared_props(pair)
        if notes is None:
            notes = f"<note>{self._text.exact(pair.note, pair.id)}</note>\n" if pair.note else ""
        if pair.extra and self._preset.bands and not self._preset.note and (band := band_note(pair)):
            notes += f"<note>{band}</note>\n"
        head = f"{common[0]}{attributes}>\n{notes}{common[1]}"
        if self._preset.own in ("all", "few"):
            head += self._own_props(pair)
        return head + more + self._extra_props(pair) if pair.extra else head + more

    def full(self, where: InContext) -> tuple[str, VariantFields, VariantFields]:
        """Write what `about` does for a pair with fields of other tools or of the preset, and what its two variants
        have beside their texts."""
        pair, preset = where.pair, self._preset
        has_fields = bool(pair.extra) and TMX_FIELDS in pair.extra
        fields = UnitFields.of(pair, self._source, self._text) if has_fields else _NO_FIELDS
        if not preset.foreign:
            fields = fields._replace(source=VariantFields(), target=VariantFields())
        changed = self._review(pair)
        attributes = "".join(f' {name}="{self._text.exact(value, pair.id)}"' for name, value in changed.items())
        notes = fields.notes or None
        props: list[tuple[str, str]] = []
        if preset.note:
            notes = ""
            props += [(preset.note, pair.note)] if pair.note else []
        if preset.level:
            props.append((preset.level, preset.levels[pair.status]))
        props += self._context(where)
        in_target = [(preset.reviewer, changed.get("changeid") or _attribute(pair, "changeid"))]
        (in_target if preset.document_in_target else props).append((preset.document, pair.doc))
        source, target = fields.source, fields.target
        source = source._replace(props=source.props + self._lines(self._neighbours(where), pair, known=source.props))
        target = target._replace(props=target.props + self._lines(in_target, pair, known=target.props))
        more = self._lines(props, pair, known=self._extra_props(pair) if pair.extra else "")
        if preset.note and preset.bands:  # beside a person's, as there may be several
            more += self._lines([(preset.note, band_note(pair))], pair, known="")
        return self.about(pair, notes, fields.attributes + attributes, more), source, target

    def _review(self, pair: Pair) -> dict[str, str]:
        """The attributes that say who has reviewed a pair, where it does not say so itself."""
        if not self._reviewer or pair.status not in _REVIEWED or pair.origin == "tm" or _attribute(pair, "changeid"):
            return {}
        found = {"changeid": self._reviewer}
        if pair.origin in ("human", "post-edited") and not _attribute(pair, "creationid"):
            found["creationid"] = self._reviewer
        if (date := to_tmx(pair.created)) and not _attribute(pair, "changedate"):
            found["changedate"] = date
        return dict(sorted(found.items(), reverse=True))

    def _context(self, where: InContext) -> list[tuple[str, str]]:
        """The props of the unit for its neighbours."""
        context = self._preset.context
        if where.before is None:
            return [context.first] if where.pair.n == 1 else []
        if not (context.both and where.before.target):
            return []
        sides = (_as_segment(text).replace("|", "||") for text in (where.before.source, where.before.target))
        return [(context.both, "{} |  | {} | ".format(*sides))]

    def _neighbours(self, where: InContext) -> list[tuple[str, str]]:
        """The props of the source for its neighbours."""
        context = self._preset.context
        pairs = ((context.before, where.before), (context.after, where.after))
        return [
            (kind, context.form.format(_escaped(_as_segment(pair.source), context.form)))
            for kind, pair in pairs
            if pair
        ]

    def _shared_props(self, pair: Pair) -> tuple[str, str]:
        created = to_tmx(pair.created)
        props: list[tuple[str, str]] = []
        if self._preset.own in ("all", "few"):
            props += [("x-doc", pair.doc), ("x-kind", pair.kind if pair.kind != "sentence" else "")]
            props += [("x-origin", pair.origin), ("x-status", pair.status)]
        elif self._preset.own == "drafts" and pair.status == "draft":
            props += [("x-status", pair.status)]
        if self._preset.own == "all":
            props += [("x-model", pair.model), ("x-created", "" if created else pair.created)]
            props += [("x-flag", flag) for flag in pair.flags]
        date = f' creationdate="{created}"' if created else ""
        return date, "".join(self._prop(kind, text, pair.id) for kind, text in props if text or kind == "x-flag")

    def _own_props(self, pair: Pair) -> str:
        """Write the props that differ from one pair to the next."""
        about = f'<prop type="x-n">{pair.n}</prop>\n'
        if self._preset.own == "all":
            if pair.source_span is not None:
                about += f'<prop type="x-source-span">{span_text(pair.source_span)}</prop>\n'
            if pair.target_span is not None:
                about += f'<prop type="x-target-span">{span_text(pair.target_span)}</prop>\n'
            if pair.score is not None:
                about += f'<prop type="x-score">{number_text(pair.score)}</prop>\n'
            if pair.logprob is not None:
                about += f'<prop type="x-logprob">{number_text(pair.logprob)}</prop>\n'
            if pair.extra and (quality := native_quality(pair.extra)):
                about += f'<prop type="{QUALITY_PROP}">{number_text(quality[QUALITY])}</prop>\n'
        if pair.extra and (place := native_place(pair.extra)):
            about += f'<prop type="x-paragraph">{place[PARAGRAPH]}</prop>\n'
            if BLOCK in place:
                about += f'<prop type="x-block">{place[BLOCK]}</prop>\n'
        return about

    def _extra_props(self, pair: Pair) -> str:
        """Write unknown keys as one prop of JSON, and other tools' props as they were."""
        native: dict[str, Any] = {}
        if self._preset.foreign:
            native = {key: text for key, text in pair.extra.items() if is_foreign(key) and text and _is_texts(text)}
            native.pop(PROP_KEY + self._preset.level, None)  # the status as it is now is written for it
        unknown: Mapping[str, Any] = {}
        if self._preset.own == "all":
            known = {*native, *_NATIVE, *native_place(pair.extra), *native_quality(pair.extra)}
            unknown = {key: value for key, value in pair.extra.items() if key not in known}
        elif self._preset.own == "few" and pair.status == "approved":  # by a memory, not by a person: see `MatchRecord`
            unknown = {key: pair.extra[key] for key in (MATCH,) if key in pair.extra}
        props = [
            (key[len(PROP_KEY) :], text)
            for key, texts in native.items()
            for text in ([texts] if isinstance(texts, str) else texts)
        ]
        return "".join(
            self._prop(kind, text, pair.id) for kind, text in [("x-extra", extra_text(unknown)), *props] if text
        )

    def _lines(self, props: Iterable[tuple[str, str]], pair: Pair, known: str) -> str:
        """Write those props that have a type and a text, and of whose type the unit has none yet."""
        wanted = ((kind, text) for kind, text in props if kind and text and f'<prop type="{kind}">' not in known)
        return "".join(self._prop(kind, text, pair.id) for kind, text in wanted)

    def _prop(self, kind: str, text: str, where: str) -> str:
        return f'<prop type="{self._text.exact(kind, where)}">{self._text.exact(text, where)}</prop>\n'


def _as_segment(text: str) -> str:
    """A text as it stands in its own segment, which a tool compares it with."""
    return unicodedata.normalize("NFC", one_line(_QUIET.legal(text, "")))


def _escaped(text: str, form: str) -> str:
    """A text for a form that is XML itself, or for one that is plain."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") if "<" in form else text


def _attribute(pair: Pair, name: str) -> str:
    """An attribute of the unit that a pair comes from; "" where it has none."""
    fields = pair.extra.get(TMX_FIELDS) if pair.extra else None
    unit = fields.get("unit") if isinstance(fields, Mapping) else None
    value = unit.get(name) if isinstance(unit, Mapping) else None
    return value if isinstance(value, str) else ""


def _is_texts(value: object) -> bool:
    """Whether the value of a foreign prop is a text, or the texts of several of its kind."""
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(text, str) for text in value))
