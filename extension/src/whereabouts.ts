/**
 * Which conversation the page shows, and whether a new chat goes on under the name it has got.
 *
 * A new chat has no name until its first message. An address that gains one names either this chat or an old one that
 * somebody opened. It is this one where a message was sent from here, and where nothing else has been asked in what the
 * page shows. Where that is not plain it counts as another: a wrong child's name is worse than a placeholder.
 */

export interface Whereabouts {
  /** What the address names the conversation; empty for a new one. */
  key(): string;
  /** Something is sent from the message box. */
  sends(text: string): void;
  /** Notice what became of the address meanwhile. */
  look(): void;
}

/** What this needs of the page around it. */
export interface Surroundings {
  /** What the address names the conversation now. */
  key(): string;
  /** What the person has asked, oldest first, as the page shows it. */
  questions(): readonly string[];
  /** Tells of another conversation, or the same one under its new name. */
  tell(key: string, goesOn: boolean): void;
}

interface Sent {
  /** Letters and figures alone: a page shows a message in a form of its own. */
  readonly start: string;
  readonly length: number;
}

// A page that names the chat before it shows the message has so many looks to do it.
const MOST_LOOKS = 20;
const READ = 400;
// What a page may write beside a message, for those who hear it.
const BESIDE = 40;
const MOST_SENT = 8;

export function createWhereabouts(page: Surroundings): Whereabouts {
  let known: string | null = null;
  let sent: readonly Sent[] = [];
  let times = 0;
  let looksLeft = MOST_LOOKS;

  function look(): void {
    const now = page.key();
    if (now === known) return;
    const goesOn = known === "" && sent.length > 0 ? isSame() : false;
    if (goesOn === null && (looksLeft -= 1) > 0) return;
    known = now;
    sent = [];
    times = 0;
    looksLeft = MOST_LOOKS;
    page.tell(now, goesOn === true);
  }

  /** Whether what the page shows is what was sent from here; null where it shows nothing yet. */
  function isSame(): boolean | null {
    const questions = page.questions().map(letters);
    const [first] = questions;
    if (first === undefined) return null;
    const isFirst = sent.some(({ start, length }) => first.includes(start) && first.length <= length + BESIDE);
    return isFirst && questions.length <= times;
  }

  return {
    key() {
      look();
      return page.key();
    },
    sends(text) {
      look();
      const all = letters(text);
      if (known !== "" || all === "") return;
      times += 1;
      sent = [...sent, { start: all.slice(0, READ), length: all.length }].slice(0, MOST_SENT);
    },
    look,
  };
}

function letters(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N}]+/gu, "").toLowerCase();
}
