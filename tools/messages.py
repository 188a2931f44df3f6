"""The catalogues of what `align` says: collects the messages of the code, and compiles their translations.

    python tools/messages.py            bring align/localization/ru/LC_MESSAGES/align.po up to date, and compile it
    python tools/messages.py --check    exit 1 where a message lacks its translation or a file is out of date
    python tools/messages.py --from FILE.po …   take the translations of other catalogues for messages without one

Messages stand in the code in `_`, `ngettext`, `pgettext` and `N_`, and in tables (`Translated`); help texts are taken
from the commands themselves.
A translation whose message changed is gone: write it anew.
"""

from __future__ import annotations

import argparse
import importlib
import io
import re
import string
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import click
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from align.localization import Translated

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "align" / "localization"
KEYWORDS: dict[str, Any] = {"_": None, "N_": {1: None, 2: (1, 2)}, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
LANGUAGES = ("ru",)
LONG_AGO = datetime(2026, 1, 1, tzinfo=timezone.utc)
"""The date in a compiled catalogue, which is the same whenever it is made."""


def code_messages() -> Iterator[tuple[str, str | None, Any]]:
    """Each message of the code: the module it stands in, its context, the message or its two forms."""
    found = extract_from_dir(ROOT / "align", [("**.py", "python")], keywords=KEYWORDS)
    for name, _line, message, _comments, context in found:
        yield f"align/{name}", context, message


def table_messages() -> Iterator[tuple[str, str | None, Any]]:
    """Each message of the tables in the code."""
    for path in sorted((ROOT / "align").rglob("*.py")):
        where = path.relative_to(ROOT)
        if re.search(r"= Translated\(", path.read_text("utf-8")):
            for table in vars(importlib.import_module(".".join(where.with_suffix("").parts))).values():
                if isinstance(table, Translated):
                    yield from ((where.as_posix(), table.context, message) for message in table.messages())


def help_messages() -> Iterator[tuple[str, str | None, Any]]:
    """Each paragraph of the help of each command, and the help of each option."""
    from align.cli import COMMANDS, cli
    from align.localization.messages import paragraphs

    def walk(command: click.Command, where: str) -> Iterator[tuple[str, str | None, Any]]:
        for text, verbatim in paragraphs(command.help or ""):
            if text and not verbatim:
                yield where, None, text
        for parameter in command.params:
            if help_text := getattr(parameter, "help", None):
                yield where, None, " ".join(help_text.split())
        if isinstance(command, click.Group) and command is not cli:
            for name, inner in sorted(command.commands.items()):
                yield from walk(inner, f"{where} {name}")

    context = click.Context(cli)
    yield from walk(cli, "align")
    for name, about in COMMANDS.items():
        yield "align", None, about
        command = cli.get_command(context, name)
        assert command is not None
        yield from walk(command, f"align {name}")


def template() -> Catalog:
    """All messages, sorted by where they stand."""
    catalogue = Catalog(project="align", charset="utf-8", fuzzy=False)
    found = [*code_messages(), *table_messages(), *help_messages()]
    for where, context, message in sorted(found, key=lambda one: (one[0], str(one[2]))):
        catalogue.add(message, locations=[(where.replace(" ", "-"), 1)], context=context)
    return catalogue


def po_file(language: str) -> Path:
    """The catalogue of a language."""
    return CATALOGUES / language / "LC_MESSAGES" / "align.po"


def read(path: Path, language: str) -> Catalog:
    """A catalogue; an empty one where there is no file."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)


def merged(language: str, others: Iterable[Path]) -> Catalog:
    """All messages of the code with the translations that there are: first of the catalogue itself, then of others."""
    known = [read(path, language) for path in (po_file(language), *others)]
    catalogue = Catalog(locale=language, project="align", charset="utf-8", fuzzy=False)
    for message in template():
        if not message.id:
            continue
        added = catalogue.add(message.id, locations=message.locations, context=message.context)
        for other in known:
            old = other.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
            if old is not None and old.id == message.id and is_translated(old.string):
                added.string = old.string
                break
    return catalogue


def is_translated(text: Any) -> bool:
    """Whether there is a translation, in each of its forms."""
    return all(text) if isinstance(text, (tuple, list)) else bool(text)


def po_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as a file that is the same whoever makes it and when."""
    stream = io.BytesIO()
    write_po(stream, catalogue, width=120, omit_header=True, include_lineno=False)
    plural = f"nplurals={catalogue.num_plurals}; plural={catalogue.plural_expr};"
    header = (
        'msgid ""\nmsgstr ""\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n"Language: {catalogue.locale}\\n"\n"Plural-Forms: {plural}\\n"\n\n'
    )
    return header.encode() + stream.getvalue()


def mo_bytes(po: bytes, language: str) -> bytes:
    """A catalogue as gettext reads it."""
    catalogue = read_po(io.BytesIO(po), locale=language)
    plain = Catalog(locale=language, charset="utf-8", fuzzy=False)
    for message in catalogue:
        if message.id and is_translated(message.string):
            plain.add(message.id, message.string, context=message.context)
    plain.creation_date = plain.revision_date = LONG_AGO
    stream = io.BytesIO()
    write_mo(stream, plain)
    return stream.getvalue()


def placeholders(text: str) -> list[str]:
    """The named places of a message, in order of their names."""
    try:
        return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name})
    except ValueError:
        return ["?"]


def problems(catalogue: Catalog) -> Iterator[str]:
    """What is wrong with the translations: one that is missing, or has not the places and edges of its message."""
    for message in catalogue:
        if not message.id:
            continue
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        targets = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        if not is_translated(message.string):
            yield f"no translation: {sources[0]}"
            continue
        known = [set(placeholders(source)) for source in sources]
        wanted, allowed = known[-1].intersection(*known), known[-1].union(*known)
        for target in targets:
            if wanted - set(placeholders(target)) - {"n"} or set(placeholders(target)) - allowed:
                yield f"other places in braces: {sources[0]} → {target}"
            if edges(sources[-1]) != edges(target):
                yield f"other blanks at its ends: {sources[0]} → {target}"


def edges(text: str) -> tuple[str, str]:
    """The blanks at the ends of a text."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def messages_in(file: Path, content: bytes) -> dict[Any, Any]:
    """What a catalogue says, whichever version of Babel wrote it."""
    catalogue = (read_mo if file.suffix == ".mo" else read_po)(io.BytesIO(content))
    return {(str(message.id), message.context): list(message.string) for message in catalogue if message.id}


def main() -> int:
    """Bring the catalogues up to date, or check them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--from", dest="others", type=Path, nargs="*", default=[])
    options = parser.parse_args()
    found: list[str] = []
    for language in LANGUAGES:
        path = po_file(language)
        catalogue = merged(language, options.others)
        po = po_bytes(catalogue)
        mo = mo_bytes(po, language)
        found += problems(catalogue)
        if options.check:
            for file, content in ((path, po), (path.with_suffix(".mo"), mo)):
                if not file.exists() or messages_in(file, file.read_bytes()) != messages_in(file, content):
                    found.append(f"{file.relative_to(ROOT)} is out of date: python tools/messages.py")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(po)
            path.with_suffix(".mo").write_bytes(mo)
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
