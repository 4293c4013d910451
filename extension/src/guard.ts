/**
 * What happens to a text between the clipboard and the site: check, ask, change, put in, and ask again before sending.
 *
 * Pastes are dealt with one after another, in order. The person's text is never lost: it goes in, stays on the
 * clipboard because they chose to go back, or is shown for them to copy.
 */

import { type Checker, isTooLong } from "./check";
import { type Composer, insert, type Place, read, replaceIn } from "./composer";
import { applyEdits, locate } from "./edits";
import { changesText, type Edit, rank, staysOut, type Trigger, type Verdict } from "./messages";
import type { Chosen, Panel } from "./panel";
import { say } from "./strings";
import {
  byHandView,
  changedView,
  hintView,
  holdView,
  limitedView,
  noticeView,
  sendView,
  tooLongView,
  warnView,
} from "./views";

/** A text on its way into a composer. */
export interface Incoming {
  readonly composer: Composer;
  readonly text: string;
  readonly place: Place;
  readonly trigger: Trigger;
}

export interface Guard {
  /** Take charge of a text whose own event has been stopped. */
  take(incoming: Incoming): void;
  /** Whether sending must wait: for a check that is under way, or for a question. */
  mustWait(): boolean;
  /** Someone wants to send; it is done for them once nothing stands against it. */
  wantsToSend(composer: Composer): void;
  /** A text was sent without a question. */
  sent(): void;
  /** Whether this is the text that is on show for the person to copy: the page may have it as it comes. */
  isByHand(text: string): boolean;
}

/** What this needs of the page around it. */
export interface Page {
  composer(): Composer | null;
  /** Sends, as the person would. */
  release(composer: Composer): Promise<void>;
}

/** A text that is in a composer, with what was found in it. */
interface Inside {
  readonly composer: Composer;
  readonly text: string;
  readonly verdict: Verdict;
  /** Where it went in, counted in solid characters. */
  readonly at: number;
}

// A check normally takes a few hundredths of a second; only a slow one is mentioned.
const MENTION_AFTER = 400;

