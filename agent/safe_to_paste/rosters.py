"""Which roster is in force on this laptop, and the commands that look after it.

A school may push one: the policy's ``folders.roster`` names a file, a zip archive or a folder. It is imported when
it has changed, and its keyed copy serves while the share cannot be reached. Without one, what the person imported
holds. Without either there is no roster, and everything works. A roster that is broken never takes effect: the last
good one stays, and a note says what is wrong.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from safe_to_paste import importers, keys, paths, roster, watch
from safe_to_paste.errors import RosterError, SettingsError
from safe_to_paste.roster import Roster

if TYPE_CHECKING:
    from safe_to_paste.policy_file import Policy

ReadKey = Callable[[], bytes]


class _LateKeychain:
    """The system's keychain, which costs a quarter of a second to reach: asked only when there is no key file."""

    def get_password(self, service: str, account: str) -> str | None:
        return keys.system_keychain().get_password(service, account)

    def set_password(self, service: str, account: str, secret: str) -> None:
        keys.system_keychain().set_password(service, account, secret)


def read_key() -> bytes:
    """The person's key."""
    return keys.load(_LateKeychain()).secret


def own_file() -> Path:
    """Where the roster that the person imported is kept."""
    return paths.places().data / "roster" / "own"


def school_file() -> Path:
    """Where the copy of the roster that the school pushed is kept."""
    return paths.places().data / "roster" / "school"


def pushed(policy: Policy) -> str:
    """Where the school's own roster is, as the policy says; or nothing."""
    written = policy.folders.roster
    return str(paths.of_policy(written)) if written else ""


def read(path: Path) -> Roster:
    """A roster in any format that can be imported, for one run: its key is nowhere but in memory."""
    return roster.build(importers.pupils(path), secrets.token_bytes(keys.SIZE))


@dataclass(frozen=True, slots=True)
class InForce:
    """The roster that is used, if there is one, and what is wrong."""

    roster: Roster | None = None
    notes: tuple[str, ...] = ()


class Rosters:
    """Loads the roster in force, and again when its files have changed. Used by one thread.

    Args:
        read_key: gives the key; asked only when there is a roster to load.
    """

    def __init__(self, read_key: ReadKey = read_key) -> None:
        self._read_key = read_key
        self._key: bytes | None = None
        self._seen: tuple[str, watch.Stamp] | None = None
        self._loaded = InForce()

    def targets(self, pushed: str) -> tuple[Path, ...]:
        """The files a change of which must be noticed."""
        return (own_file(), *([Path(pushed)] if pushed else []))

    def load(self, pushed: str) -> InForce:
        """The roster in force, where ``pushed`` is the policy's ``folders.roster`` or nothing."""
        seen = pushed, watch.stamp(self.targets(pushed))
        if seen != self._seen:
            self._seen = seen
            try:
                found = self._pushed(Path(pushed)) if pushed else self._own()
            except (RosterError, SettingsError) as error:
                found = self._kept(str(error))
            except OSError as error:
                # A folder of the person's own that may not be looked into: everything else is checked all the same.
                found = self._kept(f"{error.filename} cannot be read ({error.strerror})")
            self._loaded = found
        return self._loaded

    def _own(self) -> InForce:
        return InForce(roster.load(own_file(), self._secret())) if paths.is_there(own_file()) else InForce()

    def _pushed(self, path: Path) -> InForce:
        """Imported, unless the copy was made from the very same files."""
        seen = watch.stamp([path])
        if not path.is_absolute():
            raise RosterError(f"folders.roster: {path} is not a full path; the roster is not read")
        copy = self._copy()
        if not seen:
            if copy is None:
                return InForce(notes=(f"folders.roster: {path} cannot be reached, and there is no copy yet",))
            return InForce(copy, (f"folders.roster: {path} cannot be reached; its last copy is in use",))
        source = blake2b(repr(sorted(seen)).encode(), key=self._secret(), digest_size=16).digest()
        if copy is not None and copy.contents.source == source:
            return InForce(copy)
        made = roster.build(importers.pupils(path), self._secret(), source=source)
        try:
            save(made, school_file(), self._secret())
        except RosterError as error:
            return InForce(made, (f"{error}; the school's roster has to be read anew each time",))
        return InForce(made)

    def _copy(self) -> Roster | None:
        """The copy of the school's roster; a broken one is as good as none, since it can be made again."""
        try:
            return roster.load(school_file(), self._secret()) if paths.is_there(school_file()) else None
        except RosterError:
            return None

    def _kept(self, fault: str) -> InForce:
        """What was in use before stays so; at start the school's last copy is better than nothing."""
        kept = self._loaded.roster
        if kept is None:
            with contextlib.suppress(SettingsError, OSError):
                kept = self._copy()
        words = "the last good roster is in use" if kept is not None else "no roster is in use"
        return InForce(kept, (f"{fault} ({words})",))

    def _secret(self) -> bytes:
        if self._key is None:
            self._key = self._read_key()
        return self._key


