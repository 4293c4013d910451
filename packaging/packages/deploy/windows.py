"""Windows: Group Policy's templates (ADMX and ADML), and scripts and values for Intune.

The templates stand alone and use no other's names. What a policy writes for a list of Chrome's or Edge's has a number
that no list of IT's own will reach, so it is added to such a list and replaces nothing. Firefox's lists must start at
1, and its ``ExtensionSettings`` is one value: there it is Mozilla's own template, or Intune's script, which merges.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from safe_to_paste import __version__, install
from safe_to_paste.settings import REGISTRY_KEY, Setting

from packages import TITLE
from packages.deploy.browsers import CHROMIUM, TITLES, Policy, Source, installation, policies
from packages.deploy.words import as_json, choice, filled, heading

# Chrome and Edge take any number as a list's value name, and in their order.
NUMBER = "7101"
ROOTS: Mapping[str, str] = {
    "chrome": r"SOFTWARE\Policies\Google\Chrome",
    "edge": r"SOFTWARE\Policies\Microsoft\Edge",
    "firefox": r"SOFTWARE\Policies\Mozilla\Firefox",
}
# What the installer writes; IT's tools look there for the version.
VERSION_KEY = r"SOFTWARE\SafeToPaste"

_WINDOWS = install.Machine("windows", home=Path(), config=Path(), data=Path())
_SCHEMA = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"
_SUPPORTED = "Windows 10 or later"


def generate(settings: Sequence[Setting], source: Source, in_browser: Sequence[Setting]) -> Mapping[str, str]:
    """The files, by their paths."""
    template, words = admx(settings, source, in_browser)
    return {
        "gpo/SafeToPaste.admx": template,
        # Editors whose own language is another, and Intune, read en-US.
        "gpo/en-GB/SafeToPaste.adml": words,
        "gpo/en-US/SafeToPaste.adml": words,
        "intune/app.json": as_json(_app()),
        "intune/oma-uri.json": as_json(_oma_uris(settings)),
        "intune/Detect-SafeToPaste.ps1": _script("detect.ps1", settings, source, in_browser),
        "intune/Repair-SafeToPaste.ps1": _script("repair.ps1", settings, source, in_browser),
    }


def admx(settings: Sequence[Setting], source: Source, in_browser: Sequence[Setting]) -> tuple[str, str]:
    """The template, and its words."""
    template = _Template()
    for setting in settings:
        _add_setting(template, setting, f"setting_{setting.name}", REGISTRY_KEY, "category")
    for browser in CHROMIUM:
        _add_installation(template, browser, source)
    for browser in TITLES:
        for setting in in_browser:
            _add_setting(template, setting, f"{browser}_setting_{setting.name}", _own(browser, source), browser)
    for policy in policies(source):
        for browser in policy.browsers if "windows" in policy.on else ():
            _add_policy(template, browser, policy)
    return _xml(template.root), _xml(template.words())


class _Template:
    """A template in the making: its policies, the words they show, the forms they are set with."""

    def __init__(self) -> None:
        self.root = Element("policyDefinitions", {"xmlns": _SCHEMA, "revision": "1.0", "schemaVersion": "1.0"})
        spaces = SubElement(self.root, "policyNamespaces")
        SubElement(spaces, "target", {"prefix": "safetopaste", "namespace": "SafeToPaste.Policies"})
        SubElement(self.root, "resources", {"minRequiredRevision": "1.0"})
        supported = SubElement(SubElement(self.root, "supportedOn"), "definitions")
        categories = SubElement(self.root, "categories")
        self._policies = SubElement(self.root, "policies")
        self._words: dict[str, str] = {}
        self.forms = Element("presentationTable")
        SubElement(supported, "definition", {"name": "supported", "displayName": self.word("supported", _SUPPORTED)})
        SubElement(categories, "category", {"name": "category", "displayName": self.word("category", TITLE)})
        for browser, title in TITLES.items():
            about = {"name": browser, "displayName": self.word(browser, title)}
            SubElement(SubElement(categories, "category", about), "parentCategory", {"ref": "category"})

    def word(self, name: str, text: str) -> str:
        """Keep some words, and say how the template refers to them."""
        self._words[name] = text
        return f"$(string.{name})"

    def policy(self, name: str, key: str, parent: str, *, title: str, text: str) -> Element:
        """Add a policy, still without what it sets."""
        about = {
            "name": name,
            "class": "Machine",
            "displayName": self.word(name, title),
            "explainText": self.word(f"{name}_help", text),
            "key": key,
        }
        policy = SubElement(self._policies, "policy", about)
        SubElement(policy, "parentCategory", {"ref": parent})
        SubElement(policy, "supportedOn", {"ref": "supported"})
        return policy

    def words(self) -> Element:
        """The file of words that belongs to it."""
        whole = Element("policyDefinitionResources", {"xmlns": _SCHEMA, "revision": "1.0", "schemaVersion": "1.0"})
        SubElement(whole, "displayName").text = TITLE
        SubElement(whole, "description").text = f"What IT chooses for {TITLE}, and what it asks of browsers."
        resources = SubElement(whole, "resources")
        table = SubElement(resources, "stringTable")
        for name, text in self._words.items():
            SubElement(table, "string", {"id": name}).text = text
        resources.append(self.forms)
        return whole


def _own(browser: str, source: Source) -> str:
    """The key with the extension's own settings."""
    if browser == "firefox":
        return rf"{ROOTS[browser]}\3rdparty\Extensions\{source.ids[browser]}"
    return rf"{ROOTS[browser]}\3rdparty\extensions\{source.ids[browser]}\policy"


