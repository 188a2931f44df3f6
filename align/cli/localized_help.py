"""The help of commands, and click's own messages, in the reader's language."""

from __future__ import annotations

import gettext
import inspect
import os

import click

from align.localization import N_, _, language, localized
from align.localization import follow_locale as _follow_locale
from align.localization.messages import CATALOGUES, DOMAIN

CLICK_MESSAGES = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("default: {default}"),
    N_("required"),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing parameter"),
    N_("Missing command."),
    N_("Choose from:\n\t{choices}"),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    N_("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    N_("Option {name!r} does not take a value."),
    N_("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("Argument {name!r} takes {nargs} values."),
    N_("Error: {message}"),
)
"""What click says by its own gettext, which finds it in our catalogue."""


def follow_locale() -> None:
    """Choose the language of messages by `ALIGN_LANG` or the locale, also for what click itself says."""
    _follow_locale()
    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain(DOMAIN, CATALOGUES)
    gettext.textdomain(DOMAIN)


def localize(command: click.Command) -> None:
    """Put the help of a command, of its options and of the commands in it into the language that is in force: from
    English, whatever it was put into before."""
    if language() == "en" and not hasattr(command, _ENGLISH):
        return
    if text := _english(command):
        command.help = localized(inspect.cleandoc(text))
    for parameter in command.params:
        if isinstance(parameter, click.Option) and (text := _english(parameter)):
            text = " ".join(text.split())
            parameter.help = _(text)
    if hasattr(command, "_help_option"):  # which click makes once, in the language of that time
        command._help_option = None
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            localize(inner)


_ENGLISH = "help_in_english"


def _english(one: click.Command | click.Option) -> str:
    """The help as it stands in the code."""
    if not hasattr(one, _ENGLISH):
        setattr(one, _ENGLISH, one.help or "")
    return str(getattr(one, _ENGLISH))
