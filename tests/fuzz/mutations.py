"""Mutation by structure: elements of XML, values of JSON, parts of archives, cells of SQLite, two files in one."""

from __future__ import annotations

import bz2
import copy
import gzip
import io
import json
import lzma
import random
import sqlite3
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lxml import etree

from tests.fuzz.hostile import NUMBERS, TEXTS, XML, mutated, unzipped

try:
    from backports import zstd
except ImportError:
    zstd = None  # type: ignore[assignment]
__all__ = ["EVERYWHERE", "Make", "broken", "cells_broken", "zstd"]

Make = Callable[[random.Random], bytes]
"""Makes a broken file, the same from the same generator."""

EVERYWHERE = (
    "<", "&#0;", "&#xFFFFFFFFF;", "]]>", "\ufeff", "\ufffe", "\0", "\0" * 64, "9" * 400, "-1", "1e999", "\ud800",
    "\udfff\ud800", "\u2028", "\u2029", "\x85", "\x0b", "\x1c", "\r", "\u202e", "\u200b", "\xad",
    "{" * 2000, "[" * 2000,
    "<a>" * 2000, "(" * 2000, "> " * 2000, "- " * 1000, "%s", "{0}", "$(x)", "../../../etc/passwd", "e\u0301" * 50,
    "\U0010ffff", "🏴" * 3, "ﷺ", "ǅ", "İ", "ß", "𝟗", "²", "½", "Ⅷ", "١٢٣",
)  # fmt: skip
"""What harms many formats."""

VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 10**30, 10**400, float("nan"), float("inf"), "",
    " ", "x", "\0", "\ud800", "\n", [], {},
    [[]], [None], [1, "a"], {"": None}, {"a": {"a": {}}}, "9" * 400, "2026-02-30T25:61:61Z", ["x"] * 300,
)  # fmt: skip


def broken(seeds: Sequence[bytes], words: Sequence[str] = ()) -> Make:
    """What breaks one of these files in a manner that suits what it is."""
    words = (*words, *EVERYWHERE)
    parts = {seed: unzipped(seed) for seed in seeds if zipfile.is_zipfile(io.BytesIO(seed))}
    values = {seed: read for seed in seeds if (read := _json(seed)) is not None}
    inside = {seed: (pack, broken([unpack(seed)], words)) for seed in seeds for magic, unpack, pack in _PACKED
              if seed.startswith(magic)}  # fmt: skip

    def make(rng: random.Random) -> bytes:
        seed, drawn = rng.choice(seeds), rng.random()
        if seed in parts and drawn < 0.8:
            return _archive_changed(rng, parts[seed], words)
        if seed in inside and drawn < 0.5:
            pack, made = inside[seed]
            return pack(made(rng))
        if seed in values and drawn < 0.5:
            return _json_changed(rng, values[seed])
        if drawn < 0.4 and (changed := _xml_changed(rng, seed, words)):
            return changed
        if drawn < 0.6 and len(seeds) > 1:
            seed = _spliced(rng, seed, rng.choice(seeds))
            return seed if rng.random() < 0.3 else mutated(rng, [seed], words)
        return mutated(rng, [seed, *seeds], words)

    return make


_PACKED: tuple[tuple[bytes, Callable[[bytes], bytes], Callable[[bytes], bytes]], ...] = (
    (b"\x1f\x8b", gzip.decompress, lambda data: gzip.compress(data, mtime=0)),
    (b"BZh", bz2.decompress, bz2.compress),
    (b"\xfd7zXZ", lzma.decompress, lzma.compress),
    *(((b"\x28\xb5\x2f\xfd", zstd.decompress, zstd.compress),) if zstd else ()),
)
"""How compressed files begin, are unpacked and packed."""


