/**
 * Talks to the agent through one native port.
 *
 * The port is opened when first needed, and only once however many ask. Every request has an id and a deadline,
 * because a host that hangs does not close its port. When a host dies in the middle of a scan one new host is tried;
 * when it cannot be started, the next attempts wait 1, 2, 4 … 60 seconds. A port that is given up is always closed, or
 * its host would stay behind (https://developer.chrome.com/docs/extensions/develop/concepts/native-messaging).
 */

import { type Fields, fields, patience, PROTOCOL, text, type Why } from "./messages";

export interface Port {
  post(message: object): void;
  disconnect(): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The listener is told the browser's own words for what went wrong. */
  onDisconnect(listener: (error: string) => void): void;
}

/** What this needs of the world around it. */
export interface World {
  connect(): Port;
  now(): number;
  /** Calls back after so many milliseconds; returns how to call it off. */
  after(milliseconds: number, callBack: () => void): () => void;
  newId(): string;
  readonly version: string;
  readonly locale: string;
  /** Why there is no host, where there is none: none was installed, or none can be. */
  readonly lacking: Why;
  onEvent(event: Fields): void;
  onChange(): void;
}

export interface Agent {
  /** The reply to a scan of a text of any length. */
  scan(text: string, about: Fields): Promise<Fields>;
  /** The reply to any other request, waited for as for a text of that length; not repeated when the host dies. */
  ask(message: Fields, length?: number): Promise<Fields>;
  /** Why the agent cannot be asked now, as far as is known, and which version answered last. */
  state(): { readonly why: Why | null; readonly agent: string };
  /** Forget past failures, so that the next request tries at once. */
  tryAgain(): void;
  /** Close the port, also one that is only being opened; its host ends with it. */
  leave(): void;
}

/** The agent could not be asked, or did not answer in time. */
export class Unavailable extends Error {
  constructor(readonly why: Why) {
    super(why);
  }
}

/** The agent answered that it will not; `code` is its stable word for the reason. */
export class Refused extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

// A frame may be 512 kB; beyond this many encoded bytes a text is uploaded in pieces.
const DIRECT = 400_000;
// One UTF-16 unit takes at most six bytes of JSON, so a piece always fits into a frame.
const PIECE = 60_000;
// A cold start on a slow laptop, virus scanner included; the person's own wait is `patience`.
const START = 20_000;
// How long a host may stay wholly silent after a missed deadline before it counts as hung.
const SILENCE = 10_000;
const LONGEST_WAIT = 60_000;
// What may take several frames: changes to a text, a file's bytes and the labels in it.
const IN_PIECES = ["edits", "bytes", "labels"];

interface Session {
  readonly port: Port;
  readonly pending: Map<string, Pending>;
  heard: number;
  open: boolean;
  ready: boolean;
  instance: string;
  agent: string;
}

interface Pending {
  readonly resolve: (reply: Fields) => void;
  readonly reject: (error: Error) => void;
  /** Lists that come in several frames of the same reply: what has come of them. */
  readonly lists: Map<string, unknown[]>;
}

