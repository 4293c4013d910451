/**
 * Whose browser profile this is, as the school's IT has set it: on a pupil's the extension does nothing.
 *
 * The setting is `profile`, one of those in the agent's table (settings.py, IN_BROWSER).
 */

import { managed } from "./browser";

let known: Promise<boolean> | null = null;
let inert = false;

/** Whether nothing is to be done in this page; every listener asks first. The browser tells a moment after the start. */
export const isInert = (): boolean => inert;

/** Whether this is a pupil's profile; a browser that cannot say is a member of staff's. */
export function isPupils(): Promise<boolean> {
  known ??= managed.get().then(
    ({ profile }) => profile === "pupil",
    () => false,
  );
  return known;
}

/** Tells whose profile it is: now, and again when IT changes that. */
export function onProfile(hear: (pupils: boolean) => void): void {
  const look = (): void => {
    known = null;
    void isPupils().then((pupils) => {
      inert = pupils;
      hear(pupils);
    });
  };
  managed.onChanged(look);
  look();
}
