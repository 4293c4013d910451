/** What kind of text was copied, by its wording: a report on somebody, marks, or code. */

// What reports to parents say; any three of them together are one.
const OF_REPORTS: readonly RegExp[] = [
  /\b(?:has|have) (?:worked|tried|made|shown|settled|continued|enjoyed|grown|responded|contributed|begun|been)\b/i,
  /\b(?:effort|attainment|attitude to learning|behaviour for learning|progress)\b/i,
  /\b(?:targets?|next steps?|areas? for (?:development|improvement)|even better if)\b/i,
  /\b(?:should|could|needs? to|is encouraged to|would benefit from)\b/i,
  /\b(?:this|last|next|spring|summer|autumn) (?:term|half[- ]term|year)\b/i,
  /\b(?:pleasure to (?:teach|have)|well done|a valued member|a delight|grow(?:ing|n) in confidence|keep it up)\b/i,
  /\b(?:he|she|they|his|her|their)\b|\[[^\]]{1,40} \d+\]/i,
];
const ENOUGH = 5;

// A mark given to a piece of work.
const MARKS: readonly RegExp[] = [
  /\b(?:mark|score|total)s?(?: awarded)?\s*[:=]\s*\d{1,3}(?:\.\d)?\s*(?:\/|out of)\s*\d{1,3}/i,
  /\b[Gg]rade\s*[:=]\s*(?:[A-G][*+-]?|[1-9])(?!\w)/,
  /\b\d{1,3}(?:\.\d)?\s*(?:\/|out of)\s*\d{1,3}\s*marks?\b/i,
  /\b(?:would (?:award|give)|awarded)\b[^.\n]{0,40}\b\d{1,3}\s*(?:\/|out of)\s*\d{1,3}/i,
  /\bWWW\b[^]{0,600}\bEBI\b/,
];

// The beginning of a long text tells what it is.
const READ = 20_000;

/** Whether this speaks about a pupil's work and progress as a report does. */
export function isReport(text: string): boolean {
  const start = text.slice(0, READ);
  return OF_REPORTS.filter((sign) => sign.test(start)).length >= ENOUGH;
}

/** Whether marks are given in it. */
export function hasMarks(text: string): boolean {
  const start = text.slice(0, READ);
  return MARKS.some((sign) => sign.test(start));
}

/** Whether it is nothing but fenced code. */
export function isFenced(text: string): boolean {
  const [, fence = "", rest = ""] = /^\s*(\x60{3,}|~{3,})[^\n]*\n([^]*)$/.exec(text) ?? [];
  return fence !== "" && rest.includes("\n" + fence) && rest.slice(rest.indexOf("\n" + fence)).trim() === fence;
}
