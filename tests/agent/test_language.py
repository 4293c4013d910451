"""No sentence that staff read is missing in Welsh, and none of them is changed in English."""

from __future__ import annotations

import ast
import calendar
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from safe_to_paste import (
    actions,
    card,
    card_page,
    cli,
    concerns,
    dialogs,
    labels,
    language,
    log,
    own,
    paths,
    rules,
    scanner,
    welsh,
    wording,
)
from safe_to_paste.actions import keep
from safe_to_paste.arrivals import Offer, offer_in_window
from safe_to_paste.declarations import Standing
from safe_to_paste.dialogs import about as my_window
from safe_to_paste.dialogs import arrived, concern, declaration, matter, page
from safe_to_paste.documents import reasons
from safe_to_paste.documents.labelling.model import Kind
from safe_to_paste.errors import RuleError
from safe_to_paste.host import files, messages, windows
from safe_to_paste.index import known
from safe_to_paste.journal import Declaration, Journal
from safe_to_paste.language import ENGLISH, Language, Translated
from safe_to_paste.model import MOST_OF_A_KIND, Category, Finding, Likelihood, Outcome, Span, Verdict
from safe_to_paste.policy_file import (
    Lists,
    MarkingMode,
    MinutesMode,
    Mode,
    Obligation,
    OriginalWorkMode,
    Phase,
    Policy,
    ReportsMode,
)

from .conftest import Start, World
from .growth import grows_no_faster
from .test_wording import KINDS, shipped

