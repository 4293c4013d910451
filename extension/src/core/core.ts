/**
 * The limited check: a small core of the rules, run in the page's content script when the agent cannot answer.
 *
 * The rules are generated from the agent's own rule files (`safe-to-paste rules --core`). It steps as the agent's
 * scanner does (find, discard, raise, settle what overlaps) but knows no names, no roster and no known work, which is
 * why every answer it gives says that it was limited.
 */

import type { Outcome } from "../messages";
import { say } from "../strings";
import { normalise } from "./normalise";
import { validators } from "./validators";

const LIKELIHOODS = ["possible", "likely", "very_likely"] as const;
export type Likelihood = (typeof LIKELIHOODS)[number];

interface Pattern {
  readonly pattern: string;
  readonly flags: string;
}

/** What a person reads of a rule. */
interface Words {
  readonly title: string;
  readonly plural: string;
  readonly help: string;
  /** The policy's clause about it. */
  readonly clause: string;
}

/** One rule as `core.generated.json` holds it. */
export interface CoreRule extends Pattern, Words {
  readonly id: string;
  readonly entity: string;
  readonly likelihood: Likelihood;
  readonly placeholder: string | null;
  readonly group: string | null;
  readonly validator: string | null;
  readonly context: readonly string[];
  readonly needsContext: boolean;
  readonly exclude: readonly Pattern[];
  readonly examples: readonly string[];
  readonly nearMisses: readonly string[];
  readonly outcomes: Readonly<Record<Likelihood, Outcome>>;
  /** The same words in other languages. */
  readonly in?: Readonly<Record<string, Words>>;
}

export interface CoreFinding {
  readonly rule: CoreRule;
  readonly likelihood: Likelihood;
  readonly outcome: Outcome;
  readonly start: number;
  readonly end: number;
  readonly because: readonly string[];
}

/** What a set of core rules finds in a text, in order and never overlapping. */
export type Core = (text: string) => readonly CoreFinding[];

// How far a context word reaches, and how far around a match its exclusions are looked for; as in the agent.
const NEAR = 40;
const AROUND = 120;

interface Ready {
  readonly rule: CoreRule;
  readonly pattern: RegExp;
  readonly exclude: readonly RegExp[];
  readonly context: RegExp | null;
}

/** A rule in the words of a language, or in English where it has none of that. */
export function inLanguage(rule: CoreRule, spoken: string): CoreRule {
  return { ...rule, ...rule.in?.[spoken] };
}

/** Compiles the rules once; throws when one cannot run here, which the tests would have shown. */
export function createCore(rules: readonly CoreRule[]): Core {
  const ready = rules.map(prepare);
  return (text) => {
    const normal = normalise(text);
    const found = ready.flatMap((rule) => [...matches(rule, normal.text)]);
    return settled(found).map((finding) => ({
      ...finding,
      start: normal.original(finding.start),
      end: normal.original(finding.end),
    }));
  };
}

function prepare(rule: CoreRule): Ready {
  if (rule.validator !== null && !(rule.validator in validators)) {
    throw new Error(`${rule.id}: there is no validator called ${rule.validator} in core/validators.ts`);
  }
  return {
    rule,
    pattern: new RegExp(rule.pattern, withFlags(rule.flags, "dg")),
    exclude: rule.exclude.map((entry) => new RegExp(entry.pattern, withFlags(entry.flags, "g"))),
    context: rule.context.length > 0 ? phrases(rule.context) : null,
  };
}

function* matches(ready: Ready, text: string): Generator<CoreFinding> {
  for (const match of text.matchAll(ready.pattern)) {
    const [start, end] = (ready.rule.group ? match.indices?.groups?.[ready.rule.group] : match.indices?.[0]) ?? [0, 0];
    if (start === end) continue;
    const finding = judged(ready, text, start, end);
    if (finding) yield finding;
  }
}

