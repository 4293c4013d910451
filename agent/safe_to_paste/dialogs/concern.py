"""When something went wrong, or might have: whom to tell, what to do now, and a draft to do it with.

The person writes the facts, and it is the person who copies, saves or sends them. Nothing is sent from here, and
nothing is kept: what was written is gone with the window unless it was saved. Whatever it is about, a child's safety
comes first, and nothing in the way of telling the safeguarding lead is put between.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from safe_to_paste import concerns
from safe_to_paste.dialogs import FINISHED, NOT_NOW, mail, matter, notice, shell
from safe_to_paste.dialogs.declaration import saved
from safe_to_paste.dialogs.matter import Matter, moment
from safe_to_paste.dialogs.page import Button, Html, buttons, card, join, note, page, paragraphs, steps, tag, view
from safe_to_paste.errors import DialogError, PolicyError

if TYPE_CHECKING:
    from safe_to_paste.dialogs.shell import Asked, Window

_AT_ONCE = "Today, before anything else. There is no need to be sure, and nothing here is a reason to wait."

# UK GDPR, Article 33: counted for the school, from when somebody there knows of it.
_CLOCK = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of concern: what it is called, when it is the right one, and what to do besides telling somebody."""

    title: str
    when: str
    steps: tuple[str, ...] = ()
    subject: str = ""
    asks: tuple[str, ...] = ()


KINDS: Mapping[str, Kind] = {
    "safeguarding": Kind(
        "A worry about a child",
        "Something you saw, heard or read makes you think a child may not be safe.",
        steps=(
            "Record it where your school keeps such things, in the child's words or yours, not in an AI tool.",
            "If a child is in danger now, call 999.",
            "If AI had any part in it, say so when you tell them. It can wait until after that.",
        ),
    ),
    "sent": Kind(
        "I've already sent it",
        "Something went into an AI tool that should have stayed out.",
        steps=(
            "Stop there: send nothing more in that chat, and do not share a link to it.",
            "Note the time, the tool and the account you used. The draft below has room for it.",
            "Delete the chat in the tool. If you are unsure how, leave it and say so.",
            "Send the message below, or better, speak to them. It counts even if you think it was nothing.",
        ),
        subject="Something went into an AI tool",
        asks=(
            "When it happened:",
            "Which tool, and whose account (mine or the school's):",
            "What kind of information (no names, no copy of the text):",
            "About how many people, pupils or staff:",
            "What I have done since (chat deleted, nothing shared):",
        ),
    ),
    "data_breach": Kind(
        "Data may have got out",
        "Information about people may have reached somebody it should not have.",
        steps=(
            "Stop whatever still goes on, and leave the rest as it is: finding out more can wait.",
            "Send the message below, or better, speak to them.",
        ),
        subject="Data may have got out",
        asks=(
            "When it happened, and when I noticed:",
            "What happened, in a sentence or two:",
            "What kind of information (no names):",
            "About how many people:",
            "Who may have it now:",
        ),
    ),
    "policy_breach": Kind(
        "The AI policy was not followed",
        "You think AI was used in a way the policy does not allow, by you or by somebody else.",
        steps=(
            "Say what you saw, not what you suppose.",
            "If data about people was involved, take “Data may have got out” instead: that cannot wait.",
        ),
        subject="A concern about the use of AI",
        asks=("When and where:", "What happened:", "What I have done or said so far:"),
    ),
    "query": Kind(
        "A question",
        "You are not sure whether something is all right, or what a tool does with data.",
        steps=("Leave it out until you have an answer.",),
        subject="A question about using AI",
        asks=("What I would like to do:", "Which tool:", "What kind of information it would need (no names):"),
    ),
}


def main(arguments: Sequence[str] = (), *, patience: float = shell.PATIENCE, language: str = "") -> int:
    """Show the window; 0 when the person used it to the end (copied, saved, opened a draft or pressed Done).

    Raises:
        DialogError: no window can be shown, or there is no such kind of concern.
    """
    about = next(iter(arguments), "")
    if about and about not in KINDS:
        raise DialogError(f"{about} is no kind of concern; use one of {', '.join(KINDS)}")
    to = matter.language_of(language)
    try:
        found = matter.load(to)
    except PolicyError as error:
        said = _without_policy(str(error))
        return notice.main("Tell your line manager", said, why=str(error), patience=patience, to=to)
    conversation = _Conversation(found)
    with shell.Window(
        "Something went wrong?", conversation.page(about), size=(700, 690), patience=patience, to=to
    ) as window:
        return conversation.hold(window)