FILE = paths.rules_dir() / "locales" / "cy.toml"
TABLE = language.read(FILE)
SECTIONS: dict[str, dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
RULES = rules.load(paths.rules_dir())
OWN = own.rules(Lists(words=("Project Kestrel",), people=("Joan Pellow",)))
KNOWN = known.Known(lambda: b"k", Path("nowhere"))._rule
AGENT = Path(language.__file__).parent
CORPUS = Path(__file__).parent.parent / "corpus"

# Words that are the same in both languages.
SAME = {"embargo", "diagram"}


class Strict(Translated):
    """Welsh that remembers what it has no word for."""

    def __init__(self) -> None:
        super().__init__("cy", TABLE, language._GRAMMARS["cy"])
        self.missing: set[str] = set()
        self.said: set[str] = set()
        self._given: set[str] = set()

    def say(self, sentence: str, /, **parts: str) -> str:
        self.said.add(sentence)
        if sentence not in TABLE.sentences and sentence not in TABLE.sentences.values():
            self.missing.add(sentence)
        return self._give(super().say(sentence, **parts))

    def told(self, words: str) -> str:
        said = super().told(words)
        if said == words and words not in SAME and not words.isdigit() and words not in self._given:
            self.missing.add(words)
        return self._give(said)

    def exact(self, words: str) -> str:
        """What stands on a page is ours and translated, or was put together of what is."""
        said = super().exact(words)
        rest = words
        for given in sorted(self._given, key=len, reverse=True) if said == words else ():
            rest = rest.replace(given, "")
        if said == words and re.search("[A-Za-z]{2}", rest):
            self.missing.add(words)
        return self._give(said)

    def _give(self, said: str) -> str:
        self._given.add(said)
        return said


@pytest.fixture
def cy() -> Strict:
    return Strict()


def strings(*modules: str) -> set[str]:
    """Every string in the agent's code, as far as it is written down whole."""
    found = [file for module in modules for file in AGENT.glob(module)]
    trees = (ast.walk(ast.parse(file.read_text(encoding="utf-8"))) for file in found)
    return {
        node.value for tree in trees for node in tree if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_rule_has_a_title_and_a_help_in_welsh() -> None:
    all_of_them = (*RULES, *OWN, KNOWN)

    assert {rule.title for rule in all_of_them} == set(SECTIONS["titles"])
    assert {rule.help for rule in all_of_them} == set(SECTIONS["help"])


def test_whatever_is_found_is_told_in_welsh(cy: Strict) -> None:
    """All combinations of kinds, by policies of every mind."""
    for by in policies():
        for size, likelihood in product((1, 2, 3), Likelihood):
            for kinds in combinations((*KINDS, *MORE), size):
                seen = tuple(found(kinds, likelihood))
                for outcome in (Outcome.HINT, Outcome.HOLD):
                    wording.says(seen, by, outcome, whole=size > 1, to=cy)
                wording.next_step(seen, by, cy)
        many = tuple(found(("name", "dob", "upn", "email", "postcode"), Likelihood.LIKELY))
        for seen in (many[:1], many[:4], many, many[:1] * MOST_OF_A_KIND):
            wording.says(seen, by, Outcome.HOLD, to=cy)

    assert cy.missing == set()
    # All of them came up; this one is told as a part of others.
    assert strings("wording.py") & set(SECTIONS["sentences"]) - cy.said <= {"the designated safeguarding lead"}


def policies() -> Iterator[Policy]:
    for name in ("default", "quantock"):
        ours = shipped(name)
        yield ours
        yield replace(ours, mode=Mode.REPORT_ONLY, contacts=replace(ours.contacts, dsl=""))
        yield replace(ours, called="Our AI policy", links={"guidance": "https://example.org/ai"})
        yield replace(
            ours,
            obligation=Obligation.MUST,
            marking=replace(ours.marking, mode=MarkingMode.FORBID),
            original_work=replace(ours.original_work, mode=OriginalWorkMode.FORBID),
        )


def found(kinds: tuple[str, ...], likelihood: Likelihood) -> Iterator[Finding]:
    """A finding of each kind, of the last one two, by titles that rules have."""
    for place, kind in enumerate((*kinds, kinds[-1])):
        entity, title, category, placeholder = MORE.get(kind) or KINDS[kind]
        known_title = title if title in TABLE.titles else "name"
        at = Span(place, place + 1)
        yield Finding("test/x", entity, category, likelihood, at, (), known_title, "", placeholder)


# Besides those that the English is tested with.
MORE = {
    "coursework": ("COURSEWORK", "coursework", Category.PUPIL_WORK, None),
    "list": ("PUPIL_LIST", "list of pupils", Category.IDENTIFIABLE, "List"),
    "closed": ("CLOSED_MINUTES", "closed minutes", Category.CONFIDENTIAL, None),
    "private": ("PROTECTIVE_MARKING", "confidential marking", Category.CONFIDENTIAL, None),
}


def test_every_choice_and_reason_has_its_welsh(cy: Strict) -> None:
    for action in actions.known().values():
        cy.told(action.LABEL)
    for label in (*keep.REASONS.values(), *keep.WORK_REASONS.values()):
        cy.told(label)
    for phase in Phase:
        for check in labels.checks(phase):
            cy.told(check)
    ours = shipped("default")
    for about in messages.CONCERNS:
        concerns.route(ours, about, cy)
        concerns.route(replace(ours, contacts=replace(ours.contacts, dpo="", dsl="", line_manager="")), about, cy)
    for words in ("The window is open already.", windows._FAILED, "The window could not be opened: OSError."):
        assert words != cy.told(words)

    assert cy.missing <= {"OSError"}


def test_why_something_was_found_is_told_in_welsh(cy: Strict) -> None:
    """Every reason that an example of a rule or a paste of the corpus comes to, and those that weigh names."""
    relevance = tomllib.loads((paths.rules_dir() / "data" / "relevance.toml").read_text(encoding="utf-8"))
    said = {kind["because"] for kind in relevance["evidence"].values() if kind.get("because")}
    texts = [rules.unmark(example)[0] for rule in RULES for example in rule.examples]
    for file in sorted(CORPUS.glob("*.jsonl")):
        rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
        texts += [row["text"] for row in rows if row["split"] == "dev"][::8]
    for text in texts:
        said |= {reason for finding in scanner.scan(text, RULES).findings for reason in finding.because}
    said |= {f"{words} stands in work known since 1 May 2026" for _, words in known._SHARES}
    for reason in said:
        cy.told(reason)

    assert len(said) > 100
    assert cy.missing == set()


def test_why_a_file_was_not_read_is_told_in_welsh(cy: Strict) -> None:
    ours = shipped("default")
    verdict = Verdict(Outcome.ALLOW, Outcome.ALLOW, (), (), "")
    read = list(reasons.WORDS)
    for code in read[: read.index("takes_none")]:
        said = files.unchecked(verdict, ours, str(reasons.unreadable(code)), cy).says

        assert not re.search(r"\b(?:is|was|and|file|not|checked)\b", said), said
    assert cy.missing == set()
    assert "tudalen 3 (llun yw hi)" == cy.told("page 3, which is a picture")


@pytest.mark.parametrize(
    ("english", "welsh"),
    [
        ("page 2, paragraph 14", "tudalen 2, paragraff 14"),
        ("lines 3-5", "llinellau 3-5"),
        ("sheet 1 (hidden), B2:C4", "taflen 1 (cudd), B2:C4"),
        ("slide 1, notes to slide 2", "sleid 1, nodiadau hyd at sleid 2"),
        ("embedded file 1, table 1, row 2", "ffeil fewnosodedig 1, tabl 1, rhes 2"),
        ("sheet 2, comment on B4", "taflen 2, sylw ar B4"),
    ],
)
def test_places_in_a_document_are_told_word_for_word(english: str, welsh: str, cy: Strict) -> None:
    assert welsh == cy.place(english)
    assert english == ENGLISH.place(english)


def test_the_card_is_in_welsh_whatever_the_policy_says(cy: Strict) -> None:
    ours = shipped("default")
    modes = zip(
        (*MarkingMode, MarkingMode.ALLOW),
        (*ReportsMode, ReportsMode.ALLOW),
        (*MinutesMode, MinutesMode.WARN),
        (*OriginalWorkMode, OriginalWorkMode.FORBID, OriginalWorkMode.FORBID),
        strict=False,
    )
    for marking, reports, minutes, work in modes:
        for required in (True, False):
            one = replace(
                ours,
                mode=Mode.REPORT_ONLY if required else Mode.WARN,
                obligation=Obligation.MUST if required else Obligation.SHOULD,
                marking=replace(ours.marking, mode=marking),
                reports=replace(ours.reports, mode=reports),
                minutes=replace(ours.minutes, mode=minutes),
                original_work=replace(ours.original_work, mode=work),
                label=replace(ours.label, required=required),
                lists=Lists(words=("Kestrel",)),
                ratified="May 2025" if required else "",
                tools=(*ours.tools, replace(ours.tools[0], name="Sway", note="")),
            )
            made = card_page.page(card.of(one, cy), cy)

            assert '<html lang="cy"' in made
    names = {"ChatGPT", "Gemini", "Sway", "", "AI supported", ours.version, "May 2025"}
    assert cy.missing - names == set()


def windows_in_welsh(cy: Strict, kept: Journal, **more: Any) -> Iterator[str]:
    """The pages of all windows, on the laptop of a school."""
    ours = replace(shipped("default"), **more)
    mine = matter.Matter(ours, None, (), frozenset(), cy)
    who: Any = {"who": lambda: "rbell"}
    yield declaration._Conversation(mine, kept, **who).page()
    for kind in ("", *concern.KINDS):
        yield concern._Conversation(mine).page(kind)
    yield my_window._Conversation(mine, kept, **who).page()
    papers = [Path(f"Rivers {n}.docx") for n in range(6)]
    ticks = arrived.Conversation(mine, labels.Tool("ChatGPT", "chatgpt"), papers, None)  # type: ignore[arg-type]
    yield ticks.page()
    line = labels.label(ours, Kind.SUPPORTED)
    yield from (
        ticks._outcome(line, faults) for faults in ([], ["A.docx is a picture."] * 5, ["A.docx is a picture."] * 6)
    )


def test_every_window_is_in_welsh_and_the_schools_words_stay(cy: Strict, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite3")
    made = Declaration(
        at=datetime(2026, 11, 22, 14, 3, tzinfo=UTC),
        who="rbell",
        policy="default",
        policy_version="1",
        statements=("Training",),
        training=True,
    )
    ours = shipped("default")
    trial: dict[str, Any] = {
        "mode": Mode.REPORT_ONLY,
        "declaration": replace(ours.declaration, statements=("Training", "Marking")),
        "training": replace(ours.training, ask=True, statement="I have done it", where="the hall"),
        "folders": replace(ours.folders, export="/exports"),
        "label": replace(ours.label, required=True),
        "ratified": "May 2025",
        "owner": "Ruth Bell",
        "review": replace(ours.review, next_date=date(2026, 1, 31)),
    }
    pages = [*windows_in_welsh(cy, journal), *windows_in_welsh(cy, journal, **trial)]
    pages += windows_in_welsh(cy, journal, clauses=(), journal=replace(ours.journal, user_can_delete=False))
    about = matter.Matter(ours, "# Training\n\nMarking", (), frozenset(), cy)
    pages += [declaration._receipt(about, made), declaration._read(about)]
    pages += [
        declaration._declared_before(about, Standing(declared=True, why="", gate="off", snoozes_left=0, since=made.at))
    ]
    pages += [
        declaration._ask(about, Standing(False, why, "off", 2), "") for why in ("version", "statements", "review")
    ]
    pages += [declaration._not_ready("x.toml: y"), concern._without_policy("x.toml: y")]
    shown = [page.told(each, cy) for each in pages]

    assert pages == [page.told(each, ENGLISH) for each in pages]

    text = declaration._receipt_text(about, made)

    # A file's name, a tool and a person, an account, styles, scripts and labels are not ours to translate.
    own = {
        "ChatGPT",
        "rbell",
        "Ruth Bell",
        "AI supported",
        "Partly created by AI",
        "Created by AI",
        "Safe to Paste",
        "",
    }
    own |= {f"Rivers {n}.docx" for n in range(6)} | {"x.toml: y", "the hall", "May 2025", "A.docx is a picture.", "1"}
    assert [words for words in cy.missing - own if not re.search(r"[{};]", words)] == []
    assert '<html lang="cy">' in shown[0]
    assert any("<h2>Training</h2>\n<p>Marking</p>" in each for each in shown)
    assert any('<span translate="no">Training</span>' in each for each in shown)
    assert text.startswith(
        "Datganiad AI\n\nPolisi: Polisi diofyn Safe to Paste, fersiwn 1\nCyfrif: rbell\nCytunwyd: 22 Tachwedd 2026 am "
    )


def test_a_window_is_opened_in_the_language_of_the_browser(cy: Strict, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[str, ...]] = []
    monkeypatch.setattr(dialogs, "start", lambda *words, **_: opened.append(words))
    windows.Windows().open("concern", "sent", to=cy)
    windows.Windows().open("concern", "sent")
    offer_in_window(Offer(labels.Tool("ChatGPT", "chatgpt"), ()), "cy")

    assert [("concern", "sent", "--language", "cy"), ("concern", "sent"), ("arrived", "--language", "cy")] == opened


def test_what_a_window_says_is_in_welsh(cy: Strict) -> None:
    """Every sentence that a window's code has: what is on no page is said in its status line."""
    for name in ("declaration", "concern", "about", "arrived", "page"):
        for words in strings(f"dialogs/{name}.py") - documented(f"dialogs/{name}.py"):
            if re.match(r"[A-Z“].*[.?!:]$", words) and " " in words:
                assert words in TABLE.sentences, words
    for words in ("Saved as a.txt.", "Nothing was recorded: the policy cannot be read now. x", "Deleted: 12."):
        assert words != cy.told(words)


def documented(module: str) -> set[str]:
    """The docstrings of a module."""
    (file,) = AGENT.glob(module)
    kinds = (ast.Module, ast.FunctionDef, ast.ClassDef)
    nodes = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, kinds)]
    return {ast.get_docstring(node, clean=False) or "" for node in nodes}


def test_what_is_filled_in_is_the_same_in_both_languages() -> None:
    for sentence, said in TABLE.sentences.items():
        assert language.parts(sentence) == language.parts(said), sentence

    changes = {change for said in TABLE.sentences.values() for change in re.findall(r"\{\w+:(\w+)\}", said)}
    assert set(welsh.CHANGES) == changes


def test_no_welsh_is_its_english() -> None:
    pairs = [*TABLE.sentences.items(), *TABLE.places.items(), *((one, pair[0]) for one, pair in TABLE.titles.items())]

    assert SAME == {english for english, said in pairs if english == said}


def test_nothing_is_translated_that_nobody_says() -> None:
    """What was reworded in English is not left behind in Welsh."""
    told = tomllib.loads((paths.rules_dir() / "data" / "relevance.toml").read_text(encoding="utf-8"))
    texts = [*strings("**/*.py"), *(kind.get("because", "") for kind in told["evidence"].values())]
    texts += [file.read_text(encoding="utf-8") for file in paths.policies_dir().glob("*.toml")]
    written = "\n".join((*texts, *calendar.month_name))
    keys = [key for section in ("sentences", "files", "reasons", "card", "windows") for key in SECTIONS[section]]

    assert [] == [key for key in keys if not set("{(") & set(key) and key not in written]


@pytest.mark.parametrize("tag", ["", "en-GB", "en", "fr", "cymraeg", "x"])
def test_any_other_browser_is_spoken_to_in_english(tag: str) -> None:
    assert language.load(tag, paths.rules_dir()) is ENGLISH


@pytest.mark.parametrize("tag", ["cy", "cy-GB", "CY", "cy_GB"])
def test_a_browser_in_welsh_is_spoken_to_in_welsh(tag: str) -> None:
    assert "cy" == language.load(tag, paths.rules_dir()).tag


def test_what_has_no_welsh_stays_english(tmp_path: Path) -> None:
    bare: Language = language.load("cy", tmp_path)

    assert "This includes a UPN." == bare.say("This {seen}.", seen=bare.say("includes a UPN"))
    assert ("a badge", "2 badges", "badges") == (
        bare.counted("badge", 1),
        bare.counted("badge", 2),
        bare.plural("badge"),
    )
    assert "page 3" == bare.place("page 3")


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ('[titles]\n"badge" = "bathodyn"', "titles: 'badge' must be two texts"),
        ('[help]\n"A badge." = 3', "help: 'A badge.' must be a text"),
        ("[words]\n", "words is not a table"),
        ("[titles", "is not TOML"),
        ('[sentences]\n"This {seen}." = "Dyma {seen."', "sentences: 'This {seen}.': braces must be in pairs"),
        ('[sentences]\n"This {seen}." = "Dyma seen}."', "'This {seen}.': braces must be in pairs"),
        ('[sentences]\n"This {seen." = "Dyma {seen}."', "'This {seen.': braces must be in pairs"),
        ('[sentences]\n"This {seen}." = "Dyma {gweld}."', "has other {parts} than the English, which has seen"),
        ('[reasons]\n"This {seen}." = "Dyma."', "has other {parts} than the English, which has seen"),
        ('[help]\n"A badge." = "Bathodyn {0}."', "has other {parts} than the English, which has none"),
        ('[card]\n"This {}." = "Dyma {}."', "what stands in {braces} must be a name"),
        ('[files]\n"This {0}." = "Dyma {0}."', "what stands in {braces} must be a name"),
        ('[windows]\n"This {a.b}." = "Dyma {a.b}."', "what stands in {braces} must be a name"),
        ('[windows]\n"This {a[0]}." = "Dyma {a[0]}."', "what stands in {braces} must be a name"),
        ('[windows]\n"{a} as {a}." = "{a} fel {a}."', "each {part} once"),
        ('[windows]\n"{a}" = "y {a}"', "the English needs words of its own"),
        ('[windows]\n"This {a}." = "Dyma {a:hard}."', "'hard' is no change that a part can have; there are"),
        ('[windows]\n"This {a}." = "Dyma {a:{b}}."', "is no change that a part can have"),
        ('[windows]\n"This {a}." = "Dyma {a!r}."', "takes no '!'"),
    ],
)
def test_a_table_that_is_wrong_says_where(written: str, wrong: str, tmp_path: Path) -> None:
    file = tmp_path / "cy.toml"
    file.write_text(written, encoding="utf-8")

    with pytest.raises(RuleError, match=re.escape(wrong)):
        language.read(file)


