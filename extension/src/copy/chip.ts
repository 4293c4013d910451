/**
 * The chip that follows a copy: what came back, what to tick, and which label.
 *
 * It never takes the focus: pressing a button with the mouse leaves the focus and the selection where they are, and F6
 * leads in and out again. What placeholders stand for is drawn only when it is asked for, and goes with the chip.
 */

import { announce, button, element, focusFirst, keepInside, sign } from "../draw";
import { EDGE, following, GAP, type Neighbours as Around, placed, put } from "../place";
import { language, say } from "../strings";
import { chipSheet } from "./look";

export interface Drawn {
  /** For whom the eye does not help: what this is about. */
  readonly title: string;
  readonly says: string;
  readonly notes: readonly string[];
  /** What came back, to be shown on demand. */
  readonly names: readonly { readonly label: string; readonly value: string; readonly times: number }[];
  readonly ticks: readonly Tick[];
  readonly choices: readonly Press[];
  /** What is beside the names, once they are shown. */
  readonly underNames: readonly Press[];
  /** Goes away by itself sooner. */
  readonly isBrief: boolean;
}

export interface Press {
  readonly label: string;
  readonly style: "primary" | "plain" | "";
  readonly isOff?: boolean;
  press(): void;
}

export interface Tick {
  readonly label: string;
  readonly isSet: boolean;
  toggle(): void;
}

export interface Chip {
  show(drawn: Drawn): void;
  close(): void;
  isOpen(): boolean;
  owns(event: Event): boolean;
  /** Moves the focus inside, and out again to where the person was. */
  enter(from: Element | null): void;
  leave(): void;
}

/** What this keeps clear of. */
export interface Neighbours extends Around {
  /** Where something else of ours is open beside the composer. */
  taken(): DOMRect | null;
}

const STAYS = 40_000;
const BRIEFLY = 9000;
// The least that is shown of it where two must share a small window.
const FEWEST = 72;

