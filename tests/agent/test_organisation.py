"""The school's own public details are no findings; a pupil's account on its domain is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from safe_to_paste import organisation
from safe_to_paste.errors import OrganisationError

SCHOOL = organisation.of(
    {
        "organisation": "Hazelmere School",
        "address": "Hazelmere School, Larch Road, Moorby, ZZ9 4QT",
        "urn": "199999",
        "la_estab": "999/4000",
        "centre_number": "99998",
        "postcodes": ["ZZ9 4QT"],
        "phones": ["01632 960140"],
        "email_domains": ["hazelmere.sch.uk", "pupils.hazelmere.sch.uk"],
        "role_mailboxes": ["office@hazelmere.sch.uk", "senco"],
        "published_staff": ["Ms Joan Pellow", "Mr Tregaskis", "Mr Dewi Tregaskis"],
        "pupil_username_pattern": r"^\d{2}[a-z]+@",
    }
)


@pytest.mark.parametrize(
    ("entity", "value"),
    [
        ("PHONE", "01632 960140"),
        ("PHONE", "(01632) 960 140"),
        ("LANDLINE", "+44 1632 960140"),
        ("LANDLINE", "+44 (0)1632 960140"),
        ("PHONE", "0044 1632 960140"),
        ("POSTCODE", "zz94qt"),
        ("ADDRESS", "Larch Road, Moorby"),
        ("EMAIL", "Office@Hazelmere.sch.uk"),
        ("EMAIL", "senco@hazelmere.sch.uk"),
        ("URN", "199999"),
        ("LAESTAB", "9994000"),
        ("TRN", "999/4000"),
        ("CENTRE_NUMBER", "99998"),
        ("PERSON_NAME", "Ms Joan Pellow"),
        ("PERSON_NAME", "Joan Pellow"),
        ("PERSON_NAME", "Pellow, Joan"),
        ("PERSON_NAME", "Mr Tregaskis"),
        ("PERSON_NAME", "Mr D. Tregaskis"),
    ],
)
def test_own_public_detail_is_public(entity: str, value: str) -> None:
    assert SCHOOL.is_public(entity, value)


@pytest.mark.parametrize(
    ("entity", "value"),
    [
        ("PHONE", "01632 960141"),
        ("POSTCODE", "ZZ9 4QU"),
        ("ADDRESS", "3 Fir Close"),
        ("EMAIL", "jpellow@hazelmere.sch.uk"),
        ("EMAIL", "senco@example.org"),
        ("PERSON_NAME", "Pellow"),
        ("PERSON_NAME", "Mr Pellow"),
        ("PUPIL_NAME", "Joan Pellow"),
        ("STAFF_NAME", "Ms Joan Pellow"),
        ("UPN", "199999"),
        ("URN", ""),
    ],
)
def test_anything_else_is_not_public(entity: str, value: str) -> None:
    assert not SCHOOL.is_public(entity, value)


@pytest.mark.parametrize("value", ["19imarlowe@pupils.hazelmere.sch.uk", "19IMarlowe@hazelmere.sch.uk", "19imarlowe"])
def test_pupil_account_is_never_public_even_if_listed(value: str) -> None:
    listed = organisation.of(
        {
            "role_mailboxes": ["19imarlowe", "19imarlowe@pupils.hazelmere.sch.uk"],
            "email_domains": ["hazelmere.sch.uk"],
            "pupil_username_pattern": r"^\d{2}[a-z]+@",
        }
    )

    assert not listed.is_public("EMAIL", value)


def test_pupil_pattern_that_runs_away_counts_the_account_as_a_pupils() -> None:
    runaway = organisation.of({"role_mailboxes": ["a" * 60 + "@x"], "pupil_username_pattern": r"(a+)+$(?!x)b"})

    assert isinstance(runaway.is_public("EMAIL", "a" * 60 + "@x"), bool)


def test_every_key_is_optional_and_nothing_is_public_without_details() -> None:
    nobody = organisation.of({})

    assert nobody == organisation.Organisation()
    assert not nobody.is_public("PERSON_NAME", "Joan Pellow")
    assert not nobody.is_public("PHONE", "")


def test_file_with_unknown_keys_is_read_with_a_note(tmp_path: Path) -> None:
    path = tmp_path / "organisation.json"
    path.write_text(json.dumps({"urn": "199999", "colour": "blue"}), encoding="utf-8-sig")

    loaded = organisation.load(path)

    assert loaded.urn == "199999"
    assert loaded.notes == ("organisation: colour is not a key we know; it is left out",)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("{", "is not JSON"),
        ("[]", "is not a JSON object"),
        ('{"phones": "01632 960140"}', "phones"),
        ('{"urn": 199999}', "urn"),
        ('{"pupil_username_pattern": "("}', "pupil_username_pattern"),
    ],
)
def test_broken_file_is_an_error_that_names_file_and_key(tmp_path: Path, content: str, what: str) -> None:
    path = tmp_path / "organisation.json"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(OrganisationError) as error:
        organisation.load(path)

    assert what in str(error.value)
    assert "organisation.json" in str(error.value)


def test_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(OrganisationError, match=r"absent\.json: cannot be read"):
        organisation.load(tmp_path / "absent.json")
