/**
 * Runs in a site's pages: stops what a person pastes, drops or sends, and hands it to the guard.
 *
 * The listeners are registered at once, before any script of the page, on the window in the capture phase, so nothing
 * of the page's sees a text before we do. An event is stopped before anything is awaited. Only a person's own events
 * count: what scripts dispatch, ours included, passes.
 */

import { askWorker, isOrphaned, onTold } from "./browser";
import { createFiles } from "./attach/check";
import { createDesk } from "./attach/desk";
import { watchFiles } from "./attach/routes";
import { createChecker } from "./check";
import { hasMore, leavesOutFiles, textOf } from "./clipboard";
import {
  type Composer,
  composerOf,
  composersBeside,
  composersIn,
  composersWith,
  findComposer,
  findSendButton,
  isEditable,
  isStopButton,
  looksLikeComposer,
  type Place,
  placeAt,
  placeNow,
  read,
  selected,
  sendButtonOf,
  takesLines,
} from "./composer";
import { watchCopies } from "./copy/out";
import { solid } from "./edits";
import { createGate } from "./gate";
import { createGuard } from "./guard";
import { createLookout } from "./lookout";
import { type Answer, fields, type Opened, readTold, type Request, type Told, type Trigger } from "./messages";
import { createPanel } from "./panel";
import { isInert, onProfile } from "./profile";
import { type Press, release } from "./release";
import { questionsIn, type Site, siteHere } from "./site";
import { say } from "./strings";
import { approvedIn, toolAt } from "./tools";
import { createUnderlines } from "./underline";
import { noticeView, notApprovedView, remindView } from "./views";
import { createWhereabouts } from "./whereabouts";

// A composer that has not come by then is one we do not know.
const COMPOSER_WITHIN = 10_000;
const LOOK_EVERY = 500;
// A service worker that was ended cannot tell anybody: the gate asks by itself now and then.
const ASK_AGAIN = 5000;

// What could bring something into a composer, or send it.
const HELD_BACK = [
  ...(["keydown", "keypress", "beforeinput", "paste", "dragover", "drop"] as const),
  ...(["pointerdown", "mousedown", "pointerup", "mouseup", "click"] as const),
];
const NOTHING: Told = { worker: "", turn: 0, ask: "nothing", standing: null, later: 0, mode: "warn", withoutAgent: "limited_check" };

const here = siteHere();
if (here) protect(here);

