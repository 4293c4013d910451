/**
 * The only file that touches the browser's extension API.
 *
 * Everything else takes plain functions and values, so that another browser costs one file and tests need no browser.
 */

import type { Port } from "./agent";
import { colour } from "./tokens";

const HOST = "org.safetopaste.agent";

/** Where a message comes from, as the browser (not the sender) says. */
export interface Sender {
  readonly tab: number | null;
  /** 0 is the page itself. */
  readonly frame: number;
  readonly origin: string;
}

export const version = (): string => chrome.runtime.getManifest().version;

/**
 * The language to show: the one the browser picks of `_locales`, else Welsh where the person put it first for pages.
 *
 * Chrome has no Welsh of its own, so that its people can say only the latter; the names it gives its language to
 * (`getUILanguage`) then say English whatever it picked.
 */
export function language(): "cy" | "en-GB" {
  const wished = [globalThis.chrome?.i18n?.getMessage?.("language"), globalThis.navigator?.languages?.[0]];
  return wished.some((tag) => /^cy\b/i.test(tag ?? "")) ? "cy" : "en-GB";
}

/** True in a page whose extension was updated or removed under it: nothing can be asked any more. */
export function isOrphaned(): boolean {
  return chrome.runtime?.id === undefined;
}

/** A Chromebook has no native hosts, so the agent cannot be there. */
export const isChromebook = (): boolean => /\bCrOS\b/.test(navigator.userAgent);

/** The shadow tree of an element, which a page may keep to itself. */
export function shadowOf(element: HTMLElement): ShadowRoot | null {
  const inFirefox = (element as { openOrClosedShadowRoot?: ShadowRoot | null }).openOrClosedShadowRoot;
  return element.shadowRoot ?? inFirefox ?? globalThis.chrome?.dom?.openOrClosedShadowRoot?.(element) ?? null;
}

/**
 * The page's own side of the wall, in Firefox: of an event made on ours the page gets no files there. Null elsewhere.
 *
 * What is made by it may be the page's work in part, so nothing goes through it that the page may not have.
 */
export function pageSide(): (Window & typeof globalThis) | null {
  const ours = globalThis as { wrappedJSObject?: Window & typeof globalThis; exportFunction?: unknown };
  // Elsewhere an element of the page's goes by any name it likes.
  return typeof ours.exportFunction === "function" ? (ours.wrappedJSObject ?? null) : null;
}

/** Opens a port to the agent; the browser starts the host for it. */
export function connectAgent(): Port {
  const port = chrome.runtime.connectNative(HOST);
  return {
    post: (message) => port.postMessage(message),
    disconnect: () => port.disconnect(),
    onMessage: (listener) => port.onMessage.addListener(listener),
    onDisconnect: (listener) =>
      port.onDisconnect.addListener((closed) => {
        // Firefox says it of the port, and of a port that closed as it should says nothing.
        const { error } = closed as { readonly error?: Error | null };
        listener(chrome.runtime.lastError?.message ?? error?.message ?? "");
      }),
  };
}

/** Asks the service worker, which wakes for it. */
export async function askWorker(message: object): Promise<unknown> {
  const reply: unknown = await chrome.runtime.sendMessage(message);
  return reply;
}

/** Answers what pages and the popup ask; other extensions are not heard. */
export function onAsked(answer: (message: unknown, sender: Sender) => Promise<unknown>): void {
  chrome.runtime.onMessage.addListener((message: unknown, sender, reply) => {
    if (sender.id !== chrome.runtime.id) return false;
    void answer(message, { tab: sender.tab?.id ?? null, frame: sender.frameId ?? 0, origin: sender.origin ?? "" }).then(reply);
    return true;
  });
}

/** Memory that outlives the service worker but not the browser; it never reaches the disk. */
export const memory = {
  async get(key: string): Promise<unknown> {
    const found: Record<string, unknown> = await chrome.storage.session.get(key);
    return found[key];
  },
  async set(key: string, value: unknown): Promise<void> {
    await chrome.storage.session.set({ [key]: value });
  },
  async forget(key: string): Promise<void> {
    await chrome.storage.session.remove(key);
  },
};

/** Any call to the browser puts off the end of an idle service worker. */
export function stayAwake(): void {
  void chrome.runtime.getPlatformInfo();
}

/** What lasts longer than the browser: the last settings the agent gave, and what was put off, but nothing that was pasted. */
export const settings = {
  async get(key: string): Promise<unknown> {
    const found: Record<string, unknown> = await chrome.storage.local.get(key);
    return found[key];
  },
  async set(key: string, value: unknown): Promise<void> {
    await chrome.storage.local.set({ [key]: value });
  },
  async forget(key: string): Promise<void> {
    await chrome.storage.local.remove(key);
  },
};

/** What the school's IT has set for the extension in the browser's own policies; nothing where it has set nothing. */
export const managed = {
  async get(): Promise<Record<string, unknown>> {
    // Firefox refuses where there are no such policies.
    return chrome.storage.managed.get().catch(() => ({}));
  },
  onChanged(listener: () => void): void {
    chrome.storage.onChanged.addListener((_, area) => area === "managed" && listener());
  },
};

/** Tells every page we run in; tabs without us hear nothing. */
export async function tellPages(message: object): Promise<void> {
  const tabs = await chrome.tabs.query({});
  for (const { id } of tabs) {
    if (id !== undefined) chrome.tabs.sendMessage(id, message).catch(() => undefined);
  }
}

/** Tells the page in a tab, and none of its frames. */
export function tellTop(tab: number, message: object): void {
  chrome.tabs.sendMessage(tab, message, { frameId: 0 }).catch(() => undefined);
}

/** Tells the page in a tab, and each of its frames. */
export function tellAll(tab: number, message: object): void {
  chrome.tabs.sendMessage(tab, message).catch(() => undefined);
}

/** Hears what the service worker tells pages. */
export function onTold(listener: (message: unknown) => void): void {
  chrome.runtime.onMessage.addListener((message: unknown, sender) => {
    if (sender.id === chrome.runtime.id && !sender.tab) listener(message);
  });
}

/** Opens one of the extension's own pages in a tab. */
export async function openPage(name: string): Promise<void> {
  await chrome.tabs.create({ url: chrome.runtime.getURL(name) });
}

export function onTabClosed(listener: (tab: number) => void): void {
  chrome.tabs.onRemoved.addListener((tab) => listener(tab));
}

/** The few letters on the toolbar button, and what it says when pointed at. */
export function mark(letters: string, title: string): void {
  void chrome.action.setBadgeBackgroundColor({ color: colour("quiet") });
  void chrome.action.setBadgeText({ text: letters });
  void chrome.action.setTitle({ title });
}