export function createChip(neighbours: Neighbours, onGone: () => void): Chip {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "closed" });
  const surface = element("section", { role: "region", "aria-keyshortcuts": "F6", lang: language });
  surface.classList.add("surface", "copy");
  const says = element("p", { class: "says", role: "status" });
  const notes: HTMLElement[] = [];
  // A page that tidies away what it does not know must not tidy away what is asked.
  const tidied = new MutationObserver(() => isOpen && attach());
  let isOpen = false;
  let back: Element | null = null;
  let fading: ReturnType<typeof setTimeout> | undefined;
  let stays = STAYS;
  let areShown = false;
  let unfollow = (): void => undefined;

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(chipSheet);
  root.adoptedStyleSheets = [sheet];
  root.append(surface);
  keepInside(root);
  // The mouse presses; the focus stays where the person works.
  surface.addEventListener("mousedown", (event) => event.preventDefault());
  for (const type of ["pointerenter", "pointerleave", "focusin", "focusout"] as const) {
    surface.addEventListener(type, fadeLater);
  }
  addEventListener("resize", () => isOpen && arrange());

  /** Goes away by itself, but from nobody who is at it. */
  function fadeLater(): void {
    clearTimeout(fading);
    const isInUse = (): boolean => hasFocus() || surface.matches(":hover");
    if (isOpen) fading = setTimeout(() => (isInUse() ? fadeLater() : gone()), stays);
  }

  function attach(): void {
    if (host.isConnected) return;
    host.setAttribute("popover", "manual");
    document.documentElement.append(host);
    // The top layer lies above anything the page can draw.
    host.showPopover?.();
  }

  function show(drawn: Drawn): void {
    const at = hasFocus() ? nameOf(root.activeElement) : null;
    if (!isOpen) {
      areShown = false;
      tidied.observe(document.documentElement, { childList: true });
      unfollow = following(neighbours, arrange);
    }
    isOpen = true;
    attach();
    surface.setAttribute("aria-label", `${say("name")}: ${drawn.title}`);
    // A single choice needs no line of its own.
    const isShort = drawn.choices.length === 1 && drawn.ticks.length === 0 && drawn.notes.length === 0;
    const choices = drawn.choices.map(pressed);
    const list = drawn.names.length > 0 ? names(drawn) : null;
    surface.replaceChildren(
      element("div", { class: "line" }, sign(), says, ...(isShort ? choices : []), ...(list && drawn.notes.length === 0 ? [list.toggle] : []), cross()),
      ...drawn.notes.map((note, at) => element("div", { class: "note" }, noteAt(at, note), ...(list && at === 0 ? [list.toggle] : []))),
      ...(list ? [list.box] : []),
      ...(drawn.ticks.length > 0 ? [ticks(drawn.ticks)] : []),
      ...(choices.length > 0 && !isShort ? [element("div", { class: "choices" }, ...grouped(choices))] : []),
    );
    // What was said is not said again with each tick.
    if (says.textContent !== drawn.says) announce(says, drawn.says);
    surface.hidden = false;
    arrange();
    if (at !== null) focusOn(at);
    stays = drawn.isBrief ? BRIEFLY : STAYS;
    fadeLater();
  }

  function noteAt(at: number, words: string): HTMLElement {
    const place = (notes[at] ??= element("span", { role: "status" }));
    if (place.textContent !== words) announce(place, words);
    return place;
  }

  function cross(): HTMLElement {
    const made = button("×", "plain", gone);
    made.classList.add("cross");
    made.setAttribute("aria-label", say("dismiss"));
    return made;
  }

  function pressed({ label, style, isOff, press }: Press): HTMLElement {
    const made = button(label, style, press);
    if (isOff) made.setAttribute("disabled", "");
    return made;
  }

  function ticks(given: readonly Tick[]): HTMLElement {
    const boxes = given.map(({ label, isSet, toggle }) => {
      const box = element("input", { type: "checkbox" }) as HTMLInputElement;
      box.checked = isSet;
      box.addEventListener("change", (event) => event.isTrusted && toggle());
      return element("label", {}, box, label);
    });
    return element("fieldset", {}, element("legend", {}, say("copyFirst")), ...boxes);
  }

  function names(drawn: Drawn): { readonly toggle: HTMLElement; readonly box: HTMLElement } {
    const box = element("div", { class: "names" });
    const toggle = button(say(areShown ? "hide" : "copyWhich"), "plain", () => {
      areShown = !areShown;
      fill();
      arrange();
    });
    const fill = (): void => {
      box.hidden = !areShown;
      toggle.textContent = say(areShown ? "hide" : "copyWhich");
      toggle.setAttribute("aria-expanded", String(areShown));
      const rows = drawn.names.map(({ label, value, times }) =>
        element("div", {}, element("dt", {}, label), element("dd", {}, value, times > 1 ? ` × ${times}` : "")),
      );
      // A projector may be on: the names are drawn only now.
      const shown = areShown ? [element("dl", {}, ...rows), ...drawn.underNames.map(pressed)] : [];
      box.replaceChildren(...shown);
    };
    fill();
    return { toggle, box };
  }

  /** Beside the composer, or at the top where something else of ours is there. */
  function arrange(): void {
    const other = neighbours.taken();
    put(surface, { ...placed(neighbours, 0), room: innerHeight });
    const place = placed(neighbours, surface.scrollHeight + 2);
    const send = neighbours.sendButton()?.getBoundingClientRect().top ?? innerHeight;
    const room = Math.max(FEWEST, Math.min(other?.top ?? 0, send) - GAP - EDGE);
    put(surface, other ? { ...place, isAbove: false, edge: EDGE, room } : place);
  }

  function hasFocus(): boolean {
    return document.activeElement === host;
  }

  function enter(from: Element | null): void {
    if (!isOpen) return;
    back = from;
    focusFirstOf();
  }

  /** On what has the same name as before, since all is drawn anew; or else to what is asked first. */
  function focusOn(name: string): void {
    const same = [...surface.querySelectorAll<HTMLElement>("button,input")].find((one) => nameOf(one) === name);
    if (same && !same.matches(":disabled")) same.focus({ preventScroll: true });
    else focusFirstOf();
  }

  /** To what is asked first: a tick, or else a choice. */
  function focusFirstOf(): void {
    const first = ["input", ".choices", ".line"].map((part) => surface.querySelector<HTMLElement>(part)).find((part) => part);
    if (first instanceof HTMLInputElement) first.focus();
    else if (first) focusFirst(first);
  }

  function leave(): void {
    if (hasFocus()) (back instanceof HTMLElement && back.isConnected ? back : neighbours.composer())?.focus({ preventScroll: true });
    back = null;
  }

  function gone(): void {
    close();
    onGone();
  }

  function close(): void {
    clearTimeout(fading);
    if (!isOpen) return;
    leave();
    isOpen = false;
    unfollow();
    tidied.disconnect();
    surface.replaceChildren();
    says.textContent = "";
    notes.length = 0;
    host.remove();
  }

  return {
    show,
    close,
    isOpen: () => isOpen,
    owns: (event) => event.composedPath()[0] === host || event.target === host,
    enter,
    leave,
  };
}

/** Labels one after the other; what is beside them keeps together. */
function grouped(choices: readonly HTMLElement[]): readonly HTMLElement[] {
  const plain = choices.filter((choice) => choice.matches(".plain"));
  const others = choices.filter((choice) => !plain.includes(choice));
  return plain.length < 2 ? choices : [...others, element("span", { class: "together" }, ...plain)];
}

/** What a control is called. */
function nameOf(control: Element | null): string {
  return (control?.parentElement?.matches("label") ? control.parentElement : control)?.textContent ?? "";
}
