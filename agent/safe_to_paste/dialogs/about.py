"""My AI use: what is kept on this laptop about the person signed in, for their own eyes.

Counts, to take to a conversation with the line manager; nobody else is ever shown them, and nothing here is sent. The
person can delete them where the policy leaves that to them. Declarations stay: they are the school's record too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from safe_to_paste import declarations, my_use
from safe_to_paste.dialogs import FINISHED, matter, notice, shell
from safe_to_paste.dialogs.declaration import does_here, saved
from safe_to_paste.dialogs.matter import Matter, moment, month_of
from safe_to_paste.dialogs.page import Button, Html, bullets, buttons, card, join, page, paragraphs, tag, view
from safe_to_paste.errors import JournalError, PolicyError
from safe_to_paste.journal import Declaration, Event, Journal
from safe_to_paste.language import ENGLISH, Language
from safe_to_paste.my_use import Use

if TYPE_CHECKING:
    from safe_to_paste.dialogs.shell import Asked, Window

# What the person may have chosen, as the journal words it and as people say it.
_CHOICES: Mapping[str, str] = {
    "replace": "Replaced",
    "remove": "Removed",
    "go_back": "Went back",
    "keep": "Kept",
}
_ASKED = frozenset({"warn", "hold", "block"})


def main(arguments: Sequence[str] = (), *, patience: float = shell.PATIENCE, language: str = "") -> int:
    """Show the window; 0 when it is closed.

    Raises:
        DialogError: no window can be shown.
    """
    del arguments
    to = matter.language_of(language)
    try:
        about = matter.load(to)
    except PolicyError as error:
        why = "Your school's AI policy cannot be read on this laptop. Please tell your IT team."
        return notice.main("My AI use", paragraphs(why), why=str(error), patience=patience, to=to)
    conversation = _Conversation(about, Journal())
    with shell.Window("My AI use", conversation.page(), size=(700, 690), patience=patience, to=to) as window:
        return conversation.hold(window)


def by_month(events: Iterable[Event], to: Language = ENGLISH) -> Mapping[str, Use]:
    """The counts of each month, the latest first."""
    months: dict[str, list[Event]] = {}
    for event in events:
        months.setdefault(f"{event.at.astimezone():%Y-%m}", []).append(event)
    return {month_of(months[each][0].at, to): my_use.of(months[each]) for each in sorted(months, reverse=True)}


class _Conversation:
    """What the window shows and what comes of it."""

    def __init__(
        self,
        about: Matter,
        journal: Journal,
        *,
        who: Callable[[], str] = declarations.account,
    ) -> None:
        self._about = about
        self._journal = journal
        self._who = who()

    def page(self) -> str:
        """The whole page."""
        return page("My AI use", self._views())

    def hold(self, window: Window) -> int:
        """Serve the window until it ends."""
        for asked in window.events():
            if asked is None:
                continue
            if asked.do == "close":
                break
            self._answer(window, asked)
        return FINISHED

    def _answer(self, window: Window, asked: Asked) -> None:
        if asked.do == "save":
            chosen = window.choose("My AI use.txt")
            window.answer(asked, status=saved(chosen, self._text()) if chosen else "")
        elif asked.do == "forget" and self._about.policy.journal.user_can_delete:
            try:
                gone = self._journal.forget_events()
            except JournalError as error:
                window.answer(asked, status=f"They could not be deleted. {error}")
            else:
                window.answer(asked, html=self._views(), status=f"Deleted: {gone:,}.")
        else:
            window.answer(asked)

    def _views(self) -> Html:
        try:
            uses, made = by_month(self._journal.events(), self._about.to), self._declarations()
        except JournalError as error:
            body = paragraphs(self._about.to.say("What is kept cannot be read now. {why}", why=str(error)))
            return view("use", "My AI use", body, foot=_close())
        policy = self._about.policy
        own = "Nobody but you is shown these numbers. Take them to a talk with your line manager if they help."
        return join(
            (
                view(
                    "use",
                    "My AI use",
                    tag("p", own, class_="lead"),
                    *(_month(month, use) for month, use in uses.items()),
                    "" if uses else paragraphs("Nothing has been checked yet."),
                    card("What I have agreed to", _agreed(made, self._about), name="agreed"),
                    card("What this tool does on your laptop", bullets(does_here(policy, self._about.to)), name="does"),
                    above=self._about.school,
                    foot=buttons(
                        Button("Close", do="close", is_primary=True, is_back=True),
                        Button("Print", prints=True),
                        Button("Save a copy", do="save"),
                        *((Button("Delete…", shows="sure"),) if uses and policy.journal.user_can_delete else ()),
                    ),
                ),
                view(
                    "sure",
                    "Delete these numbers?",
                    paragraphs("They go from this laptop for good. What you have agreed to stays."),
                    above=self._about.school,
                    foot=buttons(Button("Keep them", shows="use", is_back=True), Button("Delete", do="forget")),
                    is_hidden=True,
                ),
            )
        )

    def _declarations(self) -> tuple[Declaration, ...]:
        return tuple(made for made in self._journal.declarations() if made.who == self._who)

    def _text(self) -> str:
        kept_for = f"{self._about.policy.journal.retention_days} days"
        try:
            kept = my_use.lines(my_use.of(self._journal.events()), self._declarations(), kept_for=kept_for)
            return "\n".join((*kept, ""))
        except JournalError as error:
            return f"What is kept cannot be read now. {error}\n"


def _month(month: str, use: Use) -> Html:
    rows = {
        "Texts checked": use.checks,
        "Worth a question": sum(use.outcomes[outcome] for outcome in _ASKED),
        **{words: use.actions[action] for action, words in _CHOICES.items()},
    }
    return card(month, tag("dl", *(join((tag("dt", what), tag("dd", f"{number:,}"))) for what, number in rows.items())))


def _agreed(made: Sequence[Declaration], about: Matter) -> Html:
    if not made:
        return paragraphs("Nothing yet.")
    to = about.to
    titles = {about.policy.name: to.told(about.policy.title)}
    return bullets(
        to.say(
            "{title}, version {version}: {when}",
            title=titles.get(each.policy, each.policy),
            version=each.policy_version,
            when=moment(each.at, to),
        )
        for each in reversed(made)
    )


def _close() -> Html:
    return buttons(Button("Close", do="close", is_primary=True, is_back=True))
