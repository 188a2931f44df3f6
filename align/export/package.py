"""Zip packages of office documents, the same bytes for the same content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from html import escape
from typing import BinaryIO

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DATE = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip file can hold; the time of writing would make each file another one."""


def write_package(stream: BinaryIO, parts: Mapping[str, str]) -> None:
    """Write the parts of a document by name, in order. What is called `mimetype` is stored without compression, so that
    it can be read at the beginning of the file (OpenDocument 1.2, part 3)."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(entry, text.encode())
    stream.write(content.getvalue())


def attribute(text: str) -> str:
    """`text` as the value of an attribute in double quotes."""
    return escape(text, quote=True)


def content(text: str) -> str:
    """`text` as the content of an element."""
    return escape(text, quote=False)
