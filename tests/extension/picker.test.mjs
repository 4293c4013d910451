/** How the page's half and ours find each other where a page listens, too: with stand-ins for what a page has. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { HELLO, OPENS } from "../../extension/src/attach/signals.ts";

/** Listens as a window does; events are given to it by hand, so that they can be a person's. */
const heard = {};
const hear = (type, event) => {
  for (const listener of heard[type] ?? []) listener(event);
};

class Handle {
  constructor(file) {
    Object.assign(this, { kind: "file", name: file.name });
    Object.defineProperty(this, "held", { value: file, enumerable: false });
  }

  getFile() {
    return Promise.resolve(this.held);
  }
}

const nothing = class extends EventTarget {};

class Input extends nothing {
  type = "file";
  isConnected = true;
  value = "";
  files = [];

  showPicker() {}

  getRootNode() {
    return this.root ?? document;
  }
}

class Data {
  files = [];
  items = { add: (file) => void this.files.push(file) };
}

let picks = [];

Object.assign(globalThis, {
  window: globalThis,
  document: Object.assign(new EventTarget(), { body: new EventTarget() }),
  addEventListener: (type, listener) => void (heard[type] ??= []).push(listener),
  HTMLElement: nothing,
  Element: nothing,
  Node: nothing,
  Document: nothing,
  HTMLLabelElement: class {},
  HTMLInputElement: Input,
  DataTransfer: Data,
  DataTransferItem: class {},
  DragEvent: Event,
  ClipboardEvent: Event,
  FileSystemFileHandle: Handle,
  showOpenFilePicker: async () => picks.map((file) => new Handle(file)),
});

// They look at what a page has as soon as they are there.
const { hookPickers } = await import("../../extension/src/attach/picker.ts");
const { watchFiles } = await import("../../extension/src/attach/routes.ts");

let taken = [];
let closed = false;
let said = [];
const desk = { take: (files, way) => void taken.push([files, way]) };
const place = {
  composer: () => null,
  isInert: () => false,
  isClosed: () => closed,
  sayNoFolders: () => void said.push("folders"),
  sayClosed: () => void said.push("closed"),
};

// As the manifest has it: ours comes first.
const routes = watchFiles(desk, place);
hookPickers();

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test("a page that asks for the word by which the halves speak is not answered", () => {
  const words = [];
  document.addEventListener(HELLO, (event) => words.push(event.detail));
  document.dispatchEvent(new CustomEvent(`${HELLO}-there`));

  assert.deepEqual(words, []);
});

test("what is picked is looked at and nothing that a page has put in the way sees it", async (context) => {
  const seen = [];
  const spied = (owner, name) => {
    const { get, value, ...rest } = Object.getOwnPropertyDescriptor(owner, name);
    const spy = (original) =>
      function (...given) {
        seen.push(name);
        return Reflect.apply(original, this, given);
      };
    Object.defineProperty(owner, name, get ? { ...rest, get: spy(get) } : { ...rest, value: spy(value) });
    context.after(() => Object.defineProperty(owner, name, get ? { ...rest, get } : { ...rest, value }));
  };
  [picks, taken] = [[new File(["Rowan"], "a.txt"), new File(["b"], "b.txt")], []];
  const asked = globalThis.showOpenFilePicker();
  spied(Handle.prototype, "getFile");
  spied(Promise, "all");
  for (const name of ["get", "set"]) spied(Map.prototype, name);
  for (let turn = 0; turn < 20 && taken.length === 0; turn += 1) await settled();
  const [[files, way]] = taken;
  // Our half reads what it is told in a world of its own; the page's half reads what is answered.
  spied(CustomEvent.prototype, "detail");
  way.give([new File(["[Pupil 1]"], "safe-copy.txt"), null]);
  const got = await asked;

  assert.deepEqual(seen, []);
  assert.deepEqual(files, picks);
  assert.equal(got.length, 1);
  assert.equal(await (await got[0].getFile()).text(), "[Pupil 1]");
});

test("what is chosen in a shadow tree is heard of where a script opens the input's picker", () => {
  taken = [];
  const listeners = [];
  const root = { addEventListener: (type, listener) => type === "change" && listeners.push(listener) };
  const input = Object.assign(new Input(), { root, files: [new File(["a"], "a.txt")] });
  // The window hears what leaves a shadow tree, and no more.
  input.addEventListener(OPENS, (event) => event.composed && hear(OPENS, event));
  input.showPicker();
  input.showPicker();
  for (const listener of listeners) listener({ isTrusted: true, composedPath: () => [input], stopImmediatePropagation() {} });

  assert.deepEqual(taken.map(([files]) => files.map(({ name }) => name)), [["a.txt"]]);
});

test("in a closed shadow tree, too, and in one within it", () => {
  taken = [];
  const listeners = [];
  const tree = (...inside) => ({
    addEventListener: (type, listener) => type === "change" && listeners.push(listener),
    querySelectorAll: () => inside,
  });
  const [host, inner] = [new nothing(), new nothing()];
  const trees = new Map([[host, tree(inner)], [inner, tree()]]);
  globalThis.chrome = { dom: { openOrClosedShadowRoot: (element) => trees.get(element) ?? null } };
  hear("click", { composedPath: () => [host] });
  hear("click", { composedPath: () => [host] });
  delete globalThis.chrome;

  assert.equal(listeners.length, 2);

  const input = Object.assign(new Input(), { files: [new File(["a"], "a.txt")] });
  listeners[1]({ isTrusted: true, composedPath: () => [input], stopImmediatePropagation() {} });

  assert.deepEqual(taken.map(([files]) => files.map(({ name }) => name)), [["a.txt"]]);
});

test("a file that comes while nothing may go in is said to be left out, whatever its way", async (context) => {
  closed = true;
  context.after(() => (closed = false));
  [taken, said] = [[], []];
  const files = [new File(["a"], "a.txt")];
  const event = { isTrusted: true, composedPath: () => [], preventDefault() {}, stopImmediatePropagation() {} };
  routes.paste({ ...event, clipboardData: { files } });
  routes.drop({ ...event, target: null, dataTransfer: { files, items: [] } });
  hear("change", { ...event, composedPath: () => [Object.assign(new Input(), { files })] });
  picks = files;

  await assert.rejects(globalThis.showOpenFilePicker(), { name: "AbortError" });
  assert.deepEqual([said, taken], [["closed", "closed", "closed", "closed"], []]);
});
