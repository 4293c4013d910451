/**
 * Puts back what placeholders stand for, in a text that an AI tool has written.
 *
 * Tools change placeholders: case, plural, brackets, language, formatting in the middle. A changed one is put back where
 * there can be no doubt what it was, and named where there can; it is better to leave a place open than to fill in
 * another child's name.
 */

import { EDGE, escaped, plainly, visible, type Visible } from "./markup";
import { MUM_OR_DAD, NUMBER_WORDS, numberOf, PEOPLE, type Role, ROLE_OF } from "./words";

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
  /** Of whom a parent is meant: the first, the second; 0 where the pupil is. */
  readonly parent: number;
}

// What may stand between a placeholder's parts: space, formatting marks, and characters without width.
const LOOSE = "[\\s\\u200b-\\u200d\\u2060\\ufeff\\u00ad*_~`\\\\-]{0,6}";
const TIGHT = "[ \\t\\u00a0\\u200b-\\u200d\\u2060\\ufeff\\u00ad*_~`\\\\-]{0,6}";
const OPENING = "\\\\?[\\[({<«‹⟦【〔「『〈《]";
const CLOSING = "\\\\?[\\])}>»›⟧】〕」』〉》]";
const OPEN = `(?:${OPENING}){1,2}`;
const CLOSE = `(?:${CLOSING}){1,3}`;
const ROUND = /^\(|\)$/;
const NUMBER = `(?:\\p{Nd}{1,6}|(?:${NUMBER_WORDS})(?![\\p{L}\\p{N}]))`;
const AND = "(?:\\s{0,3}[,;/&]\\s{0,3}|\\s{1,3}(?:and|et|und|y|oraz)\\s{1,3})";
const BEFORE_A_COUNT = /(?:^|[^\p{L}])(?:a|an|another|any|each|every|no|one|per|that|the|this|your)\s$/iu;
const ONE_OF_SEVERAL = /(?:first|second|third|other|both|either)\s$/iu;
const MOST_LEFT = 50;
const LABEL = /^\[(Parent (?:(\d{1,6}) )?of )?([^[\]]{1,60}) (\d{1,6})\]$/;
const PARENT = alternatives([...[...ROLE_OF].filter(([, role]) => role === "parent").map(([word]) => word), ...MUM_OR_DAD]);
// “of” in any language: a short word or two, or none.
const OF = `${LOOSE}(?:of${LOOSE}|(?:(?!(?:and|or|et|und|y|oraz)\\s)\\p{L}{1,6}(?:['’]|(?=[\\s*_~-]))${LOOSE}){0,2})`;
// Words before that say which: “Second parent of”.
const WHICH = "(?:\\p{L}{1,14}[ \\t]{1,3}){0,3}";
const NTH_PARENT = (words: string, gap: string): string =>
  `(?:${words})s?(?:${gap}(?:no\\.?|number|#)?${gap}${NUMBER})?(?:['’]s)?`;
const ITS = NTH_PARENT("parent", TIGHT);
const OUTER = `(?<![\\p{L}\\p{N}_])(?<outer>(?:${ITS}|${OPEN}${ITS}${CLOSE})${TIGHT}of${TIGHT})`;
const INNER = `(?<inner>(?<which>${WHICH})${NTH_PARENT(PARENT, LOOSE)}(?:${CLOSE})?${OF})(?<again>${OPEN}${LOOSE})?`;
const AFTER = `(?<after>['’]s?${LOOSE}${WHICH}${NTH_PARENT(PARENT, LOOSE)})`;
const PARENT_WORD = new RegExp(`^(?:${OPEN}|['’]s?)?${LOOSE}(${WHICH})(${PARENT})(s?)(?!\\p{L})`, "iu");
const NTH = new RegExp(NUMBER, "iu");

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
  const matches = [...placesIn(text, pattern, resolve)].map((match) => read(match, resolve)).filter((match) => !match.isCounted);
  // “Pupil 5” in a text about five made-up pupils tells that its “Pupil 1” is none of ours either.
  const foreign = new Set(
    matches
      .filter((match) => !match.hasBrackets)
      .flatMap((match) => match.items.filter((item) => !values.has(match.labelOf(item) ?? "")).map(spoken)),
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
      !match.isDoubtful &&
      names.every((name) => name !== undefined) &&
      (match.hasBrackets || (match.isPlain && (!match.isSmall || hasPlain) && match.items.every((item) => !foreign.has(spoken(item)))));
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
  /** Whether it is a parent, and not plain which: “[Parents of Pupil 1]” of two, “[Mum of Pupil 1]”. */
  readonly isDoubtful: boolean;
  /** Whether this may be put back though no brackets are left. */
  readonly isPlain: boolean;
  labelOf(item: Item): string | null;
  fill(names: readonly Known[], dropRound: boolean): readonly Found[];
}

