"""``safe-to-paste index``: folders of pupils' work and of teaching material, kept as keyed fingerprints."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from safe_to_paste.commands import COULD_NOT, DONE, NO
from safe_to_paste.errors import UnreadableError

if TYPE_CHECKING:
    from safe_to_paste.index.folders import Folder
    from safe_to_paste.index.runs import Report
    from safe_to_paste.index.watching import Wanted


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may follow the command."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    add = verbs.add_parser("add", help="index a folder now, and keep to it while a browser is open")
    add.add_argument("folder", type=Path, metavar="DIR")
    add.add_argument("--teaching", action="store_true", help="my own material, which pupils may quote")
    add.set_defaults(verb=_add)
    status = verbs.add_parser("status", help="what is kept here")
    status.add_argument("--json", action="store_true", help="for a program")
    status.set_defaults(verb=_status)
    remove = verbs.add_parser("remove", help="let go of a folder that was added here, or of everything")
    what = remove.add_mutually_exclusive_group(required=True)
    what.add_argument("folder", nargs="?", type=Path, metavar="DIR")
    what.add_argument("--all", action="store_true")
    remove.set_defaults(verb=_remove)
    verbs.add_parser("rebuild", help="begin anew from the folders").set_defaults(verb=_rebuild)
    whose = verbs.add_parser("whose", help="which file a passage stands in, while that is still there")
    whose.add_argument("passage", nargs="?", default="-", metavar="FILE", help="- or nothing is standard input")
    whose.set_defaults(verb=_whose)
    verbs.add_parser("run", help="a run for a host (which starts this)").set_defaults(verb=_run)


def run(arguments: argparse.Namespace) -> int:
    """Do what the verb asks for."""
    verb: Callable[[argparse.Namespace], int] = arguments.verb
    try:
        return verb(arguments)
    except KeyboardInterrupt:
        print("\nsafe-to-paste: ended; the next run goes on from here", file=sys.stderr)
        return COULD_NOT


def _add(arguments: argparse.Namespace) -> int:
    from safe_to_paste.index import folders
    from safe_to_paste.index.folders import Folder

    added = Folder(arguments.folder.expanduser().absolute(), arguments.teaching)
    if folders.is_there(added.path) is not True:
        print(f"safe-to-paste: {added.path}: is not a folder that can be looked into", file=sys.stderr)
        return COULD_NOT
    folders.keep((*(each for each in folders.own() if each.path != added.path), added))
    return _brought_up_to_date()


def _remove(arguments: argparse.Namespace) -> int:
    from safe_to_paste.index import folders

    own = folders.own()
    path = None if arguments.all else arguments.folder.expanduser().absolute()
    if path is not None and path not in {each.path for each in own}:
        print(f"safe-to-paste: {path}: was not added here (safe-to-paste index status lists what was)", file=sys.stderr)
        return NO
    folders.keep(each for each in own if each.path != path and path is not None)
    return _brought_up_to_date(anew=path is None)


def _rebuild(_arguments: argparse.Namespace) -> int:
    return _brought_up_to_date(anew=True)


def _run(_arguments: argparse.Namespace) -> int:
    from safe_to_paste import rosters
    from safe_to_paste.index import child

    child.run(sys.stdin.buffer, rosters.read_key)
    return DONE


def _brought_up_to_date(*, anew: bool = False) -> int:
    """A run here and now."""
    from datetime import date

    from safe_to_paste import rosters
    from safe_to_paste.commands._many import Progress
    from safe_to_paste.documents.reader import Reader
    from safe_to_paste.index import child, file, runs
    from safe_to_paste.index.keyed import Keys
    from safe_to_paste.index.store import Store

    wanted = _wanted()
    bar: list[Progress] = []

    def progress(done: int, of: int) -> None:
        bar[:] = bar or [Progress(of, sys.stderr)]
        bar[0].at(done)

    lock = child.lock()
    if not lock.take():
        print("another run is under way; waiting for it to end", file=sys.stderr)
    with lock, Store(file(), Keys(rosters.read_key())) as index:
        if anew:
            index.clear()
        elif index.rebuilt:
            print(f"note: the index was begun anew: {index.rebuilt}")
        with Reader() as reader:
            today = date.today()  # noqa: DTZ011 - the laptop's own day
            try:
                report = runs.update(
                    wanted.folders, index, reader, months=wanted.months, today=today, progress=progress
                )
            finally:
                if bar:
                    bar[0].clear()
    for line in _said(report, wanted.folders):
        print(line)
    return COULD_NOT if report.away else DONE


def _said(report: Report, wanted: tuple[Folder, ...]) -> list[str]:
    lines = [f"{_files(report.added)} read, {report.unchanged} as they were, {report.removed} gone"]
    lines += _faults(report.faults)
    lines += [f"not looked into, as it cannot be reached now: {folder}" for folder in report.away]
    if not wanted:
        lines.append("no folder is indexed")
    return [*lines, *_missing(wanted)]


def _missing(wanted: tuple[Folder, ...]) -> list[str]:
    """What should be named, too."""
    if not wanted or any(each.teaching for each in wanted):
        return []
    quoted = "what pupils quote of yours will be taken for their work"
    return [f"note: no teaching material is named, and {quoted}; safe-to-paste index add DIR --teaching names it"]


def _files(count: int) -> str:
    return f"{count} {'file' if count == 1 else 'files'}"


def _faults(faults: dict[str, int]) -> list[str]:
    from safe_to_paste.documents.reasons import WORDS

    words = {**WORDS, "short": "is too short to be known again"}
    return [f"not read: {_files(count)}: {words.get(reason, reason)}" for reason, count in sorted(faults.items())]


def _status(arguments: argparse.Namespace) -> int:
    from safe_to_paste.index import file, folders, known

    wanted = _wanted()
    own = {each.path for each in folders.own()}
    named = [
        {
            "path": str(each.path),
            "kind": "teaching" if each.teaching else "pupil_work",
            "from": "here" if each.path in own else "policy",
            "is_there": folders.is_there(each.path),
        }
        for each in wanted.folders
    ]
    kept = _kept() if file().is_file() else None
    if arguments.json:
        print(json.dumps({"folders": named, "months": wanted.months, "index": kept}, indent=2))
    else:
        for line in (*map(_folder, named), *_missing(wanted.folders), *_totals(kept, wanted)):
            print(line)
    if kept is not None and not kept["is_readable"]:
        print(f"safe-to-paste: {known.LOST}", file=sys.stderr)
        return NO
    return DONE


def _kept() -> dict[str, Any]:
    """What is in the index, and whether it was made with the key that this person has now."""
    from safe_to_paste import rosters
    from safe_to_paste.index import file
    from safe_to_paste.index.keyed import Keys
    from safe_to_paste.index.look import Look

    look = Look(file())
    try:
        totals = look.totals()
        is_readable = look.made_with == Keys(rosters.read_key()).check
    finally:
        look.close()
    return {
        "pupil_work": totals.pieces,
        "teaching": totals.teaching,
        "bytes": file().stat().st_size,
        "not_read": dict(totals.faults),
        "begun_anew": totals.rebuilt,
        "is_readable": is_readable,
    }


def _folder(named: Mapping[str, Any]) -> str:
    kind = {"teaching": "teaching material", "pupil_work": "pupils' work"}[named["kind"]]
    by = {"here": "added here", "policy": "named by the policy"}[named["from"]]
    there = {True: "", False: " (is not there)", None: " (cannot be reached now)"}[named["is_there"]]
    return f"{kind}, {by}: {named['path']}{there}"


def _totals(kept: Mapping[str, Any] | None, wanted: Wanted) -> Iterator[str]:
    if not wanted.folders:
        yield "no folder is indexed; safe-to-paste index add DIR adds one"
    if kept is None:
        yield "there is no index yet"
        return
    yield (
        f"{_files(kept['pupil_work'])} of pupils' work and {kept['teaching']} of teaching material, as keyed"
        f" fingerprints; {kept['bytes'] / 1e6:.1f} MB; no text, no title and no path of theirs is kept"
    )
    yield f"pupils' files not changed for {wanted.months} months are let go of" if wanted.months else "kept while there"
    yield from _faults(kept["not_read"])
    if kept["begun_anew"]:
        yield f"note: the index was begun anew: {kept['begun_anew']}"


def _whose(arguments: argparse.Namespace) -> int:
    from safe_to_paste import rosters
    from safe_to_paste.console import shown
    from safe_to_paste.documents.reader import Reader
    from safe_to_paste.fingerprints import words
    from safe_to_paste.index import whose
    from safe_to_paste.index.keyed import Keys
    from safe_to_paste.index.known import Known

    is_input = arguments.passage == "-"
    try:
        with Reader() as reader:
            read = reader.read_bytes(sys.stdin.buffer.read(), "") if is_input else reader.read(Path(arguments.passage))
    except UnreadableError as error:
        where = "standard input" if is_input else shown(arguments.passage)
        raise UnreadableError(f"{where}: {error}", error.code) from error
    key = rosters.read_key()
    known = Known(lambda: key)
    files = known.works(words(read.text))
    if not files:
        print(*known.notes or ["this stands in no piece that is known"], sep="\n")
        return NO
    there = list(whose.find(files, _wanted().folders, Keys(key)))
    for path in there:
        print(shown(path))
    if len(there) < len(files):
        gone = "the file it stands in is not there any more, or cannot be reached"
        print("and in others, which are gone or cannot be reached" if there else gone)
    return DONE


def _wanted() -> Wanted:
    from safe_to_paste import paths, policy, settings
    from safe_to_paste.index import folders
    from safe_to_paste.index.watching import Wanted

    in_force = policy.load(settings.load().policy, policies_dir=paths.policies_dir())
    return Wanted(folders.all_of(in_force.folders), in_force.folders.keep_months)
