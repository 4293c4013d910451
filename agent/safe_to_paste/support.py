"""A zip for whoever helps from afar: what doctor sees, the settings, the log, and what browsers have been told.

What is in it is chosen, never swept up: nothing of a text is written anywhere here, and what is named or personal (the
journal with its declarations, the roster, the policy's own lists) is not put in. The person's folder is written as
``~`` and their account as ``(person)``.
"""

from __future__ import annotations

import getpass
import io
import json
import platform
import re
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from safe_to_paste import __version__, doctor, install, log, paths, rules, settings, told, updates
from safe_to_paste.errors import RuleError, SafeToPasteError, UpdateError

# An account of at most so many letters may be a part of any word, and is looked for as a word of its own.
_SHORT = 4
_APART = r"(?<![^\W_]){}(?![^\W_])"

_ABOUT = """What this is: the state of Safe to Paste on one laptop, for whoever helps.
What is not in it: anything that was pasted, checked or found; names; what was counted; declarations; the roster.
Look through it before you send it: every file is plain text.
"""


def make(into: Path, around: doctor.Surroundings | None = None) -> Path:
    """Write the zip into a folder; the file.

    Raises:
        SafeToPasteError: it cannot be written there.
    """
    around = around or doctor.Surroundings(settings.load(), install.this_machine(), paths.rules_dir())
    now = datetime.now(UTC)
    file = into / f"safe-to-paste-support-{now:%Y%m%d-%H%M%S}.zip"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _files(around):
            plain = _impersonal(text, around.machine.home).encode(errors="backslashreplace")
            archive.writestr(zipfile.ZipInfo(name, now.timetuple()[:6]), plain)
    try:
        file.write_bytes(packed.getvalue())
    except OSError as error:
        raise SafeToPasteError(f"{file}: cannot be written ({error.strerror})") from error
    return file


def _files(around: doctor.Surroundings) -> Iterator[tuple[str, str]]:
    """Each file's name and text."""
    yield "README.txt", _ABOUT
    yield "about.json", _json(_about())
    yield "doctor.json", _json({"checks": [asdict(check) for check in doctor.checks(around)]})
    yield "settings.json", _json(around.settings.table())
    yield "rules.txt", _said(lambda: _rules(around))
    yield (
        "browser-policies.json",
        _json(
            {
                each.browser: {"policies": dict(each.policies), "faults": list(each.faults)}
                for each in told.read(around.machine)
            }
        ),
    )
    for place in (log.file(), log.file().with_name(log.BEFORE)):
        yield f"log/{place.name}", _said(lambda place=place: place.read_text(encoding="utf-8", errors="replace"))  # type: ignore[misc]


def _about() -> dict[str, object]:
    return {
        "agent": __version__,
        "bundle": paths.is_bundle(),
        "python": platform.python_version(),
        "system": platform.platform(),
        "machine": platform.machine(),
        "program": sys.executable,
        "rules": str(paths.rules_dir()),
        "store": str(paths.places().updates),
    }


def _rules(around: doctor.Surroundings) -> str:
    """Which rules there are, by id, and their version: with the set that was taken, where there is one."""
    taken = updates.in_use().now
    loaded = rules.load(around.rules_dir, *([taken] if taken else []))
    head = f"version {rules.version(loaded)}" + (f", with the set {updates.read(taken)}" if taken else "")
    return "\n".join([head, *(rule.id for rule in loaded)]) + "\n"


def _said(read: Callable[[], str]) -> str:
    try:
        return read()
    except (OSError, RuleError, UpdateError) as error:
        return f"cannot be told: {error}\n"


def _json(table: object) -> str:
    # Letters as they are: an escaped name would be found by nobody who looks for it.
    return json.dumps(table, ensure_ascii=False, indent=1, default=str) + "\n"


def _impersonal(text: str, home: Path) -> str:
    """A text without the person's own folder and account, in whatever slashes, case and form of Unicode."""
    for folder in (home, Path.home()):
        # JSON doubles the backslashes of Windows, and what quotes JSON doubles them again.
        names = [name for name in re.split(r"[/\\]+", str(folder)) if name]
        if names:
            root = r"[/\\]+" if str(folder)[0] in "/\\" else ""
            text = re.sub(root + r"[/\\]+".join(map(_spelt, names)) + r"(?!\w)", "~", text, flags=re.IGNORECASE)
    try:
        account = getpass.getuser()
    except (KeyError, OSError, ImportError):
        return text
    whole = _APART if len(account) <= _SHORT else "{}"
    return re.sub(whole.format(_spelt(account)), "(person)", text, flags=re.IGNORECASE) if account else text


def _spelt(name: str) -> str:
    """A pattern for a name with its accents on its letters, or after them as on macOS."""
    forms = {unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name), name}
    return f"(?:{'|'.join(map(re.escape, sorted(forms)))})"
