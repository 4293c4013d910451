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
// Less than that, in pixels, nobody can read.
const LEAST = 72;
// How often it is looked whether the page has moved its box, which it may without any event.
const LOOK_EVERY = 200;

/** For something of this height at most, on a window of this size. */
export function placed({ composer, sendButton }: Neighbours, wanted: number): Place {
  const field = composer();
  const send = sendButton()?.getBoundingClientRect();
  const box = boxOf(field, sendButton())?.getBoundingClientRect();
  const width = Math.min(WIDEST, innerWidth - 2 * EDGE, Math.max(NARROWEST, box?.width ?? WIDEST));
  const left = Math.max(EDGE, Math.min(box?.left ?? EDGE, innerWidth - width - EDGE));
  // A page may have scrolled its box out of sight.
  const upper = Math.min(box?.top ?? innerHeight, innerHeight - EDGE + GAP);
  const lower = Math.max(box?.bottom ?? 0, EDGE - GAP);
  const above = upper - GAP - EDGE;
  const below = innerHeight - lower - GAP - EDGE;
  const isBelow = above < Math.min(wanted, 160) && above < below;
  // Over the text if need be, but not over all of it, nor over what sends it.
  const lowest = Math.min(send?.top ?? innerHeight, (field?.getBoundingClientRect().bottom ?? innerHeight) - GLIMPSE);
  const edge = above >= wanted ? upper - GAP : Math.max(upper - GAP, Math.min(EDGE + wanted, lowest - GAP));
  const place: Place = isBelow
    ? { left, width, isAbove: false, edge: lower + GAP, room: below }
    : { left, width, isAbove: true, edge, room: edge - EDGE };
  return place.room < Math.min(Math.max(wanted, 1), LEAST) ? around(send) : place;
}

/** Where the box leaves no room: the largest part of the window that has not what sends in it. */
function around(send: DOMRect | undefined): Place {
  const [right, bottom] = [innerWidth - EDGE, innerHeight - EDGE];
  const isSeen = send && send.bottom > 0 && send.top < innerHeight && send.right > 0 && send.left < innerWidth;
  const parts = isSeen
    ? [
        { left: EDGE, right, top: EDGE, bottom: send.top - GAP },
        { left: EDGE, right, top: send.bottom + GAP, bottom },
        { left: EDGE, right: send.left - GAP, top: EDGE, bottom },
        { left: send.right + GAP, right, top: EDGE, bottom },
      ]
    : [{ left: EDGE, right, top: EDGE, bottom }];
  const [largest] = parts
    .map((part) => ({ ...part, width: Math.max(0, part.right - part.left), room: Math.max(0, part.bottom - part.top) }))
    .sort((one, other) => other.width * other.room - one.width * one.room);
  const { left = EDGE, width = 0, room = 0, bottom: edge = bottom } = largest ?? {};
  return { left, width, isAbove: true, edge, room };
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
