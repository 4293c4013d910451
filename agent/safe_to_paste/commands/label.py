"""``safe-to-paste label``: say in files that AI has helped, or check that they say so."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from safe_to_paste.commands import COULD_NOT, DONE, NO

if TYPE_CHECKING:
    from safe_to_paste.documents.labelling.model import Kind
    from safe_to_paste.policy_file import Policy
    from safe_to_paste.stamp import Stamped


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="docx, pptx, xlsx, odt, odp, ods, pdf, "
                        "html, md, txt, png or jpg")  # fmt: skip
    parser.add_argument(
        "--kind",
        choices=("supported", "partly", "created"),
        default="supported",
        help="how much AI has done: it helped (the usual), it wrote some of it, or it wrote it",
    )
    parser.add_argument("--tool", default="", help="the AI tool's name, to be said with today's date, as exams ask")
    parser.add_argument("--check", action="store_true", help="only say whether the files are labelled")
    parser.add_argument("--json", action="store_true", help="one JSON object for each file")
    parser.add_argument("--policy", metavar="FILE|NAME", help="instead of the policy in force here")


def run(arguments: argparse.Namespace) -> int:
    """Label each file, or check it; a file that cannot be labelled is said, and the run goes on."""
    from safe_to_paste import labels, paths, policy, settings
    from safe_to_paste.documents.labelling.model import Kind
    from safe_to_paste.errors import LabelError
    from safe_to_paste.stamp import Stamper

    in_force = policy.load(arguments.policy or settings.load().policy, policies_dir=paths.policies_dir())
    kind = Kind(arguments.kind)
    label = labels.label(in_force, kind, tool=" ".join(arguments.tool.split()))
    codes = [DONE]
    with Stamper() as stamper:
        for path in arguments.files:
            try:
                if arguments.check:
                    stamped = stamper.check(path, label.known)
                else:
                    stamped = stamper.stamp(path, label)
                    if stamped.is_changed:
                        _record(in_force, kind, arguments.tool)
            except LabelError as error:
                kept = "" if arguments.check or error.code == "gone" else "; it was left as it was"
                _say({"path": str(path), "error": f"{error}{kept}", "reason": error.code}, as_json=arguments.json)
                codes.append(COULD_NOT)
                continue
            _say(_answer(path, stamped), as_json=arguments.json)
            codes.append(DONE if stamped.is_complete else NO)
    return max(codes)


def _answer(path: Path, stamped: Stamped) -> dict[str, Any]:
    has = stamped.has
    return {
        "path": str(path),
        "label": has.line,
        "complete": stamped.is_complete,
        "missing": stamped.missing if has.line else "",
        "source_type": has.source,
        "changed": stamped.is_changed,
    }


def _say(answer: dict[str, Any], *, as_json: bool) -> None:
    from safe_to_paste.console import shown

    where = shown(answer["path"])
    if "error" in answer:
        print(f"safe-to-paste: {where}: {answer['error']}", file=sys.stderr)
    if as_json:
        print(json.dumps(answer), flush=True)
    elif "error" not in answer:
        print(f"{where}: {_words(answer)}", flush=True)


def _words(answer: dict[str, Any]) -> str:
    from safe_to_paste.console import shown

    if not answer["label"]:
        return "no label"
    said = f"“{shown(answer['label'])}”" if "utf" in (sys.stdout.encoding or "").lower() else shown(answer["label"])
    if answer["missing"]:
        return f"{said}, {answer['missing']}"
    return f"labelled {said}" if answer["changed"] else f"has the label {said}"


def _record(policy: Policy, kind: Kind, tool: str) -> None:
    """Count it; a journal that cannot be written now keeps nobody from labelling."""
    from safe_to_paste import labels
    from safe_to_paste.errors import JournalError
    from safe_to_paste.journal import Journal

    with contextlib.suppress(JournalError):
        journal = Journal()
        journal.record(labels.event(policy, kind, site=labels.site_of(tool)))
        journal.close()
