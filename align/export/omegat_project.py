"""Makes an OmegaT project of corpora, or adds them to one: sources, memories, glossary, segmentation rules.

A new project has what people reviewed in `omegat/project_save.tmx`, so that OmegaT shows it translated. A project that
exists belongs to whoever works in it: its translations and settings stay as they are, and what was reviewed comes in
`tm/auto`, from which OmegaT fills segments that have no translation yet. Drafts come in `tm/mt`, whose matches OmegaT
marks when they are inserted, and translations by people whose alignment nobody has checked in `tm`. All of it is the
manual's (OmegaT 3.6, *Files and folders*, *Translation memories*).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from align.corpus.format_registry import read_corpus, write_corpus
from align.corpus.formats.tmx_presets import PRESETS, code_for
from align.corpus.pair import Corpus, Pair
from align.errors import FormatError, InputError, OutputError, UsageError, language_options
from align.export.omegat_rules import missing_rules
from align.export.omegat_segmentation import CONF, OF_DOCUMENTS, SRX, general_rules, with_rules, written_rules
from align.export.omegat_sources import SourceFile, joint, source_file, source_paragraphs
from align.export.omegat_translations import for_memory, for_new_project, is_draft, is_reviewed, translated_otherwise
from align.export.story import StoryText, stories
from align.glossary import Glossary
from align.io.atomic import atomic_output
from align.io.output_folder import whole_folder
from align.io.own_errors import reason
from align.io.xml_text import parsed
from align.languages.tags import primary_subtag
from align.localization import N_, _
from align.segmentation.srx_rules import LanguageRules

PROJECT = "omegat.project"
SAVED = "omegat/project_save.tmx"
_FOLDERS = ("source", "target", "tm", "omegat", "glossary", "dictionary")
_GLOSSARY = "glossary/glossary.txt"
_GLOSSARY_HEAD = "# Glossary in tab-separated format -*- coding: utf-8 -*-\n"
"""How OmegaT begins a glossary of its own, by which it knows the encoding."""


@dataclass(slots=True)
class OmegatExport:
    """What was done: the folder, whether it is new, the names of the documents in it, and the numbers of segments that
    are reviewed, that are drafts, and that the project translates otherwise."""

    folder: str
    is_new: bool
    documents: list[str] = field(default_factory=list)
    reviewed: int = 0
    drafts: int = 0
    translated_otherwise: int = 0
    warnings: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The same as JSON has it."""
        return {
            "folder": self.folder,
            "new": self.is_new,
            "documents": self.documents,
            "reviewed": self.reviewed,
            "drafts": self.drafts,
            "translated_otherwise": self.translated_otherwise,
            "warnings": self.warnings,
        }


def export_omegat(
    corpora: Iterable[tuple[Iterable[Pair], str | Path]],
    folder: str | Path,
    glossary: Glossary | None = None,
    tmx_langs: Mapping[str, str] | None = None,
    reviewer: str = "",
) -> OmegatExport:
    """Make the project `folder` of corpora, each with the folder that it is in, or add them to the one that is there.

    A new project appears whole or not at all. `tmx_langs` are codes for its languages (`{"ru": "ru-RU"}`), `reviewer`
    is who reviewed what does not say it. Raises UsageError for corpora of several pairs of languages or of others than
    the project's, OutputError for a folder that holds something else and for what cannot be written, InputError for
    corpora without pairs.
    """
    place = Path(folder)
    files = [source_file(story, Path(at)) for pairs, at in corpora for story in stories(pairs, at)]
    languages = _languages(files)
    is_new = _is_new(place)
    codes = dict(tmx_langs or {})
    project = _ProjectFolder(place, OmegatExport(str(folder), is_new), reviewer)
    if not is_new:
        codes = project.languages(languages)
        project.add(files, codes, glossary)
        return project.done
    with whole_folder(place) as made:
        project.place = made
        project.begin(languages, codes)
        project.add(files, codes, glossary)
    return project.done


