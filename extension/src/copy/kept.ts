/**
 * What the placeholders of each conversation stand for.
 *
 * This is in the service worker's memory and nowhere else: in no storage, no journal, no message to the agent. It goes
 * with the last tab that showed the conversation, with the browser, and once it has not been used for as long as the
 * policy says.
 */

import type { Known } from "./restore";

/** A placeholder that was put in, and what it was put in place of. */
export interface Pair {
  readonly label: string;
  readonly value: string;
  /** The cells a name stood in, as far as they are in this text; else nothing. */
  readonly cells?: readonly string[];
}

export interface Kept {
  learn(conversation: string, tab: number, pairs: readonly Pair[], now: number): void;
  /** What is known of a conversation; nothing once it has lain too long. */
  of(conversation: string, tab: number, now: number): readonly Known[];
  /** What the tab shows now. Names stay for who comes back, in the last tab that showed their conversation. */
  shows(tab: number, conversation: string): void;
  /** The tab has gone. */
  left(tab: number): void;
  /** Lets go of everything. */
  clear(): void;
  /** Lets go of what has lain too long. */
  tidy(now: number): void;
  setMinutes(minutes: number): void;
  isEmpty(): boolean;
}

interface Names {
  readonly forms: Map<string, Map<string, number>>;
  readonly cells: Map<string, readonly string[]>;
  readonly tabs: Set<number>;
  used: number;
}

const MOST_LABELS = 2000;
const MOST_CONVERSATIONS = 64;
const LONGEST = 400;
const MINUTE = 60_000;

export function createKept(): Kept {
  const all = new Map<string, Names>();
  /** What is still under way for these keeps nothing alive. */
  const closed = new Set<number>();
  let minutes = 240;

  function tidy(now: number): void {
    for (const [conversation, { used }] of all) {
      if (now - used > minutes * MINUTE || now < used - MINUTE) all.delete(conversation);
    }
  }

  return {
    learn(conversation, tab, pairs, now) {
      tidy(now);
      if (closed.has(tab)) return;
      const names = all.get(conversation) ?? { forms: new Map(), cells: new Map(), tabs: new Set(), used: now };
      all.delete(conversation);
      all.set(conversation, names);
      names.used = now;
      names.tabs.add(tab);
      for (const { label, value, cells = [] } of pairs) {
        const form = value.replace(/\s+/g, " ").trim();
        if (form === "" || form.length > LONGEST || (!names.forms.has(label) && names.forms.size >= MOST_LABELS)) continue;
        const forms = names.forms.get(label) ?? new Map<string, number>();
        forms.set(form, (forms.get(form) ?? 0) + 1);
        names.forms.set(label, forms);
        if (cells.length > 1) names.cells.set(label, cells);
      }
      while (all.size > MOST_CONVERSATIONS) all.delete(all.keys().next().value ?? "");
    },
    of(conversation, tab, now) {
      tidy(now);
      const names = all.get(conversation);
      if (!names || closed.has(tab)) return [];
      names.used = now;
      names.tabs.add(tab);
      return [...names.forms].map(([label, forms]) => ({
        label,
        value: mostUsed(forms),
        cells: names.cells.get(label) ?? [],
      }));
    },
    shows(tab, conversation) {
      for (const [name, { tabs }] of all) {
        if (name !== conversation && tabs.size > 1) tabs.delete(tab);
      }
    },
    left(tab) {
      closed.add(tab);
      for (const [name, { tabs }] of all) {
        if (tabs.delete(tab) && tabs.size === 0) all.delete(name);
      }
    },
    clear: () => all.clear(),
    tidy,
    setMinutes(given) {
      minutes = given;
    },
    isEmpty: () => all.size === 0,
  };
}

/** The form a text used most; of two that were used alike, the longer. */
function mostUsed(forms: ReadonlyMap<string, number>): string {
  return [...forms].reduce((best, one) => (one[1] > best[1] || (one[1] === best[1] && one[0].length > best[0].length) ? one : best), ["", 0] as const)[0];
}

const LABEL = /^\[[^[\]]{1,60} \d{1,6}\]$/;
const JOINT = /^[ \t]*[\t|,;][ \t]*$/;
const SURNAME_FIRST = /\b(?:sur|last|family|legal sur)[ -]?names?\b[^\n]{0,30}\b(?:fore|first|given|preferred)[ -]?names?\b/i;

/** What each placeholder of some edits stands for. A name over two cells of a table is one name. */
export function pairsOf(
  text: string,
  edits: readonly { readonly start: number; readonly end: number; readonly text: string }[],
): readonly Pair[] {
  const ours = edits.filter((edit) => LABEL.test(edit.text));
  const isTurned = SURNAME_FIRST.test(text.slice(0, 2000));
  const pairs: Pair[] = [];
  for (let at = 0; at < ours.length; at += 1) {
    const row = [ours[at] as (typeof ours)[number]];
    for (let next = ours[at + 1]; next && next.text === row[0]?.text; next = ours[at + row.length]) {
      if (!JOINT.test(text.slice(row.at(-1)?.end, next.start))) break;
      row.push(next);
    }
    const cells = row.map(({ start, end }) => text.slice(start, end).trim());
    const [first = "", ...others] = cells;
    const value = withoutRepeats(isTurned ? [...others, first] : cells).join(" ");
    // Where each cell holds the whole name there is nothing to be parted.
    pairs.push({ label: row[0]?.text ?? "", value, ...(cells.every((cell) => cell === value) ? {} : { cells }) });
    at += row.length - 1;
  }
  return pairs;
}

/** Cells of one name, without those whose words the others have already, as a preferred name mostly is. */
function withoutRepeats(cells: readonly string[]): readonly string[] {
  const words = (cell: string): readonly string[] => cell.toLowerCase().split(/\s+/);
  const left = [...cells];
  for (let at = left.length - 1; at >= 0; at -= 1) {
    const others = left.toSpliced(at, 1).flatMap(words);
    if (words(left[at] ?? "").every((word) => others.includes(word))) left.splice(at, 1);
  }
  return left;
}
