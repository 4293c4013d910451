/** What must hold for the extension as a whole: manifest, sites, words, and what the code may not touch. */

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { siteAt, sites } from "../../extension/src/site.ts";
import { listed, say } from "../../extension/src/strings.ts";

const HERE = process.env.EXTENSION;
const { manifest } = await import(pathToFileURL(path.join(HERE, "build.mjs")));
const { icon } = await import(pathToFileURL(path.join(HERE, "icon.mjs")));
const sources = readdirSync(path.join(HERE, "src"), { recursive: true })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => [name, readFileSync(path.join(HERE, "src", name), "utf8")]);
const read = (name) => readFileSync(path.join(HERE, name), "utf8");

test("the manifest asks for two permissions and no more", async () => {
  const { permissions, ...rest } = await manifest();

  assert.deepEqual(permissions, ["nativeMessaging", "storage"]);
  for (const key of ["host_permissions", "optional_permissions", "optional_host_permissions", "externally_connectable", "web_accessible_resources", "content_security_policy"]) {
    assert.ok(!(key in rest), key);
  }
});

test("the content scripts run on the sites' addresses, in every frame, before the page's scripts", async () => {
  const { content_scripts: scripts } = await manifest();

  assert.deepEqual(scripts.map(({ js, world }) => [js, world]), [[["content.js"], undefined], [["page.js"], "MAIN"]]);
  for (const script of scripts) {
    assert.deepEqual(script.matches, sites.flatMap((site) => site.matches));
    assert.equal(script.run_at, "document_start");
    assert.equal(script.all_frames, true);
    assert.equal(script.match_origin_as_fallback, true);
  }
});

test("the manifest carries the package's version, a key and Manifest V3", async () => {
  const built = await manifest();

  assert.equal(built.manifest_version, 3);
  assert.equal(built.version, JSON.parse(read("package.json")).version);
  assert.match(built.key, /^[A-Za-z0-9+/=]{200,}$/);
  assert.equal(built.minimum_chrome_version, "121");
  assert.equal(built.incognito, "spanning");
});

test("every file in sites is an adapter that holds what an adapter must", () => {
  const files = readdirSync(path.join(HERE, "src/sites"));

  assert.deepEqual(sites.map((site) => `${site.id}.ts`), files);
  for (const site of sites) {
    assert.match(site.id, /^[a-z][a-z0-9]*$/);
    assert.ok(site.title);
    assert.ok(site.matches.length > 0 && site.composers.length > 0 && site.sendButtons.length > 0);
    for (const match of site.matches) assert.match(match, /^https:\/\/[a-z0-9.-]+\/\*$/);
    assert.equal(typeof site.conversationKey(new URL("https://example.org/")), "string");
    assert.ok(site.pathsWithoutComposer.every((pattern) => pattern instanceof RegExp));
  }
});

test("sites are known by their origin and nothing like it", () => {
  assert.equal(siteAt("https://chatgpt.com")?.id, "chatgpt");
  assert.equal(siteAt("https://gemini.google.com")?.id, "gemini");
  for (const other of ["http://chatgpt.com", "https://chatgpt.com.example.org", "https://google.com", "null", ""]) {
    assert.equal(siteAt(other), null);
  }
});

test("addresses name their conversation", () => {
  const key = (id, address) => sites.find((site) => site.id === id).conversationKey(new URL(address));

  assert.equal(key("chatgpt", "https://chatgpt.com/"), "");
  assert.equal(key("chatgpt", "https://chatgpt.com/c/0f1e-2d"), "0f1e-2d");
  assert.equal(key("chatgpt", "https://chatgpt.com/g/g-abc/c/0f1e-2d"), "0f1e-2d");
  assert.equal(key("gemini", "https://gemini.google.com/app"), "");
  assert.equal(key("gemini", "https://gemini.google.com/u/1/app/a1b2"), "a1b2");
  for (const [id, address] of Object.entries({
    claude: "https://claude.ai/chat/0f1e-2d",
    copilot: "https://copilot.microsoft.com/chats/0f1e-2d",
    deepseek: "https://chat.deepseek.com/a/chat/s/0f1e-2d",
    grok: "https://grok.com/c/0f1e-2d?rid=1",
    m365: "https://m365.cloud.microsoft/chat/conversation/0f1e-2d",
    mistral: "https://chat.mistral.ai/chat/0f1e-2d",
    notebooklm: "https://notebooklm.google.com/notebook/0f1e-2d",
    perplexity: "https://www.perplexity.ai/search/0f1e-2d",
  })) {
    assert.equal(key(id, address), "0f1e-2d", id);
    assert.equal(siteAt(new URL(address).origin)?.id, id);
  }
});

