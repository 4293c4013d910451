"""The declaration: read the school's AI policy, tick its statements, agree.

Nothing is ticked beforehand, and Agree wakes up when everything is. What counts is decided here and not by the
page: the ticks are looked at again, and the policy is read again when Agree is pressed, so that nobody agrees to a
text that was replaced under them. Only a declaration that is in the journal is one; everything else means *not
declared*.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from safe_to_paste import concerns, declarations, review
from safe_to_paste.declarations import Standing
from safe_to_paste.dialogs import FINISHED, NOT_NOW, matter, notice, reading, shell
from safe_to_paste.dialogs.matter import Matter
from safe_to_paste.dialogs.page import Button, Html, bullets, buttons, card, join, note, page, paragraphs, tag, view
from safe_to_paste.errors import JournalError, PolicyError
from safe_to_paste.journal import Declaration, Journal
from safe_to_paste.language import ENGLISH, Language
from safe_to_paste.policy_file import Mode, Policy

if TYPE_CHECKING:
    from safe_to_paste.dialogs.shell import Asked, Window

_CHANGED = "The policy was changed while this window was open. Please read it again; nothing has been recorded."


def main(arguments: Sequence[str] = (), *, patience: float = shell.PATIENCE, language: str = "") -> int:
    """Show the window; 0 when the person has declared the policy in force.

    Raises:
        DialogError: no window can be shown.
    """
    del arguments
    to = matter.language_of(language)
    try:
        about = matter.load(to)
    except PolicyError as error:
        said = _not_ready(str(error))
        return notice.main("The AI policy is not ready yet", said, why=str(error), patience=patience, to=to)
    if not about.policy.declaration.statements:
        return notice.main(
            "There is nothing to agree to",
            paragraphs(to.say(_NO_STATEMENTS, policy=about.title)),
            why=f"{about.title}: declaration.statements is empty",
            patience=patience,
            to=to,
        )
    conversation = _Conversation(about, Journal(), load=lambda: matter.load(to))
    with shell.Window(
        "AI at school: read and tick", conversation.page(), size=(700, 690), patience=patience, to=to
    ) as window:
        return conversation.hold(window)


_NO_STATEMENTS = "{policy}, has no statements to tick. Your IT team can add them to the policy file."


class _Conversation:
    """What the window shows and what comes of it."""

    def __init__(
        self,
        about: Matter,
        journal: Journal,
        *,
        load: Callable[[], Matter] = matter.load,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        who: Callable[[], str] = declarations.account,
    ) -> None:
        self._about = about
        self._journal = journal
        self._load = load
        self._now = now
        self._who = who()
        self._receipt: Declaration | None = None
        self._marked = _time(journal.marker)
        self._standing = self._stands()

    def page(self) -> str:
        """The whole page, to begin with."""
        return page(self._about.to.say("AI at {school}", school=_school(self._about)), self._views())

    def hold(self, window: Window) -> int:
        """Serve the window until it ends; the exit code."""
        for asked in window.events():
            if asked is None:
                self._look_around(window)
            elif asked.do == "agree":
                self._agree(window, asked)
            elif asked.do == "save":
                self._save(window, asked)
            elif asked.do == "later":
                self._snooze()
                break
            elif asked.do == "close":
                break
        return FINISHED if self._is_declared else NOT_NOW

    @property
    def _is_declared(self) -> bool:
        return self._receipt is not None or (self._standing is not None and self._standing.declared)

    def _agree(self, window: Window, asked: Asked) -> None:
        if self._is_declared:
            window.answer(asked, html=self._views())
            return
        try:
            now = self._load()
        except PolicyError as error:
            window.answer(asked, status=f"Nothing was recorded: the policy cannot be read now. {error}")
            return
        if now.key != self._about.key or now.text != self._about.text:
            self._about = now
            self._standing = self._stands()
            window.answer(asked, html=self._views(_CHANGED))
            return
        if not _all_ticked(asked.values, now.policy.declaration.statements):
            window.answer(asked, status="Nothing was recorded: not every statement is ticked.")
            return
        made = Declaration(
            at=self._now().replace(microsecond=0),
            who=self._who,
            policy=now.policy.name,
            policy_version=now.policy.version,
            statements=now.policy.declaration.statements,
            training=asked.values.get("training") is True,
        )
        try:
            self._journal.declare(made)
        except JournalError as error:
            window.answer(
                asked, status=f"It could not be recorded, so it does not count yet. Please try again. {error}"
            )
            return
        self._receipt = made
        self._marked = _time(self._journal.marker)
        window.answer(asked, html=self._views())

    def _look_around(self, window: Window) -> None:
        """Has the policy been replaced, or has the person declared in another window?"""
        if self._is_declared:
            return
        if (marked := _time(self._journal.marker)) != self._marked:
            self._marked = marked
            self._standing = self._stands()
            if self._is_declared:
                window.take(html=self._views())
                return
        if not self._about.has_changed():
            return
        # One that is broken or half written is waited for; Agree reads it again whatever comes.
        with suppress(PolicyError):
            before, self._about = self._about, self._load()
            if (before.key, before.text) != (self._about.key, self._about.text):
                self._standing = self._stands()
                window.take(html=self._views(_CHANGED))

    def _snooze(self) -> None:
        with suppress(JournalError):
            self._journal.snoozed(*self._about.key)

    def _save(self, window: Window, asked: Asked) -> None:
        if self._receipt is None:
            window.answer(asked)
            return
        chosen = window.choose("AI declaration.txt")
        window.answer(asked, status=saved(chosen, _receipt_text(self._about, self._receipt)) if chosen else "")

    def _stands(self) -> Standing | None:
        """How the person stands; None where the journal cannot be read."""
        try:
            return declarations.standing(self._about.policy, self._journal, _today(), self._who)
        except JournalError:
            return None

    def _views(self, said: str = "") -> Html:
        if self._receipt is not None:
            return join((_receipt(self._about, self._receipt),))
        if self._standing is not None and self._standing.declared:
            return join((_declared_before(self._about, self._standing), _read(self._about)))
        return join((_ask(self._about, self._standing, said), _read(self._about)))


def saved(path: Path, text: str) -> str:
    """Write what the person wants to keep, where they said; what to tell them."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        return f"It could not be saved there ({error.strerror})."
    return f"Saved as {path.name}."


