/** What becomes of files: looked at, asked about, copied, handed on as the person chose, and never lost. */

import assert from "node:assert/strict";
import { File as NodeFile } from "node:buffer";
import { beforeEach, test } from "node:test";

import { piece, PIECE } from "../../extension/src/attach/bytes.ts";
import { createCarrier } from "../../extension/src/attach/carrier.ts";
import { createFiles } from "../../extension/src/attach/check.ts";
import { createDesk } from "../../extension/src/attach/desk.ts";
import { say } from "../../extension/src/strings.ts";

globalThis.File ??= NodeFile;
// As much of a browser's as is used.
globalThis.FileReader = class {
  async readAsDataURL(blob) {
    try {
      this.result = `data:;base64,${Buffer.from(await blob.arrayBuffer()).toString("base64")}`;
      this.onload();
    } catch {
      this.onerror();
    }
  }
};

const KEEP = { id: "keep", label: "Keep", reasons: [{ id: "dpo", label: "Agreed with the DPO" }] };
const REPLACE = { id: "replace", label: "Replace", reasons: [] };
const GO_BACK = { id: "go_back", label: "Go back", reasons: [] };
const UPN = { rule: "identifiers/upn", title: "UPN", start: 0, end: 4, because: ["near \"upn\"", "UPN"], clause: "1.5", help: "A number.", replaceable: true, part: "line 1" };

const found = (more = {}, about = {}) => ({
  verdict: { scan: "s1", outcome: "hold", says: "This includes a UPN.", findings: [UPN], more: 0, actions: [REPLACE, KEEP, GO_BACK], policy: "", mode: "warn", limited: null, ...more },
  about: { kind: "docx", reason: "", pictures: 0, unread: [], copy: ".docx", ...about },
});
const clean = (about = {}) => found({ outcome: "allow", says: "", findings: [], actions: [] }, about);
const picture = (more = {}) => found({ findings: [], actions: [KEEP, GO_BACK], ...more }, { kind: "", reason: "picture", copy: "" });

let outcomes;
let copies;
let views;
let open;
let given;
let notes;
let mode;
let key;
let desk;

const panel = {
  show(view) {
    views.push(view);
    open?.settle({ id: "closed" });
    return new Promise((settle) => (open = { view, settle }));
  },
  kind: () => open?.view.kind ?? null,
  close: () => answer({ id: "closed" }),
  progress: () => undefined,
};

function answer(chosen) {
  const was = open;
  open = null;
  was?.settle(chosen);
  return settled();
}

async function settled() {
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
}

const file = (name, words = "words") => new File([words], name);

async function attach(...files) {
  desk.take(files, { give: (these) => void given.push(these) });
  await settled();
}

const names = () => given.map((these) => these.map((one) => one?.name ?? null));

beforeEach(() => {
  [outcomes, copies, views, open, given, notes, mode, key] = [{}, {}, [], null, [], [], "warn", "one"];
  desk = createDesk({
    files: {
      async check(one) {
        const outcome = outcomes[one.name] ?? clean();
        if (outcome instanceof Error) throw outcome;
        return outcome;
      },
      copy: async (one) => copies[one.name] ?? null,
    },
    panel,
    labelsHere: () => [],
    conversationKey: () => key,
    mode: () => mode,
    note: (verdict, action, reason) => notes.push([verdict.scan, action, reason]),
    chose: (what) => notes.push(what),
  });
});

test("a file with nothing in it goes in, and nothing is said", async () => {
  const one = file("a.docx");
  await attach(one);

  assert.deepEqual(given, [[one]]);
  assert.deepEqual(views, []);
});

test("what in a file was not looked at is said once it is in", async () => {
  outcomes["a.docx"] = clean({ pictures: 2, unread: ["a film or a sound"] });
  await attach(file("a.docx"));

  assert.deepEqual(names(), [["a.docx"]]);
  assert.equal(views[0].says, `${say("attachPicturesInside", "2")} ${say("attachNotRead", "a film or a sound")}`);
  assert.equal(views[0].fades, false);
});

test("nothing is handed on before the person has chosen, and going back leaves the file out", async () => {
  outcomes["a.docx"] = found();
  await attach(file("a.docx"));

  assert.deepEqual(given, []);
  assert.deepEqual(open.view.choices.map(({ id }) => id), ["replace", "keep", "go_back"]);
  assert.deepEqual(open.view.details, [{ title: "UPN", text: "line 1", because: ["near \"upn\""], clause: "1.5", help: "A number." }]);

  await answer({ id: "go_back" });

  assert.deepEqual(names(), [[null]]);
  assert.deepEqual(notes, [["s1", "go_back", undefined]]);
});

