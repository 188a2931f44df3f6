"""Hooks that MkDocs calls while it builds the site: the command reference is made here, from the program itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from commands import commands
from mkdocs.structure.files import File, Files
from pages import TABLES, command_page, index_page

FOLDER = "reference/commands"
LANGUAGES = {"ru/": "ru"}
"""Folders whose pages are in another language: the page says so, and its buttons speak it."""
_TABLE = re.compile(r"<!-- table: (?P<name>[\w -]+?) -->")


def on_config(config: Any) -> Any:
    """Put pages where the navigation has a name only: those of the commands, and of folders that grow."""
    generated = {
        "Commands": [f"{FOLDER}/index.md", *(f"{FOLDER}/{command.page}.md" for command in commands())],
        "Decisions": pages_of(Path(config.docs_dir), "decisions"),
        "Extending": pages_of(Path(config.docs_dir), "extending"),
    }
    for section in config.nav:
        for entries in section.values():
            if isinstance(entries, list):
                entries[:] = [{title: generated.get(title, page) for title, page in entry.items()} for entry in entries]
    return config


def pages_of(folder: Path, name: str) -> list[str]:
    """The pages below `name`, the index first and the others by their names, as paths from the documentation's root."""
    pages = sorted((folder / name).glob("*.md"), key=lambda page: (page.name != "index.md", page.name))
    return [page.relative_to(folder).as_posix() for page in pages]


def on_files(files: Files, config: Any) -> Files:
    """Add the command pages to the files of the site."""
    files.append(File.generated(config, f"{FOLDER}/index.md", content=index_page()))
    for command in commands():
        files.append(File.generated(config, f"{FOLDER}/{command.page}.md", content=command_page(command)))
    return files


def on_page_context(context: Any, page: Any, config: Any, **_: Any) -> Any:
    """Set the language of a page, in which its theme, browsers and screen readers take it."""
    path = page.file.src_uri
    config.theme["language"] = next((code for folder, code in LANGUAGES.items() if path.startswith(folder)), "en")
    return context


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Replace `<!-- table: NAME -->` by the table; an unknown name ends the build."""
    return _TABLE.sub(lambda match: TABLES[match["name"]](), markdown)
