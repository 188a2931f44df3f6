"""The corpus formats, by suffix, and the two functions that use them: `read_corpus` and `open_writers`.

Both stream: a corpus is never in memory as a whole, except where a format forbids it (a spreadsheet is a zip archive of
sheets). A format's module is imported when it is used. It has `read(stream, name, options) -> Corpus` and a `Writer`.
"""

from __future__ import annotations

import contextlib
import importlib
import itertools
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from align.account import Account
from align.corpus.format_options import FormatOptions
from align.corpus.pair import Corpus, Pair
from align.corpus.pair_languages import with_languages
from align.errors import InputError, UsageError, option_name, option_names
from align.extensions import with_extensions
from align.io.atomic import STDOUT, atomic_output
from align.io.output_folder import output_folder
from align.io.own_errors import open_to_read, reason, standard_input
from align.localization import N_, _
from align.progress import Warn, ignore


class Writer(Protocol):
    """The interface of a format's `Writer(stream, name, header, options)`. `close` ends the file and returns warnings
    about what the format could not hold."""

    def write(self, pair: Pair) -> None: ...

    def close(self) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class CorpusFormat:
    """A corpus format: its name on the command line, the suffixes of its files, the module that reads and writes it.

    `two_files` says that a name stands for a file a language (see `align.corpus.formats.moses`), not for a stream.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    about: str
    reads: bool = True
    writes: bool = True
    two_files: bool = False


FORMATS: dict[str, CorpusFormat] = {
    known.name: known
    for known in (
        CorpusFormat(
            "jsonl",
            (".jsonl", ".ndjson"),
            "align.corpus.formats.jsonl",
            "everything, one pair a line (the native format)",
        ),
        CorpusFormat(
            "tmx", (".tmx",), "align.corpus.formats.tmx", "translation memory for OmegaT, Trados, memoQ and others"
        ),
        CorpusFormat("xlsx", (".xlsx",), "align.review.exchange", "workbook for review"),
        CorpusFormat(
            "ods", (".ods",), "align.review.exchange", "the same workbook, saved by LibreOffice", writes=False
        ),
        CorpusFormat("tsv", (".tsv",), "align.corpus.formats.tsv_table", "table for scripts, one pair a line"),
        CorpusFormat("csv", (".csv",), "align.corpus.formats.csv_table", "table for spreadsheets"),
        CorpusFormat("xliff", (".xlf", ".xliff"), "align.corpus.formats.xliff", "XLIFF 1.2 for CAT tools"),
        CorpusFormat(
            "moses", (".moses",), "align.corpus.formats.moses", "two plain files: all.en and all.ru", two_files=True
        ),
        CorpusFormat(
            "sdlxliff",
            (".sdlxliff", ".mqxliff", ".mxliff"),
            "align.corpus.formats.xliff",
            "XLIFF of Trados and memoQ",
            writes=False,
        ),
        CorpusFormat(
            "parquet", (".parquet",), "align.corpus.formats.parquet", "columns for data tools (needs pyarrow)"
        ),
        CorpusFormat(
            "txt",
            (".txt",),
            "align.corpus.formats.plain_targets",
            "targets alone, one a line, for scoring",
            reads=False,
        ),
    )
}


def corpus_formats() -> dict[str, CorpusFormat]:
    """All formats by name: those of `FORMATS`, then those that other distributions have registered.

    Raises AlignError for an extension that does not load, or takes a name that another one has.
    """
    return with_extensions(FORMATS, "align.formats", CorpusFormat, lambda added: (added.name,))


def format_of(path: str | Path, format: str | None = None, *, writing: bool = False) -> CorpusFormat:
    """Find the format named, or else that of the suffix of `path`. Raises UsageError listing the known ones."""
    suffix = Path(path).suffix.lower()
    for own in (True, False):  # extensions are looked for where none of these formats fits
        formats = FORMATS if own else corpus_formats()
        able = [known for known in formats.values() if (known.writes if writing else known.reads)]
        for known in able:
            if known.name == format if format is not None else suffix in known.suffixes:
                return known
    raise _unknown(path, format, able, writing=writing)


def _unknown(path: str | Path, format: str | None, able: Sequence[CorpusFormat], *, writing: bool) -> UsageError:
    """The error for a format that is not given, or that is not among the `able` ones."""
    names = [known.name for known in able]
    option = option_name("input_format" if option_names() and not writing else "format")
    if format is not None:
        problem = (
            N_("the format {format!r} cannot be written") if writing else N_("the format {format!r} cannot be read")
        )
        hint = _("use one of {formats}", formats=", ".join(names))
        return UsageError(_(problem, format=format), path=path, hint=hint)
    if str(path) == STDOUT:
        problem = _("standard output has no suffix") if writing else _("standard input has no suffix")
        hint = _("say {option} {formats}", option=option, formats="|".join(names))
        return UsageError(problem, path=path, hint=hint)
    suffix = Path(path).suffix.lower()
    what = _("the suffix {suffix} is not known", suffix=suffix) if suffix else _("there is no suffix")
    if any(suffix in known.suffixes for known in corpus_formats().values()):
        only = N_("{suffix} can be read only") if writing else N_("{suffix} can be written only")
        what = _(only, suffix=suffix)
    suffixes = ", ".join(suffix for known in able for suffix in known.suffixes)
    return UsageError.at(path, None, what, _("Known are {suffixes}; or say {option}", suffixes=suffixes, option=option))


def module_of(known: CorpusFormat) -> Any:
    """Import the module that reads and writes a format."""
    return importlib.import_module(known.module)


def _has_known_suffix(path: str | Path) -> bool:
    """Whether the suffix of an output is that of a format."""
    suffix = Path(path).suffix.lower()
    return any(suffix in known.suffixes for known in corpus_formats().values() if known.writes)


def read_corpus(
    path: str | Path,
    format: str | None = None,
    *,
    source_lang: str = "",
    target_lang: str = "",
    name: str | None = None,
    warn: Warn = ignore,
) -> Corpus:
    """Read the corpus in a file; `-` is standard input, with `format` given. The pairs are read on demand.

    `source_lang` and `target_lang` pick two languages of a multilingual file, name those that a file leaves open, and
    are the codes of all pairs (but for those in another script than a bare code's). `name` is what messages call the
    file. `warn` gets a line, when the last pair has been read, if the reader left something out or changed it
    (`Corpus.account` has the details). Raises UsageError for an unknown format, InputError for a file that cannot be
    opened, and, while the pairs are read, FormatError with the line that is broken.
    """
    known = format_of(path, format)
    name = name or (_("standard input") if str(path) == STDOUT else str(path))
    stream = module_of(known).Sides(path) if known.two_files else open_input(path)
    try:
        options = FormatOptions(source_lang, target_lang)
        corpus: Corpus = module_of(known).read(stream, name, options)
        with_languages(corpus, options, name)
        pairs = iter(corpus.pairs)
        if not (corpus.source_lang and corpus.target_lang):
            first = list(itertools.islice(pairs, 1))
            for pair in first:
                corpus.source_lang = corpus.source_lang or pair.source_lang
                corpus.target_lang = corpus.target_lang or pair.target_lang
            pairs = itertools.chain(first, pairs)
    except BaseException:
        stream.close()
        raise
    corpus.pairs = _closing(pairs, stream, corpus.account, name, warn)
    return corpus


class Writers:
    """Several corpus files written in one pass. Made by `open_writers`."""

    def __init__(self, targets: Sequence[tuple[CorpusFormat, str, BinaryIO]], header: Corpus, options: FormatOptions):
        self._targets = targets
        self._header = header
        self._options = options
        self._writers: list[Writer] | None = None

    def write(self, pair: Pair) -> None:
        """Add one pair to every file."""
        if self._writers is None:
            self._writers = self._start(pair.source_lang, pair.target_lang)
        for writer in self._writers:
            writer.write(pair)

    def close(self) -> list[str]:
        """End every file; warnings about what the formats could not hold. Called by `open_writers`."""
        if self._writers is None:
            self._writers = self._start("", "")
        return [line for writer in self._writers for line in writer.close()]

    def _start(self, source_lang: str, target_lang: str) -> list[Writer]:
        """Start the writers, once the first pair has the languages that the header may leave open."""
        about = self._header
        languages = (about.source_lang or source_lang, about.target_lang or target_lang)
        header = Corpus((), about.signature, *languages, about.created, about.extra)
        return [module_of(known).Writer(stream, name, header, self._options) for known, name, stream in self._targets]


@contextlib.contextmanager
def open_writers(
    outputs: Sequence[str | Path],
    header: Corpus,
    format: str | None = None,
    tmx_langs: Mapping[str, str] | None = None,
    warn: Warn = ignore,
    *,
    tmx_for: str = "",
    reviewer: str = "",
) -> Iterator[Writers]:
    """Write the same pairs to several files in one pass; see `align.open_writers`."""
    formats = [
        format_of(path, None if len(outputs) > 1 and _has_known_suffix(path) else format, writing=True)
        for path in outputs
    ]
    names = [str(path) if str(path) == STDOUT else str(Path(path).resolve()) for path in outputs]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(_("the output {name} is named twice", name=name), path=name, hint=_("name each once"))
    with contextlib.ExitStack() as stack:
        for path in outputs:
            stack.enter_context(output_folder(path))
        streams: dict[str, BinaryIO] = {}
        for name in sorted(names, key=os.path.exists):  # existing files, which a guard may refuse, are replaced first
            index = names.index(name)
            streams[name] = stack.enter_context(_output(formats[index], outputs[index]))
        shown = [_("standard output") if str(path) == STDOUT else str(path) for path in outputs]
        writers = Writers(
            list(zip(formats, shown, [streams[name] for name in names], strict=True)),
            header,
            FormatOptions(tmx_langs=tmx_langs or {}, tmx_for=tmx_for, reviewer=reviewer),
        )
        yield writers
        warnings = writers.close()
    for line in warnings:
        warn(line)


def write_corpus(
    corpus: Corpus,
    path: str | Path,
    format: str | None = None,
    tmx_langs: Mapping[str, str] | None = None,
    warn: Warn = ignore,
    *,
    tmx_for: str = "",
    reviewer: str = "",
) -> int:
    """Write a whole corpus to one file; the number of pairs. Raises what `open_writers` raises."""
    count = 0
    with open_writers([path], corpus, format, tmx_langs, warn, tmx_for=tmx_for, reviewer=reviewer) as out:
        for pair in corpus:
            out.write(pair)
            count += 1
    return count


def _output(known: CorpusFormat, path: str | Path) -> contextlib.AbstractContextManager[BinaryIO]:
    sides: contextlib.AbstractContextManager[BinaryIO]
    if known.two_files:
        sides = module_of(known).Sides(path, writing=True)
        return sides
    return atomic_output(path)


def open_input(path: str | Path) -> BinaryIO:
    """Open a file for reading bytes; `-` is standard input. Raises InputError if it cannot be opened."""
    if str(path) == STDOUT:
        return standard_input()
    try:
        return open_to_read(str(path), str(path))
    except OSError as error:
        raise InputError(
            _("cannot read {path}: {reason}", path=path, reason=reason(error)), path=path, hint=_("Check the name")
        ) from error


def _closing(pairs: Iterable[Pair], stream: BinaryIO, account: Account, name: str, warn: Warn) -> Iterator[Pair]:
    """Yield the pairs, close the stream after the last one, and say what the reader left out or changed."""
    with stream:
        for account.read, pair in enumerate(pairs, 1):
            yield pair
    if line := account.line():
        warn(f"{name}: {line}")
