"""Who could have written something: modes here, and Windows' access lists as it writes them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from safe_to_paste import access

# As Windows 11 writes them for Program Files, for a folder somebody made in ProgramData, and for C:\.
PROGRAM_FILES = (
    "O:S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464G:SY"
    "D:PAI(A;;FA;;;SY)(A;OICIIO;GA;;;SY)(A;;0x1301bf;;;BA)(A;;0x1200a9;;;BU)(A;OICIIO;GXGR;;;BU)(A;OICIIO;GA;;;CO)"
)
PROGRAM_DATA = "O:BAG:SYD:AI(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;OICIID;0x1200a9;;;BU)(A;CIID;DCLCRPCR;;;BU)"
DRIVE = "O:SYG:SYD:PAI(A;;LC;;;AU)(A;OICIIO;SDGXGWGR;;;AU)(A;;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)"


@pytest.mark.parametrize(
    ("sddl", "is_above", "words"),
    [
        (PROGRAM_FILES, False, ""),
        (PROGRAM_DATA, False, "BU may change it"),
        (PROGRAM_DATA, True, ""),  # adding a file beside does no harm
        (DRIVE, True, ""),
        (DRIVE, False, "AU may change it"),
        ("O:BAG:SYD:(A;;FA;;;WD)", True, "WD may change it"),
        ("O:BAG:SYD:(A;;FA;;;BA)(A;;0x10000;;;S-1-5-21-1-2-3-1001)", True, "S-1-5-21-1-2-3-1001 may change it"),
        ("O:BAG:SYD:(A;;ZZ;;;BU)", True, "BU may change it"),  # a right we do not know
        ("O:BAG:SYD:(D;;FA;;;BU)(A;;FR;;;BU)", False, ""),
        ("O:S-1-5-21-1-2-3-1001G:SYD:(A;;FA;;;BA)", False, "its owner is not an administrator"),
        ("O:BAG:SY", False, "it has no access list"),
        ("O:BAG:SYD:NO_ACCESS_CONTROL", False, "it has no access list"),
        ("", False, "its owner is not an administrator"),
    ],
)
def test_an_access_list_says_who_else_could_change_it(sddl: str, is_above: bool, words: str) -> None:
    assert words == access.fault_in_list(sddl, is_above=is_above)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="gives files to others, as root can")
def test_owner_mode_links_and_the_folders_above_count(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir(mode=0o755)
    file = folder / "a.toml"
    file.write_text("")
    file.chmod(0o644)
    link = tmp_path / "link"
    link.symlink_to(file)

    assert "" == access.fault(file)
    assert f"{link} is a link" == access.fault(link)
    file.chmod(0o664)
    assert f"{file}: others than root may write to it" == access.fault(file)
    file.chmod(0o644)
    folder.chmod(0o777)
    assert f"{folder}: others than root may write to it" == access.fault(file)
    folder.chmod(0o1777)
    assert "" == access.fault(file)
    os.chown(folder, 65534, 65534)
    folder.chmod(0o755)
    assert f"{folder}: its owner is not root" == access.fault(file)
    assert "cannot be looked at" in access.fault(folder / "none")
