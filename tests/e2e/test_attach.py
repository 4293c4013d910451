"""Files, from the picker, the drop or the paste to what the page itself holds of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from e2e.test_accessibility import in_panel, serious
from e2e.test_agent import kill_host
from practice.texts import upn
from safe_to_paste import rules
from safe_to_paste.documents.checking import check
from safe_to_paste.documents.reader import Reader
from safe_to_paste.paths import rules_dir

from agent import papers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from practice.browser import Browser
    from practice.chat import Attached, Chat
    from safe_to_paste.documents.model import Document

TITLE = "Before this file goes in"
UNREAD = "This file can't be checked"
UPN = upn(31)
LINES = ("Please tidy this record.", f"UPN: {UPN}", "House: Larch")
LESSON = "Photosynthesis makes sugar and oxygen from water and carbon dioxide."
LONG = b"Photosynthesis makes sugar and oxygen. " * 1_000_000
ROUTES = ("input", "detached", "event", "shadow", "drop")
ALL = rules.load(rules_dir())


def give(chat: Chat, route: str, *files: Path) -> None:
    if route == "drop":
        chat.drop_files(*files)
    else:
        chat.choose(route, *files)


@pytest.fixture(params=["chatgpt", "gemini"])
def chat(request: pytest.FixtureRequest, visit: Callable[[str], Chat]) -> Chat:
    return visit(request.param)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


def _word(lines: tuple[str, ...]) -> bytes:
    body = papers.body("".join(f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{line}</w:t></w:r></w:p>" for line in lines))
    return papers.docx(body)


def _sheet(lines: tuple[str, ...]) -> bytes:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{line}</t></is></c></row>' for n, line in enumerate(lines, 1)
    )
    parts = {
        "[Content_Types].xml": papers.TYPES.decode(),
        "xl/workbook.xml": f'<workbook xmlns:r="{papers.R}"><sheets><sheet name="S" r:id="s"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
    }
    return papers.office("xl/workbook.xml", parts, {"xl/workbook.xml": (("s", "worksheet", "worksheets/sheet1.xml"),)})


def _slides(lines: tuple[str, ...]) -> bytes:
    words = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
    parts = {
        "[Content_Types].xml": papers.TYPES.decode(),
        "ppt/presentation.xml": f'<p:presentation xmlns:p="p" xmlns:r="{papers.R}"><p:sldIdLst>'
        '<p:sldId r:id="a"/></p:sldIdLst></p:presentation>',
        "ppt/slides/slide1.xml": f'<p:sld xmlns:p="p" xmlns:a="a"><p:sp><p:txBody>{words}</p:txBody></p:sp></p:sld>',
    }
    return papers.office(
        "ppt/presentation.xml", parts, {"ppt/presentation.xml": (("a", "slide", "slides/slide1.xml"),)}
    )


def _open_document(lines: tuple[str, ...]) -> bytes:
    words = "".join(f"<text:p>{line}</text:p>" for line in lines)
    return papers.odf("text", f"<office:text>{words}</office:text>")


def _pdf(lines: tuple[str, ...]) -> bytes:
    shown = " ".join(f"({line}) Tj 0 -20 Td" for line in lines)
    return papers.pdf(f"BT /F1 12 Tf 72 700 Td {shown} ET".encode(), filters="")


def _text(lines: tuple[str, ...]) -> bytes:
    return "\r\n".join(lines).encode()


MAKERS: dict[str, Callable[[tuple[str, ...]], bytes]] = {
    ".docx": _word,
    ".xlsx": _sheet,
    ".pptx": _slides,
    ".odt": _open_document,
    ".pdf": _pdf,
    ".txt": _text,
    ".csv": _text,
}
COPIES = {ending: ending if ending != ".pdf" else ".txt" for ending in MAKERS}


@pytest.fixture
def record(tmp_path: Path) -> Callable[[str], Path]:
    """A file of some kind with a pupil's number in it."""

    def made(ending: str, lines: tuple[str, ...] = LINES, name: str = "record") -> Path:
        file = tmp_path / f"{name}{ending}"
        file.write_bytes(MAKERS[ending](lines))
        return file

    return made


