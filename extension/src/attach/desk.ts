/**
 * What happens to files between the person and the site: check, ask, copy, and hand on.
 *
 * Files that come at once are one matter; matters are dealt with one after another. Whatever goes wrong, the person is
 * told, and decides: their file is never lost, and never goes in unsaid.
 */

import { type Counted, type Mode, rank, type Verdict } from "../messages";
import type { Chosen, Panel, View } from "../panel";
import { figure, say } from "../strings";
import { noticeView } from "../views";
import type { Files, Outcome } from "./check";
import { aside, checkingView, foundView, isKnown, type Known, type Looked, pictureView, unreadView } from "./views";

/** Where files were on their way to. */
export interface Way {
  /** Hands on what may go in, in the order in which it came; null for what is left out. */
  give(files: readonly (File | null)[]): Promise<void> | void;
}

export interface Desk {
  /** Takes charge of files whose own event has been stopped. */
  take(files: readonly File[], way: Way): void;
}

/** What this needs of the world around it. */
export interface Grounds {
  readonly files: Files;
  readonly panel: Pick<Panel, "show" | "kind" | "close" | "progress">;
  labelsHere(): readonly string[];
  /** Which conversation the page shows. */
  conversationKey(): string;
  mode(): Mode;
  note(verdict: Verdict, action: string, reason?: string): void;
  chose(what: Counted): void;
}

interface Item extends Looked {
  /** What the person chose, or the copy that is to go in. */
  readonly file: File;
  readonly at: number;
}

// Most files are checked in a few hundredths of a second; only a slow one is mentioned.
const MENTION_AFTER = 400;
const LOOK_AGAIN = 150;
// Of the bar: handing over, then reading.
const HANDED_OVER = 0.7;

class Cancelled extends Error {}

