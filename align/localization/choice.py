"""The language of messages: of `ALIGN_LANG`, which other processes inherit, or of the locale."""

from __future__ import annotations

import os
import sys

LANGUAGES = ("en", "ru")
"""The languages that there are words in; the first is the reference."""

VARIABLE = "ALIGN_LANG"
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def language() -> str:
    """The language of messages: that of `ALIGN_LANG`, English where it is not set or names another one."""
    return known(os.environ.get(VARIABLE, "")) or LANGUAGES[0]


def known(name: str) -> str:
    """The language of a locale's name such as `ru_RU.UTF-8`, `ru-RU`, `RU`; empty where there are no words in it."""
    code = name.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return code if code in LANGUAGES else ""


def follow_locale() -> None:
    """Set `ALIGN_LANG` by the locale where it is not set: for the command line and the processes that it starts."""
    if not os.environ.get(VARIABLE):
        os.environ[VARIABLE] = known(_locale_name()) or LANGUAGES[0]


def _locale_name() -> str:
    """The name of the locale for messages, as POSIX finds it; on Windows that of the user's display language."""
    for variable in _LOCALE_VARIABLES:
        if name := os.environ.get(variable):
            return name
    if sys.platform == "win32":  # pragma: no cover
        import ctypes
        import locale

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return ""
