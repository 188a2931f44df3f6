"""The Russian messages keep to their own list of terms, by align's own check of a glossary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

from align.glossary import Term
from align.glossary.glossary_reader import read_entries, read_glossary
from align.glossary.term_inspection import remarks_on

RUSSIAN = Path(__file__).resolve().parent.parent.parent / "align" / "localization" / "ru"
CODE = re.compile(
    r"\{[^}]*\}|'[^']*'|`[^`]*`"  # places, values, keys
    r"|(?<!\w)--?[a-z][\w-]*|\b[A-Z]+(?:[_/][A-Z]+)*\b|\b[\w-]+(?:\.[\w-]+)+\b|\b\w+_\w+\b"  # flags, variables, files
    r"|\balign(?: (?!is\b|has\b)[a-z]+)+|\bsentence-transformers\b"  # commands, names
)
"""What stays as it is in a message, and is no term there."""
LEAST_SHARE = 0.97
"""Of the terms in the messages, the share that must be translated as agreed: a sentence may leave a word out, or say it
in another way."""
LEAST_SHARE_OF_TERM, COMMON = 0.6, 8
"""The same of each term that occurs so often: one that is translated in another way throughout is another term."""


def messages() -> Iterator[tuple[str, str]]:
    """Each message with its translation, each of its forms."""
    with (RUSSIAN / "LC_MESSAGES" / "align.po").open("rb") as stream:
        for message in read_po(stream, locale="ru"):
            one, many = message.id if isinstance(message.id, (list, tuple)) else (message.id, message.id)
            forms = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
            yield from ((many if form is not forms[0] else one, form) for form in forms if one and form)


def is_quoted(term: Term, translation: str) -> bool:
    """Whether the translation has the word itself: what is typed or stands in a file."""
    return re.search(rf"\b{re.escape(term.source)}", translation) is not None


def test_the_list_of_terms_has_no_faults() -> None:
    entries = read_entries(RUSSIAN / "terms.tsv", "en", "ru")
    assert not [f"{remark.line}: {remark.message}" for remark in (*entries.remarks, *remarks_on(entries.terms))]


def test_messages_keep_to_the_terms() -> None:
    """None has a translation that the list forbids; the others are translated as agreed, with few exceptions, which a
    failure of the test lists."""
    matcher = read_glossary(RUSSIAN / "terms.tsv", "en", "ru").matcher("en", "ru")
    found, missing = Counter[str](), Counter[str]()
    forbidden, departures = [], []
    for message, translation in messages():
        terms = list(dict.fromkeys(match.term for match in matcher.find_terms(CODE.sub("·", message))))
        found.update(term.source for term in terms)
        for finding in matcher.check_terms([term for term in terms if not is_quoted(term, translation)], translation):
            line = f"{finding}\n    {message}\n    {translation}"
            if finding.kind == "forbidden":
                forbidden.append(line)
            else:
                missing[finding.term.source] += 1
                departures.append(line)
    listed = "\n".join(sorted(departures))
    assert not forbidden, "\n".join(forbidden)
    assert missing.total() <= (1 - LEAST_SHARE) * found.total(), listed
    strayed = {term for term in missing if missing[term] > (1 - LEAST_SHARE_OF_TERM) * found[term]}
    assert not {term for term in strayed if found[term] >= COMMON}, listed
