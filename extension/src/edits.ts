/**
 * Positions in texts: applying edits, and finding a text again inside an editor.
 *
 * Editors change white space: they fold blank lines, turn spaces into no-break spaces and wrap lines in elements. What
 * they leave alone is everything else, so texts are compared, and positions carried over, by their non-white-space
 * characters: the text's "solid" form. Offsets are UTF-16 units.
 */

import type { Edit } from "./messages";

/** White space, and characters that editors add or drop for their own purposes. */
const LOOSE = /[\s\0\u200b\u2060\ufeff]/;
const ALL_LOOSE = new RegExp(LOOSE, "g");

export function solid(text: string): string {
  return text.replace(ALL_LOOSE, "");
}

/** The text with the edits made; they are in order and do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const edit of edits) {
    parts.push(text.slice(from, edit.start), edit.text);
    from = edit.end;
  }
  return [...parts, text.slice(from)].join("");
}

/**
 * Where `inserted` went into `before` to make `after`, all three solid; null when that is not what happened.
 *
 * Something may have been selected and so replaced: what is left of `before` must be a start and an end of it. Only
 * over a selection may an insertion leave the text as it was.
 */
export function insertedAt(before: string, after: string, inserted: string, overSelection = false): number | null {
  if (after === before && !overSelection) return null;
  const left = after.length - inserted.length;
  if (left < 0 || left > before.length) return null;
  const common = commonStart(before, after);
  for (let at = Math.min(common, left); at >= 0; at -= 1) {
    if (after.startsWith(inserted, at) && before.endsWith(after.slice(at + inserted.length))) return at;
  }
  return null;
}

/** Where the solid form of `part` starts in that of `whole`, nearest to `hint`; null when it is not there. */
export function locate(whole: string, part: string, hint = 0): number | null {
  const stream = solid(whole);
  const wanted = solid(part);
  if (wanted === "") return null;
  const after = stream.indexOf(wanted, Math.max(0, hint));
  const before = stream.lastIndexOf(wanted, Math.max(0, hint));
  if (after < 0) return before < 0 ? null : before;
  return before >= 0 && hint - before < after - hint ? before : after;
}

/** For each solid character of a text, its offset in the text; and one more for the end. */
export function solidOffsets(text: string): readonly number[] {
  const offsets: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (!LOOSE.test(text.charAt(at))) offsets.push(at);
  }
  return offsets;
}

/** A stretch of a text, and what is to stand there, counted in solid characters. */
export interface SolidEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The edits of `part`, counted in the solid characters of a whole in which `part` starts at `at`. */
export function solidEdits(part: string, edits: readonly Edit[], at: number): readonly SolidEdit[] {
  const offsets = solidOffsets(part);
  return edits
    .map((edit) => ({
      start: at + countBelow(offsets, edit.start),
      end: at + countBelow(offsets, edit.end),
      text: edit.text,
    }))
    .filter((edit) => edit.end > edit.start);
}

/** How many of the ascending numbers are below a limit. */
function countBelow(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? limit) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function commonStart(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let at = 0;
  while (at < most && one.charCodeAt(at) === other.charCodeAt(at)) at += 1;
  return at;
}
