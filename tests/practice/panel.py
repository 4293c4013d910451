"""Looks at our own panel as a person or a screen reader meets it, inside its closed shadow root.

A page's script cannot see in there, and neither can Playwright's locators; the browser's debugging protocol can. Text
and roles come from the accessibility tree, and a button is pressed with the real mouse at the place where it is.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

Node = dict[str, Any]

# The chip of a check that is slow.
SLOW = "Checking…"

_TEXT = "function () { return [...this.children].map((part) => part.innerText ?? '').join('\\n').trim() }"

_WHERE = "({ left, top, right, bottom }) => ({ left, top, right, bottom })"
_HIGHLIGHTED = f"""[...(CSS.highlights.get('safe-to-paste') ?? [])].map(range => ({{
  text: range.toString(), places: [...range.getClientRects()].map({_WHERE}) }}))"""
_DRAWN = f"""function () {{ return [...this.querySelectorAll('u')].map(line => ({{
  text: line.textContent, places: [...line.getClientRects()].map({_WHERE}) }})) }}"""


@dataclass(frozen=True, slots=True)
class Control:
    """Something a person can use, as the accessibility tree names it."""

    role: str
    name: str
    description: str
    focused: bool
    node: int


class Panel:
    """What the extension shows in one tab."""

    def __init__(self, page: Page, *, framed: bool = False) -> None:
        """`framed`: in the first frame of the page, and not in the page itself."""
        self._page = page
        self._framed = framed
        self._cdp = page.context.new_cdp_session(page)

    def text(self) -> str:
        """Everything that can be read, in order."""
        return "\n".join(part for part in self.each(_TEXT) if part)

    def controls(self) -> tuple[Control, ...]:
        """What can be used, in order, with the role and name a screen reader says."""
        inside = {node["backendNodeId"] for root in self._roots() for node in _walk(root)}
        tree: list[Node] = self._cdp.send("Accessibility.getFullAXTree", {"frameId": self._frame()})["nodes"]
        return tuple(
            Control(
                role=node["role"]["value"],
                name=node.get("name", {}).get("value", ""),
                description=node.get("description", {}).get("value", ""),
                focused=any(
                    entry["name"] == "focused" and entry["value"]["value"] for entry in node.get("properties", ())
                ),
                node=node["backendDOMNodeId"],
            )
            for node in tree
            if not node.get("ignored") and node.get("backendDOMNodeId") in inside
        )

    def heading(self) -> str:
        """What a screen reader says on entering what is open, without our name; empty when nothing is open.

        That a check takes longer than usual, as on a busy machine, is nothing that is open.
        """
        names = [control.name for control in self.controls() if control.role in ("alertdialog", "region")]
        if not names:
            return ""
        named = names[0].removeprefix("Safe to Paste").removeprefix(": ")
        return named or ("" if SLOW in self.text() else "note")

    def buttons(self) -> tuple[str, ...]:
        """The names of the buttons, in order."""
        return tuple(control.name for control in self.controls() if control.role == "button")

    def press(self, name: str, *, role: str = "button") -> None:
        """Click the control of that role and name where it is on the screen."""
        self.click(*self.place(name, role=role))

    def click(self, x: float, y: float) -> None:
        """Click with the mouse."""
        self._page.mouse.click(x, y)

    def place(self, name: str, *, role: str = "button") -> tuple[float, float]:
        """The middle of a control on the screen, once it is there."""
        self.until(f"a {role} called {name!r}", lambda: self._control(role, name) is not None)
        control = self._control(role, name)
        assert control
        self._cdp.send("DOM.scrollIntoViewIfNeeded", {"backendNodeId": control.node})
        quad = self._cdp.send("DOM.getContentQuads", {"backendNodeId": control.node})["quads"][0]
        return sum(quad[0::2]) / 4, sum(quad[1::2]) / 4

    def each(self, function: str, *arguments: object) -> list[Any]:
        """Call a function with each of our shadow roots as `this`, out of the page's reach; their values."""
        roots = self._roots()
        if not roots:
            return []
        world = self.world()
        return [self._call(world, root, function, arguments) for root in roots]

    def world(self) -> int:
        """A script context that shares the document with the page, and nothing else."""
        world = self._cdp.send("Page.createIsolatedWorld", {"frameId": self._frame(), "worldName": "practice"})
        return int(world["executionContextId"])

    def run(self, world: int, script: str) -> Any:
        """Run a script in a context from `world`; a promise is waited for."""
        answer = self._cdp.send(
            "Runtime.evaluate",
            {"expression": script, "contextId": world, "awaitPromise": True, "returnByValue": True},
        )
        return _value(answer)

    def hand_over(self, world: int, name: str) -> int:
        """Give a context our shadow roots as the list `name`; how many there are."""
        roots = self._roots()
        self.run(world, f"globalThis.{name} = []; 0")
        for root in roots:
            self._call(world, root, f"function () {{ globalThis.{name}.push(this) }}", ())
        return len(roots)

    def until(self, what: str, holds: Callable[[], bool], *, seconds: float = 10) -> None:
        """Wait until something holds; AssertionError if it never does."""
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(f"waited {seconds} s for {what}; shown: {self.heading()!r}, {self.text()!r}")
            self._page.wait_for_timeout(15)

    def _frame(self) -> str:
        tree = self._cdp.send("Page.getFrameTree")["frameTree"]
        return str((tree["childFrames"][0] if self._framed else tree)["frame"]["id"])

    def _control(self, role: str, name: str) -> Control | None:
        return next((item for item in self.controls() if (item.role, item.name) == (role, name)), None)

    def underlined(self) -> list[dict[str, Any]]:
        """What is underlined in the page's composer: each stretch with its text and where it is on the screen."""
        highlighted = self.run(self.world(), _HIGHLIGHTED)
        world = self.world()
        drawn = [self._call(world, root, _DRAWN, ()) for root in self._roots(over_text=True)]
        return [*highlighted, *(line for lines in drawn for line in lines)]

    def _roots(self, *, over_text: bool = False) -> list[Node]:
        """Our closed shadow roots: the panel and its like or, `over_text`, the lines under what is in a text field."""
        document = self._cdp.send("DOM.getDocument", {"depth": -1, "pierce": True})["root"]
        if self._framed:
            (document, *_) = (node["contentDocument"] for node in _walk(document) if "contentDocument" in node)
        return [
            root
            for node in _walk(document)
            for root in node.get("shadowRoots", ())
            if root.get("shadowRootType") == "closed"
            and "data-practice" not in node.get("attributes", ())
            and ("aria-hidden" in node.get("attributes", ())) == over_text
        ]

    def _call(self, world: int, root: Node, function: str, arguments: tuple[object, ...]) -> Any:
        where = {"backendNodeId": root["backendNodeId"], "executionContextId": world}
        handle = self._cdp.send("DOM.resolveNode", where)["object"]["objectId"]
        answer = self._cdp.send(
            "Runtime.callFunctionOn",
            {
                "functionDeclaration": function,
                "objectId": handle,
                "arguments": [{"value": argument} for argument in arguments],
                "awaitPromise": True,
                "returnByValue": True,
            },
        )
        return _value(answer)


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for key in ("children", "shadowRoots"):
        for child in node.get(key, ()):
            yield from _walk(child)


def _value(answer: Node) -> Any:
    if "exceptionDetails" in answer:
        raise AssertionError(answer["exceptionDetails"]["exception"].get("description", "the script failed"))
    return answer["result"].get("value")
