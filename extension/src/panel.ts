/**
 * What we draw on the page: a chip, a panel or a dialog, one at a time, above the composer.
 *
 * It lives in a closed shadow root, so the page can neither read nor rewrite it, and only a person's own events count.
 * A dialog takes the focus and gives it back; a panel or chip never takes it, and F6 moves into it. The person's own
 * text is shown only once they ask for it: a classroom projector may be on.
 */

import { copy } from "./clipboard";
import { announce, button, element, focusFirst, keepInside, sign } from "./draw";
import type { Reason } from "./messages";
import { EDGE, following, type Neighbours, placed, put } from "./place";
import { language, say } from "./strings";
import { panelSheet } from "./tokens";

export interface View {
  readonly kind: "chip" | "panel" | "dialog";
  readonly title?: string;
  readonly says: string;
  readonly note?: string;
  readonly details?: readonly Detail[];
  readonly more?: number;
  /** A text for the person to copy by hand. */
  readonly copy?: string;
  /** How far something has come, from 0 to 1. */
  readonly progress?: number;
  readonly choices: readonly Choice[];
  readonly foot?: string;
  /** How to get in with the keyboard. */
  readonly hint?: string;
  /** Goes away by itself after a while; only for what need not be read. */
  readonly fades?: boolean;
}

export interface Detail {
  readonly title: string;
  readonly text: string;
  readonly because: readonly string[];
  readonly clause: string;
  readonly help: string;
}

export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly reasons: readonly Reason[];
}

/** What the person chose; `closed` when something else took the view's place, `aside` when it made room for the gate. */
export interface Chosen {
  readonly id: string;
  readonly reason?: string;
}

export interface Panel {
  show(view: View): Promise<Chosen>;
  /** Closes what is open: a question counts as gone back from, and a text to copy stays. */
  close(): void;
  /** Closes what can wait for later: not a question, nor a text to copy. */
  later(): boolean;
  /** Gives the place up to something else; false where what is open must stay. */
  makeRoom(): boolean;
  /** A text to copy need not be offered any longer: the page has it. */
  taken(text: string): void;
  /** What is open now. */
  kind(): View["kind"] | null;
  /** Where that is on the screen. */
  box(): DOMRect | null;
  /** Whether it has only just taken the focus, so that a key may have been meant for the composer. */
  isNew(): boolean;
  owns(event: Event): boolean;
  /** Handles a key that was pressed inside. */
  key(event: KeyboardEvent): void;
  /** Moves the focus inside. */
  enter(): void;
  /** Moves the bar of a view that has one. */
  progress(share: number): void;
}

/** A text to copy that is to be shown when what covers it has gone. */
interface Waiting {
  readonly view: View;
  readonly settle: (chosen: Chosen) => void;
}

/** Choices that lead out again; they do not stand out beside a fix. */
const LEAVING = new Set(["go_back", "later", "dismiss"]);
const FADES_AFTER = 5000;
const NEW_FOR = 1000;
// What is left to see of details where there is little room.
const FEWEST = 72;
const ENOUGH = 126;