def read_again(reader: Reader, held: Attached) -> Document:
    """What is in a file that the page holds, once it was found to be clean."""
    document = reader.read_bytes(held.bytes, held.name)

    assert [] == [finding for finding in check(document, ALL).findings if finding.placeholder]
    assert UPN.encode() not in held.bytes
    assert UPN not in document.text
    return document


@pytest.mark.parametrize("route", ROUTES)
def test_file_with_nothing_in_it_goes_straight_in(chat: Chat, tmp_path: Path, route: str) -> None:
    (tmp_path / "lesson.txt").write_text(LESSON, encoding="utf-8")
    give(chat, route, tmp_path / "lesson.txt")
    (held,) = chat.until_attached()
    chat.settle()

    assert (held.name, held.bytes) == ("lesson.txt", LESSON.encode())
    assert chat.panel.heading() == ""
    assert len(chat.attached()) == 1


@pytest.mark.parametrize("route", ROUTES)
def test_held_file_stays_out_until_the_person_chooses(chat: Chat, record: Callable[[str], Path], route: str) -> None:
    give(chat, route, record(".docx"))
    chat.until_open(TITLE)
    chat.settle()

    assert chat.attached() == []
    assert not any(event["files"] for event in chat.seen("drop"))
    assert "UPN" in chat.panel.text()
    assert UPN not in chat.panel.text()

    chat.panel.press("Go back")
    chat.until_closed()
    chat.settle()

    assert chat.attached() == []


@pytest.mark.parametrize("ending", MAKERS)
@pytest.mark.parametrize("route", ["input", "drop"])
def test_safe_copy_is_what_the_page_gets_and_is_clean(
    chat: Chat, record: Callable[[str], Path], reader: Reader, ending: str, route: str
) -> None:
    give(chat, route, record(ending))
    chat.panel.press("Attach a safe copy")
    (held,) = chat.until_attached()
    document = read_again(reader, held)

    assert held.name == f"safe-copy{COPIES[ending]}"
    assert re.search(r"Please tidy this record\.\s+UPN: \[UPN \d+\]\s+House: Larch", document.text)


@pytest.mark.parametrize("route", ["detached", "event", "shadow", "closed", "closed-picker"])
def test_safe_copy_goes_every_way(chat: Chat, record: Callable[[str], Path], reader: Reader, route: str) -> None:
    give(chat, route, record(".docx"))
    chat.panel.press("Attach a safe copy")
    (held,) = chat.until_attached()

    assert "[UPN 1]" in read_again(reader, held).text


@pytest.mark.parametrize("reason", ["It is made up or public", "Agreed with the DPO"])
def test_attaching_anyway_asks_why_and_hands_on_the_file_itself(
    chat: Chat, record: Callable[..., Path], reason: str
) -> None:
    file = record(".docx", ("UPN", upn(len(reason) + len(chat.name))))
    give(chat, "input", file)
    chat.panel.press("Attach anyway")
    chat.panel.press(reason)
    (held,) = chat.until_attached()

    assert (held.name, held.bytes) == (file.name, file.read_bytes())


def test_places_of_what_was_found_are_shown_on_asking(chat: Chat, record: Callable[[str], Path]) -> None:
    give(chat, "input", record(".xlsx"))
    chat.panel.press("Show me")

    assert "sheet 1, A2" in chat.panel.text()
    assert UPN not in chat.panel.text()


def test_several_at_once_are_one_question_and_keep_their_order(
    chat: Chat, record: Callable[..., Path], reader: Reader
) -> None:
    files = [record(".docx", name="one"), record(".txt", (LESSON,), name="two"), record(".csv", name="three")]
    give(chat, "input", *files)
    chat.until_open("Before these files go in")
    chat.panel.press("Show me")

    assert "one.docx" in chat.panel.text()
    assert "two.txt" not in chat.panel.text()

    chat.panel.press("Attach safe copies")
    held = chat.until_attached(3)

    assert [each.name for each in held] == ["safe-copy.docx", "two.txt", "safe-copy-3.csv"]
    assert all("[UPN 1]" in read_again(reader, each).text for each in (held[0], held[2]))


