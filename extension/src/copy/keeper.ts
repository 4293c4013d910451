/**
 * The service worker's part in a copy: what stands for what, in which conversation, and how an answer is labelled.
 *
 * A page asks, by tab; it is told what its own text becomes, and nothing of any other conversation.
 */

import type { Conversation } from "../conversations";
import { type Fields, fields, number, text, texts } from "../messages";
import { say } from "../strings";
import { createKept, type Pair } from "./kept";
import { type Flavours, PLAIN, type Position, RICH } from "./label";
import { type Restored, restoreMarkup, restorePlain } from "./restore";
import { PEOPLE, roleOf } from "./words";

/** How an answer is labelled, as the policy says. */
export interface Terms {
  readonly required: boolean;
  /** The policy's own label comes first. */
  readonly labels: readonly string[];
  readonly position: Position;
  readonly prompt: "copy" | "large_copy" | "off";
  readonly checks: readonly string[];
  readonly withToolAndDate: boolean;
  /** What sentences call the policy. */
  readonly called: string;
  readonly restore: boolean;
  readonly minutes: number;
}

/** What a copied text becomes. */
export interface Returned {
  readonly terms: Terms;
  /** The person does not want to be asked in this session. */
  readonly isQuiet: boolean;
  readonly flavours: Flavours;
  readonly back: readonly { readonly label: string; readonly value: string; readonly times: number }[];
  readonly left: readonly string[];
  /** Of those left, some were given out here, and what they stood for is no longer known. */
  readonly isLost: boolean;
}

export type CopyRequest =
  | { readonly kind: "here"; readonly conversationKey: string; readonly goesOn: boolean }
  | { readonly kind: "names"; readonly conversationKey: string; readonly pairs: readonly Pair[] }
  | { readonly kind: "copied"; readonly conversationKey: string; readonly flavours: Flavours; readonly asked: readonly string[] }
  | { readonly kind: "labelled"; readonly conversationKey: string; readonly came: Came };

/** What came of a copy, in words of ours and counts. */
export interface Came {
  readonly label: "" | "ai_supported" | "partly_created_by_ai" | "created_by_ai" | "not_this_time";
  readonly ticks: number;
  readonly back: number;
  readonly left: number;
}

/** What this needs of the world around it. */
export interface World {
  conversation(tab: number, key: string): Promise<Conversation>;
  gave(tab: number, labels: readonly string[]): Promise<unknown>;
  moved(tab: number, key: string, goesOn: boolean): Promise<Conversation | null>;
  ask(message: Fields): Promise<Fields>;
  now(): number;
  /** What lasts as long as the browser, in memory. */
  readonly memory: Store;
  /** What outlasts the browser: how the school labels, for when the agent cannot say. */
  readonly settings: Store;
  /** Calls back every so many milliseconds; returns how to call it off. */
  every(milliseconds: number, callBack: () => void): () => void;
  /** While there is something to keep, the service worker must not be put to rest. */
  stayAwake(): void;
}

interface Store {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
}

export interface Keeper {
  /** The reply to one of these requests; null when it is none. */
  answer(message: Fields, tab: number, site: string): Promise<unknown> | null;
  forget(tab: number): void;
  /** Lets go of all names, those on their way in, too. */
  forgetAll(): void;
}

const AWAKE = 20_000;
const PATIENCE = 400;
const QUIET = "unlabelled";
const TERMS = "label";
/** In force until the agent has said otherwise. */
const USUAL: Terms = {
  required: false,
  labels: [say("labelSupported"), say("labelPartly"), say("labelCreated")],
  position: "end",
  prompt: "large_copy",
  checks: [],
  withToolAndDate: false,
  called: "",
  restore: true,
  minutes: 240,
};

