"""Check this installation from end to end, and say what to do about each fault.

Every check looks at the real thing: the files browsers read, the rules and policy as the host would load
them, and a host process that is started and spoken to as a browser does. Nothing is changed.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from safe_to_paste import (
    __version__,
    console,
    declarations,
    ids,
    install,
    keys,
    log,
    paths,
    policy,
    policy_lint,
    review,
    roster,
    rosters,
    rules,
    settings,
    told,
    updates,
    watch,
)
from safe_to_paste.dialogs import toolkit
from safe_to_paste.errors import (
    FrameError,
    InstallError,
    JournalError,
    PolicyError,
    RosterError,
    RuleError,
    SafeToPasteError,
    SettingsError,
    UpdateError,
)
from safe_to_paste.host import framing
from safe_to_paste.journal import Journal
from safe_to_paste.policy_file import Mode

OK, WARN, FAIL = "ok", "warn", "fail"

# Invented and harmless: the host must answer "allow".
_HARMLESS = "Red, orange, yellow, green, blue, indigo and violet are the colours of the rainbow."
# Seconds a host may take to answer before it counts as stuck.
_PATIENCE = 20.0
_LET = "give this person's account the right to read and write it"
_SCREEN = "look again at the laptop's own screen"
# Seconds after which half the pupils of a small school may be others.
_A_YEAR = 366 * 86_400.0


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: "ok", "warn" or "fail", what was seen, and what to do about it.

    ``details``: the things one by one, where there are several.
    """

    name: str
    state: str
    says: str
    fix: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the checks look at; a test gives its own."""

    settings: settings.Settings
    machine: install.Machine
    rules_dir: Path
    keychain: Callable[[], str] = keys.state
    key: Callable[[], bytes | None] = keys.find
    windows: Callable[[], str] = lambda: toolkit.here().missing()
    program: Callable[[], tuple[str, ...]] = lambda: (str(install.host_executable()),)
    journal: Callable[[], Journal] = Journal
    today: Callable[[], date] = date.today


def run(stream: TextIO, *, as_json: bool = False) -> int:
    """Check this machine and write the result; 0 when nothing failed, else 1."""
    return report(checks(), stream, as_json=as_json)


def report(made: tuple[Check, ...], stream: TextIO, *, as_json: bool) -> int:
    """Write checks as a table or as JSON; the exit code."""
    if as_json:
        stream.write(json.dumps({"checks": [asdict(check) for check in made]}, indent=2) + "\n")
    else:
        width = console.width(stream)
        rows = [row for check in made for row in _rows(check)]
        stream.writelines(f"{line}\n" for line in console.lines(rows, width=width))
        stream.writelines(f"{line}\n" for line in ("", *console.words(_in_short(made), width=width)))
    return int(any(check.state == FAIL for check in made))


def checks(around: Surroundings | None = None, only: Container[str] | None = None) -> tuple[Check, ...]:
    """Every check, in the order in which one builds on another; ``only``: of these subjects."""
    here = around or Surroundings(settings.load(), install.this_machine(), paths.rules_dir())
    looks: Mapping[str, Callable[[Surroundings], Check | Iterator[Check]]] = {
        "program": _program,
        "settings": _settings,
        "rules": _rules,
        "school's rules": _overlay,
        "policy": _policy,
        "keychain": _key,
        "roster": _roster,
        "journal": _journal,
        "declarations": _declarations,
        "windows": _windows,
        "browsers": _browsers,
        "browser policies": _told,
        "conversation": _conversations,
    }
    wanted = {name: look for name, look in looks.items() if only is None or name in only}
    return tuple(check for name, look in wanted.items() for check in _made(name, look, here))


def _made(name: str, look: Callable[[Surroundings], Check | Iterator[Check]], around: Surroundings) -> Iterator[Check]:
    """What a look comes to; a folder that may not be looked into is a finding, too."""
    try:
        made = look(around)
        yield from (made,) if isinstance(made, Check) else made
    except OSError as error:
        what = error.filename or "a file"
        yield Check(name, FAIL, f"{what} cannot be read ({error.strerror})", _LET)
    except SafeToPasteError as error:
        yield Check(name, FAIL, str(error), "mend what it names, and look again")


def _rows(check: Check) -> Iterator[tuple[str, str, str]]:
    yield check.state, check.name, check.says
    yield from (("", "", f"- {detail}") for detail in check.details)
    if check.fix:
        yield "", "", f"-> {check.fix}"


def _in_short(made: tuple[Check, ...]) -> str:
    """What is left to do, for whoever reads the last line first."""
    failed, warned = (", ".join(c.name for c in made if c.state == state) for state in (FAIL, WARN))
    if not failed and not warned:
        return "All is well."
    said = (f"To mend: {failed}." if failed else "Nothing is broken.", f"To look at: {warned}." if warned else "")
    return " ".join(filter(None, said))


def _program(_: Surroundings) -> Check:
    kind = "bundle" if paths.is_bundle() else f"Python {platform.python_version()}"
    where = f"it runs from {sys.executable}", f"its log is {log.file()}"
    return Check("program", OK, f"Safe to Paste {__version__}, {kind}", details=where)


def _settings(around: Surroundings) -> Check:
    chosen = around.settings
    given = tuple(f"{name} = {v.value} [{v.source}]" for name, v in chosen.values.items() if v.source != "default")
    if chosen.notes:
        fix = "mend what it names; safe-to-paste settings says what is in use"
        return Check("settings", WARN, "; ".join(chosen.notes), fix, given)
    return Check("settings", OK, f"{len(given)} set here" if given else "none set here: all as shipped", details=given)


def _rules(around: Surroundings) -> Check:
    try:
        loaded = rules.load(around.rules_dir)
    except RuleError as error:
        return Check("rules", FAIL, str(error), "install Safe to Paste again; its rules are not whole")
    return Check("rules", OK, f"{len(loaded)} rules in {around.rules_dir}")


def _overlay(around: Surroundings) -> Iterator[Check]:
    yield from _taken(around)
    if not around.settings.rules_overlay:
        return
    overlay = Path(around.settings.rules_overlay)
    name = "school's rules"
    if not overlay.is_dir():
        yield Check(name, FAIL, f"{overlay} is not a folder", "correct the setting rules_overlay")
        return
    try:
        loaded = rules.load(overlay)
    except RuleError as error:
        yield Check(name, FAIL, str(error), "mend the file; until then the last good rules are in use")
    else:
        yield Check(name, OK, f"{len(loaded)} rules in {overlay}")


def _taken(around: Surroundings) -> Iterator[Check]:
    """The set of rules that update has put in place, where there is one."""
    name = "update"
    back = "safe-to-paste update FOLDER with a sound set, or update --back"
    try:
        now = updates.in_use().now
        if now is None:
            return
        found, wrong = updates.read(now), updates.faults(now)
        rules.load(around.rules_dir, now)
    except (UpdateError, RuleError) as error:
        yield Check(name, FAIL, str(error), back)
    else:
        yield Check(name, FAIL if wrong else OK, "; ".join((str(found), *wrong)), back if wrong else "")


def _policy(around: Surroundings) -> Iterator[Check]:
    """Whether there is a policy in force; then when it is to be reviewed, and what in it is still to be decided."""
    policies = around.rules_dir / "policies"
    lint = f"safe-to-paste policy lint {around.settings.policy}"
    try:
        loaded = policy.load(around.settings.policy, policies_dir=policies)
    except PolicyError as error:
        yield Check("policy", FAIL, str(error), f"{lint} lists what to mend")
        return
    says = f"{loaded.title}, version {loaded.version} ({loaded.name})"
    if loaded.mode is Mode.REPORT_ONLY:
        says += "; on trial (report_only): a quiet note at most, and nothing is held"
    if loaded.notes:
        yield Check("policy", WARN, f"{says}; {'; '.join(loaded.notes)}", lint)
    else:
        yield Check("policy", OK, says)
    if due := review.reminder(loaded, around.today()):
        fix = "review it, then give the file a new version and review.next_date; policy diff says what changed"
        yield Check("policy review", WARN if due.is_pressing else OK, due.says, fix)
    yield from _to_decide(around.settings.policy, policies, around.today())


def _to_decide(name: str, policies: Path, today: date) -> Iterator[Check]:
    """What the linter would have somebody decide; the review has a line of its own."""
    notes = [
        f"{note.key}: {note.message}"
        for note in policy_lint.lint(name, policies_dir=policies, today=today)
        if note.level == "note" and note.key != "review.next_date"
    ]
    if notes:
        things = "1 thing in it is" if len(notes) == 1 else f"{len(notes)} things in it are"
        yield Check(
            "policy to decide",
            WARN,
            f"{things} left open or said in two ways",
            "for whoever owns the policy",
            tuple(notes),
        )


def _key(around: Surroundings) -> Check:
    try:
        found = around.keychain()
    except SettingsError as error:
        return Check("keychain", FAIL, str(error), f"{_LET}; if it is damaged, restore it from a backup")
    if found == "keychain":
        return Check("keychain", OK, "the system's keychain answers")
    return Check(
        "keychain",
        WARN,
        "no keychain can be used, so the key is kept in a file that only this person can read",
        "sign in to the desktop, or set up a keychain (on Linux: GNOME Keyring or KWallet)",
    )


def _roster(around: Surroundings) -> Check:
    """Which pupils are known here: how many, since when, and whether the school's own folder can be reached."""
    pushed = _pushed(around)
    file = rosters.school_file() if pushed else rosters.own_file()
    again = "safe-to-paste roster forget, and start the browser again" if pushed else "safe-to-paste roster import FILE"
    try:
        held = _held(file, around.key)
    except (RosterError, SettingsError) as error:
        return Check("roster", FAIL, str(error), again)
    watched = f"{pushed} is watched" if pushed else "no folder is watched"
    if pushed and not Path(pushed).is_absolute():
        return Check(
            "roster", FAIL, f"folders.roster: {pushed} is not a full path", "write the full path in the policy"
        )
    if pushed and not watch.stamp([Path(pushed)]):
        says = f"{pushed} cannot be reached; {f'its copy is in use: {held}' if held else 'there is no copy yet'}"
        return Check("roster", WARN, says, "connect to the school's network, or correct folders.roster in the policy")
    if not held and pushed:
        return Check("roster", OK, f"not read yet: that is done when a browser starts; {watched}")
    if not held:
        return Check("roster", OK, f"none, and {watched}; names are found all the same, with less to go by")
    if time.time() - file.stat().st_mtime > _A_YEAR:
        return Check("roster", WARN, f"{held}, {watched}; more than a year old", again)
    return Check("roster", OK, f"{held}, {watched}")


