/** How a checked text is sent: as the person did it, from its own box, and only while it is the same. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

// The little of a browser that boxes and their buttons need.
class Element {
  disabled = false;
  isConnected = true;
  childNodes = [];
  constructor(name, children = []) {
    Object.assign(this, { name, children, parentElement: null });
    for (const child of children) child.parentElement = this;
  }
  querySelectorAll(selector) {
    return this.children.flatMap((child) => [...(selector === "*" || child.name === selector ? [child] : []), ...child.querySelectorAll(selector)]);
  }
  matches(selector) {
    return selector.startsWith(":disabled") ? this.disabled : selector === this.name;
  }
  contains(other) {
    return other === this;
  }
  getRootNode() {
    return document;
  }
  compareDocumentPosition(other) {
    const all = document.querySelectorAll("*");
    return all.indexOf(other) > all.indexOf(this) ? Node.DOCUMENT_POSITION_FOLLOWING : 0;
  }
  checkVisibility() {
    return true;
  }
  getBoundingClientRect() {
    return { height: 40 };
  }
  focus() {}
  click() {
    done.push(["click", this]);
  }
  dispatchEvent(event) {
    done.push([event.key, this, event.ctrlKey ?? false]);
    return !this.takesEnter;
  }
}
let done;
let boxes;
let buttons;
Object.assign(globalThis, {
  HTMLTextAreaElement: Element,
  HTMLInputElement: class {},
  Node: { DOCUMENT_POSITION_FOLLOWING: 4 },
  ShadowRoot: class {},
  KeyboardEvent: class {
    constructor(_, given) {
      Object.assign(this, given);
    }
  },
});
const { composersBeside, composersIn, composersWith, takesLines } = await import("../../extension/src/composer.ts");
const { release } = await import("../../extension/src/release.ts");
const SITE = { composers: ["box"], sendButtons: ["send"] };
const UNKNOWN = { ...SITE, isDeep: true };
const nothing = () => undefined;
const PRESS = { button: null };
const ENTER = { ctrlKey: false, metaKey: false };

beforeEach(() => {
  done = [];
  boxes = [new Element("box"), new Element("box")];
  buttons = [new Element("send"), new Element("send")];
  const page = new Element("page", boxes.map((box, at) => new Element("form", [box, buttons[at]])));
  globalThis.document = page;
  page.execCommand = (...given) => done.push(given);
});

test("of two boxes the one that was checked is sent, by its own button", async () => {
  await release(SITE, boxes[1], PRESS, () => true, nothing);

  assert.deepEqual(done, [["click", buttons[1]]]);
});

test("on a site nobody has described nothing is clicked after Enter: it is Enter again, or a new line where it is one", async () => {
  await release(UNKNOWN, boxes[0], ENTER, () => true, nothing);

  assert.deepEqual(done, [["Enter", boxes[0], false], ["insertText", false, "\n"]]);

  done.length = 0;
  boxes[0].takesEnter = true;
  await release(UNKNOWN, boxes[0], { ctrlKey: true, metaKey: false }, () => true, nothing);

  assert.deepEqual(done, [["Enter", boxes[0], true]]);
});

test("what changed while the button was waited for stays", async () => {
  let isSame = true;
  buttons[0].disabled = true;
  setTimeout(() => {
    isSame = false;
    buttons[0].disabled = false;
  }, 20);

  assert.equal(await release(SITE, boxes[0], PRESS, () => isSame, nothing), "changed");
  assert.deepEqual(done, []);
});

test("where Enter is known to send, and was not heard, the site's own button is clicked once", async () => {
  let isSame = true;
  buttons[0].click = () => {
    done.push(["click", buttons[0]]);
    isSame = false;
  };

  assert.equal(await release(SITE, boxes[0], ENTER, () => isSame, nothing), "done");
  assert.deepEqual(done, [["Enter", boxes[0], false], ["click", buttons[0]]]);
});

test("an Enter that was heard, if only once the site has its answer, is not followed by a click", async () => {
  for (const takesEnter of [true, false]) {
    boxes[0].takesEnter = takesEnter;
    let isSame = true;
    setTimeout(() => (isSame = false), 300);

    assert.equal(await release(SITE, boxes[0], ENTER, () => isSame, nothing), "done");
  }
  assert.deepEqual(done.map(([what]) => what), ["Enter", "Enter"]);
});

test("a click or an Enter that the page took, and after which the text still stands, has sent nothing and is not followed by another", async () => {
  assert.equal(await release(SITE, boxes[0], PRESS, () => true, nothing), "unheard");

  boxes[0].takesEnter = true;

  assert.equal(await release(SITE, boxes[0], ENTER, () => true, nothing), "unheard");
  assert.deepEqual(done.map(([what]) => what), ["click", "Enter"]);
});

test("an editor on a site nobody has described may make its own new line", async () => {
  Object.assign(boxes[0], { takesEnter: true, value: "one" });
  setTimeout(() => (boxes[0].value = "one\n"), 20);

  assert.equal(await release(UNKNOWN, boxes[0], ENTER, () => true, nothing), "done");
});

test("a site that hears neither key nor click is said not to have sent", async () => {
  assert.equal(await release(SITE, boxes[0], ENTER, () => true, nothing), "unheard");
  assert.equal(done.filter(([what]) => what === "click").length, 1);
});

test("of boxes and buttons side by side in one place the second button goes with the second box", async () => {
  const page = new Element("page", [boxes[0], buttons[0], boxes[1], buttons[1]]);
  globalThis.document = page;

  await release(UNKNOWN, boxes[1], PRESS, () => true, nothing);

  assert.deepEqual(done, [["click", buttons[1]]]);
});

test("a button that does not take turns with the boxes goes with the last before it, and where nobody has said so with all", () => {
  const [prompt, message] = boxes;
  const form = new Element("form", [prompt, message, ...buttons]);
  globalThis.document = new Element("page", [form]);
  const [send] = buttons;

  assert.deepEqual(composersBeside(SITE, send), [message]);
  assert.deepEqual(composersBeside(UNKNOWN, send), [message, prompt]);
  assert.deepEqual(composersIn(UNKNOWN, form, send), [message, prompt]);
  assert.deepEqual(composersWith(SITE, message), [message]);
  assert.deepEqual(composersWith(UNKNOWN, prompt), [prompt, message]);

  globalThis.document = new Element("page", [boxes[0], buttons[0], boxes[1], buttons[1]]);

  assert.deepEqual(composersBeside(UNKNOWN, buttons[1]), [message]);
});

test("Enter is a new line only where no other key is held down", () => {
  const site = { lines: ["box"] };
  const box = { matches: (selector) => selector === "box" };

  assert.equal(takesLines(site, box, ENTER), true);
  assert.equal(takesLines(site, box, { ctrlKey: true, metaKey: false }), false);
  assert.equal(takesLines(site, box, { ctrlKey: false, metaKey: true }), false);
  assert.equal(takesLines({}, box, ENTER), false);
});

test("of several buttons beside a box it is the one that was pressed, whether or not it is known to send", async () => {
  const [, later] = buttons;
  const unknown = new Element("unknown");
  globalThis.document = new Element("page", [new Element("form", [boxes[0], ...buttons, unknown])]);
  for (const button of [later, unknown]) {
    done.length = 0;
    await release(SITE, boxes[0], { button }, () => true, nothing);

    assert.deepEqual(done, [["click", button]]);
  }
});

test("a button that has gone, or stops a reply by now, is not pressed again", async () => {
  const site = { ...SITE, stopButtons: ["stop"] };
  const stop = new Element("stop");
  const gone = Object.assign(new Element("send"), { isConnected: false });
  for (const button of [stop, gone]) {
    done.length = 0;
    await release(site, boxes[0], { button }, () => true, nothing);

    assert.deepEqual(done, [["click", buttons[0]]]);
  }
});

test("on a site nobody has described a new line stays one in a rich editor, too", async () => {
  const { HTMLTextAreaElement: before } = globalThis;
  globalThis.HTMLTextAreaElement = class {};
  await release(UNKNOWN, boxes[0], ENTER, () => true, nothing);
  globalThis.HTMLTextAreaElement = before;

  assert.deepEqual(done, [["Enter", boxes[0], false], ["insertParagraph"]]);
});
