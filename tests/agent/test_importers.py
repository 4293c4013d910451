# ruff: noqa: E501 - these formats have long rows
"""Importers: each format as school systems write it, and what is done about files that are not right."""

from __future__ import annotations

import csv
import gc
import io
import os
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from safe_to_paste import importers, roster, rosters
from safe_to_paste.errors import RosterError
from safe_to_paste.importers import _source
from safe_to_paste.roster import Pupil

from . import reach

Write = Callable[[dict[str, str]], Path]

# Put together at run time, so that no constant of this module holds it.
CANARY = "".join(["Thistle", "canary", "down"])

USERS_11 = """sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
u1,,,true,o1,student,okafor.t,,Tyler,Okafor,James,,t@example.sch.uk,,,,09,secret
u2,,,true,o1,teacher,a.page,,Anna,Page,,,a@example.sch.uk,,,,,
u3,tobedeleted,,true,o1,student,gone,,Gone,Away,,,,,,,10,
u4,active,,true,o1,student,reilly.t,,Thomas,Reilly,,,,,,,10,
"""
USERS_12 = """sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,resourceSourcedIds,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns
u1,,,true,okafor.t,,Tyler,Okafor,,,,,,,09,,,,Ty,,Obi,o1,
u2,,,true,a.page,,Anna,Page,,,,,,,,,,,,,,o1,
"""
ROLES_12 = """sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId
r1,,,u1,primary,student,,,o1,
r2,,,u2,primary,teacher,,,o1,
"""
SDS_USERS = """sourcedId,username,givenName,familyName,password,activeDirectoryMatchId,email,phone,sms
u1,okafor.t,Tyler,Okafor,,,,,
u2,a.page,Anna,Page,,,,,
"""
SDS_ROLES = """userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary,roleStartDate,roleEndDate
u1,o1,student,s1,09,true,,
u2,o1,teacher,s1,,true,,
"""
SDS_UK = """ID,School DfE Number,First Name,Last Name,Username,Password,State ID,Secondary Email,Student Number,Middle Name,Grade,Status,Birthdate,Graduation Year
1,9999999,Tyler,Okafor,okafor.t,,,,,,9,,,
"""
SDS_V1 = """SIS ID,School SIS ID,Username,First Name,Last Name,Middle Name,Secondary Email,Grade
1,9,okafor.t,Tyler,Okafor,,,9
"""
APPLE = """person_id,person_number,first_name,middle_name,last_name,grade_level,email_address,sis_username,location_id
1,,Tyler,,Okafor,9,,,l1
"""
GOOGLE = """First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Org Unit Path [Required],Recovery Email
Tyler,Okafor,t@example.sch.uk,****,/Students/Year 9,
Anna,Page,a@example.sch.uk,****,/Staff,
"""
CTF = """<?xml version="1.0" encoding="UTF-8"?>
<CTfile xmlns="urn:example:ctf">
 <Header><DocumentName>Common Transfer File</DocumentName><CTFversion>25.0</CTFversion></Header>
 <CTFpupilData><Pupil>
  <UPN>A999999999999</UPN><Surname>Okafor</Surname><Forename>Tyler</Forename><DOB>2011-01-01</DOB><Sex>M</Sex>
  <BasicDetails><PreferredSurname>Obi</PreferredSurname><PreferredForename>Ty</PreferredForename>
   <FormerSurname>Eze</FormerSurname><NCyearActual>9</NCyearActual><MedicalFlag>true</MedicalFlag></BasicDetails>
  <Contacts><Contact><Surname>Elsewhere</Surname><Forename>Chidi</Forename></Contact></Contacts>
 </Pupil><Pupil><Surname>O&apos;Neill</Surname><Forename>Si&#226;n</Forename></Pupil></CTFpupilData>
</CTfile>
"""
SIMS = """Hazelmere School,,,,
Pupils on roll,,,,
,,,,
Adno,Legal Surname,Legal Forename,Preferred Forename,Reg Group,Year taught in,SEN Status
001234,Okafor,Tyler,Ty,9B,Year 9,N - No SEN
001235,"O'Neill",Siân,,10 X2,Year 10,E
Legal Surname,Legal Surname,Legal Forename,,,
Total: 2,,,,
Printed on 12/09/2025,,,,
"""

