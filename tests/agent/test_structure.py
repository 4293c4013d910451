"""Tables are found however they were written, and lists of people told from the tables of lessons."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safe_to_paste.detectors import (
    column_attendance,
    column_health,
    column_password,
    column_salary,
    column_send,
    column_socioeconomic,
    mis_export,
    name_rows,
    pupil_list,
)
from safe_to_paste.model import Span
from safe_to_paste.normalise import normalise
from safe_to_paste.structure import Table
from safe_to_paste.structure.columns import kind_of
from safe_to_paste.view import View

from .growth import grows_no_faster

HEADER = ("UPN", "Legal Surname", "Legal Forename", "Reg", "SEN Status")
KINDS = ("upn", "surname", "forename", "reg", "sen")
ROWS = (
    ("V989914021104", "Tarrow", "Olwen", "10L", "K"),
    ("K989914022317", "Bude", "Marlo", "10T", "N"),
    ("P989914025508", "Dell", "Fay", "10L", "E"),
)


def words(text: str, table: Table) -> list[list[str]]:
    return [[text[cell.start : cell.end] for cell in row] for row in table.rows]


def only_table(text: str) -> Table:
    [table] = View(text).tables
    return table


def lined(rows: tuple[tuple[str, ...], ...], cut: str) -> str:
    return "\n".join(cut.join(row) for row in rows)


def aligned(rows: tuple[tuple[str, ...], ...]) -> str:
    return "\n".join("".join(cell.ljust(18) for cell in row).rstrip() for row in rows)


def html(rows: tuple[tuple[str, ...], ...]) -> str:
    cells = ["".join(f"<td class='x'> <b>{cell}</b> </td>" for cell in row) for row in rows]
    return "<table>" + "\n".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def xml() -> str:
    tags = ("UPN", "Surname", "Forename", "Reg", "SENprovision")
    pupils = ["".join(f"<{tag}>{cell}</{tag}>\n" for tag, cell in zip(tags, row, strict=True)) for row in ROWS]
    return "<CTFpupilData>" + "\n".join(f"<Pupil>{pupil}</Pupil>" for pupil in pupils)


ALL = (HEADER, *ROWS)
FORMS = {
    "tabs": lined(ALL, "\t"),
    "commas": lined(ALL, ","),
    "semicolons": lined(ALL, ";"),
    "pipes": lined(ALL, " | "),
    "markdown": "| " + " |\n| ".join([" | ".join(HEADER), "|".join(["---"] * 5), *map(" | ".join, ROWS)]) + " |",
    "spaces": aligned(ALL),
    "html": html(ALL),
    "xml": xml(),
    "json": json.dumps({"pupils": [dict(zip(HEADER, row, strict=True)) for row in ROWS]}, indent=1),
    "quoted": "\n".join(",".join(f'"{cell}"' for cell in row) for row in ALL),
    "titled": "Marram Point School\nYear 10,,,,\nPrinted,19/11/2026,,,\n" + lined(ALL, ",") + "\nTotal,3,,,",
}


@pytest.mark.parametrize("form", FORMS)
def test_table_is_read_in_every_form(form: str) -> None:
    text = f"Please sort this\n\n{FORMS[form]}\n\nThanks"

    table = only_table(text)

    assert KINDS == table.columns
    assert [list(row) for row in ROWS] == words(text, table)


@pytest.mark.parametrize("form", FORMS)
def test_export_is_found_in_every_form(form: str) -> None:
    [match] = mis_export.find(View(FORMS[form]))

    assert "3 rows" in match.because


@pytest.mark.parametrize("form", FORMS)
def test_cells_lie_in_the_text_and_never_overlap(form: str) -> None:
    table = only_table(FORMS[form])

    check_cells(FORMS[form], table)


def check_cells(text: str, table: Table) -> None:
    rows = [*([table.header] if table.header else []), *table.rows]
    cells = sorted(cell.span for row in rows for cell in row)

    assert all(0 <= cell.start <= cell.end <= len(text) for cell in cells)
    assert all(first.end <= second.start for first, second in pairwise(cells) if len(second))
    assert all(len(row) == len(table.columns) for row in rows)
    assert table.span.start <= cells[0].start
    if table.form in {"tabs", "pipes", "commas", "semicolons", "spaces"}:
        assert all(list(row) == sorted(row) for row in rows)


CELLS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cf")),
    max_size=12,
) | st.sampled_from(
    ["Denholm, Carys", 'the "Owl" group', '"', '""', "two\nlines", ",", ";", "a;b", "a|b", "-", "'", "8T"]
)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6), st.sampled_from([",", "\t", ";"]))
@settings(max_examples=150, deadline=None)
def test_what_a_spreadsheet_writes_is_read_back(rows: list[tuple[str, str, str]], cut: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=cut, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(("Pupil", "Reg", "SEN"))
    writer.writerows(("P" + first, *others) for first, *others in rows)
    text = out.getvalue()

    table = only_table(text)

    expected = [["P" + first, *others] for first, *others in rows]
    assert expected == [[cell.replace('""', '"') for cell in row] for row in words(text, table)]


@pytest.mark.parametrize("cell", ["Tarrow, Olwen", "Tarrow; Olwen", "Tarrow | Olwen", ";"])
def test_a_sign_within_quotes_parts_nothing(cell: str) -> None:
    """One column whose cells hold the sign of another kind of table is one column."""
    text = "\n".join(f'"{each}"' for each in ("Pupil", cell, cell, cell))

    assert () == View(text).tables


@given(st.text(alphabet="ab \t,;|\n\"':<>/{}[]12PupilNameUPN-=", max_size=200))
@settings(max_examples=300, deadline=None)
def test_no_text_is_too_odd_to_read(text: str) -> None:
    for table in View(text).tables:
        check_cells(text, table)


def test_star_of_a_grade_is_kept_and_bold_type_is_not() -> None:
    text = "| **Pupil** | Mock grade |\n|---|---|\n| **Olwen Tarrow** | A* |"

    assert [["Olwen Tarrow", "A*"]] == words(text, only_table(text))


def test_windows_line_ends_and_no_break_spaces_do_no_harm() -> None:
    text = normalise('Surname,Forename,Reg\r\n"Tarrow",Olwen,\u00a010L\r\n"Bude",Marlo,10T\r\n').text

    assert [["Tarrow", "Olwen", "10L"], ["Bude", "Marlo", "10T"]] == words(text, only_table(text))


def test_empty_cells_of_aligned_columns_stay_under_their_headings() -> None:
    text = aligned((HEADER, ("V989914021104", "Tarrow", "Olwen", "", "K"), *ROWS[1:]))

    assert ["V989914021104", "Tarrow", "Olwen", "", "K"] == words(text, only_table(text))[0]


def test_columns_without_headings_are_known_by_what_stands_in_them() -> None:
    text = "V989914021104\tTarrow\tOlwen\t10L\t14/02/2012\nK989914022317\tBude\tMarlo\t10T\t30/11/2011"

    assert ("upn", "surname", "forename", "reg", "dob") == only_table(text).columns


def test_form_is_a_table_of_one_row() -> None:
    text = "Name: Olwen Tarrow\nTutor group: 10L\nD.O.B: 14/02/2012\nSEN: K"
    table = only_table(text)

    assert ("block", ("name", "reg", "dob", "sen")) == (table.form, table.columns)
    assert [["Olwen Tarrow", "10L", "14/02/2012", "K"]] == words(text, table)


def test_form_that_was_pasted_from_a_table_is_one_row_too() -> None:
    text = "Name\tOlwen Tarrow\nForm\t10L\nSEN\tK"

    assert [["Olwen Tarrow", "10L", "K"]] == words(text, only_table(text))


def test_lines_above_an_email_are_known() -> None:
    text = "From: Olwen Tarrow <o@example.org>\nSent: Monday\nTo: Office\nSubject: trip\n\nHello"

    assert ("email", ("email", "", "email", "")) == (only_table(text).form, only_table(text).columns)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Legal Surname", "surname"), ("First Name [Required]", "forename"), ("preferredFamilyName", "surname"),
        ("legal_forename", "forename"), ("Reg Grp", ""), ("Registration form", "reg"), ("Year taught in", "year"),
        ("SEN Status", "sen"), ("PP Indicator", "pp"), ("FSM Ever 6", "fsm"), ("D.O.B.", "dob"),
        ("% Attendance", "attendance"),
        ("Adno", "adno"), ("sourcedId", "adno"), ("Ethnicity Code", "ethnicity"), ("Cand. No.", "candidate"),
        ("Behaviour pts", "behaviour"), ("Home Language", "eal"), ("Mineral", ""), ("", ""), ("x" * 500, ""),
    ],
)  # fmt: skip
def test_heading_says_what_a_column_holds(heading: str, kind: str) -> None:
    assert kind == kind_of(heading)


def test_no_entity_is_expanded_and_no_fragment_too_broken() -> None:
    text = (
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Pupil><UPN>V989914021104</UPN><Surname>&a;</Surname>'
        "<Forename>Olwen</Forename></Pupil><Pupil><UPN>K989914022317</UPN><Surname>Bude</Surname><Foren"
    )

    assert [["V989914021104", "&a;", "Olwen"], ["K989914022317", "Bude", ""]] == words(text, only_table(text))


LESSONS = [
    "Name\tHeight (cm)\tShoe size\nBen\t142\t3\nAisha\t151\t5\nRobin\t158\t6\nDraw a scatter graph",
    "Student,Score\nBen,12\nAisha,15\nRobin,9\nWork out the median",
    "Q1 2 marks\nQ2 4 marks\nQ3 1 mark\nQ4 6 marks",
    "Question\tMark\tAO\n1\t2\tAO1\n2\t4\tAO2\n3\t6\tAO3",
    "Period\tMon\tTue\n1\t10L Ma\t9T En\n2\t8K Sc\t7R Hi\n3\t11P Ge\t10L Ma",
    "Date,Opponent,Venue\n12/01,Saltfleet Grange,Home\n14/01,Marram Point,Away\n19/01,Aldersyke,Home",
    "CREATE TABLE pupil (upn VARCHAR(13), legal_surname VARCHAR(60),\ndob DATE, sen CHAR(1),\nfsm BIT, nhs CHAR(10));",
    "UPN,Legal Surname,Legal Forename,Reg,DOB,SEN,PP,FSM",
    "UPN,Surname,Forename\nA000000000000,Test,Pupil\nX999999999999,Dummy,Student",
    "Character\tAge\tRole\nSheila Birling\t20s\tdaughter\nGerald Croft\t30\tfianc\u00e9\nEva Smith\t24\tworker",
    "Name,Relation,Age,Occupation,Born\nThos. Blanchard,Head,41,Fisherman,Grimsby\nEliza Blanchard,Wife,39,,Hull\n"
    "Ada Blanchard,Daughter,9,Scholar,Grimsby\nWhat does the 1881 census tell us?",
    "Name,Reigned,Died\nHenry VII,1485-1509,1509\nHenry VIII,1509-1547,1547\nEdward VI,1547-1553,1553",
    "Item\tQty\tPrice\nGlue sticks\t40\t\u00a312.00\nExercise books\t120\t\u00a354.00\nPencils\t200\t\u00a318.50",
    "because,therefore,however\nalthough,moreover,despite\nwhereas,meanwhile,finally",
    "Row 1\t[Name]\t[Name]\nRow 2\t[Name]\t[Name]\nRow 3\t[Name]\t[Name]",
    "Pupil,SEN,FSM\nPupil A,K,Y\nPupil B,N,N\nPupil C,E,Y",
    "Class\tPupils\tSEN K\tFSM\tAttendance\n7A\t30\t4\t9\t94.1\n7B\t29\t6\t11\t93.2\n7C\t31\t3\t8\t95.0",
    "Year group,PP,Attendance\nYear 7,31%,94.1\nYear 8,29%,93.6\nYear 9,33%,92.2",
    "Name\tSymbol\tNumber\nHydrogen\tH\t1\nHelium\tHe\t2\nLithium\tLi\t3",
    "Player,Club,Goals\nKane,Bayern,12\nSaka,Arsenal,9\nPalmer,Chelsea,11",
    "All invented for a training day\nName,Reg,SEN\nOlwen Tarrow,10L,K\nMarlo Bude,10T,E\nFay Dell,10L,K",
    '{"name": "spaceship", "colour": "red", "year": 2024}',
    "Name: Sheila Birling\nAge: 21\nFrom: An Inspector Calls\nStatus: engaged",
    "Title: The Owl\nAuthor: Poppy Marsh\nYear: 2019",
    "Paris, France\nMadrid, Spain\nLisbon, Portugal",
]  # fmt: skip


@pytest.mark.parametrize("text", LESSONS)
def test_table_of_a_lesson_is_no_list_of_pupils(text: str) -> None:
    view = View(text)
    finds = (mis_export, pupil_list, name_rows, column_send, column_socioeconomic, column_attendance, column_health,
             column_password, column_salary)  # fmt: skip

    assert [[]] * len(finds) == [list(detector.find(view)) for detector in finds]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Year 9 mock results\nName\tMark\nOlwen Tarrow\t41\nMarlo Bude\t38\nFay Dell\t52", 3),
        ("Surname, Forename, Form, Consent\nTarrow, Olwen, 10L, y\nBude, Marlo, 10T, n\nDell, Fay, 10L, y", 3),
        ("Trip list\n1. Tarrow, Olwen 10L\n2. Bude, Marlo 10T\n3. Dell, Fay 10L\n4. Wasik, Teodor 10T", 4),
        ("my class list\nolwen: absent\nOlwen Tarrow - 10L\nMarlo Bude - 10T\nFay Dell - 10L", 3),
        ("Pupil;Group;Reading age\nOlwen Tarrow;B;9.4\nMarlo Bude;A;10.1\nFay Dell;B;8.8", 3),
    ],
)
def test_list_of_pupils_is_counted(text: str, rows: int) -> None:
    [match] = pupil_list.find(View(text))

    assert (f"{rows} rows",) == match.because


def test_coded_values_count_in_the_row_of_a_person_only() -> None:
    text = "Name\tReg\tSEN\tFSM\tAtt %\tMedical\nOlwen Tarrow\t10L\tK\tY\t81.2\tasthma\nTotal\t2\tK\tY\t90\tasthma\n"
    view = View(text)
    found = [
        [text[span.start : span.end] for span, *_ in detector.find(view)]
        for detector in (column_send, column_socioeconomic, column_attendance, column_health)
    ]

    assert [["K"], ["Y"], ["81.2"], ["asthma"]] == found


def test_names_in_two_columns_are_one_person() -> None:
    text = "Reg\tSurname\tForename\tNickname\n10L\tTarrow\tOlwen\tOlly\n10T\tBude\tMarlo\t"

    spans = [text[span.start : span.end] for span, *_ in name_rows.find(View(text))]

    assert ["Tarrow\tOlwen", "Olly", "Bude\tMarlo"] == spans


@pytest.mark.parametrize(
    "piece",
    [
        "A\tB\t10L\n", "a,b,c\n", "Name: x\n", '"', ',"a\n', "<Pupil>", "<a><b>c</b>", "<td>x", '{"a":1,', "[{",
        "a  b\n", "|", "\n", " ", "Surname,Forename,UPN\n", "<", "Olwen Tarrow, 10L\n", "'", "a: ",
    ],
)  # fmt: skip
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def work(length: int) -> None:
        assert isinstance(View(piece * (length // len(piece))).tables, tuple)

    assert grows_no_faster(work, 100_000)


def test_span_of_every_table_is_inside_the_text() -> None:
    text = "\n\n".join(FORMS.values())

    tables = View(text).tables

    assert tables == tuple(sorted(tables, key=lambda table: table.span))
    assert all(Span(0, len(text)).overlaps(table.span) for table in tables)
    assert len(tables) >= len(FORMS) - 1
