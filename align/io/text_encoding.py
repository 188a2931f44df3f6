"""Bytes → text: the encoding of a file, decided by rule and reported.

The order: the encoding that the user names; a byte-order mark; UTF-16 by its NULs; UTF-8, which ordinary text in
another encoding almost never fits; then the single-byte encodings. Of those, runs of bytes above 127 that touch no
Latin letter are Cyrillic, where the frequencies of Russian letters and their case distinguish cp1251 from KOI8-R;
single bytes inside Latin words are Latin-1 or cp1252. charset-normalizer decides where no rule fits.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from math import log
from unicodedata import category

from align.errors import EncodingError, UsageError, option_name
from align.localization import N_, _

BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", N_("a Word, OpenDocument or zip file")),
    (b"\xd0\xcf\x11\xe0", N_("an old Word file")),
    (b"{\\rtf", N_("an RTF file")),
    (b"%PDF", N_("a PDF file")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"\x1f\x8b", N_("a compressed file")),
    (b"BZh", N_("a compressed file")),
    (b"\xfd7zXZ", N_("a compressed file")),
    (b"7z\xbc\xaf", N_("a compressed file")),
)

_WEB_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)

_RUSSIAN = dict(
    zip(
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
        (
            *(10.97, 8.45, 8.01, 7.35, 6.70, 6.26, 5.47, 4.73, 4.54, 4.40, 3.49, 3.21, 2.98, 2.81, 2.62, 2.01, 1.90),
            *(1.74, 1.70, 1.65, 1.59, 1.44, 1.21, 0.97, 0.94, 0.73, 0.64, 0.48, 0.36, 0.32, 0.26, 0.04, 0.04),
        ),
        strict=True,
    )
)
"""Per cent of each letter in Russian text (Lyashevskaya and Sharov, 2009, Russian National Corpus)."""

_CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")
_NOT_TEXT = frozenset({"Cc", "Cn", "Co", "Cs"})
_NOT_OF_FILES = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
"""Encodings of Python for names of computers and strings of programs. No file is in one; two take the square of a
text's length."""
_HALF = re.compile("[\ud800-\udfff]")
_SAMPLE = 1 << 16
_FITS, _FITS_WELL = -4.2, -3.6  # nats a letter, see _russianness
_HIGH_RUN = re.compile(rb"(?<![A-Za-z\x80-\xff])[\x80-\xff]{2,}(?![A-Za-z\x80-\xff])")
_MIXED_WORD = re.compile(
    rb"(?:(?<![A-Za-z])|(?<=[\x80-\xff][A-Za-z]))[A-Za-z]+[\x80-\xff]{1,2}(?![\x80-\xff])"
    rb"|(?<![\x80-\xff])[\x80-\xff]{1,2}[A-Za-z]"
)
"""Letters with one or two bytes above 127 behind or before them. A word is tried from its first letter, or from the
second after such bytes, which take the first: from each letter, a long word would take the square of its length."""
_UTF8_RUN = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")


def decode(data: bytes, name: str, encoding: str | None = None) -> tuple[str, str]:
    """Decode `data`: the text without its byte-order mark, and the Python name of the encoding.

    `name` is what error messages call the file; `encoding`, if given, is not questioned. Raises EncodingError for a
    file that is not text or fits no encoding, UsageError for an encoding that does not exist.
    """
    if encoding is not None:
        return _decode_as(data, name, encoding), encoding
    for mark, marked in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_as(data, name, marked), marked
    refuse_foreign(data, name)
    if _WEB_PAGE.match(data):
        raise EncodingError(
            _("{name} looks like a web page, not text", name=name),
            path=name,
            hint=_("save its text as plain text (UTF-8) first"),
        )
    if b"\0" in data:
        return _decode_utf16(data, name)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(data, name, error.start)
    found = _single_byte(data) or _by_statistics(data)
    if found is None:
        raise EncodingError(
            _("{name} fits no encoding we know", name=name),
            path=name,
            hint=_("name it with {option}, or save the file as UTF-8", option=option_name("encoding")),
        )
    return data.decode(found), found


def refuse_foreign(data: bytes, name: str) -> None:
    """Raise EncodingError for what begins like a file that is no text."""
    for signature, what in _FOREIGN:
        if data.startswith(signature):
            raise EncodingError(
                _("{name} looks like {what}, not text", name=name, what=_(what)),
                path=name,
                hint=_("save it as plain text (UTF-8) first"),
            )


