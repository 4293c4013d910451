/**
 * What is said between page, service worker and agent, and how a reply is read.
 *
 * What arrives is parsed once, here; the rest of the extension trusts the types. `agent/PROTOCOL.md` describes the
 * agent's half. Offsets are UTF-16 units, as JavaScript counts.
 */

import { say } from "./strings";

export const PROTOCOL = 1;

/** Longer texts, in UTF-16 units, are not checked: the agent's limit. */
export const LONGEST = 8 * 1024 * 1024;

/** Milliseconds a person waits for a check of so many characters: 3 s, and 1 s for each million. */
export function patience(length: number): number {
  return 3000 + length / 1000;
}

const OUTCOMES = ["allow", "hint", "warn", "hold", "block"] as const;
export type Outcome = (typeof OUTCOMES)[number];
export type Trigger = "paste" | "type" | "drop" | "send";

/** Why a text could not be checked in full. */
const CAUSES = ["missing", "chromebook", "forbidden", "mismatch", "slow", "stopped", "notReady", "orphaned"] as const;
export type Why = (typeof CAUSES)[number];

/** Whether a text may be held, or what is found is only counted, while a school tries this out. */
const MODES = ["warn", "report_only"] as const;
export type Mode = (typeof MODES)[number];

/** What is done, by the policy, with a text while no agent answers: looked at by the core rules, or held as well. */
const WITHOUT_AGENT = ["limited_check", "hold"] as const;
export type WithoutAgent = (typeof WITHOUT_AGENT)[number];

const GATES = ["off", "remind", "before_use"] as const;

export interface Finding {
  readonly rule: string;
  readonly title: string;
  readonly start: number;
  readonly end: number;
  readonly because: readonly string[];
  readonly clause: string;
  readonly help: string;
  readonly replaceable: boolean;
  /** The label's word, where it is known without the agent. */
  readonly placeholder?: string;
  /** Where in a file it is. */
  readonly part?: string;
}

export interface Reason {
  readonly id: string;
  readonly label: string;
}

export interface Action {
  readonly id: string;
  readonly label: string;
  readonly reasons: readonly Reason[];
}

export interface Verdict {
  /** The agent's name for this scan; empty when it was a limited check. */
  readonly scan: string;
  readonly outcome: Outcome;
  readonly says: string;
  readonly findings: readonly Finding[];
  /** How many findings are not listed. */
  readonly more: number;
  readonly actions: readonly Action[];
  readonly policy: string;
  readonly mode: Mode;
  /** Why this was only a limited check; null for a full one. */
  readonly limited: Why | null;
}

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What the school says of an AI tool. */
const STATUSES = ["approved", "with_care", "not_approved"] as const;
export interface Tool {
  readonly name: string;
  readonly status: (typeof STATUSES)[number];
  /** What it does with a text, in the policy's words; it may be empty. */
  readonly note: string;
  /** Addresses it is known by, with `*` for any letters. */
  readonly patterns: readonly string[];
}

export type Request =
  | { readonly kind: "standing"; readonly fresh: boolean }
  | { readonly kind: "declare"; readonly do: "open" | "later" }
  | { readonly kind: "concern"; readonly about: Concern }
  | { readonly kind: "about" }
  | { readonly kind: "card" }
  | {
      readonly kind: "scan";
      readonly text: string;
      readonly site: string;
      readonly trigger: Trigger;
      readonly conversationKey: string;
      /** Whether the text is new, and not one that has been looked at before; only such a text is counted. */
      readonly first: boolean;
    }
  | {
      readonly kind: "act";
      readonly scan: string;
      readonly action: string;
      readonly reason?: string;
      readonly taken: readonly string[];
      readonly first: boolean;
    }
  | { readonly kind: "chose"; readonly what: Counted }
  | { readonly kind: "state"; readonly again: boolean };

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

/** How the person stands to the school's policy. */
export interface Standing {
  readonly declared: boolean;
  /** Why they are asked: never declared, another version, other statements, a review; empty once declared. */
  readonly why: string;
  readonly gate: (typeof GATES)[number];
  readonly snoozesLeft: number;
  /** When they declared this version, as the agent writes times; empty if never. */
  readonly since: string;
  readonly mode: Mode;
  readonly withoutAgent: WithoutAgent;
  /** The policy's title and version. */
  readonly policy: string;
  readonly school: string;
  readonly tools: readonly Tool[];
}

/** What pages are told of it: `gate` covers the composer, `chip` reminds. */
export interface Told {
  /** Which service worker tells it: another one after each start. */
  readonly worker: string;
  /** Grows while it is the same worker; answers and news may come in another order than they were sent. */
  readonly turn: number;
  readonly ask: "gate" | "chip" | "nothing";
  readonly standing: Standing | null;
  /** How often "later" may still be chosen; `free` where that is not counted. */
  readonly later: number | "free";
  /** The last that was known of these, for a check without the agent. */
  readonly mode: Mode;
  readonly withoutAgent: WithoutAgent;
}

/** What came of asking for a window; `message` is for the person, and so is what to do `first`. */
export interface Opened {
  readonly opened: boolean;
  readonly message: string;
  readonly first: string;
}

/** What someone may want to tell or ask, in the agent's words; a child comes first. */
export const CONCERNS = ["safeguarding", "sent", "data_breach", "policy_breach", "query"] as const;
export type Concern = (typeof CONCERNS)[number];

