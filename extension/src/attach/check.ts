/** Has a file checked, or copied, by the agent: in pieces, with word of how far it has come, and it can be given up. */

import { type Fields, fields, isWhy, text, type Why } from "../messages";
import { endingOf, fromBase64, PIECE, piece } from "./bytes";
import type { Copied, FileRequest, FileVerdict } from "./carrier";

/** What came of a check: the agent's verdict; or why there is none. On a pupil's profile nothing is checked. */
export type Outcome = FileVerdict | { readonly why: Why | "gone" | "tooLarge" | "pupil" };

export interface Surroundings {
  readonly site: string;
  conversationKey(): string;
  ask(request: FileRequest): Promise<unknown>;
  isOrphaned(): boolean;
  /** Calls back when the page goes away; returns how to call it off. */
  onLeave(leave: () => void): () => void;
  pause(milliseconds: number): Promise<void>;
}

export interface Files {
  /** Check a file; `first` where it is one that the person chose, and not a copy of ours. */
  check(file: File, about: Progress & { readonly first: boolean }): Promise<Outcome>;
  /** A copy with an action carried out; null where there is none. */
  copy(file: File, scan: string, action: string, taken: readonly string[], about: Progress): Promise<Copy | null>;
}

export interface Progress {
  /** Told how much of the file has been handed over, from 0 to 1. */
  at(share: number): void;
  readonly signal: AbortSignal;
}

export interface Copy {
  readonly ending: string;
  readonly data: Blob;
}

class Failed extends Error {
  constructor(readonly why: string) {
    super(why);
  }
}

/** The agent's own limit for all files together; it says so, too, but only after it was asked. */
export const LARGEST = 50_000_000;

const TRY_AGAIN = 500;
const MOST_TRIES = 40;

export function createFiles(around: Surroundings): Files {
  async function ask<T>(request: FileRequest): Promise<T> {
    if (around.isOrphaned()) throw new Failed("orphaned");
    let answer: Fields;
    try {
      answer = fields(await around.ask(request));
    } catch {
      throw new Failed(around.isOrphaned() ? "orphaned" : "lost");
    }
    if (answer["ok"] === true) return answer["value"] as T;
    throw new Failed(text(answer["why"]) || "lost");
  }

  async function carried<T>(file: File, { at, signal }: Progress, then: (upload: string) => FileRequest): Promise<T> {
    const upload = await begun(file, signal);
    const drop = (): void => void ask({ kind: "file", do: "drop", upload }).catch(() => undefined);
    const stay = around.onLeave(drop);
    signal.addEventListener("abort", drop, { once: true });
    try {
      for (let start = 0, seq = 0; start < file.size; start += PIECE, seq += 1) {
        signal.throwIfAborted();
        const bytes = await piece(file, start).catch(() => Promise.reject(new Failed("gone")));
        await ask({ kind: "file", do: "piece", upload, seq, bytes });
        at(Math.min(1, (start + PIECE) / file.size));
      }
      signal.throwIfAborted();
      return await ask<T>(then(upload));
    } catch (error) {
      if (!signal.aborted) drop();
      throw error;
    } finally {
      stay();
      signal.removeEventListener("abort", drop);
    }
  }

  /** Begins when there is room: files of other tabs may have to be dealt with first. */
  async function begun(file: File, signal: AbortSignal): Promise<string> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await ask<string>({ kind: "file", do: "begin", size: file.size, ending: endingOf(file.name) });
      } catch (error) {
        if (!(error instanceof Failed) || error.why !== "too_large" || tries === MOST_TRIES) throw error;
        await around.pause(TRY_AGAIN);
        signal.throwIfAborted();
      }
    }
  }

  /** A worker or a host that ends meanwhile has forgotten what it was given: once more, from the start. */
  async function carriedTwice<T>(file: File, progress: Progress, then: (upload: string) => FileRequest): Promise<T> {
    try {
      return await carried(file, progress, then);
    } catch (error) {
      const again = error instanceof Failed && ["lost", "stopped", "unknown_upload"].includes(error.why);
      if (!again || progress.signal.aborted) throw error;
      return carried(file, progress, then);
    }
  }

  function scanned(file: File, about: Progress, first: boolean): Promise<FileVerdict> {
    const { site } = around;
    const conversationKey = around.conversationKey();
    return carriedTwice(file, about, (upload) => ({ kind: "file", do: "scan", upload, site, conversationKey, first }));
  }

  return {
    async check(file, about) {
      if (file.size > LARGEST) return { why: "tooLarge" };
      try {
        return await scanned(file, about, about.first);
      } catch (error) {
        about.signal.throwIfAborted();
        const why = error instanceof Failed ? error.why : "stopped";
        if (why === "gone" || why === "pupil") return { why };
        return { why: why === "too_large" ? "tooLarge" : isWhy(why) ? why : "stopped" };
      }
    },

    async copy(file, scan, action, taken, about) {
      const copied = (of: string): Promise<Copied> =>
        carriedTwice(file, about, (upload) => ({ kind: "file", do: "copy", upload, scan: of, action, taken }));
      try {
        const made = await copied(scan).catch(async (error: unknown) => {
          if (!(error instanceof Failed) || error.why !== "unknown_scan") throw error;
          // The host was started anew since: it must see the file again before it can copy it.
          return copied((await scanned(file, about, false)).verdict.scan);
        });
        return { ending: made.ending, data: fromBase64(made.pieces) };
      } catch {
        about.signal.throwIfAborted();
        return null;
      }
    },
  };
}
