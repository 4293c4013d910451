/**
 * What we know of a site: where its composer and its Send button are.
 *
 * One file a site in `sites/`; the build collects them, and the manifest's `matches` come from them too.
 */

import { sites } from "sites:all";

export interface Site {
  readonly id: string;
  readonly title: string;
  /** Match patterns for the manifest; each ends in `/*`. */
  readonly matches: readonly string[];
  /** Whether shadow trees are searched too. */
  readonly isDeep?: boolean;
  /** CSS selectors of the element people type in, best first. */
  readonly composers: readonly string[];
  /** CSS selectors of those among them where Enter is a new line, and sends nothing. */
  readonly lines?: readonly string[];
  /** CSS selectors of the button that sends, best first. */
  readonly sendButtons: readonly string[];
  /** Whether one that those name is a button that sends; left out where each is. */
  readonly sends?: (button: HTMLElement) => boolean;
  /** CSS selectors that tell the button that stops a reply, where that is the one that sends at other times. */
  readonly stopButtons?: readonly string[];
  /** CSS selectors of an answer, and of all that belongs to its turn, such as its copy button. */
  readonly answers: readonly string[];
  readonly turns: readonly string[];
  /** CSS selectors of what the person wrote. */
  readonly questions: readonly string[];
  /** Paths that have no composer by nature, where its absence is no news. */
  readonly pathsWithoutComposer: readonly RegExp[];
  /** Names the conversation an address shows; empty for a new one. */
  conversationKey(address: URL): string;
}

export { sites };

/** The site an origin such as `https://chatgpt.com` belongs to. */
export function siteAt(origin: string): Site | null {
  return sites.find((site) => site.matches.some((match) => match.replace(/\/\*$/, "") === origin)) ?? null;
}

/** The site a frame shows; a frame without an address of its own counts as the page around it. */
export function siteHere(): Site | null {
  // A page may give up its own origin, and has its address all the same.
  const origins = [self.origin, location.origin, ...Array.from(location.ancestorOrigins ?? [])];
  return origins.map(siteAt).find((site) => site !== null) ?? null;
}

/** What the person wrote in this conversation, as the page shows it, oldest first. */
export function questionsIn(site: Site): readonly Element[] {
  const all = [...document.querySelectorAll(site.questions.join())];
  return all.filter((one) => !all.some((other) => other !== one && other.contains(one)));
}
