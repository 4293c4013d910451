/**
 * Looks for a composer on every page the site opens, for as long as one may still come.
 *
 * It may be in a frame, which says so itself. What a frame has said counts for the page it was said on, and while none
 * of its frames goes; then they are asked again.
 */

export interface Lookout {
  /** Notice what has come meanwhile; to be called every so often. */
  look(): void;
  /** A frame in this page has a composer. */
  worksInside(): void;
}

/** What this needs of the page around it. */
export interface Outlook {
  path(): string;
  /** How many frames the page has. */
  frames(): number;
  hasComposer(): boolean;
  /** Has the frames in this page say again whether they have a composer. */
  askFrames(): void;
  found(): void;
  missed(): void;
}

/** `looks`: after so many without a composer there is none that we know. */
export function createLookout(page: Outlook, looks: number): Lookout {
  let path: string | null = null;
  let left = looks;
  let frames = 0;
  let isInside = false;
  /** Whether any frame has ever said so here. */
  let wasInside = false;

  return {
    look() {
      const before = frames;
      frames = page.frames();
      if (page.path() !== path || (isInside && frames < before)) {
        path = page.path();
        left = looks;
        isInside = false;
      }
      if (left === 0) return;
      left -= 1;
      if (page.hasComposer() || isInside) {
        left = 0;
        page.found();
      } else if (left === 0) {
        page.missed();
      } else if (wasInside) {
        page.askFrames();
      }
    },
    worksInside() {
      isInside = true;
      wasInside = true;
    },
  };
}
