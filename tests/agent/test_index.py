"""The index of pupils' work: what is known again, what is not, and what is kept of it."""

from __future__ import annotations

import os
import random
import sqlite3
import threading
import time
from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from safe_to_paste import index, policy, rules, scanner
from safe_to_paste.documents import files as document_files
from safe_to_paste.documents.model import Document
from safe_to_paste.documents.reader import Reader
from safe_to_paste.documents.reasons import unreadable
from safe_to_paste.errors import FingerprintError
from safe_to_paste.fingerprints import words
from safe_to_paste.index import folders, passages, runs, whose
from safe_to_paste.index.folders import Folder
from safe_to_paste.index.keyed import Keys
from safe_to_paste.index.known import Known
from safe_to_paste.index.lock import Lock
from safe_to_paste.index.look import Look
from safe_to_paste.index.runs import Report
from safe_to_paste.index.store import Store
from safe_to_paste.model import Likelihood, Outcome
from safe_to_paste.paths import policies_dir
from safe_to_paste.view import View

KEY = bytes(range(32))
TODAY = date(2026, 3, 9)


def writing(length: int, seed: int = 1) -> str:
    """Words of nobody's, as many as asked for."""
    chance = random.Random(seed)
    return " ".join("".join(chance.choices("abcdefghiklmnoprstuw", k=chance.randrange(2, 9))) for _ in range(length))


class Laptop:
    """A folder of pupils' work, one of teaching material, and an index of both."""

    def __init__(self, root: Path) -> None:
        self.file = root / "index" / "index.sqlite3"
        self.keys = Keys(KEY)
        self.work = Folder(root / "work")
        self.teaching = Folder(root / "teaching", teaching=True)
        self.work.path.mkdir()
        self.teaching.path.mkdir()

    def hand_in(self, name: str, text: str, folder: Folder | None = None, *, days_ago: int = 0) -> Path:
        file = (folder or self.work).path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        then = time.mktime((TODAY - timedelta(days=days_ago)).timetuple())
        os.utime(file, (then, then))
        return file

    def run(self, reader: Reader | None = None, *, today: date = TODAY, only: Collection[str] | None = None) -> Report:
        with Store(self.file, self.keys) as index, reader or Reader() as reading:
            return runs.update((self.work, self.teaching), index, reading, months=24, today=today, only=only)

    def finds(self, text: str) -> bool:
        look = Look(self.file)
        try:
            return bool(passages.find(words(text), look, self.keys))
        finally:
            look.close()

    @property
    def known(self) -> Known:
        return Known(lambda: KEY, self.file)


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    return Laptop(tmp_path)


