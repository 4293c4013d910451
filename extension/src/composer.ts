/**
 * The box people type in: finding it, reading it, and writing to it through the editor's own path.
 *
 * Which way of writing an editor understands was measured, editor by editor (ProseMirror, Quill, Lexical, plain and
 * script-controlled text fields): rich editors take a paste event of ours as they take a real one, text fields take
 * `execCommand`. That is slow by the line, and joins lines in some editors, so for rich editors it comes second.
 * Nothing is believed until it has been read back.
 */

import { shadowOf } from "./browser";
import { type Edit } from "./messages";
import { applyEdits, insertedAt, locate, solid, solidEdits, type SolidEdit, solidOffsets } from "./edits";
import { isBefore, isVisible } from "./seen";
import type { Site } from "./site";

export type Composer = HTMLElement;

/** A stretch of a text, half open, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where in the composer something is to go. */
export type Place =
  | { readonly kind: "field"; readonly start: number; readonly end: number }
  | { readonly kind: "range"; readonly range: Range }
  | { readonly kind: "caret" };

export type Field = HTMLTextAreaElement | HTMLInputElement;

// Nobody writes a message in anything narrower, in pixels.
const LARGE = 160;
// A list this long goes in as one piece; each single edit costs the editor a moment.
const FEW = 8;
// From so many lines on, `insertText` takes seconds where `insertHTML` takes none.
const MANY_LINES = 50;
// How long an editor may need to notice a selection made by us.
const NOTICE = 30;
// How long a page may take to put back what it had.
const REVERT = 60;

export function findComposer(site: Site): Composer | null {
  return firstOf(site, site.composers, isVisible);
}

export function findSendButton(site: Site, accept: (button: HTMLElement) => boolean = () => true): HTMLElement | null {
  return firstOf(site, site.sendButtons, (button) => isVisible(button) && isSendButton(site, button) && accept(button));
}

/** Whether the composer can still be written to; a page may take it away, or hide it behind another. */
export function isUsable(composer: Composer): boolean {
  return composer.isConnected && isVisible(composer);
}

export function isEmpty(composer: Composer): boolean {
  return solid(isField(composer) ? composer.value : (composer.textContent ?? "")) === "";
}

/** The box drawn round the composer and its Send button: what they share, unless that is half the page. */
export function boxOf(composer: Composer | null, send: HTMLElement | null): HTMLElement | null {
  if (!composer) return null;
  let shared: HTMLElement | null = send ? composer : composer.closest("form");
  while (send && shared && !shared.contains(send)) shared = shared.parentElement;
  const own = composer.getBoundingClientRect();
  const box = shared?.getBoundingClientRect();
  return shared && box && box.height < own.height + 160 && box.width < own.width + 240 ? shared : composer;
}

/** Whether something of the page's own lies over it that must be dealt with first, such as its settings. */
export function isBehindDialog(composer: Composer): boolean {
  const over = [...document.querySelectorAll('dialog:modal, [aria-modal="true"]')];
  const isHidden = composer.closest('[aria-hidden="true"]') !== null;
  return isHidden || over.some((dialog) => dialog.checkVisibility() && !dialog.contains(composer));
}

/** The composer a Send button belongs to: the one that stands nearest above it. */
export function composerBeside(site: Site, button: HTMLElement | null): Composer | null {
  return composersBeside(site, button)[0] ?? null;
}

/** What a Send button may send: the composer it belongs to and, where nobody has said which that is, the others around it. */
export function composersBeside(site: Site, button: HTMLElement | null): readonly Composer[] {
  for (let around = above(button); around; around = above(around)) {
    const found = pairedIn(site, around, button);
    if (found.length > 0) return found;
  }
  const only = findComposer(site);
  return only ? [only] : [];
}

/** What Enter in a composer may send: this one first, and what its Send button may send with it. */
export function composersWith(site: Site, composer: Composer): readonly Composer[] {
  // Elsewhere it is known what sends what.
  const button = site.isDeep === true ? findSendButton(site, (one) => composersBeside(site, one).includes(composer)) : null;
  return [composer, ...(button ? composersBeside(site, button).filter((other) => other !== composer) : [])];
}