test("attaching anyway hands on the file itself, with its reason", async () => {
  const one = file("a.docx");
  outcomes["a.docx"] = found();
  await attach(one);
  await answer({ id: "keep", reason: "dpo" });

  assert.equal(given[0][0], one);
  assert.deepEqual(notes, [["s1", "keep", "dpo"]]);
});

test("what the policy wants left out cannot be kept", async () => {
  outcomes["a.docx"] = found({ outcome: "block", actions: [REPLACE, GO_BACK] });
  await attach(file("a.docx"));

  assert.deepEqual(open.view.choices.map(({ id }) => id), ["replace", "go_back"]);
});

test("a safe copy has a name of ours, since a file's name may be a pupil's", async () => {
  outcomes["Leah Okafor.docx"] = found();
  copies["Leah Okafor.docx"] = { ending: ".docx", data: new Blob(["copy"]) };
  await attach(file("Leah Okafor.docx"));
  await answer({ id: "replace" });

  assert.deepEqual(names(), [["safe-copy.docx"]]);
  assert.equal(await given[0][0].text(), "copy");
  assert.equal(views.at(-1).says, say("attachCopied"));
});

test("where no copy can be made the person is told, and may still attach the file", async () => {
  outcomes["a.docx"] = found();
  await attach(file("a.docx"));
  await answer({ id: "replace" });

  assert.match(open.view.note, new RegExp(say("attachNoCopy")));
  assert.deepEqual(open.view.choices.map(({ id }) => id), ["go_back", "keep"]);

  await answer({ id: "keep", reason: "dpo" });

  assert.deepEqual(names(), [["a.docx"]]);
});

test("what a copy still holds is asked about, and the copy is what goes in then", async () => {
  outcomes["a.docx"] = found();
  outcomes["safe-copy.docx"] = found({ scan: "s2", says: "It is marked.", actions: [KEEP, GO_BACK] });
  copies["a.docx"] = { ending: ".docx", data: new Blob(["copy"]) };
  await attach(file("a.docx"));
  await answer({ id: "replace" });

  assert.match(open.view.note, new RegExp(say("attachStill")));
  assert.deepEqual(given, []);

  await answer({ id: "keep", reason: "dpo" });

  assert.deepEqual(names(), [["safe-copy.docx"]]);
  assert.deepEqual(notes, [["s2", "keep", "dpo"]]);
});

test("a copy that could not be checked again does not go in unasked", async () => {
  outcomes["a.docx"] = found();
  outcomes["safe-copy.docx"] = { why: "stopped" };
  copies["a.docx"] = { ending: ".docx", data: new Blob(["copy"]) };
  await attach(file("a.docx"));
  await answer({ id: "replace" });

  assert.equal(open.view.title, say("attachUnreadTitle"));
  assert.deepEqual(given, []);
});

test("several files keep their order, whatever becomes of each", async () => {
  outcomes = { "b.docx": found(), "c.png": picture(), "d.doc": { why: "missing" }, "e.docx": found() };
  copies = { "b.docx": { ending: ".docx", data: new Blob(["b"]) }, "e.docx": { ending: ".docx", data: new Blob(["e"]) } };
  await attach(file("a.txt"), file("b.docx"), file("c.png"), file("d.doc"), file("e.docx"));

  assert.equal(open.view.title, say("attachTitleSome"));
  assert.deepEqual(open.view.details.map(({ title }) => title), ["UPN in b.docx", "UPN in e.docx"]);

  await answer({ id: "replace" });

  assert.equal(open.view.says, say("attachPicture"));

  await answer({ id: "go_back" });

  assert.equal(open.view.title, say("attachUnreadTitle"));

  await answer({ id: "keep", reason: "dpo" });

  assert.deepEqual(names(), [["a.txt", "safe-copy-2.docx", null, "d.doc", "safe-copy-5.docx"]]);
});

test("a picture is asked about, and so is one whose print was read", async () => {
  outcomes["a.png"] = picture({ findings: [{ ...UPN, part: "picture" }] });
  await attach(file("a.png"));

  assert.equal(open.view.note, say("attachPictureSays", "UPN"));
  assert.deepEqual(open.view.choices.map(({ id }) => id), ["go_back", "no", "keep"]);

  await answer({ id: "no" });

  assert.deepEqual(names(), [["a.png"]]);
  assert.deepEqual(notes, [["s1", "keep", "not_a_problem"]]);
});

test("without the agent the person is told that nobody knows, and decides", async () => {
  outcomes["a.docx"] = { why: "missing" };
  await attach(file("a.docx"));

  assert.equal(open.view.says, say("attachNoAgent", say("state_missing")));

  await answer({ id: "keep", reason: "dpo" });

  assert.deepEqual(names(), [["a.docx"]]);
  assert.deepEqual(notes, ["kept"]);
});