def save(made: Roster, file: Path, key: bytes) -> None:
    """Keep a roster in a file: the old one holds until the new one is complete."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, name = tempfile.mkstemp(prefix=f"{file.name}.", dir=file.parent)
        new = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(roster.dump(made, key))
                stream.flush()
                os.fsync(stream.fileno())
            new.replace(file)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        raise RosterError(f"{file}: the roster cannot be kept there ({error.strerror})") from error


def roster_import(path: Path, out: TextIO, *, preview: bool = False, read_key: ReadKey = read_key) -> int:
    """Import a roster for this person, saying which columns are taken as what; or only say it."""
    out.writelines(f"{line}\n" for line in importers.preview(path).lines())
    if preview:
        out.write("nothing was imported: this was a preview\n")
        return 0
    key = read_key()
    made = roster.build(importers.pupils(path), key)
    save(made, own_file(), key)
    out.write(f"imported: {len(made)} pupils, as keyed hashes; no name is kept. The file itself is no longer needed.\n")
    return 0


@dataclass(frozen=True, slots=True)
class Kept:
    """A roster on this laptop: whose it is, ``"school"`` or ``"own"``, and its pupils, or why it cannot be used."""

    whose: str
    since: str
    pupils: int | None
    fault: str = ""


def roster_status(out: TextIO, *, read_key: ReadKey = read_key, as_json: bool = False) -> int:
    """Say which rosters there are, the one that goes before the other first; 1 when one of them cannot be used."""
    found = [
        _look(file, whose, read_key)
        for whose, file in (("school", school_file()), ("own", own_file()))
        if paths.is_there(file)
    ]
    if as_json:
        out.write(json.dumps({"rosters": [asdict(each) for each in found]}, indent=2) + "\n")
    else:
        out.writelines(f"{line}\n" for line in _told(found))
    return 1 if any(each.fault for each in found) else 0


def _look(file: Path, whose: str, read_key: ReadKey) -> Kept:
    since = date.fromtimestamp(file.stat().st_mtime).isoformat()  # noqa: DTZ012 - the laptop's own day
    try:
        return Kept(whose, since, len(roster.load(file, read_key())))
    except (RosterError, SettingsError) as error:
        return Kept(whose, since, None, str(error))


def _told(found: Sequence[Kept]) -> Iterator[str]:
    for kept in found:
        whose = {"school": "the school's", "own": "imported here"}[kept.whose]
        day = f"{date.fromisoformat(kept.since):%d %B %Y}".lstrip("0")
        yield f"{whose}: {kept.fault or f'{kept.pupils} pupils, as keyed hashes, since {day}'}"
    if not found:
        yield "there is no roster; names are still found, with less to go by"
    elif len(found) > 1:
        yield "where the policy names a roster folder the school's is used"


def roster_forget(out: TextIO) -> int:
    """Delete what was imported here and the copy of the school's."""
    there = [file for file in (own_file(), school_file()) if paths.is_there(file)]
    for file in there:
        try:
            file.unlink()
        except OSError as error:
            raise RosterError(f"{file}: cannot be deleted ({error.strerror})") from error
    out.write("the roster is forgotten\n" if there else "there was no roster\n")
    if school_file() in there:
        out.write("where the policy names a roster folder it is read again when a browser starts\n")
    return 0
