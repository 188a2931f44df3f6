"""`align export --omegat`: a project of the free CAT tool OmegaT."""

from __future__ import annotations

from collections.abc import Sequence

from align.cli.options import LanguageCodes, TmxOptions, say
from align.cli.visible import print_json
from align.localization import _


def export_project(
    corpora: Sequence[str],
    folder: str,
    glossary: str | None,
    input_format: str | None,
    codes: LanguageCodes,
    tmx: TmxOptions,
    as_json: bool,
) -> None:
    """Make the project of the corpora, or add them to it, and report what was done."""
    from pathlib import Path

    from align.corpus import read_corpus
    from align.export.omegat_project import export_omegat
    from align.glossary.glossary_reader import open_glossary

    terms = open_glossary(glossary, codes["source_lang"], codes["target_lang"], say) if glossary else None
    read = [(read_corpus(name, input_format, **codes, warn=say), Path(name).parent) for name in corpora]
    done = export_omegat(read, folder, terms, tmx["tmx_langs"], tmx["reviewer"])
    for warning in done.warnings:
        say(warning)
    if as_json:
        print_json(done.as_json())
        return
    documents = ", ".join(done.documents[:5]) + (" …" if len(done.documents) > 5 else "")
    if done.is_new:
        say(_("{folder}: {documents} in a new project", folder=folder, documents=documents))
    else:
        say(_("{folder}: {documents} added", folder=folder, documents=documents))
    say(
        _(
            "segments that are reviewed: {reviewed:,}; drafts that OmegaT shows as matches: {drafts:,}",
            reviewed=done.reviewed,
            drafts=done.drafts,
        )
    )
    if done.translated_otherwise:
        say(
            _(
                "{n:,} reviewed segments have another translation in the project, which stays",
                n=done.translated_otherwise,
            )
        )
    if not done.is_new:
        say(_("where the project is open in OmegaT, load it again: Project, Reload"))
