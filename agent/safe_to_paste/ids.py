"""The names by which browsers, the extension and the host know one another.

A Chromium extension's id follows from a public key: the first 32 hexadecimal digits of the SHA-256 of
the key (DER, SubjectPublicKeyInfo), with 0-f written as a-p
(https://developer.chrome.com/docs/extensions/reference/manifest/key). The browser shops give an
extension other ids; each is added to ``CHROMIUM`` when it is known.
"""

from __future__ import annotations

import base64
import hashlib

HOST = "org.safetopaste.agent"

FIREFOX = "safe-to-paste@safetopaste.org"

# The id of the public key in extension/manifest.json.
BUILT_HERE = "nnkimfljjmmpkobacflcjplfbamhfben"

CHROMIUM: tuple[str, ...] = (BUILT_HERE,)

# How a Chromium browser names its caller; the slash at the end belongs to it.
ORIGINS: tuple[str, ...] = tuple(f"chrome-extension://{each}/" for each in CHROMIUM)


def of_key(public_key: str) -> str:
    """The extension id that follows from a manifest's ``key`` (base64).

    >>> of_key("AAAA")
    'hajoiamiieihkcebbobooenpljpcckig'
    """
    digest = hashlib.sha256(base64.b64decode(public_key)).hexdigest()[:32]
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digest)
