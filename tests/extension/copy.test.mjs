/** What is done to a copied text: names back into it, and a label onto it. */

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { createKept, pairsOf } from "../../extension/src/copy/kept.ts";
import { createKeeper } from "../../extension/src/copy/keeper.ts";
import { hasLabel, labelled, lineOf } from "../../extension/src/copy/label.ts";
import { escaped, visible } from "../../extension/src/copy/markup.ts";
import { restoreMarkup, restorePlain } from "../../extension/src/copy/restore.ts";
import { hasMarks, isFenced, isReport } from "../../extension/src/copy/wording.ts";
import { BY_HAND, CHANGES, FORMS, OF_PARENTS, PARENT_CHANGES, PARENT_FORMS } from "./manglings.mjs";

const KNOWN = [
  { label: "[Pupil 1]", value: "Rowan Fennimore", cells: [] },
  { label: "[Pupil 2]", value: "Tamsin <Okonjo> & Blythe", cells: [] },
  { label: "[Staff 1]", value: "Mr Pellow", cells: [] },
];
const back = (text) => restorePlain(text, KNOWN).text;
const NAMES = { "[P1]": "Rowan Fennimore", "[P2]": "Tamsin <Okonjo> & Blythe", "[S1]": "Mr Pellow" };
const named = (text) => text.replace(/\[(?:P1|P2|S1)\]/g, (name) => NAMES[name]);

test("what was written down by hand becomes what it must", () => {
  for (const [given, expected] of BY_HAND) {
    assert.equal(back(given), named(expected), given);
  }
});

test("markup becomes the same as text does, and is otherwise left as it was", () => {
  const mark = (text) => `<p class="a" title="[Pupil 1]">${escaped(text).replaceAll("\n", "<br>")}</p>`;
  for (const [given, expected] of BY_HAND) {
    assert.equal(restoreMarkup(mark(given), KNOWN).text, mark(named(expected)), given);
  }
});

const FAMILY = {
  "[P1]": ["[Pupil 1]", "Rowan Fennimore"],
  "[P3]": ["[Pupil 3]", "Jory Tresize"],
  "[M1]": ["[Parent of Pupil 1]", "Mrs Fennimore"],
  "[D1]": ["[Parent 2 of Pupil 1]", "Mr Fennimore-Hale"],
  "[M2]": ["[Parent of Pupil 2]", "Ms Okonjo"],
};
const OF_FAMILY = [...Object.values(FAMILY), ["[Pupil 2]", "Tamsin Okonjo"]].map(([label, value]) => ({ label, value, cells: [] }));
const inFamily = (text) => text.replace(/\[(?:P1|P3|M1|D1|M2)\]/g, (name) => FAMILY[name][1]);

test("a parent's placeholder comes back whole or stays whole", () => {
  for (const [given, expected] of OF_PARENTS) {
    assert.equal(restorePlain(given, OF_FAMILY).text, inFamily(expected), given);
    assert.equal(restoreMarkup(`<p>${escaped(given)}</p>`, OF_FAMILY).text, `<p>${escaped(inFamily(expected))}</p>`, given);
  }
});

test("what is left of a parent's placeholder is named whole", () => {
  const { left } = restorePlain("[Parents of Pupil 1], [Parent of [Pupil 3]] and [Mum of Pupil 2]", OF_FAMILY);

  assert.deepEqual(left, ["[Parents of Pupil 1]", "[Parent of [Pupil 3]]", "[Mum of Pupil 2]"]);
});

test("a parent's placeholder that is no longer known is named, and the pupil's name does not go into it", () => {
  const used = ["[Parent of Pupil 1]"];
  for (const given of ["[Parent of Pupil 1]", "[Parent of [Pupil 1]]", "Parent of [Pupil 1]", "Parent of Pupil 1"]) {
    const { text, left, missing } = restorePlain(given, KNOWN, used);

    assert.deepEqual([text, left, [...missing]], [given, [given], used]);
  }
});

test("a placeholder that formatting splits is put back, and the formatting stays whole", () => {
  const cases = [
    ["<b>[Pupil</b> 1] reads.", "<b>Rowan Fennimore</b> reads."],
    ["[<em>Pupil 1</em>] reads.", "<em>Rowan Fennimore</em> reads."],
    ["[Pupil&nbsp;1] &amp; &#91;Pupil 1&#93;", "Rowan Fennimore &amp; Rowan Fennimore"],
    ["<td>Pupil</td><td>1</td>", "<td>Pupil</td><td>1</td>"],
    ["<script>'[Pupil 1]'</script><!-- [Pupil 1] -->", "<script>'[Pupil 1]'</script><!-- [Pupil 1] -->"],
    ["[Pupil 2]", "Tamsin &lt;Okonjo&gt; &amp; Blythe"],
  ];
  for (const [given, expected] of cases) assert.equal(restoreMarkup(given, KNOWN).text, expected);
});

