"""One secret key of this person on this laptop, kept by the operating system.

Names from a roster and the journal's chain are only ever stored as keyed hashes; this is their key:
32 random bytes in the keychain (Credential Manager, Keychain, Secret Service). Where there is no usable
keychain the key lies in a file that only the person can read, and its state says "degraded".
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import os
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from safe_to_paste import paths
from safe_to_paste.errors import SettingsError

SERVICE = "safe-to-paste"
ACCOUNT = "key-1"
SIZE = 32
# Seconds in which another process that found no key either will have stored its own.
_RACE = 0.2


class Keychain(Protocol):
    """The two things we ask of a keychain."""

    def get_password(self, service: str, account: str) -> str | None:
        """The stored secret, or None."""
        ...

    def set_password(self, service: str, account: str, secret: str) -> None:
        """Store a secret."""
        ...


@dataclass(frozen=True, slots=True)
class Key:
    """The key, and "keychain" or "degraded"."""

    secret: bytes = field(repr=False)
    state: str


def load(keychain: Keychain | None = None, file: Path | None = None) -> Key:
    """The key, made now if there is none yet.

    Raises:
        SettingsError: neither the keychain nor the file can hold it.
    """
    chain = keychain if keychain is not None else system_keychain()
    file = file or _file()
    # A key that was put into the file once stays there: a new one would orphan all it had keyed.
    if kept := _from_file(file):
        return Key(kept, "degraded")
    try:
        return Key(_from_keychain(chain), "keychain")
    except Exception:  # noqa: BLE001 - backends raise errors of their own; each means "not usable"
        return Key(_new_file(file), "degraded")


def state(keychain: Keychain | None = None, file: Path | None = None) -> str:
    """Where a key is or would be kept: "keychain" or "degraded". Writes nothing."""
    if _from_file(file or _file()):
        return "degraded"
    try:
        (keychain if keychain is not None else system_keychain()).get_password(SERVICE, ACCOUNT)
    except Exception:  # noqa: BLE001 - see load
        return "degraded"
    return "keychain"


def find(keychain: Keychain | None = None, file: Path | None = None) -> bytes | None:
    """The key where there is one, or None. Makes and writes nothing.

    Raises:
        SettingsError: there is a file that cannot be read or holds no key.
    """
    if kept := _from_file(file or _file()):
        return kept
    try:
        return _decoded((keychain if keychain is not None else system_keychain()).get_password(SERVICE, ACCOUNT))
    except Exception:  # noqa: BLE001 - see load
        return None


def known(keychain: Keychain | None = None, file: Path | None = None) -> tuple[Key, ...]:
    """Every key that can be read now, to check what any of them has keyed. Makes none."""
    found = []
    with contextlib.suppress(SettingsError):
        if kept := _from_file(file or _file()):
            found.append(Key(kept, "degraded"))
    with contextlib.suppress(Exception):  # see load
        if stored := _decoded((keychain or system_keychain()).get_password(SERVICE, ACCOUNT)):
            found.append(Key(stored, "keychain"))
    return tuple(found)


def forget() -> None:
    """Remove the key from the keychain and the file; whatever it has keyed says nothing any more."""
    import keyring

    with contextlib.suppress(Exception):  # see load; there may be none
        keyring.delete_password(SERVICE, ACCOUNT)
    with contextlib.suppress(OSError):
        _file().unlink(missing_ok=True)


def system_keychain() -> Keychain:
    """The operating system's keychain; costs a quarter of a second, so it is asked for late."""
    import keyring

    return keyring.get_keyring()


def _file() -> Path:
    return paths.places().data / "key"


def _from_keychain(chain: Keychain) -> bytes:
    kept = _decoded(chain.get_password(SERVICE, ACCOUNT))
    if kept:
        return kept
    made = secrets.token_bytes(SIZE)
    chain.set_password(SERVICE, ACCOUNT, base64.b64encode(made).decode())
    # A keychain has no "only if there is none": of two first processes the later one's key stays, for both.
    time.sleep(_RACE)
    # Not the one made: a null backend takes anything and keeps nothing.
    if stored := _decoded(chain.get_password(SERVICE, ACCOUNT)):
        return stored
    raise SettingsError("the keychain did not keep the key")


def _decoded(secret: str | None) -> bytes | None:
    try:
        key = base64.b64decode(secret or "", validate=True)
    except binascii.Error:
        return None
    return key if len(key) == SIZE else None


def _from_file(file: Path) -> bytes | None:
    try:
        key = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsError(f"{file}: cannot be read ({error.strerror})") from error
    if len(key) != SIZE:
        raise SettingsError(f"{file}: is not a key of {SIZE} bytes")
    return key


def _new_file(file: Path) -> bytes:
    """A new key in a file of its own, complete from the first moment; the first of two writers wins."""
    made = secrets.token_bytes(SIZE)
    own = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            _write(own, made)
            _take_place(own, file, made)
        finally:
            own.unlink(missing_ok=True)
    except OSError as error:
        raise SettingsError(f"{file}: the key cannot be kept there ({error.strerror})") from error
    return _from_file(file) or made


def _take_place(own: Path, file: Path, made: bytes) -> None:
    """Give a complete file its name unless that is taken; not every file system has hard links."""
    with contextlib.suppress(FileExistsError):
        try:
            os.link(own, file)
        except FileExistsError:
            raise
        except OSError:
            _write(file, made)


def _write(file: Path, made: bytes) -> None:
    """A new file that only this person can read; one that could not be written whole is not left behind."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(made)
    except OSError:
        file.unlink(missing_ok=True)
        raise
