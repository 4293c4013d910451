"""What a column holds: by the words of its heading, or else by what stands in it.

>>> [kind_of(label) for label in ("Legal Surname", "givenName", "SEN Status", "D.O.B.", "Colour")]
['surname', 'forename', 'sen', 'dob', '']
>>> by_content([["V989914021104", "10L"], ["K989914022317", "10T"], ["P989914025508", "10L"]])
('upn', 'reg')
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import zip_longest
from typing import TypeVar

from safe_to_paste import paths
from safe_to_paste.detectors import _names
from safe_to_paste.late import re, regex

T = TypeVar("T")

# A longer cell is no heading.
LONGEST_HEADING = 40
# A column is of a kind when so large a share of its cells, and at least two, look like it.
_SHARE = 0.7
# Enough rows to know a column by.
_SAMPLE = 24
# Pupils and staff are this old at least; a later date is when something happened.
_YOUNGEST = 3

_SIGNS = re.compile(r"[^a-z0-9%]+")
_TWO_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DATA = re.compile(
    r"[\d.,/%:£$€ -]+|(?:1[0-3]|[1-9])[A-Z]{1,2}\d?|[A-HJ-NP-RT-Z]\d{11}[\dA-Z]|\S+@\S+|[A-E]\*?|\d+(?:st|nd|rd|th).*"
)

_UPN = re.compile(r"[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]")
_DATE = re.compile(
    r"\d{1,2}[-/. ](?:\d{1,2}|[A-Z][a-z]{2,8})[-/. ](\d{4}|\d\d)|(\d{4})[-/.]\d\d[-/.]\d\d(?:[ T]00:00(?::00)?)?"
)
_REG = re.compile(r"(?:1[0-3]|[1-9])[ -]?[A-Z]{1,3}\d?|(?:1[0-3]|[1-9]|R|N)-[A-Z][a-z]{2,14}")
_YEAR = re.compile(r"(?i)y(?:ea)?r?\.? ?(?:1[0-3]|[1-9]|r)|reception|nursery")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-BD-HJLNP-UW-Z]{2}")
_PHONE = re.compile(r"(?:\+44 ?|0)[127]\d{2,4}[ )-]*\d{3}[ -]?\d{3,4}")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,5}")
_ETHNICITY = re.compile(
    r"WBRI|WIRI|WIRT|WROM|WOTH|MWBC|MWBA|MWAS|MOTH|AIND|APKN|ABAN|AOTH|BCRB|BAFR|BOTH|CHNE|OOTH|REFU|NOBT"
)
_MARK = re.compile(r"\d{1,3}(?:\.\d)?%?|\d{1,3} ?/ ?\d{2,3}|WT[SA]?|EXS|GDS|ARE|[A-E][*+-]?|U|[1-9][+-]|Absent|abs")
_PAY = re.compile(
    r"(?:[^£]{0,20}, ?)?£ ?[1-9]\d{1,2},?\d{3}(?:\.\d\d)?(?: ?(?:pa|p\.a\.|FTE))?|(?:UPS ?|U|MPS ?|M|L|SCP ?)\d{1,2}"
)
_NAME = regex.compile(rf"{_names.SURNAME},[ ]?{_names.WORD}.{{0,20}}|{_names.FULL}|{_names.INITIALS}")
_WORD = regex.compile(_names.WORD)
# Beside one of these two columns of single words are a surname and a forename.
_BESIDE_NAMES = frozenset({"upn", "dob", "reg"})


def kind_of(heading: str) -> str:
    """The kind of column a heading stands over, or "" where the words are not known."""
    words = _plain(heading)
    return "" if words is None else _kind(words)


def known(heading: str) -> bool:
    """Whether a heading is one that schools use, of a kind or not."""
    words = _plain(heading)
    return words is not None and (
        bool(_kind(words)) or _lists().others.issuperset(w for w in words.split() if not w.isdigit())
    )


def is_data(cell: str) -> bool:
    """Whether a cell is something that stands under a heading and never is one: a number, a class, a UPN."""
    return _DATA.fullmatch(cell) is not None


def is_footer(cell: str) -> bool:
    """Whether a row that begins so is a sum or the end of a report."""
    word = cell[:20].lower().split(maxsplit=1)[:1]
    return bool(word) and word[0].rstrip(":") in _lists().footers


def by_content(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The kinds of columns that have no heading, by what stands in them."""
    columns = [[cell for cell in column if cell] for column in zip_longest(*sample(rows), fillvalue="")]
    kinds = [_look(cells) for cells in columns]
    if "name" not in kinds and _BESIDE_NAMES.intersection(kinds):
        words = [place for place, cells in enumerate(columns) if not kinds[place] and _mostly(_is_word, cells)]
        if len(words) >= 2 and words[1] == words[0] + 1:
            kinds[words[0]], kinds[words[1]] = "surname", "forename"
    return tuple(kinds)


