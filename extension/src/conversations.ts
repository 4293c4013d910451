/**
 * Which conversation a tab is in, so that [Pupil 1] stays the same child for as long as the conversation lasts.
 *
 * A tab keeps its conversation over reloads, and gets another one when the address names another. A new chat has no name
 * until its first message; only the page can tell whether a name is the chat's own or that of an old one somebody
 * opened, so a chat goes on under a name where the page says so, and never else.
 * What has a name is the same conversation in every tab, and when someone comes back to it: [Pupil 1] must not become
 * another child.
 * Only random ids, the site's own names for conversations and labels such as "[Pupil 1]" are kept, and in memory.
 */

import { fields, text, texts } from "./messages";

export interface Conversation {
  readonly id: string;
  readonly key: string;
  /** The labels that were given out here; not those that only stand in the page. */
  readonly labels: readonly string[];
}

export interface Memory {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  forget(key: string): Promise<void>;
}

export interface Conversations {
  /** The tab's conversation, given what the address names now. */
  of(tab: number, key: string): Promise<Conversation>;
  /** The address names another conversation than before; `goesOn` where it is the same one under its new name. */
  moved(tab: number, key: string, goesOn: boolean): Promise<Conversation | null>;
  /** Remember labels that were given out; all of them so far. */
  gave(tab: number, labels: readonly string[]): Promise<readonly string[]>;
  forget(tab: number): Promise<void>;
}

// More labels than any conversation has, and more conversations than anybody comes back to in a day; bounds all the same.
const MOST_LABELS = 2000;
const MOST_NAMED = 200;
const NAMES = "conversations";

export function createConversations(memory: Memory, newId: () => string): Conversations {
  /** Tabs that were closed: what is still under way for them leaves nothing behind. */
  const closed = new Set<number>();
  // One after another, so that two pastes at once cannot make two conversations.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };
  /** As any tab left it last. */
  const named = async (key: string): Promise<Conversation | null> =>
    key === "" ? null : readConversation(await memory.get(called(key)));
  const inTab = async (tab: number): Promise<Conversation | null> => {
    const known = readConversation(await memory.get(place(tab)));
    return known && ((await named(known.key)) ?? known);
  };
  const keep = async (tab: number, now: Conversation): Promise<Conversation> => {
    if (!closed.has(tab)) await memory.set(place(tab), now);
    if (now.key === "") return now;
    await memory.set(called(now.key), now);
    const names = texts(await memory.get(NAMES)).filter((key) => key !== now.key);
    const dropped = names.splice(0, names.length + 1 - MOST_NAMED);
    await memory.set(NAMES, [...names, now.key]);
    for (const key of dropped) await memory.forget(called(key));
    return now;
  };

  return {
    of: (tab, key) =>
      inTurn(async () => {
        const known = await inTab(tab);
        if (known?.key === key) return known;
        return keep(tab, (await named(key)) ?? { id: newId(), key, labels: [] });
      }),
    moved: (tab, key, goesOn) =>
      inTurn(async () => {
        const known = await inTab(tab);
        if (known?.key === key) return known;
        const other = await named(key);
        if (known?.key === "" && goesOn && !other) return keep(tab, { ...known, key });
        if (other) return keep(tab, other);
        await memory.forget(place(tab));
        return null;
      }),
    gave: (tab, labels) =>
      inTurn(async () => {
        const known = await inTab(tab);
        if (!known || labels.every((label) => known.labels.includes(label))) return known?.labels ?? [];
        const all = [...new Set([...known.labels, ...labels])].slice(-MOST_LABELS);
        await keep(tab, { ...known, labels: all });
        return all;
      }),
    forget: (tab) => {
      closed.add(tab);
      return inTurn(() => memory.forget(place(tab)));
    },
  };
}

function place(tab: number): string {
  return `tab ${tab}`;
}

function called(key: string): string {
  return `named ${key}`;
}

function readConversation(value: unknown): Conversation | null {
  const stored = fields(value);
  const id = text(stored["id"]);
  return id === "" ? null : { id, key: text(stored["key"]), labels: texts(stored["labels"]) };
}