export function createAgent(world: World): Agent {
  let session: Session | null = null;
  /** The last one opened, which may not have answered yet. */
  let latest: Session | null = null;
  let starting: Promise<Session> | null = null;
  let failures = 0;
  let notBefore = 0;
  let why: Why | null = null;
  let version = "";

  function ready(): Promise<Session> {
    if (session) return Promise.resolve(session);
    if (starting) return starting;
    if (world.now() < notBefore) return Promise.reject(new Unavailable(why ?? "stopped"));
    starting = start().finally(() => {
      starting = null;
    });
    return starting;
  }

  async function start(): Promise<Session> {
    const opened = open();
    try {
      const reply = await within(START, send(opened, hello()));
      // Also where the two do not understand one another: the popup names both.
      version = text(reply["agent"]);
      if (reply["protocol"] !== PROTOCOL) throw new Unavailable("mismatch");
      opened.instance = text(reply["instance"]);
      opened.agent = version;
    } catch (error) {
      const reason = error instanceof Unavailable ? error.why : "mismatch";
      close(opened, reason);
      throw new Unavailable(reason);
    }
    opened.ready = true;
    session = opened;
    learn(null);
    return opened;
  }

  function hello(): Fields {
    return { type: "hello", extension: world.version, protocol: PROTOCOL, locale: world.locale };
  }

  function open(): Session {
    let port: Port;
    try {
      port = world.connect();
    } catch {
      failed(world.lacking);
      throw new Unavailable(world.lacking);
    }
    const opened: Session = { port, pending: new Map(), heard: 0, open: true, ready: false, instance: "", agent: "" };
    latest = opened;
    port.onMessage((message) => hear(opened, fields(message)));
    port.onDisconnect((error) => {
      const reason = whyOf(error);
      close(opened, reason === "missing" ? world.lacking : reason);
    });
    return opened;
  }

  function hear(from: Session, message: Fields): void {
    from.heard += 1;
    if (typeof message["event"] === "string") {
      world.onEvent(message);
      return;
    }
    const id = text(message["id"]);
    const waiting = from.pending.get(id);
    if (!waiting) return;
    for (const name of IN_PIECES) {
      if (name in message) waiting.lists.set(name, [...(waiting.lists.get(name) ?? []), message[name]].flat());
    }
    if (message["last"] === false) return;
    from.pending.delete(id);
    if (message["ok"] === true) {
      if (from.ready) failures = 0;
      waiting.resolve({ ...message, ...Object.fromEntries(waiting.lists) });
    } else {
      waiting.reject(new Refused(text(fields(message["error"])["code"]) || "internal"));
    }
  }

  function close(closing: Session, reason: Why): void {
    if (!closing.open) return;
    closing.open = false;
    closing.port.disconnect();
    if (session === closing) session = null;
    failed(reason, closing.ready);
    closing.pending.forEach((waiting) => waiting.reject(new Unavailable(reason)));
    closing.pending.clear();
  }

  function failed(reason: Why, worked = false): void {
    failures += 1;
    // A host that had been working may be started again at once, the first time.
    const waits = worked ? failures - 1 : failures;
    notBefore = waits > 0 ? world.now() + Math.min(LONGEST_WAIT, 1000 * 2 ** (waits - 1)) : 0;
    learn(reason);
  }

  function learn(reason: Why | null): void {
    why = reason;
    world.onChange();
  }

  function send(to: Session, message: Fields): Promise<Fields> {
    return new Promise((resolve, reject) => {
      const id = world.newId();
      to.pending.set(id, { resolve, reject, lists: new Map() });
      try {
        to.port.post({ ...message, id });
      } catch {
        close(to, "stopped");
      }
      if (!to.open) reject(new Unavailable("stopped"));
    });
  }

  /** Does the work in a session, within the time a person will wait. */
  async function attempt(length: number, work: (session: Session) => Promise<Fields>, again: boolean): Promise<Fields> {
    let used: Session | null = null;
    let late = false;
    const onceMore = async (): Promise<Fields> => {
      used = await ready();
      try {
        return await work(used);
      } catch (error) {
        if (!again || late || used.open || !(error instanceof Unavailable)) throw error;
        used = await ready();
        return work(used);
      }
    };
    try {
      return await within(patience(length), onceMore());
    } catch (error) {
      late = true;
      if (error instanceof Unavailable && error.why === "slow" && used) watch(used);
      throw error;
    }
  }

  /** Gives up a host from which nothing at all comes after a missed deadline. */
  function watch(late: Session): void {
    const heard = late.heard;
    world.after(SILENCE, () => {
      if (late.heard === heard) close(late, "slow");
    });
  }

  function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const callOff = world.after(milliseconds, () => reject(new Unavailable("slow")));
      work.then(resolve, reject).finally(callOff);
    });
  }

  async function scanIn(used: Session, whole: string, about: Fields): Promise<Fields> {
    if (fits(whole)) return send(used, { ...about, type: "scan", text: whole });
    const { upload } = await send(used, { type: "upload_begin", size: whole.length });
    await Promise.all(
      pieces(whole).map((piece, seq) => send(used, { type: "upload_chunk", upload, seq, text: piece })),
    );
    await send(used, { type: "upload_end", upload });
    return send(used, { ...about, type: "scan", upload });
  }

  return {
    scan: (whole, about) => attempt(whole.length, (used) => scanIn(used, whole, about), true),
    ask: (message, length = 0) => attempt(length, (used) => send(used, message), false),
    state: () => ({ why, agent: version }),
    tryAgain: () => {
      failures = 0;
      notBefore = 0;
    },
    leave: () => {
      if (latest) close(latest, "stopped");
    },
  };
}

/** Whether a text's frame stays small enough to be sent whole. */
export function fits(whole: string): boolean {
  if (whole.length * 6 <= DIRECT) return true;
  return whole.length <= DIRECT && new TextEncoder().encode(JSON.stringify(whole)).length <= DIRECT;
}

/** A text in pieces that fit into frames; a surrogate pair stays together. */
export function pieces(whole: string): readonly string[] {
  const found: string[] = [];
  for (let start = 0; start < whole.length; ) {
    const end = whole.length - start <= PIECE ? whole.length : start + PIECE;
    const splits = end < whole.length && isHighSurrogate(whole.charCodeAt(end - 1));
    found.push(whole.slice(start, splits ? end - 1 : end));
    start = splits ? end - 1 : end;
  }
  return found;
}

/** The browser's words for a port that closed, as one of ours. */
export function whyOf(error: string): Why {
  // Firefox does not tell apart a host that is not there from one whose manifest leaves our id out.
  if (/not found|no such native application/i.test(error)) return "missing";
  if (/forbidden|disabled by the system administrator/i.test(error)) return "forbidden";
  return "stopped";
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

