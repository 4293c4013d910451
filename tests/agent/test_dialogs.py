"""Windows without a screen: the table of engines, the pipe, what counts as agreeing, what can be read."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from safe_to_paste import dialogs, paths
from safe_to_paste.dialogs import about as my_window
from safe_to_paste.dialogs import concern, declaration, mail, matter, page, reading, shell, toolkit
from safe_to_paste.dialogs.shell import Asked
from safe_to_paste.errors import DialogError, JournalError, PolicyError
from safe_to_paste.journal import Declaration, Event, Journal
from safe_to_paste.policy_file import Mode, parse

POLICIES = paths.policies_dir()
QUANTOCK = (POLICIES / "quantock.toml").read_text(encoding="utf-8")
NOW = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)


# --- the table of engines ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("system", "gui"), [("linux", "gtk"), ("windows", "edgechromium"), ("macos", "cocoa")])
def test_every_system_has_one_engine_that_is_named_outright(system: str, gui: str) -> None:
    assert gui == toolkit.table()[system].gui


def test_the_distributions_python_draws_on_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toolkit, "find_spec", {"gi": None, "webview": _Spec("/opt/site/webview/__init__.py")}.get)
    program, isolated, window, folder = toolkit.table()["linux"].program()

    assert ("/usr/bin/python3", "-I", "/opt/site") == (program, isolated, Path(folder).as_posix())
    assert Path(window).is_file()


def test_a_python_that_has_gtk_draws_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toolkit, "find_spec", lambda _: _Spec("/opt/site/webview/__init__.py"))

    assert sys.executable == toolkit.table()["linux"].program()[0]


@pytest.mark.parametrize("system", ["windows", "macos"])
def test_elsewhere_the_program_of_ours_draws(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = toolkit.table()[system].program()

    assert (sys.executable, "-I") == program[:2]

    monkeypatch.setattr(paths, "is_bundle", lambda: True)
    monkeypatch.setattr(sys, "executable", "/opt/stp/safe-to-paste-host.exe")

    assert ("/opt/stp/safe-to-paste-window.exe",) == tuple(map(_posix, toolkit.table()[system].program()))
    assert ("/opt/stp/safe-to-paste.exe", "declare") == tuple(map(_posix, toolkit.opener("declaration", "declare")))


def test_a_bundle_on_linux_brings_only_what_is_pure_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "is_bundle", lambda: True)
    monkeypatch.setattr(sys, "executable", "/opt/stp/safe-to-paste")
    program = tuple(map(_posix, toolkit.table()["linux"].program()))

    assert ("/usr/bin/python3", "-I", "/opt/stp/window/window.py", "/opt/stp/window") == program


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({}, "no display"),
        ({"DISPLAY": ""}, "no display"),
        ({"DISPLAY": ":0"}, ""),
        ({"WAYLAND_DISPLAY": "wayland-0"}, ""),
    ],
)
def test_linux_needs_a_display(environ: dict[str, str], says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toolkit, "find_spec", lambda _: _Spec("/opt/site/webview/__init__.py"))
    missing = toolkit.table(environ)["linux"].missing()

    assert says in missing
    assert bool(says) == bool(missing)


@pytest.mark.parametrize("system", ["linux", "windows", "macos"])
def test_without_pywebview_it_says_so(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toolkit, "find_spec", {"gi": _Spec("gi")}.get)
    monkeypatch.setattr(toolkit, "_webview2_version", lambda: "140.0")

    assert "pywebview" in toolkit.table({"DISPLAY": ":0"})[system].missing()


def test_windows_without_webview2_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(toolkit, "_webview2_version", lambda: "")

    with pytest.raises(DialogError, match="WebView2"):
        toolkit.table()["windows"].check()


@pytest.mark.parametrize(
    "name",
    [
        "COREWEBVIEW2_FORCED_HOSTING_MODE",
        "DYLD_INSERT_LIBRARIES",
        "GIO_EXTRA_MODULES",
        "GI_TYPELIB_PATH",
        "GTK_MODULES",
        "GTK_PATH",
        "JSC_options",
        "LD_LIBRARY_PATH",
        "LD_PRELOAD",
        "PYTHONPATH",
        "PYTHONSTARTUP",
        "PYWEBVIEW_LOG",
        "QTWEBENGINE_REMOTE_DEBUGGING",
        "WEBKIT_EXEC_PATH",
        "WEBKIT_INSPECTOR_HTTP_SERVER",
        "WEBKIT_INSPECTOR_SERVER",
        "WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS",
        "WebView2_User_Data_Folder",
    ],
)
def test_the_environment_opens_the_window_to_nobody(name: str) -> None:
    assert {"PYWEBVIEW_LOG": "CRITICAL"} == toolkit.environment({name: "x"})


def test_what_a_person_needs_stays_in_the_environment() -> None:
    theirs = {
        "DISPLAY": ":0",
        "GTK_THEME": "HighContrast",
        "LANG": "en_GB.UTF-8",
        "WEBKIT_DISABLE_DMABUF_RENDERER": "1",
    }

    assert theirs.items() <= toolkit.environment(theirs).items()


# --- starting a window from the host ------------------------------------------------------------------------------


def test_only_windows_there_are_can_be_started() -> None:
    with pytest.raises(DialogError, match="no window called nonsense"):
        dialogs.start("nonsense")


def test_a_window_is_a_process_that_shares_no_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import sys; sys.exit(7 if sys.stdin.read() == '' else 8)"
    monkeypatch.setattr(toolkit, "here", lambda: kit(""))
    monkeypatch.setattr(toolkit, "opener", lambda _, __: (sys.executable, "-c", code))
    started = dialogs.start("concern", "sent")

    assert started.wait(20) == 7


def test_why_no_window_can_be_shown_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = toolkit.Toolkit("gtk", lambda: ("never-started",), lambda: "there is no display")
    monkeypatch.setattr(toolkit, "here", lambda: nowhere)

    with pytest.raises(DialogError, match="there is no display"):
        dialogs.start("declaration")


# --- the pipe -----------------------------------------------------------------------------------------------------

READY = '{"say": "asked", "id": 1, "body": {"do": "ready", "values": {}}}'


def kit(*lines: str, then: str = "") -> toolkit.Toolkit:
    """A window that says these lines, and then does something."""
    said = "".join(f"{line}\n" for line in lines)
    code = f"import sys\nsys.stdin.readline()\nsys.stdout.write({said!r})\nsys.stdout.flush()\n{then}"
    return toolkit.Toolkit("gtk", lambda: (sys.executable, "-c", code), lambda: "")


def opened(*lines: str, then: str = "", patience: float = 20.0) -> shell.Window:
    return shell.Window("A window", "<p>", kit=kit(*lines, then=then), patience=patience)


def test_a_window_says_what_the_person_does_and_then_ends() -> None:
    agree = '{"say": "asked", "id": 2, "body": {"do": "agree", "values": {"s0": true}}}'
    with opened(READY, agree) as window:
        events = [event for event in window.events() if event]

    assert [Asked(2, "agree", {"s0": True})] == events


@pytest.mark.parametrize(
    "line",
    ["{}", "[]", "nonsense", '{"say": "failed", "kind": "ImportError"}', '{"say": "asked", "id": 1, "body": 3}', ""],
)
def test_a_window_that_does_not_come_up_is_an_error(line: str) -> None:
    with pytest.raises(DialogError, match="could not be opened"), opened(*filter(None, (line,)), then="sys.exit(1)"):
        pass


def test_a_window_that_is_closed_before_its_page_is_there_was_closed() -> None:
    with opened() as window:
        assert list(window.events()) == []


def test_a_window_that_never_draws_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell, "_TO_DRAW", 0.5)

    with pytest.raises(DialogError, match="took too long"), opened(then="sys.stdin.read()"):
        pass


@pytest.mark.parametrize("line", ["{}", "nonsense", '{"say": "asked", "id": "two", "body": {"do": "agree"}}'])
def test_what_is_not_understood_is_no_answer(line: str) -> None:
    with opened(READY, line) as window:
        assert [event for event in window.events() if event] == []


def test_a_window_left_alone_ends() -> None:
    with opened(READY, then="sys.stdin.read()", patience=1.5) as window:
        assert set(window.events()) <= {None}


def test_a_window_that_does_not_stop_is_stopped() -> None:
    hang = "import time\nwhile True: time.sleep(60)"
    window = opened(READY, then=hang, patience=0.5)
    with window:
        list(window.events())

    assert window._process.returncode is not None


def test_where_to_save_is_asked_without_losing_what_comes_between() -> None:
    between = '{"say": "asked", "id": 2, "body": {"do": "done", "values": {}}}'
    with opened(READY, between, '{"say": "chosen", "path": "/tmp/a.txt"}') as window:
        assert window.choose("a.txt") == Path("/tmp/a.txt")
        assert [Asked(2, "done", {})] == [event for event in window.events() if event]


# --- what counts as agreeing ----------------------------------------------------------------------------------------


@dataclass
class FakeWindow:
    """Hands out what a person does, and keeps what is answered."""

    does: list[Asked | None]
    answers: list[dict[str, Any]] = field(default_factory=list)
    chooses: Path | None = None

    def events(self) -> list[Asked | None]:
        return self.does

    def answer(self, asked: Asked, **body: object) -> None:
        self.answers.append({"id": asked.id, **body})

    def take(self, **body: object) -> None:
        self.answers.append(body)

    def choose(self, name: str) -> Path | None:
        del name
        return self.chooses


@dataclass
class FakeJournal:
    """Keeps declarations in memory."""

    made: list[Declaration] = field(default_factory=list)
    later: int = 0
    fault: str = ""
    marker: Path = Path("/nonexistent/declared")

    def declarations(self) -> tuple[Declaration, ...]:
        if self.fault:
            raise JournalError(self.fault)
        return tuple(self.made)

    def declare(self, declaration: Declaration) -> None:
        if self.fault:
            raise JournalError(self.fault)
        self.made.append(declaration)

    def snoozed(self, *_: str) -> int:
        self.later += 1
        return self.later

    def snoozes(self, *_: str) -> int:
        return self.later

    def can_write(self) -> bool:
        return not self.fault


def about(text: str = QUANTOCK) -> matter.Matter:
    return matter.Matter(parse(text, "quantock.toml"), None, (), frozenset())


def talk(
    *does: Asked | None,
    now: matter.Matter | None = None,
    journal: FakeJournal | None = None,
    chooses: Path | None = None,
) -> tuple[int, FakeJournal, list[dict[str, Any]]]:
    journal = journal or FakeJournal()
    conversation = declaration._Conversation(
        about(),
        journal,  # type: ignore[arg-type]
        load=lambda: now or about(),
        now=lambda: NOW,
        who=lambda: "rbell",
    )
    window = FakeWindow(list(does), chooses=chooses)
    return conversation.hold(window), journal, window.answers  # type: ignore[arg-type]


COUNT = len(about().policy.declaration.statements)
TICKED = {f"s{number}": True for number in range(COUNT)}


def test_all_ticked_and_agreed_is_recorded_as_worded() -> None:
    code, journal, answers = talk(Asked(2, "agree", TICKED))
    (made,) = journal.made

    assert code == dialogs.FINISHED
    assert ("rbell", "quantock", "May 2025", NOW) == (made.who, made.policy, made.policy_version, made.at)
    assert about().policy.declaration.statements == made.statements
    assert "Thank you" in answers[0]["html"]


@pytest.mark.parametrize(
    "values",
    [{}, {**TICKED, "s0": False}, {**TICKED, "s1": "true"}, {**TICKED, "s2": 1}, {"s0": True}, {"statements": True}],
)
def test_a_page_that_says_agree_without_every_tick_is_not_believed(values: dict[str, Any]) -> None:
    code, journal, answers = talk(Asked(2, "agree", values))

    assert (dialogs.NOT_NOW, []) == (code, journal.made)
    assert "Nothing was recorded" in answers[0]["status"]


@pytest.mark.parametrize(
    "changed",
    [
        QUANTOCK.replace('version = "May 2025"', 'version = "June 2025"'),
        QUANTOCK.replace("I will talk openly with my line manager about how I use AI.", "I will keep it to myself."),
    ],
)
def test_nobody_agrees_to_a_policy_that_was_replaced_under_them(changed: str) -> None:
    code, journal, answers = talk(Asked(2, "agree", TICKED), now=about(changed))

    assert (dialogs.NOT_NOW, []) == (code, journal.made)
    assert "was changed while this window was open" in answers[0]["html"]


def test_agreeing_to_the_new_one_counts_for_the_new_one() -> None:
    newer = about(QUANTOCK.replace('version = "May 2025"', 'version = "June 2025"'))
    _, journal, _ = talk(Asked(2, "agree", TICKED), Asked(3, "agree", TICKED), now=newer)

    assert ["June 2025"] == [made.policy_version for made in journal.made]


def test_what_could_not_be_written_is_not_declared() -> None:
    code, journal, answers = talk(Asked(2, "agree", TICKED), journal=FakeJournal(fault="the disk is full"))

    assert (dialogs.NOT_NOW, []) == (code, journal.made)
    assert "could not be recorded" in answers[0]["status"]
    assert "the disk is full" in answers[0]["status"]


def test_agreeing_twice_is_recorded_once() -> None:
    _, journal, _ = talk(Asked(2, "agree", TICKED), Asked(3, "agree", TICKED))

    assert len(journal.made) == 1


def test_later_is_counted_and_closing_is_not() -> None:
    later, counted, _ = talk(Asked(2, "later", {}))
    closed, uncounted, _ = talk(Asked(2, "close", {}))

    assert (dialogs.NOT_NOW, dialogs.NOT_NOW) == (later, closed)
    assert (1, 0) == (counted.later, uncounted.later)


def test_a_copy_can_be_saved_only_of_what_was_recorded(tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    talk(Asked(2, "save", TICKED), chooses=copy)

    assert not copy.exists()

    talk(Asked(2, "agree", TICKED), Asked(3, "save", {}), chooses=copy)

    assert "rbell" in copy.read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    _, _, answers = talk(Asked(2, "agree", TICKED), Asked(3, "save", {}), chooses=tmp_path / "no" / "copy.txt")

    assert "could not be saved" in answers[-1]["status"]


def test_trying_it_out_is_said_as_what_it_is() -> None:
    trying = replace(about().policy, mode=Mode.REPORT_ONLY)

    assert "holds nothing back" in declaration.does_here(trying)[0]
    assert "holds nothing back" not in " ".join(declaration.does_here(about().policy))


def shown(text: str) -> str:
    conversation = declaration._Conversation(about(text), FakeJournal(), who=lambda: "rbell")  # type: ignore[arg-type]
    return conversation.page()


def test_training_is_asked_where_the_policy_asks_and_never_needed() -> None:
    asking = (
        QUANTOCK + '\n[training]\nask = true\nstatement = "I have done the AI course."\nwhere = "the staff portal"\n'
    )
    page_ = shown(asking)
    (box,) = re.findall(r'<input[^>]*name="training"[^>]*>', page_)

    assert "required" not in box
    assert "I have done the AI course." in page_
    assert "It is here: the staff portal." in page_
    assert 'name="training"' not in shown(QUANTOCK)


@pytest.mark.parametrize("done", [True, False])
def test_training_is_recorded_as_done_or_not(done: bool) -> None:
    asking = about(QUANTOCK + "\n[training]\nask = true\n")
    journal = FakeJournal()
    conversation = declaration._Conversation(
        asking,
        journal,  # type: ignore[arg-type]
        load=lambda: asking,
        now=lambda: NOW,
        who=lambda: "rbell",
    )
    window = FakeWindow([Asked(2, "agree", {**TICKED, "training": done})], chooses=None)

    assert dialogs.FINISHED == conversation.hold(window)  # type: ignore[arg-type]
    assert done is journal.made[0].training
    assert ("<dd>done</dd>" if done else "<dd>not done yet</dd>") in window.answers[0]["html"]


def test_a_review_that_is_due_is_said_at_the_foot() -> None:
    foot = shown(QUANTOCK).split("<footer>")[1]

    assert "review was due on 30 November 2025" in foot
    assert "review was due" not in shown(
        QUANTOCK.replace("2025-11-30", "2999-11-30").replace('ratified = "May 2025"', "")
    )


def test_no_box_is_ticked_beforehand() -> None:
    html = declaration._Conversation(about(), FakeJournal(), who=lambda: "rbell").page()  # type: ignore[arg-type]

    assert html.count('type="checkbox"') == COUNT
    assert " checked" not in html.split("</style>")[1].split("<script")[0]
    assert re.search(r"<button[^>]* disabled>Agree and continue", html)


# --- what can be read -----------------------------------------------------------------------------------------------


class _Seen(HTMLParser):
    """The elements and attributes of a piece of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += [name for name, _ in attrs]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src="https://example.org/x.png" onerror="alert(1)">',
        "![a picture](https://example.org/x.png)",
        "[here](javascript:alert(1)) and <https://example.org> and [there](https://example.org)",
        '<a href="https://example.org">here</a>',
        "<style>*{display:none}</style><iframe src='//example.org'></iframe>",
        "# Heading <b onclick=x>",
        "> quoted <svg onload=alert(1)>",
        "| a | b |\n|---|---|\n| <script>x</script> | [x](data:text/html,x) |",
        "[x]: https://example.org 'title'\n\n[x] and [y][x]",
    ],
)
def test_a_policys_text_can_do_nothing(text: str) -> None:
    seen = _Seen(reading.from_markdown(text))

    assert set(seen.elements) <= {"h2", "p", "blockquote", "table", "thead", "tbody", "tr", "th", "td"}
    assert set(seen.attributes) <= {"style"}
    assert not seen.attributes


