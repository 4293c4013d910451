/**
 * What happens when something is copied out of an answer.
 *
 * The copy itself is the page's and the browser's, and stays as it is. Where placeholders came back as names, or once the
 * person has chosen a label, the clipboard is written anew, from what was copied. Text that did not come out of an answer
 * is left alone, whoever copies it.
 */

import type { Conversation } from "../conversations";
import { fields } from "../messages";
import { isInert } from "../profile";
import type { Site } from "../site";
import { day, figure, listed, say } from "../strings";
import { createChip, type Drawn, type Press } from "./chip";
import type { Came, CopyRequest, Returned } from "./keeper";
import { pairsOf } from "./kept";
import { type Flavours, hasLabel, labelled, lineOf, PLAIN, type Position, RICH } from "./label";
import { markupOf, plainOf } from "./selection";
import { HELLO, type Signal } from "./signals";
import { hasMarks, isFenced, isReport } from "./wording";
import { PEOPLE, roleOf } from "./words";

export interface Copies {
  /** Remember what labels stand for, where edits have put them into a text. */
  learn(text: string, edits: readonly { readonly start: number; readonly end: number; readonly text: string }[]): void;
  /** Labels that stand in the conversation, whoever wrote them. */
  labelsHere(): readonly string[];
  owns(event: Event): boolean;
  isOpen(): boolean;
  /** Moves the focus inside, and out again to where the person was. */
  enter(from: Element | null): void;
  leave(): void;
  /** Deals with a key; true when it was ours. */
  key(event: KeyboardEvent): boolean;
  /** The person goes on: what the chip offers is no longer of use. */
  close(): void;
}

/** What this needs of the page around it. */
export interface Page {
  readonly site: Site;
  composer(): HTMLElement | null;
  conversationKey(): Conversation["key"];
  /** What the person wrote, as the page shows it. */
  questions(): readonly Element[];
  sendButton(): HTMLElement | null;
  /** Where something else of ours is open beside the composer. */
  taken(): DOMRect | null;
  ask(request: CopyRequest): Promise<unknown>;
}

/** What one copy has come to so far. */
interface Copy {
  readonly number: number;
  readonly original: Flavours;
  readonly returned: Returned;
  /** Whether the names are on the clipboard, where there are any. */
  readonly names: "none" | "in" | "out" | "late" | "refused";
  readonly isOffered: boolean;
  readonly isCode: boolean;
  readonly needsTicks: boolean;
  readonly position: Position;
  readonly ticked: ReadonlySet<number>;
  /** The label that is on the clipboard now. */
  readonly label: string | null;
  readonly isLabelRefused: boolean;
}

// From here on a copy is a large one, in characters.
const LARGE = 300;
const WORDS_OF: readonly Came["label"][] = ["ai_supported", "partly_created_by_ai", "created_by_ai"];
// What the person does explains what a page writes, and what we write for them, within this time, in milliseconds.
const EXPLAINS = 5000;
// What is said of names that are not on the clipboard.
const NAMES_SAY = { out: "copyNamesOut", late: "copyNamesLate", refused: "copyNamesFailed" } as const;
// A line of an answer that is too short to tell where it came from, in letters.
const TELLING = 8;
const MOST_LINES = 200;
const MOST_NAMED = 4;
const PUT_BACK: Partial<Copy> = { names: "in" };
const REFUSED: Partial<Copy> = { names: "refused" };
const LABEL = /\[[^[\]\n]{1,60} \d{1,6}\]/g;
const MOST_LABELS = 500;

