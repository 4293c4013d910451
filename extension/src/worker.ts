/**
 * The service worker: between the pages and the agent.
 *
 * It owns the one port to the agent, knows which conversation each tab is in, and counts what happened. Of what was pasted
 * it holds only what placeholders stand for, in memory; all else goes with the request that carries it.
 */

import { createAgent, Refused, Unavailable } from "./agent";
import * as browser from "./browser";
import { createCarrier } from "./attach/carrier";
import { createConversations } from "./conversations";
import { createKeeper } from "./copy/keeper";
import {
  type Answer,
  type Counts,
  type Fields,
  fields,
  number,
  policyTitle,
  rank,
  readCounts,
  readEdits,
  readOpened,
  readVerdict,
  type State,
  text,
  texts,
  type Why,
} from "./messages";
import { isInert, isPupils, onProfile } from "./profile";
import { siteAt, sites } from "./site";
import { createHealth } from "./health";
import { createStandings } from "./standing";
import { say } from "./strings";

const COUNTS = "counts";

const randomId = (): string => crypto.randomUUID().replaceAll("-", "");
const conversations = createConversations(browser.memory, randomId);
const agent = createAgent({
  connect() {
    // What was under way when the profile became a pupil's may try once more.
    if (isInert()) throw new Error("a pupil's profile");
    return browser.connectAgent();
  },
  now: Date.now,
  after: (milliseconds, callBack) => {
    const timer = setTimeout(callBack, milliseconds);
    return () => clearTimeout(timer);
  },
  newId: randomId,
  version: browser.version(),
  locale: browser.language(),
  lacking: browser.isChromebook() ? "chromebook" : "missing",
  onEvent: hear,
  onChange: () => {
    void showState();
    if (!isInert()) standings.changed();
  },
});
const standings = createStandings({
  ask: agent.ask,
  settings: browser.settings,
  today: () => new Date().toDateString(),
  tell: (told) => void browser.tellPages({ told }),
});

const keeper = createKeeper({
  conversation: conversations.of,
  gave: conversations.gave,
  moved: conversations.moved,
  ask: agent.ask,
  now: Date.now,
  memory: browser.memory,
  settings: browser.settings,
  every: (milliseconds, callBack) => {
    const timer = setInterval(callBack, milliseconds);
    return () => clearInterval(timer);
  },
  stayAwake: browser.stayAwake,
});
const carrier = createCarrier({ ask: agent.ask, conversation: conversations.of, gave: conversations.gave, count });
const health = createHealth(browser.settings, () => new Date().toISOString().slice(0, 10));
let status: Pick<State, "policy" | "rules" | "notes" | "shows"> = { policy: "", rules: 0, notes: [], shows: [] };
let counting: Promise<unknown> = Promise.resolve();

browser.onTabClosed((tab) => {
  keeper.forget(tab);
  carrier.forget(tab);
  void conversations.forget(tab);
});
browser.onAsked((message, sender) => answer(fields(message), sender));
onProfile((pupils) => {
  if (pupils) {
    keeper.forgetAll();
    agent.leave();
  } else {
    agent.tryAgain();
  }
  void showState();
});

async function answer(message: Fields, sender: browser.Sender): Promise<Answer<unknown>> {
  try {
    // Before anything else, so that no agent is started for a pupil.
    if (await isPupils()) return { ok: false, why: "pupil" };
    return { ok: true, value: await reply(message, sender) };
  } catch (error) {
    if (error instanceof Unavailable) return { ok: false, why: error.why };
    if (error instanceof Refused) return { ok: false, why: error.code === "not_ready" ? "notReady" : error.code };
    return { ok: false, why: "stopped" };
  }
}

function reply(message: Fields, sender: browser.Sender): Promise<unknown> {
  switch (message["kind"]) {
    case "scan":
      return scan(message, sender);
    case "act":
      return act(message, sender);
    case "file":
      return carrier.answer(message, sender.tab ?? -1, siteOf(message, sender));
    case "chose":
      return chose(message);
    case "standing":
      return standings.now(message["fresh"] === true);
    case "declare":
      return message["do"] === "open" ? standings.open() : standings.later();
    case "concern":
      return openWindow({ type: "concern", about: text(message["about"]) });
    case "about":
      return openWindow({ type: "about" });
    case "card":
      return card();
    case "recognised":
      return recognised(message, sender);
    case "inside":
      return inside(sender);
    case "state":
      return state(message["again"] === true);
    default:
      return keeper.answer(message, sender.tab ?? -1, siteOf(message, sender)) ?? Promise.reject(new Refused("bad_request"));
  }
}