test("one file touches the browser's extension API", () => {
  const touching = sources.filter(([, source]) => /\b(?:chrome|browser)\.[a-z]+\.[a-z]/i.test(source.replace(/\/\*[^]*?\*\//g, "")));

  assert.deepEqual(touching.map(([name]) => name).filter((name) => name !== "worker.ts"), ["browser.ts"]);
});

test("nothing here talks to a network, writes markup or keeps text", () => {
  const forbidden =
    /\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts|RTCPeerConnection)\b|innerHTML|outerHTML|insertAdjacentHTML|\beval\b|storage\.sync|localStorage|indexedDB|console\./;
  for (const [name, source] of sources) assert.doesNotMatch(source, forbidden, name);
});

test("only how the person stands, how the school labels and which adapters worked may outlast the browser", () => {
  const reaching = (pattern) => sources.filter(([, source]) => pattern.test(source)).map(([name]) => name);

  assert.deepEqual(reaching(/storage\.local/), ["browser.ts"]);
  assert.deepEqual(reaching(/browser\.settings/), ["worker.ts"]);
  assert.deepEqual(reaching(/settings\.set\(/).sort(), ["copy/keeper.ts", "health.ts", "standing.ts"]);
});

test("every word is used, and every place in it filled", () => {
  const messages = JSON.parse(read("_locales/en_GB/messages.json"));
  const code = sources.map(([, source]) => source).join("\n") + read("manifest.json");
  for (const [key, { message }] of Object.entries(messages)) {
    assert.ok(code.includes(`"${key}"`) || code.includes(`__MSG_${key}__`) || /^(?:state|gateSays|concern|tool)_/.test(key) || /^(?:notInserted|notChanged|failed)Title$/.test(key), `${key} is not used`);
    assert.doesNotMatch(message, /violation|breach|blocked|error/i, key);
  }
  assert.equal(say("popupVersions", "1", "2"), "Extension 1 · agent 2");
  assert.equal(listed([]), "");
  assert.equal(listed(["a"]), "a");
  assert.equal(listed(["a", "b", "c"]), "a, b and c");
});

// Not for the person at the laptop: what a developer is told at build time, class names and a selector.
const NO_WORDS = new Set([
  "surface gate",
  "says note",
  "put off",
  "body { font: inherit }",
  "there is no validator called",
  "in core/validators.ts",
  "pre, code",
  "quiet end",
  "state off",
  "state on",
  "says note",
  "button, textarea, ul[tabindex]",
]);

test("what people read is in _locales and nowhere else", () => {
  const found = sources
    .filter(([name]) => !["tokens.ts", "copy/look.ts", "copy/words.ts"].includes(name) && !name.startsWith("sites"))
    .flatMap(([name, source]) => wording(source).map((words) => [name, words]))
    .filter(([, words]) => !NO_WORDS.has(words));

  assert.deepEqual(found, []);
  assert.deepEqual(wording('say("name") + "Not now" + `near "${word}"` + `tab ${id}` // "In a comment"'), ["Not now", 'near "']);
});

/** The pieces of string literals that read like words: two or more together, or one before something filled in. */
function wording(source) {
  const literals = /\/\*[^]*?\*\/|\/\/[^\n]*|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g;
  return [...source.matchAll(literals)].flatMap(([, plain, template]) => {
    if (plain !== undefined) return /[A-Za-z][a-z][,.:]? [A-Za-z]/.test(plain) ? [plain] : [];
    const pieces = (template ?? "").split(/\$\{[^}]*\}/).map((piece) => piece.replace(/^[:.,]/, "").trim());
    return pieces.filter((piece) => /[A-Za-z][a-z][,.:]? [A-Za-z"'“‘]/.test(piece));
  });
}

test("the lock file names no registry, and only the tools we build with", () => {
  const lock = read("package-lock.json");

  assert.doesNotMatch(lock, /"resolved"/);
  assert.deepEqual(Object.keys(JSON.parse(read("package.json")).devDependencies), ["@types/chrome", "esbuild", "typescript"]);
  assert.ok(existsSync(path.join(HERE, ".npmrc")));
});

test("icons are PNG files of their size", () => {
  for (const size of [16, 128]) {
    const png = icon(size, "#175d6a");

    assert.equal(png.toString("latin1", 1, 4), "PNG");
    assert.equal(png.readUInt32BE(16), size);
  }
});
