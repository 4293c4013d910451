"""Sets of rules that IT hands over: checked whole, put in place at one stroke, and taken back as easily.

A set is a folder of rule files, ``<pack>/<rule>.toml``, with a manifest that says what each file's SHA-256 is:

    manifest.json   {"format": 1, "name": "2026-11", "made": "2026-11-22T10:00:00+00:00", "files": {path: sha256}}
    manifest.sig    the manifest's Ed25519 signature in base64, where the school has set a key (``update_key``)

Without a key a set is taken only from a place that nobody but an administrator can write to (access.py). With one it
may lie anywhere, and must be signed. What is taken is copied first, and the copy is what is checked. Sets in use lie in
``<machine>/updates``; ``in-use.json`` there names the one in use and the one before. It is replaced as one file, which
is all that a change comes to, so that nobody ever meets half a set. A set lies over the shipped rules: a rule of the
same id replaces ours. The folder that the setting ``rules_overlay`` names lies over both.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Container, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from safe_to_paste import access, paths
from safe_to_paste.errors import RefusedError, RuleError, UpdateError

if TYPE_CHECKING:
    from safe_to_paste.rules import Rule

MANIFEST, SIGNATURE, IN_USE = "manifest.json", "manifest.sig", "in-use.json"
FORMAT = 1

_RULE = re.compile(r"[a-z0-9-]{1,60}/[a-z0-9-]{1,80}\.toml")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
# Far more than any school's own rules; what is larger is no set of rules.
_MOST_FILES, _MOST_BYTES = 2_000, 1_000_000


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One set. ``digest``: of its manifest, so that two sets of one name are told apart."""

    name: str
    made: datetime
    files: Mapping[str, str]
    digest: str

    def __str__(self) -> str:
        rules = "1 rule" if len(self.files) == 1 else f"{len(self.files)} rules"
        return f"{self.name}, {rules}, made on {self.made:%Y-%m-%d %H:%M} UTC"


@dataclass(frozen=True, slots=True)
class InUse:
    """What ``in-use.json`` says: folders with rules, or None where the shipped rules are alone."""

    now: Path | None = None
    before: Path | None = None


def in_use(store: Path | None = None) -> InUse:
    """The sets in use and before it; none where nothing was ever taken.

    Raises:
        UpdateError: the record cannot be read, or somebody else than an administrator could have written it.
    """
    store = store or paths.places().updates
    file = store / IN_USE
    try:
        written = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return InUse()
    except OSError as error:
        raise UpdateError(f"{file}: cannot be read ({error.strerror})") from error
    if why := access.fault(file):
        raise UpdateError(f"{why}; the set of rules there is left out")
    try:
        table = json.loads(written)
        now, before = (_folder(store, table[key]) for key in ("now", "before"))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UpdateError(f"{file}: does not say which set is in use") from error
    return InUse(now, before)


def read(folder: Path) -> RuleSet:
    """The set that a folder's manifest describes; its files are not looked at.

    Raises:
        UpdateError: there is no manifest that can be understood.
    """
    file = folder / MANIFEST
    try:
        written = _bytes(file)
        table = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise UpdateError(f"{file}: is not JSON") from error
    try:
        form, name, made, files = (table[key] for key in ("format", "name", "made", "files"))
        when = datetime.fromisoformat(made).astimezone(UTC)
        sound = form == FORMAT and _NAME.fullmatch(name) and 0 < len(files) <= _MOST_FILES
        sound = sound and all(_RULE.fullmatch(path) and _DIGEST.fullmatch(each) for path, each in files.items())
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UpdateError(f"{file}: is not a manifest that this version knows") from error
    if not sound:
        raise UpdateError(f"{file}: is not a manifest that this version knows")
    return RuleSet(name, when, files, hashlib.sha256(written).hexdigest())


def take(source: Path, *, key: str, store: Path | None = None, rules_dir: Path | None = None) -> RuleSet:
    """Check a set and put it in use; the one in use until then is kept as the one before.

    Args:
        source: the folder with the set.
        key: the school's public key in base64, or nothing.

    Raises:
        RefusedError: it may not be used; nothing has changed then.
        UpdateError: it cannot be read or put in place; nothing has changed then either.
    """
    store, rules_dir = store or paths.places().updates, rules_dir or paths.rules_dir()
    source = source.resolve()
    if not source.is_dir():
        raise UpdateError(f"{source}: is not a folder that can be looked into")
    try:
        with tempfile.TemporaryDirectory(prefix="safe-to-paste-") as folder:
            copy = Path(folder) / "set"
            found = _copied(source, copy, key=key)
            earlier = in_use(store)
            _refuse_older(found, earlier)
            _refuse_broken(copy, found.files, rules_dir)
            _make_store(store)
            place = store / found.digest[:16]
            # The same set again: what lies there is what was taken then, and may be in use.
            if not place.is_dir():
                _put(copy, place)
        if place != earlier.now:
            _switch(store, InUse(place, earlier.now))
    except OSError as error:
        raise UpdateError(_could_not(store, error)) from error
    return found


