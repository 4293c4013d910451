/** How a checked text is sent: as the person did it, from its own box, and only while it is the same. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

// The little of a browser that boxes and their buttons need.
class Element {
  disabled = false;
  constructor(name, children = []) {
    Object.assign(this, { name, children, parentElement: null });
    for (const child of children) child.parentElement = this;
  }
  querySelectorAll(selector) {
    return this.children.flatMap((child) => [...(child.name === selector ? [child] : []), ...child.querySelectorAll(selector)]);
  }
  matches(selector) {
    return selector.startsWith(":disabled") && this.disabled;
  }
  getRootNode() {
    return document;
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
  ShadowRoot: class {},
  KeyboardEvent: class {
    constructor(_, given) {
      Object.assign(this, given);
    }
  },
});
const { release } = await import("../../extension/src/release.ts");
const SITE = { composers: ["box"], sendButtons: ["send"] };
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
  await release(SITE, boxes[1], "button", () => true);

  assert.deepEqual(done, [["click", buttons[1]]]);
});

test("after Enter nothing is clicked: it is Enter again, with what was held down, or a new line where it is one", async () => {
  await release(SITE, boxes[0], ENTER, () => true);

  assert.deepEqual(done, [["Enter", boxes[0], false], ["insertText", false, "\n"]]);

  done.length = 0;
  boxes[0].takesEnter = true;
  await release(SITE, boxes[0], { ctrlKey: true, metaKey: false }, () => true);

  assert.deepEqual(done, [["Enter", boxes[0], true]]);
});

test("what changed while the button was waited for stays", async () => {
  let isSame = true;
  buttons[0].disabled = true;
  setTimeout(() => {
    isSame = false;
    buttons[0].disabled = false;
  }, 20);

  assert.equal(await release(SITE, boxes[0], "button", () => isSame), false);
  assert.deepEqual(done, []);
});
