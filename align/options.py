"""Options, declared once: what a verb can be asked for, with help, default, choices and bounds.

The options of a verb are a frozen dataclass whose fields are made by `option`. The command line makes its flags of it
(`align.cli.options.flags`), the API checks what it is given by it (`check`), the documentation has its tables from it,
and a collection remembers the fields that decide its result (`deciding`).
"""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING, dataclass, replace
from numbers import Integral, Real
from typing import Any, Literal, get_args, get_origin, get_type_hints

from align.errors import UsageError, option_name
from align.localization import _

_KEY = "option"


@dataclass(frozen=True, slots=True)
class Option:
    """What is declared of a field.

    `help` is what the command line says of it, `about` what the documentation says where that is more. `flag` is the
    flag where it is not the field's name; one that begins with `--no-` switches off what is on. `minimum` and `maximum`
    are allowed themselves. `decides_result` is False for what changes only where and how fast the work is done.
    """

    help: str
    flag: str = ""
    metavar: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    about: str = ""
    show_default: bool = False
    decides_result: bool = True
    also_off: bool = False


@dataclass(frozen=True, slots=True)
class Declared:
    """An option of a verb: its field's name, type (`bool`, `int`, `float`, `str`) and default, its choices, and whether
    it may be given several times or left open (None)."""

    name: str
    type: type
    default: Any
    option: Option
    choices: tuple[str, ...] = ()
    repeatable: bool = False
    optional: bool = False

    @property
    def flag(self) -> str:
        """Its flag: `--best-of` for `best_of`."""
        return self.option.flag or "--" + self.name.replace("_", "-")

    @property
    def switches_off(self) -> bool:
        """Whether its flag makes a True False."""
        return self.flag.startswith("--no-")

    def problem_with(self, value: object) -> str:
        """What is wrong with a value, as the end of `NAME is VALUE: …`; empty where it is right."""
        if (value is None and self.optional) or self.repeatable:
            return ""
        if self.choices:
            return "" if value in self.choices else _("it is one of {choices}", choices=", ".join(self.choices))
        if self.type in (int, float):
            return "" if self._within(value) else _("it is {kind}", kind=self._range())
        return ""

    @property
    def meaning(self) -> str:
        """What the documentation says of it, with its choices or bounds."""
        about = (self.option.about or self.option.help).rstrip(".")
        if self.choices:
            return f"{about}: {', '.join(f'`{choice}`' for choice in self.choices)}"
        return about if self.option.minimum is None else f"{about} ({self._range()})"

    def _within(self, value: Any) -> bool:
        kind: Any = Integral if self.type is int else Real  # numpy has numbers of its own
        if isinstance(value, bool) or not isinstance(value, kind):
            return False
        low, high = self.option.minimum, self.option.maximum
        return bool((low is None or value >= low) and (high is None or value <= high))

    def _range(self) -> str:
        kind = _("a whole number") if self.type is int else _("a number")
        if self.option.minimum is None:
            return kind
        low = f"{self.option.minimum:g}"  # as one types it, in any language
        if self.option.maximum is None:
            return _("{kind}, {low} or more", kind=kind, low=low)
        high = f"{self.option.maximum:g}"
        return _("{kind} from {low} to {high}", kind=kind, low=low, high=high)


def option(default: Any, help: str, **declared: Any) -> Any:
    """A field of a verb's options: its default, and what `Option` declares of it."""
    return dataclasses.field(default=default, metadata={_KEY: Option(help, **declared)})


def option_of(options: type, name: str, **changed: Any) -> Any:
    """The same field as in the options of another verb, but for what is `changed` of its declaration."""
    (field,) = (field for field in dataclasses.fields(options) if field.name == name)
    return dataclasses.field(default=field.default, metadata={_KEY: replace(field.metadata[_KEY], **changed)})


def all_declared(options: type) -> tuple[Declared, ...]:
    """The options of a verb in the order of their declaration."""
    hints = get_type_hints(options)
    return tuple(_declared(field, hints[field.name]) for field in dataclasses.fields(options) if _KEY in field.metadata)


def declared(options: type, name: str) -> Declared:
    """The option called `name`."""
    (one,) = (one for one in all_declared(options) if one.name == name)
    return one


def check(options: Any) -> None:
    """Raise UsageError where an option is none of its choices or out of its bounds: for `__post_init__`."""
    for one in all_declared(type(options)):
        value = getattr(options, one.name)
        if problem := one.problem_with(value):
            raise UsageError(
                _("{option} is {value!r}: {problem}", option=option_name(one.name), value=value, problem=problem)
            )


def deciding(options: type) -> frozenset[str]:
    """The names of the options that decide the result."""
    return frozenset(one.name for one in all_declared(options) if one.option.decides_result)


def _declared(field: dataclasses.Field[Any], hint: Any) -> Declared:
    alternatives = get_args(hint) if get_origin(hint) not in (None, tuple, Literal) else (hint,)
    optional = type(None) in alternatives
    (kind,) = (one for one in alternatives if one is not type(None))
    choices: tuple[str, ...] = ()
    if get_origin(kind) is Literal:
        choices, kind = get_args(kind), str
    repeatable = get_origin(kind) is tuple
    return Declared(
        field.name,
        str if repeatable else kind,
        None if field.default is MISSING else field.default,
        field.metadata[_KEY],
        choices,
        repeatable,
        optional,
    )
