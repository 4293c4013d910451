"""The declaration, as somebody reads and ticks it: on a real screen, by role and name and by keyboard."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import psutil
import pytest
from practice import school, screen
from safe_to_paste import declarations
from safe_to_paste.journal import Journal
from safe_to_paste.policy_file import parse

if TYPE_CHECKING:
    from pathlib import Path

    from dialogs.conftest import Open
    from practice.screen import Dialogue, Screen

AGREE = "Agree and continue"
STATEMENTS = parse(school.policy(), "hazelmere.toml").declaration.statements


def declared(laptop: Path) -> list[tuple[str, str]]:
    """Who has declared which version on this laptop."""
    journal = Journal(laptop.parent / "data" / "safe-to-paste" / "journal.sqlite3")
    try:
        return [(made.who, made.policy_version) for made in journal.declarations()]
    finally:
        journal.close()


def is_ready(window: Dialogue) -> bool:
    return bool(window.until("push button", AGREE)["enabled"])


def test_everything_ticked_and_agreed_is_a_declaration(window: Open, laptop: Path) -> None:
    dialogue = window("declaration")
    dialogue.until("check box")
    boxes = dialogue.named("check box")

    assert list(STATEMENTS) == [box["name"] for box in boxes]
    assert not any(box["checked"] for box in boxes)
    assert all(box["required"] for box in boxes)

    for done, box in enumerate(boxes):
        assert not is_ready(dialogue), f"{done} of {len(boxes)} ticked"

        dialogue.tick(box["name"])
    screen.until("Agree to wake up", lambda: is_ready(dialogue))

    assert declared(laptop) == []

    dialogue.press("push button", AGREE)
    dialogue.until("heading", "Thank you")

    assert [(declarations.account(), school.VERSION)] == declared(laptop)
    assert (laptop.parent / "data" / "safe-to-paste" / "declared").exists()

    dialogue.press("push button", "Close")

    assert dialogue.end() == (0, "")


def test_closing_the_receipt_by_the_frame_is_as_good(window: Open, laptop: Path) -> None:
    dialogue = window("declaration")
    dialogue.until("check box")
    dialogue.tick()
    dialogue.press("push button", AGREE)
    dialogue.until("heading", "Thank you")
    dialogue.close()

    assert dialogue.end()[0] == 0
    assert len(declared(laptop)) == 1


def test_the_keyboard_alone_is_enough(window: Open, shown_on: Screen, laptop: Path) -> None:
    dialogue = window("declaration")
    dialogue.until("check box")
    screen.until("the heading to have the focus", lambda: dialogue.named("heading", "read and tick")[0]["focused"])
    for _ in STATEMENTS:
        shown_on.keys("Tab", "space")
    screen.until("Agree to wake up", lambda: is_ready(dialogue))
    shown_on.keys("Tab", "Tab", "Return")  # past Agree: the policy can be read without losing a tick
    dialogue.until("heading", "Artificial intelligence policy")
    shown_on.keys("Escape")
    screen.until("the statements again", lambda: dialogue.named("check box"))

    assert all(box["checked"] for box in dialogue.named("check box"))

    shown_on.keys(*["Tab"] * (len(STATEMENTS) + 1), "Return")
    dialogue.until("heading", "Thank you")

    assert len(declared(laptop)) == 1

    shown_on.keys("Escape")

    assert dialogue.end()[0] == 0


def test_the_policy_is_read_inside_the_window(window: Open) -> None:
    dialogue = window("declaration")
    dialogue.press("push button", "Read the policy")
    dialogue.until("heading", "Using AI")

    assert dialogue.named("check box") == []
    assert [each for each in dialogue.tree if each["role"] == "link"] == []

    dialogue.press("push button", "Back")
    dialogue.until("check box")


def test_closed_is_not_declared_and_costs_nothing(window: Open, laptop: Path) -> None:
    dialogue = window("declaration")
    dialogue.until("check box")
    dialogue.tick()
    dialogue.close()

    assert dialogue.end() == (1, "")
    assert declared(laptop) == []

    window("declaration").until("push button", "Later (2 left)")


def test_later_is_counted_until_there_is_none_left(window: Open, laptop: Path) -> None:
    for left in (2, 1):
        dialogue = window("declaration")
        dialogue.press("push button", f"Later ({left} left)")

        assert dialogue.end()[0] == 1

    dialogue = window("declaration")
    dialogue.press("push button", "Not now")

    assert dialogue.end()[0] == 1
    assert declared(laptop) == []


def test_killed_while_it_draws_is_not_declared(window: Open, laptop: Path) -> None:
    dialogue = window("declaration")
    dialogue.until("check box")
    dialogue.tick()
    dialogue.kill()

    assert dialogue.end() == (1, "")
    assert declared(laptop) == []


def test_no_window_is_left_when_what_started_it_is_killed(window: Open, laptop: Path) -> None:
    dialogue = window("declaration")
    dialogue.until("check box")
    dialogue.tick()
    drawing = dialogue.drawing
    dialogue.kill(which=dialogue.process.pid)
    screen.until("the window to go", lambda: not psutil.pid_exists(drawing))

    assert declared(laptop) == []


def test_left_alone_for_too_long_is_not_declared(window: Open, laptop: Path) -> None:
    began = time.monotonic()
    dialogue = window("declaration", "--patience", "15")
    dialogue.until("check box")

    assert dialogue.end() == (1, "")
    assert 15 <= time.monotonic() - began
    assert declared(laptop) == []


@pytest.mark.parametrize("display", ["", ":4711"])
def test_without_a_display_it_says_so(window: Open, display: str, laptop: Path) -> None:
    code, said = window("declaration", environ={"DISPLAY": display}).end()

    assert code == 2
    assert "display" in said
    assert declared(laptop) == []


def test_a_policy_replaced_meanwhile_is_read_and_ticked_anew(window: Open, laptop: Path) -> None:
    dialogue = window("declaration")
    dialogue.until("check box")
    dialogue.tick()
    school.replace(laptop, school.policy().replace(school.VERSION, "January 2027"))
    dialogue.until("paragraph")
    screen.until("the new version", lambda: not any(box["checked"] for box in dialogue.named("check box")))

    assert not is_ready(dialogue)
    assert declared(laptop) == []

    dialogue.tick()
    dialogue.press("push button", AGREE)
    dialogue.until("heading", "Thank you")

    assert [(declarations.account(), "January 2027")] == declared(laptop)


def test_a_policy_that_breaks_meanwhile_takes_no_declaration(window: Open, laptop: Path) -> None:
    dialogue = window("declaration")
    dialogue.until("check box")
    dialogue.tick()
    school.replace(laptop, school.policy()[:900] + "\n[[[")
    dialogue.press("push button", AGREE)
    screen.until("what is wrong", lambda: "cannot be read" in str(dialogue.tree))

    assert declared(laptop) == []


@pytest.mark.parametrize("field", ["<Insert school/trust name>", "<school/trust>"])
def test_a_policy_that_is_not_filled_in_is_not_agreed_to(window: Open, laptop: Path, field: str) -> None:
    school.replace(laptop, school.policy().replace(school.NAME, field))
    dialogue = window("declaration")
    dialogue.until("heading", "not ready")

    assert dialogue.named("check box") == []

    dialogue.press("push button", "Close")
    code, said = dialogue.end()

    assert code == 2
    assert "organisation.organisation" in said
    assert declared(laptop) == []


def test_a_text_that_is_not_filled_in_is_not_agreed_to(window: Open, laptop: Path) -> None:
    school.replace(laptop.with_suffix(".md"), "Our policy at <Insert school/trust name>.")
    dialogue = window("declaration")
    dialogue.until("heading", "not ready")
    dialogue.close()

    assert dialogue.end()[0] == 2


def test_one_of_two_windows_is_enough(window: Open, laptop: Path) -> None:
    first, second = window("declaration"), window("declaration")
    first.until("check box")
    second.until("check box")
    second.tick()
    second.press("push button", AGREE)
    second.until("heading", "Thank you")
    first.until("heading", "You have agreed already")
    first.press("push button", "Close")

    assert first.end()[0] == 0
    assert len(declared(laptop)) == 1


def test_a_journal_that_cannot_be_written_takes_no_declaration(window: Open, laptop: Path) -> None:
    data = laptop.parent / "data"
    data.write_text("a file where a folder should be", encoding="utf-8")
    dialogue = window("declaration")
    dialogue.until("check box")
    dialogue.tick()
    dialogue.press("push button", AGREE)
    screen.until("what is wrong", lambda: "could not be recorded" in str(dialogue.tree))
    dialogue.close()

    assert dialogue.end()[0] == 1


def test_no_port_is_opened_whatever_the_environment_asks_for(window: Open) -> None:
    asked = {
        "WEBKIT_INSPECTOR_SERVER": "127.0.0.1:9222",
        "WEBKIT_INSPECTOR_HTTP_SERVER": "127.0.0.1:9223",
        "QTWEBENGINE_REMOTE_DEBUGGING": "9224",
        "WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS": "--remote-debugging-port=9225",
    }
    dialogue = window("declaration", environ=asked)
    dialogue.until("check box")
    processes = psutil.Process(dialogue.process.pid).children(recursive=True)
    connections = [each for process in processes for each in process.net_connections("inet")]

    assert processes
    assert connections == []

    given = psutil.Process(dialogue.drawing).environ()

    assert set(asked) & set(given) == set()


def test_nothing_is_kept_of_a_window_but_the_journal(window: Open, laptop: Path) -> None:
    """No cache, no cookies, no storage. The key lies in a file where there is no keychain."""
    before = {path for path in laptop.parent.rglob("*") if path.is_file()}
    dialogue = window(
        "declaration", environ={"HOME": str(laptop.parent), "XDG_CACHE_HOME": str(laptop.parent / "cache")}
    )
    dialogue.until("check box")
    dialogue.tick()
    dialogue.press("push button", AGREE)
    dialogue.until("heading", "Thank you")
    dialogue.close()
    dialogue.end()
    kept = {path.name for path in laptop.parent.rglob("*") if path.is_file() and path not in before}

    assert kept - {"starter.py", "errors", "dconf", "user"} <= {
        *("journal.sqlite3", "journal.sqlite3-wal", "journal.sqlite3-shm", "declared", "key"),
    }


def test_text_size_grows_by_keyboard(window: Open, shown_on: Screen) -> None:
    dialogue = window("declaration")
    dialogue.until("push button", "Text size: 100%")
    shown_on.keys("ctrl+plus", "ctrl+plus", "ctrl+plus")
    dialogue.until("push button", "Text size: 200%")
    shown_on.keys("ctrl+0")
    dialogue.until("push button", "Text size: 100%")


def test_printing_brings_up_the_systems_own_dialogue(window: Open, shown_on: Screen) -> None:
    dialogue = window("declaration")
    dialogue.until("check box")
    dialogue.tick()
    dialogue.press("push button", AGREE)
    dialogue.until("push button", "Print")
    shown_on.keys("Tab", "Tab", "Return")
    # The page waits while the dialogue is open, and so does its half of the accessibility tree.
    screen.until("the print dialogue", lambda: shown_on.windows("^Print$"))
    shown_on.keys("Escape")
    dialogue.until("heading", "Thank you")


def test_a_copy_is_saved_where_the_person_says(window: Open, shown_on: Screen, tmp_path: Path) -> None:
    dialogue = window("declaration")
    dialogue.until("check box")
    dialogue.tick()
    dialogue.press("push button", AGREE)
    before = shown_on.active()
    dialogue.press("push button", "Save a copy")
    screen.until("the file dialogue", lambda: dialogue.named("file chooser") and shown_on.active() != before)
    time.sleep(0.5)
    shown_on.keys("ctrl+a")
    shown_on.type(str(tmp_path / "mine.txt"))
    shown_on.keys("Return")
    screen.until("the file", (tmp_path / "mine.txt").is_file)
    text = (tmp_path / "mine.txt").read_text(encoding="utf-8")

    assert school.NAME in text
    assert all(statement in text for statement in STATEMENTS)
