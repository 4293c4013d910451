/** What becomes of a text in the box: asked about, mended, brought back by undo, left behind with its conversation. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { say } from "../../extension/src/strings.ts";

// The little of a browser that a plain text field needs.
class Field {
  value = "";
  selectionStart = 0;
  selectionEnd = 0;
  isConnected = true;
  focus() {}
  contains() {
    return true;
  }
  getRootNode() {
    return document;
  }
  checkVisibility() {
    return true;
  }
  getBoundingClientRect() {
    return { width: 600, height: 40 };
  }
  setSelectionRange(start, end) {
    Object.assign(this, { selectionStart: start, selectionEnd: end });
  }
  setRangeText(text, start, end) {
    this.value = this.value.slice(0, start) + text + this.value.slice(end);
    this.setSelectionRange(start + text.length, start + text.length);
  }
  dispatchEvent() {}
}
Object.assign(globalThis, {
  HTMLTextAreaElement: Field,
  HTMLInputElement: class {},
  InputEvent: class {},
  document: {
    execCommand(command) {
      if (command !== "delete") return false;
      field.setRangeText("", field.selectionStart, field.selectionEnd);
      return true;
    },
  },
});
const { createGuard } = await import("../../extension/src/guard.ts");

const PRESS = { button: null };
let field;
let views;
let open;
let released;
let conversation;
let verdictOf;
let guard;
let underlined;
let checks;
let whileReleasing;
let heard;

const panel = {
  show(view) {
    if (open?.view.kind === "dialog" && view.kind !== "dialog") return Promise.resolve({ id: "closed" });
    answer({ id: "closed" });
    views.push(view);
    return new Promise((settle) => (open = { view, settle }));
  },
  close() {
    answer({ id: open?.view.kind === "dialog" ? "go_back" : "closed" });
  },
  kind: () => open?.view.kind ?? null,
  enter() {},
};

function answer(chosen) {
  const before = open;
  open = null;
  before?.settle(chosen);
}

/** Each X is a detail; M marks the whole text, and cannot be changed. */
function verdict(text, outcome) {
  const findings = [...text.matchAll(/X\d?/g)].map(({ index, 0: [...word] }) => finding(index, index + word.length, true));
  const marks = [...text.matchAll(/M/g)].map(({ index }) => finding(index, index + 1, false));
  const actions = ["replace", "keep", "go_back"].map((id) => ({ id, label: id, reasons: [] }));
  const all = [...findings, ...marks];
  const found = marks.length > 0 ? "hold" : all.length > 0 ? "warn" : "allow";
  return { scan: "s", outcome: outcome ?? found, says: `${all.length} found`, findings: all, more: 0, actions, policy: "", limited: null };
}

function finding(start, end, replaceable) {
  return { rule: "r", title: "detail", start, end, because: [], clause: "", help: "", replaceable };
}

const checker = {
  check: async (text, trigger) => (checks.push([trigger, text]), verdictOf(text)),
  changed: async (text, { findings }) =>
    findings.filter(({ replaceable }) => replaceable).map(({ start, end }) => ({ start, end, text: "[D]" })),
  note() {},
};

beforeEach(() => {
  // What an earlier test left to be looked at later has gone with its page.
  if (field) field.isConnected = false;
  field = new Field();
  [views, open, released, conversation, underlined, checks] = [[], null, [], "", [], []];
  verdictOf = (text) => verdict(text);
  whileReleasing = () => undefined;
  heard = true;
  guard = createGuard(checker, panel, {
    composer: () => field,
    conversation: () => conversation,
    release: async (_, press, isSame) => {
      whileReleasing();
      if (!isSame()) return "changed";
      released.push(field.value);
      return heard ? "done" : "unheard";
    },
    underline: (_, text, findings) => (underlined = findings.map(({ start, end }) => text.slice(start, end))),
  });
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 250));
const paused = () => new Promise((resolve) => setTimeout(resolve, 800));

async function paste(text, { leftOut = false } = {}) {
  field.setSelectionRange(field.value.length, field.value.length);
  const at = field.value.length;
  guard.take({ composer: field, text, place: { kind: "field", start: at, end: at }, trigger: "paste", leftOut });
  await settled();
}

async function type(text, { isComposing = false } = {}) {
  field.value = text;
  guard.typed(field, isComposing);
  await paused();
}

async function choose(id) {
  answer({ id });
  await settled();
}

async function send() {
  const waits = guard.mustWait(field);
  if (waits) guard.wantsToSend(field, PRESS);
  else guard.sent();
  await settled();
  return waits;
}

test("send asks again when undo brings back what was changed", async () => {
  await paste("ring X1 please");
  await choose("replace");

  assert.equal(field.value, "ring [D] please");
  assert.equal(guard.mustWait(field), false);

  field.value = "ring X1 please";

  assert.equal(await send(), true);
  assert.equal(open.view.title, say("sendTitle"));
  assert.deepEqual(released, []);
});

