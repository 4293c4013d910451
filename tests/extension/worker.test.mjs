/** The service worker as pages and the popup meet it: what it answers when the agent cannot, and what it counts. */

import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { beforeEach, test } from "node:test";

// As every browser has it; Node has it as a global only from version 20 on.
globalThis.crypto ??= webcrypto;
globalThis.navigator ??= { userAgent: "" };

const OUTCOMES = { "A UPN.": "hold", "A number.": "warn", "A lesson.": "allow" };
const stored = {};
const kept = {};
const told = [];
const acted = [];
const policies = {};
let hosts = 0;
let running = 0;
let policiesChanged;
let agentIsThere = true;
let ask;
let say;

globalThis.chrome = {
  runtime: {
    id: "ours",
    getManifest: () => ({ version: "0.1.0" }),
    connectNative: () => {
      hosts += 1;
      if (!agentIsThere) throw new Error("Specified native messaging host not found.");
      const listeners = [];
      running += 1;
      say = (event) => listeners.forEach((hear) => hear(event));
      const reply = ({ id, ...message }) => ({ id, ok: true, ...answers[message.type](message) });
      return {
        postMessage: (message) => queueMicrotask(() => listeners.forEach((hear) => hear(reply(message)))),
        disconnect: () => (running -= 1),
        onMessage: { addListener: (hear) => listeners.push(hear) },
        onDisconnect: { addListener: () => undefined },
      };
    },
    onMessage: {
      addListener: (hear) => {
        ask = (message) => new Promise((answer) => hear(message, { id: "ours", tab: { id: 1 }, origin: "" }, answer));
      },
    },
  },
  i18n: { getUILanguage: () => "en-GB" },
  storage: {
    session: {
      get: async (key) => {
        if (stored.fails) throw new Error("no memory");
        return { [key]: stored[key] };
      },
      set: async (more) => void Object.assign(stored, more),
      remove: async (key) => void delete stored[key],
    },
    managed: { get: async () => ({ ...policies }) },
    onChanged: {
      addListener: (hear) => {
        policiesChanged = async () => {
          hear({}, "managed");
          await new Promise((done) => setTimeout(done, 5));
        };
      },
    },
    local: {
      get: async (key) => ({ [key]: kept[key] }),
      set: async (more) => void Object.assign(kept, more),
      remove: async (key) => void delete kept[key],
    },
  },
  tabs: {
    onRemoved: { addListener: () => undefined },
    query: async () => [{ id: 1 }, { id: 2 }, {}],
    sendMessage: async (tab, message) => {
      told.push([tab, message.told.ask]);
      if (tab === 2) throw new Error("Could not establish connection. Receiving end does not exist.");
    },
  },
  action: { setBadgeBackgroundColor: async () => {}, setBadgeText: async () => {}, setTitle: async () => {} },
};
const answers = {
  hello: () => ({ protocol: 1, agent: "0.1.0", instance: "0f" }),
  status: () => ({ rules: 3, policy: { title: "AI policy", version: "1" }, notes: [], shows: ["declare", "card"] }),
  declare: ({ do: what }) => (what === "open" ? { opened: true, message: "" } : { ...standing }),
  concern: ({ about }) => ({ opened: false, message: "No window.", route: { to: "Ms Example", first: `First: ${about}.` } }),
  about: () => ({ opened: true, message: "" }),
  label: () => ({}),
  card: () => ({ page: "<!doctype html><title>What can I paste?</title>" }),
  scan: ({ text }) => ({ scan: "s1", outcome: OUTCOMES[text] ?? "allow", findings: [], actions: [] }),
  act: ({ action, taken }) => (acted.push({ action, taken }), { edits: action === "keep" ? [] : [{ start: 0, end: 1, text: "[UPN 1]" }], last: true }),
};
const standing = { declared: false, why: "never", gate: "before_use", snoozes_left: 2, since: "", mode: "warn", policy: { title: "AI policy", version: "1" }, school: "Hazelmere School" };
await import("../../extension/src/worker.ts");

test("on a pupil's profile no host is started and nothing is answered, until IT says otherwise", async () => {
  policies.profile = "pupil";
  await policiesChanged();

  assert.deepEqual(await scan("A UPN.", true), { ok: false, why: "pupil" });
  assert.deepEqual(await ask({ kind: "standing", fresh: true }), { ok: false, why: "pupil" });
  assert.equal(hosts, 0);

  delete policies.profile;
  await policiesChanged();

  assert.equal((await scan("A UPN.", true)).value.outcome, "hold");
  assert.equal(hosts, 1);
});

