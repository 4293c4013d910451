/**
 * A text inside markup, with the way back from each of its characters to the markup.
 *
 * Markup on its way to the clipboard is mended as a string, in the few places that change: what the page wrote stays as
 * it is everywhere else, and nothing needs a document, which the service worker has not.
 */

export interface Visible {
  /** What can be read; a block's edge is one `EDGE`, a line break is a line feed. */
  readonly text: string;
  /** Where the markup of each character starts, and where it ends. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

/** Stands between two blocks, or two cells. */
export const EDGE = "\u0001";

// Of a tag only the start; `tagEnds` finds where it ends.
const PIECES =
  /<!--[^]*?(?:-->|$)|<(script|style|template|title)\b[^]*?(?:<\/\1\s*>|$)|<\/?([a-z][^\s/<>]*)|&(#x[\da-f]{1,6}|#\d{1,7}|[a-z]{1,8});|[^<&]+|[<&]/giy;
const OUTSIDE_QUOTES = /[^'"<>]*/y;
const BLOCKS = new Set(
  (
    "ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CAPTION DD DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 " +
    "HEADER HR HTML LI MAIN NAV OL P PRE SECTION TABLE TBODY TD TFOOT TH THEAD TR UL"
  ).split(" "),
);
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  gt: ">",
  lbrack: "[",
  lsqb: "[",
  lt: "<",
  nbsp: "\u00a0",
  quot: '"',
  rbrack: "]",
  rsqb: "]",
};

/** A text of no markup, in the same form. */
export function plainly(text: string): Visible {
  const from = new Uint32Array(text.length);
  const to = new Uint32Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    from[at] = at;
    to[at] = at + 1;
  }
  return { text, from, to };
}

/** What can be read of some markup. */
export function visible(markup: string): Visible {
  const from = new Uint32Array(markup.length);
  const to = new Uint32Array(markup.length);
  const parts: string[] = [];
  let length = 0;
  const add = (part: string, start: number, end: number): void => {
    parts.push(part);
    from.fill(start, length, length + part.length);
    to.fill(end, length, length + part.length);
    length += part.length;
  };
  const endOf = tagEnds(markup);
  PIECES.lastIndex = 0;
  for (let piece = PIECES.exec(markup); piece; piece = PIECES.exec(markup)) {
    const [, , tag, entity] = piece;
    const start = piece.index;
    // A tag that never ends is none: its first character is one that can be read.
    const end = tag === undefined ? PIECES.lastIndex : (endOf(PIECES.lastIndex) ?? start + 1);
    const whole = markup.slice(start, end);
    PIECES.lastIndex = end;
    const name = whole.length > 1 ? tag?.toUpperCase() : undefined;
    if (name === "BR") add("\n", start, end);
    else if (name !== undefined && BLOCKS.has(name)) add(EDGE, start, end);
    else if (entity !== undefined) add(decoded(entity) ?? whole.charAt(0), start, end);
    else if (!whole.startsWith("<") || whole.length === 1) {
      for (let at = start; at < end; at += 1) {
        from[length + at - start] = at;
        to[length + at - start] = at + 1;
      }
      parts.push(whole);
      length += whole.length;
    }
  }
  return { text: parts.join(""), from: from.subarray(0, length), to: to.subarray(0, length) };
}

/**
 * Finds where a tag ends, given where its name does; null where it never does.
 *
 * Whether it does depends on nothing that comes before. So a place that was come by once is not looked at again, and a
 * page that begins a tag inside each quotation costs no more than another.
 */
function tagEnds(markup: string): (from: number) => number | null {
  const tried = new Uint8Array(markup.length + 1);
  return (from) => {
    for (let at = from; tried[at] === 0; ) {
      tried[at] = 1;
      OUTSIDE_QUOTES.lastIndex = at;
      OUTSIDE_QUOTES.test(markup);
      const edge = OUTSIDE_QUOTES.lastIndex;
      const mark = markup.charAt(edge);
      if (mark === ">") return edge + 1;
      const close = mark === "'" || mark === '"' ? markup.indexOf(mark, edge + 1) : -1;
      if (close === -1) return null;
      at = close + 1;
    }
    return null;
  };
}

/** A text as markup. */
export function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

/** One character, or nothing where the name is not one of the few that matter here. */
function decoded(entity: string): string | null {
  if (!entity.startsWith("#")) return NAMED[entity.toLowerCase()] ?? null;
  const code = /^#x/i.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
  // Two units would have no place of their own each.
  return code > 0 && code < 0xd800 ? String.fromCharCode(code) : null;
}
