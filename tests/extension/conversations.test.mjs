/** Which conversation a tab is in. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { createConversations } from "../../extension/src/conversations.ts";

function setUp(stored = new Map()) {
  let ids = 0;
  const memory = {
    get: async (key) => stored.get(key),
    set: async (key, value) => void stored.set(key, value),
    forget: async (key) => void stored.delete(key),
  };
  return { stored, conversations: createConversations(memory, () => `c${(ids += 1)}`) };
}

test("a new chat keeps its conversation when it gets its name, and over a reload", async () => {
  const { conversations } = setUp();
  const ids = [];
  for (const key of ["", ""]) ids.push((await conversations.of(1, key)).id);
  ids.push((await conversations.moved(1, "abc", true)).id);
  for (const key of ["abc", "abc"]) ids.push((await conversations.of(1, key)).id);

  assert.deepEqual(ids, ["c1", "c1", "c1", "c1", "c1"]);
});

test("a new chat is never taken for an old one that is opened, unless the page says that it goes on", async () => {
  const { conversations } = setUp();
  await conversations.of(1, "");
  await conversations.gave(1, ["[Pupil 1]"]);

  assert.equal(await conversations.moved(1, "old", false), null);
  assert.deepEqual(await conversations.of(1, "old"), { id: "c2", key: "old", labels: [] });

  await conversations.of(2, "");

  assert.equal((await conversations.of(2, "other")).id, "c4");
});

test("a name that is known stays that conversation's, whatever a page says", async () => {
  const { conversations } = setUp();
  const known = await conversations.of(1, "abc");
  await conversations.of(2, "");

  assert.equal((await conversations.moved(2, "abc", true)).id, known.id);
});

test("of conversations with a name the latest are remembered", async () => {
  const { conversations, stored } = setUp();
  for (let at = 0; at < 300; at += 1) await conversations.of(1, `k${at}`);

  assert.equal([...stored.keys()].filter((key) => key.startsWith("named ")).length, 200);
  assert.ok(stored.has("named k299"));
});

test("what is under way for a tab that was closed leaves nothing behind", async () => {
  const { conversations, stored } = setUp();
  const closing = conversations.forget(1);
  await conversations.of(1, "");
  await closing;

  assert.equal(stored.size, 0);
});

test("another chat, or a new one, is another conversation with labels of its own", async () => {
  const { conversations } = setUp();
  await conversations.of(1, "abc");
  await conversations.gave(1, ["[Pupil 1]"]);
  const other = await conversations.of(1, "def");
  const fresh = await conversations.of(1, "");

  assert.deepEqual(other, { id: "c2", key: "def", labels: [] });
  assert.equal(fresh.id, "c3");
});

test("tabs do not share conversations that have no name", async () => {
  const { conversations } = setUp();

  assert.notEqual((await conversations.of(1, "")).id, (await conversations.of(2, "")).id);
});

test("what has a name is one conversation in every tab, and when somebody comes back to it", async () => {
  const { conversations } = setUp();
  const first = await conversations.of(1, "");
  await conversations.gave(1, ["[Pupil 1]"]);
  await conversations.moved(1, "abc", true);
  const other = await conversations.of(2, "abc");
  await conversations.gave(2, ["[Pupil 2]"]);
  const seen = await conversations.of(1, "abc");
  await conversations.of(1, "");
  const again = await conversations.of(1, "abc");

  assert.deepEqual([other.id, seen.id, again.id], [first.id, first.id, first.id]);
  assert.deepEqual(other.labels, ["[Pupil 1]"]);
  assert.deepEqual(again.labels, ["[Pupil 1]", "[Pupil 2]"]);
});

test("two pastes at once are in one conversation", async () => {
  const { conversations } = setUp();
  const [one, other] = await Promise.all([conversations.of(1, ""), conversations.of(1, "")]);

  assert.equal(one.id, other.id);
});

test("labels are remembered once each, and forgotten with the tab", async () => {
  const { conversations, stored } = setUp();
  await conversations.of(1, "");
  await conversations.gave(1, ["[Pupil 1]", "[UPN 1]"]);

  assert.deepEqual(await conversations.gave(1, ["[Pupil 1]"]), ["[Pupil 1]", "[UPN 1]"]);

  await conversations.forget(1);

  assert.equal(stored.size, 0);
});

test("a memory with something else in it does no harm", async () => {
  const { conversations } = setUp(new Map([["tab 1", 7]]));

  assert.equal((await conversations.of(1, "")).id, "c1");
});
