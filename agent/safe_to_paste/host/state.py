"""The rules, the policy and the roster in force: loaded once, and again when IT replaces them.

A file that is broken or half written never takes effect: what was in force stays, and a note says
what is wrong until it is mended. Notes are shown by ``status``, and name files and keys, never a text.

A file that is still being written cannot be told from a whole one by reading it: most beginnings of a policy
are policies. So a change is taken up once every file has been the same for a moment, contents and all; and a
policy that has lost tables since it came into force is taken up only when it has stayed so for longer, in case
its writer is held up. A cut within the last table is seen by nothing but the first of these.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from safe_to_paste import index, language, own, paths, policy, rosters, rules, settings, updates, watch
from safe_to_paste.errors import FingerprintError, MessageError, PolicyError, RuleError, SettingsError, UpdateError
from safe_to_paste.index.watching import Wanted
from safe_to_paste.language import Language
from safe_to_paste.policy_file import Phase, Policy
from safe_to_paste.roster import Roster
from safe_to_paste.rules import Rule

if TYPE_CHECKING:
    from safe_to_paste.index.known import Known

# Seconds for which nothing may change before what was written is read.
QUIET = 0.3
# The same where parts of the policy have gone: meant so, or a copy that has stopped half-way.
LONG_QUIET = 10.0

_HEADER = re.compile(rb"^[ \t]*\[{1,2}[ \t]*([^\]\r\n]+?)[ \t]*\]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Changes:
    """What is not as it was before a reload, faults included."""

    rules: bool
    policy: bool


NOTHING = Changes(rules=False, policy=False)


@dataclass(frozen=True, slots=True)
class _Look:
    """The settings and the files they lead to, at one moment: equal looks mean that nothing was replaced."""

    settings: settings.Settings
    fault: tuple[str, ...]
    files: frozenset[tuple[str, int, int, int, bytes]]


@dataclass(frozen=True, slots=True)
class _Loaded:
    """All that a text is checked with. ``origin`` and ``tables`` are of the policy in force: its file, and the
    headers in it; ``is_short``: there is a newer one that lacks some of them."""

    settings: settings.Settings
    rules: tuple[Rule, ...] = ()
    own: tuple[Rule, ...] = ()
    policy: Policy | None = None
    roster: Roster | None = None
    origin: Path | None = None
    tables: tuple[str, ...] = ()
    is_short: bool = False
    faults: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


class State:
    """What a text is checked with. Used by one thread."""

    def __init__(
        self,
        *,
        read_settings: Callable[[], settings.Settings] = settings.load,
        rules_dir: Path | None = None,
        read_key: Callable[[], bytes] = rosters.read_key,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read_settings = read_settings
        self._rules_dir = rules_dir or paths.rules_dir()
        self._clock = clock
        self._read_key = cache(read_key)
        self._rosters = rosters.Rosters(self._read_key)
        self._known: Known | None = None
        self._loaded = _Loaded(settings.load(()))
        self._seen: _Look | None = None
        self._since = 0.0
        self._due: float | None = None
        self._named_rules: tuple[_Loaded, str] | None = None
        self._spoken: tuple[str, _Loaded, Language] | None = None
        self.stamp: watch.Stamp = frozenset()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules in force, with those made of the school's own lists and of the person's index of pupils' work; none
        when they could not be loaded."""
        return (*self._written, *self._from_index()) if self._loaded.rules else ()

    @property
    def _written(self) -> tuple[Rule, ...]:
        """The rules in force that a file says."""
        return (*self._loaded.rules, *self._loaded.own)

    @property
    def rules_version(self) -> str:
        """A short name for the rules in force: another one when any of them is another."""
        if self._named_rules is None or self._named_rules[0] is not self._loaded:
            self._named_rules = self._loaded, rules.version(self._written)
        return self._named_rules[1]

    def language(self, tag: str) -> Language:
        """The language of a tag, with what the rules in force bring for it; the one that was asked for last is kept."""
        if self._spoken is None or self._spoken[0] != tag or self._spoken[1] is not self._loaded:
            self._spoken = tag, self._loaded, self._read_language(tag)
        return self._spoken[2]

    def _read_language(self, tag: str) -> Language:
        own = self._loaded.settings.rules_overlay
        taken, _ = _taken()
        overlays = filter(None, (taken.now, Path(own) if own else None))
        return language.in_force(tag, self._rules_dir, *overlays)

    @property
    def policy(self) -> Policy:
        """The policy in force; raises MessageError when a text cannot be checked now."""
        if self._loaded.policy is None or not self._loaded.rules:
            what = "the policy" if self._loaded.rules else "the rules"
            raise MessageError("not_ready", "; ".join(self.notes) or f"{what} could not be loaded")
        return self._loaded.policy

    @property
    def roster(self) -> Roster | None:
        """The school's pupils, as keyed hashes, where there is a roster."""
        return self._loaded.roster

    @property
    def named(self) -> Mapping[str, str]:
        """The policy as messages name it."""
        known = self._loaded.policy
        return {
            "name": known.name if known else "",
            "title": known.title if known else "",
            "version": known.version if known else "",
        }

    @property
    def notes(self) -> tuple[str, ...]:
        """What is wrong now, in words."""
        index = self._known.notes if self._known else ()
        return (*(note for notes in self._loaded.faults.values() for note in notes), *index)

    def indexed(self) -> Wanted:
        """The folders of pupils' work and teaching material; may be asked from any thread.

        Raises:
            FingerprintError: it is not known now, as when another policy stands in for the one that was chosen.
        """
        from safe_to_paste.index.folders import all_of  # not needed to check a text

        loaded = self._loaded
        try:
            is_chosen = loaded.origin == policy.find(loaded.settings.policy, policies_dir=self._rules_dir / "policies")
        except PolicyError:
            is_chosen = False
        if loaded.policy is None or not is_chosen:
            raise FingerprintError("the policy that names the folders of pupils' work is not in use")
        return Wanted(all_of(loaded.policy.folders), loaded.policy.folders.keep_months)

    def is_own(self, entity: str, value: str) -> bool:
        """Whether what was found is the teacher's own material, as the index knows it."""
        return self._known is not None and self._known.is_own(entity, value)

    def _from_index(self) -> tuple[Rule, ...]:
        if self._known is None and index.is_there():
            from safe_to_paste.index.known import Known  # and a database with it

            self._known = Known(self._read_key)
        return self._known.rules if self._known else ()

    @property
    def targets(self) -> tuple[Path, ...]:
        """The files and folders a change of which must be noticed."""
        return (*self._targets(self._loaded.settings), *self._rosters.targets(_pushed(self._loaded)))

    @property
    def wait(self) -> float | None:
        """Seconds until ``reload`` is to be called again; None when nothing is under way."""
        return None if self._due is None else max(0.0, self._due - self._clock())

    @property
    def reads_pictures(self) -> bool:
        """Whether words in pictures are to be read."""
        return self._loaded.settings.read_pictures

    def settings_changed(self) -> bool:
        """Whether the settings are others now: a registry has no file that can be watched."""
        return self._settings() != ((self._seen.settings, self._seen.fault) if self._seen else None)

    def reload(self) -> Changes:
        """Load anew what has been left alone for a moment; what cannot be loaded stays as it was.

        At the start there is nothing to keep, so whatever is there is loaded at once. Later ``wait`` says when
        to call again.
        """
        self._due = None
        look, now = self._look(), self._clock()
        at_start = self._seen is None
        if look != self._seen:
            self._seen, self._since = look, now
        if not at_start and now < self._since + QUIET:
            self._due = self._since + QUIET
            return NOTHING
        if at_start:
            # Taken before anything is read, so that a change from here on is noticed as one.
            self.stamp = watch.stamp(self._targets(look.settings))
        before, loaded = self._loaded, self._load(look, patient=now >= self._since + LONG_QUIET)
        if not at_start and (after := self._look()) != look:
            self._seen, self._since = after, self._clock()
            self._due = self._since + QUIET
            return NOTHING
        self._loaded = loaded
        if at_start:
            # The policy names the roster's folder, so only now is it known what else to watch.
            self.stamp |= watch.stamp(self._rosters.targets(_pushed(loaded)))
        if loaded.is_short:
            self._due = self._since + LONG_QUIET
        return _changes(before, loaded)

    def _look(self) -> _Look:
        chosen, fault = self._settings()
        pupils = watch.stamp(self._rosters.targets(_pushed(self._loaded)))
        return _Look(chosen, fault, _contents(self._targets(chosen)) | {(*entry, b"") for entry in pupils})

    def _settings(self) -> tuple[settings.Settings, tuple[str, ...]]:
        try:
            chosen = self._read_settings()
        except SettingsError as error:
            return self._loaded.settings, (str(error),)
        return chosen, chosen.notes

    def _targets(self, chosen: settings.Settings) -> tuple[Path, ...]:
        here = paths.places()
        named = Path(chosen.policy)
        return (
            self._rules_dir,
            here.updates / updates.IN_USE,
            *([Path(chosen.rules_overlay)] if chosen.rules_overlay else []),
            *([named] if named.is_absolute() else []),
            here.settings,
            *([here.managed] if here.managed else []),
        )

    def _load(self, look: _Look, *, patient: bool) -> _Loaded:
        """All of it anew, with what is in force now in the place of what cannot be used."""
        in_force, rule_faults = self._load_rules(look.settings)
        loaded = self._load_policy(look.settings, patient=patient)
        pupils = self._rosters.load(_pushed(loaded))
        faults = {
            "settings": look.fault,
            "rules": rule_faults,
            "policy": loaded.faults["policy"],
            "roster": pupils.notes,
        }
        return replace(
            loaded,
            settings=look.settings,
            rules=in_force,
            roster=pupils.roster,
            faults=MappingProxyType(faults),
        )

    def _load_rules(self, chosen: settings.Settings) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
        taken, faults = _taken()
        own = chosen.rules_overlay
        if own and not watch.is_folder(Path(own)):
            faults = (*faults, f"rules_overlay: {own} is not a folder; it is left out")
            own = ""
        # The set that was taken, or the one before it, below the school's own folder; else the shipped rules alone.
        named = (Path(own),) if own else ()
        below = [each for each in (taken.now, taken.before if taken.now else None) if each]
        broken: list[str] = []
        for overlays in dict.fromkeys([*((each, *named) for each in below), named, ()]):
            try:
                # At the start somebody waits, and the shipped rules have been tested; what comes later is looked at.
                found = rules.load(self._rules_dir, *overlays, later=not self.rules)
            except RuleError as error:
                if self._loaded.rules:
                    return self._loaded.rules, (*faults, f"{error} (the rules in use are the last good ones)")
                broken.append(str(error))
            else:
                instead = "the set before and what lies over it are" if overlays else "the shipped rules alone are"
                return found, (*faults, *(f"{each} ({instead} in use)" for each in dict.fromkeys(broken)))
        return (), (*faults, *dict.fromkeys(broken))

    def _load_policy(self, chosen: settings.Settings, *, patient: bool) -> _Loaded:
        kept = replace(self._loaded, is_short=False)
        try:
            read = self._read_policy(chosen.policy, chosen.phase)
        except PolicyError as error:
            if kept.policy is not None:
                return _noted(kept, f"{error} (the policy in use is the last good one)")
            return self._with_default(error, chosen.phase)
        gone = Counter(kept.tables) - Counter(read.tables) if kept.origin == read.origin else Counter()
        if gone and not patient:
            return _noted(replace(kept, is_short=True), f"{read.origin}: looks cut short: {_missing(gone)}")
        return read

    def _with_default(self, error: PolicyError, phase: str) -> _Loaded:
        """At start there is no last good policy: the default one is better than no check."""
        try:
            read = self._read_policy("default", phase)
        except PolicyError as worse:
            return _noted(self._loaded, str(error), str(worse))
        return _noted(read, f"{error} (the default policy is in use)")

    def _read_policy(self, name_or_path: str, phase: str) -> _Loaded:
        try:
            origin = policy.find(name_or_path, policies_dir=self._rules_dir / "policies")
            loaded = policy.load(origin, policies_dir=self._rules_dir / "policies")
            headers = _HEADER.findall(origin.read_bytes())
        except (OSError, ValueError) as error:  # a path that the system will not even look for
            raise PolicyError(f"policy: {name_or_path} cannot be read ({type(error).__name__})") from error
        in_force = replace(loaded, phase=Phase(phase)) if phase else loaded
        read = replace(
            self._loaded,
            policy=in_force,
            own=own.rules(in_force.lists),
            origin=origin,
            tables=tuple(header.decode(errors="replace") for header in headers),
            is_short=False,
        )
        return _noted(read, *in_force.notes)


