"""Read a table of a settings file into a frozen dataclass, or say which key is wrong.

The dataclass is the format: its fields are the keys, its types say what may stand
there, its defaults hold wherever the file is silent (a nested table starts from
its parent's default, key by key). A new key is therefore one line in a dataclass.

Nothing is raised here. Faults and unknown keys come back beside the value, so that
a checker can list them all while a loader stops at the first.

>>> from dataclasses import dataclass
>>> @dataclass(frozen=True)
... class Review:
...     cycle_months: int = 12
>>> read(Review, {"cycle_months": "six", "colour": "blue"})
Reading(value=Review(cycle_months=12), \
faults=(Fault(key='cycle_months', message='cycle_months is "six"; use a whole number, 0 or more'),), \
unknown=('colour',))
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Generic, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from safe_to_paste.model import Outcome

T = TypeVar("T")

#: Marks a field that is worked out, not read from a file.
NOT_IN_FILE: Mapping[str, bool] = types.MappingProxyType({"in_file": False})

_ENTITY = re.compile(r"[A-Z][A-Z0-9_]*")


@dataclass(frozen=True, slots=True)
class Fault:
    """One key that cannot be used; the message names it and says what was expected."""

    key: str
    message: str


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What a table held: the value, and what was wrong or unknown on the way."""

    value: T
    faults: tuple[Fault, ...]
    unknown: tuple[str, ...]


def read(kind: type[T], raw: Mapping[str, Any], *, is_blank: Callable[[str], bool] = lambda _: False) -> Reading[T]:
    """Read ``raw`` as a ``kind``.

    ``is_blank`` tells a text that still waits to be filled in: where something other
    than text belongs, such a text is passed over and the default stands.
    """
    reader = _Reader(is_blank)
    value = reader.table(kind, raw, key="", base=None)
    return Reading(value, tuple(reader.faults), tuple(reader.unknown))


def keys(kind: Any, prefix: str = "") -> Iterator[str]:
    """Every key a file may hold for ``kind``: ``review.next_date``, ``clauses[].id``, ``links.*``."""
    for field, hint in _format(kind).values():
        key = f"{prefix}{field.name}"
        inner = _inner(hint)
        if get_origin(hint) is tuple:
            key += "[]" if is_dataclass(inner) else ""
        elif get_origin(hint) is Mapping:
            key += ".*"
        if is_dataclass(inner):
            yield from keys(inner, f"{key}.")
        else:
            yield key