export function watchCopies(page: Page): Copies {
  const { site } = page;
  const chip = createChip(page, finish);
  /** What each answer says, in letters alone: the heaviest part of telling where a text is from. */
  const read = new WeakMap<Element, { readonly text: string; readonly letters: string }>();
  /** Labels that were given out while this page was open. */
  const given = new Set<string>();
  let copy: Copy | null = null;
  /** Counts copies: whatever is still under way for an earlier one comes to nothing. */
  let number = 0;
  let gesture: { readonly on: Element; readonly at: number } | null = null;
  /** When the person last copied something themselves. */
  let copiedAt = -Infinity;
  /** What is being put on the clipboard by us, in the copy event we cause. */
  let writing: Flavours | null = null;
  let hasWritten = false;

  for (const type of ["copy", "cut"] as const) listen(type, heard);
  for (const type of ["pointerdown", "keydown"] as const) {
    listen(type, (event) => {
      const [on] = event.composedPath();
      if (on instanceof Element && !chip.owns(event)) gesture = { on, at: event.timeStamp };
    });
  }
  hearPage((signal) => {
    const mine = begin();
    // A page could have names put where it can read them, at a time of its own choosing.
    if (signal.hasMore || !isMeant()) return;
    const on = gesture && isRecent(gesture.at) ? gesture.on : null;
    if (isFromAnswer(signal.flavours, on)) {
      void take(mine, signal.flavours, isFenced(signal.flavours[PLAIN] ?? "") || isCodeBlock(signal.flavours, on));
    }
  });
  addEventListener("pagehide", () => finish());

  /** A copy that the person or a script of the page's makes. */
  function heard(event: ClipboardEvent): void {
    if (writing) {
      for (const [type, text] of Object.entries(writing)) event.clipboardData?.setData(type, text);
      event.preventDefault();
      event.stopImmediatePropagation();
      hasWritten = true;
      return;
    }
    const mine = begin();
    copiedAt = event.timeStamp;
    const selected = selection(event.type === "cut");
    // What the page puts in the place of the selection comes as a signal.
    if (selected) setTimeout(() => void (event.defaultPrevented || take(mine, selected.flavours, selected.isCode)), 0);
  }

  /** Something else is on the clipboard now, wherever it is from. */
  function begin(): number {
    finish();
    number += 1;
    return number;
  }

  function isMeant(): boolean {
    return navigator.userActivation.isActive || isRecent(Math.max(copiedAt, gesture?.at ?? -Infinity));
  }

  /** What the browser will copy, where that is from an answer; nothing can be cut but what can be edited. */
  function selection(isCut: boolean): { readonly flavours: Flavours; readonly isCode: boolean } | null {
    const field = document.activeElement;
    if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) {
      if (field === page.composer()) return null;
      const flavours = { [PLAIN]: field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0) };
      const on = gesture?.on ?? null;
      const isOurs = isFromAnswer(flavours, on);
      return isOurs ? { flavours, isCode: isFenced(flavours[PLAIN]) || isCodeBlock(flavours, on) } : null;
    }
    const selected = document.getSelection();
    if (!selected || selected.rangeCount === 0 || selected.isCollapsed) return null;
    const range = selected.getRangeAt(0);
    const common = range.commonAncestorContainer;
    const around = common instanceof Element ? common : common.parentElement;
    const isEditable = around?.closest<HTMLElement>("[contenteditable]")?.isContentEditable === true;
    if (page.composer()?.contains(around) || (isCut && !isEditable)) return null;
    const answer = answers().find((one) => range.intersectsNode(one));
    const flavours = { [PLAIN]: plainOf(selected) };
    // A script may have selected a copy of its own of the answer's text.
    if (!answer && (isEditable || !isFromAnswer(flavours, gesture?.on ?? null))) return null;
    const within = answer?.contains(around) ? answer : document.body;
    return {
      flavours: { ...flavours, [RICH]: markupOf(range, within) },
      isCode: around?.closest("pre, code") !== null && around !== null,
    };
  }

  async function take(mine: number, flavours: Flavours, isCode: boolean): Promise<void> {
    const since = performance.now();
    const asked = labelsIn(page.questions());
    const request: CopyRequest = { kind: "copied", conversationKey: page.conversationKey(), flavours, asked };
    const reply = fields(await page.ask(request).catch(() => null));
    if (mine !== number) return;
    if (reply["ok"] !== true) return sayLost(flavours);
    const returned = reply["value"] as Returned;
    const { terms, back } = returned;
    const plain = flavours[PLAIN] ?? "";
    const isLarge = plain.length >= LARGE || /<table\b/i.test(flavours[RICH] ?? "");
    const isAsked = terms.prompt === "copy" || (terms.prompt === "large_copy" && isLarge);
    const made: Copy = {
      number: mine,
      original: flavours,
      returned,
      names: back.length === 0 ? "none" : "late",
      isOffered: isAsked && !isCode && !returned.isQuiet && !hasLabel(plain, terms.labels),
      isCode: isAsked && isCode && !returned.isQuiet,
      needsTicks: back.length > 0 || isReport(plain) || hasMarks(plain),
      position: terms.position,
      ticked: new Set(),
      label: null,
      isLabelRefused: false,
    };
    if (back.length === 0 && returned.left.length === 0 && !made.isOffered && !made.isCode) return;
    copy = made;
    if (back.length > 0 && isRecent(since)) await write(PUT_BACK, REFUSED);
    else change({});
  }

  /** Nobody is there to ask, as after an update: placeholders of ours stay. */
  function sayLost(flavours: Flavours): void {
    const found = Object.values(flavours).flatMap((text) => text.match(LABEL) ?? []);
    const left = [...new Set(found)].filter((label) => given.has(label));
    if (left.length === 0) return;
    const nothing = { names: [], ticks: [], choices: [], underNames: [], isBrief: false };
    chip.show({ ...nothing, title: say("copyTitle"), says: leftWords(left), notes: [say("copyLost")] });
  }

  /** Puts the copy, changed, on the clipboard; or else notes that it was refused. */
  async function write(more: Partial<Copy>, refused: Partial<Copy>): Promise<void> {
    if (!copy) return;
    const next = { ...copy, ...more };
    const done = await put(textOf(next), next.number);
    if (copy?.number === next.number) change(done ? more : refused);
  }

  /** What goes on the clipboard, with names and label or without. */
  function textOf({ original, returned, names, label, position }: Copy): Flavours {
    const text = names === "in" ? returned.flavours : original;
    if (label === null) return text;
    const tool = returned.terms.withToolAndDate ? site.title : "";
    return labelled(text, lineOf(label, tool, day(new Date().toISOString())), position);
  }

  function change(more: Partial<Copy>): void {
    if (!copy) return;
    copy = { ...copy, ...more };
    chip.show(drawn(copy));
  }

  /** Writes the clipboard; false when the browser will not have it, or when something else is on it by now. */
  async function put(flavours: Flavours, mine: number): Promise<boolean> {
    if (mine !== number) return false;
    writing = flavours;
    hasWritten = false;
    try {
      document.execCommand("copy");
    } finally {
      writing = null;
    }
    if (hasWritten) return true;
    try {
      const known = Object.entries(flavours).filter(([type]) => type === PLAIN || type === RICH);
      const blobs = known.map(([type, text]) => [type, new Blob([text], { type })] as const);
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
      return true;
    } catch {
      return false;
    }
  }

  function drawn(now: Copy): Drawn {
    const { back, left, isLost, terms } = now.returned;
    const isIn = now.names === "in";
    const missing = now.names === "none" || now.names === "in" ? [] : [say(NAMES_SAY[now.names])];
    const leftOver = left.length > 0 ? [leftWords(left), ...(isLost ? [say("copyLost")] : [])] : [];
    const refused = now.isLabelRefused ? [say("copyFailed")] : [];
    const putBack = missing.map((): Press => ({
      label: say("copyPutNames"),
      style: now.isOffered || now.label !== null ? "" : "primary",
      press: () => void write(PUT_BACK, REFUSED),
    }));
    const withoutNames: Press = {
      label: say("copyPlaceholders"),
      style: "plain",
      press: () => void write({ names: "out" }, {}),
    };
    const common = { title: say("copyTitle"), names: isIn ? back : [], underNames: [withoutNames], isBrief: missing.length === 0 };
    if (now.label !== null) {
      return {
        ...common,
        says: say(now.position === "top" ? "copyDoneTop" : "copyDoneEnd", now.label),
        notes: [...missing, ...leftOver],
        ticks: [],
        choices: [{ label: say("copyUndo"), style: "", press: undo }, ...putBack],
      };
    }
    if (!now.isOffered) {
      const ask: Press = { label: say("copyLabelIt"), style: "plain", press: () => change({ isOffered: true }) };
      const [says = say("copyCode"), ...notes] = [...(isIn ? [countOf(back)] : missing), ...leftOver];
      return {
        ...common,
        says,
        notes,
        ticks: isIn ? ticksOf(now) : [],
        choices: [...putBack, ...(now.isCode ? [ask] : [])],
      };
    }
    const isWaiting = now.needsTicks && terms.checks.some((_, at) => !now.ticked.has(at));
    const labels = terms.labels.map((label, at): Press => ({
      label,
      style: at === 0 ? "primary" : "",
      isOff: isWaiting,
      press: () => void write({ label, isLabelRefused: false }, { isLabelRefused: true }),
    }));
    const toggle = (): void => change({ position: now.position === "top" ? "end" : "top" });
    return {
      ...common,
      says: terms.required && terms.called !== "" ? say("copyAskRequired", terms.called) : say("copyAsk"),
      notes: [...(isIn ? [countOf(back)] : missing), ...leftOver, ...refused],
      isBrief: false,
      ticks: now.needsTicks ? ticksOf(now) : [],
      choices: [
        ...labels,
        ...putBack,
        { label: say(now.position === "top" ? "copyAtTop" : "copyAtEnd"), style: "plain", press: toggle },
        { label: say("copyNotThisTime"), style: "plain", press: notThisTime },
      ],
    };
  }

  function undo(): void {
    void write({ label: null }, {});
  }

  function ticksOf(now: Copy): Drawn["ticks"] {
    return now.returned.terms.checks.map((label, at) => ({
      label,
      isSet: now.ticked.has(at),
      toggle: () => {
        const ticked = new Set(now.ticked);
        if (!ticked.delete(at)) ticked.add(at);
        change({ ticked });
      },
    }));
  }

  function notThisTime(): void {
    if (copy) record(copy, "not_this_time");
    copy = null;
    chip.close();
  }

  /** The chip has gone, or something else takes its place: what came of the copy is counted. */
  function finish(): void {
    if (!copy) return;
    const { label, returned } = copy;
    const at = label === null ? -1 : returned.terms.labels.indexOf(label);
    record(copy, WORDS_OF[at] ?? "");
    copy = null;
    chip.close();
  }

  function record(done: Copy, label: Came["label"]): void {
    const back = done.names !== "in" ? 0 : done.returned.back.reduce((sum, { times }) => sum + times, 0);
    const left = done.returned.left.length;
    if (label === "" && back === 0 && left === 0) return;
    const came = { label, ticks: done.ticked.size, back, left };
    void page.ask({ kind: "labelled", conversationKey: page.conversationKey(), came }).catch(() => undefined);
  }

  function answers(): readonly Element[] {
    return site.answers.flatMap((selector) => [...document.querySelectorAll(selector)]);
  }

  /** Whether a text came out of an answer: by what was pressed, or else by what it says. */
  function isFromAnswer(flavours: Flavours, on: Element | null): boolean {
    const composer = page.composer();
    if (on && composer?.contains(on)) return false;
    if (on && [...site.answers, ...site.turns].some((selector) => on.closest(selector))) return true;
    const written = (flavours[PLAIN] ?? "").split("\n").map(letters).filter((line) => line.length >= TELLING);
    if (written.length === 0) return false;
    const lines = written.slice(0, MOST_LINES);
    // What is copied is mostly the newest.
    return [...answers()].reverse().some((answer) => {
      const said = lettersOf(answer);
      return lines.filter((line) => said.includes(line)).length * 2 > lines.length;
    });
  }

  function lettersOf(answer: Element): string {
    const text = answer.textContent ?? "";
    const known = read.get(answer);
    if (known?.text === text) return known.letters;
    const now = { text, letters: letters(text) };
    read.set(answer, now);
    return now.letters;
  }

  /** Whether this is one of an answer's pieces of code, and nothing else. */
  function isCodeBlock(flavours: Flavours, on: Element | null): boolean {
    const wanted = letters(flavours[PLAIN] ?? "");
    const near = on?.closest("pre");
    const blocks = near ? [near] : answers().flatMap((answer) => [...answer.querySelectorAll("pre")]);
    return wanted !== "" && blocks.some((block) => letters((block.querySelector("code") ?? block).textContent ?? "") === wanted);
  }

  function labelsHere(): readonly string[] {
    return labelsIn([...answers(), ...page.questions(), page.composer()]);
  }

  return {
    learn(text, edits) {
      const pairs = pairsOf(text, edits);
      for (const { label } of pairs) given.add(label);
      const request: CopyRequest = { kind: "names", conversationKey: page.conversationKey(), pairs };
      if (pairs.length > 0) void page.ask(request).catch(() => undefined);
    },
    labelsHere,
    owns: chip.owns,
    isOpen: chip.isOpen,
    enter: chip.enter,
    leave: chip.leave,
    key(event) {
      if (!chip.isOpen()) return false;
      const isInside = chip.owns(event);
      if (event.key === "Escape" && (isInside || !isTyping(event))) {
        finish();
        chip.close();
      } else if (isUndo(event) && copy?.label != null && (isInside || !isTyping(event))) {
        undo();
      } else {
        if (isInside) event.stopImmediatePropagation();
        return isInside;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      return true;
    },
    close() {
      finish();
      chip.close();
    },
  };
}

