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
from align.readers import plain
from align.readers.blocks import Block, assemble
from align.readers.html import main_pieces
from align.readers.markup import parse_html
from align.readers.read_options import ReadOptions
from align.shown_text import shown_text


def read(source: ByteSource, options: ReadOptions) -> Iterator[Document]:
    """Read the one document of a message. Raises InputError for one without a text, or that cannot be understood."""
    try:
        message = BytesParser(EmailMessage, policy=email.policy.default).parsebytes(source.data())
        subject = " ".join(str(message["subject"] or "").split())
        body = message.get_body(("plain", "html"))
        attached = sum(1 for _ in message.iter_attachments()) if message.is_multipart() else 0
    except (email.errors.MessageError, ValueError, LookupError, RecursionError, AttributeError, KeyError) as error:
        raise InputError(
            f"{source.shown} is no message that can be read ({error})", path=source.shown, hint="save its text as TXT"
        ) from error
    account = Account()
    if attached:
        account.leave_out("attachments", count=attached)
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
