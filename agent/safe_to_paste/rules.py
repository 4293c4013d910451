"""Rules: what to look for, one TOML file each, with its own examples.

A rule's id is its path without the ending: ``rules/identifiers/upn.toml`` is
``identifiers/upn``. ``pattern``, ``terms`` or ``detector`` finds; ``validator``, ``exclude`` and
``needs`` discard; ``context`` only raises. ``cues`` save time: the pattern is tried only near one
of them. CONTRIBUTING.md shows how to write one.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import regex

from safe_to_paste.errors import RuleError
from safe_to_paste.model import Category, Likelihood, Match, Span
from safe_to_paste.patterns import Pattern
from safe_to_paste.view import View

_T = TypeVar("_T")

Detector = Callable[[View], Iterator[Match]]

_REQUIRED = {"title", "entity", "category", "likelihood", "help", "examples", "near_misses", "references"}
_FINDS = {"pattern", "terms", "detector"}
_OPTIONAL = {"placeholder", "cues", "validator", "context", "needs", "exclude", "core"}
_WITHIN = ("row", "sentence", "paragraph")
# Folders beside the packs that hold no rules.
_NOT_PACKS = {"data", "locales", "policies"}


@dataclass(frozen=True, slots=True)
class Needs:
    """What must be there too, or a match is no finding.

    ``context``: one of the rule's own context words. ``entities``: another finding of one of these,
    ``within`` so many code points, or in the same "row", "sentence" or "paragraph".
    """

    context: bool
    entities: frozenset[str]
    within: int | str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, ready to use; ``source`` keeps the file's own strings for the browser's copy."""

    id: str
    title: str
    entity: str
    category: Category
    likelihood: Likelihood
    help: str
    placeholder: str | None
    pattern: Pattern | None
    cues: tuple[str, ...]
    detector: Detector | None
    validator: Callable[[str], bool] | None
    reason: str
    context: Pattern | None
    needs: Needs | None
    exclude: tuple[Pattern, ...]
    core: bool
    examples: tuple[str, ...]
    near_misses: tuple[str, ...]
    references: tuple[str, ...]
    source: Mapping[str, Any]


def load(folder: Path, *overlays: Path, later: bool = False) -> tuple[Rule, ...]:
    """Every rule below a folder, in order of id; a rule in an overlay replaces the one of the same id.

    Args:
        later: leave the patterns in ``folder`` until they are needed; for those that were shipped, and tested.

    Raises:
        RuleError: naming the file, the key, what was wrong and what was expected.
    """
    found = {rule_id: path for each in (folder, *overlays) for rule_id, path in files(each).items()}
    if not found:
        raise RuleError(f"{folder}: there are no rules in this folder")
    loaded = {rule_id: read(path, rule_id) for rule_id, path in sorted(found.items())}
    ready(rule for rule_id, rule in loaded.items() if not (later and found[rule_id].is_relative_to(folder)))
    return tuple(loaded.values())


def files(folder: Path) -> dict[str, Path]:
    """The rule files below a folder, by id."""
    found = (path for path in folder.glob("*/*.toml") if path.parent.name not in _NOT_PACKS)
    return {path.relative_to(folder).with_suffix("").as_posix(): path for path in found}


def version(rules: Sequence[Rule]) -> str:
    """A short name for some rules: another one when any of them is another."""
    written = json.dumps([(rule.id, rule.source) for rule in rules], default=str, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:12]


def read(path: Path, rule_id: str) -> Rule:
    """One rule from its file, its patterns not compiled yet; raises RuleError as ``load`` does."""
    try:
        source = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RuleError(f"{path}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: is not TOML: {error}") from error
    return _Reader(path, source).rule(rule_id)


def ready(rules: Iterable[Rule]) -> None:
    """Compile what has not been needed yet; raises RuleError where a pattern is wrong."""
    for rule in rules:
        for pattern in (rule.pattern, rule.context, *rule.exclude):
            if pattern is not None:
                pattern.ready()


def unmark(example: str) -> tuple[str, tuple[Span, ...]]:
    """An example without its ``[[…]]`` marks, and the spans they marked.

    >>> unmark("UPN [[A1]] ok")
    ('UPN A1 ok', (Span(start=4, end=6),))
    """
    text = ""
    spans = []
    for index, piece in enumerate(regex.split(r"\[\[|\]\]", example)):
        if index % 2:
            spans.append(Span(len(text), len(text) + len(piece)))
        text += piece
    return text, tuple(spans)


