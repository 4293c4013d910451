"""The index of pupils' work: fingerprints of what lies in folders of pupils' work, so that a piece is known again.

- keyed.py     the keyed hashes under which files and words are stored: never a text, a title or a path
- database.py  the file and its tables; look.py reads it, store.py writes it
- passages.py  the passages of a text that stand in known pieces
- known.py     those as findings, by a rule like any other
- folders.py   which folders: those the policy names and those the person added
- runs.py      bring the index up to date with its folders: what is new is read, what is gone leaves
- lock.py      one run at a time, one host that watches
- child.py     a run in a process of its own, started by the host
- whose.py     which file a passage stands in, for the person who asks

The teacher's own material (``teaching``) is in it too, so that what pupils quote of it counts for nothing.
docs/pupil-work.md says what is kept and how well it works.
"""

from __future__ import annotations

from pathlib import Path

from safe_to_paste import paths


def file() -> Path:
    """Where the person's own index is. Here, so that who only asks whether there is one needs no database."""
    return paths.places().data / "index" / "index.sqlite3"


def is_there() -> bool:
    """Whether there is one; where its folder cannot be looked into there is none to go by."""
    try:
        return file().is_file()
    except OSError:
        return False
