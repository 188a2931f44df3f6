"""Which source a translation goes back into, and what of a corpus does."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from align.corpus.pair import Pair
from align.errors import InputError, UsageError, option_name
from align.export.content import run_of
from align.export.into_source import IntoSource, check_suffixes, is_subtitles, write_into
from align.export.options import ExportOptions, Mark
from align.export.placing import PairRendering
from align.export.story import StoryText
from align.io.atomic import STDOUT
from align.localization import N_, _, ngettext


def source_for(
    found: Sequence[StoryText], folders: Iterable[str | Path], output: str, format: str | None, options: ExportOptions
) -> str | None:
    """The file that the translation goes into: the one that was asked for, or, for subtitles, the documents' own, as
    named or in one of `folders`. None where a new document is made.

    Raises UsageError for an output that has another suffix, and for subtitles whose source is not there.
    """
    if options.like is not None:
        if format is not None:
            raise UsageError(
                _("{one} and {other} do not go together", one=option_name("like"), other=option_name("format_")),
                hint=_("leave {option} out", option=option_name("format_")),
            )
        check_suffixes(options.like, output)
        return options.like
    if format is not None or not is_subtitles(output):
        return None
    docs = list(dict.fromkeys(story.doc for story in found))
    for folder in ("", *folders):
        for doc in docs[:1]:
            path = Path(folder) / doc
            with contextlib.suppress(OSError, ValueError):
                if len(docs) == 1 and is_subtitles(path) and path.is_file():
                    check_suffixes(path, output)
                    return str(path)
    raise UsageError(
        _("the cues and times of {output} are those of its source, which is not known", output=output),
        path=output,
        hint=_("name it with {option}", option=option_name("like")),
    )


def of_source(found: Sequence[StoryText], like: str) -> list[StoryText]:
    """The documents of a corpus that were made of the file `like`: the only one, or those of its name. Raises
    InputError where there is none, or another of the same name."""
    docs = list(dict.fromkeys(story.doc for story in found))
    if len(docs) == 1:
        return list(found)
    wanted = [doc for doc in docs if doc == like] or [doc for doc in docs if _name(doc) == _name(like)]
    if len(wanted) != 1:
        problem = _("the corpus has no document of the name {name}", name=_name(like))
        if wanted:
            problem = _("the corpus has several documents of the name {name}", name=_name(like))
        hint = _("It has {documents}", documents=", ".join(docs[:3]) + " …" * (len(docs) > 3))
        raise InputError(problem, path=like, hint=hint)
    return [story for story in found if story.doc == wanted[0]]


def _name(doc: str) -> str:
    return doc.replace("\\", "/").rpartition("/")[2]


def written_into(stories: Sequence[StoryText], like: str, options: ExportOptions) -> tuple[bytes, list[str]]:
    """The file `like` with the translation of a document, and a line for each thing that is not as it was. Raises
    InputError as `write_into` does, and for several documents."""
    if len(stories) != 1:
        raise InputError(
            ngettext(
                "{n} translations would go into one file like {like}",
                "{n} translations would go into one file like {like}",
                len(stories),
                like=like,
            ),
            path=like,
            hint=_("give one corpus only"),
        )
    (story,) = stories
    stream = io.BytesIO()
    into = write_into(
        story.pairs, like, stream, lambda pair: _wording(pair, options.mark), story.source_lang, story.target_lang
    )
    return stream.getvalue(), _lines(into, like)


def _wording(pair: Pair, mark: Mark) -> PairRendering:
    run = run_of(pair, mark)
    if run is None:
        return PairRendering("")
    if pair.source and (pair.status == "rejected" or not pair.target):
        return PairRendering(None, run.marking)
    return PairRendering(run.text, run.marking)


def _lines(into: IntoSource, like: str) -> list[str]:
    return [f"{like}: {line}" for line in into.lines()]


def shows_marks(output: str) -> str:
    """How marks are shown in a file that was written into."""
    plain = is_subtitles(output) or Path(output).suffix.lower() in (".txt", ".text", ".md", ".markdown")
    return N_("in [[ ]]") if plain or output == STDOUT else N_("highlighted")
