/** Welsh: no word is missing, places are filled alike, and what is put together is put together in Welsh. */

import "./in-welsh.mjs";

import assert from "node:assert/strict";
import { test } from "node:test";

import welsh from "../../extension/_locales/cy/messages.json";
import english from "../../extension/_locales/en_GB/messages.json";
import { language } from "../../extension/src/browser.ts";
import { limitedVerdict } from "../../extension/src/check.ts";
import generated from "../../extension/src/core/core.generated.json";
import { createCore, inLanguage } from "../../extension/src/core/core.ts";
import { day, listed, say } from "../../extension/src/strings.ts";

// A name, and labels that go into a text as the policy has them.
const SAME = ["name", "labelSupported", "labelPartly", "labelCreated"];

const places = (message) => [...message.matchAll(/\$\d/g)].map(([place]) => place).sort();

test("every word has its Welsh, with the same places to fill", () => {
  assert.deepEqual(Object.keys(welsh), Object.keys(english));
  for (const [key, { message }] of Object.entries(english)) {
    assert.notEqual(welsh[key].message.trim(), "", key);
    assert.deepEqual(places(welsh[key].message), places(message), key);
  }
});

test("no Welsh is its English but names and labels", () => {
  assert.deepEqual(Object.keys(english).filter((key) => english[key].message === welsh[key].message), SAME);
});

test("the browser's choice of language decides, or Welsh put first for pages", () => {
  const spoken = (picked, first) => {
    const navigator = Object.getOwnPropertyDescriptor(globalThis, "navigator");
    Object.defineProperty(globalThis, "navigator", { value: { languages: first }, configurable: true });
    const { getMessage } = chrome.i18n;
    chrome.i18n.getMessage = () => picked;
    try {
      return language();
    } finally {
      chrome.i18n.getMessage = getMessage;
      if (navigator) Object.defineProperty(globalThis, "navigator", navigator);
    }
  };

  assert.equal(spoken("cy", ["en-GB"]), "cy");
  assert.equal(spoken("en-GB", ["cy-GB", "en"]), "cy");
  assert.equal(spoken("en-GB", ["en-GB", "cy"]), "en-GB");
  assert.equal(spoken("", undefined), "en-GB");
  assert.equal(spoken("en-GB", ["cyx"]), "en-GB");
});

test("lists and days are put together in Welsh", () => {
  assert.equal(listed(["enw", "cod post"]), "enw a chod post");
  assert.equal(listed(["cod post", "enw", "enw disgybl"]), "cod post, enw ac enw disgybl");
  assert.equal(listed(["ChatGPT", "Claude", "Perplexity"]), "ChatGPT, Claude a Perplexity");
  assert.equal(listed(["pris", "chwech", "thema"]), "pris, chwech a thema");
  assert.equal(day("2026-08-01T12:00:00Z"), "1 Awst 2026");
  assert.equal(say("gateLater", "3"), "Wedyn (3 ar ôl)");
});

test("a limited check speaks Welsh, and its placeholders stay as they are", () => {
  const rules = generated.rules.map((rule) => inLanguage(rule, "cy"));
  const { says, findings } = limitedVerdict(
    createCore(rules)("DOB 12/03/2014 and DOB 14/05/2013, NINO AB123456C"),
    "missing",
    { mode: "warn", withoutAgent: "limited_check" },
  );

  assert.equal(says, "Gwiriad cyfyngedig: mae hwn yn cynnwys 2 o ddyddiadau geni ac 1 rhif Yswiriant Gwladol.");
  assert.deepEqual(findings.map(({ placeholder }) => placeholder), ["Date of birth", "Date of birth", "National Insurance number"]);
  assert.deepEqual(findings[2].because, ["rhif Yswiriant Gwladol", "mae'r llythrennau'n rhai sy'n cael eu defnyddio", 'yn agos at "nino"']);
});

test("every rule of the limited check has its Welsh", () => {
  for (const rule of generated.rules) {
    const { title, plural, help } = inLanguage(rule, "cy");
    assert.ok(help !== rule.help && plural !== rule.plural, rule.id);
    assert.ok(title !== rule.title || title === "embargo", rule.id);
    assert.equal(inLanguage(rule, "fr").title, rule.title);
  }
});