test("in a trial a file that could not be checked goes in, and that is said", async () => {
  mode = "report_only";
  outcomes["a.docx"] = { why: "missing" };
  await attach(file("a.docx"));

  assert.deepEqual(names(), [["a.docx"]]);
  assert.equal(views[0].says, say("attachNotChecked"));
});

test("on a pupil's profile files go in, and nothing is said", async () => {
  outcomes["a.docx"] = { why: "pupil" };
  await attach(file("a.docx"));

  assert.deepEqual(names(), [["a.docx"]]);
  assert.deepEqual(views, []);
});

test("a fault of ours asks the person, and loses no file", async () => {
  outcomes["a.docx"] = new Error();
  await attach(file("a.docx"), file("b.docx"));

  assert.deepEqual(given, []);

  await answer({ id: "keep", reason: "dpo" });

  assert.deepEqual(names(), [["a.docx", "b.docx"]]);
});

test("a question whose place was taken is asked again", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  outcomes["a.docx"] = found();
  await attach(file("a.docx"));
  const another = panel.show({ kind: "dialog", says: "", choices: [] });
  await settled();
  await answer({ id: "go_back" });
  await another;
  context.mock.timers.tick(200);
  await settled();

  assert.equal(open.view.title, say("attachTitle"));

  await answer({ id: "keep", reason: "dpo" });

  assert.deepEqual(names(), [["a.docx"]]);
});

test("files that come while others are asked about wait for their turn", async () => {
  outcomes["a.docx"] = found();
  await attach(file("a.docx"));
  await attach(file("b.docx"));

  assert.deepEqual(given, []);

  await answer({ id: "go_back" });
  await settled();

  assert.deepEqual(names(), [[null], ["b.docx"]]);
});

test("files that were meant for another conversation do not go into this one, and that is said", async () => {
  outcomes["a.docx"] = found();
  await attach(file("a.docx"));
  await attach(file("b.docx"));
  key = "two";
  await answer({ id: "keep", reason: "dpo" });
  await settled();

  assert.deepEqual(names(), [[null], [null]]);
  assert.equal(open.view.says, say("attachMoved"));

  await attach(file("c.docx"));

  assert.deepEqual(names().at(-1), ["c.docx"]);
});

/** A service worker that answers as told; what it was asked. */
function around(reply) {
  const asked = [];
  return {
    asked,
    site: "chatgpt",
    conversationKey: () => "k",
    isOrphaned: () => false,
    leaving: null,
    onLeave(leave) {
      this.leaving = leave;
      return () => (this.leaving = null);
    },
    pause: async () => undefined,
    async ask(request) {
      asked.push(request);
      return reply(request);
    },
  };
}

const idle = () => ({ at: () => undefined, signal: new AbortController().signal, first: true });
const wellBehaved = (request) => ({ ok: true, value: { begin: "u1", scan: clean() }[request.do] });

test("a file is handed over in pieces that make up the file, and of its name the ending alone", async () => {
  const bytes = Uint8Array.from({ length: PIECE + 1000 }, (_, at) => at % 251);
  const world = around(wellBehaved);
  const shares = [];
  const outcome = await createFiles(world).check(new File([bytes], "Leah Okafor.docx"), { ...idle(), at: (share) => shares.push(share) });
  const [begin, ...rest] = world.asked;
  const sent = rest.filter((one) => one.do === "piece").map((one) => Buffer.from(one.bytes, "base64"));

  assert.deepEqual(outcome, clean());
  assert.deepEqual(begin, { kind: "file", do: "begin", size: bytes.length, ending: ".docx" });
  assert.deepEqual(new Uint8Array(Buffer.concat(sent)), bytes);
  assert.deepEqual(rest.at(-1), { kind: "file", do: "scan", upload: "u1", site: "chatgpt", conversationKey: "k", first: true });
  assert.ok(!JSON.stringify(world.asked).includes("Leah"));
  assert.deepEqual(shares, [PIECE / bytes.length, 1]);
});

test("a host that ended meanwhile is given the file once more, and only once", async () => {
  let begun = 0;
  const world = around((request) => {
    begun += request.do === "begin";
    return request.do === "scan" ? { ok: false, why: "unknown_upload" } : wellBehaved(request);
  });

  assert.deepEqual(await createFiles(world).check(file("a.docx"), idle()), { why: "stopped" });
  assert.equal(begun, 2);
});

