"""The school's own public details, which are no findings by themselves.

A school's switchboard, its address and the head's name are on its website; a warning about them
teaches people to ignore warnings. The policy's ``[organisation]`` table, or a JSON file with the
same keys, says what is public. A pupil's account on the school's own domain never is.

>>> school = of({"phones": ["01632 960140"], "pupil_username_pattern": r"^\\d{2}[a-z]+@"})
>>> school.is_public("PHONE", "+44 (0)1632 960 140"), school.is_public("PHONE", "01632 960141")
(True, False)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import regex

from safe_to_paste import tables
from safe_to_paste.errors import OrganisationError
from safe_to_paste.model import Span
from safe_to_paste.normalise import normalise

_TITLE = regex.compile(r"^(?:mr|mrs|miss|ms|mx|dr|prof|professor|rev|revd|reverend|sir|dame|lord|lady) ")
# Looking for a pattern's match in so short a text takes microseconds; this only ends a runaway one.
_PATIENCE = 0.05


@dataclass(frozen=True, slots=True)
class Organisation:
    """What a school publishes about itself; ``notes`` says which keys were not understood."""

    organisation: str = ""
    trust: str = ""
    address: str = ""
    urn: str = ""
    la_estab: str = ""
    centre_number: str = ""
    pupil_username_pattern: str = ""
    other_schools: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    email_domains: tuple[str, ...] = ()
    role_mailboxes: tuple[str, ...] = ()
    published_staff: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=(), metadata=tables.NOT_IN_FILE)

    @property
    def called(self) -> str:
        """The school's name, or else its trust's."""
        return self.organisation or self.trust

    def schools_in(self, text: str) -> Iterator[Span]:
        """Where this school and the others it writes about are named, in order.

        >>> school = of({"organisation": "Hazelmere School", "other_schools": ["St Brannoc's"]})
        >>> [(span.start, span.end) for span in school.schools_in("From St Brannoc\u2019s to hazelmere  school.")]
        [(5, 17), (21, 38)]
        """
        names = sorted(
            {name for name in (self.organisation, *self.other_schools) if name.strip()}, key=len, reverse=True
        )
        if names:
            listed = "|".join(r"\s{1,4}".join(map(_either, name.split())) for name in names)
            for match in regex.finditer(rf"(?i)(?<!\w)(?:{listed})(?!\w)", text):
                yield Span(*match.span())

    def is_public(self, entity: str, value: str) -> bool:
        """Whether a found value is one of the school's own public details.

        >>> school = of({"role_mailboxes": ["office"], "email_domains": ["hazelmere.sch.uk"]})
        >>> school.is_public("EMAIL", "Office@hazelmere.sch.uk")
        True
        >>> school.is_public("EMAIL", "office@example.org")
        False
        """
        compare = _COMPARISONS.get(entity)
        value = normalise(value).text
        return compare is not None and not self._is_pupil_account(value) and compare(self, value)

    def _is_pupil_account(self, value: str) -> bool:
        """Whether the pattern for pupils' accounts fits a user name or an address."""
        if not self.pupil_username_pattern or " " in value:
            return False
        address = value.casefold() if "@" in value else f"{value.casefold()}@"
        ways = (value, address, address.partition("@")[0])
        try:
            return any(
                regex.search(self.pupil_username_pattern, way, regex.IGNORECASE, timeout=_PATIENCE) for way in ways
            )
        except TimeoutError:
            return True  # not knowing, it is safer to ask about the account

    def _is_own_mailbox(self, value: str) -> bool:
        address = value.casefold().removeprefix("mailto:")
        local, _, domain = address.partition("@")
        mailboxes = {mailbox.casefold() for mailbox in self.role_mailboxes}
        own = {d.casefold().lstrip("@") for d in self.email_domains}
        return address in mailboxes or (local in mailboxes and domain in own)

    def _is_own_phone(self, value: str) -> bool:
        return _phone(value) in {_phone(phone) for phone in self.phones}

    def _is_own_postcode(self, value: str) -> bool:
        return _plain(value) in {_plain(code) for code in (*self.postcodes, *_postcodes(self.address))}

    def _is_own_address(self, value: str) -> bool:
        """An address is ours when it is a stretch of the published one, town and postcode apart."""
        wanted, own = _plain(value), _plain(self.address)
        return len(wanted) > 4 and (wanted in own or self._is_own_postcode(value))

    def _is_published_staff(self, value: str) -> bool:
        """A published name, with or without its title; a surname alone needs the title published."""
        published = {_name(staff) for staff in self.published_staff}
        full = {name for name in map(_untitled, published) if " " in name}
        return _name(value) in published or _untitled(_name(value)) in full

    def _is_own_number(self, value: str) -> bool:
        return _plain(value) in {_plain(n) for n in (self.urn, self.la_estab, self.centre_number)} - {""}