def back(store: Path | None = None) -> RuleSet | None:
    """Put the set before in use again, and the one in use in its place; None: the shipped rules are alone now.

    Raises:
        UpdateError: there is nothing to go back from.
    """
    store = store or paths.places().updates
    earlier = in_use(store)
    if earlier == InUse():
        raise UpdateError("no set of rules has been taken, so there is none to go back from")
    found = read(earlier.before) if earlier.before else None
    try:
        _switch(store, InUse(earlier.before, earlier.now))
    except OSError as error:
        raise UpdateError(_could_not(store, error)) from error
    return found


def faults(folder: Path) -> tuple[str, ...]:
    """What is not as its manifest says, of a set that was taken."""
    try:
        found = read(folder)
        return tuple(
            f"{path} is not as it was" for path, digest in found.files.items() if _digest(folder / path) != digest
        )
    except UpdateError as error:
        return (str(error),)


def prepare(
    folder: Path,
    name: str,
    *,
    sign_with: Path | None = None,
    now: datetime | None = None,
    rules_dir: Path | None = None,
) -> tuple[RuleSet, str]:
    """Write the manifest of a folder of rules, and its signature; the set, and the public key in base64 or nothing.

    Raises:
        RefusedError: laptops would refuse it; every fault is named, and nothing was written.
        UpdateError: there are no rules, the name is none, or the key is not a private Ed25519 key in PEM.
    """
    if not _NAME.fullmatch(name):
        raise UpdateError(f"{name!r} is not a name for a set: letters, figures, dots and dashes, at most 40")
    if not folder.is_dir():
        raise UpdateError(f"{folder}: is not a folder that can be looked into")
    found = sorted(file.relative_to(folder).as_posix() for file in folder.glob("*/*.toml"))
    files = {path: _digest(folder / path) for path in found if _RULE.fullmatch(path)}
    if not files:
        raise UpdateError(f"{folder}: there are no rules below it, as <pack>/<rule>.toml")
    _refuse_broken(folder, files, rules_dir or paths.rules_dir())
    made = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    table = {"format": FORMAT, "name": name, "made": made, "files": files}
    written = (json.dumps(table, indent=1) + "\n").encode()
    try:
        (folder / MANIFEST).write_bytes(written)
        (folder / SIGNATURE).unlink(missing_ok=True)
        public = _sign(folder, written, sign_with) if sign_with else ""
    except OSError as error:
        raise UpdateError(_could_not(folder, error)) from error
    return read(folder), public


def _copied(source: Path, copy: Path, *, key: str) -> RuleSet:
    """The set, copied and found to be what its manifest says; only what the manifest names is taken."""
    copy.mkdir(mode=0o700)
    (copy / MANIFEST).write_bytes(_bytes(source / MANIFEST))
    if key:
        _refuse_unsigned(source, (copy / MANIFEST).read_bytes(), key)
    found = read(copy)
    for path, digest in found.files.items():
        file = source / path
        written = _bytes(file)
        if hashlib.sha256(written).hexdigest() != digest:
            raise RefusedError(f"{file}: is not what the manifest says it is")
        (copy / path).parent.mkdir(exist_ok=True)
        (copy / path).write_bytes(written)
    if not key:
        places = (source, source / MANIFEST, *(source / path for path in found.files))
        if why := next(filter(None, map(access.fault, places)), ""):
            raise RefusedError(
                f"{why}. Without a key (the setting update_key) a set is taken only from where nobody else can write"
            )
    return found


def _refuse_unsigned(source: Path, manifest: bytes, key: str) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
    except (ValueError, binascii.Error) as error:
        raise UpdateError("the setting update_key is not an Ed25519 public key in base64") from error
    try:
        public.verify(base64.b64decode(_bytes(source / SIGNATURE).strip(), validate=True), manifest)
    except (InvalidSignature, ValueError) as error:
        raise RefusedError(f"{source / SIGNATURE}: is not the signature of the school's key") from error


def _refuse_older(found: RuleSet, earlier: InUse) -> None:
    kept = None
    with suppress(UpdateError):  # one that cannot be read any more is gladly replaced
        kept = read(earlier.now) if earlier.now else None
    if kept and found.made < kept.made:
        raise RefusedError(f"this set ({found}) is older than the one in use ({kept}); update --back goes back")


