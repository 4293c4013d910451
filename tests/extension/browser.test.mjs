/** What of the browser's is told from what a page puts in its place. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { pageSide } from "../../extension/src/browser.ts";

test("an element that a page calls wrappedJSObject is not the page's own side", (context) => {
  context.after(() => {
    delete globalThis.wrappedJSObject;
    delete globalThis.exportFunction;
  });
  globalThis.wrappedJSObject = { id: "wrappedJSObject" };

  assert.equal(pageSide(), null);

  // As in Firefox.
  globalThis.exportFunction = () => undefined;

  assert.equal(pageSide(), globalThis.wrappedJSObject);
});