test("send asks again when one detail of several is back, and not once the box is clean", async () => {
  await paste("ring X1 or X2 please");
  await choose("replace");
  field.value = "call X2";
  await send();

  assert.equal(open.view.title, say("sendTitle"));

  await choose("go_back");
  field.value = "call [D]";
  await send();

  assert.deepEqual(released, ["call [D]"]);
});

test("what a change leaves that would have stayed out is asked about, not dropped", async () => {
  await paste("ring X1 please");
  field.value = "M ring X1, please do";
  await choose("replace");

  assert.equal(field.value, "M ring [D], please do");
  assert.equal(open.view.title, say("warnTitle"));
  assert.equal(await send(), true);
  assert.equal(open.view.title, say("sendTitle"));
});

test("what is to be left out has no keeping, in the box neither", async () => {
  await paste("ring X1 please");
  verdictOf = (text) => verdict(text, "block");
  await choose("replace");

  assert.deepEqual(open.view.choices.map(({ id }) => id), ["replace", "later"]);
});

test("a change made before sending is looked at, not sent unseen", async () => {
  await paste("ring X1 please");
  await send();

  assert.deepEqual(open.view.choices.map(({ id, label }) => [id, label]), [
    ["replace", "Replace and look again"],
    ["keep", "Send anyway"],
    ["go_back", "go_back"],
  ]);

  await choose("replace");

  assert.equal(field.value, "ring [D] please");
  assert.deepEqual(released, []);
  assert.equal(open.view.note, say("lookAgain"));
  assert.equal(await send(), false);
});

test("sending anyway sends", async () => {
  await paste("ring X1 please");
  await send();
  await choose("keep");

  assert.deepEqual(released, ["ring X1 please"]);
  assert.equal(guard.mustWait(field), false);
});

test("the first of two warnings comes back once the second is answered", async () => {
  for (const second of ["keep", "replace"]) {
    await paste("ring X1 please. ");
    await paste("or ask X2. ");
    await choose(second);

    assert.equal(open.view.title, say("warnTitle"), second);
    assert.equal(open.view.details[0].text, "X1", second);

    await choose("keep");

    assert.equal(open, null, second);

    await send();

    assert.equal(open, null, second);
  }
});

test("a warning put off does not bring up another", async () => {
  await paste("ring X1 please. ");
  await paste("or ask X2. ");
  await choose("later");

  assert.equal(open, null);
  assert.equal(guard.mustWait(field), true);
});

test("another conversation takes the warning along, and send asks if its text turns up", async () => {
  conversation = "one";
  guard.look();
  await paste("ring X1 please");
  conversation = "two";
  field.value = "";
  guard.look();

  assert.equal(open, null);

  field.value = "ring X1 please";
  await send();

  assert.equal(open.view.title, say("sendTitle"));
});

test("a question left open goes back when the conversation is another", async () => {
  conversation = "one";
  guard.look();
  await paste("M about X1");

  assert.equal(open.view.kind, "dialog");

  conversation = "two";
  guard.look();
  await settled();

  assert.equal(open, null);
  assert.equal(field.value, "");
});

test("a conversation that gets its name is the same one", async () => {
  await paste("M about X1");
  conversation = "one";
  guard.look();

  assert.equal(open.view.kind, "dialog");
});

test("an emptied box needs no answer, until undo fills it again", async () => {
  await paste("ring X1 please");
  field.value = "";
  guard.look();

  assert.equal(open, null);
  assert.equal(await send(), false);

  field.value = "ring X1 please";

  assert.equal(guard.mustWait(field), true);
});

test("what was in the box leaves no underlines behind once it has gone", async () => {
  await type("ring X1 please");

  assert.deepEqual(underlined, ["X1"]);

  field.value = "";
  guard.look();

  assert.deepEqual(underlined, []);
});

test("however many warnings wait, send has all of it checked", async () => {
  const asked = [];
  for (let n = 0; n < 10; n += 1) await paste(`ask X${n}. `);
  verdictOf = (text) => (asked.push(text), verdict(text));
  await send();

  assert.deepEqual(asked, [field.value]);
  assert.equal(open.view.details.length, 10);
});

test("a fault while mending or asking is said, and not taken for a clean text", async () => {
  await paste("ring X1 please");
  checker.changed = async () => Promise.reject(new Error());
  await choose("replace");
  delete checker.changed;
  checker.changed = async () => [];

  assert.equal(open.view.says, say("wentWrong"));
  assert.equal(await send(), true);
});

test("what came beside the text and stays out is mentioned, whatever else there is to say", async () => {
  await paste("nothing in it. ", { leftOut: true });

  assert.equal(open.view.says, say("leftOut"));

  await paste("ring X1 please", { leftOut: true });

  assert.equal(open.view.title, say("warnTitle"));
  assert.equal(open.view.note, say("leftOut"));
});

test("typed text is looked at on a pause, and sent at once when it has not changed since", async () => {
  field.value = "two questions";
  guard.typed(field, false);
  await settled();

  assert.deepEqual(checks, []);

  await type("two questions about rivers");

  assert.deepEqual(checks, [["type", "two questions about rivers"]]);
  assert.equal(await send(), false);
  assert.equal(open, null);
});