class _Reader:
    """Turns one file's table into a rule, saying precisely what does not fit."""

    def __init__(self, path: Path, source: dict[str, Any]) -> None:
        self._path = path
        self._source = source

    def rule(self, rule_id: str) -> Rule:
        self._check_keys()
        validator, reason = self._validator()
        return Rule(
            id=rule_id,
            title=self._text("title"),
            entity=self._entity("entity", self._source["entity"]),
            category=self._word("category", Category, [c.value for c in Category]),
            likelihood=self._word("likelihood", Likelihood.of, [step.word for step in Likelihood]),
            help=self._text("help"),
            placeholder=self._placeholder(),
            pattern=self._pattern(),
            cues=self._cues(),
            detector=self._detector(),
            validator=validator,
            reason=reason,
            context=self._context(),
            needs=self._needs(),
            exclude=tuple(self._written("exclude", p) for p in self._texts("exclude", least=0)),
            core=self._flag("core"),
            examples=self._texts("examples", least=2),
            near_misses=self._texts("near_misses", least=2),
            references=self._texts("references", least=1),
            source=self._source,
        )

    def _check_keys(self) -> None:
        keys = set(self._source)
        if unknown := keys - _REQUIRED - _FINDS - _OPTIONAL:
            raise self._wrong(min(unknown), "is not a key of a rule")
        if missing := _REQUIRED - keys:
            raise self._wrong(min(missing), "is missing")
        if len(keys & _FINDS) != 1:
            raise self._wrong("pattern", "or terms or detector: a rule has exactly one of the three")

    def _text(self, key: str) -> str:
        value = self._source[key]
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(key, "must be a text")
        return value

    def _texts(self, key: str, *, least: int) -> tuple[str, ...]:
        value = self._source.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            raise self._wrong(key, "must be a list of texts")
        if len(value) < least:
            raise self._wrong(key, f"has {len(value)}; at least {least} are needed")
        return tuple(value)

    def _flag(self, key: str) -> bool:
        value = self._source.get(key, False)
        if not isinstance(value, bool):
            raise self._wrong(key, "must be true or false")
        return value

    def _entity(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not regex.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", value):
            raise self._wrong(key, f"is {value!r}; an entity is written like DATE_OF_BIRTH")
        return value

    def _word(self, key: str, parse: Callable[[str], _T], words: Iterable[str]) -> _T:
        value = self._source[key]
        if value not in words:
            raise self._wrong(key, f"is {value!r}; use {_either(words)}")
        return parse(value)

    def _placeholder(self) -> str | None:
        value = self._source.get("placeholder", True)
        if value is False:
            return None
        if value is True:
            title = self._text("title")
            return title[0].upper() + title[1:]
        return self._text("placeholder")

    def _written(self, key: str, pattern: str) -> Pattern:
        return Pattern(pattern, f"{self._path}: {key}")

    def _pattern(self) -> Pattern | None:
        if "pattern" in self._source:
            return self._written("pattern", self._text("pattern"))
        if "terms" in self._source:
            return self._phrases("terms", self._texts("terms", least=1))
        return None

    def _phrases(self, key: str, words: tuple[str, ...]) -> Pattern:
        """Any of the phrases, as whole words, in any case, with any white space between their words."""
        ways = (r"\s+".join(regex.escape(part) for part in phrase.split()) for phrase in words)
        return Pattern(rf"(?i)(?<!\w)(?:{'|'.join(ways)})(?!\w)", f"{self._path}: {key}", verbose=False)

    def _cues(self) -> tuple[str, ...]:
        cues = self._texts("cues", least=0)
        if cues and "pattern" not in self._source:
            raise self._wrong("cues", "go with a pattern")
        if any(cue != cue.lower() for cue in cues):
            raise self._wrong("cues", "are in small letters; they are looked for in any case")
        return cues

    def _context(self) -> Pattern | None:
        words = self._texts("context", least=0)
        return self._phrases("context", words) if words else None

    def _detector(self) -> Detector | None:
        if "detector" not in self._source:
            return None
        find: Detector = self._module("detector", "detectors").find
        return find

    def _validator(self) -> tuple[Callable[[str], bool] | None, str]:
        if "validator" not in self._source:
            return None, ""
        module = self._module("validator", "validators")
        return module.is_valid, getattr(module, "REASON", "check digit is right")

    def _module(self, key: str, package: str) -> Any:
        name = self._text(key)
        if not name.isidentifier():
            raise self._wrong(key, f"is {name!r}; name a module in {package}/")
        try:
            return importlib.import_module(f"safe_to_paste.{package}.{name}")
        except ModuleNotFoundError as error:
            raise self._wrong(key, f"is {name!r}; there is no such module in {package}/") from error

    def _needs(self) -> Needs | None:
        if "needs" not in self._source:
            return None
        table = self._source["needs"]
        if not isinstance(table, dict) or table.keys() - {"context", "entity", "within"} or not table:
            raise self._wrong("needs", "holds context = true, or entity = [...] and within")
        context = table.get("context", False)
        if not isinstance(context, bool) or (context and "context" not in self._source):
            raise self._wrong("needs.context", "is true or false, and goes with context words")
        entities = table.get("entity", [])
        if not isinstance(entities, list) or (not entities and not context):
            raise self._wrong("needs.entity", "is a list of entities")
        within = table.get("within", "row")
        if within not in _WITHIN and (isinstance(within, bool) or not isinstance(within, int)):
            expected = f"use {_either(_WITHIN)}, or a number of characters"
            raise self._wrong("needs.within", f"is {within!r}; {expected}")
        return Needs(context, frozenset(self._entity("needs.entity", e) for e in entities), within)

    def _wrong(self, key: str, what: str) -> RuleError:
        return RuleError(f"{self._path}: {key} {what}")


def _either(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