def load(path: Path) -> Organisation:
    """The details in a JSON file; every key is optional.

    Raises:
        OrganisationError: the file cannot be read, or a key holds something else than it should.
    """
    try:
        table = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise OrganisationError(f"{path}: cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise OrganisationError(f"{path}: is not JSON") from error
    if not isinstance(table, dict):
        raise OrganisationError(f"{path}: is not a JSON object with keys such as organisation and phones")
    try:
        return of(table)
    except OrganisationError as error:
        raise OrganisationError(f"{path}: {error}") from error


def of(table: Mapping[str, object]) -> Organisation:
    """The details in a policy's ``[organisation]`` table.

    >>> of({"organisation": "Hazelmere School", "colour": "blue"}).notes
    ('organisation: colour is not a key we know; it is left out',)

    Raises:
        OrganisationError: a key holds something else than it should.
    """
    reading = tables.read(Organisation, table)
    if reading.faults:
        raise OrganisationError(reading.faults[0].message)
    _check_pattern(reading.value.pupil_username_pattern)
    return replace(
        reading.value,
        notes=tuple(f"organisation: {key} is not a key we know; it is left out" for key in reading.unknown),
    )


def _check_pattern(pattern: str) -> None:
    try:
        regex.compile(pattern)
    except regex.error as error:
        raise OrganisationError(f"pupil_username_pattern is not a regular expression: {error}") from error


def _either(word: str) -> str:
    """A pattern for a word with whichever apostrophe."""
    return "['\u2019]".join(map(regex.escape, word.replace("\u2019", "'").split("'")))


def _plain(value: str) -> str:
    """Only letters and digits, in one case."""
    return "".join(filter(str.isalnum, value)).casefold()


def _phone(value: str) -> str:
    """A British number as dialled at home: +44 and 0044 become 0.

    >>> _phone("+44 (0) 115 496 0322") == _phone("0044 115 4960322") == _phone("0115 496 0322")
    True
    """
    digits = "".join(filter(str.isdigit, value))
    if not value.strip().startswith("+") and not digits.startswith("00"):
        return digits
    country = digits.lstrip("0")
    return f"0{country[2:].lstrip('0')}" if country.startswith("44") else digits


def _postcodes(address: str) -> list[str]:
    return regex.findall(r"(?i)\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", address)


def _name(value: str) -> str:
    """In one case and order, initials left out: "Lindqvist, Harriet J." is "harriet lindqvist"."""
    surname, _, forename = value.replace(".", " ").casefold().partition(",")
    return " ".join(word for word in (*forename.split(), *surname.split()) if len(word) > 1)


def _untitled(name: str) -> str:
    return _TITLE.sub("", name, count=1)


_COMPARISONS: dict[str, Callable[[Organisation, str], bool]] = {
    "EMAIL": Organisation._is_own_mailbox,
    "PHONE": Organisation._is_own_phone,
    "MOBILE": Organisation._is_own_phone,
    "LANDLINE": Organisation._is_own_phone,
    "POSTCODE": Organisation._is_own_postcode,
    "ADDRESS": Organisation._is_own_address,
    "URN": Organisation._is_own_number,
    "LAESTAB": Organisation._is_own_number,
    "CENTRE_NUMBER": Organisation._is_own_number,
    "TRN": Organisation._is_own_number,  # seven digits, as the DfE number of a school has
    # A published name by itself; STAFF_NAME is one in a record about the person, which nobody published.
    "PERSON_NAME": Organisation._is_published_staff,
}