test("how many came back is counted by placeholder, and what was left is named", () => {
  const { back: counts, left } = restorePlain("[Pupil 1], Pupil 1, [Pupils 1 and 2], [Pupil 9], [Student 3]", KNOWN);

  assert.deepEqual([...counts], [["[Pupil 1]", 3], ["[Pupil 2]", 1]]);
  assert.deepEqual(left, ["[Pupil 9]", "[Student 3]"]);
});

test("a placeholder that was given out and is no longer known is named", () => {
  assert.deepEqual(restorePlain("[UPN 1] and [Figure 1]", [], ["[UPN 1]"]), {
    text: "[UPN 1] and [Figure 1]",
    back: new Map(),
    left: ["[UPN 1]"],
    missing: new Set(["[UPN 1]"]),
  });
});

test("words people put in brackets of their own are none of ours", () => {
  const known = [{ label: "[Class 1]", value: "9X3", cells: [] }];
  const { text, left } = restorePlain("[Class 1] (Class 5), [Figure 3], (figure 1) and {Table 2}", known);

  assert.equal(text, "9X3 (Class 5), [Figure 3], (figure 1) and {Table 2}");
  assert.deepEqual(left, []);
});

test("a name that stood in two cells goes back into two, and is one name in a sentence", () => {
  const known = [{ label: "[Pupil 1]", value: "Rowan Fennimore", cells: ["Fennimore", "Rowan"] }];

  assert.equal(restorePlain("[Pupil 1]\t[Pupil 1]\t12\n[Pupil 1] did well.", known).text, "Fennimore\tRowan\t12\nRowan Fennimore did well.");
  assert.equal(restorePlain("| [Pupil 1] | [Pupil 1] |", known).text, "| Fennimore | Rowan |");
  assert.equal(restoreMarkup("<tr><td>[Pupil 1]</td>\n<td>[Pupil 1]</td></tr>", known).text, "<tr><td>Fennimore</td>\n<td>Rowan</td></tr>");
});

test("a cell that says again what the others say is no part of the name", () => {
  const cases = [
    [["Ava", "\t", "Lindqvist", "\t", "Ava"], "Ava Lindqvist", ["Ava", "Lindqvist", "Ava"]],
    [["Lindqvist", ", ", "Ava Lindqvist"], "Ava Lindqvist", ["Lindqvist", "Ava Lindqvist"]],
    [["Ava", "\t", "Lindqvist", "\t", "Avie"], "Ava Lindqvist Avie", ["Ava", "Lindqvist", "Avie"]],
    [["Ava", ", ", "Ava"], "Ava", undefined],
  ];
  for (const [parts, value, cells] of cases) {
    const text = parts.join("");
    let start = 0;
    const edits = parts.map((part) => ({ start, end: (start += part.length), text: "[Pupil 1]" })).filter((_, at) => at % 2 === 0);
    const [pair, ...more] = pairsOf(text, edits);

    assert.deepEqual([pair.value, pair.cells, more], [value, cells, []]);
  }
});

test("what a name holds is never looked at for placeholders", () => {
  const known = [{ label: "[Pupil 1]", value: "[Pupil 2] $& $1", cells: [] }, { label: "[Pupil 2]", value: "no", cells: [] }];

  assert.equal(restorePlain("[Pupil 1].", known).text, "[Pupil 2] $& $1.");
});

test("markup that begins a tag inside each quotation costs twice as much when it is twice as long, not four times", () => {
  const cost = (text) => {
    const before = process.cpuUsage();
    visible(text);
    return process.cpuUsage(before).user / 1000;
  };
  for (const part of ["<a'\"", "<a \"<b'x' ", "<a b='\"<c d=\"'", "<a <b '\"", "</a'"]) {
    const [short, long] = [10_000, 80_000].map((length) => Math.min(...[1, 2, 3].map(() => cost(part.repeat(length / part.length)))));

    // Eight times the length; the rest is for a busy machine.
    assert.ok(long < 20 * short + 200, `${part}: ${short} ms, then ${long} ms`);
  }
});

