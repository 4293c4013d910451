"""E-mails (RFC 5322) and saved web pages (MHTML): headers, body, and what is attached."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

from safe_to_paste.documents import formats, web
from safe_to_paste.documents.draft import Draft
from safe_to_paste.documents.reasons import unreadable

_NOT_READ = frozenset({"css", "javascript", "pgp-signature", "pkcs7-signature", "x-pkcs7-signature"})
HEADERS = ("From", "To", "Cc", "Bcc", "Reply-To", "Date", "Subject")


def read(data: bytes, draft: Draft) -> None:
    """Write a message's text."""
    message = message_from_bytes(data, policy=policy.default)
    if not any(name in message for name in (*HEADERS, "MIME-Version")):
        raise unreadable("damaged")
    _message(message, draft)


def _message(message: EmailMessage, draft: Draft) -> None:
    for name in HEADERS:
        for value in message.get_all(name, []):
            draft.line(f"{name}: {value}", "e-mail header")
    draft.gap()
    number = 0
    for part in _leaves(message):
        name = part.get_filename() or ""
        if part.get_content_maintype() == "text" and not name and not part.is_attachment():
            _body(part, draft)
            continue
        number += 1
        where = f"attachment {number}"
        draft.line(name, f"{where}, its name")
        if part.get_content_type() != "message/rfc822":
            formats.read_inside(_payload(part), name, draft, where)
        elif formats.may_go_deeper(draft, where):
            with draft.inside(where):
                _message(cast(EmailMessage, part.get_payload(0)), draft)


def _leaves(part: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that hold something; of a text that is there twice, as plain text and as HTML, the plain one."""
    if not part.is_multipart() or part.get_content_type() == "message/rfc822":
        yield part
        return
    parts = cast(list[EmailMessage], part.get_payload())
    is_twice = part.get_content_subtype() == "alternative" and any(
        each.get_content_type() == "text/plain" for each in parts
    )
    for each in parts:
        if not (is_twice and each.get_content_type() == "text/html") and each.get_content_subtype() not in _NOT_READ:
            yield from _leaves(each)


def _body(part: EmailMessage, draft: Draft) -> None:
    data = _payload(part)
    if part.get_content_subtype() == "html":
        web.page(web.text(data), draft, "e-mail")
    else:
        text(_decoded(data, part.get_content_charset("utf-8")), draft)


def text(body: str, draft: Draft) -> None:
    """Write a plain body, with its blank lines."""
    for line in body.splitlines():
        if line.strip():
            draft.line(line, "e-mail")
        else:
            draft.gap()
    draft.gap()


def _decoded(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset, errors="replace")
    except LookupError:
        return data.decode("cp1252", errors="replace")


def _payload(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
