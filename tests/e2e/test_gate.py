"""The gate: the message box is covered until the person has agreed to the school's policy, and never for ever.

The host is the real one, with an invented school's policy in force; a window is only noted down as opened, but for one
test that opens the real one on a screen of its own. A declaration is made in another process, as the window makes it.
"""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import count
from typing import TYPE_CHECKING, Any, Literal

import pytest
from e2e import standin
from e2e.conftest import SITES
from e2e.test_accessibility import axe, focused, in_panel, serious
from e2e.test_agent import kill_host, reload_extension, stop_workers
from practice import browser, school, screen
from practice.texts import HELD, MARK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from e2e.conftest import Open
    from playwright.sync_api import Page
    from practice.browser import Browser
    from practice.chat import Chat

TITLE = "First, your school's AI policy"
AGREE = "Read and agree"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

DECLARE = """
from datetime import UTC, datetime
from safe_to_paste import declarations
from safe_to_paste.dialogs import matter
from safe_to_paste.journal import Declaration, Journal
policy, who = matter.load().policy, declarations.account()
said = policy.declaration.statements
Journal().declare(Declaration(datetime.now(UTC), who, policy.name, policy.version, said, training=False))
"""
SNOOZES = """
from safe_to_paste import declarations
from safe_to_paste.dialogs import matter
from safe_to_paste.journal import Journal
policy = matter.load().policy
print(Journal().snoozes(policy.name, policy.version, declarations.digest(policy.declaration.statements)))
"""
# A host of before there were declarations.
OLD = """
from safe_to_paste.host import messages
messages._SHAPES = {k: v for k, v in messages._SHAPES.items() if k not in ("declare", "concern", "about", "card")}
messages.SHOWS = ()
"""

_versions = count(1)


