/** The popup of the toolbar button: in one line whether checks run, then what there is to know and to ask for. */

import { askWorker, openPage, version } from "./browser";
import { element } from "./draw";
import {
  type Concern,
  CONCERNS,
  type Counts,
  fields,
  isWhy,
  type Opened,
  type Request,
  type Standing,
  type State,
  type Why,
} from "./messages";
import { isPupils } from "./profile";
import { sites } from "./site";
import { day, figure, type Key, language, listed, say } from "./strings";
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
document.documentElement.lang = language;
const line = element("p", { class: "state", role: "status" });
const rest = element("div", {});
const sign = element("img", { src: "icons/32.png", alt: "", width: "20", height: "20" });
document.body.append(element("h1", {}, sign, say("name")), line, rest);
void show({ again: false });

/** Says that it is asking, then what came of it: an agent may take seconds to answer. */
async function show({ again }: { readonly again: boolean }): Promise<void> {
  line.className = "state";
  line.textContent = say("checking");
  if (await isPupils()) {
    line.textContent = say("popupPupil");
    rest.replaceChildren(element("p", { class: "quiet end" }, versions("")), ...unread());
    return;
  }
  const reply = fields(await askWorker({ kind: "state", again }).catch(() => undefined));
  const state = reply["ok"] === true ? (reply["value"] as State) : null;
  const why = state ? state.why : causeIn(reply["why"]);
  const asked = document.activeElement !== document.body;
  line.className = why ? "state off" : "state on";
  line.textContent = why ? say(`state_${why}`) : say(state?.told.mode === "report_only" ? "popupTrial" : "popupOn");
  rest.replaceChildren(...below(why, state));
  if (asked) rest.querySelector("button")?.focus();
}

function causeIn(given: unknown): Why {
  return isWhy(given) ? given : "stopped";
}

function below(why: Why | null, state: State | null): readonly HTMLElement[] {
  const { agent = "", notes = [] } = state ?? {};
  return [
    ...lacking(why),
    ...(notes.length > 0 ? [listOf(notes)] : []),
    ...(why || !state ? [] : [school(state)]),
    wrong(!why && state?.shows.includes("concern") === true),
    ...(state ? [counts(state)] : []),
    ...(state && state.recognised.length > 0 ? [recognised(state)] : []),
    section("popupDoes", say("popupDoesText", listed(sites.map((site) => site.title)))),
    section("popupDoesNot", say("popupDoesNotText")),
    element("p", { class: "quiet end" }, versions(agent)),
    ...unread(),
  ];
}

/** Words that no speaker of their language has read yet say so. */
function unread(): readonly HTMLElement[] {
  return language === "cy" ? [element("p", { class: "quiet" }, say("unread"))] : [];
}

/** What can be done about a limited check; on a Chromebook there is no other. */
function lacking(why: Why | null): readonly HTMLElement[] {
  if (why === "chromebook") return [element("p", {}, say("popupChromebook"))];
  return why ? [element("p", {}, say("popupAskIt")), choice("popupTryAgain", () => void show({ again: true }))] : [];
}

/** The policy in force, whether the person has agreed to it, and the policy in short. */
function school({ policy, shows, told: { standing } }: State): HTMLElement {
  const came = element("p", { class: "first", role: "status" });
  const isAsked = standing !== null && !standing.declared && standing.gate !== "off" && shows.includes("declare");
  const agree = choice("gateAgree", () => void open({ kind: "declare", do: "open" }, came), "primary");
  return element(
    "section",
    {},
    element("h2", {}, say("popupSchool")),
    ...(policy === "" ? [] : [element("p", {}, policy)]),
    ...agreed(standing),
    ...toolsOf(standing),
    element(
      "div",
      { class: "row" },
      ...(isAsked ? [agree] : []),
      ...(shows.includes("card") ? [choice("popupCard", () => void openPage("card.html"))] : []),
    ),
    came,
  );
}

function agreed(standing: Standing | null): readonly HTMLElement[] {
  if (!standing) return [element("p", { class: "quiet" }, say("popupNoStanding"))];
  const { declared, since, gate } = standing;
  if (since !== "") return [element("p", {}, say(declared ? "popupAgreed" : "popupAgreedBefore", day(since)))];
  return gate === "off" ? [] : [element("p", {}, say("popupNotAgreed"))];
}

/** What the school says of each tool, and what the tool does with a text. */
function toolsOf(standing: Standing | null): readonly HTMLElement[] {
  const lines = (standing?.tools ?? []).map(({ name, status, note }) => {
    const said = say(`tool_${status}`);
    return [`${name}: ${said}.`, note].filter(Boolean).join(" ");
  });
  return lines.length > 0 ? [listOf(lines)] : [];
}

/** Whom to tell: by the agent's window or, without it, in words that hold for every school. */
function wrong(hasWindow: boolean): HTMLElement {
  if (!hasWindow) return section("popupWrong", say("popupWrongAlone"));
  const came = element("p", { class: "first", role: "status" });
  const press = (about: Concern): void => void open({ kind: "concern", about }, came);
  return element(
    "details",
    {},
    element("summary", {}, say("popupWrong")),
    element("p", {}, say("popupWrongText")),
    element("div", { class: "column" }, ...CONCERNS.map((about) => choice(`concern_${about}`, () => press(about)))),
    came,
  );
}

/** Has a window opened; says what to do first, which holds with and without it. */
async function open(request: Request, came: HTMLElement): Promise<void> {
  came.textContent = say("gateOpening");
  const reply = fields(await askWorker(request).catch(() => undefined));
  const opened = reply["ok"] === true ? (reply["value"] as Opened) : null;
  came.textContent = opened
    ? [opened.first, opened.message || say("popupOpened")].filter(Boolean).join(" ")
    : say(request.kind === "concern" ? "popupWrongAlone" : "gateNoAnswer");
}

function versions(agent: string): string {
  return agent === "" ? say("popupVersion", version()) : say("popupVersions", version(), agent);
}

function choice(label: Key, press: () => void, style = ""): HTMLElement {
  const button = element("button", { type: "button", class: style }, say(label));
  button.addEventListener("click", press);
  return button;
}

function listOf(lines: readonly string[]): HTMLElement {
  return element("ul", { class: "notes" }, ...lines.map((line) => element("li", {}, line)));
}

function counts({ counts: numbers, shows, why }: State): HTMLElement {
  const rows = COUNTED.map(([name, key]) =>
    element("div", {}, element("dt", {}, say(key)), element("dd", {}, figure(numbers[name]))),
  );
  const came = element("p", { class: "first", role: "status" });
  const own = !why && shows.includes("about") ? [choice("popupAbout", () => void open({ kind: "about" }, came)), came] : [];
  return element(
    "section",
    {},
    element("h2", {}, say("popupCounts")),
    element("dl", {}, ...rows),
    element("p", { class: "quiet" }, say("popupNoRecord")),
    ...own,
  );
}

/** For IT: on which day each site's box was last recognised, and last was not. */
function recognised({ recognised: all }: State): HTMLElement {
  const lines = all.map(({ site, worked, lost }) => {
    const title = sites.find((known) => known.id === site)?.title ?? site;
    const since = worked === "" ? "" : say("popupWorked", day(worked));
    return `${title}: ${[since, lost > worked ? say("popupLost", day(lost)) : ""].filter(Boolean).join(" ")}`;
  });
  return element("details", {}, element("summary", {}, say("popupRecognised")), listOf(lines));
}

function section(heading: Key, words: string): HTMLElement {
  return element("details", {}, element("summary", {}, say(heading)), element("p", {}, words));
}
