/**
 * What happens to a text between the clipboard and the site: check, ask, change, put in, and ask again before sending.
 *
 * Pastes are dealt with one after another, in order. The person's text is never lost: it goes in, stays on the
 * clipboard because they chose to go back, or is shown for them to copy.
 */

import { type Checker, isTooLong, whatChanged } from "./check";
import { type Composer, insert, isEmpty, isUsable, type Place, read, replaceIn } from "./composer";
import { applyEdits, locate, solid } from "./edits";
import { changesText, type Edit, rank, staysOut, type Trigger, type Verdict } from "./messages";
import type { Chosen, Panel, View } from "./panel";
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
  withNote,
} from "./views";

/** A text on its way into a composer. */
export interface Incoming {
  readonly composer: Composer;
  readonly text: string;
  readonly place: Place;
  readonly trigger: Trigger;
  /** There were pictures or files beside the text, which do not go in with it. */
  readonly leftOut?: boolean;
}

export interface Guard {
  /** Take charge of a text whose own event has been stopped. */
  take(incoming: Incoming): void;
  /** Whether a text is on its way in or out. */
  isBusy(): boolean;
  /** Whether sending must wait: for a check that is under way, or for a question. */
  mustWait(): boolean;
  /** Someone wants to send; it is done for them once nothing stands against it. */
  wantsToSend(composer: Composer): void;
  /** A text was sent without a question. */
  sent(): void;
  /** Whether this is the text that is on show for the person to copy: the page may have it as it comes. */
  isByHand(text: string): boolean;
  /** Notice what became of the page meanwhile: another conversation, or an empty box. */
  look(): void;
}

