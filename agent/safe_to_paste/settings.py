"""Settings: what IT may choose for a laptop, each described once, each with its source.

A value comes from the first of these that has it: managed settings (the registry on Windows, managed
preferences on macOS, /etc/safe-to-paste/managed.json on Linux), then ``settings.json`` in the
machine's folder, then the default. On macOS and Linux a file counts only when its owner is root and nobody
else may write to it; on Windows the registry needs an administrator, and for ``settings.json`` that is not
checked. What cannot be used is a note and never a reason to stop: the values below it hold.

``safe-to-paste settings`` prints what ``load`` finds. To add a setting, add a line to ``SETTINGS`` and put what
``safe-to-paste settings --table`` prints into docs/settings.md; a test sees that it is there. What the extension must
know without the agent is in ``IN_BROWSER`` instead: the browser's own policies bring it (``storage.managed``).
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from safe_to_paste import paths
from safe_to_paste.errors import SettingsError

# Where an administrator's tools write: Group Policy and Intune keep to SOFTWARE\Policies.
REGISTRY_KEY = r"SOFTWARE\Policies\SafeToPaste"


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set.

    ``choices`` is empty when any text will do; ``is_place``: a path is a full one; ``form``: what a text looks like.
    """

    name: str
    default: str
    help: str
    choices: tuple[str, ...] = ()
    is_place: bool = False
    form: str = ""

    @property
    def kind(self) -> str:
        """What may stand there, in words. Every value is a text (a string, REG_SZ)."""
        if self.choices:
            return f"one of {', '.join(f'`{choice}`' for choice in self.choices if choice)}"
        return f"a text: {self.form}"


# As a policy file spells them, and nothing for "as the policy says".
_PHASES = (
    "",
    "all",
    "early_years",
    "primary",
    "secondary",
    "post_16",
    "special",
    "alternative_provision",
    "central_team",
)

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "policy",
        "default",
        "The policy in force: the name of one that is shipped, or a file's full path.",
        is_place=True,
        form="a full path, or a shipped policy's name",
    ),
    Setting(
        "rules_overlay",
        "",
        "A folder with the school's own rules, by its full path; one of the same id replaces ours.",
        is_place=True,
        form="a full path",
    ),
    Setting(
        "update_key",
        "",
        "The public key that a set of rules must be signed with before `safe-to-paste update` takes it.",
        form="44 characters, as `update --prepare --sign` prints them",
    ),
    Setting(
        "phase",
        "",
        "The phase this laptop is used in, where it differs from the policy's.",
        _PHASES,
    ),
    Setting(
        "read_pictures",
        "off",
        "Whether words in pictures are read, where Tesseract is installed; about a picture the person is asked anyway.",
        ("off", "on"),
    ),
)

IN_BROWSER: tuple[Setting, ...] = (
    Setting(
        "profile",
        "staff",
        "Whose browser profile it is. On a pupil's the extension does nothing, and its popup says so.",
        ("staff", "pupil"),
    ),
)

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Source:
    """A place that may hold settings; ``read`` gives them, or raises SettingsError."""

    name: str
    read: Callable[[], Values]


@dataclass(frozen=True, slots=True)
class Value:
    """A setting's value and the name of the place it came from."""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, where each came from, and what was wrong on the way."""

    values: Mapping[str, Value]
    notes: tuple[str, ...] = ()

    @property
    def policy(self) -> str:
        """The name or path of the policy in force."""
        return self.values["policy"].value

    @property
    def rules_overlay(self) -> str:
        """The folder with the school's own rules, or nothing."""
        return self.values["rules_overlay"].value

    @property
    def update_key(self) -> str:
        """The Ed25519 public key (base64) that a set of rules must be signed with, or nothing."""
        return self.values["update_key"].value

    @property
    def phase(self) -> str:
        """The laptop's own phase, or nothing."""
        return self.values["phase"].value

    @property
    def read_pictures(self) -> bool:
        """Whether words in pictures are read, where the program for it is installed."""
        return self.values["read_pictures"].value == "on"

    def table(self) -> Mapping[str, object]:
        """The same for a program."""
        return {
            "settings": {name: {"value": each.value, "source": each.source} for name, each in self.values.items()},
            "notes": list(self.notes),
        }

    def lines(self) -> tuple[str, ...]:
        """Each setting as a line for a person, then what was wrong."""
        return (
            *(f"{name} = {each.value or '(none)'}  [{each.source}]" for name, each in self.values.items()),
            *(f"note: {note}" for note in self.notes),
        )


def table(settings: Sequence[Setting] = SETTINGS) -> str:
    """Every setting as the table in docs/settings.md."""
    return "| setting | what it chooses | what may stand there | left out |\n|---|---|---|---|\n" + "".join(
        f"| `{s.name}` | {s.help} | {s.kind} | {f'`{s.default}`' if s.default else 'nothing'} |\n" for s in settings
    )


