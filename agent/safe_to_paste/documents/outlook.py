"""Messages saved from Outlook (.msg): properties in an OLE file ([MS-OXMSG])."""

from __future__ import annotations

import io

import olefile

from safe_to_paste.documents import formats, mail, web
from safe_to_paste.documents.draft import Draft
from safe_to_paste.documents.reasons import unreadable

_UNICODE, _BYTES = "001F", "0102"
# [MS-OXPROPS]: a property's number, and what it is called above an e-mail.
_HEADERS = {"0C1A": "From", "0C1F": "From", "0E04": "To", "0E03": "Cc", "0E02": "Bcc", "0037": "Subject"}
_BODY, _HTML, _PACKED_RTF = "1000", "1013", "1009"
_RECIPIENT, _ATTACHMENT = "__recip_version1.0_", "__attach_version1.0_"
_ADDRESSES = ("39FE", "3003")
_NAMES = ("3707", "3704")
_DATA = "3701"
_LARGEST = 50_000_000


def read(data: bytes, draft: Draft) -> None:
    """Write a message's text."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            _message(file, (), draft)
    except (OSError, ValueError, IndexError, KeyError):
        raise unreadable("damaged") from None


def _message(file: olefile.OleFileIO, folder: tuple[str, ...], draft: Draft) -> None:
    for number, name in _HEADERS.items():
        if words := _text(file, folder, number):
            draft.line(f"{name}: {words}", "e-mail header")
    inside = _folders(file, folder)
    for each in inside:
        if each.startswith(_RECIPIENT):
            for number in _ADDRESSES:
                draft.line(_text(file, (*folder, each), number), "e-mail header")
    draft.gap()
    if body := _text(file, folder, _BODY):
        mail.text(body, draft)
    elif html := _stream(file, (*folder, f"__substg1.0_{_HTML}{_BYTES}")):
        web.page(web.text(html), draft, "e-mail")
    elif _stream(file, (*folder, f"__substg1.0_{_PACKED_RTF}{_BYTES}")):
        draft.note("its body, which is there as packed RTF alone")
    attached = [each for each in inside if each.startswith(_ATTACHMENT)]
    for count, each in enumerate(attached, 1):
        _attachment(file, (*folder, each), draft, f"attachment {count}")


def _attachment(file: olefile.OleFileIO, folder: tuple[str, ...], draft: Draft, where: str) -> None:
    name = next(filter(None, (_text(file, folder, number) for number in _NAMES)), "")
    draft.line(name, f"{where}, its name")
    message = (*folder, f"__substg1.0_{_DATA}000D")
    if file.exists("/".join(message)):
        if formats.may_go_deeper(draft, where):
            with draft.inside(where):
                _message(file, message, draft)
        return
    formats.read_inside(_stream(file, (*folder, f"__substg1.0_{_DATA}{_BYTES}")), name, draft, where)


def _folders(file: olefile.OleFileIO, folder: tuple[str, ...]) -> list[str]:
    """The storages that lie directly in one, in order."""
    depth = len(folder)
    listed = file.listdir(streams=False, storages=True)
    return sorted(each[depth] for each in listed if len(each) == depth + 1 and tuple(each[:depth]) == folder)


def _text(file: olefile.OleFileIO, folder: tuple[str, ...], number: str) -> str:
    if data := _stream(file, (*folder, f"__substg1.0_{number}{_UNICODE}")):
        return data.decode("utf-16-le", errors="replace").strip("\0")
    return _stream(file, (*folder, f"__substg1.0_{number}001E")).decode("cp1252", errors="replace").strip("\0")


def _stream(file: olefile.OleFileIO, path: tuple[str, ...]) -> bytes:
    name = "/".join(path)
    if not file.exists(name) or file.get_size(name) > _LARGEST:
        return b""
    with file.openstream(name) as stream:
        return bytes(stream.read())
