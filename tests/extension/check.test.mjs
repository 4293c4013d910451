/** Checking never fails: whatever goes wrong, there is a verdict, and it says that it was limited. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { createChecker, isTooLong, listable, whatChanged, whereChecked } from "../../extension/src/check.ts";
import { LONGEST, policyTitle, readVerdict } from "../../extension/src/messages.ts";
import { hintView, holdView, limitedView, warnView } from "../../extension/src/views.ts";

const UPN_TEXT = "UPN: C999200121001";
const FULL = {
  scan: "s1",
  outcome: "hold",
  says: "This includes a UPN.",
  findings: [
    { rule: "identifiers/upn", title: "UPN", start: 5, end: 18, because: ["UPN"], clause: "1.5", help: "", replaceable: true },
  ],
  more: 0,
  actions: [],
  policy: "",
  mode: "warn",
  limited: null,
};

function checker(replies, { orphaned = () => false, mode = "warn", withoutAgent = "limited_check" } = {}) {
  const asked = [];
  const made = createChecker({
    site: "chatgpt",
    conversationKey: () => "abc",
    isOrphaned: orphaned,
    terms: () => ({ mode, withoutAgent }),
    ask: async (request) => {
      asked.push(request);
      const next = replies.shift();
      return typeof next === "function" ? next(request) : next;
    },
  });
  return { ...made, asked };
}

const closed = () => Promise.reject(new Error("The message channel closed before a response was received."));

test("where the school asks for it, every text waits while the agent is missing", async () => {
  const waiting = () => checker([{ ok: false, why: "missing" }], { withoutAgent: "hold" });
  const plain = await waiting().check("The Tudors ruled for 118 years.", "paste");
  const told = await waiting().check(UPN_TEXT, "paste");

  assert.equal(plain.outcome, "hold");
  assert.match(plain.says, /^Without the full check your school asks/);
  assert.deepEqual(plain.actions.map(({ id }) => id), ["go_back", "keep"]);
  assert.match(told.says, /^Limited check: .* Without the full check your school asks/);
});

test("a school that only tries it out holds nothing while the agent is missing", async () => {
  const trial = checker([{ ok: false, why: "missing" }], { mode: "report_only", withoutAgent: "hold" });
  const verdict = await trial.check("The Tudors ruled for 118 years.", "paste");

  assert.equal(verdict.outcome, "allow");
});

test("the agent's verdict is taken as it is", async () => {
  const { check, asked } = checker([{ ok: true, value: FULL }]);

  assert.deepEqual(await check(UPN_TEXT, "paste"), FULL);
  assert.deepEqual(asked, [{ kind: "scan", text: UPN_TEXT, site: "chatgpt", trigger: "paste", conversationKey: "abc", first: true }]);
});

for (const why of ["missing", "forbidden", "mismatch", "slow", "stopped", "notReady"]) {
  test(`with the agent ${why} the core rules answer, and say why`, async () => {
    const verdict = await checker([{ ok: false, why }]).check(UPN_TEXT, "paste");

    assert.equal(verdict.limited, why);
    assert.equal(verdict.outcome, "hold");
    assert.match(verdict.says, /^Limited check: /);
    assert.notEqual(holdView(UPN_TEXT, verdict).note ?? "", "");
  });
}

test("on trial nothing is held without the agent either", async () => {
  const verdict = await checker([{ ok: false, why: "missing" }], { mode: "report_only" }).check(UPN_TEXT, "paste");

  assert.equal(verdict.outcome, "hint");
  assert.match(hintView(UPN_TEXT, verdict).says, /Nothing is held/);
});

test("on trial a verdict is a hint at most, whatever the agent says", () => {
  const reply = { scan: "s1", outcome: "hold", mode: "report_only" };

  assert.equal(readVerdict(reply).outcome, "hint");
  assert.equal(readVerdict({ ...reply, outcome: "allow" }).outcome, "allow");
  assert.equal(readVerdict({ ...reply, mode: "warn" }).outcome, "hold");
  assert.equal(readVerdict({ ...reply, mode: undefined }).outcome, "hold");
});

test("an odd refusal counts as one that stopped", async () => {
  assert.equal((await checker([{ ok: false, why: "too_large" }]).check("a", "paste")).limited, "stopped");
  assert.equal((await checker([undefined]).check("a", "paste")).limited, "stopped");
});

test("a worker that ends while it is asked is asked once more", async () => {
  assert.deepEqual(await checker([closed, { ok: true, value: FULL }]).check(UPN_TEXT, "paste"), FULL);
  assert.equal((await checker([closed, closed]).check("a", "paste")).limited, "stopped");
});

test("a worker that never answers is given up after a while", async (context) => {
  const waits = [];
  context.after(() => Object.assign(globalThis, { setTimeout: real }));
  const real = globalThis.setTimeout;
  globalThis.setTimeout = (callBack, milliseconds) => {
    waits.push(milliseconds);
    queueMicrotask(callBack);
  };
  const verdict = await checker([() => new Promise(() => undefined)]).check("", "paste");

  assert.equal(verdict.limited, "slow");
  assert.deepEqual(waits, [5000]);
});

test("an orphaned page checks by itself and asks for a reload", async () => {
  const { check, asked } = checker([], { orphaned: () => true });
  const verdict = await check("The water cycle.", "paste");

  assert.equal(verdict.outcome, "allow");
  assert.equal(asked.length, 0);
  assert.equal(
    limitedView(verdict).says,
    "Reload this page to switch full checks back on. A limited check found nothing.",
  );
});

test("a page orphaned while it asks says so too", async () => {
  let gone = false;
  const invalidated = () => {
    gone = true;
    throw new Error("Extension context invalidated.");
  };
  const verdict = await checker([invalidated], { orphaned: () => gone }).check("a", "paste");

  assert.equal(verdict.limited, "orphaned");
});

test("the agent's edits are taken, and its labels remembered for when it is gone", async () => {
  const edits = [{ start: 5, end: 18, text: "[UPN 3]" }];
  const { changed, asked } = checker([{ ok: true, value: edits }, { ok: false, why: "stopped" }]);

  assert.deepEqual(await changed(UPN_TEXT, FULL, "replace"), edits);
  assert.deepEqual(await changed(UPN_TEXT, FULL, "replace"), [{ start: 5, end: 18, text: "[UPN 4]" }]);
  assert.deepEqual(asked[1].taken, ["[UPN 3]"]);
});

test("a host that no longer knows the scan sees the text again", async () => {
  const edits = [{ start: 5, end: 18, text: "[UPN 1]" }];
  const { changed, asked } = checker([
    { ok: false, why: "unknown_scan" },
    { ok: true, value: { ...FULL, scan: "s2" } },
    { ok: true, value: edits },
  ]);

  assert.deepEqual(await changed(UPN_TEXT, FULL, "replace"), edits);
  assert.deepEqual(asked.map((request) => request.scan ?? request.kind), ["s1", "scan", "s2"]);
});

test("edits of a limited check are made here, and only counted elsewhere", async () => {
  const { check, changed, asked } = checker([{ ok: false, why: "missing" }]);
  const verdict = await check(UPN_TEXT, "paste");
  const edits = await changed(UPN_TEXT, verdict, "replace");

  assert.equal(edits.length, 1);
  assert.match(edits[0].text, /^\[.+ 1\]$/);
  assert.deepEqual(asked.slice(1), [{ kind: "chose", what: "changed" }]);
});

test("a text counts once: not when its change is looked at, nor when it is sent", async () => {
  const edits = [{ start: 5, end: 18, text: "[UPN 1]" }];
  const { check, changed, asked } = checker([
    { ok: true, value: { ...FULL } },
    { ok: true, value: edits },
    { ok: true, value: { ...FULL, scan: "s2" } },
    { ok: true, value: [] },
    { ok: true, value: FULL },
    { ok: true, value: FULL },
  ]);
  await changed(UPN_TEXT, await check(UPN_TEXT, "paste"), "replace");
  await changed("UPN: [UPN 1]", await check("UPN: [UPN 1]", "paste"), "remove");
  await check("Ready to go.", "send");
  await check("Another text.", "drop");

  assert.deepEqual(asked.map((request) => request.first), [true, true, false, false, false, true]);
});

test("what is kept after a limited check is counted too", async () => {
  const { check, note, asked } = checker([{ ok: false, why: "missing" }]);
  const verdict = await check(UPN_TEXT, "paste");
  note(verdict, "go_back");
  note(verdict, "keep", "dpo");

  assert.deepEqual(asked.slice(1), [{ kind: "chose", what: "kept" }]);
});

test("the foot says what kind of check it was, and under which version of which policy", () => {
  const policy = policyTitle({ title: "AI policy", version: "1" });

  assert.equal(whereChecked({ ...FULL, policy }), "Checked on this laptop · AI policy, version 1");
  assert.equal(whereChecked(FULL), "Checked on this laptop");
  assert.equal(whereChecked({ ...FULL, limited: "missing" }), "Limited check in this browser");
  assert.equal(policyTitle({ title: "AI policy" }), "AI policy");
  assert.equal(policyTitle({}), "");
});

test("what was removed is not said to be changed", () => {
  const edit = (text) => ({ start: 0, end: 4, text });

  assert.equal(whatChanged([edit("")]), "One detail was removed.");
  assert.equal(whatChanged([edit(""), edit("")]), "2 details were removed.");
  assert.equal(whatChanged([edit("[UPN 1]")]), "One detail was changed.");
  assert.equal(whatChanged([edit("[UPN 1]"), edit("")]), "2 details were changed.");
});

test("8 MiB units can be checked, one more cannot", () => {
  assert.equal(isTooLong("a".repeat(LONGEST)), false);
  assert.equal(isTooLong("a".repeat(LONGEST + 1)), true);
});

test("a panel lists at most 200 findings and counts the rest", () => {
  const findings = Array.from({ length: 250 }, () => FULL.findings[0]);

  assert.equal(listable({ ...FULL, findings, more: 5 }).findings.length, 200);
  assert.equal(listable({ ...FULL, findings, more: 5 }).more, 55);
});

test("a reply that is no verdict is not read as one", () => {
  assert.equal(readVerdict({}), null);
  assert.equal(readVerdict({ scan: "s", outcome: "shrug" }), null);
  assert.equal(readVerdict({ scan: "s", outcome: "warn" }).findings.length, 0);
});

test("a view shows no text of the person's before it is asked for", () => {
  const view = holdView(UPN_TEXT, FULL);
  const { details, ...rest } = view;

  assert.equal(details[0].text, "C999200121001");
  assert.ok(!JSON.stringify(rest).includes("C999200121001"));
});

const action = (id) => ({ id, label: id, reasons: [] });
const ids = (view) => view.choices.map((choice) => choice.id);

test("what is to stay out offers no way to keep it", () => {
  const actions = [action("replace"), action("keep"), action("go_back")];

  assert.deepEqual(ids(holdView("", { ...FULL, outcome: "block", actions })), ["replace", "go_back"]);
});

test("where nothing can be mended going back comes first", () => {
  assert.deepEqual(ids(holdView("", { ...FULL, actions: [action("keep"), action("go_back")] })), ["go_back", "keep"]);
});

test("where the agent says so going back comes first, and what mends a part after it", () => {
  const actions = [action("go_back"), action("replace"), action("keep")];

  assert.deepEqual(ids(holdView("", { ...FULL, actions })), ["go_back", "replace", "keep"]);
  assert.deepEqual(ids(warnView("", { ...FULL, actions })), ["later", "replace", "keep"]);
});

test("a question always has a way back, a warning can wait, a hint can be dismissed", () => {
  const actions = [action("replace"), action("keep")];

  assert.deepEqual(ids(holdView("", { ...FULL, actions })), ["replace", "keep", "go_back"]);
  assert.deepEqual(ids(warnView("", { ...FULL, actions })), ["replace", "keep", "later"]);
  assert.deepEqual(ids(hintView("", { ...FULL, actions })), ["replace", "dismiss"]);
});
