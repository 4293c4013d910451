/**
 * Puts back what placeholders stand for, in a text that an AI tool has written.
 *
 * Tools change placeholders: case, plural, brackets, language, formatting in the middle. A changed one is put back where
 * there can be no doubt what it was, and named where there can; it is better to leave a place open than to fill in
 * another child's name.
 */

import { EDGE, escaped, plainly, visible, type Visible } from "./markup";
import { NUMBER_WORDS, numberOf, PEOPLE, type Role, ROLE_OF } from "./words";

/** What one placeholder stands for. */
export interface Known {
  readonly label: string;
  readonly value: string;
  /** A name that stood in two cells, in their order: it goes back into two. */
  readonly cells: readonly string[];
}

export interface Restored {
  readonly text: string;
  /** How often each placeholder came back. */
  readonly back: ReadonlyMap<string, number>;
  /** What looked like a placeholder and was left, as it stands there. */
  readonly left: readonly string[];
  /** Those of the placeholders asked for that were meant there, and are not known. */
  readonly missing: ReadonlySet<string>;
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly label: string;
}

interface Item {
  readonly kind: string;
  readonly number: number;
}

// What may stand between a placeholder's parts: space, formatting marks, and characters without width.
const LOOSE = "[\\s\\u200b-\\u200d\\u2060\\ufeff\\u00ad*_~`\\\\-]{0,6}";
const TIGHT = "[ \\t\\u00a0\\u200b-\\u200d\\u2060\\ufeff\\u00ad*_~`\\\\-]{0,6}";
const OPEN = "\\\\?[\\[({<«‹⟦【〔「『〈《]{1,2}";
const CLOSE = "\\\\?[\\])}>»›⟧】〕」』〉》]{1,2}";
const ROUND = /^\(|\)$/;
const NUMBER = `(?:\\p{Nd}{1,6}|(?:${NUMBER_WORDS})(?![\\p{L}\\p{N}]))`;
const AND = "(?:\\s{0,3}[,;/&]\\s{0,3}|\\s{1,3}(?:and|et|und|y|oraz)\\s{1,3})";
const BEFORE_A_COUNT = /(?:^|[^\p{L}])(?:a|an|another|any|each|every|no|one|per|that|the|this|your)\s$/iu;
const MOST_LEFT = 50;
const LABEL = /^\[([^[\]]{1,60}) (\d{1,6})\]$/;

/** Puts back what is known in a plain text. */
export function restorePlain(text: string, known: readonly Known[], used: readonly string[] = []): Restored {
  return restored(text, plainly(text), known, used, (value) => value);
}

/** Puts back what is known in markup; the markup is otherwise left as it is. */
export function restoreMarkup(markup: string, known: readonly Known[], used: readonly string[] = []): Restored {
  return restored(markup, visible(markup), known, used, escaped);
}

/**
 * `used`: placeholders that belong to this conversation, known or not.
 */
function restored(
  source: string,
  seen: Visible,
  known: readonly Known[],
  used: readonly string[],
  written: (value: string) => string,
): Restored {
  const { found, left, missing } = find(seen.text, known, used);
  const back = new Map<string, number>();
  const parts: string[] = [];
  let from = 0;
  for (const one of found) {
    back.set(one.label, (back.get(one.label) ?? 0) + 1);
    // A tag in the middle stays where it is, so that formatting still begins and ends; the name takes the word's.
    const word = one.start + Math.max(0, seen.text.slice(one.start, one.end).search(/\p{L}/u));
    for (let at = one.start; at < one.end; at += 1) {
      const start = seen.from[at] ?? 0;
      parts.push(source.slice(from, start), at === word ? written(one.text) : "");
      from = seen.to[at] ?? start;
    }
  }
  parts.push(source.slice(from));
  return { text: parts.join(""), back, left, missing };
}