def test_an_address_is_shown_and_a_dead_one_is_not() -> None:
    assert "the guide (https://example.org/a)" in reading.from_markdown("[the guide](https://example.org/a)")
    assert reading.from_markdown("[the guide](#)") == "<p>the guide</p>\n"


@pytest.mark.parametrize("name", [file.stem for file in sorted(POLICIES.glob("*.toml"))])
def test_every_policy_that_ships_has_a_text_that_cites_its_clauses(name: str) -> None:
    file = POLICIES / f"{name}.toml"
    text = file.with_suffix(".md").read_text(encoding="utf-8")
    policy = parse(file.read_bytes(), str(file))

    assert reading.from_markdown(text).count("<h2>") == text.count("\n## ")
    assert re.search(r"\((?:Introduction|[1-9])", text)
    assert policy.clauses


def test_the_template_is_not_read_before_it_is_filled_in() -> None:
    with pytest.raises(PolicyError, match="to fill in"):
        reading.text_of(POLICIES / "model.toml")


def test_a_text_that_is_no_text_is_said(tmp_path: Path) -> None:
    (tmp_path / "school.md").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(PolicyError, match="UTF-8"):
        reading.text_of(tmp_path / "school.toml")


def test_without_a_text_the_clauses_are_there_to_read(tmp_path: Path) -> None:
    assert reading.text_of(tmp_path / "school.toml") is None
    assert "3 Data Privacy and Security" in reading.rendered(about().policy, None)