def test_labels_in_files_are_those_of_the_conversation(chat: Chat, record: Callable[..., Path], reader: Reader) -> None:
    chat.paste(f"UPN: {upn(44)}")
    chat.panel.press("Replace with placeholders")
    chat.panel.until("the label", lambda: "[UPN 1]" in chat.model())
    give(chat, "input", record(".docx", (f"UPN: {UPN}", f"UPN: {upn(44)}")))
    chat.panel.press("Attach a safe copy")
    (held,) = chat.until_attached()

    assert re.search(r"UPN: \[UPN 2\]\s+UPN: \[UPN 1\]", read_again(reader, held).text)


def test_file_that_cannot_be_read_is_said_to_be(chat: Chat, tmp_path: Path) -> None:
    file = tmp_path / "old.doc"
    file.write_bytes(papers.ole({"EncryptedPackage": b"x"}))
    give(chat, "input", file)
    chat.until_open(UNREAD)

    assert "protected with a password" in chat.panel.text()
    assert chat.panel.buttons()[0] == "Go back"
    assert "Attach a safe copy" not in chat.panel.buttons()

    chat.panel.press("Attach anyway")
    chat.panel.press("Not a problem")
    (held,) = chat.until_attached()

    assert held.bytes == file.read_bytes()


@pytest.mark.parametrize(("choice", "count"), [("Yes, leave it out", 0), ("No, attach it", 1)])
def test_picture_is_asked_about(chat: Chat, choice: str, count: int) -> None:
    chat.copy_picture()
    chat.paste()
    chat.until_open("A picture")

    assert "Does it show a pupil or their work?" in chat.panel.text()
    assert chat.attached() == []

    chat.panel.press(choice)
    chat.until_closed()
    chat.settle()

    assert [each.name for each in chat.attached()] == ["image.png"] * count


def test_page_is_told_of_a_file_dropped_beside_the_composer(chat: Chat, record: Callable[[str], Path]) -> None:
    chat.drop_files(record(".docx"), on="main")
    chat.until_open(TITLE)
    chat.panel.press("Attach a safe copy")
    (held,) = chat.until_attached()

    assert (held.way, held.name) == ("drop", "safe-copy.docx")


def test_file_dropped_in_a_closed_tree_reaches_what_it_was_dropped_on(
    chat: Chat, record: Callable[[str], Path]
) -> None:
    chat.drop_files(record(".docx"), on="[data-practice=closed]")
    chat.until_open(TITLE)

    assert chat.attached() == []

    chat.panel.press("Attach a safe copy")
    (held,) = chat.until_attached()

    assert (held.way, held.name) == ("zone", "safe-copy.docx")


def test_file_dropped_on_an_input_is_looked_at_too(chat: Chat, record: Callable[[str], Path]) -> None:
    chat.evaluate("() => { document.querySelector('input.attach').hidden = false }")
    chat.drop_files(record(".docx"), on="input.attach")
    chat.panel.press("Attach a safe copy")
    (held,) = chat.until_attached()

    assert (held.way, held.name) == ("input", "safe-copy.docx")


def test_file_of_an_input_in_a_shadow_tree_is_looked_at_where_no_click_tells_of_it(
    chat: Chat, record: Callable[[str], Path]
) -> None:
    chat.evaluate(
        """() => document.querySelector('[data-attach=shadow]').addEventListener('click', event => {
          event.stopImmediatePropagation()
          const [root] = [...document.querySelectorAll('*')].flatMap(each => each.shadowRoot ?? [])
          const input = root.querySelector('input')
          window.heard = []
          for (const type of ['input', 'change']) input.addEventListener(type, () => window.heard.push(type))
          input.showPicker()
        }, { capture: true })"""
    )
    chat.choose("shadow", record(".docx"))
    chat.until_open(TITLE)

    assert chat.attached() == []
    assert chat.evaluate("() => window.heard") == []


HANDLES = """
window.showOpenFilePicker = async () => {
  const folder = await navigator.storage.getDirectory()
  return Promise.all([['lesson.txt', 'Photosynthesis'], ['record.txt', 'UPN: %s']].map(async ([name, text]) => {
    const handle = await folder.getFileHandle(name, { create: true })
    const writing = await handle.createWritable()
    await writing.write(text)
    await writing.close()
    return handle
  }))
}
"""