/** Listens for what the page's half tells; the word it is told by is known to nobody else. */
function hearPage(hear: (signal: Signal) => void): void {
  const begin = (event: Event): void => {
    const secret: unknown = (event as CustomEvent).detail;
    if (typeof secret !== "string" || secret === "") return;
    document.addEventListener(secret, (told) => {
      const signal = readSignal((told as CustomEvent).detail);
      if (signal && !isInert()) hear(signal);
    });
    // Nobody else is answered any more.
    document.dispatchEvent(new CustomEvent(`${HELLO}-there`));
  };
  document.addEventListener(HELLO, begin, { once: true });
  document.dispatchEvent(new CustomEvent(`${HELLO}-there`));
}

function readSignal(detail: unknown): Signal | null {
  try {
    const { flavours, hasMore } = JSON.parse(String(detail)) as Signal;
    return { flavours: fields(flavours) as Flavours, hasMore };
  } catch {
    return null;
  }
}

/** “2 names”, where people are meant by all of them. */
function countOf(back: Returned["back"]): string {
  const areNames = back.every(({ label }) => PEOPLE.has(roleOf(label)));
  if (back.length === 1) return say(areNames ? "copyBackName" : "copyBackDetail");
  return say(areNames ? "copyBackNames" : "copyBackDetails", figure(back.length));
}

