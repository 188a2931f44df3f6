"""The source documents of an OmegaT project: the files themselves where OmegaT reads them, else the corpus's texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from align.corpus.pair import Pair
from align.document import file_and_inner
from align.errors import InputError
from align.export.source_files import SourceFiles
from align.export.story import StoryText
from align.io.own_errors import reason
from align.languages.scripts import is_unspaced
from align.localization import _

READ_BY_OMEGAT = frozenset({".txt", ".html", ".htm", ".xhtml", ".docx", ".odt", ".srt"})
_NO_NAME = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
"""Characters that a file's name cannot have on one system or another."""
_EMPTY_LINES = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A document as it stands in `source/`: its name there, its content, and the story that it is of."""

    name: str
    content: bytes
    story: StoryText

    def numbered(self, number: int) -> SourceFile:
        """The same under a name with a number: `port.txt` → `port-2.txt`."""
        path = PurePosixPath(self.name)
        return SourceFile(f"{path.stem}-{number}{path.suffix}", self.content, self.story)


def source_file(story: StoryText, folder: Path) -> SourceFile:
    """The source document of a story, whose corpus is in `folder`.

    It is the file itself if OmegaT reads files of its kind, it is still where the corpus says, and it has the corpus's
    segments. A plain text must have its paragraphs on a line each, too, with empty lines between them: within a
    paragraph OmegaT would see line breaks.
    """
    files = SourceFiles(folder)
    path = None if file_and_inner(story.doc)[1] else files.file_of(story.doc)
    name = _name(story.doc)
    if (
        path is not None
        and path.suffix.lower() in READ_BY_OMEGAT
        and files.paragraphs(story.doc, story.pairs) is not None
    ):
        content = _content(path)
        if path.suffix.lower() != ".txt" or _is_plain(content, story.pairs):
            return SourceFile(name, content, story)
    suffix = "" if name.lower().endswith(".txt") else ".txt"
    return SourceFile(name + suffix, text_of(story).encode(), story)


def source_paragraphs(story: StoryText) -> Iterator[list[str]]:
    """The sources of each paragraph that has any."""
    for paragraph in story.paragraphs:
        if sources := [pair.source for pair in paragraph.pairs if pair.source]:
            yield sources


def joint(story: StoryText) -> str:
    """What stands between two sentences of its source."""
    return "" if is_unspaced(story.source_lang) else " "


def text_of(story: StoryText) -> str:
    """The source put together again: a line a paragraph, an empty line between them."""
    return "\n\n".join(joint(story).join(sources) for sources in source_paragraphs(story)) + "\n"


def _name(doc: str) -> str:
    file, inner = file_and_inner(doc)
    name = PurePosixPath(inner.replace("\\", "/")).name if "/" in inner or "." in inner else ""
    name = name or PurePosixPath(file.replace("\\", "/")).name + (f"-{inner}" if inner else "")
    return _NO_NAME.sub("-", name).strip("-. ") or "text"


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(_("cannot read {path}: {reason}", path=path, reason=reason(error)), path=path) from error


def _is_plain(content: bytes, pairs: list[Pair]) -> bool:
    """Whether a text is UTF-8, has a line for each paragraph, and each source word for word."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    lines = _EMPTY_LINES.split(text.replace("\r\n", "\n").strip())
    return not any("\n" in line or "\r" in line for line in lines) and all(pair.source in text for pair in pairs)
