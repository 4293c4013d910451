/**
 * In the service worker: carries files from the pages to the agent, and copies back.
 *
 * Nothing of a file stays here: each piece goes with the request that carries it.
 */

import { Refused } from "../agent";
import type { Conversation } from "../conversations";
import { type Counts, type Fields, fields, number, rank, readVerdict, text, texts, type Verdict } from "../messages";

export type FileRequest =
  | { readonly kind: "file"; readonly do: "begin"; readonly size: number; readonly ending: string }
  | { readonly kind: "file"; readonly do: "piece"; readonly upload: string; readonly seq: number; readonly bytes: string }
  | { readonly kind: "file"; readonly do: "scan"; readonly upload: string; readonly site: string; readonly conversationKey: string; readonly first: boolean }
  | { readonly kind: "file"; readonly do: "copy"; readonly upload: string; readonly scan: string; readonly action: string; readonly taken: readonly string[] }
  | { readonly kind: "file"; readonly do: "drop"; readonly upload: string };

/** What the agent knows of a file beside what it found. */
export interface About {
  readonly kind: string;
  /** Why it could not be read, as a stable word; `picture` for one; empty where it could. */
  readonly reason: string;
  readonly pictures: number;
  readonly unread: readonly string[];
  /** The ending of the copy that can be made; empty where none can. */
  readonly copy: string;
}

export interface FileVerdict {
  readonly verdict: Verdict;
  readonly about: About;
}

export interface Copied {
  readonly ending: string;
  readonly pieces: readonly string[];
}

/** What this needs of the world around it. */
export interface Office {
  ask(message: Fields, length?: number): Promise<Fields>;
  conversation(tab: number, key: string): Promise<Conversation>;
  /** Remembers labels that were given out; all of them so far. */
  gave(tab: number, labels: readonly string[]): Promise<readonly string[]>;
  count(more: Partial<Counts>): void;
}

// As a text of so many characters would be waited for: half a minute, as files wait for each other and a host may have
// to be started. Without an answer there is nothing else here that could check a file.
const PATIENCE = 30_000_000;

export interface Carrier {
  answer(message: Fields, tab: number, site: string): Promise<unknown>;
  /** Gives up what a tab that was closed had begun. */
  forget(tab: number): void;
}

export function createCarrier(office: Office): Carrier {
  /** What is being handed over, and by which tab. */
  const open = new Map<string, number>();
  const ask = (message: Fields): Promise<Fields> => office.ask(message, PATIENCE);

  async function scan(message: Fields, tab: number, site: string): Promise<FileVerdict> {
    const conversation = await office.conversation(tab, text(message["conversationKey"]));
    const about = { type: "scan", upload: text(message["upload"]), site, trigger: "attach", conversation: conversation.id };
    const reply = await ask(about);
    const verdict = readVerdict(reply);
    if (!verdict) throw new Refused("internal");
    if (message["first"] === true) office.count({ checked: 1, asked: rank(verdict.outcome) >= rank("warn") ? 1 : 0 });
    return { verdict, about: readAbout(reply["file"]) };
  }

  async function copy(message: Fields, tab: number): Promise<Copied> {
    const taken = [...new Set([...(await office.gave(tab, [])), ...texts(message["taken"])])];
    const { upload, scan, action } = message;
    const reply = await ask({ type: "copy", scan, upload, action, taken });
    await office.gave(tab, texts(reply["labels"]));
    office.count({ changed: 1 });
    return { ending: text(reply["ending"]), pieces: texts(reply["bytes"]) };
  }

  return {
    answer: async (message, tab, site) => {
      const { upload, seq, bytes, size, ending } = message;
      if (message["do"] !== "begin" && message["do"] !== "piece") open.delete(text(upload));
      switch (message["do"]) {
        case "begin": {
          const begun = text((await ask({ type: "upload_begin", size, ending }))["upload"]);
          open.set(begun, tab);
          return begun;
        }
        case "piece":
          return void (await ask({ type: "upload_chunk", upload, seq, bytes }));
        case "scan":
          await ask({ type: "upload_end", upload });
          return scan(message, tab, site);
        case "copy":
          await ask({ type: "upload_end", upload });
          return copy(message, tab);
        default:
          return void (await ask({ type: "upload_drop", upload }));
      }
    },
    forget(tab) {
      for (const [upload, of] of open) {
        if (of !== tab) continue;
        open.delete(upload);
        void ask({ type: "upload_drop", upload }).catch(() => undefined);
      }
    },
  };
}

function readAbout(value: unknown): About {
  const given = fields(value);
  return {
    kind: text(given["kind"]),
    reason: text(given["reason"]),
    pictures: number(given["pictures"]),
    unread: texts(given["unread"]),
    copy: text(given["copy"]),
  };
}