export function createPanel(neighbours: Neighbours): Panel {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "closed" });
  const surface = element("section", { class: "surface", hidden: "", tabindex: "-1", lang: language });
  const says = element("p", { class: "says", id: "says" });
  const watched = new ResizeObserver(() => arrangeSoon());
  // A page that tidies away what it does not know must not tidy away a question.
  const tidied = new MutationObserver(() => {
    if (shown) attach();
  });
  let settle: ((chosen: Chosen) => void) | null = null;
  let shown: View | null = null;
  let fading: ReturnType<typeof setTimeout> | undefined;
  let back: Element | null = null;
  let waiting: readonly Waiting[] = [];
  let unfollow = (): void => undefined;
  /** Leads back from the reasons to the choices. */
  let stepBack: (() => void) | null = null;
  let details: HTMLElement | null = null;
  let isAbove = true;
  let arranging = 0;
  let since = 0;

  function attach(): void {
    if (host.isConnected) return;
    if (root.childNodes.length === 0) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(panelSheet);
      root.adoptedStyleSheets = [sheet];
      root.append(surface);
      keepInside(root);
      addEventListener("resize", arrangeSoon);
      addEventListener("scroll", arrangeSoon, { capture: true, passive: true });
      watched.observe(surface);
      tidied.observe(document.documentElement, { childList: true });
    }
    host.setAttribute("popover", "manual");
    document.documentElement.append(host);
    // The top layer lies above anything the page can draw.
    host.showPopover?.();
  }

  function show(view: View): Promise<Chosen> {
    // A question stays until it is answered, and a text to copy until the person has done with it.
    if (view.kind !== "dialog" && (shown?.kind === "dialog" || shown?.copy !== undefined)) {
      if (view.copy === undefined) return Promise.resolve({ id: "closed" });
      return new Promise((resolve) => {
        waiting = [...waiting, { view, settle: resolve }];
      });
    }
    if (shown?.copy !== undefined && settle) {
      waiting = [{ view: shown, settle }, ...waiting];
      settle = null;
    }
    leave()?.({ id: "closed" });
    return new Promise((resolve) => bring(view, resolve));
  }

  function bring(view: View, resolve: (chosen: Chosen) => void): void {
    attach();
    settle = resolve;
    shown = view;
    since = performance.now();
    surface.className = `surface ${view.kind}`;
    describe(view);
    surface.hidden = false;
    draw(view);
    unfollow = following(neighbours, arrangeSoon);
    arrange();
    if (view.kind === "dialog") {
      back ??= document.activeElement === host ? null : document.activeElement;
      surface.focus({ preventScroll: true });
    }
    if (view.fades) fading = setTimeout(() => finish({ id: "dismiss" }), FADES_AFTER);
  }

  function describe(view: View): void {
    surface.setAttribute("role", view.kind === "dialog" ? "alertdialog" : "region");
    surface.setAttribute("aria-label", view.title ? `${say("name")}: ${view.title}` : say("name"));
    surface.toggleAttribute("aria-describedby", false);
    if (view.kind === "dialog") {
      surface.setAttribute("aria-describedby", "says note");
      surface.setAttribute("aria-modal", "true");
      surface.removeAttribute("aria-keyshortcuts");
      says.removeAttribute("role");
    } else {
      surface.removeAttribute("aria-modal");
      surface.setAttribute("aria-keyshortcuts", "F6");
      says.setAttribute("role", "status");
    }
  }

  function draw(view: View): void {
    const choices = element("div", { class: "choices" });
    const tell = view.kind === "dialog" ? write : announce;
    const note = element("p", { class: "note", id: "note", ...(view.kind === "dialog" ? {} : { role: "status" }) });
    surface.replaceChildren(
      ...(view.title && view.kind !== "chip" ? [head(view.title, view.hint)] : []),
      ...(view.kind === "chip" ? [sign()] : []),
      says,
      ...(view.note ? [note] : []),
      ...(view.copy === undefined ? [] : [copyBox(view.copy)]),
      ...(view.progress === undefined ? [] : [bar(view.progress)]),
      choices,
      ...(view.kind === "chip" ? [] : foot(view)),
    );
    offer(view, choices);
    tell(says, view.says);
    tell(note, view.note ?? "");
  }

  function offer(view: View, choices: HTMLElement): void {
    const copyButton = view.copy === undefined ? [] : [copyChoice(view.copy)];
    choices.replaceChildren(
      ...copyButton,
      ...view.choices.map((choice, at) => {
        const first = at === 0 && copyButton.length === 0 && view.progress === undefined;
        const style = first ? "primary" : LEAVING.has(choice.id) ? "plain" : "";
        const press = (): void => {
          if (choice.reasons.length === 0) finish({ id: choice.id });
          else askWhy(view, choices, choice);
        };
        return button(choice.label, style, press);
      }),
    );
  }

  function askWhy(view: View, choices: HTMLElement, choice: Choice): void {
    const question = element("p", { class: "question", id: "question" }, say("reasonQuestion"));
    stepBack = (): void => {
      stepBack = null;
      question.remove();
      choices.removeAttribute("role");
      choices.removeAttribute("aria-labelledby");
      offer(view, choices);
      focusFirst(choices);
      arrange();
    };
    const reasons = choice.reasons.map((reason) =>
      button(reason.label, "", () => finish({ id: choice.id, reason: reason.id })),
    );
    // The way back stays beside the last reason, however narrow the panel.
    const last = element("span", { class: "together" }, ...reasons.slice(-1), button(say("back"), "plain", () => stepBack?.()));
    choices.before(question);
    choices.setAttribute("role", "group");
    choices.setAttribute("aria-labelledby", "question");
    choices.replaceChildren(...reasons.slice(0, -1), last);
    focusFirst(choices);
    arrange();
  }

  function foot(view: View): readonly HTMLElement[] {
    const found = view.details ?? [];
    const words = element("span", {}, view.foot ?? (view.title ? "" : (view.hint ?? "")));
    if (found.length === 0) return words.textContent === "" ? [] : [element("div", { class: "foot" }, words)];
    const list = element("ul", { class: "details", hidden: "", tabindex: "0", "aria-label": say("showMe") });
    const toggle = button(say("showMe"), "plain", () => {
      // The person's own words are put in only now.
      if (list.childNodes.length === 0) list.append(...groups(found, view.more ?? 0));
      list.hidden = !list.hidden;
      // A narrower word would let the line beside it run differently, and move all above it.
      toggle.style.minWidth = `${toggle.offsetWidth}px`;
      // The panel grows away from the composer, so that the buttons stay where they are.
      if (isAbove) surface.querySelector(".question, .choices")?.before(list);
      else surface.append(list);
      toggle.textContent = say(list.hidden ? "showMe" : "hide");
      toggle.setAttribute("aria-expanded", String(!list.hidden));
      arrange();
      if (isAbove) surface.scrollTop = surface.scrollHeight;
    });
    details = list;
    toggle.setAttribute("aria-expanded", "false");
    return [element("div", { class: "foot" }, toggle, words), list];
  }

  function copyBox(text: string): HTMLElement {
    const box = element("textarea", { readonly: "", "aria-label": say("copy"), spellcheck: "false" });
    (box as HTMLTextAreaElement).value = text;
    return box;
  }

  function copyChoice(text: string): HTMLElement {
    const press = async (): Promise<void> => {
      const done = await copy(text);
      if (done) made.textContent = say("copied");
      else {
        announce(says, say("copyByHand"));
        root.querySelector("textarea")?.select();
      }
    };
    const made = button(say("copy"), "primary", () => void press());
    return made;
  }

  function finish(chosen: Chosen): void {
    leave()?.(chosen);
    const [next, ...others] = waiting;
    if (!next || shown) return;
    waiting = others;
    bring(next.view, next.settle);
  }

  /** Takes away what is shown; gives back what is to hear of the choice. */
  function leave(): ((chosen: Chosen) => void) | null {
    clearTimeout(fading);
    const resolve = settle;
    const wasDialog = shown?.kind === "dialog";
    const inside = document.activeElement === host;
    settle = null;
    shown = null;
    stepBack = null;
    details = null;
    unfollow();
    surface.hidden = true;
    surface.replaceChildren();
    if (inside || (wasDialog && document.activeElement === document.body)) giveBack();
    if (wasDialog) back = null;
    return resolve;
  }

  function giveBack(): void {
    const target = back instanceof HTMLElement && back.isConnected ? back : neighbours.composer();
    target?.focus({ preventScroll: true });
  }

  function arrangeSoon(): void {
    if (!shown) return;
    cancelAnimationFrame(arranging);
    arranging = requestAnimationFrame(arrange);
  }

  function arrange(): void {
    if (!shown) return;
    const scrolled = [surface.scrollTop, details?.scrollTop ?? 0] as const;
    put(surface, { ...placed(neighbours, 0), room: innerHeight });
    const wanted = Math.min(heightWithoutDetails(), innerHeight - 2 * EDGE);
    const place = placed(neighbours, wanted);
    isAbove = place.isAbove;
    put(surface, place);
    if (details) details.style.minHeight = `${Math.min(ENOUGH, Math.max(FEWEST, place.room - wanted))}px`;
    surface.scrollTop = scrolled[0];
    if (details) details.scrollTop = scrolled[1];
  }

  /** Details come and go without moving the panel. */
  function heightWithoutDetails(): number {
    const isOpen = details !== null && !details.hidden;
    if (isOpen) details?.toggleAttribute("hidden", true);
    const height = surface.scrollHeight + 2;
    if (isOpen) details?.toggleAttribute("hidden", false);
    return height;
  }

  function key(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.preventDefault();
      if (stepBack) stepBack();
      else finish({ id: shown?.kind === "dialog" ? "go_back" : "later" });
    } else if (event.key === "F6") {
      event.preventDefault();
      if (shown?.kind !== "dialog") neighbours.composer()?.focus({ preventScroll: true });
    } else if (event.key === "Tab" && shown?.kind === "dialog") {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    }
  }

  /** Moves the focus round inside the dialog. */
  function step(by: number): void {
    const all = [...surface.querySelectorAll<HTMLElement>("button, textarea, ul[tabindex]")];
    const stops = all.filter((stop) => stop.checkVisibility());
    const at = stops.findIndex((stop) => stop === root.activeElement);
    const next = at < 0 ? (by > 0 ? 0 : stops.length - 1) : (at + by + stops.length) % stops.length;
    stops[next]?.focus();
  }

  function kind(): View["kind"] | null {
    return shown?.kind ?? null;
  }

  return {
    show,
    close: () => {
      if (shown?.copy === undefined) finish({ id: shown?.kind === "dialog" ? "go_back" : "closed" });
    },
    later: () => {
      if (!shown || shown.kind === "dialog" || shown.copy !== undefined) return false;
      finish({ id: "later" });
      return true;
    },
    makeRoom: () => {
      if (shown?.kind === "dialog" || shown?.copy !== undefined) return false;
      finish({ id: "aside" });
      return kind() === null;
    },
    taken: (text) => {
      const done = waiting.filter(({ view }) => view.copy === text);
      waiting = waiting.filter(({ view }) => view.copy !== text);
      done.forEach((one) => one.settle({ id: "closed" }));
      if (shown?.copy === text) finish({ id: "closed" });
    },
    kind,
    box: () => (shown ? surface.getBoundingClientRect() : null),
    isNew: () => shown !== null && performance.now() - since < NEW_FOR,
    owns: (event) => event.composedPath()[0] === host || event.target === host,
    key,
    enter: () => {
      if (!shown) return;
      if (shown.kind === "dialog") surface.focus();
      else focusFirst(surface);
    },
    progress: (share) => {
      const progress = surface.querySelector("progress");
      if (progress) progress.value = share;
    },
  };
}

