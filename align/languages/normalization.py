"""Normalization: the forms in which two texts count as the same, side by side.

Each answers another question, and three are written to disk or compared with what is (`memory_key`, `text_key` and what
`align.corpus.fingerprints` keeps of a cell): these must not change, which tests/test_persisted.py watches over.

| function             | ignores                                                         | asks                      |
| -------------------- | --------------------------------------------------------------- | ------------------------- |
| `fold_word`          | case, ё                                                         | is it this number word    |
| `fold_term`          | case, ё, stress marks, soft hyphens, the shape of apostrophes   | is it this word of a term |
| `fold_name`          | case, accents, points, hyphens, St. for Saint                   | is it this place          |
| `memory_form`        | white space, composition, shapes of quotes, dashes and dots     | is it the memory's source |
| `text_key`           | white space, composition, invisible characters                  | does it read the same     |
| `letters`            | case, and all but letters                                       | is it a held-out text     |
| `letters_and_digits` | case, and all but letters and digits                            | is it a near duplicate    |
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

_MARKS = str.maketrans({"ё": "е", "\u00ad": None, "\u0301": None, "’": "'", "ʼ": "'"})
_SHAPES = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
        "\u00ad": "",
        "\u200b": "",
        "\ufeff": "",
    }
)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"))
"""Soft hyphen, zero-width space, marks of direction, word joiner, byte-order mark: what the eye does not see."""


def fold_word(word: str) -> str:
    """The form that words are looked up in: lower case, `ё` as `е`."""
    return word.lower().replace("ё", "е")


def fold_term(word: str) -> str:
    """A word for comparing: small letters, `ё` as `е`, without stress marks and soft hyphens."""
    return word.casefold().translate(_MARKS)


def fold_name(name: str) -> str:
    """What the spellings of a name have in common: no case, no marks, no points; `St.` is Saint.

    >>> fold_name("ST. PETERSBURG") == fold_name("Saint Petersburg"), fold_name("São Paulo")
    (True, 'sao paulo')
    """
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", name) if not unicodedata.combining(mark))
    plain = re.sub(r"[.’'`]", "", plain.casefold().replace("-", " "))
    return re.sub(r"^st ", "saint ", " ".join(plain.split()))


def memory_form(text: str) -> str:
    """The form in which sources are compared.

    >>> memory_form("“It’s  done” – he said…")
    '"It\\'s done" - he said...'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_SHAPES)
    return " ".join(text.split())


def memory_key(text: str) -> int:
    """A 64-bit signed number for the normal form `text`: equal texts have equal keys, and others almost never."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def text_key(texts: Sequence[str]) -> bytes:
    """Eight bytes that texts share if they read the same: runs of white space, invisible signs and the composition of
    letters (NFC) do not count; capitals and punctuation do.

    Of a hundred million different texts, fewer than one in a thousand such sets would have two of one key.
    """
    sides = (text if text.isascii() else unicodedata.normalize("NFC", text.translate(_INVISIBLE)) for text in texts)
    plain = "\t".join(" ".join(side.split()) for side in sides)
    return hashlib.blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def letters(text: str) -> str:
    """The letters of `text` in lower case: what copies of a sentence share whatever their punctuation and figures."""
    return re.sub(r"[\W\d_]+", "", text.casefold())


def letters_and_digits(text: str) -> str:
    """The letters and digits of `text` in lower case: here `5 degrees` and `7 degrees` are two sentences."""
    return re.sub(r"[\W_]+", "", text.casefold())
