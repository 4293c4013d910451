/** Reads what was pasted or dropped, as plain text, and writes to the clipboard when the person presses Copy. */

const BLOCKS = new Set(
  (
    "ADDRESS ARTICLE ASIDE BLOCKQUOTE CAPTION DD DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 " +
    "HEADER HR LI MAIN NAV OL P PRE SECTION TABLE TBODY TFOOT THEAD TR UL"
  ).split(" "),
);
const SILENT = new Set(["HEAD", "NOSCRIPT", "SCRIPT", "STYLE", "TEMPLATE", "TITLE"]);

/** The text of a paste or drop; empty when it holds only pictures, files or nothing. */
export function textOf(data: DataTransfer | null): string {
  const plain = data?.getData("text/plain") ?? "";
  if (plain !== "") return plain;
  const html = data?.getData("text/html") ?? "";
  return html === "" ? "" : textOfHtml(html);
}

/** Whether there is something besides text, which is not checked. */
export function hasMore(data: DataTransfer | null): boolean {
  return data !== null && (data.files.length > 0 || data.getData("text/html") !== "");
}

/**
 * Whether a file or picture that came with a text is left out of what goes in.
 *
 * Office programs put a picture of the copied cells or words beside their text and markup: that is the same again.
 */
export function leavesOutFiles(data: DataTransfer | null): boolean {
  if (data === null || data.files.length === 0) return false;
  const isRendition = data.getData("text/html") !== "" && data.files.length === 1;
  return !(isRendition && data.files[0]?.type.startsWith("image/"));
}

/** Reads markup as text in a document that loads and runs nothing. */
export function textOfHtml(html: string): string {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  const parts: string[] = [];
  gather(body, parts);
  return parts
    .join("")
    .replace(/[ \t]*\n[ \t]*/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function gather(node: Node, parts: string[]): void {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) parts.push((child.nodeValue ?? "").replace(/[ \t\r\n]+/g, " "));
    if (!(child instanceof Element) || SILENT.has(child.tagName)) continue;
    if (child.tagName === "BR") {
      parts.push("\n");
      continue;
    }
    const block = BLOCKS.has(child.tagName);
    if (block) parts.push("\n");
    gather(child, parts);
    if (block) parts.push("\n");
    else if (child.tagName === "TD" || child.tagName === "TH") parts.push("\t");
  }
}

/** True once the text is on the clipboard. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