/** The title, and at its end how to get in with the keyboard. */
function head(title: string, hint = ""): HTMLElement {
  const way = hint === "" ? [] : [element("span", { class: "way" }, hint)];
  return element("div", { class: "head" }, sign(), element("span", {}, title), ...way);
}

/** What a dialog says is read with its name. */
function write(place: HTMLElement, words: string): void {
  place.textContent = words;
}

function bar(share: number): HTMLElement {
  const made = element("progress", { max: "1", "aria-labelledby": "says" }) as HTMLProgressElement;
  made.value = share;
  return made;
}

/** Findings of a kind together, each with its own words, and why. */
function groups(details: readonly Detail[], more: number): readonly HTMLElement[] {
  const titles = [...new Set(details.map((detail) => detail.title))];
  const items = titles.map((title) => {
    const group = details.filter((detail) => detail.title === title);
    const clause = group[0]?.clause ?? "";
    return element(
      "li",
      {},
      element("h3", {}, title.charAt(0).toUpperCase() + title.slice(1)),
      element("ul", {}, ...entries(group)),
      element("p", { class: "quiet" }, [group[0]?.help, clause && say("clause", clause)].filter(Boolean).join(" · ")),
    );
  });
  return more > 0 ? [...items, element("li", { class: "quiet" }, say("moreFindings", String(more)))] : items;
}

/** One line for each different wording, with how often it occurs. */
function entries(group: readonly Detail[]): readonly HTMLElement[] {
  const wordings = new Map<string, Detail[]>();
  for (const detail of group) wordings.set(detail.text, [...(wordings.get(detail.text) ?? []), detail]);
  return [...wordings.values()].map((alike) => {
    const [detail] = alike;
    const shown = detail && detail.text.length > 120 ? `${detail.text.slice(0, 119)}…` : (detail?.text ?? "");
    const times = alike.length > 1 ? ` × ${alike.length}` : "";
    const reasons = detail?.because.filter((reason) => reason !== detail.title).join(", ") ?? "";
    const why = element("span", { class: "quiet" }, reasons && ` ${reasons}`);
    return element("li", {}, element("mark", {}, shown), times, why);
  });
}
