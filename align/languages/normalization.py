"""Normalization: the forms in which two texts count as the same, side by side.

Each answers a different question, and three are written to disk or compared with what is (`memory_key`, `text_key` and
what `align.corpus.fingerprints` keeps of a cell): these must not change, which tests/test_persisted.py watches over.

| function             | ignores                                                         | asks                      |
| -------------------- | --------------------------------------------------------------- | ------------------------- |
| `fold_word`          | case, ё                                                         | is it this number word    |
| `fold_term`          | case, ё, stress marks, soft hyphens, the shape of apostrophes   | is it this word of a term |
| `fold_name`          | case, accents, points, hyphens, St. for Saint                   | is it this place          |
| `memory_form`        | whitespace, composition, shapes of quotes, dashes and dots     | is it the memory's source |
| `memory_forms`       | the same, and characters without width                         | is it the memory's source |
| `text_key`           | whitespace, composition, invisible characters                  | does it read the same     |
| `letters`            | case, and all but letters                                       | is it a held-out text     |
| `letters_and_digits` | case, and all but letters and digits                            | is it a near duplicate    |
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from align.languages.invisible import visible_text

_TERM_FOLD = str.maketrans({"ё": "е", "\u00ad": None, "\u0301": None, "’": "'", "ʼ": "'"})
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
"""Soft hyphen, zero-width space, direction marks, word joiner, byte-order mark: invisible characters."""


def fold_word(word: str) -> str:
    """Fold a word for look-up in word lists: lower case, `ё` as `е`."""
    return word.lower().replace("ё", "е")


def fold_term(word: str) -> str:
    """Fold a word of a term: case-folded, `ё` as `е`, without stress marks and soft hyphens."""
    return word.casefold().translate(_TERM_FOLD)


def fold_name(name: str) -> str:
    """Fold a name to what its spellings have in common: no case, no accents, no full stops; `St.` is Saint.

    >>> fold_name("ST. PETERSBURG") == fold_name("Saint Petersburg"), fold_name("São Paulo")
    (True, 'sao paulo')
    """
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    plain = re.sub(r"[.’'`]", "", plain.casefold().replace("-", " "))
    return re.sub(r"^st ", "saint ", " ".join(plain.split()))


def memory_form(text: str) -> str:
    """Normalize a source for comparison with those of a memory.

    >>> memory_form("“It’s  done” – he said…")
    '"It\\'s done" - he said...'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_SHAPES)
    return " ".join(text.split())


def memory_forms(text: str) -> tuple[str, ...]:
    """The forms by which a source is looked up in a memory: as it reads, without characters that have no width, then
    with them, as older memories have it where it has some."""
    return tuple(dict.fromkeys((memory_form(visible_text(text)), memory_form(text))))


def memory_key(text: str) -> int:
    """Hash the normal form `text` to a 64-bit signed number: equal texts have equal keys, and others almost never."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def text_key(texts: Sequence[str]) -> bytes:
    """Hash texts to eight bytes that are equal if they read the same: runs of whitespace, invisible characters and the
    composition of letters (NFC) do not count; capitals and punctuation do.

    Of a hundred million different texts, two have the same key with a probability below one in a thousand.
    """
    sides = (text if text.isascii() else unicodedata.normalize("NFC", text.translate(_INVISIBLE)) for text in texts)
    plain = "\t".join(" ".join(side.split()) for side in sides)
    return hashlib.blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def letters(text: str) -> str:
    """Keep the letters of `text` in lower case: what copies of a sentence share whatever their punctuation and
    numbers."""
    return re.sub(r"[\W\d_]+", "", text.casefold())


def letters_and_digits(text: str) -> str:
    """Keep the letters and digits of `text` in lower case, so that `5 degrees` and `7 degrees` differ."""
    return re.sub(r"[\W_]+", "", text.casefold())
