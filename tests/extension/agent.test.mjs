/** Talking to the agent: one port, deadlines, a second try, waiting after failures, long texts in pieces. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { createAgent, fits, pieces, Refused, Unavailable, whyOf } from "../../extension/src/agent.ts";
import { patience } from "../../extension/src/messages.ts";

/** A world with a clock that moves only when told, and hosts that answer as told. */
function createWorld(answer = wellBehaved) {
  const timers = [];
  const ports = [];
  let ids = 0;
  const world = {
    time: 0,
    ports,
    events: [],
    version: "0.1.0",
    locale: "en-GB",
    lacking: "missing",
    now: () => world.time,
    newId: () => `id${(ids += 1)}`,
    onEvent: (event) => world.events.push(event),
    onChange: () => undefined,
    after(milliseconds, callBack) {
      const timer = { at: world.time + milliseconds, callBack };
      timers.push(timer);
      return () => timers.splice(timers.indexOf(timer) >>> 0, timers.includes(timer) ? 1 : 0);
    },
    connect() {
      const port = createPort(answer, ports.length);
      ports.push(port);
      return port;
    },
    async pass(milliseconds) {
      world.time += milliseconds;
      await settle();
      for (const timer of timers.filter(({ at }) => at <= world.time)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.callBack();
      }
      await settle();
    },
  };
  return world;
}

function createPort(answer, number) {
  const port = {
    sent: [],
    closed: false,
    listeners: [],
    closers: [],
    onMessage: (listener) => port.listeners.push(listener),
    onDisconnect: (listener) => port.closers.push(listener),
    say: (message) => port.listeners.forEach((listener) => listener(message)),
    die: (error = "Native host has exited.") => port.closers.forEach((listener) => listener(error)),
    disconnect: () => {
      port.closed = true;
    },
    post(message) {
      if (port.closed) throw new Error("Attempting to use a disconnected port object");
      port.sent.push(message);
      queueMicrotask(() => answer(message, port, number));
    },
  };
  return port;
}

function wellBehaved(message, port) {
  const replies = {
    hello: { protocol: 1, agent: "0.1.0", instance: "i" },
    upload_begin: { upload: "u1" },
    scan: { scan: "s1", outcome: "allow" },
  };
  port.say({ id: message.id, ok: true, ...replies[message.type] });
}

async function settle() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

const unavailable = (why) => (error) => error instanceof Unavailable && error.why === why;
const types = (port) => port.sent.map((message) => message.type);

test("nothing is started until something is asked", () => {
  const world = createWorld();
  createAgent(world);

  assert.equal(world.ports.length, 0);
});

test("many questions at once share one port, greeted once", async () => {
  const world = createWorld();
  const agent = createAgent(world);
  await Promise.all([agent.scan("a", {}), agent.scan("b", {}), agent.ask({ type: "ping" })]);

  assert.equal(world.ports.length, 1);
  assert.deepEqual(types(world.ports[0]), ["hello", "scan", "scan", "ping"]);
});

test("replies find their question by its id, in any order", async () => {
  const held = [];
  const world = createWorld((message, port) => {
    if (message.type === "hello") wellBehaved(message, port);
    else held.push(message);
  });
  const agent = createAgent(world);
  const [first, second] = [agent.scan("a", {}), agent.scan("b", {})];
  await settle();
  for (const message of held.reverse()) world.ports[0].say({ id: message.id, ok: true, scan: message.text });

  assert.equal((await first).scan, "a");
  assert.equal((await second).scan, "b");
});

test("a refusal keeps its code, and the port stays", async () => {
  const world = createWorld((message, port) => {
    if (message.type === "hello") wellBehaved(message, port);
    else port.say({ id: message.id, ok: false, error: { code: "unknown_scan", message: "…" } });
  });
  const agent = createAgent(world);

  await assert.rejects(agent.ask({ type: "act" }), (error) => error instanceof Refused && error.code === "unknown_scan");
  assert.equal(world.ports[0].closed, false);
});