/** Where boxes and buttons take turns, the first goes with the first button; elsewhere a button's is the last before it. */
function pairedIn(site: Site, around: Element, button: HTMLElement | null): readonly Composer[] {
  // On a site that nobody has described, one kind of box is as good as another.
  const selectors = site.isDeep === true ? [site.composers.join()] : site.composers;
  const boxes = selectors.map((selector) => outermost(around, selector)).find((found) => found.length > 0) ?? [];
  if (boxes.length < 2 || !button) return boxes.slice(0, 1);
  const buttons = [...around.querySelectorAll<HTMLElement>(site.sendButtons.join())].filter((one) => isVisible(one) && (site.sends?.(one) ?? true));
  const isPaired = takeTurns(boxes, buttons) && buttons.includes(button);
  const own = isPaired ? boxes[buttons.indexOf(button)] : (boxes.findLast((box) => isBefore(box, button)) ?? boxes[0]);
  const others = isPaired || site.isDeep !== true ? [] : boxes.filter((box) => box !== own);
  return own ? [own, ...others] : [];
}

/** Whether after each of the first comes one of the second, or before each, and no other in between. */
function takeTurns(boxes: readonly HTMLElement[], buttons: readonly HTMLElement[]): boolean {
  if (boxes.length !== buttons.length) return false;
  const inOrder = [...boxes, ...buttons].sort((one, other) => (isBefore(one, other) ? -1 : 1));
  return inOrder.every((one, at) => at === 0 || boxes.includes(one) !== boxes.includes(inOrder[at - 1] ?? one));
}

function outermost(around: Element, selector: string): readonly Composer[] {
  const found = [...around.querySelectorAll<HTMLElement>(selector)].filter(isVisible);
  return found.filter((one) => !found.some((other) => other !== one && other.contains(one)));
}

/** What a form may send, with the button it is sent by where it says so. */
export function composersIn(site: Site, form: Element, button: HTMLElement | null): readonly Composer[] {
  const beside = button && form.contains(button) ? pairedIn(site, form, button) : [];
  if (beside.length > 0) return beside;
  const found = first(site.composers, isVisible, form);
  return found ? composersWith(site, found) : [];
}

/** The composer an event happened in, however deep. */
export function composerOf(site: Site, event: Event): Composer | null {
  return elementsOf(event, site).find((element) => site.composers.some((selector) => element.matches(selector))) ?? null;
}

/** Whether this stops a reply, at the moment. */
export function isStopButton(site: Site, element: HTMLElement | null): boolean {
  return (element !== null && site.stopButtons?.some((selector) => element.matches(selector))) ?? false;
}

/** The Send button an event happened on. */
export function sendButtonOf(site: Site, event: Event): HTMLElement | null {
  return elementsOf(event, site).find((element) => isSendButton(site, element)) ?? null;
}

/** Whether Enter, with no other key held down, is a new line here, and sends nothing. */
export function takesLines(site: Site, composer: Composer, held: { readonly ctrlKey: boolean; readonly metaKey: boolean }): boolean {
  if (held.ctrlKey || held.metaKey) return false;
  return site.lines?.some((selector) => composer.matches(selector)) ?? false;
}

/** What an event happened on, also where a shadow tree, open or closed, says that it was on the tree as a whole. */
export function innermost(event: Event): EventTarget | null {
  return within(event)[0] ?? event.composedPath()[0] ?? null;
}

/** Whether an event happened in anything that people write in. */
export function isEditable(event: Event): boolean {
  return elementsOf(event).some((element) => isField(element) || element.isContentEditable);
}

/** Whether an event happened in something large people write in, though it is not the composer we know. */
export function looksLikeComposer(event: Event): boolean {
  const editable = elementsOf(event).find((e) => e instanceof HTMLTextAreaElement || isEditingHost(e));
  if (!editable || !isVisible(editable) || /search/.test(editable.getAttribute("role") ?? "")) return false;
  const { width, height } = editable.getBoundingClientRect();
  return width >= LARGE && height >= 24;
}

/** What the composer holds, as plain text. */
export function read(composer: Composer): string {
  return isField(composer) ? composer.value : reading(composer).text;
}

