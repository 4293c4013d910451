/**
 * How the person stands to the school's policy, as the service worker knows it and as pages are told.
 *
 * The agent counts and decides; here it is only remembered. Without an agent nothing is asked: a gate that nobody can
 * open would keep people out. "Later" lasts for the day in this browser, and is counted by the agent.
 */

import { Unavailable } from "./agent";
import type { Memory } from "./conversations";
import { type Fields, fields, isMode, isWithoutAgent, type Opened, readOpened, readStanding, type Standing, type Told } from "./messages";

export interface Standings {
  /** How they stand; the agent is asked where that is not known, or when a `fresh` answer is wanted. */
  now(fresh: boolean): Promise<Told>;
  /** Opens the window in which the declaration is made. */
  open(): Promise<Opened>;
  /** Puts it off for today: counted where the policy counts it, granted where no window can be opened. */
  later(): Promise<Told>;
  /** The agent has started, ended, or said that something is new. */
  changed(): void;
}

/** What this needs of the world around it. */
export interface World {
  ask(message: Fields): Promise<Fields>;
  /** What outlasts the browser: how to go on when there is no agent, and what was put off until tomorrow. */
  readonly settings: Memory;
  /** The day, in any form. */
  today(): string;
  tell(told: Told): void;
}

const PUT_OFF = "put off";
const MODE = "mode";
const WITHOUT_AGENT = "withoutAgent";
// An agent that is only slow, as on a cold laptop, is asked again so many times, this far apart in milliseconds.
const MOST_TRIES = 8;
const PAUSE = 1000;

export function createStandings(world: World): Standings {
  let known: Standing | null = null;
  /** No window could be opened when one was last asked for. */
  let stuck = false;
  let isStale = true;
  let asking: Promise<void> | null = null;
  let said = "";
  let tries = 0;
  // Turns are told apart by who counted them: a worker that starts again counts anew, whatever the clock says.
  const worker = crypto.randomUUID();
  let turn = 0;

  /** Asks until nothing has changed meanwhile. */
  function refresh(): Promise<void> {
    isStale = true;
    asking ??= catchUp();
    return asking;
  }

  async function catchUp(): Promise<void> {
    while (isStale) {
      isStale = false;
      const reply = await world.ask({ type: "declare", do: "status" }).catch((error: unknown) => error);
      if (isSlow(reply) && tries < MOST_TRIES) {
        // What is known stands meanwhile; nobody waits for the next try.
        tries += 1;
        setTimeout(() => void refresh(), PAUSE);
      } else {
        tries = 0;
        await learn(reply instanceof Error ? null : readStanding(fields(reply))).catch(() => undefined);
      }
      await spread().catch(() => undefined);
    }
    asking = null;
  }

  async function learn(now: Standing | null): Promise<void> {
    const before = known;
    known = now;
    if (!now || now.declared) stuck = false;
    if (!now) return;
    await world.settings.set(MODE, now.mode);
    await world.settings.set(WITHOUT_AGENT, now.withoutAgent);
    if (!before || matterOf(before) !== matterOf(now)) return;
    // A "later" may have been pressed in the window, or in another browser; with more of them left it is a new matter.
    if (now.snoozesLeft < before.snoozesLeft) await putOff(now);
    if (now.snoozesLeft > before.snoozesLeft) await world.settings.forget(PUT_OFF);
  }

  function putOff(standing: Standing): Promise<void> {
    return world.settings.set(PUT_OFF, { matter: matterOf(standing), day: world.today() });
  }

  async function isPutOff(standing: Standing): Promise<boolean> {
    const { matter, day } = fields(await world.settings.get(PUT_OFF));
    return matter === matterOf(standing) && day === world.today();
  }

  function isFree(standing: Standing): boolean {
    return stuck || standing.gate !== "before_use";
  }

  async function telling(): Promise<Told> {
    const mode = await world.settings.get(MODE);
    const withoutAgent = await world.settings.get(WITHOUT_AGENT);
    const standing = known;
    turn += 1;
    return {
      worker,
      turn,
      ask: standing && !standing.declared && !(await isPutOff(standing)) ? ASKS[standing.gate] : "nothing",
      standing,
      later: !standing || isFree(standing) ? "free" : standing.snoozesLeft,
      mode: isMode(mode) ? mode : "warn",
      withoutAgent: isWithoutAgent(withoutAgent) ? withoutAgent : "limited_check",
    };
  }

  /** Tells every page, where there is something new to tell. */
  async function spread(): Promise<Told> {
    const now = await telling();
    const words = JSON.stringify({ ...now, turn: 0 });
    if (words !== said) world.tell(now);
    said = words;
    return now;
  }

  return {
    async now(fresh) {
      await (fresh || !(known || asking) ? refresh() : asking);
      return spread();
    },
    async open() {
      stuck = true;
      try {
        const opened = readOpened(await world.ask({ type: "declare", do: "open" }));
        stuck = !opened.opened;
        return opened;
      } finally {
        await spread();
      }
    },
    async later() {
      const standing = known;
      if (standing && isFree(standing)) {
        await putOff(standing);
      } else if (standing && standing.snoozesLeft > 0) {
        const reply = await world.ask({ type: "declare", do: "snooze" }).catch(() => null);
        if (reply) await learn(readStanding(reply));
        // Granted though it could not be counted, as where the disk is full.
        if (known && matterOf(known) === matterOf(standing)) await putOff(known);
      }
      return spread();
    },
    changed() {
      void refresh();
    },
  };
}

function isSlow(reply: unknown): boolean {
  return reply instanceof Unavailable && reply.why === "slow";
}

const ASKS = { before_use: "gate", remind: "chip", off: "nothing" } as const;

/** What is asked: another version of the policy, or another reason, is another matter. */
function matterOf({ policy, why, gate }: Standing): string {
  return [policy, why, gate].join("\n");
}
