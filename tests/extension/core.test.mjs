/** The limited check: every core rule's own examples, and the steps a finding goes through. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { limitedVerdict, ownEdits } from "../../extension/src/check.ts";
import generated from "../../extension/src/core/core.generated.json";
import { createCore } from "../../extension/src/core/core.ts";
import { normalise } from "../../extension/src/core/normalise.ts";

const LADDER = { possible: "allow", likely: "warn", very_likely: "hold" };

/** A rule that finds "X" and three digits, with anything else as given. */
function rule(more = {}) {
  return {
    id: "test/code",
    entity: "CODE",
    likelihood: "likely",
    title: "code",
    plural: "codes",
    placeholder: "Code",
    help: "A code.",
    pattern: "X[0-9]{3}",
    flags: "gu",
    group: null,
    validator: null,
    context: [],
    needsContext: false,
    exclude: [],
    examples: [],
    nearMisses: [],
    clause: "1.5",
    outcomes: LADDER,
    ...more,
  };
}

function found(rules, text) {
  return createCore(rules)(text).map(({ start, end, likelihood }) => [text.slice(start, end), likelihood]);
}

/** An example without its marks, and the pieces they marked. */
function unmark(example) {
  const pieces = example.split(/\[\[|\]\]/);
  let start = 0;
  const spans = [];
  pieces.forEach((piece, at) => {
    if (at % 2) spans.push([start, start + piece.length]);
    start += piece.length;
  });
  return [pieces.join(""), spans];
}

const TERMS = { mode: "warn", withoutAgent: "limited_check" };

test("there are core rules", () => {
  assert.ok(generated.rules.length >= 10);
});

for (const each of generated.rules) {
  test(`${each.id} finds exactly what its examples mark`, () => {
    for (const example of each.examples) {
      const [text, spans] = unmark(example);
      const actual = createCore([each])(text).map(({ start, end }) => [start, end]);

      assert.deepEqual(actual, spans, example);
    }
  });

  test(`${each.id} leaves its near misses alone`, () => {
    for (const text of each.nearMisses) assert.deepEqual(createCore([each])(text), [], text);
  });

  test(`${each.id} is quick on long and dull text`, () => {
    const dull = ["0 ".repeat(50_000), "a@".repeat(50_000), "Ab1-".repeat(25_000), "\n\t\n".repeat(30_000)];
    const started = performance.now();
    dull.forEach((text) => createCore([each])(text));

    // A safety net against runaway patterns, not a measurement.
    assert.ok(performance.now() - started < 20_000);
  });
}

test("context within 40 characters raises by one step and says so", () => {
  const rules = [rule({ context: ["staff code"] })];

  assert.deepEqual(found(rules, "X123"), [["X123", "likely"]]);
  assert.deepEqual(found(rules, "Staff  code: X123"), [["X123", "very_likely"]]);
  assert.deepEqual(createCore(rules)("STAFF CODE X123")[0].because, ["code", 'near "staff code"']);
  assert.deepEqual(found(rules, `staff code ${"-".repeat(41)} X123`), [["X123", "likely"]]);
  assert.deepEqual(found(rules, "staff codes X123"), [["X123", "likely"]]);
});

test("a table's header counts as context, another paragraph's does not", () => {
  const rules = [rule({ context: ["code"], needsContext: true })];
  const far = "x".repeat(60);

  assert.equal(found(rules, `name,code\n${far},X123\n${far},X456`).length, 2);
  assert.equal(found(rules, `name,code\n\n${far},X123`).length, 0);
  assert.equal(found(rules, `name,code\n${far}\tX123`).length, 0);
});

test("without its context a rule that needs it finds nothing", () => {
  assert.deepEqual(found([rule({ context: ["code"], needsContext: true })], "X123"), []);
});

test("an exclusion that overlaps the match discards it", () => {
  const rules = [rule({ exclude: [{ pattern: "part X[0-9]+", flags: "giu" }] })];

  assert.deepEqual(found(rules, "Part X123, X456"), [["X456", "likely"]]);
});

test("of two that overlap the surer stays, then the longer", () => {
  const longer = rule({ id: "test/longer", pattern: "X[0-9]{3}-[0-9]" });
  const surer = rule({ id: "test/surer", likelihood: "very_likely" });

  assert.deepEqual(found([rule(), longer], "X123-4"), [["X123-4", "likely"]]);
  assert.deepEqual(found([longer, surer], "X123-4"), [["X123", "very_likely"]]);
});

test("thousands of findings settle in order", () => {
  const actual = found([rule()], "X123 ".repeat(20_000));

  assert.equal(actual.length, 20_000);
});

test("offsets are UTF-16 units, with characters beyond the basic plane before them", () => {
  assert.deepEqual(found([rule()], "\u{1f469}\u{1f3fd}\u200d\u{1f3eb} \ud83d X123"), [["X123", "likely"]]);
});

test("look-alike characters are read as what they look like, and lead back to the original", () => {
  assert.equal(normalise("\u00a0\u2013\u2019\u201c\uff21\uff11").text, " -'\"A1");
  assert.deepEqual(found([rule()], "code \uff38\uff11\uff12\uff13!"), [["\uff38\uff11\uff12\uff13", "likely"]]);
  assert.deepEqual(found([rule()], "code X1\u200b23!"), [["X1\u200b23", "likely"]]);
});

test("an unknown validator is a fault of the build, not a silent miss", () => {
  assert.throws(() => createCore([rule({ validator: "none_such" })]), /test\/code.*none_such/);
});

test("a limited verdict counts, says that it is limited, and takes the gravest outcome", () => {
  const sure = rule({ id: "test/sure", pattern: "Y[0-9]", title: "mark", plural: "marks", likelihood: "very_likely" });
  const verdict = limitedVerdict(createCore([rule(), sure])("X123 X456 Y7"), "missing", TERMS);

  assert.equal(verdict.says, "Limited check: this includes 2 codes and 1 mark.");
  assert.equal(verdict.outcome, "hold");
  assert.equal(verdict.limited, "missing");
  assert.deepEqual(verdict.actions.map((action) => action.id), ["replace", "remove", "go_back", "keep"]);
});

test("a limited verdict on nothing is silent about findings and allows", () => {
  const verdict = limitedVerdict([], "slow", TERMS);

  assert.equal(verdict.outcome, "allow");
  assert.deepEqual(verdict.findings, []);
});

test("what cannot be replaced is offered no replacement", () => {
  const marking = rule({ placeholder: null, likelihood: "very_likely" });
  const verdict = limitedVerdict(createCore([marking])("X123"), "missing", TERMS);

  assert.deepEqual(verdict.actions.map((action) => action.id), ["go_back", "keep"]);
});

test("own edits give the same thing the same label and number on", () => {
  const { findings } = limitedVerdict(createCore([rule()])("X123 X456 X123"), "missing", TERMS);
  const labels = new Map([["Code", 4]]);
  const edits = ownEdits("X123 X456 X123", findings, "replace", labels);

  assert.deepEqual(edits.map((edit) => edit.text), ["[Code 5]", "[Code 6]", "[Code 5]"]);
  assert.deepEqual(ownEdits("X123", findings.slice(0, 1), "remove", labels), [{ start: 0, end: 4, text: "" }]);
});
