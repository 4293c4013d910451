"""When something went wrong: whom to tell, and a draft that goes nowhere by itself."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest
from practice import school, screen

if TYPE_CHECKING:
    from pathlib import Path

    from dialogs.conftest import Open
    from practice.screen import Dialogue, Screen

# Invented, and found in no file unless somebody saves it.
FACTS = "Kestrel overslept in the lighthouse"


def words(dialogue: Dialogue) -> str:
    """Everything a screen reader would read out."""
    return " ".join(f"{each['name']} {each['text']}" for each in dialogue.tree)


def write_facts(dialogue: Dialogue, shown_on: Screen) -> None:
    """Into the message, by keyboard: from the heading the message comes first."""
    dialogue.until("entry", "Your message")
    shown_on.keys("Tab", "ctrl+Home")
    shown_on.type(FACTS)
    screen.until("the facts", lambda: FACTS in dialogue.message())


@pytest.mark.parametrize("about", ["sent", "data_breach", "policy_breach", "query"])
def test_every_route_names_its_people_and_the_safeguarding_lead_first(window: Open, about: str) -> None:
    dialogue = window("concern", about)
    dialogue.until("entry", "Your message")
    read = words(dialogue)
    person = {"policy_breach": "your line manager", "query": "Ruth Bell"}.get(about, "Priya Nair")

    assert 0 < read.index("Tom Adeyemi") < read.index(person)


def test_a_worry_about_a_child_has_nothing_to_fill_in(window: Open) -> None:
    dialogue = window("concern", "safeguarding")
    dialogue.until("heading", f"Tell {school.DSL}")

    assert dialogue.named("entry") == []
    assert "999" in words(dialogue)

    dialogue.press("push button", "Done")

    assert dialogue.end() == (0, "")


def test_without_a_word_about_what_it_asks(window: Open) -> None:
    dialogue = window("concern")
    dialogue.until("heading", "Something went wrong?")
    routes = [each["name"] for each in dialogue.named("push button") if "Text size" not in each["name"]]

    assert routes[0].startswith("A worry about a child")
    assert len(routes) == 6

    dialogue.press("push button", "I've already sent it")
    dialogue.until("entry", "Your message")
    dialogue.press("push button", "Something else")
    dialogue.press("push button", "Close")

    assert dialogue.end()[0] == 1


def test_already_sent_says_what_to_do_and_names_the_hour(window: Open) -> None:
    dialogue = window("concern", "sent")
    dialogue.until("heading", "The clock")
    read = words(dialogue)

    assert "72 hours" in read
    assert "Delete the chat" in read


def test_the_draft_is_copied_only_on_the_persons_click(window: Open, shown_on: Screen, laptop: Path) -> None:
    dialogue = window("concern", "sent")
    write_facts(dialogue, shown_on)
    dialogue.press("push button", "Copy")
    screen.until("the copy", lambda: FACTS in shown_on.clipboard())

    assert "Which tool" in shown_on.clipboard()

    dialogue.close()
    dialogue.end()

    assert traces(laptop.parent) == []


def test_the_draft_is_saved_where_the_person_says_and_nowhere_else(
    window: Open, shown_on: Screen, laptop: Path
) -> None:
    dialogue = window("concern", "data_breach")
    write_facts(dialogue, shown_on)

    assert traces(laptop.parent) == []

    chosen = laptop.parent / "note.txt"
    before = shown_on.active()
    dialogue.press("push button", "Save")
    screen.until("the file dialogue", lambda: dialogue.named("file chooser") and shown_on.active() != before)
    time.sleep(0.5)
    shown_on.keys("ctrl+a")
    shown_on.type(str(chosen))
    shown_on.keys("Return")
    screen.until("the file", lambda: traces(laptop.parent) == [chosen])
    dialogue.press("push button", "Done")

    assert dialogue.end()[0] == 0
    assert traces(laptop.parent) == [chosen]


def test_thinking_better_of_saving_saves_nothing(window: Open, shown_on: Screen, laptop: Path) -> None:
    dialogue = window("concern", "query")
    write_facts(dialogue, shown_on)
    before = shown_on.active()
    dialogue.press("push button", "Save")
    screen.until("the file dialogue", lambda: dialogue.named("file chooser") and shown_on.active() != before)
    time.sleep(0.5)
    shown_on.keys("Escape")
    screen.until("it to go", lambda: not dialogue.named("file chooser"))
    dialogue.close()

    assert dialogue.end()[0] == 1
    assert traces(laptop.parent) == []


def test_an_email_draft_opens_on_the_persons_click(window: Open, shown_on: Screen, laptop: Path) -> None:
    called = laptop.parent / "called"
    tools = laptop.parent / "bin"
    tools.mkdir()
    (tools / "xdg-open").write_text(f'#!/bin/sh\nprintf %s "$1" > {called}\n', encoding="utf-8")
    (tools / "xdg-open").chmod(0o755)
    dialogue = window("concern", "sent", environ={"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"})
    write_facts(dialogue, shown_on)

    assert not called.exists()

    dialogue.press("push button", "Open as e-mail")
    screen.until("the draft", lambda: called.is_file() and called.read_text(encoding="utf-8"))
    made = called.read_text(encoding="utf-8")

    assert made.startswith("mailto:dpo@hazelmere.example?subject=Something%20went%20into%20an%20AI%20tool&body=")
    assert FACTS.replace(" ", "%20") in made


def test_no_email_program_is_said_and_nothing_is_lost(window: Open, shown_on: Screen, laptop: Path) -> None:
    empty = laptop.parent / "bin"
    empty.mkdir()
    dialogue = window("concern", "sent", environ={"PATH": str(empty)})
    write_facts(dialogue, shown_on)
    dialogue.press("push button", "Open as e-mail")
    screen.until("what is wrong", lambda: "No e-mail program" in words(dialogue))

    assert FACTS in dialogue.message()


def test_a_policy_that_cannot_be_read_still_says_whom_to_tell(window: Open, laptop: Path) -> None:
    laptop.write_text("[[[", encoding="utf-8")
    dialogue = window("concern", "sent")
    dialogue.until("heading", "Tell your line manager")

    assert "safeguarding lead first" in words(dialogue)

    dialogue.close()

    assert dialogue.end()[0] == 2


def traces(folder: Path) -> list[Path]:
    """The files that hold what was written."""
    return [path for path in folder.rglob("*") if path.is_file() and FACTS.encode() in path.read_bytes()]
