"""The process that opens documents, so that whatever they do to it is done to nobody else.

It limits itself, then answers one request after the other until its input ends. A request names an operation of the
table below; an operation takes and gives fields that JSON can say, and bytes. Only those cross the pipe: whoever
has taken this process over can lie about a text, and do no more.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from safe_to_paste.documents import frames, limits
from safe_to_paste.errors import UnreadableError

Fields = Mapping[str, Any]
Operation = Callable[[Fields, bytes], tuple[Fields, bytes]]

# Each is a function of a module, imported when it is first asked for.
OPERATIONS: Mapping[str, str] = {
    "read": "safe_to_paste.documents.reading:read",
    "label": "safe_to_paste.documents.labelling.stamping:label",
    "copy": "safe_to_paste.documents.copying.operation:copy",
}


def main() -> int:
    """Answer until there is nothing more to answer."""
    pipe = _take_output()
    limits.confine()
    while (request := frames.read(sys.stdin.buffer)) is not None:
        limits.allow_one_more()
        frames.write(pipe, *answer(*request))
    return 0


def answer(fields: Fields, data: bytes) -> tuple[Fields, bytes]:
    """Do what is asked; whatever goes wrong becomes a reason why it could not be done."""
    try:
        module, _, name = OPERATIONS[fields["do"]].partition(":")
        operation: Operation = getattr(import_module(module), name)
        return operation(fields, data)
    except UnreadableError as error:
        return {"unreadable": error.code}, b""
    except MemoryError:
        return {"unreadable": "memory"}, b""
    except Exception:  # noqa: BLE001 - what a broken document makes a library raise is not to be foreseen
        return {"unreadable": "damaged"}, b""


def _take_output() -> Any:
    """The pipe to the parent, which nothing else in this process can then write to."""
    pipe = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_WRONLY)
    for number in 1, 2:
        os.dup2(nothing, number)
    return pipe


if __name__ == "__main__":
    sys.exit(main())
