/**
 * On which day each site's message box was last recognised, and last was not: what IT asks first when a site has changed.
 *
 * It outlasts the browser, and holds the adapters' names and days, no address.
 */

import type { Memory } from "./conversations";
import { type Fields, fields, text } from "./messages";

export interface Recognised {
  readonly site: string;
  /** Days, as `2026-11-22`; empty for never. */
  readonly worked: string;
  readonly lost: string;
}

export interface Health {
  note(site: string, works: boolean): Promise<void>;
  all(): Promise<readonly Recognised[]>;
}

const KEY = "recognised";

export function createHealth(settings: Memory, today: () => string): Health {
  let writing: Promise<unknown> = Promise.resolve();

  async function write(site: string, change: Fields): Promise<void> {
    const known = fields(await settings.get(KEY));
    await settings.set(KEY, { ...known, [site]: { ...fields(known[site]), ...change } });
  }

  return {
    note(site, works) {
      const written = writing.then(() => write(site, works ? { worked: today() } : { lost: today() }));
      writing = written.catch(() => undefined);
      return written;
    },
    async all() {
      const known = Object.entries(fields(await settings.get(KEY)));
      return known.map(([site, days]) => ({ site, worked: text(fields(days)["worked"]), lost: text(fields(days)["lost"]) }));
    },
  };
}
