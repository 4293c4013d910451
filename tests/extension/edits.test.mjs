/** Edits, and finding a text again in an editor that has changed its white space. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { applyEdits, insertedAt, locate, solid, solidEdits, solidOffsets } from "../../extension/src/edits.ts";
import { hasMore, textOf } from "../../extension/src/clipboard.ts";

test("edits are made in order", () => {
  const edits = [
    { start: 0, end: 4, text: "[Pupil 1]" },
    { start: 9, end: 10, text: "" },
  ];

  assert.equal(applyEdits("Leah saw Y.", edits), "[Pupil 1] saw .");
  assert.equal(applyEdits("as it is", []), "as it is");
});

test("offsets count UTF-16 units, lone surrogates too", () => {
  assert.equal(applyEdits("\u{1f469}X\ud83d!", [{ start: 2, end: 3, text: "[A 1]" }]), "\u{1f469}[A 1]\ud83d!");
});

test("a text's solid form leaves out what editors change", () => {
  assert.equal(solid("a \u00a0\n\tb\u200b\ufeff\0c"), "abc");
  assert.deepEqual(solidOffsets(" a\nb"), [1, 3]);
});

test("an insertion is recognised at the start, in the middle, at the end and over a selection", () => {
  assert.equal(insertedAt("", "new", "new"), 0);
  assert.equal(insertedAt("old", "newold", "new"), 0);
  assert.equal(insertedAt("oldold", "oldnewold", "new"), 3);
  assert.equal(insertedAt("old", "oldnew", "new"), 3);
  assert.equal(insertedAt("abcdef", "abnewf", "new"), 2);
  assert.equal(insertedAt("aaa", "aaaa", "a"), 3);
});

test("what is not exactly an insertion is not taken for one", () => {
  assert.equal(insertedAt("old", "old", "new"), null);
  assert.equal(insertedAt("old", "oldnewnew", "new"), null);
  assert.equal(insertedAt("old", "oldne", "new"), null);
  assert.equal(insertedAt("old", "xnew", "new"), null);
  assert.equal(insertedAt("", "newnew", "new"), null);
});

test("a text that stayed as it was took nothing in, unless over a selection", () => {
  assert.equal(insertedAt("oldnew", "oldnew", "new"), null);
  assert.equal(insertedAt("oldnew", "oldnew", "new", true), 3);
});

test("a text is found again whatever happened to its white space, nearest to where it was", () => {
  assert.equal(locate("Dear all,\n\nUPN  A1", "UPN A1"), 8);
  assert.equal(locate("x x x", "x", 1), 1);
  assert.equal(locate("ab..ab", "ab", 3), 4);
  assert.equal(locate("ab...ab", "ab", 1), 0);
  assert.equal(locate("nothing", "UPN"), null);
  assert.equal(locate("nothing", " \n"), null);
});

test("edits are carried over into solid characters", () => {
  const part = "UPN: A 1, B 2";
  const edits = [
    { start: 5, end: 8, text: "[UPN 1]" },
    { start: 10, end: 13, text: "" },
  ];

  assert.deepEqual(solidEdits(part, edits, 10), [
    { start: 14, end: 16, text: "[UPN 1]" },
    { start: 17, end: 19, text: "" },
  ]);
});

/** A clipboard with these flavours; markup needs a browser, so here it is only noticed. */
function data(flavours, files = 0) {
  return { getData: (kind) => flavours[kind] ?? "", files: { length: files } };
}

test("plain text comes first, whatever else is on the clipboard", () => {
  assert.equal(textOf(data({ "text/plain": "a", "text/html": "<b>b</b>" }, 1)), "a");
  assert.equal(textOf(data({}, 1)), "");
  assert.equal(textOf(null), "");
});

test("pictures and files are noticed", () => {
  assert.equal(hasMore(data({}, 1)), true);
  assert.equal(hasMore(data({})), false);
  assert.equal(hasMore(null), false);
});
