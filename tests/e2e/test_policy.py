"""The school decides: the page follows its policy file, at once when it changes, and never when it is broken."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from e2e import standin, test_agent
from e2e.following import follows
from practice.texts import ALLOWED, WARNED
from safe_to_paste import paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from e2e.conftest import Open
    from practice.browser import Browser
    from practice.chat import Chat

NUMBERS = "[outcomes.entities]\n"


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school's own policy file."""
    file = tmp_path_factory.mktemp("school") / "policy.toml"
    file.write_text(blocking_numbers(), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def laptop(open_browser: Open, policy: Path) -> Iterator[Browser]:
    settings = policy.with_name("settings.json")
    settings.write_text(json.dumps({"policy": str(policy)}), encoding="utf-8")
    with open_browser(host=standin.with_settings(policy.parent, settings)) as laptop:
        yield laptop


def test_block_offers_no_way_to_keep(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    chat.paste(WARNED)
    chat.until_open("Please leave this out")

    assert "Keep" not in chat.panel.buttons()

    chat.panel.press("Replace with placeholders")
    chat.panel.until("the changed text", lambda: "[Mobile number 1]" in chat.model())

    assert not chat.knew("07700 900123")


def test_replaced_policy_is_followed_without_a_restart(
    laptop: Browser, visit: Callable[[str], Chat], policy: Path
) -> None:
    chat = visit("gemini")
    with in_force(policy, ordinary(), laptop):
        chat.paste(WARNED)
        chat.until_model(WARNED)
        chat.until_open("Worth a look before you send")


def test_broken_policy_leaves_the_last_good_one_in_force_and_the_popup_says_so(
    laptop: Browser, visit: Callable[[str], Chat], policy: Path
) -> None:
    chat = visit("chatgpt")
    with in_force(policy, blocking_numbers()[:400] + "\n[[[", laptop):
        chat.paste(WARNED)
        chat.until_open("Please leave this out")
        popup = laptop.page("popup.html")
        popup.get_by_text("last good one").wait_for()
        popup.close()


def test_school_that_asks_for_it_has_texts_wait_while_the_agent_is_gone(open_browser: Open, tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text(
        ordinary().replace('agent_missing = "limited_check"', 'agent_missing = "hold"'), encoding="utf-8"
    )
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps({"policy": str(tmp_path / "policy.toml")}), encoding="utf-8")
    with open_browser(host=standin.with_settings(tmp_path, settings)) as laptop:
        chat = laptop.visit("https://chatgpt.com/")
        chat.paste(ALLOWED)
        chat.until_model(ALLOWED)
        for manifest in (laptop.folder / "profile").glob("NativeMessagingHosts/*.json"):
            manifest.unlink()
        test_agent.kill_host(laptop, "host-with-settings")
        chat.paste(f" {ALLOWED}")
        chat.panel.until("why it waits", lambda: "Without the full check your school asks" in chat.panel.text())
        chat.panel.press("Keep")
        chat.panel.press("It is made up or public")
        chat.until_model(f"{ALLOWED} {ALLOWED}")


def ordinary() -> str:
    return (paths.policies_dir() / "default.toml").read_text(encoding="utf-8")


def blocking_numbers() -> str:
    return ordinary().replace(NUMBERS, f'{NUMBERS}PHONE = {{ likely = "block", very_likely = "block" }}\n')


@contextmanager
def in_force(policy: Path, content: str, laptop: Browser) -> Iterator[None]:
    """Put other content in the policy's place for a while, whole at once as IT's tools do."""
    before = policy.read_text(encoding="utf-8")
    with follows(laptop):
        put(policy, content)
    try:
        yield
    finally:
        with follows(laptop):
            put(policy, before)


def put(policy: Path, content: str) -> None:
    new = policy.with_suffix(".new")
    new.write_text(content, encoding="utf-8")
    new.replace(policy)
