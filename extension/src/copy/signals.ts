/** How the page's half and ours speak to each other: names and shapes, and nothing that runs. */

/** The first word, said before any script of the page's runs: it hands over the name of all later ones. */
export const HELLO = "safe-to-paste-hello";

/** Something the page put on the clipboard by itself. */
export interface Signal {
  readonly flavours: Readonly<Record<string, string>>;
  /** The page put more on the clipboard than can be read as text, such as a picture. */
  readonly hasMore: boolean;
}
