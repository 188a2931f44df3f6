"""The command line. One file a command; a command's file is imported only when that command runs."""

from __future__ import annotations

import codecs
import importlib
import os
import signal
import sys
from typing import Any

import click

from align.cli import standard_streams
from align.cli.help_pages import in_groups
from align.cli.localized_help import follow_locale, localize
from align.cli.standard_streams import BYTES_OR_BACKSLASHES, ReaderGone
from align.localization import N_, _

COMMAND_GROUPS: dict[str, dict[str, str]] = {
    N_("Daily work"): {
        "init": N_("Write a project file, so that no option need be repeated."),
        "translate": N_("Segment a story, draft its translation, write a bilingual corpus."),
        "pair": N_("Align two existing texts, sentence by sentence."),
        "review": N_("Write a corpus to a spreadsheet for review."),
        "merge": N_("Bring a reviewed spreadsheet back into its corpus."),
        "export": N_("Put the translation together as a document."),
        "memory": N_("Keep approved translations and find them again."),
        "glossary": N_("Check, show and convert glossaries; propose terms."),
        "analyse": N_("Count words that are new, repeated, or in a memory."),
    },
    N_("Corpora"): {
        "convert": N_("Convert between corpus formats; filter, deduplicate, split."),
        "check": N_("Check corpus files and flag doubtful pairs."),
        "report": N_("Write a corpus as one side-by-side web page."),
        "batch": N_("Draft or align a whole collection; goes on after an interruption."),
        "split": N_("Segment a text into sentences, one a line."),
        "filter": N_("Flag noise and repetition in corpora; drop what you name."),
        "sort": N_("Sort a corpus of any size by score, length or text."),
        "datasheet": N_("Describe a corpus in a README: counts, sources, histograms."),
        "evaluate": N_("Score drafts (BLEU, chrF) or alignments (strict and lax F1)."),
    },
    N_("Models and this machine"): {
        "models": N_("List, describe, fetch and pack translation models."),
        "adapt": N_("Fine-tune a model on reviewed pairs."),
        "cache": N_("See or clear the drafts that are kept for later runs."),
        "completion": N_("Print the completion script of a shell."),
    },
}
"""Every command and its line in `align --help`, in groups: kept here so that help imports none of them. `align foo` is
the click command `foo` of the module `align.cli.foo`."""

COMMANDS: dict[str, str] = {name: about for group in COMMAND_GROUPS.values() for name, about in group.items()}


INTERRUPTED = N_("interrupted: nothing was half-written. Run the same command again to go on")

ANYWHERE = ("--debug", "--no-project")
"""Options of the program that are understood after a command, too."""

NO_FORCE = ("adapt",)
"""Commands whose output is a folder that they never write over."""


def _as_bytes_or_backslashes(error: UnicodeError) -> tuple[str | bytes, int]:
    """How a message shows half a character: the byte of a file's name that it stands for, else its number."""
    try:
        return codecs.lookup_error("surrogateescape")(error)
    except UnicodeError:
        return codecs.lookup_error("backslashreplace")(error)


codecs.register_error(BYTES_OR_BACKSLASHES, _as_bytes_or_backslashes)


