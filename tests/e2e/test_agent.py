"""When the agent is missing, slow, wrong or killed: a limited check instead, said so, and nothing lost."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import psutil
import pytest
from e2e import standin
from practice import browser
from practice.texts import ALLOWED, HELD, MARK, UPN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from e2e.conftest import Open
    from practice.browser import Browser
    from practice.chat import Chat

HOLD = "Before this goes in"


def test_without_the_agent_a_limited_check_still_holds_a_upn_and_says_so(open_browser: Open) -> None:
    with open_browser(host=None) as laptop, on_chatgpt(laptop) as chat:
        chat.paste(ALLOWED)
        chat.until_model(ALLOWED)
        chat.panel.until("the note", lambda: "isn't running" in chat.panel.text())

        assert "A limited check found nothing" in chat.panel.text()

        chat.paste(f"\n{HELD}")
        chat.until_open(HOLD)

        assert "Limited check" in chat.panel.text()
        assert not chat.knew(UPN)

        chat.panel.press("Replace with placeholders")
        chat.panel.until("the label", lambda: "[UPN 1]" in chat.model())

        assert not chat.knew(UPN)

        popup = laptop.page("popup.html")
        popup.get_by_text("isn't running").wait_for()


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("mute", "took too long"),
        ("slow", "took too long"),
        ("nonsense", "stopped answering"),
        ("dies", "stopped answering"),
    ],
)
def test_host_that_does_not_answer_leads_to_a_limited_check(
    open_browser: Open, tmp_path: Path, host: Path, kind: str, says: str
) -> None:
    wrong = standin.write(tmp_path, kind, real=host)
    with open_browser(host=wrong) as laptop, on_chatgpt(laptop) as chat:
        chat.paste(HELD)
        chat.until_open(HOLD)

        assert says in chat.panel.text()
        assert "UPN" in chat.panel.text()
        assert not chat.knew(MARK)

        chat.panel.press("Go back")
        chat.paste(ALLOWED)
        chat.until_model(ALLOWED)
        chat.panel.until("the note", lambda: says in chat.panel.text())


def test_host_that_dies_over_a_text_is_started_again_and_asked_again(
    open_browser: Open, tmp_path: Path, host: Path
) -> None:
    with (
        open_browser(host=standin.write(tmp_path, "dies_once", real=host)) as laptop,
        on_chatgpt(laptop) as chat,
    ):
        chat.paste(HELD)
        chat.until_open(HOLD)

        assert "(1.5)" in chat.panel.text()
        assert "Limited" not in chat.panel.text()


def test_host_killed_between_two_texts_costs_nothing(laptop: Browser) -> None:
    with on_chatgpt(laptop) as chat:
        chat.paste(HELD)
        chat.panel.press("Replace with placeholders")
        chat.panel.until("the label", lambda: "[UPN 1]" in chat.model())
        kill_host(laptop)
        chat.type(" ")
        hold(chat, f"UPN: {UPN}, {HELD}")

        assert "Limited" not in chat.panel.text()

        chat.panel.press("Replace with placeholders")
        chat.panel.until("the labels", lambda: chat.model().count("[UPN ") == 3)

        # The new host cannot know what the first label stood for, so it counts on.
        assert chat.model().count("[UPN 2]") == 2
        assert not chat.knew(UPN)


def test_host_killed_while_the_question_is_open_costs_nothing(laptop: Browser) -> None:
    with on_chatgpt(laptop) as chat:
        chat.paste(HELD)
        chat.until_open(HOLD)
        kill_host(laptop)
        chat.panel.press("Replace with placeholders")
        chat.panel.until("the label", lambda: "[UPN 1]" in chat.model())

        assert not chat.knew(MARK)
        assert not chat.knew(UPN)


def test_agent_installed_later_is_found_by_trying_again(open_browser: Open, host: Path) -> None:
    with open_browser(host=None) as laptop:
        popup = laptop.page("popup.html")
        popup.get_by_text("isn't running").wait_for()
        browser.register(host, profile=laptop.folder / "profile")
        popup.get_by_role("button", name="Try again").click()
        popup.get_by_text("On. Text is checked on this laptop.").wait_for()
        with on_chatgpt(laptop) as chat:
            chat.paste(HELD)
            chat.until_open(HOLD)

            assert "Limited" not in chat.panel.text()


def test_service_worker_killed_is_started_again(laptop: Browser) -> None:
    with on_chatgpt(laptop) as chat:
        chat.paste(ALLOWED)
        chat.until_model(ALLOWED)
        stop_workers(laptop)
        hold(chat, HELD)

        assert "Limited" not in chat.panel.text()

        stop_workers(laptop)
        chat.panel.press("Replace with placeholders")
        chat.panel.until("the label", lambda: "[UPN 1]" in chat.model())

        assert not chat.knew(MARK)


def test_page_left_over_from_an_older_extension_still_checks_and_asks_to_be_reloaded(laptop: Browser) -> None:
    with on_chatgpt(laptop) as chat:
        chat.paste(ALLOWED)
        chat.until_model(ALLOWED)
        reload_extension(laptop)
        chat.paste(HELD)
        chat.until_open(HOLD)

        assert "Reload this page" in chat.panel.text()
        assert not chat.knew(UPN)

        chat.panel.press("Replace with placeholders")
        chat.panel.until("the label", lambda: "[UPN 1]" in chat.model())

        assert not chat.knew(UPN)

        chat.page.reload()
        chat.page.wait_for_function("() => window.practice !== undefined")
        hold(chat, HELD)

        assert "(1.5)" in chat.panel.text()


def hold(chat: Chat, text: str, *, seconds: float = 10) -> None:
    """Paste a text that is held.

    An agent that is only starting, or a long text, may take longer on a busy machine than a person is made to wait:
    then once more.
    """
    for _ in range(5):
        chat.paste(text)
        chat.until_open(HOLD, seconds=seconds)
        if "took too long" not in chat.panel.text():
            return
        chat.panel.press("Go back")
        chat.until_closed()


@contextmanager
def on_chatgpt(laptop: Browser) -> Iterator[Chat]:
    chat = laptop.visit("https://chatgpt.com/")
    yield chat
    chat.page.close()


def kill_host(laptop: Browser, program: str = "safe-to-paste-host") -> None:
    ours = [process for process in psutil.process_iter(["cmdline"]) if is_host_of(process, laptop, program)]

    assert ours

    for process in ours:
        process.kill()
        process.wait(30)


def is_host_of(process: psutil.Process, laptop: Browser, program: str) -> bool:
    """Whether this is a host that a browser living in the laptop's folder started."""
    if not any(program in part for part in process.info["cmdline"] or ()):
        return False
    # Those of other tests come and go meanwhile.
    with suppress(psutil.Error):
        return any(str(laptop.folder) in part for parent in process.parents() for part in parent.cmdline())
    return False


def stop_workers(laptop: Browser) -> None:
    page = laptop.page("popup.html")
    session = laptop.context.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    page.close()


def reload_extension(laptop: Browser) -> None:
    page = laptop.page("popup.html")
    with page.expect_event("close"):
        page.evaluate("() => void setTimeout(() => chrome.runtime.reload())")
    laptop.page("popup.html").close()  # once it opens again, the extension is back