/** What may be a placeholder; “parent of” before one is passed by where it is a phrase, and the pupil's is looked at alone. */
function* placesIn(text: string, pattern: RegExp, resolve: Resolve): Generator<RegExpExecArray> {
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const past = phrase(match, resolve);
    if (past === 0) yield match;
    else pattern.lastIndex = match.index + past;
  }
}

/** How long the phrase is that a place begins with, as in “the parent of [Pupil 1]”; 0 where it is no phrase. */
function phrase(match: RegExpExecArray, resolve: Resolve): number {
  const { open = "", inner, which, outer, inside, bare } = match.groups ?? {};
  if (outer !== undefined && inner !== undefined) return outer.length;
  const words = outer ?? (ROUND.test(open) ? inner : undefined);
  if (words === undefined) return 0;
  const isSmall = /^\p{Ll}/u.test(words);
  const [item] = itemsOf(inside ?? bare ?? "", parentIn(words));
  const isGiven = item !== undefined && resolve.label(item) !== null;
  const before = match.input.slice(Math.max(0, match.index - 12), match.index) + (which ?? "");
  const isPhrase = isSmall ? !isGiven || BEFORE_A_COUNT.test(before) : !resolve.hasParents;
  return isPhrase ? (outer === undefined ? open.length : 0) + words.length : 0;
}

/** Which parent some words mean; 0 for none. */
function parentIn(words: string | undefined): number {
  return words === undefined ? 0 : numberOf(NTH.exec(words)?.[0] ?? "1");
}

/** An item's kind, a parent apart from the pupil. */
function spoken({ kind, parent }: Item): string {
  return `${parent > 0}:${kind}`;
}