def _refuse_broken(folder: Path, names: Container[str], rules_dir: Path) -> None:
    """Say of every rule in a set what is wrong with it, read as a host reads it."""
    from safe_to_paste import rules
    from safe_to_paste.lint import lint

    ours: dict[str, Rule] = {}
    wrong: list[str] = []
    for rule_id, path in sorted(rules.files(folder).items()):
        if f"{rule_id}.toml" not in names:
            continue
        try:
            rule = rules.read(path, rule_id)
            rules.ready([rule])
        except RuleError as error:
            wrong.append(f"{error}".replace(f"{folder}{os.sep}", ""))
        else:
            ours[rule_id] = rule
    together = {rule.id: rule for rule in rules.load(rules_dir, later=True)} | ours
    wrong += lint([rule for _, rule in sorted(together.items())], ours)
    if wrong:
        raise RefusedError("; ".join(wrong))


def _put(copy: Path, place: Path) -> None:
    """Copy a set that was checked beside its place, and put it there at one stroke."""
    with tempfile.TemporaryDirectory(prefix="new-", dir=place.parent) as folder:
        near = Path(folder) / "set"
        shutil.copytree(copy, near)
        _open_to_all(near)
        near.rename(place)


def _switch(store: Path, now: InUse) -> None:
    """Name other sets, at one stroke; then let go of what is neither in use nor before."""
    names = {"now": now.now.name if now.now else None, "before": now.before.name if now.before else None}
    descriptor, name = tempfile.mkstemp(prefix="in-use-", dir=store)
    new = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(json.dumps(names) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        new.chmod(0o644)
        new.replace(store / IN_USE)
    finally:
        new.unlink(missing_ok=True)
    for folder in store.iterdir():
        if folder.is_dir() and folder.name not in names.values():
            shutil.rmtree(folder, ignore_errors=True)


def _make_store(store: Path) -> None:
    """The folder that sets lie in, which everybody may read and only an administrator may change."""
    if store.is_dir():
        return
    for folder in (store.parent, store):
        if not folder.is_dir():
            folder.mkdir(parents=True)
            folder.chmod(0o755)
    if sys.platform == "win32":
        import subprocess  # a host that only reads does not need it

        # ProgramData lets everybody add files. By number, for the names are another in each language: administrators
        # own it; SYSTEM, administrators and users have what they need.
        grants = ["*S-1-5-18:(OI)(CI)F", "*S-1-5-32-544:(OI)(CI)F", "*S-1-5-32-545:(OI)(CI)RX"]
        icacls = Path(os.environ["SYSTEMROOT"]) / "System32" / "icacls.exe"
        for words in (["/setowner", "*S-1-5-32-544"], ["/inheritance:r", "/grant:r", *grants]):
            done = subprocess.run([str(icacls), str(store), *words], capture_output=True, check=False)
            if done.returncode:
                raise UpdateError(f"{store}: who may write there could not be set; an administrator can")


def _open_to_all(folder: Path) -> None:
    """Readable by everybody whatever the umask."""
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _folder(store: Path, name: Any) -> Path | None:
    if name is None:
        return None
    if not re.fullmatch("[0-9a-f]{16}", name):
        raise ValueError
    return store / str(name)


def _sign(folder: Path, manifest: bytes, key: Path) -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        private = serialization.load_pem_private_key(_bytes(key), None)
    except (ValueError, TypeError) as error:
        raise UpdateError(f"{key}: is not a private key in PEM without a password") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise UpdateError(f"{key}: is not an Ed25519 key: openssl genpkey -algorithm ed25519 makes one")
    (folder / SIGNATURE).write_bytes(base64.b64encode(private.sign(manifest)) + b"\n")
    return base64.b64encode(private.public_key().public_bytes_raw()).decode()


def _digest(file: Path) -> str:
    return hashlib.sha256(_bytes(file)).hexdigest()


def _bytes(file: Path) -> bytes:
    """A small file that is no link."""
    try:
        if file.is_symlink() or file.stat().st_size > _MOST_BYTES:
            raise UpdateError(f"{file}: is a link, or too large")
        return file.read_bytes()
    except OSError as error:
        raise UpdateError(f"{file}: cannot be read ({error.strerror})") from error


def _could_not(place: Path, error: OSError) -> str:
    hint = "; an administrator can" if isinstance(error, PermissionError) else ""
    return f"{place}: cannot be written ({error.strerror}){hint}. Nothing has changed"
