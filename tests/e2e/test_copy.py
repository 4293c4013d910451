"""Copying an answer out: names come back on the clipboard, a label is offered, and nothing else changes."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from e2e import standin
from e2e.following import follows
from e2e.test_accessibility import AXE, focused
from e2e.traces import traces
from practice import build
from practice.texts import HELD, MARK, TICKS, UPN, WARNED
from safe_to_paste import paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from e2e.conftest import Open
    from practice.browser import Browser
    from practice.chat import Chat

SHOTS = os.environ.get("SHOTS", "")
NAME = f"Rowan {MARK}"
LABEL = "AI supported"

# As sites write answers: with a table, a list, a formula and code, and one placeholder split by formatting.
ANSWER = (
    "<h3>About [Pupil 1]</h3><p>[<strong>Pupil</strong> 1] reads “well” — قراءة جيدة 🙂 &amp; "
    '<a href="https://example.org/a?b=1&amp;c=2">more</a>.</p>'
    '<table><thead><tr><th>Who</th><th>UPN</th></tr></thead><tbody><tr><td style="text-align: right">[Pupil 1]</td>'
    "<td>[UPN 1]</td></tr></tbody></table><ol><li>One<ul><li>Half</li></ul></li></ol>"
    '<p><span class="katex"><span class="katex-mathml"><math><mi>x</mi><mo>=</mo><mn>2</mn></math></span>'
    '<span class="katex-html" aria-hidden="true">x=2</span></span></p>'
    '<pre><code class="language-python">print("[Pupil 1]")\n</code></pre><p>End.</p>'
)
MARKDOWN = (
    "### About [Pupil 1]\n\n[**Pupil** 1] reads “well” — قراءة جيدة 🙂 & [more](https://example.org/a?b=1&c=2).\n\n"
    "| Who | UPN |\n|---|---|\n| [Pupil 1] | [UPN 1] |\n\n1. One\n   - Half\n\n$x=2$\n\n"
    '```python\nprint("[Pupil 1]")\n```\n\nEnd.\n'
)
# The markup we write for a selection: what the site adds for its own looks is not in it.
SELECTED = (
    ANSWER.replace('<span class="katex"><span class="katex-mathml">', "")
    .replace('</span><span class="katex-html" aria-hidden="true">x=2</span></span>', "")
    .replace(' class="language-python"', "")
)

BY_HAND = ("keyboard", "menu")
PLAIN_ONLY = ("writeText", "late", "field")
RICH = ("write", "promised", "setData", "stopped")
WAYS = (*BY_HAND, *PLAIN_ONLY, *RICH)


class Rules(NamedTuple):
    """What a school has set."""

    prompt: str = "copy"
    restore: bool = True
    required: bool = False
    more: str = ""


def with_names(text: str) -> str:
    for split in ("[<strong>Pupil</strong> 1]", "[**Pupil** 1]", "[Pupil 1]"):
        text = text.replace(split, f"<strong>{NAME}</strong>" if "<strong>" in split else NAME)
    return text.replace("[UPN 1]", UPN)


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("school") / "policy.toml"


@pytest.fixture(scope="module")
def laptop(open_browser: Open, policy: Path) -> Iterator[Browser]:
    policy.write_text(with_rules(Rules()), encoding="utf-8")
    settings = policy.with_name("settings.json")
    settings.write_text(json.dumps({"policy": str(policy)}), encoding="utf-8")
    with open_browser(host=standin.with_settings(policy.parent, settings)) as laptop:
        yield laptop


@pytest.fixture
def school(policy: Path, laptop: Browser) -> Iterator[Callable[[Rules], None]]:
    """Puts other rules in force, until the end of the test."""

    def put(rules: Rules) -> None:
        if policy.read_text(encoding="utf-8") != (new := with_rules(rules)):
            with follows(laptop):
                policy.write_text(new, encoding="utf-8")

    yield put
    put(Rules())
    # A “not this time” is for the browser's session, and a test is one.
    laptop.worker().evaluate("() => chrome.storage.session.remove('unlabelled')")


def with_rules(rules: Rules) -> str:
    """The policy of a school that has set these."""
    text = (paths.policies_dir() / "default.toml").read_text(encoding="utf-8")
    before, _, after = text.partition("[label]")
    _, _, after = after.partition("[contacts]")
    label = (
        f'[label]\nrequired = {str(rules.required).lower()}\nprompt = "{rules.prompt}"\n{rules.more}\n'
        f"[placeholders]\nrestore = {str(rules.restore).lower()}\n\n[contacts]"
    )
    return before + label + after


def replaced(chat: Chat) -> None:
    """Have a pupil's name and number replaced by placeholders."""
    chat.paste(HELD)
    chat.panel.press("Replace with placeholders")
    chat.panel.until("a change", lambda: "[UPN 1]" in chat.model())
    if "[Pupil 1]" not in chat.model():
        # The agent was only starting, and asks for itself once it is there.
        chat.panel.press("Replace with placeholders")
        chat.panel.until("the placeholders", lambda: "[Pupil 1]" in chat.model())
    chat.panel.press("Dismiss")
    chat.until_closed()


