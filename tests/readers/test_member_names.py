"""Names in archives that do not say their encoding."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest

from align.io.member_names import encoding_of
from align.readers import read_documents

NAMES = {
    "cp866": ["Новости/порт.txt", "Банк.txt", "АРХИВ/план_2026.txt", "съезд/Ёлка.txt", "Вести.txt", "мир.txt"],
    "cp1251": ["Новости/порт.txt", "Банк.txt", "АРХИВ/план_2026.txt", "Объявление.txt", "мир.txt"],
    "koi8-r": ["Новости/порт.txt", "Банк.txt", "АРХИВ/план_2026.txt", "Объявление.txt", "мир.txt"],
    "utf-8": ["Новости/порт.txt", "新闻.txt", "café.txt", "ニュース.txt"],
    "gbk": ["新闻/港口.txt", "银行.txt", "中文.txt", "经济新闻2026.txt"],
    "cp932": ["ニュース/港.txt", "きょうの新聞.txt", "ニュース.txt", "経済ニュース2026.txt"],
    "cp437": ["café.txt", "Größe.txt", "año/mañana.txt", "Öl.txt"],
    "cp1252": ["Ångström.txt", "Größe-Übersicht.txt"],
}


def zipped(path: Path, names: list[str], encoding: str, unicode_path: bool = False) -> Path:
    """A zip archive whose names are in `encoding`, without the mark of UTF-8."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            raw = name.encode(encoding)
            info = zipfile.ZipInfo("x" * len(raw))
            if unicode_path:
                field = b"\x01" + struct.pack("<L", zlib.crc32(raw)) + name.encode()
                info.extra = struct.pack("<HH", 0x7075, len(field)) + field
            archive.writestr(info, "The port opened.")
    data = path.read_bytes()
    for name in names * 2:  # before the data, and in the list of members
        raw = name.encode(encoding)
        data = data.replace(b"x" * len(raw), raw, 1)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", NAMES)
def test_the_names_of_an_archive_are_decided_together(encoding: str) -> None:
    """As a whole, and each by itself where it is long enough."""
    assert encoding_of([name.encode(encoding) for name in NAMES[encoding]]) == encoding
    for name in NAMES[encoding]:
        raw = name.encode(encoding)
        assert "Ё" in name or raw.decode(encoding_of([raw])) == name  # one rare letter of six is too much


@pytest.mark.parametrize("encoding", NAMES)
def test_zip_documents_have_their_names(tmp_path: Path, encoding: str) -> None:
    """Ids are the archive's name and the member's own."""
    names = sorted(NAMES[encoding], key=len, reverse=True)
    path = zipped(tmp_path / "a.zip", names, encoding)
    assert [document.id for document in read_documents(path)] == [f"{path}#{name}" for name in names]


def test_a_name_beside_the_plain_one_is_taken(tmp_path: Path) -> None:
    """Info-ZIP and WinZip write the name in UTF-8 into an extra field."""
    path = zipped(tmp_path / "a.zip", ["план-ґанок.txt"], "cp1251", unicode_path=True)
    assert [document.id for document in read_documents(path)] == [f"{path}#план-ґанок.txt"]


@pytest.mark.parametrize("encoding", ["koi8-r", "cp866", "cp1251", "gbk", "utf-8"])
def test_tar_documents_have_their_names(tmp_path: Path, encoding: str) -> None:
    """A tar archive of an old system has the names in its encoding."""
    path = tmp_path / "a.tar"
    names = [name for name in NAMES[encoding] if "Ё" not in name]
    with tarfile.open(path, "w", format=tarfile.GNU_FORMAT, encoding=encoding) as archive:
        for name in names:
            info = tarfile.TarInfo(name)
            info.size = len(b"The port opened.")
            archive.addfile(info, io.BytesIO(b"The port opened."))
    assert [document.id for document in read_documents(path)] == [f"{path}#{name}" for name in names]