async function scan(message: Fields, sender: browser.Sender): Promise<unknown> {
  const conversation = await conversations.of(sender.tab ?? -1, text(message["conversationKey"]));
  const first = message["first"] === true;
  const about = { site: siteOf(message, sender), trigger: text(message["trigger"]), conversation: conversation.id };
  try {
    const verdict = readVerdict(await agent.scan(text(message["text"]), about));
    if (!verdict) throw new Refused("internal");
    if (first) count({ checked: 1, asked: rank(verdict.outcome) >= rank("warn") ? 1 : 0 });
    return verdict;
  } catch (error) {
    if (first) count({ limited: 1 });
    throw error;
  }
}

async function act(message: Fields, sender: browser.Sender): Promise<unknown> {
  const tab = sender.tab ?? -1;
  const action = text(message["action"]);
  // What only stands in the page is not given out again, but is none of ours.
  const taken = [...new Set([...(await conversations.gave(tab, [])), ...texts(message["taken"])])];
  const reason = text(message["reason"]);
  const answered = await agent.ask({
    type: "act",
    scan: text(message["scan"]),
    action,
    taken,
    ...(reason === "" ? {} : { reason }),
  });
  const edits = readEdits(answered["edits"]);
  await conversations.gave(tab, edits.map((edit) => edit.text).filter((label) => label.startsWith("[")));
  if (action === "keep") count({ kept: 1 });
  else if (edits.length > 0 && message["first"] === true) count({ changed: 1 });
  return edits;
}

/** A choice that was carried out in the page, without the agent. */
function chose(message: Fields): Promise<unknown> {
  if (message["what"] === "changed") count({ changed: 1 });
  if (message["what"] === "kept") count({ kept: 1 });
  return counting;
}

async function openWindow(request: Fields): Promise<unknown> {
  return readOpened(await agent.ask(request));
}

/** Whether a site's box was found; where it is in a frame, the page around it cannot see that by itself. */
function recognised(message: Fields, sender: browser.Sender): Promise<void> {
  const works = message["works"] === true;
  if (works && sender.tab !== null && sender.frame !== 0) browser.tellTop(sender.tab, { works });
  return health.note(siteOf(message, sender), works);
}

/** Has the frames of a page say again whether a box was found there. */
async function inside(sender: browser.Sender): Promise<void> {
  if (sender.tab !== null && sender.frame === 0) browser.tellAll(sender.tab, { inside: "?" });
}

/** The page “What can I paste?”, as the agent makes it. */
async function card(): Promise<string> {
  return text((await agent.ask({ type: "card" }))["page"]);
}

async function state(again: boolean): Promise<State> {
  if (again) agent.tryAgain();
  let why: Why | null = null;
  try {
    learnStatus(await agent.ask({ type: "status" }));
  } catch (error) {
    why = error instanceof Unavailable ? error.why : "notReady";
  }
  void showState();
  const counts = readCounts(await browser.memory.get(COUNTS));
  return { why, agent: agent.state().agent, ...status, counts, told: await standings.now(true), recognised: await health.all() };
}

/** What the agent says unasked. */
function hear(news: Fields): void {
  learnStatus(news);
  if (news["event"] === "declared" || news["event"] === "policy_changed") standings.changed();
}

/** Takes in what a status reply, or an event about rules or policy, says. */
function learnStatus(news: Fields): void {
  status = {
    policy: "policy" in news ? policyTitle(news["policy"]) : status.policy,
    rules: "rules" in news ? number(news["rules"]) : status.rules,
    notes: "notes" in news ? texts(news["notes"]) : status.notes,
    shows: "shows" in news ? texts(news["shows"]) : status.shows,
  };
}

async function showState(): Promise<void> {
  const { why } = agent.state();
  if (await isPupils()) browser.mark("", say("popupPupil"));
  else browser.mark(why ? "!" : "", why ? `${say("name")}: ${say(`state_${why}`)}` : say("name"));
}

/** The site the browser says a message comes from; a frame with no origin of its own is believed. */
function siteOf(message: Fields, sender: browser.Sender): string {
  const claimed = sites.find((site) => site.id === message["site"]);
  return (siteAt(sender.origin) ?? claimed)?.id ?? "unknown";
}

function count(more: Partial<Counts>): void {
  counting = counting.catch(() => undefined).then(async () => {
    const counts = readCounts(await browser.memory.get(COUNTS));
    const sums = Object.entries(counts).map(([name, sum]) => [name, sum + number(fields(more)[name])]);
    await browser.memory.set(COUNTS, Object.fromEntries(sums));
  });
}
