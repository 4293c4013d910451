/**
 * What is selected, as the browser would copy it: the text as it is, and markup that other programs can read.
 *
 * The markup is written anew, for the browser's own cannot be read here: structure, links and formulas stay, the site's
 * own buttons, styles and decoration do not.
 */

import { escaped } from "./markup";

const SILENT = new Set("BUTTON INPUT NOSCRIPT SCRIPT SELECT STYLE SVG TEMPLATE TEXTAREA".split(" "));
const EMPTY = new Set("BR COL HR IMG WBR".split(" "));
const TRANSPARENT = new Set("BODY DIV SPAN SECTION ARTICLE".split(" "));
const KEPT = new Set("ALT COLSPAN DIR HREF LANG REVERSED ROWSPAN SCOPE SRC START TITLE".split(" "));
const MATHS = "http://www.w3.org/1998/Math/MathML";
// What a part of something still is.
const INLINE = new Set("A B CODE DEL EM I MARK PRE S STRONG SUB SUP U".split(" "));
const OF_TABLES = new Set("TABLE TBODY TFOOT THEAD TR".split(" "));
const LISTS = new Set(["OL", "UL"]);

// Letters as formulas show them, where the document has plain ones.
const SLANTED = /[\u{1d434}-\u{1d467}\u{1d6e2}-\u{1d71b}\u210e]/gu;

/** What a selection puts on the clipboard as plain text. */
export function plainOf(selection: Selection): string {
  const text = selection.toString().replace(/\u00a0/g, " ");
  if (!SLANTED.test(text)) return text;
  const source = selection.getRangeAt(0).commonAncestorContainer.textContent ?? "";
  return text.replace(SLANTED, (letter) => (source.includes(letter) ? letter : letter.normalize("NFKC")));
}

/** The same as markup; `within` is the answer it is a part of. */
export function markupOf(range: Range, within: Element): string {
  const parts: string[] = [];
  const { commonAncestorContainer: common } = range;
  // The page's own elements are read: a copy of them, made by us, can change what its security policy keeps off them.
  if (common instanceof Element) writeChildren(common, range, parts);
  else write(common, range, parts);
  let markup = parts.join("");
  const nearest = common instanceof Element ? common : common.parentElement;
  for (let around = nearest; around && around !== within && within.contains(around); around = around.parentElement) {
    const isPart = around === nearest && LISTS.has(around.tagName);
    if (isPart || INLINE.has(around.tagName) || OF_TABLES.has(around.tagName)) {
      markup = `<${opening(around)}>${markup}</${around.tagName.toLowerCase()}>`;
    }
  }
  return markup;
}

function writeChildren(parent: Node, range: Range, parts: string[]): void {
  for (const child of parent.childNodes) {
    if (range.intersectsNode(child)) write(child, range, parts);
  }
}

function write(node: Node, range: Range, parts: string[]): void {
  if (node.nodeType === Node.TEXT_NODE) {
    const text = node.nodeValue ?? "";
    const start = node === range.startContainer ? range.startOffset : 0;
    const end = node === range.endContainer ? range.endOffset : text.length;
    parts.push(escaped(text.slice(start, end)).replace(/\u00a0/g, "&nbsp;").replace(/&quot;/g, '"'));
    return;
  }
  if (!(node instanceof Element) || isSilent(node)) return;
  const name = node.localName;
  const isTransparent = TRANSPARENT.has(node.tagName) && !node.hasAttribute("dir") && !node.hasAttribute("lang");
  const isBlock = isTransparent && node.tagName !== "SPAN";
  if (!isTransparent) parts.push(`<${opening(node)}>`);
  else if (isBlock) parts.push("<div>");
  if (EMPTY.has(node.tagName)) return;
  writeChildren(node, range, parts);
  if (!isTransparent) parts.push(`</${name}>`);
  else if (isBlock) parts.push("</div>");
}

/** Decoration, as the visible half of a formula, says the same again. */
function isSilent(element: Element): boolean {
  return (
    SILENT.has(element.tagName.toUpperCase()) ||
    element.getAttribute("aria-hidden") === "true" ||
    element.hasAttribute("hidden") ||
    element.localName === "annotation"
  );
}

function opening(element: Element): string {
  const isMaths = element.namespaceURI === MATHS;
  const attributes = [...element.attributes]
    .filter(({ name }) => (isMaths ? !name.startsWith("on") && name !== "style" && name !== "class" : KEPT.has(name.toUpperCase())))
    .map(({ name, value }) => ` ${name}="${escaped(value)}"`);
  const [, align] = /(?:^|;)\s*text-align:\s*(center|end|justify|left|right|start)\b/i.exec(element.getAttribute("style") ?? "") ?? [];
  return `${element.localName}${attributes.join("")}${align === undefined ? "" : ` style="text-align: ${align}"`}`;
}
