"""A file has come from an AI tool: whether it is to say so. A small window that never takes the focus.

The files are named on standard input, as ``{"tool", "site", "files"}``. Closed, left alone or "Not this time" leaves
them as they are; nothing of them is kept.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from safe_to_paste import labels
from safe_to_paste.dialogs import FINISHED, NOT_NOW, matter, shell
from safe_to_paste.dialogs.matter import Matter
from safe_to_paste.dialogs.page import Button, Html, bullets, buttons, page, paragraphs, tag, view
from safe_to_paste.documents.labelling.model import Kind, Label
from safe_to_paste.errors import JournalError, LabelError
from safe_to_paste.journal import Journal
from safe_to_paste.stamp import Stamper

if TYPE_CHECKING:
    from safe_to_paste.dialogs.shell import Window

# Seconds until it goes by itself, unanswered; seconds for which it says what was done.
_PATIENCE, _SAID = 300.0, 4
_SIZE = (430, 400)
_TITLE = "AI label"
# Files that are named one by one.
_NAMED = 4


def main(
    arguments: Sequence[str] = (),
    *,
    patience: float = shell.PATIENCE,
    language: str = "",
    told: Callable[[], IO[bytes]] | None = None,
) -> int:
    """Show the window, where there is a file that has no label and takes one; 0 when it was labelled.

    Raises:
        DialogError: no window can be shown.
        PolicyError: the policy cannot be used.
    """
    del arguments
    tool, files = _told((told or (lambda: sys.stdin.buffer))())
    to = matter.language_of(language)
    about = matter.load(to)
    if tool is None or not labels.offered_on_arrival(about.policy):
        return FINISHED
    with Stamper() as stamper:
        left = [file for file in files if _takes_one(stamper, file, about)]
        if not left:
            return FINISHED
        conversation = Conversation(about, tool, left, stamper)
        with shell.Window(
            _TITLE, conversation.page(), size=_SIZE, patience=min(patience, _PATIENCE), is_quiet=True, to=to
        ) as window:
            return conversation.hold(window)


def _told(pipe: IO[bytes]) -> tuple[labels.Tool | None, list[Path]]:
    try:
        said: Any = json.loads(pipe.read())
        return labels.Tool(str(said["tool"]), str(said["site"])), [Path(str(each)) for each in said["files"]]
    except (ValueError, KeyError, TypeError):
        return None, []


def _takes_one(stamper: Stamper, file: Path, about: Matter) -> bool:
    """Whether a file is there, can be opened and has no label."""
    try:
        return not stamper.check(file, labels.known(about.policy)).has.line
    except LabelError:
        return False


class Conversation:
    """What the window shows and what comes of it."""

    def __init__(
        self,
        about: Matter,
        tool: labels.Tool,
        files: Sequence[Path],
        stamper: Stamper,
        *,
        journal: Callable[[], Journal] = Journal,
    ) -> None:
        self._about = about
        self._tool = tool
        self._files = files
        self._stamper = stamper
        self._journal = journal

    def page(self) -> str:
        """The whole page."""
        policy, to = self._about.policy, self._about.to
        named = [file.name for file in self._files[:_NAMED]]
        more = len(self._files) - len(named)
        asked = "{policy} asks for a label on what AI has helped with." if policy.label.required else ""
        words = dict(zip(Kind, labels.known(policy), strict=True))
        return page(
            _TITLE,
            view(
                "arrived",
                "Say that AI has helped?",
                paragraphs(to.say("From {tool}:", tool=self._tool.name)),
                bullets((*named, *([to.say("and {n} more", n=str(more))] if more else []))),
                paragraphs(to.say(asked, policy=to.told(policy.called)) if asked else ""),
                above=self._about.school,
                foot=buttons(
                    *(Button(words[kind], do=kind.value, is_primary=kind is Kind.SUPPORTED) for kind in Kind),
                    Button("Not this time", do="not_this_time", is_back=True),
                ),
            ),
        )

    def hold(self, window: Window) -> int:
        """Serve the window until it ends."""
        done, quiet = False, 0
        for asked in window.events():
            if asked is None:
                quiet += 1
                if done and quiet > _SAID:
                    break
            elif asked.do in (kind.value for kind in Kind) and not done:
                label = self._chosen(Kind(asked.do))
                faults = self._label(label)
                done, quiet = not faults, 0
                window.answer(asked, html=self._outcome(label, faults))
            elif asked.do == "not_this_time":
                self._count(Kind.SUPPORTED, label="")
                break
            elif asked.do == "close":
                break
            else:
                window.answer(asked)
        return FINISHED if done else NOT_NOW

    def _chosen(self, kind: Kind) -> Label:
        policy = self._about.policy
        return labels.label(policy, kind, tool=self._tool.name if policy.label.include_tool_date else "")

    def _label(self, label: Label) -> list[str]:
        """Label the files; why some were not."""
        faults = []
        for file in self._files:
            try:
                if self._stamper.stamp(file, label).is_changed:
                    self._count(label.kind)
            except LabelError as error:
                to = self._about.to
                faults.append(
                    to.say("{file} {reason}. It was left as it was.", file=file.name, reason=to.told(str(error)))
                )
        return faults

    def _count(self, kind: Kind, label: str | None = None) -> None:
        event = labels.event(self._about.policy, kind, site=self._tool.site)
        if label is not None:
            event = replace(event, action="not_this_time", label=label)
        # A journal that cannot be written now keeps nobody from labelling.
        with contextlib.suppress(JournalError):
            self._journal().record(event)

    def _outcome(self, label: Label, faults: Sequence[str]) -> Html:
        none = len(faults) == len(self._files)
        heading = "Not labelled" if none else "Labelled"
        is_one = len(self._files) - len(faults) == 1
        says = self._about.to.say("It says “{label}” now." if is_one else "They say “{label}” now.", label=label.line)
        return view(
            "done",
            heading,
            "" if none else paragraphs(says),
            tag("div", paragraphs(*faults), role="alert") if faults else "",
            above=self._about.school,
            foot=buttons(Button("Close", do="close", is_primary=True, is_back=True)),
        )