export function createKeeper(world: World): Keeper {
  const kept = createKept();
  let terms: Terms | null = null;
  let rest: (() => void) | null = null;
  /** How often all was let go of. */
  let cleared = 0;

  async function learn(message: Fields, tab: number): Promise<null> {
    const before = cleared;
    const { id } = await world.conversation(tab, text(message["conversationKey"]));
    const pairs = list(message["pairs"]).map(readPair).filter((pair) => pair !== null);
    // Labels of a limited check are given out in the page.
    await world.gave(tab, pairs.map(({ label }) => label));
    if (!(await termsNow()).restore || cleared !== before) return null;
    if (pairs.length > 0) kept.learn(id, tab, pairs, world.now());
    rest ??= world.every(AWAKE, () => {
      kept.tidy(world.now());
      if (!kept.isEmpty()) return world.stayAwake();
      rest?.();
      rest = null;
    });
    return null;
  }

  /** What the agent says now; an agent that is slow to answer keeps nobody waiting once it has said something. */
  async function termsNow(): Promise<Terms> {
    if (!terms) take(readTerms(fields(await world.settings.get(TERMS))));
    const asking = world
      .ask({ type: "label", do: "terms" })
      .then(async (reply) => {
        const before = JSON.stringify(terms);
        take(readTerms(reply));
        if (JSON.stringify(terms) !== before) await world.settings.set(TERMS, terms);
      })
      .catch(() => undefined);
    await (terms ? Promise.race([asking, pause(PATIENCE)]) : asking);
    return terms ?? USUAL;
  }

  function take(now: Terms | null): void {
    terms = now ?? terms;
    kept.setMinutes((terms ?? USUAL).minutes);
  }

  async function copied(message: Fields, tab: number): Promise<Returned> {
    const terms = await termsNow();
    const { id, labels } = await world.conversation(tab, text(message["conversationKey"]));
    const flavours = readFlavours(message["flavours"]);
    const isQuiet = (await world.memory.get(quietKey(id))) === true;
    const nothing = { terms, isQuiet, flavours, back: [], left: [], isLost: false };
    if (!terms.restore) return nothing;
    const known = kept.of(id, tab, world.now());
    // What stands in a question may have been put there before the browser was started; what only an answer has was not.
    const asked = texts(message["asked"]).filter((label) => PEOPLE.has(roleOf(label)));
    const used = [...labels, ...asked];
    if (known.length === 0 && used.length === 0) return nothing;
    const plain = withNames(flavours[PLAIN], (given) => restorePlain(given, known, used));
    const rich = withNames(flavours[RICH], (given) => restoreMarkup(given, known, used));
    // Both say the same; what one of them could not tell, the other may.
    const counted = plain.back.size >= rich.back.size ? plain : rich;
    const { left, missing } = flavours[PLAIN] === undefined ? rich : plain;
    return {
      ...nothing,
      flavours: {
        ...flavours,
        ...(flavours[PLAIN] === undefined ? {} : { [PLAIN]: plain.text }),
        ...(flavours[RICH] === undefined ? {} : { [RICH]: rich.text }),
      },
      back: [...counted.back].map(([label, times]) => ({
        label,
        value: known.find((one) => one.label === label)?.value ?? "",
        times,
      })),
      left,
      isLost: labels.some((label) => missing.has(label)),
    };
  }

  async function labelled(message: Fields, tab: number, site: string): Promise<null> {
    const { id } = await world.conversation(tab, text(message["conversationKey"]));
    const came = fields(message["came"]);
    const label = text(came["label"]);
    if (label === "not_this_time") await world.memory.set(quietKey(id), true);
    const counts = Object.fromEntries(["ticks", "back", "left"].map((what) => [what, number(came[what])]));
    await world.ask({ type: "label", do: "record", site, label, ...counts }).catch(() => undefined);
    return null;
  }

  /** Where a label is optional, one “not this time” is for the browser's session; else for the conversation. */
  function quietKey(conversation: string): string {
    return (terms ?? USUAL).required ? `${QUIET} ${conversation}` : QUIET;
  }

  async function moved(message: Fields, tab: number): Promise<null> {
    const now = await world.moved(tab, text(message["conversationKey"]), message["goesOn"] === true);
    kept.shows(tab, now?.id ?? "");
    return null;
  }

  return {
    answer(message, tab, site) {
      switch (message["kind"]) {
        case "here":
          return moved(message, tab);
        case "names":
          return learn(message, tab);
        case "copied":
          return copied(message, tab);
        case "labelled":
          return labelled(message, tab, site);
        default:
          return null;
      }
    },
    forget: (tab) => kept.left(tab),
    forgetAll() {
      cleared += 1;
      kept.clear();
      rest?.();
      rest = null;
    },
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function withNames(given: string | undefined, restore: (given: string) => Restored): Restored {
  return given === undefined ? { text: "", back: new Map(), left: [], missing: new Set() } : restore(given);
}

/** As the agent says them, or as they were kept. */
function readTerms(reply: Fields): Terms | null {
  const prompt = (["copy", "large_copy", "off"] as const).find((known) => known === reply["prompt"]);
  const labels = texts(reply["labels"]);
  if (!prompt || labels.length === 0) return null;
  return {
    required: reply["required"] === true,
    labels,
    position: reply["position"] === "top" ? "top" : "end",
    prompt,
    checks: texts(reply["checks"]).slice(0, 3),
    withToolAndDate: reply["include_tool_date"] === true || reply["withToolAndDate"] === true,
    called: text(reply["called"]),
    restore: reply["restore"] !== false,
    minutes: number(reply["minutes"]),
  };
}

function readFlavours(value: unknown): Flavours {
  return Object.fromEntries(
    Object.entries(fields(value)).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function readPair(item: Fields): Pair | null {
  const label = text(item["label"]);
  const value = text(item["value"]);
  return label === "" || value === "" ? null : { label, value, cells: texts(item["cells"]) };
}

function list(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fields) : [];
}
