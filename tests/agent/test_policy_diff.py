"""Two policies compared: nothing that changed goes unsaid, and it reads as a person would say it."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from typing import Any, get_args, get_type_hints

import pytest
from safe_to_paste import paths, policy, policy_diff, policy_words
from safe_to_paste.policy_file import Clause, Policy, Tool, Topic, known_keys, parse

POLICIES = paths.policies_dir()
HEAD = 'title = "Our policy"\nversion = "1"\n'


def said(old: str, new: str) -> list[str]:
    """Every line, heading first, for two files that begin alike."""
    parts = policy_diff.differences(parse(HEAD + old, "a.toml"), parse(HEAD + new, "a.toml"))
    return [f"{part.heading}: {line}" for part in parts for line in part.lines]


def shipped(name: str) -> Policy:
    return policy.load(name, policies_dir=POLICIES, in_force=False)


@pytest.mark.parametrize("name", ["default", "model", "quantock"])
def test_a_policy_and_itself_say_the_same(name: str) -> None:
    assert () == policy_diff.differences(shipped(name), shipped(name))
    assert "They say the same." in policy_diff.lines(shipped(name), shipped(name), ("a", "b"))


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            'mode = "report_only"',
            "",
            "About the policy: How Safe to Paste works: was on trial: a quiet note at most, "
            "nothing held, now in earnest: warns, and holds what is grave",
        ),
        ("", "staff_count = 60", "About the policy: Number of staff: now 60 (there was nothing before)"),
        (
            "[review]\nnext_date = 2026-11-30",
            "[review]\nnext_date = 2027-11-30",
            "About the policy: Next review: was 30 November 2026, now 30 November 2027",
        ),
        ("", '[marking]\nmode = "allow"', "What AI may be used for: Marking with AI: was not allowed, now allowed"),
        (
            "",
            '[outcomes]\nidentifiable = { likely = "hold" }',
            "What happens when something is found: What points to a person, when it is likely: was a warning "
            "(Send asks once more), now held until the person chooses",
        ),
        (
            "",
            '[outcomes.entities]\nDATE_OF_BIRTH = { likely = "hint" }',
            "What happens when something is found: Date of birth, when it is likely: was like the rest of its kind, "
            "now a quiet note",
        ),
        (
            '[report]\nquery = "line_manager"',
            '[report]\nquery = "Grace Adeyemi"',
            "Whom to tell: With a question, ask: was the line manager, now “Grace Adeyemi”",
        ),
        ('[contacts]\ndpo = "Priya Nair"', "", "Whom to tell: Data protection officer: taken out (was “Priya Nair”)"),
        (
            "",
            '[links]\nguidance = "https://example.org"',
            "Whom to tell: The link “guidance”: now “https://example.org” (there was nothing before)",
        ),
        ("", '[organisation]\npostcodes = ["AA9 1AA"]', "The school's own details: Its postcodes: “AA9 1AA” added"),
        (
            "",
            "[training]\nask = true",
            "What staff agree to: Whether staff are asked if they have done the training: was no, now yes",
        ),
    ],
)
def test_what_changed_is_said_in_words(old: str, new: str, line: str) -> None:
    assert [line] == said(old, new)


def test_statements_are_added_taken_out_or_reworded() -> None:
    old = '[declaration]\nstatements = ["I will check what AI gives me.", "I will say when AI has helped."]'
    new = '[declaration]\nstatements = ["I will check whatever AI gives me.", "I know whom to tell."]'

    assert [
        "What staff agree to: Statement reworded: was “I will check what AI gives me.”, now “I will check whatever AI "
        "gives me.”",
        "What staff agree to: Statement added: “I know whom to tell.”",
        "What staff agree to: Statement taken out: “I will say when AI has helped.”",
    ] == said(old, new)
    assert ["What staff agree to: The statements are in another order"] == said(
        '[declaration]\nstatements = ["One", "Two"]', '[declaration]\nstatements = ["Two", "One"]'
    )


def test_clauses_are_followed_by_their_number() -> None:
    old = '[[clauses]]\nid = "1"\nheading = "Aims"\nsummary = "Old."\n[[clauses]]\nid = "2"\nheading = "Scope"\n'
    new = '[[clauses]]\nid = "1"\nheading = "Aims"\nsummary = "New."\ncovers = ["marking"]\n'
    new += '[[clauses]]\nid = "3"\nheading = "Review"\nsummary = "Yearly."\n'

    assert [
        "Clauses: 1 Aims: was “Old.”, now “New.”",
        "Clauses: 1 Aims: was cited for nothing, now for marking",
        "Clauses: 3 Review: new. Yearly.",
        "Clauses: 2 Scope: taken out",
    ] == said(old, new)


def test_tools_are_followed_by_their_name() -> None:
    old = '[[tools]]\nname = "ChatGPT"\n[[tools]]\nname = "Gemini"\n'
    new = '[[tools]]\nname = "Gemini"\nstatus = "approved"\ntrains_on_input = false\n'

    assert [
        "AI tools: Gemini: what the school says of it was to be used with care, now approved",
        "AI tools: Gemini: whether it learns from what is typed was not known, now no",
        "AI tools: ChatGPT: taken off the list",
    ] == said(old, new)


def test_words_and_people_to_look_for_are_counted_and_not_named() -> None:
    lines = said(
        '[lists]\nwords = ["Project Kestrel"]',
        '[lists]\nwords = ["Project Osprey"]\npeople = ["Bronwen Tasker"]\n'
        '[organisation]\npublished_staff = ["Owen Marlow"]',
    )

    assert 4 == len(lines)
    assert not any(word in line for line in lines for word in ("Kestrel", "Osprey", "Tasker", "Marlow"))


def test_every_key_has_a_phrase_or_is_compared_one_by_one() -> None:
    one_by_one = ("clauses[].", "tools[].", "outcomes.", "links.", "declaration.statements")
    keys = [key for key in known_keys() if not key.startswith(one_by_one)]

    assert sorted(keys) == sorted(policy_words.PHRASES)


def test_a_change_of_any_value_is_said() -> None:
    """Whatever the key, also one that is added later."""
    plain = parse(HEAD, "a.toml")
    silent = [key for key, other in variants(plain) if not policy_diff.differences(plain, other)]

    assert [] == silent


def variants(found: Any, prefix: str = "") -> list[tuple[str, Any]]:
    """The policy with one value changed, for each value there is."""
    made: list[tuple[str, Any]] = []
    hints = get_type_hints(type(found))
    for field in fields(found):
        key, value = f"{prefix}{field.name}", getattr(found, field.name)
        if key in {"name", "unfilled", "unknown", "organisation.notes"}:
            continue
        if is_dataclass(value) and not isinstance(value, type):
            made += [(inner, replace(found, **{field.name: other})) for inner, other in variants(value, f"{key}.")]
        else:
            made.append((key, replace(found, **{field.name: _other(key, value, hints[field.name])})))
    return made


def _other(key: str, value: Any, hint: Any) -> Any:
    special: dict[str, Any] = {
        "clauses": (Clause("1", "Aims", covers=(Topic.MARKING,)),),
        "tools": (Tool("ChatGPT"),),
        "links": {"guidance": "https://example.org"},
        "outcomes.entities": parse(HEAD + '[outcomes.entities]\nUPN = { likely = "block" }', "a").outcomes.entities,
        "review.next_date": date(2027, 1, 1),
        "staff_count": 60,
        "audience": (),
    }
    if key in special:
        return special[key]
    if isinstance(value, Enum):
        return next(each for each in type(value) if each is not value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, tuple):
        return ("something",)
    assert str in (hint, *get_args(hint))
    return "something else"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("", "", "Nobody is asked to agree again"),
        (
            '[declaration]\nstatements = ["One"]',
            '[declaration]\nstatements = ["Two"]',
            "because the statements have changed",
        ),
        ("", "[review]\nnext_date = 2027-05-01", "everybody is once 1 May 2027 has come"),
        ("", '[declaration]\ngate = "off"', "Nobody is asked to agree to it"),
        ("", '[marking]\nmode = "allow"', "consider a new one"),
        ('mode = "report_only"', "", "Texts can be held from now on"),
        ("", 'mode = "report_only"', "Nothing is held any more"),
        ("", 'owner = "<Insert as appropriate>"', "owner still to be filled in"),
    ],
)
def test_what_follows_for_staff_is_said(old: str, new: str, words: str) -> None:
    lines = policy_diff.consequences(parse(HEAD + old, "a.toml"), parse(HEAD + new, "a.toml"))

    assert [line for line in lines if words in line], lines


def test_a_new_version_or_another_files_name_is_asked_for_again() -> None:
    old = parse(HEAD, "a.toml")

    assert ("Everybody is asked to agree again, because it is a new version.",) == policy_diff.consequences(
        old, replace(old, version="2")
    )
    assert "or else everybody is" in policy_diff.consequences(old, parse(HEAD, "b.toml"))[0]