class Broken(Reader):
    """A reader that no file survives."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code
        self.asked = 0

    def read(self, path: Path) -> Document:
        del path
        self.asked += 1
        raise unreadable(self.code)


def test_where_the_folder_cannot_be_looked_into_there_is_no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(_: Path) -> bool:
        raise PermissionError

    monkeypatch.setattr(Path, "is_file", locked)

    assert not index.is_there()


def test_a_passage_is_known_again_and_the_finding_says_how_much_and_since_when(laptop: Laptop) -> None:
    essay = writing(300)
    laptop.hand_in("8C/essay.txt", essay)
    laptop.run()
    paste = f"Please tidy up:\n\n{' '.join(essay.split()[100:180])}"

    (match,) = laptop.known.find(View(paste))

    # Up to three words at either end may have no fingerprint of their own.
    assert abs(match.span.start - 17) < 30
    assert abs(match.span.end - len(paste)) < 30
    assert ("all of it stands in work known since 9 March 2026",) == match.because
    assert Likelihood.VERY_LIKELY is match.likelihood


def test_how_much_of_a_text_is_known_is_said(laptop: Laptop) -> None:
    essay = writing(300)
    laptop.hand_in("essay.txt", essay)
    laptop.run()

    (half,) = laptop.known.find(View(f"{' '.join(essay.split()[:100])} {writing(100, seed=2)}"))
    (little,) = laptop.known.find(View(f"{' '.join(essay.split()[:60])} {writing(900, seed=2)}"))

    assert half.because[0].startswith("about half of it ")
    assert little.because[0].startswith("a little of it ")


def test_a_very_long_text_is_looked_at_in_stretches(laptop: Laptop) -> None:
    essay = writing(300)
    laptop.hand_in("essay.txt", essay)
    laptop.run()
    before = writing(40_000, seed=2)

    (match,) = laptop.known.find(View(f"{before} {essay} {writing(300, seed=3)}"))

    assert abs(match.span.start - len(before)) < 30
    assert match.because[0].startswith("a little of it ")


def test_the_default_policy_holds_what_is_known(laptop: Laptop) -> None:
    essay = writing(300)
    laptop.hand_in("essay.txt", essay)
    laptop.run()
    found = scanner.scan(essay, laptop.known.rules)

    verdict = policy.decide(found, policy.load("default", policies_dir=policies_dir()))

    assert Outcome.HOLD is verdict.outcome
    assert verdict.says.startswith("Whose work is this?")


def test_a_known_piece_is_as_surely_known_within_what_its_wording_shows(laptop: Laptop) -> None:
    """A finding of the same kind that covers it takes over how sure it is, and its reasons."""
    essay = "I think the fox was clever because he knew the farmer slept late. " + writing(60)
    laptop.hand_in("essay.txt", essay)
    laptop.run()
    paste = (
        f"Mark this out of 20 please.\n\nMy dog is the best dog I have and I love him.\n{essay}\nThe end of my story."
    )
    shipped = [rule for rule in rules.load(policies_dir().parent) if rule.id == "pupil-work/pasted"]

    (finding,) = scanner.scan(paste, [*shipped, *laptop.known.rules]).findings

    assert Likelihood.VERY_LIKELY is finding.likelihood
    assert any("known since" in reason for reason in finding.because)
    assert any("known since" not in reason for reason in finding.because[1:])


def test_unrelated_writing_is_not_known(laptop: Laptop) -> None:
    laptop.hand_in("essay.txt", writing(300))
    laptop.run()

    assert not laptop.finds(writing(300, seed=2))


def test_five_fingerprints_far_apart_are_not_enough(laptop: Laptop) -> None:
    """A turn of phrase here and there is shared by all who write on the same subject."""
    essay = writing(400).split()
    laptop.hand_in("essay.txt", " ".join(essay))
    laptop.run()
    scattered = [" ".join([*essay[at : at + 8], writing(60, seed=at + 7)]) for at in range(0, 400, 40)]

    assert not laptop.finds(" ".join(scattered))


@pytest.mark.parametrize(("length", "is_found"), [(8, False), (20, True), (40, True)])
def test_a_short_answer_has_a_rule_of_its_own(laptop: Laptop, length: int, is_found: bool) -> None:
    answer = writing(length)
    laptop.hand_in("answers.txt", answer)
    laptop.run()

    assert is_found is laptop.finds(answer)


def test_a_short_answer_is_one_step_less_sure(laptop: Laptop) -> None:
    answer = writing(20)
    laptop.hand_in("answers.txt", answer)
    laptop.run()

    (match,) = laptop.known.find(View(answer))

    assert Likelihood.LIKELY is match.likelihood


def test_what_pupils_quote_of_the_teachers_own_material_counts_for_nothing(laptop: Laptop) -> None:
    source = writing(200)
    laptop.hand_in("essay.txt", f"{source} {writing(200, seed=2)}")
    laptop.run()
    assert laptop.finds(source)

    laptop.hand_in("question.txt", source, laptop.teaching)
    laptop.run()

    assert not laptop.finds(source)
    assert laptop.finds(writing(200, seed=2))


def test_what_very_many_have_is_nobodys(laptop: Laptop) -> None:
    handout = writing(200)
    for number in range(6):
        laptop.hand_in(f"pupil{number}.txt", f"{handout} {writing(200, seed=number + 5)}")
    laptop.run()

    assert not laptop.finds(handout)
    assert laptop.finds(writing(200, seed=7))


@pytest.mark.parametrize(("copies", "is_found"), [(15, True), (16, False)])
def test_drafts_count_as_one_and_a_handout_in_every_folder_does_not(
    laptop: Laptop, copies: int, is_found: bool
) -> None:
    essay = writing(300)
    for number in range(copies):
        laptop.hand_in(f"{number}/essay.txt", f"{essay} {writing(8, seed=number + 5)}")
    laptop.run()

    assert is_found is laptop.finds(essay)


def test_a_deleted_file_leaves_and_its_other_draft_stays(laptop: Laptop) -> None:
    essay = writing(300)
    first = laptop.hand_in("draft.txt", essay)
    second = laptop.hand_in("final.txt", f"{essay} {writing(10, seed=2)}")
    laptop.run()
    first.unlink()

    assert 1 == laptop.run().removed
    assert laptop.finds(essay)

    second.unlink()
    laptop.run()

    assert not laptop.finds(essay)
    with sqlite3.connect(laptop.file) as connection:
        assert [(0,)] == connection.execute("SELECT count(*) FROM prints").fetchall()
    connection.close()


def test_a_changed_file_is_known_as_it_is_now_and_since_it_was_first(laptop: Laptop) -> None:
    laptop.hand_in("essay.txt", writing(300), days_ago=3)
    laptop.run(today=TODAY - timedelta(days=3))
    laptop.hand_in("essay.txt", writing(300, seed=2))
    laptop.run()

    (match,) = laptop.known.find(View(writing(300, seed=2)))

    assert match.because[0].endswith("since 6 March 2026")
    assert not laptop.finds(writing(300))


def test_a_file_that_moved_is_known_since_it_was_first(laptop: Laptop) -> None:
    file = laptop.hand_in("essay.txt", writing(300))
    laptop.run(today=TODAY - timedelta(days=3))
    file.rename(file.with_name("moved.txt"))
    laptop.run()

    (match,) = laptop.known.find(View(writing(300)))

    assert match.because[0].endswith("since 6 March 2026")


def test_a_run_opens_only_what_has_changed(laptop: Laptop) -> None:
    laptop.hand_in("essay.txt", writing(300))
    laptop.run()

    report = laptop.run(reader := Broken("damaged"))

    assert (0, 1, 0) == (report.added, report.unchanged, reader.asked)


def test_files_that_are_named_are_all_that_is_looked_at(laptop: Laptop) -> None:
    first, second = laptop.hand_in("one.txt", writing(300)), laptop.hand_in("two.txt", writing(300, seed=2))
    laptop.run(only=[str(first)])
    assert laptop.finds(writing(300))
    assert not laptop.finds(writing(300, seed=2))

    first.unlink()
    laptop.run(only=[str(first), str(second), str(laptop.file)])

    assert not laptop.finds(writing(300))
    assert laptop.finds(writing(300, seed=2))


def test_what_lies_in_a_hidden_folder_is_passed_over_when_it_is_named_too(laptop: Laptop) -> None:
    file = laptop.hand_in(".git/essay.txt", writing(300))

    assert 0 == laptop.run(only=[str(file)]).added


def test_work_is_let_go_of_after_so_many_months(laptop: Laptop) -> None:
    laptop.hand_in("essay.txt", writing(300), days_ago=700)
    laptop.hand_in("question.txt", writing(300, seed=2), laptop.teaching, days_ago=4000)
    laptop.run()
    assert laptop.finds(writing(300))

    report = laptop.run(today=TODAY + timedelta(days=60))

    assert (0, 1, 1) == (report.added, report.unchanged, report.removed)
    assert not laptop.finds(writing(300))


def test_a_folder_that_is_no_longer_named_leaves(laptop: Laptop) -> None:
    laptop.hand_in("essay.txt", writing(300))
    laptop.run()

    with Store(laptop.file, laptop.keys) as index, Reader() as reader:
        runs.update((), index, reader, today=TODAY)

    assert not laptop.finds(writing(300))
    assert laptop.file.stat().st_size <= 40_000


def test_a_server_that_cannot_be_reached_takes_nothing_away(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop.hand_in("essay.txt", writing(300))
    laptop.run()
    monkeypatch.setattr(folders, "is_there", lambda _: None)

    report = laptop.run()

    assert [laptop.teaching.path, laptop.work.path] == report.away
    assert laptop.finds(writing(300))


def test_a_folder_that_was_deleted_is_told_from_a_drive_that_is_away(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()

    assert folders.is_there(tmp_path / "here") is True
    assert folders.is_there(tmp_path / "deleted") is False
    assert folders.is_there(tmp_path / "away" / "work") is None


def test_what_is_online_only_is_never_opened_and_what_was_known_of_it_stays(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = laptop.hand_in("essay.txt", writing(300))
    laptop.run()
    file.write_text(writing(310, seed=2), encoding="utf-8")
    monkeypatch.setattr(runs, "is_online_only", lambda seen: bool(seen.st_size))

    report = laptop.run(reader := Broken("damaged"))

    assert 0 == reader.asked
    assert {"online_only": 1} == report.faults
    assert laptop.finds(writing(300))


@pytest.mark.parametrize(
    "seen",
    [{"st_file_attributes": 0x400000}, {"st_file_attributes": 0x1000}, {"st_flags": 0x40000000}],
    ids=["Windows, recalled when read", "Windows, offline", "macOS, dataless"],
)
def test_each_system_says_that_a_file_is_online_only(seen: dict[str, int]) -> None:
    assert document_files.is_online_only(SimpleNamespace(**seen))  # type: ignore[arg-type]


def test_what_cannot_be_read_is_counted_and_tried_again_only_where_that_may_help(laptop: Laptop) -> None:
    laptop.hand_in("essay.txt", writing(300))

    for code, times in (("no_access", 2), ("password", 1)):
        reader = Broken(code)
        assert {code: 1} == laptop.run(reader).faults
        laptop.run(reader)
        assert times == reader.asked


def test_a_run_that_was_ended_keeps_what_it_did_and_takes_nothing_for_gone(laptop: Laptop) -> None:
    laptop.hand_in("a.txt", writing(300))
    laptop.run()
    laptop.hand_in("b.txt", writing(300, seed=2))
    answers = iter([False, True])
    with Store(laptop.file, laptop.keys) as index, Reader() as reader:
        report = runs.update((laptop.work,), index, reader, today=TODAY, stopped=lambda: next(answers))

    assert not report.is_whole
    assert laptop.finds(writing(300))
    assert 1 == report.added + laptop.run().added


def test_teaching_material_within_a_folder_of_work_is_teaching_material(laptop: Laptop) -> None:
    laptop.teaching = Folder(laptop.work.path / "ours", teaching=True)
    source = laptop.hand_in("question.txt", writing(300), laptop.teaching)
    laptop.run()

    assert not laptop.finds(writing(300))
    assert 1 == laptop.run(only=[str(source)]).unchanged


def test_links_hidden_files_and_other_kinds_are_passed_over(laptop: Laptop) -> None:
    for name in ("~$essay.docx", ".essay.txt", "film.mp4"):
        laptop.hand_in(name, writing(300))
    (laptop.work.path / "round").symlink_to(laptop.work.path)

    report = laptop.run()

    assert (0, {}) == (report.added, report.faults)


def test_names_with_any_characters_can_be_indexed(laptop: Laptop) -> None:
    file = Path(os.fsdecode(os.fsencode(laptop.work.path) + b"/\xff\x1b[2J \n.txt"))
    file.write_text(writing(300), encoding="utf-8")

    assert 1 == laptop.run().added


def test_the_index_holds_neither_text_nor_title_nor_path(laptop: Laptop) -> None:
    laptop.hand_in("8C/Kit Arkell.txt", f"{writing(300)} Kit Arkell")
    laptop.run()
    stored = b"".join(file.read_bytes() for file in laptop.file.parent.iterdir())

    for secret in (
        b"Arkell",
        b"8C",
        os.fsencode(laptop.work.path),
        *(w.encode() for w in writing(300).split() if len(w) > 6),
    ):
        assert secret not in stored


def test_an_index_of_a_lost_key_finds_nothing_says_so_and_is_made_anew(laptop: Laptop) -> None:
    laptop.hand_in("essay.txt", writing(300))
    laptop.run()
    other = Known(lambda: b"another" * 4, laptop.file)

    assert () == other.rules
    assert "key" in other.notes[0]

    with Store(laptop.file, Keys(b"another" * 4)) as index, Reader() as reader:
        report = runs.update((laptop.work,), index, reader, today=TODAY)

        assert "the key it was made with is lost" == index.rebuilt
    assert 1 == report.added
    assert Known(lambda: b"another" * 4, laptop.file).rules


def test_a_damaged_index_is_made_anew(laptop: Laptop) -> None:
    laptop.hand_in("essay.txt", writing(300))
    laptop.run()
    known = laptop.known
    assert list(known.find(View(writing(300))))
    laptop.file.write_bytes(b"no database" * 1000)

    assert 1 == laptop.run().added
    assert laptop.finds(writing(300))
    assert list(known.find(View(writing(300))))


def test_a_full_disk_ends_a_run_and_leaves_what_was_there(laptop: Laptop) -> None:
    laptop.hand_in("a.txt", writing(300))
    laptop.run()
    for number in range(50):
        laptop.hand_in(f"b{number}.txt", writing(2000, seed=number + 2))
    with Store(laptop.file, laptop.keys) as index, Reader() as reader:
        index._connection.execute("PRAGMA max_page_count = 20")
        with pytest.raises(FingerprintError, match="disk is full"):
            runs.update((laptop.work,), index, reader, today=TODAY)

    assert laptop.finds(writing(300))
    assert 50 == laptop.run().added


def test_a_lock_is_held_by_one_and_given_back_at_the_end(tmp_path: Path) -> None:
    first, second = Lock(tmp_path / "deep" / "lock"), Lock(tmp_path / "deep" / "lock")
    assert first.take()
    assert first.take()
    assert not second.take()

    threading.Timer(0.1, first.release).start()
    with second:
        assert not first.take()
    assert first.take()
    first.release()


def test_whoever_asks_is_told_the_file_while_it_is_there(laptop: Laptop) -> None:
    file = laptop.hand_in("8C/essay.txt", writing(300))
    laptop.run()
    stored = laptop.known.works(words(writing(300)))

    assert [str(file)] == list(whose.find(stored, (laptop.work, laptop.teaching), laptop.keys))

    file.unlink()

    assert [] == list(whose.find(stored, (laptop.work, laptop.teaching), laptop.keys))


def test_an_index_that_cannot_be_read_is_a_note_and_no_error(laptop: Laptop) -> None:
    laptop.hand_in("essay.txt", writing(300))
    laptop.run()
    known = laptop.known
    assert known.rules
    with sqlite3.connect(laptop.file) as connection:
        connection.execute("DROP TABLE prints")
    connection.close()

    assert [] == list(known.find(View(writing(300))))
    assert "wording alone" in known.notes[0]


@pytest.mark.parametrize(
    ("path", "kind", "expected"),
    [("/", "ext4", False), ("/mnt/school", "cifs", True), ("/mnt/school2", "ext4", False), ("/home", "nfs4", True)],
)
def test_linux_says_what_is_on_a_network(path: str, kind: str, expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        folders,
        "_mounts",
        lambda: f"root / ext4 rw 0 0\n//server/x /mnt/school {kind} rw 0 0\nh:/ {path} {kind} rw 0 0\n",
    )

    assert expected is folders.is_remote(Path(path) / "work")


def test_windows_says_what_is_on_a_network() -> None:
    asked: list[str] = []

    def drive_type(root: str) -> int:
        asked.append(root)
        return 4

    assert folders.is_remote(Path("work"), drive_type)
    assert folders.is_remote(Path("//server/share/work"), lambda _: 3)
    assert not folders.is_remote(Path("work"), lambda _: 3)
    assert ["\\"] == asked


def test_a_policys_folders_may_say_home_and_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDrive", "/cloud")
    named = policy.parse(
        'title = "T"\nversion = "1"\n[folders]\npupil_work = ["~/Work", "relative"]\nteaching = ["$OneDrive/Mine"]', "t"
    ).folders

    assert (Folder(Path.home() / "Work"), Folder(Path("/cloud/Mine"), teaching=True)) == folders.named(named)
    assert 24 == named.keep_months


def test_an_index_with_a_damaged_page_can_be_begun_anew(laptop: Laptop) -> None:
    for number in range(20):
        laptop.hand_in(f"{number}.txt", writing(300, seed=number + 1))
    laptop.run()
    size = laptop.file.stat().st_size
    with laptop.file.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 2 * 4096))

    with Store(laptop.file, laptop.keys) as index:
        index.clear()

    assert 20 == laptop.run().added
    assert laptop.finds(writing(300))
