"""Files that arrive from an AI tool: where the system says they are from, when they are whole, and who is asked."""

from __future__ import annotations

import io
import json
import os
import plistlib
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from safe_to_paste import arrivals, dialogs, labels, origin, paths
from safe_to_paste.arrivals import Arrivals, Offer
from safe_to_paste.dialogs import FINISHED, NOT_NOW, arrived, matter
from safe_to_paste.dialogs.shell import Asked
from safe_to_paste.documents.labelling.model import Kind
from safe_to_paste.errors import DialogError
from safe_to_paste.journal import Journal
from safe_to_paste.labels import Tool
from safe_to_paste.policy_file import Label, LabelPrompt, Policy
from safe_to_paste.policy_file import Tool as Listed
from safe_to_paste.stamp import Stamper

from . import papers
from .conftest import PATIENCE

POLICY = Policy("AI policy", "1", name="ours")
CHATGPT = Tool("ChatGPT", "chatgpt")
# A moment for the system to tell of a file, on a machine that does much else.
QUIET = 0.05
SITES = Path(__file__).parents[2] / "extension" / "src" / "sites"


class TestOrigin:
    def test_windows_says_it_in_a_stream_beside_the_content(self, tmp_path: Path) -> None:
        file = tmp_path / "a.docx"
        Path(f"{file}:Zone.Identifier").write_bytes(
            b"[ZoneTransfer]\r\nZoneId=3\r\nReferrerUrl=https://chatgpt.com/\r\nHostUrl=https://files.oaiusercontent.com/x?a=b\r\n"
        )

        assert ("https://chatgpt.com/", "https://files.oaiusercontent.com/x?a=b") == origin.on_windows(file)

    @pytest.mark.parametrize(
        "said", [b"", b"\xff", b"[ZoneTransfer]\r\nZoneId=3", b"\0" * 99, b"HostUrl", b"\xff\xfeH"]
    )
    def test_stream_that_says_nothing_is_no_origin(
        self, tmp_path: Path, said: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Path(f"{tmp_path / 'a'}:Zone.Identifier").write_bytes(said)
        monkeypatch.setattr(paths, "system", lambda: "windows")

        assert () == origin.addresses(tmp_path / "a")

    def test_macos_says_it_in_a_binary_property_list(self, monkeypatch: pytest.MonkeyPatch) -> None:
        said = plistlib.dumps(
            ["blob:https://gemini.google.com/1", "https://gemini.google.com/app", 3], fmt=plistlib.FMT_BINARY
        )
        monkeypatch.setattr(origin, "_attribute_on_macos", lambda *_: said)
        monkeypatch.setattr(paths, "system", lambda: "macos")

        assert ("https://gemini.google.com/1", "https://gemini.google.com/app") == origin.addresses(Path("a"))

    @pytest.mark.parametrize("said", [b"", b"bplist00", plistlib.dumps({"a": 1}), plistlib.dumps("x")])
    def test_attribute_that_says_nothing_is_no_origin(self, said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(origin, "_attribute_on_macos", lambda *_: said)
        monkeypatch.setattr(paths, "system", lambda: "macos")

        assert () == origin.addresses(Path("a"))

    def test_macos_is_asked_as_its_manual_says(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Call:
            restype: object = None

            def __call__(self, path: bytes, name: bytes, held: Any, *others: Any) -> int:
                assert (b"a", b"com.apple.metadata:kMDItemWhereFroms") == (path, name)
                assert [65_536, 0, 0] == [getattr(each, "value", each) for each in others]
                held[:3] = b"abc"
                return 3

        monkeypatch.setattr("ctypes.CDLL", lambda *_, **__: type("Library", (), {"getxattr": Call()})())

        assert b"abc" == origin._attribute_on_macos(Path("a"), "com.apple.metadata:kMDItemWhereFroms")

    @pytest.mark.skipif(sys.platform != "linux", reason="attributes of Linux")
    def test_linux_says_it_where_a_program_wrote_it(self, tmp_path: Path) -> None:
        file = tmp_path / "a.docx"
        file.write_bytes(b"x")
        assert () == origin.addresses(file)
        try:
            os.setxattr(file, "user.xdg.referrer.url", b"https://chatgpt.com/c/1")
        except OSError:
            pytest.skip("this disk has no attributes")

        assert ("https://chatgpt.com/c/1",) == origin.addresses(file)


class TestTools:
    @pytest.mark.parametrize(
        ("address", "tool"),
        [
            ("https://chatgpt.com/c/1", CHATGPT),
            ("HTTPS://ChatGPT.com/", CHATGPT),
            ("https://files.oaiusercontent.com/file-1?sig=x", CHATGPT),
            ("https://gemini.google.com/app", Tool("Gemini", "gemini")),
            ("https://example.org/?from=https://chatgpt.com/", None),
            ("https://example.org/chatgpt.com/", None),
            ("https://chatgpt.com.example.org/", None),
            ("http://chatgpt.com/", None),
            ("", None),
        ],
    )
    def test_address_is_of_a_tool_or_of_none(self, address: str, tool: Tool | None) -> None:
        assert tool == labels.tool_of(address, POLICY)

    def test_tools_are_those_that_have_an_adapter(self) -> None:
        adapters = {
            match
            for source in SITES.glob("*.ts")
            for match in re.findall(
                r'id: "(.+)",\s+title: "(.+)",\s+matches: \[(.+)\]', source.read_text(encoding="utf-8")
            )
        }

        assert len(list(SITES.glob("*.ts"))) == len(adapters)
        assert {(word, name) for word, name, _ in adapters} == {
            (tool.site, tool.name) for tool in labels._TOOLS.values()
        }
        for word, name, matches in adapters:
            pages = [page.replace("*", "c/1") for page in json.loads(f"[{matches}]")]
            assert [Tool(name, word)] * len(pages) == [labels.tool_of(page, POLICY) for page in pages]

    def test_tools_of_the_policy_count_and_come_first(self) -> None:
        listed = (
            Listed("School AI", ("https://ai.hazelmere.example/*",)),
            Listed("Copilot", ("https://chatgpt.com/*",)),
        )
        policy = replace(POLICY, tools=listed)

        assert Tool("School AI", "other") == labels.tool_of("https://ai.hazelmere.example/x", policy)
        assert Tool("Copilot", "other") == labels.tool_of("https://chatgpt.com/", policy)

    @pytest.mark.parametrize(
        ("label", "is_offered"),
        [
            (Label(), True),
            (Label(prompt=LabelPrompt.OFF), False),
            (Label(prompt=LabelPrompt.OFF, required=True), True),
            (Label(required=True, downloads=False), False),
        ],
    )
    def test_policy_says_whether_it_is_offered(self, label: Label, is_offered: bool) -> None:
        assert is_offered == labels.offered_on_arrival(replace(POLICY, label=label))


class Watched:
    """A folder for downloads that is watched, and a record of what was offered."""

    def __init__(self, folder: Path, lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.policy: Policy | None = POLICY
        self.offers: list[Offer] = []
        self.from_ai: set[str] = set()
        self.asked: list[str] = []
        self.open = False
        monkeypatch.setattr(origin, "addresses", self._origin)
        self.arrivals = self.another(lock)

    def another(self, lock: Path) -> Arrivals:
        return Arrivals(lambda: self.policy, folder=lambda: self.folder, offer=self._offer, quiet=QUIET, lock=lock)

    def poll(self) -> int | None:
        return None if self.open else 0

    def until(self, seen: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE
        while not seen():
            assert time.monotonic() < until, "it did not happen"
            time.sleep(0.02)

    def offered(self, *names: str) -> None:
        self.until(lambda: sorted(names) == sorted(file.name for offer in self.offers for file in offer.files))

    def settled(self) -> None:
        """Wait until a file that comes now has been offered, and so everything before has been looked at."""
        name = f"last{len(self.asked)}.txt"
        self.from_ai.add(name)
        (self.folder / name).write_text("x")
        self.until(lambda: any(file.name == name for offer in self.offers for file in offer.files))
        self.offers = [
            kept
            for offer in self.offers
            if (kept := Offer(offer.tool, tuple(f for f in offer.files if f.name != name))).files
        ]

    def _origin(self, path: Path) -> tuple[str, ...]:
        self.asked.append(path.name)
        return ("https://chatgpt.com/",) if path.name in self.from_ai else ("https://example.org/",)

    def _offer(self, offer: Offer) -> Watched:
        self.offers.append(offer)
        return self


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    folder = tmp_path / "Downloads"
    folder.mkdir()
    (folder / "old.docx").write_bytes(b"old")
    made = Watched(folder, tmp_path / "downloads.lock", monkeypatch)
    made.from_ai |= {"old.docx", "a.docx", "b.docx", "c.pdf", "renamed.docx"}
    made.arrivals.start()
    made.until(lambda: made.arrivals._events.is_following)
    yield made
    made.arrivals.stop()


class TestArrivals:
    def test_file_that_comes_from_an_ai_tool_is_offered_once(self, watched: Watched) -> None:
        (watched.folder / "a.docx").write_bytes(b"x")
        watched.offered("a.docx")
        (watched.folder / "a.docx").write_bytes(b"xy")
        watched.settled()

        assert [Offer(CHATGPT, (watched.folder / "a.docx",))] == watched.offers

    def test_file_from_elsewhere_or_of_another_kind_is_not(self, watched: Watched) -> None:
        (watched.folder / "other.docx").write_bytes(b"x")
        (watched.folder / "a.exe").write_bytes(b"x")
        watched.settled()

        assert [] == watched.offers
        assert "a.exe" not in watched.asked

    def test_chromium_writes_under_another_name_first(self, watched: Watched) -> None:
        half = watched.folder / "Unconfirmed 1.crdownload"
        half.write_bytes(b"half")
        watched.settled()
        assert "Unconfirmed 1.crdownload" not in watched.asked
        half.rename(watched.folder / "a.docx")

        watched.offered("a.docx")

    def test_firefox_keeps_the_name_with_an_empty_file(self, watched: Watched) -> None:
        (watched.folder / "a.docx").touch()
        part = watched.folder / "a.docx.part"
        part.write_bytes(b"half")
        watched.settled()
        assert "a.docx" not in watched.asked
        part.replace(watched.folder / "a.docx")

        watched.offered("a.docx")

    def test_file_beside_which_there_is_an_unfinished_one_waits(self, watched: Watched) -> None:
        part = watched.folder / "a.docx.part"
        part.write_bytes(b"half")
        (watched.folder / "a.docx").write_bytes(b"x")
        time.sleep(QUIET * 6)
        assert "a.docx" not in watched.asked
        part.unlink()

        watched.offered("a.docx")

    def test_file_that_is_still_growing_waits(self, watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
        file, clock, looks = watched.folder / "a.docx", [0.0], []

        def look(path: Path) -> tuple[int, int] | None:
            looks.append(file.stat().st_size)
            return stamp(path)

        stamp = arrivals._stamp
        monkeypatch.setattr(arrivals, "_stamp", look)
        monkeypatch.setattr(arrivals, "time", SimpleNamespace(monotonic=lambda: clock[0]))
        for size in range(1, 10):
            file.write_bytes(b"x" * size)
            watched.until(lambda size=size: looks[-2:] == [size, size])  # type: ignore[misc]
            clock[0] += QUIET * 0.9
            looks.clear()
            watched.until(lambda: len(looks) > 1)
            assert [] == watched.offers
        clock[0] += QUIET

        watched.offered("a.docx")

    def test_file_that_goes_again_is_forgotten(self, watched: Watched) -> None:
        (watched.folder / "a.docx").write_bytes(b"x")
        (watched.folder / "a.docx").unlink()
        watched.settled()

        assert [] == watched.offers

    def test_file_that_was_there_before_is_not_offered_when_it_is_saved_or_renamed(self, watched: Watched) -> None:
        (watched.folder / "old.docx").write_bytes(b"newer")
        (watched.folder / "old.docx").rename(watched.folder / "renamed.docx")
        watched.settled()

        assert [] == watched.offers

    def test_origin_that_is_said_late_is_heard(self, watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
        said = iter([(), (), ("https://chatgpt.com/",)])
        monkeypatch.setattr(origin, "addresses", lambda path: next(said) if path.name == "a.docx" else ())
        (watched.folder / "a.docx").write_bytes(b"x")

        watched.offered("a.docx")

    def test_several_at_once_are_offered_in_one_window(self, watched: Watched) -> None:
        for name in ("a.docx", "b.docx", "c.pdf"):
            (watched.folder / name).write_bytes(b"x")

        watched.offered("a.docx", "b.docx", "c.pdf")
        assert 1 == len(watched.offers)

    def test_no_second_window_opens_beside_the_first(self, watched: Watched) -> None:
        watched.open = True
        (watched.folder / "a.docx").write_bytes(b"x")
        watched.offered("a.docx")
        (watched.folder / "b.docx").write_bytes(b"x")
        watched.until(lambda: "b.docx" in watched.asked)
        time.sleep(QUIET * 4)
        assert 1 == len(watched.offers)
        watched.open = False

        watched.offered("a.docx", "b.docx")

    def test_policy_that_does_not_want_it_any_more_is_heeded(self, watched: Watched) -> None:
        watched.policy = replace(POLICY, label=Label(downloads=False))
        (watched.folder / "a.docx").write_bytes(b"x")
        watched.until(lambda: watched.folder / "a.docx" in watched.arrivals._known)
        watched.policy = POLICY
        watched.settled()

        assert [] == watched.offers
        assert "a.docx" not in watched.asked

    def test_file_with_the_longest_name_there_is_is_offered(self, watched: Watched) -> None:
        name = "a" * 246 + ".docx"
        watched.from_ai.add(name)
        (watched.folder / name).write_bytes(b"x")

        watched.offered(name)

    def test_file_of_which_the_system_says_nothing_ends_nothing(
        self, watched: Watched, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        known = origin.addresses

        def fail(path: Path) -> tuple[str, ...]:
            if path.name == "a.docx":
                raise OSError("held")
            return known(path)

        monkeypatch.setattr(origin, "addresses", fail)
        (watched.folder / "a.docx").write_bytes(b"x")
        (watched.folder / "b.docx").write_bytes(b"x")

        watched.offered("b.docx")

    def test_window_that_cannot_be_shown_ends_nothing(self, watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(_: Offer) -> Watched:
            failed.append(1)
            raise DialogError("no display")

        failed: list[int] = []
        with monkeypatch.context() as patched:
            patched.setattr(watched.arrivals, "_offer", fail)
            (watched.folder / "a.docx").write_bytes(b"x")
            watched.until(lambda: bool(failed))
        (watched.folder / "b.docx").write_bytes(b"x")

        watched.offered("b.docx")

    def test_of_several_hosts_one_offers(self, watched: Watched, tmp_path: Path) -> None:
        other = watched.another(tmp_path / "downloads.lock")
        other.start()
        (watched.folder / "a.docx").write_bytes(b"x")
        watched.settled()
        other.stop()

        assert 1 == len(watched.offers)
        assert not other._events.is_following

    def test_nothing_is_watched_where_the_policy_does_not_want_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = Watched(tmp_path, tmp_path / "lock", monkeypatch)
        made.policy = None
        made.arrivals.start()
        assert made.arrivals._thread is None
        made.policy = POLICY
        made.arrivals.start()
        assert made.arrivals._thread is not None
        made.arrivals.stop()

    def test_folder_that_is_not_there_is_tried_again(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(arrivals, "_AGAIN", 0.05)
        made = Watched(tmp_path / "later", tmp_path / "lock", monkeypatch)
        made.from_ai.add("a.docx")
        made.arrivals.start()
        time.sleep(0.2)
        made.folder.mkdir()
        made.until(lambda: made.arrivals._events.is_following)
        (made.folder / "a.docx").write_bytes(b"x")

        made.offered("a.docx")
        made.arrivals.stop()


def test_names_of_files_go_through_a_pipe_and_onto_no_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[Any, ...]] = []
    monkeypatch.setattr(dialogs, "start", lambda *given, **more: started.append((given, more)))
    arrivals.offer_in_window(Offer(CHATGPT, (Path("/d/Report for Zeb.docx"),)))

    assert [("arrived",)] == [given for given, _ in started]
    assert ["/d/Report for Zeb.docx"] == json.loads(started[0][1]["said"])["files"]


class Person:
    """A window with somebody in front of it who does these things; None is a second in which nothing happens."""

    def __init__(self, *does: str | None) -> None:
        self._does = does
        self.shown: list[str] = []

    def events(self) -> Iterator[Asked | None]:
        for number, do in enumerate(self._does):
            yield None if do is None else Asked(number, do, {})

    def answer(self, _: Asked, **body: str) -> None:
        self.shown.append(body.get("html", ""))


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.sqlite3")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "Rivers & <b>lakes.docx"
    made.write_bytes(papers.docx(papers.body("<w:p/>")))
    return made


def conversation(journal: Journal, *files: Path, label: Label | None = None) -> tuple[arrived.Conversation, Stamper]:
    about = matter.Matter(replace(POLICY, label=label or Label()), None, (), frozenset())
    stamper = Stamper()
    return arrived.Conversation(about, CHATGPT, files, stamper, journal=lambda: journal), stamper


class TestWindow:
    @pytest.mark.parametrize("kind", list(Kind))
    def test_label_that_is_chosen_is_put_in_and_counted(self, journal: Journal, file: Path, kind: Kind) -> None:
        talk, stamper = conversation(journal, file)
        person = Person("ready", kind.value, *[None] * 9, "created")

        assert FINISHED == talk.hold(person)  # type: ignore[arg-type]
        words = labels.known(POLICY)[list(Kind).index(kind)]
        assert words == stamper.check(file, labels.known(POLICY)).has.line
        assert words in person.shown[1]
        assert [("file", "label", words.lower().replace(" ", "_"), "chatgpt")] == [
            (event.trigger, event.action, event.label, event.site) for event in journal.events()
        ]
        stamper.close()

    def test_not_this_time_leaves_the_file_and_is_counted(self, journal: Journal, file: Path) -> None:
        before = file.read_bytes()
        talk, stamper = conversation(journal, file)

        assert NOT_NOW == talk.hold(Person("not_this_time"))  # type: ignore[arg-type]
        assert before == file.read_bytes()
        assert [("not_this_time", "")] == [(event.action, event.label) for event in journal.events()]
        stamper.close()

    def test_window_that_is_closed_or_left_alone_leaves_the_file(self, journal: Journal, file: Path) -> None:
        before = file.read_bytes()
        talk, stamper = conversation(journal, file)

        assert NOT_NOW == talk.hold(Person("ready", None, None))  # type: ignore[arg-type]
        assert (before, []) == (file.read_bytes(), list(journal.events()))
        stamper.close()

    def test_file_that_is_left_alone_is_said_with_the_reason(self, journal: Journal, file: Path) -> None:
        file.chmod(0o444)
        talk, stamper = conversation(journal, file)
        person = Person("supported", *[None] * 9, "close")

        assert NOT_NOW == talk.hold(person)  # type: ignore[arg-type]
        assert "may only be read. It was left as it was." in person.shown[0]
        assert "Not labelled" in person.shown[0]
        assert [] == list(journal.events())
        stamper.close()

    def test_tool_and_date_are_said_where_the_policy_wants_it(self, journal: Journal, file: Path) -> None:
        talk, stamper = conversation(journal, file, label=Label(include_tool_date=True))
        talk.hold(Person("supported"))  # type: ignore[arg-type]

        assert stamper.check(file, labels.known(POLICY)).has.line.startswith("AI supported (ChatGPT, ")
        stamper.close()

    def test_page_says_the_files_names_and_runs_nothing_of_them(self, journal: Journal, file: Path) -> None:
        talk, stamper = conversation(journal, file, *[Path(f"{n}.pdf") for n in range(6)], label=Label(required=True))
        page = talk.page()

        assert "Rivers &amp; &lt;b&gt;lakes.docx" in page
        assert "and 3 more" in page
        assert "asks for a label" in page
        assert all(f">{words}</button>" in page for words in (*labels.known(POLICY), "Not this time"))
        stamper.close()

    @pytest.mark.parametrize("said", [b"", b"[]", b"{}", b"\xff", b'{"tool": "x", "site": "y", "files": 3}'])
    def test_window_that_is_told_nonsense_does_not_open(self, said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(matter, "load", lambda _: matter.Matter(POLICY, None, (), frozenset()))

        assert FINISHED == arrived.main(told=lambda: io.BytesIO(said))

    def test_window_does_not_open_for_what_has_gone_is_labelled_or_takes_no_label(
        self, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(matter, "load", lambda _: matter.Matter(POLICY, None, (), frozenset()))
        with Stamper() as stamper:
            stamper.stamp(file, labels.label(POLICY, Kind.CREATED))
        (tmp_path / "broken.docx").write_bytes(b"PK\3\4")
        files = [str(file), str(tmp_path / "gone.docx"), str(tmp_path / "broken.docx")]
        said = json.dumps({"tool": "ChatGPT", "site": "chatgpt", "files": files}).encode()

        assert FINISHED == arrived.main(told=lambda: io.BytesIO(said))
