"""Moses: two plain files, a segment a line, line n of one parallel to line n of the other, as in MT toolkits and OPUS.

`all.moses` names the two: their names end in the codes of the languages, as in `all.en` and `all.ru`. Only texts
and languages survive.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO

from align.account import Account
from align.corpus.format_options import FormatOptions
from align.corpus.formats.bilingual_table import pair_in_row
from align.corpus.inline_codes import CODES
from align.corpus.pair import Corpus, Pair
from align.corpus.pair_languages import OneLanguagePair
from align.errors import FormatError, InputError, OutputError, UsageError, language_options
from align.io.atomic import STDOUT, atomic_output, is_written_to
from align.io.bounded import bounded_lines
from align.io.own_errors import open_to_read, reason
from align.io.xml_text import one_line
from align.languages.tags import best_match, normal_tag, primary_subtag
from align.localization import N_, _, ngettext

SUFFIX = ".moses"


class Sides:
    """The two files of a name, opened when their languages are known; a context manager that closes them."""

    def __init__(self, path: str | Path, writing: bool = False):
        if str(path) == STDOUT or (writing and is_written_to(path)):
            raise UsageError(
                _("Moses has two files, and {path} is one", path=path),
                path=path,
                hint=_("name them like all.moses (all.en and all.ru)"),
            )
        self._prefix = str(path).removesuffix(SUFFIX)
        self._writing = writing
        self._files = contextlib.ExitStack()

    def path(self, language: str) -> str:
        """The name of one side's file."""
        return f"{self._prefix}.{language}"

    def side(self, language: str) -> BinaryIO:
        """Open the file of one side. Raises InputError or OutputError where it cannot be."""
        path = self.path(language)
        if self._writing:
            return self._files.enter_context(atomic_output(path))
        try:
            return self._files.enter_context(open_to_read(path, path))
        except OSError as error:
            raise InputError(
                _("cannot read {path}: {reason}", path=path, reason=reason(error)),
                path=path,
                hint=_("Check the name and the languages"),
            ) from error

    def found(self) -> list[str]:
        """The files of this name whose suffix is a language."""
        return sorted(f"{Path(self._prefix).name}.{code}" for code in self._codes())

    def spelt(self, language: str) -> str:
        """The language as the name of its file spells it: `en_US` for `en-US`, `EN` for `en`; as it is for no file."""
        if Path(self.path(language)).exists():
            return language
        return best_match(language, sorted(self._codes())) or language

    def _codes(self) -> list[str]:
        from align.languages.identification import RECOGNISED

        prefix = Path(self._prefix)
        names = (path.name for path in prefix.parent.glob("*") if path.name.startswith(f"{prefix.name}."))
        codes = (name.removeprefix(f"{prefix.name}.") for name in names)
        return [code for code in codes if primary_subtag(code) in RECOGNISED]

    def close(self) -> None:
        """Close what was opened."""
        self._files.close()

    def __enter__(self) -> Sides:
        return self

    def __exit__(self, *raised: object) -> None:
        self._files.__exit__(*raised)  # type: ignore[arg-type]


class Writer:
    """Writes a line a side for each pair; line breaks inside a segment become spaces. Pairs with an empty side stay
    out."""

    def __init__(self, stream: Sides, name: str, header: Corpus, options: FormatOptions):
        self._name = name
        self._languages = OneLanguagePair((header.source_lang, header.target_lang))
        self._empty = self._coded = 0
        languages = self._languages.languages
        if not all(languages) or len(set(map(normal_tag, languages))) == 1:
            raise OutputError.at(
                name, None, _("the files of Moses are named by two languages, and this corpus has not got two")
            )
        self._files = [stream.side(language) for language in languages]

    def write(self, pair: Pair) -> None:
        """Add a line to each file. Raises OutputError for a pair in other languages than the files'."""
        if not self._languages.takes(pair):
            problem = _("pair {id} is {languages} and the files {others}", id=pair.id, **self._languages.names_of(pair))
            raise OutputError.at(self._name, None, problem, self._languages.advice(pair))
        sides = [one_line(text).strip() for text in (pair.source, pair.target)]
        if not all(sides):
            self._empty += 1
            return
        self._coded += CODES in pair.extra
        for file, text in zip(self._files, sides, strict=True):
            file.write(text.encode("utf-8", "replace") + b"\n")

    def close(self) -> list[str]:
        """Return warnings about the pairs that stayed out or lost codes; nothing is left to write."""
        said = []
        if self._empty:
            said.append(_("{file}: {count} without source or target left out", file=self._name, count=self._empty))
        if self._coded:
            said.append(
                _("{file}: {count} without their inline codes: this is plain text", file=self._name, count=self._coded)
            )
        return said + self._languages.lines(self._name)


def read(stream: Sides, name: str, options: FormatOptions) -> Corpus:
    """Read the corpus in the two files. Raises UsageError for unnamed languages, InputError for a missing file,
    and, while it is read, FormatError for sides of different length."""
    languages = (options.source_lang, options.target_lang)
    if not all(languages):
        found = ", ".join(stream.found()[:6])
        problem = _("name the languages with {options}", options=language_options())
        if found:
            problem = _("name the languages with {options} (there is {files})", options=language_options(), files=found)
        raise UsageError.at(name, None, problem)
    names = [stream.spelt(language) for language in languages]
    files = [stream.side(language) for language in names]
    paths = [stream.path(language) for language in names]
    corpus = Corpus((), source_lang=languages[0], target_lang=languages[1])
    corpus.pairs = _pairs(files, paths, name, options, corpus.account)
    return corpus


def _pairs(
    files: list[BinaryIO], paths: list[str], name: str, options: FormatOptions, account: Account
) -> Iterator[Pair]:
    both = zip_longest(*(bounded_lines(file, path) for file, path in zip(files, paths, strict=True)))
    for number, sides in enumerate(both, 1):
        if None in sides:
            short, long = (paths[0], paths[1]) if sides[0] is None else (paths[1], paths[0])
            raise FormatError(
                ngettext(
                    "{short} has {n} lines and {long} more",
                    "{short} has {n} lines and {long} more",
                    number - 1,
                    short=short,
                    long=long,
                ),
                path=short,
                line=number,
                hint=_("line n must be beside line n; mend them"),
            )
        texts = [_text(side[1], number, path) for side, path in zip(sides, paths, strict=True)]
        if any(texts):
            yield pair_in_row(dict(zip(("source", "target"), texts, strict=True)), number, number, name, options)
        else:
            account.leave_out(N_("lines that are empty on both sides"), f"line {number}")


def _text(raw: bytes, number: int, path: str) -> str:
    try:
        return raw.decode("utf-8-sig" if number == 1 else "utf-8").strip("\r\n")
    except UnicodeDecodeError as error:
        raise FormatError.at(path, number, _("not UTF-8"), _("Save the file as UTF-8")) from error
