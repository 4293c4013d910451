"""The table of what was tried says what the tests showed, and no more."""

from __future__ import annotations

from pathlib import Path

from packages import tried


def test_a_table_has_a_row_for_each_package_and_the_gravest_outcome_counts(tmp_path: Path) -> None:
    file = tmp_path / "tried.json"
    assert "nothing has been tried here yet" in tried.table(file)
    tried.write(tried.gathered([("deb", "installed", "passed")]), file)
    tried.write(tried.gathered([("deb", "run", "passed")]), file)
    tried.write(
        tried.gathered([("msi", "installed", "skipped"), ("crx", "run", "failed"), ("crx", "run", "passed")]), file
    )

    _, crx, deb, msi = tried.table(file).splitlines()
    assert ["crx", "-", "FAILED", "-", "-"] == crx.split()
    assert ["deb", "yes", "yes", "-", "-"] == deb.split()
    assert ["msi", "not", "here", "-", "-", "-"] == msi.split()
