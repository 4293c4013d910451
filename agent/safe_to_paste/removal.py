"""What goes when Safe to Paste is taken off: everything of this person's but what the policy keeps.

The policy keeps declarations, since HR and the data protection officer rely on them, with the key that seals them; and
counts where it does not let the person delete them (``journal.user_can_delete``). ``purge`` keeps nothing. Packages
never reach into people's own folders, so this is what a person, or a script that runs as them, calls.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from safe_to_paste import keys, paths, policy, settings
from safe_to_paste.errors import PolicyError, SafeToPasteError
from safe_to_paste.journal import MARKER, NAME, Journal


def forget(*, purge: bool, journal: Journal | None = None) -> tuple[str, ...]:
    """Remove what is this person's; what was done, in words.

    Raises:
        SafeToPasteError: something could not be removed; what is left can be removed by calling again.
    """
    here = paths.places()
    journal = journal or Journal()
    kept = () if purge else tuple(_kept(journal))
    journal.close()
    try:
        for folder in (here.config, here.log, here.data):
            _empty(folder, keep=here.data if kept else None)
    except OSError as error:
        raise SafeToPasteError(
            f"{error.filename} cannot be removed ({error.strerror}); close the browsers first"
        ) from error
    if not kept:
        keys.forget()
    return (f"removed what was in {here.data}, {here.log}", *kept) if kept else ("removed everything of this person's",)


def forget_machine() -> str:
    """Remove IT's folder of this machine: its settings file, the sets of rules, whatever else lies there."""
    folder = paths.places().machine
    try:
        if folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        raise SafeToPasteError(
            f"{error.filename} cannot be removed ({error.strerror}); an administrator can"
        ) from error
    return f"removed {folder}"


def _kept(journal: Journal) -> Iterator[str]:
    """What the policy keeps, in words; what it does not is deleted from the journal."""
    if not journal.is_there():
        return
    try:
        deletes = policy.load(settings.load().policy, policies_dir=paths.policies_dir()).journal.user_can_delete
    except PolicyError:
        deletes = False  # nobody can tell, so nothing that may have to be kept is lost
    if deletes:
        journal.forget_events()
    elif any(True for _ in journal.events()):
        yield "counts stay until they are old enough: the policy does not let them be deleted"
    if declared := len(journal.declarations()):
        stays = "declaration stays" if declared == 1 else "declarations stay"
        yield f"{declared} {stays}, and the key; --purge removes them, too"


def _empty(folder: Path, *, keep: Path | None) -> None:
    """Remove a folder; of the one to keep, all but the journal, the mark that tells of declarations, and the key."""
    if not folder.exists():
        return
    if folder != keep:
        shutil.rmtree(folder)
        return
    for path in folder.iterdir():
        if path.name in {MARKER, "key"} or path.name.startswith(NAME):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
