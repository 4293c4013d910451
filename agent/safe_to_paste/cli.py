"""The command line: ``safe-to-paste scan`` and the commands IT uses.

Exit codes are the same everywhere: 0 done and well, 1 the answer is no (something found, a check
that failed), 2 could not. Each command is a module in ``commands/``, imported when it is asked for.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from safe_to_paste import __version__
from safe_to_paste.commands import COULD_NOT
from safe_to_paste.errors import SafeToPasteError

# Each is the module of that name, with _ for -.
COMMANDS = {
    "scan": "check files or standard input",
    "label": "say in files that AI has helped, or check that they say so",
    "labels": "how many labels were given, by month, kind and tool",
    "rules": "lint the rules",
    "policy": "look after policy files",
    "roster": "the pupils of the school, kept as keyed hashes",
    "index": "folders of pupils' work, known again by keyed fingerprints",
    "journal": "what this laptop has recorded, in counts: show, verify, forget",
    "export": "this laptop's totals into the policy's folder; --declarations: who has agreed, for HR or the DPO",
    "report": "a page of figures, from this laptop or from a whole trust's exports",
    "host": "talk to a browser (the browser starts this)",
    "read-documents": "open documents for the agent (which starts this)",
    "install": "tell the browsers about the agent",
    "uninstall": "take that back, and remove all but what the policy keeps",
    "update": "put a set of the school's own rules in use, or take it back",
    "support-bundle": "a zip for whoever helps: what doctor sees and the log, nothing of what was pasted",
    "doctor": "check this installation and say what to do",
    "declare": "read the AI policy and agree to it, in a window",
    "about": "what is kept on this laptop about my own use",
    "arrived": "offer the label for files that came from an AI tool (the agent starts this)",
    "concern": "whom to tell when something went wrong",
    "settings": "each setting, its value and where it came from",
    "demo": "the practice page in a real browser, from a checkout",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    _widen()
    given = sys.argv[1:] if argv is None else argv
    arguments, unknown = _parser(given).parse_known_args(given)
    if unknown:
        # Under the usage of the command that was asked for, where argparse would show that of the whole program.
        arguments.usage(f"not understood: {' '.join(unknown)}")
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except SafeToPasteError as error:
        print(f"safe-to-paste: {error}", file=sys.stderr)
        return COULD_NOT
    except BrokenPipeError:
        return COULD_NOT
    except OSError as error:
        print(f"safe-to-paste: {error.filename or 'a file'}: cannot be used ({error.strerror})", file=sys.stderr)
        return COULD_NOT


def _widen() -> None:
    """What is redirected is UTF-8, whatever the locale; a console keeps its own letters, and shows ? for others.

    Windows gives a file or a pipe its old code page, in which a policy's words could not be written.
    """
    for stream, errors in ((sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        # A program without a window has no streams on Windows; a test's may be of another kind.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=stream.encoding if stream.isatty() else "utf-8", errors=errors)


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="safe-to-paste", description="Checks, on this laptop, what goes into AI tools."
    )
    parser.add_argument("--version", action="version", version=f"safe-to-paste {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    asked = next((word for word in given if not word.startswith("-")), None)
    for name, words in COMMANDS.items():
        command = commands.add_parser(name, help=words)
        if name == asked:
            module = import_module(f"safe_to_paste.commands.{name.replace('-', '_')}")
            module.arguments(command)
            command.set_defaults(run=module.run, usage=command.error)
    return parser


if __name__ == "__main__":
    sys.exit(main())
