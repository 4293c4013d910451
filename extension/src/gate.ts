/**
 * The gate: what lies over the composer until the person has agreed to the school's AI policy.
 *
 * Below it the composer and its Send button are `inert`, so that neither mouse nor keyboard nor screen reader gets
 * there, and what is in the box stays in it. Like the panel it lives in a closed shadow root, and only a person's own
 * events count. It is no dialog: the rest of the page can be used, and F6 leads here. It takes the focus only from the
 * composer, never onto a button, since the person may be typing.
 */

import { boxOf, isBehindDialog } from "./composer";
import { announce, button, element, focusFirst, keepInside, sign } from "./draw";
import type { Opened, Standing, Told } from "./messages";
import { EDGE } from "./place";
import { language, say } from "./strings";
import { panelSheet } from "./tokens";
import { askedOf } from "./views";

export interface Gate {
  /** Take in how the person stands; true when that has just let them through. */
  follow(told: Told): boolean;
  /** Notice what became of the page meanwhile. */
  look(): void;
  /** Says that a file was not attached. */
  keptOut(): void;
  /** Whether the composer is to be left alone. */
  holds(): boolean;
  owns(event: Event): boolean;
  /** Moves the focus to its first button. */
  enter(): void;
  /** Whether one of its buttons has the focus. */
  isEntered(): boolean;
}

/** What this needs of the world around it. */
export interface Grounds {
  /** The site's name, for the person. */
  readonly site: string;
  composer(): HTMLElement | null;
  sendButton(): HTMLElement | null;
  /** Whether a question is open that must be answered first, or a text is on its way in. */
  isBusy(): boolean;
  open(): Promise<Opened | null>;
  later(): Promise<void>;
}

// What the page has drawn round its box, a shadow or a line, is covered too.
const RIM = 4;
const NARROWEST = 300;
// A page may move its box without any event.
const LOOK_EVERY = 200;