def picture(chat: Chat, name: str) -> None:
    """For somebody to look at, where SHOTS names a folder."""
    if SHOTS:
        chat.settle(300)
        chat.page.screenshot(path=f"{SHOTS}/{name}.png")


def tick(chat: Chat) -> None:
    for name in TICKS:
        chat.panel.press(name, role="checkbox")


def labelled(held: dict[str, str]) -> dict[str, str]:
    plain = held["text/plain"]
    end = "\n" if plain.endswith("\n") else ""
    made = {"text/plain": f"{plain.rstrip(chr(10))}\n\n{LABEL}{end}"}
    return made | ({"text/html": f"{held['text/html']}<p>{LABEL}</p>"} if "text/html" in held else {})


def held(chat: Chat, expected: dict[str, str]) -> dict[str, str]:
    """What is on the clipboard: once it is what it should be, or after a while whatever it is."""
    for _ in range(20):
        if (found := chat.clipboard()) == expected:
            break
        chat.settle(200)
    return found


@pytest.mark.parametrize("site", ["chatgpt", "gemini"])
@pytest.mark.parametrize("restore", [True, False])
@pytest.mark.parametrize("label", [True, False])
def test_every_way_of_copying(
    visit: Callable[[str], Chat], school: Callable[[Rules], None], site: str, *, label: bool, restore: bool
) -> None:
    """Each way, with text alone and with markup, compared exactly with the same copy where the extension is not."""
    school(Rules(prompt="copy" if label else "off", restore=restore))
    chat = visit(site)
    replaced(chat)
    chat.answer(ANSWER, MARKDOWN)
    wrong: dict[str, object] = {}
    for way in WAYS:
        bare = chat.copied_without_extension(way, ANSWER, MARKDOWN)
        chat.page.bring_to_front()
        chat.copied(way)
        chat.settle(800 if way in ("late", "promised") else 300)
        ours = {"text/html": SELECTED if way in BY_HAND else RICH_OF} if way not in PLAIN_ONLY else {}
        written = {"text/plain": bare["text/plain"], **ours}
        back = {kind: with_names(text) for kind, text in written.items()}
        copied = back if restore else bare
        steps = [("as copied", held(chat, copied), copied)]
        if label:
            if restore:
                tick(chat)
            chat.panel.press(LABEL)
            chat.panel.until("Undo", lambda: "Undo" in chat.panel.buttons())
            unlabelled = back if restore else written
            steps.append(("labelled", held(chat, labelled(unlabelled)), labelled(unlabelled)))
            chat.panel.press("Undo")
            chat.settle(100)
            steps.append(("undone", held(chat, unlabelled), unlabelled))
            chat.panel.press("Dismiss")
        wrong |= {f"{way}, {what}": (is_, be) for what, is_, be in steps if is_ != be}
        assert label or restore or chat.panel.text() == "", way

    if SHOTS:
        Path(SHOTS, "wrong.json").write_text(json.dumps(wrong))
    assert not wrong
    assert not chat.knew(MARK)


# What the practice page's own buttons copy as markup: the answer as it stands in the page.
RICH_OF = ANSWER.replace("<pre>", '<pre><button type="button">Copy code</button>')


