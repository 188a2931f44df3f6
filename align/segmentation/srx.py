"""Segmentation rules of a user's SRX file (1.0 or 2.0): read, chosen for a language, and applied to a paragraph.

SRX 2.0 (LISA, 2008): rules are tried in their order at each place of a text, and the first decides whose two
expressions match what stands before the place and after it. With `cascade` the rules of all language maps that match
count, in the order of the maps; without, those of the first. What the header says of markup has no meaning here, where
paragraphs come without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from align.errors import FormatError, InputError, UsageError
from align.io.own_errors import reason
from align.localization import N_, _
from align.segmentation.icu_regex import translated

LARGEST = 1 << 24
"""Bytes of a file of rules; LanguageTool's, for forty languages, has 1 MB."""
MOST_RULES = 20_000
LONGEST_SEARCH = 2.0
"""Seconds that one rule may take in one paragraph. Real ones take less than a thousandth."""
_ADVICE = N_("Mend the rule, or name another file of rules")


class SrxRule(NamedTuple):
    """A rule: whether a text is cut where it holds, its expressions as the file has them, and the file's line."""

    breaks: bool
    before: str
    after: str
    line: int
    number: int


@dataclass(frozen=True)
class SrxFile:
    """A file of rules: those of each name, and the language patterns that lead to the names."""

    path: str
    rules: dict[str, tuple[SrxRule, ...]]
    maps: tuple[tuple[str, str], ...]
    cascade: bool

    @classmethod
    def read(cls, path: str | Path) -> SrxFile:
        """Read a file. Raises InputError where it cannot be read, FormatError where it is no SRX."""
        return _parsed(str(path), _content(Path(path)))

    def rules_for(self, language: str) -> SrxRules:
        """The rules for texts in a language (BCP-47). Raises UsageError where the file has none, FormatError for an
        expression that cannot be read."""
        found = [name for pattern, name in self.maps if self._matches(pattern, language)]
        rules = [rule for name in (found if self.cascade else found[:1]) for rule in self.rules.get(name, ())]
        if not rules:
            known = ", ".join(dict.fromkeys(pattern for pattern, __ in self.maps)) or _("none")
            raise UsageError(
                _("{path} has no rules for {language}", path=self.path, language=language),
                path=self.path,
                hint=_("its language patterns are {patterns}", patterns=known[:200]),
            )
        return SrxRules(self.path, tuple(rules))

    def _matches(self, pattern: str, language: str) -> bool:
        import regex

        try:
            expression = regex.compile(translated(pattern), regex.V1 | regex.IGNORECASE)
            return expression.fullmatch(language, timeout=LONGEST_SEARCH) is not None
        except (regex.error, TimeoutError, OverflowError, RecursionError) as error:
            raise FormatError.at(
                self.path,
                None,
                _("the language pattern {pattern!r} cannot be used: {error}", pattern=pattern[:80], error=error),
            ) from None


@dataclass(frozen=True)
class SrxRules:
    """Rules in their order, of one language."""

    path: str
    rules: tuple[SrxRule, ...]

    def cuts(self, text: str) -> list[int]:
        """The offsets in a paragraph at which it is cut. Raises InputError for a rule that takes too long in it."""
        wanted: set[int] = set()
        for rule, expression in self._compiled:
            if rule.breaks:
                try:
                    wanted.update(found.start() for found in expression.finditer(text, timeout=LONGEST_SEARCH))
                except TimeoutError:
                    raise self._too_slow(rule) from None
        return [at for at in sorted(wanted) if 0 < at < len(text) and self._cut(text, at)]

    def _cut(self, text: str, at: int) -> bool:
        for rule, expression in self._compiled:
            try:
                if expression.match(text, at, timeout=LONGEST_SEARCH):
                    return rule.breaks
            except TimeoutError:
                raise self._too_slow(rule) from None
        return False

    def _too_slow(self, rule: SrxRule) -> InputError:
        return InputError.at(
            self.path,
            rule.line,
            _(
                "rule {number} takes longer than {seconds:g} s in one paragraph",
                number=rule.number,
                seconds=LONGEST_SEARCH,
            ),
            _(_ADVICE),
        )

    @cached_property
    def _compiled(self) -> list[tuple[SrxRule, Any]]:
        import regex

        compiled = []
        for rule in self.rules:
            for name, expression in (("beforebreak", rule.before), ("afterbreak", rule.after)):
                try:
                    regex.compile(translated(expression), regex.V1)
                except (regex.error, OverflowError, RecursionError) as error:
                    problem = _(
                        "the {part} of rule {number} is no regular expression: {error}",
                        part=name,
                        number=rule.number,
                        error=error,
                    )
                    raise FormatError.at(self.path, rule.line, problem, _(_ADVICE)) from None
            both = f"(?<=(?:{translated(rule.before)}))(?=(?:{translated(rule.after)}))"
            compiled.append((rule, regex.compile(both, regex.V1)))
        return compiled


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        raise InputError(_("{path} cannot be read: {reason}", path=path, reason=reason(error)), path=path) from error
    if len(content) > LARGEST:
        raise InputError(_("{path} is longer than any file of rules: it is not read", path=path), path=path)
    return content


def _parsed(path: str, content: bytes) -> SrxFile:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise FormatError.at(
            path, error.lineno, _("it is no XML: {error}", error=error.msg), _("An SRX file is wanted")
        ) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise FormatError(
            _("{path} has a document type inside, as files that attack readers do: it is not read", path=path),
            path=path,
        )
    if _name(root) != "srx":
        raise FormatError(
            _("{path} is no SRX file", path=path),
            path=path,
            hint=_("its first element is {name}, not srx", name=_name(root)),
        )
    said = next((one.get("cascade") for one in root if _name(one) == "header"), None)
    cascade = said == "yes" or (said is None and root.get("version") != "1.0")  # OmegaT's own file does not say
    rules: dict[str, tuple[SrxRule, ...]] = {}
    number = 0
    for group in (one for one in root.iter() if _name(one) == "languagerule"):
        found = list(_rules(group, number))
        number += len(found)
        if number > MOST_RULES:
            raise FormatError(
                _("{path} has more than {most_rules:,} rules: it is not read", path=path, most_rules=MOST_RULES),
                path=path,
            )
        rules[group.get("languagerulename", "")] = (*rules.get(group.get("languagerulename", ""), ()), *found)
    maps = tuple(
        (one.get("languagepattern", ""), one.get("languagerulename", ""))
        for one in root.iter()
        if _name(one) == "languagemap"
    )
    return SrxFile(path, rules, maps, cascade)


def _rules(group: Any, before: int) -> Iterator[SrxRule]:
    for number, rule in enumerate((one for one in group if _name(one) == "rule"), before + 1):
        parts = {_name(part): "".join(part.itertext()) for part in rule}
        yield SrxRule(
            rule.get("break", "yes") != "no",
            parts.get("beforebreak", ""),
            parts.get("afterbreak", ""),
            rule.sourceline or 0,
            number,
        )


def _name(element: Any) -> str:
    """An element's name without its namespace: SRX has had three."""
    return str(element.tag).rpartition("}")[2]


def spans(text: str, cuts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The pieces of a text between cuts, without the white space at their ends; empty ones are left out."""
    start = 0
    for cut in (*cuts, len(text)):
        piece = text[start:cut]
        body = piece.strip()
        if body:
            first = start + len(piece) - len(piece.lstrip())
            yield first, first + len(body)
        start = cut