def schema() -> dict[str, Any]:
    """What a browser is told of the extension's own settings; what it does not name never reaches the extension.

    https://developer.chrome.com/docs/extensions/reference/manifest/storage
    """
    texts = {s.name: {"title": s.name, "description": s.help, "type": "string"} for s in IN_BROWSER}
    choices = {s.name: {"enum": list(s.choices)} for s in IN_BROWSER if s.choices}
    return {"type": "object", "properties": {name: text | choices.get(name, {}) for name, text in texts.items()}}


def load(sources: tuple[Source, ...] | None = None) -> Settings:
    """The settings of this machine, or of the sources given, first wins."""
    values: dict[str, Value] = {}
    notes: list[str] = []
    for source in sources if sources is not None else machine_sources():
        try:
            found = source.read()
        except SettingsError as error:
            notes.append(str(error))
            continue
        good, faults = _checked(source.name, found)
        values = good | values
        notes += faults
    return Settings(
        MappingProxyType({s.name: values.get(s.name, Value(s.default, "default")) for s in SETTINGS}),
        tuple(notes),
    )


def machine_sources() -> tuple[Source, ...]:
    """Where this machine's settings may be, in order of precedence."""
    here = paths.places()
    return (
        Source("managed", _managed_reader(here.managed)),
        Source(str(here.settings), _kept_by_it(here.settings, read_json)),
    )


def read_json(path: Path) -> Values:
    """The settings in a JSON file; none when it does not exist."""
    try:
        table = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path}: is not JSON; it is left out until it is mended") from error
    return _table(path, table)


def read_plist(path: Path) -> Values:
    """The settings in a property list that device management wrote; none when it does not exist."""
    import plistlib  # needed on macOS alone

    try:
        table = plistlib.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror})") from error
    except Exception as error:  # its parsers raise errors of many kinds
        raise SettingsError(f"{path}: is not a property list; it is left out until it is mended") from error
    return _table(path, table)


def read_registry() -> Values:
    """The settings that Group Policy or Intune wrote into the registry."""
    if sys.platform != "win32":
        return {}
    import winreg  # Windows only

    try:
        key = winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, REGISTRY_KEY, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(f"HKLM\\{REGISTRY_KEY}: cannot be read ({error.strerror})") from error
    with key:
        count = winreg.QueryInfoKey(key)[1]
        return {name: value for name, value, _ in (winreg.EnumValue(key, n) for n in range(count))}


_KEEP_IT = (
    "let Administrators own it, and nobody else write to it"
    if sys.platform == "win32"
    else "let root own it, with mode 644"
)


def _managed_reader(path: Path | None) -> Callable[[], Values]:
    if path is None:
        return read_registry
    return _kept_by_it(path, read_plist if path.suffix == ".plist" else read_json)


def _kept_by_it(path: Path, read: Callable[[Path], Values]) -> Callable[[], Values]:
    def values() -> Values:
        if not paths.is_kept_by_it(path):
            raise SettingsError(f"{path}: is left out, as others than an administrator can change it; {_KEEP_IT}")
        return read(path)

    return values


def _table(path: Path, table: Any) -> Values:
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: is not a table of settings such as policy")
    return table


def _checked(source: str, found: Values) -> tuple[dict[str, Value], list[str]]:
    """The values that can be used, and a note about each that cannot."""
    known = {setting.name: setting for setting in SETTINGS}
    values: dict[str, Value] = {}
    notes: list[str] = []
    for name, value in found.items():
        setting = known.get(name)
        if setting is None:
            notes.append(f"{source}: {name} is not a setting we know; it is left out")
        elif not isinstance(value, str):
            notes.append(f"{source}: {name} must be a text; the next source's value is used")
        elif setting.choices and value not in setting.choices:
            words = ", ".join(filter(None, setting.choices))
            notes.append(f"{source}: {name} is {value!r}; use one of {words}")
        elif any(unicodedata.category(character) in _IN_NO_PATH for character in value):
            notes.append(f"{source}: {name} holds a character that no name has; the next source's value is used")
        elif setting.is_place and _is_path(value) and not Path(value).is_absolute():
            notes.append(f"{source}: {name} is {value!r}; use a full path")
        else:
            values[name] = Value(value, source)
    return values, notes


# Control characters (NUL among them) and halves of surrogate pairs.
_IN_NO_PATH = frozenset({"Cc", "Cs"})


def _is_path(value: str) -> bool:
    """Whether a value is a path rather than a shipped policy's name; ``policy.find`` sees it so, too."""
    return bool(Path(value).suffix) or Path(value).parent != Path()