class LazyGroup(click.Group):
    """A click group that knows its commands by name and imports one when it is called."""

    def invoke(self, ctx: click.Context) -> Any:
        from align.cli.force_option import CommandGuard
        from align.cli.options import flag_of, say
        from align.errors import options_called
        from align.io.atomic import guarded

        ctx.obj = CommandGuard(warn=say)
        try:
            with guarded(ctx.obj), options_called(flag_of):
                return super().invoke(ctx)
        except BrokenPipeError as error:  # of which click would make status 1
            raise ReaderGone from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        from align.cli.project_defaults import announce_project

        command = getattr(importlib.import_module(f"align.cli.{name}"), name)
        assert isinstance(command, click.Command)
        if name not in NO_FORCE:
            from align.cli.force_option import offer_force

            offer_force(command)
        announce_project(command)
        localize(in_groups(command))
        if "_ALIGN_COMPLETE" in os.environ:
            from align.cli.completion import offer_values

            offer_values(command)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        names = [CompletionItem(name, help=_(about)) for name, about in COMMANDS.items() if name.startswith(incomplete)]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(map(len, COMMANDS))
        for heading, commands in COMMAND_GROUPS.items():
            with formatter.section(_(heading)):
                formatter.write_dl([(f"{name:<{width}}", _(about)) for name, about in commands.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, Any, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            if near:
                raise click.UsageError(
                    _("There is no command {name!r}. Did you mean {near}?", name=args[0], near=near[0])
                )
            raise click.UsageError(_("There is no command {name!r}. See align --help.", name=args[0]))
        name, command, rest = super().resolve_command(ctx, args)
        if command and not ctx.params.get("no_project"):
            from align.cli.project_defaults import prepare

            prepare(ctx, name or "", command, rest)
        return name, command, rest


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="align-bitext", prog_name="align")
@click.option("--debug", is_flag=True, help="Show the full traceback of an error.")
@click.option("--no-project", is_flag=True, help="Take no settings from align.toml (see align init).")
def cli(debug: bool, no_project: bool) -> None:
    """From an English news story to a reviewed bilingual corpus, offline.

    \b
    align translate story.txt --to ru -o story.tmx
    align review story.jsonl -o review.xlsx
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 the input or the work failed, 2 wrong usage, 130 interrupted."""
    if arguments is None:
        _in_utf8()
        arguments = sys.argv[1:]
        standard_streams.prepare()
    follow_locale()
    localize(cli)
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, _terminate)
    sys.exit(_run(arguments))


def _in_utf8() -> None:
    """Begin again in Python's UTF-8 mode where the locale is an older one (cp1251, C): file names, on the command line
    and in lists, are UTF-8 there too. Python 3.15 does so by itself (PEP 686)."""
    if sys.getfilesystemencoding() != "utf-8" and sys.executable:
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


def _run(arguments: list[str]) -> int:
    from align.errors import AlignError
    from align.io.own_errors import reason

    anywhere = [argument for argument in arguments if argument in ANYWHERE]  # before and after the command
    arguments = [argument for argument in arguments if argument not in ANYWHERE]
    if arguments[:1] == ["help"]:  # as people ask other programs
        arguments = [*arguments[1:], "--help"]
    arguments, debug = [*anywhere, *arguments], "--debug" in anywhere
    try:
        cli.main(args=arguments, prog_name="align", standalone_mode=False)
        standard_streams.finish()
        return 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.message, err=True)
        return 2
    except click.UsageError as error:
        where = f" ({error.ctx.command_path} --help)" if error.ctx and error.ctx.parent else ""
        return _fail(f"{error.format_message()}{where}", 2, debug)
    except click.ClickException as error:
        return _fail(error.format_message(), error.exit_code, debug)
    except (click.Abort, KeyboardInterrupt):
        return _fail(_(INTERRUPTED), 130, debug)
    except AlignError as error:
        return _fail(str(error), error.exit_status, debug)
    except (BrokenPipeError, ReaderGone):
        return 0
    except MemoryError:
        return _fail(_("not enough memory for this input: split it, or close other programs"), 1, debug)
    except OSError as error:
        said = f"{reason(error)} ({error.filename})" if error.filename else reason(error)
        return _fail(_("the system says: {reason}. What was finished before is kept", reason=said), 1, debug)
    except Exception as error:  # noqa: BLE001  no user should see a traceback
        if isinstance(error.__cause__, KeyboardInterrupt):  # Python 3.11 wraps one that comes while a class is made
            return _fail(_(INTERRUPTED), 130, debug)
        said = f"{type(error).__name__}: {error}"
        advice = _("This is a fault of align: please report this; --debug shows where it happened")
        return _fail(_("unexpected {error}. {advice}", error=said, advice=advice), 1, debug)


def _fail(message: str, status: int, debug: bool) -> int:
    if debug:
        import traceback

        traceback.print_exc()
    from align.cli.visible import one_line

    click.echo(f"align: {one_line(message)}", err=True)
    return status


def _terminate(number: int, frame: object) -> None:
    raise KeyboardInterrupt
