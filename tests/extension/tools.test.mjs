/** What the school says of the tool a page belongs to. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { readStanding } from "../../extension/src/messages.ts";
import { approvedIn, toolAt } from "../../extension/src/tools.ts";

const tools = readStanding({
  tools: [
    { name: "Gemini", status: "not_approved", note: "Learns.", patterns: ["https://gemini.google.com/*"] },
    { name: "Copilot", status: "approved", patterns: ["https://m365.cloud.microsoft/*"] },
    { name: "Claude", status: "approved", note: "", patterns: ["https://*.claude.ai/*", "https://claude.ai/*"] },
    { name: "Newer", status: "forbidden", note: "", patterns: 3 },
  ],
}).tools;

test("a tool is known by its addresses, as they are written and not by anything like them", () => {
  assert.equal(toolAt(tools, "https://gemini.google.com/app/1")?.name, "Gemini");
  assert.equal(toolAt(tools, "https://claude.ai/new")?.name, "Claude");
  for (const other of ["https://geminixgoogle.com/", "https://example.org/https://gemini.google.com/", ""]) {
    assert.equal(toolAt(tools, other), null);
  }
});

test("the approved ones are named, and a word that is not known counts as with care", () => {
  assert.equal(approvedIn(tools), "Copilot and Claude");
  assert.equal(approvedIn([]), "");
  assert.equal(tools.at(-1).status, "with_care");
  assert.deepEqual(tools.at(-1).patterns, []);
});
