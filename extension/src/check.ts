/**
 * Checks a text: by the agent through the service worker, or, when that fails for any reason, by the core rules here.
 *
 * A limited check always says that it was one, and why. Edits, too, can be made here from the findings alone, so that
 * an agent lost between question and answer costs the person nothing.
 */

import generated from "./core/core.generated.json";
import { type Core, type CoreFinding, type CoreRule, createCore, inLanguage } from "./core/core";
import { applyEdits } from "./edits";
import {
  type Action,
  type Answer,
  capped,
  type Counted,
  type Edit,
  fields,
  type Finding,
  isWhy,
  LONGEST,
  type Outcome,
  patience,
  rank,
  readEdits,
  type Request,
  staysOut,
  type Told,
  type Trigger,
  type Verdict,
  type Why,
} from "./messages";
import { figure, language, listed, say } from "./strings";

export interface Checker {
  /** `isNew`: not one that has been looked at before; only such a text is counted. */
  check(text: string, trigger: Trigger, isNew?: boolean): Promise<Verdict>;
  /** The edits of an action on what was found in a text. */
  changed(text: string, verdict: Verdict, action: string): Promise<readonly Edit[]>;
  /** Tell the agent of a choice that changes nothing; no answer is waited for. */
  note(verdict: Verdict, action: string, reason?: string): void;
}

/** What this needs of the world around it. */
export interface Surroundings {
  readonly site: string;
  conversationKey(): string;
  /** Labels that are in the page already, whoever put them there: they are not given out again. */
  labelsHere?(): readonly string[];
  /** Told what was put in the place of what, before the text goes in. */
  learn?(text: string, edits: readonly Edit[]): void;
  /** How to go on without the agent, as it was last told. */
  terms(): Terms;
  ask(request: Request): Promise<unknown>;
  isOrphaned(): boolean;
}

/** What the policy says of a check without the agent. */
export type Terms = Pick<Told, "mode" | "withoutAgent">;

// The service worker keeps its own deadline; this one is for a worker that never answers.
const GRACE = 2000;
const MOST_TO_LIST = 200;

export function isTooLong(text: string): boolean {
  return text.length > LONGEST;
}

export function createChecker(around: Surroundings): Checker {
  const labels = new Map<string, number>();
  let labelsOf = "";
  let core: Core | null = null;
  /** How long the text is that a change has left: it is looked at again, and that look is not counted. */
  let left = -1;
  const again = new WeakSet<Verdict>();

  async function ask(request: Request, wait: number): Promise<Answer<unknown>> {
    if (around.isOrphaned()) return { ok: false, why: "orphaned" };
    try {
      const reply = fields(await within(wait + GRACE, around.ask(request)));
      if (reply["ok"] === true) return { ok: true, value: reply["value"] };
      return { ok: false, why: typeof reply["why"] === "string" ? reply["why"] : "stopped" };
    } catch (error) {
      if (around.isOrphaned()) return { ok: false, why: "orphaned" };
      return { ok: false, why: error instanceof Late ? "slow" : "gone" };
    }
  }

  /** A worker that ends while it is asked is started anew by asking again. */
  async function askTwice(request: Request, wait: number): Promise<Answer<unknown>> {
    const answer = await ask(request, wait);
    return !answer.ok && answer.why === "gone" ? ask(request, wait) : answer;
  }

  function limited(text: string, why: Why): Verdict {
    core ??= createCore((generated.rules as unknown as readonly CoreRule[]).map((rule) => inLanguage(rule, language)));
    return limitedVerdict(core(text), why, around.terms());
  }

  async function check(text: string, trigger: Trigger, isNew = true): Promise<Verdict> {
    const conversationKey = around.conversationKey();
    // As the worker sees it: another name is another conversation, and a first name is the same one.
    if (labelsOf !== "" && labelsOf !== conversationKey) labels.clear();
    labelsOf = conversationKey;
    const repeated = text.length === left;
    const first = isNew && !repeated;
    left = -1;
    const request: Request = { kind: "scan", text, site: around.site, trigger, conversationKey, first };
    const answer = await askTwice(request, patience(text.length));
    const verdict = answer.ok ? (answer.value as Verdict) : limited(text, isWhy(answer.why) ? answer.why : "stopped");
    if (repeated) again.add(verdict);
    return verdict;
  }

  function chose(what: Counted): void {
    void ask({ kind: "chose", what }, patience(0));
  }

  async function edited(text: string, verdict: Verdict, action: string): Promise<readonly Edit[]> {
    const first = !again.has(verdict);
    around.labelsHere?.().forEach((label) => remember(labels, label));
    const own = (): readonly Edit[] => {
      const edits = ownEdits(text, verdict.findings, action, labels);
      if (first && edits.length > 0) chose("changed");
      return edits;
    };
    if (verdict.limited) return own();
    const request = (scan: string): Request => ({ kind: "act", scan, action, taken: taken(labels), first });
    let answer = await askTwice(request(verdict.scan), patience(0));
    if (!answer.ok && answer.why === "unknown_scan") {
      // The host was started anew since: it must see the text again before it can act on it.
      left = text.length;
      const seen = await check(text, "paste");
      if (!seen.limited) answer = await ask(request(seen.scan), patience(0));
    }
    const edits = answer.ok ? readEdits(answer.value) : own();
    edits.forEach((edit) => remember(labels, edit.text));
    return edits;
  }

  return {
    check,

    async changed(text, verdict, action) {
      const edits = await edited(text, verdict, action);
      around.learn?.(text, edits);
      left = applyEdits(text, edits).length;
      return edits;
    },

    note(verdict, action, reason) {
      if (verdict.limited) {
        if (action === "keep") chose("kept");
        return;
      }
      const why = reason === undefined ? {} : { reason };
      void ask({ kind: "act", scan: verdict.scan, action, taken: [], first: false, ...why }, patience(0));
    },
  };
}

