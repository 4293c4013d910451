/**
 * Which conversation a tab is in, so that [Pupil 1] stays the same child for as long as the conversation lasts.
 *
 * A tab keeps its conversation over reloads. It gets a new one when the site opens another: when the address stops
 * naming the conversation it named. A new chat has no name until its first message, so gaining a name changes nothing.
 * What has a name is the same conversation in every tab, and when someone comes back to it: [Pupil 1] must not become
 * another child.
 * Only random ids, the site's own names for conversations and labels such as "[Pupil 1]" are kept, and in memory.
 */

import { fields, text, texts } from "./messages";

export interface Conversation {
  readonly id: string;
  readonly key: string;
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
  /** Remember labels the conversation has used; all of them so far. */
  used(tab: number, labels: readonly string[]): Promise<readonly string[]>;
  forget(tab: number): Promise<void>;
}

// More labels than any conversation has; a bound all the same.
const MOST_LABELS = 2000;

export function createConversations(memory: Memory, newId: () => string): Conversations {
  // One after another, so that two pastes at once cannot make two conversations.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };
  const read = async (tab: number): Promise<Conversation | null> => {
    const known = readConversation(await memory.get(place(tab)));
    return known && withName(known);
  };
  /** As any tab left it last, where it has a name. */
  const withName = async (now: Conversation): Promise<Conversation> =>
    (now.key === "" ? null : readConversation(await memory.get(called(now.key)))) ?? now;
  const keep = async (tab: number, now: Conversation): Promise<void> => {
    await memory.set(place(tab), now);
    if (now.key !== "") await memory.set(called(now.key), now);
  };

  return {
    of: (tab, key) =>
      inTurn(async () => {
        const known = await read(tab);
        const now = await withName(next(known, key, newId));
        if (now !== known) await keep(tab, now);
        return now;
      }),
    used: (tab, labels) =>
      inTurn(async () => {
        const known = await read(tab);
        if (!known || labels.length === 0) return known?.labels ?? [];
        const all = [...new Set([...known.labels, ...labels])].slice(-MOST_LABELS);
        await keep(tab, { ...known, labels: all });
        return all;
      }),
    forget: (tab) => inTurn(() => memory.forget(place(tab))),
  };
}

/** The conversation after the address names `key`: the same one, or a new one. */
export function next(known: Conversation | null, key: string, newId: () => string): Conversation {
  if (!known || (known.key !== "" && known.key !== key)) return { id: newId(), key, labels: [] };
  return known.key === key ? known : { ...known, key };
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