def does_here(policy: Policy, to: Language = ENGLISH) -> tuple[str, ...]:
    """What this tool does on the laptop, in words everybody can hold it to."""
    kept = to.say(_KEPT, days=str(policy.journal.retention_days))
    own = "You can look at them and delete them." if policy.journal.user_can_delete else "You can look at them."
    collected = f"{to.say(_COLLECTED)} " if policy.folders.export else ""
    return (
        *((to.say(_TRYING),) if policy.mode is Mode.REPORT_ONLY else ()),
        to.say("It checks what you paste into ChatGPT and Gemini here, on this laptop. It sends nothing anywhere."),
        to.say("It keeps no text, no names and no addresses of chats. Nobody can read your prompts through it."),
        f"{kept} {to.say(own)}",
        f"{collected}{to.say(_REPORTS)}",
        to.say("This declaration is the only record with your name: which version, which statements, and when."),
        to.say("It can miss things and be wrong. Silence is no promise that a text is fine: you decide."),
    )


_TRYING = (
    "Your school is trying it out: for now it shows a quiet note at most and holds nothing back. "
    "It counts what it would have asked about."
)
_KEPT = "It keeps counts on this laptop for {days} days: when, which site, what kind of thing, what you chose."
_COLLECTED = (
    "Once a day it puts each month's totals into your school's own folder, under a number instead of your name."
)
_REPORTS = "Reports are totals for the school or trust. None has a figure for one person or one laptop."


def _ask(about: Matter, standing: Standing | None, said: str) -> Html:
    policy, to = about.policy, about.to
    statements = policy.declaration.statements
    left = standing.snoozes_left if standing else 0
    later = Button(to.say("Later ({n} left)", n=str(left)), do="later") if left else Button("Not now", do="close")
    return view(
        "ask",
        to.say("AI at {school}: read and tick", school=_school(about)),
        note(*paragraphs(said)) if said else "",
        tag("p", f"{about.title}. ", _why(standing, to), class_="lead"),
        _unrecorded(standing),
        tag(
            "fieldset",
            tag("legend", "I agree to each of these:" if len(statements) > 1 else "I agree to this:"),
            *(_tick(f"s{number}", words, required=True) for number, words in enumerate(statements)),
        ),
        _training(policy, to),
        card("Whom to tell", _people(policy, to), name="people"),
        card("What this tool does on your laptop", bullets(does_here(policy, to)), name="does"),
        above=about.school,
        foot=join(
            (
                tag("p", "", id="ticked", class_="ticked", role="status"),
                _review(policy, to),
                buttons(
                    Button("Agree and continue", do="agree", is_primary=True, waits_for_ticks=True),
                    Button("Read the policy", shows="read"),
                    later,
                ),
            )
        ),
    )


def _review(policy: Policy, to: Language) -> Html | str:
    due = review.reminder(policy, _today())
    return tag("p", to.told(due.to_staff), class_="ticked") if due else ""


def _why(standing: Standing | None, to: Language) -> str:
    because = {
        "version": "The policy has changed since you last agreed.",
        "statements": "The statements have changed since you last agreed.",
        "review": "The policy's review date has passed since you last agreed.",
    }.get(standing.why if standing else "")
    minute = to.say("It takes about a minute, and comes back only when the policy changes or its review is due.")
    return f"{to.say(because)} {minute}" if because else minute


def _unrecorded(standing: Standing | None) -> str:
    if standing is not None:
        return ""
    return note(*paragraphs("Nothing can be recorded on this laptop at the moment. Please tell your IT team."))


def _tick(name: str, words: str, *, required: bool) -> Html:
    # As it was is as it should be: never ticked beforehand, not even by a page that is shown again.
    box = tag("input", type="checkbox", name=name, required=required, autocomplete="off")
    return tag("label", box, tag("span", words, translate="no"), class_="tick")