class _ProjectFolder:
    """The folder of a project, and what was done in it."""

    def __init__(self, place: Path, done: OmegatExport, reviewer: str):
        self.place = place
        self.done = done
        self._reviewer = reviewer

    def languages(self, wanted: tuple[str, str]) -> dict[str, str]:
        """The codes that the project has for the languages of the corpora. Raises UsageError where it is for others."""
        path = self.place / PROJECT
        with _readable(path):
            root = parsed(path.read_bytes())
        codes = [] if root is None else [root.findtext(f".//{side}_lang") or "" for side in ("source", "target")]
        if not all(codes):
            raise FormatError(
                _("{path} names no languages", path=path), path=path, hint=_("Open the project in OmegaT and save it")
            )
        if [*map(primary_subtag, codes)] != [*map(primary_subtag, wanted)]:
            problem = _(
                "{folder} translates {codes}, and the corpus {wanted}",
                folder=self.done.folder,
                codes="-".join(codes),
                wanted="-".join(wanted),
            )
            raise UsageError(problem, path=self.done.folder, hint=_("name another folder"))
        return dict(zip(wanted, codes, strict=True))

    def begin(self, languages: tuple[str, str], codes: Mapping[str, str]) -> None:
        """Write the settings of a new project."""
        for name in _FOLDERS:
            (self.place / name).mkdir()
        written = [code_for(PRESETS["omegat"], code, codes, self.done.folder) for code in languages]
        self._write(PROJECT, _SETTINGS.format(*map(escape, written)).encode())
        rules = [LanguageRules(OF_DOCUMENTS, ".*", ()), *general_rules(languages)]
        for name in (CONF, SRX):
            self._write(f"omegat/{name}", written_rules(name, rules))

    def add(self, files: Sequence[SourceFile], codes: Mapping[str, str], glossary: Glossary | None) -> None:
        """Add documents with their translations, a glossary and the boundaries of the documents."""
        placed = [self._source(file) for file in files]
        pairs = [pair for file in placed for pair in file.story.pairs]
        if self.done.is_new:
            self._memory(SAVED, for_new_project([(file.name, file.story) for file in placed]), codes)
        else:
            known = self._saved(pairs[0], codes)
            self.done.translated_otherwise = translated_otherwise(pairs, known)
        for name in dict.fromkeys(file.name for file in placed):
            of_file = [pair for file in placed if file.name == name for pair in file.story.pairs]
            if not self.done.is_new:
                self._memory(f"tm/auto/{name}.tmx", for_memory(filter(is_reviewed, of_file)), codes)
            drafts = [pair for pair in of_file if is_draft(pair)]
            self._memory(f"tm/{name}.tmx", for_memory(one for one in drafts if one.origin == "human"), codes)
            self._memory(f"tm/mt/{name}.tmx", for_memory(one for one in drafts if one.origin != "human"), codes)
        self.done.documents = list(dict.fromkeys(file.name for file in placed))
        self.done.reviewed = sum(map(is_reviewed, pairs))
        self.done.drafts = sum(map(is_draft, pairs))
        self._segmentation([file.story for file in placed])
        if glossary is not None:
            self._glossary(glossary)

    def _source(self, file: SourceFile) -> SourceFile:
        """Put a document into `source/`, under a name of its own if another one has its name."""
        number, named = 1, file
        while (path := self.place / "source" / named.name).exists():
            with _readable(path):
                if path.read_bytes() == file.content:
                    return named
            number += 1
            named = file.numbered(number)
        if number > 1:
            said = N_("source/{file} is another text: this one is source/{other}")
            self.done.warnings.append(_(said, file=file.name, other=named.name))
        numbers = sorted({pair.n for pair in file.story.pairs})
        if numbers and numbers[-1] - numbers[0] >= len(numbers) and named.name.endswith(".txt"):
            said = N_("source/{file}: the corpus lacks some of its segments")
            self.done.warnings.append(_(said, file=named.name))
        self._write(f"source/{named.name}", file.content)
        return named

    def _memory(self, name: str, pairs: list[Pair], codes: Mapping[str, str]) -> None:
        """Write a memory; one that would be empty is taken away, if it is one of an earlier export."""
        path = self.place / name
        if not pairs:
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
            return
        header = Corpus(pairs, source_lang=pairs[0].source_lang, target_lang=pairs[0].target_lang)
        path.parent.mkdir(parents=True, exist_ok=True)

        def warn(remark: str) -> None:  # in a new project the folder has its name at the end only
            self.done.warnings.append(remark.replace(str(path), f"{self.done.folder}/{name}"))

        write_corpus(header, path, "tmx", codes, warn, tmx_for="omegat", reviewer=self._reviewer)

    def _saved(self, pair: Pair, codes: Mapping[str, str]) -> list[Pair]:
        """The translations of the project."""
        path = self.place / SAVED
        if not path.exists():
            return []
        source, target = codes[pair.source_lang], codes[pair.target_lang]
        return list(read_corpus(path, "tmx", source_lang=source, target_lang=target))

    def _segmentation(self, texts: Sequence[StoryText]) -> None:
        """Add rules for the boundaries that the general ones do not give."""
        rules = [rule for one in general_rules((texts[0].source_lang,)) for rule in one.rules]
        found = (rule for text in texts for rule in missing_rules(source_paragraphs(text), rules, joint(text)))
        lines = list(dict.fromkeys(found))
        missing = True
        for name in (CONF, SRX):
            path = self.place / "omegat" / name
            if not path.exists():
                continue
            with _readable(path):
                data = path.read_bytes()
            try:
                self._write(f"omegat/{name}", with_rules(name, data, lines))
                missing = False
            except FormatError:
                continue
        if missing and lines:
            said = N_("the project has segmentation rules of its own: some segments may not match")
            self.done.warnings.append(_(said))

    def _glossary(self, glossary: Glossary) -> None:
        """Add the terms that the project's glossary has not yet."""
        path = self.place / _GLOSSARY
        text = _GLOSSARY_HEAD
        if path.exists():
            with _readable(path):
                text = path.read_bytes().decode("utf-8", "replace")
            text += "" if text.endswith("\n") or not text else "\n"
        known = {tuple(line.split("\t")[:2]) for line in text.splitlines()}
        rows = [
            row for term in glossary.terms for row in _term_rows(term.source, term.targets, term.forbidden, term.note)
        ]
        added = ["\t".join(row).rstrip("\t") + "\n" for row in rows if row[:2] not in known]
        if added or not path.exists():
            self._write(_GLOSSARY, (text + "".join(dict.fromkeys(added))).encode())

    def _write(self, name: str, data: bytes) -> None:
        with atomic_output(self.place / name) as stream:
            stream.write(data)


