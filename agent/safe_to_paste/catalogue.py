"""The rules written out for other readers: a table for people, JSON for the extension.

Both are generated, so that neither can drift from the rule files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import regex

from safe_to_paste.errors import RuleError
from safe_to_paste.language import Language
from safe_to_paste.policy import Policy
from safe_to_paste.rules import Rule
from safe_to_paste.wording import plural

_HEAD = """# What is looked for

Made from the rule files by `safe-to-paste rules --table`; a test fails when it is out of date.
A rule marked *core* also runs inside the extension, for when the agent is missing.

| rule | entity | category | starts at | a finding is | core |
|---|---|---|---|---|---|
"""

_FLAGS = regex.compile(r"\(\?(?P<flags>[ims]+)\)")
# What a pattern is made of, as far as the two languages differ.
_TOKENS = regex.compile(
    r"""(?x)
    (?P<set>        \[\^?\]?(?:\\.|[^\]\\])*+\] )
    | (?P<escape>     \\. )
    | (?P<group>      \(\?(?:P?<[=!]|P[<=>]|[^<P]|<)? )
    | (?P<possessive> (?:[*+?]|\{\d+(?:,\d*)?\})\+ )
    | (?P<ignored>    \s+|\#[^\n]*+ )
    | (?P<other>      . )
    """
)
_GROUPS = {"(?:": "(?:", "(?=": "(?=", "(?!": "(?!", "(?<=": "(?<=", "(?<!": "(?<!", "(?P<": "(?<"}
_ESCAPES = {"w": r"[\p{L}\p{N}_]", "d": "[0-9]", "W": r"[^\p{L}\p{N}_]"}
_SET_ESCAPES = {r"\w": r"\p{L}\p{N}_", r"\d": "0-9", r"\'": "'", r"\"": '"', r"\#": "#", r"\ ": " "}
# What JavaScript's u flag lets a backslash stand before, letters and digits apart.
_SYNTAX = frozenset(r"^$\.*+?()[]{}|/")


def table(rules: Iterable[Rule]) -> str:
    """The Markdown of rules/README.md."""
    return _HEAD + "".join(
        f"| {r.id} | {r.entity} | {r.category} | {r.likelihood.word.replace('_', ' ')} | {r.help} "
        f"| {'core' if r.core else ''} |\n"
        for r in rules
    )


def core(rules: Sequence[Rule], policy: Policy, *, version: str, languages: Sequence[Language] = ()) -> dict[str, Any]:
    """What the extension needs to check a text by itself, ready for ``json.dump``; its words in English and others.

    Raises:
        RuleError: a core rule uses something JavaScript's regular expressions have not got.
    """
    return {"version": version, "rules": [_core_rule(r, policy, languages) for r in rules if r.core]}


def _core_rule(rule: Rule, policy: Policy, languages: Sequence[Language]) -> dict[str, Any]:
    if rule.pattern is None or rule.detector is not None or (rule.needs and rule.needs.entities):
        raise RuleError(f"{rule.id}: a core rule has a pattern or terms, and needs nothing but context")
    pattern, flags = javascript(rule, rule.pattern.written, verbose="pattern" in rule.source)
    return {
        "id": rule.id,
        "entity": rule.entity,
        "category": rule.category.value,
        "likelihood": rule.likelihood.word,
        "title": rule.title,
        "plural": plural(rule.title),
        "placeholder": rule.placeholder,
        "help": rule.help,
        "pattern": pattern,
        "flags": flags,
        "group": "value" if "value" in rule.pattern.compiled.groupindex else None,
        "validator": rule.source.get("validator"),
        "context": list(rule.source.get("context", [])),
        "needsContext": bool(rule.needs and rule.needs.context),
        "exclude": [
            dict(zip(("pattern", "flags"), javascript(rule, p.written, verbose=True), strict=True))
            for p in rule.exclude
        ],
        "examples": list(rule.examples),
        "nearMisses": list(rule.near_misses),
        "clause": policy.clause(rule.category, rule.entity),
        "outcomes": policy.ladder(rule.category, rule.entity),
        "in": {
            to.tag: {
                "title": to.told(rule.title),
                "plural": to.plural(rule.title),
                "help": to.told(rule.help),
                "clause": to.told(policy.clause(rule.category, rule.entity)),
            }
            for to in languages
        },
    }


def javascript(rule: Rule, pattern: str, *, verbose: bool) -> tuple[str, str]:
    """A pattern and its flags as JavaScript's RegExp takes them; raises RuleError where it cannot.

    Named groups lose their P, leading flags become flags, and what VERBOSE ignores is left out.
    """
    flags = "gu"
    if leading := _FLAGS.match(pattern.lstrip()):
        flags += leading["flags"]
        pattern = pattern.lstrip()[leading.end() :]
    try:
        return "".join(_rewritten(pattern, verbose=verbose)), "".join(sorted(flags))
    except ValueError as error:
        raise RuleError(f"{rule.id}: a core rule cannot use {error}; JavaScript has not got it") from error


def _rewritten(pattern: str, *, verbose: bool) -> Iterator[str]:
    """The pieces of the pattern; raises ValueError naming a construct that only Python has."""
    for token in _TOKENS.finditer(pattern):
        kind, text = token.lastgroup, token.group()
        if kind == "set":
            yield _rewritten_set(text)
        elif kind == "escape":
            yield _escape(text[1])
        elif kind == "group":
            if text not in _GROUPS:
                raise ValueError(text)
            yield _GROUPS[text]
        elif kind == "possessive":
            raise ValueError(text)
        elif not (verbose and kind == "ignored"):
            yield text


def _rewritten_set(text: str) -> str:
    def one(match: regex.Match[str]) -> str:
        inner: str = match.group()
        return _SET_ESCAPES.get(inner, inner) if inner[0] == "\\" else "\\" + inner

    opening = "[^" if text.startswith("[^") else "["
    return opening + regex.sub(r"\\.|\[", one, text[len(opening) : -1]) + "]"


def _escape(c: str) -> str:
    if c in "AZ":
        raise ValueError("\\" + c)
    if c in _ESCAPES:
        return _ESCAPES[c]
    return "\\" + c if c.isalnum() or c in _SYNTAX else c