/** Where stretches of `part`, a text that is somewhere in the composer, stand in it; empty once they have gone. */
export function placesOf(composer: Composer, part: string, spans: readonly Span[]): readonly Place[] {
  const held = isField(composer) ? { text: composer.value, place: fieldPlace } : reading(composer);
  const at = locate(held.text, part);
  if (at === null) return [];
  const offsets = solidOffsets(held.text);
  return solidEdits(part, spans.map(({ start, end }) => ({ start, end, text: "" })), at).flatMap(({ start, end }) => {
    const [from, last] = [offsets[start], offsets[end - 1]];
    return from === undefined || last === undefined ? [] : [held.place(from, last + 1)];
  });
}

/** What is selected, as plain text. */
export function selected(composer: Composer): string {
  if (isField(composer)) return composer.value.slice(composer.selectionStart ?? 0, composer.selectionEnd ?? 0);
  return selectionIn(composer)?.toString() ?? "";
}

/** Where the caret or selection is now. */
export function placeNow(composer: Composer): Place {
  if (isField(composer)) {
    return { kind: "field", start: composer.selectionStart ?? 0, end: composer.selectionEnd ?? 0 };
  }
  const selection = selectionIn(composer);
  if (!selection || selection.rangeCount === 0) return { kind: "caret" };
  const range = selection.getRangeAt(0).cloneRange();
  return composer.contains(range.commonAncestorContainer) ? { kind: "range", range } : { kind: "caret" };
}

/** Where in the composer a drop points. */
export function placeAt(composer: Composer, x: number, y: number): Place {
  const spot = document.caretPositionFromPoint?.(x, y);
  if (isField(composer)) {
    return spot?.offsetNode === composer
      ? { kind: "field", start: spot.offset, end: spot.offset }
      : placeNow(composer);
  }
  const range = spot ? rangeAt(spot.offsetNode, spot.offset) : document.caretRangeFromPoint(x, y);
  return range && composer.contains(range.startContainer) ? { kind: "range", range } : { kind: "caret" };
}

/** Puts text in; where it went, counted in solid characters, or null when that cannot be confirmed. */
export async function insert(
  composer: Composer,
  text: string,
  place: Place,
  { moveCaret }: { readonly moveCaret: boolean },
): Promise<number | null> {
  const before = solid(read(composer));
  await goTo(composer, place, moveCaret);
  const overSelection = selected(composer) !== "";
  write(composer, text);
  const at = await confirmed(composer, text.length, (after) => insertedAt(before, after, solid(text), overSelection));
  return at !== null && (await stays(composer, text)) ? at : null;
}

/**
 * Makes the edits of `part`, a text that is somewhere in the composer; true once read back.
 *
 * From the last to the first, so that each leaves the places of those before it alone.
 */
export async function replaceIn(
  composer: Composer,
  part: string,
  edits: readonly Edit[],
  hint: number,
): Promise<boolean> {
  const before = read(composer);
  const at = locate(before, part, hint);
  if (at === null) return false;
  const wanted = solid(before);
  const changes = solidEdits(part, edits, at);
  const expected = applyEdits(wanted, changes.map((change) => ({ ...change, text: solid(change.text) })));
  for (const change of changes.length > FEW ? [asOne(before, changes)] : [...changes].reverse()) {
    await overwrite(composer, change);
  }
  const found = await confirmed(composer, before.length, (after) => (after === expected ? at : null));
  return found !== null && stays(composer, applyEdits(part, edits));
}

/** Whether a text is still there a moment later: a page may put back what it had. */
async function stays(composer: Composer, text: string): Promise<boolean> {
  await pause(REVERT);
  return solid(text) === "" || locate(read(composer), text) !== null;
}

async function overwrite(composer: Composer, change: SolidEdit): Promise<void> {
  const held = isField(composer) ? { text: composer.value, place: fieldPlace } : reading(composer);
  const offsets = solidOffsets(held.text);
  const start = offsets[change.start];
  const last = offsets[change.end - 1];
  if (start === undefined || last === undefined) return;
  await goTo(composer, held.place(start, last + 1), true);
  if (change.text === "") document.execCommand("delete");
  else if (isField(composer) || !change.text.includes("\n")) exec(composer, change.text);
  else write(composer, change.text);
  if (!isField(composer)) await pause(0);
}