@pytest.mark.parametrize("wrong", ["Dyma {seen.", "Dyma seen}.", "Dyma {gweld}.", "Dyma {}.", "Dyma {seen.x}."])
def test_a_table_that_is_wrong_is_left_out_and_the_log_says_so(wrong: str, world: World, start: Start) -> None:
    overlay = world.root / "own"
    (overlay / "locales").mkdir(parents=True)
    file = overlay / "locales" / "cy.toml"
    file.write_text(f'[sentences]\n"This {{seen}}." = "{wrong}"\n', encoding="utf-8")
    world.settings.write_text(json.dumps({"rules_overlay": str(overlay)}), encoding="utf-8")
    browser = start(world)
    browser.ask("hello", extension="0.1.0", protocol=1, locale="cy")
    reply = browser.scan("ZZ1234")

    assert (True, "hold") == (reply["ok"], reply["outcome"])


def test_one_wrong_table_leaves_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noted: list[str] = []
    monkeypatch.setattr(log, "write", noted.append)
    for name, words in (("wrong", "Dyma {seen."), ("right", "Dyma destun {seen}.")):
        (tmp_path / name / "locales").mkdir(parents=True)
        (tmp_path / name / "locales" / "cy.toml").write_text(f'[sentences]\n"This {{seen}}." = "{words}"', "utf-8")
    ours = language.in_force("cy", paths.rules_dir(), tmp_path / "wrong", tmp_path / "right")

    assert ("Dyma destun x.", "UPN") == (ours.say("This {seen}.", seen="x"), ours.say("{x}", x="UPN"))
    assert 1 == len(noted)
    assert "cy.toml" in noted[0]
    assert "'This {seen}.'" in noted[0]