export function createDesk(grounds: Grounds): Desk {
  const { panel } = grounds;
  let line: Promise<void> = Promise.resolve();

  /** `key`: of the conversation that the files were meant for. */
  async function deal(files: readonly File[], way: Way, key: string): Promise<void> {
    const use: (File | null)[] = files.map(() => null);
    let news = "";
    let fades = true;
    try {
      const looked = await lookAt(files);
      for (const item of looked.filter(goesIn)) {
        use[item.at] = item.file;
        const said = isKnown(item) ? aside(known(item)) : isPupils(item) ? "" : say("attachNotChecked");
        if (said !== "") news = said;
        fades &&= isKnown(item) && item.outcome.verdict.outcome === "allow" && item.outcome.about.unread.length === 0;
      }
      const asked = looked.filter((item) => !goesIn(item));
      const pictures = asked.filter((item) => isKnown(item) && item.outcome.about.reason === "picture");
      const found = asked.filter((item) => isKnown(item) && item.outcome.about.reason === "");
      const unread = asked.filter((item) => !pictures.includes(item) && !found.includes(item));
      const mended = await askFound(found.filter(canBeCopied), use, "");
      await askFound(found.filter((item) => !canBeCopied(item)), use, "");
      await askPictures(pictures, use);
      await askUnread(unread, use);
      if (mended > 0) [news, fades] = [mended === 1 ? say("attachCopied") : say("attachCopiedSome", figure(mended)), true];
    } catch (error) {
      if (error instanceof Cancelled) use.fill(null);
      else await afterFault(files, use);
    }
    if (grounds.conversationKey() !== key && use.some((file) => file)) {
      use.fill(null);
      void panel.show(noticeView(say("attachMoved")));
    }
    await way.give(use);
    if (news !== "" && use.some((file) => file)) void panel.show(noticeView(news, { fades }));
  }

  /** Something of ours failed: what is not decided yet is for the person to say. */
  async function afterFault(files: readonly File[], use: (File | null)[]): Promise<void> {
    const left = files.map((file, at): Item => ({ file, at, name: file.name, outcome: { why: "stopped" } }));
    await askUnread(left.filter((item) => use[item.at] === null), use);
  }

  async function lookAt(files: readonly File[]): Promise<readonly Item[]> {
    return withProgress(files.length, async (signal, at) => {
      const items: Item[] = [];
      for (const [number, file] of files.entries()) {
        const share = (part: number): void => at((number + part * HANDED_OVER) / files.length);
        const outcome = await grounds.files.check(file, { at: share, signal, first: true });
        items.push({ file, at: number, name: file.name, outcome });
      }
      return items;
    });
  }

  /** Does the work while a bar shows how far it has come; rejects with `Cancelled` when the person gives up. */
  async function withProgress<T>(count: number, work: (signal: AbortSignal, at: (share: number) => void) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    let share = 0;
    let isShown = false;
    const mention = setTimeout(() => {
      if (panel.kind() === "dialog") return;
      isShown = true;
      void panel.show(checkingView(count, share)).then(({ id }) => {
        isShown = false;
        if (id === "cancel") stop.abort();
      });
    }, MENTION_AFTER);
    const given = new Promise<never>((_, reject) => {
      stop.signal.addEventListener("abort", () => reject(new Cancelled()), { once: true });
    });
    try {
      return await Promise.race([
        given,
        work(stop.signal, (now) => {
          share = now;
          if (isShown) panel.progress(now);
        }),
      ]);
    } finally {
      clearTimeout(mention);
      if (isShown) panel.close();
    }
  }

  /** Asks about files in which something was found; how many copies go in. */
  async function askFound(items: readonly Item[], use: (File | null)[], note: string, copies = true): Promise<number> {
    if (items.length === 0) return 0;
    const offered = copies && items.every(canBeCopied);
    const chosen = await ask(foundView(items.map(known), note, { copies: offered }));
    if (chosen.id === "replace") return makeCopies(items, use);
    for (const item of items) settle(item, chosen, use);
    return 0;
  }

  async function makeCopies(items: readonly Item[], use: (File | null)[]): Promise<number> {
    const made = await withProgress(items.length, async (signal, at) => {
      const copies: (Item | null)[] = [];
      for (const [number, item] of items.entries()) {
        const progress = { at: (part: number) => at((number + part * HANDED_OVER) / items.length), signal };
        copies.push(await copied(item, progress));
      }
      return copies;
    });
    const good = made.filter((item) => item !== null);
    const clean = good.filter((item) => isKnown(item) && rank(item.outcome.verdict.outcome) < rank("warn"));
    for (const item of clean) use[item.at] = item.file;
    const without = items.filter((_, at) => made[at] === null);
    await askFound(without, use, say("attachNoCopy"), false);
    // What a copy still holds, such as a protective marking, no label takes away.
    const still = good.filter((item) => !clean.includes(item));
    await askFound(still.filter(isKnown), use, say("attachStill"), still.every(canBeCopied));
    await askUnread(still.filter((item) => !isKnown(item)), use);
    return clean.length;
  }

  async function copied(item: Item, progress: { at(share: number): void; readonly signal: AbortSignal }): Promise<Item | null> {
    if (!isKnown(item)) return null;
    const copy = await grounds.files.copy(item.file, item.outcome.verdict.scan, "replace", grounds.labelsHere(), progress);
    if (!copy) return null;
    // A file's name may be a pupil's.
    const name = item.at === 0 ? `safe-copy${copy.ending}` : `safe-copy-${item.at + 1}${copy.ending}`;
    const file = new File([copy.data], name, { type: TYPES[copy.ending] ?? item.file.type });
    const outcome = await grounds.files.check(file, { ...progress, first: false });
    return { ...item, file, outcome };
  }

  async function askPictures(items: readonly Item[], use: (File | null)[]): Promise<void> {
    if (items.length === 0) return;
    const chosen = await ask(pictureView(items.map(known)));
    for (const item of items) settle(item, chosen.id === "no" ? { id: "keep", reason: "not_a_problem" } : chosen, use);
  }

  async function askUnread(items: readonly Item[], use: (File | null)[]): Promise<void> {
    if (items.length === 0) return;
    const chosen = await ask(unreadView(items));
    for (const item of items) settle(item, chosen, use);
  }

  function settle(item: Item, chosen: Chosen, use: (File | null)[]): void {
    const kept = chosen.id === "keep";
    use[item.at] = kept ? item.file : null;
    if (isKnown(item) && item.outcome.verdict.scan !== "") {
      if (kept) grounds.note(item.outcome.verdict, "keep", chosen.reason);
      else grounds.note(item.outcome.verdict, "go_back");
    } else if (kept) grounds.chose("kept");
  }

  /** Asks when nothing else is being asked, and again when something else took the question's place. */
  async function ask(view: View): Promise<Chosen> {
    for (;;) {
      while (panel.kind() === "dialog") await pause(LOOK_AGAIN);
      const chosen = await panel.show(view);
      if (chosen.id !== "closed" && chosen.id !== "aside") return chosen;
    }
  }

  /** Whether nothing is to be asked about a file. */
  function goesIn(item: Item): boolean {
    if ("why" in item.outcome) return item.outcome.why === "pupil" || grounds.mode() === "report_only";
    return rank(item.outcome.verdict.outcome) < rank("warn");
  }

  return {
    take(files, way) {
      const key = grounds.conversationKey();
      line = line.then(() => deal(files, way, key)).catch(() => void panel.show(noticeView(say("attachFailed"))));
    },
  };
}

function isPupils({ outcome }: Item): boolean {
  return "why" in outcome && outcome.why === "pupil";
}

function canBeCopied(item: { readonly outcome: Outcome }): boolean {
  if ("why" in item.outcome) return false;
  const { verdict, about } = item.outcome;
  return about.copy !== "" && verdict.actions.some((action) => action.id === "replace");
}

function known(item: Item): Known {
  if (!isKnown(item)) throw new Cancelled();
  return { name: item.name, ...item.outcome };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

// What sites look at to tell what a file is; https://www.iana.org/assignments/media-types
const OFFICE = "application/vnd.openxmlformats-officedocument.";
const TYPES: Readonly<Record<string, string>> = {
  ".docx": `${OFFICE}wordprocessingml.document`,
  ".xlsx": `${OFFICE}spreadsheetml.sheet`,
  ".pptx": `${OFFICE}presentationml.presentation`,
  ".odt": "application/vnd.oasis.opendocument.text",
  ".txt": "text/plain",
  ".csv": "text/csv",
};