test("a file that is gone, or too large, is said to be", async () => {
  const gone = { size: 5, name: "a.docx", slice: () => ({ arrayBuffer: () => Promise.reject(new Error()) }) };
  const large = { size: 50_000_001, name: "a.pdf" };
  const world = around(wellBehaved);
  const files = createFiles(world);

  assert.deepEqual(await files.check(gone, idle()), { why: "gone" });
  assert.equal(world.asked.at(-1).do, "drop");
  assert.deepEqual(await files.check(large, idle()), { why: "tooLarge" });
});

test("a host that was started anew sees the file again before it copies it", async () => {
  const world = around((request) => {
    if (request.do === "copy" && request.scan === "old") return { ok: false, why: "unknown_scan" };
    return request.do === "copy" ? { ok: true, value: { ending: ".docx", pieces: ["YQ=="] } } : wellBehaved(request);
  });
  const copy = await createFiles(world).copy(file("a.docx"), "old", "replace", [], idle());

  assert.equal(await copy.data.text(), "a");
  assert.deepEqual(world.asked.map((one) => one.do).filter((what) => !["begin", "piece"].includes(what)), ["copy", "drop", "scan", "copy"]);
  assert.equal(world.asked.find((one) => one.do === "scan").first, false);
});

test("a file waits for room while those of other tabs are dealt with, and not for ever", async () => {
  let refused = 0;
  const busy = (times) => around((request) => (request.do === "begin" && (refused += 1) <= times ? { ok: false, why: "too_large" } : wellBehaved(request)));

  assert.deepEqual(await createFiles(busy(3)).check(file("a.docx"), idle()), clean());

  refused = 0;

  assert.deepEqual(await createFiles(busy(1000)).check(file("a.docx"), idle()), { why: "tooLarge" });
});

test("a page that goes away gives up what it had begun", async () => {
  const world = around((request) => {
    if (request.do === "piece") world.leaving();
    return wellBehaved(request);
  });
  await createFiles(world).check(file("a.docx"), idle());

  assert.ok(world.asked.some((one) => one.do === "drop"));
  assert.equal(world.leaving, null);
});

test("a tab that was closed leaves nothing open", async () => {
  const asked = [];
  const carrier = createCarrier({
    ask: async (message) => (asked.push(message), { upload: `u${asked.length}`, scan: "s", outcome: "allow" }),
    conversation: async () => ({ id: "c", key: "", labels: [] }),
    gave: async () => [],
    count: () => undefined,
  });
  const [mine, others, done] = [await carrier.answer({ do: "begin" }, 1), await carrier.answer({ do: "begin" }, 2), await carrier.answer({ do: "begin" }, 1)];
  await carrier.answer({ do: "scan", upload: done }, 1, "chatgpt");
  asked.length = 0;
  carrier.forget(1);

  assert.deepEqual(asked, [{ type: "upload_drop", upload: mine }]);
  assert.notEqual(mine, others);
});

test("giving up drops the upload and goes no further", async () => {
  const stop = new AbortController();
  const world = around((request) => {
    if (request.do === "piece") stop.abort();
    return wellBehaved(request);
  });
  const check = createFiles(world).check(file("a.docx"), { ...idle(), signal: stop.signal });

  await assert.rejects(check);
  assert.deepEqual(world.asked.map((one) => one.do), ["begin", "piece", "drop"]);
});

test("a page whose extension was updated under it is told so", async () => {
  const world = { ...around(wellBehaved), isOrphaned: () => true };

  assert.deepEqual(await createFiles(world).check(file("a.docx"), idle()), { why: "orphaned" });
});

test("pieces of any length come out as they went in", async () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => (at * 7) % 256);

  assert.deepEqual(new Uint8Array(Buffer.from(await piece(new File([bytes], "a"), 10), "base64")), bytes.slice(10));
});

test("a copy is asked for with the labels in use, and those in it are remembered", async () => {
  const given = [];
  const asked = [];
  const carrier = createCarrier({
    ask: async (message) => {
      asked.push(message);
      return message.type === "copy" ? { ending: ".docx", bytes: ["YQ==", "Yg=="], labels: ["[UPN 2]"] } : {};
    },
    conversation: async () => ({ id: "c", key: "", labels: [] }),
    gave: async (_, labels) => (given.push(...labels), ["[UPN 1]"]),
    count: () => undefined,
  });
  const made = await carrier.answer({ do: "copy", upload: "u", scan: "s", action: "replace", taken: ["[Pupil 1]"] }, 1, "chatgpt");

  assert.deepEqual(made, { ending: ".docx", pieces: ["YQ==", "Yg=="] });
  assert.deepEqual(asked.at(-1), { type: "copy", scan: "s", upload: "u", action: "replace", taken: ["[UPN 1]", "[Pupil 1]"] });
  assert.deepEqual(given, ["[UPN 2]"]);
});