def _pushed(around: Surroundings) -> str:
    """What the policy names as the school's roster; a policy that cannot be read has failed its own check."""
    with suppress(PolicyError):
        return rosters.pushed(policy.load(around.settings.policy, policies_dir=around.rules_dir / "policies"))
    return ""


def _held(file: Path, key: Callable[[], bytes | None]) -> str:
    """The roster kept in a file, in words; nothing where there is none."""
    if not paths.is_there(file):
        return ""
    secret = key()
    if secret is None:
        raise RosterError(f"{file}: the key it was made with is gone, and it says nothing without")
    pupils = len(roster.load(file, secret))
    day = time.strftime("%d %B %Y", time.localtime(file.stat().st_mtime)).lstrip("0")
    return f"{pupils:,} {'pupil' if pupils == 1 else 'pupils'}, from {day}, key present"


def _journal(around: Surroundings) -> Check:
    name, journal = "journal", around.journal()
    on = "texts are still checked, but not counted"
    try:
        if not journal.is_there():
            if not _could_be_made(journal.path):
                return Check(name, FAIL, f"{journal.path} cannot be made; {on}", _LET)
            return Check(name, OK, f"nothing is recorded yet; it will be kept in {journal.path}")
        events = sum(1 for _ in journal.events())
    except JournalError as error:
        return Check(name, FAIL, f"{error}; {on}", f"{_LET}; see that the disk has room")
    says = f"{events:,} {'event' if events == 1 else 'events'} in {journal.path}"
    if not journal.can_write():
        return Check(name, FAIL, f"{says}; it cannot be written: {on}", _LET)
    if journal.notes:
        fix = "safe-to-paste declare, if a declaration was in it; the damaged file goes by itself in time"
        return Check(name, WARN, f"{says}; {'; '.join(journal.notes)}", fix)
    return Check(name, OK, says)