def test_tables_are_linted_with_the_rules(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    folder = world.root / "rules"
    (folder / "locales").mkdir(exist_ok=True)
    (folder / "locales" / "cy.toml").write_text('[sentences]\n"This {seen}." = "Dyma {seen."\n', encoding="utf-8")

    assert 1 == cli.main(["rules", "--rules", str(folder)])
    assert "'This {seen}.'" in capsys.readouterr().out


def test_a_page_takes_time_as_it_is_long_and_keeps_the_space_in_it(cy: Strict) -> None:
    def work(length: int) -> None:
        page.told(f"<p>a{' ' * length}a</p>", cy)

    assert grows_no_faster(work, 20_000)

    made = "<h1>\n  {} \n</h1>  <p> x < y"
    words = "Delete the chat in the tool. If you are unsure how, leave it and say so."
    said = "Dilëwch y sgwrs yn yr offeryn. Os nad ydych yn siŵr sut, gadewch hi a dywedwch hynny."

    assert made.format(said) == page.told(made.format(words), cy)
    assert made.format(words) == page.told(made.format(words), ENGLISH)


def test_first_steps_are_in_the_same_order_everywhere(cy: Strict) -> None:
    """When it happened is noted while the chat still shows it."""
    ours = shipped("default")
    on_card = [item.more for part in card.of(ours).parts for item in part.items if item.what == "Already sent it?"]
    told = [concerns.route(ours, "sent").first, *on_card, " ".join(concern.KINDS["sent"].steps)]

    assert told[0] == told[1]
    for words in told:
        assert words.lower().index("note the time") < words.lower().index("delete the chat")
    in_welsh = concerns.route(ours, "sent", cy).first

    assert in_welsh.index("Nodwch yr amser") < in_welsh.index("dilëwch y sgwrs")


def test_a_schools_own_rules_may_bring_their_welsh(world: World, start: Start) -> None:
    overlay = world.root / "own"
    (overlay / "locales").mkdir(parents=True)
    (overlay / "school").mkdir()
    badge = world.rule.read_text(encoding="utf-8")
    (overlay / "school" / "badge.toml").write_text(badge.replace("badge number", "house badge"), encoding="utf-8")
    world.rule.unlink()
    ours = (
        '[titles]\n"house badge" = ["bathodyn", "bathodynnau"]\n[sentences]\n"This {seen}." = "Dyma destun {seen}."\n'
    )
    (overlay / "locales" / "cy.toml").write_text(ours, encoding="utf-8")
    world.settings.write_text(json.dumps({"rules_overlay": str(overlay)}), encoding="utf-8")
    browser = start(world)

    assert browser.ask("hello", extension="0.1.0", protocol=1, locale="cy")["ok"]
    reply = browser.scan("ZZ1234")

    assert ["bathodyn"] == [finding["title"] for finding in reply["findings"]]
    assert reply["says"].startswith("Dyma destun includes bathodyn.")
