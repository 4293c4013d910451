"""OneRoster 1.1 and 1.2, as a folder or a zip archive: https://www.imsglobal.org/spec/oneroster/v1p2

Version 1.1 has the role in users.csv, 1.2 in roles.csv. Only students who are not to be deleted are taken.
"""

from __future__ import annotations

from safe_to_paste.importers import Reading, _joined
from safe_to_paste.importers._source import Source

TITLE = "OneRoster 1.1 or 1.2 (users.csv, and roles.csv in 1.2)"
RANK = 10


def read(source: Source) -> Reading | None:
    """The students of users.csv."""
    found = _joined.users(source, lambda header: "enabledUser" in header)
    return Reading(found[0].taken, found[0].passed_over, found[1]) if found else None
