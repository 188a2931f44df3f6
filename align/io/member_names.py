"""The names of an archive's members, where the archive does not say their encoding.

A zip archive marks names in UTF-8, and all others are in the code page of the program that made it: cp866 in a Russian
Windows, cp437 or cp850 in a Western one, GBK or Shift-JIS in East Asia; some programs write UTF-8 without the mark. A
tar archive says nothing but for POSIX.1-2001 headers. The names of an archive are decided together: they have one
maker.
"""

from __future__ import annotations

import re
import struct
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence

from align.io.text_encoding import is_russian_in

_UTF8_MARK = 0x800
"""The bit of a member's flags that says that its name is UTF-8 (APPNOTE.TXT, 4.4.4)."""
_UNICODE_PATH = 0x7075
"""The extra field with the name in UTF-8, after its version and the checksum of the plain name (APPNOTE.TXT, 4.6.9)."""
_CYRILLIC = ("cp866", "cp1251", "koi8-r")
_EAST_ASIAN = {
    "cp932": re.compile(r"[\u3040-\u30ff\u3000-\u303f\u4e00-\u9fff\uff01-\uff60]+"),
    "gbk": re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]+"),
}
"""The characters above U+007F of plausible names. Half-width katakana are none: they are what Russian looks like."""
_COMMON_CHINESE = re.compile(rb"(?:[\xb0-\xd7][\xa1-\xfe])+")
"""The 3,755 characters of the first level of GB 2312."""
_WESTERN = ("cp437", "cp850", "cp1252")


def zip_names(members: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The names of a zip archive's members, as zipfile has them where the archive says UTF-8, else decoded anew."""
    unmarked = [member for member in members if not member.flag_bits & _UTF8_MARK and not member.filename.isascii()]
    raw = [member.filename.encode("cp437", "replace") for member in unmarked]
    encoding = encoding_of(raw)
    again = {id(member): name.decode(encoding, "replace") for member, name in zip(unmarked, raw, strict=True)}
    return [_unicode_path(member) or again.get(id(member), member.filename) for member in members]


def tar_name(member: tarfile.TarInfo) -> str:
    """The name of a tar archive's member; bytes that are not UTF-8 are decoded by themselves, as a stream has them."""
    try:
        raw = member.name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return member.name
    return raw.decode(encoding_of([raw]), "replace")


def encoding_of(names: Sequence[bytes]) -> str:
    """The encoding of the names in an archive.

    >>> encoding_of(["Новости/порт.txt".encode("cp866")]), encoding_of(["经济新闻.txt".encode("gbk")])
    ('cp866', 'gbk')
    """
    every = b"\n".join(names)
    if _decoded(every, "utf-8") is not None:
        return "utf-8"
    chinese = _is_east_asian(every, "gbk") and all(map(_COMMON_CHINESE.fullmatch, re.findall(rb"[\x80-\xff]+", every)))
    cyrillic = next((known for known in _CYRILLIC if is_russian_in(every, known, _CYRILLIC, sure=chinese)), None)
    if cyrillic:
        return cyrillic
    if _is_east_asian(every, "cp932") and not chinese:
        return "cp932"
    if _is_east_asian(every, "gbk"):
        return "gbk"
    return next((known for known in _WESTERN if _is_western(every, known)), "cp437")


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_east_asian(data: bytes, encoding: str) -> bool:
    """Whether the names are whole characters of an East Asian encoding, and likely ones."""
    text = _decoded(data, encoding)
    if text is None or re.search(r"[a-z][^\x00-\x7f]|[^\x00-\x7f][a-z]", text):  # an accented letter in a word
        return False
    words = re.findall(r"[^\x00-\x7f]+", text)
    return max(map(len, words)) > 1 and all(map(_EAST_ASIAN[encoding].fullmatch, words))


def _is_western(data: bytes, encoding: str) -> bool:
    """Whether all bytes above 127 are Latin letters, and no capital stands after a small letter."""
    text = _decoded(data, encoding)
    if text is None or re.search(r"[a-zß-ÿ][À-Þ]", text):
        return False
    return all("LATIN" in unicodedata.name(char, "") for char in text if char > "\x7f")


def _unicode_path(member: zipfile.ZipInfo) -> str | None:
    """The name in the extra field for it, if the plain name is still the one that it was written for."""
    extra = member.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(field) > 5 and field[0] == 1:
            plain = member.orig_filename.encode("cp437", "replace")
            if struct.unpack_from("<L", field, 1)[0] == zlib.crc32(plain):
                return _decoded(field[5:], "utf-8")
    return None