def _could_be_made(file: Path) -> bool:
    folder = next((parent for parent in file.parents if parent.exists()), None)
    return folder is not None and folder.is_dir() and os.access(folder, os.W_OK)


def _declarations(around: Surroundings) -> Check:
    name = "declarations"
    journal = around.journal()
    try:
        faults = journal.verify()
        made = journal.declarations()
        loaded = policy.load(around.settings.policy, policies_dir=around.rules_dir / "policies")
        stands = declarations.standing(loaded, journal, around.today(), declarations.account())
    except JournalError as error:
        return Check(name, FAIL, str(error), "see the journal, above")
    except PolicyError:
        return Check(name, WARN, "which policy to declare cannot be told", "see the policy, above")
    if faults:
        return Check(name, FAIL, "; ".join(faults), "ask whoever changed it; the declaration can be made again")
    asked = f"asked for ({stands.gate}); " if stands.gate != "off" else "the policy does not ask for one; "
    here = f"declared on {stands.since:%Y-%m-%d}" if stands.declared else "not declared in this version"
    says = f"{asked}{here}; {len(made)} kept here, none of them changed" if made else f"{asked}{here}"
    if weak := sum(each.kept == "degraded" for each in made):
        return Check(
            name, WARN, f"{says}, {weak} of them sealed while the key lay in a file", "see the keychain, above"
        )
    return Check(name, OK, says)


