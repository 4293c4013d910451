"""The rules and the policy in force: loaded once, and again when IT replaces them.

A file that is broken or half written never takes effect: what was in force stays, and a note says
what is wrong until it is mended. Notes are shown by ``status``, and name files and keys, never a text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from safe_to_paste import paths, policy, rules, settings, watch
from safe_to_paste.errors import MessageError, PolicyError, RuleError, SettingsError
from safe_to_paste.policy_file import Phase, Policy
from safe_to_paste.rules import Rule


@dataclass(frozen=True, slots=True)
class Changes:
    """What is not as it was before a reload, faults included."""

    rules: bool
    policy: bool


class State:
    """What a text is checked with. Used by one thread."""

    def __init__(
        self,
        *,
        read_settings: Callable[[], settings.Settings] = settings.load,
        rules_dir: Path | None = None,
    ) -> None:
        self._read_settings = read_settings
        self._rules_dir = rules_dir or paths.rules_dir()
        self._settings = settings.load(())
        self._rules: tuple[Rule, ...] = ()
        self._policy: Policy | None = None
        self._faults: Mapping[str, tuple[str, ...]] = {}
        self.stamp: watch.Stamp = frozenset()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules in force; none when they could not be loaded."""
        return self._rules

    @property
    def policy(self) -> Policy:
        """The policy in force; raises MessageError when a text cannot be checked now."""
        if self._policy is None or not self._rules:
            what = "the policy" if self._rules else "the rules"
            raise MessageError("not_ready", "; ".join(self.notes) or f"{what} could not be loaded")
        return self._policy

    @property
    def named(self) -> Mapping[str, str]:
        """The policy as messages name it."""
        known = self._policy
        return {
            "name": known.name if known else "",
            "title": known.title if known else "",
            "version": known.version if known else "",
        }

    @property
    def notes(self) -> tuple[str, ...]:
        """What is wrong now, in words."""
        return tuple(note for notes in self._faults.values() for note in notes)

    @property
    def targets(self) -> tuple[Path, ...]:
        """The files and folders a change of which must be noticed."""
        here = paths.places()
        overlay = self._settings.rules_overlay
        chosen = Path(self._settings.policy)
        return (
            self._rules_dir,
            *([Path(overlay)] if overlay else []),
            *([chosen] if chosen.is_absolute() else []),
            here.settings,
            *([here.managed] if here.managed else []),
        )

    def reload(self) -> Changes:
        """Load everything anew; what cannot be loaded stays as it was."""
        before = [rule.source for rule in self._rules], self._policy, self._faults
        faults: dict[str, tuple[str, ...]] = {}
        faults["settings"] = self._load_settings()
        # Taken before anything is read, so that a change from here on is noticed as one.
        self.stamp = watch.stamp(self.targets)
        faults["rules"] = self._load_rules()
        faults["policy"] = self._load_policy()
        self._faults = MappingProxyType(faults)
        same_rules = before[0] == [rule.source for rule in self._rules]
        shared = before[2].get("settings", ()) == faults["settings"]
        return Changes(
            rules=not same_rules or before[2].get("rules") != faults["rules"],
            policy=before[1] != self._policy or before[2].get("policy") != faults["policy"] or not shared,
        )

    def _load_settings(self) -> tuple[str, ...]:
        try:
            self._settings = self._read_settings()
        except SettingsError as error:
            return (str(error),)
        return self._settings.notes

    def _load_rules(self) -> tuple[str, ...]:
        overlay = self._settings.rules_overlay
        faults: tuple[str, ...] = ()
        overlays: tuple[Path, ...] = ()
        if overlay and Path(overlay).is_dir():
            overlays = (Path(overlay),)
        elif overlay:
            faults = (f"rules_overlay: {overlay} is not a folder; the shipped rules alone are in use",)
        try:
            self._rules = rules.load(self._rules_dir, *overlays)
        except RuleError as error:
            if self._rules:
                return (*faults, f"{error} (the rules in use are the last good ones)")
            return (*faults, *self._without_overlay(error))
        return faults

    def _without_overlay(self, error: RuleError) -> tuple[str, ...]:
        """At start there are no last good rules: the shipped ones are better than none."""
        if not self._settings.rules_overlay:
            return (str(error),)
        try:
            self._rules = rules.load(self._rules_dir)
        except RuleError as worse:
            return (str(worse),)
        return (f"{error} (the shipped rules alone are in use)",)

    def _load_policy(self) -> tuple[str, ...]:
        try:
            self._policy = self._phased(self._read_policy(self._settings.policy))
        except PolicyError as error:
            if self._policy is not None:
                return (f"{error} (the policy in use is the last good one)",)
            return self._with_default(error)
        return self._policy.notes

    def _with_default(self, error: PolicyError) -> tuple[str, ...]:
        """At start there is no last good policy: the default one is better than no check."""
        try:
            self._policy = self._phased(self._read_policy("default"))
        except PolicyError as worse:
            return (str(error), str(worse))
        return (f"{error} (the default policy is in use)",)

    def _read_policy(self, name_or_path: str) -> Policy:
        return policy.load(name_or_path, policies_dir=self._rules_dir / "policies")

    def _phased(self, loaded: Policy) -> Policy:
        phase = self._settings.phase
        return replace(loaded, phase=Phase(phase)) if phase else loaded