/** How much of a place belongs to what is around it: “(” and “)” in “(see [Pupil 1])” and “([Pupil 1] reads)”. */
function around({ open = "", inner = "", again = "", close = "" }: Readonly<Record<string, string | undefined>>): readonly [number, number] {
  const lead = /^\\?\((?=[^(])/.exec(open)?.[0].length ?? 0;
  const opened = (open.slice(lead) + inner + again).match(new RegExp(OPENING, "gu"))?.length ?? 0;
  const shut = inner.match(new RegExp(CLOSING, "gu"))?.length ?? 0;
  const closed = close.match(new RegExp(CLOSING, "gu")) ?? [];
  return [lead, closed.slice(opened - shut).join("").length];
}

function read(match: RegExpMatchArray, resolve: Resolve): Match {
  const [lead, tail] = around(match.groups ?? {});
  const whole = match[0].slice(lead, match[0].length - tail);
  const { open, inside, inner, owner = "", after, bare, outer } = match.groups ?? {};
  const body = inside ?? bare ?? "";
  const start = (match.index ?? 0) + lead;
  const related = inner ?? after ?? outer;
  const items = itemsOf(body, parentIn(related));
  const hasBrackets = open !== undefined;
  const isRound = hasBrackets && /^\\?\(|\)$/.test(whole);
  const range = bare !== undefined && isRange(match.input ?? "", start + whole.length);
  const roles = items.map(({ kind }) => roleOf(kind));
  const isSmall = bare !== undefined && /^\p{Ll}/u.test(outer ?? bare);
  const [, said = "", parent = "", plural = ""] = PARENT_WORD.exec(related ?? "") ?? [];
  const isOneOfSeveral =
    (plural !== "" && (outer !== undefined || items.some((item) => resolve.parents(item) > 1))) ||
    (outer !== undefined && ONE_OF_SEVERAL.test((match.input ?? "").slice(Math.max(0, start - 12), start)));
  const isOurs = items.every(({ kind }) => resolve.hasKind(kind));
  return {
    whole: whole.trim(),
    items,
    hasBrackets,
    isRound,
    isSmall,
    isCounted: isSmall && BEFORE_A_COUNT.test((match.input ?? "").slice(Math.max(0, start - 12), start)),
    isDoubtful: related !== undefined && (items.length > 1 || said !== "" || isOneOfSeveral || MUM_OR_DAD.has(parent.toLowerCase())),
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

function itemsOf(body: string, parent = 0): readonly Item[] {
  const found: Item[] = [];
  for (const part of body.split(new RegExp(`(?<=[\\p{N}\\p{L}])[*_]{0,3}${AND}`, "iu"))) {
    const [, words = "", number = ""] = new RegExp(`^(.*?)(${NUMBER})\\W*$`, "isu").exec(part) ?? [];
    const kind = words.replace(/(?:\bno\.?|\bnumber|#)\W*$/i, "").replace(/[\W_]+/gu, keepLetters).trim();
    const last = found.at(-1)?.kind ?? "";
    if (number !== "") found.push({ kind: kind === "" ? last : kind.toLowerCase(), number: numberOf(number), parent });
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
  /** How many parents of a pupil have a placeholder. */
  parents(item: Item): number;
  readonly hasParents: boolean;
}

/** A placeholder's parts. */
function partsOf(label: string): Item {
  const [, of, parent = "1", kind = "", number = ""] = LABEL.exec(label) ?? [];
  return { kind, number: Number(number), parent: of === undefined ? 0 : Number(parent) };
}

function resolver(labels: readonly string[]): Resolve {
  const exact = new Map<string, string>();
  const byRole = new Map<string, string[]>();
  const kinds = new Map<string, string>();
  const parents = new Map<string, number>();
  const add = (role: string, label: string): void => void byRole.set(role, [...(byRole.get(role) ?? []), label]);
  for (const label of labels) {
    const { kind, number, parent } = partsOf(label);
    const words = kind.toLowerCase();
    const role = ROLE_OF.get(words);
    exact.set(`${parent} ${words} ${number}`, label);
    kinds.set(words, kind);
    if (role) add(`${parent} ${role} ${number}`, label);
    if (parent > 0) parents.set(`${role ?? words} ${number}`, (parents.get(`${role ?? words} ${number}`) ?? 0) + 1);
  }
  const ours = (kind: string): string | null => kinds.get(kind) ?? kinds.get(kind.replace(/s$/, "")) ?? null;
  return {
    label({ kind, number, parent }) {
      const own = ours(kind);
      if (own !== null) return exact.get(`${parent} ${own.toLowerCase()} ${number}`) ?? null;
      const meant = byRole.get(`${parent} ${roleOf(kind) ?? ""} ${number}`) ?? [];
      return meant.length === 1 ? (meant[0] ?? null) : null;
    },
    hasKind: ours,
    parents: ({ kind, number }) => parents.get(`${roleOf(kind) ?? kind} ${number}`) ?? 0,
    hasParents: parents.size > 0,
  };
}

function roleOf(kind: string): Role | undefined {
  return ROLE_OF.get(kind) ?? ROLE_OF.get(kind.replace(/s$/, ""));
}

/** Finds what may be one of these placeholders; null where there is nothing to look for. */
function patternFor(labels: readonly string[]): RegExp | null {
  const kinds = [...new Set(labels.map((label) => partsOf(label).kind).filter((kind) => kind !== ""))];
  if (kinds.length === 0) return null;
  const roles = new Set(kinds.map((kind) => ROLE_OF.get(kind.toLowerCase())));
  const near = [...ROLE_OF].filter(([, role]) => roles.has(role)).map(([word]) => word);
  const own = alternatives(kinds);
  const all = alternatives([...kinds, ...near]);
  const list = (words: string, gap: string): string => {
    const one = `(?:${words})s?(?:${gap}(?:no\\.?|number|#))?${gap}${NUMBER}`;
    return `${one}(?:[*_]{0,3}${AND}(?:${one}|(?:(?:${words})s?${gap})?${NUMBER})){0,12}`;
  };
  const bracketed = `(?<open>${OPEN})${LOOSE}(?:${INNER})?(?<inside>${list(all, LOOSE)})(?:${AFTER}|(?<owner>['’]s?))?${LOOSE}(?<close>${CLOSE})`;
  const plain = `(?<![\\p{L}\\p{N}_])(?<bare>${list(own, TIGHT)})(?![\\p{L}\\p{N}]|[.,]\\p{Nd})`;
  return new RegExp(`(?:${OUTER})?(?:${bracketed}|${plain})`, "giu");
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
