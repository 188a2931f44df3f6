"""A package of an office document with some of its parts replaced, and all else as it was."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from typing import BinaryIO

from align.io.zip_archives import Zip


def write_zip_copy(package: Zip, parts: Mapping[str, bytes], stream: BinaryIO) -> None:
    """Write the members of `package` in their order, with their dates, those in `parts` with other contents. Raises
    InputError as reading them does."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
        for name, old in package.entries():
            entry = zipfile.ZipInfo(old.filename, old.date_time)
            stored = old.compress_type == zipfile.ZIP_STORED
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            entry.external_attr, entry.create_system = old.external_attr, old.create_system
            if name is None or name in parts:
                copy.writestr(entry, b"" if name is None else parts[name])
                continue
            with copy.open(entry, "w", force_zip64=old.file_size >= zipfile.ZIP64_LIMIT) as member:
                for chunk in package.stream(name):
                    member.write(chunk)