def test_a_schools_own_words_are_escaped_everywhere() -> None:
    hostile = QUANTOCK.replace('Quantock Education Trust"', '<img src=x onerror=alert(1)>"').replace(
        "the trust's data protection officer", "<b>DPO</b>"
    )
    conversation = declaration._Conversation(about(hostile), FakeJournal(), who=lambda: "rbell")  # type: ignore[arg-type]
    pages = conversation.page() + concern._Conversation(about(hostile)).page("sent")

    assert "img" not in _Seen(pages).elements
    assert "<b>DPO" not in pages


def test_a_page_lets_nothing_in_but_its_own() -> None:
    html = page.page("A page", page.view("one", "One"))
    (nonce,) = set(re.findall(r'nonce="([^"]+)"', html))
    (guard,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', html)

    assert guard.startswith("default-src &#x27;none&#x27;;")
    assert guard.count(nonce) == 2
    assert "unsafe-inline" not in guard
    assert not re.search(r"https?://|//[a-z]", re.sub(r"/\*.*?\*/|^\s*//.*$", "", html, flags=re.DOTALL | re.MULTILINE))
    assert nonce not in page.page("A page")


# --- a draft for an e-mail ------------------------------------------------------------------------------------------


def test_a_draft_cannot_break_out_of_its_address() -> None:
    made = mail.link("", "a&bcc=x@example.org", "?#%\r\nBcc: x\u00e9\ud800")

    assert made is not None
    assert re.fullmatch(r"mailto:\?subject=[\w%.~-]+&body=[\w%.~-]+", made)


def test_a_draft_that_is_too_long_is_refused() -> None:
    assert mail.link("", "A question", "x" * 1800)
    assert mail.link("", "A question", "x" * 1900) is None


def test_an_unknown_kind_of_concern_is_an_error() -> None:
    with pytest.raises(DialogError, match="no kind of concern"):
        concern.main(("gossip",))


def test_a_draft_is_opened_only_when_asked_for() -> None:
    links: list[str] = []
    conversation = concern._Conversation(about(), now=lambda: NOW, open_mail=links.append)
    window = FakeWindow([Asked(2, "mail:sent", {"draft-sent": "It was a row of marks."}), Asked(3, "done", {})])

    assert links == []
    assert dialogs.FINISHED == conversation.hold(window)  # type: ignore[arg-type]
    assert links == ["mailto:?subject=Something%20went%20into%20an%20AI%20tool&body=It%20was%20a%20row%20of%20marks."]


# --- my own use -------------------------------------------------------------------------------------------------------


def event(day: int, outcome: str, action: str = "") -> Event:
    at = datetime(2026, 11 - day // 30, 15, 12, tzinfo=UTC)
    return Event(at, "chatgpt", "paste", "quantock", "1", "1", outcome, action=action)


@pytest.mark.parametrize("may_delete", [True, False])
def test_my_use_is_counted_by_month_and_deleted_only_where_the_policy_lets_me(tmp_path: Path, may_delete: bool) -> None:
    journal = Journal(tmp_path / "journal.sqlite3")
    for made in (event(0, "hold", "replace"), event(0, "allow"), event(31, "warn", "keep")):
        journal.record(made)
    text = QUANTOCK if may_delete else QUANTOCK.replace("user_can_delete = true", "user_can_delete = false")
    conversation = my_window._Conversation(about(text), journal, who=lambda: "rbell")
    html = conversation.page()

    assert 0 < html.index("November 2026") < html.index("October 2026")
    assert may_delete == ("Delete…" in html)

    copy = tmp_path / "copy.txt"
    window = FakeWindow([Asked(2, "save", {}), Asked(3, "forget", {})], chooses=copy)
    conversation.hold(window)  # type: ignore[arg-type]

    assert "3 checks" in copy.read_text(encoding="utf-8")
    assert len(list(journal.events())) == (0 if may_delete else 3)

    journal.close()


def test_the_window_program_needs_nothing_of_ours() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", toolkit._WINDOW], input=b"", capture_output=True, check=False, timeout=20
    )

    assert (2, b"") == (done.returncode, done.stderr)


@dataclass(frozen=True)
class _Spec:
    origin: str


def _posix(path: str) -> str:
    return Path(path).as_posix()