function find(
  text: string,
  known: readonly Known[],
  used: readonly string[],
): { readonly found: readonly Found[] } & Pick<Restored, "left" | "missing"> {
  const labels = [...new Set([...known.map(({ label }) => label), ...used])];
  const resolve = resolver(labels);
  const values = new Map(known.map((one) => [one.label, one]));
  const pattern = patternFor(labels);
  if (!pattern) return { found: [], left: [], missing: new Set() };
  const matches = [...text.matchAll(pattern)].map((match) => read(match, resolve)).filter((match) => !match.isCounted);
  // “Pupil 5” in a text about five made-up pupils tells that its “Pupil 1” is none of ours either.
  const foreign = new Set(
    matches
      .filter((match) => !match.hasBrackets)
      .flatMap((match) => match.items.filter((item) => !values.has(match.labelOf(item) ?? "")).map(({ kind }) => kind)),
  );
  // “pupil 1” may be anything, but where others in the text are plainly ours it is, too.
  const hasPlain = matches.some((match) => !match.isSmall && match.items.some((item) => values.has(match.labelOf(item) ?? "")));
  const onlyRound = matches.every((match) => match.isRound);
  const found: Found[] = [];
  const left = new Set<string>();
  const missing = new Set<string>();
  for (const match of matches) {
    const meant = match.items.map(match.labelOf);
    const names = meant.map((label) => values.get(label ?? ""));
    const isSure =
      names.every((name) => name !== undefined) &&
      (match.hasBrackets || (match.isPlain && (!match.isSmall || hasPlain) && match.items.every(({ kind }) => !foreign.has(kind))));
    if (isSure) found.push(...match.fill(names as Known[], onlyRound));
    // “(Class 5)” is how people write; a number in other brackets that was never given out is what a tool made of one.
    else if (meant.some((label) => label !== null) || (match.hasBrackets && !match.isRound)) left.add(match.whole);
    for (const label of meant) if (!isSure && label !== null && !values.has(label)) missing.add(label);
  }
  return { found: inCells(text, found, values), left: [...left].slice(0, MOST_LEFT), missing };
}

interface Match {
  readonly whole: string;
  readonly items: readonly Item[];
  readonly hasBrackets: boolean;
  readonly isRound: boolean;
  /** Whether it is neither in brackets nor has a capital. */
  readonly isSmall: boolean;
  /** Whether it is a word and a number that belong to what comes next: “each pupil 1 sheet”. */
  readonly isCounted: boolean;
  /** Whether this may be put back though no brackets are left. */
  readonly isPlain: boolean;
  labelOf(item: Item): string | null;
  fill(names: readonly Known[], dropRound: boolean): readonly Found[];
}

function read(match: RegExpMatchArray, resolve: Resolve): Match {
  const [whole] = match;
  const { open, inside, owner = "", close, bare } = match.groups ?? {};
  const body = inside ?? bare ?? "";
  const start = match.index ?? 0;
  const items = itemsOf(body);
  const hasBrackets = open !== undefined;
  const isRound = hasBrackets && (ROUND.test(open) || ROUND.test(close ?? ""));
  const range = bare !== undefined && isRange(match.input ?? "", start + whole.length);
  const roles = items.map(({ kind }) => roleOf(kind));
  const isSmall = bare !== undefined && /^\p{Ll}/u.test(bare);
  const isOurs = items.every(({ kind }) => resolve.hasKind(kind));
  return {
    whole: whole.trim(),
    items,
    hasBrackets,
    isRound,
    isSmall,
    isCounted: isSmall && BEFORE_A_COUNT.test((match.input ?? "").slice(Math.max(0, start - 12), start)),
    isPlain: !range && isOurs && items.every(({ kind }, at) => PEOPLE.has(roles[at] as Role) || /^[A-Z]{2,}/.test(resolve.hasKind(kind) ?? "")),
    labelOf: (item) => resolve.label(item),
    fill(names, dropRound) {
      const joined = listed(names.map(({ value }) => value), body);
      const text = isRound && !dropRound ? `(${joined}${owner})` : `${joined}${owner}`;
      const label = names[0]?.label ?? "";
      const first = { start, end: start + whole.length, text: text + unpaired(whole), label };
      // Each of a list counts as one that came back.
      return [first, ...names.slice(1).map((name) => ({ ...first, start: first.end, text: "", label: name.label }))];
    },
  };
}

/** `1, 2 and 3`, as the text had it between them. */
function listed(values: readonly string[], body: string): string {
  const joints = body.match(new RegExp(`(?<=[\\p{L}\\p{N}*_])${AND}(?=[\\p{L}\\p{N}*_])`, "giu")) ?? [];
  return values.map((value, at) => (at === 0 ? value : `${joints[at - 1] ?? ", "}${value}`)).join("");
}