def _term_rows(
    source: str, targets: Iterable[str], forbidden: Sequence[str], note: str
) -> Iterator[tuple[str, str, str]]:
    """The rows of a term: one for each translation, the preferred one first."""
    remarks = "; ".join(
        [*([note] if note else []), *([_("not: {terms}", terms=", ".join(forbidden))] if forbidden else [])]
    )
    for target in targets:
        row = (" ".join(cell.split()) for cell in (source, target, remarks))
        yield tuple(row)  # type: ignore[misc]  # three cells


def _languages(files: Sequence[SourceFile]) -> tuple[str, str]:
    """The one pair of languages of all documents. Raises InputError where there is none, UsageError for several."""
    found = list(dict.fromkeys((file.story.source_lang, file.story.target_lang) for file in files))
    if not found:
        raise InputError(_("the corpus holds no pairs"), hint=_("Name one that has some"))
    if len({tuple(map(primary_subtag, pair)) for pair in found}) > 1:
        named = ", ".join("-".join(pair) for pair in found)
        hint = _("choose with {options}", options=language_options())
        raise UsageError(
            _("an OmegaT project has one pair of languages, and the corpus {languages}", languages=named), hint=hint
        )
    return found[0]


def _is_new(place: Path) -> bool:
    """Whether there is no project yet. Raises OutputError for a folder that holds something else."""
    if (place / PROJECT).is_file():
        return False
    with _readable(place):
        if not place.exists() or (place.is_dir() and not any(place.iterdir())):
            return True
    problem = (
        _("{place} is no OmegaT project and not empty", place=place)
        if place.is_dir()
        else _("{place} is a file, not a folder", place=place)
    )
    raise OutputError(problem, path=place, hint=_("name another folder"))


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(_("cannot read {path}: {reason}", path=path, reason=reason(error)), path=path) from error


_SETTINGS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat>
    <project version="1.0">
        <source_dir>__DEFAULT__</source_dir>
        <target_dir>__DEFAULT__</target_dir>
        <tm_dir>__DEFAULT__</tm_dir>
        <glossary_dir>__DEFAULT__</glossary_dir>
        <glossary_file>__DEFAULT__</glossary_file>
        <dictionary_dir>__DEFAULT__</dictionary_dir>
        <source_lang>{}</source_lang>
        <target_lang>{}</target_lang>
        <sentence_seg>true</sentence_seg>
        <support_default_translations>true</support_default_translations>
        <remove_tags>false</remove_tags>
    </project>
</omegat>
"""