class School:
    """The school: its policy on the laptop, which windows were opened, and somebody who agrees."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = school.laptop(folder)
        self.settings = folder / "settings.json"
        self.opened = folder / "opened"

    def host(self, first: str | None = None) -> Path:
        """A host for this laptop; windows are noted down unless something else is to be done first."""
        return standin.with_settings(
            self.folder, self.settings, first=standin.opening(self.opened) if first is None else first
        )

    def asks(self, *, gate: str = "before_use", snoozes: int = 2, mode: str = "warn") -> str:
        """Put a new version of the policy in force; its number."""
        version = str(next(_versions))
        text = school.policy().replace(f'version = "{school.VERSION}"', f'version = "{version}"')
        for before, after in (
            ('gate = "before_use"', f'gate = "{gate}"'),
            ("snoozes = 2", f"snoozes = {snoozes}"),
            ('mode = "warn"', f'mode = "{mode}"'),
        ):
            assert before in text
            text = text.replace(before, after)
        school.replace(self.file, text)
        return version

    def declare(self, laptop: Browser) -> None:
        """Agree to the policy in force, in another process."""
        self._run(laptop, DECLARE)

    def snoozes(self, laptop: Browser) -> int:
        """How often "later" was counted for the policy in force."""
        return int(self._run(laptop, SNOOZES))

    def _run(self, laptop: Browser, script: str) -> str:
        whole = [sys.executable, "-c", standin.reading(self.settings) + script]
        environ = browser.environ(laptop.folder)
        return subprocess.run(whole, env=environ, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def hazelmere(tmp_path_factory: pytest.TempPathFactory) -> School:
    return School(tmp_path_factory.mktemp("school"))


@pytest.fixture(scope="module")
def laptop(open_browser: Open, hazelmere: School) -> Iterator[Browser]:
    with open_browser(host=hazelmere.host()) as laptop:
        yield laptop


@pytest.fixture
def gated(hazelmere: School, visit: Callable[[str], Chat]) -> Callable[[str], Chat]:
    """Opens a page where the gate is up, for a version of the policy that nobody has agreed to."""
    version = hazelmere.asks()

    def opened(site: str) -> Chat:
        chat = visit(site)
        until_gate(chat, version)
        return chat

    return opened


# --- what is covered


@pytest.mark.parametrize("site", SITES)
def test_neither_mouse_nor_keyboard_nor_the_page_gets_into_the_box(gated: Callable[[str], Chat], site: str) -> None:
    chat = gated(site)
    box = chat.page.locator("#prompt-textarea, .ql-editor, [data-mobile-composer-prompt]").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    chat.page.mouse.click(x, y)
    chat.page.keyboard.type("by mouse")
    chat.focus()  # as a page does it
    chat.page.keyboard.type("by script")
    chat.paste("by paste")
    chat.press("Enter")
    stops = set()
    for _ in range(14):
        chat.press("Tab")
        chat.page.keyboard.type("x")
        stops.add(chat.focused())
    chat.drop("by drop", on="body")
    chat.settle()

    assert stops == {False}
    assert chat.model() == ""
    assert chat.sent() == []
    assert not any(chat.knew(words) for words in ("by mouse", "by script", "by paste", "by drop"))


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("size", [(1280, 800), (640, 400), (320, 480)])
def test_gate_lies_on_the_whole_box_and_within_the_window(
    gated: Callable[[str], Chat], site: str, size: tuple[int, int]
) -> None:
    chat = gated(site)
    chat.page.set_viewport_size({"width": size[0], "height": size[1]})
    chat.settle(400)
    box = chat.page.locator("#prompt-textarea, .ql-editor, [data-mobile-composer-prompt]").bounding_box()
    (over,) = chat.panel.each(
        "function () { const { left, top, right, bottom } = this.querySelector('.gate').getBoundingClientRect();"
        " return [left, top, right, bottom] }"
    )

    assert box
    assert over[0] <= max(box["x"], 8)
    assert over[1] <= box["y"]
    assert over[2] >= min(box["x"] + box["width"], size[0] - 8)
    assert over[3] >= min(box["y"] + box["height"], size[1] - 8)
    assert over[0] >= 0
    assert over[1] >= 0
    assert over[2] <= size[0]
    assert over[3] <= size[1]
    for name in chat.panel.buttons():
        x, y = chat.panel.place(name)

        assert 0 < x < size[0]
        assert 0 < y < size[1]


def test_page_that_uncovers_its_box_or_takes_the_gate_away_gets_both_back(gated: Callable[[str], Chat]) -> None:
    chat = gated("chatgpt")
    chat.page.evaluate("document.querySelectorAll('[inert]').forEach(box => box.removeAttribute('inert'))")
    chat.focus()
    chat.page.keyboard.type("quick")
    chat.page.evaluate("document.querySelectorAll('[popover]').forEach(ours => ours.remove())")
    chat.settle(600)
    chat.page.keyboard.type("slow")

    assert until_gate(chat)
    assert chat.model() == ""
    assert chat.page.evaluate("document.querySelector('[inert]') !== null")


def test_page_can_neither_see_into_the_gate_nor_press_it(gated: Callable[[str], Chat], hazelmere: School) -> None:
    chat = gated("gemini")
    chat.page.evaluate(
        "for (const ours of document.querySelectorAll('[popover]')) {"
        " ours.click(); ours.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true })) }"
    )
    chat.settle()

    assert chat.page.evaluate("[...document.querySelectorAll('[popover]')].every(ours => ours.shadowRoot === null)")
    assert not hazelmere.opened.exists() or "declaration" not in hazelmere.opened.read_text().splitlines()[-1:]
    assert until_gate(chat)


def test_dialog_of_the_page_lies_above_the_gate(gated: Callable[[str], Chat]) -> None:
    chat = gated("chatgpt")
    chat.page.evaluate(
        "const over = document.createElement('div'); over.setAttribute('role', 'dialog');"
        "over.setAttribute('aria-modal', 'true'); over.textContent = 'Settings'; document.body.append(over)"
    )
    chat.panel.until("the page's own", lambda: AGREE not in chat.panel.buttons())
    chat.focus()
    chat.page.keyboard.type("behind")
    chat.page.evaluate("document.querySelector('[aria-modal]').remove()")

    assert until_gate(chat)
    assert chat.model() == ""


def test_rest_of_the_page_can_be_used(gated: Callable[[str], Chat]) -> None:
    chat = gated("chatgpt")
    search = chat.page.get_by_role("searchbox")
    search.click()
    chat.page.keyboard.type("last week")
    chat.paste_here(" or so")

    assert search.input_value() == "last week or so"


# --- agreeing


def test_declaration_made_elsewhere_opens_every_tab_at_once(
    gated: Callable[[str], Chat], hazelmere: School, laptop: Browser
) -> None:
    chats = [gated("chatgpt"), gated("gemini")]
    hazelmere.declare(laptop)
    began = time.monotonic()
    for chat in chats:
        until_open(chat)
    print(f"\nboth open {(time.monotonic() - began) * 1000:.0f} ms after the row was written")
    for chat in chats:
        chat.page.bring_to_front()
        chat.focus()
        chat.page.keyboard.type("Good morning")

        assert chat.model() == "Good morning"
        assert chat.page.evaluate("document.querySelector('[inert]')") is None


def test_policy_replaced_meanwhile_asks_again_and_leaves_what_was_typed(
    gated: Callable[[str], Chat], hazelmere: School, laptop: Browser
) -> None:
    chat = gated("chatgpt")
    hazelmere.declare(laptop)
    until_open(chat)
    chat.type("Dear colleague,")
    until_gate(chat, hazelmere.asks())
    chat.page.keyboard.type(" too late")

    assert "new version" in chat.panel.text()
    assert [control.name for control in chat.panel.controls() if control.focused] == [f"Safe to Paste: {TITLE}"]

    hazelmere.declare(laptop)
    until_open(chat)
    chat.page.keyboard.type(" good morning")

    assert chat.model() == "Dear colleague, good morning"


def test_question_that_is_open_is_answered_first(
    gated: Callable[[str], Chat], hazelmere: School, laptop: Browser
) -> None:
    chat = gated("chatgpt")
    hazelmere.declare(laptop)
    until_open(chat)
    chat.paste(HELD)
    chat.until_open("Before this goes in")
    hazelmere.asks()
    chat.settle(2000)

    assert chat.panel.heading() == "Before this goes in"

    chat.panel.press("Replace with placeholders")
    until_gate(chat)

    assert "[UPN 1]" in chat.model()
    assert not chat.knew(MARK)


def test_agreeing_is_done_in_a_window_of_its_own(gated: Callable[[str], Chat], hazelmere: School) -> None:
    chat = gated("chatgpt")
    hazelmere.opened.unlink(missing_ok=True)
    chat.panel.press(AGREE)
    chat.panel.until("a word about it", lambda: "window of its own" in chat.panel.text())

    assert hazelmere.opened.read_text().split() == ["declaration"]
    assert until_gate(chat)


def test_gate_opens_when_the_real_window_is_agreed_to(open_browser: Open, tmp_path: Path) -> None:
    if lacking := screen.missing():
        pytest.skip(lacking)
    ours = School(tmp_path)
    program = screen.starter(tmp_path)
    host = ours.host(first=standin.showing(program, ours.settings))
    with screen.opened(tmp_path / "screen") as shown, open_browser(host=host, on=shown.environ) as laptop:
        chat = laptop.visit(browser.CHATGPT)
        until_gate(chat)
        chat.panel.press(AGREE)
        window = screen.found(shown, str(program), "declaration")
        window.until("check box")
        window.tick()
        window.press("push button", "Agree")
        until_open(chat)
        popup = laptop.page("popup.html")
        popup.get_by_text("You agreed to it on").wait_for()


# --- later


def test_later_is_counted_opens_every_tab_and_runs_out(
    gated: Callable[[str], Chat], hazelmere: School, laptop: Browser
) -> None:
    chat, other = gated("chatgpt"), gated("gemini")
    for left in ("2", "1"):
        chat.page.bring_to_front()
        chat.panel.press(f"Later ({left} left)")
        until_open(chat)
        until_open(other)
        chat.page.reload()
        chat.settle(600)

        assert AGREE not in chat.panel.buttons()

        tomorrow(laptop)
        for each in (chat, other):
            each.page.bring_to_front()
            each.page.reload()
            until_gate(each)

    assert chat.panel.buttons() == (AGREE,)
    assert hazelmere.snoozes(laptop) == 2

    hazelmere.declare(laptop)
    until_open(chat)
    until_open(other)


def test_window_that_does_not_come_keeps_nobody_out(open_browser: Open, tmp_path: Path) -> None:
    ours = School(tmp_path)
    ours.asks(snoozes=0)
    host = ours.host(first=standin.opening(ours.opened, fails=True))
    with open_browser(host=host) as laptop:
        chat = laptop.visit(browser.CHATGPT)
        until_gate(chat)

        assert chat.panel.buttons() == (AGREE,)

        for _ in range(5):
            chat.panel.press(AGREE)
            chat.panel.until("a way on", lambda: "Later" in chat.panel.buttons())
            if "gave no answer" not in chat.panel.text():  # as on a busy machine
                break

        assert "there is no screen here. You can choose Later" in chat.panel.text()

        chat.panel.press("Later")
        until_open(chat)
        chat.type("Good morning")

        assert chat.model() == "Good morning"


# --- never a dead end


def test_host_killed_meanwhile_is_started_again_and_still_tells(
    gated: Callable[[str], Chat], hazelmere: School, laptop: Browser
) -> None:
    chat = gated("chatgpt")
    kill_host(laptop, "host-with-settings")
    chat.settle(1500)

    assert until_gate(chat)

    hazelmere.declare(laptop)
    until_open(chat)


def test_host_that_goes_for_good_takes_the_gate_along(open_browser: Open, tmp_path: Path) -> None:
    ours = School(tmp_path)
    host = ours.host()
    with open_browser(host=host) as laptop:
        chat = laptop.visit(browser.GEMINI)
        until_gate(chat)
        host.unlink()
        kill_host(laptop, "host-with-settings")
        until_open(chat)
        chat.type("Good morning")

        assert chat.model() == "Good morning"

        popup = laptop.page("popup.html")
        popup.get_by_text("nobody is asked to agree").wait_for()
        popup.get_by_text("Something went wrong?").click()

        assert popup.get_by_text("designated safeguarding lead").is_visible()
        assert popup.get_by_role("button", name=AGREE).count() == 0


def test_host_from_before_declarations_asks_nobody_and_the_popup_says_so(open_browser: Open, tmp_path: Path) -> None:
    ours = School(tmp_path)
    with open_browser(host=ours.host(first=OLD)) as laptop:
        chat = laptop.visit(browser.CHATGPT)
        popup = laptop.page("popup.html")
        popup.get_by_text("is older than this browser's part of it").wait_for()
        chat.page.bring_to_front()
        chat.type("Good morning")

        assert chat.model() == "Good morning"
        assert AGREE not in chat.panel.buttons()
        assert popup.get_by_role("button").count() == 0


def test_worker_that_was_stopped_leaves_nobody_waiting(
    gated: Callable[[str], Chat], hazelmere: School, laptop: Browser
) -> None:
    chat = gated("chatgpt")
    stop_workers(laptop)
    chat.page.bring_to_front()
    hazelmere.declare(laptop)
    until_open(chat)


def test_extension_that_is_updated_leaves_no_gate_behind(gated: Callable[[str], Chat], laptop: Browser) -> None:
    chat = gated("chatgpt")
    reload_extension(laptop)
    until_open(chat)
    chat.page.bring_to_front()
    chat.type("Good morning")

    assert chat.model() == "Good morning"

    chat.page.reload()

    assert until_gate(chat)


# --- a reminder, and a trial


def test_reminder_is_quiet_and_can_be_left_for_the_day(
    visit: Callable[[str], Chat], hazelmere: School, laptop: Browser
) -> None:
    hazelmere.asks(gate="remind", snoozes=0)
    chat = visit("chatgpt")
    chat.panel.until("the reminder", lambda: "Later" in chat.panel.buttons())

    assert chat.panel.heading() == "note"

    chat.type("Good morning")

    assert chat.model() == "Good morning"

    chat.panel.press("Later")
    chat.until_closed()
    chat.page.reload()
    chat.settle(1000)

    assert AGREE not in chat.panel.buttons()

    tomorrow(laptop)
    chat.page.reload()
    chat.panel.until("the reminder", lambda: AGREE in chat.panel.buttons())


def test_trial_holds_nothing_and_says_what_it_is(
    visit: Callable[[str], Chat], hazelmere: School, laptop: Browser
) -> None:
    hazelmere.asks(gate="remind")
    chat = visit("chatgpt")
    chat.panel.until("the reminder", lambda: AGREE in chat.panel.buttons())
    version = hazelmere.asks(mode="report_only")
    until_gate(chat, version)

    # A reminder that made room for the gate was not put off by the person.
    assert chat.panel.buttons() == (AGREE, "Later (2 left)")

    assert "only counted, and nothing is held" in chat.panel.text()

    hazelmere.declare(laptop)
    until_open(chat)
    chat.paste(HELD)
    chat.until_model(chat.without_extension(HELD))
    chat.page.bring_to_front()
    chat.panel.until("a note", lambda: "Nothing is held" in chat.panel.text())
    chat.send()

    assert len(chat.sent()) == 1

    popup = laptop.page("popup.html")
    popup.get_by_text("On trial.").wait_for()
    popup.close()


# --- the popup


def test_popup_says_how_it_stands_whom_to_tell_and_what_can_be_pasted(
    gated: Callable[[str], Chat], hazelmere: School, laptop: Browser
) -> None:
    gated("chatgpt")
    popup = laptop.page("popup.html")
    popup.get_by_text("You have not agreed to this version yet.").wait_for()
    hazelmere.opened.unlink(missing_ok=True)
    popup.get_by_role("button", name=AGREE).click()
    popup.get_by_text("A window has opened.").wait_for()
    popup.get_by_text("Something went wrong?").click()
    concerns = popup.locator("details[open]")

    assert concerns.get_by_role("button").all_inner_texts()[0] == "A worry about a child"

    concerns.get_by_role("button", name="A worry about a child").click()
    concerns.get_by_text(school.DSL).wait_for()
    concerns.get_by_role("button", name="I've already sent it").click()
    concerns.get_by_text(school.DPO).wait_for()
    popup.get_by_role("button", name="My AI use").click()
    popup.get_by_text("A window has opened.").last.wait_for()

    assert hazelmere.opened.read_text().splitlines() == [
        *("declaration", "concern safeguarding", "concern sent", "about"),
    ]

    with laptop.context.expect_page() as opening:
        popup.get_by_role("button", name="What can I paste?").click()
    card = opening.value
    card.get_by_role("heading", name="What can I paste?").wait_for()

    assert card.title() == f"What can I paste? – {school.NAME}"
    assert card.get_by_text(school.DSL.split(",")[0]).first.is_visible()
    assert card.evaluate("getComputedStyle(document.body).fontSize") == "16px"

    hazelmere.declare(laptop)
    popup.reload()
    popup.get_by_text("You agreed to it on").wait_for()

    assert popup.get_by_role("button", name=AGREE).count() == 0

    for page in (popup, card):
        page.close()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_no_serious_fault_in_the_popup_or_the_card(
    gated: Callable[[str], Chat], laptop: Browser, scheme: Literal["light", "dark"]
) -> None:
    gated("chatgpt")
    for name in ("popup.html", "card.html"):
        page = laptop.page(name)
        page.emulate_media(color_scheme=scheme)
        page.get_by_role("heading").first.wait_for()
        page.wait_for_timeout(500)
        for summary in page.locator("summary").all():
            summary.click()
        found = in_page(page)
        page.close()

        assert serious(found) == []


# --- for everyone


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("colours", ["none", "active"])
def test_axe_finds_no_serious_fault_in_the_gate(
    gated: Callable[[str], Chat], scheme: Literal["light", "dark"], colours: Literal["none", "active"]
) -> None:
    chat = gated("chatgpt")
    chat.page.emulate_media(color_scheme=scheme, forced_colors=colours)
    chat.panel.press(AGREE)
    chat.panel.until("a word about it", lambda: "window of its own" in chat.panel.text())

    assert serious(in_panel(chat)) == []
    assert chat.panel.each("function () { return getComputedStyle(this.querySelector('.gate')).borderTopStyle }") == [
        "solid"
    ]


@pytest.mark.parametrize("site", SITES)
def test_gate_is_named_said_and_answered_by_keyboard(
    gated: Callable[[str], Chat], hazelmere: School, site: str
) -> None:
    chat = gated(site)
    (region,) = [control for control in chat.panel.controls() if control.role == "region"]
    (says,) = [control for control in chat.panel.controls() if control.role == "status"]

    assert region.name == f"Safe to Paste: {TITLE}"
    assert says
    assert school.NAME in chat.panel.text()

    hazelmere.opened.unlink(missing_ok=True)
    chat.press("F6")

    assert focused(chat).name == AGREE

    chat.press("Escape")

    assert until_gate(chat)

    chat.press("Enter")
    chat.panel.until("a word about it", lambda: "window of its own" in chat.panel.text())

    assert hazelmere.opened.read_text().split() == ["declaration"]
    assert focused(chat).name == AGREE

    chat.press("Tab")

    assert focused(chat).name == "Later (2 left)"

    chat.press("Space")
    until_open(chat)

    assert chat.focused()


def test_f6_leads_from_the_gate_to_what_was_copied(gated: Callable[[str], Chat]) -> None:
    chat = gated("chatgpt")
    chat.answer("<table><tbody><tr><td>Half of a quarter</td></tr></tbody></table>")
    chat.copied("keyboard")
    chat.panel.until("the chip", lambda: "AI supported" in chat.panel.buttons())
    came = []
    for _ in range(3):
        chat.press("F6")
        came.append(focused(chat).name)

    assert came == [AGREE, "AI supported", AGREE]


def test_gate_does_not_move_for_those_who_asked_for_that(gated: Callable[[str], Chat]) -> None:
    chat = gated("chatgpt")
    animation = "function () { return getComputedStyle(this.querySelector('.gate')).animationName }"

    assert chat.panel.each(animation) == ["appear"]

    chat.page.emulate_media(reduced_motion="reduce")

    assert chat.panel.each(animation) == ["none"]


def test_gate_stays_where_it_is(gated: Callable[[str], Chat]) -> None:
    chat = gated("chatgpt")
    where = (
        "function () { const { x, y, width, height } = this.querySelector('.gate').getBoundingClientRect();"
        " return [x, y, width, height] }"
    )
    chat.settle(300)
    (before,) = chat.panel.each(where)
    places = []
    for _ in range(10):
        chat.settle(100)
        places += chat.panel.each(where)

    assert places == [before] * 10


def until_gate(chat: Chat, version: str = "") -> bool:
    """Wait for the gate, for this version of the policy or any."""
    said = f"version {version}"
    chat.panel.until("the gate", lambda: chat.panel.heading() == TITLE and said in chat.panel.text(), seconds=15)
    return True


def until_open(chat: Chat) -> None:
    chat.panel.until("an open gate", lambda: AGREE not in chat.panel.buttons(), seconds=15)


def tomorrow(laptop: Browser) -> None:
    """As if the day were over that something was put off for."""
    laptop.worker().evaluate("chrome.storage.local.remove('put off')")


def in_page(page: Page) -> list[dict[str, Any]]:
    page.evaluate(axe())
    found: list[dict[str, Any]] = page.evaluate(
        "async () => (await axe.run()).violations"
        ".map(({ id, impact, nodes }) => ({ id, impact, where: nodes.map(node => node.html) }))"
    )
    return found