def _add_setting(template: _Template, setting: Setting, name: str, key: str, parent: str) -> None:
    """One of our own settings: a text, or one of its choices."""
    policy = template.policy(name, key, parent, title=heading(setting), text=setting.help)
    policy.set("presentation", f"$(presentation.{name})")
    elements = SubElement(policy, "elements")
    form = SubElement(template.forms, "presentation", {"id": name})
    about = {"id": setting.name, "valueName": setting.name, "required": "true"}
    if not setting.choices:
        SubElement(elements, "text", about)
        box = SubElement(form, "textBox", {"refId": setting.name})
        SubElement(box, "label").text = heading(setting)
        SubElement(box, "defaultValue").text = setting.default
        return
    first = str(setting.choices.index(setting.default))
    choices = SubElement(form, "dropdownList", {"refId": setting.name, "noSort": "true", "defaultItem": first})
    choices.text = heading(setting)
    options = SubElement(elements, "enum", about)
    for value in setting.choices:
        item = SubElement(options, "item", {"displayName": template.word(f"{name}_{value or 'none'}", choice(value))})
        SubElement(SubElement(item, "value"), "string").text = value


def _add_installation(template: _Template, browser: str, source: Source) -> None:
    key = rf"{ROOTS[browser]}\ExtensionInstallForcelist"
    text = "Installs the Safe to Paste extension for everyone, beside what ExtensionInstallForcelist lists already."
    policy = template.policy(f"{browser}_install", key, browser, title="Install the extension", text=text)
    policy.set("valueName", NUMBER)
    _add_values(policy, f"{source.ids[browser]};{source.updates[browser]}")


def _add_policy(template: _Template, browser: str, policy: Policy) -> None:
    """One of the browsers' own; enabled means as recommended."""
    title = f"{policy.name} ({'needed' if policy.is_needed else 'recommended'})"
    text = f"{policy.why} Enabled sets {policy.name} to {json.dumps(policy.value)}; disabled takes that back."
    for value_name, key, value in _registry(ROOTS[browser], policy.name, policy.value):
        inner = "" if value_name in {policy.name, NUMBER} else value_name
        name = f"{browser}_{policy.name}" + (f"_{inner}" if inner else "")
        one = template.policy(name, key, browser, title=title + (f": {inner}" if inner else ""), text=text)
        one.set("valueName", value_name)
        _add_values(one, value)


def _registry(key: str, name: str, value: Any) -> Iterator[tuple[str, str, str | int]]:
    """A policy as values: their names, keys and data."""
    if isinstance(value, list):
        # One entry each; ours have one.
        yield NUMBER, rf"{key}\{name}", value[0]
    elif isinstance(value, dict):
        for inner, each in value.items():
            yield from _registry(rf"{key}\{name}", inner, each)
    else:
        yield name, key, int(value) if isinstance(value, bool) else value


def _add_values(policy: Element, value: str | int) -> None:
    enabled = SubElement(policy, "enabledValue")
    if isinstance(value, int):
        SubElement(enabled, "decimal", {"value": str(value)})
    else:
        SubElement(enabled, "string").text = value
    SubElement(SubElement(policy, "disabledValue"), "delete")