test("a tag ends where its quotations have ended, and one that never ends is read as it stands", () => {
  const cases = [
    ["<a title='>' rel=\">\">b</a>", "b"],
    ["1 <a and <b>2</b> <c d='", "1 <a and 2 <c d='"],
    ["<a \"<b>", "<a \""],
    ["a<br/>b<p class='x'>c", "a\nb\u0001c"],
    ["<p", "<p"],
  ];
  for (const [markup, text] of cases) assert.equal(visible(markup).text, text, markup);
});

test("a megabyte of anything is gone through at once", () => {
  const long = ["[Pupil 1] ", "<a <a <a ", "<a'\"", "[[[[[", "Pupil ", "Parent of ", "[Parent of [", "Parent of [Pupil 1", "&", "<p>", "pupil 1, 2, ", "שלום 🙂 "].map((part) => part.repeat(1_000_000 / part.length));
  const before = process.cpuUsage();
  for (const text of long) {
    restorePlain(text, KNOWN);
    restoreMarkup(text, KNOWN);
  }
  const { user } = process.cpuUsage(before);

  assert.ok(user / 1000 < 20_000, `${user / 1000} ms`);
});

/** What came of each change to a form: the name, something that is named, nothing, or another's name in it. */
function survival(form, changes, known, whole) {
  const came = Object.values(changes).map((change) => {
    const { text, left } = restorePlain(`Then ${change(form)} read it aloud.`, known);
    if (text.includes(whole)) return "back";
    return text.includes("Rowan") ? "half" : left.length > 0 ? "named" : "lost";
  });
  return (what) => came.filter((one) => one === what).length;
}

test("each way of writing a placeholder survives as often as the documentation says", () => {
  const file = path.join(process.env.EXTENSION, "../docs/names-back.md");
  const pupils = Object.entries(FORMS).map(([name, form]) => {
    const count = survival(form("Pupil", 1), CHANGES, KNOWN.slice(0, 1), "Rowan Fennimore");
    return `| \`${name}\` | ${count("back")} | ${count("named")} | ${count("lost")} |`;
  });
  const parents = PARENT_FORMS.map((name) => {
    const known = [KNOWN[0], { label: name, value: "Mrs Hale", cells: [] }];
    const count = survival(name, PARENT_CHANGES, known, "Mrs Hale");
    return `| \`${name}\` | ${count("back")} | ${count("named")} | ${count("lost")} | ${count("half")} |`;
  });
  for (const [head, rows] of [["form", pupils], ["parent", parents]]) {
    const doc = readFileSync(file, "utf8");
    const table = new RegExp(`(\\| ${head} [^]*?\\n\\|[-|]+\\n)((?:\\|[^\\n]*\\n)*)`);
    if (process.env.UPDATE) writeFileSync(file, doc.replace(table, (_, top) => `${top}${rows.join("\n")}\n`));

    assert.equal(table.exec(readFileSync(file, "utf8"))?.[2], `${rows.join("\n")}\n`);
  }
  const doc = readFileSync(file, "utf8");
  for (const changes of [CHANGES, PARENT_CHANGES]) assert.ok(doc.includes(`Of ${Object.keys(changes).length} changes`));
});

test("the form we use comes back from every change but those that could be somebody else's", () => {
  const lost = Object.entries(CHANGES)
    .filter(([, change]) => !restorePlain(`Then ${change("[Pupil 1]")} read it.`, KNOWN.slice(0, 1)).text.includes("Rowan"))
    .map(([name]) => name);

  assert.deepEqual(lost, []);
});

test("the label is a line of its own in text and in markup, at either end", () => {
  const held = { "text/plain": "One\n\n| a | b |\n", "text/html": "<meta charset='utf-8'><table><tr><td>a</td></tr></table>", "text/x-own": "x" };

  assert.deepEqual(labelled(held, "AI supported", "end"), {
    "text/plain": "One\n\n| a | b |\n\nAI supported\n",
    "text/html": "<meta charset='utf-8'><table><tr><td>a</td></tr></table><p>AI supported</p>",
    "text/x-own": "x",
  });
  assert.deepEqual(labelled({ "text/plain": "a\r\nb", "text/html": "<html><body>\n<!--StartFragment-->a<!--EndFragment--></body></html>" }, "A & B", "top"), {
    "text/plain": "A & B\r\n\r\na\r\nb",
    "text/html": "<html><body>\n<!--StartFragment--><p>A &amp; B</p>a<!--EndFragment--></body></html>",
  });
  assert.equal(labelled({ "text/html": "<html><body>a<!--EndFragment--></body></html>" }, "L", "end")["text/html"], "<html><body>a<p>L</p><!--EndFragment--></body></html>");
  assert.equal(lineOf("AI supported", "ChatGPT", "22 November 2026"), "AI supported (ChatGPT, 22 November 2026)");
});