def certain(cells: Sequence[str]) -> str:
    """The kind of a column whose heading is not known, where its cells leave no doubt."""
    return next((kind for kind, shape in _CERTAIN.items() if _mostly(shape, cells)), "")


def sample(rows: Sequence[T]) -> Sequence[T]:
    """Some rows out of all parts of a table."""
    return rows[:: max(1, len(rows) // _SAMPLE)]


def _look(cells: Sequence[str]) -> str:
    return next((kind for kind, shape in _SHAPES.items() if _mostly(shape, cells)), "")


def _mostly(shape: Callable[[str], object], cells: Sequence[str]) -> bool:
    if len(cells) < 2:
        return False
    others = int((1 - _SHARE) * len(cells))
    for cell in cells:
        if not shape(cell):
            others -= 1
            if others < 0:
                return False
    return True


def _is_birth(cell: str) -> bool:
    match = _DATE.fullmatch(cell)
    if match is None:
        return False
    year = int(match[1] or match[2])
    this = date.today().year  # noqa: DTZ011  # the laptop's own calendar
    if year < 100:
        year += 2000 if year <= this - 2000 else 1900
    return this - 90 <= year <= this - _YOUNGEST


def _is_word(cell: str) -> bool:
    return _WORD.fullmatch(cell) is not None and not _names.is_ordinary(cell)


def _is_name(cell: str) -> bool:
    return _NAME.fullmatch(cell) is not None and not any(map(_names.is_ordinary, cell.replace(",", " ").split()))


_CERTAIN: Mapping[str, Callable[[str], object]] = {
    "upn": _UPN.fullmatch,
    "email": _EMAIL.fullmatch,
    "phone": _PHONE.fullmatch,
    "postcode": _POSTCODE.fullmatch,
    "ethnicity": _ETHNICITY.fullmatch,
}
_SHAPES: Mapping[str, Callable[[str], object]] = {
    **_CERTAIN,
    "dob": _is_birth,
    "year": _YEAR.fullmatch,
    "reg": _REG.fullmatch,
    "salary": _PAY.fullmatch,
    "mark": _MARK.fullmatch,
    "name": _is_name,
}


def _plain(heading: str) -> str | None:
    """A heading as the lists spell it; None where it is too long to be one."""
    if not 0 < len(heading) <= LONGEST_HEADING:
        return None
    lower = heading.lower()
    if lower.isalpha() and lower in _lists().kinds:
        return lower
    heading = _TWO_WORDS.sub(" ", heading.partition("[")[0])
    return _SIGNS.sub(" ", heading.lower()).strip() or ("%" if "%" in heading else None)


def _kind(words: str) -> str:
    lists = _lists()
    if words in lists.kinds:
        return lists.kinds[words]
    parts = words.split()
    while len(parts) > 1 and parts[0] in lists.before:
        parts.pop(0)
        if kind := lists.kinds.get(" ".join(parts)):
            return kind
    while len(parts) > 1 and parts[-1] in lists.after:
        parts.pop()
        if kind := lists.kinds.get(" ".join(parts)):
            return kind
    return ""


@dataclass(frozen=True, slots=True)
class _Lists:
    kinds: Mapping[str, str]
    before: frozenset[str]
    after: frozenset[str]
    footers: frozenset[str]
    others: frozenset[str]


@cache
def _lists() -> _Lists:
    """The word lists, read once."""
    source = tomllib.loads((paths.rules_dir() / "data" / "columns.toml").read_text(encoding="utf-8"))
    return _Lists(
        kinds={label: kind for kind, labels in source["kinds"].items() for label in labels},
        **{key: frozenset(source[key].split()) for key in ("before", "after", "footers", "others")},
    )