test("no answer by the deadline counts as slow; a silent host is then given up and closed", async () => {
  const world = createWorld((message, port) => message.type === "hello" && wellBehaved(message, port));
  const agent = createAgent(world);
  const asked = agent.scan("a", {});
  const refused = assert.rejects(asked, unavailable("slow"));
  await world.pass(patience(1));
  await refused;

  assert.equal(world.ports[0].closed, false);

  await world.pass(10_000);

  assert.equal(world.ports[0].closed, true);
  assert.equal(agent.state().why, "slow");
});

test("a host that is merely late is kept", async () => {
  const world = createWorld((message, port) => message.type === "hello" && wellBehaved(message, port));
  const agent = createAgent(world);
  const refused = assert.rejects(agent.scan("a", {}), unavailable("slow"));
  await world.pass(3001);
  await refused;
  world.ports[0].say({ id: "late", ok: true });
  await world.pass(10_000);

  assert.equal(world.ports[0].closed, false);
});

test("long texts are waited for longer: one second more for each million characters", () => {
  assert.equal(patience(0), 3000);
  assert.equal(patience(2_000_000), 5000);
});

test("a host that dies in the middle of a scan is replaced once, unnoticed", async () => {
  const world = createWorld((message, port, number) => {
    if (message.type === "scan" && number === 0) port.die();
    else wellBehaved(message, port);
  });
  const agent = createAgent(world);

  assert.equal((await agent.scan("a", {})).scan, "s1");
  assert.equal(world.ports.length, 2);
  assert.equal(world.ports[0].closed, true);
});

test("a host that dies every time is not started for ever", async () => {
  const world = createWorld((message, port) => (message.type === "scan" ? port.die() : wellBehaved(message, port)));
  const agent = createAgent(world);
  await assert.rejects(agent.scan("a", {}), unavailable("stopped"));

  assert.equal(world.ports.length, 2);

  await assert.rejects(agent.scan("a", {}), unavailable("stopped"));

  assert.equal(world.ports.length, 2);
  assert.ok(world.ports.every((port) => port.closed));
});

test("an action is not repeated when the host dies: a new host does not know the scan", async () => {
  const world = createWorld((message, port) => (message.type === "act" ? port.die() : wellBehaved(message, port)));
  const agent = createAgent(world);
  await assert.rejects(agent.ask({ type: "act" }), unavailable("stopped"));

  assert.equal(world.ports.length, 1);
});

test("after failures to start the waits double up to a minute, and a person can cut them short", async () => {
  const world = createWorld((_, port) => port.die("Specified native messaging host not found."));
  const agent = createAgent(world);
  const attempts = [];
  for (let second = 0; second < 200; second += 1) {
    await assert.rejects(agent.ask({ type: "ping" }), unavailable("missing"));
    if (world.ports.length > attempts.length) attempts.push(second);
    await world.pass(1000);
  }

  assert.deepEqual(attempts, [0, 1, 3, 7, 15, 31, 63, 123, 183]);
  assert.ok(world.ports.every((port) => port.closed));

  agent.tryAgain();
  await assert.rejects(agent.ask({ type: "ping" }), unavailable("missing"));

  assert.equal(world.ports.length, 10);
});

test("another protocol is said to be one, and its port closed", async () => {
  const world = createWorld((message, port) => port.say({ id: message.id, ok: true, protocol: 2, agent: "9.0.0" }));
  const agent = createAgent(world);
  await assert.rejects(agent.scan("a", {}), unavailable("mismatch"));

  assert.equal(world.ports[0].closed, true);
  assert.deepEqual(agent.state(), { why: "mismatch", agent: "9.0.0" });
});

test("a start slower than a person waits still warms the host up", async () => {
  const late = [];
  const world = createWorld((message, port) => (message.type === "hello" ? late.push([message, port]) : wellBehaved(message, port)));
  const agent = createAgent(world);
  const refused = assert.rejects(agent.scan("a", {}), unavailable("slow"));
  await world.pass(3001);
  await refused;
  wellBehaved(...late[0]);
  await settle();

  assert.equal((await agent.scan("b", {})).ok, true);
  assert.equal(world.ports.length, 1);
});

