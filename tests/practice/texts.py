"""The texts the demo pastes, as staff write them. Every person, school and number in them is invented.

The UPNs carry the local authority number 999, which no authority has, and a right check letter.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Something to paste, and what a person should see then."""

    name: str
    shows: str
    body: str


LESSON_PLAN = Text(
    "Lesson plan",
    "nothing at all: it goes straight in",
    """\
Year 8 history, lesson 4 of 6: Why did people go on the Pilgrimage of Grace?

Starter (10 minutes): pairs rank five causes on cards, from most to least important.
Main: read the two sources on page 47. Who wrote each, and when? What did they want us to believe?
Plenary: one sentence each: "The rising was mostly about ... because ..."

Please suggest three harder questions for the last activity, and a glossary of ten words.""",
)

REPORT_COMMENT = Text(
    "Report comment",
    "a name and a date of birth: it goes in, with a word about them, and Send asks once",
    """\
Please make this report comment warmer, about 80 words.

Name: Rowan Fennimore
Date of birth: 14/03/2012
Form: 9B
Comment: Has worked hard in maths this term and is growing in confidence with algebra. Needs to \
check answers before handing work in, and to ask for help sooner.""",
)

ANSWER = (
    "[Pupil 1] has worked hard in maths this term and is growing in confidence with algebra. In class [Pupil 1] "
    "listens well, explains each step aloud and is proud of neat, well set out work. [Pupil 1]'s next step is to check "
    "every answer before handing work in, and to ask for help as soon as something is unclear."
)

TICKS = ("I have checked it.", "I will add my own observations before it goes out.")

COPIED = f"{ANSWER.replace('[Pupil 1]', 'Rowan Fennimore')}\n\nAI supported"

UPN_ROW = Text(
    "Row with a UPN",
    "unique pupil numbers: the text stays out until the person chooses",
    """\
Turn this into a table sorted by surname:

Surname,Forename,UPN,Reading age
Fennimore,Rowan,C999200121001,11.2
Okonjo-Blythe,Tamsin,R999200121002,12.7
Quillfeather,Idris,F999200121003,9.8""",
)

CLOSED_MINUTES = Text(
    "Closed minutes",
    "a confidential part of the governors' minutes",
    """\
PART 2 MINUTES - CONFIDENTIAL

Minutes of the governing board of Larkfell Primary School, held in closed session.

7. Staffing. The head reported on the restructure of the support team. Governors agreed the proposal in principle \
and asked for costings before the consultation opens.

Summarise the decisions in three bullet points.""",
)

PUPIL_STORY = Text(
    "Pupil's story",
    "a request to mark a pupil's own work",
    """\
Please mark this Year 6 story out of 20 and write two targets for the pupil.

The Clock in the Well
By Tamsin, 6L

It was the kind of morning when even the birds forgot to sing. I leaned over the old well behind grandads barn \
and herd it ticking. Not dripping, ticking. Tick. Tick. Tick. Somebody had drowned a clock down there and it was still \
telling the time to the frogs.""",
)

ALL = (LESSON_PLAN, REPORT_COMMENT, UPN_ROW, CLOSED_MINUTES, PUPIL_STORY)


def upn(number: int) -> str:
    """An invented unique pupil number with a right check letter, another one for each number below 1,000,000.

    >>> upn(121001)
    'C999200121001'
    """
    digits = f"999200{number:06}"
    check = sum(int(digit) * weight for weight, digit in enumerate(digits, start=2)) % 23
    return "ABCDEFGHJKLMNPQRTUVWXYZ"[check] + digits


# --- For the end-to-end tests. MARK is in what must not get about: it is no word, and nobody's name.

MARK = "Vellacott-Thrupe"
UPN = upn(121001)

ALLOWED = "Give me three questions about the water cycle for Year 5: one easy, one harder, one for a quiz."
HELD = f"Please tidy this record.\nName: Rowan {MARK}\nUPN: {UPN}\nHouse: Larch"
WARNED = "Ask the coach driver to ring me on 07700 900123 about the trip."
HINTED = "The trip goes to HG99 2QD this year. Suggest two songs for the coach."

# What no file may hold once the tests are done.
MARKS = (MARK, "999200", "07700 900123", "Fennimore", "Okonjo-Blythe", "Quillfeather", "Larkfell", "drowned a clock")
