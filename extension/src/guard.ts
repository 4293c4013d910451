/**
 * What happens to a text between the person and the site: check, ask, change, put in, and ask again before sending.
 *
 * Texts are dealt with one after another, in order. What is pasted or dropped is checked before it goes in; what is in
 * the box is checked as a whole once the person pauses, and always before it is sent. A text that was checked and not
 * changed since is sent at once. The person's text is never lost: it goes in, stays on the clipboard because they chose
 * to go back, or is shown for them to copy.
 */

import { type Checker, isTooLong, whatChanged } from "./check";
import { type Composer, insert, isEmpty, isUsable, type Place, read, replaceIn } from "./composer";
import { applyEdits, locate, solid } from "./edits";
import { changesText, type Edit, type Finding, rank, staysOut, type Trigger, type Verdict } from "./messages";
import type { Chosen, Panel, View } from "./panel";
import type { Press, Release } from "./release";
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
  /** The person works on what is in a composer; while a word is still being composed, nothing is checked. */
  typed(composer: Composer, isComposing: boolean): void;
  /** Whether a text is on its way in or out. */
  isBusy(): boolean;
  /** Whether sending must wait: for a check, or for a question. */
  mustWait(composer: Composer | null, others?: readonly Composer[]): boolean;
  /** Someone wants to send, perhaps others with it; it is done for them once nothing stands against it. */
  wantsToSend(composer: Composer, press: Press, others?: readonly Composer[]): void;
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
  /** Sends, as the person would, what is still the same right before it goes. */
  release(composer: Composer, press: Press, isSame: () => boolean): Promise<Release>;
  /** Underlines what was found in a text that is all a composer holds. */
  underline(composer: Composer, text: string, findings: readonly Finding[]): void;
}

/** A text that is in a composer, with what was found in it. */
interface Inside {
  readonly composer: Composer;
  readonly text: string;
  readonly verdict: Verdict;
  /** Where it went in, counted in solid characters. */
  readonly at: number;
}

/** Someone's wish to send what is in a composer and, for all we know, in others. */
interface Wish {
  readonly composer: Composer;
  readonly others: readonly Composer[];
  readonly press: Press;
}

/** All that a composer held when it was last checked, in solid characters, and what was found in it. */
interface Whole extends Inside {
  readonly solid: string;
}

// So long after the last key a text is looked at.
const PAUSE = 600;
// Longer texts, in UTF-16 units, are checked before they are sent, and not at each pause.
const LONG = 200_000;
// A check normally takes a few hundredths of a second; only a slow one is mentioned.
const MENTION_AFTER = 400;

