"""What somebody's placeholder is called: pupil, whose parent, staff; and that it stays so."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from safe_to_paste import organisation, paths, roles, settings
from safe_to_paste.host.desk import Desk
from safe_to_paste.host.messages import Act, ScanRequest
from safe_to_paste.host.state import State
from safe_to_paste.identity import who
from safe_to_paste.model import Span
from safe_to_paste.placeholders import Conversation
from safe_to_paste.policy import load
from safe_to_paste.roles import Mention, Role

from .conftest import PATIENCE, World
from .growth import grows_no_faster

KEY = b"k" * 16
_NAME = re.compile(r"\{(?P<name>[^|}]+)(?:\|(?P<kind>\w+))?\}")


def read(marked: str, staff: frozenset[str] = frozenset()) -> str:
    """The text with placeholders in place of names, which are written {Ava} or, with their rule's word, {Ava|Pupil}."""
    text, mentions, last = "", [], 0
    for match in _NAME.finditer(marked):
        text += marked[last : match.start()]
        span = Span(len(text), len(text) + len(match["name"]))
        mentions.append(Mention(span, match["kind"] or "Person", who(match["name"], KEY)))
        text, last = text + match["name"], match.end()
    text += marked[last:]
    told = roles.of(text, mentions, staff)
    conversation = Conversation()
    conversation.meet([(role, mention.who) for role, mention in zip(told, mentions, strict=True)])
    labels = iter([conversation.name(mention.who) for mention in mentions])
    return _NAME.sub(lambda _: next(labels), marked)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{Ines}'s mum, {Mrs Marlowe}, rang.", "[Pupil 1]'s mum, [Parent of Pupil 1], rang."),
        ("{Ines}\u2019s dad {Piran} rang.", "[Pupil 1]\u2019s dad [Parent of Pupil 1] rang."),
        ("{Ines Marlowe} (stepmum: {Dawn Hale})", "[Pupil 1] (stepmum: [Parent of Pupil 1])"),
        ("{Mrs Tasker}, carer of {Jory}, rang.", "[Parent of Pupil 1], carer of [Pupil 1], rang."),
        ("{Mrs Tasker} (nan) of {Jory} rang.", "[Parent of Pupil 1] (nan) of [Pupil 1] rang."),
        ("{Mrs Tasker}, {Jory}'s grandma, rang.", "[Parent of Pupil 1], [Pupil 1]'s grandma, rang."),
        ("{Mr Tasker} is {Jory}'s guardian.", "[Parent of Pupil 1] is [Pupil 1]'s guardian."),
        ("The father of {Jory}, {Piran Hale}, rang.", "The father of [Pupil 1], [Parent of Pupil 1], rang."),
        ("{Mr Tasker}'s daughter {Ines} is ill.", "[Parent of Pupil 1]'s daughter [Pupil 1] is ill."),
        ("{Ines} came with her grandad, {Mr Hale}.", "[Pupil 1] came with her grandad, [Parent of Pupil 1]."),
        ("{Ines Marlowe|Pupil} (8T, dad {Piran})", "[Pupil 1] (8T, dad [Parent of Pupil 1])"),
        ("{Ines Marlowe|Pupil} cried. Mum {Dawn Hale} came.", "[Pupil 1] cried. Mum [Parent of Pupil 1] came."),
        ("{Mrs Hale} (mum) came. {Ines|Pupil} cried.", "[Parent of Pupil 1] (mum) came. [Pupil 1] cried."),
        ("Pupil: {Ines Marlowe|Pupil}\nCarer: {Mr Hale}\n", "Pupil: [Pupil 1]\nCarer: [Parent of Pupil 1]\n"),
        ("Dear {Mrs Marlowe},\n{Ines Marlowe|Pupil} was late.", "Dear [Parent of Pupil 1],\n[Pupil 1] was late."),
        ("Ask {Mr and Mrs Marlowe} in: {Ines Marlowe|Pupil}.", "Ask [Parent of Pupil 1] in: [Pupil 1]."),
    ],
)
def test_a_parent_is_called_by_the_child(text: str, expected: str) -> None:
    assert read(text) == expected


def test_parents_of_one_child_are_told_apart_and_siblings_are_pupils() -> None:
    text = "{Ines|Pupil}'s mum {Dawn Hale}, {Ines|Pupil}'s dad {Piran Hale} and {Ines|Pupil}'s sister {Lowenna|Pupil}"

    assert read(text) == (
        "[Pupil 1]'s mum [Parent of Pupil 1], [Pupil 1]'s dad [Parent 2 of Pupil 1] and [Pupil 1]'s sister [Pupil 2]"
    )