test("a label that is there is known, and nothing else is taken for one", () => {
  const labels = ["AI supported", "Partly created by AI", "Created by AI"];
  for (const text of ["A.\n\nAI supported", "**AI supported**\n\nA.", "A.\n*Created by AI* (Gemini, 1 May 2026).\n", "> AI SUPPORTED\nA"]) {
    assert.ok(hasLabel(text, labels), text);
  }
  for (const text of ["", "This was AI supported", "AI supported by teachers\nA", "A\nAI supported\nB"]) {
    assert.ok(!hasLabel(text, labels), text);
  }
});

test("a label put on is always found again", () => {
  for (const position of ["top", "end"]) {
    for (const line of ["AI supported", "AI supported (ChatGPT, 22 November 2026)"]) {
      assert.ok(hasLabel(labelled({ "text/plain": "a\n\nb\n" }, line, position)["text/plain"], ["AI supported"]));
    }
  }
});

test("reports, marks and code are known by their wording", () => {
  const report = "[Pupil 1] has worked hard this term and is making good progress. Her next step is to check answers; she should ask for help sooner.";

  assert.ok(isReport(report));
  assert.ok(!isReport("Photosynthesis is how plants make food. They need light, water and air. Leaves are green."));
  assert.ok(hasMarks("Mark: 14/20\nWell argued."));
  assert.ok(hasMarks("I would award this essay 14 out of 20."));
  assert.ok(!hasMarks("Questions 1-4. Half of 1/2 is a quarter. Mark the city on the map."));
  assert.ok(isFenced("```python\nprint(1)\n```\n"));
  assert.ok(!isFenced("```\na\n```\nand ```b```"));
});

test("what can be read of markup leads back to it", () => {
  const { text, from, to } = visible("<p>a&amp;<b>b</b><br>c</p>");

  assert.equal(text, "\u0001a&b\nc\u0001");
  assert.deepEqual([from[2], to[2]], [4, 9]);
});

test("what placeholders stand for is told by the edits that put them in", () => {
  const text = "Surname,Forename,UPN\nFennimore,Rowan,C9";
  const edits = [
    { start: 21, end: 30, text: "[Pupil 1]" },
    { start: 31, end: 36, text: "[Pupil 1]" },
    { start: 37, end: 39, text: "" },
  ];

  assert.deepEqual(pairsOf(text, edits), [{ label: "[Pupil 1]", value: "Rowan Fennimore", cells: ["Fennimore", "Rowan"] }]);
});

test("the form a text uses most stands for a person", () => {
  const kept = createKept();
  kept.learn("c", 1, ["Rowan Fennimore", "Rowan", "Rowan"].map((value) => ({ label: "[Pupil 1]", value })), 0);

  assert.equal(kept.of("c", 1, 0)[0].value, "Rowan");
});

test("names go with the last tab of their conversation, and after the policy's minutes", () => {
  const kept = createKept();
  const pairs = [{ label: "[Pupil 1]", value: "Rowan" }];
  kept.setMinutes(60);
  kept.learn("c", 1, pairs, 0);
  kept.of("c", 2, 50 * 60_000);
  kept.left(1);

  assert.equal(kept.of("c", 2, 100 * 60_000).length, 1);
  assert.equal(kept.of("other", 2, 0).length, 0);

  kept.left(2);

  assert.ok(kept.isEmpty());

  // A copy that was under way when the tab was closed.
  kept.learn("c", 2, pairs, 0);

  assert.ok(kept.isEmpty());

  kept.learn("c", 3, pairs, 0);

  assert.equal(kept.of("c", 3, 61 * 60_000).length, 0);
  assert.ok(kept.isEmpty());
});

test("a tab that only passed by keeps no names", () => {
  const kept = createKept();
  kept.learn("c", 1, [{ label: "[Pupil 1]", value: "Rowan" }], 0);
  kept.of("c", 2, 0);
  kept.shows(2, "other");
  kept.left(1);

  assert.ok(kept.isEmpty());
});

test("names stay in the last tab that showed their conversation, for who comes back to it", () => {
  const kept = createKept();
  kept.learn("c", 1, [{ label: "[Pupil 1]", value: "Rowan" }], 0);
  kept.shows(1, "other");

  assert.equal(kept.of("c", 1, 0).length, 1);
});