def test_cut_takes_nothing_out_of_an_answer_that_cannot_be_edited(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    replaced(chat)
    chat.answer("<p>[Pupil 1] reads.</p>")
    chat.copy("nothing yet")
    chat.page.bring_to_front()
    chat.copied("cut")
    chat.settle(400)

    assert chat.clipboard() == {"text/plain": "nothing yet"}
    assert chat.panel.text() == ""

    chat.page.locator(".answer").evaluate("answer => { answer.contentEditable = 'true'; answer.focus() }")
    chat.copied("cut")
    chat.panel.until("the chip", lambda: "One name is back" in chat.panel.text())

    assert chat.clipboard() == {"text/plain": f"{NAME} reads.", "text/html": f"<p>{NAME} reads.</p>"}


def test_chip_says_how_many_came_back_and_shows_which_on_demand(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    replaced(chat)
    chat.answer("<p>[Pupil 1], [Pupil 1] and [UPN 1]; [Pupil 7] too.</p>")
    chat.copied("keyboard")
    chat.panel.until("the chip", lambda: "2 details are back" in chat.panel.text())

    assert "One placeholder is left for you: [Pupil 7]." in chat.panel.text()
    assert MARK not in chat.panel.text()

    chat.panel.press("Show which")
    chat.panel.until("the names", lambda: f"{NAME} × 2" in chat.panel.text())
    picture(chat, "names")

    assert not chat.knew(MARK)

    chat.panel.press("Copy with placeholders instead")
    chat.settle(200)

    assert chat.clipboard()["text/plain"] == "[Pupil 1], [Pupil 1] and [UPN 1]; [Pupil 7] too."


def test_a_parent_comes_back_whole_or_stays_whole(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    chat.paste(f"{HELD}\nRang {NAME}'s mum, Mrs Dawn Pascoe, about it.")
    chat.panel.press("Replace with placeholders")
    chat.panel.until("the placeholders", lambda: "[Parent of Pupil 1]" in chat.model())
    chat.panel.press("Dismiss")
    chat.until_closed()
    chat.answer("<p>Dear [Parent of <b>[Pupil 1]</b>], [Pupil 1] reads. [Parent 2 of Pupil 1] too.</p>")
    chat.copied("keyboard")
    chat.panel.until("the chip", lambda: "back" in chat.panel.text())

    assert chat.clipboard()["text/plain"] == f"Dear Mrs Dawn Pascoe, {NAME} reads. [Parent 2 of Pupil 1] too."


def test_label_waits_for_the_ticks_of_a_report(visit: Callable[[str], Chat]) -> None:
    chat = visit("gemini")
    report = (
        "She has worked hard this term and is making good progress. Her next step is to check answers; "
        "she should ask for help sooner."
    )
    chat.answer(f"<p>{report}</p>")
    chat.copied("keyboard")
    chat.panel.press(LABEL)
    chat.settle(200)

    assert chat.clipboard()["text/plain"] == report

    tick(chat)
    chat.panel.press(LABEL)
    chat.panel.until("Undo", lambda: "Undo" in chat.panel.buttons())

    picture(chat, "done")

    assert chat.clipboard()["text/plain"] == f"{report}\n\n{LABEL}"


def test_names_come_back_after_a_reload_and_in_another_tab_of_the_conversation(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    replaced(chat)
    chat.send()
    chat.panel.until("the message to be sent", lambda: len(chat.sent()) == 1)
    address = chat.page.url
    chat.page.goto(address)
    chat.page.wait_for_function("() => window.practice !== undefined")
    chat.answer("<p>[Pupil 1] again</p>")
    chat.copied("keyboard")
    chat.panel.until("the chip", lambda: "One name is back" in chat.panel.text())

    assert chat.clipboard()["text/plain"] == f"{NAME} again"

    other = visit("chatgpt")
    other.page.goto(address)
    other.page.wait_for_function("() => window.practice !== undefined")
    other.answer("<p>[Pupil 1] here</p>")
    other.copied("keyboard")
    other.panel.until("the chip", lambda: "One name is back" in other.panel.text())

    assert other.clipboard()["text/plain"] == f"{NAME} here"

    # With the last tab of the conversation they are gone.
    chat.page.close()
    other.page.close()
    late = visit("chatgpt")
    late.page.goto(address)
    late.page.wait_for_function("() => window.practice !== undefined")
    late.answer("<p>[Pupil 1] later</p>")
    late.copied("keyboard")
    late.panel.until("the chip", lambda: "It is not known any more" in late.panel.text())

    assert late.clipboard()["text/plain"] == "[Pupil 1] later"


def test_names_come_back_without_an_agent(open_browser: Open) -> None:
    with open_browser() as laptop:
        chat = laptop.visit("https://chatgpt.com/")
        chat.paste(f"UPN: {UPN}")
        chat.panel.press("Replace with placeholders")
        chat.panel.until("the placeholder", lambda: "[UPN 1]" in chat.model())
        chat.answer("<p>[UPN 1] is hers.</p>")
        chat.copied("keyboard")
        chat.panel.until("the chip", lambda: "One detail is back" in chat.panel.text())

        assert chat.clipboard()["text/plain"] == f"{UPN} is hers."


def test_names_are_gone_with_the_worker_and_that_is_said(laptop: Browser, visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    replaced(chat)
    stop(laptop)
    chat.answer("<p>[Pupil 1] again</p>")
    chat.copied("keyboard")
    chat.panel.until("the chip", lambda: "It is not known any more" in chat.panel.text())

    assert chat.clipboard()["text/plain"] == "[Pupil 1] again"


def test_names_do_not_come_back_in_another_conversation(visit: Callable[[str], Chat]) -> None:
    replaced(visit("chatgpt"))
    other = visit("chatgpt")
    other.answer("<p>[Pupil 1] here</p>")
    other.copied("keyboard")
    other.settle(400)

    assert other.clipboard()["text/plain"] == "[Pupil 1] here"
    assert "back" not in other.panel.text()


def test_placeholder_somebody_typed_is_not_given_out_again(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    chat.type("[Pupil 1] is made up. ")
    chat.paste(HELD)
    chat.panel.press("Replace with placeholders")
    chat.panel.until("the placeholder", lambda: "[Pupil 2]" in chat.model())
    chat.answer("<p>[Pupil 1] and [Pupil 2]</p>")
    chat.copied("keyboard")
    chat.panel.until("the chip", lambda: "One name is back" in chat.panel.text())

    assert chat.clipboard()["text/plain"] == f"[Pupil 1] and {NAME}"


def test_restored_text_is_asked_about_in_a_second_chat(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    replaced(chat)
    chat.answer("<p>Name: [Pupil 1]</p><p>UPN: [UPN 1]</p>")
    chat.copied("keyboard")
    chat.panel.until("the chip", lambda: "are back" in chat.panel.text())
    second = visit("gemini")
    second.focus()
    second.press("Control+v")
    second.until_open("Before this goes in")

    assert not second.knew(MARK)


def test_not_this_time_holds_for_the_session(visit: Callable[[str], Chat], school: Callable[[Rules], None]) -> None:
    school(Rules())
    chat = visit("chatgpt")
    chat.answer("<p>Half of a quarter is an eighth.</p>")
    chat.copied("keyboard")
    chat.panel.press("Not this time")
    chat.settle(200)
    chat.page.reload()
    chat.page.wait_for_function("() => window.practice !== undefined")
    chat.answer("<p>Half of a quarter is an eighth.</p>")
    chat.copied("keyboard")
    chat.settle(400)

    assert chat.panel.text() == ""


def test_chip_leaves_focus_and_selection_and_undo_is_one_key_away(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    chat.answer("<p>Half of a quarter is an eighth.</p>")
    chat.page.locator(".answer p").click()
    focus = "() => [document.activeElement.tagName, String(getSelection())]"
    chat.copied("keyboard")
    chat.panel.until("the chip", lambda: LABEL in chat.panel.buttons())
    before = chat.page.evaluate(focus)
    chat.panel.press(LABEL)
    chat.panel.until("Undo", lambda: "Undo" in chat.panel.buttons())

    assert chat.page.evaluate(focus) == before

    chat.undo()
    chat.panel.until("the choice again", lambda: LABEL in chat.panel.buttons())

    assert chat.clipboard()["text/plain"] == "Half of a quarter is an eighth."

    chat.press("F6")
    chat.press("Enter")
    chat.panel.until("Undo", lambda: "Undo" in chat.panel.buttons())
    chat.press("Enter")
    chat.panel.until("the choice again", lambda: LABEL in chat.panel.buttons())
    chat.press("Escape")
    chat.settle(100)

    assert chat.panel.text() == ""


def test_code_alone_is_left_alone_unless_asked(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    chat.answer("<p>Here:</p><pre><code>print(1)\n</code></pre>")
    chat.page.get_by_role("button", name="Copy code").click()
    chat.panel.until("a word", lambda: "Code is copied as it is." in chat.panel.text())

    assert LABEL not in chat.panel.buttons()
    assert chat.clipboard() == {"text/plain": "print(1)\n"}

    chat.panel.press("Add a label")
    chat.panel.press(LABEL)
    chat.panel.until("Undo", lambda: "Undo" in chat.panel.buttons())

    assert chat.clipboard() == {"text/plain": f"print(1)\n\n{LABEL}\n"}


def test_what_is_labelled_already_and_what_is_not_an_answer_is_left_alone(visit: Callable[[str], Chat]) -> None:
    chat = visit("gemini")
    chat.answer(f"<p>Half of a quarter.</p><p>{LABEL}</p>")
    chat.copied("keyboard")
    chat.settle(300)

    assert chat.panel.text() == ""

    chat.page.locator(".ql-editor").click()
    chat.type("My own words about halves and quarters.")
    chat.press("Control+a")
    chat.press("Control+c")
    chat.settle(300)

    assert chat.panel.text() == ""

    chat.send()
    chat.panel.until("the message to be sent", lambda: len(chat.sent()) == 1)
    chat.page.locator("[data-practice-role=user]").evaluate("mine => getSelection().selectAllChildren(mine)")
    chat.press("Control+c")
    chat.settle(300)

    assert chat.panel.text() == ""


@pytest.mark.parametrize("required", [True, False])
def test_position_tool_date_and_words_are_the_policys(
    visit: Callable[[str], Chat], school: Callable[[Rules], None], *, required: bool
) -> None:
    school(Rules(required=required, more='position = "top"\ninclude_tool_date = true\ntext = "Made with AI"'))
    chat = visit("gemini")
    chat.settle(1500)
    chat.answer("<p>Half of a quarter.</p>")
    chat.copied("keyboard")
    chat.panel.until("the chip", lambda: "At the top" in chat.panel.buttons())

    assert ("asks for a label" in chat.panel.text()) is required

    chat.panel.press("Made with AI")
    chat.panel.until("Undo", lambda: "Undo" in chat.panel.buttons())
    first, _, rest = chat.clipboard()["text/plain"].partition("\n\n")

    assert first.startswith("Made with AI (Gemini, ")
    assert rest == "Half of a quarter."


def test_megabyte_and_nested_tables_are_restored_and_labelled(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    replaced(chat)
    row = "<tr><td><table><tbody><tr><td>[Pupil 1]</td><td>يقرأ 🙂</td></tr></tbody></table></td></tr>"
    chat.answer(f"<table><tbody>{row * 4000}</tbody></table><p>{'Half of a quarter. ' * 30000}</p>", "")
    chat.copied("keyboard")
    chat.panel.until("the chip", lambda: LABEL in chat.panel.buttons(), seconds=120)
    if "Put the names back" in chat.panel.buttons():
        # A busy machine may need longer than a copy allows.
        chat.panel.press("Put the names back")
    chat.panel.until("the names", lambda: "One name is back" in chat.panel.text(), seconds=60)
    held = chat.clipboard()

    assert len(held["text/plain"]) > 600_000
    assert held["text/plain"].count(NAME) == held["text/html"].count(NAME) == 4000
    assert held["text/html"].startswith("<table><tbody>" + row.replace("[Pupil 1]", NAME))


def test_clipboard_that_is_refused_is_said_and_tried_again(visit: Callable[[str], Chat]) -> None:
    """A page whose own call is refused copies nothing, and no chip speaks of it."""
    chat = visit("chatgpt")
    chat.answer("<p>Half of a quarter is an eighth.</p>", "Half of a quarter is an eighth.")
    before = chat.clipboard()
    chat.page.evaluate(
        "() => { Clipboard.prototype.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError')) }"
    )
    chat.copied("writeText")
    chat.settle(400)

    assert chat.clipboard() == before
    assert chat.panel.text() == ""


def test_page_can_neither_ask_for_names_nor_learn_the_word_we_speak_by(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    replaced(chat)
    chat.copy("nothing")
    heard = chat.page.evaluate(
        """async () => {
          const heard = []
          document.addEventListener('safe-to-paste-hello', event => heard.push(event.detail))
          document.dispatchEvent(new CustomEvent('safe-to-paste-hello-there'))
          document.dispatchEvent(new CustomEvent('safe-to-paste-hello', { detail: 'guessed' }))
          document.dispatchEvent(new CustomEvent('guessed', { detail:
            JSON.stringify({ how: 'call', flavours: { 'text/plain': '[Pupil 1]' }, hasMore: false }) }))
          await new Promise(resolve => setTimeout(resolve, 300))
          return heard.filter(word => word !== 'guessed')
        }"""
    )

    assert heard == []
    assert chat.clipboard() == {"text/plain": "nothing"}


def test_no_file_holds_a_name_that_came_back(open_browser: Open, host: Path, folders: list[Path]) -> None:
    with open_browser(host=host) as laptop:
        chat = laptop.visit("https://chatgpt.com/")
        replaced(chat)
        chat.answer(ANSWER, MARKDOWN)
        chat.copied("setData")
        chat.panel.until("the chip", lambda: "are back" in chat.panel.text())
        chat.panel.press("Show which")
        tick(chat)
        chat.panel.press(LABEL)
        chat.settle(300)
        kept = laptop.worker().evaluate("async () => JSON.stringify(await chrome.storage.session.get(null))")

        assert MARK not in kept
        assert not chat.knew(MARK)

    found = [(mark, file) for file, mark in traces(folders[-1])]

    assert found == []


def test_chip_passes_axe_in_light_and_dark(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    replaced(chat)
    chat.answer(ANSWER, MARKDOWN)
    for scheme in ("light", "dark"):
        chat.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        chat.copied("keyboard")
        chat.panel.until("the chip", lambda: "are back" in chat.panel.text())
        picture(chat, scheme)
        world = chat.panel.world()
        chat.panel.run(world, (build.pages() / "axe.js").read_text(encoding="utf-8") + "; 0")
        chat.panel.hand_over(world, "roots")

        assert chat.panel.run(world, AXE) == []


@pytest.mark.parametrize("sent", [True, False])
def test_old_chat_that_is_opened_gets_none_of_a_new_chats_names(visit: Callable[[str], Chat], *, sent: bool) -> None:
    chat = visit("chatgpt")
    replaced(chat)
    if sent:
        chat.send()
    # Both steps are over before anything could have looked.
    chat.page.evaluate(
        """name => {
          history.pushState(null, '', name)
          document.querySelector('#messages').innerHTML = '<div data-message-author-role="user">About [Pupil 1].</div>'
        }""",
        f"/c/of-last-year-{sent}",
    )
    chat.settle(700)
    chat.answer("<p>[Pupil 1] was somebody else.</p>")
    chat.copied("keyboard")
    chat.settle(500)

    assert chat.clipboard()["text/plain"] == "[Pupil 1] was somebody else."
    assert "back" not in chat.panel.text()


def test_words_in_brackets_that_the_page_had_are_not_called_placeholders(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    chat.type("See [Figure 3]. ")
    replaced(chat)
    chat.answer("<p>[Pupil 1] drew [Figure 3].</p>")
    chat.copied("keyboard")
    chat.panel.until("the chip", lambda: "One name is back" in chat.panel.text())

    assert "Figure" not in chat.panel.text()


def test_late_answer_leaves_what_was_copied_meanwhile(laptop: Browser, visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    replaced(chat)
    chat.answer("<p>[Pupil 1] reads.</p>")
    chat.page.evaluate("() => practice.empty()")
    chat.type("Something of my own")
    with slow(laptop, 500):
        chat.copied("keyboard")
        chat.focus()
        chat.press("Control+a")
        chat.press("Control+c")
        chat.settle(4000)

    assert chat.clipboard()["text/plain"] == "Something of my own"
    assert chat.panel.text() == ""


def test_chip_goes_when_something_else_is_copied(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    chat.answer("<p>Half of a quarter is an eighth.</p>")
    chat.copied("keyboard")
    chat.panel.until("the chip", lambda: LABEL in chat.panel.buttons())
    chat.type("Something of my own")
    chat.press("Control+a")
    chat.press("Control+c")
    chat.settle(200)

    assert chat.panel.text() == ""
    assert chat.clipboard()["text/plain"] == "Something of my own"


def test_names_that_come_late_wait_for_the_person_and_so_does_the_label(
    laptop: Browser, visit: Callable[[str], Chat]
) -> None:
    chat = visit("chatgpt")
    replaced(chat)
    chat.answer("<p>[Pupil 1] reads.</p>")
    with slow(laptop, 3000):
        chat.copied("keyboard")
        chat.panel.until("the chip", lambda: "not ready in time" in chat.panel.text(), seconds=20)

    assert chat.clipboard()["text/plain"] == "[Pupil 1] reads."

    picture(chat, "late")
    tick(chat)
    chat.panel.press(LABEL)
    chat.panel.until("Undo", lambda: "Undo" in chat.panel.buttons())

    assert chat.clipboard()["text/plain"] == f"[Pupil 1] reads.\n\n{LABEL}"

    chat.panel.press("Put the names back")
    chat.panel.until("the names", lambda: "Show which" in chat.panel.buttons())

    assert chat.clipboard()["text/plain"] == f"{NAME} reads.\n\n{LABEL}"

    chat.panel.press("Show which")
    chat.panel.press("Copy with placeholders instead")
    chat.panel.until("the way back", lambda: "Put the names back" in chat.panel.buttons())

    assert chat.clipboard()["text/plain"] == f"[Pupil 1] reads.\n\n{LABEL}"


def test_page_cannot_have_names_written_long_after_the_person_did_something(
    laptop: Browser, visit: Callable[[str], Chat]
) -> None:
    chat = visit("chatgpt")
    laptop.context.grant_permissions(["clipboard-read", "clipboard-write"], origin="https://chatgpt.com")
    replaced(chat)
    chat.answer("<p>[Pupil 1] reads.</p>", "[Pupil 1] reads.")
    chat.page.evaluate("() => void setTimeout(() => navigator.clipboard.writeText('[Pupil 1] reads.'), 7000)")
    chat.settle(8500)

    assert chat.panel.text() == ""
    assert chat.clipboard()["text/plain"] == "[Pupil 1] reads."


def test_f6_leads_from_the_warning_to_the_chip_and_back(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    chat.paste(WARNED)
    chat.panel.until("the warning", lambda: "Later" in chat.panel.buttons())
    chat.answer("<p>Half of a quarter is an eighth.</p>")
    chat.copied("keyboard")
    chat.panel.until("the chip", lambda: LABEL in chat.panel.buttons())
    chat.focus()
    came = []
    for _ in range(2):
        chat.press("F6")
        came.append(focused(chat).name)

    assert came == ["Replace with placeholders", LABEL]

    chat.press("F6")

    assert chat.focused()


def test_chip_keeps_the_focus_where_it_is_and_stays_while_it_is_used(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    replaced(chat)
    chat.answer("<p>[Pupil 1] reads.</p>")
    chat.copied("keyboard")
    chat.panel.until("the chip", lambda: "One name is back" in chat.panel.text())
    chat.press("F6")
    for name in TICKS:
        assert focused(chat).name == name
        chat.press("Space")

        assert focused(chat).name == name
        chat.press("Tab")

    assert focused(chat).name == LABEL

    chat.press("Enter")
    chat.panel.until("Undo", lambda: "Undo" in chat.panel.buttons())
    # Longer than it is there for who does not use it.
    chat.settle(10_000)

    assert "Undo" in chat.panel.buttons()

    chat.press("F6")

    assert chat.focused()


def test_chip_lies_above_the_page_and_cannot_be_tidied_away(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    chat.answer("<p>Half of a quarter is an eighth.</p>")
    chat.copied("keyboard")
    chat.panel.until("the chip", lambda: LABEL in chat.panel.buttons())
    chat.page.evaluate("() => document.querySelectorAll('html > :not(head, body)').forEach(one => one.remove())")
    chat.settle(200)

    assert LABEL in chat.panel.buttons()
    assert chat.panel.each("function () { return this.host.matches(':popover-open') }") == [True]


@contextmanager
def slow(laptop: Browser, milliseconds: int) -> Iterator[None]:
    """Each look into the service worker's memory takes so long."""
    worker = laptop.worker()
    worker.evaluate(
        """milliseconds => {
          const { session } = chrome.storage
          globalThis.get = session.get
          session.get = async key => {
            await new Promise(resolve => setTimeout(resolve, milliseconds))
            return globalThis.get.call(session, key)
          }
        }""",
        milliseconds,
    )
    try:
        yield
    finally:
        worker.evaluate("() => { chrome.storage.session.get = globalThis.get }")


def stop(laptop: Browser) -> None:
    """End the service worker, as a browser does with one that fails."""
    session = laptop.context.new_cdp_session(laptop.context.pages[0])
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    session.detach()
