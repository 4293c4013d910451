/**
 * The ways a file takes into a site: an input, a drop, a paste, a picker of the page's own. Each is stopped before
 * anything is awaited, and gone again with what may go in.
 *
 * What is handed on are events like those that were stopped; a site tells them from a person's own no more than we can.
 */

import { pageSide, shadowOf } from "../browser";
import { innermost, shadowTrees } from "../composer";
import type { Desk, Way } from "./desk";
import { answerTo, HELLO, OPENS, type Let, type Picked } from "./signals";

const DROP = ["dragenter", "dragover", "drop"];

export interface Routes {
  /** Takes the files of a drop; false where there are none. */
  drop(event: DragEvent): boolean;
  /** Takes the files of a paste that holds nothing else; false where there are none. */
  paste(event: ClipboardEvent): boolean;
}

export interface Place {
  composer(): HTMLElement | null;
  /** Whether nothing is to be done here: this is a pupil's profile. */
  isInert(): boolean;
  /** Whether nothing may go in now. */
  isClosed(): boolean;
  /** Says that a folder cannot be taken. */
  sayNoFolders(): void;
  /** Says that files were not taken, since nothing may go in now. */
  sayClosed(): void;
}

export function watchFiles(desk: Desk, place: Place): Routes {
  const held = new WeakMap<HTMLInputElement, FileList>();
  const roots = new WeakSet<Node>();

  function take(files: readonly File[], way: Way): void {
    if (place.isClosed()) place.sayClosed();
    else desk.take(files, way);
  }

  /** What is chosen in an input is told by two events, and is the page's as soon as it looks. */
  function chosen(event: Event): void {
    const input = event.composedPath()[0];
    if (!event.isTrusted || place.isInert() || !(input instanceof HTMLInputElement) || input.type !== "file") return;
    const { files } = input;
    if (!files || (files.length === 0 && held.get(input) === undefined)) return;
    event.stopImmediatePropagation();
    if (files.length === 0) return;
    const these = [...files];
    // The input is empty while we look, so that a page that looks finds nothing.
    input.value = "";
    held.set(input, files);
    setTimeout(() => held.delete(input), 0);
    take(these, intoInput(input));
  }

  for (const type of ["input", "change"]) addEventListener(type, chosen, { capture: true });

  // Of a `change` in a shadow tree the window hears nothing. What comes before it is heard: on the input in an open one,
  // on the tree as a whole in a closed one.
  function listenThere(event: Event): void {
    const [said] = event.composedPath();
    if (!(said instanceof HTMLElement)) return;
    if (said instanceof HTMLInputElement && said.type === "file") listenIn(said.getRootNode());
    const closed = shadowOf(said);
    if (closed) for (const tree of [closed, ...shadowTrees(closed)]) listenIn(tree);
  }

  function listenIn(root: Node): void {
    if (root === document || roots.has(root)) return;
    roots.add(root);
    for (const type of ["input", "change"]) root.addEventListener(type, chosen, { capture: true });
  }

  for (const type of ["click", OPENS]) addEventListener(type, listenThere, { capture: true });

  listenToPicker(desk, place);

  return {
    drop(event) {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return false;
      const items = [...(event.dataTransfer?.items ?? [])];
      const hasFolder = items.some((item) => item.webkitGetAsEntry()?.isDirectory === true);
      const { clientX, clientY } = event;
      const target = innermost(event);
      stop(event);
      if (hasFolder) place.sayNoFolders();
      else take(files, intoDrop(target, clientX, clientY, place));
      // The page drew something to drop on, and takes it away when the file leaves.
      drag("dragleave", target, clientX, clientY, []);
      return true;
    },

    paste(event) {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return false;
      const target = innermost(event);
      stop(event);
      take(files, intoPaste(target, place));
      return true;
    },
  };
}

function intoInput(input: HTMLInputElement): Way {
  return {
    give(files) {
      const data = holding(files);
      if (data.files.length === 0) {
        input.dispatchEvent(new Event("cancel", { bubbles: true }));
        return;
      }
      input.files = data.files;
      input.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
  };
}

function intoDrop(target: EventTarget | null, x: number, y: number, place: Place): Way {
  // The browser fills an input from a drop of a person's only.
  if (target instanceof HTMLInputElement && target.type === "file") return intoInput(target);
  return {
    give(files) {
      if (files.every((file) => file === null)) return;
      // What was below the pointer may have been drawn anew meanwhile.
      const there = target instanceof Node && target.isConnected ? target : (document.elementFromPoint(x, y) ?? place.composer());
      for (const type of DROP) drag(type, there, x, y, files);
    },
  };
}

function intoPaste(target: EventTarget | null, place: Place): Way {
  return {
    give(files) {
      const data = holding(files);
      if (data.files.length === 0) return;
      const there = target instanceof Node && target.isConnected ? target : (place.composer() ?? document.body);
      // Firefox makes no pastes of files; whoever takes a file takes one that is dropped.
      if (pageSide()) return drop(there, files);
      there.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true, composed: true }));
    },
  };
}

/** Files that the page asked for by `showOpenFilePicker`: its own half of us waits for the word. */
function listenToPicker(desk: Desk, place: Place): void {
  document.addEventListener(
    HELLO,
    (event) => {
      const secret = String((event as CustomEvent<unknown>).detail);
      // The page's half answers this once; nobody else is answered any more.
      document.dispatchEvent(new CustomEvent(`${HELLO}-there`));
      document.addEventListener(secret, (picked) => {
        const { ticket, files } = (picked as CustomEvent<Picked>).detail;
        const give = (let_: Let["files"]): void => {
          document.dispatchEvent(new CustomEvent<Let>(answerTo(secret), { detail: { ticket, files: let_ } }));
        };
        if (place.isInert()) give(files);
        else if (place.isClosed()) {
          place.sayClosed();
          give(files.map(() => null));
        } else desk.take(files, { give });
      });
    },
    { once: true },
  );
  document.dispatchEvent(new CustomEvent(`${HELLO}-there`));
}

/** Drops files in the middle of what they were pasted into. */
function drop(target: EventTarget, files: readonly (File | null)[]): void {
  const box = target instanceof Element ? target.getBoundingClientRect() : new DOMRect();
  for (const type of DROP) drag(type, target, box.left + box.width / 2, box.top + box.height / 2, files);
}

function drag(type: string, target: EventTarget | null, clientX: number, clientY: number, files: readonly (File | null)[]): void {
  const { Object: Made, DragEvent: Dragged } = pageSide() ?? globalThis;
  const where = { clientX, clientY, bubbles: true, cancelable: true, composed: true };
  target?.dispatchEvent(new Dragged(type, Object.assign(new Made(), where, { dataTransfer: holding(files) })));
}

function holding(files: readonly (File | null)[]): DataTransfer {
  const data = new (pageSide() ?? globalThis).DataTransfer();
  for (const file of files) if (file) data.items.add(file);
  return data;
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