const TERMS = { required: false, labels: ["AI supported"], position: "end", prompt: "copy", checks: [], include_tool_date: false, called: "Our AI policy", restore: true, minutes: 240 };

function keeperWith(terms = {}, { settings = {}, isThere = true } = {}) {
  const asked = [];
  const stored = {};
  const store = (all) => ({ get: async (key) => all[key], set: async (key, value) => void (all[key] = value) });
  const agent = { isThere };
  const keeper = createKeeper({
    conversation: async (tab, key) => ({ id: key === "" ? `t${tab}` : key, key, labels: ["[Pupil 1]"] }),
    gave: async () => [],
    moved: async () => null,
    ask: async (message) => {
      asked.push(message);
      if (!agent.isThere) throw new Error("missing");
      return message.do === "terms" ? { id: asked.length, ok: true, ...TERMS, ...terms } : {};
    },
    now: () => 0,
    memory: store(stored),
    settings: store(settings),
    every: () => () => undefined,
    stayAwake: () => undefined,
  });
  const learn = (tab, key) => keeper.answer({ kind: "names", conversationKey: key, pairs: [{ label: "[Pupil 1]", value: "Rowan" }] }, tab, "chatgpt");
  const copied = (tab, key, text = "[Pupil 1]", questions = []) =>
    keeper.answer({ kind: "copied", conversationKey: key, flavours: { "text/plain": text }, asked: questions }, tab, "chatgpt");
  return { keeper, asked, stored, settings, agent, learn, copied };
}

test("how the school labels is known to a worker that is started anew without an agent", async () => {
  const first = keeperWith({ restore: false, prompt: "off", include_tool_date: true });
  await first.learn(1, "k");
  const second = keeperWith({}, { settings: first.settings, isThere: false });
  const { terms } = await second.copied(1, "k");

  assert.deepEqual([terms.restore, terms.prompt, terms.withToolAndDate], [false, "off", true]);
  assert.doesNotMatch(JSON.stringify(first.settings), /Rowan/);
});

test("a placeholder of the person's own is named, and not called lost; other words in brackets are not ours", async () => {
  const { copied } = keeperWith();
  const asked = ["[Pupil 4]", "[Parent of Pupil 4]", "[Source 2]"];
  const { left, isLost } = await copied(1, "k", "[Pupil 4], [Parent of Pupil 4], [Figure 3] and [Source 2]", asked);

  assert.deepEqual([left, isLost], [["[Pupil 4]", "[Parent of Pupil 4]"], false]);
});

test("a number that was never given out is not called lost because another is", async () => {
  const { copied } = keeperWith();
  const { left, isLost } = await copied(1, "k", "[Pupil 9]");

  assert.deepEqual([left, isLost], [["[Pupil 9]"], false]);
});

test("names never leave the service worker but in the text they belong in", async () => {
  const { asked, stored, learn, copied } = keeperWith();
  await learn(1, "k");
  const { flavours, back: came } = await copied(2, "k");

  assert.equal(flavours["text/plain"], "Rowan");
  assert.deepEqual(came, [{ label: "[Pupil 1]", value: "Rowan", times: 1 }]);
  assert.doesNotMatch(JSON.stringify([asked, stored]), /Rowan/);
});

test("another conversation has none of the names, and says that they are lost", async () => {
  const { learn, copied } = keeperWith();
  await learn(1, "k");
  const { flavours, left, isLost } = await copied(1, "other");

  assert.deepEqual([flavours["text/plain"], left, isLost], ["[Pupil 1]", ["[Pupil 1]"], true]);
});

test("where the policy will not have it no name comes back", async () => {
  const { learn, copied } = keeperWith({ restore: false });
  await learn(1, "k");
  const { flavours, back: came, left } = await copied(1, "k");

  assert.deepEqual([flavours["text/plain"], came, left], ["[Pupil 1]", [], []]);
});

for (const required of [false, true]) {
  test(`“not this time” lasts for the ${required ? "conversation" : "session"} where a label is ${required ? "asked for" : "optional"}`, async () => {
    const { keeper, copied } = keeperWith({ required });
    await copied(1, "k");
    await keeper.answer({ kind: "labelled", conversationKey: "k", came: { label: "not_this_time" } }, 1, "chatgpt");

    assert.equal((await copied(1, "k")).isQuiet, true);
    assert.equal((await copied(1, "other")).isQuiet, !required);
  });
}
