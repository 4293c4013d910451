/**
 * Makes look-alike characters alike, as the agent does, so that one pattern serves however a text was typed.
 *
 * Each character is changed for one of the same length, so offsets stay as they are. Characters that take no room
 * (zero-width spaces, direction marks) are left out; then a map leads back to the original offsets.
 */

const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const DASHES = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g;
const APOSTROPHES = /[\u2018\u2019\u201a\u201b\u02bc\u2032]/g;
const QUOTES = /[\u201c-\u201f\u2033\u00ab\u00bb]/g;
const LINE_ENDS = /[\v\f\u0085\u2028\u2029]/g;
// Full-width forms of printable ASCII: https://www.unicode.org/charts/PDF/UFF00.pdf
const FULL_WIDTH = /[\uff01-\uff5e]/g;
const NO_WIDTH = /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;

export interface Normal {
  readonly text: string;
  /** The offset in the original of an offset in `text`. */
  original(offset: number): number;
}

export function normalise(text: string): Normal {
  if (!NO_WIDTH.test(text)) return { text: alike(text), original: (offset) => offset };
  const kept: string[] = [];
  const starts: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charAt(at);
    if (NO_WIDTH.test(unit)) continue;
    kept.push(unit);
    starts.push(at);
  }
  starts.push(text.length);
  return { text: alike(kept.join("")), original: (offset) => starts[offset] ?? text.length };
}

function alike(text: string): string {
  return text
    .replace(SPACES, " ")
    .replace(DASHES, "-")
    .replace(APOSTROPHES, "'")
    .replace(QUOTES, '"')
    .replace(LINE_ENDS, "\n")
    .replace(/\r/g, " ")
    .replace(FULL_WIDTH, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
}