def _xml(root: Element) -> str:
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _app() -> dict[str, Any]:
    """What Intune asks for when a Windows app (Win32) is added."""
    file = f"safe-to-paste-{__version__}-x64.msi"
    return {
        "name": TITLE,
        "version": __version__,
        "install": f'msiexec /i "{file}" /qn /norestart',
        "uninstall": f'msiexec /x "{file}" /qn /norestart',
        "install_behavior": "system",
        "requirement": {"architecture": "x64", "os": "Windows 10 21H2"},
        "detection": {
            "type": "registry",
            "key": f"HKEY_LOCAL_MACHINE\\{VERSION_KEY}",
            "value": "Version",
            "method": "version comparison",
            "operator": "greater than or equal",
            "data": __version__,
            "associated_with_a_32_bit_app": False,
        },
    }


def _oma_uris(settings: Sequence[Setting]) -> dict[str, Any]:
    """Our own settings through the template, once it has been ingested."""
    policy = "./Device/Vendor/MSFT/Policy/Config/SafeToPaste~Policy~category"
    return {
        "ingest": "./Device/Vendor/MSFT/Policy/ConfigOperations/ADMXInstall/SafeToPaste/Policy/SafeToPaste",
        "settings": [
            {
                "name": heading(each),
                "oma_uri": f"{policy}/setting_{each.name}",
                "data_type": "String",
                "value": f'<enabled/><data id="{each.name}" value="{each.default}"/>',
                "choices": list(each.choices),
            }
            for each in settings
        ],
    }


def _script(name: str, settings: Sequence[Setting], source: Source, in_browser: Sequence[Setting]) -> str:
    """A script with our tables put in; Windows wants its own line ends."""
    common = {
        "SETTINGS": "\n".join(f"    {_quoted(s.name)} = {_quoted(s.default)}  # {s.help}" for s in settings),
        "POLICIES": "\n".join([*_rows(source), *_own_rows(source, in_browser)]),
        "FORCED": "\n".join(_forced(source)),
        "OURS": _quoted(REGISTRY_KEY),
        "FIREFOX": _quoted(json.dumps(installation(source, "firefox")[source.ids["firefox"]])),
        "FIREFOX_ID": _quoted(source.ids["firefox"]),
        "FIREFOX_KEY": _quoted(ROOTS["firefox"]),
    }
    marks = {
        "COMMON": filled("tables.ps1", common),
        "VERSION_KEY": _quoted(VERSION_KEY),
        "VERSION": _quoted(__version__),
        "HOSTS": ", ".join(_quoted(slot.key) for slot in install.slots(_WINDOWS, "system")),
    }
    return filled(name, marks).replace("\n", "\r\n")


def _forced(source: Source) -> Iterator[str]:
    for browser in CHROMIUM:
        key = rf"{ROOTS[browser]}\ExtensionInstallForcelist"
        data = f"{source.ids[browser]};{source.updates[browser]}"
        yield f"    @{{ Browser = {_quoted(browser)}; Key = {_quoted(key)}; Data = {_quoted(data)} }}"


def _rows(source: Source) -> Iterator[str]:
    """The browsers' policies as rows of a table; an entry of a list has no name of its own."""
    for policy in policies(source):
        for browser in policy.browsers if "windows" in policy.on else ():
            for name, key, value in _registry(ROOTS[browser], policy.name, policy.value):
                named = "" if isinstance(policy.value, list) else name
                yield (
                    f"    @{{ Browser = {_quoted(browser)}; Needed = ${str(policy.is_needed).lower()}; "
                    f"Key = {_quoted(key)}; Name = {_quoted(named)}; Data = {_data(value)} }}"
                )


def _own_rows(source: Source, in_browser: Sequence[Setting]) -> Iterator[str]:
    """The extension's own settings as rows of the same table."""
    for browser in TITLES:
        for each in in_browser:
            yield (
                f"    @{{ Browser = {_quoted(browser)}; Needed = $true; Key = {_quoted(_own(browser, source))}; "
                f"Name = {_quoted(each.name)}; Data = {_quoted(each.default)} }}"
            )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _data(value: str | int) -> str:
    return str(value) if isinstance(value, int) else _quoted(value)
