"""Signs what Windows runs, with a key that is never in the repository.

SAFE_TO_PASTE_PKCS12 names a file with certificate and key, SAFE_TO_PASTE_PKCS12_PASSWORD a file with its password, and
SAFE_TO_PASTE_TIMESTAMP the address of a time-stamping service. Without the first nothing is signed; without the last
signatures end with the certificate. On Macs macos/build.sh signs.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from packages import TITLE, PackageError

KEY, PASSWORD, TIMESTAMP = "SAFE_TO_PASTE_PKCS12", "SAFE_TO_PASTE_PKCS12_PASSWORD", "SAFE_TO_PASTE_TIMESTAMP"


def sign_windows(file: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """Sign a program or an MSI in place, where there is a key; the file.

    Raises:
        PackageError: osslsigncode is not here, or refused.
    """
    if not environ.get(KEY):
        return file
    signed = file.with_name(f"{file.name}.signed")
    command = ["osslsigncode", "sign", "-pkcs12", environ[KEY], "-h", "sha256", "-n", TITLE]
    if environ.get(PASSWORD):
        command += ["-readpass", environ[PASSWORD]]
    if environ.get(TIMESTAMP):
        command += ["-ts", environ[TIMESTAMP]]
    try:
        done = subprocess.run(
            [*command, "-in", str(file), "-out", str(signed)], capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise PackageError("osslsigncode is not on this machine: apt-get install osslsigncode") from error
    if done.returncode:
        signed.unlink(missing_ok=True)
        raise PackageError(f"osslsigncode failed: {done.stderr or done.stdout}")
    signed.replace(file)
    return file
