/**
 * Runs among the page's own scripts, for the two ways to a file that our half cannot hear, and one it cannot offer.
 *
 * An `<input type="file">` that was never put into the document is clicked by a script: what is chosen in it is told to
 * the page alone. So it is put there, hidden, for as long as the choosing takes. And `showOpenFilePicker` gives
 * the page what it may read by a promise: the promise is kept once our half has said what the page may have. A file that is
 * dropped anew, by our half, has no handle, which some pages take for granted; they get what they need of one.
 */

import { answerTo, HELLO, OPENS, type Let, type Picked } from "./signals";

// Taken before a script of the page's could put something else in their place.
const dispatch = EventTarget.prototype.dispatchEvent;
const listen = EventTarget.prototype.addEventListener;
const detailOf = Object.getOwnPropertyDescriptor(CustomEvent.prototype, "detail")?.get as (this: Event) => unknown;
const append = Element.prototype.append;
const remove = Element.prototype.remove;
const create = Document.prototype.createElement;
const { apply } = Reflect;
const { defineProperty } = Object;
const OurEvent = CustomEvent;
const Input = HTMLInputElement;
const { then } = Promise.prototype;
const OurPromise = Promise;
const later = setTimeout;
const readFile = typeof FileSystemFileHandle === "function" ? FileSystemFileHandle.prototype.getFile : null;
const secret = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");

export function hookPickers(): void {
  const hello = (): void => tell(HELLO, secret);
  apply(listen, document, [`${HELLO}-there`, hello, { once: true }]);
  hello();
  before(HTMLElement.prototype, "click", (self) => putIntoDocument(self));
  before(Input.prototype, "showPicker", (self) => {
    putIntoDocument(self);
    if (self instanceof Input && self.type === "file") tell(OPENS, null, self);
  });
  before(EventTarget.prototype, "dispatchEvent", (self, [event]) => {
    if (event instanceof Event && event.type === "click") putIntoDocument(self);
  });
  hookFilePicker();
  hookHandles();
}

/** Tells our half. What a page has put into all objects' prototype is asked nothing about it. */
function tell(name: string, detail: unknown, at: Node = document): void {
  apply(dispatch, at, [new OurEvent(name, { __proto__: null, detail, composed: true } as CustomEventInit)]);
}

/** A function with something to be done before each call; it looks and behaves as before. */
function before<T extends object>(owner: T, name: keyof T & string, done: (self: unknown, given: readonly unknown[]) => void): void {
  const original: unknown = owner[name];
  if (typeof original !== "function") return;
  const proxy = new Proxy(original, {
    apply(target, self, given: unknown[]): unknown {
      try {
        done(self, given);
      } catch {
        // Whatever goes wrong here is no business of the page's.
      }
      return apply(target, self, given);
    },
  });
  defineProperty(owner, name, { ...Object.getOwnPropertyDescriptor(owner, name), value: proxy });
}

/** Puts a file input that is in no document where its events can be heard, until something was chosen or nothing. */
function putIntoDocument(self: unknown): void {
  const input = self instanceof HTMLLabelElement ? self.control : self;
  if (!(input instanceof Input) || input.type !== "file" || input.isConnected) return;
  let top: Node = input;
  for (let above: Node | null = top; above; above = above instanceof ShadowRoot ? above.host : above.parentNode) {
    if (above instanceof Element) top = above;
  }
  const home = apply(create, document, ["div"]) as HTMLElement;
  home.hidden = true;
  apply(append, home, [top]);
  apply(append, document.documentElement, [home]);
  const leave = (): unknown => later(() => apply(remove, home, []), 0);
  for (const type of ["change", "cancel"]) apply(listen, input, [type, leave, { once: true }]);
}

interface Handle {
  getFile(): Promise<File>;
}

function hookHandles(): void {
  const owner = DataTransferItem.prototype as { getAsFileSystemHandle?: () => Promise<unknown> };
  const original = owner.getAsFileSystemHandle;
  if (typeof original !== "function") return;
  const proxy = new Proxy(original, {
    apply(target, self: DataTransferItem, given) {
      // The file can only be had now, while the drop is being told of.
      const file = self.kind === "file" ? self.getAsFile() : null;
      const handle = apply(target, self, given) as Promise<unknown>;
      return handle.then((had) => had ?? (file && { kind: "file", name: file.name, getFile: () => Promise.resolve(file) }) ?? had);
    },
  });
  defineProperty(owner, "getAsFileSystemHandle", {
    ...Object.getOwnPropertyDescriptor(owner, "getAsFileSystemHandle"),
    value: proxy,
  });
}

function hookFilePicker(): void {
  const original = (window as { showOpenFilePicker?: (...given: unknown[]) => Promise<Handle[]> }).showOpenFilePicker;
  if (typeof original !== "function" || !readFile) return;
  const waiting = { __proto__: null } as unknown as Record<number, (files: Let["files"]) => void>;
  let tickets = 0;
  apply(listen, document, [
    answerTo(secret),
    (event: Event) => {
      const { ticket, files } = apply(detailOf, event, []) as Let;
      waiting[ticket]?.(files);
      delete waiting[ticket];
    },
  ]);
  // No method of an array, a promise or a handle is called by its name before the answer: it could be the page's.
  const looked = async (handles: readonly Handle[]): Promise<Handle[]> => {
    const files: File[] = [];
    for (let at = 0; at < handles.length; at += 1) files[at] = await (apply(readFile, handles[at], []) as Promise<File>);
    const ticket = (tickets += 1);
    const answer = new OurPromise<Let["files"]>((resolve) => (waiting[ticket] = resolve));
    tell(secret, { ticket, files } satisfies Picked);
    const may = await answer;
    const left: Handle[] = [];
    for (let at = 0; at < handles.length; at += 1) {
      const handle = handles[at];
      const file = may[at];
      if (!handle || !file) continue;
      left[left.length] = handle;
      if (file.name === files[at]?.name) continue;
      defineProperty(handle, "getFile", { value: () => OurPromise.resolve(file), configurable: true });
      defineProperty(handle, "name", { value: file.name, configurable: true });
    }
    if (left.length === 0) throw new DOMException("", "AbortError");
    return left;
  };
  const proxy = new Proxy(original, {
    apply: (target, self, given) => apply(then, apply(target, self, given), [looked]) as Promise<Handle[]>,
  });
  defineProperty(window, "showOpenFilePicker", { ...Object.getOwnPropertyDescriptor(window, "showOpenFilePicker"), value: proxy });
}
