"""The language staff read: British English as the code has it, or another one by a table of its sentences.

What is written in English is its own key: ``rules/locales/cy.toml`` holds, for each sentence, title and reason of ours,
the Welsh for it. A sentence that is not in the table stays English, so a rule of a school's own, or one that was
reworded, is read in English until somebody translates it; a school's folder of rules may hold a ``locales/cy.toml`` of
its own. What a language asks of words that are put together (counting, lists, mutations) is a module of its own, such
as ``welsh``.

>>> ENGLISH.say("This {seen}.", seen="includes a UPN"), ENGLISH.counted("UPN", 2)
('This includes a UPN.', '2 UPNs')
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol, cast

from safe_to_paste import english, log, welsh
from safe_to_paste.errors import RuleError

# The folder beside the packs of rules.
FOLDER = "locales"
# Sections of a table whose entries are one sentence for another, for the reader's sake apart.
_SENTENCES = ("sentences", "reasons", "files", "card", "windows", "help")


class Grammar(Protocol):
    """What the module of a language holds. A title is a pair: one of a thing, and several."""

    # Changes a part may need where it stands: "{wish:soft}" in a sentence.
    CHANGES: Mapping[str, Callable[[str], str]]

    def several(self, many: str) -> str:
        """A title as it stands after a number."""
        ...

    def listed(self, parts: Sequence[str]) -> str:
        """Parts as a sentence lists them."""
        ...


class Language:
    """British English, and what every other language can do."""

    tag = "en-GB"

    def say(self, sentence: str, /, **parts: str) -> str:
        """A sentence of ours, given in English; its parts are in this language already."""
        return sentence.format(**parts)

    def told(self, words: str) -> str:
        """Words of ours that were put together in English elsewhere, such as a rule's title or a reason."""
        return words

    def exact(self, words: str) -> str:
        """Words that are a whole sentence of ours, in this language; whatever else they are, as they are."""
        return words

    def place(self, words: str) -> str:
        """A place in a document: "page 3, paragraph 2"."""
        return words

    def counted(self, title: str, n: int) -> str:
        """A number of things: ``n`` of a rule's title."""
        return english.counted(title, n)

    def plural(self, title: str) -> str:
        """A rule's title as it stands after a number."""
        return english.plural(title)

    def listed(self, parts: Sequence[str]) -> str:
        """Parts as a sentence lists them."""
        return english.listed(parts)


ENGLISH = Language()


class Table(NamedTuple):
    """What a language has of its own for our English: sentences, titles (one, several) and words for places."""

    sentences: Mapping[str, str]
    titles: Mapping[str, tuple[str, str]]
    places: Mapping[str, str]


class Translated(Language):
    """Another language, by its table and its grammar; English where the table has nothing."""

    def __init__(self, tag: str, table: Table, grammar: Grammar) -> None:
        self.tag = tag
        self._table = table
        self._grammar = grammar
        self._fill = _Filling(grammar.CHANGES)
        self._forms = [(_form(each), each) for each in sorted(table.sentences, key=len, reverse=True) if "{" in each]
        words = sorted(table.places, key=len, reverse=True)
        self._places = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b") if words else None

    def say(self, sentence: str, /, **parts: str) -> str:
        """As in English, by the table."""
        return self._fill.vformat(self._table.sentences.get(sentence, sentence), (), parts)

    def told(self, words: str) -> str:
        """The words as they are in the table, or as one of its sentences with its parts filled in."""
        if (title := self._table.titles.get(words)) is not None:
            return title[0]
        if words in self._table.sentences:
            return self.exact(words)
        for form, sentence in self._forms:
            if match := form.fullmatch(words):
                quoted = _QUOTED.findall(sentence)
                filled = match.groupdict().items()
                return self.say(sentence, **{n: part if n in quoted else self._part(n, part) for n, part in filled})
        return words

    def exact(self, words: str) -> str:
        """As in English, by the table."""
        return self._table.sentences.get(words, words)

    def place(self, words: str) -> str:
        """The same, word for word."""
        return self._places.sub(lambda found: self._table.places[found.group()], words) if self._places else words

    def counted(self, title: str, n: int) -> str:
        """As in English; no article before one."""
        if title not in self._table.titles:
            return super().counted(title, n)
        return self._table.titles[title][0] if n == 1 else f"{n:,} {self.plural(title)}"

    def plural(self, title: str) -> str:
        """As in English."""
        known = self._table.titles.get(title)
        return self._grammar.several(known[1]) if known else super().plural(title)

    def listed(self, parts: Sequence[str]) -> str:
        """As in English."""
        return self._grammar.listed(parts)

    def _part(self, name: str, words: str) -> str:
        return self.place(words) if name == "where" else self.told(words)