def texts(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a value read from a file, or in the raw table itself, with its key."""
    if isinstance(value, str):
        yield key, str(value)
    elif is_dataclass(value):
        for field in fields(value):
            if field.metadata.get("in_file", True):
                yield from texts(getattr(value, field.name), _join(key, field.name))
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from texts(inner, _join(key, name))
    elif isinstance(value, (list, tuple)):
        for place, inner in enumerate(value, start=1):
            yield from texts(inner, f"{key}[{_label(inner, place)}]")


class _ExpectedError(Exception):
    """A value does not fit; the message says what would."""


class _Reader:
    """One reading: collects faults and unknown keys while it builds the value."""

    def __init__(self, is_blank: Callable[[str], bool]) -> None:
        self._is_blank = is_blank
        self.faults: list[Fault] = []
        self.unknown: list[str] = []

    def table(self, kind: type[T], raw: Mapping[str, Any], *, key: str, base: object) -> T:
        known = _format(cast("Any", kind))
        self.unknown.extend(_join(key, name) for name in raw if name not in known)
        return kind(
            **{
                name: self._field(field, hint, raw, key=_join(key, name), base=base)
                for name, (field, hint) in known.items()
            }
        )

    def _field(self, field: Field[Any], hint: Any, raw: Mapping[str, Any], *, key: str, base: object) -> Any:
        default = _default(field) if base is None else getattr(base, field.name)
        if field.name not in raw:
            if default is MISSING:
                self.faults.append(Fault(key, f"{key} is missing; it is needed"))
            return "" if default is MISSING else default
        try:
            return self._value(hint, raw[field.name], key=key, base=default)
        except _ExpectedError as expected:
            found = _shown(raw[field.name])
            self.faults.append(Fault(key, f"{key} is {found}; use {expected}"))
            return "" if default is MISSING else default

    def _value(self, hint: Any, raw: Any, *, key: str, base: object) -> Any:
        inner = _inner(hint)
        if isinstance(raw, str) and self._is_blank(raw) and inner is not str:
            return base
        if get_origin(hint) is tuple:
            return self._list(inner, raw, key)
        if get_origin(hint) is Mapping:
            return self._mapping(inner, raw, key)
        if is_dataclass(inner) and isinstance(inner, type):
            if not isinstance(raw, Mapping):
                raise _ExpectedError(f"a table, [{key}]")
            return self.table(inner, raw, key=key, base=base if isinstance(base, inner) else None)
        return _single(inner, raw)

    def _list(self, inner: Any, raw: Any, key: str) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            raise _ExpectedError('a list, ["…", "…"]' if not is_dataclass(inner) else f"tables, [[{key}]]")
        return tuple(
            self._value(inner, item, key=f"{key}[{_label(item, place)}]", base=None)
            for place, item in enumerate(raw, start=1)
        )

    def _mapping(self, inner: Any, raw: Any, key: str) -> Mapping[str, Any]:
        if not isinstance(raw, Mapping):
            raise _ExpectedError(f"a table, [{key}]")
        if is_dataclass(inner) and (odd := [name for name in raw if not _ENTITY.fullmatch(name)]):
            raise _ExpectedError(f"names in capitals such as DATE_OF_BIRTH, not {odd[0]}")
        return types.MappingProxyType(
            {name: self._value(inner, item, key=_join(key, name), base=None) for name, item in raw.items()}
        )


def _single(kind: Any, raw: Any) -> Any:
    words: Mapping[Any, Any]
    if kind is Outcome:
        words = {step.word: step for step in Outcome}
    elif isinstance(kind, type) and issubclass(kind, Enum):
        words = {member.value: member for member in kind}
    elif kind is int:
        if isinstance(raw, bool) or not isinstance(raw, int) or raw < 0:
            raise _ExpectedError("a whole number, 0 or more")
        return raw
    elif kind is date:
        if not isinstance(raw, date) or isinstance(raw, datetime):
            raise _ExpectedError("a date without quotes, such as 2027-01-31")
        return raw
    elif isinstance(raw, kind):
        return raw
    else:
        raise _ExpectedError("true or false" if kind is bool else "text in quotes")
    if not isinstance(raw, str) or raw not in words:
        raise _ExpectedError(_alternatives(tuple(words)))
    return words[raw]


@cache
def _format(kind: Any) -> Mapping[str, tuple[Field[Any], Any]]:
    hints = get_type_hints(kind)
    return {field.name: (field, hints[field.name]) for field in fields(kind) if field.metadata.get("in_file", True)}


def _inner(hint: Any) -> Any:
    """What a tuple, a mapping or an optional value holds; anything else is itself."""
    origin = get_origin(hint)
    if origin is tuple:
        return get_args(hint)[0]
    if origin is Mapping:
        return get_args(hint)[1]
    if origin in (Union, types.UnionType):
        return next(part for part in get_args(hint) if part is not type(None))
    return hint


def _default(field: Field[Any]) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _label(item: object, place: int) -> str:
    """How a message names one entry of a list: by its id or name, else by its place."""
    for name in ("id", "name"):
        found = item.get(name) if isinstance(item, Mapping) else getattr(item, name, None)
        if isinstance(found, str) and found:
            return found
    return str(place)


def _alternatives(words: tuple[str, ...]) -> str:
    return " or ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]


def _shown(raw: object) -> str:
    if isinstance(raw, str):
        return f'"{raw}"' if len(raw) <= 60 else "a long text"
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, (int, float, date)):
        return str(raw)
    return "a table" if isinstance(raw, Mapping) else "a list"