def _xml_changed(rng: random.Random, data: bytes, words: Sequence[str]) -> bytes:
    """The file with some of its elements gone, doubled, moved, renamed or of other texts and attributes: still XML.

    Nothing where it is no XML."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError:
        return b""
    for _ in range(rng.choice((1, 1, 2, 4))):
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        element, other = rng.choice(elements), rng.choice(elements)
        parent, value = element.getparent(), "".join(c for c in rng.choice(words) if c in "\t\n" or " " <= c < "\ud800")
        how = rng.randrange(10)
        if how < 3 and element.attrib:
            element.set(rng.choice(list(element.attrib)), rng.choice((value, *other.attrib.values())))
        elif how < 4 and element.attrib:
            del element.attrib[rng.choice(list(element.attrib))]
        elif how < 5:
            element.attrib.update(other.attrib)
        elif how < 6:
            element.text = value
        elif how < 7:
            element.tail = value
        elif how < 8:
            element.tag = rng.choice((other.tag, etree.QName(element).localname))
        elif parent is not None:
            other.append(copy.deepcopy(element))
            if how == 9:
                parent.remove(element)
    return bytes(etree.tostring(root, encoding=rng.choice(("utf-8", "utf-8", "utf-8", "utf-16", "windows-1251"))))


def _spliced(rng: random.Random, one: bytes, other: bytes) -> bytes:
    """The beginning of one file and the end of another."""
    return one[: rng.randrange(len(one) + 1)] + other[rng.randrange(len(other) + 1) :]


def _archive_changed(rng: random.Random, parts: dict[str, bytes], words: Sequence[str]) -> bytes:
    """An archive some of whose parts are changed, missing, twice there, or of another name."""
    changed = list(parts.items())
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        at = rng.randrange(len(changed))
        name, data = changed[at]
        how = rng.random()
        if how < 0.4 and (xml := _xml_changed(rng, data, words)):
            changed[at] = name, xml
        elif how < 0.8:
            changed[at] = name, mutated(rng, [data, data, rng.choice(list(parts.values()))], (*words, *XML))
        elif how < 0.86 and len(changed) > 1:
            del changed[at]
        elif how < 0.92:
            changed.append((name, rng.choice(changed)[1]))
        else:
            changed[at] = (
                rng.choice((f"../{name}", name.upper(), name + "\u202e", "a\\" + name, "é" + name, "/" + name)),
                data,
            )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for name, data in changed:
            archive.NameToInfo.clear()  # or a name that is there twice is warned of
            archive.writestr(name, data)
    return out.getvalue()


def _json(data: bytes) -> list[Any] | None:
    """The values in a JSON file, or in the lines of one."""
    try:
        text = data.decode("utf-8-sig")
        try:
            return [json.loads(text)]
        except ValueError:
            return [json.loads(line) for line in text.splitlines() if line]
    except ValueError:
        return None


def _json_changed(rng: random.Random, values: Sequence[Any]) -> bytes:
    """The values with some of those inside replaced by others, by each other, renamed or dropped; a value a line."""
    changed = copy.deepcopy(list(values))
    for _ in range(rng.choice((1, 1, 2, 5))):
        places = list(_places(changed))
        if not places:
            break
        holder, key = rng.choice(places)
        how = rng.random()
        if how < 0.7:
            holder[key] = copy.deepcopy(rng.choice(VALUES))
        elif how < 0.85:
            other, its = rng.choice(places)
            holder[key] = copy.deepcopy(other[its])
        elif isinstance(holder, dict):
            moved = holder.pop(key)
            if how < 0.95:
                holder[rng.choice(("", "x", "id", "corpus", "text", "source", "\ud800", "a" * 500))] = moved
        elif len(holder) > 1:
            del holder[key]
    text = "\n".join(json.dumps(value, ensure_ascii=rng.random() < 0.3) for value in changed)
    return text.encode("utf-8", "surrogatepass")


def _places(value: Any) -> Any:
    """Every place in lists and objects, as the holder and its key or index."""
    for key in list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield value, key
        yield from _places(value[key])


def cells_broken(seed: bytes) -> Make:
    """What puts values of other types into the cells of a database, or breaks its pages."""
    from tests.fuzz.test_hostile_stores import broken_pages

    others = (
        *TEXTS,
        *NUMBERS[:8],
        None,
        0,
        -1,
        2**62,
        -(2**63),
        1.5,
        float("inf"),
        b"",
        b"\xff\xfe\0",
        b"{",
        "[" * 500,
    )

    def make(rng: random.Random) -> bytes:
        if rng.random() < 0.4:
            return broken_pages(rng, seed)
        with TemporaryDirectory() as folder:
            path = Path(folder, "a.sqlite")
            path.write_bytes(seed)
            base = sqlite3.connect(path, isolation_level=None)
            base.execute("PRAGMA journal_mode = DELETE")
            base.execute("PRAGMA ignore_check_constraints = ON")
            for _ in range(rng.choice((1, 1, 3))):
                _change_cells(rng, base, others)
            base.close()
            return path.read_bytes()

    return make


def _change_cells(rng: random.Random, base: sqlite3.Connection, others: Sequence[object]) -> None:
    tables = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    try:
        table = rng.choice(tables or ["none"])
        columns = [row[1] for row in base.execute(f"PRAGMA table_info({table})")]
        column, value = rng.choice(columns or ["none"]), rng.choice(others)
        how = rng.random()
        if how < 0.8:
            base.execute(f'UPDATE {table} SET "{column}" = ? WHERE rowid % ? = 0', (value, rng.choice((1, 2, 9))))
        elif how < 0.9:
            base.execute(f"DELETE FROM {table}")
        elif how < 0.95:
            base.execute(f"PRAGMA user_version = {rng.randrange(-9, 99)}")
        else:
            base.execute(f"DROP TABLE {table}")
    except (sqlite3.Error, UnicodeEncodeError, OverflowError):
        pass
