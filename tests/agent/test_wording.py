"""What people read is calm, short, counts things in English and never repeats the text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from safe_to_paste import mentions, paths, policy, rules
from safe_to_paste.model import Category, Finding, Likelihood, Scan, Span
from safe_to_paste.policy_file import Mode, Obligation, OriginalWork, OriginalWorkMode, Policy
from safe_to_paste.wording import counted, listed, plural

KINDS = {
    "name": ("PERSON_NAME", "pupil's name", Category.IDENTIFIABLE, "Pupil"),
    "dob": ("DATE_OF_BIRTH", "date of birth", Category.IDENTIFIABLE, "Date of birth"),
    "upn": ("UPN", "UPN", Category.IDENTIFIABLE, "UPN"),
    "email": ("EMAIL", "e-mail address", Category.IDENTIFIABLE, "E-mail"),
    "postcode": ("POSTCODE", "postcode", Category.IDENTIFIABLE, "Postcode"),
    "bank": ("SORT_CODE", "sort code and account number", Category.CONFIDENTIAL, "Bank"),
    "health": ("HEALTH", "health detail", Category.SENSITIVE, "Health"),
    "concern": ("SAFEGUARDING", "safeguarding detail", Category.SENSITIVE, "Safeguarding"),
    "paper": ("PROTECTIVE_MARKING", "confidentiality marking", Category.CONFIDENTIAL, None),
    "official": ("PROTECTIVE_MARKING", "protective marking", Category.CONFIDENTIAL, None),
    "work": ("PUPIL_WORK", "pupil's work", Category.PUPIL_WORK, None),
    "mark": ("MARKING_REQUEST", "request to mark", Category.RESTRICTED_USE, None),
    "report": ("REPORT_REQUEST", "request for a pupil's report", Category.RESTRICTED_USE, None),
    "minutes": ("MINUTES_REQUEST", "request for minutes", Category.RESTRICTED_USE, None),
}
INSTEAD = "You could ask for a model answer, a mark scheme or general feedback phrases."


def shipped(name: str) -> Policy:
    return policy.load(name, policies_dir=paths.policies_dir(), in_force=False)


def said(kinds: str, by: Policy, likelihood: Likelihood = Likelihood.LIKELY) -> str:
    """What is said of findings such as "name*2 dob"."""
    return policy.decide(Scan(tuple(_findings(kinds, likelihood)), 1000), by).says


def _findings(kinds: str, likelihood: Likelihood) -> Iterator[Finding]:
    for place, kind in enumerate(kinds.split()):
        name, _, times = kind.partition("*")
        entity, title, category, placeholder = KINDS[name]
        for n in range(int(times or 1)):
            at = Span(100 * place + 2 * n, 100 * place + 2 * n + 1)
            yield Finding(f"test/{name}", entity, category, likelihood, at, (), title, "", placeholder)


@pytest.mark.parametrize(
    ("title", "one", "two"),
    [
        ("UPN", "a UPN", "2 UPNs"),
        ("UCI", "a UCI", "2 UCIs"),
        ("NHS number", "an NHS number", "2 NHS numbers"),
        ("National Insurance number", "a National Insurance number", "2 National Insurance numbers"),
        ("IBAN", "an IBAN", "2 IBANs"),
        ("VRM", "a VRM", "2 VRMs"),
        ("API key", "an API key", "2 API keys"),
        ("PIN", "a PIN", "2 PINs"),
        ("user name", "a user name", "2 user names"),
        ("unique learner number", "a unique learner number", "2 unique learner numbers"),
        ("e-mail address", "an e-mail address", "2 e-mail addresses"),
        ("date of birth", "a date of birth", "2 dates of birth"),
        ("password in plain text", "a password in plain text", "2 passwords in plain text"),
        ("pupil's name", "a pupil's name", "2 pupils' names"),
        ("child's name", "a child's name", "2 children's names"),
        ("person's home address", "a person's home address", "2 people's home addresses"),
        ("entry in a register", "an entry in a register", "2 entries in a register"),
        ("sort code and account number", "a sort code and account number", "2 sort codes and account numbers"),
        ("bank details", "bank details", "2 sets of bank details"),
        ("pupil's work", "a pupil's work", "2 pieces of pupil's work"),
        ("supplier's price", "a supplier's price", "2 suppliers' prices"),
        ("UPN (temporary)", "a UPN (temporary)", "2 UPNs (temporary)"),
    ],
)
def test_things_are_counted_in_english(title: str, one: str, two: str) -> None:
    assert (one, two) == (counted(title, 1), counted(title, 2))


def test_large_numbers_have_commas() -> None:
    assert "1,250 UPNs" == counted("UPN", 1250)


def test_every_rule_has_a_title_that_counts() -> None:
    """Run with -s to read them all."""
    files = rules.files(paths.rules_dir()).values()
    titles = {tomllib.loads(file.read_text(encoding="utf-8"))["title"] for file in files}
    for title in sorted(titles):
        print(f"{counted(title, 1)}, {counted(title, 2)}")

        assert title == title.strip()
        assert plural(title) != title or counted(title, 1) == title


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ("name", "This includes a pupil's name. Our AI policy (1.5) asks us to leave it out."),
        (
            "name*2 dob",
            "This includes 2 pupils' names and a date of birth. Our AI policy (1.5) asks us to leave these out.",
        ),
        (
            "name upn dob email",
            "This includes a pupil's name, a UPN, a date of birth and one other detail."
            " Our AI policy (1.5) asks us to leave these out.",
        ),
        (
            "name upn dob email*3 bank",
            "This includes a pupil's name, a UPN, a date of birth and 4 other details."
            " Our AI policy (1.5) asks us to leave these out.",
        ),
        (
            "name health",
            "This includes a health detail and a pupil's name. Our AI policy (1.5) asks us to leave these out.",
        ),
        ("mark", f"Our AI policy (1.7) says generative AI should not mark pupils' work. {INSTEAD}"),
        (
            "name*2 mark",
            "This includes 2 pupils' names and asks for marking."
            " Our AI policy asks us to leave those details out (1.5) and do the marking ourselves (1.7).",
        ),
        ("work", "Whose work is this? Our AI policy (1.6) asks us to have the author's consent first."),
        (
            "name work",
            "This looks like a pupil's work and includes a pupil's name."
            " Our AI policy asks us to have the author's consent first (1.6) and leave that detail out (1.5).",
        ),
        (
            "paper",
            "This is marked confidential. Our AI policy (1.5) asks us to keep papers like this out of AI tools.",
        ),
        (
            "official name",
            "This carries a protective marking and includes a pupil's name."
            " Our AI policy (1.5) asks us to keep papers like this out of AI tools.",
        ),
        (
            "concern name",
            "This reads like a concern about a child. Please keep it out of AI tools,"
            " record it the way your school does and tell Sam Okoro (ext. 12) today.",
        ),
    ],
)
def test_a_policy_that_asks(kinds: str, words: str) -> None:
    model = shipped("model")

    assert words == said(kinds, replace(model, contacts=replace(model.contacts, dsl="Sam Okoro (ext. 12)")))


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ("upn*2", "This includes 2 UPNs. Our AI policy (3) says we must leave these out."),
        (
            "mark",
            "Our AI policy (2) is fine with this for factual answers."
            " Please verify every mark, and take any names out.",
        ),
        (
            "mark name",
            "This includes a pupil's name and asks for marking."
            " Our AI policy says we must leave that detail out (3) and verify every mark (2).",
        ),
        ("work", "Whose work is this? Our AI policy (Introduction) says we must have the author's consent first."),
    ],
)
def test_a_policy_that_says_must(kinds: str, words: str) -> None:
    assert words == said(kinds, shipped("quantock"))


@pytest.mark.parametrize(
    ("kinds", "likelihood", "words"),
    [
        ("postcode", Likelihood.LIKELY, "Looks like a postcode. Fine if it's made up or public."),
        ("postcode*2", Likelihood.LIKELY, "Looks like 2 postcodes. Fine if they're made up or public."),
        ("health", Likelihood.POSSIBLE, "Looks like a health detail. Fine if it's made up."),
        ("work", Likelihood.POSSIBLE, "Whose work is this? Fine if it's yours."),
        (
            "paper",
            Likelihood.POSSIBLE,
            "This may be meant to stay confidential. Worth a second look before it goes in.",
        ),
    ],
)
def test_a_hint_is_light(kinds: str, likelihood: Likelihood, words: str) -> None:
    assert words == said(kinds, shipped("default"), likelihood)


def test_a_name_may_be_made_up() -> None:
    hinting = replace(shipped("model"), mode=Mode.WARN)
    outcomes = replace(hinting.outcomes, identifiable=hinting.outcomes.sensitive)

    assert "Looks like a pupil's name. Fine if it's made up." == said(
        "name", replace(hinting, outcomes=outcomes), Likelihood.POSSIBLE
    )


def test_the_default_speaks_of_the_model_policy_and_not_of_ours() -> None:
    assert "This includes a UPN. The model AI policy for schools (1.5) asks us to leave it out." == said(
        "upn", shipped("default")
    )


def test_a_policy_without_clauses_cites_none() -> None:
    assert "This includes a UPN. Our AI policy asks us to leave it out." == said(
        "upn", replace(shipped("model"), clauses=())
    )


def test_report_only_says_it_is_only_a_note() -> None:
    assert "Just a note. This includes a UPN. Our AI policy (1.5) asks us to leave it out." == said(
        "upn", replace(shipped("model"), mode=Mode.REPORT_ONLY)
    )


def test_a_policy_that_forbids_marking_outright_says_must() -> None:
    strict = replace(shipped("model"), obligation=Obligation.MUST)

    assert f"Our AI policy (1.7) says generative AI must not mark pupils' work. {INSTEAD}" == said("mark", strict)


def test_where_consent_is_not_enough_it_is_not_asked_for() -> None:
    strict = replace(shipped("model"), original_work=OriginalWork(OriginalWorkMode.FORBID))

    assert "Whose work is this? Our AI policy (1.6) asks us to keep other people's work out of AI tools." == said(
        "work", strict
    )


def test_a_part_with_an_and_of_its_own_is_set_off() -> None:
    assert "This includes a sort code and account number, and a UPN." == (
        f"This includes {listed([counted('sort code and account number', 1), counted('UPN', 1)])}."
    )


@pytest.mark.parametrize("name", ["default", "model", "quantock"])
def test_whatever_comes_together_reads_as_calm_sentences(name: str) -> None:
    by = shipped(name)
    harsh = {"violation", "breach", "blocked", "illegal", "error", "detected", "sensitive data"}

    for size in (1, 2, 3, 4):
        for kinds in combinations(KINDS, size):
            for likelihood in Likelihood:
                words = said(" ".join(kinds), by, likelihood)

                assert not words or (words[0].isupper() and words.endswith("."))
                assert words.count(". ") + words.count("? ") <= 2
                assert "  " not in words
                assert "()" not in words
                assert not any(word in words.lower() for word in harsh)


def test_a_use_the_policy_keeps_for_people_is_said_as_one() -> None:
    top = 'title = "Our AI policy"\nversion = "1"\n'
    strict = policy.parse(top + '[reports]\nmode = "forbid"\n[minutes]\nmode = "forbid"\n', "t")
    careful = policy.parse(top + '[minutes]\nmode = "warn"\n', "t")

    assert said("report", strict).startswith("This asks for a pupil's report. ")
    assert said("report", strict).endswith(" write reports ourselves.")
    assert "keep minutes, notes and transcripts out of AI tools" in said("minutes", strict)
    assert "includes a pupil's name and asks for a pupil's report" in said("report name", strict)
    assert said("minutes", careful) == "Fine once people and private matters are out of these notes."
    assert said("report", careful) == ""


@pytest.mark.parametrize(
    ("names", "things"),
    [
        (["Leah Okafor", "Leah", "Okafor, Leah"], "a pupil's name"),
        (["OMAR SHAH", "Omar Shah"], "a pupil's name"),
        (["Leah Okafor", "Sami Okafor"], "2 pupils' names"),
    ],
)
def test_people_are_counted_and_not_their_mentions(names: list[str], things: str) -> None:
    text, findings, at = "; ".join(names), [], 0
    for name in names:
        at = text.index(name, at)
        entity, title, category, placeholder = KINDS["name"]
        span = Span(at, at := at + len(name))
        findings.append(Finding("test", entity, category, Likelihood.LIKELY, span, (), title, "", placeholder))

    assert policy.decide(Scan(tuple(findings), len(text)), shipped("default"), text).says.startswith(
        f"This includes {things}."
    )


def test_the_same_detail_twice_is_one_and_two_pieces_of_work_are_two() -> None:
    text = "asthma, asthma, eczema"
    at = (Span(0, 6), Span(8, 14), Span(16, 22))
    entity, title, category, placeholder = KINDS["health"]
    details = [Finding("test", entity, category, Likelihood.LIKELY, span, (), title, "", placeholder) for span in at]

    assert "This includes 2 health details." in policy.decide(Scan(tuple(details), 22), shipped("default"), text).says
    assert 2 == len(mentions.firsts([replace(detail, placeholder=None) for detail in details[::2]], text))
