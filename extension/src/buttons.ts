/**
 * Tells the button that sends from the others beside a box, on a site that nobody has described.
 *
 * What a button says of itself decides: its name first, then its picture, then what its makers call it. Where nothing is
 * said, the button that submits the box's form sends; where there is no form, the last in the row after the box, which
 * is where chats have it. Another button taken for it costs little: what is in the box is looked at before that button
 * does its work.
 */

import { isBefore, isVisible } from "./seen";

export const BUTTONS = 'button, [role="button"], input[type="submit"], input[type="image"], input[type="button"]';

// English and Welsh, as `plain` writes them.
const SENDS = ["send(?:s|ing)?", "submit", "ask", "anfon", "danfon", "gofyn", "cyflwyno", "paper ?plane", "arrow (?:up|upward|right)"];
const OTHERS = [
  ...["add", "attach(?:ments?)?", "audio", "back", "browse", "camera", "cancel", "clear", "clip", "close", "copy", "delete"],
  ...["dictat(?:e|ion)", "discard", "download", "edit", "emoji", "expand", "feedback", "files?", "folder", "help", "history"],
  ...["images?", "listen", "log ?in", "sign ?in", "menu", "mic", "microphone", "models?", "more", "new", "options", "paper ?clip", "paste"],
  ...["pause", "photos?", "pictures?", "plus", "prompts?", "record", "redo", "refresh", "regenerate", "remove", "reset"],
  ...["retry", "save", "search", "settings", "share", "speak", "speech", "square", "stop", "templates?", "thumbs?"],
  ...["tools?", "trash", "undo", "upload", "voice", "web", "x", "xmark"],
  ...["adborth", "ailosod", "ailwneud", "arddweud", "atal", "atod(?:i|iad)", "camera", "canslo", "cau", "chwilio", "clirio"],
  ...["cop[io]o", "cymorth", "dadwneud", "delwedd(?:au)?", "dewis", "dewislen", "dileu", "ffeil(?:iau)?", "golygu"],
  ...["gosodiadau", "gwrando", "lawrlwytho", "llais", "lleferydd", "lluniau", "llun", "llwytho", "meicroffon", "mwy", "newydd"],
  ...["offer", "peidio", "recordio", "rhannu", "siarad", "stopio", "tynnu", "uwchlwytho", "ychwanegu", "yn ?ol"],
];
const KNOWN = new RegExp(`\\b(?:(${SENDS.join("|")})|${OTHERS.join("|")})\\b`, "g");
// A longer text is no button's name.
const LONGEST = 60;
// What belongs to a box is drawn beside it: no further away, in pixels.
const ACROSS = 120;
const DOWN = 120;

type Said = "sends" | "other" | null;

/** What names for people and, where those say nothing, names of its makers' say that something does. */
export function said(names: readonly string[], calledByMakers: readonly string[] = []): Said {
  // People read from the start: "Send message", "Stop sending". Makers begin with where it is: "toolbar-send".
  const words = names.map((name) => meant(name)[0]);
  const called = calledByMakers.flatMap((name) => name.split(/\s+/)).map((name) => meant(name).at(-1));
  return [...words, ...called].find((word) => word !== undefined) ?? null;
}

/** Whether a button sends what is in a box; `composers` is the selector of boxes. */
export function sends(button: HTMLElement, composers: string): boolean {
  const says = saidBy(button);
  return says === null ? submits(button, composers) || isLastBeside(button, composers) : says === "sends";
}

function saidBy(button: HTMLElement): Said {
  // What opens something, or is switched on and off, sends nothing.
  if (button.matches('[aria-haspopup]:not([aria-haspopup="false"]), [aria-expanded], [aria-pressed], [popovertarget], [type="reset"]')) {
    return "other";
  }
  const of = (element: Element, ...names: readonly string[]): readonly string[] => names.map((name) => element.getAttribute(name) ?? "");
  const pictures = [...button.querySelectorAll("svg,use,img,i,[data-icon],[fonticon]")];
  const labels = of(button, "aria-labelledby").flatMap((ids) => ids.split(" ")).map((id) => document.getElementById(id)?.textContent ?? "");
  const text = button.textContent ?? "";
  return said(
    [
      ...labels,
      ...of(button, "aria-label"),
      text.length > LONGEST ? "" : text,
      ...of(button, "title", "value", "alt", "data-tooltip"),
      ...pictures.flatMap((picture) => of(picture, "aria-label", "alt", "title")),
    ],
    [
      ...pictures.flatMap((picture) => of(picture, "data-icon", "fonticon", "data-testid", "href", "class")),
      ...of(button, "data-testid", "data-test-id", "name", "id", "class"),
    ],
  );
}

/** Whether it submits the form that a box is in. */
function submits(button: HTMLElement, composers: string): boolean {
  const { type, form } = button as HTMLInputElement;
  return (type === "submit" || type === "image") && form instanceof HTMLFormElement && form.querySelector(composers) !== null;
}

/** Whether it is the last beside a box, where none there is known to send what is in it. */
function isLastBeside(button: HTMLElement, composers: string): boolean {
  let around = above(button);
  while (around && !around.querySelector(composers)) around = above(around);
  if (!around) return false;
  const boxes = [...around.querySelectorAll<HTMLElement>(composers)].filter(isVisible);
  const boxOf = (one: HTMLElement): HTMLElement | undefined => boxes.findLast((box) => isBefore(box, one));
  const box = boxOf(button);
  if (!box || !isNear(box, button)) return false;
  const row = [...around.querySelectorAll<HTMLElement>(BUTTONS)].filter((one) => isVisible(one) && boxOf(one) === box && isNear(box, one));
  const silent = row.filter((one) => saidBy(one) === null);
  const isKnown = row.some((one) => saidBy(one) === "sends") || silent.some((one) => submits(one, composers));
  return !isKnown && silent.at(-1) === button;
}

function isNear(box: HTMLElement, button: HTMLElement): boolean {
  const [one, other] = [box.getBoundingClientRect(), button.getBoundingClientRect()];
  const across = Math.max(one.left - other.right, other.left - one.right);
  const down = Math.max(one.top - other.bottom, other.top - one.bottom);
  return across < ACROSS && down < DOWN;
}

function above(node: Node): ParentNode | null {
  return node.parentNode as ParentNode | null;
}

/** What the known words of a name say, in their order. */
function meant(name: string): readonly ("sends" | "other")[] {
  return [...plain(name).matchAll(KNOWN)].map(([, sending]) => (sending === undefined ? "other" : "sends"));
}

/** In small letters without accents, its words apart. */
function plain(name: string): string {
  const apart = name.replace(/(?<=[a-z])(?=[A-Z])/g, " ").normalize("NFD").replace(/\p{M}/gu, "");
  return apart.toLowerCase().replace(/[^a-z]+/g, " ");
}
