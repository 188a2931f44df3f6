"""The files in which an OmegaT project has its segmentation rules, written and added to.

`segmentation.conf` is for OmegaT up to 5: a Java bean in XML, as `java.beans.XMLEncoder` writes it. `segmentation.srx`,
SRX 2.0 (GALA, 2008), is for newer ones. What a person has changed in either stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from align.errors import FormatError
from align.io.xml_text import XmlText, parsed
from align.languages.tags import primary_subtag
from align.localization import _
from align.segmentation.srx_rules import LanguageRules, SegmentationRule, known_languages, rules_for
from align.segmentation.srx_writing import NAMESPACE, as_srx, srx_line

CONF, SRX = "segmentation.conf", "segmentation.srx"
OF_DOCUMENTS = "Documents"
"""The name of the rules for single places, which come before those of a language."""

_PACKAGE = "org.omegat.core.segmentation"
_VERSION = "0.2.2"
"""That of OmegaT's own rules since 2007; to rules of an older version it adds its own."""


def general_rules(languages: Iterable[str]) -> list[LanguageRules]:
    """The rules for texts of these languages, whatever they say: ours, and for the others a break after each full
    stop that no small letter follows."""
    codes = list(languages)
    found = rules_for(codes)
    if found and all(primary_subtag(code) in known_languages() for code in codes):
        return found
    small = SegmentationRule(False, r"\.[\"'\u2019\u201d\u00bb)\]]*", r"\s+[a-z\u0430-\u044f\u0451]")
    stop = SegmentationRule(True, r"[.?!\u2026]+[\"'\u2019\u201d\u00bb)\]]*", r"\s")
    return [*found, LanguageRules("Default", ".*", (small, stop))]


def written_rules(name: str, languages: Iterable[LanguageRules]) -> bytes:
    """The file of this name (CONF or SRX) with these rules."""
    return (_conf if name == CONF else as_srx)(list(languages)).encode()


def with_rules(name: str, data: bytes, rules: Sequence[SegmentationRule]) -> bytes:
    """The file `data` of this name, with those of the rules for single places that it has not yet.

    Raises FormatError where it is no such file, or has no rules of `align`: a project that somebody else began is
    segmented as they want it.
    """
    root = parsed(data)
    place = None if root is None else (_conf_place(root) if name == CONF else _srx_place(root))
    if place is None:
        raise FormatError(_("{name} is not one that align has written", name=name))
    known = set(map(_conf_rule if name == CONF else _srx_rule, place))
    lines = [rule for rule in rules if rule not in known]
    if not lines:
        return data
    for rule in lines:
        line = parsed((_conf_line(rule) if name == CONF else srx_line(rule, f' xmlns="{NAMESPACE}"')).encode())
        line.tail = "\n"
        place.append(line)
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _conf(languages: Sequence[LanguageRules]) -> str:
    text = XmlText()
    maps = "".join(
        f'   <void method="add">\n    <object class="{_PACKAGE}.MapRule">\n'
        f'     <void property="language">\n      <string>{text.exact(one.name, "")}</string>\n     </void>\n'
        f'     <void property="pattern">\n      <string>{text.exact(one.pattern, "")}</string>\n     </void>\n'
        f'     <void property="rules">\n      <object class="java.util.ArrayList">\n'
        f"{''.join(map(_conf_line, one.rules))}      </object>\n     </void>\n    </object>\n   </void>\n"
        for one in languages
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<java version="1.8.0" class="java.beans.XMLDecoder">\n'
        f' <object class="{_PACKAGE}.SRX" id="SRX0">\n  <void property="mappingRules">\n{maps}  </void>\n'
        f'  <void property="version">\n   <string>{_VERSION}</string>\n  </void>\n </object>\n</java>\n'
    )


def _conf_line(rule: SegmentationRule) -> str:
    text = XmlText()
    breaks = '<void property="breakRule"><boolean>true</boolean></void>' if rule.breaks else ""
    return (
        f'<void method="add"><object class="{_PACKAGE}.Rule">'
        f'<void property="afterbreak"><string>{text.exact(rule.after, "")}</string></void>'
        f'<void property="beforebreak"><string>{text.exact(rule.before, "")}</string></void>{breaks}</object></void>\n'
    )


def _conf_place(root: Any) -> Any:
    """The list of the rules for single places in a Java bean."""
    for rules in root.iter("object"):
        if rules.get("class") == f"{_PACKAGE}.MapRule" and _property(rules, "language") == OF_DOCUMENTS:
            listed = rules.find("void[@property='rules']")
            made = None if listed is None else listed.find("object")
            return listed if made is None else made
    return None


def _conf_rule(element: Any) -> SegmentationRule:
    bean = element.find("object")
    values = [_property(bean, name) for name in ("breakRule", "beforebreak", "afterbreak")]
    return SegmentationRule(values[0] == "true", values[1], values[2])


def _property(bean: Any, name: str) -> str:
    value = None if bean is None else bean.find(f"void[@property='{name}']/*")
    return "" if value is None else value.text or ""


def _srx_place(root: Any) -> Any:
    """The rules for single places in SRX."""
    named = root.iter(f"{{{NAMESPACE}}}languagerule")
    return next((one for one in named if one.get("languagerulename") == OF_DOCUMENTS), None)


def _srx_rule(element: Any) -> SegmentationRule:
    texts = [element.findtext(f"{{{NAMESPACE}}}{name}") or "" for name in ("beforebreak", "afterbreak")]
    return SegmentationRule(element.get("break", "yes") == "yes", *texts)