test("text that changed since is checked before it is sent", async () => {
  await type("two questions");
  field.value = "two questions and more";

  assert.equal(await send(), true);
  assert.deepEqual(checks.at(-1), ["send", "two questions and more"]);
  assert.deepEqual(released, ["two questions and more"]);
});

test("nothing is looked at while a word is being composed", async () => {
  await type("ring X", { isComposing: true });

  assert.deepEqual(checks, []);
});

test("what is found in typed text is underlined and asked about once, and again before it is sent", async () => {
  await type("ring X1 please");

  assert.equal(open.view.title, say("warnTitle"));
  assert.deepEqual(underlined, ["X1"]);

  await choose("later");
  await type("ring X1 please, today");

  assert.equal(open, null);
  assert.deepEqual(underlined, ["X1"]);

  await type("ring X1 or X2 please, today");

  assert.equal(open.view.details.length, 2);

  await send();

  assert.equal(open.view.title, say("sendTitle"));

  await choose("keep");

  assert.deepEqual(released, ["ring X1 or X2 please, today"]);
  assert.deepEqual(underlined, []);
});

test("what was kept once is not asked about again, and what comes new is", async () => {
  await paste("ring X1 please. ");
  await choose("keep");
  await type("ring X1 please. Today");

  assert.equal(open, null);
  assert.equal(await send(), false);

  await type("ring X1 please. Today, or X2");

  assert.equal(open.view.title, say("warnTitle"));
});

test("a warning goes when the person takes out what it was about", async () => {
  await type("ring X1 please");
  await type("ring him please");

  assert.equal(open, null);
  assert.equal(await send(), false);
});

test("a limited look does not take back what a full one has found", async () => {
  await type("ring X1 please");
  verdictOf = (text) => ({ ...verdict(text), findings: [], outcome: "allow", limited: "stopped" });
  await type("ring X1 please, today");

  assert.equal(open.view.title, say("warnTitle"));
  assert.equal(await send(), true);
  assert.equal(open.view.title, say("sendTitle"));
});

test("text that comes in while Send waits for the check does not go out with it", async () => {
  field.value = "nothing in it";
  verdictOf = (text) => {
    if (text === "nothing in it") field.value = "nothing in it, but X1";
    return verdict(text);
  };
  await send();

  assert.deepEqual(released, []);
  assert.equal(open.view.says, say("pressAgain"));

  await send();

  assert.equal(open.view.title, say("sendTitle"));
  assert.deepEqual(released, []);
});

test("words that come while the Send button is waited for do not go out unchecked", async () => {
  field.value = "nothing in it";
  whileReleasing = () => (field.value = "nothing in it, but X1");
  await send();

  assert.deepEqual(released, []);
  assert.equal(open.view.says, say("pressAgain"));
});

test("where several boxes may go at once, each is checked before they do, and found checked when they do", async () => {
  const other = Object.assign(new Field(), { value: "about X1" });
  field.value = "a question";

  assert.equal(guard.mustWait(field, [other]), true);

  guard.wantsToSend(field, PRESS, [other]);
  await settled();

  assert.equal(open.view.title, say("sendTitle"));
  assert.deepEqual(released, []);

  let waits;
  whileReleasing = () => (waits = guard.mustWait(field, [other]));
  await choose("keep");

  assert.deepEqual(released, ["a question"]);
  assert.equal(waits, false);
});

test("Send pressed twice during a check sends once, also where the site takes its time", async () => {
  for (const isHeard of [true, false]) {
    heard = isHeard;
    field.value = `a question ${isHeard}`;
    guard.wantsToSend(field, PRESS);
    guard.wantsToSend(field, PRESS);
    await settled();
  }

  assert.deepEqual(released, ["a question true", "a question false"]);
  assert.equal(open.view.says, say("stillThere"));
});

test("a text pasted after Send was pressed does not go out with what was to be sent", async () => {
  const place = { kind: "field", start: 0, end: 0 };
  guard.take({ composer: field, text: "a question", place, trigger: "paste" });
  guard.wantsToSend(field, PRESS);
  await paste("and another thing ");
  await paused();

  assert.deepEqual(released, []);
  assert.equal(field.value, "a questionand another thing ");
  assert.equal(await send(), false);
});

test("a question about one box stays while another, the first in the page, is empty", async () => {
  const other = Object.assign(new Field(), { value: "ring X1 please" });
  guard.typed(other, false);
  await paused();
  guard.look();

  assert.equal(open.view.title, say("warnTitle"));
  assert.deepEqual(underlined, ["X1"]);

  other.value = "";
  guard.look();

  assert.equal(open, null);
  assert.deepEqual(underlined, []);
});

test("what was answered for goes with its text, also where another box never empties", async () => {
  const message = Object.assign(new Field(), { value: "ring X1 please" });
  field.value = "always be kind, and ask X2";
  guard.wantsToSend(message, PRESS, [field]);
  await settled();
  await choose("keep");
  await choose("keep");

  assert.equal(released.length, 1);

  message.value = "";
  guard.look();

  assert.equal(guard.mustWait(field), false);

  message.value = "ring X1 please";

  assert.equal(guard.mustWait(message, [field]), true);
});
