"""E-mail messages (EML, RFC 5322 and MIME) → the subject as a heading, then the body.

The body is the plain text of the message, or its web page where it has no other. Addresses, dates and all other headers
are no text; attachments are left out, and the account says how many.
"""

from __future__ import annotations

import email.errors
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from typing import Any

from align.account import Account
from align.document import Document, Paragraph
from align.errors import InputError
from align.io.byte_source import ByteSource
from align.io.text_encoding import decode
from align.localization import N_, _
from align.readers import plain
from align.readers.blocks import Block, assemble
from align.readers.html import main_pieces
from align.readers.markup import parse_html
from align.readers.read_options import ReadOptions
from align.shown_text import shown_text

_LONGEST_SUBJECT = 5000
"""Characters of a subject in which encoded words are decoded: the parser of headers takes the square of a length."""


_LONGEST_FIELD = 2000
"""Characters of another header that are looked at: more are in none that says what a part is."""


class _PlainHeaders(email.policy.Compat32):
    """Headers are read as texts and not by their grammar (RFC 2045), of which the library's parser takes minutes for
    some kilobytes that break it."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """See email.policy."""
        return super().header_fetch_parse(name, value[:_LONGEST_FIELD])


class _Mail(EmailMessage):
    """A message or part of it, with `_PlainHeaders`."""

    def is_attachment(self) -> bool:
        """Whether it says so of itself."""
        return self.get_content_disposition() == "attachment"


def read(source: ByteSource, options: ReadOptions) -> Iterator[Document]:
    """Read the one document of a message. Raises InputError for one without a text, or that cannot be understood."""
    try:
        message: Any = BytesParser(_Mail, policy=_PlainHeaders()).parsebytes(source.data())
        subject = _subject(message)
        body = message.get_body(("plain", "html"))
        attached = sum(1 for __ in message.iter_attachments()) if message.is_multipart() else 0
    except (email.errors.MessageError, ValueError, LookupError, RecursionError, AttributeError, KeyError) as error:
        raise InputError(
            _("{shown} is no message that can be read ({error})", shown=source.shown, error=error),
            path=source.shown,
            hint=_("save its text as TXT"),
        ) from error
    account = Account()
    if attached:
        account.leave_out(N_("attachments"), count=attached)
    blocks = [Block(subject, "heading")] if subject else []
    encoding = "utf-8"
    if body is not None:
        text, encoding = _text_of(body, source, options)
        if body.get_content_subtype() == "html":
            root = parse_html(text.encode("utf-8", "replace"), source.shown, account)
            blocks += [Block(piece.text, piece.kind) for piece in main_pieces(root, account)]
        else:
            cut = plain.rows if options.one_per_line else plain.paragraphs
            blocks += [Block(_shown(text, one), one.kind) for one in cut(text)]
    yield assemble(source, blocks, encoding=encoding, account=account)


def _subject(message: _Mail) -> str:
    """The subject on one line, its encoded words decoded (RFC 2047)."""
    name, raw = next(((name, raw) for name, raw in message.raw_items() if name.lower() == "subject"), ("", ""))
    decode_words = len(raw) <= _LONGEST_SUBJECT
    text = email.policy.default.header_fetch_parse(name, raw) if raw and decode_words else raw
    return " ".join(str(text).encode("utf-8", "replace").decode().split())


def _text_of(body: MIMEPart[Any], source: ByteSource, options: ReadOptions) -> tuple[str, str]:
    """The text of a part, and its encoding: the one that it declares, unless it does not fit or another was asked
    for."""
    data = body.get_payload(decode=True)
    data = data if isinstance(data, bytes) else b""
    declared = body.get_content_charset()
    if options.encoding is None and declared is not None:
        try:
            return data.decode(declared), declared
        except (LookupError, UnicodeError, ValueError):
            pass
    return decode(data, source.shown, options.encoding) if data.strip() else ("", "utf-8")


def _shown(text: str, paragraph: Paragraph) -> str:
    """A paragraph without the marks of quoted mail."""
    return shown_text(text[paragraph.start : paragraph.end], paragraph.start, paragraph.markup)
