"""Everything of ours that a page can show, by name, and how a person comes by it; and how it is laid out.

The school here has approved no Copilot, and has its policy agreed to where it is asked for (`gate`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from e2e import standin
from e2e.test_texts import REFUSE
from practice import school
from practice.texts import ALLOWED, ANSWER, HELD, HINTED, REPORT_COMMENT
from safe_to_paste import paths

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from practice.chat import Chat

LONG = b"Photosynthesis makes sugar and oxygen. " * 1_000_000
NOTE = (
    "It may learn from what is typed, and keeps it for as long as its makers like; ask IT for the school's own account."
)
TOOLS = f"""
[[tools]]
name = "Copilot"
url_patterns = ["https://copilot.microsoft.com/*"]
status = "not_approved"
note = "{NOTE}"

[[tools]]
name = "Microsoft 365 Copilot"
url_patterns = ["https://m365.cloud.microsoft/*"]
status = "approved"
note = ""

"""

# Not the number the search for traces looks for: a browser keeps what is in a plain text box for its next start.
WARNED = "Ask the coach driver to ring me on 07700 900456 about the trip."


def host(folder: Path) -> Path:
    """A host for a laptop of that school."""
    text = (paths.policies_dir() / "default.toml").read_text(encoding="utf-8")
    before, _, rest = text.partition("[[tools]]")
    policy = folder / "policy.toml"
    policy.write_text(f"{before}{TOOLS}[journal]{rest.partition('[journal]')[2]}", encoding="utf-8")
    settings = folder / "settings.json"
    settings.write_text(json.dumps({"policy": str(policy)}), encoding="utf-8")
    return standin.with_settings(folder, settings)


def gated_host(folder: Path, *, gate: str = "before_use") -> Path:
    """A host for a laptop of a school whose policy is still to be agreed to."""
    school.laptop(folder, content=school.policy().replace('gate = "before_use"', f'gate = "{gate}"'))
    return standin.with_settings(folder, folder / "settings.json", first=standin.opening(folder / "opened"))


def question(chat: Chat, folder: Path) -> None:  # noqa: ARG001 - all are opened alike
    chat.paste(HELD)
    chat.until_open("Before this goes in")


def details(chat: Chat, folder: Path) -> None:
    question(chat, folder)
    chat.panel.press("Show me")
    chat.panel.until("the details", lambda: "Hide" in chat.panel.buttons())


def reasons(chat: Chat, folder: Path) -> None:
    question(chat, folder)
    chat.panel.press("Keep")
    chat.panel.until("the reasons", lambda: "Back" in chat.panel.buttons())


def warning(chat: Chat, folder: Path) -> None:  # noqa: ARG001
    chat.paste(WARNED)
    chat.panel.until("the warning", lambda: "Later" in chat.panel.buttons())


def sending(chat: Chat, folder: Path) -> None:
    warning(chat, folder)
    chat.press("Enter")
    chat.until_open("Send as it is?")


def hint(chat: Chat, folder: Path) -> None:  # noqa: ARG001
    chat.paste(HINTED)
    chat.panel.until("the hint", lambda: "Dismiss" in chat.panel.buttons())


def banner(chat: Chat, folder: Path) -> None:  # noqa: ARG001
    chat.panel.until("a word on the tool", lambda: "What it does with your text" in chat.panel.buttons())


def about(chat: Chat, folder: Path) -> None:
    banner(chat, folder)
    chat.panel.press("What it does with your text")
    chat.panel.until("the note", lambda: "learn from" in chat.panel.text())


def label(chat: Chat, folder: Path) -> None:  # noqa: ARG001
    chat.paste(REPORT_COMMENT.body)
    chat.panel.press("Replace with placeholders")
    chat.panel.until("the changed text", lambda: "[Pupil 1]" in chat.model())
    chat.until_closed()
    chat.send()
    chat.panel.until("the message to be sent", lambda: bool(chat.sent()))
    chat.answer(f"<p>{ANSWER}</p>")
    chat.copied("keyboard")
    chat.panel.until("the chip", lambda: "AI supported" in chat.panel.buttons())


def labels(chat: Chat, folder: Path) -> None:
    label(chat, folder)
    chat.panel.press("Show which")
    chat.panel.until("the names", lambda: "Hide" in chat.panel.buttons())


def checking(chat: Chat, folder: Path) -> None:
    file = folder / "long.txt"
    file.write_bytes(LONG)
    chat.choose("input", file)
    chat.panel.until("a way out", lambda: "Cancel" in chat.panel.buttons())


def files(chat: Chat, folder: Path) -> None:
    records = [folder / "a record of a pupil with a long name for a file.txt", folder / "another.txt"]
    for file in records:
        file.write_text(HELD, encoding="utf-8")
    chat.choose("input", *records)
    chat.panel.until("the question", lambda: "Attach safe copies" in chat.panel.buttons())


def unread(chat: Chat, folder: Path) -> None:
    file = folder / "plan.xyz"
    file.write_bytes(bytes(range(256)) * 9)
    chat.choose("input", file)
    chat.until_open("This file can't be checked")


def picture(chat: Chat, folder: Path) -> None:  # noqa: ARG001
    chat.copy_picture()
    chat.paste()
    chat.until_open("A picture")


def by_hand(chat: Chat, folder: Path) -> None:  # noqa: ARG001
    chat.page.evaluate(REFUSE)
    chat.paste(ALLOWED)
    chat.until_open("Please paste this yourself")


def gate(chat: Chat, folder: Path) -> None:  # noqa: ARG001
    chat.panel.until("the gate", lambda: "Read and agree" in chat.panel.buttons())


SURFACES: dict[str, tuple[str, Callable[[Chat, Path], None]]] = {
    "question": ("chatgpt", question),
    "details": ("gemini", details),
    "reasons": ("copilot", reasons),
    "warning": ("chatgpt", warning),
    "sending": ("gemini", sending),
    "hint": ("chatgpt", hint),
    "banner": ("copilot", banner),
    "about": ("copilot", about),
    "label": ("chatgpt", label),
    "labels": ("gemini", labels),
    "checking": ("chatgpt", checking),
    "files": ("chatgpt", files),
    "unread": ("gemini", unread),
    "picture": ("chatgpt", picture),
    "by hand": ("chatgpt", by_hand),
    "gate": ("chatgpt", gate),
}
