"""Writes the documents of a corpus to files: one for all of them, or one each."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any

from align.corpus.pair import Pair
from align.document import file_and_inner
from align.errors import InputError, QualityError, UsageError, option_name
from align.export.content import SegmentCounts, counted, translated
from align.export.export_formats import export_format
from align.export.into_source import is_subtitles
from align.export.options import ExportOptions
from align.export.source_choice import of_source, source_for, written_into
from align.export.story import StoryText, stories
from align.io.atomic import STDOUT, ask_guard, atomic_output
from align.io.output_folder import output_folder
from align.io.own_documents import remember
from align.io.xml_text import XmlText, one_line
from align.localization import _, ngettext

DOC, LANG = "{doc}", "{lang}"
_NO_NAME = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
"""Characters that a file's name cannot have on one system or another."""
_SHOWN = 5


@dataclass(slots=True)
class Exported:
    """What was written: the files, how many documents they hold, and the counts of their segments."""

    files: list[str]
    documents: int
    counts: SegmentCounts
    warnings: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The same as JSON has it."""
        counts = self.counts
        return {
            "files": self.files,
            "documents": self.documents,
            "segments": counts.segments,
            "unreviewed": counts.unreviewed,
            "untranslated": counts.untranslated,
            "rejected": counts.rejected,
            "left_out": counts.left_out,
            "warnings": self.warnings,
        }


def export_documents(
    corpora: Iterable[tuple[Iterable[Pair], str | Path]],
    output: str | Path,
    format: str | None = None,
    options: ExportOptions | None = None,
) -> Exported:
    """Write the documents of corpora to `output`: to a file each where its name has `{doc}` in it, and one a target
    language where it has `{lang}`. `-` is standard output.

    With the pairs of each corpus comes the folder in which its source files are looked for. Raises UsageError for
    a name that does not fit, InputError where there is nothing to write, QualityError with the first ids where `only`
    asks for reviewed segments and there are others, OutputError for a file that cannot be written; before anything is
    written, but for what a full disk stops.
    """
    options = options or ExportOptions()
    into = bool(options.like) or is_subtitles(output)
    write = None if into else export_format(output, format).writer(options.bilingual)
    text = XmlText()
    folders: list[str | Path] = []
    found: list[StoryText] = []
    for pairs, folder in corpora:
        folders.append(folder)
        found += stories((_writable(pair, text) for pair in _typeset(pairs, options)), folder)
    like = source_for(found, folders, str(output), format, options)
    found = of_source(found, like) if like else found
    named = _named(found, str(output))
    counts = counted(found)
    if options.only and counts.open_ids:
        raise _not_ready(counts)
    contents: dict[str, bytes] = {}
    number = 0
    remarks: list[str] = []
    undivided: list[str] = []
    for name, its_stories in named.items():
        if like or write is None:
            assert like is not None
            contents[name], lines = written_into(its_stories, like, options)
            remarks += lines
            number += 1
            continue
        documents = [translated(story, options) for story in its_stories]
        documents = [document for document in documents if document.paragraphs]
        if documents:
            number += len(documents)
            stream = io.BytesIO()
            write(documents, stream)
            contents[name] = stream.getvalue()
            undivided += (story.doc or name for story in its_stories if not story.is_divided)
    if not contents:
        raise InputError(_("there is nothing to export: the corpus holds no text"))
    _write_all(contents)
    exported = Exported(list(contents), number, counts, remarks)
    if text.lost:
        exported.warnings.append(
            ngettext(
                "a character that documents cannot hold was left out or replaced, the first in pair {id}",
                "{n} characters that documents cannot hold were left out or replaced, the first in pair {id}",
                text.lost,
                id=text.where,
            )
        )
    if undivided:
        exported.warnings.append(_not_divided(undivided))
    if empty := len(found) - number:
        exported.warnings.append(_("documents without any text, which were not written: {count}", count=empty))
    return exported


def _typeset(pairs: Iterable[Pair], options: ExportOptions) -> Iterable[Pair]:
    from align.typography import typeset_pairs

    return typeset_pairs(pairs) if options.typography else pairs


def _writable(pair: Pair, text: XmlText) -> Pair:
    """The pair with texts that every format can hold, each on one line."""
    texts = (pair.source, pair.target, pair.note)
    source, target, note = (one_line(text.legal(value, pair.id)).strip(" ") for value in texts)
    if (source, target, note) == texts:
        return pair
    return replace(pair, source=source, target=target, note=note)


def _not_divided(documents: Sequence[str]) -> str:
    return ngettext(
        "it is not known where the paragraphs of {doc} begin: each segment is one",
        "it is not known where the paragraphs of {n:,} documents begin, the first {doc}: each segment is one",
        len(documents),
        doc=documents[0],
    )


def _not_ready(counts: SegmentCounts) -> QualityError:
    first = ", ".join(counts.open_ids[:_SHOWN]) + (" …" if len(counts.open_ids) > _SHOWN else "")
    problem = ngettext(
        "{n:,} of {total:,} segments is not reviewed: {ids}",
        "{n:,} of {total:,} segments are not reviewed: {ids}",
        len(counts.open_ids),
        total=counts.segments,
        ids=first,
    )
    return QualityError(
        problem, hint=_("Nothing was written. Review them, or leave {option} out", option=option_name("only"))
    )


def _named(found: Sequence[StoryText], output: str) -> dict[str, list[StoryText]]:
    """The documents by the name of their file. Raises UsageError for several languages in one."""
    languages = list(dict.fromkeys(story.target_lang for story in found))
    if len(languages) > 1 and LANG not in output:
        hint = _(
            "Choose one with {option}, or write {lang} in the name of the output",
            option=option_name("target_lang"),
            lang=LANG,
        )
        raise UsageError(
            _("the corpus has translations into {languages}", languages=", ".join(sorted(languages))), hint=hint
        )
    named: dict[str, list[StoryText]] = {}
    taken: Counter[str] = Counter()
    for story in found:
        name = output.replace(LANG, _NO_NAME.sub("-", story.target_lang))
        if DOC in name:
            stem = file_stem(story.doc)
            key = name.replace(DOC, stem).casefold()  # which some systems do not tell apart
            taken[key] += 1
            name = name.replace(DOC, stem if taken[key] == 1 else f"{stem}.{taken[key]}")
        named.setdefault(name, []).append(story)
    return named


def file_stem(doc: str) -> str:
    """What names the file of a document: its own name without folder and suffix, and the number in a file of several.

    >>> [file_stem(name) for name in ("stories/Bout #2.txt", "news.jsonl#17", "pack.zip#a/b.txt", "-")]
    ['Bout #2', 'news-17', 'b', 'stdin']
    """
    if doc == STDOUT:
        return "stdin"
    file, inner = file_and_inner(doc)
    stem = PurePath(_last(file)).stem
    if inner:
        stem = f"{stem}-{inner}" if inner.isdecimal() else PurePath(_last(inner)).stem
    return _NO_NAME.sub("-", stem).strip(". ")[:120] or "text"


def _last(path: str) -> str:
    return re.split(r"[\\/]", path)[-1]


def _write_all(contents: dict[str, bytes]) -> None:
    """Write the files; what is there already is left as it is. No file is written if one may not be replaced."""
    changed = {name: content for name, content in contents.items() if not _holds(name, content)}
    for name in changed:
        ask_guard(name)
    for name, content in changed.items():
        with ExitStack() as stack:
            stack.enter_context(output_folder(name))
            stack.enter_context(atomic_output(name)).write(content)
    for name, content in contents.items():
        if name != STDOUT:
            remember(content)


def _holds(name: str, content: bytes) -> bool:
    path = Path(name)
    try:
        return name != STDOUT and path.is_file() and path.read_bytes() == content
    except (OSError, ValueError):
        return False
