/** What pages are told of the declaration: when they ask, when they remind, and that nobody is kept at a closed gate. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Unavailable } from "../../extension/src/agent.ts";
import { createStandings } from "../../extension/src/standing.ts";
import { askedOf, remindView } from "../../extension/src/views.ts";

const NEVER = { declared: false, why: "never", gate: "before_use", snoozes_left: 2, since: "", mode: "warn", policy: { title: "AI policy", version: "1" }, school: "Hazelmere School" };
const DECLARED = { ...NEVER, declared: true, why: "", since: "2026-09-01T08:00:00+00:00" };

/** An agent and a browser: what is asked is listed, what is told too, and both can be changed meanwhile. */
function world(start = {}) {
  const kept = new Map();
  const here = { stands: NEVER, opened: { opened: true, message: "" }, day: "Monday", asked: [], told: [], ...start };
  const made = createStandings({
    ask: async ({ do: what }) => {
      here.asked.push(what);
      if (!here.stands) throw new Error("missing");
      if (here.slow) {
        here.slow -= 1;
        throw new Unavailable("slow");
      }
      if (what === "open") return here.opened;
      if (what === "snooze" && !here.cannotCount) here.stands = { ...here.stands, snoozes_left: here.stands.snoozes_left - 1 };
      return here.stands;
    },
    settings: {
      get: async (key) => kept.get(key),
      set: async (key, value) => void kept.set(key, value),
      forget: async (key) => void kept.delete(key),
    },
    today: () => here.day,
    tell: (told) => here.told.push(told.ask),
  });
  return Object.assign(here, made);
}

const settled = () => new Promise((done) => setTimeout(done, 5));

test("before use means a gate, until declared", async () => {
  const here = world();

  assert.equal((await here.now(false)).ask, "gate");

  here.stands = DECLARED;
  here.changed();
  await settled();

  assert.deepEqual(here.told, ["gate", "nothing"]);
  assert.equal((await here.now(false)).standing.since, DECLARED.since);
});

for (const [gate, ask] of [["before_use", "gate"], ["remind", "chip"], ["off", "nothing"], ["else", "nothing"]]) {
  test(`a gate that is ${gate} asks for ${ask}`, async () => {
    assert.equal((await world({ stands: { ...NEVER, gate } }).now(false)).ask, ask);
  });
}

test("without an agent, or with one that knows no declarations, nobody is asked", async () => {
  const { ask, standing, later } = await world({ stands: null }).now(false);

  assert.deepEqual([ask, standing, later], ["nothing", null, "free"]);
});

test("an agent that goes takes its gate along, and one that comes back brings it", async () => {
  const here = world();
  await here.now(false);
  here.stands = null;
  here.changed();
  await settled();
  here.stands = NEVER;
  here.changed();
  await settled();

  assert.deepEqual(here.told, ["gate", "nothing", "gate"]);
});

const soon = () => new Promise((done) => setImmediate(done));

test("an agent that is only slow keeps its gate, and is asked again until it answers", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const here = world();
  await here.now(false);
  here.slow = 2;
  here.stands = DECLARED;
  here.changed();
  await soon();

  assert.deepEqual(here.told, ["gate"]);

  for (let second = 0; second < 3; second += 1) {
    t.mock.timers.tick(1000);
    await soon();
  }

  assert.deepEqual(here.told, ["gate", "nothing"]);
});

test("an agent that stays slow keeps nobody out for long", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const here = world();
  await here.now(false);
  here.slow = 1000;
  here.changed();
  for (let second = 0; second < 12; second += 1) {
    await soon();
    t.mock.timers.tick(1000);
  }
  await soon();

  assert.deepEqual(here.told, ["gate", "nothing"]);
});

test("a later that an agent was too slow to count is granted", async () => {
  const here = world();
  await here.now(false);
  here.slow = 1;

  assert.equal((await here.later()).ask, "nothing");
});

test("what is new while the last news is spread is not lost", async () => {
  const here = world();
  await here.now(false);
  for (let tries = 0; tries < 12; tries += 1) {
    here.stands = { ...NEVER, policy: { title: "AI policy", version: String(tries) } };
    here.changed();
    // At every step of the way, one try after the other.
    for (let steps = 0; steps < tries; steps += 1) await null;
    here.stands = { ...here.stands, why: "version" };
    here.changed();
    await settled();

    assert.equal((await here.now(false)).standing.why, "version");
  }
});