def _decode_as(data: bytes, name: str, encoding: str) -> str:
    try:
        if not is_of_files(encoding):
            raise LookupError
        text = data.decode(encoding)
    except LookupError:
        raise UsageError(
            _("no encoding is called {encoding!r}", encoding=encoding),
            path=name,
            hint=_("try utf-8, utf-16, cp1251, koi8-r or latin-1"),
        ) from None
    except UnicodeError as error:
        at = getattr(error, "start", 0)
        raise EncodingError(
            _("{name} is not {encoding} (byte {at} does not fit)", name=name, encoding=encoding, at=at),
            path=name,
            hint=_("name its encoding with {option}, or save it as UTF-8", option=option_name("encoding")),
        ) from None
    if half := _HALF.search(text):  # UTF-7 can write one
        raise EncodingError(
            _(
                "{name} is not {encoding} (character {start} is half of one)",
                name=name,
                encoding=encoding,
                start=half.start(),
            ),
            path=name,
            hint=_("name its encoding with {option}, or save it as UTF-8", option=option_name("encoding")),
        )
    return text.removeprefix("\ufeff")


def is_of_files(encoding: str) -> bool:
    """Whether an encoding of Python is one that a text file may be in. Raises LookupError for one that does not
    exist."""
    known = codecs.lookup(encoding)
    return known._is_text_encoding and known.name.replace("_", "-") not in _NOT_OF_FILES


def _decode_utf16(data: bytes, name: str) -> tuple[str, str]:
    """Decode UTF-16 without a byte-order mark: its NULs are all at even or all at odd offsets, and it decodes to
    text."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if min(even, odd) * 20 <= max(even, odd):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            text = ""
        head = text[:4096]
        if head and sum(category(c) in _NOT_TEXT and not c.isspace() for c in head) <= 0.02 * len(head):
            return text, encoding
    raise EncodingError(
        _("{name} is not text (it holds NUL bytes)", name=name),
        path=name,
        hint=_("save it as plain text (UTF-8) first"),
    )


def _refuse_damaged_utf8(data: bytes, name: str, at: int) -> None:
    """Raise EncodingError, with the line, when nearly all of the file is UTF-8, instead of reading it as something
    else."""
    high = sum(byte > 127 for byte in data[:_SAMPLE])
    fitting = 0
    for run in _UTF8_RUN.findall(data[:_SAMPLE]):
        try:
            run.decode("utf-8")
            fitting += len(run)
        except UnicodeDecodeError:
            continue
    if fitting >= 10 and fitting >= 0.8 * high:
        line = data.count(b"\n", 0, at) + 1
        raise EncodingError(
            _("{name} is UTF-8 with broken bytes, the first on line {line}", name=name, line=line),
            path=name,
            line=line,
            hint=_("mend it, or save it again as UTF-8"),
        )


def _single_byte(data: bytes) -> str | None:
    """cp1251, KOI8-R or another Cyrillic encoding, Latin-1, cp1252; None when the bytes look like neither."""
    sample = data[: 16 * _SAMPLE]
    runs = b" ".join(_HIGH_RUN.findall(sample))[:_SAMPLE]
    mixed = sum(len(word) for word in _MIXED_WORD.findall(sample))
    best = max(_CYRILLIC, key=lambda encoding: _russianness(runs.decode(encoding, "replace")))
    if len(runs) > mixed and _russianness(runs.decode(best, "replace")) > _FITS and _decodes(data, best):
        return best
    if len(re.findall(rb"[\x80-\xff]", sample)) > 0.3 * len(sample):
        return None
    if not re.search(rb"[\x80-\x9f]", data):
        return "latin-1"
    return "cp1252" if _decodes(data, "cp1252") else None


def is_russian_in(data: bytes, encoding: str, among: Sequence[str], sure: bool = False) -> bool:
    """Whether the words of `data` are Russian in `encoding`, and more so than in any other encoding `among` these.

    With `sure` a text is refused that may also be something else: where the bytes fit another encoding as well.
    """
    runs = b" ".join(_HIGH_RUN.findall(data))[:_SAMPLE]
    scores = {known: _russianness(runs.decode(known, "replace")) for known in among}
    return (
        bool(runs) and scores[encoding] == max(scores.values()) and scores[encoding] > (_FITS_WELL if sure else _FITS)
    )


def _russianness(text: str) -> float:
    """Mean natural-log frequency of the letters of `text` in Russian, lowered for other characters and for odd case.

    Russian in its own encoding comes to about -3.1, in another Cyrillic encoding's letters to -5 and less.
    """
    total = 0.0
    before = " "
    for char in text:
        if char != " ":
            frequency = _RUSSIAN.get(char.lower(), 0.01)
            total += log(frequency / 100) - (0.4 if char.isupper() else 0.0)
            if char.isupper() and before.islower():
                total -= 4
        before = char
    return total / max(1, len(text) - text.count(" "))


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _by_statistics(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[: 4 * _SAMPLE]).best()
    return best.encoding if best is not None and _decodes(data, best.encoding) else None
