/** How the page's half and ours speak of files: names and shapes, and nothing that runs. */

/** The first word, said before any script of the page's runs: it hands over the name of all later ones. */
export const HELLO = "safe-to-paste-files";

/** Told at an input whose picker a script opens: no click tells of it. */
export const OPENS = "safe-to-paste-opens";

/** Files that a picker of the page's own has given, and are to be looked at first. */
export interface Picked {
  readonly ticket: number;
  readonly files: readonly File[];
}

/** What the page may have instead: a file for each that was picked, or null where it is left out. */
export interface Let {
  readonly ticket: number;
  readonly files: readonly (File | null)[];
}

/** The name of the event that answers. */
export function answerTo(secret: string): string {
  return `${secret}-let`;
}