TYLER = Pupil("Tyler", "Okafor", year="9")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def into(files: dict[str, str]) -> Path:
        folder = tmp_path / "roster"
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        return folder if len(files) > 1 else folder / next(iter(files))

    return into


def zipped(folder: Path) -> Path:
    archive = folder.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w") as out:
        for file in folder.iterdir():
            out.write(file, f"export/{file.name}")
    return archive


def workbook(rows: Sequence[Sequence[str]], *, shared: bool = True, extra: str = "") -> bytes:
    """An Excel workbook with these rows on its first sheet, which is not the first part."""
    texts = list(dict.fromkeys(cell for row in rows for cell in row if cell))
    cells = "".join(
        f'<row r="{r}">'
        + "".join(
            f'<c r="{"ABCDEFGHIJ"[c]}{r}" t="{"s" if shared else "inlineStr"}">'
            + (f"<v>{texts.index(cell)}</v>" if shared else f"<is><t>{cell}</t></is>")
            + "</c>"
            for c, cell in enumerate(row)
            if cell
        )
        + "</row>"
        for r, row in enumerate(rows, 1)
    )
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rel = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    parts = {
        "xl/workbook.xml": f'<workbook {main} {rel}><sheets><sheet name="a" sheetId="3" r:id="rId2"/>'
        '<sheet name="b" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        '<Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="rId2" Target="worksheets/sheet2.xml"/></Relationships>',
        "xl/sharedStrings.xml": f"<sst {main}>{''.join(f'<si><r><t>{t}</t></r></si>' for t in texts)}</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData/></worksheet>",
        "xl/worksheets/sheet2.xml": f"{extra}<worksheet {main}><sheetData>{cells}</sheetData></worksheet>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def grid(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("files", "title", "expected"),
    [
        (
            {"users.csv": USERS_11, "orgs.csv": "sourcedId\no1\n"},
            "OneRoster",
            [Pupil("Tyler", "Okafor", year="09"), Pupil("Thomas", "Reilly", year="10")],
        ),
        (
            {"users.csv": USERS_12, "roles.csv": ROLES_12},
            "OneRoster",
            [Pupil("Tyler", "Okafor", "Ty", ("Obi",), year="09")],
        ),
        ({"users.csv": SDS_USERS, "roles.csv": SDS_ROLES}, "School Data Sync", [TYLER._replace(year="09")]),
        ({"student.csv": SDS_UK, "section.csv": "Section ID\n1\n"}, "School Data Sync", [TYLER]),
        ({"Student.csv": SDS_V1}, "School Data Sync", [TYLER]),
        ({"students.csv": APPLE}, "Apple", [TYLER]),
        ({"users.csv": GOOGLE}, "Google", [TYLER]),
        (
            {"820LLLL_CTF_9999999_001.xml": CTF},
            "Common Transfer",
            [Pupil("Tyler", "Okafor", "Ty", ("Obi", "Eze"), year="9"), Pupil("Siân", "O'Neill")],
        ),
        (
            {"report.csv": SIMS},
            "table",
            [Pupil("Tyler", "Okafor", "Ty", (), "9B", "Year 9"), Pupil("Siân", "O'Neill", "", (), "10 X2", "Year 10")],
        ),
    ],
)
def test_each_format_is_known_and_read(write: Write, files: dict[str, str], title: str, expected: list[Pupil]) -> None:
    path = write(files)

    assert expected == list(importers.pupils(path))
    assert title in importers.preview(path).title
    if path.is_dir():
        archive = zipped(path)
        assert expected == list(importers.pupils(archive))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_report_is_read_in_every_encoding_and_with_every_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(grid(SIMS))
    file = tmp_path / "report.csv"
    file.write_bytes(out.getvalue().encode(encoding))

    assert ["Tyler Okafor", "Siân O'Neill"] == [f"{p.forename} {p.surname}" for p in importers.pupils(file)]