/** Many changes as a single one, from the first to the last. */
function asOne(text: string, changes: readonly SolidEdit[]): SolidEdit {
  const offsets = solidOffsets(text);
  const start = changes[0]?.start ?? 0;
  const end = changes.at(-1)?.end ?? 0;
  const from = offsets[start] ?? 0;
  const to = (offsets[end - 1] ?? 0) + 1;
  const edits = changes.map((change) => ({
    start: (offsets[change.start] ?? 0) - from,
    end: (offsets[change.end - 1] ?? 0) + 1 - from,
    text: change.text,
  }));
  return { start, end, text: applyEdits(text.slice(from, to), edits) };
}

/** Puts the caret or selection in its place, if need be, and lets the editor notice. */
async function goTo(composer: Composer, place: Place, always: boolean): Promise<void> {
  const focused = composer.contains((composer.getRootNode() as Document | ShadowRoot).activeElement);
  if (focused && !always && place.kind !== "caret" && isThere(composer, place)) return;
  if (!focused) composer.focus({ preventScroll: true });
  if (isField(composer)) {
    if (place.kind === "field") composer.setSelectionRange(place.start, place.end);
    return;
  }
  const selection = selectionIn(composer);
  if (place.kind === "range" && composer.contains(place.range.commonAncestorContainer)) {
    selection?.removeAllRanges();
    selection?.addRange(place.range);
  } else if (!composer.contains(selection?.anchorNode ?? null)) {
    selection?.selectAllChildren(composer);
    selection?.collapseToEnd();
  }
  await pause(NOTICE);
}

/** Whether the caret needs no moving: the person may have typed on while we checked. */
function isThere(composer: Composer, place: Place): boolean {
  if (isField(composer)) return true;
  return place.kind === "range" && composer.contains(selectionIn(composer)?.anchorNode ?? null);
}

function write(composer: Composer, text: string): void {
  if (!isField(composer) && paste(composer, text)) return;
  exec(composer, text);
}

/** Offers the text as a paste; true when the editor took the event. */
function paste(composer: Composer, text: string): boolean {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  // `dataType` and `data` are Firefox's names for the same thing; it leaves `clipboardData` empty.
  const held = { clipboardData: data, dataType: "text/plain", data: text };
  const event = new ClipboardEvent("paste", { ...held, bubbles: true, cancelable: true, composed: true });
  if (event.clipboardData?.getData("text/plain") !== text) return false;
  composer.dispatchEvent(event);
  return event.defaultPrevented;
}

function exec(composer: Composer, text: string): void {
  const lines = text.split(/\r\n|\r|\n/);
  const asHtml = lines.length > MANY_LINES && !text.includes("\0");
  const done = asHtml
    ? document.execCommand("insertHTML", false, isField(composer) ? broken(lines) : paragraphs(lines))
    : document.execCommand("insertText", false, text);
  if (done || !isField(composer)) return;
  composer.setRangeText(text, composer.selectionStart ?? 0, composer.selectionEnd ?? 0, "end");
  composer.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
}

function broken(lines: readonly string[]): string {
  return lines.map(escaped).join("<br>");
}

function paragraphs(lines: readonly string[]): string {
  return lines.map((line) => `<p>${escaped(line) || "<br>"}</p>`).join("");
}

function escaped(line: string): string {
  return line.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/ (?= )/g, "&nbsp;");
}

/** Reads back until `found` is satisfied; some editors take a moment, and long texts take longer. */
async function confirmed(
  composer: Composer,
  length: number,
  found: (after: string) => number | null,
): Promise<number | null> {
  const until = performance.now() + 1500 + length / 50;
  for (let wait = 0; ; wait = Math.min(200, wait * 2 + 8)) {
    const at = found(solid(read(composer)));
    if (at !== null || performance.now() > until || !composer.isConnected) return at;
    await pause(wait);
  }
}

interface Reading {
  readonly text: string;
  place(start: number, end: number): Place;
}

const LINES = /^(?:ADDRESS|BLOCKQUOTE|DIV|H[1-6]|LI|OL|P|PRE|TABLE|TR|UL)$/;

