"""The project's own pastes are what they say they are: labelled, varied, invented."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from safe_to_paste import organisation, policy
from safe_to_paste.model import Category, Finding, Likelihood, Outcome, Scan, Span
from safe_to_paste.paths import policies_dir
from safe_to_paste.validators import nhs_number, uci, uln, upn

HERE = Path(__file__).parent
ROWS: list[dict[str, Any]] = [
    json.loads(line) for file in sorted(HERE.glob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()
]
KEYS = {"id", "role", "phase", "text", "innocuous", "expected", "outcome", "split"}

# https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama/
DRAMA = re.compile(
    r"07700900\d{3}|01632960\d{3}|01(?:13|14|15|16|17|18|21|31|41|51|61)4960\d{3}|01914980\d{3}|02079460\d{3}"
    r"|02896496\d{3}|02920180\d{3}|08081570\d{3}|03069990\d{3}"
)
# Districts that Royal Mail has given to nobody, and the pattern that stands for any.
UNASSIGNED = {"AA9", "SK48", "SK49"}
# An entity that is only weak evidence starts a step lower than the others.
WEAK = {"POSTCODE", "LANDLINE", "SINGLED_OUT"}


def everything(entity: str) -> list[str]:
    """What is expected as an entity, in all pastes."""
    return [label["text"] for row in ROWS for label in row["expected"] if label["entity"] == entity]


def test_there_are_enough_of_each_and_no_id_twice() -> None:
    innocuous = [row for row in ROWS if row["innocuous"]]

    assert len(innocuous) >= 300
    assert len(ROWS) - len(innocuous) >= 200
    assert len(ROWS) == len({row["id"] for row in ROWS})


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_paste_is_labelled_soundly(row: dict[str, Any]) -> None:
    assert KEYS == set(row)
    assert row["innocuous"] == (not row["expected"])
    assert row["innocuous"] == (row["outcome"] == "allow")
    assert 10 <= len(row["text"]) <= 2500
    assert [] == [label["text"] for label in row["expected"] if label["text"] not in row["text"]]
    assert [] == [label for label in row["expected"] if Category(label["category"]) != label["category"]]


@pytest.mark.parametrize("row", [row for row in ROWS if row["expected"]], ids=lambda row: row["id"])
def test_the_outcome_is_one_that_the_default_policy_can_come_to(row: dict[str, Any]) -> None:
    in_force = policy.load("default", policies_dir=policies_dir())

    def at(likelihood: Likelihood, weak: Likelihood) -> Outcome:
        findings = tuple(
            Finding(
                rule="",
                entity=label["entity"],
                category=Category(label["category"]),
                likelihood=weak if label["entity"] in WEAK else likelihood,
                span=Span(0, 1),
                because=(),
                title="",
                help="",
                placeholder=None,
            )
            for label in row["expected"]
        )
        return policy.decide(Scan(findings, len(row["text"])), in_force).outcome

    lowest, highest = at(Likelihood.LIKELY, Likelihood.POSSIBLE), at(Likelihood.VERY_LIKELY, Likelihood.VERY_LIKELY)

    assert lowest <= Outcome.of(row["outcome"]) <= highest


def test_one_entity_has_one_category() -> None:
    kinds = {(label["entity"], label["category"]) for row in ROWS for label in row["expected"]}

    assert [] == [entity for entity, n in Counter(entity for entity, _ in kinds).items() if n > 1]


def test_the_split_follows_from_the_id() -> None:
    def split(name: str) -> str:
        return "held" if int(hashlib.sha256(name.encode()).hexdigest(), 16) % 4 == 3 else "dev"

    assert [] == [row["id"] for row in ROWS if row["split"] != split(row["id"])]


def test_no_two_are_alike_but_for_names_and_numbers() -> None:
    def shingles(text: str) -> frozenset[tuple[str, ...]]:
        masked = [
            "N" if word[0].isupper() else "0" if word.isdecimal() else word
            for word in re.findall(r"\w+(?:'\w+)?", text)
        ]
        return frozenset(zip(*(masked[at:] for at in range(4)), strict=False)) or frozenset({tuple(masked)})

    shingled = [(row["id"], shingles(row["text"])) for row in ROWS]

    assert [] == [
        (one, other)
        for (one, a), (other, b) in combinations(shingled, 2)
        if min(len(a), len(b)) * 2 >= max(len(a), len(b)) and len(a & b) * 2 >= len(a | b)
    ]


def test_telephone_numbers_are_for_drama() -> None:
    """Eleven digits from nought; a helpline's eight and a foreign number in a lesson are neither."""
    numbers = [
        re.sub(r"\D", "", found)
        for row in ROWS
        for found in re.findall(r"(?<![\w-])0[12378](?:[ -]?\d){9}(?![\w-])", row["text"])
    ]

    assert len(numbers) > 20
    assert [] == [number for number in numbers if not DRAMA.fullmatch(number)]


def test_postcodes_are_unassigned() -> None:
    districts = {
        found.group(1)
        for row in ROWS
        for found in re.finditer(r"\b([A-Z]{1,2}\d{1,2}[A-Z]?) \d[ABD-HJLNP-UW-Z]{2}\b(?! \d[A-Z]{2}\b)", row["text"])
    }

    assert districts
    assert districts <= UNASSIGNED


def test_mail_domains_are_reserved_or_invented() -> None:
    domains = {
        found for row in ROWS for found in re.findall(r"(?<=[\w.])@([a-z][a-z0-9.-]*[a-z])", row["text"].casefold())
    }

    assert [] == [d for d in domains if not re.search(r"(?:^|\.)example(?:\.|$)|\.harrowshire\.sch\.uk$", d)]


def test_numbers_pass_their_checks_and_belong_to_nobody() -> None:
    assert [] == [value for value in everything("UPN") if not upn.is_valid(value) or not "900" <= value[1:4] <= "999"]
    assert [] == [value for value in everything("ULN") if not uln.is_valid(value)]
    assert [] == [value for value in everything("UCI") if not uci.is_valid(value)]
    assert [] == [v for v in everything("NHS_NUMBER") if not nhs_number.is_valid(v) or not v.startswith("999")]
    assert [] == [value for value in everything("SORT_CODE") if not value.startswith("99")]
    assert [] == [value for value in everything("VRM") if value[2:4] != "98" and value[2:4] != "99"]
    assert all(map(everything, ("UPN", "ULN", "UCI", "NHS_NUMBER", "SORT_CODE", "VRM")))


def test_the_school_has_a_roster_and_public_details() -> None:
    with (HERE / "roster.csv").open(encoding="utf-8", newline="") as lines:
        pupils = list(csv.DictReader(lines))
    texts = "\n".join(row["text"] for row in ROWS)
    met = [p for p in pupils if re.search(rf"\b{re.escape(p['Legal Surname'])}\b", texts, re.IGNORECASE)]

    assert len(pupils) == 120
    assert len(met) >= 50
    assert [] == [p["UPN"] for p in pupils if not upn.is_valid(p["UPN"])]
    assert organisation.load(HERE / "organisation.json").notes == ()
