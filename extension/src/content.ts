/**
 * Runs in a site's pages: stops what a person pastes, drops or sends, and hands it to the guard.
 *
 * The listeners are registered at once, before any script of the page, on the window in the capture phase, so nothing
 * of the page's sees a text before we do. An event is stopped before anything is awaited. Only a person's own events
 * count: what scripts dispatch, ours included, passes.
 */

import { askWorker, isOrphaned } from "./browser";
import { createChecker } from "./check";
import { hasMore, textOf } from "./clipboard";
import {
  type Composer,
  composerOf,
  findComposer,
  findSendButton,
  isOnSendButton,
  looksLikeComposer,
  type Place,
  placeAt,
  placeNow,
} from "./composer";
import { createGuard } from "./guard";
import type { Trigger } from "./messages";
import { createPanel } from "./panel";
import { type Site, siteHere } from "./site";
import { say } from "./strings";
import { noticeView } from "./views";

// A composer that has not come by then is one we do not know.
const COMPOSER_WITHIN = 10_000;
const LOOK_EVERY = 500;
// Sites enable their Send button a moment after the text is in.
const SEND_WITHIN = 1000;

const here = siteHere();
if (here) protect(here);

function protect(site: Site): void {
  const panel = createPanel({ composer: () => findComposer(site), sendButton: () => findSendButton(site) });
  const checker = createChecker({
    site: site.id,
    conversationKey: () => site.conversationKey(new URL(location.href)),
    ask: askWorker,
    isOrphaned,
  });
  const guard = createGuard(checker, panel, {
    composer: () => findComposer(site),
    release: (composer) => release(site, composer),
  });
  let dragged: Composer | null = null;

  listen("paste", (event) => {
    if (panel.owns(event) && !panel.isNew()) return;
    // Two quick pastes: the first one's question may have taken the focus from under the second.
    const composer = panel.owns(event) ? findComposer(site) : composerOf(site, event);
    if (composer) take(event, event.clipboardData, composer, () => placeNow(composer), "paste");
    else if (looksLikeComposer(event)) notProtected();
  });

  listen("dragstart", (event) => {
    dragged = composerOf(site, event);
  });

  listen("drop", (event) => {
    const composer = composerOf(site, event);
    const moved = composer !== null && composer === dragged;
    dragged = null;
    if (composer && !moved) {
      take(event, event.dataTransfer, composer, () => placeAt(composer, event.clientX, event.clientY), "drop");
    } else if (event.dataTransfer && event.dataTransfer.files.length > 0) {
      void panel.show(noticeView(say("filesNotChecked")));
    }
  });

  listen("keydown", (event) => {
    if (panel.owns(event)) {
      panel.key(event);
      event.stopImmediatePropagation();
    } else if (event.key === "F6" && panel.kind() !== null) {
      stop(event);
      panel.enter();
    } else if (isSendKey(event)) {
      const composer = composerOf(site, event);
      if (composer) send(event, composer);
    }
  });

  for (const type of ["keyup", "keypress"] as const) {
    listen(type, (event) => {
      if (panel.owns(event)) event.stopImmediatePropagation();
    });
  }

  // A site may act on any of these; the question is asked on the last.
  for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"] as const) {
    listen(type, (event) => {
      if (panel.owns(event) || !isOnSendButton(site, event)) return;
      if (type === "click") send(event, findComposer(site));
      else if (guard.mustWait()) event.stopImmediatePropagation();
    });
  }

  if (window.top === window) {
    checker.wake();
    addEventListener("DOMContentLoaded", () => void watchForComposer(), { once: true });
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
      panel.close();
      return;
    }
    stop(event);
    guard.take({ composer, text, place: place(), trigger });
  }

  function send(event: Event, composer: Composer | null): void {
    if (!guard.mustWait() || !composer) {
      guard.sent();
      return;
    }
    stop(event);
    guard.wantsToSend(composer);
  }

  function notProtected(): void {
    void panel.show(noticeView(say("notProtected")));
  }

  async function watchForComposer(): Promise<void> {
    for (let waited = 0; waited < COMPOSER_WITHIN; waited += LOOK_EVERY) {
      if (findComposer(site)) return;
      await pause(LOOK_EVERY);
    }
    const expected = !site.pathsWithoutComposer.some((path) => path.test(location.pathname));
    if (expected && panel.kind() === null) notProtected();
  }
}

/** Hears a person's own events before the page does. */
function listen<T extends keyof WindowEventMap>(type: T, hear: (event: WindowEventMap[T]) => void): void {
  addEventListener(
    type,
    (event) => {
      if (event.isTrusted) hear(event);
    },
    { capture: true },
  );
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** Enter as it sends: not a new line, and not the end of a word typed through an input method. */
function isSendKey(event: KeyboardEvent): boolean {
  return event.key === "Enter" && !event.shiftKey && !event.altKey && !event.isComposing && event.keyCode !== 229;
}

async function release(site: Site, composer: Composer): Promise<void> {
  for (let waited = 0; waited < SEND_WITHIN; waited += 50) {
    const button = findSendButton(site);
    if (button && !button.matches(":disabled, [aria-disabled='true']")) {
      button.click();
      return;
    }
    await pause(50);
  }
  composer.focus({ preventScroll: true });
  const enter = { key: "Enter", code: "Enter", keyCode: 13, which: 13 };
  composer.dispatchEvent(new KeyboardEvent("keydown", { ...enter, bubbles: true, cancelable: true, composed: true }));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