/** A rich editor's text, with the way back from its offsets to the editor's elements. */
function reading(composer: Composer): Reading {
  const nodes: { readonly node: Text; readonly start: number }[] = [];
  const parts: string[] = [];
  let length = 0;
  const add = (part: string): void => {
    parts.push(part);
    length += part.length;
  };
  const walk = (parent: Node): void => {
    for (const child of parent.childNodes) {
      if (child instanceof Text) {
        nodes.push({ node: child, start: length });
        add(child.data);
      } else if (child instanceof Element) {
        const isLine = LINES.test(child.tagName);
        if (child.tagName === "BR" || (isLine && length > 0 && !parts.at(-1)?.endsWith("\n"))) add("\n");
        walk(child);
      }
    }
  };
  walk(composer);
  const spot = (offset: number, atEnd: boolean): [Node, number] => {
    const entry = nodes.findLast(({ start }) => (atEnd ? start < offset : start <= offset)) ?? nodes[0];
    return entry ? [entry.node, Math.min(entry.node.length, Math.max(0, offset - entry.start))] : [composer, 0];
  };
  return {
    text: parts.join(""),
    place: (start, end) => {
      const range = rangeAt(...spot(start, false));
      range.setEnd(...spot(end, true));
      return { kind: "range", range };
    },
  };
}

function fieldPlace(start: number, end: number): Place {
  return { kind: "field", start, end };
}

function rangeAt(node: Node, offset: number): Range {
  const range = document.createRange();
  range.setStart(node, offset);
  range.collapse(true);
  return range;
}

/** The same wherever it is: in shadow trees, too, on a site where they are searched. */
function firstOf(
  site: Site,
  selectors: readonly string[],
  accept: (element: HTMLElement) => boolean,
): HTMLElement | null {
  const found = first(selectors, accept);
  if (found || site.isDeep !== true) return found;
  for (const tree of shadowTrees(document)) {
    const inside = first(selectors, accept, tree);
    if (inside) return inside;
  }
  return null;
}

/** Every shadow tree below, open or closed. */
export function* shadowTrees(within: ParentNode): Generator<ShadowRoot> {
  for (const element of within.querySelectorAll<HTMLElement>("*")) {
    const tree = element instanceof HTMLElement ? shadowOf(element) : null;
    if (!tree) continue;
    yield tree;
    yield* shadowTrees(tree);
  }
}

/** What is pointed at, or has the focus, inside the closed trees that an event is said to have happened on. */
function within(event: Event): readonly HTMLElement[] {
  const [said] = event.composedPath();
  let found: readonly HTMLElement[] = [];
  let tree = said instanceof HTMLElement ? shadowOf(said) : null;
  while (tree) {
    const on = event instanceof MouseEvent ? tree.elementFromPoint(event.clientX, event.clientY) : tree.activeElement;
    // A tree that has nothing there may name what lies round it.
    if (!(on instanceof HTMLElement) || !tree.contains(on)) break;
    found = [...upFrom(on), ...found];
    tree = shadowOf(on);
  }
  return found;
}

function* upFrom(element: HTMLElement): Generator<HTMLElement> {
  for (let at: HTMLElement | null = element; at; at = at.parentElement) yield at;
}

/** The element above another, out of a shadow tree if need be. */
function above(element: Element | null): Element | null {
  const root = element?.getRootNode();
  return element?.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}

/** The selection in the tree that the composer is in; Chromium keeps one for each shadow tree. */
function selectionIn(composer: Composer): Selection | null {
  const root = composer.getRootNode() as ShadowRoot & { getSelection?(): Selection | null };
  return root instanceof ShadowRoot && root.getSelection ? root.getSelection() : document.getSelection();
}

function first(
  selectors: readonly string[],
  accept: (element: HTMLElement) => boolean,
  within: ParentNode = document,
): HTMLElement | null {
  for (const selector of selectors) {
    const found = [...within.querySelectorAll<HTMLElement>(selector)].find(accept);
    if (found) return found;
  }
  return null;
}

/** What an event happened in, the innermost first; on a site where shadow trees are searched, in those, too. */
function elementsOf(event: Event, site?: Site): readonly HTMLElement[] {
  const said = event.composedPath().filter((target): target is HTMLElement => target instanceof HTMLElement);
  return site?.isDeep === true ? [...within(event), ...said] : said;
}

/** A button that sends, and not, while a reply is written, the same one used to stop it. */
function isSendButton(site: Site, element: HTMLElement): boolean {
  const isNamed = site.sendButtons.some((selector) => element.matches(selector));
  return isNamed && !isStopButton(site, element) && (site.sends?.(element) ?? true);
}

function isEditingHost(element: HTMLElement): boolean {
  return element.isContentEditable && !(element.parentElement?.isContentEditable ?? false);
}

export function isField(element: HTMLElement): element is Field {
  return element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
