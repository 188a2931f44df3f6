"""What each tool that reads TMX wants of a file: declared once, for the writer, the options, the tests and the docs.

Sources: OmegaT's user manual and TMXReader2; the documentation of RWS (docs.rws.com, *Importing TM content*) and how
the TMX reader of its translation memory API takes a file; TMX exports of memoQ; *Translation Unit Metadata* of Phrase
(support.phrase.com); TMX exports of Smartcat; the Wordfast wiki (*The WFC Translation memory format*). Only OmegaT was
there to try.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from align.errors import UsageError, option_name
from align.languages.tags import normal_tag, written_code
from align.localization import _

Own = Literal["all", "few", "drafts", "none"]
"""Which props of align's own a file has: all; those without which it would not come back as the same pairs; only the
status of what nobody has reviewed; none."""


@dataclass(frozen=True, slots=True)
class ContextProps:
    """The types of the props that hold a unit's neighbours in its document; "" where the tool has none for it.

    `before` and `after` are props of the source's `tuv` with the text of the segment, as `form` says it: by itself, or
    in an escaped `<seg>`. `both` is a prop of the `tu` with the source and the translation of the segment before, as
    Trados writes it: four fields, of which two are for inline codes. `first` is the prop, type and text, of a unit that
    begins its document.
    """

    before: str = ""
    after: str = ""
    form: str = "{}"
    both: str = ""
    first: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class TmxPreset:
    """How TMX is written for a tool.

    `regions` gives a language without a region its most likely one (CLDR), `upper` writes codes in capitals. `longest`
    is the number of characters a side above which the tool takes no unit (0: no such limit). `header` replaces
    attributes of the header, `settings` are its props. `reviewer` is the prop of the target's `tuv`, `document` that of
    the `tu` or, with `document_in_target`, of the target's `tuv`, and `note` that of the `tu` in place of `<note>`.
    `levels` is a prop of the `tu` for the status, with the word for each. `bands` says that a draft has the band of its
    estimated quality in a note.
    """

    name: str
    about: str
    own: Own = "drafts"
    foreign: bool = True
    regions: bool = True
    upper: bool = False
    longest: int = 0
    context: ContextProps = ContextProps()
    document: str = ""
    document_in_target: bool = False
    reviewer: str = ""
    note: str = ""
    header: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    level: str = ""
    bands: bool = True

    @property
    def wants_context(self) -> bool:
        """Whether units are written with their neighbours."""
        return bool(self.context.before or self.context.both)


LEAN = TmxPreset("", "any tool, and back into align", own="few", regions=False)
"""What is written where no tool is named."""

PRESETS: dict[str, TmxPreset] = {
    preset.name: preset
    for preset in (
        TmxPreset("omegat", "OmegaT 3.6 and later"),
        TmxPreset(
            "trados",
            "Trados Studio and its cloud editions",
            own="none",
            longest=2000,
            context=ContextProps(both="x-ContextContent", first=("x-Context", "0, 0")),
            note="x-Note:MultipleString",
            # Studio reads props and levels of a file of this tool and format alone; of any other each unit counts as
            # signed off, drafts included.
            header={"creationtool": "SDL Language Platform", "creationtoolversion": "8.1", "o-tmf": "SDL TM8 Format"}
            | {"datatype": "xml"},
            settings={"x-Note:MultipleString": "", "x-IncludesContextContent": "True"},
            level="x-ConfirmationLevel",
            levels={
                "draft": "Draft",
                "edited": "Translated",
                "approved": "ApprovedTranslation",
                "rejected": "RejectedTranslation",
            },
        ),
        TmxPreset(
            "memoq",
            "memoQ",
            context=ContextProps("x-context-pre", "x-context-post", "<seg>{}</seg>"),
            document="x-document",
        ),
        TmxPreset(
            "phrase",
            "Phrase TMS (Memsource)",
            context=ContextProps("context_prev", "context_next"),
            document="filename",
            document_in_target=True,
            reviewer="modified_by",
        ),
        TmxPreset("smartcat", "Smartcat", regions=False),
        TmxPreset("wordfast", "Wordfast Classic and Pro", upper=True, longest=8000),
        TmxPreset("align", "align alone: scores, flags and spans, too", own="all", regions=False, bands=False),
        TmxPreset(
            "plain", "any tool, without a single property", own="none", foreign=False, regions=False, bands=False
        ),
    )
}
"""The presets by name, as `--for` takes them."""


def tmx_preset(name: str) -> TmxPreset:
    """Find a preset; "" is the default. Raises UsageError listing the known ones."""
    if not name:
        return LEAN
    if name not in PRESETS:
        hint = _("use one of {presets}", presets=", ".join(PRESETS))
        raise UsageError(
            _("{option} {name}: no such preset of TMX is known", option=option_name("tmx_for"), name=name), hint=hint
        )
    return PRESETS[name]


def code_for(preset: TmxPreset, language: str, codes: Mapping[str, str], name: str) -> str:
    """The code of a language as the tool wants it; what `codes` says of it stays as it is.

    Raises UsageError, for the file `name`, where the language is not known.
    """
    code = written_code(language, codes, name)
    if normal_tag(language) in map(normal_tag, codes):
        return code
    if preset.regions:
        code = with_likely_region(code)
    return code.upper() if preset.upper else code


def with_likely_region(code: str) -> str:
    """`en` → `en-US`, `ru` → `ru-RU`, `sr-Latn` → `sr-Latn-RS` (CLDR's likely subtags). A code with a region stays, and
    so does one whose region is not known."""
    from babel.core import get_global

    language, *parts = code.split("-")
    if any(len(part) == 2 or (len(part) == 3 and part.isdigit()) for part in parts):
        return code
    likely = get_global("likely_subtags")
    full = likely.get("_".join([language.lower(), *(part.title() for part in parts)])) or likely.get(language.lower())
    region = full.rpartition("_")[2] if full else ""
    return f"{code}-{region}" if len(region) == 2 and len(parts) < 2 else code