def test_in_a_table_the_parent_is_that_of_the_row() -> None:
    text = (
        "Pupil,Class,Parent\n{Ines Marlowe|Pupil},8T,{Dawn Hale|Parent}\n{Jory Tresize|Pupil},8T,{Mr Pascoe|Parent}\n"
    )

    assert read(text).splitlines()[1:] == ["[Pupil 1],8T,[Parent of Pupil 1]", "[Pupil 2],8T,[Parent of Pupil 2]"]


@pytest.mark.parametrize(
    "text",
    [
        "{Ines|Pupil} pushed {Jory|Pupil}, and mum {Dawn Hale|Parent} rang.",
        "Mum {Dawn Hale|Parent} rang about swimming.",
    ],
)
def test_a_parent_of_nobody_in_particular_is_a_parent(text: str) -> None:
    assert "[Parent 1]" in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "{Miss Pellow} (SENCo) rang.",
        "{Joan Pellow}, Head of Geography, rang.",
        "{Joan Pellow}\nHead of Year 8",
        "Ask the deputy headteacher, {Mr Dunmore}, today.",
        "my line manager {Joan Pellow}",
        "Form tutor: {Mr Dunmore}",
        "{Joan Pellow}'s appraisal is due.",
        "The hall is free on Friday.\n\nKind regards,\n{Joan Pellow}\n",
        "{Joan Pellow|Pupil} (teaching assistant) rang.",
    ],
)
def test_staff_are_known_by_job_and_by_signing(text: str) -> None:
    assert "[Staff 1]" in read(text)


def test_staff_are_known_by_the_schools_own_word() -> None:
    assert read("Ask {Ms Pellow}, not {Ms Hale}.", frozenset({"pellow"})) == "Ask [Staff 1], not [Person 1]."


def test_the_surnames_of_staff_are_read_from_the_schools_addresses_alone() -> None:
    text = "j.pellow@hazelmere.example, tom.dunmore@gmail.example, 24imarlowe@hazelmere.example"

    assert roles.mailed(text, ["hazelmere.example"]) == {"pellow"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{Mr Dunmore} rang.", "[Person 1] rang."),
        ("Many thanks,\n{Dawn Hale}\nMy son was ill.", "Many thanks,\n[Person 1]\nMy son was ill."),
        ("Spoke to mum - {Ines|Pupil} was tired.", "Spoke to mum - [Pupil 1] was tired."),
        ("{Ines Marlowe|Pupil} is a mentor.", "[Pupil 1] is a mentor."),
        ("{Ines Marlowe|Pupil}\nTutor: {Mr Dunmore}", "[Pupil 1]\nTutor: [Staff 1]"),
        ("{Ines Marlowe|Staff} 8T rang.", "[Pupil 1] 8T rang."),
        ("{Joan Pellow|Staff} (8T form tutor) rang.", "[Staff 1] (8T form tutor) rang."),
        ("{Father Brown} came.", "[Person 1] came."),
        ("{Mrs Hale|Parent} teaches {Ines|Pupil} and {Jory|Pupil}.", "[Person 1] teaches [Pupil 1] and [Pupil 2]."),
    ],
)
def test_where_words_leave_a_doubt_nobody_is_made_more_than_is_known(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Ask Mrs Tasker today", "Tasker", "Mrs Tasker"),
        ("Ask Mr & Mrs Tasker today", "Mrs Tasker", "Mr & Mrs Tasker"),
        ("Ask Dr. Tasker's mum", "Tasker's", "Dr. Tasker"),
        ("Ines\u2019s mum", "Ines\u2019s", "Ines"),
        ("I miss Ines", "Ines", "Ines"),
    ],
)
def test_a_placeholder_stands_for_titles_and_not_for_the_possessive(text: str, name: str, expected: str) -> None:
    start = text.index(name)
    span = roles.whole(text, Span(start, start + len(name)))

    assert text[span.start : span.end] == expected


def test_a_title_that_belongs_to_the_detail_before_is_left_to_it() -> None:
    assert roles.whole("Mrs Tasker", Span(4, 10), floor=4) == Span(4, 10)


def told(kind: str, child: str = "") -> Role:
    return Role(kind, who(child, KEY) if child else None, is_told=True)