@pytest.mark.parametrize("shared", [True, False])
def test_a_workbooks_first_sheet_is_read(tmp_path: Path, shared: bool) -> None:
    file = tmp_path / "Year 9.XLSX"
    file.write_bytes(workbook(grid(SIMS), shared=shared))

    assert ["9B", "10 X2"] == [pupil.group for pupil in importers.pupils(file)]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("First name,Last name,Registration form", "Tyler,Okafor,9B"),
        ("LAST NAME,FIRST NAME,TUTOR GROUP", "Okafor,Tyler,9B"),
        ("forename,surname,form", "Tyler,Okafor,9B"),
        ("Student Legal_Surname,Student Legal_Forename,Reg", "Okafor,Tyler,9B"),
        ("Pupil name;Class", "Okafor, Tyler;9B"),
        ("Name\tReg", "Tyler Okafor\t9B"),
        ("Surname,Forename,Parent forename,Class", "Okafor,Tyler,Chidi,9B"),
        ("Surname,Known as,Class", "Okafor,Tyler,9B"),
    ],
)
def test_headers_are_known_by_what_they_may_be_called(write: Write, header: str, row: str) -> None:
    assert [("Tyler", "Okafor", "9B")] == [
        (p.forename, p.surname, p.group) for p in importers.pupils(write({"x.csv": f"{header}\n{row}\n"}))
    ]


def test_many_files_of_a_folder_are_one_roster(write: Write) -> None:
    second = CTF.replace("Okafor", "Nkemdirim")
    found = list(importers.pupils(write({"a.xml": CTF, "b.xml": second, "c.xml": "<other/>"})))

    assert ["Okafor", "O'Neill", "Nkemdirim", "O'Neill"] == [pupil.surname for pupil in found]


def test_a_preview_tells_columns_and_counts_but_no_names(write: Write) -> None:
    shown = "\n".join(importers.preview(write({"report.csv": SIMS})).lines())

    assert "legal surname: surname" in shown
    assert "2 other columns are passed over" in shown
    assert "pupils: 2, 2 of them with a registration group or year" in shown
    for name in ("Okafor", "Tyler", "Neill", "9B"):
        assert name not in shown


# Everything else is left unread.


def test_no_other_column_is_in_any_object_or_file(tmp_path: Path) -> None:
    rows = "".join(f"Tyler,Okafor,{CANARY}{n},9B,{CANARY}@example.org\n" for n in range(50))
    ctf = CTF.replace("A999999999999", CANARY).replace("Elsewhere", CANARY).replace("true", CANARY)
    formats = {
        "a.csv": f"Forename,Surname,Medical,Reg,Email\n{rows}".encode(),
        "b.xml": ctf.encode(),
        "c.xlsx": workbook([["Forename", "Surname", "SEN"], ["Tyler", "Okafor", CANARY]]),
    }
    source, kept = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for name, data in formats.items():
        (source / name).write_bytes(data)
        made = roster.build(importers.pupils(source / name), bytes(32))
        rosters.save(made, kept / name, bytes(32))
        previewed = importers.preview(source / name)
        (source / name).unlink()
        del data

        assert CANARY not in repr(previewed)
    rows = ctf = ""
    formats = {}
    gc.collect()

    assert [] == [file for file in tmp_path.rglob("*") if file.is_file() and CANARY.encode() in file.read_bytes()]
    assert [] == reach.texts(CANARY.casefold(), [made, previewed])
    ours = [vars(module) for name, module in sys.modules.items() if name.startswith("safe_to_paste")]
    assert [] == reach.texts(CANARY.casefold(), ours)
    # Whatever is alive, wherever it hangs; this module's own constant apart.
    alive = (each for each in gc.get_objects() if isinstance(each, (dict, list, tuple, set)))
    held = (value for each in alive for value in list(each.values() if isinstance(each, dict) else each))
    assert not [text for text in held if isinstance(text, str) and CANARY in text and text != CANARY]


