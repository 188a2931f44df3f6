"""Rules of segmentation as an SRX 2.0 file, which CAT tools read (OmegaT, Okapi, memoQ)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import BinaryIO

from align.errors import UsageError
from align.io.xml_text import XmlText
from align.languages.tags import primary_subtag
from align.localization import _
from align.segmentation.srx_rules import LanguageRules, SegmentationRule, known_languages, rules_for

NAMESPACE = "http://www.lisa.org/srx20"


def write_srx(stream: BinaryIO, languages: Sequence[str] = ("en", "ru")) -> None:
    """Write our rules for some languages (BCP-47) as SRX 2.0 in UTF-8. Raises UsageError for one that has none."""
    for language in languages:
        if primary_subtag(language) not in known_languages():
            raise UsageError(
                _("there are no rules to write for {language}", language=language),
                hint=_("there are some for {languages}", languages=", ".join(known_languages())),
            )
    stream.write(as_srx(rules_for(languages)).encode())


def as_srx(languages: Iterable[LanguageRules]) -> str:
    """Rules as the text of an SRX 2.0 file, of which those of all matching languages count."""
    text = XmlText()
    named = [(text.exact(one.name, ""), text.exact(one.pattern, ""), one.rules) for one in languages]
    rules = "".join(
        f'<languagerule languagerulename="{name}">\n{"".join(map(srx_line, its_rules))}</languagerule>\n'
        for name, __, its_rules in named
    )
    maps = "".join(f'<languagemap languagepattern="{key}" languagerulename="{name}"/>\n' for name, key, __ in named)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<srx xmlns="{NAMESPACE}" version="2.0">\n'
        '<header segmentsubflows="yes" cascade="yes">\n<formathandle type="start" include="no"/>\n'
        '<formathandle type="end" include="yes"/>\n<formathandle type="isolated" include="no"/>\n</header>\n'
        f"<body>\n<languagerules>\n{rules}</languagerules>\n<maprules>\n{maps}</maprules>\n</body>\n</srx>\n"
    )


def srx_line(rule: SegmentationRule, namespace: str = "") -> str:
    """A rule as its element; `namespace` is an attribute that declares one."""
    text = XmlText()
    return (
        f'<rule{namespace} break="{"yes" if rule.breaks else "no"}">'
        f"<beforebreak>{text.exact(rule.before, '')}</beforebreak>"
        f"<afterbreak>{text.exact(rule.after, '')}</afterbreak></rule>\n"
    )