export function createGuard(checker: Checker, panel: Panel, page: Page): Guard {
  let line: Promise<void> = Promise.resolve();
  let waiting = 0;
  /** Where someone pressed Send while a check was under way. */
  let sendAfterwards: Composer | null = null;
  /** Texts that went in with a warning nobody has answered yet. */
  let unanswered: readonly Inside[] = [];
  /** A text the page did not take, for as long as it is on show. */
  let byHand = "";

  function inLine(work: () => Promise<void>): void {
    waiting += 1;
    line = line
      .then(work)
      .catch(() => undefined)
      .finally(() => {
        waiting -= 1;
        const composer = sendAfterwards;
        if (waiting > 0 || !composer) return;
        sendAfterwards = null;
        inLine(() => askBeforeSending(composer));
      });
  }

  async function bringIn(incoming: Incoming): Promise<void> {
    let { text } = incoming;
    let changes = 0;
    for (;;) {
      if (isTooLong(text)) return bringInUnchecked(incoming);
      const verdict = await checked(text, incoming.trigger);
      if (!staysOut(verdict.outcome)) return putIn(incoming, text, verdict, changes);
      sendAfterwards = null;
      const chosen = await panel.show(holdView(text, verdict));
      if (chosen.id === "keep") {
        checker.note(verdict, "keep", chosen.reason);
        return putIn(incoming, text, answered(verdict), changes);
      }
      if (!changesText(chosen.id)) {
        checker.note(verdict, "go_back");
        return;
      }
      const edits = await checker.changed(text, verdict, chosen.id);
      text = applyEdits(text, edits);
      changes += edits.length;
    }
  }

  async function bringInUnchecked(incoming: Incoming): Promise<void> {
    sendAfterwards = null;
    const chosen = await panel.show(tooLongView());
    if (chosen.id !== "keep") return;
    const at = await insert(composerFor(incoming), incoming.text, incoming.place, { moveCaret: true });
    if (at === null) offerByHand(incoming.text);
  }

  function offerByHand(text: string, what: "notInserted" | "failed" = "notInserted"): void {
    sendAfterwards = null;
    byHand = text;
    void panel.show(byHandView(text, what)).then(() => {
      byHand = "";
    });
  }

  async function checked(text: string, trigger: Trigger): Promise<Verdict> {
    const chip = (): unknown => panel.show({ kind: "chip", says: say("checking"), choices: [] });
    const mention = setTimeout(chip, MENTION_AFTER);
    try {
      return await checker.check(text, trigger);
    } finally {
      clearTimeout(mention);
    }
  }

  async function putIn(incoming: Incoming, text: string, verdict: Verdict, changes: number): Promise<void> {
    const composer = composerFor(incoming);
    const at =
      text === "" ? 0 : await insert(composer, text, incoming.place, { moveCaret: incoming.trigger === "drop" });
    if (at === null) {
      offerByHand(text);
      return;
    }
    tell({ composer, text, verdict, at }, changes);
  }

  /** Shows what there is to say about a text that is now in. */
  function tell(inside: Inside, changes: number): void {
    const { text, verdict } = inside;
    if (verdict.outcome === "warn") {
      unanswered = [...unanswered, inside];
      void panel.show(warnView(text, verdict)).then((chosen) => settle(inside, chosen));
    } else if (verdict.outcome === "hint") {
      void panel.show(hintView(text, verdict)).then((chosen) => settle(inside, chosen));
    } else if (verdict.limited) {
      void panel.show(limitedView(verdict));
    } else if (changes > 0) {
      void panel.show(changedView(changes));
    } else if (panel.kind() === "chip") {
      panel.close();
    }
  }

  function settle(inside: Inside, chosen: Chosen): void {
    if (chosen.id === "keep") {
      checker.note(inside.verdict, "keep", chosen.reason);
      answer(inside);
    } else if (changesText(chosen.id)) {
      inLine(() => changeInside(inside, chosen.id));
    }
  }

  /** Makes the changes in the composer; what remains is told, or asked about, again. */
  async function changeInside(inside: Inside, action: string): Promise<void> {
    const subject = await stillThere(inside);
    if (!subject) {
      answer(inside);
      void panel.show(noticeView(say("nothingLeft"), { fades: true }));
      return;
    }
    const changed = await change(subject, action);
    if (!changed) return;
    answer(inside);
    const verdict = await checked(changed.text, "paste");
    tell({ ...subject, text: changed.text, verdict }, changed.edits.length);
  }

  async function change(inside: Inside, action: string): Promise<{ text: string; edits: readonly Edit[] } | null> {
    const { composer, text, verdict, at } = inside;
    const edits = await checker.changed(text, verdict, action);
    const after = applyEdits(text, edits);
    if (await replaceIn(composer, text, edits, at)) return { text: after, edits };
    void panel.show(byHandView(after, "notChanged"));
    return null;
  }

  /** The text as it was put in or, when the person has worked on it since, all that the composer now holds. */
  async function stillThere(inside: Inside): Promise<Inside | null> {
    const composer = inside.composer.isConnected ? inside.composer : page.composer();
    if (!composer) return null;
    const whole = read(composer);
    if (locate(whole, inside.text, inside.at) !== null) return { ...inside, composer };
    if (whole.trim() === "") return null;
    const verdict = await checked(whole, "send");
    return rank(verdict.outcome) > 0 ? { composer, text: whole, verdict, at: 0 } : null;
  }

  async function askBeforeSending(composer: Composer): Promise<void> {
    let subject = await questionable(composer);
    while (subject && rank(subject.verdict.outcome) >= rank("warn")) {
      const chosen = await panel.show(sendView(subject.text, subject.verdict));
      if (chosen.id === "keep") {
        checker.note(subject.verdict, "keep", chosen.reason);
        break;
      }
      if (!changesText(chosen.id)) return;
      const changed = await change(subject, chosen.id);
      if (!changed) return;
      subject = { ...subject, text: changed.text, verdict: await checked(changed.text, "send") };
    }
    unanswered = [];
    panel.close();
    await page.release(composer);
  }

  /** What is to be asked about: the one text that went in with a warning, or else all there is. */
  async function questionable(composer: Composer): Promise<Inside | null> {
    const [only, ...others] = unanswered;
    if (!only) return null;
    if (others.length === 0) return stillThere(only);
    const text = read(composer);
    return { composer, text, verdict: await checked(text, "send"), at: 0 };
  }

  function answer(inside: Inside): void {
    unanswered = unanswered.filter((other) => other !== inside);
  }

  function composerFor(incoming: Incoming): Composer {
    return incoming.composer.isConnected ? incoming.composer : (page.composer() ?? incoming.composer);
  }

  return {
    take(incoming) {
      if (panel.kind() === "dialog") panel.enter();
      inLine(() => bringIn(incoming).catch(() => offerByHand(incoming.text, "failed")));
    },
    mustWait: () => waiting > 0 || unanswered.length > 0,
    wantsToSend(composer) {
      if (panel.kind() === "dialog") panel.enter();
      else if (waiting > 0) sendAfterwards = composer;
      else inLine(() => askBeforeSending(composer));
    },
    sent() {
      if (panel.kind() === "chip") panel.close();
    },
    isByHand: (text) => text !== "" && text === byHand,
  };
}

/** The verdict once the person has answered for it: nothing more to ask. */
function answered(verdict: Verdict): Verdict {
  return { ...verdict, outcome: "allow", limited: null };
}
