"""``safe-to-paste uninstall``: take back what ``install`` told the browsers, and remove what is kept.

``--browser`` and ``--into`` are about manifests alone, and so is ``--system`` without ``--purge``.
"""

from __future__ import annotations

import argparse

from safe_to_paste.commands import install


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    install.arguments(parser)
    parser.add_argument(
        "--purge", action="store_true", help="declarations, too; with --system: what IT has put on this machine"
    )


def run(arguments: argparse.Namespace) -> int:
    """Remove the host manifests, then what is kept."""
    from safe_to_paste import removal

    code = install.installation(arguments, "uninstall")
    if arguments.browser or arguments.into:
        return code
    if arguments.system:
        print(removal.forget_machine() if arguments.purge else "what IT has put on this machine stays")
        return code
    for line in removal.forget(purge=arguments.purge):
        print(line)
    return code
