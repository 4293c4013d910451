/** Where something of ours stands on the page: above the composer if there is room, and never over the Send button. */

import { boxOf } from "./composer";

/** What is kept clear of. */
export interface Neighbours {
  composer(): HTMLElement | null;
  sendButton(): HTMLElement | null;
}

export interface Place {
  readonly left: number;
  readonly width: number;
  readonly isAbove: boolean;
  /** The edge beside the composer: the lower one where it is above, else the upper. */
  readonly edge: number;
  /** The most height there is. */
  readonly room: number;
}

export const GAP = 10;
export const EDGE = 8;
const WIDEST = 640;
const NARROWEST = 320;
// What is left to see of the composer where something must lie over it.
const GLIMPSE = 40;
// How often it is looked whether the page has moved its box, which it may without any event.
const LOOK_EVERY = 200;

/** For something of this height at most, on a window of this size. */
export function placed({ composer, sendButton }: Neighbours, wanted: number): Place {
  const field = composer();
  const send = sendButton()?.getBoundingClientRect();
  const box = boxOf(field, sendButton())?.getBoundingClientRect();
  const width = Math.min(WIDEST, innerWidth - 2 * EDGE, Math.max(NARROWEST, box?.width ?? WIDEST));
  const left = Math.max(EDGE, Math.min(box?.left ?? EDGE, innerWidth - width - EDGE));
  const upper = box?.top ?? innerHeight;
  const lower = box?.bottom ?? 0;
  const above = upper - GAP - EDGE;
  const below = innerHeight - lower - GAP - EDGE;
  if (above < Math.min(wanted, 160) && above < below) return { left, width, isAbove: false, edge: lower + GAP, room: below };
  // Over the text if need be, but not over all of it, nor over what sends it.
  const lowest = Math.min(send?.top ?? innerHeight, (field?.getBoundingClientRect().bottom ?? innerHeight) - GLIMPSE);
  const edge = above >= wanted ? upper - GAP : Math.max(upper - GAP, Math.min(EDGE + wanted, lowest - GAP));
  return { left, width, isAbove: true, edge, room: edge - EDGE };
}

export function put(surface: HTMLElement, { left, width, isAbove, edge, room }: Place): void {
  const across = { left: `${left}px`, width: `${width}px`, maxHeight: `${room}px` };
  const down = isAbove ? { top: "auto", bottom: `${innerHeight - edge}px` } : { top: `${edge}px`, bottom: "auto" };
  Object.assign(surface.style, across, down);
}

/** Calls `moved` when the composer or its Send button have moved, until what it gives is called. */
export function following({ composer, sendButton }: Neighbours, moved: () => void): () => void {
  const where = (): string => [composer(), sendButton()].map((one) => JSON.stringify(one?.getBoundingClientRect())).join();
  let last = where();
  const looking = setInterval(() => {
    const now = where();
    if (now === last) return;
    last = now;
    moved();
  }, LOOK_EVERY);
  return () => clearInterval(looking);
}