def _windows(around: Surroundings) -> Check:
    """Whether the declaration can be shown; over a remote shell, where there is no display, it cannot be told."""
    if why := around.windows():
        return Check("windows", WARN, f"no window can be shown: {why}", f"{_SCREEN}; staff agree to the policy in one")
    return Check("windows", OK, f"drawn by {toolkit.here().gui}")


def _browsers(around: Surroundings) -> Iterator[Check]:
    """A check for each manifest there is, each one that hides another, or that there is none at all."""
    machine = around.machine
    found = _manifests(machine)
    for slot, file in found.items():
        yield _manifest(slot, file)
        if slot.key and machine.registry and machine.registry.is_leftover(slot.level, slot.key):
            says = f"{slot.key} has an entry in the 32-bit view, which the browser reads first: an older version's"
            again = "safe-to-paste install" + (" --system" if slot.level == "system" else "")
            yield Check(f"{slot.browser} ({slot.level}, 32-bit)", WARN, says, again)
    own_count_not = {each.browser for each in told.read(machine) if _is_off(each.policies.get(_USER_LEVEL))}
    for browser in install.BROWSERS:
        levels = {slot.level for slot in found if slot.browser == browser}
        if levels == set(install.LEVELS):
            both = "registered for this person and for the whole machine"
            if browser in own_count_not:
                yield Check(f"{browser} (both)", OK, f"{both}; a policy has the person's own left out")
            else:
                yield Check(
                    f"{browser} (both)",
                    WARN,
                    f"{both}; the browser uses the person's own, whatever that is",
                    f"safe-to-paste uninstall removes the person's own; the policy {_USER_LEVEL}, false, leaves it out",
                )
    if not found:
        yield Check("browsers", FAIL, "no browser has been told about the agent", "safe-to-paste install")


