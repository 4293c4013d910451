"""How everything of ours looks and lies on the page: at every size, in every colour scheme, and for a screen reader.

WCAG 2.2 names what is looked at: reflow (1.4.10), text spacing and contrast (1.4.3, 1.4.11), focus that is seen and not
covered (2.4.7, 2.4.11), size of targets (2.5.8), names and status messages (4.1.2, 4.1.3).
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from e2e import surfaces
from practice import server
from practice.texts import HELD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from e2e.conftest import Open
    from playwright.sync_api import FloatRect
    from practice.browser import Browser
    from practice.chat import Chat

# A laptop, half of it, the same at 200 % and at 400 %, a telephone, and a frame that leaves little to see.
SIZES = ((1280, 800), (800, 600), (640, 400), (360, 640), (320, 256), (640, 200), (320, 200))
SITES = sorted(set(server.ADDRESSES) - {"further", "frames"})
SEND = "[data-practice=send]"
COMPOSER = "[data-practice=composer]"

# What of ours is wrong as it lies in the window; each control is brought into sight first, as the focus would.
LAID_OUT = """function (send) {
  const surface = this.querySelector('.surface')
  if (!surface || surface.hidden) return []
  const wrong = []
  const name = part => part.outerHTML.slice(0, 90)
  const box = surface.getBoundingClientRect()
  const shown = [...surface.querySelectorAll('*')].filter(part => part.checkVisibility() && !part.closest('svg'))
  if (box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight) wrong.push('out of the window')
  if (send && box.left < send.right && box.right > send.left && box.top < send.bottom && box.bottom > send.top)
    wrong.push('over Send')
  if (box.height < Math.min(surface.scrollHeight, 64)) wrong.push('shows too little to read')
  if (surface.scrollWidth > surface.clientWidth) wrong.push('scrolls sideways')
  for (const part of shown) {
    const at = part.getBoundingClientRect()
    if (at.left < box.left || at.right > box.right + 0.5) wrong.push(`sticks out: ${name(part)}`)
    if (getComputedStyle(part).display !== 'inline' && part.scrollWidth > part.clientWidth + 1)
      wrong.push(`is cut off: ${name(part)}`)
  }
  for (const control of shown.filter(part => part.matches('button, input, textarea, summary'))) {
    const target = control.closest('label') ?? control
    target.scrollIntoView({ block: 'nearest' })
    const { left, top, width, height } = target.getBoundingClientRect()
    if (width < 24 || height < 24) wrong.push(`is small: ${name(control)}`)
    if (height < surface.clientHeight - 4 && (top < box.top - 1 || top + height > box.bottom + 1))
      wrong.push(`cannot be brought into sight: ${name(control)}`)
    else {
      const hit = this.elementFromPoint(left + width / 2, top + height / 2)
      if (!target.contains(hit)) wrong.push(`is covered: ${name(control)}`)
    }
  }
  surface.scrollTop = 0
  return wrong
}"""
# Every word twice as long, as another language may have it, and spaced as people may need it (1.4.12).
LONGER = """function () {
  const style = this.querySelector('.surface')?.style
  if (style) Object.assign(style, { letterSpacing: '0.12em', wordSpacing: '0.16em', lineHeight: '1.5' })
  const words = document.createTreeWalker(this, NodeFilter.SHOW_TEXT)
  while (words.nextNode()) words.currentNode.data = words.currentNode.data.replace(/\\p{L}{4,}/gu, '$&$&')
}"""
FOCUSED = """function () {
  const at = this.activeElement
  if (!at) return []
  const { outlineStyle, outlineWidth } = getComputedStyle(at)
  const { left, top, width, height } = at.getBoundingClientRect()
  const hit = this.elementFromPoint(left + width / 2, top + height / 2)
  return [at.getAttribute('aria-label') || at.textContent || at.parentElement.textContent,
    outlineStyle === 'solid' && parseFloat(outlineWidth) >= 2, at.contains(hit)]
}"""
SAID = "function () { return [...this.querySelectorAll('[role=status]')].map(part => part.textContent) }"
UNSAID = (
    "function () { return [...this.querySelectorAll('[role=status] [aria-hidden]')].map(part => part.textContent) }"
)
NAMED = ("alertdialog", "region", "button", "checkbox", "progressbar", "group", "textbox")
LOOKS = """function (selector) {
  return [...this.querySelectorAll(selector)].filter(part => part.checkVisibility()).map(part => {
    const { borderTopStyle, borderTopWidth, borderTopColor, color, animationName, stroke } = getComputedStyle(part)
    return { borderTopStyle, borderTopWidth, borderTopColor, color, animationName, stroke }
  })
}"""


@pytest.fixture(scope="module")
def laptop(open_browser: Open, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with open_browser(host=surfaces.host(tmp_path_factory.mktemp("school"))) as laptop:
        laptop.warm_up()
        yield laptop


@pytest.fixture(scope="module")
def gated(open_browser: Open, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with open_browser(host=surfaces.gated_host(tmp_path_factory.mktemp("gated"))) as laptop:
        yield laptop


@pytest.fixture
def show(laptop: Browser, gated: Browser, tmp_path: Path) -> Iterator[Callable[[str], Chat]]:
    """Opens a page with one of the surfaces on it, and closes it after the test."""
    with ExitStack() as tabs:

        def shown(name: str) -> Chat:
            site, way = surfaces.SURFACES[name]
            chat = (gated if name == "gate" else laptop).visit(server.ADDRESSES[site][0])
            tabs.callback(chat.page.close)
            way(chat, tmp_path)
            return chat

        yield shown


# What is being looked through may be done before all sizes were tried.
@pytest.mark.parametrize("name", sorted(set(surfaces.SURFACES) - {"checking"}))
def test_nothing_is_cut_off_small_or_over_send_at_any_size(show: Callable[[str], Chat], name: str) -> None:
    chat = show(name)
    wrong = {}
    for words in ("as they are", "longer and spaced"):
        if words == "longer and spaced":
            chat.panel.each(LONGER)
        for width, height in SIZES:
            chat.page.set_viewport_size({"width": width, "height": height})
            chat.settle(250)
            if found := laid_out(chat, covers=name == "gate"):
                wrong[words, width, height] = found

    assert wrong == {}


@pytest.mark.parametrize("name", surfaces.SURFACES)
def test_looks_hold_in_the_persons_own_colours_without_motion_and_with_more_contrast(
    show: Callable[[str], Chat], name: str
) -> None:
    chat = show(name)
    chat.page.emulate_media(forced_colors="active", reduced_motion="reduce")

    assert all(
        look["borderTopStyle"] == "solid"
        and look["borderTopWidth"] != "0px"
        and look["borderTopColor"] != "rgba(0, 0, 0, 0)"
        for look in looks(chat, ".surface, button, .note, textarea")
    )
    assert {look["stroke"] for look in looks(chat, "svg")} <= {look["color"] for look in looks(chat, ".surface")}
    assert {look["animationName"] for look in looks(chat, ".surface")} == {"none"}

    chat.page.emulate_media(forced_colors="none", contrast="more")

    assert {look["color"] for look in looks(chat, ".quiet, .foot, .way")} <= {
        look["color"] for look in looks(chat, ".surface")
    }


@pytest.mark.parametrize("name", surfaces.SURFACES)
def test_keyboard_reaches_uses_and_leaves_it(show: Callable[[str], Chat], name: str) -> None:
    chat = show(name)
    chat.page.set_viewport_size({"width": 640, "height": 400})
    chat.settle(250)
    is_question = any(control.role == "alertdialog" for control in chat.panel.controls())
    wanted = {control.name for control in chat.panel.controls() if control.role in ("button", "checkbox")}
    wanted -= disabled(chat)
    came: set[str] = set()
    for key in ("Tab", "Shift+Tab"):
        if not is_question:
            # From outside it leads in, to what is asked first.
            chat.page.bring_to_front()
            chat.press("F6")
        for step in range(len(wanted) + 2):
            if is_question or step:
                chat.press(key)
            chat.settle(30)
            found = [each for each in chat.panel.each(FOCUSED) if each]
            if not found:
                break
            [[name_, is_ringed, is_seen]] = found

            assert is_ringed, name_
            assert is_seen, name_

            came.add(name_)

    assert wanted <= came


@pytest.mark.parametrize("name", sorted(set(surfaces.SURFACES) - {"gate"}))
def test_escape_closes_it_and_the_focus_is_in_the_composer(show: Callable[[str], Chat], name: str) -> None:
    chat = show(name)
    chat.page.bring_to_front()
    if not any(control.focused for control in chat.panel.controls()):
        chat.focus()
        chat.press("F6")
    for _ in range(2 if name == "reasons" else 1):
        chat.press("Escape")
        chat.settle(100)
    chat.panel.until("no question", lambda: all(node.role != "alertdialog" for node in chat.panel.controls()))
    # Who came from a button of the page is back at it.
    came_from = "() => document.activeElement.closest('[data-practice=composer], [data-attach]') !== null"

    assert chat.page.evaluate(came_from)


@pytest.mark.parametrize("name", surfaces.SURFACES)
def test_screen_reader_hears_what_it_is_and_every_word_once(show: Callable[[str], Chat], name: str) -> None:
    chat = show(name)
    chat.settle(250)
    nodes = chat.panel.controls()
    surfaces_ = [node for node in nodes if node.role in ("alertdialog", "region")]

    assert [node.role for node in nodes if node.role in NAMED and not node.name] == []
    assert len(surfaces_) == 1
    said = [text for root in chat.panel.each(SAID) for text in root if text]
    if surfaces_[0].role == "alertdialog":
        # All of it is read with the question, and nothing besides.
        assert said == []
        assert surfaces_[0].description == " ".join(told(chat))
    else:
        assert said == told(chat)
        assert not any(hidden for root in chat.panel.each(UNSAID) for hidden in root)


def test_question_without_an_agent_is_described_by_its_note_too(open_browser: Open) -> None:
    with open_browser() as bare:
        chat = bare.visit(server.ADDRESSES["chatgpt"][0])
        chat.paste(HELD)
        chat.until_open("Before this goes in")
        [question] = [node for node in chat.panel.controls() if node.role == "alertdialog"]

        assert len(told(chat)) == 2
        assert question.description == " ".join(told(chat))


def test_words_come_into_a_region_that_was_there_and_are_not_said_again(show: Callable[[str], Chat]) -> None:
    chat = show("label")
    watch = """function () {
      globalThis.said = []
      new MutationObserver(found => found.forEach(({ target }) => {
        if (target.closest?.('[role=status]')) said.push(target.textContent)
      })).observe(this, { childList: true, characterData: true, attributes: true, subtree: true })
    }"""
    hidden = "function () { return [...this.querySelectorAll('[role=status] [aria-hidden]')].length }"
    chat.settle(250)
    chat.panel.each(watch)
    chat.panel.press("I have checked it.", role="checkbox")
    chat.settle(250)

    assert chat.panel.run(chat.panel.world(), "said") == []
    assert chat.panel.each(hidden)[-1] == 0
    assert chat.panel.each(SAID)[-1] == [
        "Used AI for this? Say so with a label.",
        "One name is back, on your clipboard only.",
    ]


@pytest.mark.parametrize("site", SITES)
def test_page_stays_where_it_is_and_send_can_be_pressed(laptop: Browser, site: str) -> None:
    """A chip where the tool is not approved, then a warning: neither moves the page, nor lies over its Send button."""
    chat = laptop.visit(server.ADDRESSES[site][0])
    try:
        for last, (width, height) in enumerate(((1280, 800), (800, 600), (360, 640)), start=4):
            chat.page.set_viewport_size({"width": width, "height": height})
            chat.settle(300)
            chat.page.evaluate("() => practice.empty()")
            chat.type("The coach leaves at nine. " * 2)
            chat.settle(300)
            before = boxes(chat)
            chat.page.keyboard.type(f"Ring 07700 90012{last}")
            grown = boxes(chat)
            chat.panel.until("the warning", lambda: "Later" in chat.panel.buttons())
            chat.settle(200)

            assert boxes(chat) == grown
            assert grown[1] == pytest.approx(before[1], abs=60)
            assert chat.focused()
            assert laid_out(chat) == []

            chat.press("F6")
            chat.press("Escape")
            chat.settle(100)

            assert boxes(chat) == grown
            assert chat.focused()
    finally:
        chat.page.close()


def test_typing_goes_on_while_a_warning_comes_and_goes(show: Callable[[str], Chat]) -> None:
    chat = show("hint")
    text = "Ask the driver to ring me on 07700 900456 about the trip, please, before we set off."
    chat.page.evaluate("() => practice.empty()")
    chat.focus()
    for letter in text:
        chat.page.keyboard.type(letter)
        chat.settle(25)
    chat.panel.until("the warning", lambda: "Later" in chat.panel.buttons())

    assert chat.model() == text
    assert chat.focused()


@pytest.mark.parametrize("name", ["warning", "label"])
def test_it_follows_a_box_that_the_page_moves(show: Callable[[str], Chat], name: str) -> None:
    chat = show(name)
    bottom = "function () { return this.querySelector('.surface:not([hidden])')?.getBoundingClientRect().bottom ?? 0 }"
    chat.settle(500)  # it comes in from a little lower
    before = max(chat.panel.each(bottom))
    # A transform is neither a scroll nor a change of size.
    chat.page.evaluate("() => document.querySelector('form').style.setProperty('transform', 'translateY(-120px)')")
    chat.panel.until("the move", lambda: max(chat.panel.each(bottom)) == pytest.approx(before - 120, abs=2))

    assert laid_out(chat) == []


def test_page_cannot_paint_over_our_colours(show: Callable[[str], Chat]) -> None:
    chat = show("question")
    colours = (
        "function () { const { color, backgroundColor } = getComputedStyle(this.querySelector('button'));"
        " return [color, backgroundColor] }"
    )
    before = chat.panel.each(colours)
    chat.page.evaluate(
        """() => { const sheet = new CSSStyleSheet()
        sheet.replaceSync('* { --text: transparent !important; --surface: red !important; --unit: 0 !important }')
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet] }"""
    )

    assert chat.panel.each(colours) == before
    assert laid_out(chat) == []


@pytest.mark.parametrize("width", [800, 352, 320])
def test_popup_is_used_by_keyboard_and_nothing_of_it_is_cut_off(laptop: Browser, width: int) -> None:
    popup = laptop.page("popup.html")
    popup.set_viewport_size({"width": width, "height": 600})
    popup.get_by_text("On. Text is checked on this laptop.").wait_for()
    names = []
    for _ in range(30):
        popup.keyboard.press("Tab")
        name = popup.evaluate(
            "() => document.activeElement.matches('summary, button') ? document.activeElement.textContent : ''"
        )
        if not name or name in names:
            break
        names.append(name)
        if popup.evaluate("() => document.activeElement.matches('summary')"):
            popup.keyboard.press("Enter")
        ring = "() => getComputedStyle(document.activeElement).outlineStyle"

        assert popup.evaluate(ring) == "solid", name

    small = "all => all.filter(control => control.getBoundingClientRect().height < 24).length"
    is_wide = popup.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    controls = popup.locator("button, summary").count()
    too_small = popup.locator("button, summary").evaluate_all(small)
    popup.close()

    assert len(names) == controls
    assert not is_wide
    assert too_small == 0


def laid_out(chat: Chat, *, covers: bool = False) -> list[str]:
    """What is wrong with what is shown; Send matters unless it is `covers`ed on purpose."""
    send = chat.page.locator(SEND).bounding_box()
    edges = None if covers or not send else corners(send)
    return [each for root in chat.panel.each(LAID_OUT, edges) for each in root]


def corners(box: FloatRect) -> dict[str, float]:
    right, bottom = box["x"] + box["width"], box["y"] + box["height"]
    return {"left": box["x"], "top": box["y"], "right": right, "bottom": bottom}


def boxes(chat: Chat) -> list[Any]:
    """Where the composer and its Send button are."""
    places = [chat.page.locator(each).first.bounding_box() for each in (COMPOSER, SEND)]
    return [corners(place) if place else None for place in places]


def looks(chat: Chat, selector: str) -> list[dict[str, str]]:
    return [look for root in chat.panel.each(LOOKS, selector) for look in root]


def told(chat: Chat) -> list[str]:
    """What it tells, sentence and note, as it is seen."""
    seen = (
        "function () { return [...this.querySelectorAll('.says, p.note, .note [role]')].map(part => part.textContent) }"
    )
    return [text for root in chat.panel.each(seen) for text in root if text]


def disabled(chat: Chat) -> set[str]:
    names = "function () { return [...this.querySelectorAll(':disabled')].map(part => part.textContent) }"
    return {name for root in chat.panel.each(names) for name in root}