function protect(site: Site): void {
  const panel = createPanel({ composer: () => findComposer(site), sendButton: () => findSendButton(site) });
  const conversation = (): string => site.conversationKey(new URL(location.href));
  const where = createWhereabouts({
    key: conversation,
    questions: () => questionsIn(site).map((question) => question.textContent ?? ""),
    tell(conversationKey, goesOn) {
      // A frame has no conversation of its own.
      if (window.top === window) void askWorker({ kind: "here", conversationKey, goesOn }).catch(() => undefined);
    },
  });
  const copies = watchCopies({
    site,
    composer: () => findComposer(site),
    conversationKey: where.key,
    questions: () => questionsIn(site),
    sendButton: () => findSendButton(site),
    taken: panel.box,
    ask: askWorker,
  });
  const checker = createChecker({
    site: site.id,
    conversationKey: where.key,
    labelsHere: copies.labelsHere,
    learn: copies.learn,
    terms: () => told ?? NOTHING,
    ask: askWorker,
    isOrphaned,
  });
  const underlines = createUnderlines();
  const guard = createGuard(checker, panel, {
    composer: () => findComposer(site),
    conversation,
    release: (composer, press, isSame) => release(site, composer, press, isSame, () => where.sends(read(composer))),
    underline: underlines.show,
  });
  const files = createFiles({
    site: site.id,
    conversationKey: where.key,
    ask: askWorker,
    isOrphaned,
    onLeave(leave) {
      addEventListener("pagehide", leave);
      return () => removeEventListener("pagehide", leave);
    },
    pause,
  });
  const desk = createDesk({
    files,
    panel,
    labelsHere: copies.labelsHere,
    conversationKey: where.key,
    mode: () => told?.mode ?? "warn",
    note: checker.note,
    chose: (what) => void request({ kind: "chose", what }).catch(() => undefined),
  });
  const gate = createGate({
    site: site.title,
    composer: () => findComposer(site),
    sendButton: () => findSendButton(site),
    isBusy: () => panel.kind() === "dialog" || guard.isBusy() || !panel.makeRoom(),
    open: () => request<Opened>({ kind: "declare", do: "open" }),
    later: putOff,
  });
  const routes = watchFiles(desk, {
    composer: () => findComposer(site),
    isInert,
    isClosed: () => gate.holds(),
    sayNoFolders: () => void panel.show(noticeView(say("attachFolder"))),
    sayClosed: gate.keptOut,
  });
  const lookout = createLookout(
    {
      path: () => location.pathname,
      frames: () => window.length,
      hasComposer: () => findComposer(site) !== null,
      askFrames: () => void askWorker({ kind: "inside" }).catch(() => undefined),
      found() {
        recognised(true);
        if (saysNotProtected) panel.close();
      },
      missed() {
        const hasNone = site.pathsWithoutComposer.some((known) => known.test(location.pathname));
        if (window.top !== window || panel.kind() !== null || hasNone) return;
        recognised(false);
        notProtected();
      },
    },
    COMPOSER_WITHIN / LOOK_EVERY,
  );
  let told: Told | null = null;
  let asked: number | null = null;
  /** What the person has been reminded of in this page. */
  let reminded = "";
  let advised = "";
  let toldWorks: boolean | null = null;
  let dragged: { readonly composer: Composer; readonly text: string } | null = null;
  let saysNotProtected = false;
  /** Where the person was before F6 led them to us. */
  let from: Element | null = null;

  // While the gate is up the composer is left alone. It cannot have the focus then; a page may put up another, though,
  // or take in what is pasted or dropped elsewhere.
  for (const type of HELD_BACK) {
    listen(type, (event) => {
      if (!gate.holds() || !isForComposer(event)) return;
      stop(event);
      if (hasFiles(event)) gate.keptOut();
    });
  }
  listen("focusin", (event) => {
    if (gate.holds() && composerOf(site, event)) gate.look();
  });

  listen("paste", (event) => {
    dragged = null;
    copies.close();
    if (panel.owns(event) && !panel.isNew()) return;
    if (textOf(event.clipboardData).trim() === "" && routes.paste(event)) return;
    // Two quick pastes: the first one's question may have taken the focus from under the second.
    const composer = panel.owns(event) ? findComposer(site) : composerOf(site, event);
    if (composer) take(event, event.clipboardData, composer, () => placeNow(composer), "paste");
    else if (looksLikeComposer(event)) notProtected();
  });

  listen("dragstart", (event) => {
    const composer = composerOf(site, event);
    dragged = composer && { composer, text: solid(selected(composer)) };
  });

  // A drag may also end where nothing hears it; whatever comes next is another.
  for (const type of ["dragend", "pointerdown"] as const) {
    listen(type, () => {
      dragged = null;
    });
  }

  listen("drop", (event) => {
    if (routes.drop(event)) return;
    const composer = composerOf(site, event);
    const text = textOf(event.dataTransfer);
    // What was in the box already is only moved; the text is compared, for not every drag is heard to end.
    const moved = composer !== null && composer === dragged?.composer && solid(text) === dragged.text;
    dragged = null;
    if (composer && !moved) {
      take(event, event.dataTransfer, composer, () => placeAt(composer, event.clientX, event.clientY), "drop");
    } else if (!composer && text.trim() !== "" && looksLikeComposer(event)) {
      notProtected();
    }
  });

  listen("keydown", (event) => {
    if (event.key === "F6") return goRound(event);
    if (!panel.owns(event) && panel.kind() !== "dialog" && copies.key(event)) return;
    if (panel.owns(event)) {
      panel.key(event);
      event.stopImmediatePropagation();
    } else if (gate.owns(event)) {
      event.stopImmediatePropagation();
    } else if (event.key === "Escape" && !event.isComposing && composerOf(site, event)) {
      if (panel.later()) stop(event);
    } else if (isSendKey(event)) {
      const composer = composerOf(site, event);
      if (composer && !takesLines(site, composer, event)) send(event, composersWith(site, composer), event);
    }
  });

  for (const type of ["keyup", "keypress"] as const) {
    listen(type, (event) => {
      if (panel.owns(event) || gate.owns(event) || copies.owns(event)) event.stopImmediatePropagation();
    });
  }

  // Editors that undo by themselves send no input event, but somebody pressed a key.
  const typed = (event: Event): void => {
    const composer = isInert() || panel.owns(event) ? null : composerOf(site, event);
    if (composer) guard.typed(composer, "isComposing" in event && event.isComposing === true);
  };
  for (const type of ["input", "keyup"] as const) listen(type, typed);
  // Chromium does not call the end of a composition trusted; a look at the text does no harm, whoever asks for it.
  addEventListener("compositionend", typed, { capture: true });

  // A site may act on any of these; the question is asked on the last.
  for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"] as const) {
    listen(type, (event) => {
      const button = panel.owns(event) || gate.owns(event) ? null : sendButtonOf(site, event);
      if (!button) return;
      const composers = composersBeside(site, button);
      const [composer = null, ...others] = composers;
      if (type === "click") send(event, composers, { button });
      else if (guard.mustWait(composer, others)) event.stopImmediatePropagation();
    });
  }

  // A form may be sent by a button that we do not know.
  listen("submit", (event) => {
    const button = event.submitter;
    const composers = event.target instanceof Element ? composersIn(site, event.target, button) : [];
    const [composer, ...others] = composers;
    if (composer && !isStopButton(site, button) && guard.mustWait(composer, others)) send(event, composers, { button });
  });

  onProfile((pupils) => {
    if (!pupils) return;
    followNothing();
    panel.close();
  });
  onTold((message) => {
    if (fields(message)["works"] === true) {
      lookout.worksInside();
      if (saysNotProtected) panel.close();
    }
    if (fields(message)["inside"] === "?" && window.top !== window && findComposer(site)) {
      toldWorks = null;
      recognised(true);
    }
    const now = isInert() ? null : readTold(message);
    if (now) follow(now);
  });
  addEventListener("DOMContentLoaded", () => (lookout.look(), setInterval(lookout.look, LOOK_EVERY)), { once: true });
  if (window.top === window) {
    where.look();
    // The next page knows nothing of what was sent from this one.
    addEventListener("pagehide", where.look);
    void askStanding();
  }
  // A page that comes back from rest has not heard what was told meanwhile; the day may be another, too.
  addEventListener("pageshow", ({ persisted }) => persisted && void askStanding());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void askStanding());
  setInterval(look, LOOK_EVERY);

  function look(): void {
    if (isInert()) return;
    where.look();
    guard.look();
    if (isOrphaned()) followNothing();
    else if (asked === null ? findComposer(site) : isLongAgo(asked)) void askStanding();
    gate.look();
    remind();
    advise();
  }

  function isLongAgo(then: number): boolean {
    return gate.holds() && !document.hidden && performance.now() - then > ASK_AGAIN;
  }

  async function askStanding(): Promise<void> {
    asked = performance.now();
    // Without an answer there is nobody to declare to either.
    await request<Told>({ kind: "standing", fresh: false }).then((now) => (isInert() ? followNothing() : follow(now)), followNothing);
  }

  function followNothing(): void {
    follow({ ...(told ?? NOTHING), ask: NOTHING.ask, standing: NOTHING.standing, later: NOTHING.later });
  }

  function follow(now: Told): void {
    if (told?.worker === now.worker && now.turn < told.turn) return;
    told = now;
    if (gate.follow(now)) void panel.show(noticeView(say("gateDone"), { fades: true }));
    if (now.ask !== "chip" && reminded !== "") {
      reminded = "";
      if (panel.kind() === "chip") panel.close();
    }
    remind();
  }

  /** Once in a page, and only where nothing else is said. */
  function remind(): void {
    if (told?.ask !== "chip" || !told.standing || panel.kind() !== null || !findComposer(site)) return;
    const { policy, why } = told.standing;
    const matter = `${policy} ${why}`;
    if (reminded === matter) return;
    reminded = matter;
    void panel
      .show(remindView(told.standing, site.title))
      .then(({ id }) => (id === "later" ? putOff() : id === "declare" ? openDeclaration() : undefined))
      .catch(() => panel.show(noticeView(say("gateNoAnswer"))));
  }

  /** Once in a page, where the school does not want this tool used. */
  function advise(): void {
    const tools = told?.standing?.tools ?? [];
    const tool = toolAt(tools, location.href);
    if (tool?.status !== "not_approved" || advised === tool.name) return;
    if (gate.holds() || panel.kind() !== null || !findComposer(site)) return;
    advised = tool.name;
    void panel.show(notApprovedView(tool, approvedIn(tools))).then(({ id }) => {
      if (id === "about") void panel.show(noticeView(tool.note));
    });
  }

  /** F6 leads to what of ours is open, one after the other, and back to where the person was; a question keeps it. */
  function goRound(event: KeyboardEvent): void {
    const kind = panel.kind();
    const isGated = kind !== "dialog" && gate.holds();
    const stops = [
      { isOpen: isGated, owns: gate.isEntered, enter: gate.enter, leave: gate.enter },
      { isOpen: kind !== null, owns: panel.owns, enter: panel.enter, leave: () => panel.key(event) },
      { isOpen: kind !== "dialog" && copies.isOpen(), owns: copies.owns, enter: () => copies.enter(from), leave: copies.leave },
    ].filter(({ isOpen }) => isOpen);
    if (stops.length === 0) return;
    stop(event);
    const at = stops.findIndex(({ owns }) => owns(event));
    if (at < 0) from = document.activeElement;
    const next = stops[at + 1];
    if (next) next.enter();
    // There is no way back into a box that is covered.
    else if (isGated) gate.enter();
    else stops[at]?.leave();
  }

  async function putOff(): Promise<void> {
    follow(await request<Told>({ kind: "declare", do: "later" }));
  }

  async function openDeclaration(): Promise<void> {
    const { opened, message } = await request<Opened>({ kind: "declare", do: "open" });
    void panel.show(noticeView(opened ? say("gateOpened") : message, { fades: opened }));
  }

  /** Whether an event is about the composer, or may be taken for it: there is nothing else here to drop things on. */
  function isForComposer(event: Event): boolean {
    if (composerOf(site, event) || sendButtonOf(site, event) || event.type === "drop") return true;
    return event.type === "paste" && !isEditable(event);
  }

  function take(
    event: ClipboardEvent | DragEvent,
    data: DataTransfer | null,
    composer: Composer,
    place: () => Place,
    trigger: Trigger,
  ): void {
    const text = textOf(data);
    if (text.trim() === "") {
      if (hasMore(data)) void panel.show(noticeView(say("filesNotChecked")));
      return;
    }
    if (guard.isByHand(text)) {
      panel.taken(text);
      return;
    }
    stop(event);
    guard.take({ composer, text, place: place(), trigger, leftOut: leavesOutFiles(data) });
  }

  /** What an event may send: the composer it is about first. */
  function send(event: Event, composers: readonly Composer[], press: Press): void {
    copies.close();
    const [composer = null, ...others] = composers;
    if (!guard.mustWait(composer, others)) {
      if (composer) where.sends(read(composer));
      guard.sent();
      return;
    }
    stop(event);
    if (composer) guard.wantsToSend(composer, press, others);
    else void panel.show(noticeView(say("boxGone")));
  }

  /** Once a page: whether this site's box is one we know. */
  function recognised(works: boolean): void {
    if (isInert() || toldWorks === works) return;
    toldWorks = works;
    void askWorker({ kind: "recognised", site: site.id, works }).catch(() => undefined);
  }

  function notProtected(): void {
    if (isInert()) return;
    saysNotProtected = true;
    void panel.show(noticeView(say("notProtected"))).then(() => {
      saysNotProtected = false;
    });
  }
}

async function request<T>(message: Request): Promise<T> {
  const answer = fields(await askWorker(message)) as unknown as Answer<T>;
  if (!answer.ok) throw new Error(answer.why);
  return answer.value;
}

/** Hears a person's own events before the page does. */
function listen<T extends keyof WindowEventMap>(type: T, hear: (event: WindowEventMap[T]) => void): void {
  addEventListener(
    type,
    (event) => {
      if (event.isTrusted && !isInert()) hear(event);
    },
    { capture: true },
  );
}

function hasFiles(event: Event): boolean {
  const data = event instanceof ClipboardEvent ? event.clipboardData : event instanceof DragEvent ? event.dataTransfer : null;
  return data !== null && data.files.length > 0;
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** Enter as it sends: not a new line, and not the end of a word typed through an input method. */
function isSendKey(event: KeyboardEvent): boolean {
  return event.key === "Enter" && !event.shiftKey && !event.altKey && !event.isComposing && event.keyCode !== 229;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