def load(tag: str, *folders: Path) -> Language:
    """The language of a browser's tag ("cy", "cy-GB"); English for one we have not got.

    Args:
        tag: as BCP 47 has it.
        folders: of rules, the later before the earlier where both have a sentence.

    Raises:
        RuleError: naming the file, the key, what was wrong and what was expected.
    """
    primary = re.split("[-_]", tag.lower(), maxsplit=1)[0]
    grammar = _GRAMMARS.get(primary)
    if grammar is None:
        return ENGLISH
    tables = [read(file) for folder in folders if (file := folder / FOLDER / f"{primary}.toml").is_file()]
    return Translated(primary, _merged(tables), grammar)


def in_force(tag: str, folder: Path, *overlays: Path) -> Language:
    """The same for people at work: a table that is wrong is left out as a whole, and the log says so."""
    sound: list[Path] = []
    for each in (folder, *overlays):
        try:
            load(tag, each)
        except RuleError as error:
            log.write(f"{error} (the table is left out)")
        else:
            sound.append(each)
    return load(tag, *sound)


def lint(folder: Path) -> Iterator[str]:
    """What is wrong with the tables of a folder of rules, in words: of each the first fault."""
    for file in sorted((folder / FOLDER).glob("*.toml")):
        try:
            read(file)
        except RuleError as error:
            yield str(error)


def read(file: Path) -> Table:
    """The table in a file; raises RuleError as ``load`` does."""
    try:
        source = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise RuleError(f"{file}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"{file}: is not TOML: {error}") from error
    for section, entries in source.items():
        if section not in (*_SENTENCES, "titles", "places") or not isinstance(entries, dict):
            raise RuleError(f"{file}: {section} is not a table of a language")
        is_right = _is_pair if section == "titles" else _is_text
        wrong = next((key for key, value in entries.items() if not is_right(value)), None)
        if wrong is not None:
            expected = "two texts, for one and for several" if section == "titles" else "a text"
            raise RuleError(f"{file}: {section}: {wrong!r} must be {expected}")
        for key, value in entries.items() if section in _SENTENCES else ():
            if fault := _fault(key, value, file.stem):
                raise RuleError(f"{file}: {section}: {key!r}: {fault}")
    return Table(
        {key: words for section in _SENTENCES for key, words in source.get(section, {}).items()},
        {key: (one, many) for key, (one, many) in source.get("titles", {}).items()},
        source.get("places", {}),
    )


def _fault(sentence: str, said: str, tag: str) -> str:
    """What is wrong with the parts of a sentence and what stands for it; nothing where both can be filled in."""
    try:
        pieces, theirs = ([*string.Formatter().parse(each)] for each in (sentence, said))
    except ValueError as error:
        return f"braces must be in pairs ({error})"
    fields = [name for _, name, _, _ in pieces if name is not None]
    if not all(map(str.isidentifier, fields)):
        return "what stands in {braces} must be a name"
    if len(fields) > len(set(fields)) or (fields and not any(text.strip() for text, *_ in pieces)):
        return "the English needs words of its own, and each {part} once"
    if parts(sentence) != parts(said):
        return f"has other {{parts}} than the English, which has {', '.join(sorted(parts(sentence))) or 'none'}"
    grammar = _GRAMMARS.get(tag)
    changes = grammar.CHANGES if grammar else {}
    asked = {change for _, _, change, _ in theirs if change}
    if unknown := min(asked.difference(changes), default=""):
        return f"{unknown!r} is no change that a part can have; there are {', '.join(changes) or 'none'}"
    if any(conversion for *_, conversion in (*pieces, *theirs)):
        return "a {part} takes no '!'"
    return ""


def parts(sentence: str) -> frozenset[str]:
    """The names of what is filled into a sentence."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None)


# What stands in quotation marks is somebody else's word.
_QUOTED = re.compile(r'["“]\{(\w+)\}["”]')
_GRAMMARS: Mapping[str, Grammar] = {"cy": cast("Grammar", welsh)}


def _merged(tables: Iterable[Table]) -> Table:
    merged = Table({}, {}, {})
    for table in tables:
        merged = Table(
            {**merged.sentences, **table.sentences},
            {**merged.titles, **table.titles},
            {**merged.places, **table.places},
        )
    return merged


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_text, value))


def _form(sentence: str) -> re.Pattern[str]:
    """What a sentence looks like once its parts are filled in."""
    pieces = string.Formatter().parse(sentence)
    return re.compile("".join(re.escape(text) + (f"(?P<{name}>.+?)" if name else "") for text, name, _, _ in pieces))


class _Filling(string.Formatter):
    """Fills in parts, changed as the sentence asks: "{wish:soft}"."""

    def __init__(self, changes: Mapping[str, Callable[[str], str]]) -> None:
        self._changes = changes

    def format_field(self, value: Any, format_spec: str) -> str:
        change = self._changes.get(format_spec)
        return change(str(value)) if change else str(value)