/** What this needs of the page around it. */
export interface Page {
  composer(): Composer | null;
  /** What the address names the conversation; empty for a new one. */
  conversation(): string;
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

/** A text that has left the box, and what was found in it, in solid characters: undo or a draft may bring it back. */
interface Gone {
  readonly text: string;
  readonly details: readonly string[];
}

// Texts kept in mind one by one; with more than that, Send has everything checked.
const MOST = 8;
// By then a site has emptied the box of what was sent.
const SENT_BY = 1000;
// A check normally takes a few hundredths of a second; only a slow one is mentioned.
const MENTION_AFTER = 400;

export function createGuard(checker: Checker, panel: Panel, page: Page): Guard {
  let line: Promise<void> = Promise.resolve();
  let waiting = 0;
  /** Where someone pressed Send while a check was under way. */
  let sendAfterwards: Composer | null = null;
  /** Texts that went in with a warning nobody has answered yet. */
  let unanswered: readonly Inside[] = [];
  /** Those of them whose question had to make room for something else. */
  const displaced = new WeakSet<Inside>();
  /** Texts that were mended in the box, or taken out of it. */
  let gone: readonly Gone[] = [];
  /** Whether there were more than can be kept in mind. */
  let tooMany = false;
  /** Texts the page did not take, for as long as they are offered. */
  let byHand: readonly string[] = [];
  let conversation = page.conversation();

  function inLine(work: () => Promise<void>): void {
    waiting += 1;
    line = line
      .then(work)
      .catch(() => void panel.show(noticeView(say("wentWrong"))))
      .finally(() => {
        waiting -= 1;
        if (waiting > 0) return;
        const composer = sendAfterwards;
        if (!composer) {
          remind();
          return;
        }
        sendAfterwards = null;
        inLine(() => askBeforeSending(composer));
      });
  }

  async function bringIn(incoming: Incoming): Promise<void> {
    let { text } = incoming;
    let made: readonly Edit[] = [];
    for (;;) {
      if (isTooLong(text)) return bringInUnchecked(incoming);
      const verdict = await checked(text, incoming.trigger);
      if (!staysOut(verdict.outcome)) return putIn(incoming, text, verdict, made);
      sendAfterwards = null;
      const chosen = await panel.show(holdView(text, verdict));
      if (chosen.id === "keep") {
        checker.note(verdict, "keep", chosen.reason);
        forget(text);
        return putIn(incoming, text, answered(verdict), made);
      }
      if (!changesText(chosen.id)) {
        checker.note(verdict, "go_back");
        return;
      }
      const edits = await checker.changed(text, verdict, chosen.id);
      text = applyEdits(text, edits);
      made = [...made, ...edits];
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
    byHand = [...byHand, text];
    void panel.show(byHandView(text, what)).then(() => {
      const at = byHand.indexOf(text);
      byHand = byHand.filter((_, place) => place !== at);
      remind();
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

  async function putIn(
    incoming: Incoming,
    text: string,
    verdict: Verdict,
    made: readonly Edit[],
  ): Promise<void> {
    const composer = composerFor(incoming);
    const at =
      text === "" ? 0 : await insert(composer, text, incoming.place, { moveCaret: incoming.trigger === "drop" });
    if (at === null) {
      offerByHand(text);
      return;
    }
    tell({ composer, text, verdict, at }, made, incoming.leftOut ? say("leftOut") : "");
  }

  /** Shows what there is to say about a text that is now in; `note` goes with it. */
  function tell(inside: Inside, made: readonly Edit[], note = ""): void {
    const { text, verdict } = inside;
    const show = (view: View): Promise<Chosen> => panel.show(withNote(view, note));
    if (panel.kind() === "chip") panel.close();
    if (rank(verdict.outcome) >= rank("warn")) {
      const all = [...unanswered, inside];
      unanswered = all.slice(-MOST);
      tooMany ||= all.length > MOST;
      warn(inside, note);
    } else if (verdict.outcome === "hint") {
      void show(hintView(text, verdict)).then((chosen) => settle(inside, chosen));
    } else if (verdict.limited) {
      void show(limitedView(verdict)).then(() => remind());
    } else if (made.length > 0) {
      const says = whatChanged(made);
      if (!remind([says, note].join(" ").trim())) void show(changedView(says));
    } else if (note !== "") {
      void panel.show(noticeView(note)).then(() => remind());
    }
  }

  function warn(inside: Inside, note: string): void {
    displaced.delete(inside);
    const view = withNote(warnView(inside.text, inside.verdict), note);
    void panel.show(view).then((chosen) => settle(inside, chosen));
  }

  /** Shows a question again that had to make room; false when there is none. */
  function remind(note = ""): boolean {
    const inside = unanswered.findLast((other) => displaced.has(other));
    if (!inside || panel.kind() !== null) return false;
    warn(inside, note);
    return true;
  }

  function settle(inside: Inside, chosen: Chosen): void {
    if (chosen.id === "later" || chosen.id === "aside") return;
    if (changesText(chosen.id)) {
      inLine(() => changeInside(inside, chosen.id));
      return;
    }
    if (chosen.id === "keep") {
      checker.note(inside.verdict, "keep", chosen.reason);
      answer([inside]);
      forget(inside.text);
    } else {
      displaced.add(inside);
    }
    remind();
  }

  async function changeInside(inside: Inside, action: string): Promise<void> {
    const subject = await stillThere(inside);
    if (subject) return makeChanges(subject, action, [inside]);
    answer([inside]);
    keepInMind([inside]);
    void panel.show(noticeView(say("nothingLeft"), { fades: true })).then(() => remind());
  }

  /** Makes the changes in the composer; what remains is told, or asked about, again. */
  async function makeChanges(
    subject: Inside,
    action: string,
    answers: readonly Inside[],
    note = "",
  ): Promise<void> {
    const changed = await change(subject, action);
    if (!changed) return;
    answer(answers);
    keepInMind([subject, ...answers], read(subject.composer));
    const verdict = await checked(changed.text, "paste");
    tell({ ...subject, text: changed.text, verdict }, changed.edits, note);
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
    const composer = isUsable(inside.composer) ? inside.composer : page.composer();
    if (!composer) return null;
    const whole = read(composer);
    if (locate(whole, inside.text, inside.at) !== null) return { ...inside, composer };
    if (whole.trim() === "") return null;
    const verdict = await checked(whole, "send");
    return rank(verdict.outcome) > 0 ? { composer, text: whole, verdict, at: 0 } : null;
  }

  async function askBeforeSending(composer: Composer): Promise<void> {
    const subject = await questionable(composer);
    if (subject && rank(subject.verdict.outcome) >= rank("warn")) {
      const chosen = await panel.show(sendView(subject.text, subject.verdict));
      // The person sees what became of the text, and presses Send again.
      if (changesText(chosen.id)) return makeChanges(subject, chosen.id, unanswered, say("lookAgain"));
      if (chosen.id !== "keep") return;
      checker.note(subject.verdict, "keep", chosen.reason);
    }
    unanswered = [];
    gone = [];
    tooMany = false;
    panel.close();
    await page.release(composer);
  }

  /** What is to be asked about: the one text that went in with a warning, or else all there is. */
  async function questionable(composer: Composer): Promise<Inside | null> {
    const [only, ...others] = unanswered;
    if (only && others.length === 0 && !tooMany && !isBack()) return stillThere(only);
    const text = read(composer);
    return text.trim() === "" ? null : { composer, text, verdict: await checked(text, "send"), at: 0 };
  }

  function answer(insides: readonly Inside[]): void {
    unanswered = unanswered.filter((other) => !insides.includes(other));
  }

  /** Keeps texts in mind that left the box; not what is there all the same in `after`. */
  function keepInMind(insides: readonly Inside[], after = ""): void {
    const added = insides.map(({ text, verdict }) => ({
      text: solid(text),
      details: verdict.findings.map(({ start, end }) => solid(text.slice(start, end))),
    }));
    const all = new Map([...gone, ...added].map((one) => [one.text, one]));
    gone = [...all.values()].slice(-MOST);
    tooMany ||= all.size > MOST;
    forget(after);
  }

  /** Lets go of all that is in a text the person has answered for. */
  function forget(answeredFor: string): void {
    const whole = solid(answeredFor);
    gone = gone
      .map(({ text, details }) => ({
        text: whole.includes(text) ? "" : text,
        details: details.filter((detail) => !whole.includes(detail)),
      }))
      .filter(({ text, details }) => text !== "" || details.length > 0);
  }

  /** Whether a text that left the box, or a detail of one, is there again. */
  function isBack(): boolean {
    const composer = gone.length > 0 ? page.composer() : null;
    if (!composer) return false;
    const whole = solid(read(composer));
    return gone.some((one) => isIn(whole, one));
  }

  function look(): void {
    const now = page.conversation();
    // A new conversation has no name until its first message.
    const isAnother = conversation !== "" && now !== conversation;
    conversation = now;
    if (isAnother) {
      sendAfterwards = null;
      panel.close();
    }
    const composer = waiting === 0 && unanswered.length > 0 ? page.composer() : null;
    if (!isAnother && !(composer && isEmpty(composer))) return;
    keepInMind(unanswered);
    unanswered = [];
    if (panel.kind() === "panel") panel.close();
  }

  function composerFor(incoming: Incoming): Composer {
    return isUsable(incoming.composer) ? incoming.composer : (page.composer() ?? incoming.composer);
  }

  return {
    take(incoming) {
      look();
      if (panel.kind() === "dialog") panel.enter();
      inLine(() => bringIn(incoming).catch(() => offerByHand(incoming.text, "failed")));
    },
    isBusy: () => waiting > 0,
    mustWait() {
      look();
      return waiting > 0 || unanswered.length > 0 || tooMany || isBack();
    },
    wantsToSend(composer) {
      if (panel.kind() === "dialog") panel.enter();
      else if (waiting > 0) sendAfterwards = composer;
      else inLine(() => askBeforeSending(composer));
    },
    sent() {
      if (panel.kind() === "chip") panel.close();
      if (gone.length === 0) return;
      setTimeout(() => {
        const composer = page.composer();
        if (composer && isEmpty(composer)) gone = [];
      }, SENT_BY);
    },
    isByHand: (text) => byHand.includes(text),
    look,
  };
}

function isIn(whole: string, { text, details }: Gone): boolean {
  return (text !== "" && whole.includes(text)) || details.some((detail) => whole.includes(detail));
}

/** The verdict once the person has answered for it: nothing more to ask. */
function answered(verdict: Verdict): Verdict {
  return { ...verdict, outcome: "allow", limited: null };
}