export function createGate(grounds: Grounds): Gate {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "closed" });
  const surface = element("section", { class: "surface gate", hidden: "", tabindex: "-1", role: "region", lang: language });
  const says = element("p", { class: "says", role: "status" });
  const watched = new ResizeObserver(() => arrange());
  let asked: Standing | null = null;
  let left: Told["later"] = 0;
  /** What came of the last button. */
  let news = "";
  let drawn = "";
  let isUp = false;
  let covered: HTMLElement | null = null;
  /** Whether it is inert through us, and not through the page. */
  let isOurs = false;
  let arranging = 0;
  let looking: ReturnType<typeof setInterval> | undefined;

  function attach(): void {
    if (host.isConnected) return;
    if (root.childNodes.length === 0) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(panelSheet);
      root.adoptedStyleSheets = [sheet];
      surface.setAttribute("aria-label", `${say("name")}: ${say("gateTitle")}`);
      surface.setAttribute("aria-keyshortcuts", "F6");
      root.append(surface);
      keepInside(root);
      watched.observe(surface);
      addEventListener("resize", arrangeSoon);
      addEventListener("scroll", arrangeSoon, { capture: true, passive: true });
    }
    host.setAttribute("popover", "manual");
    document.documentElement.append(host);
    // The top layer lies above anything the page can draw.
    host.showPopover?.();
    drawn = "";
  }

  function look(): void {
    if (!asked || (!isUp && grounds.isBusy())) return;
    isUp = true;
    looking ??= setInterval(look, LOOK_EVERY);
    const composer = grounds.composer();
    cover(boxOf(composer, grounds.sendButton()));
    if (composer && !isBehindDialog(composer)) show();
    else hide();
  }

  function cover(box: HTMLElement | null): void {
    if (box !== covered) {
      uncover();
      covered = box;
      if (box) watched.observe(box);
    }
    if (!box || box.inert) return;
    const hadFocus = box.contains(document.activeElement);
    isOurs = true;
    box.inert = true;
    if (!hadFocus) return;
    show();
    surface.focus({ preventScroll: true });
  }

  function uncover(): void {
    if (!covered) return;
    watched.unobserve(covered);
    if (isOurs) covered.inert = false;
    isOurs = false;
    covered = null;
  }

  function show(): void {
    attach();
    surface.hidden = false;
    draw();
    arrange();
  }

  function hide(): void {
    surface.hidden = true;
  }

  /** Draws only what is new, so that the focus stays where it is. */
  function draw(): void {
    if (!asked) return;
    const words = JSON.stringify([asked, left, news]);
    if (words === drawn) return;
    drawn = words;
    const within = host === document.activeElement;
    const trial = asked.mode === "report_only" ? [element("p", { class: "quiet" }, say("trialGate"))] : [];
    surface.replaceChildren(
      element("div", { class: "head" }, sign(), say("gateTitle")),
      says,
      ...trial,
      element("div", { class: "choices" }, ...choices(), element("span", { class: "quiet" }, say("gateHint", asked.policy))),
    );
    if (within) focusFirst(surface);
    announce(says, news === "" ? askedOf(asked, grounds.site) : news);
    arrange();
  }

  function choices(): readonly HTMLElement[] {
    const agree = button(say("gateAgree"), "primary", () => void open());
    if (left === 0) return [agree];
    return [agree, button(left === "free" ? say("later") : say("gateLater", String(left)), "", () => void later())];
  }

  async function open(): Promise<void> {
    tell(say("gateOpening"));
    const opened = await grounds.open().catch(() => null);
    if (!opened) tell(say("gateNoAnswer"));
    else if (!opened.opened) tell(say("gateNotOpened", opened.message));
    else tell(opened.message === "" ? say("gateOpened") : `${opened.message} ${say("gateOpened")}`);
  }

  async function later(): Promise<void> {
    await grounds.later().catch(() => tell(say("gateNoAnswer")));
  }

  function tell(what: string): void {
    news = what;
    if (isUp && !surface.hidden) {
      draw();
      arrange();
    }
  }

  /** Once before the page is drawn, however often it scrolls until then. */
  function arrangeSoon(): void {
    cancelAnimationFrame(arranging);
    arranging = requestAnimationFrame(arrange);
  }

  /** Over the box and as large at least; what needs more room grows to the side that has more. */
  function arrange(): void {
    const box = covered?.getBoundingClientRect();
    if (!box || surface.hidden) return;
    const width = Math.min(innerWidth - 2 * EDGE, Math.max(NARROWEST, box.width + 2 * RIM));
    const left = Math.max(EDGE, Math.min(box.left - RIM, innerWidth - width - EDGE));
    const least = Math.min(box.height + 2 * RIM, innerHeight - 2 * EDGE);
    Object.assign(surface.style, { left: `${left}px`, width: `${width}px`, minHeight: `${least}px` });
    Object.assign(surface.style, { bottom: "auto", maxHeight: `${innerHeight - 2 * EDGE}px` });
    const { height } = surface.getBoundingClientRect();
    const wanted = innerHeight - box.bottom > box.top ? box.top - RIM : box.bottom + RIM - height;
    surface.style.top = `${Math.max(EDGE, Math.min(wanted, innerHeight - EDGE - height))}px`;
  }

  function lift(): void {
    const within = host === document.activeElement;
    clearInterval(looking);
    looking = undefined;
    isUp = false;
    news = "";
    hide();
    uncover();
    host.remove();
    if (within) grounds.composer()?.focus({ preventScroll: true });
  }

  return {
    follow(told) {
      const wasUp = isUp;
      asked = told.ask === "gate" ? told.standing : null;
      left = told.later;
      if (asked) look();
      else if (isUp) lift();
      return wasUp && !isUp && told.standing?.declared === true;
    },
    look,
    keptOut: () => tell(say("gateKeptOut")),
    holds: () => isUp,
    owns: (event) => event.composedPath()[0] === host || event.target === host,
    enter: () => focusFirst(surface),
    isEntered: () => root.activeElement !== null && root.activeElement !== surface,
  };
}
