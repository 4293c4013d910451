"""A page that works against us: it can neither answer for the person, nor get at the text, nor slip one past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from practice.texts import ALLOWED, HELD, MARK

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from practice.browser import Browser
    from practice.chat import Chat

HOLD = "Before this goes in"

# Everything a script can send at whatever it does not know, and at where the buttons are.
PESTER = """(points) => {
  const strangers = [...document.querySelectorAll('html *')].filter(element => !element.closest('body, head'))
  const targets = [...strangers, ...points.map(([x, y]) => document.elementFromPoint(x, y)).filter(Boolean)]
  for (const target of targets) {
    for (const [x, y] of points) {
      const where = { bubbles: true, cancelable: true, composed: true, clientX: x, clientY: y, button: 0 }
      for (const type of ['pointerdown', 'pointerup']) target.dispatchEvent(new PointerEvent(type, where))
      for (const type of ['mousedown', 'mouseup', 'click']) target.dispatchEvent(new MouseEvent(type, where))
    }
    for (const key of ['Enter', ' ', 'Escape', 'Tab']) {
      for (const type of ['keydown', 'keypress', 'keyup']) {
        target.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, cancelable: true, composed: true }))
      }
    }
    target.click?.()
    target.focus?.()
  }
  return { strangers: strangers.length, open: strangers.filter(e => e.shadowRoot).length,
           text: strangers.map(e => e.outerHTML + e.innerText).join('') }
}"""


def test_script_cannot_press_our_buttons_or_read_our_panel(chat: Chat) -> None:
    chat.paste(HELD)
    chat.until_open(HOLD)
    points = [chat.panel.place(name) for name in chat.panel.buttons()]
    found = chat.evaluate(PESTER, points)
    chat.settle()

    assert found["strangers"] >= 1
    assert found["open"] == 0
    assert "Replace" not in found["text"]
    assert chat.panel.heading() == HOLD
    assert chat.model() == ""
    assert not chat.knew(MARK)


def test_question_the_page_throws_away_comes_back(chat: Chat) -> None:
    chat.paste(HELD)
    chat.until_open(HOLD)
    chat.evaluate("() => document.querySelectorAll('html > :not(head, body)').forEach(element => element.remove())")
    chat.settle()

    assert chat.panel.heading() == HOLD

    chat.panel.press("Go back")
    chat.until_closed()

    assert chat.model() == ""
    assert not chat.knew(MARK)


def test_paste_made_by_a_script_is_not_ours_to_stop_and_opens_no_way_for_the_next(chat: Chat) -> None:
    forge = """text => {
      const data = new DataTransfer()
      data.setData('text/plain', text)
      const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
      document.activeElement.dispatchEvent(event)
    }"""
    chat.focus()
    for _ in range(3):
        chat.evaluate(forge, ALLOWED)
    chat.settle()

    assert chat.panel.heading() == ""

    before = chat.model()
    chat.paste(HELD)
    chat.until_open(HOLD)

    assert chat.model() == before
    assert not chat.knew(MARK)


def test_page_that_tampers_with_the_browser_s_own_functions_gains_nothing(laptop: Browser) -> None:
    chat = laptop.visit("https://chatgpt.com/?tampering")
    chat.paste(HELD)
    chat.until_open(HOLD)

    assert chat.model() == ""
    assert not chat.knew(MARK)
    # The practice page has trees of its own, to pick files from.
    assert chat.evaluate(
        "() => [...document.querySelectorAll('*')].every(e => e.shadowRoot === null || 'practice' in e.dataset)"
    )
    chat.close()


def test_page_that_listens_in_on_what_carries_files_gets_none_before_the_person_has_chosen(
    visit: Callable[[str], Chat], tmp_path: Path
) -> None:
    spy = """() => {
      window.spied = []
      const { add } = DataTransferItemList.prototype
      DataTransferItemList.prototype.add = function (...given) {
        window.spied.push(...given.filter(one => one instanceof File).map(one => one.name))
        return add.apply(this, given)
      }
      for (const type of ['drop', 'dragenter', 'change', 'input', 'paste', 'message']) {
        addEventListener(type, event => {
          window.spied.push(...[...(event.dataTransfer?.files ?? event.target.files ?? [])].map(one => one.name))
        }, { capture: true })
      }
    }"""
    (tmp_path / "record.txt").write_text(HELD, encoding="utf-8")
    chat = visit("chatgpt")
    chat.drop_files(tmp_path / "record.txt")
    chat.evaluate(spy)
    chat.until_open("Before this file goes in")
    chat.settle(300)

    assert chat.evaluate("() => window.spied") == []

    chat.panel.press("Attach a safe copy")
    (held,) = chat.until_attached()

    assert MARK.encode() not in held.bytes
    assert set(chat.evaluate("() => window.spied")) <= {"safe-copy.txt"}


def test_flood_of_messages_and_events_changes_nothing(chat: Chat) -> None:
    flood = """() => {
      const shapes = [{ told: { ask: 'nothing' } }, { works: true }, { kind: 'scan' }, 'safe-to-paste', null]
      const names = ['safe-to-paste', 'safe-to-paste-files', 'safe-to-paste-files-there', 'safe-to-paste-opens']
      window.flooding = setInterval(() => {
        for (let at = 0; at < 100; at += 1) {
          window.postMessage(shapes[at % shapes.length], '*')
          document.dispatchEvent(new CustomEvent(names[at % names.length], { detail: { ticket: at, files: [] } }))
        }
      }, 5)
    }"""
    chat.evaluate(flood)
    chat.paste(HELD)
    chat.until_open(HOLD)

    assert chat.model() == ""

    chat.panel.press("Replace with placeholders")
    chat.panel.until("the changed text", lambda: "UPN: [UPN 1]" in chat.model())

    assert not chat.knew(MARK)

    chat.evaluate("() => clearInterval(window.flooding)")


def test_script_cannot_answer_the_question_before_sending(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    chat.paste("Ring the driver on 07700 900124.")
    chat.until_open("Worth a look before you send")
    chat.send()
    chat.until_open("Send as it is?")
    chat.evaluate(PESTER, [chat.panel.place(name) for name in chat.panel.buttons()])
    chat.settle()

    assert chat.panel.heading() == "Send as it is?"
    assert chat.sent() == []