def test_files_of_the_browsers_own_picker_are_looked_at(visit: Callable[[str], Chat]) -> None:
    chat = visit("chatgpt")
    chat.page.add_init_script(HANDLES % UPN)
    chat.page.reload()
    chat.page.wait_for_function("() => window.practice !== undefined")
    chat.page.locator("[data-attach=picker]").click()
    chat.until_open(TITLE)

    assert chat.attached() == []

    chat.panel.press("Attach a safe copy")
    held = chat.until_attached(2)
    # They stand for files of the person's own, and so lie on the disk.
    chat.page.evaluate("async () => (await navigator.storage.getDirectory()).removeEntry('record.txt')")

    assert [(each.name, each.bytes) for each in held] == [
        ("lesson.txt", b"Photosynthesis"),
        ("safe-copy-2.txt", b"UPN: [UPN 1]"),
    ]


def test_page_cannot_learn_the_word_by_which_picked_files_are_told(visit: Callable[[str], Chat]) -> None:
    heard = visit("chatgpt").evaluate(
        """async () => {
          const heard = []
          document.addEventListener('safe-to-paste-files', event => heard.push(event.detail))
          document.dispatchEvent(new CustomEvent('safe-to-paste-files-there'))
          await new Promise(resolve => setTimeout(resolve, 300))
          return heard
        }"""
    )

    assert heard == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_in_questions_about_files(
    visit: Callable[[str], Chat], record: Callable[..., Path], tmp_path: Path, scheme: Literal["light", "dark"]
) -> None:
    chat = visit("chatgpt")
    chat.page.emulate_media(color_scheme=scheme)
    give(chat, "input", record(".docx"), record(".pdf", name="other"))
    chat.panel.press("Show me")

    assert serious(in_panel(chat)) == []

    chat.panel.press("Go back")
    (tmp_path / "long.txt").write_bytes(LONG)
    give(chat, "input", tmp_path / "long.txt")
    chat.panel.place("Cancel")

    assert serious(in_panel(chat)) == []
    assert any(control.role == "progressbar" and control.name for control in chat.panel.controls())


def test_host_that_ended_meanwhile_costs_the_person_nothing(
    chat: Chat, laptop: Browser, record: Callable[[str], Path], reader: Reader
) -> None:
    give(chat, "input", record(".docx"))
    chat.until_open(TITLE)
    kill_host(laptop)
    chat.panel.press("Attach a safe copy")
    (held,) = chat.until_attached()

    assert "[UPN 1]" in read_again(reader, held).text


def test_file_that_is_gone_meanwhile_is_said_to_have_no_copy(chat: Chat, record: Callable[[str], Path]) -> None:
    file = record(".docx")
    give(chat, "input", file)
    chat.until_open(TITLE)
    file.unlink()
    chat.panel.press("Attach a safe copy")
    chat.panel.until("why not", lambda: "could not be made" in chat.panel.text())

    assert chat.attached() == []
    assert "Attach a safe copy" not in chat.panel.buttons()


def test_person_can_give_up_while_a_file_is_handed_over(chat: Chat, tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_bytes(LONG)
    give(chat, "input", file)
    chat.panel.press("Cancel")
    chat.until_closed()
    chat.settle(500)

    assert chat.attached() == []
    assert chat.panel.heading() == ""


def test_without_the_agent_a_file_is_said_to_be_unchecked(
    open_browser: Callable[..., object], record: Callable[[str], Path]
) -> None:
    from practice.browser import CHATGPT

    with open_browser() as laptop:  # type: ignore[attr-defined]
        chat = laptop.visit(CHATGPT)
        file = record(".docx")
        give(chat, "input", file)
        chat.until_open(UNREAD)

        assert "This file can't be checked" in chat.panel.text()

        chat.panel.press("Attach anyway")
        chat.panel.press("Not a problem")
        (held,) = chat.until_attached()

        assert held.bytes == file.read_bytes()