test("a later answer has a higher number", async () => {
  const here = world();
  const [first, second] = [await here.now(false), await here.now(false)];

  assert.equal(first.worker, second.worker);
  assert.ok(first.turn < second.turn);
});

test("numbers are a worker's own, so that a clock set back hides no answer of the next worker", async () => {
  const [first, second] = [await world().now(false), await world().now(false)];

  assert.notEqual(first.worker, second.worker);
});

test("the agent is asked once for many pages", async () => {
  const here = world();
  await Promise.all([here.now(false), here.now(false), here.now(false)]);
  await here.now(false);

  assert.deepEqual(here.asked, ["status"]);
  assert.deepEqual(here.told, ["gate"]);
});

test("later is counted, and lasts for the day", async () => {
  const here = world();

  assert.equal((await here.now(false)).later, 2);
  assert.equal((await here.later()).ask, "nothing");
  assert.deepEqual(here.asked, ["status", "snooze"]);

  here.day = "Tuesday";

  assert.deepEqual([(await here.now(false)).ask, (await here.now(false)).later], ["gate", 1]);
});

test("with none left later changes nothing", async () => {
  const here = world({ stands: { ...NEVER, snoozes_left: 0 } });
  await here.now(false);

  assert.deepEqual([(await here.later()).ask, (await here.later()).later], ["gate", 0]);
  assert.deepEqual(here.asked, ["status"]);
});

test("a later that cannot be counted is granted all the same", async () => {
  const here = world({ cannotCount: true });
  await here.now(false);

  assert.equal((await here.later()).ask, "nothing");
});

test("a later chosen in the window, or in another browser, counts here too", async () => {
  const here = world();
  await here.now(false);
  here.stands = { ...NEVER, snoozes_left: 1 };
  here.changed();
  await settled();

  assert.deepEqual(here.told, ["gate", "nothing"]);
});

test("a new version is asked about though the old one was put off", async () => {
  const here = world();
  await here.now(false);
  await here.later();
  here.stands = { ...NEVER, why: "version", policy: { title: "AI policy", version: "2" } };
  here.changed();
  await settled();

  assert.equal(here.told.at(-1), "gate");
});

test("new statements of the same version are asked about though the old ones were put off", async () => {
  const here = world();
  await here.now(false);
  await here.later();
  here.stands = { ...NEVER };
  here.changed();
  await settled();

  assert.equal(here.told.at(-1), "gate");
});

test("a window that does not open makes later free, and one that does makes it count again", async () => {
  const here = world({ stands: { ...NEVER, snoozes_left: 0 }, opened: { opened: false, message: "No screen." } });
  await here.now(false);

  assert.equal((await here.open()).message, "No screen.");
  assert.equal((await here.now(false)).later, "free");

  here.opened = { opened: true, message: "" };
  await here.open();

  assert.equal((await here.now(false)).later, 0);

  here.opened = { opened: false, message: "No screen." };
  await here.open();

  assert.equal((await here.later()).ask, "nothing");
  assert.ok(!here.asked.includes("snooze"));
});

test("a reminder is put off without being counted", async () => {
  const here = world({ stands: { ...NEVER, gate: "remind" } });
  await here.now(false);

  assert.equal((await here.later()).ask, "nothing");
  assert.deepEqual(here.asked, ["status"]);
});

test("what to do without the agent is known without the agent", async () => {
  const here = world({ stands: { ...NEVER, agent_missing: "hold" } });
  await here.now(true);
  here.stands = null;

  assert.equal((await here.now(true)).withoutAgent, "hold");
});

test("the last mode is known without the agent", async () => {
  const here = world({ stands: { ...NEVER, mode: "report_only" } });
  await here.now(false);
  here.stands = null;

  assert.equal((await here.now(true)).mode, "report_only");
});

test("what is asked says who asks, and why now", () => {
  const says = (why, school = "Hazelmere School") => askedOf({ ...NEVER, why, school }, "Gemini");

  assert.match(says("never"), /^Hazelmere School asks you .* before you use Gemini\.$/);
  assert.match(says("version"), /new version/);
  assert.match(says("statements"), /has changed/);
  assert.match(says("review"), /due for review/);
  assert.match(says("of another agent", ""), /^Your school asks you/);
});

test("a reminder offers to read and to leave it", () => {
  assert.deepEqual(remindView(NEVER, "ChatGPT").choices.map(({ id }) => id), ["declare", "later"]);
});
