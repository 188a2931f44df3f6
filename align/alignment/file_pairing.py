"""Which source file goes with which target file: two files, two folders matched by name, or a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from unicodedata import normalize

from align.errors import InputError, UsageError
from align.languages.tags import primary_subtag
from align.localization import _
from align.readers import find_documents

_THREE = "eng rus ukr bel deu ger fra fre spa ita por pol zho chi jpn kor ara ces cze nld dut tur ell gre heb hun ron"
"""Codes of three letters that occur in names of files; the others are words more often (`may`, `per`, `new`)."""
_LANGUAGE = f"(?:[A-Za-z]{{2}}|(?i:{'|'.join(_THREE.split())}))"
_VARIANT = "(?:-[A-Za-z]{2,4}|_(?:[A-Z]{2}|[A-Z][a-z]{3}))?"
"""A region or script; after `_`, which divides words as well, only one that is written as such."""
_CODE = re.compile(rf"{_LANGUAGE}(?:[-_][A-Za-z]{{2,4}})?")
_CODES = (
    re.compile(rf"(?P<rest>.+?)[._-](?P<code>{_LANGUAGE}{_VARIANT})$"),
    re.compile(rf"^(?P<code>{_LANGUAGE})[._-](?P<rest>.+)"),
)
_COMPRESSED = frozenset({".gz", ".bz2", ".xz", ".zst"})


def match_files(source: str, target: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Pairs of files, and the files without a counterpart. Of two folders those with the same name are paired, a
    language code in it aside.

    `bout.en.txt` goes with `bout.ru.txt`, `en/bout.txt` with `ru/bout.txt`, `bout_EN.md` with `bout_RU.txt`. Raises
    UsageError for a file and a folder, InputError for two files of a folder with the same name.
    """
    folders = Path(source).is_dir(), Path(target).is_dir()
    if not any(folders):
        return [(source, target)], []
    if not all(folders):
        raise UsageError(_("one side is a folder and the other a file: name two files or two folders"))
    sides = [_by_key(folder, find_documents([folder])) for folder in (source, target)]
    pairs = [(name, sides[1][key]) for key, name in sides[0].items() if key in sides[1]]
    return pairs, [side[key] for key in sorted(sides[0].keys() ^ sides[1].keys()) for side in sides if key in side]


def without_counterpart(names: Sequence[str]) -> InputError:
    """The error for files that have no counterpart of the same name."""
    shown = ", ".join(Path(name).name if len(names) > 1 else name for name in names[:5])
    if more := len(names[5:]):
        message = _("no counterpart of the same name for {names} and {n} more", names=shown, n=more)
    else:
        message = _("no counterpart of the same name for {names}", names=shown)
    return InputError(message, path=names[0], hint=_("rename them, or give the pairs with --list"))


def listed_files(lines: Iterable[str], name: str) -> list[tuple[str, str]]:
    """Pairs from the lines of a list file: source, tab, target; paths as they stand or beside the list.

    Blank lines and lines that begin with # are passed over. Raises InputError with the number of a line that is no
    pair.
    """
    folder = Path(name).parent
    pairs = []
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in line.rstrip("\n").split("\t")]
        if not any(cells) or line.startswith("#"):
            continue
        if len(cells) != 2 or not all(cells):
            raise InputError(
                _("{name}, line {number}: write a source file, a tab, and a target file", name=name, number=number)
            )
        first, second = (cell if Path(cell).exists() else str(folder / cell) for cell in cells)
        pairs.append((first, second))
    if not pairs:
        raise InputError(
            _("{name} lists no files: write a source file, a tab, and a target file on each line", name=name)
        )
    return pairs


def _by_key(folder: str, names: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        key = normalize("NFC", _key(Path(name).relative_to(folder)))  # macOS takes й apart in names of files
        if key in found:
            raise InputError(
                _(
                    "{other} and {name} have the same name but for the language: give the pairs with --list",
                    other=found[key],
                    name=name,
                )
            )
        found[key] = name
    return found


def by_language(names: Iterable[str], source: str, target: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Pairs among the files of a bilingual collection, and the files that are in none, both in the order given.

    A file's language is the last folder on its path, or else the code at the end or beginning of its name, that is
    `source` or `target` (BCP-47, regions aside): `en/bout.txt` goes with `ru/bout.txt`, `bout.en.txt` with
    `bout.ru.md`. Raises InputError for two files of one language and name.
    """
    codes = primary_subtag(source), primary_subtag(target)
    sides: tuple[dict[str, str], dict[str, str]] = {}, {}
    order = list(names)
    for name in order:
        key, code = _language_key(Path(name), codes)
        if code is None:
            continue
        side = sides[codes.index(code)]
        if key in side:
            raise InputError(
                _(
                    "{other} and {name} have the same name but for the suffix: give the pairs with --list",
                    other=side[key],
                    name=name,
                )
            )
        side[key] = name
    pairs = [(name, sides[1][key]) for key, name in sides[0].items() if key in sides[1]]
    paired = {name for pair in pairs for name in pair}
    return pairs, [name for name in order if name not in paired]


def _language_key(path: Path, codes: tuple[str, str]) -> tuple[str, str | None]:
    """The path without what tells its language, and that language, if it is one of `codes`."""
    parts = list(path.parts[:-1])
    folder = next((i for i in reversed(range(len(parts))) if _primary(parts[i]) in codes), None)
    stem, code = _split_code(_stem(path))
    if folder is not None:
        language = _primary(parts[folder])
        parts[folder] = "*"
        stem = stem if code == language else _stem(path)
    elif code in codes:
        language = code
    else:
        return str(path), None
    return str(Path(*parts, stem)).casefold(), language


def _key(path: Path) -> str:
    """The path without its suffix and without a language code at the end or beginning of the file's name."""
    return str(path.with_name(_split_code(_stem(path))[0])).casefold()


def _stem(path: Path) -> str:
    """A file's name without its suffix, and without the one before it in a compressed file."""
    bare = path.with_suffix("") if path.suffix.lower() in _COMPRESSED else path
    return bare.stem or path.name


def _split_code(stem: str) -> tuple[str, str | None]:
    """A name without the language code at its end or beginning, and the code's language (`en` of `en-US`)."""
    for pattern in _CODES:
        if (match := pattern.search(stem)) and (code := _primary(match["code"])):
            return match["rest"], code
    return stem, None


@lru_cache(maxsize=4096)
def _primary(code: str) -> str | None:
    """The language of a two-letter language code, perhaps with a region; None for anything else."""
    from align.errors import AlignError
    from align.languages.tags import canonical_tag

    if not _CODE.fullmatch(code):
        return None
    try:
        return canonical_tag(code).split("-")[0]
    except AlignError:
        return None