def _training(policy: Policy, to: Language) -> Html | str:
    """Asked, never required: the record says done or not done."""
    asked = policy.training
    if not asked.ask:
        return ""
    place = asked.where.strip().rstrip(".")
    where = to.say("It is here: {place}.", place=place) if place else ""
    not_yet = ("Not yet? Leave it open and go on.", where, "The record says done or not done.")
    return tag(
        "fieldset",
        tag("legend", "Training, if you have done it:"),
        _tick("training", asked.statement, required=False),
        tag("p", " ".join(to.exact(words) for words in not_yet if words), class_="quiet"),
    )


def _people(policy: Policy, to: Language) -> Html:
    rows = (
        ("A child's safety", concerns.route(policy, "safeguarding", to).to),
        ("Data that got out", concerns.route(policy, "data_breach", to).to),
        ("The policy was broken", concerns.route(policy, "policy_breach", to).to),
        ("A question", concerns.route(policy, "query", to).to),
    )
    return tag("dl", *(join((tag("dt", what), tag("dd", who))) for what, who in rows))


def _read(about: Matter) -> Html:
    return view(
        "read",
        about.policy.title,
        tag("div", _facts(about.policy, about.to), class_="lead"),
        tag("div", reading.rendered(about.policy, about.text), class_="reading"),
        above=about.school,
        foot=buttons(Button("Back to the statements", shows="ask", is_back=True, is_primary=True)),
        is_hidden=True,
    )


def _facts(policy: Policy, to: Language) -> Html:
    is_ratified = policy.ratified and policy.ratified != policy.version
    version = "Version {version}, ratified {ratified}." if is_ratified else "Version {version}."
    facts = [to.say(version, version=policy.version, ratified=policy.ratified)]
    facts += [to.say("Looked after by {owner}.", owner=policy.owner)] if policy.owner else []
    return paragraphs(" ".join(facts))


def _receipt(about: Matter, made: Declaration) -> Html:
    return view(
        "receipt",
        "Thank you. That is done.",
        tag(
            "p",
            "It is recorded on this laptop, and every open browser knows. There is nothing else to do.",
            class_="lead unprinted",
        ),
        card("Your declaration", _made(about, made), _statements(made), name="receipt"),
        above=about.school,
        foot=buttons(
            Button("Close", do="close", is_primary=True, is_back=True),
            Button("Print", prints=True),
            Button("Save a copy", do="save"),
        ),
    )


def _made(about: Matter, made: Declaration) -> Html:
    rows = [
        ("School", about.school),
        ("Policy", about.title),
        ("Account", made.who),
        ("Agreed", matter.moment(made.at, about.to)),
    ]
    if about.policy.training.ask or made.training:
        rows.append(("Training", _done(made)))
    return tag("dl", *(join((tag("dt", what), tag("dd", words))) for what, words in rows if words))


def _done(made: Declaration) -> str:
    return "done" if made.training else "not done yet"


def _statements(made: Declaration) -> Html:
    return tag("ol", *(tag("li", words) for words in made.statements), translate="no")


def _receipt_text(about: Matter, made: Declaration) -> str:
    rows = [
        ("School", about.school),
        ("Policy", about.title),
        ("Account", made.who),
        ("Agreed", matter.moment(made.at, about.to)),
    ]
    if about.policy.training.ask or made.training:
        rows.append(("Training", about.to.exact(_done(made))))
    facts = [f"{about.to.exact(what)}: {words}" for what, words in rows if words]
    numbered = [f"{number}. {words}" for number, words in enumerate(made.statements, start=1)]
    return "\n".join([about.to.exact("AI declaration"), "", *facts, "", *numbered, ""])


def _declared_before(about: Matter, standing: Standing) -> Html:
    to = about.to
    when = matter.moment(standing.since, to) if standing.since else ""
    agreed = "You agreed to {policy} on {when}." if when else "You agreed to {policy}."
    done = to.say("There is nothing to do until the policy changes.")
    return view(
        "ask",
        "You have agreed already",
        tag("p", f"{to.say(agreed, policy=about.title, when=when)} {done}"),
        card("What this tool does on your laptop", bullets(does_here(about.policy, to)), name="does"),
        above=about.school,
        foot=buttons(
            Button("Close", do="close", is_primary=True, is_back=True), Button("Read the policy", shows="read")
        ),
    )


def _not_ready(why: str) -> Html:
    return join(
        (
            paragraphs(
                "Your school's AI policy cannot come into force on this laptop yet, so there is nothing to agree to. "
                "Nothing has been recorded. Please show this to your IT team:",
            ),
            tag("p", why, class_="quiet"),
        )
    )


def _all_ticked(values: Mapping[str, Any], statements: Sequence[str]) -> bool:
    return bool(statements) and all(values.get(f"s{number}") is True for number in range(len(statements)))


def _school(about: Matter) -> str:
    return about.school or about.to.told("your school")


def _time(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _today() -> date:
    return datetime.now().astimezone().date()
