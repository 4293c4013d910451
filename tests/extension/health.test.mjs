/** Which adapters worked, and when. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { createHealth } from "../../extension/src/health.ts";

function memory() {
  const held = new Map();
  return { get: async (key) => held.get(key), set: async (key, value) => void held.set(key, value), forget: async (key) => void held.delete(key) };
}

test("the last day a box was recognised stands beside the last day it was not", async () => {
  let today = "2026-11-20";
  const health = createHealth(memory(), () => today);
  await Promise.all([health.note("chatgpt", true), health.note("gemini", true)]);
  today = "2026-11-22";
  await Promise.all([health.note("chatgpt", false), health.note("gemini", true)]);

  assert.deepEqual(await health.all(), [
    { site: "chatgpt", worked: "2026-11-20", lost: "2026-11-22" },
    { site: "gemini", worked: "2026-11-22", lost: "" },
  ]);
});