test("a profile that becomes a pupil's loses the host and the names, and comes back without them", async () => {
  const flavours = { "text/plain": "[Pupil 1] reads well." };
  const copied = async () => (await ask({ kind: "copied", conversationKey: "", flavours, asked: [] })).value.flavours["text/plain"];
  const pairs = [{ label: "[Pupil 1]", value: "Rowan Fennimore" }];
  await ask({ kind: "names", conversationKey: "", pairs });

  assert.equal(await copied(), "Rowan Fennimore reads well.");
  assert.equal(running, 1);

  const before = hosts;
  const underWay = [scan("A UPN.", true), ask({ kind: "names", conversationKey: "", pairs })];
  policies.profile = "pupil";
  await policiesChanged();
  await Promise.all(underWay);

  assert.equal(running, 0);
  assert.equal(hosts, before);

  delete policies.profile;
  await policiesChanged();

  assert.equal(await copied(), "[Pupil 1] reads well.");
  assert.equal(running, 1);
});

const scan = (text, first) =>
  ask({ kind: "scan", text, site: "chatgpt", trigger: "paste", conversationKey: "", first });
const act = (action, first) => ask({ kind: "act", scan: "s1", action, taken: [], first });
const state = async () => (await ask({ kind: "state", again: true })).value;

beforeEach(() => {
  for (const key of Object.keys(stored)) delete stored[key];
});

test("one paste with one fix is one text checked, one question, one change", async () => {
  await scan("A UPN.", true);
  await act("replace", true);
  await scan("[UPN 1] PN.", false);

  assert.deepEqual((await state()).counts, { checked: 1, asked: 1, changed: 1, kept: 0, limited: 0 });
});

test("a second change of the same text, and a second look at it, are not counted", async () => {
  await scan("A number.", true);
  await act("replace", true);
  await scan("A UPN.", false);
  await act("remove", false);
  await scan("A UPN.", false);
  await act("keep", false);

  assert.deepEqual((await state()).counts, { checked: 1, asked: 1, changed: 1, kept: 1, limited: 0 });
});

test("what is chosen after a limited check is counted", async () => {
  await ask({ kind: "chose", what: "changed" });
  await ask({ kind: "chose", what: "kept" });
  await ask({ kind: "chose", what: "limited" });

  assert.deepEqual((await state()).counts, { checked: 0, asked: 0, changed: 1, kept: 1, limited: 0 });
});

test("the popup learns of agent, policy and rules", async () => {
  const { why, agent, policy, rules } = await state();

  assert.deepEqual([why, agent, policy, rules], [null, "0.1.0", "AI policy, version 1", 3]);
});

test("whatever goes wrong inside, the popup has an answer it can show", async () => {
  stored.fails = true;

  assert.deepEqual(await ask({ kind: "state", again: true }), { ok: false, why: "stopped" });
});

test("one count that cannot be kept is no reason to keep none after it", async () => {
  stored.fails = true;
  await ask({ kind: "chose", what: "kept" });
  delete stored.fails;
  await ask({ kind: "chose", what: "kept" });

  assert.equal((await state()).counts.kept, 1);
});

test("labels that only stand in the page are not given out again, and are none of ours", async () => {
  await scan("A UPN.", true);
  await ask({ kind: "act", scan: "s1", action: "replace", taken: ["[Figure 3]"], first: true });

  assert.deepEqual(acted.at(-1).taken, ["[Figure 3]"]);
  assert.deepEqual(stored["tab 1"].labels, ["[UPN 1]"]);

  await act("replace", true);

  assert.deepEqual(acted.at(-1).taken, ["[UPN 1]"]);
});

test("a declaration is told to every tab, whether or not we run in it", async () => {
  assert.equal((await ask({ kind: "standing", fresh: true })).value.ask, "gate");
  told.length = 0;
  Object.assign(standing, { declared: true, why: "" });
  say({ event: "declared", declared: true, why: "", gate: "before_use", snoozes_left: 2, since: "2026-09-01T08:00:00+00:00" });
  await new Promise((done) => setTimeout(done, 20));

  assert.deepEqual(told, [[1, "nothing"], [2, "nothing"]]);

  Object.assign(standing, { declared: false, why: "version" });
  say({ event: "policy_changed", policy: { title: "AI policy", version: "2" }, notes: [] });
  await new Promise((done) => setTimeout(done, 20));

  assert.deepEqual(told.slice(2), [[1, "gate"], [2, "gate"]]);
});

test("a concern has its first step with and without a window", async () => {
  assert.deepEqual((await ask({ kind: "concern", about: "sent" })).value, {
    opened: false,
    message: "No window.",
    first: "First: sent.",
  });
});

test("what the agent can show is known to the popup, and shown on asking", async () => {
  assert.deepEqual((await state()).shows, ["declare", "card"]);
  assert.equal((await ask({ kind: "about" })).value.opened, true);
  assert.match((await ask({ kind: "card" })).value, /What can I paste/);
});

test("what is kept on the disk is how to go on without the agent, and nothing else unless something was put off", () => {
  assert.deepEqual(kept, { mode: "warn", "withoutAgent": "limited_check" });
});