class _Conversation:
    """What the window shows and what comes of it."""

    def __init__(
        self,
        about: Matter,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        open_mail: Callable[[str], None] = mail.open_draft,
    ) -> None:
        self._about = about
        self._began = now()
        self._open_mail = open_mail
        self._finished = False

    def page(self, kind: str) -> str:
        """The whole page; without a kind it asks which."""
        return page("Something went wrong?", self._choice(is_hidden=bool(kind)), *self._kinds(kind))

    def hold(self, window: Window) -> int:
        """Serve the window until it ends; the exit code."""
        for asked in window.events():
            if asked is None:
                continue
            if asked.do == "close":
                break
            if asked.do == "done":
                self._finished = True
                break
            verb, _, kind = asked.do.partition(":")
            if kind in KINDS and verb == "save":
                self._save(window, asked, kind)
            elif kind in KINDS and verb == "mail":
                self._mail(window, asked, kind)
            else:
                window.answer(asked)
        return FINISHED if self._finished else NOT_NOW

    def _save(self, window: Window, asked: Asked, kind: str) -> None:
        chosen = window.choose(f"{self._about.to.exact(KINDS[kind].subject)}.txt")
        if chosen is None:
            window.answer(asked)
            return
        self._finished = True
        window.answer(asked, status=saved(chosen, _draft(asked, kind)))

    def _mail(self, window: Window, asked: Asked, kind: str) -> None:
        address = mail.address_in(self._route(kind).to)
        link = mail.link(address, self._about.to.exact(KINDS[kind].subject), _draft(asked, kind))
        if link is None:
            window.answer(
                asked, status="That is too long for a draft to open with. Copy it, and paste it into an e-mail."
            )
            return
        try:
            self._open_mail(link)
        except DialogError as error:
            window.answer(asked, status=f"No e-mail program opened ({error}). Copy it instead.")
            return
        self._finished = True
        window.answer(asked, status="A draft was opened in your e-mail program. It goes nowhere until you send it.")

    def _route(self, kind: str) -> concerns.Route:
        return concerns.route(self._about.policy, kind, self._about.to)

    def _choice(self, *, is_hidden: bool) -> Html:
        return view(
            "choice",
            "Something went wrong?",
            tag("p", "It happens, and telling somebody early is what helps. What is it about?", class_="lead"),
            *(
                tag("button", kind.title, tag("span", kind.when), type="button", class_="route", data_shows=name)
                for name, kind in KINDS.items()
            ),
            above=self._about.school,
            foot=buttons(Button("Close", do="close", is_back=True)),
            is_hidden=is_hidden,
        )

    def _kinds(self, shown: str) -> tuple[Html, ...]:
        return tuple(self._kind(name, kind, is_hidden=name != shown) for name, kind in KINDS.items())

    def _kind(self, name: str, kind: Kind, *, is_hidden: bool) -> Html:
        route = self._route(name)
        first = () if name == "safeguarding" else (self._child_first(),)
        done = Button("Done", do="done", is_primary=not kind.asks)
        others = Button("Something else", shows="choice", is_back=True)
        return view(
            name,
            kind.title,
            *first,
            tag("p", route.first) if kind.asks else self._tell(name, route),
            steps(kind.steps),
            self._clock(name),
            self._writing(name, kind),
            above=self._about.school,
            foot=buttons(*self._choices(name), done, others) if kind.asks else buttons(done, others),
            is_hidden=is_hidden,
        )

    def _tell(self, name: str, route: concerns.Route) -> Html:
        return card(self._about.to.say("Tell {to}", to=route.to), paragraphs(_AT_ONCE), name=f"{name}-tell")

    def _child_first(self) -> Html:
        first = self._about.to.say("Then that comes first: {dsl}.", dsl=self._route("safeguarding").to)
        return note(tag("p", tag("strong", "Is a child's safety involved? "), first))

    def _clock(self, name: str) -> Html | str:
        if name not in {"sent", "data_breach"}:
            return ""
        until = self._began + _CLOCK
        return card(
            "The clock",
            tag(
                "p",
                "If this has to be reported, the school has 72 hours from when it knows to tell the Information "
                "Commissioner (UK GDPR, Article 33). Whether it has to is for the data protection officer to say. If "
                "the school knows from now on, that is until ",
                tag("strong", moment(until, self._about.to), class_="clock"),
                ".",
            ),
            name=f"{name}-clock",
        )

    def _writing(self, name: str, kind: Kind) -> Html | str:
        if not kind.asks:
            return ""
        to = self._about.to
        writing = to.say("I am writing on {when}.", when=moment(self._began, to))
        noticed = [writing] if name in {"sent", "data_breach"} else []
        draft = "\n\n".join([f"{to.exact(kind.subject)}.", *noticed, *map(to.exact, kind.asks)]) + "\n"
        field = f"draft-{name}"
        return join(
            (
                tag("label", "Your message", for_=field, class_="over"),
                tag(
                    "p",
                    "Write the facts in your own words, without names and without the text itself. It stays in this "
                    "window until you copy, save or send it.",
                    id=f"{field}-help",
                    class_="quiet",
                ),
                tag("textarea", draft, id=field, name=field, aria_describedby=f"{field}-help", spellcheck="true"),
            )
        )

    def _choices(self, name: str) -> tuple[Button, ...]:
        return (
            Button("Copy", copies=f"draft-{name}", is_primary=True),
            Button("Save", do=f"save:{name}"),
            Button("Open as e-mail", do=f"mail:{name}"),
        )


def _draft(asked: Asked, kind: str) -> str:
    """What stands in the message now."""
    return re.sub(r"\r\n?", "\n", str(asked.values.get(f"draft-{kind}", "")))


def _without_policy(why: str) -> Html:
    return join(
        (
            paragraphs(
                "Your school's AI policy cannot be read on this laptop, so its own contacts cannot be shown. Tell your "
                "line manager, and the data protection officer at once if data about people may have got out.",
                "If a child's safety is involved, tell the designated safeguarding lead first.",
            ),
            tag("p", why, class_="quiet"),
        )
    )