/** The verdict of the core rules, in the words of a limited check. */
export function limitedVerdict(found: readonly CoreFinding[], why: Why, { mode, withoutAgent }: Terms): Verdict {
  const counted = found.filter((finding) => rank(finding.outcome) > 0);
  const waits = withoutAgent === "hold" && mode === "warn";
  const outcome = capped(counted.map((finding) => finding.outcome).reduce(graver, waits ? "hold" : "allow"), mode);
  return {
    scan: "",
    outcome,
    says: [
      counted.length > 0 ? say("limitedFound", listed(counts(counted))) : "",
      waits ? say("limitedHeld") : "",
    ].filter((part) => part !== "").join(" "),
    findings: counted.map(asFinding),
    more: 0,
    actions: limitedActions(counted, outcome),
    policy: "",
    mode,
    limited: why,
  };
}

/** Edits made from the findings alone, numbering on after the labels already used. */
export function ownEdits(
  text: string,
  findings: readonly Finding[],
  action: string,
  labels: Map<string, number>,
): readonly Edit[] {
  const given = new Map<string, string>();
  return findings
    .filter((finding) => finding.replaceable)
    .map(({ start, end, title, placeholder }) => {
      const kind = placeholder ?? title.charAt(0).toUpperCase() + title.slice(1);
      const same = `${kind}\n${text.slice(start, end).trim().toLowerCase()}`;
      if (action === "replace" && !given.has(same)) given.set(same, nextLabel(labels, kind));
      return { start, end, text: given.get(same) ?? "" };
    });
}

function nextLabel(labels: Map<string, number>, kind: string): string {
  const number = (labels.get(kind) ?? 0) + 1;
  labels.set(kind, number);
  return `[${kind} ${number}]`;
}

function remember(labels: Map<string, number>, label: string): void {
  const [, kind, number] = /^\[([^[\]]{1,60}) (\d{1,6})\]$/.exec(label) ?? [];
  if (kind !== undefined) labels.set(kind, Math.max(labels.get(kind) ?? 0, Number(number)));
}

function taken(labels: Map<string, number>): readonly string[] {
  return [...labels].map(([kind, number]) => `[${kind} ${number}]`);
}

function graver(one: Outcome, other: Outcome): Outcome {
  return rank(other) > rank(one) ? other : one;
}

/** "1 UPN", "2 phone numbers": in the order of the text. */
function counts(found: readonly CoreFinding[]): readonly string[] {
  const rules = [...new Set(found.map((finding) => finding.rule))];
  return rules.map((rule) => {
    const n = found.filter((finding) => finding.rule === rule).length;
    return n === 1 ? `1 ${rule.title}` : `${figure(n)} ${rule.plural}`;
  });
}

function asFinding(found: CoreFinding): Finding {
  const { rule } = found;
  return {
    rule: rule.id,
    title: rule.title,
    start: found.start,
    end: found.end,
    because: found.because,
    clause: rule.clause,
    help: rule.help,
    replaceable: rule.placeholder !== null,
    ...(rule.placeholder === null ? {} : { placeholder: rule.placeholder }),
  };
}

/** The choices, with the same ids and in the same order as the agent's. */
function limitedActions(found: readonly CoreFinding[], outcome: Outcome): readonly Action[] {
  const fix = found.some((finding) => finding.rule.placeholder !== null);
  const reasons = keepReasons();
  const actions: readonly (Action | false)[] = [
    fix && { id: "replace", label: say("replace"), reasons: [] },
    fix && { id: "remove", label: say("remove"), reasons: [] },
    staysOut(outcome) && { id: "go_back", label: say("goBack"), reasons: [] },
    outcome !== "block" && { id: "keep", label: say("keep"), reasons },
  ];
  return actions.filter((action): action is Action => action !== false);
}

/** Where a text was checked, and under which policy. */
export function whereChecked(verdict: Verdict): string {
  if (verdict.limited) return say("checkedLimited");
  return verdict.policy === "" ? say("checkedHere") : say("checkedHereUnder", verdict.policy);
}

/** What was done to a text, once that has been read back. */
export function whatChanged(edits: readonly Edit[]): string {
  const removed = edits.every((edit) => edit.text === "");
  if (edits.length === 1) return say(removed ? "removedOne" : "changedOne");
  return say(removed ? "removedSome" : "changedSome", figure(edits.length));
}

export function keepReasons(): Action["reasons"] {
  return [
    { id: "made_up", label: say("reasonMadeUp") },
    { id: "dpo", label: say("reasonDpo") },
    { id: "not_a_problem", label: say("reasonNotAProblem") },
  ];
}

/** Findings as a panel lists them; a page cannot hold thousands. */
export function listable(verdict: Verdict): { readonly findings: readonly Finding[]; readonly more: number } {
  const findings = verdict.findings.slice(0, MOST_TO_LIST);
  return { findings, more: verdict.more + verdict.findings.length - findings.length };
}

class Late extends Error {}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Late()), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