# Of Chrome, Edge and Chromium; Firefox has no such policy.
_USER_LEVEL, _DIRECTLY = told.ONES


def _told(around: Surroundings) -> Iterator[Check]:
    """What IT's policies tell each browser, and what is missing among them."""
    found = told.read(around.machine)
    for each in found:
        yield _complete(each, around.machine.system)
    if not found:
        yield Check("browser policies", OK, "none that concern us: the extension is put in by hand")


def _complete(each: told.Told, system: str) -> Check:
    name = f"{each.browser} policies"
    _, allowed, refused = (each.policies.get(listed, ()) for listed in told.LISTS)
    modes = {entry.get("installation_mode") for entry in each.entries}
    hostless = [*each.entries] or [each.of_all]
    faults = list(each.faults)
    if modes & {"blocked", "removed"}:
        faults.append(f"{told.TABLE} keeps our extension out")
    elif not each.installs:
        faults.append("the extension is not installed by any of them")
    if set(refused) & {"*", ids.HOST} and ids.HOST not in allowed:
        faults.append(f"NativeMessagingBlocklist keeps the agent out: name {ids.HOST} in NativeMessagingAllowlist")
    if any("nativeMessaging" in one.get("blocked_permissions", ()) for one in hostless):
        faults.append(f"{told.TABLE} takes nativeMessaging away: give it back to our id in allowed_permissions")
    if system == "windows" and each.browser != "firefox" and not each.policies.get(_DIRECTLY):
        faults.append(f"{_DIRECTLY} is not set: nothing starts where the command prompt is switched off")
    if faults:
        pack = "the deployment pack's files for this browser, whole; see docs/deploying.md"
        return Check(name, WARN if each.installs else FAIL, "; ".join(faults), pack)
    own = (
        ""
        if each.browser == "firefox" or _is_off(each.policies.get(_USER_LEVEL))
        else "; hosts of a person's own count"
    )
    return Check(name, OK, f"the extension is installed, the agent let through{own}")


def _is_off(value: object) -> bool:
    return value is not None and not value


def _manifests(machine: install.Machine) -> dict[install.Slot, Path]:
    return {
        slot: file
        for level in install.LEVELS
        for slot in install.slots(machine, level)
        if (file := _manifest_file(slot, machine)) is not None
    }


def _manifest_file(slot: install.Slot, machine: install.Machine) -> Path | None:
    """The manifest file the browser would find at that place, if any."""
    if slot.key and machine.registry is not None:
        named = machine.registry.read(slot.level, slot.key)
        return Path(named) if named else None
    return slot.manifest if os.path.lexists(slot.manifest) else None


def _manifest(slot: install.Slot, file: Path) -> Check:
    name = f"{slot.browser} ({slot.level})"
    again = "safe-to-paste install" + (" --system" if slot.level == "system" else "")
    try:
        table = json.loads(file.read_text(encoding="utf-8"))
        program = _named(slot, file, table)
        allowed = table["allowed_extensions" if slot.browser == "firefox" else "allowed_origins"]
        right_name = table["name"] == ids.HOST and table["type"] == "stdio" and isinstance(allowed, list)
    except OSError as error:
        return Check(name, FAIL, f"{file} cannot be read ({error.strerror})", again)
    except (ValueError, KeyError, TypeError, RecursionError):
        return Check(name, FAIL, f"{file} is not a host manifest", again)
    if not right_name:
        return Check(name, FAIL, f"{file} is not our host's manifest", again)
    if not _can_be_run(program):
        return Check(name, FAIL, f"{file} names {program}, which is no program", again)
    wanted = (ids.FIREFOX,) if slot.browser == "firefox" else ids.ORIGINS
    if missing := [each for each in wanted if each not in allowed]:
        return Check(name, FAIL, f"{file} does not allow {', '.join(missing)}", again)
    return Check(name, OK, f"{file} starts {program}")