/** What the popup shows. */
export interface State {
  readonly why: Why | null;
  readonly agent: string;
  readonly policy: string;
  readonly rules: number;
  readonly notes: readonly string[];
  /** What the agent can show on asking, in its words. */
  readonly shows: readonly string[];
  readonly counts: Counts;
  readonly told: Told;
}

/** What someone chose that is counted, where the agent was not asked about it. */
export type Counted = "changed" | "kept";

/** What happened since the browser started; numbers only. */
export interface Counts {
  readonly checked: number;
  readonly asked: number;
  readonly changed: number;
  readonly kept: number;
  readonly limited: number;
}


/** How far up the ladder an outcome is: the text goes in below `hold`. */
export function rank(outcome: Outcome): number {
  return OUTCOMES.indexOf(outcome);
}

export function staysOut(outcome: Outcome): boolean {
  return rank(outcome) >= rank("hold");
}

/** An outcome where findings are only counted: nothing is held, and nothing is asked. */
export function capped(outcome: Outcome, mode: Mode): Outcome {
  return mode === "report_only" && rank(outcome) > rank("hint") ? "hint" : outcome;
}

// What someone may choose that leaves the text as it is; whatever else the agent offers changes it.
const NO_CHANGE = new Set(["keep", "go_back", "later", "dismiss", "closed", "aside"]);

/** Whether a choice is one of the agent's that changes the text, so that a new one needs nothing here. */
export function changesText(choice: string): boolean {
  return !NO_CHANGE.has(choice);
}

export function isWhy(value: unknown): value is Why {
  return CAUSES.some((why) => why === value);
}

export function isMode(value: unknown): value is Mode {
  return MODES.some((mode) => mode === value);
}

export function isWithoutAgent(value: unknown): value is WithoutAgent {
  return WITHOUT_AGENT.some((way) => way === value);
}

export type Fields = Readonly<Record<string, unknown>>;

export function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

/** The agent's verdict on a scan, or null when the reply is not one. */
export function readVerdict(reply: Fields): Verdict | null {
  const outcome = OUTCOMES.find((known) => known === reply["outcome"]);
  if (outcome === undefined || typeof reply["scan"] !== "string") return null;
  const mode: Mode = isMode(reply["mode"]) ? reply["mode"] : "warn";
  return {
    scan: reply["scan"],
    outcome: capped(outcome, mode),
    says: text(reply["says"]),
    findings: list(reply["findings"]).map(readFinding),
    more: number(reply["more"]),
    actions: list(reply["actions"]).map(readAction),
    policy: policyTitle(reply["policy"]),
    mode,
    limited: null,
  };
}

export function readOpened(reply: Fields): Opened {
  return {
    opened: reply["opened"] === true,
    message: text(reply["message"]),
    first: text(fields(reply["route"])["first"]),
  };
}

/** The agent's reply on how the person stands. */
export function readStanding(reply: Fields): Standing {
  return {
    declared: reply["declared"] === true,
    why: text(reply["why"]),
    gate: GATES.find((gate) => gate === reply["gate"]) ?? "off",
    snoozesLeft: number(reply["snoozes_left"]),
    since: text(reply["since"]),
    mode: isMode(reply["mode"]) ? reply["mode"] : "warn",
    withoutAgent: isWithoutAgent(reply["agent_missing"]) ? reply["agent_missing"] : "limited_check",
    policy: policyTitle(reply["policy"]),
    school: text(reply["school"]),
    tools: list(reply["tools"]).map((tool) => ({
      name: text(tool["name"]),
      status: STATUSES.find((known) => known === tool["status"]) ?? "with_care",
      note: text(tool["note"]),
      patterns: texts(tool["patterns"]),
    })),
  };
}

/** What the service worker tells every page, or null when it is something else. */
export function readTold(message: unknown): Told | null {
  const { told } = fields(message);
  return told === undefined ? null : (told as Told);
}

export function readEdits(value: unknown): readonly Edit[] {
  return list(value).map((item) => ({
    start: number(item["start"]),
    end: number(item["end"]),
    text: text(item["text"]),
  }));
}

export function readCounts(value: unknown): Counts {
  const given = fields(value);
  return {
    checked: number(given["checked"]),
    asked: number(given["asked"]),
    changed: number(given["changed"]),
    kept: number(given["kept"]),
    limited: number(given["limited"]),
  };
}

/** A policy as the person may know it: its title and version. */
export function policyTitle(value: unknown): string {
  const policy = fields(value);
  const title = text(policy["title"]);
  const version = text(policy["version"]);
  return title === "" || version === "" ? title : say("policyVersion", title, version);
}

export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function number(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

function readFinding(item: Fields): Finding {
  return {
    rule: text(item["rule"]),
    title: text(item["title"]),
    start: number(item["start"]),
    end: number(item["end"]),
    because: texts(item["because"]),
    clause: text(item["clause"]),
    help: text(item["help"]),
    replaceable: item["replaceable"] === true,
    ...(item["part"] === undefined ? {} : { part: text(item["part"]) }),
  };
}

function readAction(item: Fields): Action {
  return {
    id: text(item["id"]),
    label: text(item["label"]),
    reasons: list(item["reasons"]).map((reason) => ({ id: text(reason["id"]), label: text(reason["label"]) })),
  };
}

function list(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fields) : [];
}
