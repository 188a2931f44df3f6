"""What MkDocs calls while it builds the site: the reference is made here, from the program itself."""

from __future__ import annotations

import re
from typing import Any

from commands import commands
from mkdocs.structure.files import File, Files
from pages import TABLES, command_page, index_page

FOLDER = "reference/commands"
_TABLE = re.compile(r"<!-- table: (?P<name>[\w -]+?) -->")


def on_config(config: Any) -> Any:
    """Put the command pages where the navigation says `Commands`."""
    for section in config.nav:
        for title, entries in section.items():
            if title == "Reference":
                place = next(i for i, entry in enumerate(entries) if "Commands" in entry)
                pages = [f"{FOLDER}/index.md", *(f"{FOLDER}/{command.page}.md" for command in commands())]
                entries[place] = {"Commands": pages}
    return config


def on_files(files: Files, config: Any) -> Files:
    """Add the command pages to the files of the site."""
    files.append(File.generated(config, f"{FOLDER}/index.md", content=index_page()))
    for command in commands():
        files.append(File.generated(config, f"{FOLDER}/{command.page}.md", content=command_page(command)))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Replace `<!-- table: NAME -->` by the table; an unknown name ends the build."""
    return _TABLE.sub(lambda match: TABLES[match["name"]](), markdown)