# What is not right.


def refusal(path: Path) -> str:
    with pytest.raises(RosterError) as raised:
        list(importers.pupils(path))
    return str(raised.value)


def test_a_transfer_file_with_entities_is_refused_before_it_is_read(write: Write, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden", encoding="utf-8")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bombs = (
        f'<!DOCTYPE CTfile [<!ENTITY x SYSTEM "{secret.as_uri()}">]>',
        f'<!DOCTYPE CTfile [<!ENTITY l0 "lol">{laughs}]>',
        '<!DOCTYPE CTfile SYSTEM "http://dtd.example.org/ctf.dtd">',
    )
    file = write({"a.xml": CTF})
    for bomb in bombs:
        head, _, rest = CTF.partition("\n")
        text = f"{head}\n{bomb}\n{rest}".replace("Tyler", "&x;")
        for encoding in ("utf-8", "utf-16"):
            file.write_bytes(text.replace("UTF-8", encoding.upper()).encode(encoding))

            assert "document type" in refusal(file)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("x.csv", "UPN,DOB\nA1,2011\n", "is no roster we can read"),
        ("x.csv", "", "is no roster we can read"),
        ("x.csv", "Forename,Surname\n", "holds no pupils"),
        ("x.csv", "Forename,Surname\nTotal,\n,\n12,34\n", "holds no pupils"),
        ("x.csv", 'Forename,Surname\n"' + "x" * 200_000 + '",y\n', "row"),
        ("x.xml", CTF.replace("</BasicDetails>", ""), "not well-formed"),
        ("x.xml", CTF[:-20], "not well-formed"),
        ("x.xml", "<CTfile>" + "<a>" * 1000, "nested deeper"),
        ("users.csv", USERS_12, "roles.csv"),
        ("users.csv", USERS_11.replace("givenName", "GivenName"), "givenName"),
        ("users.csv", GOOGLE.replace("/Students", "/People"), "Students, Pupils or Learners"),
    ],
)
def test_a_fault_names_the_file_and_what_was_expected(write: Write, name: str, text: str, expected: str) -> None:
    path = write({name: text})
    said = refusal(path)

    assert str(path) in said
    assert expected in said
    assert "Okafor" not in said


def test_files_that_are_no_tables_are_refused(tmp_path: Path) -> None:
    files = {
        "bytes.csv": os.urandom(5000) + b"\0\0\0",
        "not.xlsx": b"PK not really",
        "not.zip": b"PK not really",
        "half.xlsx": workbook(grid(SIMS))[:-200],
        "torn.xlsx": workbook([["Forename", "Surname"], ["Tyler", "<b>Okafor"]]),
        "doctype.xlsx": workbook(grid(SIMS), extra="<!DOCTYPE x>"),
    }
    for name, data in files.items():
        file = tmp_path / name
        file.write_bytes(data)

        assert str(file) in refusal(file)

    assert "is not there" in refusal(tmp_path / "nothing.csv")
    assert "is no roster" in refusal(_empty(tmp_path / "folder"))


def _empty(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_source, "MOST_BYTES", 100_000)
    large = SIMS + " " * 200_000
    (tmp_path / "x.csv").write_text(large, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.csv", large)
    (tmp_path / "x.xlsx").write_bytes(workbook([["Forename", "Surname"], ["Tyler", "Okafor" + "r" * 200_000]]))

    assert "larger than" in refusal(tmp_path / "x.csv")
    assert "unpacks to more" in refusal(tmp_path / "x.zip")
    assert "unpacks to more" in refusal(tmp_path / "x.xlsx")


def test_an_error_never_holds_the_bytes_it_was_about(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(f"Forename,Surname\n{CANARY}\xff,Okafor\n\0".encode("latin-1"))
    with pytest.raises(RosterError) as raised:
        list(importers.pupils(file))
    error: BaseException | None = raised.value
    while error is not None:
        assert CANARY not in repr(error)
        assert not isinstance(error, UnicodeError)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
