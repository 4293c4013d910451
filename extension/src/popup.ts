/** The popup of the toolbar button: in one line whether checks run, then what there is to know. */

import { askWorker, version } from "./browser";
import { type Counts, fields, isWhy, type State, type Why } from "./messages";
import { sites } from "./site";
import { figure, type Key, listed, say } from "./strings";
import { popupSheet } from "./tokens";

const COUNTED: readonly (readonly [keyof Counts, Key])[] = [
  ["checked", "popupChecked"],
  ["asked", "popupAsked"],
  ["changed", "popupChanged"],
  ["kept", "popupKept"],
  ["limited", "popupLimited"],
];

const sheet = new CSSStyleSheet();
sheet.replaceSync(popupSheet);
document.adoptedStyleSheets = [sheet];
document.title = say("name");
const line = element("p", { class: "state", role: "status" });
const rest = element("div", {});
const sign = element("img", { src: "icons/32.png", alt: "", width: "20", height: "20" });
document.body.append(element("h1", {}, sign, say("name")), line, rest);
void show({ again: false });

/** Says that it is asking, then what came of it: an agent may take seconds to answer. */
async function show({ again }: { readonly again: boolean }): Promise<void> {
  line.className = "state";
  line.textContent = say("checking");
  const reply = fields(await askWorker({ kind: "state", again }).catch(() => undefined));
  const state = reply["ok"] === true ? (reply["value"] as State) : null;
  const why = state ? state.why : causeIn(reply["why"]);
  const asked = document.activeElement !== document.body;
  line.className = why ? "state off" : "state on";
  line.textContent = why ? say(`state_${why}`) : say("popupOn");
  rest.replaceChildren(...below(why, state));
  if (asked) rest.querySelector("button")?.focus();
}

function causeIn(given: unknown): Why {
  return isWhy(given) ? given : "stopped";
}

function below(why: Why | null, state: State | null): readonly HTMLElement[] {
  const { agent = "", policy = "", notes = [] } = state ?? {};
  return [
    ...(why ? [element("p", {}, say("popupAskIt")), tryAgain()] : []),
    ...(why || policy === "" ? [] : [element("p", {}, say("popupPolicy", policy))]),
    ...(notes.length > 0 ? [listOf(notes)] : []),
    ...(state ? [counts(state.counts)] : []),
    section("popupDoes", say("popupDoesText", listed(sites.map((site) => site.title)))),
    section("popupDoesNot", say("popupDoesNotText")),
    element("p", { class: "quiet end" }, versions(agent)),
  ];
}

function versions(agent: string): string {
  return agent === "" ? say("popupVersion", version()) : say("popupVersions", version(), agent);
}

function tryAgain(): HTMLElement {
  const button = element("button", { type: "button" }, say("popupTryAgain"));
  button.addEventListener("click", () => void show({ again: true }));
  return button;
}

function listOf(lines: readonly string[]): HTMLElement {
  return element("ul", { class: "notes" }, ...lines.map((line) => element("li", {}, line)));
}

function counts(numbers: Counts): HTMLElement {
  const rows = COUNTED.map(([name, key]) =>
    element("div", {}, element("dt", {}, say(key)), element("dd", {}, figure(numbers[name]))),
  );
  return element(
    "section",
    {},
    element("h2", {}, say("popupCounts")),
    element("dl", {}, ...rows),
    element("p", { class: "quiet" }, say("popupNoRecord")),
  );
}

function section(heading: Key, words: string): HTMLElement {
  return element("details", {}, element("summary", {}, say(heading)), element("p", {}, words));
}

type Attributes = Readonly<Record<string, string>>;

function element(tag: string, attributes: Attributes, ...children: readonly (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
