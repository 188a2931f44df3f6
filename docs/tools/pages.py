"""Reference pages and tables in Markdown, made while the site is built, so that they say what the program does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from commands import Command, commands, leaves, program

from align.options import all_declared


def command_page(command: Command) -> str:
    """The page of a command, the commands inside it as sections."""
    return "\n".join(_page(command, 1)) + "\n"


def _page(command: Command, level: int) -> Iterator[str]:
    yield f"{'#' * level} {command.name}\n"
    yield from (f"{_plain(part)}\n" for part in command.text)
    if not command.children:
        yield f'```text title="Usage"\n{command.usage}\n```\n'
    if command.examples:
        yield from ("```console", *(f"$ {line}" for line in command.examples), "```\n")
    if not command.children:
        for heading, options in command.groups:
            yield from (f"**{heading}**\n",) if heading else ()
            yield table(("option", "meaning"), ((f"`{names}`", _plain(meaning)) for names, meaning in options))
    for child in command.children:
        yield from _page(child, level + 1)


def index_page() -> str:
    """The page that lists the commands."""
    rows = [[f"[`{one.name}`]({one.page}.md)", _plain(one.summary)] for one in commands()]
    options = table(("option", "meaning"), ((f"`{names}`", _plain(meaning)) for names, meaning in program().options))
    return (
        "# Commands\n\n"
        "Every command has `--help` with an example; these pages are made from it. Results go to standard output or to "
        "the files of `-o`, messages to standard error. `-` is standard input or output. A terminal gets a progress "
        "bar and a summary, a pipe gets silence; `--json` is for machines. The "
        "[exit statuses](../environment.md#exit-statuses) are the same for all.\n\n"
        f"{table(('command', 'does'), rows)}\n"
        f"## Before a command\n\n{options}"
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join('' if cell is None else str(cell) for cell in line)} |\n" for line in lines)


def formats() -> str:
    """The formats of a corpus."""
    from align.corpus.format_registry import FORMATS

    return table(
        ("format", "suffixes", "read", "written", "what for"),
        (
            (
                f"`{known.name}`",
                " ".join(f"`{suffix}`" for suffix in known.suffixes),
                "yes" if known.reads else "",
                "yes" if known.writes else "",
                known.about,
            )
            for known in FORMATS.values()
        ),
    )


def tmx_presets() -> str:
    """What TMX has for each tool."""
    from align.corpus.formats.tmx_presets import LEAN, PRESETS

    own = {
        "all": "all fields of a pair",
        "few": "`x-doc`, `x-n`, `x-kind`, `x-origin`, `x-status`, `x-paragraph`, `x-block`",
        "drafts": "`x-status` of a draft",
        "none": "",
    }
    rows = []
    for name, one in (("", LEAN), *PRESETS.items()):
        context = [kind for kind in (one.context.before, one.context.after, one.context.both) if kind]
        fields = [kind for kind in (one.level, one.note, one.document, one.reviewer) if kind]
        codes = "as they are" if not one.regions else "`EN-US`, `RU-RU`" if one.upper else "`en-US`, `ru-RU`"
        rows.append(
            (
                f"`--for {name}`" if name else "without",
                one.about,
                codes,
                own[one.own],
                ", ".join(f"`{kind}`" for kind in fields),
                ", ".join(f"`{kind}`" for kind in context),
                f"{one.longest:,}" if one.longest else "",
            )
        )
    heads = ("option", "for", "codes", "properties of align", "the tool's own fields", "context", "longest side")
    return table(heads, rows)


def texts() -> str:
    """The formats of documents."""
    from align.readers.document_formats import FORMATS

    return table(
        ("format", "suffixes", "may be compressed"),
        (
            (known.what, " ".join(f"`{suffix}`" for suffix in known.suffixes), "yes" if known.packs else "")
            for known in FORMATS
        ),
    )


def flags() -> str:
    """The flags, in the order in which they are written: most severe first."""
    from align.checks.registry import CHECKS

    return table(
        ("flag", "severity", "what it says"),
        ((f"`{check.flag}`", check.severity, check.description) for check in CHECKS.values()),
    )


def models() -> str:
    """The catalogue of checkpoints."""
    from align.checkpoints.catalogue import catalogue

    rows = []
    for entry in catalogue():
        scores = [
            f"{score.source}–{score.target} {score.test}: "
            + ", ".join(f"{name} {value}" for name, value in (("BLEU", score.bleu), ("chrF", score.chrf)) if value)
            for score in entry.scores
        ]
        targets = ", ".join(entry.targets)
        rows.append(
            (f"`{entry.name}`", ", ".join(entry.sources), targets, entry.megabytes, entry.licence, "<br>".join(scores))
        )
    return table(("name", "from", "into", "MB", "licence", "published scores"), rows)


def documents() -> str:
    """The formats of documents that are made."""
    from align.export.export_formats import FORMATS

    return table(
        ("format", "suffixes", "what it is", "what is marked is"),
        (
            (f"`{known.name}`", " ".join(f"`{suffix}`" for suffix in known.suffixes), known.about, known.marks)
            for known in FORMATS.values()
        ),
    )


def statuses() -> str:
    """Exit statuses by kind of error, from the exceptions themselves."""
    from align import errors

    kinds: dict[int, list[type[errors.AlignError]]] = {}
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, errors.AlignError):
            kinds.setdefault(kind.exit_status, []).append(kind)
    rows = [
        (status, "<br>".join(f"`{kind.__name__}`: {_first_line(kind)}" for kind in found))
        for status, found in sorted(kinds.items())
    ]
    return table(("status", "because of"), [(0, "The work is done."), *rows, (130, "Interrupted (Ctrl+C, SIGTERM).")])


def encoder_languages() -> str:
    """The languages that the bundled sentence encoder knows."""
    from align.encoders.use import LANGUAGES

    return _names(LANGUAGES)


def number_word_languages() -> str:
    """The languages whose number words the checks read."""
    from align.languages.number_words import TABLES

    return _names(TABLES)


def typography_languages() -> str:
    """The languages whose typography can be set."""
    from align.typography import LANGUAGES

    return _names(LANGUAGES)


def _names(codes: Iterable[str]) -> str:
    """English names of languages, in alphabetical order."""
    from align.languages.tags import language_name

    return ", ".join(sorted(language_name(code) for code in codes))


def drafting_options() -> str:
    """The options of drafting, and of reading what is to be drafted."""
    from align.pipelines.options import DocumentOptions, TranslateOptions

    return options_table(TranslateOptions, DocumentOptions)


def aligning_options() -> str:
    """The options of aligning, and of reading what is to be aligned."""
    from align.pipelines.options import DocumentOptions, PairOptions

    return options_table(PairOptions, DocumentOptions)


def project_keys() -> str:
    """The keys of a project file, and the commands that take each."""
    from align.cli.project_defaults import WITHOUT, key_of
    from align.project.keys import KEYS
    from align.project.template import toml_value

    takers: dict[str, list[str]] = {key.name: [] for key in KEYS}
    for name, command in leaves():
        for parameter in command.params:
            key = None if name.split()[0] in WITHOUT else key_of(parameter, name)
            if key:
                takers[key.name].append(name)
    rows = (
        (f"`{key.name}`", f"`{toml_value(key.example)}`", _plain(key.about), ", ".join(takers[key.name]))
        for key in KEYS
    )
    return table(("key", "for example", "what it says", "taken by"), rows)


def options_table(*verbs: type) -> str:
    """Options as they are declared: name, flag, default, meaning with choices and bounds."""
    rows = (
        (f"`{one.name}`", f"`{one.flag}`", "" if one.default is None else f"`{one.default!r}`", one.meaning)
        for verb in verbs
        for one in all_declared(verb)
    )
    return table(("option", "flag", "default", "meaning"), rows)


TABLES: dict[str, Callable[[], str]] = {
    "formats": formats,
    "documents": documents,
    "texts": texts,
    "tmx presets": tmx_presets,
    "flags": flags,
    "models": models,
    "statuses": statuses,
    "encoder languages": encoder_languages,
    "number-word languages": number_word_languages,
    "typography languages": typography_languages,
    "drafting options": drafting_options,
    "aligning options": aligning_options,
    "project keys": project_keys,
}
"""What `<!-- table: NAME -->` in a page is replaced by."""


def _first_line(kind: type) -> str:
    return (kind.__doc__ or "").strip().splitlines()[0]


def _plain(text: str) -> str:
    """Help as Markdown: what would be taken for markup there is text."""
    for sign in "\\*_<[":
        text = text.replace(sign, f"\\{sign}" if sign != "<" else "&lt;")
    return text
