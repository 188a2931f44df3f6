"""The keys of a project file. Each is an option of the commands, by the name of its flag: `glossary-mode` is
`--glossary-mode`. What options are declared once for all verbs keeps its choices and bounds here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from align.corpus.formats.tmx_presets import PRESETS
from align.errors import AlignError
from align.localization import N_, _
from align.options import Declared, declared
from align.pipelines.options import TranslateOptions

Kind = Literal["text", "texts", "switch", "number", "codes"]
"""What a value is in TOML: a string; one or several strings; true or false; a whole number; a table of codes."""

_KINDS: Mapping[Kind, str] = {
    "text": N_('it is a text: "…"'),
    "texts": N_('it is a text or several: "…" or ["…", "…"]'),
    "switch": N_("it is true or false"),
    "number": N_("it is a whole number"),
    "codes": N_('it is a table: { en = "en-US", ru = "ru-RU" }'),
}
BACKSLASHES = N_(r"write folders with /, or in single quotes: 'C:\texts\tm.sqlite'")
"""What to do where TOML takes the backslashes of a name for signs of its own: `\t` is a tab."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key: what its value is, one line that explains it (`note` is added in the file), and a value to show there as
    an example.

    `is_path` says that values are files or folders, which may be named from the project file's own folder; `names` that
    they may be names of another kind as well. `is_language` says that they are language codes. `question` is what
    `align init` asks; without one it leaves the key to who edits the file. `option` is the declaration that its values
    are checked by.
    """

    name: str
    kind: Kind
    about: str
    example: Any
    question: str = ""
    note: str = ""
    choices: tuple[str, ...] = ()
    is_path: bool = False
    names: bool = False
    is_language: bool = False
    option: Declared | None = None

    @property
    def flag(self) -> str:
        """The option of the command line: `--tmx-lang`."""
        return f"--{self.name}"

    def value_of(self, given: object) -> Any:
        """The value that TOML has, as the program takes it: texts as a tuple. Raises ValueError with what is wrong, as
        the end of `NAME is VALUE: …`."""
        value = (given,) if self.kind == "texts" and isinstance(given, str) else given
        if self.kind == "texts" and isinstance(value, list):
            value = tuple(value)
        if not self._is_of_kind(value):
            raise ValueError(_(_KINDS[self.kind]))
        if self.is_path and any(sign < " " for name in _texts(value) for sign in name):
            raise ValueError(_("it has a tab or the like in it; {hint}", hint=_(BACKSLASHES)))
        problem = self.option.problem_with(value) if self.option else ""
        if self.choices and value not in self.choices:
            problem = _("it is one of {choices}", choices=", ".join(self.choices))
        if problem:
            raise ValueError(problem)
        return self._in_languages(value) if self.is_language else value

    def _is_of_kind(self, value: object) -> bool:
        if self.kind == "codes":
            return isinstance(value, dict) and all(_is_text(code) for code in value.values()) and bool(value)
        if self.kind == "texts":
            return isinstance(value, tuple) and all(map(_is_text, value)) and bool(value)
        if self.kind == "number":
            return isinstance(value, int) and not isinstance(value, bool)
        return isinstance(value, bool) if self.kind == "switch" else _is_text(value)

    def _in_languages(self, value: Any) -> Any:
        from align.languages.tags import canonical_tag

        try:
            if self.kind == "codes":
                return {canonical_tag(code): own for code, own in value.items()}
            return tuple(map(canonical_tag, value)) if self.kind == "texts" else canonical_tag(value)
        except AlignError as error:
            raise ValueError(str(error)) from error


def _texts(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and "\0" not in value


def _drafting(name: str, about: str, example: Any, **more: Any) -> Key:
    """The key of an option of drafting, which is declared there."""
    option = declared(TranslateOptions, name)
    kinds: Mapping[type, Kind] = {bool: "switch", int: "number", str: "text"}
    kind: Kind = "texts" if option.repeatable else kinds[option.type]
    return Key(option.flag.removeprefix("--"), kind, about, example, choices=option.choices, option=option, **more)


KEYS: tuple[Key, ...] = (
    Key("from", "text", N_("The language of the texts."), "en", N_("Source language"), is_language=True),
    Key(
        "to",
        "texts",
        N_("The language to translate into, or several."),
        ("ru",),
        N_("Target language, or several: ru,de"),
        N_('Several are ["ru", "de"].'),
        is_language=True,
    ),
    Key(
        "tmx-lang",
        "codes",
        N_("The codes of the languages in your CAT tool, for TMX and XLIFF."),
        {"en": "en-US", "ru": "ru-RU"},
        N_("Codes of your CAT tool, such as en=en-US,ru=ru-RU"),
        is_language=True,
    ),
    Key(
        "for",
        "text",
        N_("The CAT tool that TMX is written for."),
        "omegat",
        N_("CAT tool that TMX is for"),
        choices=tuple(PRESETS),
    ),
    Key(
        "reviewer",
        "text",
        N_("Who reviewed, for TMX, where it is not said."),
        "A. Petrova",
        N_("Name of the reviewer"),
    ),
    _drafting(
        "memory",
        N_("Translation memory, or several, the most important first; align memory add adds to it."),
        ("tm.sqlite",),
        question=N_("Translation memory"),
        note=N_('Several are ["tm.sqlite", "old.sqlite"].'),
        is_path=True,
    ),
    _drafting("fuzzy", N_("Show sentences of the memory that are this similar, in per cent; 0: none."), 75),
    _drafting(
        "glossary",
        N_("Terms that translations must have: TSV, CSV, XLSX, ODS, TBX."),
        "terms.tsv",
        question=N_("Glossary"),
        is_path=True,
    ),
    _drafting("glossary_mode", N_("What is done about terms in drafts: check, rerank or substitute."), "rerank"),
    _drafting(
        "typography",
        N_("Set quotes, dashes and spaces of drafts as the target language has them."),
        True,
        question=N_("Set quotes, dashes and spaces of drafts as the target language has them"),
    ),
    Key(
        "headings",
        "text",
        N_("Language of review sheets and pages: en or ru."),
        "ru",
        N_("Language of review sheets"),
        choices=("en", "ru"),
    ),
    _drafting("model", N_("The model that drafts: a name of align models list, or a folder."), "en-ru", names=True),
    _drafting("best_of", N_("Draft so many ways and keep the best; 1 is fastest."), 8),
    _drafting("quotes", N_("Quotations of several sentences: keep them whole, or split them."), "split"),
    _drafting("device", N_("Where drafts are made: auto, cpu or cuda."), "cpu"),
    _drafting("threads", N_("Cores to use; 0 is all."), 4),
)
"""Every key, in the order in which a new file has them."""


def key_named(name: str) -> Key | None:
    """The key of this name."""
    return next((key for key in KEYS if key.name == name), None)