def _named(slot: install.Slot, file: Path, table: Mapping[str, Any]) -> Path:
    """The program a manifest names; on Windows, where slots have keys, it may be told from where the manifest lies."""
    program = Path(str(table["path"]))
    return Path(os.path.normpath(file.parent / program)) if slot.key else program


def _can_be_run(program: Path) -> bool:
    return program.is_absolute() and program.is_file() and os.access(program, os.X_OK)


def _conversations(around: Surroundings) -> Iterator[Check]:
    """Speak to each program that browsers would start, or to our own where they have been told of none."""
    name = "conversation"
    commands: list[tuple[str, ...]] = [(str(program),) for program in _programs(around.machine)]
    if not commands:
        try:
            commands = [around.program()]
        except (InstallError, OSError) as error:
            yield Check(name, FAIL, str(error), "install Safe to Paste again")
    for number, command in enumerate(commands, start=1):
        yield _conversation(name if number == 1 else f"{name} {number}", command)


def _programs(machine: install.Machine) -> tuple[Path, ...]:
    """The programs that manifests name and that can be run, each once; the others have failed their own check."""
    named = []
    for slot, file in _manifests(machine).items():
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            named.append(_named(slot, file, json.loads(file.read_text(encoding="utf-8"))))
    return tuple(program for program in dict.fromkeys(named) if _can_be_run(program))


def _conversation(name: str, command: tuple[str, ...]) -> Check:
    try:
        began = time.perf_counter()
        with _host(command) as ask:
            hello = ask({"type": "hello", "id": "1", "extension": __version__, "protocol": 1})
            greeted = time.perf_counter()
            answer = ask(
                {
                    "type": "scan",
                    "id": "2",
                    "text": _HARMLESS,
                    "site": "doctor",
                    "trigger": "paste",
                    "conversation": "0",
                }
            )
            scanned = time.perf_counter()
    except (OSError, FrameError, ValueError, EOFError) as error:
        says = f"{command[0]} gave no answer that could be understood ({type(error).__name__})"
        return Check(name, FAIL, says, f"see the log, {log.file()}; then install Safe to Paste again")
    if not (hello.get("ok") and answer.get("ok")):
        failed = answer if hello.get("ok") else hello
        says = f"{command[0]} answers, but: {failed.get('error', {}).get('message', 'it gives no reason')}"
        return Check(name, FAIL, says, "see the checks above")
    if answer.get("outcome") != "allow":
        says = f"{command[0]} finds something in words about the rainbow: outcome {answer.get('outcome')}, not allow"
        return Check(name, FAIL, says, "look at the school's own rules and lists: one of them is too wide")
    if hello.get("agent") != __version__:
        says = f"{command[0]} is version {hello.get('agent')}, and this program {__version__}"
        return Check(name, WARN, says, "install Safe to Paste again, so that both are the same")
    return Check(
        name,
        OK,
        f"{command[0]} answers: first reply after {(greeted - began) * 1000:.0f} ms, "
        f"first scan after {(scanned - began) * 1000:.0f} ms",
    )


@contextmanager
def _host(command: tuple[str, ...]) -> Iterator[Callable[[Mapping[str, object]], Mapping[str, Any]]]:
    """A host, started as Chromium starts it, and a way to ask it something; it is ended afterwards."""
    process = subprocess.Popen(
        [*command, ids.ORIGINS[0]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    # Covers the end as well: a host that does not leave when its input closes is stuck too.
    stuck = threading.Timer(_PATIENCE, process.kill)
    stuck.start()
    try:
        with process:
            yield partial(_ask, process)
    finally:
        stuck.cancel()
        stuck.join()


def _ask(process: subprocess.Popen[bytes], message: Mapping[str, object]) -> Mapping[str, Any]:
    if process.stdin is None or process.stdout is None:
        raise EOFError
    framing.write_frame(process.stdin, json.dumps(message).encode())
    while (frame := framing.read_frame(process.stdout)) is not None:
        reply = json.loads(frame)
        if isinstance(reply, dict) and reply.get("id") == message["id"]:
            return reply
    raise EOFError