def _taken() -> tuple[updates.InUse, tuple[str, ...]]:
    """The set of rules that IT has handed over; nothing, and why, where it cannot be trusted."""
    try:
        return updates.in_use(), ()
    except UpdateError as error:
        return updates.InUse(), (str(error),)


def _pushed(loaded: _Loaded) -> str:
    """Where the school's own roster is, as the policy says; or nothing."""
    return rosters.pushed(loaded.policy) if loaded.policy else ""


def _contents(targets: tuple[Path, ...]) -> frozenset[tuple[str, int, int, int, bytes]]:
    """The stamps of the files that are read, each with a digest: a file system may count time in whole seconds."""
    named = set(map(str, targets))
    return frozenset(
        (*entry, _digest(file))
        for entry in watch.stamp(targets)
        for file in [Path(entry[0])]
        if (entry[0] in named or file.suffix == ".toml") and not watch.is_folder(file)
    )


def _digest(file: Path) -> bytes:
    try:
        return hashlib.sha256(file.read_bytes()).digest()
    except OSError:
        return b""


def _noted(loaded: _Loaded, *notes: str) -> _Loaded:
    return replace(loaded, faults={"policy": notes})


def _missing(gone: Counter[str]) -> str:
    first, others = next(iter(gone)), gone.total() - 1
    what = f"{first} and {others} more are missing that were" if others else f"{first} is missing that was"
    return f"{what} there before; the last good one is in use"


def _changes(before: _Loaded, after: _Loaded) -> Changes:
    def differ(what: str) -> bool:
        return before.faults.get(what, ()) != after.faults.get(what, ())

    return Changes(
        rules=[rule.source for rule in before.rules] != [rule.source for rule in after.rules] or differ("rules"),
        policy=before.policy != after.policy or differ("policy") or differ("settings") or differ("roster"),
    )