function leftWords(left: Returned["left"]): string {
  const named = left.slice(0, MOST_NAMED);
  const words = listed(left.length > MOST_NAMED ? [...named, say("copyOthers", figure(left.length - MOST_NAMED))] : named);
  return left.length === 1 ? say("copyLeftOne", words) : say("copyLeftSome", figure(left.length), words);
}

function isRecent(at: number): boolean {
  return performance.now() - at < EXPLAINS;
}

/** Placeholders, and what looks like them, as they stand in some places of the page. */
function labelsIn(places: readonly (Element | null)[]): readonly string[] {
  const said = places.map((place) => (place instanceof HTMLTextAreaElement ? place.value : (place?.textContent ?? "")));
  return [...new Set(said.flatMap((text) => text.match(LABEL) ?? []))].slice(-MOST_LABELS);
}

function letters(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N}]+/gu, "").toLowerCase();
}

function isTyping(event: Event): boolean {
  const [on] = event.composedPath();
  return on instanceof HTMLElement && (on.isContentEditable || on instanceof HTMLTextAreaElement || on instanceof HTMLInputElement);
}

function isUndo(event: KeyboardEvent): boolean {
  return event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
}

function listen<T extends keyof WindowEventMap>(type: T, hear: (event: WindowEventMap[T]) => void): void {
  addEventListener(type, (event) => event.isTrusted && !isInert() && hear(event), { capture: true });
}
