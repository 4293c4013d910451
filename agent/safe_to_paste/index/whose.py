"""Which files known fingerprints belong to. The index holds no paths, so the folders are looked through for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from safe_to_paste.index.folders import Folder
from safe_to_paste.index.keyed import Keys
from safe_to_paste.index.runs import files


def find(stored: Collection[bytes], wanted: Collection[Folder], keys: Keys) -> Iterator[str]:
    """The paths that are stored so, of those that are still there."""
    return (path for folder in wanted if not folder.teaching for path in files(folder) if keys.place(path) in stored)