test("a browser that will not open a port counts as a missing agent", async () => {
  const world = createWorld();
  world.connect = () => {
    throw new Error("nativeMessaging is not available");
  };

  await assert.rejects(createAgent(world).scan("a", {}), unavailable("missing"));
});

test("events are passed on and answer nothing", async () => {
  const world = createWorld();
  const agent = createAgent(world);
  await agent.ask({ type: "ping" });
  world.ports[0].say({ event: "rules_changed", rules: 3 });

  assert.deepEqual(world.events, [{ event: "rules_changed", rules: 3 }]);
});

test("edits in several frames come together", async () => {
  const world = createWorld((message, port) => {
    if (message.type === "hello") wellBehaved(message, port);
    else {
      port.say({ id: message.id, ok: true, edits: [1, 2], last: false });
      port.say({ id: message.id, ok: true, edits: [3], last: true });
    }
  });

  assert.deepEqual((await createAgent(world).ask({ type: "act" })).edits, [1, 2, 3]);
});

test("a long text goes up in pieces and is then scanned", async () => {
  const world = createWorld();
  const long = "a".repeat(500_000);
  await createAgent(world).scan(long, { site: "chatgpt" });
  const [, begin, ...rest] = world.ports[0].sent;
  const chunks = rest.filter((message) => message.type === "upload_chunk");
  const { type, upload, text, site } = rest.at(-1);

  assert.equal(begin.size, long.length);
  assert.equal(chunks.map((chunk) => chunk.text).join(""), long);
  assert.deepEqual(chunks.map((chunk) => chunk.seq), [...chunks.keys()]);
  assert.deepEqual({ type, upload, text, site }, { type: "scan", upload: "u1", text: undefined, site: "chatgpt" });
});

test("every frame stays below 512 kB, whatever the characters", async () => {
  for (const character of ["a", "\0", "\u{1f469}", "\ud800", "中", '"']) {
    for (const length of [60_000, 66_666, 66_667, 133_000, 399_999, 400_001]) {
      const world = createWorld();
      const text = character.repeat(length / character.length);
      await createAgent(world).scan(text, {});
      const sizes = world.ports[0].sent.map((message) => Buffer.byteLength(JSON.stringify(message)));

      assert.ok(Math.max(...sizes) < 500_000, `${JSON.stringify(character)} ${length}: ${Math.max(...sizes)}`);
    }
  }
});

test("pieces keep surrogate pairs together and lose nothing", () => {
  const text = `a${"\u{1f469}".repeat(100_000)}\ud83d`;
  const cut = pieces(text);

  assert.equal(cut.join(""), text);
  assert.ok(cut.slice(0, -1).every((piece) => !/[\ud800-\udbff]$/.test(piece)));
  assert.deepEqual(pieces(""), []);
  assert.equal(pieces("\ud83d".repeat(200_000)).join("").length, 200_000);
});

test("only what fits is sent whole", () => {
  assert.equal(fits("a".repeat(390_000)), true);
  assert.equal(fits("a".repeat(400_001)), false);
  assert.equal(fits("\0".repeat(70_000)), false);
});

test("the browser's words for a closed port", () => {
  assert.equal(whyOf("Specified native messaging host not found."), "missing");
  assert.equal(whyOf("No such native application org.safetopaste.agent"), "missing");
  assert.equal(whyOf("Access to the specified native messaging host is forbidden."), "forbidden");
  assert.equal(whyOf("Access to the native messaging host was disabled by the system administrator."), "forbidden");
  assert.equal(whyOf("Native host has exited."), "stopped");
  assert.equal(whyOf(""), "stopped");
});

test("where no host can be, that is why, and not that none was installed", async () => {
  const world = { ...createWorld(() => undefined), lacking: "chromebook" };
  const agent = createAgent(world);
  const scanned = agent.scan("A text.", {});
  world.ports[0].die("Specified native messaging host not found.");

  await assert.rejects(scanned, new Unavailable("chromebook"));
  assert.equal(agent.state().why, "chromebook");
});
