/** The popup of the toolbar button: in one line whether checks run, then what there is to know. */

import { askWorker, version } from "./browser";
import { type Counts, fields, type State } from "./messages";
import { sites } from "./site";
import { figure, type Key, listed, say } from "./strings";
import { buttons, tokens } from "./tokens";

const SHEET = `
  ${tokens}
  ${buttons}
  body { width: 320px; margin: 0; padding: 14px 16px; font: var(--type); color: var(--text); }
  body { background: var(--surface); }
  h1 { font-size: 16px; margin: 0 0 6px; }
  h2, summary { font-size: 14px; font-weight: 600; margin: 0; }
  section, details { border-top: 1px solid var(--line); margin-top: 12px; padding-top: 10px; }
  summary { cursor: pointer; }
  p { margin: 6px 0; }
  .state { padding: 8px 10px; border-radius: var(--round-small); background: var(--raised); font-weight: 500; }
  .state.off { color: var(--on-note); background: var(--note); }
  .notes { margin: 6px 0; padding-inline-start: 18px; color: var(--quiet); }
  dl { margin: 6px 0; }
  dl div { display: flex; gap: 8px; }
  dd { margin: 0; min-width: 2.5em; text-align: end; font-variant-numeric: tabular-nums; font-weight: 600; }
  dt { color: var(--quiet); }
  .quiet { color: var(--quiet); font-size: 12px; }
`;

const COUNTED: readonly (readonly [keyof Counts, Key])[] = [
  ["checked", "popupChecked"],
  ["asked", "popupAsked"],
  ["changed", "popupChanged"],
  ["kept", "popupKept"],
  ["limited", "popupLimited"],
];

const sheet = new CSSStyleSheet();
sheet.replaceSync(SHEET);
document.adoptedStyleSheets = [sheet];
document.title = say("name");
void show({ again: false });

async function show({ again }: { readonly again: boolean }): Promise<void> {
  const reply = fields(await askWorker({ kind: "state", again }));
  if (reply["ok"] === true) document.body.replaceChildren(...page(reply["value"] as State));
}

function page(state: State): readonly HTMLElement[] {
  const { why } = state;
  const words = why ? say(`state_${why}`) : say("popupOn");
  const line = element("p", { class: why ? "state off" : "state on", role: "status" }, words);
  const again = element("button", { type: "button" }, say("popupTryAgain"));
  again.addEventListener("click", () => void show({ again: true }));
  return [
    element("h1", {}, say("name")),
    line,
    ...(why ? [element("p", {}, say("popupAskIt")), again] : []),
    ...(why || state.policy === "" ? [] : [element("p", {}, say("popupPolicy", state.policy))]),
    ...(state.notes.length > 0 ? [notes(state.notes)] : []),
    counts(state.counts),
    section("popupDoes", say("popupDoesText", listed(sites.map((site) => site.title)))),
    section("popupDoesNot", say("popupDoesNotText")),
    element(
      "p",
      { class: "quiet" },
      state.agent === "" ? say("popupVersion", version()) : say("popupVersions", version(), state.agent),
    ),
  ];
}

function notes(lines: readonly string[]): HTMLElement {
  return element("ul", { class: "notes" }, ...lines.map((line) => element("li", {}, line)));
}

function counts(numbers: Counts): HTMLElement {
  const rows = COUNTED.map(([name, key]) =>
    element("div", {}, element("dd", {}, figure(numbers[name])), element("dt", {}, say(key))),
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
