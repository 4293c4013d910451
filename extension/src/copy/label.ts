/**
 * The line that says AI has helped: its words, and its place in a plain text and in markup.
 *
 * It is a line of its own, never inside what was copied, and never there twice.
 */

import { escaped } from "./markup";

export type Position = "top" | "end";

/** What is on the clipboard, by kind; `text/plain` and `text/html` are the ones that are changed. */
export type Flavours = Readonly<Record<string, string>>;

export const PLAIN = "text/plain";
export const RICH = "text/html";

/** The line: the label and, where the policy asks for it, with what and when. */
export function lineOf(label: string, tool: string, day: string): string {
  return tool === "" ? label : `${label} (${tool}, ${day})`;
}

/** The same with the line added, in each kind that shows text. */
export function labelled(flavours: Flavours, line: string, position: Position): Flavours {
  const plain = flavours[PLAIN];
  const rich = flavours[RICH];
  return {
    ...flavours,
    ...(plain === undefined ? {} : { [PLAIN]: inPlain(plain, line, position) }),
    ...(rich === undefined ? {} : { [RICH]: inMarkup(rich, line, position) }),
  };
}

/** Whether one of the labels stands at the beginning or the end already, as a line of its own. */
export function hasLabel(plain: string, labels: readonly string[]): boolean {
  const lines = [/^\s*([^\n]*)/.exec(plain)?.[1] ?? "", lastLine(plain)].map(bare);
  return lines.some((line) => labels.some((label) => line === bare(label)));
}

function inPlain(text: string, line: string, position: Position): string {
  const feed = /\r\n/.test(text) ? "\r\n" : "\n";
  if (position === "top") return `${line}${feed}${feed}${text}`;
  const [end] = /(?:\r?\n)*$/.exec(text) ?? [""];
  return `${text.slice(0, text.length - end.length)}${feed}${feed}${line}${end === "" ? "" : feed}`;
}

function inMarkup(markup: string, line: string, position: Position): string {
  const at = position === "top" ? startOf(markup) : endOf(markup);
  return `${markup.slice(0, at)}<p>${escaped(line)}</p>${markup.slice(at)}`;
}

/** Where the contents begin: Windows programs mark them, and browsers write the character set before them. */
function startOf(markup: string): number {
  const before = /^[^]{0,4000}?<!--StartFragment-->/.exec(markup) ?? /^[^]{0,4000}?<body\b[^>]*>/i.exec(markup);
  return (before ?? /^\s*(?:<meta\b[^>]*>\s*)*/i.exec(markup))?.[0].length ?? 0;
}

function endOf(markup: string): number {
  const tail = Math.max(0, markup.length - 4000);
  const end = /<!--EndFragment-->|<\/body\s*>|<\/html\s*>/i.exec(markup.slice(tail));
  return end ? tail + end.index : markup.length;
}

function lastLine(text: string): string {
  const trimmed = text.trimEnd();
  return trimmed.slice(trimmed.lastIndexOf("\n") + 1);
}

/** A line without its formatting, and without tool and date. */
function bare(line: string): string {
  if (line.length > 400) return "";
  return line
    .replace(/[*_~`#>[\]“”"']/g, "")
    .replace(/\s*\([^()]*\)\s*\.?\s*$/, "")
    .replace(/\.\s*$/, "")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
}