function itemsOf(body: string): readonly Item[] {
  const found: Item[] = [];
  for (const part of body.split(new RegExp(`(?<=[\\p{N}\\p{L}])[*_]{0,3}${AND}`, "iu"))) {
    const [, words = "", number = ""] = new RegExp(`^(.*?)(${NUMBER})\\W*$`, "isu").exec(part) ?? [];
    const kind = words.replace(/(?:\bno\.?|\bnumber|#)\W*$/i, "").replace(/[\W_]+/gu, keepLetters).trim();
    const last = found.at(-1)?.kind ?? "";
    if (number !== "") found.push({ kind: kind === "" ? last : kind.toLowerCase(), number: numberOf(number) });
  }
  return found;
}

/** Letters of other alphabets are no word characters to a pattern; they are to people. */
function keepLetters(between: string): string {
  return between.replace(/[^\p{L}\p{M}]+/gu, " ");
}

/** Marks of formatting that begin or end inside a placeholder, and not also there: they have their other half outside. */
function unpaired(whole: string): string {
  return ["**", "__", "~~", "`"].filter((mark) => (whole.split(mark).length - 1) % 2 === 1).join("");
}

function isRange(text: string, end: number): boolean {
  return /^\s?(?:[-–—]|to\b|bis\b)\s?\p{Nd}/u.test(text.slice(end, end + 8));
}

/** A name that stood in two cells goes back into two. */
function inCells(text: string, found: readonly Found[], values: ReadonlyMap<string, Known>): readonly Found[] {
  const made = [...found];
  for (let at = 0; at < made.length; at += 1) {
    const label = made[at]?.label ?? "";
    const cells = values.get(label)?.cells ?? [];
    const row = made.slice(at, at + cells.length);
    const isRow =
      cells.length > 1 &&
      row.length === cells.length &&
      row.every((one, place) => one.label === label && (place === 0 || isJoint(text.slice(row[place - 1]?.end, one.start))));
    if (!isRow) continue;
    row.forEach((one, place) => (made[at + place] = { ...one, text: cells[place] ?? "" }));
    at += cells.length - 1;
  }
  return made;
}

const isJoint = (between: string): boolean => new RegExp(`^ *(?:[\\t|,;] *|[\\s${EDGE}]*${EDGE}[\\s${EDGE}]*)$`).test(between);

interface Resolve {
  /** The one placeholder that is meant; null when there is none, or more than one. */
  label(item: Item): string | null;
  /** The kind as we write it, where it is one of ours. */
  hasKind(kind: string): string | null;
}

function resolver(labels: readonly string[]): Resolve {
  const exact = new Map<string, string>();
  const byRole = new Map<string, string[]>();
  const kinds = new Map<string, string>();
  for (const label of labels) {
    const [, kind = "", number = ""] = LABEL.exec(label) ?? [];
    const words = kind.toLowerCase();
    exact.set(`${words} ${Number(number)}`, label);
    kinds.set(words, kind);
    const role = ROLE_OF.get(words);
    if (role) byRole.set(`${role} ${Number(number)}`, [...(byRole.get(`${role} ${Number(number)}`) ?? []), label]);
  }
  const ours = (kind: string): string | null => kinds.get(kind) ?? kinds.get(kind.replace(/s$/, "")) ?? null;
  return {
    label({ kind, number }) {
      const own = ours(kind);
      if (own !== null) return exact.get(`${own.toLowerCase()} ${number}`) ?? null;
      const meant = byRole.get(`${roleOf(kind) ?? ""} ${number}`) ?? [];
      return meant.length === 1 ? (meant[0] ?? null) : null;
    },
    hasKind: ours,
  };
}

function roleOf(kind: string): Role | undefined {
  return ROLE_OF.get(kind) ?? ROLE_OF.get(kind.replace(/s$/, ""));
}

/** Finds what may be one of these placeholders; null where there is nothing to look for. */
function patternFor(labels: readonly string[]): RegExp | null {
  const kinds = [...new Set(labels.map((label) => LABEL.exec(label)?.[1] ?? "").filter((kind) => kind !== ""))];
  if (kinds.length === 0) return null;
  const roles = new Set(kinds.map((kind) => ROLE_OF.get(kind.toLowerCase())));
  const near = [...ROLE_OF].filter(([, role]) => roles.has(role)).map(([word]) => word);
  const own = alternatives(kinds);
  const all = alternatives([...kinds, ...near]);
  const list = (words: string, gap: string): string => {
    const one = `(?:${words})s?(?:${gap}(?:no\\.?|number|#))?${gap}${NUMBER}`;
    return `${one}(?:[*_]{0,3}${AND}(?:${one}|(?:(?:${words})s?${gap})?${NUMBER})){0,12}`;
  };
  const bracketed = `(?<open>${OPEN})${LOOSE}(?<inside>${list(all, LOOSE)})(?<owner>['’]s?)?${LOOSE}(?<close>${CLOSE})`;
  const plain = `(?<![\\p{L}\\p{N}_])(?<bare>${list(own, TIGHT)})(?![\\p{L}\\p{N}]|[.,]\\p{Nd})`;
  return new RegExp(`${bracketed}|${plain}`, "giu");
}

/** The longest first, so that no word hides a longer one that begins alike. */
function alternatives(words: readonly string[]): string {
  return [...new Set(words.map((word) => word.toLowerCase()))]
    .sort((one, other) => other.length - one.length)
    .map((word) => word.split(/\s+/).map(literal).join(LOOSE))
    .join("|");
}

function literal(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