def test_somebody_keeps_the_first_label_whatever_is_learnt_later() -> None:
    conversation = Conversation()
    dawn = who("Dawn Hale", KEY)
    conversation.meet([(Role("Person"), dawn)])
    conversation.name(dawn)
    conversation.meet([(told("Parent", "Ines Marlowe"), dawn)])

    assert conversation.name(dawn) == "[Person 1]"


def test_the_child_may_have_been_named_in_an_earlier_paste() -> None:
    conversation = Conversation()
    ines, parent, other = (who(name, KEY) for name in ("Ines Marlowe", "Mrs Marlowe", "Mrs Hale"))
    conversation.meet([(Role("Pupil"), ines)])
    conversation.name(ines)
    conversation.meet([(Role("Parent"), parent), (Role("Parent"), other)])

    assert (conversation.name(parent), conversation.name(other)) == ("[Parent of Pupil 1]", "[Parent 1]")


def test_a_label_used_before_the_host_was_started_anew_is_not_given_to_another_parent() -> None:
    conversation = Conversation()
    conversation.take(["[Parent of Pupil 1]"])
    ines, dawn = who("Ines Marlowe", KEY), who("Dawn Hale", KEY)
    conversation.meet([(Role("Pupil"), ines), (told("Parent", "Ines Marlowe"), dawn)])

    assert conversation.name(dawn) == "[Parent 2 of Pupil 1]"


def test_two_who_are_each_others_parents_are_labelled_all_the_same() -> None:
    conversation = Conversation()
    ines, dawn = who("Ines Marlowe", KEY), who("Dawn Hale", KEY)
    conversation.meet([(told("Parent", "Dawn Hale"), ines), (told("Parent", "Ines Marlowe"), dawn)])

    assert {conversation.name(ines), conversation.name(dawn)} == {"[Parent 1]", "[Parent 2]"}


@pytest.fixture
def act(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Pastes into one conversation and gives the text as an action leaves it."""
    monkeypatch.setattr(paths, "places", world.places)
    school = organisation.of({"organisation": "Hazelmere School", "other_schools": ["Lark Hill Primary"]})
    policy = replace(load("default", policies_dir=paths.policies_dir()), organisation=school)
    monkeypatch.setattr(State, "policy", property(lambda _: policy))
    desk = Desk(State(read_settings=lambda: settings.load(())))
    list(desk.reload())

    def done(text: str, action: str = "replace") -> str:
        (scanned,) = desk.answer(ScanRequest("1", "chatgpt", "paste", "aa", text=text))
        (acted,) = desk.answer(Act("2", json.loads(scanned)["scan"], action))
        units = text.encode("utf-16-le")
        for edit in reversed(json.loads(acted)["edits"]):
            units = units[: 2 * edit["start"]] + edit["text"].encode("utf-16-le") + units[2 * edit["end"] :]
        return units.decode("utf-16-le")

    yield done
    desk.finish(PATIENCE)


def test_a_family_keeps_its_placeholders_from_paste_to_paste(act: Callable[..., str]) -> None:
    first = act("Rang Ines Marlowe's mum, Mrs Marlowe, and her dad Piran Tresize about Ines Marlowe in 8T.")
    second = act("Please write to Mr and Mrs Tasker, and to Mrs Marlowe about Ines's behaviour.")

    assert first == (
        "Rang [Pupil 1]'s mum, [Parent of Pupil 1], and her dad [Parent 2 of Pupil 1] about [Pupil 1] in 8T."
    )
    assert "to [Parent of Pupil 1] about [Pupil 1]'s" in second
    assert "Mr and" not in second


def test_schools_the_policy_names_are_replaced_with_the_people_in_them(act: Callable[..., str]) -> None:
    text = "Ines Marlowe 8T left Lark Hill Primary for Hazelmere  school. 🙂 Hazelmere School is near Hazelmere."

    assert act(text) == "[Pupil 1] 8T left [School 1] for [School 2]. 🙂 [School 2] is near Hazelmere."
    assert "Lark Hill Primary" in act(text, "remove")


def test_reading_roles_takes_no_longer_than_the_text_is_long() -> None:
    def work(count: int) -> None:
        line = "Ines Marlowe's mum Dawn Hale rang Mr Tasker, who is ill, and so on and on; "
        text = line * count
        mentions = [
            Mention(Span(at, at + len(name)), "Person", who(f"{name}{number % 50}", KEY))
            for number in range(count)
            for name in ("Ines Marlowe", "Dawn Hale", "Mr Tasker")
            for at in (number * len(line) + line.index(name),)
        ]
        roles.of(text, mentions)

    assert grows_no_faster(work, 300)