export function createGuard(checker: Checker, panel: Panel, page: Page): Guard {
  let line: Promise<void> = Promise.resolve();
  let waiting = 0;
  /** Where someone pressed Send while a check was under way. */
  let sendAfterwards: Wish | null = null;
  /** Whether Send is being pressed for the person, so that what comes of it is no new wish. */
  let isReleasing = false;
  /** The boxes that all below is about. */
  let boxes: ReadonlySet<Composer> = new Set();
  /** Questions about texts that are in, which nobody has answered yet. */
  let unanswered: readonly Inside[] = [];
  /** Those of them whose question had to make room for something else. */
  const displaced = new WeakSet<Inside>();
  /** The one that is on show. */
  let asking: Inside | null = null;
  let whole: Whole | null = null;
  /** What the person has answered for, and what they have been told of: texts, and details of them. */
  let answeredFor: ReadonlySet<string> = new Set();
  let toldOf: ReadonlySet<string> = new Set();
  let saidLimited = false;
  let pausing: ReturnType<typeof setTimeout> | undefined;
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
        const wish = sendAfterwards;
        if (!wish) {
          remind();
          return;
        }
        sendAfterwards = null;
        inLine(() => askBeforeSending(wish));
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
        answerFor(text, verdict);
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
    const chosen = await panel.show(tooLongView("pasteUnchecked"));
    if (chosen.id !== "keep") return;
    const composer = composerFor(incoming);
    const at = await insert(composer, incoming.text, incoming.place, { moveCaret: true });
    concerns([composer]);
    if (at === null) offerByHand(incoming.text);
    else answeredFor = new Set([...answeredFor, solid(read(composer))]);
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
      return await checker.check(text, trigger, isNew(trigger));
    } finally {
      clearTimeout(mention);
    }
  }

  /** What is typed is one text from the first word to the moment it is sent. */
  function isNew(trigger: Trigger): boolean {
    return trigger === "paste" || trigger === "drop" || (whole === null && unanswered.length === 0);
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
    concerns([composer]);
    lookAtAll(composer);
  }

  /** Shows what there is to say about a text that is now in; `note` goes with it. */
  function tell(inside: Inside, made: readonly Edit[], note = ""): void {
    const { text, verdict } = inside;
    const show = (view: View): Promise<Chosen> => panel.show(withNote(view, note));
    learn(inside);
    if (panel.kind() === "chip") panel.close();
    if (rank(verdict.outcome) >= rank("warn")) {
      unanswered = [...unanswered, inside];
      warn(inside, note);
    } else if (verdict.outcome === "hint") {
      toldOf = new Set([...toldOf, ...keysOf(inside)]);
      void show(hintView(text, verdict)).then((chosen) => settle(inside, chosen));
    } else if (verdict.limited) {
      saidLimited = true;
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
    const answer = panel.show(view);
    asking = inside;
    void answer.then((chosen) => {
      if (asking === inside) asking = null;
      settle(inside, chosen);
    });
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
      drop([inside]);
      answerFor(inside.text, inside.verdict);
    } else {
      displaced.add(inside);
    }
    remind();
  }

  async function changeInside(inside: Inside, action: string): Promise<void> {
    const subject = await stillThere(inside);
    if (subject) return makeChanges(subject, action, [inside]);
    drop([inside]);
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
    drop(answers);
    const verdict = await checked(changed.text, "paste");
    tell({ ...subject, text: changed.text, verdict }, changed.edits, note);
    lookAtAll(subject.composer);
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
    const text = read(composer);
    if (locate(text, inside.text, inside.at) !== null) return { ...inside, composer };
    if (text.trim() === "") return null;
    const verdict = await checked(text, "send");
    return rank(verdict.outcome) > 0 ? { composer, text, verdict, at: 0 } : null;
  }

  /** Has all that a composer holds looked at once the person pauses. */
  function lookAtAll(composer: Composer): void {
    clearTimeout(pausing);
    pausing = setTimeout(() => inLine(() => checkAll(composer)), PAUSE);
  }

  async function checkAll(composer: Composer): Promise<void> {
    const text = isUsable(composer) ? read(composer) : "";
    const stands = solid(text);
    if (stands === "" || text.length > LONG || isCurrent(composer, stands)) return;
    const verdict = await checker.check(text, "type", isNew("type"));
    // What was typed meanwhile has its own pause.
    if (solid(read(composer)) !== stands) return;
    weigh({ composer, text, verdict, at: 0 });
  }

  /** Asks about what a look at the whole has found and nobody has been asked about, and lets go of what has gone. */
  function weigh(all: Inside): void {
    learn(all);
    const { text, verdict } = all;
    const found = keysOf(all);
    if (!verdict.limited) drop(unanswered.filter((inside) => !keysOf(inside).some((one) => found.includes(one))));
    const known = new Set([...answeredFor, ...unanswered.flatMap(keysOf)]);
    if (isOpen(all, known)) {
      unanswered = [all];
      warn(all, "");
    } else if (verdict.outcome === "hint" && panel.kind() === null && found.some((one) => !toldOf.has(one) && !known.has(one))) {
      toldOf = new Set([...toldOf, ...found]);
      void panel.show(hintView(text, verdict)).then((chosen) => settle(all, chosen));
    } else if (verdict.limited && rank(verdict.outcome) === 0 && !saidLimited && panel.kind() === null) {
      saidLimited = true;
      void panel.show(limitedView(verdict)).then(() => remind());
    }
  }

  /** Remembers what was found, where it is all that the composer holds, and shows where it stands. */
  function learn({ composer, text, verdict }: Inside): void {
    const stands = solid(text);
    if (stands === "" || solid(read(composer)) !== stands) return;
    whole = { composer, text, verdict, at: 0, solid: stands };
    underline();
  }

  function underline(): void {
    if (!whole) return;
    const { composer, text, verdict } = whole;
    page.underline(composer, text, verdict.findings.filter((finding) => !answeredFor.has(key(text, finding))));
  }

  async function askBeforeSending({ composer, others, press }: Wish): Promise<void> {
    clearTimeout(pausing);
    concerns([composer, ...others]);
    const stand = [...others, composer].map((box) => ({ box, stands: solid(read(box)) }));
    // It went out with an earlier press.
    if (stand.every(({ stands }) => stands === "")) return;
    for (const { box, stands } of stand) {
      if (!(await mayGo(box, stands))) return;
      // Only one box's check is remembered as such; what sending one leads to must find the others checked, too.
      if (others.length > 0 && stands !== "") answeredFor = new Set([...answeredFor, stands]);
    }
    const isSame = (): boolean => stand.every(({ box, stands }) => isUsable(box) && solid(read(box)) === stands);
    if (!isSame()) return askToPressAgain(composer);
    unanswered = [];
    panel.close();
    // Whoever pressed Send again meanwhile wanted this to go, and not twice.
    sendAfterwards = null;
    isReleasing = true;
    const came = await page.release(composer, press, isSame).finally(() => {
      isReleasing = false;
    });
    if (came !== "done") askToPressAgain(composer, came === "changed" ? "pressAgain" : "stillThere");
  }

  /** Whether what a composer holds may be sent, when the person has been asked what there is to ask about it. */
  async function mayGo(composer: Composer, stands: string): Promise<boolean> {
    if (stands === "" || answeredFor.has(stands)) return true;
    const text = read(composer);
    const isSame = (): boolean => isUsable(composer) && solid(read(composer)) === stands;
    const subject = isTooLong(text) || solid(text) !== stands ? null : await questionable(composer, text, stands);
    if (!isSame()) {
      askToPressAgain(composer);
      return false;
    }
    if (subject) {
      const chosen = await panel.show(sendView(subject.text, subject.verdict));
      // The person sees what became of the text, and presses Send again.
      if (changesText(chosen.id)) await makeChanges(subject, chosen.id, unanswered, say("lookAgain"));
      if (chosen.id !== "keep") return false;
      checker.note(subject.verdict, "keep", chosen.reason);
      answerFor(subject.text, subject.verdict);
      answeredFor = new Set([...answeredFor, stands]);
    } else if (isTooLong(text)) {
      if ((await panel.show(tooLongView("sendAnyway"))).id !== "keep") return false;
      answeredFor = new Set([...answeredFor, stands]);
    }
    return true;
  }

  /** What stands there now is not what was to be sent, and nobody has asked for it to go; or the site has not taken it. */
  function askToPressAgain(composer: Composer, says: "pressAgain" | "stillThere" = "pressAgain"): void {
    if (!isUsable(composer) || isEmpty(composer)) return;
    lookAtAll(composer);
    if (panel.kind() === null || panel.kind() === "chip") void panel.show(noticeView(say(says), { fades: true }));
  }

  /** What is to be asked about before all this is sent. */
  async function questionable(composer: Composer, text: string, stands: string): Promise<Inside | null> {
    if (!isCurrent(composer, stands)) {
      whole = { composer, text, verdict: await checked(text, "send"), at: 0, solid: stands };
      underline();
    }
    if (whole && isOpen(whole, answeredFor)) return whole;
    // A limited check does not see all that a full one has seen before.
    const seen = whole?.verdict.limited ? unanswered.at(-1) : undefined;
    return seen && locate(text, seen.text, seen.at) !== null ? seen : null;
  }

  /** Whether all this was checked, and nothing is left to ask. */
  function isClear(composer: Composer, stands: string): boolean {
    if (!whole || !isCurrent(composer, stands) || isOpen(whole, answeredFor)) return false;
    return whole.verdict.limited === null || unanswered.length === 0;
  }

  function isCurrent(composer: Composer, stands: string): boolean {
    return whole !== null && whole.composer === composer && whole.solid === stands;
  }

  /** Lets go of questions; one that is on show closes. */
  function drop(insides: readonly Inside[]): void {
    const wasAsking = asking !== null && insides.includes(asking);
    unanswered = unanswered.filter((other) => !insides.includes(other));
    if (!wasAsking) return;
    asking = null;
    if (panel.kind() === "panel") panel.close();
  }

  function answerFor(text: string, verdict: Verdict): void {
    answeredFor = new Set([...answeredFor, solid(text), ...keysOf({ text, verdict })]);
    underline();
  }

  function concerns(more: readonly Composer[]): void {
    boxes = new Set([...boxes, ...more]);
  }

  /** Lets go of what was in a box that has been emptied; what was answered for counts as long as it stands anywhere. */
  function letGo(): void {
    const usable = [...boxes].filter(isUsable);
    const now = usable.length > 0 ? usable : [page.composer() ?? []].flat();
    const empty = now.filter(isEmpty);
    if (empty.length === 0) return;
    boxes = new Set(now.filter((box) => !empty.includes(box)));
    if (boxes.size === 0) return forget();
    const texts = [...boxes].map((box) => solid(read(box)));
    const stands = (known: string): boolean => texts.some((text) => text.includes(known.slice(known.indexOf("\n") + 1)));
    drop(unanswered.filter((inside) => empty.includes(inside.composer)));
    answeredFor = new Set([...answeredFor].filter(stands));
    toldOf = new Set([...toldOf].filter(stands));
    if (!whole || !empty.includes(whole.composer)) return;
    page.underline(whole.composer, "", []);
    whole = null;
  }

  /** Starts afresh: what was in the box has gone. */
  function forget(): void {
    clearTimeout(pausing);
    if (whole) page.underline(whole.composer, "", []);
    boxes = new Set();
    unanswered = [];
    whole = null;
    answeredFor = new Set();
    toldOf = new Set();
    if (panel.kind() === "panel") panel.close();
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
    const isKept = unanswered.length > 0 || whole !== null || answeredFor.size > 0;
    if (isAnother) forget();
    else if (waiting === 0 && isKept) letGo();
  }

  function composerFor(incoming: Incoming): Composer {
    return isUsable(incoming.composer) ? incoming.composer : (page.composer() ?? incoming.composer);
  }

  return {
    take(incoming) {
      look();
      if (panel.kind() === "dialog") panel.enter();
      // A wish to send was about what stood there before.
      sendAfterwards = null;
      inLine(() => bringIn(incoming).catch(() => offerByHand(incoming.text, "failed")));
    },
    typed(composer, isComposing) {
      concerns([composer]);
      if (isComposing) clearTimeout(pausing);
      else lookAtAll(composer);
    },
    isBusy: () => waiting > 0,
    mustWait(composer, others = []) {
      look();
      if (waiting > 0 && !isReleasing) return true;
      if (!composer) return unanswered.length > 0;
      return [composer, ...others].some((box) => {
        const stands = solid(read(box));
        return stands !== "" && !answeredFor.has(stands) && !isClear(box, stands);
      });
    },
    wantsToSend(composer, press, others = []) {
      if (panel.kind() === "dialog") panel.enter();
      else if (waiting > 0) sendAfterwards = { composer, others, press };
      else inLine(() => askBeforeSending({ composer, others, press }));
    },
    sent() {
      if (panel.kind() === "chip") panel.close();
    },
    isByHand: (text) => byHand.includes(text),
    look,
  };
}

/** Whether there is something to ask about that is not among the known. */
function isOpen(inside: Inside, known: ReadonlySet<string>): boolean {
  const { text, verdict } = inside;
  if (rank(verdict.outcome) < rank("warn") || known.has(solid(text))) return false;
  return verdict.more > 0 || verdict.findings.length === 0 || keysOf(inside).some((one) => !known.has(one));
}

/** A detail, however often it stands in a text, and wherever. */
function key(text: string, { rule, start, end }: Finding): string {
  return `${rule}\n${solid(text.slice(start, end))}`;
}

function keysOf({ text, verdict }: Pick<Inside, "text" | "verdict">): readonly string[] {
  return verdict.findings.map((finding) => key(text, finding));
}

/** The verdict once the person has answered for it: nothing more to ask. */
function answered(verdict: Verdict): Verdict {
  return { ...verdict, outcome: "allow", limited: null };
}
