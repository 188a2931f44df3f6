"""Questions to the person at the terminal that are answered with yes or no, in the language that is in force."""

from __future__ import annotations

import click

from align.localization import _, language

_ANSWERS = {**dict.fromkeys(("да", "д", "yes", "y"), True), **dict.fromkeys(("нет", "н", "no", "n"), False)}
"""What is understood where Russian is spoken."""


def confirmed(question: str, default: bool = False) -> bool:
    """Whether the answer is yes; `default` is that of an empty one."""
    if language() != "ru":
        return click.confirm(question, default=default, err=True)

    def parsed(answer: str) -> bool:
        try:
            return _ANSWERS[answer.strip().lower()]
        except KeyError:
            raise click.BadParameter(_("answer yes or no")) from None

    prompt, empty = f"{question} [{'Д/н' if default else 'д/Н'}]", "д" if default else "н"
    return bool(click.prompt(prompt, default=empty, show_default=False, value_proc=parsed, err=True))