function judged(ready: Ready, text: string, start: number, end: number): CoreFinding | null {
  const { rule } = ready;
  const because = [rule.title];
  let steps = 0;
  const validator = rule.validator === null ? undefined : validators[rule.validator];
  if (validator) {
    if (!validator.isValid(text.slice(start, end))) return null;
    because.push(say(validator.because));
    steps += 1;
  }
  if (ready.exclude.some((pattern) => excluded(pattern, text, start, end))) return null;
  const word = ready.context ? near(ready.context, text, start, end) : "";
  if (word !== "") {
    because.push(say("becauseNear", word));
    steps += 1;
  } else if (rule.needsContext) {
    return null;
  }
  const likelihood = raised(rule.likelihood, steps);
  return { rule, likelihood, outcome: rule.outcomes[likelihood], start, end, because };
}

function excluded(pattern: RegExp, text: string, start: number, end: number): boolean {
  const from = Math.max(0, start - AROUND);
  const around = text.slice(from, end + AROUND).matchAll(pattern);
  return [...around].some((match) => from + match.index < end && from + match.index + match[0].length > start);
}

/** The first context word near a match, or in its table's header row; else nothing. */
function near(words: RegExp, text: string, start: number, end: number): string {
  const places = [text.slice(Math.max(0, start - NEAR), start), text.slice(end, end + NEAR), header(text, start)];
  const found = places.map((place) => words.exec(place)?.[0]).find((word) => word !== undefined);
  return found?.toLowerCase().split(/\s+/).join(" ") ?? "";
}

/** The first line of the paragraph, where it is cut by the same delimiter as the line of the match. */
function header(text: string, at: number): string {
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  const line = text.slice(lineStart, lineEnd(text, at));
  const cut = ["\t", "|", ",", ";"].find((delimiter) => line.includes(delimiter));
  if (cut === undefined) return "";
  let first = lineStart;
  while (first > 0) {
    const previous = text.lastIndexOf("\n", first - 2) + 1;
    if (text.slice(previous, first).trim() === "") break;
    first = previous;
  }
  const top = first === lineStart ? "" : text.slice(first, lineEnd(text, first));
  return top.includes(cut) ? top : "";
}

function lineEnd(text: string, at: number): number {
  const found = text.indexOf("\n", at);
  return found < 0 ? text.length : found;
}

/** The surer wins, then the longer, then the earlier; what can be replaced goes before what cannot. */
function settled(found: readonly CoreFinding[]): readonly CoreFinding[] {
  const bestFirst = [...found].sort(
    (a, b) =>
      Number(a.rule.placeholder === null) - Number(b.rule.placeholder === null) ||
      LIKELIHOODS.indexOf(b.likelihood) - LIKELIHOODS.indexOf(a.likelihood) ||
      b.end - b.start - (a.end - a.start) ||
      a.start - b.start,
  );
  const kept: CoreFinding[] = [];
  for (const finding of bestFirst) {
    const place = firstEndingAfter(kept, finding.start);
    const next = kept[place];
    if (!next || next.start >= finding.end) kept.splice(place, 0, finding);
  }
  return kept;
}

/** Where, among findings in order, the first is that ends after an offset. */
function firstEndingAfter(kept: readonly CoreFinding[], offset: number): number {
  let low = 0;
  let high = kept.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((kept[middle]?.end ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

function raised(likelihood: Likelihood, steps: number): Likelihood {
  return LIKELIHOODS[Math.min(LIKELIHOODS.indexOf(likelihood) + steps, 2)] ?? "very_likely";
}

/** Any of the phrases, as whole words, in any case, with any white space between their words. */
function phrases(words: readonly string[]): RegExp {
  const ways = words.map((phrase) => phrase.split(/\s+/).map(escaped).join("\\s+"));
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${ways.join("|")})(?![\\p{L}\\p{N}_])`, "iu");
}

function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function withFlags(flags: string, more: string): string {
  return [...new Set([...flags, ...more])].join("");
}
